"""Payloads made up by hand: every button and every form of tenders, with whatever ids somebody likes to put into it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from slack_bolt import BoltRequest

from bot.handlers import ACTIONS, FORMS
from tests.handlers.slack import RESPONSE_URL, WORKSPACE, Slack

_OF_TENDERS = (
    "tender",
    "bids",
    "bid_people",
    "brokers",
    "contracts",
    "policies",
    "providers",
    "asking_members",
)
PRESSES, SENT_IN = (
    tuple(
        each for each, handler in table.items() if handler.__module__.split(".")[-1].startswith(_OF_TENDERS)
    )
    for table in (ACTIONS, FORMS)
)
CHOSEN = {
    "stage": "submitted",
    "choice": "accept",
    "competing": "no",
    "how": "interest",
    "which": "0",
    "delivers": "yes",
    "decision": "D2026/1",
}
_FIELDS = (
    *(
        "title",
        "reason",
        "words",
        "name",
        "plus",
        "minus",
        "on",
        "intends",
        "people",
        "penalties",
        "days",
        "other",
    ),
    *(
        "note",
        "reviewed_on",
        "about",
        "areas",
        "until",
        "part",
        "dated_on",
        "search",
        "organisation",
        "holder",
        "return",
    ),
)


def makes_up(
    slack: Slack,
    user: str,
    *,
    team: str = WORKSPACE,
    workspace: str = WORKSPACE,
    of: str = "",
    keys: Mapping[str, str],
    **ids: str,
) -> Mapping[str, str]:
    """Everything that comes back, in any way, by the id of the button or form; `of` is the organisation that is chosen in it, and
    `keys` what each is about, by a word of its id."""
    who = {"team": {"id": workspace}, "user": {"id": user, "team_id": team}}
    came = {}
    for each in PRESSES:
        action = {"type": "button", "block_id": "b", "action_ts": "2.0", "action_id": each}
        action["value"] = json.dumps({**ids, "key": _key(keys, each)})
        place = {
            "container": {"type": "message", "message_ts": "1.0", "channel_id": "C1"},
            "channel": {"id": "C1"},
        }
        came[each] = _sent(slack, who, "block_actions", actions=[action], response_url=RESPONSE_URL, **place)
    chosen = {**CHOSEN, "organisation": of, "holder": of, "return": f"{of}|2026-12-31"}
    state = {
        name: {
            name: {
                "value": "5",
                "selected_option": {"value": chosen.get(name, "5")},
                "selected_options": [{"value": "5"}],
                "selected_date": "2026-11-05",
            }
        }
        for name in (*CHOSEN, *_FIELDS)
    }
    blocks = [{"type": "input", "block_id": name, "element": {"action_id": name}} for name in state]
    for each in SENT_IN:
        view = {
            "id": f"V-{each}",
            "hash": slack.trigger(),
            "type": "modal",
            "callback_id": each,
            "blocks": blocks,
        }
        view |= {"private_metadata": json.dumps({**ids, "key": _key(keys, each)}), "state": {"values": state}}
        came[each] = _sent(slack, who, "view_submission", view=view)
    return came


def _key(keys: Mapping[str, str], id: str) -> str:
    return next((key for word, key in keys.items() if word in id), "")


def _sent(slack: Slack, who: Mapping[str, Any], kind: str, **more: Any) -> str:
    slack.posted.clear()
    slack.calls.clear()
    body = {"type": kind, "trigger_id": slack.trigger(), **who, **more}
    headers = {"content-type": ["application/x-www-form-urlencoded"]}
    response = slack.app.dispatch(BoltRequest(body=urlencode({"payload": json.dumps(body)}), headers=headers))
    while slack.later:
        slack.later.pop(0)()
    assert response.status == 200
    return f"{response.body}{slack.posted}{slack.calls}"
