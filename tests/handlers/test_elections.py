"""An election through Slack's payloads: opened, nominated, accepted, voted on in secret, and declared with its list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.elections.elections import nominations_form, settle_form
from bot.presenters.messages import render
from bot.store.session import Store
from bot.workflows.decisions import NO_CLAUSE
from bot.workflows.elections.election_questions import ElectionFormFacts, NominationsFormFacts
from bot.workflows.questions import Choice, ShowHome
from tests.electing import answers, ballot_shown, clock_turns, nominates, opens, votes
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.presenters.samples_elections import election
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, SECRETARY, VOICE

Workspace = Callable[[Any, StoppedClock], Slack]
WEEK = timedelta(days=7)


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, with its chair in office."""
    return rehearse(store, clock, "clpp", adopting=["tie.election", "interests.effect", "quorum.withdrawn"])


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def notice(body: Rehearsal, kind: str, stage: str = "") -> list[dict[str, Any]]:
    """The last notice of a kind as it is shown."""
    if kind == "ElectionBallotNotice":
        election, _, number = body.notices(kind)[-1].subject.rpartition(":")
        return render(kind, {}, ballot_shown(body, int(number), election), partnership="clpp").blocks
    [row, *_] = [each for each in reversed(body.notices(kind)) if not stage or each.data["stage"] == stage]
    return render(kind, row.data, partnership="clpp").blocks


def test_from_opening_nominations_to_the_published_list(slack: Slack, clpp: Rehearsal) -> None:
    """K25, V24: each step by a button or a form, and the window shows what each may do."""
    secretary, now = clpp.user(SECRETARY), clpp.clock.now()
    slack.command(clpp.user(CHAIR), ids.ELECTION, channel="C0CLPP")
    assert "Open nominations" not in words(slack.opened()["blocks"])
    slack.command(secretary, ids.ELECTION, channel="C0CLPP")
    window = slack.opened()
    assert "conducted by the secretariat" in words(window["blocks"])
    slack.press_in(secretary, window, button(window["blocks"], "Open nominations"))
    form = slack.opened()
    said = {
        "office": "chair",
        "nominations_close_at": int((now + WEEK).timestamp()),
        "how": "time",
        "ballot": "secret",
    }
    assert "ballot_closes_at" in slack.submit(secretary, form, said).errors
    done = slack.submit(
        secretary, form, {**said, "ballot_closes_at": int((now + 2 * WEEK).timestamp())}, hash_="h2"
    ).view
    assert "Nominations for chair are open until" in words(done["blocks"])

    nominee, voter = clpp.user(VOICE["oast"]), clpp.user(VOICE["kent-council"])
    slack.press(voter, button(notice(clpp, "ElectionBallotNotice"), "Nominate"))
    form = slack.opened()
    told = slack.submit(voter, form, {"person": VOICE["oast"]}, view_id="V3").view
    assert "is asked whether they stand" in words(told["blocks"])
    slack.press(nominee, button(notice(clpp, "NominationNotice"), "I stand"))
    assert "You stand for chair." in slack.said()
    slack.press(voter, button(notice(clpp, "ElectionBallotNotice"), "Nominate"))
    slack.submit(voter, slack.opened(), {"person": VOICE["kent-council"]}, view_id="V4")
    clock_turns(clpp, WEEK)

    slack.press(voter, button(notice(clpp, "ElectionBallotNotice"), "Vote"))
    form = slack.opened()
    shown = words(form["blocks"])
    receipt = shown.partition("Your receipt: ")[2][:9]
    assert "final once cast" in shown
    told = slack.submit(voter, form, {"choice": VOICE["oast"]}, view_id="V5").view
    assert f"Receipt {receipt}." in words(told["blocks"])
    again = slack.submit(voter, form, {"choice": VOICE["oast"]}, view_id="V5").view
    assert f"Receipt {receipt}." in words(again["blocks"])
    slack.command(voter, ids.ELECTION, channel="C0CLPP")
    assert "1 of 10 organisations have voted." in words(slack.opened()["blocks"])
    clock_turns(clpp, WEEK + timedelta(minutes=1))
    assert "Benedict Amankwah is elected chair" in words(notice(clpp, "ElectionNotice", "decided"))
    slack.press(voter, button(notice(clpp, "ElectionNotice", "decided"), "The election"))
    assert f"{receipt}: Benedict Amankwah" in words(slack.opened()["blocks"])


def test_an_election_is_cancelled_by_its_form_and_its_old_buttons_say_so(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V24, K25: the reason stands under its field; the form sent twice is one cancelling."""
    secretary, nominee = clpp.user(SECRETARY), clpp.user(VOICE["oast"])
    answer(opens(clpp, SECRETARY))
    answer(nominates(clpp, VOICE["kent-council"], VOICE["oast"]))
    slack.command(secretary, ids.ELECTION, channel="C0CLPP")
    window = slack.opened()
    slack.press_in(secretary, window, button(window["blocks"], "Cancel the election"))
    form = slack.opened()
    assert [form[each]["text"] for each in ("submit", "close")] == ["Cancel the election", "Keep it"]
    assert "reason" in slack.submit(secretary, form, {"reason": " "}).errors
    told = slack.submit(secretary, form, {"reason": "Called too early"}, hash_="h2").view
    assert "E2026/1 is cancelled." in words(told["blocks"])
    shown = notice(clpp, "ElectionNotice", "cancelled")
    assert "Called too early" in words(shown)
    assert [each["text"]["text"] for each in shown[-1]["elements"]] == ["The election"]
    slack.press(nominee, button(notice(clpp, "NominationNotice"), "I stand"))
    assert "Cancelled by Gwendolen Saxby: Called too early" in slack.said()


def test_a_stranger_sees_no_election(slack: Slack) -> None:
    answer = slack.command("U0STRANGER", ids.ELECTION, channel="C0CLPP")
    assert "You are not in the register" in words(answer.body["blocks"])


def test_app_home_asks_for_what_an_election_waits_for(slack: Slack, clpp: Rehearsal) -> None:
    """Each in its turn: to nominate, to say whether one stands, and to vote."""
    voter, nominee = VOICE["kent-council"], VOICE["oast"]
    answer(opens(clpp, SECRETARY))
    assert "E2026/1, chair: nominations are open until" in asks(clpp, voter)
    answer(nominates(clpp, voter, nominee))
    assert "you are nominated. Do you stand?" in asks(clpp, nominee)
    answer(answers(clpp, nominee))
    answer(nominates(clpp, voter, voter))
    clock_turns(clpp, WEEK)
    assert "Kent County Council has not voted" in asks(clpp, voter)
    answer(votes(clpp, voter, nominee))
    assert "E2026/1" not in asks(clpp, voter)


def asks(body: Rehearsal, who: str) -> str:
    """What App Home asks of somebody."""
    home = body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(who)))
    return "\n".join(each.words for part in home.parts for each in part.asks)


def test_where_the_chair_is_elected_at_a_meeting_the_form_asks_for_no_closing_time_of_the_ballot() -> None:
    """V30: what cannot be chosen is not asked, and an office that is the only one is chosen."""
    facts = NominationsFormFacts(
        "voluntaryworks", "Voluntaryworks", "Europe/London", (Choice("chair", "Chair"),), True, NO_CLAUSE
    )
    shown = {each.get("block_id"): each for each in nominations_form(facts)["blocks"]}
    assert "ballot_closes_at" not in shown
    assert shown["office"]["element"]["initial_option"]["value"] == "chair"
    either = nominations_form(replace(facts, meeting_only=False))
    assert "ballot_closes_at" in {each.get("block_id") for each in either["blocks"]}


def test_the_form_that_settles_a_tie_asks_for_a_reason_only_of_whoever_has_a_casting_vote() -> None:
    """K29."""
    tied = election(candidates=("person-1", "person-2"), state="tied")
    ways = (Choice("again", "Ballot again"), Choice("lot", "Draw a lot"))
    facts = ElectionFormFacts("clpp", "CLPP", tied, ways, (), NO_CLAUSE)
    assert "reason" not in {each.get("block_id") for each in settle_form(facts)["blocks"]}
    casting = replace(facts, choices=(*ways, Choice("person-1", "My casting vote is for Ann Ash")))
    assert "reason" in {each.get("block_id") for each in settle_form(casting)["blocks"]}
