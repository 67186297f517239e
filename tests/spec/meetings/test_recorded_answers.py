"""Somebody rings up: the secretariat records the answer, marked as such, and the person confirms it."""

from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.workflows.replies.replies import RecordReply
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.spec.meetings.answering import (
    CHAIR,
    EKC,
    EKC_DEPUTY,
    SECRETARY,
    THE_DAY,
    WHEN,
    becomes,
    confirms,
    listed,
    meets,
    refusal,
    rings,
    says,
    stands,
    told,
    whole,
)


@pytest.fixture
def body(clpp: Rehearsal) -> Rehearsal:
    """CLPP, its Strategy Group to meet on Thursday 21 May 2026 at two."""
    return meets(clpp)


def test_what_the_secretariat_records_is_marked_as_such_and_the_person_is_asked_to_confirm_it(
    body: Rehearsal,
) -> None:
    """V12: with the forecast of the quorum in the answer to whoever recorded it."""
    said = whole(rings(body, SECRETARY, EKC, "apologies", note="Stuck in Calais"))
    assert "Recorded for Folasade Akande, EKC Group: apologies for “Strategy Group”" in said
    assert "Folasade Akande is asked to confirm it." in said
    assert "0 of 10 coming; without somebody from further education" in said
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None
    assert (kept.recorded_by, kept.confirmed) == (SECRETARY, False)
    [notice] = body.notices("ReplyRecordedNotice")
    assert told(body, "ReplyRecordedNotice") == [EKC]
    assert (notice.data["who"], notice.data["said"], notice.data["when"]) == (
        "Gwendolen Saxby",
        "apologies",
        WHEN,
    )
    assert notice.data["note"] == "Stuck in Calais"
    [event] = [each for each in body.happened() if each.type == "ReplyGiven"]
    assert (event.person, event.data["replier"], event.data["confirmed"]) == (SECRETARY, EKC, False)


def test_that_is_right_confirms_it_once(body: Rehearsal, clock: StoppedClock) -> None:
    answer(rings(body, SECRETARY, EKC, "apologies"))
    at = clock.now()
    assert answer(confirms(body, EKC, at)) == "Thank you. Confirmed: apologies, for “Strategy Group”."
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.confirmed and kept.recorded_by == SECRETARY
    assert answer(confirms(body, EKC, at)).startswith("You have confirmed that already")
    assert [each.type for each in body.happened()].count("ReplyConfirmed") == 1


def test_it_may_be_confirmed_after_the_meeting_has_opened(body: Rehearsal, clock: StoppedClock) -> None:
    """The record is only made truer by it."""
    answer(rings(body, SECRETARY, EKC, "apologies"))
    at = clock.now()
    becomes(body, state="in session")
    answer(confirms(body, EKC, at))


def test_an_old_message_does_not_confirm_what_was_recorded_anew(body: Rehearsal, clock: StoppedClock) -> None:
    answer(rings(body, SECRETARY, EKC, "apologies"))
    first = clock.now()
    clock.set(first + timedelta(hours=1))
    answer(rings(body, SECRETARY, EKC, "remote"))
    assert "has been changed since" in reason(confirms(body, EKC, first))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and not kept.confirmed
    answer(confirms(body, EKC, clock.now()))


def test_ones_own_answer_replaces_what_was_recorded_and_needs_no_confirming(
    body: Rehearsal, clock: StoppedClock
) -> None:
    answer(rings(body, SECRETARY, EKC, "apologies"))
    at = clock.now()
    clock.set(at + timedelta(hours=1))
    answer(says(body, EKC, "coming"))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None
    assert (kept.answer, kept.recorded_by, kept.confirmed) == ("coming", None, True)
    assert "has been changed since" in reason(confirms(body, EKC, at))


def test_saying_oneself_the_same_as_was_recorded_confirms_it(body: Rehearsal) -> None:
    answer(rings(body, SECRETARY, EKC, "coming"))
    answer(says(body, EKC, "coming"))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.confirmed


def test_what_somebody_has_said_themselves_is_not_recorded_over_with_the_same(body: Rehearsal) -> None:
    answer(says(body, EKC, "coming"))
    assert "That stands already" in answer(rings(body, SECRETARY, EKC, "coming"))
    assert body.notices("ReplyRecordedNotice") == []
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and kept.confirmed


def test_nobody_confirms_for_another(body: Rehearsal, clock: StoppedClock) -> None:
    answer(rings(body, SECRETARY, EKC, "apologies"))
    assert "has been changed since" in reason(confirms(body, CHAIR, clock.now()))
    assert "not in the register" in reason(confirms(body, "U0STRANGER", clock.now()))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and not kept.confirmed


def test_the_chair_records_as_well_and_nobody_else_does(body: Rehearsal) -> None:
    answer(rings(body, CHAIR, EKC, "remote"))
    refused = refusal(rings(body, EKC, CHAIR, "apologies"))
    assert refused.reason == "Only the secretariat or the chair records an answer for somebody else."
    assert "not in the register" in reason(rings(body, "U0STRANGER", EKC, "coming"))


def test_recording_for_oneself_is_answering(body: Rehearsal) -> None:
    assert answer(rings(body, SECRETARY, SECRETARY, "coming")).startswith("Recorded: coming")
    kept = stands(body, SECRETARY, "")
    assert kept is not None and kept.confirmed and kept.recorded_by is None
    assert body.notices("ReplyRecordedNotice") == []


def test_a_substitute_recorded_by_telephone_is_asked_as_any_other_and_the_secretariat_not_told_twice(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """K34: whoever records it knows."""
    clock.set(THE_DAY - timedelta(hours=3))
    said = answer(rings(body, SECRETARY, EKC, "substitute", substitute=EKC_DEPUTY))
    assert "Gethin Prosser has been told." in said
    assert told(body, "StandInNotice") == [EKC_DEPUTY]
    assert body.notices("ReplyNotice") == []


def test_what_the_chair_records_near_the_meeting_reaches_the_secretariat(
    body: Rehearsal, clock: StoppedClock
) -> None:
    clock.set(THE_DAY - timedelta(hours=3))
    answer(rings(body, CHAIR, EKC, "apologies"))
    assert told(body, "ReplyNotice") == [SECRETARY]


def test_somebody_without_an_account_cannot_be_asked_to_confirm(body: Rehearsal) -> None:
    body.deactivates(EKC)
    said = answer(rings(body, SECRETARY, EKC, "apologies"))
    assert "Folasade Akande has no Slack account here, so cannot be asked to confirm it." in said
    assert body.notices("ReplyRecordedNotice") == []


def test_somebody_deactivated_meanwhile_confirms_nothing(body: Rehearsal, clock: StoppedClock) -> None:
    answer(rings(body, SECRETARY, EKC, "apologies"))
    body.deactivates(EKC)
    assert "deactivated" in reason(confirms(body, EKC, clock.now()))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None and not kept.confirmed


@pytest.mark.parametrize("person", ["", "nobody-at-all", "yusuf-demirel", "x" * 10_000])
def test_nothing_is_recorded_for_somebody_who_is_not_called(body: Rehearsal, person: str) -> None:
    """V11."""
    assert "is not called to “Strategy Group”" in reason(rings(body, SECRETARY, person, "coming"))


def test_once_the_meeting_is_open_the_secretariat_marks_the_roll_instead(body: Rehearsal) -> None:
    becomes(body, state="in session")
    refused = refusal(rings(body, SECRETARY, EKC, "apologies"))
    assert refused.next == "Mark them on the roll instead."


def test_the_same_form_twice_records_once_and_asks_once(body: Rehearsal) -> None:
    press = body.command(
        SECRETARY, RecordReply, partnership="clpp", meeting=MEETING, person=EKC, answer="apologies"
    )
    for _ in range(2):
        body.secretary.perform(press)
    assert len(body.notices("ReplyRecordedNotice")) == 1
    assert [each.type for each in body.happened()].count("ReplyGiven") == 1


def test_the_list_shows_by_whom_it_was_recorded_until_it_is_confirmed(
    body: Rehearsal, clock: StoppedClock
) -> None:
    answer(rings(body, SECRETARY, EKC, "apologies"))
    [line] = [each for each in listed(body, CHAIR).lines if each.person == EKC]
    assert (line.recorded_by, line.confirmed) == ("Gwendolen Saxby", False)
    answer(confirms(body, EKC, clock.now()))
    [line] = [each for each in listed(body, CHAIR).lines if each.person == EKC]
    assert line.confirmed
