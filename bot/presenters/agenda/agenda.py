"""The agenda of a meeting as somebody sees it, with what they may do with it."""

from collections.abc import Iterable

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    confirm,
    divider,
    header,
    packed,
    small,
)
from bot.presenters.environment import instant
from bot.presenters.modals import View, modal, screen
from bot.presenters.rich import bold, sentences
from bot.rules.wording import counted, listed
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    AWAITING,
    CONFIDENTIAL,
    ELECTION,
    LEFT_OUT,
    NOT_ADMITTED,
    PROPOSED,
    RETURNED,
    AgendaItem,
    line_of,
    minutes_together,
)
from bot.workflows.agenda.agenda_questions import AgendaPicture
from bot.workflows.agenda.urgent import ASKED, NOT_STATED
from bot.workflows.decisions import Answer
from bot.workflows.meetings.meetings import IN_SESSION
from bot.workflows.questions import Choice

PAGE = 18  # items: at most four blocks each, so that a page stays under a hundred
SHORT = 600  # characters of a detail or a reason; the whole stands in the message to whoever decides
HEADINGS = {
    ACCEPTED: "On the agenda",
    AWAITING: "Raised at the meeting: those present have yet to agree",
    PROPOSED: "Proposed, not decided on yet",
    RETURNED: "Returned",
    LEFT_OUT: "Left out",
    NOT_ADMITTED: "Not admitted",
}


def agenda_modal(picture: AgendaPicture, page: int = 0, said: Answer | None = None) -> View:
    """The agenda of one meeting, one page of it; `said` is what was just done with it."""
    blocks = _answered(said)
    if picture.meeting is None:
        return modal(
            ids.FORM_AGENDA,
            "The agenda",
            [
                *blocks,
                header(picture.name),
                *sentences(
                    "No meeting is booked, so there is no agenda yet.",
                    "The secretariat books the next meeting.",
                ),
                *actions(*_review_button(picture)),
            ],
        )
    pages = max(1, -(-len(picture.items) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = _in_order(picture)[page * PAGE : (page + 1) * PAGE]
    blocks += [
        header(picture.meeting.title),
        *(_about(picture) if page == 0 else []),
        *actions(*_doing(picture)),
        divider(),
        *_items(picture, shown),
        *_turning(picture, page, pages),
    ]
    return screen(
        ids.FORM_AGENDA,
        "The agenda",
        blocks,
        ids.OPEN_AGENDA,
        p=picture.partnership,
        meeting=picture.meeting.id,
        page=str(page),
    )


def here(picture: AgendaPicture, **more: str) -> str:
    """The ids of a meeting in the value of a button."""
    meeting = picture.meeting.id if picture.meeting is not None else ""
    return packed(p=picture.partnership, meeting=meeting, **more)


def _answered(said: Answer | None) -> list[Block]:
    if said is None:
        return []
    return [
        *sentences(said.words, said.why, said.next),
        *small(clause_words(said.clause)),
        divider(),
    ]


def _about(picture: AgendaPicture) -> list[Block]:
    meeting = picture.meeting
    assert meeting is not None
    if meeting.state == IN_SESSION:
        when = "This meeting is in session."
    elif meeting.starts_at is not None:
        when = f"{instant(meeting.starts_at, picture.time_zone)}."
    else:
        when = f"Its day is to be announced{f': {meeting.expected}' if meeting.expected else ''}."
    together = minutes_together(picture.items)
    lines = [
        _out(picture),
        picture.closing.said
        if picture.closing is not None and meeting.is_to_come and not picture.is_out
        else "",
        f"The items take {counted(together, 'minute')} together." if together else "",
    ]
    silent = (
        f"The terms say nothing about {listed(picture.unsaid)}, so nothing of that stands here and nothing is made up for it."
        if picture.unsaid
        else ""
    )
    return [*sentences(when), *small(*lines, silent)]


def _out(picture: AgendaPicture) -> str:
    """That the agenda has been sent; while the meeting is to come also what that closed, and what is still possible."""
    if not picture.is_out:
        return ""
    to_come = picture.meeting is not None and picture.meeting.is_to_come
    return picture.closed if to_come and picture.closed else "The agenda has been sent to the members."


def _doing(picture: AgendaPicture) -> list[Element]:
    meeting = picture.meeting
    assert meeting is not None
    alive = meeting.is_to_come or meeting.state == IN_SESSION
    made: list[Element] = []
    if picture.may_propose:
        made.append(button("Propose an item", ids.OPEN_PROPOSE_ITEM, here(picture), style="primary"))
    if meeting.state == IN_SESSION and picture.refused is None:
        made.append(button("Raise an urgent item", ids.OPEN_URGENT_ITEM, here(picture)))
    if picture.may_decide and alive:
        made.append(button("Order and minutes", ids.OPEN_ARRANGE_AGENDA, here(picture)))
    if picture.refused is None:
        made.append(button("Papers", ids.OPEN_PAPERS, here(picture)))
    made += _review_button(picture)
    made += [
        button(
            f"{words}: {choice.words}",
            ids.variant(ids.OPEN_AGENDA, words.lower()),
            packed(p=picture.partnership, meeting=choice.id),
        )
        for words, choice in _others(picture)
    ]
    return made


def _others(picture: AgendaPicture) -> Iterable[tuple[str, Choice]]:
    if picture.earlier is not None:
        yield "Before", picture.earlier
    if picture.later is not None:
        yield "After", picture.later


def _review_button(picture: AgendaPicture) -> list[Element]:
    if not picture.may_decide:
        return []
    return [button("Record a review", ids.OPEN_REVIEW, here(picture))]


def _in_order(picture: AgendaPicture) -> tuple[AgendaItem, ...]:
    """The items as they are listed: to those who decide what waits for them first."""
    waits = PROPOSED if picture.may_decide else ""
    return tuple(sorted(picture.items, key=lambda each: each.state != waits))


def _items(picture: AgendaPicture, items: tuple[AgendaItem, ...]) -> list[Block]:
    if not items:
        return sentences("Nothing stands on it that you may see.")
    blocks: list[Block] = []
    before = ACCEPTED if items[0].state == ACCEPTED else ""
    for each in items:
        if each.state != before:
            blocks.append(header(HEADINGS[each.state]))
            before = each.state
        blocks += _item(picture, each)
    return blocks


def _item(picture: AgendaPicture, item: AgendaItem) -> list[Block]:
    number = f"{item.position}. " if item.stands else ""
    title, _, beside = (
        line_of(item).partition(" · ") if item.title == CONFIDENTIAL else (item.title, "", _beside(item))
    )
    late = "It came after items had closed." if item.late and item.state == PROPOSED else ""
    reason = f"The reason: {clipped(item.reason, SHORT)}" if item.reason else ""
    detail = clipped(item.detail, SHORT) if item.detail else ""
    return [
        bold(f"{number}{title}", beside),
        *small(detail, item.why if item.stands else "", item.too_late, late, reason),
        *actions(*_buttons(picture, item)),
    ]


def _beside(item: AgendaItem) -> str:
    """What stands beside the title: the clause, the minutes, who proposed it."""
    return line_of(item).removeprefix(item.title).lstrip(" ·")


def _buttons(picture: AgendaPicture, item: AgendaItem) -> list[Element]:
    value = here(picture, item=item.id)
    made: list[Element] = []
    if item.state == AWAITING and picture.may_admit:
        made += urgent_buttons(value, item.id, picture.urgent_rule)
    if picture.may_decide and not item.by_rule and item.state in (PROPOSED, RETURNED):
        made.append(button("Accept", ids.variant(ids.ACCEPT_ITEM, item.id), value, style="primary"))
    if picture.may_decide and item.state == PROPOSED:
        made.append(button("Return with a reason", ids.variant(ids.OPEN_RETURN_ITEM, item.id), value))
    if picture.may_decide and item.state in (ACCEPTED, LEFT_OUT):
        made.append(button("Change", ids.variant(ids.OPEN_CHANGE_ITEM, item.id), value))
        if not item.by_rule and not picture.is_out:
            made.append(button("Return or carry over", ids.variant(ids.OPEN_RETURN_ITEM, item.id), value))
    if item.kind == ELECTION and picture.may_elect:
        made.append(button("Open nominations", ids.OPEN_NOMINATIONS, packed(p=picture.partnership)))
    if item.id in picture.mine:
        asked = confirm(
            "Withdraw it?",
            f"“{item.title}” is taken off, and the secretariat is told.",
            "Withdraw",
            "Keep it",
        )
        made.append(button("Withdraw", ids.variant(ids.WITHDRAW_ITEM, item.id), value, confirm=asked))
    return made


def urgent_buttons(value: str, item: str, rule: str) -> list[Element]:
    """What those present said of an urgent matter, in two buttons, worded by the partnership's own rule (K37)."""
    asked = ASKED.get(rule, ASKED[NOT_STATED])
    return [
        button(asked.yes, ids.variant(ids.ADMIT_URGENT_ITEM, item), value, style="primary"),
        button(asked.no, ids.variant(ids.REFUSE_URGENT_ITEM, item), value),
    ]


def _turning(picture: AgendaPicture, page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    made = [
        button(
            words, ids.variant(ids.OPEN_AGENDA, words.lower().replace(" ", "-")), here(picture, page=str(to))
        )
        for words, to in (("Page before", page - 1), ("Next page", page + 1))
        if 0 <= to < pages
    ]
    return [*small(f"Page {page + 1} of {pages}."), *actions(*made)]
