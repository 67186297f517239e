"""App Home says what tenders ask of each: answers and returns owed, policies that run out; and to the secretariat what is late."""

from datetime import UTC, date, datetime, timedelta

from bot.presenters.home import home
from bot.ticking import tick
from bot.workflows.questions import Ask, HomePart, HomePicture, ShowHome
from bot.workflows.tenders.tender_interest import COMPETING, NOT_FOR_US
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented
from tests.spec.tenders.bidding import moves, steps
from tests.spec.tenders.conftest import DEADLINE
from tests.spec.tenders.tendering import (
    CHAIR,
    FOR_TWO,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    TENDER,
    answers,
    records,
    sets_aside,
    tells,
)
from tests.spec.tenders.test_after_award import CLERK, PARTNER, at, delivers, enters, forum, receives
from tests.spec.tenders.test_policies_and_evidence import holds

__all__ = ["forum"]
KINDS = ("answer tender", "tender", "tenders", "policy", "policies")


def shown(body: Rehearsal, who: str) -> HomePicture:
    """App Home of somebody."""
    return body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(who)))


def asked(body: Rehearsal, who: str) -> list[Ask]:
    """What tenders ask of somebody."""
    part: HomePart = shown(body, who).parts[0]
    return [each for each in part.asks if each.kind in KINDS]


def test_an_organisation_that_has_not_answered_is_asked_with_the_buttons_that_answer(told: Rehearsal) -> None:
    """C18, C33: until it has answered, whatever that is."""
    (one,) = asked(told, MEMBER)
    assert (one.kind, one.subject, one.detail) == ("answer tender", TENDER, "gavca")
    assert "has not answered. Answers by Thursday 19 November 2026." in one.words
    answer(answers(told, MEMBER, NOT_FOR_US))
    assert asked(told, MEMBER) == []
    answer(answers(told, OTHER_MEMBER, COMPETING))
    assert asked(told, OTHER_MEMBER) == []


def test_nothing_is_asked_of_members_once_the_bid_is_sent_though_they_may_answer(told: Rehearsal) -> None:
    """C33: no reminder goes out any more, and App Home says nothing else."""
    answer(steps(told, OFFICER, "delivery partners called", tender=TENDER))
    answer(moves(told, OFFICER, "submitted", tender=TENDER))
    assert asked(told, MEMBER) == []
    answer(answers(told, MEMBER, NOT_FOR_US))


def test_somebody_who_speaks_for_two_is_asked_for_those_that_are_silent(told: Rehearsal) -> None:
    """C33."""
    (one,) = asked(told, FOR_TWO)
    assert "Cornwall Learning Partnership" in one.words and "Cornwall Voluntary Sector Forum" in one.words
    assert one.detail == ""
    answer(answers(told, FOR_TWO, NOT_FOR_US, on_behalf_of="cornwall-vsf"))
    assert [each.detail for each in asked(told, FOR_TWO)] == ["cornwall-learning"]


def test_nothing_is_asked_once_the_deadline_has_passed_and_the_secretariat_hears_that_it_has(
    told: Rehearsal,
) -> None:
    """C33, V18: it is late to whoever moves it on, and says since when."""
    told.clock.set(DEADLINE)
    assert asked(told, MEMBER) == []
    (late,) = asked(told, OFFICER)
    assert (late.kind, late.subject) == ("tender", TENDER)
    assert (
        "its deadline passed on Friday 18 December 2026 at 12:00, and it is still considering" in late.words
    )
    answer(sets_aside(told, OFFICER, TENDER, "Too small."))
    assert asked(told, OFFICER) == []


def test_many_tenders_take_a_few_lines(told: Rehearsal) -> None:
    """C18: App Home stays short, and the list has the rest."""
    for number in range(40):
        name = f"tender-more-{number}"
        answer(
            records(told, OFFICER, tender=name, title="T" * 300, deadline=DEADLINE + timedelta(days=number))
        )
        answer(tells(told, tender=name))
    assert [each.kind for each in asked(told, MEMBER)] == ["answer tender"] * 3 + ["tenders"]
    assert asked(told, MEMBER)[-1].words == "38 more tenders wait for your answer."
    view = home(shown(told, MEMBER))
    assert len(view["blocks"]) < 60  # type: ignore[arg-type]


def test_a_suggestion_without_an_answer_waits_on_the_secretariats_home(clesp: Rehearsal) -> None:
    """C5."""
    answer(records(clesp, MEMBER))
    assert [each.words for each in asked(clesp, OFFICER)] == [
        "1 tender suggested by a member waits for an answer."
    ]
    assert asked(clesp, MEMBER) == []


def test_a_return_is_owed_until_it_is_received_and_late_after_its_day(forum: Rehearsal) -> None:
    """C23, C43: on the home of whoever represents the delivery partner, and once late on the secretariat's."""
    answer(enters(forum))
    delivers(forum, "org-3")
    at(forum, 2027, 1, 1)
    (one,) = asked(forum, PARTNER)
    assert "the return of Organisation 3 is due by Thursday 14 January 2027." in one.words
    assert asked(forum, CLERK) == []
    assert asked(forum, represented("org-4")) == []
    at(forum, 2027, 1, 15)
    assert "was due by Thursday 14 January 2027, and is late." in asked(forum, PARTNER)[0].words
    assert [each.words.rpartition(": ")[2] for each in asked(forum, CLERK)] == ["1 return is late."]
    answer(receives(forum, "org-3", date(2026, 12, 31)))
    assert asked(forum, PARTNER) == asked(forum, CLERK) == []


def test_a_policy_that_runs_out_is_on_its_own_home_and_one_out_of_date_on_the_secretariats(
    clesp: Rehearsal,
) -> None:
    """C37, C44: never on anybody else's."""
    answer(holds(clesp, until=date(2026, 12, 1)))
    clesp.clock.set(datetime(2026, 12, 2, 9, tzinfo=UTC))
    tick(clesp.store, clesp.secretary, clesp.clock)
    (one,) = asked(clesp, MEMBER)
    assert one.kind == "policy"
    assert "out of date since Tuesday 1 December 2026" in one.words
    assert [each.words for each in asked(clesp, OFFICER)] == ["1 policy or piece of evidence is out of date."]
    assert asked(clesp, OTHER_MEMBER) == asked(clesp, CHAIR) == []
