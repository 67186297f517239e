"""Dissolution of the partnership or a group: notice given, six months counted, arrangements ticked off, and nothing after it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.kinds.arrangements import AddArrangement, ShowDissolution, TickArrangement
from tests.rehearsal import Rehearsal, answer, at
from tests.rooms import BETWEEN_MEETINGS, CHAIR, IN_THE_ROOM, SECRETARY, TOWN_TERMS, VOICE, represented, town
from tests.spec.deciding.named import (
    FEW,
    SECOND,
    carries,
    days,
    dissolutions,
    names,
    refused,
    to_arrange,
    work_of,
)
from tests.spec.meetings.calling import books, told, turn_to
from tests.spec.meetings.holding import ask

EKC = VOICE["ekc-group"]
OPERATIONAL = {"dissolved": "operational"}
WHOLE = {"dissolved": "the partnership"}


@pytest.fixture
def decided(meeting: Rehearsal) -> Rehearsal:
    """CLPP's Strategy Group has decided on 23 April 2026 to dissolve the Operational Group."""
    answer(names(meeting, "dissolution", **OPERATIONAL))
    carries(meeting)
    return meeting


def test_notice_is_given_on_the_day_of_the_decision_and_takes_effect_six_months_after(
    meeting: Rehearsal,
) -> None:
    """K46: 5.8 asks for notice of dissolution, not for notice of the motion, so it is put like any other."""
    answer(names(meeting, "dissolution", **OPERATIONAL))
    words = carries(meeting)
    assert "given on Thursday 23 April 2026 and takes effect on Friday 23 October 2026 (5.8)" in words
    [found] = dissolutions(meeting)
    assert (found.group, found.given_on, found.effective_on) == (
        "operational",
        date(2026, 4, 23),
        date(2026, 10, 23),
    )
    [notice] = meeting.notices("DissolutionNotice")
    assert notice.recipient.startswith("C0")
    assert (notice.data["given"], notice.data["clause"]) == ("Thursday 23 April 2026", "5.8")


@pytest.mark.parametrize(
    ("given", "effective"),
    [
        ("2026-08-31", date(2027, 2, 28)),
        ("2027-08-31", date(2028, 2, 29)),
        ("2026-04-30", date(2026, 10, 30)),
    ],
)
def test_months_end_where_the_calendar_ends(meeting: Rehearsal, given: str, effective: date) -> None:
    """K46: 31 August and six months is the last of February, which may be the 29th."""
    answer(names(meeting, "dissolution", **OPERATIONAL, notice_on=given))
    carries(meeting)
    [found] = dissolutions(meeting)
    assert (found.given_on, found.effective_on) == (date.fromisoformat(given), effective)
    [notice] = meeting.notices("DissolutionNotice")
    assert notice.due_at.astimezone(UTC).date() == date.fromisoformat(given)


def test_the_clock_tells_at_three_months_one_month_a_week_and_on_the_day(decided: Rehearsal) -> None:
    """K46: with what is still to be arranged; each once, and after an outage only what is still true."""
    assert days(work_of(decided, "dissolution nears")) == [
        date(2026, 7, 23),
        date(2026, 9, 23),
        date(2026, 10, 16),
        date(2026, 10, 23),
    ]
    turn_to(decided, datetime(2026, 7, 23, 8, 0, tzinfo=UTC))
    [told_secretary] = told(decided, "DissolutionNearsNotice", decided.user(SECRETARY))
    assert "in 92 days" in told_secretary.data["words"]
    assert "Still to be arranged" in told_secretary.data["arranged"]
    assert told(decided, "DissolutionNearsNotice", decided.user(CHAIR))
    turn_to(decided, datetime(2026, 10, 23, 8, 0, tzinfo=UTC))
    [*_, last] = decided.happened()
    assert (last.type, last.subject, last.data["group"]) == ("TookEffect", "motion-1", "operational")
    on_the_day = [each for each in told(decided, "DissolutionNearsNotice") if each.data["in_effect"]]
    assert any(each.recipient.startswith("C0") for each in on_the_day)
    assert len(told(decided, "DissolutionNearsNotice", decided.user(SECRETARY))) == 2


def test_what_has_to_be_arranged_is_ticked_off_by_the_secretariat_and_added_to(decided: Rehearsal) -> None:
    """K46: "to allow alternative arrangements to be put in place"."""
    [first, *_] = to_arrange(decided)
    assert "who takes over the work of the Operational" in first.words
    asked = {"partnership": "clpp", "motion": "motion-1"}
    tick: dict[str, Any] = {**asked, "arrangement": first.id, "done": True}
    assert "Only the secretariat" in refused(decided.say(EKC, TickArrangement, **tick)).reason
    answer(decided.say(SECRETARY, TickArrangement, **tick))
    assert "already" in answer(decided.say(SECRETARY, TickArrangement, **tick))
    picture = ask(decided, EKC, ShowDissolution, motion="motion-1")
    assert picture.arrangements[0].done_on == date(2026, 4, 23)
    assert not picture.may_tick
    answer(decided.say(SECRETARY, TickArrangement, **{**tick, "done": False}))
    answer(decided.say(SECRETARY, AddArrangement, **asked, words="Return the  room keys"))
    assert [each.words for each in to_arrange(decided)][-1] == "Return the room keys"
    again = refused(decided.say(SECRETARY, AddArrangement, **asked, words="Return the room keys"))
    assert again.field == "arrangement"
    assert refused(decided.say(SECRETARY, AddArrangement, **asked, words=" ")).field == "arrangement"


def test_after_the_day_nothing_is_booked_in_the_dissolved_group(decided: Rehearsal) -> None:
    """K46: refused with the clause; until then, and in the other groups, as ever."""
    answer(books(decided, "2026-10-22 10:00", group="operational", meeting="last"))
    why = refused(books(decided, "2026-10-23 10:00", group="operational", meeting="late"))
    assert (why.clause.number, why.field) == ("5.8", "day")
    assert "is dissolved from Friday 23 October 2026" in why.reason
    answer(books(decided, "2026-10-23 14:00", meeting="strategy"))


def test_after_the_day_of_the_whole_partnership_no_motion_is_put_in_it(
    meeting: Rehearsal, clock: StoppedClock
) -> None:
    """K46: with the clause, an indicative vote no more than any other."""
    answer(names(meeting, "dissolution", **WHOLE))
    assert "the Care Leaver Progression Partnership" in carries(meeting)
    clock.set(at("2026-10-22T12:00+01:00"))
    answer(meeting.puts(CHAIR, motion="motion-2"))
    clock.set(at("2026-10-23T12:00+01:00"))
    for how in ("meeting", "indicative"):
        why = refused(meeting.puts(CHAIR, motion="motion-3", how=how))
        assert why.clause.number == "5.8"
        assert "no motion is put in it" in why.reason
    assert refused(books(meeting, "2026-12-01 10:00", meeting="late")).field == "day"


def test_a_provisional_dissolution_is_no_notice_until_it_is_ratified(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33, K46: the six months run from the ratification, or from the day it names if that is later."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, "dissolution", who=EKC, **OPERATIONAL, notice_on="2026-05-01"))
    carries(clpp, closer=EKC)
    assert dissolutions(clpp) == ()
    answer(clpp.closes_meeting(CHAIR))
    clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    answer(clpp.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    carries(clpp, "motion-2")
    [found] = dissolutions(clpp)
    assert (found.motion, found.given_on, found.effective_on) == (
        "motion-1",
        date(2026, 5, 14),
        date(2026, 11, 14),
    )


def test_what_is_wrong_stands_under_its_field(meeting: Rehearsal) -> None:
    assert refused(names(meeting, "dissolution")).field == "dissolved"
    assert refused(names(meeting, "dissolution", dissolved="choir")).field == "dissolved"
    past = refused(names(meeting, "dissolution", **OPERATIONAL, notice_on="2026-04-22"))
    assert (past.field, past.clause.number) == ("notice_on", "5.8")


def test_where_the_terms_ask_for_notice_before_a_meeting_it_still_waits_for_proof(
    store: Store, clock: StoppedClock
) -> None:
    """K46: notice of a motion is another thing than notice of dissolution, and of that no proof can be given here yet."""
    terms = (
        TOWN_TERMS
        + BETWEEN_MEETINGS
        + """
[majority.dissolution]
value  = "two thirds of votes cast"
clause = "14"
words  = "The Forum may be dissolved by two thirds"

[notice.dissolution]
at_least = "28 days"
firmness = "must"
clause   = "14"
words    = "on twenty-eight days' notice of the motion"
"""
    )
    forum = town(store, clock, 4, terms=terms)
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=("org-1", "org-2")))
    why = refused(names(forum, "dissolution", who=chair, **WHOLE))
    assert (why.field, why.clause.number) == ("kind", "14")


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_a_dissolution_that_stands_no_longer_dissolves_nothing(decided: Rehearsal, what: str) -> None:
    """K46: the notice counts no more, the clock tells nothing, and the group goes on."""
    said = decided.say(
        CHAIR, CorrectDecision, partnership="clpp", decision="D2026/1", becomes=what, reason="In error"
    )
    assert isinstance(said, Decision)
    assert "counts no more" in said.answer.next
    assert not dissolutions(decided)
    before = len(decided.notices("DissolutionNearsNotice"))
    turn_to(decided, at("2026-10-24T09:00+01:00"))
    assert len(decided.notices("DissolutionNearsNotice")) == before
    answer(books(decided, "2026-11-26 14:00", group="operational"))
