"""A bid on its way: the steps taken for it are recorded, and it moves on once nothing is missing."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of
from bot.rules.wording import day_words
from bot.workflows.decisions import Answer, Command, Decision, Detail, Event, Outcome, Refused
from bot.workflows.entries.entries import CHANGES, ELECTION, IN_FORCE, PROVISIONAL, Entry, in_force_since
from bot.workflows.kinds.kinds import KINDS
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing
from bot.workflows.tenders.tender_gates import (
    ACCOUNTABLE_BODY,
    AGREED,
    ALONE,
    BROKER,
    CALLED,
    DATED,
    DECIDED,
    FINAL_BID,
    GATE_OF,
    HOLDER,
    IN_ORDER,
    NAMES_SOMEBODY,
    ONCE,
    TOGETHER,
    TOGETHER_OR_ALONE,
    TOLD,
    Broker,
    Done,
    day_of,
    missing_for,
    missing_words,
    steps_asked,
)
from bot.workflows.tenders.tender_outcomes import told_of_move
from bot.workflows.tenders.tenders import (
    CONTRACTED,
    LONGEST_REASON,
    LOST,
    SUBMITTED,
    WON,
    WORKING_UP,
    Tender,
    TenderFacts,
    moved_since,
    not_for_them,
)

MOVES = (*IN_ORDER, LOST)
KIND_OF_FINAL_BID = "final-bid"  # the majority of the terms that carries its approval
_ONE_WAY = {CONTRACTED: (WON,), LOST: (SUBMITTED, WON), WON: (SUBMITTED, CONTRACTED, LOST)}  # where they lead


@dataclass(frozen=True, kw_only=True)
class RecordStep(Command):
    """Record that something the terms ask for has been done for a tender."""

    partnership: str
    tender: str
    step: str
    on: date | None = None  # none: today
    decision: str = ""  # an entry of the register of decisions, by its id or its reference
    organisation: str | None = None  # the lead, or the accountable body, that was agreed
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveTender(Command):
    """Move a tender to another stage."""

    partnership: str
    tender: str
    stage: str
    on: date | None = None  # none: today
    words: str = ""
    was: str = ""  # the stage at which the form was opened; empty: it does not say


@dataclass(frozen=True)
class BidFacts(TenderFacts):
    """What is known when a bid goes on."""

    today: date = date.min
    done: tuple[Done, ...] = ()
    entry: Entry | None = None  # the decision that was named
    of_another: str = ""  # the reference of the other tender that the decision is about
    broker: Broker | None = None
    organisations: tuple[Choice, ...] = field(default_factory=tuple)  # of the register today
    holder: str = ""  # the name of who holds the contract, once it is entered

    @property
    def accountable_body(self) -> str:
        """The organisation that was agreed on as accountable body; empty where none was."""
        agreed = next((each.organisation for each in self.done if each.step == ACCOUNTABLE_BODY), "")
        return next((each.id for each in self.organisations if agreed and each.words == agreed), "")


@dataclass(frozen=True, kw_only=True)
class StepRecorded(Event):
    """A step was taken for a tender, on the decision it rests on where it is one."""

    step: str
    on: date
    decision: str | None = None  # the id of an entry
    reference: str = ""
    organisation: str | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class TenderMoved(Event):
    """A tender moved from one stage to another; `done` is what was taken for it by then."""

    moved_from: str
    stage: str
    on: date
    words: str = ""
    done: tuple[str, ...] = ()


def record_step(command: RecordStep, facts: BidFacts) -> Outcome:
    """Record a step, by the secretariat or the chair; one that is a decision names it, and it has to stand."""
    refusal = not_for_them(facts) or not_alive(facts)
    if refusal is not None:
        return refusal
    tender, step = facts.tender, command.step
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    if step not in steps_asked(facts.setting.terms):
        return Refused(
            "The terms of this partnership do not ask for that before a bid goes on.",
            clause_of(next(iter(facts.setting.terms.gates.values()), None)),
        )
    if step == TOLD:
        return Refused(
            "That members were told is not written down: the notice itself is the proof.",
            next="Press “Tell members that it is considered”.",
        )
    if facts.holder and step in (HOLDER, DATED):
        return Refused(
            f"The contract of {tender.reference} is entered, and {facts.holder} holds it: it has one holder and one day.",
            next="“Change the contract” in the tender's window changes either.",
        )
    refusal = _mistake(command, facts)
    if refusal is not None:
        return refusal
    on = command.on or facts.today
    entry = facts.entry if step in DECIDED else None
    whose = (
        facts.accountable_body if step == AGREED else command.organisation if step in NAMES_SOMEBODY else ""
    )
    event = StepRecorded(
        subject=tender.id,
        person=facts.standing.person,
        step=step,
        on=on,
        decision=entry.id if entry is not None else None,
        reference=entry.reference if entry is not None else "",
        organisation=whose or None,
        words=facts.broker.name if step == BROKER and facts.broker is not None else command.words.strip(),
    )
    before = next((each for each in facts.done if each.step == step), None)
    again = (
        f" It takes the place of what was recorded for {day_words(before.on)}." if before is not None else ""
    )
    by = f" ({entry.reference})" if entry is not None else ""
    return Decision(
        Answer(f"Recorded for {tender.reference}: {step} on {day_words(on)}{by}.{again}"), (event,)
    )


def move(command: MoveTender, facts: BidFacts) -> Outcome:
    """Move a tender on, unless something is missing that the terms ask for first; or back, where that was a mistake."""
    refusal = not_for_them(facts) or _no_such_move(command, facts)
    if refusal is not None:
        return refusal
    tender, stage = facts.tender, command.stage
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    if stage in IN_ORDER and not _goes_back(tender.stage, stage):
        refusal = _missing(tender, stage, facts) or _not_done_by(
            tender, stage, command.on or facts.today, facts
        )
        if refusal is not None:
            return refusal
    on = command.on or facts.today
    event = TenderMoved(
        subject=tender.id,
        person=facts.standing.person,
        moved_from=tender.stage,
        stage=stage,
        on=on,
        words=command.words.strip(),
        done=tuple(each.step for each in facts.done),
    )
    return Decision(
        Answer(f"{tender.reference} has moved to {stage}.", details=_late(tender, stage, on, facts)),
        (event,),
        told_of_move(command, facts, stage),
    )


def stages_from(tender: Tender) -> tuple[str, ...]:
    """Where a tender can be moved from where it stands."""
    if tender.stage in _ONE_WAY:
        return _ONE_WAY[tender.stage]
    if tender.is_over:
        return ()
    bid = tender.stage == SUBMITTED
    return tuple(
        each for each in MOVES if each != tender.stage and (bid or each not in (WON, LOST, CONTRACTED))
    )


def next_stage(tender: Tender) -> str:
    """The stage that comes next; empty where none does."""
    ahead = [each for each in stages_from(tender) if each in IN_ORDER and not _goes_back(tender.stage, each)]
    return ahead[0] if ahead else ""


def not_alive(facts: BidFacts) -> Refused | None:
    """Why nothing more is done for a tender: it is over."""
    tender = facts.tender
    assert tender is not None
    return (
        Refused(f"{tender.reference} is {tender.stage}: nothing more is done for it.")
        if tender.is_over
        else None
    )


def _mistake(command: RecordStep, facts: BidFacts) -> Refused | None:
    on = command.on or facts.today
    if on > facts.today:
        return Refused("That day is still to come. Record it once it is done.", field="on")
    if len(command.words.strip()) > LONGEST_REASON:
        return Refused(f"Please keep this to {LONGEST_REASON:,} characters.", field="words")
    if command.step == TOGETHER_OR_ALONE and command.words not in (TOGETHER, ALONE):
        return Refused("Say which was decided: one bid together, or each member alone.", field="words")
    known = {each.id for each in facts.organisations}
    if command.step in NAMES_SOMEBODY and command.organisation not in known:
        return Refused("Choose the organisation that was agreed on, from the register.", field="organisation")
    if command.step == BROKER:
        return _no_broker(facts)
    if command.step == CALLED:
        return _nobody_told(on, facts)
    if command.step not in DECIDED:
        return None
    return no_decision(facts, on) or (_not_of_its_kind(facts) if command.step == FINAL_BID else None)


def _not_of_its_kind(facts: BidFacts) -> Refused | None:
    """Why a decision approves no final bid: the terms give a kind of decision for it, and this one is of another (K41)."""
    own, entry = facts.setting.terms.majorities.get(KIND_OF_FINAL_BID), facts.entry
    if own is None or entry is None or entry.kind == KIND_OF_FINAL_BID:
        return None
    return Refused(
        f"{entry.reference} was not put as a decision on the final bid, and the terms say what carries one.",
        clause_of(own),
        next="Choose that kind of decision when `/vote` puts it.",
        field="decision",
    )


def _nobody_told(on: date, facts: BidFacts) -> Refused | None:
    """Why nobody is called to deliver: members have not been told of the tender, or not by that day (C12, C18)."""
    assert facts.tender is not None
    told = day_of(TOLD, facts.done)
    if told is None:
        return Refused(
            f"Members have not been told that {facts.tender.reference} is considered, so nobody is called to deliver yet.",
            next="Press “Tell members that it is considered” first.",
            field="on",
        )
    return (
        Refused(f"Members were told on {day_words(told)}: choose that day or a later one.", field="on")
        if on < told
        else None
    )


def _no_broker(facts: BidFacts) -> Refused | None:
    if facts.broker is None:
        return Refused(
            "Nobody is named as honest broker yet.", next="Press “Name an honest broker” first.", field="on"
        )
    if facts.broker.objections:
        return Refused(
            f"{facts.broker.name} is not acceptable to all: {facts.broker.objections}.",
            next="Name another, or the objection is taken back.",
            field="on",
        )
    return None


def no_decision(facts: BidFacts, on: date | None = None) -> Refused | None:
    """Why nothing can rest on the decision that was named: there is none, it does not stand, or it did not on that day yet."""
    entry = facts.entry
    if entry is None or entry.what in CHANGES:
        return Refused(
            "That is a decision: name the one of the register that it rests on.",
            next="`/vote` puts it to the members; the decision then has a number, such as D2026/4.",
            field="decision",
        )
    other = of_another_sort(entry)
    if other:
        return Refused(f"{entry.reference} is {other}, and decides nothing about a bid.", field="decision")
    if entry.status == PROVISIONAL:
        return Refused(
            f"{entry.reference} is provisional: it was taken without a quorum.",
            next="It counts once a quorate meeting has ratified it.",
            field="decision",
        )
    if entry.status not in IN_FORCE:
        return Refused(f"{entry.reference} is {entry.status}, so nothing rests on it.", field="decision")
    if facts.of_another:
        return Refused(f"{entry.reference} is about {facts.of_another}.", field="decision")
    since = in_force_since(entry).astimezone(ZoneInfo(facts.setting.time_zone)).date()
    if on is not None and on < since:
        return Refused(
            f"{entry.reference} stands since {day_words(since)}: choose that day or a later one.", field="on"
        )
    return None


def of_another_sort(entry: Entry) -> str:
    """What sort a decision is that decides nothing about a bid: an election, a co-option; empty where it may be about one."""
    return (
        "an election"
        if entry.what == ELECTION
        else f"a decision on {entry.kind}"
        if entry.kind in KINDS
        else ""
    )


def _no_such_move(command: MoveTender, facts: BidFacts) -> Refused | None:
    tender, stage = facts.tender, command.stage
    assert tender is not None
    on = command.on or facts.today
    if moved := moved_since(command.was, tender):
        return moved
    if on > facts.today:
        return Refused("That day is still to come. Move it once it has happened.", field="on")
    if len(command.words.strip()) > LONGEST_REASON:
        return Refused(f"Please keep this to {LONGEST_REASON:,} characters.", field="words")
    if stage in stages_from(tender):
        return None
    if tender.stage == stage:
        return Refused(f"{tender.reference} is {stage} already.", field="stage")
    if stage in (WON, LOST, CONTRACTED) and not tender.is_over and tender.stage != CONTRACTED:
        return Refused(
            f"No bid for {tender.reference} is submitted yet, so it is not {stage}.",
            next="Move it to submitted first; “Do not pursue it” sets it aside.",
            field="stage",
        )
    return Refused(f"{tender.reference} is {tender.stage}, and cannot be moved to {stage}.", field="stage")


def _missing(tender: Tender, stage: str, facts: BidFacts) -> Refused | None:
    terms = facts.setting.terms
    missing = missing_for(terms, stage, facts.done)
    if missing:
        return Refused(
            f"{tender.reference} cannot be {ONCE.get(stage, stage)} yet. Missing: {missing_words(missing)}.",
            missing[0].clause,
            next="The buttons are in the tender's window.",
            field="stage",
        )
    alone = next((each for each in facts.done if (each.step, each.words) == (TOGETHER_OR_ALONE, ALONE)), None)
    if alone is not None:
        return Refused(
            f"It was decided that members bid alone ({alone.decision}), so the partnership has no bid of its own.",
            clause_of(terms.gates.get(GATE_OF[WORKING_UP])),
            next="If that has been decided anew since, record the later decision.",
            field="stage",
        )
    return None


def _not_done_by(tender: Tender, stage: str, on: date, facts: BidFacts) -> Refused | None:
    """Why it was not moved on the day that is given: something asked for before was done later (K41, K43)."""
    taken = {each.step: each for each in facts.done}
    for each in missing_for(facts.setting.terms, stage, ()):
        if taken[each.step].on > on:
            done = day_words(taken[each.step].on)
            return Refused(
                f"{tender.reference} cannot have been {ONCE.get(stage, stage)} on {day_words(on)}: “{each.step}” comes first, "
                f"and is recorded for {done}.",
                each.clause,
                next="Give a later day; or record that step again, if its day is wrong.",
                field="on",
            )
    return None


def _late(tender: Tender, stage: str, on: date, facts: BidFacts) -> tuple[Detail, ...]:
    zone = facts.setting.time_zone
    last = tender.deadline_day(zone)
    if stage != SUBMITTED or last is None or on <= last:
        return ()
    return (
        Detail(
            f"Bids had to be in by {tender.deadline_words(zone)}. It is recorded as submitted on {day_words(on)}, which is late."
        ),
    )


def _goes_back(current: str, stage: str) -> bool:
    return current in IN_ORDER and stage in IN_ORDER and IN_ORDER.index(stage) < IN_ORDER.index(current)
