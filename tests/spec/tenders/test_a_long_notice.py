"""What is intended and asked comes first, and a long description after it: shortened in a message, whole in the tender's window."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.presenters.messages import render
from bot.presenters.tenders.tenders import tender_modal, tenders_modal
from bot.rules.wording import shortened
from bot.workflows.tenders.tender_notice import MOST_DESCRIBED
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.tendering import (
    MEMBER,
    OFFICER,
    TENDER,
    listed,
    records,
    release,
    seen,
    takes_in,
    tells,
)

LONG = "The work is described here at length. " * 50
DEADLINE = datetime(2026, 12, 18, 12, tzinfo=UTC)
NOTICE = "https://portal.example/notice/1"


def considers(body: Rehearsal, **said: Any) -> None:
    """The secretariat has recorded a tender with a long description, and told members and the public."""
    answer(records(body, OFFICER, tender=TENDER, deadline=DEADLINE, description=LONG, **said))
    answer(tells(body, intends="To lead it.", wider=True))


def told(body: Rehearsal, kind: str) -> str:
    """The words of the first message of a kind, as people read it."""
    notice = body.notices(kind)[0]
    return words(list(render(kind, notice.data, None, partnership="clesp").blocks))


def test_the_notice_says_first_what_is_intended_and_asked_and_then_how_the_description_begins(
    clesp: Rehearsal,
) -> None:
    """C18, C24: on a telephone nobody scrolls through a whole specification to what is asked of them."""
    considers(clesp, url=NOTICE)
    said = told(clesp, "TenderNotice")
    assert said.index("To lead it.") < said.index("Please answer") < said.index("The work is described")
    assert " …" in said
    assert len(said) < MOST_DESCRIBED + 1000
    assert "Read the notice" in said


WHAT = ("T2026/1", "Advice in schools", "Devon County Council", "Worth £33,721.")


def test_the_notice_says_what_for_whom_worth_what_by_when_and_what_is_intended_with_three_buttons(
    clesp: Rehearsal,
) -> None:
    """C10, C18, C24: in the words that people read."""
    considers(clesp, buyer="Devon County Council", value=Decimal(33721))
    said = told(clesp, "TenderNotice")
    deadline = "Friday 18 December 2026 at 12:00, 43 days from this notice"
    guarantee = "not guaranteed a role on CLESP contract delivery"
    answers = ("Express an interest", "Declare a competing bid", "Not for us")
    for each in (*WHAT, deadline, "To lead it.", guarantee, *answers):
        assert each in said, each


def test_the_public_message_says_the_same_but_what_is_intended(clesp: Rehearsal) -> None:
    """C2: those it reaches may bid against it."""
    considers(clesp, buyer="Devon County Council", value=Decimal(33721))
    said = told(clesp, "PublicTenderNotice")
    for each in (*WHAT[1:], "Friday 18 December 2026 at 12:00"):
        assert each in said, each
    assert "To lead it." not in said


def test_the_public_message_has_all_of_it_where_there_is_no_notice_to_read(clesp: Rehearsal) -> None:
    """C2: whoever is no member sees no tender's window."""
    considers(clesp)
    assert told(clesp, "PublicTenderNotice").count("described") == 50


def test_the_public_message_leads_to_the_notice_where_there_is_one(clesp: Rehearsal) -> None:
    """C2."""
    considers(clesp, url=NOTICE)
    said = told(clesp, "PublicTenderNotice")
    assert said.count("described") < 50
    assert "Read the notice" in said


def test_the_window_has_all_of_it_after_what_is_missing(clesp: Rehearsal) -> None:
    """C12."""
    considers(clesp)
    said = words(tender_modal(seen(clesp, OFFICER, TENDER))["blocks"])
    assert said.index("Missing before it is worked up") < said.index("The work is described")
    assert said.count("described") == 50


def test_the_list_of_what_is_in_hand_begins_for_the_secretariat_with_how_many_wait_to_be_looked_at(
    clesp: Rehearsal,
) -> None:
    takes_in(clesp, release(1), release(2))
    said = words(tenders_modal(listed(clesp, OFFICER))["blocks"])
    assert said.index("To look at") < said.index("Look at 2 tenders") < said.index("Record a tender")
    assert "Look at" not in words(tenders_modal(listed(clesp, OFFICER, FOUND_ONES))["blocks"])
    assert "Look at" not in words(tenders_modal(listed(clesp, MEMBER))["blocks"])


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("As it is.", 9, "As it is."),
        ("Some words more", 12, "Some words …"),
        ("Unbreakable", 8, "Unbrea …"),
        ("One line\nand another", 14, "One line …"),
    ],
)
def test_a_text_is_shortened_at_the_end_of_a_word(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short
    assert len(shortened(text, most)) <= most
