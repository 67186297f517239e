"""When it is settled which organisations have a vote on a motion: when its vote opens, or when it closes."""

from datetime import date

from bot.rules.terms import Terms
from bot.rules.wording import day_words

OPENS = "when the vote opens"


def is_settled_at_opening(terms: Terms) -> bool:
    """Whether the terms settle who has a vote when the vote opens, so that whoever joins or resigns meanwhile changes nothing."""
    return terms.entitled is not None and terms.entitled.value == OPENS


def entitled_words(terms: Terms, opened: date) -> str:
    """Who has a vote, in a sentence: an organisation that joins or resigns meanwhile reads it here."""
    rule = terms.entitled
    if is_settled_at_opening(terms):
        return f"The organisations that had a vote when it opened, on {day_words(opened)}, whoever has joined or left since."
    unsaid = "" if rule is not None and rule.is_stated else " The terms do not say otherwise."
    return f"The organisations that have a vote in the register on the day the voting ends.{unsaid}"
