"""Whether somebody comes: the buttons under every invitation, the form, and the list of everybody's answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    TYPED_TEXT,
    Block,
    actions,
    button,
    field,
    header,
    option,
    packed,
    radio,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences
from bot.rules.wording import counted, plural
from bot.workflows.replies.replies import LONGEST_NOTE
from bot.workflows.replies.reply_answers import SOMEBODY_ELSE
from bot.workflows.replies.reply_questions import CANNOT, RepliesPicture, ReplyFormFacts, ReplyLine
from bot.workflows.replies.reply_state import APOLOGIES, AWAY, COMING, REMOTE, SUBSTITUTE
from bot.workflows.replies.stand_ins import ANYBODY

NOBODY_NAMED = "-"  # the way back in a menu, which Slack cannot empty
PAGE = 40  # people: a page stays well under a hundred blocks, and its menu under a hundred options

_CHOICES = {
    COMING: "Coming, in person",
    REMOTE: "Joining remotely",
    APOLOGIES: "Apologies: nobody comes instead",
    SUBSTITUTE: SOMEBODY_ELSE,
}


def reply_buttons(partnership: str, meeting: str, day: str) -> list[Block]:
    """The answers to an invitation or a reminder: two decide at once, for the day named; the third opens the form."""
    here = packed(p=partnership, meeting=meeting, day=day)
    return actions(
        button("I am coming", ids.REPLY_COMING, here, style="primary"),
        button("I am joining remotely", ids.REPLY_REMOTE, here),
        button("Apologies, or a substitute", ids.OPEN_APOLOGIES, here),
    )


def apologies_form(facts: ReplyFormFacts, note: str = "") -> View:
    """Whether somebody comes, and who comes instead. `note` is what was already typed."""
    blocks: list[Block] = []
    if facts.person_name:
        blocks += sentences(f"For {facts.person_name}, who will be asked to confirm it.")
    if len(facts.meetings) == 1:
        blocks.append(bold(facts.meetings[0].words))
    else:
        blocks.append(field("meeting", "Which meeting?", _menu(facts.meetings)))
    if facts.stands:
        blocks += sentences(f"So far: {facts.stands}.")
    if len(facts.seats) > 1:
        blocks.append(
            field(
                "on_behalf_of",
                "For which organisation?",
                select([option(each.words, each.id) for each in facts.seats]),
                optional=True,
                hint="Leave it empty for all of them.",
            )
        )
    blocks.append(field("answer", "Will you be there?", _answers(facts)))
    blocks += _instead(facts) if facts.may_send else small(clause_words(facts.clause))
    blocks += _note(note or facts.note)
    meeting = facts.meetings[0].id if len(facts.meetings) == 1 else ""
    return modal(
        ids.FORM_APOLOGIES,
        "Will you be there?" if not facts.person_name else "Record an answer",
        blocks,
        submit="Send" if not facts.person_name else "Record",
        metadata=packed(
            p=facts.partnership,
            meeting=meeting,
            day=facts.day,
            person=facts.person,
            organisation=facts.organisation,
        ),
    )


def replies_modal(picture: RepliesPicture, page: int = 0) -> View:
    """Who is coming, by what they answered and by organisation; a page of so many people at a time."""
    lines = _in_order(picture.lines)
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = lines[page * PAGE : (page + 1) * PAGE]
    blocks: list[Block] = [bold(picture.title, picture.when)]
    if page == 0:
        blocks += _summary(picture)
    for heading, theirs in _sections(shown):
        blocks += [header(heading), *sentences("\n".join(_line(each) for each in theirs))]
    return screen(
        ids.FORM_REPLIES,
        "Who is coming",
        [*blocks, *_turning(picture, page, pages)],
        ids.REPLIES_PAGE,
        p=picture.partnership,
        meeting=picture.meeting,
        page=str(page),
    )


def whose_form(picture: RepliesPicture, page: int = 0) -> View:
    """For whom is an answer recorded? The people of one page of the list."""
    lines = _in_order(picture.lines)
    shown = lines[max(page, 0) * PAGE : (max(page, 0) + 1) * PAGE] or lines[:PAGE]
    if not shown:
        return modal(ids.FORM_WHY, "Record an answer", sentences("Nobody is called to this meeting."))
    options = [
        option(
            f"{each.name}, {each.organisation_name}" if each.organisation_name else each.name,
            whose_value(each),
        )
        for each in shown
    ]
    return modal(
        ids.FORM_WHOSE_REPLY,
        "Record an answer",
        [bold(picture.title, picture.when), field("whose", "Whose answer is it?", select(options))],
        submit="Next",
        metadata=packed(p=picture.partnership, meeting=picture.meeting),
    )


def whose_value(line: ReplyLine) -> str:
    """How somebody stands in the menu of those who may have rung up: the organisation and the person."""
    return f"{line.organisation}|{line.person}"


def _menu(choices: Iterable[Any]) -> dict[str, Any]:
    every = tuple(choices)
    chosen = next((each.id for each in every if each.chosen), None)
    return select([option(each.words, each.id) for each in every], chosen)


def _answers(facts: ReplyFormFacts) -> dict[str, Any]:
    offered = [each for each in _CHOICES if each != SUBSTITUTE or facts.may_send]
    return radio([option(_CHOICES[each], each) for each in offered], facts.answer or None)


def _instead(facts: ReplyFormFacts) -> list[Block]:
    """Who comes instead: from those the organisation has named, or a name, with what the terms make of it."""
    blocks: list[Block] = []
    if facts.deputies:
        people = [
            option("None of these", NOBODY_NAMED),
            *(option(each.words, each.id) for each in facts.deputies),
        ]
        blocks.append(field("substitute", "Who is coming instead?", select(people), optional=True))
    label = "Or somebody else, by name" if facts.deputies else "Who is coming instead, by name"
    blocks.append(field("stand_in", label, typed(), optional=True, hint=_makes_of_it(facts.rule)))
    return [*blocks, *small(clause_words(facts.clause))]


def _makes_of_it(rule: str | None) -> str:
    if rule == ANYBODY:
        return "Your organisation may send anybody; they need no Slack account."
    if rule is None:
        return "The terms do not say who may stand in: they attend without a vote and do not count for the quorum."
    return (
        "Somebody your organisation has not named attends without a vote and does not count for the quorum."
    )


def _note(note: str) -> list[Block]:
    blocks: list[Block] = []
    if len(note) > TYPED_TEXT:
        blocks += sentences(
            f"What you typed is {len(note):,} characters long; the first {TYPED_TEXT:,} are below. "
            f"Please say it in {LONGEST_NOTE:,} or fewer."
        )
    hint = f"Only the secretariat reads it. At most {LONGEST_NOTE:,} characters."
    return [*blocks, field("note", "A note", typed(note, multiline=True), optional=True, hint=hint)]


_HEADINGS = {
    COMING: "Coming",
    SUBSTITUTE: "A substitute or a stand-in comes",
    APOLOGIES: "Apologies",
    "": "Not answered yet",
}


def _under(line: ReplyLine) -> str:
    """Which heading somebody stands under; those who join remotely come as well (C39), and nobody comes for a deputy who cannot."""
    if line.answer == SUBSTITUTE and (line.instead_said == CANNOT or not line.instead):
        return APOLOGIES
    return COMING if line.answer == REMOTE else line.answer


def _in_order(lines: Iterable[ReplyLine]) -> list[ReplyLine]:
    order = list(_HEADINGS)

    def place(each: ReplyLine) -> tuple[object, ...]:
        alone = not each.organisation_name
        return order.index(_under(each)), alone, each.organisation_name, each.name, each.person

    return sorted(lines, key=place)


def _sections(lines: list[ReplyLine]) -> list[tuple[str, list[ReplyLine]]]:
    found = [(words, [each for each in lines if _under(each) == key]) for key, words in _HEADINGS.items()]
    return [(words, theirs) for words, theirs in found if theirs]


def _line(each: ReplyLine) -> str:
    body = f"{each.organisation_name}: " if each.organisation_name else ""
    parts = [f"{body}{each.name}"]
    if each.answer == REMOTE:
        parts.append("remotely")
    if each.instead:
        said_so = f" ({each.instead_said})" if each.instead_said else ""
        parts.append(f"{each.instead} instead{said_so}{', without a vote' if each.without_vote else ''}")
    if each.recorded_by:
        parts.append(f"recorded by {each.recorded_by}{'' if each.confirmed else ', not confirmed yet'}")
    note = f"\n    “{' '.join(each.note.split())}”" if each.note else ""
    return f"{' · '.join(parts)}{note}"


def _summary(picture: RepliesPicture) -> list[Block]:
    heard = [each for each in picture.lines if each.answer]
    coming = [each for each in heard if each.answer not in AWAY]
    called = counted(len(picture.lines), "person", "people")
    sending = len([each for each in heard if _under(each) == SUBSTITUTE])
    said_so = (
        f"Of {called} called, {len(heard)} {plural(len(heard), 'has', 'have')} answered: {len(coming)} coming, "
        f"{sending} sending somebody instead, {len(heard) - len(coming) - sending} with apologies."
    )
    blocks = sentences(picture.outlook, said_so)
    blocks += small(clause_words(picture.outlook_clause))
    if picture.absent:
        blocks += [header("Not here, and no apologies"), *sentences("\n".join(picture.absent))]
    return blocks


def _turning(picture: RepliesPicture, page: int, pages: int) -> list[Block]:
    here = {"p": picture.partnership, "meeting": picture.meeting}
    buttons = [
        button(words, ids.variant(ids.REPLIES_PAGE, name), packed(**here, page=str(to)))
        for words, name, to in (("Previous page", "previous", page - 1), ("Next page", "next", page + 1))
        if 0 <= to < pages
    ]
    if picture.may_record and picture.lines:
        buttons.append(button("Record an answer", ids.OPEN_RECORD_REPLY, packed(**here, page=str(page))))
    counted_pages = small(f"Page {page + 1} of {pages}") if pages > 1 else []
    return [*counted_pages, *actions(*buttons)]


def _secretariat_buttons(sent: Sent) -> list[Block]:
    """Under what the secretariat is told: who is coming."""
    return actions(
        button("Who is coming", ids.OPEN_REPLIES, packed(p=sent.partnership, meeting=sent.data["meeting"]))
    )


def _stand_in_buttons(sent: Sent) -> list[Block]:
    """For a deputy who has been named: whether they come."""
    data = sent.data
    here = packed(
        p=sent.partnership,
        meeting=data["meeting"],
        organisation=data["organisation"],
        day=str(data.get("day") or ""),
    )
    return actions(
        button("I will be there", ids.REPLY_COMING, here, style="primary"),
        button("I am joining remotely", ids.REPLY_REMOTE, here),
        button("I cannot", ids.REPLY_CANNOT, here),
    )


def _change_buttons(sent: Sent) -> list[Block]:
    """For whoever has named a deputy who has answered: another answer."""
    return actions(
        button("Answer again", ids.OPEN_APOLOGIES, packed(p=sent.partnership, meeting=sent.data["meeting"]))
    )


def _confirm_buttons(sent: Sent) -> list[Block]:
    """For somebody whose answer was recorded for them: right, or not."""
    here = packed(p=sent.partnership, meeting=sent.data["meeting"])
    this = packed(p=sent.partnership, meeting=sent.data["meeting"], at=str(sent.data["answered_at"]))
    return actions(
        button("That is right", ids.CONFIRM_REPLY, this, style="primary"),
        button("Change it", ids.OPEN_APOLOGIES, here),
    )


def _heading(data: Mapping[str, Any]) -> str:
    return f"{data['title']} · {data['partnership_name']}"


KINDS: Mapping[str, Kind] = {
    "ReplyNotice": Kind("reply", _heading, _secretariat_buttons),
    "StandInNotice": Kind(
        "stands_in", lambda data: f"Will you stand in? · {data['partnership_name']}", _stand_in_buttons
    ),
    "NotNeededNotice": Kind("not_needed", _heading),
    "DeputyAnsweredNotice": Kind("deputy_answered", _heading, _change_buttons),
    "ReplyRecordedNotice": Kind(
        "reply_recorded", lambda data: f"Recorded for you · {data['partnership_name']}", _confirm_buttons
    ),
}
