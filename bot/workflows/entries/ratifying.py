"""Provisional decisions: what awaits ratification, what ratifies, amends or rejects it, and when nothing ever could (K33)."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.citing import cited, clause_of
from bot.rules.quorum import Attendance, assess_quorum, classes_of
from bot.rules.register import Register
from bot.rules.terms import Terms
from bot.rules.wording import day_words, listed
from bot.workflows.decisions import Event, Refused
from bot.workflows.kinds.particulars import Particulars
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.votes.motions import AT_A_MEETING, Motion, Provisional
from bot.workflows.votes.moving import LONGEST_TEXT, PutMotion

RATIFIED, AMENDED, REJECTED = "ratified", "amended", "rejected"
AS_IT_IS, IN_OTHER_WORDS = "as it is", "amended"


@dataclass(frozen=True)
class Awaiting:
    """A provisional decision that waits for a quorate meeting."""

    motion: str
    reference: str
    text: str
    kind: str
    since: datetime
    meeting_title: str
    deadlock: str = ""  # why no meeting can be quorate for it as things stand, and the way out
    being_ratified: str = ""  # the reference of a motion open now that would ratify it
    particulars: Particulars = field(default_factory=dict)  # what its kind names besides its words


@dataclass(frozen=True, kw_only=True)
class RatificationDecided(Event):
    """A quorate meeting ratified, amended or rejected a provisional decision, which is the subject."""

    state: str
    decided_by: str  # a motion
    reference: str  # of that motion
    decided_at: datetime


def ratification_text(original: Provisional, amended: str = "") -> str:
    """The motion by which a decision is ratified, in its own words as far as they fit, or in those it is amended to."""
    if amended:
        return f"That motion {original.reference} be ratified with these words: {amended}"
    start = f"That motion {original.reference} be ratified: "
    room = LONGEST_TEXT - len(start)
    return start + (original.text if len(original.text) <= room else f"{original.text[: room - 1]}…")


def as_ratification(command: PutMotion, original: Provisional) -> PutMotion:
    """The command with the text, the kind and the subject that follow from what it ratifies: its majority is the original's."""
    amended = command.text.strip() if command.amended else ""
    return replace(
        command, text=ratification_text(original, amended), kind=original.kind, about=original.about
    )


def may_not_ratify(
    command: PutMotion,
    original: Provisional | None,
    meeting: MeetingState | None,
    terms: Terms,
    open_already: str = "",
) -> Refused | None:
    """Why a motion does not ratify a decision; None where it may be put: a subsequent meeting, and a decision that waits (K33)."""
    clause = clause_of(terms.inquorate)
    if original is None:
        return Refused(
            "That decision is not one of this partnership that was taken without a quorum.",
            clause,
            next="Choose one from the list of those that await ratification.",
            field="text",
        )
    if not original.awaits:
        return Refused(
            f"Motion {original.reference} does not await ratification: {settled_words(original)}.", clause
        )
    if command.how not in AT_A_MEETING:
        return Refused(
            "A provisional decision is ratified by a subsequent quorate meeting, and nowhere else.",
            clause,
            next="Put it at the next meeting.",
        )
    if meeting is not None and original.meeting == meeting.id:
        return Refused(
            f"Motion {original.reference} was decided at this meeting, and a decision is ratified by a subsequent one.",
            clause,
            next="It waits, for as long as it takes, until a later quorate meeting ratifies, amends or rejects it.",
        )
    if open_already:
        return Refused(
            f"Motion {open_already}, which is open now, already asks for the ratification of {original.reference}.",
            clause,
            next="Close that one first.",
        )
    if command.amended and not command.text.strip():
        return Refused("Write the words to which it is amended.", field="text")
    return None


def settled(
    motion: Motion,
    original: Provisional | None,
    *,
    outcome: str,
    quorum: str,
    person: str | None,
    at: datetime,
) -> RatificationDecided | None:
    """What a result does to the decision it was to ratify; nothing unless it is that of a quorate meeting (K33)."""
    if (
        original is None
        or not original.awaits
        or quorum != "quorate"
        or outcome not in ("carried", "not carried")
    ):
        return None
    carried = AMENDED if motion.amended else RATIFIED
    return RatificationDecided(
        subject=original.motion,
        person=person,
        state=carried if outcome == "carried" else REJECTED,
        decided_by=motion.id,
        reference=motion.reference,
        decided_at=at,
    )


def result_words(original: Provisional | None, decided: RatificationDecided | None, terms: Terms) -> str:
    """What a result says of the decision it was to ratify."""
    if original is None:
        return ""
    where = cited(terms.inquorate)
    if decided is None and not original.awaits:
        return f"Motion {original.reference} waits no more: {settled_words(original)}{where}."
    if decided is None:
        return f"Motion {original.reference} still awaits ratification by a quorate meeting{where}."
    follows = {
        RATIFIED: "is ratified, and is a decision from now on",
        AMENDED: "is ratified as amended: these words stand in place of its own",
        REJECTED: "is not ratified, and comes to nothing",
    }
    return f"Motion {original.reference} {follows[decided.state]}{where}."


def settled_words(original: Provisional) -> str:
    """What became of a provisional decision, for the middle of a sentence: "ratified by motion 2026/7"."""
    done = {RATIFIED: "it was ratified by", AMENDED: "it was amended by", REJECTED: "it was rejected by"}
    return f"{done.get(original.state, 'it was dealt with by')} motion {original.decided_by}"


def ratification_words(original: Provisional, terms: Terms, zone: str, deadlock: str = "") -> str:
    """What stands under a provisional decision: that it waits, or by which motion it was settled and when (K33)."""
    where = cited(terms.inquorate)
    if original.awaits:
        said = f"It awaits ratification by a subsequent quorate meeting{where}, and has no effect until then."
        return f"{said} {deadlock}".strip()
    on = ""
    if original.decided_at is not None:
        on = f" on {day_words(original.decided_at.astimezone(ZoneInfo(zone)).date())}"
    done = {RATIFIED: "Ratified", AMENDED: "Ratified as amended", REJECTED: "Rejected"}[original.state]
    ends = {
        RATIFIED: "",
        AMENDED: " The words of that motion stand in place of these.",
        REJECTED: " It comes to nothing.",
    }
    return f"{done} by motion {original.decided_by}{on}{where}.{ends[original.state]}"


def deadlock(terms: Terms, register: Register, withdrawn: Collection[str]) -> str:
    """Why no meeting can be quorate for an item from which these organisations have withdrawn, and the way out; empty where one
    can.

    It names the sector, its organisations, and what the terms leave: a ruling, or another member (K33).
    """
    rule = terms.quorum
    counts = terms.withdrawn_count is not None and terms.withdrawn_count.value == "counted"
    if rule is None or rule.value is None or not withdrawn or counts:
        return ""
    everybody = {each.slug for each in register.organisations if each.voting}
    if assess_quorum(terms, _with_all(terms, register, everybody)).quorate is False:
        return ""  # a vacancy, of which every quorum says so by itself (K21)
    if assess_quorum(terms, _with_all(terms, register, everybody - set(withdrawn))).quorate is not False:
        return ""
    way_out = "The way out: whoever is chairing rules that it may stay and vote, or {another} joins. Until then the decision waits."
    for sector in classes_of(rule.value):
        theirs = [each for each in register.organisations if each.voting and each.sector == sector]
        if theirs and all(each.slug in withdrawn for each in theirs):
            words = terms.sectors.get(sector, sector)
            are = "has" if len(theirs) == 1 else "have"
            return (
                f"As things stand no meeting can be quorate for it{cited(rule)}: {listed([each.name for each in theirs])}, "
                f"{'the only member' if len(theirs) == 1 else 'all the members'} from {words}, {are} withdrawn from it. "
                + way_out.format(another=f"another member from {words}")
            )
    names = [each.name for each in register.organisations if each.slug in withdrawn and each.voting]
    are = "has" if len(names) == 1 else "have"
    return (
        f"As things stand no meeting can be quorate for it{cited(rule)}: {listed(names)} {are} withdrawn from it, and too few are "
        f"left. {way_out.format(another='another member')}"
    )


def _with_all(terms: Terms, register: Register, there: set[str]) -> Attendance:
    """The fullest room there can be: every organisation with a vote but those withdrawn, and every office filled."""
    voting = [each for each in register.organisations if each.voting]
    classes: dict[str, int] = {}
    for each in voting:
        if each.sector and each.slug in there:
            classes[each.sector] = classes.get(each.sector, 0) + 1
    held = {each.sector for each in voting if each.sector}
    return Attendance(
        members=len([each for each in register.organisations if each.voting or each.standing == "member"]),
        voting_members=len(voting),
        present=len([each for each in voting if each.slug in there]),
        classes=classes,
        roles=frozenset(each.role for each in register.roles) | {"chair"},
        vacant=frozenset(set(terms.sectors) - held),
    )
