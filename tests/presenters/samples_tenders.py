"""Every form and message about tenders, as large and as strange as they get."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.presenters import modals, tenders
from bot.workflows.questions import Choice
from bot.workflows.tender_questions import (
    ALIVE,
    ENDED,
    FOUND_ONES,
    OWN,
    PAGE,
    TenderFormFacts,
    TenderPicture,
    TendersPicture,
)
from bot.workflows.tenders import CLOSED, NOT_PURSUED, SUGGESTED, Tender

DEADLINE = datetime(2026, 12, 18, 12, tzinfo=UTC)


def tender(text: str, name: str, number: int = 1, **changes: Any) -> Tender:
    """A tender of which everything is known."""
    known: dict[str, Any] = {
        "stage": SUGGESTED,
        "source": "member",
        "title": name[:300] or "—",
        "description": text,
        "buyer": name[:300],
        "hundredths": 3_372_150,
        "deadline": DEADLINE,
        "deadline_reading": "The notice gives a time and no zone: read as London time.",
        "url": "https://www.find-tender.service.gov.uk/Notice/032703-2026",
        "published_stage": "awarded",
        "suggested_by": "person-1",
        "reason": text[:1000],
    }
    return Tender(id=f"tender-{number}", number=number, year=2026, **{**known, **changes})


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of each kind of notice."""
    of = {"partnership_name": name, "tender": "tender-1", "reference": "T2026/1", "title": name}
    return {
        "TenderSuggestedNotice": {
            **of,
            "description": text,
            "buyer": name,
            "value": "£33,721",
            "deadline": "Friday 18 December 2026 at 12:00",
            "url": "https://tenders.example/1",
            "suggester": name,
            "organisation": name,
        },
        "TenderSetAsideNotice": {**of, "reason": text, "by": name},
    }


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """The list in each of its tabs, one tender open and over, and the forms."""
    page = tuple(tender(text, name, n, title=f"{name[:280]} {n}") for n in range(1, min(count, PAGE) + 1))
    for which in (ALIVE, FOUND_ONES, OWN, ENDED):
        manages = which == FOUND_ONES
        yield tenders.tenders_modal(
            TendersPicture("clesp", name, "Europe/London", which, page, 1, count, manages=manages)
        )
    yield tenders.tenders_modal(TendersPicture("clesp", name, "Europe/London", ALIVE))
    for each in (
        tender(text, name),
        tender(text, name, stage=CLOSED, suggested_by=None, url=""),
        tender("", name, stage=NOT_PURSUED, deadline=None, deadline_reading="", hundredths=None, buyer=""),
    ):
        picture = TenderPicture("clesp", name, "Europe/London", each, suggester=name, manages=True)
        yield tenders.tender_modal(picture)
        yield tenders.set_aside_form(picture)
    seats = tuple(Choice(f"organisation-{n}", f"{name} {n}") for n in range(min(count, 100)))
    yield tenders.tender_form(TenderFormFacts("clesp", name, seats), text)
    yield tenders.tender_form(TenderFormFacts("clesp", name, manages=True))
