"""What people submit is fetched from Slack and kept at once, before anybody can delete it there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError

from slack_sdk import WebClient

from bot.delivery import carrying
from bot.delivery.answers import FAILURES, Never, Unsent, Unsure, Wait, judged
from bot.delivery.road import Road, log
from bot.store import outbox, pauses
from bot.store.papers import keeping
from bot.store.partnership import terms_files
from bot.workflows.papers.file_kinds import is_not_what_it_is_called
from bot.workflows.papers.keeping import tell_of_lost

LARGEST = 10 * 1024 * 1024
LEASE = timedelta(seconds=60)
LONGEST = timedelta(seconds=40)  # one file, however slow the line
MOST_TRIES = 20
LONGEST_TYPE = 200
_DELETED = {"file_not_found", "file_deleted"}
GONE = "it was deleted from Slack before it could be kept"
TOO_LARGE = "it is larger than the 10 MB that can be kept"
EMPTY = "there is nothing in it"
NOT_IN_SLACK = "it is kept somewhere else than in Slack, and can only be submitted as a link"
HIDDEN = "Slack no longer shows it, because the workspace is over its limit"


class Lost(Exception):
    """The file will never be here; the text says why."""


class NotThis(OSError):
    """What came is not the file: Slack's sign-in page, or a part of it."""


@dataclass(frozen=True)
class _Place:
    """Where a file is and what it should be."""

    address: str
    size: int
    media_type: str
    name: str


def fetch_one(road: Road) -> bool:
    """Fetch the next file that people have submitted; False where none may be fetched now."""
    real = road.real.now()
    with road.store.transaction() as connection:
        wanted = keeping.claim(connection, real=real, lease=LEASE, workspace=road.workspace)
    if wanted is None:
        return False
    try:
        place = _place(road.clients(wanted.workspace), wanted)
        got = _file(road, wanted, place)
    except Lost as exc:
        _lose(road, wanted, str(exc))
    except (*FAILURES, LookupError, TypeError) as exc:
        _not_fetched(road, wanted, exc)
    else:
        with road.store.transaction() as connection:
            keeping.keep(connection, wanted, got, wanted.media_type or place.media_type[:LONGEST_TYPE])
    return True


def fetch_terms(road: Road) -> bool:
    """Fetch the next file of new terms that was handed in; False where none may be fetched now."""
    real = road.real.now()
    with road.store.transaction() as connection:
        wanted = terms_files.claim(connection, real=real, lease=LEASE, workspace=road.workspace)
    if wanted is None:
        return False
    try:
        got = _file(road, wanted, _place(road.clients(wanted.workspace), wanted))
    except Lost as exc:
        _lose_terms(road, wanted, str(exc))
    except (*FAILURES, LookupError, TypeError) as exc:
        _terms_not_fetched(road, wanted, exc)
    else:
        with road.store.transaction() as connection:
            terms_files.keep(connection, wanted, got, road.clock.now())
    return True


def _terms_not_fetched(road: Road, wanted: keeping.Wanted, exc: BaseException) -> None:
    verdict = judged(exc)
    if isinstance(verdict, Wait):
        again = road.after(verdict)
        with road.store.transaction() as connection:
            terms_files.put_back(connection, wanted, not_before=again, error="ratelimited", counted=False)
            pauses.pause(connection, wanted.workspace, keeping.FILES, again)
        return
    error = _why_lost(exc, verdict, wanted)
    if error:
        _lose_terms(road, wanted, error)
        return
    with road.store.transaction() as connection:
        again = road.after_attempt(wanted.attempts)
        terms_files.put_back(connection, wanted, not_before=again, error=verdict.error)


def _lose_terms(road: Road, wanted: keeping.Wanted, why: str) -> None:
    with road.store.transaction() as connection:
        terms_files.lose(connection, wanted, why, road.clock.now())


def _place(client: WebClient, wanted: keeping.Wanted) -> _Place:
    """Where the file is, as the form said; where it did not say enough, as Slack says now."""
    if wanted.slack_url and wanted.size:
        return _Place(wanted.slack_url, wanted.size, wanted.media_type, wanted.file_name)
    file: dict[str, Any] = client.files_info(file=wanted.slack_file)["file"]
    if file.get("mode") == "tombstone":
        raise Lost(GONE)
    if file.get("mode") == "hidden_by_limit":
        raise Lost(HIDDEN)
    if file.get("is_external"):
        raise Lost(NOT_IN_SLACK)
    address = str(file.get("url_private_download") or file["url_private"])
    return _Place(address, int(file.get("size") or 0), str(file.get("mimetype") or ""), str(file.get("name")))


def _file(road: Road, wanted: keeping.Wanted, place: _Place) -> bytes:
    if place.size > LARGEST:
        raise Lost(TOO_LARGE)
    ends_at = road.real.now() + LONGEST
    try:
        got = carrying.receive(
            road.clients(wanted.workspace), place.address, LARGEST, lambda: road.real.now() > ends_at
        )
    except carrying.TooLarge:
        raise Lost(TOO_LARGE) from None
    except carrying.Elsewhere:
        raise Lost(NOT_IN_SLACK) from None
    if got.media_type == "text/html" and not _is_a_page(place):
        raise NotThis("Slack showed its sign-in page instead of the file")
    if place.size and len(got.content) != place.size:
        raise NotThis(f"{len(got.content)} bytes came instead of {place.size}")
    if not got.content:
        raise Lost(EMPTY)
    wrong = is_not_what_it_is_called(wanted.file_name, got.content)
    if wrong:
        raise Lost(wrong)
    return got.content


def _is_a_page(place: _Place) -> bool:
    return place.media_type == "text/html" or place.name.casefold().endswith((".html", ".htm", ".xhtml"))


def _not_fetched(road: Road, wanted: keeping.Wanted, exc: BaseException) -> None:
    verdict = judged(exc)
    if isinstance(verdict, Wait):
        again = road.after(verdict)
        with road.store.transaction() as connection:
            keeping.put_back(connection, wanted, not_before=again, error="ratelimited", counted=False)
            pauses.pause(connection, wanted.workspace, keeping.FILES, again)
        return
    lost = _why_lost(exc, verdict, wanted)
    if lost:
        _lose(road, wanted, lost)
        return
    error = str(exc) if isinstance(exc, NotThis) else verdict.error
    log.warning("not fetched, attempt %s: %s", wanted.attempts, error, extra=_which(wanted))
    with road.store.transaction() as connection:
        again = road.after_attempt(wanted.attempts)
        keeping.put_back(connection, wanted, not_before=again, error=error)


def _why_lost(exc: BaseException, verdict: Never | Unsent | Unsure, wanted: keeping.Wanted) -> str:
    """Why a file will never be here; empty where it may be tried again."""
    is_gone = isinstance(exc, HTTPError) and exc.code in (404, 410)
    if is_gone or (isinstance(verdict, Never) and verdict.error in _DELETED):
        return GONE
    if wanted.attempts >= MOST_TRIES:
        error = str(exc) if isinstance(exc, NotThis) else verdict.error
        return f"it could not be fetched from Slack in {wanted.attempts} attempts: {error}"
    return ""


def _lose(road: Road, wanted: keeping.Wanted, why: str) -> None:
    """Loudly: the version says so itself, and whoever submitted it and the secretariat are told through the outbox."""
    now = road.clock.now()
    with road.store.transaction() as connection:
        if not keeping.lose(connection, wanted, why):
            return
        lost = keeping.lost_paper(connection, wanted, why, now)
        for notice in tell_of_lost(lost, now):
            outbox.put(connection, wanted.workspace, wanted.partnership, notice, now)
    log.error("a paper is lost: %s", why, extra=_which(wanted))


def _which(wanted: keeping.Wanted) -> dict[str, object]:
    return {"workspace": wanted.workspace, "paper": wanted.paper, "version": wanted.version}
