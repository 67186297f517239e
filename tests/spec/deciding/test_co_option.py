"""Co-option: whom a motion names, and how the register gains them once it is carried."""

from dataclasses import replace
from datetime import date

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.rules.register import Appointment, Organisation, Person
from bot.store.session import Store
from bot.workflows.entries.correcting import CorrectDecision
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM, VOICE, WORKS_CHAIR
from tests.spec.deciding.named import FEW, SECOND, carries, names, refused, whole

TRUST = {"co_opted": "Saltmarsh  Homes Trust", "co_opted_is": "organisation", "speaker": "Ottoline Brack"}
EKC = VOICE["ekc-group"]


def joined(body: Rehearsal, name: str) -> Organisation | None:
    """The organisation of that name in the register."""
    return next((each for each in whole(body).organisations if each.name == name), None)


def test_what_is_co_opted_is_in_the_register_from_that_day_without_a_vote(meeting: Rehearsal) -> None:
    """K18: on a simple majority; the vote is not stated, and there is none unless the resolution gives one."""
    answer(names(meeting, "co-option", **TRUST))
    assert meeting.sees().motion.text == "That Saltmarsh Homes Trust be co-opted, without a vote"
    assert "Saltmarsh Homes Trust is co-opted from now on, without a vote" in carries(meeting)
    trust = joined(meeting, "Saltmarsh Homes Trust")
    assert trust is not None
    assert (trust.standing, trust.voting, trust.joined_on) == ("co-opted", False, date(2026, 4, 23))
    [appointment] = [each for each in whole(meeting).appointments if each.organisation == trust.slug]
    assert whole(meeting).person(appointment.person).name == "Ottoline Brack"
    event = meeting.happened()[-1]
    assert (event.type, event.subject, event.data["name"]) == ("CoOpted", "motion-1", "Saltmarsh Homes Trust")


def test_the_resolution_may_give_a_vote_and_the_next_motion_counts_it(meeting: Rehearsal) -> None:
    """K18: "no vote and no weight in the quorum unless the resolution says so", as CLPP reads it."""
    answer(names(meeting, "co-option", **TRUST, gives_vote="yes"))
    before = meeting.sees().entitled
    assert "with a vote" in carries(meeting)
    trust = joined(meeting, "Saltmarsh Homes Trust")
    assert trust is not None and trust.voting
    assert trust.standing == "co-opted with a vote"
    answer(meeting.calls_roll(CHAIR, chair=CHAIR, present=(*IN_THE_ROOM, trust.slug)))
    answer(meeting.puts(CHAIR, motion="motion-2"))
    assert meeting.sees("motion-2").entitled == tuple(sorted((*before, "Saltmarsh Homes Trust")))


def test_an_individual_stands_in_the_register_as_an_organisation_of_one(meeting: Rehearsal) -> None:
    """K18: individuals are co-opted as well."""
    answer(names(meeting, "co-option", co_opted="Ottoline Brack", co_opted_is="individual"))
    carries(meeting)
    own = joined(meeting, "Ottoline Brack")
    assert own is not None and own.type == "individual"
    assert [each.name for each in whole(meeting).representatives_of(own.slug, date(2026, 4, 23))] == [
        "Ottoline Brack"
    ]


def test_what_is_not_carried_or_only_indicative_changes_nothing(meeting: Rehearsal) -> None:
    answer(names(meeting, "co-option", **TRUST))
    carries(meeting, choice="against")
    answer(names(meeting, "co-option", "Shall we?", how="indicative", motion="motion-2", **TRUST))
    carries(meeting, "motion-2")
    assert joined(meeting, "Saltmarsh Homes Trust") is None


def test_a_provisional_co_option_takes_effect_when_it_is_ratified(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33: no effect meanwhile, and then from the day of the ratification."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, "co-option", who=EKC, **TRUST))
    assert "co-opted from now on" not in carries(clpp, closer=EKC)
    assert joined(clpp, "Saltmarsh Homes Trust") is None
    answer(clpp.closes_meeting(CHAIR))
    clock.set(clock.now().replace(month=5))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    answer(clpp.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    assert "co-opted from now on" in carries(clpp, "motion-2")
    trust = joined(clpp, "Saltmarsh Homes Trust")
    assert trust is not None and trust.joined_on == date(2026, 5, 23)


def test_a_ratification_in_other_words_names_anew_whom_it_co_opts(clpp: Rehearsal) -> None:
    """K33: the words of the later motion stand, and so does what it names."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, "co-option", who=EKC, **TRUST))
    carries(clpp, closer=EKC)
    answer(clpp.closes_meeting(CHAIR))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    again = {"ratifies": "motion-1", "amended": True, "motion": "motion-2"}
    assert refused(clpp.puts(CHAIR, "That they be co-opted", **again)).field == "co_opted"
    answer(
        clpp.puts(CHAIR, "That they be co-opted", **again, particulars={**TRUST, "co_opted": "Marsh Homes"})
    )
    carries(clpp, "motion-2")
    assert joined(clpp, "Saltmarsh Homes Trust") is None
    assert joined(clpp, "Marsh Homes") is not None


def test_what_is_wrong_stands_under_its_field(meeting: Rehearsal) -> None:
    for wrong, field in (
        ({"co_opted": " "}, "co_opted"),
        ({"co_opted_is": ""}, "co_opted_is"),
        ({"co_opted": "Lantern Foyer Trust"}, "co_opted"),
        ({"speaker": "x" * 201}, "speaker"),
    ):
        assert refused(names(meeting, "co-option", **{**TRUST, **wrong})).field == field


def test_where_the_document_gives_the_co_opted_no_vote_a_resolution_gives_none_either(
    works: Rehearsal,
) -> None:
    """V7: co-opted organisations are not eligible to vote (5.5)."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brec", "brcc", "val"]))
    why = refused(names(works, "co-option", who=WORKS_CHAIR, **TRUST, gives_vote="yes"))
    assert why.field == "gives_vote"
    assert why.clause.number
    answer(names(works, "co-option", who=WORKS_CHAIR, **TRUST))


@pytest.fixture
def full(store: Store, clpp: Rehearsal) -> Rehearsal:
    """CLPP's Strategy Group with as many representatives as it may have."""
    register = whole(clpp)
    group = "strategy"
    many = 20 - len(
        [each for each in register.appointments_on(date(2026, 4, 23), group) if each.capacity == "representative"
         and each.organisation != "harbour"]
    )  # fmt: skip
    people = tuple(Person(f"extra-{number}", f"Extra {number}") for number in range(many))
    bigger = replace(
        register,
        people=(*register.people, *people),
        appointments=(
            *register.appointments,
            *(Appointment(each.slug, "kent-council", group) for each in people),
        ),
    )
    import_register(store, clpp.clock, workspace=clpp.workspace, slug=clpp.slug, register=bigger)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return clpp


def test_a_co_option_for_which_there_is_no_room_is_not_put(full: Rehearsal) -> None:
    """K12: no more than twenty representatives, so the twenty-first is barred (3.4)."""
    why = refused(names(full, "co-option", **TRUST))
    assert (why.clause.number, why.field) == ("3.4", "co_opted")
    assert "20 representatives" in why.reason


def test_where_the_last_place_went_meanwhile_it_is_said_and_undoes_nothing(meeting: Rehearsal) -> None:
    """K12: looked at again when the result is declared."""
    answer(names(meeting, "co-option", **TRUST))
    register = whole(meeting)
    people = tuple(Person(f"extra-{number}", f"Extra {number}") for number in range(12))
    bigger = replace(
        register,
        people=(*register.people, *people),
        appointments=(
            *register.appointments,
            *(Appointment(each.slug, "kent-council", "strategy") for each in people),
        ),
    )
    import_register(
        meeting.store, meeting.clock, workspace=meeting.workspace, slug=meeting.slug, register=bigger
    )
    assert "There was no room left" in carries(meeting)
    assert joined(meeting, "Saltmarsh Homes Trust") is not None


def test_a_co_option_agreed_by_consensus_takes_effect_like_one_that_was_voted(meeting: Rehearsal) -> None:
    """K18, K27: consensus comes first, and what nobody objects to is decided."""
    answer(names(meeting, "co-option", how="consensus", **TRUST))
    for organisation in IN_THE_ROOM:
        answer(meeting.stands(VOICE[organisation], "agree"))
    outcome = meeting.ends_round(CHAIR)
    answer(outcome)
    trust = joined(meeting, "Saltmarsh Homes Trust")
    assert trust is not None and trust.joined_on == date(2026, 4, 23)


def test_a_co_option_agreed_aloud_takes_effect_at_once(meeting: Rehearsal) -> None:
    """K18, K27: recorded by whoever is chairing, without a round."""
    answer(names(meeting, "co-option", how="agreed", **TRUST))
    assert joined(meeting, "Saltmarsh Homes Trust") is not None


def test_a_co_option_that_is_void_leaves_no_vote_behind(meeting: Rehearsal) -> None:
    """K18: from that moment, and in the register until that day."""
    answer(names(meeting, "co-option", **TRUST, gives_vote="yes"))
    carries(meeting)
    before = joined(meeting, "Saltmarsh Homes Trust")
    assert before is not None and before.voting
    answer(
        meeting.say(
            CHAIR, CorrectDecision, partnership="clpp", decision="D2026/1", becomes="void", reason="In error"
        )
    )
    trust = joined(meeting, "Saltmarsh Homes Trust")
    assert trust is not None
    assert (trust.voting, trust.left_on) == (False, date(2026, 4, 23))


def test_whoever_is_in_the_register_by_then_is_not_added_again(meeting: Rehearsal) -> None:
    """K12, K18: two motions name the same organisation; it is asked again when the second is carried."""
    answer(names(meeting, "co-option", **TRUST))
    answer(names(meeting, "co-option", motion="motion-2", **TRUST))
    carries(meeting)
    assert "Saltmarsh Homes Trust is in the register already, as co-opted" in carries(meeting, "motion-2")
    assert [each.name for each in whole(meeting).organisations].count("Saltmarsh Homes Trust") == 1
