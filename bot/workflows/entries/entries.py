"""The register of decisions: what is entered when something has been decided, and what a later entry makes of an earlier one.

Whoever decides something adds a `DecisionEntered` to what happened; `of_motion` makes it from a result. Its number is given when
it is written, in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.rules.tally import Outcome
from bot.rules.wording import listed
from bot.workflows.decisions import Event, derived_id
from bot.workflows.entries.ratifying import AMENDED, RATIFIED, REJECTED, RatificationDecided
from bot.workflows.votes.counting import Result
from bot.workflows.votes.motions import Motion

# What an entry is
MOTION, CONSENSUS, ELECTION = "motion", "consensus", "election"
OVERRIDE, VOID, CORRECTION, RESCISSION = "override", "void", "correction", "rescission"
CHANGES = (
    OVERRIDE,
    VOID,
    CORRECTION,
    RESCISSION,
)  # entries that are about another entry, and decide nothing else

# How it stands
CARRIED, NOT_CARRIED, PROVISIONAL, ELECTED = "carried", "not carried", "provisional", "elected"
NO_QUORUM, RECORDED = "no quorum", "recorded"
OVERRIDDEN, RESCINDED, VOIDED, CORRECTED = "overridden", "rescinded", "void", "corrected"
BECOMES = {RATIFIED: "ratified", AMENDED: "ratified as amended", REJECTED: "not ratified"}
IN_FORCE = (CARRIED, ELECTED, BECOMES[RATIFIED], BECOMES[AMENDED])


@dataclass(frozen=True, kw_only=True)
class DecisionEntered(Event):
    """Something that was decided was entered in the register of decisions; its subject is the entry.

    An entry is never changed. `refers_to` names an earlier entry by its id, and `becomes` says how that one stands from now on.
    """

    what: str
    kind: str
    text: str
    status: str
    why: str
    clause: str
    clause_words: str
    terms_version: int
    decided_at: datetime
    entitled: tuple[str, ...] = ()  # organisations
    present: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()  # none where it was secret, or where only the number is shown
    turnout: int | None = None  # how many voted
    quorum: str = ""
    notes: tuple[str, ...] = ()
    meeting: str | None = None
    motion: str | None = None
    about: str | None = None  # the item or the tender, by which it is known to be confidential (V16)
    election: str | None = None
    refers_to: str | None = None
    becomes: str = ""
    reason: str = ""
    year: int = 0  # both are given when it is written
    number: int = 0


@dataclass(frozen=True)
class Change:
    """What a later entry made of an earlier one."""

    entry: str
    reference: str
    becomes: str
    text: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class StaysOut:
    """An organisation that does not join in what was decided (K30, V41)."""

    organisation: str
    reason: str  # empty where it gave none
    since: datetime


@dataclass(frozen=True)
class Entry:
    """An entry as it is read: as it was entered, and what became of it since."""

    id: str
    year: int
    number: int
    what: str
    kind: str
    text: str
    entered_as: str
    why: str
    clause: str
    clause_words: str
    terms_version: int
    decided_at: datetime
    entitled: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()
    votes: Mapping[str, str] = field(
        default_factory=dict
    )  # of a vote by name how each that counted was given
    turnout: int | None = None
    quorum: str = ""
    notes: tuple[str, ...] = ()
    meeting: str | None = None
    meeting_title: str = ""
    meeting_public: bool = False
    motion: str | None = None
    motion_reference: str = ""
    about: str | None = None
    confidential: bool = False
    refers_to: str | None = None
    refers_to_reference: str = ""
    becomes: str = ""
    reason: str = ""
    recorded_by: str = ""  # a name
    changes: tuple[Change, ...] = ()
    out: tuple[StaysOut, ...] = ()  # as things stand; said after it was entered, and no part of what was
    reported: bool | None = None  # of an override: whether it has been reported (V25)
    hidden: bool = False  # whoever reads it may not see what it is about

    @property
    def reference(self) -> str:
        """How people call it: "D2026/1"."""
        return f"D{self.year}/{self.number}"

    def gave(self, choice: str) -> tuple[str, ...]:
        """The organisations that voted so, where the vote was by name."""
        return tuple(each for each, how in self.votes.items() if how == choice)

    @property
    def status(self) -> str:
        """How it stands now. A correction of its words leaves it as it stood."""
        made = [each.becomes for each in self.changes if each.becomes != CORRECTED]
        return made[-1] if made else self.entered_as


def stands_no_longer(entry: Entry) -> str:
    """How an entry stands now, where it no longer stands; empty where it does."""
    return "" if entry.status in IN_FORCE else entry.status


def in_force_since(entry: Entry) -> datetime:
    """Since when a decision that stands has stood: since it was ratified, where it had to be (K33)."""
    ratified = [each.at for each in entry.changes if each.becomes in IN_FORCE]
    return ratified[-1] if ratified else entry.decided_at


def standing_words(entry: Entry) -> str:
    """How an entry stands, and that its words were corrected, where they were: "carried, corrected"."""
    corrected = any(each.becomes == CORRECTED for each in entry.changes)
    return f"{entry.status}, {CORRECTED}" if corrected else entry.status


def entry_id(of: str) -> str:
    """The id of the entry of something, which has one: so it is entered once."""
    return derived_id("decision", of)


def of_motion(
    motion: Motion, result: Result, *, person: str | None, at: datetime, ratified: RatificationDecided | None
) -> tuple[DecisionEntered, ...]:
    """What is entered when a result is declared: carried, not carried, provisional, or that it came to nothing. An indicative
    vote decides nothing, and is not entered."""
    if motion.indicative:
        return ()
    by_name = motion.show_votes == "who" and not motion.is_secret
    return (
        DecisionEntered(
            subject=entry_id(motion.id),
            person=person,
            what=CONSENSUS if result.by.startswith("consensus") else MOTION,
            kind=motion.kind,
            text=motion.text,
            status=_status(motion, result),
            why=" ".join(each for each in (result.why, _casting(result)) if each),
            clause=result.clause,
            clause_words=result.clause_words,
            terms_version=result.terms_version,
            decided_at=at,
            entitled=result.entitled,
            present=result.present,
            withdrawn=result.withdrawn,
            voted=result.voted if by_name else (),
            turnout=len(result.voted) if result.by == "vote" else None,
            quorum=result.quorum_why,
            notes=result.notes,
            meeting=motion.meeting,
            motion=motion.id,
            about=motion.about,
            refers_to=entry_id(motion.ratifies) if motion.ratifies is not None else None,
            becomes=BECOMES[ratified.state] if ratified is not None else "",
        ),
    )


def standing_now(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries, in the order in which they were made, each with what later ones made of it. What is void makes nothing of
    anything."""
    void = {each.refers_to for each in entries if each.becomes == VOIDED}
    references = {each.id: each.reference for each in entries}
    made: dict[str, tuple[Change, ...]] = {}
    for each in entries:
        if each.refers_to is not None and each.becomes and each.id not in void:
            change = Change(each.id, each.reference, each.becomes, each.text, each.reason, each.decided_at)
            made[each.refers_to] = (*made.get(each.refers_to, ()), change)
    return tuple(
        replace(
            each,
            changes=made.get(each.id, ()),
            refers_to_reference=references.get(each.refers_to or "", ""),
        )
        for each in entries
    )


def became_words(entry: Entry) -> tuple[str, ...]:
    """What became of an entry, a sentence for each later entry that refers to it."""
    return tuple(_became(entry, each) for each in entry.changes)


def _became(entry: Entry, change: Change) -> str:
    reason = f": {change.reason}" if change.reason and not entry.hidden else "."
    return f"{change.becomes[:1].upper()}{change.becomes[1:]} by {change.reference}{reason}"


def shown_names(names: tuple[str, ...]) -> str:
    """Organisations in a sentence; a dash where there are none."""
    return listed(names) if names else "none"


def _status(motion: Motion, result: Result) -> str:
    if result.provisional:
        # An attempt to ratify that was itself without a quorum comes to nothing: what it was to ratify still waits.
        return PROVISIONAL if motion.ratifies is None else NO_QUORUM
    return NO_QUORUM if result.outcome == Outcome.NO_QUORUM.value else result.outcome


def _casting(result: Result) -> str:
    if not result.casting:
        return ""
    how = (
        "declined the casting vote"
        if result.casting == "declined"
        else f"gave the casting vote {result.casting}"
    )
    return f"{result.casting_by}, chairing, {how}: {result.casting_reason}"
