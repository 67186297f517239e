"""A deadlock: a decision for which no later meeting can be quorate is named as one, with the way out, and kept open."""

from dataclasses import replace

import pytest

from bot.clock import StoppedClock
from bot.rules.reading import parse_terms
from bot.rules.register import Organisation, Register, Role
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.entries.ratifying import deadlock
from bot.workflows.interests.interests import Ruling
from tests.presenters.samples import terms_of
from tests.rehearsal import Rehearsal, answer, at, reason
from tests.rooms import SECRETARY, TOWN_TERMS, VOICE
from tests.spec.meetings.holding import SECOND, awaiting, decide, leaves, ratifies

EKC, UNIVERSITY = VOICE["ekc-group"], VOICE["north-downs"]


def members(*slugs: str) -> Register:
    """Organisations of a sector each, by the first two letters of their slugs."""
    sectors = {"fe", "he", "la"}
    return Register(
        organisations=tuple(
            Organisation(each, each.upper(), sector=each[:2] if each[:2] in sectors else None)
            for each in slugs
        ),
        roles=(Role("chair", person=None, organisation=slugs[0]),),
    )


@pytest.fixture
def stuck(clpp: Rehearsal, clock: StoppedClock) -> Rehearsal:
    """In April the one university has withdrawn from the motion: without anybody else from higher education it is provisional."""
    leaves(clpp, "invicta")
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council", "north-downs"]))
    answer(clpp.puts(EKC))
    answer(clpp.declares(UNIVERSITY, "It would be paid to us"))
    assert "carried, provisionally" in decide(clpp, "motion-1", closer=EKC)
    answer(clpp.closes_meeting(SECRETARY))
    clock.set(at("2026-05-14T10:00+01:00"))
    return clpp


def test_where_the_only_member_of_a_sector_has_withdrawn_the_deadlock_is_named_with_its_way_out(
    stuck: Rehearsal,
) -> None:
    """K33: no later meeting can be quorate for it; it is said, and kept open."""
    [waiting] = awaiting(stuck)
    assert waiting.deadlock == (
        "As things stand no meeting can be quorate for it (4.6): University of the North Downs, the only member from higher "
        "education, has withdrawn from it. The way out: whoever is chairing rules that it may stay and vote, or another member "
        "from higher education joins. Until then the decision waits."
    )
    assert "the only member from higher education" in stuck.sees().ratification


def test_the_deadlock_is_told_when_the_ratification_is_put_and_the_interest_bears_on_it(
    stuck: Rehearsal,
) -> None:
    """K33, K31: the interest was in the decision, so it is in its ratification."""
    answer(
        stuck.opens_meeting(
            SECRETARY, chair=EKC, present=["ekc-group", "kent-council", "north-downs"], meeting=SECOND
        )
    )
    put = ratifies(stuck, EKC)
    assert isinstance(put, Decision)
    assert "the only member from higher education" in put.answer.next
    assert "University of the North Downs" in stuck.sees("motion-2").withdrawn
    assert "has declared an interest" in reason(stuck.votes(UNIVERSITY, "for", "motion-2"))
    assert "carried, provisionally" in decide(stuck, closer=EKC)
    assert len(awaiting(stuck)) == 1


def test_a_ruling_that_it_may_stay_and_vote_undoes_the_deadlock(stuck: Rehearsal) -> None:
    """K33, K31: on the interest as it was declared, though the motion itself has been decided."""
    answer(
        stuck.opens_meeting(
            SECRETARY, chair=EKC, present=["ekc-group", "kent-council", "north-downs"], meeting=SECOND
        )
    )
    answer(ratifies(stuck, EKC))
    ruled = answer(stuck.rules(EKC, stuck.declared()[-1].data["interest"], Ruling.STAY_AND_VOTE))
    assert "Motion 2026/2 is now quorate" in ruled
    assert awaiting(stuck)[0].deadlock == ""
    answer(stuck.votes(UNIVERSITY, "for", "motion-2"))
    assert "2026/2 carried:" in decide(stuck, closer=EKC)
    assert awaiting(stuck) == ()


def test_another_member_from_the_sector_undoes_the_deadlock() -> None:
    """K33: the other way out."""
    terms = replace(terms_of("clpp"))
    both = members("he", "he2", "fe", "la")
    assert deadlock(terms, both, {"he"}) == ""
    assert "all the members from higher education, have withdrawn" in deadlock(terms, both, {"he", "he2"})
    assert deadlock(terms, both, set()) == ""


def test_a_vacancy_is_not_called_a_deadlock() -> None:
    """K21, K33: where a sector has no member at all, every test of the quorum says so by itself."""
    assert deadlock(terms_of("clpp"), members("fe", "la"), {"fe"}) == ""


def test_where_too_few_are_left_for_a_number_the_deadlock_is_named_as_well() -> None:
    """K33, V38: two of two have withdrawn."""
    found = deadlock(terms_of("voluntaryworks"), members("a", "b", "c"), {"a", "b"})
    assert "A and B have withdrawn from it, and too few are left" in found
    assert deadlock(terms_of("voluntaryworks"), members("a", "b", "c"), {"a"}) == ""


def test_where_the_withdrawn_are_counted_there_is_no_deadlock(store: Store, clock: StoppedClock) -> None:
    """G9: a body may count them."""
    counted = (
        '\n[quorum.withdrawn]\nvalue = "counted"\nclause = "13"\nwords = "Whoever withdraws is counted."\n'
    )
    assert deadlock(parse_terms(TOWN_TERMS + counted), members("a", "b"), {"a", "b"}) == ""
    assert deadlock(parse_terms(TOWN_TERMS), members("a", "b"), {"a"}) != ""
