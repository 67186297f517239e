"""Cover for the officer, and the decision to meet in public."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import StoppedClock
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.kinds.dissolving import WHOLE
from tests.rehearsal import Rehearsal, answer, at
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE
from tests.spec.deciding.named import FEW, SECOND, carries, days, names, refused, whole, work_of
from tests.spec.meetings.calling import books, told, turn_to

EKC = VOICE["ekc-group"]
KNOWN = {"covering": EKC, "until": "2026-09-30", "cost": "£9,000"}


def test_whoever_covers_serves_as_secretariat_until_the_day_named(
    meeting: Rehearsal, clock: StoppedClock
) -> None:
    """K40: the Strategy Group determines cover and cost (5.3); the register has the office with its end."""
    answer(names(meeting, "cover", **KNOWN))
    text = meeting.sees().motion.text
    assert text.startswith("That Folasade Akande cover for the officer until Wednesday 30 September 2026")
    assert "£9,000" in text
    assert "serves as secretariat from now until" in carries(meeting)
    [role] = [each for each in whole(meeting).roles if each.person == EKC and each.role == "secretariat"]
    assert (role.from_on, role.to_on) == (date(2026, 4, 23), date(2026, 9, 30))
    answer(books(meeting, "2026-06-11 14:00", EKC, meeting="june"))
    clock.set(at("2026-10-01T12:00+01:00"))
    assert "Only the secretariat or the chair" in refused(books(meeting, "2026-12-01 14:00", EKC)).reason


def test_somebody_new_joins_the_register_to_be_matched(meeting: Rehearsal) -> None:
    """K40: cover comes from outside as a rule."""
    answer(names(meeting, "cover", covering_name="Ottoline Brack", until="2026-09-30"))
    assert "match it under “What is missing”" in carries(meeting)
    [person] = [each for each in whole(meeting).people if each.name == "Ottoline Brack"]
    assert person.slack_user is None


def test_the_secretariat_and_the_chair_are_told_before_it_ends(meeting: Rehearsal) -> None:
    """K40: four weeks and one week before."""
    answer(names(meeting, "cover", **KNOWN))
    carries(meeting)
    assert days(work_of(meeting, "cover ends")) == [date(2026, 9, 2), date(2026, 9, 23)]
    turn_to(meeting, datetime(2026, 9, 2, 8, 0, tzinfo=UTC))
    [notice] = told(meeting, "CoverEndsNotice", meeting.user(SECRETARY))
    assert (notice.data["name"], notice.data["left"], notice.data["clause"]) == (
        "Folasade Akande",
        "in 28 days",
        "5.3",
    )
    assert told(meeting, "CoverEndsNotice", meeting.user(CHAIR))


def test_cover_decided_without_a_quorum_begins_when_it_is_ratified(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33: and not at all where its day has passed by then."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, "cover", who=EKC, **KNOWN))
    carries(clpp, closer=EKC)
    assert not [each for each in whole(clpp).roles if each.person == EKC and each.role == "secretariat"]
    answer(clpp.closes_meeting(CHAIR))
    clock.set(at("2026-10-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    answer(clpp.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    assert "has passed" in carries(clpp, "motion-2")
    assert not [each for each in whole(clpp).roles if each.person == EKC and each.role == "secretariat"]


@pytest.mark.parametrize(
    ("kind", "named"), [("cover", KNOWN), ("dissolution", {"dissolved": WHOLE, "notice_on": ""})]
)
def test_what_is_ratified_again_after_a_void_ratification_closes(
    clpp: Rehearsal, kind: str, named: dict[str, str]
) -> None:
    """K33: the second ratification is declared, and what follows is kept once."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, kind, who=EKC, **named))
    carries(clpp, closer=EKC)
    answer(clpp.closes_meeting(CHAIR))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    void = {"partnership": "clpp", "becomes": "void", "reason": "Put in error"}
    for motion, entry in (("motion-2", "D2026/2"), ("motion-3", "")):
        answer(clpp.puts(CHAIR, "", motion=motion, ratifies="motion-1"))
        for organisation in IN_THE_ROOM:
            answer(clpp.votes(VOICE[organisation], "for", motion))
        answer(clpp.closes(CHAIR, motion))
        if entry:
            answer(clpp.say(CHAIR, CorrectDecision, decision=entry, **void))
    assert clpp.sees("motion-3").motion.state == "closed"
    happened = [each.type for each in clpp.happened()]
    assert happened.count("CoverArranged") + happened.count("DissolutionDecided") == 1


def test_two_motions_for_the_same_cover_are_both_declared(meeting: Rehearsal) -> None:
    """K40: whoever covers has the office once."""
    for motion in ("motion-1", "motion-2"):
        answer(names(meeting, "cover", motion=motion, **KNOWN))
    for motion in ("motion-1", "motion-2"):
        assert "serves as secretariat from now until" in carries(meeting, motion)
    assert [(each.person, each.role) for each in whole(meeting).roles].count((EKC, "secretariat")) == 1


def test_what_is_wrong_of_cover_stands_under_its_field(meeting: Rehearsal) -> None:
    for wrong, field in (
        ({"covering": ""}, "covering"),
        ({"covering": "nobody-at-all"}, "covering"),
        ({"covering_name": "Somebody Else"}, "covering_name"),
        ({"until": ""}, "until"),
        ({"until": "2026-04-23"}, "until"),
        ({"until": "2032-04-23"}, "until"),
        ({"cost": "£" * 301}, "cost"),
    ):
        assert refused(names(meeting, "cover", **{**KNOWN, **wrong})).field == field


@pytest.mark.parametrize(
    ("who", "field"),
    [({"covering": SECRETARY}, "covering"), ({"covering_name": "gwendolen  saxby"}, "covering_name")],
)
def test_nobody_covers_for_themselves(meeting: Rehearsal, who: dict[str, str], field: str) -> None:
    """K40: the officer is chosen or typed; it is refused under that field, with the clause."""
    why = refused(names(meeting, "cover", **who, until="2026-09-30"))
    assert (why.field, why.clause.number) == (field, "5.3")
    assert "nobody covers for themselves" in why.reason


def test_cover_goes_on_with_the_same_person_until_a_later_day(meeting: Rehearsal) -> None:
    """K40: and not until a day on which they serve anyway."""
    answer(names(meeting, "cover", **KNOWN))
    carries(meeting)
    again = {"covering": EKC, "motion": "motion-2"}
    assert refused(names(meeting, "cover", **again, until="2026-09-01")).field == "covering"
    answer(names(meeting, "cover", **again, until="2026-12-31"))


def test_a_meeting_in_public_cites_the_decision_of_that_kind(meeting: Rehearsal) -> None:
    """K39: private unless members have agreed, and that decision is recorded; another decision is not that one."""
    answer(meeting.puts(CHAIR, motion="motion-1"))
    carries(meeting)
    public = {"public": True, "public_decision": "2026/1"}
    why = refused(books(meeting, "2026-12-01 14:00", meeting="december", **public))
    assert (why.field, why.clause.number) == ("public_decision", "4.12")
    answer(names(meeting, "meeting in public", motion="motion-2"))
    assert "citing motion 2026/2" in carries(meeting, "motion-2")
    answer(books(meeting, "2026-12-01 14:00", meeting="december", **{**public, "public_decision": "2026/2"}))


def test_a_provisional_decision_to_meet_in_public_serves_once_it_is_ratified(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K33, K39."""
    answer(clpp.opens_meeting(CHAIR, chair=EKC, present=FEW))
    answer(names(clpp, "meeting in public", who=EKC))
    carries(clpp, closer=EKC)
    public = {"public": True, "public_decision": "2026/1"}
    assert refused(books(clpp, "2026-12-01 14:00", meeting="december", **public)).field == "public_decision"
    answer(clpp.closes_meeting(CHAIR))
    clock.set(at("2026-05-14T10:00+01:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting=SECOND))
    answer(clpp.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    carries(clpp, "motion-2")
    answer(books(clpp, "2026-12-01 14:00", meeting="december", **public))
