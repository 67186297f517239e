"""Every form, modal and notice of elections, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.presenters import modals
from bot.presenters.blocks import Message
from bot.presenters.elections import elections
from bot.presenters.messages import render
from bot.rules.terms import Clause
from bot.workflows.elections.election_questions import (
    BallotPicture,
    ElectionFormFacts,
    ElectionPicture,
    ElectionsPicture,
    NominationsFormFacts,
)
from bot.workflows.elections.elections import Election
from bot.workflows.elections.live_ballots import LiveBallot
from bot.workflows.questions import Choice

AT = datetime(2025, 4, 24, 9, 0, tzinfo=UTC)


def election(**changes: Any) -> Election:
    """An election with nominations open."""
    made = Election(
        id="election-1",
        year=2025,
        number=1,
        office="chair",
        state="nominations",
        ballot="secret",
        at_meeting=True,
        opened_by="person-1",
        opened_at=AT,
        nominations_close_at=AT,
        ballot_closes_at=None,
        meeting=None,
        round=1,
        candidates=(),
    )
    return replace(made, **changes)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every kind of notice about elections, as the outbox keeps it."""
    found = {
        "partnership_name": name,
        "election": "election-1",
        "reference": "E2025/1",
        "office": "chair",
        "clause": "4.2",
        "clause_words": text,
    }
    said = {**found, "stage": "ballot", "headline": name, "words": (text, name)}
    return {
        "ElectionNotice": said,
        "NominationNotice": {**found, "nominated_by": name, "until": name},
        "TermEndsNotice": {
            **{name: each for name, each in found.items() if name not in ("election", "reference")},
            "holders": name,
            "until": name,
            "left": "6 months",
            "conducts": name,
            "under_way": "",
        },
    }


def messages(text: str, name: str) -> Iterator[Message]:
    """The same at each stage."""
    for stage in ("nominations", "ready", "tied", "lot", "decided", "cancelled"):
        yield render(
            "ElectionNotice", {**notices(text, name)["ElectionNotice"], "stage": stage}, partnership="clpp"
        )
    yield render(
        "TermEndsNotice",
        {**notices(text, name)["TermEndsNotice"], "under_way": "E2025/1"},
        partnership="clpp",
    )


def live(text: str, name: str, count: int) -> Iterator[Message]:
    """The message of a ballot: open with and without a closing time, and over."""
    votes = tuple((f"{name} {number}", number) for number in range(min(count, 20)))
    shown = LiveBallot(
        partnership="clpp",
        partnership_name=name,
        time_zone="Europe/London",
        election="election-1",
        reference="E2025/1",
        headline=name,
        words=(text, name),
        is_open=True,
        closes_at=AT,
        voted=3,
        entitled=count,
        votes=(),
        clause=Clause("4.2", text),
        revision=1,
    )
    over = replace(shown, is_open=False, closes_at=None, votes=votes)
    nominating = replace(shown, closes_at=None, is_nominating=True)
    nominated = replace(nominating, is_open=False, first=(text, name))
    for each in (shown, replace(shown, closes_at=None), over, nominating, nominated):
        yield render("ElectionBallotNotice", {}, each, partnership="clpp")


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """Every form and modal of elections."""
    names = tuple(f"{name} {number}" for number in range(count))
    shown = ElectionPicture(
        election=election(),
        said=(text,),
        stand=names,
        asked=names,
        turnout=text,
        own=(text,),
        mine="asked",
        may_nominate=True,
        may_vote=True,
        may_conduct=True,
        may_settle=True,
        may_consent=True,
        may_cancel=True,
        out=(text, text),
        ballots=(
            BallotPicture(1, names, text, tuple(("ABCD-2345", each) for each in names)),
            BallotPicture(2, names, text, ()),
            BallotPicture(3, names, text),
            BallotPicture(4, names, ""),
        ),
    )
    states = ("nominations", "ready", "ballot", "tied", "decided", "cancelled")
    pictured = tuple(
        replace(shown, election=election(state=each), mine="accepted", may_withdraw=True, not_the_last=text)
        for each in states
    )
    pictured = (*pictured, replace(shown, election=election(state="ready"), alone=text, not_the_last=text))
    picture = ElectionsPicture("clpp", name, "secretariat", Clause("8.1.9", text), True, (shown, *pictured))
    yield elections.elections_modal(picture)
    yield elections.elections_modal(replace(picture, may_open=False, elections=()))
    choices = tuple(Choice(f"person-{number}", each) for number, each in enumerate(names))
    yield elections.nominations_form(
        NominationsFormFacts("clpp", name, "Europe/London", choices[:2], False, Clause("4.2", text))
    )
    yield elections.nominations_form(
        NominationsFormFacts("clpp", name, "Europe/London", choices[:1], True, Clause("4.2", text))
    )
    facts = ElectionFormFacts("clpp", name, election(), choices, choices, Clause("4.2", text), text)
    for each in (facts, replace(facts, election=election(ballot="named"), seats=choices[:1])):
        yield elections.nominate_form(each)
        yield elections.vote_form(each, "ABCD-2345")
        yield elections.settle_form(each)
        yield elections.settle_form(
            replace(each, election=replace(each.election, candidates=tuple(one.id for one in choices[:2])))
        )
        yield elections.cancel_form(each)
