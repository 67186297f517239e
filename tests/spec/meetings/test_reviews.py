"""The yearly review of terms and membership, and that of the accountable body: recorded for a meeting, and then not due."""

from datetime import UTC, datetime

from bot.workflows.agenda.reviewing import RecordReview
from bot.workflows.decisions import Decision, Refused
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR
from tests.spec.meetings.agendas import (
    JULY,
    MARCH,
    OTHER_MEMBER,
    SECRETARY,
    WORKS_SECRETARY,
    books,
    changed,
    held,
    kinds,
)


def test_a_review_is_recorded_for_a_meeting_and_then_stands_on_no_agenda_for_twelve_months(
    clpp: Rehearsal,
) -> None:
    """K47: its subject is that of all reviews of the terms, so that the last is found without a search."""
    books(clpp)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC))
    assert "review" in kinds(clpp)
    outcome = _records(clpp, "terms", "meeting-before", outcome="No change")
    assert isinstance(outcome, Decision)
    assert (
        "reviewed the terms of reference and the membership on Wednesday 22 April 2026"
        in outcome.answer.words
    )
    assert "The next is due on Thursday 22 April 2027." in outcome.answer.next
    assert "review" not in kinds(clpp) and "review" not in kinds(clpp, MARCH)
    [event] = [each for each in clpp.happened() if each.type == "ReviewRecorded"]
    assert (event.subject, event.data["held_on"]) == ("review:terms", "2026-04-22")
    assert "recorded already" in answer(_records(clpp, "terms", "meeting-before"))


def test_an_older_review_recorded_later_does_not_undo_a_newer_one(clpp: Rehearsal) -> None:
    """K47."""
    books(clpp)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC), "newer")
    held(clpp, datetime(2025, 1, 22, 13, 0, tzinfo=UTC), "older")
    answer(_records(clpp, "terms", "newer"))
    answer(_records(clpp, "terms", "older"))
    assert "review" not in kinds(clpp)


def test_a_review_is_recorded_by_the_secretariat_or_the_chair_for_a_meeting_that_was_held(
    clpp: Rehearsal,
) -> None:
    """K47: of the body that decides."""
    books(clpp)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC))
    assert "Only the secretariat or the chair" in reason(
        _records(clpp, "terms", "meeting-before", who=OTHER_MEMBER)
    )
    for meeting in (JULY, "meeting-of-nobody", ""):
        refused = _records(clpp, "terms", meeting)
        assert isinstance(refused, Refused) and refused.field == "meeting"
    assert isinstance(_records(clpp, "everything", "meeting-before"), Refused)
    assert isinstance(_records(clpp, "terms", "meeting-before", outcome="x" * 10_000), Refused)
    changed(clpp, "meeting-before", body="operational")
    assert "another group" in reason(_records(clpp, "terms", "meeting-before"))
    changed(clpp, "meeting-before", body="")
    answer(_records(clpp, "terms", "meeting-before", who=CHAIR))


def test_the_review_of_the_accountable_body_is_recorded_too(works: Rehearsal) -> None:
    """V27: without one its appointment continues."""
    held(works, datetime(2026, 3, 19, 13, 0, tzinfo=UTC))
    said = answer(_records(works, "accountable body", "meeting-before", who=WORKS_SECRETARY))
    assert "reviewed the accountable body's appointment" in said


def _records(body: Rehearsal, what: str, meeting: str, who: str = SECRETARY, outcome: str = "") -> object:
    return body.say(who, RecordReview, partnership=body.slug, what=what, meeting=meeting, outcome=outcome)
