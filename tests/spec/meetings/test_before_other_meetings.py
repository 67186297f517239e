"""Where its terms ask it to meet before another body, a booking is held against the days that are known."""

from datetime import date

from bot.workflows.meetings.outside import NoteOutsideMeeting
from tests.rehearsal import Rehearsal, answer, reason
from tests.spec.meetings.calling import books, press, said

SECRETARY = "gwendolen-saxby"


def notes(body: Rehearsal, day: date | None, who: str = SECRETARY, name: str = "NNECL South East") -> object:
    """The secretariat notes the day of a regional meeting."""
    return body.say(who, NoteOutsideMeeting, partnership=body.slug, delivery=press(body), name=name, day=day)


def test_a_meeting_one_to_four_weeks_before_a_regional_meeting_is_as_the_terms_wish(clpp: Rehearsal) -> None:
    """K24: 1 July 2026 is the regional meeting; 3 June to 24 June are the weeks before it."""
    assert "NNECL South East on Wednesday 1 July 2026" in answer(notes(clpp, date(2026, 7, 1)))  # type: ignore[arg-type]
    for day in ("2026-06-03", "2026-06-24"):
        assert "weeks before" not in said(books(clpp, f"{day} 14:00", meeting=day))


def test_a_meeting_earlier_or_later_is_booked_and_told_which_days_would_be_better(clpp: Rehearsal) -> None:
    """K24: where possible, so nothing is blocked."""
    notes(clpp, date(2026, 7, 1))
    for day in ("2026-06-02", "2026-06-25"):
        words = said(books(clpp, f"{day} 14:00", meeting=day))
        assert "between Wednesday 3 June 2026 and Wednesday 24 June 2026 would be best" in words
        assert "4.1" in words


def test_a_partnership_whose_terms_do_not_ask_is_told_nothing(works: Rehearsal) -> None:
    assert "weeks before" not in said(books(works, "2026-06-02 10:00"))


def test_a_day_without_a_name_past_or_noted_by_somebody_else_is_refused(clpp: Rehearsal) -> None:
    assert "which meeting it is" in reason(notes(clpp, date(2026, 7, 1), name=" "))  # type: ignore[arg-type]
    assert "has passed" in reason(notes(clpp, date(2026, 4, 22)))  # type: ignore[arg-type]
    assert "Choose its day" in reason(notes(clpp, None))  # type: ignore[arg-type]
    assert "Only the secretariat" in reason(notes(clpp, date(2026, 7, 1), "folasade-akande"))  # type: ignore[arg-type]
