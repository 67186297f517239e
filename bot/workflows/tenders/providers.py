"""The register of providers: what each organisation offers, where, and what it is accredited for (C20, K42)."""

from dataclasses import dataclass, field

from bot.rules.areas import is_region, overlap
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Standing, Stranger, speaking_for
from bot.workflows.tenders.fitting import Offer

MOST_ENTRIES, LONGEST_ENTRY, LONGEST_ABOUT = 20, 80, 1000
PAGE = 10  # organisations on a page


@dataclass(frozen=True)
class Provider:
    """What one organisation offers, or with no organisation what the partnership looks for."""

    organisation: str  # empty: the partnership as a whole
    name: str
    offer: Offer = field(default_factory=Offer)
    accreditations: tuple[str, ...] = ()
    about: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything is entered."""
        return self.offer != Offer() or bool(self.accreditations or self.about)


@dataclass(frozen=True, kw_only=True)
class SetOffer(Command):
    """Enter what an organisation offers, or what the partnership looks for; all of it, in place of what was there."""

    partnership: str
    whole: bool = False  # what the partnership as a whole looks for
    on_behalf_of: str | None = None
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    accreditations: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    voluntary_only: bool = False
    about: str = ""


@dataclass(frozen=True)
class OfferFacts:
    """What is known when an offer is entered."""

    setting: Setting
    standing: Standing | Stranger


@dataclass(frozen=True, kw_only=True)
class OfferSet(Event):
    """What an organisation offers was entered; the subject is the organisation, or the partnership for what it looks for."""

    organisation: str
    areas: tuple[str, ...]
    themes: tuple[str, ...]
    accreditations: tuple[str, ...]
    least: int | None
    most: int | None
    voluntary_only: bool
    about: str


@dataclass(frozen=True)
class ProvidersPicture:
    """A page of the register of providers."""

    partnership: str
    name: str
    providers: tuple[Provider, ...] = ()
    whole: Provider | None = None
    search: str = ""
    page: int = 0
    count: int = 0
    manages: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowProviders(Question[ProvidersPicture]):
    """Who offers what? `search` is a word of an area, a theme, an accreditation or a name."""

    partnership: str
    search: str = ""
    page: int = 0


@dataclass(frozen=True)
class OfferFormFacts:
    """What the form of an offer shows."""

    partnership: str
    name: str
    provider: Provider | None = None
    seats: tuple[Choice, ...] = ()  # where somebody speaks for several and has not said for which
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class OfferForm(Question[OfferFormFacts]):
    """What is entered of one's own organisation, or of what the partnership looks for?"""

    partnership: str
    whole: bool = False
    organisation: str = ""  # for which, where somebody speaks for several


def set_offer(command: SetOffer, facts: OfferFacts) -> Outcome:
    """Enter an offer: an organisation's own people for it, the secretariat and the chair for the partnership as a whole (C20)."""
    setting = facts.setting
    refusal = may_act(setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if command.whole and not (facts.standing.is_secretariat or facts.standing.is_chair):
        return Refused("The secretariat and the chair say what the partnership looks for.")
    seat = None if command.whole else speaking_for(facts.standing, setting, command.on_behalf_of)
    if isinstance(seat, Refused):
        return seat
    refusal = _mistake(command)
    if refusal is not None:
        return refusal
    organisation = seat.organisation if seat is not None else ""
    event = OfferSet(
        subject=organisation or setting.partnership,
        person=facts.standing.person,
        organisation=organisation,
        areas=command.areas,
        themes=command.themes,
        accreditations=command.accreditations,
        least=command.least,
        most=command.most,
        voluntary_only=command.voluntary_only,
        about=command.about.strip(),
    )
    of = f"what {seat.name} offers" if seat is not None else f"what {setting.name} looks for"
    return Decision(Answer(f"Entered: {of}."), (event,))


def found_by(provider: Provider, search: str) -> bool:
    """Whether every word of a search stands in what is entered, or in the name; a region, who works in it."""
    if is_region(search) and any(overlap(search, each) for each in provider.offer.areas):
        return True
    said = (
        provider.name,
        provider.about,
        *provider.offer.areas,
        *provider.offer.themes,
        *provider.accreditations,
    )
    text = " ".join(said).lower()
    return all(word in text for word in search.lower().split())


def entries(typed: str) -> tuple[str, ...]:
    """What was typed as a list, by commas or lines, each once."""
    parts = (" ".join(each.split()) for each in typed.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(each for each in parts if each))


def _mistake(command: SetOffer) -> Refused | None:
    for name in ("areas", "themes", "accreditations"):
        listed: tuple[str, ...] = getattr(command, name)
        if len(listed) > MOST_ENTRIES:
            return Refused(f"Please name at most {MOST_ENTRIES}; there are {len(listed)}.", field=name)
        if any(len(each) > LONGEST_ENTRY for each in listed):
            return Refused(
                f"Please keep each to {LONGEST_ENTRY} characters, with commas between them.", field=name
            )
    if command.least is not None and command.most is not None and command.least > command.most:
        return Refused("The largest value is below the smallest. Change one of them.", field="most")
    if len(command.about) > LONGEST_ABOUT:
        return Refused(f"Please keep this to {LONGEST_ABOUT:,} characters.", field="about")
    return None
