"""Reminders before a policy runs out: to whoever represents its organisation and the secretariat, nobody else (C37, C44)."""

from dataclasses import dataclass
from datetime import date

from bot.rules.citing import clause_of
from bot.rules.wording import counted, day_words
from bot.workflows.decisions import Answer, ClockCommand, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.tenders.policies import Policy


@dataclass(frozen=True, kw_only=True)
class RemindOfPolicy(ClockCommand):
    """A policy runs out in so many days."""


@dataclass(frozen=True)
class RemindFacts:
    """What is known when a policy is about to run out."""

    setting: Setting
    today: date
    policy: Policy | None  # as it stands now; none where it was taken off, or its organisation has left
    told: tuple[str, ...] = ()  # Slack users


@dataclass(frozen=True, kw_only=True)
class PolicyRunsOutNotice(Notice):
    """Says that a policy has to be reviewed or renewed."""

    partnership_name: str
    organisation: str
    organisation_name: str
    policy: str  # its key
    name: str
    until: str
    left: str
    reviewed: str
    clause: str
    clause_words: str


def remind(command: RemindOfPolicy, facts: RemindFacts) -> Outcome:
    """Remind of a policy, unless it was reviewed meanwhile, the partnership goes by other days, or a later reminder is due too."""
    policy, rule = facts.policy, facts.setting.terms.policy_reminders
    _, _, until, days = command.key.split("|")
    if policy is None or policy.until is None or str(policy.until) != until:
        return Refused("It was reviewed, or taken off, since.")
    left, offsets = (policy.until - facts.today).days, (rule.value or () if rule is not None else ())
    if int(days) not in offsets:
        return Refused("The partnership does not remind on that day any more.")
    if any(left <= each < int(days) for each in offsets):
        return Refused("A later reminder is due as well.")
    clause = clause_of(rule)
    notices = tuple(
        PolicyRunsOutNotice(
            key=f"{command.key}|{user}"[:200],
            recipient=user,
            subject=policy.organisation,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            organisation=policy.organisation,
            organisation_name=policy.organisation_name,
            policy=policy.key,
            name=policy.name,
            until=day_words(policy.until),
            left=_left(left),
            reviewed=day_words(policy.reviewed_on) if policy.reviewed_on else "",
            clause=clause.number,
            clause_words=clause.words,
        )
        for user in facts.told
    )
    return Decision(Answer(f"{counted(len(notices), 'person', 'people')} reminded."), notices=notices)


def _left(days: int) -> str:
    """How long there is; the last reminder is sent although the day has passed, where the clock stood still on it."""
    if days < 0:
        return f"{counted(-days, 'day')} ago"
    return "today" if days == 0 else f"in {counted(days, 'day')}"
