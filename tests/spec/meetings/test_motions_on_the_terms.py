"""What would change the terms is put as an amendment: by its item, or by its words (K45)."""

import pytest

from bot.workflows.decisions import Refused
from bot.workflows.votes.of_the_terms import speaks_of_the_terms
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR
from tests.spec.meetings.calling import books
from tests.spec.meetings.sending import begins, item

WORDS = "That clause 5.7 be amended to say twenty days"


@pytest.fixture
def meeting(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session, with an amendment among its items."""
    answer(books(clpp, "2026-06-11 14:00"))
    item(clpp, "Change clause 5.7", "item-amendment", amendment=True)
    begins(clpp, "2026-06-11")
    return clpp


def test_an_item_that_proposes_an_amendment_is_decided_in_no_other_kind(meeting: Rehearsal) -> None:
    """K45: whatever its words are, by a vote or by consensus; the item says what it is."""
    for how in ("meeting", "consensus", "agreed"):
        why = meeting.puts(CHAIR, "That it be agreed", how=how, about="item-amendment")
        assert isinstance(why, Refused)
        assert (why.field, why.clause.number) == ("kind", "5.7")
        assert "“Change clause 5.7” proposes an amendment" in why.reason
    assert not [each for each in meeting.happened() if each.type == "MotionPut"]


def test_opinion_may_be_asked_on_it(meeting: Rehearsal) -> None:
    """K45: an indicative vote changes nothing."""
    assert answer(meeting.puts(CHAIR, WORDS, how="indicative", about="item-amendment"))


def test_an_ordinary_motion_whose_words_speak_of_the_terms_is_put_once_that_is_ticked(
    meeting: Rehearsal,
) -> None:
    """K45: it changes no terms, which is said with the clause before it is put."""
    why = meeting.puts(CHAIR, WORDS)
    assert isinstance(why, Refused)
    assert (why.field, why.clause.number) == ("changes_no_terms", "5.7")
    assert "they change none" in why.reason
    assert answer(meeting.puts(CHAIR, WORDS, changes_no_terms=True))


@pytest.mark.parametrize(
    "words",
    [
        WORDS,
        "That the terms of reference be amended",
        "That the terms of reference, as last adopted, are replaced",
        "We agree to change clause 5.7",
        "To update the partnership's terms of reference",
        "Paragraph 4 is deleted",
    ],
)
def test_words_that_plainly_speak_of_the_terms(words: str) -> None:
    """K45."""
    assert speaks_of_the_terms(words)


@pytest.mark.parametrize(
    "words",
    [
        "That the joint bid be submitted",
        "That the survey be changed",
        "That we meet as clause 4.9 says",
        "That the terms of reference be read out. The budget is amended",
    ],
)
def test_words_that_do_not(words: str) -> None:
    """K45: a warning that cries wolf is not read."""
    assert not speaks_of_the_terms(words)
