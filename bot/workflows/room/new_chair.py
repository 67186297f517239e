"""Another chair at a meeting: what waited for the casting vote of one goes to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Notice
from bot.workflows.votes.chair_wanted import chair_wanted
from bot.workflows.votes.counting import ClosingFacts, has_withdrawn
from bot.workflows.votes.results import casting_notice


@dataclass(frozen=True)
class PassedOn:
    """Who is told of what waits for whoever is chairing now, and the words for whoever changed the chair."""

    notices: tuple[Notice, ...] = ()
    words: str = ""


def pass_on(tied: Iterable[ClosingFacts], before: str | None, now: str | None, at: datetime) -> PassedOn:
    """Where the meeting has another chair, the casting vote on each of its tied motions is theirs (K29).

    A motion with an acting chair of its own keeps that chair. Where nobody is chairing, or the new chair has withdrawn from a
    motion or is matched to no account, an acting chair is wanted for it.
    """
    if before == now:
        return PassedOn()
    waiting = [each for each in tied if each.motion.chaired_by is None]
    notices = tuple(notice for each in waiting for notice in _told(each, now, at))
    if not notices:
        return PassedOn()
    references = " and ".join(each.motion.reference for each in waiting)
    return PassedOn(
        notices, f"{references} waits for the casting vote, and whoever has it now is told by message."
    )


def _told(closing: ClosingFacts, now: str | None, at: datetime) -> tuple[Notice, ...]:
    user = closing.users.get(now) if now is not None else None
    if now is None or user is None or closing.frozen is None or has_withdrawn(closing, now):
        return chair_wanted(
            closing.setting,
            motion=closing.motion.id,
            reference=closing.motion.reference,
            tied=True,
            in_chair=now,
            secretariat=closing.secretariat,
            at=at,
        )
    return (casting_notice(closing, closing.frozen, user, at),)
