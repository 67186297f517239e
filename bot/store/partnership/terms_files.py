"""Files of new terms that were handed in: claimed by delivery, kept, and read when the clock comes to them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, literal, select, text, true, update

from bot.rules.citing import clause_of
from bot.rules.wording import day_words
from bot.store import pauses
from bot.store.kinds.kind_tables import terms_files
from bot.store.kinds.kinds import waiting
from bot.store.meetings.relaying import lay_anew
from bot.store.papers.keeping import FILES, Wanted
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.partnership.places import who_asks
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.tables import due_work, terms_versions
from bot.store.writing import Writer, insert_once, key_of, where
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.partnership.handing_in import (
    READ_TERMS,
    HandedIn,
    HandInForm,
    HandInFormFacts,
    HandingFacts,
    HandInTerms,
    ReadingFacts,
    ReadTerms,
    TermsFileRecorded,
    TermsFileRefused,
    TermsHandedIn,
    not_theirs,
)
from bot.workflows.questions import Choice

_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
# The very words of the partial index: SQLite uses it only where the query repeats them.
_WAITING = text("terms_files.state = 'waiting'")


def is_anything_waiting(connection: Connection, real: datetime, workspace: str | None = None) -> bool:
    """Whether a file of terms could be fetched now."""
    found = select(literal(1)).select_from(terms_files).where(_may_be_fetched(workspace, real)).limit(1)
    return connection.execute(found).first() is not None


def claim(
    connection: Connection, *, real: datetime, lease: timedelta, workspace: str | None = None
) -> Wanted | None:
    """Take the file that has waited longest; nobody else fetches it before the lease is over."""
    row = connection.execute(
        select(*(each for each in terms_files.c if each.name != "content"))
        .where(_may_be_fetched(workspace, real))
        .order_by(terms_files.c.not_before)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    taken = Wanted(
        workspace=row.workspace,
        partnership=row.partnership,
        paper=row.id,
        version=0,
        file_name=row.name,
        media_type=row.media_type,
        size=row.size,
        slack_file=row.slack_file,
        slack_url=row.slack_url,
        attempts=row.attempts + 1,
        lease_until=real + lease,
    )
    connection.execute(_this(taken).values(attempts=taken.attempts, not_before=taken.lease_until))
    return taken


def keep(connection: Connection, wanted: Wanted, content: bytes, now: datetime) -> None:
    """The file is here: the clock reads it next."""
    kept = _this(wanted).where(_WAITING).values(state="kept", content=content, size=len(content))
    if connection.execute(kept).rowcount == 1:
        _read_next(connection, wanted, now)


def put_back(
    connection: Connection, wanted: Wanted, *, not_before: datetime, error: str, counted: bool = True
) -> None:
    """It could not be fetched: try again from `not_before`. What Slack only asked us to wait for is not counted."""
    attempts = wanted.attempts if counted else wanted.attempts - 1
    values = {"attempts": attempts, "not_before": not_before, "error": error[:200]}
    connection.execute(_this(wanted).where(_WAITING).values(**values))


def lose(connection: Connection, wanted: Wanted, why: str, now: datetime) -> None:
    """It will never be here: the clock tells whoever handed it in."""
    lost = _this(wanted).where(_WAITING).values(state="lost", error=why[:200])
    if connection.execute(lost).rowcount == 1:
        _read_next(connection, wanted, now)


def for_handing_in(connection: Connection, command: HandInTerms, now: datetime) -> HandingFacts | Refused:
    """What is known when terms are handed in."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    today = partnership_rows.today_in(setting.time_zone, now)
    mine = {**key_of(setting), "id": command.file}
    return HandingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, today),
        waiting=waiting(connection, setting),
        already=connection.execute(where(select(terms_files.c.id), terms_files, mine)).first() is not None,
    )


def for_reading(connection: Connection, command: ReadTerms, now: datetime) -> ReadingFacts | Refused:
    """What is known when a file of terms is read; versions of one partnership are recorded one after the other."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    mine = key_of(setting)
    row = connection.execute(
        where(select(terms_files), terms_files, {**mine, "id": command.subject})
    ).one_or_none()
    if row is None or row.state not in ("kept", "lost"):
        return Refused("That file has been dealt with.")
    before, held = partnership_rows.last_document(connection, setting.workspace, setting.partnership)
    last = connection.execute(
        where(select(func.max(terms_versions.c.version)), terms_versions, mine)
    ).scalar()
    return ReadingFacts(
        setting=setting,
        file=HandedIn(
            row.id, row.name, tuple(row.motions), row.person, row.slack_user, row.content, row.error
        ),
        before=before,
        held=held,
        waiting=waiting(connection, setting),
        next_version=int(last or 0) + 1,
        kept=partnership_rows.kept_documents(connection, setting.workspace, setting.partnership),
        told=_told_before(connection, mine, row.content),
    )


def _told_before(connection: Connection, mine: dict[str, Any], content: bytes | None) -> tuple[str, ...]:
    """Why the same bytes were not recorded when they were handed in before."""
    if content is None:
        return ()
    refused = {**mine, "state": "refused", "content": content}
    return tuple(connection.execute(where(select(terms_files.c.error), terms_files, refused)).scalars())


def form(connection: Connection, question: HandInForm, now: datetime) -> HandInFormFacts:
    """Which adopted amendments wait for their text."""
    setting, who = who_asks(connection, question, question.partnership, now)
    held = waiting(connection, setting)
    return HandInFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        waiting=tuple(
            Choice(
                each.reference,
                f"{each.reference}, in force from {day_words(each.in_force_on)}"
                if each.version is None
                else f"{each.reference}, which stands no longer: the terms that stand instead",
                len(held) == 1,
            )
            for each in held
        ),
        clause=clause_of(setting.terms.majorities.get(AMENDMENT)),
        refused=not_theirs(who, setting),
    )


def _handed_in(connection: Connection, setting: Setting, event: TermsHandedIn, now: datetime) -> None:
    connection.execute(
        insert(terms_files).values(
            **key_of(setting),
            id=event.subject,
            name=event.name,
            media_type=event.media_type[:200],
            size=event.size,
            slack_file=event.slack_file,
            slack_url=event.slack_url,
            person=event.person,
            slack_user=event.user,
            motions=list(event.motions),
            state="waiting",
            error="",
            attempts=0,
            not_before=_AT_ONCE,
            handed_in_at=now,
        )
    )


def _recorded(connection: Connection, setting: Setting, event: TermsFileRecorded, now: datetime) -> None:
    key = {**key_of(setting), "id": event.subject}
    content = connection.execute(where(select(terms_files.c.content), terms_files, key)).scalar_one()
    number = partnership_rows.add_terms(
        connection,
        workspace=setting.workspace,
        partnership=setting.partnership,
        document=content.decode("utf-8"),
        adoptions=event.carried,
        now=now,
    )
    assert number == event.terms_version  # versions are recorded one after the other
    connection.execute(where(update(terms_files), terms_files, key).values(state="recorded"))
    lay_anew(connection, setting.workspace, setting.partnership, now)


def _refused(connection: Connection, setting: Setting, event: TermsFileRefused, now: datetime) -> None:
    key = {**key_of(setting), "id": event.subject}
    connection.execute(where(update(terms_files), terms_files, key).values(state="refused", error=event.why))


def _read_next(connection: Connection, wanted: Wanted, now: datetime) -> None:
    row = {
        "workspace": wanted.workspace,
        "partnership": wanted.partnership,
        "key": f"{READ_TERMS}|{wanted.paper}",
        "kind": READ_TERMS,
        "subject": wanted.paper,
        "due_at": now,
    }
    insert_once(connection, due_work, row)


def _may_be_fetched(workspace: str | None, real: datetime) -> ColumnElement[bool]:
    own = true() if workspace is None else terms_files.c.workspace == workspace
    paused = pauses.is_paused(terms_files.c.workspace, FILES, real)
    return and_(_WAITING, own, terms_files.c.not_before <= real, ~paused)


def _this(wanted: Wanted) -> Any:
    key = {"workspace": wanted.workspace, "partnership": wanted.partnership, "id": wanted.paper}
    return where(update(terms_files), terms_files, key)


WRITERS: Mapping[type[Event], Writer] = {
    TermsHandedIn: _handed_in,
    TermsFileRecorded: _recorded,
    TermsFileRefused: _refused,
}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {HandInForm: form}
