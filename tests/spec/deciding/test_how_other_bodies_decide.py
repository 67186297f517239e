"""Bodies that are none of the five that ship decide as their own terms say: no step is wired to the samples' names."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.store.session import Store
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason
from tests.rooms import represented, town_register

BODIES = Path(__file__).parents[1] / "terms" / "bodies"
CHAIR = represented("org-1")
BY_THE_WINDOW = datetime(2026, 4, 30, 23, 0, tzinfo=UTC)  # the end of Thursday 30 April, five working days on


def body(store: Store, clock: StoppedClock, name: str, count: int, *sectors: str) -> Rehearsal:
    """One of the bodies, with so many organisations; the first of them in these sectors."""
    who = town_register(count)
    placed = (replace(each, sector=sector) for each, sector in zip(who.organisations, sectors, strict=False))
    who = replace(who, organisations=(*placed, *who.organisations[len(sectors) :]))
    document = (BODIES / f"{name}.toml").read_text(encoding="utf-8")
    add_partnership(
        store, clock, workspace=WORKSPACE, channel="C0OTHERBODY", document=document, register=who, slug=name
    )
    return Rehearsal(store, clock, name, who)


def meets(there: Rehearsal, count: int, *, chair: str = CHAIR, **motion: object) -> Rehearsal:
    """So many organisations are present, and a motion is put."""
    present = [f"org-{number}" for number in range(1, count + 1)]
    answer(there.opens_meeting(CHAIR, chair=chair, present=present))
    answer(there.puts(chair, **motion))
    return there


def leave(there: Rehearsal, staying: int) -> None:
    """All but the first so many go."""
    present = [f"org-{number}" for number in range(1, staying + 1)]
    answer(there.calls_roll(CHAIR, chair=CHAIR, present=present))


def ends(there: Rehearsal, votes: Mapping[int, str], *, chair: str = CHAIR) -> str:
    """The organisations vote by their numbers, the chair closes, and this became of it."""
    for number, choice in votes.items():
        answer(there.votes(represented(f"org-{number}"), choice))
    answer(there.closes(chair))
    return there.sees().motion.state if there.sees().result is None else there.result().outcome


def votes(votes_for: int, against: int, abstain: int = 0) -> dict[int, str]:
    choices = ["for"] * votes_for + ["against"] * against + ["abstain"] * abstain
    return dict(enumerate(choices, start=1))


def between_meetings(
    there: Rehearsal, clock: StoppedClock, cast: Mapping[int, str], kind: str = "ordinary"
) -> str:
    """A motion is put in writing, answered, and closed by the clock."""
    answer(there.puts(CHAIR, how="between meetings", kind=kind, closes_at=BY_THE_WINDOW))
    for number, choice in cast.items():
        answer(there.votes(represented(f"org-{number}"), choice))
    clock.set(BY_THE_WINDOW + timedelta(minutes=1))
    answer(there.time_comes())
    return there.result().outcome


def test_in_strathfinlay_whoever_sits_silent_counts_against(store: Store, clock: StoppedClock) -> None:
    assert ends(meets(body(store, clock, "strathfinlay", 9), 7), votes(4, 0)) == "not carried"


def test_in_strathfinlay_four_of_six_carry_it(store: Store, clock: StoppedClock) -> None:
    there = meets(body(store, clock, "strathfinlay", 9), 6)
    assert ends(there, votes(4, 2)) == "carried"
    assert there.result().quorum == "quorate"


def test_in_severnside_a_class_that_is_missing_leaves_the_meeting_to_discuss_only(
    store: Store, clock: StoppedClock
) -> None:
    sectors = ("primary", "primary", "acute", "acute", "other", "vcse")
    there = meets(body(store, clock, "severnside", 6, *sectors), 6)
    leave(there, 5)
    assert ends(there, votes(5, 0)) == "no quorum"
    assert "voluntary sector" in there.result().quorum_why
    refused = there.puts(CHAIR, motion="motion-2")
    assert "may discuss, but not decide" in reason(refused)


def test_in_severnside_a_tie_is_lost_and_there_is_no_casting_vote(store: Store, clock: StoppedClock) -> None:
    there = meets(body(store, clock, "severnside", 6, "primary", "acute", "vcse"), 4)
    assert ends(there, votes(2, 2)) == "not carried"
    assert there.notices("CastingVoteNotice") == []
    assert there.result().clause == "9"


def test_in_brackenhall_a_tie_goes_to_the_lot_and_to_nobodys_casting_vote(
    store: Store, clock: StoppedClock
) -> None:
    there = meets(body(store, clock, "brackenhall", 5), 4)
    assert ends(there, votes(2, 2)) in ("carried", "not carried")
    assert "(7)" in there.result().why
    assert there.result().lot in ("for", "against")
    assert there.notices("CastingVoteNotice") == []
    reason(there.casts(CHAIR, "for"))


def test_in_brackenhall_two_are_no_quorum_and_the_meeting_is_adjourned(
    store: Store, clock: StoppedClock
) -> None:
    there = meets(body(store, clock, "brackenhall", 5), 3)
    leave(there, 2)
    assert ends(there, votes(2, 0)) == "no quorum"
    assert "whoever comes to it then is a quorum" in there.result().next
    assert "whoever comes to it then is a quorum" in reason(there.puts(CHAIR, motion="motion-2"))


def test_in_sperrin_the_elected_chair_has_the_casting_vote(store: Store, clock: StoppedClock) -> None:
    there = meets(body(store, clock, "sperrin", 7), 4)
    answer(there.votes(CHAIR, "for"))
    for number, choice in {2: "for", 3: "against", 4: "against"}.items():
        answer(there.votes(represented(f"org-{number}"), choice))
    assert "Tied" in answer(there.closes(CHAIR))
    answer(there.casts(CHAIR, "against"))
    assert (there.result().outcome, there.result().clause) == ("not carried", "5")


def test_in_sperrin_nobody_acting_for_the_chair_has_it(store: Store, clock: StoppedClock) -> None:
    acting = represented("org-3")
    there = meets(body(store, clock, "sperrin", 7), 4, chair=acting)
    assert ends(there, votes(2, 2), chair=acting) == "not carried"
    assert there.notices("CastingVoteNotice") == []


@pytest.mark.parametrize(("votes_for", "outcome"), [(4, "carried"), (3, "not carried")])
def test_in_sperrin_more_than_half_of_all_have_to_agree_in_writing(
    store: Store, clock: StoppedClock, votes_for: int, outcome: str
) -> None:
    there = body(store, clock, "sperrin", 7)
    assert between_meetings(there, clock, votes(votes_for, 1)) == outcome


@pytest.mark.parametrize(("votes_for", "outcome"), [(5, "carried"), (4, "not carried")])
def test_in_sperrin_an_amendment_in_writing_still_needs_its_own_two_thirds(
    store: Store, clock: StoppedClock, votes_for: int, outcome: str
) -> None:
    """The majority for what is decided between meetings never makes a change of the terms easier than at a meeting."""
    there = body(store, clock, "sperrin", 7)
    assert between_meetings(there, clock, votes(votes_for, 1), kind="amendment") == outcome
    assert "two thirds of 7 members" in there.result().why


def test_in_sperrin_the_window_is_five_of_its_own_working_days(store: Store, clock: StoppedClock) -> None:
    """Friday 10 July 2026: Monday the 13th is kept for the Battle of the Boyne, so the fifth is Monday the 20th."""
    clock.set(datetime(2026, 7, 10, 9, 0, tzinfo=UTC))
    there = body(store, clock, "sperrin", 7)
    early = datetime(2026, 7, 17, 23, 0, tzinfo=UTC)
    refused = reason(there.puts(CHAIR, how="between meetings", closes_at=early))
    assert "to the end of Monday 20 July 2026" in refused


def test_what_cannot_be_held_here_is_refused_by_its_clause(store: Store, clock: StoppedClock) -> None:
    """An organisation of Long Marling has no vote: its councillors have."""
    there = body(store, clock, "long-marling", 4)
    answer(there.opens_meeting(CHAIR, chair=CHAIR, present=["org-1", "org-2", "org-3"]))
    assert "each representative a vote" in reason(there.puts(CHAIR))


def test_harrowdene_votes_by_secret_ballot_as_its_articles_say(store: Store, clock: StoppedClock) -> None:
    """No button by name counts there, and three quarters of the secret votes carry a special resolution."""
    there = meets(body(store, clock, "harrowdene", 12), 12, kind="special-resolution")
    assert "is secret" in reason(there.votes(CHAIR, "for"))
    for number, choice in votes(9, 3).items():
        answer(there.votes_in_secret(represented(f"org-{number}"), choice))
    answer(there.closes(CHAIR))
    assert (there.result().outcome, there.result().votes_for) == ("carried", 9)


def test_the_quiet_forum_votes_to_show_how_opinion_lies_and_no_more(
    store: Store, clock: StoppedClock
) -> None:
    there = body(store, clock, "quiet-forum", 3)
    assert "binding vote" in reason(there.puts(CHAIR, how="between meetings"))
    answer(there.puts(CHAIR, how="indicative"))
    assert ends(there, votes(2, 1)) == "indicative"
