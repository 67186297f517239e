"""Everybody called to a meeting says whether they come; the last answer before it opens stands."""

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clock import StoppedClock
from bot.rules.register import Appointment, Person
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone, Refused
from bot.workflows.replies.replies import ReplyToMeeting
from tests.rehearsal import MEETING, Rehearsal, answer, at, reason
from tests.rooms import represented, town, town_register
from tests.spec.meetings.answering import (
    CHAIR,
    CHAIRS_DEPUTY,
    CO_OPTED,
    EKC,
    EKC_DEPUTY,
    OBSERVER,
    SECRETARY,
    WHEN,
    becomes,
    hands_over,
    meets,
    refusal,
    says,
    stands,
    told,
    whole,
)

SECOND, THIRD = represented("org-2"), represented("org-3")


@pytest.fixture
def body(clpp: Rehearsal) -> Rehearsal:
    """CLPP, its Strategy Group to meet on Thursday 21 May 2026 at two."""
    return meets(clpp, place="County Hall, Maidstone")


def test_apologies_are_recorded_for_the_organisation_and_say_who_could_come_instead(body: Rehearsal) -> None:
    """V12, K34: with the day, the place, and the deputies it has named."""
    said = whole(says(body, EKC, "apologies", note="On leave"))
    assert (
        f"Recorded for EKC Group: apologies for “Strategy Group”, {WHEN}, at County Hall, Maidstone." in said
    )
    assert "Gethin Prosser may come with its vote (4.8): “Apologies, and somebody comes instead”." in said
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None
    assert (kept.answer, kept.note, kept.confirmed, kept.recorded_by) == ("apologies", "On leave", True, None)


def test_coming_after_all_undoes_apologies(body: Rehearsal) -> None:
    """V12."""
    answer(says(body, EKC, "apologies"))
    assert "Recorded for EKC Group: coming to “Strategy Group”" in answer(says(body, EKC, "coming"))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.is_coming
    assert [each.data["answer"] for each in body.happened() if each.type == "ReplyGiven"] == [
        "apologies",
        "coming",
    ]


def test_joining_remotely_counts_as_coming_and_says_how_to_join(body: Rehearsal) -> None:
    """C39, K32."""
    assert "It has no link to join by yet" in whole(says(body, EKC, "remote"))
    becomes(body, link="https://meet.example/strategy")
    said = whole(says(body, CHAIR, "remote"))
    assert "joining “Strategy Group”" in said
    assert "Join at https://meet.example/strategy" in said
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.is_coming


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_observers_and_co_opted_members_send_apologies_too(body: Rehearsal, who: str) -> None:
    """L18: they have no vote, so nobody is asked to bring it."""
    said = whole(says(body, who, "apologies"))
    assert "Recorded for" in said
    assert "with its vote" not in said


def test_the_secretariat_answers_for_itself_though_it_speaks_for_no_organisation(body: Rehearsal) -> None:
    said = answer(says(body, SECRETARY, "coming"))
    assert said.startswith("Recorded: coming to “Strategy Group”")
    assert reason(says(body, SECRETARY, "substitute", stand_in="Tom Ashby")) == (
        "Gwendolen Saxby speaks for no organisation at this meeting, so nobody stands in for them."
    )


def test_the_same_press_delivered_twice_is_one_answer(body: Rehearsal) -> None:
    press = body.command(
        EKC, ReplyToMeeting, partnership="clpp", meeting=MEETING, answer="apologies", note="On leave"
    )
    answer(body.secretary.perform(press))
    assert isinstance(body.secretary.perform(press), AlreadyDone)
    assert len([each for each in body.happened() if each.type == "ReplyGiven"]) == 1


def test_the_same_answer_given_again_stands_already(body: Rehearsal) -> None:
    answer(says(body, EKC, "coming"))
    assert answer(says(body, EKC, "coming")) == "That stands already about “Strategy Group”: coming."
    assert len([each for each in body.happened() if each.type == "ReplyGiven"]) == 1


def test_an_older_press_that_arrives_late_does_not_undo_a_newer_answer(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """The last answer stands, by when it was given."""
    pressed = clock.now()
    clock.set(pressed + timedelta(seconds=2))
    answer(says(body, EKC, "apologies"))
    late = says(body, EKC, "coming", received_at=pressed)
    assert answer(late) == "A newer answer stands about “Strategy Group”: apologies."
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.answer == "apologies"


@pytest.mark.parametrize(
    ("state", "says_so", "then"),
    [
        ("in session", "“Strategy Group” is in session.", "Tell whoever is chairing or the secretariat"),
        ("closed", "“Strategy Group” is over.", "so that the minutes are right"),
        ("cancelled", "“Strategy Group” was cancelled, so nobody is expected at it.", ""),
    ],
)
def test_once_a_meeting_is_open_over_or_cancelled_no_answer_is_taken(
    body: Rehearsal, state: str, says_so: str, then: str
) -> None:
    becomes(body, state=state)
    refused = refusal(says(body, EKC, "apologies"))
    assert refused.reason == says_so
    assert then in refused.next
    assert body.happened()[-1].type != "ReplyGiven"


def test_a_meeting_whose_day_has_passed_unopened_takes_no_answer(
    body: Rehearsal, clock: StoppedClock
) -> None:
    clock.set(at("2026-05-22T09:00+01:00"))
    assert reason(says(body, EKC, "coming")) == (
        f"“Strategy Group” was to be on {WHEN}, at County Hall, Maidstone, which has passed."
    )


def test_on_the_morning_itself_and_after_its_hour_apologies_are_still_taken(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """Until it is opened."""
    clock.set(at("2026-05-21T14:10+01:00"))
    answer(says(body, EKC, "apologies", note="On the train"))


def test_a_meeting_whose_day_is_to_be_announced_has_nothing_to_answer_yet(body: Rehearsal) -> None:
    """N18."""
    unknown = {"starts_at": None, "ends_at": None, "held_on": None, "announce_by": date(2026, 8, 1)}
    becomes(body, state="to be announced", **unknown)
    assert "is still to be announced" in reason(says(body, EKC, "coming"))


def test_somebody_in_no_register_is_told_who_could_put_that_right(body: Rehearsal) -> None:
    guest = says(body, "U0STRANGER", "coming")
    assert "Only those who are called to the meeting answer here, and you are not in the register" in reason(
        guest
    )
    assert "To come as a guest, or to be put in the register, ask" in getattr(guest, "next", "")


def test_somebody_deactivated_answers_nothing(body: Rehearsal) -> None:
    body.deactivates(EKC)
    assert "deactivated" in reason(says(body, EKC, "coming"))


def test_somebody_who_speaks_for_nobody_in_the_body_that_meets_is_not_called_to_it(body: Rehearsal) -> None:
    """V11: Shanice Bellamy sits for the Oast Virtual School in the Operational Group alone."""
    refused = refusal(says(body, "shanice-bellamy", "coming"))
    assert refused.reason == "Shanice Bellamy is not called to “Strategy Group”."
    assert "`/partnership` shows who they are" in refused.next


@pytest.mark.parametrize("meeting", ["", "meeting-9", "x" * 10_000])
def test_a_meeting_that_does_not_exist_is_not_in_the_diary(body: Rehearsal, meeting: str) -> None:
    assert isinstance(says(body, EKC, "coming", meeting=meeting), Refused)


def test_a_meeting_of_another_partnership_is_not_answered_through_this_one(
    body: Rehearsal, works: Rehearsal
) -> None:
    meets(works, meeting="meeting-w")
    assert "do not know that meeting" in reason(says(body, EKC, "coming", meeting="meeting-w"))
    elsewhere = says(body, EKC, "coming", meeting="meeting-w", partnership="voluntaryworks")
    assert "not in the register" in reason(elsewhere)


def test_an_answer_in_one_workspace_is_none_in_another_of_the_same_ids(
    store: Store, clock: StoppedClock
) -> None:
    """Every key leads with the workspace."""
    here = meets(town(store, clock, workspace="T0HERE"))
    there = meets(town(store, clock, workspace="T0THERE"))
    answer(says(here, SECOND, "apologies", note="The secret of here"))
    assert stands(there, SECOND, "org-2") is None
    assert stands(here, SECOND, "org-2") is not None
    assert "not in the register" in reason(says(there, SECOND, "coming", team="T0HERE"))


def test_a_note_of_ten_thousand_characters_is_refused_under_its_field(body: Rehearsal) -> None:
    refused = refusal(says(body, EKC, "apologies", note="x" * 10_000))
    assert (refused.field, "10,000 characters" in refused.reason) == ("note", True)
    answer(says(body, EKC, "apologies", note="x" * 1_000))


@pytest.mark.parametrize("nonsense", ["", "perhaps", "x" * 10_000])
def test_an_answer_that_is_none_is_refused_under_its_field(body: Rehearsal, nonsense: str) -> None:
    assert refusal(says(body, EKC, nonsense)).field == "answer"


def test_a_note_is_kept_and_never_logged(body: Rehearsal, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer(says(body, EKC, "apologies", note="A hospital appointment"))
    assert "hospital" not in caplog.text
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.note == "A hospital appointment"


def test_somebody_who_speaks_for_several_answers_for_all_of_them_at_once(
    store: Store, clock: StoppedClock
) -> None:
    """V11: or for the one they choose."""
    register = town_register(4)
    both = replace(register, appointments=(*register.appointments, Appointment(THIRD, "org-4")))
    forum = meets(town(store, clock, register=both))
    said = answer(says(forum, THIRD, "apologies"))
    assert "Recorded for Organisation 3 and Organisation 4: apologies" in said
    answer(says(forum, THIRD, "coming", on_behalf_of="org-4"))
    three, four = stands(forum, THIRD, "org-3"), stands(forum, THIRD, "org-4")
    assert three is not None and four is not None
    assert (three.answer, four.answer) == ("apologies", "coming")
    assert "not called" in reason(says(forum, THIRD, "coming", on_behalf_of="org-1"))


def test_while_the_chair_is_away_those_present_choose_an_acting_chair(body: Rehearsal) -> None:
    """K26: and the secretariat is told at once."""
    outcome = says(body, CHAIR, "apologies")
    said = whole(outcome)
    assert (
        "While the chair is away, those present choose an acting chair before business begins (4.2)." in said
    )
    assert "The secretariat has been told." in said
    [notice] = body.notices("ReplyNotice")
    assert (notice.data["who"], notice.data["said"]) == ("Kwabena Ofori", "apologies")
    assert notice.data["why"] == "Kwabena Ofori holds the chair."


def test_a_substitute_may_be_named_while_the_chair_is_away_and_may_be_chosen_to_chair(
    body: Rehearsal,
) -> None:
    """K26: the deputy stands in for the organisation, not in the chair."""
    said = whole(says(body, CHAIR, "substitute", substitute=CHAIRS_DEPUTY))
    assert "Harriet Lowndes comes instead" in said
    assert "stands in for the organisation and not in the chair, but may be chosen." in said


def test_the_rule_on_an_acting_chair_is_each_partnerships_own(works: Rehearsal) -> None:
    """V31."""
    meets(works)
    said = whole(says(works, "rosalind-ketteridge", "apologies"))
    assert "While the chair is away, " in said


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        ("2026-05-18T09:00+01:00", False),
        ("2026-05-19T09:00+01:00", True),
        ("2026-05-21T13:59+01:00", True),
    ],
)
def test_the_secretariat_is_told_of_apologies_within_two_working_days_and_not_of_earlier_ones(
    body: Rehearsal, clock: StoppedClock, now: str, is_told: bool
) -> None:
    """V12: a message for every answer would be noise; Tuesday is two working days before Thursday."""
    clock.set(at(now))
    answer(says(body, EKC, "apologies", note="The roof has come in"))
    notices = body.notices("ReplyNotice")
    assert [each.data["note"] for each in notices] == (["The roof has come in"] if is_told else [])
    assert told(body, "ReplyNotice") == ([SECRETARY] if is_told else [])


def test_two_working_days_are_counted_over_a_bank_holiday(clpp: Rehearsal, clock: StoppedClock) -> None:
    """G3: before Tuesday 26 May 2026 they begin on Thursday 21 May, for Monday is the Spring bank holiday."""
    meets(clpp, at("2026-05-26T10:00+01:00"))
    clock.set(at("2026-05-20T18:00+01:00"))
    answer(says(clpp, EKC, "apologies"))
    assert told(clpp, "ReplyNotice") == []
    clock.set(at("2026-05-21T09:00+01:00"))
    answer(says(clpp, OBSERVER, "apologies"))
    assert told(clpp, "ReplyNotice") == [SECRETARY]


def test_whoever_was_told_of_apologies_is_told_that_they_are_taken_back(
    body: Rehearsal, clock: StoppedClock
) -> None:
    clock.set(at("2026-05-20T09:00+01:00"))
    answer(says(body, EKC, "coming"))
    assert body.notices("ReplyNotice") == []
    answer(says(body, EKC, "apologies"))
    answer(says(body, EKC, "coming"))
    assert sorted(each.data["said"] for each in body.notices("ReplyNotice")) == ["apologies", "coming"]


def test_the_secretariat_is_told_of_an_answer_that_costs_the_meeting_its_quorum(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """K32: further education, higher education and a local authority had each said that they come."""
    for who in (EKC, "seraphina-dacosta", "priya-ramanathan"):
        answer(says(body, who, "coming"))
    assert body.notices("ReplyNotice") == []
    said = whole(says(body, "seraphina-dacosta", "apologies"))
    assert "The secretariat has been told." in said
    [notice] = body.notices("ReplyNotice")
    assert notice.data["why"].startswith("It leaves the meeting without a quorum: 2 of 10 coming; without")
    assert "higher education" in notice.data["why"]
    answer(says(body, "nisha-varghese", "apologies"))
    assert len(body.notices("ReplyNotice")) == 1


def test_a_representative_replaced_since_is_told_who_represents_the_organisation_now(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """K22: the organisation may replace its member at once; the new one has still to answer."""
    answer(says(body, EKC, "apologies"))
    new = Person("anwen-rhydderch", "Anwen Rhydderch", slack_user="U0CLPP0199")
    hands_over(body, EKC, new, "ekc-group", date(2026, 5, 1))
    clock.set(at("2026-05-04T09:00+01:00"))
    refused = refusal(says(body, EKC, "coming"))
    assert refused.reason == (
        "Folasade Akande does not represent EKC Group on the day of “Strategy Group”. "
        "It is represented by Anwen Rhydderch."
    )
    assert refused.next == "Anwen Rhydderch can answer for it."
    assert "Recorded for EKC Group: coming" in answer(says(body, "anwen-rhydderch", "coming"))


def test_a_deputy_named_by_somebody_replaced_since_is_released_by_the_new_representatives_answer(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """K22, K34: what the old one had answered has lapsed, and the deputy is told once."""
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    new = Person("anwen-rhydderch", "Anwen Rhydderch", slack_user="U0CLPP0199")
    hands_over(body, EKC, new, "ekc-group", date(2026, 5, 1))
    clock.set(at("2026-05-04T09:00+01:00"))
    assert "has not been named for this meeting" in reason(says(body, EKC_DEPUTY, "coming"))
    answer(says(body, "anwen-rhydderch", "coming"))
    answer(says(body, "anwen-rhydderch", "remote"))
    assert told(body, "NotNeededNotice") == [EKC_DEPUTY]


def test_who_is_called_is_judged_on_the_day_of_the_meeting(body: Rehearsal) -> None:
    """G1, K22: somebody whose term begins before the meeting answers for it already; whoever's ends does not."""
    new = Person("anwen-rhydderch", "Anwen Rhydderch", slack_user="U0CLPP0199")
    hands_over(body, EKC, new, "ekc-group", date(2026, 5, 20))
    assert "Recorded for EKC Group" in answer(says(body, "anwen-rhydderch", "coming"))
    assert "does not represent EKC Group" in reason(says(body, EKC, "coming"))


def test_a_meeting_of_a_working_group_calls_those_whom_organisations_name_in_it(clpp: Rehearsal) -> None:
    """K13: the deputy of the Strategy Group represents EKC Group in the Operational Group."""
    meets(clpp, body="operational", title="Operational Group")
    assert "Recorded for EKC Group" in answer(says(clpp, EKC_DEPUTY, "coming"))
    assert "not called to “Operational Group”" in reason(says(clpp, EKC, "coming"))
