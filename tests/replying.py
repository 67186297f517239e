"""What people have said of a meeting to come, as it stands in the store, for tests that begin at its door."""

from sqlalchemy import insert

from bot.store.meetings.meeting_tables import replies
from tests.rehearsal import MEETING, Rehearsal


def said(
    body: Rehearsal,
    person: str,
    answer: str,
    organisation: str | None = None,
    *,
    substitute: str | None = None,
    stand_in: str = "",
    meeting: str = MEETING,
) -> None:
    """Somebody has said whether they come: for the first organisation they speak for, unless another is named."""
    theirs = [each.organisation for each in body.register.appointments if each.person == person]
    with body.store.transaction() as connection:
        connection.execute(
            insert(replies).values(
                workspace=body.workspace,
                partnership=body.slug,
                meeting=meeting,
                person=person,
                organisation=organisation if organisation is not None else theirs[0],
                answer=answer,
                note="",
                substitute=substitute,
                stand_in=stand_in,
                recorded_by=None,
                confirmed=True,
                answered_at=body.clock.now(),
            )
        )
