"""A tender as the partnership keeps it: recorded by the secretariat, suggested by a member, or found in a feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from bot.ocds.fields import MOST_VALUE, web_address
from bot.rules.citing import clause_of
from bot.rules.wording import day_words
from bot.workflows.agenda.item_words import Told, may_act, tidy
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused, Setting
from bot.workflows.standing import Seat, Standing, Stranger, speaking_for

FOUND, SUGGESTED, CONSIDERING, WORKING_UP, PREPARING, SUBMITTED, WON, CONTRACTED = (
    "found",  # by the secretariat or in a feed, and not yet decided on
    "suggested",  # by a member (C5)
    "considering",  # members are told (C18)
    "working up",
    "preparing",
    "submitted",
    "won",
    "contracted",
)
LOST, NOT_PURSUED, CLOSED = "lost", "not pursued", "closed"  # closed: awarded to others, or cancelled
STAGES = (
    FOUND,
    SUGGESTED,
    CONSIDERING,
    WORKING_UP,
    PREPARING,
    SUBMITTED,
    WON,
    CONTRACTED,
    LOST,
    NOT_PURSUED,
    CLOSED,
)
OVER = (LOST, NOT_PURSUED, CLOSED)
BID_WON = (WON, CONTRACTED)
UNDECIDED = (FOUND, SUGGESTED)
AHEAD = (*UNDECIDED, CONSIDERING, WORKING_UP, PREPARING)  # of the day on which a bid is sent in
IN_HAND = tuple(each for each in STAGES if each not in (*OVER, *UNDECIDED))

TYPED, FROM_MEMBER, FROM_FILE = "typed", "member", "file"  # … or the name of a feed
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_BUYER, LONGEST_REASON = 300, 3000, 300, 1000  # characters typed
UNKNOWN = Refused(
    "I do not know that tender.", next="It may belong to another partnership; `/tender` shows yours."
)
COMPETES = Refused(
    "Your organisation is in another bid for this tender, or has withdrawn from it for an interest, so what becomes of it is not "
    "yours to decide.",
    next="Somebody else in the secretariat, or the chair, decides.",
)


@dataclass(frozen=True)
class Tender:
    """A tender as the store has it. Money in whole pence (or hundredths of another currency), instants in UTC."""

    id: str
    number: int
    year: int
    stage: str
    source: str  # TYPED, FROM_MEMBER, FROM_FILE or a feed
    title: str
    ocid: str | None = None
    description: str = ""
    buyer: str = ""
    hundredths: int | None = None
    currency: str = "GBP"
    deadline: datetime | None = None
    deadline_reading: str = ""  # what was taken for granted to get it
    questions_by: datetime | None = None
    cpv: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    voluntary: bool | None = None
    url: str = ""
    published_stage: str = ""  # what its publisher says of it: open, planned, awarded …
    published_at: datetime | None = None  # the latest of its releases
    intends: str = ""  # what the partnership intends
    suggested_by: str | None = None  # a person
    organisation: str | None = None  # for whom they suggested it
    recorded_at: datetime | None = None
    told_at: datetime | None = None  # when members were told that it is considered (C18)
    answers_by: date | None = None  # until which day they were asked to answer; never after the deadline
    reason: str = ""  # why it is not pursued
    suits: bool | None = None  # what the partnership looks for; None: nobody has said

    @property
    def reference(self) -> str:
        """How people call it: "T2026/4"."""
        return f"T{self.year}/{self.number}"

    @property
    def is_typed(self) -> bool:
        """Whether people recorded or suggested it: no portal says what it is."""
        return self.source in (TYPED, FROM_MEMBER)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done about it."""
        return self.stage in OVER

    @property
    def is_won(self) -> bool:
        """Whether the bid is won, contracted already or not yet."""
        return self.stage in BID_WON

    @property
    def is_settled(self) -> bool:
        """Whether no bid is waited for any more: it is over, or won."""
        return self.is_over or self.is_won

    @property
    def value_words(self) -> str:
        """Its value as people write it, "£33,721"; empty where none is known."""
        return money_words(self.hundredths, self.currency)

    def closing_day(self, time_zone: str) -> date | None:
        """Until which day members are asked to answer: never after the deadline, even where that was brought forward since."""
        days = (self.answers_by, self.deadline_day(time_zone))
        return min((each for each in days if each is not None), default=None)

    def deadline_day(self, time_zone: str) -> date | None:
        """The day by which bids have to be in."""
        return self.deadline.astimezone(ZoneInfo(time_zone)).date() if self.deadline is not None else None

    def deadline_words(self, time_zone: str) -> str:
        """Its deadline in words, "Friday 8 May 2026 at 12:00"; empty where none is known."""
        if self.deadline is None:
            return ""
        local = self.deadline.astimezone(ZoneInfo(time_zone))
        return f"{day_words(local.date())} at {local:%H:%M}"


@dataclass(frozen=True, kw_only=True)
class RecordTender(Command):
    """Record a tender; from somebody who is neither secretariat nor chair it is a suggestion (C5)."""

    partnership: str
    tender: str  # the id it will have, derived from the form it came from
    title: str
    description: str = ""
    buyer: str = ""
    value: Decimal | None = None  # pounds
    deadline: datetime | None = None
    url: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class SetAside(Command):
    """Decide not to pursue a tender, and why; whoever suggested it is told."""

    partnership: str
    tender: str
    reason: str
    was: str = ""  # the stage at which the form was opened; empty: it does not say


@dataclass(frozen=True)
class RecordFacts:
    """What is known when a tender is recorded."""

    setting: Setting
    standing: Standing | Stranger
    next_number: int
    year: int
    told: tuple[Told, ...] = ()  # the secretariat
    already: Tender | None = None  # the one the same form has recorded before


@dataclass(frozen=True)
class TenderFacts:
    """What is known when something is decided about a tender."""

    setting: Setting
    standing: Standing | Stranger
    tender: Tender | None
    suggester: Told | None = None
    told: tuple[str, ...] = ()  # Slack users who were told that it is considered
    competes: bool = False  # whoever decides speaks for an organisation in another bid (C33)


@dataclass(frozen=True, kw_only=True)
class TenderRecorded(Event):
    """A tender was recorded, suggested or found; `releases` are those it was found in."""

    number: int
    year: int
    stage: str
    source: str
    title: str
    ocid: str | None = None
    releases: tuple[str, ...] = ()
    description: str = ""
    buyer: str = ""
    hundredths: int | None = None
    currency: str = "GBP"
    deadline: datetime | None = None
    deadline_reading: str = ""
    questions_by: datetime | None = None
    cpv: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    voluntary: bool | None = None
    url: str = ""
    published_stage: str = ""
    published_at: datetime | None = None
    organisation: str | None = None
    suits: bool | None = None


@dataclass(frozen=True, kw_only=True)
class TenderSetAside(Event):
    """It was decided not to pursue a tender."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TenderSuggestedNotice(Notice):
    """Tells the secretariat of a tender that a member suggests, with the buttons that decide on it."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    description: str
    buyer: str
    value: str
    deadline: str
    url: str
    suggester: str
    organisation: str


@dataclass(frozen=True, kw_only=True)
class TenderSetAsideNotice(Notice):
    """Tells whoever suggested a tender, and everybody who was told of it, that it is not pursued, and why (C5)."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    reason: str
    by: str
    suggested: bool  # by whoever reads it


def record(command: RecordTender, facts: RecordFacts) -> Outcome:
    """Record a tender typed by the secretariat or the chair, or suggested by anybody who speaks for an organisation (C5)."""
    setting = facts.setting
    refusal = may_act(setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if facts.already is not None:
        return Decision(Answer(f"{facts.already.reference} has been recorded already, from this same form."))
    own = facts.standing.is_secretariat or facts.standing.is_chair
    seat = None if own else speaking_for(facts.standing, setting, command.on_behalf_of)
    if isinstance(seat, Refused):
        return seat
    refusal = _mistake(command)
    if refusal is not None:
        return refusal
    event = TenderRecorded(
        subject=command.tender,
        person=facts.standing.person,
        number=facts.next_number,
        year=facts.year,
        stage=FOUND if own else SUGGESTED,
        source=TYPED if own else FROM_MEMBER,
        title=tidy(command.title),
        description=command.description.strip(),
        buyer=tidy(command.buyer),
        hundredths=None if command.value is None else int(command.value * 100),
        deadline=command.deadline,
        url=command.url.strip(),
        organisation=seat.organisation if seat is not None else None,
    )
    recorded = tender_of(event)
    if seat is None:
        return Decision(
            Answer(
                f"{recorded.reference} is recorded: {recorded.title}.",
                next="Nobody has been told yet; “Tell members that it is considered”, in its window, does that.",
            ),
            (event,),
        )
    return Decision(
        Answer(f"Suggested to the secretariat as {recorded.reference}. You hear what becomes of it."),
        (event,),
        tuple(_suggested(command, facts, recorded, seat, each) for each in facts.told),
    )


def set_aside(command: SetAside, facts: TenderFacts) -> Outcome:
    """Decide not to pursue a tender; the secretariat or the chair, with a reason where a member suggested it (C5)."""
    refusal = not_for_them(facts)
    if refusal is not None:
        return refusal
    tender = facts.tender
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    reason, setting = command.reason.strip(), facts.setting
    if moved := moved_since(command.was, tender):
        return moved
    if tender.is_won:
        return Refused(f"{tender.reference} is {tender.stage}, so it can no longer be set aside.")
    if tender.is_over:
        return Refused(f"{tender.reference} is {tender.stage} already.")
    if not reason and (tender.suggested_by or tender.told_at):
        return Refused(
            "Give the reason: those who suggested it, or were told of it, read it.", field="reason"
        )
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    others = (setting.channel, *facts.told) if tender.told_at is not None else ()
    suggester = (facts.suggester.user,) if facts.suggester is not None else ()
    notices = tuple(
        TenderSetAsideNotice(
            key=f"tender:{tender.id}:set-aside:{user}",
            recipient=user,
            due_at=command.received_at,
            **about_tender(setting, tender),
            reason=reason,
            by=facts.standing.name,
            suggested=user in suggester,
        )
        for user in dict.fromkeys((*suggester, *others))
        if user != command.user
    )
    event = TenderSetAside(subject=tender.id, person=facts.standing.person, reason=reason)
    return Decision(Answer(f"{tender.reference} is not pursued."), (event,), notices)


class AboutTender(TypedDict):
    """What the notices about a tender say of it."""

    subject: str
    partnership_name: str
    tender: str
    reference: str
    title: str


def about_tender(setting: Setting, tender: Tender) -> AboutTender:
    """What a notice about a tender says of it."""
    return {
        "subject": tender.id,
        "partnership_name": setting.name,
        "tender": tender.id,
        "reference": tender.reference,
        "title": tender.title,
    }


def not_for_them(facts: TenderFacts) -> Refused | None:
    """Why somebody does not decide about a tender: they are neither the secretariat nor the chair, or there is no such tender."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if not (facts.standing.is_secretariat or facts.standing.is_chair):
        return Refused(
            "The secretariat and the chair decide what becomes of a tender.",
            clause_of(facts.setting.terms.team_from),
            next="Any member can suggest one: the button is in `/tender`.",
        )
    if facts.tender is None:
        return UNKNOWN
    return COMPETES if facts.competes else None


def moved_since(was: str, tender: Tender) -> Refused | None:
    """Why a form is not heard that was opened while a tender stood elsewhere: whoever sent it has not seen where it stands."""
    if was in ("", tender.stage):
        return None
    return Refused(
        f"{tender.reference} was {was} when this form was opened and is {tender.stage} now, so nothing was changed.",
        next="Close the form and look at the tender again.",
    )


def nobodys(setting: Setting) -> Refused:
    """What somebody is told of tenders who is in the register and represents nobody."""
    return Refused(
        f"You are in the register of {setting.name} but represent no organisation in it today, so this is not shown to you.",
        next="An organisation can name you as its representative through the secretariat.",
    )


def tender_of(event: TenderRecorded) -> Tender:
    """The tender that an event records."""
    own: dict[str, Any] = {
        name: getattr(event, name) for name in Tender.__dataclass_fields__ if hasattr(event, name)
    }
    return Tender(id=event.subject, suggested_by=event.person if event.stage == SUGGESTED else None, **own)


def business_title(tender: Tender) -> str:
    """What a tender is called where motions and interests are about it."""
    return f"{tender.reference}: {tender.title}"[:300]


def money_words(hundredths: int | None, currency: str) -> str:
    """An amount as people write it: "£33,721", "£0.50", "EUR 30,000"."""
    if hundredths is None:
        return ""
    pounds, pence = divmod(hundredths, 100)
    amount = f"{pounds:,}.{pence:02}" if pence else f"{pounds:,}"
    return f"£{amount}" if currency == "GBP" else f"{currency} {amount}"


def mistake_in(
    title: str, buyer: str, value: Decimal | None, url: str, description: str = ""
) -> Refused | None:
    """What is wrong with what people type of a tender, under its field."""
    most: Mapping[str, tuple[str, int]] = {
        "title": (tidy(title), LONGEST_TITLE),
        "description": (description.strip(), LONGEST_DESCRIPTION),
        "buyer": (tidy(buyer), LONGEST_BUYER),
    }
    if not most["title"][0]:
        return Refused("Say what is tendered, in a few words.", field="title")
    for name, (text, longest) in most.items():
        if len(text) > longest:
            return Refused(f"Please keep this to {longest:,} characters; it has {len(text):,}.", field=name)
    if value is not None and not 0 < value < MOST_VALUE:
        return Refused(
            "Give the value in pounds, more than nought; leave it empty where none is known.", field="value"
        )
    if url.strip() and not web_address(url):
        return Refused(
            "Give the address of the notice as it begins with https://, without blanks, in 2,000 characters or fewer.",
            field="url",
        )
    return None


def _mistake(command: RecordTender) -> Refused | None:
    refusal = mistake_in(command.title, command.buyer, command.value, command.url, command.description)
    if refusal is None and command.deadline is not None and command.deadline <= command.received_at:
        return Refused("That deadline has passed. Choose the one of the tender.", field="deadline")
    return refusal


def _suggested(
    command: RecordTender, facts: RecordFacts, tender: Tender, seat: Seat, told: Told
) -> TenderSuggestedNotice:
    assert isinstance(facts.standing, Standing)
    return TenderSuggestedNotice(
        key=f"tender:{tender.id}:suggested:{told.user}",
        recipient=told.user,
        due_at=command.received_at,
        **about_tender(facts.setting, tender),
        description=tender.description,
        buyer=tender.buyer,
        value=tender.value_words,
        deadline=tender.deadline_words(facts.setting.time_zone),
        url=tender.url,
        suggester=facts.standing.name,
        organisation=seat.name,
    )
