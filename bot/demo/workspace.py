"""The workspace of the demo: the people of the sample registers, a channel for each partnership, and people who do not fit."""

import secrets
from dataclasses import replace

from bot.local_slack import Seed, SeedApp, SeedChannel, SeedTeam, SeedUser
from bot.register_files.samples import sample_register
from bot.rules.register import Person, Register

TEAM = "T0QUORATE"
ELSEWHERE = "T0ELSEWHERE"
BOT_USER = "U0QUORATE"

# The partnerships of the demo, each with its channel.
CHANNELS = {"clpp": "C0CLPP", "voluntaryworks": "C0VWORKS", "clesp": "C0CLESP"}
TOPICS = {
    "clpp": "Care Leaver Progression Partnership: Strategy Group",
    "voluntaryworks": "The Voluntaryworks Consortium",
    "clesp": "Community Learning, Employment and Skills Partnership: Steering Group",
}

# People a real workspace has too: nobody's representative, a guest, somebody from elsewhere, somebody who has left.
NEWCOMER = SeedUser("U0NEWCOMER", "ines", "Ines Calloway", "ines@newcomer.example", title="New in the office")
GUEST = SeedUser(
    "U0GUEST",
    "perran",
    "Perran Nance",
    "perran@guest.example",
    is_restricted=True,
    title="Guest from a funder",
)
VISITOR = SeedUser(
    "U0VISITOR",
    "saoirse",
    "Saoirse Devlin",
    "saoirse@elsewhere.example",
    is_stranger=True,
    team_id=ELSEWHERE,
    title="From another workspace",
)
LEAVER = SeedUser("U0LEAVER", "ruth", "Ruth Abernethy", "ruth@leaver.example", deleted=True, title="Has left")


def demo_seed() -> Seed:
    """The demo's workspace, with tokens made for this run: they open nothing but a server on 127.0.0.1."""
    registers = {slug: sample_register(slug) for slug in CHANNELS}
    users: dict[str, SeedUser] = {}
    members: dict[str, tuple[str, ...]] = {}
    for slug, register in registers.items():
        mine = [_user(person, register) for person in register.people if person.slack_user]
        for user in mine:
            held = users.get(user.id)
            titled = f"{held.title}; {user.title}" if held and user.title not in held.title else user.title
            users[user.id] = replace(user, title=titled)
        members[slug] = tuple(user.id for user in mine)
    extra = (NEWCOMER, GUEST, VISITOR, LEAVER)
    in_every_channel = (NEWCOMER.id, GUEST.id, VISITOR.id)
    return Seed(
        team=SeedTeam(TEAM, "Partnerships of the region", "partnerships"),
        users=(*users.values(), *extra),
        channels=(
            *(
                SeedChannel(channel, slug, members=(*members[slug], *in_every_channel), topic=TOPICS[slug])
                for slug, channel in CHANNELS.items()
            ),
            SeedChannel("C0GENERAL", "general", members=(*users, *in_every_channel), topic="Everybody"),
        ),
        app=SeedApp("A0QUORATE", BOT_USER, "B0QUORATE", "Quorate"),
        bot_token=f"xoxb-local-{secrets.token_hex(12)}",
        app_token=f"xapp-local-{secrets.token_hex(12)}",
        signing_secret=secrets.token_hex(16),
    )


def _user(person: Person, register: Register) -> SeedUser:
    assert person.slack_user is not None
    name = person.slug.split("-")[0]
    return SeedUser(person.slack_user, name, person.name, person.email or "", title=_title(person, register))


def _title(person: Person, register: Register) -> str:
    """What they are, in a few words: "Chair · University of the North Downs"."""
    held = [
        each.role.capitalize() for each in register.roles if each.person == person.slug and each.to_on is None
    ]
    for_whom = dict.fromkeys(
        f"{register.organisation(each.organisation).name}{' (deputy)' if each.capacity == 'substitute' else ''}"
        for each in register.appointments
        if each.person == person.slug
    )
    return " · ".join([*dict.fromkeys(held), *for_whom])
