"""A bid goes on once nothing is missing that the partnership's own terms ask for, and is refused with the clause until then."""

from datetime import date, timedelta

import pytest

from bot.clock import StoppedClock
from bot.presenters.tenders.bids import step_form
from bot.presenters.tenders.tenders import tender_modal
from bot.store.session import Store
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.tenders.bid_questions import StepForm
from bot.workflows.tenders.tenders import SetAside
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR as CLPP_CHAIR
from tests.rooms import SECRETARY, TOWN_TERMS, WORKS_CHAIR, represented, town
from tests.spec.deciding.registering import register
from tests.spec.tenders.bidding import TENDER, day, decides, moves, recorded, stage, steps, told, way
from tests.spec.tenders.tendering import CHAIR, MEMBER, OFFICER, seen, sets_aside, tells
from tests.spec.tenders.test_recording_and_suggesting import refusal

AGREED = (
    "lead and process agreed",
    "route of approval agreed",
    "resources agreed",
    "accountable body agreed",
)
FINAL_BID_TERMS = """
[before.submitting]
value  = ["final bid approved"]
clause = "30"
words  = "The forum approves every bid before it is sent."

[majority.final-bid]
value  = "at least 2/3 of votes cast"
clause = "31"
words  = "A bid is approved by two thirds."
"""
AGREEMENT = "service level agreement dated"
WORKS_OFFICER = "edwina-sharrock"
LEAD = {"organisation": "ekc-group"}


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Care Leaver Progression Partnership, whose secretariat has recorded a tender."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    return recorded(body, SECRETARY)


@pytest.fixture
def works(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Voluntaryworks Consortium, whose secretariat has recorded a tender."""
    adopted = ["voting.majority", "voting.on_tie", "quorum.inquorate", "quorum.withdrawn", "interests.effect"]
    return recorded(rehearse(store, clock, "voluntaryworks", adopting=adopted), WORKS_OFFICER)


@pytest.fixture
def bid(clesp: Rehearsal) -> Rehearsal:
    """CLESP, whose secretariat has recorded a tender."""
    return recorded(clesp, OFFICER, deadline=day("2026-12-18"))


def agree(body: Rehearsal, *agreed: str) -> None:
    for each in agreed:
        words = LEAD if each in (AGREED[0], AGREED[3]) else {}
        answer(steps(body, SECRETARY, each, decision=decides(body, each), **words))


def test_clpp_prepares_no_bid_before_its_four_agreements(clpp: Rehearsal) -> None:
    """K41: each is named with its clause and the button that records it."""
    refused = refusal(moves(clpp, SECRETARY, "preparing"))
    assert refused.field == "stage"
    assert refused.clause.number == "5.4"
    for each in AGREED:
        assert f"{each} (5.4): press “Record: {each}”" in refused.reason
    agree(clpp, *AGREED[:3])
    assert "accountable body agreed" in refusal(moves(clpp, SECRETARY, "preparing")).reason
    assert "resources" not in refusal(moves(clpp, SECRETARY, "preparing")).reason
    agree(clpp, AGREED[3])
    assert answer(moves(clpp, SECRETARY, "preparing")) == "T2026/1 has moved to preparing."


def test_the_window_says_that_the_next_stage_is_free_before_what_is_asked_for_later(clpp: Rehearsal) -> None:
    """K41: nothing is asked before a bid is worked up, and four agreements before it is prepared."""
    shown = words(tender_modal(seen(clpp, SECRETARY, TENDER))["blocks"])
    assert shown.index("Nothing is missing before it is worked up.") < shown.index("Asked for later")


def test_clpp_submits_nothing_before_the_final_bid_is_approved(clpp: Rehearsal) -> None:
    """K41: 5.4.2."""
    agree(clpp, *AGREED)
    answer(moves(clpp, SECRETARY, "preparing"))
    assert "final bid approved (5.4.2)" in refusal(moves(clpp, SECRETARY, "submitted")).reason
    agree(clpp, "final bid approved")
    assert answer(moves(clpp, SECRETARY, "submitted"))
    assert stage(clpp, SECRETARY) == "submitted"


def test_no_step_is_skipped_by_skipping_a_stage(clpp: Rehearsal) -> None:
    """K41: what is asked before an earlier stage is asked before every later one, each once, in order."""
    refused = refusal(moves(clpp, SECRETARY, "submitted")).reason
    assert [refused.index(each) for each in (*AGREED, "final bid approved")] == sorted(
        refused.index(each) for each in (*AGREED, "final bid approved")
    )


def test_voluntaryworks_decides_first_whether_to_bid_together_or_alone(works: Rehearsal) -> None:
    """V42: before the Consortium's own bid, and before any member's."""
    assert "bid together or alone decided (10.8)" in refusal(moves(works, WORKS_OFFICER, "working up")).reason
    assert [each.step for each in way(works, WORKS_OFFICER).alone] == ["bid together or alone decided"]
    decision = decides(works, "That there be a collaborative application")
    step = "bid together or alone decided"
    assert refusal(steps(works, WORKS_OFFICER, step, decision=decision)).field == "words"
    answer(steps(works, WORKS_OFFICER, step, decision=decision, words="together"))
    assert way(works, WORKS_OFFICER).alone == ()
    assert answer(moves(works, WORKS_CHAIR, "working up"))


def test_where_it_was_decided_that_members_bid_alone_there_is_no_common_bid(works: Rehearsal) -> None:
    """V42."""
    decision = decides(works, "That members make individual applications")
    answer(steps(works, WORKS_OFFICER, "bid together or alone decided", decision=decision, words="alone"))
    assert "members bid alone (D2026/1)" in refusal(moves(works, WORKS_OFFICER, "working up")).reason


def test_voluntaryworks_agrees_budgets_outputs_and_outcomes_before_it_submits(works: Rehearsal) -> None:
    """V18."""
    decision = decides(works, "That there be a collaborative application")
    answer(steps(works, WORKS_OFFICER, "bid together or alone decided", decision=decision, words="together"))
    assert (
        "budgets, outputs and outcomes agreed (8.1.1)"
        in refusal(moves(works, WORKS_OFFICER, "submitted")).reason
    )


def test_clesp_tells_its_members_and_calls_for_partners_before_it_works_a_bid_up(bid: Rehearsal) -> None:
    """C12, C18."""
    refused = refusal(moves(bid, OFFICER, "working up")).reason
    assert "members told (1.4): press “Tell members that it is considered”" in refused
    assert "delivery partners called (1.4)" in refused
    assert "the notice itself is the proof" in refusal(steps(bid, OFFICER, "members told")).reason
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called", on=date(2026, 11, 5)))
    assert [(each.step, each.by) for each in way(bid, MEMBER).done] == [
        ("members told", ""),
        ("delivery partners called", "Amara Lightfoot"),
    ]
    shown = words(tender_modal(seen(bid, OFFICER, TENDER))["blocks"])
    assert "✓ members told, Thursday 5 November 2026." in shown
    assert answer(moves(bid, CHAIR, "working up"))


def test_a_decision_has_to_be_one_that_stands(clpp: Rehearsal) -> None:
    """C14, K41: carried, and not provisional."""
    step = "resources agreed"
    assert refusal(steps(clpp, SECRETARY, step)).field == "decision"
    assert refusal(steps(clpp, SECRETARY, step, decision="D2026/99")).field == "decision"
    rejected = decides(clpp, "That it be so", "against")
    assert "not carried" in refusal(steps(clpp, SECRETARY, step, decision=rejected)).reason
    provisional = decides(clpp, "That it be so", present=("ekc-group", "north-downs"))
    assert "provisional" in refusal(steps(clpp, SECRETARY, step, decision=provisional)).reason
    assert "resources agreed on" in answer(
        steps(clpp, SECRETARY, step, decision=decides(clpp, "That it be so"))
    )


def test_a_step_whose_decision_no_longer_stands_is_missing_again(clpp: Rehearsal) -> None:
    """K41: the entry says what became of it, and the gate reads it as it stands now."""
    agree(clpp, *AGREED)
    assert way(clpp, SECRETARY).missing == ()
    undone = next(each.decision for each in way(clpp, SECRETARY).done if each.step == AGREED[2])
    corrected = {"decision": undone, "becomes": "void", "reason": "The meeting was not called."}
    answer(clpp.say(CLPP_CHAIR, CorrectDecision, partnership=clpp.slug, **corrected))
    refused = refusal(moves(clpp, SECRETARY, "preparing")).reason
    assert f"resources agreed (5.4), because {undone} is now void" in refused


def test_the_lead_and_the_accountable_body_are_organisations_of_the_register(clpp: Rehearsal) -> None:
    """K41."""
    decision = decides(clpp, "That it be so")
    refused = refusal(steps(clpp, SECRETARY, AGREED[0], decision=decision, organisation="the consortium"))
    assert refused.field == "organisation"
    answer(steps(clpp, SECRETARY, AGREED[0], decision=decision, organisation="ekc-group"))
    assert way(clpp, SECRETARY).done[0].organisation == "EKC Group"


def test_a_partnership_whose_terms_ask_nothing_moves_freely(store: Store, clock: StoppedClock) -> None:
    forum, officer = town(store, clock), represented("org-2")
    recorded(forum, officer)
    assert "do not ask" in refusal(steps(forum, officer, "final bid approved")).reason
    for each in ("preparing", "working up", "submitted", "won", "contracted"):
        assert answer(moves(forum, officer, each)) == f"T2026/1 has moved to {each}."


def test_a_step_recorded_again_takes_the_place_of_the_first(bid: Rehearsal) -> None:
    answer(steps(bid, OFFICER, "contract dated", on=date(2026, 11, 4)))
    assert "takes the place of" in answer(steps(bid, OFFICER, "contract dated"))
    assert [each.on for each in way(bid, OFFICER).done] == [date(2026, 11, 5)]
    assert refusal(steps(bid, OFFICER, "contract dated", on=date(2026, 11, 6))).field == "on"


def _submitted(bid: Rehearsal) -> None:
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called"))
    answer(moves(bid, OFFICER, "submitted"))


def test_a_bid_is_won_lost_or_contracted_once_it_is_submitted(bid: Rehearsal) -> None:
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called"))
    assert "No bid for T2026/1 is submitted yet" in refusal(moves(bid, OFFICER, "won")).reason
    answer(moves(bid, OFFICER, "submitted"))
    assert "already" in refusal(moves(bid, OFFICER, "submitted")).reason
    answer(moves(bid, OFFICER, "lost"))
    assert "is lost" in refusal(moves(bid, OFFICER, "preparing")).reason
    answer(moves(bid, OFFICER, "submitted"))
    answer(moves(bid, OFFICER, "won"))
    answer(moves(bid, OFFICER, "contracted"))
    assert "cannot be moved to preparing" in refusal(moves(bid, OFFICER, "preparing")).reason
    answer(moves(bid, OFFICER, "won"))  # contracted by mistake


def test_members_hear_once_that_a_bid_is_won_also_where_it_is_contracted_straight_away(
    bid: Rehearsal,
) -> None:
    """C24: nothing more is said when it goes from the one to the other, or back."""
    answer(tells(bid, tender=TENDER))
    answer(steps(bid, OFFICER, "delivery partners called"))
    answer(moves(bid, OFFICER, "submitted"))
    answer(moves(bid, OFFICER, "contracted"))
    heard = [(each.recipient, each.data["stage"]) for each in bid.notices("TenderMovedNotice")]
    assert (bid.user(MEMBER), "contracted") in heard
    answer(moves(bid, OFFICER, "won"))
    answer(moves(bid, OFFICER, "contracted"))
    assert len(bid.notices("TenderMovedNotice")) == len(heard)


def test_a_bid_submitted_after_its_deadline_is_recorded_as_late(bid: Rehearsal) -> None:
    """V18."""
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called"))
    bid.clock.turn(days=50)
    moved = moves(bid, OFFICER, "submitted", on=date(2026, 12, 19))
    assert "which is late" in moved.answer.details[0].words  # type: ignore[union-attr]
    assert not moves(bid, OFFICER, "preparing").answer.details  # type: ignore[union-attr]
    assert not moves(bid, OFFICER, "submitted", on=date(2026, 12, 18)).answer.details  # type: ignore[union-attr]


def test_what_comes_first_was_done_by_the_day_a_bid_is_moved(clpp: Rehearsal) -> None:
    """K41, K43: neither a bid nor a contract is dated before what the terms ask for first."""
    clpp.clock.turn(days=5)
    agree(clpp, *AGREED, "final bid approved")
    clpp.clock.turn(days=5)
    answer(steps(clpp, SECRETARY, "service level agreement dated", on=date(2026, 11, 13)))
    refused = refusal(moves(clpp, SECRETARY, "submitted", on=date(2026, 11, 9)))
    assert (refused.field, refused.clause.number) == ("on", "5.4")
    assert (
        "“lead and process agreed” comes first, and is recorded for Tuesday 10 November 2026"
        in refused.reason
    )
    answer(moves(clpp, SECRETARY, "submitted", on=date(2026, 11, 10)))
    answer(moves(clpp, SECRETARY, "won"))
    refused = refusal(moves(clpp, SECRETARY, "contracted", on=date(2026, 11, 12)))
    assert (refused.field, refused.clause.number) == ("on", "5.6")
    assert answer(moves(clpp, SECRETARY, "contracted", on=date(2026, 11, 13)))


def test_nothing_about_a_bid_rests_on_an_election_or_on_a_decision_of_another_sort(clpp: Rehearsal) -> None:
    """K41: whoever co-opts somebody has approved no bid, and is not offered it either."""
    public = decides(clpp, "", kind="meeting in public")
    refused = refusal(steps(clpp, SECRETARY, "resources agreed", decision=public))
    assert (refused.field, refused.reason) == (
        "decision",
        f"{public} is a decision on meeting in public, and decides nothing about a bid.",
    )
    asked = {"workspace": clpp.workspace, "team": clpp.team, "user": clpp.user(SECRETARY)}
    form = clpp.secretary.ask(
        StepForm(**asked, partnership=clpp.slug, tender=TENDER, step="resources agreed")
    )
    assert form.decisions == ()


def test_a_final_bid_is_approved_by_the_kind_of_decision_that_the_terms_give(
    store: Store, clock: StoppedClock
) -> None:
    """K41: where the terms say what carries one, an ordinary decision does not."""
    body, officer, chair = (
        town(store, clock, terms=TOWN_TERMS + FINAL_BID_TERMS),
        represented("org-2"),
        represented("org-1"),
    )
    recorded(body, officer)
    answer(body.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    for number, kind in enumerate(("ordinary", "final-bid"), 1):
        answer(body.puts(chair, "That the final bid be approved", motion=f"motion-{number}", kind=kind))
        for each in ("org-1", "org-2", "org-3"):
            answer(body.votes(represented(each), "for", f"motion-{number}"))
        answer(body.closes(chair, f"motion-{number}"))
    refused = refusal(steps(body, officer, "final bid approved", decision="D2026/1"))
    assert (refused.field, refused.clause.number) == ("decision", "31")
    answer(steps(body, officer, "final bid approved", decision="D2026/2"))
    assert answer(moves(body, officer, "submitted"))


def test_nobody_is_called_to_deliver_before_members_are_told_of_the_tender(bid: Rehearsal) -> None:
    """C12, C18: the call goes to members who have the notice."""
    assert "have not been told" in refusal(steps(bid, OFFICER, "delivery partners called")).reason
    told(bid)
    early = refusal(steps(bid, OFFICER, "delivery partners called", on=date(2026, 11, 4)))
    assert (early.field, early.reason) == (
        "on",
        "Members were told on Thursday 5 November 2026: choose that day or a later one.",
    )
    asked = {"workspace": bid.workspace, "team": bid.team, "user": bid.user(OFFICER)}
    form = bid.secretary.ask(
        StepForm(**asked, partnership=bid.slug, tender=TENDER, step="delivery partners called")
    )
    assert "“Call all members to deliver it” sends the call, and records it" in words(
        step_form(form)["blocks"]
    )
    assert answer(steps(bid, OFFICER, "delivery partners called", on=date(2026, 11, 5)))


def test_members_untold_of_a_bid_on_its_way_can_still_be_told(clpp: Rehearsal) -> None:
    """C18: where no gate asks for the notice first, a bid may have moved on without it; it stays where it is."""
    agree(clpp, *AGREED)
    answer(moves(clpp, SECRETARY, "preparing"))
    assert seen(clpp, SECRETARY, TENDER).can_tell
    answer(tells(clpp, SECRETARY, TENDER))
    assert stage(clpp, SECRETARY) == "preparing"
    assert not seen(clpp, SECRETARY, TENDER).can_tell


def test_an_agreement_is_the_accountable_bodys_and_counts_for_no_other(clpp: Rehearsal) -> None:
    """K43: the body is incomplete until its own agreement is dated, and another one has none yet."""
    agree(clpp, *AGREED)
    incomplete = "Incomplete until its service level agreement is dated."
    assert incomplete in words(tender_modal(seen(clpp, SECRETARY, TENDER))["blocks"])
    answer(steps(clpp, SECRETARY, AGREEMENT))
    assert incomplete not in words(tender_modal(seen(clpp, SECRETARY, TENDER))["blocks"])
    decision = decides(clpp, "That Kent County Council be the accountable body instead")
    answer(steps(clpp, SECRETARY, AGREED[3], decision=decision, organisation="kent-council"))
    assert incomplete in words(tender_modal(seen(clpp, SECRETARY, TENDER))["blocks"])
    later = {each.step: each.undone for each in way(clpp, SECRETARY).later}
    assert later[AGREEMENT] == "Kent County Council is the accountable body now"
    answer(steps(clpp, SECRETARY, AGREEMENT))
    assert AGREEMENT not in {each.step for each in way(clpp, SECRETARY).later}


def test_no_step_is_older_than_the_decision_it_rests_on(clpp: Rehearsal) -> None:
    """K33, K41: what was ratified stands since it was ratified."""
    clpp.clock.turn(days=5)
    decision = decides(clpp, "That it be so")
    refused = refusal(steps(clpp, SECRETARY, "resources agreed", decision=decision, on=date(2026, 11, 9)))
    assert (refused.field, refused.reason) == (
        "on",
        f"{decision} stands since Tuesday 10 November 2026: choose that day or a later one.",
    )
    assert answer(steps(clpp, SECRETARY, "resources agreed", decision=decision, on=date(2026, 11, 10)))


def test_a_step_rests_on_a_provisional_decision_from_the_day_it_is_ratified(clpp: Rehearsal) -> None:
    """K33, K41: no effect meanwhile, none once it is not ratified after all, and none if what ratified it is void."""
    provisional, refused_later = (
        decides(clpp, text, present=("ekc-group", "north-downs")) for text in ("That it be so", "Or so")
    )
    motions = {each.reference: each.motion for each in register(clpp)}
    clpp.clock.turn(days=5)
    ratified = decides(clpp, "", ratifies=motions[provisional])
    decides(clpp, "", "against", ratifies=motions[refused_later])
    step = {"step": "resources agreed", "decision": provisional}
    early = refusal(steps(clpp, SECRETARY, **step, on=date(2026, 11, 9)))
    assert "stands since Tuesday 10 November 2026" in early.reason
    answer(steps(clpp, SECRETARY, **step))
    assert "not ratified" in refusal(steps(clpp, SECRETARY, **{**step, "decision": refused_later})).reason
    corrected = {"decision": ratified, "becomes": "void", "reason": "The meeting was not called."}
    answer(clpp.say(CLPP_CHAIR, CorrectDecision, partnership=clpp.slug, **corrected))
    assert f"{provisional} is now provisional" in refusal(moves(clpp, SECRETARY, "preparing")).reason


def test_only_the_secretariat_and_the_chair_record_and_move(bid: Rehearsal) -> None:
    """C14."""
    assert "secretariat and the chair" in refusal(moves(bid, MEMBER, "working up")).reason
    assert "secretariat and the chair" in refusal(steps(bid, MEMBER, "delivery partners called")).reason
    answer(sets_aside(bid, OFFICER, TENDER, "No."))
    assert "is not pursued" in refusal(steps(bid, OFFICER, "delivery partners called")).reason
    assert "not pursued" in refusal(moves(bid, OFFICER, "working up")).reason


def test_a_day_that_is_still_to_come_is_not_recorded(bid: Rehearsal) -> None:
    _submitted(bid)
    tomorrow = bid.clock.now().date() + timedelta(days=1)
    assert refusal(moves(bid, OFFICER, "won", on=tomorrow)).field == "on"


def test_the_chair_of_clpp_may_too(clpp: Rehearsal) -> None:
    assert answer(moves(clpp, CLPP_CHAIR, "working up"))


def test_a_form_opened_before_the_tender_moved_on_moves_nothing(clesp: Rehearsal) -> None:
    """Neither back to an earlier stage nor out of hand: whoever sends it in has not seen where the tender stands."""
    recorded(clesp, OFFICER)
    told(clesp)
    answer(steps(clesp, OFFICER, "delivery partners called"))
    answer(moves(clesp, OFFICER, "working up", was="considering"))
    stale = moves(clesp, CHAIR, "preparing", was="considering")
    assert "was considering when this form was opened and is working up now" in refusal(stale).reason
    asked = {"partnership": clesp.slug, "tender": TENDER, "reason": "Too far away."}
    assert "is working up now" in refusal(clesp.say(CHAIR, SetAside, **asked, was="considering")).reason
    assert answer(clesp.say(CHAIR, SetAside, **asked, was="working up"))
