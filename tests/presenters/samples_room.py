"""Every form and message about a meeting in session, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.presenters.blocks import Message
from bot.presenters.messages import render
from bot.presenters.room import room
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer, Detail
from bot.workflows.entries.ratifying import Awaiting
from bot.workflows.meetings.attendance import Stay
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Choice, PutFormFacts
from bot.workflows.room.declarations_first import Heard
from bot.workflows.room.in_the_channel import SessionPicture
from bot.workflows.room.room_questions import (
    AwaitingPicture,
    CloseFormFacts,
    MeetingChairFormFacts,
    NotHere,
    OralFormFacts,
    Participation,
    ParticipationPicture,
    RoomPicture,
)
from bot.workflows.room.still_open import StillOpen

AT = datetime(2025, 4, 24, 9, 0, tzinfo=UTC)  # 10:00 in London
CAPACITIES = ("representative", "substitute", "stand-in", "co-opted", "observer", "in attendance")


def in_session(name: str, chaired_by: str | None = "person-1") -> MeetingState:
    """A meeting in session."""
    return MeetingState("meeting-1", name, "in session", chaired_by, acting=False, opened_at=AT)


def stay(name: str, number: int, capacity: str = "representative", mode: str = "in person") -> Stay:
    """Somebody in the room."""
    return Stay(
        f"stay-{number}",
        f"person-{number}",
        f"{name} {number}",
        f"org-{number}",
        f"{name} {number}",
        capacity,
        mode,
        AT,
    )


def room_picture(
    name: str = "Exeter CVS", count: int = 9, text: str = "Quorate: three are present."
) -> RoomPicture:
    """A room of so many people, with as many who have not come."""
    here = tuple(
        stay(name, number, CAPACITIES[number % 6], "remote" if number % 3 else "in person")
        for number in range(count)
    )
    return RoomPicture(
        partnership="clpp",
        name=name,
        time_zone="Europe/London",
        meeting=in_session(name),
        chair=name,
        here=here,
        holds_vote=frozenset(each.id for each in here if each.capacity != "stand-in"),
        gone=tuple(replace(each, left_at=AT) for each in here),
        not_here=tuple(
            NotHere(
                f"org-{number}",
                f"{name} {number}",
                f"person-{number}",
                name,
                "sent apologies" if number % 2 else "",
                number % 2 == 0,
            )
            for number in range(count, 2 * count)
        ),
        quorum=text,
        quorum_clause=Clause("4.6", text),
        follows=text,
        declared=text,
        heard=tuple(
            (f"{name} {number}", Heard(f"org-{number}", number % 2 == 0, True, name))
            for number in range(count)
        ),
        awaiting=2,
        vacancies=(name,),
        late_papers=(name, text),
        vacancy_clause=Clause("3.11", text),
        may_mark=True,
        chairs=True,
        stands=(text, text),
    )


def awaiting_picture(text: str, name: str, count: int) -> AwaitingPicture:
    """So many decisions to be ratified, the first of them in a deadlock, the second asked for already."""
    return AwaitingPicture(
        partnership="clpp",
        name=name,
        time_zone="Europe/London",
        awaiting=tuple(
            Awaiting(
                f"motion-{number}",
                f"2025/{number}",
                text,
                "ordinary",
                AT,
                name,
                text if number == 0 else "",
                "2025/99" if number == 1 else "",
            )
            for number in range(count)
        ),
        clause=Clause("4.7", text),
        in_session=True,
    )


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every kind of notice about a meeting in session, as the outbox keeps it."""
    found = {
        "partnership_name": name,
        "meeting_title": name,
        "about": "motion 2025/3",
        "why": text,
        "clause": "4.6",
        "clause_words": text,
    }
    closed = {
        "partnership_name": name,
        "meeting_title": name,
        "represented": 1,
        "decided": 2,
        "awaiting": 1,
        "clause": "4.7",
        "clause_words": text,
    }
    return {
        "QuorumLostNotice": {**found, "follows": text},
        "QuorumRegainedNotice": found,
        "NoQuorumNotice": {**{key: value for key, value in found.items() if key != "about"}, "follows": text},
        "MeetingClosedNotice": closed,
    }


def session_picture(text: str, name: str, **changes: Any) -> SessionPicture:
    """The picture of a meeting in session."""
    made = SessionPicture(
        partnership="clpp",
        partnership_name=name,
        time_zone="Europe/London",
        meeting=in_session(name),
        chair=name,
        present=3,
        voting=10,
        quorum=text,
        quorum_clause=Clause("4.6", text),
        follows=text,
        revision=1,
    )
    return replace(made, **changes)


def messages(text: str, name: str, count: int) -> Iterator[Message]:
    """The same notices about the meeting as a whole."""
    for kind, data in notices(text, name).items():
        if "about" in data:
            yield render(kind, {**data, "about": ""}, partnership="clpp")
    nobody = Clause("4.2", text)
    for shown in (
        session_picture(text, name),
        session_picture(text, name, chair="", locked=nobody),
        session_picture(text, name, meeting=replace(in_session(name), state="closed", closed_at=AT)),
    ):
        yield render("MeetingInSessionNotice", {}, shown, partnership="clpp")


def views(text: str, name: str, count: int, put: PutFormFacts) -> Iterator[dict[str, Any]]:
    """Every form and modal of a meeting in session."""
    picture = room_picture(name, count, text)
    told = Answer(text, Clause("4.6", text), text, text, (Detail(text, Clause("4.7", text)),))
    for page in range(0, 30, 5):
        yield room.room_modal(picture, page)
    yield room.room_modal(picture, told=told)
    yield room.room_modal(room_picture(name, 40, text), 1)
    yield room.room_modal(replace(picture, chair="", locked=text, may_mark=False))
    yield room.room_modal(replace(picture, chair="", locked=text))
    yield room.room_modal(replace(picture, meeting=None))
    closing = CloseFormFacts("clpp", in_session(name), (), 3, (name,) * count, 2, Clause("4.7", text))
    yield room.close_form(closing)
    yield room.close_form(replace(closing, here=(), awaiting=0))
    yield room.close_form(replace(closing, no_election=text, may_elect=True))
    yield room.close_form(
        replace(closing, undecided=(StillOpen("2025/3", "consensus"), StillOpen("2025/4", "tied")))
    )
    everybody = tuple(Choice(f"org-{number}", f"{name} {number}") for number in range(count))
    items = tuple(Choice(f"item-{number}", text) for number in range(count))
    yield room.oral_form(OralFormFacts("clpp", in_session(name), everybody, everybody, items=items))
    for present in (everybody, ()):
        yield room.oral_form(OralFormFacts("clpp", in_session(name), everybody, present, Clause("4.5", text)))
        yield room.meeting_chair_form(
            MeetingChairFormFacts("clpp", in_session(name, None), present, Clause("4.2", text))
        )
    yield room.vacancy_form(picture)
    yield room.vacancy_form(replace(picture, vacancies=()))
    waiting = awaiting_picture(text, name, count)
    yield room.awaiting_modal(waiting)
    yield room.awaiting_modal(replace(waiting, awaiting=()))
    yield room.ratify_form(waiting, waiting.awaiting[0], put)
    lines = tuple(Participation(f"{name} {number}", 3, 2, number) for number in range(count))
    yield room.participation_modal(ParticipationPicture(name, AT, 5, 3, lines))
