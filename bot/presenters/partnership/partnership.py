"""The partnership in one modal of three tabs: who is who, the rules, and what the register lacks."""

from collections.abc import Sequence

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    OPTION_TEXT,
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    field,
    grouped,
    header,
    option,
    packed,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.rich import bold, sentences
from bot.rules.citing import provenance
from bot.rules.describing import describe_quorum
from bot.rules.gaps import Gap, GapKind
from bot.rules.kinds import kind_of, title_of
from bot.rules.register import MEMBER, ROLES, Organisation, Person, Role
from bot.rules.terms import Rule
from bot.rules.wording import day_words, listed, sentence
from bot.workflows.questions import PartnershipPicture

WHO, RULES, LACKS = "who", "rules", "lacks"
TABS = {WHO: "Who is who", RULES: "The rules", LACKS: "What is missing"}
PAGE = 20  # organisations, rules or gaps: at most four blocks each, so that a page stays under a hundred
MOST_PEOPLE = 300  # so that a form of the longest names stays under the 250,000 characters Slack takes
SHORT = 200  # characters of a value that stands in one line with what it is the value of

GAP_WORDS = {
    GapKind.MUST: "Must be put right",
    GapKind.SHOULD: "Should be put right",
    GapKind.NOTE: "Worth knowing",
}


def partnership_modal(picture: PartnershipPicture, tab: str = WHO, page: int = 0) -> View:
    """One tab, one page of it."""
    items = {WHO: _who, RULES: _rules, LACKS: _lacks}[tab if tab in TABS else WHO](picture)
    pages = max(1, -(-len(items) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = [block for item in items[page * PAGE : (page + 1) * PAGE] for block in item]
    blocks = [
        header(picture.name),
        *actions(*(_tab(picture, each, each == tab) for each in TABS)),
        divider(),
        *(
            small(*picture.stands)
            if tab == RULES
            else sentences(*picture.stands)
            if tab == WHO and page == 0
            else []
        ),
        *(_before(picture, tab) if page == 0 else []),
        *shown,
        *_turning(picture, tab, page, pages),
    ]
    shown_as = {"p": picture.partnership, "tab": tab, "page": str(page)}
    return screen(ids.FORM_PARTNERSHIP, "The partnership", blocks, ids.PARTNERSHIP_TAB, **shown_as)


def match_form(picture: PartnershipPicture) -> View:
    """Match one person of the register to a Slack account, or a person matched already to another; those without come first."""
    everybody = sorted(picture.register.people, key=lambda each: bool(each.slack_user))
    if not everybody:
        return modal(ids.FORM_WHY, "Match people", sentences("There is nobody in the register yet."))
    people = everybody[:MOST_PEOPLE]
    groups = {
        "Not matched yet": [_to_match(picture, each) for each in people if not each.slack_user],
        "Matched: change the account": [_to_match(picture, each) for each in people if each.slack_user],
    }
    more = (
        f"The first {MOST_PEOPLE} of {len(everybody)} people are listed; a register file can name the accounts of all."
        if len(everybody) > MOST_PEOPLE
        else ""
    )
    return modal(
        ids.FORM_MATCH,
        "Match people",
        [
            *sentences("People are matched by their e-mail address; here you match one by hand."),
            field("person", "Person in the register", grouped(groups), hint=more),
            field("account", "Slack account", {"type": "users_select"}),
            field(
                "account_team",
                "Their workspace's ID, if they are from another workspace",
                typed(placeholder="Such as T024BE7LD"),
                optional=True,
                hint="It begins with T and stands in the address of their Slack in a browser. Empty: the workspace of this app.",
            ),
        ],
        submit="Match",
        metadata=packed(p=picture.partnership),
    )


def adopt_form(picture: PartnershipPicture) -> View:
    """Record which suggested values the partnership has adopted, and who decided it."""
    offered = picture.terms.suggestions()
    if not offered:
        return modal(ids.FORM_WHY, "Adopt", sentences("Every suggested value has been adopted."))
    options = [option(f"{title_of(each.key)}: {each.suggested_written}", each.key) for each in offered]
    blocks = [
        *sentences(
            "Where the document is silent, a suggested value means nothing until the partnership adopts it. "
            "Record here what it has adopted."
        ),
        *(block for each in offered for block in _suggested(each)),
        field("keys", "Adopted", ticks(options), optional=True),
        field("adopted_by", "By whom", typed(placeholder="Such as: the Strategy Group, 3 May 2026")),
    ]
    return modal(ids.FORM_ADOPT, "Adopt", blocks, submit="Record", metadata=packed(p=picture.partnership))


def _before(picture: PartnershipPicture, tab: str) -> list[Block]:
    here = packed(p=picture.partnership)
    if tab == RULES:
        terms = picture.terms
        since = f"In force from {day_words(terms.in_force_from)}."
        new = [button("Hand in new terms", ids.OPEN_HAND_IN, here)] if picture.may_match else []
        said = sentences(sentence(f"{terms.source}, version {terms.version}. {since}"), terms.dated_by)
        return [*said, *actions(*new)]
    if tab == LACKS:
        return _for_the_secretariat(picture, here)
    return actions(
        *([button("Declare an interest", ids.OPEN_DECLARE, here)] if picture.speaks else []),
        *([button("Put a motion", ids.OPEN_PUT_MOTION, here)] if picture.leads else []),
        *([button("Call the roll", ids.OPEN_ROLL, here)] if picture.leads else []),
        button("The register of decisions", ids.OPEN_DECISIONS, here),
        *(
            button(
                f"Dissolution of {clipped(each.words, 50)}",
                ids.variant(ids.OPEN_DISSOLUTION, str(number)),
                packed(p=picture.partnership, motion=each.id),
            )
            for number, each in enumerate(picture.dissolutions)
        ),
    )


def _for_the_secretariat(picture: PartnershipPicture, here: str) -> list[Block]:
    unmatched = (
        sentences(f"Without a Slack account matched: {listed(picture.unmatched)}.")
        if picture.unmatched
        else []
    )
    if not picture.may_match:
        return unmatched
    buttons = [button("Match people by hand", ids.OPEN_MATCH, here)]
    if picture.terms.suggestions():
        buttons.append(button("Record what was adopted", ids.OPEN_ADOPT, here))
    return [*unmatched, *actions(*buttons)]


def _who(picture: PartnershipPicture) -> list[list[Block]]:
    offices = _offices(picture)
    organisations = sorted(picture.register.organisations, key=lambda each: each.name)
    return [*([offices] if offices else []), *(_organisation(picture, each) for each in organisations)]


def _offices(picture: PartnershipPicture) -> list[Block]:
    register = picture.register
    lines = []
    for role in sorted(register.roles, key=_order):
        person = register.person(role.person).name if role.person else ""
        organisation = register.organisation(role.organisation).name if role.organisation else ""
        lines.append(
            f"{role.role.capitalize()}: {', '.join(name for name in (person, organisation) if name)}"
        )
    return [bold("Offices"), *sentences("\n".join(dict.fromkeys(lines)))] if lines else []


def _order(role: Role) -> int:
    """The chair first, then as the offices are usually listed; a partnership's own offices come last."""
    return ROLES.index(role.role) if role.role in ROLES else len(ROLES)


def _organisation(picture: PartnershipPicture, organisation: Organisation) -> list[Block]:
    sector = picture.terms.sectors.get(organisation.sector or "", organisation.sector or "")
    facts = [organisation.type, sector, organisation.area, "" if organisation.voting else "no vote"]
    facts += ["" if organisation.standing == MEMBER else organisation.standing]
    about = " · ".join(dict.fromkeys(each for each in facts if each))
    lines = [
        f"{person.name}{'' if person.slug in picture.users else ' (not matched to Slack)'}: {listed(named)}"
        for person, named in _named(picture, organisation).items()
    ]
    return [bold(organisation.name, about), *sentences("\n".join(lines) or "Nobody is named for it.")]


def _named(picture: PartnershipPicture, organisation: Organisation) -> dict[Person, list[str]]:
    """Who speaks for an organisation today, and how: "representative (strategy group)"."""
    named: dict[Person, list[str]] = {}
    for each in picture.register.appointments:
        if each.organisation == organisation.slug:
            group = picture.terms.groups.get(each.group, each.group)
            how = f"{each.capacity.value} ({group})" if group else each.capacity.value
            named.setdefault(picture.register.person(each.person), []).append(how)
    return named


def _rules(picture: PartnershipPicture) -> list[list[Block]]:
    """The rules in the order of the document's headings, each heading above its first."""
    shown: list[list[Block]] = []
    heading = ""
    for rule in picture.rules:
        kind = kind_of(rule.key)
        under = kind.heading if kind is not None else ""
        shown.append([*([header(under)] if under and under != heading else []), *_rule(picture, rule)])
        heading = under
    return shown


def _rule(picture: PartnershipPicture, rule: Rule[object]) -> list[Block]:
    title, value = title_of(rule.key), _value(picture, rule)
    said = [bold(title, value)] if len(value) <= SHORT else [bold(title), *sentences(value)]
    return [*said, *small(clause_words(rule.clause), provenance(rule))]


def _value(picture: PartnershipPicture, rule: Rule[object]) -> str:
    """The value in words: as the file writes it, with the sectors of a quorum spelt out."""
    if not rule.is_stated:
        return "not stated"
    quorum = picture.terms.quorum
    if quorum is not None and quorum.value is not None and rule.key == quorum.key:
        return describe_quorum(quorum.value, picture.terms.sectors)
    return rule.written or "yes"


def _suggested(rule: Rule[object]) -> list[Block]:
    return [
        bold(f"{title_of(rule.key)}: {rule.suggested_written}"),
        *small(rule.reading, clause_words(rule.clause)),
    ]


def _lacks(picture: PartnershipPicture) -> list[list[Block]]:
    gaps = [_gap(each) for each in picture.gaps]
    silent = [
        [
            bold(title_of(rule.key), "not stated"),
            *small(rule.reading, clause_words(rule.clause), _suggestion(rule)),
        ]
        for rule in picture.rules
        if not rule.is_stated
    ]
    return [*gaps, *silent] or [
        sentences("The register lacks nothing, and the terms say all that is asked of them.")
    ]


def _gap(gap: Gap) -> list[Block]:
    return [bold(GAP_WORDS[gap.kind]), *sentences(gap.words), *small(clause_words(gap.clause))]


def _suggestion(rule: Rule[object]) -> str:
    if not rule.suggested_written:
        return "Nothing is suggested."
    return f"Suggested: “{rule.suggested_written}”, which means nothing until the partnership adopts it."


def _to_match(picture: PartnershipPicture, person: Person) -> Element:
    """A person without an account, or one with an account that may be changed: the account is shown whole."""
    if not person.slack_user:
        return option(person.name, person.slug, _speaks_for(picture, person.slug))
    now = f", now {person.slack_user}{f' of {person.slack_team}' if person.slack_team else ''}"
    name = clipped(f"Change {person.name}", max(OPTION_TEXT - len(now), len("Change …")))
    return option(f"{name}{now}", person.slug, _speaks_for(picture, person.slug))


def _speaks_for(picture: PartnershipPicture, person: str) -> str:
    register = picture.register
    slugs = dict.fromkeys(each.organisation for each in register.appointments if each.person == person)
    return listed([register.organisation(slug).name for slug in slugs])


def _tab(picture: PartnershipPicture, tab: str, chosen: bool) -> Element:
    value = packed(p=picture.partnership, tab=tab, page="0")
    style = "primary" if chosen else ""
    return button(TABS[tab], ids.variant(ids.PARTNERSHIP_TAB, tab), value, style=style)


def _turning(picture: PartnershipPicture, tab: str, page: int, pages: int) -> Sequence[Block]:
    if pages == 1:
        return ()
    turns = [
        button(
            words,
            ids.variant(ids.PARTNERSHIP_TAB, name),
            packed(p=picture.partnership, tab=tab, page=str(to)),
        )
        for words, name, to in (("Previous page", "previous", page - 1), ("Next page", "next", page + 1))
        if 0 <= to < pages
    ]
    return [*small(f"Page {page + 1} of {pages}"), *actions(*turns)]
