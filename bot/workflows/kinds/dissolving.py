"""Dissolving the partnership or a group: the day notice is given, the day it takes effect, and the countdown (K46)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.rules.citing import cited, clause_of, silence
from bot.rules.notice import calendar_of, first_meeting
from bot.rules.terms import Clause, NoticeRule, Rule, Terms
from bot.rules.wording import counted, day_words, listed
from bot.workflows.decisions import Due, Event, Notice, Refused
from bot.workflows.kinds.particulars import Carried, Effect, KindFacts, Particulars, day_of
from bot.workflows.meetings.deadlines import nine

DISSOLUTION = "dissolution"
WHOLE = "the partnership"  # what is dissolved, where it is not a group
DISSOLUTION_NEARS = "dissolution nears"  # the kind of the clock's work
MONTHS_BEFORE, WEEK_BEFORE, ON_THE_DAY = (3, 1), "a week", "the day"
FURTHEST = timedelta(days=366 * 2)
ARRANGEMENTS = (
    "Settle who takes over the work of {name}, or that it ends",
    "Tell the members, the partners and the people it works with",
    "Settle its agreements, grants and money with whoever holds them for it",
    "Settle what becomes of its minutes, papers and register",
    "Cancel or move the meetings booked for later",
)


@dataclass(frozen=True)
class Dissolution:
    """A notice of dissolution that was given, or is to be given on a day."""

    motion: str
    reference: str
    group: str  # a group of the terms; empty: the whole partnership
    name: str  # what it is called
    given_on: date
    effective_on: date
    clause: Clause

    def has_taken_effect(self, on: date) -> bool:
        """Whether it is dissolved on that day."""
        return on >= self.effective_on


@dataclass(frozen=True, kw_only=True)
class DissolutionDecided(Event):
    """Dissolution was decided by the motion that is the subject: notice is given on a day and takes effect on another."""

    reference: str
    group: str
    name: str
    given_on: date
    effective_on: date
    clause: str
    clause_words: str
    arrangements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DissolutionNotice(Notice):
    """Gives notice of dissolution in the partnership's channel, on the day it is given."""

    partnership_name: str
    motion: str
    reference: str
    name: str
    given: str  # the day, in words
    effective: str
    clause: str
    clause_words: str


def is_spoken_of(terms: Terms) -> bool:
    """Whether the terms speak of dissolution."""
    return DISSOLUTION in terms.majorities or DISSOLUTION in terms.notices


def period_rule(terms: Terms) -> Rule[NoticeRule] | None:
    """The rule by which notice of dissolution runs forward from the day it is given; None where the terms state none."""
    rule = terms.notices.get(DISSOLUTION)
    return rule if rule is not None and rule.value is not None and rule.value.of == "notice" else None


def looked_over(said: Particulars, facts: KindFacts) -> Particulars | Refused:
    """What is to be dissolved and when notice is given, tidied; or what is wrong with it, under its field."""
    terms = facts.setting.terms
    body, given = said.get("dissolved", ""), day_of(said, "notice_on")
    if body != WHOLE and body not in terms.groups:
        return Refused(
            "Choose what is to be dissolved: the whole partnership, or one of its groups.",
            clause_of(terms.majorities.get(DISSOLUTION)),
            field="dissolved",
        )
    if given is not None and given < facts.today:
        return Refused(
            f"{day_words(given)} has passed, and notice runs from the day it is given.",
            clause_of(period_rule(terms)),
            next="Choose a later day, or leave it empty: notice is then given on the day of the decision.",
            field="notice_on",
        )
    if given is not None and given - facts.today > FURTHEST:
        return Refused("That is more than two years away. Choose an earlier day.", field="notice_on")
    return {"dissolved": body, "notice_on": given.isoformat() if given else ""}


def words(said: Particulars, facts: KindFacts) -> str:
    """What is named, as a resolution."""
    return f"That {_name(said, facts.setting.terms)} be dissolved"


def lines(said: Particulars, terms: Terms) -> tuple[str, ...]:
    """What is named, for those who vote on it: what would be dissolved, and how long after notice."""
    rule, given = period_rule(terms), day_of(said, "notice_on")
    start = f"on {day_words(given)}" if given is not None else "on the day of the decision"
    follows = (
        f" and takes effect {rule.value.period.words} after{cited(rule)}"
        if rule is not None and rule.value
        else ""
    )
    return (f"To be dissolved: {_name(said, terms)}. Notice is given {start}{follows}.",)


def follows(carried: Carried) -> Effect:
    """Notice is given on its day and takes effect so long after as the terms say; the clock counts down, tasks are laid (K46)."""
    said, setting = carried.particulars, carried.facts.setting
    terms, name = setting.terms, _name(said, setting.terms)
    rule = period_rule(terms)
    given = max(carried.on, day_of(said, "notice_on") or carried.on)
    effective = _effective(rule, given, terms)
    clause = clause_of(rule) if rule is not None else clause_of(terms.majorities.get(DISSOLUTION))
    event = DissolutionDecided(
        subject=carried.motion,
        person=carried.person,
        reference=carried.reference,
        group="" if said["dissolved"] == WHOLE else said["dissolved"],
        name=name,
        given_on=given,
        effective_on=effective,
        clause=clause.number,
        clause_words=clause.words,
        arrangements=tuple(each.format(name=name) for each in ARRANGEMENTS),
    )
    notice = DissolutionNotice(
        key=f"dissolution:{carried.motion}:{given.isoformat()}",
        recipient=setting.channel,
        subject=carried.motion,
        due_at=carried.at if given == carried.on else nine(given, setting.time_zone),
        partnership_name=setting.name,
        motion=carried.motion,
        reference=carried.reference,
        name=name,
        given=day_words(given),
        effective=day_words(effective),
        clause=clause.number,
        clause_words=clause.words,
    )
    due = tuple(
        Due(
            f"{DISSOLUTION_NEARS}|{carried.motion}|{effective.isoformat()}|{which}",
            DISSOLUTION_NEARS,
            carried.motion,
            at,
        )
        for which, day in _reminders(effective)
        if (at := nine(day, setting.time_zone)) > carried.at
    )
    silent = (
        "" if rule is not None else f" {silence(terms.notices.get(DISSOLUTION), 'how long notice of it is')}"
    )
    done = f"Notice of the dissolution of {name} is given on {day_words(given)} and takes effect on {day_words(effective)}"
    return Effect(
        events=(event,),
        notices=(notice,),
        due=due,
        words=(
            f"{done}{cited(rule)}.{silent} What has to be arranged until then stands in App Home for the secretariat.",
        ),
    )


def countdown(each: Dissolution, today: date) -> str:
    """How long is left, in a sentence for everybody."""
    where = f" ({each.clause.number})" if each.clause.number else ""
    by = f"by motion {each.reference}{where}"
    what = f"{each.name[:1].upper()}{each.name[1:]}"
    if each.has_taken_effect(today):
        return f"{what} was dissolved on {day_words(each.effective_on)}, {by}."
    left = counted((each.effective_on - today).days, "day")
    given = f"Notice was given on {day_words(each.given_on)}"
    if each.given_on > today:
        given = f"Notice is given on {day_words(each.given_on)}"
    return f"{what} is to be dissolved on {day_words(each.effective_on)}, in {left}, {by}. {given}."


def is_dissolved(
    dissolutions: Iterable[Dissolution], group: str, on: date, *, doing: str, field: str = ""
) -> Refused | None:
    """Why nothing is put or booked in a group on a day: it, or the whole partnership, is dissolved by then (K46).

    `group` is a group of the terms, such as the body that decides; empty where they name none.
    """
    for each in dissolutions:
        if each.group in ("", group) and each.has_taken_effect(on):
            return Refused(
                f"By motion {each.reference} {each.name} is dissolved from {day_words(each.effective_on)}, so {doing}.",
                each.clause,
                next="“The partnership and its rules” shows what is arranged instead.",
                field=field,
            )
    return None


def open_words(arrangements: Iterable[str]) -> str:
    """What is still to be arranged, in a sentence."""
    left = tuple(arrangements)
    return (
        f"Still to be arranged: {listed(left, 'and')}."
        if left
        else "Everything that was to be arranged is ticked off."
    )


def _name(said: Particulars, terms: Terms) -> str:
    body = said["dissolved"]
    named = terms.name if body == WHOLE else terms.groups.get(body, body)
    return named if named.casefold().startswith("the ") else f"the {named}"


def _effective(rule: Rule[NoticeRule] | None, given: date, terms: Terms) -> date:
    if rule is None:
        return given
    return first_meeting(rule, given, calendar_of(terms)).day or given


def _reminders(effective: date) -> tuple[tuple[str, date], ...]:
    months = tuple((f"{count} months", effective - relativedelta(months=count)) for count in MONTHS_BEFORE)
    return (*months, (WEEK_BEFORE, effective - timedelta(days=7)), (ON_THE_DAY, effective))
