"""A hostile notice, a deadline that moves under the answers, and one that passes while nobody is there."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from bot.store.tables import outbox
from bot.ticking import tick
from bot.workflows.questions import ShowHome
from bot.workflows.tenders.pipeline import ExportPipeline, ShareTimeline
from bot.workflows.tenders.tender_interest import NOT_FOR_US
from bot.workflows.tenders.tender_proof import ExportTenderProof
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.presenters.reading import live, pinging
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.conftest import DEADLINE
from tests.spec.tenders.tendering import (
    CHAIR,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    TENDER,
    answered,
    answers,
    listed,
    own_answer,
    release,
    republished,
    seen,
    sets_aside,
    takes_in,
    tells,
)

HOSTILE = '<!channel> =HYPERLINK("http://evil.example","press")'


def sent(body: Rehearsal) -> list[Any]:
    """Everything in the outbox."""
    with body.store.reading() as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)))


def hostile(body: Rehearsal) -> str:
    """A tender from a portal whose publisher means harm: its id."""
    takes_in(
        body,
        release(title=HOSTILE, description=f"@SUM(1) <@U1> {HOSTILE}") | {"buyer": {"name": f"+{HOSTILE}"}},
    )
    return listed(body, OFFICER, FOUND_ONES).tenders[0].id


def test_a_title_that_would_ping_and_calculate_does_neither_in_any_message_or_file(
    store: Store, clock: StoppedClock
) -> None:
    """From the feed to the last message: told, asked again, answered, changed, listed, drawn, proved and set aside."""
    body = rehearse(store, clock, "clesp", adopting=("bids.interest_window", "bids.chased"))
    tender = hostile(body)
    answer(tells(body, tender=tender, intends=HOSTILE, wider=True))
    clock.set(datetime(2026, 11, 9, 9, tzinfo=UTC))
    tick(store, body.secretary, clock)
    answer(answers(body, MEMBER, tender=tender, details={"offered": HOSTILE}))
    republished(body, "1-2", title=HOSTILE, tenderPeriod={"endDate": "2026-12-01T12:00:00Z"})
    answer(body.say(OFFICER, ExportPipeline, partnership=body.slug))
    answer(body.say(OFFICER, ShareTimeline, partnership=body.slug))
    answer(body.say(OFFICER, ExportTenderProof, partnership=body.slug, tender=tender))
    answer(sets_aside(body, OFFICER, tender, HOSTILE))
    rendered = [render(each.kind, each.data, partnership=body.slug) for each in sent(body)]
    kinds = {each.kind for each in sent(body)}
    assert {"TenderNotice", "TenderReminderNotice", "TenderChangedNotice", "PublicTenderNotice"} <= kinds
    for message in rendered:
        assert list(live(message.blocks)) == []
        assert list(pinging(message.text)) == []
    files = [file for message in rendered for file in message.enclosures if file.content]
    assert len(files) == 3
    for file in files:
        content = file.content or b""
        if content.startswith(b"\x89PNG"):
            assert Image.open(io.BytesIO(content)).size[0] > 100
            continue
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []


def test_a_deadline_brought_forward_past_answers_leaves_them_as_they_came(clesp: Rehearsal) -> None:
    """An interest that came in time stays in time; what comes from now on is late by the new deadline, and kept."""
    takes_in(clesp, release())
    (tender,) = (each.id for each in listed(clesp, OFFICER, FOUND_ONES).tenders)
    answer(tells(clesp, tender=tender))
    answer(answers(clesp, MEMBER, tender=tender, details={"offered": "Classes."}))
    clesp.clock.turn(days=2)
    republished(clesp, "1-2", tenderPeriod={"endDate": "2026-11-06T12:00:00Z"})
    changed = clesp.notices("TenderChangedNotice")
    assert clesp.user(MEMBER) in {each.recipient for each in changed}
    assert all(each.data["earlier"] for each in changed)
    answer(answers(clesp, OTHER_MEMBER, tender=tender))
    first, second = own_answer(clesp, MEMBER, tender), own_answer(clesp, OTHER_MEMBER, tender)
    assert first is not None and second is not None
    assert (first.late, first.details) == ("", {"offered": "Classes."})
    assert second.late == "deadline"
    assert {each.answer.late for each in answered(clesp, tender=tender).rows if each.answer} == {
        "",
        "deadline",
    }


def test_a_deadline_that_passed_while_nobody_was_there_is_told_and_asks_nobody_anything(
    told: Rehearsal, store: Store
) -> None:
    """A reminder that waited is withdrawn unsent, none is added, and the secretariat finds it on App Home."""
    told.clock.set(datetime(2026, 11, 9, 9, tzinfo=UTC))
    tick(store, told.secretary, told.clock)
    waiting = [each for each in sent(told) if each.kind == "TenderReminderNotice"]
    assert {each.state for each in waiting} == {"pending"}
    told.clock.set(DEADLINE + timedelta(days=3))
    tick(store, told.secretary, told.clock)
    after = [each for each in sent(told) if each.kind == "TenderReminderNotice"]
    assert len(after) == len(waiting)
    assert {each.state for each in after} == {"withdrawn"}
    shown = told.secretary.ask(ShowHome(workspace=told.workspace, team=told.team, user=told.user(OFFICER)))
    (part,) = shown.parts
    passed = [each.words for each in part.asks if "its deadline passed" in each.words]
    assert passed == [
        "T2026/1 “Advice in schools”: its deadline passed on Friday 18 December 2026 at 12:00, and it is still considering."
    ]


def test_what_is_answered_after_such_a_deadline_is_kept_and_told_as_late(told: Rehearsal) -> None:
    told.clock.set(DEADLINE + timedelta(days=3))
    answer(answers(told, MEMBER))
    answer(answers(told, OTHER_MEMBER, NOT_FOR_US))
    late = told.notices("TenderAnswerNotice")
    assert {each.data["late"] for each in late} == {"deadline"}
    assert told.user(OFFICER) in {each.recipient for each in late}
    assert seen(told, CHAIR, TENDER).tender is not None
