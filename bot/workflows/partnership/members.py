"""Changes to who and what a partnership is: people matched to Slack, suggested values adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.register import WORKSPACE_ID
from bot.rules.terms import Adoption
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused, Setting
from bot.workflows.standing import Standing, Stranger, deactivated, unknown


@dataclass(frozen=True, kw_only=True)
class MatchPerson(Command):
    """Match a person of the register to a Slack account, by hand."""

    partnership: str
    person: str
    account_team: str
    account_user: str


@dataclass(frozen=True, kw_only=True)
class AdoptSuggestions(Command):
    """Record that the partnership has adopted suggested values of its terms."""

    partnership: str
    keys: tuple[str, ...]
    adopted_by: str  # "the Strategy Group, 3 May 2026": who decided it, in words


@dataclass(frozen=True, kw_only=True)
class MarkAccount:
    """Slack tells that an account was deactivated or brought back, and when; where it does not say, it is taken to be now."""

    workspace: str
    team: str
    user: str
    deactivated: bool
    happened_at: datetime | None = None
    time_zone: str = ""  # where Slack says they live: reminders come in their own morning


@dataclass(frozen=True)
class MatchFacts:
    """What is known when somebody is matched by hand."""

    setting: Setting
    standing: Standing | Stranger
    person_name: str | None
    taken_by: str | None  # the name of somebody else who has that Slack account already


@dataclass(frozen=True)
class AdoptFacts:
    """What is known when suggestions are adopted."""

    setting: Setting
    standing: Standing | Stranger
    today: date


@dataclass(frozen=True, kw_only=True)
class PersonMatched(Event):
    """A person of the register was matched to a Slack account."""

    account_team: str
    account_user: str


@dataclass(frozen=True, kw_only=True)
class AccountMarked(Event):
    """Slack switched the account of a person of the register off, or on again: nobody, or again somebody, acts through it."""

    account_team: str
    account_user: str
    deactivated: bool
    as_of: datetime  # when it happened in Slack


@dataclass(frozen=True, kw_only=True)
class SuggestionsAdopted(Event):
    """Suggested values became rules of the partnership: a new version of the terms, of the same document."""

    keys: tuple[str, ...]
    adoptions: Mapping[str, Adoption]  # of these keys; what was adopted before stays


@dataclass(frozen=True, kw_only=True)
class WelcomeNotice(Notice):
    """Says in a partnership's channel that its secretary is here, with a button for everything a command can do."""

    partnership_name: str
    source: str  # the document it goes by


def match(command: MatchPerson, facts: MatchFacts) -> Outcome:
    """Match a person to a Slack account; only the secretariat or the chair may, and an account is one person's."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if not (facts.standing.is_secretariat or facts.standing.is_chair):
        return Refused("Only the secretariat or the chair matches people to Slack accounts.")
    if facts.person_name is None:
        return Refused("That person is no longer in the register.", field="person")
    if not command.account_user:
        return Refused("Choose the account.", field="account")
    if not WORKSPACE_ID.fullmatch(command.account_team):
        return Refused(
            f"“{command.account_team}” is not a workspace's id: T or E and capital letters and digits.",
            next="It stands in their workspace's address in a browser. Leave it empty for people of this workspace.",
            field="account_team",
        )
    if facts.taken_by is not None:
        return Refused(
            f"That account is already matched to {facts.taken_by}: one account is one person.",
            field="account",
        )
    event = PersonMatched(
        subject=command.person,
        person=facts.standing.person,
        account_team=command.account_team,
        account_user=command.account_user,
    )
    return Decision(Answer(f"{facts.person_name} is matched to <@{command.account_user}>."), (event,))


def adopt(command: AdoptSuggestions, facts: AdoptFacts) -> Outcome:
    """Record which suggested values the partnership has adopted, by whom and on which day; the document stays as it is (G1)."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if not (facts.standing.is_secretariat or facts.standing.is_chair):
        return Refused("Only the secretariat or the chair records what the partnership has adopted.")
    offered = {rule.key for rule in facts.setting.terms.suggestions()}
    keys = tuple(key for key in command.keys if key in offered)
    if not keys:
        return Refused("Tick at least one suggestion that is not adopted yet.", field="keys")
    if not command.adopted_by.strip():
        return Refused("Say who adopted it: the meeting or the people, in a few words.", field="adopted_by")
    new = {key: Adoption(command.adopted_by.strip(), facts.today) for key in keys}
    event = adopted(facts.setting, facts.standing.person, new)
    words = "1 value" if len(keys) == 1 else f"{len(keys)} values"
    return Decision(Answer(f"Recorded: {words} adopted by {command.adopted_by.strip()}."), (event,))


def adopted(setting: Setting, person: str | None, adoptions: Mapping[str, Adoption]) -> SuggestionsAdopted:
    """What happens when suggestions are adopted, whoever records it: a person in Slack, or the command line (None)."""
    return SuggestionsAdopted(
        subject=setting.partnership, person=person, keys=tuple(sorted(adoptions)), adoptions=adoptions
    )


def marked(command: MarkAccount) -> Answer:
    """What there is to say of an account that Slack switched off or on."""
    return Answer(
        "The account is marked deactivated." if command.deactivated else "The account is active again."
    )
