"""What the chair rules on an interest: whether the organisation stays and votes, stays, speaks only, or leaves (K31)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.wording import instant_words
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.interests.interests import Interest, Ruling, clause_on_interests
from bot.workflows.standing import Standing, Stranger, deactivated, unknown


@dataclass(frozen=True, kw_only=True)
class RuleOnInterest(Command):
    """The chair rules what an organisation with an interest may do."""

    partnership: str
    interest: str
    declaration: int  # which declaration was ruled on, as the button knew it
    ruling: Ruling
    was: str = ""  # what had been ruled when the button was sent


@dataclass(frozen=True)
class Ruled:
    """Who ruled on an interest last, and when."""

    person: str
    name: str
    at: datetime


@dataclass(frozen=True)
class RulingFacts:
    """What is known when the chair rules."""

    setting: Setting
    standing: Standing | Stranger
    chairing: frozenset[str]  # who is chairing whatever the interest is on, or a motion it bears on
    interest: Interest | None
    declarer_user: str | None
    organisation_name: str
    of_the_chair: bool  # the interest is that of an organisation whoever rules speaks for
    closed: bool = False
    chair_withdrawn: bool = False  # an organisation whoever rules speaks for has itself withdrawn
    called: str = ""  # what the interest is on, where whoever declared it may not know its name (V16)
    nature: str = ""  # what was declared
    ruled: Ruled | None = None


@dataclass(frozen=True, kw_only=True)
class InterestRuled(Event):
    """The chair ruled on an interest."""

    interest: str
    declaration: int
    organisation: str
    subject_title: str
    ruling: str


@dataclass(frozen=True, kw_only=True)
class RulingNotice(Notice):
    """Tells the declarer what the chair has ruled and what follows."""

    partnership_name: str
    organisation: str
    subject_title: str
    ruling: str
    follows: str


FOLLOWS = {
    Ruling.STAY_AND_VOTE: "You may take part and vote; your presence counts towards the quorum again. The ruling is minuted.",
    Ruling.STAY: "You may stay in the room. Your vote stays off, and the quorum is counted without you.",
    Ruling.SPEAK_ONLY: "You may speak to the item and then take no further part. Your vote stays off, and the quorum is counted "
    "without you.",
    Ruling.LEAVE: "Please leave for this item. Your vote stays off, and the quorum is counted without you.",
}

NO_PART = "Please take no part in this bid. Your vote stays off on anything decided about it."

ACTING_CHAIR_RULES = (
    "Those present choose an acting chair for the motion, or another chair on the roll, who then rules."
)


def rule(command: RuleOnInterest, facts: RulingFacts) -> Outcome:
    """Record what the chair rules; only whoever is chairing may, and never on their own organisation's interest (K31, K29)."""
    clause = clause_on_interests(facts.setting.terms)
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if facts.interest is None:
        return Refused("That declaration is not on the register of interests.", clause)
    if facts.standing.person not in facts.chairing:
        return Refused("Only whoever is chairing can rule on an interest.", clause)
    if facts.of_the_chair:
        return Refused(
            "This is your own organisation's interest, so the ruling is not yours to make.",
            clause,
            next=ACTING_CHAIR_RULES,
        )
    if facts.chair_withdrawn:
        return Refused(
            "Your own organisation has withdrawn from this for an interest, so you rule on nobody's interest in it.",
            clause,
            next=ACTING_CHAIR_RULES,
        )
    if command.declaration != facts.interest.declaration:
        return Refused(
            "They have declared again since; rule on the newer declaration.",
            clause,
            next="It came by message as well, with buttons of its own.",
        )
    if facts.interest.nil:
        return Refused("A nil return needs no ruling.", clause)
    if facts.closed:
        return Refused(
            "That has already been decided; a ruling now would come too late to change anything.", clause
        )
    ruling, already, ruled = command.ruling, facts.interest.ruling, facts.ruled
    if already is not None and ruled is not None:
        overtaken = command.was != already and ruled.person != facts.standing.person
        if already is ruling or overtaken:
            return Decision(_answer("Already recorded", already, facts, ruled))
    event = InterestRuled(
        subject=facts.interest.subject.id,
        person=facts.standing.person,
        interest=facts.interest.id,
        declaration=facts.interest.declaration,
        organisation=facts.interest.organisation,
        subject_title=facts.interest.subject.title,
        ruling=ruling.value,
    )
    notices: tuple[Notice, ...] = ()
    if facts.declarer_user:
        notices = (
            RulingNotice(
                key=f"ruling:{facts.interest.id}:{command.delivery}",
                recipient=facts.declarer_user,
                subject=facts.interest.subject.id,
                due_at=command.received_at,
                partnership_name=facts.setting.name,
                organisation=facts.organisation_name,
                subject_title=facts.called or facts.interest.subject.title,
                ruling="keep away from this bid" if _keeps_away(ruling, facts.interest) else ruling.value,
                follows=NO_PART if _keeps_away(ruling, facts.interest) else FOLLOWS[ruling],
            ),
        )
    mine = Ruled(facts.standing.person, facts.standing.name, command.received_at)
    return Decision(_answer("Recorded", ruling, facts, mine), (event,), notices)


def _keeps_away(ruling: Ruling, interest: Interest) -> bool:
    """Whether it is a bid, and no item, that is to be left."""
    return ruling is Ruling.LEAVE and interest.subject.kind == "tender"


def _answer(how: str, ruling: Ruling, facts: RulingFacts, ruled: Ruled) -> Answer:
    """What was ruled, by whom and when, with what was declared: it stands in place of the message that asked for it."""
    assert facts.interest is not None
    at = instant_words(ruled.at.astimezone(ZoneInfo(facts.setting.time_zone)))
    words = "keep away from the bid for" if _keeps_away(ruling, facts.interest) else f"{ruling.value} on"
    return Answer(
        f"{how}: {facts.organisation_name} is to {words} “{facts.interest.subject.title}”.",
        clause_on_interests(facts.setting.terms),
        why=f"Ruled by {ruled.name} on {at}, in {facts.setting.name}.",
        details=(Detail(f"{facts.organisation_name} had declared: “{facts.nature}”"),),
    )
