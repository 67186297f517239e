"""Tenders from a feed or a file: each release taken in once, and what it changes kept with what it changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.ocds.releases import AWARDED, CANCELLED, COMPLETE, OPEN, PLANNED, Notice, Release, as_of
from bot.workflows.agenda.item_words import Told
from bot.workflows.decisions import Answer, Decision, Due, Event, Setting, derived_id
from bot.workflows.tenders.fitting import Offer, fit
from bot.workflows.tenders.tender_changes import TenderChangedNotice, changed
from bot.workflows.tenders.tender_chases import chases_before
from bot.workflows.tenders.tenders import (
    AHEAD,
    CLOSED,
    CONSIDERING,
    FOUND,
    SUBMITTED,
    Tender,
    TenderRecorded,
    tender_of,
)
from bot.workflows.tenders.twin_changes import TwinChangedNotice, twin_changed

MOST_AT_ONCE = 200  # notices in one transaction
_NOT_WON = (*AHEAD, SUBMITTED)  # nobody can win these any more once they are cancelled
_OPEN = (OPEN, PLANNED)
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
    over: Mapping[str, datetime] = field(default_factory=dict)  # ocid -> when what ended it was published


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
    published_at: datetime | None
    suits: bool | None = None


@dataclass(frozen=True, kw_only=True)
class NoticesOver(Event):
    """Tenders that nobody here had heard of were awarded or cancelled already; the subject is where they were found."""

    ocids: tuple[tuple[str, datetime], ...]  # and when what ended them was published


def take_in(command: ImportNotices, facts: ImportFacts) -> Decision:
    """Record the tenders that are new, and what later releases change in those that are not; the same release twice is one.

    A tender that is over when it is first seen is not recorded, nor is what was published of it before, though it comes after:
    there is nothing left to decide. A release older than what is known says only what nothing has said yet.
    """
    unknown = [each for each in command.notices if each.latest.ocid not in facts.known]
    over = [each for each in unknown if _is_over(each, facts)]
    gone = {each.latest.ocid for each in over}
    new = [each for each in unknown if each.latest.ocid not in gone]
    again = [(known, _republished(known, fresh, facts)) for known, fresh in _known(command, facts)]
    changes = [(known, _after(known, event)) for known, event in again]
    unchanged = len(command.notices) - len(unknown) - len(again)
    return Decision(
        Answer(
            f"{len(new)} new, {len(again)} changed, {unchanged} known already, {len(over)} already awarded or cancelled."
        ),
        (
            *(_recorded(command, each, facts.next_number + nth, facts) for nth, each in enumerate(new)),
            *(event for _, event in again),
            *_were_over(command, over, facts),
        ),
        tuple(each for pair in changes for each in _told(command, facts, *pair)),
        tuple(each for pair in changes for each in _chased(command, facts, *pair)),
    )


def _known(command: ImportNotices, facts: ImportFacts) -> Iterator[tuple[Tender, tuple[Release, ...]]]:
    """Each tender that is known and has releases which have not been taken in."""
    for each in command.notices:
        known = facts.known.get(each.latest.ocid)
        if known is not None:
            seen = facts.seen.get(each.latest.ocid, frozenset())
            fresh = tuple(release for release in each.releases if release.id not in seen)
            if fresh:
                yield known, fresh


def _told(
    command: ImportNotices, facts: ImportFacts, known: Tender, after: Tender
) -> tuple[TenderChangedNotice | TwinChangedNotice, ...]:
    at = command.received_at
    told = changed(facts.setting, known, after, facts.told, at)
    kept = facts.kept.get(known.id)
    if kept is None:
        return told
    return (*told, *twin_changed(facts.setting, known, after, kept, facts.secretariat, at))


def _chased(command: ImportNotices, facts: ImportFacts, known: Tender, after: Tender) -> tuple[Due, ...]:
    if known.told_at is None or after.deadline == known.deadline:
        return ()
    closes = after.closing_day(facts.setting.time_zone)
    return chases_before(facts.setting, after, closes, command.received_at)


def _were_over(command: ImportNotices, over: Iterable[Notice], facts: ImportFacts) -> tuple[NoticesOver, ...]:
    """What is remembered of tenders that are over, where that is new."""
    dated = [(each.latest.ocid, _published(each.releases) or command.received_at) for each in over]
    later = tuple((ocid, at) for ocid, at in dated if ocid not in facts.over or at > facts.over[ocid])
    return (NoticesOver(subject=command.source, person=None, ocids=later),) if later else ()


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
        published_at=_published(notice.releases),
        **_said(latest) | {"title": latest.title},
    )
    return replace(event, suits=_suits(facts, tender_of(event)))


def _is_over(notice: Notice, facts: ImportFacts) -> bool:
    """Whether a tender that is not known is over: as its latest release says, or one that came here before."""
    _earlier, later = _parted(notice.releases, facts.over.get(notice.latest.ocid))
    return not later or as_of(later).stage in ENDED


def _parted(
    releases: tuple[Release, ...], known: datetime | None
) -> tuple[tuple[Release, ...], tuple[Release, ...]]:
    """Releases older than what is known, and the others; one without a date is as of when it comes."""
    if known is None:
        return (), releases
    older = tuple(each for each in releases if each.published is not None and each.published < known)
    return older, tuple(each for each in releases if each.published is None or each.published >= known)


def _published(releases: tuple[Release, ...]) -> datetime | None:
    return max((each.published for each in releases if each.published is not None), default=None)


def _republished(known: Tender, fresh: tuple[Release, ...], facts: ImportFacts) -> TenderRepublished:
    before = {name: getattr(known, name) for name in _said(fresh[0])}
    before["title"] = _title(known.title, known.ocid)
    earlier, later = _parted(fresh, known.published_at)
    now = _carried(before, _said(as_of(later))) if later else before
    if earlier:
        now = _carried(_said(as_of(earlier)), now)
    now["title"] = now["title"] or known.title
    before["title"] = known.title
    dates = [each for each in (known.published_at, _published(fresh)) if each is not None]
    says = now["published_stage"] if later else ""
    ended = says in ENDED and known.stage in (_NOT_WON if says == CANCELLED else AHEAD)
    stage = CLOSED if ended else _again(known) if known.stage == CLOSED and says in _OPEN else known.stage
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
        stage=stage,
        suits=_suits(facts, replace(known, **now)),
        published_at=max(dates, default=None),
        **now,
    )


def _again(known: Tender) -> str:
    """Where a tender stands that its publisher had closed, and opens again."""
    return FOUND if known.told_at is None else CONSIDERING


def _carried(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is said later, with what it leaves out as it was said before: an award seldom repeats the deadline."""
    now = {name: before[name] if value in (None, "", ()) else value for name, value in after.items()}
    if after["hundredths"] is None:
        now["currency"] = before["currency"]
    if after["deadline"] is not None:
        now["deadline_reading"] = after["deadline_reading"]
    return now


def _suits(facts: ImportFacts, tender: Tender) -> bool | None:
    return None if facts.looked_for is None else fit(facts.looked_for, tender).parts


def _said(latest: Release) -> dict[str, Any]:
    return {
        "title": _title(latest.title, latest.ocid),
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


def _title(title: str, ocid: str | None) -> str:
    """A title; empty where the identifier stands in for it."""
    return "" if title == ocid else title


def _hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)
