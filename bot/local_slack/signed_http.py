"""Signed HTTP delivery: each payload is POSTed to the app's request URL, signed as Slack signs."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import aiohttp

from bot.local_slack.seed import Json
from bot.local_slack.state import Workspace
from bot.local_slack.transport import Reply, Retry, millis_since

FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The X-Slack-Signature of a raw body: v0= and the HMAC-SHA256 of `v0:timestamp:body`."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Delivers to one request URL, for events, commands and interactivity alike.

    The first event waits for the URL to answer its `url_verification` challenge, as Slack's settings page does.
    """

    def __init__(self, ws: Workspace, url: str) -> None:
        self._ws = ws
        self._url = url
        self._session: aiohttp.ClientSession | None = None
        self._verified = False

    @property
    def connected(self) -> bool:
        """Always: there is nothing to connect."""
        return True

    async def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Reply:
        """Post one payload, signed, and give what came back."""
        headers = {}
        if retry:
            headers = {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": retry.reason}
        if kind == "events_api":
            if not self._verified and not await self.verify():
                return Reply(failure="http_error")
            body, content_type = json.dumps(payload).encode(), "application/json"
        elif kind == "slash_commands":
            body, content_type = urlencode(payload).encode(), FORM
        else:
            body, content_type = urlencode({"payload": json.dumps(payload)}).encode(), FORM
        return await self._post(body, content_type, headers)

    async def verify(self) -> bool:
        """Ask the URL to echo a challenge; it may echo it as text or in a JSON object."""
        challenge = secrets.token_urlsafe(32)
        body = json.dumps({"type": "url_verification", "token": "local", "challenge": challenge}).encode()
        reply = await self._post(body, "application/json", {})
        said = reply.payload or {}
        self._verified = reply.acked and challenge in (said.get("challenge"), said.get("text"))
        if not self._verified:
            text = f"{self._url} did not answer the url_verification challenge"
            self._ws.hub.tell({"type": "notice", "level": "error", "text": text})
        return self._verified

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()

    async def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> Reply:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timestamp = str(int(time.time()))
        signed = headers | {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._ws.seed.signing_secret, timestamp, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        started = time.perf_counter()
        limit = aiohttp.ClientTimeout(total=self._ws.pace.ack_seconds)
        try:
            async with self._session.post(self._url, data=body, headers=signed, timeout=limit) as response:
                text = await response.text()
                ms = millis_since(started)
                if not 200 <= response.status < 300:
                    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                    return Reply(failure="http_error", ms=ms, no_retry=no_retry)
                return _read(text, response.content_type, ms)
        except TimeoutError:
            return Reply(failure="http_timeout", ms=millis_since(started))
        except (aiohttp.ClientError, UnicodeDecodeError):
            return Reply(failure="connection_failed", ms=millis_since(started))


def _read(text: str, content_type: str, ms: float) -> Reply:
    """An empty body is a bare ack, JSON its payload, and anything else is text for the person."""
    if not text.strip():
        return Reply(ms=ms)
    if content_type != "application/json":
        return Reply(payload={"text": text}, ms=ms)
    try:
        payload = json.loads(text)
    except ValueError:
        return Reply(failure="http_error", ms=ms)
    return Reply(payload=payload, ms=ms) if isinstance(payload, dict) else Reply(failure="http_error", ms=ms)
