"""Slack that does not answer the bot is no reason for the bot not to answer Slack."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient

from bot import ids
from bot.app import Office, bolt
from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.questions import Place, Places, PutForm, WhichPartnerships
from tests.handlers.conftest import Stub
from tests.handlers.slack import WORKSPACE
from tests.presenters.reading import words
from tests.presenters.samples import put_facts

ACK_SECONDS = 3  # Slack's own
CLPP = Place("clpp", "Care Leavers Progression Partnership", "CLPP", "C1", is_mine=True)


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a Slack that takes every call and answers none."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/"


def test_a_command_is_acknowledged_in_time_while_its_form_hangs(
    silent: str, desk: Stub, clock: StoppedClock
) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts()}
    client = WebClient("xoxb-test", base_url=silent)
    app = bolt(Office(cast(Store, None), clock, cast(Any, desk), client), lambda work: work())
    body = {
        "team_id": WORKSPACE,
        "user_id": "U1",
        "command": ids.VOTE,
        "channel_id": "C1",
        "trigger_id": "1.1.a",
    }
    began = time.monotonic()
    answer = app.dispatch(
        BoltRequest(body=urlencode(body), headers={"content-type": ["application/x-www-form-urlencoded"]})
    )
    assert time.monotonic() - began < ACK_SECONDS - 0.5
    assert answer.status == 200
    assert "took too long" in words(json.loads(answer.body)["blocks"])
