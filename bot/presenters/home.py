"""App Home: what each partnership asks of one person today, and what they may do."""

from bot import ids
from bot.presenters.blocks import VIEW_BLOCKS, Block, actions, button, divider, fitted, header, packed, small
from bot.presenters.environment import instant
from bot.presenters.modals import View
from bot.presenters.rich import bold, sentences, typed_text
from bot.rules.wording import counted, listed
from bot.workflows.questions import HomePart, HomePicture, OpenMotion, Place


def home(picture: HomePicture) -> View:
    """The whole of App Home for one person."""
    greeting = f"Hello, {picture.name}." if picture.name else "Hello."
    blocks: list[Block] = sentences(greeting)
    if not picture.parts:
        blocks += sentences(
            "You are not in the register of any partnership of this workspace. The secretariat of one can add you or match "
            "your Slack account."
        )
    for part in picture.parts:
        blocks += _part(part)
    blocks += _others(picture.others)
    return {
        "type": "home",
        "callback_id": ids.HOME,
        "blocks": fitted(
            blocks, VIEW_BLOCKS, "There is more: `/partnership` shows each partnership by itself."
        ),
    }


def _part(part: HomePart) -> list[Block]:
    here = packed(p=part.place.partnership)
    who = listed(part.seats) or "no organisation"
    roles = f" You serve as {listed(part.roles)}." if part.roles else ""
    blocks = [
        divider(),
        header(part.place.name),
        *sentences(f"You speak for {who}.{roles}"),
        *sentences(*part.waiting),
        *_meeting(part),
        *(block for motion in part.motions for block in _motion(part, motion)),
        *actions(
            button("Declare an interest", ids.OPEN_DECLARE, here),
            *([button("Put a motion", ids.OPEN_PUT_MOTION, here)] if part.is_chairing else []),
            *_roll(part),
            button("Who is who, and the rules", ids.OPEN_PARTNERSHIP, here),
        ),
    ]
    if part.gaps:
        blocks += small(f"The register has {counted(part.gaps, 'gap')}.")
    return blocks


def _meeting(part: HomePart) -> list[Block]:
    return sentences(f"“{part.meeting.title}” is in session.") if part.meeting is not None else []


def _roll(part: HomePart) -> list[Block]:
    if not (part.is_chairing or part.is_secretariat):
        return []
    here = packed(p=part.place.partnership)
    if part.meeting is None:
        return [button("Call the roll", ids.OPEN_ROLL, here)]
    meeting = packed(p=part.place.partnership, meeting=part.meeting.id)
    return [
        button("Who is here", ids.OPEN_ROOM, here),
        button("Mark the roll again", ids.OPEN_ROLL, here),
        button("Close the meeting", ids.CLOSE_MEETING, meeting),
    ]


def _motion(part: HomePart, motion: OpenMotion) -> list[Block]:
    until = f"open until {instant(motion.closes_at, part.time_zone)}" if motion.closes_at else "open"
    votes = "\n".join(f"{name}: {choice}" for name, choice in motion.votes)
    buttons = (
        (
            button("For", ids.VOTE_FOR, motion.motion),
            button("Against", ids.VOTE_AGAINST, motion.motion),
            button("Abstain", ids.VOTE_ABSTAIN, motion.motion),
        )
        if motion.may_vote
        else ()
    )
    return [
        bold(f"Motion {motion.reference}", until),
        *typed_text(motion.text),
        *sentences(votes),
        *actions(*buttons, button("Why?", ids.WHY_MOTION, motion.motion)),
    ]


def _others(places: tuple[Place, ...]) -> list[Block]:
    if not places:
        return []
    buttons = (
        button(each.name, ids.variant(ids.OPEN_PARTNERSHIP, str(number)), packed(p=each.partnership))
        for number, each in enumerate(places)
    )
    return [divider(), *sentences("Other partnerships of this workspace:"), *actions(*buttons)]
