"""What stands behind an answer is shown again as it is now: the lists a form was opened from, and App Home."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.handlers.again import SCREENS
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM
from tests.spec.meetings import agendas
from tests.spec.meetings.calling import books
from tests.spec.meetings.sending import paper, ready

Workspace = Callable[[Any, StoppedClock], Slack]
SECRETARY, MEMBER, HERE = "gwendolen-saxby", "folasade-akande", "C0CLPP"


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP."""
    return rehearse(store, clock, "clpp")


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def test_the_list_a_meeting_is_booked_from_shows_it_as_soon_as_the_form_is_closed(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G5: the form stood over the list, and the list stays on the screen under the answer."""
    user = clpp.user(SECRETARY)
    books_one(slack, user)
    shown = words(slack.changed("V-LIST")["blocks"])
    assert "Thursday 11 June 2026 at 14:00" in shown
    assert slack.order[0] == "ack"


def test_every_screen_of_the_stack_is_shown_again_when_a_meeting_is_cancelled(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G7: the meeting's own window, and the list below it."""
    user = clpp.user(SECRETARY)
    books_one(slack, user)
    listed = {**slack.changed("V-LIST"), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "See this meeting"))
    meeting = {**slack.opened(), "id": "V-MEETING"}
    slack.press_in(user, meeting, button(meeting["blocks"], "Cancel it"))
    form = slack.opened()
    slack.calls.clear()
    slack.submit(user, form, {"reason": "The room is flooded"}, view_id="V-FORM")
    assert "It is cancelled: The room is flooded" in words(slack.changed("V-MEETING")["blocks"])
    assert "No meeting of" in words(slack.changed("V-LIST")["blocks"])


def test_the_agenda_shows_an_item_returned_when_the_form_over_it_is_closed(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V35."""
    agendas.books(clpp, agendas.JULY)
    agendas.proposes(clpp)
    user = clpp.user(SECRETARY)
    slack.command(user, ids.AGENDA, channel=HERE)
    listed = {**slack.opened(), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "Return with a reason"))
    slack.submit(user, slack.opened(), {"decision": "return", "reason": "It is not ready"}, view_id="V-FORM")
    shown = words(slack.changed("V-LIST")["blocks"])
    assert "Returned" in shown
    assert "It is not ready" in shown


def test_the_papers_show_one_withdrawn_when_the_form_over_them_is_closed(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K44."""
    books(clpp, "2026-06-11 14:00")
    ready(clpp, SECRETARY)
    user = clpp.user(SECRETARY)
    slack.command(user, ids.PAPERS, channel=HERE)
    listed = {**slack.opened(), "id": "V-LIST"}
    title = paper(clpp).title
    assert title in words(listed["blocks"])
    slack.press_in(user, listed, button(listed["blocks"], "See this paper"))
    slack.submit(user, slack.opened(), {"decision": "withdraw"}, view_id="V-FORM")
    assert title not in words(slack.changed("V-LIST")["blocks"])


def test_the_register_shows_whom_an_account_was_matched_with(slack: Slack, clpp: Rehearsal) -> None:
    user = clpp.user(SECRETARY)
    slack.command(user, ids.PARTNERSHIP, channel=HERE)
    slack.press_in(user, slack.opened(), button(slack.opened()["blocks"], "What is missing"))
    listed = {**slack.changed(), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "Match people by hand"))
    slack.submit(user, slack.opened(), {"person": MEMBER, "account": "U0NEW"}, view_id="V-FORM")
    assert slack.order == ["ack", "views.update", "views.publish"]
    assert slack.changed("V-LIST")["private_metadata"] == listed["private_metadata"], "the same tab and page"


def test_app_home_is_shown_anew_after_a_form_that_answers_what_it_asked(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V12: the form was opened from App Home, which asked the question."""
    books(clpp, "2026-06-11 14:00")
    user = clpp.user(MEMBER)
    slack.event({"type": "app_home_opened", "user": user, "tab": "home"})
    asked = slack.calls[-1][1]["view"]
    slack.press_in(user, asked, button(asked["blocks"], "Apologies, or a substitute"))
    form = slack.opened()
    slack.submit(user, form, {"answer": "apologies"})
    assert slack.order == ["ack", "views.publish"]
    assert "you have sent apologies" in words(slack.calls[-1][1]["view"]["blocks"])
    slack.submit(user, form, {"answer": "apologies"})
    assert slack.order == ["ack"], "the same form sent twice changes nothing"


def test_nothing_is_shown_again_for_a_form_that_was_refused(slack: Slack, clpp: Rehearsal) -> None:
    user = clpp.user(SECRETARY)
    assert slack.submit(user, booking_form(slack, user), {"time": "14:00"}).errors
    assert slack.order == ["ack"]


def test_a_list_that_cannot_be_shown_again_spoils_no_answer(slack: Slack, clpp: Rehearsal) -> None:
    """The window may have been closed meanwhile, or Slack may be away."""
    user = clpp.user(SECRETARY)
    form = booking_form(slack, user)
    slack.refuse = "not_found"
    booked = slack.submit(user, form, {"day": "2026-06-11", "time": "14:00"})
    assert "is booked for Thursday 11 June 2026" in booked.words
    slack.refuse, slack.breaks = "", OSError("away")
    booked = slack.submit(user, form, {"day": "2026-06-12", "time": "14:00"}, view_id="V-OTHER")
    assert "is booked for Friday 12 June 2026" in booked.words


def test_a_button_that_answers_in_a_window_shows_that_window_anew(slack: Slack, clpp: Rehearsal) -> None:
    """V12: “I am coming”, pressed in the meeting's own window."""
    books(clpp, "2026-06-11 14:00")
    user = clpp.user(MEMBER)
    slack.command(user, ids.MEETING, channel=HERE)
    listed = {**slack.opened(), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "See this meeting"))
    meeting = {**slack.opened(), "id": "V-MEETING"}
    slack.press_in(user, meeting, button(meeting["blocks"], "I am coming"))
    assert slack.order == ["views.push", "ack", "views.update", "views.update", "views.publish"]
    assert "You are coming." in words(slack.changed("V-MEETING")["blocks"])
    assert "You are coming." in words(slack.changed("V-LIST")["blocks"])


def test_a_window_that_was_shown_again_still_knows_what_it_stands_on(slack: Slack, clpp: Rehearsal) -> None:
    """So that the next form over it brings the list up to date as well."""
    books(clpp, "2026-06-11 14:00")
    user = clpp.user(MEMBER)
    slack.command(user, ids.MEETING, channel=HERE)
    listed = {**slack.opened(), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "See this meeting"))
    meeting = {**slack.opened(), "id": "V-MEETING"}
    slack.press_in(user, meeting, button(meeting["blocks"], "I am coming"))
    again = {**slack.changed("V-MEETING"), "id": "V-MEETING"}
    slack.press_in(user, again, button(again["blocks"], "I am joining remotely"))
    assert "You are joining remotely." in words(slack.changed("V-LIST")["blocks"])


def test_an_answer_that_takes_the_place_of_its_window_stays_there(slack: Slack, clpp: Rehearsal) -> None:
    """V12: where three windows stand already, the answer is not covered at once by the meeting shown anew."""
    books(clpp, "2026-06-11 14:00")
    user = clpp.user(MEMBER)
    slack.command(user, ids.MEETING, channel=HERE)
    listed = {**slack.opened(), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "See this meeting"))
    meeting = {**slack.opened(), "id": "V-MEETING"}
    slack.refuses["views.push"] = "push_limit_reached"
    slack.press_in(user, meeting, button(meeting["blocks"], "I am coming"))
    assert slack.changed("V-MEETING")["title"]["text"] == "Recorded"
    assert "You are coming." in words(slack.changed("V-LIST")["blocks"])


def test_the_form_of_a_motion_says_who_has_declared_once_that_is_recorded_over_it(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K31: with the fields of the kind that was chosen in it; and it is left as it is where it can no longer be sent."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    slack.command(chair, ids.VOTE, "That it be so", channel=HERE)
    assert "Not yet heard on declarations" in words(slack.opened()["blocks"])
    slack.choose(chair, {**slack.opened(), "id": "V-PUT"}, "kind", "co-option")
    put = {**slack.changed(), "id": "V-PUT"}
    slack.press_in(chair, put, button(put["blocks"], "Record declarations made aloud"))
    form = slack.opened()
    slack.submit(chair, form, {"nil": list(IN_THE_ROOM)}, view_id="V-ORAL")
    shown = slack.changed("V-PUT")
    assert "Not yet heard on declarations" not in words(shown["blocks"])
    assert "Carry on" not in words(shown["blocks"])
    assert {each.get("block_id") for each in shown["blocks"]} >= {"kind", "co_opted"}
    answer(clpp.closes_meeting(CHAIR))
    slack.calls.clear()
    pressed = {"action_id": ids.OPEN_PUT_MOTION, "value": shown["private_metadata"]}
    slack.press(chair, pressed)
    assert not slack.calls


def test_what_shows_a_screen_again_is_a_button_that_only_asks() -> None:
    """Whatever a window's metadata names, nothing is decided by showing it again."""
    assert not any(
        each.startswith(("accept", "withdraw", "mark", "close", "vote", "have")) for each in SCREENS
    )


def booking_form(slack: Slack, user: str) -> dict[str, Any]:
    """The form that books a meeting, over the list of meetings."""
    slack.command(user, ids.MEETING, channel=HERE)
    listed = {**slack.opened(), "id": "V-LIST"}
    slack.press_in(user, listed, button(listed["blocks"], "Book a meeting"))
    return slack.opened()


def books_one(slack: Slack, user: str) -> None:
    """A meeting booked from the list."""
    slack.submit(user, booking_form(slack, user), {"day": "2026-06-11", "time": "14:00"}, view_id="V-FORM")


@pytest.mark.parametrize(("error", "warned"), [("not_found", False), ("internal_error", True)])
def test_a_window_that_was_closed_meanwhile_is_nothing_to_warn_of(
    slack: Slack, clpp: Rehearsal, caplog: pytest.LogCaptureFixture, error: str, warned: bool
) -> None:
    slack.refuses["views.update"] = error
    books_one(slack, clpp.user(SECRETARY))
    assert (
        "view not shown again" in [each.message for each in caplog.records if each.levelname == "WARNING"]
    ) is warned
