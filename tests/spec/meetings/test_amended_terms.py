"""An amendment that was adopted becomes the next dated terms, in force from its day; until its text is recorded nothing changes."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.founding import CannotFound, record_terms, terms_in_force
from bot.rules.samples import sample_terms
from bot.store.partnership import terms_files
from bot.workflows.entries.correcting import CorrectDecision
from bot.workflows.meetings.meeting_questions import ShowMeeting
from bot.workflows.papers.paper_checks import SubmittedFile
from bot.workflows.partnership.handing_in import HandInForm, HandInTerms
from bot.workflows.questions import PutForm, ShowHome, ShowPartnership, WhyMotion, WhyRule
from bot.workflows.room.room_questions import WhoIsHere
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR, VOICE
from tests.spec.deciding.named import awaiting_text, carries, refused
from tests.spec.meetings.agendas import changed
from tests.spec.meetings.calling import SECRETARY, books, told, turn_to
from tests.spec.meetings.holding import SECOND, ask
from tests.spec.meetings.sending import begins, circulates, delivered, item, london, ready

OFFICER, EKC = SECRETARY["clpp"], VOICE["ekc-group"]
TEXT = "paper-text"
PRESENT = ("ekc-group", "kent-council", "north-downs", "wealden-downs", "medway-council")


@pytest.fixture
def sent(clpp: Rehearsal) -> Rehearsal:
    """CLPP with meetings on 11 June and 17 September 2026, and the text of an amendment with the members since 1 June."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(books(clpp, "2026-09-17 14:00", meeting=SECOND, title="September meeting"))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    ready(clpp, title="Two chairs", paper=TEXT, item="item-amendment", amendment=True)
    turn_to(clpp, london("2026-06-01"))
    answer(circulates(clpp))
    delivered(clpp)
    return clpp


def opened(
    body: Rehearsal, present: tuple[str, ...] = PRESENT, chair: str = CHAIR, day: str = "2026-06-11"
) -> None:
    """The meeting of June, or another, is opened by the secretariat, and everybody has nothing to declare."""
    body.clock.set(london(day, "14:05"))
    meeting = MEETING if day == "2026-06-11" else SECOND
    answer(body.opens_meeting(OFFICER, chair=chair, present=present, meeting=meeting))


def adopts(body: Rehearsal, who: str = CHAIR, **named: str) -> str:
    """The amendment is put, two vote for it, and it is closed."""
    answer(body.puts(who, "", kind="amendment", paper=TEXT, particulars=named))
    return carries(body, closer=who)


def later(day: str, *changes: tuple[str, str]) -> str:
    """CLPP's terms as they are from a later day, with a longer notice of amendments."""
    document = sample_terms("clpp")
    for old, new in (
        ("in_force_from = 2020-09-01", f"in_force_from = {day}"),
        ('version       = "2020-21"', f'version       = "{day}"'),
        ('at_least = "10 days"', 'at_least = "20 days"'),
        *changes,
    ):
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    return document


def records(body: Rehearsal, day: str, *motions: str) -> None:
    """The secretariat records the new terms."""
    record_terms(
        body.store, body.clock, workspace=body.workspace, slug="clpp", document=later(day), motions=motions
    )


def terms_file(name: str = "clpp-2026.toml", size: int | None = 20_000) -> SubmittedFile:
    """A terms file as Slack tells of it."""
    return SubmittedFile(
        "F0TERMS", name, "text/plain", size, "https://files.slack.com/F0TERMS/clpp-2026.toml"
    )


def hands_in(body: Rehearsal, *motions: str, who: str = OFFICER, id: str = "terms-1", **words: Any) -> Any:
    """The secretariat hands in the file of the new terms."""
    asked = {"files": (terms_file(),), "motions": motions, **words}
    return body.say(who, HandInTerms, partnership="clpp", file=id, **asked)


def arrives(body: Rehearsal, content: bytes | None, why: str = "it was deleted") -> Any:
    """Delivery has brought the file, or has given it up; the clock comes to it, and whoever handed it in is told."""
    with body.store.transaction() as connection:
        wanted = terms_files.claim(connection, real=body.clock.now(), lease=timedelta(seconds=60))
        assert wanted is not None
        if content is None:
            terms_files.lose(connection, wanted, why, body.clock.now())
        else:
            terms_files.keep(connection, wanted, content, body.clock.now())
    turn_to(body, body.clock.now())
    [notice] = [
        each for each in told(body, "TermsReadNotice", body.user(OFFICER)) if each.subject == wanted.paper
    ]
    return notice.data


def version(body: Rehearsal) -> str:
    """The version in force now."""
    return terms_in_force(body.store, body.clock, workspace=body.workspace, slug="clpp").version


def test_the_secretariat_is_asked_for_the_text_and_the_rules_stay_meanwhile(sent: Rehearsal) -> None:
    """K45: adopted is not yet recorded; the task stands in App Home until it is."""
    opened(sent)
    assert "The terms are amended with effect from Thursday 11 June 2026" in adopts(sent)
    [waits] = awaiting_text(sent)
    assert (waits.reference, waits.title, waits.in_force_on) == ("2026/1", "Two chairs", date(2026, 6, 11))
    [wanted] = told(sent, "TermsWantedNotice", sent.user(OFFICER))
    assert (wanted.data["reference"], wanted.data["in_force"]) == ("2026/1", "Thursday 11 June 2026")
    assert version(sent) == "2020-21"
    who = {"workspace": sent.workspace, "team": sent.team, "user": sent.user(OFFICER)}
    [part] = sent.secretary.ask(ShowHome(**who)).parts
    assert [each.subject for each in part.asks if each.kind == "terms"] == ["motion-1"]


def test_every_screen_that_judges_by_the_terms_says_that_an_amendment_waits(sent: Rehearsal) -> None:
    """K45: the form of a motion, the rules, App Home, the room, a meeting's deadlines, and why."""
    opened(sent)
    adopts(sent)
    says = "adopted by motion 2026/1, in force from Thursday 11 June 2026, and waits for the new text"
    assert says in " ".join(ask(sent, CHAIR, PutForm).stands)
    assert says in " ".join(ask(sent, EKC, ShowPartnership).stands)
    answer(sent.puts(CHAIR, motion="motion-2"))
    who = {"workspace": sent.workspace, "team": sent.team, "user": sent.user(EKC)}
    assert says in " ".join(sent.secretary.ask(ShowHome(**who)).parts[0].stands)
    assert says in " ".join(ask(sent, EKC, WhoIsHere).stands)
    assert says in " ".join(ask(sent, EKC, ShowMeeting, meeting=SECOND).stands)
    [_, last] = ask(sent, EKC, WhyRule, key="notice.amendment")
    assert says in last.words
    reasons = sent.secretary.ask(WhyMotion(**who, motion="motion-2"))
    assert any(says in each.words for each in reasons)
    records(sent, "2026-06-11", "2026/1")
    assert ask(sent, EKC, ShowPartnership).stands == ()


def test_the_text_cites_its_motion_and_begins_on_its_day(sent: Rehearsal) -> None:
    """K45: nothing else is recorded while it waits."""
    opened(sent)
    adopts(sent, in_force_on="2026-09-01")
    with pytest.raises(CannotFound, match="2026/1 waits for the text: cite the motion"):
        records(sent, "2026-09-01")
    with pytest.raises(CannotFound, match="is in force from Tuesday 1 September 2026"):
        records(sent, "2026-08-01", "2026/1")
    with pytest.raises(CannotFound, match="Motion 2026/9 is no amendment"):
        records(sent, "2026-09-01", "2026/9")
    records(sent, "2026-09-01", "2026/1")
    assert awaiting_text(sent) == ()
    event = sent.happened()[-1]
    assert (event.type, event.subject, event.data["terms_version"]) == ("AmendmentRecorded", "motion-1", 2)
    assert version(sent) == "2020-21"
    sent.clock.set(london("2026-09-01"))
    assert version(sent) == "2026-09-01"
    with pytest.raises(CannotFound, match="No adopted amendment waits"):
        records(sent, "2026-10-01", "2026/1")


def test_old_meetings_keep_their_terms_and_later_ones_have_the_new(sent: Rehearsal) -> None:
    """G1: what was decided in June stays as it was judged; September is judged by the terms of September."""
    opened(sent)
    adopts(sent, in_force_on="2026-09-01")
    before = sent.result()
    records(sent, "2026-09-01", "2026/1")
    changed(sent, MEETING, state="closed", closed_at=sent.clock.now())
    sent.clock.set(london("2026-09-02"))
    assert sent.result() == before
    item(sent, "Three chairs", "item-three", meeting=SECOND, amendment=True)
    ready(sent, title="Three chairs", paper="paper-three", item="item-three", amendment=True, meeting=SECOND)
    answer(circulates(sent, meeting=SECOND))
    delivered(sent)
    begins(sent, "2026-09-17", SECOND)
    why = refused(sent.puts(CHAIR, "", motion="motion-2", kind="amendment", paper="paper-three"))
    assert "Late, 5 days short" in why.reason  # fifteen days were enough until the end of August


def test_adopted_without_a_quorum_it_is_in_force_only_from_its_ratification(sent: Rehearsal) -> None:
    """K33, K45: no effect meanwhile, whatever day it named."""
    opened(sent, ("ekc-group", "kent-council"), EKC)
    assert "The terms are amended" not in adopts(sent, EKC)
    assert awaiting_text(sent) == ()
    assert told(sent, "TermsWantedNotice") == []
    answer(sent.closes_meeting(OFFICER))
    opened(sent, day="2026-09-17")
    answer(sent.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    assert "with effect from Thursday 17 September 2026" in carries(sent, "motion-2")
    [waits] = awaiting_text(sent)
    assert (waits.motion, waits.reference, waits.in_force_on) == ("motion-1", "2026/1", date(2026, 9, 17))


def test_an_amendment_is_not_in_force_before_it_is_decided(sent: Rehearsal) -> None:
    """K45: under its own field."""
    opened(sent)
    named = {"in_force_on": "2026-06-10"}
    why = refused(sent.puts(CHAIR, "", kind="amendment", paper=TEXT, particulars=named))
    assert (why.field, why.clause.number) == ("in_force_on", "5.7")


def test_two_amendments_of_one_day_may_share_one_text(sent: Rehearsal) -> None:
    """K45: or the second follows the first, from the same day."""
    opened(sent)
    adopts(sent)
    answer(sent.puts(CHAIR, "", motion="motion-2", kind="amendment", paper=TEXT))
    carries(sent, "motion-2")
    records(sent, "2026-06-11", "2026/1")
    assert [each.reference for each in awaiting_text(sent)] == ["2026/2"]
    records(sent, "2026-06-11", "2026/2")
    assert awaiting_text(sent) == ()


def test_the_text_is_handed_in_as_a_file_in_slack(sent: Rehearsal) -> None:
    """K45: with the motion it cites; whoever handed it in is told what came of it."""
    opened(sent)
    adopts(sent)
    [choice] = ask(sent, OFFICER, HandInForm).waiting
    assert (choice.id, choice.chosen) == ("2026/1", True)
    answer(hands_in(sent, "2026/1"))
    assert "already" in answer(hands_in(sent, "2026/1"))
    said = arrives(sent, later("2026-06-11").encode())
    assert said["is_recorded"]
    assert said["words"] == "Version 2026-06-11 is in force from Thursday 11 June 2026."
    assert version(sent) == "2026-06-11"
    assert awaiting_text(sent) == ()
    *_, recorded, amended = sent.happened()
    assert (recorded.type, amended.type) == ("TermsFileRecorded", "AmendmentRecorded")
    assert recorded.person == amended.person == OFFICER
    assert recorded.data["terms_version"] == amended.data["terms_version"] == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ((('at_least = "20 days"', 'at_least = "10 days"'),), "nothing in it differs from version 2020-21"),
        (
            (('version       = "2026-06-11"', 'version       = "2020-21"'),),
            "Version “2020-21” is the name of the terms in force from Tuesday 1 September 2020 already",
        ),
    ],
)
def test_a_file_that_looks_like_a_mistake_is_asked_about_once(
    sent: Rehearsal, changes: tuple[tuple[str, str], ...], why: str
) -> None:
    """K45: no rule changed, or the name of terms that are kept; the very same file again is meant, and is recorded."""
    opened(sent)
    adopts(sent)
    document = later("2026-06-11")
    for old, new in changes:
        document = document.replace(old, new)
    answer(hands_in(sent, "2026/1"))
    said = arrives(sent, document.encode())
    assert not said["is_recorded"]
    assert why in said["more"]
    assert "hand the same file in again" in said["more"]
    assert len(awaiting_text(sent)) == 1
    with pytest.raises(CannotFound, match=why.partition("”")[0]):
        record_terms(
            sent.store,
            sent.clock,
            workspace=sent.workspace,
            slug="clpp",
            document=document,
            motions=("2026/1",),
            anyway=False,
        )
    answer(hands_in(sent, "2026/1", id="terms-2"))
    assert arrives(sent, document.encode())["is_recorded"]
    assert awaiting_text(sent) == ()


def test_a_second_text_for_the_day_of_the_first_is_asked_about(sent: Rehearsal) -> None:
    """K45: unless it is the same text, of two amendments adopted on one day."""
    opened(sent)
    adopts(sent)
    answer(sent.puts(CHAIR, "", motion="motion-2", kind="amendment", paper=TEXT))
    carries(sent, "motion-2")
    records(sent, "2026-06-11", "2026/1")
    answer(hands_in(sent, "2026/2"))
    other = later("2026-06-11", ('version       = "2026-06-11"', 'version       = "second"'))
    said = arrives(sent, other.replace('at_least = "20 days"', 'at_least = "30 days"').encode())
    assert (
        "begins on the same day as version 2026-06-11, which would then never have been in force"
        in said["more"]
    )
    answer(hands_in(sent, "2026/2", id="terms-2"))
    assert arrives(sent, later("2026-06-11").encode())["is_recorded"]


def test_what_was_adopted_beside_the_terms_is_carried_over_with_a_file_too(sent: Rehearsal) -> None:
    """G1: nobody has to adopt it a second time."""
    opened(sent)
    adopts(sent)
    answer(hands_in(sent, "2026/1"))
    arrives(sent, later("2026-06-11").encode())
    rule = terms_in_force(sent.store, sent.clock, workspace=sent.workspace, slug="clpp").rule(
        "interests.effect"
    )
    assert rule is not None and rule.adoption is not None


def test_a_file_with_mistakes_is_told_all_of_them_and_the_rules_stay(sent: Rehearsal) -> None:
    """K45: and it can be handed in again."""
    opened(sent)
    adopts(sent)
    for number, (content, why) in enumerate(
        (
            (b"[partnership", "line"),
            (b"\xff\xfe", "no plain text"),
            (later("2026-07-01").encode(), "is in force from Thursday 11 June 2026"),
            (None, "it was deleted"),
        )
    ):
        answer(hands_in(sent, "2026/1", id=f"terms-{number}"))
        said = arrives(sent, content)
        assert not said["is_recorded"]
        assert why in said["more"]
    assert version(sent) == "2020-21"
    answer(hands_in(sent, "2026/1", id="terms-9"))
    assert arrives(sent, later("2026-06-11").encode())["is_recorded"]


def test_only_the_secretariat_and_the_chair_hand_terms_in_and_each_mistake_has_its_field(
    sent: Rehearsal,
) -> None:
    opened(sent)
    adopts(sent)
    assert "Only the secretariat" in refused(hands_in(sent, "2026/1", who=EKC)).reason
    assert refused(hands_in(sent)).field == "motions"
    assert refused(hands_in(sent, "2026/1", files=())).field == "file"
    assert refused(hands_in(sent, "2026/1", files=(terms_file("terms.docx"),))).field == "file"
    assert refused(hands_in(sent, "2026/1", files=(terms_file(size=300_000),))).field == "file"


def becomes(body: Rehearsal, decision: str, what: str = "void") -> Any:
    """The chair records what became of a decision."""
    asked = {"partnership": "clpp", "decision": decision, "becomes": what, "reason": "The notice was short"}
    outcome = body.say(CHAIR, CorrectDecision, **asked)
    answer(outcome)
    return outcome


def test_an_amendment_that_is_void_waits_for_no_text(sent: Rehearsal) -> None:
    """K45: nothing is recorded from it, and no screen says that it waits."""
    opened(sent)
    adopts(sent)
    becomes(sent, "D2026/1")
    assert awaiting_text(sent) == ()
    assert ask(sent, EKC, ShowPartnership).stands == ()
    assert ask(sent, OFFICER, HandInForm).waiting == ()
    with pytest.raises(CannotFound, match="Motion 2026/1 is no amendment"):
        records(sent, "2026-06-11", "2026/1")
    assert told(sent, "TermsToReplaceNotice") == []


@pytest.mark.parametrize("what", ["void", "rescinded"])
def test_terms_recorded_from_an_amendment_that_stands_no_longer_are_replaced(
    sent: Rehearsal, what: str
) -> None:
    """G1, K45: a dated file is not taken away; the secretariat is asked for the next, and every screen says so meanwhile."""
    opened(sent)
    adopts(sent)
    records(sent, "2026-06-11", "2026/1")
    sent.clock.set(london("2026-06-20"))
    becomes(sent, "D2026/1", what)
    [asked] = told(sent, "TermsToReplaceNotice", sent.user(OFFICER))
    assert (asked.data["reference"], asked.data["version"], asked.data["becomes"]) == ("2026/1", 2, what)
    says = "Version 2 of the terms was recorded from motion 2026/1, which stands no longer"
    assert says in " ".join(ask(sent, EKC, ShowPartnership).stands)
    [choice] = ask(sent, OFFICER, HandInForm).waiting
    assert "the terms that stand instead" in choice.words
    with pytest.raises(CannotFound, match="wait to be replaced"):
        records(sent, "2026-06-20")
    answer(hands_in(sent, "2026/1"))
    instead = later("2026-06-20").replace('at_least = "20 days"', 'at_least = "10 days"')
    assert arrives(sent, instead.encode())["is_recorded"]
    assert sent.happened()[-1].type == "TermsReplaced"
    assert version(sent) == "2026-06-20"
    assert ask(sent, EKC, ShowPartnership).stands == ()


def test_ratified_anew_it_waits_for_its_text_from_that_day(sent: Rehearsal) -> None:
    """K33, K45: a void ratification takes what it ratified back; the next has it in force from its own day."""
    opened(sent, ("ekc-group", "kent-council"), EKC)
    adopts(sent, EKC)
    answer(sent.closes_meeting(OFFICER))
    opened(sent, day="2026-09-17")
    answer(sent.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    carries(sent, "motion-2")
    said = becomes(sent, "D2026/2")
    assert "waits for a quorate meeting again" in said.answer.next
    assert awaiting_text(sent) == ()
    sent.clock.turn(days=1)
    answer(sent.puts(CHAIR, "", motion="motion-3", ratifies="motion-1"))
    carries(sent, "motion-3")
    [waits] = awaiting_text(sent)
    assert (waits.reference, waits.in_force_on) == ("2026/1", date(2026, 9, 18))


def test_replaced_and_then_ratified_anew_its_text_is_recorded_again(sent: Rehearsal) -> None:
    """K33, K45: as the version after the one that stood meanwhile."""
    opened(sent, ("ekc-group", "kent-council"), EKC)
    adopts(sent, EKC)
    answer(sent.closes_meeting(OFFICER))
    opened(sent, day="2026-09-17")
    answer(sent.puts(CHAIR, "", motion="motion-2", ratifies="motion-1"))
    carries(sent, "motion-2")
    records(sent, "2026-09-17", "2026/1")
    becomes(sent, "D2026/2")
    records(sent, "2026-09-18", "2026/1")
    sent.clock.turn(days=2)
    answer(sent.puts(CHAIR, "", motion="motion-3", ratifies="motion-1"))
    carries(sent, "motion-3")
    [waits] = awaiting_text(sent)
    assert (waits.version, waits.in_force_on) == (None, date(2026, 9, 19))
    records(sent, "2026-09-19", "2026/1")
    assert awaiting_text(sent) == ()
    assert version(sent) == "2026-09-19"
