"""What arrives is read once, and every outcome is an answer: counted, refused, repeated, busy, broken, unknown."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.presenters.room.roll import roll_form
from bot.secretary import SecretaryBusy
from bot.store.partnership.places import UnknownPartnership
from bot.workflows.decisions import AlreadyDone, Answer, Decision, Refused
from bot.workflows.partnership.members import MarkAccount
from bot.workflows.questions import (
    DeclareForm,
    Place,
    Places,
    PutForm,
    RollForm,
    ShowHome,
    ShowPartnership,
    WhichPartnerships,
)
from bot.workflows.votes.votes import CastVote
from tests.handlers.conftest import Stub
from tests.handlers.slack import WORKSPACE, Slack, button
from tests.presenters.reading import words
from tests.presenters.samples import (
    CLAUSE,
    MEETING,
    declare_facts,
    home_picture,
    partnership_picture,
    put_facts,
    roll_facts,
)

FOR = {"action_id": ids.VOTE_FOR, "value": "motion-1"}
CLPP = Place("clpp", "Care Leavers Progression Partnership", "CLPP", "C1", is_mine=True)
WORKS = Place("voluntaryworks", "Voluntaryworks", "Voluntaryworks", "C2", is_mine=True)
COUNTED = Decision(Answer("Counted: for, for Exeter CVS."))


def test_a_vote_is_committed_then_acknowledged_then_confirmed_in_private(slack: Slack, desk: Stub) -> None:
    desk.outcome = COUNTED
    answered = slack.press("U1", FOR)
    assert (answered.status, answered.body) == (200, {})
    assert slack.order == ["ack", "response_url"]
    assert slack.said() == "Counted: for, for Exeter CVS. "
    url, body = slack.posted[0]
    assert (body["response_type"], body["replace_original"]) == ("ephemeral", False)
    assert url.startswith("https://hooks.slack.com/")


def test_a_press_says_who_pressed_and_never_for_whom(slack: Slack, desk: Stub) -> None:
    desk.outcome = COUNTED
    slack.press("U1", FOR, team="T0ELSEWHERE")
    [command] = desk.performed
    assert isinstance(command, CastVote)
    assert (command.workspace, command.team, command.user) == (WORKSPACE, "T0ELSEWHERE", "U1")
    assert (command.motion, command.choice, command.on_behalf_of) == ("motion-1", "for", None)
    assert command.delivery == "action:trigger-1"


def test_a_press_without_a_trigger_is_known_by_when_by_whom_and_where(slack: Slack, desk: Stub) -> None:
    desk.outcome = COUNTED
    slack.press("U1", FOR, trigger_id=None)
    assert desk.performed[0].delivery == "action:2.0:U1:1.0"


@pytest.mark.parametrize(
    ("action", "choice"),
    [(ids.VOTE_FOR, "for"), (ids.VOTE_AGAINST, "against"), (ids.VOTE_ABSTAIN, "abstain")],
)
def test_each_button_casts_its_own_vote(slack: Slack, desk: Stub, action: str, choice: str) -> None:
    desk.outcome = COUNTED
    slack.press("U1", {"action_id": action, "value": "motion-1"})
    assert desk.performed[0].choice == choice


def test_somebody_with_two_organisations_is_asked_for_which(slack: Slack, desk: Stub) -> None:
    desk.outcome = Refused("For which of them is this?", choices={"exeter-cvs": "Exeter CVS", "rise": "RISE"})
    slack.press("U1", FOR)
    chosen = button(slack.posted[0][1]["blocks"], "For RISE")
    desk.outcome = COUNTED
    slack.press("U1", chosen)
    assert (desk.performed[-1].choice, desk.performed[-1].on_behalf_of) == ("for", "rise")
    assert desk.performed[-1].motion == "motion-1"


def test_a_refusal_is_private_with_its_clause_its_words_and_what_may_be_done(
    slack: Slack, desk: Stub
) -> None:
    desk.outcome = Refused("Only whoever is chairing closes the vote.", CLAUSE, next="Ask them to close it.")
    slack.press("U1", {"action_id": ids.CLOSE_VOTE, "value": "motion-1"})
    assert "Only whoever is chairing closes the vote." in slack.said()
    assert "Clause 4.5: “In the event of a tied vote the Chair has a casting vote”" in slack.said()
    assert "Ask them to close it." in slack.said()


def test_the_same_press_delivered_twice_is_quietly_said_to_be_done(slack: Slack, desk: Stub) -> None:
    desk.outcome = AlreadyDone()
    assert slack.press("U1", FOR).status == 200
    assert "already done" in slack.said()


def test_when_the_database_is_away_nothing_is_said_to_be_recorded(slack: Slack, desk: Stub) -> None:
    desk.outcome = SecretaryBusy()
    assert slack.press("U1", FOR).status == 200
    assert "nothing was recorded" in slack.said()
    assert "press again" in slack.said()


def test_what_breaks_is_answered_with_a_reference_that_the_log_has_and_without_what_was_typed(
    slack: Slack, desk: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    desk.outcome = RuntimeError("That the bid be submitted")
    with caplog.at_level(logging.ERROR):
        assert slack.press("U1", FOR).status == 200
    [record] = [each for each in caplog.records if each.name == "bot.handlers.errors"]
    assert record.reference in slack.said()  # type: ignore[attr-defined]
    assert record.error == "RuntimeError"  # type: ignore[attr-defined]
    assert "bid" not in str(record.__dict__)


def test_a_button_from_a_version_long_gone_gets_a_clear_answer(slack: Slack, desk: Stub) -> None:
    assert slack.press("U1", {"action_id": "vote_by_pigeon", "value": "x"}).status == 200
    assert "does not know that button" in slack.said()
    assert desk.performed == []


def test_a_form_and_a_command_nobody_knows_get_a_clear_answer_too(slack: Slack) -> None:
    view = {
        "type": "modal",
        "callback_id": "form_of_yore",
        "blocks": [
            {"type": "input", "block_id": "a", "element": {"type": "plain_text_input", "action_id": "a"}}
        ],
    }
    assert "does not know" in slack.submit("U1", view, {"a": "x"}).errors["a"]
    assert "does not know" in slack.command("U1", "/table-a-motion").words


@pytest.mark.parametrize("value", ["", "not json", "[]", "null", '{"p":1}', "{" * 2000])
@pytest.mark.parametrize(
    "action", [ids.RULE_ON_INTEREST, ids.VOTE_ON_BEHALF, ids.PARTNERSHIP_TAB, ids.CHOOSE_PARTNERSHIP]
)
def test_a_value_the_bot_never_wrote_is_answered_and_decides_nothing(
    slack: Slack, desk: Stub, action: str, value: str
) -> None:
    desk.answers[ShowPartnership] = UnknownPartnership("none")
    assert slack.press("U1", {"action_id": action, "value": value}).status == 200
    assert slack.posted
    assert desk.performed == []


def test_what_is_no_longer_there_is_said_to_be_gone(slack: Slack, desk: Stub) -> None:
    desk.answers[PutForm] = UnknownPartnership("none")
    slack.press("U1", {"action_id": ids.OPEN_PUT_MOTION, "value": '{"p":"gone"}'})
    assert "not in the register of this workspace any more" in slack.said()


def test_a_command_in_a_partnerships_channel_is_about_that_partnership(slack: Slack, desk: Stub) -> None:
    desk.answers = {
        WhichPartnerships: Places(WORKS, (CLPP, WORKS), (CLPP, WORKS)),
        DeclareForm: declare_facts(),
    }
    answered = slack.command("U1", "/declare-interest", "Our trustee runs it", channel="C2")
    assert (answered.status, answered.body) == (200, {})
    assert desk.asked[0].channel == "C2"
    assert desk.asked[1].partnership == "voluntaryworks"
    assert slack.order == ["views.open", "ack"]
    assert "Our trustee runs it" in words(slack.opened()["blocks"])


def test_what_is_typed_after_a_command_arrives_as_it_was_typed(slack: Slack, desk: Stub) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), DeclareForm: declare_facts()}
    slack.command("U1", "/declare-interest", "Fish &amp; Sons &lt;!channel&gt; &amp;lt;")
    assert "Fish & Sons <!channel> &lt;" in words(slack.opened()["blocks"])


def test_elsewhere_it_is_about_the_only_one_the_person_is_in(slack: Slack, desk: Stub) -> None:
    desk.answers = {
        WhichPartnerships: Places(None, (CLPP,), (CLPP, WORKS)),
        ShowPartnership: partnership_picture(),
    }
    slack.command("U1", "/partnership")
    assert desk.asked[1].partnership == "clpp"
    assert slack.opened()["callback_id"] == ids.FORM_PARTNERSHIP


def test_somebody_in_several_is_asked_which_and_what_they_typed_is_kept(slack: Slack, desk: Stub) -> None:
    desk.answers = {
        WhichPartnerships: Places(None, (CLPP, WORKS), (CLPP, WORKS)),
        DeclareForm: declare_facts(),
    }
    answered = slack.command("U1", "/declare-interest", "Our trustee <!channel> runs it")
    assert answered.body["response_type"] == "ephemeral"
    slack.press("U1", button(answered.body["blocks"], "Voluntaryworks"))
    assert desk.asked[-1].partnership == "voluntaryworks"
    assert "Our trustee <!channel> runs it" in words(slack.opened()["blocks"])


def test_ten_thousand_characters_after_a_command_still_fit_the_button_and_the_form(
    slack: Slack, desk: Stub
) -> None:
    desk.answers = {
        WhichPartnerships: Places(None, (CLPP, WORKS), (CLPP, WORKS)),
        DeclareForm: declare_facts(),
    }
    answered = slack.command("U1", "/declare-interest", '"\\\n' * 3334)
    assert answered.status == 200
    desk.answers[WhichPartnerships] = Places(CLPP, (CLPP,), (CLPP,))
    assert slack.command("U1", "/declare-interest", "x" * 10_000).status == 200
    assert "10,000 characters long" in words(slack.opened()["blocks"])


def test_where_no_partnership_is_set_up_the_bot_says_so(slack: Slack, desk: Stub) -> None:
    desk.answers[WhichPartnerships] = Places(None, (), ())
    assert "No partnership is set up" in slack.command("U1", "/vote").words


def test_somebody_in_no_register_is_told_who_can_add_them(slack: Slack, desk: Stub) -> None:
    desk.answers = {
        WhichPartnerships: Places(CLPP, (), (CLPP,)),
        PutForm: put_facts(refused=Refused("You are not in the register of CLPP.", next="Ask Ada Fenwick.")),
    }
    said = slack.command("U9", "/vote", channel="C1").words
    assert "You are not in the register" in said
    assert "Ask Ada Fenwick." in said


def test_a_trigger_that_expired_is_told_and_not_a_traceback(slack: Slack, desk: Stub) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts()}
    slack.refuse = "expired_trigger_id"
    answered = slack.command("U1", "/vote")
    assert answered.status == 200
    assert "press again" in answered.words


def test_a_form_refused_says_so_under_the_field_it_is_about_and_nothing_typed_is_lost(
    slack: Slack, desk: Stub
) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), DeclareForm: declare_facts()}
    slack.command("U1", "/declare-interest")
    desk.outcome = Refused("Say what the interest is, in a sentence.", CLAUSE, field="nature")
    errors = slack.submit("U1", slack.opened(), {"subject": "item|subject-1"}).errors
    assert errors == {
        "nature": "Say what the interest is, in a sentence. Clause 4.5: “In the event of a tied vote the Chair has a casting vote”"
    }


def test_a_refusal_about_no_field_of_the_form_stands_under_its_first(slack: Slack, desk: Stub) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), DeclareForm: declare_facts(count=1)}
    slack.command("U1", "/declare-interest")
    desk.outcome = SecretaryBusy()
    assert "nothing was recorded" in slack.submit("U1", slack.opened(), {}).errors["subject"]


def test_choosing_from_the_list_and_naming_a_new_one_is_asked_about_before_anything_is_decided(
    slack: Slack, desk: Stub
) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), DeclareForm: declare_facts()}
    slack.command("U1", "/declare-interest")
    errors = slack.submit(
        "U1", slack.opened(), {"subject": "item|subject-1", "new_title": "The youth contract"}
    ).errors
    assert "not both" in errors["new_title"]
    assert desk.performed == []


def test_a_declaration_carries_the_subject_the_words_and_the_organisation(slack: Slack, desk: Stub) -> None:
    """C33: a competing bid is declared on a tender."""
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), DeclareForm: declare_facts()}
    desk.outcome = Decision(Answer("Recorded for Exeter CVS 1."))
    slack.command("U1", "/declare-interest")
    form = slack.opened()
    answered = slack.submit(
        "U1",
        form,
        {
            "new_kind": "tender",
            "new_title": "The youth contract",
            "nature": "We are bidding too",
            "on_behalf_of": "org-1",
        },
    )
    [command] = desk.performed
    assert (command.subject_kind, command.new_title, command.nature) == (
        "tender",
        "The youth contract",
        "We are bidding too",
    )
    assert (command.partnership, command.on_behalf_of, command.nil) == ("clpp", "org-1", False)
    assert "Recorded for Exeter CVS 1." in words(answered.view["blocks"])
    assert "submit" not in answered.view


def test_the_same_form_sent_twice_has_the_same_key_and_the_same_new_ids(slack: Slack, desk: Stub) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts(meeting=MEETING)}
    desk.outcome = Decision(Answer("Motion 2025/3 is put."))
    slack.command("U1", "/vote")
    for _ in range(2):
        slack.submit("U1", slack.opened(), {"text": "That the bid be submitted"}, view_id="V7", hash_="h7")
    first, second = desk.performed
    assert first.delivery == second.delivery == "form:V7:form_put_motion:h7"
    assert first.motion == second.motion
    assert first.motion.startswith("motion-")


def test_a_form_open_across_a_restart_still_goes_in(
    slack: Slack, desk: Stub, workspace: object, clock: object
) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts(meeting=MEETING)}
    slack.command("U1", "/vote")
    form = slack.opened()
    restarted = Stub()
    restarted.outcome = Decision(Answer("Motion 2025/3 is put."))
    again: Slack = workspace(restarted, clock)  # type: ignore[operator]
    assert "Motion 2025/3 is put." in words(again.submit("U1", form, {"text": "x"}).view["blocks"])
    assert restarted.performed[0].partnership == "clpp"


def test_a_vote_at_the_meeting_takes_no_closing_time(slack: Slack, desk: Stub) -> None:
    desk.answers = {WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)), PutForm: put_facts(meeting=MEETING)}
    slack.command("U1", "/vote")
    errors = slack.submit("U1", slack.opened(), {"text": "x", "closes_at": 1745500000}).errors
    assert "takes no closing time" in errors["closes_at"]
    assert desk.performed == []


def test_a_metadata_or_a_choice_made_up_by_hand_opens_no_way_the_terms_leave_closed(
    slack: Slack, desk: Stub
) -> None:
    """Authority is never taken from a form: the way is looked up again."""
    desk.answers = {
        WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)),
        PutForm: put_facts(ways=("meeting", "indicative")),
    }
    slack.command("U1", "/vote")
    form = slack.opened()
    [field] = [each for each in form["blocks"] if each.get("block_id") == "how"]
    field["element"]["options"].append(
        {"text": {"type": "plain_text", "text": "x"}, "value": "between meetings"}
    )
    assert "leave that way closed" in slack.submit("U1", form, {"how": "between meetings"}).errors["how"]


def test_a_button_in_app_home_is_answered_in_a_modal_and_app_home_is_shown_anew(
    slack: Slack, desk: Stub
) -> None:
    desk.outcome = COUNTED
    desk.answers[ShowHome] = home_picture()
    slack.press_in("U1", {"type": "home", "blocks": []}, FOR)
    assert "Counted: for, for Exeter CVS." in words(slack.opened()["blocks"])
    assert slack.order == ["views.open", "ack", "views.publish"]


def test_opening_app_home_publishes_it_after_the_acknowledgement(slack: Slack, desk: Stub) -> None:
    desk.answers[ShowHome] = home_picture()
    assert slack.event({"type": "app_home_opened", "user": "U1", "tab": "home"}).status == 200
    assert slack.order == ["ack", "views.publish"]
    name, call = slack.calls[0]
    assert (name, call["user_id"]) == ("views.publish", "U1")


def test_app_home_that_cannot_be_shown_now_breaks_nothing(slack: Slack, desk: Stub) -> None:
    desk.answers[ShowHome] = SecretaryBusy()
    assert slack.event({"type": "app_home_opened", "user": "U1", "tab": "home"}).status == 200
    desk.answers[ShowHome] = home_picture()
    slack.refuse = "user_not_found"
    assert slack.event({"type": "app_home_opened", "user": "U1", "tab": "home"}).status == 200


@pytest.mark.parametrize("deleted", [True, False])
def test_an_account_switched_off_in_slack_is_marked_in_the_register(
    slack: Slack, desk: Stub, deleted: bool
) -> None:
    user = {"id": "U1", "team_id": "T0ELSEWHERE", "deleted": deleted}
    assert slack.event({"type": "user_change", "user": user}).status == 200
    assert desk.performed == [
        MarkAccount(workspace=WORKSPACE, team="T0ELSEWHERE", user="U1", deactivated=deleted)
    ]


def test_a_tab_of_the_partnership_is_turned_after_the_acknowledgement_with_the_views_hash(
    slack: Slack, desk: Stub
) -> None:
    desk.answers = {
        WhichPartnerships: Places(CLPP, (CLPP,), (CLPP,)),
        ShowPartnership: partnership_picture(count=60),
    }
    slack.command("U1", "/partnership")
    modal = slack.opened()
    slack.press_in("U1", modal, button(modal["blocks"], "The rules"))
    name, call = slack.calls[-1]
    assert (name, call["view_id"], call["hash"]) == ("views.update", "V9", "h1")
    assert slack.order == ["ack", "views.update"]
    assert "What carries a motion" in words(call["view"]["blocks"])
    slack.press_in("U1", modal, button(modal["blocks"], "Next page"))
    assert "Page 2 of " in words(slack.calls[-1][1]["view"]["blocks"])


def test_only_the_chair_and_the_secretariat_get_the_forms_to_match_and_to_adopt(
    slack: Slack, desk: Stub
) -> None:
    desk.answers[ShowPartnership] = replace(partnership_picture(), may_match=False)
    slack.press("U1", {"action_id": ids.OPEN_ADOPT, "value": '{"p":"clpp"}'})
    assert "Only the secretariat or the chair" in slack.said()
    desk.answers[ShowPartnership] = partnership_picture()
    slack.press("U1", {"action_id": ids.OPEN_MATCH, "value": '{"p":"clpp"}'})
    form = slack.opened()
    desk.outcome = Decision(Answer("Ada Fenwick is matched to <@U5>."))
    answered = slack.submit("U1", form, {"person": "person-1", "account": "U5"})
    assert (desk.performed[-1].person, desk.performed[-1].account_user) == ("person-1", "U5")
    assert "Ada Fenwick is matched to the account you chose." in words(answered.view["blocks"])


def test_an_answer_is_posted_to_slack_and_to_nowhere_else(
    slack: Slack, desk: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    desk.outcome = COUNTED
    for elsewhere in (
        "http://169.254.169.254/x",
        "https://hooks.slack.com.evil.example/x",
        "https://evil.example/",
    ):
        assert slack.press("U1", FOR, response_url=elsewhere).status == 200
    assert slack.posted == []
    slack.press("U1", FOR, response_url="http://127.0.0.1:9/response/1")
    assert len(slack.posted) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"actions": []},
        {"actions": [{"action_id": 5, "value": 7}]},
        {"actions": [{"value": "x"}]},
        {"actions": None},
        {"view": [1]},
        {"message": "x"},
        {"container": "x"},
        {"channel": "C1"},
    ],
)
def test_a_press_not_shaped_as_slack_shapes_it_is_turned_away_and_decides_nothing(
    slack: Slack, desk: Stub, changes: dict[str, Any]
) -> None:
    assert slack.press("U1", FOR, **changes).status == 400
    assert desk.performed == []


def test_an_event_that_comes_while_the_database_is_away_is_sent_again_by_slack(
    slack: Slack, desk: Stub
) -> None:
    desk.outcome = SecretaryBusy()
    user = {"id": "U1", "team_id": WORKSPACE, "deleted": True}
    assert slack.event({"type": "user_change", "user": user}).status == 503


def test_in_a_shared_channel_the_bots_own_message_says_where_the_app_is_installed(
    slack: Slack, desk: Stub
) -> None:
    desk.outcome = COUNTED
    slack.press("U1", FOR, team="T0OTHER", message={"team": WORKSPACE, "ts": "1.0"})
    assert (desk.performed[0].workspace, desk.performed[0].team) == (WORKSPACE, "T0OTHER")


def test_a_roll_sent_in_twice_still_goes_on_to_the_motion(slack: Slack, desk: Stub) -> None:
    desk.answers = {RollForm: roll_facts(), PutForm: put_facts(meeting=MEETING)}
    form = roll_form(roll_facts(), "put", "That the bid be submitted")
    for outcome in (Decision(Answer("“Strategy Group” is in session.")), AlreadyDone()):
        desk.outcome = outcome
        view = slack.submit("U1", form, {"present": ["org-0"], "substitutes": []}).view
        assert view["callback_id"] == ids.FORM_PUT_MOTION
        assert "That the bid be submitted" in words(view["blocks"])


def test_a_menu_nobody_fills_and_an_event_nobody_asked_for_are_acknowledged(slack: Slack) -> None:
    assert slack.event({"type": "team_rename", "name": "x"}).status == 200
