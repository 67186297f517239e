"""The roll of a meeting: who is present, who stands in for whom, who is in the chair."""

from collections.abc import Sequence

from bot import ids
from bot.presenters.blocks import OPTIONS, Block, actions, button, field, option, packed, select, ticks, typed
from bot.presenters.modals import View, modal
from bot.presenters.rich import sentences
from bot.presenters.voting import carried
from bot.workflows.questions import Choice, RollFormFacts

PRESENT, SUBSTITUTES = "present", "substitutes"


def roll_form(facts: RollFormFacts, then: str = "", text: str = "") -> View:
    """Who is here? Presence is marked, never inferred from votes. `then` is "put" where a motion is to follow, `text` what
    was typed of it."""
    chosen = next((each.id for each in facts.chairs if each.chosen), None)
    meeting = facts.meeting.id if facts.meeting is not None else ""
    if not facts.organisations or not facts.chairs:
        return modal(
            ids.FORM_WHY,
            "The roll",
            sentences(
                f"The register of {facts.name} has nobody to mark present yet.",
                "The secretariat can import it; `/partnership` shows what it lacks.",
            ),
        )
    blocks: list[Block] = []
    if not meeting:
        blocks.append(
            field("title", "The meeting", typed(facts.title), hint="Such as “Strategy Group, 24 April”.")
        )
    else:
        blocks += sentences(f"“{facts.title}” is in session. Mark who is here now.")
        blocks += actions(
            button("Close the meeting", ids.CLOSE_MEETING, packed(p=facts.partnership, meeting=meeting))
        )
    blocks.append(
        field(
            "chaired_by",
            "In the chair",
            select([option(each.words, each.id) for each in facts.chairs], chosen),
        )
    )
    # Where there are several menus, nobody need be marked in any one of them, so Slack cannot ask for it; the secretary does.
    several = len(facts.organisations) > OPTIONS
    blocks += _marks(PRESENT, "Organisations present", facts.organisations, optional=several)
    blocks += _marks(SUBSTITUTES, "Named deputies standing in", facts.substitutes, optional=True)
    blocks += carried(text)
    return modal(
        ids.FORM_ROLL,
        "The roll",
        blocks,
        submit="Mark the roll" if meeting else "Open the meeting",
        metadata=packed(p=facts.partnership, meeting=meeting, then=then),
    )


def _marks(name: str, label: str, choices: Sequence[Choice], *, optional: bool) -> list[Block]:
    """Boxes to tick; in several menus of a hundred where there are more."""
    made: list[Block] = []
    for start in range(0, len(choices), OPTIONS):
        page = choices[start : start + OPTIONS]
        chosen = [each.id for each in page if each.chosen]
        element = ticks([option(each.words, each.id) for each in page], *chosen)
        number = start // OPTIONS + 1
        made.append(
            field(
                name if number == 1 else ids.variant(name, str(number)),
                label if number == 1 else f"{label}, continued ({number})",
                element,
                optional=optional,
            )
        )
    return made
