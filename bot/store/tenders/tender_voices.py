"""For whom somebody speaks about a tender, what each organisation has answered, and who is kept away from what others answered."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, or_, select

from bot.rules.eligibility import has_a_vote
from bot.rules.register import CHAIR, SECRETARIAT, Register, own_roles
from bot.store.agenda.standing_items import mine
from bot.store.interests import interests as interest_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import holders, roles_on
from bot.store.tables import people
from bot.store.tenders.tender_tables import tender_answers
from bot.workflows.agenda.item_words import Told, may_act
from bot.workflows.decisions import Refused, Setting
from bot.workflows.interests.interests import is_withdrawn
from bot.workflows.standing import Seat, Standing, Stranger
from bot.workflows.tenders.tender_interest import ALONE, NO_VOICE, TenderAnswer
from bot.workflows.tenders.tenders import nobodys


def is_kept_away(
    connection: Connection, setting: Setting, tender: str, who: Standing | Stranger, on: date
) -> bool:
    """Whether somebody is kept away from a bid by an organisation they speak for, in whichever group (C33)."""
    return competes(connection, setting, tender, in_every_group(connection, setting, who, on))


def competes(connection: Connection, setting: Setting, tender: str, who: Standing | Stranger) -> bool:
    """Whether somebody speaks for an organisation in another bid, or that has withdrawn for an interest in this one (C33)."""
    mine_ = {each.organisation for each in who.seats} if isinstance(who, Standing) else set()
    return bool(mine_) and not mine_.isdisjoint(kept_away(connection, setting, tender))


def kept_away(connection: Connection, setting: Setting, tender: str) -> frozenset[str]:
    """The organisations in another bid, or that have withdrawn for an interest in this one (C33)."""
    return kept_away_from(connection, setting, [tender])[tender]


def kept_away_from(
    connection: Connection, setting: Setting, tenders: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """The same for each of many tenders, asked together."""
    found: dict[str, set[str]] = {each: set() for each in tenders}
    elsewhere = or_(tender_answers.c.competing.is_(True), tender_answers.c.kind == ALONE)
    rows = connection.execute(
        select(tender_answers.c.tender, tender_answers.c.organisation).where(
            *mine(setting, tender_answers), tender_answers.c.tender.in_(tuple(found)), elsewhere
        )
    )
    for row in rows:
        found[row.tender].add(row.organisation)
    declared = interest_rows.on_each(connection, setting.workspace, setting.partnership, found)
    for (tender, organisation), said in declared.items():
        if is_withdrawn(said, setting.terms):
            found[tender].add(organisation)
    return {each: frozenset(away) for each, away in found.items()}


def theirs_to_see(
    connection: Connection, setting: Setting, who: Standing | Stranger, on: date, several: Collection[str]
) -> frozenset[str]:
    """Those of these tenders from whose bids somebody is not kept away (C33)."""
    if not several:
        return frozenset()
    everywhere = in_every_group(connection, setting, who, on)
    own = {each.organisation for each in everywhere.seats} if isinstance(everywhere, Standing) else set()
    away = kept_away_from(connection, setting, several)
    return frozenset(each for each in several if own.isdisjoint(away[each]))


def kinds_of_each(
    connection: Connection, setting: Setting, tenders: Collection[str]
) -> Mapping[str, Mapping[str, str]]:
    """What kind of answer each organisation gave last to each of many tenders."""
    columns = (tender_answers.c.tender, tender_answers.c.organisation, tender_answers.c.kind)
    wanted = select(*columns).where(
        *mine(setting, tender_answers), tender_answers.c.tender.in_(tuple(tenders))
    )
    found: dict[str, dict[str, str]] = {each: {} for each in tenders}
    for row in connection.execute(wanted):
        found[row.tender][row.organisation] = row.kind
    return found


def not_shown_to(
    connection: Connection, setting: Setting, who: Standing | Stranger, on: date
) -> Refused | None:
    """Why somebody is shown no tender: they are unknown, or represent nobody any more, so that nothing could be kept from them."""
    refusal = may_act(setting, who)
    if refusal is not None:
        return refusal
    assert isinstance(who, Standing)
    everywhere = who if who.seats or who.roles else in_every_group(connection, setting, who, on)
    assert isinstance(everywhere, Standing)
    return None if everywhere.seats or everywhere.roles else nobodys(setting)


def told_about(connection: Connection, setting: Setting, tender: str, on: date) -> tuple[Told, ...]:
    """Who in the secretariat hears how a bid goes on: nobody kept away from it, and the chair where nobody else is left (C33)."""
    away = kept_away(connection, setting, tender)
    found = holding(connection, setting, SECRETARIAT, on, away)
    return found or holding(connection, setting, CHAIR, on, away)


def holding(
    connection: Connection, setting: Setting, role: str, on: date, away: Collection[str]
) -> tuple[Told, ...]:
    """Whoever holds an office and can be reached, but for those who speak for an organisation that is kept away."""
    register = register_rows.load(connection, setting.workspace, setting.partnership) if away else Register()
    users = {None, *(register.person(each).slack_user for each in register.people_of(away, on))}
    held = dict(each for each in holders(connection, setting, on, role) if each[0] not in users)
    return tuple(Told(user, name) for user, name in held.items() if user is not None)


def answers_of(connection: Connection, setting: Setting, tender: str) -> Mapping[str, TenderAnswer]:
    """What each organisation answered last, by organisation."""
    rows = connection.execute(
        select(tender_answers, people.c.name)
        .join(
            people,
            (people.c.workspace == tender_answers.c.workspace)
            & (people.c.partnership == tender_answers.c.partnership)
            & (people.c.id == tender_answers.c.person),
        )
        .where(*mine(setting, tender_answers), tender_answers.c.tender == tender)
    )
    return {
        row.organisation: TenderAnswer(
            row.organisation,
            row.kind,
            row.competing,
            row.late,
            row.words,
            row.details,
            row.name,
            row.answered_at,
            row.revision,
        )
        for row in rows
    }


def in_every_group(
    connection: Connection, setting: Setting, who: Standing | Stranger, on: date
) -> Standing | Stranger:
    """Somebody with every member organisation they speak for, in whichever group: a tender is told to all members, not to the
    body that decides alone."""
    if isinstance(who, Stranger):
        return who
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    seats = {each.organisation: each for each in who.seats}
    roles = roles_on(connection, setting, on)
    for each in register.appointments_on(on):
        organisation = register.organisation(each.organisation)
        if each.person != who.person or each.organisation in seats or organisation.standing in NO_VOICE:
            continue
        own = own_roles(roles, each.organisation)
        seats[each.organisation] = Seat(
            each.organisation,
            organisation.name,
            each.capacity,
            has_a_vote(setting.terms, votes=organisation.voting, standing=organisation.standing, roles=own),
            organisation.standing,
            organisation.sector,
            own,
        )
    return replace(who, seats=tuple(seats.values()))


def members_on(connection: Connection, setting: Setting, on: date) -> Mapping[str, str]:
    """The organisations that are members on a day, with their names."""
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    return {each.slug: each.name for each in register.organisations_on(on) if each.standing not in NO_VOICE}
