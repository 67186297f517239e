"""Papers from the form to the members' messages: fetched, kept, sent round once to each, with the proof of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.delivery import Delivery
from bot.presenters.messages import render
from bot.secretary import Secretary
from bot.store.session import Store
from bot.workflows.papers.paper_checks import SubmittedFile
from bot.workflows.papers.service import Service
from tests.delivery.slack_stub import HANGS_UP_AFTER, Page, SlackStub, refused
from tests.rehearsal import MEETING, Rehearsal, answer, rehearse
from tests.spec.meetings.calling import SECRETARY, books, told
from tests.spec.meetings.sending import (
    MEMBER,
    channel,
    circulates,
    decides,
    paper,
    proof,
    rounds,
    submits,
)

REPORT = b"%PDF the report"
PATH = "/files-pri/T0QUORATE-F7/download/report.pdf"


class Post:
    """CLPP, a Slack that does as it is told, and a delivery between them."""

    def __init__(self, store: Store, clock: StoppedClock, real: StoppedClock, slack: SlackStub) -> None:
        self.body: Rehearsal = rehearse(store, clock, "clpp")
        self.clock, self.real, self.slack = clock, real, slack
        self.delivery = Delivery(
            store,
            Secretary(store, clock),
            lambda workspace: slack.client(),
            render,
            clock,
            real=real,
            jitter=lambda: 0.5,
        )

    def deliver_for(self, seconds: float) -> None:
        """Let so much real time go by, delivering all the while; governance time goes with it."""
        until = self.real.now() + timedelta(seconds=seconds)
        while self.real.now() < until:
            self.delivery.deliver_once()
            self.real.turn(seconds=1)

    def submits(self) -> None:
        """A member submits a file, and the secretariat accepts it."""
        self.slack.pages[PATH] = Page(REPORT)
        file = SubmittedFile(
            "F7", "report.pdf", "application/pdf", len(REPORT), f"{self.slack.address}{PATH}"
        )
        answer(submits(self.body, MEMBER, files=(file,)))
        answer(decides(self.body))

    def came(self, person: str) -> list[str]:
        """The papers that somebody has in their messages."""
        return [
            each for each in self.slack.texts(f"D{self.body.user(person)}") if "Agenda and papers" in each
        ]

    def proof(self) -> dict[str, Service]:
        """The proof of the first round, by person."""
        return {person: each for (number, person), each in proof(self.body).items() if number == 1}


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def post(store: Store, clock: StoppedClock, real: StoppedClock, slack: SlackStub) -> Post:
    """The same, with a meeting on Thursday 11 June 2026 of which everybody has been told."""
    made = Post(store, clock, real, slack)
    answer(books(made.body, "2026-06-11 14:00"))
    made.deliver_for(60)
    return made


def test_each_member_is_sent_them_once_with_the_papers_bytes_and_the_proof_says_so(post: Post) -> None:
    """C24, K35: the file is uploaded once and shared by every message; deleted from Slack meanwhile, it goes all the same."""
    post.submits()
    post.deliver_for(5)
    assert paper(post.body).stands.state == "kept"
    post.slack.pages.pop(PATH)
    answer(circulates(post.body))
    post.deliver_for(120)
    people = post.proof()
    assert len(people) == 15
    for person, each in people.items():
        assert (each.state, len(post.came(person))) == ("sent", 1), person
        assert each.channel == f"D{post.body.user(person)}"
    assert REPORT in post.slack.uploads.values()
    names = [call.params["filename"] for call in post.slack.of("files.getUploadURLExternal")]
    assert names.count("report.pdf") == 1
    [summary] = [each for each in post.slack.texts(channel(post.body)) if "Agenda and papers" in each]
    assert "report.pdf" not in summary


def test_a_crash_or_a_silence_in_the_middle_sends_nobody_them_twice(post: Post) -> None:
    post.submits()
    post.deliver_for(5)
    answer(circulates(post.body))
    post.slack.faults["chat.postMessage"] = [None, HANGS_UP_AFTER, None, HANGS_UP_AFTER]
    post.deliver_for(400)
    assert {person: len(post.came(person)) for person in post.proof()} == dict.fromkeys(post.proof(), 1)
    assert {each.state for each in post.proof().values()} == {"sent"}


def test_a_channel_the_bot_was_removed_from_is_told_of_and_the_direct_messages_go_on(post: Post) -> None:
    post.submits()
    post.deliver_for(5)
    answer(circulates(post.body))
    home = channel(post.body)
    post.slack.judge = lambda call: (
        refused("not_in_channel")
        if call.method == "chat.postMessage" and call.params["channel"] == home
        else None
    )
    post.deliver_for(200)
    assert {each.state for each in post.proof().values()} == {"sent"}
    told_of = told(post.body, "GivenUpNotice", post.body.user(SECRETARY["clpp"]))
    assert [(each.data["what"], each.data["error"]) for each in told_of] == [
        ("agenda and papers", "not_in_channel")
    ]
    assert rounds(post.body)[0].meeting == MEETING


def test_a_file_deleted_before_it_was_kept_is_told_of_and_left_out(post: Post) -> None:
    post.submits()
    post.slack.pages.pop(PATH)
    post.deliver_for(5)
    assert paper(post.body).stands.state == "lost"
    assert told(post.body, "PaperLostNotice", post.body.user(MEMBER))
    words = str(circulates(post.body))
    assert "could not be kept" in words
