"""What a vote has to bear: a close within milliseconds, a chair who goes in the middle of it, and 3,000 characters of Welsh."""

import itertools
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.local_slack.blockkit import message_block_faults
from bot.presenters.messages import render
from bot.presenters.votes.motion import motion_message
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.votes.motions import CLOSING_GRACE
from bot.workflows.votes.moving import LONGEST_TEXT
from bot.workflows.votes.recorded_votes import RecordVote
from bot.workflows.votes.votes import CastVote
from tests.presenters.reading import words
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    represented,
    town,
    vote,
)

FIVE_MILLISECONDS = 5000  # microseconds
WELSH = (
    "Bod y bartneriaeth yn cyflwyno'r cais ar y cyd, gan gynnwys pobl ifanc sy'n gadael gofal ym Môn, Dŵr-y-felin "
    "a Llŷn 🏴󠁧󠁢󠁷󠁬󠁳󠁿, a'i fod yn cael ei lofnodi gan y cadeirydd 👩🏽‍⚖️ cyn Gŵyl Ddewi <oes> & “wedyn”. "
)


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Twenty pairs of hands."""
    with ThreadPoolExecutor(20) as hands:
        yield hands


def test_a_vote_and_the_close_within_five_milliseconds_a_thousand_times(
    store: Store, clock: StoppedClock, crowd: ThreadPoolExecutor
) -> None:
    """K28: whatever was received before the closing time counts and nothing after, though all press and the clock looks at once."""
    rounds, voters = 40, [f"org-{number}" for number in range(1, 26)]
    forum = town(store, clock, len(voters), terms=TOWN_TERMS + BETWEEN_MEETINGS)
    chance = random.Random(20261126)
    for number in range(rounds):
        motion, closes_at = f"motion-{number}", clock.now() + timedelta(hours=1)
        answer(forum.puts(represented("org-1"), motion=motion, how="between meetings", closes_at=closes_at))
        came = {
            each: closes_at
            + timedelta(microseconds=chance.randrange(-FIVE_MILLISECONDS, FIVE_MILLISECONDS + 1))
            for each in voters
        }
        clock.set(closes_at + timedelta(seconds=1))
        presses = [
            forum.command(
                represented(each),
                CastVote,
                motion=motion,
                choice="for",
                received_at=at,
                delivery=f"{motion}:{each}",
            )
            for each, at in came.items()
        ]
        early = crowd.submit(forum.time_comes, motion)
        outcomes = dict(zip(came, crowd.map(forum.presses, presses), strict=True))
        assert "not time yet" in reason(early.result())
        clock.set(closes_at + CLOSING_GRACE)
        answer(forum.time_comes(motion))
        in_time = {each for each, at in came.items() if at < closes_at}
        assert {each for each, outcome in outcomes.items() if isinstance(outcome, Decision)} == in_time
        assert set(forum.result(motion).voted) == in_time
        assert forum.result(motion).votes_for == len(in_time)
    kept = [each.data for each in forum.happened() if each.type == "BallotCast"]
    assert len(kept) == len({(each["organisation"], each["cast_at"]) for each in kept})
    assert 0 < len(kept) < rounds * len(voters)


def test_the_chair_leaves_in_the_middle_of_a_vote_and_it_is_closed_by_whoever_is_chosen(
    motion: Rehearsal,
) -> None:
    """K26, K29: who has left does not vote, and the motion is not stuck."""
    vote(motion, {"ekc-group": "for", "kent-council": "against", "north-downs": "for"})
    answer(motion.departs(SECRETARY, "north-downs"))
    assert "University of the North Downs" not in motion.sees().entitled
    answer(motion.chooses_meeting_chair(SECRETARY, VOICE["medway-council"]))
    assert isinstance(motion.closes(CHAIR), Refused)
    answer(motion.closes(VOICE["medway-council"]))
    assert motion.sees().motion.state == "tied"
    assert "lies with" in reason(motion.casts(CHAIR, "for"))
    assert "carried" in answer(motion.casts(VOICE["medway-council"], "for"))
    assert "north-downs" not in motion.result().voted


def test_the_chair_is_struck_from_the_register_in_the_middle_of_a_vote(motion: Rehearsal) -> None:
    """V11: no right is left in a name; the secretariat records whom those present choose instead."""
    vote(motion, {"ekc-group": "for", "kent-council": "for"})
    keep = motion.register
    without = replace(
        keep,
        people=tuple(each for each in keep.people if each.slug != CHAIR),
        appointments=tuple(each for each in keep.appointments if each.person != CHAIR),
        roles=tuple(each for each in keep.roles if each.person != CHAIR),
    )
    import_register(motion.store, motion.clock, workspace=WORKSPACE, slug=motion.slug, register=without)
    assert isinstance(motion.votes(CHAIR, "for"), Refused)
    assert not isinstance(motion.closes_meeting(CHAIR), Decision)
    told = motion.chooses_meeting_chair(SECRETARY, VOICE["ekc-group"])
    assert isinstance(told, Refused)
    assert "mark them as gone first" in told.next
    answer(motion.departs(SECRETARY, "north-downs"))
    answer(motion.chooses_meeting_chair(SECRETARY, VOICE["ekc-group"]))
    answer(motion.closes(VOICE["ekc-group"]))
    assert motion.result().outcome == "carried"


def test_an_account_switched_off_in_the_middle_of_a_vote_keeps_its_vote_and_casts_no_other(
    motion: Rehearsal,
) -> None:
    """V11: what was cast in time was cast; the organisation names somebody else for the rest."""
    vote(motion, {"ekc-group": "for"})
    motion.deactivates(VOICE["ekc-group"])
    assert "deactivated" in reason(motion.votes(VOICE["ekc-group"], "against"))
    answer(motion.closes(CHAIR))
    assert motion.result().voted == ("ekc-group",)


def test_ten_clicks_in_fifty_milliseconds_by_one_voter_and_a_vote_by_telephone_among_them(
    motion: Rehearsal, clock: StoppedClock, crowd: ThreadPoolExecutor
) -> None:
    """G10: one ballot, and the events are an unbroken chain to the vote that stands, whoever recorded it."""
    who = VOICE["ekc-group"]
    choices = ["for", "against", "abstain", "for", "against"] * 2
    presses = [
        motion.command(
            who,
            CastVote,
            motion="motion-1",
            choice=each,
            received_at=clock.now() + timedelta(milliseconds=5 * n),
        )
        for n, each in enumerate(choices)
    ]
    rung = motion.command(
        SECRETARY, RecordVote, motion="motion-1", organisation="ekc-group", person=who, choice="abstain"
    )
    list(crowd.map(motion.presses, [*presses[:5], rung, *presses[5:]]))
    chain = [each.data for each in motion.happened() if each.type == "BallotCast"]
    for before, after in itertools.pairwise(chain):
        assert after["instead_of"] == before["choice"]
    assert motion.sees().voted_count == 1
    assert len(motion.sees().recorded) == (chain[-1]["given_by"] is not None)
    answer(motion.closes(CHAIR))
    result = motion.result()
    assert (result.votes_for, result.against, result.abstain) == tuple(
        int(chain[-1]["choice"] == each) for each in ("for", "against", "abstain")
    )


def test_three_thousand_characters_of_welsh_with_emoji_are_put_shown_and_decided(
    meeting: Rehearsal, clock: StoppedClock
) -> None:
    """Exactly as typed, in everything that is shown of it, within Slack's limits; one character more is refused."""
    text = (WELSH * 20)[:LONGEST_TEXT]
    assert len(text) == LONGEST_TEXT
    refused = meeting.puts(CHAIR, text=f"{text}ŵ")
    assert isinstance(refused, Refused)
    assert refused.field == "text"
    answer(meeting.puts(CHAIR, text=text))
    assert meeting.sees().motion.text == text.strip()
    vote(meeting, {"ekc-group": "for", "kent-council": "against"})
    answer(
        meeting.say(
            SECRETARY,
            RecordVote,
            motion="motion-1",
            organisation="medway-council",
            person=VOICE["medway-council"],
            choice="for",
        )
    )
    shown = [motion_message(meeting.sees())]
    answer(meeting.closes(CHAIR))
    shown.append(motion_message(meeting.sees()))
    for kind in ("ResultNotice", "VoteRecordedNotice"):
        shown.append(render(kind, meeting.notices(kind)[0].data, partnership=meeting.slug))
    for each in shown:
        assert message_block_faults(each.blocks) == []
        assert "Llŷn 🏴󠁧󠁢󠁷󠁬󠁳󠁿" in words(each.blocks)
        assert "👩🏽‍⚖️" in words(each.blocks)
        assert 0 < len(each.text) <= 4000


def test_everybody_in_the_room_votes_while_the_roll_is_marked_and_every_result_agrees_with_its_events(
    meeting: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K32, G9: whoever goes while it is open is no longer counted; whoever stays is, once."""
    for number in range(6):
        name = f"motion-{number}"
        answer(meeting.puts(CHAIR, motion=name))
        presses = [meeting.command(VOICE[each], CastVote, motion=name, choice="for") for each in IN_THE_ROOM]
        leaving = crowd.submit(lambda: meeting.departs(SECRETARY, "compass-point"))
        told = dict(zip(IN_THE_ROOM, crowd.map(meeting.presses, presses), strict=True))
        leaving.result()
        answer(meeting.closes(CHAIR, name))
        counted = set(meeting.result(name).voted)
        assert "compass-point" not in counted
        assert counted == {each for each, outcome in told.items() if isinstance(outcome, Decision)} - {
            "compass-point"
        }
        answer(meeting.arrives(SECRETARY, "compass-point", VOICE["compass-point"]))
