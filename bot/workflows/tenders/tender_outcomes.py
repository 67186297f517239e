"""What people hear of a tender that is moved on: whoever suggested it, and at its end everybody who was told."""

from dataclasses import dataclass

from bot.workflows.decisions import Command, Notice
from bot.workflows.standing import Standing
from bot.workflows.tenders.tenders import BID_WON, LOST, UNDECIDED, TenderFacts, about_tender


@dataclass(frozen=True, kw_only=True)
class TenderMovedNotice(Notice):
    """Tells somebody what has become of a tender."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    stage: str
    suggested: bool  # by whoever reads it
    by: str


def told_of_move(command: Command, facts: TenderFacts, stage: str) -> tuple[TenderMovedNotice, ...]:
    """The notices of a move: the suggester's once it is taken up (C5), everybody's once it is won or lost (C24)."""
    tender, setting = facts.tender, facts.setting
    assert tender is not None and isinstance(facts.standing, Standing)
    suggester = facts.suggester.user if facts.suggester is not None else ""
    ended = stage in (*BID_WON, LOST) and not (stage in BID_WON and tender.is_won)
    first = (suggester,) if tender.stage in UNDECIDED or ended else ()
    rest = (setting.channel, *facts.told) if ended and tender.told_at is not None else ()
    return tuple(
        TenderMovedNotice(
            key=f"tender:{tender.id}:{stage}:{user}:{command.delivery}"[:200],
            recipient=user,
            due_at=command.received_at,
            **about_tender(setting, tender),
            stage=stage,
            suggested=user == suggester,
            by=facts.standing.name,
        )
        for user in dict.fromkeys((*first, *rest))
        if user and user != command.user
    )
