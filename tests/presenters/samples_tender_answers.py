"""Every form and screen about the answers to a tender, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.presenters import modals
from bot.presenters.tenders import tender_answers, tenders
from bot.workflows.questions import Choice
from bot.workflows.tenders.tender_interest import (
    ALONE,
    COMPETING,
    INTEREST,
    NOT_FOR_US,
    WITHDRAWN,
    TenderAnswer,
)
from bot.workflows.tenders.tender_questions import TenderPicture
from bot.workflows.tenders.tender_replies import PAGE, AnswerFormFacts, AnswersPicture, Row
from bot.workflows.tenders.tenders import Tender

WHEN = datetime(2026, 12, 18, 12, tzinfo=UTC)


def views(of: Tender, text: str, name: str, count: int) -> Iterator[modals.View]:
    """The forms that answer a notice, blank and filled, and who has answered, with all that one has said."""
    said = dict.fromkeys((*tender_answers.TEXTS, "hq_by"), text[:2000])
    said |= {"reach": "local", "national": "yes", "hq_told": "yes", "hq_on": "2026-11-05"}
    answers = (
        TenderAnswer("o", INTEREST, True, "deadline", text[:2000], said, name, WHEN, 3),
        TenderAnswer("o", INTEREST, False, "", "", {"national": "yes"}, name, WHEN, 1),
        TenderAnswer("o", ALONE, True, "", "", {}, name, WHEN, 1),
        TenderAnswer("o", COMPETING, True, "closing day", "", {}, name, WHEN, 1),
        TenderAnswer("o", NOT_FOR_US, None, "", "", {}, name, WHEN, 1),
        TenderAnswer("o", WITHDRAWN, None, "", "", said, name, WHEN, 2),
    )
    seats = tuple(Choice(f"organisation-{n}", f"{name} {n}") for n in range(min(count, 100)))
    for held in (None, *answers):
        facts = AnswerFormFacts(
            "clesp",
            "Europe/London",
            of,
            whose=Choice("o", name),
            held=held,
            policies=text,
            asks_of_headquarters=True,
        )
        yield tender_answers.interest_form(facts)
        yield tender_answers.competing_form(facts)
    yield tender_answers.whose_form(AnswerFormFacts("clesp", "Europe/London", of, seats), INTEREST)
    own = tuple((Choice(f"o-{n}", name), answers[n % len(answers)]) for n in range(min(count, 20)))
    for away in (False, True):
        yield tenders.tender_modal(
            TenderPicture("clesp", name, "Europe/London", of, own=own, kept_away=away, manages=not away)
        )
    rows = [Row(f"o-{n}", name, answers[n % 6], partner=bool(n % 2)) for n in range(PAGE)]
    counts = {INTEREST: count, ALONE: 1, NOT_FOR_US: count, WITHDRAWN: 2, "": count}
    picture = AnswersPicture(
        "clesp", "Europe/London", of, tuple(rows), 1, count * 10, (name,) * count, counts, count
    )
    yield tender_answers.answers_screen(picture)
    yield tender_answers.answers_screen(AnswersPicture("clesp", "Europe/London", of))
    for held in answers:
        yield tender_answers.answer_screen(replace(picture, one=Row("o", name, held, partner=True)))
