"""Nobody is offered a button only to be refused."""

from bot.presenters.partnership.partnership import partnership_modal
from bot.workflows.questions import ShowPartnership
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE


def offered(body: Rehearsal, who: str) -> list[str]:
    """The buttons of the partnership's own window, as somebody sees it."""
    picture = body.secretary.ask(
        ShowPartnership(workspace=body.workspace, team=body.team, user=body.user(who), partnership=body.slug)
    )
    shown = (each for each in partnership_modal(picture)["blocks"] if each["type"] == "actions")
    words = [each["text"]["text"] for block in shown for each in block["elements"]]
    return [each for each in words if each in ("Declare an interest", "Put a motion", "Call the roll")]


def test_only_who_may_put_a_motion_or_call_the_roll_has_the_button_for_it(clpp: Rehearsal) -> None:
    """V11, V23, K26: an observer, a representative, the chair, the secretariat, somebody in no register."""
    assert offered(clpp, VOICE["harbour"]) == ["Declare an interest"]
    assert offered(clpp, VOICE["ekc-group"]) == ["Declare an interest"]
    assert offered(clpp, CHAIR) == ["Declare an interest", "Put a motion", "Call the roll"]
    assert set(offered(clpp, SECRETARY)) >= {"Put a motion", "Call the roll"}
    assert offered(clpp, "U0NOBODY") == []
    answer(clpp.opens_meeting(SECRETARY, chair=VOICE["ekc-group"], present=IN_THE_ROOM))
    assert "Put a motion" in offered(clpp, VOICE["ekc-group"])
