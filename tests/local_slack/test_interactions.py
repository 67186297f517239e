"""Triggers, acks, response_urls, modal stacks: the limits people and bots meet in Slack."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlack, Pace

from .conftest import EVENTS, SEED, Hand, Heard, Running, manifest

Json = dict[str, Any]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def form(name: str, **more: Any) -> Json:
    """A form with one text field and a menu that acts at once."""
    field = {"type": "plain_text_input", "action_id": "words"}
    pushing = {"type": "button", "action_id": "push", "text": plain("More")}
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain(name),
        "submit": plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "field", "label": plain("Say"), "element": field, "optional": True},
            {"type": "actions", "block_id": "more", "elements": [pushing]},
        ],
        **more,
    }


class Bot:
    """A bot whose answers the test sets, and which keeps what it was given."""

    def __init__(self) -> None:
        self.answer: Json = {}
        self.calls: list[SlackApiError] = []
        self.triggers: list[str] = []
        self.urls: list[str] = []
        self.never = threading.Event()

    def __call__(self, app: App, heard: Heard) -> None:
        @app.command("/vote")
        def vote(ack: Callable[..., Any], body: Json, client: WebClient) -> None:
            self.triggers.append(body["trigger_id"])
            self.urls.append(body["response_url"])
            if body["text"] == "open":
                client.views_open(trigger_id=body["trigger_id"], view=form("first", notify_on_close=True))
            ack(**self.answer)

        @app.command("/slow")
        def slow(ack: Callable[..., Any]) -> None:
            self.never.wait(5)

        @app.action("push")
        def push(ack: Callable[..., Any], body: Json, client: WebClient) -> None:
            depth = len(heard.of("block_actions"))
            try:
                client.views_push(
                    trigger_id=body["trigger_id"], view=form(f"over {depth}", notify_on_close=True)
                )
            except SlackApiError as refusal:
                self.calls.append(refusal)
            ack()

        @app.action({"type": "block_actions", "action_id": "press"})
        def press(ack: Callable[..., Any], body: Json) -> None:
            self.urls.append(body["response_url"])
            ack()

        @app.view({"type": "view_closed", "callback_id": "first"})
        def closed(ack: Callable[..., Any]) -> None:
            ack()

        @app.middleware
        def submissions(body: Json, next: Callable[[], Any], ack: Callable[..., Any]) -> Any:
            if body.get("type") in ("view_submission", "view_closed"):
                return ack(**self.answer)
            return next()

        @app.event("message")
        def message() -> None:
            """Acknowledged."""

        @app.options("who")
        def who(ack: Callable[..., Any], body: Json) -> None:
            ack(options=[{"text": plain(body["value"]), "value": "v"}])


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def running(run: Callable[..., Running], bot: Bot, hand: Hand) -> Running:
    return run("socket", bot, pace=Pace(monotonic=hand))


def post(url: str, body: Json) -> str:
    """Post to a response_url; what it answers, or the error's name."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        return str(urllib.request.urlopen(request).read().decode())
    except urllib.error.HTTPError as refusal:
        return str(json.load(refusal)["error"])


def test_a_trigger_opens_one_view(running: Running, bot: Bot) -> None:
    running.slack.act("U0ADA").command("#partnership", "/vote", "open")
    with pytest.raises(SlackApiError, match="trigger_exchanged"):
        running.client.views_open(trigger_id=bot.triggers[0], view=form("again"))
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        running.client.views_open(trigger_id="1.2.made-up", view=form("again"))


def test_a_trigger_expires_after_three_seconds_and_a_bad_view_does_not_use_it_up(
    running: Running, bot: Bot, hand: Hand
) -> None:
    running.slack.act("U0ADA").command("#partnership", "/vote")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        running.client.views_open(trigger_id=bot.triggers[0], view=form("again", title=plain("x" * 25)))
    hand.at += 3.01
    with pytest.raises(SlackApiError, match="trigger_expired"):
        running.client.views_open(trigger_id=bot.triggers[0], view=form("again"))


def test_a_command_not_acked_in_time_is_an_error_the_person_sees(
    run: Callable[..., Running], bot: Bot
) -> None:
    running = run("socket", bot, pace=Pace(ack_seconds=0.05))
    answer = running.slack.act("U0ADA").command("#partnership", "/slow")
    bot.never.set()
    assert answer.error == "/slow failed with the error “operation_timeout”"


def test_a_command_with_no_bot_connected_is_an_error_the_person_sees(slack: LocalSlack) -> None:
    answer = slack.act("U0ADA").command("#partnership", "/vote")
    assert answer.error == "/vote failed with the error “dispatch_failed”"


@pytest.mark.parametrize(
    ("user", "channel", "command", "words"),
    [
        ("U0ADA", "#partnership", "/sing", "/sing is not a valid command."),
        ("U0EXT", "#partnership", "/vote", "/vote is not a valid command."),
        ("U0GUEST", "#partnership", "/vote", "channel_not_found"),
        ("U0BEN", "#lunch", "/vote", "You are not in #lunch, so /vote cannot be used there."),
        ("U0GONE", "#partnership", "/vote", "Tom Hale’s account has been deactivated"),
        ("U0BOT", "#partnership", "/vote", "Quorate is a bot; act as a person"),
        ("U404", "#partnership", "/vote", "user_not_found"),
    ],
)
def test_who_may_not_use_a_command_is_told_so(
    slack: LocalSlack, user: str, channel: str, command: str, words: str
) -> None:
    answer = slack.act(user).command(channel, command)
    assert not answer.ok
    assert answer.error == words


def test_a_guest_uses_commands_in_a_channel_of_theirs(running: Running) -> None:
    assert running.slack.act("U0GUEST").command("#lunch", "/vote").ok


def test_names_in_a_commands_text_are_escaped_where_the_manifest_says_so(running: Running) -> None:
    running.slack.act("U0ADA").command(
        "#partnership", "/vote", "@ben & @nobody in #partnership not #exec <b>"
    )
    text = running.heard.bodies[0]["text"]
    assert text == "<@U0BEN|ben> &amp; @nobody in <#C0MAIN|partnership> not <#C0PRIV|> &lt;b&gt;"


def test_an_ack_slack_would_not_show_is_an_error(running: Running, bot: Bot) -> None:
    bot.answer = {"text": "x", "blocks": [{"type": "banner"}]}
    answer = running.slack.act("U0ADA").command("#partnership", "/vote")
    assert answer.error == "/vote failed with the error “invalid_command_response”"


def test_a_command_may_answer_to_the_whole_channel(running: Running, bot: Bot) -> None:
    bot.answer = {"text": "Everybody", "response_type": "in_channel"}
    running.slack.act("U0ADA").command("#partnership", "/vote")
    assert [m["text"] for m in running.slack.act("U0BEN").messages("#partnership")] == ["Everybody"]


def test_a_response_url_answers_five_times(running: Running, bot: Bot) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote")
    assert [post(bot.urls[0], {"text": str(n)}) for n in range(6)] == ["ok"] * 5 + ["used_url"]
    assert len(ada.ephemerals("#partnership")) == 5


def test_a_response_url_answers_for_thirty_minutes(running: Running, bot: Bot, hand: Hand) -> None:
    running.slack.act("U0ADA").command("#partnership", "/vote")
    hand.at += 1799
    assert post(bot.urls[0], {"text": "in time"}) == "ok"
    hand.at += 2
    assert post(bot.urls[0], {"text": "late"}) == "expired_url"
    assert post(f"{bot.urls[0]}x", {"text": "made up"}) == "no_such_response_url"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "shout": True}, "invalid_payload"),
        ({"text": "x", "response_type": "everybody"}, "invalid_payload"),
        ({"blocks": [{"type": "banner"}]}, "invalid_blocks"),
        ({"text": "x" * 40_001}, "msg_too_long"),
    ],
)
def test_a_response_slack_would_not_show_is_refused(
    running: Running, bot: Bot, body: Json, error: str
) -> None:
    running.slack.act("U0ADA").command("#partnership", "/vote")
    assert post(bot.urls[0], body) == error


def test_a_click_in_a_message_may_replace_or_delete_it(running: Running, bot: Bot) -> None:
    ada, button = running.slack.act("U0ADA"), {"type": "button", "action_id": "press", "text": plain("Go")}
    blocks = [{"type": "actions", "elements": [button]}]
    running.client.chat_postMessage(channel="C0MAIN", text="pressed", blocks=blocks)
    running.client.chat_postEphemeral(channel="C0MAIN", user="U0ADA", text="only you", blocks=blocks)
    [public], [private] = ada.messages("#partnership"), ada.ephemerals("#partnership")
    ada.press(public, "press")
    ada.press(private, "press")
    assert [post(url, {"text": "done", "replace_original": True}) for url in bot.urls] == ["ok", "ok"]
    assert [(m["text"], "blocks" in m) for m in ada.messages("#partnership")] == [("done", False)]
    assert [m["text"] for m in ada.ephemerals("#partnership")] == ["done"]
    assert [post(url, {"delete_original": True}) for url in bot.urls] == ["ok", "ok"]
    assert ada.messages("#partnership") == ada.ephemerals("#partnership") == []
    click = running.heard.of("block_actions")[1]
    assert click["container"]["is_ephemeral"] is True
    assert "message" not in click


def test_a_stack_holds_three_views_and_closes_from_the_top(running: Running, bot: Bot) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote", "open")
    for _ in range(3):
        assert ada.press(ada.views()[-1], "push").ok
    assert [v["callback_id"] for v in ada.views()] == ["first", "over 1", "over 2"]
    assert bot.calls[0].response["error"] == "push_limit_reached"
    assert ada.views()[1]["previous_view_id"] == ada.views()[1]["root_view_id"] == ada.views()[0]["id"]
    ada.close(ada.views()[-1])
    assert [v["callback_id"] for v in ada.views()] == ["first", "over 1"]
    ada.close(ada.views()[-1], whole_stack=True)
    assert ada.views() == []
    closed = [(b["view"]["callback_id"], b["is_cleared"]) for b in running.heard.of("view_closed")]
    assert closed == [("over 2", False), ("over 1", True), ("first", True)]


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({}, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": form("updated")}, ["updated"]),
        ({"response_action": "push", "view": form("pushed")}, ["first", "pushed"]),
        ({"response_action": "errors", "errors": {"field": "No."}}, ["first"]),
    ],
)
def test_a_forms_ack_says_what_becomes_of_it(
    running: Running, bot: Bot, answer: Json, left: list[str]
) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote", "open")
    bot.answer = answer
    said = ada.submit(ada.views()[0], {"words": "x"})
    assert said.errors == answer.get("errors", {})
    assert said.ok is not bool(said.errors)
    assert [v["callback_id"] for v in ada.views()] == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No."}},
        {"response_action": "errors", "errors": {"more": "Not an input."}},
        {"response_action": "update", "view": {"type": "home", "blocks": []}},
        {"text": "Thank you"},
    ],
)
def test_an_ack_slack_would_not_follow_leaves_the_form_and_says_there_was_trouble(
    running: Running, bot: Bot, answer: Json
) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote", "open")
    bot.answer = answer
    if "text" in answer:
        answer["response_action"] = "thank"
    said = ada.submit(ada.views()[0])
    assert (said.ok, said.error) == (False, "We had some trouble connecting. Try again?")
    assert [v["callback_id"] for v in ada.views()] == ["first"]


def test_a_stale_hash_does_not_update_a_view(running: Running) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote", "open")
    [shown] = ada.views()
    fresh = running.client.views_update(view_id=shown["id"], hash=shown["hash"], view=form("second"))["view"]
    assert fresh["hash"] != shown["hash"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        running.client.views_update(view_id=shown["id"], hash=shown["hash"], view=form("third"))
    with pytest.raises(SlackApiError, match="not_found"):
        running.client.views_update(view_id="V404", view=form("third"))
    home = running.client.views_publish(user_id="U0ADA", view={"type": "home", "blocks": []})["view"]
    running.client.views_publish(user_id="U0ADA", hash=home["hash"], view={"type": "home", "blocks": []})
    with pytest.raises(SlackApiError, match="hash_conflict"):
        running.client.views_publish(user_id="U0ADA", hash=home["hash"], view={"type": "home", "blocks": []})


def test_an_external_id_is_on_one_view_at_a_time(running: Running, bot: Bot) -> None:
    running.slack.act("U0ADA").command("#partnership", "/vote")
    running.slack.act("U0BEN").command("#partnership", "/vote")
    running.client.views_open(trigger_id=bot.triggers[0], view=form("mine", external_id="m1"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        running.client.views_open(trigger_id=bot.triggers[1], view=form("mine", external_id="m1"))
    assert running.client.views_update(external_id="m1", view=form("yours", external_id="m1"))["ok"]


def test_an_external_member_may_press_a_button_and_is_named_with_their_own_team(running: Running) -> None:
    blocks = [
        {"type": "actions", "elements": [{"type": "button", "action_id": "press", "text": plain("Go")}]}
    ]
    running.client.chat_postMessage(channel="C0MAIN", text="x", blocks=blocks)
    eve = running.slack.act("U0EXT")
    assert eve.press(eve.messages("#partnership")[0], "press").ok
    click = running.heard.of("block_actions")[0]
    assert click["user"]["team_id"] == "T0OTHER"
    assert click["team"]["id"] == "T0LOCAL"


def test_an_external_menu_is_asked_for_its_options(running: Running) -> None:
    menu = {"type": "external_select", "action_id": "who"}
    blocks = [{"type": "section", "text": plain("Who?"), "accessory": menu}]
    running.client.chat_postMessage(channel="C0MAIN", text="x", blocks=blocks)
    ada = running.slack.act("U0ADA")
    answer = ada.suggestions(ada.messages("#partnership")[0], "who", "Exe")
    assert answer.options == {"options": [{"text": plain("Exe"), "value": "v"}]}


def test_what_is_not_on_the_screen_cannot_be_pressed(running: Running) -> None:
    running.client.chat_postMessage(channel="C0MAIN", text="x", blocks=[{"type": "divider"}])
    ada = running.slack.act("U0ADA")
    [message] = ada.messages("#partnership")
    made_up = {"type": "actions", "block_id": "b", "elements": [{"type": "button", "action_id": "press"}]}
    answer = ada.press(message | {"blocks": [made_up]}, "press")
    assert answer.error == "there is no press here"
    assert ada.press(message | {"ts": message["ts"], "blocks": [made_up]}, "press").ok is False
    with pytest.raises(LookupError, match="there is no press here"):
        ada.press(message, "press")


def test_a_press_that_crosses_an_update_of_its_message_is_heard(running: Running) -> None:
    """Whoever reads the question a button asks first still closes the vote, though another vote came in meanwhile."""
    blocks = [
        {"type": "actions", "elements": [{"type": "button", "action_id": "press", "text": plain("Go")}]}
    ]
    posted = running.client.chat_postMessage(channel="C0MAIN", text="x", blocks=blocks)
    ada = running.slack.act("U0ADA")
    [seen] = json.loads(json.dumps(ada.messages("#partnership")))
    running.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y", blocks=blocks)
    assert ada.messages("#partnership")[0]["blocks"][0]["block_id"] != seen["blocks"][0]["block_id"]
    assert ada.press(seen, "press").ok
    assert running.heard.of("block_actions")[0]["message"]["text"] == "y"


def test_without_interactivity_in_the_manifest_nothing_is_sent(run: Callable[..., Running], bot: Bot) -> None:
    running = run("socket", bot, interactive=False)
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote", "open")
    assert ada.submit(ada.views()[0]).error == "This app has not configured interactivity in its manifest."
    assert running.heard.of("view_submission") == []


def test_an_event_the_manifest_does_not_subscribe_to_is_not_sent(
    run: Callable[..., Running], bot: Bot
) -> None:
    running = run("socket", bot, events=[e for e in EVENTS if e != "message.channels"])
    ada = running.slack.act("U0ADA")
    ada.say("#partnership", "nobody listens")
    ada.say(ada.dm(), "but here")
    heard = running.slack.wait_for(lambda: running.heard.of("message"))
    assert [b["event"]["text"] for b in heard] == ["but here"]
    assert heard[0]["event"]["channel_type"] == "im"


def test_a_connection_slack_refreshes_is_made_again(running: Running) -> None:
    running.slack.disconnect_bot()
    running.slack.wait_until_connected(15)
    assert running.slack.act("U0ADA").command("#partnership", "/vote").ok


def test_a_socket_mode_address_works_once(slack: LocalSlack, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=SEED.app_token)["url"].replace("ws://", "http://")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(url)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(url)


def test_a_manifest_without_scopes_is_refused() -> None:
    with pytest.raises(ValueError, match="the app may do nothing"):
        LocalSlack(SEED, manifest(scopes=[]))
