"""After award: one contract with its holder and dates, returns asked for by period, chased, received, and logged when late."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from bot.clock import StoppedClock
from bot.local_slack.blockkit.views import view_faults
from bot.presenters.tenders.bid_people import lead_form, partner_form
from bot.presenters.tenders.bids import step_form
from bot.presenters.tenders.contracts import contract_blocks, contract_form, return_form
from bot.presenters.tenders.tenders import tender_modal
from bot.rules.year import reporting_periods
from bot.store.partnership.partnerships import setting as setting_of
from bot.store.session import Store
from bot.store.tenders.bid_tables import contract_returns
from bot.store.tenders.contracts import returns_of
from bot.ticking import tick
from bot.workflows.questions import Choice
from bot.workflows.tenders.bid_people import SelectPartner
from bot.workflows.tenders.bid_questions import PeopleFormFacts, StepFormFacts
from bot.workflows.tenders.contract_questions import ContractForm, ContractFormFacts
from bot.workflows.tenders.contracts import Contract, EnterContract
from bot.workflows.tenders.returns import ReceiveReturn, Return, ReturnReceived
from bot.workflows.tenders.tender_interest import COMPETING
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.tenders.bidding import TENDER, moves, recorded, steps, told, way
from tests.spec.tenders.tendering import MEMBER, OFFICER, Outcome, seen, tells
from tests.spec.tenders.tendering import answers as replies
from tests.spec.tenders.test_recording_and_suggesting import refusal

QUARTERS, PENALTY = "each quarter of the financial year", "Two per cent for each week; £50 at most."
CHAIR, CLERK, PARTNER = (represented(each) for each in ("org-1", "org-2", "org-3"))
CONTRACT_TERMS = f"""
[bids.reports]
value  = "{QUARTERS}"
clause = "8.1.3"
words  = "quarterly monitoring, reporting and claiming procedures"

[before.contracting]
value  = ["contract holder named", "contract dated", "service level agreement dated"]
clause = "21"
words  = "Accountability for a contract lies with its holder."

[before.delivering]
value  = ["contract dated", "service level agreement dated"]
clause = "22"
words  = "formally contracted"
"""


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, a bid of which is won."""
    body = recorded(town(store, clock, terms=TOWN_TERMS + CONTRACT_TERMS), CLERK)
    answer(moves(body, CLERK, "submitted"))
    answer(moves(body, CLERK, "won"))
    return body


def enters(body: Rehearsal, who: str = CLERK, **words: object) -> Outcome:
    asked = {"holder": "org-4", "dated_on": date(2026, 11, 4), "ends_on": date(2027, 5, 31)}
    asked |= {"sla_on": date(2026, 11, 5), "penalties": PENALTY, "days": 14}
    return body.say(who, EnterContract, partnership=body.slug, tender=TENDER, **{**asked, **words})


def delivers(body: Rehearsal, organisation: str, day: date = date(2026, 11, 4)) -> None:
    asked = {"partnership": body.slug, "tender": TENDER, "organisation": organisation}
    answer(body.say(CLERK, SelectPartner, **asked, contract_on=day, sla_on=day))


def receives(body: Rehearsal, organisation: str, end: date, **words: object) -> Outcome:
    asked = {"partnership": body.slug, "tender": TENDER, "organisation": organisation, "period_end": end}
    return body.say(CLERK, ReceiveReturn, **{**asked, **words})


def returns(body: Rehearsal) -> tuple[Return, ...]:
    with body.store.reading() as connection:
        setting = setting_of(connection, body.workspace, body.slug, body.clock.now())
        assert setting is not None
        return returns_of(connection, setting, TENDER)


def shown(body: Rehearsal) -> str:
    """The words of the tender's window."""
    return words(tender_modal(seen(body, CLERK, TENDER))["blocks"])


def at(body: Rehearsal, year: int, month: int, day: int) -> None:
    """The clock is turned to half past nine of that day, and ticks."""
    ahead = datetime(year, month, day, 9, 30, tzinfo=UTC) - body.clock.now()
    body.clock.turn(seconds=ahead.total_seconds())
    tick(body.store, body.secretary, body.clock)


def test_quarters_are_those_of_the_financial_year_from_the_first_of_april() -> None:
    """V20: the broken ones at both ends are cut to the contract's own days."""
    assert reporting_periods(QUARTERS, "1 April", date(2026, 11, 4), date(2027, 5, 31)) == (
        (date(2026, 11, 4), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 5, 31)),
    )
    months = reporting_periods("each month", "1 April", date(2026, 11, 4), date(2027, 1, 1))
    assert [end for _, end in months] == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 1)]


def test_periods_go_over_the_end_of_a_year_and_a_leap_day() -> None:
    """V20."""
    months = reporting_periods("each month", "1 April", date(2027, 12, 31), date(2028, 3, 1))
    assert months == (
        (date(2027, 12, 31), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2028, 1, 31)),
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2028, 3, 1)),
    )


def test_returns_are_asked_for_at_nine_by_the_clock_on_the_wall_in_winter_and_in_summer(
    forum: Rehearsal,
) -> None:
    """C43, V20: the clock goes forward on 28 March 2027, between a period's last quarter and its return."""
    answer(enters(forum))
    delivers(forum, "org-3")
    for morning, asked in (
        (datetime(2027, 1, 1, 8, 59, tzinfo=UTC), 0),
        (datetime(2027, 1, 1, 9, 0, tzinfo=UTC), 1),
        (datetime(2027, 4, 1, 7, 59, tzinfo=UTC), 1),
        (datetime(2027, 4, 1, 8, 0, tzinfo=UTC), 2),
    ):
        forum.clock.set(morning)
        tick(forum.store, forum.secretary, forum.clock)
        found = [each for each in forum.notices("ReturnAskedNotice") if not each.data["again"]]
        assert len(found) == asked


def test_a_contract_has_exactly_one_holder_of_the_register(forum: Rehearsal) -> None:
    """N10, V19: the consortium cannot be set; entering it takes the steps the terms ask for."""
    for nobody in ("", "the consortium", forum.slug):
        assert refusal(enters(forum, holder=nobody)).field == "holder"
    assert "Organisation 4 holds the contract of T2026/1" in answer(enters(forum))
    answer(enters(forum, holder="org-1"))
    contract = way(forum, PARTNER).contract
    assert contract is not None
    assert contract.holder_name == "Organisation 1"
    assert answer(moves(forum, CLERK, "contracted"))


def test_an_accountable_body_is_incomplete_until_its_agreement_is_dated(forum: Rehearsal) -> None:
    """K43."""
    assert "so it is incomplete" in answer(enters(forum, sla_on=None))
    assert "service level agreement dated (21)" in refusal(moves(forum, CLERK, "contracted")).reason
    answer(enters(forum))
    assert answer(moves(forum, CLERK, "contracted"))


def test_returns_are_asked_for_the_day_after_each_quarter_and_again_on_the_day_they_are_due(
    forum: Rehearsal,
) -> None:
    """C23, C43, V20: of delivery partners only, by direct message."""
    assert "asked for 3 times" in answer(enters(forum))
    delivers(forum, "org-3")
    at(forum, 2026, 12, 31)
    assert forum.notices("ReturnAskedNotice") == []
    at(forum, 2027, 1, 1)
    (asked,) = forum.notices("ReturnAskedNotice")
    assert (asked.recipient, asked.data["due"]) == (forum.user(PARTNER), "Thursday 14 January 2027")
    assert asked.data["period"] == "Wednesday 4 November 2026 to Thursday 31 December 2026"
    at(forum, 2027, 1, 14)
    assert [each.data["again"] for each in forum.notices("ReturnAskedNotice")] == [False, True]


def test_a_return_received_in_time_is_not_asked_for_again(forum: Rehearsal) -> None:
    """C43."""
    answer(enters(forum))
    delivers(forum, "org-3")
    at(forum, 2027, 1, 1)
    assert "☐ Organisation 3, Wednesday 4 November 2026" in shown(forum)
    assert "Received from Organisation 3" in answer(receives(forum, "org-3", date(2026, 12, 31)))
    assert "✓ Organisation 3, Wednesday 4 November 2026" in shown(forum)
    assert refusal(receives(forum, "org-3", date(2026, 12, 31))).field == "return"
    at(forum, 2027, 1, 15)
    assert len(forum.notices("ReturnAskedNotice")) == 1
    assert forum.notices("ReturnLateNotice") == []


def test_a_late_return_is_logged_with_the_agreements_own_words_and_nothing_is_computed(
    forum: Rehearsal,
) -> None:
    """C43: the partner and the secretariat are told, once, however long the clock stood still."""
    answer(enters(forum))
    delivers(forum, "org-3")
    at(forum, 2027, 1, 20)
    at(forum, 2027, 1, 20)
    assert {each.recipient for each in forum.notices("ReturnLateNotice")} == {
        forum.user(PARTNER),
        forum.user(CLERK),
    }
    (event,) = [each for each in forum.happened() if each.type == "ReturnsLate"]
    assert event.data["penalties"] == PENALTY
    assert [each.late for each in returns(forum)] == [True]
    said = answer(receives(forum, "org-3", date(2026, 12, 31), on=date(2027, 1, 19)))
    assert "after Thursday 14 January 2027 when it was due" in said
    assert [(each.received_on, each.late) for each in returns(forum)] == [(date(2027, 1, 19), True)]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 3), "before Wednesday 4 November 2026, when its period begins"),
        (date(2027, 1, 2), "still to come"),
    ],
)
def test_a_return_comes_neither_before_its_period_nor_in_the_days_ahead(
    forum: Rehearsal, day: date, said: str
) -> None:
    """C43: a slip in the year would make a late return one that came in time."""
    answer(enters(forum))
    delivers(forum, "org-3")
    at(forum, 2027, 1, 1)
    refused = refusal(receives(forum, "org-3", date(2026, 12, 31), on=day))
    assert refused.field == "on"
    assert said in refused.reason


def test_a_chair_in_another_bid_marks_no_return(store: Store, clock: StoppedClock) -> None:
    """C33, C43: whoever is kept away from a bid decides nothing about it, its returns included."""
    body = recorded(town(store, clock, terms=TOWN_TERMS + CONTRACT_TERMS), CLERK)
    answer(tells(body, CLERK, TENDER))
    answer(replies(body, CHAIR, COMPETING, tender=TENDER, words="We bid elsewhere."))
    for stage in ("submitted", "won"):
        answer(moves(body, CLERK, stage))
    answer(enters(body))
    delivers(body, "org-3")
    at(body, 2027, 1, 1)
    asked = {"tender": TENDER, "organisation": "org-3", "period_end": date(2026, 12, 31)}
    assert "another bid" in refusal(body.say(CHAIR, ReceiveReturn, partnership=body.slug, **asked)).reason


def test_a_contract_once_entered_has_no_second_holder_and_no_second_day(forum: Rehearsal) -> None:
    """N10: neither is recorded past it, so that its window never names two; entered again, it takes the place of the first."""
    answer(steps(forum, CLERK, "contract holder named", organisation="org-3"))
    answer(enters(forum))
    for step in ("contract holder named", "contract dated"):
        refused = refusal(steps(forum, CLERK, step, organisation="org-3"))
        assert "Organisation 4 holds it" in refused.reason
        assert "“Change the contract”" in refused.next
    shown = words(tender_modal(seen(forum, CLERK, TENDER))["blocks"])
    assert "Organisation 3" not in shown
    assert "Record again: contract" not in shown
    answer(enters(forum, holder="org-3"))
    assert "Organisation 4" not in words(tender_modal(seen(forum, CLERK, TENDER))["blocks"])


def test_a_contract_begins_with_what_was_recorded_before_it_and_says_what_was_since(forum: Rehearsal) -> None:
    """K43, N10: one holder, one day and one agreement, wherever they are recorded first."""
    answer(steps(forum, CLERK, "contract holder named", organisation="org-3"))
    answer(steps(forum, CLERK, "contract dated", on=date(2026, 11, 3)))
    asked = {"workspace": forum.workspace, "team": forum.team, "user": forum.user(CLERK)}
    begun = forum.secretary.ask(ContractForm(**asked, partnership=forum.slug, tender=TENDER))
    assert (begun.holder, begun.dated_on, begun.sla_on) == ("org-3", date(2026, 11, 3), None)
    assert "incomplete" in answer(enters(forum, sla_on=None))
    answer(steps(forum, CLERK, "service level agreement dated", on=date(2026, 11, 4)))
    contract = way(forum, CLERK).contract
    assert contract is not None
    assert contract.sla_on == date(2026, 11, 4)
    assert "incomplete" not in answer(enters(forum, sla_on=None))


def test_nothing_is_asked_where_nobody_delivers(forum: Rehearsal) -> None:
    """C23."""
    answer(enters(forum))
    at(forum, 2027, 1, 1)
    assert forum.notices("ReturnAskedNotice") == []


def test_where_the_terms_say_nothing_the_contract_itself_says_how_often(clesp: Rehearsal) -> None:
    """C23: CLESP's terms have centralised reporting, and no dates."""
    recorded(clesp, OFFICER)
    told(clesp)
    answer(steps(clesp, OFFICER, "delivery partners called"))
    holder = clesp.register.organisations[0].slug
    assert "once a bid is won" in refusal(enters(clesp, OFFICER, holder=holder)).reason
    answer(moves(clesp, OFFICER, "submitted"))
    assert "once a bid is won" in refusal(enters(clesp, OFFICER, holder=holder)).reason
    answer(moves(clesp, OFFICER, "won"))
    assert "Returns" not in answer(enters(clesp, OFFICER, holder=holder))
    assert refusal(enters(clesp, OFFICER, holder=holder, every="each month", days=None)).field == "days"
    assert "asked for 7 times" in answer(enters(clesp, OFFICER, holder=holder, every="each month"))
    assert "secretariat and the chair" in refusal(enters(clesp, MEMBER, holder=holder)).reason


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"dated_on": None}, "dated_on"),
        ({"dated_on": date(2026, 11, 6)}, "dated_on"),
        ({"sla_on": date(2026, 11, 6)}, "sla_on"),
        ({"ends_on": date(2026, 11, 4)}, "ends_on"),
        ({"ends_on": date(2060, 1, 1)}, "ends_on"),
        ({"penalties": "w" * 2001}, "penalties"),
        ({"days": 121}, "days"),
        ({"days": None}, "days"),
        ({"ends_on": None}, "ends_on"),  # its returns would never be asked for
    ],
)
def test_what_is_wrong_with_a_contract_is_said_under_its_own_field(
    forum: Rehearsal, words: dict[str, object], wrong: str
) -> None:
    assert refusal(enters(forum, **words)).field == wrong


def test_returns_of_a_period_that_was_over_when_the_contract_was_entered_are_asked_for_at_once_and_once(
    forum: Rehearsal,
) -> None:
    """C43."""
    answer(enters(forum, dated_on=date(2026, 8, 3)))
    delivers(forum, "org-3", date(2026, 8, 3))
    tick(forum.store, forum.secretary, forum.clock)
    assert [each.period[1] for each in returns(forum)] == [date(2026, 9, 30)]
    assert "asked for 3 times" in answer(enters(forum, dated_on=date(2026, 8, 3)))
    tick(forum.store, forum.secretary, forum.clock)
    assert len(forum.notices("ReturnAskedNotice")) == 1


def test_a_partner_contracted_once_a_period_was_over_is_asked_for_the_periods_it_delivered_in_and_no_other(
    forum: Rehearsal,
) -> None:
    """C23, C43: the clock found nobody to ask when the period was over, and finds nothing to ask twice."""
    answer(enters(forum, dated_on=date(2026, 5, 1)))
    tick(forum.store, forum.secretary, forum.clock)
    delivers(forum, "org-3", date(2026, 8, 3))
    delivers(forum, "org-3", date(2026, 8, 3))
    delivers(forum, "org-4", date(2026, 10, 1))
    tick(forum.store, forum.secretary, forum.clock)
    tick(forum.store, forum.secretary, forum.clock)
    assert [(each.organisation, each.period[1]) for each in returns(forum)] == [("org-3", date(2026, 9, 30))]
    assert [each.late for each in returns(forum)] == [True]
    at(forum, 2027, 1, 1)
    ends = [(each.organisation, each.period[1]) for each in returns(forum)]
    assert ends == [(org, date(2026, 12, 31)) for org in ("org-3", "org-4")] + [("org-3", date(2026, 9, 30))]


def test_every_member_sees_which_returns_have_come_and_which_are_late(forum: Rehearsal) -> None:
    """V22, C23: a project is monitored in the tender's own window, for the whole partnership and not for its secretariat alone."""
    answer(enters(forum))
    delivers(forum, "org-3")
    at(forum, 2027, 1, 15)
    (late,) = way(forum, represented("org-4")).returns
    assert (late.name, late.received_on, late.late) == ("Organisation 3", None, True)
    answer(receives(forum, "org-3", date(2026, 12, 31)))
    assert way(forum, represented("org-4")).returns[0].received_on == date(2027, 1, 15)


def test_what_has_not_come_is_shown_however_much_has_come_since() -> None:
    """C43, V22."""
    held = Contract("org-4", "Organisation 4", date(2024, 1, 1))
    months = reporting_periods("each month", "1 April", date(2024, 1, 1), date(2025, 8, 31))
    came = [Return("org-3", "Organisation 3", each, each[1], received_on=each[1]) for each in months[:0:-1]]
    late = Return("org-3", "Organisation 3", months[0], months[0][1], late=True)
    said = words(contract_blocks(held, (*came, late)))
    assert "✗ Organisation 3, Monday 1 January 2024" in said
    assert "And 8 more." in said


def test_any_of_more_organisations_than_one_menu_holds_can_hold_a_contract_lead_or_deliver() -> None:
    """N10, C13: five hundred members, of which Slack shows a hundred in a menu without groups."""
    many = tuple(Choice(f"org-{number}", f"Organisation {number}") for number in range(1, 501))
    of = ("town-forum", TENDER, "T2026/1", "Skills for work")
    held = Contract("org-500", "Organisation 500", date(2026, 11, 4))
    waiting = tuple(
        Return(each.id, each.words, (date(2026, 1, 1), date(2026, 3, 31)), date(2026, 4, 14)) for each in many
    )
    entering = ContractFormFacts(*of, organisations=many, contract=held, waiting=waiting, holder="org-500")
    forms = (
        contract_form(entering),
        return_form(entering),
        partner_form(PeopleFormFacts(*of, organisations=many)),
        lead_form(PeopleFormFacts(*of, organisations=many)),
        step_form(StepFormFacts(*of, "contract holder named", date(2026, 11, 5), organisations=many)),
    )
    for form in forms:
        assert "Organisation 500" in str(form["blocks"])
        assert view_faults(form, {"modal"}) == []
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Organisation 500'" in str(forms[0])


@pytest.mark.parametrize("stated", ["", QUARTERS])
def test_the_form_asks_for_the_end_and_the_days_where_the_terms_say_that_returns_are_due(stated: str) -> None:
    """V20."""
    form = contract_form(ContractFormFacts("town-forum", TENDER, stated=stated))
    asked = {each["block_id"]: not each["optional"] for each in form["blocks"] if "optional" in each}
    assert {each: asked.get(each) for each in ("ends_on", "days", "sla_on")} == {
        "ends_on": bool(stated),
        "days": bool(stated),
        "sla_on": False,
    }


def test_of_a_claim_or_a_return_its_status_alone_is_kept_and_neither_money_nor_a_file() -> None:
    """V21, C43: no amount, no account and nothing of a learner has a place anywhere."""
    kept = {each.name for each in contract_returns.columns} - {"workspace", "partnership", "tender"}
    assert kept == {"organisation", "period_start", "period_end", "due_on", "received_on", "late"}
    assert {each.name for each in fields(ReturnReceived)} == {
        "subject",
        "person",
        "organisation",
        "period_end",
        "on",
        "late",
    }


def test_whoever_enters_a_contract_is_told_how_the_tender_becomes_contracted(forum: Rehearsal) -> None:
    """V20: entering it moves nothing by itself."""
    entered = enters(forum)
    assert "“Move it on” moves T2026/1 to contracted." in entered.answer.next  # type: ignore[union-attr]
    answer(moves(forum, CLERK, "contracted"))
    assert not enters(forum).answer.next  # type: ignore[union-attr]
