"""What holds of every forecast."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.describing import describe_quorum
from bot.rules.forecast import Expected, Forecast, Reply, forecast
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Terms
from bot.rules.values import AllOf, OneOfEach, QuorumFormula, RolesPresent
from tests.spec.quorum.test_quorum_properties import COUNTED

SECTORS = {"slug-f": "further education", "slug-h": "higher education", "slug-l": "local authority"}
CLPP = parse_terms(sample_terms("clpp"))
PEOPLED = st.builds(OneOfEach, st.just(tuple(SECTORS)), st.integers(1, 2)) | st.just(RolesPresent(("chair",)))
FORMULAS: st.SearchStrategy[QuorumFormula] = (
    COUNTED | PEOPLED | st.builds(AllOf, st.tuples(COUNTED, PEOPLED, PEOPLED))
)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """CLPP's, with any quorum, any consequence and either way of counting those who have withdrawn."""
    quorum, inquorate, count = CLPP.quorum, CLPP.inquorate, CLPP.withdrawn_count
    assert quorum is not None and inquorate is not None and count is not None
    follows = draw(st.sampled_from(["ratify later", "whoever comes to the adjourned meeting"]))
    return replace(
        CLPP,
        sectors=SECTORS,
        quorum=replace(quorum, value=draw(FORMULAS)),
        inquorate=replace(inquorate, value=follows),
        withdrawn_count=replace(count, value=draw(st.sampled_from(["counted", "not counted"]))),
    )


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Expected, ...]:
    return tuple(
        Expected(
            organisation=f"slug-{number}",
            name=f"Member {number}",
            sector=draw(st.sampled_from([None, *SECTORS])),
            reply=draw(st.sampled_from(Reply)),
            will_be_represented=draw(st.booleans()),
            may_be_asked=tuple(
                f"Person {number}{letter}" for letter in draw(st.sampled_from(["", "A", "AB"]))
            ),
            roles=frozenset({"chair"}) if draw(st.integers(0, 4)) == 0 else frozenset(),
        )
        for number in range(draw(st.integers(1, 12)))
    )


@st.composite
def meetings(draw: st.DrawFn) -> "Meeting":
    those = draw(organisations())
    slugs = st.sampled_from([each.organisation for each in those])
    return Meeting(
        draw(terms()),
        those,
        draw(st.integers(0, 5)),
        draw(st.frozensets(slugs, max_size=4)),
        draw(st.booleans()),
    )


class Meeting:
    """A meeting that may be asked about, and again with other answers."""

    def __init__(
        self,
        terms: Terms,
        those: tuple[Expected, ...],
        others: int,
        withdrawn: frozenset[str],
        adjourned: bool,
    ) -> None:
        self.terms, self.those, self.others = terms, those, others
        self.withdrawn, self.adjourned = withdrawn, adjourned

    def __repr__(self) -> str:
        quorum = self.terms.quorum
        assert quorum is not None and quorum.value is not None
        return f"{describe_quorum(quorum.value)}: {self.those}, {self.withdrawn} out, {self.adjourned}"

    def foreseen(self, *those: Expected, most: int = 2) -> Forecast:
        return forecast(
            self.terms,
            those or self.those,
            members=len(self.those) + self.others,
            withdrawn=self.withdrawn,
            adjourned=self.adjourned,
            most=most,
        )


def represented(each: Expected) -> Expected:
    return replace(each, reply=Reply.COMING, will_be_represented=True)


def named(each: Expected) -> set[str]:
    return {f"{person} ({each.name})" for person in each.may_be_asked}


@given(meetings(), st.data())
def test_one_more_who_may_come_never_makes_a_quorum_impossible(meeting: Meeting, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(meeting.those))
    better = data.draw(st.sampled_from([represented(one), replace(one, may_be_asked=("Somebody",))]))
    before = meeting.foreseen()
    after = meeting.foreseen(*(better if each is one else each for each in meeting.those))
    assert after.can_still or not before.can_still
    assert after.quorate or not before.quorate


@given(meetings())
def test_if_everybody_who_may_be_asked_comes_there_is_a_quorum_exactly_when_there_can_still_be(
    meeting: Meeting,
) -> None:
    all_come = tuple(represented(each) if each.may_be_asked else each for each in meeting.those)
    assert meeting.foreseen(*all_come).quorate is meeting.foreseen().can_still


@given(meetings())
def test_if_those_come_whom_one_is_told_to_ask_there_is_a_quorum_where_there_can_be_one(
    meeting: Meeting,
) -> None:
    found = meeting.foreseen(most=99)
    come = tuple(represented(each) if named(each) & set(found.ask) else each for each in meeting.those)
    assert meeting.foreseen(*come).quorate is found.can_still


@given(meetings(), st.integers(0, 5))
def test_nobody_is_asked_whose_organisation_comes_or_cannot_help(meeting: Meeting, most: int) -> None:
    found = meeting.foreseen(most=most)
    assert len(found.ask) <= most and len(set(found.ask)) == len(found.ask)
    assert not (found.quorate and found.ask)
    for each in meeting.those:
        if each.will_be_represented:
            assert not named(each) & set(found.ask)
        if set(found.ask) & named(each):
            alone = meeting.foreseen(*(represented(it) if it is each else it for it in meeting.those))
            assert alone.quorate or alone.missing != found.missing


@given(meetings(), st.integers(1, 20))
def test_the_first_few_to_ask_do_not_change_with_how_many_are_shown(meeting: Meeting, most: int) -> None:
    assert meeting.foreseen(most=most).ask == meeting.foreseen(most=99).ask[:most]


@given(meetings(), st.integers(0, 4))
def test_the_words_are_sentences_without_a_slug(meeting: Meeting, most: int) -> None:
    words = meeting.foreseen(most=most).words
    assert "slug" not in words and words.endswith((".", "(3.11)."))
    assert "  " not in words and ".." not in words and " ." not in words and "ask ." not in words


@given(meetings())
def test_a_meeting_that_cannot_become_quorate_is_told_why(meeting: Meeting) -> None:
    found = meeting.foreseen()
    assert found.can_still is not ("become quorate" in found.words)
    assert (found.follows == "") is (found.quorate is True)
    assert (found.missing == ()) is (found.quorate is True)
    assert found.coming == sum(each.will_be_represented for each in meeting.those)
