"""What happens when a notice cannot be delivered: the secretariat is told, once, and never about that telling."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Notice

# What each kind of notice is called when it did not arrive.
CALLED: Mapping[str, str] = {
    "MotionNotice": "a motion put to the vote",
    "ResultNotice": "the result of a motion",
    "CastingVoteNotice": "the request for a casting vote",
    "ChairWantedNotice": "the request for an acting chair",
    "DeclarationNotice": "a declaration of interest",
    "RulingNotice": "a ruling on an interest",
    "QuorumLostNotice": "word that a quorum was lost",
    "QuorumRegainedNotice": "word that a quorum was found",
    "MeetingNotice": "word of a meeting",
    "DeadlineNotice": "a warning of a deadline",
    "ReminderNotice": "a reminder of a meeting",
    "AgendaClosedNotice": "word that the agenda has closed",
    "MeetingBeginsNotice": "word that a meeting is about to begin",
    "YearNotice": "what the year ahead lacks",
}


@dataclass(frozen=True, kw_only=True)
class GivenUpNotice(Notice):
    """Tells the secretariat that somebody has not been told, or that nobody can say whether they were."""

    partnership_name: str
    what: str
    whom: str
    error: str  # in Slack's word: "channel_not_found" …
    attempts: int
    in_doubt: bool  # True: it may have arrived, but the conversation cannot be read to find out


@dataclass(frozen=True)
class Undelivered:
    """A message that did not arrive."""

    id: str  # in the outbox, or of the message that could not be updated
    kind: str
    recipient: str
    subject: str
    error: str
    attempts: int
    in_doubt: bool = False


def tell_secretariat(
    undelivered: Undelivered,
    *,
    whom: str,
    partnership_name: str,
    secretariat: tuple[str, ...],
    at: datetime,
) -> tuple[GivenUpNotice, ...]:
    """One notice for each of the secretariat, the same however often it is asked for.

    None about a notice of this kind, and none to the very person who cannot be reached.
    """
    if undelivered.kind == GivenUpNotice.__name__:
        return ()
    key = f"{'in-doubt' if undelivered.in_doubt else 'given-up'}:{undelivered.id}"
    return tuple(
        GivenUpNotice(
            key=f"{key}:{user}",
            recipient=user,
            subject=undelivered.subject,
            due_at=at,
            partnership_name=partnership_name,
            what=CALLED.get(undelivered.kind, "a notice"),
            whom=whom,
            error=undelivered.error,
            attempts=undelivered.attempts,
            in_doubt=undelivered.in_doubt,
        )
        for user in secretariat
        if user != undelivered.recipient
    )
