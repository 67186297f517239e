"""An honest broker for a bid, acceptable to all partners: named, put to each of them, and accepted where nobody objects (L9)."""

from dataclasses import dataclass

from bot.rules.wording import counted
from bot.workflows.agenda.item_words import may_act, tidy
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused
from bot.workflows.interests.interests import known_as
from bot.workflows.standing import Standing, speaking_for
from bot.workflows.tenders.moving_tenders import BidFacts, not_alive
from bot.workflows.tenders.tender_notice import Member
from bot.workflows.tenders.tenders import LONGEST_REASON, UNKNOWN, about_tender, not_for_them

LONGEST_NAME = 200  # characters
NOT_PUT_TO_THEM = Refused("A broker is put to whoever represents a member, and you represent none today.")
IN_ANOTHER_BID = Refused(
    "Your organisation is in another bid for this tender, or has withdrawn from it for an interest, so the broker of this bid is "
    "not put to it."
)


@dataclass(frozen=True)
class BrokerFacts(BidFacts):
    """What is known when a broker is named or answered for; the seats are those in which somebody represents a member."""

    members: tuple[Member, ...] = ()  # without those kept away


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
    broker: str  # as the form named them
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


def may_name(facts: BrokerFacts) -> Refused | None:
    """Why somebody does not name a broker now: members hear of it, so they have been told of the tender before (C18)."""
    refusal = not_for_them(facts) or not_alive(facts)
    tender = facts.tender
    if refusal is not None or tender is None or tender.told_at is not None:
        return refusal
    return Refused(
        f"Members have not been told that {tender.reference} is considered, so no broker is put to them yet.",
        next="“Tell members that it is considered” in the tender's window does that.",
    )


def may_answer(facts: BrokerFacts) -> Refused | None:
    """Why somebody does not answer for a broker now: who competes is kept away (C33), and members alone are asked (L9)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if facts.tender is None:
        return UNKNOWN
    if facts.competes:
        return IN_ANOTHER_BID
    if not facts.standing.seats:
        return NOT_PUT_TO_THEM
    if facts.broker is None:
        return Refused(f"Nobody is named as honest broker of {facts.tender.reference}.")
    return not_alive(facts)


def name_broker(command: NameBroker, facts: BrokerFacts) -> Outcome:
    """Name a broker, by the secretariat or the chair; whoever represents a partner is asked."""
    refusal = may_name(facts)
    if refusal is not None:
        return refusal
    tender, name = facts.tender, tidy(command.name)
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    if not 0 < len(name) <= LONGEST_NAME:
        return Refused(f"Say who it is, in at most {LONGEST_NAME} characters.", field="name")
    if facts.broker is not None and known_as(facts.broker.name) == known_as(name):
        return Decision(
            Answer(
                f"{facts.broker.name} is named as honest broker of {tender.reference} already; what was answered stands, "
                "and nobody is asked again."
            )
        )
    asked = tuple(dict.fromkeys(each.organisation for each in facts.members))
    event = BrokerNamed(subject=tender.id, person=facts.standing.person, name=name, asked=asked)
    notices = tuple(
        BrokerNamedNotice(
            key=f"broker:{command.delivery}:{tender.id}:{user}"[:200],
            recipient=user,
            due_at=command.received_at,
            **about_tender(facts.setting, tender),
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
    refusal = may_answer(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    assert facts.tender is not None
    assert facts.broker is not None
    if command.broker != facts.broker.name:
        return Refused(
            f"{facts.broker.name} has been named since this form was opened, so nothing was recorded.",
            next="Open the form again to answer for the one who is named now.",
        )
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
