"""What another workspace, an older app or a leaner emulator of Slack may send: each is answered in words, and nothing is lost."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot import ids
from bot.presenters.room.roll import roll_form
from bot.presenters.votes.voting import put_form
from bot.workflows.decisions import Answer, Decision, Refused
from bot.workflows.partnership.members import MarkAccount
from bot.workflows.questions import Place, Places, PutForm, RollForm, WhichPartnerships
from tests.handlers.conftest import Stub
from tests.handlers.slack import RESPONSE_URL, WORKSPACE, Slack
from tests.presenters.reading import words
from tests.presenters.samples import MEETING, put_facts, roll_facts

CLPP = Place("clpp", "Care Leavers Progression Partnership", "CLPP", "C1", is_mine=True)


def interact(slack: Slack, kind: str, **more: Any) -> BoltResponse:
    """An interaction exactly as it is given, and whatever follows its answer."""
    body = {
        "type": kind,
        "team": {"id": WORKSPACE},
        "user": {"id": "U1", "team_id": WORKSPACE},
        "trigger_id": slack.trigger(),
        **more,
    }
    request = BoltRequest(
        body=urlencode({"payload": json.dumps(body)}),
        headers={"content-type": ["application/x-www-form-urlencoded"]},
    )
    answer = slack.app.dispatch(request)
    while slack.later:
        slack.later.pop(0)()
    return answer


def use_shortcut(slack: Slack, kind: str, **more: Any) -> int:
    """Somebody uses a shortcut that an older manifest had."""
    status: int = interact(slack, kind, callback_id="put_this_to_the_vote", **more).status
    return status


def send_in(slack: Slack, view: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody sends a form in, whatever state it is in."""
    answer = interact(slack, "view_submission", view=view)
    assert answer.status == 200
    return dict(json.loads(answer.body))


def test_each_step_of_a_form_has_a_key_of_its_own_even_without_a_hash(slack: Slack, desk: Stub) -> None:
    """The roll leads to the motion in the same view; the motion must not pass for the roll sent in twice."""
    desk.answers = {RollForm: roll_facts(), PutForm: put_facts(meeting=MEETING)}
    desk.outcome = Decision(Answer("Recorded."))
    motion = slack.submit(
        "U1", roll_form(roll_facts(), "put", ""), {"present": ["org-0"]}, view_id="V7", hash_=""
    ).view
    slack.submit("U1", motion, {"text": "That the bid be submitted"}, view_id="V7", hash_="")
    roll, put = desk.performed
    assert roll.delivery != put.delivery


def test_a_shortcut_the_app_does_not_have_is_answered_in_a_form(slack: Slack, desk: Stub) -> None:
    assert use_shortcut(slack, "shortcut") == 200
    assert "does not know" in words(slack.opened()["blocks"])
    assert desk.performed == []


def test_a_shortcut_on_a_message_is_answered_beside_it(slack: Slack) -> None:
    message = {"ts": "1.0", "text": "minutes"}
    assert use_shortcut(slack, "message_action", message=message, response_url=RESPONSE_URL) == 200
    assert "does not know" in slack.said()


@pytest.mark.parametrize("user", [None, "U1", {}, {"deleted": True}])
def test_a_change_of_nobody_in_particular_is_acknowledged_and_marks_nobody(
    slack: Slack, desk: Stub, user: object
) -> None:
    assert slack.event({"type": "user_change", "user": user}).status == 200
    assert desk.performed == []


def test_a_change_of_somebody_marks_their_account(slack: Slack, desk: Stub) -> None:
    desk.outcome = Decision(Answer("Marked."))
    assert slack.event({"type": "user_change", "user": {"id": "U1", "deleted": True}}).status == 200
    assert desk.performed == [MarkAccount(workspace=WORKSPACE, team=WORKSPACE, user="U1", deactivated=True)]


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ({"event_ts": "1745492400.000100"}, datetime(2025, 4, 24, 11, 0, 0, 100, tzinfo=UTC)),
        ({"event_ts": "soon", "updated": 1745492400}, datetime(2025, 4, 24, 11, 0, tzinfo=UTC)),
        ({"event_ts": "1" * 40, "updated": 0}, None),
        ({"event_ts": "nan", "updated": {}}, None),
    ],
)
def test_a_change_of_somebody_is_dated_by_slack_where_it_can_be(
    slack: Slack, desk: Stub, told: dict[str, object], at: datetime | None
) -> None:
    desk.outcome = Decision(Answer("Marked."))
    user = {"id": "U1", "deleted": True, "updated": told.get("updated")}
    event = {"type": "user_change", "user": user, "event_ts": told["event_ts"]}
    assert slack.event(event).status == 200
    assert desk.performed[-1].happened_at == at


@pytest.mark.parametrize(
    "made_up",
    [
        {"declaration": "1", "ruling": "vote twice"},
        {"ruling": "stay"},
        {"declaration": "the last", "ruling": "stay"},
        {"declaration": 1, "ruling": ["stay"]},
    ],
)
def test_a_ruling_made_up_by_hand_is_no_breakdown(
    slack: Slack, desk: Stub, made_up: dict[str, object]
) -> None:
    value = json.dumps({"p": "clpp", "interest": "interest-1", **made_up})
    slack.press("U1", {"action_id": ids.variant(ids.RULE_ON_INTEREST, "stay"), "value": value})
    assert "not in the register" in slack.said()
    assert "reference" not in slack.said()
    assert desk.performed == []


def test_a_form_slack_does_not_open_because_it_is_busy_is_told_as_that(slack: Slack, desk: Stub) -> None:
    """Not as a press that came too late: pressing again at once would be refused again."""
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts()}
    slack.refuse = "ratelimited"
    assert "in a minute" in slack.command("U1", "/vote").words
    slack.press("U1", {"action_id": ids.OPEN_PUT_MOTION, "value": '{"p":"clpp"}'})
    assert "in a minute" in slack.said()
    assert slack.posted[-1][1]["blocks"]


def test_a_form_slack_never_answers_about_is_told_as_too_late(slack: Slack, desk: Stub) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts()}
    slack.breaks = TimeoutError()
    assert "took too long" in slack.command("U1", "/vote").words


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {"values": None},
        {"values": []},
        {"values": {"text": None, "kind": {}, "consensus_sought": None}},
        {"values": {"text": {"text": None}, "consensus_sought": {"consensus_sought": None}}},
        {"values": {"closes_at": {"closes_at": {"selected_date_time": "soon"}}}},
        {"values": {"closes_at": {"closes_at": {"selected_date_time": 9 * 10**18}}}},
    ],
)
def test_a_form_with_fields_left_out_is_one_in_which_nothing_was_filled_in(
    slack: Slack, desk: Stub, state: object
) -> None:
    desk.outcome = Refused("Say what the motion is.", field="text")
    view = put_form(put_facts(meeting=MEETING), "meeting")
    assert send_in(slack, {**view, "id": "V1", "hash": "h1", "state": state})["errors"] == {
        "text": "Say what the motion is."
    }
    [command] = desk.performed
    assert (command.text, command.about, command.closes_at, command.consensus_sought) == (
        "",
        None,
        None,
        False,
    )


@pytest.mark.parametrize("metadata", [None, 7, "[]", "not json", '{"p":["clpp"]}'])
def test_metadata_the_bot_never_wrote_names_no_partnership(
    slack: Slack, desk: Stub, metadata: object
) -> None:
    desk.outcome = Refused("There is no such partnership.")
    view = put_form(put_facts(meeting=MEETING), "meeting") | {"private_metadata": metadata}
    assert "no such partnership" in str(send_in(slack, {**view, "id": "V1", "hash": "h1"})["errors"])
    assert desk.performed[0].partnership == ""


@pytest.mark.parametrize("kind", ["interactive_message", "dialog_submission"])
def test_what_came_before_blocks_is_answered_too(slack: Slack, desk: Stub, kind: str) -> None:
    """An attachment's button or a dialog, left over from an app that had this one's name."""
    more = {"actions": [{"name": "yes", "type": "button"}]} if kind == "interactive_message" else {}
    assert use_shortcut(slack, kind, response_url=RESPONSE_URL, **more) == 200
    assert "does not know" in slack.said()
    assert desk.performed == []


def test_a_dialog_cancelled_is_acknowledged(slack: Slack) -> None:
    assert use_shortcut(slack, "dialog_cancellation") == 200


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "shortcut", "callback_id": 7},
        {"kind": "dialog_submission", "callback_id": None},
        {"kind": "block_suggestion", "action_id": ["x"]},
        {"kind": "something_new", "view": None},
        {"kind": "view_submission", "view": {"id": "V1"}},
        {"kind": "event_callback"},
        {"kind": "event_callback", "event": {"type": 7}},
        {"kind": 7},
    ],
)
def test_what_is_not_shaped_as_slack_shapes_it_is_turned_away_and_not_tried_again(
    slack: Slack, desk: Stub, more: dict[str, Any]
) -> None:
    """A 500 would have Slack send it three times more."""
    assert interact(slack, **more).status == 400
    assert desk.performed == []


def test_an_event_bolt_itself_stumbles_over_is_not_asked_for_again(slack: Slack, desk: Stub) -> None:
    answer = slack.app.dispatch(
        BoltRequest(
            body=json.dumps({"type": "event_callback", "team_id": WORKSPACE, "event": "x"}),
            headers={"content-type": ["application/json"]},
        )
    )
    assert answer.status == 400
    assert desk.performed == []
