"""On a database that several workspaces share, a process delivers for the workspace whose token it holds, and for no other."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store.session import Store
from tests.delivery.conftest import WORKSPACE, House


def test_another_workspaces_notices_are_left_for_whoever_may_speak_there(house: House) -> None:
    """The wrong token would post them to strangers, or give them up, and keep false proof."""
    house.put("for T1")
    elsewhere = house.delivery(only=lambda: "T2")
    assert elsewhere.deliver_once() == 0
    assert house.row("for T1").state == "pending"
    assert house.delivery(only=lambda: WORKSPACE).deliver_once() == 1
    assert house.row("for T1").state == "sent"


def test_whose_token_it_is_is_asked_once(house: House) -> None:
    """Slack is asked at the first pass, not at every one."""
    asked = []

    def mine() -> str:
        asked.append(1)
        return WORKSPACE

    delivery = house.delivery(only=mine)
    for _ in range(3):
        delivery.deliver_once()
    assert len(asked) == 1


def test_a_broken_statement_is_logged_without_what_was_said(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """An error tells the statement and never its values: interests and motions stand in them."""
    caplog.set_level(logging.DEBUG)
    said = " ".join(("I", "own", "the", "bidder"))  # a traceback shows the lines of this test too
    try:
        with store.transaction() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": said})
    except DBAPIError:
        logging.getLogger("bot").exception("broken")
    assert "broken" in caplog.text
    assert said not in caplog.text
