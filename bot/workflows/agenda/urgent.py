"""An urgent matter raised at a meeting: it is not debated until those present have agreed, as their terms ask (K37)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.citing import NO_CLAUSE, clause_of, silence
from bot.rules.terms import Rule
from bot.workflows.agenda.agenda import ACCEPTED, AWAITING, NOT_ADMITTED, URGENT, AgendaItem
from bot.workflows.agenda.item_words import UNKNOWN_ITEM, Told, decided_notice, may_act, tidy, wording_mistake
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState, locked
from bot.workflows.standing import Seat, Standing, Stranger

NOT_STATED, NOT_TAKEN = "not stated", "not taken"


@dataclass(frozen=True)
class Asked:
    """What whoever is chairing is asked to put to those present, and the words on the two buttons."""

    question: str
    yes: str
    no: str = "Not agreed"


ASKED: Mapping[str, Asked] = {
    "if nobody present objects": Asked(
        "Ask those present: does anybody object to its being taken?", "Nobody objects: take it"
    ),
    "if most of those present agree": Asked(
        "Ask those present: do most of them agree to its being taken?", "Most of those present agree"
    ),
    "chair decides": Asked("It is for you to decide whether it is taken.", "Take it", "Do not take it"),
    NOT_STATED: Asked(
        "The terms do not say what an urgent matter needs, so it is for you to settle with those present. "
        "That the terms are silent is recorded.",
        "Take it",
    ),
}


@dataclass(frozen=True, kw_only=True)
class RaiseUrgentItem(Command):
    """Raise an urgent matter at the meeting in session."""

    partnership: str
    meeting: str
    item: str  # the id it will have
    title: str
    detail: str = ""
    confidential: bool = False


@dataclass(frozen=True, kw_only=True)
class AdmitUrgentItem(Command):
    """Record whether an urgent matter is taken."""

    partnership: str
    item: str
    agreed: bool


@dataclass(frozen=True)
class UrgentFacts:
    """What is known when an urgent matter is raised, or its admission recorded."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    item: AgendaItem | None = None  # the one recorded already under this id
    seats: tuple[Seat, ...] = ()
    present: frozenset[str] = frozenset()  # organisations on the roll
    chair: Told | None = None  # whoever is chairing, where they have an account
    chair_name: str = ""
    secretariat: tuple[Told, ...] = ()
    proposer: Told | None = None


@dataclass(frozen=True, kw_only=True)
class UrgentItemRaised(Event):
    """An urgent matter was raised at a meeting; it waits for the agreement of those present."""

    meeting: str
    title: str
    detail: str
    confidential: bool
    organisation: str | None
    rule: str  # what it needs, as the terms say; "not stated" where they are silent
    clause: str


@dataclass(frozen=True, kw_only=True)
class UrgentItemAdmitted(Event):
    """An urgent matter was admitted to the agenda of a meeting in session."""

    meeting: str
    title: str
    rule: str
    clause: str
    state: str = ACCEPTED


@dataclass(frozen=True, kw_only=True)
class UrgentItemNotAdmitted(Event):
    """Those present did not agree that an urgent matter be taken."""

    meeting: str
    title: str
    rule: str
    clause: str
    state: str = NOT_ADMITTED


@dataclass(frozen=True, kw_only=True)
class UrgentItemNotice(Notice):
    """Asks whoever is chairing whether those present agree that an urgent matter be taken."""

    partnership_name: str
    item: str
    title: str
    detail: str
    proposer: str
    organisation: str
    meeting: str
    meeting_title: str
    confidential: bool
    question: str
    yes: str
    no: str
    clause: str
    clause_words: str


def raise_urgent(command: RaiseUrgentItem, facts: UrgentFacts) -> Outcome:
    """Record an urgent matter and ask whoever is chairing, by the partnership's own rule; nobody debates it before (K37)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    if facts.item is not None:
        return Decision(Answer(f"“{facts.item.title}” has been raised already, by this same form."))
    standing, meeting, rule = facts.standing, facts.meeting, facts.setting.terms.urgent_items
    assert isinstance(standing, Standing)
    refusal = _not_in_session(meeting) or wording_mistake(command.title, command.detail, None)
    if refusal is not None:
        return refusal
    assert meeting is not None
    here = [each for each in facts.seats if each.organisation in facts.present]
    if not here and not (
        standing.is_secretariat or standing.is_chair or meeting.chaired_by == standing.person
    ):
        return Refused(
            "An urgent matter is raised by somebody present, and no organisation you speak for is on the roll of this meeting.",
            clause_of(rule),
            next="Ask the chair or the secretariat to mark you present, or ask somebody present to raise it.",
        )
    if rule_of(rule) == NOT_TAKEN:
        return Refused(
            "The terms do not let a matter be taken that was not on the agenda.",
            clause_of(rule),
            next="Propose it for the next meeting: the button is in `/agenda`.",
            field="title",
        )
    if meeting.chaired_by is None:
        return Refused(
            "Nobody is chairing yet, and no business is taken before somebody does.",
            clause_of(facts.setting.terms.acting_chair),
            next="Those present choose an acting chair first; the roll records whom.",
        )
    clause = clause_of(rule)
    event = UrgentItemRaised(
        subject=command.item,
        person=standing.person,
        meeting=meeting.id,
        title=tidy(command.title),
        detail=command.detail.strip(),
        confidential=command.confidential,
        organisation=here[0].organisation if here else None,
        rule=rule_of(rule),
        clause=clause.number,
    )
    asked = ASKED[event.rule]
    notices = tuple(
        UrgentItemNotice(
            key=f"urgent:{command.item}:{each.user}",
            recipient=each.user,
            subject=command.item,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            item=command.item,
            title=event.title,
            detail=event.detail,
            proposer=standing.name,
            organisation=here[0].name if here else "",
            meeting=meeting.id,
            meeting_title=meeting.title,
            confidential=command.confidential,
            question=asked.question,
            yes=asked.yes,
            no=asked.no,
            clause=clause.number,
            clause_words=clause.words,
        )
        for each in _askable(facts)
    )
    silent = silence(rule, "what an urgent matter needs") if event.rule == NOT_STATED else ""
    who = facts.chair_name or "Whoever is chairing"
    return Decision(
        Answer(
            f"“{event.title}” is raised. {who} is asked; it is not debated before it is admitted.",
            clause,
            silent,
            "You will be told what comes of it.",
        ),
        (event,),
        notices,
    )


def admit(command: AdmitUrgentItem, facts: UrgentFacts) -> Outcome:
    """Record what those present said of an urgent matter; only whoever is chairing does, or where they have no account the
    secretariat for them (K37)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, meeting, item = facts.standing, facts.meeting, facts.item
    assert isinstance(standing, Standing)
    rule = facts.setting.terms.urgent_items
    clause = clause_of(rule)
    if item is None or item.kind != URGENT or meeting is None:
        return UNKNOWN_ITEM
    for_the_chair = facts.chair is None and standing.is_secretariat
    if meeting.chaired_by != standing.person and not for_the_chair:
        return Refused(
            "Only whoever is chairing records what those present say of an urgent matter.",
            clause,
            next=f"Chairing now: {facts.chair_name}." if facts.chair_name else "Nobody is chairing yet.",
        )
    if item.state != AWAITING:
        became = "admitted" if item.stands else "not admitted" if item.state == NOT_ADMITTED else item.state
        return Decision(Answer(f"Already recorded: “{item.title}” was {became}.", clause))
    refusal = _not_in_session(meeting) or locked(meeting, facts.setting.terms)
    if refusal is not None:
        return refusal
    kind = UrgentItemAdmitted if command.agreed else UrgentItemNotAdmitted
    event = kind(
        subject=item.id,
        person=standing.person,
        meeting=meeting.id,
        title=item.title,
        rule=rule_of(rule),
        clause=clause.number,
    )
    outcome = "admitted" if command.agreed else "not admitted"
    notices = (
        (
            decided_notice(
                facts.setting, item, meeting, outcome, standing.name, facts.proposer.user, command, clause, ""
            ),
        )
        if facts.proposer is not None and facts.proposer.user != command.user
        else ()
    )
    silent = silence(rule, "what an urgent matter needs") if rule_of(rule) == NOT_STATED else ""
    words = (
        f"“{item.title}” is admitted and stands on the agenda; interests can be declared in it, and a motion can be about it."
        if command.agreed
        else f"“{item.title}” is not admitted, so it is not debated at this meeting."
    )
    follows = "" if command.agreed else "Any member can propose it for the next meeting."
    return Decision(Answer(words, clause, silent, follows), (event,), notices)


def rule_of(rule: Rule[str] | None) -> str:
    """What an urgent matter needs, in the words of the terms; "not stated" where they are silent."""
    return (
        rule.value
        if rule is not None and rule.value is not None and rule.value in (*ASKED, NOT_TAKEN)
        else NOT_STATED
    )


def _not_in_session(meeting: MeetingState | None) -> Refused | None:
    if meeting is not None and meeting.state == IN_SESSION:
        return None
    return Refused(
        "An urgent matter is raised at a meeting in session, and that meeting is not.",
        NO_CLAUSE,
        next="Propose an item for the next meeting: the button is in `/agenda`.",
    )


def _askable(facts: UrgentFacts) -> tuple[Told, ...]:
    """Whoever is chairing; where they have no account the secretariat, who record it for them."""
    return (facts.chair,) if facts.chair is not None else facts.secretariat
