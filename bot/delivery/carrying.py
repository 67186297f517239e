"""Bytes to Slack and from it: one request, never repeated, and the token goes no further than Slack's own hosts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message as Headers
from http.client import IncompleteRead
from typing import IO
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from slack_sdk import WebClient

PIECE = 64 * 1024
_SLACKS = ("slack.com", "slack-edge.com")
_MARKS = "%/:?#[]@!$&'()*+,;=~"  # of an address; anything else is encoded

IsOver = Callable[[], bool]


class Elsewhere(Exception):
    """The address is not Slack's: what stands there is not fetched, and the token not shown to it."""


class TooLarge(Exception):
    """There are more bytes than are wanted."""


@dataclass(frozen=True)
class Received:
    """What came back."""

    content: bytes
    media_type: str


def send(client: WebClient, address: str, content: bytes, is_over: IsOver) -> None:
    """Send bytes to the address Slack gave for them. Stops with TimeoutError once `is_over`; raises as a WebClient does."""
    request = Request(
        address,
        data=_pieces(content, is_over),
        headers={"Content-Type": "application/octet-stream", "Content-Length": str(len(content))},
        method="POST",
    )
    with _opener(client).open(request, timeout=client.timeout) as answer:
        answer.read1(PIECE)


def receive(client: WebClient, address: str, most: int, is_over: IsOver) -> Received:
    """Fetch a file with the bot's token: at most so many bytes, no longer than until `is_over`, from Slack and nobody else."""
    address = quote(address, safe=_MARKS)
    if not is_slacks(client, address):
        raise Elsewhere
    request = Request(address, headers={"Authorization": f"Bearer {client.token}"})
    with _opener(client).open(request, timeout=client.timeout) as answer:
        told = str(answer.headers.get("Content-Length", ""))
        declared = int(told) if told.isdecimal() else None
        if declared is not None and declared > most:
            raise TooLarge
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > most:
                raise TooLarge
            if is_over():
                raise TimeoutError("too slow")
        if declared is not None and len(content) < declared:
            raise IncompleteRead(b"", declared - len(content))
        return Received(bytes(content), answer.headers.get_content_type())


def is_slacks(client: WebClient, address: str) -> bool:
    """Whether an address is one of Slack's hosts, or the very host that the bot was told Slack is at."""
    try:
        asked, api = urlsplit(address), urlsplit(client.base_url)
        port = asked.port
    except ValueError:
        return False
    if "@" in asked.netloc or asked.hostname is None:
        return False
    if (asked.scheme, asked.netloc.casefold()) == (api.scheme, api.netloc.casefold()):
        return True
    if asked.scheme != "https" or port not in (None, 443):
        return False
    own = (*_SLACKS, *((api.hostname,) if api.scheme == "https" and api.hostname else ()))
    return any(asked.hostname == each or asked.hostname.endswith(f".{each}") for each in own)


class _OnlyToSlack(HTTPRedirectHandler):
    """Follows a file to another of Slack's hosts, a few times; what is being sent is never sent on."""

    max_redirections = 3

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> Request | None:
        """The next request, or none: then the answer stands as a refusal."""
        if req.get_method() != "GET":
            return None
        if not is_slacks(self._client, newurl):
            fp.close()
            raise Elsewhere
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener(client: WebClient) -> OpenerDirector:
    through = [ProxyHandler({"http": client.proxy, "https": client.proxy})] if client.proxy else []
    return build_opener(_OnlyToSlack(client), HTTPSHandler(context=client.ssl), *through)


def _pieces(content: bytes, is_over: IsOver) -> Iterator[bytes]:
    # In pieces, because a timeout is for each piece: a slow line may take its time, within what `is_over` allows.
    for start in range(0, len(content), PIECE):
        if is_over():
            raise TimeoutError("too slow")
        yield content[start : start + PIECE]
