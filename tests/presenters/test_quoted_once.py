"""A clause is quoted once on a screen, and of what is said of a quorum only the first sentence is bold."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from bot.presenters.answers import answer_message, clause_words
from bot.presenters.blocks import quoted_once, small
from bot.presenters.messages import render
from bot.presenters.room.room import room_modal
from bot.presenters.room.room_notices import session_message
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer, Detail
from tests.presenters.reading import words
from tests.presenters.samples import messages, views
from tests.presenters.samples_room import notices, room_picture, session_picture

PAPERS = Clause("4.9", "All papers should reach members at least a week in advance of the meeting")
LONG = Clause("4.6", "Quorum will consist of at least one representative from each sector. " * 60)
QUORUM = (
    "Not quorate: nobody from further education is present. Clause 4.6 is read so: the sectors are three."
)
FOLLOWS = "Decisions are provisional. A quorate meeting ratifies them (4.7)."


def test_no_screen_and_no_message_quotes_a_clause_twice() -> None:
    shown = [
        *((str(each.get("callback_id")), each["blocks"]) for each in views(count=9)),
        *((each.text, each.blocks) for each in messages(count=9)),
    ]
    offenders = [(where, quote) for where, blocks in shown for quote in quoted_twice(blocks)]
    assert offenders == []


def quoted_twice(blocks: list[dict[str, Any]]) -> list[str]:
    """The clauses that stand there twice in the words of the document."""
    lines = [each["text"] for block in blocks if block["type"] == "context" for each in block["elements"]]
    return [
        text for text, often in Counter(lines).items() if often > 1 and re.match(r"Clause [^:]+: “", text)
    ]


def test_the_second_time_a_clause_stands_there_by_its_number() -> None:
    """G6: each deadline keeps its clause."""
    answer = Answer("It is booked.", details=(Detail("Papers.", PAPERS), Detail("Items.", PAPERS)))
    said = words(answer_message(answer).blocks)
    assert said.count(PAPERS.words) == 1
    assert said.splitlines()[-1].strip() == "Clause 4.9"


def test_a_clause_longer_than_a_line_of_slack_is_not_left_in_pieces() -> None:
    twice = quoted_once([*small(clause_words(LONG)), *small(clause_words(LONG), "The roll.")])
    assert [each["text"] for each in twice[-1]["elements"]] == ["Clause 4.6", "The roll."]
    pieces = [
        each["text"] for block in quoted_once(small(*[clause_words(LONG)] * 9)) for each in block["elements"]
    ]
    assert pieces[2:] == ["Clause 4.6"] * 8


def bold_of(blocks: list[dict[str, Any]]) -> list[str]:
    """What is set in bold."""
    return [
        run["text"]
        for block in blocks
        if block["type"] == "rich_text"
        for section in block["elements"]
        for run in section["elements"]
        if run.get("style", {}).get("bold")
    ]


def test_of_the_quorum_the_first_sentence_is_bold_in_the_message_of_the_meeting() -> None:
    """K32: whether there is one, at a glance; how it is counted stands beside it."""
    picture = session_picture(QUORUM, "CLPP", follows=FOLLOWS)
    blocks = session_message(picture).blocks
    assert bold_of(blocks)[-1] == "Not quorate: nobody from further education is present."
    assert f"{QUORUM} {FOLLOWS}" in words(blocks)


def test_of_what_follows_without_a_quorum_the_first_sentence_is_bold() -> None:
    """K33."""
    data = notices(QUORUM, "CLPP")["NoQuorumNotice"] | {"follows": FOLLOWS}
    message = render("NoQuorumNotice", data, partnership="clpp")
    assert bold_of(message.blocks)[-1] == "Decisions are provisional."
    assert FOLLOWS in words(message.blocks)


def test_of_the_quorum_the_first_sentence_is_bold_in_the_room_too() -> None:
    """K32."""
    blocks = room_modal(replace(room_picture("CLPP", 1, "A sentence."), quorum=QUORUM))["blocks"]
    assert "Not quorate: nobody from further education is present." in bold_of(blocks)  # type: ignore[arg-type]
    assert QUORUM in words(blocks)  # type: ignore[arg-type]
