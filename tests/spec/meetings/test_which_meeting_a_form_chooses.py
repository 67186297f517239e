"""The forms for items and papers choose a meeting that still takes them in time, and show the days of every meeting."""

from typing import Any

import pytest

from bot.presenters.agenda.agenda_forms import propose_form, return_form
from bot.presenters.papers.papers import submit_form
from bot.store.partnership import partnerships
from bot.workflows.agenda.agenda_questions import ItemForm, ProposeForm, ProposeFormFacts
from bot.workflows.papers.paper_questions import SubmitForm, SubmitFormFacts
from tests.presenters.reading import words as shown_words
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.spec.meetings.agendas import decides, proposes
from tests.spec.meetings.calling import books, cancels, turn_to
from tests.spec.meetings.holding import ask
from tests.spec.meetings.sending import MEMBER, begins, item, london, submits

LATER = "meeting-september"


@pytest.fixture
def booked(clpp: Rehearsal) -> Rehearsal:
    """CLPP with meetings on Thursday 11 June and Thursday 17 September 2026."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(books(clpp, "2026-09-17 14:00", meeting=LATER, title="September meeting"))
    return clpp


def test_each_meeting_has_its_own_last_day_beside_it(booked: Rehearsal) -> None:
    """K35, V35: whichever is chosen, its day is in view."""
    [june, september] = submits_in(booked).days
    assert "Thursday 4 June 2026" in june
    assert "September meeting" in september and "Thursday 10 September 2026" in september
    [june, september] = proposes_in(booked).closings
    assert "June 2026" in june
    assert "September meeting" in september and "September 2026" in september


def test_the_next_meeting_is_chosen_while_it_takes_papers_and_items(booked: Rehearsal) -> None:
    """K36."""
    assert chosen(submits_in(booked)) == chosen(proposes_in(booked)) == MEETING
    assert submits_in(booked).instead == proposes_in(booked).instead == ""


def test_once_its_papers_have_closed_the_first_that_is_open_is_chosen_and_late_is_said(
    booked: Rehearsal,
) -> None:
    """K35: a late paper can still be chosen, and what it needs stands there."""
    turn_to(booked, london("2026-06-05"))
    form = submits_in(booked, meeting=MEETING)
    assert chosen(form) == LATER
    assert "Papers for “Strategy Group” on Thursday 11 June 2026 have closed" in form.instead
    assert "It comes after the last day for" in form.days[0]
    assert {each.id for each in form.meetings} == {MEETING, LATER}


def test_once_its_items_have_closed_the_first_that_is_open_is_chosen_and_late_is_said(
    booked: Rehearsal,
) -> None:
    """V35, K36: the secretariat may take a late one."""
    turn_to(booked, london("2026-06-05"))
    form = proposes_in(booked, meeting=MEETING)
    assert chosen(form) == LATER
    assert "Items for “Strategy Group” on Thursday 11 June 2026 have closed" in form.instead
    assert "the secretariat may take a late item all the same" in form.closings[0]


def test_a_new_version_and_a_paper_for_an_item_stay_with_their_meeting(booked: Rehearsal) -> None:
    """K36."""
    item(booked, "The data report", "item-data")
    answer(submits(booked, MEMBER, item="item-data"))
    turn_to(booked, london("2026-06-05"))
    assert chosen(submits_in(booked, paper="paper-1")) == MEETING
    assert chosen(submits_in(booked, meeting=MEETING, item="item-data")) == MEETING


def test_the_meeting_in_session_stays_chosen_where_it_was_asked_for(booked: Rehearsal) -> None:
    """K35: those present are asked about a paper that comes at the meeting itself."""
    begins(booked, "2026-06-11")
    assert chosen(submits_in(booked, meeting=MEETING)) == MEETING


def submits_in(body: Rehearsal, **asked: str) -> SubmitFormFacts:
    """What the form for a paper shows a member."""
    user = body.user(MEMBER)
    return body.secretary.ask(
        SubmitForm(workspace=body.workspace, team=body.team, user=user, partnership=body.slug, **asked)
    )


def proposes_in(body: Rehearsal, **asked: str) -> ProposeFormFacts:
    """What the form for an item shows a member."""
    user = body.user(MEMBER)
    return body.secretary.ask(
        ProposeForm(workspace=body.workspace, team=body.team, user=user, partnership=body.slug, **asked)
    )


def chosen(form: SubmitFormFacts | ProposeFormFacts) -> str:
    """The meeting a form has chosen beforehand."""
    [one] = [each.id for each in form.meetings if each.chosen]
    return one


def test_the_terms_are_read_once_however_many_meetings_are_booked(
    booked: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G1: each meeting is judged by the terms of its own day, and all of them come with one reading."""
    asked: list[str] = []
    kept = partnerships.setting

    def counted(*given: Any, **more: Any) -> Any:
        asked.append("")
        return kept(*given, **more)

    monkeypatch.setattr(partnerships, "setting", counted)
    counts = []
    for month in ("11", "12"):
        asked.clear()
        submits_in(booked)
        proposes_in(booked)
        counts.append(len(asked))
        answer(books(booked, f"2026-{month}-17 14:00", meeting=f"meeting-{month}", title="Another"))
    assert counts[0] == counts[1]


def test_an_amendment_is_told_in_the_form_which_meeting_can_still_take_it(booked: Rehearsal) -> None:
    """K45: its ten days are longer than the week of papers, so the meeting chosen may take the item and not the amendment."""
    booked.clock.set(london("2026-06-01", "23:59"))
    assert proposes_in(booked).missed == submits_in(booked).missed == ""
    booked.clock.set(london("2026-06-02", "00:00"))
    for form in (proposes_in(booked), submits_in(booked)):
        assert chosen(form) == MEETING
        assert form.missed == (
            "A change of the terms comes too late for “Strategy Group” on Thursday 11 June 2026. The first booked that can take "
            "one is “September meeting” on Thursday 17 September 2026."
        )
    assert proposes_in(booked).missed in shown_words(propose_form(proposes_in(booked))["blocks"])
    assert submits_in(booked).missed in shown_words(submit_form(submits_in(booked))["blocks"])


def test_where_none_booked_can_take_it_the_first_day_that_could_is_named(booked: Rehearsal) -> None:
    """K45, G6."""
    answer(cancels(booked, meeting=LATER))
    booked.clock.set(london("2026-06-02"))
    assert proposes_in(booked).missed.endswith(
        "Sent today, it can be put at a meeting on Friday 12 June 2026 or later; none so late is booked yet."
    )


def test_a_meeting_of_another_group_is_not_named_for_an_amendment(booked: Rehearsal) -> None:
    """K3, K45: the terms are changed by the body that decides."""
    answer(books(booked, "2026-06-25 14:00", meeting="meeting-group", group="operational"))
    booked.clock.set(london("2026-06-02"))
    assert "September meeting" in proposes_in(booked).missed


def test_an_amendment_chosen_for_a_meeting_it_misses_is_told_the_first_booked_that_can_take_it(
    booked: Rehearsal,
) -> None:
    """K45: in the answer to whoever proposes it, and to whoever carries it over to a meeting that is too near."""
    booked.clock.set(london("2026-06-02"))
    september = "the first booked is “September meeting” on Thursday 17 September 2026"
    assert september in answer(proposes(booked, MEMBER, "Two chairs", MEETING, amendment=True, item="item-a"))
    answer(books(booked, "2026-06-10 14:00", meeting="meeting-nearer", title="Extra meeting"))
    carried = answer(decides(booked, "carry over", "item-a", to_meeting="meeting-nearer"))
    assert "it cannot be put at this meeting" in carried and september in carried
    assert "cannot be put" not in answer(decides(booked, "carry over", "item-a", to_meeting=LATER))


def test_an_amendment_is_carried_over_to_the_first_meeting_that_can_take_it(booked: Rehearsal) -> None:
    """K45: that one is chosen in the form; of any other item none is."""
    answer(books(booked, "2026-06-09 14:00", meeting="meeting-nearer", title="Extra meeting"))
    item(booked, "Two chairs", "item-amendment", amendment=True)
    item(booked, "The data report", "item-data")
    booked.clock.set(london("2026-06-02"))
    facts = ask(booked, "gwendolen-saxby", ItemForm, item="item-amendment")
    assert [each.id for each in facts.others] == ["meeting-nearer", LATER]
    assert [each.id for each in facts.others if each.chosen] == [LATER]
    menu = next(each for each in return_form(facts)["blocks"] if each.get("block_id") == "to_meeting")
    assert menu["element"]["initial_option"]["value"] == LATER
    facts = ask(booked, "gwendolen-saxby", ItemForm, item="item-data")
    assert not any(each.chosen for each in facts.others)
