"""The papers of a meeting: the list, submitting one, and one paper with its versions."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    OPTIONS,
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    field,
    fitted,
    grouped,
    header,
    option,
    packed,
    radio,
    select,
    small,
    ticks,
    typed,
)
from bot.presenters.environment import instant
from bot.presenters.modals import View, modal, screen
from bot.presenters.rich import bold, sentences
from bot.rules.wording import listed
from bot.workflows.decisions import Answer, Detail, Refused
from bot.workflows.papers.deciding_papers import ACCEPT, MARK, MOVE, RETURN, UNMARK, WITHDRAW
from bot.workflows.papers.paper_checks import KINDS
from bot.workflows.papers.paper_questions import PaperLine, PaperPicture, PapersPicture, SubmitFormFacts
from bot.workflows.papers.papers import ACCEPTED, KEPT, LOST, RETURNED, SUBMITTED, Version, size_words

CONFIDENTIAL, AMENDMENT = "confidential", "amendment"
SHORT = 300  # characters of a title or a reason in a list; a paper by itself shows the whole
MOST_SHOWN = 84  # blocks of papers in a list; the rest of a hundred is for what stands around them
DECISIONS = {
    ACCEPT: "Accept it: it goes round as it stands",
    RETURN: "Return it, with a reason",
    WITHDRAW: "Withdraw it",
    MARK: "Mark it confidential: for members only",
    UNMARK: "It is not confidential",
    MOVE: "It is for another item",
}


def papers_modal(picture: PapersPicture, said: Answer | None = None) -> View:
    """The papers of a meeting by item; `said` is what was just done with one of them."""
    meeting = picture.meeting
    assert meeting is not None
    here = packed(p=picture.partnership, meeting=meeting.id)
    blocks: list[Block] = [*_answered(said), header(meeting.title), *sentences(f"{_capital(picture.when)}.")]
    blocks += _detail(picture.deadline)
    doing = (
        [button("Submit a paper", ids.OPEN_SUBMIT_PAPER, here, style="primary")] if picture.may_submit else []
    )
    if picture.may_decide:
        doing += [
            button("Look over and circulate", ids.OPEN_CIRCULATE, here),
            button("Proof of circulation", ids.OPEN_PROOF, here),
            button("Public copy", ids.OPEN_PUBLIC_COPY, here),
        ]
    blocks += [*actions(*doing), divider()]
    shown: list[Block] = []
    for heading, lines in picture.papers:
        shown.append(bold(heading))
        for line in lines:
            shown += _line(picture, line)
    if not shown:
        shown = sentences("There are no papers for this meeting yet.")
    blocks += fitted(shown, MOST_SHOWN, "There are more papers than one screen of Slack can hold.")
    blocks += small(*picture.hidden)
    if picture.others:
        blocks += [
            divider(),
            *actions(
                *(
                    button(
                        f"Papers of {each.words}",
                        ids.variant(ids.OPEN_PAPERS, each.id),
                        packed(p=picture.partnership, meeting=each.id),
                    )
                    for each in picture.others
                )
            ),
        ]
    return screen(
        ids.FORM_PAPERS,
        "Papers",
        blocks,
        ids.OPEN_PAPERS,
        p=picture.partnership,
        meeting=meeting.id,
    )


def submit_form(facts: SubmitFormFacts, title: str = "") -> View:
    """What a paper is, for which meeting and item; a file or a link, or a new version of one submitted before."""
    meetings = [option(each.words, each.id) for each in facts.meetings]
    chosen = next((each.id for each in facts.meetings if each.chosen), None)
    renewed = next((each.id for each in facts.versions if each.chosen), None)
    kinds = listed([", ".join(endings) for endings in KINDS.values()], last="or")
    blocks = [
        *sentences(facts.instead),
        field("meeting", "For which meeting?", select(meetings, chosen)),
        *small(*(clipped(each, 2 * SHORT) for each in facts.days), clause_words(facts.days_clause)),
        *_seats(facts),
        field(
            "title",
            "Title",
            typed(title, placeholder="What members will know it by"),
            optional=bool(facts.versions),
            hint="A new version keeps its title where this is left empty." if facts.versions else "",
        ),
        *_for_item(facts),
        field(
            "file",
            "The file",
            {"type": "file_input", "max_files": 1},
            optional=True,
            hint=f"At most 10 MB: {kinds}. It is kept as you submit it.",
        ),
        field(
            "link",
            "… or a link to it",
            typed(placeholder="https://"),
            optional=True,
            hint="What stands behind a link can change; a file cannot.",
        ),
        field(
            "marks",
            "About it",
            ticks(
                [
                    option("It is confidential", CONFIDENTIAL, "It goes to members by direct message only"),
                    option("It is the text of an amendment", AMENDMENT, "Of the terms of reference"),
                ]
            ),
            optional=True,
        ),
        *small(facts.missed, clause_words(facts.amendment_clause)),
    ]
    if facts.versions:
        options = [option(each.words, each.id) for each in facts.versions]
        blocks.append(
            field(
                "new_version_of",
                "Is it a new version of …",
                select(options, renewed, "A paper submitted before"),
                optional=True,
                hint="The earlier versions are kept. Its meeting, its item and the ticks stay as they were.",
            )
        )
    return modal(
        ids.FORM_SUBMIT_PAPER,
        "Submit a paper",
        blocks,
        submit="Submit it",
        metadata=packed(p=facts.partnership),
    )


def paper_form(picture: PaperPicture) -> View:
    """One paper: every version of it, and what is to become of it."""
    paper = picture.line.paper
    here = packed(p=picture.partnership, key=paper.id)
    blocks: list[Block] = [
        header(paper.title),
        *sentences(f"For “{picture.meeting.title}”, {picture.when}{_item(picture)}."),
        *small(" · ".join(picture.line.marks)),
    ]
    for version in reversed(paper.versions[-20:]):
        blocks += _version(picture, version)
    blocks += small(*picture.unheard)
    doing = [button("Submit a new version", ids.OPEN_SUBMIT_PAPER, here)] if picture.may_submit else []
    doing += [button("Who is consulted", ids.OPEN_CONSULTATION, here)] if picture.may_consult else []
    blocks += actions(*doing)
    ways = _ways(picture)
    if not ways:
        return screen(
            ids.FORM_PAPERS,
            "The paper",
            blocks,
            ids.OPEN_PAPER,
            p=picture.partnership,
            key=paper.id,
        )
    blocks.append(
        field("decision", "What is to become of it?", radio([option(DECISIONS[each], each) for each in ways]))
    )
    if picture.may_decide:
        blocks.append(
            field(
                "reason",
                "Why, where it is returned",
                typed(multiline=True),
                optional=True,
                hint="Whoever submitted it is told.",
            )
        )
        if picture.items:
            options = [option(each.words, each.id) for each in picture.items]
            now = next((each.id for each in picture.items if each.chosen), None)
            blocks.append(
                field(
                    "item",
                    "The item, where it is for another",
                    select(options, now, "None: for the meeting as a whole"),
                    optional=True,
                )
            )
    return modal(ids.FORM_DECIDE_PAPER, "The paper", blocks, submit="Record", metadata=here)


def _answered(said: Answer | None) -> list[Block]:
    if said is None:
        return []
    return [*sentences(said.words, said.why, said.next), *small(clause_words(said.clause)), divider()]


def _detail(detail: Detail | None) -> list[Block]:
    return [] if detail is None else [*sentences(detail.words), *small(clause_words(detail.clause))]


def _line(picture: PapersPicture, line: PaperLine) -> list[Block]:
    paper = line.paper
    here = packed(p=picture.partnership, key=paper.id)
    what = paper.stands.file_name or paper.stands.link
    who = " for ".join(each for each in (paper.submitter_name, paper.organisation_name) if each)
    doing: list[Element] = []
    if line.may_accept:
        doing.append(button("Accept", ids.variant(ids.ACCEPT_PAPER, paper.id), here, style="primary"))
    if line.may_renew:
        doing.append(renew_button(picture.partnership, paper.id))
    if line.may_admit:
        doing += admission_buttons(picture.partnership, paper.id)
    if line.may_open:
        doing.append(button("See this paper", ids.variant(ids.OPEN_PAPER, paper.id), here))
    return [
        *sentences(clipped(paper.title, SHORT)),
        *small(
            clipped(" · ".join(line.marks), SHORT) if line.marks else "",
            clipped(" · ".join(each for each in (what, who) if each), SHORT),
        ),
        *actions(*doing),
    ]


def renew_button(partnership: str, paper: str) -> Element:
    """The button that opens the form for a paper that has to be submitted again."""
    return button(
        "Submit it again",
        ids.variant(ids.OPEN_SUBMIT_PAPER, paper),
        packed(p=partnership, key=paper),
        style="primary",
    )


def renew_buttons(refused: Refused, partnership: str) -> list[Block]:
    """The same beside a refusal that asks for the paper again."""
    return actions(*(renew_button(partnership, each) for each in refused.choices))


def admission_buttons(partnership: str, paper: str) -> list[Element]:
    """The two buttons that record whether a late paper is taken."""
    here = packed(p=partnership, key=paper)
    return [
        button("It is taken", ids.variant(ids.ADMIT_PAPER, paper), here, style="primary"),
        button("It is not taken", ids.variant(ids.REFUSE_PAPER, paper), here),
    ]


def _seats(facts: SubmitFormFacts) -> list[Block]:
    if len(facts.seats) < 2:
        return []
    options = [option(each.words, each.id) for each in facts.seats]
    return [field("on_behalf_of", "For which organisation?", select(options), optional=True)]


def _for_item(facts: SubmitFormFacts) -> list[Block]:
    groups = {
        heading: [option(each.words, each.id) for each in choices[:OPTIONS]]
        for heading, choices in facts.items
        if choices
    }
    if not groups:
        return []
    element: Element = grouped(groups)
    chosen = [each.id for _, choices in facts.items for each in choices if each.chosen]
    initial = [each for options in groups.values() for each in options if each["value"] in chosen]
    if initial:
        element["initial_option"] = initial[0]
    return [
        field(
            "item",
            "For which item?",
            element,
            optional=True,
            hint="Of the meeting chosen above; without one it is for the meeting as a whole.",
        )
    ]


def _item(picture: PaperPicture) -> str:
    return f", item “{picture.item.title}”" if picture.item is not None else ""


def _version(picture: PaperPicture, version: Version) -> list[Block]:
    stands = " · this one stands" if version.number == picture.line.paper.version else ""
    kept = {KEPT: "kept", LOST: f"could not be kept: {version.error}"}.get(version.state, "is being fetched")
    size = f", {size_words(version.size)}" if version.file_name and version.size else ""
    gone = (
        f"went round on {instant(version.circulated_at, picture.time_zone)}"
        if version.circulated_at is not None
        else ""
    )
    return [
        bold(f"Version {version.number}", instant(version.submitted_at, picture.time_zone) + stands),
        *small(
            " · ".join(each for each in (f"{version.file_name or version.link}{size}", kept, gone) if each)
        ),
    ]


def _ways(picture: PaperPicture) -> list[str]:
    paper = picture.line.paper
    ways = []
    if picture.may_decide:
        if paper.state == SUBMITTED and paper.stands.state != LOST:
            ways.append(ACCEPT)
        if paper.state in (SUBMITTED, ACCEPTED) and paper.stands.circulated_at is None:
            ways.append(RETURN)
        ways.append(UNMARK if paper.confidential else MARK)
        if picture.items and paper.state != RETURNED:
            ways.append(MOVE)
    if picture.may_withdraw:
        ways.append(WITHDRAW)
    return ways


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
