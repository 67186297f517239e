"""What those who were told of a tender are told later: another deadline, what was put right, or its end. Their answers stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Command, Notice, Setting
from bot.workflows.tenders.tenders import CLOSED, Tender, about_tender


@dataclass(frozen=True, kw_only=True)
class TenderChangedNotice(Notice):
    """Tells whoever was told of a tender that its deadline has changed, or that its publisher has closed it."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    before: str  # the deadline as it was told; empty where none was known
    deadline: str
    earlier: bool
    closed: str  # "awarded" or "cancelled"; empty while it is not
    opened: bool  # again, after it had been closed


@dataclass(frozen=True, kw_only=True)
class TenderCorrectedNotice(Notice):
    """Tells whoever was told of a tender what has been put right of it since, by people."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    by: str
    changes: tuple[tuple[str, str, str], ...]  # "the value", as it was told and as it is; empty: not known


def changed(
    setting: Setting, before: Tender, after: Tender, told: Mapping[str, tuple[str, ...]], at: datetime
) -> tuple[TenderChangedNotice, ...]:
    """The notices of a change, to everybody who was told of the tender and to the channel; none where neither has changed."""
    users = told.get(before.id, ())
    ended = after.stage == CLOSED and before.stage != CLOSED
    again = before.stage == CLOSED and after.stage != CLOSED
    moved = again or (after.deadline != before.deadline and after.deadline is not None)
    if before.told_at is None or (before.is_over and not again) or not (ended or moved):
        return ()
    zone = setting.time_zone
    deadline = after.deadline_words(zone) if moved else ""
    if moved and after.deadline is not None and after.deadline <= at:
        deadline += ", which has passed"
    what = "closed" if ended else "open again" if again else f"deadline:{after.deadline:%Y%m%dT%H%M}"
    return tuple(
        TenderChangedNotice(
            key=f"tender:{before.id}:{what}:{at:%Y%m%dT%H%M%S}:{each}",
            recipient=each,
            due_at=at,
            **about_tender(setting, after),
            before=before.deadline_words(zone),
            deadline=deadline,
            earlier=bool(moved and before.deadline and after.deadline and after.deadline < before.deadline),
            closed=(after.published_stage or "closed") if ended else "",
            opened=again,
        )
        for each in (setting.channel, *users)
    )


def corrected(
    command: Command,
    setting: Setting,
    after: Tender,
    by: str,
    told: tuple[str, ...],
    changes: tuple[tuple[str, str, str], ...],
) -> tuple[TenderCorrectedNotice, ...]:
    """The notices of what was put right, to everybody who was told of the tender and to the channel; none before that."""
    if after.told_at is None:
        return ()
    return tuple(
        TenderCorrectedNotice(
            key=f"tender:{after.id}:corrected:{command.delivery}:{each}"[:200],
            recipient=each,
            due_at=command.received_at,
            **about_tender(setting, after),
            by=by,
            changes=changes,
        )
        for each in dict.fromkeys((setting.channel, *told))
    )
