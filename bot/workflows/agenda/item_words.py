"""What is said of an item of an agenda: to whoever proposed it, to the secretariat, and when something is wrong with it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from bot.rules.citing import cited
from bot.rules.terms import Clause, Terms
from bot.rules.wording import day_words
from bot.workflows.agenda.agenda import LONGEST_DETAIL, LONGEST_TITLE, MOST_MINUTES, AgendaItem
from bot.workflows.decisions import Command, Notice, Refused, Setting
from bot.workflows.meetings.meetings import CANCELLED, CLOSED, IN_SESSION, MeetingState
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

NOT_THEIRS = Refused(
    "The secretariat and the chair decide what stands on the agenda and in which order.",
    next="Any member can propose an item: the button is in `/agenda`.",
)
UNKNOWN_ITEM = Refused(
    "I do not know that item of an agenda.",
    next="It may belong to another partnership; `/agenda` shows yours.",
)


@dataclass(frozen=True)
class Told:
    """Somebody to be told: their Slack user and their name."""

    user: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ItemDecidedNotice(Notice):
    """Tells somebody what has become of an item."""

    partnership_name: str
    title: str
    meeting: str
    meeting_title: str
    meeting_day: str
    outcome: str  # "accepted", "returned", "carried over", "withdrawn", "admitted" or "not admitted"
    by: str  # a name
    reason: str
    clause: str
    clause_words: str


def may_act(setting: Setting, standing: Standing | Stranger) -> Refused | None:
    """Why somebody can do nothing here at all: they are in no register, or their account is switched off."""
    if isinstance(standing, Stranger):
        return unknown(standing, setting)
    return deactivated(standing, setting) if standing.deactivated else None


def not_theirs(setting: Setting, standing: Standing | Stranger) -> Refused | None:
    """Why somebody does not decide what stands on an agenda: they are neither the secretariat nor the chair."""
    refusal = may_act(setting, standing)
    if refusal is not None:
        return refusal
    assert isinstance(standing, Standing)
    if standing.is_secretariat or standing.is_chair:
        return None
    return NOT_THEIRS


def decided_notice(
    setting: Setting,
    item: AgendaItem,
    meeting: MeetingState,
    outcome: str,
    by: str,
    recipient: str,
    command: Command,
    clause: Clause,
    reason: str,
) -> ItemDecidedNotice:
    """The notice that tells one person what has become of an item."""
    return ItemDecidedNotice(
        key=f"item-decided:{item.id}:{outcome}:{recipient}:{command.delivery}"[:200],
        recipient=recipient,
        subject=item.id,
        due_at=command.received_at,
        partnership_name=setting.name,
        title=item.title,
        meeting=meeting.id,
        meeting_title=meeting.title,
        meeting_day=day_of(meeting),
        outcome=outcome,
        by=by,
        reason=reason,
        clause=clause.number,
        clause_words=clause.words,
    )


def meeting_words(meeting: MeetingState) -> str:
    """A meeting in a sentence: "“Strategy Group” on Thursday 23 April 2026"."""
    day = day_of(meeting)
    return f"“{meeting.title}”{f' on {day}' if day else ', whose day is to be announced'}"


def day_of(meeting: MeetingState) -> str:
    """The day of a meeting in words; empty while it is to be announced."""
    return day_words(meeting.held_on) if meeting.held_on is not None else ""


def withdrawn_words(terms: Terms) -> str:
    """Why somebody is shown no more of a confidential item (V16)."""
    return f"Your organisation has withdrawn from it for an interest{cited(terms.declarations)}."


def tidy(title: str) -> str:
    """A title in one line."""
    return " ".join(title.split())


def wording_mistake(title: str, detail: str, minutes: int | None) -> Refused | None:
    """What is wrong with the words and the minutes of an item, under the field it is wrong in."""
    if not tidy(title):
        return Refused("Give the item a title: a few words that stand on the agenda.", field="title")
    if len(tidy(title)) > LONGEST_TITLE:
        return Refused(
            f"That title is {len(tidy(title)):,} characters long; please use {LONGEST_TITLE} or fewer.",
            next="The rest can stand in the detail.",
            field="title",
        )
    if len(detail) > LONGEST_DETAIL:
        return Refused(
            f"That is {len(detail):,} characters; please say it in {LONGEST_DETAIL:,} or fewer.",
            next="More belongs in a paper for the item.",
            field="detail",
        )
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        return Refused(
            f"Minutes are a whole number from 1 to {MOST_MINUTES}; leave it empty if you do not know.",
            field="minutes",
        )
    return None


def no_meeting_any_more(meeting: MeetingState, other: MeetingState | None) -> Refused:
    """That a meeting has been held or called off, with the next one."""
    became = {CANCELLED: "was cancelled", CLOSED: "has been held", IN_SESSION: "is in session"}.get(
        meeting.state, "is not to come any more"
    )
    return Refused(f"“{meeting.title}” {became}.", next=instead(other), field="meeting")


def chosen_of(
    several: Sequence[MeetingState],
    asked: MeetingState | None,
    closed: Container[str],
    what: str,
    kept: MeetingState | None = None,
) -> tuple[MeetingState, str]:
    """The meeting a form has chosen beforehand, and why where it is another than the one asked for.

    `closed`: those for which `what` would come late; `kept` is chosen all the same, because something of it was asked about.
    """
    wanted = kept or asked or several[0]
    if kept is not None or wanted.state == IN_SESSION or wanted.id not in closed:
        return wanted, ""
    still_open = next((each for each in several if each.id not in closed), None)
    if still_open is None:
        return wanted, ""
    return still_open, (
        f"{what} for {meeting_words(wanted)} have closed, so {meeting_words(still_open)} is chosen. You can choose the earlier "
        "one: it then comes late, and below is what that means."
    )


def instead(other: MeetingState | None) -> str:
    """Where an item can be proposed instead."""
    return (
        f"You can propose it for {meeting_words(other)}."
        if other is not None
        else "The secretariat books the next meeting, and you can propose it then."
    )
