"""A partnership's first day through Slack's payloads alone: the roll, an interest, a motion, votes, a tie, the casting vote."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from bot.workflows.questions import ShowMotion
from tests.handlers.slack import WORKSPACE, Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, rehearse

Workspace = Callable[[Any, StoppedClock], Slack]
CHAIR = "kwabena-ofori"
PRESENT = ["ekc-group", "wealden-downs", "north-downs", "kent-council", "medway-council", "compass-point"]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted what its terms suggest on interests."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def test_from_the_roll_to_the_casting_vote(slack: Slack, clpp: Rehearsal) -> None:
    """K27, K28, K29, K31: every step by a command, a button or a form, and the last state is the register's."""
    chair = clpp.user(CHAIR)

    # The chair types /vote. No meeting is in session, so: how is this to be decided?
    assert slack.command(chair, ids.VOTE, "That the bid be submitted", channel=_channel(clpp)).status == 200
    how = slack.opened()
    assert how["callback_id"] == ids.FORM_HOW
    assert "do not say whether a decision may be taken between meetings" in words(how["blocks"])
    roll = slack.submit(chair, how, {"how": "meeting"}).view
    assert roll["callback_id"] == ids.FORM_ROLL

    # The roll is called, and the form goes on to the motion, with what was typed.
    errors = slack.submit(chair, roll, {"present": ["ekc-group"], "substitutes": []}, hash_="h2").errors
    assert "their organisation is not marked present" in errors["chaired_by"]
    put = slack.submit(chair, roll, {"present": PRESENT, "substitutes": []}, hash_="h2").view
    assert "is in session: 6 of 10 voting organisations are present." in words(put["blocks"])
    assert "That the bid be submitted" in words(put["blocks"])

    # Declarations come first (4.5): what is said aloud is recorded from the motion's own form.
    assert "Record declarations made aloud" in words(put["blocks"])
    errors = slack.submit(chair, put, {"consensus_sought": ["sought"]}, hash_="h3").errors
    assert "have not declared for this meeting" in errors["carry_on"]
    slack.press_in(chair, put, button(put["blocks"], "Record declarations made aloud"))
    heard = slack.submit(chair, slack.opened(), {"nil": PRESENT}, view_id="V8").view
    assert "6 organisations present with nothing to declare, 0 interests; all have been heard" in words(
        heard["blocks"]
    )

    # Consensus comes first (4.3): the refusal stands under its own field, and the same form mended goes through.
    errors = slack.submit(chair, put, {}, hash_="h3").errors
    assert "Consensus comes first" in errors["consensus_sought"]
    done = slack.submit(chair, put, {"consensus_sought": ["sought"]}, hash_="h3").view
    assert "Motion 2026/1 is put to Care Leaver" in words(done["blocks"])
    again = slack.submit(chair, put, {"consensus_sought": ["sought"]}, hash_="h3").view
    assert "already done" in words(again["blocks"])
    [notice] = clpp.notices("MotionNotice")

    def message() -> list[dict[str, Any]]:
        picture = clpp.secretary.ask(
            ShowMotion(workspace=WORKSPACE, team=WORKSPACE, user="", motion=notice.data["motion"])
        )
        return render("MotionNotice", notice.data, picture, partnership="clpp").blocks

    # An interest, declared from the motion's own message, takes a vote off until the chair rules.
    conflicted = clpp.user(_representative(clpp, "compass-point"))
    slack.press(conflicted, button(message(), "Declare an interest"))
    form = slack.opened()
    assert "Motion: 2026/1: That the bid be submitted" in words(form["blocks"])
    told = slack.submit(conflicted, form, {"nature": "We would be paid <!channel>"}, view_id="V2").view
    assert "vote is off" in words(told["blocks"])
    slack.press(conflicted, button(message(), "For"))
    assert "has declared an interest" in slack.said()
    ruling = _rendered(clpp, "DeclarationNotice", chair)
    slack.press(conflicted, button(ruling, "Stay and vote"))
    assert "Only whoever is chairing can rule" in slack.said()
    slack.press(chair, button(ruling, "Leave for this item"))
    assert "is to leave on" in slack.said()

    # Two for, two against, one abstaining; a stranger and somebody absent are told why not.
    for organisation, choice in {
        "ekc-group": "For",
        "wealden-downs": "For",
        "kent-council": "Against",
        "medway-council": "Against",
        "north-downs": "Abstain",
    }.items():
        slack.press(clpp.user(_representative(clpp, organisation)), button(message(), choice))
        assert "Counted for " in slack.said()
    slack.press("U0STRANGER", button(message(), "For"))
    assert "You are not in the register" in slack.said()
    slack.press(clpp.user(_representative(clpp, "invicta")), button(message(), "For"))
    assert "is not marked present" in slack.said()
    assert "5 of 5 organisations have voted" in words(message())

    # Only the chair closes it, and at the tie only the chair has the casting vote (4.3).
    slack.press(conflicted, button(message(), "Close the vote"))
    assert "Only whoever is chairing closes the vote" in slack.said()
    slack.press(chair, button(message(), "Close the vote"))
    assert slack.said().count("2 for, 2 against, 1 abstaining") == 1
    assert "the casting vote is yours: its button is in the direct message you have from me" in slack.said()
    assert [each["text"]["text"] for each in _buttons(message())] == ["Why?"]
    casting = _rendered(clpp, "CastingVoteNotice", chair)
    slack.press(chair, button(casting, "Give the casting vote"))
    form = slack.opened()
    lies = slack.submit(conflicted, form, {"choice": "for", "reason": "I want to"}, view_id="V3").errors
    assert "The casting vote lies with" in lies["choice"]
    assert "reason" in slack.submit(chair, form, {"choice": "for", "reason": " "}, view_id="V3").errors
    carried = slack.submit(
        chair, form, {"choice": "for", "reason": "The bid closes on Friday"}, view_id="V3"
    ).view
    assert "2026/1 carried" in words(carried["blocks"])

    # The message and "Why?" tell it all; a late vote and a second casting vote are answered.
    assert words(message()).count("2 for, 2 against, 1 abstaining") == 1
    assert "chairing: The bid closes on Friday" in words(message())
    slack.press(conflicted, button(message(), "Why?"))
    assert "Clause 4.3" in words(slack.opened()["blocks"])
    slack.press(chair, {"action_id": ids.VOTE_FOR, "value": notice.data["motion"]})
    assert "is over: carried" in slack.said()
    slack.press(chair, button(casting, "Give the casting vote"))
    assert "already decided: carried" in slack.said()
    given = "chairing, gave the casting vote for the motion on Thursday 23 April 2026 at 10:00."
    assert given in slack.said()
    again = {"choice": "against", "reason": "I changed my mind"}
    assert "That was already done" in slack.submit(chair, form, again, view_id="V3").words
    assert given in slack.submit(chair, form, again, view_id="V3").words
    assert given in slack.submit(chair, form, again, view_id="V3", hash_="h2").errors["choice"]

    # The result's own message has the way back in, for people without slash commands.
    [result] = clpp.notices("ResultNotice")
    shown = render("ResultNotice", result.data, partnership="clpp").blocks
    slack.press(chair, button(shown, "Put another motion"))
    assert slack.opened()["callback_id"] == ids.FORM_PUT_MOTION
    slack.press("U0GUEST", button(shown, "The partnership and its rules"))
    assert slack.opened()["callback_id"] == ids.FORM_PARTNERSHIP


def test_whoever_may_not_put_a_motion_is_told_in_private_why_and_who_may(
    slack: Slack, clpp: Rehearsal
) -> None:
    voter = clpp.user(_representative(clpp, "compass-point"))
    said = slack.command(voter, ids.VOTE, channel=_channel(clpp))
    assert "Only whoever is chairing puts a motion." in said.words
    assert "Ask them to put it." in said.words
    assert said.body["response_type"] == "ephemeral"


def test_where_the_terms_are_silent_on_votes_between_meetings_only_an_indicative_one_is_offered(
    slack: Slack, clpp: Rehearsal
) -> None:
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.VOTE, channel=_channel(clpp))
    how = slack.opened()
    assert [each["value"] for each in _field(how, "how")["options"]] == ["consensus", "meeting", "indicative"]
    slack.press_in(chair, how, button(how["blocks"], "Why?"))
    assert "between meetings" in words(slack.opened()["blocks"])
    put = slack.submit(chair, how, {"how": "indicative"}).view
    done = slack.submit(chair, put, {"text": "Shall we bid?"}, hash_="h2").view
    assert "Indicative vote 2026/1 is put" in words(done["blocks"])


def test_a_partnership_whose_terms_are_not_loaded_says_so_and_offers_an_indicative_vote(
    store: Store, clock: StoppedClock, workspace: Workspace
) -> None:
    """C25: CLESP's own terms are not in its pack."""
    clesp = rehearse(store, clock, "clesp")
    slack = workspace(clesp.secretary, clock)
    chairs = [role.person for role in clesp.register.roles if role.role == "chair" and role.person]
    people = chairs or [each.slug for each in clesp.register.people]
    said = slack.command(clesp.user(people[0]), ids.VOTE, channel=_channel(clesp))
    if slack.calls:
        assert "takes no binding votes here" in words(slack.opened()["blocks"])
        assert [each["value"] for each in _field(slack.opened(), "how")["options"]] == ["indicative", "note"]
    else:
        assert "register names no chair" in said.words


def test_a_text_of_ten_thousand_characters_is_refused_politely_under_its_field(
    slack: Slack, clpp: Rehearsal
) -> None:
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.VOTE, channel=_channel(clpp))
    put = slack.submit(chair, slack.opened(), {"how": "indicative"}).view
    errors = slack.submit(chair, put, {"text": "x" * 10_000}, hash_="h2").errors
    assert "10,000 characters long" in errors["text"]


@pytest.mark.parametrize("tab", ["Who is who", "The rules", "What is missing"])
def test_every_tab_of_the_partnership_can_be_read_by_anybody_in_the_channel(
    slack: Slack, clpp: Rehearsal, tab: str
) -> None:
    slack.command("U0STRANGER", ids.PARTNERSHIP, channel=_channel(clpp))
    modal = slack.opened()
    slack.press_in("U0STRANGER", modal, button(modal["blocks"], tab))
    assert slack.calls[-1][0] == "views.update"


def test_the_chair_records_what_was_adopted_and_the_rules_show_it(slack: Slack, clpp: Rehearsal) -> None:
    """G1: the document stays as it is; the value says who adopted it and when."""
    chair = clpp.user(CHAIR)
    slack.press(chair, {"action_id": ids.OPEN_ADOPT, "value": '{"p":"clpp"}'})
    form = slack.opened()
    first = _field(form, "keys")["options"][0]["value"]
    assert (
        "Say who adopted it"
        in slack.submit(chair, form, {"keys": [first], "adopted_by": " "}).errors["adopted_by"]
    )
    done = slack.submit(chair, form, {"keys": [first], "adopted_by": "the Strategy Group"}).view
    assert "1 value adopted by the Strategy Group" in words(done["blocks"])


def test_app_home_shows_the_person_their_partnership_and_takes_their_vote(
    slack: Slack, clpp: Rehearsal
) -> None:
    chair, voter = clpp.user(CHAIR), clpp.user(_representative(clpp, "ekc-group"))
    clpp.opens_meeting(CHAIR, chair=CHAIR, present=PRESENT)
    clpp.puts(CHAIR)
    slack.event({"type": "app_home_opened", "user": voter, "tab": "home"})
    shown = slack.calls[-1][1]["view"]
    assert "has not voted on 2026/1" in words(shown["blocks"])
    slack.press_in(voter, shown, button(shown["blocks"], "For"))
    assert "Counted for EKC Group: For." in words(slack.opened()["blocks"])
    assert "EKC Group: for" in words(slack.calls[-1][1]["view"]["blocks"])
    slack.event({"type": "app_home_opened", "user": chair, "tab": "home"})
    closing = slack.calls[-1][1]["view"]
    slack.press_in(chair, closing, button(closing["blocks"], "Close the meeting"))
    assert "Not yet: 2026/1 is still open" in words(slack.opened()["blocks"])


def test_a_named_deputy_ticked_on_the_roll_holds_the_organisations_one_vote(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G10, K34: the representative's vote is off for that meeting."""
    chair = clpp.user(CHAIR)
    slack.press(chair, {"action_id": ids.OPEN_ROLL, "value": '{"p":"clpp"}'})
    roll = slack.opened()
    [deputy] = [
        each for each in _field(roll, "substitutes")["options"] if "EKC Group" in each["text"]["text"]
    ]
    told = slack.submit(chair, roll, {"present": PRESENT, "substitutes": [deputy["value"]]}).view
    assert "is in session" in words(told["blocks"])
    clpp.puts(CHAIR, carry_on=True)
    for_it = {"action_id": ids.VOTE_FOR, "value": "motion-1"}
    slack.press(clpp.user(_representative(clpp, "ekc-group")), for_it)
    assert "holds its one vote at this meeting" in slack.said()
    slack.press(clpp.user(deputy["value"].partition(":")[2]), for_it)
    assert "Counted for EKC Group" in slack.said()


def test_somebody_deactivated_in_slack_can_no_longer_vote(slack: Slack, clpp: Rehearsal) -> None:
    clpp.opens_meeting(CHAIR, chair=CHAIR, present=PRESENT)
    clpp.puts(CHAIR)
    voter = clpp.user(_representative(clpp, "ekc-group"))
    slack.event({"type": "user_change", "user": {"id": voter, "team_id": WORKSPACE, "deleted": True}})
    slack.press(voter, {"action_id": ids.VOTE_FOR, "value": "motion-1"})
    assert "deactivated" in slack.said()


def _channel(rehearsal: Rehearsal) -> str:
    return f"C0{rehearsal.slug.upper().replace('-', '')[:12]}"


def _representative(rehearsal: Rehearsal, organisation: str) -> str:
    day = rehearsal.clock.now().date()
    return rehearsal.register.representatives_of(organisation, day, "strategy group")[0].slug


def _rendered(rehearsal: Rehearsal, kind: str, to: str) -> list[dict[str, Any]]:
    notices = [each for each in rehearsal.notices(kind) if each.recipient == to]
    return render(kind, notices[-1].data, partnership=rehearsal.slug).blocks


def _buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for block in blocks if block["type"] == "actions" for each in block["elements"]]


def _field(view: dict[str, Any], name: str) -> dict[str, Any]:
    [element] = [each["element"] for each in view["blocks"] if each.get("block_id") == name]
    return element  # type: ignore[no-any-return]
