"""The register of decisions as somebody may see it: nothing confidential to who is no member, to a guest only what is public."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.rules.register import ACCOUNTABLE_BODY
from bot.rules.wording import day_words
from bot.store.agenda.standing_items import is_of_the_body, mine
from bot.store.entries.entries import entries_of, with_votes, withdrawn_from
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership.partnerships import today_in
from bot.store.partnership.people import standing
from bot.store.partnership.places import setting_for, who_asks
from bot.store.tables import organisations, terms_versions
from bot.workflows.agenda.item_words import may_act
from bot.workflows.agenda.proposing import is_an_insider
from bot.workflows.decisions import Refused, Setting
from bot.workflows.entries.correcting import only_ratified
from bot.workflows.entries.entries import CHANGES, IN_FORCE, Entry
from bot.workflows.entries.entry_questions import (
    DecisionPicture,
    DecisionsPicture,
    ExportDecisions,
    ExportFacts,
    ShowDecision,
    ShowDecisions,
    hidden,
    is_known,
    picture_of,
    public_part,
)
from bot.workflows.entries.overriding import power_to_override
from bot.workflows.standing import Standing, Stranger

Seen = tuple[tuple[Entry, ...], bool, Refused | None]


def show_decisions(connection: Connection, question: ShowDecisions, now: datetime) -> DecisionsPicture:
    """The entries somebody looks for, the newest first."""
    setting, who = who_asks(connection, question, question.partnership, now)
    return _list(connection, setting, who, question)


def show_decision(connection: Connection, question: ShowDecision, now: datetime) -> DecisionPicture:
    """One entry, with what whoever looks may do about it."""
    setting, who = who_asks(connection, question, question.partnership, now)
    entries, public_only, refused = seen_by(connection, setting, who)
    entry = next((each for each in entries if question.decision in (each.id, each.reference)), None)
    if entry is not None and not public_only:
        (entry,) = with_votes(connection, setting, (entry,))
    version = entry.terms_version if entry is not None else setting.terms_version
    from_on = connection.execute(
        select(terms_versions.c.in_force_from).where(
            *mine(setting, terms_versions), terms_versions.c.version == version
        )
    ).scalar()
    office = isinstance(who, Standing) and (who.is_chair or who.is_secretariat)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    chairs = meeting is not None and isinstance(who, Standing) and meeting.chaired_by == who.person
    can_change = (
        entry is not None
        and entry.what not in CHANGES
        and not entry.hidden
        and isinstance(who, Standing)
        and not _has_withdrawn(connection, setting, who, entry)
    )
    in_force = can_change and entry is not None and entry.status in IN_FORCE and entry.motion is not None
    return DecisionPicture(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        entry=entry,
        terms=f"version {version}" + (f", in force from {day_words(from_on)}" if from_on is not None else ""),
        names=names_of(connection, setting),
        may_correct=office and can_change and entry is not None and entry.status != "void",
        may_override=in_force
        and entry is not None
        and only_ratified(entry) is None
        and isinstance(who, Standing)
        and ACCOUNTABLE_BODY in who.roles
        and power_to_override(setting.terms) is not None,
        may_report=(office or chairs)
        and entry is not None
        and entry.reported is False
        and meeting is not None
        and is_of_the_body(setting, meeting.group),
        public_only=public_only,
        refused=refused,
    )


def for_exporting(connection: Connection, command: ExportDecisions, now: datetime) -> ExportFacts:
    """What goes into the file: what whoever asks sees on the screen."""
    setting = setting_for(connection, command.workspace, command.partnership, now)
    who = standing(connection, setting, command.team, command.user, today_in(setting.time_zone, now))
    picture = _list(connection, setting, who, command)
    if not picture.public_only:
        picture = replace(picture, entries=with_votes(connection, setting, picture.entries))
    return ExportFacts(setting, picture, names_of(connection, setting))


def names_of(connection: Connection, setting: Setting) -> Mapping[str, str]:
    """What each organisation is called."""
    rows = connection.execute(
        select(organisations.c.id, organisations.c.name).where(*mine(setting, organisations))
    )
    return {row.id: row.name for row in rows}


def _list(
    connection: Connection, setting: Setting, who: Standing | Stranger, asked: ShowDecisions | ExportDecisions
) -> DecisionsPicture:
    entries, public_only, refused = seen_by(connection, setting, who)
    return picture_of(setting, entries, asked.wanted, public_only=public_only, refused=refused)


def seen_by(connection: Connection, setting: Setting, who: Standing | Stranger) -> Seen:
    """The register as somebody may see it, whether that is what is public alone, and why it is nothing at all."""
    entries = entries_of(connection, setting)
    if not is_known(who):
        public = public_part(entries)
        return public, True, None if public else may_act(setting, who)
    assert isinstance(who, Standing)
    return tuple(_as_seen(connection, setting, who, each) for each in entries), False, None


def _as_seen(connection: Connection, setting: Setting, who: Standing, entry: Entry) -> Entry:
    if not entry.confidential:
        return entry
    if _has_withdrawn(connection, setting, who, entry) or not is_an_insider(who):
        return hidden(entry)
    return entry


def _has_withdrawn(connection: Connection, setting: Setting, who: Standing, entry: Entry) -> bool:
    withdrawn = withdrawn_from(connection, setting, entry)
    return any(each.organisation in withdrawn for each in who.seats)


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowDecisions: show_decisions,
    ShowDecision: show_decision,
}
