"""The room of a meeting through Slack's payloads alone: opened, marked, chaired, heard, ratified."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.room.room_absent import ARRIVING, STRIKING
from bot.store.session import Store
from tests.bookings import booked
from tests.handlers.slack import Slack, button, pressed
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, at, rehearse
from tests.replying import said
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, vote
from tests.spec.meetings.agendas import admits, raises
from tests.spec.meetings.answering import becomes

Workspace = Callable[[Any, StoppedClock], Slack]
EKC, LEONTYNE = VOICE["ekc-group"], VOICE["medway-council"]
HERE = '{"p":"clpp"}'


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted what its terms suggest on interests."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    """A field's element."""
    return next(each["element"] for each in view["blocks"] if each.get("block_id") == name)


def chosen(view: dict[str, Any], name: str) -> set[str]:
    """What is ticked in it."""
    return {each["value"] for each in field(view, name).get("initial_options", [])}


def shown(slack: Slack) -> dict[str, Any]:
    """The view that was changed last."""
    view: dict[str, Any] = [call["view"] for name, call in slack.calls if name == "views.update"][-1]
    return view


def row(view: dict[str, Any], name: str, what: str) -> dict[str, Any]:
    """The button of somebody's row in the room."""
    blocks = view["blocks"]
    number = next(n for n, each in enumerate(blocks) if name in words([each]) and each["type"] == "rich_text")
    return button(blocks[number : number + 2], what)


def arrives(slack: Slack, who: str, view: dict[str, Any], name: str, how: str) -> None:
    """Somebody is chosen in the menu of those who are absent, and the button beside it is pressed."""
    chooses(slack, who, view, ARRIVING, name, how)


def chooses(slack: Slack, who: str, view: dict[str, Any], menu: str, name: str, what: str) -> None:
    """Somebody is chosen in a menu, and a button beside it is pressed."""
    block = next(each for each in view["blocks"] if ids.base(each.get("block_id", "")) == menu)
    select = block["elements"][0]
    offered = select.get("options") or [one for each in select["option_groups"] for one in each["options"]]
    choice = next(each for each in offered if name in each["text"]["text"])
    state = {block["block_id"]: {select["action_id"]: {"type": "static_select", "selected_option": choice}}}
    slack.press_in(who, {**view, "state": {"values": state}}, button([block], what))


def opened(slack: Slack, who: str) -> dict[str, Any]:
    """Somebody asks who is here."""
    slack.press(who, {"action_id": ids.OPEN_ROOM, "value": HERE})
    return slack.opened()


def test_a_booked_meeting_is_opened_from_its_button_filled_from_the_replies(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K32, K34: the button that begins it opens that meeting and no other."""
    chair = clpp.user(CHAIR)
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    said(clpp, CHAIR, "coming")
    said(clpp, VOICE["kent-council"], "remote")
    said(clpp, EKC, "substitute", substitute="gethin-prosser")
    said(clpp, VOICE["oast"], "substitute", stand_in="Perpetua Lacey")
    slack.press(chair, {"action_id": ids.OPEN_ROLL, "value": f'{{"p":"clpp","meeting":"{MEETING}"}}'})
    roll = slack.opened()
    assert chosen(roll, "present") == {f"north-downs:{CHAIR}", f"kent-council:{VOICE['kent-council']}"}
    assert chosen(roll, "remote") == {"kent-council"}
    assert field(roll, "others")["initial_value"] == "Perpetua Lacey, Oast Virtual School"
    told = slack.submit(chair, roll, {}).view
    assert told["callback_id"] == ids.FORM_ROOM
    read = words(told["blocks"])
    assert "“Strategy Group” is in session: 3 of 10 voting organisations are present." in read
    assert "One by video or telephone." in read
    assert read.count("Quorate: Present are 1 from further education") == 1, "said once, not twice"
    assert read.count("Not yet heard") == 1
    assert "Gethin Prosser" in read
    assert "Perpetua Lacey" in read


def test_a_meeting_that_was_held_or_cancelled_is_refused_at_its_button(slack: Slack, clpp: Rehearsal) -> None:
    """K32: before anybody fills in its roll."""
    chair = clpp.user(CHAIR)
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    for state, became in (("closed", "has been held and closed"), ("cancelled", "was cancelled")):
        becomes(clpp, state=state)
        slack.press(chair, {"action_id": ids.OPEN_ROLL, "value": f'{{"p":"clpp","meeting":"{MEETING}"}}'})
        assert f"“Strategy Group” {became}" in slack.said()
    assert not slack.calls


def test_a_chair_who_is_not_chairing_is_told_who_is_before_the_form(slack: Slack, clpp: Rehearsal) -> None:
    """K26, K27: absent, or in the room without the chair; and nobody's name where those present have yet to choose."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM))
    told = slack.command(chair, ids.VOTE, "That it be so", channel="C0CLPP")
    said = told.words or words(slack.opened()["blocks"])
    assert "“Strategy Group” is in session, and only whoever is chairing it puts a motion there." in said
    assert "Chairing now: Leontyne Marsh. Ask them to put it." in said
    slack.press(chair, {"action_id": ids.OPEN_RATIFY, "value": '{"p":"clpp","motion":"motion-1"}'})
    assert "Chairing now: Leontyne Marsh." in slack.said()


def test_another_meeting_may_be_opened_instead_in_the_same_form(slack: Slack, clpp: Rehearsal) -> None:
    """With what was already typed of a motion."""
    chair = clpp.user(CHAIR)
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    booked(clpp.store, "clpp", at("2026-05-14T10:00+01:00"), "meeting-2", "Strategy Group in May")
    slack.command(chair, ids.VOTE, "That the bid be submitted", channel="C0CLPP")
    roll = slack.submit(chair, slack.opened(), {"how": "meeting"}).view
    read = words(roll["blocks"])
    assert "You are about to open “Strategy Group”. Say who is here." in read
    last = roll["blocks"][-1]
    assert last["type"] == "actions", "what is asked comes before the ways round it"
    typed = {"text": {"text": {"type": "plain_text_input", "value": "That the bid be submitted"}}}
    slack.press_in(
        chair,
        {**roll, "state": {"values": typed}},
        button(roll["blocks"], "Open instead: Strategy Group in May, Thursday 14 May 2026"),
    )
    other = shown(slack)
    assert field(other, "text")["initial_value"] == "That the bid be submitted"
    errors = slack.submit(chair, other, {"present": list(IN_THE_ROOM)}, hash_="h2").errors
    assert "is booked for Thursday 14 May 2026" in errors["on_another_day"]
    put = slack.submit(
        chair, other, {"present": list(IN_THE_ROOM), "on_another_day": ["today"]}, hash_="h2"
    ).view
    assert put["callback_id"] == ids.FORM_PUT_MOTION
    slack.press_in(chair, roll, button(roll["blocks"], "Open instead: A meeting that was not booked"))
    assert "is in session" in words(shown(slack)["blocks"])


def test_who_comes_and_goes_is_marked_by_one_press_each(
    slack: Slack, clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K32, N2: the list shows the room as it is after each."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["ekc-group", "north-downs", "kent-council"]))
    clock.turn(minutes=20)
    view = opened(slack, chair)
    slack.press_in(chair, view, row(view, "A representative", "Left"))
    assert "The meeting is no longer quorate: Nobody from local authority is present" in words(
        shown(slack)["blocks"]
    )
    view = shown(slack)
    arrives(slack, chair, view, "Leontyne Marsh", "Joined by video or telephone")
    read = words(shown(slack)["blocks"])
    assert "The meeting is now quorate" in read
    assert "Medway Council · by video or telephone, since 10:20" in read
    arrives(slack, chair, view, "Leontyne Marsh", "Arrived")
    assert "is marked as here already" in words(shown(slack)["blocks"])


def test_a_wrong_tick_is_put_right_where_it_stands_and_after_they_are_marked_as_gone(
    slack: Slack, clpp: Rehearsal, clock: StoppedClock
) -> None:
    """N2: with a question first, by the row or by the menu of those who have gone; a button alone asks whom."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["ekc-group", "north-downs", "kent-council"]))
    clock.turn(minutes=20)
    arrives(slack, chair, opened(slack, chair), "Leontyne Marsh", "Arrived")
    view = shown(slack)
    assert (
        "Were they not here?" in row(view, "Leontyne Marsh", "They were not here")["confirm"]["title"]["text"]
    )
    slack.press_in(chair, view, row(view, "Leontyne Marsh", "They were not here"))
    assert "Struck, as marked by mistake: Leontyne Marsh (Medway Council)" in words(shown(slack)["blocks"])
    arrives(slack, chair, shown(slack), "Leontyne Marsh", "Arrived")
    slack.press_in(chair, shown(slack), row(shown(slack), "Leontyne Marsh", "Left"))
    view = shown(slack)
    assert "Here earlier: Leontyne Marsh, 10:20 to 10:20." in words(view["blocks"])
    block = next(each for each in view["blocks"] if ids.base(each.get("block_id", "")) == STRIKING)
    slack.press_in(chair, view, button([block], "They were not here"))
    assert "Nobody is chosen." in words(slack.opened()["blocks"])
    chooses(slack, chair, view, STRIKING, "Leontyne Marsh", "They were not here")
    assert "Here earlier" not in words(shown(slack)["blocks"])
    assert "medway-council" not in {each.organisation for each in clpp.room()}


def test_whoever_may_not_mark_the_roll_sees_the_room_without_its_buttons(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V11, V23: and a stranger sees nothing of it."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    view = opened(slack, clpp.user(EKC))
    buttons = [
        one["text"]["text"]
        for each in view["blocks"]
        if each["type"] == "actions"
        for one in each["elements"]
    ]
    assert buttons == ["Papers", "Who took part"]
    slack.press("U0STRANGER", {"action_id": ids.OPEN_ROOM, "value": HERE})
    assert "not in the register" in slack.said()
    slack.press(
        "U0STRANGER", {"action_id": ids.MARK_DEPARTURE, "value": f'{{"p":"clpp","meeting":"{MEETING}"}}'}
    )
    assert "not in the register" in slack.said()


def test_the_roll_marked_late_takes_a_time(slack: Slack, clpp: Rehearsal, clock: StoppedClock) -> None:
    """N2: under its own field where it cannot be."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    clock.turn(minutes=40)
    slack.press(chair, {"action_id": ids.OPEN_ROLL, "value": HERE})
    roll = slack.opened()
    assert "At what time?" in words(roll["blocks"])
    present = [each for each in IN_THE_ROOM if each != "compass-point"]
    assert "still to come" in slack.submit(chair, roll, {"present": present, "at": "11:30"}).errors["at"]
    slack.submit(chair, roll, {"present": present, "at": "10:15"})
    [gone] = [each for each in clpp.room() if not each.is_here]
    assert gone.left_at == datetime(2026, 4, 23, 9, 15, tzinfo=UTC)


def test_two_forms_open_at_once_do_not_undo_each_other(slack: Slack, clpp: Rehearsal) -> None:
    """K32: what was shown when the form was opened is in its own blocks."""
    chair, secretary = clpp.user(CHAIR), clpp.user(SECRETARY)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    slack.press(chair, {"action_id": ids.OPEN_ROLL, "value": HERE})
    first = slack.opened()
    slack.press(secretary, {"action_id": ids.OPEN_ROLL, "value": HERE})
    second = slack.opened()
    slack.submit(chair, first, {"present": [*IN_THE_ROOM, "invicta"], "chaired_by": LEONTYNE})
    without = [each for each in IN_THE_ROOM if each != "compass-point"]
    told = slack.submit(secretary, second, {"present": without, "others": "Ada Fenwick"}, view_id="V2").view
    read = words(told["blocks"])
    assert "6 of 10 voting organisations are present. 1 attends without a vote." in read
    assert "In the chair: Leontyne Marsh." in read
    assert {each.organisation for each in clpp.room() if each.is_here} == {*without, "invicta", None}


def test_without_a_chair_those_present_choose_and_it_is_recorded(slack: Slack, clpp: Rehearsal) -> None:
    """K26: the chair is left to them on the roll; until then nothing is put."""
    secretary = clpp.user(SECRETARY)
    slack.press(secretary, {"action_id": ids.OPEN_ROLL, "value": HERE})
    present = [each for each in IN_THE_ROOM if each != "north-downs"]
    room = slack.submit(secretary, slack.opened(), {"present": present, "chaired_by": "nobody"}).view
    read = words(room["blocks"])
    asked = "is locked until those present choose an acting chair. Once they have, the chair or the secretariat records whom"
    assert read.count(asked) == read.count("Once they have") == 1
    slack.command(clpp.user(CHAIR), ids.VOTE, channel="C0CLPP")
    slack.press_in(secretary, room, button(room["blocks"], "Record who was chosen to chair"))
    form = slack.opened()
    offered = {each["value"] for each in field(form, "chosen")["options"]}
    assert CHAIR not in offered
    assert "gethin-prosser" not in offered, "of EKC Group, whose representative is here, and he is not"
    assert EKC in offered
    told = slack.submit(secretary, form, {"chosen": LEONTYNE}, view_id="V3").view
    assert "Leontyne Marsh is chairing" in words(told["blocks"])
    answer(clpp.puts(LEONTYNE, carry_on=True))


@pytest.mark.parametrize(("who", "marks"), [(LEONTYNE, True), (SECRETARY, True), (CHAIR, True), (EKC, False)])
def test_everybody_sees_who_is_here_and_whoever_chairs_marks_the_roll(
    slack: Slack, clpp: Rehearsal, who: str, marks: bool
) -> None:
    """K26: Leontyne Marsh acts as chair; `/meeting` and App Home have the same buttons for each."""
    present = [each for each in IN_THE_ROOM if each != "north-downs"]
    answer(clpp.opens_meeting(CHAIR, chair=LEONTYNE, present=present))
    slack.command(clpp.user(who), ids.MEETING, channel="C0CLPP")
    shown = words(slack.opened()["blocks"])
    assert ("Put a motion" in words(opened(slack, clpp.user(who))["blocks"])) is (who == LEONTYNE)
    assert "Who is here" in shown
    assert ("Mark the roll again" in shown) is marks


def test_what_is_said_aloud_is_recorded_from_the_room(slack: Slack, clpp: Rehearsal) -> None:
    """K31: nil returns and one interest, and the room shows who said what."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "Record declarations made aloud"))
    form = slack.opened()
    assert "Tick who has nothing to declare" in slack.submit(chair, form, {}, view_id="V4").errors["nil"]
    nil = [each for each in IN_THE_ROOM if each != "compass-point"]
    values = {"nil": nil, "interest_of": "compass-point", "nature": "We would deliver it <!channel>"}
    read = words(slack.submit(chair, form, values, view_id="V4").view["blocks"])
    assert "Everybody present has declared." in read
    assert "Compass Point Guidance: an interest, said aloud and recorded by Kwabena Ofori" in read


def test_an_interest_said_aloud_is_in_one_item_of_the_agenda_where_that_is_chosen(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K31: the organisation is still counted for the rest of the meeting."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    answer(raises(clpp, EKC, "Bursaries", meeting=MEETING))
    answer(admits(clpp, CHAIR, item="item-Bursaries"))
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "Record declarations made aloud"))
    form = slack.opened()
    assert "Bursaries" in words(form["blocks"])
    values = {"interest_of": "medway-council", "about": "item-Bursaries", "nature": "Our own trust"}
    read = words(slack.submit(chair, form, values, view_id="V4").view["blocks"])
    assert "an interest of Medway Council in “Bursaries”" in read
    assert "Not quorate" not in read


def test_whoever_puts_a_motion_may_carry_on_with_declarations_outstanding(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K31: by a box that says what follows."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    slack.command(chair, ids.VOTE, "That it be so", channel="C0CLPP")
    put = slack.opened()
    assert "Carry on; outstanding declarations are noted" in words(put["blocks"])
    told = slack.submit(
        chair, put, {"how": "meeting", "consensus_sought": ["sought"], "carry_on": ["carry on"]}
    ).view
    assert "Noted for the minutes" in words(told["blocks"])


def test_a_provisional_decision_is_ratified_from_the_chairs_list(
    slack: Slack, clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33: as it is, or in other words; both by one form."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(EKC))
    vote(clpp, {"ekc-group": "for", "kent-council": "for"})
    answer(clpp.closes(EKC))
    answer(clpp.closes_meeting(SECRETARY))
    clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-2"))
    chair = clpp.user(CHAIR)
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "To be ratified: 1 decision"))
    waiting = slack.opened()
    assert "Motion 2026/1 · provisional since Thursday 23 April 2026 at 10:00 at “Strategy Group”" in words(
        waiting["blocks"]
    )
    slack.press_in(chair, waiting, button(waiting["blocks"], "Ratify"))
    form = slack.opened()
    errors = slack.submit(chair, form, {"as": "amended", "text": " "}, view_id="V5").errors
    assert "Write the words" in errors["text"]
    typed = {
        "as": "as it is",
        "text": "That it be done by May",
        "how": "meeting",
        "consensus_sought": ["sought"],
    }
    assert "You typed other words" in slack.submit(chair, form, typed, view_id="V5").errors["as"]
    told = slack.submit(
        chair, form, {"as": "as it is", "how": "meeting", "consensus_sought": ["sought"]}, view_id="V5"
    ).view
    assert "Motion 2026/2 is put" in words(told["blocks"])
    slack.press(chair, pressed(button(waiting["blocks"], "Ratify")))
    again = slack.submit(
        chair,
        slack.opened(),
        {"as": "as it is", "how": "meeting", "consensus_sought": ["sought"]},
        view_id="V6",
    )
    assert "already asks for the ratification" in str(again.errors)


def test_a_vacancy_is_ruled_on_by_whoever_is_chairing(slack: Slack, clpp: Rehearsal) -> None:
    """K21: with the reason; where there is none to rule on, it says so."""
    from tests.spec.meetings.holding import leaves

    for organisation in ("north-downs", "invicta"):
        leaves(clpp, organisation)
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    chair = clpp.user(EKC)
    view = opened(slack, chair)
    rule = button(view["blocks"], "Rule on the vacancy")
    slack.press_in(chair, view, rule)
    form = slack.opened()
    assert "Give the reason" in slack.submit(chair, form, {"reason": " "}, view_id="V7").errors["reason"]
    told = slack.submit(chair, form, {"reason": "They are merging"}, view_id="V7").view
    assert "The meeting is now quorate" in words(told["blocks"])
    slack.press_in(chair, view, rule)
    assert "No sector of the quorum is without a member now." in words(slack.opened()["blocks"])


@pytest.mark.parametrize("value", ["", "{}", '{"p":"nowhere"}', '{"p":"clpp","page":"x"}', "not json"])
def test_a_button_from_elsewhere_is_answered_in_words(slack: Slack, clpp: Rehearsal, value: str) -> None:
    """Another tenant's ids, or none at all."""
    chair = clpp.user(CHAIR)
    for action in (
        ids.OPEN_ROOM,
        ids.ROOM_PAGE,
        ids.MARK_ARRIVAL,
        ids.MARK_DEPARTURE,
        ids.STRIKE_STAY,
        ids.OPEN_ORAL,
        ids.OPEN_MEETING_CHAIR,
        ids.OPEN_AWAITING,
        ids.OPEN_RATIFY,
        ids.OPEN_VACANCY,
        ids.OPEN_PARTICIPATION,
    ):
        assert slack.press(chair, {"action_id": action, "value": value}).status == 200
        assert "Something went wrong" not in (slack.said() if slack.posted else "")


def test_a_page_further_on_and_the_record_of_who_took_part(slack: Slack, clpp: Rehearsal) -> None:
    """C39: counted, and measured against nothing."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    view = opened(slack, chair)
    slack.press_in(chair, view, {"action_id": ids.ROOM_PAGE, "value": '{"p":"clpp","page":"99999999"}'})
    assert shown(slack)["callback_id"] == ids.FORM_ROOM
    slack.press_in(chair, view, button(view["blocks"], "Who took part"))
    assert "the terms name no number that has to be reached" in words(slack.opened()["blocks"])


def test_the_meeting_closed_says_who_was_absent_without_apologies(slack: Slack, clpp: Rehearsal) -> None:
    """V12: apart from those who sent apologies."""
    chair = clpp.user(CHAIR)
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    said(clpp, VOICE["invicta"], "apologies")
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "Close the meeting"))
    read = words(slack.submit(chair, slack.opened(), {}).view["blocks"])
    assert "Apologies: Seraphina Dacosta (Invicta Institute of Arts)." in read
    assert "Absent without apologies: Channel Skills Training" in read


def test_what_follows_from_closing_is_said_before_it_is_done(slack: Slack, clpp: Rehearsal) -> None:
    """K33, N2: who is still there, and the provisional decisions that wait; nothing is closed by one press."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "ekc-group"]))
    answer(clpp.puts(CHAIR))
    vote(clpp, {"ekc-group": "for", "north-downs": "for"})
    answer(clpp.closes(CHAIR))
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "Close the meeting"))
    asked = slack.opened()
    read = words(asked["blocks"])
    assert "“Strategy Group” ends now. This cannot be undone." in read
    assert "1 motion has been decided at it, and none is open." in read
    assert "2 people still in the room: Folasade Akande and Kwabena Ofori." in read
    assert "1 provisional decision waits to be ratified by a later quorate meeting." in read
    assert "Clause 4.7" in read
    assert "No meeting" not in words(opened(slack, chair)["blocks"])
    assert "“Strategy Group” is closed." in words(slack.submit(chair, asked, {}).view["blocks"])


@pytest.mark.parametrize(
    ("pressed_in_it", "form"),
    [
        ("Mark the roll again", ids.FORM_ROLL),
        ("Record declarations made aloud", ids.FORM_ORAL),
        ("Record who was chosen to chair", ids.FORM_MEETING_CHAIR),
        ("Close the meeting", ids.FORM_CLOSE_MEETING),
    ],
)
def test_no_button_is_dead_where_three_windows_stand_already(
    slack: Slack, clpp: Rehearsal, pressed_in_it: str, form: str
) -> None:
    """K32: Slack allows three in a stack; what is asked for in the third takes its place, and what stood under it still does."""
    secretary = clpp.user(SECRETARY)
    answer(clpp.opens_meeting(SECRETARY, chair=None, present=IN_THE_ROOM, heard=False))
    slack.press_in(secretary, {"type": "modal", "blocks": []}, {"action_id": ids.OPEN_ROOM, "value": HERE})
    room = slack.opened() | {"id": "V-THIRD"}
    slack.refuses["views.push"] = "push_limit_reached"
    slack.press_in(secretary, room, button(room["blocks"], pressed_in_it))
    assert slack.order == ["views.push", "ack", "views.update"]
    assert slack.changed("V-THIRD")["callback_id"] == form
    assert slack.calls[-1][1]["hash"] == "h1"
