"""The forms and screens of meetings to come: the list, one meeting, booking, changing, cancelling."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    divider,
    field,
    header,
    option,
    packed,
    plain,
    select,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.replies.apologies import reply_buttons
from bot.presenters.rich import bold, sentences
from bot.workflows.decisions import Detail, Refused
from bot.workflows.meetings.meeting_questions import (
    BookFormFacts,
    MeetingLine,
    MeetingPicture,
    MeetingsPicture,
)
from bot.workflows.meetings.meetings import BOOKED, CANCELLED, MeetingState

LENGTHS = {
    "30": "Half an hour",
    "60": "One hour",
    "90": "An hour and a half",
    "120": "Two hours",
    "150": "Two and a half hours",
    "180": "Three hours",
    "240": "Four hours",
    "360": "Six hours",
    "480": "Eight hours, a whole day",
}
PUBLIC = "public"
REPLY_WORDS = {
    "coming": "You are coming.",
    "remote": "You are joining remotely.",
    "apologies": "You have sent apologies.",
    "substitute": "Somebody is standing in for you.",
    "": "You have not answered.",
}


def meetings_modal(picture: MeetingsPicture) -> View:
    """The meetings to come; for the secretariat with what is late and what the calendar lacks."""
    here = packed(p=picture.partnership)
    blocks: list[Block] = []
    if picture.now_in_session is not None:
        blocks += sentences(f"“{picture.now_in_session.title}” is in session.")
        again = (button("Mark the roll again", ids.OPEN_ROLL, here),) if picture.may_mark else ()
        blocks += actions(button("Who is here", ids.OPEN_ROOM, here), *again)
    if not picture.lines:
        blocks += sentences(f"No meeting of {picture.name} is booked.")
    for line in picture.lines:
        blocks += _line(picture.partnership, line)
    if picture.meets_before:
        known = "; ".join(picture.outside) or "none yet"
        blocks += small(
            f"Where possible, it meets in the weeks before {picture.meets_before}. The days known: {known}."
        )
    blocks += _lacking(picture.lacking)
    if picture.may_book:
        blocks += [
            divider(),
            *actions(
                button("Book a meeting", ids.OPEN_BOOK, here, style="primary"),
                *(
                    [button("Add another body's meeting", ids.OPEN_NOTE_OUTSIDE, here)]
                    if picture.meets_before
                    else []
                ),
            ),
        ]
    return screen(ids.FORM_MEETINGS, "Meetings", blocks, ids.OPEN_MEETINGS, p=picture.partnership)


def meeting_modal(picture: MeetingPicture) -> View:
    """One meeting: when and where, every deadline as it stands, and what may be done about it."""
    meeting = picture.meeting
    here = packed(p=picture.partnership, meeting=meeting.id)
    blocks: list[Block] = [header(meeting.title), *sentences(_when(picture.when, meeting), *_where(meeting))]
    if meeting.state == CANCELLED:
        blocks += sentences(f"It is cancelled: {meeting.ended_why}")
        return _meeting_screen(picture, blocks)
    if picture.is_called and meeting.is_to_come:
        blocks += sentences(REPLY_WORDS.get(picture.reply, ""), picture.declared)
        blocks += (
            reply_buttons(picture.partnership, meeting.id, str(meeting.held_on))
            if meeting.state == BOOKED
            else []
        )
    blocks += small(*picture.stands)
    if picture.deadlines:
        blocks.append(bold("Deadlines"))
    for each in picture.deadlines:
        blocks += [*sentences(each.words), *small(clause_words(each.clause))]
    for each in picture.shortfalls:
        blocks += sentences(f"Recorded for the minutes: {each.words}")
    if picture.missing:
        blocks += [
            bold("Still missing"),
            *sentences(*(f"{each[:1].upper()}{each[1:]}." for each in picture.missing)),
        ]
    if picture.forecast:
        blocks += sentences(picture.forecast)
    blocks += actions(*_to_see(picture, here))
    if picture.may_manage and meeting.is_to_come:
        blocks += actions(
            *([button("Open the meeting", ids.OPEN_ROLL, here)] if meeting.state == BOOKED else []),
            button("Who is coming", ids.OPEN_REPLIES, here),
            button("Change or move it", ids.OPEN_CHANGE_MEETING, here),
            button("Cancel it", ids.OPEN_CANCEL_MEETING, here),
        )
    return _meeting_screen(picture, blocks)


def _to_see(picture: MeetingPicture, here: str) -> list[Element]:
    """What the reader may look at: a guest the public copy, where there is one (K39)."""
    if picture.is_guest:
        copy = button("Agenda and papers for the public", ids.OPEN_PUBLIC_COPY, here)
        return [copy] if picture.has_public_copy else []
    return [
        button("The agenda", ids.OPEN_AGENDA, here),
        button("Papers", ids.OPEN_PAPERS, here),
        *([button("Proof of circulation", ids.OPEN_PROOF, here)] if picture.may_manage else []),
    ]


def _meeting_screen(picture: MeetingPicture, blocks: list[Block]) -> View:
    shown = {"p": picture.partnership, "meeting": picture.meeting.id}
    return screen(ids.FORM_MEETINGS, "The meeting", blocks, ids.OPEN_MEETING, **shown)


def book_form(facts: BookFormFacts, warning: Refused | None = None, sure: str = "") -> View:
    """What a meeting is to be. A new one may be a year's schedule, or a meeting whose day is to be announced.

    `warning` is what follows from the days chosen, which `sure` stands for: sent in again with those, it is booked all the same.
    """
    meeting = facts.meeting
    start = _local(meeting.starts_at, facts.time_zone) if meeting and meeting.starts_at else None
    blocks: list[Block] = (
        [*sentences(f":warning: {warning.reason}", warning.next)] if warning is not None else []
    )
    blocks += [field("title", "Name of the meeting", typed(facts.title), hint="Such as “Strategy Group”.")]
    if len(facts.groups) > 1:
        chosen = next((each.id for each in facts.groups if each.chosen), facts.groups[0].id)
        options = [option(each.words, each.id) for each in facts.groups]
        blocks.append(field("group", "Who is meeting?", select(options, chosen)))
    may_be_announced = meeting is None or meeting.state != BOOKED
    blocks += [
        field(
            "day",
            "Day",
            _picker("datepicker", "initial_date", f"{start:%Y-%m-%d}" if start else ""),
            optional=may_be_announced,  # Slack lets a field be left empty only where it calls it optional
            hint="Needed, unless you say at the end of this form when it will be announced."
            if may_be_announced
            else "",
        ),
        field(
            "time",
            "Time it begins",
            _picker("timepicker", "initial_time", f"{start:%H:%M}" if start else "14:00"),
            hint=f"In {facts.time_zone} time.{' Without a day it does not count.' if may_be_announced else ''}",
        ),
        field(
            "lasts",
            "How long will it last?",
            select([option(words, key) for key, words in LENGTHS.items()], _length(meeting)),
        ),
    ]
    if facts.before:
        blocks += small(facts.before)
    if meeting is None:
        blocks.append(
            field(
                "more",
                "More meetings, to book a schedule",
                typed(multiline=True, placeholder="16 September 2027 14:00"),
                optional=True,
                hint="One a line: a day, and a time where it differs. All are booked at once, with the same place.",
            )
        )
    blocks += [
        field("place", "Place", typed(meeting.place if meeting else ""), optional=True),
        field("link", "Link to join", typed(meeting.link if meeting else ""), optional=True),
        field("catering", "Catering", typed(meeting.catering if meeting else ""), optional=True),
        field(
            "access",
            "Access",
            typed(meeting.access if meeting else "", multiline=True),
            optional=True,
            hint="Step-free access, a hearing loop, parking. Members are asked what they need.",
        ),
        *_public(facts),
        field(
            "joint_with",
            "If it is a joint meeting, with whom?",
            typed(
                meeting.joint_with if meeting else "", placeholder="The other body; each decides for itself"
            ),
            optional=True,
        ),
        *_announced(meeting),
        *_adjourned(facts),
    ]
    if meeting is not None:
        blocks.append(
            field(
                "reason",
                "What has changed, and why",
                typed(),
                optional=True,
                hint="Everybody is told of the change.",
            )
        )
    return modal(
        ids.FORM_CHANGE_MEETING if meeting else ids.FORM_BOOK,
        "Change the meeting" if meeting else "Book a meeting",
        blocks,
        submit=("Move it all the same" if meeting else "Book it all the same")
        if warning is not None
        else ("Change it" if meeting else "Book it"),
        metadata=packed(p=facts.partnership, meeting=meeting.id if meeting else "", day=sure),
    )


def cancel_form(picture: MeetingPicture) -> View:
    """Why a meeting is cancelled."""
    blocks = [
        *sentences(
            f"“{picture.meeting.title}”, {picture.when}. Everybody is told that it is cancelled, and why."
        ),
        field("reason", "Why", typed(multiline=True)),
    ]
    return modal(
        ids.FORM_CANCEL_MEETING,
        "Cancel the meeting",
        blocks,
        submit="Cancel the meeting",
        close="Keep it",
        metadata=packed(p=picture.partnership, meeting=picture.meeting.id),
    )


def outside_form(picture: MeetingsPicture) -> View:
    """The day of another body's meeting, before which this one meets where possible (K24)."""
    blocks = [
        field("name", "Which meeting is it?", typed(picture.meets_before)),
        field("day", "Which day is it on?", _picker("datepicker", "initial_date", "")),
    ]
    return modal(
        ids.FORM_NOTE_OUTSIDE,
        "Another body's meeting",
        blocks,
        submit="Add it",
        metadata=packed(p=picture.partnership),
    )


def _line(partnership: str, line: MeetingLine) -> list[Block]:
    meeting = line.meeting
    said = REPLY_WORDS.get(line.reply, "") if line.is_called else ""
    shown = packed(p=partnership, meeting=meeting.id)
    return [
        bold(meeting.title, line.when),
        *small(" · ".join(each for each in (_place(meeting), said) if each), *line.late),
        *actions(button("See this meeting", ids.variant(ids.OPEN_MEETING, meeting.id), shown)),
    ]


def _lacking(lacking: tuple[Detail, ...]) -> list[Block]:
    blocks: list[Block] = []
    for each in lacking:
        blocks += [*sentences(each.words), *small(clause_words(each.clause))]
    return [divider(), *blocks] if blocks else []


def _when(when: str, meeting: MeetingState) -> str:
    joint = (
        f" A joint meeting with {meeting.joint_with}: each body decides for itself."
        if meeting.joint_with
        else ""
    )
    return f"{when[:1].upper()}{when[1:]}.{joint}"


def _where(meeting: MeetingState) -> tuple[str, ...]:
    lines = (
        ("Place", meeting.place),
        ("To join", meeting.link),
        ("Catering", meeting.catering),
        ("Access", meeting.access),
    )
    public = (
        f"Held in public, as decided in {meeting.public_decision}."
        if meeting.public_decision
        else "Held in public."
    )
    return (*(f"{name}: {text}" for name, text in lines if text), *((public,) if meeting.public else ()))


def _place(meeting: MeetingState) -> str:
    return meeting.place or ("by video or telephone" if meeting.link else "")


def _public(facts: BookFormFacts) -> list[Block]:
    if not facts.may_be_public:
        return []
    meeting = facts.meeting
    tick = ticks([option("Held in public", PUBLIC)], *((PUBLIC,) if meeting and meeting.public else ()))
    blocks = [field("public", "Private or public", tick, optional=True)]
    if facts.decisions:
        chosen = next((each.id for each in facts.decisions if each.chosen), None)
        options = [option(each.words, each.id) for each in facts.decisions]
        blocks.append(
            field(
                "public_decision",
                "The decision to meet in public",
                select(options, chosen, "A motion that was carried"),
                optional=True,
            )
        )
    return [*blocks, *small(clause_words(facts.public_clause))]


def _announced(meeting: MeetingState | None) -> list[Block]:
    if meeting is not None and meeting.state == BOOKED:
        return []
    by = f"{meeting.announce_by:%Y-%m-%d}" if meeting and meeting.announce_by else ""
    return [
        field(
            "expected",
            "If the day is still to be announced: about when?",
            typed(meeting.expected if meeting else "", placeholder="Early September"),
            optional=True,
        ),
        field(
            "announce_by",
            "By when will it be announced?",
            _picker("datepicker", "initial_date", by),
            optional=True,
        ),
    ]


def _adjourned(facts: BookFormFacts) -> list[Block]:
    if not facts.adjourned:
        return []
    chosen = next((each.id for each in facts.adjourned if each.chosen), None)
    options = [option(each.words, each.id) for each in facts.adjourned]
    return [
        field(
            "adjourned_from",
            "If it carries on an adjourned meeting, which one?",
            select(options, chosen, "A meeting that had no quorum"),
            optional=True,
        )
    ]


def _picker(kind: str, initial: str, value: str) -> Element:
    made: Element = {"type": kind}
    if value:
        made[initial] = value
    else:
        made["placeholder"] = plain("Choose a day")
    return made


def _length(meeting: MeetingState | None) -> str:
    if meeting is None or meeting.starts_at is None or meeting.ends_at is None:
        return "120"
    minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    return str(minutes) if str(minutes) in LENGTHS else "120"


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
