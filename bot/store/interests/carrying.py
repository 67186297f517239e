"""The interests in a provisional decision that take a vote off its ratification, with whom to tell of them."""

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.rules.register import Capacity, Register
from bot.store.interests import interests as interest_rows
from bot.workflows.decisions import Setting
from bot.workflows.entries.carried_over import CarriedOver
from bot.workflows.interests.interests import Interest, withdraws


def carried_over(
    connection: Connection,
    setting: Setting,
    register: Register,
    bearing: Mapping[str, tuple[Interest, ...]],
    meeting: str,
) -> tuple[CarriedOver, ...]:
    """Of what bears on a ratification that which was declared elsewhere than at the meeting that is to ratify."""
    held = [
        each
        for declared in bearing.values()
        for each in declared
        if withdraws(each, setting.terms) and each.subject.id != meeting
    ]
    said = interest_rows.natures(
        connection, setting.workspace, setting.partnership, [each.id for each in held]
    )
    organisations = {each.slug: each.name for each in register.organisations}
    people = {each.slug: each for each in register.people}
    users: dict[str, list[str]] = {}
    for spoken in register.appointments:
        user = people[spoken.person].slack_user
        if spoken.capacity is Capacity.REPRESENTATIVE and user:
            users.setdefault(spoken.organisation, []).append(user)
    return tuple(
        CarriedOver(
            interest=each.id,
            declaration=each.declaration,
            organisation=each.organisation,
            name=organisations.get(each.organisation, each.organisation),
            declarer=people[each.person].name if each.person in people else each.person,
            nature=said.get(each.id, ""),
            users=tuple(users.get(each.organisation, ())),
            ruling=each.ruling or "",
        )
        for each in sorted(held, key=lambda each: (each.organisation, each.id))
    )
