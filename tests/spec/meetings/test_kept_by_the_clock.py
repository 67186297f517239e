"""The clock warns before each deadline, says when one has passed, and reminds those who have not answered; each once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from bot.store.meetings.meeting_tables import circulations, replies, shortfalls
from bot.store.tables import people
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR
from tests.spec.meetings.calling import books, cancels, moves, told, turn_to, work

SECRETARY = "gwendolen-saxby"


def london(day: str, at: str = "09:00", summer: bool = True) -> datetime:
    """A time on London's clocks, in summer unless said otherwise."""
    return datetime.fromisoformat(f"{day} {at}{'+01:00' if summer else '+00:00'}").astimezone(UTC)


def circulated(body: Rehearsal, at: datetime) -> None:
    """Agenda and papers have gone round."""
    with body.store.transaction() as connection:
        connection.execute(
            insert(circulations).values(
                workspace=body.workspace,
                partnership=body.slug,
                id="circulation-1",
                meeting=MEETING,
                sequence=0,
                number=1,
                circulated_at=at,
                agenda=[],
            )
        )


def replied(body: Rehearsal, person: str, organisation: str, said: str = "coming") -> None:
    with body.store.transaction() as connection:
        connection.execute(
            insert(replies).values(
                workspace=body.workspace,
                partnership=body.slug,
                meeting=MEETING,
                person=person,
                organisation=organisation,
                answer=said,
                note="",
                stand_in="",
                confirmed=True,
                answered_at=body.clock.now(),
            )
        )


def test_the_secretariat_is_warned_ten_five_two_and_one_working_days_before(clpp: Rehearsal) -> None:
    """G5: Thursday 11 June 2026; the papers by Thursday 4 June, over the spring bank holiday of 25 May."""
    answer(books(clpp, "2026-06-11 14:00"))
    mine = [each for each in work(clpp, "warn of deadline") if "|papers|" in each.key]
    assert [each.due_at for each in mine] == [
        london("2026-05-20"),
        london("2026-05-28"),
        london("2026-06-02"),
        london("2026-06-03"),
    ]
    for day in ("2026-05-20", "2026-05-28", "2026-06-02", "2026-06-03"):
        turn_to(clpp, london(day, "08:59"))
        before = len(told(clpp, "DeadlineNotice", clpp.user(SECRETARY)))
        turn_to(clpp, london(day))
        turn_to(clpp, london(day, "09:05"))
        papers = [
            each
            for each in told(clpp, "DeadlineNotice", clpp.user(SECRETARY))
            if each.data["rule"] == "papers"
        ]
        assert len(papers) == len(told(clpp, "DeadlineNotice", clpp.user(SECRETARY))) == before + 1
    assert [each.data["left"] for each in told(clpp, "DeadlineNotice")] == [10, 5, 2, 1]
    assert "agenda and papers have not gone round" in told(clpp, "DeadlineNotice")[0].data["missing"]


def test_what_has_gone_round_is_not_warned_of(clpp: Rehearsal) -> None:
    answer(books(clpp, "2026-06-11 14:00"))
    circulated(clpp, london("2026-05-19"))
    turn_to(clpp, london("2026-06-05"))
    assert told(clpp, "DeadlineNotice") == []


def test_a_deadline_passed_is_told_to_the_chair_and_recorded_for_the_minutes(clpp: Rehearsal) -> None:
    """K35: should; the meeting carries on, and the shortfall stands in the record."""
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-06-04", "23:59"))
    assert [each for each in told(clpp, "DeadlineNotice") if each.data["passed"]] == []
    turn_to(clpp, london("2026-06-05", "00:00"))
    passed = [each for each in told(clpp, "DeadlineNotice") if each.data["passed"]]
    assert {each.recipient for each in passed} == {clpp.user(CHAIR), clpp.user(SECRETARY)}
    assert (
        "the shortfall is recorded for the minutes, and the meeting carries on" in passed[0].data["follows"]
    )
    with clpp.store.reading() as connection:
        [row] = connection.execute(select(shortfalls)).all()
    assert (row.rule, row.clause, "1 day short" in row.words) == ("papers", "4.9", True)


def test_voluntaryworks_strives_and_the_shortfall_is_told_in_working_days(works: Rehearsal) -> None:
    """V37."""
    answer(books(works, "2026-06-11 10:00"))
    turn_to(works, london("2026-06-05", "00:00"))
    with works.store.reading() as connection:
        [row] = connection.execute(select(shortfalls)).all()
    assert (row.clause, "1 working day short" in row.words) == ("10.5", True)


def test_an_outage_of_two_days_is_caught_up_with_one_warning_the_latest(clpp: Rehearsal) -> None:
    """Nothing is sent stale: of the warnings of two days and of one day, both due, only the second is given."""
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-06-01"))
    before = len(told(clpp, "DeadlineNotice"))
    turn_to(clpp, london("2026-06-03", "11:00"))
    [late] = told(clpp, "DeadlineNotice")[before:]
    assert late.data["left"] == 1


def test_two_clocks_are_as_good_as_one(clpp: Rehearsal) -> None:
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-05-20"))
    turn_to(clpp, london("2026-05-20"))
    assert len(told(clpp, "DeadlineNotice")) == 1


def test_a_meeting_moved_is_warned_of_for_its_new_day_alone(clpp: Rehearsal) -> None:
    """G7: moved across the deadline both ways."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(moves(clpp, "2026-07-09 14:00"))
    turn_to(clpp, london("2026-06-05"))
    assert [each for each in told(clpp, "DeadlineNotice") if each.data["rule"] == "papers"] == []
    turn_to(clpp, london("2026-06-18"))
    assert [each.data["by"] for each in told(clpp, "DeadlineNotice")] == ["Thursday 2 July 2026"]


def test_a_cancelled_meeting_is_warned_of_no_more(clpp: Rehearsal) -> None:
    answer(books(clpp, "2026-06-11 14:00"))
    answer(cancels(clpp))
    turn_to(clpp, london("2026-06-11", "13:50"))
    assert told(clpp, "DeadlineNotice") == []
    assert told(clpp, "ReminderNotice") == []
    assert told(clpp, "MeetingBeginsNotice") == []


def test_only_those_who_have_not_answered_are_reminded_and_they_stop_being_when_they_do(
    reminded: Rehearsal,
) -> None:
    """V12: seven days, two days, and the morning itself, as adopted."""
    answer(books(reminded, "2026-06-11 14:00"))
    replied(reminded, "oluwaseun-adeyemi", "brec")
    turn_to(reminded, london("2026-06-04"))
    first = {each.recipient for each in told(reminded, "ReminderNotice")}
    assert reminded.user("oluwaseun-adeyemi") not in first
    assert reminded.user("femi-oyelaran") in first
    replied(reminded, "femi-oyelaran", "val", "apologies")
    turn_to(reminded, london("2026-06-09"))
    second = [each for each in told(reminded, "ReminderNotice") if each.data["days"] == 2]
    assert reminded.user("femi-oyelaran") not in {each.recipient for each in second}
    turn_to(reminded, london("2026-06-11"))
    assert any(each.data["days"] == 0 for each in told(reminded, "ReminderNotice"))


def test_a_reminder_comes_at_nine_in_the_readers_own_time_zone(reminded: Rehearsal) -> None:
    with reminded.store.transaction() as connection:
        connection.execute(
            people.update().where(people.c.id == "femi-oyelaran").values(time_zone="America/New_York")
        )
    answer(books(reminded, "2026-06-11 14:00"))
    turn_to(reminded, london("2026-06-04"))
    user = reminded.user("femi-oyelaran")
    assert user not in {each.recipient for each in told(reminded, "ReminderNotice")}
    turn_to(reminded, london("2026-06-04", "13:59"))
    assert told(reminded, "ReminderNotice", user) == []
    turn_to(reminded, london("2026-06-04", "14:00"))
    assert len(told(reminded, "ReminderNotice", user)) == 1


def test_a_reminder_older_than_its_meeting_is_passed_over(reminded: Rehearsal) -> None:
    answer(books(reminded, "2026-06-11 14:00"))
    turn_to(reminded, london("2026-06-11", "14:00"))
    assert told(reminded, "ReminderNotice") == []


def test_where_no_reminders_are_adopted_none_are_sent(clpp: Rehearsal) -> None:
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-06-11"))
    assert told(clpp, "ReminderNotice") == []


def test_the_chair_and_the_secretariat_are_given_the_button_a_quarter_of_an_hour_before(
    clpp: Rehearsal,
) -> None:
    """K31: with those who have not declared named."""
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-06-11", "13:44"))
    assert told(clpp, "MeetingBeginsNotice") == []
    turn_to(clpp, london("2026-06-11", "13:45"))
    begins = told(clpp, "MeetingBeginsNotice")
    assert {each.recipient for each in begins} == {clpp.user(CHAIR), clpp.user(SECRETARY)}
    assert "EKC Group" in begins[0].data["undeclared"]


def test_a_day_to_be_announced_is_warned_of_and_told_when_it_passes(clpp: Rehearsal) -> None:
    """N18."""
    answer(books(clpp, None, expected="early September", announce_by=datetime(2026, 7, 31).date()))  # noqa: DTZ001
    turn_to(clpp, london("2026-07-17"))
    [warned] = told(clpp, "DeadlineNotice")
    assert (warned.data["rule"], warned.data["left"]) == ("announcement", 10)
    turn_to(clpp, london("2026-08-01", "00:00"))
    assert [each.data["passed"] for each in told(clpp, "DeadlineNotice", clpp.user(CHAIR))] == [True]


def test_the_first_of_each_month_the_secretariat_hears_what_the_year_lacks(clpp: Rehearsal) -> None:
    """K23: and next month again, until it is put right."""
    answer(books(clpp, "2026-12-10 14:00"))
    turn_to(clpp, london("2026-05-01"))
    [first] = told(clpp, "YearNotice")
    assert "No meeting is booked in" in first.data["lacking"][0]
    turn_to(clpp, london("2026-06-01"))
    assert len(told(clpp, "YearNotice")) == 2
    answer(books(clpp, "2026-06-11 14:00", more=("2026-09-10 14:00",), meeting="meeting-2"))
    turn_to(clpp, london("2026-07-01"))
    assert len(told(clpp, "YearNotice")) == 2


def test_three_hundred_members_and_a_years_schedule_are_few_pieces_of_work(clpp: Rehearsal) -> None:
    """The clock's work grows with meetings and deadlines, not with members."""
    more = tuple(f"2026-{month:02}-14 14:00" for month in range(7, 13))
    answer(books(clpp, "2026-06-11 14:00", more=more))
    per_meeting = len(work(clpp, "warn of deadline")) / 7
    assert per_meeting <= 8
    assert turn_to(clpp, clpp.clock.now() + timedelta(minutes=1)) == 0
