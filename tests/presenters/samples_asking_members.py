"""Every form, screen and message about what members are asked, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.presenters import modals
from bot.presenters.tenders import asking_members
from bot.workflows.questions import Choice
from bot.workflows.tenders.ask_questions import PAGE, AskFormFacts, AsksPicture
from bot.workflows.tenders.asking_members import Ask, Reply

WHEN = datetime(2026, 11, 5, 10, tzinfo=UTC)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of each kind of notice."""
    of = {
        "partnership_name": name,
        "ask": "ask-1",
        "about": f"T2026/1: {name}",
        "by": name,
        "words": text[:2000],
    }
    return {
        "MembersAskedNotice": {**of, "wanted_by": "Thursday 19 November 2026", "again": True, "call": False},
        "AskReplyNotice": {**of, "asked": text[:2000], "organisation": name, "helps": False, "late": True},
    }


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """The forms that ask and answer, and who has answered."""
    replies = tuple(
        Reply(f"o-{n}", name, n % 4 == 1, text[:2000], name, n % 3 == 0, WHEN if n % 2 else None)
        for n in range(count)
    )
    asks = [
        Ask(
            f"ask-{n}",
            text[:2000] or name,
            date(2026, 11, 19),
            "p",
            name,
            WHEN,
            "t",
            f"T2026/1: {name}",
            replies,
        )
        for n in range(PAGE)
    ]
    none = Ask("ask-x", name, None, None, "", WHEN)
    seats = tuple(Choice(f"organisation-{n}", f"{name} {n}") for n in range(min(count, 100)))
    yield asking_members.ask_form(AskFormFacts("clesp"))
    yield asking_members.ask_form(AskFormFacts("clesp", "tender-1", asks[0].about))
    yield asking_members.ask_form(
        AskFormFacts("clesp", "tender-1", asks[0].about, call=True, window=date(2026, 11, 19))
    )
    for some in (seats, seats[:1]):
        yield asking_members.answer_form(AskFormFacts("clesp", ask=asks[0], seats=some))
    yield asking_members.asks_screen(AsksPicture("clesp", "Europe/London"))
    counts = {each.id: (count // 2, count) for each in asks}
    yield asking_members.asks_screen(
        AsksPicture("clesp", "Europe/London", tuple(asks), 1, 3 * PAGE, True, counts=counts)
    )
    for each in (asks[0], none, replace(none, closed_at=WHEN)):
        for page in (0, 1, 99):
            yield asking_members.ask_screen(AsksPicture("clesp", "Europe/London", (each,), page, count=1))
