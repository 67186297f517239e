"""Refusals, repeats and breakdowns, each as an answer somebody can act on."""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Mistakes, Reply, Say
from bot.logs import new_reference
from bot.presenters.answers import ALREADY_DONE, answer_message, for_whom, refusal_message, refusal_words
from bot.presenters.blocks import Block
from bot.secretary import BoxLocked, SecretaryBusy
from bot.workflows.decisions import AlreadyDone, Answer, Decision, Refused

log = logging.getLogger(__name__)

BUSY = Answer(
    "The register cannot be reached just now, so nothing was recorded.",
    next="Please press again in a moment.",
)
GONE = Refused(
    "What this was about is not in the register of this workspace any more.",
    next="`/partnership` shows what is.",
)
UNKNOWN = Refused(
    "This version does not know that button or form, so nothing was done.",
    next="The message may be older than the bot; `/meeting`, `/agenda`, `/papers`, `/apologies`, `/vote`, `/election`, "
    "`/declare-interest` and `/partnership` are up to date.",
)
SAID_AND_DONE = "Recorded"
_AS_CODE = re.compile(r"`(/[\w-]+)`")  # a field shows plain text
NO = "Not possible"


def refused(incoming: Incoming, why: Refused, buttons: list[Block] | None = None) -> Reply:
    """No, and why not: under its own field in a form, else in words for the person alone."""
    if incoming.surface is Surface.FORM:
        return mistakes(incoming, why)
    return Say(refusal_message(why, buttons), NO)


def mistakes(incoming: Incoming, why: Refused) -> Reply:
    """A refusal under the field it names, or under the first where the form has no such field."""
    fields = _fields(incoming.view)
    if not fields:
        return Say(refusal_message(why), NO)
    place = why.field if why.field in fields else fields[0]
    return Mistakes({place: _AS_CODE.sub(r"\1", refusal_words(why))})


def done(answer: Answer, buttons: Sequence[Block] = ()) -> Reply:
    """A decision, told to whoever asked for it, with the buttons that lead on."""
    return Say(answer_message(answer, buttons), SAID_AND_DONE)


def answered(
    incoming: Incoming,
    outcome: Decision | Refused | AlreadyDone,
    again: str = "",
    **about: str,
) -> Reply:
    """What the secretary made of a command; where somebody has to say first for whom they act, the buttons that press `again`."""
    match outcome:
        case Decision(answer):
            return done(answer)
        case Refused():
            whose = for_whom(outcome.choices, again, **about) if again and outcome.choices else None
            return refused(incoming, outcome, whose)
        case AlreadyDone():
            return done(ALREADY_DONE)


def unknown(incoming: Incoming) -> Reply:
    """A button, a command or a form this version does not have."""
    log.warning("unknown id", extra={"surface": incoming.surface.name, "id": incoming.action[:60]})
    return refused(incoming, UNKNOWN)


def broken(incoming: Incoming, exc: Exception) -> Reply:
    """Something that is no refusal: what can be said of it, and a number under which the log has the rest.

    The log line names the kind of thing that broke and where, never what was typed.
    """
    if isinstance(exc, SecretaryBusy):
        return refused(incoming, Refused(BUSY.words, next=BUSY.next))
    if isinstance(exc, LookupError) and _is_missing(exc):
        return refused(incoming, GONE)
    reference = new_reference()
    if isinstance(exc, BoxLocked):
        log.error("ballot box locked: %s", exc, extra={"reference": reference})
        return refused(incoming, _locked(reference))
    log.error(
        "broken",
        extra={"reference": reference, "surface": incoming.surface.name, "id": incoming.action[:60]}
        | _place(exc),
    )
    why = Refused(
        f"Something went wrong here, and it is not your doing. Its reference is {reference}.",
        next="Please try again; if it happens twice, give that reference to whoever looks after the bot.",
    )
    return refused(incoming, why)


def _locked(reference: str) -> Refused:
    return Refused(
        "The box of secret votes cannot be opened: the key that sealed it is missing here, or another one. Nothing was counted or "
        f"changed, and no vote is lost. The reference is {reference}.",
        next="Whoever runs the program puts the key back (QUORATE_BALLOT_KEY, or its file); then this can be done again.",
    )


def status_of(exc: Exception) -> int:
    """What Slack is told where nobody is waiting for words, as with an event: 503 or 500, so that it is sent again.

    400 where Bolt itself stumbled over the payload's shape, as it would the second time. The log line never has the body.
    """
    if isinstance(exc, SecretaryBusy):
        return 503
    place = _place(exc)
    log.error("not answered", extra={"reference": new_reference(), **place})
    return 400 if place["where"].startswith("slack_bolt.") else 500


def _is_missing(exc: LookupError) -> bool:
    """Whether this is the secretary's "not there", rather than a key a programmer forgot."""
    return not isinstance(exc, KeyError | IndexError)


def _place(exc: Exception) -> dict[str, str]:
    trace = exc.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return {"error": type(exc).__name__, "where": where}


def _fields(view: Mapping[str, Any]) -> list[str]:
    return [each["block_id"] for each in view.get("blocks", ()) if each.get("type") == "input"]
