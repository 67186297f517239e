"""Agendas in the words of a test: who proposes what, who decides on it, and what stands on them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, update

from bot.store.meetings.meeting_tables import circulations
from bot.store.tables import meetings
from bot.workflows.agenda.agenda import AgendaItem
from bot.workflows.agenda.agenda_questions import AgendaPicture, ShowAgenda
from bot.workflows.agenda.arranging import ArrangeAgenda, ChangeItem
from bot.workflows.agenda.deciding_items import DecideItem
from bot.workflows.agenda.proposing import ProposeItem, WithdrawItem
from bot.workflows.agenda.urgent import AdmitUrgentItem, RaiseUrgentItem
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.meetings.meetings import CLOSED
from tests.bookings import booked
from tests.rehearsal import Rehearsal
from tests.spec.meetings.calling import press

JULY, OCTOBER, MARCH = "meeting-july", "meeting-october", "meeting-march"
DAYS = {  # each at two in the afternoon in London
    JULY: datetime(2026, 7, 16, 13, 0, tzinfo=UTC),  # a Thursday
    OCTOBER: datetime(2026, 10, 15, 13, 0, tzinfo=UTC),
    MARCH: datetime(2027, 3, 18, 14, 0, tzinfo=UTC),
}
MEMBER, OTHER_MEMBER = "marguerite-tolley", "nisha-varghese"  # of CLPP: Wealden Downs, Compass Point
SECRETARY, WORKS_SECRETARY = "gwendolen-saxby", "edwina-sharrock"
Outcome = Decision | Refused | AlreadyDone


def books(body: Rehearsal, *which: str, **values: Any) -> None:
    """These meetings are booked; those of July, October and March where none is named."""
    for each in which or tuple(DAYS):
        booked(body.store, body.slug, DAYS[each], each, workspace=body.workspace, **values)


def changed(body: Rehearsal, meeting: str, /, **values: Any) -> None:
    """Something about a meeting is otherwise than it was booked."""
    with body.store.transaction() as connection:
        connection.execute(update(meetings).where(meetings.c.id == meeting).values(**values))


def held(body: Rehearsal, day: datetime, meeting: str = "meeting-before", **values: Any) -> str:
    """A meeting that was held and closed."""
    times = {"opened_at": day, "closed_at": day, "state": CLOSED, **values}
    return booked(body.store, body.slug, day, meeting, **times)


def circulated(body: Rehearsal, meeting: str = JULY, sequence: int = 0) -> None:
    """The agenda of a meeting has been sent round."""
    with body.store.transaction() as connection:
        connection.execute(
            insert(circulations).values(
                workspace=body.workspace,
                partnership=body.slug,
                id=f"circulation-{meeting}-{sequence}",
                meeting=meeting,
                sequence=sequence,
                number=1,
                circulated_at=body.clock.now(),
                agenda=[],
            )
        )


def item_called(title: str) -> str:
    """The id an item of that title has in a test: "item-report" for "The data report"."""
    return f"item-{(title.split() or ['none'])[-1]}"[:40]


def proposes(
    body: Rehearsal, who: str = MEMBER, title: str = "The data report", meeting: str = JULY, **words: Any
) -> Outcome:
    """Somebody proposes an item."""
    asked = {"item": item_called(title), **words}
    return body.say(
        who, ProposeItem, delivery=press(body), partnership=body.slug, meeting=meeting, title=title, **asked
    )


def decides(
    body: Rehearsal, decision: str, item: str = "item-report", who: str = SECRETARY, **words: Any
) -> Outcome:
    """The secretariat decides on an item."""
    return body.say(
        who, DecideItem, delivery=press(body), partnership=body.slug, item=item, decision=decision, **words
    )


def withdraws(body: Rehearsal, who: str = MEMBER, item: str = "item-report") -> Outcome:
    """Somebody takes an item back."""
    return body.say(who, WithdrawItem, delivery=press(body), partnership=body.slug, item=item)


def arranges(body: Rehearsal, places: dict[str, str], meeting: str = JULY, who: str = SECRETARY) -> Outcome:
    """The secretariat puts an agenda in order: what was typed, by item."""
    return body.say(
        who,
        ArrangeAgenda,
        delivery=press(body),
        partnership=body.slug,
        meeting=meeting,
        places=tuple(places.items()),
    )


def changes(body: Rehearsal, item: str, meeting: str = JULY, who: str = SECRETARY, **words: Any) -> Outcome:
    """The secretariat changes one item."""
    return body.say(
        who, ChangeItem, delivery=press(body), partnership=body.slug, item=item, meeting=meeting, **words
    )


def raises(
    body: Rehearsal, who: str = MEMBER, title: str = "The roof", meeting: str = "meeting-1", **words: Any
) -> Outcome:
    """Somebody raises an urgent matter."""
    asked = {"item": item_called(title), **words}
    return body.say(
        who,
        RaiseUrgentItem,
        delivery=press(body),
        partnership=body.slug,
        meeting=meeting,
        title=title,
        **asked,
    )


def admits(body: Rehearsal, who: str, agreed: bool = True, item: str = "item-roof") -> Outcome:
    """Whoever is chairing records whether an urgent matter is taken."""
    return body.say(
        who, AdmitUrgentItem, delivery=press(body), partnership=body.slug, item=item, agreed=agreed
    )


def picture(body: Rehearsal, who: str = SECRETARY, meeting: str = "") -> AgendaPicture:
    """The agenda as somebody sees it: of the meeting named, else the next."""
    return body.secretary.ask(
        ShowAgenda(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership=body.slug,
            meeting=meeting,
        )
    )


def agenda(body: Rehearsal, meeting: str = JULY, who: str = SECRETARY) -> tuple[AgendaItem, ...]:
    """What stands on an agenda, in its order."""
    return tuple(each for each in picture(body, who, meeting).items if each.stands)


def titles(body: Rehearsal, meeting: str = JULY, who: str = SECRETARY) -> list[str]:
    """The titles of what stands on an agenda, in their order."""
    return [each.title for each in agenda(body, meeting, who)]


def kinds(body: Rehearsal, meeting: str = JULY, who: str = SECRETARY) -> list[str]:
    """The kinds of what stands on an agenda, in their order."""
    return [each.kind for each in agenda(body, meeting, who)]


def item_of_kind(body: Rehearsal, kind: str, meeting: str = JULY, who: str = SECRETARY) -> AgendaItem:
    """The one item of a kind on an agenda."""
    [found] = [each for each in picture(body, who, meeting).items if each.kind == kind]
    return found


def to_be_announced(body: Rehearsal) -> None:
    """A meeting is expected, and its day is to be announced."""
    later = booked(body.store, body.slug, DAYS[JULY], "meeting-later")
    changed(
        body,
        later,
        state="to be announced",
        starts_at=None,
        ends_at=None,
        held_on=None,
        expected="early September",
        announce_by=date(2026, 7, 31),
    )
