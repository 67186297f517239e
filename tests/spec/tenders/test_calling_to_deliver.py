"""Before a bid is worked up all members are called to deliver it: the call goes out and is a step of the bid (C12)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from bot.store.tables import people
from bot.store.tenders.tender_tables import tenders
from bot.workflows.decisions import Decision
from bot.workflows.tenders.ask_questions import AskForm, AskFormFacts
from bot.workflows.tenders.asking_members import AskMembers
from bot.workflows.tenders.moving_tenders import MoveTender
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.bidding import recorded
from tests.spec.tenders.tendering import CHAIR, MEMBER, OFFICER, TENDER, Outcome, refusal, seen

CALLED = "delivery partners called"


@pytest.fixture
def untold(clesp: Rehearsal) -> Rehearsal:
    """CLESP, whose secretariat has recorded a tender and told nobody of it yet."""
    return recorded(clesp, OFFICER)


def calls(body: Rehearsal, who: str = OFFICER, tender: str = TENDER, **words: object) -> Outcome:
    """Somebody calls all members to deliver the bid."""
    asked = {"partnership": body.slug, "ask": "ask-1", "tender": tender, "call": True}
    return body.say(who, AskMembers, **{**asked, "words": "Would you deliver part of it?", **words})


def form(body: Rehearsal, who: str = OFFICER) -> AskFormFacts:
    """What the form of the call begins with."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(AskForm(**asked, partnership=body.slug, tender=TENDER, call=True))


def recorded_on(body: Rehearsal) -> list[date]:
    """The call, as the tender's window has it among what is done."""
    return [each.on for each in seen(body, OFFICER, TENDER).way.done if each.step == CALLED]


def moves(body: Rehearsal) -> Outcome:
    """The secretariat moves the bid on, to be worked up."""
    return body.say(OFFICER, MoveTender, partnership=body.slug, tender=TENDER, stage="working up")


def test_a_bid_is_worked_up_once_the_call_has_gone_to_all_members(told: Rehearsal) -> None:
    """C12: refused before; the call goes to everybody in the same words, and is the step the gate asks for."""
    assert CALLED in refusal(moves(told)).reason
    said = answer(calls(told, wanted_by=date(2026, 11, 19)))
    assert "The call is recorded." in said
    sent = told.notices("MembersAskedNotice")
    assert len({each.data["words"] for each in sent}) == 1
    assert len(sent) == len({each.recipient for each in sent}) > 5
    assert recorded_on(told) == [date(2026, 11, 5)]
    assert answer(moves(told))


def test_a_call_that_does_not_reach_everybody_is_not_recorded(told: Rehearsal) -> None:
    """C12: it has to go to all; who was missed is named, and the gate still refuses."""
    with told.store.transaction() as connection:
        nobody = {"slack_team": None, "slack_user": None}
        connection.execute(update(people).where(people.c.id == MEMBER).values(**nobody))
    said = calls(told)
    assert isinstance(said, Decision)
    assert "The call is not recorded, for it has to reach all members" in said.answer.words
    assert "Not reached" in said.answer.why
    assert CALLED in refusal(moves(told)).reason


def test_a_call_with_less_time_than_the_terms_give_says_so(told: Rehearsal) -> None:
    """C12: ten working days, as adopted; one day short is sent, with a warning."""
    assert form(told).window == date(2026, 11, 19)
    assert "shorter than the terms give: until Thursday 19 November 2026" in answer(
        calls(told, wanted_by=date(2026, 11, 18))
    )


def test_the_form_gives_no_day_after_bids_close(told: Rehearsal) -> None:
    """C12: where bids close before the terms' ten working days are over, that day is chosen already."""
    with told.store.transaction() as connection:
        connection.execute(update(tenders).values(deadline=datetime(2026, 11, 12, 12, tzinfo=UTC)))
    assert form(told).window == date(2026, 11, 12)


def test_a_call_with_the_time_the_terms_give_has_no_warning(told: Rehearsal) -> None:
    """C12: the tenth working day itself is enough."""
    assert "shorter" not in answer(calls(told, wanted_by=date(2026, 11, 19)))


def test_the_secretariat_and_the_chair_call_and_nobody_else(told: Rehearsal) -> None:
    """A member asks for help; the call is the partnership's."""
    assert "secretariat and the chair" in refusal(calls(told, MEMBER)).reason
    assert "secretariat and the chair" in str(form(told, MEMBER).refused)
    assert form(told, CHAIR).refused is None


def test_nobody_is_called_about_a_tender_members_have_not_been_told_of(untold: Rehearsal) -> None:
    """C18: the notice comes first."""
    assert "have not been told" in refusal(calls(untold, tender="tender-bid")).reason


def test_nobody_is_called_twice_by_one_form_nor_about_no_tender(told: Rehearsal) -> None:
    """The form sent again asks once; a call is about a bid."""
    answer(calls(told))
    before = len(told.notices("MembersAskedNotice"))
    assert "asked already" in answer(calls(told))
    assert len(told.notices("MembersAskedNotice")) == before
    assert "do not ask for a call" in refusal(calls(told, tender="", ask="ask-2")).reason
