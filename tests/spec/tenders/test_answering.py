"""Members answer the notice of a tender: with an interest, another bid, or not for us; late, revised and withdrawn, each kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.presenters.tenders.tender_answers import answers_screen
from bot.presenters.tenders.tenders import tender_modal
from bot.store.session import Store
from bot.ticking import tick
from bot.workflows.decisions import Decision
from bot.workflows.tenders.tender_interest import ALONE, COMPETING, NOT_FOR_US, WITHDRAWN
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import represented, town
from tests.spec.tenders.conftest import DEADLINE
from tests.spec.tenders.tendering import (
    FOR_TWO,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    TENDER,
    answered,
    answers,
    own_answer,
    records,
    refusal,
    seen,
    sets_aside,
    tells,
    withdraws_interest,
)


def test_an_interest_says_what_those_who_choose_partners_look_for(told: Rehearsal) -> None:
    """N7, C15: capacity, capability, track record of delivery and of management; local or national."""
    said = {
        "capacity": "Four tutors.",
        "capability": "Matrix accredited.",
        "delivery": "Skills for Life since 2004.",
        "management": "Three contracts of the county.",
        "area": "Gloucestershire",
        "reach": "local",
        "offered": "Classes in the Forest of Dean.",
    }
    outcome = answers(told, MEMBER, details=said)
    assert answer(outcome).startswith("An interest in T2026/1 is recorded for Gloucestershire Association")
    (row, *_) = answered(told).rows
    assert row.answer is not None
    assert dict(row.answer.details) == said
    assert row.answer.competing is False


def test_what_is_not_said_is_named_and_refuses_nothing(told: Rehearsal) -> None:
    """N7, C10."""
    outcome = answers(told, MEMBER, details={"delivery": "Since 2004."})
    assert isinstance(outcome, Decision)
    words = " ".join(each.words for each in outcome.answer.details)
    assert "capacity, capability, track record of management" in words
    assert "not guaranteed a role" in words


def test_another_bid_is_asked_about_first(told: Rehearsal) -> None:
    """C33: an interest cannot be sent without answering."""
    refused = refusal(answers(told, MEMBER, competing=None))
    assert (refused.field, refused.clause.number) == ("competing", "4.4")


def test_not_for_us_takes_one_click(told: Rehearsal) -> None:
    """C18, N11: what is offered may be declined, and that is on record."""
    assert answer(answers(told, MEMBER, NOT_FOR_US)).startswith("Recorded: T2026/1 is not for")
    held = own_answer(told, MEMBER)
    assert held is not None
    assert (held.kind, held.competing) == (NOT_FOR_US, None)


def test_a_regional_body_says_whether_its_headquarters_was_told_by_whom_and_when(told: Rehearsal) -> None:
    """C34."""
    part = {"national": "yes", "hq_told": "yes"}
    assert refusal(answers(told, MEMBER, details=part)).field == "hq_by"
    part |= {"hq_by": "Parveen Aslam told the director of skills."}
    assert refusal(answers(told, MEMBER, details=part)).field == "hq_on"
    assert refusal(answers(told, MEMBER, details=part | {"hq_on": "2026-11-06"})).field == "hq_on"
    answer(answers(told, MEMBER, details=part | {"hq_on": "2026-11-05"}))


def test_by_whom_and_when_it_was_told_is_not_taken_without_the_tick_that_it_was(told: Rehearsal) -> None:
    """C34: else it would be kept where nobody reads it."""
    for half in ({"hq_by": "Parveen Aslam told Ann."}, {"national": "yes", "hq_on": "2026-11-05"}):
        assert refusal(answers(told, MEMBER, details=half)).field == "national"


def test_a_headquarters_that_is_not_told_yet_is_said_with_the_clause(told: Rehearsal) -> None:
    """C34."""
    outcome = answers(told, MEMBER, details={"national": "yes"})
    assert isinstance(outcome, Decision)
    assert any("still has to be told" in each.words for each in outcome.answer.details)


def test_somebody_who_speaks_for_two_says_for_which(told: Rehearsal) -> None:
    assert set(refusal(answers(told, FOR_TWO, NOT_FOR_US)).choices) == {"cornwall-vsf", "cornwall-learning"}
    answer(answers(told, FOR_TWO, NOT_FOR_US, on_behalf_of="cornwall-vsf"))
    assert answered(told).counts[NOT_FOR_US] == 1


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), ""),
        (datetime(2026, 11, 20, tzinfo=UTC), "closing day"),
        (DEADLINE - timedelta(seconds=1), "closing day"),
        (DEADLINE, "deadline"),
    ],
)
def test_what_comes_late_is_kept_and_told_as_late(told: Rehearsal, at: datetime, late: str) -> None:
    """C24: one half written when the deadline strikes is kept, with all that was typed."""
    told.clock.set(at)
    said = answer(answers(told, MEMBER, details={"offered": "Classes."}))
    assert (f"after the {late}: it is kept" in said) is bool(late)
    held = own_answer(told, MEMBER)
    assert held is not None
    assert (held.late, held.details["offered"]) == (late, "Classes.")
    assert [each.data["late"] for each in told.notices("TenderAnswerNotice")] == ([late] if late else [])


def test_an_answer_is_revised_and_nothing_is_edited_away(told: Rehearsal) -> None:
    """C24."""
    answer(answers(told, MEMBER, details={"offered": "Classes."}))
    assert "takes the place" in answer(answers(told, MEMBER, details={"offered": "More classes."}))
    kept = [each.data["details"]["offered"] for each in told.happened() if each.type == "TenderAnswered"]
    assert kept == ["Classes.", "More classes."]
    held = own_answer(told, MEMBER)
    assert held is not None
    assert (held.revision, held.details["offered"]) == (2, "More classes.")


def test_an_interest_is_withdrawn_and_the_secretariat_hears_of_it(told: Rehearsal) -> None:
    """C24."""
    assert "has expressed no interest" in reason(withdraws_interest(told, MEMBER))
    answer(answers(told, MEMBER, details={"offered": "Classes."}))
    assert answer(withdraws_interest(told, MEMBER)).endswith("is withdrawn.")
    held = own_answer(told, MEMBER)
    assert held is not None
    assert (held.kind, held.details["offered"]) == (WITHDRAWN, "Classes.")
    (heard,) = told.notices("TenderAnswerNotice")
    assert (heard.recipient, heard.data["answer"]) == (told.user(OFFICER), "withdrawn")


def test_nothing_is_answered_before_members_are_told_nor_once_it_is_over(told: Rehearsal) -> None:
    """C18."""
    answer(records(told, OFFICER, tender="tender-y"))
    assert "have not been told" in reason(answers(told, MEMBER, tender="tender-y"))
    answer(sets_aside(told, OFFICER, TENDER, "Too small."))
    assert "nothing to answer any more" in reason(answers(told, MEMBER))


def test_once_it_is_over_the_window_says_who_did_not_answer_and_withdraws_nothing(told: Rehearsal) -> None:
    """C18: what can no longer be done has no button."""
    answer(answers(told, MEMBER))

    def shown(who: str) -> str:
        return words(tender_modal(seen(told, who, TENDER))["blocks"])

    assert "has not answered yet" in shown(OTHER_MEMBER)
    assert "Withdraw" in shown(MEMBER)
    answer(sets_aside(told, OFFICER, TENDER, "Too small."))
    assert "did not answer" in shown(OTHER_MEMBER)
    assert "Withdraw" not in shown(MEMBER)


def test_only_those_who_are_silent_are_asked_again(told: Rehearsal, store: Store) -> None:
    """C33: two and five working days after the notice."""
    answer(answers(told, MEMBER))
    answer(answers(told, FOR_TWO, NOT_FOR_US, on_behalf_of="cornwall-vsf"))
    told.clock.set(datetime(2026, 11, 9, 9, tzinfo=UTC))
    tick(store, told.secretary, told.clock)
    asked = {each.recipient: each.data["organisations"] for each in told.notices("TenderReminderNotice")}
    assert told.user(MEMBER) not in asked
    assert asked[told.user(FOR_TWO)] == ["Cornwall Learning Partnership"]
    assert told.user(OTHER_MEMBER) in asked


def test_the_secretariat_sees_who_answered_what_and_in_one_sentence_who_is_silent(told: Rehearsal) -> None:
    """C15, C18, C33: with no ranking, by name."""
    answer(answers(told, OTHER_MEMBER, details={"reach": "local"}))
    answer(answers(told, MEMBER, NOT_FOR_US))
    shown = answered(told)
    assert [each.name for each in shown.rows] == [
        "Gloucestershire Association for Voluntary and Community Action",
        "Voscur",
    ]
    assert (shown.count, len(shown.silent)) == (2, 9)
    assert (shown.counts["interest"], shown.counts[NOT_FOR_US], shown.counts[""]) == (1, 1, 9)
    said = words(answers_screen(shown)["blocks"])
    assert f"Silent: {', '.join(shown.silent)}." in said
    assert "Page " not in said


def test_answers_are_shown_a_page_at_a_time_and_every_page_says_who_is_silent(
    store: Store, clock: StoppedClock
) -> None:
    """C15, C18: a page of ten answers, then the two that are left."""
    body = town(store, clock, 14)
    answer(records(body, represented("org-2"), tender=TENDER))
    answer(tells(body, represented("org-2"), TENDER))
    for number in range(3, 15):
        answer(answers(body, represented(f"org-{number}"), NOT_FOR_US))
    pages = [answered(body, represented("org-2"), page=page) for page in (0, 1, 99)]
    assert [len(each.rows) for each in pages] == [10, 2, 2]
    assert not {each.name for each in pages[0].rows} & {each.name for each in pages[1].rows}
    for number, each in enumerate(pages[:2], 1):
        said = words(answers_screen(each)["blocks"])
        assert f"Page {number} of 2: 12 answers." in said
        assert f"Silent: {', '.join(pages[0].silent)}." in said
    assert len(pages[0].silent) == 2


def test_members_see_their_own_answer_and_nobody_elses(told: Rehearsal) -> None:
    """C24."""
    answer(answers(told, MEMBER))
    refused = answered(told, OTHER_MEMBER).refused
    assert refused is not None
    assert own_answer(told, OTHER_MEMBER) is None


@pytest.mark.parametrize("name", ["words", "offered", "capacity"])
def test_what_is_too_long_is_said_under_its_field(told: Rehearsal, name: str) -> None:
    words = {"words": "x" * 2001} if name == "words" else {"details": {name: "x" * 2001}}
    assert refusal(answers(told, MEMBER, **words)).field == name


def test_a_stranger_answers_nothing(told: Rehearsal) -> None:
    assert "not in the register" in reason(answers(told, MEMBER, user="U0NOBODY"))


def test_an_answer_is_late_by_the_deadline_as_it_is_now(told: Rehearsal) -> None:
    told.clock.set(datetime(2026, 11, 19, 12, tzinfo=UTC))
    answer(answers(told, MEMBER, COMPETING))
    held = own_answer(told, MEMBER)
    assert held is not None
    assert (held.late, held.answered_at.date()) == ("", date(2026, 11, 19))


def test_members_may_bid_alone_where_the_terms_ask_nothing_first(told: Rehearsal) -> None:
    """K42: in their own right, and no details are asked for."""
    assert "bids alone, in its own right" in answer(answers(told, MEMBER, ALONE))


def test_the_window_leads_to_an_answer_until_there_is_one_and_then_says_how_to_change_it(
    told: Rehearsal,
) -> None:
    """C18: what comes next and what is missing stand before everything else that may be done."""

    def leads(who: str) -> bool:
        return "'style': 'primary'" in str(tender_modal(seen(told, who, TENDER))["blocks"])

    answer(answers(told, MEMBER))
    assert (leads(MEMBER), leads(OTHER_MEMBER)) == (False, True)
    assert "To change it, answer again." in words(tender_modal(seen(told, MEMBER, TENDER))["blocks"])
    shown = words(tender_modal(seen(told, OFFICER, TENDER))["blocks"])
    order = [shown.index(each) for each in ("Move it on", "Missing before", "Project team")]
    assert order == sorted(order)
