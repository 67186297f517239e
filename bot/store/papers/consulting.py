"""Who was consulted on the text of an amendment, as rows: one for each text and body."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.rules.citing import clause_of
from bot.store.kinds.kind_tables import consultations
from bot.store.papers import papers as paper_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.partnership.places import who_asks
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.upsert import inserting
from bot.store.writing import Writer, key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.papers.consulting import (
    Consultation,
    ConsultationPicture,
    ConsultationRecorded,
    ConsultingFacts,
    RecordConsultations,
    ShowConsultation,
    bodies,
    missing,
    not_theirs,
)


def consulted_on(connection: Connection, setting: Setting, paper: str) -> tuple[Consultation, ...]:
    """What is recorded of each body the terms name, for one text."""
    named = bodies(setting.terms.consultations.get("amendment"))
    if not named:
        return ()
    rows = connection.execute(
        select(consultations).where(
            *(consultations.c[name] == value for name, value in key_of(setting).items()),
            consultations.c.paper == paper,
        )
    )
    held = {
        row.body: Consultation(row.body, row.sent_on, row.version, row.answered_on, row.answer)
        for row in rows
    }
    return tuple(held.get(each, Consultation(each)) for each in named)


def missing_on(connection: Connection, setting: Setting, paper: str, version: int) -> tuple[str, ...]:
    """What is missing of the consultation on a text, in sentences."""
    rule = setting.terms.consultations.get("amendment")
    return missing(consulted_on(connection, setting, paper), rule, version)


def for_recording(
    connection: Connection, command: RecordConsultations, now: datetime
) -> ConsultingFacts | Refused:
    """What is known when the secretariat records who was consulted."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    today = partnership_rows.today_in(setting.time_zone, now)
    paper = paper_rows.paper_of(connection, setting, command.paper)
    known = paper if paper is not None and paper.amendment else None
    return ConsultingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, today),
        title=known.title if known is not None else "",
        version=known.version if known is not None else 0,
        consultations=consulted_on(connection, setting, command.paper),
        today=today,
    )


def show(connection: Connection, question: ShowConsultation, now: datetime) -> ConsultationPicture:
    """The consultation on one text."""
    setting, who = who_asks(connection, question, question.partnership, now)
    paper = paper_rows.paper_of(connection, setting, question.paper)
    if paper is None:
        raise LookupError("no such paper")
    return ConsultationPicture(
        partnership=setting.partnership,
        paper=paper.id,
        title=paper.title,
        version=paper.version,
        consultations=consulted_on(connection, setting, paper.id) if paper.amendment else (),
        missing=missing_on(connection, setting, paper.id, paper.version),
        clause=clause_of(setting.terms.consultations.get("amendment")),
        refused=not_theirs(who, setting),
    )


def _recorded(connection: Connection, setting: Setting, event: ConsultationRecorded, now: datetime) -> None:
    values = {
        "version": event.version,
        "sent_on": event.sent_on,
        "answered_on": event.answered_on,
        "answer": event.answer,
    }
    added = inserting(connection, consultations).values(
        **key_of(setting), paper=event.subject, body=event.body, **values
    )
    connection.execute(
        added.on_conflict_do_update(
            index_elements=["workspace", "partnership", "paper", "body"],
            set_={name: added.excluded[name] for name in values},
        )
    )


WRITERS: Mapping[type[Event], Writer] = {ConsultationRecorded: _recorded}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {ShowConsultation: show}
