"""Between meetings: a quorum of answers, a close before the time only where the terms say so, and who is reminded."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.recount import recount
from bot.store.register_of_events import register_of_events
from bot.store.session import Store
from bot.store.tables import due_work
from bot.ticking import tick
from bot.workflows.questions import WhyMotion
from bot.workflows.votes.recorded_votes import RecordVote
from bot.workflows.votes.ties import BallotAgain
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import BETWEEN_MEETINGS, TOWN_TERMS, represented, town

CHAIR = represented("org-1")
SIX_DAYS = timedelta(days=6)
QUORUM = """
[between_meetings.quorum]
rule   = "at least half of those eligible"
clause = "11b"
words  = "At least half of those who may vote have to answer."
"""
EARLY = """
[between_meetings.early_close]
value  = "{when}"
clause = "11c"
words  = "The vote ends sooner {when}."
"""


def in_writing(
    store: Store, clock: StoppedClock, more: str = "", count: int = 5, lasting: timedelta = SIX_DAYS
) -> Rehearsal:
    """The Town Forum with a motion put between meetings, under these terms besides its own."""
    forum = town(store, clock, count, terms=TOWN_TERMS + BETWEEN_MEETINGS + more)
    answer(forum.puts(CHAIR, how="between meetings", closes_at=clock.now() + lasting))
    return forum


def votes(forum: Rehearsal, cast: Mapping[int, str]) -> None:
    """The organisations of these numbers vote."""
    for number, choice in cast.items():
        answer(forum.votes(represented(f"org-{number}"), choice))


def ticks(forum: Rehearsal) -> None:
    """The clock looks for what has fallen due."""
    tick(forum.store, forum.secretary, forum.clock, forum.clock)


def reminded(forum: Rehearsal) -> list[str]:
    """To whom reminders have been addressed, in order of their accounts."""
    return sorted(each.recipient for each in forum.notices("VoteReminderNotice"))


def accounts(*numbers: int) -> list[str]:
    """The Slack accounts of these organisations' voices."""
    return [f"U0TOWN{number:04}" for number in numbers]


def test_too_few_answers_decide_nothing_whichever_way_they_went(store: Store, clock: StoppedClock) -> None:
    """A quorum of its own: three of five have to answer, and an abstention is an answer."""
    forum = in_writing(store, clock, QUORUM)
    assert forum.sees().not_quorate.startswith(
        "Too few answers yet (11b): None have answered and 3 are needed"
    )
    votes(forum, {1: "for", 2: "for"})
    awaited = "Too few answers yet (11b): Two have answered and 3 are needed: half of 5 who are eligible"
    assert forum.sees().not_quorate.startswith(awaited)
    clock.turn(days=7)
    answer(forum.time_comes())
    result = forum.result()
    assert result.briefly == "The votes, which decide nothing: 2 for, 0 against, 0 abstaining."
    assert forum.sees().not_quorate == ""
    assert (result.outcome, result.quorum, result.quorum_clause) == ("no quorum", "not quorate", "11b")
    assert "two have answered and 3 are needed: half of 5" in result.quorum_why.lower()
    assert "too few have answered" in result.next


def test_enough_answers_decide_and_an_abstention_is_one(store: Store, clock: StoppedClock) -> None:
    """The quorum counts answers, the majority votes."""
    forum = in_writing(store, clock, QUORUM)
    votes(forum, {1: "for", 2: "for", 3: "abstain"})
    clock.turn(days=7)
    answer(forum.time_comes())
    assert (forum.result().outcome, forum.result().quorum) == ("carried", "quorate")


def test_a_quorum_of_answers_is_asked_of_nothing_decided_at_a_meeting(
    store: Store, clock: StoppedClock
) -> None:
    """K32: in the room the meeting's own quorum is what counts."""
    forum = town(store, clock, 5, terms=TOWN_TERMS + BETWEEN_MEETINGS + QUORUM)
    answer(forum.opens_meeting(CHAIR, chair=CHAIR, present=["org-1", "org-2"]))
    answer(forum.puts(CHAIR))
    votes(forum, {1: "for"})
    answer(forum.closes(CHAIR))
    assert forum.result().outcome == "carried"


@pytest.mark.parametrize("more", ["", EARLY.format(when="never")])
def test_unless_the_terms_say_so_nothing_closes_before_its_time(
    store: Store, clock: StoppedClock, more: str
) -> None:
    """Everybody has voted, and may still think better of it."""
    forum = in_writing(store, clock, more)
    votes(forum, dict.fromkeys(range(1, 6), "for"))
    ticks(forum)
    assert forum.sees().motion.state == "open"
    votes(forum, {1: "against"})
    clock.turn(days=7)
    ticks(forum)
    assert (forum.result().votes_for, forum.result().against) == (4, 1)


def test_where_the_terms_say_so_it_closes_when_all_have_voted(store: Store, clock: StoppedClock) -> None:
    """Not with the last but one; and the result says that it was early, and under which clause."""
    forum = in_writing(store, clock, EARLY.format(when="when all have voted"))
    votes(forum, dict.fromkeys(range(1, 5), "for"))
    ticks(forum)
    assert forum.sees().motion.state == "open"
    said = answer(forum.votes(represented("org-5"), "against"))
    assert "or until all have voted (11c)" in said
    ticks(forum)
    result = forum.result()
    assert (result.outcome, result.votes_for, result.against) == ("carried", 4, 1)
    assert result.notes[0].startswith("Closed early: everybody who has a vote had voted (11c).")
    assert "Wednesday 29 April 2026" in result.notes[0]
    assert "is over" in reason(forum.votes(CHAIR, "against"))
    clock.turn(days=7)
    ticks(forum)
    assert len(forum.notices("ResultNotice")) == 1


def test_where_the_terms_say_so_it_closes_when_no_vote_to_come_can_change_the_result(
    store: Store, clock: StoppedClock
) -> None:
    """Three of five for, under more for than against: two are left, and could not even make it a tie."""
    forum = in_writing(store, clock, EARLY.format(when="when the result is certain"))
    votes(forum, {1: "for", 2: "for"})
    ticks(forum)
    assert forum.sees().motion.state == "open"
    votes(forum, {3: "for"})
    ticks(forum)
    assert forum.result().outcome == "carried"
    assert "no vote still to come could change the result (11c)" in forum.result().notes[0]


def test_a_result_that_still_wants_its_quorum_is_not_certain(store: Store, clock: StoppedClock) -> None:
    """Two of four against cannot be outvoted, and too few have answered for them to have decided."""
    forum = in_writing(
        store, clock, QUORUM.replace("half", "3/4") + EARLY.format(when="when the result is certain"), 4
    )
    votes(forum, {1: "against", 2: "against"})
    ticks(forum)
    assert forum.sees().motion.state == "open"
    votes(forum, {3: "against"})
    ticks(forum)
    assert forum.result().outcome == "not carried"


def test_a_vote_at_a_meeting_and_an_indicative_one_are_never_closed_early(
    store: Store, clock: StoppedClock
) -> None:
    """The rule is of votes between meetings alone."""
    forum = town(
        store, clock, 2, terms=TOWN_TERMS + BETWEEN_MEETINGS + EARLY.format(when="when all have voted")
    )
    answer(forum.puts(CHAIR, how="indicative"))
    votes(forum, {1: "for", 2: "for"})
    ticks(forum)
    assert forum.sees().motion.state == "open"
    with store.reading() as connection:
        assert not connection.execute(select(due_work.c.key).where(due_work.c.kind == "close early")).all()


def test_the_silent_are_reminded_halfway_and_a_day_before_the_close_and_nobody_else(
    store: Store, clock: StoppedClock
) -> None:
    """Whoever has answered is not chased, and whoever answers between is not chased again."""
    forum = in_writing(store, clock)
    votes(forum, {1: "for", 2: "abstain"})
    clock.turn(days=2, hours=23, minutes=59)
    ticks(forum)
    assert reminded(forum) == []
    clock.turn(minutes=1)
    ticks(forum)
    assert reminded(forum) == accounts(3, 4, 5)
    votes(forum, {3: "against"})
    clock.turn(days=2)
    ticks(forum)
    assert reminded(forum) == sorted(accounts(3, 4, 5) + accounts(4, 5))
    [first, *_] = forum.notices("VoteReminderNotice")
    assert first.data["closes"] == "Wednesday 29 April 2026 at 10:00"
    assert first.data["clause"] == "11"
    assert first.not_after == clock.now() + timedelta(days=1)


def test_after_an_outage_one_reminder_is_enough(store: Store, clock: StoppedClock) -> None:
    """Both have fallen due by the time the clock looks: the later says all there is to say."""
    forum = in_writing(store, clock)
    clock.turn(days=5, hours=1)
    ticks(forum)
    assert reminded(forum) == accounts(1, 2, 3, 4, 5)


def test_nobody_is_reminded_of_what_is_over_or_of_a_vote_taken_away(
    store: Store, clock: StoppedClock
) -> None:
    """K31: whoever has withdrawn has nothing to answer; and after the close nobody has."""
    forum = in_writing(store, clock)
    answer(forum.declares(represented("org-4"), "Our own bid"))
    votes(forum, {1: "for", 2: "for"})
    clock.turn(days=3)
    ticks(forum)
    assert reminded(forum) == accounts(3, 5)
    clock.turn(days=5)
    ticks(forum)
    assert reminded(forum) == accounts(3, 5)


def test_a_window_of_a_day_has_its_halfway_reminder_alone(store: Store, clock: StoppedClock) -> None:
    """A day before the close would be the moment it was put."""
    forum = in_writing(store, clock, lasting=timedelta(days=1))
    ticks(forum)
    assert reminded(forum) == []
    clock.turn(hours=12)
    ticks(forum)
    clock.turn(hours=11)
    ticks(forum)
    assert reminded(forum) == accounts(1, 2, 3, 4, 5)


def test_why_says_who_answers_and_how_many_have_to(store: Store, clock: StoppedClock) -> None:
    """The quorum that is shown is the one that will judge it."""
    forum = in_writing(store, clock, QUORUM)
    asked = WhyMotion(workspace=forum.workspace, team=forum.team, user=forum.user(CHAIR), motion="motion-1")
    said = {each.heading: each for each in forum.secretary.ask(asked)}
    assert said["Quorum"].clause.number == "11b"
    assert "on the day the voting ends. The terms do not say otherwise" in said["Who has a vote"].words


def test_the_moment_of_a_vote_is_the_clocks_and_not_the_machines(store: Store, clock: StoppedClock) -> None:
    """Governance time: an hour turned is an hour passed."""
    forum = in_writing(store, clock, lasting=timedelta(hours=2))
    clock.set(datetime(2026, 4, 23, 10, 0, tzinfo=UTC))
    ticks(forum)
    assert len(reminded(forum)) == 5


@pytest.mark.parametrize("answered", [1, 2, 3, 5])
def test_the_recount_agrees_whatever_the_quorum_of_answers_and_however_it_closed(
    store: Store, clock: StoppedClock, answered: int
) -> None:
    """From the events alone: too few to decide, enough, or everybody; one by telephone; who has a vote settled at opening."""
    settled = '\n[voting.entitled]\nvalue = "when the vote opens"\nclause = "9a"\nwords = "As it opened."\n'
    terms = TOWN_TERMS.replace('"discuss only"', '"ratify later"') + BETWEEN_MEETINGS
    forum = town(store, clock, 5, terms=terms + QUORUM + EARLY.format(when="when all have voted") + settled)
    answer(forum.puts(CHAIR, how="between meetings", closes_at=clock.now() + SIX_DAYS))
    rung = {"motion": "motion-1", "organisation": "org-1", "person": CHAIR, "choice": "for"}
    answer(forum.say(represented("org-2"), RecordVote, **rung))
    votes(forum, dict.fromkeys(range(2, answered + 1), "for"))
    ticks(forum)
    clock.turn(days=7)
    ticks(forum)
    outcome = "carried" if answered >= 3 else "no quorum"
    assert (forum.result().outcome, forum.result().provisional) == (outcome, False)
    with store.reading() as connection:
        (found,) = recount(register_of_events(connection, forum.workspace, forum.slug))
    assert (found.differences, found.uncounted) == ((), ())


def test_a_form_that_took_a_moment_to_be_recorded_is_reminded_of_all_the_same(
    store: Store, clock: StoppedClock
) -> None:
    """The reminders go by when the form was sent, the motion by when it was recorded: the difference is no later reminder."""
    forum = town(store, clock, 5, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    sent = clock.now()
    clock.turn(seconds=2)
    answer(forum.puts(CHAIR, how="between meetings", closes_at=sent + SIX_DAYS, received_at=sent))
    clock.set(sent + timedelta(days=3, seconds=4))
    ticks(forum)
    assert reminded(forum) == accounts(1, 2, 3, 4, 5)


def test_another_ballot_has_reminders_of_its_own(store: Store, clock: StoppedClock) -> None:
    """K25: everybody votes anew, so whoever is silent in the second ballot is reminded in it."""
    tie = TOWN_TERMS.replace("casting vote of whoever is chairing", "another ballot")
    forum = town(store, clock, 4, terms=tie + BETWEEN_MEETINGS)
    answer(forum.puts(CHAIR, how="between meetings", closes_at=clock.now() + SIX_DAYS))
    votes(forum, {1: "for", 2: "against", 3: "abstain", 4: "abstain"})
    clock.turn(days=7)
    ticks(forum)
    assert reminded(forum) == []
    answer(forum.say(CHAIR, BallotAgain, motion="motion-1"))
    votes(forum, {1: "for", 2: "for"})
    clock.turn(days=3)
    ticks(forum)
    assert reminded(forum) == accounts(3, 4)
