"""The secretariat records a tender, any member suggests one, and whoever suggested it hears what becomes of it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.presenters.tenders.tenders import set_aside_form
from bot.store.session import Store
from bot.workflows.tenders.tender_questions import FOUND_ONES, OWN
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town
from tests.spec.tenders.bidding import moves, steps
from tests.spec.tenders.tendering import (
    CHAIR,
    FOR_TWO,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    TENDER,
    listed,
    records,
    refusal,
    release,
    seen,
    sets_aside,
    takes_in,
    tells,
)


def test_the_secretariat_records_a_tender_and_nobody_is_told_yet(clesp: Rehearsal) -> None:
    """C18."""
    said = answer(
        records(
            clesp,
            OFFICER,
            buyer="Devon County Council",
            value=Decimal("33721.50"),
            deadline=datetime(2026, 12, 18, 12, tzinfo=UTC),
        )
    )
    assert said == "T2026/1 is recorded: Advice in schools."
    (one,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    assert (one.value_words, one.deadline_words("Europe/London")) == (
        "£33,721.50",
        "Friday 18 December 2026 at 12:00",
    )
    assert clesp.notices("TenderSuggestedNotice") == []


def test_a_member_suggests_a_tender_and_the_secretariat_is_told(clesp: Rehearsal) -> None:
    """C5."""
    assert "You hear what becomes of it" in answer(records(clesp, MEMBER))
    (told,) = clesp.notices("TenderSuggestedNotice")
    assert told.recipient == clesp.user(OFFICER)
    assert told.data["suggester"] == "Parveen Aslam"
    (one,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    assert one.suggested_by == MEMBER


def test_somebody_who_speaks_for_two_says_for_which(clesp: Rehearsal) -> None:
    assert refusal(records(clesp, FOR_TWO)).choices
    assert answer(records(clesp, FOR_TWO, on_behalf_of="cornwall-vsf"))


def test_a_suggestion_that_is_not_pursued_is_answered_with_the_reason(clesp: Rehearsal) -> None:
    """C5: tracked to an answer."""
    answer(records(clesp, MEMBER, tender="tender-x"))
    assert refusal(sets_aside(clesp, OFFICER, "tender-x")).field == "reason"
    assert (
        answer(sets_aside(clesp, OFFICER, "tender-x", "Too far from our remit.")) == "T2026/1 is not pursued."
    )
    (told,) = clesp.notices("TenderSetAsideNotice")
    assert (told.recipient, told.data["reason"]) == (clesp.user(MEMBER), "Too far from our remit.")
    assert "already" in refusal(sets_aside(clesp, OFFICER, "tender-x", "Again.")).reason


def test_only_the_secretariat_and_the_chair_set_a_tender_aside(clesp: Rehearsal) -> None:
    answer(records(clesp, OFFICER, tender="tender-x"))
    assert "secretariat and the chair decide" in refusal(sets_aside(clesp, MEMBER, "tender-x", "No.")).reason
    assert answer(sets_aside(clesp, CHAIR, "tender-x"))


def test_what_is_undecided_is_seen_by_those_who_decide_and_by_whoever_suggested_it(clesp: Rehearsal) -> None:
    answer(records(clesp, MEMBER, tender="tender-x"))
    assert [each.id for each in listed(clesp, MEMBER, OWN).tenders] == ["tender-x"]
    assert listed(clesp, OTHER_MEMBER, FOUND_ONES).tenders == ()
    assert seen(clesp, MEMBER, "tender-x").tender is not None
    assert seen(clesp, OTHER_MEMBER, "tender-x").tender is None
    assert seen(clesp, OFFICER, "tender-x").suggester == "Parveen Aslam"


def test_the_same_form_twice_is_one_tender(clesp: Rehearsal) -> None:
    answer(records(clesp, OFFICER, tender="tender-x"))
    assert "already" in answer(records(clesp, OFFICER, tender="tender-x"))
    assert listed(clesp, OFFICER, FOUND_ONES).count == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "w" * 301}, "title"),
        ({"description": "w" * 3001}, "description"),
        ({"value": Decimal(0)}, "value"),
        ({"url": f"https://a.example/{'w' * 2000}"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://a.example/x y"}, "url"),
        ({"value": Decimal(10) ** 13}, "value"),
        ({"deadline": datetime(2026, 11, 5, 10, tzinfo=UTC)}, "deadline"),
    ],
)
def test_what_is_wrong_is_said_under_its_own_field(
    clesp: Rehearsal, words: dict[str, object], field: str
) -> None:
    assert refusal(records(clesp, OFFICER, **words)).field == field


def test_a_stranger_records_nothing(clesp: Rehearsal) -> None:
    outcome = records(clesp, OFFICER, user="U0NOBODY")
    assert "not in the register" in refusal(outcome).reason


def test_a_suggestion_that_is_taken_up_is_answered_even_where_no_notice_goes_to_members(
    clesp: Rehearsal,
) -> None:
    """C5: whoever suggested it hears that it is worked on, and how the bid ended."""
    answer(records(clesp, MEMBER, tender=TENDER))
    answer(tells(clesp))
    answer(steps(clesp, OFFICER, "delivery partners called", tender=TENDER))
    for stage in ("working up", "submitted", "lost"):
        answer(moves(clesp, OFFICER, stage, tender=TENDER))
    heard = [each for each in clesp.notices("TenderMovedNotice") if each.recipient == clesp.user(MEMBER)]
    assert [(each.data["stage"], each.data["suggested"]) for each in heard] == [("lost", True)]
    others = {each.recipient for each in clesp.notices("TenderMovedNotice")}
    assert {"C0CLESP", clesp.user(OTHER_MEMBER)} <= others


def test_a_suggestion_moved_on_at_once_is_answered(store: Store, clock: StoppedClock) -> None:
    """C5: where the terms ask for no notice to members, the move itself is the answer."""
    body = town(store, clock)
    answer(records(body, represented("org-3"), tender=TENDER))
    answer(moves(body, represented("org-2"), "working up", tender=TENDER))
    (heard,) = body.notices("TenderMovedNotice")
    assert (heard.recipient, heard.data["stage"]) == (body.user(represented("org-3")), "working up")
    answer(moves(body, represented("org-2"), "preparing", tender=TENDER))
    assert len(body.notices("TenderMovedNotice")) == 1


def test_only_whoever_suggested_it_is_told_that_it_was_their_suggestion(clesp: Rehearsal) -> None:
    """C5, C24."""
    answer(records(clesp, MEMBER, tender=TENDER))
    answer(tells(clesp))
    answer(sets_aside(clesp, OFFICER, TENDER, "Too far."))
    told = {each.recipient: each.data["suggested"] for each in clesp.notices("TenderSetAsideNotice")}
    assert [user for user, theirs in told.items() if theirs] == [clesp.user(MEMBER)]
    assert told["C0CLESP"] is False


def test_the_form_asks_for_the_reason_where_somebody_reads_it(clesp: Rehearsal) -> None:
    """C5: where a member suggested it, the reason may not be left out; else it may."""

    def may_be_left_out(tender: str) -> bool:
        blocks = set_aside_form(seen(clesp, OFFICER, tender))["blocks"]
        return bool(next(each["optional"] for each in blocks if each.get("block_id") == "reason"))

    answer(records(clesp, MEMBER, tender=TENDER))
    answer(records(clesp, OFFICER, tender="tender-y"))
    assert not may_be_left_out(TENDER)
    assert may_be_left_out("tender-y")


def test_what_is_known_of_a_suggestion_stands_apart_from_what_becomes_of_it(clesp: Rehearsal) -> None:
    """C5."""
    answer(records(clesp, MEMBER, tender=TENDER, value=Decimal("33721.50")))
    (notice,) = clesp.notices("TenderSuggestedNotice")
    said = words(list(render("TenderSuggestedNotice", notice.data, None, partnership="clesp").blocks))
    assert "Worth £33,721.50." in [each.strip() for each in said.splitlines()]


def test_what_is_past_its_deadline_comes_last_and_is_not_said_to_wait(clesp: Rehearsal) -> None:
    """C18: members are not told of it any more, and it does not stand before what can still be bid for."""
    for number, day in enumerate(("2026-12-18", "2026-12-01", "2026-12-24"), 1):
        takes_in(clesp, release(number, tenderPeriod={"endDate": f"{day}T12:00:00Z"}))
    takes_in(clesp, release(4, tenderPeriod={}))
    clesp.clock.set(datetime(2026, 12, 19, 9, tzinfo=UTC))
    found = listed(clesp, OFFICER, FOUND_ONES)
    assert [each.number for each in found.tenders] == [3, 4, 2, 1]
    assert (found.count, listed(clesp, OFFICER).waiting) == (4, 2)
