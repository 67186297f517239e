"""What a form has chosen already, and what it says before anything is written in it."""

from dataclasses import replace
from datetime import date

from bot.rules.terms import Adoption
from bot.workflows.decisions import Answer, Decision
from bot.workflows.interests.interests import Subject
from bot.workflows.questions import DeclareForm, Place, Places, PutForm, WhichPartnerships
from tests.handlers.conftest import Stub
from tests.handlers.slack import Slack
from tests.presenters.reading import words
from tests.presenters.samples import MEETING, declare_facts, put_facts, terms_of

CLPP = Place("clpp", "Care Leavers Progression Partnership", "CLPP", "C1", is_mine=True)


def test_nothing_to_declare_is_said_with_one_tick_on_the_meeting_that_is_chosen_already(
    slack: Slack, desk: Stub
) -> None:
    """K31: the meeting in session or the next one stands first; a name typed is chosen instead of it."""
    meeting = Subject("meeting", "meeting-1", "Strategy Group, Thursday 23 April 2026 at 14:00")
    facts = replace(declare_facts(), subjects=(Subject("tender", "tender-1", "Youth"), meeting))
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), DeclareForm: facts}
    desk.outcome = Decision(Answer("Recorded."))
    slack.command("U1", "/declare-interest")
    form = slack.opened()
    chosen = next(each for each in form["blocks"] if each.get("block_id") == "subject")
    assert chosen["element"]["initial_option"]["value"] == "meeting|meeting-1"
    said = {"subject": "meeting|meeting-1", "on_behalf_of": "org-1"}
    slack.submit("U1", form, said | {"nil": ["nil"]})
    slack.submit("U1", form, said | {"new_title": "The youth contract", "nature": "We bid"}, view_id="V2")
    nil, named = desk.performed
    assert (nil.subject_kind, nil.subject, nil.nil) == ("meeting", "meeting-1", True)
    assert (named.subject_kind, named.new_title) == ("item", "The youth contract")


def test_where_no_binding_vote_can_be_taken_the_form_says_why_before_anything_is_written(
    slack: Slack, desk: Stub
) -> None:
    """C25: CLESP's 2.6 at the top of the form of a meeting in session, with the way that is open."""
    facts = put_facts(meeting=MEETING, ways=("indicative", "note"), terms=terms_of("clesp"))
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: facts}
    slack.command("U1", "/vote")
    form = words(slack.opened()["blocks"])
    assert "takes no binding votes here" in form
    assert "Clause 2.6" in form
    assert form.index("takes no binding votes here") < form.index("The motion")


def test_where_votes_are_by_name_the_form_says_so_instead_of_asking(slack: Slack, desk: Stub) -> None:
    """K28: whoever looks for a secret vote finds why there is none; where the terms leave it open, the form asks."""
    asked = put_facts(meeting=MEETING, terms=terms_of("clpp"))
    by_name = asked.terms.with_adoptions({"voting.ballot": Adoption("Kwabena Ofori", date(2026, 4, 23))})
    said = "Votes are by name under these terms."
    for terms, says in ((asked.terms, False), (by_name, True)):
        desk.answers = {
            WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)),
            PutForm: replace(asked, terms=terms),
        }
        slack.command("U1", "/vote")
        shown = words(slack.opened()["blocks"])
        assert (said in shown, "Named or secret?" in shown) == (says, not says)
