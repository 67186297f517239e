"""A few entries of the register of decisions are read as they stand in the whole of it, and without the rest."""

import pytest

from bot.clock import StoppedClock
from bot.store.entries import entries
from bot.store.partnership import partnerships
from bot.store.rows import AnyRow
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.entries.entries import Entry, StaysOut
from bot.workflows.questions import ShowHome
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE
from tests.spec.deciding.registering import register
from tests.spec.meetings.holding import decide, ratifies

EKC = VOICE["ekc-group"]


@pytest.fixture
def decided(clpp: Rehearsal, clock: StoppedClock) -> Rehearsal:
    """A provisional decision ratified, the ratification void, and a dozen others after it, one of them corrected."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(EKC))
    decide(clpp, "motion-1", closer=EKC)
    answer(clpp.closes_meeting(SECRETARY))
    clock.turn(days=30)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-2"))
    answer(ratifies(clpp))
    decide(clpp)
    answer(corrects(clpp, "D2026/2", "void"))
    for number in range(3, 15):
        answer(clpp.puts(CHAIR, f"That it be {number}", motion=f"motion-{number}"))
        decide(clpp, f"motion-{number}")
        clock.turn(minutes=1)
    answer(corrects(clpp, "D2026/4", "corrected", text="That it be four"))
    return clpp


def corrects(body: Rehearsal, decision: str, becomes: str, **words: str) -> object:
    """The secretariat says what became of an entry."""
    said = {"decision": decision, "becomes": becomes, "reason": "It was put in error", **words}
    return body.say(SECRETARY, CorrectDecision, partnership=body.slug, **said)


def test_each_entry_read_alone_is_what_it_is_in_the_whole_register(decided: Rehearsal) -> None:
    """K33: what became of it included, and that what said so is void."""
    whole = register(decided)
    assert [each.status for each in whole[:3]] == ["provisional", "void", "recorded"]
    with decided.store.reading() as connection:
        setting = partnerships.setting(connection, decided.workspace, decided.slug, decided.clock.now())
        assert setting is not None
        for each in whole:
            assert entries.entries_around(connection, setting, (each.id,))[each.id] == each
        assert entries.entries_around(connection, setting, ("decision-nowhere",)) == {}


def test_app_home_reads_the_few_entries_it_shows(decided: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the register has become."""
    read: list[str] = []
    one = entries._as_entry

    def counting(row: AnyRow, out: tuple[StaysOut, ...]) -> Entry:
        read.append(row.id)
        return one(row, out)

    monkeypatch.setattr(entries, "_as_entry", counting)
    asked = {"workspace": decided.workspace, "team": decided.team, "user": decided.user(CHAIR)}
    [part] = decided.secretary.ask(ShowHome(**asked)).parts
    assert 0 < len(read) <= len(part.decided)
