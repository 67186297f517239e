"""A terms file with mistakes is refused with all of them: line, key, what was found and what is allowed."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.reading import Mistake, TermsFileError, parse_terms
from bot.rules.samples import sample_terms
from bot.rules.values import Basis

HEAD = """\
[partnership]
slug = "test-board"
name = "The Test Board"
short_name = "Board"
version = "1"
in_force_from = 2026-04-01
source = "the terms of the Test Board"

[sectors]
fe = "further education"
he = "higher education"

[groups]
board = "the Board"

"""
HEAD_LINES = HEAD.count("\n")
QUOTED = 'clause = "1"\nwords = "as it says"\n'


def mistakes_in(text: str) -> tuple[Mistake, ...]:
    with pytest.raises(TermsFileError) as caught:
        parse_terms(text, name="board.toml")
    return caught.value.mistakes


def mistakes_below_the_head(body: str) -> list[tuple[int, str, str]]:
    """Line (from the first below the head), key and found of each mistake."""
    found = mistakes_in(HEAD + textwrap.dedent(body))
    return [(mistake.line - HEAD_LINES, mistake.key, mistake.found) for mistake in found]


def test_a_file_with_only_its_head_is_a_file_that_states_nothing() -> None:
    terms = parse_terms(HEAD)
    assert terms.rules() == ()
    assert (terms.nation, terms.time_zone, terms.standing) == (
        "england-and-wales",
        "Europe/London",
        "deciding",
    )


def test_all_mistakes_come_at_once_in_the_order_of_their_lines() -> None:
    found = mistakes_below_the_head("""\
        [notice.papers]
        at_least = "5 wroking days"
        firmness = "maybe"
        clause = 10.5
        words = "in good time"

        [quorum]
        rule = "at least one of each: fe, hh and the chairr"
        clause = "2"

        [voting.majority]
        value = "two thirds of dogs"
        clause = "3"
        words = "two thirds"
        source = "interpretation"

        [votting.unit]
        value = "organisation"
        """)
    assert found == [
        (2, "notice.papers.at_least", "wroking"),
        (3, "notice.papers.firmness", "maybe"),
        (4, "notice.papers.clause", "10.5"),
        (7, "quorum.words", "nothing"),
        (8, "quorum.rule", "hh"),
        (8, "quorum.rule", "chairr"),
        (11, "voting.majority.reading", "nothing"),
        (12, "voting.majority.value", "dogs"),
        (17, "votting", "votting"),
    ]


def test_the_error_reads_as_a_list_one_can_work_through() -> None:
    with pytest.raises(TermsFileError) as caught:
        parse_terms(
            HEAD + f'[notice.papers]\nat_least = "5 wroking days"\nfirmness = "must"\n{QUOTED}',
            name="board.toml",
        )
    assert str(caught.value).splitlines()[:4] == [
        "board.toml has 1 mistake:",
        f"line {HEAD_LINES + 2}, notice.papers.at_least: The rule cannot be read.",
        "    5 wroking days",
        "      ^^^^^^^",
    ]


def test_a_clause_number_without_quotation_marks_is_told_how_to_be_written() -> None:
    """10.10 would be read as the number 10.1."""
    (mistake,) = mistakes_in(HEAD + '[quorum]\nrule = "3"\nclause = 10.5\nwords = "three"\n')
    assert mistake.message.endswith('Write clause = "10.5".')


def test_an_unknown_key_is_named_with_the_nearest_one() -> None:
    (mistake,) = mistakes_in(HEAD + f'[voting.on_tie]\nvalue = "lot"\nfirmnes = "must"\n{QUOTED}')
    assert (mistake.key, mistake.line) == ("voting.on_tie.firmnes", HEAD_LINES + 3)
    (mistake,) = mistakes_in(HEAD + f'[voting.on_ties]\nvalue = "lot"\n{QUOTED}')
    assert mistake.message.endswith("Did you mean on_tie?")


def test_a_rule_written_as_a_key_is_told_that_it_has_a_table_of_its_own() -> None:
    (mistake,) = mistakes_in(HEAD + '[voting]\nunit = "organisation"\n')
    assert "[voting.unit], with value, clause and words" in mistake.message


def test_a_value_and_not_stated_cannot_stand_together() -> None:
    assert mistakes_below_the_head('[voting.on_tie]\nvalue = "lot"\nnot_stated = true\n') == [
        (2, "voting.on_tie.value", "lot")
    ]


def test_a_suggestion_cannot_stand_beside_a_value() -> None:
    found = mistakes_below_the_head(f'[voting.on_tie]\nvalue = "lot"\nsuggested = "lost"\n{QUOTED}')
    assert found == [(3, "voting.on_tie.suggested", "lost")]


def test_a_suggestion_is_read_as_strictly_as_a_value() -> None:
    found = mistakes_below_the_head('[voting.on_tie]\nnot_stated = true\nsuggested = "toss a coin"\n')
    assert found == [(3, "voting.on_tie.suggested", "toss")]


def test_not_stated_may_be_the_value_itself() -> None:
    terms = parse_terms(HEAD + '[quorum]\nrule = "not_stated"\nsuggested = "3"\n')
    assert terms.quorum is not None and not terms.quorum.is_stated
    assert terms.quorum.suggested_written == "3"


def test_an_interpretation_needs_its_reading_and_a_reading_its_source() -> None:
    assert mistakes_below_the_head(f'[quorum]\nrule = "3"\nsource = "interpretation"\n{QUOTED}') == [
        (1, "quorum.reading", "nothing")
    ]
    assert mistakes_below_the_head(f'[quorum]\nrule = "3"\nreading = "three people"\n{QUOTED}') == [
        (3, "quorum.reading", "three people")
    ]


def test_an_adoption_cannot_be_written_into_the_file() -> None:
    (mistake,) = mistakes_in(HEAD + f'[quorum]\nrule = "3"\nsource = "adopted"\n{QUOTED}')
    assert "recorded by the bot" in mistake.message


def test_a_stated_rule_needs_its_clause_its_words_and_its_value() -> None:
    assert mistakes_below_the_head('[quorum]\nsource = "document"\n') == [
        (1, "quorum.clause", "nothing"),
        (1, "quorum.rule", "nothing"),
        (1, "quorum.words", "nothing"),
    ]


def test_a_notice_has_to_say_how_firm_it_is() -> None:
    """Must refuses, should and strive warn: no default is safe."""
    found = mistakes_below_the_head(f'[notice.papers]\nat_least = "5 days"\n{QUOTED}')
    assert found == [(1, "notice.papers.firmness", "nothing")]


def test_impossible_and_repeated_dates_are_refused() -> None:
    found = mistakes_below_the_head("""\
        [[breaks]]
        name = "Easter break"
        first = 2027-04-10
        last = 2027-03-30

        [[breaks]]
        name = "Summer closure"
        first = 2027-02-30
        last = 2027-09-01

        [[breaks]]
        name = "Half term"
        first = 2027-05-31
        last = 2027-06-04

        [[breaks]]
        name = "the half term"
        first = 2027-06-04
        last = 2027-06-06

        [[breaks]]
        name = "Spring and summer"
        first = "2027-06-04"
        last = 2027-06-06
        """)
    assert found == [
        (4, "breaks.0.last", "2027-03-30"),
        (8, "breaks.1.first", "first = 2027-02-30"),
        (18, "breaks.3.first", "2027-06-04"),
        (23, "breaks.4.first", "2027-06-04"),
    ]


def test_days_that_do_not_count_must_be_known_or_dated() -> None:
    rule = f'[notice.papers]\nat_least = "5 days, not counting the half term"\nfirmness = "must"\n{QUOTED}'
    assert mistakes_below_the_head(rule) == [(2, "notice.papers.at_least", "half term")]
    dated = '[[breaks]]\nname = "Half term"\nfirst = 2027-05-31\nlast = 2027-06-04\n'
    papers = parse_terms(HEAD + rule + dated).notices["papers"]
    assert papers.value is not None and papers.value.period.excluding == {"half term"}


def test_sectors_roles_and_groups_must_be_declared() -> None:
    assert mistakes_below_the_head(
        f'[membership.required_sectors]\nvalue = ["fe", "la"]\n{QUOTED}'
        f'[people.no_vote]\nvalue = ["observer", "mascot"]\n{QUOTED}'
        f"[membership.named_in_groups]\nvalue = {{ bord = 1 }}\n{QUOTED}"
        f"[size.council]\nfewest = 3\n{QUOTED}"
    ) == [
        (2, "membership.required_sectors.value", "la"),
        (6, "people.no_vote.value", "mascot"),
        (10, "membership.named_in_groups.value", "bord"),
        (13, "size.council", "council"),
    ]


def test_a_role_of_the_partnerships_own_is_declared_under_roles() -> None:
    body = f'[roles]\nlay-member = "lay member"\n[quorum]\nrule = "3 and the lay member"\n{QUOTED}'
    terms = parse_terms(HEAD + body)
    assert terms.quorum is not None and terms.quorum.is_stated


def test_a_largest_number_below_the_smallest_is_refused() -> None:
    found = mistakes_below_the_head(f"[membership.size]\nfewest = 20\nmost = 7\n{QUOTED}")
    assert found == [(2, "membership.size.fewest", "fewest 20, most 7")]


def mistake_in_reminders(value: str) -> Mistake:
    (mistake,) = mistakes_in(f"{HEAD}[meetings.reminders]\nvalue = {value}\n{QUOTED}")
    assert (mistake.line, mistake.key) == (HEAD_LINES + 2, "meetings.reminders.value")
    return mistake


def test_reminders_are_a_list_of_whole_numbers_of_days() -> None:
    one = mistake_in_reminders("7")
    assert one.message == ('Found "7"; allowed: a list of days before the meeting: [7, 2, 0]. Write [7].')
    assert mistake_in_reminders('"a week before"').message.endswith(
        "a list of days before the meeting: [7, 2, 0]."
    )
    assert mistake_in_reminders("true").message.endswith("[7, 2, 0].")
    with_unit = mistake_in_reminders('["2 days"]')
    assert with_unit.message == (
        'Found "2 days"; allowed: a whole number of days, from 0 (the morning itself) to 60. '
        "Without quotation marks and without a unit."
    )
    for wrong in ("61", "-1", "2.5", "true", "2027-03-30"):
        assert mistake_in_reminders(f"[7, {wrong}]").message.startswith(
            f'Found "{wrong}"; allowed: a whole number of days, from 0'
        )


def test_reminders_are_six_at_most_and_no_two_on_one_day() -> None:
    assert mistake_in_reminders("[7, 6, 5, 4, 3, 2, 1]").message == (
        'Found "7 numbers"; allowed: a list of six at most.'
    )
    assert mistake_in_reminders("[7, 2, 7]").message == 'Found "7"; allowed: each number once.'


def test_every_reminder_that_is_wrong_is_told_at_once() -> None:
    found = mistakes_below_the_head(f'[meetings.reminders]\nvalue = [61, "2", 0]\n{QUOTED}')
    assert found == [
        (2, "meetings.reminders.value", "61"),
        (2, "meetings.reminders.value", "2"),
    ]
    suggested = mistakes_below_the_head("[meetings.reminders]\nnot_stated = true\nsuggested = [99]\n")
    assert suggested == [(3, "meetings.reminders.suggested", "99")]


def test_how_often_a_body_meets_is_a_choice_and_every_choice_is_named() -> None:
    """K23."""
    (mistake,) = mistakes_in(f'{HEAD}[meetings.at_least]\nvalue = "in every calendar quarter"\n{QUOTED}')
    assert mistake.message == (
        'Found "in every calendar quarter"; allowed: in each calendar quarter, in each quarter of the '
        "financial year, every month or every year. Did you mean in each calendar quarter?"
    )


def test_a_financial_year_begins_on_a_day_that_exists() -> None:
    (mistake,) = mistakes_in(f'{HEAD}[meetings.financial_year]\nvalue = "31 April"\n{QUOTED}')
    assert mistake.message == 'Found "31 April"; allowed: a day of the year such as "1 April".'


def test_the_meetings_a_body_meets_before_are_named_and_not_taken_from_the_words() -> None:
    """K24: the clause is a sentence; what is wanted is the name in it."""
    (mistake,) = mistakes_in(f"{HEAD}[meetings.before]\n{QUOTED}")
    assert (mistake.key, mistake.message) == (
        "meetings.before.value",
        "Nothing is written for value; it takes the name of those meetings, such as "
        '"meetings of the County Forum", or not_stated = true.',
    )


def test_only_where_a_clause_may_be_soft_can_it_say_how_firm_it_is() -> None:
    """K24: where possible."""
    wrong = mistakes_below_the_head(f'[meetings.before]\nvalue = "the Forum"\nfirmness = "maybe"\n{QUOTED}')
    assert wrong == [(3, "meetings.before.firmness", "maybe")]
    idle = mistakes_below_the_head(f'[meetings.public]\nvalue = "always"\nfirmness = "should"\n{QUOTED}')
    assert idle == [(3, "meetings.public.firmness", "firmness")]


def test_a_rule_of_meetings_written_as_a_key_is_told_that_it_has_a_table_of_its_own() -> None:
    (mistake,) = mistakes_in(HEAD + "[meetings]\nreminders = [7, 2, 0]\n")
    assert "[meetings.reminders], with value, clause and words" in mistake.message
    (mistake,) = mistakes_in(f'{HEAD}[meeting.public]\nvalue = "never"\n{QUOTED}')
    assert mistake.message.endswith("Did you mean meetings?")


SLIPS = {
    'rule = "3': "not closed",
    "rule = “3”": "curly quotation marks",
    "rule = 3 members": "does not belong there",
    "rule 3": "equals sign is missing",
    "rule = three": "quotation marks",
    'rule = "3"\nrule = "4"': "twice",
    'rule = """3': "never closed",
    "rule = [": "quotation marks",
    "rule = ‘3’": "curly quotation marks",
    "rule = 01/05/2025": "year, month, day",
    "rule = 1 May 2025": "year, month, day",
    "rule = 2025-5-1": "year, month, day",
    f"rule = {'9' * 5000}": "too long a number",
    f"rule = {'[' * 3000}": "too many brackets",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_pen_is_told_plainly_with_its_line(slip: str) -> None:
    found = mistakes_in(f"{HEAD}[quorum]\n{slip}\n")
    line = HEAD_LINES + 2 + slip.count("\n")
    assert any(mistake.line == line and SLIPS[slip] in mistake.message for mistake in found), found


def test_a_rule_written_twice_is_told_by_name_and_where_the_first_stands() -> None:
    (mistake,) = mistakes_in(f'{HEAD}[quorum]\nrule = "3"\n{QUOTED}\n[quorum]\nrule = "4"\n')
    assert (mistake.key, f"The first is on line {HEAD_LINES + 1}." in mistake.message) == ("quorum", True)


def test_what_is_no_text_is_called_what_a_secretary_calls_it() -> None:
    (mistake,) = mistakes_below_the_head(f'[quorum]\nrule = ["3", {{ a = 1 }}]\n{QUOTED}')
    assert mistake == (2, "quorum.rule", "a list in square brackets")
    (mistake,) = mistakes_below_the_head('[other.note]\nclause = "1"\nwords = "\\u001b[31mred"\n')
    assert mistake == (3, "other.note.words", "a control character")


def test_a_name_longer_than_any_list_could_show_is_refused() -> None:
    name = "k" * 61
    (mistake,) = mistakes_below_the_head(f'[majority.{name}]\nvalue = "simple majority"\n{QUOTED}')
    assert mistake == (1, f"majority.{name}", name)
    (mistake,) = mistakes_in(HEAD.replace("test-board", name))
    assert (mistake.key, "60 at most" in mistake.message) == ("partnership.slug", True)


def test_a_file_that_is_far_too_long_is_refused_without_reading_it() -> None:
    (mistake,) = mistakes_in(HEAD + "# a note\n" * 60_000)
    assert "a few pages long" in mistake.message
    assert len(mistakes_in("The terms of reference say many things.\n" * 9_000)) == 50


def test_slips_of_the_pen_do_not_hide_the_other_mistakes() -> None:
    found = mistakes_below_the_head(
        f"[quorum]\nrule = three\n{QUOTED}\n"
        f'[voting.on_tie]\nvalue = "toss"\n{QUOTED}\n'
        f'[quorum]\nrule = "4"\n{QUOTED}\n'
        f"[voting.ballot]\nvalue = “named”\n{QUOTED}"
    )
    assert [(line, key) for line, key, _found in found] == [
        (2, "quorum.rule"),
        (7, "voting.on_tie.value"),
        (11, "quorum"),
        (17, "voting.ballot.value"),
    ]


def test_votes_decide_where_the_document_says_what_carries_a_motion() -> None:
    """Binding is off only where nothing is stated (C25, N21), never for want of a key."""
    majority = f'[voting.majority]\nvalue = "simple majority"\n{QUOTED}'
    binding = parse_terms(HEAD + majority).decisions_binding
    assert binding is not None
    assert (binding.value, binding.basis, binding.clause.number) == (True, Basis.INTERPRETATION, "1")
    assert parse_terms(HEAD).decisions_binding is None
    advisory = HEAD.replace("[sectors]", 'standing = "advisory"\n\n[sectors]')
    assert parse_terms(advisory + majority).decisions_binding is None
    written = parse_terms(HEAD + majority + "[voting.binding]\nnot_stated = true\n").decisions_binding
    assert written is not None and not written.is_stated


def test_a_table_written_as_a_value_is_one_mistake() -> None:
    assert [mistake.key for mistake in mistakes_in("voting = 3\n" + HEAD)] == ["voting"]
    assert [mistake.key for mistake in mistakes_in("quorum = 3\n" + HEAD)] == ["quorum"]


def test_a_table_with_nothing_in_it_is_not_passed_over() -> None:
    assert mistakes_below_the_head("[quorum]\n") == [
        (1, "quorum.clause", "nothing"),
        (1, "quorum.rule", "nothing"),
        (1, "quorum.words", "nothing"),
    ]
    assert parse_terms(HEAD + f'[quorum.lost]\nvalue = "adjourn"\n{QUOTED}').quorum is None


@pytest.mark.parametrize("zone", ["Europe/Londn", "../etc/passwd", "Europe"])
def test_a_time_zone_has_to_exist(zone: str) -> None:
    (mistake,) = mistakes_in(HEAD.replace("[sectors]", f'time_zone = "{zone}"\n\n[sectors]'))
    assert (mistake.key, mistake.found) == ("partnership.time_zone", zone)


def test_an_empty_file_asks_for_the_partnership() -> None:
    (mistake,) = mistakes_in("")
    assert (mistake.line, mistake.key) == (1, "partnership")


def test_keys_that_look_like_toml_inside_a_long_text_have_no_line_of_their_own() -> None:
    body = (
        '[other.note]\nclause = "1"\nwords = """\n[quorum]\nrule = "x"\n"""\n[quorum]\nrule = "x"\n' + QUOTED
    )
    assert mistakes_below_the_head(body) == [(8, "quorum.rule", "x")]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_and_never_breaks_the_reader(data: st.DataObject) -> None:
    lines = sample_terms("clpp").splitlines()[:90]
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        cut = data.draw(st.integers(0, len(line)))
        lines[number] = (
            line[:cut]
            + data.draw(st.sampled_from(['"', "=", "[", "]", "'''", "“", "x", ""]))
            + line[cut + 1 :]
        )
    try:
        parse_terms("\n".join(lines))
    except TermsFileError as error:
        assert all(1 <= mistake.line <= len(lines) and mistake.message for mistake in error.mistakes)
