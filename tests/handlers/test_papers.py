"""Papers through Slack's payloads: submitting with a file, looking over, sending round, “I have these”, the proof."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.presenters.papers.proof_file import proof_file
from bot.register_files.writing import inert
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, rehearse
from tests.rooms import CHAIR
from tests.spec.meetings.answering import becomes
from tests.spec.meetings.calling import books, moves, told
from tests.spec.meetings.sending import (
    MEMBER,
    OBSERVER,
    OTHER_MEMBER,
    begins,
    channel,
    circulates,
    delivered,
    fetched,
    item,
    london,
    paper,
    papers_of,
    ready,
    rounds,
    sent_to,
)

Workspace = Callable[[Any, StoppedClock], Slack]
SECRETARY = "gwendolen-saxby"
CALENDAR = "strategy-group-care-leaver-progression-partnership-2026-06-11.ics"
REPORT = {
    "id": "F0REPORT",
    "name": "report.pdf",
    "mimetype": "application/pdf",
    "size": 2048,
    "url_private": "https://files.slack.com/files-pri/T0QUORATE-F0REPORT/report.pdf",
    "url_private_download": "https://files.slack.com/files-pri/T0QUORATE-F0REPORT/download/report.pdf",
}


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP with a meeting on Thursday 11 June 2026, late papers needing the agreement of those present."""
    body = rehearse(store, clock, "clpp", adopting=["late_papers", "interests.effect", "quorum.withdrawn"])
    answer(books(body, "2026-06-11 14:00"))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def message(body: Rehearsal, kind: str, to: str) -> list[dict[str, Any]]:
    """The last message of a kind that somebody got."""
    notice = told(body, kind, body.user(to))[-1]
    return render(kind, notice.data, partnership=body.slug).blocks


def press(slack: Slack, body: Rehearsal, who: str, action: str, **value: str) -> None:
    """Somebody presses a button of this kind under a message."""
    slack.press(body.user(who), {"action_id": action, "value": json.dumps({"p": body.slug, **value})})


def test_from_a_members_form_to_everybodys_message_and_the_proof(slack: Slack, clpp: Rehearsal) -> None:
    """K36, K35, C24: every step by a command, a button or a form."""
    member, officer = clpp.user(MEMBER), clpp.user(SECRETARY)
    item(clpp, "The data report", "item-data")

    # A member types /papers, and submits a file for an item.
    slack.command(member, ids.PAPERS, channel="C0CLPP")
    listed = slack.opened()
    assert "There are no papers for this meeting yet." in words(listed["blocks"])
    slack.press_in(member, listed, button(listed["blocks"], "Submit a paper"))
    form = slack.opened()
    done = slack.submit(member, form, {"title": "The data report", "item": "item-data", "file": [REPORT]})
    assert "“The data report” is with the secretariat" in done.words
    again = slack.submit(member, form, {"title": "The data report", "item": "item-data", "file": [REPORT]})
    assert "already done" in again.words
    [kept] = papers_of(clpp)
    assert (kept.item, kept.stands.slack_file, kept.stands.size) == ("item-data", "F0REPORT", 2048)
    fetched(clpp)

    # The secretariat accepts it from the message, and looks over what would go.
    slack.press(officer, button(message(clpp, "PaperSubmittedNotice", SECRETARY), "Accept"))
    assert "“The data report” is accepted" in slack.said()
    slack.command(officer, ids.PAPERS, channel="C0CLPP")
    listed = slack.opened()
    slack.press_in(officer, listed, button(listed["blocks"], "Look over and circulate"))
    assert slack.calls[-1][0] == "views.update"
    over = slack.calls[-1][1]["view"]
    assert "report.pdf, 2 KB" in words(over["blocks"])
    assert "15 people by direct message, and in summary" in words(over["blocks"])
    done = slack.submit(officer, over, {}, view_id="V2")
    assert "The agenda and 1 paper of “Strategy Group”" in done.words
    delivered(clpp, failed=(OTHER_MEMBER,))

    # Each member has them with the file, says so once, and may declare.
    [notice] = told(clpp, "PapersNotice", member)
    shown = render("PapersNotice", notice.data, partnership="clpp")
    assert [each.name for each in shown.enclosures] == ["report.pdf", CALENDAR]
    assert "The data report · item" in words(shown.blocks)
    slack.press(member, button(shown.blocks, "I have these"))
    assert "recorded that you have these" in slack.said()
    slack.press(member, button(shown.blocks, "I have these"))
    assert "Recorded already" in slack.said()
    slack.press(member, button(shown.blocks, "Declare an interest"))
    assert slack.opened()["callback_id"] == ids.FORM_DECLARE
    summary = render("PapersNotice", sent_to(clpp, channel(clpp))[0], partnership="clpp")
    assert summary.enclosures == ()
    assert "I have these" not in words(summary.blocks)

    # The proof names whom it did not reach; given by hand; and all of it comes as a file.
    slack.press_in(officer, listed, button(listed["blocks"], "Proof of circulation"))
    page = slack.calls[-1][1]["view"]
    assert "Not delivered: channel_not_found" in words(page["blocks"])
    slack.press_in(officer, page, button(page["blocks"], "Round 1: given by hand"))
    hand = slack.opened()
    assert (
        "yet to come"
        in slack.submit(officer, hand, {"people": [OTHER_MEMBER], "on": "2026-04-24"}, view_id="V3").errors[
            "on"
        ]
    )
    done = slack.submit(officer, hand, {"people": [OTHER_MEMBER], "on": "2026-04-23"}, view_id="V3")
    assert "Nisha Varghese was given them on Thursday 23 April 2026" in done.words
    slack.press_in(officer, page, button(page["blocks"], "Export as a file"))
    assert "comes to you by message, as a file" in words(slack.opened()["blocks"])
    [exported] = told(clpp, "ProofNotice", officer)
    [file] = render("ProofNotice", exported.data, partnership="clpp").enclosures
    rows = list(csv.DictReader(io.StringIO((file.content or b"").decode("utf-8-sig"))))
    assert (file.name, len(rows)) == ("proof-strategy-group.csv", 15)
    assert {each["Given by hand"] for each in rows if each["Name"] == "Nisha Varghese"} == {
        "2026-04-23, as Gwendolen Saxby says"
    }


def test_what_is_wrong_with_a_paper_stands_under_its_field_and_nothing_typed_is_lost(
    slack: Slack, clpp: Rehearsal
) -> None:
    form = _form(slack, clpp)
    member = clpp.user(MEMBER)

    def errors(**values: Any) -> dict[str, str]:
        return slack.submit(member, form, {"title": "The data report", **values}).errors

    assert "Choose a file, or give a link" in errors()["file"]
    assert "a file and a link" in errors(file=[REPORT], link="https://a.example/")["link"]
    assert "empty" in errors(file=[{**REPORT, "size": 0}])["file"]
    assert "at most 10 MB" in errors(file=[{**REPORT, "size": 11_000_000}])["file"]
    assert "not every member can open" in errors(file=[{**REPORT, "name": "song.mp3"}])["file"]
    assert "title" in errors(title=" ", file=[REPORT])["title"]
    assert "10,000 characters" in errors(title="x" * 10_000, file=[REPORT])["title"]
    assert "https://" in errors(link="javascript:alert(1)")["link"]
    assert papers_of(clpp) == ()


@pytest.mark.parametrize("files", [None, "F1", [None], [{}], [{"id": "F1"}], [{"size": "large"}]])
def test_files_in_a_shape_nobody_has_seen_are_refused_in_words(
    slack: Slack, clpp: Rehearsal, files: Any
) -> None:
    answered = slack.submit(clpp.user(MEMBER), _form(slack, clpp), {"title": "x", "file": files})
    assert "file" in answered.errors


def test_a_new_version_is_submitted_from_the_paper_itself(slack: Slack, clpp: Rehearsal) -> None:
    ready(clpp, SECRETARY)
    officer = clpp.user(SECRETARY)
    press(slack, clpp, SECRETARY, ids.OPEN_PAPER, key="paper-1")
    shown = slack.opened()
    assert "Version 1" in words(shown["blocks"])
    slack.press_in(officer, shown, button(shown["blocks"], "Submit a new version"))
    form = slack.opened()
    done = slack.submit(officer, form, {"file": [{**REPORT, "id": "F2"}]})
    assert "Version 2 of “The data report” is kept" in done.words


def test_a_paper_is_returned_with_a_reason_and_its_submitter_can_submit_again(
    slack: Slack, clpp: Rehearsal
) -> None:
    member, officer = clpp.user(MEMBER), clpp.user(SECRETARY)
    slack.submit(member, _form(slack, clpp), {"title": "The data report", "file": [REPORT]})
    slack.press(officer, button(message(clpp, "PaperSubmittedNotice", SECRETARY), "See this paper"))
    form = slack.opened()
    assert "Say why" in slack.submit(officer, form, {"decision": "return"}, view_id="V5").errors["reason"]
    done = slack.submit(officer, form, {"decision": "return", "reason": "Page 2?"}, view_id="V5")
    assert "Marguerite Tolley is told" in done.words
    slack.press(member, button(message(clpp, "PaperDecidedNotice", MEMBER), "Submit a new version"))
    assert slack.opened()["callback_id"] == ids.FORM_SUBMIT_PAPER


def test_a_file_that_could_not_be_kept_is_asked_for_again_and_never_accepted(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K36: a program under a paper's name; nothing of it would go round."""
    member, officer = clpp.user(MEMBER), clpp.user(SECRETARY)
    slack.submit(member, _form(slack, clpp), {"title": "The data report", "file": [REPORT]})
    fetched(clpp, state="lost", error="what is in it is not a PDF")
    slack.press(officer, button(message(clpp, "PaperSubmittedNotice", SECRETARY), "Accept"))
    said = slack.said()
    assert "“The data report” could not be kept: what is in it is not a PDF." in said
    assert "It has to be submitted again" in said
    assert papers_of(clpp)[0].state == "submitted"
    slack.press(officer, button(slack.posted[-1][1]["blocks"], "Submit it again"))
    assert slack.opened()["callback_id"] == ids.FORM_SUBMIT_PAPER
    for who in (member, officer):
        slack.command(who, ids.PAPERS, channel="C0CLPP")
        listed = slack.opened()["blocks"]
        assert "Accept" not in [
            each["text"]["text"]
            for block in listed
            for each in block.get("elements", ())
            if "text" in each and isinstance(each["text"], dict)
        ]
        slack.press_in(who, slack.opened(), button(listed, "Submit it again"))
        form = slack.opened()
        assert form["callback_id"] == ids.FORM_SUBMIT_PAPER
        chosen = next(each["element"] for each in form["blocks"] if each.get("block_id") == "new_version_of")
        assert "The data report" in chosen["initial_option"]["text"]["text"]
    data = {
        "partnership_name": "CLPP",
        "paper": papers_of(clpp)[0].id,
        "title": "The data report",
        "file_name": "a.pdf",
    }
    lost = render(
        "PaperLostNotice",
        {**data, "meeting": "M", "error": "e", "own": True, "submitter": "", "told": True},
        partnership="clpp",
    )
    slack.press(member, button(lost.blocks, "Submit it again"))
    assert slack.opened()["callback_id"] == ids.FORM_SUBMIT_PAPER


def test_what_has_changed_since_it_was_looked_over_is_shown_again_and_nothing_sent(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G7: the meeting moved between opening and pressing."""
    officer = clpp.user(SECRETARY)
    press(slack, clpp, SECRETARY, ids.OPEN_CIRCULATE, meeting=MEETING)
    over = slack.opened()
    answer(moves(clpp, "2026-06-18 14:00"))
    again = slack.submit(officer, over, {}).view
    assert again["callback_id"] == ids.FORM_CIRCULATE
    assert "has changed since you looked it over" in words(again["blocks"])
    assert rounds(clpp) == []
    done = slack.submit(officer, again, {}, hash_="h2")
    assert "The agenda and no papers of “Strategy Group” on Thursday 18 June 2026" in done.words
    once_more = slack.submit(officer, over, {}, hash_="h3").view
    assert "There is nothing new to send" in words(once_more["blocks"])


def test_confidential_papers_go_to_observers_where_that_is_ticked(slack: Slack, clpp: Rehearsal) -> None:
    """V16."""
    ready(clpp, SECRETARY, "The salaries", confidential=True)
    press(slack, clpp, SECRETARY, ids.OPEN_CIRCULATE, meeting=MEETING)
    over = slack.opened()
    slack.submit(clpp.user(SECRETARY), over, {"to_observers": ["observers"]})
    assert "The salaries" in str(sent_to(clpp, OBSERVER))
    assert "The salaries" not in str(sent_to(clpp, channel(clpp)))


def test_somebody_who_may_not_is_told_so_in_private(slack: Slack, clpp: Rehearsal) -> None:
    press(slack, clpp, MEMBER, ids.OPEN_CIRCULATE, meeting=MEETING)
    assert "sent round by the secretariat or the chair" in slack.said()
    press(slack, clpp, MEMBER, ids.OPEN_PROOF, meeting=MEETING)
    assert "for the secretariat and the chair to see" in slack.said()
    press(slack, clpp, MEMBER, ids.OPEN_PUBLIC_COPY, meeting=MEETING)
    assert "made by the secretariat or the chair" in slack.said()
    assert "not in the register" in slack.command("U0STRANGER", ids.PAPERS, channel="C0CLPP").words
    press(slack, clpp, OBSERVER, ids.OPEN_SUBMIT_PAPER)
    assert "you speak for no member" in slack.said()


@pytest.mark.parametrize(
    "action",
    [
        ids.OPEN_CIRCULATE,
        ids.OPEN_PROOF,
        ids.OPEN_PAPER,
        ids.OPEN_PUBLIC_COPY,
        ids.HAVE_PAPERS,
        ids.ACCEPT_PAPER,
    ],
)
def test_a_button_about_what_is_not_there_is_answered(slack: Slack, clpp: Rehearsal, action: str) -> None:
    press(slack, clpp, SECRETARY, action, meeting="nobodys", key="nobodys")
    assert "reference" not in slack.said()


def test_a_late_paper_is_taken_by_a_button_of_whoever_is_chairing(slack: Slack, clpp: Rehearsal) -> None:
    """K35: at the meeting, from the message or from the list."""
    clpp.clock.set(london("2026-06-08"))
    ready(clpp, SECRETARY)
    begins(clpp, "2026-06-11")
    slack.command(clpp.user(CHAIR), ids.PAPERS, channel="C0CLPP")
    listed = slack.opened()
    assert "late: those present have to agree to it" in words(listed["blocks"])
    slack.press_in(clpp.user(CHAIR), listed, button(listed["blocks"], "It is taken"))
    assert "is taken at “Strategy Group”" in words(slack.changed()["blocks"])
    assert paper(clpp).admission == "agreed"
    slack.submit(clpp.user(MEMBER), _form(slack, clpp), {"title": "Another", "file": [REPORT]}, view_id="V7")
    slack.press(clpp.user(CHAIR), button(message(clpp, "LatePaperNotice", CHAIR), "It is not taken"))
    assert "is not taken" in slack.said()


def test_the_warning_of_a_deadline_has_the_button_that_puts_it_right(slack: Slack, clpp: Rehearsal) -> None:
    """G5."""
    data = {
        "partnership_name": "CLPP",
        "meeting": MEETING,
        "title": "Strategy Group",
        "when": "Thursday 11 June 2026 at 14:00",
        "rule": "papers",
        "what": "agenda and papers",
        "by": "Thursday 4 June 2026",
        "in_practice": "",
        "left": 2,
        "passed": False,
        "missing": [],
        "follows": "",
        "clause": "4.9",
        "clause_words": "",
    }
    warning = render("DeadlineNotice", data, partnership="clpp").blocks
    slack.press(clpp.user(SECRETARY), button(warning, "Look over and circulate"))
    assert slack.opened()["callback_id"] == ids.FORM_CIRCULATE
    amendment = render("DeadlineNotice", {**data, "rule": "amendment"}, partnership="clpp").blocks
    slack.press(clpp.user(SECRETARY), button(amendment, "See the papers"))
    assert slack.opened()["callback_id"] == ids.FORM_PAPERS


def test_a_link_is_opened_by_a_button_and_stands_in_the_words_as_text(slack: Slack, clpp: Rehearsal) -> None:
    ready(clpp, SECRETARY, link="https://data.example/report")
    answer(circulates(clpp))
    shown = render("PapersNotice", sent_to(clpp, MEMBER)[0], partnership="clpp")
    opening = button(shown.blocks, "Open “The data report”")
    assert opening["url"] == "https://data.example/report"
    before = len(slack.posted)
    assert slack.press(clpp.user(MEMBER), opening).status == 200
    assert len(slack.posted) == before
    assert [each.name for each in shown.enclosures] == [CALENDAR]


def test_the_public_copy_leaves_out_what_is_confidential_and_says_that_it_does(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K38, K39, V16."""
    item(clpp, "A grievance", "item-grievance", confidential=True)
    item(clpp, "The data report", "item-data")
    ready(clpp, SECRETARY, item="item-data")
    ready(clpp, SECRETARY, "What was said", paper="paper-2", item="item-grievance", link="https://a.example/")
    answer(circulates(clpp))
    press(slack, clpp, SECRETARY, ids.OPEN_PUBLIC_COPY, meeting=MEETING)
    copy = words(slack.opened()["blocks"])
    assert "The data report · item" in copy
    assert "grievance" not in copy
    assert "What was said" not in copy
    assert "1 item and 1 paper left out, because they are confidential." in copy
    assert "This meeting is held in private (4.12)." in copy


def test_a_guest_is_offered_the_public_copy_of_a_meeting_in_public_once_there_is_one_and_nothing_else(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K39: agenda and papers themselves are their members' own."""
    becomes(clpp, public=True)
    guest = "U0STRANGER"
    assert not offered(slack, guest)
    press(slack, clpp, guest, ids.OPEN_PUBLIC_COPY, meeting=MEETING)
    assert "have not gone round yet" in slack.said()
    item(clpp, "The data report", "item-data")
    item(clpp, "A grievance", "item-grievance", confidential=True)
    ready(clpp, SECRETARY, item="item-data")
    answer(circulates(clpp))
    assert offered(slack, guest) == ["Agenda and papers for the public"]
    meeting = slack.opened()
    slack.press_in(guest, meeting, button(meeting["blocks"], "Agenda and papers for the public"))
    copy = words(slack.opened()["blocks"])
    assert "The data report" in copy
    assert "grievance" not in copy
    assert offered(slack, clpp.user(MEMBER))[-2:] == ["The agenda", "Papers"]


def test_a_guest_sees_no_public_copy_of_a_private_meeting(slack: Slack, clpp: Rehearsal) -> None:
    """K39."""
    ready(clpp, SECRETARY)
    answer(circulates(clpp))
    press(slack, clpp, "U0STRANGER", ids.OPEN_PUBLIC_COPY, meeting=MEETING)
    assert "not in the register" in slack.said()


def offered(slack: Slack, user: str) -> list[str]:
    """The buttons of the meeting's own window, for somebody."""
    value = json.dumps({"p": "clpp", "meeting": MEETING})
    slack.press(user, {"action_id": ids.OPEN_MEETING, "value": value})
    rows = [each["elements"] for each in slack.opened()["blocks"] if each["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row]


def test_an_amendment_is_put_from_the_form_in_the_words_that_were_sent(slack: Slack, clpp: Rehearsal) -> None:
    """K45."""
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    ready(clpp, SECRETARY, "Two chairs", item="item-amendment", amendment=True)
    answer(circulates(clpp))
    delivered(clpp)
    begins(clpp, "2026-06-11")
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.VOTE, channel="C0CLPP")
    slack.choose(chair, slack.opened(), "kind", "amendment")
    form = slack.changed()
    values = {"kind": "amendment", "paper": "paper-1", "how": "meeting", "consensus_sought": ["sought"]}
    done = slack.submit(chair, form, values)
    assert "is put to Care Leaver Progression Partnership" in done.words
    [notice] = clpp.notices("MotionNotice")
    assert clpp.sees(notice.data["motion"]).motion.text.endswith("amended as in “Two chairs”")


def test_nothing_that_people_typed_is_a_formula_in_the_proof() -> None:
    """A spreadsheet would reckon a cell that begins so."""
    for typed in (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\n=1",
        "\u00a0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
    ):
        assert inert(typed) == f"'{typed}"
    assert inert("Ada =1") == "Ada =1"
    row = dict.fromkeys(
        (
            "round",
            "sent_round",
            "organisation",
            "outcome",
            "sent_at",
            "channel",
            "message",
            "has_these_at",
            "by_hand",
            "papers",
            "withheld",
        ),
        "",
    )
    made = proof_file([{**row, "name": '=HYPERLINK("https://evil.example")'}]).decode("utf-8-sig")
    [read] = list(csv.DictReader(io.StringIO(made)))
    assert read["Name"].startswith("'=")


def _form(slack: Slack, body: Rehearsal) -> dict[str, Any]:
    press(slack, body, MEMBER, ids.OPEN_SUBMIT_PAPER, meeting=MEETING)
    return slack.opened()
