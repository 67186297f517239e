"""What organisations answer to the notice of a tender: late, revised, withdrawn, each kept; another bid is an interest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of
from bot.rules.terms import Terms
from bot.rules.wording import listed
from bot.workflows.agenda.item_words import Told, may_act
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.interests.interests import DeclarationFacts, DeclareInterest, InterestDeclared
from bot.workflows.room import withdrawing
from bot.workflows.room.withdrawing import AtMeeting
from bot.workflows.standing import Seat, Standing, Stranger, speaking_for
from bot.workflows.tenders.tender_gates import Missing
from bot.workflows.tenders.tender_notice import no_guarantee
from bot.workflows.tenders.tender_telling import partner_flagged, told_of_answer
from bot.workflows.tenders.tenders import UNKNOWN, Tender

INTEREST, ALONE, COMPETING, NOT_FOR_US, WITHDRAWN = (
    "interest",
    "alone",
    "competing",
    "not for us",
    "withdrawn",
)
AFTER_CLOSING, AFTER_DEADLINE = "closing day", "deadline"  # what an answer came after
HEADQUARTERS, PARTNER = "national-headquarters", "delivery partner"
BARRED, FLAGGED = "barred", "flagged for a decision"
LONGEST = 2000  # characters of each field
NO_VOICE = ("observer", "in attendance")  # standings that make an organisation no member
SHOWN_OF_N7 = {
    "capacity": "capacity",
    "capability": "capability",
    "delivery": "track record of delivery",
    "management": "track record of management",
}
DONE = {
    INTEREST: "An interest in {} is recorded for {}.",
    ALONE: "It is recorded that, for {}, {} bids alone, in its own right.",
    COMPETING: "For {}, a competing bid is declared by {}.",
    NOT_FOR_US: "Recorded: {} is not for {}.",
}


@dataclass(frozen=True)
class TenderAnswer:
    """What an organisation answered last."""

    organisation: str
    kind: str
    competing: bool | None  # none: it has not said
    late: str  # AFTER_CLOSING, AFTER_DEADLINE or empty
    words: str  # about the competing bid
    details: Mapping[str, str]
    person: str  # a name
    answered_at: datetime
    revision: int

    @property
    def competes(self) -> bool:
        """Whether it is in another bid than the partnership's, by its own account."""
        return bool(self.competing) or self.kind == ALONE


@dataclass(frozen=True, kw_only=True)
class AnswerTender(Command):
    """Answer the notice of a tender for an organisation."""

    partnership: str
    tender: str
    kind: str  # INTEREST, ALONE, COMPETING or NOT_FOR_US
    competing: bool | None = None
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawAnswer(Command):
    """Withdraw an expression of interest."""

    partnership: str
    tender: str
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class AnswerFacts:
    """What is known when the notice of a tender is answered."""

    setting: Setting
    standing: Standing | Stranger
    tender: Tender | None
    held: Mapping[str, TenderAnswer]  # by organisation, of those whoever answers speaks for
    missing: tuple[Missing, ...] = ()  # what is not done and asked for before a member bids alone (V42)
    declaring: AtMeeting[DeclarationFacts] | None = None  # the interests declared on the tender
    told: tuple[Told, ...] = ()  # the secretariat
    chairs: tuple[Told, ...] = ()  # who can put a motion about it: without those kept away


@dataclass(frozen=True, kw_only=True)
class TenderAnswered(Event):
    """An organisation answered the notice of a tender, for the first time or again."""

    organisation: str
    kind: str
    competing: bool | None
    late: str
    words: str
    details: Mapping[str, str]
    revision: int


def answer(command: AnswerTender, facts: AnswerFacts) -> Outcome:
    """Record an answer. What comes late is kept and said to be late; a competing bid is an interest in the tender (C33, K42)."""
    seat = _seat(command.on_behalf_of, facts)
    refusal = seat if isinstance(seat, Refused) else _mistake(command, facts, seat)
    if refusal is not None:
        return refusal
    assert facts.tender is not None and isinstance(facts.standing, Standing) and isinstance(seat, Seat)
    event = _event(command, facts, seat)
    held = facts.held.get(seat.organisation)
    declared = _declared(command, facts, seat, held)
    if isinstance(declared, Refused):
        return declared
    newly = declared is not None
    notices: list[Notice] = [*(declared.notices if declared is not None else ())]
    if newly and PARTNER in seat.roles and _competing_rule(facts.setting.terms) in (FLAGGED, BARRED):
        notices += partner_flagged(command, facts.setting, facts.tender, seat, facts.told, facts.chairs)
    if event.late:
        notices += told_of_answer(
            command, facts.setting, facts.tender, seat, facts.told, event.kind, event.late
        )
    return Decision(
        _answer(command, facts, seat, event, declared),
        (event, *(declared.events if declared is not None else ())),
        tuple(notices),
    )


def withdraw(command: WithdrawAnswer, facts: AnswerFacts) -> Outcome:
    """Withdraw an expression of interest; what was declared of a competing bid stands."""
    seat = _seat(command.on_behalf_of, facts)
    if isinstance(seat, Refused):
        return seat
    tender, held = facts.tender, facts.held.get(seat.organisation)
    assert tender is not None and isinstance(facts.standing, Standing)
    if held is None or held.kind not in (INTEREST, ALONE):
        return Refused(
            f"{seat.name} has expressed no interest in {tender.reference} that could be withdrawn."
        )
    event = TenderAnswered(
        subject=tender.id,
        person=facts.standing.person,
        organisation=seat.organisation,
        kind=WITHDRAWN,
        competing=held.competing,
        late=lateness(tender, facts.setting.time_zone, command.received_at),
        words=held.words,
        details=held.details,
        revision=held.revision + 1,
    )
    notices = told_of_answer(command, facts.setting, tender, seat, facts.told, WITHDRAWN, event.late)
    stands = " What was declared of another bid stands." if held.competes else ""
    return Decision(
        Answer(f"The interest of {seat.name} in {tender.reference} is withdrawn.{stands}"), (event,), notices
    )


def lateness(tender: Tender, time_zone: str, at: datetime) -> str:
    """What an answer comes after: the deadline, the closing day, or nothing."""
    if tender.deadline is not None and at >= tender.deadline:
        return AFTER_DEADLINE
    closes = tender.closing_day(time_zone)
    return AFTER_CLOSING if closes is not None and at.astimezone(ZoneInfo(time_zone)).date() > closes else ""


def declaration_of(command: AnswerTender) -> DeclareInterest:
    """An answer that tells of another bid as the declaration of an interest in the tender."""
    said = "Bids alone, in its own right." if command.kind == ALONE else "In a competing bid."
    return DeclareInterest(
        workspace=command.workspace,
        team=command.team,
        user=command.user,
        delivery=command.delivery,
        received_at=command.received_at,
        partnership=command.partnership,
        subject_kind="tender",
        subject=command.tender,
        nature=f"{said} {command.words.strip()}".strip()[:LONGEST],
        on_behalf_of=command.on_behalf_of,
    )


def answerable(tender: Tender | None) -> Refused | None:
    """Why a tender cannot be answered; None where it can."""
    if tender is None:
        return UNKNOWN
    if tender.is_settled:
        return Refused(f"{tender.reference} is {tender.stage}, so there is nothing to answer any more.")
    if tender.told_at is None:
        return Refused(
            f"Members have not been told that {tender.reference} is considered, so there is nothing to answer yet."
        )
    return None


def asks_of_headquarters(terms: Terms) -> bool:
    """Whether the terms have a regional body tell its headquarters (C34)."""
    return HEADQUARTERS in terms.others


def _seat(on_behalf_of: str | None, facts: AnswerFacts) -> Seat | Refused:
    refusal = may_act(facts.setting, facts.standing) or answerable(facts.tender)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    return answering_for(facts.standing, facts.setting, on_behalf_of)


def answering_for(standing: Standing, setting: Setting, on_behalf_of: str | None) -> Seat | Refused:
    """The organisation somebody answers for, which is a member: observers are in the channel and are not asked."""
    members = tuple(each for each in standing.seats if each.standing not in NO_VOICE)
    if standing.seats and not members:
        names = listed([each.name for each in standing.seats])
        return Refused(
            f"You come for {names} without being a member, and a tender is put to members.",
            next="Tell the secretariat whom else it may suit.",
        )
    return speaking_for(replace(standing, seats=members), setting, on_behalf_of)


def _mistake(command: AnswerTender, facts: AnswerFacts, seat: Seat) -> Refused | None:
    terms = facts.setting.terms
    if command.kind == INTEREST and command.competing is None:
        return Refused(
            "First say whether you are, or may be, in a competing bid.",
            clause_of(terms.competing_bids),
            field="competing",
        )
    if command.kind == ALONE and facts.missing:
        first = listed([f"“{each.step}”" for each in facts.missing])
        return Refused(
            f"Nobody bids alone yet: first comes {first}.",
            facts.missing[0].clause,
            next="The secretariat records it once it is decided; then you can answer this again.",
            field="how",
        )
    barred = _competing_rule(terms) == BARRED and PARTNER in seat.roles
    if barred and command.kind == INTEREST and command.competing:
        return Refused(
            "A delivery partner in a competing bid cannot express an interest in this one as well.",
            clause_of(terms.competing_bids),
            next="“Declare a competing bid” records the other one.",
            field="competing",
        )
    texts = {"words": command.words, **command.details}
    for name, text in texts.items():
        if len(text) > LONGEST:
            return Refused(f"Please keep this to {LONGEST:,} characters; it has {len(text):,}.", field=name)
    return _headquarters_mistake(command, facts)


def _headquarters_mistake(command: AnswerTender, facts: AnswerFacts) -> Refused | None:
    said, zone = command.details, ZoneInfo(facts.setting.time_zone)
    if not said.get("hq_told"):
        half = said.get("hq_by", "").strip() or said.get("hq_on")
        tick = "Tick that the headquarters has been told, or leave out by whom and when."
        return Refused(tick, field="national") if half else None
    if not said.get("hq_by", "").strip():
        return Refused("Say who told the headquarters, and whom there.", field="hq_by")
    if not said.get("hq_on"):
        return Refused("Say on which day the headquarters was told.", field="hq_on")
    if date.fromisoformat(said["hq_on"]) > command.received_at.astimezone(zone).date():
        return Refused("That day is still to come.", field="hq_on")
    return None


def _event(command: AnswerTender, facts: AnswerFacts, seat: Seat) -> TenderAnswered:
    tender, held = facts.tender, facts.held.get(seat.organisation)
    assert tender is not None and isinstance(facts.standing, Standing)
    late = lateness(tender, facts.setting.time_zone, command.received_at)
    # Whoever declares a competing bid, or whose answer is “not for us”, takes nothing else back that was said before.
    beside = held is not None and command.kind == COMPETING and held.kind in (INTEREST, ALONE)
    kept = held if held is not None and command.kind in (COMPETING, NOT_FOR_US) else None
    competing = True if command.kind in (COMPETING, ALONE) else command.competing
    return TenderAnswered(
        subject=tender.id,
        person=facts.standing.person,
        organisation=seat.organisation,
        kind=held.kind if beside and held is not None else command.kind,
        competing=kept.competing if kept is not None and competing is None else competing,
        late=held.late if beside and held is not None else late,
        words=command.words.strip() or (kept.words if kept is not None else ""),
        details=kept.details
        if kept is not None
        else {k: v.strip() for k, v in command.details.items() if v.strip()},
        revision=held.revision + 1 if held is not None else 1,
    )


def _declared(
    command: AnswerTender, facts: AnswerFacts, seat: Seat, held: TenderAnswer | None
) -> Decision | Refused | None:
    """The interest that another bid is, where it has not been declared already in the same words."""
    competes = command.kind in (COMPETING, ALONE) or bool(command.competing)
    said_before = held is not None and held.competes and not command.words.strip()
    if not competes or said_before or facts.declaring is None:
        return None
    declaration = declaration_of(command)
    outcome = withdrawing.declare(declaration, facts.declaring)
    if isinstance(outcome, Decision):
        assert any(isinstance(each, InterestDeclared) for each in outcome.events)
    return outcome


def _answer(
    command: AnswerTender, facts: AnswerFacts, seat: Seat, event: TenderAnswered, declared: Decision | None
) -> Answer:
    tender, setting = facts.tender, facts.setting
    assert tender is not None
    names = (tender.reference, seat.name)
    again = " It takes the place of what was answered before." if event.revision > 1 else ""
    late = f" It came after the {event.late}: it is kept, and marked as late." if event.late else ""
    details = [
        *([Detail(declared.answer.words, declared.answer.clause)] if declared is not None else ()),
        *_no_more(event, facts.held.get(seat.organisation)),
        *_about_interest(event, setting.terms),
    ]
    return Answer(
        f"{DONE[command.kind].format(*names)}{again}{late}",
        next="You can change it: `/tender` shows what you have answered."
        if event.kind in (INTEREST, ALONE)
        else "",
        details=tuple(details),
    )


def _no_more(event: TenderAnswered, held: TenderAnswer | None) -> Iterable[Detail]:
    if held is not None and held.competes and event.kind == INTEREST and not event.competing:
        yield Detail(
            "What was declared of another bid stands until the chair has ruled on it: let them know."
        )


def _about_interest(event: TenderAnswered, terms: Terms) -> Iterable[Detail]:
    if event.competing:
        yield Detail(
            "While that is so, your organisation is not shown what others answer, nor how this bid goes on."
        )
    if event.kind != INTEREST:
        return
    missing = [words for name, words in SHOWN_OF_N7.items() if not event.details.get(name)]
    if missing:
        yield Detail(
            f"Not said yet: {', '.join(missing)}. Those who choose partners look for it; you can add it."
        )
    if event.details.get("national") and not event.details.get("hq_told"):
        rule = terms.others.get(HEADQUARTERS)
        yield Detail(
            "Your national headquarters still has to be told; record here when it has been.", clause_of(rule)
        )
    if no_guarantee(terms):
        yield Detail(no_guarantee(terms))


def _competing_rule(terms: Terms) -> str | None:
    return terms.competing_bids.value if terms.competing_bids is not None else None
