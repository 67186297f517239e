"""Bids in the words of a test: decisions taken, steps recorded, a tender moved on, and what its window shows."""

import itertools
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from bot.store.tenders.tender_tables import tenders
from bot.workflows.tenders.bid_questions import Way
from bot.workflows.tenders.moving_tenders import MoveTender, RecordStep
from bot.workflows.tenders.tenders import FOUND
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM, VOICE, WORKS_CHAIR, WORKS_VOICE
from tests.spec.deciding.registering import last
from tests.spec.tenders.tendering import Outcome, records, seen

TENDER = "tender-bid"
_numbers = itertools.count(1)
ROOMS = {
    "clpp": (CHAIR, IN_THE_ROOM, VOICE),
    "voluntaryworks": (WORKS_CHAIR, tuple(WORKS_VOICE), WORKS_VOICE),
}


def recorded(body: Rehearsal, who: str, **words: Any) -> Rehearsal:
    """The partnership, a tender having been recorded."""
    answer(records(body, who, tender=TENDER, **words))
    return body


def told(body: Rehearsal) -> None:
    """Members have been told of the tender."""
    with body.store.transaction() as connection:
        connection.execute(update(tenders).values(told_at=body.clock.now(), stage="considering"))


def decides(body: Rehearsal, text: str, choice: str = "for", **words: Any) -> str:
    """A meeting decides something: the reference of the decision."""
    chair, present, voices = ROOMS[body.slug]
    number = next(_numbers)
    meeting, motion = f"meeting-{number}", f"motion-{number}"
    answer(body.opens_meeting(chair, chair=chair, present=words.pop("present", present), meeting=meeting))
    answer(body.puts(chair, text, motion=motion, **words))
    for organisation in present:
        body.votes(voices[organisation], choice, motion)
    answer(body.closes(chair, motion))
    answer(body.closes_meeting(chair, meeting))
    return last(body).reference


def steps(body: Rehearsal, who: str, step: str, **words: Any) -> Outcome:
    """Somebody records a step."""
    return body.say(who, RecordStep, partnership=body.slug, **{"tender": TENDER, "step": step, **words})


def moves(body: Rehearsal, who: str, stage: str, **words: Any) -> Outcome:
    """Somebody moves the tender."""
    return body.say(who, MoveTender, partnership=body.slug, **{"tender": TENDER, "stage": stage, **words})


def stage(body: Rehearsal, who: str) -> str:
    """Where the tender stands."""
    tender = seen(body, who, TENDER).tender
    return tender.stage if tender is not None else FOUND


def way(body: Rehearsal, who: str) -> Way:
    """What its window shows of its way."""
    return seen(body, who, TENDER).way


def day(text: str) -> datetime:
    """Noon of a day."""
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)
