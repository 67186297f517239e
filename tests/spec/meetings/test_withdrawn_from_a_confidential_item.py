"""Whoever has withdrawn from a confidential item for an interest sees of it what anybody outside sees: that there is one."""

import json

import pytest

from bot.presenters.agenda.agenda import agenda_modal
from bot.workflows.interests.interests import Ruling
from bot.workflows.papers.paper_questions import SubmitForm
from bot.workflows.questions import DeclareForm, ShowHome
from bot.workflows.room.room_questions import WhoIsHere
from tests.presenters.reading import words as shown_words
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM
from tests.spec.meetings.agendas import decides as accepts
from tests.spec.meetings.agendas import picture, proposes
from tests.spec.meetings.answering import EKC
from tests.spec.meetings.calling import SECRETARY, books
from tests.spec.meetings.holding import ask
from tests.spec.meetings.sending import (
    MEMBER,
    OTHER_MEMBER,
    circulates,
    item,
    london,
    ready,
    sees_papers,
    sent_to,
)

OFFICER = SECRETARY["clpp"]
SECRET = "Redundancies at Harbour"


@pytest.fixture
def called(clpp: Rehearsal) -> Rehearsal:
    """CLPP with a meeting booked, a confidential item on its agenda, and its confidential paper."""
    answer(books(clpp, "2026-06-11 14:00"))
    item(clpp, "The data report", "item-data")
    item(clpp, SECRET, "item-secret", confidential=True, detail="Eleven posts")
    ready(clpp, title=f"{SECRET}: the costs", paper="paper-secret", item="item-secret", confidential=True)
    return clpp


@pytest.fixture(params=["item", "meeting"])
def left(called: Rehearsal, request: pytest.FixtureRequest) -> Rehearsal:
    """A member has withdrawn from it, or from the whole meeting."""
    subject = "item-secret" if request.param == "item" else MEETING
    answer(called.declares(MEMBER, "We employ them", kind=request.param, subject=subject))
    return called


def test_the_agenda_names_it_to_those_who_take_part_and_not_to_who_has_withdrawn(left: Rehearsal) -> None:
    """V16, K31: its place is there, so that they know when to leave, and why no more is said."""
    assert SECRET in repr(picture(left, OTHER_MEMBER, MEETING).items)
    theirs = picture(left, MEMBER, MEETING)
    assert SECRET not in repr(theirs.items)
    said = shown_words(agenda_modal(theirs)["blocks"])
    assert "A confidential item" in said
    assert "Your organisation has withdrawn from it for an interest (4.5)." in said
    assert "The data report" in said


def test_the_agenda_sent_round_is_each_members_own(left: Rehearsal) -> None:
    """V16, C24: the same words to all who take part; the paper is withheld without its name."""
    answer(circulates(left))
    assert SECRET in json.dumps(sent_to(left, OTHER_MEMBER)[-1])
    theirs = json.dumps(sent_to(left, MEMBER)[-1], ensure_ascii=False)
    assert SECRET not in theirs
    assert "A confidential item" in theirs
    assert "A confidential paper: your organisation has withdrawn from what it is about" in theirs


def test_the_papers_and_their_form_do_not_name_it(left: Rehearsal) -> None:
    """V16."""
    papers = sees_papers(left, MEMBER)
    assert SECRET not in repr(papers.papers) + repr(papers.hidden)
    assert papers.hidden[0].startswith("A confidential paper is not for you")
    form = ask(left, MEMBER, SubmitForm)
    assert SECRET not in repr(form.items) and "A confidential item" in repr(form.items)
    assert SECRET in repr(ask(left, OTHER_MEMBER, SubmitForm).items)


def test_neither_app_home_nor_the_room_names_it(left: Rehearsal) -> None:
    """V16."""
    answer(circulates(left))
    assert SECRET not in repr(home(left))
    left.clock.set(london("2026-06-11", "14:00"))
    answer(left.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    assert SECRET not in repr(ask(left, MEMBER, WhoIsHere))
    assert SECRET not in repr(home(left))


def test_who_puts_the_agenda_in_order_reads_its_title_and_not_its_detail(called: Rehearsal) -> None:
    """V23, V16: the chair's own organisation has withdrawn."""
    answer(called.declares(CHAIR, "We would gain", kind="item", subject="item-secret"))
    seen = repr(picture(called, CHAIR, MEETING).items)
    assert SECRET in seen and "Eleven posts" not in seen


def test_who_proposed_it_or_may_stay_reads_it_all(called: Rehearsal) -> None:
    """K31: the chair has ruled that they stay."""
    proposed = proposes(called, MEMBER, "A closure", MEETING, item="item-closing", confidential=True)
    answer(proposed)
    answer(accepts(called, "accept", "item-closing"))
    for subject in ("item-closing", "item-secret"):
        answer(called.declares(MEMBER, "We employ them", kind="item", subject=subject))
    seen = repr(picture(called, MEMBER, MEETING).items)
    assert "A closure" in seen and SECRET not in seen
    answer(called.rules(CHAIR, called.interest(), Ruling.STAY_AND_VOTE))
    assert SECRET in repr(picture(called, MEMBER, MEETING).items)


def test_an_amendment_keeps_its_title_for_its_text_goes_to_every_member(called: Rehearsal) -> None:
    """K45: whatever interest they have declared in it."""
    item(called, "Two chairs", "item-amendment", amendment=True, confidential=True)
    answer(called.declares(MEMBER, "We want the chair", kind="item", subject="item-amendment"))
    assert "Two chairs" in repr(picture(called, MEMBER, MEETING).items)


def test_what_was_declared_can_still_be_named_to_be_declared_again(called: Rehearsal) -> None:
    """K31: nobody could take back what has no name."""
    answer(called.declares(MEMBER, "We employ them", kind="item", subject="item-secret"))
    assert SECRET in repr(ask(called, MEMBER, DeclareForm).subjects)


def test_the_form_for_interests_names_it_no_more_than_the_agenda_does(called: Rehearsal) -> None:
    """V16, K31: to whoever has withdrawn from the whole meeting; nor does the answer when they declare in the item."""
    answer(called.declares(MEMBER, "We employ them", kind="meeting", subject=MEETING))
    shown = ask(called, MEMBER, DeclareForm).subjects
    assert SECRET not in repr(shown) and "The data report" in repr(shown)
    assert [each.id for each in shown if each.title == "A confidential item"] == ["item-secret"]
    assert SECRET in repr(ask(called, OTHER_MEMBER, DeclareForm).subjects)
    assert SECRET in repr(ask(called, CHAIR, DeclareForm).subjects)
    told = called.declares(MEMBER, "We employ them", kind="item", subject="item-secret")
    assert SECRET not in repr(getattr(told, "answer", told))


def test_its_ratification_is_nameless_to_them_too(called: Rehearsal) -> None:
    """K33, V16: what was declared on the item bears on the meeting that ratifies what was decided of it."""
    answer(books(called, "2026-09-17 14:00", meeting="meeting-september"))
    answer(called.declares(MEMBER, "We employ them", kind="item", subject="item-secret"))
    answer(called.rules(CHAIR, called.interest(), Ruling.LEAVE))
    called.clock.set(london("2026-06-11", "14:00"))
    answer(called.opens_meeting(CHAIR, chair=CHAIR, present=("ekc-group", "north-downs", "wealden-downs")))
    answer(called.puts(CHAIR, "That eleven posts go", about="item-secret"))
    for who in (EKC, CHAIR):
        answer(called.votes(who, "for"))
    answer(called.closes(CHAIR))
    answer(called.closes_meeting(CHAIR))
    assert "That eleven posts go" in repr(picture(called, OTHER_MEMBER, "meeting-september").items)
    theirs = repr(picture(called, MEMBER, "meeting-september").items)
    assert "That eleven posts go" not in theirs and "A confidential item" in theirs


def home(body: Rehearsal) -> object:
    """App Home as the member sees it."""
    return body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(MEMBER)))
