"""Putting a motion: who may, after what, in which of the ways the terms leave open, and with what closing time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.rules.samples import sample_terms
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.questions import PutForm
from bot.workflows.votes.moving import PutMotion
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    WORKS_CHAIR,
    represented,
    town,
    town_register,
)

LEONTYNE = VOICE["medway-council"]


@pytest.mark.parametrize("who", [SECRETARY, LEONTYNE, VOICE["harbour"]])
def test_only_whoever_is_chairing_puts_a_motion(meeting: Rehearsal, who: str) -> None:
    """K27: not the secretariat, a member or an observer; they are told whom to ask."""
    refused = meeting.puts(who)
    assert isinstance(refused, Refused)
    assert "Only whoever is chairing" in refused.reason
    assert "Kwabena Ofori" in refused.next
    assert meeting.notices("MotionNotice") == []


def test_a_stranger_and_a_deactivated_chair_put_nothing(meeting: Rehearsal) -> None:
    """V11: an account switched off does nothing, whoever still holds its key."""
    assert "not in the register" in reason(meeting.puts("U0STRANGER"))
    meeting.deactivates(CHAIR)
    assert "deactivated" in reason(meeting.puts(CHAIR))


def test_the_acting_chair_of_the_meeting_puts_the_motion_and_the_elected_chair_does_not(
    clpp: Rehearsal,
) -> None:
    """K26: whoever is chairing, not whoever usually does."""
    answer(clpp.opens_meeting(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM))
    assert "Leontyne Marsh" in getattr(clpp.puts(CHAIR), "next", "")
    assert "is put to" in answer(clpp.puts(LEONTYNE))


@pytest.mark.parametrize("slug", ["clpp", "voluntaryworks"])
def test_consensus_is_sought_before_a_vote(store: Store, clock: StoppedClock, slug: str) -> None:
    """K27, V40: a vote is for when agreement was sought and not reached, and the clause is quoted."""
    body = rehearse(store, clock, slug, adopting=["interests.effect"])
    chair, room = (CHAIR, ["north-downs"]) if slug == "clpp" else (WORKS_CHAIR, ["brcc", "brec"])
    answer(body.opens_meeting(chair, chair=chair, present=room))
    refused = body.puts(chair, consensus_sought=False)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == (
        "consensus_sought",
        "4.3" if slug == "clpp" else "10.7",
    )
    assert "consensus" in refused.clause.words.lower()


def test_no_meeting_in_session_no_vote_at_one(clpp: Rehearsal) -> None:
    """K32: presence is marked on a roll before anything is voted on."""
    refused = clpp.puts(CHAIR)
    assert isinstance(refused, Refused)
    assert "No meeting is in session" in refused.reason


@pytest.mark.parametrize("slug", ["clpp", "voluntaryworks"])
def test_where_the_terms_are_silent_a_vote_between_meetings_is_only_indicative(
    store: Store, clock: StoppedClock, slug: str
) -> None:
    """K45, V40: told that the terms do not say, and offered a vote that binds nobody and is labelled so."""
    body = rehearse(store, clock, slug, adopting=["interests.effect"])
    chair = CHAIR if slug == "clpp" else WORKS_CHAIR
    refused = body.puts(chair, how="between meetings", closes_at=clock.now() + timedelta(days=2))
    assert isinstance(refused, Refused)
    assert "do not say" in refused.reason
    assert "indicative vote" in refused.next
    assert refused.field == "how"
    assert answer(body.puts(chair, how="indicative")).startswith("Indicative vote 2026/1")
    said = answer(body.votes(chair, "for"))
    assert "binds nobody" in said
    answer(body.closes(chair))
    assert body.result().outcome == "indicative"
    assert body.result().provisional is False
    [notice] = body.notices("ResultNotice")
    assert notice.data["indicative"] is True


@pytest.mark.parametrize(("slug", "chair"), [("clesp", "morwenna-tangye"), ("norfolk-unites", None)])
def test_a_body_without_terms_of_its_own_holds_indicative_votes_only(
    store: Store, clock: StoppedClock, slug: str, chair: str | None
) -> None:
    """C25, N21: no binding vote in CLESP until its terms are loaded, and none in an advisory working group."""
    if chair is None:
        body = town(store, clock, terms=sample_terms(slug), register=town_register(3))
        body = replace(body, slug=slug)
        chair = represented("org-1")
    else:
        body = rehearse(store, clock, slug)
    for how in ("meeting", "between meetings"):
        refused = body.puts(chair, how=how, closes_at=clock.now() + timedelta(days=1))
        assert isinstance(refused, Refused)
        assert "cannot take a binding vote" in refused.reason
        assert "binds nobody" in refused.next
    who = body.command(chair, PutMotion, partnership=slug, motion="m", text="x", how="indicative")
    form = body.secretary.ask(
        PutForm(workspace=who.workspace, team=who.team, user=who.user, partnership=slug)
    )
    assert form.ways == ("indicative", "note")
    assert "Indicative vote" in answer(body.puts(chair, how="indicative"))


def test_an_indicative_vote_may_be_put_and_ended_by_whoever_has_the_chair_in_the_room(
    clpp: Rehearsal,
) -> None:
    """K26: an acting chair asks how opinion lies as the chair would."""
    answer(clpp.opens_meeting(SECRETARY, chair=LEONTYNE, present=IN_THE_ROOM))
    assert "Indicative vote" in answer(clpp.puts(LEONTYNE, how="indicative"))
    assert "indicative" in answer(clpp.closes(LEONTYNE))


def test_where_the_terms_allow_it_a_vote_between_meetings_needs_a_closing_time(
    store: Store, clock: StoppedClock
) -> None:
    """A body whose standing orders let its secretary put a question in writing."""
    forum = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    chair = represented("org-1")
    refused = forum.puts(chair, how="between meetings")
    assert isinstance(refused, Refused)
    assert refused.field == "closes_at"
    until = clock.now() + timedelta(days=2)
    assert answer(forum.puts(chair, how="between meetings", closes_at=until))
    assert "until Saturday 25 April 2026 at 10:00" in answer(forum.votes(represented("org-2"), "for"))


def test_the_window_the_terms_give_is_a_floor_under_the_closing_time(
    store: Store, clock: StoppedClock
) -> None:
    """ "They have seven days to answer": from the day after, to the end of the seventh."""
    window = '\n[between_meetings.window]\nvalue = "7 days"\nclause = "11a"\nwords = "They have seven days to answer."\n'
    forum = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS + window)
    chair = represented("org-1")
    last_moment = datetime(
        2026, 4, 30, 22, 59, 59, tzinfo=UTC
    )  # 30 April, a second before midnight in London
    refused = forum.puts(chair, how="between meetings", closes_at=last_moment)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("closes_at", "11a")
    assert "Thursday 30 April 2026" in refused.reason
    assert answer(forum.puts(chair, how="between meetings", closes_at=last_moment + timedelta(seconds=1)))


def test_terms_that_forbid_it_are_quoted(store: Store, clock: StoppedClock) -> None:
    """A stated no is a no, not a silence."""
    forum = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS.replace("= true", "= false"))
    refused = forum.puts(
        represented("org-1"), how="between meetings", closes_at=clock.now() + timedelta(days=2)
    )
    assert isinstance(refused, Refused)
    assert refused.reason == "The terms do not allow a decision between meetings."
    assert refused.clause.number == "11"


def test_an_amendment_of_the_terms_is_not_put_without_proof_of_its_notice(meeting: Rehearsal) -> None:
    """K45: ten days' notice of the text; nobody has said which text, and none has gone round."""
    refused = meeting.puts(CHAIR, kind="amendment")
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("kind", "5.7")
    assert "10 days" in refused.reason


def test_an_amendment_is_not_decided_between_meetings_even_where_other_things_may_be(
    store: Store, clock: StoppedClock
) -> None:
    """K45: what needs notice before a meeting is decided at one."""
    amendment = (
        '\n[majority.amendment]\nvalue = "two thirds of votes cast"\nclause = "13"\nwords = "Two thirds may amend."\n'
        '\n[notice.amendment]\nat_least = "14 days"\nfirmness = "must"\nclause = "13"\nwords = "On fourteen days notice."\n'
    )
    forum = town(store, clock, terms=TOWN_TERMS + BETWEEN_MEETINGS + amendment)
    refused = forum.puts(
        represented("org-1"),
        how="between meetings",
        kind="amendment",
        closes_at=clock.now() + timedelta(days=20),
    )
    assert isinstance(refused, Refused)
    assert refused.clause.number == "13"
    assert "at a meeting" in refused.reason


def test_a_body_that_gives_each_representative_a_vote_is_told_that_this_is_not_held_here(
    store: Store, clock: StoppedClock
) -> None:
    """K28: one vote for each organisation is what is counted here; a vote of another kind would be miscounted."""
    unit = '\n[voting.unit]\nvalue = "representative"\nclause = "9a"\nwords = "Each representative has a vote."\n'
    forum = town(store, clock, terms=TOWN_TERMS + unit)
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=["org-1", "org-2"]))
    refused = forum.puts(chair)
    assert isinstance(refused, Refused)
    assert refused.clause.number == "9a"


def test_a_kind_of_decision_the_terms_do_not_know_is_refused_in_every_way(meeting: Rehearsal) -> None:
    """A stale form cannot make up a kind of its own."""
    for how in ("meeting", "indicative"):
        refused = meeting.puts(CHAIR, kind="coronation", how=how)
        assert isinstance(refused, Refused)
        assert refused.field == "kind"


@pytest.mark.parametrize(
    ("length", "taken"), [(0, False), (1, True), (3000, True), (3001, False), (10_000, False)]
)
def test_a_motion_has_words_and_no_more_than_slack_can_show(
    meeting: Rehearsal, length: int, taken: bool
) -> None:
    """Three thousand characters is the most a section of a Slack message holds."""
    outcome = meeting.puts(CHAIR, "x" * length)
    assert isinstance(outcome, Decision) is taken
    if isinstance(outcome, Refused):
        assert outcome.field == "text"


def test_a_motion_of_nothing_but_spaces_is_empty(meeting: Rehearsal) -> None:
    """The words are trimmed before they are counted."""
    assert "Write the motion" in reason(meeting.puts(CHAIR, " \n\t "))
    assert answer(meeting.puts(CHAIR, " " * 20 + "x" * 3000 + " " * 20))


@pytest.mark.parametrize(
    ("away", "taken"),
    [
        (timedelta(minutes=-1), False),
        (timedelta(0), False),
        (timedelta(minutes=5) - timedelta(microseconds=1), False),
        (timedelta(minutes=5), True),
        (timedelta(days=120), True),
        (timedelta(days=120, microseconds=1), False),
    ],
)
def test_a_closing_time_is_neither_too_soon_nor_too_far(
    meeting: Rehearsal, away: timedelta, taken: bool
) -> None:
    """Five minutes to a hundred and twenty days."""
    outcome = meeting.puts(CHAIR, how="indicative", closes_at=meeting.clock.now() + away)
    assert isinstance(outcome, Decision) is taken
    if isinstance(outcome, Refused):
        assert outcome.field == "closes_at"


def test_motions_are_numbered_through_the_year_and_begin_again_in_the_next(clpp: Rehearsal) -> None:
    """The year is London's: half past midnight on 1 January is the new year there and in UTC."""
    assert "2026/1 " in answer(clpp.puts(CHAIR, how="indicative"))
    assert "2026/2 " in answer(clpp.puts(CHAIR, how="indicative", motion="motion-2"))
    clpp.clock.set(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert "2026/3 " in answer(clpp.puts(CHAIR, how="indicative", motion="motion-3"))
    clpp.clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=UTC))
    assert "2027/1 " in answer(clpp.puts(CHAIR, how="indicative", motion="motion-4"))


def test_the_same_form_sent_twice_is_one_motion(meeting: Rehearsal) -> None:
    """K28: whether Slack delivers it again, or a thumb presses twice and Slack gives the second its own key."""
    asked = meeting.command(
        CHAIR,
        PutMotion,
        partnership=meeting.slug,
        motion="motion-1",
        text="That the bid be submitted",
        how="meeting",
        consensus_sought=True,
    )
    assert isinstance(meeting.secretary.perform(asked), Decision)
    assert isinstance(meeting.secretary.perform(asked), AlreadyDone)
    assert "already" in answer(meeting.puts(CHAIR))
    assert len(meeting.notices("MotionNotice")) == 1
    assert [each.type for each in meeting.happened()].count("MotionPut") == 1


def test_a_refused_form_mended_and_sent_again_is_taken(meeting: Rehearsal) -> None:
    """A refusal keeps nothing, the key of the delivery included."""
    asked = meeting.command(
        CHAIR,
        PutMotion,
        partnership=meeting.slug,
        motion="motion-1",
        text="",
        how="meeting",
        consensus_sought=True,
    )
    assert isinstance(meeting.secretary.perform(asked), Refused)
    assert isinstance(meeting.secretary.perform(replace(asked, text="That it be so")), Decision)


def test_a_motion_is_put_under_the_terms_of_its_day_and_says_so_in_the_record(meeting: Rehearsal) -> None:
    """G1: version and digest of the terms are frozen into the event."""
    answer(meeting.puts(CHAIR))
    [put] = [each for each in meeting.happened() if each.type == "MotionPut"]
    assert put.data["terms_version"] == 1
    assert len(put.data["terms_digest"]) == 64
    assert put.at == meeting.clock.now()
