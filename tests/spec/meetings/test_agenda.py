"""An agenda belongs to the members: any of them proposes an item, the secretariat accepts it, returns it, puts it in order."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, Terms
from bot.store.tables import business
from bot.workflows.agenda import (
    AgendaItem,
    agenda_closes_on,
    agenda_lines,
    ordered,
    public_agenda,
)
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.proposing import ProposeItem
from bot.workflows.questions import DeclareForm
from tests.bookings import booked
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR
from tests.spec.meetings.agendas import (
    DAYS,
    JULY,
    MEMBER,
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
    decides,
    item_of_kind,
    kinds,
    picture,
    proposes,
    titles,
    withdraws,
)


def terms_of(slug: str, *adopted: str) -> Terms:
    """One of the sample terms, having adopted what is named."""
    adoption = Adoption("the Strategy Group", date(2026, 1, 9))
    return parse_terms(sample_terms(slug)).with_adoptions(dict.fromkeys(adopted, adoption))


# ---- until when


def test_items_close_so_long_before_the_day_for_agenda_and_papers() -> None:
    """K36, K35: five working days, as adopted, before the last day for the papers, itself a week before the meeting."""
    closing = agenda_closes_on(terms_of("clpp", "agenda.closes"), date(2026, 7, 16))
    assert closing.papers == date(2026, 7, 9)
    assert closing.day == date(2026, 7, 2)
    assert (
        "5 working days before Thursday 9 July 2026, the last day for agenda and papers (4.9)" in closing.why
    )
    assert "Adopted by the Strategy Group on Friday 9 January 2026" in closing.why


def test_the_closing_day_passes_over_easter_as_the_day_for_the_papers_does() -> None:
    """V35, V37: for Tuesday 6 April 2027 papers go by 30 March, and items close five working days before, on 19 March."""
    closing = agenda_closes_on(terms_of("voluntaryworks", "agenda.closes"), date(2027, 4, 6))
    assert (closing.papers, closing.day) == (date(2027, 3, 30), date(2027, 3, 19))


def test_where_no_closing_day_is_adopted_there_is_none_and_that_is_said() -> None:
    """V35, G1: a suggestion means nothing until it is adopted; an item is in time until the papers are due."""
    closing = agenda_closes_on(terms_of("clpp"), date(2026, 7, 16))
    assert closing.day is None
    assert "The terms do not state a closing day for items." in closing.why
    assert "means nothing until the partnership adopts it" in closing.why
    assert "until agenda and papers are due (4.9): Thursday 9 July 2026" in closing.why
    assert (closing.is_past(date(2026, 7, 9)), closing.is_past(date(2026, 7, 10))) == (False, True)


def test_a_body_that_states_no_deadline_for_papers_has_no_closing_day_at_all() -> None:
    """C25, N21: nothing is made up for it."""
    closing = agenda_closes_on(terms_of("clesp"), date(2026, 7, 16))
    assert (closing.day, closing.papers) == (None, None)
    assert "until the agenda is sent round" in closing.why
    assert not closing.is_past(date(2026, 7, 16))


def test_a_meeting_far_beyond_the_calendar_has_an_answer_and_no_error() -> None:
    """G3: the days between cannot be told, and that is said."""
    closing = agenda_closes_on(terms_of("clpp", "agenda.closes"), date(9999, 12, 31))
    assert closing.why


# ---- proposing


def test_any_member_proposes_an_item_and_the_secretariat_is_told_once_with_the_buttons(
    clpp: Rehearsal,
) -> None:
    """V35, K36."""
    books(clpp)
    said = answer(proposes(clpp, detail="What the year shows", minutes=15))
    assert "“The data report” is proposed for “Strategy Group” on Thursday 16 July 2026." in said
    [notice] = clpp.notices("ItemProposedNotice")
    assert notice.recipient == clpp.user(SECRETARY)
    assert (notice.data["proposer"], notice.data["organisation"]) == (
        "Marguerite Tolley",
        "Wealden Downs College",
    )
    assert (notice.data["detail"], notice.data["minutes"]) == ("What the year shows", 15)
    assert "The data report" not in titles(clpp)  # it waits for their decision


def test_a_named_deputy_a_chair_and_the_secretariat_propose_too(clpp: Rehearsal) -> None:
    """K36, V35: what the secretariat itself proposes is on the agenda at once."""
    books(clpp)
    [deputy] = clpp.register.substitutes_of("ekc-group", date(2026, 4, 23), "strategy group")[:1]
    answer(proposes(clpp, deputy.slug, "The deputy's item"))
    answer(proposes(clpp, CHAIR, "The chair's topic"))
    assert "is on the agenda of" in answer(proposes(clpp, SECRETARY, "The secretariat's matter"))
    assert "The secretariat's matter" in titles(clpp)
    assert "The chair's topic" not in titles(clpp)


def test_an_observer_or_a_co_opted_body_is_told_that_members_propose(works: Rehearsal) -> None:
    """V35, V6, L18: and who could do it for them."""
    books(works, JULY)
    [observer] = [
        each.person
        for each in works.register.appointments
        if works.register.organisation(each.organisation).standing in ("co-opted", "observer")
    ][:1]
    refused = proposes(works, observer)
    assert "without being a member, and items are proposed by members" in reason(refused)
    assert isinstance(refused, Refused) and "Ask a member or the secretariat" in refused.next


def test_a_stranger_and_somebody_deactivated_propose_nothing(clpp: Rehearsal) -> None:
    """V11: with the way in."""
    books(clpp)
    assert "not in the register" in reason(proposes(clpp, "U0STRANGER"))
    clpp.deactivates(MEMBER)
    assert "deactivated" in reason(proposes(clpp))


def test_somebody_who_speaks_for_two_organisations_says_for_which(clpp: Rehearsal) -> None:
    """G10: under its own field."""
    books(clpp)
    both = next(
        (
            person.slug
            for person in clpp.register.people
            if len(clpp.register.organisation_of(person.slug, date(2026, 4, 23), "strategy group")) > 1
        ),
        None,
    )
    if both is None:
        pytest.skip("nobody in the sample register speaks for two")
    refused = proposes(clpp, both)
    assert isinstance(refused, Refused) and refused.field == "on_behalf_of" and len(refused.choices) > 1
    chosen = next(iter(refused.choices))
    answer(proposes(clpp, both, on_behalf_of=chosen))


def test_what_is_wrong_with_a_proposal_is_told_under_its_own_field(clpp: Rehearsal) -> None:
    """V35: empty, far too long, minutes that are none, a meeting nobody knows."""
    books(clpp)
    wrong = {
        "title": proposes(clpp, title=" ", item="item-1"),
        "detail": proposes(clpp, detail="x" * 10_000),
        "minutes": proposes(clpp, minutes=0),
        "meeting": proposes(clpp, meeting="meeting-of-nobody"),
    }
    for field, refused in wrong.items():
        assert isinstance(refused, Refused)
        assert refused.field == field
    assert "10,000 characters long" in reason(proposes(clpp, title="x" * 10_000, item="item-1"))
    assert clpp.notices("ItemProposedNotice") == []


def test_the_same_form_twice_is_one_item(clpp: Rehearsal) -> None:
    """V35: the same delivery, and another delivery of the same form."""
    books(clpp)
    words = {"partnership": "clpp", "meeting": JULY, "item": "item-report", "title": "The data report"}
    first = clpp.command(MEMBER, ProposeItem, **words)
    assert isinstance(clpp.secretary.perform(first), Decision)
    assert isinstance(clpp.secretary.perform(first), AlreadyDone)
    assert "has been proposed already" in answer(clpp.say(MEMBER, ProposeItem, **words))
    assert len(clpp.notices("ItemProposedNotice")) == 1


def test_after_the_closing_day_an_item_is_recorded_as_late_and_waits_for_the_secretariat(
    store: object, clpp: Rehearsal
) -> None:
    """V35: which may take it all the same, or carry it over."""
    books(clpp)
    clpp.clock.set(datetime(2026, 7, 10, 9, 0, tzinfo=UTC))  # papers were due on the 9th
    outcome = proposes(clpp)
    assert isinstance(outcome, Decision)
    assert "It comes late." in outcome.answer.why
    assert outcome.answer.clause.number == "4.9"
    [notice] = clpp.notices("ItemProposedNotice")
    assert "It comes late." in notice.data["late"]
    assert item_of_kind(clpp, "item").late
    answer(decides(clpp, "accept"))
    assert "The data report" in titles(clpp)


def test_in_the_last_hour_of_the_closing_day_where_the_partnership_is_an_item_is_in_time(
    clpp: Rehearsal,
) -> None:
    """G2: 23:30 on 9 July in London is 22:30 in UTC; half an hour later it is late."""
    books(clpp)
    clpp.clock.set(datetime(2026, 7, 9, 22, 30, tzinfo=UTC))
    answer(proposes(clpp, title="One"))
    clpp.clock.set(datetime(2026, 7, 9, 23, 0, tzinfo=UTC))
    answer(proposes(clpp, title="Two"))
    late = {each.title: each.late for each in picture(clpp).items if each.kind == "item"}
    assert late == {"One": False, "Two": True}


def test_once_the_agenda_has_gone_round_only_an_urgent_matter_can_still_be_raised(clpp: Rehearsal) -> None:
    """K37: at the meeting itself; or the item goes to the next one."""
    books(clpp)
    circulated(clpp)
    refused = proposes(clpp)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("meeting", "4.10")
    assert "An urgent matter can be raised at the meeting itself (4.10)" in refused.next
    assert "“Strategy Group” on Thursday 15 October 2026" in refused.next
    answer(proposes(clpp, meeting=OCTOBER))


def test_an_agenda_sent_for_a_day_since_changed_is_open_again_while_items_for_the_new_day_are(
    clpp: Rehearsal,
) -> None:
    """G7: a moved meeting has its own closing day."""
    books(clpp)
    circulated(clpp, sequence=0)
    changed(clpp, JULY, sequence=1)
    answer(proposes(clpp))
    clpp.clock.set(datetime(2026, 7, 10, 9, 0, tzinfo=UTC))
    assert "has been sent to the members" in reason(proposes(clpp, title="Another"))


@pytest.mark.parametrize(
    ("state", "says"),
    [("in session", "is in session"), ("closed", "has been held"), ("cancelled", "was cancelled")],
)
def test_nothing_is_proposed_for_a_meeting_that_is_not_to_come(
    clpp: Rehearsal, state: str, says: str
) -> None:
    """K37, V35: with what can be done instead."""
    books(clpp)
    changed(clpp, JULY, state=state)
    refused = proposes(clpp)
    assert isinstance(refused, Refused)
    assert says in refused.reason and refused.next and refused.field == "meeting"


def test_an_item_of_another_partnership_or_workspace_is_out_of_reach(
    clpp: Rehearsal, works: Rehearsal
) -> None:
    """V16: its id is worth nothing here."""
    books(clpp)
    books(works, OCTOBER)
    assert isinstance(proposes(works, WORKS_SECRETARY, meeting=JULY), Refused)
    answer(proposes(clpp))
    assert isinstance(decides(works, "accept", who=WORKS_SECRETARY), Refused)
    elsewhere = clpp.command(MEMBER, ProposeItem, partnership="nowhere", meeting=JULY, item="i", title="x")
    assert "not kept here" in reason(clpp.secretary.perform(elsewhere))


def test_an_agenda_takes_sixty_proposals_and_then_names_the_next(clpp: Rehearsal) -> None:
    """V35: so that it can still be put in order on one screen."""
    books(clpp)
    for number in range(60):
        answer(proposes(clpp, title=f"Item {number}"))
    refused = proposes(clpp, title="One more")
    assert "60 items have been proposed" in reason(refused)
    assert isinstance(refused, Refused) and "15 October" in refused.next


# ---- a change of the terms


def test_an_amendment_is_told_at_once_by_when_its_text_has_to_be_with_the_members(clpp: Rehearsal) -> None:
    """K45, G5: ten days under 5.7, and the last working day before that."""
    books(clpp)
    outcome = proposes(clpp, title="New quorum", amendment=True)
    assert isinstance(outcome, Decision)
    assert "by Monday 6 July 2026, 10 days before the meeting, which leaves 74 days." in outcome.answer.words
    assert outcome.answer.clause.number == "5.7"
    [notice] = clpp.notices("ItemProposedNotice")
    assert (notice.data["clause"], "Monday 6 July 2026" in notice.data["amendment"]) == ("5.7", True)
    assert item_of_kind(clpp, "amendment").title == "New quorum"


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (6, "which is today"),
        (
            7,
            "so it cannot be put at this meeting. Sent out today, it could be put at a meeting on Friday 17 July 2026",
        ),
    ],
)
def test_on_the_tenth_day_it_can_still_be_met_and_on_the_ninth_it_cannot(
    clpp: Rehearsal, today: int, says: str
) -> None:
    """K45, G6: and the answer names the first day of a meeting for which it would be in time."""
    books(clpp)
    clpp.clock.set(datetime(2026, 7, today, 9, 0, tzinfo=UTC))
    assert says in answer(proposes(clpp, title="New quorum", amendment=True))


def test_where_the_terms_say_nothing_on_amendments_the_answer_says_so(works: Rehearsal) -> None:
    """V35, G1: the Agreement does not say how it may be amended."""
    books(works, JULY)
    said = answer(proposes(works, "femi-oyelaran", title="New rules", amendment=True))
    assert "The terms do not state how long before a meeting the text of an amendment goes" in said


def test_an_amendment_for_a_meeting_without_a_day_is_told_the_period(clpp: Rehearsal) -> None:
    """N18, K45."""
    _to_be_announced(clpp)
    said = answer(proposes(clpp, meeting="meeting-later", title="New quorum", amendment=True))
    assert "10 days before the meeting, whose day is to be announced" in said


def test_the_terms_are_not_changed_at_a_meeting_of_another_group(clpp: Rehearsal) -> None:
    """K3, K45: 5.7 asks for a meeting of the Strategy Group."""
    books(clpp, JULY)
    changed(clpp, JULY, body="operational")
    refused = proposes(clpp, SECRETARY, title="New quorum", amendment=True)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("meeting", "5.7")


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
    assert [(each.id, each.title) for each in form.subjects] == [("item-report", "The data report")]
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


def test_the_detail_of_a_confidential_item_is_kept_from_an_organisation_that_has_withdrawn_from_it(
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
    assert (seen.title, seen.detail) == ("The Hartley case", "")
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
    _to_be_announced(clpp)
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


def _business(body: Rehearsal) -> list[tuple[str, str, str]]:
    with body.store.reading() as connection:
        rows = connection.execute(
            select(business.c.id, business.c.kind, business.c.title).where(
                business.c.partnership == body.slug
            )
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def _to_be_announced(body: Rehearsal) -> None:
    later = booked(body.store, body.slug, DAYS[JULY], "meeting-later")
    changed(
        body,
        later,
        state="to be announced",
        starts_at=None,
        ends_at=None,
        held_on=None,
        expected="early September",
        announce_by=date(2026, 7, 31),
    )
