"""Five hundred members and two hundred open tenders: every screen asks the database as often as with ten of each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, update

from bot.clock import StoppedClock
from bot.presenters.home import home as home_view
from bot.presenters.tenders.asking_members import ask_screen
from bot.presenters.tenders.tender_answers import answers_screen
from bot.presenters.tenders.tenders import tender_modal, tenders_modal
from bot.store.session import Store
from bot.store.tenders.tender_tables import tenders
from bot.workflows.questions import HomePicture, ShowHome
from bot.workflows.tenders.ask_questions import ShowAsks
from bot.workflows.tenders.asking_members import AnswerAsk, AskMembers
from bot.workflows.tenders.pipeline import ExportPipeline, ShareTimeline
from bot.workflows.tenders.tender_questions import PAGE
from bot.workflows.tenders.tenders import RecordTender
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town
from tests.spec.tenders.tendering import answered, answers, listed, release, seen, takes_in, tells

CLERK, MEMBER = represented("org-2"), represented("org-5")
BLOCKS = 100  # of a view


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to a database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def body_of(store: Store, clock: StoppedClock, members: int, count: int, workspace: str) -> Rehearsal:
    """A body of so many members, all of whom have been told of so many tenders."""
    body = town(store, clock, members, workspace=workspace)
    takes_in(body, *(release(number) for number in range(1, count + 1)))
    with store.transaction() as connection:
        connection.execute(
            update(tenders)
            .where(tenders.c.workspace == workspace)
            .values(told_at=clock.now(), stage="considering")
        )
    return body


@pytest.fixture
def few(store: Store, clock: StoppedClock) -> Rehearsal:
    """Ten of each."""
    return body_of(store, clock, 10, 10, "T0FEW")


@pytest.fixture
def many(store: Store, clock: StoppedClock) -> Rehearsal:
    """Five hundred members, two hundred tenders."""
    return body_of(store, clock, 500, 200, "T0MANY")


def home(body: Rehearsal, who: str) -> HomePicture:
    """App Home as somebody sees it."""
    return body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(who)))


def first(body: Rehearsal) -> str:
    """The tender with the earliest deadline."""
    return listed(body, CLERK).tenders[0].id


SCREENS: dict[str, Callable[[Rehearsal, str], object]] = {
    "App Home of a member": lambda body, _: home(body, MEMBER),
    "App Home of the secretariat": lambda body, _: home(body, CLERK),
    "the list": lambda body, _: listed(body, CLERK),
    "a later page of it": lambda body, _: listed(body, MEMBER, page=1),
    "the window of a tender": lambda body, tender: seen(body, CLERK, tender),
    "the window for a member": lambda body, tender: seen(body, MEMBER, tender),
    "who has answered": lambda body, tender: answered(body, CLERK, tender),
    "an answer": lambda body, tender: answer(answers(body, MEMBER, tender=tender)),
    "the pipeline as a file": lambda body, _: answer(body.say(CLERK, ExportPipeline, partnership=body.slug)),
    "the picture of three months": lambda body, _: answer(
        body.say(CLERK, ShareTimeline, partnership=body.slug)
    ),
}


def test_no_screen_asks_the_database_more_often_for_many_than_for_few(
    few: Rehearsal, many: Rehearsal
) -> None:
    asked = {}
    for name, screen in SCREENS.items():
        counts = []
        for body in (few, many):
            tender = first(body)
            with statements() as sent:
                screen(body, tender)
            counts.append(len(sent))
        asked[name] = tuple(counts)
    grown = {name: (a, b) for name, (a, b) in asked.items() if b > a}
    assert not grown, grown
    assert max(b for _, b in asked.values()) < 80, asked


def test_telling_five_hundred_members_takes_no_more_statements_than_telling_ten(
    few: Rehearsal, many: Rehearsal
) -> None:
    counts = []
    for body in (few, many):
        answer(
            body.say(
                CLERK, RecordTender, partnership=body.slug, tender="tender-new", title="Advice in schools"
            )
        )
        with statements() as sent:
            words = answer(tells(body, CLERK, "tender-new"))
        counts.append(len(sent))
        assert f"{len(body.register.organisations)} people are told" in words
    assert counts[1] <= counts[0]


def test_what_is_shown_of_many_fits_into_a_view(many: Rehearsal) -> None:
    """Lists are paged, and App Home says in one line how many more there are."""
    picture = listed(many, CLERK)
    assert (len(picture.tenders), picture.count) == (PAGE, 200)
    views = (
        tenders_modal(picture),
        tender_modal(seen(many, CLERK, first(many))),
        answers_screen(answered(many, CLERK, first(many))),
        home_view(home(many, MEMBER)),
        home_view(home(many, CLERK)),
    )
    assert [each for each in views if len(each["blocks"]) > BLOCKS] == []
    assert "197 more tenders wait for your answer" in str(home_view(home(many, MEMBER)))


def test_who_has_answered_names_all_five_hundred_that_are_silent(many: Rehearsal) -> None:
    """C15, C18: in one window, without a cut, and no text longer than Slack takes."""
    view = answers_screen(answered(many, CLERK, first(many)))
    said = words(view["blocks"])
    assert [
        each.name for each in many.register.organisations if each.name not in " ".join(said.split())
    ] == []
    assert max(map(len, _texts(view))) <= 3000


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "text" and isinstance(value, str))
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)


def test_a_request_to_five_hundred_members_names_everybody_who_is_silent(many: Rehearsal) -> None:
    """C19, C31: in one window, without a cut."""
    asked = {"partnership": many.slug, "ask": "ask-1", "words": "Who has a room?"}
    assert "499 members" in answer(many.say(CLERK, AskMembers, **asked))
    who = {"workspace": many.workspace, "team": many.team, "user": many.user(CLERK)}
    view = ask_screen(many.secretary.ask(ShowAsks(**who, partnership=many.slug, ask="ask-1")))
    assert len(view["blocks"]) < BLOCKS
    others = [each.name for each in many.register.organisations if each.slug != "org-2"]
    said = " ".join(words(view["blocks"]).split())
    assert [name for name in others if name not in said] == []


def test_the_list_of_requests_counts_their_replies_and_reads_none(many: Rehearsal) -> None:
    """C19: five hundred replies to each of ten requests are not read to be counted."""
    asked = {"partnership": many.slug, "words": "Who has a room?"}
    for number in (1, 2):
        answer(many.say(CLERK, AskMembers, ask=f"ask-{number}", **asked))
    answer(many.say(MEMBER, AnswerAsk, partnership=many.slug, ask="ask-2", helps=True, words="We have."))
    who = {"workspace": many.workspace, "team": many.team, "user": many.user(CLERK)}
    with statements() as sent:
        picture = many.secretary.ask(ShowAsks(**who, partnership=many.slug))
    assert picture.counts == {"ask-1": (0, 499), "ask-2": (1, 499)}
    assert [each for each in sent if "ask_replies.words" in each] == []
