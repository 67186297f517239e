"""Tenders from a feed or a file: each release taken in once, and what it changes kept with what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.ocds.releases import AWARDED, CANCELLED, COMPLETE, Notice, Release
from bot.workflows.decisions import Answer, Decision, Due, Event, Setting, derived_id
from bot.workflows.fitting import Offer, fit
from bot.workflows.item_words import Told
from bot.workflows.tender_changes import TenderChangedNotice, changed
from bot.workflows.tender_chases import chases_before
from bot.workflows.tenders import CLOSED, FOUND, PREPARING, UNDECIDED, Tender, TenderRecorded, tender_of
from bot.workflows.twin_changes import TwinChangedNotice, twin_changed

MOST_AT_ONCE = 200  # notices in one transaction
_STILL_OPEN = (*UNDECIDED, "considering", "working up", PREPARING)  # an award to others closes these
ENDED = (AWARDED, CANCELLED, COMPLETE)


@dataclass(frozen=True, kw_only=True)
class ImportNotices:
    """Take in the tenders of a package; asked by the command line, at most MOST_AT_ONCE at a time."""

    workspace: str
    partnership: str
    source: str
    notices: tuple[Notice, ...]
    received_at: datetime


@dataclass(frozen=True)
class ImportFacts:
    """What is known when tenders are taken in."""

    setting: Setting
    known: Mapping[str, Tender]  # by ocid
    seen: Mapping[str, frozenset[str]]  # ocid -> the releases taken in before
    next_number: int
    year: int
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # tender -> who was told of it
    looked_for: Offer | None = None
    kept: Mapping[str, Tender] = field(default_factory=dict)  # set aside -> the one it is the same as
    secretariat: tuple[Told, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TenderRepublished(Event):
    """Later releases of a tender were taken in; `changes` are (field, before, after), and the rest how it stands now."""

    releases: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    stage: str
    title: str
    description: str
    buyer: str
    hundredths: int | None
    currency: str
    deadline: datetime | None
    deadline_reading: str
    questions_by: datetime | None
    cpv: tuple[str, ...]
    areas: tuple[str, ...]
    voluntary: bool | None
    url: str
    published_stage: str
    suits: bool | None = None


def take_in(command: ImportNotices, facts: ImportFacts) -> Decision:
    """Record the tenders that are new, and what later releases change in those that are not; the same release twice is one.

    A tender that is over when it is first seen is not recorded: there is nothing left to decide.
    """
    events: list[Event] = []
    notices: list[TenderChangedNotice | TwinChangedNotice] = []
    due: list[Due] = []
    number, new, altered, over = facts.next_number, 0, 0, 0
    for notice in command.notices:
        known = facts.known.get(notice.latest.ocid)
        if known is None and notice.latest.stage in ENDED:
            over += 1
        elif known is None:
            events.append(_recorded(command, notice, number, facts))
            number += 1
            new += 1
        else:
            fresh = tuple(
                each for each in notice.releases if each.id not in facts.seen.get(known.ocid or "", ())
            )
            if fresh:
                event = _republished(known, notice, fresh, facts)
                events.append(event)
                after = _after(known, event)
                notices += changed(facts.setting, known, after, facts.told, command.received_at)
                if known.id in facts.kept:
                    kept = facts.kept[known.id]
                    told = facts.secretariat
                    notices += twin_changed(facts.setting, known, after, kept, told, command.received_at)
                if known.told_at is not None and after.deadline != known.deadline:
                    closes = after.closing_day(facts.setting.time_zone)
                    due += chases_before(facts.setting, after, closes, command.received_at)
                altered += 1
    unchanged = len(command.notices) - new - altered - over
    return Decision(
        Answer(
            f"{new} new, {altered} changed, {unchanged} known already, {over} already awarded or cancelled."
        ),
        tuple(events),
        tuple(notices),
        tuple(due),
    )


def _after(known: Tender, event: TenderRepublished) -> Tender:
    return replace(
        known,
        stage=event.stage,
        title=event.title,
        deadline=event.deadline,
        published_stage=event.published_stage,
    )


def _recorded(command: ImportNotices, notice: Notice, number: int, facts: ImportFacts) -> TenderRecorded:
    latest = notice.latest
    event = TenderRecorded(
        subject=derived_id("tender", command.workspace, f"{command.partnership}:{latest.ocid}"),
        person=None,
        number=number,
        year=facts.year,
        stage=FOUND,
        source=command.source,
        ocid=latest.ocid,
        releases=tuple(each.id for each in notice.releases),
        **_said(latest),
    )
    return replace(event, suits=_suits(facts, tender_of(event)))


def _republished(
    known: Tender, notice: Notice, fresh: tuple[Release, ...], facts: ImportFacts
) -> TenderRepublished:
    said = _said(notice.latest)
    before = {name: getattr(known, name) for name in said}
    silent = (None, "", ())
    now = {name: before[name] if value in silent else value for name, value in said.items()}
    ended = notice.latest.stage in ENDED and known.stage in _STILL_OPEN
    changes = tuple(
        (name, _shown(before[name]), _shown(now[name]))
        for name in ("title", "hundredths", "deadline", "questions_by", "published_stage")
        if before[name] != now[name]
    )
    return TenderRepublished(
        subject=known.id,
        person=None,
        releases=tuple(each.id for each in fresh),
        changes=changes,
        stage=CLOSED if ended else known.stage,
        suits=_suits(facts, replace(known, **now)),
        **now,
    )


def _suits(facts: ImportFacts, tender: Tender) -> bool | None:
    return None if facts.looked_for is None else fit(facts.looked_for, tender).suits


def _said(latest: Release) -> dict[str, Any]:
    return {
        "title": latest.title[:300],
        "description": latest.description,
        "buyer": latest.buyer,
        "hundredths": _hundredths(latest.value),
        "currency": latest.currency or "GBP",
        "deadline": latest.deadline,
        "deadline_reading": latest.deadline_reading,
        "questions_by": latest.questions_by,
        "cpv": latest.cpv,
        "areas": latest.areas,
        "voluntary": latest.voluntary,
        "url": latest.url,
        "published_stage": latest.stage,
    }


def _hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)
