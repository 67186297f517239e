"""The register of providers as a file that every spreadsheet opens, and in which nothing that people typed is a formula."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import Block, Enclosure, actions, button, packed
from bot.presenters.enclosing import made
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.papers.proof_file import proof_file

COLUMNS: Mapping[str, str] = {
    "organisation": "Organisation",
    "areas": "Where",
    "themes": "Themes",
    "least": "Contracts from",
    "most": "Contracts up to",
    "voluntary": "Only for voluntary organisations",
    "accreditations": "Accreditations",
    "about": "About",
}


def _file(sent: Sent) -> tuple[Enclosure, ...]:
    content = proof_file(sent.data["rows"], COLUMNS)
    return (made(f"providers-{sent.partnership}.csv", "The register of providers", content),)


def _buttons(sent: Sent) -> list[Block]:
    return actions(button("Providers", ids.OPEN_PROVIDERS, packed(p=sent.partnership)))


KINDS: Mapping[str, Kind] = {
    "ProvidersNotice": Kind(
        "providers", lambda data: f"Providers · {data['partnership_name']}", _buttons, _file
    ),
}
