"""The register of providers as a file, for whoever asks: all of it, or what a search has found (C20)."""

from dataclasses import dataclass, field

from bot.rules.wording import counted
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.providers import Provider
from bot.workflows.tenders.tenders import money_words

MOST_ROWS = 2_000


@dataclass(frozen=True, kw_only=True)
class ExportProviders(Command):
    """Send whoever asks the register of providers as a file."""

    partnership: str
    search: str = ""


@dataclass(frozen=True)
class ProviderFileFacts:
    """What is known when the file is asked for."""

    setting: Setting
    standing: Standing | Stranger
    providers: tuple[Provider, ...] = ()  # that the search has found


@dataclass(frozen=True)
class ProviderRow:
    """One line of the file, every cell as it is written."""

    organisation: str
    areas: str
    themes: str
    least: str
    most: str
    voluntary: str
    accreditations: str
    about: str


@dataclass(frozen=True, kw_only=True)
class ProvidersNotice(Notice):
    """Sends somebody the register of providers as a file."""

    partnership_name: str
    search: str
    count: str
    rows: tuple[ProviderRow, ...] = field(default_factory=tuple)


def export(command: ExportProviders, facts: ProviderFileFacts) -> Outcome:
    """Send the file to anybody in the register, who may search it as well (C20, C30)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    if not facts.providers:
        return Refused("No organisation is found, so there is nothing to send.")
    notice = ProvidersNotice(
        key=f"providers:{command.delivery}"[:200],
        recipient=command.user,
        subject=facts.setting.partnership,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        search=command.search,
        count=counted(len(facts.providers), "organisation"),
        rows=tuple(_row(each) for each in facts.providers[:MOST_ROWS]),
    )
    return Decision(Answer("The register of providers comes to you by message, as a file."), (), (notice,))


def _row(each: Provider) -> ProviderRow:
    offer = each.offer
    return ProviderRow(
        each.name,
        ", ".join(offer.areas),
        ", ".join(offer.themes),
        money_words(offer.least, "GBP"),
        money_words(offer.most, "GBP"),
        "yes" if offer.voluntary_only else "",
        ", ".join(each.accreditations),
        each.about,
    )
