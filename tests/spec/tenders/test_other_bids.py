"""Whoever is in another bid says so, loses sight of this one's confidential details and the vote on it, and is not barred."""

from dataclasses import replace

import pytest

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.presenters.tenders.tender_answers import BACK
from bot.presenters.tenders.tenders import tender_modal
from bot.register_files.samples import sample_register
from bot.rules.register import Role
from bot.rules.samples import sample_terms
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.interests.interests import Ruling
from bot.workflows.tenders.bid_people import AppointTeam, SayWhetherLeadDelivers, SelectPartner
from bot.workflows.tenders.bid_questions import MoveForm, PeopleForm
from bot.workflows.tenders.contract_questions import ContractForm
from bot.workflows.tenders.tender_interest import ALONE, COMPETING, INTEREST, NOT_FOR_US
from tests.presenters.reading import words
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason, rehearse
from tests.spec.tenders.bidding import decides, steps
from tests.spec.tenders.tendering import (
    CHAIR,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    TENDER,
    answered,
    answers,
    delivers,
    own_answer,
    records,
    refusal,
    seen,
    sets_aside,
    tells,
)


@pytest.fixture
def partnered(told: Rehearsal) -> Rehearsal:
    """The same, where the member is a delivery partner."""
    delivers(told, "gavca")
    return told


@pytest.fixture
def barring(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, had its terms barred a delivery partner in a competing bid; and the member is one."""
    written = sample_terms("clesp")
    document = written.replace('"flagged for a decision"', '"barred"')
    assert document != written
    register = sample_register("clesp")
    held = (*register.roles, Role("delivery partner", organisation="gavca"))
    register = replace(register, roles=held)
    add_partnership(
        store, clock, workspace=WORKSPACE, channel="C0CLESP", document=document, register=register
    )
    body = Rehearsal(store, clock, "clesp", register)
    answer(records(body, OFFICER, tender=TENDER))
    answer(tells(body))
    return body


@pytest.mark.parametrize("words", ["", "With two colleges."])
def test_a_competing_bid_is_declared_with_or_without_words(told: Rehearsal, words: str) -> None:
    """C33: an interest in the tender, of which the chair and the secretariat are told."""
    outcome = answers(told, MEMBER, COMPETING, words=words)
    assert "competing bid is declared" in answer(outcome)
    assert isinstance(outcome, Decision)
    assert any(
        "vote is off on anything decided about this tender" in each.words for each in outcome.answer.details
    )
    (declared,) = told.declared()
    assert (declared.subject, declared.data["subject_kind"]) == (TENDER, "tender")
    assert declared.data["nature"] == f"In a competing bid. {words}".strip()
    assert {each.recipient for each in told.notices("DeclarationNotice")} == {
        told.user(OFFICER),
        told.user(CHAIR),
    }


def test_an_interest_can_be_expressed_beside_a_competing_bid(told: Rehearsal) -> None:
    """C33, C32."""
    answer(answers(told, MEMBER, competing=True, words="With two colleges."))
    assert len(told.declared()) == 1
    (row, *_) = answered(told).rows
    assert row.answer is not None
    assert (row.answer.kind, row.answer.competing) == (INTEREST, True)


def test_declaring_it_later_keeps_the_interest_that_was_expressed(told: Rehearsal) -> None:
    """C33."""
    answer(answers(told, MEMBER, details={"offered": "Classes."}))
    answer(answers(told, MEMBER, COMPETING))
    held = own_answer(told, MEMBER)
    assert held is not None
    assert (held.kind, held.competing, held.details) == (INTEREST, True, {"offered": "Classes."})


def test_the_window_says_how_a_competing_bid_is_taken_back_for_as_long_as_it_is_one(told: Rehearsal) -> None:
    """C33."""
    said = []
    for kind, more in ((NOT_FOR_US, {}), (COMPETING, {}), (INTEREST, {"competing": False})):
        answer(answers(told, MEMBER, kind, **more))
        said.append(BACK in words(tender_modal(seen(told, MEMBER, TENDER))["blocks"]))
    assert said == [False, True, False]
    assert seen(told, MEMBER, TENDER).kept_away


def test_not_for_us_takes_no_declaration_back(told: Rehearsal) -> None:
    """C33."""
    answer(answers(told, MEMBER, COMPETING))
    answer(answers(told, MEMBER, NOT_FOR_US))
    assert seen(told, MEMBER, TENDER).kept_away


def test_its_vote_on_that_bid_is_off(told: Rehearsal) -> None:
    """C33, G9."""
    answer(answers(told, MEMBER, COMPETING))
    answer(told.opens_meeting(CHAIR, chair=CHAIR, present=["community-council-devon", "gavca", "voscur"]))
    answer(told.puts(CHAIR, "That the bid be submitted", how="indicative", about=TENDER))
    assert "interest" in reason(told.votes(MEMBER, "for"))
    answer(told.votes(OTHER_MEMBER, "for"))


def test_its_vote_is_off_where_the_motion_names_the_tender_and_nobody_said_what_it_is_about(
    told: Rehearsal,
) -> None:
    """C33, G9: by its reference, in large letters or small; a motion that names none is about no bid."""
    answer(answers(told, MEMBER, COMPETING))
    answer(told.opens_meeting(CHAIR, chair=CHAIR, present=["community-council-devon", "gavca", "voscur"]))
    tender = seen(told, OFFICER, TENDER).tender
    assert tender is not None
    reference = tender.reference
    answer(told.puts(CHAIR, f"That we bid for {reference.lower()}", how="indicative"))
    assert "interest" in reason(told.votes(MEMBER, "for"))
    answer(told.votes(OTHER_MEMBER, "for"))
    answer(told.puts(CHAIR, "That we bid for T1999/1", how="indicative", motion="motion-2"))
    answer(told.votes(MEMBER, "for", motion="motion-2"))


def test_a_motion_is_about_every_tender_that_it_names(told: Rehearsal) -> None:
    """C33, G9: else whoever is in another bid for one of them would vote on it."""
    answer(records(told, OFFICER, "Advice in prisons", tender="tender-y"))
    answer(told.opens_meeting(CHAIR, chair=CHAIR, present=["community-council-devon", "gavca", "voscur"]))
    both = "That we bid for T2026/1 rather than T2026/2"
    answer(told.puts(CHAIR, both, how="indicative"))  # of the second nobody has been told, nor can compete
    answer(tells(told, tender="tender-y"))
    refused = refusal(told.puts(CHAIR, both, how="indicative", motion="motion-2"))
    assert "names T2026/2 without being about it" in refused.reason
    assert (refused.field, refused.clause.number) == ("about", "4.4")
    assert "T2026/1" in reason(
        told.puts(CHAIR, "That we bid for T2026/1", how="indicative", about="tender-y", motion="motion-3")
    )
    answer(told.puts(CHAIR, "That it be noted: T2026/1", how="indicative", about=TENDER, motion="motion-4"))


def test_a_chair_in_another_bid_loses_sight_of_the_answers_and_decides_nothing_about_it(
    told: Rehearsal,
) -> None:
    """C33."""
    answer(answers(told, MEMBER))
    assert answered(told, CHAIR).refused is None
    answer(answers(told, CHAIR, COMPETING))
    refused = answered(told, CHAIR).refused
    assert refused is not None
    assert "in another bid" in refused.reason
    window = seen(told, CHAIR, TENDER)
    assert (window.manages, window.kept_away, window.proof) == (False, True, None)
    assert "in another bid" in reason(sets_aside(told, CHAIR, TENDER, "It competes with ours."))
    for form in (MoveForm, PeopleForm, ContractForm):
        asked = {"workspace": told.workspace, "team": told.team, "user": told.user(CHAIR)}
        shut = told.secretary.ask(form(**asked, partnership=told.slug, tender=TENDER)).refused
        assert shut is not None
        assert "in another bid" in shut.reason
    assert answered(told, OFFICER).refused is None


def test_saying_no_later_gives_nothing_back_until_the_chair_rules(told: Rehearsal) -> None:
    """C33, K31."""
    answer(answers(told, MEMBER, competing=True))
    outcome = answers(told, MEMBER, competing=False)
    assert isinstance(outcome, Decision)
    assert any("stands until the chair has ruled" in each.words for each in outcome.answer.details)
    assert seen(told, MEMBER, TENDER).kept_away
    answer(told.rules(CHAIR, told.interest(), Ruling.STAY_AND_VOTE))
    assert not seen(told, MEMBER, TENDER).kept_away


def test_a_ruling_to_leave_a_tender_is_to_keep_away_from_the_bid(told: Rehearsal) -> None:
    """K31, C33: a bid is no item of a meeting, which somebody leaves."""
    answer(answers(told, MEMBER, competing=True))
    ruled = answer(told.rules(CHAIR, told.interest(), Ruling.LEAVE))
    assert "is to keep away from the bid for “" in ruled
    [notice] = told.notices("RulingNotice")
    assert notice.data["ruling"] == "keep away from this bid"
    assert "no part in this bid" in notice.data["follows"]


def test_a_ruling_gives_no_sight_to_whoever_still_competes(told: Rehearsal) -> None:
    """C33."""
    answer(answers(told, MEMBER, competing=True))
    answer(told.rules(CHAIR, told.interest(), Ruling.STAY_AND_VOTE))
    assert seen(told, MEMBER, TENDER).kept_away


def test_a_delivery_partner_in_a_competing_bid_is_flagged_for_a_decision_and_not_barred(
    partnered: Rehearsal,
) -> None:
    """C32: not expected is not forbidden."""
    answer(answers(partnered, MEMBER, competing=True))
    told = {each.recipient: each for each in partnered.notices("CompetingPartnerNotice")}
    assert told.keys() == {partnered.user(OFFICER), partnered.user(CHAIR)}
    assert told[partnered.user(CHAIR)].data["puts"]
    flagged = told[partnered.user(OFFICER)]
    assert (flagged.data["puts"], flagged.data["chair"]) == (False, "Morwenna Tangye")
    assert (flagged.data["decides"], flagged.data["clause"], flagged.data["barred"]) == (
        "Steering Group",
        "4.4",
        False,
    )
    (row, *_) = answered(partnered).rows
    assert row.partner
    assert row.answer is not None


def test_a_chair_in_another_bid_is_not_told_of_a_partner_in_one(partnered: Rehearsal) -> None:
    """C32, C33: the secretariat is, and no motion is theirs to put."""
    answer(answers(partnered, CHAIR, COMPETING))
    answer(answers(partnered, MEMBER, COMPETING))
    (flagged,) = partnered.notices("CompetingPartnerNotice")
    assert (flagged.recipient, flagged.data["chair"]) == (partnered.user(OFFICER), "")


def test_whoever_is_no_delivery_partner_is_not_flagged(told: Rehearsal) -> None:
    """C32."""
    answer(answers(told, OTHER_MEMBER, COMPETING))
    assert told.notices("CompetingPartnerNotice") == []


def test_the_same_declaration_twice_is_one_interest(partnered: Rehearsal) -> None:
    """C33."""
    answer(answers(partnered, MEMBER, COMPETING))
    answer(answers(partnered, MEMBER, competing=True))
    assert len(partnered.declared()) == 1
    assert len(partnered.notices("CompetingPartnerNotice")) == 2


def test_bidding_alone_is_recorded_without_a_penalty_and_is_an_interest_in_the_tender(
    told: Rehearsal,
) -> None:
    """K42."""
    answer(answers(told, MEMBER, ALONE))
    (declared,) = told.declared()
    assert declared.data["nature"] == "Bids alone, in its own right."
    assert told.notices("CompetingPartnerNotice") == []


def test_nobody_bids_alone_before_it_is_decided_where_the_terms_ask_for_that(
    store: Store, clock: StoppedClock
) -> None:
    """V42: first collaborative or individual bids, then individual ones."""
    adopted = ["voting.majority", "voting.on_tie", "quorum.inquorate", "quorum.withdrawn", "interests.effect"]
    body = rehearse(store, clock, "voluntaryworks", adopting=adopted)
    officer, member = "edwina-sharrock", _member_of(body)
    answer(records(body, officer, tender=TENDER))
    answer(tells(body, officer))
    refused = refusal(answers(body, member, ALONE))
    assert "bid together or alone decided" in refused.reason
    assert (refused.clause.number, refused.field) == ("10.8", "how")
    answer(answers(body, member))
    decided = decides(body, "That members make individual applications")
    step = {"step": "bid together or alone decided", "words": "alone", "decision": decided}
    answer(steps(body, officer, **step, tender=TENDER))
    assert "bids alone" in answer(answers(body, member, ALONE))


def _member_of(body: Rehearsal) -> str:
    """Somebody who represents exactly one organisation, and neither chairs nor serves."""
    offices = {each.person for each in body.register.roles}
    counts: dict[str, int] = {}
    for each in body.register.appointments:
        counts[each.person] = counts.get(each.person, 0) + 1
    accounts = {each.slug for each in body.register.people if each.slack_user}
    return next(
        each for each, count in counts.items() if count == 1 and each not in offices and each in accounts
    )


def test_where_the_terms_bar_it_a_partner_in_a_competing_bid_expresses_no_interest(
    barring: Rehearsal,
) -> None:
    """C32: a partnership's own terms may say more."""
    refused = refusal(answers(barring, MEMBER, competing=True))
    assert (refused.field, refused.clause.number) == ("competing", "4.4")
    answer(answers(barring, MEMBER, COMPETING))
    assert [each.data["barred"] for each in barring.notices("CompetingPartnerNotice")] == [True, True]
    answer(answers(barring, OTHER_MEMBER, competing=True))


def test_whoever_is_in_another_bid_neither_leads_this_one_nor_sits_on_its_project_team(
    told: Rehearsal,
) -> None:
    """C33, C6: they are not told how it goes on; the refusal stands under the field and says who it is."""
    answer(answers(told, MEMBER, COMPETING))
    team = {"partnership": told.slug, "tender": TENDER, "people": (MEMBER, OTHER_MEMBER)}
    refused = refusal(told.say(OFFICER, AppointTeam, **team))
    assert (refused.field, refused.clause.number) == ("people", "4.4")
    assert refused.reason.startswith(f"{told.register.person(MEMBER).name} cannot be in it")
    lead = {"partnership": told.slug, "tender": TENDER, "delivers": False}
    refused = refusal(told.say(OFFICER, SayWhetherLeadDelivers, organisation="gavca", **lead))
    assert (refused.field, refused.clause.number) == ("organisation", "4.4")
    answer(told.say(OFFICER, AppointTeam, **{**team, "people": (OTHER_MEMBER,)}))
    answer(told.say(OFFICER, SayWhetherLeadDelivers, organisation="voscur", **lead))


def test_who_is_selected_to_deliver_and_is_in_another_bid_is_flagged_and_not_barred(told: Rehearsal) -> None:
    """C32."""
    answer(answers(told, MEMBER, COMPETING))
    for organisation, said in (("gavca", 1), ("voscur", 0)):
        asked = {"partnership": told.slug, "tender": TENDER, "organisation": organisation}
        outcome = told.say(OFFICER, SelectPartner, **asked)
        assert isinstance(outcome, Decision)
        assert len([each for each in outcome.answer.details if "another bid" in each.words]) == said
