"""Secret votes whose key is missing: nothing is counted and nothing lost, and the secretariat is told what to do."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import update

from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.presenters.votes.motion import motion_message
from bot.secretary import BoxLocked, Secretary
from bot.store.session import Store
from bot.store.votes.ballot_tables import ballot_boxes
from bot.ticking import tick
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import BETWEEN_MEETINGS, CHAIR, SECRETARY, TOWN_TERMS, VOICE, represented, town

OTHER_KEY = "77" * 32
LOCKED = "The secret votes cannot be counted yet"


def astray(body: Rehearsal) -> Iterator[Rehearsal]:
    """The same partnership, looked after by a program with another key."""
    other = Store(body.store.url.render_as_string(hide_password=False), OTHER_KEY)
    yield Rehearsal(other, body.clock, body.slug, body.register, _presses=count(1000))
    other.close()


@pytest.fixture
def voting(meeting: Rehearsal) -> Rehearsal:
    """A secret vote of CLPP in its meeting, one vote in the box."""
    answer(meeting.puts(CHAIR, ballot="secret"))
    answer(meeting.votes_in_secret(VOICE["ekc-group"], "for"))
    return meeting


def test_the_secretariat_is_told_once_what_happened_and_what_to_do(voting: Rehearsal) -> None:
    """K27: when whoever is chairing closes it; whoever closes again is told again, and nobody else."""
    for lost in astray(voting):
        for _ in range(2):
            with pytest.raises(BoxLocked):
                lost.closes(CHAIR)
    [told] = voting.notices("BoxLockedNotice")
    assert told.recipient == voting.user(SECRETARY)
    said = words(render("BoxLockedNotice", told.data, partnership="clpp").blocks)
    for expected in ("motion 2026/1", "No vote is lost", "QUORATE_BALLOT_KEY", "closes it again"):
        assert expected in said
    assert "EKC" not in said
    assert [each.type for each in voting.happened()].count("BoxFoundLocked") == 1


def test_its_message_says_so_until_the_key_is_back_and_then_it_is_counted(voting: Rehearsal) -> None:
    """K27: the message is behind from then on, so that it is updated; no result stands on it."""
    before = voting.sees().revision
    for lost in astray(voting):
        with pytest.raises(BoxLocked):
            lost.closes(CHAIR)
        assert lost.sees().revision > before
        assert LOCKED in words(motion_message(lost.sees()).blocks)
        assert lost.sees().result is None
    answer(voting.votes_in_secret(VOICE["kent-council"], "for"))
    answer(voting.closes(CHAIR))
    assert (voting.result().votes_for, voting.sees().locked) == (2, False)
    assert LOCKED not in words(motion_message(voting.sees()).blocks)


def test_the_clock_tells_the_secretariat_and_counts_once_the_key_is_back(
    store: Store, clock: StoppedClock
) -> None:
    """V9: between meetings nobody presses anything."""
    body = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    closes = clock.now() + timedelta(days=2)
    answer(body.puts(represented("org-1"), how="between meetings", closes_at=closes, ballot="secret"))
    answer(body.votes_in_secret(represented("org-3"), "for"))
    clock.set(closes + timedelta(minutes=1))
    for lost in astray(body):
        for _ in range(3):
            tick(lost.store, lost.secretary, clock)
    [told] = body.notices("BoxLockedNotice")
    assert told.recipient == body.user(represented("org-2"))
    assert body.sees().result is None
    tick(body.store, Secretary(body.store, clock), clock)
    assert body.result().votes_for == 1


def test_a_box_that_was_tampered_with_is_told_otherwise(voting: Rehearsal) -> None:
    """The key would not mend it."""
    with voting.store.transaction() as connection:
        connection.execute(update(ballot_boxes).values(sealed=b"\0" * 1600))
    with pytest.raises(BoxLocked):
        voting.closes(CHAIR)
    [told] = voting.notices("BoxLockedNotice")
    said = words(render("BoxLockedNotice", told.data, partnership="clpp").blocks)
    assert "last copy of the database" in said
    assert "QUORATE_BALLOT_KEY" not in said
