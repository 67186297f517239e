"""The last meeting of the financial year, at which the chair is elected: what is said where no election was held or opened."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.presenters.elections.elections import elections_modal
from bot.workflows.agenda.agenda_questions import ShowAgenda
from bot.workflows.decisions import Decision
from bot.workflows.elections.election_questions import ShowElections
from bot.workflows.meetings.meetings import CloseMeeting
from bot.workflows.questions import ShowHome
from bot.workflows.room.room_questions import CloseForm
from tests.electing import clock_turns, opens, opens_ballot, stand
from tests.handlers.slack import button as button_in
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import WORKS_CHAIR, WORKS_VOICE
from tests.spec.meetings.calling import books
from tests.spec.meetings.holding import ask

AB = "winifred-osgood"  # who conducts elections for the accountable body
SAID = "No election of the chair was held or opened, and the chair is elected at this meeting"


@pytest.fixture
def march(works: Rehearsal) -> Rehearsal:
    """Voluntaryworks on the day of a meeting of March, the last that is booked before 1 April."""
    works.clock.set(datetime(2027, 3, 1, 9, 0, tzinfo=UTC))
    answer(books(works, "2027-03-18 10:00", meeting=MEETING))
    return works


def opened(body: Rehearsal) -> Rehearsal:
    """The meeting is in session on its day."""
    body.clock.set(datetime(2027, 3, 18, 10, 0, tzinfo=UTC))
    answer(body.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=list(WORKS_VOICE)))
    return body


def test_closing_it_says_that_no_election_was_held_and_what_follows(march: Rehearsal) -> None:
    """V30, 9.2: before it is closed, and as it is."""
    form = ask(opened(march), WORKS_CHAIR, CloseForm)
    assert form.no_election.startswith(SAID)
    assert not form.may_elect
    closed = march.say(WORKS_CHAIR, CloseMeeting, partnership="voluntaryworks", meeting=MEETING)
    assert isinstance(closed, Decision)
    assert SAID in closed.answer.next
    assert (
        "(9.2). Without one nobody is elected for the year that begins on Thursday 1 April 2027"
        in closed.answer.next
    )


def test_whoever_conducts_it_has_the_button_at_the_item_and_in_app_home(march: Rehearsal) -> None:
    """V30, V24: and nobody else."""
    assert ask(march, AB, ShowAgenda, meeting=MEETING).may_elect
    assert not ask(march, WORKS_CHAIR, ShowAgenda, meeting=MEETING).may_elect
    assert "open election" in asked(march, AB)
    assert "open election" not in asked(march, WORKS_CHAIR)


def test_an_election_under_way_or_a_later_meeting_and_nothing_is_said(march: Rehearsal) -> None:
    """V30."""
    answer(books(march, "2027-03-25 10:00", meeting="meeting-2", title="One more"))
    assert not ask(march, AB, ShowAgenda, meeting=MEETING).may_elect
    assert ask(march, AB, ShowAgenda, meeting="meeting-2").may_elect
    closes = march.clock.now() + timedelta(days=7)
    answer(opens(march, AB, how="meeting", nominations_close_at=closes, ballot_closes_at=None))
    assert not ask(march, AB, ShowAgenda, meeting="meeting-2").may_elect
    assert "open election" not in asked(march, AB)


@pytest.mark.parametrize(
    ("later", "day", "goes_on"),
    [
        (True, datetime(2027, 3, 18, 10, 0, tzinfo=UTC), "another is booked for Thursday 25 March 2027"),
        (False, datetime(2026, 6, 18, 9, 0, tzinfo=UTC), "the year goes on until Wednesday 31 March 2027"),
        (False, datetime(2027, 3, 18, 10, 0, tzinfo=UTC), ""),
    ],
)
def test_opening_the_ballot_at_a_meeting_that_is_not_the_last_is_warned_of_and_not_refused(
    works: Rehearsal, later: bool, day: datetime, goes_on: str
) -> None:
    """V30, 9.2: before it is opened, by the question at the button, and as it is."""
    works.clock.set(day - timedelta(days=2))
    answer(
        opens(works, AB, how="meeting", nominations_close_at=day - timedelta(days=1), ballot_closes_at=None)
    )
    stand(works, WORKS_VOICE["brec"], WORKS_VOICE["val"])
    clock_turns(works, day)
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=list(WORKS_VOICE)))
    if later:
        answer(books(works, "2027-03-25 10:00", meeting="meeting-2", title="One more"))
    button = shown_button(works)
    opened = opens_ballot(works, AB)
    assert isinstance(opened, Decision)
    assert "The ballot for chair is open" in opened.answer.words
    if not goes_on:
        assert (button.get("confirm"), opened.answer.next) == (None, "")
        return
    said = f"The chair is elected at the last meeting of the financial year (9.2), and this is not it: {goes_on}."
    assert opened.answer.next == said
    assert button["confirm"]["text"]["text"] == f"{said} The ballot can be opened all the same."


def shown_button(body: Rehearsal) -> dict[str, Any]:
    """The button that opens the ballot, as the window has it."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(AB), "partnership": body.slug}
    blocks: Any = elections_modal(body.secretary.ask(ShowElections(**asked)))["blocks"]
    return button_in(blocks, "Open the ballot")


def asked(body: Rehearsal, who: str) -> set[str]:
    """The kinds of things asked of somebody in App Home."""
    [part] = body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(who))).parts
    return {each.kind for each in part.asks}
