"""The forms about agendas: proposing an item, deciding on one, the order, an urgent matter, a review; and their messages."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.presenters.agenda.agenda import urgent_buttons
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    TYPED_TEXT,
    VIEW_BLOCKS,
    Block,
    Element,
    actions,
    button,
    field,
    option,
    packed,
    radio,
    select,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences, typed_text
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    IN_THEIR_PLACE,
    LEFT_OUT,
    LONGEST_DETAIL,
    LONGEST_REASON,
    LONGEST_TITLE,
    MOST_MINUTES,
    AgendaItem,
    minutes_together,
)
from bot.workflows.agenda.agenda_questions import (
    AgendaPicture,
    ItemFormFacts,
    ProposeFormFacts,
    ReviewFormFacts,
    UrgentFormFacts,
)
from bot.workflows.agenda.deciding_items import CARRY_OVER, RETURN
from bot.workflows.agenda.urgent import ASKED, NOT_STATED

CONFIDENTIAL, AMENDMENT, LEAVE_OUT = "confidential", "amendment", "leave out"
MOST_PLACES = VIEW_BLOCKS - 10  # fields of one form, with room for what stands above them


def propose_form(facts: ProposeFormFacts, title: str = "") -> View:
    """What is proposed, and for which meeting. `title` is what was typed after the command."""
    chosen = next((each.id for each in facts.meetings if each.chosen), None)
    blocks: list[Block] = []
    if len(facts.seats) > 1:
        options = [option(each.words, each.id) for each in facts.seats]
        blocks.append(field("on_behalf_of", "For which organisation?", select(options)))
    marks = [
        option("It is confidential", CONFIDENTIAL, "Its detail never stands in the channel or a public copy"),
        option("It would change the terms of reference", AMENDMENT, "Its text has a deadline of its own"),
    ]
    blocks += [
        *sentences(facts.instead),
        field(
            "meeting",
            "For which meeting?",
            select([option(each.words, each.id) for each in facts.meetings], chosen),
        ),
        *small(*facts.closings, clause_words(facts.closing_clause)),
        field(
            "title",
            "The item",
            typed(title),
            hint=f"At most {LONGEST_TITLE} characters, as it is to stand there. If it is about a bid, name its tender: T2026/4.",
        ),
        field(
            "detail",
            "What it is about, and what the meeting is asked to do",
            typed(multiline=True),
            optional=True,
            hint=f"At most {LONGEST_DETAIL:,} characters. More belongs in a paper.",
        ),
        field("minutes", "Minutes it needs", _minutes(None), optional=True),
        field("marks", "Tick what applies", ticks(marks), optional=True),
        *small(facts.missed, clause_words(facts.amendment_clause)),
    ]
    return modal(
        ids.FORM_PROPOSE_ITEM,
        "Propose an item",
        blocks,
        submit="Propose",
        metadata=packed(p=facts.partnership),
    )


def return_form(facts: ItemFormFacts) -> View:
    """Return an item with a reason, or carry it over to another meeting."""
    assert facts.item is not None
    ways = [option("Return it to whoever proposed it", RETURN)]
    if facts.others:
        ways.append(option("Carry it over to another meeting", CARRY_OVER))
    blocks: list[Block] = [
        *_named(facts.item),
        field("decision", "What is to become of it?", radio(ways, RETURN)),
        field(
            "reason",
            "The reason",
            typed(multiline=True),
            optional=True,
            hint=f"At most {LONGEST_REASON:,} characters. Whoever proposed it is told; to return it, one is needed.",
        ),
    ]
    if facts.others:
        options = [option(each.words, each.id) for each in facts.others]
        chosen = next((each.id for each in facts.others if each.chosen), None)
        blocks.append(
            field("to_meeting", "If it is carried over, to", select(options, chosen), optional=True)
        )
    return modal(
        ids.FORM_RETURN_ITEM,
        "Return or carry over",
        blocks,
        submit="Record",
        metadata=packed(p=facts.partnership, item=facts.item.id),
    )


def change_form(facts: ItemFormFacts) -> View:
    """The minutes of an item; the title of one that stands there by rule, and whether it is left out."""
    item, meeting = facts.item, facts.meeting
    assert item is not None and meeting is not None
    blocks: list[Block] = [*_named(item), *small(item.why)]
    if item.by_rule:
        blocks.append(
            field("title", "Its title", typed(item.title), hint=f"At most {LONGEST_TITLE} characters.")
        )
    blocks.append(field("minutes", "Minutes it is given", _minutes(item.minutes), optional=True))
    if item.by_rule:
        leaving = [option("Leave it out of this agenda", LEAVE_OUT)]
        out = (LEAVE_OUT,) if item.state == LEFT_OUT else ()
        blocks += [
            field("leave_out", "Or", ticks(leaving, *out), optional=True),
            field(
                "reason",
                "Why it is left out",
                typed(item.reason if item.state == LEFT_OUT else ""),
                optional=True,
                hint=f"At most {LONGEST_REASON:,} characters. It is recorded, and members see it.",
            ),
        ]
    return modal(
        ids.FORM_CHANGE_ITEM,
        "Change an item",
        blocks,
        submit="Record",
        metadata=packed(p=facts.partnership, meeting=meeting.id, item=item.id),
    )


def arrange_form(picture: AgendaPicture) -> View:
    """The whole agenda, one small field an item: its place and its minutes. It is sent in at once, and nothing typed is lost."""
    meeting = picture.meeting
    standing = [each for each in picture.items if each.state == ACCEPTED]
    blocks: list[Block] = [
        *sentences(
            "Write the place and the minutes of each item, such as “2, 10 minutes”. A place alone keeps the minutes; "
            "“2, -” empties them."
        ),
        *small(
            "What moves up comes before what has that place now; what moves down comes after it. Declarations of interest "
            "stay first and any other business last.",
            f"Together they take {minutes_together(standing)} minutes." if minutes_together(standing) else "",
        ),
        *(
            field(each.id, _place_label(each), typed(_place(each)), optional=True)
            for each in standing[:MOST_PLACES]
        ),
    ]
    if len(standing) > MOST_PLACES:
        blocks += small(
            f"The first {MOST_PLACES} of {len(standing)} items are here; the others keep their order."
        )
    return modal(
        ids.FORM_ARRANGE_AGENDA,
        "Order and minutes",
        blocks,
        submit="Put in order",
        metadata=packed(p=picture.partnership, meeting=meeting.id if meeting is not None else ""),
    )


def urgent_form(facts: UrgentFormFacts, title: str = "") -> View:
    """An urgent matter, raised at the meeting in session."""
    assert facts.meeting is not None
    asked = ASKED.get(facts.rule, ASKED[NOT_STATED])
    confidential = [option("It is confidential", CONFIDENTIAL)]
    blocks = [
        *sentences(
            f"“{facts.meeting.title}” is in session. An urgent matter is not debated before it is admitted; whoever is chairing is "
            f"asked: {asked.question}"
        ),
        *small(clause_words(facts.clause)),
        field("title", "The matter", typed(title), hint=f"At most {LONGEST_TITLE} characters."),
        field(
            "detail",
            "What it is about, and why it cannot wait",
            typed(multiline=True),
            optional=True,
            hint=f"At most {LONGEST_DETAIL:,} characters.",
        ),
        field("marks", "Tick what applies", ticks(confidential), optional=True),
    ]
    return modal(
        ids.FORM_URGENT_ITEM,
        "An urgent item",
        blocks,
        submit="Raise it",
        metadata=packed(p=facts.partnership, meeting=facts.meeting.id),
    )


def review_form(facts: ReviewFormFacts) -> View:
    """That a meeting has reviewed the terms and the membership, or the accountable body's appointment."""
    what = [option(each.words, each.id) for each in facts.what]
    held = [option(each.words, each.id) for each in facts.meetings]
    chosen = next((each.id for each in facts.what if each.chosen), None)
    at = next((each.id for each in facts.meetings if each.chosen), None)
    blocks = [
        *small(*facts.last),
        field("what", "What was reviewed?", radio(what, chosen)),
        field("meeting", "At which meeting?", select(held, at)),
        field(
            "outcome",
            "What came of it",
            typed(multiline=True),
            optional=True,
            hint=f"At most {LONGEST_REASON:,} characters, such as “No change”.",
        ),
    ]
    return modal(
        ids.FORM_REVIEW,
        "Record a review",
        blocks,
        submit="Record",
        metadata=packed(p=facts.partnership),
    )


def _named(item: AgendaItem) -> list[Block]:
    who = ", ".join(name for name in (item.proposer_name, item.organisation_name) if name)
    return [bold(item.title, who), *(typed_text(item.detail[:TYPED_TEXT]) if item.detail else [])]


def _minutes(initial: int | None) -> Element:
    made: Element = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(MOST_MINUTES),
    }
    return made | ({"initial_value": str(initial)} if initial else {})


def _place(item: AgendaItem) -> str:
    return f"{item.position}, {item.minutes}" if item.minutes else str(item.position)


def _place_label(item: AgendaItem) -> str:
    fixed = " (keeps its place)" if item.kind in IN_THEIR_PLACE else ""
    return f"{item.position}. {item.title}{fixed}"


def _proposed_buttons(sent: Sent) -> list[Block]:
    item = str(sent.data["item"])
    value = packed(p=sent.partnership, meeting=str(sent.data["meeting"]), item=item)
    return actions(
        button("Accept", ids.ACCEPT_ITEM, value, style="primary"),
        button("Return with a reason", ids.OPEN_RETURN_ITEM, value),
        _see(sent),
    )


def _urgent_buttons(sent: Sent) -> list[Block]:
    item = str(sent.data["item"])
    value = packed(p=sent.partnership, meeting=str(sent.data["meeting"]), item=item)
    rule = next(
        (rule for rule, asked in ASKED.items() if asked.question == sent.data["question"]), NOT_STATED
    )
    return actions(*urgent_buttons(value, item, rule), _see(sent))


def _see(sent: Sent) -> Element:
    return button(
        "See the agenda", ids.OPEN_AGENDA, packed(p=sent.partnership, meeting=str(sent.data["meeting"]))
    )


def _decided_heading(data: Mapping[str, Any]) -> str:
    return f"An agenda item {data['outcome']} · {data['partnership_name']}"


KINDS: Mapping[str, Kind] = {
    "ItemProposedNotice": Kind(
        "item_proposed",
        lambda data: f"An item is proposed · {data['partnership_name']}",
        _proposed_buttons,
    ),
    "ItemDecidedNotice": Kind("item_decided", _decided_heading, lambda sent: actions(_see(sent))),
    "UrgentItemNotice": Kind(
        "item_urgent", lambda data: f"An urgent item · {data['partnership_name']}", _urgent_buttons
    ),
}
