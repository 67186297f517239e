"""Before agenda and papers go round: just what goes to whom. Afterwards: the proof of it, and the copy for anybody."""

from collections.abc import Iterable

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    OPTIONS,
    VIEW_BLOCKS,
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    field,
    fitted,
    header,
    option,
    packed,
    plain,
    small,
    ticks,
)
from bot.presenters.environment import instant
from bot.presenters.modals import View, modal, screen
from bot.presenters.rich import bold, sentences
from bot.rules.wording import counted
from bot.workflows.decisions import Answer, Refused
from bot.workflows.papers.not_going import Left
from bot.workflows.papers.paper_questions import PublicCopy, RoundPicture
from bot.workflows.papers.papers import size_words
from bot.workflows.papers.rounds import Going, Round, names
from bot.workflows.papers.service import ProofPicture, Service, outcome_words, withheld_words

TO_OBSERVERS = "observers"
SEND, SEND_TOO_LATE = "Send it round", "Send, too late to put"
SHORT = 300  # characters of a title in a list
ROUND = "round"  # where a button comes back to
WITH_BUTTONS = 15  # of what does not go; the rest stands in words
PAGE = 20  # people on one page of the proof


def round_form(picture: RoundPicture, again: Refused | None = None, *, said: Answer | None = None) -> View:
    """Just what would go round, to whom, and what would not; `again` says why it was not sent the last time, `said` what was
    just decided about something that does not go."""
    made = picture.round
    blocks: list[Block] = [
        *_refusal(again),
        *_said(said),
        header(picture.meeting.title),
        *sentences(f"{_capital(picture.when)}."),
    ]
    blocks += _refusal(picture.refused)
    if made is None:
        return modal(ids.FORM_PAPERS, "Look over", blocks)
    for each in picture.deadlines:
        blocks += [*sentences(each.words), *small(clause_words(each.clause))]
    for late in made.overdue:
        blocks += [*sentences(f"{late.words} {late.follows}"), *small(clause_words(late.clause))]
    if picture.closes is not None:
        blocks += [bold("It closes items"), *sentences(picture.closes.words)]
        blocks += small(clause_words(picture.closes.clause))
    blocks += _not_going(picture, made)
    nothing = not made.reached and (made.number > 1 or not made.readers)
    if nothing:
        blocks += sentences("There is nothing new to send, and nobody who has not been sent what there is.")
        return modal(ids.FORM_PAPERS, "Look over", blocks)
    blocks += [
        divider(),
        *_agenda(picture, made),
        *_papers(picture, made),
        divider(),
        *_to_whom(picture, made),
    ]
    may_send = picture.refused is None
    too_late = made.too_late if may_send else ()
    blocks += _too_late(made) if too_late else []
    if picture.outsiders and may_send:
        tick = ticks([option("Send confidential papers to them too", TO_OBSERVERS)])
        blocks += [
            *small(f"Not members: {picture.outsiders}."),
            field("to_observers", "Observers and the co-opted", tick, optional=True),
        ]
    return modal(
        ids.FORM_CIRCULATE if may_send else ids.FORM_PAPERS,
        "Look over",
        fitted(blocks, VIEW_BLOCKS, "There is more than one screen of Slack can hold; all of it goes."),
        submit=(SEND_TOO_LATE if too_late else SEND) if may_send else "",
        metadata=packed(p=picture.partnership, meeting=picture.meeting.id, key=made.seen),
    )


def proof_modal(picture: ProofPicture, page: int = 0) -> View:
    """To whom agenda and papers went, one page of it."""
    meeting = picture.meeting
    here = packed(p=picture.partnership, meeting=meeting.id)
    services = picture.services
    pages = max(1, -(-len(services) // PAGE))
    page = min(max(page, 0), pages - 1)
    blocks: list[Block] = [header(meeting.title), *sentences(f"{_capital(picture.when)}.")]
    if not services:
        blocks += sentences("Nothing has gone round for this meeting yet.")
        return screen(
            ids.FORM_PROOF,
            "Proof of circulation",
            blocks,
            ids.OPEN_PROOF,
            p=picture.partnership,
            meeting=meeting.id,
            page=str(page),
        )
    proved = sum(each.served_at is not None for each in services)
    confirmed = sum(each.acknowledged_at is not None for each in services)
    blocks += sentences(
        f"{proved} of {counted(len(services), 'message')} are proved to have gone; {counted(confirmed, 'person', 'people')} said "
        "that they have them. Slack tells nobody who has read what."
    )
    open_rounds = {each.circulation: each.number for each in services if each.served_at is None}
    blocks += actions(
        button("Export as a file", ids.EXPORT_PROOF, here),
        button("Send what is new", ids.OPEN_CIRCULATE, here),
        *(
            button(
                f"Round {number}: given by hand",
                ids.variant(ids.OPEN_BY_HAND, circulation),
                packed(p=picture.partnership, meeting=meeting.id, key=circulation),
            )
            for circulation, number in list(open_rounds.items())[:5]
        ),
    )
    for each in services[page * PAGE : (page + 1) * PAGE]:
        blocks += _service(each, picture.time_zone)
    turns = [(page - 1, "Earlier"), (page + 1, "More")]
    blocks += actions(
        *(
            button(
                words,
                ids.variant(ids.OPEN_PROOF, str(number)),
                packed(p=picture.partnership, meeting=meeting.id, page=str(number)),
            )
            for number, words in turns
            if 0 <= number < pages
        )
    )
    return screen(
        ids.FORM_PROOF,
        "Proof of circulation",
        blocks,
        ids.OPEN_PROOF,
        p=picture.partnership,
        meeting=meeting.id,
        page=str(page),
    )


def by_hand_form(picture: ProofPicture, circulation: str) -> View:
    """Who was given one round another way, and on which day."""
    waiting = [
        each for each in picture.services if each.circulation == circulation and each.served_at is None
    ]
    if not waiting:
        words = sentences("Everybody to whom that round went is proved to have been sent it.")
        return modal(ids.FORM_PROOF, "Given by hand", words)
    more = len(waiting) - OPTIONS
    options = [option(_person(each), each.person, each.why_not) for each in waiting[:OPTIONS]]
    day: Element = {"type": "datepicker", "placeholder": plain("Choose a day")}
    blocks = [
        *sentences(
            f"Round {waiting[0].number} went round on {instant(waiting[0].circulated_at, picture.time_zone)}."
        ),
        field("people", "Who was given it?", ticks(options)),
        field("on", "On which day?", day, hint="The day counts for them as the day of sending."),
        *small(f"{counted(more, 'person', 'people')} more: record these first." if more > 0 else ""),
    ]
    return modal(
        ids.FORM_BY_HAND,
        "Given by hand",
        blocks,
        submit="Record",
        metadata=packed(p=picture.partnership, meeting=picture.meeting.id, key=circulation),
    )


def public_modal(copy: PublicCopy) -> View:
    """Agenda and papers as anybody may see them."""
    blocks: list[Block] = [
        header(copy.title),
        *sentences(
            f"{copy.name}. {_capital(copy.when)}{f', {copy.place}' if copy.place else ''}.",
            copy.private,
        ),
        bold("Agenda"),
        *sentences(_together(copy.agenda) or "It has nothing on it yet."),
        bold("Papers"),
        *sentences(_together(copy.papers) or "None have gone round."),
        *small(*copy.left_out),
    ]
    return modal(ids.FORM_PAPERS, "Public copy", blocks)


def _refusal(why: Refused | None) -> list[Block]:
    if why is None:
        return []
    return [*sentences(why.reason, why.next), *small(clause_words(why.clause)), divider()]


def _said(answer: Answer | None) -> list[Block]:
    return (
        [] if answer is None else [*sentences(answer.words), *small(clause_words(answer.clause)), divider()]
    )


def _agenda(picture: RoundPicture, made: Round) -> list[Block]:
    if not made.with_agenda:
        return small("The agenda has not changed since it went round, so it goes only to whoever is new.")
    shown = [bold("The agenda"), *sentences(_together(picture.agenda) or "It has nothing on it.")]
    if picture.public != picture.agenda:
        shown += [bold("… as the channel sees it"), *sentences(_together(picture.public))]
    return shown


def _papers(picture: RoundPicture, made: Round) -> list[Block]:
    marks = dict(picture.marks)
    blocks = [bold("Papers")] if made.going else sentences("No papers go.")
    for each in made.going:
        said = " · ".join((*marks[each.paper.id], _what(each)))
        blocks += [*sentences(clipped(each.paper.title, SHORT)), *small(clipped(said, SHORT))]
    for note in made.notes:
        if note in made.too_late:  # said beside the button
            continue
        blocks += [*sentences(note.words), *small(clause_words(note.clause))]
    return blocks


def _too_late(made: Round) -> list[Block]:
    """What pressing the button means for an amendment whose text goes too late: said last before it is pressed (K45)."""
    blocks = [divider(), bold("Too late to be put at this meeting")]
    for each in made.too_late:
        blocks += [*sentences(each.words), *small(clause_words(each.clause))]
    return blocks


def _not_going(picture: RoundPicture, made: Round) -> list[Block]:
    """What does not go, each with the buttons that put it right here, and the way to all papers and all items."""
    if not made.left_out:
        return []
    blocks = [bold("Not ready, so not sent")]
    for each in made.left_out[:WITH_BUTTONS]:
        blocks += [*sentences(clipped(f"{each.words}.", SHORT)), *actions(*_putting_right(picture, each))]
    more = [f"{each.words}." for each in made.left_out[WITH_BUTTONS:]]
    here = packed(p=picture.partnership, meeting=picture.meeting.id)
    return [
        *blocks,
        *(sentences(_together(more)) if more else []),
        *actions(button("Papers", ids.OPEN_PAPERS, here), button("The agenda", ids.OPEN_AGENDA, here)),
    ]


def _putting_right(picture: RoundPicture, left: Left) -> list[Element]:
    """The buttons beside what does not go; those that decide at once come back to this screen."""
    common = {"p": picture.partnership, "meeting": picture.meeting.id}
    made: list[Element] = []
    if left.item and not left.closed:
        value = packed(**common, item=left.item, back=ROUND)
        made.append(button("Accept", ids.variant(ids.ACCEPT_ITEM, left.item), value, style="primary"))
    if left.item:
        words = "Return or carry over"
        value = packed(**common, item=left.item)
        made.append(button(words, ids.variant(ids.OPEN_RETURN_ITEM, left.item), value))
    if left.accepts:
        value = packed(**common, key=left.paper, back=ROUND)
        made.append(button("Accept", ids.variant(ids.ACCEPT_PAPER, left.paper), value, style="primary"))
    if left.paper:
        value = packed(p=picture.partnership, key=left.paper)
        made.append(button("See this paper", ids.variant(ids.OPEN_PAPER, left.paper), value))
    return made


def _what(each: Going) -> str:
    version = each.version
    return f"{version.file_name}, {size_words(version.size)}" if version.file_name else version.link


def _to_whom(picture: RoundPicture, made: Round) -> list[Block]:
    people = counted(len(made.reached), "person", "people")
    channel = ", and in summary, without what is confidential, to the channel" if made.to_channel else ""
    blocks = [bold("To whom"), *sentences(f"{people} by direct message{channel}.")]
    new = [each for each in made.reached if each.is_new] if made.number > 1 else []
    if new:
        blocks += sentences(f"Everything there is, because they have been sent nothing yet: {names(new)}.")
    if made.unreachable:
        blocks += sentences(f"No account here, so to be given it another way: {names(made.unreachable)}.")
    return [*blocks, *sentences(*picture.withheld)]


def _service(each: Service, zone: str) -> list[Block]:
    kept = withheld_words(each)
    return [
        bold(each.name, f"{each.organisation_name or 'speaks for no organisation'} · round {each.number}"),
        *small(
            _capital(outcome_words(each, zone)),
            f"Sent: {', '.join(each.papers)}" if each.papers else "",
            f"Kept from them: {kept}" if kept else "",
        ),
    ]


def _person(each: Service) -> str:
    return f"{each.name}, {each.organisation_name}" if each.organisation_name else each.name


def _together(lines: Iterable[str]) -> str:
    return "\n".join(clipped(each, SHORT) for each in lines)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
