"""Who may come instead of a representative, under each partnership's own rule (K34, V12)."""

from dataclasses import dataclass

from bot.rules.citing import cited, clause_of, suggestion
from bot.rules.register import same
from bot.rules.terms import Clause, Rule
from bot.rules.wording import listed
from bot.workflows.decisions import Refused
from bot.workflows.meetings.invited import Invited, deputies_of, representatives
from bot.workflows.replies.reply_state import ReplyFacts, cannot_come, naming

ANYBODY, NOBODY = "anyone sent", "none"
NAMED = ("named deputies only", "named substitutes")
LONGEST_NAME = 200  # characters


@dataclass(frozen=True)
class StandIn:
    """Somebody who comes instead, and what the terms make of them."""

    substitute: str | None  # a person of the register, whom the organisation has named
    stand_in: str  # or a name
    name: str
    words: str
    clause: Clause
    next: str = ""


def who_stands_in(seat: Invited, chosen: str | None, typed: str, facts: ReplyFacts) -> StandIn | Refused:
    """The person named to come instead of a representative, with what follows; or why they cannot."""
    rule, typed = facts.setting.terms.substitutes, " ".join(typed.split())
    if not seat.organisation:
        return Refused(
            f"{seat.name} speaks for no organisation at this meeting, so nobody stands in for them.",
            next="Send apologies instead.",
            field="answer",
        )
    if _value(rule) == NOBODY:
        return Refused(
            f"Nobody may stand in for a representative{cited(rule)}.",
            clause_of(rule),
            next="Send apologies instead; the secretariat will list them.",
            field="answer",
        )
    deputies = deputies_of(facts.invited, seat.organisation)
    if chosen and typed:
        return Refused(
            "Choose a named deputy or type somebody else's name, not both.", clause_of(rule), field="stand_in"
        )
    if len(typed) > LONGEST_NAME:
        return Refused(f"Please give the name in {LONGEST_NAME} characters or fewer.", field="stand_in")
    chosen = chosen or next((each.person for each in deputies if same(each.name, typed)), None)
    if chosen:
        return _named(seat, chosen, deputies, facts)
    if not typed:
        known = f" {names_in(deputies)} may." if deputies else ""
        return Refused(
            f"Say who comes instead for {seat.organisation_name}.{known}",
            clause_of(rule),
            field="substitute" if deputies else "stand_in",
        )
    return _unnamed(seat, typed, deputies, facts)


def names_in(deputies: tuple[Invited, ...]) -> str:
    """The deputies as those who might be chosen: "Ada Fenwick or Tom Ashby"."""
    return listed([each.name for each in deputies], "or")


def _named(seat: Invited, chosen: str, deputies: tuple[Invited, ...], facts: ReplyFacts) -> StandIn | Refused:
    rule = facts.setting.terms.substitutes
    if chosen == seat.person:
        return Refused(
            "Nobody stands in for themselves.", next="Say that you are coming instead.", field="substitute"
        )
    deputy = next((each for each in deputies if each.person == chosen), None)
    if deputy is None:
        known = f"It has named {names_in(deputies)}." if deputies else "It has named nobody so far."
        return Refused(
            f"That person is not a named deputy of {seat.organisation_name}. {known}",
            clause_of(rule),
            next="Type their name instead: a stand-in may attend without a vote.",
            field="substitute",
        )
    elsewhere = [
        each
        for each in naming(facts.invited, facts.replies, chosen)
        if each.organisation != seat.organisation
    ]
    if elsewhere:
        other = _organisation(facts.invited, elsewhere[0].organisation)
        return Refused(
            f"{deputy.name} already stands in for {other} at this meeting. One person holds one organisation's vote.",
            clause_of(rule),
            next="Name somebody else.",
            field="substitute",
        )
    if cannot_come(facts.replies, chosen):
        return Refused(
            f"{deputy.name} has sent apologies for this meeting.",
            clause_of(rule),
            next="Name somebody else; or they may take their apologies back first.",
            field="substitute",
        )
    return StandIn(chosen, "", deputy.name, _with_its_vote(seat, deputy.name, rule), clause_of(rule))


def _with_its_vote(seat: Invited, name: str, rule: Rule[str] | None) -> str:
    if not seat.voting:
        return f"{seat.organisation_name} attends without a vote, and so does {name}."
    if _value(rule) is None:
        return (
            f"The terms do not say who may stand in; the register has {name} as deputy of {seat.organisation_name}, whose one vote "
            "they hold while they are there."
        )
    return f"{name} is a named deputy of {seat.organisation_name} and holds its one vote while they are there{cited(rule)}."


def _unnamed(seat: Invited, name: str, deputies: tuple[Invited, ...], facts: ReplyFacts) -> StandIn | Refused:
    rule = facts.setting.terms.substitutes
    if same(name, seat.name):
        return Refused(
            "Nobody stands in for themselves.", next="Say that you are coming instead.", field="stand_in"
        )
    others = [each for each in representatives(facts.invited) if each.organisation == seat.organisation]
    if any(same(name, each.name) for each in others):
        return Refused(
            f"{name} represents {seat.organisation_name} already, and answers for themselves.",
            next="Send your apologies; its one vote is cast by whoever of you is there.",
            field="stand_in",
        )
    without = "may attend without a vote and does not count for the quorum"
    match _value(rule):
        case "anyone sent":
            words = f"The terms let {seat.organisation_name} send anybody{cited(rule)}. The secretariat marks {name} on the roll."
            return StandIn(None, name, name, words, clause_of(rule))
        case None:
            words = f"The terms do not say who may stand in, so {name} {without}."
            then = suggestion(rule) if rule is not None else ""
            return StandIn(None, name, name, words, clause_of(rule), then)
        case _:
            words = f"{name} is not a named deputy of {seat.organisation_name}, so {without}{cited(rule)}."
            known = f" {names_in(deputies)} could come with its vote." if deputies else ""
            then = (
                f"{seat.organisation_name} may still name them as its deputy through the secretariat, before business starts."
                f"{known}"
            )
            return StandIn(None, name, name, words, clause_of(rule), then)


def _organisation(invited: tuple[Invited, ...], slug: str) -> str:
    return next((each.organisation_name for each in invited if each.organisation == slug), slug)


def _value(rule: Rule[str] | None) -> str | None:
    return rule.value if rule is not None else None
