"""The same notice from both portals is two tenders: what matches is proposed, and people decide; nothing is merged by guess."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier
from typing import Any

import pytest

from bot.presenters.tenders.tenders import tender_modal, tenders_modal
from bot.store.partnership.partnerships import setting as setting_of
from bot.store.tenders.tenders import by_id, change
from bot.workflows.decisions import Refused
from bot.workflows.tenders.same_tender import BUYER, DEADLINE, TITLE, VALUE, JudgeLikeness, matches
from bot.workflows.tenders.tender_interest import COMPETING
from bot.workflows.tenders.tender_questions import ENDED, FOUND_ONES
from bot.workflows.tenders.tenders import Tender
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.conftest import DEADLINE as BY
from tests.spec.tenders.tendering import (
    CHAIR,
    MEMBER,
    OFFICER,
    Outcome,
    answers,
    listed,
    records,
    refusal,
    release,
    seen,
    takes_in,
    tells,
)


@pytest.fixture
def twice(clesp: Rehearsal) -> Rehearsal:
    """One notice of Devon's, as Contracts Finder has it and as Find a Tender has it under an identifier of its own."""
    other = release(2, value={"amount": 5000, "currency": "GBP"})
    takes_in(clesp, release(1), other, source="contracts-finder")
    again = release(3, title="Skills for Work, 1") | {"buyer": {"name": "DEVON COUNTY COUNCIL"}}
    takes_in(clesp, again, source="find-a-tender")
    return clesp


def ids_of(body: Rehearsal) -> dict[str, str]:
    """The tenders that wait to be looked at, by their number."""
    return {each.reference: each.id for each in listed(body, OFFICER, FOUND_ONES).tenders}


def judges(body: Rehearsal, one: str, other: str, *, same: bool, who: str = OFFICER) -> Outcome:
    """Somebody says whether two tenders are one."""
    return body.say(who, JudgeLikeness, partnership=body.slug, tender=one, other=other, same=same)


def proposed(body: Rehearsal, tender: str, who: str = OFFICER) -> list[tuple[str, tuple[str, ...]]]:
    """What a tender may be the same as, as its window says."""
    return [(each.tender.reference, each.matches) for each in seen(body, who, tender).likenesses]


def tender(**said: Any) -> Tender:
    """A tender of which a test says what it needs."""
    known: dict[str, Any] = {
        "title": "Skills for work",
        "buyer": "Devon County Council",
        "hundredths": 3_372_100,
        "deadline": BY,
        **said,
    }
    return Tender(id="t", number=1, year=2026, stage="found", source="file", **known)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({}, (TITLE, BUYER, DEADLINE, VALUE)),
        ({"title": "SKILLS – for work!", "buyer": "", "hundredths": None}, (TITLE, DEADLINE)),
        ({"title": "Another title"}, (BUYER, DEADLINE, VALUE)),
        ({"title": "Another title", "hundredths": 1}, ()),
        ({"title": "Another title", "buyer": ""}, ()),
        ({"buyer": "Kent", "hundredths": 1, "deadline": None}, ()),
        ({"currency": "EUR", "deadline": BY.replace(hour=23), "buyer": "Kent"}, (TITLE, DEADLINE)),
    ],
)
def test_the_title_and_one_thing_more_or_everything_else_is_worth_asking_about(
    other: dict[str, Any], found: tuple[str, ...]
) -> None:
    one, two = tender(), tender(**other)
    assert matches(one, two, "Europe/London") == found == matches(two, one, "Europe/London")


def test_what_is_silent_matches_nothing() -> None:
    silent = tender(title="–", buyer="", hundredths=None, deadline=None)
    assert matches(silent, silent, "Europe/London") == ()


def test_the_secretariat_is_asked_and_nothing_is_merged(twice: Rehearsal) -> None:
    ids = ids_of(twice)
    assert len(ids) == 3
    assert proposed(twice, ids["T2026/1"]) == [("T2026/3", (TITLE, BUYER, DEADLINE, VALUE))]
    assert proposed(twice, ids["T2026/3"])[0][0] == "T2026/1"
    assert proposed(twice, ids["T2026/2"]) == []
    assert "may be the same as T2026/3" in words(tenders_modal(listed(twice, OFFICER, FOUND_ONES))["blocks"])


def test_one_button_sets_it_aside_as_the_same_and_another_takes_that_back(twice: Rehearsal) -> None:
    ids = ids_of(twice)
    words_of = answer(judges(twice, ids["T2026/3"], ids["T2026/1"], same=True))
    assert "T2026/3 is set aside as the same as T2026/1." in words_of
    (over,) = listed(twice, OFFICER, ENDED).tenders
    assert (over.reference, over.reason) == ("T2026/3", "It is the same as T2026/1, which goes on.")
    assert proposed(twice, ids["T2026/1"]) == []
    shown = words(tender_modal(seen(twice, OFFICER, ids["T2026/1"]))["blocks"])
    assert "Published as well as T2026/3 · Find a Tender" in shown
    assert "They are two" in words(tender_modal(seen(twice, OFFICER, ids["T2026/3"]))["blocks"])
    assert "T2026/3 is found again" in answer(judges(twice, ids["T2026/3"], ids["T2026/1"], same=False))
    assert len(ids_of(twice)) == 3
    assert proposed(twice, ids["T2026/1"]) == []


def test_two_that_are_two_are_not_proposed_again(twice: Rehearsal) -> None:
    ids = ids_of(twice)
    assert "are kept as two" in answer(judges(twice, ids["T2026/1"], ids["T2026/3"], same=False))
    assert proposed(twice, ids["T2026/1"]) == proposed(twice, ids["T2026/3"]) == []
    assert len(ids_of(twice)) == 3


def test_the_one_that_is_further_on_goes_on(twice: Rehearsal) -> None:
    """C18: what members were told of is not set aside for what they were not told of."""
    ids = ids_of(twice)
    answer(tells(twice, OFFICER, ids["T2026/1"]))
    refused = refusal(judges(twice, ids["T2026/1"], ids["T2026/3"], same=True))
    assert "so this one goes on" in refused.reason
    answer(judges(twice, ids["T2026/3"], ids["T2026/1"], same=True))
    assert twice.notices("TenderSetAsideNotice") == []


def test_those_who_were_told_of_both_hear_which_goes_on(twice: Rehearsal) -> None:
    """C18, C24."""
    ids = ids_of(twice)
    for each in ("T2026/1", "T2026/3"):
        answer(tells(twice, OFFICER, ids[each]))
    answer(judges(twice, ids["T2026/3"], ids["T2026/1"], same=True))
    told = twice.notices("TenderSetAsideNotice")
    assert {each.data["reason"] for each in told} == {"It is the same as T2026/1, which goes on."}
    assert twice.user(MEMBER) in {each.recipient for each in told}
    again = judges(twice, ids["T2026/3"], ids["T2026/1"], same=False)
    assert "T2026/3 is considering again" in answer(again)


def test_a_tender_of_a_member_and_the_notice_of_a_portal_are_proposed_too(clesp: Rehearsal) -> None:
    """C5: whoever suggested it hears that it goes on under another number."""
    answer(records(clesp, MEMBER, "skills for work 1", tender="tender-own", deadline=BY))
    takes_in(clesp, release(1))
    found = ids_of(clesp)["T2026/2"]
    assert proposed(clesp, "tender-own") == [("T2026/2", (TITLE, DEADLINE))]
    answer(judges(clesp, "tender-own", found, same=True))
    assert [each.recipient for each in clesp.notices("TenderSetAsideNotice")] == [clesp.user(MEMBER)]


def test_who_decides_and_on_what(twice: Rehearsal) -> None:
    ids = ids_of(twice)
    one, other = ids["T2026/1"], ids["T2026/3"]
    assert "secretariat and the chair" in refusal(judges(twice, one, other, same=True, who=MEMBER)).reason
    assert "do not know that tender" in refusal(judges(twice, one, "nothing", same=True)).reason
    assert "do not know that tender" in refusal(judges(twice, one, one, same=True)).reason
    answer(judges(twice, other, one, same=True, who=CHAIR))
    assert "is not pursued" in refusal(judges(twice, one, other, same=True)).reason
    assert "already" in refusal(judges(twice, other, ids["T2026/2"], same=True)).reason


def test_members_and_whoever_is_in_another_bid_are_asked_nothing(twice: Rehearsal) -> None:
    """C33."""
    ids = ids_of(twice)
    for each in ("T2026/1", "T2026/3"):
        answer(tells(twice, OFFICER, ids[each]))
    assert proposed(twice, ids["T2026/1"], MEMBER) == []
    answer(answers(twice, CHAIR, COMPETING, tender=ids["T2026/1"], words="We bid elsewhere."))
    assert proposed(twice, ids["T2026/1"], CHAIR) == []
    refused = refusal(judges(twice, ids["T2026/1"], ids["T2026/3"], same=True, who=CHAIR))
    assert "in another bid" in refused.reason


def test_what_changes_at_the_one_set_aside_is_told_to_the_secretariat_and_carried_over_by_nobody(
    twice: Rehearsal,
) -> None:
    """C18: an amendment that one portal alone publishes is not missed."""
    ids = ids_of(twice)
    answer(judges(twice, ids["T2026/3"], ids["T2026/1"], same=True))
    earlier = release(3, tenderPeriod={"endDate": "2026-12-01T12:00:00Z"})
    takes_in(twice, earlier | {"id": "3-2", "date": "2026-11-05T09:00:00Z", "tag": ["tenderUpdate"]})
    (notice,) = twice.notices("TwinChangedNotice")
    assert notice.recipient == twice.user(OFFICER)
    assert (notice.data["reference"], notice.data["twin"]) == ("T2026/1", "T2026/3")
    assert notice.data["says"] == "Tuesday 1 December 2026 at 12:00"
    kept = seen(twice, OFFICER, ids["T2026/1"]).tender
    assert kept is not None
    assert kept.deadline == BY
    same = release(1, tenderPeriod={"endDate": "2026-12-02T12:00:00Z"})
    takes_in(twice, same | {"id": "1-2", "date": "2026-11-05T09:30:00Z"})
    again = release(3, tenderPeriod={"endDate": "2026-12-02T12:00:00Z"})
    takes_in(twice, again | {"id": "3-3", "date": "2026-11-05T09:40:00Z", "tag": ["tenderUpdate"]})
    assert len(twice.notices("TwinChangedNotice")) == 1  # what both say is no news


def test_the_end_of_the_one_set_aside_is_told_to_the_secretariat_and_closes_nothing(twice: Rehearsal) -> None:
    """C18: whether the one that goes on is over too, people see for themselves."""
    ids = ids_of(twice)
    answer(judges(twice, ids["T2026/3"], ids["T2026/1"], same=True))
    takes_in(twice, release(3) | {"id": "3-2", "date": "2026-11-05T09:00:00Z", "tag": ["tenderCancellation"]})
    (notice,) = twice.notices("TwinChangedNotice")
    assert (notice.recipient, notice.data["closed"]) == (twice.user(OFFICER), "cancelled")
    kept = seen(twice, OFFICER, ids["T2026/1"]).tender
    assert kept is not None
    assert not kept.is_over


def test_two_who_each_set_the_other_aside_leave_one(twice: Rehearsal) -> None:
    """They press at one moment: the second is told that nothing would be left of either."""
    ids = ids_of(twice)
    one, three = ids["T2026/1"], ids["T2026/3"]
    start = Barrier(2)

    def press(tender: str, other: str) -> Outcome:
        asked = {"partnership": twice.slug, "tender": tender, "other": other, "same": True}
        command = twice.command(OFFICER, JudgeLikeness, **asked)
        start.wait()
        found: Outcome = twice.presses(command)
        return found

    with ThreadPoolExecutor(2) as hands:
        both = [hands.submit(press, one, three), hands.submit(press, three, one)]
        done = [each.result(timeout=60) for each in both]
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert len(listed(twice, OFFICER, ENDED).tenders) == 1


def test_one_is_not_set_aside_for_another_that_is_set_aside_at_the_same_moment(twice: Rehearsal) -> None:
    """Two officers press at one moment: whichever comes second, one of the two tenders goes on."""
    ids = ids_of(twice)
    one, three = ids["T2026/1"], ids["T2026/3"]
    same = {"partnership": twice.slug, "tender": one}
    alike = twice.command(OFFICER, JudgeLikeness, **same, other=three, same=True)
    with ThreadPoolExecutor(1) as elsewhere:
        with twice.store.transaction() as held:
            setting = setting_of(held, twice.workspace, twice.slug, twice.clock.now())
            assert setting is not None
            by_id(held, setting, three, lock=True)
            change(held, setting, three, stage="not pursued", reason="Too far away.")
            judging = elsewhere.submit(twice.presses, alike)
            wait([judging], timeout=0.5)
        assert "nothing would be left" in refusal(judging.result(timeout=60)).reason


def test_whoever_is_in_another_bid_is_kept_away_from_the_one_that_goes_on_as_well(twice: Rehearsal) -> None:
    """C33: until that is so the one in which it was declared goes on."""
    ids = ids_of(twice)
    one, three = ids["T2026/1"], ids["T2026/3"]
    for each in (one, three):
        answer(tells(twice, OFFICER, each))
    answer(answers(twice, MEMBER, COMPETING, one))
    refused = judges(twice, one, three, same=True)
    assert "kept away from T2026/1" in refusal(refused).reason
    answer(answers(twice, MEMBER, COMPETING, three))
    answer(judges(twice, one, three, same=True))
