"""What is said about papers by message: submitted, returned, late, sent round; and the proof as a file."""

import re
from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.presenters.blocks import ACTIONS, Block, Enclosure, actions, button, clipped, link_button, packed
from bot.presenters.enclosing import kept_paper, made
from bot.presenters.meetings.meeting_notices import calendar_of_meetings, reply_row
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.papers.papers import admission_buttons, renew_button
from bot.presenters.papers.proof_file import proof_file

LONGEST_TITLE = 60  # of a paper on a button


def _submitted_buttons(sent: Sent) -> list[Block]:
    paper = packed(p=sent.partnership, key=sent.data["paper"])
    return actions(
        button("Accept", ids.ACCEPT_PAPER, paper, style="primary"),
        button("See this paper", ids.OPEN_PAPER, paper),
        _papers_button(sent),
    )


def _late_buttons(sent: Sent) -> list[Block]:
    return actions(*admission_buttons(sent.partnership, sent.data["paper"]), _papers_button(sent))


def _decided_buttons(sent: Sent) -> list[Block]:
    renew = button(
        "Submit a new version", ids.OPEN_SUBMIT_PAPER, packed(p=sent.partnership, key=sent.data["paper"])
    )
    return actions(*([renew] if sent.data["outcome"] == "returned" else []), _papers_button(sent))


def _lost_buttons(sent: Sent) -> list[Block]:
    paper = sent.data.get("paper")
    return actions(*([renew_button(sent.partnership, paper)] if paper else []))


def _papers_button(sent: Sent) -> dict[str, Any]:
    return button("The papers", ids.OPEN_PAPERS, packed(p=sent.partnership, meeting=sent.data["meeting"]))


def _papers_buttons(sent: Sent) -> list[Block]:
    data = sent.data
    meeting = data["told"]["meeting"]
    here = packed(p=sent.partnership, meeting=meeting)
    have = button(
        "I have these", ids.HAVE_PAPERS, packed(p=sent.partnership, key=data["circulation"]), style="primary"
    )
    links = [each for each in data["papers"] if each["link"]][:ACTIONS]
    return [
        *actions(
            *(
                link_button(
                    f"Open “{clipped(each['title'], LONGEST_TITLE)}”",
                    ids.variant(ids.OPEN_LINK, str(number)),
                    each["link"],
                )
                for number, each in enumerate(links)
            )
        ),
        *actions(
            *([] if data["in_channel"] else [have]),
            button("See the agenda", ids.OPEN_AGENDA, here),
            button("See the papers", ids.OPEN_PAPERS, here),
        ),
        *reply_row(sent.partnership, meeting, str(data["told"]["day"] or "")),
    ]


def _papers_enclosures(sent: Sent) -> tuple[Enclosure, ...]:
    """The papers as they were submitted, and the calendar file; nothing in the channel."""
    data = sent.data
    if data["in_channel"]:
        return ()
    papers = tuple(
        kept_paper(sent.partnership, each["paper"], int(each["version"]), each["file_name"], each["title"])
        for each in data["papers"]
        if each["file_name"]
    )
    told = {"change": "booked", "meetings": [data["told"]], "reason": "", "stamp": data["stamp"]}
    return (*papers, *calendar_of_meetings(Sent({**data, **told}, sent.partnership)))


def _papers_heading(data: Mapping[str, Any]) -> str:
    return f"{'Further papers' if data['further'] else 'Agenda and papers'} · {data['told']['title']}"


def _decided_heading(data: Mapping[str, Any]) -> str:
    what = {"returned": "A paper is returned", "taken": "A late paper is taken"}.get(
        data["outcome"], "A late paper is not taken"
    )
    return f"{what} · {data['partnership_name']}"


def _proof_enclosures(sent: Sent) -> tuple[Enclosure, ...]:
    name = "-".join(re.findall("[a-z0-9]+", str(sent.data["title"]).lower()))[:60] or "meeting"
    return (made(f"proof-{name}.csv", "Proof of circulation", proof_file(sent.data["rows"])),)


KINDS: Mapping[str, Kind] = {
    "PaperSubmittedNotice": Kind(
        "paper_submitted", lambda data: f"A paper · {data['meeting_title']}", _submitted_buttons
    ),
    "LatePaperNotice": Kind(
        "paper_late", lambda data: f"A late paper · {data['meeting_title']}", _late_buttons
    ),
    "PaperDecidedNotice": Kind("paper_decided", _decided_heading, _decided_buttons),
    "PaperLostNotice": Kind(
        "paper_lost", lambda data: f"A paper was not kept · {data['partnership_name']}", _lost_buttons
    ),
    "PapersNotice": Kind("papers", _papers_heading, _papers_buttons, _papers_enclosures),
    "ProofNotice": Kind(
        "proof", lambda data: f"Proof of circulation · {data['title']}", enclosures=_proof_enclosures
    ),
}
