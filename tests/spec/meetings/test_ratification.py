"""Provisional decisions: they wait until a quorate meeting ratifies, amends or rejects them, and a deadlock is named."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.presenters.votes.motion import motion_message
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.entries.ratifying import as_ratification, may_not_ratify, ratification_text, settled
from bot.workflows.questions import WhyMotion
from bot.workflows.room.room_questions import WhatAwaits
from bot.workflows.votes.motions import Provisional
from bot.workflows.votes.moving import LONGEST_TEXT, PutMotion
from tests.presenters.reading import words
from tests.presenters.samples import terms_of
from tests.rehearsal import MEETING, Rehearsal, answer, at, reason
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, TOWN_TERMS, VOICE, represented, town, vote
from tests.spec.meetings.holding import SECOND, awaiting, decide, ratifies

EKC, KENT, UNIVERSITY = VOICE["ekc-group"], VOICE["kent-council"], VOICE["north-downs"]
TEXT = "That the bid be submitted"


@pytest.fixture
def provisional(clpp: Rehearsal, clock: StoppedClock) -> Rehearsal:
    """CLPP, of which two organisations decided something in April, without anybody from higher education; it is May."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(EKC))
    vote(clpp, {"ekc-group": "for", "kent-council": "for"})
    assert "carried, provisionally" in answer(clpp.closes(EKC))
    answer(clpp.closes_meeting(SECRETARY))
    clock.set(at("2026-05-14T10:00+01:00"))
    return clpp


@pytest.fixture
def later(provisional: Rehearsal) -> Rehearsal:
    """The same at its next meeting, which is quorate."""
    answer(provisional.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    return provisional


# ---- what waits


def test_what_is_carried_without_a_quorum_awaits_ratification(provisional: Rehearsal) -> None:
    """K33: it stands in the list with its meeting and its day, and its own message says that it waits."""
    [waiting] = awaiting(provisional)
    assert (waiting.motion, waiting.reference, waiting.text) == ("motion-1", "2026/1", TEXT)
    assert waiting.meeting_title == "Strategy Group"
    assert waiting.since == at("2026-04-23T10:00+01:00")
    assert waiting.deadlock == waiting.being_ratified == ""
    assert provisional.sees().ratification == (
        "It awaits ratification by a subsequent quorate meeting (4.7), and has no effect until then."
    )
    shown = words(motion_message(provisional.sees()).blocks)
    assert shown.count("Not quorate") == 1
    assert shown.count("ratif") == 1, "said once, and not again in other words"


def test_what_was_not_carried_or_was_quorate_or_indicative_waits_for_nothing(clpp: Rehearsal) -> None:
    """K33: only decisions, and only provisional ones."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(EKC))
    assert "not carried" in decide(clpp, "motion-1", carried=False, closer=EKC)
    answer(clpp.puts(EKC, motion="motion-2", how="indicative"))
    decide(clpp, "motion-2", closer=EKC)
    answer(clpp.arrives(SECRETARY, "invicta"))
    answer(clpp.records_aloud(SECRETARY, "invicta"))
    answer(clpp.puts(EKC, motion="motion-3"))
    assert "carried" in decide(clpp, "motion-3", closer=EKC)
    assert awaiting(clpp) == ()
    assert clpp.sees("motion-3").ratification == ""


def test_a_body_that_may_only_discuss_has_nothing_to_ratify(works: Rehearsal) -> None:
    """V39: there is no way to ratify unless the Consortium adopts one."""
    assert awaiting(works) == ()


def test_it_waits_for_as_long_as_it_takes(provisional: Rehearsal, clock: StoppedClock) -> None:
    """K33: not limited to the very next meeting, and without any time limit."""
    answer(provisional.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    answer(provisional.closes_meeting(CHAIR, SECOND))
    clock.turn(days=400)
    assert [each.reference for each in awaiting(provisional)] == ["2026/1"]


# ---- ratified, amended, rejected


def test_a_quorate_meeting_ratifies_it(later: Rehearsal) -> None:
    """K33: by a motion of that meeting, and both messages say so."""
    put = ratifies(later)
    assert isinstance(put, Decision)
    assert later.sees("motion-2").motion.text == f"That motion 2026/1 be ratified: {TEXT}"
    before = later.sees().revision
    closed = decide(later)
    assert "2026/2 carried" in closed
    assert later.result("motion-2").notes[0] == (
        "Motion 2026/1 is ratified, and is a decision from now on (4.7)."
    )
    assert "Motion 2026/1 is ratified" in later.notices("ResultNotice")[-1].data["notes"][0]
    assert later.sees().ratification == "Ratified by motion 2026/2 on Thursday 14 May 2026 (4.7)."
    assert later.sees().revision > before
    assert awaiting(later) == ()
    why = later.secretary.ask(
        WhyMotion(workspace=later.workspace, team=later.team, user=later.user(CHAIR), motion="motion-1")
    )
    [reason_] = [each for each in why if each.heading == "Ratification"]
    assert (reason_.words, reason_.clause.number) == (later.sees().ratification, "4.7")
    [event] = [each for each in later.happened() if each.type == "RatificationDecided"]
    assert (event.subject, event.data["state"], event.data["decided_by"]) == (
        "motion-1",
        "ratified",
        "motion-2",
    )


def test_a_quorate_meeting_may_amend_it_and_the_new_words_stand(later: Rehearsal) -> None:
    """K33."""
    answer(ratifies(later, text="That the bid be submitted in June", amended=True))
    assert later.sees("motion-2").motion.text == (
        "That motion 2026/1 be ratified with these words: That the bid be submitted in June"
    )
    decide(later)
    assert later.sees().ratification == (
        "Ratified as amended by motion 2026/2 on Thursday 14 May 2026 (4.7). The words of that motion stand in place of these."
    )
    assert "as amended" in later.result("motion-2").notes[0]
    assert awaiting(later) == ()


def test_a_quorate_meeting_may_reject_it(later: Rehearsal) -> None:
    """K33: and it comes to nothing."""
    answer(ratifies(later))
    assert "not carried" in decide(later, carried=False)
    assert later.sees().ratification == (
        "Rejected by motion 2026/2 on Thursday 14 May 2026 (4.7). It comes to nothing."
    )
    assert awaiting(later) == ()


def test_a_casting_vote_may_ratify_it(later: Rehearsal) -> None:
    """K29, K33: ratification is a decision like any other."""
    answer(ratifies(later))
    answer(later.votes(EKC, "for", "motion-2"))
    answer(later.votes(KENT, "against", "motion-2"))
    assert "Tied" in answer(later.closes(CHAIR, "motion-2"))
    assert awaiting(later)[0].being_ratified == "2026/2"
    answer(later.casts(CHAIR, "for", motion="motion-2"))
    assert later.sees().ratification.startswith("Ratified by motion 2026/2")


def test_another_meeting_without_a_quorum_leaves_it_waiting(provisional: Rehearsal) -> None:
    """K33: carried provisionally again, or turned down by too few: neither settles it, and neither queues a second time."""
    answer(
        provisional.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"], meeting=SECOND)
    )
    put = ratifies(provisional, EKC)
    assert isinstance(put, Decision)
    assert "Not quorate" in put.answer.next
    assert "carried, provisionally" in decide(provisional, closer=EKC)
    assert "still awaits ratification" in provisional.result("motion-2").notes[0]
    answer(ratifies(provisional, EKC, motion="motion-3"))
    assert "not carried" in decide(provisional, "motion-3", carried=False, closer=EKC)
    assert [each.motion for each in awaiting(provisional)] == ["motion-1"]


def test_consensus_comes_first_as_ever(later: Rehearsal) -> None:
    """K27, K33."""
    refused = ratifies(later, consensus_sought=False)
    assert isinstance(refused, Refused)
    assert refused.field == "consensus_sought"


def test_what_the_decision_was_about_the_ratification_is_about(clpp: Rehearsal, clock: StoppedClock) -> None:
    """K31, K33: whoever has declared an interest in the tender has it still."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council", "medway-council"]))
    medway = VOICE["medway-council"]
    answer(clpp.declares(medway, "We bid", kind="tender", subject="tender-1", new_title="Transport"))
    answer(clpp.puts(EKC, about="tender-1"))
    decide(clpp, "motion-1", closer=EKC)
    answer(clpp.closes_meeting(SECRETARY))
    clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    answer(ratifies(clpp))
    assert clpp.sees("motion-2").about == "Transport"
    assert clpp.sees("motion-2").withdrawn == ("Medway Council",)
    assert "has declared an interest" in reason(clpp.votes(medway, "for", "motion-2"))


# ---- what may not be ratified, and where


def test_a_decision_is_not_ratified_at_the_meeting_that_took_it(clpp: Rehearsal) -> None:
    """K33: "a subsequent quorate meeting", though this one has become quorate since."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(EKC))
    decide(clpp, "motion-1", closer=EKC)
    answer(clpp.arrives(SECRETARY, "invicta"))
    answer(clpp.records_aloud(SECRETARY, "invicta"))
    refused = ratifies(clpp, EKC)
    assert isinstance(refused, Refused)
    assert "was decided at this meeting, and a decision is ratified by a subsequent one" in refused.reason
    assert refused.clause.number == "4.7"


@pytest.mark.parametrize("how", ["between meetings", "indicative"])
def test_it_is_ratified_at_a_meeting_and_nowhere_else(
    later: Rehearsal, clock: StoppedClock, how: str
) -> None:
    """K33."""
    refused = ratifies(later, how=how, closes_at=clock.now() + timedelta(days=2))
    assert "by a subsequent quorate meeting, and nowhere else" in reason(refused)


@pytest.mark.parametrize("which", ["motion-9", "", "motion-2"])
def test_only_a_decision_that_waits_is_ratified(later: Rehearsal, which: str) -> None:
    """K33: not one that does not exist, nor one that was quorate."""
    answer(later.puts(CHAIR, motion="motion-2"))
    decide(later)
    refused = ratifies(later, motion="motion-3", ratifies=which)
    assert "not one of this partnership that was taken without a quorum" in reason(refused)


def test_a_decision_of_another_partnership_is_not_this_ones_to_ratify(
    later: Rehearsal, store: Store, clock: StoppedClock
) -> None:
    """Another body's decision is not known here."""
    forum = town(
        store,
        clock,
        terms=TOWN_TERMS.replace('"discuss only"', '"ratify later"'),
        workspace="T0OTHER",
    )
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=["org-1", "org-2"]))
    refused = ratifies(forum, chair, motion="motion-9")
    assert "not one of this partnership" in reason(refused)


def test_what_has_been_settled_is_not_settled_again(later: Rehearsal) -> None:
    """K33: and while a motion asks for it, no second one does."""
    answer(ratifies(later))
    assert "Motion 2026/2, which is open now, already asks" in reason(ratifies(later, motion="motion-3"))
    decide(later)
    assert "does not await ratification: it was ratified by motion 2026/2" in reason(
        ratifies(later, motion="motion-3")
    )
    assert "has been put already, by this same form" in answer(ratifies(later))


def test_only_whoever_is_chairing_puts_it(later: Rehearsal) -> None:
    """K27, V11."""
    assert "Only whoever is chairing" in reason(ratifies(later, SECRETARY))
    assert "not in the register" in reason(ratifies(later, "U0STRANGER"))


def test_the_words_it_is_amended_to_are_wanted_and_have_their_length(later: Rehearsal) -> None:
    """K33: under their own field."""
    for text in ("", "   ", "x" * 10_000):
        refused = ratifies(later, text=text, amended=True)
        assert isinstance(refused, Refused)
        assert refused.field == "text"


def test_however_long_a_decision_is_it_can_be_ratified_as_it_is() -> None:
    """K33: it is named by its number, and its own words are quoted as far as they fit."""
    long = original(text="é" * LONGEST_TEXT)
    assert len(ratification_text(long)) == LONGEST_TEXT
    assert ratification_text(long).endswith("é…")


def test_the_majority_is_that_of_the_decision_itself() -> None:
    """K33, K45: a sub-quorate amendment is ratified as an amendment, and its rules do not change until then."""
    command = PutMotion(
        workspace="T1",
        team="T1",
        user="U1",
        delivery="press",
        received_at=at("2026-05-14T10:00+01:00"),
        partnership="clpp",
        motion="motion-2",
        text="That anything else be done",
        how="meeting",
        ratifies="motion-1",
    )
    asked = as_ratification(command, original(kind="amendment", about="tender-1"))
    assert (asked.kind, asked.about) == ("amendment", "tender-1")
    assert "That anything else be done" not in asked.text
    assert may_not_ratify(command, original(kind="amendment"), None, terms_of("clpp")) is None


def test_an_amendment_ratified_in_its_own_words_needs_no_second_notice(later: Rehearsal) -> None:
    """K45: its text was sent ten days before it was decided; other words would need their own ten days."""
    as_an_amendment(later)
    answer(ratifies(later))
    assert later.sees("motion-2").motion.kind == "amendment"
    refused = ratifies(later, motion="motion-3", text="That 4.1 read otherwise", amended=True)
    assert "2026/2" in reason(refused)
    decide(later)
    assert later.sees().ratification.startswith("Ratified by")


def test_other_words_for_an_amendment_need_their_own_notice(later: Rehearsal) -> None:
    """K45: a changed text starts its ten days again."""
    as_an_amendment(later)
    refused = ratifies(later, text="That 4.1 read otherwise", amended=True)
    assert isinstance(refused, Refused)
    assert refused.clause.number == "5.7"


# ---- the arithmetic of settling


@pytest.mark.parametrize(
    ("outcome", "quorum", "amended", "state"),
    [
        ("carried", "quorate", False, "ratified"),
        ("carried", "quorate", True, "amended"),
        ("not carried", "quorate", False, "rejected"),
        ("carried", "not quorate", False, None),
        ("not carried", "not quorate", False, None),
        ("carried", "no quorum stated", False, None),
        ("tied", "quorate", False, None),
        ("no quorum", "not quorate", False, None),
        ("no decision", "quorate", False, None),
    ],
)
def test_only_a_quorate_result_settles_a_provisional_decision(
    outcome: str, quorum: str, amended: bool, state: str | None
) -> None:
    """K33."""
    from tests.presenters.samples import motion

    decided = settled(
        motion(ratifies="motion-1", amended=amended),
        original(),
        outcome=outcome,
        quorum=quorum,
        person=None,
        at=at("2026-05-14T10:00+01:00"),
    )
    assert (decided.state if decided else None) == state


def test_the_list_shows_what_waits_to_anybody_and_whether_it_can_be_put_now(later: Rehearsal) -> None:
    """K33: for the chair's list."""
    asked = WhatAwaits(
        workspace=later.workspace, team=later.team, user=later.user(CHAIR), partnership=later.slug
    )
    shown = later.secretary.ask(asked)
    assert (len(shown.awaiting), shown.clause.number, shown.in_session) == (1, "4.7", True)


def original(**changes: Any) -> Provisional:
    made = Provisional("motion-1", "2026/1", TEXT, "ordinary", None, MEETING, at("2026-04-23T10:00+01:00"))
    return replace(made, **changes)


def as_an_amendment(body: Rehearsal) -> None:
    """The decision of April was one on an amendment, its text having been sent ten days before."""
    from sqlalchemy import update

    from bot.store.tables import motions

    with body.store.transaction() as connection:
        connection.execute(
            update(motions)
            .where(motions.c.partnership == body.slug, motions.c.id == "motion-1")
            .values(kind="amendment")
        )
