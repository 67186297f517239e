"""What Slack answered, or did not, and what that says about the message."""

import errno
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from slack_sdk.errors import SlackApiError, SlackClientError

# Everything a WebClient raises instead of answering; a ValueError is a reply it could not read.
FAILURES = (SlackClientError, OSError, HTTPException, ValueError)

_TOO_FAST = {"ratelimited", "rate_limited"}
# "Some aspect of the operation succeeded before the error was raised": Slack on chat.postMessage.
_UNSURE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
# Nothing was sent, and a new token would let it go: worth trying again while somebody puts that right.
_NOT_LET_IN = {"invalid_auth", "not_authed", "token_expired", "token_revoked", "org_login_required"}
_NO_WAY_THERE = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_USUAL_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class Wait:
    """429: nothing was done, and nothing may be asked again before so many seconds have passed."""

    seconds: float


@dataclass(frozen=True)
class Never:
    """Slack said no, in a word, and will say it again."""

    error: str


@dataclass(frozen=True)
class Unsent:
    """Nothing reached Slack."""

    error: str


@dataclass(frozen=True)
class Unsure:
    """It may have been done, or not."""

    error: str


Verdict = Wait | Never | Unsent | Unsure


def judged(exc: BaseException) -> Verdict:
    """What a failed call means. Whatever is not plainly one thing or the other is in doubt."""
    if isinstance(exc, SlackApiError):
        return _said(exc)
    if isinstance(exc, HTTPError):
        return _without_words(exc)
    if isinstance(exc, URLError) and _never_left(exc.reason):
        return Unsent(f"{type(exc.reason).__name__}: Slack could not be reached")
    return Unsure(f"{type(exc).__name__}: no answer from Slack")


def _said(exc: SlackApiError) -> Verdict:
    status = int(getattr(exc.response, "status_code", 200))
    headers = {str(name).lower(): value for name, value in getattr(exc.response, "headers", {}).items()}
    error = str(exc.response.get("error") or "no error named")
    if status == 429 or error in _TOO_FAST:
        return Wait(_seconds(headers.get("retry-after")))
    if error in _NOT_LET_IN:
        return Unsent(error)
    if status >= 500 or error in _UNSURE or not _is_a_word(error):
        return Unsure(error if _is_a_word(error) else f"HTTP {status}")
    return Never(error)


def _without_words(exc: HTTPError) -> Verdict:
    """Where bytes go and come from there is a status and nothing else."""
    error = f"HTTP {exc.code}"
    if exc.code == 429:
        return Wait(_seconds(exc.headers.get("Retry-After")))
    if exc.code in (401, 403):
        return Unsent(error)
    return Unsure(error) if exc.code >= 500 or exc.code == 408 else Never(error)


def _seconds(told: object) -> float:
    try:
        return max(1.0, float(str(told)))
    except ValueError:
        return _USUAL_WAIT_SECONDS


def _is_a_word(error: str) -> bool:
    """Slack's errors are single words; a page of HTML from a proxy in between is not."""
    return error.replace("_", "").isalnum()


def _never_left(reason: object) -> bool:
    """Whether the connection was never made. A reset or a timeout may have come after the words were read."""
    if isinstance(reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(reason, OSError) and reason.errno in _NO_WAY_THERE
