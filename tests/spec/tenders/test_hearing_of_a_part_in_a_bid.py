"""Whoever is put in a project team, or represents an organisation selected to deliver, hears of it once, with what follows."""

from datetime import date
from typing import Any

import pytest

from bot.presenters.messages import render
from bot.presenters.tenders.bid_people import team_form
from bot.workflows.tenders.bid_questions import PeopleForm
from bot.workflows.tenders.tender_interest import COMPETING
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.bidding import TENDER, moves, recorded, steps
from tests.spec.tenders.tendering import OFFICER, answers, tells
from tests.spec.tenders.test_who_does_what_in_a_bid import appoints, members_of_the_group, selects

DATED = {"contract_on": date(2026, 11, 4), "sla_on": date(2026, 11, 5)}


@pytest.fixture
def bid(clesp: Rehearsal) -> Rehearsal:
    """CLESP, whose members were told of a tender and called to deliver it."""
    answer(tells(recorded(clesp, OFFICER), tender=TENDER))
    answer(steps(clesp, OFFICER, "delivery partners called"))
    return clesp


def speaking(body: Rehearsal, organisation: str) -> list[str]:
    """Who represents an organisation."""
    return [each.person for each in body.register.appointments if each.organisation == organisation]


def heard(body: Rehearsal, kind: str) -> list[tuple[str, str]]:
    """Who has heard what, by their accounts and in the words they read."""
    return [(each.recipient, shown(kind, each.data)) for each in body.notices(kind)]


def shown(kind: str, data: Any) -> str:
    return words(list(render(kind, data, partnership="clesp").blocks))


def test_whoever_is_put_in_a_team_or_taken_out_of_it_hears_of_it_once(bid: Rehearsal) -> None:
    """C6."""
    first, second, third = members_of_the_group(bid)[:3]
    answer(appoints(bid, OFFICER, first, second))
    ((one, said), (two, _)) = heard(bid, "TeamNotice")
    assert {one, two} == {bid.user(first), bid.user(second)}
    assert "Amara Lightfoot has recorded that you are in the project team of the bid T2026/1" in said
    assert "See it" in said
    answer(appoints(bid, OFFICER, second, third))
    later = dict(heard(bid, "TeamNotice")[2:])
    assert set(later) == {bid.user(first), bid.user(third)}
    assert "not in the project team" in later[bid.user(first)]
    assert "you are in the project team" in later[bid.user(third)]


def test_the_form_of_a_team_begins_with_who_is_in_it(bid: Rehearsal) -> None:
    """C6: one is added, and nobody else is taken out of it unseen."""
    first, second = members_of_the_group(bid)[:2]
    answer(appoints(bid, OFFICER, first, second))
    asking = {"workspace": bid.workspace, "team": bid.team, "user": bid.user(OFFICER)}
    facts = bid.secretary.ask(PeopleForm(**asking, partnership=bid.slug, tender=TENDER))
    (people,) = [each for each in team_form(facts)["blocks"] if each.get("block_id") == "people"]
    assert {each["value"] for each in people["element"]["initial_options"]} == {first, second}


def test_who_represents_a_partner_hears_that_it_is_selected_and_what_makes_it_one(bid: Rehearsal) -> None:
    """C13, C40: selected is not yet a delivery partner; another part, or one day of two, is no news."""
    answer(selects(bid, OFFICER, "gavca", part="hub for Devon"))
    theirs = {bid.user(each) for each in speaking(bid, "gavca")}
    assert {who for who, _ in heard(bid, "PartnerNotice")} == theirs
    said = heard(bid, "PartnerNotice")[0][1]
    assert "Amara Lightfoot has recorded" in said
    assert "selected to deliver T2026/1 “Advice in schools”: hub for Devon." in said
    assert "once this is done: contract dated and service level agreement dated" in said
    assert "1.4" in said
    answer(moves(bid, OFFICER, "submitted"))
    answer(moves(bid, OFFICER, "won"))
    answer(selects(bid, OFFICER, "gavca", part="hub for Cornwall"))
    answer(selects(bid, OFFICER, "gavca", contract_on=DATED["contract_on"]))
    assert len(bid.notices("PartnerNotice")) == len(theirs)
    answer(selects(bid, OFFICER, "gavca", **DATED))
    answer(selects(bid, OFFICER, "gavca", **DATED))
    after = heard(bid, "PartnerNotice")[len(theirs) :]
    assert len(after) == len(theirs)
    assert "delivery partner of T2026/1 “Advice in schools” from Thursday 5 November 2026" in after[0][1]


def test_who_represents_whoever_is_taken_off_hears_of_it(bid: Rehearsal) -> None:
    """C13."""
    answer(selects(bid, OFFICER, "gavca"))
    answer(selects(bid, OFFICER, "gavca", off=True))
    first, last = heard(bid, "PartnerNotice")
    assert first[0] == last[0]
    assert "not selected to deliver T2026/1 “Advice in schools” any more" in last[1]


def test_whoever_is_in_another_bid_is_told_nothing_of_being_selected(bid: Rehearsal) -> None:
    """C32, C33: flagged, not barred, and kept from how this bid goes on."""
    (voice, *_) = speaking(bid, "gavca")
    answer(answers(bid, voice, COMPETING, tender=TENDER, words="We bid elsewhere."))
    answer(selects(bid, OFFICER, "gavca"))
    assert bid.notices("PartnerNotice") == []
    answer(selects(bid, OFFICER, "voscur"))
    assert bid.notices("PartnerNotice") != []


def test_nobody_hears_of_a_part_in_what_only_the_secretariat_and_the_chair_know(clesp: Rehearsal) -> None:
    """C18: members hear of a tender at the same moment, and not from a part in it."""
    recorded(clesp, OFFICER)
    answer(appoints(clesp, OFFICER, members_of_the_group(clesp)[0]))
    assert clesp.notices("TeamNotice") == []
