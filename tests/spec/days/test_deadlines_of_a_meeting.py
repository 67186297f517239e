"""Every deadline of a meeting, where it comes from, and whether what was sent was in time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import Calendar
from bot.rules.notation import parse_period
from bot.rules.notice import (
    Deadline,
    deadline,
    deadlines,
    first_meeting,
    given_rule,
    judge,
    period_ends,
    unstated,
)
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, NoticeRule
from bot.rules.values import Basis, Firmness, Period, Unit

CLPP = parse_terms(sample_terms("clpp"))
VOLUNTARYWORKS = parse_terms(sample_terms("voluntaryworks"))
ENGLAND = Calendar()
MEETING = date(2027, 3, 30)


def of(rule: str, meeting: date = MEETING, starts_at: datetime | None = None) -> Deadline:
    return deadline(given_rule(parse_period(rule)), meeting, ENGLAND, starts_at=starts_at)


def test_clpp_papers_should_reach_members_a_week_before_and_amendments_ten_days() -> None:
    """K35, K45: ten days, not a week, govern the text of an amendment."""
    found = {one.rule: one for one in deadlines(CLPP, MEETING)}
    papers, amendment = found["notice.papers"], found["notice.amendment"]
    assert papers.last_day == date(2027, 3, 23) and papers.firmness is Firmness.SHOULD
    assert papers.counts_from == "reached" and "reached the members" in papers.why
    assert amendment.last_day == date(2027, 3, 20) and amendment.firmness is Firmness.MUST
    assert amendment.last_working_day == date(2027, 3, 19)
    assert (papers.clause.number, amendment.clause.number) == ("4.9", "5.7")
    assert "at least a week" in papers.words and papers.basis is Basis.DOCUMENT


def test_voluntaryworks_strives_for_five_working_days_and_says_over_which_holidays_it_counted() -> None:
    """V37."""
    (papers,) = deadlines(VOLUNTARYWORKS, MEETING)
    assert papers.last_day == date(2027, 3, 19) and papers.firmness is Firmness.STRIVE
    assert "Good Friday (26 March) and Easter Monday (29 March)" in papers.why and "10.5" in papers.why


def test_a_partnership_in_scotland_counts_scotlands_holidays() -> None:
    (papers,) = deadlines(replace(VOLUNTARYWORKS, nation="scotland"), MEETING)
    assert papers.last_day == date(2027, 3, 22)


def test_dissolution_runs_forward_from_the_day_notice_is_given() -> None:
    """K46."""
    rule = CLPP.notices["dissolution"]
    assert rule.value is not None and rule.value.of == "notice"
    answer = first_meeting(rule, date(2026, 8, 31), ENGLAND)
    assert answer.day == date(2027, 2, 28)
    assert "takes effect on Sunday 28 February 2027" in answer.why


def test_what_is_not_stated_has_no_deadline_until_it_is_adopted() -> None:
    """Voluntaryworks says nothing of notice for an amendment."""
    assert [rule.key for rule in unstated(VOLUNTARYWORKS)] == ["notice.amendment"]
    assert [one.rule for one in deadlines(VOLUNTARYWORKS, MEETING)] == ["notice.papers"]


def test_an_adopted_value_says_who_adopted_it_and_that_the_document_does_not_say() -> None:
    silent = VOLUNTARYWORKS.notices["amendment"]
    rule = replace(
        silent,
        value=NoticeRule(parse_period("14 days"), "text of an amendment"),
        basis=Basis.ADOPTED,
        adoption=Adoption("the Consortium", date(2026, 5, 3)),
    )
    why = deadline(rule, MEETING, ENGLAND).why
    assert "Adopted by the Consortium on Sunday 3 May 2026; the document does not say." in why


@pytest.mark.parametrize(
    ("rule", "sent", "in_time", "amount", "unit"),
    [
        ("5 working days", "2027-03-19", True, 0, Unit.WORKING_DAYS),
        ("5 working days", "2027-03-18", True, 1, Unit.WORKING_DAYS),
        ("5 working days", "2027-03-20", False, 1, Unit.WORKING_DAYS),  # a Saturday, so four are left
        ("5 working days", "2027-03-22", False, 1, Unit.WORKING_DAYS),
        ("5 working days", "2027-03-23", False, 2, Unit.WORKING_DAYS),
        ("5 clear working days", "2027-03-19", False, 1, Unit.WORKING_DAYS),
        ("10 days", "2027-03-21", False, 1, Unit.DAYS),
        ("10 days", "2027-03-13", True, 7, Unit.DAYS),
        ("a week", "2027-03-24", False, 1, Unit.DAYS),
        ("6 months", "2026-10-01", False, 1, Unit.DAYS),
        ("10 days", "2027-04-02", False, 10, Unit.DAYS),
    ],
)
def test_a_shortfall_is_told_in_the_rules_own_unit(
    rule: str, sent: str, in_time: bool, amount: int, unit: Unit
) -> None:
    judged = judge(of(rule), date.fromisoformat(sent))
    assert (judged.in_time, judged.amount, judged.unit) == (in_time, amount, unit)


def test_notice_after_the_meeting_is_called_that() -> None:
    assert "after the meeting itself" in judge(of("10 days"), date(2027, 4, 2)).words


def test_an_instant_counts_as_the_local_day_it_falls_on() -> None:
    """Half past eleven at night in UTC is already the next day in London in summer."""
    late = datetime(2027, 6, 9, 23, 30, tzinfo=UTC)
    assert judge(of("a week", date(2027, 6, 16)), late).in_time is False
    assert judge(of("a week", date(2027, 6, 16)), late.replace(hour=22)).in_time is True


def test_hours_are_judged_by_the_hour_and_a_bare_day_is_asked_for_its_hour() -> None:
    starts = datetime(2027, 6, 16, 14, 0, tzinfo=ZoneInfo("Europe/London"))
    rule = of("48 hours", date(2027, 6, 16), starts)
    at = datetime(2027, 6, 14, 14, 0, tzinfo=ZoneInfo("Europe/London"))
    assert judge(rule, at).in_time is True
    assert (judge(rule, at.replace(minute=1)).in_time, judge(rule, at.replace(minute=1)).amount) == (False, 1)
    assert judge(rule, date(2027, 6, 13)).in_time is True
    assert judge(rule, date(2027, 6, 15)).in_time is False
    unsure = judge(rule, date(2027, 6, 14))
    assert unsure.in_time is None and "give the hour" in unsure.words


def test_a_start_nobody_gave_is_assumed_aloud() -> None:
    assert "00:00, is assumed" in of("48 hours", date(2027, 6, 16)).why
    starts = datetime(2027, 6, 16, 13, 0, tzinfo=UTC)
    assert "assumed" not in of("48 hours", date(2027, 6, 16), starts).why


def test_beyond_the_published_years_the_answer_says_so() -> None:
    beyond = of("5 working days", date(2031, 6, 18))
    assert beyond.beyond_published and "have not been proclaimed yet" in beyond.why
    assert not of("5 working days", date(2028, 12, 29)).beyond_published
    assert period_ends(
        given_rule(parse_period("10 working days")), date(2028, 12, 28), ENGLAND
    ).beyond_published


def test_the_statutes_easter_break_is_cited() -> None:
    found = of("3 days, not counting the Easter break", date(2027, 4, 1))
    assert found.last_day == date(2027, 3, 23)
    assert "Local Government Act 1972, section 243(4)" in found.why


def test_deemed_service_is_told_in_the_reason() -> None:
    found = of("14 clear days, deemed served after 48 hours", date(2027, 6, 30))
    assert "counts as served on Tuesday 15 June 2027" in found.why


def test_a_rule_that_cannot_be_counted_says_what_is_lacking() -> None:
    found = deadline(given_rule(Period(3, Unit.DAYS, excluding=frozenset({"half term"}))), MEETING, ENGLAND)
    assert found.last_day is None and "half term" in found.why
    assert judge(found, date(2027, 3, 1)).in_time is None


def test_a_break_is_named_once_however_many_of_its_days_were_passed_over() -> None:
    why = of("3 clear days, not counting Sundays, bank holidays, the Easter break", date(2027, 3, 31)).why
    assert "passing over the Easter break, Good Friday (26 March) and Easter Monday (29 March)" in why
