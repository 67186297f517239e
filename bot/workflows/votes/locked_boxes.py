"""A box of secret votes that cannot be opened: what the secretariat is told, and that nothing is lost."""

from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Answer, Decision, Event, Notice, Outcome, Refused, Setting

NO_KEY = ("no key", "another key")  # of the reasons why a box does not open, those that the right key mends


@dataclass(frozen=True, kw_only=True)
class ReportLockedBox:
    """The box of a contest was to be opened, and could not be."""

    workspace: str
    partnership: str
    contest: str
    why: str
    received_at: datetime


@dataclass(frozen=True)
class LockedBoxFacts:
    """What is known of a contest whose box does not open."""

    setting: Setting
    subject: str  # a motion or an election
    called: str  # "motion 2026/1"
    told: tuple[str, ...]  # Slack users of the secretariat
    already: bool  # whether it was found locked before


@dataclass(frozen=True, kw_only=True)
class BoxFoundLocked(Event):
    """The box of secret votes of a motion or an election, which is the subject, could not be opened."""

    contest: str
    why: str


@dataclass(frozen=True, kw_only=True)
class BoxLockedNotice(Notice):
    """Tells the secretariat that secret votes cannot be counted, that none is lost, and what to do."""

    partnership_name: str
    called: str
    is_key: bool  # whether the right key mends it


def report(command: ReportLockedBox, facts: LockedBoxFacts) -> Outcome:
    """Note that a box does not open, and tell the secretariat, once for each contest."""
    if facts.already:
        return Refused("That box was found locked before, and the secretariat was told.")
    event = BoxFoundLocked(subject=facts.subject, person=None, contest=command.contest, why=command.why)
    notices = tuple(
        BoxLockedNotice(
            key=f"box-locked:{command.contest}:{command.received_at:%Y-%m-%d}:{recipient}",
            recipient=recipient,
            subject=facts.subject,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            called=facts.called,
            is_key=command.why in NO_KEY,
        )
        for recipient in facts.told or (facts.setting.channel,)
    )
    return Decision(Answer(f"The box of {facts.called} is locked."), (event,), notices)
