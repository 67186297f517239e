"""The register of decisions in Slack: the list with its search, one entry whole, and the forms that enter what became of one."""

from collections.abc import Sequence

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    field,
    header,
    option,
    packed,
    radio,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.rich import bold, sentences, typed_text
from bot.rules.terms import Clause
from bot.rules.wording import counted, listed
from bot.workflows.decisions import Answer, Refused
from bot.workflows.entries.correcting import WHAT
from bot.workflows.entries.entries import CORRECTED, Entry, became_words, standing_words
from bot.workflows.entries.entry_questions import (
    DecisionPicture,
    DecisionsPicture,
    Wanted,
    decided_on,
    out_lines,
)

PAGE = 15  # entries: three blocks each
SHORT = 300  # characters of a text in the list
BECAME = {
    "void": "It is void",
    "corrected": "It should have read otherwise",
    "rescinded": "It was rescinded later",
}


def decisions_modal(picture: DecisionsPicture, page: int = 0) -> View:
    """The entries that were looked for, one page of them, under the search."""
    pages = max(1, -(-len(picture.entries) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = picture.entries[page * PAGE : (page + 1) * PAGE]
    blocks = [
        header(picture.name),
        *(_public_only() if picture.public_only else []),
        *_search(picture),
        divider(),
        *sentences(_found(picture)),
        *(block for each in shown for block in _line(picture, each)),
        *_turning(picture, page, pages),
        *actions(*_exports(picture)),
    ]
    return modal(
        ids.FORM_DECISIONS,
        "Decisions",
        blocks,
        submit="Search",
        close="Close",
        metadata=packed(p=picture.partnership),
    )


def decision_modal(picture: DecisionPicture, said: Answer | Refused | None = None) -> View:
    """One entry, whole."""
    entry = picture.entry
    assert entry is not None
    blocks = [
        *_said(said),
        header(f"{entry.reference}: {standing_words(entry)}"),
        *typed_text(entry.text),
        *sentences(*became_words(entry)),
        *(block for each in entry.changes if each.becomes == CORRECTED for block in _reads(each.text)),
        *sentences(_how(picture, entry), entry.why),
        *small(clause_words(Clause(entry.clause, entry.clause_words))),
        *sentences(*_why_entered(entry), entry.quorum),
        *_who(picture, entry),
        *small(*entry.notes),
        *sentences(*_out(picture, entry)),
        *small(f"Judged by the terms, {picture.terms}."),
        *actions(*_doing(picture, entry)),
    ]
    return modal(ids.FORM_DECISION, entry.reference, blocks)


def correct_form(picture: DecisionPicture) -> View:
    """That an entry is void, corrected or rescinded, and why."""
    entry = picture.entry
    assert entry is not None
    return modal(
        ids.FORM_CORRECT,
        entry.reference,
        [
            *sentences(
                "Nothing in the register is edited. A new entry says what became of this one and why, and the channel is told."
            ),
            *typed_text(entry.text),
            field("becomes", "What became of it", radio([option(BECAME[each], each) for each in WHAT])),
            field(
                "text",
                "How it should have read",
                typed(entry.text, multiline=True),
                optional=True,
                hint="Only for a correction.",
            ),
            field("reason", "Why", typed(multiline=True)),
        ],
        submit="Enter it",
        metadata=packed(p=picture.partnership, decision=entry.id),
    )


def override_form(picture: DecisionPicture) -> View:
    """That the accountable body overrides a decision, with the funder's term."""
    entry = picture.entry
    assert entry is not None
    return modal(
        ids.FORM_OVERRIDE,
        entry.reference,
        [
            *sentences(
                "The accountable body overrides a decision that is contrary to what was agreed with a funder. It stands on every "
                "agenda until it has been reported to a meeting."
            ),
            *typed_text(entry.text),
            field(
                "cited",
                "The term it is contrary to",
                typed(multiline=True),
                hint="Of the grant, the guidance or the contract, with its number and its words.",
            ),
        ],
        submit="Override it",
        metadata=packed(p=picture.partnership, decision=entry.id),
    )


def _said(said: Answer | Refused | None) -> list[Block]:
    if said is None:
        return []
    words = said.words if isinstance(said, Answer) else said.reason
    return [*sentences(words, said.next), *small(clause_words(said.clause)), divider()]


def _public_only() -> list[Block]:
    return sentences("You are not in the register, so you see what the partnership has decided in public.")


def _search(picture: DecisionsPicture) -> list[Block]:
    wanted = picture.wanted
    menus = (
        ("year", "Year", "Any year", picture.years, wanted.year),
        ("status", "How it stands", "However it stands", picture.statuses, wanted.status),
        ("kind", "Kind", "Any kind", picture.kinds, wanted.kind),
    )
    return [
        field("text", "Words", typed(wanted.text), optional=True),
        *(
            field(name, label, _menu(every, values, chosen), optional=True)
            for name, label, every, values, chosen in menus
            if len(values) > 1 or chosen
        ),
    ]


def _menu(every: str, values: Sequence[str], chosen: str) -> Element:
    offered = values if chosen in ("", *values) else (*values, chosen)
    return select([option(each[:1].upper() + each[1:], each) for each in offered], chosen or None, every)


def _found(picture: DecisionsPicture) -> str:
    if not picture.total:
        return "Nothing has been decided yet."
    if picture.wanted == Wanted():
        return f"{counted(picture.total, 'entry', 'entries')}, the newest first."
    return f"{len(picture.entries)} of {counted(picture.total, 'entry', 'entries')} fit, the newest first."


def _line(picture: DecisionsPicture, entry: Entry) -> list[Block]:
    value = packed(p=picture.partnership, decision=entry.id)
    return [
        bold(entry.reference, f"{standing_words(entry)} · {decided_on(entry, picture.time_zone)}"),
        *sentences(clipped(entry.text, SHORT)),
        *actions(button("Open", ids.variant(ids.OPEN_DECISION, entry.id), value)),
    ]


def _turning(picture: DecisionsPicture, page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    turns = [
        button(words, ids.variant(ids.OPEN_DECISIONS, name), here(picture, page=str(to)))
        for words, name, to in (("Newer", "newer", page - 1), ("Older", "older", page + 1))
        if 0 <= to < pages
    ]
    return [*small(f"Page {page + 1} of {pages}."), *actions(*turns)]


def here(picture: DecisionsPicture, **more: str) -> str:
    """What was looked for, in the value of a button; words too long for one are cut."""
    wanted = picture.wanted
    return packed(
        p=picture.partnership,
        text=wanted.text[:200],
        year=wanted.year,
        status=wanted.status,
        kind=wanted.kind,
        **more,
    )


def _exports(picture: DecisionsPicture) -> list[Element]:
    if not picture.entries:
        return []
    return [
        button(f"Export as {form.upper()}", ids.variant(ids.EXPORT_DECISIONS, form), here(picture, form=form))
        for form in ("csv", "json")
    ]


def _reads(text: str) -> list[Block]:
    return [*sentences("It should have read:"), *typed_text(text)] if text else []


def _how(picture: DecisionPicture, entry: Entry) -> str:
    what = f"motion {entry.motion_reference}" if entry.motion_reference else entry.what
    kind = "" if entry.kind == "ordinary" else f" ({entry.kind})"
    where = f" at “{entry.meeting_title}”" if entry.meeting_title else ""
    by = f", recorded by {entry.recorded_by}" if entry.recorded_by and entry.refers_to else ""
    return f"{what[:1].upper()}{what[1:]}{kind}{where}, {decided_on(entry, picture.time_zone)}{by}."


def _why_entered(entry: Entry) -> tuple[str, ...]:
    about = f"It is about {entry.refers_to_reference}." if entry.refers_to_reference else ""
    became = "" if entry.entered_as == entry.status else f"Entered as {entry.entered_as}."
    reported = {
        None: "",
        True: "The override has been reported.",
        False: "The override has not been reported yet.",
    }
    return (about, f"Why: {entry.reason}" if entry.reason else "", became, reported[entry.reported])


def _who(picture: DecisionPicture, entry: Entry) -> list[Block]:
    def named(organisations: tuple[str, ...]) -> str:
        return listed(sorted(picture.names.get(each, each) for each in organisations))

    turnout = "" if entry.turnout is None or entry.voted else f"{entry.turnout} voted."
    groups = (
        ("Entitled", entry.entitled),
        ("Present", entry.present),
        ("Withdrawn", entry.withdrawn),
        ("Voted", () if entry.votes else entry.voted),
        ("For", entry.gave("for")),
        ("Against", entry.gave("against")),
        ("Abstaining", entry.gave("abstain")),
    )
    return small(*(f"{words}: {named(held)}." for words, held in groups if held), turnout)


def _out(picture: DecisionPicture, entry: Entry) -> tuple[str, ...]:
    """Who does not join in, each in a line of its own (K30, V41)."""
    return tuple(f"Does not join in: {each}" for each in out_lines(entry, picture.names, picture.time_zone))


def _doing(picture: DecisionPicture, entry: Entry) -> list[Element]:
    value = packed(p=picture.partnership, decision=entry.id)
    made: list[Element] = []
    if entry.motion is not None and not entry.hidden and not picture.public_only:
        made.append(button("Why?", ids.WHY_MOTION, entry.motion))
    if picture.may_report:
        made.append(button("It has been reported", ids.REPORT_OVERRIDE, value, style="primary"))
    if picture.may_correct:
        made.append(button("Void, correct or rescind", ids.OPEN_CORRECT, value))
    if picture.may_override:
        made.append(button("Override it", ids.OPEN_OVERRIDE, value, style="danger"))
    return made
