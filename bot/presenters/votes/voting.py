"""The forms of a vote: how it is to be decided, the motion itself, the casting vote and the acting chair."""

from collections.abc import Sequence
from dataclasses import replace

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    LABEL,
    TYPED_TEXT,
    Block,
    actions,
    button,
    clipped,
    field,
    option,
    packed,
    radio,
    select,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import AGAIN, View, modal
from bot.presenters.rich import sentences, typed_text
from bot.presenters.votes.kind_forms import has_own_words, kind_fields
from bot.presenters.votes.motion import title_word
from bot.rules.citing import clause_of
from bot.rules.describing import describe_period
from bot.rules.terms import Clause, Rule, T, Terms
from bot.workflows.decisions import Answer, Refused
from bot.workflows.kinds.kinds import IN_PUBLIC, MEET_IN_PUBLIC
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.questions import ActingChairFormFacts, MotionPicture, PutFormFacts
from bot.workflows.votes.motions import AGREED, AT_A_MEETING, NOTE, NOTED, ORDINARY, RECOMMENDED, binds
from bot.workflows.votes.motions import CONSENSUS as CONSENSUS_ROUND
from bot.workflows.votes.moving import LONGEST_TEXT
from bot.workflows.votes.of_the_terms import CHANGES_NO_TERMS
from bot.workflows.votes.result_words import votes_in_words
from bot.workflows.votes.results import LONGEST_REASON

WAYS = {
    CONSENSUS_ROUND: "Seek consensus at a meeting: call the roll now",
    "meeting": "At a meeting: call the roll now",
    "between meetings": "Between meetings, with a closing time",
    "indicative": "Indicative: to see how opinion lies, binding nobody",
    NOTE: "Note or recommend: no vote is recorded",
}
BALLOTS = {
    "named": "By name: each organisation’s vote is known",
    "secret": "In secret: only who voted is known",
}
IN_THE_ROOM = {
    CONSENSUS_ROUND: "Seek consensus: agree, stand aside or object",
    AGREED: "Record that no one objected when asked aloud",
    "meeting": "At this meeting, by a vote",
}
RECORDS = {NOTED: "Noted", RECOMMENDED: "Recommended to those who decide"}
CONSENSUS = "sought"
SOUGHT_ALOUD = "For a vote, where it was sought aloud. Seeking it here needs no tick."
CARRY_ON = "carry on"


def how_form(facts: PutFormFacts, text: str = "") -> View:
    """How is this to be decided? Asked when no meeting is in session; says why a way is closed, with its clause.

    `text` is what was typed after the command: it stands in the form, to be carried on to the motion.
    """
    ways = [way for way in facts.ways if way in WAYS]
    options = [option(WAYS[way], way) for way in ways]
    blocks = [
        *_closed_ways(facts),
        field("how", "How is this to be decided?", radio(options, ways[0])),
        *carried(text),
    ]
    return modal(
        ids.FORM_HOW,
        "Put a motion",
        blocks,
        submit="Next",
        metadata=packed(p=facts.partnership),
    )


def put_form(
    facts: PutFormFacts,
    how: str,
    opened: Answer | None = None,
    text: str = "",
    kind: str = ORDINARY,
    warning: Refused | None = None,
) -> View:
    """The motion itself. `how` is the way already chosen; at a meeting in session it can still be changed here.

    `opened` is what was just recorded on the way to this form, such as the roll; `text` is what was already typed. Choosing another
    `kind` shows the form anew, with what that kind asks besides.
    `warning` stands under the words, with a tick to put them all the same.
    """
    blocks: list[Block] = [*(sentences(opened.words) if opened else [])]
    blocks += _no_binding_vote(facts)
    at_meeting = facts.meeting is not None and how in AT_A_MEETING
    if kind == AMENDMENT and at_meeting:  # it is decided there, and no closing time is asked for
        facts = replace(facts, ways=tuple(way for way in facts.ways if way in AT_A_MEETING))
    if facts.meeting is not None and at_meeting and opened is None:
        blocks += sentences(f"“{facts.meeting.title}” is in session.")
    if facts.undeclared:
        blocks += sentences(f"Not yet heard on declarations of interest: {', '.join(facts.undeclared)}.")
    if at_meeting:
        blocks += sentences(facts.not_quorate)
        blocks += _beside(facts)
    blocks += small(*facts.stands)
    blocks += _cut_short(text)
    binding = how not in ("indicative", NOTE)
    blocks.append(_motion(facts, text, kind if binding else ORDINARY))
    blocks += _changes_no_terms(warning)
    blocks += (
        _kind(facts, kind)
        + (kind_fields(facts, kind, {}) if binding else [])
        + _about(facts, kind)
        + _way(facts, how)
        + ([] if how == NOTE else ballot(facts.terms))
        + _consensus(facts, how)
        + _record(facts, how)
        + _closing(facts, how)
    )
    blocks += carry_on(facts) if at_meeting else []
    return modal(
        ids.FORM_PUT_MOTION,
        {"indicative": "Indicative vote", NOTE: "Note or recommend"}.get(how, "Put a motion"),
        blocks,
        submit="Record it" if how == NOTE else "Put it",
        metadata=packed(**{AGAIN: ids.OPEN_PUT_MOTION}, p=facts.partnership, how=how, kind=kind),
    )


def carry_on(facts: PutFormFacts) -> list[Block]:
    """The box by which whoever is chairing carries on although some present have not declared (K31)."""
    if not facts.outstanding:
        return []
    tick = ticks([option("Carry on; outstanding declarations are noted", CARRY_ON)])
    names = clipped(", ".join(facts.outstanding), LABEL - 20)
    return [field("carry_on", "Declarations come first", tick, optional=True, hint=f"Outstanding: {names}.")]


def carried(text: str) -> list[Block]:
    """The motion already typed, in a form that comes before the motion's own."""
    return [*_cut_short(text), _motion(None, text)] if text else []


def casting_form(picture: MotionPicture) -> View:
    """The casting vote of whoever is chairing: for, against, or declined, with the reason that is recorded."""
    motion = picture.motion
    count = votes_in_words(picture.result) if picture.result else ""
    choices = [
        option("For", "for"),
        option("Against", "against"),
        option("I decline the casting vote", "declined"),
    ]
    blocks = [
        *sentences(
            f"{title_word(motion.indicative)} {motion.reference} of {picture.partnership_name}: {count}."
        ),
        *typed_text(motion.text),
        *small(_tie_words(picture)),
        field("choice", "Your casting vote", radio(choices)),
        field(
            "reason",
            "The reason, which is recorded",
            typed(multiline=True),
            hint=f"At most {LONGEST_REASON:,} characters.",
        ),
    ]
    return modal(
        ids.FORM_CASTING_VOTE,
        "Casting vote",
        blocks,
        submit="Give it",
        metadata=packed(m=motion.id),
    )


def acting_chair_form(facts: ActingChairFormFacts) -> View:
    """Whom have those present chosen to chair one motion?"""
    candidates = [option(each.words, each.id) for each in facts.candidates]
    chosen = next((each.id for each in facts.candidates if each.chosen), None)
    if not candidates:
        return modal(
            ids.FORM_WHY,
            "Acting chair",
            sentences("Nobody can be chosen: every organisation on the roll has withdrawn from this motion."),
        )
    blocks = [
        *sentences(
            f"Those present choose who chairs motion {facts.reference}, and you record whom they chose."
        ),
        *small(clause_words(facts.clause)),
        field("chosen", "Chosen to chair it", select(candidates, chosen)),
    ]
    return modal(
        ids.FORM_ACTING_CHAIR,
        "Acting chair",
        blocks,
        submit="Record",
        metadata=packed(m=facts.motion),
    )


def _beside(facts: PutFormFacts) -> list[Block]:
    here = packed(p=facts.partnership)
    return actions(
        button("Who is here", ids.OPEN_ROOM, here),
        *([button("Record declarations made aloud", ids.OPEN_ORAL, here)] if facts.outstanding else []),
        *([button("Ratify a provisional decision", ids.OPEN_AWAITING, here)] if facts.awaiting else []),
    )


def _motion(facts: PutFormFacts | None, text: str, kind: str = ORDINARY) -> Block:
    own = has_own_words(kind)
    amends = kind == AMENDMENT and facts is not None and bool(facts.amendments)
    said = " Leave it empty for the words that follow from what is named below." if own else ""
    said = f" Leave it empty for “{MEET_IN_PUBLIC}”." if kind == IN_PUBLIC else said
    said = " Leave it empty to put the text chosen below, as it went to the members." if amends else said
    optional = own or amends
    return field(
        "text",
        "The motion",
        typed(text, multiline=True, placeholder="The words people are to vote on"),
        optional=optional,
        hint=f"At most {LONGEST_TEXT:,} characters. It is shown exactly as you type it.{said}",
    )


def ballot(terms: Terms) -> list[Block]:
    """Named or secret: what the terms say; where they say nothing, the choice of whoever puts it."""
    rule = terms.ballot
    if rule is not None and rule.value is not None:
        if rule.value == "secret":
            return [*sentences("Votes are secret under these terms."), *small(clause_words(rule.clause))]
        return small("Votes are by name under these terms.", clause_words(rule.clause))
    options = [option(words, value) for value, words in BALLOTS.items()]
    hint = "The terms do not say. A secret vote is final once cast, and only its receipt is published with its choice."
    return [field("ballot", "Named or secret?", radio(options, "named"), hint=hint)]


def _changes_no_terms(warning: Refused | None) -> list[Block]:
    """What stands against words that speak of the terms in an ordinary motion, and the tick to go on (K45)."""
    if warning is None:
        return []
    tick = ticks([option("Put it all the same", CHANGES_NO_TERMS)])
    return [
        *sentences(f":warning: {warning.reason} {warning.next}"),
        *small(clause_words(warning.clause)),
        field(CHANGES_NO_TERMS, "It changes no terms", tick, optional=True),
    ]


def _cut_short(text: str) -> list[Block]:
    if len(text) <= TYPED_TEXT:
        return []
    return sentences(
        f"What you typed is {len(text):,} characters long; the first {TYPED_TEXT:,} are below. Put the detail in a paper."
    )


def _tie_words(picture: MotionPicture) -> str:
    result = picture.result
    return clause_words(Clause(result.clause, result.clause_words)) if result else ""


def _closed_ways(facts: PutFormFacts) -> list[Block]:
    terms = facts.terms
    if not binds(terms):
        return _closed(
            facts,
            "voting.binding",
            terms.decisions_binding,
            f"{facts.name} takes no binding votes here: its terms do not say how it decides, or give it no power to. "
            "An indicative vote is open to you.",
        )
    if "between meetings" not in facts.ways:
        return _closed(facts, "between_meetings.allowed", terms.between_meetings, _between_words(terms))
    return []


def _no_binding_vote(facts: PutFormFacts) -> list[Block]:
    """At a meeting that can take no binding vote, why not, with the clause, before anything is written (C25)."""
    if facts.meeting is None or set(facts.ways) - {"indicative", NOTE}:
        return []
    if not binds(facts.terms):
        return _closed_ways(facts)
    words = f"The {facts.meeting.group} advises the body that decides, so it takes no binding vote."
    return [*sentences(words), *small(clause_words(clause_of(facts.terms.others.get("groups"))))]


def _between_words(terms: Terms) -> str:
    rule = terms.between_meetings
    if rule is None or not rule.is_stated:
        return (
            "The terms do not say whether a decision may be taken between meetings, so a vote now would bind nobody. "
            "An indicative vote is open to you, labelled as one."
        )
    return "The terms do not allow a decision between meetings. An indicative vote is open to you, labelled as one."


def _closed(facts: PutFormFacts, key: str, rule: Rule[T] | None, words: str) -> list[Block]:
    why: Sequence[Block] = ()
    if rule is not None:
        why = actions(button("Why?", ids.WHY_RULE, packed(p=facts.partnership, key=key)))
    return [*sentences(words), *small(clause_words(rule.clause) if rule else ""), *why]


def _kind(facts: PutFormFacts, chosen: str) -> list[Block]:
    if len(facts.kinds) < 2:
        return []
    options = [option(kind.replace("_", " ").capitalize(), kind) for kind in facts.kinds]
    return [field("kind", "Kind of decision", select(options, chosen)) | {"dispatch_action": True}]


def _about(facts: PutFormFacts, kind: str) -> list[Block]:
    if not facts.about:
        return []
    own = "Left empty, it is the item to which the text belongs. " if kind == AMENDMENT else ""
    options = [option(f"{each.kind.capitalize()}: {each.title}", each.id) for each in facts.about]
    return [
        field(
            "about",
            "What it is about",
            select(options, placeholder="An item or a tender"),
            optional=True,
            hint=f"{own}Interests declared in it then bear on this motion.",
        )
    ]


def _way(facts: PutFormFacts, how: str) -> list[Block]:
    if facts.meeting is None or len(facts.ways) < 2:
        return []
    options = [option(IN_THE_ROOM.get(way) or WAYS[way], way) for way in facts.ways]
    return [field("how", "How is it decided?", radio(options, how))]


def _consensus(facts: PutFormFacts, how: str) -> list[Block]:
    rule = facts.terms.consensus_first
    if how not in AT_A_MEETING or rule is None or not rule.value:
        return []
    tick = ticks([option("Consensus was sought and not reached", CONSENSUS)])
    return [
        field(
            "consensus_sought",
            "Consensus first",
            tick,
            optional=True,
            hint=SOUGHT_ALOUD,
        ),
        *small(clause_words(rule.clause)),
        *_standing_aside(facts),
    ]


def _standing_aside(facts: PutFormFacts) -> list[Block]:
    if not facts.present:
        return []
    there = [option(each.words, each.id) for each in facts.present]
    return [
        field(
            "standing_aside",
            "Standing aside",
            ticks(there),
            optional=True,
            hint="Where no one objected when asked aloud: who stands aside, which is recorded by name.",
        )
    ]


def _record(facts: PutFormFacts, how: str) -> list[Block]:
    if NOTE not in facts.ways or (how != NOTE and facts.meeting is None):
        return []
    options = [option(words, word) for word, words in RECORDS.items()]
    return [
        field(
            "record",
            "What is recorded",
            radio(options, NOTED if how == NOTE else None),
            optional=how != NOTE,
            hint="" if how == NOTE else "Only where it is noted or recommended.",
        )
    ]


def _closing(facts: PutFormFacts, how: str) -> list[Block]:
    may_change = facts.meeting is not None
    if how == NOTE or (may_change and not set(facts.ways) - {*AT_A_MEETING, NOTE}):
        return []
    window = facts.terms.between_meetings_window
    least = (
        f"The terms give members {describe_period(window.value)} to vote. "
        if how == "between meetings" and window is not None and window.value is not None
        else ""
    )
    until = "Only for a vote that is not decided at the meeting. " if may_change else ""
    return [
        field(
            "closes_at",
            "Closing time",
            {"type": "datetimepicker"},
            optional=how != "between meetings",
            hint=f"{until}{least}You choose it in your own time zone; members read it in {facts.time_zone} time.",
        )
    ]
