"""A portal is asked only where it is allowed, only on the public internet, and only for so much and so long."""

import gzip
import http.server
import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.feeds import addresses, download
from bot.feeds.addresses import Door, NotAllowed, allowed
from bot.feeds.download import NotFetched, page
from bot.feeds.polling import FEEDS, MOST_PAGES, first_page, pages
from bot.ocds.packages import NotAPackage

OURS = Door(("127.0.0.1",), rehearsing=True)
Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@pytest.fixture
def portal() -> Iterator[Callable[[Answer], str]]:
    """A portal of our own, which answers as a test says."""
    servers = []

    def answering(answer: Answer) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/feed"

    yield answering
    for each in servers:
        each.shutdown()
        each.server_close()


def sends(body: bytes, status: int = 200, **headers: str) -> Answer:
    """A portal that sends that."""

    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def leads_to(monkeypatch: pytest.MonkeyPatch, *ips: str) -> None:
    """Every name leads to those machines."""

    def look_up(_host: str, port: int, **_: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "url",
    [
        "https://tenders.example/feed",
        "https://www.find-tender.service.gov.uk.evil.example/",
        "http://www.find-tender.service.gov.uk/api",
        "https://www.find-tender.service.gov.uk:8443/api",
        "https://user:secret@www.find-tender.service.gov.uk/api",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_only_the_portals_are_asked_and_only_by_https(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34")
    with pytest.raises(NotAllowed):
        allowed(url, Door())


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:0001::",
        "64:ff9b::10.0.0.1",
    ],
)
def test_a_portals_name_that_leads_inside_is_not_followed(ip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34", ip)
    with pytest.raises(NotAllowed, match="private network"):
        allowed("https://www.find-tender.service.gov.uk/api", Door())


def test_the_machine_that_was_looked_at_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34")
    found = allowed("https://www.find-tender.service.gov.uk/api?limit=1", Door())
    assert (found.host, found.ip, found.path) == (
        "www.find-tender.service.gov.uk",
        "93.184.216.34",
        "/api?limit=1",
    )


def test_a_page_comes_as_it_is_and_unpacked_where_it_was_packed(portal: Any) -> None:
    assert page(portal(sends(b'{"a":1}')), OURS) == b'{"a":1}'
    packed = gzip.compress(b"x" * 100_000)
    assert page(portal(sends(packed, Content_Encoding="gzip")), OURS) == b"x" * 100_000


def test_a_small_answer_that_unpacks_to_a_very_large_one_is_stopped(
    portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LARGEST", 1024 * 1024)
    with pytest.raises(NotFetched, match="larger than"):
        page(portal(sends(gzip.compress(b"0" * 20_000_000), Content_Encoding="gzip")), OURS)


def test_what_follows_what_was_packed_is_not_waited_for(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an end it would be held in memory until the minute is over."""
    monkeypatch.setattr(download, "LONGEST", 5)
    done = threading.Event()

    def goes_on(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Encoding", "gzip")
        to.end_headers()
        to.wfile.write(gzip.compress(b"{}"))
        for _ in itertools.count():
            try:
                to.wfile.write(b"0" * 65536)
            except OSError:
                done.set()
                return

    assert page(portal(goes_on), OURS) == b"{}"
    assert done.wait(10)


def test_an_answer_without_an_end_is_stopped(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "LARGEST", 1024 * 1024)

    def endless(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        for _ in itertools.count():
            try:
                to.wfile.write(b"0" * 65536)
            except OSError:
                return

    with pytest.raises(NotFetched, match="larger than"):
        page(portal(endless), OURS)


def test_an_answer_that_takes_too_long_is_stopped(portal: Any) -> None:
    hands = iter([0.0, 61.0])
    with pytest.raises(NotFetched, match="too long"):
        page(portal(sends(b"{}")), OURS, clock=lambda: next(hands))


def test_headers_that_come_a_letter_at_a_time_are_not_waited_for(
    portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LONGEST", 0.3)
    over = threading.Event()

    def trickles(to: http.server.BaseHTTPRequestHandler) -> None:
        for _ in itertools.count():
            try:
                to.wfile.write(b"H")
                to.wfile.flush()
            except OSError:
                over.set()
                return
            over.wait(0.01)

    with pytest.raises(NotFetched, match="took too long"):
        page(portal(trickles), OURS)
    assert over.wait(10)


def test_fifty_megabytes_are_taken_and_not_a_byte_more(portal: Any) -> None:
    assert len(page(portal(sends(b" " * download.LARGEST)), OURS)) == download.LARGEST
    packed = gzip.compress(b" " * (download.LARGEST + 1))
    with pytest.raises(NotFetched, match="larger than 50 MB"):
        page(portal(sends(packed, Content_Encoding="gzip")), OURS)


@pytest.mark.parametrize("headers", [{"Content_Length": "500"}, {"Content_Encoding": "gzip"}])
def test_an_answer_that_breaks_off_is_no_page(portal: Any, headers: dict[str, str]) -> None:
    body = gzip.compress(b"half of it" * 50)[:-12] if headers.get("Content_Encoding") else b"half of it"
    with pytest.raises(NotFetched, match="broke off"):
        page(portal(sends(body, **headers)), OURS)


def test_the_portal_is_not_followed_elsewhere(portal: Any) -> None:
    with pytest.raises(NotFetched, match="not followed"):
        page(portal(sends(b"", 302, Location="http://127.0.0.1:1/")), OURS)


def test_a_portal_that_asks_for_time_says_how_much(portal: Any) -> None:
    with pytest.raises(NotFetched, match="120 seconds") as refused:
        page(portal(sends(b"", 429, Retry_After="120")), OURS)
    assert refused.value.retry_after == 120


@pytest.mark.parametrize("status", [403, 404, 500])
def test_what_the_portal_refuses_is_told_by_its_number(portal: Any, status: int) -> None:
    with pytest.raises(NotFetched, match=str(status)):
        page(portal(sends(b"no", status)), OURS)


def test_a_portal_that_is_not_there_is_told_as_that() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(NotFetched, match="could not be reached"):
        page(f"http://127.0.0.1:{port}/", OURS)


def following(cursor: int) -> str:
    return f"https://www.contractsfinder.service.gov.uk/next?cursor={cursor}"


def feed(of: dict[str, Any]) -> Callable[[str], bytes]:
    """A portal that answers each address with what a test has for it."""
    return lambda address: json.dumps(of[address]).encode()


def release(ocid: str) -> dict[str, Any]:
    return {"ocid": ocid, "id": f"{ocid}-1", "tag": ["tender"], "tender": {"title": ocid}}


def test_page_follows_page_until_an_empty_one() -> None:
    """Both portals name a next page even after the last."""
    of = {
        "start": {"releases": [release("a")], "links": {"next": following(1)}},
        following(1): {"releases": [release("b")], "links": {"next": following(2)}},
        following(2): {"releases": [], "links": {"next": following(2)}},
    }
    found = [each.latest.ocid for _, package in pages("start", feed(of)) for each in package.notices]
    assert found == ["a", "b"]


def test_a_cursor_that_loops_is_left_at_the_second_time() -> None:
    of = {
        "start": {"releases": [release("a")], "links": {"next": following(1)}},
        following(1): {"releases": [release("b")], "links": {"next": "start"}},
    }
    of[following(1)]["links"]["next"] = following(1)
    assert len(list(pages("start", feed(of)))) == 2


@pytest.mark.parametrize(
    "named", ["/next", "javascript:alert(1)", 7, "https://a.example/ next", "https://a.example/\x1b"]
)
def test_a_next_page_by_no_address_is_told_and_never_taken_for_the_end(named: Any) -> None:
    """What came before it is read."""
    found = []
    with pytest.raises(NotAPackage, match="next page"):
        for _, package in pages(
            "start", feed({"start": {"releases": [release("a")], "links": {"next": named}}})
        ):
            found.append(package.read)
    assert found == [1]


def test_a_feed_without_an_end_is_taken_up_by_the_next_poll() -> None:
    def fetch(address: str) -> bytes:
        number = int(address.rpartition("=")[2])
        return json.dumps(
            {"releases": [release(str(number))], "links": {"next": following(number + 1)}}
        ).encode()

    assert len(list(pages(following(0), fetch))) == MOST_PAGES


def test_a_web_page_with_status_200_ends_the_poll_with_what_it_is() -> None:
    with pytest.raises(NotAPackage, match="web page"):
        list(pages("start", lambda _: b"<html>Sorry, we are down for maintenance</html>"))


def test_a_poll_begins_an_hour_before_where_the_last_one_ended() -> None:
    """A notice that comes twice is one, and one that was published late is not missed."""
    since = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert [first_page(each, since).partition("?")[2] for each in FEEDS] == [
        "updatedFrom=2026-03-28T23:30:00&limit=100",
        "publishedFrom=2026-03-28T23:30:00&limit=100",
    ]
