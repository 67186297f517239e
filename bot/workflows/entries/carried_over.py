"""Interests in a provisional decision are interests in its ratification: who is told, and who may rule on them (K31, K33)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.citing import cited, clause_of
from bot.rules.terms import Terms
from bot.rules.wording import listed
from bot.workflows.decisions import Notice, Setting
from bot.workflows.interests.interests import DeclarationNotice
from bot.workflows.votes.chair_wanted import chair_wanted
from bot.workflows.votes.motions import Provisional


@dataclass(frozen=True)
class CarriedOver:
    """An interest declared before, that takes the organisation's vote off the ratification as well."""

    interest: str
    declaration: int
    organisation: str
    name: str
    declarer: str  # a name
    nature: str
    users: tuple[str, ...]  # Slack users who represent it
    ruling: str = ""  # what was ruled on it when it was declared


@dataclass(frozen=True)
class Chairing:
    """Who is chairing a ratification."""

    person: str | None
    user: str | None  # in Slack
    has_withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class CarriedOverNotice(Notice):
    """Tells whoever represents an organisation that it has withdrawn from a ratification, and what may lift that."""

    partnership_name: str
    organisation: str
    reference: str
    ratifies: str
    clause: str
    clause_words: str


def words(carried: Iterable[CarriedOver], terms: Terms) -> str:
    """Who has withdrawn from a ratification, for whoever puts it; empty where nobody has."""
    names = sorted({each.name for each in carried})
    if not names:
        return ""
    return (
        f"Withdrawn from it, for an interest in what it ratifies{cited(terms.declarations)}: {listed(names)}; told so. Whoever is "
        "chairing may rule that they stay and vote."
    )


def told(
    carried: Iterable[CarriedOver],
    chair: Chairing,
    secretariat: Iterable[str],
    *,
    setting: Setting,
    motion: str,
    reference: str,
    original: Provisional,
    at: datetime,
) -> tuple[Notice, ...]:
    """Each organisation hears that it has withdrawn; whoever is chairing has the interests to rule on, unless it is their own."""
    held = tuple(carried)
    clause = clause_of(setting.terms.declarations)
    common: dict[str, Any] = {
        "subject": motion,
        "due_at": at,
        "partnership_name": setting.name,
        "clause": clause.number,
        "clause_words": clause.words,
    }
    organisations = tuple(
        CarriedOverNotice(
            key=f"carried-over:{motion}:{each.organisation}:{user}",
            recipient=user,
            organisation=each.name,
            reference=reference,
            ratifies=original.reference,
            **common,
        )
        for each in {one.organisation: one for one in held}.values()
        for user in each.users
    )
    if not held:
        return ()
    if chair.has_withdrawn:
        wanted = chair_wanted(
            setting,
            motion=motion,
            reference=reference,
            tied=False,
            in_chair=chair.person,
            secretariat=secretariat,
            at=at,
        )
        return (*organisations, *wanted)
    rulings = tuple(
        DeclarationNotice(
            key=f"declared:{each.interest}:{motion}:{chair.user}",
            recipient=chair.user,
            declarer=each.declarer,
            organisation=each.name,
            subject_kind="motion",
            subject_title=f"{original.reference}, which motion {reference} would ratify",
            nil=False,
            nature=each.nature,
            interest=each.interest,
            declaration=each.declaration,
            for_ruling=True,
            ruled=each.ruling,
            **common,
        )
        for each in held
        if chair.user is not None
    )
    return (*organisations, *rulings)
