"""What followed from a decision ends when it is void, or its ratification is, and stands again when it is ratified anew."""

from datetime import date
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.workflows.entries.correcting import CorrectDecision
from tests.rehearsal import Rehearsal, answer, at
from tests.rooms import CHAIR, IN_THE_ROOM, VOICE
from tests.spec.deciding.named import FEW, SECOND, carries, days, dissolutions, names, refused, whole, work_of
from tests.spec.deciding.registering import statuses
from tests.spec.meetings.calling import books, told, turn_to

EKC = VOICE["ekc-group"]
COVER = {"covering": EKC, "until": "2026-09-30"}
TRUST = {"co_opted": "Saltmarsh Homes Trust", "co_opted_is": "organisation", "gives_vote": "yes"}
GROUP = {"dissolved": "operational"}
PUBLIC = {"public": True, "public_decision": "2026/1"}


def becomes(body: Rehearsal, decision: str, what: str = "void") -> str:
    """The chair records what became of a decision; everything the answer says."""
    asked = {"partnership": "clpp", "decision": decision, "becomes": what, "reason": "Put in error"}
    outcome = body.say(CHAIR, CorrectDecision, **asked)
    answer(outcome)
    return f"{outcome.answer.words} {outcome.answer.next}"


def offices(body: Rehearsal) -> list[Role]:
    """When Folasade Akande serves as secretariat."""
    return [each for each in whole(body).roles if each.person == EKC and each.role == "secretariat"]


def trust(body: Rehearsal) -> tuple[bool, date | None]:
    """Whether whom it co-opted has a vote, and when they left."""
    [found] = [each for each in whole(body).organisations if each.name == "Saltmarsh Homes Trust"]
    return found.voting, found.left_on


def ratifies(body: Rehearsal, motion: str) -> str:
    """The first decision is ratified, as it is."""
    answer(body.puts(CHAIR, "", motion=motion, ratifies="motion-1"))
    return carries(body, motion)


def ratified(body: Rehearsal, kind: str, **named: Any) -> None:
    """D2026/1, decided without a quorum, and D2026/2 by which a second meeting ratifies it on 23 April; that one goes on."""
    answer(body.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(body, kind, who=EKC, **named))
    carries(body, closer=EKC)
    answer(body.closes_meeting(CHAIR))
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    ratifies(body, "motion-2")


def test_cover_that_is_void_ends_at_once(meeting: Rehearsal, clock: StoppedClock) -> None:
    """K40: the office is held until the day before, and nobody is reminded of its end."""
    answer(names(meeting, "cover", **COVER))
    carries(meeting)
    clock.turn(days=7)
    assert "secretariat no longer" in becomes(meeting, "D2026/1")
    [office] = offices(meeting)
    assert (office.from_on, office.to_on) == (date(2026, 4, 23), date(2026, 4, 29))
    assert refused(books(meeting, "2026-12-01 14:00", EKC)).reason
    turn_to(meeting, at("2026-09-30T12:00+01:00"))
    assert not told(meeting, "CoverEndsNotice")


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_cover_that_is_void_on_the_day_it_began_was_no_office(meeting: Rehearsal, what: str) -> None:
    """K40."""
    answer(names(meeting, "cover", **COVER))
    carries(meeting)
    becomes(meeting, "D2026/1", what)
    assert offices(meeting) == []


def test_cover_that_another_decision_arranged_as_well_goes_on(meeting: Rehearsal) -> None:
    """K40: until that is void too."""
    for motion in ("motion-1", "motion-2"):
        answer(names(meeting, "cover", motion=motion, **COVER))
    for motion in ("motion-1", "motion-2"):
        carries(meeting, motion)
    becomes(meeting, "D2026/1")
    assert len(offices(meeting)) == 1
    becomes(meeting, "D2026/2")
    assert offices(meeting) == []


def test_what_was_not_carried_has_nothing_that_ends(meeting: Rehearsal) -> None:
    """K40: and the answer claims nothing."""
    answer(names(meeting, "cover", **COVER))
    carries(meeting, choice="against")
    assert "secretariat" not in becomes(meeting, "D2026/1")


def test_cover_ends_with_its_ratification_and_begins_again_with_the_next(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33, K40: each span stands in the register."""
    ratified(clpp, "cover", **COVER)
    clock.turn(days=7)
    assert "secretariat no longer" in becomes(clpp, "D2026/2")
    assert [each.to_on for each in offices(clpp)] == [date(2026, 4, 29)]
    clock.turn(days=7)
    assert "stands again" in ratifies(clpp, "motion-3")
    spans = {(each.from_on, each.to_on) for each in offices(clpp)}
    assert spans == {
        (date(2026, 4, 23), date(2026, 4, 29)),
        (date(2026, 5, 7), date(2026, 9, 30)),
    }
    becomes(clpp, "D2026/4")
    assert [(each.from_on, each.to_on) for each in offices(clpp)] == [(date(2026, 4, 23), date(2026, 4, 29))]


def test_whom_it_co_opted_is_out_with_the_ratification_and_in_again_with_the_next(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K18, K33: the vote that the resolution gave goes and comes; nobody stands in the register twice."""
    ratified(clpp, "co-option", **TRUST)
    assert trust(clpp) == (True, None)
    clock.turn(days=7)
    assert "D2026/1 waits for a quorate meeting again" in becomes(clpp, "D2026/2")
    assert trust(clpp) == (False, date(2026, 4, 30))
    clock.turn(days=7)
    ratifies(clpp, "motion-3")
    assert trust(clpp) == (True, None)
    becomes(clpp, "D2026/1")
    assert trust(clpp) == (False, date(2026, 5, 7))


def test_notice_of_dissolution_is_given_again_with_the_next_ratification(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33, K46: six months from then, and the clock tells nothing of the first day."""
    ratified(clpp, "dissolution", **GROUP)
    becomes(clpp, "D2026/2")
    assert dissolutions(clpp) == ()
    clock.turn(days=31)
    ratifies(clpp, "motion-3")
    [found] = dissolutions(clpp)
    assert (found.given_on, found.effective_on) == (date(2026, 5, 24), date(2026, 11, 24))
    assert len(clpp.notices("DissolutionNotice")) == 2
    turn_to(clpp, at("2026-10-23T12:00+01:00"))
    assert not [each for each in clpp.happened() if each.type == "TookEffect"]
    turn_to(clpp, at("2026-11-24T12:00+00:00"))
    [effect] = [each for each in clpp.happened() if each.type == "TookEffect"]
    assert effect.data["effective_on"] == "2026-11-24"
    assert days(work_of(clpp, "dissolution nears")) == []


def test_notice_that_was_to_be_given_later_is_not_given_once_the_decision_is_void(clpp: Rehearsal) -> None:
    """K46: and is again on its day, where the decision is ratified anew before it."""
    ratified(clpp, "dissolution", **GROUP, notice_on="2026-06-01")
    becomes(clpp, "D2026/2")
    assert [each.state for each in clpp.notices("DissolutionNotice")] == ["withdrawn"]
    assert "stands again" in ratifies(clpp, "motion-3")
    assert [each.state for each in clpp.notices("DissolutionNotice")] == ["pending"]
    [found] = dissolutions(clpp)
    assert found.given_on == date(2026, 6, 1)


def test_no_meeting_is_booked_in_public_on_a_decision_that_is_void(meeting: Rehearsal) -> None:
    """K39."""
    answer(names(meeting, "meeting in public"))
    carries(meeting)
    becomes(meeting, "D2026/1")
    why = refused(books(meeting, "2026-12-01 14:00", meeting="december", **PUBLIC))
    assert (why.field, why.clause.number) == ("public_decision", "4.12")


def test_nor_on_one_whose_ratification_is_void(clpp: Rehearsal) -> None:
    """K33, K39."""
    ratified(clpp, "meeting in public")
    becomes(clpp, "D2026/2")
    assert refused(books(clpp, "2026-12-01 14:00", meeting="december", **PUBLIC)).field == "public_decision"
    ratifies(clpp, "motion-3")
    answer(books(clpp, "2026-12-01 14:00", meeting="december", **PUBLIC))


def test_a_ratification_is_not_rescinded_but_what_it_ratified(clpp: Rehearsal) -> None:
    """K33: the decision in force is the one that was ratified; a ratification put in error is void."""
    ratified(clpp, "co-option", **TRUST)
    asked = {"partnership": "clpp", "becomes": "rescinded", "reason": "No longer wanted"}
    why = refused(clpp.say(CHAIR, CorrectDecision, decision="D2026/2", **asked))
    assert why.field == "becomes"
    assert "Record it of D2026/1" in why.next
    answer(clpp.say(CHAIR, CorrectDecision, decision="D2026/1", **asked))
    assert statuses(clpp) == {"D2026/1": "rescinded", "D2026/2": "carried", "D2026/3": "recorded"}
    assert trust(clpp)[0] is False


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_what_is_void_or_rescinded_does_not_wait_again_where_its_ratification_is_void_as_well(
    clpp: Rehearsal, what: str
) -> None:
    """K18, K33: nor can it be ratified anew, and whom it co-opted stays out."""
    ratified(clpp, "co-option", **TRUST)
    becomes(clpp, "D2026/1", what)
    assert "waits for a quorate meeting again" not in becomes(clpp, "D2026/2")
    why = refused(clpp.puts(CHAIR, "", motion="motion-3", ratifies="motion-1"))
    assert "does not await ratification" in why.reason
    assert statuses(clpp)["D2026/1"] == what
    assert trust(clpp)[0] is False


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_of_what_was_ratified_in_other_words_those_words_are_void_or_rescinded(
    clpp: Rehearsal, what: str
) -> None:
    """K18, K33: what is in force, and what followed, is the decision in its place."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, "co-option", who=EKC, **TRUST))
    carries(clpp, closer=EKC)
    answer(clpp.closes_meeting(CHAIR))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    again = {"motion": "motion-2", "ratifies": "motion-1", "amended": True}
    answer(names(clpp, "co-option", "That the Trust be co-opted, with thanks", **again, **TRUST))
    carries(clpp, "motion-2")
    asked = {"partnership": "clpp", "becomes": what, "reason": "No longer wanted"}
    why = refused(clpp.say(CHAIR, CorrectDecision, decision="D2026/1", **asked))
    assert why.field == "becomes"
    assert "Record it of D2026/2" in why.next
    assert trust(clpp)[0] is True
    becomes(clpp, "D2026/2", what)
    assert trust(clpp)[0] is False
