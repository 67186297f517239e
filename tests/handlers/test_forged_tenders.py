"""Buttons and forms of tenders made up by hand, with ids of another partnership or workspace, or by somebody they are not for."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.store.session import Store
from bot.store.shape import metadata
from bot.store.tenders.bid_tables import contract_returns, contracts
from bot.store.tenders.tender_tables import tender_answers, tenders
from bot.workflows.tenders.asking_members import AskMembers
from bot.workflows.tenders.brokers import NameBroker
from bot.workflows.tenders.policies import RecordPolicy, key_of
from bot.workflows.tenders.tender_options import RecordOption
from tests.handlers.forging import PRESSES, SENT_IN, makes_up
from tests.handlers.slack import WORKSPACE, Slack
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town, town_register
from tests.spec.tenders.tendering import TENDER, answers, records, tells
from tests.spec.tenders.test_after_award import CONTRACT_TERMS

Workspace = Callable[[Any, StoppedClock], Slack]
TERMS = TOWN_TERMS + CONTRACT_TERMS
CHAIR, CLERK, MEMBER = (represented(f"org-{number}") for number in (1, 2, 3))
SECRET = "Blackberry"  # stands in all that is kept about the tender
KEYS = {
    "option": "option-1",
    "broker": SECRET,
    "policy": key_of("org-3", f"{SECRET} policy"),
    "step": "contract dated",
    **dict.fromkeys(("ask", "help"), "ask-1"),
}
# What has nothing to do with the bid: a tender of one's own, what one offers, and policies.
OF_NO_BID = {"TenderRecorded", "OfferSet", "PolicyRecorded", "PolicyDropped"}


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum with a tender about which there is everything that can be."""
    return filled(town(store, clock, terms=TERMS))


@pytest.fixture
def slack(forum: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace it lives in."""
    return workspace(forum.secretary, clock)


def filled(body: Rehearsal) -> Rehearsal:
    """The partnership, with everything about the same tender in it."""
    of = {"partnership": body.slug, "tender": TENDER}
    answer(records(body, CLERK, SECRET, tender=TENDER, description=SECRET, buyer=SECRET))
    answer(tells(body, CLERK, intends=SECRET))
    answer(answers(body, MEMBER, words=SECRET, details={"offered": SECRET}))
    answer(body.say(CLERK, RecordOption, **of, option="option-1", name=SECRET, plus=SECRET))
    answer(body.say(CLERK, NameBroker, **of, name=SECRET))
    answer(body.say(CLERK, AskMembers, **of, ask="ask-1", words=SECRET))
    policy = {"name": f"{SECRET} policy", "until": date(2027, 1, 1)}
    answer(body.say(MEMBER, RecordPolicy, partnership=body.slug, **policy))
    return body


def won(body: Rehearsal) -> None:
    """The bid is won, and a return on its contract is waited for."""
    own = {"workspace": body.workspace, "partnership": body.slug, "tender": TENDER}
    days = {"period_start": date(2026, 11, 1), "period_end": date(2026, 12, 31), "due_on": date(2026, 11, 4)}
    agreed = {"dated_on": date(2026, 11, 1), "penalties": SECRET, "every": "each month", "days": 3}
    with body.store.transaction() as connection:
        connection.execute(update(tenders).values(stage="won"))
        connection.execute(insert(contracts).values(**own, holder="org-1", **agreed))
        connection.execute(insert(contract_returns).values(**own, organisation="org-3", late=False, **days))


def twin_of(body: Rehearsal, where: str) -> Rehearsal:
    """A partnership with the same ids throughout, in another workspace or in the same one."""
    if where == "workspace":
        return filled(town(body.store, body.clock, terms=TERMS, workspace="T0TWIN"))
    register = town_register(4)
    document = TERMS.replace('"town-forum"', '"town-two"')
    own = {"workspace": body.workspace, "channel": "C0TWO", "document": document, "register": register}
    add_partnership(body.store, body.clock, **own)
    return filled(Rehearsal(body.store, body.clock, "town-two", register, _presses=itertools.count(5000)))


def everything(body: Rehearsal) -> dict[str, list[str]]:
    """Every row of a partnership."""
    with body.store.reading() as connection:
        return {
            each.name: sorted(map(str, connection.execute(select(each).where(*_of(body, each)))))
            for each in metadata.sorted_tables
            if {"workspace", "partnership"} <= set(each.c.keys())
        }


def _of(body: Rehearsal, table: Any) -> tuple[Any, Any]:
    return table.c.workspace == body.workspace, table.c.partnership == body.slug


def happened(body: Rehearsal) -> list[str]:
    """What has happened in a partnership."""
    own = (each for each in body.happened() if each.partnership == body.slug)
    return [each.type for each in own if each.workspace == body.workspace]


@pytest.mark.parametrize("where", ["workspace", "partnership"])
def test_one_that_has_the_very_same_ids_is_left_as_it_was(forum: Rehearsal, slack: Slack, where: str) -> None:
    """Everybody presses and sends in everything."""
    twin = twin_of(forum, where)
    won(forum)
    before, already = everything(twin), len(happened(forum))
    for who in (CLERK, MEMBER):
        makes_up(slack, forum.user(who), of="org-3", keys=KEYS, p=forum.slug, tender=TENDER, other=TENDER)
    assert everything(twin) == before
    assert {"ReturnReceived", "TenderMoved", "StepRecorded"} <= set(happened(forum)[already:])


@pytest.mark.parametrize("who", ["nobody", "from elsewhere", "in another workspace"])
def test_somebody_who_is_no_part_of_it_sees_nothing_and_changes_nothing(
    forum: Rehearsal, slack: Slack, who: str
) -> None:
    """Neither a guest, nor the account of the same name in another workspace, whichever the payload comes from."""
    user = "U0NOBODY" if who == "nobody" else forum.user(CLERK)
    team = WORKSPACE if who == "nobody" else "T0OTHER"
    workspace = "T0OTHER" if who == "in another workspace" else WORKSPACE
    already = happened(forum)
    ids = {"p": forum.slug, "tender": TENDER, "other": TENDER, "organisation": "org-3"}
    came = makes_up(slack, user, team=team, workspace=workspace, of="org-3", keys=KEYS, **ids)
    assert [each for each, said in came.items() if SECRET in said] == []
    assert happened(forum) == already


@pytest.mark.parametrize("who", [CLERK, CHAIR])
@pytest.mark.parametrize("is_won", [False, True])
def test_whoever_is_in_another_bid_has_no_hand_in_this_one(
    forum: Rehearsal, slack: Slack, who: str, is_won: bool
) -> None:
    """C33: the secretariat and the chair as well, with forms that nobody showed them."""
    said = {"kind": "competing", "competing": True, "late": "", "words": "", "details": {}, "revision": 1}
    own = {"workspace": forum.workspace, "partnership": forum.slug, "tender": TENDER}
    at = {"organisation": f"org-{1 if who == CHAIR else 2}", "person": who, "answered_at": forum.clock.now()}
    with forum.store.transaction() as connection:
        connection.execute(insert(tender_answers).values(**own, **said, **at))
    if is_won:
        won(forum)
    already = len(happened(forum))
    makes_up(slack, forum.user(who), of="org-3", keys=KEYS, p=forum.slug, tender=TENDER, other=TENDER)
    of_its_own_answer = set() if is_won else {"TenderAnswered", "InterestDeclared"}
    assert set(happened(forum)[already:]) <= OF_NO_BID | of_its_own_answer


def test_every_button_and_form_of_tenders_is_among_them() -> None:
    assert len(PRESSES) > 40
    assert len(SENT_IN) > 20
