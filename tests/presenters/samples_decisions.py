"""Every form and message of the register of decisions, as large and as strange as they get."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.presenters import modals
from bot.presenters.entries import decisions
from bot.rules.terms import Clause
from bot.store.plain import plain
from bot.workflows.decisions import Answer, Refused
from bot.workflows.entries.entries import Change, Entry, StaysOut
from bot.workflows.entries.entry_questions import DecisionPicture, DecisionsPicture, Wanted, row_of

AT = datetime(2026, 4, 23, 9, 0, tzinfo=UTC)


def entry(text: str, name: str, number: int, count: int = 3) -> Entry:
    """An entry with everything that one can have."""
    slugs = tuple(f"org-{each}" for each in range(count))
    return Entry(
        id=f"decision-{number}",
        year=2026,
        number=number,
        what="motion",
        kind="ordinary",
        text=text,
        entered_as="carried",
        why=text,
        clause="4.4",
        clause_words=text,
        terms_version=1,
        decided_at=AT,
        entitled=slugs,
        present=slugs,
        withdrawn=slugs,
        voted=slugs,
        turnout=count,
        quorum=text,
        notes=(text, text),
        meeting="meeting-1",
        meeting_title=name,
        motion="motion-1",
        motion_reference="2026/3",
        refers_to="decision-0",
        refers_to_reference="D2026/1",
        reason=text,
        recorded_by=name,
        out=tuple(StaysOut(each, text, AT) for each in slugs),
        changes=(Change("decision-9", "D2026/9", "corrected", text, text, AT),),
        reported=False,
    )


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """The list, one entry and the forms."""
    entries = tuple(entry(text, name, number) for number in range(1, count + 1))
    wanted = Wanted(text, "2026", "void", "amendment")
    whole = DecisionsPicture(
        "clpp", name, "Europe/London", wanted, entries, count, ("2026", "2025"), ("carried",)
    )
    for page in range(3):
        yield decisions.decisions_modal(whole, page)
    yield decisions.decisions_modal(replace(whole, entries=(), total=0, wanted=Wanted(), public_only=True))
    names = {f"org-{each}": f"{name} {each}" for each in range(count)}
    one = DecisionPicture(
        "clpp", name, "Europe/London", entry(text, name, 1, count), "version 1", names, True, True, True
    )
    yield decisions.decision_modal(one)
    yield decisions.decision_modal(one, Answer(text, Clause("8.2", text), next=text))
    yield decisions.decision_modal(one, Refused(text, Clause("8.2", text), text))
    yield decisions.correct_form(one)
    yield decisions.override_form(one)


def notices(text: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    """The data of every notice."""
    changed = {
        "partnership_name": name,
        "decision": "decision-1",
        "reference": "D2026/1",
        "text": text,
        "becomes": "corrected",
        "instead": text,
        "reason": text,
        "by": name,
        "clause": "8.2",
        "clause_words": text,
        "confidential": False,
    }
    row = plain(row_of(entry(text, name, 1), {}, "Europe/London"))
    return {
        "DecisionChangedNotice": changed,
        "DecisionsFileNotice": {
            "partnership_name": name,
            "as_of": "Thursday 23 April 2026 at 10:00",
            "form": "csv",
            "rows": [row],
        },
    }
