"""Votes: putting a motion, voting on it, closing it, the casting vote and the acting chair."""

from dataclasses import replace

from bot import ids
from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, done, mistakes, refused
from bot.handlers.identity import Incoming
from bot.handlers.kinds import named
from bot.handlers.meetings import roll
from bot.handlers.replies import Change, Nothing, Open, Reply
from bot.presenters.answers import ALREADY_DONE
from bot.presenters.modals import why
from bot.presenters.votes.voting import (
    CARRY_ON,
    CONSENSUS,
    acting_chair_form,
    casting_form,
    how_form,
    put_form,
)
from bot.workflows.decisions import AlreadyDone, Refused, derived_id
from bot.workflows.questions import ActingChairForm, MotionPicture, PutForm, ShowMotion, WhyMotion
from bot.workflows.votes.chairing import ChooseActingChair
from bot.workflows.votes.motions import AT_A_MEETING, NOTE, ORDINARY
from bot.workflows.votes.moving import PutMotion
from bot.workflows.votes.of_the_terms import CHANGES_NO_TERMS
from bot.workflows.votes.result_words import casting_given
from bot.workflows.votes.results import CASTING_CHOICES, CloseVote, GiveCastingVote
from bot.workflows.votes.votes import CHOICES, CastVote

CHOICE_OF = {ids.VOTE_FOR: "for", ids.VOTE_AGAINST: "against", ids.VOTE_ABSTAIN: "abstain"}

NO_CHOICE = Refused("Choose for or against, or decline.", field="choice")
NO_CLOSING = Refused(
    "A vote at the meeting is closed by whoever is chairing, so it takes no closing time.",
    next="Leave it empty, or choose another way to decide.",
    field="closes_at",
)


def vote(incoming: Incoming, desk: Desk) -> Reply:
    """For, Against or Abstain under a motion."""
    return _cast(incoming, desk, incoming.value, CHOICE_OF[incoming.action], None)


def vote_on_behalf(incoming: Incoming, desk: Desk) -> Reply:
    """The same vote, once somebody with several organisations has said for which."""
    chosen = incoming.ids
    choice = chosen.get("choice", "")
    if choice not in CHOICES:
        return refused(incoming, GONE)
    return _cast(incoming, desk, chosen.get("motion", ""), choice, chosen.get("organisation"))


def close_vote(incoming: Incoming, desk: Desk) -> Reply:
    """Whoever is chairing closes the vote."""
    return answered(incoming, desk.perform(CloseVote(**incoming.sender, motion=incoming.value)))


def start_putting(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The form for a motion; the question how it is to be decided comes first where no meeting is in session."""
    facts = desk.ask(PutForm(**incoming.who, partnership=partnership))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    if facts.meeting is None:
        return Open(how_form(facts, text))
    return Open(put_form(facts, facts.ways[0], text=text))


def open_put_motion(incoming: Incoming, desk: Desk) -> Reply:
    """The button that puts a motion; or its form shown again, which is left alone where it can no longer be sent."""
    partnership, how = incoming.ids.get("p", ""), incoming.ids.get("how", "")
    if not how:
        return start_putting(incoming, desk, partnership, "")
    facts = desk.ask(PutForm(**incoming.who, partnership=partnership))
    if facts.refused is not None or how not in facts.ways or (facts.meeting is None and how in AT_A_MEETING):
        return Nothing()
    return Open(put_form(facts, how, kind=incoming.ids.get("kind", ORDINARY)))


def how_to_decide(incoming: Incoming, desk: Desk) -> Reply:
    """The next step after "How is this to be decided?": the roll, or the motion itself."""
    partnership, how = incoming.ids.get("p", ""), incoming.choice("how")
    text = incoming.words("text")
    facts = desk.ask(PutForm(**incoming.who, partnership=partnership))
    if facts.refused is not None:
        return mistakes(incoming, facts.refused)
    if how in facts.ways and how in AT_A_MEETING and facts.meeting is None:
        return roll(incoming, desk, partnership, how, text)
    if how not in facts.ways:
        return mistakes(incoming, Refused("The terms leave that way closed. Choose another.", field="how"))
    return Open(put_form(facts, how, text=text))


def put_motion(incoming: Incoming, desk: Desk) -> Reply:
    """The motion sent in. Its id comes from the form, so the form sent twice is one motion."""
    how = incoming.choice("how") or incoming.ids.get("how", "")
    closes_at = incoming.instant("closes_at")
    if how in (*AT_A_MEETING, NOTE) and closes_at is not None:
        return mistakes(incoming, NO_CLOSING)
    kind = incoming.choice("kind") or ORDINARY
    command = PutMotion(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        motion=derived_id("motion", incoming.workspace, incoming.view_id),
        text=incoming.words("text"),
        how=how,
        kind=kind,
        about=incoming.choice("about") or None,
        consensus_sought=CONSENSUS in incoming.choices("consensus_sought"),
        closes_at=closes_at,
        carry_on=CARRY_ON in incoming.choices("carry_on"),
        paper=incoming.choice("paper") or None,
        ballot=incoming.choice("ballot"),
        particulars=named(incoming, kind),
        standing_aside=incoming.choices("standing_aside"),
        record=incoming.choice("record"),
        changes_no_terms=CHANGES_NO_TERMS in incoming.choices(CHANGES_NO_TERMS),
    )
    outcome = desk.perform(command)
    if isinstance(outcome, Refused) and outcome.field == CHANGES_NO_TERMS:
        return _warned(incoming, desk, how, outcome)
    return answered(incoming, outcome)


def _warned(incoming: Incoming, desk: Desk, how: str, why: Refused) -> Reply:
    """The same form with the warning under the words, and a tick to go on; what was typed stays."""
    facts = desk.ask(PutForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Change(put_form(facts, how, text=incoming.words("text"), warning=why))


def open_casting_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The casting vote's form; who may give it is decided when it is sent in."""
    picture = desk.ask(ShowMotion(**incoming.who, motion=incoming.value))
    if picture is None:
        return refused(incoming, GONE)
    motion = picture.motion
    if motion.state != "tied":
        decided = f"already decided: {motion.outcome}" if motion.outcome else "not tied"
        why = f"{motion.reference} is {decided}, so there is no casting vote to give."
        return refused(incoming, Refused(why, next=_casting_given(picture)))
    return Open(casting_form(picture))


def give_casting_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The casting vote sent in."""
    choice = incoming.choice("choice")
    if choice not in CASTING_CHOICES:
        return mistakes(incoming, NO_CHOICE)
    command = GiveCastingVote(
        **incoming.sender,
        motion=incoming.ids.get("m", ""),
        choice=choice,
        reason=incoming.words("reason"),
    )
    outcome = desk.perform(command)
    if isinstance(outcome, AlreadyDone):
        picture = desk.ask(ShowMotion(**incoming.who, motion=command.motion))
        return done(replace(ALREADY_DONE, next=_casting_given(picture)))
    return answered(incoming, outcome)


def _casting_given(picture: MotionPicture | None) -> str:
    return casting_given(picture.result, picture.motion.closed_at, picture.time_zone) if picture else ""


def open_acting_chair(incoming: Incoming, desk: Desk) -> Reply:
    """Who may chair this motion instead of the chair."""
    facts = desk.ask(ActingChairForm(**incoming.who, motion=incoming.value))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(acting_chair_form(facts))


def choose_acting_chair(incoming: Incoming, desk: Desk) -> Reply:
    """The acting chair those present have chosen, sent in."""
    command = ChooseActingChair(
        **incoming.sender, motion=incoming.ids.get("m", ""), chosen=incoming.choice("chosen")
    )
    return answered(incoming, desk.perform(command))


def why_motion(incoming: Incoming, desk: Desk) -> Reply:
    """Why is the motion, or its result, as it is?"""
    return Open(why(desk.ask(WhyMotion(**incoming.who, motion=incoming.value))))


def _cast(incoming: Incoming, desk: Desk, motion: str, choice: str, organisation: str | None) -> Reply:
    command = CastVote(**incoming.sender, motion=motion, choice=choice, on_behalf_of=organisation)
    return answered(incoming, desk.perform(command), ids.VOTE_ON_BEHALF, motion=motion, choice=choice)
