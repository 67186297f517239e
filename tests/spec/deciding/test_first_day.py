"""A partnership's first day: register, declare, put a motion, vote, tie, and what each partnership's own terms make of it."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from tests.rehearsal import answer, reason, rehearse


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 24 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


def test_in_clpp_a_tie_ends_with_the_chairs_casting_vote(store: Store, clock: StoppedClock) -> None:
    """K27, K28, K29, K31, K32, G9: declaration to casting vote, under clauses 4.3, 4.5 and 4.6."""
    clpp = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    chair = "kwabena-ofori"
    present = ["ekc-group", "wealden-downs", "north-downs", "kent-council", "medway-council", "compass-point"]

    assert "6 of" in answer(clpp.opens_meeting(chair, chair=chair, present=present))
    assert "put to Care Leaver Progression Partnership" in answer(clpp.puts(chair))

    # Somebody has an interest: their vote is off, and they are told so.
    clpp_voter = clpp.register
    by_organisation = {
        each.organisation: each.person
        for each in reversed(clpp_voter.appointments)
        if each.capacity == "representative" and each.group == "strategy group"
    }
    told = answer(clpp.declares(by_organisation["compass-point"], "We would be paid to deliver it"))
    assert "vote is off" in told
    assert "declared an interest" in reason(clpp.votes(by_organisation["compass-point"], "for"))

    # Five are left; one abstains, two are for and two against.
    for organisation, choice in {
        "ekc-group": "for",
        "wealden-downs": "for",
        "kent-council": "against",
        "medway-council": "against",
        "north-downs": "abstain",
    }.items():
        assert answer(clpp.votes(by_organisation[organisation], choice)).startswith("Counted for ")

    assert "Tied: 2 for, 2 against, 1 abstaining" in answer(clpp.closes(chair))
    [casting] = clpp.notices("CastingVoteNotice")
    assert casting.recipient == clpp.user(chair)
    assert casting.data["clause"] == "4.3"

    assert "lies with" in reason(clpp.casts(by_organisation["ekc-group"], "for"))
    assert "carried" in answer(clpp.casts(chair, "for", "The bid closes on Friday"))

    result = clpp.result()
    assert (result.outcome, result.casting, result.provisional) == ("carried", "for", False)
    assert result.casting_reason == "The bid closes on Friday"
    assert result.withdrawn == ("compass-point",)
    assert result.quorum == "quorate"
    assert [each.type for each in clpp.happened()][-3:] == [
        "CastingVoteGiven",
        "ResultDeclared",
        "DecisionEntered",
    ]
    assert "already been decided" in reason(clpp.casts(chair, "against"))


def test_in_voluntaryworks_a_tie_is_not_carried_and_nobody_has_a_casting_vote(
    store: Store, clock: StoppedClock
) -> None:
    """V7, V38, V40: the Agreement is silent on ties; what the Consortium adopted is no casting vote."""
    works = rehearse(
        store,
        clock,
        "voluntaryworks",
        adopting=["voting.majority", "voting.on_tie", "quorum.inquorate", "interests.effect"],
    )
    by_organisation = {
        each.organisation: each.person
        for each in reversed(works.register.appointments)
        if each.capacity == "representative"
    }
    chair = next(
        each.person
        for each in works.register.roles
        if each.role == "chair" and each.is_on(clock.now().date())
    )
    assert chair is not None
    voting = [each.slug for each in works.register.organisations if each.voting][:4]
    theirs = next(each.organisation for each in works.register.appointments if each.person == chair)
    if theirs not in voting:
        voting[0] = theirs
    answer(works.opens_meeting(chair, chair=chair, present=voting))
    answer(works.puts(chair))
    for organisation, choice in zip(voting, ("for", "for", "against", "against"), strict=True):
        answer(works.votes(by_organisation[organisation], choice))

    assert "not carried" in answer(works.closes(chair))
    assert works.notices("CastingVoteNotice") == []
    assert "already been decided" in reason(works.casts(chair, "for"))
    result = works.result()
    assert result.outcome == "not carried"
    assert "adopted" in result.why.lower()
    [declared] = works.notices("ResultNotice")
    assert declared.recipient == "C0VOLUNTARYWOR"
