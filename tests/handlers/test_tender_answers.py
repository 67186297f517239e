"""Answers to the notice of a tender through Slack's payloads alone: told, answered under the notice, and looked over."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.tendering import (
    FOR_TWO,
    MEMBER,
    OFFICER,
    TENDER,
    answered,
    answers,
    own_answer,
    records,
    sets_aside,
)

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def clesp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, with a tender recorded."""
    body = rehearse(store, clock, "clesp")
    answer(records(body, OFFICER, tender=TENDER, deadline=datetime(2026, 12, 18, 12, tzinfo=UTC)))
    return body


@pytest.fixture
def slack(clesp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLESP lives in."""
    return workspace(clesp.secretary, clock)


def opens_tender(slack: Slack, body: Rehearsal, who: str, tab: str = "") -> dict[str, Any]:
    """Somebody opens the tender's window from the list."""
    slack.command(body.user(who), ids.TENDER)
    shown = slack.opened()
    if tab:
        slack.press_in(body.user(who), shown, button(shown["blocks"], tab))
        shown = slack.changed()
    slack.press_in(body.user(who), shown, button(shown["blocks"], "See it"))
    return slack.opened()


def tells(slack: Slack, body: Rehearsal) -> None:
    """The secretariat tells members, from the tender's window."""
    shown = opens_tender(slack, body, OFFICER, "To look at")
    slack.press_in(body.user(OFFICER), shown, button(shown["blocks"], "Tell members that it is considered"))
    form = slack.opened()
    assert "11 people by direct message" in words(form["blocks"])
    slack.submit(body.user(OFFICER), form, {"intends": "To lead it.", "wider": ["wider"]})


def notice(body: Rehearsal, who: str) -> list[dict[str, Any]]:
    """The blocks of the notice somebody has."""
    row = next(each for each in body.notices("TenderNotice") if each.recipient == body.user(who))
    return render("TenderNotice", row.data, partnership=body.slug).blocks


def test_members_are_told_from_the_window_and_an_empty_intention_is_refused_under_it(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C18, C2."""
    shown = opens_tender(slack, clesp, OFFICER, "To look at")
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Tell members that it is considered"))
    assert "intends" in slack.submit(clesp.user(OFFICER), slack.opened(), {"intends": " "}).errors
    tells(slack, clesp)
    assert len(clesp.notices("PublicTenderNotice")) == 1
    assert "Members were told on Thursday 5 November 2026" in words(
        opens_tender(slack, clesp, MEMBER)["blocks"]
    )


def test_an_interest_under_the_notice_keeps_what_was_typed_when_it_is_refused(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C33, C34, N7."""
    tells(slack, clesp)
    slack.press(clesp.user(MEMBER), button(notice(clesp, MEMBER), "Express an interest"))
    form = slack.opened()
    assert next(each["block_id"] for each in form["blocks"] if each["type"] == "input") == "competing"
    said = {
        "competing": "no",
        "how": "interest",
        "reach": "local",
        "offered": "Classes.",
        "national": ["hq_told"],
    }
    assert "hq_by" in slack.submit(clesp.user(MEMBER), form, said).errors
    slack.submit(clesp.user(MEMBER), form, said | {"hq_by": "Parveen told Ann.", "hq_on": "2026-11-05"})
    held = own_answer(clesp, MEMBER)
    assert held is not None
    assert held.details == {
        "offered": "Classes.",
        "reach": "local",
        "national": "yes",
        "hq_told": "yes",
        "hq_by": "Parveen told Ann.",
        "hq_on": "2026-11-05",
    }


def test_not_for_us_for_one_of_two_organisations(slack: Slack, clesp: Rehearsal) -> None:
    tells(slack, clesp)
    pressed = slack.press(clesp.user(FOR_TWO), button(notice(clesp, FOR_TWO), "Not for us"))
    assert pressed.status == 200
    blocks = slack.posted[-1][1]["blocks"]
    slack.press(clesp.user(FOR_TWO), button(blocks, "For Cornwall Voluntary Sector Forum"))
    assert answered(clesp).counts["not for us"] == 1


def test_a_competing_bid_under_the_notice_and_the_window_of_whoever_declared_it(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C33."""
    tells(slack, clesp)
    slack.press(clesp.user(MEMBER), button(notice(clesp, MEMBER), "Declare a competing bid"))
    slack.submit(clesp.user(MEMBER), slack.opened(), {"words": ""})
    assert len(clesp.declared()) == 1
    assert "not shown to you" in words(opens_tender(slack, clesp, MEMBER)["blocks"])


def test_the_secretariat_looks_over_the_answers_reads_one_and_goes_back(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C15, C18, C34."""
    tells(slack, clesp)
    headquarters = {"national": "yes", "hq_told": "yes", "hq_by": "Ann told Ben.", "hq_on": "2026-11-04"}
    details = {"offered": "Classes in the Forest of Dean.", "reach": "local", **headquarters}
    answer(answers(clesp, MEMBER, details=details))
    shown = opens_tender(slack, clesp, OFFICER)
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Who has answered"))
    screen = slack.changed()
    assert "1 interest · 0 not for us · 10 silent" in words(screen["blocks"])
    assert "local" in words(screen["blocks"])
    slack.press_in(clesp.user(OFFICER), screen, button(screen["blocks"], "Read it"))
    assert "Forest of Dean" in words(slack.opened()["blocks"])
    assert "told on Wednesday 4 November 2026" in words(slack.opened()["blocks"])
    assert "Silent: " in words(screen["blocks"])
    slack.press_in(clesp.user(OFFICER), screen, button(screen["blocks"], "Back to the tender"))
    assert "What the partnership intends" in words(slack.changed()["blocks"])


def test_an_interest_is_withdrawn_in_the_window(slack: Slack, clesp: Rehearsal) -> None:
    tells(slack, clesp)
    answer(answers(clesp, MEMBER))
    shown = opens_tender(slack, clesp, MEMBER)
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "Withdraw"))
    held = own_answer(clesp, MEMBER)
    assert held is not None
    assert held.kind == "withdrawn"


def test_somebody_who_speaks_for_two_says_for_which_and_then_finds_what_that_one_answered(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C33, N7: the form begins with that organisation's own answer, and with nothing of the other's."""
    tells(slack, clesp)
    said = {"offered": "Classes in Truro."}
    answer(answers(clesp, FOR_TWO, on_behalf_of="cornwall-vsf", details=said))
    user = clesp.user(FOR_TWO)
    for organisation, filled in (("cornwall-vsf", "Classes in Truro."), ("cornwall-learning", "")):
        slack.press(user, button(notice(clesp, FOR_TWO), "Express an interest"))
        form = slack.submit(user, slack.opened(), {"on_behalf_of": organisation}).view
        offered = next(each for each in form["blocks"] if each.get("block_id") == "offered")
        assert offered["element"].get("initial_value", "") == filled
    slack.submit(user, form, {"competing": "no", "how": "interest", "offered": "Mentors."})
    slack.press(user, button(notice(clesp, FOR_TWO), "Declare a competing bid"))
    form = slack.submit(user, slack.opened(), {"on_behalf_of": "cornwall-vsf"}).view
    assert "For Cornwall Voluntary Sector Forum." in words(form["blocks"])
    slack.submit(user, form, {"words": ""})
    assert (answered(clesp).counts["interest"], answered(clesp).competing) == (2, 1)


def test_an_interest_half_written_when_the_deadline_strikes_is_kept_whole_and_told(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C33, N7: nothing typed is lost, whoever sent it reads that it came late, and the secretariat hears of it."""
    tells(slack, clesp)
    slack.press(clesp.user(MEMBER), button(notice(clesp, MEMBER), "Express an interest"))
    form = slack.opened()
    clesp.clock.set(datetime(2026, 12, 18, 12, 0, 1, tzinfo=UTC))
    said = {"competing": "no", "how": "interest", "offered": "Classes.", "capacity": "Three tutors."}
    done = slack.submit(clesp.user(MEMBER), form, said)
    held = own_answer(clesp, MEMBER)
    assert held is not None
    assert (held.late, held.details) == ("deadline", {"offered": "Classes.", "capacity": "Three tutors."})
    assert "It came after the deadline: it is kept, and marked as late." in str(done.body)
    assert [each.data["late"] for each in clesp.notices("TenderAnswerNotice")] == ["deadline"]


def test_an_interest_half_written_when_the_tender_is_closed_stays_in_its_form(
    slack: Slack, clesp: Rehearsal
) -> None:
    """What was typed stands there still, with what has happened meanwhile under it."""
    tells(slack, clesp)
    slack.press(clesp.user(MEMBER), button(notice(clesp, MEMBER), "Express an interest"))
    form = slack.opened()
    answer(sets_aside(clesp, OFFICER, TENDER, "No money."))
    said = {"competing": "no", "how": "interest", "offered": "Classes."}
    errors = slack.submit(clesp.user(MEMBER), form, said).errors
    assert "is not pursued, so there is nothing to answer any more" in "".join(errors.values())
