"""What becomes of a proposed item: accepted, returned, carried over, withdrawn; its place on the agenda, and who sees it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.store.tables import business
from bot.workflows.agenda.agenda import AgendaItem, agenda_lines, ordered, public_agenda
from bot.workflows.agenda.arranging import ArrangeAgenda, read_place
from bot.workflows.agenda.deciding_items import DecideItem
from bot.workflows.agenda.proposing import WithdrawItem
from bot.workflows.decisions import Decision, Refused
from bot.workflows.questions import DeclareForm
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR
from tests.spec.meetings.agendas import (
    JULY,
    MEMBER,
    OCTOBER,
    OTHER_MEMBER,
    SECRETARY,
    agenda,
    arranges,
    books,
    changed,
    changes,
    circulated,
    decides,
    item_of_kind,
    kinds,
    picture,
    proposes,
    titles,
    to_be_announced,
    withdraws,
)

# ---- deciding


def test_an_accepted_item_is_on_the_agenda_and_whoever_proposed_it_is_told(clpp: Rehearsal) -> None:
    """V35, K36: and interests can be declared in it from then on, under its own id and title."""
    books(clpp)
    answer(proposes(clpp))
    assert _business(clpp) == []
    answer(decides(clpp, "accept"))
    assert "The data report" in titles(clpp)
    [notice] = clpp.notices("ItemDecidedNotice")
    assert (notice.recipient, notice.data["outcome"]) == (clpp.user(MEMBER), "accepted")
    assert _business(clpp) == [("item-report", "item", "The data report")]
    form = clpp.secretary.ask(
        DeclareForm(
            workspace=clpp.workspace, team=clpp.team, user=clpp.user(OTHER_MEMBER), partnership="clpp"
        )
    )
    items = [(each.id, each.title) for each in form.subjects if each.kind == "item"]
    assert items == [("item-report", "The data report")]
    assert "Recorded for Compass Point" in answer(
        clpp.declares(OTHER_MEMBER, "We wrote it", kind="item", subject="item-report")
    )
    assert "already" in answer(decides(clpp, "accept"))
    assert len(clpp.notices("ItemDecidedNotice")) == 1


def test_an_item_is_returned_only_with_a_reason_which_is_told(clpp: Rehearsal) -> None:
    """V35: and may be accepted after all."""
    books(clpp)
    answer(proposes(clpp))
    refused = decides(clpp, "return", reason="  ")
    assert isinstance(refused, Refused) and refused.field == "reason"
    assert "1,001 characters" in reason(decides(clpp, "return", reason="x" * 1001))
    answer(decides(clpp, "return", reason="It was decided in April"))
    [notice] = clpp.notices("ItemDecidedNotice")
    assert (notice.data["outcome"], notice.data["reason"]) == ("returned", "It was decided in April")
    assert "The data report" not in titles(clpp)
    answer(decides(clpp, "accept"))
    assert "The data report" in titles(clpp)


def test_an_old_button_says_what_became_of_an_item_that_was_returned(clpp: Rehearsal) -> None:
    """V35: while the meeting is to come it can still be accepted; afterwards the reason it was returned is said first."""
    books(clpp)
    answer(proposes(clpp))
    answer(decides(clpp, "return", reason="It is not ready."))
    circulated(clpp)
    late = reason(decides(clpp, "accept"))
    assert late.startswith("“The data report” was returned: It is not ready. The agenda of “")
    for state, became in (("in session", "is in session"), ("closed", "has been held")):
        changed(clpp, JULY, state=state)
        late = reason(decides(clpp, "accept"))
        assert late.startswith("“The data report” was returned: It is not ready. “")
        assert f"{became}." in late


def test_an_item_is_carried_over_to_another_meeting_with_what_was_submitted_for_it(clpp: Rehearsal) -> None:
    """V35: to one that is to come and whose agenda has not gone round."""
    books(clpp)
    answer(proposes(clpp))
    assert isinstance(decides(clpp, "carry over"), Refused)
    same = decides(clpp, "carry over", to_meeting=JULY)
    assert isinstance(same, Refused) and same.field == "to_meeting"
    circulated(clpp, "meeting-march")
    assert "has been sent to the members" in reason(decides(clpp, "carry over", to_meeting="meeting-march"))
    said = answer(decides(clpp, "carry over", to_meeting=OCTOBER, reason="July is full"))
    assert "carried over to “Strategy Group” on Thursday 15 October 2026" in said
    assert "The data report" in titles(clpp, OCTOBER)
    assert "The data report" not in titles(clpp, JULY)
    [notice] = clpp.notices("ItemDecidedNotice")
    assert (notice.data["outcome"], notice.data["meeting_day"]) == (
        "carried over",
        "Thursday 15 October 2026",
    )


def test_the_items_of_a_meeting_that_was_cancelled_can_still_be_carried_over(clpp: Rehearsal) -> None:
    """G7: and not accepted for it."""
    books(clpp)
    answer(proposes(clpp))
    changed(clpp, JULY, state="cancelled")
    refused = decides(clpp, "accept")
    assert isinstance(refused, Refused) and "Carry the item over" in refused.next
    answer(decides(clpp, "carry over", to_meeting=OCTOBER))
    assert "The data report" in titles(clpp, OCTOBER)


def test_what_has_gone_round_is_neither_added_to_nor_taken_from(clpp: Rehearsal) -> None:
    """K37: what was proposed and not decided in time can be carried over, or raised as urgent."""
    books(clpp)
    answer(proposes(clpp, title="One"))
    answer(proposes(clpp, title="Two"))
    answer(decides(clpp, "accept", "item-One"))
    circulated(clpp)
    late = decides(clpp, "accept", "item-Two")
    assert isinstance(late, Refused) and late.clause.number == "4.10"
    assert "it is theirs to say at the meeting" in reason(decides(clpp, "return", "item-One", reason="x"))
    answer(decides(clpp, "carry over", "item-Two", to_meeting=OCTOBER))


def test_only_the_secretariat_and_the_chair_decide(clpp: Rehearsal) -> None:
    """V23."""
    books(clpp)
    answer(proposes(clpp))
    assert "The secretariat and the chair decide" in reason(decides(clpp, "accept", who=OTHER_MEMBER))
    assert "The secretariat and the chair decide" in reason(arranges(clpp, {}, who=OTHER_MEMBER))
    answer(decides(clpp, "accept", who=CHAIR))
    assert "do not know" in reason(decides(clpp, "accept", "item-of-nobody"))


def test_whoever_proposed_an_item_takes_it_back_until_it_has_gone_round(clpp: Rehearsal) -> None:
    """V35: nobody else does, and the secretariat is told."""
    books(clpp)
    answer(proposes(clpp))
    answer(decides(clpp, "accept"))
    assert "only they can take it back" in reason(withdraws(clpp, OTHER_MEMBER))
    answer(withdraws(clpp))
    assert "The data report" not in titles(clpp)
    told = [each for each in clpp.notices("ItemDecidedNotice") if each.data["outcome"] == "withdrawn"]
    assert [each.recipient for each in told] == [clpp.user(SECRETARY)]
    assert "already" in answer(withdraws(clpp))
    answer(proposes(clpp, title="The second report", item="item-2"))
    answer(decides(clpp, "accept", "item-2"))
    circulated(clpp)
    assert "stays on it" in reason(withdraws(clpp, item="item-2"))


# ---- order and minutes


def test_the_order_is_what_was_typed_and_declarations_and_any_other_business_keep_their_places(
    clpp: Rehearsal,
) -> None:
    """K31, V35: what moves up comes before what has that place, and what moves down after it."""
    books(clpp, JULY)
    for title in ("A", "B", "C"):
        answer(proposes(clpp, SECRETARY, title))
    before = kinds(clpp)
    assert (before[0], before[-1]) == ("declarations", "any other business")
    places = {each.title: each.position for each in agenda(clpp)}
    answer(
        arranges(
            clpp,
            {
                "item-C": f"{places['A']} · 20",
                item_of_kind(clpp, "declarations").id: "7 · 5",
                item_of_kind(clpp, "any other business").id: "1",
            },
        )
    )
    assert [each for each in titles(clpp) if len(each) == 1] == ["C", "A", "B"]
    assert kinds(clpp)[0] == "declarations" and kinds(clpp)[-1] == "any other business"
    assert [each.minutes for each in agenda(clpp) if each.title == "C"] == [20]
    assert item_of_kind(clpp, "declarations").minutes == 5
    now = {each.title: each.position for each in agenda(clpp)}
    answer(arranges(clpp, {"item-C": str(now["B"])}))  # down: it follows B
    assert [each for each in titles(clpp) if len(each) == 1] == ["A", "B", "C"]


def test_a_place_that_is_none_is_told_under_the_item_and_changes_nothing(clpp: Rehearsal) -> None:
    """V35: nothing typed is lost, because the form stays."""
    books(clpp, JULY)
    answer(proposes(clpp, SECRETARY, "A"))
    for typed in ("soon", "0", "2 · 900", "1 2 3", "-4 x"):
        refused = arranges(clpp, {"item-A": typed})
        assert isinstance(refused, Refused) and refused.field == "item-A", typed
    answer(arranges(clpp, {"item-A": "  ", "item-of-nobody": "soon"}))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2", (2, None)),
        ("2, 10", (2, 10)),
        ("2 · 10", (2, 10)),
        ("2 (10 min)", (2, 10)),
        ("2nd, 10 minutes", (2, 10)),
        ("No. 2 for 10 mins.", (2, 10)),
        ("2 x 10", (2, 10)),
        ("10 minutes", (None, 10)),
        ("2, -", (2, 0)),
        ("2, 0", (2, 0)),
        ("2 – 0 min", (2, 0)),
        ("2 -", (2, 0)),
        ("–", (None, 0)),
        ("20", (20, None)),
        ("2 - 10", (2, 10)),
    ],
)
def test_a_place_and_minutes_are_read_as_people_type_them(typed: str, read: tuple[int | None, int]) -> None:
    """V35."""
    assert read_place(typed) == read


def test_a_place_alone_keeps_the_minutes_and_a_dash_empties_them(clpp: Rehearsal) -> None:
    """V35: what was not typed is not lost."""
    books(clpp, JULY)
    answer(proposes(clpp, SECRETARY, "A"))
    answer(arranges(clpp, {"item-A": "4, 20"}))
    answer(arranges(clpp, {"item-A": "99"}))
    assert "20 minutes" in line_of(clpp, "A")
    answer(arranges(clpp, {"item-A": "2, -"}))
    assert "minutes" not in line_of(clpp, "A")


def line_of(clpp: Rehearsal, title: str) -> str:
    """The line of an item on the agenda."""
    return next(each for each in agenda_lines(agenda(clpp)) if title in each)


def test_the_answer_says_how_long_the_items_take_together(clpp: Rehearsal) -> None:
    """V35: of a meeting of two hours."""
    books(clpp, JULY)
    answer(proposes(clpp, SECRETARY, "A"))
    outcome = arranges(clpp, {"item-A": "4 · 150"})
    assert isinstance(outcome, Decision)
    assert (
        "Together they take 150 minutes of the meeting's 120, 30 more than there are." in outcome.answer.why
    )


def test_what_comes_after_an_agenda_was_put_in_order_goes_where_its_kind_goes(clpp: Rehearsal) -> None:
    """V35: after the last item, before any other business."""
    books(clpp, JULY)
    for title in ("A", "B"):
        answer(proposes(clpp, SECRETARY, title))
    minutes = item_of_kind(clpp, "minutes")
    answer(arranges(clpp, {"item-A": "2", minutes.id: "9"}))
    answer(proposes(clpp, SECRETARY, "C"))
    assert kinds(clpp)[0] == "declarations"
    assert titles(clpp)[-1] == "Any other business"
    assert titles(clpp).index("C") > titles(clpp).index("B")


def test_a_changed_order_after_the_agenda_went_round_asks_for_it_to_be_sent_again(clpp: Rehearsal) -> None:
    """C24: members have the agenda as it was."""
    books(clpp, JULY)
    answer(proposes(clpp, SECRETARY, "A"))
    answer(arranges(clpp, {"item-A": "2"}))
    circulated(clpp)
    outcome = arranges(clpp, {"item-A": "3"})
    assert isinstance(outcome, Decision) and "send it round again" in outcome.answer.next


def test_the_agenda_of_a_meeting_that_was_held_or_cancelled_stays_as_it_was(clpp: Rehearsal) -> None:
    """V23."""
    books(clpp, JULY)
    changed(clpp, JULY, state="cancelled")
    assert "was cancelled" in reason(arranges(clpp, {}))
    assert isinstance(arranges(clpp, {}, meeting="meeting-of-nobody"), Refused)


# ---- who sees what


def test_a_confidential_item_shows_its_title_to_members_and_nothing_of_it_in_a_public_copy(
    clpp: Rehearsal,
) -> None:
    """V16."""
    books(clpp)
    answer(proposes(clpp, SECRETARY, "The Hartley case", detail="Names and sums", confidential=True))
    [seen] = [each for each in agenda(clpp, who=MEMBER) if each.confidential]
    assert (seen.title, seen.detail) == ("The Hartley case", "Names and sums")
    [redacted] = [each for each in public_agenda(agenda(clpp)) if each.confidential]
    assert (redacted.title, redacted.detail, redacted.proposer_name) == ("A confidential item", "", "")
    assert "Hartley" not in " ".join(agenda_lines(public_agenda(agenda(clpp))))


def test_a_confidential_item_is_kept_from_an_organisation_that_has_withdrawn_from_it_in_name_and_detail(
    clpp: Rehearsal,
) -> None:
    """V16, K31."""
    books(clpp)
    answer(
        proposes(
            clpp, SECRETARY, "The Hartley case", detail="Names and sums", confidential=True, item="item-h"
        )
    )
    answer(clpp.declares(OTHER_MEMBER, "It is our case", kind="item", subject="item-h"))
    [seen] = [each for each in agenda(clpp, who=OTHER_MEMBER) if each.confidential]
    assert (seen.title, seen.detail) == ("A confidential item", "")
    [other] = [each for each in agenda(clpp, who=MEMBER) if each.confidential]
    assert other.detail == "Names and sums"


def test_a_stranger_sees_no_agenda_but_that_of_a_public_meeting_without_what_is_confidential(
    clpp: Rehearsal,
) -> None:
    """K39, V16."""
    books(clpp, JULY)
    answer(proposes(clpp, SECRETARY, "The Hartley case", confidential=True))
    assert picture(clpp, "U0STRANGER").refused is not None
    changed(clpp, JULY, public=True)
    shown = picture(clpp, "U0STRANGER")
    assert shown.refused is None
    assert "A confidential item" in [each.title for each in shown.items]
    assert not shown.may_propose


def test_what_was_proposed_and_not_decided_is_seen_by_whoever_proposed_it_and_whoever_decides(
    clpp: Rehearsal,
) -> None:
    """V35."""
    books(clpp)
    answer(proposes(clpp))
    assert "item-report" in [each.id for each in picture(clpp, MEMBER).items]
    assert "item-report" in [each.id for each in picture(clpp, CHAIR).items]
    assert "item-report" not in [each.id for each in picture(clpp, OTHER_MEMBER).items]
    assert picture(clpp, MEMBER).mine == {"item-report"}


def test_an_agenda_in_lines_is_numbered_and_names_who_proposed_what(clpp: Rehearsal) -> None:
    """V35."""
    items = ordered(
        [
            AgendaItem(
                "b",
                "m",
                "item",
                "The data report",
                minutes=15,
                proposer_name="Ada Fenwick",
                organisation_name="EKC",
            ),
            AgendaItem("a", "m", "minutes", "Minutes of the last meeting"),
            AgendaItem("c", "m", "item", "Returned", state="returned"),
        ]
    )
    assert agenda_lines(items) == (
        "1. Minutes of the last meeting",
        "2. The data report · 15 minutes · Ada Fenwick, EKC",
    )


def test_a_meeting_without_a_day_takes_items_and_says_that_none_is_known(clpp: Rehearsal) -> None:
    """N18."""
    to_be_announced(clpp)
    assert "whose day is to be announced" in answer(proposes(clpp, meeting="meeting-later"))
    answer(decides(clpp, "accept"))
    assert "The data report" in titles(clpp, "meeting-later")


def test_what_happens_to_items_stands_in_the_register_of_events(clpp: Rehearsal) -> None:
    """G1: who, when and why."""
    books(clpp)
    answer(proposes(clpp))
    answer(decides(clpp, "accept"))
    answer(arranges(clpp, {"item-report": "3 · 10"}))
    answer(changes(clpp, "item-report", minutes=20))
    answer(withdraws(clpp))
    happened = [each.type for each in clpp.happened() if each.subject in ("item-report", JULY)]
    assert happened == ["ItemProposed", "ItemDecided", "AgendaArranged", "ItemChanged", "ItemWithdrawn"]


# ---- at once


def test_an_agenda_arranged_by_several_at_once_has_each_standing_item_once(clpp: Rehearsal) -> None:
    """K33: the rows are made the first time it is arranged, whoever comes first."""
    books(clpp, JULY)
    presses = [
        clpp.command(SECRETARY, ArrangeAgenda, partnership="clpp", meeting=JULY, places=()) for _ in range(6)
    ]
    with ThreadPoolExecutor(6) as hands:
        for outcome in hands.map(clpp.presses, presses):
            assert isinstance(outcome, Decision)
    assert len(titles(clpp)) == len(set(titles(clpp)))


def test_an_item_accepted_and_withdrawn_at_once_is_one_or_the_other_and_never_both(clpp: Rehearsal) -> None:
    """V35: each waits for the meeting's row."""
    books(clpp, JULY)
    answer(proposes(clpp))
    accepts = clpp.command(SECRETARY, DecideItem, partnership="clpp", item="item-report", decision="accept")
    takes_back = clpp.command(MEMBER, WithdrawItem, partnership="clpp", item="item-report")
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(clpp.presses, (accepts, takes_back)))
    # Whoever was first, the item is off: it can be withdrawn once accepted, and not accepted once withdrawn.
    assert "The data report" not in titles(clpp)


def test_items_carried_over_both_ways_at_once_arrive(clpp: Rehearsal) -> None:
    """V35: two meetings are locked in one order, so nobody waits for ever."""
    books(clpp)
    answer(proposes(clpp, SECRETARY, "July's"))
    answer(proposes(clpp, SECRETARY, "October's", OCTOBER))
    there = {"partnership": "clpp", "item": "item-July's", "decision": "carry over", "to_meeting": OCTOBER}
    back = {"partnership": "clpp", "item": "item-October's", "decision": "carry over", "to_meeting": JULY}
    presses = [clpp.command(SECRETARY, DecideItem, **each) for each in (there, back)]
    with ThreadPoolExecutor(2) as hands:
        assert all(isinstance(each, Decision) for each in hands.map(clpp.presses, presses))
    assert "October's" in titles(clpp) and "July's" in titles(clpp, OCTOBER)


def _business(body: Rehearsal) -> list[tuple[str, str, str]]:
    with body.store.reading() as connection:
        rows = connection.execute(
            select(business.c.id, business.c.kind, business.c.title).where(
                business.c.partnership == body.slug
            )
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]
