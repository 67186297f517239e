"""The options of a tender on screen: each with its plus and minus points, and the form that records one."""

from bot import ids
from bot.presenters.blocks import Block, actions, button, divider, field, packed, typed
from bot.presenters.modals import View, modal
from bot.presenters.rich import bold, sentences
from bot.workflows.tenders.tender_options import Option, OptionFormFacts


def option_blocks(
    options: tuple[Option, ...], partnership: str, tender: str, *, manages: bool
) -> list[Block]:
    """The options, each with its points, and for those who manage the tender the buttons that change them."""
    about = {"p": partnership, "tender": tender}
    blocks: list[Block] = [divider(), bold("Options")] if options else []
    for each in options:
        blocks += [bold(each.name), *sentences(_points("Plus", each.plus), _points("Minus", each.minus))]
        if manages:
            action = ids.variant(ids.OPEN_OPTION, each.id)
            blocks += actions(button("Change this option", action, packed(**about, key=each.id)))
    return blocks


def option_form(facts: OptionFormFacts) -> View:
    """The form that records an option, or changes one."""
    held = facts.option
    blocks = [
        bold(facts.reference, facts.title),
        field("name", "The option", typed(held.name if held is not None else "")),
        field(
            "plus", "Plus points", typed(held.plus if held is not None else "", multiline=True), optional=True
        ),
        field(
            "minus",
            "Minus points",
            typed(held.minus if held is not None else "", multiline=True),
            optional=True,
            hint="With no points left, the option is taken off." if held is not None else "",
        ),
    ]
    metadata = packed(p=facts.partnership, tender=facts.tender, key=held.id if held is not None else "")
    return modal(ids.FORM_OPTION, "An option", blocks, submit="Record", metadata=metadata)


def _points(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""
