"""What organisations answer to the notice of a tender: what is known when they do, their rows, and who sees what of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.register import CHAIR, own_roles
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import roles_on, standing
from bot.store.partnership.places import who_asks
from bot.store.room import room as room_rows
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bids import steps_of
from bot.store.tenders.policies import policies_of
from bot.store.tenders.tender_tables import tender_answers
from bot.store.tenders.tender_voices import (
    answers_of,
    competes,
    holding,
    in_every_group,
    kept_away,
    members_on,
    told_about,
)
from bot.store.upsert import inserting
from bot.store.writing import Writer, key_of
from bot.workflows.agenda.item_words import Told, may_act
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.policies import summed_up
from bot.workflows.tenders.tender_gates import BIDDING_ALONE, missing_before
from bot.workflows.tenders.tender_interest import (
    ALONE,
    COMPETING,
    PARTNER,
    AnswerFacts,
    AnswerTender,
    TenderAnswer,
    TenderAnswered,
    WithdrawAnswer,
    answerable,
    answering_for,
    asks_of_headquarters,
    declaration_of,
)
from bot.workflows.tenders.tender_replies import (
    AnswerForm,
    AnswerFormFacts,
    AnswersPicture,
    Row,
    ShowAnswers,
    not_shown,
    page_of,
)


def for_answering(connection: Connection, command: AnswerTender, now: datetime) -> AnswerFacts | Refused:
    """What is known when the notice of a tender is answered; the interests declared on it, where the answer is one."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    facts = _facts(connection, command, now)
    if isinstance(facts, Refused):
        return facts
    if not (command.kind in (COMPETING, ALONE) or command.competing):
        return facts
    known = room_rows.for_declaring(connection, declaration_of(command), now)
    if isinstance(known, Refused):
        return known
    declaring = replace(known, known=replace(known.known, standing=facts.standing))
    return replace(facts, declaring=declaring, chairs=_chairs(connection, facts, now))


def _chairs(connection: Connection, facts: AnswerFacts, now: datetime) -> tuple[Told, ...]:
    """Whoever is chair and can be reached, but for those in another bid or of whom the one who answers speaks for (C33)."""
    setting, tender = facts.setting, facts.tender
    if tender is None or not isinstance(facts.standing, Standing):
        return ()
    on = partnership_rows.today_in(setting.time_zone, now)
    away = kept_away(connection, setting, tender.id) | {each.organisation for each in facts.standing.seats}
    return holding(connection, setting, CHAIR, on, away)


def for_withdrawing(connection: Connection, command: WithdrawAnswer, now: datetime) -> AnswerFacts | Refused:
    """What is known when an expression of interest is withdrawn."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    return _facts(connection, command, now)


def answer_form(connection: Connection, question: AnswerForm, now: datetime) -> AnswerFormFacts:
    """What the form begins with that expresses an interest, or declares a competing bid."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    who = in_every_group(connection, setting, who, on)
    tender = tender_rows.by_id(connection, setting, question.tender)
    refused = may_act(setting, who) or answerable(tender)
    facts = AnswerFormFacts(setting.partnership, setting.time_zone, tender, refused=refused)
    if refused is not None or not isinstance(who, Standing):
        return facts
    seat = answering_for(who, setting, question.organisation or None)
    if isinstance(seat, Refused):
        several = tuple(Choice(slug, name) for slug, name in seat.choices.items())
        return replace(facts, seats=several, refused=None if several else seat)
    return replace(
        facts,
        whose=Choice(seat.organisation, seat.name),
        held=answers_of(connection, setting, question.tender).get(seat.organisation),
        policies=summed_up(
            policies_of(connection, setting, {seat.organisation: seat.name}, [seat.organisation]), on
        ),
        asks_of_headquarters=asks_of_headquarters(setting.terms),
    )


def show_answers(connection: Connection, question: ShowAnswers, now: datetime) -> AnswersPicture:
    """Who has answered, who is silent and what was said: for the secretariat and the chair, unless they compete (C33)."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    who = in_every_group(connection, setting, who, on)
    tender = tender_rows.by_id(connection, setting, question.tender)
    refused = not_shown(setting, who, tender, competes=competes(connection, setting, question.tender, who))
    if refused is not None or tender is None:
        return AnswersPicture(setting.partnership, setting.time_zone, tender, refused=refused)
    held = answers_of(connection, setting, tender.id)
    names = members_on(connection, setting, on)
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    names = {**{each: register.organisation(each).name for each in held}, **names}
    roles = roles_on(connection, setting, on)
    rows = (
        Row(slug, name, held.get(slug), partner=PARTNER in own_roles(roles, slug))
        for slug, name in names.items()
    )
    return page_of(setting, tender, rows, question.page, question.organisation)


def own_answers(
    connection: Connection, setting: Setting, tender: str, who: Standing | Stranger
) -> tuple[tuple[Choice, TenderAnswer | None], ...]:
    """What each organisation somebody speaks for has answered."""
    held = answers_of(connection, setting, tender)
    seats = who.seats if isinstance(who, Standing) else ()
    return tuple((Choice(each.organisation, each.name), held.get(each.organisation)) for each in seats)


def _facts(
    connection: Connection, command: AnswerTender | WithdrawAnswer, now: datetime
) -> AnswerFacts | Refused:
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return tender_rows.NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = in_every_group(
        connection, setting, standing(connection, setting, command.team, command.user, on), on
    )
    tender = tender_rows.by_id(connection, setting, command.tender)
    own = {each.organisation for each in who.seats} if isinstance(who, Standing) else set()
    held = answers_of(connection, setting, command.tender)
    return AnswerFacts(
        setting=setting,
        standing=who,
        tender=tender,
        held={each: held[each] for each in own & held.keys()},
        missing=missing_before(
            setting.terms, BIDDING_ALONE, steps_of(connection, setting, tender) if tender else ()
        ),
        told=told_about(connection, setting, command.tender, on),
    )


def _answered(connection: Connection, setting: Setting, event: TenderAnswered, now: datetime) -> None:
    said = {
        "kind": event.kind,
        "competing": event.competing,
        "late": event.late,
        "words": event.words,
        "details": dict(event.details),
        "person": event.person,
        "answered_at": now,
        "revision": event.revision,
    }
    added = inserting(connection, tender_answers).values(
        **key_of(setting), tender=event.subject, organisation=event.organisation, **said
    )
    connection.execute(
        added.on_conflict_do_update(
            index_elements=["workspace", "partnership", "tender", "organisation"],
            set_={name: added.excluded[name] for name in said},
        )
    )


WRITERS: Mapping[type[Event], Writer] = {TenderAnswered: _answered}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    AnswerForm: answer_form,
    ShowAnswers: show_answers,
}
