"""A paper after the last day is marked late with its clause, and needs what the partnership's own terms say it needs."""

from dataclasses import replace

import pytest

from bot.clock import StoppedClock
from bot.rules.values import Firmness
from bot.store.papers import papers as paper_rows
from bot.store.session import Store
from bot.workflows.agenda.deciding_items import CARRY_OVER, DecideItem
from bot.workflows.decisions import Refused
from bot.workflows.papers.lateness import admission, needs
from bot.workflows.room.room_questions import WhoIsHere
from tests.presenters.samples import terms_of
from tests.rehearsal import MEETING, Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, TOWN_TERMS, represented, town
from tests.spec.meetings.calling import SECRETARY, books, moves, said, told, turn_to
from tests.spec.meetings.sending import (
    MEMBER,
    OTHER_MEMBER,
    admits,
    begins,
    circulates,
    decides,
    delivered,
    fetched,
    file,
    item,
    listed_titles,
    london,
    looks,
    paper,
    ready,
    sees_papers,
    sent_to,
    short,
    submits,
)

OFFICER = SECRETARY["clpp"]
LATE_RULE = """
[notice.papers]
at_least = "5 working days"
what     = "agenda and papers"
firmness = "should"
clause   = "20"
words    = "Papers are sent five working days before."

[late_papers]
value  = "{value}"
clause = "21"
words  = "On late papers."
"""


@pytest.fixture
def agreeing(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted that a late paper needs the agreement of those present; a meeting on Thursday 11 June 2026."""
    body = rehearse(store, clock, "clpp", adopting=["late_papers", "interests.effect", "quorum.withdrawn"])
    answer(books(body, "2026-06-11 14:00"))
    return body


def forum(store: Store, clock: StoppedClock, value: str) -> Rehearsal:
    """A body whose rules state what a late paper needs; it meets on Thursday 11 June 2026."""
    body = town(store, clock, 4, terms=TOWN_TERMS + LATE_RULE.format(value=value))
    answer(books(body, "2026-06-11 14:00", represented("org-2")))
    return body


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_a_paper_on_the_last_day_is_in_time_and_a_minute_later_it_is_late(agreeing: Rehearsal) -> None:
    """K35: a week before Thursday 11 June is Thursday 4 June, to its end."""
    turn_to(agreeing, london("2026-06-04", "23:59"))
    answer(submits(agreeing, MEMBER))
    assert not paper(agreeing).late
    turn_to(agreeing, london("2026-06-05", "00:00"))
    words = said(submits(agreeing, MEMBER, paper="paper-2"))
    assert "It comes after the last day for agenda and papers. Late, 1 day short" in words
    assert "4.9" in words
    assert (paper(agreeing, "paper-2").late, paper(agreeing, "paper-2").admission) == (True, "needed")


def test_a_paper_that_comes_after_the_agenda_went_round_is_told_how_it_goes_and_what_it_needs(
    agreeing: Rehearsal,
) -> None:
    """K35, K36: not with the agenda, which the members have."""
    ready(agreeing, OFFICER, "The first report", paper="paper-0")
    answer(circulates(agreeing))
    turn_to(agreeing, london("2026-06-05", "00:00"))
    for submitted in (said(submits(agreeing, MEMBER)), said(submits(agreeing, OFFICER, paper="paper-2"))):
        assert "with the agenda;" not in submitted and "goes round with the agenda" not in submitted
        assert "The agenda has gone to the members already, so it does not go with it" in submitted
        assert "Late, 1 day short" in submitted
        assert "Those present at the meeting have to agree before it is taken" in submitted
    accepted = said(decides(agreeing))
    assert "it goes as a further paper, once the secretariat sends it round" in accepted
    assert "Those present at the meeting have to agree before it is taken" in accepted


def test_a_new_version_is_judged_by_the_meeting_its_item_was_carried_over_to_meanwhile(
    agreeing: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G1, K35: which meeting it is for is read again once that meeting is locked."""
    answer(books(agreeing, "2026-07-09 14:00", meeting="meeting-july"))
    item(agreeing, "The data report", "item-data")
    answer(submits(agreeing, MEMBER, item="item-data"))
    turn_to(agreeing, london("2026-06-08"))
    answer(
        agreeing.say(
            OFFICER,
            DecideItem,
            partnership="clpp",
            delivery="carried over",
            item="item-data",
            decision=CARRY_OVER,
            to_meeting="meeting-july",
        )
    )
    assert paper(agreeing).meeting == "meeting-july"
    read = paper_rows.meeting_of
    before = iter([MEETING])  # as it was when the first look was taken
    monkeypatch.setattr(paper_rows, "meeting_of", lambda *asked: next(before, None) or read(*asked))
    words = said(submits(agreeing, MEMBER, "", new_version_of="paper-1", files=(file(id="F2"),)))
    assert "9 July 2026" in words
    assert (paper(agreeing).version, paper(agreeing).late) == (2, False)


def test_what_was_adopted_for_late_papers_is_said_to_have_been_adopted(agreeing: Rehearsal) -> None:
    """K35: the terms do not say what a late paper needs."""
    turn_to(agreeing, london("2026-06-08"))
    words = said(submits(agreeing, MEMBER))
    assert "Those present at the meeting have to agree before it is taken." in words
    assert "Adopted by the Strategy Group on Saturday 3 May 2025; the document does not say." in words


def test_where_nothing_was_adopted_it_is_noted_and_said_that_the_terms_are_silent(clpp: Rehearsal) -> None:
    """K35: nothing is made up; what is suggested is named and means nothing."""
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-06-08"))
    words = said(submits(clpp, MEMBER))
    assert "The terms do not say what a late paper needs" in words
    assert "which means nothing until the partnership adopts it" in words
    assert paper(clpp).admission == "noted"


def test_those_present_agree_through_whoever_is_chairing_and_the_submitter_is_told(
    agreeing: Rehearsal,
) -> None:
    turn_to(agreeing, london("2026-06-08"))
    answer(submits(agreeing, MEMBER))
    answer(decides(agreeing))
    assert "it has not begun" in reason(admits(agreeing, CHAIR))
    begins(agreeing, "2026-06-11")
    assert "Only whoever is chairing records" in reason(admits(agreeing, OTHER_MEMBER))
    assert "Only whoever is chairing records" in reason(admits(agreeing, OFFICER))
    words = answer(admits(agreeing, CHAIR))
    assert (
        "“The data report” is taken at “Strategy Group” on Thursday 11 June 2026, although it came late"
        in words
    )
    assert paper(agreeing).admission == "agreed"
    [notice] = told(agreeing, "PaperDecidedNotice", agreeing.user(MEMBER))
    assert notice.data["outcome"] == "taken"
    assert "Already recorded" in answer(admits(agreeing, CHAIR, agreed=False))


def test_the_room_says_which_papers_wait_for_those_present(agreeing: Rehearsal) -> None:
    """K35, V16: whoever looks who is here sees them; a confidential one without its title."""
    turn_to(agreeing, london("2026-06-08"))
    answer(submits(agreeing, MEMBER))
    answer(submits(agreeing, MEMBER, "Salaries", paper="paper-2", files=(file(id="F2"),), confidential=True))
    begins(agreeing, "2026-06-11")
    question = WhoIsHere(
        workspace=agreeing.workspace, team=agreeing.team, user=agreeing.user(CHAIR), partnership="clpp"
    )
    assert agreeing.secretary.ask(question).late_papers == ("“The data report”", "a confidential paper")
    answer(admits(agreeing, CHAIR))
    assert agreeing.secretary.ask(question).late_papers == ("a confidential paper",)


def test_what_they_do_not_agree_to_is_not_taken(agreeing: Rehearsal) -> None:
    turn_to(agreeing, london("2026-06-08"))
    answer(submits(agreeing, MEMBER))
    begins(agreeing, "2026-06-11")
    assert "is not taken" in answer(admits(agreeing, CHAIR, agreed=False))
    assert paper(agreeing).admission == "refused"


def test_a_late_paper_at_the_meeting_itself_is_put_to_whoever_is_chairing(agreeing: Rehearsal) -> None:
    begins(agreeing, "2026-06-11")
    answer(submits(agreeing, MEMBER))
    [notice] = told(agreeing, "LatePaperNotice", agreeing.user(CHAIR))
    assert notice.data["question"].startswith("Ask those present")
    picture = sees_papers(agreeing, OFFICER)
    assert listed_titles(picture) == ["The data report"]


def test_a_paper_sent_round_late_is_marked_late_whenever_it_came(agreeing: Rehearsal) -> None:
    """K35: it is the day on which it reaches members that counts."""
    ready(agreeing)
    assert not paper(agreeing).late
    turn_to(agreeing, london("2026-06-08"))
    shown = looks(agreeing)
    assert shown.marks == (("paper-1", ("late: those present have to agree to it",)),)
    answer(circulates(agreeing))
    assert (paper(agreeing).late, paper(agreeing).admission) == (True, "needed")
    assert sent_to(agreeing, MEMBER)[0]["papers"][0]["late"] == "late: those present have to agree to it"


def test_a_further_paper_sent_late_has_a_shortfall_of_its_own(agreeing: Rehearsal) -> None:
    """K35: the agenda went in time, and this did not."""
    ready(agreeing)
    turn_to(agreeing, london("2026-06-01"))
    answer(circulates(agreeing))
    delivered(agreeing)
    assert short(agreeing) == {}
    turn_to(agreeing, london("2026-06-08"))
    ready(agreeing, title="The budget", paper="paper-2", files=(file(id="F2"),))
    answer(circulates(agreeing))
    assert list(short(agreeing)) == ["paper paper-2"]
    assert "“The budget”, sent as a further paper: Late, 4 days short" in short(agreeing)["paper paper-2"]
    assert not paper(agreeing).late


def test_a_new_version_in_time_is_in_time_and_a_late_one_late(agreeing: Rehearsal) -> None:
    ready(agreeing)
    turn_to(agreeing, london("2026-05-20"))
    answer(circulates(agreeing))
    answer(submits(agreeing, OFFICER, "", new_version_of="paper-1", files=(file(id="F2"),)))
    assert not paper(agreeing).late
    turn_to(agreeing, london("2026-06-08"))
    answer(submits(agreeing, OFFICER, "", new_version_of="paper-1", files=(file(id="F3"),)))
    assert (paper(agreeing).late, paper(agreeing).admission) == (True, "needed")


def test_where_the_chair_decides_the_chair_is_asked_at_once(store: Store, clock: StoppedClock) -> None:
    body = forum(store, clock, "chair decides")
    turn_to(body, london("2026-06-08"))
    answer(submits(body, represented("org-3")))
    [notice] = told(body, "LatePaperNotice", body.user(represented("org-1")))
    assert notice.data["question"] == "It is for you to decide whether it is taken although it is late."
    assert "for the chair to decide" in reason(admits(body, represented("org-3")))
    answer(admits(body, represented("org-1")))
    assert paper(body).admission == "agreed"


def test_where_it_is_taken_with_a_note_nobody_has_to_agree(store: Store, clock: StoppedClock) -> None:
    body = forum(store, clock, "taken with a note")
    turn_to(body, london("2026-06-08"))
    words = said(submits(body, represented("org-3")))
    assert "It is taken, and the minutes note that it was late." in words
    assert "needs nobody's agreement" in reason(admits(body, represented("org-1")))
    assert paper(body).admission == "noted"


def test_where_late_papers_are_not_taken_it_is_refused_and_the_next_meeting_offered(
    store: Store, clock: StoppedClock
) -> None:
    body = forum(store, clock, "not taken")
    officer = represented("org-2")
    answer(books(body, "2026-09-17 14:00", officer, meeting="meeting-september", title="September meeting"))
    turn_to(body, london("2026-06-08"))
    why = refused(submits(body, represented("org-3")))
    assert (why.field, why.clause.number) == ("meeting", "20")
    assert "A late paper is not taken at this meeting." in why.reason
    assert why.next == "Choose “September meeting” on Thursday 17 September 2026 instead."
    answer(submits(body, represented("org-3"), meeting="meeting-september"))


def test_a_paper_for_a_meeting_moved_to_a_later_day_is_late_no_more(agreeing: Rehearsal) -> None:
    """G7: it is judged by the day on which the meeting is."""
    turn_to(agreeing, london("2026-06-08"))
    ready(agreeing)
    assert paper(agreeing).late
    answer(moves(agreeing, "2026-07-09 14:00"))
    assert "late" not in str(marks(agreeing))
    answer(circulates(agreeing))
    assert (paper(agreeing).late, paper(agreeing).admission) == (False, "")


def test_a_meeting_moved_across_the_deadline_tests_its_papers_again_both_ways(agreeing: Rehearsal) -> None:
    """G7: what went round in time is late for a day a week sooner, and in time again for one later."""
    ready(agreeing)
    turn_to(agreeing, london("2026-06-01"))
    answer(circulates(agreeing))
    assert marks(agreeing) == ("has gone round",)
    answer(moves(agreeing, "2026-06-05 14:00"))
    assert marks(agreeing) == ("has gone round", "late: those present have to agree to it")
    begins(agreeing, "2026-06-05")
    answer(admits(agreeing, CHAIR))
    assert marks(agreeing) == ("has gone round", "late, and taken")


def marks(body: Rehearsal) -> tuple[str, ...]:
    """What the secretariat sees beside the one paper."""
    [(_, lines)] = sees_papers(body, OFFICER).papers
    return lines[0].marks


def test_what_was_agreed_to_before_it_was_sent_stays_agreed(store: Store, clock: StoppedClock) -> None:
    body = forum(store, clock, "chair decides")
    turn_to(body, london("2026-06-08"))
    answer(submits(body, represented("org-2")))
    fetched(body)
    answer(admits(body, represented("org-1")))
    answer(circulates(body, represented("org-2")))
    assert paper(body).admission == "agreed"


def test_what_is_not_taken_does_not_go_round(store: Store, clock: StoppedClock) -> None:
    body = forum(store, clock, "chair decides")
    officer = represented("org-2")
    turn_to(body, london("2026-06-08"))
    answer(submits(body, officer))
    fetched(body)
    answer(admits(body, represented("org-1"), agreed=False))
    words = said(circulates(body, officer))
    assert "Not sent: “The data report” came late and is not taken at this meeting" in words


def test_where_the_terms_say_must_and_nothing_of_late_papers_one_is_not_taken() -> None:
    """A must refuses; a should or a strive records."""
    terms = terms_of("clpp")
    strict = replace(
        terms,
        notices={**terms.notices, "papers": replace(terms.notices["papers"], firmness=Firmness.MUST)},
    )
    assert (admission(terms), admission(strict)) == ("noted", "refused")
    assert "is a “must”, so it is not taken" in needs(strict)
