"""What is ticked in the form of a motion and contradicts the way it is to be decided: refused under its field, never overlooked."""

from bot.rules.citing import clause_of
from bot.rules.terms import Terms
from bot.workflows.decisions import Refused
from bot.workflows.votes.motions import AGREED, CONSENSUS


def contradicted(how: str, *, sought: bool, aside: bool, terms: Terms) -> Refused | None:
    """Why this way and these ticks do not go together (K27); None where they do."""
    clause = clause_of(terms.consensus_first)
    if sought and how == CONSENSUS:
        return Refused(
            "Ticked is that consensus was sought and not reached, and chosen is to seek it now.",
            clause,
            next="Take the tick away to seek it here; or choose “At this meeting, by a vote”.",
            field="consensus_sought",
        )
    if sought and how == AGREED:
        return Refused(
            "Ticked is that consensus was not reached, and chosen is that no one objected.",
            clause,
            next="Take the tick away; or choose “At this meeting, by a vote”.",
            field="consensus_sought",
        )
    if aside and how != AGREED:
        return Refused(
            "Who stands aside is ticked here only where no one objected when it was asked aloud.",
            clause,
            next="Choose “Record that no one objected when asked aloud”; or take the ticks away.",
            field="standing_aside",
        )
    return None
