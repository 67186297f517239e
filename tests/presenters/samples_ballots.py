"""Every form and message of secret votes, as large and as strange as they get."""

from collections.abc import Iterator

from bot.presenters import modals
from bot.presenters.votes import ballots
from bot.rules.terms import Clause
from bot.workflows.questions import Choice
from bot.workflows.votes.motions import Motion
from bot.workflows.votes.secret_votes import BallotFormFacts


def views(text: str, name: str, count: int, motion: Motion) -> Iterator[modals.View]:
    """The form of a secret vote, for one organisation and for several."""
    for seats in (1, count):
        held = tuple(Choice(f"org-{number}", f"{name} {number}"[:75]) for number in range(seats))
        facts = BallotFormFacts(motion, name, held, Clause("18", text))
        yield ballots.ballot_form(facts, "ABCD-2345")
