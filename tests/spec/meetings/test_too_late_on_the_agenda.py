"""An agenda says of an amendment of the terms that it is too late for this meeting, and which is the first that can take it."""

import pytest

from bot.presenters.agenda.agenda import agenda_modal
from bot.workflows.agenda.agenda import agenda_lines
from bot.workflows.papers.paper_questions import ShowPublicCopy
from tests.presenters.reading import words as shown_words
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.spec.meetings.agendas import changed, picture
from tests.spec.meetings.calling import SECRETARY, books, turn_to
from tests.spec.meetings.holding import ask
from tests.spec.meetings.sending import (
    begins,
    circulates,
    delivered,
    fetched,
    file,
    item,
    london,
    looks,
    ready,
    sent_to,
    submits,
)

OFFICER, MEMBER = SECRETARY["clpp"], "marguerite-tolley"
TEXT = "paper-text"
LAST_DAY = "2026-06-01"  # ten days before Thursday 11 June 2026 (5.7)
MARK = "too late to be put at this meeting"
SEPTEMBER = "the first booked is “September meeting” on Thursday 17 September 2026"


@pytest.fixture
def proposed(clpp: Rehearsal) -> Rehearsal:
    """CLPP with meetings on Thursday 11 June and Thursday 17 September 2026, an amendment on the agenda of June."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(books(clpp, "2026-09-17 14:00", meeting="meeting-september", title="September meeting"))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    return clpp


def why(body: Rehearsal, meeting: str = MEETING) -> str:
    """What the agenda says of the amendment on it."""
    [found] = [each.too_late for each in picture(body, OFFICER, meeting).items if each.kind == "amendment"]
    return found


def test_while_its_text_can_still_go_in_time_nothing_is_said(proposed: Rehearsal) -> None:
    """K45: to the end of the tenth day before the meeting."""
    proposed.clock.set(london(LAST_DAY, "23:59"))
    assert why(proposed) == ""
    proposed.clock.set(london("2026-06-02", "00:00"))
    assert "it cannot be put at that meeting" in why(proposed)


def test_every_reader_of_the_agenda_is_told_and_the_first_meeting_that_can_take_it_is_named(
    proposed: Rehearsal,
) -> None:
    """K45, G6: in the agenda's own line, and below it why."""
    proposed.clock.set(london("2026-06-02"))
    for who in (OFFICER, MEMBER):
        shown = picture(proposed, who, MEETING)
        assert any(MARK in line for line in agenda_lines(shown.items))
        words = shown_words(agenda_modal(shown)["blocks"])
        assert MARK in words and SEPTEMBER in words


def test_a_text_that_went_in_time_is_not_too_late_and_one_changed_since_is(proposed: Rehearsal) -> None:
    """K45: a changed text starts its ten days again."""
    ready(proposed, title="Two chairs", paper=TEXT, item="item-amendment", amendment=True)
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    delivered(proposed)
    proposed.clock.set(london("2026-06-05"))
    assert why(proposed) == ""
    answer(submits(proposed, OFFICER, "", new_version_of=TEXT, files=(file(id="F2"),)))
    fetched(proposed)
    assert "it cannot be put at that meeting" in why(proposed)


def test_one_sent_late_says_so_on_the_agenda_that_goes_round_and_in_the_room(proposed: Rehearsal) -> None:
    """K45: what members are sent, what the secretariat looks over before, and the agenda of the meeting in session."""
    ready(proposed, title="Two chairs", paper=TEXT, item="item-amendment", amendment=True)
    turn_to(proposed, london("2026-06-02"))
    assert any(MARK in line for line in looks(proposed).agenda)
    answer(circulates(proposed))
    delivered(proposed)
    [sent] = sent_to(proposed, MEMBER)
    assert any("Two chairs" in line and MARK in line for line in sent["agenda"])
    begins(proposed, "2026-06-11")
    assert "Late, 1 day short" in why(proposed)
    assert f"As it was sent, it can be put at a meeting on Friday 12 June 2026 or later: {SEPTEMBER}" in why(
        proposed
    )
    changed(proposed, MEETING, state="closed", closed_at=proposed.clock.now())
    assert why(proposed) == "", "what was too late at a meeting that was held is in its minutes"


def test_what_is_in_doubt_is_not_called_too_late(proposed: Rehearsal) -> None:
    """K45: it can still be shown to have been given; putting it asks for that."""
    ready(proposed, title="Two chairs", paper=TEXT, item="item-amendment", amendment=True)
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    begins(proposed, "2026-06-11")
    assert why(proposed) == ""


def test_the_public_copy_says_it_and_names_no_confidential_amendment(proposed: Rehearsal) -> None:
    """K39, V16."""
    item(proposed, "Who may chair", "item-secret", amendment=True, confidential=True)
    proposed.clock.set(london("2026-06-02"))
    copy = ask(proposed, OFFICER, ShowPublicCopy, meeting=MEETING)
    assert [MARK in line for line in copy.agenda if "Two chairs" in line] == [True]
    assert "Who may chair" not in str(copy.agenda) and str(copy.agenda).count(MARK) == 1


def test_a_body_whose_terms_state_no_notice_is_told_nothing(works: Rehearsal) -> None:
    """V37: the Agreement has no clause on its own amendment, and none is made up."""
    answer(books(works, "2026-06-11 14:00"))
    item(works, "A new name", "item-amendment", amendment=True)
    works.clock.set(london("2026-06-10"))
    [found] = [
        each for each in picture(works, SECRETARY[works.slug], MEETING).items if each.kind == "amendment"
    ]
    assert found.too_late == ""
