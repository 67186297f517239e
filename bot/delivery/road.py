"""What every step of delivery needs to hand: the store, Slack, the words, and both clocks."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.answers import Wait
from bot.presenters.blocks import Enclosure
from bot.store import conversations, outbox, pauses
from bot.store.partnership.office import called, office
from bot.store.session import Connection, Store
from bot.workflows.delivering import Undelivered, tell_of_missing, tell_secretariat
from bot.workflows.elections.elections import ElectionBallotNotice
from bot.workflows.elections.live_ballots import LiveBallot, ShowBallot
from bot.workflows.questions import MotionPicture, Question, ShowMotion
from bot.workflows.room.in_the_channel import MeetingInSessionNotice, SessionPicture, ShowSession
from bot.workflows.votes.moving import MotionNotice

Picture = MotionPicture | SessionPicture | LiveBallot
A = TypeVar("A")

REQUEST_SECONDS = 5.0  # the longest one request to Slack takes before we stop waiting for it
LEASE = timedelta(seconds=30)  # opening a conversation, posting, and a good margin
SETTLE = timedelta(seconds=10)  # after which a message that was sent shows in the channel's history
MOST_ATTEMPTS = 100  # at the longest back-off about a day
LONGEST_BACK_OFF_SECONDS = 900.0

log = logging.getLogger("bot.delivery")


class Message(Protocol):
    """What a notice looks like in Slack."""

    @property
    def text(self) -> str:
        """The words alone, for notifications and for the proof."""
        ...

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        """The same as Block Kit."""
        ...

    @property
    def enclosures(self) -> Sequence[Enclosure]:
        """The files that go with it."""
        ...


class Asks(Protocol):
    """Whoever can answer a question: the secretary."""

    def ask(self, question: Question[A], /) -> A:
        """The answer, from one moment of the store."""
        ...


class Render(Protocol):
    """The words of a kind of notice; `bot.presenters.messages.render` is one."""

    def __call__(
        self, kind: str, data: Mapping[str, Any], picture: Picture | None, *, partnership: str
    ) -> Message:
        """The message; raises what it likes where there are no words for it."""
        ...


@dataclass(frozen=True)
class Refusal:
    """Slack would not have a file, in a word; it is not asked again before `until` (real)."""

    error: str
    until: datetime


@dataclass(frozen=True)
class Road:
    """The way from the outbox to Slack. `clock` tells governance time, `real` the time that nobody turns."""

    store: Store
    secretary: Asks
    clients: Callable[
        [str], WebClient
    ]  # of a workspace; without retry handlers, timeout no more than REQUEST_SECONDS
    render: Render
    clock: Clock
    real: Clock
    random: Callable[[], float]  # from 0 up to 1
    most_attempts: int = MOST_ATTEMPTS
    workspace: str | None = None  # whose notices these are to deliver; None: everybody's
    conversations: dict[tuple[str, str], str] = field(default_factory=dict)  # (workspace, user) -> D…
    opened: set[tuple[str, str]] = field(default_factory=set)  # those of them that this process opened
    located: set[tuple[str, str]] = field(default_factory=set)  # (workspace, user) whose time zone was asked
    refused: dict[tuple[str, str], Refusal] = field(default_factory=dict)  # (workspace, key of a file)

    def conversation(self, workspace: str, recipient: str) -> str:
        """The channel in which to speak to somebody: a channel itself, or a person's direct messages, opened if need be."""
        if recipient[:1] not in ("U", "W"):
            return recipient
        known = self.known(workspace, recipient)
        if known is None:
            opened = self.clients(workspace).conversations_open(users=[recipient])
            known = self.conversations[workspace, recipient] = str(opened["channel"]["id"])
            self.opened.add((workspace, recipient))
            with self.store.transaction() as connection:
                conversations.keep(connection, workspace, recipient, known)
        return known

    def known(self, workspace: str, user: str) -> str | None:
        """The channel of somebody's direct messages, where this process or another has opened it before."""
        if (workspace, user) not in self.conversations:
            with self.store.reading() as connection:
                kept = conversations.channel_of(connection, workspace, user)
            if kept is None:
                return None
            self.conversations[workspace, user] = kept
        return self.conversations[workspace, user]

    def forget(self, workspace: str, user: str) -> bool:
        """Open the direct messages with somebody anew; False where it was this process that opened them."""
        if (workspace, user) not in self.conversations or (workspace, user) in self.opened:
            return False
        del self.conversations[workspace, user]
        with self.store.transaction() as connection:
            conversations.forget(connection, workspace, user)
        return True

    def picture(self, kind: str, workspace: str, partnership: str, subject: str) -> Picture | None:
        """What such a notice goes on showing, as it is now. LookupError where there is no such motion, meeting or ballot."""
        who = {"workspace": workspace, "team": workspace, "user": ""}
        found: Picture | None
        if kind == MotionNotice.__name__:
            found = self.secretary.ask(ShowMotion(**who, motion=subject))
        elif kind == MeetingInSessionNotice.__name__:
            found = self.secretary.ask(ShowSession(**who, partnership=partnership, meeting=subject))
        elif kind == ElectionBallotNotice.__name__:
            found = self.secretary.ask(ShowBallot(**who, ballot=subject))
        else:
            return None
        if found is None:
            raise LookupError("there is no such motion, meeting or ballot")
        return found

    def rendered(self, held: outbox.Claimed) -> tuple[Message, Picture | None]:
        """The words of a notice; of one that goes on showing something, as that is at the moment of sending."""
        picture = self.picture(held.kind, held.workspace, held.partnership, held.subject)
        return self.render(held.kind, held.data, picture, partnership=held.partnership), picture

    def is_too_late(self, lease_until: datetime) -> bool:
        """Whether a request begun now might still be under way when the lease is over and somebody else takes the work."""
        return self.real.now() + timedelta(seconds=REQUEST_SECONDS) > lease_until

    def after(self, wait: Wait) -> datetime:
        """When to ask again after a 429, real: never early, and not everybody at once."""
        return self.real.now() + timedelta(seconds=wait.seconds + self.random())

    def after_attempt(self, attempts: int) -> datetime:
        """When to try again, real: 2, 4, 8 … seconds and at most fifteen minutes, give or take a quarter."""
        seconds = min(2.0 ** min(attempts, 20), LONGEST_BACK_OFF_SECONDS)
        return self.real.now() + timedelta(seconds=seconds * (0.75 + self.random() / 2))

    def is_paused(self, workspace: str, method: str) -> datetime | None:
        """Until when Slack asked us not to use a method, where that is still to come."""
        with self.store.reading() as connection:
            until = pauses.paused_until(connection, workspace, method)
        return until if until is not None and until > self.real.now() else None

    def give_up(self, held: outbox.Claimed, error: str) -> None:
        """Loudly: a line in the log with the id, and a notice to the partnership's secretariat through this same outbox."""
        with self.store.transaction() as connection:
            if not outbox.give_up(connection, held, error):
                return
            outbox.free_recipient(connection, held, self.real.now())
            self.tell(connection, held.workspace, held.partnership, undelivered(held, error))

    def tell_of_missing(self, held: outbox.Claimed, enclosure: Enclosure, why: str) -> None:
        """Put in the outbox for the secretariat, once however many go without it, that a file could not be enclosed."""
        now = self.clock.now()
        with self.store.transaction() as connection:
            told = office(connection, held.workspace, held.partnership, now)
            for notice in tell_of_missing(
                held.kind,
                held.subject,
                key=enclosure.key,
                title=enclosure.title,
                why=why,
                partnership_name=told.name,
                secretariat=told.secretariat,
                at=now,
            ):
                outbox.put(connection, held.workspace, held.partnership, notice, now)

    def tell(self, connection: Connection, workspace: str, partnership: str, what: Undelivered) -> None:
        """Say in the log, and put in the outbox for the secretariat, that a message did not arrive."""
        now = self.clock.now()
        told = office(connection, workspace, partnership, now)
        notices = tell_secretariat(
            what,
            whom=called(connection, workspace, partnership, what.recipient),
            partnership_name=told.name,
            secretariat=told.secretariat,
            at=now,
        )
        for notice in notices:
            outbox.put(connection, workspace, partnership, notice, now)
        log.error(
            "%s: %s to %s: %s; %s of the secretariat told",
            "in doubt, and cannot be settled" if what.in_doubt else "given up",
            what.kind,
            what.recipient,
            what.error,
            len(notices) or "none",
            extra={"outbox": what.id, "workspace": workspace, "partnership": partnership},
        )


def undelivered(held: outbox.Claimed, error: str, *, in_doubt: bool = False) -> Undelivered:
    """What there is to say about a notice that did not arrive."""
    return Undelivered(held.id, held.kind, held.recipient, held.subject, error, held.attempts, in_doubt)
