"""The window of elections: each ballot by its number, who stands in the one that is open, and who went out in which."""

from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.presenters.elections.elections import elections_modal, nominate_form
from bot.store.session import Store
from bot.workflows.elections.election_questions import ElectionVoteForm, NominateForm, ShowElections
from tests.electing import (
    ELECTION,
    answers,
    cancels,
    clock_turns,
    last_notice,
    opens,
    opens_ballot,
    stand,
    votes,
    votes_in_secret,
    window,
)
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, SECRETARY, VOICE, WORKS_CHAIR, WORKS_VOICE, represented, town

WEEK = timedelta(days=7, minutes=1)
FIRST, SECOND, THIRD = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
VOTERS = list(VOICE.values())[:6]


@pytest.fixture
def body(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted that a tie in an election is balloted again."""
    return rehearse(store, clock, "clpp", adopting=["tie.election", "interests.effect", "quorum.withdrawn"])


def balloted(body: Rehearsal, *choices: str, ballot: str) -> Rehearsal:
    """An election between three, in which the first ballot has been held with these votes."""
    answer(opens(body, SECRETARY, ballot=ballot))
    stand(body, FIRST, SECOND, THIRD)
    clock_turns(body, WEEK)
    for voter, choice in zip(VOTERS, choices, strict=False):
        answer((votes_in_secret if ballot == "secret" else votes)(body, voter, choice))
    clock_turns(body, WEEK)
    return body


def test_receipts_of_an_earlier_ballot_are_shown_as_that_ballots(body: Rehearsal) -> None:
    """K25: whoever looks while the second is open sees of which ballot the published receipts are, and how that one ended."""
    balloted(body, FIRST, SECOND, FIRST, SECOND, THIRD, ballot="secret")
    shown = window(body, VOTERS[0])
    assert "Ballot 1, between Benedict Amankwah, Dorota Zielinska and Folasade Akande. 2 votes for" in shown
    assert "Receipts and choices of ballot 1:" in shown
    assert shown.count(": Dorota Zielinska") == 1 + shown.count("Went out in ballot 1: Dorota Zielinska.")
    for number in range(5):
        answer(votes_in_secret(body, VOTERS[number], FIRST if number % 2 else SECOND, 2))
    clock_turns(body, WEEK)
    shown = window(body, VOTERS[0])
    assert "Receipts and choices of ballot 2:" in shown
    assert shown.count("most votes elect") == 1


def test_who_went_out_in_a_ballot_is_shown_so_and_stands_no_more(body: Rehearsal) -> None:
    """K25: between those who tied, and nobody else; whoever is out has nothing left to withdraw from."""
    balloted(body, FIRST, SECOND, FIRST, SECOND, THIRD, ballot="named")
    shown = window(body, THIRD)
    standing = next(line for line in shown.splitlines() if line.startswith("Standing:"))
    assert "Dorota" not in standing and "Folasade" in standing and "Benedict" in standing
    assert "Went out in ballot 1: Dorota Zielinska." in shown
    assert "Withdraw" not in shown and "Withdraw" in window(body, FIRST)


@pytest.mark.parametrize("ballot", ["named", "secret"])
def test_who_has_voted_sees_in_the_window_that_their_vote_stands(body: Rehearsal, ballot: str) -> None:
    """G10: by name also for whom, and the form that changes it begins with it; in secret never."""
    answer(opens(body, SECRETARY, ballot=ballot))
    stand(body, FIRST, SECOND)
    clock_turns(body, WEEK)
    voter = VOICE["kent-council"]
    answer((votes_in_secret if ballot == "secret" else votes)(body, voter, SECOND))
    shown = window(body, voter)
    if ballot == "secret":
        assert "Kent County Council has voted, in secret and for good." in shown
        return
    assert "The vote of Kent County Council stands: for Benedict Amankwah." in shown
    assert "The vote of Kent" not in window(body, FIRST)
    asked = ElectionVoteForm(
        workspace=body.workspace, team=body.team, user=body.user(voter), election="election-1"
    )
    form = body.secretary.ask(asked)
    assert form is not None and form.stands == SECOND


def test_who_withdrew_is_shown_so(body: Rehearsal) -> None:
    """K25: the ballot that was open is over, and why."""
    answer(opens(body, SECRETARY))
    stand(body, FIRST, SECOND, THIRD)
    clock_turns(body, WEEK)
    answer(answers(body, THIRD, accept=False))
    shown = window(body, CHAIR)
    assert "Withdrew: Dorota Zielinska." in shown
    assert "Went out" not in shown
    assert "and Folasade Akande. Dorota Zielinska has withdrawn." in shown


def test_nominations_are_opened_from_the_window_only_where_an_office_is_free(works: Rehearsal) -> None:
    """V24: Voluntaryworks elects a chair and nobody else, and one election to an office is under way at a time."""
    officer = "winifred-osgood"
    assert "Open nominations" in window(works, officer)
    answer(opens(works, officer, how="meeting"))
    assert "Open nominations" not in window(works, officer)
    answer(cancels(works, officer))
    assert "Open nominations" in window(works, officer)


def test_the_notice_that_opens_nominations_says_until_when_the_ballot_is_open(body: Rehearsal) -> None:
    """K25."""
    answer(opens(body, SECRETARY))
    assert last_notice(body)["words"][1] == (
        "One vote for each organisation, by name, from then until Thursday 7 May 2026 at 10:00."
    )


def test_or_that_it_is_held_at_the_meeting(works: Rehearsal) -> None:
    """V30."""
    answer(opens(works, "winifred-osgood", how="meeting", ballot="secret"))
    assert last_notice(works)["words"][1] == "One vote for each organisation, in secret, at the meeting."


def test_who_stands_alone_is_declared_elected_only_after_it_was_asked_whether(body: Rehearsal) -> None:
    """K25: the button would open a ballot, and there is none; between two nothing is asked."""
    answer(opens(body, SECRETARY, how="meeting", ballot_closes_at=None))
    stand(body, FIRST)
    clock_turns(body, WEEK)
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=tuple(VOICE)[:6]))
    asked = ShowElections(
        workspace=body.workspace, team=body.team, user=body.user(SECRETARY), partnership=body.slug
    )
    shown = str(elections_modal(body.secretary.ask(asked))["blocks"])
    assert "Declare it now?" in shown
    assert "Folasade Akande stands alone, so there is no ballot: the election is declared at once." in shown
    assert "Folasade Akande is elected chair" in answer(opens_ballot(body, SECRETARY))


def test_a_ballot_in_the_room_is_closed_only_after_it_was_asked_whether(works: Rehearsal) -> None:
    """V24: it says first how many have voted; a thumb that slips closes nothing."""
    officer = "winifred-osgood"
    answer(opens(works, officer, how="meeting"))
    stand(works, WORKS_VOICE["val"], WORKS_VOICE["vcb"])
    clock_turns(works, WEEK)
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=tuple(WORKS_VOICE)))
    answer(opens_ballot(works, officer))
    answer(votes(works, WORKS_VOICE["val"], WORKS_VOICE["val"]))
    asked = ShowElections(
        workspace=works.workspace, team=works.team, user=works.user(officer), partnership=works.slug
    )
    shown = str(elections_modal(works.secretary.ask(asked))["blocks"])
    assert "Close the ballot?" in shown
    assert "the result is declared. 1 of 6 organisations have voted." in shown


def test_of_three_hundred_who_may_stand_any_may_be_nominated(store: Store, clock: StoppedClock) -> None:
    """K25: a menu holds a hundred in a row, and more under headings."""
    body = town(store, clock, 300)
    answer(opens(body, represented("org-2")))
    who = {"workspace": body.workspace, "team": body.team, "user": body.user(represented("org-7"))}
    facts = body.secretary.ask(NominateForm(**who, election=ELECTION))
    assert facts is not None
    [menu] = [each["element"] for each in nominate_form(facts)["blocks"] if each.get("block_id") == "person"]
    offered = {one["value"] for group in menu["option_groups"] for one in group["options"]}
    assert offered == {represented(each.slug) for each in body.register.organisations}
