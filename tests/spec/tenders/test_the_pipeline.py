"""The secretariat takes the pipeline away as a file, and posts what is to come into the channel as a picture and in words."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Connection, insert

from bot.presenters.messages import render
from bot.store import entries
from bot.store.bid_tables import tender_steps
from bot.store.entry_tables import decisions
from bot.workflows.decisions import Refused, Setting
from bot.workflows.pipeline import ExportPipeline, ShareTimeline
from bot.workflows.tender_interest import COMPETING
from bot.workflows.tender_notice import TellMembers
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.tendering import CHAIR, MEMBER, OFFICER, answers, records


def told(body: Rehearsal, number: int, title: str, deadline: datetime | None) -> None:
    """A tender that members have been told of."""
    answer(records(body, OFFICER, title, tender=f"tender-p{number}", deadline=deadline))
    answer(
        body.say(
            OFFICER,
            TellMembers,
            partnership=body.slug,
            tender=f"tender-p{number}",
            intends="To bid together.",
        )
    )


def test_the_pipeline_is_a_file_with_what_each_tender_waits_for(clesp: Rehearsal) -> None:
    """C12, C18: safe to open in a spreadsheet."""
    told(clesp, 1, "=HYPERLINK(1) <!channel>", datetime(2026, 12, 18, 12, tzinfo=UTC))
    answer(clesp.say(OFFICER, ExportPipeline, partnership="clesp"))
    (notice,) = clesp.notices("PipelineNotice")
    assert notice.recipient == clesp.user(OFFICER)
    (file,) = render("PipelineNotice", notice.data, partnership="clesp").enclosures
    header, line = (file.content or b"").decode("utf-8-sig").splitlines()
    assert header.startswith("Tender,Title,Stage")
    assert "'=HYPERLINK(1) <!channel>,considering" in line
    assert "2026-12-18 12:00" in line
    assert "delivery partners called" in line


def test_the_next_three_months_are_posted_as_a_picture_and_in_words(clesp: Rehearsal) -> None:
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    told(clesp, 2, "Digital inclusion in Ynys Môn", None)
    answer(records(clesp, OFFICER, "Not told of yet"))
    answer(clesp.say(OFFICER, ShareTimeline, partnership="clesp"))
    (notice,) = clesp.notices("TimelineNotice")
    assert notice.recipient.startswith("C")
    message = render("TimelineNotice", notice.data, partnership="clesp")
    said = str(message.blocks)
    assert "bids by Friday 18 December 2026 at 12:00" in said
    assert "bids by no deadline" not in said
    assert "no deadline known" in said
    assert "Not told of yet" not in said
    (file,) = message.enclosures
    with Image.open(BytesIO(file.content or b"")) as picture:
        assert (picture.format, picture.mode) == ("PNG", "L")  # shades of grey: nothing is said by colour
        assert picture.width == 1200


def test_nothing_to_show_is_said(clesp: Rehearsal) -> None:
    for command in (ExportPipeline, ShareTimeline):
        assert isinstance(clesp.say(OFFICER, command, partnership="clesp"), Refused)


def test_the_pipeline_is_for_the_secretariat_and_the_chair(clesp: Rehearsal) -> None:
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    for command in (ExportPipeline, ShareTimeline):
        assert isinstance(clesp.say(MEMBER, command, partnership="clesp"), Refused)


def test_the_same_day_gives_the_same_picture(clesp: Rehearsal) -> None:
    """So it is uploaded once, however often it is asked for."""
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    for _ in range(2):
        answer(clesp.say(OFFICER, ShareTimeline, partnership="clesp"))
    keys = {
        render("TimelineNotice", each.data, partnership="clesp").enclosures[0].key
        for each in clesp.notices("TimelineNotice")
    }
    assert len(keys) == 1
    assert date.fromisoformat(clesp.notices("TimelineNotice")[0].data["first"]) == date(2026, 11, 5)


def test_a_chair_who_is_kept_away_from_a_bid_does_not_take_it_away(clesp: Rehearsal) -> None:
    """C33: its stage, its value and what it waits for stand in neither the file nor the picture."""
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    told(clesp, 2, "Advice in schools", datetime(2026, 12, 18, 12, tzinfo=UTC))
    answer(answers(clesp, CHAIR, COMPETING, tender="tender-p1", words="We bid elsewhere."))
    for command in (ExportPipeline, ShareTimeline):
        answer(clesp.say(CHAIR, command, partnership="clesp"))
    (file,), (picture,) = clesp.notices("PipelineNotice"), clesp.notices("TimelineNotice")
    assert [each["title"] for each in file.data["rows"]] == ["Advice in schools"]
    assert [each["title"] for each in picture.data["bars"]] == ["Advice in schools"]


def entered(body: Rehearsal) -> dict[str, Any]:
    """A row of the register of decisions."""
    said = ("kind", "text", "why", "clause", "clause_words", "quorum", "becomes", "reason")
    counted = ("entitled", "present", "withdrawn", "voted", "notes")
    return {
        "workspace": body.workspace,
        "partnership": body.slug,
        "id": "entry-1",
        "year": 2026,
        "number": 1,
        "what": "vote",
        "status": "carried",
        "terms_version": 1,
        "decided_at": body.clock.now(),
        **dict.fromkeys(said, ""),
        **{name: [] for name in counted},
    }


def test_the_register_of_decisions_is_read_once_however_many_tenders_rest_on_it(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C12."""
    for number in range(1, 4):
        told(clesp, number, f"Skills {number}", None)
    with clesp.store.transaction() as connection:
        connection.execute(insert(decisions).values(**entered(clesp)))
        connection.execute(
            insert(tender_steps),
            [
                {
                    "workspace": clesp.workspace,
                    "partnership": "clesp",
                    "tender": f"tender-p{number}",
                    "step": "final bid approved",
                    "decision": "entry-1",
                    "taken_on": date(2026, 11, 5),
                    "words": "",
                    "recorded_at": clesp.clock.now(),
                }
                for number in range(1, 4)
            ],
        )
    read: list[str] = []
    whole = entries.entries_of

    def counting(connection: Connection, setting: Setting) -> object:
        read.append(setting.partnership)
        return whole(connection, setting)

    monkeypatch.setattr(entries, "entries_of", counting)
    answer(clesp.say(OFFICER, ExportPipeline, partnership="clesp"))
    assert read == ["clesp"]
