"""Kinds of decision through Slack's payloads alone: the form's second step, and the list before a dissolution."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.questions import ShowHome
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE
from tests.spec.meetings.calling import books
from tests.spec.meetings.sending import item, ready

Workspace = Callable[[Any, StoppedClock], Slack]
EKC = VOICE["ekc-group"]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP in session, having adopted what its terms suggest."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn", "voting.ballot"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def fields(view: dict[str, Any]) -> list[str]:
    """The names of what a form asks."""
    return [each["block_id"] for each in view["blocks"] if each["type"] == "input"]


def chosen(slack: Slack, clpp: Rehearsal, kind: str, text: str = "") -> dict[str, Any]:
    """The form of a motion after another kind was chosen in it."""
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.VOTE, text, channel="C0CLPP")
    slack.choose(chair, slack.opened(), "kind", kind, {"text": text} if text else None)
    return slack.changed()


def test_words_that_speak_of_the_terms_come_back_with_a_warning_under_them_and_a_tick(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K45: nothing typed is lost, and one tick goes on."""
    chair, said = clpp.user(CHAIR), "That clause 5.7 be amended to say twenty days"
    slack.command(chair, ids.VOTE, said, channel="C0CLPP")
    filled = {"text": said, "how": "meeting", "consensus_sought": ["sought"]}
    form = slack.submit(chair, slack.opened(), filled).view
    asked = fields(form)
    assert asked[asked.index("text") + 1] == "changes_no_terms"
    assert "Put as an ordinary motion they change none." in words(form["blocks"])
    ticked = filled | {"changes_no_terms": ["changes_no_terms"]}
    assert "is put to" in words(slack.submit(chair, form, ticked, view_id="V2").view["blocks"])
    assert put(clpp).text == said


def put(clpp: Rehearsal) -> Any:
    """The motion put last."""
    return clpp.sees(clpp.notices("MotionNotice")[-1].data["motion"]).motion


def test_choosing_a_kind_asks_what_that_kind_names_and_keeps_what_was_typed(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K18: the second step of the form."""
    form = chosen(slack, clpp, "co-option", "That they join us")
    assert {"co_opted", "co_opted_is", "speaker", "gives_vote"} <= set(fields(form))
    text = next(each["element"] for each in form["blocks"] if each.get("block_id") == "text")
    assert text["initial_value"] == "That they join us"
    chair = clpp.user(CHAIR)
    slack.choose(chair, form, "kind", "ordinary")
    assert "co_opted" not in fields(slack.changed())


def test_a_co_option_is_put_from_the_form_and_says_what_it_names(slack: Slack, clpp: Rehearsal) -> None:
    """K18: an error stands under its own field; the words follow from what is named."""
    form = chosen(slack, clpp, "co-option")
    chair, consensus = (
        clpp.user(CHAIR),
        {"how": "meeting", "consensus_sought": ["sought"], "kind": "co-option"},
    )
    wrong = slack.submit(chair, form, {**consensus, "co_opted": "Lantern Foyer Trust"})
    assert "in the register already" in wrong.errors["co_opted"]
    asked = {**consensus, "co_opted": "Marsh Homes", "co_opted_is": "organisation", "gives_vote": ["yes"]}
    slack.submit(chair, form, asked)
    assert put(clpp).text == "That Marsh Homes be co-opted, with a vote"
    shown = clpp.sees(put(clpp).id)
    assert shown.particulars == ("To be co-opted: Marsh Homes, an organisation, with a vote.",)


def test_cover_and_dissolution_are_put_from_the_form(slack: Slack, clpp: Rehearsal) -> None:
    """K40, K46."""
    chair = clpp.user(CHAIR)
    form = chosen(slack, clpp, "cover")
    asked = {
        "kind": "cover",
        "how": "meeting",
        "consensus_sought": ["sought"],
        "covering": EKC,
        "until": "2026-09-30",
    }
    slack.submit(chair, form, asked, view_id="V2")
    assert "cover for the officer until Wednesday 30 September 2026" in put(clpp).text
    form = chosen(slack, clpp, "dissolution")
    assert "5.8" in words(form["blocks"])
    asked = {
        "kind": "dissolution",
        "how": "meeting",
        "consensus_sought": ["sought"],
        "dissolved": "operational",
    }
    slack.submit(chair, form, {**asked, "notice_on": "2026-05-01"}, view_id="V3")
    [_, last] = clpp.notices("MotionNotice")
    assert any("Designated" in clpp.sees(each.data["motion"]).motion.text for each in (last, _))


def test_the_list_before_a_dissolution_is_ticked_off_on_the_screen(slack: Slack, clpp: Rehearsal) -> None:
    """K46: from App Home; whoever does not keep the list sees it without buttons."""
    answer(
        clpp.puts(CHAIR, "", kind="dissolution", particulars={"dissolved": "operational", "notice_on": ""})
    )
    for organisation in ("ekc-group", "kent-council"):
        answer(clpp.votes(VOICE[organisation], "for"))
    answer(clpp.closes(CHAIR))
    secretary = clpp.user(SECRETARY)
    slack.event({"type": "app_home_opened", "user": secretary, "tab": "home"})
    home = [call["view"] for name, call in slack.calls if name == "views.publish"][-1]
    assert "in 183 days" in words(home["blocks"])
    slack.press_in(secretary, home, button(home["blocks"], "What has to be arranged"))
    slack.press_in(secretary, slack.opened(), button(slack.opened()["blocks"], "Done"))
    assert "done, Thursday 23 April 2026" in words(slack.changed()["blocks"])
    slack.press_in(secretary, slack.changed(), button(slack.changed()["blocks"], "Not done after all"))
    again = slack.submit(secretary, slack.changed(), {"arrangement": "Return the room keys"})
    assert "Return the room keys" in words(again.view["blocks"])
    slack.event({"type": "app_home_opened", "user": clpp.user(EKC), "tab": "home"})
    home = [call["view"] for name, call in slack.calls if name == "views.publish"][-1]
    assert "in 183 days" in words(home["blocks"])
    who = {"workspace": clpp.workspace, "team": clpp.team, "user": clpp.user(EKC)}
    [part] = clpp.secretary.ask(ShowHome(**who)).parts
    assert not [each for each in part.asks if each.kind == "dissolution"]


def test_new_terms_are_handed_in_from_the_message_that_asks_for_them(slack: Slack, clpp: Rehearsal) -> None:
    """K45: a file, and what is wrong with it under its field."""
    secretary = clpp.user(SECRETARY)
    value = '{"p":"clpp"}'
    slack.press(secretary, {"action_id": ids.OPEN_HAND_IN, "value": value})
    form = slack.opened()
    assert fields(form) == ["file"]
    file = {
        "id": "F1",
        "name": "terms.docx",
        "mimetype": "text/plain",
        "size": 10,
        "url_private": "https://x",
    }
    assert "is no terms file" in slack.submit(secretary, form, {"file": [file]}).errors["file"]
    done = slack.submit(secretary, form, {"file": [{**file, "name": "terms.toml"}]})
    assert "“terms.toml” is handed in." in done.words
    slack.press(clpp.user(EKC), {"action_id": ids.OPEN_HAND_IN, "value": value})
    assert "Only the secretariat or the chair" in slack.said()


def test_who_was_consulted_is_recorded_from_the_form(slack: Slack, clpp: Rehearsal) -> None:
    """L20: CLPP's terms name nobody, and the form says so."""
    answer(books(clpp, "2026-06-11 14:00", meeting="june"))
    item(clpp, "Two chairs", "item-amendment", "june", amendment=True)
    ready(clpp, SECRETARY, "Two chairs", item="item-amendment", amendment=True, meeting="june")
    secretary = clpp.user(SECRETARY)
    slack.press(secretary, {"action_id": ids.OPEN_CONSULTATION, "value": '{"p":"clpp","key":"paper-1"}'})
    assert "The terms name nobody to be consulted" in words(slack.opened()["blocks"])
