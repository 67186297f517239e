"""A notice that was set aside as the same as another goes on being read: what changes there is told to the secretariat."""

from dataclasses import dataclass
from datetime import datetime

from bot.ocds.releases import AWARDED, CANCELLED, COMPLETE
from bot.workflows.agenda.item_words import Told
from bot.workflows.decisions import Notice, Setting
from bot.workflows.tenders.tenders import Tender, about_tender

_ENDED = (AWARDED, CANCELLED, COMPLETE)


@dataclass(frozen=True, kw_only=True)
class TwinChangedNotice(Notice):
    """Tells the secretariat what has changed at a tender that was set aside as the same as one that goes on."""

    partnership_name: str
    tender: str  # the one that goes on
    reference: str
    title: str
    deadline: str  # of the one that goes on
    twin: str  # the reference of the one set aside
    says: str  # its new deadline; empty where that has not changed
    closed: str  # "awarded" or "cancelled"; empty while it is not


def twin_changed(
    setting: Setting, before: Tender, after: Tender, kept: Tender, told: tuple[Told, ...], at: datetime
) -> tuple[TwinChangedNotice, ...]:
    """The notices of another deadline than that of the tender that goes on, or of its end; none where neither is new."""
    moved = after.deadline not in (None, before.deadline, kept.deadline)
    ended = after.published_stage in _ENDED and before.published_stage not in _ENDED
    if kept.is_over or not (moved or ended):
        return ()
    return tuple(
        TwinChangedNotice(
            key=f"twin:{before.id}:{at:%Y%m%dT%H%M%S}:{each.user}",
            recipient=each.user,
            due_at=at,
            **about_tender(setting, kept),
            deadline=kept.deadline_words(setting.time_zone),
            twin=before.reference,
            says=after.deadline_words(setting.time_zone) if moved else "",
            closed=after.published_stage if ended else "",
        )
        for each in told
    )
