"""Six months of notice lived through day by day: the countdown, the warnings, what is to arrange, and the day itself (K46)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.rules.wording import counted
from bot.workflows.kinds.arrangements import TickArrangement
from bot.workflows.questions import ShowHome, ShowPartnership
from tests.rehearsal import Rehearsal, answer, at
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY
from tests.spec.deciding.named import carries, dissolutions, names, refused, to_arrange
from tests.spec.meetings.calling import books, told, turn_to
from tests.spec.meetings.holding import ask

GIVEN = [  # 31 August, and 30 August, before a February of 28 days and before one of 29; and a day that every month has
    (date(2026, 8, 31), date(2027, 2, 28)),
    (date(2027, 8, 31), date(2028, 2, 29)),
    (date(2027, 8, 30), date(2028, 2, 29)),
    (date(2027, 8, 29), date(2028, 2, 29)),
    (date(2026, 5, 14), date(2026, 11, 14)),
]
BEFORE = {  # the day on which each warning is given
    date(2027, 2, 28): (date(2026, 11, 28), date(2027, 1, 28), date(2027, 2, 21)),
    date(2028, 2, 29): (date(2027, 11, 29), date(2028, 1, 29), date(2028, 2, 22)),
    date(2026, 11, 14): (date(2026, 8, 14), date(2026, 10, 14), date(2026, 11, 7)),
}


def noon(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def counted_down(body: Rehearsal) -> str:
    """What the partnership's window says of it."""
    return " ".join(ask(body, CHAIR, ShowPartnership).stands)


def left_to_arrange(body: Rehearsal) -> list[str]:
    """What App Home asks the secretariat to arrange."""
    who = {"workspace": body.workspace, "team": body.team, "user": body.user(SECRETARY)}
    [part] = body.secretary.ask(ShowHome(**who)).parts
    return [each.words for each in part.asks if each.kind == "dissolution"]


@pytest.mark.parametrize(("given", "effective"), GIVEN)
def test_from_the_notice_to_the_day_it_takes_effect(
    clpp: Rehearsal, clock: StoppedClock, given: date, effective: date
) -> None:
    """K46: 5.8, six months from the day notice is given, which end with the month where it is shorter."""
    clock.set(noon(given))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(names(clpp, "dissolution", dissolved="operational"))
    carries(clpp)
    answer(clpp.closes_meeting(CHAIR))
    [found] = dissolutions(clpp)
    assert (found.given_on, found.effective_on) == (given, effective)

    warned: list[date] = []
    day = given
    while day < effective:
        turn_to(clpp, noon(day))
        left = (effective - day).days
        assert f"in {counted(left, 'day')}, by motion {given.year}/1" in counted_down(clpp)
        so_far = told(clpp, "DissolutionNearsNotice", clpp.user(SECRETARY))
        warned += [day] * (len(so_far) - len(warned))
        assert not [each for each in clpp.happened() if each.type == "TookEffect"]
        day += timedelta(days=1)
    assert tuple(warned) == BEFORE[effective]
    that_day = f"{effective.isoformat()} 10:00"
    late = refused(books(clpp, that_day, group="operational", meeting="too-late"))
    assert late.clause.number == "5.8"
    answer(books(clpp, that_day, group="strategy", meeting="goes-on"))

    turn_to(clpp, noon(effective))
    assert "was dissolved on" in counted_down(clpp)
    for _ in range(3):
        turn_to(clpp, noon(effective) + timedelta(days=1))
    [effect] = [each for each in clpp.happened() if each.type == "TookEffect"]
    assert effect.data["effective_on"] == effective.isoformat()
    on_the_day = [each for each in told(clpp, "DissolutionNearsNotice") if each.data["in_effect"]]
    assert sorted(each.recipient[0] for each in on_the_day) == ["C", "U", "U"]


def test_what_is_arranged_is_asked_for_no_more_and_the_warnings_name_the_rest(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K46: over the six months the list grows shorter; what is left on the day is told with it."""
    clock.set(at("2027-08-31T12:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(names(clpp, "dissolution", dissolved="operational"))
    carries(clpp)
    things = to_arrange(clpp)
    assert f"{len(things)} things to arrange" in left_to_arrange(clpp)[0]
    for month, thing in zip(("2027-10-01", "2027-12-01", "2028-02-01"), things, strict=False):
        turn_to(clpp, at(f"{month}T12:00+00:00"))
        tick = {"partnership": "clpp", "motion": "motion-1", "arrangement": thing.id, "done": True}
        answer(clpp.say(SECRETARY, TickArrangement, **tick))
    left = [each.words for each in things[3:]]
    assert f"{len(left)} thing" in left_to_arrange(clpp)[0]
    turn_to(clpp, at("2028-02-29T12:00+00:00"))
    *_, last = told(clpp, "DissolutionNearsNotice", clpp.user(SECRETARY))
    assert last.data["in_effect"]
    assert all(words in last.data["arranged"] for words in left)
    assert not any(each.words in last.data["arranged"] for each in things[:3])
