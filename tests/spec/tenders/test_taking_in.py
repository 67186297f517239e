"""What the portals publish is taken in once, and what a later release changes is kept with what it changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.presenters.tenders.tenders import tender_modal, tenders_modal
from bot.store.session import Store
from bot.workflows.questions import ShowHome
from bot.workflows.tenders.importing import TenderRepublished
from bot.workflows.tenders.tender_questions import ALIVE, ENDED, FOUND_ONES
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.bidding import moves, steps
from tests.spec.tenders.tendering import MEMBER, OFFICER, listed, release, seen, sets_aside, takes_in, tells

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
    said = takes_in(clesp, of_day(4, tag)).answer.words
    assert said == "0 new, 0 changed, 0 known already, 1 already awarded or cancelled."
    said = takes_in(clesp, of_day(2), of_day(3, "tenderUpdate")).answer.words
    assert said == "0 new, 0 changed, 0 known already, 1 already awarded or cancelled."
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


def test_a_cancellation_closes_what_was_bid_for_and_an_award_waits_for_people_to_say_who_won(
    clesp: Rehearsal,
) -> None:
    """C18, C24: everyone who was told hears that nobody can win it; of an award the secretariat is asked what became."""
    takes_in(clesp, of_day(1, number=1), of_day(1, number=2))
    for each in listed(clesp, OFFICER, FOUND_ONES).tenders:
        answer(tells(clesp, tender=each.id))
        answer(steps(clesp, OFFICER, "delivery partners called", tender=each.id))
        answer(moves(clesp, OFFICER, "submitted", tender=each.id))
    takes_in(clesp, of_day(4, "tenderCancellation", number=1), of_day(4, "award", number=2))
    (over,) = listed(clesp, OFFICER, ENDED).tenders
    assert (over.ocid, over.stage) == ("ocds-abc-1", "closed")
    told = clesp.notices("TenderChangedNotice")
    assert {each.data["closed"] for each in told} == {"cancelled"}
    assert {clesp.user(MEMBER), "C0CLESP"} <= {each.recipient for each in told}
    shown = clesp.secretary.ask(
        ShowHome(workspace=clesp.workspace, team=clesp.team, user=clesp.user(OFFICER))
    )
    assert [each.words for part in shown.parts for each in part.asks if "publisher" in each.words] == [
        "T2026/2 “Skills for work 2”: its publisher says that it is awarded, and it is still submitted."
    ]


def test_what_is_only_planned_says_so_in_the_list_until_it_is_open(clesp: Rehearsal) -> None:
    """C18: many of the notices of Find a Tender are of what is to come."""
    takes_in(clesp, of_day(1, "planning", status="planned"))
    assert "T2026/1, found · not yet open for bids · Devon" in words(
        tenders_modal(listed(clesp, OFFICER, FOUND_ONES))["blocks"]
    )
    takes_in(clesp, of_day(2))
    assert "T2026/1, found · Devon" in words(tenders_modal(listed(clesp, OFFICER, FOUND_ONES))["blocks"])


def test_the_window_says_what_its_publisher_has_changed_and_when(
    clesp: Rehearsal, clock: StoppedClock
) -> None:
    """C18: one tender with its history, for everybody who sees it; a release that changes nothing of that is not named."""
    takes_in(clesp, of_day(1, value=None))
    (found,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    answer(tells(clesp, tender=found.id))
    takes_in(
        clesp,
        of_day(2, "tenderUpdate", tenderPeriod={"endDate": "2026-12-11T12:00:00Z"}, title="New <!here>"),
    )
    clock.turn(days=1)
    takes_in(clesp, of_day(3, "tenderUpdate", description="More.", title="New <!here>", tenderPeriod=None))
    takes_in(clesp, of_day(6, "award", title=None, tenderPeriod=None))
    last = tender_modal(seen(clesp, MEMBER, found.id))["blocks"][-1]
    assert [each["text"] for each in last["elements"]] == [
        "Friday 6 November 2026: what it says of it, from open to awarded",
        "Thursday 5 November 2026: the title, from “Skills for work 1” to “New &lt;!here&gt;”",
        "Thursday 5 November 2026: the value, £33,721",
        "Thursday 5 November 2026: the deadline, from Friday 18 December 2026 at 12:00 to Friday 11 December 2026 at 12:00",
    ]


@pytest.mark.parametrize("told", [True, False])
def test_what_its_publisher_opens_again_is_open_here_and_everyone_who_was_told_hears_it(
    clesp: Rehearsal, told: bool
) -> None:
    """C18, C24: a cancellation by mistake, or one lot awarded; what people set aside stays set aside."""
    takes_in(clesp, of_day(1, number=1), of_day(1, number=2))
    one, other = listed(clesp, OFFICER, FOUND_ONES).tenders
    answer(sets_aside(clesp, OFFICER, other.id, "Too far."))
    if told:
        answer(tells(clesp, tender=one.id))
    takes_in(clesp, *(of_day(3, "tenderCancellation", number=n) for n in (1, 2)))
    takes_in(clesp, *(of_day(4, "tenderUpdate", number=n) for n in (1, 2)))
    (back,) = listed(clesp, OFFICER, ALIVE if told else FOUND_ONES).tenders
    assert (back.id, back.stage) == (one.id, "considering" if told else "found")
    assert [each.stage for each in listed(clesp, OFFICER, ENDED).tenders] == ["not pursued"]
    notices = clesp.notices("TenderChangedNotice")
    assert bool(notices) is told
    for each in notices[len(notices) // 2 :]:
        shown = words(list(render("TenderChangedNotice", each.data, partnership="clesp").blocks))
        assert "is open again: bids have to be in by Friday 18 December 2026 at 12:00" in shown


def test_a_deadline_brought_forward_to_what_has_passed_says_so(clesp: Rehearsal) -> None:
    """C18: the bot was down, or the publisher late."""
    takes_in(clesp, of_day(1))
    (found,) = listed(clesp, OFFICER, FOUND_ONES).tenders
    answer(tells(clesp, tender=found.id))
    takes_in(clesp, of_day(4, "tenderUpdate", tenderPeriod={"endDate": "2026-11-05T09:00:00Z"}))
    notice = clesp.notices("TenderChangedNotice")[0]
    shown = words(list(render("TenderChangedNotice", notice.data, partnership="clesp").blocks))
    assert (
        "is brought forward: bids have to be in by Thursday 5 November 2026 at 09:00, which has passed"
        in shown
    )


def test_what_can_no_longer_be_bid_for_is_looked_at_last_and_says_so(
    clesp: Rehearsal, clock: StoppedClock
) -> None:
    """C18: after an outage what can still be bid for stands first."""
    for number, day in ((1, 10), (2, 20), (3, 12)):
        takes_in(clesp, of_day(1, number=number, tenderPeriod={"endDate": f"2026-11-{day}T12:00:00Z"}))
    takes_in(clesp, of_day(1, number=4, tenderPeriod=None))
    clock.turn(days=10)
    picture = listed(clesp, OFFICER, FOUND_ONES)
    assert [each.ocid for each in picture.tenders] == [f"ocds-abc-{n}" for n in (2, 4, 1, 3)]
    shown = words(tenders_modal(picture)["blocks"])
    assert "bids by Friday 20 November 2026 at 12:00" in shown
    assert "bids were due by Tuesday 10 November 2026 at 12:00" in shown
