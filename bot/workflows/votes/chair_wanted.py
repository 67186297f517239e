"""A motion without anybody who can chair it: who is asked to record whom those present choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Notice, Setting


@dataclass(frozen=True, kw_only=True)
class ChairWantedNotice(Notice):
    """Tells the secretariat that a motion wants an acting chair, with the button that records whom those present choose."""

    partnership_name: str
    motion: str
    reference: str
    tied: bool  # it waits for a casting vote; else its voting is still open
    clause: str


def chair_wanted(
    setting: Setting,
    *,
    motion: str,
    reference: str,
    tied: bool,
    in_chair: str | None,
    secretariat: Iterable[str],
    at: datetime,
) -> tuple[ChairWantedNotice, ...]:
    """One notice to each Slack user of the secretariat, or to the partnership's channel where none is matched (K26, K29).

    The same want of the same motion is told once: whoever withdraws twice from its chair is wanted for once.
    """
    rule = setting.terms.acting_chair
    return tuple(
        ChairWantedNotice(
            key=f"chair-wanted:{motion}:{'tied' if tied else 'open'}:{in_chair or ''}:{recipient}",
            recipient=recipient,
            subject=motion,
            due_at=at,
            partnership_name=setting.name,
            motion=motion,
            reference=reference,
            tied=tied,
            clause=rule.clause.number if rule is not None else "",
        )
        for recipient in tuple(secretariat) or (setting.channel,)
    )
