"""What became of each round of papers for each person: who was served, joined with the outbox, which has the proof."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, select

from bot.rules.register import Capacity
from bot.rules.wording import listed_within
from bot.store.agenda.standing_items import mine
from bot.store.meetings.meeting_tables import circulated_papers, circulations, papers, served
from bot.store.replies.replies import deputies_named
from bot.store.tables import organisations, outbox, people
from bot.workflows.decisions import Setting
from bot.workflows.meetings.invited import Invited
from bot.workflows.papers.service import FAILED, IN_DOUBT, NO_ACCOUNT, ON_ITS_WAY, SENT, Service

LONGEST_LIST = 600  # characters of names
_STATES = {"sent": SENT, "in_doubt": IN_DOUBT, "failed": FAILED}
_by_hand = people.alias("by_hand")
_SERVICES = (
    select(
        served,
        circulations.c.number,
        circulations.c.circulated_at,
        people.c.name,
        organisations.c.name.label("organisation_name"),
        outbox.c.state,
        outbox.c.sent_at,
        outbox.c.channel,
        outbox.c.ts,
        outbox.c.error,
        _by_hand.c.name.label("by_hand_name"),
    )
    .join(
        circulations,
        and_(
            circulations.c.workspace == served.c.workspace,
            circulations.c.partnership == served.c.partnership,
            circulations.c.id == served.c.circulation,
        ),
    )
    .join(
        people,
        and_(
            people.c.workspace == served.c.workspace,
            people.c.partnership == served.c.partnership,
            people.c.id == served.c.person,
        ),
    )
    .outerjoin(
        organisations,
        and_(
            organisations.c.workspace == served.c.workspace,
            organisations.c.partnership == served.c.partnership,
            organisations.c.id == served.c.organisation,
        ),
    )
    .outerjoin(
        outbox,
        and_(
            outbox.c.workspace == served.c.workspace,
            outbox.c.partnership == served.c.partnership,
            outbox.c.key == served.c.notice,
        ),
    )
    .outerjoin(
        _by_hand,
        and_(
            _by_hand.c.workspace == served.c.workspace,
            _by_hand.c.partnership == served.c.partnership,
            _by_hand.c.id == served.c.by_hand_by,
        ),
    )
    .order_by(circulations.c.number, organisations.c.name, people.c.name, served.c.person)
)


def services_of(
    connection: Connection,
    setting: Setting,
    *,
    meeting: str | None = None,
    circulation: str | None = None,
    text: tuple[str, int] | None = None,
) -> tuple[Service, ...]:
    """What became of one round, of all the rounds of a meeting, or of those with one text in them, for each person."""
    if circulation is not None:
        which = circulations.c.id == circulation
    elif text is not None:
        which = circulations.c.id.in_(
            select(circulated_papers.c.circulation).where(
                *mine(setting, circulated_papers),
                circulated_papers.c.paper == text[0],
                circulated_papers.c.version == text[1],
            )
        )
    else:
        which = circulations.c.meeting == meeting
    rows = connection.execute(_SERVICES.where(*mine(setting, served), which)).all()
    ids = {paper for row in rows for paper, _ in (*row.papers, *row.withheld)}
    titles = {
        row.id: row.title
        for row in connection.execute(
            select(papers.c.id, papers.c.title).where(*mine(setting, papers), papers.c.id.in_(ids))
        )
    }
    return tuple(
        Service(
            circulation=row.circulation,
            number=row.number,
            circulated_at=row.circulated_at,
            person=row.person,
            name=row.name,
            organisation=row.organisation,
            organisation_name=row.organisation_name or "",
            state=_STATES.get(row.state, ON_ITS_WAY) if row.notice is not None else NO_ACCOUNT,
            texts=tuple((paper, version) for paper, version in row.papers),
            papers=tuple(
                f"{titles[paper]}{f' (version {version})' if version > 1 else ''}"
                for paper, version in row.papers
            ),
            withheld=tuple((titles[paper], why) for paper, why in row.withheld),
            sent_at=row.sent_at,
            channel=row.channel or "",
            ts=row.ts or "",
            error=row.error or "",
            acknowledged_at=row.acknowledged_at,
            by_hand_at=row.by_hand_at,
            by_hand_by=row.by_hand_name or "",
        )
        for row in rows
    )


def sent_nothing(
    connection: Connection, setting: Setting, meeting: str, called: Iterable[Invited]
) -> tuple[str, ...]:
    """That some of those called have been sent nothing of a meeting whose papers have gone round: they have joined since (K36)."""
    reached = set(
        connection.execute(
            select(served.c.person)
            .join(
                circulations,
                and_(
                    circulations.c.workspace == served.c.workspace,
                    circulations.c.partnership == served.c.partnership,
                    circulations.c.id == served.c.circulation,
                ),
            )
            .where(*mine(setting, served), circulations.c.meeting == meeting)
        ).scalars()
    )
    deputies = deputies_named(connection, setting, meeting)
    names = [
        f"{each.name}{f' ({each.organisation_name})' if each.organisation_name else ''}"
        for each in called
        if each.person not in reached
        and (each.capacity is Capacity.REPRESENTATIVE or each.person in deputies)
    ]
    if not names:
        return ()
    have = "has" if len(set(names)) == 1 else "have"
    said = listed_within(list(dict.fromkeys(names)), LONGEST_LIST)
    return (f"{said} {have} been sent nothing: agenda and papers had gone round before",)
