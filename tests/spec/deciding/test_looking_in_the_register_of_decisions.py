"""Looking in the register of decisions: the search, one entry whole, the file; and what is kept from whom."""

import csv
import io
import json
import logging
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.founding import adopt
from bot.presenters.entries.decisions import decision_modal, decisions_modal
from bot.presenters.messages import render
from bot.rules.terms import Adoption
from bot.store.session import Store
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.entries.entry_questions import (
    DecisionPicture,
    DecisionsPicture,
    ExportDecisions,
    ShowDecision,
    ShowDecisions,
    Wanted,
)
from bot.workflows.tenders.bid_questions import PeopleForm, StepForm
from bot.workflows.tenders.tenders import RecordTender
from tests.presenters.reading import words as read
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, vote
from tests.spec.meetings.calling import books, turn_to
from tests.spec.meetings.sending import CO_OPTED, MEMBER, OBSERVER, item, london

SECRET = "That eleven posts at Harbour be closed"


@pytest.fixture
def three(meeting: Rehearsal) -> Rehearsal:
    """Three decisions of CLPP: carried, not carried, carried."""
    for number, (text, choice) in enumerate(
        (
            ("That the bid be submitted", "for"),
            ("That the logo be red", "against"),
            ("=2+3 be agreed", "for"),
        ),
        1,
    ):
        motion = f"motion-{number}"
        answer(meeting.puts(CHAIR, text, motion=motion))
        answer(meeting.votes(VOICE["ekc-group"], choice, motion))
        answer(meeting.closes(CHAIR, motion))
    return meeting


def sees(body: Rehearsal, who: str, **wanted: str) -> DecisionsPicture:
    return body.secretary.ask(
        ShowDecisions(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership=body.slug,
            wanted=Wanted(**wanted),
        )
    )


def reads(body: Rehearsal, who: str, decision: str = "D2026/1") -> DecisionPicture:
    return body.secretary.ask(
        ShowDecision(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership=body.slug,
            decision=decision,
        )
    )


def exports(body: Rehearsal, who: str, form: str) -> Any:
    return body.say(who, ExportDecisions, partnership=body.slug, form=form)


def file_of(body: Rehearsal) -> bytes:
    notice = body.notices("DecisionsFileNotice")[-1]
    (enclosed,) = render("DecisionsFileNotice", notice.data, partnership=body.slug).enclosures
    assert enclosed.content is not None
    return enclosed.content


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["D2026/3", "D2026/2", "D2026/1"]),
        ({"text": "LOGO"}, ["D2026/2"]),
        ({"text": "2026/1"}, ["D2026/1"]),
        ({"text": "submitted  BID"}, ["D2026/1"]),
        ({"text": "logo nowhere"}, []),
        ({"status": "carried"}, ["D2026/3", "D2026/1"]),
        ({"year": "2025"}, []),
        ({"kind": "ordinary", "text": "bid"}, ["D2026/1"]),
    ],
)
def test_decisions_are_found_by_words_year_status_and_kind(
    three: Rehearsal, wanted: dict[str, str], found: list[str]
) -> None:
    picture = sees(three, MEMBER, **wanted)
    assert [each.reference for each in picture.entries] == found
    assert str(decisions_modal(picture).get("blocks")).count("'Open'") == len(found)


def test_an_entry_says_what_it_rests_on_and_who_was_there(three: Rehearsal) -> None:
    """K28, K30: clause, arithmetic, version of the terms, entitled, present, voted."""
    said = str(decision_modal(reads(three, MEMBER))["blocks"])
    for words in (
        "1 for, 0 against",
        "Entitled: ",
        "EKC Group",
        "version 1, in force from Tuesday 1 September 2020",
        "Why?",
    ):
        assert words in said
    assert "does not bind any organisation" in said


def test_whoever_reads_an_entry_sees_what_became_of_it(three: Rehearsal) -> None:
    void = {"partnership": "clpp", "decision": "D2026/1", "becomes": "void", "reason": "Put in error"}
    answer(three.say(CHAIR, CorrectDecision, **void))
    assert "Void by D2026/4: Put in error" in str(decision_modal(reads(three, MEMBER))["blocks"])
    assert [each.reference for each in sees(three, MEMBER, status="void").entries] == ["D2026/1"]


def test_only_who_may_is_offered_to_change_what_an_entry_is(three: Rehearsal) -> None:
    assert reads(three, SECRETARY).may_correct
    assert not reads(three, MEMBER).may_correct
    assert not reads(three, CHAIR).may_override


def test_the_csv_is_sent_to_whoever_asked_alone_and_nothing_in_it_is_a_formula(three: Rehearsal) -> None:
    assert "3 decisions come to you by message" in answer(exports(three, MEMBER, "csv"))
    assert three.notices("DecisionsFileNotice")[-1].recipient == three.user(MEMBER)
    rows = list(csv.DictReader(io.StringIO(file_of(three).decode("utf-8-sig"))))
    assert [each["Decision"] for each in rows] == ["D2026/3", "D2026/2", "D2026/1"]
    assert rows[0]["Text"] == "'=2+3 be agreed"
    one = {"partnership": "clpp", "form": "csv", "wanted": Wanted(text="logo")}
    assert "1 decision comes to you by message" in answer(three.say(MEMBER, ExportDecisions, **one))


def test_the_json_has_the_same(three: Rehearsal) -> None:
    answer(exports(three, MEMBER, "json"))
    rows = json.loads(file_of(three))
    assert [(each["decision"], each["status"]) for each in rows][1:] == [
        ("D2026/2", "not carried"),
        ("D2026/1", "carried"),
    ]
    assert rows[0]["text"] == "=2+3 be agreed"


def test_a_vote_by_name_has_how_each_voted_in_the_entry_and_in_the_file(meeting: Rehearsal) -> None:
    """CLPP adopts that votes are named and shown: the record shows how each voted."""
    adopt(
        meeting.store,
        meeting.clock,
        workspace=meeting.workspace,
        slug="clpp",
        adoptions={"voting.show_votes": Adoption("the Strategy Group", date(2026, 4, 1))},
    )
    answer(meeting.puts(CHAIR))
    answer(meeting.votes(VOICE["ekc-group"], "for"))
    answer(meeting.votes(VOICE["compass-point"], "for"))
    answer(meeting.votes(VOICE["kent-council"], "against"))
    answer(meeting.votes(VOICE["medway-council"], "abstain"))
    answer(meeting.closes(CHAIR))
    shown = read(decision_modal(reads(meeting, MEMBER))["blocks"])
    assert "For: Compass Point Guidance and EKC Group." in shown
    assert "Against: Kent County Council." in shown
    assert "Abstaining: Medway Council." in shown
    answer(exports(meeting, MEMBER, "json"))
    [row] = json.loads(file_of(meeting))
    assert (row["voted_for"], row["voted_against"], row["abstained"]) == (
        "Compass Point Guidance; EKC Group",
        "Kent County Council",
        "Medway Council",
    )


@pytest.fixture
def secret(clpp: Rehearsal) -> Rehearsal:
    """A decision on a confidential item of a booked meeting, and one on nothing in particular."""
    answer(books(clpp, "2026-06-11 14:00"))
    item(clpp, "Redundancies at Harbour", "item-secret", confidential=True)
    turn_to(clpp, london("2026-06-11", "14:00"))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    for number, (text, about) in enumerate(((SECRET, "item-secret"), ("That the bid be submitted", None)), 1):
        motion = f"motion-{number}"
        answer(clpp.puts(CHAIR, text, motion=motion, about=about))
        answer(clpp.votes(VOICE["ekc-group"], "for", motion))
        answer(clpp.closes(CHAIR, motion))
    return clpp


def test_no_menu_of_a_bid_gives_its_words_to_who_has_withdrawn_from_it(secret: Rehearsal) -> None:
    """V16: neither that of a step nor that of who does what."""
    answer(secret.say(SECRETARY, RecordTender, partnership="clpp", tender="tender-1", title="Advice"))

    def menus(who: str) -> str:
        asked = {"workspace": secret.workspace, "team": secret.team, "user": secret.user(who)}
        step = StepForm(**asked, partnership="clpp", tender="tender-1", step="final bid approved")
        people = PeopleForm(**asked, partnership="clpp", tender="tender-1")
        return " and ".join(repr(secret.secretary.ask(each).decisions) for each in (step, people))

    assert menus(CHAIR).count(SECRET) == 2
    answer(secret.declares(CHAIR, "We would lose the contract", kind="item", subject="item-secret"))
    assert menus(CHAIR).count("D2026/1: A confidential item") == 2
    assert SECRET not in menus(CHAIR)


@pytest.mark.parametrize("who", [OBSERVER, CO_OPTED])
def test_a_decision_on_a_confidential_item_is_read_by_members_alone(secret: Rehearsal, who: str) -> None:
    """V16: in the list, in the entry, in the search and in the file."""
    assert SECRET in repr(sees(secret, MEMBER))
    assert SECRET not in repr(sees(secret, who)) + repr(reads(secret, who))
    assert sees(secret, who, text="eleven posts").entries == ()
    answer(exports(secret, who, "csv"))
    assert b"eleven posts" not in file_of(secret)
    assert "A confidential item" in str(decisions_modal(sees(secret, who))["blocks"])


def test_nor_by_who_has_withdrawn_from_it(secret: Rehearsal) -> None:
    """V16, K31."""
    answer(secret.declares(MEMBER, "We would lose the contract", kind="item", subject="item-secret"))
    assert SECRET not in repr(sees(secret, MEMBER))


def test_what_becomes_of_it_is_told_in_the_channel_without_its_words(secret: Rehearsal) -> None:
    """V16."""
    void = {
        "partnership": "clpp",
        "decision": "D2026/1",
        "becomes": "void",
        "reason": "Harbour was not heard",
    }
    answer(secret.say(CHAIR, CorrectDecision, **void))
    (notice,) = secret.notices("DecisionChangedNotice")
    assert SECRET not in repr(notice.data)
    assert "Harbour" not in repr(notice.data)
    assert secret.sees().became == ("Void by D2026/3.",)
    assert "Harbour was not heard" not in repr(sees(secret, OBSERVER))


def test_a_guest_sees_nothing_of_meetings_that_are_not_public(three: Rehearsal) -> None:
    """K39."""
    assert sees(three, "U0GUEST").entries == ()
    assert sees(three, "U0GUEST").refused is not None
    assert reads(three, "U0GUEST").entry is None
    assert "not in the register" in reason(exports(three, "U0GUEST", "csv"))


def test_a_guest_sees_what_was_decided_in_public_without_names_and_without_what_is_confidential(
    secret: Rehearsal,
) -> None:
    """K39, V16."""
    from sqlalchemy import update

    from bot.store.tables import meetings

    with secret.store.transaction() as connection:
        connection.execute(update(meetings).where(meetings.c.id == MEETING).values(public=True))
    (entry,) = sees(secret, "U0GUEST").entries
    assert (entry.reference, entry.text, entry.entitled, entry.voted) == (
        "D2026/2",
        "That the bid be submitted",
        (),
        (),
    )
    assert "what the partnership has decided in public" in str(
        decisions_modal(sees(secret, "U0GUEST"))["blocks"]
    )


def test_the_register_is_read_from_a_terminal_too(
    three: Rehearsal, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("DATABASE_URL", store.url.render_as_string(hide_password=False))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    before = logging.root.handlers[:]

    def ask(*asked: str) -> Any:
        where = ("--partnership", "clpp", "--workspace", three.workspace)
        said = CliRunner().invoke(app, ["decisions", *asked, *where])
        logging.root.handlers[:] = before
        return said

    listed = ask("list", "--status", "not carried").output
    assert "D2026/2 not carried, Thursday 23 April 2026: That the logo be red" in listed
    assert "D2026/1" not in listed
    written = tmp_path / "decisions.csv"
    assert "3 entries written" in ask("export", str(written)).output
    assert "'=2+3 be agreed" in written.read_text("utf-8-sig")
    assert ask("export", str(tmp_path / "decisions.doc")).exit_code == 2


def test_a_vote_of_which_only_the_number_is_shown_names_nobody(clpp: Rehearsal) -> None:
    """The register of decisions tells no more of a vote than its message did."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    vote(clpp, {"ekc-group": "for"})
    answer(clpp.closes(CHAIR))
    entry = reads(clpp, MEMBER).entry
    assert entry is not None
    shown = clpp.sees().motion.show_votes
    assert entry.voted == (("ekc-group",) if shown == "who" else ())
    assert entry.turnout == 1
