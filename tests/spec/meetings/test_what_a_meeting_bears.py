"""What a meeting must bear: odd days, moves across a deadline, people who join or are replaced meanwhile, and a very large body."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.presenters.meetings.booking import meetings_modal
from bot.presenters.messages import render
from bot.presenters.room.roll import roll_form
from bot.rules.register import Appointment, Organisation, Person
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.meetings.meeting_questions import ShowMeeting, ShowMeetings
from bot.workflows.questions import RollForm, ShowHome
from tests.presenters.reading import words as shown_words
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import represented, town
from tests.spec.meetings.answering import EKC, hands_over, says
from tests.spec.meetings.calling import SECRETARY, books, moves, said, told, turn_to
from tests.spec.meetings.holding import ask
from tests.spec.meetings.sending import (
    circulates,
    delivered,
    london,
    proof,
    ready,
    sent_to,
    short,
    titles,
)

OFFICER = SECRETARY["clpp"]
NEW = Person("anwen-rhydderch", "Anwen Rhydderch", slack_user="U0CLPP0199")


def test_a_meeting_booked_for_tomorrow_reminds_on_the_morning_and_sends_nothing_stale(
    reminded: Rehearsal,
) -> None:
    """G6: the days for a reminder a week and two days before had gone when it was booked."""
    answer(books(reminded, "2026-04-24 10:00"))
    turn_to(reminded, london("2026-04-23", "23:00"))
    assert told(reminded, "ReminderNotice") == []
    turn_to(reminded, london("2026-04-24", "09:00"))
    assert {each.data["days"] for each in told(reminded, "ReminderNotice")} == {0}


@pytest.mark.parametrize("starts", ["2026-12-25 10:00", "2026-12-28 10:00"])
def test_moved_to_a_bank_holiday_says_so_too(clpp: Rehearsal, starts: str) -> None:
    """G3: Christmas Day, and the Monday that stands for Boxing Day."""
    answer(books(clpp, "2026-12-10 10:00"))
    assert "is a bank holiday" in said(moves(clpp, starts))


def test_the_hour_that_does_not_exist_is_refused_in_a_schedule_and_in_a_move_as_well(clpp: Rehearsal) -> None:
    """G2: under the field it was typed in, and nothing is booked or moved."""
    why = books(clpp, "2027-03-25 14:00", more=("2027-03-28 01:30",))
    assert isinstance(why, Refused)
    assert (why.field, "does not exist" in why.reason) == ("more", True)
    answer(books(clpp, "2027-03-25 14:00"))
    why = moves(clpp, "2027-03-28 01:30")
    assert isinstance(why, Refused)
    assert (why.field, "does not exist" in why.reason) == ("time", True)
    assert len(told(clpp, "MeetingNotice", clpp.user(EKC))) == 1


def test_a_meeting_in_2090_says_that_its_bank_holidays_are_computed(works: Rehearsal) -> None:
    """G3: five working days are counted over bank holidays that nobody has published."""
    words = said(books(works, "2090-05-30 14:00"))
    assert "by Monday 22 May 2090" in words, "the bank holiday of Monday 29 May is among what is counted over"
    assert words.count("have not been proclaimed yet; computed from the usual rules") == 1
    shown = ask(works, SECRETARY[works.slug], ShowMeeting, meeting=MEETING)
    assert "have not been proclaimed yet" in shown.deadlines[-1].words
    assert "proclaimed" not in said(books(works, "2026-06-11 14:00", meeting="meeting-2"))


def test_a_meeting_moved_across_its_deadline_and_back_is_judged_by_the_day_it_has(clpp: Rehearsal) -> None:
    """G7, K35: papers given eight days before; five days before once it is moved; in time again once it is moved back."""
    answer(books(clpp, "2026-06-11 14:00"))
    ready(clpp)
    turn_to(clpp, london("2026-06-03"))
    answer(circulates(clpp))
    delivered(clpp)
    earlier = said(moves(clpp, "2026-06-08 14:00"))
    assert "Agenda and papers, given on Wednesday 3 June 2026: no longer in time." in earlier
    shown = ask(clpp, OFFICER, ShowMeeting, meeting=MEETING)
    assert ["2 days short" in each.words for each in shown.shortfalls] == [True]
    back = said(moves(clpp, "2026-06-11 14:00"))
    assert "Agenda and papers, given on Wednesday 3 June 2026: in time for the new day." in back
    assert ask(clpp, OFFICER, ShowMeeting, meeting=MEETING).shortfalls == ()
    assert "papers" in short(clpp), "what was short for the day it had then stays in the register"


def test_a_member_who_joins_after_the_papers_went_round_is_named_to_the_secretariat_until_they_have_them(
    clpp: Rehearsal,
) -> None:
    """K36: in App Home and under the meeting; one more round reaches them and nobody else."""
    answer(books(clpp, "2026-06-11 14:00"))
    ready(clpp)
    turn_to(clpp, london("2026-05-20"))
    answer(circulates(clpp))
    assert lacking(clpp) == []
    joins(clpp, date(2026, 5, 25))
    turn_to(clpp, london("2026-05-26"))
    [words] = lacking(clpp)
    assert words == (
        "“Strategy Group”, Thursday 11 June 2026 at 14:00: Anwen Rhydderch (Saxon Shore) has been sent nothing: agenda and "
        "papers had gone round before."
    )
    assert "Anwen Rhydderch" in repr(ask(clpp, OFFICER, ShowMeeting, meeting=MEETING).missing)
    assert ask(clpp, EKC, ShowMeeting, meeting=MEETING).missing == ()
    answer(circulates(clpp))
    [data] = sent_to(clpp, NEW.slug)
    assert titles(data) == ["The data report"] and data["agenda"]
    assert len(sent_to(clpp, EKC)) == 1
    assert lacking(clpp) == []
    assert (1, NEW.slug) not in proof(clpp), "nothing says that they were sent what they were not"


def test_a_representative_replaced_after_apologies_leaves_none_behind(clpp: Rehearsal) -> None:
    """K22: at the door the new one is expected as somebody who has said nothing, and their own answer is theirs."""
    answer(books(clpp, "2026-05-21 14:00"))
    answer(says(clpp, EKC, "apologies"))
    hands_over(clpp, EKC, NEW, "ekc-group", date(2026, 5, 10))
    clpp.clock.set(london("2026-05-21", "13:50"))
    assert not ticked(clpp, "ekc-group:anwen-rhydderch")
    answer(says(clpp, NEW.slug, "coming"))
    assert ticked(clpp, "ekc-group:anwen-rhydderch")
    assert EKC not in repr(ask(clpp, OFFICER, RollForm).here)


def test_three_hundred_members_are_booked_a_year_at_once_and_told_in_one_message_each(
    store: Store, clock: StoppedClock
) -> None:
    """C24, V34: a message to each and one to the channel, one calendar file with twelve meetings, and every screen still fits."""
    body = town(store, clock, 300)
    days = [f"{date(2026, 6, 11) + timedelta(weeks=4 * number)} 14:00" for number in range(12)]
    assert "12 meetings" in said(books(body, days[0], represented("org-2"), more=tuple(days[1:])))
    notices = told(body, "MeetingNotice")
    assert len(notices) == 301
    message = render("MeetingNotice", notices[0].data, partnership=body.slug)
    [calendar] = message.enclosures
    assert calendar.content is not None and calendar.content.count(b"BEGIN:VEVENT") == 12
    shown = ask(body, represented("org-2"), ShowMeetings)
    assert len(shown.lines) == 12
    assert len(meetings_modal(shown)["blocks"]) <= 100  # type: ignore[arg-type]
    clock.set(london("2026-06-11", "13:50"))
    roll = roll_form(ask(body, represented("org-2"), RollForm))
    assert "Voice 300" in shown_words(roll["blocks"])  # type: ignore[arg-type]
    everybody = tuple(f"org-{number}" for number in range(1, 301))
    opened = body.opens_meeting(represented("org-1"), chair=represented("org-1"), present=everybody)
    assert "300 of 300 voting organisations are present" in answer(opened)


def lacking(body: Rehearsal) -> list[str]:
    """What App Home asks of the secretariat about agendas and papers."""
    asked = ShowHome(workspace=body.workspace, team=body.team, user=body.user(OFFICER))
    return [
        each.words
        for part in body.secretary.ask(asked).parts
        for each in part.asks
        if each.kind == "circulate"
    ]


def joins(body: Rehearsal, on: date) -> None:
    """An organisation becomes a member on a day, with somebody who speaks for it."""
    before = body.register
    body.register = replace(
        before,
        organisations=(*before.organisations, Organisation("saxon", "Saxon Shore", joined_on=on)),
        people=(*before.people, NEW),
        appointments=(*before.appointments, Appointment(NEW.slug, "saxon", "strategy", from_on=on)),
    )
    import_register(body.store, body.clock, workspace=body.workspace, slug=body.slug, register=body.register)


def ticked(body: Rehearsal, who: str) -> bool:
    """Whether somebody is marked as here before the meeting is opened."""
    return any(each.chosen for each in ask(body, OFFICER, RollForm).here if each.id == who)
