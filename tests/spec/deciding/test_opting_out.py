"""What binds nobody against its wish: it says so, and an organisation that does not join in is listed beside it (K30, V41)."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.presenters.entries.decisions import decision_modal
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.entries.entry_questions import DecisionPicture, ShowDecision, row_of
from bot.workflows.entries.opting_out import LONGEST_REASON, OptOut, OptOutForm
from bot.workflows.questions import WhyMotion
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR, TOWN_TERMS, VOICE, WORKS_CHAIR, in_session, represented, town, vote
from tests.spec.deciding.registering import register

FOLASADE = VOICE["ekc-group"]


@pytest.fixture
def carried(motion: Rehearsal) -> Rehearsal:
    """A motion of CLPP, carried."""
    vote(motion, {"ekc-group": "against", "kent-council": "for", "medway-council": "for"})
    answer(motion.closes(CHAIR))
    return motion


def opts(body: Rehearsal, who: str = FOLASADE, **words: Any) -> Any:
    """Somebody says that their organisation does not join in."""
    return body.say(who, OptOut, motion="motion-1", **words)


def test_every_outcome_says_that_it_binds_nobody_and_a_representative_may_stay_out(
    carried: Rehearsal,
) -> None:
    """K30: 4.4 on the result, in the notice, and the button under both."""
    assert any(
        "does not bind any organisation" in each and "(4.4)" in each for each in carried.result().notes
    )
    [notice] = carried.notices("ResultNotice")
    assert notice.data["may_opt_out"] is True
    assert carried.sees().may_opt_out
    said = opts(carried, reason="We have a bid of our own")
    assert "EKC Group does not join in 2026/1" in answer(said)
    assert said.answer.clause.number == "4.4"
    assert carried.sees().opt_outs == ("EKC Group: We have a bid of our own",)


@pytest.mark.parametrize("casting", ["for", "against"])
def test_an_outcome_against_the_motion_says_so_too(motion: Rehearsal, casting: str) -> None:
    """K30, V41: on every outcome, also where the casting vote of a tie ended it."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    answer(motion.closes(CHAIR))
    answer(motion.casts(CHAIR, casting))
    assert any("does not bind any organisation" in each for each in motion.result().notes)
    [notice] = motion.notices("ResultNotice")
    assert "does not bind any organisation" in str(notice.data["notes"])
    assert "does not bind any organisation" in str(register(motion)[0].notes)


def test_it_stands_under_why_and_in_the_register_of_events(carried: Rehearsal) -> None:
    """The record says who, why and when."""
    answer(opts(carried))
    why = WhyMotion(workspace=carried.workspace, team=carried.team, user="", motion="motion-1")
    [said] = [each for each in carried.secretary.ask(why) if each.heading == "Does not join in"]
    assert (said.words, said.clause.number) == ("EKC Group", "4.4")
    [event] = [each for each in carried.happened() if each.type == "OptedOut"]
    assert (event.person, event.data["organisation"], event.data["reason"]) == (FOLASADE, "ekc-group", "")


def test_the_entry_in_the_register_says_who_does_not_join_in_and_is_not_edited(carried: Rehearsal) -> None:
    """K30, V41: with the day and the reason, on the screen and in the file, as things stand; the row stays as it was entered."""
    before = register(carried)[0]
    assert any("does not bind any organisation" in each for each in before.notes)
    carried.clock.turn(days=1)
    answer(opts(carried, reason="We have a bid of our own"))
    line = "EKC Group, Friday 24 April 2026: We have a bid of our own"
    [entry] = register(carried)
    assert replace(entry, out=()) == before
    assert row_of(entry, {"ekc-group": "EKC Group"}, "Europe/London").does_not_join_in == line
    assert f"Does not join in: {line}" in str(decision_modal(shown(carried)))
    answer(opts(carried, joins=True))
    assert register(carried) == (before,)
    assert "Does not join in" not in str(decision_modal(shown(carried)))


def test_what_made_it_void_does_not_repeat_who_stays_out(carried: Rehearsal) -> None:
    """The organisation stays out of the decision; the entry that voids it has nothing to join in."""
    answer(opts(carried))
    answer(
        carried.say(
            CHAIR, CorrectDecision, partnership="clpp", decision="D2026/1", becomes="void", reason="In error"
        )
    )
    assert [len(each.out) for each in register(carried)] == [1, 0]


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_there_is_nothing_to_stay_out_of_once_the_decision_stands_no_longer(
    carried: Rehearsal, what: str
) -> None:
    """K30: no button under it, and the one under an older message says so."""
    asked = {"partnership": "clpp", "decision": "D2026/1", "becomes": what, "reason": "In error"}
    answer(carried.say(CHAIR, CorrectDecision, **asked))
    assert not carried.sees().may_opt_out
    refused = opts(carried)
    assert "stands no longer" in reason(refused)
    assert refused.clause.number == "4.4"


def shown(body: Rehearsal) -> DecisionPicture:
    """The entry as the chair opens it."""
    who = {"workspace": body.workspace, "team": body.team, "user": body.user(CHAIR)}
    return body.secretary.ask(ShowDecision(**who, partnership="clpp", decision="D2026/1"))


def test_it_can_be_taken_back_and_said_again(carried: Rehearsal) -> None:
    """As often as it changes its mind; the result itself never changes."""
    before = carried.result()
    assert "joins in 2026/1 as it stands" in answer(opts(carried, joins=True))
    answer(opts(carried))
    assert "stands already" in answer(opts(carried))
    answer(opts(carried, reason="Now with a reason"))
    assert "joins in 2026/1 after all" in answer(opts(carried, joins=True))
    assert carried.sees().opt_outs == ()
    answer(opts(carried))
    assert carried.sees().opt_outs == ("EKC Group",)
    assert carried.result() == before


def test_only_a_representative_speaks_for_the_organisation(carried: Rehearsal) -> None:
    """A deputy, a stranger and an account switched off do not."""
    deputy = next(
        each.person
        for each in carried.register.appointments
        if each.organisation == "ekc-group" and each.capacity == "substitute"
    )
    assert "for its representative to say" in reason(opts(carried, deputy))
    assert "not in the register" in reason(opts(carried, "U0STRANGER"))
    carried.deactivates(FOLASADE)
    assert "deactivated" in reason(opts(carried))


def test_there_is_nothing_to_stay_out_of_before_it_is_carried(motion: Rehearsal) -> None:
    """Neither while it is open nor once it is lost."""
    assert "has not been carried" in reason(opts(motion))
    vote(motion, {"kent-council": "against"})
    answer(motion.closes(CHAIR))
    assert "has not been carried" in reason(opts(motion))
    assert not motion.sees().may_opt_out
    assert motion.notices("ResultNotice")[0].data["may_opt_out"] is False


def test_an_indicative_vote_binds_nobody_already(clpp: Rehearsal) -> None:
    """C25."""
    answer(clpp.puts(CHAIR, how="indicative"))
    answer(clpp.closes(CHAIR))
    assert "binds nobody" in reason(opts(clpp))


def test_voluntaryworks_has_no_power_to_commit_a_member(works: Rehearsal) -> None:
    """V41: 10.7."""
    present = ["brcc", "brec", "val"]
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=present))
    answer(works.puts(WORKS_CHAIR))
    answer(works.votes(WORKS_CHAIR, "for"))
    answer(works.closes(WORKS_CHAIR))
    assert works.result().outcome == "carried"
    said = opts(works, "femi-oyelaran")
    assert "does not join in" in answer(said)
    assert said.answer.clause.number == "10.7"


@pytest.mark.parametrize(
    ("more", "words", "clause"),
    [
        ("", "do not say that they do not bind", ""),
        (
            '[voting.binds_members]\nvalue = true\nclause = "14"\nwords = "Decisions bind all."\n',
            "bind the organisations",
            "14",
        ),
    ],
)
def test_where_the_terms_do_not_let_it_no_organisation_stays_out(
    store: Store, clock: StoppedClock, more: str, words: str, clause: str
) -> None:
    """Nothing is invented: silent is not a leave to stay out."""
    forum = in_session(town(store, clock, 3, terms=f"{TOWN_TERMS}\n{more}"), ["org-1", "org-2", "org-3"])
    answer(forum.votes(represented("org-1"), "for"))
    answer(forum.closes(represented("org-1")))
    refused = opts(forum, represented("org-2"))
    assert isinstance(refused, Refused)
    assert words in refused.reason
    assert refused.clause.number == clause
    assert forum.notices("ResultNotice")[0].data["may_opt_out"] is False
    assert forum.result().notes == ()


def test_a_reason_too_long_is_said_under_its_field(carried: Rehearsal) -> None:
    """Nothing typed is lost."""
    refused = opts(carried, reason="x" * (LONGEST_REASON + 1))
    assert isinstance(refused, Refused)
    assert refused.field == "reason"


def test_the_form_knows_what_stands(carried: Rehearsal) -> None:
    """For whoever opens it."""
    asked = OptOutForm(
        workspace=carried.workspace, team=carried.team, user=carried.user(FOLASADE), motion="motion-1"
    )
    form = carried.secretary.ask(asked)
    assert form is not None and not form.seats[0].chosen
    answer(opts(carried, reason="Ours"))
    form = carried.secretary.ask(asked)
    assert form is not None and form.seats[0].chosen and form.reason == "Ours"
