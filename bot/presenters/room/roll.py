"""The roll of a meeting: who is present and how, who stands in for whom, who else is in the room, who is in the chair."""

from collections.abc import Sequence

from bot import ids
from bot.presenters.blocks import (
    OPTIONS,
    TYPED_TEXT,
    Block,
    Element,
    actions,
    button,
    field,
    menu,
    option,
    packed,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.rich import sentences
from bot.presenters.votes.voting import carried
from bot.workflows.meetings.meetings import IN_SESSION
from bot.workflows.questions import Choice, RollFormFacts

PRESENT, REMOTE, SUBSTITUTES, OTHERS = "present", "remote", "substitutes", "others"
ANOTHER_DAY = "on_another_day"
TODAY_ALL_THE_SAME = "today"
AT = "at"


def roll_form(facts: RollFormFacts, then: str = "", text: str = "") -> View:
    """Who is here? Presence is marked, never inferred from votes. `then` is how a motion that is to follow is decided, `text` what
    was typed of it."""
    meeting = facts.meeting.id if facts.meeting is not None else ""
    in_session = facts.meeting is not None and facts.meeting.state == IN_SESSION
    if not facts.here or not facts.chairs:
        return modal(
            ids.FORM_WHY,
            "The roll",
            sentences(
                f"The register of {facts.name} has nobody to mark present yet.",
                "The secretariat can import it; `/partnership` shows what it lacks.",
            ),
        )
    blocks = _in_session(facts) if in_session else _to_open(facts)
    blocks.append(field("chaired_by", "In the chair", _chairs(facts.chairs)))
    # Where there are several menus, nobody need be marked in any one of them, so Slack cannot ask for it; the secretary does.
    several = len(facts.here) > OPTIONS
    blocks += _marks(PRESENT, "Who is here, and for whom", facts.here, optional=several)
    blocks += _marks(SUBSTITUTES, "Named deputies standing in", facts.substitutes, optional=True)
    blocks += _marks(REMOTE, "By video or telephone", facts.remote, optional=True)
    blocks.append(_others(facts))
    if in_session:
        blocks.append(
            field(
                AT,
                "At what time?",
                {"type": "timepicker"},
                optional=True,
                hint="Only for what is marked later than it happened: who came or went then.",
            )
        )
    blocks += carried(text)
    blocks += _instead(facts, then)
    return modal(
        ids.FORM_ROLL,
        "The roll",
        blocks,
        submit="Mark the roll" if in_session else "Open the meeting",
        metadata=packed(
            p=facts.partnership,
            meeting=meeting if in_session else "",
            booked="" if in_session else meeting,
            then=then,
        ),
    )


def others_text(others: Sequence[tuple[str, str]]) -> str:
    """The others in the room as the form shows them: one a line, "Name, organisation"."""
    return "\n".join(", ".join(part for part in each if part) for each in others)


def still_open_buttons(facts: RollFormFacts) -> list[Block]:
    """The buttons that go to the meeting in session, or close it."""
    assert facts.meeting is not None
    here = packed(p=facts.partnership, meeting=facts.meeting.id)
    return actions(
        button("Who is here", ids.OPEN_ROOM, packed(p=facts.partnership)),
        button("Close the meeting", ids.OPEN_CLOSE_MEETING, here),
    )


def _in_session(facts: RollFormFacts) -> list[Block]:
    return [
        *sentences(f"“{facts.title}” is in session. Mark who is here now."),
        *still_open_buttons(facts),
    ]


def _to_open(facts: RollFormFacts) -> list[Block]:
    blocks: list[Block] = []
    if facts.meeting is not None:
        blocks += sentences(f"You are about to open “{facts.title}”. Say who is here.", facts.replied)
    if facts.meeting is None:
        hint = "Such as “Strategy Group, 24 April”."
        blocks.append(field("title", "The meeting", typed(facts.title), hint=hint))
    if facts.other_day:
        tick = ticks([option("It is held today all the same", TODAY_ALL_THE_SAME)])
        blocks.append(
            field(
                ANOTHER_DAY,
                "Another day",
                tick,
                optional=True,
                hint=f"It is booked for {facts.other_day}, and notice was given for that day.",
            )
        )
    return blocks


def _instead(facts: RollFormFacts, then: str) -> list[Block]:
    if not facts.instead:
        return []
    return [
        *sentences("Is it another meeting that you want to open?"),
        *actions(
            *(
                button(
                    f"Open instead: {each.words}",
                    ids.variant(ids.OPEN_ROLL, str(number)),
                    packed(p=facts.partnership, meeting=each.id, then=then),
                )
                for number, each in enumerate(facts.instead)
            )
        ),
    ]


def _chairs(chairs: Sequence[Choice]) -> Element:
    """Everybody who may chair; in groups of a hundred where there are more than one menu holds."""
    chosen = next((each.id for each in chairs if each.chosen), None)
    return menu("In the chair", [option(each.words, each.id) for each in chairs], chosen)


def _others(facts: RollFormFacts) -> Block:
    return field(
        OTHERS,
        "Others in the room",
        typed(others_text(facts.others)[:TYPED_TEXT], multiline=True, placeholder="Ada Fenwick, Exeter CVS"),
        optional=True,
        hint="One a line: name, organisation. Guests, and stand-ins who are not named deputies, have no vote.",
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
