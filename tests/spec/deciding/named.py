"""Kinds of decision in the words of a test: what a motion names, how it is decided, and the register afterwards."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from bot.rules.register import Register
from bot.store.kinds.dissolving import arrangements_of, dissolutions_of
from bot.store.kinds.kinds import waiting
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.tables import due_work
from bot.workflows.decisions import Refused, Setting
from bot.workflows.kinds.adopting import Adopted
from bot.workflows.kinds.arrangements import Arrangement
from bot.workflows.kinds.dissolving import Dissolution
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, VOICE

SECOND = "meeting-2"
FEW = ("ekc-group", "kent-council")  # nobody from higher education: no quorum


def names(body: Rehearsal, kind: str, text: str = "", who: str = CHAIR, **words: Any) -> Any:
    """Whoever is chairing puts a motion of a kind, with what it names; in its own words where none are given."""
    about = {each: words.pop(each) for each in ("motion", "how", "ratifies", "amended") if each in words}
    return body.puts(who, text, kind=kind, particulars=words, **about)


def refused(outcome: Any) -> Refused:
    """A refusal; a decision fails the test."""
    assert isinstance(outcome, Refused), outcome
    return outcome


def carries(body: Rehearsal, motion: str = "motion-1", closer: str = CHAIR, choice: str = "for") -> str:
    """Two vote for it, and whoever is chairing closes; everything the answer says."""
    for organisation in FEW:
        answer(body.votes(VOICE[organisation], choice, motion))
    outcome = body.closes(closer, motion)
    answer(outcome)
    return f"{outcome.answer.words} {outcome.answer.next}"


def whole(body: Rehearsal) -> Register:
    """The register, past and future included."""
    with body.store.reading() as connection:
        return register_rows.load(connection, body.workspace, body.slug)


def dissolutions(body: Rehearsal) -> tuple[Dissolution, ...]:
    """What is to be dissolved."""
    with body.store.reading() as connection:
        return dissolutions_of(connection, setting_of(body))


def to_arrange(body: Rehearsal, motion: str = "motion-1") -> tuple[Arrangement, ...]:
    """What has to be arranged before a dissolution."""
    with body.store.reading() as connection:
        return arrangements_of(connection, setting_of(body), motion)


def awaiting_text(body: Rehearsal) -> tuple[Adopted, ...]:
    """The adopted amendments whose text is not recorded."""
    with body.store.reading() as connection:
        return waiting(connection, setting_of(body))


def work_of(body: Rehearsal, kind: str) -> list[datetime]:
    """When the clock has work of a kind to do."""
    with body.store.reading() as connection:
        rows = connection.execute(
            select(due_work.c.due_at)
            .where(due_work.c.kind == kind, due_work.c.done_at.is_(None))
            .order_by(due_work.c.due_at)
        )
        return [row.due_at.astimezone(UTC) for row in rows]


def days(instants: list[datetime]) -> list[date]:
    """The days of some instants."""
    return [each.date() for each in instants]


def setting_of(body: Rehearsal) -> Setting:
    """The partnership under the terms in force now."""
    with body.store.reading() as connection:
        found = partnership_rows.setting(connection, body.workspace, body.slug, body.clock.now())
    assert found is not None
    return found
