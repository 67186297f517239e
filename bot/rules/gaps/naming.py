"""Gaps of naming: representatives (K11, V11), named deputies (K34, V12), one vote each (G10), and who can be reached."""

from collections.abc import Iterator
from difflib import get_close_matches

from bot.rules.gaps.finding import (
    NOT_IN_THE_TERMS,
    Facts,
    Gap,
    GapKind,
    kind_of,
    names,
    other,
    slugs,
)
from bot.rules.register import Organisation, group_slugs
from bot.rules.wording import counted, listed, number_words

SEEN_OF_A_NAME = 70  # characters, of the 75 a choice in Slack may have


def representatives(facts: Facts) -> Iterator[Gap]:
    """Members that have not named the representatives the terms ask of each, group by group (K11, V11)."""
    rule = facts.terms.named_in_groups
    for group, count in (rule.value or {}).items() if rule else ():
        lacking = [
            each
            for each in facts.members
            if len(facts.register.representatives_of(each.slug, facts.on, group)) < count
        ]
        if lacking and rule:
            words = (
                f"Each member names {number_words(count)} to {facts.group_words(group)}. Not yet: {names(lacking)}. "
                "Ask them whom they send, and add a row for each."
            )
            yield Gap(kind_of(rule), rule.clause, words, slugs(lacking))


def voiceless(facts: Facts) -> Iterator[Gap]:
    """An organisation with a vote and nobody to cast it, where the terms do not themselves ask for a name."""
    rule = facts.terms.named_in_groups
    if rule is not None and rule.value:
        return
    lacking = [
        each
        for each in facts.register.voting_organisations(facts.on)
        if not facts.register.representatives_of(each.slug, facts.on)
    ]
    if lacking:
        words = f"Nobody is named to vote for {names(lacking)}. Ask whom they send, and add a row for each."
        yield Gap(GapKind.SHOULD, NOT_IN_THE_TERMS, words, slugs(lacking))


def deputies(facts: Facts) -> Iterator[Gap]:
    """Members without a named substitute, where the terms let only a named one stand in (K34, V12)."""
    rule = facts.terms.substitutes
    if rule is None or rule.value is None or "named" not in rule.value:
        return
    lacking = [
        each
        for each in facts.members
        if not facts.register.substitutes_of(each.slug, facts.on, facts.main or None)
    ]
    if lacking:
        words = (
            f"No substitute is named by {names(lacking)}. Anyone they send instead may listen and has no vote; "
            "ask each to name one before the next meeting."
        )
        yield Gap(GapKind.SHOULD, rule.clause, words, slugs(lacking))


def one_vote_each(facts: Facts) -> Iterator[Gap]:
    """Organisations with several representatives, and people who speak for several organisations (G10, K11)."""
    clause = facts.terms.voting_unit.clause if facts.terms.voting_unit else NOT_IN_THE_TERMS
    for organisation in facts.register.voting_organisations(facts.on):
        people = facts.register.representatives_of(organisation.slug, facts.on, facts.main or None)
        if len(people) > 1:
            words = (
                f"{organisation.name} has {counted(len(people), 'representative')}, "
                f"{listed([each.name for each in people])}: one vote between them, the last one cast before the close."
            )
            yield Gap(GapKind.NOTE, clause, words, (organisation.slug, *(each.slug for each in people)))
    for person in facts.register.people:
        several = facts.register.organisation_of(person.slug, facts.on, facts.main or None)
        if len(several) > 1:
            words = f"{person.name} speaks for {names(several)}, and is asked for which of them each time."
            yield Gap(GapKind.NOTE, clause, words, (person.slug, *slugs(several)))


def unknown_groups(facts: Facts) -> Iterator[Gap]:
    """A group that the terms do not name, most often a slip of the pen."""
    known = group_slugs(facts.terms)
    clause = facts.terms.named_in_groups.clause if facts.terms.named_in_groups else NOT_IN_THE_TERMS
    spellings = {
        each.casefold(): each for slug in known for each in (slug, facts.terms.groups.get(slug, slug))
    }
    for group in dict.fromkeys(each.group for each in facts.register.appointments_on(facts.on)):
        if not known or group in known:
            continue
        near = get_close_matches(group.casefold(), list(spellings), n=1)
        meant = (
            f'If "{spellings[near[0]]}" is meant, write that.' if near else "It is kept as a working group."
        )
        words = f'The terms know no group called "{group}". {meant}'
        yield Gap(GapKind.SHOULD if near else GapKind.NOTE, clause, words)


def pastoral(facts: Facts) -> Iterator[Gap]:
    """Nobody with a pastoral role where the terms ask for one (K15), in the group that the rule's key names."""
    rule = other(facts.terms, "pastoral")
    if rule is None:
        return
    group = next((slug for slug in group_slugs(facts.terms) if slug in rule.key), None)
    serving = {each.person for each in facts.register.appointments_on(facts.on, group)}
    if not any(each.pastoral for each in facts.register.people if each.slug in serving):
        where = f" in {facts.group_words(group)}" if group else ""
        words = (
            f"Nobody{where} has a pastoral role. Ask members for such a person, and write yes under pastoral."
        )
        yield Gap(kind_of(rule), rule.clause, words)


def unmatched(facts: Facts) -> Iterator[Gap]:
    """People the bot cannot know in Slack, because neither e-mail nor Slack user is given."""
    serving = {each.person for each in facts.register.appointments_on(facts.on)}
    serving |= {each.person for each in facts.register.roles if each.person and each.is_on(facts.on)}
    lacking = [
        each for each in facts.register.people if each.slug in serving and not (each.email or each.slack_user)
    ]
    if lacking:
        words = (
            f"Without an e-mail or a Slack user {listed([each.name for each in lacking])} cannot be matched to anyone "
            "in Slack: no notices reach them and they cannot vote. Ask for the e-mail they use in Slack."
        )
        yield Gap(GapKind.SHOULD, NOT_IN_THE_TERMS, words, tuple(each.slug for each in lacking))
    idle = [each for each in facts.register.people if each.slug not in serving]
    if idle:
        words = (
            f"Named, but for no organisation and in no role today: {listed([each.name for each in idle])}."
        )
        yield Gap(GapKind.NOTE, NOT_IN_THE_TERMS, words, tuple(each.slug for each in idle))


def look_alikes(facts: Facts) -> Iterator[Gap]:
    """Organisations whose names begin alike for so long that one cannot be told from another in Slack's menus, which show 75."""
    alike: dict[str, list[Organisation]] = {}
    for each in facts.register.organisations_on(facts.on):
        alike.setdefault(" ".join(each.name.casefold().split())[:SEEN_OF_A_NAME], []).append(each)
    for organisations in alike.values():
        if len(organisations) > 1:
            words = (
                f"In Slack's menus these look the same: {names(organisations)}. Names must differ within their first "
                f"{SEEN_OF_A_NAME} characters: put what tells them apart first, and keep the whole name as an alias."
            )
            yield Gap(GapKind.SHOULD, NOT_IN_THE_TERMS, words, slugs(organisations))


NAMING_CHECKS = (
    representatives,
    voiceless,
    pastoral,
    deputies,
    unmatched,
    unknown_groups,
    one_vote_each,
    look_alikes,
)
