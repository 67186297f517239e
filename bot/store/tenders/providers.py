"""What organisations offer: rows, answers, and which tenders suit whom."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import standing
from bot.store.partnership.places import who_asks
from bot.store.rows import AnyRow
from bot.store.tenders.offer_tables import offers
from bot.store.tenders.offers import WHOLE, as_offer, looked_for
from bot.store.tenders.tender_tables import tenders
from bot.store.tenders.tender_voices import in_every_group, not_shown_to
from bot.store.tenders.tenders import NO_PARTNERSHIP, as_tender
from bot.store.upsert import inserting
from bot.store.writing import key_of
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Refused, Setting
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing
from bot.workflows.tenders.fitting import Fit, fit
from bot.workflows.tenders.provider_file import ExportProviders, ProviderFileFacts
from bot.workflows.tenders.providers import (
    PAGE,
    OfferFacts,
    OfferForm,
    OfferFormFacts,
    OfferSet,
    Provider,
    ProvidersPicture,
    SetOffer,
    ShowProviders,
    found_by,
)
from bot.workflows.tenders.tenders import UNDECIDED, Tender

MOST_PROPOSED = 10  # organisations named under a tender


def for_offering(connection: Connection, command: SetOffer, now: datetime) -> OfferFacts | Refused:
    """What is known when an offer is entered."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    return OfferFacts(setting, in_every_group(connection, setting, who, on))


def suited(
    connection: Connection, setting: Setting, tender: Tender, now: datetime
) -> tuple[tuple[str, Fit], ...]:
    """The organisations a tender suits, by name, each with its reasons; at most ten."""
    found = ((each.name, fit(each.offer, tender)) for each in _providers(connection, setting, now))
    return tuple(each for each in found if each[1].suits)[:MOST_PROPOSED]


def looked_for_in(connection: Connection, setting: Setting, tender: Tender) -> Fit:
    """Why a tender that was found is what the partnership looks for, and why not; nothing where nobody has said."""
    offer = looked_for(connection, setting) if tender.ocid else None
    return fit(offer, tender) if offer is not None else Fit()


def show_providers(connection: Connection, question: ShowProviders, now: datetime) -> ProvidersPicture:
    """A page of the register of providers; for members alone."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    refused = not_shown_to(connection, setting, who, on)
    if refused is not None:
        return ProvidersPicture(setting.partnership, setting.name, refused=refused)
    assert isinstance(who, Standing)
    everybody = _providers(connection, setting, now)
    found = [each for each in everybody if each.says_something and found_by(each, question.search)]
    row = connection.execute(
        select(offers).where(*mine(setting, offers), offers.c.organisation == WHOLE)
    ).first()
    start = question.page * PAGE
    return ProvidersPicture(
        setting.partnership,
        setting.name,
        providers=tuple(found[start : start + PAGE]),
        whole=_provider(row, setting.name) if row is not None else None,
        search=question.search,
        page=question.page,
        count=len(found),
        manages=who.is_secretariat or who.is_chair,
    )


def for_file(connection: Connection, command: ExportProviders, now: datetime) -> ProviderFileFacts | Refused:
    """What is known when the register is asked for as a file."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    found = (
        each
        for each in _providers(connection, setting, now)
        if each.says_something and found_by(each, command.search)
    )
    who = standing(connection, setting, command.team, command.user, on)
    refused = not_shown_to(connection, setting, who, on)
    return refused or ProviderFileFacts(setting, who, tuple(found))


def offer_form(connection: Connection, question: OfferForm, now: datetime) -> OfferFormFacts:
    """What is entered already of somebody's organisation, or of the partnership."""
    setting, who = who_asks(connection, question, question.partnership, now)
    refused = may_act(setting, who)
    facts = OfferFormFacts(setting.partnership, setting.name, refused=refused)
    who = in_every_group(connection, setting, who, partnership_rows.today_in(setting.time_zone, now))
    if not isinstance(who, Standing) or refused is not None:
        return facts
    seats = {each.organisation: each.name for each in who.seats}
    if question.whole:
        key, name = WHOLE, setting.name
    elif question.organisation in seats:
        key, name = question.organisation, seats[question.organisation]
    elif len(seats) == 1:
        ((key, name),) = seats.items()
    else:
        several = tuple(Choice(slug, named) for slug, named in seats.items())
        none = Refused("You speak for no organisation here, so there is nothing of yours to enter.")
        return OfferFormFacts(
            setting.partnership, setting.name, seats=several, refused=None if several else none
        )
    row = connection.execute(
        select(offers).where(*mine(setting, offers), offers.c.organisation == key)
    ).first()
    provider = _provider(row, name) if row is not None else Provider(key, name)
    return OfferFormFacts(setting.partnership, setting.name, provider)


def _providers(connection: Connection, setting: Setting, now: datetime) -> tuple[Provider, ...]:
    on = partnership_rows.today_in(setting.time_zone, now)
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    names = {each.slug: each.name for each in whole.organisations_on(on)}
    rows = connection.execute(select(offers).where(*mine(setting, offers), offers.c.organisation != WHOLE))
    found = [_provider(row, names[row.organisation]) for row in rows if row.organisation in names]
    return tuple(sorted(found, key=lambda each: each.name))


def _provider(row: AnyRow, name: str) -> Provider:
    return Provider(row.organisation, name, as_offer(row), tuple(row.accreditations), row.about)


def _offer_set(connection: Connection, setting: Setting, event: OfferSet, now: datetime) -> None:
    values = {
        "areas": list(event.areas),
        "themes": list(event.themes),
        "accreditations": list(event.accreditations),
        "least": event.least,
        "most": event.most,
        "voluntary_only": event.voluntary_only,
        "about": event.about,
        "set_at": now,
    }
    put = inserting(connection, offers)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["workspace", "partnership", "organisation"],
            set_={name: put.excluded[name] for name in values},
        ),
        {**key_of(setting), "organisation": event.organisation, **values},
    )
    if event.organisation == WHOLE:
        _judge_anew(connection, setting)


def _judge_anew(connection: Connection, setting: Setting) -> None:
    """Whether each tender that was found, and waits, is what the partnership looks for now; what people entered stays."""
    offer = looked_for(connection, setting)
    waiting = connection.execute(
        select(tenders).where(
            *mine(setting, tenders), tenders.c.stage.in_(UNDECIDED), tenders.c.ocid.is_not(None)
        )
    ).all()
    for suits in (True, False, None):
        which = [row.id for row in waiting if offer is not None and fit(offer, as_tender(row)).parts is suits]
        for start in range(0, len(which), 500):
            connection.execute(
                update(tenders)
                .where(*mine(setting, tenders), tenders.c.id.in_(which[start : start + 500]))
                .values(suits=suits)
            )


WRITERS: Mapping[type, Any] = {OfferSet: _offer_set}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowProviders: show_providers,
    OfferForm: offer_form,
}
