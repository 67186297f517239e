"""An agenda belongs to the members: any of them proposes an item, the secretariat accepts it, returns it, puts it in order."""

from datetime import UTC, date, datetime

import pytest

from bot.presenters.agenda.agenda import agenda_modal
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, Terms
from bot.workflows.agenda.agenda import agenda_closes_on, agenda_lines, public_agenda
from bot.workflows.agenda.proposing import ProposeItem
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR
from tests.spec.meetings.agendas import (
    JULY,
    MEMBER,
    OCTOBER,
    SECRETARY,
    WORKS_SECRETARY,
    agenda,
    books,
    changed,
    circulated,
    decides,
    item_of_kind,
    picture,
    proposes,
    titles,
    to_be_announced,
)


def terms_of(slug: str, *adopted: str) -> Terms:
    """One of the sample terms, having adopted what is named."""
    adoption = Adoption("the Strategy Group", date(2026, 1, 9))
    return parse_terms(sample_terms(slug)).with_adoptions(dict.fromkeys(adopted, adoption))


# ---- until when


def test_items_close_so_long_before_the_day_for_agenda_and_papers() -> None:
    """K36, K35: five working days, as adopted, before the last day for the papers, itself a week before the meeting."""
    closing = agenda_closes_on(terms_of("clpp", "agenda.closes"), date(2026, 7, 16))
    assert closing.papers == date(2026, 7, 9)
    assert closing.day == date(2026, 7, 2)
    assert (
        "5 working days before Thursday 9 July 2026, the last day for agenda and papers (4.9)" in closing.why
    )
    assert "Adopted by the Strategy Group on Friday 9 January 2026" in closing.said


def test_the_closing_day_passes_over_easter_as_the_day_for_the_papers_does() -> None:
    """V35, V37: for Tuesday 6 April 2027 papers go by 30 March, and items close five working days before, on 19 March."""
    closing = agenda_closes_on(terms_of("voluntaryworks", "agenda.closes"), date(2027, 4, 6))
    assert (closing.papers, closing.day) == (date(2027, 3, 30), date(2027, 3, 19))


def test_where_no_closing_day_is_adopted_there_is_none_and_that_is_said() -> None:
    """V35, G1: a suggestion means nothing until it is adopted; an item is in time until the papers are due."""
    closing = agenda_closes_on(terms_of("clpp"), date(2026, 7, 16))
    assert closing.day is None
    assert "The terms do not state a closing day for items." in closing.why
    assert "means nothing until the partnership adopts it" in closing.why
    assert "until agenda and papers are due (4.9): Thursday 9 July 2026" in closing.why
    assert (closing.is_past(date(2026, 7, 9)), closing.is_past(date(2026, 7, 10))) == (False, True)


def test_a_body_that_states_no_deadline_for_papers_has_no_closing_day_at_all() -> None:
    """C25, N21: nothing is made up for it."""
    closing = agenda_closes_on(terms_of("clesp"), date(2026, 7, 16))
    assert (closing.day, closing.papers) == (None, None)
    assert "until the agenda is sent round" in closing.why
    assert not closing.is_past(date(2026, 7, 16))


def test_a_meeting_far_beyond_the_calendar_has_an_answer_and_no_error() -> None:
    """G3: the days between cannot be told, and that is said."""
    closing = agenda_closes_on(terms_of("clpp", "agenda.closes"), date(9999, 12, 31))
    assert closing.why


# ---- proposing


def test_any_member_proposes_an_item_and_the_secretariat_is_told_once_with_the_buttons(
    clpp: Rehearsal,
) -> None:
    """V35, K36."""
    books(clpp)
    said = answer(proposes(clpp, detail="What the year shows", minutes=15))
    assert "“The data report” is proposed for “Strategy Group” on Thursday 16 July 2026." in said
    [notice] = clpp.notices("ItemProposedNotice")
    assert notice.recipient == clpp.user(SECRETARY)
    assert (notice.data["proposer"], notice.data["organisation"]) == (
        "Marguerite Tolley",
        "Wealden Downs College",
    )
    assert (notice.data["detail"], notice.data["minutes"]) == ("What the year shows", 15)
    assert "The data report" not in titles(clpp)  # it waits for their decision


def test_a_named_deputy_a_chair_and_the_secretariat_propose_too(clpp: Rehearsal) -> None:
    """K36, V35: what the secretariat itself proposes is on the agenda at once."""
    books(clpp)
    [deputy] = clpp.register.substitutes_of("ekc-group", date(2026, 4, 23), "strategy group")[:1]
    answer(proposes(clpp, deputy.slug, "The deputy's item"))
    answer(proposes(clpp, CHAIR, "The chair's topic"))
    assert "is on the agenda of" in answer(proposes(clpp, SECRETARY, "The secretariat's matter"))
    assert "The secretariat's matter" in titles(clpp)
    assert "The chair's topic" not in titles(clpp)


def test_an_observer_or_a_co_opted_body_is_told_that_members_propose(works: Rehearsal) -> None:
    """V35, V6, L18: and who could do it for them."""
    books(works, JULY)
    [observer] = [
        each.person
        for each in works.register.appointments
        if works.register.organisation(each.organisation).standing in ("co-opted", "observer")
    ][:1]
    refused = proposes(works, observer)
    assert "without being a member, and items are proposed by members" in reason(refused)
    assert isinstance(refused, Refused) and "Ask a member or the secretariat" in refused.next


def test_a_stranger_and_somebody_deactivated_propose_nothing(clpp: Rehearsal) -> None:
    """V11: with the way in."""
    books(clpp)
    assert "not in the register" in reason(proposes(clpp, "U0STRANGER"))
    clpp.deactivates(MEMBER)
    assert "deactivated" in reason(proposes(clpp))


def test_somebody_who_speaks_for_two_organisations_says_for_which(clpp: Rehearsal) -> None:
    """G10: under its own field."""
    books(clpp)
    both = next(
        (
            person.slug
            for person in clpp.register.people
            if len(clpp.register.organisation_of(person.slug, date(2026, 4, 23), "strategy group")) > 1
        ),
        None,
    )
    if both is None:
        pytest.skip("nobody in the sample register speaks for two")
    refused = proposes(clpp, both)
    assert isinstance(refused, Refused) and refused.field == "on_behalf_of" and len(refused.choices) > 1
    chosen = next(iter(refused.choices))
    answer(proposes(clpp, both, on_behalf_of=chosen))


def test_what_is_wrong_with_a_proposal_is_told_under_its_own_field(clpp: Rehearsal) -> None:
    """V35: empty, far too long, minutes that are none, a meeting nobody knows."""
    books(clpp)
    wrong = {
        "title": proposes(clpp, title=" ", item="item-1"),
        "detail": proposes(clpp, detail="x" * 10_000),
        "minutes": proposes(clpp, minutes=0),
        "meeting": proposes(clpp, meeting="meeting-of-nobody"),
    }
    for field, refused in wrong.items():
        assert isinstance(refused, Refused)
        assert refused.field == field
    assert "10,000 characters long" in reason(proposes(clpp, title="x" * 10_000, item="item-1"))
    assert clpp.notices("ItemProposedNotice") == []


def test_the_same_form_twice_is_one_item(clpp: Rehearsal) -> None:
    """V35: the same delivery, and another delivery of the same form."""
    books(clpp)
    words = {"partnership": "clpp", "meeting": JULY, "item": "item-report", "title": "The data report"}
    first = clpp.command(MEMBER, ProposeItem, **words)
    assert isinstance(clpp.secretary.perform(first), Decision)
    assert isinstance(clpp.secretary.perform(first), AlreadyDone)
    assert "has been proposed already" in answer(clpp.say(MEMBER, ProposeItem, **words))
    assert len(clpp.notices("ItemProposedNotice")) == 1


def test_after_the_closing_day_an_item_is_recorded_as_late_and_waits_for_the_secretariat(
    store: object, clpp: Rehearsal
) -> None:
    """V35: which may take it all the same, or carry it over."""
    books(clpp)
    clpp.clock.set(datetime(2026, 7, 10, 9, 0, tzinfo=UTC))  # papers were due on the 9th
    outcome = proposes(clpp)
    assert isinstance(outcome, Decision)
    assert "It comes late." in outcome.answer.why
    assert outcome.answer.clause.number == "4.9"
    [notice] = clpp.notices("ItemProposedNotice")
    assert "It comes late." in notice.data["late"]
    assert item_of_kind(clpp, "item").late
    answer(decides(clpp, "accept"))
    assert "The data report" in titles(clpp)


def test_in_the_last_hour_of_the_closing_day_where_the_partnership_is_an_item_is_in_time(
    clpp: Rehearsal,
) -> None:
    """G2: 23:30 on 9 July in London is 22:30 in UTC; half an hour later it is late."""
    books(clpp)
    clpp.clock.set(datetime(2026, 7, 9, 22, 30, tzinfo=UTC))
    answer(proposes(clpp, title="One"))
    clpp.clock.set(datetime(2026, 7, 9, 23, 0, tzinfo=UTC))
    answer(proposes(clpp, title="Two"))
    late = {each.title: each.late for each in picture(clpp).items if each.kind == "item"}
    assert late == {"One": False, "Two": True}


def test_once_the_agenda_has_gone_round_only_an_urgent_matter_can_still_be_raised(clpp: Rehearsal) -> None:
    """K37: at the meeting itself; or the item goes to the next one."""
    books(clpp)
    circulated(clpp)
    refused = proposes(clpp)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("meeting", "4.10")
    assert "An urgent matter can be raised at the meeting itself (4.10)" in refused.next
    assert "“Strategy Group” on Thursday 15 October 2026" in refused.next
    answer(proposes(clpp, meeting=OCTOBER))


def test_an_agenda_sent_for_a_day_since_changed_is_open_again_while_items_for_the_new_day_are(
    clpp: Rehearsal,
) -> None:
    """G7: a moved meeting has its own closing day."""
    books(clpp)
    circulated(clpp, sequence=0)
    changed(clpp, JULY, sequence=1)
    answer(proposes(clpp))
    clpp.clock.set(datetime(2026, 7, 10, 9, 0, tzinfo=UTC))
    assert "has been sent to the members" in reason(proposes(clpp, title="Another"))


@pytest.mark.parametrize(
    ("state", "says"),
    [("in session", "is in session"), ("closed", "has been held"), ("cancelled", "was cancelled")],
)
def test_nothing_is_proposed_for_a_meeting_that_is_not_to_come(
    clpp: Rehearsal, state: str, says: str
) -> None:
    """K37, V35: with what can be done instead."""
    books(clpp)
    changed(clpp, JULY, state=state)
    refused = proposes(clpp)
    assert isinstance(refused, Refused)
    assert says in refused.reason and refused.next and refused.field == "meeting"


def test_an_item_of_another_partnership_or_workspace_is_out_of_reach(
    clpp: Rehearsal, works: Rehearsal
) -> None:
    """V16: its id is worth nothing here."""
    books(clpp)
    books(works, OCTOBER)
    assert isinstance(proposes(works, WORKS_SECRETARY, meeting=JULY), Refused)
    answer(proposes(clpp))
    assert isinstance(decides(works, "accept", who=WORKS_SECRETARY), Refused)
    elsewhere = clpp.command(MEMBER, ProposeItem, partnership="nowhere", meeting=JULY, item="i", title="x")
    assert "not kept here" in reason(clpp.secretary.perform(elsewhere))


def test_an_agenda_takes_sixty_proposals_and_then_names_the_next(clpp: Rehearsal) -> None:
    """V35: so that it can still be put in order on one screen."""
    books(clpp)
    for number in range(60):
        answer(proposes(clpp, title=f"Item {number}"))
    refused = proposes(clpp, title="One more")
    assert "60 items have been proposed" in reason(refused)
    assert isinstance(refused, Refused) and "15 October" in refused.next


# ---- a change of the terms


def test_an_amendment_is_told_at_once_by_when_its_text_has_to_be_with_the_members(clpp: Rehearsal) -> None:
    """K45, G5: ten days under 5.7, and the last working day before that."""
    books(clpp)
    outcome = proposes(clpp, title="New quorum", amendment=True)
    assert isinstance(outcome, Decision)
    assert "by Monday 6 July 2026, 10 days before the meeting, which leaves 74 days." in outcome.answer.words
    assert outcome.answer.clause.number == "5.7"
    [notice] = clpp.notices("ItemProposedNotice")
    assert (notice.data["clause"], "Monday 6 July 2026" in notice.data["amendment"]) == ("5.7", True)
    assert item_of_kind(clpp, "amendment").title == "New quorum"


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (6, "which is today"),
        (
            7,
            "so it cannot be put at this meeting. Sent out today, it could be put at a meeting on Friday 17 July 2026",
        ),
    ],
)
def test_on_the_tenth_day_it_can_still_be_met_and_on_the_ninth_it_cannot(
    clpp: Rehearsal, today: int, says: str
) -> None:
    """K45, G6: and the answer names the first day of a meeting for which it would be in time."""
    books(clpp)
    clpp.clock.set(datetime(2026, 7, today, 9, 0, tzinfo=UTC))
    assert says in answer(proposes(clpp, title="New quorum", amendment=True))


def test_where_the_terms_say_nothing_on_amendments_the_answer_says_so(works: Rehearsal) -> None:
    """V35, G1: the Agreement does not say how it may be amended."""
    books(works, JULY)
    said = answer(proposes(works, "femi-oyelaran", title="New rules", amendment=True))
    assert "The terms do not state how long before a meeting the text of an amendment goes" in said


def test_an_amendment_for_a_meeting_without_a_day_is_told_the_period(clpp: Rehearsal) -> None:
    """N18, K45."""
    to_be_announced(clpp)
    said = answer(proposes(clpp, meeting="meeting-later", title="New quorum", amendment=True))
    assert "10 days before the meeting, whose day is to be announced" in said


def test_the_terms_are_not_changed_at_a_meeting_of_another_group(clpp: Rehearsal) -> None:
    """K3, K45: 5.7 asks for a meeting of the Strategy Group."""
    books(clpp, JULY)
    changed(clpp, JULY, body="operational")
    refused = proposes(clpp, SECRETARY, title="New quorum", amendment=True)
    assert isinstance(refused, Refused)
    assert (refused.field, refused.clause.number) == ("meeting", "5.7")


# ---- the list


def test_what_waits_for_the_secretariat_stands_first_for_them(clpp: Rehearsal) -> None:
    """V35: a member sees the agenda, and under it what they proposed themselves."""
    books(clpp)
    answer(proposes(clpp))
    shown = words(agenda_modal(picture(clpp))["blocks"])  # type: ignore[arg-type]
    first, then = shown.index("The data report"), shown.index("On the agenda")
    assert shown.index("Proposed, not decided on yet") < first < then < shown.index("Any other business")
    theirs = words(agenda_modal(picture(clpp, MEMBER))["blocks"])  # type: ignore[arg-type]
    assert "On the agenda" not in theirs
    assert theirs.index("Any other business") < theirs.index("The data report")


def test_an_item_that_proposes_an_amendment_of_the_terms_is_marked(clpp: Rehearsal) -> None:
    """K45: on the agenda of members, and nowhere that its name is kept back."""
    books(clpp)
    answer(proposes(clpp, SECRETARY, "New quorum", amendment=True))
    assert "proposes an amendment of the terms" in "\n".join(agenda_lines(agenda(clpp)))
    answer(proposes(clpp, SECRETARY, "Secret rules", amendment=True, confidential=True))
    told = agenda_lines(public_agenda(agenda(clpp)))
    assert sum("amendment" in line for line in told) == 1
