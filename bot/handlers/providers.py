"""The register of providers: seeing and searching it, and entering what one offers or what the partnership looks for."""

from decimal import Decimal

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, mistakes, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.tenders.providers import VOLUNTARY, offer_form, providers_modal, search_form, whose_offer
from bot.presenters.tenders.tenders import pounds
from bot.workflows.decisions import Refused
from bot.workflows.tenders.provider_file import ExportProviders
from bot.workflows.tenders.providers import OfferForm, SetOffer, ShowProviders, entries

LONGEST_SEARCH = 80


def open_providers(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows the register of providers, or another page of it."""
    asked = incoming.ids
    return _shown(incoming, desk, asked.get("text", ""), incoming.page)


def open_search(incoming: Incoming, desk: Desk) -> Reply:
    """The form that searches it."""
    return Open(search_form(incoming.ids.get("p", "")))


def search(incoming: Incoming, desk: Desk) -> Reply:
    """What is looked for, sent in."""
    return _shown(incoming, desk, incoming.words("search")[:LONGEST_SEARCH], 0)


def open_offer(incoming: Incoming, desk: Desk) -> Reply:
    """The form of what one's organisation offers."""
    return _form(incoming, desk, whole=False)


def open_looked_for(incoming: Incoming, desk: Desk) -> Reply:
    """The form of what the partnership looks for."""
    return _form(incoming, desk, whole=True)


def export(incoming: Incoming, desk: Desk) -> Reply:
    """The button that sends what the search has found as a file."""
    asked = incoming.ids
    command = ExportProviders(
        **incoming.sender, partnership=asked.get("p", ""), search=asked.get("text", "")[:LONGEST_SEARCH]
    )
    return answered(incoming, desk.perform(command))


def set_offer(incoming: Incoming, desk: Desk) -> Reply:
    """What somebody offers, sent in."""
    amounts: dict[str, Decimal | None] = {}
    for name in ("least", "most"):
        try:
            amounts[name] = pounds(incoming.words(name))
        except ValueError:
            return mistakes(
                incoming, Refused("Give a number of pounds, such as 50000 or £50,000.", field=name)
            )
        if (given := amounts[name]) is not None and not 0 <= given < 10**12:
            return mistakes(
                incoming, Refused("Give an amount between nought and a million million pounds.", field=name)
            )
    command = SetOffer(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        whole=incoming.ids.get("then") == "whole",
        on_behalf_of=incoming.ids.get("organisation") or None,
        areas=entries(incoming.words("areas")),
        themes=entries(incoming.words("themes")),
        accreditations=entries(incoming.words("accreditations")),
        least=_hundredths(amounts["least"]),
        most=_hundredths(amounts["most"]),
        voluntary_only=VOLUNTARY in incoming.choices("marks"),
        about=incoming.words("about"),
    )
    return answered(incoming, desk.perform(command))


def _hundredths(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def _form(incoming: Incoming, desk: Desk, *, whole: bool) -> Reply:
    asked = incoming.ids
    chosen = asked.get("organisation", "")
    question = OfferForm(**incoming.who, partnership=asked.get("p", ""), whole=whole, organisation=chosen)
    facts = desk.ask(question)
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    if facts.seats:
        return Open(whose_offer(facts))
    return Change(offer_form(facts)) if chosen else Open(offer_form(facts))


def _shown(incoming: Incoming, desk: Desk, search: str, page: int) -> Reply:
    partnership = incoming.ids.get("p", "")
    picture = desk.ask(ShowProviders(**incoming.who, partnership=partnership, search=search, page=page))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    shown = providers_modal(picture)
    return Change(shown) if incoming.surface is Surface.MODAL and "page" in incoming.ids else Open(shown)
