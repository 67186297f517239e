"""Every form and message of the kinds of decision that ask more than words, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.presenters import modals
from bot.presenters.blocks import Message
from bot.presenters.messages import render
from bot.presenters.papers import consulting
from bot.presenters.partnership import handing_in
from bot.presenters.votes import kind_forms, voting
from bot.rules.terms import Clause
from bot.workflows.kinds.arrangements import Arrangement, DissolutionPicture
from bot.workflows.kinds.dissolving import Dissolution
from bot.workflows.papers.consulting import Consultation, ConsultationPicture
from bot.workflows.partnership.handing_in import HandInFormFacts
from bot.workflows.questions import Choice, PutFormFacts

THE_DAY = date(2026, 10, 23)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of each kind of notice."""
    clause = {"clause": "5.8", "clause_words": text}
    of = {"partnership_name": name, "motion": "motion-1"}
    about = {**of, "reference": "2026/1"}
    return {
        "DissolutionNotice": {**about, **clause, "name": name, "given": "today", "effective": "later"},
        "DissolutionNearsNotice": {**of, **clause, "words": text, "arranged": text, "in_effect": False},
        "CoverEndsNotice": {
            **clause,
            "partnership_name": name,
            "name": name,
            "until": "Wednesday 30 September 2026",
            "left": "in 7 days",
        },
        "TermsReadNotice": {
            "partnership_name": name,
            "file_name": name,
            "is_recorded": False,
            "words": text,
            "more": text,
        },
        "TermsToReplaceNotice": {
            **about,
            **clause,
            "slug": "clpp",
            "title": text,
            "version": 2,
            "decision": "D2026/1",
            "becomes": "void",
        },
        "TermsWantedNotice": {**about, **clause, "slug": "clpp", "title": text, "in_force": "today"},
    }


def messages(text: str, name: str) -> Iterator[Message]:
    """What is told once a dissolution has taken effect."""
    data = {**notices(text, name)["DissolutionNearsNotice"], "in_effect": True}
    yield render("DissolutionNearsNotice", data, partnership="clpp")
    read = {**notices(text, name)["TermsReadNotice"], "is_recorded": True}
    yield render("TermsReadNotice", read, partnership="clpp")


def dissolution_picture(text: str, name: str, count: int) -> DissolutionPicture:
    """A dissolution with so much to arrange, every other thing of it done."""
    found = Dissolution(
        "motion-1", "2026/1", "operational", name, date(2026, 4, 23), THE_DAY, Clause("5.8", text)
    )
    things = tuple(
        Arrangement(
            f"arrangement-{n}", f"{text[:280]} {n}", THE_DAY if n % 2 else None, name if n % 2 else ""
        )
        for n in range(min(count, 40))
    )
    return DissolutionPicture("clpp", name, found, text, things, may_tick=True)


def consultation_picture(text: str, name: str, count: int) -> ConsultationPicture:
    """The consultation of so many bodies on a text, every other one of which has answered."""
    asked = tuple(
        Consultation(f"{name} {n}", THE_DAY, 1, THE_DAY if n % 2 else None, text[:1000] if n % 2 else "")
        for n in range(min(count, 12))
    )
    missing = (text,) if count else ()
    return ConsultationPicture("clpp", "paper-1", name, 2, asked, missing, Clause("G12", text))


def views(text: str, name: str, count: int, facts: PutFormFacts) -> Iterator[modals.View]:
    """The form of a motion of each kind, and the list of a dissolution."""
    many = tuple(Choice(f"person-{n}", f"{name} {n}") for n in range(count))
    asked = replace(facts, people=many, amendments=many, stands=(text, text))
    for kind in asked.kinds:
        for how in ("meeting", "between meetings", "indicative"):
            yield voting.put_form(asked, how, text=text, kind=kind)
        yield voting.put_form(replace(asked, people=(), amendments=()), "meeting", kind=kind)
    for waiting in ((), many[:2]):
        facts_in = HandInFormFacts("clpp", name, waiting, Clause("5.7", text))
        yield handing_in.hand_in_form(facts_in)
    for each in (0, 1, count):
        yield consulting.consultation_form(consultation_picture(text, name, each))
    shown = dissolution_picture(text, name, count)
    yield kind_forms.dissolution_modal(shown)
    yield kind_forms.dissolution_modal(replace(shown, may_tick=False))
    yield kind_forms.dissolution_modal(replace(shown, dissolution=None))
