"""A motion whose chair has withdrawn, or has gone: who is asked for another, and what the next one may do."""

from dataclasses import replace

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.interests.interests import Ruling
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import (
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    VOICE,
    in_session,
    represented,
    town,
    town_register,
    vote,
)

LEONTYNE, NISHA = VOICE["medway-council"], VOICE["compass-point"]
TIE = {"ekc-group": "for", "kent-council": "against"}


def wanted(body: Rehearsal) -> list[tuple[str, bool]]:
    """Who was asked to record an acting chair, and whether for a tie."""
    return [(each.recipient, each.data["tied"]) for each in body.notices("ChairWantedNotice")]


def casting(body: Rehearsal) -> list[str]:
    """Who was handed the casting vote."""
    return [each.recipient for each in body.notices("CastingVoteNotice")]


def test_when_the_chair_withdraws_the_secretariat_gets_the_button_for_an_acting_chair(
    motion: Rehearsal,
) -> None:
    """K26, K29: at once, not only when the vote ties; and once, however often the chair declares."""
    answer(motion.declares(CHAIR, "The university would host it"))
    answer(motion.declares(CHAIR, "And would be paid for it"))
    assert wanted(motion) == [(motion.user(SECRETARY), False)]


def test_an_interest_of_anybody_else_wants_no_other_chair(motion: Rehearsal) -> None:
    """K29: nor does the chair's nil return."""
    answer(motion.declares(NISHA, "We would deliver it"))
    answer(motion.declares(CHAIR))
    assert wanted(motion) == []


def test_an_interest_of_the_chair_in_the_whole_meeting_wants_a_chair_for_each_motion_still_open(
    motion: Rehearsal,
) -> None:
    """G9, K29: what bears on a motion withdraws its chair from it."""
    answer(motion.puts(CHAIR, "That it wait", motion="motion-2"))
    answer(motion.closes(CHAIR, "motion-2"))
    answer(motion.declares(CHAIR, "All of it is ours", kind="meeting", subject=MEETING))
    assert [each.subject for each in motion.notices("ChairWantedNotice")] == ["motion-1"]


def test_a_secretariat_without_an_account_is_reached_through_the_partnerships_channel(
    store: Store, clock: StoppedClock
) -> None:
    """K26: somebody is told, always."""
    whole = town_register(4)
    people = tuple(
        replace(each, slack_user=None) if each.slug == represented("org-2") else each for each in whole.people
    )
    forum = in_session(
        town(store, clock, register=replace(whole, people=people)), ["org-1", "org-3", "org-4"]
    )
    answer(forum.declares(represented("org-1"), "We own it"))
    assert wanted(forum) == [("C0TOWNFORUM", False)]


def test_a_chair_who_has_withdrawn_neither_rules_on_others_nor_closes_the_vote(motion: Rehearsal) -> None:
    """K29, K31: whoever has an interest leaves who may vote, and when the voting ends, to the acting chair."""
    answer(motion.declares(NISHA, "We would deliver it"))
    theirs = motion.interest()
    answer(motion.declares(CHAIR, "The university would host it"))
    refused = motion.rules(CHAIR, theirs, Ruling.LEAVE)
    assert isinstance(refused, Refused)
    assert "Your own organisation has withdrawn" in refused.reason
    assert "acting chair" in refused.next
    closed = motion.closes(CHAIR)
    assert isinstance(closed, Refused)
    assert "closing its vote is not yours" in closed.reason
    assert "acting chair" in closed.next
    answer(motion.chooses_chair(SECRETARY, LEONTYNE))
    assert answer(motion.rules(LEONTYNE, theirs, Ruling.LEAVE))
    assert answer(motion.closes(LEONTYNE))


def test_while_the_chair_has_withdrawn_no_declaration_comes_to_them_to_rule_on(motion: Rehearsal) -> None:
    """K31: no button that would be refused; the acting chair gets it."""
    answer(motion.declares(CHAIR, "The university would host it"))
    answer(motion.declares(NISHA, "We would deliver it"))
    assert not any(each.data["for_ruling"] for each in motion.notices("DeclarationNotice"))
    answer(motion.chooses_chair(SECRETARY, LEONTYNE))
    handed = [each for each in motion.notices("DeclarationNotice") if each.data["for_ruling"]]
    assert {each.recipient for each in handed} == {motion.user(LEONTYNE)}
    assert len(handed) == 2


def test_an_acting_chair_rules_on_the_tender_that_the_motion_is_about(meeting: Rehearsal) -> None:
    """C33, K29: what was handed to them with buttons is theirs to rule on."""
    answer(meeting.declares(NISHA, "We bid", kind="tender", subject="tender-1", new_title="The framework"))
    theirs = meeting.interest()
    answer(meeting.puts(CHAIR, about="tender-1"))
    assert "Only whoever is chairing" in reason(meeting.rules(LEONTYNE, theirs, Ruling.STAY))
    answer(meeting.declares(CHAIR, "We bid as well", kind="tender", subject="tender-1"))
    answer(meeting.chooses_chair(SECRETARY, LEONTYNE))
    assert answer(meeting.rules(LEONTYNE, theirs, Ruling.STAY))


def test_when_the_chair_changes_after_a_tie_the_casting_vote_goes_to_the_new_chair(motion: Rehearsal) -> None:
    """K29: it lies with whoever is chairing, who gets the button for it."""
    vote(motion, TIE)
    answer(motion.closes(CHAIR))
    rolled = motion.calls_roll(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM)
    assert isinstance(rolled, Decision)
    assert "2026/1 waits for the casting vote" in rolled.answer.next
    assert sorted(casting(motion)) == sorted([motion.user(CHAIR), motion.user(LEONTYNE)])
    assert "lies with" in reason(motion.casts(CHAIR, "for"))
    assert "carried" in answer(motion.casts(LEONTYNE, "for"))


def test_the_roll_called_again_under_the_same_chair_sends_no_second_casting_vote(motion: Rehearsal) -> None:
    """K29: an arrival changes nothing in the chair."""
    vote(motion, TIE)
    answer(motion.closes(CHAIR))
    rolled = motion.calls_roll(SECRETARY, chair=CHAIR, present=[*IN_THE_ROOM, "invicta"])
    assert isinstance(rolled, Decision)
    assert rolled.notices == ()


def test_a_new_chair_who_has_withdrawn_from_the_tied_motion_is_not_handed_its_casting_vote(
    motion: Rehearsal,
) -> None:
    """K29: an acting chair is wanted instead."""
    answer(motion.declares(LEONTYNE, "We would be paid for it"))
    vote(motion, TIE)
    answer(motion.closes(CHAIR))
    answer(motion.calls_roll(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM))
    assert casting(motion) == [motion.user(CHAIR)]
    assert wanted(motion) == [(motion.user(SECRETARY), True)]


def test_a_tied_motion_with_an_acting_chair_of_its_own_stays_with_them(motion: Rehearsal) -> None:
    """K29: the roll says who chairs the meeting, not who was chosen for the motion."""
    answer(motion.declares(CHAIR, "The university would host it"))
    answer(motion.chooses_chair(SECRETARY, LEONTYNE))
    vote(motion, TIE)
    answer(motion.closes(LEONTYNE))
    answer(motion.calls_roll(SECRETARY, chair=NISHA, present=IN_THE_ROOM))
    assert casting(motion) == [motion.user(LEONTYNE)]


def test_a_roll_on_which_nobody_is_marked_is_refused_under_its_own_field(clpp: Rehearsal) -> None:
    """K32: a meeting of nobody is none."""
    refused = clpp.opens_meeting(CHAIR, chair=CHAIR, present=())
    assert isinstance(refused, Refused)
    assert refused.field == "present"
    assert refused.reason.startswith("Nobody is marked as here.")
