"""Whatever stands in one release is kept, mended or listed by release and field, and the tenders beside it are taken in."""

import json
from typing import Any

import pytest

from bot.feeds import taking_in
from bot.ocds.fields import LONGEST_ID
from bot.ocds.packages import read_package
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.rehearsal import Rehearsal
from tests.spec.tenders.tendering import OFFICER, listed, release, takes_in

HARM = "a\x00\x1b]0;x\x07\ud800\n\u202eb"  # neither database keeps it all, and a terminal obeys it


def at(name: str, value: Any) -> dict[str, Any]:
    """A release with that in the field of that name."""
    made = release(1)
    *way, last = name.split(".")
    inside: Any = made
    for each in way:
        inside = inside[int(each)] if each.isdigit() else inside.setdefault(each, {})
    inside[last] = value
    return made


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "ocid",
        "tag",
        "title",
        "buyer.name",
        "tender.title",
        "tender.description",
        "tender.status",
        "tender.value.currency",
    ],
)
def test_what_no_database_keeps_spoils_nothing(clesp: Rehearsal, field: str) -> None:
    """C18, C24: a feed is not stopped for ever by one release, and no control reaches a terminal or a message."""
    takes_in(clesp, at(field, HARM), release(2))
    assert listed(clesp, OFFICER, FOUND_ONES).count == 2
    kept = [(each.title, each.buyer, each.ocid) for each in listed(clesp, OFFICER, FOUND_ONES).tenders]
    assert not any(mark in str(word) for each in kept for word in each for mark in "\x00\x1b\x07\n\u202e")


@pytest.mark.parametrize(
    "tender",
    [
        {"items": [{"deliveryAddresses": [{"region": HARM}, {"countryName": HARM}, {"region": {}}, None]}]},
        {"documents": [{"documentType": "tenderNotice", "url": f"https://a.example/{HARM}"}]},
        {"documents": [{"documentType": "tenderNotice", "url": "https://a.example/\x1b[2J\x00"}]},
        {"items": [{"classification": {"scheme": "CPV", "id": HARM}}, {"classification": {"scheme": HARM}}]},
    ],
    ids=["areas", "address", "address without blanks", "codes"],
)
def test_what_no_database_keeps_is_left_out_of_lists_too(clesp: Rehearsal, tender: dict[str, Any]) -> None:
    """C18."""
    takes_in(clesp, release(1, **tender), release(2))
    assert listed(clesp, OFFICER, FOUND_ONES).count == 2
    one = next(each for each in listed(clesp, OFFICER, FOUND_ONES).tenders if each.ocid == "ocds-abc-1")
    assert one.url == ""
    assert "\x1b" not in "".join((*one.areas, *one.cpv))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("tag", None, "is missing or no list of words"),
        ("tag", {"a": 1}, "is missing or no list of words"),
        ("date", None, "is missing"),
        ("date", 20261102, "is not a date"),
        ("ocid", 7, "is missing or none"),
        ("id", 7, "is missing"),
        ("tender.suitability", {"vcse": "yes"}, "neither yes nor no"),
        ("tender.classification", {"scheme": "CPV", "id": "training"}, "is no CPV code 1 times"),
        ("tender.tenderPeriod.endDate", "2026-02-30", "is not a date"),
        ("tender.lots", "several", "is text and no list"),
    ],
)
def test_what_is_not_understood_is_listed_by_release_and_field(field: str, value: Any, told: str) -> None:
    """C18: and the release beside it is read."""
    page = read_package(json.dumps({"releases": [at(field, value), release(2)]}).encode())
    assert any(field in each.field and told in each.words for each in page.findings), page.findings
    assert "ocds-abc-2" in {each.latest.ocid for each in page.notices}


def test_each_of_them_is_listed_and_none_of_them_moves_the_terminal(clesp: Rehearsal) -> None:
    """C18: by the release's own identifier, or by its place where it has none, and as many as there are."""
    several = [
        release(n, tenderPeriod={"endDate": "soon"}) | {"id": f"{HARM}-{n}-" + "x" * 900} for n in range(60)
    ]
    told: list[str] = []
    package = read_package(json.dumps({"releases": [*several, {"id": 7}, 8]}).encode())
    taking_in.take_in(clesp.store, clesp.clock, clesp.workspace, clesp.slug, "file", package, told.append)
    assert sum("tender.tenderPeriod.endDate is not a date" in each for each in told) == 60
    assert any("release 61: ocid is missing" in each for each in told)
    assert any("release 62:" in each for each in told)
    assert not any(mark in each for each in told for mark in "\x00\x1b\x07\n\u202e\ud800")
    assert max(map(len, told)) < LONGEST_ID + 200


def test_a_lone_tag_that_is_no_list_still_says_that_it_is_an_award() -> None:
    (found,) = read_package(json.dumps(release() | {"tag": "award"}).encode()).notices
    assert found.latest.stage == "awarded"


def test_a_title_or_a_buyer_on_several_lines_is_put_on_one() -> None:
    one = release(title="Skills\r\nfor work\n\n in Devon") | {"buyer": {"name": "Devon\nCounty Council"}}
    (found,) = read_package(json.dumps(one).encode()).notices
    assert (found.latest.title, found.latest.buyer) == ("Skills for work in Devon", "Devon County Council")


@pytest.mark.parametrize(
    ("tender", "deadline", "reading"),
    [
        (
            {"tenderPeriod": None, "expressionOfInterestDeadline": "2026-12-01T12:00:00Z"},
            "2026-12-01T12",
            "asks to take part",
        ),
        (
            {"tenderPeriod": None, "expressionOfInterestDeadline": "2026-12-01"},
            "2026-12-01T23",
            "asks to take part",
        ),
        ({"expressionOfInterestDeadline": "2026-12-01T12:00:00Z"}, "2026-12-18T12", ""),
    ],
)
def test_where_bids_are_asked_of_a_few_the_deadline_is_by_when_to_ask_to_take_part(
    tender: dict[str, Any], deadline: str, reading: str
) -> None:
    """C18: Find a Tender gives no other one for a competition in two stages."""
    page = read_package(json.dumps(release(**tender)).encode())
    latest = page.notices[0].latest
    assert latest.deadline is not None
    assert latest.deadline.isoformat().startswith(deadline)
    assert reading in latest.deadline_reading
    assert bool(reading) == bool(latest.deadline_reading)
    assert page.findings == ()


@pytest.mark.parametrize(
    ("suitability", "lots", "voluntary"),
    [
        (None, [{"suitability": {"sme": True}}, {"suitability": {"vcse": True}}], True),
        (None, [{"suitability": {"vcse": False}}, {}], False),
        (None, [{"suitability": {"sme": True}}], None),
        ({"vcse": False}, [{"suitability": {"vcse": True}}], False),
    ],
)
def test_what_suits_voluntary_organisations_is_said_of_the_tender_or_of_a_lot(
    suitability: Any, lots: list[Any], voluntary: bool | None
) -> None:
    """C20: Find a Tender says it of each lot."""
    (found,) = read_package(json.dumps(release(suitability=suitability, lots=lots)).encode()).notices
    assert found.latest.voluntary is voluntary


def test_a_value_given_with_vat_alone_is_read_and_said_to_be_that() -> None:
    page = read_package(json.dumps(release(value={"amountGross": 40465.2, "currency": "GBP"})).encode())
    assert page.notices[0].latest.value is not None
    assert "with VAT" in page.findings[0].words
