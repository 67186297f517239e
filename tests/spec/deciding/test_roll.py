"""The roll of a meeting: who marks it, who is in the chair, and who stands in for whom."""

from dataclasses import replace

import pytest

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.meetings.meetings import OpenMeeting
from bot.workflows.questions import RollForm
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, represented, town, town_register, vote

LEONTYNE, GETHIN, OWAIN = VOICE["medway-council"], "gethin-prosser", "owain-treharne"


def test_the_roll_says_how_many_with_a_vote_are_there_and_how_many_without(clpp: Rehearsal) -> None:
    """K32, V6: the co-opted and the observers are counted apart."""
    said = answer(clpp.opens_meeting(SECRETARY, chair=CHAIR, present=[*IN_THE_ROOM, "lantern", "harbour"]))
    assert "6 of 10 voting organisations are present. 2 attend without a vote." in said


@pytest.mark.parametrize("who", [VOICE["ekc-group"], VOICE["harbour"], GETHIN])
def test_only_the_chair_or_the_secretariat_calls_the_roll(clpp: Rehearsal, who: str) -> None:
    """V23: and everybody else is told whom to ask."""
    refused = clpp.opens_meeting(who, chair=CHAIR, present=IN_THE_ROOM)
    assert isinstance(refused, Refused)
    assert "Only the chair or the secretariat" in refused.reason
    assert "mark you present" in refused.next


def test_a_stranger_and_a_deactivated_account_call_no_roll(clpp: Rehearsal) -> None:
    """V11."""
    assert "not in the register" in reason(clpp.opens_meeting("U0STRANGER", chair=CHAIR, present=IN_THE_ROOM))
    clpp.deactivates(SECRETARY)
    assert "deactivated" in reason(clpp.opens_meeting(SECRETARY, chair=CHAIR, present=IN_THE_ROOM))


def test_whoever_acts_as_chair_of_the_meeting_marks_its_roll(clpp: Rehearsal) -> None:
    """K26: for that meeting, as long as it lasts."""
    answer(clpp.opens_meeting(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM))
    assert answer(clpp.calls_roll(LEONTYNE, chair=LEONTYNE, present=IN_THE_ROOM[1:]))
    [opened] = [each for each in clpp.happened() if each.type == "MeetingOpened"]
    assert (opened.data["chaired_by"], opened.data["acting"]) == (LEONTYNE, True)


def test_whoever_is_chairing_is_marked_present(clpp: Rehearsal) -> None:
    """K26: of the members present."""
    refused = clpp.opens_meeting(SECRETARY, chair=CHAIR, present=["ekc-group", "kent-council"])
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("chaired_by", "4.2")


def test_an_observer_does_not_act_as_chair(clpp: Rehearsal) -> None:
    """K26: the members present choose one of their number, and the casting vote goes with the chair."""
    refused = clpp.opens_meeting(SECRETARY, chair=VOICE["harbour"], present=[*IN_THE_ROOM, "harbour"])
    assert isinstance(refused, Refused)
    assert "without a vote" in refused.reason
    assert refused.field == "chaired_by"


def test_an_independent_chair_needs_no_organisation_on_the_roll(store: Store, clock: StoppedClock) -> None:
    """Elected by the body, and speaking for nobody in it."""
    register = town_register(3)
    alone = replace(
        register,
        appointments=register.appointments[1:],
        roles=(Role("chair", represented("org-1")), register.roles[1]),
    )
    forum = town(store, clock, register=alone)
    assert answer(
        forum.opens_meeting(represented("org-1"), chair=represented("org-1"), present=["org-2", "org-3"])
    )
    form = forum.secretary.ask(
        RollForm(
            workspace=forum.workspace,
            team=forum.team,
            user=forum.user(represented("org-1")),
            partnership=forum.slug,
        )
    )
    assert [each.id for each in form.chairs if each.chosen] == [represented("org-1")]


def test_a_deputy_stands_in_for_the_organisation_that_is_named(clpp: Rehearsal) -> None:
    """K34, G10: Owain Treharne is a deputy of two, and the roll says for which."""
    room = [*IN_THE_ROOM, "channel-skills"]
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=room, substitutes=[("channel-skills", OWAIN)]))
    [opened] = [each for each in clpp.happened() if each.type == "MeetingOpened"]
    assert opened.data["roll"]["channel-skills"] == OWAIN
    assert opened.data["roll"]["compass-point"] is None


def test_the_form_offers_a_deputy_once_for_each_organisation(clpp: Rehearsal) -> None:
    """K34: and ticks the one who stands in."""
    room = [*IN_THE_ROOM, "channel-skills"]
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=room, substitutes=[("channel-skills", OWAIN)]))
    form = clpp.secretary.ask(
        RollForm(workspace=clpp.workspace, team=clpp.team, user=clpp.user(CHAIR), partnership=clpp.slug)
    )
    his = {each.id: each for each in form.substitutes if each.id.endswith(OWAIN)}
    assert set(his) == {f"channel-skills:{OWAIN}", f"compass-point:{OWAIN}"}
    assert [each.id for each in form.substitutes if each.chosen] == [f"channel-skills:{OWAIN}"]
    assert his[f"channel-skills:{OWAIN}"].words == "Owain Treharne, Channel Skills Training"


@pytest.mark.parametrize(
    ("substitutes", "why"),
    [
        ([("compass-point", OWAIN), ("channel-skills", OWAIN)], "two organisations"),
        ([("ekc-group", OWAIN)], "no named deputy"),
        ([("invicta", "constance-ayling")], "no named deputy"),
        ([("ekc-group", VOICE["ekc-group"])], "no named deputy"),
        ([("nowhere", "nobody")], "no named deputy"),
        ([("", "")], "no named deputy"),
    ],
)
def test_only_a_named_deputy_stands_in_and_for_one_organisation(
    clpp: Rehearsal, substitutes: list[tuple[str, str]], why: str
) -> None:
    """K34, G10: named by the organisation, which is present; one person, one vote held."""
    room = [*IN_THE_ROOM, "channel-skills"]
    refused = clpp.opens_meeting(CHAIR, chair=CHAIR, present=room, substitutes=substitutes)
    assert isinstance(refused, Refused)
    assert why in refused.reason
    assert (refused.field, refused.clause.number) == ("substitutes", "4.8")


def test_a_form_from_before_the_register_changed_is_to_be_marked_again(clpp: Rehearsal) -> None:
    """An organisation that is not there any more, or never was."""
    refused = clpp.opens_meeting(CHAIR, chair=CHAIR, present=[*IN_THE_ROOM, "gone"])
    assert isinstance(refused, Refused)
    assert "register has changed" in refused.reason


def test_one_meeting_is_in_session_at_a_time(meeting: Rehearsal) -> None:
    """K32: a roll is of one meeting."""
    asked = {"partnership": meeting.slug, "chaired_by": CHAIR, "present": IN_THE_ROOM}
    refused = meeting.say(CHAIR, OpenMeeting, meeting="meeting-2", title="Another", **asked)
    assert "“Strategy Group” is still in session" in reason(refused)
    answer(meeting.closes_meeting(SECRETARY))
    assert answer(meeting.say(CHAIR, OpenMeeting, meeting="meeting-2", title="Another", **asked))


def test_the_same_form_opens_one_meeting(meeting: Rehearsal) -> None:
    """A modal sent in twice, each with a key of its own."""
    assert "already" in answer(meeting.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(meeting.closes_meeting(CHAIR))
    assert "already" in answer(meeting.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    assert [each.type for each in meeting.happened()].count("MeetingOpened") == 1


@pytest.mark.parametrize(("title", "taken"), [(" ", False), ("x" * 200, True), ("x" * 201, False)])
def test_a_meeting_has_a_name(clpp: Rehearsal, title: str, taken: bool) -> None:
    """Of two hundred characters or fewer."""
    asked = {"partnership": clpp.slug, "meeting": MEETING, "chaired_by": CHAIR, "present": IN_THE_ROOM}
    outcome = clpp.say(CHAIR, OpenMeeting, title=title, **asked)
    assert isinstance(outcome, Decision) is taken
    if isinstance(outcome, Refused):
        assert outcome.field == "title"


def test_who_leaves_before_the_close_is_not_counted_and_who_comes_is(motion: Rehearsal) -> None:
    """K32: re-tested at each decision, on the roll as it is then."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    room = [*(each for each in IN_THE_ROOM if each != "kent-council"), "invicta"]
    answer(motion.calls_roll(SECRETARY, chair=CHAIR, present=room))
    answer(motion.votes(VOICE["invicta"], "for"))
    answer(motion.closes(CHAIR))
    result = motion.result()
    assert (result.votes_for, result.against) == (2, 0)
    assert "kent-council" not in result.present


def test_a_roll_is_called_of_a_meeting_in_session_and_of_no_other(clpp: Rehearsal) -> None:
    """K32: nor is a meeting closed that was never opened."""
    assert "not in session" in reason(clpp.calls_roll(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    assert "not in session" in reason(clpp.closes_meeting(CHAIR))
