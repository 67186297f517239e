"""Members are told that a tender is considered: the same words to all of them at the same time, with proof (C2, C10, C18, C24)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.calendar import DaysRefused
from bot.rules.citing import cited, clause_of
from bot.rules.days import by
from bot.rules.notice import calendar_of, period_words
from bot.rules.terms import Clause, Terms
from bot.rules.wording import counted, day_words, listed, shortened
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Due,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.tender_chases import every_chase
from bot.workflows.tenders.tenders import (
    AHEAD,
    CONSIDERING,
    UNDECIDED,
    Tender,
    TenderFacts,
    business_title,
    not_for_them,
)

NO_GUARANTEE, NOTICE_OF_TENDERS, WIDER = "no-guaranteed-role", "notice-of-tenders", "opportunities-made-known"
LONGEST_INTENTION = 2000  # characters
MOST_DESCRIBED = 600  # characters of a description in a message; the rest is in the tender's window and in the notice itself


@dataclass(frozen=True)
class Member:
    """Somebody who represents a member, and whether they can be reached here."""

    person: str
    name: str
    user: str | None  # their Slack account
    organisation: str
    organisation_name: str


@dataclass(frozen=True, kw_only=True)
class TellMembers(Command):
    """Tell every member that a tender is considered, and what the partnership intends."""

    partnership: str
    tender: str
    intends: str
    answers_by: date | None = None  # none: as the terms have it
    wider: bool = False  # also for organisations that are no members (C2)


@dataclass(frozen=True)
class TellingFacts:
    """What is known when members are told of a tender."""

    setting: Setting
    standing: Standing | Stranger
    tender: Tender | None
    members: tuple[Member, ...]
    today: date
    vacant: tuple[str, ...] = ()  # names of members that nobody represents now
    suggester: str | None = None  # the Slack user who suggested it
    competes: bool = False  # whoever tells speaks for an organisation in another bid


@dataclass(frozen=True)
class ToldMember:
    """To whom a notice went: a person for an organisation, by which notice; None: they have no account."""

    person: str
    organisation: str
    notice: str | None


@dataclass(frozen=True, kw_only=True)
class MembersTold(Event):
    """Members were told that a tender is considered."""

    stage: str
    title: str  # what it is called where motions and interests are about it
    intends: str
    answers_by: date | None
    wider: bool
    told: tuple[ToldMember, ...]


@dataclass(frozen=True, kw_only=True)
class TenderNotice(Notice):
    """Tells a member, or the channel, that a tender is considered, with the buttons that answer."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    description: str
    buyer: str
    value: str
    deadline: str
    left: str  # "43 days from this notice"
    reading: str
    answers_by: str
    intends: str
    url: str
    no_guarantee: str
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class PublicTenderNotice(Notice):
    """Makes a tender known beyond the members: it may be passed on to anybody (C2)."""

    partnership_name: str
    reference: str
    title: str
    description: str
    buyer: str
    value: str
    deadline: str
    url: str
    clause: str
    clause_words: str


def tell(command: TellMembers, facts: TellingFacts) -> Outcome:
    """Tell every representative by direct message, and the channel: one text, one moment (C18, C24)."""
    refusal = may_tell(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    tender, setting = facts.tender, facts.setting
    assert tender is not None and isinstance(facts.standing, Standing)
    asked = command.answers_by or window_ends(setting.terms, facts.today)
    closes = replace(tender, answers_by=asked).closing_day(setting.time_zone)
    reached = {each.user: each for each in facts.members if each.user is not None}
    words = _words(command, facts, tender, closes)
    suggester = (facts.suggester,) if facts.suggester is not None else ()  # hears what becomes of it (C5)
    recipients = dict.fromkeys((setting.channel, *reached, *suggester))
    notices: list[Notice] = [
        TenderNotice(key=told_key(tender.id, each), recipient=each, **words) for each in recipients
    ]
    if command.wider:
        notices.append(_public(command, setting, tender))
    event = MembersTold(
        subject=tender.id,
        person=facts.standing.person,
        stage=CONSIDERING if tender.stage in UNDECIDED else tender.stage,
        title=business_title(tender),
        intends=command.intends.strip(),
        answers_by=asked,
        wider=command.wider,
        told=tuple(
            ToldMember(each.person, each.organisation, told_key(tender.id, each.user) if each.user else None)
            for each in facts.members
        ),
    )
    due = every_chase(setting, tender, facts.today, closes, command.received_at)
    return Decision(_answer(command, facts, closes, len(reached), due), (event,), tuple(notices), due)


def may_tell(facts: TellingFacts) -> Refused | None:
    """Why somebody does not tell members of this tender; None where they do."""
    setting, tender = facts.setting, facts.tender
    refusal = not_for_them(TenderFacts(setting, facts.standing, tender, competes=facts.competes))
    if refusal is not None:
        return refusal
    assert tender is not None
    if tender.told_at is not None:
        told = tender.told_at.astimezone(ZoneInfo(setting.time_zone)).date()
        return Refused(f"Members were told of {tender.reference} on {day_words(told)}.")
    if tender.stage not in AHEAD:
        return Refused(
            f"{tender.reference} is {tender.stage}, so it is too late to tell members that it is considered."
        )
    return None


def window_ends(terms: Terms, told_on: date) -> date | None:
    """The last day of the time that the terms, or an adoption, give members to answer; None where they give none."""
    rule = terms.interest_window
    if rule is None or rule.value is None:
        return None
    try:
        return by(rule.value, told_on, calendar_of(terms), ZoneInfo(terms.time_zone))
    except DaysRefused:
        return None


def told_key(tender: str, recipient: str) -> str:
    """The key of the notice of a tender to one recipient."""
    return f"tender:{tender}:told:{recipient}"


def no_guarantee(terms: Terms) -> str:
    """That membership guarantees no role, in the terms' own words; empty where they do not say it (C10)."""
    rule = terms.others.get(NO_GUARANTEE)
    return f"{rule.clause.words.rstrip('.')}{cited(rule)}." if rule is not None and rule.clause.words else ""


def _mistake(command: TellMembers, facts: TellingFacts) -> Refused | None:
    tender = facts.tender
    assert tender is not None
    intends = command.intends.strip()
    if not intends:
        return Refused("Say what the partnership intends: members answer to it.", field="intends")
    if len(intends) > LONGEST_INTENTION:
        return Refused(
            f"Please keep this to {LONGEST_INTENTION:,} characters; it has {len(intends):,}.", field="intends"
        )
    if tender.deadline is not None and tender.deadline <= command.received_at:
        return Refused(
            f"Bids had to be in by {tender.deadline_words(facts.setting.time_zone)}.",
            next="“Do not pursue it” sets it aside.",
            field="intends",
        )
    if command.answers_by is not None and command.answers_by < facts.today:
        return Refused(f"{day_words(command.answers_by)} has passed.", field="answers_by")
    last = tender.deadline_day(facts.setting.time_zone)
    if command.answers_by is not None and last is not None and command.answers_by > last:
        return Refused(f"Bids have to be in by {day_words(last)}: choose an earlier day.", field="answers_by")
    return None


def _words(command: TellMembers, facts: TellingFacts, tender: Tender, closes: date | None) -> dict[str, Any]:
    setting = facts.setting
    last = tender.deadline_day(setting.time_zone)
    clause = clause_of(setting.terms.others.get(NOTICE_OF_TENDERS))
    left = (last - facts.today).days if last is not None else 0
    return {
        "subject": tender.id,
        "due_at": command.received_at,
        "partnership_name": setting.name,
        "tender": tender.id,
        "reference": tender.reference,
        "title": tender.title,
        "description": shortened(tender.description, MOST_DESCRIBED),
        "buyer": tender.buyer,
        "value": tender.value_words,
        "deadline": tender.deadline_words(setting.time_zone),
        "left": ("today" if left == 0 else f"{counted(left, 'day')} from this notice") if last else "",
        "reading": tender.deadline_reading,
        "answers_by": day_words(closes) if closes is not None else "",
        "intends": command.intends.strip(),
        "url": tender.url,
        "no_guarantee": no_guarantee(setting.terms),
        "clause": clause.number,
        "clause_words": clause.words,
    }


def _public(command: TellMembers, setting: Setting, tender: Tender) -> PublicTenderNotice:
    clause = clause_of(setting.terms.others.get(WIDER))
    return PublicTenderNotice(
        key=f"tender:{tender.id}:public",
        recipient=setting.channel,
        subject=tender.id,
        due_at=command.received_at,
        partnership_name=setting.name,
        reference=tender.reference,
        title=tender.title,
        # Whoever is no member has nothing but this and the notice itself.
        description=shortened(tender.description, MOST_DESCRIBED) if tender.url else tender.description,
        buyer=tender.buyer,
        value=tender.value_words,
        deadline=tender.deadline_words(setting.time_zone),
        url=tender.url,
        clause=clause.number,
        clause_words=clause.words,
    )


def _answer(
    command: TellMembers, facts: TellingFacts, closes: date | None, reached: int, due: tuple[Due, ...]
) -> Answer:
    setting, tender = facts.setting, facts.tender
    assert tender is not None
    details = [*_shorter(setting.terms, closes, facts.today), *_unreached(facts)]
    public = ", and a public message for those who are no members" if command.wider else ""
    until = f" They are asked to answer by {day_words(closes)}." if closes is not None else ""
    zone = ZoneInfo(setting.time_zone)
    again = [day_words(each.astimezone(zone).date()) for each in sorted(each.due_at for each in due)]
    told = counted(reached, "person is", "people are")
    return Answer(
        f"{told} told that {tender.reference} is considered, and the channel{public}.{until}",
        clause_of(setting.terms.others.get(NOTICE_OF_TENDERS)),
        next=f"Those who are silent are asked again on {listed(again)}." if again else "",
        details=tuple(details),
    )


def _shorter(terms: Terms, closes: date | None, today: date) -> Iterable[Detail]:
    rule, full = terms.interest_window, window_ends(terms, today)
    if closes is None and full is None:
        yield Detail("No closing day is set for answers: the terms state none, and no deadline is known.")
    if rule is None or rule.value is None or full is None or closes is None or closes >= full:
        return
    yield Detail(
        f"That is shorter than the {period_words(rule.value)} members have to answer: it would be until {day_words(full)}.",
        rule.clause or Clause(""),
    )


def _unreached(facts: TellingFacts) -> Iterable[Detail]:
    without = [f"{each.name} ({each.organisation_name})" for each in facts.members if each.user is None]
    if without:
        yield Detail(f"No account here, so to be told another way: {listed(without)}.")
    if facts.vacant:
        yield Detail(f"Represented by nobody now, so to be told another way: {listed(facts.vacant)}.")
