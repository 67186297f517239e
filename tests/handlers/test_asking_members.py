"""Members asked through Slack's payloads alone: the forms, the one click, and who has answered."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, rehearse
from tests.spec.tenders.bidding import recorded, told
from tests.spec.tenders.tendering import FOR_TWO, MEMBER, OFFICER, OTHER_MEMBER

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clesp(store: Store) -> Rehearsal:
    """CLESP at ten in the morning of Thursday 5 November 2026, members having been told of a tender."""
    body = rehearse(store, StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC)), "clesp")
    recorded(body, OFFICER)
    told(body)
    return body


@pytest.fixture
def slack(clesp: Rehearsal, workspace: Workspace) -> Slack:
    """The workspace CLESP lives in."""
    return workspace(clesp.secretary, clesp.clock)


def test_a_member_asks_about_a_tender_from_its_window_and_sees_the_replies(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C19, C31."""
    asker = clesp.user(MEMBER)
    slack.command(asker, ids.TENDER)
    slack.press_in(asker, slack.opened(), button(slack.opened()["blocks"], "See it"))
    slack.press_in(asker, slack.opened(), button(slack.opened()["blocks"], "Ask members"))
    form = slack.opened()
    assert "words" in slack.submit(asker, form, {"words": ""}).errors
    typed = {"words": "Who teaches in Torbay?", "wanted_by": "2026-11-16"}
    slack.submit(asker, form, typed)
    slack.submit(asker, form, typed)
    assert sum(each.type == "MembersAsked" for each in clesp.happened()) == 1
    (ask,) = (each.subject for each in clesp.happened() if each.type == "MembersAsked")
    value = {"value": f'{{"p": "clesp", "key": "{ask}"}}', "type": "button"}
    other = clesp.user(OTHER_MEMBER)
    slack.press(other, {**value, "action_id": ids.OPEN_ANSWER_ASK})
    assert "Who teaches in Torbay?" in words(slack.opened()["blocks"])
    slack.submit(other, slack.opened(), {"words": "We do, on Mondays."})
    slack.press(clesp.user(FOR_TWO), {**value, "action_id": ids.CANNOT_HELP})
    assert "For which of them" in slack.said()
    offered = [each for each in slack.posted[-1][1]["blocks"] if each["type"] == "actions"]
    slack.press(clesp.user(FOR_TWO), offered[0]["elements"][0])
    assert "Recorded for" in slack.said()
    slack.command(asker, ids.TENDER)
    slack.press_in(asker, slack.opened(), button(slack.opened()["blocks"], "Asked of members"))
    assert "2 of " in words(slack.opened()["blocks"])
    slack.press_in(asker, slack.opened(), button(slack.opened()["blocks"], "See the replies"))
    said = words(slack.opened()["blocks"])
    assert "We do, on Mondays." in said
    assert "cannot help" in said
    assert "Silent: " in said
    slack.press_in(asker, slack.opened(), button(slack.opened()["blocks"], "Close this request"))
    assert "2 of " in words(slack.opened()["blocks"])
    slack.press(other, {**value, "action_id": ids.OPEN_ANSWER_ASK})
    assert "was closed on Thursday 5 November 2026" in slack.said()
