"""Whose chair: the office is that of the body that decides, and where two hold it nobody is picked."""

from dataclasses import replace

import pytest

from bot.clock import StoppedClock
from bot.rules.gaps.finding import Gap
from bot.rules.register import Role
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.questions import ActingChairForm, PutForm, ShowHome, ShowPartnership
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    represented,
    town,
    town_register,
    vote,
)

GROUPS = """
[groups]
council = "Council"
purse   = "Finance Group"
"""
FIRST, THIRD = represented("org-1"), represented("org-3")
CHAIR_ONLY = TOWN_TERMS.replace("casting vote of whoever is chairing", "casting vote of the chair only")


def with_chairs(*groups: str, terms: str, store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of four, `org-1` in the chair, and the voices of the others in the chair of these groups."""
    register = town_register(4)
    more = tuple(
        Role("chair", represented(f"org-{number}"), f"org-{number}", group=group)
        for number, group in enumerate(groups, 3)
    )
    return town(store, clock, terms=terms, register=replace(register, roles=(*more, *register.roles)))


@pytest.fixture
def grouped(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, whose Finance Group has chairs of its own."""
    return with_chairs("purse", "purse", terms=TOWN_TERMS + GROUPS, store=store, clock=clock)


@pytest.fixture
def doubled(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, of which two people are chair."""
    return with_chairs("", terms=TOWN_TERMS + BETWEEN_MEETINGS, store=store, clock=clock)


def test_the_chair_of_a_working_group_is_not_the_chair(grouped: Rehearsal) -> None:
    """K25: the office that puts, closes and casts is that of the body that decides."""
    assert "Only the chair or the secretariat" in reason(
        grouped.opens_meeting(THIRD, chair=THIRD, present=["org-1", "org-3"])
    )
    refused = grouped.puts(THIRD, how="indicative")
    assert isinstance(refused, Refused)
    assert refused.next == "Chairing now: Voice 1. Ask them to put it."
    answer(grouped.puts(FIRST, how="indicative"))


def test_the_tie_goes_to_the_chair_of_the_body_and_not_of_its_working_group(grouped: Rehearsal) -> None:
    """K29: however the register is sorted."""
    answer(grouped.opens_meeting(FIRST, chair=FIRST, present=["org-1", "org-2", "org-3"]))
    answer(grouped.puts(FIRST))
    vote(grouped, {"org-2": "for", "org-3": "against"}, {f"org-{n}": represented(f"org-{n}") for n in (2, 3)})
    answer(grouped.closes(FIRST))
    assert [each.recipient for each in grouped.notices("CastingVoteNotice")] == [grouped.user(FIRST)]


def test_home_names_no_office_of_a_working_group_as_one_of_the_partnership(grouped: Rehearsal) -> None:
    """What somebody is shown to be is what they may do."""
    for person, roles in ((FIRST, ("chair",)), (THIRD, ())):
        home = grouped.secretary.ask(ShowHome(workspace=WORKSPACE, team=WORKSPACE, user=grouped.user(person)))
        assert home.parts[0].roles == roles


def test_where_no_groups_are_named_in_the_terms_a_group_of_the_register_is_still_not_the_body(
    store: Store, clock: StoppedClock
) -> None:
    """The register may know a group of which the terms say nothing; its chair makes no second chair."""
    forum = with_chairs("Allotments", terms=TOWN_TERMS, store=store, clock=clock)
    answer(forum.puts(FIRST, how="indicative"))
    assert not any("are both chair" in each.words for each in _gaps(forum))


def test_with_two_chairs_nobody_is_picked_and_the_refusal_says_so(doubled: Rehearsal) -> None:
    """K25: which of them chairs is for the members to say."""
    for person in (FIRST, THIRD):
        refused = doubled.puts(person, how="indicative")
        assert isinstance(refused, Refused)
        assert "the register names two chairs, Voice 1 and Voice 3" in refused.next
        form = doubled.secretary.ask(
            PutForm(workspace=WORKSPACE, team=WORKSPACE, user=doubled.user(person), partnership=doubled.slug)
        )
        assert form.refused is not None
        assert "names two chairs" in form.refused.next
    assert any("are both chair" in each.words for each in _gaps(doubled))


def test_with_two_chairs_a_meeting_goes_on_under_whoever_its_roll_names(doubled: Rehearsal) -> None:
    """K26: the roll says who is in the chair, so nobody has to be picked."""
    answer(doubled.opens_meeting(THIRD, chair=THIRD, present=["org-1", "org-2", "org-3"]))
    answer(doubled.puts(THIRD))
    vote(doubled, {"org-1": "for"}, {"org-1": FIRST})
    assert "Ask them to close it" in getattr(doubled.closes(FIRST), "next", "")
    answer(doubled.closes(THIRD))
    assert doubled.result().outcome == "carried"


def test_a_casting_vote_of_the_chair_alone_is_nobodys_where_two_are_chair(
    store: Store, clock: StoppedClock
) -> None:
    """K29: neither of the two can break the tie, so the motion is not carried."""
    forum = with_chairs("", terms=CHAIR_ONLY, store=store, clock=clock)
    answer(forum.opens_meeting(FIRST, chair=FIRST, present=["org-1", "org-2", "org-3"]))
    answer(forum.puts(FIRST))
    vote(forum, {"org-2": "for", "org-3": "against"}, {f"org-{n}": represented(f"org-{n}") for n in (2, 3)})
    answer(forum.closes(FIRST))
    assert forum.result().outcome == "not carried"
    assert forum.notices("CastingVoteNotice") == []


def test_a_representative_whose_deputy_is_in_the_room_is_not_chosen_to_chair(clpp: Rehearsal) -> None:
    """K26, K34: an acting chair is chosen from those who are there, and the deputy is."""
    answer(
        clpp.opens_meeting(
            CHAIR,
            chair=CHAIR,
            present=["ekc-group", "north-downs", "kent-council"],
            substitutes=[("ekc-group", "gethin-prosser")],
        )
    )
    answer(clpp.puts(CHAIR))
    answer(clpp.declares(CHAIR, "The university would host it"))
    assert "holds its one vote" in reason(clpp.chooses_chair(CHAIR, VOICE["ekc-group"]))
    answer(clpp.chooses_chair(CHAIR, "gethin-prosser"))


def _gaps(body: Rehearsal) -> tuple[Gap, ...]:
    asked = ShowPartnership(workspace=WORKSPACE, team=WORKSPACE, user=body.user(FIRST), partnership=body.slug)
    return tuple(body.secretary.ask(asked).gaps)


def test_an_acting_chair_is_chosen_among_those_marked_as_here(motion: Rehearsal) -> None:
    """K26, K29: somebody at home neither chairs nor gives the casting vote, though their organisation is on the roll."""
    deputy = "gethin-prosser"
    refused = motion.chooses_chair(SECRETARY, deputy)
    assert isinstance(refused, Refused)
    assert "not marked as here" in refused.reason
    offered = motion.secretary.ask(
        ActingChairForm(
            workspace=motion.workspace, team=motion.team, user=motion.user(SECRETARY), motion="motion-1"
        )
    )
    assert deputy not in {each.id for each in offered.candidates}
