"""An honest broker for a bid, acceptable to all partners: each is asked, and nobody's objection is passed over."""

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.brokers import AnswerBroker, NameBroker
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.tenders.bidding import TENDER, moves, recorded, steps, way
from tests.spec.tenders.tendering import Outcome
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
    return recorded(town(store, clock, terms=TOWN_TERMS + BROKER_TERMS), CLERK)


def names(body: Rehearsal, who: str, name: str = "Ottoline Fairweather") -> Outcome:
    return body.say(who, NameBroker, partnership=body.slug, tender=TENDER, name=name)


def answers(body: Rehearsal, who: str, *, accepts: bool, words: str = "") -> Outcome:
    asked = {"partnership": body.slug, "tender": TENDER, "accepts": accepts, "words": words}
    return body.say(who, AnswerBroker, **asked)


def test_every_partner_is_asked_whether_the_broker_is_acceptable(forum: Rehearsal) -> None:
    """L9."""
    assert "4 partners asked" in answer(names(forum, CLERK))
    told = forum.notices("BrokerNamedNotice")
    assert {each.recipient for each in told} == {forum.user(represented(f"org-{n}")) for n in range(1, 5)}
    assert told[0].data["broker"] == "Ottoline Fairweather"


def test_no_objection_is_acceptance(forum: Rehearsal) -> None:
    """L9: acceptable to all is no objection."""
    assert "Nobody is named" in refusal(steps(forum, CLERK, STEP)).reason
    answer(names(forum, CLERK))
    answer(answers(forum, MEMBER, accepts=True))
    answer(steps(forum, CLERK, STEP))
    assert [(each.step, each.words) for each in way(forum, CLERK).done] == [(STEP, "Ottoline Fairweather")]
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
        "honest broker accepted (P6 vi), for Organisation 3 objects"
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


def test_who_may_name_one_and_who_may_answer(forum: Rehearsal) -> None:
    assert "secretariat and the chair" in refusal(names(forum, MEMBER)).reason
    assert "Nobody is named" in refusal(answers(forum, MEMBER, accepts=True)).reason
    assert refusal(names(forum, CLERK, " ")).field == "name"
    answer(names(forum, CLERK))
    assert "not in the register" in refusal(answers(forum, "U0NOBODY", accepts=True)).reason
