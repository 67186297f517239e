"""Nothing reaches Bolt that Slack did not sign, and nobody is ever answered with a traceback."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gate import BIGGEST_BODY_BYTES, Gate

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
OLD_SECRET = "1d742231b10e8888abcd99yyyzzz85a5"
NOW = 1_745_492_400.0
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Answer:
    """What a request was answered with, and what the application behind the gate was given, if anything."""

    def __init__(self) -> None:
        self.status, self.body, self.given = 0, "", list[bytes]()


class Unreadable(io.RawIOBase):
    """A body that fails the test when anybody reads it."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("The body was read.")


def signed(body: bytes, *, secret: str = SECRET, at: float = NOW) -> dict[str, str]:
    base = b"v0:%d:" % at + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"HTTP_X_SLACK_REQUEST_TIMESTAMP": str(int(at)), "HTTP_X_SLACK_SIGNATURE": signature}


def healthy() -> dict[str, Any]:
    return {"database": "ok", "status": "ok"}


def ask(
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    kind: str = JSON,
    method: str = "POST",
    path: str = "/slack/events",
    length: str | None = None,
    stream: Any = None,
    behind: Callable[[bytes], None] = lambda _: None,
    health: Callable[[], dict[str, Any]] = healthy,
) -> Answer:
    answer = Answer()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer.given.append(environ["wsgi.input"].read())
        behind(answer.given[-1])
        start_response("200 OK", [])
        return [b"heard"]

    def start_response(status: str, _headers: Any, _exc: Any = None) -> Any:
        answer.status = int(status[:3])

    gate = Gate(application, secrets=[SECRET, OLD_SECRET], health=health, now=lambda: NOW)
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)) if length is None else length,
        "wsgi.input": io.BytesIO(body) if stream is None else stream,
    }
    answer.body = b"".join(gate(environ | (headers or {}), start_response)).decode()
    return answer


def test_a_signed_request_reaches_the_application_byte_for_byte() -> None:
    body = json.dumps({"type": "event_callback", "text": "£ and \N{RIGHT-TO-LEFT MARK}"}).encode()
    answer = ask(body, signed(body))
    assert (answer.status, answer.body, answer.given) == (200, "heard", [body])


def test_a_signed_form_with_a_payload_passes_and_so_does_a_slash_command() -> None:
    for fields in ({"payload": '{"type": "block_actions"}'}, {"command": "/vote", "text": ""}):
        body = urlencode(fields).encode()
        assert ask(body, signed(body), kind=FORM + "; charset=utf-8").given == [body]


def test_while_the_secret_is_being_changed_either_one_will_do() -> None:
    assert ask(b"{}", signed(b"{}", secret=OLD_SECRET)).status == 200


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_either_way_is_still_in_time(seconds: int) -> None:
    assert ask(b"{}", signed(b"{}", at=NOW + seconds)).status == 200


@pytest.mark.parametrize(
    ("why", "headers"),
    [
        ("not signed", {}),
        ("not match", signed(b'{"another": "body"}')),
        ("not match", signed(b"{}", secret="not the secret at all")),
        ("more than five minutes", signed(b"{}", at=NOW - 360)),
        ("more than five minutes", signed(b"{}", at=NOW + 301)),
        ("not of the form", signed(b"{}") | {"HTTP_X_SLACK_REQUEST_TIMESTAMP": "yesterday"}),
        ("not of the form", signed(b"{}") | {"HTTP_X_SLACK_REQUEST_TIMESTAMP": "9" * 5000}),
        ("not of the form", signed(b"{}") | {"HTTP_X_SLACK_REQUEST_TIMESTAMP": "١٧٤٥٤٩٢٤٠٠"}),
        ("not of the form", signed(b"{}") | {"HTTP_X_SLACK_SIGNATURE": "v0=" + "é" * 64}),
        ("not of the form", signed(b"{}") | {"HTTP_X_SLACK_SIGNATURE": "v1=" + "0" * 64}),
    ],
)
def test_a_request_slack_did_not_sign_just_now_is_refused(why: str, headers: dict[str, str]) -> None:
    answer = ask(b"{}", headers)
    assert answer.status == 401
    assert why in answer.body
    assert answer.given == []


DEEP = b'{"a":' * 100_000 + b"1" + b"}" * 100_000


@pytest.mark.parametrize(
    ("why", "kind", "body"),
    [
        ("not JSON", JSON, b"not json"),
        ("not JSON", JSON, b""),
        ("not JSON", JSON, b'{"n": ' + b"9" * 100_000 + b"}"),
        ("not an object", JSON, b"[]"),
        ("not an object", JSON, b"null"),
        ("not UTF-8", JSON, b'{"a": "\xff"}'),
        ("deep", JSON, DEEP),
        ("deep", JSON, b"[" * 100_000),
        ("no database can keep", JSON, rb'{"a": "\ud800"}'),
        ("no database can keep", JSON, rb'{"a": "nul \u0000"}'),
        ("not JSON", FORM, b"payload={"),
        ("not an object", FORM, b"payload=[]"),
        ("cannot be read", FORM, b"text=%ff"),
        ("cannot be read", FORM, b"&".join(b"a=1" for _ in range(201))),
        ("empty", FORM, b""),
    ],
)
def test_a_signed_request_that_cannot_be_read_is_refused_in_a_sentence(
    why: str, kind: str, body: bytes
) -> None:
    answer = ask(body, signed(body), kind=kind)
    assert answer.status == 400
    assert why in answer.body
    assert answer.given == []


def test_escapes_that_do_stand_for_characters_pass() -> None:
    body = rb'{"face": "\ud83d\ude42", "typed": "\\u0000 and \\ud800"}'
    assert ask(body, signed(body)).given == [body]


def test_a_body_that_is_neither_json_nor_a_form_is_refused() -> None:
    answer = ask(b"<xml/>", signed(b"<xml/>"), kind="text/xml")
    assert (answer.status, answer.given) == (415, [])


def test_thirty_megabytes_are_refused_without_reading_them() -> None:
    answer = ask(length=str(30 * 1024 * 1024), stream=Unreadable(), headers=signed(b""))
    assert (answer.status, answer.given) == (413, [])


def test_a_body_of_exactly_one_mebibyte_passes() -> None:
    body = b'{"a": "%s"}' % (b"x" * (BIGGEST_BODY_BYTES - 9))
    assert len(body) == BIGGEST_BODY_BYTES
    assert ask(body, signed(body)).status == 200


def test_a_body_in_chunks_is_given_up_as_soon_as_it_is_too_long() -> None:
    endless = io.BytesIO(b"x" * (5 * BIGGEST_BODY_BYTES))
    answer = ask(length="", stream=endless, headers={"HTTP_TRANSFER_ENCODING": "chunked"})
    assert answer.status == 413
    assert endless.tell() == BIGGEST_BODY_BYTES + 1


def test_a_short_body_in_chunks_passes() -> None:
    answer = ask(b"{}", signed(b"{}") | {"HTTP_TRANSFER_ENCODING": "chunked"}, length="")
    assert answer.given == [b"{}"]


@pytest.mark.parametrize(
    ("length", "status"), [("-1", 400), ("ten", 400), ("", 411), ("9" * 400, 400), ("5", 400)]
)
def test_a_length_that_is_wrong_is_refused(length: str, status: int) -> None:
    assert ask(b"{}", signed(b"{}"), length=length).status == status


def test_a_probe_of_the_certificate_is_answered_though_nobody_signed_it() -> None:
    answer = ask(b"ssl_check=1&token=abc", kind=FORM)
    assert (answer.status, answer.body, answer.given) == (200, "", [])


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/slack/events", 405), ("POST", "/", 404)])
def test_there_is_one_path_and_one_method(method: str, path: str, status: int) -> None:
    assert ask(b"{}", signed(b"{}"), method=method, path=path).status == status


def test_health_is_told_without_a_signature() -> None:
    well = ask(method="GET", path="/healthz")
    assert (well.status, json.loads(well.body)) == (200, healthy())
    ill = ask(method="GET", path="/healthz", health=lambda: {"database": "OperationalError"})
    assert ill.status == 503
    assert ask(method="POST", path="/healthz").status == 405


@pytest.mark.parametrize(("fault", "status"), [(AttributeError, 400), (OSError, 503)])
def test_what_trips_the_application_is_answered_with_a_reference(
    fault: type[Exception], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    def trip(_body: bytes) -> None:
        raise fault("in the depths")

    answer = ask(b"{}", signed(b"{}"), behind=trip)
    assert answer.status == status
    assert "Reference Q-" in answer.body
    assert "depths" not in answer.body
    (logged,) = caplog.records
    assert logged.__dict__["reference"] in answer.body
    assert logged.exc_info and logged.exc_info[0] is fault


def test_an_application_that_answers_500_is_answered_for_with_a_reference() -> None:
    def application(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("500 Internal Server Error", [])
        return [b"in the depths"]

    said: list[str] = []
    gate = Gate(application, secrets=[SECRET], health=healthy, now=lambda: NOW)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "CONTENT_TYPE": JSON,
        "CONTENT_LENGTH": "2",
    }
    answer = gate(
        environ | signed(b"{}") | {"wsgi.input": io.BytesIO(b"{}")}, lambda status, *_: said.append(status)
    )
    assert said == ["503 Service Unavailable"]
    assert b"Reference Q-" in b"".join(answer)
    assert b"depths" not in b"".join(answer)


def test_a_gate_without_a_secret_is_refused_at_the_start() -> None:
    for secrets in ([], [""]):
        with pytest.raises(ValueError, match="signing secret"):
            Gate(lambda *_: [], secrets=secrets, health=healthy)


def test_a_refused_request_costs_next_to_nothing() -> None:
    """SLACK.md section 4, 15: an unsigned or a deep body is refused in well under a second."""
    began = time.process_time()
    ask(DEEP[:BIGGEST_BODY_BYTES], signed(b""))
    ask(DEEP, signed(DEEP))
    ask(b'"' * BIGGEST_BODY_BYTES, signed(b'"' * BIGGEST_BODY_BYTES))
    assert time.process_time() - began < 1.5


anything = st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode).map(bytes))
header = st.text(st.characters(max_codepoint=255), max_size=80)


@settings(max_examples=150)
@given(body=anything, timestamp=header, signature=header, kind=header, length=header)
def test_whatever_strangers_send_is_refused(
    body: bytes, timestamp: str, signature: str, kind: str, length: str
) -> None:
    answer = ask(
        body,
        {"HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp, "HTTP_X_SLACK_SIGNATURE": signature},
        kind=kind,
        length=length,
    )
    assert answer.status in (400, 401, 411, 413)
    assert answer.given == []


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=150)
@given(
    body=anything | json_value.map(lambda value: json.dumps(value).encode()),
    kind=st.sampled_from([JSON, FORM]),
)
def test_whatever_is_signed_is_passed_on_whole_or_refused(body: bytes, kind: str) -> None:
    answer = ask(body, signed(body), kind=kind)
    assert answer.status in (200, 400)
    assert answer.given == ([body] if answer.body == "heard" else [])
