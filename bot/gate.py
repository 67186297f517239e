"""The gate before Bolt: nothing is parsed that Slack did not sign.

Bolt reads the body before it checks the signature (SLACK.md section 2, 16): one unsigned request can cost a
second or end in a traceback. Here the order is: path, method, size, headers, signature over the raw bytes,
and only then the shape.
"""

import hashlib
import hmac
import json
import logging
import re
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from bot.logs import new_reference

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BIGGEST_BODY_BYTES = 1024 * 1024
OLDEST_SECONDS = 5 * 60  # Slack: "verifying requests", either side of now
DEEPEST_JSON = 64
_MOST_THROWN_AWAY, _PIECE = 64 * BIGGEST_BODY_BYTES, 256 * 1024
_LINGERING_SECONDS, _SILENCE_SECONDS = 2.0, 0.25

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"

_REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    411: "Length Required",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    503: "Service Unavailable",
}
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
# Escapes that may, once decoded, stand for what is not a character.
_UNWRITABLE = re.compile(r"\\u(?:d[89a-f]|0000)", re.IGNORECASE)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

_NOT_NOW = "Quorate could not answer just now."

_log = logging.getLogger(__name__)


class Refusal(Exception):
    """A request that goes no further: an HTTP status and a plain sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


class Gate:
    """A WSGI application that lets through to `app` only what Slack signed with one of `secrets`.

    `health` answers GET /healthz with a JSON object, told with 200 where its "database" is "ok" and with 503
    otherwise. `now` is real time in seconds since 1970, never the clock that can be turned: signatures expire
    in real time.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        secrets: Iterable[str],
        health: Callable[[], dict[str, Any]],
        path: str = "/slack/events",
        now: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._secrets = tuple(secret.encode() for secret in secrets)
        if not self._secrets or not all(self._secrets):
            raise ValueError("The gate needs at least one signing secret, and none may be empty.")
        self._health = health
        self._path = path
        self._now = now

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request: health, a refusal, or what the application says."""
        try:
            if environ.get("PATH_INFO") == "/healthz":
                return self._tell_health(environ, start_response)
            body = self._read(environ)
            if _is_certificate_probe(environ, body):
                return _answer(start_response, 200, "")
            self._check_signature(environ, body)
            _check_shape(environ, body)
        except Refusal as refusal:
            _log.warning("Refused a request", extra={"status": refusal.status, "why": refusal.sentence})
            answer = _answer(start_response, refusal.status, refusal.sentence)
            return _lingering(answer, environ) if refusal.status == 413 else answer
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._handed_over(environ, start_response)

    def _handed_over(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """What the application says. A payload of a shape Slack never sends trips Bolt before any of our code."""
        heard: list[tuple[str, list[tuple[str, str]]]] = []
        body: list[bytes] = []

        def hear(
            status: str, headers: list[tuple[str, str]], _exc: object = None
        ) -> Callable[[bytes], object]:
            heard.append((status, headers))
            return body.append

        try:
            body.extend(self._app(environ, hear))
            if not heard[-1][0].startswith("500"):
                start_response(*heard[-1])
                return body
            status, sentence, reference = 503, _NOT_NOW, _failed(503)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
            status, sentence, reference = (
                400,
                "The request is signed, but not of a shape Slack sends.",
                _failed(400),
            )
        except Exception:  # noqa: BLE001  the last wall: a reference for the log instead of a traceback
            status, sentence, reference = 503, _NOT_NOW, _failed(503)
        return _answer(start_response, status, f"{sentence} Reference {reference}.")

    def _tell_health(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            raise Refusal(405, "Health is asked for with GET.")
        told = self._health()
        status = 200 if told.get("database") == "ok" else 503
        body = "" if environ["REQUEST_METHOD"] == "HEAD" else json.dumps(told, default=str)
        return _answer(start_response, status, body, kind="application/json")

    def _read(self, environ: "WSGIEnvironment") -> bytes:
        """The raw body of a POST to the one path there is; Refusal otherwise."""
        if environ.get("PATH_INFO") != self._path:
            raise Refusal(404, f"There is nothing here. Slack's requests go to {self._path}.")
        if environ.get("REQUEST_METHOD") != "POST":
            raise Refusal(405, "Slack's requests are sent with POST.")
        return _body(environ)

    def _signed_headers(self, environ: "WSGIEnvironment") -> tuple[str, str]:
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not timestamp or not signature:
            raise Refusal(401, "The request is not signed.")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            raise Refusal(401, "The signature or its timestamp is not of the form Slack sends.")
        if abs(self._now() - int(timestamp)) > OLDEST_SECONDS:
            raise Refusal(401, "The request was signed more than five minutes from now.")
        return timestamp, signature

    def _check_signature(self, environ: "WSGIEnvironment", body: bytes) -> None:
        timestamp, signature = self._signed_headers(environ)
        signed = b"v0:" + timestamp.encode() + b":" + body
        told = signature.encode()
        # Each secret is tried whatever the others said, so that timing tells nobody which is in use.
        matches = [hmac.compare_digest(told, signature_of(secret, signed)) for secret in self._secrets]
        if not any(matches):
            raise Refusal(401, "The signature does not match the request.")


def _failed(status: int) -> str:
    """Log what is being handled, if anything is, under a new reference."""
    reference = new_reference()
    under_way = sys.exc_info()[0] is not None
    _log.error(
        "A request could not be answered",
        exc_info=under_way,
        extra={"reference": reference, "status": status},
    )
    return reference


def signature_of(secret: bytes, signed: bytes) -> bytes:
    """What Slack puts in X-Slack-Signature for `v0:timestamp:body`."""
    return b"v0=" + hmac.new(secret, signed, hashlib.sha256).hexdigest().encode()


def _body(environ: "WSGIEnvironment") -> bytes:
    """At most a mebibyte, refused by its stated length before a byte is read, or else as soon as it is too
    long.
    """
    stated = environ.get("CONTENT_LENGTH") or ""
    chunked = environ.get("HTTP_TRANSFER_ENCODING", "").strip().lower() == "chunked"
    if stated and not re.fullmatch(r"[0-9]{1,18}", stated, re.ASCII):
        raise Refusal(400, "The length of the request is not a number.")
    if not stated and not chunked:
        raise Refusal(411, "The request does not say how long it is.")
    if stated and int(stated) > BIGGEST_BODY_BYTES:
        raise Refusal(413, "The request is larger than one mebibyte, which nothing Slack sends is.")
    limit = int(stated) if stated and not chunked else BIGGEST_BODY_BYTES + 1
    parts, got = [], 0
    try:
        while got < limit and (part := environ["wsgi.input"].read(limit - got)):
            parts.append(part)
            got += len(part)
    except (OSError, ValueError):
        raise Refusal(400, "The request broke off.") from None
    if got > BIGGEST_BODY_BYTES:
        raise Refusal(413, "The request is larger than one mebibyte, which nothing Slack sends is.")
    if stated and not chunked and got < limit:
        raise Refusal(400, "The request broke off.")
    return b"".join(parts)


def _lingering(answer: list[bytes], environ: "WSGIEnvironment") -> Iterator[bytes]:
    """The answer to a body that is refused; then what is still coming of it, off the wire and thrown away.

    A connection closed while its body is on the way breaks off before the sender has seen the answer.
    """
    yield from answer
    wire: socket.socket | None = environ.get("gunicorn.socket")
    if wire is None:
        return
    bin_, left, until = bytearray(_PIECE), _MOST_THROWN_AWAY, time.monotonic() + _LINGERING_SECONDS
    usual = wire.gettimeout()
    with suppress(OSError):  # silent, or gone
        wire.settimeout(_SILENCE_SECONDS)
        while left > 0 and time.monotonic() < until and (got := wire.recv_into(bin_)):
            left -= got
    with suppress(OSError):
        wire.settimeout(usual)


def _is_certificate_probe(environ: "WSGIEnvironment", body: bytes) -> bool:
    """Whether Slack asks only if the certificate holds: a small form with ssl_check=1, which need not be
    signed.
    """
    return _content_type(environ) == _FORM and len(body) < 2048 and b"ssl_check=1" in body.split(b"&")


def _content_type(environ: "WSGIEnvironment") -> str:
    return str(environ.get("CONTENT_TYPE") or "").partition(";")[0].strip().lower()


def _check_shape(environ: "WSGIEnvironment", body: bytes) -> None:
    """A JSON object, or a form whose `payload`, if it has one, is a JSON object."""
    kind = _content_type(environ)
    if kind not in (_JSON, _FORM):
        raise Refusal(415, "The request is neither JSON nor a form.")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refusal(400, "The request is not UTF-8 text.") from None
    if kind == _JSON:
        _check_object(text)
        return
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200))
    except ValueError:
        raise Refusal(400, "The form cannot be read.") from None
    if not fields:
        raise Refusal(400, "The form is empty.")
    if "payload" in fields:
        _check_object(fields["payload"])


def _check_object(text: str) -> None:
    if _depth(text) > DEEPEST_JSON:
        raise Refusal(400, f"The JSON is nested more than {DEEPEST_JSON} deep.")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal(400, "The request is not JSON.") from None
    if not isinstance(value, dict):
        raise Refusal(400, "The JSON is not an object.")
    if _UNWRITABLE.search(text) and not _writable(value):
        raise Refusal(400, "The JSON holds a character no database can keep.")


def _writable(value: object) -> bool:
    """Whether every text in it can be stored: no half of a surrogate pair, no NUL."""
    said = json.dumps(value, ensure_ascii=False)
    return "\\u0000" not in said.replace("\\\\", "") and not re.search("[\ud800-\udfff]", said)


def _depth(text: str) -> int:
    """How deep brackets nest outside strings, counted without recursion."""
    deepest = depth = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', text, re.DOTALL):
        first = token.group()[0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in "]}":
            depth -= 1
    return deepest


def _answer(
    start_response: "StartResponse", status: int, body: str, *, kind: str = "text/plain; charset=utf-8"
) -> list[bytes]:
    said = body.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(said))), ("Cache-Control", "no-store")]
    if status == 405:
        headers.append(("Allow", "GET, HEAD, POST"))
    start_response(f"{status} {_REASONS[status]}", headers)
    return [said]
