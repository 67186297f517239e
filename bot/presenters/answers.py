"""What the secretary answers one person: decisions, refusals, and the ways to ask again."""

from collections.abc import Mapping, Sequence

from bot import ids
from bot.presenters.blocks import (
    LONGEST_LINE,
    MESSAGE_BLOCKS,
    Block,
    Message,
    actions,
    button,
    clipped,
    escaped,
    fitted,
    packed,
    quoted_once,
    small,
)
from bot.presenters.rich import sentences
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer, Refused

ALREADY_DONE = Answer("That was already done; it was not done a second time.")


def answer_message(answer: Answer, buttons: Sequence[Block] = ()) -> Message:
    """A decision as its person is told it: what was done, why, under which clause, and what may be done now."""
    blocks = [*sentences(answer.words, answer.why), *small(clause_words(answer.clause))]
    for each in answer.details:
        blocks += [*sentences(each.words), *small(clause_words(each.clause))]
    blocks += sentences(answer.next)
    most = MESSAGE_BLOCKS - len(buttons)
    shown = fitted(quoted_once(blocks), most, "There is more than one message can hold.")
    return Message(_line(answer.words), [*shown, *buttons])


def refusal_message(refused: Refused, buttons: list[Block] | None = None) -> Message:
    """No, and why not: the reason, the clause with its words, and what may be done instead."""
    words = sentences(refused.reason, refused.next)
    return Message(_line(refused.reason), [*words, *small(clause_words(refused.clause)), *(buttons or [])])


def refusal_words(refused: Refused) -> str:
    """A refusal in one paragraph, for the line under the field of a form."""
    return " ".join(part for part in (refused.reason, clause_words(refused.clause), refused.next) if part)


def clause_words(clause: Clause) -> str:
    """The clause as it is quoted beside an answer: "Clause 4.6: “…”". Empty where nothing stands behind it."""
    if not clause.number:
        return f"“{clause.words}”" if clause.words else ""
    number = (
        clause.number
        if clause.number.lower().startswith(("clause", "section"))
        else f"Clause {clause.number}"
    )
    return f"{number}: “{clause.words}”" if clause.words else number


def for_whom(choices: Mapping[str, str], action: str, **about: str) -> list[Block]:
    """One button for each organisation somebody may have meant: "For Exeter CVS"."""
    return actions(
        *(
            button(f"For {name}", ids.variant(action, each), packed(**about, organisation=each))
            for each, name in choices.items()
        )
    )


def _line(words: str) -> str:
    return escaped(clipped(words, LONGEST_LINE))
