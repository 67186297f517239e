"""How often, with what reminders, in public or not: what each document says of its meetings, and where it says nothing."""

import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.kinds import HEADINGS, KINDS
from bot.rules.picture import entry_of, stated, value_words
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_slugs, sample_terms
from bot.rules.terms import Adoption, Rule, Terms, why
from bot.rules.values import Basis, Firmness, Period, Unit

TERMS = {slug: parse_terms(sample_terms(slug), name=slug) for slug in sample_slugs()}
CLPP, AGREEMENT, CLESP = TERMS["clpp"], TERMS["voluntaryworks"], TERMS["clesp"]
ADOPTION = Adoption("the Consortium", date(2026, 5, 3))
OF_MEETINGS = tuple(kind.key for kind in KINDS if kind.key.split(".")[0] in ("meetings", "agenda", "review"))
HEAD = """\
[partnership]
slug = "test-board"
name = "The Test Board"
short_name = "Board"
version = "1"
in_force_from = 2026-04-01
source = "the terms of the Test Board"

"""
QUOTED = 'clause = "1"\nwords = "as it says"\n'


def below_the_head(body: str) -> Terms:
    return parse_terms(HEAD + textwrap.dedent(body))


def rule(terms: Terms, key: str) -> Rule[object]:
    found = terms.rule(key)
    assert found is not None
    return found


def said(terms: Terms, key: str) -> tuple[object, str, str]:
    """The value, its basis and its clause."""
    found = rule(terms, key)
    return found.value, found.basis.value, found.clause.number


def suggested(terms: Terms, key: str) -> tuple[object, object, str]:
    """That there is no value, what is suggested, and the nearest clause."""
    found = rule(terms, key)
    assert found.basis is Basis.NOT_STATED and found.reading.endswith(".")
    return found.value, found.suggested, found.clause.number


def test_meetings_come_first_among_the_headings() -> None:
    assert HEADINGS[:2] == ("Meetings", "Notice")


# ---- CLPP


def test_clpp_meets_at_least_in_each_calendar_quarter() -> None:
    """K23."""
    assert said(CLPP, "meetings.at_least") == ("in each calendar quarter", "interpretation", "4.1")


def test_clpp_meets_where_possible_before_the_regional_meetings() -> None:
    """K24: where possible is less than must."""
    before = CLPP.meets_before
    assert before is not None and before.value is not None
    assert before.value.startswith("regional meetings of the National Network")
    assert (before.basis, before.firmness) == (Basis.DOCUMENT, Firmness.SHOULD)


def test_clpp_meets_in_public_only_if_its_members_agree() -> None:
    """K39."""
    assert said(CLPP, "meetings.public") == ("if members agree", "document", "4.12")


def test_clpp_debates_an_urgent_matter_unless_somebody_present_objects() -> None:
    """K37."""
    assert said(CLPP, "agenda.urgent") == ("if nobody present objects", "interpretation", "4.10")


def test_clpp_reviews_its_terms_and_its_membership_every_twelve_months() -> None:
    """K47."""
    assert said(CLPP, "review.terms") == (Period(12, Unit.MONTHS), "interpretation", "Note")


def test_clpp_elects_its_chair_when_the_term_ends() -> None:
    """K25: every three years, and the term is three years."""
    assert said(CLPP, "chair.elected_at") == ("when the term ends", "interpretation", "4.2")
    assert "every three years" in rule(CLPP, "chair.elected_at").clause.words


# ---- Voluntaryworks


def test_voluntaryworks_meets_regularly_which_is_no_number_and_none_is_suggested() -> None:
    """V34."""
    assert suggested(AGREEMENT, "meetings.at_least") == (None, None, "10.4")


def test_voluntaryworks_is_offered_its_schedule_by_the_first_of_april() -> None:
    """V34: well in advance names no day; that there is a schedule still stands by itself."""
    assert suggested(AGREEMENT, "meetings.schedule_by") == (None, "1 April", "10.4")
    assert "schedule" in AGREEMENT.others


def test_voluntaryworks_has_a_financial_year_from_the_first_of_april() -> None:
    """V27, V30: read from the offices that run from that day."""
    assert said(AGREEMENT, "meetings.financial_year") == ("1 April", "interpretation", "9.2")


def test_voluntaryworks_reviews_the_accountable_body_and_elects_its_chair_at_the_last_meeting_of_the_year() -> (
    None
):
    """V27, V30."""
    last = "at the last meeting of the financial year"
    assert said(AGREEMENT, "review.accountable_body") == (last, "interpretation", "8.4")
    assert said(AGREEMENT, "chair.elected_at") == (last, "document", "9.2")


def test_voluntaryworks_says_nothing_of_urgent_matters() -> None:
    assert suggested(AGREEMENT, "agenda.urgent") == (None, "if nobody present objects", "10.7")


# ---- all of them


def test_reminders_are_suggested_and_never_read_into_a_document() -> None:
    for terms in (CLPP, AGREEMENT, CLESP):
        assert suggested(terms, "meetings.reminders") == (None, (7, 2, 0), "")


def test_the_agenda_is_suggested_to_close_five_working_days_before_the_papers_go_out() -> None:
    """V35, K36: any member may bring an item or a paper."""
    five = Period(5, Unit.WORKING_DAYS)
    assert suggested(CLPP, "agenda.closes") == (None, five, "4.9")
    assert suggested(AGREEMENT, "agenda.closes") == (None, five, "10.5")
    shown = entry_of(rule(CLPP, "agenda.closes"), CLPP).suggested
    assert shown.startswith("5 working days before the last day for the papers")


def test_clesp_is_offered_reminders_and_nothing_else_of_meetings() -> None:
    """C25: the Steering Group's terms are not loaded."""
    assert [key for key in OF_MEETINGS if CLESP.rule(key)] == ["meetings.reminders"]


@pytest.mark.parametrize("slug", ["norfolk-unites", "learning-partnership"])
def test_nothing_is_said_of_meetings_where_the_document_has_no_rule_of_them(slug: str) -> None:
    """N21, L12."""
    assert [key for key in OF_MEETINGS if TERMS[slug].rule(key)] == []


# ---- adopting


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("meetings.schedule_by", "1 April", "1 April"),
        ("meetings.reminders", (7, 2, 0), "7 days before, 2 days before and on the morning itself"),
        ("agenda.closes", Period(5, Unit.WORKING_DAYS), "5 working days"),
        ("agenda.urgent", "if nobody present objects", "if nobody present objects"),
    ],
)
def test_a_suggestion_about_meetings_counts_once_adopted(key: str, value: object, written: str) -> None:
    """G1, V34, V35."""
    terms = AGREEMENT.with_adoptions({key: ADOPTION})
    adopted = rule(terms, key)
    assert (adopted.value, adopted.written, adopted.basis) == (value, written, Basis.ADOPTED)
    assert key not in {each.key for each in terms.suggestions()}
    assert why(adopted, terms).startswith(
        "Adopted by the Consortium on 3 May 2026; the document does not say."
    )


def test_a_rule_about_meetings_with_nothing_suggested_cannot_be_adopted() -> None:
    """V34."""
    assert AGREEMENT.with_adoptions({"meetings.at_least": ADOPTION}) == AGREEMENT


# ---- writing one's own


def test_reminders_go_out_the_furthest_first_however_they_are_written() -> None:
    terms = below_the_head(f"[meetings.reminders]\nvalue = [0, 1, 14]\n{QUOTED}")
    reminders = terms.reminders
    assert reminders is not None
    assert reminders.value == (14, 1, 0)
    assert reminders.written == "14 days before, 1 day before and on the morning itself"


def test_a_document_may_say_that_nobody_is_reminded() -> None:
    """An empty list is a rule that is stated, and not a silence."""
    reminders = below_the_head(f"[meetings.reminders]\nvalue = []\n{QUOTED}").reminders
    assert reminders is not None
    assert (reminders.value, reminders.written, reminders.is_stated) == ((), "none", True)


@given(st.lists(st.integers(0, 60), max_size=6, unique=True))
def test_any_reminders_are_read_as_they_are_written_and_told_in_the_same_words(days: list[int]) -> None:
    terms = below_the_head(f"[meetings.reminders]\nnot_stated = true\nsuggested = {days}\n")
    terms = terms.with_adoptions({"meetings.reminders": ADOPTION})
    reminders = terms.reminders
    assert reminders is not None and reminders.value is not None
    assert reminders.value == tuple(sorted(days, reverse=True))
    assert value_words(reminders, reminders.value, terms) == reminders.written
    again = below_the_head(f"[meetings.reminders]\nvalue = {list(reminders.value)}\n{QUOTED}").reminders
    assert again is not None and (again.value, again.written) == (reminders.value, reminders.written)


def test_the_agenda_closes_before_the_meeting_where_no_notice_of_papers_is_stated() -> None:
    terms = below_the_head(f'[agenda.closes]\nvalue = "2 weeks"\n{QUOTED}')
    (entry,) = stated(terms)["Meetings"]
    assert (entry.title, entry.value) == ("Items for the agenda close", "2 weeks before the meeting")


def test_a_softer_clause_is_shown_with_its_own_word() -> None:
    """A clause that says nothing softer is a must, and is shown without a word for it."""
    softly = f'value = "every month"\nfirmness = "strive"\n{QUOTED}'
    (entry,) = stated(below_the_head(f"[meetings.at_least]\n{softly}"))["Meetings"]
    assert entry.value == "every month (strive: a lapse is warned of and recorded)"
    terms = below_the_head(f'[meetings.at_least]\nvalue = "every month"\n{QUOTED}')
    (entry,) = stated(terms)["Meetings"]
    assert entry.value == "every month"
    assert rule(terms, "meetings.at_least").firmness is Firmness.MUST


def test_what_is_only_suggested_is_never_a_must() -> None:
    """A body that adopts a closing day has not yet said that it refuses what comes later."""
    assert rule(AGREEMENT, "agenda.closes").firmness is Firmness.STRIVE
    adopted = rule(AGREEMENT.with_adoptions({"agenda.closes": ADOPTION}), "agenda.closes")
    assert adopted.firmness is Firmness.STRIVE
