"""Agendas through Slack's payloads: proposing, deciding, the order, an urgent matter, a review."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from tests.handlers.conftest import Stub
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM
from tests.spec.meetings.agendas import (
    JULY,
    MEMBER,
    OCTOBER,
    OTHER_MEMBER,
    SECRETARY,
    books,
    changed,
    circulated,
    held,
    item_of_kind,
    picture,
    proposes,
    raises,
    titles,
)

Workspace = Callable[[Any, StoppedClock], Slack]
HERE = "C0CLPP"


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted what its terms suggest on interests."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def test_from_the_command_to_the_agenda(slack: Slack, clpp: Rehearsal) -> None:
    """V35, K36: a member proposes, the secretariat accepts from its message, and the agenda has it."""
    books(clpp)
    member, secretary = clpp.user(MEMBER), clpp.user(SECRETARY)
    slack.command(member, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    said = words(shown["blocks"])
    assert "1. Declarations of interest" in said and "Thursday 16 July 2026 at 14:00" in said
    assert "The terms do not state a closing day for items." in said
    assert "The terms say nothing about when items close" in said

    slack.press_in(member, shown, button(shown["blocks"], "Propose an item"))
    form = slack.opened()
    assert _field(form, "meeting")["initial_option"]["value"] == JULY
    assert "Give the item a title" in slack.submit(member, form, {"title": " "}).errors["title"]
    values = {"title": "The data report", "detail": "Look at <!channel>", "minutes": "15"}
    done = slack.submit(member, form, values).view
    assert "is proposed for “Strategy Group” on Thursday 16 July 2026" in words(done["blocks"])
    assert "already done" in words(slack.submit(member, form, values).view["blocks"])

    message = _rendered(clpp, "ItemProposedNotice", secretary)
    assert "Look at <!channel>" in words(message)
    slack.press(member, button(message, "Accept"))
    assert "The secretariat and the chair decide" in slack.said()
    slack.press(secretary, button(message, "Accept"))
    assert "is on the agenda of “Strategy Group”" in slack.said()
    told = _rendered(clpp, "ItemDecidedNotice", member)
    assert "Gwendolen Saxby has accepted The data report" in words(told)
    slack.press(member, button(told, "See the agenda"))
    assert "The data report" in words(slack.opened()["blocks"])


def test_words_after_the_command_are_the_title_of_a_proposal(slack: Slack, clpp: Rehearsal) -> None:
    """V35: /agenda A report on housing."""
    books(clpp)
    slack.command(clpp.user(MEMBER), ids.AGENDA, "A report on housing &amp; rent", channel=HERE)
    form = slack.opened()
    assert form["callback_id"] == ids.FORM_PROPOSE_ITEM
    assert _field(form, "title")["initial_value"] == "A report on housing & rent"


def test_an_item_is_returned_from_its_message_with_a_reason_or_carried_over(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V35."""
    books(clpp)
    answer(proposes(clpp))
    secretary = clpp.user(SECRETARY)
    message = _rendered(clpp, "ItemProposedNotice", secretary)
    slack.press(secretary, button(message, "Return with a reason"))
    form = slack.opened()
    assert "Say why it is returned" in slack.submit(secretary, form, {"reason": " "}).errors["reason"]
    carried = {"decision": "carry over"}
    assert "Choose the meeting" in slack.submit(secretary, form, carried, hash_="h2").errors["to_meeting"]
    done = slack.submit(secretary, form, {**carried, "to_meeting": OCTOBER}, hash_="h3").view
    assert "is carried over to “Strategy Group” on Thursday 15 October 2026" in words(done["blocks"])
    assert "The data report" in titles(clpp, OCTOBER)


def test_the_order_is_sent_in_at_once_and_a_mistake_stands_under_its_item(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V35: nothing typed is lost; the answer is the agenda as it now is."""
    books(clpp, JULY)
    for title in ("Budget", "Housing"):
        answer(proposes(clpp, SECRETARY, title))
    secretary = clpp.user(SECRETARY)
    slack.command(secretary, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    slack.press_in(secretary, shown, button(shown["blocks"], "Order and minutes"))
    form = slack.opened()
    labels = [each["label"]["text"] for each in form["blocks"] if each["type"] == "input"]
    assert labels[0] == "1. Declarations of interest (keeps its place)"
    assert "4. Budget" in labels and "5. Housing" in labels
    errors = slack.submit(secretary, form, {"item-Housing": "soon"}).errors
    assert "such as “2, 10 minutes”" in errors["item-Housing"]
    now = slack.submit(secretary, form, {"item-Housing": "2 · 20", "item-Budget": "4 · 5"}, hash_="h2").view
    assert now["callback_id"] == ids.FORM_AGENDA
    said = words(now["blocks"])
    assert "is in order" in said and "2. Housing" in said and "20 minutes" in said
    assert "The items take 25 minutes together." in said


def test_a_standing_item_is_left_out_in_its_own_form(slack: Slack, clpp: Rehearsal) -> None:
    """K47: with a reason; declarations are not (K31)."""
    books(clpp, JULY)
    secretary = clpp.user(SECRETARY)
    slack.command(secretary, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    review = item_of_kind(clpp, "review").id
    slack.press_in(secretary, shown, _of_item(shown["blocks"], ids.OPEN_CHANGE_ITEM, review))
    form = slack.opened()
    assert "no review is recorded" in words(form["blocks"])
    leave = {"leave_out": ["leave out"]}
    assert "the reason is recorded" in slack.submit(secretary, form, leave).errors["reason"]
    assert "whole number" in slack.submit(secretary, form, {"minutes": "-1"}, hash_="h2").errors["minutes"]
    now = slack.submit(secretary, form, {**leave, "reason": "It is in October"}, hash_="h3").view
    assert "The reason: It is in October" in words(now["blocks"])
    declared = item_of_kind(clpp, "declarations").id
    slack.press_in(secretary, shown, _of_item(shown["blocks"], ids.OPEN_CHANGE_ITEM, declared))
    refused = slack.submit(secretary, slack.opened(), {**leave, "reason": "No time"}, view_id="V7")
    assert "the terms ask for it" in refused.errors["leave_out"]


def test_a_member_sees_no_buttons_that_decide_and_withdraws_their_own(slack: Slack, clpp: Rehearsal) -> None:
    """V35."""
    books(clpp, JULY)
    answer(proposes(clpp))
    slack.command(clpp.user(OTHER_MEMBER), ids.AGENDA, channel=HERE)
    assert _texts(slack.opened()["blocks"]) == ["Propose an item", "Papers"]
    member = clpp.user(MEMBER)
    slack.command(member, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    assert _texts(shown["blocks"]) == ["Propose an item", "Papers", "Withdraw"]
    slack.press_in(member, shown, button(shown["blocks"], "Withdraw"))
    assert "“The data report” is withdrawn." in words(slack.changed()["blocks"])
    slack.press_in(member, shown, button(shown["blocks"], "Withdraw"))
    assert "withdrawn already" in words(slack.calls[-1][1]["view"]["blocks"])
    slack.press(clpp.user(OTHER_MEMBER), {"action_id": ids.OPEN_ARRANGE_AGENDA, "value": _value(JULY)})
    assert "The secretariat and the chair decide" in slack.said()


def test_an_urgent_matter_is_raised_and_admitted_by_the_buttons(slack: Slack, clpp: Rehearsal) -> None:
    """K37: and the one who raised it is told."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    member, chair = clpp.user(MEMBER), clpp.user(CHAIR)
    slack.command(member, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    assert "This meeting is in session." in words(shown["blocks"])
    slack.press_in(member, shown, button(shown["blocks"], "Raise an urgent item"))
    form = slack.opened()
    assert "does anybody object" in words(form["blocks"])
    done = slack.submit(member, form, {"title": "The roof", "detail": "It leaks"}).view
    assert "it is not debated before it is admitted" in words(done["blocks"])
    asked = _rendered(clpp, "UrgentItemNotice", chair)
    slack.press(member, button(asked, "Nobody objects: take it"))
    assert "Only whoever is chairing" in slack.said()
    slack.press(chair, button(asked, "Nobody objects: take it"))
    assert "is admitted and stands on the agenda" in slack.said()
    slack.press(chair, button(asked, "Not agreed"))
    assert "Already recorded: “The roof” was admitted." in slack.said()
    assert "is taken at “Strategy Group”" in words(_rendered(clpp, "ItemDecidedNotice", member))


def test_whoever_takes_the_chair_after_it_was_raised_finds_the_question_in_the_agenda(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K37, K26."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(raises(clpp))
    answer(clpp.calls_roll(SECRETARY, chair="leontyne-marsh", present=IN_THE_ROOM))
    now_chairing = clpp.user("leontyne-marsh")
    slack.command(now_chairing, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    slack.press_in(now_chairing, shown, button(shown["blocks"], "Not agreed"))
    assert "is not admitted" in words(slack.changed()["blocks"])


def test_a_review_is_recorded_from_the_agenda(slack: Slack, clpp: Rehearsal) -> None:
    """K47."""
    books(clpp, JULY)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC))
    secretary = clpp.user(SECRETARY)
    slack.command(secretary, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    slack.press_in(secretary, shown, button(shown["blocks"], "Record a review"))
    done = slack.submit(secretary, slack.opened(), {"outcome": "No change"}).view
    assert "The next is due on Thursday 22 April 2027." in words(done["blocks"])


def test_without_a_booked_meeting_the_agenda_says_so(slack: Slack, clpp: Rehearsal) -> None:
    """V34."""
    slack.command(clpp.user(MEMBER), ids.AGENDA, channel=HERE)
    assert "No meeting is booked" in words(slack.opened()["blocks"])
    said = slack.command(clpp.user(MEMBER), ids.AGENDA, "An item", channel=HERE)
    assert "No meeting is booked" in said.words
    slack.command(clpp.user(SECRETARY), ids.AGENDA, channel=HERE)
    slack.press_in(clpp.user(SECRETARY), slack.opened(), button(slack.opened()["blocks"], "Record a review"))
    assert "No meeting has been held yet" in words(slack.opened()["blocks"])


def test_once_every_agenda_has_gone_round_a_proposal_is_told_of_the_meeting_itself(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K37."""
    books(clpp, JULY)
    circulated(clpp)
    said = slack.command(clpp.user(MEMBER), ids.AGENDA, "An item", channel=HERE)
    assert "has been sent to the members" in said.words and "4.10" in said.words


def test_somebody_in_no_register_is_told_the_way_in(slack: Slack, clpp: Rehearsal) -> None:
    """V16, K39: the agenda of a private meeting is not for everybody in the workspace."""
    books(clpp, JULY)
    said = slack.command("U0STRANGER", ids.AGENDA, channel=HERE)
    assert "You are not in the register" in said.words
    answer(proposes(clpp))
    for action in (ids.OPEN_RETURN_ITEM, ids.OPEN_CHANGE_ITEM):
        slack.press("U0STRANGER", {"action_id": action, "value": _value(JULY, item="item-report")})
        assert "You are not in the register" in slack.said()


def test_one_turns_from_meeting_to_meeting_in_the_same_modal(slack: Slack, clpp: Rehearsal) -> None:
    """V35."""
    books(clpp)
    member = clpp.user(MEMBER)
    slack.command(member, ids.AGENDA, channel=HERE)
    shown = slack.opened()
    slack.press_in(member, shown, button(shown["blocks"], "After: 15 October 2026 · Strategy Group"))
    name, call = slack.calls[-1]
    assert name == "views.update"
    assert "Thursday 15 October 2026 at 14:00" in words(call["view"]["blocks"])
    later = call["view"]
    slack.press_in(member, later, button(later["blocks"], "Propose an item"))
    assert _field(slack.opened(), "meeting")["initial_option"]["value"] == OCTOBER


def test_a_member_of_one_group_is_offered_the_meetings_of_that_group(slack: Slack, clpp: Rehearsal) -> None:
    """K3, K11: the next meeting is the Operational Group's, and they sit in the Strategy Group alone."""
    books(clpp, JULY, OCTOBER)
    changed(clpp, JULY, body="operational", title="Operational Group")
    [member] = [each for each in (MEMBER, OTHER_MEMBER) if not _is_in(clpp, each, "operational")][:1]
    slack.command(clpp.user(member), ids.AGENDA, channel=HERE)
    shown = slack.opened()
    assert "Thursday 15 October 2026" in words(shown["blocks"])
    slack.press_in(clpp.user(member), shown, button(shown["blocks"], "Propose an item"))
    offered = [each["value"] for each in _field(slack.opened(), "meeting")["options"]]
    assert offered == [OCTOBER]
    changed(clpp, OCTOBER, body="operational")
    said = slack.command(clpp.user(member), ids.AGENDA, "An item", channel=HERE)
    assert "You speak for no member of a body that is to meet" in said.words
    [operational] = [
        each.person
        for each in clpp.register.appointments
        if "operational" in each.group and clpp.user(each.person)
    ][:1]
    slack.command(clpp.user(operational), ids.AGENDA, "Training", channel=HERE)
    done = slack.submit(clpp.user(operational), slack.opened(), {}).view
    assert "is proposed for “Operational Group”" in words(done["blocks"])


def test_an_agenda_of_many_items_has_pages(slack: Slack, clpp: Rehearsal) -> None:
    """V35: sixty proposals, none of which is lost from sight."""
    books(clpp, JULY)
    for number in range(30):
        answer(proposes(clpp, SECRETARY, f"Item {number}"))
    secretary = clpp.user(SECRETARY)
    slack.command(secretary, ids.AGENDA, channel=HERE)
    first = slack.opened()
    assert "Page 1 of 2." in words(first["blocks"])
    slack.press_in(secretary, first, button(first["blocks"], "Next page"))
    second = slack.calls[-1][1]["view"]
    assert "Any other business" in words(second["blocks"])
    assert len(picture(clpp).items) == 35


@pytest.mark.parametrize(
    "value",
    [
        "",
        "not json",
        '{"p":"clpp","meeting":"meeting-of-nobody"}',
        '{"p":"nowhere"}',
        '{"p":"clpp","page":"x"}',
    ],
)
def test_a_button_from_another_time_is_answered_in_words(slack: Slack, clpp: Rehearsal, value: str) -> None:
    """V16: ids that do not exist, or are not this bot's."""
    books(clpp, JULY)
    for action in (
        ids.OPEN_AGENDA,
        ids.OPEN_PROPOSE_ITEM,
        ids.OPEN_RETURN_ITEM,
        ids.OPEN_CHANGE_ITEM,
        ids.OPEN_ARRANGE_AGENDA,
        ids.OPEN_URGENT_ITEM,
        ids.OPEN_REVIEW,
        ids.ACCEPT_ITEM,
        ids.WITHDRAW_ITEM,
        ids.ADMIT_URGENT_ITEM,
        ids.REFUSE_URGENT_ITEM,
    ):
        said = len(slack.posted) + len(slack.calls)
        assert slack.press(clpp.user(MEMBER), {"action_id": action, "value": value}).status == 200
        assert len(slack.posted) + len(slack.calls) > said, action
        assert not slack.posted or "Something went wrong" not in slack.said(), action


def test_the_rest_of_a_form_from_another_client_is_answered_under_its_field(
    slack: Slack, desk: Stub, clock: StoppedClock
) -> None:
    """A number that is none, which Slack itself would not let through."""
    from bot.handlers.agenda import _minutes
    from bot.handlers.identity import Incoming, Surface
    from bot.workflows.decisions import Refused

    def typed(text: str) -> object:
        state = {"values": {"minutes": {"minutes": {"type": "number_input", "value": text}}}}
        return _minutes(
            Incoming(
                Surface.FORM, "T", "T", "U", "d", clock.now(), ids.FORM_CHANGE_ITEM, view={"state": state}
            )
        )

    assert [typed("15"), typed(" "), typed("0")] == [15, None, 0]
    assert all(isinstance(typed(each), Refused) for each in ("1.5", "-3", "many", "9" * 400))


def _is_in(body: Rehearsal, person: str, group: str) -> bool:
    return any(each.person == person and group in each.group for each in body.register.appointments)


def _value(meeting: str, **more: str) -> str:
    return json.dumps({"p": "clpp", "meeting": meeting, **more})


def _field(view: dict[str, Any], name: str) -> dict[str, Any]:
    [element] = [each["element"] for each in view["blocks"] if each.get("block_id") == name]
    return element  # type: ignore[no-any-return]


def _buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for block in blocks if block["type"] == "actions" for each in block["elements"]]


def _texts(blocks: list[dict[str, Any]]) -> list[str]:
    return [each["text"]["text"] for each in _buttons(blocks)]


def _of_item(blocks: list[dict[str, Any]], action: str, item: str) -> dict[str, Any]:
    [found] = [each for each in _buttons(blocks) if each["action_id"] == ids.variant(action, item)]
    return found


def _rendered(rehearsal: Rehearsal, kind: str, to: str) -> list[dict[str, Any]]:
    notices = [each for each in rehearsal.notices(kind) if each.recipient == to]
    return render(kind, notices[-1].data, partnership=rehearsal.slug).blocks
