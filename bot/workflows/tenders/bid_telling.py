"""What people hear of their part in a bid: those put in its project team, and who represents whoever is to deliver."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.citing import clause_of
from bot.rules.wording import day_words, listed
from bot.workflows.decisions import Command, Notice, Setting
from bot.workflows.tenders.tender_gates import DELIVERING
from bot.workflows.tenders.tenders import UNDECIDED, Tender, about_tender


@dataclass(frozen=True, kw_only=True)
class TeamNotice(Notice):
    """Tells somebody that they are in the project team of a bid, or are not any more."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    by: str
    off: bool


@dataclass(frozen=True, kw_only=True)
class PartnerNotice(Notice):
    """Tells whoever represents an organisation that it is selected to deliver, delivers from a day, or is taken off (C13, C40)."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    by: str
    organisation: str
    part: str
    on_condition: str
    missing: str  # what is asked before it is a delivery partner
    since: str  # from which day it is one; empty: it is none yet
    off: bool
    clause: str
    clause_words: str


def told_of_team(
    command: Command, setting: Setting, tender: Tender, by: str, users: Iterable[str | None], *, off: bool
) -> tuple[TeamNotice, ...]:
    """The notices to those who are put in a project team, or taken out of it."""
    return tuple(
        TeamNotice(
            key=f"team:{command.delivery}:{tender.id}:{user}"[:200],
            recipient=user,
            due_at=command.received_at,
            **about_tender(setting, tender),
            by=by,
            off=off,
        )
        for user in _others(command, tender, users)
    )


def told_of_partner(
    command: Command,
    setting: Setting,
    tender: Tender,
    by: str,
    users: Iterable[str | None],
    organisation: str,
    *,
    part: str = "",
    on_condition: str = "",
    missing: tuple[str, ...] = (),
    since: date | None = None,
    off: bool = False,
) -> tuple[PartnerNotice, ...]:
    """The notices to those who represent an organisation that is to deliver a bid, or is not any more."""
    clause = clause_of(setting.terms.gates.get(DELIVERING))
    return tuple(
        PartnerNotice(
            key=f"partner:{command.delivery}:{tender.id}:{user}"[:200],
            recipient=user,
            due_at=command.received_at,
            **about_tender(setting, tender),
            by=by,
            organisation=organisation,
            part=part,
            on_condition=on_condition.rstrip("."),
            missing=listed(missing),
            since=day_words(since) if since is not None else "",
            off=off,
            clause="" if off else clause.number,
            clause_words="" if off else clause.words,
        )
        for user in _others(command, tender, users)
    )


def _others(command: Command, tender: Tender, users: Iterable[str | None]) -> tuple[str, ...]:
    """Whoever hears of it: not whoever recorded it, and nobody while only the secretariat and the chair know of the tender."""
    if tender.stage in UNDECIDED:
        return ()
    return tuple(dict.fromkeys(each for each in users if each and each != command.user))
