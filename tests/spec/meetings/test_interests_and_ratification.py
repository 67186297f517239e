"""An interest in a provisional decision is one in its ratification: the vote stays off until whoever is chairing rules."""

from datetime import datetime

import pytest

from bot.clock import StoppedClock
from bot.workflows.decisions import Decision
from bot.workflows.interests.interests import Ruling
from tests.rehearsal import MEETING, Rehearsal, answer, at, reason
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE
from tests.spec.meetings.holding import SECOND, awaiting, decide, ratifies

EKC, COUNCIL, MEDWAY = (VOICE[each] for each in ("ekc-group", "kent-council", "medway-council"))
FEW = ("ekc-group", "kent-council", "medway-council")


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the first meeting."""
    return StoppedClock(datetime.fromisoformat("2026-04-23T10:00+01:00"))


@pytest.fixture
def declared(clpp: Rehearsal) -> Rehearsal:
    """A meeting without a quorum at which Medway declares an interest in the meeting as a whole, and a second one in session."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=FEW))
    answer(clpp.declares(MEDWAY, "The post would be ours", kind="meeting", subject=MEETING))
    answer(clpp.puts(EKC))
    assert "Medway Council" in clpp.sees().withdrawn
    assert "carried, provisionally" in decide(clpp, "motion-1", closer=EKC)
    answer(clpp.closes_meeting(SECRETARY))
    clpp.clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    return clpp


def test_the_same_organisation_has_withdrawn_from_the_ratification(declared: Rehearsal) -> None:
    """K31, K33: although it declared at the earlier meeting; whoever puts it is told, with the clause."""
    put = ratifies(declared)
    assert isinstance(put, Decision)
    assert "Withdrawn from it, for an interest in what it ratifies (4.5): Medway Council" in put.answer.next
    assert declared.sees("motion-2").withdrawn == ("Medway Council",)
    refused = declared.votes(MEDWAY, "for", "motion-2")
    assert "has declared an interest" in reason(refused)
    assert refused.clause.number == "4.5"
    assert "Medway Council" not in declared.sees("motion-2").entitled


def test_its_representative_is_told_and_the_chair_has_it_to_rule_on(declared: Rehearsal) -> None:
    """K31: with the clause; once each."""
    answer(ratifies(declared))
    [told] = declared.notices("CarriedOverNotice")
    assert told.recipient == declared.user(MEDWAY)
    assert (told.data["reference"], told.data["ratifies"], told.data["clause"]) == ("2026/2", "2026/1", "4.5")
    [ruling] = [each for each in declared.notices("DeclarationNotice") if each.subject == "motion-2"]
    assert ruling.recipient == declared.user(CHAIR)
    assert (ruling.data["for_ruling"], ruling.data["nature"]) == (True, "The post would be ours")


def test_a_ruling_lifts_it(declared: Rehearsal) -> None:
    """K31: as on any other motion; and it votes."""
    answer(ratifies(declared))
    answer(declared.rules(CHAIR, declared.declared()[-1].data["interest"], Ruling.STAY_AND_VOTE))
    assert declared.sees("motion-2").withdrawn == ()
    answer(declared.votes(MEDWAY, "for", "motion-2"))
    assert "carried" in decide(declared)
    assert awaiting(declared) == ()
    assert "medway-council" in declared.result("motion-2").voted


def test_what_was_ruled_when_it_was_declared_may_be_ruled_otherwise_by_whoever_chairs_the_ratification(
    declared: Rehearsal,
) -> None:
    """K31, K33: the message to them says what was ruled, so theirs is no press that came too late."""
    interest = declared.declared()[-1].data["interest"]
    answer(declared.rules(CHAIR, interest, Ruling.LEAVE))
    answer(ratifies(declared))
    answer(declared.chooses_chair(SECRETARY, COUNCIL, "motion-2"))
    assert answer(declared.rules(COUNCIL, interest, Ruling.STAY_AND_VOTE)).startswith("Already recorded")
    [ruling] = [each for each in declared.notices("DeclarationNotice") if each.subject == "motion-2"]
    assert ruling.data["ruled"] == Ruling.LEAVE
    assert answer(declared.rules(COUNCIL, interest, Ruling.STAY_AND_VOTE, was="leave")).startswith("Recorded")
    assert declared.sees("motion-2").withdrawn == ()


def test_an_acting_chair_of_the_ratification_may_rule_on_it_as_well(declared: Rehearsal) -> None:
    """K26, K31: with the interest handed over."""
    answer(ratifies(declared))
    answer(declared.chooses_chair(SECRETARY, COUNCIL, "motion-2"))
    mine = [
        each for each in declared.notices("DeclarationNotice") if each.recipient == declared.user(COUNCIL)
    ]
    assert [each.data["nature"] for each in mine] == ["The post would be ours"]
    before = declared.sees("motion-2").revision
    answer(declared.rules(COUNCIL, declared.declared()[-1].data["interest"], Ruling.STAY_AND_VOTE))
    assert declared.sees("motion-2").revision > before


def test_it_bears_on_the_ratification_and_on_nothing_else_at_that_meeting(declared: Rehearsal) -> None:
    """K31: an interest in one meeting is not one in the next."""
    answer(declared.puts(CHAIR, "That the room be changed", motion="motion-3"))
    assert declared.sees("motion-3").withdrawn == ()
    answer(declared.votes(MEDWAY, "for", "motion-3"))


def test_where_the_chair_themselves_has_withdrawn_another_chair_is_wanted(clpp: Rehearsal) -> None:
    """K29, K31: nobody rules on their own interest."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=FEW))
    answer(clpp.puts(EKC))
    answer(clpp.declares(MEDWAY, "The post would be ours"))
    decide(clpp, "motion-1", closer=EKC)
    answer(clpp.closes_meeting(SECRETARY))
    clpp.clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(SECRETARY, chair=MEDWAY, present=IN_THE_ROOM, meeting=SECOND))
    answer(ratifies(clpp, MEDWAY))
    assert [each.recipient for each in clpp.notices("ChairWantedNotice")] == [clpp.user(SECRETARY)]
    assert not [each for each in clpp.notices("DeclarationNotice") if each.subject == "motion-2"]


def test_where_nobody_had_an_interest_nobody_is_told(clpp: Rehearsal) -> None:
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=FEW))
    answer(clpp.puts(EKC))
    decide(clpp, "motion-1", closer=EKC)
    answer(clpp.closes_meeting(SECRETARY))
    clpp.clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    put = ratifies(clpp)
    assert isinstance(put, Decision)
    assert "Withdrawn" not in put.answer.next
    assert clpp.notices("CarriedOverNotice") == []
