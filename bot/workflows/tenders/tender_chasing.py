"""Those who have not answered the notice of a tender are asked again, after it and before answers close; nobody else is (C33)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of
from bot.rules.wording import counted, day_words
from bot.workflows.decisions import Answer, ClockCommand, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.tenders.tender_chases import every_chase
from bot.workflows.tenders.tender_notice import Member
from bot.workflows.tenders.tenders import SUBMITTED, Tender, about_tender


@dataclass(frozen=True, kw_only=True)
class ChaseAnswers(ClockCommand):
    """Ask those who are silent again whether they are interested in a tender."""


@dataclass(frozen=True)
class ChaseFacts:
    """What is known when it is time to ask again."""

    setting: Setting
    tender: Tender | None
    members: tuple[Member, ...]
    answered: frozenset[str]  # organisations


@dataclass(frozen=True, kw_only=True)
class TenderReminderNotice(Notice):
    """Asks somebody again who has not answered the notice of a tender, with the buttons that answer."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    organisations: tuple[str, ...]  # their names, of which none has answered
    told: str
    deadline: str
    answers_by: str
    intends: str
    clause: str
    clause_words: str


def chase(command: ChaseAnswers, facts: ChaseFacts) -> Outcome:
    """Ask whoever represents an organisation that has not answered, by direct message; nobody else."""
    setting, tender = facts.setting, facts.tender
    if tender is None or tender.told_at is None or tender.is_settled or tender.stage == SUBMITTED:
        return Refused("Nobody is asked about that tender any more.")
    if tender.deadline is not None and command.received_at >= tender.deadline:
        return Refused("The deadline has passed.")
    zone = ZoneInfo(setting.time_zone)
    told_on = tender.told_at.astimezone(zone).date()
    every = every_chase(setting, tender, told_on, tender.closing_day(setting.time_zone), tender.told_at)
    if command.key.count("|") == 3 and command.key not in {each.key for each in every}:
        return Refused("Answers close on another day than this was meant for.")
    if any(command.due_at < each.due_at <= command.received_at for each in every):
        return Refused("A later reminder of the same is due as well.")
    closes, clause = tender.closing_day(setting.time_zone), clause_of(setting.terms.interests_chased)
    # Where the clock stood still meanwhile, the day on which answers close may have passed.
    over = closes is not None and command.received_at.astimezone(zone).date() > closes
    notices = tuple(
        TenderReminderNotice(
            key=f"{command.key}|{user}",
            recipient=user,
            due_at=command.received_at,
            not_after=tender.deadline,
            **about_tender(setting, tender),
            organisations=tuple(names),
            told=day_words(told_on),
            deadline=tender.deadline_words(setting.time_zone),
            answers_by=day_words(closes) if closes is not None and not over else "",
            intends=tender.intends,
            clause=clause.number,
            clause_words=clause.words,
        )
        for user, names in _silent(facts).items()
    )
    if not notices:
        return Refused("Everybody who can be asked has answered.")
    return Decision(Answer(f"{counted(len(notices), 'person', 'people')} asked again."), notices=notices)


def _silent(facts: ChaseFacts) -> dict[str, list[str]]:
    """Slack user -> the names of their organisations that have not answered."""
    found: dict[str, list[str]] = {}
    for each in facts.members:
        if each.user is not None and each.organisation not in facts.answered:
            found.setdefault(each.user, []).append(each.organisation_name)
    return found
