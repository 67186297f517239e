"""A deadline that people typed can be put right, and everybody who was told of the tender is told, as of an amendment."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.presenters.tenders.tenders import deadline_form, tender_modal
from bot.store.session import Store
from bot.store.tables import due_work
from bot.workflows.decisions import Refused
from bot.workflows.tenders.tender_deadline import ChangeDeadline
from bot.workflows.tenders.tender_interest import COMPETING
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.conftest import DEADLINE
from tests.spec.tenders.tendering import (
    CHAIR,
    MEMBER,
    OFFICER,
    TENDER,
    Outcome,
    answers,
    listed,
    own_answer,
    records,
    refusal,
    release,
    seen,
    sets_aside,
    takes_in,
    tells,
)

LATER = datetime(2026, 12, 22, 17, tzinfo=UTC)


def changes(body: Rehearsal, who: str, deadline: datetime | None, tender: str = TENDER) -> Outcome:
    """Somebody enters by when bids have to be in."""
    return body.say(who, ChangeDeadline, partnership=body.slug, tender=tender, deadline=deadline)


def test_everybody_who_was_told_hears_of_it_and_answers_stay(told: Rehearsal) -> None:
    """C18, C24: in the channel and by direct message, in the same words."""
    answer(answers(told, MEMBER))
    said = answer(changes(told, OFFICER, LATER))
    assert said == "Bids for T2026/1 have to be in by Tuesday 22 December 2026 at 17:00."
    notices = told.notices("TenderChangedNotice")
    first = {each.recipient for each in told.notices("TenderNotice")}
    assert {each.recipient for each in notices} == first
    assert {(each.data["deadline"], each.data["earlier"]) for each in notices} == {
        ("Tuesday 22 December 2026 at 17:00", False)
    }
    assert own_answer(told, MEMBER) is not None
    (happened,) = [each for each in told.happened() if each.type == "DeadlineChanged"]
    assert (happened.data["before"][:10], happened.data["deadline"][:10]) == ("2026-12-18", "2026-12-22")


def test_whoever_suggested_it_hears_of_it_too_and_of_what_nobody_was_told_nobody_does(
    clesp: Rehearsal,
) -> None:
    """C5."""
    answer(records(clesp, "jerome-baptiste", tender=TENDER, deadline=DEADLINE))
    answer(changes(clesp, CHAIR, LATER))
    assert clesp.notices("TenderChangedNotice") == []
    answer(tells(clesp))
    answer(changes(clesp, CHAIR, DEADLINE))
    assert clesp.user("jerome-baptiste") in {each.recipient for each in clesp.notices("TenderChangedNotice")}


def test_what_was_not_known_is_entered_and_what_was_taken_for_granted_is_said_no_more(
    clesp: Rehearsal,
) -> None:
    """C18: of a notice without a deadline, or with a day alone."""
    takes_in(clesp, release(1, tenderPeriod={}), release(2, tenderPeriod={"endDate": "2026-12-18"}))
    for each in listed(clesp, OFFICER, FOUND_ONES).tenders:
        shown = words(tender_modal(seen(clesp, OFFICER, each.id))["blocks"])
        assert ("Enter the deadline" if each.deadline is None else "Change the deadline") in shown
        answer(changes(clesp, OFFICER, LATER, each.id))
    assert {
        (each.deadline, each.deadline_reading) for each in listed(clesp, OFFICER, FOUND_ONES).tenders
    } == {(LATER, "")}
    form = deadline_form(seen(clesp, OFFICER, each.id))
    assert str(int(LATER.timestamp())) in str(form["blocks"])


@pytest.mark.parametrize(
    ("deadline", "why"),
    [
        (None, "Choose the day and the time"),
        (datetime(2026, 11, 5, 10, tzinfo=UTC), "has passed"),
        (DEADLINE, "already"),
    ],
)
def test_what_is_wrong_is_said_under_the_field(told: Rehearsal, deadline: datetime | None, why: str) -> None:
    refused = refusal(changes(told, OFFICER, deadline))
    assert refused.field == "deadline"
    assert why in refused.reason


def test_who_may_and_while_what(told: Rehearsal) -> None:
    """C33: not whoever is in another bid."""
    assert "secretariat and the chair" in refusal(changes(told, MEMBER, LATER)).reason
    answer(answers(told, CHAIR, COMPETING, words="We bid elsewhere."))
    assert "in another bid" in refusal(changes(told, CHAIR, LATER)).reason
    answer(sets_aside(told, OFFICER, TENDER, "Too far."))
    assert "not pursued" in refusal(changes(told, OFFICER, LATER)).reason
    assert isinstance(changes(told, OFFICER, LATER, "nothing"), Refused)


def test_the_silent_are_asked_again_before_the_new_day(store: Store, clock: StoppedClock) -> None:
    """C33."""
    body = rehearse(store, clock, "clesp", adopting=("bids.interest_window", "bids.chased_before"))
    answer(records(body, OFFICER, tender=TENDER, deadline=DEADLINE))
    answer(tells(body))
    answer(changes(body, OFFICER, datetime(2026, 11, 16, 12, tzinfo=UTC)))
    with store.reading() as connection:
        due = connection.execute(select(due_work.c.key, due_work.c.due_at)).all()
    new = sorted(each.due_at.isoformat()[:16] for each in due if "|2026-11-16|" in each.key)
    assert new == ["2026-11-09T09:00", "2026-11-12T09:00"]
    shown = words(tender_modal(seen(body, OFFICER, TENDER))["blocks"])
    assert "asked to answer by Monday 16 November 2026" in shown
