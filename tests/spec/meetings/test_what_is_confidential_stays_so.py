"""What is confidential keeps its name to itself wherever somebody reads who is not of the members."""

import json

import pytest

from bot.presenters.votes.motion import motion_message
from bot.workflows.agenda.agenda_questions import AgendaPicture, ShowAgenda
from bot.workflows.agenda.deciding_items import ACCEPT, DecideItem
from bot.workflows.agenda.proposing import ProposeItem, WithdrawItem
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import DeclareForm
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR, IN_THE_ROOM
from tests.spec.meetings.calling import SECRETARY, books, press, turn_to
from tests.spec.meetings.sending import (
    CO_OPTED,
    MEMBER,
    OBSERVER,
    OTHER_MEMBER,
    channel,
    circulates,
    decides,
    delivered,
    fetched,
    item,
    listed_titles,
    london,
    looks,
    ready,
    sees_papers,
    sent_to,
    short,
    submits,
    titles,
)

OFFICER = SECRETARY["clpp"]
SECRET = "Redundancies at Harbour"


@pytest.fixture
def called(clpp: Rehearsal) -> Rehearsal:
    """CLPP with a meeting booked, and a confidential item on its agenda."""
    answer(books(clpp, "2026-06-11 14:00"))
    item(clpp, "The data report", "item-data")
    item(clpp, SECRET, "item-secret", confidential=True, detail="Eleven posts")
    return clpp


def test_a_late_confidential_paper_is_named_to_members_alone(called: Rehearsal) -> None:
    """V16."""
    ready(called, item="item-data")
    answer(circulates(called))
    delivered(called)
    turn_to(called, london("2026-06-09"))
    ready(called, title=SECRET, paper="paper-secret", confidential=True)
    ready(called, title="The costs", paper="paper-costs")
    answer(circulates(called))
    assert SECRET in json.dumps(sent_to(called, MEMBER)[-1])
    for reader in (channel(called), OBSERVER, CO_OPTED):
        told = json.dumps(sent_to(called, reader)[-1])
        assert SECRET not in told
        assert "A confidential paper was sent as a further paper" in told
        assert "The costs" in told
    assert not [words for words in short(called).values() if SECRET in words]


@pytest.fixture
def planned(called: Rehearsal) -> Rehearsal:
    """… and a paper looked over, itself not marked, for a confidential item that was withdrawn afterwards."""
    answer(
        called.say(
            MEMBER,
            ProposeItem,
            partnership="clpp",
            delivery=press(called),
            meeting=MEETING,
            item="item-closing",
            title="A closure",
            confidential=True,
        )
    )
    answer(
        called.say(
            OFFICER,
            DecideItem,
            partnership="clpp",
            delivery=press(called),
            item="item-closing",
            decision=ACCEPT,
        )
    )
    answer(submits(called, MEMBER, "Plan for closing it", paper="paper-plan", item="item-closing"))
    answer(decides(called, paper="paper-plan"))
    fetched(called)
    assert "Plan for closing it" in repr(looks(called))
    answer(called.say(MEMBER, WithdrawItem, partnership="clpp", delivery=press(called), item="item-closing"))
    return called


def test_a_paper_whose_item_was_withdrawn_goes_to_nobody_until_it_is_placed(planned: Rehearsal) -> None:
    """V16: the item made it confidential, and is gone."""
    assert "not on the agenda any more" in repr(looks(planned))
    answer(circulates(planned))
    for reader in (channel(planned), OBSERVER, MEMBER):
        assert "Plan for closing it" not in json.dumps(sent_to(planned, reader)[-1])


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_a_paper_of_a_withdrawn_confidential_item_is_listed_for_members_alone(
    planned: Rehearsal, who: str
) -> None:
    """V16: what the item was when the paper came is still read from its row."""
    assert "Plan for closing it" in listed_titles(sees_papers(planned, OTHER_MEMBER))
    assert "Plan for closing it" not in repr(sees_papers(planned, who))


def test_a_motion_about_a_confidential_item_does_not_name_it_in_the_channel(called: Rehearsal) -> None:
    """V16."""
    turn_to(called, london("2026-06-11", "14:00"))
    answer(called.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(called.puts(CHAIR, "That the offer be made", about="item-secret"))
    message = motion_message(called.sees())
    assert SECRET not in message.text + json.dumps(message.blocks)
    assert "confidential item" in json.dumps(message.blocks)


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_an_agenda_names_a_confidential_item_to_members_alone(called: Rehearsal, who: str) -> None:
    """V16."""
    assert SECRET in repr(_agenda(called, MEMBER).items)
    assert SECRET not in repr(_agenda(called, who).items)


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_the_form_for_declaring_names_a_confidential_item_to_members_alone(
    called: Rehearsal, who: str
) -> None:
    """V16."""
    assert SECRET in _subjects(called, MEMBER)
    assert SECRET not in _subjects(called, who)


def test_confidential_items_are_told_apart_by_number_where_they_have_no_name(called: Rehearsal) -> None:
    """V16."""
    assert "A confidential item (" not in _subjects(called, OBSERVER)
    item(called, "A second secret", "item-second", confidential=True)
    shown = _subjects(called, OBSERVER)
    assert "A confidential item (1)" in shown
    assert "A confidential item (2)" in shown
    assert "A second secret" not in shown


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_the_form_for_declaring_has_no_words_of_a_motion_about_a_confidential_item_for_others(
    called: Rehearsal, who: str
) -> None:
    """V16."""
    turn_to(called, london("2026-06-11", "14:00"))
    answer(called.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(called.puts(CHAIR, "That the eleven go", about="item-secret"))
    assert "That the eleven go" in _subjects(called, MEMBER)
    assert "That the eleven go" not in _subjects(called, who)
    assert ": about a confidential item" in _subjects(called, who)


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_neither_the_answer_nor_the_ruling_names_a_confidential_item_to_who_is_no_member(
    called: Rehearsal, who: str
) -> None:
    """V16, K31: they declare on what they know only to be confidential, and learn no more of it."""
    told_them = answer(called.declares(who, "We employ them", kind="item", subject="item-secret"))
    assert SECRET not in told_them
    assert "the item “A confidential item”" in told_them
    assert SECRET not in reason(called.declares(who, kind="item", subject="item-secret"))
    answer(called.rules(CHAIR, called.interest(), Ruling.LEAVE))
    [ruling] = called.notices("RulingNotice")
    assert ruling.recipient == called.user(who)
    assert SECRET not in json.dumps(ruling.data)
    assert SECRET in json.dumps([each.data for each in called.notices("DeclarationNotice")])


def test_who_names_a_confidential_item_themselves_is_answered_in_their_own_words(called: Rehearsal) -> None:
    """V16: another name, or its spelling, would tell them that there is one."""
    outcome = called.declares(
        OBSERVER, "We employ them", kind="item", subject="item-theirs", new_title="redundancies at harbour"
    )
    assert "“redundancies at harbour”" in answer(outcome)


def test_who_withdraws_from_a_whole_meeting_is_sent_no_papers_of_its_items(called: Rehearsal) -> None:
    """K31: the agenda hides the detail from them, and the papers do too."""
    ready(called, item="item-secret", confidential=True)
    ready(called, title="The year ahead", paper="paper-year")  # for the meeting as a whole
    answer(called.declares(MEMBER, "We would lose the contract", kind="meeting", subject=MEETING))
    assert "Eleven posts" not in repr(_agenda(called, MEMBER).items)
    answer(circulates(called))
    assert titles(sent_to(called, MEMBER)[-1]) == []
    assert titles(sent_to(called, OTHER_MEMBER)[-1]) == ["The data report", "The year ahead"]


def _agenda(body: Rehearsal, who: str) -> AgendaPicture:
    return body.secretary.ask(
        ShowAgenda(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership="clpp",
            meeting=MEETING,
        )
    )


def _subjects(body: Rehearsal, who: str) -> str:
    facts = body.secretary.ask(
        DeclareForm(workspace=body.workspace, team=body.team, user=body.user(who), partnership="clpp")
    )
    return repr(facts.subjects)
