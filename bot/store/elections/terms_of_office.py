"""The ends of terms of office as the register has them, and the reminders of them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from bot.rules.register import CHAIR, SECRETARIAT, VICE_CHAIR, covers, same
from bot.store.elections.elections import facts_of, under_way_in
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import holders
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.workflows.decisions import Due, Refused, Setting
from bot.workflows.elections.election_steps import REMINDED_BEFORE, term_reminders
from bot.workflows.elections.elections import ElectionFacts, conductor_users, held_by, last_day, term_rule
from bot.workflows.elections.terms_of_office import TermEnds, TermFacts

ELECTED = (CHAIR, VICE_CHAIR)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def reminders_of(connection: Connection, setting: Setting, now: datetime) -> tuple[Due, ...]:
    """The clock's reminders of every term of office that ends, by the register as it stands."""
    facts = facts_of(connection, setting, None, now)
    ends = {
        (office, until)
        for office in ELECTED
        for until in _ends(facts, office)
        if until is not None and until >= facts.today
    }
    return tuple(
        each
        for office, until in sorted(ends)
        for each in term_reminders(office, until, setting.time_zone, now)
    )


def for_term(connection: Connection, command: TermEnds, now: datetime) -> TermFacts | Refused:
    """What is known when a term of office comes to its end."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    _, office, ends, months = command.key.split(":")
    until = date.fromisoformat(ends)
    facts = facts_of(connection, setting, None, now)
    rule, held = term_rule(setting.terms, office), held_by(facts, office)
    after = until + timedelta(days=1)
    later = [each for each in REMINDED_BEFORE if each < int(months)]
    due = {each.key: each.due_at for each in term_reminders(office, until, setting.time_zone, _LONG_AGO)}
    served = {user for user, _ in holders(connection, setting, facts.today, SECRETARIAT) if user}
    chairs = {each.person for each in held_by(facts, CHAIR) if each.is_on(facts.today)}
    told = {facts.users[each] for each in chairs if each is not None and each in facts.users}
    return TermFacts(
        setting=setting,
        office=office,
        until=until,
        months=int(months),
        holders=tuple(
            sorted({facts.name(str(each.person)) for each in held if last_day(each, rule) == until})
        ),
        following=tuple(each for each in held if covers(each.from_on, last_day(each, rule), after)),
        recipients=tuple(sorted(served | told | set(conductor_users(facts)))),
        under_way=next(
            (each.reference for each in under_way_in(connection, setting) if same(each.office, office)), ""
        ),
        superseded=any(due[f"term:{office}:{ends}:{each}"] <= now for each in later),
    )


def _ends(facts: ElectionFacts, office: str) -> tuple[date | None, ...]:
    rule = term_rule(facts.setting.terms, office)
    return tuple(last_day(each, rule) for each in held_by(facts, office))
