"""The options of a tender, each with its plus and minus points, stand recorded in its window."""

from typing import Any

import pytest

from bot.workflows.decisions import AlreadyDone
from bot.workflows.tenders.tender_interest import COMPETING
from bot.workflows.tenders.tender_options import Option, OptionForm, OptionFormFacts, RecordOption
from tests.rehearsal import Rehearsal, answer
from tests.spec.tenders.bidding import TENDER, recorded, way
from tests.spec.tenders.tendering import (
    MEMBER,
    OFFICER,
    Outcome,
    answers,
    records,
    refusal,
    sets_aside,
    tells,
)

LEAD = Option("option-1", "We lead it", "One voice.", "Little time.")


@pytest.fixture
def body(clesp: Rehearsal) -> Rehearsal:
    """CLESP, whose members were told of a tender."""
    recorded(clesp, OFFICER)
    answer(tells(clesp, tender=TENDER))
    return clesp


def records_option(body: Rehearsal, who: str = OFFICER, **words: Any) -> Outcome:
    """Somebody records an option."""
    asked = {"option": LEAD.id, "name": LEAD.name, "plus": LEAD.plus, "minus": LEAD.minus}
    return body.say(who, RecordOption, partnership=body.slug, **{"tender": TENDER, **asked, **words})


def form(body: Rehearsal, who: str = OFFICER, option: str = "") -> OptionFormFacts:
    """What the form begins with."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(OptionForm(**asked, partnership=body.slug, tender=TENDER, option=option))


def test_options_are_recorded_with_their_plus_and_minus_points(body: Rehearsal) -> None:
    """N12."""
    answer(records_option(body))
    answer(records_option(body, option="option-2", name="No bid", plus="No risk.", minus=""))
    for who in (OFFICER, MEMBER):
        assert way(body, who).options == (LEAD, Option("option-2", "No bid", "No risk.", ""))


def test_an_option_is_changed_and_taken_off_and_the_register_of_events_has_it_all(body: Rehearsal) -> None:
    """N12."""
    answer(records_option(body))
    assert form(body, option=LEAD.id).option == LEAD
    answer(records_option(body, name="We lead", minus="Little money."))
    assert [(each.name, each.minus) for each in way(body, OFFICER).options] == [("We lead", "Little money.")]
    assert "taken off" in answer(records_option(body, name="We lead", plus="", minus=" "))
    assert way(body, OFFICER).options == ()
    kinds = [each.type for each in body.happened()][-3:]
    assert kinds == ["OptionRecorded", "OptionRecorded", "OptionTakenOff"]
    assert "do not know" in refusal(form(body, option=LEAD.id).refused).reason


def test_recorded_twice_by_the_same_click_is_once(body: Rehearsal) -> None:
    """N12."""
    answer(records_option(body, delivery="one"))
    assert isinstance(records_option(body, delivery="one"), AlreadyDone)
    assert "already" in answer(records_option(body))
    assert sum(each.type == "OptionRecorded" for each in body.happened()) == 1


def test_what_is_wrong_with_an_option_stands_under_its_field(body: Rehearsal) -> None:
    """N12."""
    answer(records_option(body))
    for words, field in (
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "WE LEAD IT"}, "name"),
        ({"name": "No bid", "plus": "", "minus": " "}, "plus"),
        ({"name": "No bid", "minus": "x" * 1001}, "minus"),
    ):
        assert refusal(records_option(body, option="option-2", **words)).field == field
    for number in range(2, 13):
        answer(records_option(body, option=f"option-{number}", name=f"Way {number}"))
    assert "12 options" in refusal(records_option(body, option="option-13", name="Way 13")).reason


def test_the_secretariat_and_the_chair_record_options_while_the_tender_lasts(body: Rehearsal) -> None:
    """N12."""
    assert "secretariat and the chair" in refusal(records_option(body, MEMBER)).reason
    assert "secretariat and the chair" in refusal(form(body, MEMBER).refused).reason
    answer(records_option(body))
    answer(sets_aside(body, OFFICER, TENDER, "No money."))
    assert "not pursued" in refusal(records_option(body, name="Other")).reason
    assert way(body, OFFICER).options == (LEAD,)


def test_whoever_is_in_another_bid_sees_no_options(body: Rehearsal) -> None:
    """C33, N12."""
    answer(records_option(body))
    answer(answers(body, MEMBER, COMPETING, tender=TENDER, words="We bid elsewhere."))
    assert way(body, MEMBER).options == ()


def test_the_option_of_another_tender_is_not_changed_through_this_one(body: Rehearsal) -> None:
    """N12: by a form made up by hand, from somebody who may be kept away from the other bid."""
    answer(records(body, OFFICER, tender="tender-other"))
    answer(records_option(body))
    made_up = records_option(body, tender="tender-other", name="Nobody leads it")
    assert "do not know" in refusal(made_up).reason
    assert way(body, OFFICER).options == (LEAD,)
