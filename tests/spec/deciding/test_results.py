"""Results: majorities, ties and who breaks them, the quorum of the decision, and what is frozen when it is declared."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.interests.interests import Ruling
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    WORKS_CHAIR,
    WORKS_VOICE,
    in_session,
    represented,
    town,
    town_register,
    vote,
)

LEONTYNE = VOICE["medway-council"]
TIE = {"ekc-group": "for", "kent-council": "against"}
CHAIR_ONLY = TOWN_TERMS.replace("casting vote of whoever is chairing", "casting vote of the chair only")


def tied(body: Rehearsal, choices: dict[str, str] | None = None) -> Rehearsal:
    """The vote on the motion is closed on a tie."""
    vote(body, choices or TIE)
    assert "Tied" in answer(body.closes(CHAIR))
    return body


def test_more_for_than_against_carries_and_abstentions_are_not_counted(motion: Rehearsal) -> None:
    """K28, G8."""
    vote(
        motion,
        {"ekc-group": "for", "wealden-downs": "for", "kent-council": "against", "medway-council": "abstain"},
    )
    assert "2026/1 carried: 2 for, 1 against, 1 abstaining" in answer(motion.closes(CHAIR))


def test_the_chair_has_an_ordinary_vote_as_well_as_the_casting_vote(motion: Rehearsal) -> None:
    """K29: separate from each other: the chair's own vote makes the tie, and the casting vote breaks it."""
    tied(motion, {"north-downs": "for", "kent-council": "against"})
    answer(motion.casts(CHAIR, "against", "The status quo is safer"))
    result = motion.result()
    assert (result.votes_for, result.against) == (1, 1)
    assert (result.outcome, result.casting, result.casting_by) == ("not carried", "against", "Kwabena Ofori")


@pytest.mark.parametrize(
    "choices", [{}, {"ekc-group": "abstain", "north-downs": "abstain", "kent-council": "abstain"}]
)
def test_nobody_for_and_nobody_against_is_not_a_tie(motion: Rehearsal, choices: dict[str, str]) -> None:
    """K29: 0-0 is not hung: it is not carried, and there is no casting vote to give."""
    vote(motion, choices)
    assert "not carried" in answer(motion.closes(CHAIR))
    assert motion.notices("CastingVoteNotice") == []
    assert "not a tie" in motion.result().why
    assert "already been decided" in reason(motion.casts(CHAIR, "for"))


def test_the_casting_vote_waits_for_a_tie(motion: Rehearsal) -> None:
    """K29: only on for = against, and after the close."""
    vote(motion, TIE)
    refused = motion.casts(CHAIR, "for")
    assert isinstance(refused, Refused)
    assert "not tied" in refused.reason
    assert refused.clause.number == "4.3"


def test_a_tie_goes_to_whoever_is_chairing_and_to_nobody_else(motion: Rehearsal) -> None:
    """K29: one notice, to one person; everybody else is told with whom it lies."""
    tied(motion)
    assert [each.recipient for each in motion.notices("CastingVoteNotice")] == [motion.user(CHAIR)]
    for who in (LEONTYNE, SECRETARY, VOICE["ekc-group"]):
        refused = motion.casts(who, "for")
        assert isinstance(refused, Refused)
        assert "The casting vote lies with Kwabena Ofori" in refused.reason
        assert refused.clause.number == "4.3"


def test_a_casting_vote_needs_its_reason(motion: Rehearsal) -> None:
    """K29: recorded with it, and of a length that can be shown."""
    tied(motion)
    assert getattr(motion.casts(CHAIR, "for", " "), "field", "") == "reason"
    assert getattr(motion.casts(CHAIR, "for", "x" * 2001), "field", "") == "reason"
    assert motion.sees().motion.state == "tied"
    assert answer(motion.casts(CHAIR, "for", "x" * 2000))


def test_a_chair_who_declines_leaves_the_motion_not_carried(motion: Rehearsal) -> None:
    """K29: with the reason recorded."""
    tied(motion)
    assert "not carried" in answer(motion.casts(CHAIR, "declined", "It should not rest on me"))
    result = motion.result()
    assert (result.outcome, result.casting, result.casting_reason) == (
        "not carried",
        "declined",
        "It should not rest on me",
    )
    assert "declined" in motion.notices("ResultNotice")[0].data["casting"]
    again = motion.casts(CHAIR, "for", "I think again")
    assert getattr(again, "next", "") == (
        "Kwabena Ofori, chairing, declined the casting vote on Thursday 23 April 2026 at 10:00."
    )


def test_a_deactivated_chair_neither_closes_nor_casts(motion: Rehearsal) -> None:
    """An account switched off decides nothing."""
    vote(motion, TIE)
    motion.deactivates(CHAIR)
    assert "deactivated" in reason(motion.closes(CHAIR))
    assert "deactivated" in reason(motion.casts(CHAIR, "for"))


def test_a_chair_who_withdrew_has_no_casting_vote_and_the_acting_chair_has(motion: Rehearsal) -> None:
    """K29: the secretariat is told that a chair is wanted; whoever is chosen gets the button and gives the vote."""
    tied(motion)
    answer(motion.declares(CHAIR, "The university would host it"))
    assert [each.recipient for each in motion.notices("ChairWantedNotice")] == [motion.user(SECRETARY)]
    refused = motion.casts(CHAIR, "for")
    assert isinstance(refused, Refused)
    assert "withdrawn" in refused.reason
    assert "acting chair" in refused.next
    answer(motion.chooses_chair(SECRETARY, LEONTYNE))
    assert motion.user(LEONTYNE) in [each.recipient for each in motion.notices("CastingVoteNotice")]
    assert "lies with Leontyne Marsh" in reason(motion.casts(CHAIR, "for"))
    assert "carried" in answer(motion.casts(LEONTYNE, "for", "The bid closes on Friday"))
    assert motion.result().casting_by == "Leontyne Marsh"


def test_the_acting_chair_of_the_meeting_inherits_the_casting_vote(clpp: Rehearsal) -> None:
    """K26, K29: chosen before business commenced."""
    answer(clpp.opens_meeting(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM))
    answer(clpp.puts(LEONTYNE))
    vote(clpp, TIE)
    answer(clpp.closes(LEONTYNE))
    assert "lies with Leontyne Marsh" in reason(clpp.casts(CHAIR, "for"))
    assert "carried" in answer(clpp.casts(LEONTYNE, "for"))


@pytest.mark.parametrize(
    ("who", "chosen", "why"),
    [
        (VOICE["ekc-group"], LEONTYNE, "Only the chair or the secretariat"),
        (SECRETARY, SECRETARY, "one of the members' representatives"),
        (SECRETARY, VOICE["harbour"], "one of the members' representatives"),
        (SECRETARY, VOICE["invicta"], "not on the roll"),
        (SECRETARY, CHAIR, "withdrawn from this motion"),
        ("U0STRANGER", LEONTYNE, "not in the register"),
    ],
)
def test_an_acting_chair_is_a_member_who_is_there_and_has_not_withdrawn(
    motion: Rehearsal, who: str, chosen: str, why: str
) -> None:
    """K26, K29: the members present choose one of their number."""
    answer(motion.declares(CHAIR, "The university would host it"))
    assert why in reason(motion.chooses_chair(who, chosen))


def test_where_the_casting_vote_is_the_elected_chairs_alone_an_acting_chair_has_none(
    store: Store, clock: StoppedClock
) -> None:
    """A body whose standing orders say "the chair only": nobody can break the tie, so the motion is not carried."""
    forum = town(store, clock, terms=CHAIR_ONLY)
    acting = represented("org-3")
    answer(forum.opens_meeting(represented("org-2"), chair=acting, present=["org-2", "org-3", "org-4"]))
    answer(forum.puts(acting))
    vote(
        forum, {"org-2": "for", "org-3": "against"}, {each: represented(each) for each in ("org-2", "org-3")}
    )
    assert "not carried" in answer(forum.closes(acting))
    assert "elected chair's alone" in forum.result().why
    assert forum.result().clause == "10"
    assert forum.notices("CastingVoteNotice") == forum.notices("ChairWantedNotice") == []


def test_where_the_casting_vote_is_the_elected_chairs_alone_the_elected_chair_has_it(
    store: Store, clock: StoppedClock
) -> None:
    """And if the chair withdraws once it waits, whoever is chosen may only record that it is declined."""
    forum = in_session(town(store, clock, terms=CHAIR_ONLY), ["org-1", "org-2", "org-3"])
    vote(
        forum, {"org-2": "for", "org-3": "against"}, {each: represented(each) for each in ("org-2", "org-3")}
    )
    assert "Tied" in answer(forum.closes(represented("org-1")))
    answer(forum.declares(represented("org-1"), "My firm would build it"))
    answer(forum.chooses_chair(represented("org-2"), represented("org-3")))
    assert "the elected chair's" in reason(forum.casts(represented("org-3"), "for"))
    assert "not carried" in answer(forum.casts(represented("org-3"), "declined", "There is no casting vote"))


def test_a_second_vote_is_given_by_whoever_is_chairing_like_a_casting_vote(
    store: Store, clock: StoppedClock
) -> None:
    """ "A second or casting vote": the usual words of standing orders."""
    terms = TOWN_TERMS.replace("casting vote of whoever is chairing", "second vote")
    forum = in_session(town(store, clock, terms=terms), ["org-1", "org-2"])
    vote(
        forum, {"org-1": "for", "org-2": "against"}, {each: represented(each) for each in ("org-1", "org-2")}
    )
    assert "Tied" in answer(forum.closes(represented("org-1")))
    assert "carried" in answer(forum.casts(represented("org-1"), "for"))


def test_an_elected_chair_who_speaks_for_no_organisation_chairs_and_casts(
    store: Store, clock: StoppedClock
) -> None:
    """An independent chair has nobody to be marked present, no ordinary vote, and the casting vote."""
    register = town_register(3)
    alone = replace(
        register,
        appointments=tuple(each for each in register.appointments if each.organisation != "org-1"),
        roles=(Role("chair", represented("org-1"), from_on=date(2026, 1, 1)), register.roles[1]),
    )
    forum = in_session(town(store, clock, register=alone), ["org-2", "org-3"])
    assert "represent no organisation" in reason(forum.votes(represented("org-1"), "for"))
    vote(
        forum, {"org-2": "for", "org-3": "against"}, {each: represented(each) for each in ("org-2", "org-3")}
    )
    answer(forum.closes(represented("org-1")))
    assert "carried" in answer(forum.casts(represented("org-1"), "for"))


def test_in_voluntaryworks_no_tie_ever_meets_a_casting_vote(works: Rehearsal) -> None:
    """V40: not carried, by the value that the Consortium adopted; there is no button and no command that works."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brec", "brcc"]))
    answer(works.puts(WORKS_CHAIR))
    vote(works, {"brec": "for", "brcc": "against"}, WORKS_VOICE)
    assert "not carried" in answer(works.closes(WORKS_CHAIR))
    assert works.result().tie_rule == "not carried"
    assert "already been decided" in reason(works.casts(WORKS_CHAIR, "for"))


def test_where_nothing_was_adopted_no_majority_is_invented(store: Store, clock: StoppedClock) -> None:
    """V40, G1: a silent Agreement decides nothing until the Consortium says what carries a motion."""
    works = rehearse(store, clock, "voluntaryworks")
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brec", "brcc"]))
    answer(works.puts(WORKS_CHAIR))
    vote(works, {"brec": "for", "brcc": "for"}, WORKS_VOICE)
    assert "no decision" in answer(works.closes(WORKS_CHAIR))
    assert "Adopt a majority" in works.result().next


@pytest.mark.parametrize(
    "missing", [("ekc-group", "wealden-downs"), ("north-downs",), ("kent-council", "medway-council")]
)
def test_without_a_sector_of_the_quorum_what_is_carried_is_provisional(
    clpp: Rehearsal, missing: tuple[str, ...]
) -> None:
    """K32, K33: further education, higher education, local authority: each in turn is not there."""
    room = [each for each in (*IN_THE_ROOM, "oast") if each not in missing]
    chair = VOICE[room[0]] if "north-downs" in missing else CHAIR
    answer(clpp.opens_meeting(SECRETARY, chair=chair, present=room))
    answer(clpp.puts(chair))
    vote(clpp, {"compass-point": "for", "oast": "for"})
    assert "carried, provisionally" in answer(clpp.closes(chair))
    result = clpp.result()
    assert (result.provisional, result.quorum, result.quorum_clause) == (True, "not quorate", "4.6")
    assert "ratif" in result.next
    assert clpp.sees().motion.outcome == "carried, provisionally"


def test_what_is_not_carried_without_a_quorum_needs_no_ratifying(clpp: Rehearsal) -> None:
    """K33: nothing was decided."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "oast"]))
    answer(clpp.puts(CHAIR))
    vote(clpp, {"oast": "against"})
    assert answer(clpp.closes(CHAIR)).startswith("2026/1 not carried:")
    assert clpp.result().provisional is False


def test_the_casting_vote_at_an_inquorate_meeting_carries_provisionally(clpp: Rehearsal) -> None:
    """K29, K33."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "oast"]))
    answer(clpp.puts(CHAIR))
    tied(clpp, {"north-downs": "for", "oast": "against"})
    assert "provisionally" in answer(clpp.casts(CHAIR, "for"))
    assert clpp.result().provisional is True


@pytest.mark.parametrize(("present", "quorum"), [(["brcc"], "not quorate"), (["brcc", "brec"], "quorate")])
def test_in_voluntaryworks_two_of_six_are_a_quorum_and_fewer_decide_nothing(
    works: Rehearsal, present: list[str], quorum: str
) -> None:
    """V38, V39: the greater of two and the nearest to a third of six; "discuss only" was adopted."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(works.puts(WORKS_CHAIR))
    vote(works, {"brcc": "for"}, WORKS_VOICE)
    answer(works.calls_roll(WORKS_CHAIR, chair=WORKS_CHAIR, present=present))
    answer(works.closes(WORKS_CHAIR))
    result = works.result()
    assert result.quorum == quorum
    assert result.outcome == ("carried" if quorum == "quorate" else "no quorum")
    assert result.quorum_clause == "10.6"
    assert result.provisional is False


def test_a_withdrawal_can_break_the_quorum_of_one_decision(works: Rehearsal) -> None:
    """G9: two are present; one has withdrawn; the number to compare with stays the same."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(works.puts(WORKS_CHAIR))
    answer(works.declares(WORKS_VOICE["brec"], "We have applied for it"))
    vote(works, {"brcc": "for"}, WORKS_VOICE)
    assert "no quorum" in answer(works.closes(WORKS_CHAIR))
    assert works.result().voting_members == 6
    assert works.result().present == ("brcc", "brec")


def test_a_ruling_of_stay_and_vote_mends_the_quorum_again(works: Rehearsal) -> None:
    """G9, K31: counted again from the ruling on."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(works.puts(WORKS_CHAIR))
    answer(works.declares(WORKS_VOICE["brec"], "We have applied for it"))
    answer(works.rules(WORKS_CHAIR, works.interest(), Ruling.STAY_AND_VOTE))
    vote(works, {"brcc": "for"}, WORKS_VOICE)
    assert "carried" in answer(works.closes(WORKS_CHAIR))


def test_where_the_withdrawn_are_counted_only_those_who_answered_are_there_between_meetings(
    store: Store, clock: StoppedClock
) -> None:
    """G9: "counted" brings back who withdrew, not who never answered."""
    counted = '\n[quorum.withdrawn]\nvalue = "counted"\nclause = "7a"\nwords = "Whoever withdraws is still counted."\n'
    terms = TOWN_TERMS.replace('"2"', '"3"').replace("Two members are", "Three members are")
    forum = town(store, clock, 6, terms=terms + counted + BETWEEN_MEETINGS)
    answer(
        forum.puts(represented("org-1"), how="between meetings", closes_at=clock.now() + timedelta(days=1))
    )
    answer(forum.declares(represented("org-3"), "Ours"))
    answer(forum.votes(represented("org-2"), "for"))
    clock.turn(days=1, seconds=3)
    answer(forum.time_comes())
    assert forum.result().outcome == "no quorum"


def test_the_majority_for_decisions_between_meetings_is_the_one_that_judges_them(
    store: Store, clock: StoppedClock
) -> None:
    """ "Carried if a majority of all members agree": three of four answered for; two of four is not enough."""
    own = '\n[between_meetings.majority]\nvalue = "a majority of members"\nclause = "11b"\nwords = "If a majority of all agree."\n'
    forum = town(store, clock, 4, terms=TOWN_TERMS + BETWEEN_MEETINGS + own)
    for name, votes, outcome in (("few", 2, "not carried"), ("many", 3, "carried")):
        closes = clock.now() + timedelta(days=1)
        answer(forum.puts(represented("org-1"), motion=name, how="between meetings", closes_at=closes))
        assert "members" in forum.sees(name).majority
        for number in range(1, votes + 1):
            answer(forum.votes(represented(f"org-{number}"), "for", name))
        clock.turn(days=1, seconds=3)
        answer(forum.time_comes(name))
        assert (forum.result(name).outcome, forum.result(name).clause) == (outcome, "11b")


def test_only_whoever_is_chairing_closes_the_vote(motion: Rehearsal) -> None:
    """K28: not the secretariat, not a member."""
    for who in (SECRETARY, LEONTYNE):
        assert "Only whoever is chairing closes" in reason(motion.closes(who))


def test_a_result_is_declared_once(motion: Rehearsal) -> None:
    """K28: one event, one notice, and whoever asks again is told the outcome."""
    vote(motion, {"ekc-group": "for"})
    answer(motion.closes(CHAIR))
    assert "already declared: carried" in reason(motion.closes(CHAIR))
    assert "already declared" in reason(motion.time_comes())
    assert [each.type for each in motion.happened()].count("ResultDeclared") == 1
    [notice] = motion.notices("ResultNotice")
    assert notice.recipient == "C0CLPP"


def test_a_tied_vote_is_not_closed_again(motion: Rehearsal) -> None:
    """K29."""
    tied(motion)
    assert "waits for the casting vote" in reason(motion.closes(CHAIR))
    assert "waits for the casting vote" in reason(motion.time_comes())


def test_the_meeting_stays_open_until_its_motions_are_decided(motion: Rehearsal) -> None:
    """K29: a tie in hand is not lost by closing the meeting."""
    tied(motion)
    assert "2026/1 is still open" in reason(motion.closes_meeting(CHAIR))
    answer(motion.casts(CHAIR, "for"))
    assert "closed" in answer(motion.closes_meeting(CHAIR))
