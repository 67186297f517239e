"""Whom the terms have consulted on an amendment: sent and answered with their days; a missing answer warns and stops nothing."""

from datetime import date
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.register_files.samples import sample_register
from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.samples import sample_terms
from bot.store.session import Store
from bot.workflows.papers.consulting import RecordConsultations, Said, ShowConsultation
from bot.workflows.papers.paper_questions import ShowPaper
from bot.workflows.questions import PutForm, ShowHome
from tests.rehearsal import WORKSPACE, Rehearsal, answer
from tests.rooms import CHAIR, VOICE
from tests.spec.deciding.named import refused
from tests.spec.meetings.calling import SECRETARY, books, said, turn_to
from tests.spec.meetings.holding import ask
from tests.spec.meetings.sending import (
    begins,
    circulates,
    delivered,
    fetched,
    file,
    item,
    london,
    ready,
    short,
    submits,
)

OFFICER = SECRETARY["clpp"]
TEXT = "paper-text"
COUNCIL = "the County Council"
CONSULT = """
[consult.amendment]
value  = ["the County Council", "the virtual school"]
clause = "5.9"
words  = "The County Council and the virtual school are consulted on a change of these terms."
"""


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP with a clause that names whom to consult, and the text of an amendment with its members since 1 June 2026."""
    register = sample_register("clpp")
    document = sample_terms("clpp") + CONSULT
    add_partnership(store, clock, workspace=WORKSPACE, channel="C0CLPP", document=document, register=register)
    body = Rehearsal(store, clock, "clpp", register)
    answer(books(body, "2026-06-11 14:00"))
    item(body, "Two chairs", "item-amendment", amendment=True)
    ready(body, title="Two chairs", paper=TEXT, item="item-amendment", amendment=True)
    turn_to(body, london("2026-06-01"))
    answer(circulates(body))
    delivered(body)
    return body


def records(body: Rehearsal, *entries: Said, who: str = OFFICER) -> Any:
    """The secretariat records what it knows."""
    return body.say(who, RecordConsultations, partnership="clpp", paper=TEXT, said=entries)


def asks(body: Rehearsal) -> list[str]:
    """What App Home asks the secretariat about consultations."""
    who = {"workspace": body.workspace, "team": body.team, "user": body.user(OFFICER)}
    [part] = body.secretary.ask(ShowHome(**who)).parts
    return [each.words for each in part.asks if each.kind == "consult"]


def test_the_secretariat_is_told_who_is_still_to_be_consulted(clpp: Rehearsal) -> None:
    """L20: by the body's name, with the clause."""
    [words] = asks(clpp)
    assert "The County Council is to be consulted and has not been sent the text (5.9)." in words
    answer(records(clpp, Said(COUNCIL, date(2026, 6, 1), None)))
    [words] = asks(clpp)
    assert "The County Council was sent the text on Monday 1 June 2026 and has not answered (5.9)." in words
    assert "The virtual school is to be consulted" in words
    assert "consultation not complete" in ask(clpp, CHAIR, PutForm).amendments[0].words
    assert ask(clpp, OFFICER, ShowPaper, paper=TEXT).may_consult
    day = date(2026, 6, 1)
    answer(records(clpp, Said(COUNCIL, day, day, "Content"), Said("the virtual school", day, day)))
    assert asks(clpp) == []
    picture = ask(clpp, OFFICER, ShowConsultation, paper=TEXT)
    assert (picture.consultations[0].answer, picture.missing) == ("Content", ())


def test_a_missing_answer_warns_and_is_noted_for_the_minutes_and_the_motion_is_put(clpp: Rehearsal) -> None:
    """L20: "will involve": what is missing is said, and decided all the same."""
    begins(clpp, "2026-06-11")
    asked = {"kind": "amendment", "paper": TEXT, "carry_on": True}
    words = said(clpp.puts(CHAIR, "", **asked))
    assert "The County Council is to be consulted and has not been sent the text (5.9)." in words
    assert "virtual school" in short(clpp)["consult.amendment"]


def test_nothing_is_warned_of_once_everybody_has_answered(clpp: Rehearsal) -> None:
    day = date(2026, 6, 1)
    answer(records(clpp, Said(COUNCIL, day, day), Said("the virtual school", day, day)))
    begins(clpp, "2026-06-11")
    words = said(clpp.puts(CHAIR, "", kind="amendment", paper=TEXT, carry_on=True))
    assert "consulted" not in words
    assert "consult.amendment" not in short(clpp)


def test_an_answer_to_an_earlier_version_is_none_to_the_text_as_it_stands(clpp: Rehearsal) -> None:
    """L20, K45: a changed text is another text."""
    day = date(2026, 6, 1)
    answer(records(clpp, Said(COUNCIL, day, day, "Content"), Said("the virtual school", day, day)))
    new = {"files": (file("two.pdf", id="F0TWO"),), "new_version_of": TEXT, "amendment": True}
    answer(submits(clpp, OFFICER, "Two chairs", paper="paper-new", **new))
    fetched(clpp)
    [words] = asks(clpp)
    assert "The County Council was sent version 1 of the text, and it has changed since (5.9)." in words


def test_only_the_secretariat_and_the_chair_record_it_and_days_are_days_that_were(clpp: Rehearsal) -> None:
    """L20: each under its own field."""
    day = date(2026, 6, 1)
    assert "Only the secretariat" in refused(records(clpp, who=VOICE["ekc-group"])).reason
    for wrong, field in (
        (Said(COUNCIL, date(2026, 6, 2), None), "sent-0"),
        (Said(COUNCIL, day, date(2026, 6, 2)), "answered-0"),
        (Said(COUNCIL, None, day), "answered-0"),
        (Said(COUNCIL, day, date(2026, 5, 31)), "answered-0"),
        (Said(COUNCIL, day, day, "x" * 1001), "answer-0"),
    ):
        assert refused(records(clpp, wrong)).field == field
    assert "Nothing was changed" in answer(records(clpp))
    none = clpp.say(OFFICER, RecordConsultations, partnership="clpp", paper="paper-none", said=())
    assert refused(none).clause.number == "5.9"


def test_the_guidance_for_learning_partnerships_names_the_local_lsc() -> None:
    """L20: "In reviewing its constitution …, the Partnership will involve the local LSC in its deliberations"."""
    rule = parse_terms(sample_terms("learning-partnership")).consultations["amendment"]
    assert rule.value == ("the local LSC",)
    assert rule.clause.number.startswith("G12")


@pytest.mark.parametrize("value", ['"the Council"', '["the Council", ""]', '["a", "a"]', "[1]"])
def test_what_is_no_list_of_names_is_a_mistake_in_the_file(value: str) -> None:
    with pytest.raises(TermsFileError, match=r"consult\.amendment"):
        parse_terms(
            sample_terms("clpp") + CONSULT.replace('["the County Council", "the virtual school"]', value)
        )


def test_what_is_recorded_is_an_event_with_the_version_that_was_sent(clpp: Rehearsal) -> None:
    """L20."""
    answer(records(clpp, Said(COUNCIL, date(2026, 6, 1), None)))
    event = clpp.happened()[-1]
    assert (event.type, event.subject, event.data["version"]) == ("ConsultationRecorded", TEXT, 1)
