"""Who has a vote: the register says, the terms may take it away, and every count goes by the same answer."""

from dataclasses import replace
from datetime import date

import pytest

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.questions import ActingChairForm, RollForm, ShowPartnership
from tests.rehearsal import MEETING, WORKSPACE, Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town, town_register, vote

NO_VOTE = """
[roles]
associate = "an associate of the Forum"

[people.no_vote]
value  = ["observer", "associate"]
clause = "6"
words  = "Observers and associates attend without a vote."
"""
MOST_MEMBERS = TOWN_TERMS.replace('rule   = "2"', 'rule   = "3"')
CHAIR = represented("org-1")
VOICES = {f"org-{number}": represented(f"org-{number}") for number in range(1, 6)}
THERE = ["org-1", "org-2", "org-3", "org-4"]


@pytest.fixture(params=["by its standing", "by a role it holds"])
def forum(request: pytest.FixtureRequest, store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of four, where the register wrongly leaves `org-4` the vote that the terms do not give it."""
    register = town_register(4)
    if request.param == "by its standing":
        standing = tuple(
            replace(each, standing="observer") if each.slug == "org-4" else each
            for each in register.organisations
        )
        register = replace(register, organisations=standing)
    else:
        register = replace(register, roles=(*register.roles, Role("associate", organisation="org-4")))
    return town(store, clock, terms=MOST_MEMBERS + NO_VOTE, register=register)


@pytest.fixture
def asked(forum: Rehearsal) -> Rehearsal:
    """The same, all four there, with a motion put."""
    opened = answer(forum.opens_meeting(CHAIR, chair=CHAIR, present=THERE))
    assert "3 of 3 voting organisations are present. 1 attends without a vote." in opened
    answer(forum.puts(CHAIR))
    return forum


def test_an_organisation_that_the_terms_give_no_vote_cannot_vote_whatever_the_register_says(
    asked: Rehearsal,
) -> None:
    """V7, L18: refused with the clause that takes the vote away."""
    refused = asked.votes(VOICES["org-4"], "for")
    assert isinstance(refused, Refused)
    assert "without a vote (6)" in refused.reason
    assert refused.clause.number == "6"


def test_an_organisation_that_the_terms_give_no_vote_is_nowhere_in_the_count(asked: Rehearsal) -> None:
    """V7, L18: not entitled, not present as a voter, not one of those the quorum and the majority are of."""
    assert asked.sees().entitled == ("Organisation 1", "Organisation 2", "Organisation 3")
    vote(asked, {"org-1": "for", "org-2": "for"}, VOICES)
    answer(asked.closes(CHAIR))
    result = asked.result()
    assert result.entitled == result.present == ("org-1", "org-2", "org-3")
    assert result.voting_members == 3
    assert (result.outcome, result.quorum) == ("carried", "quorate")


def test_an_organisation_that_the_terms_give_no_vote_makes_no_quorum(forum: Rehearsal) -> None:
    """L18: three are a quorum, and of the three in the room one has no vote."""
    answer(forum.opens_meeting(CHAIR, chair=CHAIR, present=["org-1", "org-2", "org-3", "org-4"]))
    answer(forum.puts(CHAIR))
    vote(forum, {"org-1": "for", "org-2": "for"}, VOICES)
    answer(forum.calls_roll(CHAIR, chair=CHAIR, present=["org-1", "org-2", "org-4"]))
    answer(forum.closes(CHAIR))
    assert forum.result().quorum == "not quorate"
    assert forum.result().present == ("org-1", "org-2")


def test_an_organisation_that_the_terms_give_no_vote_provides_no_acting_chair(asked: Rehearsal) -> None:
    """K26: neither for the motion, where it is not offered, nor for the meeting."""
    refused = asked.chooses_chair(CHAIR, VOICES["org-4"])
    assert isinstance(refused, Refused)
    assert (refused.clause.number, "without a vote" in refused.reason) == ("6", True)
    who = {"workspace": WORKSPACE, "team": WORKSPACE, "user": asked.user(CHAIR)}
    form = asked.secretary.ask(ActingChairForm(**who, motion="motion-1"))
    assert [each.id for each in form.candidates] == [VOICES[each] for each in THERE[:3]]
    assert "without a vote" in reason(asked.calls_roll(CHAIR, chair=VOICES["org-4"], present=THERE))


def test_every_screen_marks_the_organisation_that_the_terms_give_no_vote(forum: Rehearsal) -> None:
    """V7: the roll and the register say the same."""
    who = {"workspace": WORKSPACE, "team": WORKSPACE, "user": forum.user(CHAIR)}
    form = forum.secretary.ask(RollForm(**who, partnership=forum.slug))
    assert [each.words for each in form.remote if "(no vote)" in each.words] == ["Organisation 4 (no vote)"]
    register = forum.secretary.ask(ShowPartnership(**who, partnership=forum.slug)).register
    assert [each.slug for each in register.organisations if not each.voting] == ["org-4"]


def test_a_role_held_by_a_person_takes_no_vote_from_the_organisation(
    store: Store, clock: StoppedClock
) -> None:
    """One of its people may be an associate as well; the organisation is a member still."""
    register = town_register(4)
    associate = Role("associate", VOICES["org-4"], "org-4")
    who = replace(register, roles=(*register.roles, associate))
    forum = town(store, clock, terms=MOST_MEMBERS + NO_VOTE, register=who)
    answer(forum.opens_meeting(CHAIR, chair=CHAIR, present=THERE))
    answer(forum.puts(CHAIR))
    assert "Counted" in answer(forum.votes(VOICES["org-4"], "for"))
    answer(forum.closes(CHAIR))
    assert forum.result().voted == ("org-4",)


def test_a_member_that_has_left_has_no_vote_from_the_day_after(store: Store, clock: StoppedClock) -> None:
    """V8: its last day is included; this is the day after."""
    register = town_register(4)
    left = tuple(
        replace(each, left_on=date(2026, 4, 22)) if each.slug == "org-4" else each
        for each in register.organisations
    )
    forum = town(store, clock, register=replace(register, organisations=left))
    answer(forum.opens_meeting(CHAIR, chair=CHAIR, present=THERE[:3]))
    answer(forum.puts(CHAIR))
    assert "represent no organisation" in reason(forum.votes(VOICES["org-4"], "for"))
    assert forum.sees().meeting_title
    assert forum.sees().motion.meeting == MEETING
    assert len(forum.sees().entitled) == 3


def test_a_withdrawn_organisation_that_is_not_in_the_room_makes_no_quorum(
    store: Store, clock: StoppedClock
) -> None:
    """G9, K32: where the terms count those who withdrew, they count those who are there."""
    counted = """
[quorum.withdrawn]
value  = "counted"
clause = "13"
words  = "A member who withdraws is counted still."
"""
    forum = town(store, clock, terms=MOST_MEMBERS + counted)
    answer(forum.opens_meeting(CHAIR, chair=CHAIR, present=["org-1", "org-2", "org-3"]))
    answer(forum.puts(CHAIR))
    answer(forum.calls_roll(CHAIR, chair=CHAIR, present=["org-1", "org-2"]))
    answer(forum.declares(VOICES["org-4"], "We own the land"))
    vote(forum, {"org-1": "for"}, VOICES)
    answer(forum.calls_roll(CHAIR, chair=CHAIR, present=["org-1", "org-2", "org-4"]))
    answer(forum.closes(CHAIR))
    assert forum.result().quorum == "quorate"
    answer(forum.puts(CHAIR, motion="motion-2"))
    answer(forum.declares(VOICES["org-4"], "We own the land", subject="motion-2"))
    answer(forum.calls_roll(CHAIR, chair=CHAIR, present=["org-1", "org-2"]))
    answer(forum.closes(CHAIR, "motion-2"))
    assert forum.result("motion-2").quorum == "not quorate"
