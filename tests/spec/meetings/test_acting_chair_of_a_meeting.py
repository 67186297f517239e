"""The chair is away: the agenda is locked until those present choose who chairs, under the partnership's own rule."""

from dataclasses import replace

import pytest

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.questions import PutForm
from bot.workflows.room.room_questions import MeetingChairForm, WhoIsHere
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import (
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    WORKS_CHAIR,
    WORKS_VOICE,
    represented,
    town,
    town_register,
    vote,
)
from tests.spec.meetings.holding import ask

GETHIN = "gethin-prosser"
FOLASADE, LEONTYNE, NISHA = VOICE["ekc-group"], VOICE["medway-council"], VOICE["compass-point"]
WITHOUT_THE_CHAIR = tuple(each for each in IN_THE_ROOM if each != "north-downs")


@pytest.fixture
def waiting(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session, its chair away and nobody chosen yet."""
    answer(clpp.opens_meeting(SECRETARY, chair=None, present=WITHOUT_THE_CHAIR))
    return clpp


def test_without_a_chair_the_agenda_is_locked(clpp: Rehearsal) -> None:
    """K26: before business is commenced, and the answer to opening says so."""
    opened = clpp.opens_meeting(SECRETARY, chair=None, present=WITHOUT_THE_CHAIR)
    assert isinstance(opened, Decision)
    assert "locked until those present choose an acting chair" in opened.answer.next
    for who in (CHAIR, SECRETARY, LEONTYNE):
        refused = clpp.puts(who)
        assert isinstance(refused, Refused)
        assert "is locked until those present choose an acting chair" in refused.reason
        assert refused.clause.number == "4.2"
    assert ask(clpp, CHAIR, PutForm).refused.clause.number == "4.2"
    shown = ask(clpp, SECRETARY, WhoIsHere)
    assert shown.chair == ""
    assert "is locked" in shown.locked


def test_in_voluntaryworks_it_is_the_consortium_that_appoints(works: Rehearsal) -> None:
    """V31: under the Agreement's own clause."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=None, present=["brec", "val", "vca-south-beds"]))
    refused = works.puts(WORKS_CHAIR)
    assert isinstance(refused, Refused)
    assert refused.clause.number == "9.3"


def test_the_accountable_body_may_act_though_it_may_not_be_elected(works: Rehearsal) -> None:
    """V31, V23: "including the Accountable Body"."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=None, present=["brec", "val", "vca-south-beds"]))
    chosen = works.chooses_meeting_chair(WORKS_CHAIR, WORKS_VOICE["vca-south-beds"])
    assert isinstance(chosen, Decision)
    assert "Winifred Osgood is chairing" in chosen.answer.words
    assert chosen.answer.clause.number == "9.3"
    answer(works.puts(WORKS_VOICE["vca-south-beds"]))


def test_whoever_is_chosen_chairs_and_the_agenda_is_open(waiting: Rehearsal) -> None:
    """K26: recorded by the secretariat, with the event."""
    assert "its agenda is open" in answer(waiting.chooses_meeting_chair(SECRETARY, LEONTYNE))
    [event] = [each for each in waiting.happened() if each.type == "ActingChairOfMeetingChosen"]
    assert (event.data["chosen"], event.data["acting"], event.person) == (LEONTYNE, True, SECRETARY)
    answer(waiting.puts(LEONTYNE))
    assert "Only whoever is chairing" in reason(waiting.puts(CHAIR, motion="motion-2"))
    assert "is chairing already" in answer(waiting.chooses_meeting_chair(SECRETARY, LEONTYNE))


def test_a_substitute_may_be_chosen_where_they_hold_the_vote(clpp: Rehearsal) -> None:
    """K26, K34: a deputy on the roll is one of the members present."""
    answer(
        clpp.opens_meeting(
            SECRETARY, chair=None, present=WITHOUT_THE_CHAIR, substitutes=[("ekc-group", GETHIN)]
        )
    )
    candidates = {each.id for each in ask(clpp, SECRETARY, MeetingChairForm).candidates}
    assert GETHIN in candidates
    assert FOLASADE not in candidates
    assert "holds its one vote" in reason(clpp.chooses_meeting_chair(SECRETARY, FOLASADE))
    answer(clpp.chooses_meeting_chair(SECRETARY, GETHIN))
    answer(clpp.puts(GETHIN))


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (VOICE["lantern"], "has no vote"),
        (VOICE["harbour"], "has no vote"),
        (CHAIR, "not on the roll"),
        (VOICE["invicta"], "not on the roll"),
        (GETHIN, "is not on the roll"),
        (SECRETARY, "one of the members' representatives"),
        ("nobody", "one of the members' representatives"),
        ("", "one of the members' representatives"),
    ],
)
def test_only_somebody_with_a_vote_who_is_there_may_be_chosen(clpp: Rehearsal, chosen: str, why: str) -> None:
    """K26: the members present choose one of their number."""
    answer(clpp.opens_meeting(SECRETARY, chair=None, present=[*WITHOUT_THE_CHAIR, "lantern", "harbour"]))
    refused = clpp.chooses_meeting_chair(SECRETARY, chosen)
    assert isinstance(refused, Refused)
    assert why in refused.reason
    assert refused.field == "chosen"


@pytest.mark.parametrize("who", [LEONTYNE, "U0STRANGER"])
def test_the_chair_or_the_secretariat_records_whom_they_chose(waiting: Rehearsal, who: str) -> None:
    """V23, V11: nobody takes the chair by pressing a button."""
    assert isinstance(waiting.chooses_meeting_chair(who, LEONTYNE), Refused)


def test_while_somebody_is_in_the_chair_nobody_is_chosen_instead(waiting: Rehearsal) -> None:
    """K26: a chair who is there is not replaced by a button."""
    answer(waiting.chooses_meeting_chair(SECRETARY, LEONTYNE))
    refused = waiting.chooses_meeting_chair(SECRETARY, NISHA)
    assert isinstance(refused, Refused)
    assert "Leontyne Marsh is chairing this meeting" in refused.reason
    assert "mark them as gone" in refused.next
    answer(waiting.closes_meeting(SECRETARY))
    assert "not in session" in reason(waiting.chooses_meeting_chair(SECRETARY, LEONTYNE))


def test_when_the_chair_goes_the_agenda_is_locked_again(clpp: Rehearsal) -> None:
    """K26, V31: an open vote waits to be closed until those present have chosen, and a tied one for its casting vote."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    answer(clpp.puts(CHAIR, motion="motion-2"))
    for organisation, choice in {"ekc-group": "for", "kent-council": "against"}.items():
        answer(clpp.votes(VOICE[organisation], choice, "motion-2"))
    answer(clpp.closes(CHAIR, "motion-2"))
    gone = clpp.departs(SECRETARY, person=CHAIR)
    assert isinstance(gone, Decision)
    assert "Whoever was chairing is marked as gone." in gone.answer.next
    assert "is locked" in gone.answer.next
    assert clpp.user(SECRETARY) in [each.recipient for each in clpp.notices("ChairWantedNotice")]
    refused = clpp.closes(CHAIR)
    assert isinstance(refused, Refused)
    assert "is locked until" in refused.reason
    chosen = clpp.chooses_meeting_chair(SECRETARY, LEONTYNE)
    assert isinstance(chosen, Decision)
    assert "2026/2 waits for the casting vote" in chosen.answer.next
    assert clpp.user(LEONTYNE) in [each.recipient for each in clpp.notices("CastingVoteNotice")]
    answer(clpp.closes(LEONTYNE))


def test_whoever_chairs_goes_with_their_whole_organisation(clpp: Rehearsal) -> None:
    """K26: nobody of it is left in the room."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.departs(SECRETARY, "north-downs"))
    assert ask(clpp, SECRETARY, WhoIsHere).chair == ""


def test_the_chair_who_comes_late_may_be_chosen_like_anybody(waiting: Rehearsal) -> None:
    """K26: and then chairs as the elected chair, not as an acting one."""
    answer(waiting.arrives(SECRETARY, "north-downs"))
    answer(waiting.chooses_meeting_chair(SECRETARY, CHAIR))
    [event] = [each for each in waiting.happened() if each.type == "ActingChairOfMeetingChosen"]
    assert event.data["acting"] is False


def test_the_second_representative_of_an_organisation_who_is_chosen_is_in_the_room(clpp: Rehearsal) -> None:
    """N2: Wealden Downs was marked through the other."""
    other = (("wealden-downs", "marguerite-tolley"),)
    answer(clpp.opens_meeting(SECRETARY, chair=None, present=WITHOUT_THE_CHAIR, people=other))
    answer(clpp.chooses_meeting_chair(SECRETARY, "imran-siddique"))
    names = {each.name for each in clpp.room() if each.is_here}
    assert {"Marguerite Tolley", "Imran Siddique"} <= names


def test_everything_else_goes_on_without_a_chair(waiting: Rehearsal) -> None:
    """K31: declarations are made, the roll is marked; only what a chair does waits."""
    answer(waiting.declares(NISHA, "We bid for it", kind="tender", subject="tender-1", new_title="Transport"))
    answer(waiting.calls_roll(SECRETARY, chair=None, present=[*WITHOUT_THE_CHAIR, "oast"]))
    assert "Only whoever is chairing" in reason(waiting.puts(LEONTYNE, how="indicative"))
    answer(waiting.closes_meeting(SECRETARY))


def acting(value: str) -> str:
    return f'{TOWN_TERMS}\n[chair.acting]\nvalue  = "{value}"\nclause = "14"\nwords  = "On the absence of the chair."\n'


def test_where_nobody_acts_for_the_chair_nobody_is_chosen(store: Store, clock: StoppedClock) -> None:
    """A body whose rules let nobody act: the meeting waits for its chair."""
    forum = town(store, clock, terms=acting("nobody"))
    secretary = represented("org-2")
    answer(forum.opens_meeting(secretary, chair=None, present=["org-2", "org-3"]))
    refused = forum.chooses_meeting_chair(secretary, represented("org-3"))
    assert isinstance(refused, Refused)
    assert "nobody acts for the chair (14)" in refused.reason


def test_where_the_vice_chair_acts_and_is_there_it_is_the_vice_chair(
    store: Store, clock: StoppedClock
) -> None:
    """And where neither is there, those present choose."""
    who = town_register(4)
    vice = Role("vice-chair", represented("org-3"), "org-3")
    forum = town(store, clock, terms=acting("vice-chair"), register=replace(who, roles=(*who.roles, vice)))
    secretary = represented("org-2")
    answer(forum.opens_meeting(secretary, chair=None, present=["org-2", "org-3", "org-4"]))
    assert "Voice 3, the vice-chair, is here" in reason(
        forum.chooses_meeting_chair(secretary, represented("org-4"))
    )
    answer(forum.departs(secretary, "org-3"))
    answer(forum.chooses_meeting_chair(secretary, represented("org-4")))


def test_a_vote_already_open_is_not_disturbed_while_the_chair_is_chosen(clpp: Rehearsal) -> None:
    """K28: votes are cast and counted meanwhile."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    answer(clpp.departs(SECRETARY, person=CHAIR))
    vote(clpp, {"ekc-group": "for", "kent-council": "for"})
    assert clpp.sees().chair == ""
    answer(clpp.chooses_meeting_chair(SECRETARY, LEONTYNE))
    answer(clpp.closes(LEONTYNE))
    assert clpp.result().votes_for == 2
