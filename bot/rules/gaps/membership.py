"""Gaps of membership: sizes (K12, K15), sectors (K13, K14, K21), votes (V7) and dates."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.rules.eligibility import barred_as
from bot.rules.gaps.finding import NOT_IN_THE_TERMS, Facts, Gap, GapKind, kind_of, names, other, slugs
from bot.rules.register import Register, own_roles, same
from bot.rules.terms import Rule, Terms
from bot.rules.values import AllOf, OneOfEach, QuorumFormula
from bot.rules.wording import counted, day_words, listed


def no_room_for_another(register: Register, terms: Terms, on: date) -> Gap | None:
    """Why one more representative cannot be named to the body that decides, or None when there is room (K12)."""
    facts = Facts(register.settled(terms), terms, on)
    rule = terms.membership
    most = rule.value[1] if rule and rule.value else None
    count = len(facts.representatives(facts.main))
    if rule is None or most is None or count < most:
        return None
    words = (
        f"{_start(facts.main_words)} has {count} representatives and may have no more than {most}. "
        "End an appointment before making another; a substitute takes no place."
    )
    return Gap(GapKind.MUST, rule.clause, words)


def sizes(facts: Facts) -> Iterator[Gap]:
    """Too many representatives is barred; too few is told, since vacancies do not stop the work (K12, K15, K21)."""
    if facts.terms.membership:
        yield from _size(facts, facts.main, facts.terms.membership)
    for name, rule in facts.terms.sizes.items():
        yield from _size(facts, name, rule)


def unknown_sectors(facts: Facts) -> Iterator[Gap]:
    """A sector that the terms do not know, or none: grave where a quorum or a minimum counts by sectors."""
    if not facts.terms.sectors:
        return
    known = listed([f"{slug} ({words})" for slug, words in facts.terms.sectors.items()], "or")
    counted_by = facts.terms.required_sectors or facts.terms.quorum
    grave = bool(
        _classes(facts.terms.quorum.value if facts.terms.quorum else None) or facts.terms.required_sectors
    )
    clause = counted_by.clause if counted_by and grave else NOT_IN_THE_TERMS
    here = facts.register.organisations_on(facts.on)
    for sector in dict.fromkeys(each.sector for each in here if each.sector not in facts.terms.sectors):
        those = [each for each in here if each.sector == sector and (sector or each.voting)]
        if not those:
            continue
        said = f'The terms do not know the sector "{sector}" of' if sector else "No sector is given for"
        kinds = (GapKind.MUST, GapKind.SHOULD) if sector else (GapKind.SHOULD, GapKind.NOTE)
        words = f"{said} {names(those)}, so it counts towards none. Write {known}."
        yield Gap(kinds[0 if grave else 1], clause, words, slugs(those))


def missing_sectors(facts: Facts) -> Iterator[Gap]:
    """A sector that the terms require and that no representative comes from (K13); what it does to the quorum (K21)."""
    rule = facts.terms.required_sectors
    if rule is None or rule.value is None:
        return
    needed = _classes(facts.terms.quorum.value) if facts.terms.quorum else frozenset()
    for sector in rule.value:
        members = [each for each in facts.members if each.sector == sector]
        named = {each.organisation for each in facts.representatives(facts.main)}
        if any(each.slug in named for each in members):
            continue
        sector_words = facts.terms.sectors.get(sector, sector)
        if members:
            lack = f"No member from {sector_words} has a representative in {facts.main_words}"
            remedy = f"Ask {names(members)} to name one."
        else:
            lack = f"There is no member from {sector_words}"
            remedy = "Find one and add it to the register."
        effect = " Until then no meeting can be quorate." if sector in needed else ""
        yield Gap(
            kind_of(rule), rule.clause, f"{lack}; the terms require one. {remedy}{effect}", slugs(members)
        )


def balance(facts: Facts) -> Iterator[Gap]:
    """How many members each sector has, where the terms name sectors: told, never judged (K14)."""
    if not facts.terms.sectors:
        return
    tally = Counter(each.sector for each in facts.members)
    parts = [f"{words} {tally[slug]}" for slug, words in facts.terms.sectors.items()]
    rule = other(facts.terms, "balance") or facts.terms.required_sectors
    yield Gap(
        GapKind.NOTE, rule.clause if rule else NOT_IN_THE_TERMS, f"Members by sector: {', '.join(parts)}."
    )


def votes(facts: Facts) -> Iterator[Gap]:
    """A vote that the terms do not give (V7), and nobody to vote at all."""
    rule = facts.terms.no_vote
    if rule is not None and rule.value is not None:
        running = [
            each for each in facts.register.roles if each.is_on(facts.on) and same(each.group, facts.main)
        ]
        for each in facts.register.voting_organisations(facts.on):
            barred = barred_as(facts.terms, each.standing, own_roles(running, each.slug))
            if barred:
                words = f"{each.name} is {barred} and stands here with a vote, which the terms do not give. "
                yield Gap(kind_of(rule), rule.clause, words + 'Write "no" under voting.', (each.slug,))
    if not facts.register.voting_organisations(facts.on):
        words = (
            f"On {day_words(facts.on)} no organisation has a vote. Add the members, with the day each joined."
        )
        yield Gap(GapKind.MUST, NOT_IN_THE_TERMS, words)


def dates(facts: Facts) -> Iterator[Gap]:
    """An appointment that runs on the day, though its organisation is not in the partnership on it."""
    for each in facts.register.appointments:
        organisation = facts.register.organisation(each.organisation)
        if not each.is_on(facts.on) or organisation.is_in(facts.on):
            continue
        person = facts.register.person(each.person).name
        left, joined = organisation.left_on, organisation.joined_on
        if left is not None and left < facts.on:
            words = f"{person} is still named by {organisation.name}, which left on {day_words(left)}. End it then."
        else:
            since = f" joins only on {day_words(joined)}" if joined else " is not in the partnership"
            words = f"{person} is named by {organisation.name}, which{since}. Begin the appointment then."
        yield Gap(GapKind.SHOULD, NOT_IN_THE_TERMS, words, (each.organisation, each.person))


def _size(facts: Facts, group: str, rule: Rule[tuple[int | None, int | None]]) -> Iterator[Gap]:
    if rule.value is None:
        return
    fewest, most = rule.value
    count = len(facts.representatives(group))
    body = facts.group_words(group) if group else facts.main_words
    has = f"{_start(body)} has {counted(count, 'representative')}"
    if most is not None and count > most:
        words = f"{has}, {count - most} more than the {most} the terms allow. End appointments until it fits."
        yield Gap(GapKind.MUST, rule.clause, words)
    if fewest is not None and count < fewest:
        words = f"{has}; the terms look for at least {fewest}. Ask members to name {fewest - count} more."
        yield Gap(GapKind.SHOULD, rule.clause, words)


MEMBERSHIP_CHECKS = (votes, unknown_sectors, missing_sectors, sizes, dates, balance)


def _classes(formula: QuorumFormula | None) -> frozenset[str]:
    if isinstance(formula, OneOfEach):
        return frozenset(formula.classes)
    if isinstance(formula, AllOf):
        return frozenset(each for part in formula.parts for each in _classes(part))
    return frozenset()


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]
