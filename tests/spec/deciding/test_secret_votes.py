"""Secret ballots: that an organisation voted is known, how is not; final once cast, and counted again by anybody at the close."""

from collections import Counter
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.recount import recount
from bot.store.register_of_events import register_of_events
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone
from bot.workflows.questions import WhyMotion
from bot.workflows.votes.ballots import new_receipt
from bot.workflows.votes.secret_votes import BallotForm, CastSecretVote
from tests.rehearsal import Rehearsal, answer, at, reason
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    IN_THE_ROOM,
    TOWN_TERMS,
    VOICE,
    represented,
    town,
)

SECRET_TERMS = (
    TOWN_TERMS
    + '\n[voting.ballot]\nvalue = "secret"\nclause = "18"\nwords = "Votes are taken by secret ballot."\n'
)
GETHIN = "gethin-prosser"  # the named deputy of EKC Group


@pytest.fixture
def secret(meeting: Rehearsal) -> Rehearsal:
    """CLPP's Strategy Group in session, with a motion put to a secret vote by the chair's choice."""
    answer(meeting.puts(CHAIR, ballot="secret"))
    return meeting


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of six, whose terms ask for secret votes, in session."""
    body = town(store, clock, 6, terms=SECRET_TERMS)
    answer(body.opens_meeting(represented("org-1"), chair=represented("org-1"), present=orgs(6)))
    return body


def orgs(count: int) -> list[str]:
    """The organisations of the Town Forum."""
    return [f"org-{number}" for number in range(1, count + 1)]


def opened(body: Rehearsal) -> list[list[str]]:
    """What the register of events holds of the opened box."""
    [event] = [each for each in body.happened() if each.type == "BallotBoxOpened"]
    ballots: list[list[str]] = event.data["ballots"]
    return ballots


def why(body: Rehearsal, motion: str = "motion-1") -> str:
    """Everything under “Why?”."""
    asked = WhyMotion(workspace=body.workspace, team=body.team, user="", motion=motion)
    return "\n".join(f"{each.heading}: {each.words}" for each in body.secretary.ask(asked))


def form(body: Rehearsal, who: str, motion: str = "motion-1") -> Any:
    """What the form of a secret vote would show somebody."""
    return body.secretary.ask(
        BallotForm(workspace=body.workspace, team=body.team, user=body.user(who), motion=motion)
    )


def test_a_secret_vote_is_counted_and_its_receipt_is_in_the_published_list(secret: Rehearsal) -> None:
    """Issue: secret ballots. Each voter gets a receipt; the published tally lists the receipts."""
    receipts = {each: new_receipt() for each in IN_THE_ROOM}
    choices = dict(zip(IN_THE_ROOM, ("for", "for", "for", "against", "against", "abstain"), strict=True))
    for each in IN_THE_ROOM:
        said = answer(secret.votes_in_secret(VOICE[each], choices[each], receipts[each]))
        assert said == f"Your secret vote is counted. Receipt {receipts[each]}."
    answer(secret.closes(CHAIR))
    result = secret.result()
    assert (result.outcome, result.votes_for, result.against, result.abstain) == ("carried", 3, 2, 1)
    assert opened(secret) == sorted([receipts[each], choices[each]] for each in IN_THE_ROOM)
    listed = why(secret)
    for each in IN_THE_ROOM:
        assert f"{receipts[each]}: {choices[each].capitalize()}" in listed
    assert "The votes were secret. Every receipt is published with its choice under “Why?”." in result.notes


def test_the_event_alone_is_enough_to_count_again(secret: Rehearsal) -> None:
    for each, choice in zip(IN_THE_ROOM, ("for", "against", "for", "abstain", "for", "against"), strict=True):
        answer(secret.votes_in_secret(VOICE[each], choice))
    answer(secret.closes(CHAIR))
    again = Counter(choice for _, choice in opened(secret))
    result = secret.result()
    assert (again["for"], again["against"], again["abstain"]) == (
        result.votes_for,
        result.against,
        result.abstain,
    )
    assert len(opened(secret)) == len(result.voted)


def test_while_the_vote_is_open_the_message_shows_turnout_only(secret: Rehearsal) -> None:
    answer(secret.votes_in_secret(VOICE["ekc-group"], "against"))
    seen = secret.sees()
    assert (seen.voted_count, seen.motion.is_secret, seen.result) == (1, True, None)
    assert "Receipts and choices" not in why(secret)


def test_a_secret_vote_is_final_whoever_of_the_organisation_cast_it(secret: Rehearsal) -> None:
    """G10: one vote for each organisation; the first stands, for good."""
    answer(secret.votes_in_secret("marguerite-tolley", "for"))
    for colleague in ("marguerite-tolley", "imran-siddique"):
        assert "has voted already, and a secret vote is final" in reason(
            secret.votes_in_secret(colleague, "against")
        )
        assert "final once cast" in form(secret, colleague).refused.reason
    answer(secret.closes(CHAIR))
    assert opened(secret) == [[opened(secret)[0][0], "for"]]


def test_the_deputy_on_the_roll_casts_the_secret_vote_and_the_representative_does_not(
    clpp: Rehearsal,
) -> None:
    """G10, K34: who has a vote is the same question, secret or not."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, substitutes=[("ekc-group", GETHIN)]))
    answer(clpp.puts(CHAIR, ballot="secret"))
    assert form(clpp, VOICE["ekc-group"]).refused is not None
    reason(clpp.votes_in_secret(VOICE["ekc-group"], "for"))
    answer(clpp.votes_in_secret(GETHIN, "for"))


def test_the_same_form_sent_twice_is_one_vote_under_one_receipt(secret: Rehearsal) -> None:
    """Issue: ten clicks in 50 ms. By its delivery, and even under another delivery, by its receipt."""
    receipt = new_receipt()
    words = {"motion": "motion-1", "choice": "for", "receipt": receipt}
    first = secret.command(VOICE["ekc-group"], CastSecretVote, **words)
    answer(secret.secretary.perform(first))
    assert isinstance(secret.secretary.perform(first), AlreadyDone)
    assert receipt in answer(secret.say(VOICE["ekc-group"], CastSecretVote, **words))
    answer(secret.closes(CHAIR))
    assert opened(secret) == [[receipt, "for"]]


def test_a_receipt_is_used_once_and_looks_like_one(secret: Rehearsal) -> None:
    receipt = new_receipt()
    answer(secret.votes_in_secret(VOICE["ekc-group"], "for", receipt))
    for bad in (receipt, "somebody", "AAAA-AAAA-1"):
        assert "Nothing was counted" in reason(secret.votes_in_secret(VOICE["kent-council"], "for", bad))
    assert "Choose for" in reason(secret.votes_in_secret(VOICE["kent-council"], "perhaps"))
    answer(secret.votes_in_secret(VOICE["kent-council"], "against"))


def test_an_organisation_that_withdraws_after_its_secret_vote_is_counted_and_the_result_says_so(
    secret: Rehearsal,
) -> None:
    """K31: its vote cannot be told from the others."""
    for each in ("ekc-group", "wealden-downs", "compass-point"):
        answer(secret.votes_in_secret(VOICE[each], "for"))
    answer(secret.declares(VOICE["compass-point"], "We would be paid"))
    answer(secret.closes(CHAIR))
    result = secret.result()
    assert result.votes_for == 3
    assert "compass-point" in result.voted
    assert any("voted in secret and then withdrew or left" in each for each in result.notes)


def test_votes_are_by_name_or_in_secret_and_never_both(secret: Rehearsal) -> None:
    assert "is secret" in reason(secret.votes(VOICE["ekc-group"], "for"))
    answer(secret.puts(CHAIR, motion="motion-2"))
    assert "is by name" in reason(secret.votes_in_secret(VOICE["ekc-group"], "for", motion="motion-2"))
    assert "is by name" in form(secret, VOICE["ekc-group"], "motion-2").refused.reason


def test_where_the_terms_ask_for_secret_votes_every_vote_is_secret(forum: Rehearsal) -> None:
    answer(forum.puts(represented("org-1")))
    assert forum.sees().motion.is_secret
    assert "votes are secret" in reason(forum.puts(represented("org-1"), motion="motion-2", ballot="named"))


def test_a_tie_of_secret_votes_is_broken_by_a_casting_vote_given_by_name(forum: Rehearsal) -> None:
    """K29: the casting vote is no secret; the box is opened once."""
    answer(forum.puts(represented("org-1")))
    for each, choice in zip(orgs(4), ("for", "against", "for", "against"), strict=True):
        answer(forum.votes_in_secret(represented(each), choice))
    assert "Tied" in answer(forum.closes(represented("org-1")))
    assert len(opened(forum)) == 4
    answer(forum.casts(represented("org-1"), "for"))
    assert (forum.result().outcome, forum.result().casting) == ("carried", "for")
    assert len(opened(forum)) == 4


def test_a_secret_vote_between_meetings_closes_by_itself(store: Store, clock: StoppedClock) -> None:
    body = town(store, clock, 4, terms=SECRET_TERMS + BETWEEN_MEETINGS)
    answer(body.puts(represented("org-1"), how="between meetings", closes_at=at("2026-04-24T12:00:00+01:00")))
    for each in orgs(3):
        answer(body.votes_in_secret(represented(each), "for"))
    clock.set(at("2026-04-24T12:00:03+01:00"))
    assert "closed before" in reason(body.votes_in_secret(represented("org-4"), "for"))
    answer(body.time_comes())
    assert body.result().votes_for == 3


def test_an_organisation_that_leaves_after_its_secret_vote_is_counted_all_the_same(
    forum: Rehearsal,
) -> None:
    """The vote cannot be taken out; the numbers still agree."""
    answer(forum.puts(represented("org-1")))
    for each in orgs(6):
        answer(forum.votes_in_secret(represented(each), "for"))
    answer(forum.departs(represented("org-1"), "org-6"))
    answer(forum.closes(represented("org-1")))
    assert forum.result().votes_for == 6


def test_nobody_voting_leaves_an_empty_box(forum: Rehearsal) -> None:
    answer(forum.puts(represented("org-1")))
    answer(forum.closes(represented("org-1")))
    assert opened(forum) == []
    assert forum.result().outcome == "not carried"


def test_a_tie_of_secret_votes_that_is_balloted_again_lets_everybody_vote_again_and_publishes_both_lists(
    store: Store, clock: StoppedClock
) -> None:
    """Each ballot has a box of its own, and the recount agrees with the last."""
    terms = SECRET_TERMS.replace("casting vote of whoever is chairing", "another ballot")
    body, chair = town(store, clock, 6, terms=terms), represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=orgs(6)))
    answer(body.puts(chair))
    for each, choice in zip(orgs(4), ("for", "against", "for", "against"), strict=True):
        answer(body.votes_in_secret(represented(each), choice))
    answer(body.closes(chair))
    answer(body.ballots_again(chair))
    assert body.sees().voted_count == 0
    for each, choice in zip(orgs(5), ("for", "against", "for", "against", "for"), strict=True):
        answer(body.votes_in_secret(represented(each), choice, ballot=2))
    answer(body.closes(chair))
    assert (body.result().outcome, body.result().votes_for, body.result().against) == ("carried", 3, 2)
    boxes = [each for each in body.happened() if each.type == "BallotBoxOpened"]
    assert [len(each.data["ballots"]) for each in boxes] == [4, 5]
    assert why(body).count("Receipts and choices") == 2
    with body.store.reading() as connection:
        [found] = recount(register_of_events(connection, body.workspace, body.slug))
    assert found.differences == ()
