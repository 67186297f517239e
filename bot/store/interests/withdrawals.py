"""Who has withdrawn from which items for an interest, and which of the confidential ones are nameless to them for it (V16)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, or_, select

from bot.store.agenda.item_tenders import tenders_named, tenders_of
from bot.store.agenda.standing_items import mine
from bot.store.interests import interests as interest_rows
from bot.store.interests.interests import on_each
from bot.store.meetings.meeting_tables import agenda_items
from bot.store.tables import interests, motions
from bot.store.tenders.tender_voices import kept_away_from
from bot.workflows.agenda.agenda import AMENDMENT, AgendaItem
from bot.workflows.decisions import Setting
from bot.workflows.interests.interests import Interest, is_withdrawn
from bot.workflows.papers.papers import Paper
from bot.workflows.standing import Standing, Stranger


def withdrawn_from(
    connection: Connection,
    setting: Setting,
    meeting: str,
    items: set[str],
    settles: Mapping[str, str] | None = None,
    papers: Iterable[Paper] = (),
) -> Mapping[str, frozenset[str]]:
    """By item, the organisations that have withdrawn from it, or from the meeting, for an interest; by paper, of those for no item.

    `settles` is by item the decision that it ratifies or reports: what was declared on that bears on the item too (K33).
    """
    bears = {
        item: {meeting, item} | _of_decision(connection, setting, (settles or {}).get(item)) for item in items
    }
    for_all = {each.id: each.title for each in papers if each.item is None}
    bears |= {each: {meeting} for each in for_all}  # what is for no item is for the meeting as a whole
    bids = {each: tenders_named(connection, setting, title) for each, title in for_all.items()}
    about = bids | dict(tenders_of(connection, setting, items))
    kept = kept_away_from(connection, setting, {tender for several in about.values() for tender in several})
    away = {each: frozenset().union(*(kept[tender] for tender in about[each])) for each in about}
    declared: dict[str, list[tuple[str, Interest]]] = {}
    for row in connection.execute(
        select(interests).where(
            *mine(setting, interests), interests.c.subject.in_(set().union(*bears.values()))
        )
    ):
        declared.setdefault(row.subject, []).append((row.organisation, interest_rows.as_interest(row)))
    found = {}
    for item, subjects in bears.items():
        held: dict[str, list[Interest]] = {}
        for subject in subjects:
            for organisation, interest in declared.get(subject, ()):
                held.setdefault(organisation, []).append(interest)
        found[item] = away.get(
            item, frozenset()
        ) | frozenset(  # from a bid, by another for the same tender (C33)
            each for each, theirs in held.items() if is_withdrawn(tuple(theirs), setting.terms)
        )
    return found


def settled_by(agenda: Iterable[AgendaItem]) -> Mapping[str, str]:
    """By item of an agenda, the decision that it ratifies or reports."""
    return {each.id: each.motion for each in agenda if each.motion}


def _of_decision(connection: Connection, setting: Setting, motion: str | None) -> set[str]:
    """A decision, what it is about, and the meeting at which it was taken."""
    if motion is None:
        return set()
    row = connection.execute(
        select(motions.c.about, motions.c.meeting).where(*mine(setting, motions), motions.c.id == motion)
    ).first()
    return {motion, *(each for each in (row or ()) if each)}


def unnamed(
    connection: Connection, setting: Setting, who: Standing | Stranger, items: Iterable[str]
) -> frozenset[str]:
    """Those of these items: neither proposed by them nor one in which their own organisation has declared, which keeps its name."""
    if not isinstance(who, Standing) or who.is_secretariat or who.is_chair:
        return frozenset()
    rows = connection.execute(
        select(agenda_items.c.id, agenda_items.c.meeting).where(
            *mine(setting, agenda_items),
            agenda_items.c.id.in_(tuple(items)),
            agenda_items.c.confidential.is_(True),
            agenda_items.c.kind != AMENDMENT,
            or_(agenda_items.c.proposed_by.is_(None), agenda_items.c.proposed_by != who.person),
        )
    )
    of_meeting: dict[str, set[str]] = {}
    for row in rows:
        of_meeting.setdefault(row.meeting, set()).add(row.id)
    theirs = {each.organisation for each in who.seats}
    withdrawn = (
        item
        for meeting, its in of_meeting.items()
        for item, gone in withdrawn_from(connection, setting, meeting, its).items()
        if theirs & gone
    )
    found = frozenset(withdrawn)
    declared = on_each(connection, setting.workspace, setting.partnership, found)
    return found - {item for item, organisation in declared if organisation in theirs}
