"""One release, and all releases of one tender put together: what is asked for now, and what has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from bot.ocds.fields import (
    LONGEST_DESCRIPTION,
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_TITLE,
    LOOKED_AT,
    Fields,
    Finding,
    identifier,
    one_line,
    web_address,
)
from bot.ocds.moments import Moment

OPEN, PLANNED, AWARDED, CANCELLED, COMPLETE = "open", "planned", "awarded", "cancelled", "complete"

_OVER = {"cancelled": CANCELLED, "unsuccessful": CANCELLED, "withdrawn": CANCELLED, "complete": COMPLETE}
MOST_NAMED = 100  # codes, or areas, of one tender
_TO_TAKE_PART = "By then whoever wants to bid asks to take part; bids themselves come later."
_AHEAD = ("planning", "planned")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Release:
    """What one release says of a tender. Money in whole currency units, instants in UTC; empty or None where it says nothing."""

    ocid: str
    id: str
    published: datetime | None
    tags: tuple[str, ...]
    stage: str  # OPEN, PLANNED, AWARDED, CANCELLED or COMPLETE
    title: str
    description: str
    buyer: str
    value: Decimal | None
    currency: str
    deadline: datetime | None
    deadline_reading: str
    questions_by: datetime | None
    cpv: tuple[str, ...]  # codes without their check digit, the main one first
    areas: tuple[str, ...]  # codes (“UKE22”) or names (“South West”), as given
    voluntary: bool | None  # said to suit voluntary, community and social enterprises
    url: str

    @property
    def order(self) -> tuple[datetime, str]:
        """By when releases of one tender follow each other; one without a date comes first."""
        return (self.published or _LONG_AGO, self.id)


@dataclass(frozen=True)
class Change:
    """What a later release says differently."""

    release: str
    published: datetime | None
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Notice:
    """One tender: what its latest release says, with what it no longer says kept from earlier ones, and its history."""

    latest: Release
    releases: tuple[Release, ...]  # the earliest first, each once
    changes: tuple[Change, ...]


def read_release(content: object, place: str) -> tuple[Release | None, tuple[Finding, ...]]:
    """One release and what was found wrong in it. None where nothing can be kept: no object, or no `ocid`."""
    if not isinstance(content, Mapping):
        return None, (Finding(place, "", "is no object: left out"),)
    read = Fields(identifier(content.get("id"))[:LONGEST_ID] or place, content)
    ocid = identifier(content.get("ocid"))
    if not ocid or len(ocid) > LONGEST_ID:
        read.note("ocid", "is missing or none, so nothing tells which tender it is about: left out")
        return None, tuple(read.findings)
    title = read.words("tender.title", LONGEST_TITLE) or read.words("title", LONGEST_TITLE)
    if not title:
        read.note(
            "tender.title", "is missing: what it was called before, or its identifier, stands in for it"
        )
    published = read.instant("date")
    if published is None and content.get("date") in (None, ""):
        read.note("date", "is missing: it counts as published when it came")
    deadline = _deadline(read)
    asked_by = read.instant("tender.enquiryPeriod.endDate", ends=True)
    tags = _tags(read)
    stage = _stage(read, tags)
    if deadline is None and stage == OPEN and not read.get("tender.tenderPeriod.endDate"):
        read.note(
            "tender.tenderPeriod.endDate", "is missing: the deadline has to be looked up in the documents"
        )
    value = read.amount("tender.value")
    release = Release(
        ocid=ocid,
        id=identifier(content.get("id"))[:LONGEST_ID] or _made_up(ocid, published, tags, read),
        published=published.at if published else None,
        tags=tags,
        stage=stage,
        title=" ".join(title.split()) or ocid,
        description=read.words("tender.description", LONGEST_DESCRIPTION),
        buyer=" ".join(read.words("buyer.name", LONGEST_NAME).split()),
        value=value[0] if value else None,
        currency=value[1] if value else "",
        deadline=deadline.at if deadline else None,
        deadline_reading=deadline.reading if deadline else "",
        questions_by=asked_by.at if asked_by else None,
        cpv=_cpv(read),
        areas=_areas(read),
        voluntary=_voluntary(read),
        url=_url(read),
    )
    return release, tuple(read.findings)


def together(releases: Iterable[Release]) -> tuple[Notice, ...]:
    """The tenders that releases are about, in the order in which they first come; an exact duplicate counts once."""
    of: dict[str, dict[str, Release]] = {}
    for each in releases:
        of.setdefault(each.ocid, {}).setdefault(each.id, each)
    return tuple(_notice(tuple(sorted(each.values(), key=lambda one: one.order))) for each in of.values())


def as_of(releases: Iterable[Release]) -> Release:
    """What the last of several releases says, with what it leaves out as the ones before it had it. They come in order."""
    return reduce(_carried, releases)


def _notice(releases: tuple[Release, ...]) -> Notice:
    latest, changes = releases[0], list[Change]()
    for following in releases[1:]:
        carried = _carried(latest, following)
        changes += _changes(latest, carried)
        latest = carried
    return Notice(latest, releases, tuple(changes))


def _carried(before: Release, after: Release) -> Release:
    """A later release, with what it leaves out as the one before had it: an award seldom repeats the deadline."""
    said = {each.name: getattr(after, each.name) for each in fields(Release)}
    silent = (None, "", ())
    kept = {name: getattr(before, name) if value in silent else value for name, value in said.items()}
    if after.title == after.ocid:
        kept["title"] = before.title
    kept["deadline_reading"] = after.deadline_reading if after.deadline else before.deadline_reading
    kept["currency"] = after.currency if after.value else before.currency
    return Release(**kept)


_TOLD = ("stage", "title", "value", "deadline", "questions_by")


def _changes(before: Release, after: Release) -> list[Change]:
    return [
        Change(after.id, after.published, name, _shown(was), _shown(now))
        for name in _TOLD
        if (was := getattr(before, name)) != (now := getattr(after, name))
    ]


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _deadline(read: Fields) -> Moment | None:
    """By when bids have to be in; where they are asked of a few alone, by when to ask to be one of them."""
    bids = read.instant("tender.tenderPeriod.endDate", ends=True)
    if bids is not None or read.get("tender.tenderPeriod.endDate"):
        return bids
    first = read.instant("tender.expressionOfInterestDeadline", ends=True)
    return first and Moment(first.at, f"{_TO_TAKE_PART} {first.reading}".strip())


def _tags(read: Fields) -> tuple[str, ...]:
    given = read.get("tag")
    tags = [given] if isinstance(given, str) else _list(given)
    read_ones = tuple(identifier(each) for each in tags if isinstance(each, str))
    if not read_ones:
        read.note("tag", "is missing or no list of words: what kind of notice it is goes by its status")
    return read_ones


def _voluntary(read: Fields) -> bool | None:
    """Whether it suits voluntary organisations: as the tender says, else as any of its lots does."""
    whole = read.flag("tender.suitability.vcse")
    if whole is not None:
        return whole
    lots = [
        Fields(read.release, each, read.findings).flag("suitability.vcse")
        for each in read.every("tender.lots")
    ]
    return True if True in lots else False if False in lots else None


def _stage(read: Fields, tags: tuple[str, ...]) -> str:
    status = read.get("tender.status")
    if any(each in ("tenderCancellation", "awardCancellation", "contractTermination") for each in tags):
        return CANCELLED
    if any(each.startswith(("award", "contract")) for each in tags):
        return AWARDED
    if isinstance(status, str) and status in _OVER:
        return _OVER[status]
    return PLANNED if status in _AHEAD or "planning" in tags else OPEN


def _cpv(read: Fields) -> tuple[str, ...]:
    given = [read.get("tender.classification"), *read.every("tender.additionalClassifications")]
    for item in read.every("tender.items"):
        given += [item.get("classification"), *_list(item.get("additionalClassifications"))]
    ids = [each.get("id") for each in given if isinstance(each, Mapping) and each.get("scheme") == "CPV"]
    codes = [str(each).strip().split("-")[0] for each in ids if isinstance(each, str | int)]
    kept = [each for each in codes if len(each) == 8 and each.isascii() and each.isdecimal()]
    if len(kept) < len(ids):
        read.note("tender.classification.id", f"is no CPV code {len(ids) - len(kept)} times: left out")
    return _first(read, "tender.items", kept)


def _areas(read: Fields) -> tuple[str, ...]:
    found = []
    for item in read.every("tender.items"):
        for address in _list(item.get("deliveryAddresses")):
            if isinstance(address, Mapping):
                found.append(_place(address.get("region")) or _place(address.get("countryName")))
    return _first(read, "tender.items.deliveryAddresses", (each for each in found if each))


def _place(found: object) -> str:
    return one_line(found[: LONGEST_NAME * LOOKED_AT])[:LONGEST_NAME] if isinstance(found, str) else ""


def _first(read: Fields, name: str, found: Iterable[str]) -> tuple[str, ...]:
    """Each once, and no more than anybody would look at."""
    several = tuple(dict.fromkeys(found))
    if len(several) > MOST_NAMED:
        read.note(name, f"name {len(several):,} different ones: the first {MOST_NAMED} are kept")
    return several[:MOST_NAMED]


def _url(read: Fields) -> str:
    """The page of the notice itself, where the release names it."""
    for name in ("tender.documents", "planning.documents"):
        for each in read.every(name):
            if _text(each.get("documentType")).lower().endswith("notice") and web_address(each.get("url")):
                return web_address(each.get("url"))
    for award in read.every("awards"):
        for each in _list(award.get("documents")):
            if isinstance(each, Mapping) and each.get("documentType") == "awardNotice":
                return web_address(each.get("url"))
    return ""


def _made_up(ocid: str, published: Moment | None, tags: tuple[str, ...], read: Fields) -> str:
    read.note(
        "id", "is missing: one is made of the tender's, the date and the kind, so that it is imported once"
    )
    when = published.at.isoformat() if published else "undated"
    return f"{ocid}:{when}:{'+'.join(tags)}"[:LONGEST_ID]


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _text(found: object) -> str:
    return found.strip() if isinstance(found, str) else ""
