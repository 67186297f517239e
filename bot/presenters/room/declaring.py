"""The form for declaring an interest."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    TYPED_TEXT,
    Block,
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
from bot.presenters.rich import sentences
from bot.workflows.interests.interests import LONGEST_NATURE, Ruling, Subject
from bot.workflows.questions import DeclareFormFacts

NIL = "nil"
_RULINGS = {
    Ruling.STAY_AND_VOTE: "Stay and vote",
    Ruling.STAY: "Stay, without a vote",
    Ruling.SPEAK_ONLY: "Speak, then no further part",
    Ruling.LEAVE: "Leave for this item",
}


def declare_form(facts: DeclareFormFacts, nature: str = "", subject: str = "") -> View:
    """What the interest is on, what it is, and for whom. `nature` is what was already typed, `subject` an id chosen beforehand."""
    blocks: list[Block] = [*small(clause_words(facts.clause) or facts.why)]
    if len(nature) > TYPED_TEXT:
        blocks += sentences(
            f"What you typed is {len(nature):,} characters long; the first {TYPED_TEXT:,} are below. "
            f"Please say it in {LONGEST_NATURE:,} or fewer."
        )
    blocks += _for_whom(facts) + _on_what(facts, subject) + _what(nature)
    return modal(
        ids.FORM_DECLARE,
        "Declare an interest",
        blocks,
        submit="Declare",
        metadata=packed(p=facts.partnership),
    )


def ruling_words(ruling: Ruling, subject_kind: str) -> str:
    """What the button of a ruling says."""
    kept_away = ruling is Ruling.LEAVE and subject_kind == "tender"
    return "Keep away from this bid" if kept_away else _RULINGS[ruling]


def subject_value(subject: Subject) -> str:
    """How a subject stands in a menu: its kind and its id."""
    return f"{subject.kind}|{subject.id}"


def _for_whom(facts: DeclareFormFacts) -> list[Block]:
    if len(facts.seats) < 2:
        return []
    chosen = next((seat.id for seat in facts.seats if seat.chosen), None)
    options = [option(seat.words, seat.id) for seat in facts.seats]
    return [field("on_behalf_of", "For which organisation?", select(options, chosen))]


def _on_what(facts: DeclareFormFacts, subject: str) -> list[Block]:
    blocks: list[Block] = []
    if facts.subjects:
        options = [
            option(f"{each.kind.capitalize()}: {each.title}", subject_value(each)) for each in facts.subjects
        ]
        known = next((subject_value(each) for each in facts.subjects if each.id == subject), None)
        if known is not None:  # opened from the very thing, so there is nothing new to name
            return [field("subject", "What is the interest in?", select(options, known))]
        nearest = next((subject_value(each) for each in facts.subjects if each.kind == "meeting"), None)
        blocks.append(
            field(
                "subject",
                "What is the interest in?",
                select(options, nearest, "Choose a meeting, an item, a motion or a tender"),
                optional=True,
                hint="Or name a new item or tender below.",
            )
        )
    kinds = [option("An item of business", "item"), option("A tender", "tender")]
    return [
        *blocks,
        field("new_kind", "A new one: what is it?", radio(kinds), optional=bool(facts.subjects)),
        field(
            "new_title",
            "Its name, if it is new",
            typed(placeholder="The name of the item or the tender"),
            optional=bool(facts.subjects),
        ),
    ]


def _what(nature: str) -> list[Block]:
    nothing = [option("I have nothing to declare on it", NIL)]
    return [
        field(
            "nature",
            "What is the interest?",
            typed(nature, multiline=True),
            optional=True,
            hint=f"One or two sentences, at most {LONGEST_NATURE:,} characters. The chair and the secretariat will read it.",
        ),
        field("nil", "Nothing to declare?", ticks(nothing), optional=True),
    ]
