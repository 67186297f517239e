"""Every notice has its words, and says what the person who reads it needs."""

import json
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from jinja2 import UndefinedError

from bot import ids, workflows
from bot.presenters.environment import environment, templates
from bot.presenters.messages import KINDS, render
from bot.presenters.modals import why
from bot.presenters.room.roll import roll_form
from bot.workflows.decisions import Notice
from bot.workflows.elections.elections import ElectionBallotNotice
from bot.workflows.questions import Reason
from bot.workflows.room.in_the_channel import MeetingInSessionNotice
from bot.workflows.votes.moving import MotionNotice
from tests.presenters.reading import words
from tests.presenters.samples import CLAUSE, NOON, motion, notices, picture, result, roll_facts

SHOWING = {
    MotionNotice.__name__,
    MeetingInSessionNotice.__name__,
    ElectionBallotNotice.__name__,
}  # drawn from a picture


def _notices() -> dict[str, type[Notice]]:
    """Every kind of notice that any workflow defines."""
    modules = [
        import_module(each.name) for each in walk_packages(workflows.__path__, f"{workflows.__name__}.")
    ]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    return {each.__name__: each for each in found if issubclass(each, Notice) and each is not Notice}


def test_every_kind_of_notice_has_its_words_and_no_words_are_left_without_a_notice() -> None:
    folders = {row.folder for row in KINDS.values()} | {"motion", "in_session"}
    missing = [
        f"{folder}/{name}"
        for folder in sorted(folders)
        for name in ("body.mrkdwn.j2", "summary.txt.j2")
        if not (templates() / folder / name).is_file()
    ]
    assert missing == []
    assert set(KINDS) | SHOWING == set(_notices())
    assert {each.name for each in templates().iterdir() if each.is_dir()} == folders


def test_the_data_a_notice_carries_is_all_that_its_words_ask_for() -> None:
    common = {each.name for each in fields(Notice)}
    carried = {
        name: {each.name for each in fields(kind)} - common
        for name, kind in _notices().items()
        if name not in SHOWING
    }
    assert {name: set(data) for name, data in notices("x", "y").items()} == carried


def test_words_that_ask_for_what_is_not_there_are_refused() -> None:
    with pytest.raises(UndefinedError):
        environment().get_template("ruling/body.mrkdwn.j2").render({})


def test_a_motions_message_needs_its_picture() -> None:
    with pytest.raises(ValueError, match="drawn from its picture"):
        render("MotionNotice", {"motion": "motion-1"}, partnership="clpp")


def test_an_open_motion_without_a_quorum_says_so_and_what_follows() -> None:
    """K33: before it is carried, and not after it."""
    shown = picture(not_quorate="Not quorate: nobody from higher education is present (4.6).")
    said = words(render("MotionNotice", {}, shown, partnership="clpp").blocks)
    assert "Not quorate: nobody from higher education is present (4.6)." in said


def test_an_open_motion_shows_who_has_voted_the_majority_and_its_clause() -> None:
    """G8, K28."""
    said = words(render("MotionNotice", {}, picture(), partnership="clpp").blocks)
    assert "Motion 2025/3 · Care Leavers Progression Partnership" in said
    assert "That the bid be submitted" in said
    assert "Put by Exeter CVS at “Strategy Group”, Thursday 24 April 2025 at 12:00." in said
    assert "It needs more votes for than against (4.5)." in said
    assert (
        "4 of 9 organisations have voted: Exeter CVS 0, Exeter CVS 1, Exeter CVS 2 and Exeter CVS 3." in said
    )
    assert "Withdrawn for an interest: Exeter CVS 8." in said


def test_where_the_terms_show_only_how_many_no_name_is_shown() -> None:
    shown = replace(picture(), voted=(), motion=motion(show_votes="how many"))
    assert "4 of 9 organisations have voted." in words(
        render("MotionNotice", {}, shown, partnership="clpp").blocks
    )


def test_an_open_motion_at_a_meeting_has_buttons_to_vote_declare_ask_and_close() -> None:
    assert _buttons(picture()) == [
        ("For", ids.VOTE_FOR),
        ("Against", ids.VOTE_AGAINST),
        ("Abstain", ids.VOTE_ABSTAIN),
        ("Declare an interest", ids.OPEN_DECLARE),
        ("Why?", ids.WHY_MOTION),
        ("Record a vote", ids.OPEN_RECORD_VOTE),
        ("Close the vote", ids.CLOSE_VOTE),
    ]


def test_under_a_secret_motion_there_is_no_button_that_records_a_vote_for_somebody_else() -> None:
    """A vote given by telephone would not be secret, so the button could only refuse."""
    shown = _buttons(picture(motion=motion(ballot="secret")))
    assert ids.OPEN_RECORD_VOTE not in [action for _, action in shown]
    assert ids.OPEN_SECRET_VOTE in [action for _, action in shown]


def test_a_vote_with_a_closing_time_closes_by_itself_and_says_when() -> None:
    shown = picture(motion=motion(closes_at=NOON, meeting=None))
    assert "Open until Thursday 24 April 2025 at 12:00." in words(
        render("MotionNotice", {}, shown, partnership="clpp").blocks
    )
    assert ids.CLOSE_VOTE not in [action for _, action in _buttons(shown)]


def test_an_indicative_vote_is_labelled_as_one_and_binds_nobody() -> None:
    """C25, N21."""
    said = words(
        render("MotionNotice", {}, picture(motion=motion(indicative=True)), partnership="clpp").blocks
    )
    assert "Indicative vote 2025/3" in said
    assert "Indicative vote — binds nobody." in said
    assert "It needs" not in said


def test_at_a_tie_the_channel_has_no_button_for_the_casting_vote() -> None:
    """K29: it lies with whoever is chairing and nobody else, who has it by message."""
    tied = picture(
        motion=motion(state="tied"), result=result(outcome="tied", votes_for=3), chair="Ada Fenwick"
    )
    said = words(render("MotionNotice", {}, tied, partnership="clpp").blocks)
    assert in_order(
        said,
        "Tied: 3 for, 3 against, 1 abstaining.",
        "Against    ████████████████████ 3",
        "The casting vote lies with Ada Fenwick, who is chairing.",
        "That the bid be submitted",
    )
    assert _buttons(tied) == [("Why?", ids.WHY_MOTION)]


def in_order(said: str, *parts: str) -> bool:
    """Whether all of this is said, in this order."""
    places = [said.find(each) for each in parts]
    return -1 not in places and places == sorted(places)


def test_a_closed_motion_and_its_result_say_the_verdict_first_then_the_bars_and_the_arithmetic() -> None:
    """G8: in short, and the motion's own words after it; where the rules come from is behind “Why?”."""
    long = (
        "5 for and 3 against: more for than against (4.5). Clause 4.5 is read so: what counts is who votes."
    )
    brief = "5 for and 3 against: more for than against (4.5)."
    closed = picture(motion=motion(state="closed", outcome="carried"), result=result(why=long, briefly=brief))
    told = {**notices("That the bid be submitted", "x")["ResultNotice"], "why": brief, "casting": ""}
    for shown in (
        render("MotionNotice", {}, closed, partnership="clpp"),
        render("ResultNotice", told, partnership="clpp"),
    ):
        said = words(shown.blocks)
        assert in_order(
            said,
            "Carried: 5 for, 3 against, 1 abstaining.",
            "For        ████████████████████ 5\nAgainst    ████████████         3",
            brief,
            "That the bid be submitted",
        )
        for behind in ("is read so", "Put by", "Exeter CVS 0", "Clause 4.5: “"):
            assert behind not in said
    assert _buttons(closed) == [("Why?", ids.WHY_MOTION)]


def test_where_too_few_decided_the_verdict_says_that_nothing_is_decided() -> None:
    """V39."""
    few = result(outcome="no quorum", quorum="not quorate", briefly="The votes, which decide nothing: 3 for.")
    shown = picture(motion=motion(state="closed", outcome="no quorum"), result=few)
    told = {**notices("x", "x")["ResultNotice"], "outcome": "no quorum", "why": few.briefly, "votes": "3 for"}
    for blocks in (
        render("MotionNotice", {}, shown, partnership="clpp").blocks,
        render("ResultNotice", told, partnership="clpp").blocks,
    ):
        assert "No quorum: nothing is decided" in words(blocks)


def test_why_says_a_clause_once() -> None:
    """G1: its number alone is no news beside its words."""
    reasons = (Reason("Majority", "more for than against", CLAUSE, f"Clause {CLAUSE.number}."),)
    assert words(why(reasons)["blocks"]).count(f"Clause {CLAUSE.number}") == 1


def test_a_result_kept_before_its_arithmetic_stood_apart_is_shown_whole() -> None:
    closed = picture(motion=motion(state="closed", outcome="carried"), result=result())
    said = words(render("MotionNotice", {}, closed, partnership="clpp").blocks)
    assert "5 for and 3 against: more for than against." in said


def test_a_result_without_a_quorum_is_provisional_and_says_so() -> None:
    """K33."""
    provisional = result(
        provisional=True, quorum="not quorate", quorum_why="Nobody from higher education is present."
    )
    said = words(
        render(
            "MotionNotice", {}, picture(motion=motion(state="closed"), result=provisional), partnership="clpp"
        ).blocks
    )
    assert "Carried, provisionally: 5 for" in said
    assert "Not quorate. Nobody from higher education is present." in said


def test_only_the_direct_message_to_whoever_is_chairing_has_the_casting_vote() -> None:
    """K29."""
    shown = render("CastingVoteNotice", notices("x", "y")["CastingVoteNotice"], partnership="clpp")
    assert _actions(shown.blocks) == [
        ("Give the casting vote", ids.OPEN_CASTING_VOTE),
        ("Why?", ids.WHY_MOTION),
    ]


def test_whoever_rules_on_an_interest_has_four_buttons_and_others_have_none() -> None:
    """K31."""
    data = notices("We would be paid under it", "Exeter CVS")["DeclarationNotice"]
    to_the_chair = render("DeclarationNotice", data, partnership="clpp")
    to_the_secretariat = render("DeclarationNotice", {**data, "for_ruling": False}, partnership="clpp")
    assert [text for text, _ in _actions(to_the_chair.blocks)] == [
        "Stay and vote",
        "Stay, without a vote",
        "Speak, then no further part",
        "Leave for this item",
    ]
    assert {ids.base(action) for _, action in _actions(to_the_chair.blocks)} == {ids.RULE_ON_INTEREST}
    assert _actions(to_the_secretariat.blocks) == []


def test_in_a_tender_the_last_button_keeps_away_from_the_bid() -> None:
    """K31, C33: there is no item to leave."""
    data = {**notices("We bid too", "Exeter CVS")["DeclarationNotice"], "subject_kind": "tender"}
    shown = render("DeclarationNotice", data, partnership="clesp")
    assert [text for text, _ in _actions(shown.blocks)][-1] == "Keep away from this bid"


def test_everything_the_commands_do_has_a_button_in_the_channel_for_guests() -> None:
    shown = render("ResultNotice", notices("x", "y")["ResultNotice"], partnership="clpp")
    assert {ids.OPEN_DECLARE, ids.OPEN_PUT_MOTION, ids.OPEN_PARTNERSHIP} <= {
        action for _, action in _actions(shown.blocks)
    }


def test_a_notice_that_may_have_arrived_is_not_said_to_be_undelivered() -> None:
    data = notices("x", "Ada Fenwick")["GivenUpNotice"]
    assert "I could not deliver the result of a motion to Ada Fenwick: channel_not_found." in words(
        render("GivenUpNotice", data, partnership="clpp").blocks
    )
    doubt = render("GivenUpNotice", {**data, "in_doubt": True}, partnership="clpp")
    assert "I cannot tell whether the result of a motion reached Ada Fenwick" in words(doubt.blocks)


def _buttons(shown: object) -> list[tuple[str, str]]:
    return _actions(render("MotionNotice", {}, shown, partnership="clpp").blocks)  # type: ignore[arg-type]


def _actions(blocks: list[dict[str, object]]) -> list[tuple[str, str]]:
    rows = [each["elements"] for each in blocks if each["type"] == "actions"]
    return [(button["text"]["text"], button["action_id"]) for row in rows for button in row]  # type: ignore[attr-defined]


def test_the_words_are_found_in_an_installed_copy_as_in_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bot"
    monkeypatch.setattr("bot.presenters.environment._PACKAGE", package)
    assert templates() == tmp_path / "templates"
    (package / "_templates").mkdir(parents=True)
    assert templates() == package / "_templates"


def test_the_votes_stand_once_where_the_reason_begins_with_them() -> None:
    """K29: a tie broken is told with its numbers one time, in the channel and in the motion's own message."""
    votes = "2 for, 2 against, 1 abstaining"
    why_ = f"{votes}: a tie. The casting vote is for: carried."
    data = {**notices("x", "Exeter CVS")["ResultNotice"], "votes": votes, "why": why_}
    posted = words(render("ResultNotice", data, partnership="clpp").blocks)
    assert in_order(posted, "Carried.", why_)
    assert posted.count(votes) == 1
    closed = result(why=why_, votes_for=2, against=2)
    shown = words(
        render(
            "MotionNotice", {}, picture(motion=motion(state="closed"), result=closed), partnership="clpp"
        ).blocks
    )
    assert shown.count(votes) == 1


def test_a_motion_without_a_chair_has_the_button_that_records_one() -> None:
    """K26, K29: for as long as nobody is in the chair who has not withdrawn, while it is open or tied."""
    wanted = ("Record who is chairing it", ids.OPEN_ACTING_CHAIR)
    assert wanted in _buttons(picture(chair=""))
    assert wanted in _buttons(picture(chair="", motion=motion(state="tied"), result=result(outcome="tied")))
    assert wanted not in _buttons(picture())
    assert wanted not in _buttons(picture(chair="", motion=motion(state="closed"), result=result()))
    assert wanted not in _buttons(picture(chair="", motion=motion(indicative=True)))


def test_a_ruling_button_says_which_declaration_it_is_on() -> None:
    """K31: so that a button from before is known from one that came with the newer declaration."""
    data = {**notices("x", "Exeter CVS")["DeclarationNotice"], "declaration": 2}
    [row] = [
        each["elements"]
        for each in render("DeclarationNotice", data, partnership="clpp").blocks
        if each["type"] == "actions"
    ]
    assert {json.loads(each["value"])["declaration"] for each in row} == {"2"}


def test_where_the_terms_leave_the_vote_on_a_declaration_does_not_say_that_it_is_off() -> None:
    """K31: the chair may still rule otherwise."""
    data = {**notices("x", "Exeter CVS")["DeclarationNotice"], "vote_off": False}
    said = words(render("DeclarationNotice", data, partnership="clpp").blocks)
    assert "keeps its vote, unless you rule otherwise" in said
    assert "vote is off" not in said


@pytest.mark.parametrize(
    ("tied", "says"), [(True, "waits for a casting vote"), (False, "nor close its vote")]
)
def test_whoever_records_an_acting_chair_is_told_what_waits_for_one(tied: bool, says: str) -> None:
    """K26, K29."""
    data = {**notices("x", "Exeter CVS")["ChairWantedNotice"], "tied": tied}
    shown = render("ChairWantedNotice", data, partnership="clpp")
    assert says in words(shown.blocks)
    assert ("Record who is chairing it", ids.OPEN_ACTING_CHAIR) in _actions(shown.blocks)


def test_who_is_present_is_asked_for_and_deputies_only_where_there_are_some() -> None:
    """K32: the roll cannot be sent in with nobody marked."""
    fields_ = {
        each["block_id"]: each
        for each in roll_form(roll_facts("Exeter CVS", 9))["blocks"]
        if "block_id" in each
    }
    assert not fields_["present"].get("optional", False)
    assert fields_["substitutes"]["optional"] is True


def test_a_paper_that_was_lost_is_told_to_its_submitter_and_to_the_secretariat_in_their_own_words() -> None:
    data = notices("Budget", "Exeter CVS")["PaperLostNotice"] | {
        "file_name": "budget.pdf",
        "submitter": "Amos",
    }
    own = words(render("PaperLostNotice", data, partnership="clpp").blocks)
    assert "I could not keep “budget.pdf”, which you submitted as Budget" in own
    assert "Please submit the file again, or a link to it." in own
    office = words(render("PaperLostNotice", data | {"own": False}, partnership="clpp").blocks)
    assert "which Amos submitted as Budget" in office
    assert "I have told them as well" in office
    alone = words(render("PaperLostNotice", data | {"own": False, "told": False}, partnership="clpp").blocks)
    assert "please ask them for it again" in alone


def test_a_file_that_could_not_be_enclosed_is_told_with_the_reason() -> None:
    data = notices("Budget", "Exeter CVS")["NotEnclosedNotice"]
    said = words(render("NotEnclosedNotice", data, partnership="clpp").blocks)
    assert (
        "I could not enclose Budget with the result of a motion: Slack refused it (file_type_not_allowed)."
        in said
    )
