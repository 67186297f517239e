"""What stands on an agenda without being proposed: by rule of the terms, by what is waiting, and by custom."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, Terms
from bot.workflows.agenda.standing_items import (
    LastMeeting,
    Overridden,
    StandingFacts,
    StandingItem,
    ToRatify,
    chair_until,
    standing_items,
)
from bot.workflows.meetings.meetings import MeetingState
from tests.rooms import TOWN_TERMS

BY_CUSTOM = ["minutes", "matters arising", "any other business"]
WAITING = ToRatify(
    "motion-1",
    "2026/1",
    "That the bid be submitted",
    datetime(2026, 4, 23, 10, 0, tzinfo=UTC),
    date(2026, 4, 23),
)
OVERRIDDEN = Overridden(
    "motion-2",
    "2026/2",
    "That it be spent",
    "Clause 9 of the grant",
    datetime(2026, 5, 1, tzinfo=UTC),
    date(2026, 5, 1),
)


def terms_of(slug: str, *adopted: str) -> Terms:
    """One of the sample terms, having adopted what is named."""
    adoption = Adoption("the Strategy Group", date(2026, 1, 9))
    return parse_terms(sample_terms(slug)).with_adoptions(dict.fromkeys(adopted, adoption))


def on(day: date | None) -> MeetingState:
    """A meeting on a day."""
    return MeetingState("meeting-1", "Strategy Group", "booked", None, acting=False, held_on=day)


def standing(terms: Terms, day: date | None, **facts: object) -> dict[str, StandingItem]:
    """What stands on the agenda of a meeting on a day, by its kind."""
    found = standing_items(terms, on(day), StandingFacts(**facts))  # type: ignore[arg-type]
    return {each.kind: each for each in found}


# ---- custom, and the first and the last


def test_declarations_come_first_and_any_other_business_last() -> None:
    """K31: under 4.5."""
    found = standing_items(terms_of("clpp"), on(date(2026, 7, 16)), StandingFacts())
    assert found[0].kind == "declarations" and found[0].clause.number == "4.5" and found[0].must_stand
    assert found[-1].kind == "any other business"


def test_a_body_whose_terms_say_nothing_gets_what_custom_has_and_nothing_else() -> None:
    """C25, N21: and each says that no rule of the terms is needed for it."""
    found = standing(parse_terms(TOWN_TERMS), date(2026, 7, 16))
    assert list(found) == BY_CUSTOM
    assert "by custom; no rule of the terms" in found["matters arising"].why


def test_where_interests_are_declared_at_the_earliest_opportunity_the_item_may_be_left_out() -> None:
    """C33: CLESP asks for declarations, and not at each meeting."""
    declared = standing(terms_of("clesp"), date(2026, 7, 16))["declarations"]
    assert (declared.clause.number, declared.must_stand) == ("4.4", False)


def test_declarations_stand_where_they_were_adopted_and_then_may_be_left_out() -> None:
    """V49: good practice, not in the Agreement."""
    assert "declarations" not in standing(terms_of("voluntaryworks"), date(2026, 7, 16))
    adopted = standing(terms_of("voluntaryworks", "interests.declared"), date(2026, 7, 16))
    assert not adopted["declarations"].must_stand
    assert "the document does not say" in adopted["declarations"].why


def test_another_group_of_the_partnership_is_not_under_the_rules_of_the_body_that_decides() -> None:
    """K3: the clauses are headed for the Strategy Group."""
    facts = {"awaiting": (WAITING,), "decides": False}
    assert list(standing(terms_of("clpp"), date(2026, 7, 16), **facts)) == BY_CUSTOM


def test_the_minutes_name_the_meeting_before() -> None:
    """K38."""
    last = LastMeeting("Strategy Group", date(2026, 4, 23), held=True)
    found = standing(terms_of("clpp"), date(2026, 7, 16), last_meeting=last)
    assert found["minutes"].title == "Minutes of the last meeting: Strategy Group, Thursday 23 April 2026"
    to_come = standing(terms_of("clpp"), date(2026, 7, 16), last_meeting=replace(last, held=False))
    assert "has yet to be held" in to_come["minutes"].why
    assert (
        "No earlier meeting is in the register"
        in standing(terms_of("clpp"), date(2026, 7, 16))["minutes"].why
    )


def test_an_item_has_the_same_id_however_often_it_is_worked_out() -> None:
    """K33: twice is once."""
    ids = {
        standing(terms_of("clpp"), date(2026, 7, 16), awaiting=(WAITING,))["ratification"].id_at("meeting-1")
        for _ in range(3)
    }
    assert len(ids) == 1


# ---- what waits


def test_each_provisional_decision_stands_on_every_agenda_until_it_is_ratified() -> None:
    """K33: with its reference, its text, and why; also before the day of the meeting is known."""
    second = replace(
        WAITING,
        motion="motion-9",
        reference="2026/2",
        deadlock="As things stand no meeting can be quorate for it.",
    )
    for day in (date(2026, 7, 16), None):
        found = standing_items(terms_of("clpp"), on(day), StandingFacts(awaiting=(WAITING, second)))
        one, two = (each for each in found if each.kind == "ratification")
        assert one.title == "Ratify 2026/1: That the bid be submitted"
        assert (one.clause.number, one.motion, one.must_stand) == ("4.7", "motion-1", True)
        assert "Decided provisionally on Thursday 23 April 2026, without a quorum." in one.why
        assert two.why.endswith("As things stand no meeting can be quorate for it.")


def test_an_override_stands_on_the_agenda_until_it_is_reported() -> None:
    """V25: with what was cited."""
    found = standing(terms_of("voluntaryworks"), date(2026, 7, 16), overrides=(OVERRIDDEN,))["override"]
    assert found.title == "Overridden by the accountable body: 2026/2: That it be spent"
    assert (found.clause.number, found.must_stand) == ("8.2", True)
    assert "Cited: Clause 9 of the grant" in found.why


# ---- the yearly review


def test_terms_of_2020_are_overdue_for_review_until_one_is_recorded() -> None:
    """K47: counted from the day they came into force, where no review is recorded."""
    found = standing(terms_of("clpp"), date(2026, 7, 16))["review"]
    assert "In force since Tuesday 1 September 2020 as 2020-21, and no review is recorded" in found.why
    assert "overdue since Wednesday 1 September 2021" in found.why
    assert found.clause.number == "Note"


@pytest.mark.parametrize(
    ("day", "stands", "says"),
    [
        (date(2027, 4, 22), False, ""),
        (date(2027, 4, 23), True, "due on Friday 23 April 2027"),
        (date(2027, 4, 24), True, "overdue since Friday 23 April 2027"),
    ],
)
def test_a_recorded_review_is_good_for_twelve_months(day: date, stands: bool, says: str) -> None:
    """K47."""
    found = standing(terms_of("clpp"), day, reviewed={"terms": date(2026, 4, 23)})
    assert ("review" in found) is stands
    assert not stands or says in found["review"].why


def test_a_review_of_29_february_is_due_on_28_february() -> None:
    """K47, K46: a day the month lacks is its last day."""
    found = standing(terms_of("clpp"), date(2025, 2, 28), reviewed={"terms": date(2024, 2, 29)})
    assert "review" in found


def test_where_the_terms_ask_for_no_review_none_stands_there() -> None:
    """V45, G1: the Agreement names none."""
    assert "review" not in standing(terms_of("voluntaryworks"), date(2036, 7, 16))


# ---- the last meeting of the financial year


def test_the_election_and_the_accountable_body_are_on_the_last_meeting_of_the_financial_year() -> None:
    """V30, V27: the meeting after which no other is booked before 31 March."""
    facts = {"other_days": (date(2026, 12, 10), date(2027, 4, 22))}
    found = standing(terms_of("voluntaryworks"), date(2027, 3, 18), **facts)
    assert (found["election"].clause.number, found["accountable body"].clause.number) == ("9.2", "8.4")
    assert (
        "No later meeting is booked before the financial year ends on Wednesday 31 March 2027 (9.2)."
        in found["election"].why
    )
    assert list(found)[-3:] == ["accountable body", "election", "any other business"]


def test_a_meeting_added_before_31_march_takes_them_over() -> None:
    """V30: and one on 1 April is in the next year."""
    terms = terms_of("voluntaryworks")
    later = standing(terms, date(2027, 3, 18), other_days=(date(2027, 3, 31),))
    next_year = standing(terms, date(2027, 3, 18), other_days=(date(2027, 4, 1),))
    assert "election" not in later and "accountable body" not in later
    assert "election" in next_year and "accountable body" in next_year


def test_where_no_day_is_known_yet_nothing_that_depends_on_it_stands_there() -> None:
    """N18."""
    found = standing(terms_of("voluntaryworks"), None, awaiting=(WAITING,))
    assert "election" not in found and "ratification" in found


# ---- the election when a term ends


def test_a_term_is_as_long_as_the_register_says_or_else_as_the_terms_do() -> None:
    """K25: three years from 1 September 2025 end on 31 August 2028."""
    terms = terms_of("clpp")
    assert chair_until(terms, date(2025, 9, 1), date(2026, 6, 30)) == date(2026, 6, 30)
    assert chair_until(terms, date(2025, 9, 1), None) == date(2028, 8, 31)
    assert chair_until(terms, None, None) is None
    assert chair_until(terms_of("clesp"), date(2025, 9, 1), None) is None


@pytest.mark.parametrize(
    ("day", "others", "elects"),
    [
        (date(2026, 6, 25), (date(2026, 4, 23), date(2026, 7, 16)), True),  # in its month, in time
        (date(2026, 6, 11), (date(2026, 6, 25),), False),  # there is a later one in its month
        (date(2026, 4, 23), (date(2026, 7, 16),), True),  # none in its month: the last before
        (date(2026, 2, 19), (date(2026, 4, 23), date(2026, 7, 16)), False),
        (date(2026, 7, 16), (date(2026, 4, 23),), False),  # the one in April elects
        (date(2026, 1, 22), (), True),  # nothing is booked after it, and the end is near
        (date(2024, 1, 25), (), False),  # nothing is booked after it yet
    ],
)
def test_the_election_is_in_the_month_the_term_ends_or_at_the_last_meeting_before(
    day: date, others: tuple[date, ...], elects: bool
) -> None:
    """K25: for a term that ends on 30 June 2026."""
    found = standing(
        terms_of("clpp"), day, other_days=others, chair_from=date(2023, 7, 1), chair_to=date(2026, 6, 30)
    )
    assert ("election" in found) is elects
    assert not elects or "The chair's term ends on Tuesday 30 June 2026 (4.2)." in found["election"].why


def test_once_the_term_has_ended_with_nobody_elected_it_stands_on_every_agenda() -> None:
    """K25: the meeting that was to elect has been held."""
    ended = {
        "other_days": (date(2026, 4, 23),),
        "held_days": frozenset({date(2026, 4, 23)}),
        "chair_from": date(2023, 7, 1),
        "chair_to": date(2026, 6, 30),
    }
    for day in (date(2026, 7, 16), date(2026, 10, 15)):
        assert (
            "term ended on Tuesday 30 June 2026" in standing(terms_of("clpp"), day, **ended)["election"].why
        )
