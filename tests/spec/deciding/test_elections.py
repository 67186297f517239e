"""Elections: who conducts and who may stand, nominations and their answers, the ballot, and the term that begins on its day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.workflows.decisions import Refused
from tests.electing import (
    answers,
    clock_turns,
    closes_ballot,
    decided,
    last_notice,
    nominates,
    opens,
    opens_ballot,
    stand,
    terms_of,
    votes,
    votes_in_secret,
)
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR, SECRETARY, VOICE, WORKS_CHAIR, WORKS_VOICE

AB = "winifred-osgood"  # who represents Voluntaryworks' accountable body
WEEK = timedelta(days=7, minutes=1)
MARCH = datetime(2027, 3, 9, 10, 0, tzinfo=UTC)


@pytest.fixture
def nominations(clpp: Rehearsal) -> Rehearsal:
    """CLPP with nominations for the chair open for a week."""
    answer(opens(clpp, SECRETARY))
    return clpp


def everybody_votes(body: Rehearsal, choices: list[str], number: int = 1, *, secret: bool = False) -> None:
    """The first so many organisations vote, in the order of the list."""
    for voice, choice in zip(VOICE.values(), choices, strict=False):
        cast: Any = votes_in_secret if secret else votes
        answer(cast(body, voice, choice, number))


def test_nominations_are_opened_by_the_secretariat_where_the_terms_name_nobody(clpp: Rehearsal) -> None:
    assert "Only the secretariat conducts" in reason(opens(clpp, CHAIR))
    assert "open until Thursday 30 April 2026" in answer(opens(clpp, SECRETARY))
    assert last_notice(clpp)["headline"] == "Nominations are open for chair"
    assert "is under way" in reason(opens(clpp, SECRETARY, election="election-2"))


def test_only_the_accountable_body_opens_the_election_of_voluntaryworks(works: Rehearsal) -> None:
    """V24: it makes arrangements for, and conducts, the election."""
    refused = opens(works, WORKS_CHAIR, how="meeting")
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.clause.number) == (
        "Only the accountable body conducts an election here.",
        "8.1.9",
    )
    answer(opens(works, AB, how="meeting"))


def test_where_the_chair_is_elected_at_a_meeting_no_ballot_is_held_between_meetings(works: Rehearsal) -> None:
    """V30: at the last meeting in the financial year."""
    refused = opens(works, AB)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("how", "9.2")


def test_the_accountable_bodys_representative_may_not_stand_and_is_told_that_they_may_act(
    works: Rehearsal,
) -> None:
    """V29, V31."""
    answer(opens(works, AB, how="meeting"))
    refused = nominates(works, WORKS_CHAIR, AB)
    assert isinstance(refused, Refused)
    assert "may not be elected chair: they represent the accountable body" in refused.reason
    assert refused.clause.number == "9.1"
    assert "may still act as chair" in refused.next


def test_a_past_chair_may_stand_again(nominations: Rehearsal) -> None:
    """K25: welcoming nominations from all members, including past chairpersons."""
    answer(nominates(nominations, CHAIR, "priya-ramanathan"))
    answer(nominates(nominations, "priya-ramanathan", CHAIR))


def test_any_member_nominates_and_whoever_is_nominated_is_asked(nominations: Rehearsal) -> None:
    """K25: from and by the members."""
    answer(nominates(nominations, VOICE["oast"], VOICE["ekc-group"]))
    [asked] = nominations.notices("NominationNotice")
    assert asked.recipient == nominations.user(VOICE["ekc-group"])
    assert "Benedict Amankwah" in asked.data["nominated_by"]
    assert "has been nominated already" in reason(
        nominates(nominations, VOICE["channel-skills"], VOICE["ekc-group"])
    )
    assert "Only a member's representative may stand" in reason(
        nominates(nominations, VOICE["channel-skills"], "gethin-prosser")
    )
    assert answer(answers(nominations, VOICE["ekc-group"])) == "You stand for chair."
    assert "already stand" in answer(answers(nominations, VOICE["ekc-group"]))
    assert "have not been nominated" in reason(answers(nominations, VOICE["channel-skills"]))


def test_nobody_is_nominated_after_the_time(nominations: Rehearsal) -> None:
    nominations.clock.set(nominations.clock.now() + WEEK)
    assert "are closed" in reason(nominates(nominations, VOICE["oast"], VOICE["ekc-group"]))


def test_where_nobody_stands_nominations_go_on(nominations: Rehearsal) -> None:
    answer(nominates(nominations, VOICE["oast"], VOICE["ekc-group"]))
    answer(answers(nominations, VOICE["ekc-group"], accept=False))
    clock_turns(nominations, WEEK)
    assert last_notice(nominations)["headline"] == "Nominations for chair go on"
    stand(nominations, VOICE["oast"])
    clock_turns(nominations, WEEK)
    assert decided(nominations)["elected"] == VOICE["oast"]


def test_somebody_who_stands_alone_is_declared_elected_and_their_term_follows_the_one_that_runs(
    nominations: Rehearsal,
) -> None:
    """K25: a term of three years; the chair of today was elected on 1 September 2025."""
    stand(nominations, VOICE["oast"])
    clock_turns(nominations, WEEK)
    result = decided(nominations)
    assert (result["how"], result["from_on"], result["to_on"]) == ("unopposed", "2028-09-01", "2031-08-31")
    assert terms_of(nominations)[-2:] == [
        ("2025-09-01", "2028-08-31", CHAIR),
        ("2028-09-01", "2031-08-31", VOICE["oast"]),
    ]
    assert "nothing in the terms asks for a vote" in result["why"]


def test_most_votes_elect_and_an_organisation_has_one_vote_changed_freely_until_the_close(
    nominations: Rehearsal,
) -> None:
    """K25, G10."""
    first, second = VOICE["ekc-group"], VOICE["oast"]
    stand(nominations, first, second)
    clock_turns(nominations, WEEK)
    assert last_notice(nominations)["headline"] == "The ballot for chair is open"
    everybody_votes(nominations, [first, second, second, first, second])
    assert "Changed" in answer(votes(nominations, "imran-siddique", first))
    assert "Choose one of those who stand" in reason(votes(nominations, VOICE["oast"], "somebody"))
    clock_turns(nominations, WEEK)
    result = decided(nominations)
    assert (result["elected"], result["how"]) == (first, "ballot")
    assert result["votes"] == [[first, 3], [second, 2], ["abstain", 0]]
    assert result["why"].startswith("3 votes for Folasade Akande, 2 votes for Benedict Amankwah")
    assert len(result["voted"]) == 5


def test_a_secret_ballot_publishes_its_receipts_and_no_choice_before(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY, ballot="secret"))
    first, second = VOICE["ekc-group"], VOICE["oast"]
    stand(clpp, first, second)
    clock_turns(clpp, WEEK)
    everybody_votes(clpp, [first, second, second, first, second], secret=True)
    assert "final once cast" in reason(votes_in_secret(clpp, VOICE["ekc-group"], second))
    cast = [each.data for each in clpp.happened() if each.type == "ElectionVoteCast"]
    assert cast == [{"round": 1, "organisation": each} for each in list(VOICE)[:5]]
    clock_turns(clpp, WEEK)
    [box] = [each for each in clpp.happened() if each.type == "BallotBoxOpened"]
    assert box.subject == "election-1:1"
    assert sorted(choice for _, choice in box.data["ballots"]) == sorted(
        [first, first, second, second, second]
    )
    assert decided(clpp)["elected"] == second


def test_voluntaryworks_elects_at_the_meeting_and_the_chair_takes_office_on_1_april(
    works: Rehearsal, clock: StoppedClock
) -> None:
    """V24, V29, V30: opened and closed by the accountable body; in office from 1 April to 31 March."""
    clock.set(MARCH - timedelta(days=14))
    answer(opens(works, AB, how="meeting"))
    stand(works, WORKS_VOICE["val"], WORKS_VOICE["vcb"])
    clock_turns(works, WEEK)
    assert last_notice(works)["words"] == [
        "Standing: Femi Oyelaran and Zainab Farooqi.",
        "The election is held at the meeting.",
    ]
    clock.set(MARCH)
    assert "none is in session" in reason(opens_ballot(works, AB))
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=tuple(WORKS_VOICE)))
    reason(opens_ballot(works, WORKS_CHAIR))
    answer(opens_ballot(works, AB))
    for number, voice in enumerate(WORKS_VOICE.values()):
        if voice == WORKS_VOICE["ouse-valley"]:  # co-opted, without a vote (5.5)
            continue
        answer(votes(works, voice, WORKS_VOICE["val"] if number % 3 == 0 else WORKS_VOICE["vcb"]))
    assert "Only the accountable body" in reason(closes_ballot(works, WORKS_CHAIR))
    answer(closes_ballot(works, AB))
    result = decided(works)
    assert (result["elected"], result["from_on"], result["to_on"]) == (
        WORKS_VOICE["vcb"],
        "2027-04-01",
        "2028-03-31",
    )
    assert terms_of(works)[-2:] == [
        ("2026-04-01", "2027-03-31", WORKS_CHAIR),
        ("2027-04-01", "2028-03-31", WORKS_VOICE["vcb"]),
    ]
    assert result["outgoing"] == [WORKS_CHAIR]


def test_who_is_not_in_the_room_does_not_vote_there_and_without_a_quorum_nobody_is_elected(
    works: Rehearsal, clock: StoppedClock
) -> None:
    """V38, V39: a ballot that lost its quorum is held at a later meeting."""
    answer(opens(works, AB, how="meeting"))
    stand(works, WORKS_VOICE["val"], WORKS_VOICE["vcb"])
    clock_turns(works, WEEK)
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["val", "vcb", "brcc"]))
    answer(opens_ballot(works, AB))
    assert "is not marked present" in reason(votes(works, WORKS_VOICE["brec"], WORKS_VOICE["val"]))
    answer(votes(works, WORKS_VOICE["val"], WORKS_VOICE["val"]))
    answer(works.calls_roll(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc"]))
    works.clock.set(works.clock.now() + timedelta(minutes=1))
    assert "Not quorate" in answer(closes_ballot(works, AB))
    assert last_notice(works)["headline"] == "Nobody is elected chair yet"


def test_a_candidate_who_withdraws_ends_the_ballot_and_another_begins_without_them(
    nominations: Rehearsal,
) -> None:
    first, second, third = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
    stand(nominations, first, second, third)
    clock_turns(nominations, WEEK)
    everybody_votes(nominations, [first, first, third])
    assert answer(answers(nominations, first, accept=False)) == "You no longer stand for chair."
    assert "another has begun" in reason(votes(nominations, VOICE["oast"], second))
    everybody_votes(nominations, [second, third, third], number=2)
    clock_turns(nominations, timedelta(days=8))
    assert decided(nominations)["elected"] == third


def test_a_nominee_who_leaves_the_register_stands_no_more(nominations: Rehearsal) -> None:
    first, second, third = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
    stand(nominations, first, second, third)
    clock_turns(nominations, WEEK)
    everybody_votes(nominations, [third, third, second])
    left = replace(
        nominations.register,
        appointments=tuple(each for each in nominations.register.appointments if each.person != third),
    )
    import_register(
        nominations.store,
        nominations.clock,
        workspace=nominations.workspace,
        slug=nominations.slug,
        register=left,
    )
    clock_turns(nominations, WEEK)
    assert "can no longer stand, so this ballot is void" in last_notice(nominations)["words"][0]
    everybody_votes(nominations, [first, first, second], number=2)
    clock_turns(nominations, timedelta(days=8))
    assert decided(nominations)["elected"] == first


def test_closing_times_are_said_under_their_fields(clpp: Rehearsal) -> None:
    now = clpp.clock.now()
    for words, field in (
        ({"nominations_close_at": None}, "nominations_close_at"),
        ({"nominations_close_at": now}, "nominations_close_at"),
        ({"ballot_closes_at": None}, "ballot_closes_at"),
        ({"ballot_closes_at": now + timedelta(days=7)}, "ballot_closes_at"),
        ({"office": "treasurer"}, "office"),
        ({"ballot": "open"}, "ballot"),
        ({"how": "somehow"}, "how"),
    ):
        refused = opens(clpp, SECRETARY, **words)
        assert isinstance(refused, Refused) and refused.field == field
