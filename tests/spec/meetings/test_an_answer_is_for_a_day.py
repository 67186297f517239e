"""A meeting on another day is answered about again: what was said of the day before counts for nothing."""

from datetime import date

import pytest

from bot.workflows.decisions import Decision
from bot.workflows.questions import RollForm, RollFormFacts
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.spec.meetings.answering import (
    EKC,
    EKC_DEPUTY,
    SECRETARY,
    form,
    listed,
    refusal,
    rings,
    says,
    stands,
)
from tests.spec.meetings.calling import books, moves
from tests.spec.meetings.holding import ask

BEFORE, AFTER = date(2026, 6, 11), date(2026, 6, 18)


@pytest.fixture
def called(clpp: Rehearsal) -> Rehearsal:
    """CLPP, its Strategy Group booked for Thursday 11 June 2026, and one organisation's answer given."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(says(clpp, EKC, "coming"))
    return clpp


def test_a_move_to_another_day_asks_everybody_again(called: Rehearsal) -> None:
    """V12, G7."""
    assert "1 of 10" in listed(called, SECRETARY).outlook
    assert "asked again whether they will be there" in answer(moves(called, "2026-06-18 14:00"))
    assert stands(called, EKC, "ekc-group") is None
    assert "1 of 10" not in listed(called, SECRETARY).outlook
    notice = called.notices("MeetingNotice")[-1]
    assert notice.data["asks_again"]


def test_a_deputy_who_has_not_answered_is_counted_and_said_to_be_silent(called: Rehearsal) -> None:
    """K34: until they answer; a quorum is not taken for certain on the word of somebody else."""
    answer(says(called, EKC, "substitute", substitute=EKC_DEPUTY))
    assert listed(called, SECRETARY).outlook.startswith(
        "1 of 10 coming, one of them through a deputy who has not answered;"
    )
    answer(says(called, EKC_DEPUTY, "coming"))
    assert listed(called, SECRETARY).outlook.startswith("1 of 10 coming;")


def rolled(body: Rehearsal) -> RollFormFacts:
    """The roll's form as the secretariat sees it before the meeting opens."""
    shown = ask(body, SECRETARY, RollForm, meeting=MEETING)
    assert isinstance(shown, RollFormFacts)
    return shown


@pytest.mark.parametrize("starts", ["2026-06-11 15:00", "2026-06-11 14:00"])
def test_another_hour_or_place_on_the_same_day_leaves_the_answers(called: Rehearsal, starts: str) -> None:
    """G7."""
    answer(moves(called, starts, place="The town hall, Ashford"))
    kept = stands(called, EKC, "ekc-group")
    assert kept is not None and kept.answer == "coming"
    assert not called.notices("MeetingNotice")[-1].data["asks_again"]


def test_a_button_that_showed_the_earlier_day_does_not_answer_for_the_new_one(called: Rehearsal) -> None:
    """V12: nor does a form left open meanwhile, one's own or the secretariat's."""
    answer(moves(called, "2026-06-18 14:00"))
    for late in (
        says(called, EKC, "coming", for_day=BEFORE),
        rings(called, SECRETARY, EKC, "apologies", for_day=BEFORE),
    ):
        assert "has been moved since this was shown to you" in refusal(late).reason
        assert "18 June 2026" in refusal(late).reason
    assert stands(called, EKC, "ekc-group") is None
    assert form(called, EKC, MEETING).day == "2026-06-18"
    answer(says(called, EKC, "remote", for_day=AFTER))
    assert stands(called, EKC, "ekc-group") is not None


def test_a_deputy_who_was_named_is_told_of_the_move_and_is_named_no_longer(called: Rehearsal) -> None:
    """K34, C24: the same words at the same time, without the buttons of those who are asked."""
    answer(says(called, EKC, "substitute", substitute=EKC_DEPUTY))
    moved = moves(called, "2026-06-18 14:00")
    assert isinstance(moved, Decision)
    theirs = {
        each.recipient: each.data
        for each in called.notices("MeetingNotice")
        if each.data["change"] == "moved"
    }
    assert theirs[called.user(EKC_DEPUTY)]["asks_again"]
    assert not theirs[called.user(EKC_DEPUTY)]["with_replies"]
    assert theirs[called.user(EKC)]["with_replies"]
    assert refusal(says(called, EKC_DEPUTY, "coming"))


def test_a_deputy_who_answers_for_the_earlier_day_hears_of_the_new_one_and_who_may_name_them_again(
    called: Rehearsal,
) -> None:
    """K34, V12: the button under the message that asked them carries the day it asked about."""
    answer(says(called, EKC, "substitute", substitute=EKC_DEPUTY))
    [asked] = called.notices("StandInNotice")
    assert asked.data["day"] == str(BEFORE)
    answer(moves(called, "2026-06-18 14:00"))
    late = refusal(says(called, EKC_DEPUTY, "coming", for_day=BEFORE, on_behalf_of="ekc-group"))
    assert "has been moved since this was shown to you: it is on Thursday 18 June 2026" in late.reason
    assert "Folasade Akande can name them: “Apologies, and somebody comes instead”." in late.next
    answer(says(called, EKC, "substitute", substitute=EKC_DEPUTY, for_day=AFTER))
    late = refusal(says(called, EKC_DEPUTY, "coming", for_day=BEFORE, on_behalf_of="ekc-group"))
    assert "the buttons under the message that told you of it" in late.next


def test_the_roll_of_a_meeting_that_was_moved_expects_nobody_on_the_word_of_the_earlier_day(
    called: Rehearsal,
) -> None:
    """V12: the room opens from the replies, so from those for its own day."""
    assert "1 of 10" in rolled(called).replied
    assert [each.id.partition(":")[0] for each in rolled(called).here if each.chosen] == ["ekc-group"]
    answer(moves(called, "2026-06-18 14:00"))
    assert not [each for each in rolled(called).here if each.chosen]
    assert "1 of 10" not in rolled(called).replied
