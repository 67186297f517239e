"""An urgent matter raised at a meeting: debated only with the agreement of those present, as each body's terms put it."""

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.agenda.urgent import RaiseUrgentItem
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from tests.rehearsal import MEETING, Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, TOWN_TERMS, WORKS_CHAIR, represented, town
from tests.spec.meetings.agendas import (
    MEMBER,
    OTHER_MEMBER,
    SECRETARY,
    WORKS_SECRETARY,
    admits,
    agenda,
    books,
    changed,
    decides,
    picture,
    raises,
    titles,
)

VICE = "leontyne-marsh"  # of Medway Council, which is in the room
ABSENT = "seraphina-dacosta"  # of Invicta, which is not
URGENT_RULE = """
[agenda.urgent]
value  = "{value}"
clause = "13"
words  = "Urgent matters."
"""


@pytest.fixture
def meeting(clpp: Rehearsal) -> Rehearsal:
    """CLPP's Strategy Group in session, its chair in the chair."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return clpp


def test_an_urgent_matter_waits_until_nobody_present_objects(meeting: Rehearsal) -> None:
    """K37: whoever is chairing is asked, in the words of the partnership's own rule."""
    outcome = raises(meeting, detail="It leaks")
    assert isinstance(outcome, Decision)
    assert "“The roof” is raised. Kwabena Ofori is asked; it is not debated before it is admitted." in (
        outcome.answer.words
    )
    assert outcome.answer.clause.number == "4.10"
    assert "The roof" not in titles(meeting, MEETING)
    [notice] = meeting.notices("UrgentItemNotice")
    assert notice.recipient == meeting.user(CHAIR)
    assert "does anybody object" in notice.data["question"]
    assert (notice.data["yes"], notice.data["clause"]) == ("Nobody objects: take it", "4.10")


def test_once_admitted_it_stands_on_the_agenda_and_is_business_like_any_other(meeting: Rehearsal) -> None:
    """K37, K31: interests are declared in it, and a motion is about it."""
    answer(raises(meeting))
    assert "is admitted and stands on the agenda" in answer(admits(meeting, CHAIR))
    assert titles(meeting, MEETING)[-2:] == ["The roof", "Any other business"]
    [told] = meeting.notices("ItemDecidedNotice")
    assert (told.recipient, told.data["outcome"]) == (meeting.user(MEMBER), "admitted")
    answer(meeting.declares(OTHER_MEMBER, "We would mend it", kind="item", subject="item-roof"))
    answer(meeting.puts(CHAIR, about="item-roof"))
    assert meeting.sees().about == "The roof"
    [event] = [each for each in meeting.happened() if each.type == "UrgentItemAdmitted"]
    assert (event.person, event.data["clause"], event.data["rule"]) == (
        CHAIR,
        "4.10",
        "if nobody present objects",
    )


def test_a_motion_about_it_is_refused_under_its_field_until_then(meeting: Rehearsal) -> None:
    """K37: and for good where those present do not agree."""
    answer(raises(meeting))
    for _ in range(2):
        refused = meeting.puts(CHAIR, about="item-roof")
        assert isinstance(refused, Refused)
        assert (refused.field, refused.clause.number) == ("about", "4.10")
        assert "has not been admitted to this meeting" in refused.reason
        admits(meeting, CHAIR, agreed=False)
    assert meeting.notices("MotionNotice") == []


def test_where_somebody_objects_it_is_not_debated_and_whoever_raised_it_is_told(meeting: Rehearsal) -> None:
    """K37."""
    answer(raises(meeting))
    assert "is not admitted" in answer(admits(meeting, CHAIR, agreed=False))
    assert "The roof" not in titles(meeting, MEETING)
    [told] = meeting.notices("ItemDecidedNotice")
    assert told.data["outcome"] == "not admitted"
    assert "Already recorded: “The roof” was not admitted." in answer(admits(meeting, CHAIR))
    assert "The roof" not in titles(meeting, MEETING)


def test_only_whoever_is_chairing_records_what_those_present_say(meeting: Rehearsal) -> None:
    """K37, K26: not the elected chair once somebody else is in the chair, and not whoever raised it."""
    answer(raises(meeting))
    for person in (MEMBER, OTHER_MEMBER, SECRETARY):
        refused = admits(meeting, person)
        assert isinstance(refused, Refused)
        assert "Only whoever is chairing" in refused.reason
        assert refused.next == "Chairing now: Kwabena Ofori."
    answer(meeting.calls_roll(SECRETARY, chair=VICE, present=IN_THE_ROOM))
    assert "Chairing now: Leontyne Marsh." in str(admits(meeting, CHAIR))
    answer(admits(meeting, VICE))


def test_where_whoever_is_chairing_has_no_account_the_secretariat_records_it(meeting: Rehearsal) -> None:
    """K37, V23."""
    meeting.deactivates(CHAIR)
    answer(raises(meeting))
    [notice] = meeting.notices("UrgentItemNotice")
    assert notice.recipient == meeting.user(SECRETARY)
    answer(admits(meeting, SECRETARY))


def test_it_is_raised_by_somebody_present_the_chair_or_the_secretariat(meeting: Rehearsal) -> None:
    """K37: whose organisation is on the roll."""
    refused = raises(meeting, ABSENT)
    assert "no organisation you speak for is on the roll" in reason(refused)
    answer(raises(meeting, SECRETARY))
    answer(raises(meeting, CHAIR, "The boiler"))
    assert "not in the register" in reason(raises(meeting, "U0STRANGER", "The cellar"))


def test_it_is_raised_at_a_meeting_in_session_and_nowhere_else(clpp: Rehearsal) -> None:
    """K37: before it any member proposes an item; after it nothing is admitted."""
    books(clpp)
    refused = raises(clpp, meeting="meeting-july")
    assert isinstance(refused, Refused)
    assert "at a meeting in session" in refused.reason and "Propose an item" in refused.next
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(raises(clpp))
    answer(clpp.closes_meeting(CHAIR))
    assert "that meeting is not" in reason(admits(clpp, CHAIR))
    assert isinstance(raises(clpp, meeting="meeting-of-nobody", title="The attic"), Refused)


def test_nothing_is_raised_before_somebody_is_in_the_chair(meeting: Rehearsal) -> None:
    """K26: those present choose one of their number before business is commenced."""
    changed(meeting, MEETING, chaired_by=None)
    refused = raises(meeting, OTHER_MEMBER)
    assert isinstance(refused, Refused)
    assert "Nobody is chairing yet" in refused.reason
    assert refused.clause.number == "4.2"


def test_what_is_wrong_with_it_is_told_under_its_own_field(meeting: Rehearsal) -> None:
    """K37."""
    assert "title" in str(raises(meeting, title=" ", item="item-1"))
    for words, field in (
        ({"title": "x" * 10_000, "item": "item-1"}, "title"),
        ({"detail": "x" * 10_000}, "detail"),
    ):
        refused = raises(meeting, **words)
        assert isinstance(refused, Refused) and refused.field == field


def test_the_same_form_twice_is_one_matter(meeting: Rehearsal) -> None:
    """K37."""
    words = {"partnership": "clpp", "meeting": MEETING, "item": "item-roof", "title": "The roof"}
    command = meeting.command(MEMBER, RaiseUrgentItem, **words)
    assert isinstance(meeting.secretary.perform(command), Decision)
    assert isinstance(meeting.secretary.perform(command), AlreadyDone)
    assert "already" in answer(meeting.say(MEMBER, RaiseUrgentItem, **words))
    assert len(meeting.notices("UrgentItemNotice")) == 1


def test_where_the_terms_are_silent_the_chair_is_asked_and_the_silence_is_recorded(works: Rehearsal) -> None:
    """V35, G1: the Agreement says nothing of urgent matters."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=("brec", "brcc", "val", "vcb")))
    outcome = raises(works, "femi-oyelaran")
    assert isinstance(outcome, Decision)
    assert "The terms do not state what an urgent matter needs." in outcome.answer.why
    [notice] = works.notices("UrgentItemNotice")
    assert "The terms do not say" in notice.data["question"]
    answer(admits(works, WORKS_CHAIR))
    [event] = [each for each in works.happened() if each.type == "UrgentItemAdmitted"]
    assert event.data["rule"] == "not stated"


def test_a_rule_that_was_adopted_is_asked_as_it_was_adopted(store: Store, clock: StoppedClock) -> None:
    """G1, K37."""
    works = rehearse(store, clock, "voluntaryworks", adopting=["agenda.urgent"])
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=("brec", "brcc", "val", "vcb")))
    answer(raises(works, "femi-oyelaran"))
    [notice] = works.notices("UrgentItemNotice")
    assert notice.data["yes"] == "Nobody objects: take it"


@pytest.mark.parametrize(
    ("rule", "question", "yes"),
    [
        ("if most of those present agree", "do most of them agree", "Most of those present agree"),
        ("chair decides", "It is for you to decide", "Take it"),
    ],
)
def test_the_question_follows_the_bodys_own_rule(
    store: Store, clock: StoppedClock, rule: str, question: str, yes: str
) -> None:
    """K37: a majority, or the chair, where the terms say so."""
    forum = town(store, clock, terms=TOWN_TERMS + URGENT_RULE.format(value=rule))
    answer(forum.opens_meeting(represented("org-1"), chair=represented("org-1"), present=("org-1", "org-3")))
    answer(raises(forum, represented("org-3")))
    [notice] = forum.notices("UrgentItemNotice")
    assert question in notice.data["question"]
    assert (notice.data["yes"], notice.data["clause"]) == (yes, "13")


def test_where_the_terms_take_none_it_is_refused_at_once_with_the_clause(
    store: Store, clock: StoppedClock
) -> None:
    """K37: nobody is asked."""
    forum = town(store, clock, terms=TOWN_TERMS + URGENT_RULE.format(value="not taken"))
    answer(forum.opens_meeting(represented("org-1"), chair=represented("org-1"), present=("org-1", "org-3")))
    refused = raises(forum, represented("org-3"))
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("title", "13")
    assert "Propose it for the next meeting" in refused.next
    assert forum.notices("UrgentItemNotice") == []


def test_while_it_waits_everybody_sees_that_it_does(meeting: Rehearsal) -> None:
    """K37: in the agenda, apart from what stands on it; and only whoever is chairing has the two buttons."""
    answer(raises(meeting))
    for person in (OTHER_MEMBER, CHAIR):
        shown = picture(meeting, person)
        assert [each.title for each in shown.items if each.state == "awaiting agreement"] == ["The roof"]
    assert picture(meeting, CHAIR).may_admit
    assert not picture(meeting, OTHER_MEMBER).may_admit


def test_an_urgent_matter_is_not_decided_on_as_a_proposal_is(meeting: Rehearsal) -> None:
    """K37: the secretariat accepts nothing for those present."""
    answer(raises(meeting))
    refused = decides(meeting, "accept", "item-roof")
    assert "where those present say whether it is taken" in reason(refused)
    assert "The roof" not in [each.title for each in agenda(meeting, MEETING)]


def test_two_who_press_at_once_record_it_once(meeting: Rehearsal) -> None:
    """K37: the chair presses both buttons; the first stands."""
    answer(raises(meeting))
    answer(admits(meeting, CHAIR))
    assert "Already recorded: “The roof” was admitted." in answer(admits(meeting, CHAIR, agreed=False))
    assert "The roof" in titles(meeting, MEETING)
    assert len(meeting.notices("ItemDecidedNotice")) == 1


def test_it_is_of_its_own_partnership(meeting: Rehearsal, works: Rehearsal) -> None:
    """V16: another partnership's chair records nothing for this one."""
    answer(raises(meeting))
    assert "do not know" in reason(admits(works, WORKS_CHAIR))
    assert isinstance(raises(works, WORKS_SECRETARY, "The cellar", meeting=MEETING), Refused)
