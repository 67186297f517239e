"""Tender notices are read as publishers give them, and whatever cannot be understood is told by release and field."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ocds.fields import LONGEST_TITLE, tidy
from bot.ocds.moments import Unreadable, moment
from bot.ocds.packages import MOST_RELEASES, NotAPackage, Package, read_package
from bot.ocds.releases import AWARDED, CANCELLED, OPEN, PLANNED, Notice

NOTICES = Path(__file__).parent / "notices"


def published(name: str) -> Package:
    """A package as a portal gave it."""
    return read_package((NOTICES / name).read_bytes())


def release(**tender: Any) -> dict[str, Any]:
    """A small release, with what a test says of its tender."""
    return {
        "ocid": "ocds-abc-1",
        "id": "1",
        "date": "2026-11-02T09:00:00Z",
        "tag": ["tender"],
        "buyer": {"name": "Bedford Borough Council"},
        "tender": {"title": "Advice in schools", "status": "active", **tender},
    }


def packed(*releases: object) -> Package:
    """Those releases, read."""
    return read_package(json.dumps({"releases": releases}).encode())


def the_one(*releases: object) -> Notice:
    """The one tender those releases are about."""
    (found,) = packed(*releases).notices
    return found


def test_a_page_of_a_hundred_releases_is_ninety_four_tenders() -> None:
    """C18: several releases of one ocid are one tender with its history."""
    page = published("contracts_finder_100_releases.json")
    assert (len(page.notices), page.read, page.left_out) == (94, 100, 0)
    assert page.next_page.startswith(
        "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?"
    )
    assert len([each for each in page.notices if len(each.releases) > 1]) == 6
    assert [each for each in page.notices if each.latest.stage == AWARDED]


def test_a_tender_notice_has_what_people_need_to_decide() -> None:
    """C18, C24."""
    (found,) = published("find_a_tender_UK4_032703-2026.json").notices
    assert found.latest.title == "HARROGATE TOWN DISTRICT HEATING PROJECT - Feasibility Study"
    assert found.latest.buyer == "Harrogate Town Council"
    assert (found.latest.value, found.latest.currency) == (Decimal(33721), "GBP")
    assert found.latest.deadline == datetime.fromisoformat("2026-05-08T23:59:59+01:00")
    assert found.latest.questions_by == datetime.fromisoformat("2026-04-24T23:59:59+01:00")
    assert found.latest.cpv == ("09323000", "79314000")
    assert found.latest.areas == ("UKE2",)
    assert found.latest.url == "https://www.find-tender.service.gov.uk/Notice/032703-2026"


def test_what_is_only_planned_is_no_open_tender_and_misses_no_deadline() -> None:
    page = published("find_a_tender_planning_037689-2026.json")
    assert page.notices[0].latest.stage == PLANNED
    assert page.findings == ()


def test_a_page_without_a_release_is_no_mistake() -> None:
    page = published("contracts_finder_empty_page.json")
    assert (page.notices, page.read) == ((), 0)


@pytest.mark.parametrize(
    ("written", "means", "reading"),
    [
        ("2026-05-08T12:00:00+01:00", "2026-05-08T11:00:00+00:00", ""),
        ("2026-12-08T12:00:00Z", "2026-12-08T12:00:00+00:00", ""),
        ("2026-07-08T12:00:00", "2026-07-08T11:00:00+00:00", "no zone"),
        ("2026-12-08T12:00:00", "2026-12-08T12:00:00+00:00", "no zone"),
        ("2026-07-08", "2026-07-08T22:59:59+00:00", "the end of that day"),
        ("2028-02-29", "2028-02-29T23:59:59+00:00", "the end of that day"),
        ("2026-12-08T00:00:00Z", "2026-12-08T00:00:00+00:00", "goes in the day before"),
        ("2026-07-08T00:00:00+01:00", "2026-07-07T23:00:00+00:00", "goes in the day before"),
        ("2026-07-08T00:00:00", "2026-07-07T23:00:00+00:00", "goes in the day before"),
        ("2026-12-08T12:00:00.1234567Z", "2026-12-08T12:00:00.123456+00:00", ""),
    ],
)
def test_a_deadline_means_an_instant_and_says_what_was_taken_for_granted(
    written: str, means: str, reading: str
) -> None:
    found = moment(written, ends=True)
    assert found.at == datetime.fromisoformat(means)
    assert reading in found.reading
    assert bool(reading) == bool(found.reading)


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "",
        "2026-02-30",
        "0001-01-01",
        "9999-12-31T23:59:59-12:00",
        20260508,
        None,
        "2026-13-01T00:00:00Z",
    ],
)
def test_what_is_no_date_is_refused(written: object) -> None:
    with pytest.raises(Unreadable):
        moment(written, ends=True)


def test_a_deadline_that_cannot_be_understood_is_told_and_the_tender_imported_without() -> None:
    page = packed(release(tenderPeriod={"endDate": "by arrangement"}))
    assert page.notices[0].latest.deadline is None
    assert [(each.release, each.field) for each in page.findings] == [("1", "tender.tenderPeriod.endDate")]


def test_an_open_tender_without_a_deadline_says_that_it_has_to_be_looked_up() -> None:
    (found,) = packed(release()).findings
    assert "looked up in the documents" in found.words


@pytest.mark.parametrize(
    "value",
    [
        {"amount": 0.01, "currency": "GBP"},
        {"amount": 0},
        {"amount": "a lot"},
        {"amount": True},
        {"amount": 1e30},
        {"amount": -5},
    ],
)
def test_a_placeholder_is_no_value(value: dict[str, Any]) -> None:
    page = packed(release(value=value, tenderPeriod={"endDate": "2026-12-08"}))
    assert page.notices[0].latest.value is None
    assert [each.field for each in page.findings] == ["tender.value.amount"]


def test_nulls_are_silence() -> None:
    found = the_one(
        release(
            description=None, value=None, items=None, classification=None, tenderPeriod=None, documents=None
        )
    )
    assert found.latest.description == ""
    assert found.latest.value is None


def test_the_same_release_twice_is_one() -> None:
    page = packed(release(), release())
    assert len(page.notices) == 1
    assert len(page.notices[0].releases) == 1


def test_a_release_without_an_id_is_imported_once_however_often_it_comes() -> None:
    bare = {name: value for name, value in release().items() if name != "id"}
    page = packed(bare, bare)
    assert len(page.notices[0].releases) == 1
    assert "id" in {each.field for each in page.findings}


def test_a_release_without_an_ocid_is_left_out_and_the_rest_imported() -> None:
    page = packed({"id": "7"}, "nonsense", release())
    assert (page.read, page.left_out) == (1, 2)
    assert {each.release for each in page.findings if each.field in ("ocid", "")} == {"7", "release 2"}


def test_an_amendment_changes_the_deadline_and_what_it_leaves_out_stands() -> None:
    first = release(tenderPeriod={"endDate": "2026-12-18T12:00:00Z"}, description="Two advisers.")
    later = release(tenderPeriod={"endDate": "2026-12-11T12:00:00Z"}) | {
        "id": "2",
        "date": "2026-11-09T09:00:00Z",
        "tag": ["tenderAmendment"],
    }
    found = the_one(later, first)  # whatever order they come in
    assert found.latest.deadline == datetime.fromisoformat("2026-12-11T12:00:00+00:00")
    assert found.latest.description == "Two advisers."
    (change,) = found.changes
    assert (change.field, change.before[:10], change.after[:10]) == ("deadline", "2026-12-18", "2026-12-11")


@pytest.mark.parametrize(
    ("tag", "stage"),
    [
        ("award", AWARDED),
        ("tenderCancellation", CANCELLED),
        ("awardCancellation", CANCELLED),
        ("tender", OPEN),
    ],
)
def test_an_award_or_a_cancellation_closes_it(tag: str, stage: str) -> None:
    assert (
        the_one(release(), release() | {"id": "2", "date": "2026-11-20T09:00:00Z", "tag": [tag]}).latest.stage
        == stage
    )


def test_text_that_was_decoded_wrongly_is_mended_and_markup_taken_out() -> None:
    assert tidy("It\u00e2\u20ac\u2122s a caf\u00c3\u00a9") == "It's a café"
    assert tidy("<p>Two&nbsp;lots</p><br/>\r\n\r\n\r\n\r\nof work\x00\u202e") == "Two lots\n\nof work"
    assert (
        tidy("Prices < 5 and > 3, <!channel> =HYPERLINK(1)") == "Prices < 5 and > 3, <!channel> =HYPERLINK(1)"
    )


def test_a_title_longer_than_anybody_reads_is_cut_and_told() -> None:
    page = packed(release(title="w" * 9000, tenderPeriod={"endDate": "2026-12-08"}))
    assert len(page.notices[0].latest.title) == LONGEST_TITLE
    assert [each.field for each in page.findings] == ["tender.title"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty"),
        (b"<!doctype html><title>Sorry</title>", "web page"),
        (b'{"releases": [{"ocid": "oc', "cut off"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b"\x1f\x8b\x08\x00", "no JSON file"),
        (b'{"records": []}', "no release package"),
        (b"42", "no release package"),
        pytest.param(
            b'{"releases": [' + b"[]," * 1_500_001 + b"[]]}", "more parts than any", id="empty lists"
        ),
        pytest.param(
            b'{"releases": [{"ocid": "a", "x": [' + b"1.1," * 3_000_001 + b"1]}]}",
            "more parts than any",
            id="numbers",
        ),
        (b'{"releases": [NaN]}', "no JSON that can be read"),
        (b"[" + b"9" * 5000 + b"]", "no JSON that can be read"),
    ],
)
def test_what_is_no_package_is_refused_with_what_it_is(raw: bytes, told: str) -> None:
    with pytest.raises(NotAPackage, match=told):
        read_package(raw)


@pytest.mark.parametrize(
    "tender",
    [
        {"description": "é&\n" * 5_000_000},
        {"title": "<a " * 10_000_000},
        {
            "title": "x",
            "items": [
                {
                    "deliveryAddresses": [{"region": f"Place {n}"}],
                    "classification": {"scheme": "CPV", "id": f"{n:08}"},
                }
                for n in range(150_000)
            ],
        },
    ],
    ids=["lines to mend", "tags", "areas and codes"],
)
def test_a_release_of_tens_of_megabytes_is_read_within_limits(tender: dict[str, Any]) -> None:
    """What is kept of it is no more than anybody reads, and what was cut is told."""
    found = read_package(json.dumps({"releases": [{"ocid": "a", "id": "1", "tender": tender}]}).encode())
    latest = found.notices[0].latest
    assert len(latest.title) <= 500
    assert len(latest.description) <= 20_000
    assert max(len(latest.areas), len(latest.cpv)) <= 100
    assert any("cut at" in each.words or "the first 100 are kept" in each.words for each in found.findings)


def test_too_many_releases_are_refused_whole() -> None:
    with pytest.raises(NotAPackage, match="Send it in parts"):
        packed(*[{}] * (MOST_RELEASES + 1))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "tender",
                        "value",
                        "amount",
                        "items",
                        "ocid",
                        "id",
                        "date",
                        "tag",
                        "documents",
                        "tenderPeriod",
                        "endDate",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_whatever_stands_in_a_release_is_read_or_told_and_never_stops_the_rest(content: object) -> None:
    page = packed(content, release())
    assert "ocds-abc-1" in {each.latest.ocid for each in page.notices}
    assert page.read + page.left_out == 2
