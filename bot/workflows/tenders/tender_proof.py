"""The proof that members were told of a tender in the same words at the same time, as a file (C24)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.wording import instant_words
from bot.workflows.decisions import Answer, Command, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.tenders import Tender, TenderFacts, not_for_them

OUTCOMES = {
    "sent": "sent",
    "failed": "not delivered",
    "in_doubt": "perhaps not delivered",
    "withdrawn": "not sent",
}


@dataclass(frozen=True, kw_only=True)
class ExportTenderProof(Command):
    """Have the proof sent as a file."""

    partnership: str
    tender: str


@dataclass(frozen=True)
class Told:
    """What became of the notice for one person and organisation, or for the channel; the text as it was sent."""

    name: str
    organisation: str
    state: str  # of the outbox; empty: they have no account
    sent_at: datetime | None = None
    channel: str = ""
    message: str = ""
    text: str = ""


@dataclass(frozen=True)
class TenderProofFacts:
    """What is known when the proof is asked for."""

    setting: Setting
    standing: Standing | Stranger
    tender: Tender | None
    told: tuple[Told, ...]
    competes: bool = False


@dataclass(frozen=True)
class TenderProofRow:
    """One line of the file: everything in words."""

    name: str
    organisation: str
    outcome: str
    sent_at: str
    channel: str
    message: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TenderProofNotice(Notice):
    """Brings the proof as a file."""

    partnership_name: str
    reference: str
    title: str
    as_of: str
    rows: tuple[TenderProofRow, ...]


def export(command: ExportTenderProof, facts: TenderProofFacts) -> Outcome:
    """Send whoever asks the proof as a file."""
    tender, setting = facts.tender, facts.setting
    refusal = not_for_them(TenderFacts(setting, facts.standing, tender, competes=facts.competes))
    if refusal is not None:
        return refusal
    assert tender is not None
    if not facts.told:
        return Refused(f"Nobody has been told of {tender.reference} yet.")
    zone = ZoneInfo(setting.time_zone)
    notice = TenderProofNotice(
        key=f"tender-proof:{tender.id}:{command.delivery}"[:200],
        recipient=command.user,
        subject=tender.id,
        due_at=command.received_at,
        partnership_name=setting.name,
        reference=tender.reference,
        title=tender.title,
        as_of=instant_words(command.received_at.astimezone(zone)),
        rows=tuple(_row(each, zone) for each in facts.told),
    )
    return Decision(
        Answer(f"The proof for {tender.reference} comes to you by message, as a file."), (), (notice,)
    )


def _row(each: Told, zone: ZoneInfo) -> TenderProofRow:
    return TenderProofRow(
        name=each.name,
        organisation=each.organisation,
        outcome=OUTCOMES.get(each.state, "on its way") if each.state else "no account here",
        sent_at=each.sent_at.astimezone(zone).isoformat(timespec="seconds")
        if each.sent_at is not None
        else "",
        channel=each.channel,
        message=each.message,
        text=each.text,
    )
