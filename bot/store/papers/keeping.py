"""The bytes of papers: fetched from Slack as soon as they are submitted, kept, and read again to be sent round.

`not_before` is real time: when the next attempt may be made, or until when the present one has it in hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, and_, literal, select, text, true, update

from bot.store import pauses
from bot.store.meetings.meeting_tables import paper_versions, papers
from bot.store.partnership.office import office
from bot.store.tables import meetings, people
from bot.workflows.papers.keeping import LostPaper

_LONGEST_ERROR = 200
FILES = "files.info"  # what Slack may ask us to wait with: asking about files, and fetching them
# The very words of the partial index: SQLite uses it only where the query repeats them.
_WAITING = text("paper_versions.state = 'waiting'")


@dataclass(frozen=True)
class Wanted:
    """A version whose bytes are still with Slack, in the hands of one delivery until `lease_until` (real time)."""

    workspace: str
    partnership: str
    paper: str
    version: int
    file_name: str
    media_type: str
    size: int  # 0: nobody has said
    slack_file: str
    slack_url: str
    attempts: int
    lease_until: datetime


@dataclass(frozen=True)
class Kept:
    """A version as the store has it; its content where the bytes are here."""

    state: str
    error: str
    content: bytes | None


def is_anything_waiting(connection: Connection, real: datetime, workspace: str | None = None) -> bool:
    """Whether a file could be fetched now: a cheap look that takes no lock. With a workspace, only its own files."""
    found = select(literal(1)).select_from(paper_versions).where(may_be_fetched(workspace, real)).limit(1)
    return connection.execute(found).first() is not None


def claim(
    connection: Connection, *, real: datetime, lease: timedelta, workspace: str | None = None
) -> Wanted | None:
    """Take the version that has waited longest; nobody else fetches it before the lease is over."""
    columns = [each for each in paper_versions.c if each.name != "content"]
    row = connection.execute(
        select(*columns)
        .where(may_be_fetched(workspace, real))
        .order_by(paper_versions.c.not_before)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    taken = Wanted(
        workspace=row.workspace,
        partnership=row.partnership,
        paper=row.paper,
        version=row.version,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        slack_file=row.slack_file,
        slack_url=row.slack_url,
        attempts=row.attempts + 1,
        lease_until=real + lease,
    )
    connection.execute(
        update(paper_versions)
        .where(_key(taken))
        .values(attempts=taken.attempts, not_before=taken.lease_until)
    )
    return taken


def keep(connection: Connection, wanted: Wanted, content: bytes, media_type: str) -> bool:
    """The bytes are here, and stay; False where somebody else has brought them or given them up meanwhile."""
    here = update(paper_versions).where(_key(wanted), _WAITING)
    values = {
        "state": "kept",
        "content": content,
        "size": len(content),
        "digest": sha256(content).hexdigest(),
        "media_type": media_type,
        "error": "",
    }
    return connection.execute(here.values(**values)).rowcount == 1


def put_back(
    connection: Connection, wanted: Wanted, *, not_before: datetime, error: str, counted: bool = True
) -> None:
    """It could not be fetched: try again from `not_before`. What Slack only asked us to wait for is not counted."""
    attempts = wanted.attempts if counted else wanted.attempts - 1
    connection.execute(
        update(paper_versions)
        .where(_in_hand(wanted))
        .values(attempts=attempts, not_before=not_before, error=error[:_LONGEST_ERROR])
    )


def lose(connection: Connection, wanted: Wanted, error: str) -> bool:
    """It will never be here; False where the claim is no longer ours, and then nothing is changed."""
    lost = update(paper_versions).where(_in_hand(wanted)).values(state="lost", error=error[:_LONGEST_ERROR])
    return connection.execute(lost).rowcount == 1


def lost_paper(connection: Connection, wanted: Wanted, error: str, now: datetime) -> LostPaper:
    """Whose paper it was, for what, and who has to be told."""
    mine = (wanted.workspace, wanted.partnership)
    row = connection.execute(
        select(
            papers.c.title,
            people.c.name,
            people.c.slack_user,
            people.c.deactivated,
            meetings.c.title.label("meeting"),
            meetings.c.held_on,
        )
        .join_from(paper_versions, papers, _same(paper_versions.c.paper, papers.c.id))
        .join(people, _same(paper_versions.c.submitted_by, people.c.id))
        .join(meetings, _same(papers.c.meeting, meetings.c.id))
        .where(_key(wanted))
    ).one()
    told = office(connection, *mine, now)
    return LostPaper(
        paper=wanted.paper,
        version=wanted.version,
        title=row.title,
        file_name=wanted.file_name,
        meeting=row.meeting,
        held_on=row.held_on,
        error=error,
        submitter=row.name,
        submitter_user=None if row.deactivated else row.slack_user,
        partnership_name=told.name,
        secretariat=told.secretariat,
    )


def version_kept(
    connection: Connection, workspace: str, partnership: str, paper: str, version: int
) -> Kept | None:
    """A version of a paper with its bytes, if there is such a version."""
    row = connection.execute(
        select(paper_versions.c.state, paper_versions.c.error, paper_versions.c.content).where(
            paper_versions.c.workspace == workspace,
            paper_versions.c.partnership == partnership,
            paper_versions.c.paper == paper,
            paper_versions.c.version == version,
        )
    ).first()
    return None if row is None else Kept(row.state, row.error, row.content)


def may_be_fetched(workspace: str | None, real: datetime) -> ColumnElement[bool]:
    """In a query: the versions whose files may be fetched now, of one workspace or of all."""
    own = true() if workspace is None else paper_versions.c.workspace == workspace
    paused = pauses.is_paused(paper_versions.c.workspace, FILES, real)
    return and_(_WAITING, own, paper_versions.c.not_before <= real, ~paused)


def _key(wanted: Wanted) -> ColumnElement[bool]:
    return and_(
        paper_versions.c.workspace == wanted.workspace,
        paper_versions.c.partnership == wanted.partnership,
        paper_versions.c.paper == wanted.paper,
        paper_versions.c.version == wanted.version,
    )


def _in_hand(wanted: Wanted) -> ColumnElement[bool]:
    return and_(_key(wanted), _WAITING, paper_versions.c.not_before == wanted.lease_until)


def _same(own: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[bool]:
    """Two rows of one partnership, joined by an id."""
    first, second = own.table.c, other.table.c
    return and_(first.workspace == second.workspace, first.partnership == second.partnership, own == other)
