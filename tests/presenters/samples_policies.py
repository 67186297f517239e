"""Every form and screen of policies and evidence, as large and as strange as they get."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.presenters import modals
from bot.presenters.tenders import policies
from bot.presenters.tenders.provider_file import COLUMNS
from bot.rules.terms import Clause
from bot.workflows.questions import Choice
from bot.workflows.tenders.policies import QUALITY, USUAL, Policy
from bot.workflows.tenders.policy_questions import (
    EVERY,
    OUT,
    OWN,
    PAGE,
    Lack,
    PoliciesPicture,
    PolicyFormFacts,
)

TODAY = date(2026, 11, 5)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of each kind of notice."""
    long = tuple(f"{name[:90]} {n}" for n in range(10))
    clause = {"clause": "2.2", "clause_words": text[:600]}
    return {
        "DigestNotice": {
            "partnership_name": name,
            "day": "Friday 1 January 2027",
            **dict.fromkeys(("meetings", "tenders", "decided", "providers"), long),
            **clause,
        },
        "ProvidersNotice": {
            "partnership_name": name,
            "search": name[:80],
            "count": "1 organisation",
            "rows": [dict.fromkeys(COLUMNS, text[:300])],
        },
        "SilenceNotice": {
            "partnership_name": name,
            "since": "Thursday 5 November 2026",
            "days": "31 days",
            **clause,
        },
        "PolicyRunsOutNotice": {
            "partnership_name": name,
            "organisation": "organisation-1",
            "organisation_name": name,
            "policy": "0123456789abcdef0123",
            "name": name[:100],
            "until": "Tuesday 2 March 2027",
            "left": "in 56 days",
            "reviewed": "Monday 2 March 2026",
            "clause": "4.7",
            "clause_words": text[:600],
        },
    }


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """What is held, out of date and missing, and the form for one or several organisations."""
    some = min(count, PAGE)
    out = tuple(
        Policy(
            f"o-{n}", name, f"{name[:90]} {n}", TODAY if n % 2 else None, date(2026, 10, n + 1), text[:300]
        )
        for n in range(some)
    )
    lacks = tuple(Lack(f"o-{n}", name, each, Clause("4.7", text)) for n, each in enumerate(USUAL))
    for which in (OWN, OUT, EVERY):
        known = {"page": 1, "count": count * 5, "is_secretariat": which != OWN, "has_own": True}
        yield policies.policies_screen(PoliciesPicture("clesp", name, which, TODAY, out, **known))  # type: ignore[arg-type]
        yield policies.policies_screen(PoliciesPicture("clesp", name, which, TODAY, lacks=lacks))
    seats = tuple(Choice(f"o-{n}", f"{name} {n}") for n in range(count))
    yield policies.policy_form(PolicyFormFacts("clesp", TODAY, seats, reviewed_every="12 months"))
    yield policies.policy_form(PolicyFormFacts("clesp", TODAY, seats, name=QUALITY, organisation="o-0"))
    yield policies.policy_form(PolicyFormFacts("clesp", TODAY, seats, out[0]))
