"""People matched to Slack accounts by hand: of which workspace, and again where it was wrong."""

from dataclasses import replace

from bot import ids
from bot.workflows.decisions import Answer, Decision
from bot.workflows.questions import ShowPartnership
from tests.handlers.conftest import Stub
from tests.handlers.slack import WORKSPACE, Slack
from tests.presenters.samples import partnership_picture


def test_an_account_is_of_the_apps_workspace_unless_another_is_named(slack: Slack, desk: Stub) -> None:
    """Slack's menu of people gives no workspace, and whoever matches may be from elsewhere themselves."""
    desk.answers[ShowPartnership] = partnership_picture()
    slack.press("U1", {"action_id": ids.OPEN_MATCH, "value": '{"p":"clpp"}'})
    form = slack.opened()
    desk.outcome = Decision(Answer("Matched."))
    slack.submit("U1", form, {"person": "person-1", "account": "U5"})
    slack.submit("U1", form, {"person": "person-1", "account": "U5", "account_team": " T0COLLEGE "})
    assert [each.account_team for each in desk.performed[-2:]] == [WORKSPACE, "T0COLLEGE"]


def test_somebody_matched_to_the_wrong_account_can_be_matched_again(slack: Slack, desk: Stub) -> None:
    """Those without an account come first; the others say which they have, however long their name."""
    pictured = partnership_picture(count=3)
    first, second, third = pictured.register.people[:3]
    people = (
        replace(first, slack_user="U0WRONG", name="Name " * 40),
        replace(second, slack_user="U0GUEST", slack_team="T0COLLEGE"),
        replace(third, slack_user=None),
    )
    desk.answers[ShowPartnership] = replace(pictured, register=replace(pictured.register, people=people))
    slack.press("U1", {"action_id": ids.OPEN_MATCH, "value": '{"p":"clpp"}'})
    menu = next(each for each in slack.opened()["blocks"] if each.get("block_id") == "person")["element"]
    waiting, matched = menu["option_groups"]
    assert [each["value"] for each in waiting["options"]] == [third.slug]
    told = [each["text"]["text"] for each in matched["options"]]
    assert told[0].startswith("Change Name Name") and told[0].endswith("…, now U0WRONG")
    assert told[1] == f"Change {second.name}, now U0GUEST of T0COLLEGE"
    desk.outcome = Decision(Answer("Matched."))
    slack.submit("U1", slack.opened(), {"person": first.slug, "account": "U5"})
    assert desk.performed[-1].person == first.slug
