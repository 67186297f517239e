"""The Web API through slack_sdk's own client: what it takes, and Slack's words when it does not."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlack, Pace

from .conftest import SCOPES, SEED, Hand, manifest


def refusal(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


@pytest.fixture
def narrow() -> Iterator[Callable[..., WebClient]]:
    """A client of a workspace whose manifest asks for less."""
    started: list[LocalSlack] = []

    def start(**changes: Any) -> WebClient:
        started.append(LocalSlack(SEED, manifest(**changes)))
        started[-1].start()
        return WebClient(SEED.bot_token, base_url=started[-1].api_url, retry_handlers=[])

    yield start
    for each in started:
        each.stop()


def test_auth_test_says_who_the_bot_is(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0LOCAL", "U0BOT", "B0BOT")


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-another", "invalid_auth"), (SEED.app_token, "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(slack: LocalSlack, token: str | None, error: str) -> None:
    assert refusal(WebClient(token, base_url=slack.api_url).users_list) == error


def test_socket_mode_wants_the_app_token(slack: LocalSlack, client: WebClient) -> None:
    assert refusal(client.apps_connections_open, app_token=SEED.bot_token) == "not_allowed_token_type"
    assert client.apps_connections_open(app_token=SEED.app_token)["url"].startswith("ws://127.0.0.1:")


def test_what_is_not_known_is_never_ok(client: WebClient) -> None:
    assert refusal(client.api_call, api_method="chat.scheduleMessage") == "unknown_method"
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0MAIN", text="x", client_msg_id="1")
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] unknown argument: client_msg_id"
    ]


@pytest.mark.parametrize(
    ("scope", "method", "arguments"),
    [
        ("chat:write", "chat.postMessage", {"channel": "C0MAIN", "text": "x"}),
        ("users:read", "users.list", {}),
        ("users:read.email", "users.lookupByEmail", {"email": "ada@riverside.example"}),
        ("im:write", "conversations.open", {"users": "U0ADA"}),
        ("channels:history", "conversations.history", {"channel": "C0MAIN"}),
        ("groups:history", "conversations.history", {"channel": "C0PRIV"}),
        ("groups:read", "conversations.list", {"types": "private_channel"}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a.txt", "length": 1}),
        ("team:read", "team.info", {}),
    ],
)
def test_a_scope_the_manifest_does_not_ask_for_is_missing(
    narrow: Callable[..., WebClient], scope: str, method: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(SlackApiError) as caught:
        narrow(scopes=[s for s in SCOPES if s != scope]).api_call(method, params=arguments)
    assert caught.value.response["error"] == "missing_scope"
    assert scope in caught.value.response["needed"]


def test_a_person_without_the_email_scope_has_no_email(narrow: Callable[..., WebClient]) -> None:
    client = narrow(scopes=["users:read"])
    assert "email" not in client.users_info(user="U0ADA")["user"]["profile"]


def test_people_are_as_slack_describes_them(client: WebClient) -> None:
    ada = client.users_lookupByEmail(email="ADA@riverside.example")["user"]
    assert (ada["id"], ada["real_name"], ada["profile"]["title"]) == ("U0ADA", "Ada Fenwick", "Chair")
    assert client.users_info(user="U0GUEST")["user"]["is_restricted"] is True
    stranger = client.users_info(user="U0EXT", include_locale=True)["user"]
    assert (stranger["is_stranger"], stranger["team_id"], "locale" in stranger) == (True, "T0OTHER", False)
    assert client.users_info(user="U0GONE")["user"]["deleted"] is True
    assert refusal(client.users_info, user="U404") == "user_not_found"
    assert refusal(client.users_lookupByEmail, email="tom@riverside.example") == "users_not_found"


def test_lists_come_in_pages(client: WebClient) -> None:
    first = client.users_list(limit=4)
    rest = client.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) == 4
    assert rest["response_metadata"]["next_cursor"] == ""
    assert {u["id"] for u in [*first["members"], *rest["members"]]} == {u.id for u in SEED.users} | {"U0BOT"}
    assert refusal(client.users_list, cursor="nonsense") == "invalid_cursor"
    assert refusal(client.conversations_list, limit=0) == "invalid_limit"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0OTHER", "not_in_channel"), ("C0SECRET", "channel_not_found"), ("C404", "channel_not_found")],
)
def test_the_bot_posts_only_where_it_is(client: WebClient, channel: str, error: str) -> None:
    assert refusal(client.chat_postMessage, channel=channel, text="x") == error


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "nonsense"}, "invalid_arguments"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"text": "x", "username": "Somebody"}, "missing_scope"),
        ({"text": "x", "attachments": [{"text": "y"}]}, "invalid_arguments"),
    ],
)
def test_a_message_slack_would_not_post_is_not_posted(
    slack: LocalSlack, client: WebClient, arguments: dict[str, Any], error: str
) -> None:
    assert refusal(client.chat_postMessage, channel="C0MAIN", **arguments) == error
    assert slack.act("U0ADA").messages("#partnership") == []


def test_a_message_is_stored_as_sent_and_its_metadata_told_only_when_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "17"}}
    sent = client.chat_postMessage(channel="C0MAIN", text="a <b> & *c*", metadata=metadata)
    [plainly] = client.conversations_history(channel="C0MAIN")["messages"]
    assert (plainly["text"], plainly["ts"], plainly["bot_id"]) == ("a <b> & *c*", sent["ts"], "B0BOT")
    assert plainly["metadata"] == {"event_type": "outbox"}
    assert "posted_at" not in plainly
    [wholly] = client.conversations_history(channel="C0MAIN", include_all_metadata=True)["messages"]
    assert wholly["metadata"] == metadata


def test_history_is_newest_first_in_pages_and_between_instants(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="C0MAIN", text=str(n))["ts"] for n in range(4)]
    first = client.conversations_history(channel="C0MAIN", limit=3)
    assert [m["text"] for m in first["messages"]] == ["3", "2", "1"]
    assert first["has_more"] is True
    cursor = first["response_metadata"]["next_cursor"]
    assert [
        m["text"] for m in client.conversations_history(channel="C0MAIN", limit=3, cursor=cursor)["messages"]
    ] == ["0"]
    since = client.conversations_history(channel="C0MAIN", oldest=stamps[2])
    assert [m["text"] for m in since["messages"]] == ["3"]
    including = client.conversations_history(channel="C0MAIN", oldest=stamps[2], inclusive=True)
    assert [m["text"] for m in including["messages"]] == ["3", "2"]


def test_a_thread_is_its_parent_and_its_replies(client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C0MAIN", text="item 4")["ts"]
    client.chat_postMessage(channel="C0MAIN", text="noted", thread_ts=parent)
    thread = client.conversations_replies(channel="C0MAIN", ts=parent)["messages"]
    assert [m["text"] for m in thread] == ["item 4", "noted"]
    assert thread[0]["reply_count"] == 1
    assert [m["text"] for m in client.conversations_history(channel="C0MAIN")["messages"]] == ["item 4"]


def test_an_update_keeps_what_it_does_not_name(client: WebClient) -> None:
    blocks = [{"type": "divider", "block_id": "d"}]
    metadata = {"event_type": "outbox", "event_payload": {"id": "17"}}
    ts = client.chat_postMessage(channel="C0MAIN", text="one", blocks=blocks, metadata=metadata)["ts"]
    changed = client.chat_update(channel="C0MAIN", ts=ts, text="two")["message"]
    assert (changed["text"], changed["blocks"], changed["metadata"]) == ("two", blocks, metadata)
    assert changed["edited"]["user"] == "U0BOT"
    assert "blocks" not in client.chat_update(channel="C0MAIN", ts=ts, text="two", blocks=[])["message"]


def test_only_its_own_messages_can_be_changed_or_deleted_by_the_bot(
    slack: LocalSlack, client: WebClient
) -> None:
    said = slack.act("U0ADA").say("#partnership", "mine")["ts"]
    assert refusal(client.chat_update, channel="C0MAIN", ts=said, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, channel="C0MAIN", ts=said) == "cant_delete_message"
    assert refusal(client.chat_update, channel="C0MAIN", ts="1.000000", text="x") == "message_not_found"
    mine = client.chat_postMessage(channel="C0MAIN", text="x")["ts"]
    assert client.chat_getPermalink(channel="C0MAIN", message_ts=mine)["permalink"].endswith(
        mine.replace(".", "")
    )
    client.chat_delete(channel="C0MAIN", ts=mine)
    assert [m["ts"] for m in slack.act("U0ADA").messages("#partnership")] == [said]


def test_a_message_to_a_person_goes_to_their_direct_message(slack: LocalSlack, client: WebClient) -> None:
    opened = client.conversations_open(users="U0BEN")["channel"]["id"]
    assert opened.startswith("D")
    assert client.conversations_open(users=["U0BEN"])["channel"]["id"] == opened
    assert client.chat_postMessage(channel="U0BEN", text="For you")["channel"] == opened
    assert [m["text"] for m in slack.act("U0BEN").messages(opened)] == ["For you"]
    assert client.conversations_info(channel=opened)["channel"]["user"] == "U0BEN"
    assert refusal(client.conversations_open, users="U0GONE") == "user_disabled"
    assert refusal(client.chat_postMessage, channel="U0GONE", text="x") == "channel_not_found"


def test_an_ephemeral_message_is_for_one_member_and_in_no_history(
    slack: LocalSlack, client: WebClient
) -> None:
    client.chat_postEphemeral(channel="C0MAIN", user="U0BEN", text="only you")
    assert [m["text"] for m in slack.act("U0BEN").ephemerals("#partnership")] == ["only you"]
    assert slack.act("U0ADA").ephemerals("#partnership") == []
    assert client.conversations_history(channel="C0MAIN")["messages"] == []
    assert (
        refusal(client.chat_postEphemeral, channel="C0MAIN", user="U0GUEST", text="x")
        == "user_not_in_channel"
    )


def test_conversations_are_as_the_bot_may_see_them(client: WebClient) -> None:
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [(c["id"], c["is_member"]) for c in listed] == [
        ("C0MAIN", True),
        ("C0OTHER", False),
        ("C0PRIV", True),
    ]
    assert listed[0]["is_ext_shared"] is True
    assert set(client.conversations_members(channel="C0MAIN")["members"]) == {
        "U0ADA",
        "U0BEN",
        "U0EXT",
        "U0BOT",
    }
    assert refusal(client.conversations_info, channel="C0SECRET") == "channel_not_found"


def test_a_file_is_uploaded_in_two_steps_and_shared(slack: LocalSlack, client: WebClient) -> None:
    answer = client.files_upload_v2(
        channel="C0MAIN", filename="agenda.txt", content="1. Apologies", title="Agenda"
    )
    file_id = answer["file"]["id"]
    [message] = slack.act("U0ADA").messages("#partnership")
    assert [(f["id"], f["title"], f["size"]) for f in message["files"]] == [(file_id, "Agenda", 12)]
    private = client.files_info(file=file_id)["file"]["url_private"]
    request = urllib.request.Request(private, headers={"Authorization": f"Bearer {SEED.bot_token}"})
    assert urllib.request.urlopen(request).read() == b"1. Apologies"
    seen = urllib.request.urlopen(f"{slack.base_url}/local/files/{file_id}?as=U0ADA").read()
    assert seen == b"1. Apologies"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{slack.base_url}/local/files/{file_id}?as=U0GUEST")


def test_a_method_is_called_no_oftener_than_its_tier_allows(hand: Hand, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0MAIN", text="x")["ts"]
    for n in range(50):
        client.chat_update(channel="C0MAIN", ts=posted, text=str(n))
    with pytest.raises(SlackApiError) as caught:
        client.chat_update(channel="C0MAIN", ts=posted, text="too fast")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "60"
    hand.at += 60
    client.chat_update(channel="C0MAIN", ts=posted, text="in time")


def test_a_channel_takes_one_message_a_second_after_a_small_burst(hand: Hand, client: WebClient) -> None:
    for n in range(4):
        client.chat_postMessage(channel="C0MAIN", text=str(n))
    assert refusal(client.chat_postMessage, channel="C0MAIN", text="x") == "ratelimited"
    client.chat_postMessage(channel="C0PRIV", text="another channel")
    hand.at += 1
    client.chat_postMessage(channel="C0MAIN", text="x")
    assert refusal(client.chat_postMessage, channel="C0MAIN", text="x") == "ratelimited"


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"x", "text/plain", "invalid_post_type"),
    ],
)
def test_a_body_slack_could_not_read_is_named(slack: LocalSlack, body: bytes, kind: str, error: str) -> None:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {SEED.bot_token}"}
    request = urllib.request.Request(f"{slack.api_url}auth.test", body, headers)
    assert json.load(urllib.request.urlopen(request))["error"] == error


def test_only_this_machines_own_page_is_answered(slack: LocalSlack) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        request = urllib.request.Request(f"{slack.base_url}/local/state?as=U0ADA", headers=headers)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(request)


def test_without_limits_nothing_waits() -> None:
    with LocalSlack(SEED, manifest(), rate_limits=False, pace=Pace(monotonic=lambda: 0.0)) as slack:
        client = WebClient(SEED.bot_token, base_url=slack.api_url, retry_handlers=[])
        for n in range(20):
            client.chat_postMessage(channel="C0MAIN", text=str(n))
