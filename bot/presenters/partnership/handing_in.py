"""The form in which new terms are handed in as a file."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import Block, field, option, packed, small, ticks
from bot.presenters.modals import View, modal
from bot.presenters.rich import sentences
from bot.workflows.partnership.handing_in import HandInFormFacts


def hand_in_form(facts: HandInFormFacts) -> View:
    """A terms file, and the adopted amendments whose text it is."""
    blocks: list[Block] = [
        *sentences(
            f"The next version of the terms of {facts.name}: a whole terms file, with its own in_force_from."
        ),
        *small(clause_words(facts.clause)),
        field("file", "The file", {"type": "file_input", "max_files": 1}),
    ]
    if facts.waiting:
        options = [option(each.words, each.id) for each in facts.waiting]
        chosen = tuple(each.id for each in facts.waiting if each.chosen)
        hint = "It begins on the day from which the motion is in force."
        blocks.append(field("motions", "Whose text it is", ticks(options, *chosen), hint=hint))
    metadata = packed(p=facts.partnership)
    return modal(ids.FORM_HAND_IN, "New terms", blocks, submit="Hand it in", metadata=metadata)
