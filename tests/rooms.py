"""Who sits in the rooms of the tests: the voices of the sample partnerships, and a body of any size under terms of its own."""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.rules.register import Appointment, Organisation, Person, Register, Role
from bot.store.session import Store
from tests.rehearsal import WORKSPACE, Rehearsal, answer

CHAIR = "kwabena-ofori"  # of CLPP, for the University of the North Downs
SECRETARY = "gwendolen-saxby"
IN_THE_ROOM = ("ekc-group", "wealden-downs", "north-downs", "kent-council", "medway-council", "compass-point")
VOICE: Mapping[str, str] = {  # who represents whom in CLPP's Strategy Group
    "ekc-group": "folasade-akande",
    "wealden-downs": "marguerite-tolley",
    "north-downs": CHAIR,
    "invicta": "seraphina-dacosta",
    "kent-council": "priya-ramanathan",
    "medway-council": "leontyne-marsh",
    "compass-point": "nisha-varghese",
    "channel-skills": "dorota-zielinska",
    "oast": "benedict-amankwah",
    "estuary": "rowan-thackeray",
    "lantern": "jocelyn-hurst",
    "harbour": "mirela-costin",
}
WORKS_CHAIR = "rosalind-ketteridge"
WORKS_VOICE: Mapping[str, str] = {
    "brec": "oluwaseun-adeyemi",
    "brcc": WORKS_CHAIR,
    "cvs-mid-north-beds": "sukhvinder-bains",
    "val": "femi-oyelaran",
    "vca-south-beds": "winifred-osgood",
    "vcb": "zainab-farooqi",
    "ouse-valley": "lorcan-whitby",
}

TOWN_TERMS = """
[partnership]
slug          = "town-forum"
name          = "Town Forum"
short_name    = "Town Forum"
version       = "2026"
in_force_from = 2026-01-01
source        = "the Forum's standing orders"
nation        = "england-and-wales"
standing      = "deciding"

[quorum]
rule   = "2"
clause = "7"
words  = "Two members are a quorum."

[quorum.inquorate]
value  = "discuss only"
clause = "8"
words  = "Without a quorum nothing is decided."

[voting.binding]
value  = true
clause = "9"
words  = "Decisions need more votes for than against."

[voting.majority]
value  = "more for than against"
clause = "9"
words  = "Decisions need more votes for than against."

[voting.on_tie]
value  = "casting vote of whoever is chairing"
clause = "10"
words  = "Whoever is in the chair has a casting vote."

[interests.effect]
value  = "chair rules"
clause = "12"
words  = "The chair says what a member with an interest may do."
"""
BETWEEN_MEETINGS = """
[between_meetings.allowed]
value  = true
clause = "11"
words  = "The secretary may put a question in writing."
"""


def represented(organisation: str) -> str:
    """The person who speaks for an organisation of the Town Forum."""
    return f"voice-of-{organisation}"


def town_register(count: int, **chair: object) -> Register:
    """An invented body of so many organisations, `org-1` in the chair, `org-2` its secretariat."""
    slugs = [f"org-{number}" for number in range(1, count + 1)]
    return Register(
        organisations=tuple(Organisation(slug, f"Organisation {slug[4:]}") for slug in slugs),
        people=tuple(
            Person(represented(slug), f"Voice {slug[4:]}", slack_user=f"U0TOWN{int(slug[4:]):04}")
            for slug in slugs
        ),
        appointments=tuple(Appointment(represented(slug), slug) for slug in slugs),
        roles=(
            Role("chair", represented("org-1"), "org-1", from_on=date(2026, 1, 1)),
            Role("secretariat", represented("org-2"), "org-2", from_on=date(2026, 1, 1)),
        ),
    )


def town(
    store: Store,
    clock: StoppedClock,
    count: int = 4,
    *,
    terms: str = TOWN_TERMS,
    register: Register | None = None,
    workspace: str = WORKSPACE,
    channel: str = "C0TOWNFORUM",
) -> Rehearsal:
    """The Town Forum, with so many organisations."""
    who = register or town_register(count)
    add_partnership(store, clock, workspace=workspace, channel=channel, document=terms, register=who)
    return Rehearsal(store, clock, "town-forum", who, workspace=workspace, team=workspace)


def in_session(body: Rehearsal, organisations: Iterable[str]) -> Rehearsal:
    """The Town Forum in session with a motion put, its elected chair in the chair."""
    chair = represented("org-1")
    answer(body.opens_meeting(chair, chair=chair, present=organisations))
    answer(body.puts(chair))
    return body


def vote(body: Rehearsal, choices: Mapping[str, str], voices: Mapping[str, str] = VOICE) -> None:
    """Each organisation votes through its representative."""
    for organisation, choice in choices.items():
        answer(body.votes(voices[organisation], choice))
