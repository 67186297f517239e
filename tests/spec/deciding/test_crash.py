"""A crash at any point of a decision leaves nothing behind, and asking again works."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, event, func, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.secretary import Secretary
from bot.store import outbox, record
from bot.store.tables import events, metadata
from bot.workflows.decisions import Decision
from bot.workflows.votes.moving import PutMotion
from bot.workflows.votes.results import CloseVote
from bot.workflows.votes.votes import CastVote
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, VOICE


class PowerCut(BaseException):
    """Not an error that anything catches: the process is gone."""


def everything(body: Rehearsal) -> dict[str, list[Any]]:
    """Every row of every table."""
    with body.store.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
        }


def dies(*_: Any, **__: Any) -> Any:
    """Where the power goes."""
    raise PowerCut


def after_the_facts(body: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is read and decided, nothing is written but the receipt."""
    monkeypatch.setattr(record, "record", dies)


def after_the_record(body: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and events are written, the notice is not."""
    real: Callable[..., None] = record.record

    def then_dies(*args: Any) -> None:
        real(*args)
        raise PowerCut

    monkeypatch.setattr(record, "record", then_dies)


def in_the_register_of_events(body: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is written, its event is not."""
    monkeypatch.setattr(record, "append", dies)


def in_the_outbox(body: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is written but the notice, which is half done."""
    real: Callable[..., None] = outbox.put_all

    def then_dies(*args: Any) -> None:
        real(*args)
        raise PowerCut

    monkeypatch.setattr(outbox, "put_all", then_dies)


def at_the_commit(body: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is written, and the commit is never sent."""
    engine = body.store._writer

    def cut(_connection: Any) -> None:
        raise PowerCut

    event.listen(engine, "commit", cut)
    monkeypatch.setattr(body, "mend", lambda: event.remove(engine, "commit", cut), raising=False)


POINTS = [after_the_facts, in_the_register_of_events, after_the_record, in_the_outbox, at_the_commit]


@pytest.mark.parametrize(
    ("what", "point"),
    [
        pytest.param(what, point, id=f"{what}-{point.__name__}")
        for what in ("put", "vote", "close")
        for point in POINTS
        if what != "vote" or point is not in_the_outbox  # a vote leaves no notice
    ],
)
def test_a_power_cut_leaves_nothing_behind_and_the_same_press_works_afterwards(
    meeting: Rehearsal, monkeypatch: pytest.MonkeyPatch, point: Callable[..., None], what: str
) -> None:
    """Each point of the transaction in turn; the delivery keeps its key, so Slack may make it again."""
    asked: Any = meeting.command(
        CHAIR,
        PutMotion,
        partnership=meeting.slug,
        motion="motion-1",
        text="That it be so",
        how="meeting",
        consensus_sought=True,
    )
    if what != "put":
        answer(meeting.secretary.perform(asked))
        asked = meeting.command(VOICE["ekc-group"], CastVote, motion="motion-1", choice="for")
    if what == "close":
        answer(meeting.secretary.perform(asked))
        asked = meeting.command(CHAIR, CloseVote, motion="motion-1")
    before = everything(meeting)
    with monkeypatch.context() as patched:
        point(meeting, patched)
        with pytest.raises(PowerCut):
            meeting.secretary.perform(asked)
        getattr(meeting, "mend", lambda: None)()
    assert everything(meeting) == before
    again = Secretary(meeting.store, meeting.clock).perform(asked)
    assert isinstance(again, Decision)
    assert everything(meeting) != before


def test_what_is_to_be_told_is_committed_with_what_was_decided(motion: Rehearsal) -> None:
    """No decision without its notice: delivery is told only after the commit."""
    seen: list[int] = []

    def look() -> None:
        with motion.store.reading() as connection:
            seen.append(connection.execute(select(func.count()).select_from(outbox.outbox)).scalar_one())

    told = Secretary(motion.store, motion.clock, look)
    answer(told.perform(motion.command(CHAIR, CloseVote, motion="motion-1")))
    with motion.store.reading() as connection:
        in_the_end = connection.execute(select(func.count()).select_from(outbox.outbox)).scalar_one()
    assert seen == [in_the_end]
    assert motion.notices("ResultNotice")


@pytest.mark.parametrize(
    "statement", [update(events).values(subject="another"), delete(events)], ids=["update", "delete"]
)
def test_the_register_of_events_is_only_ever_appended_to(motion: Rehearsal, statement: Any) -> None:
    """The database itself refuses, whoever asks."""
    before = motion.happened()
    with pytest.raises(DBAPIError, match="append"), motion.store.transaction() as connection:
        connection.execute(statement)
    assert motion.happened() == before


def test_postgresql_does_not_let_the_register_of_events_be_emptied_either(motion: Rehearsal) -> None:
    """SQLite has no TRUNCATE: there a DELETE without a WHERE is the same thing, and is refused."""
    words = "TRUNCATE events" if motion.store.dialect == "postgresql" else "DELETE FROM events"
    with pytest.raises(DBAPIError, match="append"), motion.store.transaction() as connection:
        connection.execute(text(words))
