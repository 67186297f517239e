"""Declarations of interest: who declares, who is told, what it takes away, and what the chair may rule."""

import logging
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.interests.interests import DeclareInterest, Ruling
from tests.rehearsal import MEETING, Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, WORKS_CHAIR, WORKS_VOICE, vote

NISHA = VOICE["compass-point"]


def told(body: Rehearsal) -> list[tuple[str, bool]]:
    """Who waits to be told of a declaration, and whether it is theirs to rule on."""
    return [(each.recipient, each.data["for_ruling"]) for each in body.notices("DeclarationNotice")]


def test_nothing_to_declare_counts_as_an_answer_and_takes_no_vote(motion: Rehearsal) -> None:
    """K31: nothing to declare counts."""
    said = answer(motion.declares(NISHA))
    assert "nothing to declare" in said
    assert answer(motion.votes(NISHA, "for")).startswith("Counted for Compass Point Guidance")


def test_the_motion_tells_whom_it_has_not_heard_from_on_interests(clpp: Rehearsal) -> None:
    """K31: the list of those outstanding is shown when business opens; a nil return takes a name off it."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    answer(clpp.declares(NISHA, kind="meeting", subject=MEETING))
    put = clpp.puts(CHAIR, carry_on=True)
    assert isinstance(put, Decision)
    assert "Kent County Council" in put.answer.next
    assert "Compass Point" not in put.answer.next


def test_an_interest_in_the_motion_takes_the_vote_off_until_the_chair_rules(motion: Rehearsal) -> None:
    """G9, K31: told with the clause, the vote that stood is set aside and the quorum is counted without it."""
    answer(motion.votes(NISHA, "for"))
    declared = motion.declares(NISHA, "We would be paid to deliver it")
    assert isinstance(declared, Decision)
    assert declared.answer.clause.number == "4.5"
    assert "set aside" in declared.answer.words
    refused = motion.votes(NISHA, "for")
    assert isinstance(refused, Refused)
    assert "off until the chair rules" in refused.reason
    assert refused.clause.number == "4.5"
    vote(motion, {"ekc-group": "against"})
    answer(motion.closes(CHAIR))
    result = motion.result()
    assert (result.votes_for, result.against) == (0, 1)
    assert result.withdrawn == ("compass-point",)
    assert "compass-point" not in result.entitled


@pytest.mark.parametrize(
    ("kind", "about"), [("meeting", None), ("item", "item-1"), ("tender", "tender-1"), ("motion", None)]
)
def test_an_interest_bites_whether_it_is_on_the_meeting_the_item_the_tender_or_the_motion(
    meeting: Rehearsal, kind: str, about: str | None
) -> None:
    """G9, C33: whatever it was declared on, there is no vote on what it bears on."""
    subject = {"meeting": MEETING, "motion": "motion-1"}.get(kind, about or "")
    if kind != "motion":
        answer(
            meeting.declares(
                NISHA, "We bid for it too", kind=kind, subject=subject, new_title="The framework"
            )
        )
        answer(meeting.puts(CHAIR, about=about))
    else:
        answer(meeting.puts(CHAIR))
        answer(meeting.declares(NISHA, "We bid for it too"))
    assert "declared an interest" in reason(meeting.votes(NISHA, "for"))
    assert answer(meeting.votes(VOICE["ekc-group"], "for"))


def test_an_interest_in_another_item_leaves_the_vote_alone(meeting: Rehearsal) -> None:
    """G9: it is the item that is withdrawn from, not the meeting."""
    answer(meeting.declares(NISHA, "We own it", kind="item", subject="item-9", new_title="The lease"))
    answer(meeting.puts(CHAIR))
    assert answer(meeting.votes(NISHA, "for"))


@pytest.mark.parametrize(
    ("ruling", "votes"),
    [
        (Ruling.STAY_AND_VOTE, True),
        (Ruling.STAY, False),
        (Ruling.SPEAK_ONLY, False),
        (Ruling.LEAVE, False),
    ],
)
def test_the_chair_rules_in_one_of_four_ways_and_the_declarer_is_told(
    motion: Rehearsal, ruling: Ruling, votes: bool
) -> None:
    """K31: stay and vote, stay, speak only, leave; only the first gives the vote back."""
    answer(motion.declares(NISHA, "My cousin works there"))
    ruled = answer(motion.rules(CHAIR, motion.interest(), ruling))
    assert f"is to {ruling.value}" in ruled
    [notice] = motion.notices("RulingNotice")
    assert (notice.recipient, notice.data["ruling"]) == (motion.user(NISHA), ruling.value)
    outcome = motion.votes(NISHA, "for")
    assert isinstance(outcome, Decision) is votes
    if isinstance(outcome, Refused):
        assert f"“{ruling.value}”" in outcome.reason
    answer(motion.closes(CHAIR))
    assert ("compass-point" in motion.result().entitled) is votes
    assert [each.data["ruling"] for each in motion.happened() if each.type == "InterestRuled"] == [
        ruling.value
    ]


@pytest.mark.parametrize("who", [SECRETARY, NISHA, VOICE["ekc-group"]])
def test_nobody_but_whoever_is_chairing_rules(motion: Rehearsal, who: str) -> None:
    """K31: not the secretariat, not the declarer, not another member."""
    answer(motion.declares(NISHA, "My cousin works there"))
    refused = motion.rules(who, motion.interest(), Ruling.STAY_AND_VOTE)
    assert isinstance(refused, Refused)
    assert "Only whoever is chairing" in refused.reason
    assert refused.clause.number == "4.5"


def test_a_nil_return_needs_no_ruling_and_cannot_take_an_interest_back(motion: Rehearsal) -> None:
    """K31: what was declared stays declared; the way out is a ruling."""
    answer(motion.declares(VOICE["ekc-group"]))
    assert "needs no ruling" in reason(motion.rules(CHAIR, motion.interest(), Ruling.LEAVE))
    answer(motion.declares(NISHA, "My cousin works there"))
    assert "cannot take it back" in reason(motion.declares(NISHA))


def test_the_chairs_own_interest_is_ruled_on_by_the_acting_chair(motion: Rehearsal) -> None:
    """K29, K31: nobody rules in their own cause; the acting chair gets the declaration, to rule on."""
    own = motion.declares(CHAIR, "The university would host it")
    assert isinstance(own, Decision)
    assert "acting chair" in own.answer.next
    assert told(motion) == [(motion.user(SECRETARY), False)]
    assert "your own organisation's interest" in reason(
        motion.rules(CHAIR, motion.interest(), Ruling.STAY_AND_VOTE)
    )
    leontyne = VOICE["medway-council"]
    answer(motion.chooses_chair(SECRETARY, leontyne))
    assert (motion.user(leontyne), True) in told(motion)
    assert answer(motion.rules(leontyne, motion.interest(), Ruling.LEAVE))


def test_a_colleague_declaring_for_the_chairs_organisation_gives_the_chair_no_ruling_to_make(
    store: Store, clock: StoppedClock
) -> None:
    """K31: the chair is told, without the buttons that would be refused."""
    works = rehearse(store, clock, "voluntaryworks", adopting=["voting.majority", "interests.effect"])
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(works.puts(WORKS_CHAIR))
    answer(works.declares("hamish-durrant", "We would run it"))
    assert (works.user(WORKS_CHAIR), False) in told(works)
    assert not any(for_ruling for _, for_ruling in told(works))


def test_where_the_agreement_is_silent_a_declaration_is_good_practice_and_says_so(works: Rehearsal) -> None:
    """V49: offered, labelled, and without a clause that is not there."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec", "val"]))
    answer(works.puts(WORKS_CHAIR))
    declared = works.declares(WORKS_VOICE["val"], "We have applied for it")
    assert isinstance(declared, Decision)
    assert "good practice" in declared.answer.why
    assert declared.answer.clause.number == ""
    assert "declared an interest" in reason(works.votes(WORKS_VOICE["val"], "for"))


def test_after_the_result_a_declaration_comes_too_late_and_says_what_to_do(motion: Rehearsal) -> None:
    """G9: what was decided stays decided; the chair is told so that it is minuted."""
    answer(motion.closes(CHAIR))
    refused = motion.declares(NISHA, "I have just remembered")
    assert isinstance(refused, Refused)
    assert "already been decided" in refused.reason
    assert "minuted" in refused.next


def test_a_ruling_after_the_result_changes_nothing(motion: Rehearsal) -> None:
    """K31: the ruling would come too late."""
    answer(motion.declares(NISHA, "My cousin works there"))
    answer(motion.closes(CHAIR))
    assert "too late" in reason(motion.rules(CHAIR, motion.interest(), Ruling.STAY_AND_VOTE))


def test_on_a_closed_meeting_nothing_more_is_declared(meeting: Rehearsal) -> None:
    """K31: declarations come before the business, not after it."""
    answer(meeting.closes_meeting(CHAIR))
    assert "already been decided" in reason(
        meeting.declares(NISHA, "I have just remembered", kind="meeting", subject=MEETING)
    )


def test_while_a_tie_waits_a_declaration_leaves_the_count_as_it_was_frozen(motion: Rehearsal) -> None:
    """K29, G9: the count was frozen at the tie, and the declarer is told that, not that the vote is set aside."""
    vote(motion, {"compass-point": "for", "kent-council": "against"})
    assert "Tied" in answer(motion.closes(CHAIR))
    said = answer(motion.declares(NISHA, "I have just remembered"))
    assert "the count stands as it was" in said
    assert "set aside" not in said
    answer(motion.casts(CHAIR, "for"))
    assert motion.result().votes_for == 1


def test_a_second_interest_clears_the_ruling_on_the_first(motion: Rehearsal) -> None:
    """K31: what the chair ruled was ruled on what had been declared then."""
    answer(motion.declares(NISHA, "My cousin works there"))
    answer(motion.rules(CHAIR, motion.interest(), Ruling.STAY_AND_VOTE))
    assert answer(motion.votes(NISHA, "for"))
    answer(motion.declares(NISHA, "And I own a share of it"))
    assert "off until the chair rules" in reason(motion.votes(NISHA, "against"))


def test_nobody_is_told_twice_of_one_declaration(motion: Rehearsal) -> None:
    """K31: the same form twice is one declaration; the declarer is told of it by the answer alone."""
    asked = motion.command(
        NISHA,
        DeclareInterest,
        partnership=motion.slug,
        subject_kind="motion",
        subject="motion-1",
        nature="My cousin works there",
    )
    assert isinstance(motion.secretary.perform(asked), Decision)
    assert isinstance(motion.secretary.perform(asked), AlreadyDone)
    assert sorted(told(motion)) == sorted([(motion.user(CHAIR), True), (motion.user(SECRETARY), False)])


def test_the_chair_who_declares_for_nobody_else_is_not_told_what_they_said(motion: Rehearsal) -> None:
    """K31: the notices go to the others."""
    answer(motion.declares(CHAIR, "The university would host it"))
    assert motion.user(CHAIR) not in [who for who, _ in told(motion)]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"nature": " ", "nil": False}, "nature"),
        ({"nature": "x" * 2001}, "nature"),
        ({"nature": "x" * 10_000}, "nature"),
        ({"nature": "It is ours", "subject": "motion-99"}, "subject"),
        ({"nature": "It is ours", "subject_kind": "item", "subject": "new", "new_title": " "}, "subject"),
        (
            {"nature": "It is ours", "subject_kind": "tender", "subject": "new", "new_title": "x" * 201},
            "new_title",
        ),
    ],
)
def test_what_is_missing_from_a_declaration_is_told_under_its_field(
    motion: Rehearsal, words: dict[str, Any], field: str
) -> None:
    """K31: a refusal that teaches, and nothing recorded."""
    refused = motion.say(
        NISHA,
        DeclareInterest,
        **{"partnership": motion.slug, "subject_kind": "motion", "subject": "motion-1", **words},
    )
    assert isinstance(refused, Refused)
    assert refused.field == field
    assert not motion.declared()


def test_an_interest_of_two_thousand_characters_is_kept_whole(motion: Rehearsal) -> None:
    """K31: as long as the form allows."""
    answer(motion.declares(NISHA, "é" * 2000))
    [declared] = motion.declared()
    assert declared.data["nature"] == "é" * 2000


def test_a_stranger_and_a_deactivated_account_declare_nothing(motion: Rehearsal) -> None:
    """V11: somebody in no register speaks for nobody."""
    assert "not in the register" in reason(motion.declares("U0STRANGER", "Mine"))
    motion.deactivates(NISHA)
    assert "deactivated" in reason(motion.declares(NISHA, "Mine"))


def test_the_logs_hold_nothing_of_what_was_declared(
    motion: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    """K31, V16: an interest is told to the chair and the secretariat, and to no log."""
    with caplog.at_level(logging.DEBUG):
        answer(motion.declares(NISHA, "A secret illness in the family"))
        reason(motion.declares(NISHA, "A secret illness " * 200))
        answer(motion.rules(CHAIR, motion.interest(), Ruling.LEAVE))
    assert "illness" not in caplog.text
