"""Standing items on the agendas themselves: they appear, are left out with a reason, and go once they have been dealt with."""

from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from bot.clock import StoppedClock
from bot.store.meetings.meeting_tables import agenda_items, overrides, papers, ratifications
from bot.store.session import Store
from bot.store.tables import motions
from bot.workflows.decisions import Refused
from tests.bookings import booked
from tests.rehearsal import Rehearsal, answer, rehearse
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
from tests.spec.meetings.calling import books as calls
from tests.spec.meetings.calling import turn_to
from tests.spec.meetings.sending import MEMBER, OBSERVER, london
from tests.spec.meetings.sending import item as secret_item

BY_CUSTOM = ["minutes", "matters arising", "any other business"]


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


def test_what_a_rule_puts_there_is_confidential_where_the_item_was_that_the_motion_is_about(
    clpp: Rehearsal,
) -> None:
    """V16, V25, K33: an override to report and a decision to ratify, as rows and before there are any."""
    calls(clpp, "2026-06-11 14:00")
    secret_item(clpp, "Redundancies at Harbour", "item-secret", confidential=True)
    turn_to(clpp, london("2026-06-11", "14:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    secret = "That eleven posts at Harbour be closed"
    answer(clpp.puts(CHAIR, secret, about="item-secret"))
    own = {"workspace": clpp.workspace, "partnership": clpp.slug, "motion": "motion-1"}
    at = clpp.clock.now()
    with clpp.store.transaction() as connection:
        connection.execute(
            insert(overrides).values(**own, person=CHAIR, cited="Eleven posts", overridden_at=at)
        )
        connection.execute(insert(ratifications).values(**own, provisional_since=at, state="awaiting"))
    books(clpp, JULY)
    for _ in range(2):
        both = [each for each in agenda(clpp, JULY, MEMBER) if each.motion == "motion-1"]
        assert len(both) == 2 and all(each.confidential and secret in each.title for each in both)
        seen = repr(picture(clpp, OBSERVER, JULY))
        assert secret not in seen and "Eleven posts" not in seen
        answer(arranges(clpp, {}))


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
