"""What becomes of an entry in the register of decisions: void, corrected or rescinded, by a new entry that says why."""

from dataclasses import dataclass

from bot.rules.citing import clause_of
from bot.rules.terms import Clause
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import (
    NO_CLAUSE,
    Answer,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
    derived_id,
)
from bot.workflows.entries.entries import (
    BECOMES,
    CHANGES,
    CORRECTED,
    CORRECTION,
    IN_FORCE,
    PROVISIONAL,
    RECORDED,
    RESCINDED,
    RESCISSION,
    VOID,
    VOIDED,
    DecisionEntered,
    Entry,
)
from bot.workflows.entries.ratifying import AMENDED, RATIFIED
from bot.workflows.kinds.adopting import Adopted, to_replace
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.standing import Standing, Stranger

LONGEST_REASON = 2000  # characters
LONGEST_TEXT = 3000
WHAT = {VOIDED: VOID, CORRECTED: CORRECTION, RESCINDED: RESCISSION}
UNDOES = {  # what becomes of what followed from a decision, by its kind
    "dissolution": "The notice of dissolution counts no more.",
    "co-option": "Whom it co-opted has no vote from now on, and is in the register until today.",
    "cover": "Whoever was to cover by it serves as secretariat no longer.",
    "election": "Whoever was elected holds the office no more; “The partnership and its rules” shows who does.",
    "meeting in public": "No meeting is booked in public on it from now on; one that is booked stays so until it is changed.",
    "amendment": "Its text is not recorded any more; where new terms were recorded from it, the secretariat is asked for others.",
}
UNKNOWN = Refused(
    "I do not know that decision.", next="It may belong to another partnership; `/decisions` shows yours."
)


@dataclass(frozen=True, kw_only=True)
class CorrectDecision(Command):
    """Record that an entry is void, corrected or rescinded, and why."""

    partnership: str
    decision: str
    becomes: str  # "void", "corrected" or "rescinded"
    reason: str
    text: str = ""  # as it should have read


@dataclass(frozen=True)
class EntryFacts:
    """What is known when something becomes of an entry."""

    setting: Setting
    standing: Standing | Stranger
    entry: Entry | None
    settled: str | None = None  # the motion that this one ratified or rejected, unless it is undone itself
    meeting: MeetingState | None = None  # the one in session
    decides: bool = False  # … and whether it is one of the body that decides
    rests: Adopted | None = (
        None  # the amendment from which terms were recorded, of this decision or of the one it ratified
    )
    secretariat: tuple[str, ...] = ()  # Slack users
    withdrawn: frozenset[str] = (
        frozenset()
    )  # organisations that have withdrawn from the decision for an interest


@dataclass(frozen=True, kw_only=True)
class RatificationUndone(Event):
    """What ratified or rejected a provisional decision, which is the subject, is void: the decision waits again (K33)."""


@dataclass(frozen=True, kw_only=True)
class DecisionChangedNotice(Notice):
    """Tells the partnership's channel what has become of a decision; of a confidential one nothing but that (V16)."""

    partnership_name: str
    decision: str
    reference: str
    text: str
    becomes: str
    instead: str
    reason: str
    by: str
    clause: str
    clause_words: str
    confidential: bool


def correct(command: CorrectDecision, facts: EntryFacts) -> Outcome:
    """Enter that an earlier entry is void, corrected or rescinded, as the chair or the secretariat records; nothing is edited."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, entry = facts.standing, facts.entry
    assert isinstance(standing, Standing)
    if not (standing.is_secretariat or standing.is_chair):
        return Refused(
            "The chair or the secretariat records that an entry is void, corrected or rescinded.",
            next="Tell one of them; “The partnership and its rules” shows who they are.",
        )
    if entry is None:
        return UNKNOWN
    refusal = withdrawn_from(standing, facts)
    if refusal is not None:
        return refusal
    refusal = _not_so(command, entry) or _words(command, entry)
    if refusal is not None:
        return refusal
    text = (
        command.text.strip() if command.becomes == CORRECTED else f"{entry.reference} is {command.becomes}."
    )
    entered = change_of(
        entry, WHAT[command.becomes], command.becomes, text, command.reason.strip(), command, facts, NO_CLAUSE
    )
    undone: tuple[Event, ...] = ()
    again = ""
    if command.becomes == VOIDED and entry.becomes in BECOMES.values() and facts.settled is not None:
        undone = (RatificationUndone(subject=facts.settled, person=standing.person),)
        again = f"{entry.refers_to_reference} waits for a quorate meeting again."
    if command.becomes != CORRECTED and entry.status in IN_FORCE:
        again = f"{again} {UNDOES.get(entry.kind, '')}".strip()
    words = f"Entered: {entry.reference} is {command.becomes}. The entry itself stays as it was, and says so."
    return Decision(
        Answer(words, next=f"{again} The channel is told.".strip()),
        (entered, *undone),
        (
            told(entry, command.becomes, entered, command, facts, NO_CLAUSE),
            *(other_terms(entry, command.becomes, command, facts) if command.becomes != CORRECTED else ()),
        ),
    )


def withdrawn_from(standing: Standing, facts: EntryFacts) -> Refused | None:
    """Why it is not for somebody to say what becomes of a decision from which their own organisation has withdrawn (K31)."""
    own = next((each for each in standing.seats if each.organisation in facts.withdrawn), None)
    if own is None or facts.entry is None:
        return None
    return Refused(
        f"{own.name} has withdrawn from {facts.entry.reference} for an interest, so it is not for you to say what becomes of it.",
        clause_of(facts.setting.terms.declarations),
        next="Ask somebody who may record it and whose organisation has no interest in it.",
    )


def change_of(
    entry: Entry,
    what: str,
    becomes: str,
    text: str,
    reason: str,
    command: Command,
    facts: EntryFacts,
    clause: Clause,
) -> DecisionEntered:
    """The new entry by which an earlier one becomes something else."""
    assert isinstance(facts.standing, Standing)
    return DecisionEntered(
        subject=derived_id("decision", entry.id, command.delivery),
        person=facts.standing.person,
        what=what,
        kind=entry.kind,
        text=text,
        status=RECORDED,
        why="",
        clause=clause.number,
        clause_words=clause.words,
        terms_version=facts.setting.terms_version,
        decided_at=command.received_at,
        about=entry.about,
        refers_to=entry.id,
        becomes=becomes,
        reason=reason,
    )


def told(
    entry: Entry, becomes: str, entered: DecisionEntered, command: Command, facts: EntryFacts, clause: Clause
) -> DecisionChangedNotice:
    """What the channel is told of it."""
    assert isinstance(facts.standing, Standing)
    secret = entry.confidential
    return DecisionChangedNotice(
        key=f"decision-changed:{entered.subject}",
        recipient=facts.setting.channel,
        subject=entry.id,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        decision=entry.id,
        reference=entry.reference,
        text="" if secret else entry.text,
        becomes=becomes,
        instead=entered.text if becomes == CORRECTED and not secret else "",
        reason="" if secret else entered.reason,
        by=facts.standing.name,
        clause=clause.number,
        clause_words=clause.words,
        confidential=secret,
    )


def other_terms(entry: Entry, becomes: str, command: Command, facts: EntryFacts) -> tuple[Notice, ...]:
    """The secretariat is asked for the terms that stand instead, where terms were recorded from what stands no longer (K45)."""
    if facts.rests is None or entry.status not in IN_FORCE:
        return ()
    return to_replace(
        facts.rests, entry.reference, becomes, facts.secretariat, facts.setting, command.received_at
    )


def reason_mistake(reason: str, field: str, ask: str) -> Refused | None:
    """What is wrong with a reason that has to be given."""
    if not reason.strip():
        return Refused(ask, field=field)
    if len(reason) > LONGEST_REASON:
        return Refused(
            f"That is {len(reason):,} characters; please say it in {LONGEST_REASON:,} or fewer.", field=field
        )
    return None


def _not_so(command: CorrectDecision, entry: Entry) -> Refused | None:
    if command.becomes not in WHAT:
        return Refused("Choose whether it is void, corrected or rescinded.", field="becomes")
    if entry.what in CHANGES:
        return Refused(
            f"{entry.reference} says what became of {entry.refers_to_reference}; it decides nothing itself.",
            next=f"Record what is so of {entry.refers_to_reference}: the last entry about it stands.",
        )
    if entry.status == VOIDED or entry.status == command.becomes == RESCINDED:
        return Refused(f"{entry.reference} is {entry.status} already.", field="becomes")
    if entry.status == PROVISIONAL and command.becomes != CORRECTED:
        return Refused(
            f"{entry.reference} is provisional: it has no effect until a quorate meeting ratifies, amends or rejects it.",
            next="Let a quorate meeting reject it.",
            field="becomes",
        )
    if command.becomes == RESCINDED and entry.status not in IN_FORCE:
        return Refused(
            f"{entry.reference} is {entry.status}: there is nothing in force to rescind.", field="becomes"
        )
    if command.becomes == CORRECTED:
        return None
    elsewhere = only_ratified(entry, field="becomes") if command.becomes == RESCINDED else None
    return elsewhere or in_other_words(entry, field="becomes")


def only_ratified(entry: Entry, *, field: str = "") -> Refused | None:
    """Why nothing becomes of a motion that ratified a decision as it was: it is the decision itself that is in force (K33)."""
    if entry.becomes != BECOMES[RATIFIED]:
        return None
    return Refused(
        f"{entry.reference} ratified {entry.refers_to_reference} and decided nothing of its own.",
        next=f"Record it of {entry.refers_to_reference}, which is the decision in force.",
        field=field,
    )


def in_other_words(entry: Entry, *, field: str = "") -> Refused | None:
    """Why nothing becomes of a decision that was ratified in other words: those are in force in its place (K33)."""
    if entry.status != BECOMES[AMENDED]:
        return None
    instead = next(each.reference for each in reversed(entry.changes) if each.becomes == BECOMES[AMENDED])
    return Refused(
        f"{entry.reference} was ratified as amended, so the words of {instead} stand in its place.",
        next=f"Record it of {instead}, which is the decision in force.",
        field=field,
    )


def _words(command: CorrectDecision, entry: Entry) -> Refused | None:
    if command.becomes == CORRECTED:
        text = command.text.strip()
        if not text or text == entry.text:
            return Refused("Write it as it should have read.", field="text")
        if len(text) > LONGEST_TEXT:
            return Refused(
                f"That is {len(text):,} characters; please use {LONGEST_TEXT:,} or fewer.", field="text"
            )
    return reason_mistake(command.reason, "reason", "Say why: the reason stands in the register.")
