"""The interface of the page: what it is shown, what it may do, and a workspace found again after a restart."""

import json
import threading
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from slack_sdk import WebClient

from bot.local_slack import LocalSlack, Pace, SlackError
from bot.local_slack.filling import fill
from bot.local_slack.values import faults, read_values

from .conftest import SEED, manifest

Json = dict[str, Any]


class Turning:
    """A governance clock that starts on a spring afternoon."""

    start = datetime(2025, 4, 24, 13, 0, tzinfo=UTC)

    def __init__(self) -> None:
        self.instant = self.start

    def now(self) -> datetime:
        return self.instant

    def turn_to(self, instant: datetime) -> None:
        self.instant = instant

    def reset(self) -> None:
        self.instant = self.start


def ask(slack: LocalSlack, path: str, body: Any = None, raw: bytes | None = None) -> Json:
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    try:
        answer = urllib.request.urlopen(urllib.request.Request(f"{slack.base_url}{path}", data))
    except urllib.error.HTTPError as refusal:
        answer = refusal
    return dict(json.load(answer))


def test_the_state_is_one_persons_view_of_the_workspace(slack: LocalSlack) -> None:
    state = ask(slack, "/local/state?as=U0ADA")
    assert state["team"]["name"] == "Riverside Partnership"
    assert [c["name"] for c in state["channels"]] == ["partnership", "lunch", "chairs", "exec"]
    assert state["commands"][0] == {
        "command": "/vote",
        "description": "Put a motion",
        "usage_hint": "[motion]",
    }
    assert state["bot_connected"] is False
    assert state["clock"]["can_turn"] is False
    eve = ask(slack, "/local/state?as=U0EXT")
    assert ([c["name"] for c in eve["channels"]], eve["commands"]) == (["partnership"], [])
    assert [c["name"] for c in ask(slack, "/local/state?as=U0GUEST")["channels"]] == ["lunch"]


def test_what_has_not_been_read_is_counted_until_it_is(slack: LocalSlack) -> None:
    slack.act("U0ADA").say("#partnership", "Good morning")

    def unread() -> int:
        return int(ask(slack, "/local/state?as=U0BEN")["channels"][0]["unread"])

    assert unread() == 1
    ask(slack, "/local/messages?as=U0BEN&channel=C0MAIN")
    assert unread() == 0
    assert ask(slack, "/local/state?as=U0ADA")["channels"][0]["unread"] == 0


def test_messages_come_in_pages_backwards(slack: LocalSlack) -> None:
    stamps = [slack.act("U0ADA").say("#partnership", str(n))["ts"] for n in range(3)]
    last = ask(slack, "/local/messages?as=U0BEN&channel=C0MAIN&limit=2")
    assert ([m["text"] for m in last["messages"]], last["has_more"]) == (["1", "2"], True)
    first = ask(slack, f"/local/messages?as=U0BEN&channel=C0MAIN&limit=2&before={stamps[1]}")
    assert ([m["text"] for m in first["messages"]], first["has_more"]) == (["0"], False)


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/local/state?as=U404", None, "user_not_found"),
        ("/local/messages?as=U0BEN&channel=C0SECRET", None, "channel_not_found"),
        (
            "/local/say",
            {"as": "U0GONE", "channel": "C0MAIN", "text": "x"},
            "Tom Hale’s account has been deactivated",
        ),
        ("/local/say", {"as": "U0BEN", "channel": "C0OTHER", "text": "x"}, "not_in_channel"),
        ("/local/say", {"as": "U0BEN", "channel": "C0MAIN"}, "not understood: 'text'"),
        ("/local/submit", {"as": "U0BEN", "view_id": "V404"}, "this form is no longer open"),
        ("/local/home", {"as": "U0EXT"}, "The App Home of this app is not open to you."),
        ("/local/clock", {"reset": True}, "This workspace was started without a clock that turns."),
        ("/local/say", [], "the body must be a JSON object"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(slack: LocalSlack, path: str, body: Any, words: str) -> None:
    answer = ask(slack, path, body)
    assert (answer["ok"], answer["error"]) == (False, words)


def test_a_thread_reply_to_nothing_is_refused(slack: LocalSlack) -> None:
    body = {"as": "U0ADA", "channel": "C0MAIN", "text": "x", "thread_ts": "1.000000"}
    assert ask(slack, "/local/say", body)["error"] == "thread_not_found"


def test_the_clock_is_turned_by_steps_to_an_instant_and_back() -> None:
    with LocalSlack(SEED, manifest(), clock=Turning()) as slack:
        turned = ask(slack, "/local/clock", {"advance": {"days": 1, "hours": 2}})["clock"]
        assert turned["now"] == "2025-04-25T15:00:00+00:00"
        in_london = ask(slack, "/local/clock", {"to": "2025-07-01T09:00"})["clock"]
        assert in_london["now"] == "2025-07-01T08:00:00+00:00"
        said = slack.act("U0ADA").say("#partnership", "x")
        assert said["posted_at"] == "2025-07-01T08:00:00+00:00"
        assert abs(datetime.fromtimestamp(float(said["ts"]), UTC) - datetime.now(UTC)) < timedelta(seconds=5)
        assert ask(slack, "/local/clock", {"reset": True})["clock"]["now"] == Turning.start.isoformat()
        assert ask(slack, "/local/clock", {"to": "soon"})["error"] == "'soon' is not a date and time"
        assert ask(slack, "/local/clock", {"advance": {"years": 1}})["ok"] is False


def test_the_clock_goes_on_to_the_next_working_morning() -> None:
    """Thursday before Easter: Friday and Monday are bank holidays in England, and clocks have gone forward."""
    clock = Turning()
    clock.instant = datetime(2025, 4, 17, 9, tzinfo=UTC)
    with LocalSlack(SEED, manifest(), clock=clock) as slack:
        turned = ask(slack, "/local/clock", {"next_working_day": True})["clock"]
        assert turned["now"] == "2025-04-22T08:00:00+00:00"


def test_the_page_starts_as_somebody_who_may_act(slack: LocalSlack) -> None:
    assert ask(slack, "/local/state")["me"] == "U0ADA"


def test_a_name_chosen_in_the_composer_is_a_mention_and_one_typed_is_not(slack: LocalSlack) -> None:
    say = {"as": "U0ADA", "channel": "C0MAIN", "text": "<@U0BEN> &amp; you"}
    assert ask(slack, "/local/say", say | {"encoded": True})["message"]["text"] == "<@U0BEN> &amp; you"
    assert ask(slack, "/local/say", say)["message"]["text"] == "&lt;@U0BEN&gt; &amp;amp; you"


def test_the_stream_tells_each_person_what_concerns_them(slack: LocalSlack, client: WebClient) -> None:
    heard: dict[str, list[Json]] = {"U0ADA": [], "U0BEN": []}
    ready = threading.Barrier(3)

    def listen(user: str) -> None:
        stream = urllib.request.urlopen(f"{slack.base_url}/local/events?as={user}")
        stream.readline()
        ready.wait(5)
        for line in stream:
            if line.startswith(b"data: "):
                heard[user].append(json.loads(line[6:]))
                if heard[user][-1].get("message", {}).get("text") == "the end":
                    return

    threads = [threading.Thread(target=listen, args=(user,), daemon=True) for user in heard]
    for each in threads:
        each.start()
    ready.wait(5)
    client.chat_postEphemeral(channel="C0MAIN", user="U0BEN", text="only Ben")
    ts = client.chat_postMessage(channel="C0MAIN", text="x")["ts"]
    client.chat_update(channel="C0MAIN", ts=ts, text="y")
    client.chat_delete(channel="C0MAIN", ts=ts)
    client.chat_postMessage(channel="C0MAIN", text="the end")
    for each in threads:
        each.join(5)
    for_all = ["message", "message_changed", "message_deleted", "message"]
    assert [e["type"] for e in heard["U0ADA"]] == for_all
    assert [e["type"] for e in heard["U0BEN"]] == ["ephemeral", *for_all]


def test_a_file_is_shared_in_a_channel_or_kept_for_a_form(slack: LocalSlack) -> None:
    name = quote("minutes of 24 April.pdf")
    shared = ask(slack, f"/local/files?as=U0ADA&channel=C0MAIN&name={name}", raw=b"%PDF")["file"]
    assert (shared["name"], shared["filetype"], shared["mimetype"]) == (
        "minutes of 24 April.pdf",
        "pdf",
        "application/pdf",
    )
    [message] = slack.act("U0BEN").messages("#partnership")
    assert (message["subtype"], message["files"][0]["id"]) == ("file_share", shared["id"])
    kept = slack.act("U0ADA").upload(None, "draft.txt", b"x")
    assert urllib.request.urlopen(f"{slack.base_url}/local/files/{kept['id']}?as=U0ADA").read() == b"x"
    assert ask(slack, f"/local/files/{kept['id']}?as=U0BEN")["ok"] is False
    assert ask(slack, "/local/files?as=U0ADA&name=big", raw=b"x" * (10 * 1024 * 1024 + 1))["ok"] is False


def test_the_page_is_served_or_said_to_be_absent(slack: LocalSlack) -> None:
    answer = urllib.request.urlopen(slack.base_url)
    assert answer.status == 200


def field(kind: str, **more: Any) -> Json:
    element = {"type": kind, "action_id": f"{kind}_action", **more}
    return {
        "type": "input",
        "block_id": kind,
        "label": {"type": "plain_text", "text": kind},
        "element": element,
    }


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


OPTIONS = {"options": [option("for"), option("against")]}
FIELDS = [
    (field("plain_text_input"), "words", {"value": "words"}),
    (field("number_input", is_decimal_allowed=False), 3, {"value": "3"}),
    (field("datepicker"), date(2025, 4, 24), {"selected_date": "2025-04-24"}),
    (field("timepicker"), time(14, 0), {"selected_time": "14:00"}),
    (field("datetimepicker"), datetime(2025, 4, 24, 13, tzinfo=UTC), {"selected_date_time": 1745499600}),
    (field("static_select", **OPTIONS), "For", {"selected_option": option("for")}),
    (field("radio_buttons", **OPTIONS), "against", {"selected_option": option("against")}),
    (field("checkboxes", **OPTIONS), ["for"], {"selected_options": [option("for")]}),
    (field("multi_static_select", **OPTIONS), "for", {"selected_options": [option("for")]}),
    (field("users_select"), "U0ADA", {"selected_user": "U0ADA"}),
    (field("multi_users_select"), ["U0ADA", "U0BEN"], {"selected_users": ["U0ADA", "U0BEN"]}),
    (field("conversations_select"), "C0MAIN", {"selected_conversation": "C0MAIN"}),
    (field("channels_select"), None, {"selected_channel": None}),
    (field("file_input"), "F1", {"files": [{"id": "F1"}]}),
    (
        field("static_select", **OPTIONS, initial_option=option("for")),
        ...,
        {"selected_option": option("for")},
    ),
    (field("multi_channels_select"), ..., {"selected_channels": []}),
]


@pytest.mark.parametrize(("block", "given", "state"), FIELDS)
def test_a_form_is_filled_in_as_a_person_would_say_it(block: Json, given: Any, state: Json) -> None:
    kind = block["block_id"]
    filled = fill([block], {} if given is ... else {kind: given})
    assert filled == {kind: {f"{kind}_action": {"type": kind, **state}}}


def test_a_field_that_is_not_there_or_an_option_not_offered_is_named() -> None:
    with pytest.raises(LookupError, match="no input is called colour"):
        fill([field("plain_text_input")], {"colour": "red"})
    with pytest.raises(LookupError, match="'abstain' is not offered"):
        fill([field("static_select", **OPTIONS)], {"static_select": "abstain"})


WRONG = [
    (field("plain_text_input"), {"value": 3}, "3 is not what a plain_text_input gives"),
    (field("datepicker"), {"selected_date": "tomorrow"}, "'tomorrow' is not what a datepicker gives"),
    (field("datetimepicker"), {"selected_date_time": "1745499600"}, "is not what a datetimepicker gives"),
    (
        field("static_select", **OPTIONS),
        {"selected_option": option("abstain")},
        "'abstain' is not among the options",
    ),
    (field("checkboxes", **OPTIONS), {"selected_options": [option("abstain")]}, "'abstain' is not among"),
    (field("users_select"), {"selected_user": "U404"}, "user_not_found"),
    (field("multi_channels_select"), {"selected_channels": ["C404"]}, "channel_not_found"),
    (field("file_input"), {"files": [{"id": "F404"}]}, "there is no such file"),
]


@pytest.mark.parametrize(("block", "value", "words"), WRONG, ids=lambda x: str(x)[:20])
def test_a_form_takes_only_what_its_fields_could_give(
    slack: LocalSlack, block: Json, value: Json, words: str
) -> None:
    kind = block["block_id"]
    with pytest.raises(SlackError, match=words):
        read_values(slack._ws, [block], {kind: {f"{kind}_action": {"type": kind, **value}}})


FAULTS = [
    (field("plain_text_input"), None, "Please complete this required field."),
    (field("plain_text_input", min_length=3), "ab", "Must be at least 3 characters."),
    (field("plain_text_input"), "x" * 3001, "Must be 3000 characters or fewer."),
    (field("email_text_input"), "ada", "Please enter a valid email address."),
    (field("url_text_input"), "riverside", "Please enter a valid URL."),
    (field("number_input", is_decimal_allowed=False), "1.5", "Please enter a whole number."),
    (field("number_input", is_decimal_allowed=True), "many", "Please enter a number."),
    (field("number_input", is_decimal_allowed=True, min_value="2"), "1", "Must be 2 or more."),
    (field("number_input", is_decimal_allowed=True, max_value="2"), "3", "Must be 2 or less."),
    (field("multi_users_select", max_selected_items=1), ["U0ADA", "U0BEN"], "Please choose 1 or fewer."),
    (field("checkboxes", **OPTIONS), [], "Please complete this required field."),
]


@pytest.mark.parametrize(("block", "given", "words"), FAULTS)
def test_slacks_own_client_keeps_back_a_form_that_is_not_right(block: Json, given: Any, words: str) -> None:
    kind = block["block_id"]
    assert faults([block], fill([block], {kind: given})) == {kind: words}


def test_a_restart_finds_messages_forms_homes_and_files_as_they_were(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "workspace.json"
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    with LocalSlack(SEED, manifest(), state_file=kept) as slack:
        client = WebClient(SEED.bot_token, base_url=slack.api_url)
        client.chat_postMessage(channel="C0MAIN", text="kept")
        client.chat_postEphemeral(channel="C0MAIN", user="U0ADA", text="kept too")
        published = client.views_publish(user_id="U0ADA", view=home)["view"]
        im = client.conversations_open(users="U0ADA")["channel"]["id"]
        stored = slack.act("U0ADA").upload("#partnership", "a.txt", b"bytes")
    with LocalSlack(SEED, manifest(), state_file=kept) as slack:
        ada = slack.act("U0ADA")
        assert [m["text"] for m in ada.messages("#partnership")] == ["kept", ""]
        assert [m["text"] for m in ada.ephemerals("#partnership")] == ["kept too"]
        assert ada.dm() == im
        assert (
            urllib.request.urlopen(f"{slack.base_url}/local/files/{stored['id']}?as=U0ADA").read() == b"bytes"
        )
        client = WebClient(SEED.bot_token, base_url=slack.api_url)
        assert client.views_publish(user_id="U0ADA", view=home)["view"]["id"] == published["id"]
        assert client.files_info(file=stored["id"])["file"]["url_private"].startswith(slack.base_url)
        assert ada.messages("#partnership")[1]["files"][0]["url_private"].startswith(slack.base_url)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "is not JSON"), ("[]", "is not a workspace"), ("{}", "belongs to another workspace")],
)
def test_a_state_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    kept = tmp_path / "workspace.json"
    kept.write_text(text)
    with pytest.raises(ValueError, match=words):
        LocalSlack(SEED, manifest(), state_file=kept)


def test_a_port_already_taken_is_an_error_at_once(slack: LocalSlack) -> None:
    port = int(slack.base_url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="address already in use"):
        LocalSlack(SEED, manifest(), port=port).start()


def test_waiting_for_what_does_not_happen_ends(slack: LocalSlack) -> None:
    with pytest.raises(TimeoutError, match=r"within 0\.01 seconds"):
        slack.wait_for(lambda: False, timeout=0.01)


def test_a_workspace_not_started_says_so() -> None:
    with pytest.raises(RuntimeError, match="has not been started"):
        LocalSlack(SEED, manifest(), pace=Pace()).act("U0ADA")
