"""What is said of decisions by message: what has become of one, and the register as a file."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import Block, Enclosure, actions, button, packed
from bot.presenters.enclosing import made
from bot.presenters.entries.decisions_file import decisions_file
from bot.presenters.notice_kinds import Kind, Sent


def _changed_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership, decision=sent.data["decision"])
    return actions(
        button("See the entry", ids.OPEN_DECISION, here),
        button("The register of decisions", ids.OPEN_DECISIONS, packed(p=sent.partnership)),
    )


def _file(sent: Sent) -> tuple[Enclosure, ...]:
    form = str(sent.data["form"])
    content = decisions_file(form, sent.data["rows"])
    return (made(f"decisions-{sent.partnership}.{form}", "The register of decisions", content),)


KINDS: Mapping[str, Kind] = {
    "DecisionChangedNotice": Kind(
        "decision_changed",
        lambda data: f"{data['reference']} is {data['becomes']} · {data['partnership_name']}",
        _changed_buttons,
    ),
    "DecisionsFileNotice": Kind(
        "decisions_file",
        lambda data: f"The register of decisions · {data['partnership_name']}",
        enclosures=_file,
    ),
}
