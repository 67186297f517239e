"""Two at once: whoever presses when, every vote that was answered counts, and everything happens once."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.secretary import Secretary
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.interests.interests import DeclareInterest
from bot.workflows.votes.moving import PutMotion
from bot.workflows.votes.results import CloseVote, GiveCastingVote
from bot.workflows.votes.votes import CastVote
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, VOICE, in_session, represented, town, vote


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Twenty pairs of hands."""
    with ThreadPoolExecutor(20) as hands:
        yield hands


def at_once(crowd: ThreadPoolExecutor, *deeds: Callable[[], Any]) -> list[Any]:
    """Everybody waits for everybody, then all press; the outcomes in the order of the deeds."""
    gate = threading.Barrier(len(deeds))

    def press(deed: Callable[[], Any]) -> Any:
        gate.wait()
        return deed()

    return list(crowd.map(press, deeds))


def pressing(body: Rehearsal, commands: Sequence[Any]) -> list[Callable[[], Any]]:
    """One deed for each command."""
    return [lambda each=each: body.presses(each) for each in commands]


def counted(body: Rehearsal, kind: str) -> int:
    """How many events of a kind there are."""
    return [each.type for each in body.happened()].count(kind)


def test_ten_presses_of_one_button_at_once_are_one_vote(motion: Rehearsal, crowd: ThreadPoolExecutor) -> None:
    """K28: one ballot, one event, and nine told that the vote stands already."""
    who = VOICE["ekc-group"]
    presses = [motion.command(who, CastVote, motion="motion-1", choice="for") for _ in range(10)]
    said = [answer(each) for each in at_once(crowd, *pressing(motion, presses))]
    assert sum(each.startswith("Counted") for each in said) == 1
    assert sum("already stands" in each for each in said) == 9
    assert counted(motion, "BallotCast") == 1
    assert motion.sees().voted_count == 1


def test_each_vote_knows_which_vote_it_replaces_however_fast_they_come(
    motion: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K28, G10: the register of events is an unbroken chain from vote to vote, its end the vote that counts."""
    choices = ["for", "against", "abstain"] * 5
    presses = [
        motion.command(VOICE["ekc-group"], CastVote, motion="motion-1", choice=each) for each in choices
    ]
    at_once(crowd, *pressing(motion, presses))
    chain = [each.data for each in motion.happened() if each.type == "BallotCast"]
    assert chain[0]["instead_of"] is None
    for before, after in pairwise(chain):
        assert after["instead_of"] == before["choice"]
    answer(motion.closes(CHAIR))
    result = motion.result()
    stands = {"for": result.votes_for, "against": result.against, "abstain": result.abstain}
    assert stands == {**dict.fromkeys(stands, 0), chain[-1]["choice"]: 1}


def test_a_vote_that_waited_for_a_declaration_is_told_of_it(
    motion: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """G9, K31: either the vote came first and is set aside, and the declarer is told; or it is refused."""
    who = VOICE["compass-point"]
    for number in range(12):
        name = f"motion-{number + 2}"
        answer(motion.puts(CHAIR, motion=name))
        declared, voted = at_once(
            crowd,
            *pressing(
                motion,
                [
                    motion.command(
                        who,
                        DeclareInterest,
                        partnership=motion.slug,
                        subject_kind="motion",
                        subject=name,
                        nature="Ours",
                    ),
                    motion.command(who, CastVote, motion=name, choice="for"),
                ],
            ),
        )
        assert isinstance(voted, Refused) is ("set aside" not in answer(declared))


def test_two_people_at_the_casting_vote_at_once_and_exactly_one_is_recorded(
    motion: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K29: the other is told that it has been decided."""
    rounds = 50 if motion.store.dialect == "postgresql" else 25
    for number in range(rounds):
        name = f"tie-{number}"
        answer(motion.puts(CHAIR, motion=name))
        answer(motion.votes(VOICE["ekc-group"], "for", name))
        answer(motion.votes(VOICE["kent-council"], "against", name))
        answer(motion.closes(CHAIR, name))
        presses = [
            motion.command(CHAIR, GiveCastingVote, motion=name, choice=choice, reason=f"I say {choice}")
            for choice in ("for", "against")
        ]
        outcomes = at_once(crowd, *pressing(motion, presses))
        [kept] = [each for each in outcomes if isinstance(each, Decision)]
        [told] = [each for each in outcomes if isinstance(each, Refused)]
        assert "already been decided" in told.reason
        result = motion.result(name)
        assert result.outcome == ("carried" if result.casting == "for" else "not carried")
        assert result.casting_reason == f"I say {result.casting}"
        assert result.outcome in kept.answer.words
    assert counted(motion, "CastingVoteGiven") == counted(motion, "ResultDeclared") == rounds


def test_every_vote_answered_counted_is_in_the_result_though_the_vote_is_closed_at_that_instant(
    motion: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K28: what is told is true; who comes too late is told that."""
    voters = ["ekc-group", "wealden-downs", "kent-council", "medway-council"]
    for number in range(25):
        name = f"race-{number}"
        answer(motion.puts(CHAIR, motion=name))
        presses = [motion.command(VOICE[each], CastVote, motion=name, choice="for") for each in voters]
        close = motion.command(CHAIR, CloseVote, motion=name)
        order = [*presses[: number % 5], close, *presses[number % 5 :]]
        outcomes = at_once(crowd, *pressing(motion, order))
        told = {
            organisation
            for organisation, press in zip(voters, presses, strict=True)
            if isinstance(outcomes[order.index(press)], Decision)
        }
        assert set(motion.result(name).voted) == told
        late = [each for each in outcomes if isinstance(each, Refused)]
        assert len(late) == 4 - len(told)
        assert all("is over" in each.reason for each in late)


def test_one_delivery_at_two_secretaries_at_once_is_one_effect(
    motion: Rehearsal, crowd: ThreadPoolExecutor, clock: StoppedClock
) -> None:
    """The key of every delivery is kept: two processes that are handed the same click do it once."""
    other = Store(motion.store.url.render_as_string(hide_password=False))
    second = Secretary(other, clock)
    try:
        for choice in ("for", "against") * 8:
            press = motion.command(VOICE["ekc-group"], CastVote, motion="motion-1", choice=choice)
            outcomes = at_once(
                crowd, lambda p=press: motion.secretary.perform(p), lambda p=press: second.perform(p)
            )
            assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyDone", "Decision"]
            assert any(isinstance(each, AlreadyDone) for each in outcomes)
    finally:
        other.close()
    assert counted(motion, "BallotCast") == 16


def test_motions_put_at_once_get_numbers_of_their_own(meeting: Rehearsal, crowd: ThreadPoolExecutor) -> None:
    """Two at once meet at a unique constraint, and the later asks again."""
    forms = [
        meeting.command(
            CHAIR,
            PutMotion,
            partnership=meeting.slug,
            motion=f"motion-{number}",
            text="That it be so",
            how="meeting",
            consensus_sought=True,
        )
        for number in range(4)
    ]
    for each in at_once(crowd, *pressing(meeting, forms)):
        answer(each)
    assert sorted(each.data["number"] for each in meeting.happened() if each.type == "MotionPut") == [
        1,
        2,
        3,
        4,
    ]


def test_one_form_sent_twice_at_once_is_one_motion(meeting: Rehearsal, crowd: ThreadPoolExecutor) -> None:
    """The id of a motion comes from its form."""
    asked = {"partnership": meeting.slug, "text": "That it be so", "how": "indicative"}
    for number in range(8):
        forms = [meeting.command(CHAIR, PutMotion, motion=f"form-{number}", **asked) for _ in range(2)]
        said = [answer(each) for each in at_once(crowd, *pressing(meeting, forms))]
        assert sum("already" in each for each in said) == 1
    assert counted(meeting, "MotionPut") == len(meeting.notices("MotionNotice")) == 8


def test_a_meeting_is_not_closed_while_a_motion_is_put_at_it(
    motion: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K32: either the motion is put and the meeting waits for it, or the meeting is closed and the motion is not put."""
    answer(motion.closes(CHAIR))
    for number in range(10):
        name = f"late-{number}"
        closed, put = at_once(
            crowd, lambda: motion.closes_meeting(CHAIR), lambda name=name: motion.puts(CHAIR, motion=name)
        )
        assert isinstance(closed, Decision) is not isinstance(put, Decision)
        if isinstance(closed, Decision):
            return
        answer(motion.closes(CHAIR, name))


def test_twenty_organisations_voting_at_once_are_all_counted(
    store: Store, clock: StoppedClock, crowd: ThreadPoolExecutor
) -> None:
    """K28: none lost, none counted twice."""
    everybody = [f"org-{number}" for number in range(1, 21)]
    forum = in_session(town(store, clock, 20), everybody)
    presses = [
        forum.command(
            represented(each), CastVote, motion="motion-1", choice="for" if number % 2 else "against"
        )
        for number, each in enumerate(everybody)
    ]
    for each in at_once(crowd, *pressing(forum, presses)):
        assert answer(each).startswith("Counted")
    answer(forum.closes(represented("org-1")))
    result = forum.result()
    assert (result.votes_for, result.against, len(result.voted)) == (10, 10, 20)


def test_the_clock_and_the_chair_declare_one_result_between_them(
    motion: Rehearsal, crowd: ThreadPoolExecutor, clock: StoppedClock
) -> None:
    """K29: by the clock, which alone closes a timed vote; declared once, to the channel once."""
    answer(motion.puts(CHAIR, motion="timed", how="indicative", closes_at=clock.now() + timedelta(minutes=5)))
    vote(motion, {"ekc-group": "for"})
    clock.turn(minutes=6)
    outcomes = at_once(
        crowd, *[lambda: motion.time_comes("timed"), lambda: motion.closes(CHAIR, "timed")] * 3
    )
    assert sum(isinstance(each, Decision) for each in outcomes) == 1
    said = {each.reason for each in outcomes if isinstance(each, Refused)}
    assert all("already declared" in each or "nobody closes this vote by hand" in each for each in said)
    assert len(motion.notices("ResultNotice")) == 1
