"""Those who are not in the room: a menu of who may yet come, and one of who has gone, each with its buttons beside it."""

from bot import ids
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    confirm,
    grouped,
    option,
    packed,
    plain,
    select,
    small,
)
from bot.presenters.environment import instant
from bot.rules.wording import listed
from bot.workflows.meetings.attendance import Stay, is_unnamed
from bot.workflows.room.room_questions import NotHere, RoomPicture

ARRIVING, STRIKING = "arriving", "striking"  # the menus
NOT_HERE = "They were not here"
MOST_GONE = 100  # offered, those who went last first
LONGEST_LIST = 2500  # characters of names


def absent_blocks(picture: RoomPicture) -> list[Block]:
    """Who has gone and who is not here, with what may be done about each."""
    return [*_gone(picture), *_absent(picture)]


def never_was(name: str) -> Element:
    """The question asked before a stay is struck."""
    return confirm(
        "Were they not here?",
        f"{clipped(name, 100)} was marked by mistake and does not count as having come; the quorum is tested again. Somebody who "
        "was here and went stays on record: mark them with “Left”.",
        NOT_HERE,
        "Leave it as it is",
    )


def _gone(picture: RoomPicture) -> list[Block]:
    gone = [each for each in picture.gone if not (is_unnamed(each) and each.left_at == each.arrived_at)]
    if not gone or picture.meeting is None:
        return []
    said = [f"{each.name}, {_times(picture, each)}" for each in gone]
    blocks = small(clipped(f"Here earlier: {listed(said)}.", LONGEST_LIST))
    if not picture.may_mark:
        return blocks
    last = sorted(gone, key=lambda each: each.arrived_at, reverse=True)[:MOST_GONE]
    menu = select(
        [option(f"{each.name}, {_times(picture, each)}", each.id) for each in last],
        placeholder="Marked by mistake?",
    )
    value = packed(p=picture.partnership, meeting=picture.meeting.id)
    chosen = button(NOT_HERE, ids.STRIKE_STAY, value, confirm=never_was("Whoever is chosen"))
    return [*blocks, *_beside(picture, STRIKING, menu, chosen)]


def _absent(picture: RoomPicture) -> list[Block]:
    if not picture.not_here or picture.meeting is None:
        return []
    if not picture.may_mark:
        said = [f"{each.name}, {_what(each)}" for each in picture.not_here]
        return small(clipped(f"Not here: {'; '.join(said)}.", LONGEST_LIST))
    groups: dict[str, list[Element]] = {}
    for each in picture.not_here:
        heading = f"{each.said[:1].upper()}{each.said[1:]}" if each.said else "Has said nothing"
        groups.setdefault(heading, []).append(
            option(
                f"{each.name}, {each.organisation_name}{', deputy' if each.stands_in else ''}", _value(each)
            )
        )
    menu = grouped(groups)
    menu["placeholder"] = plain("Who has arrived?")
    value = packed(p=picture.partnership, meeting=picture.meeting.id)
    arrived = button("Arrived", ids.variant(ids.MARK_ARRIVAL, "room"), value)
    remote = button(
        "Joined by video or telephone",
        ids.variant(ids.MARK_ARRIVAL, "remote"),
        packed(p=picture.partnership, meeting=picture.meeting.id, how="remote"),
    )
    return _beside(picture, ARRIVING, menu, arrived, remote)


def _beside(picture: RoomPicture, name: str, menu: Element, *buttons: Element) -> list[Block]:
    """A menu and its buttons. Their block has another name whenever the room has changed, so that nobody stays chosen."""
    [block] = actions(menu | {"action_id": ids.variant(ids.CHOOSE_STAY, name)}, *buttons)
    return [block | {"block_id": ids.variant(name, f"{len(picture.here)}.{len(picture.gone)}")}]


def _what(each: NotHere) -> str:
    who = f"deputy of {each.organisation_name}" if each.stands_in else each.organisation_name
    return f"{who}, {each.said}" if each.said else who


def _value(each: NotHere) -> str:
    return f"{each.organisation}:{each.person or ''}"


def _times(picture: RoomPicture, stay: Stay) -> str:
    came, went = (
        instant(each, picture.time_zone).rpartition(" at ")[2]
        for each in (stay.arrived_at, stay.left_at or stay.arrived_at)
    )
    return f"{came} to {went}"
