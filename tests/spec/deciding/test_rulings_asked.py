"""App Home asks whoever is chairing for the rulings that wait for them, and nobody else."""

import pytest

from bot import ids
from bot.presenters.home import home
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import Ask, HomePicture, ShowHome
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR, SECRETARY, VOICE

NISHA, LEONTYNE = VOICE["compass-point"], VOICE["medway-council"]
ITEM = {"kind": "item", "subject": "item-1", "new_title": "The grant"}
BID = {"kind": "tender", "subject": "tender-1", "new_title": "The framework"}


def shown(body: Rehearsal, who: str) -> HomePicture:
    """App Home of somebody."""
    return body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(who)))


def asked(body: Rehearsal, who: str) -> list[Ask]:
    """The rulings asked of somebody."""
    return [each for part in shown(body, who).parts for each in part.asks if each.kind.startswith("rule")]


@pytest.mark.parametrize("where", [ITEM, BID, {"kind": "meeting", "subject": MEETING}])
def test_a_ruling_is_asked_of_whoever_is_chairing_until_it_is_made(
    meeting: Rehearsal, where: dict[str, str]
) -> None:
    """K31: neither of the secretariat, who is told as well, nor of whoever declared."""
    answer(meeting.declares(NISHA, "My cousin works there", **where))
    [ask] = asked(meeting, CHAIR)
    assert ask.words.startswith("Compass Point")
    assert "Its vote is off until you rule what it may do. It says: “My cousin works there”" in ask.words
    assert asked(meeting, SECRETARY) == asked(meeting, NISHA) == []
    answer(meeting.rules(CHAIR, ask.subject, Ruling.STAY))
    assert asked(meeting, CHAIR) == []
    answer(meeting.declares(NISHA, "And I own a share of it", **where))
    assert [each.detail for each in asked(meeting, CHAIR)] == [str(int(ask.detail) + 1)]


def test_the_buttons_are_those_of_the_message(meeting: Rehearsal) -> None:
    """K31, C33: of a bid somebody keeps away."""
    answer(meeting.declares(NISHA, "My cousin works there", **ITEM))
    answer(meeting.declares(NISHA, "We bid", **BID))
    buttons = [
        each["text"]["text"]
        for block in home(shown(meeting, CHAIR))["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
        if ids.base(each["action_id"]) == ids.RULE_ON_INTEREST
    ]
    usual = ["Stay and vote", "Stay, without a vote", "Speak, then no further part"]
    assert sorted(buttons) == sorted([*usual, "Leave for this item", *usual, "Keep away from this bid"])


def test_it_is_asked_of_the_acting_chair_of_a_motion_where_the_chair_has_withdrawn(motion: Rehearsal) -> None:
    """K29: nothing is asked that would be refused, nor of anybody about their own organisation."""
    answer(motion.declares(NISHA, "We would deliver it"))
    theirs = motion.interest()
    answer(motion.declares(CHAIR, "The university would host it"))
    assert asked(motion, CHAIR) == asked(motion, LEONTYNE) == []
    answer(motion.chooses_chair(SECRETARY, LEONTYNE))
    assert asked(motion, CHAIR) == []
    assert len(asked(motion, LEONTYNE)) == 2
    assert theirs in [each.subject for each in asked(motion, LEONTYNE)]


def test_what_is_decided_or_over_waits_for_no_ruling(motion: Rehearsal) -> None:
    """K31."""
    answer(motion.declares(NISHA, "We would deliver it"))
    answer(motion.declares(NISHA, "We rent the room", kind="meeting", subject=MEETING))
    assert len(asked(motion, CHAIR)) == 2
    answer(motion.closes(CHAIR))
    [left] = asked(motion, CHAIR)
    assert "an interest in the meeting" in left.words
    answer(motion.closes_meeting(SECRETARY))
    assert asked(motion, CHAIR) == []
