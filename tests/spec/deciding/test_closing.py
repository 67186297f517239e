"""The close: when voting ends, to the microsecond, and what is frozen then and never rewritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.founding import adopt, import_register
from bot.rules.register import Organisation
from bot.rules.terms import Adoption
from bot.store.session import Store
from bot.store.tables import due_work
from bot.workflows.decisions import Refused
from bot.workflows.votes.motions import CLOSING_GRACE
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    TOWN_TERMS,
    WORKS_CHAIR,
    WORKS_VOICE,
    represented,
    town,
    vote,
)

TIE = {"ekc-group": "for", "kent-council": "against"}


def tied(body: Rehearsal, choices: dict[str, str] | None = None) -> Rehearsal:
    """The vote on the motion is closed on a tie."""
    vote(body, choices or TIE)
    assert "Tied" in answer(body.closes(CHAIR))
    return body


@pytest.fixture
def timed(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, voting in writing until ten tomorrow."""
    forum = town(store, clock, 4, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    answer(
        forum.puts(represented("org-1"), how="between meetings", closes_at=clock.now() + timedelta(days=1))
    )
    return forum


def test_a_vote_in_the_last_microsecond_counts_and_one_at_the_closing_time_does_not(
    timed: Rehearsal, clock: StoppedClock
) -> None:
    """K28: received before `closes_at`, even if the database was reached after it."""
    closes = clock.now() + timedelta(days=1)
    clock.set(closes + timedelta(seconds=2))
    in_time = closes - timedelta(microseconds=1)
    assert answer(timed.votes(represented("org-2"), "for", received_at=in_time))
    late = timed.votes(represented("org-3"), "against", received_at=closes)
    assert "closed before your vote arrived" in reason(late)
    clock.set(closes + CLOSING_GRACE)
    answer(timed.time_comes())
    assert timed.result().voted == ("org-2",)


def test_the_clock_closes_the_vote_when_its_time_and_the_grace_have_passed(
    timed: Rehearsal, clock: StoppedClock
) -> None:
    """The longest an answer to Slack may take goes by first, so that no vote in time is left out."""
    with timed.store.reading() as connection:
        [due] = connection.execute(select(due_work).where(due_work.c.kind == "close motion")).all()
    assert due.due_at == clock.now() + timedelta(days=1) + CLOSING_GRACE
    assert "not time yet" in reason(timed.time_comes())
    clock.set(due.due_at)
    assert "no quorum" in answer(timed.time_comes())


def test_a_vote_that_was_given_a_closing_time_is_closed_by_the_clock_and_never_by_the_chair(
    timed: Rehearsal, clock: StoppedClock
) -> None:
    """Members were given until then; and in the seconds after it, a vote sent in time may still be on its way."""
    closes = clock.now() + timedelta(days=1)
    for moment in (clock.now(), closes - timedelta(seconds=1), closes, closes + timedelta(seconds=1)):
        clock.set(moment)
        refused = timed.closes(represented("org-1"))
        assert isinstance(refused, Refused)
        assert "until the closing time" in refused.reason
        assert "declared by itself" in refused.next
    in_time = closes - timedelta(seconds=1)
    assert "Counted" in answer(timed.votes(represented("org-2"), "for", received_at=in_time))
    assert "not time yet" in reason(timed.time_comes())
    clock.set(closes + CLOSING_GRACE)
    answer(timed.time_comes())
    assert timed.result().voted == ("org-2",)


def test_a_result_declared_late_is_that_of_the_day_on_which_voting_ended(
    timed: Rehearsal, clock: StoppedClock
) -> None:
    """The clock was away for a week, and an organisation that voted has left since: its vote counts."""
    for organisation in ("org-2", "org-4"):
        answer(timed.votes(represented(organisation), "for"))
    clock.turn(days=3)
    left = tuple(
        replace(each, left_on=date(2026, 4, 25)) if each.slug == "org-4" else each
        for each in timed.register.organisations
    )
    register = replace(timed.register, organisations=left)
    import_register(timed.store, clock, workspace=timed.workspace, slug=timed.slug, register=register)
    clock.turn(days=4)
    answer(timed.time_comes())
    assert timed.result().voted == ("org-2", "org-4")
    assert timed.result().voting_members == 4


def test_a_tie_between_meetings_goes_to_the_elected_chair(timed: Rehearsal, clock: StoppedClock) -> None:
    """K29: nobody else is chairing."""
    answer(timed.votes(represented("org-2"), "for"))
    answer(timed.votes(represented("org-3"), "against"))
    clock.turn(days=1, seconds=3)
    answer(timed.time_comes())
    assert [each.recipient for each in timed.notices("CastingVoteNotice")] == [
        timed.user(represented("org-1"))
    ]
    assert "carried" in answer(timed.casts(represented("org-1"), "for"))


def test_a_later_register_does_not_rewrite_a_result(motion: Rehearsal) -> None:
    """G1: entitlement is frozen at the close."""
    vote(motion, {"ekc-group": "for"})
    answer(motion.closes(CHAIR))
    before = motion.result()
    more = replace(
        motion.register,
        organisations=(
            *motion.register.organisations,
            Organisation("newcomer", "Newcomer College", sector="fe"),
        ),
    )
    import_register(motion.store, motion.clock, workspace=motion.workspace, slug=motion.slug, register=more)
    assert motion.result() == before
    assert motion.sees().entitled == tuple(sorted(motion.sees().names[each] for each in before.entitled))


def test_a_later_register_does_not_change_a_tie_that_waits(motion: Rehearsal) -> None:
    """K29, G1: the count is frozen when voting ends, and the casting vote is given on that count."""
    tied(motion)
    fewer = replace(
        motion.register,
        organisations=tuple(
            replace(each, left_on=date(2026, 4, 22)) if each.slug == "ekc-group" else each
            for each in motion.register.organisations
        ),
    )
    import_register(motion.store, motion.clock, workspace=motion.workspace, slug=motion.slug, register=fewer)
    answer(motion.casts(CHAIR, "for"))
    assert (motion.result().votes_for, motion.result().against) == (1, 1)
    assert "ekc-group" in motion.result().entitled


def test_a_motion_is_judged_by_the_terms_under_which_it_was_put(store: Store, clock: StoppedClock) -> None:
    """G1: what is adopted while a vote is open holds from the next motion on."""
    works = rehearse(store, clock, "voluntaryworks", adopting=["voting.majority"])
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brec", "brcc"]))
    answer(works.puts(WORKS_CHAIR))
    vote(works, {"brec": "for", "brcc": "against"}, WORKS_VOICE)
    adoption = {"voting.on_tie": Adoption("the Consortium", date(2026, 4, 23))}
    adopt(store, clock, workspace=works.workspace, slug=works.slug, adoptions=adoption)
    answer(works.closes(WORKS_CHAIR))
    assert (works.result().outcome, works.result().terms_version) == ("tied", 1)
    answer(works.puts(WORKS_CHAIR, motion="motion-2"))
    answer(works.votes(WORKS_VOICE["brec"], "for", "motion-2"))
    answer(works.votes(WORKS_VOICE["brcc"], "against", "motion-2"))
    answer(works.closes(WORKS_CHAIR, "motion-2"))
    assert (works.result("motion-2").outcome, works.result("motion-2").terms_version) == ("not carried", 2)
