"""Apologies and substitutes through Slack's payloads alone: buttons, the form, a telephone call, who is coming."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.blocks import packed
from bot.presenters.messages import render
from bot.presenters.replies.apologies import reply_buttons
from bot.rules.register import Appointment
from bot.store.session import Store
from tests.bookings import booked
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, at, rehearse
from tests.rooms import represented, town, town_register
from tests.spec.meetings.answering import CHAIR, EKC, EKC_DEPUTY, SECRETARY, becomes, says, stands
from tests.spec.meetings.calling import books

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, its Strategy Group to meet on Thursday 21 May 2026 at two."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    booked(store, "clpp", at("2026-05-21T14:00+01:00"), place="County Hall")
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def rendered(body: Rehearsal, kind: str, to: str) -> list[dict[str, Any]]:
    """The last notice of a kind to somebody, as Slack shows it."""
    notices = [each for each in body.notices(kind) if each.recipient == body.user(to)]
    last = max(notices, key=lambda each: each.id)  # ids rise
    return render(kind, last.data, partnership=body.slug).blocks


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a form by name."""
    return {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}


def values(field: dict[str, Any]) -> list[str]:
    """What a field offers."""
    return [each["value"] for each in field["element"]["options"]]


def test_two_buttons_decide_at_once_and_confirm_in_private(slack: Slack, clpp: Rehearsal) -> None:
    """V12, C39."""
    invitation = reply_buttons("clpp", MEETING, "2026-05-21")
    slack.press(clpp.user(EKC), button(invitation, "I am coming"))
    assert "Recorded for EKC Group: coming to “Strategy Group”" in slack.said()
    slack.press(clpp.user(EKC), button(invitation, "I am joining remotely"))
    assert "joining “Strategy Group”" in slack.said()
    kept = stands(clpp, EKC, "ekc-group")
    assert kept is not None and kept.answer == "remote"


def test_the_buttons_of_somebody_asked_to_stand_in_answer_for_the_day_they_were_asked_about(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K34: the meeting has been moved since."""
    answer(says(clpp, EKC, "substitute", substitute=EKC_DEPUTY))
    [asked] = clpp.notices("StandInNotice")
    message = render("StandInNotice", asked.data, partnership="clpp").blocks
    becomes(
        clpp,
        held_on=date(2026, 5, 28),
        starts_at=datetime(2026, 5, 28, 13, tzinfo=UTC),
        ends_at=datetime(2026, 5, 28, 15, tzinfo=UTC),
    )
    slack.press(clpp.user(EKC_DEPUTY), button(message, "I will be there"))
    assert "has been moved since this was shown to you: it is on Thursday 28 May 2026" in slack.said()


def test_the_third_opens_the_form_of_its_meeting(slack: Slack, clpp: Rehearsal) -> None:
    """K34."""
    slack.press(
        clpp.user(EKC), button(reply_buttons("clpp", MEETING, "2026-05-21"), "Apologies, or a substitute")
    )
    form = slack.opened()
    assert form["callback_id"] == ids.FORM_APOLOGIES
    assert "Strategy Group, Thursday 21 May 2026 at 14:00, at County Hall" in words(form["blocks"])
    assert "meeting" not in fields(form)
    assert values(fields(form)["answer"]) == ["coming", "remote", "apologies", "substitute"]
    assert values(fields(form)["substitute"]) == ["-", EKC_DEPUTY]
    assert "Clause 4.8" in words(form["blocks"])


def test_what_was_typed_after_the_command_is_the_note(slack: Slack, clpp: Rehearsal) -> None:
    slack.command(clpp.user(EKC), ids.APOLOGIES, "On leave <!channel> &amp; away")
    form = slack.opened()
    assert fields(form)["note"]["element"]["initial_value"] == "On leave <!channel> & away"
    told = slack.submit(clpp.user(EKC), form, {"answer": "apologies"}).view
    assert "Recorded for EKC Group: apologies" in words(told["blocks"])
    kept = stands(clpp, EKC, "ekc-group")
    assert kept is not None and kept.note == "On leave <!channel> & away"


def test_the_same_form_sent_twice_is_one_answer(slack: Slack, clpp: Rehearsal) -> None:
    slack.command(clpp.user(EKC), ids.APOLOGIES)
    form = slack.opened()
    slack.submit(clpp.user(EKC), form, {"answer": "apologies"})
    again = slack.submit(clpp.user(EKC), form, {"answer": "apologies"}).view
    assert "already done" in words(again["blocks"])


def test_a_form_refused_is_mended_and_sent_again(slack: Slack, clpp: Rehearsal) -> None:
    """K34: each reason under its own field."""
    slack.command(clpp.user(EKC), ids.APOLOGIES)
    form = slack.opened()
    bad = slack.submit(clpp.user(EKC), form, {"answer": "substitute"}).errors
    assert "Say who comes instead" in bad["substitute"]
    bad = slack.submit(clpp.user(EKC), form, {"answer": "apologies", "stand_in": "Tom Ashby"}).errors
    assert "needs nobody" in bad["answer"]
    bad = slack.submit(clpp.user(EKC), form, {"answer": "apologies", "note": "x" * 10_000}).errors
    assert "10,000 characters" in bad["note"]
    done = slack.submit(clpp.user(EKC), form, {"answer": "substitute", "substitute": EKC_DEPUTY}).view
    assert "Gethin Prosser comes instead" in words(done["blocks"])


def test_nobody_of_these_is_the_way_back_in_a_menu_slack_cannot_empty(slack: Slack, clpp: Rehearsal) -> None:
    slack.command(clpp.user(EKC), ids.APOLOGIES)
    form = slack.opened()
    done = slack.submit(clpp.user(EKC), form, {"answer": "apologies", "substitute": "-"}).view
    assert "Recorded for EKC Group: apologies" in words(done["blocks"])


def test_where_several_meetings_are_to_come_the_form_asks_which(slack: Slack, clpp: Rehearsal) -> None:
    booked(clpp.store, "clpp", at("2026-09-17T14:00+01:00"), "meeting-2", "Autumn")
    slack.command(clpp.user(EKC), ids.APOLOGIES)
    form = slack.opened()
    assert values(fields(form)["meeting"]) == [MEETING, "meeting-2"]
    done = slack.submit(clpp.user(EKC), form, {"meeting": "meeting-2", "answer": "apologies"}).view
    assert "apologies for “Autumn”" in words(done["blocks"])
    assert stands(clpp, EKC, "ekc-group") is None


def test_the_deputys_own_buttons_answer_for_the_organisation_that_named_them(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K34: and whoever named them gets the way to answer again."""
    slack.press(
        clpp.user(EKC), button(reply_buttons("clpp", MEETING, "2026-05-21"), "Apologies, or a substitute")
    )
    slack.submit(clpp.user(EKC), slack.opened(), {"answer": "substitute", "substitute": EKC_DEPUTY})
    asked = rendered(clpp, "StandInNotice", EKC_DEPUTY)
    assert "While you are there you hold its one vote." in words(asked)
    slack.press(clpp.user(EKC_DEPUTY), button(asked, "I will be there"))
    assert "Folasade Akande has been told." in slack.said()
    slack.press(clpp.user(EKC_DEPUTY), button(asked, "I cannot"))
    assert "The secretariat has been told." in slack.said()
    told = rendered(clpp, "DeputyAnsweredNotice", EKC)
    assert "nobody comes for EKC Group now" in words(told)
    slack.press(clpp.user(EKC), button(told, "Answer again"))
    assert "So far: apologies; Gethin Prosser comes instead." in words(slack.opened()["blocks"])
    slack.press(clpp.user(SECRETARY), button(rendered(clpp, "ReplyNotice", SECRETARY), "Who is coming"))
    assert "Gethin Prosser instead (cannot come)" in words(slack.opened()["blocks"])


def test_somebody_rings_up_and_it_is_recorded_and_confirmed(slack: Slack, clpp: Rehearsal) -> None:
    """V12: from the list, through who rang up, to “That is right”."""
    slack.press(
        clpp.user(SECRETARY), {"action_id": ids.OPEN_REPLIES, "value": packed(p="clpp", meeting=MEETING)}
    )
    modal = slack.opened()
    assert "Not answered yet" in words(modal["blocks"])
    assert "0 of 10" in words(modal["blocks"])
    slack.press_in(clpp.user(SECRETARY), modal, button(modal["blocks"], "Record an answer"))
    method, call = slack.calls[-1]
    assert method == "views.update", "Slack stacks three forms at most"
    assert fields(call["view"])["whose"]["label"]["text"] == "Whose answer is it?"
    form = slack.submit(clpp.user(SECRETARY), call["view"], {"whose": f"ekc-group|{EKC}"}).view
    assert "For Folasade Akande, who will be asked to confirm it." in words(form["blocks"])
    done = slack.submit(
        clpp.user(SECRETARY), form, {"answer": "apologies", "note": "Stuck in Calais"}, hash_="h2"
    ).view
    assert "Recorded for Folasade Akande, EKC Group: apologies" in words(done["blocks"])
    asked = rendered(clpp, "ReplyRecordedNotice", EKC)
    assert "Gwendolen Saxby has recorded for you, for EKC Group" in words(asked)
    slack.press(clpp.user(CHAIR), button(asked, "That is right"))
    assert "has been changed since" in slack.said()
    slack.press(clpp.user(EKC), button(asked, "That is right"))
    assert "Thank you. Confirmed: apologies" in slack.said()
    slack.press(clpp.user(EKC), button(asked, "Change it"))
    assert fields(slack.opened())["answer"]["element"]["initial_option"]["value"] == "apologies"


def test_whoever_may_not_record_is_told_so_however_they_came_by_the_button(
    slack: Slack, clpp: Rehearsal
) -> None:
    for action in (ids.OPEN_REPLIES, ids.REPLIES_PAGE, ids.OPEN_RECORD_REPLY):
        slack.press(clpp.user(EKC), {"action_id": action, "value": packed(p="clpp", meeting=MEETING)})
        assert "Only the secretariat and the chair" in slack.said()
    slack.press(clpp.user(SECRETARY), {"action_id": ids.OPEN_RECORD_REPLY, "value": packed(p="clpp")})
    form = slack.opened()
    bad = slack.submit(clpp.user(EKC), form, {"whose": f"north-downs|{CHAIR}"}).errors
    assert "Only the secretariat or the chair" in bad["whose"]


def test_the_list_of_three_hundred_is_turned_page_by_page(
    store: Store, clock: StoppedClock, workspace: Workspace
) -> None:
    body = town(store, clock, 300)
    booked(store, "town-forum", at("2026-05-21T14:00+01:00"))
    slack = workspace(body.secretary, clock)
    secretary = body.user(represented("org-2"))
    slack.press(secretary, {"action_id": ids.OPEN_REPLIES, "value": packed(p="town-forum")})
    modal = slack.opened()
    for page in range(2, 9):
        slack.press_in(secretary, modal, button(modal["blocks"], "Next page"))
        modal = slack.calls[-1][1]["view"]
        assert f"Page {page} of 8" in words(modal["blocks"])
    slack.press_in(secretary, modal, button(modal["blocks"], "Record an answer"))
    offered = values(fields(slack.calls[-1][1]["view"])["whose"])
    assert len(offered) == 20


@pytest.mark.parametrize("page", ["", "x", "-1", "99999", "9" * 300, "²"])
def test_a_page_that_does_not_exist_shows_one_that_does(slack: Slack, clpp: Rehearsal, page: str) -> None:
    value = packed(p="clpp", meeting=MEETING, page=page)
    slack.press_in(clpp.user(SECRETARY), {"type": "modal"}, {"action_id": ids.REPLIES_PAGE, "value": value})
    assert slack.calls[-1][0] == "views.update"


@pytest.mark.parametrize("at_", ["", "yesterday", "2026-05-21", "2026-05-21T09:00:00", "x" * 5000])
def test_a_button_to_confirm_that_says_no_instant_is_answered(
    slack: Slack, clpp: Rehearsal, at_: str
) -> None:
    value = packed(p="clpp", meeting=MEETING, at=at_)
    slack.press(clpp.user(EKC), {"action_id": ids.CONFIRM_REPLY, "value": value})
    assert "not in the register of this workspace any more" in slack.said()


@pytest.mark.parametrize("value", ["", "{}", '{"p":"nowhere","meeting":"m"}', '{"p":"clpp"}', "not json"])
@pytest.mark.parametrize("action", [ids.REPLY_COMING, ids.OPEN_APOLOGIES, ids.OPEN_REPLIES])
def test_a_button_about_nothing_that_is_kept_is_answered_in_words(
    slack: Slack, clpp: Rehearsal, action: str, value: str
) -> None:
    slack.press(clpp.user(EKC), {"action_id": action, "value": value})
    assert slack.posted or slack.calls


def test_somebody_who_speaks_for_two_chooses_for_which_somebody_comes_instead(
    store: Store, clock: StoppedClock, workspace: Workspace
) -> None:
    """V11."""
    register = town_register(4)
    three = represented("org-3")
    both = replace(register, appointments=(*register.appointments, Appointment(three, "org-4")))
    body = town(store, clock, register=both)
    booked(store, "town-forum", at("2026-05-21T14:00+01:00"))
    slack = workspace(body.secretary, clock)
    slack.command(body.user(three), ids.APOLOGIES)
    form = slack.opened()
    bad = slack.submit(body.user(three), form, {"answer": "substitute", "stand_in": "Tom Ashby"}).errors
    assert "For which organisation" in bad["on_behalf_of"]
    done = slack.submit(
        body.user(three),
        form,
        {"answer": "substitute", "stand_in": "Tom Ashby", "on_behalf_of": "org-4"},
    ).view
    assert "Recorded for Organisation 4" in words(done["blocks"])


def test_app_home_asks_whether_one_comes_with_the_buttons_that_answer_it(
    slack: Slack, clpp: Rehearsal
) -> None:
    slack.event({"type": "app_home_opened", "user": clpp.user(EKC), "tab": "home"})
    home = slack.calls[-1][1]["view"]
    assert "Will you be at" in words(home["blocks"])
    slack.press_in(clpp.user(EKC), home, button(home["blocks"], "I am coming"))
    assert "Recorded for EKC Group: coming" in words(slack.opened()["blocks"])
    assert "Will you be at" not in words(slack.calls[-1][1]["view"]["blocks"])
    slack.event({"type": "app_home_opened", "user": clpp.user(SECRETARY), "tab": "home"})
    home = slack.calls[-1][1]["view"]
    slack.press_in(clpp.user(SECRETARY), home, button(home["blocks"], "Who is coming"))
    assert "EKC Group: Folasade Akande" in words(slack.opened()["blocks"])


def test_the_window_of_a_later_meeting_says_who_is_coming_to_that_one(slack: Slack, clpp: Rehearsal) -> None:
    """V12: App Home leads to those of the next meeting; each meeting's own window to its own, for those who may see them."""
    books(clpp, "2026-09-10 14:00", meeting="meeting-2")
    later = {"action_id": ids.OPEN_MEETING, "value": packed(p="clpp", meeting="meeting-2")}
    slack.press(clpp.user(SECRETARY), later)
    slack.press_in(clpp.user(SECRETARY), slack.opened(), button(slack.opened()["blocks"], "Who is coming"))
    assert "Thursday 10 September 2026 at 14:00" in words(slack.opened()["blocks"])
    slack.press(clpp.user(EKC), later)
    assert "Who is coming" not in words(slack.opened()["blocks"])


def test_every_invitation_and_reminder_has_the_buttons(slack: Slack, clpp: Rehearsal) -> None:
    """V12: everything the command does has a button."""
    books(clpp, "2026-06-18 14:00", meeting="meeting-2")
    invitation = rendered(clpp, "MeetingNotice", EKC)
    slack.press(clpp.user(EKC), button(invitation, "I am coming"))
    assert "Thursday 18 June 2026 at 14:00" in slack.said()


def test_the_welcome_asks_in_plain_words(slack: Slack, clpp: Rehearsal) -> None:
    welcome = render("WelcomeNotice", {"partnership_name": "CLPP", "source": "its terms"}, partnership="clpp")
    slack.press(clpp.user(EKC), button(list(welcome.blocks), "Will you be there?"))
    assert "Will you be there?" in slack.opened()["title"]["text"]
