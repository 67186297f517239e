"""A real Bolt app, over Socket Mode and over signed HTTP, saw and did what it would in Slack."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App

from .conftest import Heard, Running

FORM = {
    "type": "modal",
    "callback_id": "motion",
    "private_metadata": "C0MAIN",
    "title": {"type": "plain_text", "text": "Put a motion"},
    "submit": {"type": "plain_text", "text": "Put it"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "The motion"},
            "element": {"type": "plain_text_input", "action_id": "words", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "kind",
            "optional": True,
            "label": {"type": "plain_text", "text": "Kind"},
            "element": {
                "type": "static_select",
                "action_id": "kind",
                "options": [
                    {"text": {"type": "plain_text", "text": "Ordinary"}, "value": "ordinary"},
                    {"text": {"type": "plain_text", "text": "Amendment"}, "value": "amendment"},
                ],
                "initial_option": {"text": {"type": "plain_text", "text": "Ordinary"}, "value": "ordinary"},
            },
        },
    ],
}
BALLOT = [
    {"type": "section", "block_id": "words", "text": {"type": "mrkdwn", "text": "*Shall we?*"}},
    {
        "type": "actions",
        "block_id": "ballot",
        "elements": [
            {
                "type": "button",
                "action_id": "for",
                "text": {"type": "plain_text", "text": "For"},
                "value": "m1",
            },
            {
                "type": "button",
                "action_id": "against",
                "text": {"type": "plain_text", "text": "Against"},
                "value": "m1",
            },
        ],
    },
]


def bot(app: App, heard: Heard) -> None:
    """A little secretary: a form, a ballot, an answer to each click."""

    @app.command("/vote")
    def vote(ack: Callable[..., Any], body: dict[str, Any], client: Any) -> None:
        if body["text"] == "help":
            ack("Type a motion.")
            return
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    @app.view("motion")
    def put(ack: Callable[..., Any], view: dict[str, Any], client: Any) -> None:
        title = view["state"]["values"]["title"]["words"]["value"]
        if title == "x":
            ack(response_action="errors", errors={"title": "Say more."})
            return
        client.chat_postMessage(channel=view["private_metadata"], text=title, blocks=BALLOT)
        ack()

    @app.view_closed("motion")
    def closed(ack: Callable[..., Any]) -> None:
        ack()

    @app.action("for")
    def counted(ack: Callable[..., Any], respond: Callable[..., Any], body: dict[str, Any]) -> None:
        ack()
        respond(text="Counted for.", response_type="ephemeral", replace_original=False)

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: Any) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Good morning"}}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        """Heard by the middleware."""


@pytest.fixture(params=["socket", "http"])
def running(request: pytest.FixtureRequest, run: Callable[..., Running]) -> Running:
    return run(request.param, bot)


def test_a_command_answers_on_its_ack_to_its_sender_alone(running: Running) -> None:
    ada = running.slack.act("U0ADA")
    answer = ada.command("#partnership", "/vote", "help")
    assert answer.ok
    assert answer.text == "Type a motion."
    assert [m["text"] for m in ada.ephemerals("#partnership")] == ["Type a motion."]
    assert running.slack.act("U0BEN").ephemerals("#partnership") == []
    assert ada.messages("#partnership") == []


def test_a_day_goes_from_command_to_form_to_ballot_to_private_answer(running: Running) -> None:
    ada, ben = running.slack.act("U0ADA"), running.slack.act("U0BEN")
    assert ada.command("#partnership", "/vote").ok
    [form] = ada.views()
    assert ben.views() == []
    assert ada.submit(form, {"words": ""}).errors == {"title": "Please complete this required field."}
    assert ada.submit(form, {"words": "x"}).errors == {"title": "Say more."}
    assert ada.views() == [form | {"state": ada.views()[0]["state"]}]
    assert ada.submit(form, {"title": "Shall we?", "kind": "Amendment"}).ok
    assert ada.views() == []
    [ballot] = ben.messages("#partnership")
    assert ballot["user"] == "U0BOT"
    assert ben.press(ballot, "for").ok
    said = running.slack.wait_for(lambda: ben.ephemerals("#partnership"))
    assert [m["text"] for m in said] == ["Counted for."]

    submission = running.heard.of("view_submission")[-1]
    assert submission["view"]["state"]["values"]["kind"]["kind"]["selected_option"]["value"] == "amendment"
    click = running.heard.of("block_actions")[0]
    assert click["user"] == {"id": "U0BEN", "username": "ben", "name": "ben", "team_id": "T0LOCAL"}
    assert click["container"] == {
        "type": "message",
        "message_ts": ballot["ts"],
        "channel_id": "C0MAIN",
        "is_ephemeral": False,
    }
    [pressed] = click["actions"]
    assert pressed.pop("action_ts")
    assert pressed == {
        "type": "button",
        "block_id": "ballot",
        "action_id": "for",
        "value": "m1",
        "text": {"type": "plain_text", "text": "For"},
    }
    assert click["message"]["blocks"] == BALLOT


def test_a_form_submitted_twice_is_refused_the_second_time_in_words(running: Running) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote")
    [form] = ada.views()
    assert ada.submit(form, {"title": "Once"}).ok
    again = ada.submit(form, {"title": "Once"})
    assert not again.ok
    assert again.error == "this form is no longer open"


def test_closing_a_form_tells_the_app_that_asked_to_know(running: Running) -> None:
    ada = running.slack.act("U0ADA")
    ada.command("#partnership", "/vote")
    assert ada.close(ada.views()[0]).ok
    [closed] = running.heard.of("view_closed")
    assert closed["view"]["callback_id"] == "motion"
    assert closed["is_cleared"] is False


def test_opening_home_shows_what_the_app_publishes(running: Running) -> None:
    home = running.slack.act("U0BEN").open_home()
    assert home is not None
    assert home["blocks"][0]["text"]["text"] == "Good morning"


def test_what_is_said_in_a_channel_reaches_the_app_that_subscribes(running: Running) -> None:
    running.slack.act("U0BEN").say("#partnership", "Shall we <!channel> & go?")
    event = running.slack.wait_for(lambda: running.heard.of("message"))[0]["event"]
    assert event["text"] == "Shall we &lt;!channel&gt; &amp; go?"
    assert event["channel_type"] == "channel"
    assert event["user"] == "U0BEN"


def test_the_app_is_told_a_commands_fields_exactly(running: Running) -> None:
    running.slack.act("U0ADA").command("#exec", "/vote", "help")
    body = running.heard.bodies[0]
    assert body.pop("trigger_id")
    assert body.pop("response_url").startswith(running.slack.base_url)
    assert body == {
        "token": "local",
        "team_id": "T0LOCAL",
        "team_domain": "riverside",
        "channel_id": "C0PRIV",
        "channel_name": "privategroup",
        "user_id": "U0ADA",
        "user_name": "ada",
        "command": "/vote",
        "text": "help",
        "api_app_id": "A0QUORATE",
        "is_enterprise_install": "false",
    }
