"""A message in the channel has the same buttons for everybody; whoever may not use one is told so, and what they can do instead."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from bot.store.tables import outbox
from bot.workflows.elections.live_ballots import ShowBallot
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.questions import ShowMotion
from bot.workflows.room.in_the_channel import ShowSession
from bot.workflows.tenders.pipeline import ShareTimeline
from tests import electing
from tests.handlers.slack import Slack
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY
from tests.spec.deciding.named import carries, names
from tests.spec.meetings.calling import books, moves
from tests.spec.meetings.sending import circulates, ready
from tests.spec.tenders.tendering import TENDER, records, tells

Workspace = Callable[[Any, StoppedClock], Slack]
Pressed = tuple[
    str, str, str, str
]  # the notice, the button, who pressed it, and what is wrong with the answer
OBSERVER, STRANGER = (
    "mirela-costin",
    "U0NOBODY",
)  # Harbour, which attends as observer; and an account in no register
ADOPTED = ("interests.effect", "quorum.withdrawn")
# What an observer is asked, or may say or look for, as anybody else who is called to a meeting (K31, K30, L18).
THEIRS = (
    ids.REPLY_COMING,
    ids.REPLY_REMOTE,
    ids.REPLY_CANNOT,
    ids.OPEN_APOLOGIES,
    ids.OPEN_DECLARE,
    ids.OPEN_OPT_OUT,
    ids.OPEN_DECISIONS,
)


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, with a word in its channel already."""
    return rehearse(store, clock, "clpp", adopting=ADOPTED)


def before_a_meeting(body: Rehearsal) -> None:
    """A meeting is booked and moved, its papers have gone round, a chair is being elected, and a tender is considered."""
    answer(books(body, "2026-06-11 14:00"))
    ready(body)
    answer(circulates(body))
    answer(moves(body, "2026-06-18 14:00"))
    answer(electing.opens(body, SECRETARY))
    answer(records(body, SECRETARY, tender=TENDER, deadline=datetime(2026, 7, 1, 12, tzinfo=UTC)))
    answer(tells(body, SECRETARY, wider=True))
    answer(body.say(SECRETARY, ShareTimeline, partnership=body.slug))


def in_session(body: Rehearsal) -> None:
    """A motion is carried, one is open, in one consensus is sought, and the quorum is lost."""
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(body.puts(CHAIR))
    carries(body)
    answer(body.puts(CHAIR, motion="motion-open"))
    answer(body.seeks(CHAIR, motion="motion-sought"))
    for each in ("kent-council", "medway-council"):
        answer(body.departs(CHAIR, each))


def afterwards(body: Rehearsal) -> None:
    """The meeting is closed, a decision is void, and the partnership is to be dissolved."""
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(body.puts(CHAIR))
    carries(body)
    answer(names(body, "dissolution", dissolved="the partnership", motion="motion-2"))
    carries(body, "motion-2")
    answer(body.closes_meeting(CHAIR))
    void = {"decision": "D2026/1", "becomes": "void", "reason": "It was put in error"}
    answer(body.say(SECRETARY, CorrectDecision, partnership=body.slug, **void))


STAGES: dict[
    str, tuple[Callable[[Rehearsal], None], set[str]]
] = {  # what happened, and what the channel heard of it
    "before a meeting": (
        before_a_meeting,
        {
            "WelcomeNotice",
            "MeetingNotice",
            "PapersNotice",
            "ElectionBallotNotice",
            "PublicTenderNotice",
            "TimelineNotice",
        },
    ),
    "in session": (in_session, {"MeetingInSessionNotice", "MotionNotice", "ResultNotice", "NoQuorumNotice"}),
    "afterwards": (afterwards, {"MeetingClosedNotice", "DecisionChangedNotice", "DissolutionNotice"}),
}


@pytest.mark.parametrize("stage", STAGES)
def test_every_button_in_the_channel_answers_an_observer_and_a_stranger(
    stage: str, clpp: Rehearsal, clock: StoppedClock, workspace: Workspace
) -> None:
    """V11, L18: no form is opened that would only be refused when it is sent in, and a refusal says what can be done instead."""
    happens, heard = STAGES[stage]
    happens(clpp)
    slack = workspace(clpp.secretary, clock)
    shown = list(in_the_channel(clpp))
    assert heard <= {kind for kind, _ in shown}
    offenders = [
        (kind, each["text"]["text"], who, wrong)
        for kind, buttons in shown
        for each in buttons
        for who in (OBSERVER, STRANGER)
        if (wrong := fault(slack, clpp, who, each))
    ]
    assert offenders == [], "\n".join(map(str, offenders))


def in_the_channel(body: Rehearsal) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every message in the channel, by its kind, and its buttons."""
    with body.store.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.recipient == "C0CLPP")).all()
    asking = {"workspace": body.workspace, "team": body.team, "user": ""}
    for row in rows:
        picture: Any = None
        if row.kind == "MotionNotice":
            picture = body.secretary.ask(ShowMotion(**asking, motion=row.subject))
        elif row.kind == "MeetingInSessionNotice":
            picture = body.secretary.ask(ShowSession(**asking, partnership=body.slug, meeting=row.subject))
        elif row.kind == "ElectionBallotNotice":
            picture = body.secretary.ask(ShowBallot(**asking, ballot=row.subject))
        blocks = render(row.kind, row.data, picture, partnership=body.slug).blocks
        yield row.kind, [each for block in blocks if block["type"] == "actions" for each in block["elements"]]


def fault(slack: Slack, body: Rehearsal, who: str, button: dict[str, Any]) -> str:
    """What is wrong with what somebody is answered who presses a button that is not for them; empty where nothing is."""
    slack.calls.clear()
    slack.posted.clear()
    before = len(body.happened())
    slack.press(body.user(who), button)
    theirs = who == OBSERVER and ids.base(button["action_id"]) in THEIRS
    if len(body.happened()) > before and not theirs:
        return "something was recorded"
    forms = [call["view"] for _, call in slack.calls if "view" in call]
    if forms:
        return "" if theirs or "submit" not in forms[-1] else f"a form: {forms[-1]['title']['text']}"
    if not slack.posted:
        return "no answer"
    paragraphs = [each for each in slack.posted[-1][1]["blocks"] if each["type"] == "rich_text"]
    if "went wrong" in slack.said():
        return slack.said()
    return "" if len(paragraphs) > 1 or theirs else f"it says nothing of what can be done: {slack.said()}"
