"""The quorum of a meeting: tested as it opens, as people come and go, and as organisations withdraw."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.store.meetings.meeting_tables import shortfalls
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import PutForm
from bot.workflows.room.room_questions import WhoIsHere
from bot.workflows.room.vacancies import RuleOnVacancy
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer, at, reason, rehearse
from tests.rooms import (
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    WORKS_CHAIR,
    WORKS_VOICE,
    represented,
    town,
    town_register,
    vote,
)
from tests.spec.meetings.holding import ask, leaves

NISHA, LEONTYNE = VOICE["compass-point"], VOICE["medway-council"]
ONE_OF_EACH = ("ekc-group", "north-downs", "kent-council")


@pytest.fixture
def silent(store: Store, clock: StoppedClock) -> Rehearsal:
    """Voluntaryworks, which has adopted nothing on a meeting without a quorum."""
    return rehearse(
        store, clock, "voluntaryworks", adopting=["voting.majority", "voting.on_tie", "quorum.withdrawn"]
    )


def on_record(body: Rehearsal) -> list[tuple[bool | None, int, int, str]]:
    """The tests of the quorum that are on record: the answer, how many of how many, and the clause."""
    return [
        (each.data["quorate"], each.data["present"], each.data["of"], each.data["clause"])
        for each in body.happened()
        if each.type == "QuorumTested"
    ]


# ---- at the opening


def test_the_opening_says_whether_there_is_a_quorum_with_its_numbers_and_clause(clpp: Rehearsal) -> None:
    """K32: one from each sector of 3.4."""
    opened = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM)
    assert isinstance(opened, Decision)
    assert opened.answer.why.startswith(
        "Quorate: Present are 2 from further education, 1 from higher education and 2 from local authority."
    )
    assert opened.answer.clause.number == "4.6"
    assert on_record(clpp) == [(True, 6, 10, "4.6")]


def test_in_clpp_a_meeting_without_a_quorum_may_carry_on_and_its_decisions_are_ratified_later(
    clpp: Rehearsal,
) -> None:
    """K32, K33: what is missing and what follows, each with its clause."""
    opened = clpp.opens_meeting(
        SECRETARY, chair=VOICE["ekc-group"], present=["ekc-group", "kent-council"], heard=False
    )
    assert isinstance(opened, Decision)
    assert "Not quorate: Nobody from higher education is present" in opened.answer.why
    assert (
        "The meeting may carry on: decisions may be taken, but are provisional until a quorate meeting ratifies them (4.7)."
        in opened.answer.next
    )
    assert on_record(clpp) == [(False, 2, 10, "4.6")]


def test_in_voluntaryworks_a_third_of_six_is_two(works: Rehearsal) -> None:
    """V38: the greater of two and the nearest number to a third of the membership eligible to vote."""
    opened = works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec", "ouse-valley"])
    assert isinstance(opened, Decision)
    assert "1/3" in opened.answer.why or "one third of 6 voting members is 2" in opened.answer.why
    assert opened.answer.clause.number == "10.6"
    assert on_record(works) == [(True, 2, 6, "10.6")]


def test_where_the_terms_are_silent_the_meeting_may_discuss_and_not_decide(silent: Rehearsal) -> None:
    """V39: at the opening, and when a motion is put; nothing is invented, and the suggestion is named as one."""
    opened = silent.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc"])
    assert isinstance(opened, Decision)
    assert (
        "The meeting may discuss, but not decide: the terms do not say what follows when a meeting is not quorate"
        in opened.answer.next
    )
    refused = silent.puts(WORKS_CHAIR)
    assert isinstance(refused, Refused)
    assert "The meeting may discuss, but not decide" in refused.reason
    assert "suggested, and meaning nothing until adopted: discuss only" in refused.reason
    assert (refused.clause.number, refused.field) == ("10.6", "how")
    assert "An indicative vote is open to you" in refused.next
    answer(silent.puts(WORKS_CHAIR, how="indicative"))


def test_where_discuss_only_was_adopted_it_says_that_it_was(works: Rehearsal) -> None:
    """V39, G1."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc"]))
    assert "but not decide; adopted, the document does not say." in reason(works.puts(WORKS_CHAIR))
    answer(works.arrives(WORKS_CHAIR, "brec"))
    answer(works.puts(WORKS_CHAIR))


def test_a_quorum_lost_while_a_vote_is_open_leaves_the_decision_unmade(silent: Rehearsal) -> None:
    """V39: not made, and nothing to ratify it."""
    answer(silent.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(silent.puts(WORKS_CHAIR))
    vote(silent, {"brcc": "for", "brec": "for"}, WORKS_VOICE)
    answer(silent.departs(WORKS_CHAIR, "brec"))
    closed = silent.closes(WORKS_CHAIR)
    assert isinstance(closed, Decision)
    assert "no quorum" in closed.answer.words
    assert "not made" in closed.answer.next
    assert silent.result().provisional is False


def test_a_body_that_states_no_quorum_is_told_that_it_states_none(store: Store, clock: StoppedClock) -> None:
    """Nothing is invented: whether it may decide is for the body to say."""
    none = TOWN_TERMS.replace('rule   = "2"', "not_stated = true")
    forum = town(store, clock, terms=none)
    opened = forum.opens_meeting(represented("org-1"), chair=represented("org-1"), present=["org-1"])
    assert isinstance(opened, Decision)
    assert "The terms do not state a quorum" in opened.answer.why
    assert on_record(forum) == [(None, 1, 4, "7")]
    answer(forum.puts(represented("org-1")))


def test_at_an_adjourned_meeting_whoever_comes_is_a_quorum_where_the_terms_say_so(
    store: Store, clock: StoppedClock
) -> None:
    """K32 and others: the booking says of which meeting it is the adjourned one."""
    terms = TOWN_TERMS.replace('"discuss only"', '"whoever comes to the adjourned meeting"')
    forum = town(store, clock, terms=terms)
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=["org-1"]))
    assert "The meeting is adjourned" in reason(forum.puts(chair))
    answer(forum.closes_meeting(chair))
    booked(store, forum.slug, at("2026-04-23T10:00+01:00"), "meeting-2", adjourned_from=MEETING)
    opened = forum.opens_meeting(chair, chair=chair, present=["org-1"], meeting="meeting-2")
    assert isinstance(opened, Decision)
    assert "at the adjourned meeting, where whoever comes is a quorum" in opened.answer.why
    answer(forum.puts(chair))
    answer(forum.votes(chair, "for"))
    assert "carried" in answer(forum.closes(chair))


def test_a_role_the_quorum_asks_for_is_looked_for_in_the_room(store: Store, clock: StoppedClock) -> None:
    """The treasurer has to be there; when they go, the quorum goes."""
    terms = TOWN_TERMS.replace('"2"', '"2, and the treasurer"')
    who = town_register(4)
    treasurer = Role("treasurer", represented("org-3"), "org-3")
    forum = town(store, clock, terms=terms, register=replace(who, roles=(*who.roles, treasurer)))
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=["org-1", "org-2", "org-3"]))
    gone = forum.departs(chair, "org-3")
    assert isinstance(gone, Decision)
    assert "The meeting is no longer quorate: Two are present and 2 are needed" in gone.answer.why
    assert "the treasurer is not there" in gone.answer.why


# ---- people come and go


def test_a_departure_that_costs_the_quorum_is_recorded_and_told(clpp: Rehearsal) -> None:
    """K32: the chair and the secretariat are told, with the reason and what follows; whoever marked it reads it at once."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=ONE_OF_EACH))
    gone = clpp.departs(CHAIR, "kent-council")
    assert isinstance(gone, Decision)
    assert "The meeting is no longer quorate: Nobody from local authority is present" in gone.answer.why
    assert "provisional until a quorate meeting ratifies them (4.7)" in gone.answer.why
    [told] = clpp.notices("QuorumLostNotice")
    assert told.recipient == clpp.user(SECRETARY)
    assert told.data["clause"] == "4.6"
    assert "4.7" in told.data["follows"]
    come = clpp.arrives(SECRETARY, "medway-council")
    assert isinstance(come, Decision)
    assert "The meeting is now quorate" in come.answer.why
    assert [each.recipient for each in clpp.notices("QuorumRegainedNotice")] == [clpp.user(CHAIR)]
    assert [quorate for quorate, *_ in on_record(clpp)] == [True, False, True]


def test_who_comes_and_goes_without_changing_the_answer_is_told_nothing(clpp: Rehearsal) -> None:
    """K32: numbers change all the time; the answer is what matters."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.departs(CHAIR, "compass-point"))
    answer(clpp.arrives(CHAIR, "invicta"))
    assert len(on_record(clpp)) == 1
    assert clpp.notices("QuorumLostNotice") == []


def test_the_roll_called_again_is_tested_as_a_whole(clpp: Rehearsal) -> None:
    """K32."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=ONE_OF_EACH))
    answer(clpp.calls_roll(SECRETARY, chair=CHAIR, present=["north-downs", "ekc-group"]))
    assert [each.recipient for each in clpp.notices("QuorumLostNotice")] == [clpp.user(CHAIR)]
    assert [quorate for quorate, *_ in on_record(clpp)] == [True, False]


def test_one_organisation_counts_for_one_sector_whoever_comes_for_it(clpp: Rehearsal) -> None:
    """K32, K34: a named deputy counts, two people count once, a co-opted organisation without a sector does not."""
    opened = clpp.opens_meeting(
        CHAIR,
        chair=CHAIR,
        present=["ekc-group", "north-downs", "medway-council", "lantern"],
        substitutes=[("ekc-group", "gethin-prosser")],
    )
    assert isinstance(opened, Decision)
    assert "1 from further education, 1 from higher education and 1 from local authority" in opened.answer.why
    answer(clpp.arrives(CHAIR, "ekc-group", VOICE["ekc-group"]))
    assert on_record(clpp) == [(True, 3, 10, "4.6")]


def test_a_sector_without_any_member_is_named_and_the_meeting_is_not_quorate(
    store: Store, clock: StoppedClock
) -> None:
    """K21: a vacancy undoes nothing by itself; 4.6 cannot be met, and 3.11 is quoted."""
    clpp = rehearse(store, clock, "clpp", adopting=["interests.effect"])
    for organisation in ("north-downs", "invicta"):
        leaves(clpp, organisation)
    ekc = VOICE["ekc-group"]
    opened = clpp.opens_meeting(SECRETARY, chair=ekc, present=["ekc-group", "kent-council"])
    assert isinstance(opened, Decision)
    assert "higher education has no member at all" in opened.answer.why
    assert "will not be invalidated by any vacancies" in opened.answer.why
    assert "(3.11)" in opened.answer.why
    answer(clpp.puts(ekc))


@pytest.fixture
def vacant(clpp: Rehearsal) -> Rehearsal:
    """CLPP without any member from higher education, in session under an acting chair."""
    for organisation in ("north-downs", "invicta"):
        leaves(clpp, organisation)
    answer(clpp.opens_meeting(SECRETARY, chair=VOICE["ekc-group"], present=["ekc-group", "kent-council"]))
    return clpp


def rules_on_vacancy(body: Rehearsal, who: str, why: str = "The universities are merging") -> Any:
    return body.say(who, RuleOnVacancy, partnership=body.slug, meeting=MEETING, reason=why)


def test_whoever_is_chairing_may_rule_that_a_vacancy_undoes_nothing_with_the_reason_recorded(
    vacant: Rehearsal,
) -> None:
    """K21: under 3.11, for this meeting; its decisions are then decisions."""
    ekc = VOICE["ekc-group"]
    assert ask(vacant, ekc, WhoIsHere).vacancies == ("higher education",)
    ruled = rules_on_vacancy(vacant, ekc)
    assert isinstance(ruled, Decision)
    assert ruled.answer.clause.number == "3.11"
    assert "The meeting is now quorate" in ruled.answer.why
    assert "higher education has no member, which the chair has ruled undoes nothing" in ruled.answer.why
    [event] = [each.data for each in vacant.happened() if each.type == "VacancyRuled"]
    assert (event["sectors"], event["reason"]) == (["he"], "The universities are merging")
    with vacant.store.reading() as connection:
        [minuted] = connection.execute(select(shortfalls.c.words)).scalars()
    assert "ruled that the vacancy in higher education undoes nothing at this meeting (3.11)" in minuted
    answer(vacant.puts(ekc))
    vote(vacant, {"ekc-group": "for", "kent-council": "for"})
    assert "2026/1 carried:" in answer(vacant.closes(ekc))
    assert "has been ruled on" in reason(rules_on_vacancy(vacant, ekc))
    answer(vacant.departs(SECRETARY, "kent-council"))
    assert [quorate for quorate, *_ in on_record(vacant)] == [False, True, False]


@pytest.mark.parametrize(
    ("who", "why", "says"),
    [
        (SECRETARY, "x", "Only whoever is chairing"),
        ("U0STRANGER", "x", "not in the register"),
        (VOICE["ekc-group"], " ", "Give the reason"),
        (VOICE["ekc-group"], "x" * 10_000, "2,000 characters or fewer"),
    ],
)
def test_a_ruling_on_a_vacancy_is_the_chairs_and_has_a_reason(
    vacant: Rehearsal, who: str, why: str, says: str
) -> None:
    """K21."""
    assert says in reason(rules_on_vacancy(vacant, who, why))


def test_where_there_is_no_vacancy_nothing_is_ruled(clpp: Rehearsal) -> None:
    """K21: a sector whose members stay away is not vacant."""
    answer(clpp.opens_meeting(SECRETARY, chair=VOICE["ekc-group"], present=["ekc-group"]))
    assert "No sector of the quorum is without a member" in reason(rules_on_vacancy(clpp, VOICE["ekc-group"]))
    answer(clpp.closes_meeting(SECRETARY))
    assert "not in session" in reason(rules_on_vacancy(clpp, VOICE["ekc-group"]))


# ---- withdrawals


def test_a_withdrawal_from_the_meeting_costs_it_its_quorum_and_a_ruling_gives_it_back(
    clpp: Rehearsal,
) -> None:
    """G9, K31, K32: tested again at each; everybody concerned is told."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=ONE_OF_EACH))
    told = answer(clpp.declares(VOICE["kent-council"], "It is ours", kind="meeting", subject=MEETING))
    assert "The meeting is no longer quorate: Nobody from local authority is present" in told
    assert {each.recipient for each in clpp.notices("QuorumLostNotice")} == {
        clpp.user(CHAIR),
        clpp.user(SECRETARY),
    }
    ruled = answer(clpp.rules(CHAIR, clpp.interest(), Ruling.STAY_AND_VOTE))
    assert "The meeting is now quorate" in ruled
    assert [each.recipient for each in clpp.notices("QuorumRegainedNotice")] == [clpp.user(SECRETARY)]
    assert [quorate for quorate, *_ in on_record(clpp)] == [True, False, True]


def test_a_withdrawal_from_one_motion_is_tested_for_that_motion(clpp: Rehearsal) -> None:
    """G9: the item is sub-quorate, the meeting is not; the number to compare with stays the same."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=ONE_OF_EACH))
    answer(clpp.puts(CHAIR))
    told = answer(clpp.declares(VOICE["kent-council"], "It is ours"))
    assert "Motion 2026/1 is no longer quorate: Nobody from local authority is present" in told
    assert {each.data["about"] for each in clpp.notices("QuorumLostNotice")} == {"motion 2026/1"}
    tested = [each.data for each in clpp.happened() if each.type == "QuorumTested"]
    assert [(each["motion"], each["quorate"], each["of"]) for each in tested] == [
        (None, True, 10),
        ("motion-1", False, 10),
    ]
    assert ask(clpp, CHAIR, WhoIsHere).quorum.startswith("Quorate")
    answer(clpp.rules(CHAIR, clpp.interest(), Ruling.LEAVE))
    assert len(clpp.notices("QuorumLostNotice")) == 2


def test_an_interest_in_what_a_motion_is_about_is_tested_for_it(clpp: Rehearsal) -> None:
    """G9, K31: declared on the tender, it bears on every motion about it."""
    kent = VOICE["kent-council"]
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=ONE_OF_EACH))
    answer(clpp.declares(NISHA, "We bid", kind="tender", subject="tender-1", new_title="Transport"))
    answer(clpp.puts(CHAIR, about="tender-1"))
    told = answer(clpp.declares(kent, "We own it", kind="tender", subject="tender-1"))
    assert "Motion 2026/1 is no longer quorate" in told


def test_a_motion_about_what_too_many_have_withdrawn_from_is_not_put_where_nothing_could_be_decided(
    works: Rehearsal,
) -> None:
    """G9, V39: the meeting has its two, and for this item one."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(
        works.declares(
            WORKS_VOICE["brec"], "We bid", kind="tender", subject="tender-1", new_title="Transport"
        )
    )
    assert "may discuss, but not decide" in reason(works.puts(WORKS_CHAIR, about="tender-1"))
    answer(works.puts(WORKS_CHAIR))


def test_the_form_of_a_motion_says_that_there_is_no_quorum(clpp: Rehearsal) -> None:
    """K33: before it is put, and with what follows."""
    answer(clpp.opens_meeting(SECRETARY, chair=VOICE["ekc-group"], present=["ekc-group", "kent-council"]))
    form = ask(clpp, VOICE["ekc-group"], PutForm)
    assert "Not quorate: Nobody from higher education" in form.not_quorate
    assert "(4.7)" in form.not_quorate
    put = clpp.puts(VOICE["ekc-group"])
    assert isinstance(put, Decision)
    assert "Not quorate" in put.answer.next


def test_a_declaration_before_the_meeting_tests_nothing(clpp: Rehearsal) -> None:
    """K31: there is no room yet to count."""
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    answer(clpp.declares(NISHA, "We would be paid", kind="meeting", subject=MEETING))
    assert on_record(clpp) == []
    opened = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM)
    assert isinstance(opened, Decision)
    assert on_record(clpp) == [(True, 5, 10, "4.6")]


def test_a_working_group_that_meets_has_no_quorum_and_takes_no_binding_vote(clpp: Rehearsal) -> None:
    """K32: section 4 is the Strategy Group's alone; the Operational Group advises."""
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"), body="operational", title="Operational Group")
    opened = clpp.opens_meeting(SECRETARY, chair="gethin-prosser", present=["ekc-group", "kent-council"])
    assert isinstance(opened, Decision)
    assert "not the body that decides" in opened.answer.why
    assert on_record(clpp) == []
    assert "takes no binding vote" in reason(clpp.puts("gethin-prosser"))
