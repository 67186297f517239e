"""An organisation resigns or joins while a vote is open: who has a vote is as the terms settle it, and is shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.rules.register import Appointment, Organisation, Person, Register, Role
from bot.store.session import Store
from bot.workflows.questions import WhyMotion
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason
from tests.rooms import BETWEEN_MEETINGS, TOWN_TERMS, represented, town, town_register

CHAIR = represented("org-1")
SETTLED = """
[voting.entitled]
value  = "when the vote {when}"
clause = "9a"
words  = "Those who may vote are those who might when the vote {when}."
"""


def asked(store: Store, clock: StoppedClock, when: str = "") -> Rehearsal:
    """Four organisations, asked in writing for six days; org-4 has voted against, org-3 for."""
    more = SETTLED.format(when=when) if when else ""
    forum = town(store, clock, 4, terms=TOWN_TERMS + BETWEEN_MEETINGS + more)
    answer(forum.puts(CHAIR, how="between meetings", closes_at=clock.now() + timedelta(days=6)))
    answer(forum.votes(represented("org-3"), "for"))
    answer(forum.votes(represented("org-4"), "against"))
    return forum


def registers(forum: Rehearsal, register: Register) -> None:
    """The secretariat brings in the register as it is now."""
    import_register(forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, register=register)
    forum.register = register


def resigns(forum: Rehearsal, organisation: str) -> None:
    """An organisation stands in the register no longer."""
    keep = forum.register
    registers(
        forum,
        replace(
            keep,
            organisations=tuple(each for each in keep.organisations if each.slug != organisation),
            appointments=tuple(each for each in keep.appointments if each.organisation != organisation),
        ),
    )


def joins(forum: Rehearsal) -> None:
    """A fifth organisation joins."""
    keep = forum.register
    registers(
        forum,
        replace(
            keep,
            organisations=(*keep.organisations, Organisation("org-5", "Organisation 5")),
            people=(*keep.people, Person(represented("org-5"), "Voice 5", slack_user="U0TOWN0005")),
            appointments=(*keep.appointments, Appointment(represented("org-5"), "org-5")),
        ),
    )


def declared(forum: Rehearsal) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Who was entitled when the clock closed it, and the votes for and against."""
    forum.clock.turn(days=7)
    answer(forum.time_comes())
    result = forum.result()
    return result.entitled, (result.votes_for, result.against)


@pytest.mark.parametrize("when", ["", "closes"])
def test_unless_settled_at_opening_the_register_of_the_day_it_ends_decides(
    store: Store, clock: StoppedClock, when: str
) -> None:
    """Who has resigned has no vote any more, though it had voted; who has joined has one."""
    forum = asked(store, clock, when)
    clock.turn(days=1)
    resigns(forum, "org-4")
    joins(forum)
    assert forum.sees().entitled == ("Organisation 1", "Organisation 2", "Organisation 3", "Organisation 5")
    answer(forum.votes(represented("org-5"), "for"))
    assert declared(forum) == (("org-1", "org-2", "org-3", "org-5"), (2, 0))


@pytest.mark.parametrize("days", [0, 1])
def test_where_it_is_settled_at_opening_nobody_gains_or_loses_a_vote(
    store: Store, clock: StoppedClock, days: int
) -> None:
    """Also on the very day: it is frozen with the motion, and whoever joins is told so with the clause."""
    forum = asked(store, clock, "opens")
    clock.turn(days=days)
    resigns(forum, "org-4")
    joins(forum)
    assert forum.sees().entitled == ("Organisation 1", "Organisation 2", "Organisation 3", "Organisation 4")
    refused = forum.votes(represented("org-5"), "for")
    assert "no vote when this vote opened" in reason(refused)
    assert getattr(refused, "clause", None) is not None and refused.clause.number == "9a"  # type: ignore[union-attr]
    assert declared(forum) == (("org-1", "org-2", "org-3", "org-4"), (1, 1))


@pytest.mark.parametrize(
    ("when", "words", "clause"),
    [
        ("opens", "had a vote when it opened, on Thursday 23 April 2026", "9a"),
        ("closes", "on the day the voting ends.", "9a"),
        ("", "The terms do not say otherwise.", ""),
    ],
)
def test_why_says_when_it_is_settled(
    store: Store, clock: StoppedClock, when: str, words: str, clause: str
) -> None:
    """Shown, with the clause where there is one."""
    forum = asked(store, clock, when)
    why = WhyMotion(workspace=WORKSPACE, team=WORKSPACE, user=forum.user(CHAIR), motion="motion-1")
    [who] = [each for each in forum.secretary.ask(why) if each.heading == "Who has a vote"]
    assert words in who.words
    assert who.clause.number == clause


def test_the_event_keeps_who_was_settled_and_an_observer_stays_without(
    store: Store, clock: StoppedClock
) -> None:
    """Anybody can count again from the events; who has no vote gains none by being there."""
    register = town_register(3)
    watching = replace(register.organisations[2], voting=False, standing="observer")
    register = replace(register, organisations=(*register.organisations[:2], watching))
    terms = TOWN_TERMS + BETWEEN_MEETINGS + SETTLED.format(when="opens")
    forum = town(store, clock, terms=terms, register=register)
    answer(forum.puts(CHAIR, how="between meetings", closes_at=clock.now() + timedelta(days=6)))
    [put] = [each.data for each in forum.happened() if each.type == "MotionPut"]
    assert put["entitled"] == ["org-1", "org-2"]
    reason(forum.votes(represented("org-3"), "for"))


def test_the_chair_resigns_mid_vote_and_the_clock_still_closes_it(store: Store, clock: StoppedClock) -> None:
    """A vote between meetings needs nobody to close it; a tie then waits for whoever is elected next."""
    forum = asked(store, clock)
    clock.turn(days=1)
    resigns(forum, "org-1")
    registers(forum, replace(forum.register, roles=(forum.register.roles[1],)))
    clock.turn(days=7)
    answer(forum.time_comes())
    assert forum.sees().motion.state == "tied"
    assert forum.notices("CastingVoteNotice") == []
    [wanted] = forum.notices("ChairWantedNotice")
    assert wanted.recipient == forum.user(represented("org-2"))
    reason(forum.casts(CHAIR, "for"))
    elected = Role("chair", represented("org-2"), "org-2", from_on=date(2026, 5, 1))
    registers(forum, replace(forum.register, roles=(elected, *forum.register.roles)))
    assert "carried" in answer(forum.casts(represented("org-2"), "for"))
