"""Every form and message about papers, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.presenters import modals
from bot.presenters.blocks import Message
from bot.presenters.messages import render
from bot.presenters.papers import papers, rounds
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer, Detail, Refused
from bot.workflows.papers.lateness import Lateness
from bot.workflows.papers.not_going import Left
from bot.workflows.papers.paper_questions import (
    PaperLine,
    PaperPicture,
    PapersPicture,
    PublicCopy,
    RoundPicture,
    SubmitFormFacts,
)
from bot.workflows.papers.papers import Paper, Version
from bot.workflows.papers.rounds import Going, Overdue, Reader, Round
from bot.workflows.papers.service import ProofPicture, Service
from bot.workflows.questions import Choice
from tests.presenters.samples_agenda import item
from tests.presenters.samples_meetings import meeting, told

AT = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
WHEN = "Tuesday 30 March 2027 at 14:00"
CLAUSE = Clause("4.9", "All papers should reach members at least a week in advance of the meeting")


def version(name: str, number: int = 1, **changes: Any) -> Version:
    """A version of a paper that is kept and has gone round."""
    made = Version(
        number=number,
        state="kept",
        file_name=f"{name}.pdf",
        size=340_000,
        link="",
        submitted_by="person-1",
        submitted_at=AT,
        accepted_at=AT,
        circulated_at=AT,
    )
    return replace(made, **changes)


def paper(title: str, number: int = 1, **changes: Any) -> Paper:
    """A paper in two versions."""
    made = Paper(
        id=f"paper-{number}",
        meeting="meeting-1",
        item="item-1",
        title=title,
        kind="file",
        amendment=True,
        confidential=True,
        state="accepted",
        reason="",
        submitted_by="person-1",
        submitter_name=title,
        organisation="org-1",
        organisation_name=title,
        version=2,
        late=True,
        admission="needed",
        versions=(version(title), version(title, 2, circulated_at=None)),
    )
    return replace(made, **changes)


def line(title: str, number: int = 1, **changes: Any) -> PaperLine:
    """A paper in a list, with all that may be done about it."""
    marks = ("version 2", "confidential", title)
    return PaperLine(paper(title, number, **changes), marks, may_accept=True, may_admit=True, may_open=True)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every kind of notice about papers, as the outbox keeps it."""
    of_paper = {
        "partnership_name": name,
        "paper": "paper-1",
        "title": text,
        "meeting": "meeting-1",
        "meeting_title": name,
        "meeting_day": "Tuesday 30 March 2027",
        "clause": "4.9",
        "clause_words": text,
    }
    return {
        "PaperSubmittedNotice": {
            **of_paper,
            "version": 2,
            "submitter": name,
            "organisation": name,
            "item": text,
            "file_name": name,
            "confidential": True,
            "amendment": text,
            "late": text,
        },
        "LatePaperNotice": {**of_paper, "version": 2, "question": text},
        "PaperDecidedNotice": {**of_paper, "outcome": "returned", "stands": 1, "by": name, "reason": text},
        "PapersNotice": {
            "partnership_name": name,
            "circulation": "circulation-1",
            "told": told(name),
            "further": False,
            "agenda": [f"{number}. {name}" for number in range(1, 61)],
            "papers": [_sent(number, text, name) for number in range(30)],
            "withheld": [text],
            "late": [text],
            "declare": text,
            "in_channel": False,
            "stamp": AT.isoformat(),
            "clause": "4.9",
            "clause_words": text,
        },
        "ProofNotice": {
            "partnership_name": name,
            "title": name,
            "when": "Tuesday 30 March 2027",
            "as_of": WHEN,
            "rows": [_row(text, name)],
        },
    }


def messages(text: str, name: str, count: int) -> Iterator[Message]:
    """Every message about papers in every state that changes what it shows."""
    data = notices(text, name)
    for outcome, stands in (("returned", 0), ("taken", 0), ("not taken", 0)):
        told_of = {**data["PaperDecidedNotice"], "outcome": outcome, "stands": stands}
        yield render("PaperDecidedNotice", told_of, partnership="clpp")
    for further in (False, True):
        for in_channel in (False, True):
            said = {**data["PapersNotice"], "further": further, "in_channel": in_channel}
            yield render("PapersNotice", said, partnership="clpp")
            bare: dict[str, Any] = {"agenda": [], "papers": [], "withheld": [], "late": [], "declare": ""}
            yield render("PapersNotice", {**said, **bare}, partnership="clpp")


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """Every form and screen about papers."""
    many = tuple((f"{number}. {name}", (line(text, number),)) for number in range(count))
    picture = PapersPicture(
        partnership="clpp",
        name=name,
        meeting=meeting(name),
        when=WHEN,
        papers=many,
        hidden=(text,),
        deadline=Detail(text, CLAUSE),
        others=tuple(Choice(f"meeting-{number}", name) for number in range(5)),
        may_submit=True,
        may_decide=True,
    )
    yield papers.papers_modal(picture, Answer(text, CLAUSE, text, text))
    yield papers.papers_modal(replace(picture, papers=(), others=(), may_submit=False, may_decide=False))
    choices = tuple(Choice(f"choice-{number}", f"{name} {number}", number == 0) for number in range(count))
    form = SubmitFormFacts(
        partnership="clpp",
        name=name,
        seats=choices,
        meetings=choices or (Choice("meeting-1", name, chosen=True),),
        items=((name, choices),) if choices else (),
        versions=choices,
        days=(text,) * min(count, 10),
        days_clause=CLAUSE,
        instead=text,
        missed=text,
        amendment_clause=CLAUSE,
    )
    yield papers.submit_form(form, text)
    yield papers.submit_form(replace(form, seats=(), items=(), versions=(), days=(), instead="", missed=""))
    one = PaperPicture(
        partnership="clpp",
        time_zone="Europe/London",
        meeting=meeting(name),
        when=WHEN,
        line=line(text, state="submitted"),
        item=item(name),
        items=choices,
        may_decide=True,
        may_withdraw=True,
        may_submit=True,
        unheard=(text,),
        may_consult=True,
    )
    yield papers.paper_form(one)
    lost = version(name, 2, state="lost", error=text, circulated_at=None)
    yield papers.paper_form(
        replace(one, line=line(text, versions=(version(name, link="https://a.example/", file_name=""), lost)))
    )
    yield papers.paper_form(replace(one, may_decide=False, may_withdraw=False, may_submit=False))
    yield from _rounds(text, name, count)
    yield from _proofs(text, name, count)
    yield rounds.public_modal(
        PublicCopy("clpp", name, name, WHEN, name, (text,) * count, (text,) * count, (text,), text)
    )


def _rounds(text: str, name: str, count: int) -> Iterator[modals.View]:
    going = tuple(
        Going(paper(text, number), item(name), True, Lateness(True, "needed", text, CLAUSE))
        for number in range(count)
    )
    readers = tuple(
        Reader(
            f"person-{number}",
            f"{name} {number}",
            None if number % 3 else "U1",
            "org-1",
            name,
            number % 2 == 0,
        )
        for number in range(count)
    )
    made = Round(
        number=2,
        going=going,
        readers=readers,
        left_out=(
            *(Left(text, f"paper-{number}", accepts=True) for number in range(count)),
            Left(text, item="item-1"),
        ),
        overdue=(Overdue("papers", text, text, CLAUSE),),
        notes=(Detail(text, CLAUSE),),
        with_agenda=True,
        to_channel=True,
        seen="abc",
    )
    picture = RoundPicture(
        partnership="clpp",
        name=name,
        meeting=meeting(name),
        when=WHEN,
        round=made,
        agenda=tuple(f"{number}. {name}" for number in range(count)),
        public=(text,),
        marks=tuple((each.paper.id, (text, "late")) for each in going),
        deadlines=(Detail(text, CLAUSE),),
        withheld=(text,),
        closes=Detail(text, CLAUSE),
        outsiders=name,
    )
    yield rounds.round_form(picture)
    yield rounds.round_form(picture, Refused(text, CLAUSE, text))
    yield rounds.round_form(picture, said=Answer(text, CLAUSE))
    yield rounds.round_form(replace(picture, round=replace(made, too_late=(Detail(text, CLAUSE),))))
    yield rounds.round_form(replace(picture, refused=Refused(text, CLAUSE, text)))
    yield rounds.round_form(replace(picture, round=replace(made, readers=(), going=(), with_agenda=False)))
    yield rounds.round_form(
        replace(picture, round=replace(made, number=1, going=(), with_agenda=False), outsiders="")
    )
    yield rounds.round_form(replace(picture, round=None, refused=Refused(text)))


def _proofs(text: str, name: str, count: int) -> Iterator[modals.View]:
    states = ("sent", "failed", "in doubt", "no account", "on its way")
    services = tuple(
        Service(
            circulation=f"circulation-{number % 2}",
            number=number % 2 + 1,
            circulated_at=AT,
            person=f"person-{number}",
            name=f"{name} {number}",
            organisation="org-1",
            organisation_name=name,
            state=states[number % 5],
            papers=(text,),
            withheld=((text, "interest"),),
            sent_at=AT if number % 5 == 0 else None,
            error=name[:200],
            acknowledged_at=AT + timedelta(hours=1) if number % 2 else None,
            by_hand_at=AT if number % 7 == 0 else None,
            by_hand_by=name,
        )
        for number in range(count)
    )
    picture = ProofPicture("clpp", name, "Europe/London", meeting(name), WHEN, services)
    for page in range(3):
        yield rounds.proof_modal(picture, page)
    yield rounds.proof_modal(replace(picture, services=()))
    waiting = tuple(
        replace(each, circulation="circulation-0", state="failed", by_hand_at=None, acknowledged_at=None)
        for each in services
    )
    yield rounds.by_hand_form(replace(picture, services=waiting), "circulation-0")
    yield rounds.by_hand_form(replace(picture, services=()), "circulation-0")


def _sent(number: int, text: str, name: str) -> dict[str, Any]:
    is_link = number % 3 == 0
    return {
        "paper": f"paper-{number}",
        "version": 1,
        "title": text,
        "file_name": "" if is_link else f"{number}.pdf",
        "link": "https://data.example/report" if is_link else "",
        "late": text[:100],
        "words": f"{text} · {name}",
    }


def _row(text: str, name: str) -> dict[str, str]:
    return {
        "round": "1",
        "sent_round": "2027-03-01 10:00:00+00:00",
        "name": name,
        "organisation": name,
        "outcome": "sent",
        "sent_at": "2027-03-01 10:00:01+00:00",
        "channel": "D1",
        "message": "1.0",
        "has_these_at": "",
        "by_hand": "",
        "papers": text,
        "withheld": "",
    }
