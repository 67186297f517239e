"""The sample partnerships, bound to the demo's channels, having adopted what was suggested to them."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.clock import Clock
from bot.demo.workspace import CHANNELS, TEAM
from bot.founding import add_partnership
from bot.register_files.samples import sample_register
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption
from bot.store.partnership import partnerships as partnership_rows
from bot.store.session import Store

ADOPTED_BY = {
    "clpp": "the Strategy Group",
    "voluntaryworks": "the Consortium",
    "clesp": "the Steering Group",
}


def add_sample_partnerships(
    store: Store, clock: Clock, slugs: Iterable[str] = tuple(CHANNELS)
) -> tuple[str, ...]:
    """Add the sample partnerships that are not there yet. Returns the ones added."""
    with store.reading() as connection:
        kept = partnership_rows.kept_in(connection, TEAM)
    new = tuple(slug for slug in slugs if slug not in kept)
    for slug in new:
        document = sample_terms(slug)
        add_partnership(
            store,
            clock,
            workspace=TEAM,
            channel=CHANNELS[slug],
            document=document,
            register=sample_register(slug),
            adoptions=_adoptions(slug, document, clock.now().date() - timedelta(days=30)),
        )
    return new


def _adoptions(slug: str, document: str, on: date) -> dict[str, Adoption]:
    return {rule.key: Adoption(ADOPTED_BY[slug], on) for rule in parse_terms(document).suggestions()}
