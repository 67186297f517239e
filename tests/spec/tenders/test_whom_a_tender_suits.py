"""A tender is proposed where its area, theme, value and kind suit, with the reasons; what it does not say decides nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.areas import REGIONS, apart, overlap
from bot.workflows.tenders.fitting import Offer, fit
from bot.workflows.tenders.tenders import FOUND, Tender


def tender(**said: object) -> Tender:
    """A tender of which a test says what it needs."""
    known: dict[str, object] = {"title": "Skills for work", "stage": FOUND, "source": "file", **said}
    return Tender(id="tender-1", number=1, year=2026, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("South West", "UKK43"),
        ("south west (England)", "TLK4"),
        ("England", "UKK43"),
        ("United Kingdom", "Devon"),
        ("Devon", "devon "),
        ("UKK4", "UKK43"),
        ("Yorkshire", "UKE22"),
        ("Wales", "UKL"),
    ],
)
def test_areas_that_have_something_in_common(one: str, other: str) -> None:
    assert overlap(one, other)
    assert overlap(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("South West", "UKJ1"),
        ("England", "UKM"),
        ("England", "Devon"),
        ("Devon", "Bristol"),
        ("", "UKK"),
        ("Ukulele", "UKK"),
    ],
)
def test_areas_that_have_nothing_in_common(one: str, other: str) -> None:
    assert not overlap(one, other)
    assert not overlap(other, one)


@given(st.sampled_from([*REGIONS.values(), "UKK4", "TLK43", "England", "Devon", "uk"]), st.text(max_size=8))
def test_whether_two_areas_overlap_never_depends_on_their_order(one: str, other: str) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert overlap(one, one)


def test_a_tender_suits_with_its_reasons() -> None:
    """C15, C20."""
    looking = Offer(("South West",), ("805",), least=1_000_000, most=50_000_000, voluntary_only=True)
    found = fit(looking, tender(areas=("UKK43",), cpv=("80530000",), hundredths=3_372_100, voluntary=True))
    assert found.suits
    assert found.reasons == (
        "delivered in South West",
        "about 805 (CPV)",
        "worth £33,721",
        "suited to voluntary and community organisations",
    )


@pytest.mark.parametrize(
    ("looking", "said", "against"),
    [
        (Offer(areas=("South West",)), {"areas": ("UKJ1", "UKI")}, "delivered in UKJ1, UKI"),
        (Offer(themes=("catering",)), {"cpv": ("80530000",)}, "about something else"),
        (Offer(least=5_000_000), {"hundredths": 3_372_100}, "worth £33,721, less than £50,000"),
        (Offer(most=1_000_000), {"hundredths": 3_372_100}, "worth £33,721, more than £10,000"),
        (
            Offer(voluntary_only=True),
            {"voluntary": False},
            "not said to suit voluntary and community organisations",
        ),
    ],
)
def test_what_does_not_suit_says_why(looking: Offer, said: dict[str, object], against: str) -> None:
    found = fit(looking, tender(**said))
    assert found.against == (against,)
    assert not found.suits


def test_what_the_notice_does_not_say_counts_neither_for_nor_against() -> None:
    looking = Offer(("South West",), (), 1_000, 5_000, voluntary_only=True)
    assert fit(looking, tender()) == fit(Offer(), tender())
    assert fit(looking, tender(hundredths=100, currency="EUR")).against == ()


@pytest.mark.parametrize(
    ("theme", "title", "suits"),
    [
        ("art", "Arts in schools", True),
        ("art", "Work for the department", False),
        ("Mental-health", "A mental health service", True),
        ("health mental", "A mental health service", False),
        ("80530000-8", "Anything", True),
        ("8053", "Anything", True),
        ("80531", "Anything", False),
        ("-", "Anything", False),
    ],
)
def test_a_theme_is_the_beginning_of_a_word_or_of_a_code(theme: str, title: str, suits: bool) -> None:
    """C20: a code may be given with its check digit."""
    assert fit(Offer(themes=(theme,)), tender(title=title, cpv=("80530000",))).suits is suits


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("Devon", "South West", False),
        ("Devon", "England", False),
        ("Devon", "Bristol", True),
        ("South West", "UKM", True),
        ("South West", "UKK4", False),
        ("Devon", "United Kingdom", False),
    ],
)
def test_of_a_place_and_a_region_nothing_is_known(one: str, other: str, known: bool) -> None:
    """C15: so it speaks neither for a tender nor against it."""
    assert apart(one, other) is apart(other, one) is known


def test_who_minds_nothing_is_proposed_nothing() -> None:
    assert not fit(Offer(), tender(areas=("UKK",), cpv=("80530000",), hundredths=100)).suits
