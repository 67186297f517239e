"""The terms as a secretary reads them: each rule under a plain heading, in words, with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.rules.describing import (
    describe_days_after,
    describe_days_before,
    describe_majority,
    describe_period,
    describe_quorum,
    describe_working_days_before,
)
from bot.rules.kinds import HEADINGS, KINDS, kind_of, title_of
from bot.rules.terms import NoticeRule, Rule, Terms
from bot.rules.values import Basis, Firmness

_FIRM = {
    Firmness.MUST: "refused when late",
    Firmness.SHOULD: "a shortfall is warned of and recorded",
    Firmness.STRIVE: "a shortfall is warned of and recorded",
}
_LAPSE = "a lapse is warned of and recorded"
_CHOICES = {
    ("show_votes", "who"): "who has voted, not how",
    ("show_votes", "how many"): "only how many have voted",
    ("inquorate", "ratify later"): "decisions are provisional until a quorate meeting ratifies them",
    ("quorum_lost", "ratify later"): "decisions are provisional until a quorate meeting ratifies them",
    ("inquorate", "discuss only"): "members may discuss, and decide nothing",
    ("quorum_lost", "discuss only"): "members may discuss, and decide nothing",
    ("interest_effect", "chair rules"): "the chair rules item by item",
}


@dataclass(frozen=True)
class Entry:
    """One rule as it is shown; `value` or `suggested` is in words, and `origin` says where it comes from."""

    key: str
    title: str
    value: str
    suggested: str
    clause: str
    words: str
    origin: str
    basis: Basis


def stated(terms: Terms) -> Mapping[str, tuple[Entry, ...]]:
    """The rules there is a value for, under their headings; headings without any are left out."""
    return _by_heading(terms, stated=True)


def silent(terms: Terms) -> tuple[Entry, ...]:
    """The rules the file says the document does not state, in the order of their headings."""
    return tuple(entry for entries in _by_heading(terms, stated=False).values() for entry in entries)


def unwritten(terms: Terms) -> tuple[str, ...]:
    """The titles of rules the file does not write down at all, neither stated nor not stated."""
    return tuple(kind.title for kind in KINDS if not kind.named and terms.rule(kind.key) is None)


def entry_of(rule: Rule[Any], terms: Terms) -> Entry:
    """One rule made ready to show."""
    return Entry(
        key=rule.key,
        title=_title(rule),
        value=value_words(rule, rule.value, terms) if rule.is_stated else "",
        suggested=value_words(rule, rule.suggested, terms) if rule.suggested is not None else "",
        clause=rule.clause.number,
        words=rule.clause.words,
        origin=_origin(rule),
        basis=rule.basis,
    )


def _title(rule: Rule[Any]) -> str:
    notice = rule.value or rule.suggested
    return notice.what[:1].upper() + notice.what[1:] if isinstance(notice, NoticeRule) else title_of(rule.key)


def value_words(rule: Rule[Any], value: Any, terms: Terms) -> str:
    """A value of this rule in words, such as "at least 5 working days before the meeting"."""
    kind = kind_of(rule.key)
    words = _in_words(rule, value, terms)
    if kind is None or kind.firmness != "allowed" or rule.firmness is Firmness.MUST:
        return words
    return f"{words} ({rule.firmness}: {_LAPSE})"


def _in_words(rule: Rule[Any], value: Any, terms: Terms) -> str:
    kind = kind_of(rule.key)
    match kind.form if kind else "text":
        case "notice":
            return _notice(value, rule.firmness)
        case "period":
            return describe_period(value, _reference(rule, terms))
        case "days before":
            return describe_days_before(value)
        case "days after":
            return describe_days_after(value)
        case "working days before":
            return describe_working_days_before(value)
        case "steps":
            return ", ".join(value)
        case "group":
            return terms.groups.get(value, value)
        case "quorum":
            return describe_quorum(value, terms.sectors)
        case "majority":
            return describe_majority(value)
        case "yes or no":
            return "yes" if value else "no"
        case "roles":
            return ", ".join(terms.roles.get(role, role) for role in value) or "nobody"
        case "sectors":
            return ", ".join(terms.sectors.get(sector, sector) for sector in value) or "none"
        case "names":
            return ", ".join(value) or "nobody"
        case "groups":
            named = (f"{count} for {terms.groups.get(group, group)}" for group, count in value.items())
            return f"at least {', '.join(named)}"
        case "size":
            return _size(*value)
        case _:
            return _CHOICES.get((kind.field, str(value)), str(value)) if kind else str(value)


def _reference(rule: Rule[Any], terms: Terms) -> str:
    """What a period runs back from, where its title alone does not say."""
    if rule.key != "agenda.closes":
        return ""
    papers = terms.notices.get("papers")
    return " before the last day for the papers" if papers and papers.is_stated else " before the meeting"


def _notice(notice: NoticeRule, firmness: Firmness) -> str:
    if notice.of == "notice":
        words = describe_period(notice.period, " from the day notice is given")
    else:
        reach = "to have reached the members" if notice.counts_from == "reached" else "to be sent"
        words = f"{reach} at least {describe_period(notice.period, ' before the meeting')}"
    return f"{words} ({firmness}: {_FIRM[firmness]})"


def _size(fewest: int | None, most: int | None) -> str:
    if fewest is not None and most is not None:
        return f"{fewest} to {most}"
    return f"at least {fewest}" if fewest is not None else f"at most {most}"


def _origin(rule: Rule[Any]) -> str:
    match rule.basis:
        case Basis.DOCUMENT:
            return "The document says so."
        case Basis.INTERPRETATION:
            return f"Our reading: {rule.reading}"
        case Basis.ADOPTED:
            adoption = rule.adoption
            when = f" by {adoption.by} on {adoption.on.day} {adoption.on:%B %Y}" if adoption else ""
            return f"Adopted{when}; the document does not say."
        case Basis.NOT_STATED:
            return rule.reading


def _by_heading(terms: Terms, *, stated: bool) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {heading: [] for heading in HEADINGS}
    for rule in terms.rules():
        kind = kind_of(rule.key)
        if kind and rule.is_stated is stated:
            found[kind.heading].append(entry_of(rule, terms))
    return {heading: tuple(entries) for heading, entries in found.items() if entries}
