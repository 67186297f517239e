"""What was laid for a meeting stays true: terms that change, notices that wait too long, two who book at once, and strangers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot import founding
from bot.clock import StoppedClock
from bot.rules.samples import sample_terms
from bot.store.meetings.meeting_tables import shortfalls
from bot.store.session import Store
from bot.store.tables import outbox
from bot.workflows.decisions import Decision, Refused
from bot.workflows.meetings.booking_facts import BookMeeting
from bot.workflows.meetings.meeting_questions import ShowMeeting, ShowMeetings
from bot.workflows.partnership.members import AdoptSuggestions
from tests.rehearsal import MEETING, Rehearsal, answer, rehearse
from tests.spec.meetings.calling import books, cancels, moves, press, told, turn_to, wanted, work
from tests.spec.meetings.test_kept_by_the_clock import london

SECRETARY = "gwendolen-saxby"


def later_terms(body: Rehearsal, notice: str, begins: str = "2026-05-01") -> None:
    """The same terms with another notice of papers, in force from a later day."""
    document = sample_terms(body.slug)
    document = document.replace("in_force_from = 2020-09-01", f"in_force_from = {begins}")
    document = document.replace('at_least    = "a week"', f'at_least    = "{notice}"')
    founding.record_terms(body.store, body.clock, workspace=body.workspace, slug=body.slug, document=document)


def papers_by(body: Rehearsal) -> list[datetime]:
    """When the passing of the papers' day is looked at."""
    return [each.due_at for each in work(body, "deadline passed") if "|papers|" in each.key]


@pytest.mark.parametrize(("notice", "day"), [("5 days", "2026-06-07"), ("14 days", "2026-05-29")])
def test_terms_that_change_before_the_meeting_move_its_deadlines(
    clpp: Rehearsal, notice: str, day: str
) -> None:
    """G1: a meeting is judged by the terms in force on its day, longer or shorter."""
    answer(books(clpp, "2026-06-11 14:00"))
    assert papers_by(clpp) == [london("2026-06-05", "00:00")]
    later_terms(clpp, notice)
    assert papers_by(clpp) == [london(day, "00:00")]
    turn_to(clpp, london(day, "00:00"))
    passed = [
        each for each in told(clpp, "DeadlineNotice") if each.data["passed"] and each.data["rule"] == "papers"
    ]
    assert passed
    with clpp.store.reading() as connection:
        [row] = connection.execute(select(shortfalls)).all()
    assert "1 day short" in row.words


def test_reminders_adopted_after_the_booking_come(works: Rehearsal) -> None:
    """V12: from the day they are adopted."""
    answer(books(works, "2026-06-11 10:00"))
    assert work(works, "remind of meeting") == []
    answer(
        works.say(
            "edwina-sharrock",
            AdoptSuggestions,
            partnership=works.slug,
            delivery=press(works),
            keys=("meetings.reminders",),
            adopted_by="the Consortium",
        )
    )
    assert len(work(works, "remind of meeting")) == 3
    turn_to(works, london("2026-06-04"))
    assert told(works, "ReminderNotice")


def states(body: Rehearsal, kind: str) -> set[str]:
    """What has become of the notices of a kind."""
    with body.store.reading() as connection:
        return set(connection.execute(select(outbox.c.state).where(outbox.c.kind == kind)).scalars())


@pytest.mark.parametrize("ends", ["cancelled", "moved"])
def test_a_reminder_that_waits_in_the_outbox_is_withdrawn_when_its_meeting_is_off(
    reminded: Rehearsal, ends: str
) -> None:
    """G7: nothing is sent stale, also where Slack could not be reached meanwhile."""
    answer(books(reminded, "2026-06-11 14:00"))
    turn_to(reminded, london("2026-06-04"))
    assert states(reminded, "ReminderNotice") == {"pending"}
    answer(cancels(reminded) if ends == "cancelled" else moves(reminded, "2026-06-18 14:00"))
    assert states(reminded, "ReminderNotice") == {"withdrawn"}
    assert states(reminded, "MeetingNotice") == {"pending"}


def test_a_reminder_that_could_not_be_sent_before_its_meeting_is_not_sent_after_it(
    reminded: Rehearsal,
) -> None:
    answer(books(reminded, "2026-06-11 14:00"))
    turn_to(reminded, london("2026-06-11"))
    assert states(reminded, "ReminderNotice") == {"pending"}
    turn_to(reminded, london("2026-06-11", "14:00"))
    assert states(reminded, "ReminderNotice") == {"withdrawn"}


def test_two_who_book_the_same_hour_at_once_book_one_meeting(clpp: Rehearsal) -> None:
    """Bookings wait for one another: the second is told which stands there."""
    from concurrent.futures import ThreadPoolExecutor

    presses = [
        clpp.command(
            SECRETARY,
            BookMeeting,
            partnership="clpp",
            meeting=f"meeting-{number}",
            wanted=wanted("2026-06-11 14:00"),
        )
        for number in range(6)
    ]
    with ThreadPoolExecutor(6) as hands:
        outcomes = list(hands.map(clpp.presses, presses))
    assert [isinstance(each, Decision) for each in outcomes].count(True) == 1
    assert all("already" in each.reason for each in outcomes if isinstance(each, Refused))


def test_a_private_meeting_is_not_shown_to_strangers_nor_to_another_partnership(
    clpp: Rehearsal, works: Rehearsal
) -> None:
    """K39: private by default."""
    answer(books(clpp, "2026-06-11 14:00", link="https://join.example/private"))
    for user in ("U0NOBODY", works.user("femi-oyelaran")):
        who = {"workspace": clpp.workspace, "team": clpp.team, "user": user, "partnership": "clpp"}
        assert clpp.secretary.ask(ShowMeeting(**who, meeting=MEETING)).refused is not None
        listed = clpp.secretary.ask(ShowMeetings(**who))
        assert (listed.lines, listed.refused is not None) == ((), True)


def test_the_last_hour_of_the_last_year_is_refused_in_words(clpp: Rehearsal) -> None:
    for starts in ("9999-12-31 23:30", "9999-12-31 00:30", "2400-01-01 10:00"):
        outcome = books(clpp, starts)
        assert isinstance(outcome, Refused | Decision)


def test_a_clause_as_long_as_its_author_likes_is_kept_with_the_shortfall(
    store: Store, clock: StoppedClock
) -> None:
    """V37: on both databases."""
    clock.set(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))
    body = rehearse(store, clock, "clpp")
    long = "section 4, paragraph 9 of the schedule annexed to the terms"
    document = sample_terms("clpp").replace("in_force_from = 2020-09-01", "in_force_from = 2026-04-24")
    document = document.replace('clause      = "4.9"', f'clause      = "{long}"')
    assert long in document
    founding.record_terms(store, clock, workspace=body.workspace, slug="clpp", document=document)
    answer(books(body, "2026-04-25 10:00"))
    with store.reading() as connection:
        assert long in connection.execute(select(shortfalls.c.clause)).scalars().all()
