"""An honest broker for a bid, acceptable to all partners: named, put to each of them, and accepted where nobody objects (L9)."""

from dataclasses import dataclass

from bot.rules.wording import counted
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused
from bot.workflows.item_words import may_act, tidy
from bot.workflows.moving_tenders import BidFacts, not_alive
from bot.workflows.standing import Standing, speaking_for
from bot.workflows.tender_notice import Member
from bot.workflows.tenders import LONGEST_REASON, UNKNOWN, not_for_them

LONGEST_NAME = 200  # characters


@dataclass(frozen=True)
class BrokerFacts(BidFacts):
    """What is known when a broker is named or answered for."""

    members: tuple[Member, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NameBroker(Command):
    """Name the honest broker of a bid, and ask every partner."""

    partnership: str
    tender: str
    name: str


@dataclass(frozen=True, kw_only=True)
class AnswerBroker(Command):
    """Accept a broker for an organisation, or object and say why."""

    partnership: str
    tender: str
    accepts: bool
    words: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class BrokerNamed(Event):
    """A broker was named for a bid; what was answered of an earlier one no longer counts."""

    name: str
    asked: tuple[str, ...]  # organisations


@dataclass(frozen=True, kw_only=True)
class BrokerAnswered(Event):
    """A partner accepts the broker, or objects."""

    broker: str
    organisation: str
    accepts: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class BrokerNamedNotice(Notice):
    """Asks whoever represents a partner whether the broker is acceptable to it, with the button that answers."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    broker: str


def name_broker(command: NameBroker, facts: BrokerFacts) -> Outcome:
    """Name a broker, by the secretariat or the chair; whoever represents a partner is asked."""
    refusal = not_for_them(facts) or not_alive(facts)
    if refusal is not None:
        return refusal
    tender, name = facts.tender, tidy(command.name)
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    if not 0 < len(name) <= LONGEST_NAME:
        return Refused(f"Say who it is, in at most {LONGEST_NAME} characters.", field="name")
    asked = tuple(dict.fromkeys(each.organisation for each in facts.members))
    event = BrokerNamed(subject=tender.id, person=facts.standing.person, name=name, asked=asked)
    notices = tuple(
        BrokerNamedNotice(
            key=f"broker:{command.delivery}:{tender.id}:{user}"[:200],
            recipient=user,
            subject=tender.id,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            tender=tender.id,
            reference=tender.reference,
            title=tender.title,
            broker=name,
        )
        for user in dict.fromkeys(each.user for each in facts.members if each.user is not None)
    )
    said = f"{name} is named as honest broker of {tender.reference}; {counted(len(asked), 'partner')} asked."
    return Decision(
        Answer(said, next="Whoever does not object accepts. Record the step once they have had their say."),
        (event,),
        notices,
    )


def answer_broker(command: AnswerBroker, facts: BrokerFacts) -> Outcome:
    """Accept the broker for one's organisation, or object; the answer can be changed."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if facts.tender is None:
        return UNKNOWN
    if facts.broker is None:
        return Refused(f"Nobody is named as honest broker of {facts.tender.reference}.")
    seat = speaking_for(facts.standing, facts.setting, command.on_behalf_of)
    if isinstance(seat, Refused):
        return seat
    words = command.words.strip()
    if not command.accepts and not words:
        return Refused("Say what you object to.", field="words")
    if len(words) > LONGEST_REASON:
        return Refused(f"Please keep this to {LONGEST_REASON:,} characters.", field="words")
    event = BrokerAnswered(
        subject=facts.tender.id,
        person=facts.standing.person,
        broker=facts.broker.name,
        organisation=seat.organisation,
        accepts=command.accepts,
        words=words,
    )
    said = "accepts" if command.accepts else "objects to"
    return Decision(Answer(f"Recorded: {seat.name} {said} {facts.broker.name} as honest broker."), (event,))
