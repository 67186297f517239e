"""What the tests of a meeting in session share: questions, decisions by two votes, organisations that have left."""

from typing import Any

from sqlalchemy import update

from bot.store.entries import ratifying
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.tables import organisations
from bot.workflows.entries.ratifying import Awaiting
from bot.workflows.meetings.meetings import MeetingState
from tests.rehearsal import MEETING, Rehearsal, answer, at
from tests.rooms import CHAIR, VOICE

SECOND = "meeting-2"


def ask(body: Rehearsal, who: str, question: Any, **more: Any) -> Any:
    """Somebody asks something of their partnership."""
    return body.secretary.ask(
        question(workspace=body.workspace, team=body.team, user=body.user(who), partnership=body.slug, **more)
    )


def state(body: Rehearsal, meeting: str = MEETING) -> MeetingState:
    """The meeting as it is kept."""
    with body.store.reading() as connection:
        found = meeting_rows.by_id(connection, body.workspace, body.slug, meeting)
    assert found is not None
    return found


def leaves(body: Rehearsal, organisation: str) -> None:
    """An organisation left the partnership before today."""
    with body.store.transaction() as connection:
        connection.execute(
            update(organisations)
            .where(organisations.c.partnership == body.slug, organisations.c.id == organisation)
            .values(left_on=at("2026-03-31T12:00+01:00").date())
        )


def ratifies(body: Rehearsal, who: str = CHAIR, **words: Any) -> Any:
    """The first motion is put for ratification."""
    return body.puts(who, **{"text": "", "motion": "motion-2", "ratifies": "motion-1", **words})


def decide(body: Rehearsal, motion: str = "motion-2", *, carried: bool = True, closer: str = CHAIR) -> str:
    """Two vote, and whoever is chairing closes."""
    for organisation in ("ekc-group", "kent-council"):
        answer(body.votes(VOICE[organisation], "for" if carried else "against", motion))
    return answer(body.closes(closer, motion))


def awaiting(body: Rehearsal) -> tuple[Awaiting, ...]:
    """What the partnership has to ratify."""
    with body.store.reading() as connection:
        setting = partnership_rows.setting(connection, body.workspace, body.slug, body.clock.now())
        assert setting is not None
        return ratifying.awaiting(connection, setting, body.clock.now().date())
