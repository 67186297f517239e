"""Answers to what screens ask about tenders."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.store.partnership.partnerships import today_in
from bot.store.partnership.people import name_of
from bot.store.partnership.places import who_asks
from bot.store.tenders import tender_interest as interest_rows
from bot.store.tenders import tender_notice as notice_rows
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bid_answers import way_of
from bot.store.tenders.pipeline import own_of, stages_of, waiting_of
from bot.store.tenders.providers import looked_for_in, suited
from bot.store.tenders.same_tender import alike, twins_of
from bot.store.tenders.tender_voices import competes, in_every_group, kept_away_from, not_shown_to
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Setting
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing
from bot.workflows.tenders.bid_questions import Way
from bot.workflows.tenders.fitting import Fit
from bot.workflows.tenders.tender_interest import TenderAnswer
from bot.workflows.tenders.tender_questions import (
    ALIVE,
    ENDED,
    FOUND_ONES,
    OTHERS,
    OWN,
    PAGE,
    ShowTender,
    ShowTenders,
    TenderForm,
    TenderFormFacts,
    TenderPicture,
    TendersPicture,
)
from bot.workflows.tenders.tenders import IN_HAND, OVER, STAGES, UNDECIDED, UNKNOWN, TenderFacts, not_for_them

_STAGES = {
    ALIVE: IN_HAND,
    FOUND_ONES: UNDECIDED,
    OTHERS: UNDECIDED,
    ENDED: OVER,
    OWN: STAGES,
}
_NOBODY: tuple[tuple[Choice, TenderAnswer | None], ...] = ()

_SUITS = {FOUND_ONES: True, OTHERS: False}


def show_tenders(connection: Connection, question: ShowTenders, now: datetime) -> TendersPicture:
    """A page of tenders. What is found and undecided, only the secretariat and the chair see; a member, what they suggested."""
    setting, who = who_asks(connection, question, question.partnership, now)
    refused = not_shown_to(connection, setting, who, today_in(setting.time_zone, now))
    picture = TendersPicture(
        setting.partnership, setting.name, setting.time_zone, question.which, refused=refused
    )
    if refused is not None:
        return picture
    assert isinstance(who, Standing)
    manages = who.is_secretariat or who.is_chair
    which = question.which if question.which in _STAGES else ALIVE
    if which in (FOUND_ONES, OTHERS) and not manages:
        which = OWN
    by = who.person if which == OWN else ""
    found, count = tender_rows.page_of(
        connection,
        setting,
        _STAGES[which],
        question.page,
        PAGE,
        by=by,
        suits=_SUITS.get(which),
        passed_last=now if which in (ALIVE, *_SUITS) else None,
    )
    waiting = 0
    if manages and which == ALIVE:
        waiting = tender_rows.waiting(connection, setting, now)
    picture = TendersPicture(
        setting.partnership,
        setting.name,
        setting.time_zone,
        which,
        found,
        question.page,
        count,
        manages,
        waiting,
        alike=alike(connection, setting, found) if manages else {},
        passed=frozenset(each.id for each in found if each.deadline is not None and each.deadline <= now),
    )
    return _in_hand(connection, setting, who, now, picture) if which == ALIVE else picture


def _in_hand(
    connection: Connection, setting: Setting, who: Standing, now: datetime, picture: TendersPicture
) -> TendersPicture:
    """The list of those in hand with how each stands: for the secretariat and the chair all, for a member its own."""
    on = today_in(setting.time_zone, now)
    everywhere = in_every_group(connection, setting, who, on)
    assert isinstance(everywhere, Standing)
    picture = replace(picture, own=own_of(connection, setting, picture.tenders, everywhere.seats))
    if not picture.manages:
        return picture
    own = {each.organisation for each in everywhere.seats}
    away = kept_away_from(connection, setting, [each.id for each in picture.tenders])
    shown = [each for each in picture.tenders if own.isdisjoint(away[each.id])]
    pipeline = {each.tender.id: each for each in waiting_of(connection, setting, shown, on)}
    return replace(picture, stages=stages_of(connection, setting), pipeline=pipeline)


def show_tender(connection: Connection, question: ShowTender, now: datetime) -> TenderPicture:
    """One tender; one that is only found or suggested, for the secretariat, the chair and whoever suggested it."""
    setting, who = who_asks(connection, question, question.partnership, now)
    refused = not_shown_to(connection, setting, who, today_in(setting.time_zone, now))
    tender = tender_rows.by_id(connection, setting, question.tender) if refused is None else None
    manages = isinstance(who, Standing) and (who.is_secretariat or who.is_chair)
    if refused is None and isinstance(who, Standing):
        undecided = tender is not None and tender.stage in UNDECIDED and tender.suggested_by != who.person
        if tender is None or (undecided and not manages):
            refused, tender = UNKNOWN, None
    away, own = False, _NOBODY
    if tender is not None and tender.told_at is not None:
        everywhere = in_every_group(connection, setting, who, today_in(setting.time_zone, now))
        own = interest_rows.own_answers(connection, setting, tender.id, everywhere)
        away = competes(connection, setting, tender.id, everywhere)
    manages = manages and not away
    suggested_by = tender.suggested_by if tender is not None else None
    return TenderPicture(
        setting.partnership,
        setting.name,
        setting.time_zone,
        tender,
        suggester=" ".join(name_of(connection, setting, suggested_by)) if suggested_by else "",
        suited=suited(connection, setting, tender, now) if tender is not None and manages else (),
        looked_for=looked_for_in(connection, setting, tender) if tender and manages else Fit(),
        manages=manages,
        not_theirs=not_for_them(TenderFacts(setting, who, tender, competes=away)),
        proof=notice_rows.proof_of(connection, setting, question.tender) if tender and manages else None,
        way=way_of(connection, setting, tender) if tender is not None and not away else Way(),
        own=own,
        likenesses=alike(connection, setting, [tender]).get(tender.id, ()) if tender and manages else (),
        twins=twins_of(connection, setting, tender) if tender and manages else (),
        history=tender_rows.history_of(connection, setting, tender) if tender is not None else (),
        kept_away=away,
        refused=refused,
    )


def tender_form(connection: Connection, question: TenderForm, now: datetime) -> TenderFormFacts:
    """How somebody may record or suggest a tender."""
    setting, who = who_asks(connection, question, question.partnership, now)
    refused = may_act(setting, who)
    if not isinstance(who, Standing) or refused is not None:
        return TenderFormFacts(setting.partnership, setting.name, refused=refused)
    manages = who.is_secretariat or who.is_chair
    seats = () if manages else tuple(Choice(each.organisation, each.name) for each in who.seats)
    return TenderFormFacts(setting.partnership, setting.name, seats, manages)


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowTenders: show_tenders,
    ShowTender: show_tender,
    TenderForm: tender_form,
    **notice_rows.ANSWERS,
    **interest_rows.ANSWERS,
}
