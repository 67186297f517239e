"""A meeting is booked once, and the answer says what follows from it under the partnership's own terms."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.presenters.messages import render
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.meeting_tables import shortfalls
from bot.workflows.decisions import Decision, Refused
from bot.workflows.meetings.meeting_questions import ShowMeeting, ShowMeetings
from bot.workflows.meetings.meetings import MeetingState
from tests.presenters.reading import words as shown_words
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR
from tests.spec.meetings.calling import books, cancels, moves, said, told, work


def kept(body: Rehearsal, meeting: str = MEETING) -> MeetingState:
    with body.store.reading() as connection:
        found = meeting_rows.by_id(connection, body.workspace, body.slug, meeting)
    assert found is not None
    return found


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_the_answer_to_a_booking_has_every_deadline_with_its_clause(clpp: Rehearsal) -> None:
    """G4, G5, K35, K45: Tuesday 30 March 2027 is over Easter and a clock change."""
    words = said(books(clpp, "2027-03-30 14:00"))
    assert "“Strategy Group” is booked for Tuesday 30 March 2027 at 14:00." in words
    assert "to reach members by Tuesday 23 March 2027. 4.9" in words
    assert "to be with members by Saturday 20 March 2027. In practice Friday 19 March 2027" in words
    assert "5.7" in words


def test_voluntaryworks_counts_working_days_and_nothing_its_agreement_does_not_say(works: Rehearsal) -> None:
    """V37, G3: five working days before Tuesday 30 March 2027 is Friday 19 March."""
    words = said(books(works, "2027-03-30 10:00"))
    assert "to be with members by Friday 19 March 2027" in words
    assert "10.5" in words
    assert "amendment" not in words.lower()


@pytest.mark.parametrize(
    ("meeting", "clpp_papers", "works_papers"),
    [
        ("2027-01-04", date(2026, 12, 28), date(2026, 12, 23)),
        ("2027-04-01", date(2027, 3, 25), date(2027, 3, 23)),
        ("2027-04-06", date(2027, 3, 30), date(2027, 3, 30)),
        ("2027-05-04", date(2027, 4, 27), date(2027, 4, 26)),
        ("2027-06-16", date(2027, 6, 9), date(2027, 6, 9)),
        ("2027-09-01", date(2027, 8, 25), date(2027, 8, 24)),
        ("2028-03-07", date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_the_worked_dates_come_out_as_they_were_worked(
    clpp: Rehearsal, works: Rehearsal, meeting: str, clpp_papers: date, works_papers: date
) -> None:
    """G3, G4, K35, V37: over bank holidays, Easter, a new year and a leap day."""
    for body, day in ((clpp, clpp_papers), (works, works_papers)):
        words = said(books(body, f"{meeting} 14:00"))
        assert f"{day:%A} {day.day} {day:%B} {day.year}" in words


def test_what_can_no_longer_be_met_is_said_at_once(clpp: Rehearsal) -> None:
    """G6: a meeting booked for tomorrow is too late for the week of 4.9 and the ten days of 5.7."""
    words = said(books(clpp, "2026-04-24 10:00"))
    assert "That can no longer be met." in words
    assert "the shortfall is recorded for the minutes" in words
    assert "It cannot be put at this meeting (5.7)." in words


@pytest.mark.parametrize("starts", ["2026-12-25 10:00", "2026-12-26 10:00"])
def test_a_meeting_on_christmas_day_or_at_a_weekend_is_booked_and_said_to_be_one(
    clpp: Rehearsal, starts: str
) -> None:
    words = said(books(clpp, starts))
    assert "bank holiday: Christmas Day" in words or "is at a weekend" in words


def test_an_hour_that_does_not_exist_is_refused_and_said_why(clpp: Rehearsal) -> None:
    """G2: the clocks go forward on Sunday 28 March 2027."""
    why = refused(books(clpp, "2027-03-28 01:30"))
    assert "01:30 on Sunday 28 March 2027 does not exist" in why.reason
    assert why.field == "time"


def test_an_hour_that_comes_twice_is_the_first_of_the_two(clpp: Rehearsal) -> None:
    answer(books(clpp, "2026-10-25 01:30"))
    assert kept(clpp).starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_meeting_in_2090_is_booked_and_its_bank_holidays_said_to_be_computed(clpp: Rehearsal) -> None:
    answer(books(clpp, "2090-06-14 14:00"))
    assert kept(clpp).held_on == date(2090, 6, 14)


@pytest.mark.parametrize(
    ("starts", "words", "field", "reason"),
    [
        ("2026-04-22 10:00", {}, "day", "has passed"),
        (None, {}, "day", "a day and a time"),
        ("2027-03-30 14:00", {"title": " "}, "title", "name"),
        ("2027-03-30 14:00", {"title": "x" * 201}, "title", "200 or fewer"),
        ("2027-03-30 14:00", {"link": "zoom"}, "link", "https://"),
        ("2027-03-30 14:00", {"place": "x" * 501}, "place", "500 or fewer"),
        ("2027-03-30 14:00", {"group": "nobody"}, "group", "no such group"),
        (None, {"announce_by": date(2026, 4, 22)}, "announce_by", "has passed"),
    ],
)
def test_what_cannot_be_booked_is_refused_under_its_own_field(
    clpp: Rehearsal, starts: str | None, words: dict[str, object], field: str, reason: str
) -> None:
    why = refused(books(clpp, starts, **words))
    assert (why.field, reason in why.reason) == (field, True), why


def test_only_the_secretariat_and_the_chair_book(clpp: Rehearsal) -> None:
    """V23, K40."""
    assert (
        "Only the secretariat or the chair"
        in refused(books(clpp, "2027-03-30 14:00", "folasade-akande")).reason
    )
    assert "not in the register" in refused(books(clpp, "2027-03-30 14:00", "U0NOBODY")).reason
    answer(books(clpp, "2027-03-30 14:00", CHAIR))


def test_the_same_form_twice_is_one_meeting_and_the_same_hour_twice_is_refused(clpp: Rehearsal) -> None:
    answer(books(clpp, "2027-03-30 14:00"))
    assert "has been booked already" in answer(books(clpp, "2027-03-30 14:00"))
    assert len(told(clpp, "MeetingNotice", clpp.user("folasade-akande"))) == 1
    why = refused(books(clpp, "2027-03-30 14:00", meeting="meeting-2"))
    assert "booked for Tuesday 30 March 2027 at 14:00 already" in why.reason


def test_everybody_called_is_told_in_the_same_words_at_the_same_moment(clpp: Rehearsal) -> None:
    """C24: everybody by direct message, and the channel."""
    answer(books(clpp, "2027-03-30 14:00"))
    notices = told(clpp, "MeetingNotice")
    said_to = {each.recipient for each in notices}
    assert clpp.user("folasade-akande") in said_to
    assert any(each.startswith("C0") for each in said_to)
    assert len({each.due_at for each in notices}) == 1
    assert len({str(each.data["meetings"]) for each in notices}) == 1


def test_a_years_schedule_is_booked_at_once_and_told_once(clpp: Rehearsal) -> None:
    """V34, K23: twelve meetings are one message to each member, with one calendar file."""
    days = ("2026-07-14", "2026-08-11", "2026-09-15", "2026-10-13", "2026-11-17", "2026-12-15", "2027-01-14")
    more = (*(f"{day} 14:00" for day in days), "2027-02-11 14:00")
    words = said(books(clpp, "2026-06-11 14:00", more=more))
    assert "9 meetings" in words
    notices = told(clpp, "MeetingNotice", clpp.user("folasade-akande"))
    assert [len(each.data["meetings"]) for each in notices] == [9]


def test_the_answer_to_a_schedule_says_until_when_each_meeting_could_take_an_amendment(
    clpp: Rehearsal,
) -> None:
    """K45: what is needed only where there is one is told once for the whole schedule, with its clause."""
    words = " ".join(
        said(books(clpp, "2026-04-30 14:00", more=("2026-09-10 14:00", "2027-03-30 14:00"))).split()
    )
    assert (
        "where there is one, to be with members by Monday 20 April 2026 (which has passed) for Thursday 30 April 2026; "
        "by Monday 31 August 2026 (in practice Friday 28 August 2026) for Thursday 10 September 2026; "
        "by Saturday 20 March 2027 (in practice Friday 19 March 2027) for Tuesday 30 March 2027." in words
    )
    assert words.count("5.7") == 1


def test_the_message_about_a_schedule_says_how_to_join_and_what_else_is_known(clpp: Rehearsal) -> None:
    """C24: the meetings of a schedule have the same place, link, catering and access."""
    outcome = books(
        clpp, "2026-06-11 14:00", more=("2026-09-10 14:00",),
        place="Canterbury", link="https://meet.example/clpp", catering="Sandwiches", access="A hearing loop",
    )  # fmt: skip
    assert isinstance(outcome, Decision)
    notice = told(clpp, "MeetingNotice")[0]
    text = shown_words(render("MeetingNotice", notice.data, partnership="clpp").blocks)
    assert "To join from elsewhere: https://meet.example/clpp" in text
    assert "Catering: Sandwiches" in text
    assert "Access: A hearing loop" in text


@pytest.mark.parametrize(
    ("day", "promise"),
    [
        (
            "2026-06-11",
            "ten, five, two and one working days before the last day for agenda and papers, with what is",
        ),
        ("2026-05-07", "two and one working days before the last day for agenda and papers"),
        ("2026-05-04", "one working day before the last day for agenda and papers"),
        ("2026-05-01", "the days for that have gone"),
    ],
)
def test_only_the_warnings_that_will_come_are_promised(clpp: Rehearsal, day: str, promise: str) -> None:
    """G5: booked at ten on Thursday 23 April 2026; papers go a week before."""
    outcome = books(clpp, f"{day} 14:00")
    assert isinstance(outcome, Decision)
    assert promise in outcome.answer.next


def test_nothing_is_promised_where_every_deadline_has_passed(clpp: Rehearsal) -> None:
    """G5, G6."""
    outcome = books(clpp, "2026-04-24 14:00")
    assert isinstance(outcome, Decision)
    assert outcome.answer.next == ""


def test_a_schedule_is_promised_the_warnings_of_each_of_its_meetings(clpp: Rehearsal) -> None:
    """G5."""
    outcome = books(clpp, "2026-05-07 14:00", more=("2026-06-11 14:00", "2026-09-10 14:00"))
    assert isinstance(outcome, Decision)
    assert outcome.answer.next == (
        "I warn the secretariat two and one working days before the deadlines of Thursday 7 May 2026; ten, five, two and one "
        "working days before the deadlines of Thursday 11 June 2026 and Thursday 10 September 2026, with what is still missing."
    )


def test_a_schedule_that_names_an_hour_twice_or_too_many_meetings_is_refused(clpp: Rehearsal) -> None:
    twice = refused(books(clpp, "2026-06-11 14:00", more=("2026-06-11 14:00",)))
    assert (twice.field, "twice" in twice.reason) == ("more", True)
    many = tuple(f"2026-07-{day:02} 14:00" for day in range(1, 29))
    assert "at most 24" in refused(books(clpp, "2026-06-11 14:00", more=many)).reason


def test_a_quarter_without_a_meeting_is_named(clpp: Rehearsal) -> None:
    """K23: at least quarterly is one in each calendar quarter."""
    words = said(books(clpp, "2026-12-10 14:00"))
    assert "No meeting is booked in April to June 2026 and July to September 2026" in words
    assert "4.1" in words
    filled = said(books(clpp, "2026-06-11 14:00", more=("2026-09-10 14:00",), meeting="meeting-2"))
    assert "No meeting is booked" not in filled


def test_the_last_meeting_of_the_financial_year_elects_the_chair(works: Rehearsal) -> None:
    """V30: and a later one added before 31 March takes the election with it."""
    first = said(books(works, "2027-02-11 10:00"))
    assert "last meeting of the financial year that ends on Wednesday 31 March 2027" in first
    assert "9.2" in first
    later = said(books(works, "2027-03-18 10:00", meeting="meeting-2"))
    assert "and not on that of Thursday 11 February 2027" in later


def test_a_public_meeting_needs_a_recorded_decision(clpp: Rehearsal) -> None:
    """K39: private by default; public where members have agreed, and that is a motion that was carried."""
    why = refused(books(clpp, "2027-03-30 14:00", public=True))
    assert (why.field, why.clause.number) == ("public", "4.12"), "no motion was carried, so none is offered"
    why = refused(books(clpp, "2027-03-30 14:00", public=True, public_decision="2026/7"))
    assert "is not a decision that was carried" in why.reason


def test_a_meeting_whose_day_is_to_be_announced_has_a_deadline_of_its_own(clpp: Rehearsal) -> None:
    """N18: an early September half-day, its day to be set by the end of July."""
    words = answer(books(clpp, None, expected="early September", announce_by=date(2026, 7, 31)))
    assert "early September, to be announced by Friday 31 July 2026" in words
    assert [each.due_at.date() for each in work(clpp, "warn of deadline")] == [
        date(2026, 7, 17),
        date(2026, 7, 24),
        date(2026, 7, 29),
        date(2026, 7, 30),
    ]
    assert "is on Thursday 3 September 2026 at 10:00" in answer(moves(clpp, "2026-09-03 10:00"))
    assert kept(clpp).state == "booked"


def test_moving_a_meeting_tells_everybody_again_with_a_rising_sequence(clpp: Rehearsal) -> None:
    """G7."""
    answer(books(clpp, "2027-03-30 14:00"))
    assert "is moved to Tuesday 6 April 2027 at 14:00" in answer(moves(clpp, "2027-04-06 14:00"))
    notices = told(clpp, "MeetingNotice", clpp.user("folasade-akande"))
    assert [each.data["change"] for each in notices] == ["booked", "moved"]
    assert [each.data["meetings"][0]["sequence"] for each in notices] == [0, 1]
    assert notices[1].data["was"] == "Tuesday 30 March 2027 at 14:00"


def test_a_change_that_changes_nothing_tells_nobody(clpp: Rehearsal) -> None:
    answer(books(clpp, "2027-03-30 14:00", place="Canterbury"))
    assert "Nothing about it was changed" in answer(moves(clpp, "2027-03-30 14:00", place="Canterbury"))
    assert "is changed" in answer(moves(clpp, "2027-03-30 14:00", place="Ashford"))
    assert len(told(clpp, "MeetingNotice", clpp.user("folasade-akande"))) == 2


def test_a_meeting_is_cancelled_once_with_its_reason(clpp: Rehearsal) -> None:
    answer(books(clpp, "2027-03-30 14:00"))
    assert refused(cancels(clpp, " ")).field == "reason"
    assert "is cancelled" in answer(cancels(clpp))
    assert "was cancelled already" in answer(cancels(clpp))
    assert len(told(clpp, "MeetingNotice", clpp.user("folasade-akande"))) == 2
    assert "was cancelled" in refused(moves(clpp, "2027-04-06 14:00")).reason


def test_nobody_moves_or_cancels_the_meeting_of_another_partnership(
    clpp: Rehearsal, works: Rehearsal
) -> None:
    answer(books(clpp, "2027-03-30 14:00"))
    assert "do not know that meeting" in refused(moves(works, "2027-04-06 14:00")).reason
    assert "do not know that meeting" in refused(cancels(works)).reason


def test_the_list_shows_the_meetings_to_come_and_to_the_secretariat_what_the_year_lacks(
    clpp: Rehearsal,
) -> None:
    """K23, V34."""
    answer(books(clpp, "2026-12-10 14:00"))
    who = {"workspace": clpp.workspace, "team": clpp.team, "partnership": "clpp"}
    mine = clpp.secretary.ask(ShowMeetings(**who, user=clpp.user("gwendolen-saxby")))
    assert [each.when for each in mine.lines] == ["Thursday 10 December 2026 at 14:00"]
    assert mine.may_book
    assert any("No meeting is booked in" in each.words for each in mine.lacking)
    theirs = clpp.secretary.ask(ShowMeetings(**who, user=clpp.user("folasade-akande")))
    assert (theirs.may_book, theirs.lacking, theirs.lines[0].is_called) == (False, (), True)


def test_a_meeting_shows_its_deadlines_as_they_stand_today(clpp: Rehearsal) -> None:
    """G5."""
    answer(books(clpp, "2026-06-11 14:00"))
    question = ShowMeeting(
        workspace=clpp.workspace, team=clpp.team, user=clpp.user(CHAIR), partnership="clpp", meeting=MEETING
    )
    shown = clpp.secretary.ask(question)
    assert "by Thursday 4 June 2026. 28 working days left." in shown.deadlines[0].words
    clpp.clock.set(datetime(2026, 6, 4, 22, 59, tzinfo=UTC))
    assert "That is today." in clpp.secretary.ask(question).deadlines[0].words
    clpp.clock.set(datetime(2026, 6, 4, 23, 0, tzinfo=UTC))
    assert "can no longer be met" in clpp.secretary.ask(question).deadlines[0].words


def test_a_decision_says_what_it_books_in_one_transaction(clpp: Rehearsal) -> None:
    outcome = books(clpp, "2027-03-30 14:00")
    assert isinstance(outcome, Decision)
    assert [type(each).__name__ for each in outcome.events] == ["MeetingBooked"]
    assert kept(clpp).booked_by == "gwendolen-saxby"


def test_the_body_that_decides_is_the_same_body_whether_it_is_named_or_not(clpp: Rehearsal) -> None:
    """K3, K23: the form names the Strategy Group, and its meetings are those that are counted."""
    answer(books(clpp, "2026-06-11 14:00", group="strategy"))
    assert kept(clpp).group == ""
    words = said(books(clpp, "2026-06-25 14:00", group="operational", meeting="meeting-2"))
    assert kept(clpp, "meeting-2").group == "operational"
    assert "April to June 2026" not in words


def shortfalls_of(body: Rehearsal) -> list[tuple[str, int, str]]:
    """What is recorded for the minutes: the rule, the meeting's number then, and the words."""
    with body.store.reading() as connection:
        rows = connection.execute(select(shortfalls).order_by(shortfalls.c.sequence, shortfalls.c.rule))
        return [(row.rule, row.sequence, row.words) for row in rows]


def test_what_cannot_be_met_at_booking_is_recorded_for_the_minutes_at_once(
    clpp: Rehearsal, works: Rehearsal
) -> None:
    """G6, K35, V37: the papers of a meeting booked for tomorrow are a week late, or five working days, whatever is done now."""
    answer(books(clpp, "2026-04-24 10:00"))
    assert [(rule, "6 days short" in words) for rule, _, words in shortfalls_of(clpp)] == [("papers", True)]
    answer(books(works, "2026-04-24 10:00", meeting="works-1"))
    assert any("4 working days short" in words for _, _, words in shortfalls_of(works))


def test_a_shortfall_stays_when_the_place_changes_and_goes_when_the_day_makes_it_good(
    clpp: Rehearsal,
) -> None:
    """G7: moved across the deadline both ways."""
    answer(books(clpp, "2026-04-24 10:00"))
    answer(moves(clpp, "2026-04-24 10:00", place="Ashford"))
    assert [(rule, number) for rule, number, _ in shortfalls_of(clpp)] == [("papers", 1)]
    answer(moves(clpp, "2026-05-28 10:00", place="Ashford"))
    question = ShowMeeting(
        workspace=clpp.workspace, team=clpp.team, user=clpp.user(CHAIR), partnership="clpp", meeting=MEETING
    )
    assert clpp.secretary.ask(question).shortfalls == ()
    answer(moves(clpp, "2026-04-25 10:00", place="Ashford"))
    assert len(clpp.secretary.ask(question).shortfalls) == 1


def test_a_meeting_is_not_handed_to_another_group(clpp: Rehearsal) -> None:
    """K3."""
    answer(books(clpp, "2026-06-11 14:00"))
    assert refused(moves(clpp, "2026-06-11 14:00", group="operational")).field == "group"
