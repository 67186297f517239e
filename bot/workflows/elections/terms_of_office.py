"""The end of a term of office: reminders six and three months before, where nobody has been elected to follow (K25)."""

from dataclasses import dataclass
from datetime import date

from bot.rules.citing import clause_of
from bot.rules.register import Role
from bot.rules.wording import counted, day_words, listed
from bot.workflows.decisions import Answer, ClockCommand, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.elections.elections import conductors, term_rule


@dataclass(frozen=True, kw_only=True)
class TermEnds(ClockCommand):
    """A term of office ends in so many months; the key is that of the reminder."""


@dataclass(frozen=True)
class TermFacts:
    """What is known when a term of office comes to its end."""

    setting: Setting
    office: str
    until: date
    months: int
    holders: tuple[str, ...]  # names of those whose term ends that day
    following: tuple[Role, ...]  # who holds the office after it
    recipients: tuple[str, ...]  # Slack users: whoever conducts the election, the secretariat, the chair
    under_way: str = ""  # the reference of an election to it
    superseded: bool = False  # the later reminder is due as well


@dataclass(frozen=True, kw_only=True)
class TermEndsNotice(Notice):
    """Tells whoever has to arrange an election that a term ends."""

    partnership_name: str
    office: str
    holders: str
    until: str
    left: str
    conducts: str
    under_way: str
    clause: str = ""
    clause_words: str = ""


def remind(command: TermEnds, facts: TermFacts) -> Outcome:
    """Remind of an election, unless the term ends otherwise by now, somebody is elected, or a later reminder is due too."""
    if not facts.holders or facts.following or facts.superseded:
        return Refused("Nobody's term ends then without somebody to follow, or a later reminder is due.")
    setting = facts.setting
    clause = clause_of(term_rule(setting.terms, facts.office))
    notices = tuple(
        TermEndsNotice(
            key=f"{command.key}:{user}",
            recipient=user,
            subject=facts.office,
            due_at=command.received_at,
            partnership_name=setting.name,
            office=facts.office,
            holders=listed(list(facts.holders)),
            until=day_words(facts.until),
            left=counted(facts.months, "month"),
            conducts=listed(list(conductors(setting.terms)), "or"),
            under_way=facts.under_way,
            clause=clause.number,
            clause_words=clause.words,
        )
        for user in facts.recipients
    )
    return Decision(Answer(f"The term ends on {day_words(facts.until)}."), notices=notices)
