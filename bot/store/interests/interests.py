"""The register of interests, and the business that interests are declared on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, ScalarSelect, and_, bindparam, or_, select

from bot.store.meetings.meeting_tables import agenda_items
from bot.store.rows import AnyRow
from bot.store.tables import business, interests, motions, people
from bot.store.tenders.tender_tables import item_tenders
from bot.workflows.agenda.agenda import ACCEPTED, AWAITING, CONFIDENTIAL
from bot.workflows.interests.interests import Interest, Ruling, Subject, known_as
from bot.workflows.interests.ruling import Ruled

_WITH_CONFIDENCE = select(business, agenda_items.c.confidential).select_from(
    business.outerjoin(
        agenda_items,
        and_(
            agenda_items.c.workspace == business.c.workspace,
            agenda_items.c.partnership == business.c.partnership,
            agenda_items.c.id == business.c.id,
        ),
    )
)
_RATIFIED = motions.alias("ratified")


def meeting_of(workspace: Any, partnership: Any, motion: Any) -> ScalarSelect[str]:
    """The meeting of the decision that a motion is to ratify: what was declared on that bears on the ratification too (K33)."""
    mine = (_RATIFIED.c.workspace == workspace, _RATIFIED.c.partnership == partnership)
    return select(_RATIFIED.c.meeting).where(*mine, _RATIFIED.c.id == motion).scalar_subquery()


_OF_TENDERS = select(item_tenders.c.tender).where(
    item_tenders.c.workspace == bindparam("workspace"),
    item_tenders.c.partnership == bindparam("partnership"),
    item_tenders.c.item.in_([bindparam(each) for each in ("first", "second", "third", "fourth")]),
)
_BEARING = (
    select(
        interests.c.id,
        interests.c.subject_kind,
        interests.c.subject,
        interests.c.subject_title,
        interests.c.organisation,
        interests.c.person,
        interests.c.nil,
        interests.c.ruling,
        interests.c.declaration,
        interests.c.reopened,
    )
    .where(
        interests.c.workspace == bindparam("workspace"),
        interests.c.partnership == bindparam("partnership"),
        or_(
            interests.c.subject == bindparam("first"),
            interests.c.subject == bindparam("second"),
            interests.c.subject == bindparam("third"),
            interests.c.subject == bindparam("fourth"),
            interests.c.subject
            == meeting_of(bindparam("workspace"), bindparam("partnership"), bindparam("fourth")),
            interests.c.subject.in_(_OF_TENDERS),  # an item that names a tender is about it
        ),
    )
    .order_by(interests.c.id)
)


def bearing_on(
    connection: Connection, workspace: str, partnership: str, subjects: Iterable[str | None]
) -> Mapping[str, tuple[Interest, ...]]:
    """Every declaration on up to four subjects, by organisation: a motion, its meeting, the item or tender it is about, and the
    decision it is to ratify, with the meeting at which that was taken."""
    first, second, third, fourth = (*(each or "" for each in subjects), "", "", "", "")[:4]
    rows = connection.execute(
        _BEARING,
        {
            "workspace": workspace,
            "partnership": partnership,
            "first": first,
            "second": second,
            "third": third,
            "fourth": fourth,
        },
    )
    found: dict[str, tuple[Interest, ...]] = {}
    for row in rows:
        found[row.organisation] = (*found.get(row.organisation, ()), as_interest(row))
    return found


def on_each(
    connection: Connection, workspace: str, partnership: str, subjects: Iterable[str]
) -> Mapping[tuple[str, str], tuple[Interest, ...]]:
    """Every declaration on any number of subjects, by subject and organisation."""
    rows = connection.execute(
        select(interests).where(
            interests.c.workspace == workspace,
            interests.c.partnership == partnership,
            interests.c.subject.in_(tuple(subjects)),
        )
    )
    found: dict[tuple[str, str], tuple[Interest, ...]] = {}
    for row in rows:
        key = (row.subject, row.organisation)
        found[key] = (*found.get(key, ()), as_interest(row))
    return found


def by_id(connection: Connection, workspace: str, partnership: str, interest: str) -> Interest | None:
    """One declaration."""
    row = connection.execute(
        select(interests).where(
            interests.c.workspace == workspace,
            interests.c.partnership == partnership,
            interests.c.id == interest,
        )
    ).one_or_none()
    return as_interest(row) if row is not None else None


def ruled_on(
    connection: Connection, workspace: str, partnership: str, interest: str
) -> tuple[str, Ruled | None]:
    """What was declared, and who ruled on it last."""
    of_ruler = and_(
        people.c.workspace == interests.c.workspace,
        people.c.partnership == interests.c.partnership,
        people.c.id == interests.c.ruled_by,
    )
    row = connection.execute(
        select(interests.c.nature, interests.c.ruled_by, interests.c.ruled_at, people.c.name)
        .select_from(interests.outerjoin(people, of_ruler))
        .where(
            interests.c.workspace == workspace,
            interests.c.partnership == partnership,
            interests.c.id == interest,
        )
    ).one()
    return row.nature, Ruled(row.ruled_by, row.name, row.ruled_at) if row.ruled_by else None


def natures(
    connection: Connection, workspace: str, partnership: str, ids: Iterable[str]
) -> Mapping[str, str]:
    """What was declared, by the id of the declaration."""
    rows = connection.execute(
        select(interests.c.id, interests.c.nature).where(
            interests.c.workspace == workspace,
            interests.c.partnership == partnership,
            interests.c.id.in_(list(ids)),
        )
    )
    return {row.id: row.nature for row in rows}


def business_of(connection: Connection, workspace: str, partnership: str, id: str) -> Subject | None:
    """An item or a tender, by its id."""
    row = connection.execute(
        select(business).where(
            business.c.workspace == workspace, business.c.partnership == partnership, business.c.id == id
        )
    ).one_or_none()
    return Subject(row.kind, row.id, row.title) if row is not None else None


def business_at(
    connection: Connection, workspace: str, partnership: str, meeting: str
) -> tuple[Subject, ...]:
    """The items of business on the agenda of a meeting, in its order."""
    rows = connection.execute(
        _WITH_CONFIDENCE.where(
            business.c.workspace == workspace,
            business.c.partnership == partnership,
            agenda_items.c.meeting == meeting,
            agenda_items.c.state.in_((ACCEPTED, AWAITING)),
        ).order_by(agenda_items.c.position, business.c.id)
    )
    return tuple(Subject(row.kind, row.id, row.title) for row in rows)


def business_called(
    connection: Connection, workspace: str, partnership: str, kind: str, title: str
) -> Subject | None:
    """The item or tender of that name, however it was spaced and capitalised; the one raised first."""
    rows = connection.execute(
        select(business.c.id, business.c.title)
        .where(
            business.c.workspace == workspace, business.c.partnership == partnership, business.c.kind == kind
        )
        .order_by(business.c.raised_at, business.c.id)
    )
    named = known_as(title)
    return next((Subject(kind, row.id, row.title) for row in rows if known_as(row.title) == named), None)


def open_title_of(connection: Connection, workspace: str, partnership: str, id: str) -> str:
    """What an item or a tender is called where everybody reads: of a confidential item, only that it is one (V16)."""
    row = connection.execute(
        _WITH_CONFIDENCE.where(
            business.c.workspace == workspace, business.c.partnership == partnership, business.c.id == id
        )
    ).one_or_none()
    return "" if row is None else CONFIDENTIAL if row.confidential else row.title


def called_for_others(
    connection: Connection, workspace: str, partnership: str, subject: Subject, about: str | None = None
) -> str:
    """What a subject is called to those who may not know what is confidential (V16); `about`: what a motion is about."""
    if subject.kind == "meeting":
        return subject.title
    title = open_title_of(connection, workspace, partnership, about or subject.id)
    if title != CONFIDENTIAL:
        return subject.title
    reference = subject.title.partition(":")[0]
    return f"{reference}: about {CONFIDENTIAL.lower()}" if subject.kind == "motion" else title


def recent_business(
    connection: Connection,
    workspace: str,
    partnership: str,
    *,
    insider: bool = True,
    unnamed: Callable[[Iterable[str]], frozenset[str]] = lambda ids: frozenset(),
    most: int = 40,
) -> tuple[Subject, ...]:
    """The items and tenders raised last, newest first; to nobody but members and officers the name of a confidential one, which
    has a number instead (V16). `unnamed`: which of them are nameless to a member or an officer too."""
    rows = connection.execute(
        _WITH_CONFIDENCE.where(business.c.workspace == workspace, business.c.partnership == partnership)
        .order_by(business.c.raised_at.desc(), business.c.id)
        .limit(most)
    ).all()
    secret = [row.id for row in reversed(rows) if row.confidential]
    nameless = unnamed(secret) if insider else frozenset(secret)
    hidden = [each for each in secret if each in nameless]
    numbers = {id: f" ({at})" if len(hidden) > 1 else "" for at, id in enumerate(hidden, start=1)}
    return tuple(
        Subject(row.kind, row.id, f"{CONFIDENTIAL}{numbers[row.id]}" if row.id in numbers else row.title)
        for row in rows
    )


def as_interest(row: AnyRow, id: str | None = None, person: str | None = None) -> Interest:
    """A row of the register of interests as a record; its id and person may come under other names in a wider row."""
    return Interest(
        id=id or row.id,
        subject=Subject(row.subject_kind, row.subject, row.subject_title),
        organisation=row.organisation,
        person=person or row.person,
        nil=row.nil,
        ruling=Ruling(row.ruling) if row.ruling else None,
        declaration=row.declaration,
        reopened=row.reopened,
    )
