"""What becomes of a decision: void, corrected, rescinded, overridden by the accountable body; by a new entry that says why."""

from typing import Any

import pytest

from bot.presenters.messages import render
from bot.presenters.votes.motion import motion_message
from bot.recount import recount
from bot.store.agenda.standing_items import standing_at
from bot.store.register_of_events import register_of_events
from bot.workflows.agenda.agenda import OVERRIDE
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.entries.entries import became_words
from bot.workflows.entries.entry_questions import DecisionPicture, ShowDecision
from bot.workflows.entries.overriding import OverrideDecision, ReportOverride
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, WORKS_CHAIR, WORKS_VOICE, vote
from tests.spec.deciding.registering import last, register, statuses

EKC = VOICE["ekc-group"]
ACCOUNTABLE = WORKS_VOICE["vca-south-beds"]
TERM = "Grant agreement, condition 9: no sub-granting without consent"


@pytest.fixture
def carried(motion: Rehearsal) -> Rehearsal:
    """D2026/1 of CLPP, carried."""
    vote(motion, {"ekc-group": "for"})
    answer(motion.closes(CHAIR))
    return motion


def becomes(body: Rehearsal, who: str, what: str, **words: Any) -> Any:
    asked = {"partnership": body.slug, "decision": "D2026/1", "reason": "It was put in error"}
    return body.say(who, CorrectDecision, becomes=what, **{**asked, **words})


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_an_entry_is_void_or_rescinded_by_a_new_one_that_says_why(carried: Rehearsal, what: str) -> None:
    """Nothing is edited; whoever reads the old one sees what became of it."""
    before = register(carried)[0]
    answer(becomes(carried, SECRETARY, what))
    old, new = register(carried)
    assert statuses(carried) == {"D2026/1": what, "D2026/2": "recorded"}
    assert (old.entered_as, old.text) == (before.entered_as, before.text)
    assert became_words(old) == (f"{what.capitalize()} by D2026/2: It was put in error",)
    assert (new.refers_to_reference, new.reason) == ("D2026/1", "It was put in error")


def test_a_correction_says_how_it_should_have_read(carried: Rehearsal) -> None:
    answer(becomes(carried, CHAIR, "corrected", text="That the bid be submitted by Friday"))
    assert statuses(carried)["D2026/1"] == "carried"  # a correction of its words leaves it as it stood
    assert register(carried)[0].changes[0].text == "That the bid be submitted by Friday"


def test_what_was_not_carried_is_not_in_force_once_its_words_are_corrected(motion: Rehearsal) -> None:
    vote(motion, {"ekc-group": "against"})
    answer(motion.closes(CHAIR))
    answer(becomes(motion, CHAIR, "corrected", text="That the bid be submitted by Friday"))
    assert statuses(motion)["D2026/1"] == "not carried"
    assert "nothing in force to rescind" in reason(becomes(motion, CHAIR, "rescinded"))


def test_the_channel_is_told(carried: Rehearsal) -> None:
    answer(becomes(carried, CHAIR, "corrected", text="That the bid be submitted by Friday"))
    (notice,) = carried.notices("DecisionChangedNotice")
    said = str(render("DecisionChangedNotice", notice.data, partnership="clpp").blocks)
    assert notice.recipient[:1] == "C"
    for expected in ("D2026/1 is corrected", "That the bid be submitted by Friday", "It was put in error"):
        assert expected in said


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_the_motions_message_says_so_and_keeps_the_result(carried: Rehearsal, what: str) -> None:
    """K27, V25: it is behind from then on, so that it is updated; the result still stands on it."""
    before = carried.sees()
    answer(becomes(carried, SECRETARY, what))
    after = carried.sees()
    assert after.revision > before.revision
    assert (after.motion, after.result) == (before.motion, before.result)
    message = motion_message(after)
    assert f"{what.capitalize()} by D2026/2: It was put in error" in message.text
    for said in (f"{what.capitalize()} by D2026/2: It was put in error", "Carried", "1 for, 0 against"):
        assert said in words(message.blocks)


def test_the_motions_message_says_how_it_should_have_read(carried: Rehearsal) -> None:
    answer(becomes(carried, CHAIR, "corrected", text="That the bid be submitted by Friday"))
    said = words(motion_message(carried.sees()).blocks)
    assert "Corrected by D2026/2: It was put in error" in said
    assert "It should have read: That the bid be submitted by Friday" in said


def test_only_the_chair_or_the_secretariat_records_it_and_says_why(carried: Rehearsal) -> None:
    assert "The chair or the secretariat" in reason(becomes(carried, EKC, "void"))
    assert "Say why" in reason(becomes(carried, CHAIR, "void", reason=" "))
    assert "should have read" in reason(becomes(carried, CHAIR, "corrected"))
    assert "I do not know that decision" in reason(becomes(carried, CHAIR, "void", decision="D2026/9"))


@pytest.mark.parametrize("what", ["void", "corrected", "rescinded"])
def test_whoever_has_withdrawn_from_a_decision_does_not_say_what_becomes_of_it(
    carried: Rehearsal, what: str
) -> None:
    """K31: the chair no more than anybody; the secretariat may, and the clause is told."""
    answer(carried.calls_roll(CHAIR, chair=CHAIR, present=(*IN_THE_ROOM, "invicta")))
    answer(carried.puts(CHAIR, "That North Downs be paid", motion="motion-2"))
    answer(carried.declares(CHAIR, "We would be paid", subject="motion-2"))
    answer(carried.chooses_chair(SECRETARY, EKC, "motion-2"))
    for organisation in ("kent-council", "ekc-group"):
        answer(carried.votes(VOICE[organisation], "for", "motion-2"))
    answer(carried.closes(EKC, "motion-2"))
    asked = {"decision": "D2026/2", "text": "That North Downs be paid £10"}
    why = becomes(carried, CHAIR, what, **asked)
    assert "has withdrawn from D2026/2 for an interest" in reason(why)
    assert why.clause.number == "4.5"
    answer(becomes(carried, CHAIR, what, text="Otherwise"))
    assert not reads(carried, CHAIR, "D2026/2").may_correct
    assert reads(carried, SECRETARY, "D2026/2").may_correct
    answer(becomes(carried, SECRETARY, what, **asked))


def reads(body: Rehearsal, who: str, decision: str) -> DecisionPicture:
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(ShowDecision(**asked, partnership=body.slug, decision=decision))


def test_what_is_void_or_only_says_what_became_of_another_is_not_made_void_again(carried: Rehearsal) -> None:
    answer(becomes(carried, CHAIR, "void"))
    assert "is void already" in reason(becomes(carried, CHAIR, "void"))
    assert "says what became of D2026/1" in reason(becomes(carried, CHAIR, "void", decision="D2026/2"))


def test_two_corrections_leave_the_last_standing(carried: Rehearsal) -> None:
    answer(becomes(carried, CHAIR, "corrected", text="First"))
    answer(becomes(carried, CHAIR, "corrected", text="Second"))
    assert [each.text for each in register(carried)[0].changes] == ["First", "Second"]


def test_a_ratification_that_is_void_leaves_what_it_ratified_waiting_again(clpp: Rehearsal) -> None:
    """K33: what is void makes nothing of anything."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=("ekc-group", "kent-council")))
    answer(clpp.puts(EKC))
    answer(clpp.votes(EKC, "for"))
    answer(clpp.closes(EKC))
    answer(clpp.closes_meeting(SECRETARY))
    assert "quorate meeting reject it" in str(becomes(clpp, CHAIR, "void"))
    clpp.clock.turn(days=28)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-2"))
    answer(clpp.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    answer(clpp.votes(EKC, "for", "motion-2"))
    answer(clpp.closes(CHAIR, "motion-2"))
    assert statuses(clpp)["D2026/1"] == "ratified"
    answer(becomes(clpp, CHAIR, "void", decision="D2026/2"))
    assert statuses(clpp) == {"D2026/1": "provisional", "D2026/2": "void", "D2026/3": "recorded"}
    assert "awaits ratification" in clpp.sees().ratification


@pytest.fixture
def granted(works: Rehearsal) -> Rehearsal:
    """D2026/1 of Voluntaryworks, carried at its meeting, which is still in session."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=list(WORKS_VOICE)))
    answer(works.puts(WORKS_CHAIR, "That £5,000 be passed on to the youth forum"))
    vote(works, {"brec": "for", "val": "for"}, WORKS_VOICE)
    answer(works.closes(WORKS_CHAIR))
    return works


def overrides(body: Rehearsal, who: str = ACCOUNTABLE, **words: Any) -> Any:
    asked = {"partnership": body.slug, "decision": "D2026/1", "cited": TERM}
    return body.say(who, OverrideDecision, **{**asked, **words})


def reports(body: Rehearsal, who: str) -> Any:
    return body.say(who, ReportOverride, partnership=body.slug, decision="D2026/1")


def on_the_agenda(body: Rehearsal, meeting: str = MEETING) -> list[str]:
    from bot.store.meetings import meetings
    from bot.store.partnership import partnerships

    with body.store.reading() as connection:
        setting = partnerships.setting(connection, body.workspace, body.slug, body.clock.now())
        state = meetings.by_id(connection, body.workspace, body.slug, meeting)
        assert setting is not None
        assert state is not None
        items = standing_at(connection, setting, state).values()
        return [each.why for each in items if each.kind == OVERRIDE]


def test_the_accountable_body_overrides_a_decision_and_cites_the_funders_term(granted: Rehearsal) -> None:
    """V25."""
    assert "overridden (8.2)" in answer(overrides(granted))
    old, new = register(granted)
    assert (old.status, new.what, new.reason, new.clause) == ("overridden", "override", TERM, "8.2")
    assert granted.notices("DecisionChangedNotice")[0].data["reason"] == TERM


def test_an_override_stands_on_every_agenda_until_it_is_reported(granted: Rehearsal) -> None:
    """V25: it cannot be closed until it is reported, and then it stands only where it was."""
    answer(overrides(granted))
    assert f"Overridden by D2026/2: {TERM}" in words(motion_message(granted.sees()).blocks)
    answer(granted.closes_meeting(WORKS_CHAIR))
    assert "while it is in session" in reason(reports(granted, WORKS_CHAIR))
    granted.clock.turn(days=28)
    later = {"chair": WORKS_CHAIR, "present": list(WORKS_VOICE), "meeting": "meeting-2"}
    answer(granted.opens_meeting(WORKS_CHAIR, **later))
    assert "not reported yet" in on_the_agenda(granted, "meeting-2")[0]
    answer(reports(granted, WORKS_CHAIR))
    assert "reported to this meeting" in on_the_agenda(granted, "meeting-2")[0]
    assert on_the_agenda(granted, MEETING) == []
    assert "reported already" in reason(reports(granted, WORKS_CHAIR))


def test_nobody_else_overrides_and_nobody_else_reports(granted: Rehearsal) -> None:
    """V25: who speaks for the accountable body is as the register has it."""
    assert "speaks for the accountable body" in reason(overrides(granted, WORKS_CHAIR))
    assert "Cite the term" in reason(overrides(granted, cited=""))
    answer(overrides(granted))
    assert "nothing in force to override" in reason(overrides(granted))
    assert "The chair or the secretariat" in reason(reports(granted, WORKS_VOICE["brec"]))


def test_an_accountable_body_with_an_interest_in_a_decision_does_not_override_it(works: Rehearsal) -> None:
    """V25, G9."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=list(WORKS_VOICE)))
    answer(works.puts(WORKS_CHAIR, "That £5,000 be passed on to the youth forum"))
    answer(works.declares(ACCOUNTABLE, "The forum is ours"))
    vote(works, {"brec": "for", "val": "for"}, WORKS_VOICE)
    answer(works.closes(WORKS_CHAIR))
    assert "has withdrawn from D2026/1 for an interest" in reason(overrides(works))


def test_where_the_terms_give_nobody_that_power_it_is_refused(carried: Rehearsal) -> None:
    """V25: CLPP's terms say nothing of it."""
    assert "give nobody the power to override" in reason(overrides(carried, CHAIR))


def test_overrides_and_corrections_leave_the_recount_agreeing(granted: Rehearsal) -> None:
    answer(overrides(granted))
    with granted.store.reading() as connection:
        found = recount(register_of_events(connection, granted.workspace, granted.slug))
    assert [each.differences for each in found] == [(), ()]
    assert last(granted).reference == "D2026/2"
