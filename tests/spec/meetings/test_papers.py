"""Any member submits a paper; every version is kept as it came; the secretariat looks it over before it goes round."""

from datetime import date
from typing import Any

import pytest

from bot.workflows.decisions import Decision, Refused
from bot.workflows.papers.deciding_papers import ACCEPT, MARK, MOVE, RETURN, UNMARK, WITHDRAW
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR
from tests.spec.meetings.agendas import agenda
from tests.spec.meetings.calling import SECRETARY, books, cancels, said, told
from tests.spec.meetings.sending import (
    CO_OPTED,
    MEMBER,
    OBSERVER,
    OTHER_MEMBER,
    circulates,
    decides,
    fetched,
    file,
    item,
    listed_titles,
    paper,
    papers_of,
    ready,
    sees_papers,
    submits,
)


@pytest.fixture
def booked(clpp: Rehearsal) -> Rehearsal:
    """CLPP with a meeting on Thursday 11 June 2026."""
    answer(books(clpp, "2026-06-11 14:00"))
    return clpp


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_any_member_submits_a_paper_and_the_secretariat_is_told(booked: Rehearsal) -> None:
    """K36: papers may be submitted by any of the members."""
    words = said(submits(booked, MEMBER))
    assert "“The data report” is with the secretariat for “Strategy Group” on Thursday 11 June 2026." in words
    assert "kept even if it is deleted from Slack" in words
    kept = paper(booked)
    assert (kept.state, kept.version, kept.stands.state, kept.organisation) == (
        "submitted",
        1,
        "waiting",
        "wealden-downs",
    )
    [notice] = told(booked, "PaperSubmittedNotice", booked.user(SECRETARY["clpp"]))
    assert (notice.data["title"], notice.data["submitter"]) == ("The data report", "Marguerite Tolley")


def test_what_the_secretariat_or_the_chair_submits_needs_nobody_to_look_it_over(booked: Rehearsal) -> None:
    assert "is among the papers of" in answer(submits(booked, SECRETARY["clpp"]))
    assert "is among the papers of" in answer(submits(booked, CHAIR, paper="paper-2"))
    assert [each.state for each in papers_of(booked)] == ["accepted", "accepted"]
    assert told(booked, "PaperSubmittedNotice") == []


def test_a_link_is_kept_at_once(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER, link="https://data.example/report"))
    assert (paper(booked).stands.state, paper(booked).stands.link) == ("kept", "https://data.example/report")


@pytest.mark.parametrize(
    ("words", "field", "reason"),
    [
        ({"title": " "}, "title", "title"),
        ({"title": "x" * 10_000}, "title", "10,000 characters"),
        ({"files": ()}, "file", "Choose a file, or give a link."),
        ({"files": (file(),), "link": "https://a.example/b"}, "link", "a file and a link"),
        ({"files": (file(size=0),)}, "file", "empty"),
        ({"files": (file(size=10 * 1024 * 1024 + 1),)}, "file", "at most 10 MB"),
        ({"files": (file("song.mp3"),)}, "file", "not every member can open"),
        ({"files": (file("report.pdf.exe"),)}, "file", "not every member can open"),
        ({"files": (file("pdf"),)}, "file", "not every member can open"),
        ({"files": (file(""),)}, "file", "Slack does not say"),
        ({"files": (file(), file("b.pdf"))}, "file", "One file is one paper"),
        ({"link": "http://a.example/b"}, "link", "https://"),
        ({"link": "https://"}, "link", "https://"),
        ({"link": "https://a.example/b c"}, "link", "one address"),
        ({"link": "https://me:secret@a.example/"}, "link", "without a name or a password"),
        ({"link": "https://[::1"}, "link", "one address"),
        ({"link": "https://a.example/" + "x" * 3000}, "link", "characters long"),
        ({"meeting": "meeting-of-nobody"}, "meeting", "do not know that meeting"),
        ({"item": "item-of-nobody"}, "item", "not on the agenda"),
        ({"new_version_of": "paper-of-nobody"}, "new_version_of", "do not know that paper"),
        ({"on_behalf_of": "ekc-group"}, "on_behalf_of", "do not speak for that organisation"),
    ],
)
def test_what_cannot_be_taken_is_refused_under_its_own_field(
    booked: Rehearsal, words: dict[str, Any], field: str, reason: str
) -> None:
    why = refused(submits(booked, MEMBER, **{"title": "The data report", **words}))
    assert (why.field, reason in why.reason) == (field, True), why
    assert papers_of(booked) == ()


@pytest.mark.parametrize(
    "name", ["a.PDF", "b.docx", "c.ODS", "d.csv", "e.md", "f.jpeg", "../../g.txt", "h h.rtf"]
)
def test_what_every_member_can_open_is_taken(booked: Rehearsal, name: str) -> None:
    answer(submits(booked, MEMBER, files=(file(name),)))
    assert "/" not in paper(booked).stands.file_name


def test_a_file_of_which_slack_does_not_say_the_size_is_taken_and_measured_when_it_is_here(
    booked: Rehearsal,
) -> None:
    """Files from another workspace come without it."""
    answer(submits(booked, MEMBER, files=(file(size=None),)))
    assert paper(booked).stands.size == 0


def test_strangers_observers_and_the_co_opted_are_told_who_can_submit_it(booked: Rehearsal) -> None:
    """K36: papers come from members."""
    assert "not in the register" in reason(submits(booked, "U0NOBODY"))
    for who in (CO_OPTED, OBSERVER):
        why = refused(submits(booked, who))
        assert ("you speak for no member" in why.reason, why.clause.number) == (True, "4.9"), why


def test_the_same_form_twice_is_one_paper(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    assert "submitted already, by this same form" in answer(submits(booked, MEMBER))
    assert len(papers_of(booked)) == 1


def test_a_new_version_leaves_the_earlier_as_it_was(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    answer(decides(booked))
    words = answer(
        submits(booked, MEMBER, "", new_version_of="paper-1", files=(file("report2.pdf", id="F2"),))
    )
    assert "Version 2 of “The data report” is with the secretariat" in words
    assert "version 1 is kept as it was" in words
    kept = paper(booked)
    assert [(each.number, each.file_name) for each in kept.versions] == [
        (1, "report.pdf"),
        (2, "report2.pdf"),
    ]
    assert (kept.version, kept.state, kept.title) == (2, "submitted", "The data report")


def test_a_new_version_is_for_its_own_organisation_and_the_secretariat_to_submit(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    why = refused(submits(booked, OTHER_MEMBER, "", new_version_of="paper-1"))
    assert (why.field, "Wealden Downs College's paper" in why.reason) == ("new_version_of", True), why
    answer(submits(booked, SECRETARY["clpp"], "", new_version_of="paper-1", files=(file(id="F2"),)))
    assert (paper(booked).state, paper(booked).version) == ("accepted", 2)


def test_the_same_file_or_link_is_no_new_version(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    assert "That is version 1 itself." in reason(submits(booked, MEMBER, "", new_version_of="paper-1"))
    answer(submits(booked, MEMBER, paper="paper-2", link="https://a.example/b"))
    again = submits(booked, MEMBER, "", new_version_of="paper-2", link="https://a.example/b")
    assert "That is version 1 itself." in reason(again)


def test_a_returned_paper_says_why_and_can_come_again(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    assert refused(decides(booked, RETURN)).field == "reason"
    assert "Marguerite Tolley is told" in answer(decides(booked, RETURN, reason="The second page is missing"))
    [notice] = told(booked, "PaperDecidedNotice", booked.user(MEMBER))
    assert (notice.data["outcome"], notice.data["reason"]) == ("returned", "The second page is missing")
    assert "was returned" in reason(decides(booked, ACCEPT))
    answer(submits(booked, MEMBER, "", new_version_of="paper-1", files=(file(id="F2"),)))
    answer(decides(booked))
    assert (paper(booked).state, paper(booked).version) == ("accepted", 2)


def test_where_a_new_version_is_returned_the_one_before_stands_again(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    answer(decides(booked))
    answer(submits(booked, MEMBER, "", new_version_of="paper-1", files=(file(id="F2"),)))
    words = answer(decides(booked, RETURN, reason="That is another paper"))
    assert "Version 1 stands again." in words
    assert (paper(booked).state, paper(booked).version, paper(booked).last_number) == ("accepted", 1, 2)
    answer(submits(booked, MEMBER, "", new_version_of="paper-1", files=(file(id="F3"),)))
    assert paper(booked).version == 3


def test_whoever_submitted_a_paper_withdraws_it_until_it_has_gone_round(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    assert "Only whoever submitted a paper" in reason(decides(booked, WITHDRAW, who=OTHER_MEMBER))
    answer(decides(booked, WITHDRAW, who=MEMBER))
    assert paper(booked).state == "withdrawn"
    assert "withdrawn already" in answer(decides(booked, WITHDRAW, who=MEMBER))
    assert "was withdrawn" in reason(decides(booked))
    answer(submits(booked, MEMBER, paper="paper-2"))
    answer(decides(booked, paper="paper-2"))
    fetched(booked)
    answer(circulates(booked))
    assert "has gone to the members" in reason(decides(booked, WITHDRAW, "paper-2", MEMBER))
    assert "has gone to the members" in reason(decides(booked, RETURN, "paper-2", reason="No"))


def test_only_the_secretariat_and_the_chair_look_papers_over(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    assert "The secretariat and the chair look papers over" in reason(decides(booked, who=OTHER_MEMBER))
    answer(decides(booked, who=CHAIR))
    assert "accepted already" in answer(decides(booked))
    assert "do not know that paper" in reason(decides(booked, paper="paper-of-nobody"))


def test_a_paper_is_for_an_item_and_can_be_moved_to_another(booked: Rehearsal) -> None:
    one, other = item(booked, "Data", "item-1"), item(booked, "Budget", "item-2")
    answer(submits(booked, MEMBER, item=one))
    assert paper(booked).item == one
    answer(decides(booked, MOVE, item=other))
    assert paper(booked).item == other
    answer(decides(booked, MOVE))
    assert paper(booked).item is None
    assert refused(decides(booked, MOVE, item="item-of-nobody")).field == "item"


def test_what_stands_on_the_agenda_by_rule_takes_papers_too(booked: Rehearsal) -> None:
    """K31: such as the form for declarations; an item that stands there by rule gets its row when a paper is for it."""
    [declarations] = [each for each in agenda(booked, MEETING) if each.kind == "declarations"]
    answer(submits(booked, MEMBER, item=declarations.id))
    assert paper(booked).item == declarations.id


def test_a_confidential_paper_is_marked_and_unmarked(booked: Rehearsal) -> None:
    """V16."""
    answer(submits(booked, MEMBER, confidential=True))
    assert paper(booked).confidential
    assert "not confidential now" in answer(decides(booked, UNMARK))
    assert "never to the channel or into a public copy" in answer(decides(booked, MARK))
    assert "confidential already" in answer(decides(booked, MARK))


def test_nothing_is_submitted_for_a_meeting_that_was_cancelled(booked: Rehearsal) -> None:
    answer(cancels(booked))
    why = refused(submits(booked, MEMBER))
    assert (why.field, "was cancelled" in why.reason) == ("meeting", True)


def test_a_paper_for_a_meeting_whose_day_is_to_be_announced_is_not_late_yet(clpp: Rehearsal) -> None:
    """N18: it is judged once the day is known."""
    answer(books(clpp, None, expected="early September", announce_by=date(2026, 7, 31)))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    words = said(submits(clpp, MEMBER, "Two chairs", item="item-amendment", amendment=True))
    assert "10 days before the meeting (5.7)" in words
    assert not paper(clpp).late


def test_papers_of_one_partnership_are_not_anothers(booked: Rehearsal, works: Rehearsal) -> None:
    answer(submits(booked, MEMBER))
    assert "do not know that paper" in reason(decides(works))
    assert "do not know that meeting" in reason(submits(works, "sukhvinder-bains"))


def test_somebody_whose_account_is_switched_off_submits_nothing(booked: Rehearsal) -> None:
    booked.deactivates(MEMBER)
    assert "deactivated" in reason(submits(booked, MEMBER))


def test_a_member_sees_what_is_accepted_and_their_own_and_the_secretariat_everything(
    booked: Rehearsal,
) -> None:
    answer(submits(booked, MEMBER))
    ready(booked, title="The budget", paper="paper-2", files=(file(id="F2"),))
    assert listed_titles(sees_papers(booked, MEMBER)) == ["The data report", "The budget"]
    assert listed_titles(sees_papers(booked, OTHER_MEMBER)) == ["The budget"]
    assert listed_titles(sees_papers(booked, SECRETARY["clpp"])) == ["The data report", "The budget"]


def test_a_decision_keeps_what_was_submitted_in_one_transaction(booked: Rehearsal) -> None:
    outcome = submits(booked, MEMBER)
    assert isinstance(outcome, Decision)
    assert [type(each).__name__ for each in outcome.events] == ["PaperSubmitted"]
    assert outcome.events[0].meeting == MEETING  # type: ignore[attr-defined]
