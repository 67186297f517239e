"""Ties that no casting vote breaks: a lot sealed before the vote and drawn at its close, and another ballot on the same motion."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.recount import Happened, recount
from bot.rules.lot import digest, draw, seal
from bot.store.partnership.partnerships import setting
from bot.store.session import Store
from bot.store.votes.consensus_tables import lots
from bot.store.votes.motions import earlier_ballots_of
from bot.workflows.decisions import Refused
from bot.workflows.questions import WhyMotion
from bot.workflows.votes.secret_votes import BallotForm
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import BETWEEN_MEETINGS, TOWN_TERMS, in_session, represented, town

CASTING = 'value  = "casting vote of whoever is chairing"\nclause = "10"'
LOT = TOWN_TERMS.replace(CASTING, 'value  = "lot"\nclause = "10"')
AGAIN = TOWN_TERMS.replace(CASTING, 'value  = "another ballot"\nclause = "10"')
FOUR = ("org-1", "org-2", "org-3", "org-4")
CHAIR = represented("org-1")
EQUAL = {"org-1": "for", "org-2": "against", "org-3": "for", "org-4": "against"}


def cast(body: Rehearsal, choices: dict[str, str]) -> None:
    """Each organisation votes."""
    for organisation, choice in choices.items():
        answer(body.votes(represented(organisation), choice))


def happened(body: Rehearsal, kind: str) -> list[dict[str, object]]:
    """What the events of a kind say."""
    return [each.data for each in body.happened() if each.type == kind]


def agrees(body: Rehearsal) -> bool:
    """Whether the register of events, counted again, comes to the same."""
    events = (Happened(each.seq, each.type, each.subject, each.data) for each in body.happened())
    return all(each.agrees for each in recount(events))


@pytest.fixture
def drawn(store: Store, clock: StoppedClock) -> Rehearsal:
    """A body whose ties go to the lot, at a tie."""
    body = in_session(town(store, clock, terms=LOT), FOUR)
    cast(body, EQUAL)
    return body


@pytest.fixture
def again(store: Store, clock: StoppedClock) -> Rehearsal:
    """A body whose ties are balloted again, at a tie that has been closed."""
    body = in_session(town(store, clock, terms=AGAIN), FOUR)
    cast(body, EQUAL)
    assert "Tied: 2 for, 2 against" in answer(body.closes(CHAIR))
    return body


# ---- by lot


def test_a_tie_is_drawn_by_lot_at_the_close_and_anybody_can_draw_it_again(drawn: Rehearsal) -> None:
    """V40, K29: sealed when the motion was put, published with the draw, and it falls as the votes and the secret have it."""
    [put] = happened(drawn, "MotionPut")
    answer(drawn.closes(CHAIR))
    [lot], result = happened(drawn, "LotDrawn"), drawn.result()
    assert put["lot"] == lot["seal"] == sha256(str(lot["secret"]).encode()).hexdigest()
    lines = "\n".join(f"{each}:{EQUAL[each]}" for each in sorted(EQUAL))
    assert lot["votes"] == sha256(lines.encode()).hexdigest()
    odd = int(sha256(f"{lot['secret']}|{lot['votes']}".encode()).hexdigest(), 16) % 2
    assert lot["fell"] == result.lot == ("against" if odd else "for")
    assert result.outcome == ("not carried" if odd else "carried")
    assert f"The lot fell {lot['fell']} it (10)" in result.why
    assert str(lot["secret"]) in result.how_drawn
    assert "How anybody can draw the lot again stands under “Why?”." in result.notes
    assert agrees(drawn)
    assert drawn.notices("CastingVoteNotice") == []
    assert isinstance(drawn.casts(CHAIR, "for"), Refused)


def test_a_secret_tie_between_meetings_is_drawn_by_lot_from_the_votes_in_the_box(
    store: Store, clock: StoppedClock
) -> None:
    """V40: at the clock's close, from the receipts and choices that are published with it, so that anybody can draw it again."""
    body = town(store, clock, terms=LOT + BETWEEN_MEETINGS)
    closes = clock.now() + timedelta(days=3)
    answer(body.puts(CHAIR, how="between meetings", closes_at=closes, ballot="secret"))
    for organisation, choice in EQUAL.items():
        answer(body.votes_in_secret(represented(organisation), choice))
    clock.set(closes + timedelta(seconds=10))
    answer(body.time_comes())
    [lot], [published] = happened(body, "LotDrawn"), happened(body, "BallotBoxOpened")
    assert lot["votes"] == digest([(each[0], each[1]) for each in published["ballots"]])  # type: ignore[attr-defined]
    assert lot["fell"] == draw(str(lot["secret"]), str(lot["votes"])) == body.result().lot
    assert agrees(body)


def test_the_seal_is_shown_before_the_vote_and_the_secret_is_not(drawn: Rehearsal) -> None:
    """V40: in “Why?”, and in no event before the draw."""
    with drawn.store.reading() as connection:
        secret = connection.execute(select(lots.c.secret)).scalar_one()
    asked = WhyMotion(workspace=drawn.workspace, team=drawn.team, user=drawn.user(CHAIR), motion="motion-1")
    shown = {each.heading: each.words for each in drawn.secretary.ask(asked)}
    assert seal(secret) in shown["The lot"]
    assert secret not in str(shown)
    assert secret not in str([each.data for each in drawn.happened()])


def test_how_to_draw_the_lot_again_is_told_under_why_and_not_in_the_channel(drawn: Rehearsal) -> None:
    """V40: two digests of 64 letters are no reading for a telephone, and whoever asks why finds them."""
    answer(drawn.closes(CHAIR))
    [lot], [told] = happened(drawn, "LotDrawn"), drawn.notices("ResultNotice")
    assert str(lot["secret"]) not in str(told.data)
    asked = WhyMotion(workspace=drawn.workspace, team=drawn.team, user=drawn.user(CHAIR), motion="motion-1")
    shown = {each.heading: each.words for each in drawn.secretary.ask(asked)}
    assert str(lot["secret"]) in shown["The lot"] and str(lot["votes"]) in shown["The lot"]


def test_without_a_tie_no_lot_is_drawn(store: Store, clock: StoppedClock) -> None:
    """V40: the seal stays closed."""
    body = in_session(town(store, clock, terms=LOT), FOUR)
    cast(body, {**EQUAL, "org-4": "for"})
    answer(body.closes(CHAIR))
    assert happened(body, "LotDrawn") == []
    assert (body.result().outcome, body.result().lot) == ("carried", "")


def test_the_order_in_which_votes_came_does_not_move_the_lot() -> None:
    """V40: votes are sorted before they are hashed, and both ways it can fall it falls."""
    votes = list(EQUAL.items())
    assert digest(votes) == digest(reversed(votes))
    assert {draw(str(each), digest(votes)) for each in range(20)} == {"for", "against"}


# ---- another ballot


def test_a_tied_motion_is_balloted_again_and_the_first_count_is_kept(again: Rehearsal) -> None:
    """K25: the same motion, number and message; everybody votes anew."""
    picture = again.sees()
    assert picture.motion.state == "tied"
    assert again.notices("CastingVoteNotice") == []
    assert "waits for another ballot" in reason(again.votes(represented("org-2"), "for"))
    assert "nobody has a casting vote" in reason(again.casts(CHAIR, "for"))
    assert "Only whoever is chairing opens another ballot" in reason(
        again.ballots_again(represented("org-2"))
    )
    assert "is balloted again" in answer(again.ballots_again(CHAIR))
    picture = again.sees()
    assert (picture.motion.state, picture.voted_count, picture.motion.reference) == ("open", 0, "2026/1")
    assert [(each.votes_for, each.against) for each in picture.earlier] == [(2, 2)]
    assert "is not tied" in reason(again.ballots_again(CHAIR))
    cast(again, {**EQUAL, "org-4": "for"})
    answer(again.closes(CHAIR))
    result = again.result()
    assert (result.outcome, result.votes_for, result.against) == ("carried", 3, 1)
    assert len(again.notices("MotionNotice")) == 1
    assert agrees(again)


def test_a_motion_that_ties_twice_is_balloted_a_third_time_or_withdrawn(again: Rehearsal) -> None:
    """K25: each count is kept under its number."""
    answer(again.ballots_again(CHAIR))
    cast(again, EQUAL)
    answer(again.closes(CHAIR))
    answer(again.ballots_again(CHAIR))
    with again.store.reading() as connection:
        here = setting(connection, again.workspace, again.slug, again.clock.now())
        assert here is not None
        assert len(earlier_ballots_of(connection, here, "motion-1")) == 2
    cast(again, EQUAL)
    answer(again.closes(CHAIR))
    answer(again.withdraws(CHAIR))
    assert again.sees().motion.state == "withdrawn"


def test_a_tie_between_meetings_is_balloted_again_for_as_long_as_before(
    store: Store, clock: StoppedClock
) -> None:
    """K25: the clock closes the second ballot too."""
    body = town(store, clock, terms=AGAIN + BETWEEN_MEETINGS)
    week = timedelta(days=7)
    answer(body.puts(CHAIR, how="between meetings", closes_at=clock.now() + week))
    cast(body, EQUAL)
    clock.turn(days=7, seconds=5)
    assert "Tied" in answer(body.time_comes())
    answer(body.ballots_again(CHAIR))
    assert body.sees().motion.closes_at == clock.now() + week
    cast(body, {**EQUAL, "org-4": "for"})
    assert "not time yet" in reason(body.time_comes())
    clock.turn(days=7, seconds=5)
    answer(body.time_comes())
    assert body.result().outcome == "carried"
    assert agrees(body)


def test_a_secret_vote_that_ties_is_balloted_again_in_secret(store: Store, clock: StoppedClock) -> None:
    """K25: the box of each ballot is opened, and everybody may vote again."""
    body = town(store, clock, terms=AGAIN)
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=FOUR))
    answer(body.puts(CHAIR, ballot="secret"))
    for choices in (EQUAL, {**EQUAL, "org-4": "for"}):
        ballot = 1 if choices is EQUAL else 2
        for organisation, choice in choices.items():
            answer(body.votes_in_secret(represented(organisation), choice, ballot=ballot))
        answer(body.closes(CHAIR))
        if choices is EQUAL:
            answer(body.ballots_again(CHAIR))
    assert (body.result().outcome, body.result().votes_for) == ("carried", 3)
    assert len(happened(body, "BallotBoxOpened")) == 2
    assert agrees(body)


def test_where_the_terms_give_a_casting_vote_nothing_is_balloted_again(
    store: Store, clock: StoppedClock
) -> None:
    """K29: the tie is the chair's to break."""
    body = in_session(town(store, clock), FOUR)
    cast(body, EQUAL)
    answer(body.closes(CHAIR))
    assert "do not answer a tie with another ballot" in reason(body.ballots_again(CHAIR))


def test_a_secret_form_opened_before_another_ballot_is_not_counted_in_it(
    store: Store, clock: StoppedClock
) -> None:
    """K25, K28: a secret vote is final, so one that was meant for the ballot before is refused, and the form opens again."""
    body = town(store, clock, terms=AGAIN)
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=FOUR))
    answer(body.puts(CHAIR, ballot="secret"))
    answer(body.votes_in_secret(CHAIR, "for"))
    answer(body.votes_in_secret(represented("org-2"), "against"))
    voter = represented("org-3")
    asked = BallotForm(workspace=body.workspace, team=body.team, user=body.user(voter), motion="motion-1")
    stale = body.secretary.ask(asked)
    assert stale is not None
    answer(body.closes(CHAIR))
    answer(body.ballots_again(CHAIR))
    assert "balloted again since" in reason(body.votes_in_secret(voter, "for", ballot=stale.ballot))
    fresh = body.secretary.ask(asked)
    assert fresh is not None
    assert answer(body.votes_in_secret(voter, "for", ballot=fresh.ballot))
