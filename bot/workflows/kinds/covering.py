"""Cover for the officer: who serves as secretariat meanwhile, until when, and at what cost (K40)."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.citing import cited, clause_of
from bot.rules.register import SECRETARIAT, main_group, same
from bot.rules.terms import Terms
from bot.rules.wording import counted, day_words
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Decision,
    Due,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.kinds.co_opting import LONGEST, slug_for
from bot.workflows.kinds.particulars import Carried, Effect, KindFacts, Particulars, day_of
from bot.workflows.meetings.deadlines import nine

COVER = "cover"
COVER_ENDS = "cover ends"  # the kind of the clock's work
REMINDED = (28, 7)  # days before
LONGEST_COST = 300  # characters
FURTHEST = timedelta(days=366 * 5)


@dataclass(frozen=True, kw_only=True)
class CoverArranged(Event):
    """Somebody covers for the officer by a decision, which is the subject: the register has them in office until its end."""

    reference: str
    covering: str  # a person
    name: str
    is_new: bool  # not in the register before
    role: str
    group: str
    from_on: date
    until_on: date
    cost: str


@dataclass(frozen=True, kw_only=True)
class RemindOfCover(ClockCommand):
    """Somebody's cover for the officer is about to end."""


@dataclass(frozen=True)
class CoverFacts:
    """What is known when cover is about to end."""

    setting: Setting
    name: str
    until_on: date
    today: date
    told: tuple[str, ...]  # Slack users


@dataclass(frozen=True, kw_only=True)
class CoverEndsNotice(Notice):
    """Tells the secretariat and the chair that cover for the officer is about to end."""

    partnership_name: str
    name: str
    until: str
    left: str
    clause: str
    clause_words: str


def is_spoken_of(terms: Terms) -> bool:
    """Whether the terms speak of cover."""
    return COVER in terms.others


def looked_over(said: Particulars, facts: KindFacts) -> Particulars | Refused:
    """Who is to cover and until when, tidied; or what is wrong with it, under its field."""
    who, name = said.get("covering", ""), " ".join(said.get("covering_name", "").split())
    cost = " ".join(said.get("cost", "").split())
    known = next((each for each in facts.register.people if each.slug == who), None)
    if who and known is None:
        return Refused("That person is no longer in the register.", field="covering")
    if known is not None and name and not same(known.name, name):
        return Refused(
            f"You chose {known.name} and typed {name}: leave one of the two empty.", field="covering_name"
        )
    if known is None and not name:
        return Refused("Say who covers: choose somebody, or type the name of somebody new.", field="covering")
    if len(name) > LONGEST:
        return Refused(f"Give the name in {LONGEST} characters or fewer.", field="covering_name")
    if len(cost) > LONGEST_COST:
        return Refused(f"Give the cost in {LONGEST_COST} characters or fewer.", field="cost")
    until = day_of(said, "until")
    if until is None:
        return Refused("Say until which day they cover.", field="until")
    if until <= facts.today:
        return Refused(f"{day_words(until)} is not after today. Choose a later day.", field="until")
    if until - facts.today > FURTHEST:
        return Refused("That is more than five years away. Choose an earlier day.", field="until")
    named = known.name if known is not None else name
    if _serves_until(named, until, facts):
        field = "covering" if known is not None else "covering_name"
        return Refused(
            f"{named} serves as secretariat until then already, and nobody covers for themselves.",
            clause_of(facts.setting.terms.others.get(COVER)),
            next="Choose somebody else, or a later day where cover is to go on.",
            field=field,
        )
    return {"covering": who, "covering_name": named, "until": until.isoformat(), "cost": cost}


def _serves_until(name: str, until: date, facts: KindFacts) -> bool:
    """Whether somebody of that name is the officer, today and on that day."""
    theirs = {each.slug for each in facts.register.people if same(each.name, name)}
    groups = ("", main_group(facts.setting.terms))
    held = (
        each
        for each in facts.register.roles
        if each.role == SECRETARIAT and each.person in theirs and each.group in groups
    )
    return any(each.is_on(facts.today) and each.is_on(until) for each in held)


def words(said: Particulars, facts: KindFacts) -> str:
    """What is named, as a resolution."""
    until, cost = day_of(said, "until"), said["cost"]
    assert until is not None
    at = f", at a cost of {cost}" if cost else ""
    return f"That {said['covering_name']} cover for the officer until {day_words(until)}{at}"


def lines(said: Particulars, terms: Terms) -> tuple[str, ...]:
    """What is named, for those who vote on it."""
    until = day_of(said, "until")
    assert until is not None
    cost = f" Cost: {said['cost']}." if said["cost"] else ""
    return (f"Cover for the officer: {said['covering_name']}, until {day_words(until)}.{cost}",)


def follows(carried: Carried) -> Effect:
    """The register has whoever covers in the secretariat from that day until the end, and the clock tells of the end before it."""
    said, facts = carried.particulars, carried.facts
    until = day_of(said, "until")
    assert until is not None
    if until < carried.on:
        return Effect(
            words=(
                f"The day until which {said['covering_name']} was to cover, {day_words(until)}, has passed.",
            )
        )
    same_name = (each.slug for each in facts.register.people if same(each.name, said["covering_name"]))
    known = said["covering"] or next(same_name, "")
    covering = known or slug_for(said["covering_name"], {each.slug for each in facts.register.people})
    event = CoverArranged(
        subject=carried.motion,
        person=carried.person,
        reference=carried.reference,
        covering=covering,
        name=said["covering_name"],
        is_new=not known,
        role=SECRETARIAT,
        group=main_group(facts.setting.terms),
        from_on=carried.on,
        until_on=until,
        cost=said["cost"],
    )
    zone = facts.setting.time_zone
    reminders = tuple(
        Due(f"{COVER_ENDS}|{carried.motion}|{days}", COVER_ENDS, carried.motion, at)
        for days in REMINDED
        if (at := nine(until - timedelta(days=days), zone)) > carried.at
    )
    match = "" if known else " Once they have a Slack account, match it under “What is missing”."
    return Effect(
        events=(event,),
        due=reminders,
        words=(f"{event.name} serves as secretariat from now until {day_words(until)}.{match}",),
    )


def remind(command: RemindOfCover, facts: CoverFacts) -> Outcome:
    """Tell the secretariat and the chair, once, that cover ends."""
    left = (facts.until_on - facts.today).days
    if left < 0:
        return Refused("The cover has ended.")
    clause = clause_of(facts.setting.terms.others.get(COVER))
    notices = tuple(
        CoverEndsNotice(
            key=f"{command.key}|{user}",
            recipient=user,
            subject=command.subject,
            due_at=command.due_at,
            partnership_name=facts.setting.name,
            name=facts.name,
            until=day_words(facts.until_on),
            left="today" if left == 0 else f"in {counted(left, 'day')}",
            clause=clause.number,
            clause_words=clause.words,
        )
        for user in facts.told or (facts.setting.channel,)
    )
    said = f"{facts.name}'s cover ends on {day_words(facts.until_on)}{cited(facts.setting.terms.others.get(COVER))}."
    return Decision(Answer(said, clause), (), notices)
