"""Whoever speaks for an organisation in another bid hears nothing of this one and has no hand in it, in the secretariat as well."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.store.tables import appointments, organisations
from bot.store.tenders.tender_tables import tenders
from bot.workflows.questions import ShowHome
from bot.workflows.tenders.ask_questions import ShowAsks
from bot.workflows.tenders.provider_file import ExportProviders
from bot.workflows.tenders.providers import ShowProviders
from bot.workflows.tenders.tender_interest import COMPETING
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.tenders.bidding import TENDER, recorded
from tests.spec.tenders.tendering import (
    Outcome,
    answers,
    listed,
    refusal,
    seen,
    tells,
    withdraws_interest,
)
from tests.spec.tenders.test_after_award import CONTRACT_TERMS, at, delivers, enters, receives

CHAIR, CLERK, MEMBER = (represented(f"org-{number}") for number in (1, 2, 3))


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, whose members were told of a tender."""
    body = recorded(town(store, clock, terms=TOWN_TERMS + CONTRACT_TERMS), CLERK)
    answer(tells(body, CLERK, TENDER))
    return body


def competes(body: Rehearsal, who: str) -> Outcome:
    """Somebody's organisation declares that it is in another bid."""
    return answers(body, who, COMPETING, TENDER)


def stands(body: Rehearsal, stage: str) -> None:
    """The tender is at a stage."""
    with body.store.transaction() as connection:
        connection.execute(update(tenders).values(stage=stage))


def asked_of(body: Rehearsal, who: str) -> str:
    """What App Home asks of somebody."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    (part,) = body.secretary.ask(ShowHome(**asked)).parts
    return "\n".join(each.words for each in part.asks)


def heard(body: Rehearsal, kind: str) -> set[str]:
    """Who was told."""
    return {each.recipient for each in body.notices(kind)}


def test_the_secretariat_in_another_bid_is_not_told_who_withdraws(forum: Rehearsal) -> None:
    """C33: the chair is told in its place."""
    answer(competes(forum, CLERK))
    answer(answers(forum, MEMBER, tender=TENDER))
    answer(withdraws_interest(forum, MEMBER, TENDER))
    assert heard(forum, "TenderAnswerNotice") == {forum.user(CHAIR)}


def test_where_the_chair_is_in_it_as_well_nobody_is_told(forum: Rehearsal) -> None:
    """C33."""
    for each in (CLERK, CHAIR):
        answer(competes(forum, each))
    answer(answers(forum, MEMBER, tender=TENDER))
    answer(withdraws_interest(forum, MEMBER, TENDER))
    assert heard(forum, "TenderAnswerNotice") == set()


def test_the_secretariat_in_another_bid_marks_no_return_and_is_told_of_none_that_is_late(
    forum: Rehearsal,
) -> None:
    """C33, C43: a form that nobody showed it is refused as well."""
    stands(forum, "won")
    answer(enters(forum))
    delivers(forum, "org-3")
    stands(forum, "submitted")
    answer(competes(forum, CLERK))
    stands(forum, "won")
    at(forum, 2027, 1, 1)
    assert "another bid" in refusal(receives(forum, "org-3", date(2026, 12, 31))).reason
    at(forum, 2027, 1, 15)
    assert heard(forum, "ReturnLateNotice") == {forum.user(MEMBER), forum.user(CHAIR)}
    assert "return is late" in asked_of(forum, CHAIR)
    assert "return is late" not in asked_of(forum, CLERK)


def test_app_home_asks_the_secretariat_in_another_bid_nothing_about_this_one(forum: Rehearsal) -> None:
    """C33, V18: what it may not decide."""
    with forum.store.transaction() as connection:
        connection.execute(update(tenders).values(deadline=forum.clock.now() + timedelta(hours=1)))
    answer(competes(forum, CLERK))
    forum.clock.turn(hours=2)
    assert "its deadline passed" in asked_of(forum, CHAIR)
    assert "its deadline passed" not in asked_of(forum, CLERK)


@pytest.mark.parametrize("name", ["former", "left"])
def test_whoever_represents_nobody_any_more_is_shown_no_tender(forum: Rehearsal, name: str) -> None:
    """C33: nor how a bid goes on from which their organisation is kept away."""
    yesterday = forum.clock.now().date() - timedelta(days=1)
    gone = {
        "former": (appointments, "person", MEMBER, "to_on"),
        "left": (organisations, "id", "org-3", "left_on"),
    }
    table, column, value, ends = gone[name]
    answer(competes(forum, MEMBER))
    with forum.store.transaction() as connection:
        connection.execute(update(table).where(table.c[column] == value).values(**{ends: yesterday}))
    asked = {"workspace": forum.workspace, "team": forum.team, "user": forum.user(MEMBER)}
    asking = (each(**asked, partnership=forum.slug) for each in (ShowAsks, ShowProviders))
    screens = (seen(forum, MEMBER, TENDER), listed(forum, MEMBER), *map(forum.secretary.ask, asking))
    for outcome in (
        *(each.refused for each in screens),
        forum.say(MEMBER, ExportProviders, partnership=forum.slug),
    ):
        assert "represent no organisation" in refusal(outcome).reason
