"""The two roads to the app: what Slack signs, verifies, sends again, and gives up."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
import websocket
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.local_slack import LocalSlack, Pace

from .conftest import SEED, Heard, Running, manifest

Json = dict[str, Any]


@dataclass
class Listener:
    """An app with no library: keeps each request, and answers with the next of `answers` (200 at the end)."""

    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    requests: list[tuple[dict[str, str], str]] = field(default_factory=list)
    echo: bool = True
    url: str = ""

    def events(self) -> list[tuple[dict[str, str], Json]]:
        bodies = [(headers, json.loads(body)) for headers, body in self.requests if body.startswith("{")]
        return [(headers, body) for headers, body in bodies if body["type"] == "event_callback"]


@pytest.fixture
def listener() -> Iterator[Listener]:
    kept = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kept.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
            status, answer, headers = 200, "", {}
            if "url_verification" in body:
                answer = json.loads(body)["challenge"] if kept.echo else "what?"
            elif kept.answers:
                status, answer, headers = kept.answers.pop(0)
            self.send_response(status)
            for key, value in {"Content-Length": str(len(answer)), **headers}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/slack/events"
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def posted(listener: Listener) -> Iterator[LocalSlack]:
    pace = Pace(event_retries=(0.0, 0.0, 0.0))
    with LocalSlack(SEED, manifest(), request_url=listener.url, pace=pace) as slack:
        yield slack


def test_every_request_is_signed_over_its_raw_body(posted: LocalSlack, listener: Listener) -> None:
    ada = posted.act("U0ADA")
    ada.command("#partnership", "/vote", "é & x")
    ada.say("#partnership", "Good morning")
    posted.wait_for(listener.events)
    verifier = SignatureVerifier(SEED.signing_secret)
    for headers, body in listener.requests:
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + " ", headers)
    assert len(listener.requests) == 3


def test_commands_come_as_a_form_and_clicks_as_its_payload_field(
    posted: LocalSlack, listener: Listener
) -> None:
    listener.answers.append(
        (200, '{"text": "Go", "response_type": "in_channel"}', {"Content-Type": "application/json"})
    )
    answer = posted.act("U0ADA").command("#partnership", "/vote", "a&b=c")
    headers, body = listener.requests[0]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body)["text"] == ["a&amp;b=c"]
    assert answer.text == "Go"
    posted.act("U0ADA").shortcut("note", answer.message)
    [click] = [parse_qs(body)["payload"][0] for _, body in listener.requests if body.startswith("payload=")]
    assert json.loads(click)["type"] == "message_action"


def test_no_event_goes_to_an_address_that_does_not_answer_the_challenge(
    posted: LocalSlack, listener: Listener
) -> None:
    listener.echo = False
    posted.act("U0ADA").say("#partnership", "Good morning")
    posted.wait_for(lambda: len(listener.requests) == 4)
    assert listener.events() == []


def test_an_event_is_sent_again_with_its_number_and_reason_until_it_is_taken(
    posted: LocalSlack, listener: Listener
) -> None:
    listener.answers += [(500, "", {}), (404, "", {})]
    posted.act("U0ADA").say("#partnership", "Good morning")
    posted.wait_for(lambda: len(listener.events()) == 3)
    retries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _ in listener.events()]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({body["event_id"] for _, body in listener.events()}) == 1


def test_an_event_is_given_up_after_three_retries(posted: LocalSlack, listener: Listener) -> None:
    listener.answers += [(500, "", {})] * 4
    posted.act("U0ADA").say("#partnership", "Good morning")
    posted.wait_for(lambda: len(listener.events()) == 4)
    posted.act("U0ADA").say("#partnership", "And again")
    posted.wait_for(lambda: len(listener.events()) == 5)
    assert listener.events()[-1][1]["event"]["text"] == "And again"


def test_an_app_may_ask_for_no_retry(posted: LocalSlack, listener: Listener) -> None:
    listener.answers.append((500, "", {"X-Slack-No-Retry": "1"}))
    posted.act("U0ADA").say("#partnership", "Good morning")
    posted.wait_for(lambda: len(listener.events()) == 1)
    posted.act("U0ADA").say("#partnership", "And again")
    posted.wait_for(lambda: len(listener.events()) == 2)
    assert [b["event"]["text"] for _, b in listener.events()] == ["Good morning", "And again"]


def test_a_command_refused_by_the_address_is_an_error_the_person_sees(
    posted: LocalSlack, listener: Listener
) -> None:
    listener.answers.append((401, "", {}))
    answer = posted.act("U0ADA").command("#partnership", "/vote")
    assert answer.error == "/vote failed with the error “http_service_error”"


def test_over_socket_mode_an_event_not_acked_comes_again_with_its_attempt(
    run: Callable[..., Running],
) -> None:
    attempts: list[list[str] | None] = []

    def build(app: App, heard: Heard) -> None:
        @app.middleware
        def failing(req: Any, resp: Any, next: Callable[[], Any]) -> Any:
            attempts.append(req.headers.get("x-slack-retry-num"))
            if len(attempts) < 3:
                resp.status = 500
                return resp
            return next()

        @app.event("message")
        def message() -> None:
            """Acknowledged."""

    running = run("socket", build, pace=Pace(ack_seconds=0.1, event_retries=(0.0, 0.0, 0.0)))
    running.slack.act("U0ADA").say("#partnership", "Good morning")
    running.slack.wait_for(lambda: len(attempts) >= 3)
    assert attempts[:3] == [["0"], ["1"], ["2"]]


def test_people_who_come_change_and_go_are_told_to_the_app(posted: LocalSlack, listener: Listener) -> None:
    posted.join("U0GUEST", "C0MAIN")
    posted.change_user("U0BEN", deleted=True)
    posted.wait_for(lambda: len(listener.events()) == 2)
    told = sorted((b["event"] for _, b in listener.events()), key=lambda e: str(e["type"]))
    assert (told[0]["type"], told[0]["user"], told[0]["channel"]) == (
        "member_joined_channel",
        "U0GUEST",
        "C0MAIN",
    )
    assert (told[1]["type"], told[1]["user"]["deleted"]) == ("user_change", True)
    assert not posted.act("U0BEN").command("#partnership", "/vote").ok


def test_any_delivery_can_be_made_again_byte_for_byte(posted: LocalSlack, listener: Listener) -> None:
    posted.act("U0ADA").command("#partnership", "/vote", "once")
    posted.deliver_again(posted.deliveries()[0])
    (_, once), (_, again) = listener.requests
    assert once == again
    posted.act("U0ADA").say("#partnership", "Good morning")
    posted.wait_for(listener.events)
    posted.deliver_again(posted.deliveries()[-1])
    (_, first), (headers, second) = listener.events()
    assert first == second
    assert headers["x-slack-retry-num"] == "1"


def sockets(slack: LocalSlack, many: int) -> list[websocket.WebSocket]:
    client = WebClient(SEED.bot_token, base_url=slack.api_url)
    urls = [client.apps_connections_open(app_token=SEED.app_token)["url"] for _ in range(many)]
    return [websocket.create_connection(url, timeout=5) for url in urls]


def test_each_payload_goes_to_one_of_the_connections_in_turn_and_any_ack_is_its_own() -> None:
    with LocalSlack(SEED, manifest()) as slack:
        pair = sockets(slack, 2)
        assert [json.loads(each.recv())["type"] for each in pair] == ["hello", "hello"]
        with ThreadPoolExecutor() as people:
            asked = [
                people.submit(slack.act(user).command, "#partnership", "/vote") for user in ("U0ADA", "U0BEN")
            ]
            envelopes = [json.loads(each.recv()) for each in pair]
            for each, envelope in zip(pair, envelopes, strict=True):
                assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
                name = envelope["payload"]["user_name"]
                each.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": name}}))
            assert [each.result().text for each in asked] == ["ada", "ben"]
        for each in pair:
            each.close()


def test_an_eleventh_connection_is_one_too_many() -> None:
    with LocalSlack(SEED, manifest(), rate_limits=False) as slack:
        eleven = sockets(slack, 11)
        assert [json.loads(each.recv())["type"] for each in eleven[:10]] == ["hello"] * 10
        assert json.loads(eleven[10].recv()) == {"type": "disconnect", "reason": "too_many_websockets"}
        for each in eleven:
            each.close()
