"""Agenda and papers go round in one act, to all in the same words at the same time, and the record says what reached whom."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from bot.clock import StoppedClock
from bot.store.meetings.meeting_tables import replies
from bot.store.session import Store
from bot.store.tables import appointments, people
from bot.workflows.decisions import Refused
from bot.workflows.interests.interests import Ruling
from bot.workflows.papers.circulation import CHANGED, NOTHING_NEW, CirculatePapers
from bot.workflows.papers.service import AcknowledgePapers, ExportProof, ShowProof
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR, VOICE, represented, town
from tests.spec.meetings.agendas import agenda
from tests.spec.meetings.calling import SECRETARY, books, cancels, moves, press, said, told, turn_to
from tests.spec.meetings.sending import (
    CO_OPTED,
    MEMBER,
    OBSERVER,
    OTHER_MEMBER,
    by_hand,
    channel,
    circulates,
    decides,
    delivered,
    fetched,
    file,
    has_these,
    item,
    listed_titles,
    london,
    looks,
    paper,
    proof,
    ready,
    rounds,
    sees_papers,
    sent_to,
    short,
    submits,
    titles,
)

OFFICER = SECRETARY["clpp"]


@pytest.fixture
def booked(clpp: Rehearsal) -> Rehearsal:
    """CLPP with a meeting on Thursday 11 June 2026, seven weeks off: papers by Thursday 4 June."""
    answer(books(clpp, "2026-06-11 14:00"))
    return clpp


@pytest.fixture
def prepared(booked: Rehearsal) -> Rehearsal:
    """The same, with two items and a paper for the first."""
    item(booked, "The data report", "item-data")
    item(booked, "The budget", "item-budget")
    ready(booked, item="item-data")
    return booked


@pytest.fixture
def sent(prepared: Rehearsal) -> Rehearsal:
    """The same, sent round and delivered."""
    answer(circulates(prepared))
    delivered(prepared)
    return prepared


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_one_act_sends_agenda_and_papers_to_everybody_called_and_a_summary_to_the_channel(
    prepared: Rehearsal,
) -> None:
    """K35, L18: members, the co-opted, observers, the chair and the secretariat, each by direct message."""
    words = said(circulates(prepared))
    assert "The agenda and 1 paper of “Strategy Group” on Thursday 11 June 2026 go to 15 people" in words
    for who in (*VOICE.values(), OFFICER):
        [data] = sent_to(prepared, who)
        assert titles(data) == ["The data report"]
        assert any("The budget" in line for line in data["agenda"])
        assert not data["in_channel"]
    [data] = sent_to(prepared, channel(prepared))
    assert (titles(data), data["in_channel"]) == (["The data report"], True)
    assert [each.number for each in rounds(prepared)] == [1]


def test_everybody_is_sent_the_same_words_at_the_same_moment(prepared: Rehearsal) -> None:
    """C24."""
    answer(circulates(prepared))
    notices = [each for each in told(prepared, "PapersNotice") if not each.data["in_channel"]]
    assert len({each.due_at for each in notices}) == 1
    assert len({str(sorted(each.data.items())) for each in notices}) == 1


def test_a_named_deputy_who_stands_in_is_sent_them_too(prepared: Rehearsal) -> None:
    """K34: and one who does not is not."""
    with prepared.store.transaction() as connection:
        connection.execute(
            insert(replies).values(
                workspace=prepared.workspace,
                partnership="clpp",
                meeting=MEETING,
                person="folasade-akande",
                organisation="ekc-group",
                answer="substitute",
                substitute="gethin-prosser",
                note="",
                stand_in="",
                confirmed=True,
                answered_at=prepared.clock.now(),
            )
        )
    answer(circulates(prepared))
    assert len(sent_to(prepared, "gethin-prosser")) == 1
    assert sent_to(prepared, "harriet-lowndes") == []


def test_the_request_for_declarations_comes_with_the_papers(prepared: Rehearsal, works: Rehearsal) -> None:
    """K31."""
    answer(circulates(prepared))
    assert "“nothing to declare” is an answer too (4.5)" in sent_to(prepared, MEMBER)[0]["declare"]


def test_only_the_secretariat_and_the_chair_send_them_round(prepared: Rehearsal) -> None:
    assert "sent round by the secretariat or the chair" in reason(circulates(prepared, MEMBER))
    assert looks(prepared, MEMBER).refused is not None
    assert "not in the register" in reason(circulates(prepared, "U0NOBODY"))
    answer(circulates(prepared, CHAIR))


def test_a_confidential_paper_goes_to_members_by_direct_message_and_nowhere_else(prepared: Rehearsal) -> None:
    """V16: not to the channel, nor to observers or the co-opted, who are not told of it either."""
    ready(prepared, title="The salaries", paper="paper-2", confidential=True, files=(file(id="F2"),))
    answer(circulates(prepared))
    assert titles(sent_to(prepared, MEMBER)[0]) == ["The data report", "The salaries"]
    for who in (channel(prepared), CO_OPTED, OBSERVER):
        [data] = sent_to(prepared, who)
        assert "salaries" not in str(data)
    assert proof(prepared)[1, OBSERVER].withheld == (("The salaries", "confidential"),)
    assert listed_titles(sees_papers(prepared, OBSERVER)) == ["The data report"]


def test_a_paper_for_a_confidential_item_is_as_confidential_as_the_item(prepared: Rehearsal) -> None:
    """V16: neither the title of the item nor that of its paper reaches the channel."""
    item(prepared, "A grievance", "item-grievance", confidential=True)
    ready(prepared, title="What was said", paper="paper-2", item="item-grievance", files=(file(id="F2"),))
    answer(circulates(prepared))
    assert "A grievance" in str(sent_to(prepared, MEMBER)[0])
    for who in (channel(prepared), OBSERVER):
        [data] = sent_to(prepared, who)
        assert "grievance" not in str(data)
        assert "What was said" not in str(data)
        assert "A confidential item" in str(data["agenda"])


def test_observers_get_confidential_papers_only_where_that_is_ticked(prepared: Rehearsal) -> None:
    ready(prepared, title="The salaries", paper="paper-2", confidential=True, files=(file(id="F2"),))
    assert "Harbour" in looks(prepared).outsiders
    answer(circulates(prepared, to_observers=True))
    assert titles(sent_to(prepared, OBSERVER)[0]) == ["The data report", "The salaries"]
    assert titles(sent_to(prepared, channel(prepared))[0]) == ["The data report"]


def test_whoever_has_withdrawn_from_an_item_is_not_sent_its_papers_and_is_told_so(
    prepared: Rehearsal,
) -> None:
    """K31, G9: until the chair rules that they stay and vote, and then they are sent them."""
    answer(prepared.declares(OTHER_MEMBER, "We would be paid", kind="item", subject="item-data"))
    shown = looks(prepared)
    assert any("is not sent to Nisha Varghese" in each for each in shown.withheld), shown.withheld
    words = said(circulates(prepared))
    assert "withdrawn from what it is about for an interest (4.5)" in words
    [data] = sent_to(prepared, OTHER_MEMBER)
    assert (titles(data), len(data["withheld"])) == ([], 1)
    assert "your organisation has withdrawn" in data["withheld"][0]
    assert listed_titles(sees_papers(prepared, OTHER_MEMBER)) == []
    answer(prepared.rules(CHAIR, prepared.interest(), Ruling.STAY_AND_VOTE))
    answer(circulates(prepared))
    assert titles(sent_to(prepared, OTHER_MEMBER)[1]) == ["The data report"]
    assert len(sent_to(prepared, MEMBER)) == 1


def test_what_waits_to_be_looked_over_or_fetched_is_left_out_and_named(booked: Rehearsal) -> None:
    answer(submits(booked, MEMBER, "One", link="https://one.example/"))
    answer(submits(booked, OFFICER, "Two", paper="paper-2"))
    ready_lost(booked)
    shown = looks(booked)
    assert shown.round is not None
    assert [each.words for each in shown.round.left_out] == [
        "“One” waits to be looked over",
        "“Two” could not be kept (deleted): ask for it again",
    ]
    words = said(circulates(booked))
    assert "The agenda and no papers" in words
    assert "Not sent: “Two” could not be kept" in words


def ready_lost(body: Rehearsal) -> None:
    """What waited is given up."""
    fetched(body, state="lost", error="deleted")


def test_a_file_deleted_from_slack_goes_round_all_the_same_once_its_bytes_are_here(booked: Rehearsal) -> None:
    ready(booked)
    answer(circulates(booked))
    assert titles(sent_to(booked, MEMBER)[0]) == ["The data report"]


def test_those_without_an_account_are_named_before_and_after(prepared: Rehearsal) -> None:
    with prepared.store.transaction() as connection:
        connection.execute(update(people).where(people.c.id == MEMBER).values(slack_user=None))
    shown = looks(prepared)
    assert shown.round is not None
    assert [each.name for each in shown.round.unreachable] == ["Marguerite Tolley"]
    assert "to be given them another way: Marguerite Tolley" in said(circulates(prepared))
    assert proof(prepared)[1, MEMBER].why_not == "no account here"
    assert "nothing new" in reason(circulates(prepared))


def test_what_is_looked_over_is_what_goes_or_nothing_does(prepared: Rehearsal) -> None:
    """The meeting moved, a paper accepted, a member replaced between opening and pressing: it is shown again as it is now."""
    seen = looks(prepared).round
    assert seen is not None
    ready(prepared, title="The budget", paper="paper-2", files=(file(id="F2"),))
    assert reason(circulates(prepared, seen=seen.seen)) == CHANGED
    seen = looks(prepared).round
    assert seen is not None
    answer(moves(prepared, "2026-06-18 14:00"))
    assert reason(circulates(prepared, seen=seen.seen)) == CHANGED
    seen = looks(prepared).round
    assert seen is not None
    answer(circulates(prepared, seen=seen.seen))
    assert reason(circulates(prepared, seen=seen.seen)) == CHANGED
    assert len(rounds(prepared)) == 1


def test_nothing_goes_round_for_a_meeting_that_was_cancelled_meanwhile(prepared: Rehearsal) -> None:
    answer(cancels(prepared))
    assert "is not to come any more" in reason(circulates(prepared))
    assert "do not know that meeting" in reason(circulates(prepared, meeting="meeting-of-nobody"))


def test_nothing_goes_round_for_a_meeting_whose_day_is_not_known(clpp: Rehearsal) -> None:
    """N18."""
    answer(books(clpp, None, expected="early September", announce_by=date(2026, 7, 31)))
    assert "still to be announced" in reason(circulates(clpp))


def test_the_second_time_sends_what_is_new_and_no_more(sent: Rehearsal) -> None:
    assert reason(circulates(sent)) == NOTHING_NEW
    ready(sent, title="The budget", paper="paper-2", files=(file(id="F2"),))
    words = answer(circulates(sent))
    assert "Further papers (1 paper)" in words
    data = sent_to(sent, MEMBER)[1]
    assert (titles(data), data["agenda"], data["further"]) == (["The budget"], [], True)
    assert [each.number for each in rounds(sent)] == [1, 2]
    assert titles(sent_to(sent, channel(sent))[1]) == ["The budget"]


def test_a_new_version_goes_round_as_a_further_paper(sent: Rehearsal) -> None:
    answer(submits(sent, OFFICER, "", new_version_of="paper-1", files=(file("second.pdf", id="F2"),)))
    fetched(sent)
    answer(circulates(sent))
    [one] = sent_to(sent, MEMBER)[1]["papers"]
    assert (one["version"], one["file_name"]) == (2, "second.pdf")
    assert sent_to(sent, MEMBER)[0]["papers"][0]["version"] == 1


def test_whoever_joins_or_replaces_somebody_since_is_sent_everything_and_nobody_else_anything(
    sent: Rehearsal,
) -> None:
    """A representative replaced after the papers went round: the new one gets all of it, the old one no more."""
    with sent.store.transaction() as connection:
        connection.execute(
            update(appointments)
            .where(appointments.c.person == "folasade-akande")
            .values(to_on=date(2026, 5, 1))
        )
        connection.execute(
            update(appointments)
            .where(appointments.c.person == "gethin-prosser", appointments.c.capacity == "substitute")
            .values(capacity="representative")
        )
    turn_to(sent, london("2026-05-02"))
    shown = looks(sent)
    assert shown.round is not None
    assert [(each.name, each.is_new) for each in shown.round.readers] == [("Gethin Prosser", True)]
    assert "What there is of “Strategy Group”" in answer(circulates(sent))
    [data] = sent_to(sent, "gethin-prosser")
    assert titles(data) == ["The data report"]
    assert data["agenda"]
    assert len(sent_to(sent, MEMBER)) == len(sent_to(sent, channel(sent))) == 1
    assert len(sent_to(sent, "folasade-akande")) == 1


def test_what_did_not_arrive_is_sent_again_and_what_is_in_doubt_is_not(prepared: Rehearsal) -> None:
    """Nothing is sent twice."""
    answer(circulates(prepared))
    delivered(prepared, failed=(MEMBER,), doubtful=(OTHER_MEMBER,))
    answer(circulates(prepared))
    assert [len(sent_to(prepared, each)) for each in (MEMBER, OTHER_MEMBER, CO_OPTED)] == [2, 1, 1]


def test_each_says_once_that_they_have_these(sent: Rehearsal) -> None:
    circulation = rounds(sent)[0].id
    assert "It is recorded that you have these" in answer(has_these(sent, MEMBER, circulation))
    assert "Recorded already" in answer(has_these(sent, MEMBER, circulation))
    assert proof(sent)[1, MEMBER].acknowledged_at == sent.clock.now()
    assert proof(sent)[1, OTHER_MEMBER].acknowledged_at is None
    assert "not sent to you" in reason(has_these(sent, "harriet-lowndes", circulation))
    assert "not sent to you" in reason(has_these(sent, MEMBER, "circulation-of-nobody"))
    assert "not in the register" in reason(has_these(sent, "U0NOBODY", circulation))


def test_the_proof_says_of_each_where_and_when_or_why_not(prepared: Rehearsal) -> None:
    """C24, K35: channel, message and time; failures shown."""
    answer(circulates(prepared))
    delivered(prepared, failed=(MEMBER,), doubtful=(OTHER_MEMBER,))
    found = proof(prepared)
    served = found[1, "folasade-akande"]
    assert (served.state, served.channel, served.ts) == (
        "sent",
        f"D{prepared.user('folasade-akande')}",
        "1.0",
    )
    assert served.sent_at == prepared.clock.now()
    assert found[1, MEMBER].why_not == "not delivered: channel_not_found"
    assert found[1, OTHER_MEMBER].why_not == "perhaps not delivered: channel_not_found"
    assert served.papers == ("The data report",)


def test_the_secretariat_records_that_somebody_was_given_them_by_hand(prepared: Rehearsal) -> None:
    answer(circulates(prepared))
    delivered(prepared, failed=(MEMBER,))
    assert "has yet to come" in reason(by_hand(prepared, MEMBER, date(2026, 4, 24)))
    assert "nobody was given them before that" in reason(by_hand(prepared, MEMBER, date(2026, 4, 22)))
    assert "on which day" in reason(by_hand(prepared, MEMBER, None))
    assert "Choose who" in reason(by_hand(prepared, "harriet-lowndes", date(2026, 4, 23)))
    assert "Only the secretariat or the chair" in reason(
        by_hand(prepared, MEMBER, date(2026, 4, 23), OTHER_MEMBER)
    )
    assert "Marguerite Tolley was given them" in answer(by_hand(prepared, MEMBER, date(2026, 4, 23)))
    assert proof(prepared)[1, MEMBER].by_hand_by == "Gwendolen Saxby"
    assert reason(circulates(prepared)) == NOTHING_NEW


def test_the_proof_is_for_the_secretariat_and_comes_as_a_file(sent: Rehearsal) -> None:
    """C24."""
    asked = {"workspace": sent.workspace, "team": sent.team, "partnership": "clpp", "meeting": MEETING}
    assert sent.secretary.ask(ShowProof(**asked, user=sent.user(MEMBER))).refused is not None
    assert len(sent.secretary.ask(ShowProof(**asked, user=sent.user(OFFICER))).services) == 15
    words = answer(sent.say(OFFICER, ExportProof, partnership="clpp", meeting=MEETING, delivery=press(sent)))
    assert "comes to you by message, as a file" in words
    [notice] = told(sent, "ProofNotice", sent.user(OFFICER))
    assert len(notice.data["rows"]) == 15
    assert {each["sent_round"] for each in notice.data["rows"]} == {"2026-04-23 10:00:00+01:00"}
    assert "for the secretariat" in reason(
        sent.say(MEMBER, ExportProof, partnership="clpp", meeting=MEETING, delivery=press(sent))
    )


def test_what_is_sent_late_is_sent_and_the_shortfall_recorded_to_the_day(prepared: Rehearsal) -> None:
    """K35: “should” warns, records and carries on."""
    turn_to(prepared, london("2026-06-04", "23:59"))
    shown = looks(prepared).round
    assert shown is not None
    assert shown.overdue == ()
    turn_to(prepared, london("2026-06-05", "00:00"))
    words = said(circulates(prepared))
    assert "Late, 1 day short: the last day was Thursday 4 June 2026." in words
    assert "the shortfall is recorded for the minutes, and the meeting carries on" in words
    assert "Late, 1 day short" in short(prepared)["papers"]
    assert "a week" in short(prepared)["papers"]
    assert "Late, 1 day short" in sent_to(prepared, MEMBER)[0]["late"][0]


def test_voluntaryworks_counts_the_shortfall_in_its_own_working_days(works: Rehearsal) -> None:
    """V37, G3: five working days before Thursday 11 June 2026 is Thursday 4 June."""
    answer(books(works, "2026-06-11 14:00"))
    turn_to(works, london("2026-06-08"))
    words = said(circulates(works))
    assert "Late, 2 working days short: the last day was Thursday 4 June 2026." in words
    assert "10.5" in words


def test_two_who_press_at_once_send_one_round(prepared: Rehearsal) -> None:
    """The row of the meeting is locked, and a number is given once: the second finds it gone."""
    presses = [
        prepared.command(
            who, CirculatePapers, partnership="clpp", meeting=MEETING, delivery=f"{who} at once {number}"
        )
        for number in range(3)
        for who in (OFFICER, CHAIR)
    ]
    with ThreadPoolExecutor(len(presses)) as pool:
        outcomes = list(pool.map(prepared.secretary.perform, presses))
    refusals = [each.reason for each in outcomes if isinstance(each, Refused)]
    assert refusals == [NOTHING_NEW] * (len(presses) - 1)
    assert [each.number for each in rounds(prepared)] == [1]
    assert len(told(prepared, "PapersNotice")) == 16


def test_who_presses_eight_times_at_once_is_recorded_once_as_having_them(sent: Rehearsal) -> None:
    """C24: the row of whoever presses is locked, and the others find it recorded."""
    circulation = rounds(sent)[0].id
    presses = [
        sent.command(
            MEMBER,
            AcknowledgePapers,
            partnership="clpp",
            circulation=circulation,
            delivery=f"has these {number}",
        )
        for number in range(8)
    ]
    gate = threading.Barrier(len(presses))

    def press_together(command: AcknowledgePapers) -> str:
        gate.wait()
        return answer(sent.presses(command))

    with ThreadPoolExecutor(len(presses)) as pool:
        said_to_each = list(pool.map(press_together, presses))
    assert len([each for each in sent.happened() if each.type == "PapersAcknowledged"]) == 1
    assert len([words for words in said_to_each if "Recorded already" in words]) == 7


def test_the_agenda_is_frozen_as_it_was_sent(sent: Rehearsal) -> None:
    kept = [each["title"] for each in rounds(sent)[0].agenda]
    assert {"The data report", "The budget"} < set(kept)
    assert kept == [each.title for each in agenda(sent, MEETING)]


def test_three_hundred_members_are_one_round(store: Store, clock: StoppedClock) -> None:
    """And a body whose rules state no notice is told so, and nothing is made up for it."""
    body = town(store, clock, 300)
    officer = represented("org-2")
    answer(books(body, "2026-06-11 14:00", officer))
    turn_to(body, london("2026-06-10"))
    words = said(circulates(body, officer))
    assert "go to 300 people" in words
    assert "Late" not in words
    assert len(proof(body)) == 300
    assert len(told(body, "PapersNotice")) == 301


def test_a_message_held_up_for_hours_counts_from_when_it_was_sent(prepared: Rehearsal) -> None:
    """An outage of two days is no day of notice."""
    answer(circulates(prepared))
    delivered(prepared, later=timedelta(days=2))
    one = proof(prepared)[1, MEMBER]
    assert one.served_at == one.circulated_at + timedelta(days=2)
    assert replace(one, sent_at=one.circulated_at + timedelta(minutes=7)).served_at == one.circulated_at


def test_what_somebody_confirms_to_have_has_arrived(prepared: Rehearsal) -> None:
    answer(circulates(prepared))
    delivered(prepared, doubtful=(MEMBER,))
    assert proof(prepared)[1, MEMBER].served_at is None
    answer(has_these(prepared, MEMBER, rounds(prepared)[0].id))
    assert proof(prepared)[1, MEMBER].served_at == prepared.clock.now()


def test_a_paper_is_marked_confidential_after_it_went_round_and_kept_out_from_then_on(
    sent: Rehearsal,
) -> None:
    """V16, K38."""
    assert "cannot be called back" in answer(decides(sent, "confidential"))
    assert paper(sent).confidential
