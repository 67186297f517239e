"""Papers: what has been submitted, every version of it, and the rows that follow from what is decided."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from bot.store.agenda.item_tenders import link
from bot.store.agenda.standing_items import mine
from bot.store.meetings.meeting_tables import (
    agenda_items,
    circulated_papers,
    circulations,
    paper_versions,
    papers,
)
from bot.store.rows import AnyRow
from bot.store.tables import organisations, people
from bot.workflows.decisions import Event, Setting
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.deciding_papers import (
    PaperAccepted,
    PaperMarked,
    PaperMoved,
    PaperReturned,
    PaperWithdrawn,
)
from bot.workflows.papers.how_late import as_it_stands
from bot.workflows.papers.late_papers import LatePaperDecided
from bot.workflows.papers.papers import ACCEPTED, NEEDED, RETURNED, SUBMITTED, WITHDRAWN, Paper, Version
from bot.workflows.papers.submitting import PaperSubmitted

# Fetched at once: whichever clock governs a partnership, this lies in the past.
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_WITHOUT_BYTES = tuple(each for each in paper_versions.c if each.name not in ("content", "slack_url"))
_PAPERS = (
    select(papers, people.c.name.label("submitter_name"), organisations.c.name.label("organisation_name"))
    .outerjoin(
        people,
        and_(
            people.c.workspace == papers.c.workspace,
            people.c.partnership == papers.c.partnership,
            people.c.id == papers.c.submitted_by,
        ),
    )
    .outerjoin(
        organisations,
        and_(
            organisations.c.workspace == papers.c.workspace,
            organisations.c.partnership == papers.c.partnership,
            organisations.c.id == papers.c.organisation,
        ),
    )
)
Writer = Callable[[Connection, Setting, Any, datetime], None]


def papers_of(connection: Connection, setting: Setting, meeting: str) -> tuple[Paper, ...]:
    """The papers of a meeting, the first submitted first."""
    rows = connection.execute(
        _PAPERS.where(*mine(setting, papers), papers.c.meeting == meeting).order_by(
            papers.c.submitted_at, papers.c.id
        )
    ).all()
    return _with_versions(connection, setting, rows)


def paper_of(connection: Connection, setting: Setting, paper: str | None) -> Paper | None:
    """One paper by its id."""
    if not paper:
        return None
    rows = connection.execute(_PAPERS.where(*mine(setting, papers), papers.c.id == paper)).all()
    return next(iter(_with_versions(connection, setting, rows)), None)


def late_and_waiting(connection: Connection, setting: Setting, meeting: MeetingState) -> tuple[str, ...]:
    """The titles of the late papers that are not taken before somebody has said so; what is confidential is not named (K35, V16).

    `setting` has the terms of the meeting's own day.
    """
    waiting = [
        each
        for each in papers_of(connection, setting, meeting.id)
        if each.state in (SUBMITTED, ACCEPTED)
        and as_it_stands(setting.terms, meeting, each).admission == NEEDED
    ]
    secret = confidential_among(connection, setting, waiting)
    return tuple("a confidential paper" if each.id in secret else f"“{each.title}”" for each in waiting)


def confidential_among(connection: Connection, setting: Setting, several: Iterable[Paper]) -> frozenset[str]:
    """The papers, of several, that are confidential or whose item is, whatever has become of that item since (V16)."""
    known = tuple(several)
    items = set(
        connection.execute(
            select(agenda_items.c.id).where(
                *mine(setting, agenda_items),
                agenda_items.c.id.in_({each.item for each in known if each.item}),
                agenda_items.c.confidential.is_(True),
            )
        ).scalars()
    )
    return frozenset(each.id for each in known if each.confidential or each.item in items)


def meeting_of(connection: Connection, workspace: str, partnership: str, paper: str) -> str | None:
    """The meeting a paper is for."""
    return connection.execute(
        select(papers.c.meeting).where(
            papers.c.workspace == workspace, papers.c.partnership == partnership, papers.c.id == paper
        )
    ).scalar()


def count_of(connection: Connection, setting: Setting, meeting: str) -> int:
    """How many papers a meeting has, whatever has become of them but those withdrawn."""
    return int(
        connection.execute(
            select(func.count())
            .select_from(papers)
            .where(*mine(setting, papers), papers.c.meeting == meeting, papers.c.state != WITHDRAWN)
        ).scalar_one()
    )


def _with_versions(connection: Connection, setting: Setting, rows: Iterable[AnyRow]) -> tuple[Paper, ...]:
    found = tuple(rows)
    ids = [each.id for each in found]
    if not ids:
        return ()
    sent = {
        (row.paper, row.version): row.at
        for row in connection.execute(
            select(
                circulated_papers.c.paper,
                circulated_papers.c.version,
                func.min(circulations.c.circulated_at).label("at"),
            )
            .join(
                circulations,
                and_(
                    circulations.c.workspace == circulated_papers.c.workspace,
                    circulations.c.partnership == circulated_papers.c.partnership,
                    circulations.c.id == circulated_papers.c.circulation,
                ),
            )
            .where(*mine(setting, circulated_papers), circulated_papers.c.paper.in_(ids))
            .group_by(circulated_papers.c.paper, circulated_papers.c.version)
        )
    }
    versions: dict[str, list[Version]] = {}
    for row in connection.execute(
        select(*_WITHOUT_BYTES)
        .where(*mine(setting, paper_versions), paper_versions.c.paper.in_(ids))
        .order_by(paper_versions.c.version)
    ):
        versions.setdefault(row.paper, []).append(
            Version(
                number=row.version,
                state=row.state,
                file_name=row.file_name,
                size=row.size,
                link=row.link,
                submitted_by=row.submitted_by,
                submitted_at=row.submitted_at,
                slack_file=row.slack_file,
                digest=row.digest,
                error=row.error,
                accepted_at=row.accepted_at,
                circulated_at=sent.get((row.paper, row.version)),
            )
        )
    return tuple(_as_paper(row, tuple(versions[row.id])) for row in found)


def _as_paper(row: AnyRow, versions: tuple[Version, ...]) -> Paper:
    return Paper(
        id=row.id,
        meeting=row.meeting,
        item=row.item,
        title=row.title,
        kind=row.kind,
        amendment=row.amendment,
        confidential=row.confidential,
        state=row.state,
        reason=row.reason,
        submitted_by=row.submitted_by,
        submitter_name=row.submitter_name or "",
        organisation=row.organisation,
        organisation_name=row.organisation_name or "",
        version=row.version,
        late=row.late,
        admission=row.admission,
        versions=versions,
    )


def _submitted(connection: Connection, setting: Setting, event: PaperSubmitted, now: datetime) -> None:
    key = {"workspace": setting.workspace, "partnership": setting.partnership}
    now_so = {
        "title": event.title,
        "kind": event.kind,
        "state": event.state,
        "reason": "",
        "version": event.version,
        "late": event.late,
        "admission": event.admission,
    }
    if event.version == 1:
        connection.execute(
            insert(papers).values(
                **key,
                id=event.subject,
                meeting=event.meeting,
                item=event.item,
                amendment=event.amendment,
                confidential=event.confidential,
                submitted_by=event.person,
                organisation=event.organisation,
                submitted_at=now,
                **now_so,
            )
        )
    else:
        change(connection, setting, event.subject, **now_so)
    if event.item is not None:
        link(connection, setting, event.item, event.title)
    connection.execute(
        insert(paper_versions).values(
            **key,
            paper=event.subject,
            version=event.version,
            file_name=event.file_name,
            media_type=event.media_type,
            size=event.size,
            digest=event.digest,
            link=event.link,
            slack_file=event.slack_file,
            slack_url=event.slack_url,
            state=event.kept,
            error="",
            attempts=0,
            not_before=_AT_ONCE,
            submitted_by=event.person,
            submitted_at=now,
            accepted_at=now if event.state == ACCEPTED else None,
        )
    )


def _accepted(connection: Connection, setting: Setting, event: PaperAccepted, now: datetime) -> None:
    change(connection, setting, event.subject, state=ACCEPTED, reason="")
    connection.execute(
        update(paper_versions)
        .where(
            *mine(setting, paper_versions),
            paper_versions.c.paper == event.subject,
            paper_versions.c.version == event.version,
        )
        .values(accepted_at=now)
    )


def _returned(connection: Connection, setting: Setting, event: PaperReturned, now: datetime) -> None:
    values: dict[str, Any] = {"state": RETURNED, "reason": event.reason}
    if event.stands:  # an earlier version stands again, as it was looked over
        values |= {
            "state": ACCEPTED,
            "version": event.stands,
            "late": event.late,
            "admission": event.admission,
        }
    change(connection, setting, event.subject, **values)


def _withdrawn(connection: Connection, setting: Setting, event: PaperWithdrawn, now: datetime) -> None:
    change(connection, setting, event.subject, state=WITHDRAWN)


def _marked(connection: Connection, setting: Setting, event: PaperMarked, now: datetime) -> None:
    change(connection, setting, event.subject, confidential=event.confidential)


def _moved(connection: Connection, setting: Setting, event: PaperMoved, now: datetime) -> None:
    change(connection, setting, event.subject, item=event.item)


def _late_decided(connection: Connection, setting: Setting, event: LatePaperDecided, now: datetime) -> None:
    change(connection, setting, event.subject, admission=event.admission)


def change(connection: Connection, setting: Setting, paper: str, **values: Any) -> None:
    """Something about a paper is otherwise now."""
    connection.execute(update(papers).where(*mine(setting, papers), papers.c.id == paper).values(**values))


WRITERS: Mapping[type[Event], Writer] = {
    PaperSubmitted: _submitted,
    PaperAccepted: _accepted,
    PaperReturned: _returned,
    PaperWithdrawn: _withdrawn,
    PaperMarked: _marked,
    PaperMoved: _moved,
    LatePaperDecided: _late_decided,
}
