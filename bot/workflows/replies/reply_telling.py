"""Who is told that somebody has answered, and why the secretariat is told at once.

One message for every answer would be noise in a partnership of sixty. The secretariat is told of apologies within two working days
of the meeting, of the chair's, of a deputy's who had been named, and of any answer that leaves the meeting without a quorum.
"""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.rules.calendar import DaysRefused
from bot.rules.days import last_day
from bot.rules.notice import calendar_of
from bot.rules.register import Capacity
from bot.rules.values import Period, Unit
from bot.rules.wording import listed
from bot.workflows.decisions import Command, Notice
from bot.workflows.meetings.invited import Invited, representatives
from bot.workflows.replies.reply_forecast import turned
from bot.workflows.replies.reply_notices import (
    ask_to_confirm,
    release_substitute,
    tell_namers,
    tell_secretariat,
    tell_substitute,
)
from bot.workflows.replies.reply_state import (
    AWAY,
    Replies,
    ReplyFacts,
    ReplyState,
    cannot_come,
    naming,
    said,
    with_answers,
)
from bot.workflows.standing import Standing

SHORTLY = Period(2, Unit.WORKING_DAYS)


@dataclass(frozen=True)
class Told:
    """Who is told that somebody has answered."""

    asked: tuple[str, ...] = ()  # names of deputies who are asked whether they come
    unreached: tuple[str, ...] = ()  # names of those who have no account to be told by
    released: tuple[str, ...] = ()  # names of deputies told that they are not needed
    namers: tuple[str, ...] = ()  # names of those told whether their deputy comes
    all: tuple[Notice, ...] = ()

    def reaches(self, kind: type[Notice]) -> bool:
        """Whether a notice of a kind is among them."""
        return any(isinstance(each, kind) for each in self.all)


def tell(
    command: Command,
    facts: ReplyFacts,
    seats: tuple[Invited, ...],
    given: tuple[ReplyState, ...],
    instead: str,
) -> Told:
    """Everybody whom an answer concerns, and nobody besides."""
    after = with_answers(facts.replies, given)
    told = Told()
    for seat, now in zip(seats, given, strict=True):
        told = _with_deputies(command, facts, after, seat, now, told)
    what = said(given[0].answer, instead)
    organisations = listed([each.organisation_name for each in seats if each.organisation])
    why = _why_it_matters(facts, seats, given, after)
    notices: list[Notice] = list(told.all)
    if why:
        notices += tell_secretariat(
            command,
            facts,
            who=seats[0].name,
            organisations=organisations,
            said=what,
            note=given[0].note,
            why=why,
        )
    if given[0].recorded_by is not None and isinstance(facts.standing, Standing):
        notices += ask_to_confirm(
            command,
            facts,
            seats[0],
            organisations=organisations,
            said=what,
            note=given[0].note,
            by=facts.standing.name,
        )
    return replace(told, all=tuple(notices))


def is_near(facts: ReplyFacts) -> bool:
    """Whether the meeting is within two working days."""
    held_on = facts.meeting.held_on
    if held_on is None:
        return False
    terms = facts.setting.terms
    try:
        return facts.today >= last_day(SHORTLY, held_on, calendar_of(terms), ZoneInfo(terms.time_zone))
    except DaysRefused:
        return False


def _with_deputies(
    command: Command, facts: ReplyFacts, after: Replies, seat: Invited, now: ReplyState, told: Told
) -> Told:
    """The deputies an answer names or releases, or those who had named the deputy who answers."""
    if seat.capacity is Capacity.SUBSTITUTE:
        namers = namers_of(facts, seat)
        notices = tell_namers(command, facts, namers, seat, coming=now.answer not in AWAY)
        reached = tuple(each.name for each in namers if each.user is not None)
        return replace(told, namers=(*told.namers, *reached), all=(*told.all, *notices))
    before = facts.replies.get((seat.person, seat.organisation))
    deputy = facts.called(now.substitute)
    if deputy is not None and (before is None or before.substitute != now.substitute):
        asked = tell_substitute(command, facts, seat, deputy)
        told = replace(
            told,
            asked=(*told.asked, *([deputy.name] if asked else [])),
            unreached=(*told.unreached, *([] if asked else [deputy.name])),
            all=(*told.all, *asked),
        )
    for was in _lapsing(facts, seat):
        free = facts.called(was.substitute)
        named = any(
            each.organisation == seat.organisation
            for each in naming(facts.invited, after, was.substitute or "")
        )
        if free is not None and not named and not cannot_come(after, free.person):
            notice = release_substitute(command, facts, was, seat, free)
            told = replace(
                told,
                released=(*told.released, *(free.name for _ in notice)),
                all=(*told.all, *notice),
            )
    return told


def namers_of(facts: ReplyFacts, deputy: Invited) -> tuple[Invited, ...]:
    """Those who have named a deputy to come instead of them for the organisation."""
    named = {
        each.person
        for each in naming(facts.invited, facts.replies, deputy.person)
        if each.organisation == deputy.organisation
    }
    return tuple(
        each
        for each in representatives(facts.invited)
        if each.organisation == deputy.organisation and each.person in named
    )


def _lapsing(facts: ReplyFacts, seat: Invited) -> tuple[ReplyState, ...]:
    """The answers that named a deputy and no longer stand: one's own until now, and those of whoever one has replaced."""
    now = {
        each.person for each in representatives(facts.invited) if each.organisation == seat.organisation
    } - {seat.person}
    return tuple(
        each
        for each in facts.replies.values()
        if each.organisation == seat.organisation and each.substitute and each.person not in now
    )


def _why_it_matters(
    facts: ReplyFacts, seats: tuple[Invited, ...], given: tuple[ReplyState, ...], after: Replies
) -> str:
    """Why the secretariat is told at once, in a sentence; empty where it is not."""
    away = given[0].answer in AWAY
    deserted = [each for each in seats if away and namers_of(facts, each)]
    if deserted:
        return f"{deserted[0].name} had been named to come for {deserted[0].organisation_name}, for which nobody comes now."
    were = (facts.replies.get((each.person, each.organisation)) for each in given)
    if away or any(each is not None and each.answer in AWAY for each in were):
        if any(each.is_chair for each in seats):
            return f"{seats[0].name} holds the chair."
        if is_near(facts):
            return "The meeting is within two working days."
    return turned(facts, after)
