"""What people recorded of a tender can be put right: everybody who was told of it is told, and what stood there before is kept."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.presenters.messages import render
from bot.presenters.tenders.tenders import change_form, tender_modal
from bot.store.tables import business
from bot.workflows.tenders.correcting_tenders import CorrectTender, as_known
from bot.workflows.tenders.tender_interest import COMPETING
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
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
KNOWN = {"title": "Advice in schools", "deadline": DEADLINE}


def corrects(body: Rehearsal, who: str, tender: str = TENDER, **said: Any) -> Outcome:
    """Somebody sends in the form, with what it began with but for what they say."""
    return body.say(who, CorrectTender, partnership=body.slug, tender=tender, **{**KNOWN, **said})


def test_everybody_who_was_told_hears_what_has_changed_and_answers_stay(told: Rehearsal) -> None:
    """C18, C24: in the channel and by direct message, in the same words."""
    answer(answers(told, MEMBER))
    said = answer(
        corrects(told, OFFICER, title=" Advice in  Devon schools", buyer="Devon", value=Decimal(40000))
    )
    assert said == "T2026/1 is corrected: the title, the buyer and the value."
    notices = told.notices("TenderCorrectedNotice")
    assert {each.recipient for each in notices} == {each.recipient for each in told.notices("TenderNotice")}
    (shown,) = {words(list(render(each.kind, each.data, partnership="clesp").blocks)) for each in notices}
    assert "Amara Lightfoot has corrected what is recorded of T2026/1, Advice in Devon schools" in shown
    assert "The title is Advice in Devon schools; you were told Advice in schools." in shown
    assert "The buyer is Devon." in shown
    assert "The value is £40,000." in shown
    assert told.notices("TenderChangedNotice") == []
    assert own_answer(told, MEMBER) is not None


def test_what_stood_there_before_is_kept_and_shown(told: Rehearsal) -> None:
    answer(corrects(told, OFFICER, buyer="Devon", value=Decimal("33721.5"), url="https://tenders.example/1"))
    answer(corrects(told, OFFICER, title="Advice in Devon schools", buyer="Kent", deadline=LATER))
    happened = [each for each in told.happened() if each.type == "TenderCorrected"]
    assert happened[-1].data["changes"] == [
        ["title", "Advice in schools", "Advice in Devon schools"],
        ["buyer", "Devon", "Kent"],
        ["hundredths", "3372150", ""],
        ["url", "https://tenders.example/1", ""],
    ]
    shown = words(tender_modal(seen(told, OFFICER, TENDER))["blocks"])
    assert "What has been corrected" in shown
    for line in (
        "the title, from “Advice in schools” to “Advice in Devon schools”",
        "the buyer, “Devon”",
        "the value, £33,721.50 taken out",
        "the deadline, from Friday 18 December 2026 at 12:00 to Tuesday 22 December 2026 at 17:00",
    ):
        assert f"Thursday 5 November 2026: {line}" in shown
    with told.store.reading() as connection:
        called = connection.execute(select(business.c.title).where(business.c.id == TENDER)).scalar_one()
    assert called == "T2026/1: Advice in Devon schools"


def test_title_and_deadline_at_once_are_one_message_and_the_deadline_alone_is_the_amendment_it_was(
    told: Rehearsal,
) -> None:
    """C24: nobody is told the same twice."""
    said = answer(corrects(told, OFFICER, title="Advice in Devon schools", deadline=LATER))
    assert said.endswith("Bids for T2026/1 have to be in by Tuesday 22 December 2026 at 17:00.")
    assert told.notices("TenderChangedNotice") == []
    assert told.notices("TenderCorrectedNotice")[0].data["changes"][-1] == [
        "the deadline",
        "Friday 18 December 2026 at 12:00",
        "Tuesday 22 December 2026 at 17:00",
    ]
    first = len(told.notices("TenderCorrectedNotice"))
    answer(corrects(told, OFFICER, title="Advice in Devon schools"))
    assert len(told.notices("TenderCorrectedNotice")) == first
    assert told.notices("TenderChangedNotice") != []


def test_of_what_nobody_was_told_nobody_is_and_a_deadline_need_not_be_known(clesp: Rehearsal) -> None:
    """C5: whoever suggested it hears of it once members have."""
    answer(records(clesp, "jerome-baptiste", tender=TENDER))
    answer(corrects(clesp, CHAIR, title="Advice in Devon schools", deadline=None))
    assert clesp.notices("TenderCorrectedNotice") == []
    answer(tells(clesp))
    answer(corrects(clesp, CHAIR, title="Advice in Kent schools", deadline=None))
    heard = {each.recipient for each in clesp.notices("TenderCorrectedNotice")}
    assert clesp.user("jerome-baptiste") in heard


def test_of_a_tender_from_a_portal_the_form_asks_for_the_deadline_alone(clesp: Rehearsal) -> None:
    takes_in(clesp, release())
    (tender,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    picture = seen(clesp, OFFICER, tender.id)
    assert "Change the deadline" in words(tender_modal(picture)["blocks"])
    assert "Who is buying" not in words(change_form(picture)["blocks"])
    refused = refusal(corrects(clesp, OFFICER, tender.id))
    assert "comes from a portal" in refused.reason


@pytest.mark.parametrize(
    ("field", "said", "why"),
    [
        ("title", {}, "nothing here has changed"),
        ("title", {"title": " "}, "Say what is tendered"),
        ("title", {"title": "w" * 301}, "300 characters"),
        ("buyer", {"buyer": "w" * 301}, "300 characters"),
        ("value", {"value": Decimal(0)}, "more than nought"),
        ("url", {"url": "the library"}, "https://"),
        ("deadline", {"title": "Advice", "deadline": None}, "Choose the day and the time"),
        ("deadline", {"title": "Advice", "deadline": datetime(2026, 11, 5, 10, tzinfo=UTC)}, "has passed"),
    ],
)
def test_what_is_wrong_is_said_under_its_field_and_nothing_is_changed(
    told: Rehearsal, field: str, said: dict[str, Any], why: str
) -> None:
    refused = refusal(corrects(told, OFFICER, **said))
    assert refused.field == field
    assert why in refused.reason
    tender = seen(told, OFFICER, TENDER).tender
    assert tender is not None
    assert (tender.title, tender.buyer) == ("Advice in schools", "")


def test_a_deadline_that_has_passed_and_stays_stands_in_nobodys_way(told: Rehearsal) -> None:
    told.clock.set(datetime(2026, 12, 19, 9, tzinfo=UTC))  # type: ignore[attr-defined]
    assert answer(corrects(told, OFFICER, buyer="Devon")) == "T2026/1 is corrected: the buyer."


def test_a_form_opened_before_somebody_else_corrected_it_changes_nothing(told: Rehearsal) -> None:
    tender = seen(told, OFFICER, TENDER).tender
    assert tender is not None
    was = as_known(tender)
    assert was in change_form(seen(told, OFFICER, TENDER))["private_metadata"]
    answer(corrects(told, CHAIR, buyer="Devon", was=was))
    refused = refusal(corrects(told, OFFICER, title="Advice in Devon schools", was=was))
    assert "has been changed since this form was opened" in refused.reason


def test_who_may_and_while_what(told: Rehearsal) -> None:
    """C33: not whoever is in another bid."""
    assert "secretariat and the chair" in refusal(corrects(told, MEMBER, buyer="Devon")).reason
    answer(answers(told, CHAIR, COMPETING, words="We bid elsewhere."))
    assert "in another bid" in refusal(corrects(told, CHAIR, buyer="Devon")).reason
    answer(sets_aside(told, OFFICER, TENDER, "Too far."))
    assert "not pursued" in refusal(corrects(told, OFFICER, buyer="Devon")).reason
    assert "do not know" in refusal(corrects(told, OFFICER, "nothing", buyer="Devon")).reason
