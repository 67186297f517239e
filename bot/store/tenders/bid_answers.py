"""Answers to what screens ask about a bid on its way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.store.partnership.partnerships import today_in
from bot.store.partnership.places import who_asks
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bid_people import ANSWERS as PEOPLE_ANSWERS
from bot.store.tenders.bid_people import partners_of
from bot.store.tenders.bids import broker_of, decisions_in_force, in_register, steps_of
from bot.store.tenders.brokers import ANSWERS as BROKER_ANSWERS
from bot.store.tenders.contracts import ANSWERS as CONTRACT_ANSWERS
from bot.store.tenders.contracts import contract_of, returns_of
from bot.store.tenders.tender_options import ANSWERS as OPTION_ANSWERS
from bot.store.tenders.tender_options import options_of
from bot.store.tenders.tender_voices import is_kept_away
from bot.workflows.decisions import Refused, Setting
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.bid_questions import MoveForm, MoveFormFacts, StepForm, StepFormFacts, Way
from bot.workflows.tenders.moving_tenders import next_stage, stages_from
from bot.workflows.tenders.tender_gates import (
    AGREED,
    BIDDING_ALONE,
    DECIDED,
    IN_ORDER,
    NAMES_SOMEBODY,
    day_of,
    missing_before,
    missing_for,
    steps_asked,
)
from bot.workflows.tenders.tenders import CONTRACTED, Tender, TenderFacts, not_for_them


def way_of(connection: Connection, setting: Setting, tender: Tender) -> Way:
    """The way of a tender to its contract."""
    done, ahead, terms = steps_of(connection, setting, tender), next_stage(tender), setting.terms
    partners = partners_of(connection, setting, tender.id)
    options = options_of(connection, setting, tender.id)
    if tender.is_over:
        return Way(done, partners=partners, options=options)
    missing = missing_for(terms, ahead, done) if ahead else ()
    known = {each.step for each in missing}
    every = missing_for(terms, CONTRACTED, done) if ahead in IN_ORDER else ()
    contract = contract_of(connection, setting, tender.id)
    if contract is not None and contract.sla_on is None:  # dated since by a step of its own
        contract = replace(contract, sla_on=day_of(AGREED, done))
    return Way(
        done,
        ahead,
        missing,
        missing_before(terms, BIDDING_ALONE, done),
        tuple(each for each in every if each.step not in known),
        partners,
        broker_of(connection, setting, tender.id),
        contract,
        returns_of(connection, setting, tender.id),
        steps_asked(terms),
        options,
    )


def step_form(connection: Connection, question: StepForm, now: datetime) -> StepFormFacts:
    """How somebody may record a step."""
    setting, on, tender, refused, who = _asked(connection, question, now)
    facts = StepFormFacts(setting.partnership, question.tender, "", "", question.step, on, refused=refused)
    if tender is None or refused is not None:
        return facts
    decided = question.step in DECIDED
    decisions = decisions_in_force(connection, setting, who) if decided else ()
    if decided and not decisions:
        return replace(
            facts,
            refused=Refused(
                "That is a decision, and no decision that stands is in the register yet.",
                next="`/vote` puts it to the members; once it is carried, record it here.",
            ),
        )
    return replace(
        facts,
        reference=tender.reference,
        title=tender.title,
        decisions=decisions,
        organisations=in_register(connection, setting, now) if question.step in NAMES_SOMEBODY else (),
        before=next(
            (each for each in steps_of(connection, setting, tender) if each.step == question.step), None
        ),
    )


def move_form(connection: Connection, question: MoveForm, now: datetime) -> MoveFormFacts:
    """Where somebody may move a tender."""
    setting, on, tender, refused, _ = _asked(connection, question, now)
    facts = MoveFormFacts(setting.partnership, question.tender, "", "", "", on, refused=refused)
    if tender is None or refused is not None:
        return facts
    stages = stages_from(tender)
    if not stages:
        said = f"{tender.reference} is {tender.stage}, and is not moved any more."
        return replace(facts, refused=Refused(said))
    way = way_of(connection, setting, tender)
    return replace(
        facts,
        reference=tender.reference,
        title=tender.title,
        stage=tender.stage,
        stages=stages,
        next=way.next,
        missing=way.missing,
    )


def _asked(
    connection: Connection, question: StepForm | MoveForm, now: datetime
) -> tuple[Setting, date, Tender | None, Refused | None, Standing | Stranger]:
    setting, who = who_asks(connection, question, question.partnership, now)
    on = today_in(setting.time_zone, now)
    tender = tender_rows.by_id(connection, setting, question.tender)
    away = is_kept_away(connection, setting, question.tender, who, on)
    refused = not_for_them(TenderFacts(setting, who, tender, competes=away))
    return setting, on, tender, refused, who


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    StepForm: step_form,
    MoveForm: move_form,
    **PEOPLE_ANSWERS,
    **BROKER_ANSWERS,
    **CONTRACT_ANSWERS,
    **OPTION_ANSWERS,
}
