"""The words every workflow speaks: commands in, decisions or refusals out."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import datetime
from hashlib import sha256

from bot.rules.citing import NO_CLAUSE as NO_CLAUSE
from bot.rules.terms import Clause, Terms


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something a person asks the secretary to do.

    It says who pressed, never whom they act for: that is looked up inside the deciding transaction. `delivery` is the key of the
    delivery from Slack; the same key twice is done once.
    """

    workspace: str  # where the app is installed
    team: str  # the person's own workspace, which differs for people from elsewhere
    user: str
    delivery: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockCommand:
    """Something the clock asks, because it has fallen due: done once, however many clocks ask.

    `key` is that of the due work, which the secretary marks done in the same transaction; `subject` is what it is about.
    """

    workspace: str
    partnership: str
    key: str
    subject: str
    due_at: datetime  # when it fell due: long ago, after an outage
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened, frozen with the facts it was decided on."""

    subject: str  # the id of what it happened to
    person: str | None  # None: the clock, or the command line


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something somebody has to be told. The key makes the second copy impossible."""

    key: str
    recipient: str  # a channel or a Slack user
    subject: str
    due_at: datetime
    not_after: datetime | None = (
        None  # when it would be stale: what cannot be sent before then is not sent at all
    )


@dataclass(frozen=True)
class Due:
    """Work for the clock: what has to happen to a subject, and when."""

    key: str
    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True)
class Setting:
    """The partnership in which a decision is made, under the terms in force."""

    workspace: str
    partnership: str
    name: str
    short_name: str
    channel: str
    time_zone: str
    terms: Terms
    terms_version: int
    terms_digest: str


@dataclass(frozen=True)
class Detail:
    """One of several things an answer has to say, with the clause it rests on."""

    words: str
    clause: Clause = NO_CLAUSE


@dataclass(frozen=True)
class Answer:
    """What the person who asked is told at once, and why."""

    words: str
    clause: Clause = NO_CLAUSE
    why: str = ""
    next: str = ""  # what may be done now
    details: tuple[Detail, ...] = ()  # each under its own clause, such as the deadlines of a meeting


@dataclass(frozen=True)
class Sealed:
    """A secret vote on its way into the sealed box of its contest. It is in no event, no notice and no log."""

    contest: str  # a motion, or one ballot of an election
    receipt: str = with_default(repr=False)
    choice: str = with_default(repr=False)


@dataclass(frozen=True)
class Decision:
    """What follows: events to record, notices to send, work for the clock, and the answer."""

    answer: Answer
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    due: tuple[Due, ...] = ()
    sealed: tuple[Sealed, ...] = ()  # what goes into a sealed box, and nowhere else


@dataclass(frozen=True)
class Refused:
    """No, and why not: the reason, the clause it rests on, and what may be done instead.

    `field` names the input the reason belongs under, where the command came from a form. `choices` offers the ways to ask again:
    values with the words that stand on their buttons, when the only thing missing is on whose behalf, or what can be given
    anew.
    """

    reason: str
    clause: Clause = NO_CLAUSE
    next: str = ""
    field: str = ""
    choices: Mapping[str, str] = with_default(default_factory=dict)


@dataclass(frozen=True)
class AlreadyDone:
    """The same delivery came a second time: nothing was done again."""


Outcome = Decision | Refused


def derived_id(prefix: str, *parts: str) -> str:
    """An id that is the same whenever the same things happen to the same subject, so that twice is once."""
    return f"{prefix}-{sha256(chr(31).join(parts).encode()).hexdigest()[:20]}"
