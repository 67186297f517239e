"""What the partnership's channel is told of a meeting in session: how it stands, that it has no quorum any more, and its close."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.terms import Clause
from bot.workflows.decisions import NO_CLAUSE, Notice, Setting
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Question

AT_MOST_EVERY = timedelta(minutes=15)  # that the quorum is lost is said to everybody; people come and go


@dataclass(frozen=True, kw_only=True)
class MeetingInSessionNotice(Notice):
    """Says in the channel that a meeting is in session; its message goes on showing how the meeting stands."""

    partnership_name: str


@dataclass(frozen=True, kw_only=True)
class MeetingClosedNotice(Notice):
    """Says in the channel that a meeting is closed, how many were there, and what waits for the next."""

    partnership_name: str
    meeting_title: str
    represented: int  # organisations
    decided: int  # motions put at it that have a result
    awaiting: int  # provisional decisions of the partnership, of this meeting and of earlier ones
    clause: str  # of ratifying; empty where nothing waits
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class NoQuorumNotice(Notice):
    """Says in the channel that a meeting has lost its quorum; that it has found one again, the meeting's own message shows."""

    partnership_name: str
    meeting_title: str
    why: str
    follows: str
    clause: str
    clause_words: str


@dataclass(frozen=True)
class SessionPicture:
    """What the message of a meeting shows: nothing of anybody's interests, and no names but that of whoever is chairing."""

    partnership: str
    partnership_name: str
    time_zone: str
    meeting: MeetingState
    chair: str  # a name; empty: those present have yet to choose
    present: int  # organisations with a vote that are here
    voting: int  # organisations with a vote
    quorum: str  # in a sentence; of a group that does not decide, that it does not
    quorum_clause: Clause
    follows: str
    revision: int
    locked: Clause = NO_CLAUSE  # under which business waits for an acting chair


@dataclass(frozen=True, kw_only=True)
class ShowSession(Question["SessionPicture | None"]):
    """How does a meeting that has been opened stand?"""

    partnership: str
    meeting: str


def in_session_notice(setting: Setting, meeting: str, at: datetime) -> MeetingInSessionNotice:
    """The message of a meeting that has just been opened."""
    return MeetingInSessionNotice(
        key=f"in-session:{meeting}",
        recipient=setting.channel,
        subject=meeting,
        due_at=at,
        partnership_name=setting.name,
    )


def once_in_a_while(meeting: MeetingState, at: datetime) -> str:
    """The part of a key that lets a thing be said of a meeting once in each quarter of an hour since its opening."""
    return str((at - (meeting.opened_at or at)) // AT_MOST_EVERY)
