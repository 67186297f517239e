"""Nothing that is kept joins a voter and a vote: rows, their order, times, notices, logs, errors, nor two backups."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from bot.clock import StoppedClock
from bot.secretary import BoxLocked, Secretary
from bot.store.partnership import partnerships as partnership_rows
from bot.store.session import Store
from bot.store.votes import ballot_box
from bot.store.votes.ballot_tables import ballot_boxes, voted
from bot.workflows.decisions import Sealed
from bot.workflows.votes.ballots import new_receipt
from bot.workflows.votes.results import CloseVote
from bot.workflows.votes.secret_votes import CastSecretVote
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, VOICE, represented, town

ELECTIONS = 300
Q = ("for", "against")


def dump(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table, by table."""
    with store.reading() as connection:
        found = MetaData()
        found.reflect(connection)
        for table in found.sorted_tables:
            for row in connection.execute(select(table)):
                yield table.name, dict(row._mapping)


@pytest.fixture
def voting(clpp: Rehearsal) -> Rehearsal:
    """A secret vote open at CLPP."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR, ballot="secret"))
    return clpp


def test_before_the_close_no_table_and_no_log_holds_a_choice_or_a_receipt(
    voting: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is in the register, the outbox, the keys of deliveries or a log line, these are not."""
    caplog.set_level(logging.DEBUG)
    before = {(name, repr(row)) for name, row in dump(voting.store)}
    receipts = {each: new_receipt() for each in IN_THE_ROOM}
    for each in IN_THE_ROOM:
        answer(voting.votes_in_secret(VOICE[each], "against", receipts[each]))
    added = [(name, repr(row)) for name, row in dump(voting.store) if (name, repr(row)) not in before]
    assert {name for name, _ in added} >= {"voted", "ballot_boxes", "events", "receipts"}
    said = "\n".join([*(row for _, row in added), caplog.text])
    assert "against" not in said
    for receipt in receipts.values():
        assert receipt not in said


def test_what_was_asked_and_decided_prints_without_the_choice(voting: Rehearsal) -> None:
    command = voting.command(
        VOICE["ekc-group"], CastSecretVote, motion="motion-1", choice="against", receipt="ABCD-2345"
    )
    for each in (command, Sealed("motion-1", "ABCD-2345", "against")):
        assert "against" not in repr(each)
        assert "ABCD" not in repr(each)


def test_the_opened_list_is_in_the_order_of_its_receipts_and_the_box_is_gone(voting: Rehearsal) -> None:
    for each in IN_THE_ROOM:
        answer(voting.votes_in_secret(VOICE[each], "for"))
    answer(voting.closes(CHAIR))
    [event] = [each for each in voting.happened() if each.type == "BallotBoxOpened"]
    assert event.data["ballots"] == sorted(event.data["ballots"])
    assert not [row for name, row in dump(voting.store) if name == "ballot_boxes"]


def test_a_box_takes_the_same_room_whatever_was_voted(voting: Rehearsal, store: Store) -> None:
    with store.reading() as connection:
        setting = partnership_rows.setting(connection, voting.workspace, voting.slug, voting.clock.now())
    assert setting is not None
    lengths = set()
    for choice in ("for", "against", "abstain"):
        with store.transaction() as connection:
            ballot_box.drop(connection, setting, Sealed(f"contest-{choice}", new_receipt(), choice))
            lengths.add(len(connection.execute(select(ballot_boxes.c.sealed)).scalars().first() or b""))
    assert len(lengths) == 1


def test_with_the_rows_and_two_backups_an_adversary_guesses_no_better_than_by_chance(
    store: Store, clock: StoppedClock
) -> None:
    """Over many elections: one before and one after a single vote are compared, and the published list too.

    The adversary links the voter of that moment to a choice by everything a database holds, without its key: the place of the
    voter among those who voted, the bytes of the box before and after, its length, and the order of the list.
    """
    body = town(store, clock, 9)
    with store.reading() as connection:
        setting = partnership_rows.setting(connection, body.workspace, body.slug, clock.now())
    assert setting is not None
    dice, right = random.Random(20261126), 0
    for number in range(ELECTIONS):
        contest, watched = f"contest-{number}", dice.randrange(9)
        choices = [*("for",) * 4, *("against",) * 4, dice.choice(Q)]
        dice.shuffle(choices)
        with store.transaction() as connection:
            boxes = []
            for place, choice in enumerate(choices):
                ballot_box.mark_voted(connection, setting, contest, f"org-{place + 1}")
                ballot_box.drop(connection, setting, Sealed(contest, new_receipt(), choice))
                asked = select(ballot_boxes.c.sealed).where(ballot_boxes.c.contest == contest)
                boxes.append(bytes(connection.execute(asked).scalar_one()))
            rows = connection.execute(
                select(voted.c.organisation).where(voted.c.contest == contest)
            ).scalars()
            place = list(rows).index(f"org-{watched + 1}")
            published = ballot_box.opened(connection, setting, contest)
        before, after = boxes[watched - 1] if watched else b"", boxes[watched]
        assert len({len(each) for each in boxes}) == 1
        guesses = [published[place][1], published[watched][1], Q[(sum(after) - sum(before)) % 2]]
        guess = max(Q, key=guesses.count)
        right += guess == choices[watched]
    sigma = (ELECTIONS * 0.25) ** 0.5
    assert abs(right - ELECTIONS / 2) < 5 * sigma, f"{right} of {ELECTIONS}"


def test_a_crash_between_leaves_neither_the_vote_nor_that_it_was_cast(
    voting: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole is one transaction; pressed again, the same form is counted."""
    receipt = new_receipt()
    with monkeypatch.context() as broken:

        def crash(*_: object) -> None:
            raise RuntimeError("the power went")

        broken.setattr(ballot_box, "drop", crash)
        with pytest.raises(RuntimeError):
            voting.votes_in_secret(VOICE["ekc-group"], "for", receipt)
    assert voting.sees().voted_count == 0
    answer(voting.votes_in_secret(VOICE["ekc-group"], "for", receipt))
    answer(voting.closes(CHAIR))
    assert voting.result().votes_for == 1


@pytest.mark.parametrize("key", ["", "77" * 32])
def test_without_its_key_a_box_stays_shut_and_nothing_is_lost(voting: Rehearsal, key: str) -> None:
    """A key that is missing or another one: no vote, no result, and both once the key is back."""
    answer(voting.votes_in_secret(VOICE["ekc-group"], "for"))
    other = Store(voting.store.url.render_as_string(hide_password=False), key)
    astray = Rehearsal(other, voting.clock, voting.slug, voting.register)
    if not key and other.dialect == "postgresql":
        assert not _can_seal(other)
    for deed in (
        lambda: astray.votes_in_secret(VOICE["kent-council"], "against", delivery="astray"),
        lambda: astray.say(CHAIR, CloseVote, motion="motion-1", delivery="astray"),
    ):
        with pytest.raises(BoxLocked):
            deed()
    other.close()
    assert voting.sees().motion.state == "open"
    answer(voting.votes_in_secret(VOICE["kent-council"], "against"))
    answer(voting.closes(CHAIR))
    assert (voting.result().votes_for, voting.result().against) == (1, 1)


def test_a_server_without_a_key_takes_no_secret_vote_and_says_what_is_missing(
    store: Store, clock: StoppedClock
) -> None:
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    keyless = Store(store.url.render_as_string(hide_password=False))
    body.secretary = Secretary(keyless, clock)
    put: Any = body.puts(CHAIR, ballot="secret")
    if keyless.dialect == "sqlite":
        answer(put)
    else:
        assert put.next == "Whoever runs the program sets QUORATE_BALLOT_KEY, once."
    keyless.close()


def test_beside_an_sqlite_file_the_key_is_made_once_and_only_its_owner_reads_it(
    store: Store, clock: StoppedClock
) -> None:
    if store.dialect != "sqlite":
        pytest.skip("a server's key comes from the environment")
    body = town(Store(store.url.render_as_string(hide_password=False)), clock, 3)
    answer(body.opens_meeting(represented("org-1"), chair=represented("org-1"), present=["org-1", "org-2"]))
    answer(body.puts(represented("org-1"), ballot="secret"))
    answer(body.votes_in_secret(represented("org-1"), "for"))
    file = Path(f"{store.url.database}.ballot-key")
    assert file.stat().st_mode & 0o777 == 0o600
    key = file.read_text()
    answer(body.votes_in_secret(represented("org-2"), "for"))
    assert file.read_text() == key
    assert len(key.strip()) == 64
    file.unlink()
    with pytest.raises(BoxLocked):
        body.closes(represented("org-1"))
    assert not file.exists()
    file.write_text(key)
    answer(body.closes(represented("org-1")))
    body.store.close()


def _can_seal(store: Store) -> bool:
    with store.transaction() as connection:
        return ballot_box.can_seal(connection)
