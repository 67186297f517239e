"""An item that names a tender is about its bid: whoever is in another one loses its confidential papers, and its vote on it."""

from datetime import UTC, datetime

import pytest

from bot.recount import recount
from bot.recount.events import stories
from bot.store.register_of_events import register_of_events
from bot.workflows.agenda.agenda_questions import ShowAgenda
from bot.workflows.agenda.proposing import ProposeItem
from bot.workflows.tenders.tender_interest import COMPETING
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.spec.meetings.sending import circulates, fetched, listed_titles, looks, sees_papers, submits
from tests.spec.tenders.tendering import CHAIR, MEMBER, OFFICER, OTHER_MEMBER, answers, records
from tests.spec.tenders.test_many_members_and_tenders import statements

ITEM, PAPER = "item-bid", "The price we ask"


@pytest.fixture
def body(told: Rehearsal) -> Rehearsal:
    """CLESP, with a confidential item that names the tender on the agenda of its next meeting, and a paper for it."""
    booked(told.store, told.slug, datetime(2026, 12, 3, 14, tzinfo=UTC), MEETING)
    puts_on(told, "Our bid for T2026/1")
    answer(submits(told, OFFICER, PAPER, item=ITEM, confidential=True))
    fetched(told)
    return told


def puts_on(body: Rehearsal, title: str, item: str = ITEM) -> None:
    """The secretariat puts a confidential item on the agenda."""
    asked = {"partnership": body.slug, "meeting": MEETING, "item": item, "title": title, "confidential": True}
    answer(body.say(OFFICER, ProposeItem, **asked, detail="What we ask for it."))


def test_whoever_is_in_another_bid_no_longer_sees_the_papers_of_this_one(body: Rehearsal) -> None:
    """C33: nothing has to be declared a second time on the item."""
    assert listed_titles(sees_papers(body, MEMBER)) == [PAPER]
    answer(answers(body, MEMBER, COMPETING))
    seen = sees_papers(body, MEMBER)
    assert listed_titles(seen) == []
    assert any(each.startswith("A confidential paper is not for you") for each in seen.hidden)
    assert listed_titles(sees_papers(body, OTHER_MEMBER)) == [PAPER]


def test_nor_is_it_sent_them(body: Rehearsal) -> None:
    """C33: the round leaves them out, and the secretariat sees that it does."""
    answer(answers(body, MEMBER, COMPETING))
    answer(circulates(body, OFFICER))
    sent = {each.recipient: each.data for each in body.notices("PapersNotice")}
    assert PAPER not in str(sent[body.user(MEMBER)].get("papers"))
    assert PAPER in str(sent[body.user(OTHER_MEMBER)].get("papers"))
    assert looks(body, OFFICER)


def test_its_vote_on_the_item_is_off(body: Rehearsal) -> None:
    """C33, G9: a motion about an item that names the tender is a motion about the bid."""
    answer(answers(body, MEMBER, COMPETING))
    body.clock.set(datetime(2026, 12, 3, 14, tzinfo=UTC))
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=["community-council-devon", "gavca", "voscur"]))
    answer(body.puts(CHAIR, "That we ask £30,000", how="indicative", about=ITEM))
    assert "interest" in reason(body.votes(MEMBER, "for"))
    answer(body.votes(OTHER_MEMBER, "for"))


def test_a_paper_that_names_the_tender_makes_its_item_one_about_it(body: Rehearsal) -> None:
    """C33: where the item itself does not, the paper's own title is enough."""
    answer(answers(body, MEMBER, COMPETING))
    puts_on(body, "The price of a bid", "item-late")
    answer(submits(body, OFFICER, "Another price", paper="paper-2", item="item-late", confidential=True))
    fetched(body)
    assert listed_titles(sees_papers(body, MEMBER)) == ["Another price"]
    answer(submits(body, OFFICER, "Costs of T2026/1", paper="paper-3", item="item-late", confidential=True))
    fetched(body)
    assert listed_titles(sees_papers(body, MEMBER)) == []


def test_a_paper_for_the_meeting_as_a_whole_that_names_the_tender_is_about_it(body: Rehearsal) -> None:
    """C33: it belongs to no item, and its own title is enough."""
    answer(submits(body, OFFICER, "Partners of t2026/1", paper="paper-2", item=None, confidential=True))
    answer(submits(body, OFFICER, "The year ahead", paper="paper-3", item=None))
    fetched(body)
    answer(answers(body, MEMBER, COMPETING))
    assert listed_titles(sees_papers(body, MEMBER)) == ["The year ahead"]
    assert len(listed_titles(sees_papers(body, OTHER_MEMBER))) == 3
    answer(circulates(body, OFFICER))
    sent = {each.recipient: each.data for each in body.notices("PapersNotice")}
    assert "Partners of" not in str(sent[body.user(MEMBER)].get("papers"))
    assert "The year ahead" in str(sent[body.user(MEMBER)].get("papers"))
    assert "Partners of" in str(sent[body.user(OTHER_MEMBER)].get("papers"))


def test_counted_again_from_the_register_of_events_it_has_no_vote_either(body: Rehearsal) -> None:
    """C33: the recount reads by itself which items name the tender, and finds nothing amiss."""
    answer(answers(body, MEMBER, COMPETING))
    body.clock.set(datetime(2026, 12, 3, 14, tzinfo=UTC))
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=["community-council-devon", "gavca", "voscur"]))
    answer(body.puts(CHAIR, "That we ask £30,000", how="indicative", about=ITEM))
    answer(body.votes(OTHER_MEMBER, "for"))
    answer(body.closes(CHAIR))
    with body.store.reading() as connection:
        events = register_of_events(connection, body.workspace, body.slug)
    assert stories(events)["motion-1"].withdrawn == {"gavca"}
    assert all(each.agrees for each in recount(events))


@pytest.mark.parametrize("written", ["t2026/1", "T2026/01"])
def test_however_the_tender_is_written_its_vote_is_off_and_it_is_counted_so_again(
    told: Rehearsal, written: str
) -> None:
    """C33: people write the number small, or with a nought."""
    booked(told.store, told.slug, datetime(2026, 12, 3, 14, tzinfo=UTC), MEETING)
    puts_on(told, f"Our bid for {written}")
    answer(answers(told, MEMBER, COMPETING))
    told.clock.set(datetime(2026, 12, 3, 14, tzinfo=UTC))
    answer(told.opens_meeting(CHAIR, chair=CHAIR, present=["community-council-devon", "gavca", "voscur"]))
    answer(told.puts(CHAIR, "That we ask £30,000", how="indicative", about=ITEM))
    assert "interest" in reason(told.votes(MEMBER, "for"))
    answer(told.votes(OTHER_MEMBER, "for"))
    answer(told.closes(CHAIR))
    with told.store.reading() as connection:
        events = register_of_events(connection, told.workspace, told.slug)
    assert stories(events)["motion-1"].withdrawn == {"gavca"}
    assert all(each.agrees for each in recount(events))


def test_an_agenda_of_many_bids_asks_the_database_as_often_as_one_of_one(body: Rehearsal) -> None:
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(MEMBER)}
    question = ShowAgenda(**asked, partnership=body.slug, meeting=MEETING)
    counts = []
    for number in range(2, 6):
        with statements() as sent:
            body.secretary.ask(question)
        counts.append(len(sent))
        answer(records(body, OFFICER))
        puts_on(body, f"Our bid for T2026/{number}", f"item-{number}")
    assert len(set(counts)) == 1
