"""Who does what in a bid: a team from the group alone, a lead that declares, one contract holder, and delivery partners."""

from datetime import date

import pytest

from bot.clock import StoppedClock
from bot.presenters.tenders.tenders import tender_modal
from bot.store.partnership import register
from bot.store.session import Store
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.tenders.bid_people import AppointTeam, SayWhetherLeadDelivers, SelectPartner, choosing_id
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.deciding.registering import last
from tests.spec.tenders.bidding import TENDER, moves, recorded, steps, told, way
from tests.spec.tenders.tendering import MEMBER, OFFICER, Outcome, seen
from tests.spec.tenders.test_recording_and_suggesting import refusal

LEAD_TERMS = """
[bids.lead_may_deliver]
value  = "{value}"
clause = "20"
words  = "Very clear guidelines are needed where the lead also delivers."

[before.contracting]
value  = ["contract holder named", "service level agreement dated"]
clause = "21"
words  = "Accountability for a contract lies with its holder."
"""
CHAIRED, CLERK = represented("org-1"), represented("org-2")


@pytest.fixture
def bid(clesp: Rehearsal) -> Rehearsal:
    """CLESP, whose secretariat has recorded a tender."""
    return recorded(clesp, OFFICER)


def forum(store: Store, clock: StoppedClock, value: str) -> Rehearsal:
    """The Town Forum, whose terms say whether a lead may deliver, and a tender."""
    return recorded(town(store, clock, terms=TOWN_TERMS + LEAD_TERMS.format(value=value)), CLERK)


def appoints(body: Rehearsal, who: str, *people: str, reason: str = "") -> Outcome:
    return body.say(who, AppointTeam, partnership=body.slug, tender=TENDER, people=people, reason=reason)


def leads(body: Rehearsal, organisation: str, *, delivers: bool) -> Outcome:
    asked = {"partnership": body.slug, "tender": TENDER, "organisation": organisation}
    return body.say(CLERK, SayWhetherLeadDelivers, **asked, delivers=delivers)


def selects(body: Rehearsal, who: str, organisation: str, **words: object) -> Outcome:
    asked = {"partnership": body.slug, "tender": TENDER, "organisation": organisation}
    return body.say(who, SelectPartner, **{**asked, **words})


def members_of_the_group(body: Rehearsal) -> list[str]:
    return [each.person for each in body.register.appointments_on(date(2026, 11, 5))]


def test_a_project_team_comes_from_the_steering_group_and_from_nowhere_else(bid: Rehearsal) -> None:
    """C6."""
    inside = members_of_the_group(bid)
    outside = OFFICER
    assert outside not in inside
    refused = refusal(appoints(bid, OFFICER, inside[0], outside))
    assert (refused.field, refused.clause.number) == ("people", "1.2")
    assert "Steering Group" in refused.reason
    assert bid.register.person(inside[0]).name in answer(appoints(bid, OFFICER, inside[0], inside[1]))
    (event,) = [each for each in bid.happened() if each.type == "TeamAppointed"]
    assert (event.data["people"], event.data["group"]) == ([inside[0], inside[1]], "steering")


def test_no_team_is_needed_with_the_reason(bid: Rehearsal) -> None:
    """C6: where necessary."""
    assert refusal(appoints(bid, OFFICER)).field == "reason"
    assert "none needed: It is a small bid." in answer(appoints(bid, OFFICER, reason="It is a small bid."))
    assert [(each.step, each.words) for each in way(bid, OFFICER).done] == [
        ("project team", "none needed: It is a small bid.")
    ]
    assert "secretariat and the chair" in refusal(appoints(bid, MEMBER, reason="No.")).reason


def test_a_lead_that_also_delivers_declares_and_has_no_vote_on_who_delivers(
    store: Store, clock: StoppedClock
) -> None:
    """N13: asked, declared, off the vote that chooses partners, and on no other."""
    body = forum(store, clock, "asked and declared")
    assert "has no vote on who delivers" in answer(leads(body, "org-3", delivers=True))
    assert "has no vote on who delivers" in answer(leads(body, "org-3", delivers=True))
    answer(body.opens_meeting(CHAIRED, chair=CHAIRED, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(CHAIRED, "That Organisation 3 delivers", about=choosing_id(TENDER)))
    assert refusal(body.votes(represented("org-3"), "for"))
    answer(body.votes(represented("org-2"), "for"))
    answer(body.closes(CHAIRED))
    assert last(body).withdrawn == ("org-3",)
    answer(body.puts(CHAIRED, "That the bid be submitted", motion="motion-2"))
    answer(body.votes(represented("org-3"), "for", "motion-2"))
    answer(body.closes(CHAIRED, "motion-2"))
    refused = refusal(selects(body, CLERK, "org-3", decision="D2026/2"))
    assert "it had a vote on D2026/2" in refused.reason
    assert answer(selects(body, CLERK, "org-3", decision="D2026/1"))


def test_nobody_is_chosen_before_the_lead_was_asked_nor_a_lead_that_said_no(
    store: Store, clock: StoppedClock
) -> None:
    """N13: asked and declared first."""
    body = forum(store, clock, "asked and declared")
    refused = refusal(selects(body, CLERK, "org-2"))
    assert (refused.field, refused.clause.number) == ("organisation", "20")
    assert "nobody has asked the lead yet" in refused.reason
    answer(leads(body, "org-3", delivers=False))
    assert "is selected" in answer(selects(body, CLERK, "org-2"))
    assert "said that others deliver" in refusal(selects(body, CLERK, "org-3")).reason
    answer(leads(body, "org-3", delivers=True))
    assert "is selected" in answer(selects(body, CLERK, "org-3"))


def test_a_choice_on_which_the_lead_had_a_vote_contracts_nobody_once_it_declares(
    store: Store, clock: StoppedClock
) -> None:
    """N13: also where it was made before the lead said that it delivers."""
    body = forum(store, clock, "asked and declared")
    answer(leads(body, "org-3", delivers=False))
    answer(body.opens_meeting(CHAIRED, chair=CHAIRED, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(CHAIRED, "That Organisation 2 delivers"))
    for each in ("org-1", "org-2", "org-3"):
        answer(body.votes(represented(each), "for"))
    answer(body.closes(CHAIRED))
    answer(selects(body, CLERK, "org-2", decision="D2026/1"))
    answer(leads(body, "org-3", delivers=True))
    assert "it had a vote on D2026/1" in refusal(selects(body, CLERK, "org-2")).reason


def test_a_choice_that_no_longer_stands_is_shown_so_and_contracts_nobody(
    store: Store, clock: StoppedClock
) -> None:
    """C14: the decision is read as it stands now."""
    body = forum(store, clock, "yes")
    answer(body.opens_meeting(CHAIRED, chair=CHAIRED, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(CHAIRED, "That Organisation 2 delivers"))
    for each in ("org-1", "org-2", "org-3"):
        answer(body.votes(represented(each), "for"))
    answer(body.closes(CHAIRED))
    answer(selects(body, CLERK, "org-2", decision="D2026/1"))
    answer(moves(body, CLERK, "submitted"))
    answer(moves(body, CLERK, "won"))
    void = {"decision": "D2026/1", "becomes": "void", "reason": "Put in error."}
    answer(body.say(CHAIRED, CorrectDecision, partnership=body.slug, **void))
    (partner,) = way(body, CLERK).partners
    assert (partner.decision, partner.undone) == ("D2026/1", "void")
    assert "selected by D2026/1, now void" in words(tender_modal(seen(body, CLERK, TENDER))["blocks"])
    assert "D2026/1 is void" in refusal(selects(body, CLERK, "org-2", contract_on=date(2026, 11, 5))).reason


def test_a_lead_may_not_deliver_where_the_terms_say_so(store: Store, clock: StoppedClock) -> None:
    """N13."""
    body = forum(store, clock, "no")
    assert refusal(leads(body, "org-3", delivers=True)).clause.number == "20"
    assert "does not mean to deliver" in answer(leads(body, "org-3", delivers=False))
    assert refusal(selects(body, CLERK, "org-3")).clause.number == "20"
    assert "is selected" in answer(selects(body, CLERK, "org-4"))


def test_a_lead_may_deliver_where_the_terms_say_so(store: Store, clock: StoppedClock) -> None:
    """N13."""
    body = forum(store, clock, "yes")
    assert answer(leads(body, "org-3", delivers=True)).endswith("means to deliver it.")
    assert [each for each in body.happened() if each.type == "InterestDeclared"] == []


def test_a_contract_has_one_holder_and_it_is_never_the_consortium(store: Store, clock: StoppedClock) -> None:
    """N10, V19, K43: an organisation of the register; and its agreement is dated before it is complete."""
    body = forum(store, clock, "yes")
    answer(moves(body, CLERK, "submitted"))
    step = "contract holder named"
    for nobody in (None, "the wider consortium", "town-forum"):
        assert refusal(steps(body, CLERK, step, organisation=nobody)).field == "organisation"
    answer(steps(body, CLERK, step, organisation="org-3"))
    answer(steps(body, CLERK, step, organisation="org-4"))
    assert [each.organisation for each in way(body, CLERK).done] == ["Organisation 4"]
    assert "service level agreement dated (21)" in refusal(moves(body, CLERK, "contracted")).reason
    answer(steps(body, CLERK, "service level agreement dated"))
    assert answer(moves(body, CLERK, "contracted"))


def test_who_was_selected_by_mistake_is_taken_off_and_a_delivery_partner_is_not(bid: Rehearsal) -> None:
    """C13: nothing else of them is lost, and the register of events has it."""
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called"))
    assert refusal(selects(bid, OFFICER, "gavca", off=True)).field == "off"
    answer(selects(bid, OFFICER, "gavca", part="hub for Devon"))
    answer(selects(bid, OFFICER, "voscur"))
    assert "is not selected" in answer(selects(bid, OFFICER, "gavca", off=True))
    assert [each.organisation for each in way(bid, OFFICER).partners] == ["voscur"]
    answer(moves(bid, OFFICER, "submitted"))
    answer(moves(bid, OFFICER, "won"))
    dated = {"contract_on": date(2026, 11, 5), "sla_on": date(2026, 11, 5)}
    assert "is a delivery partner of" in answer(selects(bid, OFFICER, "voscur", **dated))
    assert "already" in refusal(selects(bid, OFFICER, "voscur", off=True)).reason


def test_a_member_is_a_delivery_partner_only_once_its_contract_and_its_agreement_are_dated(
    bid: Rehearsal,
) -> None:
    """C7, C13, C40: selection alone gives “selected”; the register follows through an event."""
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called"))
    chosen = next(each.organisation for each in bid.register.appointments)
    name = bid.register.organisation(chosen).name
    assert f"{name} is selected" in answer(selects(bid, OFFICER, chosen))
    assert "before it is won" in refusal(selects(bid, OFFICER, chosen, contract_on=date(2026, 11, 4))).reason
    answer(moves(bid, OFFICER, "submitted"))
    answer(moves(bid, OFFICER, "won"))
    said = answer(selects(bid, OFFICER, chosen, contract_on=date(2026, 11, 4)))
    assert "once this is done: service level agreement dated" in said
    assert not _is_partner(bid, chosen)
    refused = refusal(selects(bid, OFFICER, chosen, sla_on=date(2026, 11, 6)))
    assert refused.field == "sla_on"
    said = answer(selects(bid, OFFICER, chosen, sla_on=date(2026, 11, 5)))
    assert said == f"{name} is a delivery partner of T2026/1 from Thursday 5 November 2026 (1.4)."
    assert _is_partner(bid, chosen)
    (partner,) = way(bid, MEMBER).partners
    assert (partner.status, partner.sla_on) == ("delivery partner", date(2026, 11, 5))
    answer(selects(bid, OFFICER, chosen))
    assert [each.data["new_role"] for each in bid.happened() if each.type == "PartnerSelected"].count(
        True
    ) == 1


def _is_partner(body: Rehearsal, organisation: str) -> bool:
    with body.store.reading() as connection:
        known = register.load(connection, body.workspace, body.slug)
    held = known.holders_of("delivery partner", body.clock.now().date())
    return any(each.organisation == organisation and each.from_on == date(2026, 11, 5) for each in held)


def test_who_delivers_is_an_organisation_of_the_register(bid: Rehearsal) -> None:
    """C13, C14."""
    assert refusal(selects(bid, OFFICER, "nobody")).field == "organisation"
    chosen = next(each.organisation for each in bid.register.appointments)
    assert refusal(selects(bid, OFFICER, chosen, decision="D2026/9")).field == "decision"
    assert "secretariat and the chair" in refusal(selects(bid, MEMBER, chosen)).reason


def test_each_has_a_part_in_the_bid_and_what_it_rests_on(bid: Rehearsal) -> None:
    """N8, N9: work is shared by specialism, and a part may be on a condition; both stay until they are said anew."""
    told(bid)
    answer(steps(bid, OFFICER, "delivery partners called"))
    chosen = next(each.organisation for each in bid.register.appointments)
    answer(selects(bid, OFFICER, chosen, part="quality core", on_condition="it takes part in training"))
    answer(selects(bid, OFFICER, chosen))
    (partner,) = way(bid, MEMBER).partners
    assert (partner.part, partner.on_condition) == ("quality core", "it takes part in training")
    answer(selects(bid, OFFICER, chosen, part="hub for Devon"))
    assert way(bid, MEMBER).partners[0].part == "hub for Devon"
    assert refusal(selects(bid, OFFICER, chosen, part="w" * 101)).field == "part"
    assert refusal(selects(bid, OFFICER, chosen, on_condition="w" * 301)).field == "on_condition"
