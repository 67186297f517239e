"""Consensus rounds on the screen: the buttons under a motion, the form for an objection, and that for withdrawing a motion."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Element,
    button,
    confirm,
    field,
    option,
    packed,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.rich import sentences, typed_text
from bot.rules.wording import counted, listed_within, plural
from bot.workflows.questions import MotionPicture, ObjectFormFacts
from bot.workflows.votes.consensus import AGREE, STAND_ASIDE
from bot.workflows.votes.standpoints import LONGEST_REASON

MOST_NAMES = 150  # characters of names in the question before a round is ended
POSITION_BUTTONS = {ids.AGREE: AGREE, ids.STAND_ASIDE: STAND_ASIDE}


def positions(motion: str) -> tuple[Element, Element, Element]:
    """Agree, stand aside, object."""
    return (
        button("Agree", ids.AGREE, motion),
        button("Stand aside", ids.STAND_ASIDE, motion),
        button("Object", ids.OPEN_OBJECT, motion),
    )


def ending(picture: MotionPicture) -> tuple[Element, ...]:
    """What ends a round: with an objection the vote, without one the decision; and withdrawing the motion."""
    motion = picture.motion.id
    return (_to_the_vote(picture) if picture.objecting else _end(picture), withdraw_button(motion))


def withdraw_button(motion: str) -> Element:
    """The button that withdraws a motion."""
    return button("Withdraw it", ids.OPEN_WITHDRAW_MOTION, motion)


def object_form(facts: ObjectFormFacts) -> View:
    """An objection, with its reason."""
    seats = [option(each.words, each.id) for each in facts.seats]
    whose = field("organisation", "For which organisation?", select(seats)) if len(seats) > 1 else None
    blocks = [
        *sentences(f"An objection to motion {facts.reference}. While it stands there is no consensus."),
        *typed_text(facts.text),
        *small(clause_words(facts.clause)),
        *([whose] if whose else []),
        field(
            "reason",
            "The reason: what would have to change?",
            typed(multiline=True),
            hint=f"At most {LONGEST_REASON:,} characters. The channel shows that you object; members read the reason under “Why?”.",
        ),
    ]
    return modal(ids.FORM_OBJECT, "Object", blocks, submit="Object", metadata=packed(m=facts.motion))


def withdraw_form(picture: MotionPicture) -> View:
    """Withdrawing a motion, with its reason."""
    blocks = [
        *sentences(
            f"Motion {picture.motion.reference} of {picture.partnership_name} is withdrawn, and nothing is decided."
        ),
        *typed_text(picture.motion.text),
        field(
            "reason",
            "The reason, which is recorded",
            typed(multiline=True),
            hint=f"At most {LONGEST_REASON:,} characters. It stands under the motion, in the partnership's channel.",
        ),
    ]
    return modal(
        ids.FORM_WITHDRAW_MOTION,
        "Withdraw a motion",
        blocks,
        submit="Withdraw it",
        metadata=packed(m=picture.motion.id),
    )


def _end(picture: MotionPicture) -> Element:
    silent = picture.silent
    who = f" Said nothing: {listed_within(silent, MOST_NAMES)}." if silent else ""
    heard = f"{counted(len(silent), 'organisation')} said nothing" if silent else "Everybody has answered"
    return button(
        "End the round",
        ids.END_ROUND,
        picture.motion.id,
        confirm=confirm(
            "Decided by consensus?",
            f"{heard}; nobody objects. Only whoever is chairing can do this.{who}",
            "End the round",
            "Not yet",
        ),
    )


def _to_the_vote(picture: MotionPicture) -> Element:
    many, silent = len(picture.objecting), picture.silent
    objects = f"{plural(many, 'objects', 'object')}: {listed_within(picture.objecting, MOST_NAMES // 2)}."
    waits = f" Said nothing: {listed_within(silent, MOST_NAMES // 2)}." if silent else ""
    return button(
        "Take it to a vote",
        ids.TAKE_TO_VOTE,
        picture.motion.id,
        confirm=confirm(
            "Take it to a vote?",
            f"{counted(many, 'organisation')} {objects}{waits} The same motion is then voted on. Only whoever is chairing can do "
            "this.",
            "Take it to a vote",
            "Not yet",
        ),
    )
