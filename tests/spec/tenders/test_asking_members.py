"""Members are asked for help and information, about a bid or about none; replies are logged, and the silent asked once more."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.presenters.tenders.asking_members import asks_screen
from bot.store.session import Store
from bot.ticking import tick
from bot.workflows.decisions import AlreadyDone
from bot.workflows.tenders.ask_questions import AskForm, AskFormFacts, AsksPicture, ShowAsks
from bot.workflows.tenders.asking_members import AnswerAsk, Ask, AskMembers, CloseAsk
from bot.workflows.tenders.tender_interest import COMPETING
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town
from tests.spec.tenders.bidding import TENDER, recorded
from tests.spec.tenders.tendering import Outcome, answers, refusal, sets_aside, tells

CLERK, ASKER, MEMBER, OTHER = (represented(f"org-{n}") for n in (2, 1, 3, 4))
DAY = date(2026, 11, 16)  # a Monday


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum, whose four members were told of a tender."""
    body = recorded(town(store, clock), CLERK)
    answer(tells(body, CLERK, TENDER))
    return body


def asks(body: Rehearsal, who: str = ASKER, **words: Any) -> Outcome:
    """Somebody asks members."""
    asked = {"partnership": body.slug, "ask": "ask-1", "words": "Who has a room in Exeter?"}
    return body.say(who, AskMembers, **{**asked, **words})


def replies(body: Rehearsal, who: str, words: str = "We have two.", **more: Any) -> Outcome:
    """Somebody answers."""
    asked = {"partnership": body.slug, "ask": "ask-1", "helps": True, "words": words}
    return body.say(who, AnswerAsk, **{**asked, **more})


def cannot(body: Rehearsal, who: str) -> Outcome:
    """“We cannot help.”"""
    return replies(body, who, "", helps=False)


def closes(body: Rehearsal, who: str, ask: str = "ask-1") -> Outcome:
    """Somebody closes what was asked."""
    return body.say(who, CloseAsk, partnership=body.slug, ask=ask)


def shown(body: Rehearsal, who: str, **which: Any) -> AsksPicture:
    """What members were asked, as somebody sees it."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(ShowAsks(**asked, partnership=body.slug, **which))


def form(body: Rehearsal, who: str, **which: str) -> AskFormFacts:
    """What a form begins with."""
    asked = {"workspace": body.workspace, "team": body.team, "user": body.user(who)}
    return body.secretary.ask(AskForm(**asked, partnership=body.slug, **which))


def asked_once(body: Rehearsal, who: str = ASKER) -> Ask:
    """The one request there is, with its replies."""
    (listed,) = shown(body, who).asks
    (only,) = shown(body, who, ask=listed.id).asks
    return only


def turned(body: Rehearsal, *at: int) -> None:
    """The clock is turned, and ticks."""
    body.clock.set(datetime(2026, 11, *at, tzinfo=UTC))
    tick(body.store, body.secretary, body.clock)


def recipients(body: Rehearsal, *, again: bool = False) -> set[str]:
    """Whom the messages go to that ask, or that ask again."""
    return {each.recipient for each in body.notices("MembersAskedNotice") if each.data["again"] is again}


def test_whoever_represents_another_member_is_asked_by_direct_message(forum: Rehearsal) -> None:
    """C19: access to help from other members."""
    assert "3 members" in answer(asks(forum))
    assert recipients(forum) == {forum.user(each) for each in (CLERK, MEMBER, OTHER)}
    asked = forum.notices("MembersAskedNotice")[0].data
    assert (asked["words"], asked["about"], asked["wanted_by"]) == ("Who has a room in Exeter?", "", "")


def test_information_and_support_for_a_joint_bid_is_asked_for_by_a_day(forum: Rehearsal) -> None:
    """C31."""
    answer(asks(forum, tender=TENDER, wanted_by=DAY))
    asked = forum.notices("MembersAskedNotice")[0].data
    assert asked["about"].startswith("T2026/1: ")
    assert asked["wanted_by"] == "Monday 16 November 2026"


def test_each_reply_is_logged_and_told_to_whoever_asked(forum: Rehearsal) -> None:
    """C19: replies logged."""
    answer(asks(forum))
    answer(replies(forum, MEMBER))
    answer(cannot(forum, OTHER))
    told = forum.notices("AskReplyNotice")
    assert {each.recipient for each in told} == {forum.user(ASKER)}
    assert {(each.data["helps"], each.data["words"]) for each in told} == {
        (True, "We have two."),
        (False, "We cannot help."),
    }
    assert [each.type for each in forum.happened()][-3:] == ["MembersAsked", "AskAnswered", "AskAnswered"]


def test_the_asker_and_the_secretariat_see_who_has_answered_and_nobody_else(forum: Rehearsal) -> None:
    """C19: “1 of 3 have answered”."""
    answer(asks(forum))
    answer(replies(forum, MEMBER))
    for who in (ASKER, CLERK):
        asked = asked_once(forum, who)
        assert (asked.answered, len(asked.replies)) == (1, 3)
        assert shown(forum, who).counts == {"ask-1": (1, 3)}
        assert "1 of 3 have answered" in words(asks_screen(shown(forum, who))["blocks"])
    assert shown(forum, MEMBER).asks == ()
    assert "do not know" in refusal(shown(forum, MEMBER, ask="ask-1").refused).reason


def test_the_silent_are_asked_once_more_the_working_day_before(forum: Rehearsal) -> None:
    """C31: chaser. The day is a Monday, so they are on Friday."""
    answer(asks(forum, wanted_by=DAY))
    answer(replies(forum, MEMBER))
    turned(forum, 13, 8, 59)
    assert recipients(forum, again=True) == set()
    turned(forum, 13, 9)
    turned(forum, 16, 9)
    again = [each for each in forum.notices("MembersAskedNotice") if each.data["again"]]
    assert sorted(each.recipient for each in again) == sorted(forum.user(each) for each in (CLERK, OTHER))


def test_nobody_is_chased_where_no_day_was_given_or_it_is_too_late_for_it(forum: Rehearsal) -> None:
    """C31."""
    answer(asks(forum))
    answer(asks(forum, ask="ask-2", wanted_by=date(2026, 11, 5)))
    turned(forum, 30, 9)
    assert recipients(forum, again=True) == set()


def test_a_request_that_is_closed_is_chased_and_answered_no_more(forum: Rehearsal) -> None:
    """C19, C31: whoever asked closes it; what was answered stays, and it is recorded."""
    answer(asks(forum, wanted_by=DAY))
    answer(replies(forum, MEMBER))
    assert "1 of 3 have answered" in answer(closes(forum, ASKER))
    assert [each.type for each in forum.happened()][-1] == "AskClosed"
    turned(forum, 13, 9)
    assert recipients(forum, again=True) == set()
    assert "closed on Thursday 5 November 2026" in refusal(replies(forum, OTHER)).reason
    assert "closed on" in refusal(form(forum, OTHER, ask="ask-1").refused).reason
    assert (asked_once(forum).answered, asked_once(forum).closed_at is None) == (1, False)
    assert "closed on" in refusal(closes(forum, ASKER)).reason


def test_whoever_asked_and_the_secretariat_close_a_request_and_nobody_else(forum: Rehearsal) -> None:
    """C19."""
    answer(asks(forum))
    assert "Whoever asked, and the secretariat" in refusal(closes(forum, MEMBER)).reason
    assert "not in the register" in refusal(closes(forum, "U0NOBODY")).reason
    assert "do not know" in refusal(closes(forum, ASKER, ask="ask-9")).reason
    answer(closes(forum, CLERK))


def test_a_late_answer_is_kept_and_marked(forum: Rehearsal) -> None:
    """C31: due date and response."""
    answer(asks(forum, wanted_by=DAY))
    turned(forum, 16, 20)
    assert "late" not in answer(replies(forum, MEMBER))
    turned(forum, 17, 10)
    assert "late" in answer(replies(forum, OTHER))
    marked = {each.name: each.late for each in asked_once(forum).replies if each.answered_at}
    assert sorted(marked.values()) == [False, True]
    assert sorted(each.data["late"] for each in forum.notices("AskReplyNotice")) == [False, True]


def test_asked_or_answered_twice_by_the_same_click_is_once(forum: Rehearsal) -> None:
    """C19."""
    answer(asks(forum, delivery="one"))
    assert isinstance(asks(forum, delivery="one"), AlreadyDone)
    assert "already" in answer(asks(forum))
    assert len(forum.notices("MembersAskedNotice")) == 3
    answer(cannot(forum, MEMBER))
    assert "already" in answer(cannot(forum, MEMBER))
    assert len(forum.notices("AskReplyNotice")) == 1


def test_a_later_answer_takes_the_place_of_an_earlier_one(forum: Rehearsal) -> None:
    """C19: the register of events has both."""
    answer(asks(forum))
    answer(cannot(forum, MEMBER))
    answer(replies(forum, MEMBER))
    assert [each.words for each in asked_once(forum).replies if each.answered_at] == ["We have two."]
    assert len(forum.notices("AskReplyNotice")) == 2


def test_whoever_is_kept_away_from_a_bid_is_neither_asked_nor_answers_nor_asks(forum: Rehearsal) -> None:
    """C33, C31."""
    answer(answers(forum, MEMBER, COMPETING, tender=TENDER, words="We bid elsewhere."))
    answer(asks(forum, tender=TENDER, wanted_by=DAY))
    assert recipients(forum) == {forum.user(each) for each in (CLERK, OTHER)}
    for refused in (form(forum, MEMBER, ask="ask-1").refused, form(forum, MEMBER, tender=TENDER).refused):
        assert "in another bid" in refusal(refused).reason
    assert "in another bid" in refusal(replies(forum, MEMBER)).reason
    assert "in another bid" in refusal(asks(forum, MEMBER, ask="ask-2", tender=TENDER)).reason
    assert form(forum, MEMBER).refused is None


def test_whoever_is_kept_away_later_is_not_chased_and_no_longer_sees_the_replies(forum: Rehearsal) -> None:
    """C33, C31."""
    answer(asks(forum, tender=TENDER, wanted_by=DAY))
    answer(answers(forum, MEMBER, COMPETING, tender=TENDER, words="We bid elsewhere."))
    answer(answers(forum, ASKER, COMPETING, tender=TENDER, words="So do we."))
    turned(forum, 13, 9)
    assert recipients(forum, again=True) == {forum.user(each) for each in (CLERK, OTHER)}
    answer(replies(forum, OTHER))
    assert forum.notices("AskReplyNotice") == []
    assert shown(forum, ASKER).asks == ()
    assert "in another bid" in refusal(shown(forum, ASKER, ask="ask-1").refused).reason
    assert asked_once(forum, CLERK).answered == 1


def test_nobody_is_asked_about_a_tender_members_have_not_been_told_of_or_that_is_over(
    store: Store, clock: StoppedClock
) -> None:
    """C18, C31."""
    body = recorded(town(store, clock), CLERK)
    assert "have not been told" in refusal(asks(body, tender=TENDER)).reason
    assert "do not know" in refusal(asks(body, tender="tender-z")).reason
    answer(tells(body, CLERK, TENDER))
    answer(asks(body, tender=TENDER, wanted_by=DAY))
    answer(sets_aside(body, CLERK, TENDER, "No money."))
    assert "not pursued" in refusal(asks(body, ask="ask-2", tender=TENDER)).reason
    turned(body, 13, 9)
    assert recipients(body, again=True) == set()


def test_what_is_wrong_stands_under_its_field(forum: Rehearsal) -> None:
    """C19, C31."""
    assert refusal(asks(forum, words=" ")).field == "words"
    assert refusal(asks(forum, words="x" * 2001)).field == "words"
    assert refusal(asks(forum, wanted_by=date(2026, 11, 1))).field == "wanted_by"
    answer(asks(forum))
    assert refusal(replies(forum, MEMBER, " ")).field == "words"
    assert refusal(replies(forum, MEMBER, "x" * 2001)).field == "words"


def test_only_those_who_were_asked_answer(forum: Rehearsal) -> None:
    """C19."""
    answer(asks(forum))
    assert "not asked" in refusal(replies(forum, ASKER)).reason
    assert "not in the register" in refusal(replies(forum, "U0NOBODY")).reason
    assert "not in the register" in refusal(asks(forum, "U0NOBODY", ask="ask-2")).reason
    assert "do not know" in refusal(replies(forum, MEMBER, ask="ask-9")).reason
