"""Tenders through Slack's payloads alone: the list, its tabs, a suggestion, a tender set aside."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.blocks import packed
from bot.presenters.tenders.tenders import pounds
from bot.store.session import Store
from bot.workflows.tenders.brokers import NameBroker
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.bidding import TENDER, moves, recorded, steps, told
from tests.spec.tenders.tendering import MEMBER, OFFICER, records, release, takes_in

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def clesp(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Community Learning, Employment and Skills Partnership."""
    return rehearse(store, clock, "clesp")


@pytest.fixture
def slack(clesp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLESP lives in."""
    return workspace(clesp.secretary, clock)


def test_a_member_suggests_a_tender_and_sees_it_among_their_own(slack: Slack, clesp: Rehearsal) -> None:
    """C5."""
    slack.command(clesp.user(MEMBER), ids.TENDER, "Skills for work in East Devon")
    form = slack.opened()
    assert "Skills for work in East Devon" in str(form["blocks"])
    slack.submit(clesp.user(MEMBER), form, {"title": "Skills for work in East Devon", "value": "£33,721.50"})
    slack.command(clesp.user(MEMBER), ids.TENDER)
    shown = slack.opened()
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "Suggested by you"))
    assert "£33,721.50" in words(slack.changed()["blocks"])


def test_what_was_recorded_is_seen_in_place_of_the_answer_and_told_from_there(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C18."""
    officer = clesp.user(OFFICER)
    slack.command(officer, ids.TENDER, "Skills")
    said = slack.submit(officer, slack.opened(), {"title": "Skills"}).view
    assert "“Tell members that it is considered”, in its window, does that" in words(said["blocks"])
    slack.press_in(officer, said, button(said["blocks"], "See it"))
    shown = slack.changed()
    assert "Members have not been told of it" in words(shown["blocks"])
    slack.press_in(officer, shown, button(shown["blocks"], "Tell members that it is considered"))
    assert slack.opened()["callback_id"] == ids.FORM_TELL_MEMBERS


def test_the_list_under_an_answer_is_shown_again_after_what_is_done_from_that_answer(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C18: the list, the answer in place of the form, the tender in place of the answer."""
    officer = clesp.user(OFFICER)
    slack.command(officer, ids.TENDER)
    shown = {**slack.opened(), "id": "V-LIST"}
    slack.press_in(officer, shown, button(shown["blocks"], "Record a tender"))
    said = slack.submit(officer, slack.opened(), {"title": "Skills"}).view
    slack.press_in(officer, {**said, "id": "V-OVER"}, button(said["blocks"], "See it"))
    shown = {**slack.changed("V-OVER"), "id": "V-OVER"}
    slack.press_in(officer, shown, button(shown["blocks"], "Tell members that it is considered"))
    slack.submit(officer, slack.opened(), {"intends": "To lead."})
    assert "Members were told" in words(slack.changed("V-OVER")["blocks"])
    assert "Look at" not in words(slack.changed("V-LIST")["blocks"])


def test_a_value_that_is_no_amount_is_said_under_its_field(slack: Slack, clesp: Rehearsal) -> None:
    slack.command(clesp.user(OFFICER), ids.TENDER, "Skills")
    assert (
        "value"
        in slack.submit(clesp.user(OFFICER), slack.opened(), {"title": "Skills", "value": "a lot"}).errors
    )


def test_the_secretariat_turns_the_pages_and_sets_one_aside(slack: Slack, clesp: Rehearsal) -> None:
    takes_in(clesp, *(release(n) for n in range(1, 13)))
    slack.command(clesp.user(OFFICER), ids.TENDER)
    shown = slack.opened()
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Look at 12 tenders"))
    shown = slack.changed()
    assert "Page 1 of 2: 12 tenders." in words(shown["blocks"])
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Next page"))
    shown = slack.changed()
    assert "Page 2 of 2" in words(shown["blocks"])
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "See it"))
    shown = slack.opened()
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Do not pursue it"))
    slack.submit(clesp.user(OFFICER), slack.opened(), {"reason": "Too far away."})
    slack.command(clesp.user(OFFICER), ids.TENDER)
    shown = slack.opened()
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Over"))
    assert "not pursued" in words(slack.changed()["blocks"])


def test_a_deadline_is_changed_from_the_window_of_the_tender_which_says_so_at_once(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C18, C24: of a portal's tender."""
    takes_in(clesp, release(tenderPeriod={}))
    told(clesp)
    officer = clesp.user(OFFICER)
    slack.command(officer, ids.TENDER)
    slack.press_in(officer, slack.opened(), button(slack.opened()["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    slack.press_in(officer, shown, button(shown["blocks"], "Enter the deadline"))
    form = slack.opened()
    assert "deadline" in slack.submit(officer, form, {"deadline": 1_000_000_000}).errors
    slack.submit(officer, form, {"deadline": int(datetime(2026, 12, 22, 17, tzinfo=UTC).timestamp())})
    assert "bids by Tuesday 22 December 2026 at 17:00" in words(slack.changed("V-TENDER")["blocks"])


def test_what_was_recorded_by_hand_is_corrected_from_the_window_of_the_tender_which_says_so_at_once(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C24: the form begins with what is known, and loses nothing that was typed."""
    recorded(clesp, OFFICER, buyer="Devon Council", value=Decimal("33721.50"))
    told(clesp)
    officer = clesp.user(OFFICER)
    slack.command(officer, ids.TENDER)
    slack.press_in(officer, slack.opened(), button(slack.opened()["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    slack.press_in(officer, shown, button(shown["blocks"], "Correct what is recorded"))
    form = slack.opened()
    assert form["callback_id"] == ids.FORM_CORRECT_TENDER
    begun = str(form["blocks"])
    assert all(each in begun for each in ("Advice in schools", "Devon Council", "33721.50"))
    typed = {"title": "Advice in Devon schools", "buyer": "Devon Council", "value": "much"}
    assert "value" in slack.submit(officer, form, typed).errors
    slack.submit(officer, form, {**typed, "value": "£40,000"})
    assert "Advice in Devon schools" in words(slack.changed("V-TENDER")["blocks"])
    assert "£40,000" in words(slack.changed("V-TENDER")["blocks"])


@pytest.mark.parametrize("action", [ids.OPEN_SET_ASIDE, ids.OPEN_DEADLINE])
def test_a_form_that_decides_about_a_tender_does_not_open_for_a_member_who_may_not(
    slack: Slack, clesp: Rehearsal, action: str
) -> None:
    """C5: whoever suggested it sees it, and is told at once who decides."""
    answer(records(clesp, MEMBER, tender=TENDER))
    pressed = {"action_id": action, "value": packed(p=clesp.slug, tender=TENDER)}
    slack.press(clesp.user(MEMBER), pressed)
    assert "The secretariat and the chair decide what becomes of a tender." in slack.said()
    assert [method for method, _ in slack.calls if method.startswith("views.")] == []
    slack.press(clesp.user(OFFICER), pressed)
    assert slack.opened()["callback_id"] in (ids.FORM_SET_ASIDE, ids.FORM_CORRECT_TENDER)


@pytest.mark.parametrize("mark", ["\x00", "\ud83d"])
def test_what_no_database_keeps_is_left_out_of_what_was_typed(
    slack: Slack, clesp: Rehearsal, mark: str
) -> None:
    slack.command(clesp.user(OFFICER), ids.TENDER, "Skills")
    slack.submit(clesp.user(OFFICER), slack.opened(), {"title": f"Sk{mark}ills", "description": mark})
    assert clesp.happened()[-1].data["title"] == "Skills"


@pytest.mark.parametrize(("typed", "means"), [("33721", "33721"), (" £33,721.50 ", "33721.50"), ("", "None")])
def test_an_amount_is_read_as_people_type_it(typed: str, means: str) -> None:
    assert str(pounds(typed)) == means


@pytest.mark.parametrize("typed", ["a lot", "1.234", "NaN", "Infinity", "--5", "1e400x"])
def test_what_is_no_amount_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        pounds(typed)


def test_the_window_of_a_tender_shows_the_way_and_is_shown_again_after_each_step(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C12: what is missing stands under the stage that was chosen, and its button records it."""
    recorded(clesp, OFFICER)
    told(clesp)
    slack.command(clesp.user(OFFICER), ids.TENDER)
    shown = slack.opened()
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    assert "Missing before it is worked up" in words(shown["blocks"])
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Move it on"))
    form = slack.opened()
    errors = slack.submit(clesp.user(OFFICER), form, {"stage": "working up"}).errors
    assert "delivery partners called (1.4)" in errors["stage"]
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Record: delivery partners called"))
    slack.submit(clesp.user(OFFICER), slack.opened(), {"on": "2026-11-05"})
    assert "Nothing is missing before it is worked up." in words(slack.changed("V-TENDER")["blocks"])
    slack.submit(clesp.user(OFFICER), form, {"stage": "working up"})
    assert clesp.happened()[-1].type == "TenderMoved"
    assert clesp.happened()[-1].subject == TENDER
    errors = slack.submit(clesp.user(OFFICER), form, {"stage": "preparing"}, hash_="h2").errors
    assert "was considering when this form was opened and is working up now" in errors["stage"]


def test_a_team_is_appointed_and_a_partner_selected_from_the_window_of_the_tender(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C6, C13."""
    recorded(clesp, OFFICER)
    told(clesp)
    slack.command(clesp.user(OFFICER), ids.TENDER)
    shown = slack.opened()
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    person = clesp.register.appointments[0]
    for name, typed in (
        ("Project team", {"people": [person.person]}),
        ("Delivery partners", {"organisation": person.organisation}),
        ("Does the lead also deliver?", {"organisation": person.organisation, "delivers": "yes"}),
    ):
        slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], name))
        slack.submit(clesp.user(OFFICER), slack.opened(), typed)
    said = words(slack.changed("V-TENDER")["blocks"])
    assert "project team" in said
    assert "selected, no dated contract, no dated agreement" in said
    assert "whether the lead also delivers" in said


def test_a_contract_is_entered_and_a_broker_answered_for_through_their_forms(
    slack: Slack, clesp: Rehearsal
) -> None:
    """N10, L9."""
    recorded(clesp, OFFICER)
    told(clesp)
    answer(steps(clesp, OFFICER, "delivery partners called"))
    answer(moves(clesp, OFFICER, "submitted"))
    answer(moves(clesp, OFFICER, "won"))
    slack.command(clesp.user(OFFICER), ids.TENDER)
    slack.press_in(clesp.user(OFFICER), slack.opened(), button(slack.opened()["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Enter the contract"))
    form, holder = slack.opened(), clesp.register.organisations[0]
    typed = {"holder": holder.slug, "dated_on": "2026-11-04", "ends_on": "2027-03-31", "days": "soon"}
    assert "days" in slack.submit(clesp.user(OFFICER), form, typed).errors
    slack.submit(clesp.user(OFFICER), form, {**typed, "days": "14", "penalties": "As agreed."})
    said = words(slack.changed("V-TENDER")["blocks"])
    assert f"{holder.name} holds it, dated Wednesday 4 November 2026" in said
    assert "Incomplete: its service level agreement is not dated." in said
    assert "As agreed." in said
    answer(clesp.say(OFFICER, NameBroker, partnership="clesp", tender=TENDER, name="Ottoline Fairweather"))
    slack.press_in(
        clesp.user(MEMBER),
        shown,
        {**button(shown["blocks"], "Enter the contract"), "action_id": ids.OPEN_BROKER_ANSWER},
    )
    slack.submit(
        clesp.user(MEMBER), slack.opened(), {"choice": "object", "words": "They work for one of us."}
    )
    assert clesp.happened()[-1].type == "BrokerAnswered"


def test_an_option_is_recorded_and_changed_from_the_window_of_a_tender(
    slack: Slack, clesp: Rehearsal
) -> None:
    """N12: the window says at once how it stands, and the form sent twice is one option."""
    recorded(clesp, OFFICER)
    told(clesp)
    officer = clesp.user(OFFICER)
    slack.command(officer, ids.TENDER)
    slack.press_in(officer, slack.opened(), button(slack.opened()["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    slack.press_in(officer, shown, button(shown["blocks"], "Record an option"))
    form, typed = slack.opened(), {"name": "We lead it", "plus": "One voice.", "minus": "Little time."}
    assert "plus" in slack.submit(officer, form, {"name": "We lead it"}).errors
    slack.submit(officer, form, typed)
    slack.submit(officer, form, typed)
    assert sum(each.type == "OptionRecorded" for each in clesp.happened()) == 1
    changed = slack.changed("V-TENDER")
    assert "Plus: One voice." in words(changed["blocks"])
    slack.press_in(officer, {**changed, "id": "V-TENDER"}, button(changed["blocks"], "Change this option"))
    slack.submit(officer, slack.opened(), {**typed, "minus": "Little money."}, view_id="V2")
    assert "Minus: Little money." in words(slack.changed("V-TENDER")["blocks"])


def test_one_of_two_notices_is_set_aside_as_the_same_from_its_window_and_taken_up_again(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C5: the window says at once how it stands."""
    takes_in(clesp, release(1), source="contracts-finder")
    takes_in(clesp, release(2, title="Skills for work 1"), source="find-a-tender")
    officer = clesp.user(OFFICER)
    slack.command(officer, ids.TENDER)
    shown = slack.opened()
    slack.press_in(officer, shown, button(shown["blocks"], "To look at"))
    shown = slack.changed()
    assert "may be the same as T2026/2" in words(shown["blocks"])
    slack.press_in(officer, shown, button(shown["blocks"], "See it"))
    shown = {**slack.opened(), "id": "V-TENDER"}
    assert "match." in words(shown["blocks"])
    slack.press_in(officer, shown, button(shown["blocks"], "Set this one aside as the same"))
    shown = {**slack.changed("V-TENDER"), "id": "V-TENDER"}
    assert "not pursued" in words(shown["blocks"])
    assert "The same as T2026/2 · Find a Tender" in words(shown["blocks"])
    slack.press_in(officer, shown, button(shown["blocks"], "They are two"))
    assert "T2026/1, found" in words(slack.changed("V-TENDER")["blocks"])
