"""The register of providers on screen, and the form of what somebody offers."""

from bot import ids
from bot.presenters.answers import for_whom
from bot.presenters.blocks import (
    Block,
    actions,
    button,
    divider,
    escaped,
    field,
    option,
    packed,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.rich import bold, sentences
from bot.presenters.turning import turning
from bot.rules.wording import counted
from bot.workflows.tenders.fitting import Offer
from bot.workflows.tenders.providers import LONGEST_ABOUT, PAGE, OfferFormFacts, Provider, ProvidersPicture
from bot.workflows.tenders.tenders import money_words

VOLUNTARY = "voluntary"


def providers_modal(picture: ProvidersPicture) -> View:
    """A page of who offers what, with the search that found it."""
    here, found = packed(p=picture.partnership), packed(p=picture.partnership, text=picture.search)
    blocks: list[Block] = [
        *actions(
            button("Search", ids.OPEN_SEARCH_PROVIDERS, here),
            button("What we offer", ids.OPEN_OFFER, here),
            *([button("As a file", ids.EXPORT_PROVIDERS, found)] if picture.providers else []),
            *(
                [button("What the partnership looks for", ids.OPEN_LOOKED_FOR, here)]
                if picture.manages
                else []
            ),
        )
    ]
    if picture.whole is not None:
        blocks += [bold(f"{picture.name} looks for"), *small(_lines(picture.whole))]
    if picture.search:
        blocks += sentences(f"Found for “{picture.search}”: {counted(picture.count, 'organisation')}.")
    elif not picture.providers:
        blocks += sentences("No organisation has entered what it offers yet.")
    for each in picture.providers:
        blocks += [divider(), bold(each.name), *small(_lines(each))]
    of, pages = counted(picture.count, "organisation"), -(-picture.count // PAGE)
    asked = {"p": picture.partnership, "text": picture.search}
    turns = turning(ids.OPEN_PROVIDERS, asked, picture.page, pages, of, ("Before", "Next"))
    shown = {**asked, "page": str(picture.page)}
    return screen(ids.FORM_PROVIDERS, "Providers", [*blocks, *turns], ids.OPEN_PROVIDERS, **shown)


def search_form(partnership: str) -> View:
    """What to look for among the providers."""
    hint = "A place, a theme, an accreditation or a name. Leave it empty for all of them."
    blocks: list[Block] = [field("search", "Which providers?", typed(), optional=True, hint=hint)]
    return modal(ids.FORM_SEARCH_PROVIDERS, "Search", blocks, submit="Search", metadata=packed(p=partnership))


def whose_offer(facts: OfferFormFacts) -> View:
    """For which organisation, first, so that its form begins with what is entered of it."""
    choices = {each.id: each.words for each in facts.seats}
    whose = for_whom(choices, ids.OPEN_OFFER, p=facts.partnership)
    blocks = [*sentences("For which organisation?"), *whose]
    return modal(ids.FORM_PROVIDERS, "What we offer", blocks, metadata=packed(p=facts.partnership))


def offer_form(facts: OfferFormFacts) -> View:
    """What somebody's organisation offers, or with no organisation what the partnership looks for."""
    provider = facts.provider
    assert provider is not None
    offer, whole = provider.offer, provider.organisation == ""
    blocks: list[Block] = [bold(provider.name)] if provider.name else []
    voluntary = [option("Only what suits voluntary and community organisations", VOLUNTARY)]
    listed = "With commas between them."
    blocks += [
        field(
            "areas",
            "Where",
            typed(", ".join(offer.areas)),
            optional=True,
            hint=f"South West, Devon, UKK4. {listed}",
        ),
        field(
            "themes",
            "Themes",
            typed(", ".join(offer.themes)),
            optional=True,
            hint=f"Words, or the beginnings of CPV codes such as 805 for training. {listed}",
        ),
        field("least", "Contracts from, in pounds", typed(_pounds(offer.least)), optional=True),
        field("most", "Contracts up to, in pounds", typed(_pounds(offer.most)), optional=True),
        field(
            "marks",
            "Tick what applies",
            ticks(voluntary, *([VOLUNTARY] if offer.voluntary_only else [])),
            optional=True,
        ),
    ]
    if not whole:
        blocks += [
            field(
                "accreditations",
                "Accreditations",
                typed(", ".join(provider.accreditations)),
                optional=True,
                hint=f"Matrix, PQASSO, ISO 9001. {listed}",
            ),
            field(
                "about",
                "What others should know",
                typed(provider.about, multiline=True),
                optional=True,
                hint=f"At most {LONGEST_ABOUT:,} characters. Every member reads it.",
            ),
        ]
    then = "whole" if whole else ""
    metadata = packed(p=facts.partnership, then=then, organisation=provider.organisation)
    title = "What we look for" if whole else "What we offer"
    return modal(ids.FORM_OFFER, title, blocks, submit="Enter", metadata=metadata)


def _pounds(hundredths: int | None) -> str:
    return "" if hundredths is None else money_words(hundredths, "GBP")


def _lines(provider: Provider) -> str:
    offer = provider.offer
    said = (
        ("Where", ", ".join(offer.areas)),
        ("Themes", ", ".join(offer.themes)),
        ("Contracts", _range(offer)),
        ("Accreditations", ", ".join(provider.accreditations)),
        ("", "Only what suits voluntary and community organisations" if offer.voluntary_only else ""),
        ("", provider.about),
    )
    lines = (escaped(f"{name}: {words}" if name else words) for name, words in said if words)
    return "\n".join(lines) or "Nothing in particular"


def _range(offer: Offer) -> str:
    least = f"from {_pounds(offer.least)}" if offer.least is not None else ""
    most = f"up to {_pounds(offer.most)}" if offer.most is not None else ""
    return " ".join(each for each in (least, most) if each)
