"""Modals: their frame, the answers shown in one, and "Why?"."""

from collections.abc import Iterable

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    VIEW_BLOCKS,
    Block,
    Message,
    divider,
    fitted,
    header,
    packed,
    plain,
    quoted_once,
    small,
)
from bot.presenters.rich import sentences
from bot.rules.kinds import title_of
from bot.workflows.questions import Reason

View = dict[str, object]
TITLE = 24
METADATA = 3000  # characters
AGAIN = "again"  # in a screen's metadata: the button that shows it, beside the ids that button carries
UNDER = "under"  # in the metadata of what was opened over a screen: that screen's id, and its own metadata


def modal(
    callback: str,
    title: str,
    blocks: Iterable[Block],
    *,
    submit: str = "",
    metadata: str = "",
    close: str = "",
) -> View:
    """A modal. Its title and buttons are cut at 24 characters, its blocks at a hundred; its metadata holds ids only."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "close": plain(close or ("Cancel" if submit else "Close"), TITLE),
        "blocks": fitted(
            quoted_once(blocks), VIEW_BLOCKS, "There is more than one screen of Slack can hold."
        ),
    }
    if submit:
        view["submit"] = plain(submit, TITLE)
    if metadata:
        view["private_metadata"] = metadata
    return view


def screen(callback: str, title: str, blocks: Iterable[Block], by: str, **shown: str) -> View:
    """A modal that shows how things stand. It remembers which button shows it, so that it can be shown again as they change."""
    return modal(callback, title, blocks, metadata=packed(**{AGAIN: by}, **shown))


def notice(title: str, message: Message) -> View:
    """An answer shown in a modal, where there is no message to answer under."""
    return modal(ids.FORM_WHY, title, message.blocks)


def why(reasons: tuple[Reason, ...]) -> View:
    """Why something is so: each reason with its numbers, its clause and the clause's words, and where the value comes from."""
    blocks: list[Block] = []
    for number, reason in enumerate(reasons):
        blocks += [divider()] if number else []
        blocks += [header(title_of(reason.heading)), *sentences(reason.words)]
        clause = clause_words(reason.clause)
        blocks += small(clause, *([] if reason.source.rstrip(".") in clause else [reason.source]))
    return modal(ids.FORM_WHY, "Why?", blocks or sentences("There is nothing behind this to show."))
