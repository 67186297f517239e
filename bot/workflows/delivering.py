"""What happens when a notice cannot be delivered: the secretariat is told, once, and never about that telling."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Notice, derived_id

# What each kind of notice is called when it did not arrive.
CALLED: Mapping[str, str] = {
    "MotionNotice": "a motion put to the vote",
    "ResultNotice": "the result of a motion",
    "CastingVoteNotice": "the request for a casting vote",
    "ChairWantedNotice": "the request for an acting chair",
    "DeclarationNotice": "a declaration of interest",
    "BoxLockedNotice": "word that secret votes cannot be counted",
    "CarriedOverNotice": "word that an interest bears on a ratification",
    "RulingNotice": "a ruling on an interest",
    "ItemProposedNotice": "an item proposed for an agenda",
    "ItemDecidedNotice": "what has become of an agenda item",
    "UrgentItemNotice": "the question whether an urgent item is taken",
    "QuorumLostNotice": "word that a quorum was lost",
    "QuorumRegainedNotice": "word that a quorum was found",
    "MeetingInSessionNotice": "the message of a meeting in session",
    "NoQuorumNotice": "word that a meeting has lost its quorum",
    "MeetingClosedNotice": "word that a meeting is closed",
    "MeetingNotice": "word of a meeting",
    "DeadlineNotice": "a warning of a deadline",
    "ReminderNotice": "a reminder of a meeting",
    "AgendaClosedNotice": "word that the agenda has closed",
    "MeetingBeginsNotice": "word that a meeting is about to begin",
    "MeetingLeftOpenNotice": "the request to close a meeting",
    "YearNotice": "what the year ahead lacks",
    "PaperSubmittedNotice": "word of a paper submitted",
    "LatePaperNotice": "the question whether a late paper is taken",
    "PaperDecidedNotice": "what has become of a paper",
    "PapersNotice": "agenda and papers",
    "ProofNotice": "the proof of circulation",
    "PaperLostNotice": "the news that a paper could not be kept",
    "NotEnclosedNotice": "the news that a file could not be enclosed",
    "ReplyNotice": "an answer to a meeting",
    "StandInNotice": "the request to stand in at a meeting",
    "NotNeededNotice": "word that a substitute is not needed",
    "DeputyAnsweredNotice": "a deputy's answer",
    "ReplyRecordedNotice": "the request to confirm an answer recorded by telephone",
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


@dataclass(frozen=True, kw_only=True)
class NotEnclosedNotice(Notice):
    """Tells the secretariat that messages went out without a file that belongs with them."""

    partnership_name: str
    what: str
    title: str
    why: str


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


def tell_of_missing(
    kind: str,
    subject: str,
    *,
    key: str,
    title: str,
    why: str,
    partnership_name: str,
    secretariat: tuple[str, ...],
    at: datetime,
) -> tuple[NotEnclosedNotice, ...]:
    """One notice for each of the secretariat about a file missing from what is sent round on a subject, to however many."""
    return tuple(
        NotEnclosedNotice(
            key=derived_id("not-enclosed", kind, subject, key, user),
            recipient=user,
            subject=subject,
            due_at=at,
            partnership_name=partnership_name,
            what=CALLED.get(kind, "a notice"),
            title=title,
            why=why,
        )
        for user in secretariat
    )
