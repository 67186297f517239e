"""What tenders, contracts and policies ask of one person now: answers and returns owed, what runs out, and what is late."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from textwrap import shorten

from sqlalchemy import Connection, and_, or_, select

from bot.ocds.releases import CANCELLED
from bot.rules.wording import counted, day_words, listed
from bot.store.agenda.standing_items import mine
from bot.store.partnership.partnerships import today_in
from bot.store.rows import AnyRow
from bot.store.tables import organisations
from bot.store.tenders.bid_tables import contract_returns
from bot.store.tenders.policies import policies_of, runs_out_soon, theirs
from bot.store.tenders.tender_tables import tender_answers, tenders
from bot.store.tenders.tender_voices import in_every_group, members_on, theirs_to_see
from bot.store.tenders.tenders import as_tender
from bot.workflows.decisions import Setting
from bot.workflows.questions import Ask
from bot.workflows.standing import Seat, Standing
from bot.workflows.tenders.importing import ENDED
from bot.workflows.tenders.policies import Policy, stands
from bot.workflows.tenders.tender_questions import ALIVE, FOUND_ONES
from bot.workflows.tenders.tenders import (
    BID_WON,
    CONSIDERING,
    PREPARING,
    SUBMITTED,
    SUGGESTED,
    WON,
    WORKING_UP,
    Tender,
)

MOST = 3  # of each kind; what is more is said in one line
NOT_SENT = (CONSIDERING, WORKING_UP, PREPARING)


def asked_of_tenders(
    connection: Connection, setting: Setting, who: Standing, now: datetime
) -> tuple[Ask, ...]:
    """What somebody's own organisations owe: an answer to a tender, a return, a review (C33, C43, C37)."""
    on = today_in(setting.time_zone, now)
    everywhere = in_every_group(connection, setting, who, on)
    assert isinstance(everywhere, Standing)
    seats = everywhere.seats
    if not seats:
        return ()
    return (
        *_answers_owed(connection, setting, seats, now),
        *_returns_owed(connection, setting, [each.organisation for each in seats], on),
        *_reviews_owed(connection, setting, seats, on),
    )


def late_in_tenders(
    connection: Connection, setting: Setting, who: Standing, now: datetime
) -> tuple[Ask, ...]:
    """What is late or waits, for the secretariat and the chair; of policies the secretariat alone hears."""
    on = today_in(setting.time_zone, now)
    return (
        *_suggested(connection, setting),
        *_not_sent(connection, setting, who, now),
        *_late_returns(connection, setting, who, on),
        *(_out_of_date(connection, setting, who, on) if who.is_secretariat else ()),
    )


def _answers_owed(
    connection: Connection, setting: Setting, seats: Sequence[Seat], now: datetime
) -> list[Ask]:
    rows = connection.execute(
        select(tenders)
        .where(
            *mine(setting, tenders),
            tenders.c.told_at.is_not(None),
            tenders.c.stage.in_(NOT_SENT),  # once a bid is sent, nobody is asked again either
            or_(tenders.c.deadline.is_(None), tenders.c.deadline > now),
        )
        .order_by(tenders.c.deadline.is_(None), tenders.c.deadline, tenders.c.year, tenders.c.number)
    )
    own = [each.organisation for each in seats]
    answered = {
        (row.tender, row.organisation)
        for row in connection.execute(
            select(tender_answers.c.tender, tender_answers.c.organisation).where(
                *mine(setting, tender_answers), tender_answers.c.organisation.in_(own)
            )
        )
    }
    waiting = []
    for row in rows:
        silent = [each for each in seats if (row.id, each.organisation) not in answered]
        if silent:
            waiting.append(_answer_owed(as_tender(row), silent, setting))
    return _shortened(waiting, "more tenders wait for your answer", Ask("tenders", "", ALIVE))


def _answer_owed(tender: Tender, silent: Sequence[Seat], setting: Setting) -> Ask:
    names = listed([each.name for each in silent])
    has = "has" if len(silent) == 1 else "have"
    closes = tender.closing_day(setting.time_zone)
    by = f" Answers by {day_words(closes)}." if closes is not None else ""
    only = silent[0].organisation if len(silent) == 1 else ""
    return Ask("answer tender", f"{_named(tender)}: {names} {has} not answered.{by}", tender.id, only)


def _returns_owed(connection: Connection, setting: Setting, own: Iterable[str], on: date) -> list[Ask]:
    found = [
        Ask("tender", f"{_titled(row)}: the return of {row.name} {_due(row, on)}.", row.tender)
        for row in _returns(connection, setting)
        if row.organisation in set(own)
    ]
    return _shortened(found, "more returns are owed", Ask("tenders", "", ALIVE))


def _reviews_owed(connection: Connection, setting: Setting, seats: Sequence[Seat], on: date) -> list[Ask]:
    names = {each.organisation: each.name for each in seats}
    held = policies_of(connection, setting, names, names)
    found = [
        Ask("policy", f"{each.name} of {each.organisation_name}: {stands(each, on)}.", each.key)
        for each in held
        if runs_out_soon(each, setting, on)
    ]
    return _shortened(found, "more policies run out", Ask("policies", "", ""))


def _suggested(connection: Connection, setting: Setting) -> list[Ask]:
    """What members suggested and nobody has answered (C5)."""
    rows = connection.execute(
        select(tenders.c.id).where(*mine(setting, tenders), tenders.c.stage == SUGGESTED)
    ).all()
    if not rows:
        return []
    words = f"{counted(len(rows), 'tender suggested by a member waits', 'tenders suggested by members wait')} for an answer."
    return [Ask("tenders", words, FOUND_ONES)]


def _not_sent(connection: Connection, setting: Setting, who: Standing, now: datetime) -> list[Ask]:
    """Whose deadline has passed, or whose publisher says that it is over, and of which nobody has said what became (V18)."""
    over = or_(
        and_(tenders.c.stage == SUBMITTED, tenders.c.published_stage.in_(ENDED)),
        and_(tenders.c.stage == WON, tenders.c.published_stage == CANCELLED),
    )
    rows = connection.execute(
        select(tenders)
        .where(
            *mine(setting, tenders),
            or_(and_(tenders.c.stage.in_(NOT_SENT), tenders.c.deadline <= now), over),
        )
        .order_by(tenders.c.deadline.desc())
    ).all()
    on = today_in(setting.time_zone, now)
    seen = theirs_to_see(connection, setting, who, on, [row.id for row in rows])
    found = []
    for tender in (as_tender(row) for row in rows if row.id in seen):
        passed = f"deadline passed on {tender.deadline_words(setting.time_zone)}"
        over_by = (
            passed if tender.stage in NOT_SENT else f"publisher says that it is {tender.published_stage}"
        )
        words = f"{_named(tender)}: its {over_by}, and it is still {tender.stage}."
        found.append(Ask("tender", words, tender.id))
    return _shortened(found, "more deadlines have passed", Ask("tenders", "", ALIVE))


def _late_returns(connection: Connection, setting: Setting, who: Standing, on: date) -> list[Ask]:
    late: dict[str, list[AnyRow]] = {}
    for row in _returns(connection, setting):
        if row.due_on < on:
            late.setdefault(row.tender, []).append(row)
    seen = theirs_to_see(connection, setting, who, on, tuple(late))
    found = [
        Ask("tender", f"{_titled(rows[0])}: {counted(len(rows), 'return is', 'returns are')} late.", tender)
        for tender, rows in late.items()
        if tender in seen
    ]
    return _shortened(found, "more contracts have late returns", Ask("tenders", "", ALIVE))


def _out_of_date(connection: Connection, setting: Setting, who: Standing, on: date) -> list[Ask]:
    names = members_on(connection, setting, on)
    held = policies_of(connection, setting, names, theirs(who, names))
    out: list[Policy] = [each for each in held if each.is_out(on)]
    if not out:
        return []
    words = f"{counted(len(out), 'policy or piece of evidence is', 'policies and pieces of evidence are')} out of date."
    return [Ask("policies", words, "")]


def _returns(connection: Connection, setting: Setting) -> Sequence[AnyRow]:
    """The returns that were asked for and have not come, the longest due first."""
    at = (contract_returns.c.workspace, contract_returns.c.partnership)
    return connection.execute(
        select(contract_returns, tenders.c.year, tenders.c.number, tenders.c.title, organisations.c.name)
        .select_from(
            contract_returns.join(
                tenders,
                and_(
                    tenders.c.workspace == at[0],
                    tenders.c.partnership == at[1],
                    tenders.c.id == contract_returns.c.tender,
                ),
            ).join(
                organisations,
                and_(
                    organisations.c.workspace == at[0],
                    organisations.c.partnership == at[1],
                    organisations.c.id == contract_returns.c.organisation,
                ),
            )
        )
        .where(
            *mine(setting, contract_returns),
            contract_returns.c.received_on.is_(None),
            tenders.c.stage.in_(BID_WON),
        )
        .order_by(contract_returns.c.due_on, contract_returns.c.organisation)
    ).all()


def _due(row: AnyRow, on: date) -> str:
    day = day_words(row.due_on)
    return f"was due by {day}, and is late" if row.due_on < on else f"is due by {day}"


def _named(tender: Tender) -> str:
    return f"{tender.reference} “{_short(tender.title)}”"


def _titled(row: AnyRow) -> str:
    return f"T{row.year}/{row.number} “{_short(row.title)}”"


def _short(title: str) -> str:
    return shorten(title, 120, placeholder=" …")


def _shortened(found: list[Ask], words: str, rest: Ask) -> list[Ask]:
    """The first few; what is more in one line, with the button that shows it."""
    more = len(found) - MOST
    if more < 2:  # a line for one would be no shorter
        return found
    return [*found[:MOST], Ask(rest.kind, f"{more} {words}.", rest.subject)]
