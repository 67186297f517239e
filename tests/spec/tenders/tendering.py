"""Tenders in the words of a test: who records or suggests one, what is taken in from a portal, and what stands."""

import itertools
import json
from typing import Any

from sqlalchemy import insert

from bot.ocds.packages import read_package
from bot.store.tables import roles
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.tenders.importing import ImportNotices
from bot.workflows.tenders.tender_interest import INTEREST, AnswerTender, TenderAnswer, WithdrawAnswer
from bot.workflows.tenders.tender_notice import TellMembers
from bot.workflows.tenders.tender_questions import (
    ALIVE,
    ShowTender,
    ShowTenders,
    TenderPicture,
    TendersPicture,
)
from bot.workflows.tenders.tender_replies import AnswersPicture, ShowAnswers
from bot.workflows.tenders.tenders import RecordTender, SetAside
from tests.rehearsal import Rehearsal

OFFICER, CHAIR = "amara-lightfoot", "morwenna-tangye"
MEMBER, OTHER_MEMBER, FOR_TWO = "parveen-aslam", "isolde-penhallow", "demelza-rosewarne"
TENDER = "tender-x"  # the one a test is about
Outcome = Decision | Refused | AlreadyDone
_numbers = itertools.count(1)


def refusal(outcome: object) -> Refused:
    """What was refused; a decision fails the test."""
    assert isinstance(outcome, Refused), outcome
    return outcome


def records(body: Rehearsal, who: str, title: str = "Advice in schools", **words: Any) -> Outcome:
    """Somebody sends in the form of a tender."""
    asked = {"partnership": body.slug, "tender": f"tender-{next(_numbers)}", "title": title, **words}
    return body.say(who, RecordTender, **asked)


def sets_aside(body: Rehearsal, who: str, tender: str, reason: str = "") -> Outcome:
    """Somebody decides not to pursue a tender."""
    return body.say(who, SetAside, partnership=body.slug, tender=tender, reason=reason)


def takes_in(body: Rehearsal, *releases: Any, source: str = "file") -> Decision:
    """Releases are taken in, as `quorate tenders import` does."""
    raw = (
        releases[0]
        if releases and isinstance(releases[0], bytes)
        else json.dumps({"releases": releases}).encode()
    )
    outcome = body.secretary.perform(
        ImportNotices(
            workspace=body.workspace,
            partnership=body.slug,
            source=source,
            notices=read_package(raw).notices,
            received_at=body.clock.now(),
        )
    )
    assert isinstance(outcome, Decision)
    return outcome


def release(number: int = 1, **tender: Any) -> dict[str, Any]:
    """A release of a tender notice, with what a test says of its tender."""
    return {
        "ocid": f"ocds-abc-{number}",
        "id": f"{number}-1",
        "date": "2026-11-02T09:00:00Z",
        "tag": ["tender"],
        "buyer": {"name": "Devon County Council"},
        "tender": {
            "title": f"Skills for work {number}",
            "status": "active",
            "tenderPeriod": {"endDate": "2026-12-18T12:00:00Z"},
            "value": {"amount": 33721, "currency": "GBP"},
            **tender,
        },
    }


def listed(body: Rehearsal, who: str, which: str = ALIVE, page: int = 0) -> TendersPicture:
    """The list of tenders as somebody sees it."""
    return body.secretary.ask(
        ShowTenders(**_asking(body, who), partnership=body.slug, which=which, page=page)
    )


def seen(body: Rehearsal, who: str, tender: str) -> TenderPicture:
    """One tender as somebody sees it."""
    return body.secretary.ask(ShowTender(**_asking(body, who), partnership=body.slug, tender=tender))


def _asking(body: Rehearsal, who: str) -> dict[str, str]:
    return {"workspace": body.workspace, "team": body.team, "user": body.user(who)}


def tells(
    body: Rehearsal, who: str = OFFICER, tender: str = TENDER, intends: str = "To lead it.", **words: Any
) -> Outcome:
    """Members are told that a tender is considered."""
    return body.say(who, TellMembers, partnership=body.slug, tender=tender, intends=intends, **words)


def republished(body: Rehearsal, id: str, **tender: Any) -> Decision:
    """A later release of the first tender taken in."""
    return takes_in(
        body, release(**tender) | {"id": id, "date": "2026-11-06T09:00:00Z", "tag": ["tenderUpdate"]}
    )


def answers(body: Rehearsal, who: str, kind: str = INTEREST, tender: str = TENDER, **words: Any) -> Outcome:
    """Somebody answers the notice of a tender."""
    if kind == INTEREST:
        words.setdefault("competing", False)
    return body.say(who, AnswerTender, partnership=body.slug, tender=tender, kind=kind, **words)


def withdraws_interest(body: Rehearsal, who: str, tender: str = TENDER, **words: Any) -> Outcome:
    """Somebody withdraws an expression of interest."""
    return body.say(who, WithdrawAnswer, partnership=body.slug, tender=tender, **words)


def answered(body: Rehearsal, who: str = OFFICER, tender: str = TENDER, page: int = 0) -> AnswersPicture:
    """Who has answered, as somebody sees it."""
    return body.secretary.ask(
        ShowAnswers(**_asking(body, who), partnership=body.slug, tender=tender, page=page)
    )


def delivers(body: Rehearsal, organisation: str) -> None:
    """An organisation is a delivery partner from now on."""
    who = {"workspace": body.workspace, "partnership": body.slug, "organisation": organisation, "body": ""}
    with body.store.transaction() as connection:
        connection.execute(insert(roles).values(**who, id="role-partner", role="delivery partner"))


def own_answer(body: Rehearsal, who: str, tender: str = TENDER) -> TenderAnswer | None:
    """What the first organisation of somebody has answered, as they see it."""
    return seen(body, who, tender).own[0][1]
