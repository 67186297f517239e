"""The secretariat takes the pipeline away as a file, and posts what is to come into the channel as a picture and in words."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Connection, insert

from bot.presenters.messages import render
from bot.presenters.tenders.tenders import tenders_modal
from bot.presenters.tenders.timeline import in_plain_letters
from bot.store.entries import entries
from bot.store.entries.entry_tables import decisions
from bot.store.tenders.bid_tables import tender_steps
from bot.workflows.decisions import Refused, Setting
from bot.workflows.tenders.pipeline import ExportPipeline, ShareTimeline
from bot.workflows.tenders.tender_interest import COMPETING
from bot.workflows.tenders.tender_notice import TellMembers
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.bidding import moves, steps
from tests.spec.tenders.tendering import CHAIR, MEMBER, OFFICER, OTHER_MEMBER, answers, listed, records


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


def test_the_file_says_who_is_in_who_has_declared_and_how_many_are_silent_by_stage(clesp: Rehearsal) -> None:
    """C12, C18, C33: what a secretariat asks of each tender, those considered first."""
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    told(clesp, 2, "Advice in schools", datetime(2026, 12, 19, 12, tzinfo=UTC))
    answer(steps(clesp, OFFICER, "delivery partners called", tender="tender-p1"))
    answer(moves(clesp, OFFICER, "working up", tender="tender-p1"))
    answer(answers(clesp, MEMBER, tender="tender-p1"))
    answer(answers(clesp, OTHER_MEMBER, COMPETING, tender="tender-p1", words="Elsewhere."))
    answer(clesp.say(OFFICER, ExportPipeline, partnership="clesp"))
    (notice,) = clesp.notices("PipelineNotice")
    (file,) = render("PipelineNotice", notice.data, partnership="clesp").enclosures
    first, second = csv.DictReader(StringIO((file.content or b"").decode("utf-8-sig")))
    assert [(each["Title"], each["Stage"]) for each in (first, second)] == [
        ("Advice in schools", "considering"),
        ("Skills for work", "working up"),
    ]
    assert second["Interested"] == "Gloucestershire Association for Voluntary and Community Action"
    assert second["In another bid"] == "Voscur"
    assert second["Waits for"] == ""
    members = int(first["Have not answered"])
    assert int(second["Have not answered"]) == members - 2 > 0
    assert first["Waits for"] == "delivery partners called"


def test_what_has_passed_is_last_in_the_list_so_that_old_contracts_do_not_push_out_what_is_ahead(
    clesp: Rehearsal,
) -> None:
    """C18: what has a deadline ahead first, then what has none, then what has passed."""
    for number, day in enumerate(("2026-11-10", "2026-12-18", "", "2026-11-12", "2026-12-01"), start=1):
        told(clesp, number, f"For {day}", datetime.fromisoformat(f"{day}T12:00:00Z") if day else None)
    clesp.clock.set(datetime(2026, 11, 20, 12, tzinfo=UTC))
    shown = [each.title for each in listed(clesp, MEMBER).tenders]
    assert shown == ["For 2026-12-01", "For 2026-12-18", "For", "For 2026-11-10", "For 2026-11-12"]


def test_the_list_says_to_the_secretariat_how_each_stands_and_to_a_member_its_own_answer_alone(
    clesp: Rehearsal,
) -> None:
    """C12, C18, C33: nothing of what others answered is shown to a member."""
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    told(clesp, 2, "Advice in schools", None)
    answer(answers(clesp, MEMBER, tender="tender-p1"))
    answer(answers(clesp, OTHER_MEMBER, COMPETING, tender="tender-p1", words="Elsewhere."))
    kept = words(tenders_modal(listed(clesp, OFFICER))["blocks"])
    assert "2 considering" in kept
    assert "Waits for: delivery partners called · 1 interested · 1 in another bid · 9 silent" in kept
    own = words(tenders_modal(listed(clesp, MEMBER))["blocks"])
    assert "Gloucestershire Association for Voluntary and Community Action answered: an interest" in own
    assert "Gloucestershire Association for Voluntary and Community Action has not answered yet" in own
    for others in ("Waits for", "interested", "another bid", "Voscur", "silent", "2 considering"):
        assert others not in own


def test_who_did_not_answer_is_not_said_once_there_is_nothing_to_answer(clesp: Rehearsal) -> None:
    """C18."""
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    answer(steps(clesp, OFFICER, "delivery partners called", tender="tender-p1"))
    for stage in ("submitted", "won"):
        answer(moves(clesp, OFFICER, stage, tender="tender-p1"))
    for who in (OFFICER, MEMBER):
        said = words(tenders_modal(listed(clesp, who))["blocks"])
        assert "T2026/1, won" in said
        assert not any(each in said for each in ("silent", "interested", "not answer"))


def test_a_chair_in_another_bid_sees_its_own_answer_and_nothing_of_how_that_bid_stands(
    clesp: Rehearsal,
) -> None:
    """C33."""
    told(clesp, 1, "Skills for work", datetime(2026, 12, 18, 12, tzinfo=UTC))
    answer(answers(clesp, CHAIR, COMPETING, tender="tender-p1", words="We bid elsewhere."))
    said = words(tenders_modal(listed(clesp, CHAIR))["blocks"])
    assert "answered: a competing bid" in said
    assert "Waits for" not in said
    assert "silent" not in said


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


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("🎓 Skills bootcamp 🚀 for Devon", "Skills bootcamp for Devon"),
        ("تدريب المهارات للشباب", "…"),
        ("Łódź and 日本語 learning in Ynys Môn", "Lodz and … learning in Ynys Mon"),
        ("“Advice” – £500\tor more", '"Advice" - GBP 500 or more'),
        ("Skills for work", "Skills for work"),
    ],
)
def test_letters_that_cannot_be_drawn_are_left_out_of_the_picture_and_stand_in_the_words_beside_it(
    clesp: Rehearsal, typed: str, drawn: str
) -> None:
    """No row of empty boxes where a title has pictures, or is in another script."""
    assert in_plain_letters(typed) == drawn
    told(clesp, 1, typed, datetime(2026, 12, 18, 12, tzinfo=UTC))
    answer(clesp.say(OFFICER, ShareTimeline, partnership="clesp"))
    (notice,) = clesp.notices("TimelineNotice")
    assert " ".join(typed.split()) in words(render("TimelineNotice", notice.data, partnership="clesp").blocks)


def test_what_is_behind_does_not_crowd_out_what_is_to_come(clesp: Rehearsal) -> None:
    """The picture has room for twenty: what has passed, was sent in or won is not of its three months."""
    for number in range(1, 22):
        told(clesp, number, f"Long over {number}", datetime(2026, 11, 20, 12, tzinfo=UTC))
    told(clesp, 22, "Still ahead", datetime(2026, 12, 18, 12, tzinfo=UTC))
    told(clesp, 23, "Won, and no deadline known", None)
    answer(steps(clesp, OFFICER, "delivery partners called", tender="tender-p23"))
    for stage in ("submitted", "won"):
        answer(moves(clesp, OFFICER, stage, tender="tender-p23"))
    clesp.clock.set(datetime(2026, 11, 20, 12, tzinfo=UTC))
    answer(clesp.say(OFFICER, ShareTimeline, partnership="clesp"))
    (notice,) = clesp.notices("TimelineNotice")
    assert [each["title"] for each in notice.data["bars"]] == ["Still ahead"]
    assert notice.data["left_out"] == 0
    clesp.clock.set(datetime(2026, 12, 18, 12, tzinfo=UTC))
    assert isinstance(clesp.say(OFFICER, ShareTimeline, partnership="clesp"), Refused)


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
