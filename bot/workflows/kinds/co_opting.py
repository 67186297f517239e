"""Co-opting an organisation or an individual: whom, whether with a vote, and whether there is room (K12, K18)."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from bot.rules.citing import cited, clause_of
from bot.rules.gaps.membership import no_room_for_another
from bot.rules.register import Organisation, Register, main_group, same
from bot.rules.terms import Terms
from bot.rules.values import Basis
from bot.workflows.decisions import Event, Refused
from bot.workflows.kinds.particulars import YES, Carried, Effect, KindFacts, Particulars
from bot.workflows.meetings.attendance import CO_OPTED

CO_OPTION = "co-option"
WITH_A_VOTE = "co-opted with a vote"  # the standing a resolution gives that says so
ORGANISATION, INDIVIDUAL = "organisation", "individual"
LONGEST = 200  # characters of a name


@dataclass(frozen=True, kw_only=True)
class CoOpted(Event):
    """An organisation or an individual joined by a resolution, which is the subject: the register has them from that day."""

    reference: str
    organisation: str  # the id it has in the register; an individual stands there as an organisation of one
    name: str
    type: str
    standing: str
    voting: bool
    speaker: str | None  # the id of the person who speaks for it
    speaker_name: str
    new_speaker: bool  # who was not in the register before
    group: str
    joined_on: date


def is_spoken_of(terms: Terms) -> bool:
    """Whether the terms speak of co-opting."""
    return CO_OPTION in terms.majorities or CO_OPTION in terms.others


def looked_over(said: Particulars, facts: KindFacts) -> Particulars | Refused:
    """Who is to be co-opted, tidied; or what is wrong with it, under its field."""
    terms = facts.setting.terms
    name, speaker = _tidy(said.get("co_opted", "")), _tidy(said.get("speaker", ""))
    what, vote = said.get("co_opted_is", ""), said.get("gives_vote", "")
    if not name:
        return Refused("Name the organisation or the person to be co-opted.", field="co_opted")
    for field, text in (("co_opted", name), ("speaker", speaker)):
        if len(text) > LONGEST:
            return Refused(f"Give the name in {LONGEST} characters or fewer.", field=field)
    if what not in (ORGANISATION, INDIVIDUAL):
        return Refused("Choose whether an organisation or an individual is co-opted.", field="co_opted_is")
    already = _already(name, facts)
    if already is not None:
        return Refused(
            f"{already.name} is in the register already, as {_as(already.standing)}.",
            next="Name another, or have the secretariat change its standing in the register.",
            field="co_opted",
        )
    if vote and _never_votes(terms):
        rule = terms.no_vote
        return Refused(
            f"Under the terms those co-opted have no vote{cited(rule)}, so the resolution cannot give one.",
            clause_of(rule),
            next="Leave that unticked.",
            field="gives_vote",
        )
    full = no_room_for_another(facts.register, terms, facts.today)
    if full is not None:
        return Refused(full.words, full.clause, field="co_opted")
    return {
        "co_opted": name,
        "co_opted_is": what,
        "speaker": speaker if what == ORGANISATION else name,
        "gives_vote": YES if vote else "",
    }


def words(said: Particulars, facts: KindFacts) -> str:
    """What is named, as a resolution: "That Lantern Foyer Trust be co-opted, without a vote"."""
    return f"That {said['co_opted']} be co-opted, {_vote(said)}"


def lines(said: Particulars, terms: Terms) -> tuple[str, ...]:
    """What is named, for those who vote on it."""
    speaks = said["speaker"] if said["co_opted_is"] == ORGANISATION else ""
    by = f" {speaks} would speak for it." if speaks else ""
    return (f"To be co-opted: {said['co_opted']}, an {said['co_opted_is']}, {_vote(said)}.{by}",)


def follows(carried: Carried) -> Effect:
    """The register gains whoever was co-opted, from that day; that there are too many then is said, and undoes nothing (K12)."""
    said, facts = carried.particulars, carried.facts
    terms, register = facts.setting.terms, facts.register
    name, voting = said["co_opted"], bool(said["gives_vote"])
    already = _already(name, facts)
    if already is not None:
        return Effect(
            words=(
                f"{already.name} is in the register already, as {_as(already.standing)}: nothing is added.",
            )
        )
    person = next(
        (each for each in register.people if said["speaker"] and same(each.name, said["speaker"])), None
    )
    taken = {each.slug for each in register.organisations}
    event = CoOpted(
        subject=carried.motion,
        person=carried.person,
        reference=carried.reference,
        organisation=slug_for(name, taken),
        name=name,
        type="individual" if said["co_opted_is"] == INDIVIDUAL else "",
        standing=WITH_A_VOTE if voting else CO_OPTED,
        voting=voting,
        speaker=person.slug if person else _new_person(said["speaker"], register),
        speaker_name=said["speaker"],
        new_speaker=person is None and bool(said["speaker"]),
        group=main_group(terms),
        joined_on=carried.on,
    )
    full = no_room_for_another(register, terms, carried.on)
    return Effect(
        events=(event,),
        words=(
            f"{name} is co-opted from now on, {_vote(said)}. The register has them; a register file needs them too.",
            *((f"There was no room left: {full.words}",) if full is not None else ()),
        ),
    )


def slug_for(name: str, taken: Container[str]) -> str:
    """A short name for the register that nobody has yet: "lantern-foyer-trust"."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub("[^a-z0-9]+", "-", letters).strip("-")[:50] or "co-opted"
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, 10_000))
    return next(each for each in numbered if each not in taken)


def _new_person(name: str, register: Register) -> str | None:
    return slug_for(name, {each.slug for each in register.people}) if name else None


def _never_votes(terms: Terms) -> bool:
    """Whether the document itself takes the vote of the co-opted; a value the partnership adopted yields to its resolution."""
    rule = terms.no_vote
    return (
        rule is not None
        and rule.basis in (Basis.DOCUMENT, Basis.INTERPRETATION)
        and any(same(each, CO_OPTED) for each in rule.value or ())
    )


def _vote(said: Particulars) -> str:
    return "with a vote" if said["gives_vote"] else "without a vote"


def _already(name: str, facts: KindFacts) -> Organisation | None:
    """Who is in the register under that name on the day."""
    here = facts.register.organisations_on(facts.today)
    return next((each for each in here if _is_called(name, each.name, each.aliases)), None)


def _as(standing: str) -> str:
    return (
        f"an {standing}" if standing[:1] in "aeiou" else f"a {standing}" if standing == "member" else standing
    )


def _is_called(name: str, other: str, aliases: tuple[str, ...]) -> bool:
    return any(same(name, each) for each in (other, *aliases))


def _tidy(text: str) -> str:
    return " ".join(text.split())
