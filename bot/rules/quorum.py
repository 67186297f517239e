"""Whether a meeting is quorate, how many or who would make it so, and what follows when it is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bot.rules.citing import NO_CLAUSE, adopted, cited, provenance, silence
from bot.rules.terms import Clause, Rule, Terms
from bot.rules.values import (
    AllOf,
    Basis,
    Body,
    GreaterOf,
    LesserOf,
    Number,
    OneOfEach,
    QuorumFormula,
    RolesPresent,
    Rounding,
    Share,
)
from bot.rules.wording import counted, fraction_words, listed, number_words, sentence


class ImpossibleCount(ValueError):
    """Numbers that cannot all be true of one meeting; its text says which, in a sentence."""


@dataclass(frozen=True)
class Attendance:
    """Who is there, in organisations.

    `members` is the whole membership and `voting_members` those of them with a vote, both before anyone
    withdraws (G9). `present` counts the organisations with a vote that are there for this decision, without
    those withdrawn from it. `classes` counts the present by class, each organisation in one class only
    (K32). `roles` are held by somebody present. `vacant` names the classes that have no member at all
    (K21), `excused` those of them that the chair has ruled to undo nothing. `adjourned` says that this is the
    meeting to which one without a quorum was adjourned, `in_writing` that there is no meeting, and present is who has answered.
    """

    members: int
    voting_members: int
    present: int
    classes: Mapping[str, int] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    vacant: frozenset[str] = frozenset()
    excused: frozenset[str] = frozenset()
    adjourned: bool = False
    in_writing: bool = False


@dataclass(frozen=True)
class Lack:
    """One thing still missing from a quorum: so many more with a vote, so many from a class, or a role."""

    words: str  # "two more with a vote"
    count: int = 1
    of_class: str = ""  # the slug, where it is a class that is lacking
    role: str = ""


@dataclass(frozen=True)
class QuorumAnswer:
    """Whether there is a quorum, with its arithmetic.

    `quorate` is None where the terms state no quorum; `basis` is None where the formula was given by
    whoever asked. `lacks` and `follows` are empty when quorate. `briefly` is the arithmetic and
    what was adopted; how the clause is read, `why` adds.
    """

    quorate: bool | None
    needed: str
    why: str
    clause: Clause
    basis: Basis | None
    lacks: tuple[Lack, ...] = ()
    follows: str = ""
    briefly: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing, in words."""
        return tuple(lack.words for lack in self.lacks)


@dataclass(frozen=True)
class _Finding:
    met: bool
    needed: str
    why: str
    lacks: tuple[Lack, ...] = ()


WHOEVER_COMES = "whoever comes to the adjourned meeting"
_ANYBODY = Lack("anybody at all")
_FOLLOWS = {
    "ratify later": "decisions may be taken, but are provisional until a quorate meeting ratifies them",
    "discuss only": "the meeting may discuss, but decides nothing",
    "adjourn": "the meeting is adjourned",
    WHOEVER_COMES: "the meeting is adjourned; whoever comes to it then is a quorum",
}


def assess_quorum(terms: Terms, attendance: Attendance) -> QuorumAnswer:
    """Whether this attendance is a quorum under these terms, and what they say follows when it is not.

    Refuses impossible numbers with ImpossibleCount. Source: each partnership's own clause (K32, V38); K21
    for vacancies, G9 for withdrawals.
    """
    rule = terms.quorum
    if rule is None or rule.value is None:
        return QuorumAnswer(
            quorate=None,
            needed="not stated",
            why=silence(rule, f"a quorum for {terms.short_name}"),
            clause=rule.clause if rule else NO_CLAUSE,
            basis=Basis.NOT_STATED,
            follows="whether the meeting may decide cannot be told until a quorum is adopted",
        )
    if attendance.adjourned and terms.inquorate is not None and terms.inquorate.value == WHOEVER_COMES:
        return _whoever_comes(terms.inquorate, attendance)
    finding = _assess(rule.value, attendance, terms.sectors)
    lacking = {name for name in classes_of(rule.value) if not attendance.classes.get(name)}
    spared = on_vacancies(terms) if lacking & attendance.vacant else ""
    return QuorumAnswer(
        quorate=finding.met,
        needed=finding.needed,
        why=" ".join(part for part in (sentence(finding.why), spared, provenance(rule)) if part),
        clause=rule.clause,
        basis=rule.basis,
        lacks=finding.lacks,
        follows="" if finding.met else what_follows(terms),
        briefly=" ".join(part for part in (sentence(finding.why), spared, adopted(rule)) if part),
    )


def assess_formula(
    formula: QuorumFormula, attendance: Attendance, names: Mapping[str, str] | None = None
) -> QuorumAnswer:
    """Whether this attendance is a quorum under a formula alone; `names` gives the words of the classes."""
    finding = _assess(formula, attendance, names or {})
    return QuorumAnswer(finding.met, finding.needed, sentence(finding.why), NO_CLAUSE, None, finding.lacks)


def what_follows(terms: Terms) -> str:
    """What the terms say about a meeting that is not quorate, with the clause.

    Or that they do not say (V39).
    """
    rule = terms.inquorate
    if rule is None or rule.value is None:
        suggested = (
            f"; suggested, and meaning nothing until adopted: {rule.suggested_written}"
            if rule is not None and rule.suggested_written
            else ""
        )
        return f"the terms do not say what follows when a meeting is not quorate{suggested}"
    words = _FOLLOWS.get(rule.value, rule.value)
    adopted = "; adopted, the document does not say" if rule.basis is Basis.ADOPTED else ""
    return f"{words}{cited(rule)}{adopted}"


def on_vacancies(terms: Terms) -> str:
    """What the terms say of vacancies, where they do; CLPP's 3.11 lets the chair rule (K21)."""
    rule = terms.others.get("vacancies")
    return (
        f"On vacancies the terms say: “{rule.clause.words}”{cited(rule)}."
        if rule is not None and rule.clause.words
        else ""
    )


def classes_of(formula: QuorumFormula) -> tuple[str, ...]:
    """The classes a formula asks for by name, in its order."""
    if isinstance(formula, AllOf):
        return tuple(dict.fromkeys(name for part in formula.parts for name in classes_of(part)))
    return formula.classes if isinstance(formula, OneOfEach) else ()


def roles_of(formula: QuorumFormula) -> tuple[str, ...]:
    """The roles a formula asks to be there, in its order."""
    if isinstance(formula, AllOf):
        return tuple(dict.fromkeys(name for part in formula.parts for name in roles_of(part)))
    return formula.roles if isinstance(formula, RolesPresent) else ()


def counts_shares(formula: QuorumFormula) -> bool:
    """Whether a formula is, or holds, a share of the membership, so that the membership has to be counted."""
    if isinstance(formula, GreaterOf | LesserOf | AllOf):
        return any(counts_shares(part) for part in formula.parts)
    return isinstance(formula, Share)


def contradictions(attendance: Attendance) -> tuple[str, ...]:
    """Sentences naming what cannot be true of these numbers; none when they agree."""
    figures = {
        "members": attendance.members,
        "voting members": attendance.voting_members,
        "present": attendance.present,
        **{f"class {name}": count for name, count in attendance.classes.items()},
    }
    found = [
        f"{name} cannot be {count}: a count is never negative."
        for name, count in figures.items()
        if count < 0
    ]
    if found:
        return tuple(found)
    if attendance.voting_members > attendance.members:
        found.append(
            f"{attendance.voting_members} voting members are more than the {attendance.members} members."
        )
    if attendance.present > attendance.voting_members:
        found.append(
            f"{attendance.present} present are more than the {attendance.voting_members} voting members."
        )
    by_class = sum(attendance.classes.values())
    if by_class > attendance.present:
        found.append(
            f"The classes add up to {by_class}, more than the {attendance.present} present: "
            "one organisation counts for one class."
        )
    held = sorted(name for name in attendance.vacant if attendance.classes.get(name, 0) > 0)
    found += [f"Class {name} cannot be vacant and present at once." for name in held]
    return tuple(found)


def exact_share(share: Share, attendance: Attendance) -> Fraction:
    """The share of the body before rounding.

    Refuses a share of votes or of those present, which no quorum can be.
    """
    return share.fraction * _body(share.of, attendance)


def rounded(exact: Fraction, rounding: Rounding) -> int:
    """The whole number a share comes to; a half goes up when the rule says nearest."""
    whole = exact.numerator // exact.denominator
    match rounding:
        case Rounding.DOWN:
            return whole
        case Rounding.UP:
            return whole if exact == whole else whole + 1
        case Rounding.NEAREST:
            return whole + 1 if exact - whole >= Fraction(1, 2) else whole
        case Rounding.MORE_THAN:
            return whole + 1


def _whoever_comes(rule: Rule[str], attendance: Attendance) -> QuorumAnswer:
    wrong = contradictions(attendance)
    if wrong:
        raise ImpossibleCount(" ".join(wrong))
    there = attendance.present
    are = "is" if there == 1 else "are"
    why = f"{number_words(there)} {are} present at the adjourned meeting, where whoever comes is a quorum"
    return QuorumAnswer(
        quorate=there > 0,
        needed="whoever comes",
        why=f"{sentence(why)} {provenance(rule)}",
        clause=rule.clause,
        basis=rule.basis,
        lacks=() if there else (_ANYBODY,),
        follows="" if there else "nobody has come, so nothing can be decided",
        briefly=f"{sentence(why)} {adopted(rule)}".strip(),
    )


def _body(body: Body, attendance: Attendance) -> int:
    match body:
        case Body.MEMBERS:
            return attendance.members
        case Body.VOTING_MEMBERS | Body.ELIGIBLE:
            return attendance.voting_members
        case Body.PRESENT | Body.VOTES_CAST:
            raise ImpossibleCount(
                f"A quorum cannot be a share of {body.value}: it decides whether they are enough."
            )


def _assess(formula: QuorumFormula, attendance: Attendance, names: Mapping[str, str]) -> _Finding:
    wrong = contradictions(attendance)
    if wrong:
        raise ImpossibleCount(" ".join(wrong))
    finding = _finding(formula, attendance, names)
    if finding.met and attendance.present == 0:
        why = "nobody has answered" if attendance.in_writing else "nobody with a vote is present"
        return _Finding(False, finding.needed, why, (_ANYBODY,))
    return finding


def _finding(formula: QuorumFormula, attendance: Attendance, names: Mapping[str, str]) -> _Finding:
    match formula:
        case Number() | Share() | GreaterOf() | LesserOf():
            return _by_number(formula, attendance)
        case OneOfEach():
            return _by_class(formula, attendance, names)
        case RolesPresent():
            return _by_role(formula, attendance)
        case AllOf():
            findings = [_finding(part, attendance, names) for part in formula.parts]
            return _Finding(
                met=all(found.met for found in findings),
                needed=listed([found.needed for found in findings]),
                why="; ".join(found.why for found in findings),
                lacks=tuple(lack for found in findings for lack in found.lacks),
            )


def _by_number(formula: Number | Share | GreaterOf | LesserOf, attendance: Attendance) -> _Finding:
    needed, how = _how_many(formula, attendance)
    short = needed - attendance.present
    one = attendance.present == 1
    there = f"{number_words(attendance.present)} {'is' if one else 'are'} present"
    if attendance.in_writing:
        there = f"{number_words(attendance.present)} {'has' if one else 'have'} answered"
    voters = counted(needed, "voting member")
    return _Finding(
        met=short <= 0,
        needed=voters,
        why=f"{there} and {needed} {'is' if needed == 1 else 'are'} needed: {how}",
        lacks=(Lack(f"{number_words(short)} more with a vote", short),) if short > 0 else (),
    )


def _how_many(formula: Number | Share | GreaterOf | LesserOf, attendance: Attendance) -> tuple[int, str]:
    match formula:
        case Number():
            return formula.count, f"the quorum is {formula.count}"
        case Share():
            return _share(formula, attendance)
        case GreaterOf() | LesserOf():
            parts = [_how_many(part, attendance) for part in formula.parts]
            counts = [count for count, _ in parts]
            chosen, which = (
                (max(counts), "greater") if isinstance(formula, GreaterOf) else (min(counts), "lesser")
            )
            hows = [
                str(part.count) if isinstance(part, Number) else how
                for part, (_, how) in zip(formula.parts, parts, strict=True)
            ]
            return chosen, f"the {which} of {' and '.join(hows)}"


def _share(share: Share, attendance: Attendance) -> tuple[int, str]:
    exact = exact_share(share, attendance)
    count = rounded(exact, share.rounding)
    who = "who are eligible" if share.of is Body.ELIGIBLE else share.of.value
    base = f"{fraction_words(share.fraction)} of {_body(share.of, attendance)} {who}"
    if exact.denominator == 1 and share.rounding is not Rounding.MORE_THAN:
        return count, f"{base} is {count}"
    if share.rounding is Rounding.MORE_THAN:
        return count, f"more than {base} is {count}"
    way = {
        Rounding.UP: "rounded up to",
        Rounding.DOWN: "rounded down to",
        Rounding.NEAREST: "the nearest whole number is",
    }
    half = ", a half going up" if share.rounding is Rounding.NEAREST and exact.denominator == 2 else ""
    return count, f"{base} is {_mixed(exact)}, {way[share.rounding]} {count}{half}"


def _mixed(exact: Fraction) -> str:
    whole, rest = divmod(exact, 1)
    return f"{whole} {rest}" if whole else str(rest)


def _by_class(formula: OneOfEach, attendance: Attendance, names: Mapping[str, str]) -> _Finding:
    called = {name: names.get(name, name) for name in formula.classes}
    spared = [name for name in formula.classes if name in attendance.vacant & attendance.excused]
    short = {
        name: formula.count - attendance.classes.get(name, 0)
        for name in formula.classes
        if attendance.classes.get(name, 0) < formula.count and name not in spared
    }
    needed = f"at least {number_words(formula.count)} from each of {listed(list(called.values()))}"
    if not short:
        asked = [name for name in formula.classes if name not in spared]
        here = [
            f"present are {listed([f'{attendance.classes[name]} from {called[name]}' for name in asked])}"
        ]
        ruled = [
            f"{listed([called[name] for name in spared])} has no member, which the chair has ruled undoes nothing"
        ]
        return _Finding(True, needed, "; ".join([*(here if asked else []), *(ruled if spared else [])]))
    lacks = tuple(
        Lack(
            f"{number_words(count)} more from {called[name]}"
            if attendance.classes.get(name, 0)
            else f"anybody from {called[name]}",
            count,
            of_class=name,
        )
        for name, count in short.items()
    )
    absent = [called[name] for name in short if not attendance.classes.get(name, 0)]
    reasons = [f"nobody from {listed(absent, 'or')} is present"] if absent else []
    reasons += [
        f"{attendance.classes[name]} from {called[name]} where {formula.count} are needed"
        for name in short
        if attendance.classes.get(name, 0)
    ]
    reasons += [
        f"{called[name]} has no member at all, so this cannot be met until the vacancy is filled"
        for name in short
        if name in attendance.vacant
    ]
    return _Finding(False, needed, "; ".join(reasons), lacks)


def _by_role(formula: RolesPresent, attendance: Attendance) -> _Finding:
    absent = [role for role in formula.roles if role not in attendance.roles]
    needed = listed([f"the {role}" for role in formula.roles])
    if not absent:
        return _Finding(True, needed, f"{needed} {'is' if len(formula.roles) == 1 else 'are'} there")
    lacks = tuple(Lack(f"the {role}", role=role) for role in absent)
    names = listed([lack.words for lack in lacks])
    return _Finding(False, needed, f"{names} {'is' if len(absent) == 1 else 'are'} not there", lacks)
