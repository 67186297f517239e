"""What the partnership itself awards to one of its own: recorded, and an interest of whoever holds it once they report."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.agenda.proposing import ProposeItem
from bot.workflows.tenders.awards import RecordAward
from bot.workflows.tenders.tenders import NOT_PURSUED
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import represented, town
from tests.spec.tenders.bidding import TENDER, recorded, way
from tests.spec.tenders.tendering import Outcome, refusal, sets_aside

CLERK, HOLDER, OTHER = represented("org-2"), represented("org-3"), represented("org-4")


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, which has a piece of work to give away, and a meeting to come."""
    body = recorded(town(store, clock), CLERK, title="Quality toolkit")
    booked(store, body.slug, datetime(2026, 12, 3, 14, tzinfo=UTC), MEETING)
    return body


def awards(body: Rehearsal, who: str = CLERK, **words: object) -> Outcome:
    """The secretariat records the award."""
    asked = {"organisation": "org-3", "holder": "Andy Bell", "words": "Reports back in December."}
    return body.say(who, RecordAward, partnership=body.slug, tender=TENDER, **{**asked, **words})


def reports(body: Rehearsal, who: str, title: str, item: str = "item-report") -> Outcome:
    """Somebody proposes an item."""
    return body.say(who, ProposeItem, partnership=body.slug, meeting=MEETING, item=item, title=title)


def interests(body: Rehearsal) -> list[Any]:
    """The interests declared."""
    return [each for each in body.happened() if each.type == "InterestDeclared"]


def test_an_award_is_recorded_with_who_holds_it_and_when_they_report_back(forum: Rehearsal) -> None:
    """N5."""
    assert answer(awards(forum)) == "T2026/1 is awarded to Organisation 3, held by Andy Bell."
    (done,) = way(forum, CLERK).done
    assert (done.step, done.organisation, done.words) == (
        "awarded",
        "Organisation 3",
        "Held by Andy Bell. Reports back in December.",
    )


def test_whoever_holds_it_has_an_interest_in_the_item_that_is_their_report(forum: Rehearsal) -> None:
    """N5: declared by the item itself, whoever proposes it."""
    answer(awards(forum))
    outcome = reports(forum, HOLDER, "The toolkit: report on T2026/1")
    assert "Organisation 3 holds the award of T2026/1" in str(outcome)
    (declared,) = interests(forum)
    assert (declared.subject, declared.data["organisation"]) == ("item-report", "org-3")
    forum.clock.set(datetime(2026, 12, 3, 14, tzinfo=UTC))
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=["org-1", "org-3", "org-4"]))
    answer(forum.puts(chair, "That the toolkit be taken up", about="item-report"))
    assert "interest" in reason(forum.votes(HOLDER, "for"))
    answer(forum.votes(OTHER, "for"))


def test_an_item_that_names_no_award_declares_nothing(forum: Rehearsal) -> None:
    """N5."""
    answer(reports(forum, HOLDER, "On T2026/1", "item-before"))
    answer(awards(forum))
    answer(reports(forum, HOLDER, "On T2026/9", "item-other"))
    assert interests(forum) == []


def test_an_award_can_rest_on_a_decision_and_only_on_one_that_stands(forum: Rehearsal) -> None:
    """N5."""
    assert refusal(awards(forum, decision="D2026/9")).field == "decision"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"organisation": "the consortium"}, "organisation"),
        ({"holder": "w" * 201}, "holder"),
        ({"words": "w" * 701}, "words"),
        ({"on": date(2026, 11, 6)}, "on"),
    ],
)
def test_what_is_wrong_is_said_under_its_own_field(
    forum: Rehearsal, words: dict[str, object], field: str
) -> None:
    assert refusal(awards(forum, **words)).field == field


def test_only_the_secretariat_and_the_chair_record_it_and_only_while_it_lasts(forum: Rehearsal) -> None:
    assert "secretariat and the chair" in reason(awards(forum, OTHER))
    answer(sets_aside(forum, CLERK, TENDER, "No money."))
    assert NOT_PURSUED in reason(awards(forum))
