"""A motion's message while people vote: who has and who has not, how long there is, and a long text in any language whole."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.local_slack.blockkit import message_block_faults
from bot.presenters.messages import render
from bot.store.session import Store
from tests.handlers.slack import Slack
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    IN_THE_ROOM,
    TOWN_TERMS,
    VOICE,
    represented,
    town,
)

Workspace = Callable[[Any, StoppedClock], Slack]
WELSH = "Bod y bartneriaeth yn cymeradwyo’r cais ar y cyd, ŵyl a thŷ ysgol ŷd 🏴󠁧󠁢󠁷󠁬󠁳󠁿🐉👩‍👩‍👧‍👦 "


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


def blocks(body: Rehearsal) -> list[dict[str, Any]]:
    """The motion's message as it stands now; the strict workspace has nothing against it."""
    [notice] = body.notices("MotionNotice")
    picture = body.sees(notice.data["motion"])
    shown = render("MotionNotice", notice.data, picture, partnership=body.slug).blocks
    assert message_block_faults(shown) == []
    return shown


def test_it_shows_who_has_not_voted_where_the_terms_show_who_has(store: Store, clock: StoppedClock) -> None:
    """V7: by name, until the vote is closed."""
    shown = '\n[voting.show_votes]\nvalue = "who"\nclause = "13"\nwords = "Votes are open."\n'
    body = town(store, clock, terms=TOWN_TERMS + shown)
    chair = represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(chair))
    answer(body.votes(represented("org-2"), "for"))
    said = words(blocks(body))
    assert (
        "1 of 3 organisations have voted: Organisation 2. Not yet: Organisation 1 and Organisation 3." in said
    )
    answer(body.closes(chair))
    assert "Not yet" not in words(blocks(body))


def test_it_shows_how_many_have_not_where_the_terms_show_no_more(store: Store, clock: StoppedClock) -> None:
    """V7: a number, and no name."""
    hidden = '\n[voting.show_votes]\nvalue = "how many"\nclause = "13"\nwords = "Votes are private."\n'
    body = town(store, clock, terms=TOWN_TERMS + hidden)
    chair = represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(chair))
    answer(body.votes(represented("org-2"), "for"))
    said = words(blocks(body))
    assert "1 of 3 organisations have voted. 2 have not." in said
    assert "Organisation 2" not in said


def test_the_time_left_is_counted_by_slack_for_each_reader(store: Store, clock: StoppedClock) -> None:
    """V9: in words by the partnership's clock, and as a date of Slack's that is never out of date."""
    body = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    closes = clock.now() + timedelta(days=7)
    answer(body.puts(represented("org-1"), how="between meetings", closes_at=closes))
    shown = blocks(body)
    assert "Open until Thursday 30 April 2026 at 10:00" in words(shown)
    [date] = [
        run
        for block in shown
        if block["type"] == "rich_text"
        for section in block["elements"]
        for run in section["elements"]
        if run["type"] == "date"
    ]
    assert date["timestamp"] == int(closes.timestamp())
    assert "{ago}" in date["format"]
    assert date["fallback"] == "Thursday 30 April 2026 at 10:00"


def test_a_motion_of_three_thousand_characters_in_welsh_with_emoji_stands_whole(
    store: Store, clock: StoppedClock, workspace: Workspace
) -> None:
    """N2: every character as typed, from the form to the message, open and decided."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    slack = workspace(body.secretary, clock)
    text = (WELSH * 60)[:3000].strip()
    chair = body.user(CHAIR)
    slack.command(chair, ids.VOTE, "", channel="C0CLPP")
    done = slack.submit(chair, slack.opened(), {"text": text})
    assert "is put to" in words(done.view["blocks"])
    [motion] = [each.data["motion"] for each in body.notices("MotionNotice")]
    quoted = [
        run["text"]
        for block in blocks(body)
        if block["type"] == "rich_text" and block["elements"][0]["type"] == "rich_text_quote"
        for run in block["elements"][0]["elements"]
    ]
    assert "".join(quoted) == text
    for organisation in IN_THE_ROOM:
        answer(body.stands(VOICE[organisation], "agree", motion=motion))
    answer(body.ends_round(CHAIR, motion=motion))
    assert "Carried by consensus" in words(blocks(body))


def test_turnout_stands_as_a_bar_and_in_words_while_a_vote_or_a_round_is_open(
    store: Store, clock: StoppedClock
) -> None:
    """V7, K27: at a glance, and in words for those who cannot see it so; never full before everybody has voted."""
    body = town(store, clock, 3)
    chair = represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(chair))
    assert "Voted ░░░░░░░░░░░░░░░░░░░░ 0 of 3" in words(blocks(body))
    answer(body.votes(represented("org-2"), "for"))
    said = words(blocks(body))
    assert "Voted ██████░░░░░░░░░░░░░░ 1 of 3" in said
    assert said.index("Voted █") < said.index("1 of 3 organisations have voted") < said.index("Put by")
    answer(body.votes(represented("org-1"), "for"))
    answer(body.votes(represented("org-3"), "against"))
    assert "Voted ████████████████████ 3 of 3" in words(blocks(body))
    answer(body.closes(chair))
    assert "Voted █" not in words(blocks(body))


def test_the_positions_of_a_round_stand_as_a_bar_too(store: Store, clock: StoppedClock) -> None:
    """K27."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(body.puts(CHAIR, how="consensus", consensus_sought=False))
    answer(body.stands(VOICE[IN_THE_ROOM[0]], "agree"))
    assert f"Answered ███░░░░░░░░░░░░░░░░░ 1 of {len(IN_THE_ROOM)}" in words(blocks(body))


def test_before_the_vote_is_closed_the_chair_is_told_how_many_have_voted_and_who_has_not(
    store: Store, clock: StoppedClock
) -> None:
    """V7: by name where the terms show who has voted, and as a number where they show no more."""
    shown = '\n[voting.show_votes]\nvalue = "who"\nclause = "13"\nwords = "Votes are open."\n'
    body = town(store, clock, 3, terms=TOWN_TERMS + shown)
    chair = represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(chair))
    answer(body.votes(represented("org-2"), "for"))
    asked = asked_before_closing(body)
    assert asked.startswith(
        "1 of 3 organisations have voted. Not yet: Organisation 1 and Organisation 3. The votes as they stand"
    )
    for each in ("org-1", "org-3"):
        answer(body.votes(represented(each), "for"))
    assert asked_before_closing(body).startswith("Everybody who has a vote has voted.")


def test_where_only_how_many_is_shown_the_chair_is_told_how_many_have_not(
    store: Store, clock: StoppedClock
) -> None:
    """V7."""
    hidden = '\n[voting.show_votes]\nvalue = "how many"\nclause = "13"\nwords = "Votes are private."\n'
    body = town(store, clock, 3, terms=TOWN_TERMS + hidden)
    chair = represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    answer(body.puts(chair))
    answer(body.votes(represented("org-2"), "for"))
    assert asked_before_closing(body).startswith("1 of 3 organisations have voted; 2 have not.")


def asked_before_closing(body: Rehearsal) -> str:
    """The question asked of whoever presses “Close the vote”; Slack takes 300 characters of it."""
    [close] = [
        each
        for block in blocks(body)
        for each in block.get("elements", [])
        if each.get("action_id") == ids.CLOSE_VOTE
    ]
    return str(close["confirm"]["text"]["text"])
