"""Two workspaces whose users, channels, partnerships, meetings and motions have the same ids: each is its own."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.store.session import Store
from bot.store.tables import metadata
from bot.workflows.decisions import Refused
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import ShowHome, ShowMotion, ShowPartnership, WhichPartnerships
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town

CHAIR, SECOND, THIRD = represented("org-1"), represented("org-2"), represented("org-3")
ROOM = ["org-1", "org-2", "org-3"]


@pytest.fixture
def here(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of one workspace."""
    return town(store, clock, workspace="T0HERE")


@pytest.fixture
def there(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of another: the same ids throughout."""
    return town(store, clock, workspace="T0THERE")


def rows(body: Rehearsal) -> dict[str, list[str]]:
    """Every row of a body's workspace."""
    with body.store.reading() as connection:
        return {
            table.name: sorted(
                map(repr, connection.execute(select(table).where(table.c.workspace == body.workspace)))
            )
            for table in metadata.sorted_tables
            if "workspace" in table.c
        }


def a_whole_day(body: Rehearsal, text: str) -> None:
    """Everything a body does: roll, motion, votes, interest, ruling, tie, casting vote, close."""
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=ROOM))
    answer(body.puts(CHAIR, text))
    answer(body.votes(CHAIR, "for"))
    answer(body.votes(SECOND, "against"))
    answer(body.declares(THIRD, f"An interest in {text}"))
    declared = [each for each in body.happened() if each.workspace == body.workspace]
    [interest] = [each.data["interest"] for each in declared if each.type == "InterestDeclared"]
    answer(body.rules(CHAIR, interest, Ruling.LEAVE))
    answer(body.closes(CHAIR))
    answer(body.casts(CHAIR, "for"))
    answer(body.closes_meeting(CHAIR))


def test_a_whole_day_in_one_workspace_changes_nothing_in_the_other(here: Rehearsal, there: Rehearsal) -> None:
    """Every key leads with the workspace."""
    before = rows(there)
    a_whole_day(here, "the secret of here")
    assert rows(there) == before


def test_the_same_day_in_both_and_each_keeps_its_own(here: Rehearsal, there: Rehearsal) -> None:
    """The same ids collide nowhere, not even the keys of deliveries."""
    a_whole_day(here, "the first secret")
    a_whole_day(there, "the second secret")
    for body, own, other in ((here, "first", "second"), (there, "second", "first")):
        assert f"the {own} secret" in str(rows(body))
        assert f"the {other} secret" not in str(rows(body))
        assert body.sees().motion.text == f"the {own} secret"
        assert body.sees().motion.reference == "2026/1"


def test_no_answer_to_anybody_here_holds_a_word_of_there(here: Rehearsal, there: Rehearsal) -> None:
    """Every question, asked by a person whose id is the same in both."""
    a_whole_day(there, "a hidden matter")
    who: dict[str, Any] = {"workspace": "T0HERE", "team": "T0HERE", "user": here.user(SECOND)}
    assert here.secretary.ask(ShowMotion(**who, motion="motion-1")) is None
    for question in (
        WhichPartnerships(**who, channel="C0TOWNFORUM"),
        ShowPartnership(**who, partnership="town-forum"),
        ShowHome(**who),
    ):
        assert "hidden" not in repr(here.secretary.ask(question))


def test_nobody_acts_in_a_workspace_other_than_where_they_pressed(here: Rehearsal, there: Rehearsal) -> None:
    """A person known there, pressing here from there, is a stranger here (Slack Connect), until matched."""
    answer(there.opens_meeting(CHAIR, chair=CHAIR, present=ROOM))
    answer(there.puts(CHAIR))
    before = rows(there)
    for outcome in (
        here.votes(SECOND, "for"),
        here.closes(CHAIR),
        here.casts(CHAIR, "for"),
        here.chooses_chair(CHAIR, SECOND),
        here.declares(SECOND, "Mine"),
        here.closes_meeting(CHAIR),
        there.votes(SECOND, "for", team="T0HERE"),
    ):
        assert isinstance(outcome, Refused)
    assert rows(there) == before


def test_an_interest_of_there_cannot_be_ruled_on_from_here(here: Rehearsal, there: Rehearsal) -> None:
    """Not even by somebody with the same id who is chairing here."""
    answer(there.opens_meeting(CHAIR, chair=CHAIR, present=ROOM))
    answer(there.puts(CHAIR))
    answer(there.declares(THIRD, "Ours"))
    assert "not on the register of interests" in reason(
        here.rules(CHAIR, there.interest(), Ruling.STAY_AND_VOTE)
    )


def test_two_partnerships_of_one_workspace_are_apart_too(
    store: Store, clock: StoppedClock, here: Rehearsal
) -> None:
    """The same people, another body: a motion of one is not declared on, ruled on or numbered through the other."""
    add_partnership(
        store,
        clock,
        workspace="T0HERE",
        channel="C0SECOND",
        document=TOWN_TERMS.replace("town-forum", "second-forum"),
        register=here.register,
    )
    second = replace(here, slug="second-forum")
    answer(here.puts(CHAIR, how="indicative"))
    assert "do not know that meeting, motion or election" in reason(second.declares(SECOND, "Ours"))
    assert "2026/1 " in answer(second.puts(CHAIR, how="indicative", motion="second-1"))
    answer(second.votes(SECOND, "for", "second-1"))
    assert here.sees().voted_count == 0
