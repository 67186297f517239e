"""What stands on an agenda without being proposed: by rule of the terms, by what is waiting, and by custom."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, update

from bot.clock import StoppedClock
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, Terms
from bot.store.meeting_tables import agenda_items, overrides, papers, ratifications
from bot.store.session import Store
from bot.store.tables import motions
from bot.workflows.decisions import Decision, Refused
from bot.workflows.meetings import MeetingState
from bot.workflows.reviewing import RecordReview
from bot.workflows.standing_items import (
    Awaiting,
    LastMeeting,
    Overridden,
    StandingFacts,
    StandingItem,
    chair_until,
    standing_items,
)
from tests.bookings import booked
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, TOWN_TERMS, WORKS_CHAIR, town
from tests.spec.meetings.agendas import (
    DAYS,
    JULY,
    MARCH,
    OCTOBER,
    OTHER_MEMBER,
    SECRETARY,
    WORKS_SECRETARY,
    agenda,
    arranges,
    books,
    changed,
    changes,
    circulated,
    held,
    item_of_kind,
    kinds,
    picture,
    proposes,
    titles,
)

BY_CUSTOM = ["minutes", "matters arising", "any other business"]
WAITING = Awaiting(
    "motion-1",
    "2026/1",
    "That the bid be submitted",
    datetime(2026, 4, 23, 10, 0, tzinfo=UTC),
    date(2026, 4, 23),
)
OVERRIDDEN = Overridden(
    "motion-2",
    "2026/2",
    "That it be spent",
    "Clause 9 of the grant",
    datetime(2026, 5, 1, tzinfo=UTC),
    date(2026, 5, 1),
)


def terms_of(slug: str, *adopted: str) -> Terms:
    """One of the sample terms, having adopted what is named."""
    adoption = Adoption("the Strategy Group", date(2026, 1, 9))
    return parse_terms(sample_terms(slug)).with_adoptions(dict.fromkeys(adopted, adoption))


def on(day: date | None) -> MeetingState:
    """A meeting on a day."""
    return MeetingState("meeting-1", "Strategy Group", "booked", None, acting=False, held_on=day)


def standing(terms: Terms, day: date | None, **facts: object) -> dict[str, StandingItem]:
    """What stands on the agenda of a meeting on a day, by its kind."""
    found = standing_items(terms, on(day), StandingFacts(**facts))  # type: ignore[arg-type]
    return {each.kind: each for each in found}


# ---- custom, and the first and the last


def test_declarations_come_first_and_any_other_business_last() -> None:
    """K31: under 4.5."""
    found = standing_items(terms_of("clpp"), on(date(2026, 7, 16)), StandingFacts())
    assert found[0].kind == "declarations" and found[0].clause.number == "4.5" and found[0].must_stand
    assert found[-1].kind == "any other business"


def test_a_body_whose_terms_say_nothing_gets_what_custom_has_and_nothing_else() -> None:
    """C25, N21: and each says that no rule of the terms is needed for it."""
    found = standing(parse_terms(TOWN_TERMS), date(2026, 7, 16))
    assert list(found) == BY_CUSTOM
    assert "by custom; no rule of the terms" in found["matters arising"].why


def test_where_interests_are_declared_at_the_earliest_opportunity_the_item_may_be_left_out() -> None:
    """C33: CLESP asks for declarations, and not at each meeting."""
    declared = standing(terms_of("clesp"), date(2026, 7, 16))["declarations"]
    assert (declared.clause.number, declared.must_stand) == ("4.4", False)


def test_declarations_stand_where_they_were_adopted_and_then_may_be_left_out() -> None:
    """V49: good practice, not in the Agreement."""
    assert "declarations" not in standing(terms_of("voluntaryworks"), date(2026, 7, 16))
    adopted = standing(terms_of("voluntaryworks", "interests.declared"), date(2026, 7, 16))
    assert not adopted["declarations"].must_stand
    assert "the document does not say" in adopted["declarations"].why


def test_another_group_of_the_partnership_is_not_under_the_rules_of_the_body_that_decides() -> None:
    """K3: the clauses are headed for the Strategy Group."""
    facts = {"awaiting": (WAITING,), "decides": False}
    assert list(standing(terms_of("clpp"), date(2026, 7, 16), **facts)) == BY_CUSTOM


def test_the_minutes_name_the_meeting_before() -> None:
    """K38."""
    last = LastMeeting("Strategy Group", date(2026, 4, 23), held=True)
    found = standing(terms_of("clpp"), date(2026, 7, 16), last_meeting=last)
    assert found["minutes"].title == "Minutes of the last meeting: Strategy Group, Thursday 23 April 2026"
    to_come = standing(terms_of("clpp"), date(2026, 7, 16), last_meeting=replace(last, held=False))
    assert "has yet to be held" in to_come["minutes"].why
    assert (
        "No earlier meeting is in the register"
        in standing(terms_of("clpp"), date(2026, 7, 16))["minutes"].why
    )


def test_an_item_has_the_same_id_however_often_it_is_worked_out() -> None:
    """K33: twice is once."""
    ids = {
        standing(terms_of("clpp"), date(2026, 7, 16), awaiting=(WAITING,))["ratification"].id_at("meeting-1")
        for _ in range(3)
    }
    assert len(ids) == 1


# ---- what waits


def test_each_provisional_decision_stands_on_every_agenda_until_it_is_ratified() -> None:
    """K33: with its reference, its text, and why; also before the day of the meeting is known."""
    second = replace(
        WAITING,
        motion="motion-9",
        reference="2026/2",
        deadlock="As things stand no meeting can be quorate for it.",
    )
    for day in (date(2026, 7, 16), None):
        found = standing_items(terms_of("clpp"), on(day), StandingFacts(awaiting=(WAITING, second)))
        one, two = (each for each in found if each.kind == "ratification")
        assert one.title == "Ratify 2026/1: That the bid be submitted"
        assert (one.clause.number, one.motion, one.must_stand) == ("4.7", "motion-1", True)
        assert "Decided provisionally on Thursday 23 April 2026, without a quorum." in one.why
        assert two.why.endswith("As things stand no meeting can be quorate for it.")


def test_an_override_stands_on_the_agenda_until_it_is_reported() -> None:
    """V25: with what was cited."""
    found = standing(terms_of("voluntaryworks"), date(2026, 7, 16), overrides=(OVERRIDDEN,))["override"]
    assert found.title == "Overridden by the accountable body: 2026/2: That it be spent"
    assert (found.clause.number, found.must_stand) == ("8.2", True)
    assert "Cited: Clause 9 of the grant" in found.why


# ---- the yearly review


def test_terms_of_2020_are_overdue_for_review_until_one_is_recorded() -> None:
    """K47: counted from the day they came into force, where no review is recorded."""
    found = standing(terms_of("clpp"), date(2026, 7, 16))["review"]
    assert "In force since Tuesday 1 September 2020 as 2020-21, and no review is recorded" in found.why
    assert "overdue since Wednesday 1 September 2021" in found.why
    assert found.clause.number == "Note"


@pytest.mark.parametrize(
    ("day", "stands", "says"),
    [
        (date(2027, 4, 22), False, ""),
        (date(2027, 4, 23), True, "due on Friday 23 April 2027"),
        (date(2027, 4, 24), True, "overdue since Friday 23 April 2027"),
    ],
)
def test_a_recorded_review_is_good_for_twelve_months(day: date, stands: bool, says: str) -> None:
    """K47."""
    found = standing(terms_of("clpp"), day, reviewed={"terms": date(2026, 4, 23)})
    assert ("review" in found) is stands
    assert not stands or says in found["review"].why


def test_a_review_of_29_february_is_due_on_28_february() -> None:
    """K47, K46: a day the month lacks is its last day."""
    found = standing(terms_of("clpp"), date(2025, 2, 28), reviewed={"terms": date(2024, 2, 29)})
    assert "review" in found


def test_where_the_terms_ask_for_no_review_none_stands_there() -> None:
    """V45, G1: the Agreement names none."""
    assert "review" not in standing(terms_of("voluntaryworks"), date(2036, 7, 16))


# ---- the last meeting of the financial year


def test_the_election_and_the_accountable_body_are_on_the_last_meeting_of_the_financial_year() -> None:
    """V30, V27: the meeting after which no other is booked before 31 March."""
    facts = {"other_days": (date(2026, 12, 10), date(2027, 4, 22))}
    found = standing(terms_of("voluntaryworks"), date(2027, 3, 18), **facts)
    assert (found["election"].clause.number, found["accountable body"].clause.number) == ("9.2", "8.4")
    assert (
        "No later meeting is booked before the financial year ends on Wednesday 31 March 2027 (9.2)."
        in found["election"].why
    )
    assert list(found)[-3:] == ["accountable body", "election", "any other business"]


def test_a_meeting_added_before_31_march_takes_them_over() -> None:
    """V30: and one on 1 April is in the next year."""
    terms = terms_of("voluntaryworks")
    later = standing(terms, date(2027, 3, 18), other_days=(date(2027, 3, 31),))
    next_year = standing(terms, date(2027, 3, 18), other_days=(date(2027, 4, 1),))
    assert "election" not in later and "accountable body" not in later
    assert "election" in next_year and "accountable body" in next_year


def test_where_no_day_is_known_yet_nothing_that_depends_on_it_stands_there() -> None:
    """N18."""
    found = standing(terms_of("voluntaryworks"), None, awaiting=(WAITING,))
    assert "election" not in found and "ratification" in found


# ---- the election when a term ends


def test_a_term_is_as_long_as_the_register_says_or_else_as_the_terms_do() -> None:
    """K25: three years from 1 September 2025 end on 31 August 2028."""
    terms = terms_of("clpp")
    assert chair_until(terms, date(2025, 9, 1), date(2026, 6, 30)) == date(2026, 6, 30)
    assert chair_until(terms, date(2025, 9, 1), None) == date(2028, 8, 31)
    assert chair_until(terms, None, None) is None
    assert chair_until(terms_of("clesp"), date(2025, 9, 1), None) is None


@pytest.mark.parametrize(
    ("day", "others", "elects"),
    [
        (date(2026, 6, 25), (date(2026, 4, 23), date(2026, 7, 16)), True),  # in its month, in time
        (date(2026, 6, 11), (date(2026, 6, 25),), False),  # there is a later one in its month
        (date(2026, 4, 23), (date(2026, 7, 16),), True),  # none in its month: the last before
        (date(2026, 2, 19), (date(2026, 4, 23), date(2026, 7, 16)), False),
        (date(2026, 7, 16), (date(2026, 4, 23),), False),  # the one in April elects
    ],
)
def test_the_election_is_in_the_month_the_term_ends_or_at_the_last_meeting_before(
    day: date, others: tuple[date, ...], elects: bool
) -> None:
    """K25: for a term that ends on 30 June 2026."""
    found = standing(
        terms_of("clpp"), day, other_days=others, chair_from=date(2023, 7, 1), chair_to=date(2026, 6, 30)
    )
    assert ("election" in found) is elects
    assert not elects or "The chair's term ends on Tuesday 30 June 2026 (4.2)." in found["election"].why


def test_once_the_term_has_ended_with_nobody_elected_it_stands_on_every_agenda() -> None:
    """K25: the meeting that was to elect has been held."""
    ended = {
        "other_days": (date(2026, 4, 23),),
        "held_days": frozenset({date(2026, 4, 23)}),
        "chair_from": date(2023, 7, 1),
        "chair_to": date(2026, 6, 30),
    }
    for day in (date(2026, 7, 16), date(2026, 10, 15)):
        assert (
            "term ended on Tuesday 30 June 2026" in standing(terms_of("clpp"), day, **ended)["election"].why
        )


# ---- on the agenda itself


def test_an_agenda_has_its_standing_items_before_anybody_has_arranged_it(clpp: Rehearsal) -> None:
    """K31, K47: and no row is kept for them until then."""
    books(clpp)
    assert kinds(clpp) == ["declarations", *BY_CUSTOM[:2], "review", "any other business"]
    assert _rows(clpp) == {}
    answer(arranges(clpp, {}))
    assert set(_rows(clpp).values()) == {"accepted"} and len(_rows(clpp)) == 5
    answer(arranges(clpp, {}))
    assert len(_rows(clpp)) == 5


def test_each_group_has_the_minutes_of_its_own_last_meeting(clpp: Rehearsal) -> None:
    """K38, K3: minutes of all meetings, sub-groups too."""
    books(clpp, JULY)
    held(clpp, datetime(2026, 4, 9, 13, 0, tzinfo=UTC), "strategy-before", title="Strategy Group")
    held(clpp, datetime(2026, 6, 4, 13, 0, tzinfo=UTC), "operational-before", title="Operational Group")
    changed(clpp, "operational-before", body="operational")
    assert item_of_kind(clpp, "minutes").title.endswith("Strategy Group, Thursday 9 April 2026")
    changed(clpp, JULY, body="operational")
    assert item_of_kind(clpp, "minutes").title.endswith("Operational Group, Thursday 4 June 2026")
    assert kinds(clpp) == BY_CUSTOM


def test_a_meeting_that_was_cancelled_has_no_minutes(clpp: Rehearsal) -> None:
    """K38: the last is the one before it, a booked one that has yet to be held among them."""
    books(clpp)
    assert "Thursday 16 July 2026" in item_of_kind(clpp, "minutes", OCTOBER).title
    changed(clpp, JULY, state="cancelled")
    assert item_of_kind(clpp, "minutes", OCTOBER).title == "Minutes of the last meeting"


def test_a_provisional_decision_appears_on_the_next_agendas_and_goes_once_it_is_dealt_with(
    clpp: Rehearsal,
) -> None:
    """K33: on that of October as on that of July, whether or not they were arranged before."""
    books(clpp)
    answer(arranges(clpp, {}))
    _provisional(clpp)
    for meeting in (JULY, OCTOBER):
        [found] = [each for each in agenda(clpp, meeting) if each.kind == "ratification"]
        assert found.title == "Ratify 2026/1: That the bid be submitted"
        assert (found.clause.number, found.motion) == ("4.7", "motion-1")
        answer(arranges(clpp, {}, meeting))
    _set(clpp, ratifications, state="ratified")
    answer(arranges(clpp, {}))
    assert "ratification" not in kinds(clpp) and "ratification" not in kinds(clpp, OCTOBER)


def test_what_a_meeting_itself_decided_provisionally_is_not_on_its_own_agenda(clpp: Rehearsal) -> None:
    """K33: a subsequent quorate meeting ratifies it."""
    _provisional(clpp)
    assert "ratification" not in kinds(clpp, "meeting-1")


def test_interests_can_be_declared_in_a_decision_to_be_ratified(clpp: Rehearsal) -> None:
    """K31, K33: once the agenda is arranged it is business like any other."""
    books(clpp)
    _provisional(clpp)
    answer(arranges(clpp, {}))
    item = item_of_kind(clpp, "ratification").id
    answer(clpp.declares(OTHER_MEMBER, "We would be paid", kind="item", subject=item))


def test_an_agenda_that_has_gone_round_stays_as_it_went(clpp: Rehearsal) -> None:
    """K33, C24: what is provisional since stands on the next."""
    books(clpp)
    answer(arranges(clpp, {}))
    circulated(clpp)
    _provisional(clpp)
    assert "ratification" not in kinds(clpp)
    assert "ratification" in kinds(clpp, OCTOBER)
    assert kinds(clpp)[0] == "declarations"


def test_a_meeting_in_session_keeps_the_agenda_it_began_with(clpp: Rehearsal) -> None:
    """K33: what is ratified there does not vanish from the agenda meanwhile."""
    _provisional(clpp)
    answer(clpp.closes_meeting(CHAIR))
    books(clpp, JULY)
    answer(arranges(clpp, {}))
    changed(clpp, JULY, state="in session", chaired_by=CHAIR)
    _set(clpp, ratifications, state="ratified")
    assert "ratification" in kinds(clpp)


def test_a_standing_item_is_left_out_with_a_reason_and_can_be_put_back(clpp: Rehearsal) -> None:
    """K47: recorded, and seen by members."""
    books(clpp)
    review = item_of_kind(clpp, "review").id
    refused = changes(clpp, review, leave_out=True)
    assert isinstance(refused, Refused) and refused.field == "reason"
    answer(changes(clpp, review, leave_out=True, reason="The review is in October"))
    [left] = [each for each in picture(clpp, OTHER_MEMBER).items if each.id == review]
    assert (left.state, left.reason) == ("left out", "The review is in October")
    assert "review" not in kinds(clpp) and "review" in kinds(clpp, OCTOBER)
    answer(arranges(clpp, {}))  # worked out anew, and still left out
    assert "review" not in kinds(clpp)
    answer(changes(clpp, review))
    assert "review" in kinds(clpp)
    [event] = [each for each in clpp.happened() if each.type == "ItemChanged"][:1]
    assert (event.data["state"], event.data["reason"]) == ("left out", "The review is in October")


def test_what_the_document_itself_puts_there_is_not_left_out(clpp: Rehearsal) -> None:
    """K31, K33: with the clause."""
    books(clpp)
    _provisional(clpp)
    for kind, clause in (("declarations", "4.5"), ("ratification", "4.7")):
        refused = changes(clpp, item_of_kind(clpp, kind).id, leave_out=True, reason="No time")
        assert isinstance(refused, Refused)
        assert (refused.field, refused.clause.number) == ("leave_out", clause)


def test_a_standing_item_can_be_given_another_title_which_it_keeps(clpp: Rehearsal) -> None:
    """V35: and a member's own item cannot."""
    books(clpp)
    review = item_of_kind(clpp, "review").id
    answer(changes(clpp, review, title="The terms after five years", minutes=30))
    answer(arranges(clpp, {}))
    assert "The terms after five years" in titles(clpp)
    assert item_of_kind(clpp, "review").minutes == 30
    answer(proposes(clpp, SECRETARY, "The data report"))
    assert isinstance(changes(clpp, "item-report", title="Data"), Refused)
    assert isinstance(changes(clpp, "item-report", leave_out=True, reason="x"), Refused)
    assert isinstance(changes(clpp, review, title="x" * 10_000), Refused)
    assert isinstance(changes(clpp, review, minutes=0), Refused)
    assert isinstance(changes(clpp, "item-of-nobody"), Refused)


def test_for_voluntaryworks_the_election_moves_to_the_meeting_that_becomes_the_last(works: Rehearsal) -> None:
    """V30, V27: and comes back when that one is cancelled."""
    books(works)
    assert {"election", "accountable body"} <= set(kinds(works, MARCH, WORKS_SECRETARY))
    assert "election" not in kinds(works, JULY, WORKS_SECRETARY)
    answer(arranges(works, {}, MARCH, WORKS_SECRETARY))
    booked(works.store, works.slug, datetime(2027, 3, 30, 13, 0, tzinfo=UTC), "meeting-last")
    answer(arranges(works, {}, MARCH, WORKS_SECRETARY))
    assert "election" not in kinds(works, MARCH, WORKS_SECRETARY)
    assert "election" in kinds(works, "meeting-last", WORKS_SECRETARY)
    changed(works, "meeting-last", state="cancelled")
    assert "election" in kinds(works, MARCH, WORKS_SECRETARY)
    answer(arranges(works, {}, MARCH, WORKS_SECRETARY))
    assert _rows(works)[item_of_kind(works, "election", MARCH, WORKS_SECRETARY).id] == "accepted"


def test_an_override_is_on_the_agenda_of_the_consortium_until_it_is_reported(works: Rehearsal) -> None:
    """V25."""
    books(works)
    voices = ("brec", "brcc", "val", "vcb")
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=voices))
    answer(works.puts(WORKS_CHAIR))
    with works.store.transaction() as connection:
        connection.execute(
            insert(overrides).values(
                workspace=works.workspace,
                partnership=works.slug,
                motion="motion-1",
                person="winifred-osgood",
                cited="Clause 9 of the grant",
                overridden_at=works.clock.now(),
            )
        )
    assert "override" in kinds(works, JULY, WORKS_SECRETARY)
    refused = changes(
        works,
        item_of_kind(works, "override", JULY, WORKS_SECRETARY).id,
        who=WORKS_SECRETARY,
        leave_out=True,
        reason="x",
    )
    assert isinstance(refused, Refused) and refused.clause.number == "8.2"
    _set(works, overrides, reported_at=works.clock.now())
    assert "override" not in kinds(works, JULY, WORKS_SECRETARY)


def test_a_body_that_states_nothing_says_so_and_makes_nothing_up(store: Store, clock: StoppedClock) -> None:
    """C25, N21: the Town Forum's rules know neither declarations, a closing day, urgent matters nor a review."""
    forum = town(store, clock, terms=TOWN_TERMS)
    booked(forum.store, forum.slug, DAYS[JULY], JULY)
    shown = picture(forum, "voice-of-org-2")
    assert [each.kind for each in shown.items] == BY_CUSTOM
    assert shown.unsaid == (
        "declarations of interest",
        "when items close",
        "urgent matters",
        "a review of the terms",
    )
    assert shown.closing is not None and shown.closing.day is None


def test_a_paper_stays_with_an_item_that_no_rule_asks_for_any_more(clpp: Rehearsal) -> None:
    """K33: nothing that somebody submitted is lost with it."""
    books(clpp)
    _provisional(clpp)
    answer(arranges(clpp, {}))
    item = item_of_kind(clpp, "ratification").id
    with clpp.store.transaction() as connection:
        connection.execute(
            insert(papers).values(
                workspace=clpp.workspace,
                partnership=clpp.slug,
                id="paper-1",
                meeting=JULY,
                item=item,
                title="The bid",
                kind="link",
                amendment=False,
                confidential=False,
                state="submitted",
                reason="",
                submitted_by=SECRETARY,
                submitted_at=clpp.clock.now(),
                version=1,
                late=False,
                admission="",
            )
        )
    _set(clpp, ratifications, state="rejected")
    answer(arranges(clpp, {}))
    assert _rows(clpp)[item] == "withdrawn"


# ---- recording a review


def test_a_review_is_recorded_for_a_meeting_and_then_stands_on_no_agenda_for_twelve_months(
    clpp: Rehearsal,
) -> None:
    """K47: its subject is that of all reviews of the terms, so that the last is found without a search."""
    books(clpp)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC))
    assert "review" in kinds(clpp)
    outcome = _records(clpp, "terms", "meeting-before", outcome="No change")
    assert isinstance(outcome, Decision)
    assert (
        "reviewed the terms of reference and the membership on Wednesday 22 April 2026"
        in outcome.answer.words
    )
    assert "The next is due on Thursday 22 April 2027." in outcome.answer.next
    assert "review" not in kinds(clpp) and "review" not in kinds(clpp, MARCH)
    [event] = [each for each in clpp.happened() if each.type == "ReviewRecorded"]
    assert (event.subject, event.data["held_on"]) == ("review:terms", "2026-04-22")
    assert "recorded already" in answer(_records(clpp, "terms", "meeting-before"))


def test_an_older_review_recorded_later_does_not_undo_a_newer_one(clpp: Rehearsal) -> None:
    """K47."""
    books(clpp)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC), "newer")
    held(clpp, datetime(2025, 1, 22, 13, 0, tzinfo=UTC), "older")
    answer(_records(clpp, "terms", "newer"))
    answer(_records(clpp, "terms", "older"))
    assert "review" not in kinds(clpp)


def test_a_review_is_recorded_by_the_secretariat_or_the_chair_for_a_meeting_that_was_held(
    clpp: Rehearsal,
) -> None:
    """K47: of the body that decides."""
    books(clpp)
    held(clpp, datetime(2026, 4, 22, 13, 0, tzinfo=UTC))
    assert "Only the secretariat or the chair" in reason(
        _records(clpp, "terms", "meeting-before", who=OTHER_MEMBER)
    )
    for meeting in (JULY, "meeting-of-nobody", ""):
        refused = _records(clpp, "terms", meeting)
        assert isinstance(refused, Refused) and refused.field == "meeting"
    assert isinstance(_records(clpp, "everything", "meeting-before"), Refused)
    assert isinstance(_records(clpp, "terms", "meeting-before", outcome="x" * 10_000), Refused)
    changed(clpp, "meeting-before", body="operational")
    assert "another group" in reason(_records(clpp, "terms", "meeting-before"))
    changed(clpp, "meeting-before", body="")
    answer(_records(clpp, "terms", "meeting-before", who=CHAIR))


def test_the_review_of_the_accountable_body_is_recorded_too(works: Rehearsal) -> None:
    """V27: without one its appointment continues."""
    held(works, datetime(2026, 3, 19, 13, 0, tzinfo=UTC))
    said = answer(_records(works, "accountable body", "meeting-before", who=WORKS_SECRETARY))
    assert "reviewed the accountable body's appointment" in said


def test_declarations_adopted_by_voluntaryworks_stand_on_its_agenda(
    store: Store, clock: StoppedClock
) -> None:
    """V49, G1."""
    works = rehearse(store, clock, "voluntaryworks", adopting=["interests.declared"])
    books(works, JULY)
    declared = item_of_kind(works, "declarations", JULY, WORKS_SECRETARY)
    assert "Adopted by the Strategy Group" in declared.why
    answer(changes(works, declared.id, who=WORKS_SECRETARY, leave_out=True, reason="Not this time"))


def _provisional(body: Rehearsal) -> None:
    """A meeting has decided a motion without a quorum, and it waits to be ratified."""
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(body.puts(CHAIR))
    _set(body, motions, state="closed", outcome="carried, provisionally", closed_at=body.clock.now())
    with body.store.transaction() as connection:
        connection.execute(
            insert(ratifications).values(
                workspace=body.workspace,
                partnership=body.slug,
                motion="motion-1",
                state="awaiting",
                provisional_since=body.clock.now(),
            )
        )


def _set(body: Rehearsal, table: object, **values: object) -> None:
    with body.store.transaction() as connection:
        connection.execute(update(table).values(**values))  # type: ignore[arg-type]


def _rows(body: Rehearsal) -> dict[str, str]:
    with body.store.reading() as connection:
        rows = connection.execute(
            select(agenda_items.c.id, agenda_items.c.state).where(agenda_items.c.partnership == body.slug)
        )
        return {row.id: row.state for row in rows}


def _records(body: Rehearsal, what: str, meeting: str, who: str = SECRETARY, outcome: str = "") -> object:
    return body.say(who, RecordReview, partnership=body.slug, what=what, meeting=meeting, outcome=outcome)
