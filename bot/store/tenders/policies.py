"""Policies and evidence that organisations hold: rows, reminders, and what each person sees of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.rules.notice import period_words
from bot.rules.register import own_roles
from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import roles_on, secretariat, standing
from bot.store.partnership.places import setting_for, who_asks
from bot.store.tables import due_work
from bot.store.tenders.policy_tables import policies
from bot.store.tenders.tender_notice import members_of
from bot.store.tenders.tender_voices import in_every_group, members_on
from bot.store.tenders.tenders import NO_PARTNERSHIP
from bot.store.upsert import inserting
from bot.store.writing import Writer, insert_once, key_of
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.policies import (
    PARTNER,
    RUNS_OUT,
    USUAL,
    DropPolicy,
    Policy,
    PolicyDropped,
    PolicyFacts,
    PolicyRecorded,
    RecordPolicy,
    lacking,
    reminders_of,
)
from bot.workflows.tenders.policies import key_of as policy_key
from bot.workflows.tenders.policy_questions import (
    EVERY,
    OUT,
    OWN,
    PAGE,
    Lack,
    PoliciesPicture,
    PolicyForm,
    PolicyFormFacts,
    ShowPolicies,
)
from bot.workflows.tenders.policy_reminders import RemindFacts, RemindOfPolicy


def for_policy(
    connection: Connection, command: RecordPolicy | DropPolicy, now: datetime
) -> PolicyFacts | Refused:
    """What is known when a policy is recorded or taken off."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = in_every_group(
        connection, setting, standing(connection, setting, command.team, command.user, on), on
    )
    names = members_on(connection, setting, on)
    return PolicyFacts(setting, who, on, names, policies_of(connection, setting, names, theirs(who, names)))


def for_reminding(connection: Connection, command: RemindOfPolicy, now: datetime) -> RemindFacts:
    """What is known when a policy is about to run out."""
    setting = setting_for(connection, command.workspace, command.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    names = members_on(connection, setting, on)
    held = policies_of(connection, setting, names, [command.subject])
    key = command.key.split("|")[1]
    speak = (
        each.user for each in members_of(connection, setting, on) if each.organisation == command.subject
    )
    told = (*speak, *(user for user, _name in secretariat(connection, setting, on)))
    return RemindFacts(
        setting,
        on,
        next((each for each in held if each.key == key), None),
        tuple(dict.fromkeys(each for each in told if each)),
    )


def lay_reminders_anew(connection: Connection, setting: Setting, now: datetime) -> None:
    """Make the reminders that wait what the terms now ask."""
    connection.execute(
        delete(due_work).where(
            *mine(setting, due_work),
            due_work.c.kind == RUNS_OUT,
            due_work.c.done_at.is_(None),
            due_work.c.due_at > now,
        )
    )
    names = members_on(connection, setting, partnership_rows.today_in(setting.time_zone, now))
    for policy in policies_of(connection, setting, names, names):
        for each in reminders_of(policy, setting, now):
            work = {"key": each.key, "kind": each.kind, "subject": each.subject, "due_at": each.due_at}
            insert_once(connection, due_work, {**key_of(setting), **work})


def show_policies(connection: Connection, question: ShowPolicies, now: datetime) -> PoliciesPicture:
    """A page of policies: of one's own organisations, and for the secretariat what is out of date, and all (C37)."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    refused = may_act(setting, who)
    if refused is not None:
        return PoliciesPicture(setting.partnership, setting.name, OWN, on, refused=refused)
    everywhere = in_every_group(connection, setting, who, on)
    assert isinstance(everywhere, Standing)
    serves, own = everywhere.is_secretariat, {each.organisation for each in everywhere.seats}
    which = question.which if question.which in (OWN, OUT, EVERY) else OUT if serves else OWN
    which = which if serves else OWN
    names = members_on(connection, setting, on)
    of = own if which == OWN else set(names)
    held = policies_of(connection, setting, names, of)
    shown = tuple(each for each in held if which != OUT or runs_out_soon(each, setting, on))
    lacks = () if which == EVERY else _lacks(connection, setting, names, held, of, on)
    both: tuple[Policy | Lack, ...] = (*shown, *lacks)
    page = min(max(question.page, 0), max(len(both) - 1, 0) // PAGE)
    here = both[page * PAGE : (page + 1) * PAGE]
    return PoliciesPicture(
        setting.partnership,
        setting.name,
        which,
        on,
        policies=tuple(each for each in here if isinstance(each, Policy)),
        lacks=tuple(each for each in here if isinstance(each, Lack)),
        page=page,
        count=len(both),
        is_secretariat=serves,
        has_own=bool(own),
    )


def policy_form(connection: Connection, question: PolicyForm, now: datetime) -> PolicyFormFacts:
    """What the form that records a policy begins with."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    refused = may_act(setting, who)
    if refused is not None:
        return PolicyFormFacts(setting.partnership, on, refused=refused)
    everywhere = in_every_group(connection, setting, who, on)
    names = members_on(connection, setting, on)
    may = theirs(everywhere, names)
    if not may:
        none = Refused("You speak for no organisation here, so there is nothing of yours to record.")
        return PolicyFormFacts(setting.partnership, on, refused=none)
    held = policies_of(connection, setting, names, may)
    policy = next((each for each in held if each.key == question.policy), None)
    rule = setting.terms.policies_reviewed
    return PolicyFormFacts(
        setting.partnership,
        on,
        seats=tuple(
            Choice(each, names[each]) for each in sorted(may, key=lambda slug: names[slug].casefold())
        ),
        policy=policy,
        name=next((each for each in USUAL if policy_key(question.organisation, each) == question.policy), ""),
        organisation=question.organisation if question.organisation in may else "",
        reviewed_every=period_words(rule.value) if rule is not None and rule.value is not None else "",
    )


def policies_of(
    connection: Connection, setting: Setting, names: Mapping[str, str], organisations: Iterable[str]
) -> tuple[Policy, ...]:
    """The policies of these organisations, what runs out first at the top."""
    rows = connection.execute(
        select(policies)
        .where(*mine(setting, policies), policies.c.organisation.in_(tuple(organisations)))
        .order_by(policies.c.until.is_(None), policies.c.until, policies.c.organisation, policies.c.name)
    )
    return tuple(
        Policy(row.organisation, names[row.organisation], row.name, row.reviewed_on, row.until, row.note)
        for row in rows
        if row.organisation in names
    )


def theirs(who: Standing | Stranger, names: Mapping[str, str]) -> frozenset[str]:
    """The organisations whose policies somebody sees and records: their own, and for the secretariat all."""
    if isinstance(who, Stranger):
        return frozenset()
    own = {each.organisation for each in who.seats}
    return frozenset(names if who.is_secretariat else own & names.keys())


def runs_out_soon(policy: Policy, setting: Setting, on: date) -> bool:
    """Whether a policy is out of date, or runs out within the furthest reminder the partnership goes by."""
    rule = setting.terms.policy_reminders
    ahead = max(rule.value, default=0) if rule is not None and rule.value is not None else 0
    return policy.until is not None and policy.until <= on + timedelta(days=ahead)


def _lacks(
    connection: Connection,
    setting: Setting,
    names: Mapping[str, str],
    held: Sequence[Policy],
    of: Iterable[str],
    on: date,
) -> tuple[Lack, ...]:
    recorded: dict[str, set[str]] = {}
    for each in held:
        recorded.setdefault(each.organisation, set()).add(each.name)
    roles = roles_on(connection, setting, on)
    return tuple(
        Lack(slug, names[slug], name, clause)
        for slug in sorted((each for each in of if each in names), key=lambda each: names[each].casefold())
        for name, clause in lacking(
            setting.terms, recorded.get(slug, set()), partner=PARTNER in own_roles(roles, slug)
        )
    )


def _recorded(connection: Connection, setting: Setting, event: PolicyRecorded, now: datetime) -> None:
    said = {
        "reviewed_on": event.reviewed_on,
        "until": event.until,
        "note": event.note,
        "recorded_at": now,
    }
    put = inserting(connection, policies).on_conflict_do_update(
        index_elements=["workspace", "partnership", "organisation", "name"], set_=said
    )
    connection.execute(put, {**key_of(setting), "organisation": event.subject, "name": event.name, **said})


def _dropped(connection: Connection, setting: Setting, event: PolicyDropped, now: datetime) -> None:
    connection.execute(
        delete(policies).where(
            *mine(setting, policies),
            policies.c.organisation == event.subject,
            policies.c.name == event.name,
        )
    )


WRITERS: Mapping[type[Event], Writer] = {PolicyRecorded: _recorded, PolicyDropped: _dropped}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowPolicies: show_policies,
    PolicyForm: policy_form,
}
