"""Declarations before business: who has declared for a meeting, who has not, and what is said aloud in the room (K31)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.rules.citing import cited, clause_of, provenance
from bot.rules.register import Organisation, Register
from bot.rules.terms import Terms
from bot.rules.values import Basis
from bot.rules.wording import counted, listed
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
    derived_id,
)
from bot.workflows.interests.interests import (
    LONGEST_NATURE,
    DeclarationNotice,
    Interest,
    InterestDeclared,
    Subject,
    Told,
    withdraws,
)
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

ASKED_FIRST = ("before each meeting", "at the start of each meeting")
MOST_NAMED = 12  # in a refusal, which stands under a field


@dataclass(frozen=True)
class Heard:
    """What an organisation has declared for a meeting: on it, or on an item of its agenda."""

    organisation: str
    nil: bool
    oral: bool = False  # said aloud at the meeting, and recorded by somebody else
    recorded_by: str = ""  # a name


@dataclass(frozen=True, kw_only=True)
class RecordOralDeclarations(Command):
    """Record what was said aloud at the meeting: who has nothing to declare, and one organisation's interest, in one item of its
    agenda or in the meeting as a whole."""

    partnership: str
    meeting: str
    nil: tuple[str, ...] = ()  # organisations
    interest_of: str | None = None
    about: str = ""  # an item of business; empty for the meeting as a whole
    nature: str = ""


@dataclass(frozen=True)
class OralFacts:
    """What is known when oral declarations are recorded."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    register: Register
    roll: Mapping[str, str | None]
    held: Mapping[str, Interest]  # what each organisation has declared on the meeting as a whole
    item: Subject | None = None  # what the interest is in, where it is not the meeting as a whole
    held_on_item: Mapping[str, Interest] = field(default_factory=dict)
    told: tuple[Told, ...] = ()  # whoever is chairing, and the secretariat


@dataclass(frozen=True, kw_only=True)
class OutstandingDeclarationsNoted(Event):
    """Whoever was chairing carried on although organisations present had not declared: noted for the minutes."""

    lines: Mapping[str, str]  # organisation -> what is minuted of it
    words: str
    clause: str


def asks_first(terms: Terms) -> bool:
    """Whether the terms ask for declarations before any business of a meeting."""
    rule = terms.declarations
    return rule is not None and rule.value in ASKED_FIRST


def outstanding(register: Register, roll: Iterable[str], heard: Iterable[str]) -> tuple[Organisation, ...]:
    """The organisations with a vote that are present and have said neither that they have an interest nor that they have none."""
    there, said = set(roll), set(heard)
    return tuple(
        each
        for each in register.organisations
        if each.voting and each.slug in there and each.slug not in said
    )


def heard_words(terms: Terms, register: Register, roll: Iterable[str], heard: Mapping[str, bool]) -> str:
    """How many of those present have nothing to declare, how many an interest, and who has not said; `heard` tells who has
    nothing. Empty where the terms do not ask."""
    if not asks_first(terms):
        return ""
    there = set(roll)
    of_these = {slug: nil for slug, nil in heard.items() if slug in there}
    nils = sum(1 for nil in of_these.values() if nil)
    found = (
        f"{counted(nils, 'organisation')} present with nothing to declare, {counted(len(of_these) - nils, 'interest')}"
        if of_these
        else "nobody has declared yet"
    )
    said = f"Declarations of interest{cited(terms.declarations)}: {found}"
    missing = outstanding(register, there, heard)
    if not missing:
        return f"{said}; all have been heard.{_adopted(terms)}"
    return (
        f"{said}. Not yet heard: {_names(missing)}. Business opens once they have declared.{_adopted(terms)}"
    )


def not_declared(terms: Terms, missing: tuple[Organisation, ...]) -> Refused:
    """Why no motion is put yet, and the three ways on (K31)."""
    return Refused(
        f"Declarations come first, and {_names(missing)} "
        f"{'has' if len(missing) == 1 else 'have'} not declared for this meeting.{_adopted(terms)}",
        clause_of(terms.declarations),
        next="They declare with `/declare-interest`; or you record what they say aloud; or tick “Carry on”, and it is noted for "
        "the minutes.",
        field="carry_on",
    )


def _names(missing: tuple[Organisation, ...]) -> str:
    """The names of those not heard; of many the first, and how many more."""
    more = len(missing) - MOST_NAMED
    names = [each.name for each in missing[:MOST_NAMED]]
    return listed([*names, f"{more} more"] if more > 0 else names)


def _adopted(terms: Terms) -> str:
    rule = terms.declarations
    return f" {provenance(rule)}" if rule is not None and rule.basis is Basis.ADOPTED else ""


def noted(
    meeting: str, person: str | None, terms: Terms, missing: tuple[Organisation, ...]
) -> OutstandingDeclarationsNoted:
    """What is minuted when whoever is chairing carries on (K31)."""
    return OutstandingDeclarationsNoted(
        subject=meeting,
        person=person,
        lines={each.slug: _went_on([each.name]) for each in missing},
        words=_went_on([each.name for each in missing]),
        clause=clause_of(terms.declarations).number,
    )


def _went_on(names: list[str]) -> str:
    return f"Business went on although {listed(names)} had not declared for this meeting; whoever was chairing said so."


def record_oral(command: RecordOralDeclarations, facts: OralFacts) -> Outcome:
    """Record what was said aloud, as nil returns and an interest of the organisations themselves (K31)."""
    refusal = _may_not_record(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing) and facts.meeting is not None
    whole = Subject("meeting", facts.meeting.id, facts.meeting.title)
    nil = [each for each in dict.fromkeys(command.nil) if each not in facts.held]
    events = [_declared(whole, facts.held, facts.standing, each, "") for each in nil]
    kept = [each for each in command.nil if each in facts.held and not facts.held[each].nil]
    words: list[str] = []
    notices: tuple[Notice, ...] = ()
    if nil:
        words.append(f"nothing to declare for {listed([_name(facts, each) for each in nil])}")
    if command.interest_of:
        subject, held = (facts.item, facts.held_on_item) if facts.item else (whole, facts.held)
        event = _declared(subject, held, facts.standing, command.interest_of, command.nature.strip())
        events.append(event)
        within = f" in “{facts.item.title}”" if facts.item else ""
        words.append(f"an interest of {_name(facts, command.interest_of)}{within}")
        notices = _told(command, facts, facts.standing, event)
    said = f"Recorded, as said aloud: {listed(words)}." if words else "All that was recorded already."
    if kept:
        said += (
            f" {listed([_name(facts, each) for each in kept])} had declared an interest before, which stands."
        )
    left = outstanding(facts.register, facts.roll, {*facts.held, *nil, command.interest_of or ""})
    follows = f"Not yet heard: {_names(left)}." if left else "Everybody present has declared."
    return Decision(
        Answer(said, clause_of(facts.setting.terms.declarations), next=follows),
        tuple(events),
        notices,
    )


def _may_not_record(facts: OralFacts) -> Refused | None:
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if facts.meeting is None or facts.meeting.state != IN_SESSION:
        return Refused(
            "That meeting is not in session.", next="What is declared aloud is declared at a meeting."
        )
    chairs_it = facts.meeting.chaired_by == facts.standing.person
    if not (chairs_it or facts.standing.is_chair or facts.standing.is_secretariat):
        return Refused(
            "Only the chair or the secretariat records what others say aloud.",
            clause_of(facts.setting.terms.declarations),
            next="You declare for your own organisation with `/declare-interest`.",
        )
    return None


def _mistake(command: RecordOralDeclarations, facts: OralFacts) -> Refused | None:
    if not command.nil and not command.interest_of:
        return Refused("Tick who has nothing to declare, or say who has an interest.", field="nil")
    named = [*command.nil, *([command.interest_of] if command.interest_of else [])]
    if any(each not in facts.roll or not _is_known(facts, each) for each in named):
        return Refused(
            "An organisation that is not on the roll has said nothing aloud here.",
            next="Mark it present first.",
            field="nil",
        )
    if command.interest_of in command.nil:
        return Refused(
            f"{_name(facts, str(command.interest_of))} either has an interest or has none.",
            field="interest_of",
        )
    if command.interest_of and not command.nature.strip():
        return Refused("Say what the interest is, in a sentence.", field="nature")
    if command.nature.strip() and not command.interest_of:
        return Refused("Say whose interest it is.", field="interest_of")
    if command.about and not command.interest_of:
        return Refused("Say whose interest it is, or choose no item.", field="interest_of")
    if command.about and facts.item is None:
        return Refused("I do not know that item.", next="Choose one from the list.", field="about")
    if len(command.nature) > LONGEST_NATURE:
        return Refused(
            f"That is {len(command.nature):,} characters; please say it in {LONGEST_NATURE:,} or fewer.",
            field="nature",
        )
    return None


def _declared(
    subject: Subject, held: Mapping[str, Interest], by: Standing, organisation: str, nature: str
) -> InterestDeclared:
    already = held.get(organisation)
    return InterestDeclared(
        subject=subject.id,
        person=by.person,
        interest=already.id if already else derived_id("interest", subject.kind, subject.id, organisation),
        subject_kind=subject.kind,
        subject_title=subject.title,
        new_business=False,
        organisation=organisation,
        nil=not nature,
        nature=nature,
        declaration=already.declaration + 1 if already else 1,
        reopened=already is not None and (already.reopened or already.ruling is not None),
        oral=True,
    )


def as_interest(event: InterestDeclared) -> Interest:
    """What was just declared, as it stands on the register of interests."""
    return Interest(
        id=event.interest,
        subject=Subject(event.subject_kind, event.subject, event.subject_title),
        organisation=event.organisation,
        person=event.person or "",
        nil=event.nil,
        declaration=event.declaration,
        reopened=event.reopened,
    )


def _told(
    command: RecordOralDeclarations, facts: OralFacts, by: Standing, event: InterestDeclared
) -> tuple[Notice, ...]:
    """Whoever is chairing has the buttons of the ruling, even where they recorded it themselves."""
    clause = clause_of(facts.setting.terms.declarations)
    chairs_for = {
        each.organisation
        for each in facts.register.appointments
        if facts.meeting is not None and each.person == facts.meeting.chaired_by
    }
    return tuple(
        DeclarationNotice(
            key=f"declared:{event.interest}:{command.delivery}:{each.user}",
            recipient=each.user,
            subject=event.subject,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            declarer=by.name,
            organisation=_name(facts, event.organisation),
            subject_kind=event.subject_kind,
            subject_title=event.subject_title,
            nil=False,
            nature=event.nature,
            interest=event.interest,
            declaration=event.declaration,
            vote_off=withdraws(as_interest(event), facts.setting.terms),
            for_ruling=each.rules and event.organisation not in chairs_for,
            oral=True,
            clause=clause.number,
            clause_words=clause.words,
        )
        for each in facts.told
        if each.rules or each.user != command.user
    )


def _is_known(facts: OralFacts, organisation: str) -> bool:
    return any(each.slug == organisation for each in facts.register.organisations)


def _name(facts: OralFacts, organisation: str) -> str:
    return facts.register.organisation(organisation).name
