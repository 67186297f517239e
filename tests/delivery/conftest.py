"""A partnership, a Slack that misbehaves when told to, and a delivery between them. Time is turned by hand; nothing sleeps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import Row, insert, select, update

from bot.clock import Clock, StoppedClock
from bot.delivery import Delivery
from bot.delivery.road import Picture
from bot.presenters.blocks import Enclosure
from bot.rules.reading import parse_terms
from bot.secretary import Secretary
from bot.store import outbox as outbox_rows
from bot.store.meetings.meeting_tables import paper_versions, papers
from bot.store.partnership import partnerships
from bot.store.session import Store
from bot.store.tables import motions, outbox, people, roles
from bot.workflows.decisions import Notice
from bot.workflows.room.in_the_channel import SessionPicture
from bot.workflows.votes.moving import MotionNotice
from tests.bookings import booked
from tests.delivery.slack_stub import SlackStub

WORKSPACE, PARTNERSHIP, CHANNEL = "T1", "clpp", "C0HOME"
SECRETARIAT = "U0OFFICE"


@dataclass(frozen=True, kw_only=True)
class Letter(Notice):
    """A notice that says what it is given to say."""

    words: str


@dataclass(frozen=True)
class Words:
    """What a test's renderer makes."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    enclosures: tuple[Enclosure, ...] = ()


def say(kind: str, data: Mapping[str, Any], picture: Picture | None, *, partnership: str) -> Words:
    """The words of a notice, as plain as can be."""
    if isinstance(picture, SessionPicture):
        return Words(f"meeting, {picture.meeting.state}, {picture.present} here, revision {picture.revision}")
    if picture is not None:
        return Words(f"motion {picture.motion.reference}, revision {picture.revision}")
    if kind == "Letter":
        return Words(data["words"])
    if kind == "GivenUpNotice":
        return Words(f"{kind}: {data['what']} to {data['whom']}: {data['error']}")
    return Words(f"{kind}: {data['title']}: {data.get('why') or data['error']}")


@dataclass
class House:
    """What a test of delivery works with."""

    store: Store
    clock: StoppedClock
    real: StoppedClock
    slack: SlackStub

    def delivery(self, **instead: Any) -> Delivery:
        """One delivery, as a process of its own would have it."""
        parts: dict[str, Any] = {
            "store": self.store,
            "secretary": Secretary(self.store, self.clock),
            "clients": lambda workspace: self.slack.client(),
            "render": say,
            "clock": self.clock,
            "real": self.real,
            "jitter": lambda: 0.5,
            **instead,
        }
        return Delivery(**parts)

    def put(self, words: str, *, to: str = CHANNEL, key: str = "", due_at: datetime | None = None) -> bool:
        """Put a letter in the outbox."""
        letter = Letter(
            key=key or f"letter:{to}:{words}",
            recipient=to,
            subject="s",
            due_at=due_at or self.clock.now(),
            words=words,
        )
        with self.store.transaction() as connection:
            return outbox_rows.put(connection, WORKSPACE, PARTNERSHIP, letter, self.clock.now())

    def put_motion(self, motion: str = "m1", number: int = 1) -> None:
        """A motion, and its notice."""
        notice = MotionNotice(
            key=f"motion:{motion}",
            recipient=CHANNEL,
            subject=motion,
            due_at=self.clock.now(),
            partnership_name="CLPP",
            motion=motion,
        )
        with self.store.transaction() as connection:
            connection.execute(
                insert(motions).values(
                    workspace=WORKSPACE,
                    partnership=PARTNERSHIP,
                    id=motion,
                    number=number,
                    year=2025,
                    text="That the plan be adopted.",
                    kind="ordinary",
                    indicative=False,
                    show_votes="who",
                    put_by="gwendolen-saxby",
                    put_at=self.clock.now(),
                    terms_version=1,
                    terms_digest=self.digest(),
                    state="open",
                    revision=1,
                    shown=0,
                )
            )
            outbox_rows.put(connection, WORKSPACE, PARTNERSHIP, notice, self.clock.now())

    def vote(self, *several: str, times: int = 1) -> None:
        """What votes leave for delivery: a risen revision and nothing else."""
        raised = update(motions).where(motions.c.id.in_(several or ("m1",)))
        with self.store.transaction() as connection:
            for _ in range(times):
                connection.execute(raised.values(revision=motions.c.revision + 1))

    def submit(self, paper: str = "p1", **version: Any) -> None:
        """A paper that its secretariat has submitted for a meeting, its bytes still with Slack unless said otherwise."""
        mine = {"workspace": WORKSPACE, "partnership": PARTNERSHIP}
        meeting = f"meeting-of-{paper}"
        booked(self.store, PARTNERSHIP, self.clock.now() + timedelta(days=30), meeting, workspace=WORKSPACE)
        by = {"submitted_by": "gwendolen-saxby", "submitted_at": self.clock.now()}
        row = {
            "version": 1,
            "file_name": "budget.pdf",
            "media_type": "application/pdf",
            "size": 0,
            "digest": "",
            "content": None,
            "link": "",
            "slack_file": "F7",
            "slack_url": "",
            "state": "waiting",
            "error": "",
            "attempts": 0,
            "not_before": self.real.now(),
            **by,
            **version,
        }
        with self.store.transaction() as connection:
            connection.execute(
                insert(papers).values(
                    **mine,
                    **by,
                    id=paper,
                    meeting=meeting,
                    title="Budget",
                    kind="file",
                    amendment=False,
                    confidential=False,
                    state="submitted",
                    reason="",
                    version=1,
                    late=False,
                    admission="",
                )
            )
            connection.execute(insert(paper_versions).values(**mine, paper=paper, **row))

    def version(self, paper: str = "p1") -> Row[Any]:
        """The first version of a paper."""
        with self.store.reading() as connection:
            return connection.execute(select(paper_versions).where(paper_versions.c.paper == paper)).one()

    def digest(self) -> str:
        """Of the terms in force."""
        with self.store.reading() as connection:
            setting = partnerships.setting(connection, WORKSPACE, PARTNERSHIP, self.clock.now())
        assert setting is not None
        return setting.terms_digest

    def row(self, words: str) -> Row[Any]:
        """The row of a letter."""
        return next(row for row in self.rows() if row.data.get("words") == words)

    def rows(self, kind: str = "") -> list[Row[Any]]:
        """Every row of the outbox, or of one kind."""
        with self.store.reading() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.due_at, outbox.c.key)).all()
        return [row for row in rows if not kind or row.kind == kind]

    def motion(self, motion: str = "m1") -> Row[Any]:
        """The row of a motion."""
        with self.store.reading() as connection:
            return connection.execute(select(motions).where(motions.c.id == motion)).one()

    def deliver_for(self, seconds: float, *deliveries: Delivery, step: float = 0.5) -> None:
        """Let so much real time go by, delivering all the while."""
        until = self.real.now() + timedelta(seconds=seconds)
        while self.real.now() < until:
            for each in deliveries or (self.delivery(),):
                each.deliver_once()
            self.real.turn(seconds=step)


@pytest.fixture
def real() -> StoppedClock:
    """The time nobody turns, which in these tests only the test does. It is not the partnership's."""
    return StoppedClock(datetime(2026, 2, 3, 9, 0, tzinfo=UTC))


@pytest.fixture
def slack(real: Clock) -> Iterator[SlackStub]:
    """A Slack that does as it is told."""
    stub = SlackStub(real)
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def house(store: Store, clock: StoppedClock, real: StoppedClock, slack: SlackStub) -> House:
    """CLPP in its channel, with one person: its secretariat."""
    document = (files("bot") / "terms" / "clpp" / "2020-09-01.toml").read_text(encoding="utf-8")
    mine = {"workspace": WORKSPACE, "partnership": PARTNERSHIP}
    with store.transaction() as connection:
        partnerships.add_partnership(
            connection,
            workspace=WORKSPACE,
            slug=PARTNERSHIP,
            terms=parse_terms(document),
            channel=CHANNEL,
            now=clock.now(),
        )
        partnerships.add_terms(connection, **mine, document=document, adoptions={}, now=clock.now())
        connection.execute(
            insert(people).values(
                **mine,
                id="gwendolen-saxby",
                name="Gwendolen Saxby",
                slack_team=WORKSPACE,
                slack_user=SECRETARIAT,
                title="Partnership Officer",
                pastoral=False,
                deactivated=False,
            )
        )
        connection.execute(
            insert(roles).values(**mine, id="r1", role="secretariat", person="gwendolen-saxby", body="")
        )
    return House(store, clock, real, slack)


def impatient(slack: SlackStub) -> WebClient:
    """A client that waits a moment only."""
    return slack.client(timeout=0.15)
