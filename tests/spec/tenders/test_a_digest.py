"""A digest goes to members as often as the partnership has adopted, and the secretariat is warned of a silence."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.ticking import tick
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.partnership.members import AdoptSuggestions
from bot.workflows.tenders.providers import SetOffer
from tests.bookings import booked
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.tenders.tendering import MEMBER, OFFICER, TENDER, records, sets_aside, tells

BOTH = ("digest.every", "digest.silence")


@pytest.fixture
def body(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, which has adopted a digest each month and a warning after 31 days."""
    return rehearse(store, clock, "clesp", adopting=BOTH)


def at(body: Rehearsal, year: int, month: int, day: int) -> None:
    """The clock is turned to half past nine of that day, and ticks."""
    body.clock.set(datetime(year, month, day, 9, 30, tzinfo=UTC))
    tick(body.store, body.secretary, body.clock)


def test_a_digest_goes_to_the_channel_on_the_first_of_each_month(body: Rehearsal) -> None:
    """C21: what there is, to everybody at the same time, and again the month after."""
    answer(records(body, OFFICER, tender=TENDER, title="Skills for work"))
    answer(tells(body))
    answer(records(body, OFFICER, title="Nobody has been told of this"))
    booked(body.store, body.slug, datetime(2027, 3, 3, 14, tzinfo=UTC), title="Steering Group")
    answer(body.say(MEMBER, SetOffer, partnership=body.slug, areas=("Gloucestershire",)))
    at(body, 2026, 11, 30)
    assert body.notices("DigestNotice") == []
    at(body, 2026, 12, 1)
    (digest,) = body.notices("DigestNotice")
    assert digest.recipient == "C0CLESP"
    assert digest.data["tenders"] == ["T2026/1, considering: Skills for work"]
    assert digest.data["meetings"] == ["Wednesday 3 March 2027 at 14:00: Steering Group"]
    assert digest.data["providers"] == ["Gloucestershire Association for Voluntary and Community Action"]
    at(body, 2027, 1, 1)
    assert [each.data["providers"] for each in body.notices("DigestNotice")][1] == []


def test_where_there_is_nothing_to_tell_nothing_is_posted_and_the_next_month_is_looked_at(
    body: Rehearsal,
) -> None:
    """C21."""
    at(body, 2026, 12, 1)
    assert body.notices("DigestNotice") == []
    answer(records(body, OFFICER, tender=TENDER))
    answer(tells(body))
    at(body, 2027, 1, 1)
    assert len(body.notices("DigestNotice")) == 1


def test_after_an_outage_one_digest_is_sent_and_not_one_for_each_month(body: Rehearsal) -> None:
    """C21."""
    answer(records(body, OFFICER, tender=TENDER))
    answer(tells(body))
    at(body, 2027, 3, 10)
    assert len(body.notices("DigestNotice")) == 1
    at(body, 2027, 4, 1)
    assert len(body.notices("DigestNotice")) == 2


def test_the_secretariat_is_warned_after_thirty_one_days_of_silence(body: Rehearsal) -> None:
    """C21: since the channel was last told anything; and again a month later."""
    at(body, 2026, 12, 5)
    assert body.notices("SilenceNotice") == []
    at(body, 2026, 12, 6)
    (warned,) = body.notices("SilenceNotice")
    assert (warned.recipient, warned.data["days"]) == (body.user(OFFICER), "31 days")
    at(body, 2026, 12, 20)
    answer(records(body, OFFICER, tender=TENDER))
    answer(tells(body))
    answer(sets_aside(body, OFFICER, TENDER, "Too far."))
    at(body, 2027, 1, 6)
    assert len(body.notices("SilenceNotice")) == 1
    at(body, 2027, 1, 20)
    assert len(body.notices("SilenceNotice")) == 2


def test_nothing_is_sent_or_warned_of_before_the_partnership_has_adopted_it(clesp: Rehearsal) -> None:
    """C21: the pack says regularly, and no more."""
    answer(records(clesp, OFFICER, tender=TENDER))
    answer(tells(clesp))
    at(clesp, 2027, 1, 10)
    assert clesp.notices("DigestNotice") == clesp.notices("SilenceNotice") == []
    answer(clesp.say(OFFICER, AdoptSuggestions, partnership="clesp", keys=BOTH, adopted_by="Steering Group"))
    at(clesp, 2027, 2, 1)
    assert len(clesp.notices("DigestNotice")) == 1


def test_of_what_was_decided_it_says_how_it_stands(store: Store, clock: StoppedClock) -> None:
    """C21: a motion that was not carried is not told as if it had been, nor one that is void."""
    monthly = (
        '\n[digest.every]\nvalue = "every month"\nclause = "20"\nwords = "A digest goes out each month."\n'
    )
    body = town(store, clock, terms=TOWN_TERMS + monthly)
    chair, there = represented("org-1"), ["org-1", "org-2", "org-3"]
    clock.set(datetime(2026, 11, 20, 10, tzinfo=UTC))
    answer(body.opens_meeting(chair, chair=chair, present=there))
    for motion, choice in (("motion-1", "for"), ("motion-2", "against"), ("motion-3", "for")):
        answer(body.puts(chair, f"That {motion} be done", motion=motion))
        answer(body.votes(chair, choice, motion))
        answer(body.closes(chair, motion))
    void = {"partnership": body.slug, "decision": "D2026/3", "becomes": "void", "reason": "Put in error"}
    answer(body.say(chair, CorrectDecision, **void))
    at(body, 2026, 12, 1)
    (digest,) = body.notices("DigestNotice")
    assert digest.data["decided"] == [
        "D2026/1, carried: That motion-1 be done",
        "D2026/2, not carried: That motion-2 be done",
        "D2026/3, void: That motion-3 be done",
        "D2026/4, recorded: D2026/3 is void.",
    ]
