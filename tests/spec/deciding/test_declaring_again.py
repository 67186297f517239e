"""What is declared twice: by two colleagues at one moment, again after a ruling, or on one thing under its name."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.interests.interests import DeclareInterest, Ruling, known_as
from bot.workflows.interests.ruling import RuleOnInterest
from tests.rehearsal import MEETING, Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, TOWN_TERMS, VOICE, WORKS_CHAIR, in_session, represented, town

NISHA = VOICE["compass-point"]
STAYS = TOWN_TERMS.replace('"chair rules"', '"stay and vote"')
LED_BY_TWO = ("hamish-durrant", WORKS_CHAIR)  # both speak for one organisation


@pytest.mark.parametrize(("kind", "subject"), [("meeting", MEETING), ("tender", "tender-1")])
def test_a_nil_return_never_erases_the_interest_a_colleague_declares_at_the_same_moment(
    store: Store, clock: StoppedClock, kind: str, subject: str
) -> None:
    """G9, K31: either the interest comes second and stands, or the nil return is refused; never the other way about."""
    works = rehearse(store, clock, "voluntaryworks", adopting=["voting.majority", "interests.effect"])
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    for number in range(12):
        on = subject if kind == "meeting" else f"{subject}-{number}"
        asked = {"partnership": works.slug, "subject_kind": kind, "subject": on, "new_title": f"Lot {number}"}
        presses = [
            works.command(LED_BY_TWO[number % 2], DeclareInterest, nil=True, **asked),
            works.command(LED_BY_TWO[1 - number % 2], DeclareInterest, nature="We bid for it", **asked),
        ]
        gate = threading.Barrier(2)

        def press(command: DeclareInterest, gate: threading.Barrier = gate) -> object:
            gate.wait()
            return works.secretary.perform(command)

        with ThreadPoolExecutor(2) as hands:
            nil, interest = hands.map(press, presses)
        assert isinstance(interest, Decision)
        assert isinstance(nil, Refused) or "nothing to declare" in nil.answer.words  # type: ignore[attr-defined]
        said = [
            each
            for each in works.happened()
            if each.type == "InterestDeclared" and each.data["organisation"] == "brcc" and each.subject == on
        ]
        assert said[-1].data["nil"] is False
        assert [each.data["declaration"] for each in said] == list(range(1, len(said) + 1))


def test_a_ruling_made_while_the_interest_is_declared_again_is_on_one_of_the_two(
    motion: Rehearsal,
) -> None:
    """K31: either it came first and is set aside by the newer declaration, or it is refused; the vote is off both ways."""
    for number in range(12):
        subject = {"kind": "item", "subject": f"item-{number}", "new_title": f"Item {number}"}
        answer(motion.declares(NISHA, "My cousin works there", **subject))
        again = motion.command(
            NISHA,
            DeclareInterest,
            partnership=motion.slug,
            subject_kind="item",
            subject=f"item-{number}",
            nature="And I own a share of it",
        )
        rules = motion.command(
            CHAIR,
            RuleOnInterest,
            partnership=motion.slug,
            interest=motion.interest(),
            declaration=1,
            ruling=Ruling.STAY_AND_VOTE,
        )
        with ThreadPoolExecutor(2) as hands:
            ruled, declared = hands.map(motion.presses, (rules, again))
        assert isinstance(declared, Decision)
        if isinstance(ruled, Refused):
            assert "declared again since" in ruled.reason
        [newest] = [
            each.data
            for each in motion.happened()
            if each.type == "InterestDeclared"
            and each.subject == f"item-{number}"
            and each.data["declaration"] == 2
        ]
        assert newest["reopened"] is isinstance(ruled, Decision)


def test_an_old_button_does_not_rule_on_a_newer_declaration(motion: Rehearsal) -> None:
    """K31: what the chair rules is ruled on what the chair has read."""
    answer(motion.declares(NISHA, "My cousin works there"))
    answer(motion.declares(NISHA, "And I own a share of it"))
    refused = motion.rules(CHAIR, motion.interest(), Ruling.STAY_AND_VOTE, declaration=1)
    assert reason(refused) == "They have declared again since; rule on the newer declaration."
    assert sorted(
        each.data["declaration"] for each in motion.notices("DeclarationNotice") if each.data["for_ruling"]
    ) == [1, 2]
    assert answer(motion.rules(CHAIR, motion.interest(), Ruling.STAY_AND_VOTE, declaration=2))
    assert answer(motion.votes(NISHA, "for"))


@pytest.mark.parametrize("again", ["And I own a share of it", "The same, in other words"])
def test_who_was_ruled_out_gains_no_vote_by_declaring_again_whatever_the_terms_leave(
    store: Store, clock: StoppedClock, again: str
) -> None:
    """K31: where the terms let an organisation stay and vote, a ruling still stands above a further declaration."""
    forum = in_session(town(store, clock, terms=STAYS), ["org-1", "org-2", "org-3"])
    chair, voice = represented("org-1"), represented("org-3")
    kept = answer(forum.declares(voice, "We rent from them"))
    assert "keeps its vote" in kept
    assert answer(forum.votes(voice, "for"))
    answer(forum.rules(chair, forum.interest(), Ruling.LEAVE))
    assert "Until the chair rules, your organisation's vote is off" in answer(forum.declares(voice, again))
    assert "off until the chair rules" in reason(forum.votes(voice, "for"))
    answer(forum.declares(voice, "A third time"))
    assert "off until the chair rules" in reason(forum.votes(voice, "for"))
    answer(forum.rules(chair, forum.interest(), Ruling.STAY_AND_VOTE))
    assert answer(forum.votes(voice, "against"))


def test_the_same_ruling_pressed_twice_is_recorded_and_told_once(motion: Rehearsal) -> None:
    """K31: the second press is told that it is recorded; the declarer hears of one ruling."""
    answer(motion.declares(NISHA, "My cousin works there"))
    answer(motion.rules(CHAIR, motion.interest(), Ruling.LEAVE))
    again = motion.rules(CHAIR, motion.interest(), Ruling.LEAVE)
    assert answer(again).startswith("Already recorded: Compass Point")
    assert len(motion.notices("RulingNotice")) == 1
    assert [each.type for each in motion.happened()].count("InterestRuled") == 1
    assert answer(motion.rules(CHAIR, motion.interest(), Ruling.STAY)).startswith("Recorded")


@pytest.mark.parametrize(
    "typed", ["The  Framework", " the framework ", "THE FRAMEWORK", "The\u00a0Framework", "Ｔhe framework"]
)
def test_a_tender_typed_by_two_people_is_one_tender(meeting: Rehearsal, typed: str) -> None:
    """C33, G9: however it is spaced and capitalised, the second interest bites on the motion about the first."""
    priya = VOICE["kent-council"]
    answer(meeting.declares(NISHA, "We bid", kind="tender", subject="tender-1", new_title="The framework"))
    answer(meeting.declares(priya, "We bid too", kind="tender", subject="tender-2", new_title=typed))
    answer(meeting.puts(CHAIR, about="tender-1"))
    assert "declared an interest" in reason(meeting.votes(NISHA, "for"))
    assert "declared an interest" in reason(meeting.votes(priya, "for"))


def test_an_item_and_a_tender_of_one_name_are_two_things(meeting: Rehearsal) -> None:
    """C33: the same word may name a contract and the item under which it is talked about."""
    answer(meeting.declares(NISHA, "We bid", kind="tender", subject="tender-1", new_title="Transport"))
    answer(meeting.declares(NISHA, "We own it", kind="item", subject="item-1", new_title="Transport"))
    declared = [each.subject for each in meeting.declared()]
    assert declared == ["tender-1", "item-1"]
    assert known_as("Transport") != known_as("Transports")
