"""An amendment of the terms is put only where its text, as it now stands, provably went to every member in time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.rules.values import Firmness
from bot.store.tables import appointments, organisations
from bot.workflows.decisions import Refused
from bot.workflows.papers.amendments import AmendmentText, Reached, may_be_put, recorded
from bot.workflows.papers.deciding_papers import MOVE
from bot.workflows.questions import PutForm
from tests.presenters.samples import terms_of
from tests.presenters.samples_meetings import meeting as a_meeting
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR
from tests.spec.meetings.agendas import changed, proposes
from tests.spec.meetings.agendas import decides as accepts
from tests.spec.meetings.calling import SECRETARY, books, moves, said, turn_to
from tests.spec.meetings.sending import (
    MEMBER,
    OTHER_MEMBER,
    begins,
    by_hand,
    circulates,
    decides,
    delivered,
    fetched,
    file,
    item,
    london,
    looks,
    paper,
    ready,
    submits,
)

OFFICER = SECRETARY["clpp"]
TEXT = "paper-text"
LAST_DAY = "2026-06-01"  # ten days before Thursday 11 June 2026 (5.7)


@pytest.fixture
def booked(clpp: Rehearsal) -> Rehearsal:
    """CLPP with meetings on Thursday 11 June and Thursday 17 September 2026."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(books(clpp, "2026-09-17 14:00", meeting="meeting-september", title="September meeting"))
    return clpp


@pytest.fixture
def proposed(booked: Rehearsal) -> Rehearsal:
    """The same, with an amendment on the agenda of June, and its text."""
    item(booked, "Two chairs", "item-amendment", amendment=True)
    ready(booked, title="Two chairs", paper=TEXT, item="item-amendment", amendment=True)
    return booked


def sent(body: Rehearsal, day: str, at: str = "10:00") -> None:
    """Agenda and papers go round on a day, and arrive."""
    turn_to(body, london(day, at))
    answer(circulates(body))
    delivered(body)


def puts(body: Rehearsal, text: str = "", **words: object) -> object:
    """Whoever is chairing puts the amendment."""
    return body.puts(CHAIR, text, **{"kind": "amendment", "paper": TEXT, **words})


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_an_amendment_sent_on_the_last_day_can_be_put(proposed: Rehearsal) -> None:
    """K45: to the end of the tenth day before the meeting."""
    sent(proposed, LAST_DAY, "23:59")
    begins(proposed, "2026-06-11")
    answer(puts(proposed))
    shown = proposed.sees().motion
    assert shown.text == "That the terms of reference be amended as in “Two chairs”"
    assert (shown.kind, shown.about) == ("amendment", "item-amendment")
    event = next(each for each in proposed.happened() if each.type == "MotionPut")
    assert (event.data["paper"], event.data["paper_version"]) == (TEXT, 1)


def test_a_minute_later_it_cannot_and_the_refusal_names_the_first_meeting_at_which_it_can(
    proposed: Rehearsal,
) -> None:
    """K45: circulated nine days before."""
    sent(proposed, "2026-06-02", "00:00")
    begins(proposed, "2026-06-11")
    why = refused(puts(proposed))
    assert "“Two chairs” went to the members on Tuesday 2 June 2026. Late, 1 day short" in why.reason
    assert (why.clause.number, why.field) == ("5.7", "paper")
    assert "on Friday 12 June 2026 or later" in why.next
    assert "the first booked is “September meeting” on Thursday 17 September 2026" in why.next
    changed(proposed, MEETING, state="closed", closed_at=proposed.clock.now())
    begins(proposed, "2026-09-17", "meeting-september")
    answer(puts(proposed))


def test_whoever_sends_it_late_is_told_at_once(proposed: Rehearsal) -> None:
    """G6: before it is sent, and in the answer."""
    turn_to(proposed, london("2026-06-02"))
    shown = looks(proposed).round
    assert shown is not None
    [note] = shown.notes
    assert "it cannot be put at that meeting" in note.words
    assert "“September meeting” on Thursday 17 September 2026" in note.words
    assert "it cannot be put at that meeting" in said(circulates(proposed))


def test_an_amendment_that_never_went_round_cannot_be_put(proposed: Rehearsal) -> None:
    begins(proposed, "2026-06-11")
    why = refused(puts(proposed))
    assert "has not gone to the members as it now stands" in why.reason
    assert "Sent today, it can be put at a meeting on Sunday 21 June 2026 or later" in why.next
    for text in (None, "paper-of-nobody"):
        why = refused(puts(proposed, "That there be two chairs", paper=text))
        assert why.reason.endswith("No text has gone to them yet.")
        assert "list" not in why.next


def test_one_without_its_text_is_told_to_choose_one_where_the_form_has_a_list(proposed: Rehearsal) -> None:
    """K45: a list of those that have gone round."""
    sent(proposed, "2026-05-20")
    begins(proposed, "2026-06-11")
    for text in (None, "paper-of-nobody"):
        why = refused(puts(proposed, "That there be two chairs", paper=text))
        assert why.reason.endswith("Choose the text.")
        assert "those that have are in the list" in why.next


def test_a_text_changed_after_it_went_round_starts_its_ten_days_again(proposed: Rehearsal) -> None:
    """K45: and whoever submits the change is told so, with the new last day and the first meeting that can take it."""
    sent(proposed, "2026-05-20")
    turn_to(proposed, london(LAST_DAY))
    words = said(submits(proposed, OFFICER, "", new_version_of=TEXT, files=(file(id="F2"),)))
    assert "The text has changed since it went to the members, so its time begins again." in words
    assert "by Monday 1 June 2026, 10 days before the meeting on Thursday 11 June 2026 (5.7)" in words
    fetched(proposed)
    turn_to(proposed, london("2026-06-02"))
    words = said(submits(proposed, OFFICER, "", new_version_of=TEXT, files=(file(id="F3"),)))
    assert "it cannot be put at that meeting" in words
    assert "the first booked is “September meeting” on Thursday 17 September 2026" in words
    assert (paper(proposed, TEXT).late, paper(proposed, TEXT).admission) == (True, "refused")
    begins(proposed, "2026-06-11")
    why = refused(puts(proposed))
    assert "as it now stands. The text has changed: this is version 3." in why.reason


def test_a_changed_text_that_goes_round_in_time_again_can_be_put(proposed: Rehearsal) -> None:
    """K45: the text that was sent is the text that is put."""
    sent(proposed, "2026-05-20")
    answer(submits(proposed, OFFICER, "", new_version_of=TEXT, files=(file(id="F2"),)))
    fetched(proposed)
    sent(proposed, LAST_DAY)
    begins(proposed, "2026-06-11")
    answer(puts(proposed))
    event = next(each for each in proposed.happened() if each.type == "MotionPut")
    assert event.data["paper_version"] == 2


def test_a_change_that_is_returned_leaves_the_text_that_was_sent(booked: Rehearsal) -> None:
    """K45: what nobody accepted does not undo ten days of notice."""
    item(booked, "Two chairs", "item-amendment", amendment=True)
    answer(submits(booked, MEMBER, "Two chairs", paper=TEXT, item="item-amendment", amendment=True))
    answer(decides(booked, paper=TEXT))
    fetched(booked)
    sent(booked, "2026-05-20")
    answer(submits(booked, MEMBER, "", new_version_of=TEXT, files=(file(id="F2"),)))
    begins(booked, "2026-06-11")
    assert "as it now stands" in reason(puts(booked))
    assert "Version 1 stands again" in answer(decides(booked, "return", TEXT, reason="At the next meeting"))
    answer(puts(booked))


def test_it_is_not_put_at_a_meeting_before_that_for_which_it_was_sent(booked: Rehearsal) -> None:
    """K45: notice is of a meeting."""
    item(booked, "Two chairs", "item-amendment", "meeting-september", amendment=True)
    ready(
        booked,
        title="Two chairs",
        paper=TEXT,
        item="item-amendment",
        amendment=True,
        meeting="meeting-september",
    )
    turn_to(booked, london("2026-05-20"))
    answer(circulates(booked, meeting="meeting-september"))
    delivered(booked)
    begins(booked, "2026-06-11")
    why = refused(puts(booked))
    assert (
        "was sent for “September meeting” on Thursday 17 September 2026, not for this meeting" in why.reason
    )
    assert "“September meeting” on Thursday 17 September 2026" in why.next


def test_a_member_to_whom_it_was_not_delivered_is_named_until_they_have_it_by_hand(
    proposed: Rehearsal,
) -> None:
    """K45: must means sent to members."""
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    delivered(proposed, failed=(OTHER_MEMBER,))
    by_hand_day = date(2026, 5, 22)
    begins(proposed, "2026-06-11")
    why = refused(puts(proposed))
    assert "It is not proved that “Two chairs” was sent to Compass Point" in why.reason
    assert "not delivered: channel_not_found" in why.reason
    assert "Proof of circulation" in why.next
    answer(by_hand(proposed, OTHER_MEMBER, by_hand_day))
    answer(puts(proposed))


def test_what_was_given_by_hand_too_late_is_too_late(proposed: Rehearsal) -> None:
    """K45."""
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    delivered(proposed, failed=(OTHER_MEMBER,))
    begins(proposed, "2026-06-11")
    answer(by_hand(proposed, OTHER_MEMBER, date(2026, 6, 2)))
    why = refused(puts(proposed))
    assert "was given to Compass Point" in why.reason
    assert "on Tuesday 2 June 2026, which is too late for this meeting" in why.reason
    assert "on Friday 12 June 2026 or later" in why.next


@pytest.mark.parametrize("state", ["in doubt", "not sent yet"])
def test_what_is_in_doubt_or_has_not_been_sent_is_not_proved(proposed: Rehearsal, state: str) -> None:
    """K45: treated as not served until it is settled, or marked by hand."""
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    if state == "in doubt":
        delivered(proposed, doubtful=(OTHER_MEMBER,))
    begins(proposed, "2026-06-11")
    assert "It is not proved" in reason(puts(proposed))


def test_that_one_of_two_representatives_has_it_is_enough_and_observers_do_not_matter(
    proposed: Rehearsal,
) -> None:
    """K45, V11: the member is the organisation."""
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    delivered(proposed, failed=(MEMBER, "mirela-costin", "jocelyn-hurst"))
    begins(proposed, "2026-06-11")
    answer(puts(proposed))


def test_a_message_held_up_past_the_last_day_came_too_late(proposed: Rehearsal) -> None:
    """K45: two days without Slack are not two days of notice."""
    turn_to(proposed, london(LAST_DAY))
    answer(circulates(proposed))
    delivered(proposed, later=timedelta(days=2))
    begins(proposed, "2026-06-11")
    assert "which is too late for this meeting" in reason(puts(proposed))


def test_a_representative_replaced_since_does_not_undo_the_notice(proposed: Rehearsal) -> None:
    """K45: it was sent to the member."""
    sent(proposed, "2026-05-20")
    with proposed.store.transaction() as connection:
        connection.execute(
            update(appointments).where(appointments.c.person == OTHER_MEMBER).values(to_on=date(2026, 5, 30))
        )
    begins(proposed, "2026-06-11")
    answer(puts(proposed))


def test_an_organisation_that_joined_after_the_last_day_does_not_undo_it_either(proposed: Rehearsal) -> None:
    """K45: it was sent to everybody who was a member."""
    with proposed.store.transaction() as connection:
        connection.execute(
            update(organisations)
            .where(organisations.c.id == "compass-point")
            .values(joined_on=date(2026, 6, 5))
        )
    changed(proposed, MEETING, held_on=date(2026, 6, 4))  # while it is no member yet
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    changed(proposed, MEETING, held_on=date(2026, 6, 11))
    delivered(proposed)
    turn_to(proposed, london("2026-06-05"))
    answer(circulates(proposed))
    delivered(proposed)
    begins(proposed, "2026-06-11")
    answer(puts(proposed))


def test_moving_the_meeting_earlier_tests_the_notice_again(proposed: Rehearsal) -> None:
    """G7: sent in time for 11 June, and not for 4 June."""
    sent(proposed, "2026-05-28")
    words = said(moves(proposed, "2026-06-04 14:00"))
    assert "The text of “Two chairs”, given on Thursday 28 May 2026: no longer in time." in words
    begins(proposed, "2026-06-04")
    assert "Late, 3 days short" in reason(puts(proposed))


def test_an_amendment_on_the_agenda_without_its_text_does_not_go_round(booked: Rehearsal) -> None:
    """K45: neither one that nobody has written, nor one whose bytes are not here."""
    item(booked, "Two chairs", "item-amendment", amendment=True)
    why = refused(circulates(booked))
    assert ("it has no text yet" in why.reason, why.clause.number) == (True, "5.7")
    answer(submits(booked, OFFICER, "Two chairs", paper=TEXT, item="item-amendment", amendment=True))
    assert "still being fetched" in reason(circulates(booked))
    assert looks(booked).refused is not None
    fetched(booked, state="lost", error="deleted")
    assert "could not be kept: deleted" in reason(circulates(booked))
    answer(submits(booked, OFFICER, "", new_version_of=TEXT, files=(file(id="F2"),)))
    fetched(booked)
    answer(circulates(booked))


def test_once_its_day_has_passed_an_amendment_without_its_text_is_told_which_meeting_can_take_it(
    booked: Rehearsal,
) -> None:
    """K45: its last day for Thursday 11 June was Monday 1 June; sent on the 2nd, the first is Friday 12 June."""
    answer(proposes(booked, OTHER_MEMBER, "Two chairs", MEETING, amendment=True, item="item-amendment"))
    turn_to(booked, london("2026-06-02"))
    accepted = answer(accepts(booked, "accept", "item-amendment"))
    assert "That day has passed, so it cannot be put at this meeting." in accepted
    assert "it could be put at a meeting on Friday 12 June 2026 or later" in accepted
    why = refused(circulates(booked))
    assert "it cannot be put at that meeting" in why.reason
    assert "Friday 12 June 2026 or later" in why.reason
    assert "Carry the item over" in why.next


def test_the_text_of_an_amendment_is_withheld_from_no_member(proposed: Rehearsal) -> None:
    """K45, K31: the terms say that it is sent to members, whatever interest they have declared in it."""
    answer(proposed.declares(OTHER_MEMBER, "We want the chair", kind="item", subject="item-amendment"))
    turn_to(proposed, london("2026-05-20"))
    answer(circulates(proposed))
    shown = looks(proposed)
    assert shown.withheld == ()


def test_an_amendment_is_for_a_meeting_of_the_body_that_decides(booked: Rehearsal) -> None:
    answer(books(booked, "2026-06-25 14:00", meeting="meeting-group", group="operational"))
    why = refused(submits(booked, OFFICER, "Two chairs", meeting="meeting-group", amendment=True))
    assert (why.field, "body that decides" in why.reason) == ("meeting", True)


def test_the_text_of_an_amendment_is_for_the_item_that_proposes_it(booked: Rehearsal) -> None:
    """K45: refused under the field that is wrong, with what to do."""
    item(booked, "The data report", "item-data")
    for which, says in ((None, "Say which item"), ("item-data", "does not propose an amendment")):
        why = refused(submits(booked, MEMBER, "Two chairs", item=which, amendment=True))
        assert (why.field, says in why.reason, why.clause.number) == ("item", True, "5.7")
        assert "propose it first, with `/agenda`" in why.next
    item(booked, "Two chairs", "item-amendment", amendment=True)
    answer(submits(booked, MEMBER, "Two chairs", paper=TEXT, item="item-amendment", amendment=True))
    why = refused(decides(booked, MOVE, paper=TEXT, item="item-data"))
    assert (why.field, "does not propose an amendment" in why.reason) == ("item", True)


def test_the_form_offers_the_amendments_that_have_gone_round(proposed: Rehearsal) -> None:
    sent(proposed, "2026-05-20")
    begins(proposed, "2026-06-11")
    facts = proposed.secretary.ask(
        PutForm(
            workspace=proposed.workspace,
            team=proposed.team,
            user=proposed.user(CHAIR),
            partnership="clpp",
        )
    )
    assert [each.words for each in facts.amendments] == ["Two chairs, sent on Wednesday 20 May 2026"]


def test_it_is_found_by_its_item_and_other_words_may_stand_in_the_motion(proposed: Rehearsal) -> None:
    sent(proposed, "2026-05-20")
    begins(proposed, "2026-06-11")
    answer(puts(proposed, "That there be two chairs", paper=None, about="item-amendment"))
    assert proposed.sees().motion.text == "That there be two chairs"


def test_an_amendment_is_not_decided_between_meetings_nor_a_dissolution_at_all_yet(
    proposed: Rehearsal,
) -> None:
    """K45, K46: six months' notice of dissolution runs forward, and nothing here proves it yet."""
    sent(proposed, "2026-05-20")
    assert isinstance(puts(proposed, how="between meetings"), Refused)


def test_where_the_terms_say_should_it_is_put_and_the_shortfall_recorded() -> None:
    """A body whose terms ask for notice of amendments without saying must."""
    terms = terms_of("clpp")
    rule = replace(terms.notices["amendment"], firmness=Firmness.SHOULD)
    mild = replace(terms, notices={**terms.notices, "amendment": rule})
    june = a_meeting("Strategy Group", held_on=date(2026, 6, 11), starts_at=london("2026-06-11", "14:00"))
    text = AmendmentText(TEXT, "Two chairs", 1, None, june, london("2026-06-02"))
    verdict = may_be_put(text, mild, june, date(2026, 6, 11))
    assert verdict.refused is None
    [event] = recorded(verdict, mild, june)
    assert (event.rule, "Late, 1 day short" in event.words, event.clause) == ("amendment", True, "5.7")
    unproved = replace(
        text, sent_at=london("2026-05-20"), reached=(Reached("a", "Acorn", None, "not sent yet"),)
    )
    assert "Acorn (not sent yet)" in may_be_put(unproved, mild, june, date(2026, 6, 11)).short
