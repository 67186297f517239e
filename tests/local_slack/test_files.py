"""Files in the workspace: private until a message links to them, fetched with the token, gone when deleted, kept over a restart."""

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlack, SlackError

from .conftest import EVENTS, SCOPES, SEED, Running, manifest
from .test_interactions import Bot, form, plain
from .test_page_interface import ask

Json = dict[str, Any]


def uploaded(client: WebClient, name: str = "Agenda, 24 April.txt", content: str = "1. Apologies") -> Json:
    """A file of the bot's that is shared nowhere."""
    file: Json = client.files_upload_v2(filename=name, content=content, title="Agenda")["file"]
    return file


def fetched(address: str, token: str = SEED.bot_token) -> tuple[int, str, bytes]:
    """What stands at a private address: status, media type, bytes."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(address, headers=headers))
    except urllib.error.HTTPError as refusal:
        return refusal.code, "", b""
    return answer.status, answer.headers.get_content_type(), answer.read()


def may_open(slack: LocalSlack, user: str, file: str) -> bool:
    """Whether somebody can open a file from their own screen."""
    try:
        urllib.request.urlopen(f"{slack.base_url}/local/files/{file}?as={user}").read()
    except urllib.error.HTTPError:
        return False
    return True


def section(text: str, kind: str = "mrkdwn") -> Json:
    return {"type": "section", "text": {"type": kind, "text": text}}


def rich_link(url: str) -> Json:
    runs = [{"type": "link", "url": url, "text": "Agenda"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": runs}]}


@pytest.mark.parametrize(
    "content",
    [
        lambda link: {"text": f"Enclosed: <{link}|Agenda>"},
        lambda link: {"text": link},
        lambda link: {"text": "x", "blocks": [section(f"<{link}|Agenda>")]},
        lambda link: {"text": "x", "blocks": [rich_link(link)]},
        lambda link: {"text": link, "blocks": [section(f"<{link}|Agenda> and again <{link}>")]},
    ],
    ids=["in the text", "bare", "in mrkdwn", "in rich text", "twice"],
)
def test_a_message_that_links_to_a_file_of_the_bots_shares_it(
    slack: LocalSlack, client: WebClient, content: Callable[[str], Json]
) -> None:
    file = uploaded(client)
    assert not may_open(slack, "U0ADA", file["id"]), "until it is shared it is private"
    answer = client.chat_postMessage(channel="C0MAIN", **content(file["permalink"]))
    [message] = slack.act("U0BEN").messages("#partnership")
    assert [(each["id"], each["title"]) for each in message["files"]] == [(file["id"], "Agenda")]
    assert "subtype" not in message
    assert [each["id"] for each in answer["message"]["files"]] == [file["id"]]
    assert may_open(slack, "U0ADA", file["id"])
    assert not may_open(slack, "U0GUEST", file["id"])
    assert client.files_info(file=file["id"])["file"]["channels"] == ["C0MAIN"]


def test_what_is_no_link_shares_nothing(slack: LocalSlack, client: WebClient) -> None:
    file = uploaded(client)
    blocks = [section(file["permalink"], kind="plain_text")]
    client.chat_postMessage(channel="C0MAIN", text="x", blocks=blocks)
    client.chat_postMessage(channel="C0MAIN", text=file["permalink"].replace(file["id"], "F0UNKNOWN"))
    assert [m.get("files") for m in slack.act("U0ADA").messages("#partnership")] == [None, None]
    assert not may_open(slack, "U0ADA", file["id"])


def test_a_link_to_somebody_elses_file_is_only_text(slack: LocalSlack, client: WebClient) -> None:
    theirs = slack.act("U0ADA").upload(None, "draft.txt", b"x")
    client.chat_postMessage(channel="C0MAIN", text=f"<{theirs['permalink']}|draft>")
    [message] = slack.act("U0BEN").messages("#partnership")
    assert "files" not in message
    assert not may_open(slack, "U0BEN", theirs["id"])


def test_one_upload_is_shared_in_as_many_conversations_as_need_be(
    slack: LocalSlack, client: WebClient
) -> None:
    file = uploaded(client)
    for channel in ("C0MAIN", "U0ADA", "C0PRIV"):
        client.chat_postMessage(channel=channel, text=f"<{file['permalink']}|Agenda>")
    info = client.files_info(file=file["id"])["file"]
    assert [len(info[place]) for place in ("channels", "groups", "ims")] == [1, 1, 1]
    [told] = slack.act("U0ADA").messages(slack.act("U0ADA").dm())
    assert told["files"][0]["id"] == file["id"]


def test_a_name_of_any_kind_makes_an_address_that_can_stand_in_a_link(client: WebClient) -> None:
    file = uploaded(client, name="a|b> <c> é ?#%.pdf")
    assert file["name"] == "a|b> <c> é ?#%.pdf"
    assert file["permalink"].endswith(f"/files/U0BOT/{file['id']}/a_b_c_.pdf")


def test_the_app_is_told_where_its_file_has_been_shared(run: Callable[..., Running]) -> None:
    running = run("socket", Bot())
    file = uploaded(running.client)
    running.client.chat_postMessage(channel="C0MAIN", text=file["permalink"])

    def told() -> list[Json]:
        # Bolt keeps from its listeners what the app has done itself.
        events = [each.payload.get("event", {}) for each in running.slack.deliveries()]
        return [each for each in events if each.get("type") == "file_shared"]

    [event] = running.slack.wait_for(told)
    assert (event["file_id"], event["channel_id"], event["user_id"]) == (file["id"], "C0MAIN", "U0BOT")


@pytest.mark.parametrize("key", ["url_private", "url_private_download"])
def test_bytes_are_fetched_with_the_bots_token(slack: LocalSlack, client: WebClient, key: str) -> None:
    given = slack.act("U0ADA").upload(None, "Budget 2026.csv", b"a,b")
    assert fetched(given[key]) == (200, "text/csv", b"a,b")
    for token in ("", "xoxb-another"):
        status, kind, page = fetched(given[key], token)
        assert (status, kind) == (200, "text/html"), "Slack shows its sign-in page, and calls that success"
        assert b"Sign in to Riverside Partnership" in page
    assert fetched(given[key].replace(given["id"], "F0UNKNOWN"))[0] == 404


def test_without_the_scope_even_the_right_token_is_shown_the_sign_in_page() -> None:
    with LocalSlack(SEED, manifest(scopes=[each for each in SCOPES if each != "files:read"])) as slack:
        given = slack.act("U0ADA").upload(None, "a.txt", b"x")
        assert fetched(given["url_private"])[1] == "text/html"


def test_somebody_deletes_their_file_and_it_is_gone_everywhere(slack: LocalSlack, client: WebClient) -> None:
    ada = slack.act("U0ADA")
    given = ada.upload("#partnership", "plan.txt", b"x")
    with pytest.raises(SlackError, match="Only whoever uploaded a file can delete it"):
        slack.act("U0BEN").delete_file(given["id"])
    ada.delete_file(given["id"])
    assert fetched(given["url_private_download"])[0] == 404
    with pytest.raises(SlackApiError, match="file_deleted"):
        client.files_info(file=given["id"])
    [message] = ada.messages("#partnership")
    assert message["files"] == [{"id": given["id"], "mode": "tombstone"}]
    assert not may_open(slack, "U0ADA", given["id"])
    with pytest.raises(SlackError, match="There is no such file"):
        ada.delete_file(given["id"])
    assert "edited" not in message


def test_a_file_is_deleted_from_the_page(slack: LocalSlack) -> None:
    given = slack.act("U0ADA").upload("#partnership", "plan.txt", b"x")
    address = f"{slack.base_url}/local/files/{given['id']}?as=U0ADA"
    urllib.request.urlopen(urllib.request.Request(address, method="DELETE"))
    assert not may_open(slack, "U0ADA", given["id"])
    assert ask(slack, f"/local/files/{given['id']}?as=U0ADA")["code"] == "file_not_found"


def test_the_app_is_told_that_a_file_is_gone(run: Callable[..., Running]) -> None:
    running = run("socket", Bot(), events=[*EVENTS, "file_deleted"])
    ada = running.slack.act("U0ADA")
    given = ada.upload("#partnership", "plan.txt", b"x")
    ada.delete_file(given["id"])
    [event] = running.slack.wait_for(lambda: running.heard.of("file_deleted"))
    assert event["event"]["file_id"] == given["id"]


def with_files() -> Json:
    """A form that asks for one or two PDFs."""
    element = {"type": "file_input", "action_id": "paper", "filetypes": ["pdf"], "max_files": 2}
    asked = {"type": "input", "block_id": "paper", "label": plain("Paper"), "element": element}
    return form("papers") | {"blocks": [asked]}


@pytest.fixture
def asked(run: Callable[..., Running]) -> Running:
    """Ada has a form open that asks for files."""
    bot = Bot()
    running = run("socket", bot)
    running.slack.act("U0ADA").command("#partnership", "/vote")
    running.client.views_open(trigger_id=bot.triggers[0], view=with_files())
    return running


def test_a_form_gives_the_app_its_files_as_slack_does(asked: Running) -> None:
    ada = asked.slack.act("U0ADA")
    several = [ada.upload(None, f"{name}.pdf", b"%PDF")["id"] for name in ("plan", "budget")]
    assert ada.submit(ada.views()[0], {"paper": several}).ok
    [sent] = asked.heard.of("view_submission")
    state = sent["view"]["state"]["values"]["paper"]["paper"]
    assert state["type"] == "file_input"
    assert [each["id"] for each in state["files"]] == several
    first = state["files"][0]
    assert (first["name"], first["mimetype"], first["size"]) == ("plan.pdf", "application/pdf", 4)
    assert first["user"] == "U0ADA"
    assert fetched(first["url_private_download"]) == (200, "application/pdf", b"%PDF")


def test_a_form_takes_no_file_of_another_kind_and_none_that_is_gone(asked: Running) -> None:
    ada = asked.slack.act("U0ADA")
    wrong = ada.upload(None, "plan.exe", b"x")["id"]
    assert ada.submit(ada.views()[0], {"paper": wrong}).errors == {"paper": "Only these kinds of file: pdf."}
    gone = ada.upload(None, "plan.pdf", b"%PDF")["id"]
    ada.delete_file(gone)
    assert ada.submit(ada.views()[0], {"paper": gone}).error == "there is no such file"
    assert ada.submit(ada.views()[0], {"paper": None}).errors == {
        "paper": "Please complete this required field."
    }


def test_a_restart_finds_files_where_they_were_shared_and_deleted(tmp_path: Path) -> None:
    kept = tmp_path / "workspace.json"
    with LocalSlack(SEED, manifest(), state_file=kept) as slack:
        client = WebClient(SEED.bot_token, base_url=slack.api_url)
        shared, unshared = uploaded(client), uploaded(client)
        client.chat_postMessage(channel="C0MAIN", text=f"<{shared['permalink']}|Agenda>")
        gone = slack.act("U0ADA").upload("#partnership", "plan.txt", b"x")
        slack.act("U0ADA").delete_file(gone["id"])
    with LocalSlack(SEED, manifest(), state_file=kept) as slack:
        client = WebClient(SEED.bot_token, base_url=slack.api_url)
        first, second = slack.act("U0BEN").messages("#partnership")
        assert fetched(first["files"][0]["url_private"])[2] == b"1. Apologies"
        assert second["files"] == [{"id": gone["id"], "mode": "tombstone"}]
        assert may_open(slack, "U0BEN", shared["id"])
        again = client.files_info(file=unshared["id"])["file"]["permalink"]
        client.chat_postMessage(channel="C0MAIN", text=again)
        assert may_open(slack, "U0BEN", unshared["id"]), "what was uploaded before can still be shared"
