"""An honest broker for a bid, acceptable to all partners: each is asked, and nobody's objection is passed over."""

import pytest
from sqlalchemy import update

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.store.tables import organisations
from bot.workflows.interests.interests import Ruling
from bot.workflows.tenders.bid_questions import BrokerForm, BrokerFormFacts
from bot.workflows.tenders.brokers import AnswerBroker, NameBroker
from bot.workflows.tenders.tender_interest import COMPETING, INTEREST
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.tenders.bidding import TENDER, moves, recorded, steps, way
from tests.spec.tenders.tendering import Outcome, sets_aside, tells
from tests.spec.tenders.tendering import answers as replies
from tests.spec.tenders.test_recording_and_suggesting import refusal

STEP, CLERK, MEMBER = "honest broker accepted", represented("org-2"), represented("org-3")
BROKER_TERMS = """
[before.preparing]
value  = ["honest broker accepted"]
clause = "P6 vi"
words  = "a facilitative honest broker role which all partners find acceptable"
"""


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, whose terms ask for an honest broker before a bid is prepared, and a tender."""
    body = recorded(town(store, clock, terms=TOWN_TERMS + BROKER_TERMS), CLERK)
    answer(tells(body, CLERK, TENDER))
    return body


def names(body: Rehearsal, who: str, name: str = "Ottoline Fairweather") -> Outcome:
    return body.say(who, NameBroker, partnership=body.slug, tender=TENDER, name=name)


def answers(
    body: Rehearsal, who: str, *, accepts: bool, words: str = "", broker: str = "Ottoline Fairweather"
) -> Outcome:
    asked = {"partnership": body.slug, "tender": TENDER, "broker": broker, "accepts": accepts, "words": words}
    return body.say(who, AnswerBroker, **asked)


def form(body: Rehearsal, who: str, *, answering: bool = False) -> BrokerFormFacts:
    """What the form of a broker begins with."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(BrokerForm(**asked, partnership=body.slug, tender=TENDER, answering=answering))


def test_every_partner_is_asked_whether_the_broker_is_acceptable(forum: Rehearsal) -> None:
    """L9."""
    assert "4 partners asked" in answer(names(forum, CLERK))
    asked = forum.notices("BrokerNamedNotice")
    assert {each.recipient for each in asked} == {forum.user(represented(f"org-{n}")) for n in range(1, 5)}
    assert asked[0].data["broker"] == "Ottoline Fairweather"


def test_no_objection_is_acceptance(forum: Rehearsal) -> None:
    """L9: acceptable to all is no objection."""
    assert "Nobody is named" in refusal(steps(forum, CLERK, STEP)).reason
    answer(names(forum, CLERK))
    answer(answers(forum, MEMBER, accepts=True))
    answer(steps(forum, CLERK, STEP))
    assert [(each.step, each.words) for each in way(forum, CLERK).done][1:] == [
        (STEP, "Ottoline Fairweather")
    ]
    assert answer(moves(forum, CLERK, "preparing"))


def test_an_objection_stands_in_the_way_with_its_words_and_can_be_taken_back(forum: Rehearsal) -> None:
    """L9."""
    answer(names(forum, CLERK))
    assert refusal(answers(forum, MEMBER, accepts=False)).field == "words"
    answer(answers(forum, MEMBER, accepts=False, words="They work for one of us."))
    assert "Organisation 3 objects" in refusal(steps(forum, CLERK, STEP)).reason
    broker = way(forum, CLERK).broker
    assert broker is not None
    assert [(each.accepts, each.words) for each in broker.answers] == [(False, "They work for one of us.")]
    answer(answers(forum, MEMBER, accepts=True))
    assert answer(steps(forum, CLERK, STEP))


def test_an_objection_made_later_undoes_the_acceptance(forum: Rehearsal) -> None:
    """L9."""
    answer(names(forum, CLERK))
    answer(steps(forum, CLERK, STEP))
    answer(answers(forum, MEMBER, accepts=False, words="They work for one of us."))
    assert (
        "honest broker accepted (P6 vi), because Organisation 3 objects"
        in refusal(moves(forum, CLERK, "preparing")).reason
    )


def test_another_broker_is_put_to_every_partner_anew(forum: Rehearsal) -> None:
    """L9."""
    answer(names(forum, CLERK))
    answer(answers(forum, MEMBER, accepts=False, words="They work for one of us."))
    answer(names(forum, CLERK, "Peregrine Ashdown"))
    broker = way(forum, CLERK).broker
    assert broker is not None
    assert (broker.name, broker.answers) == ("Peregrine Ashdown", ())


def test_what_was_accepted_of_one_broker_is_not_accepted_of_the_next(forum: Rehearsal) -> None:
    """L9: nobody has been heard on whoever takes their place."""
    answer(names(forum, CLERK))
    answer(steps(forum, CLERK, STEP))
    answer(names(forum, CLERK, "Peregrine Ashdown"))
    refused = refusal(moves(forum, CLERK, "preparing")).reason
    assert "honest broker accepted (P6 vi), because Peregrine Ashdown is named now" in refused
    answer(steps(forum, CLERK, STEP))
    assert answer(moves(forum, CLERK, "preparing"))


def test_the_same_broker_named_again_drops_no_objection_and_asks_nobody_anew(forum: Rehearsal) -> None:
    """L9: acceptable to all, so an objection does not go away by naming them once more."""
    answer(names(forum, CLERK, "Peregrine Ashdown"))
    answer(
        answers(forum, MEMBER, accepts=False, words="They work for one of us.", broker="Peregrine Ashdown")
    )
    asked = len(forum.notices("BrokerNamedNotice"))
    assert "named as honest broker" in answer(names(forum, CLERK, " peregrine  ASHDOWN "))
    broker = way(forum, CLERK).broker
    assert broker is not None
    assert (broker.name, "Organisation 3" in broker.objections) == ("Peregrine Ashdown", True)
    assert len(forum.notices("BrokerNamedNotice")) == asked


def test_who_may_name_one_and_who_may_answer(forum: Rehearsal) -> None:
    assert "secretariat and the chair" in refusal(names(forum, MEMBER)).reason
    assert "Nobody is named" in refusal(answers(forum, MEMBER, accepts=True)).reason
    assert refusal(names(forum, CLERK, " ")).field == "name"
    answer(names(forum, CLERK))
    assert "not in the register" in refusal(answers(forum, "U0NOBODY", accepts=True)).reason


def test_nobody_is_named_before_members_are_told_of_the_tender(store: Store, clock: StoppedClock) -> None:
    """C18, L9: asking about a broker would tell them its title."""
    body = recorded(town(store, clock, terms=TOWN_TERMS + BROKER_TERMS), CLERK)
    assert "have not been told" in refusal(names(body, CLERK)).reason
    assert "have not been told" in refusal(form(body, CLERK).refused).reason


def test_whoever_is_in_another_bid_is_not_asked_and_does_not_answer(forum: Rehearsal) -> None:
    """C33, L9."""
    answer(replies(forum, MEMBER, COMPETING, tender=TENDER, words="We bid elsewhere."))
    assert "3 partners asked" in answer(names(forum, CLERK))
    assert forum.user(MEMBER) not in {each.recipient for each in forum.notices("BrokerNamedNotice")}
    assert "in another bid" in refusal(form(forum, MEMBER, answering=True).refused).reason
    assert "in another bid" in refusal(answers(forum, MEMBER, accepts=False, words="No.")).reason


def test_an_objection_no_longer_stands_once_who_made_it_is_in_another_bid(forum: Rehearsal) -> None:
    """C33, L9: acceptable to all is said of those who bid together; what was objected is kept, and counts again with them."""
    answer(names(forum, CLERK))
    answer(answers(forum, MEMBER, accepts=False, words="They work for one of us."))
    answer(replies(forum, MEMBER, COMPETING, tender=TENDER, words="We bid elsewhere."))
    broker = way(forum, CLERK).broker
    assert broker is not None
    assert [(each.accepts, each.away) for each in broker.answers] == [(False, True)]
    answer(steps(forum, CLERK, STEP))
    answer(replies(forum, MEMBER, INTEREST, tender=TENDER))
    answer(forum.rules(represented("org-1"), forum.interest(), Ruling.STAY_AND_VOTE))
    assert "Organisation 3 objects" in refusal(moves(forum, CLERK, "preparing")).reason


def test_members_alone_answer_and_only_while_the_tender_lasts(forum: Rehearsal) -> None:
    """L9: an observer has no say, nor has anybody once the tender is over."""
    answer(names(forum, CLERK))
    observer = represented("org-4")
    with forum.store.transaction() as connection:
        connection.execute(
            update(organisations).where(organisations.c.id == "org-4").values(standing="observer")
        )
    assert "represents a member" in refusal(answers(forum, observer, accepts=False, words="No.")).reason
    assert "represents a member" in refusal(form(forum, observer, answering=True).refused).reason
    answer(sets_aside(forum, CLERK, TENDER, "No money."))
    assert "nothing more is done" in refusal(answers(forum, MEMBER, accepts=False, words="No.")).reason


def test_an_answer_meant_for_an_earlier_broker_is_not_recorded_for_a_later_one(forum: Rehearsal) -> None:
    """L9."""
    answer(names(forum, CLERK))
    shown = form(forum, MEMBER, answering=True).broker
    answer(names(forum, CLERK, "Peregrine Ashdown"))
    late = refusal(answers(forum, MEMBER, accepts=False, words="They work for one of us.", broker=shown))
    assert "Peregrine Ashdown has been named since" in late.reason
