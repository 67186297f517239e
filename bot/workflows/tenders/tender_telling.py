"""What the secretariat is told at once of an answer: one that came late or was withdrawn, and a partner in another bid."""

from dataclasses import dataclass

from bot.rules.citing import clause_of
from bot.rules.register import main_group
from bot.rules.wording import listed
from bot.workflows.agenda.item_words import Told
from bot.workflows.decisions import Command, Notice, Setting
from bot.workflows.standing import Seat
from bot.workflows.tenders.tenders import Tender, about_tender


@dataclass(frozen=True, kw_only=True)
class TenderAnswerNotice(Notice):
    """Tells the secretariat of an answer that came late, or was withdrawn."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    organisation: str
    answer: str  # "interest", "alone", "competing", "not for us" or "withdrawn"
    late: str  # "closing day" or "deadline"; empty: in time


@dataclass(frozen=True, kw_only=True)
class CompetingPartnerNotice(Notice):
    """Tells the secretariat and the chair of a delivery partner in a competing bid, for the body that decides to decide (C32)."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    organisation: str
    decides: str  # "Steering Group"
    barred: bool
    puts: bool  # whoever reads it can put a motion
    chair: str  # who can put one, told as well; empty where whoever reads it does, or nobody is
    clause: str
    clause_words: str


def told_of_answer(
    command: Command,
    setting: Setting,
    tender: Tender,
    seat: Seat,
    told: tuple[Told, ...],
    answer: str,
    late: str,
) -> tuple[TenderAnswerNotice, ...]:
    """The notices of an answer that the secretariat hears of at once."""
    return tuple(
        TenderAnswerNotice(
            key=f"tender-answer:{tender.id}:{each.user}:{command.delivery}"[:200],
            recipient=each.user,
            due_at=command.received_at,
            **about_tender(setting, tender),
            organisation=seat.name,
            answer=answer,
            late=late,
        )
        for each in told
        if each.user != command.user
    )


def partner_flagged(
    command: Command,
    setting: Setting,
    tender: Tender,
    seat: Seat,
    told: tuple[Told, ...],
    chairs: tuple[Told, ...],
) -> tuple[CompetingPartnerNotice, ...]:
    """The notices that a delivery partner is in a competing bid."""
    rule, body = setting.terms.competing_bids, main_group(setting.terms)
    clause, named = clause_of(rule), listed([each.name for each in chairs])
    return tuple(
        CompetingPartnerNotice(
            key=f"tender-partner:{tender.id}:{seat.organisation}:{each.user}:{command.delivery}"[:200],
            recipient=each.user,
            due_at=command.received_at,
            **about_tender(setting, tender),
            organisation=seat.name,
            decides=setting.terms.groups.get(body, setting.short_name),
            barred=rule is not None and rule.value == "barred",
            puts=each in chairs,
            chair="" if each in chairs else named,
            clause=clause.number,
            clause_words=clause.words,
        )
        for each in dict.fromkeys((*told, *chairs))
    )
