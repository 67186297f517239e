"""Policies and evidence: recorded once for an organisation, reminded of before they run out, and nothing of a learner."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.store.tenders.policy_tables import policies as table
from bot.ticking import tick
from bot.workflows.partnership.members import AdoptSuggestions
from bot.workflows.tenders.policies import (
    BRANDING,
    EQUALITY,
    QUALITY,
    SAFETY,
    STAFF,
    USUAL,
    DropPolicy,
    RecordPolicy,
)
from bot.workflows.tenders.policy_questions import EVERY, OUT, OWN, PoliciesPicture, PolicyForm, ShowPolicies
from bot.workflows.tenders.policy_reminders import PolicyRunsOutNotice
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.tendering import (
    CHAIR,
    FOR_TWO,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    Outcome,
    delivers,
    refusal,
)

HOLDS, OTHER = "gavca", "voscur"


@pytest.fixture
def body(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, which has adopted a review every twelve months and reminders 56 and 14 days before and on the day."""
    return rehearse(store, clock, "clesp", adopting=("policies.review", "policies.reminders"))


def holds(body: Rehearsal, who: str = MEMBER, name: str = EQUALITY, **words: Any) -> Outcome:
    """Somebody records a policy."""
    words = words or {"reviewed_on": date(2026, 3, 2)}
    return body.say(who, RecordPolicy, partnership=body.slug, name=name, **words)


def seen(body: Rehearsal, who: str, which: str = "", page: int = 0) -> PoliciesPicture:
    """The policies as somebody sees them."""
    asking = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(ShowPolicies(**asking, partnership=body.slug, which=which, page=page))


def at(body: Rehearsal, *day: int) -> None:
    """The clock is turned to half past nine of that day, and ticks."""
    body.clock.set(datetime(*day, 9, 30, tzinfo=UTC))  # type: ignore[misc,arg-type]
    tick(body.store, body.secretary, body.clock)


def reminded(body: Rehearsal) -> list[tuple[str, str]]:
    """Who was reminded, and what they were told is left."""
    return sorted((each.recipient, each.data["left"]) for each in body.notices("PolicyRunsOutNotice"))


def test_a_policy_is_recorded_once_with_the_day_of_its_next_review(body: Rehearsal) -> None:
    """C37: from the interval adopted, where no day is given; recorded again, it takes the place of what was there."""
    assert "to be reviewed or renewed by Tuesday 2 March 2027" in answer(holds(body))
    answer(holds(body, name="equality  and diversity POLICY", reviewed_on=date(2026, 11, 2)))
    (one,) = seen(body, MEMBER).policies
    assert (one.name, one.until) == (EQUALITY, date(2027, 11, 2))
    assert len([each for each in body.happened() if each.type == "PolicyRecorded"]) == 2


def test_what_a_delivery_partner_shows_has_a_place_each(body: Rehearsal) -> None:
    """C41, C42, C44, C45: quality, staff, health and safety, safeguarding, vetting by both its names, and the logos."""
    for name in USUAL:
        answer(holds(body, name=name, until=date(2027, 6, 1)))
    answer(holds(body, name="Lone working policy", until=date(2027, 6, 1)))
    assert len(seen(body, MEMBER).policies) == 10
    assert any("DBS (once CRB)" in each for each in USUAL)


def test_whoever_represents_it_and_the_secretariat_are_reminded_before_it_runs_out_and_nobody_else(
    body: Rehearsal,
) -> None:
    """C37, C41, C44: at the offsets the partnership has adopted, by direct message."""
    assert "are reminded before then" in answer(holds(body))
    at(body, 2027, 1, 4)
    assert reminded(body) == []
    at(body, 2027, 1, 5)
    both = sorted((body.user(MEMBER), body.user(OFFICER)))
    assert reminded(body) == [(user, "in 56 days") for user in both]
    at(body, 2027, 2, 16)
    at(body, 2027, 3, 2)
    assert len(reminded(body)) == 6
    assert {user for user, _left in reminded(body)} == set(both)
    at(body, 2027, 6, 2)
    assert len(reminded(body)) == 6


def test_a_policy_reviewed_in_time_is_not_reminded_of_again(body: Rehearsal) -> None:
    """C37."""
    answer(holds(body))
    at(body, 2027, 1, 5)
    answer(holds(body, reviewed_on=date(2027, 1, 5)))
    at(body, 2027, 3, 2)
    assert len(reminded(body)) == 2
    at(body, 2027, 11, 10)
    assert len(reminded(body)) == 4


def test_a_review_on_a_leap_day_is_due_again_on_the_last_of_february_and_is_reminded_of_at_nine_in_summer_time(
    body: Rehearsal,
) -> None:
    """C37: over the ends of years, and on either side of the day on which the clock goes forward."""
    body.clock.set(datetime(2028, 3, 1, 10, tzinfo=UTC))
    assert "by Wednesday 28 February 2029" in answer(holds(body, reviewed_on=date(2028, 2, 29)))
    answer(holds(body, name=QUALITY, reviewed_on=date(2027, 4, 9)))  # a fortnight before it is 26 March 2028
    for morning, sent in (("07:59", 0), ("08:00", 2)):
        body.clock.set(datetime.fromisoformat(f"2028-03-26T{morning}:00Z"))
        tick(body.store, body.secretary, body.clock)
        assert len([each for each in reminded(body) if each[1] == "in 14 days"]) == sent


def test_after_an_outage_the_last_reminder_alone_is_sent(body: Rehearsal) -> None:
    """C37."""
    answer(holds(body))
    at(body, 2027, 2, 20)
    assert {left for _user, left in reminded(body)} == {"in 10 days"}
    assert len(reminded(body)) == 2


def test_after_an_outage_on_the_day_itself_it_is_told_that_the_day_has_passed(body: Rehearsal) -> None:
    """C37: once, however long the clock stood still."""
    answer(holds(body))
    at(body, 2027, 2, 16)
    at(body, 2027, 3, 4)
    at(body, 2027, 3, 5)
    both = sorted((body.user(MEMBER), body.user(OFFICER)))
    assert [each for each in reminded(body) if each[1] != "in 14 days"] == [
        (user, "2 days ago") for user in both
    ]


def test_nobody_is_reminded_before_the_partnership_has_adopted_when(clesp: Rehearsal) -> None:
    """C37: the pack says nothing of reminders; what was recorded before is reminded of from the adoption on."""
    answer(holds(clesp, until=date(2027, 3, 2)))
    at(clesp, 2027, 1, 5)
    assert reminded(clesp) == []
    keys = ("policies.reminders",)
    answer(clesp.say(OFFICER, AdoptSuggestions, partnership="clesp", keys=keys, adopted_by="Steering Group"))
    at(clesp, 2027, 2, 16)
    assert {left for _user, left in reminded(clesp)} == {"in 14 days"}


def test_a_list_says_what_is_out_of_date_or_runs_out_soon_the_oldest_first(body: Rehearsal) -> None:
    """C37, C44."""
    answer(holds(body, name=SAFETY, until=date(2026, 12, 20)))
    answer(holds(body, name=QUALITY, until=date(2027, 6, 1)))
    answer(holds(body, OTHER_MEMBER, until=date(2026, 11, 1)))
    shown = seen(body, OFFICER)
    assert shown.which == OUT
    assert [(each.organisation, each.name, each.is_out(shown.today)) for each in shown.policies] == [
        (OTHER, EQUALITY, True),
        (HOLDS, SAFETY, False),
    ]
    assert len(seen(body, OFFICER, EVERY).policies) == 3


def test_what_the_terms_expect_and_nobody_has_recorded_is_listed_with_its_clause(body: Rehearsal) -> None:
    """C37, C41, C42, C44, C45: of every member its equality policy, of delivery partners theirs as well."""
    answer(holds(body))
    missing = seen(body, OFFICER).count
    assert missing == 10
    assert {(each.name, each.clause.number) for each in seen(body, OTHER_MEMBER).lacks} == {(EQUALITY, "4.7")}
    assert seen(body, MEMBER).lacks == ()
    delivers(body, HOLDS)
    assert [each.name for each in seen(body, MEMBER).lacks] == [QUALITY, SAFETY, STAFF, BRANDING]


def test_each_sees_and_records_its_own_and_the_secretariat_everybodys(body: Rehearsal) -> None:
    """C37, C30: what an organisation holds is its own business and the secretariat's; not even the chair's."""
    answer(holds(body))
    assert [each.organisation for each in seen(body, MEMBER, EVERY).policies] == [HOLDS]
    for who in (OTHER_MEMBER, CHAIR):
        assert seen(body, who, EVERY).which == OWN
        assert HOLDS not in {each.organisation for each in seen(body, who, EVERY).policies}
    dated = {"reviewed_on": date(2026, 3, 2)}
    assert "do not represent" in refusal(holds(body, OTHER_MEMBER, on_behalf_of=HOLDS, **dated)).reason
    answer(holds(body, OFFICER, on_behalf_of=OTHER, **dated))
    assert len(seen(body, OTHER_MEMBER).policies) == 1
    assert seen(body, "U0NOBODY").refused is not None


def test_a_policy_recorded_by_mistake_is_taken_off(body: Rehearsal) -> None:
    answer(holds(body))
    (one,) = seen(body, MEMBER).policies
    wrong = body.say(OTHER_MEMBER, DropPolicy, partnership=body.slug, policy=one.key)
    assert "no longer in the register" in refusal(wrong).reason
    answer(body.say(MEMBER, DropPolicy, partnership=body.slug, policy=one.key))
    assert seen(body, MEMBER).policies == ()
    at(body, 2027, 1, 5)
    assert reminded(body) == []


def test_somebody_who_speaks_for_two_says_for_which(body: Rehearsal) -> None:
    assert set(refusal(holds(body, FOR_TWO)).choices) == {"cornwall-vsf", "cornwall-learning"}


def test_the_form_begins_with_what_is_recorded(body: Rehearsal) -> None:
    answer(holds(body, note="On our website.", until=date(2027, 3, 2)))
    (one,) = seen(body, MEMBER).policies
    asking = {"workspace": body.workspace, "team": body.team, "user": body.user(MEMBER)}
    form = body.secretary.ask(PolicyForm(**asking, partnership=body.slug, policy=one.key))
    assert form.policy == one
    assert form.reviewed_every == "12 months"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": " "}, "other"),
        ({"name": "w" * 101}, "other"),
        ({"reviewed_on": date(2026, 11, 6)}, "reviewed_on"),
        ({"reviewed_on": None}, "reviewed_on"),
        ({"until": date(2026, 3, 2)}, "until"),
        ({"until": date(2046, 3, 2)}, "until"),
        ({"note": "w" * 301}, "note"),
    ],
)
def test_what_is_wrong_is_said_under_its_own_field(
    body: Rehearsal, words: dict[str, Any], field: str
) -> None:
    assert refusal(holds(body, **{"reviewed_on": date(2026, 3, 2), **words})).field == field


def test_nothing_of_a_learner_is_asked_for_or_kept() -> None:
    """C43: a policy has a name, days and where it is kept; there is no place for a learner's name, record or file."""
    kept = {each.name for each in table.columns}
    assert kept == {
        "workspace",
        "partnership",
        "organisation",
        "name",
        "reviewed_on",
        "until",
        "note",
        "recorded_at",
    }
    told = {each.name for each in fields(PolicyRunsOutNotice)}
    assert not told & {"note", "learner", "person"}
