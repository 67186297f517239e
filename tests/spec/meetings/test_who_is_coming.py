"""Who is coming: what the secretariat and the chair see, who is still to be asked, and who was away without a word."""

from datetime import date
from itertools import product

import pytest

from bot.clock import StoppedClock
from bot.rules.forecast import Expected, Reply
from bot.rules.register import Capacity, Person
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import invited_to
from bot.store.replies.replies import expected_at, outlook_at, replies_to
from bot.store.session import Store
from bot.workflows.meetings.invited import Invited
from bot.workflows.replies.replies import ReplyState, absences, unanswered
from tests.rehearsal import MEETING, Rehearsal, answer, at
from tests.rooms import represented, town
from tests.spec.meetings.answering import (
    CHAIR,
    EKC,
    EKC_DEPUTY,
    OBSERVER,
    SECRETARY,
    WHEN,
    becomes,
    form,
    hands_over,
    listed,
    meets,
    says,
    setting_of,
    stands,
)


@pytest.fixture
def body(clpp: Rehearsal) -> Rehearsal:
    """CLPP, its Strategy Group to meet on Thursday 21 May 2026 at two."""
    return meets(clpp)


def called(body: Rehearsal, on: date = date(2026, 5, 21)) -> tuple[Invited, ...]:
    """Everybody called."""
    with body.store.reading() as connection:
        return invited_to(connection, setting_of(body, on), "", on)


def given(body: Rehearsal) -> dict[tuple[str, str], ReplyState]:
    """Every answer."""
    with body.store.reading() as connection:
        return dict(replies_to(connection, setting_of(body), MEETING))


def expecting(body: Rehearsal) -> tuple[Expected, ...]:
    """What the forecast is told."""
    with body.store.reading() as connection:
        meeting = meeting_rows.by_id(connection, body.workspace, body.slug, MEETING)
        assert meeting is not None
        return expected_at(connection, setting_of(body, meeting.held_on), meeting)


def silent(body: Rehearsal) -> set[str]:
    """The people who are still to be asked."""
    return {each.person for each in unanswered(called(body), given(body))}


def test_the_list_has_everybody_by_what_they_answered_and_by_organisation(body: Rehearsal) -> None:
    """V12."""
    answer(says(body, EKC, "coming"))
    answer(says(body, CHAIR, "remote"))
    answer(says(body, "priya-ramanathan", "apologies"))
    answer(says(body, "nisha-varghese", "substitute", substitute="owain-treharne"))
    picture = listed(body, SECRETARY)
    assert (picture.title, picture.when, picture.may_record) == ("Strategy Group", WHEN, True)
    said = {each.person: each.answer for each in picture.lines}
    assert (said[EKC], said[CHAIR], said["priya-ramanathan"]) == ("coming", "remote", "apologies")
    assert (said["nisha-varghese"], said[OBSERVER]) == ("substitute", "")
    assert EKC_DEPUTY not in said, "deputies come when they are named"
    assert picture.outlook.startswith(
        "3 of 10 coming, one of them through a deputy who has not answered; without somebody from"
    )
    assert picture.outlook_clause.number == "4.6"


def test_notes_are_for_the_secretariat_alone(body: Rehearsal) -> None:
    answer(says(body, EKC, "apologies", note="A hospital appointment"))
    notes = {who: {each.note for each in listed(body, who).lines} for who in (SECRETARY, CHAIR)}
    assert notes == {SECRETARY: {"", "A hospital appointment"}, CHAIR: {""}}


@pytest.mark.parametrize("who", [EKC, OBSERVER, "U0STRANGER"])
def test_nobody_but_the_secretariat_and_the_chair_sees_everybodys_answers(body: Rehearsal, who: str) -> None:
    answer(says(body, EKC, "apologies", note="A hospital appointment"))
    picture = listed(body, who)
    assert picture.refused is not None
    assert picture.lines == ()


def test_without_a_meeting_named_the_list_is_of_the_next(body: Rehearsal) -> None:
    meets(body, at("2026-05-07T14:00+01:00"), meeting="meeting-0", title="Earlier")
    assert listed(body, SECRETARY, meeting="").title == "Earlier"
    becomes(body, "meeting-0", state="cancelled")
    assert listed(body, SECRETARY, meeting="").title == "Strategy Group"


def test_where_no_meeting_is_booked_the_list_says_so(clpp: Rehearsal) -> None:
    picture = listed(clpp, SECRETARY, meeting="")
    assert picture.refused is not None
    assert picture.refused.reason == "No meeting to come is booked."


def test_those_are_asked_again_who_have_not_answered_and_for_whose_organisation_nobody_has(
    body: Rehearsal,
) -> None:
    """V12: one of the two who represent Wealden Downs is enough; deputies are not asked."""
    before = silent(body)
    assert {EKC, CHAIR, "marguerite-tolley", "imran-siddique", OBSERVER, SECRETARY} <= before
    assert EKC_DEPUTY not in before
    answer(says(body, "imran-siddique", "apologies"))
    answer(says(body, EKC, "coming"))
    assert before - silent(body) == {EKC, "marguerite-tolley", "imran-siddique"}


def test_whoever_replaces_a_representative_is_asked_though_the_old_one_had_answered(
    body: Rehearsal, clock: StoppedClock
) -> None:
    """K22."""
    answer(says(body, EKC, "apologies"))
    assert EKC not in silent(body)
    new = Person("anwen-rhydderch", "Anwen Rhydderch", slack_user="U0CLPP0199")
    hands_over(body, EKC, new, "ekc-group", date(2026, 5, 1))
    assert "anwen-rhydderch" in silent(body)
    [ekc] = [each for each in expecting(body) if each.organisation == "ekc-group"]
    assert (ekc.reply, ekc.may_be_asked) == (Reply.NONE, ("Anwen Rhydderch", "Gethin Prosser"))
    said = {each.person: each.answer for each in listed(body, SECRETARY).lines}
    assert said["anwen-rhydderch"] == ""
    assert EKC not in said


def test_both_the_representative_and_the_substitute_coming_are_one_organisation_coming(
    body: Rehearsal,
) -> None:
    """G10, K32."""
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    answer(says(body, EKC_DEPUTY, "coming"))
    answer(says(body, EKC, "coming"))
    assert [each.will_be_represented for each in expecting(body) if each.organisation == "ekc-group"] == [
        True
    ]
    with body.store.reading() as connection:
        meeting = meeting_rows.by_id(connection, body.workspace, body.slug, MEETING)
        assert meeting is not None
        then = outlook_at(connection, setting_of(body), meeting)
    assert then is not None and then.coming == 1
    kept = stands(body, EKC_DEPUTY, "ekc-group")
    assert kept is not None and kept.is_coming, "who comes in the end is for the roll"


def test_the_roles_the_quorum_may_ask_for_come_with_whoever_holds_them(body: Rehearsal) -> None:
    """K32: the chair's deputy does not bring the chair."""
    chair = [each.roles for each in expecting(body) if each.organisation == "north-downs"]
    assert chair == [frozenset({"chair"})]
    answer(says(body, CHAIR, "substitute", substitute="harriet-lowndes"))
    chair = [each.roles for each in expecting(body) if each.organisation == "north-downs"]
    assert chair == [frozenset()]


def test_a_working_group_has_no_forecast_of_a_quorum_it_does_not_need(clpp: Rehearsal) -> None:
    """K32: the quorum is the Strategy Group's."""
    meets(clpp, body="operational", title="Operational Group")
    assert listed(clpp, SECRETARY).outlook == ""


def test_absence_without_apologies_is_listed_apart(works: Rehearsal) -> None:
    """V12: apologies will be sent by whoever is unable to attend."""
    meets(works)
    answer(says(works, "oluwaseun-adeyemi", "coming"))
    answer(says(works, "femi-oyelaran", "apologies"))
    answer(says(works, "winifred-osgood", "substitute", substitute="rafael-quintero"))
    here = {"brcc", "cvs-mid-north-beds", "vca-south-beds"}
    apologies, without = absences(called(works), given(works), here)
    assert [each.name for each in apologies] == ["Femi Oyelaran", "Winifred Osgood"]
    assert {each.organisation for each in without} == {"brec", "vcb", "ouse-valley"}


def test_in_session_the_list_has_those_not_here_without_apologies(body: Rehearsal) -> None:
    """V12, L18: of observers nobody expects any."""
    answer(says(body, EKC, "apologies"))
    becomes(body, state="cancelled")
    becomes(body, state="in session")
    picture = listed(body, SECRETARY)
    assert picture.may_record is False
    assert picture.outlook == ""
    assert "EKC Group" not in picture.absent
    assert "Harbour Care Leavers' Forum" not in picture.absent
    assert "University of the North Downs" in picture.absent


def test_whoever_came_after_all_is_among_neither(body: Rehearsal) -> None:
    """V12: known by who is in the room, or where only organisations are marked by theirs."""
    answer(says(body, EKC, "apologies"))
    answer(says(body, CHAIR, "apologies"))
    apologies, _ = absences(called(body), given(body), {"ekc-group"})
    assert [each.person for each in apologies] == [CHAIR]
    apologies, _ = absences(called(body), given(body), {"ekc-group"}, {EKC_DEPUTY})
    assert [each.person for each in apologies] == [EKC, CHAIR]
    apologies, _ = absences(called(body), given(body), {"ekc-group"}, {EKC})
    assert [each.person for each in apologies] == [CHAIR]


def _someone(person: str, organisation: str, capacity: Capacity = Capacity.REPRESENTATIVE) -> Invited:
    return Invited(
        person=person,
        name=person,
        user=None,
        organisation=organisation,
        organisation_name=organisation,
        capacity=capacity,
        voting=True,
        standing="member",
        sector=None,
        time_zone="Europe/London",
    )


def test_whatever_two_representatives_have_answered_nobody_is_both_excused_and_missed() -> None:
    """V12: every pair of answers, the organisation there or not."""
    both = (_someone("one", "org"), _someone("two", "org"))
    answers = (None, "coming", "remote", "apologies", "substitute")
    for first, second in product(answers, answers):
        replies = {
            (person, "org"): ReplyState(
                person,
                "org",
                said,
                "",
                None,
                "",
                None,
                confirmed=True,
                answered_at=at("2026-05-01T09:00+01:00"),
            )
            for person, said in (("one", first), ("two", second))
            if said is not None
        }
        for here in (set(), {"org"}):
            apologies, without = absences(both, replies, here)
            assert not set(apologies) & set(without)
            assert not (without and here)
            assert not (without and apologies)
        asked = unanswered(both, replies)
        assert bool(asked) is (first is None and second is None)


def test_three_hundred_members_answer_are_listed_and_forecast(store: Store, clock: StoppedClock) -> None:
    """V12: at a body of three hundred, with a year's schedule."""
    body = town(store, clock, 300)
    for month in range(1, 13):
        meets(body, at(f"2027-{month:02}-10T14:00+00:00"), meeting=f"meeting-{month}")
    for number in range(1, 31):
        answer(says(body, represented(f"org-{number}"), "coming", meeting="meeting-1"))
    picture = listed(body, represented("org-2"), meeting="meeting-1")
    assert len(picture.lines) == 300
    assert sum(bool(each.answer) for each in picture.lines) == 30
    assert picture.outlook.startswith("30 of 300 coming")
    assert len(form(body, represented("org-300")).meetings) == 12


def test_the_form_offers_the_meetings_one_is_called_to_and_the_deputies_one_has(body: Rehearsal) -> None:
    """K34."""
    meets(body, at("2026-09-17T14:00+01:00"), meeting="meeting-2", title="Autumn")
    meets(body, at("2026-10-01T14:00+01:00"), meeting="meeting-3", body="operational", title="Operational")
    facts = form(body, EKC)
    assert [each.id for each in facts.meetings] == [MEETING, "meeting-2"]
    assert [each.words for each in facts.deputies] == ["Gethin Prosser, EKC Group"]
    assert (facts.may_send, facts.rule, facts.clause.number) == (True, "named deputies only", "4.8")
    assert (facts.answer, facts.stands) == ("", "")


def test_the_form_of_one_meeting_shows_what_stands(body: Rehearsal) -> None:
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY, note="On leave"))
    facts = form(body, EKC, MEETING)
    assert (facts.stands, facts.answer, facts.note) == (
        "apologies; Gethin Prosser comes instead",
        "substitute",
        "On leave",
    )


def test_the_form_is_refused_with_the_reason_the_answer_would_be(body: Rehearsal) -> None:
    """K34, V11."""
    for who, says_so in (
        (EKC_DEPUTY, "has not been named for this meeting"),
        ("U0STRANGER", "not in the register"),
        ("shanice-bellamy", "is not called to"),
    ):
        refused = form(body, who, MEETING).refused
        assert refused is not None and says_so in refused.reason
    refused = form(body, EKC, "meeting-9").refused
    assert refused is not None
    becomes(body, state="cancelled")
    refused = form(body, EKC, MEETING).refused
    assert refused is not None and "was cancelled" in refused.reason
    refused = form(body, EKC).refused
    assert refused is not None and "No meeting to come is booked" in refused.reason


def test_the_form_for_somebody_who_rang_up_is_for_the_secretariat_and_the_chair(body: Rehearsal) -> None:
    facts = form(body, SECRETARY, MEETING, person=EKC, organisation="ekc-group")
    assert (facts.person, facts.person_name, facts.organisation) == (EKC, "Folasade Akande", "ekc-group")
    assert [each.words for each in facts.deputies] == ["Gethin Prosser, EKC Group"]
    refused = form(body, EKC, MEETING, person=CHAIR).refused
    assert refused is not None and "Only the secretariat or the chair" in refused.reason
