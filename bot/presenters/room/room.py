"""The room of a meeting on screen: who is here, who may yet come, the quorum, the declarations, and what awaits ratification."""

from dataclasses import replace

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
    ticks,
    typed,
)
from bot.presenters.environment import instant
from bot.presenters.modals import View, modal, screen
from bot.presenters.rich import bold, led, preformatted, sentences, typed_text
from bot.presenters.room.room_absent import NOT_HERE, absent_blocks, never_was
from bot.presenters.votes.kind_forms import kind_fields
from bot.presenters.votes.voting import CONSENSUS, IN_THE_ROOM, SOUGHT_ALOUD, carry_on
from bot.rules.wording import counted, listed
from bot.workflows.decisions import NO_CLAUSE, Answer
from bot.workflows.entries.ratifying import AS_IT_IS, IN_OTHER_WORDS, Awaiting
from bot.workflows.interests.interests import LONGEST_NATURE
from bot.workflows.meetings.attendance import (
    IN_ATTENDANCE,
    REMOTE,
    REPRESENTATIVE,
    STAND_IN,
    SUBSTITUTE,
    Stay,
)
from bot.workflows.questions import PutFormFacts
from bot.workflows.room.room_questions import (
    AwaitingPicture,
    CloseFormFacts,
    MeetingChairFormFacts,
    OralFormFacts,
    ParticipationPicture,
    RoomPicture,
)
from bot.workflows.room.still_open import ended_by, open_words
from bot.workflows.room.vacancies import LONGEST_REASON
from bot.workflows.votes.moving import LONGEST_TEXT

PAGE = 24  # people: at most two blocks each, so that a page with its heading stays under a hundred
MOST_AWAITING = 12
PARTICIPATION = "in person  remote  votes at  between  organisation"
LONGEST_LIST = 1500  # characters of names in a sentence
LONGEST_TITLE = 200  # of a paper, in a sentence
MOST_LINES = 200  # of what each organisation declared, or how it took part
CAPACITIES = {
    REPRESENTATIVE: "",
    SUBSTITUTE: "deputy, standing in",
    STAND_IN: "stand-in, without a vote",
    IN_ATTENDANCE: "in attendance",
}


def room_modal(picture: RoomPicture, page: int = 0, told: Answer | None = None) -> View:
    """Who is here, who may vote, are we quorate? `told` is what was just recorded."""
    if picture.meeting is None:
        return modal(
            ids.FORM_ROOM,
            "Who is here",
            [
                *(_told(told) if told else []),
                *sentences(f"No meeting of {picture.name} is in session."),
                *_awaiting_button(picture),
            ],
        )
    rows = [_here(picture, each) for each in picture.here]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = [block for row in rows[page * PAGE : (page + 1) * PAGE] for block in row]
    blocks = [
        header(picture.meeting.title),
        *(_told(_once_only(told, picture)) if told else []),
        *(_top(picture) if page == 0 or told else []),
        divider(),
        *shown,
        *_turning(picture, page, pages),
        *absent_blocks(picture),
    ]
    return screen(
        ids.FORM_ROOM,
        "Who is here",
        blocks,
        ids.ROOM_PAGE,
        p=picture.partnership,
        page=str(page),
    )


def close_form(facts: CloseFormFacts) -> View:
    """What follows from closing the meeting, with the button that does it; without one while a motion is open."""
    assert facts.meeting is not None
    if facts.undecided:
        said = sentences(open_words(facts.undecided), *ended_by(facts.undecided), "Then close the meeting.")
        return modal(ids.FORM_WHY, "Close the meeting", said)
    have = "has" if facts.decided == 1 else "have"
    decided = f"{counted(facts.decided, 'motion')} {have}" if facts.decided else "No motion has"
    there = (
        f"{counted(len(facts.here), 'person', 'people')} still in the room: {clipped(listed(facts.here), LONGEST_LIST)}."
        if facts.here
        else ""
    )
    blocks: list[Block] = [
        *sentences(
            f"“{facts.meeting.title}” ends now. This cannot be undone.",
            f"{decided} been decided at it, and none is open.",
            f"{there} They are recorded as here until now." if there else "",
        )
    ]
    blocks += sentences(facts.no_election)
    if facts.no_election and facts.may_elect:
        blocks += actions(button("Open nominations", ids.OPEN_NOMINATIONS, packed(p=facts.partnership)))
    if facts.awaiting:
        wait = "waits" if facts.awaiting == 1 else "wait"
        blocks += [
            *sentences(
                f"{counted(facts.awaiting, 'provisional decision')} {wait} to be ratified by a later quorate meeting."
            ),
            *small(clause_words(facts.clause)),
        ]
    return modal(
        ids.FORM_CLOSE_MEETING,
        "Close the meeting",
        [*blocks, *small("The channel is told that the meeting is closed.")],
        submit="Close the meeting",
        metadata=packed(p=facts.partnership, meeting=facts.meeting.id),
    )


def oral_form(facts: OralFormFacts) -> View:
    """Who said aloud that they have nothing to declare, and who that they have an interest?"""
    if facts.meeting is None or not facts.present:
        return modal(ids.FORM_WHY, "Declarations", sentences("Nobody is marked present at a meeting."))
    blocks = [
        *sentences("Record what is said aloud at the meeting. It is kept as such, with your name."),
        *small(clause_words(facts.clause)),
    ]
    for number in range(0, len(facts.missing), 100):
        page = facts.missing[number : number + 100]
        name = "nil" if number == 0 else ids.variant("nil", str(number))
        boxes = ticks([option(each.words, each.id) for each in page])
        blocks.append(field(name, "Nothing to declare", boxes, optional=True))
    everybody = [option(each.words, each.id) for each in facts.present]
    blocks += [
        field(
            "interest_of", "An interest of", select(everybody, placeholder="An organisation"), optional=True
        ),
        *_in_which_item(facts),
        field(
            "nature",
            "What is the interest?",
            typed(multiline=True),
            optional=True,
            hint=f"One or two sentences, at most {LONGEST_NATURE:,} characters.",
        ),
    ]
    return modal(
        ids.FORM_ORAL,
        "Said aloud",
        blocks,
        submit="Record",
        metadata=packed(p=facts.partnership, meeting=facts.meeting.id),
    )


def _in_which_item(facts: OralFormFacts) -> list[Block]:
    if not facts.items:
        return []
    items = [option(each.words, each.id) for each in facts.items[:100]]
    return [
        field(
            "about",
            "In which item?",
            select(items, placeholder="An item of the agenda"),
            optional=True,
            hint="Without one it is an interest in the meeting as a whole, and the organisation is not counted for any of it.",
        )
    ]


def meeting_chair_form(facts: MeetingChairFormFacts) -> View:
    """Whom have those present chosen to chair the meeting?"""
    if facts.meeting is None or not facts.candidates:
        return modal(
            ids.FORM_WHY,
            "Acting chair",
            sentences("Nobody on the roll may act as chair: mark who is here first."),
        )
    blocks = [
        *sentences(
            f"Those present choose who chairs “{facts.meeting.title}” before any business, and you record whom they chose."
        ),
        *small(clause_words(facts.clause)),
        field(
            "chosen",
            "Chosen to chair it",
            select([option(each.words, each.id) for each in facts.candidates]),
        ),
    ]
    return modal(
        ids.FORM_MEETING_CHAIR,
        "Acting chair",
        blocks,
        submit="Record",
        metadata=packed(p=facts.partnership, meeting=facts.meeting.id),
    )


def vacancy_form(picture: RoomPicture) -> View:
    """The ruling that a vacancy undoes nothing, with its reason (K21)."""
    if picture.meeting is None or not picture.vacancies:
        return modal(ids.FORM_WHY, "A vacancy", sentences("No sector of the quorum is without a member now."))
    blocks = [
        *sentences(
            f"There is no member from {listed(picture.vacancies)} at all. Whoever is chairing may rule that the vacancy undoes "
            "nothing at this meeting; the quorum is then counted without it, and the ruling is minuted."
        ),
        *small(clause_words(picture.vacancy_clause)),
        field(
            "reason",
            "The reason, which is recorded",
            typed(multiline=True),
            hint=f"At most {LONGEST_REASON:,} characters.",
        ),
    ]
    return modal(
        ids.FORM_VACANCY,
        "A vacancy",
        blocks,
        submit="Rule",
        metadata=packed(p=picture.partnership, meeting=picture.meeting.id),
    )


def awaiting_modal(picture: AwaitingPicture) -> View:
    """The decisions that await ratification, each with its button."""
    blocks: list[Block] = [header(picture.name), *small(clause_words(picture.clause))]
    if not picture.awaiting:
        blocks += sentences("No decision awaits ratification.")
    for each in picture.awaiting[:MOST_AWAITING]:
        blocks += _awaiting(picture, each)
    if len(picture.awaiting) > MOST_AWAITING:
        blocks += small(f"And {len(picture.awaiting) - MOST_AWAITING} more, which have waited less long.")
    return screen(ids.FORM_ROOM, "To be ratified", blocks, ids.OPEN_AWAITING, p=picture.partnership)


def ratify_form(picture: AwaitingPicture, decision: Awaiting, facts: PutFormFacts) -> View:
    """The motion that ratifies a decision: as it is, or in other words."""
    ways = [
        option("As it is", AS_IT_IS),
        option("With other words, which then stand in its place", IN_OTHER_WORDS),
    ]
    blocks: list[Block] = [
        *sentences(f"Motion {decision.reference}, provisional since {_since(picture, decision)}."),
        *typed_text(decision.text),
        *sentences(decision.deadlock, facts.not_quorate),
        *small(clause_words(picture.clause)),
        field("as", "It is to be ratified", radio(ways, AS_IT_IS)),
        field(
            "text",
            "The other words",
            typed(decision.text, multiline=True),
            optional=True,
            hint=f"Only where it is amended. At most {LONGEST_TEXT:,} characters.",
        ),
    ]
    blocks += kind_fields(facts, decision.kind, decision.particulars)
    rule = facts.terms.consensus_first
    if rule is not None and rule.value:
        tick = ticks([option("Consensus was sought and not reached", CONSENSUS)])
        ways = [option(words, way) for way, words in IN_THE_ROOM.items() if way in facts.ways]
        blocks += [
            field("how", "How is it decided?", radio(ways, facts.ways[0])),
            field("consensus_sought", "Consensus first", tick, optional=True, hint=SOUGHT_ALOUD),
            *small(clause_words(rule.clause)),
        ]
    blocks += carry_on(facts)
    return modal(
        ids.FORM_RATIFY,
        "Ratify",
        blocks,
        submit="Put it",
        metadata=packed(p=picture.partnership, motion=decision.motion),
    )


def participation_modal(picture: ParticipationPicture) -> View:
    """How each organisation has taken part: counted, and measured against nothing (C39)."""
    blocks: list[Block] = [
        header(picture.name),
        *sentences(
            f"{counted(picture.meetings, 'meeting')} and {counted(picture.votes, 'vote')} between meetings are on record. "
            "Joining by video or telephone counts as coming; “votes at” are votes and positions taken at meetings, “between” those "
            "between meetings; the terms name no number that has to be reached."
        ),
    ]
    lines = [
        f"{each.in_person:>9}  {each.remote:>6}  {each.at_meetings:>8}  {each.between:>7}  {clipped(each.organisation, 60)}"
        for each in picture.lines[:MOST_LINES]
    ]
    for start in range(0, len(lines), 25):
        blocks.append(preformatted("\n".join((PARTICIPATION, *lines[start : start + 25]))))
    return modal(ids.FORM_ROOM, "Who took part", blocks)


def _told(told: Answer) -> list[Block]:
    blocks = [*sentences(told.words, told.why), *small(clause_words(told.clause))]
    for each in told.details:
        blocks += [*sentences(each.words), *small(clause_words(each.clause))]
    return [*blocks, *sentences(told.next), divider()]


def _once_only(told: Answer, picture: RoomPicture) -> Answer:
    """What was just recorded, without what stands right under it: the quorum, what follows, and the declarations."""

    def besides(text: str) -> str:
        for each in (
            picture.quorum,
            picture.follows,
            picture.declared,
            picture.locked if not picture.chair else "",
        ):
            text = text.replace(each, "") if each else text
        return " ".join(text.split())

    same = told.clause == picture.quorum_clause
    return replace(
        told, why=besides(told.why), next=besides(told.next), clause=NO_CLAUSE if same else told.clause
    )


def _top(picture: RoomPicture) -> list[Block]:
    chair = f"In the chair: {picture.chair}." if picture.chair else picture.locked
    heard = "\n".join(
        f"{name}: {_declared(said.nil, said.oral, said.recorded_by)}"
        for name, said in picture.heard[:MOST_LINES]
    )
    return [
        *sentences(chair),
        *led(picture.quorum),
        *small(clause_words(picture.quorum_clause)),
        *sentences(picture.follows, picture.declared, _late(picture)),
        *small(*picture.stands),
        *small(heard),
        *_buttons(picture),
    ]


def _late(picture: RoomPicture) -> str:
    """Late papers are not taken before those present, or the chair, have said so; the list of papers has the buttons (K35)."""
    papers = [clipped(each, LONGEST_TITLE) for each in picture.late_papers]
    if not papers:
        return ""
    waits = "waits" if len(papers) == 1 else "wait"
    return f"Late, and not taken before it is recorded that it is: {listed(papers)} {waits} under “Papers”."


def _declared(nil: bool, oral: bool, recorded_by: str) -> str:
    what = "nothing to declare" if nil else "an interest"
    return f"{what}, said aloud and recorded by {recorded_by}" if oral else what


def _buttons(picture: RoomPicture) -> list[Block]:
    assert picture.meeting is not None
    here = packed(p=picture.partnership)
    meeting = packed(p=picture.partnership, meeting=picture.meeting.id)
    buttons: list[Element] = []
    if picture.may_mark:
        buttons += [
            *([] if picture.chair else [_chair_button(picture)]),
            button("Mark the roll again", ids.OPEN_ROLL, here),
            button("Record declarations made aloud", ids.OPEN_ORAL, here),
            *([button("Put a motion", ids.OPEN_PUT_MOTION, here)] if picture.chairs else []),
            *([button("Rule on the vacancy", ids.OPEN_VACANCY, here)] if picture.vacancies else []),
            button("Close the meeting", ids.OPEN_CLOSE_MEETING, meeting),
        ]
    return [
        *actions(
            *buttons,
            button("Papers", ids.OPEN_PAPERS, meeting),
            button("Who took part", ids.OPEN_PARTICIPATION, here),
        ),
        *_awaiting_button(picture),
    ]


def _chair_button(picture: RoomPicture) -> Element:
    here = packed(p=picture.partnership)
    return button("Record who was chosen to chair", ids.OPEN_MEETING_CHAIR, here, style="primary")


def _awaiting_button(picture: RoomPicture) -> list[Block]:
    if not picture.awaiting:
        return []
    words = f"To be ratified: {counted(picture.awaiting, 'decision')}"
    return actions(button(words, ids.OPEN_AWAITING, packed(p=picture.partnership)))


def _here(picture: RoomPicture, stay: Stay) -> list[Block]:
    assert picture.meeting is not None
    vote = "" if stay.id in picture.holds_vote or not stay.speaks_for_it else "the vote is held by the deputy"
    kind = CAPACITIES.get(stay.capacity, stay.capacity)
    mode = "by video or telephone" if stay.mode == REMOTE else ""
    since = f"since {_clock(picture, stay)}"
    said = ", ".join(part for part in (kind, mode, vote, since) if part)
    row = [bold(stay.name, f"{stay.organisation_name} · {said}" if stay.organisation_name else said)]
    if not picture.may_mark:
        return row
    value = packed(p=picture.partnership, meeting=picture.meeting.id, stay=stay.id)
    left = button("Left", ids.variant(ids.MARK_DEPARTURE, stay.id), value)
    never = button(NOT_HERE, ids.variant(ids.STRIKE_STAY, stay.id), value, confirm=never_was(stay.name))
    return [*row, *actions(left, never)]


def _turning(picture: RoomPicture, page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []

    def to(words: str, number: int) -> Element:
        value = packed(p=picture.partnership, page=str(number))
        return button(words, ids.variant(ids.ROOM_PAGE, str(number)), value)

    return [
        *small(f"Page {page + 1} of {pages}."),
        *actions(
            *([to("Back", page - 1)] if page else []), *([to("More", page + 1)] if page + 1 < pages else [])
        ),
    ]


def _awaiting(picture: AwaitingPicture, each: Awaiting) -> list[Block]:
    at = f" at “{each.meeting_title}”" if each.meeting_title else ""
    now = f"Motion {each.being_ratified}, which is open now, asks for it." if each.being_ratified else ""
    blocks = [
        bold(f"Motion {each.reference}", f"provisional since {_since(picture, each)}{at}"),
        *typed_text(clipped(each.text, 600)),
        *sentences(each.deadlock, now),
    ]
    if picture.in_session and not each.being_ratified:
        value = packed(p=picture.partnership, motion=each.motion)
        blocks += actions(
            button("Ratify", ids.variant(ids.OPEN_RATIFY, each.motion), value, style="primary"),
            button("Why?", ids.variant(ids.WHY_MOTION, each.motion), each.motion),
        )
    return blocks


def _since(picture: AwaitingPicture, each: Awaiting) -> str:
    return instant(each.since, picture.time_zone)


def _clock(picture: RoomPicture, stay: Stay) -> str:
    return instant(stay.arrived_at, picture.time_zone).rpartition(" at ")[2]
