"""What the secretariat and the chair make of an agenda: its order, its minutes, and what is left out of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.rules.wording import counted
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    IN_THEIR_PLACE,
    LEFT_OUT,
    LONGEST_REASON,
    LONGEST_TITLE,
    MOST_MINUTES,
    AgendaItem,
    minutes_together,
    ordered,
)
from bot.workflows.agenda.item_words import UNKNOWN_ITEM, meeting_words, no_meeting_any_more, not_theirs, tidy
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.standing import Standing, Stranger

_TYPED = re.compile(
    r"\s*(?:no\.?|item|place)?\s*(?P<place>\d{1,4})?(?:st|nd|rd|th)?"
    r"[\s·.,;:/=–—-]*(?:for|and|x)?[\s(]*"
    r"(?P<minutes>\d{1,4})?\s*(?P<unit>m|min|mins|minute|minutes|'|’)?\.?\)?\s*"
)
_EMPTIED = re.compile(
    r"\s*(?:(?:no\.?|item|place)?\s*(?P<place>[1-9]\d{0,3})(?:st|nd|rd|th)?[\s·.,;:/=–—-]+"
    r"(?:0+\s*(?:m|min|mins|minute|minutes)?\.?|(?<=[–—-]))|[–—-])\s*"
)


@dataclass(frozen=True, kw_only=True)
class ArrangeAgenda(Command):
    """Put the items of an agenda in order, and say how many minutes each has."""

    partnership: str
    meeting: str
    places: tuple[tuple[str, str], ...]  # (item, what was typed: "2, 10", the place and the minutes)


@dataclass(frozen=True, kw_only=True)
class ChangeItem(Command):
    """Give an item other minutes, give one that stands by rule another title, leave it out with a reason, or put it back."""

    partnership: str
    item: str
    meeting: str
    title: str = ""
    minutes: int | None = None
    leave_out: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ArrangingFacts:
    """What is known when an agenda is put in order, or one item of it changed."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    circulated: bool
    items: tuple[AgendaItem, ...]
    must_stand: Mapping[str, AgendaItem]  # those a rule of the document puts there, by their ids


@dataclass(frozen=True, kw_only=True)
class AgendaArranged(Event):
    """An agenda was put in order."""

    places: Mapping[str, int]  # item -> its number
    minutes: Mapping[str, int | None]


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event):
    """An item of an agenda was given another title or other minutes, left out, or put back."""

    meeting: str
    title: str
    minutes: int | None
    state: str
    reason: str


def arrange(command: ArrangeAgenda, facts: ArrangingFacts) -> Outcome:
    """Put an agenda in order. An item keeps its place and minutes where nothing was typed; what moves up to a place comes before
    what had it, and what moves down after. Declarations stay first, and any other business last."""
    refusal = not_theirs(facts.setting, facts.standing) or _cannot_arrange(facts.meeting)
    if refusal is not None:
        return refusal
    standing, meeting = facts.standing, facts.meeting
    assert isinstance(standing, Standing) and meeting is not None
    items = {each.id: each for each in facts.items if each.stands}
    wanted: dict[str, int] = {}
    minutes = {each.id: each.minutes for each in items.values()}
    for item, text in command.places:
        if (
            item not in items or not text.strip()
        ):  # it left the agenda while the form was open; or stays as it is
            continue
        read = read_place(text)
        if isinstance(read, Refused):
            return replace(read, field=item)
        place, given = read
        if given is not None:
            minutes[item] = given or None
        if place is not None:
            wanted[item] = place
    placed = tuple(
        replace(each, position=number, minutes=minutes[each.id])
        for number, each in enumerate(
            sorted(
                items.values(),
                key=lambda each: (wanted.get(each.id, each.position), _moves(wanted, each), each.position),
            ),
            start=1,
        )
    )
    arranged = ordered(placed)
    event = AgendaArranged(
        subject=meeting.id,
        person=standing.person,
        places={each.id: each.position for each in arranged if each.kind not in IN_THEIR_PLACE},
        minutes={each.id: each.minutes for each in arranged},
    )
    return Decision(
        Answer(
            f"The agenda of {meeting_words(meeting)} is in order: {counted(len(arranged), 'item')}.",
            why=_time_words(meeting, arranged),
            next=_send_again(facts.circulated),
        ),
        (event,),
    )


def change(command: ChangeItem, facts: ArrangingFacts) -> Outcome:
    """Change one item; what stands by rule can be left out with a reason, which is recorded, unless the document itself puts it
    there (K31, K33, V25)."""
    refusal = not_theirs(facts.setting, facts.standing) or _cannot_arrange(facts.meeting)
    if refusal is not None:
        return refusal
    standing, meeting = facts.standing, facts.meeting
    assert isinstance(standing, Standing) and meeting is not None
    item = next((each for each in facts.items if each.id == command.item), None)
    if item is None or item.state not in (ACCEPTED, LEFT_OUT):
        return UNKNOWN_ITEM
    title, reason = tidy(command.title) or item.title, " ".join(command.reason.split())
    refusal = _wrong_change(command, facts, item, title, reason)
    if refusal is not None:
        return refusal
    state = LEFT_OUT if command.leave_out else ACCEPTED
    reason = reason if command.leave_out else ""
    if (title, command.minutes, state, reason) == (item.title, item.minutes, item.state, item.reason):
        return Decision(Answer(f"“{item.title}” stays as it was."))
    event = ItemChanged(
        subject=item.id,
        person=standing.person,
        meeting=meeting.id,
        title=title,
        minutes=command.minutes,
        state=state,
        reason=reason,
    )
    words = {
        (
            ACCEPTED,
            LEFT_OUT,
        ): f"“{title}” is left out of the agenda of {meeting_words(meeting)}, and the reason is recorded.",
        (LEFT_OUT, ACCEPTED): f"“{title}” is on the agenda of {meeting_words(meeting)} again.",
    }.get((item.state, state), f"“{title}” is changed.")
    return Decision(Answer(words, next=_send_again(facts.circulated)), (event,))


def read_place(text: str) -> tuple[int | None, int | None] | Refused:
    """The place and the minutes as people type them: "2, 10", "2 (10 min)"; "2" is a place alone, "10 min" minutes alone.

    None is what was not typed, and stays; a dash or a nought after the place, as in "2, -", empties the minutes: they are 0.
    """
    emptied = _EMPTIED.fullmatch(text.casefold())
    if emptied is not None:
        return (int(emptied["place"]) if emptied["place"] else None), 0
    found = _TYPED.fullmatch(text.casefold())
    if found is None:
        return Refused("Write the place and the minutes, such as “2, 10 minutes”; the place alone is enough.")
    place, minutes = found["place"], found["minutes"]
    if minutes is None and found["unit"]:
        place, minutes = None, place
    if place is not None and int(place) == 0:
        return Refused("Places are counted from 1.")
    if minutes is not None and not 1 <= int(minutes) <= MOST_MINUTES:
        return Refused(f"Minutes are a whole number from 1 to {MOST_MINUTES}.")
    return (int(place) if place else None), (int(minutes) if minutes else None)


def _cannot_arrange(meeting: MeetingState | None) -> Refused | None:
    if meeting is None:
        return Refused("I do not know that meeting.", next="`/agenda` shows those to come.")
    if meeting.is_to_come or meeting.state == IN_SESSION:
        return None
    return replace(no_meeting_any_more(meeting, None), next="Its agenda stays as it was.", field="")


def _wrong_change(
    command: ChangeItem, facts: ArrangingFacts, item: AgendaItem, title: str, reason: str
) -> Refused | None:
    if len(title) > LONGEST_TITLE and title != item.title:
        return Refused(
            f"That title is {len(title):,} characters long; please use {LONGEST_TITLE} or fewer.",
            field="title",
        )
    if title != item.title and not item.by_rule:
        return Refused(
            "The title of an item is whoever's who proposed it.",
            next="Return it with a reason, and they can propose it in other words.",
            field="title",
        )
    if command.minutes is not None and not 1 <= command.minutes <= MOST_MINUTES:
        return Refused(
            f"Minutes are a whole number from 1 to {MOST_MINUTES}; leave it empty for none.", field="minutes"
        )
    if not command.leave_out:
        return None
    if not item.by_rule:
        return Refused(
            "A member proposed this item, so it is not left out.",
            next="Return it with a reason, or carry it over.",
            field="leave_out",
        )
    if item.id in facts.must_stand:
        rule = facts.must_stand[item.id]
        return Refused(
            f"“{item.title}” stands on the agenda because the terms ask for it, so it cannot be left out.",
            rule.clause,
            field="leave_out",
        )
    if not reason:
        return Refused("Say why it is left out: the reason is recorded.", field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(
            f"The reason is {len(reason):,} characters long; please use {LONGEST_REASON:,} or fewer.",
            field="reason",
        )
    return None


def _moves(wanted: Mapping[str, int], item: AgendaItem) -> int:
    """Which way an item goes: up, and it comes before whatever has that place now; down, and it comes after."""
    to = wanted.get(item.id, item.position)
    return (to > item.position) - (to < item.position)


def _time_words(meeting: MeetingState, items: tuple[AgendaItem, ...]) -> str:
    together = minutes_together(items)
    if not together:
        return ""
    if meeting.starts_at is None or meeting.ends_at is None:
        return f"Together they take {counted(together, 'minute')}."
    there_are = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    over = f", {together - there_are} more than there are" if together > there_are else ""
    return f"Together they take {counted(together, 'minute')} of the meeting's {there_are}{over}."


def _send_again(circulated: bool) -> str:
    return (
        "Members have the agenda as it was before; send it round again so that they have this one."
        if circulated
        else ""
    )
