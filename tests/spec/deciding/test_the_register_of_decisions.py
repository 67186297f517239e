"""The register of decisions: an entry for everything decided, numbered within the year, never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from bot.clock import StoppedClock
from bot.store.entries.entry_tables import decisions
from bot.store.session import Store
from bot.workflows.votes.results import CloseVoteOnTime
from tests.rehearsal import WORKSPACE, Rehearsal, answer
from tests.rooms import BETWEEN_MEETINGS, CHAIR, IN_THE_ROOM, SECRETARY, TOWN_TERMS, represented, town, vote
from tests.spec.deciding.registering import entered, last, register, statuses

FEW = ("ekc-group", "kent-council")
EKC = "folasade-akande"


def test_a_motion_carried_is_entered_with_everything_it_rests_on(motion: Rehearsal) -> None:
    """K28, K30: number, text, outcome, arithmetic, clause, terms, who was entitled, present and voted."""
    vote(motion, {"ekc-group": "for", "kent-council": "for", "medway-council": "against"})
    answer(motion.closes(CHAIR))
    entry = last(motion)
    assert (entry.reference, entry.status, entry.text) == ("D2026/1", "carried", "That the bid be submitted")
    assert "2 for, 1 against, 0 abstaining" in entry.why
    assert entry.clause
    assert entry.terms_version == 1
    assert entry.entitled == tuple(sorted(IN_THE_ROOM))
    assert entry.turnout == 3
    assert entry.meeting_title == "Strategy Group"
    assert any("does not bind" in each for each in entry.notes)


def test_it_is_entered_in_the_same_transaction_as_the_result(motion: Rehearsal) -> None:
    """The event of the entry follows that of the result, and carries the number it was given."""
    vote(motion, {"ekc-group": "for"})
    answer(motion.closes(CHAIR))
    assert [each.type for each in motion.happened()][-2:] == ["ResultDeclared", "DecisionEntered"]
    told = entered(motion)[-1].data
    assert (told["year"], told["number"], told["motion"]) == (2026, 1, "motion-1")


def test_a_motion_not_carried_is_entered_too(motion: Rehearsal) -> None:
    """K28."""
    vote(motion, {"ekc-group": "against"})
    answer(motion.closes(CHAIR))
    assert statuses(motion) == {"D2026/1": "not carried"}


def test_an_indicative_vote_is_no_decision_and_is_not_entered(clpp: Rehearsal) -> None:
    """C25: it binds nobody."""
    answer(clpp.puts(CHAIR, how="indicative"))
    answer(clpp.closes(CHAIR))
    assert register(clpp) == ()


def test_the_casting_vote_stands_in_the_entry_with_its_reason(motion: Rehearsal) -> None:
    """K29."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    answer(motion.closes(CHAIR))
    assert register(motion) == ()
    answer(motion.casts(CHAIR, "for"))
    entry = last(motion)
    assert entry.status == "carried"
    assert "gave the casting vote for: The grant would lapse" in entry.why


@pytest.fixture
def provisional(clpp: Rehearsal) -> Rehearsal:
    """A decision of a meeting without a quorum, and a second, quorate meeting in session."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=FEW))
    answer(clpp.puts(EKC))
    answer(clpp.votes(EKC, "for"))
    answer(clpp.closes(EKC))
    answer(clpp.closes_meeting(SECRETARY))
    clpp.clock.turn(days=28)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-2"))
    return clpp


def _ratifies(body: Rehearsal, choice: str) -> None:
    answer(body.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    answer(body.votes(EKC, choice, "motion-2"))
    answer(body.closes(CHAIR, "motion-2"))


@pytest.mark.parametrize(("choice", "became"), [("for", "ratified"), ("against", "not ratified")])
def test_a_provisional_decision_stands_as_what_a_quorate_meeting_made_of_it(
    provisional: Rehearsal, choice: str, became: str
) -> None:
    """K33: the entry stays as it was made; the later one says what became of it."""
    assert statuses(provisional) == {"D2026/1": "provisional"}
    _ratifies(provisional, choice)
    first, second = register(provisional)
    assert (first.entered_as, first.status) == ("provisional", became)
    assert (second.refers_to_reference, second.becomes) == ("D2026/1", became)


def test_numbers_run_without_gaps_within_a_year_and_begin_anew_with_the_next(
    store: Store, clock: StoppedClock
) -> None:
    """By the year of the day on which the result was declared, where the partnership is."""
    body = _in_writing(store, clock, 3)
    for number in (1, 2):
        _close(body, f"motion-{number}")
    clock.set(datetime(2027, 1, 5, 9, tzinfo=UTC))
    _close(body, "motion-3")
    assert list(statuses(body)) == ["D2026/1", "D2026/2", "D2027/1"]


def test_two_decided_at_once_take_two_numbers(store: Store, clock: StoppedClock) -> None:
    """They meet at a unique constraint, and the later asks again."""
    body = _in_writing(store, clock, 4)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: _close(body, f"motion-{number}"), range(1, 5)))
    assert list(statuses(body)) == ["D2026/1", "D2026/2", "D2026/3", "D2026/4"]


def test_the_database_refuses_to_change_or_remove_an_entry(motion: Rehearsal) -> None:
    """Nothing is edited: a correction is a new entry."""
    answer(motion.closes(CHAIR))
    for statement in (update(decisions).values(text="Something else"), delete(decisions)):
        with pytest.raises(DBAPIError), motion.store.transaction() as connection:
            connection.execute(statement)
    assert last(motion).text == "That the bid be submitted"


def _in_writing(store: Store, clock: StoppedClock, count: int) -> Rehearsal:
    body = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    for number in range(1, count + 1):
        answer(
            body.puts(
                represented("org-1"),
                f"That matter {number} be agreed",
                motion=f"motion-{number}",
                how="between meetings",
                closes_at=clock.now() + timedelta(hours=1),
            )
        )
    clock.turn(hours=2)
    return body


def _close(body: Rehearsal, motion: str) -> None:
    command = CloseVoteOnTime(
        workspace=WORKSPACE, partnership=body.slug, motion=motion, received_at=body.clock.now()
    )
    answer(body.presses(command))
