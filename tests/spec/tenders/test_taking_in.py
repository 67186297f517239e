"""What the portals publish is taken in once, and what a later release changes is kept with what it changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.importing import TenderRepublished
from bot.workflows.tender_questions import ENDED, FOUND_ONES
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.tendering import OFFICER, listed, release, sets_aside, takes_in, tells

A_HUNDRED = Path(__file__).parent / "notices" / "contracts_finder_100_releases.json"


def test_a_page_of_a_portal_is_taken_in_once_however_often_it_comes(clesp: Rehearsal) -> None:
    """C5, C18: what was awarded before anybody heard of it is not recorded."""
    raw = A_HUNDRED.read_bytes()
    assert (
        takes_in(clesp, raw).answer.words
        == "37 new, 0 changed, 0 known already, 57 already awarded or cancelled."
    )
    assert (
        takes_in(clesp, raw).answer.words
        == "0 new, 0 changed, 37 known already, 57 already awarded or cancelled."
    )
    assert listed(clesp, OFFICER, FOUND_ONES).count == 37


def test_the_list_has_the_earliest_deadline_first_and_ten_on_a_page(clesp: Rehearsal) -> None:
    takes_in(
        clesp,
        *(release(n, tenderPeriod={"endDate": f"2026-12-{30 - n:02}T12:00:00Z"}) for n in range(1, 13)),
        release(13, tenderPeriod={}),
    )
    first, second = (listed(clesp, OFFICER, FOUND_ONES, page) for page in (0, 1))
    assert [each.ocid for each in first.tenders][:2] == ["ocds-abc-12", "ocds-abc-11"]
    assert len(first.tenders) == 10
    assert [each.ocid for each in second.tenders] == ["ocds-abc-2", "ocds-abc-1", "ocds-abc-13"]


def test_an_amendment_moves_the_deadline_and_keeps_the_one_before(clesp: Rehearsal) -> None:
    takes_in(clesp, release())
    later = release(tenderPeriod={"endDate": "2026-12-11T12:00:00Z"}) | {
        "id": "1-2",
        "date": "2026-11-04T09:00:00Z",
    }
    assert "1 changed" in takes_in(clesp, later).answer.words
    (one,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    assert one.deadline == datetime(2026, 12, 11, 12, tzinfo=UTC)
    happened = [each for each in clesp.happened() if each.type == TenderRepublished.__name__]
    assert happened[0].data["changes"] == [
        ["deadline", "2026-12-18T12:00:00+00:00", "2026-12-11T12:00:00+00:00"]
    ]


def test_an_award_closes_what_nobody_has_bid_for_and_leaves_what_was_set_aside(clesp: Rehearsal) -> None:
    takes_in(clesp, release(1), release(2))
    second = listed(clesp, OFFICER, FOUND_ONES).tenders[1]
    answer(sets_aside(clesp, OFFICER, second.id))
    takes_in(
        clesp,
        *(release(n) | {"id": f"{n}-2", "date": "2026-11-04T09:00:00Z", "tag": ["award"]} for n in (1, 2)),
    )
    assert {each.stage for each in listed(clesp, OFFICER, ENDED).tenders} == {"closed", "not pursued"}


def test_another_partnership_has_tenders_of_its_own(
    clesp: Rehearsal, store: Store, clock: StoppedClock
) -> None:
    """The same notice is each one's own, with a number of its own."""
    works = rehearse(store, clock, "voluntaryworks")
    takes_in(clesp, release(1), release(2))
    takes_in(works, release(2))
    assert [each.reference for each in listed(works, "edwina-sharrock", FOUND_ONES).tenders] == ["T2026/1"]
    assert listed(clesp, OFFICER, FOUND_ONES).count == 2


def test_a_title_that_would_ping_or_calculate_is_kept_as_words(clesp: Rehearsal) -> None:
    takes_in(clesp, release(title="<!channel> =HYPERLINK(1)"))
    (one,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    assert one.title == "<!channel> =HYPERLINK(1)"


def of_day(day: int, tag: str = "tender", number: int = 1, **tender: object) -> dict[str, Any]:
    """A release published on a day of November."""
    own = {"id": f"{number}-{day}", "date": f"2026-11-{day:02}T09:00:00Z", "tag": [tag]}
    return release(number, **tender) | own


def test_what_was_published_earlier_and_comes_later_changes_nothing_and_tells_nobody(
    clesp: Rehearsal,
) -> None:
    """C18, C24: the portals give the latest first, so an amendment comes before what it amends."""
    takes_in(clesp, of_day(1))
    (found,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    answer(tells(clesp, tender=found.id))
    takes_in(clesp, of_day(4, "tenderUpdate", tenderPeriod={"endDate": "2026-12-04T12:00:00Z"}))
    told = clesp.notices("TenderChangedNotice")
    takes_in(clesp, of_day(3, "tenderUpdate", tenderPeriod={"endDate": "2026-12-31T12:00:00Z"}, title="Old"))
    (one,) = listed(clesp, OFFICER).tenders
    assert (one.deadline, one.title) == (datetime(2026, 12, 4, 12, tzinfo=UTC), "Skills for work 1")
    assert clesp.notices("TenderChangedNotice") == told
    takes_in(clesp, of_day(5, "tenderUpdate", tenderPeriod={"endDate": "2026-12-11T12:00:00Z"}))
    assert len(clesp.notices("TenderChangedNotice")) == 2 * len(told)


def test_what_was_published_earlier_still_says_what_nothing_else_has_said(clesp: Rehearsal) -> None:
    """C18: a correction that names its deadline and nothing else is followed by the notice that it corrects."""
    bare = of_day(4, "tenderUpdate", title=None, value=None) | {"buyer": None}
    takes_in(clesp, bare)
    assert listed(clesp, OFFICER, FOUND_ONES).tenders[0].title == "ocds-abc-1"
    takes_in(clesp, of_day(3, tenderPeriod={"endDate": "2026-12-31T12:00:00Z"}))
    (one,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    assert (one.title, one.buyer, one.value_words) == ("Skills for work 1", "Devon County Council", "£33,721")
    assert one.deadline == datetime(2026, 12, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize("tag", ["award", "tenderCancellation"])
def test_a_tender_whose_end_came_on_the_page_before_is_not_recorded(clesp: Rehearsal, tag: str) -> None:
    """C18: the portals give the latest first, so an award comes before the tender; what is published after it counts."""
    words = takes_in(clesp, of_day(4, tag)).answer.words
    assert words == "0 new, 0 changed, 0 known already, 1 already awarded or cancelled."
    words = takes_in(clesp, of_day(2), of_day(3, "tenderUpdate")).answer.words
    assert words == "0 new, 0 changed, 0 known already, 1 already awarded or cancelled."
    takes_in(clesp, of_day(4, tag))
    assert sum(each.type == "NoticesOver" for each in clesp.happened()) == 1
    assert listed(clesp, OFFICER, FOUND_ONES).count == 0
    takes_in(clesp, of_day(5))
    assert listed(clesp, OFFICER, FOUND_ONES).count == 1


def test_an_award_that_comes_before_the_amendment_closes_it_all_the_same(clesp: Rehearsal) -> None:
    takes_in(clesp, of_day(1))
    takes_in(clesp, of_day(4, "award"))
    takes_in(clesp, of_day(3, "tenderUpdate"))
    (over,) = listed(clesp, OFFICER, ENDED).tenders
    assert (over.stage, over.published_stage) == ("closed", "awarded")


def test_what_a_later_release_leaves_out_stands_in_one_package_and_in_two(clesp: Rehearsal) -> None:
    """C18: neither title nor currency nor what was taken for granted is lost, and none is kept that holds no more."""
    first = {"tenderPeriod": {"endDate": "2026-12-18"}, "value": {"amount": 5000, "currency": "EUR"}}
    silent = {"title": None, "value": None, "tenderPeriod": None}
    takes_in(clesp, of_day(1, number=1, **first), of_day(2, "tenderUpdate", number=1, **silent))
    takes_in(clesp, of_day(1, number=2, **first))
    takes_in(clesp, of_day(2, "tenderUpdate", number=2, **silent))
    for each in listed(clesp, OFFICER, FOUND_ONES).tenders:
        assert each.title == f"Skills for work {(each.ocid or '')[-1]}"
        assert each.value_words == "EUR 5,000"
        assert "end of that day" in each.deadline_reading
    takes_in(clesp, *(of_day(3, "tenderUpdate", number=n) for n in (1, 2)))
    assert {each.deadline_reading for each in listed(clesp, OFFICER, FOUND_ONES).tenders} == {""}
