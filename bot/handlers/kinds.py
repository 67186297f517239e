"""Kinds of decision that ask more than words: the form's second step, and what a dissolution leaves to arrange."""

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming, Surface, unpacked
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.votes.kind_forms import dissolution_modal
from bot.presenters.votes.voting import put_form
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.kinds.arrangements import AddArrangement, ShowDissolution, TickArrangement
from bot.workflows.kinds.kinds import KINDS
from bot.workflows.kinds.particulars import Particulars
from bot.workflows.questions import PutForm
from bot.workflows.votes.motions import ORDINARY


def choose_kind(incoming: Incoming, desk: Desk) -> Reply:
    """Another kind chosen in the form of a motion: the same form with what that kind asks; what was typed stays."""
    packed = unpacked(str(incoming.view.get("private_metadata") or ""))
    facts = desk.ask(PutForm(**incoming.who, partnership=packed.get("p", "")))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    kind = incoming.value if incoming.value in facts.kinds else ORDINARY
    return Change(put_form(facts, packed.get("how", ""), text=incoming.words("text"), kind=kind))


def named(incoming: Incoming, kind: str) -> Particulars:
    """What the fields of a kind say; those of every other are left alone."""
    known = KINDS.get(kind)
    if known is None:
        return {}
    said = {each: incoming.choice(each) or incoming.words(each) for each in known.fields}
    ticked = {each: incoming.choices(each) for each in known.fields}
    days = {each: incoming.day(each) for each in known.days}
    return {
        **said,
        **{each: values[0] for each, values in ticked.items() if values},
        **{each: day.isoformat() if day is not None else "" for each, day in days.items()},
    }


def named_anywhere(incoming: Incoming) -> Particulars:
    """What the fields of whichever kind the form is of say."""
    return {name: value for kind in KINDS for name, value in named(incoming, kind).items() if value}


def open_dissolution(incoming: Incoming, desk: Desk) -> Reply:
    """How far away it is, and what is still to be arranged."""
    return Open(dissolution_modal(desk.ask(_question(incoming))))


def tick(incoming: Incoming, desk: Desk) -> Reply:
    """Something is arranged."""
    return _ticked(incoming, desk, done=True)


def reopen(incoming: Incoming, desk: Desk) -> Reply:
    """Something is not arranged after all."""
    return _ticked(incoming, desk, done=False)


def add(incoming: Incoming, desk: Desk) -> Reply:
    """Something else to arrange, sent in."""
    outcome = desk.perform(
        AddArrangement(
            **incoming.sender,
            partnership=incoming.ids.get("p", ""),
            motion=incoming.ids.get("motion", ""),
            words=incoming.words("arrangement"),
        )
    )
    return _shown(incoming, desk, outcome)


def _ticked(incoming: Incoming, desk: Desk, *, done: bool) -> Reply:
    outcome = desk.perform(
        TickArrangement(
            **incoming.sender,
            partnership=incoming.ids.get("p", ""),
            motion=incoming.ids.get("motion", ""),
            arrangement=incoming.ids.get("key", ""),
            done=done,
        )
    )
    return _shown(incoming, desk, outcome)


def _shown(incoming: Incoming, desk: Desk, outcome: Decision | Refused | AlreadyDone) -> Reply:
    """The list as it now is, where it stands on the screen."""
    if isinstance(outcome, Refused) or incoming.surface not in (Surface.MODAL, Surface.FORM):
        return answered(incoming, outcome)
    return Change(dissolution_modal(desk.ask(_question(incoming))))


def _question(incoming: Incoming) -> ShowDissolution:
    asked = incoming.ids
    return ShowDissolution(**incoming.who, partnership=asked.get("p", ""), motion=asked.get("motion", ""))
