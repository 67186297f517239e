"""The pipeline: every tender in hand with what it waits for, as a file for whoever asks and as a picture for the channel."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.wording import counted, day_words
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.tenders import CONSIDERING, PREPARING, STAGES, WORKING_UP, Tender

MOST_ROWS = 5_000  # of a file
MOST_SHOWN = 20  # of a picture
MONTHS = 3


@dataclass(frozen=True)
class Waiting:
    """A tender in hand: what has to be done before it goes on, who is in, who has declared, and how many have not answered."""

    tender: Tender
    missing: tuple[str, ...] = ()
    interested: tuple[str, ...] = ()  # names
    declared: tuple[str, ...] = ()  # names: in another bid, or withdrawn from this one for an interest
    silent: int = 0  # organisations


@dataclass(frozen=True, kw_only=True)
class ExportPipeline(Command):
    """Send whoever asks the pipeline as a file."""

    partnership: str


@dataclass(frozen=True, kw_only=True)
class ShareTimeline(Command):
    """Post a picture of the next three months into the partnership's channel."""

    partnership: str


@dataclass(frozen=True)
class PipelineFacts:
    """What is known of the pipeline: the tenders in hand, the earliest deadline first."""

    setting: Setting
    standing: Standing | Stranger
    today: date
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class PipelineRow:
    """One line of the file, every cell as it is written."""

    reference: str
    title: str
    stage: str
    buyer: str
    value: str
    deadline: str
    told: str
    answers_by: str
    waits_for: str
    interested: str
    declared: str
    silent: str


@dataclass(frozen=True)
class TimelineBar:
    """One line of the picture."""

    reference: str
    title: str
    stage: str
    until: str  # the day of the deadline, 2026-12-18; empty where none is known
    words: str  # the deadline in words
    answers_by: str = ""


@dataclass(frozen=True, kw_only=True)
class PipelineNotice(Notice):
    """Sends somebody the pipeline as a file."""

    partnership_name: str
    as_of: str
    count: str
    rows: tuple[PipelineRow, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class TimelineNotice(Notice):
    """Posts the picture of the next three months, with the same in words for those who cannot see it."""

    partnership_name: str
    first: str  # the day the picture begins with
    months: int
    bars: tuple[TimelineBar, ...]
    left_out: int


def export(command: ExportPipeline, facts: PipelineFacts) -> Outcome:
    """Send the pipeline to the secretariat or the chair."""
    refusal = _not_for_them(facts)
    if refusal is not None:
        return refusal
    if not facts.waiting:
        return _nothing(facts)
    zone = facts.setting.time_zone
    notice = PipelineNotice(
        key=f"pipeline:{command.delivery}"[:200],
        recipient=command.user,
        subject=facts.setting.partnership,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        as_of=day_words(facts.today),
        count=counted(len(facts.waiting), "tender"),
        rows=tuple(_row(each, zone) for each in sorted(facts.waiting, key=_stage)),
    )
    return Decision(Answer("The pipeline comes to you by message, as a file."), (), (notice,))


def share(command: ShareTimeline, facts: PipelineFacts) -> Outcome:
    """Post the picture into the channel; only what members have been told of stands in it (C18)."""
    refusal = _not_for_them(facts)
    if refusal is not None:
        return refusal
    told = [each.tender for each in facts.waiting if each.tender.told_at is not None]
    told = [each for each in told if _is_to_come(each, command.received_at)]
    if not told:
        return Refused(
            "No tender in hand that members have been told of has its bids still to come, so there is nothing to show.",
            next="“Tell members that it is considered” in a tender's window tells them of one.",
        )
    zone = facts.setting.time_zone
    notice = TimelineNotice(
        key=f"timeline:{command.delivery}"[:200],
        recipient=facts.setting.channel,
        subject=facts.setting.partnership,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        first=facts.today.isoformat(),
        months=MONTHS,
        bars=tuple(_bar(each, zone) for each in told[:MOST_SHOWN]),
        left_out=max(0, len(told) - MOST_SHOWN),
    )
    return Decision(Answer(f"The next {MONTHS} months are posted into the channel."), (), (notice,))


def _is_to_come(tender: Tender, now: datetime) -> bool:
    """Whether bids can still be sent in, as far as is known; what was sent or won long ago would crowd out what is ahead."""
    if tender.deadline is not None:
        return tender.deadline > now
    return tender.stage in (CONSIDERING, WORKING_UP, PREPARING)


def _not_for_them(facts: PipelineFacts) -> Refused | None:
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if facts.standing.is_secretariat or facts.standing.is_chair:
        return None
    return Refused(
        "The pipeline is kept by the secretariat and the chair.", next="`/tender` shows what is in hand."
    )


def _nothing(facts: PipelineFacts) -> Refused:
    return Refused(f"{facts.setting.name} has no tender in hand.", next="`/tender` records one.")


def _stage(each: Waiting) -> int:
    return STAGES.index(each.tender.stage)


def _row(each: Waiting, zone: str) -> PipelineRow:
    tender = each.tender
    return PipelineRow(
        reference=tender.reference,
        title=tender.title,
        stage=tender.stage,
        buyer=tender.buyer,
        value=tender.value_words,
        deadline=_local(tender.deadline, zone),
        told=_local(tender.told_at, zone),
        answers_by=tender.answers_by.isoformat() if tender.answers_by else "",
        waits_for="; ".join(each.missing),
        interested="; ".join(each.interested),
        declared="; ".join(each.declared),
        silent=str(each.silent) if tender.told_at is not None else "",
    )


def _bar(tender: Tender, zone: str) -> TimelineBar:
    until = tender.deadline_day(zone)
    return TimelineBar(
        tender.reference,
        tender.title,
        tender.stage,
        until.isoformat() if until is not None else "",
        tender.deadline_words(zone) or "no deadline known",
        day_words(tender.answers_by) if tender.answers_by else "",
    )


def _local(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="minutes") if at is not None else ""
