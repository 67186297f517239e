"""The messages of an election in the channel: who may nominate until when; of each ballot its turnout, and how it ended."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import cited
from bot.rules.terms import Clause
from bot.rules.wording import listed
from bot.workflows.elections.election_history import BallotHeld
from bot.workflows.elections.election_steps import local
from bot.workflows.elections.elections import (
    BALLOT,
    BEFORE_THE_FIRST,
    CANCELLED,
    NOMINATIONS,
    Election,
    ElectionFacts,
    lost_of,
    office_clause,
    others_stand,
)
from bot.workflows.questions import Question
from bot.workflows.votes.counting import entitlement
from bot.workflows.votes.motions import value_of

LOCKED = (
    "The secret votes cannot be counted yet: their box cannot be opened here. No vote is lost, the secretariat has been "
    "told what to do, and the result is declared once it opens."
)


@dataclass(frozen=True)
class LiveBallot:
    """Everything the message of a ballot shows."""

    partnership: str
    partnership_name: str
    time_zone: str
    election: str
    reference: str
    headline: str
    words: tuple[str, ...]
    is_open: bool
    closes_at: datetime | None  # while it is open
    voted: int
    entitled: int
    votes: tuple[tuple[str, int], ...]  # once it is over, by name
    clause: Clause
    revision: int
    is_nominating: bool = False  # there is nothing to vote on yet
    first: tuple[str, ...] = ()  # said before all else: that its box is locked, or what became of its result


@dataclass(frozen=True, kw_only=True)
class ShowBallot(Question["LiveBallot | None"]):
    """How does a ballot of an election stand, or how do its nominations?"""

    ballot: str


def live_ballot(facts: ElectionFacts, held: BallotHeld, revision: int) -> LiveBallot:
    """A ballot as its message shows it now."""
    election, setting = facts.election, facts.setting
    assert election is not None
    voted, entitled = _taking_part(facts)
    is_open = election.state == BALLOT and election.round == held.number
    return LiveBallot(
        partnership=setting.partnership,
        partnership_name=setting.name,
        time_zone=setting.time_zone,
        election=election.id,
        reference=election.reference,
        headline=f"The ballot for {election.office} is open"
        if is_open
        else f"Ballot {held.number} for {election.office} is over",
        words=_open_words(facts, held) if is_open else _over_words(facts, held),
        is_open=is_open,
        closes_at=election.ballot_closes_at if is_open else None,
        voted=len(voted),
        entitled=len(entitled),
        votes=tuple((_choice(facts, each), number) for each, number in held.votes),
        clause=office_clause(setting.terms, election.office),
        revision=revision,
    )


def last_shown(election: Election) -> int:
    """The round by whose message an election ended: its last ballot, or the nominations where none was needed."""
    return election.round if election.candidates else BEFORE_THE_FIRST


def live_nominations(facts: ElectionFacts, revision: int) -> LiveBallot:
    """The nominations of an election as their message shows them now: whoever may nominate does so there while they are open."""
    election, setting = facts.election, facts.setting
    assert election is not None
    is_open = election.state == NOMINATIONS
    over = (
        election.outcome
        if election.state == CANCELLED
        else "“The election” shows who stands, and how it went on."
    )
    return LiveBallot(
        partnership=setting.partnership,
        partnership_name=setting.name,
        time_zone=setting.time_zone,
        election=election.id,
        reference=election.reference,
        headline=f"Nominations are open for {election.office}"
        if is_open
        else f"Nominations for {election.office} are closed",
        words=_how_to_nominate(facts) if is_open else (over,),
        is_open=is_open,
        closes_at=None,
        voted=0,
        entitled=0,
        votes=(),
        clause=office_clause(setting.terms, election.office),
        revision=revision,
        is_nominating=True,
    )


def _how_to_nominate(facts: ElectionFacts) -> tuple[str, ...]:
    election = facts.election
    assert election is not None
    until, how = local(election.nominations_close_at, facts), "in secret" if election.is_secret else "by name"
    closes = election.ballot_closes_at
    held = f"from then until {local(closes, facts)}" if closes is not None else "at the meeting"
    return (
        f"Any member may nominate a member's representative until {until}. Whoever is nominated is asked whether they stand.",
        f"One vote for each organisation, {how}, {held}.",
    )


def turnout(facts: ElectionFacts) -> str:
    """How many of how many have voted; of a ballot by name also who has not, where the terms have it shown who votes."""
    election = facts.election
    assert election is not None
    voted, entitled = _taking_part(facts)
    has = "organisation has" if len(entitled) == 1 else "organisations have"
    said = f"{len(voted)} of {len(entitled)} {has} voted."
    if election.is_secret or value_of(facts.setting.terms.show_votes) != "who" or not entitled - voted:
        return said
    return f"{said} Not yet: {listed(_names(facts, entitled - voted))}."


def _taking_part(facts: ElectionFacts) -> tuple[frozenset[str], frozenset[str]]:
    """Those who have voted, and those who may; a secret vote stands whatever becomes of its organisation."""
    election = facts.election
    assert election is not None
    entitled = entitlement(facts.electorate).entitled
    if election.is_secret:
        return facts.voted, entitled | facts.voted
    return frozenset(facts.ballots) & entitled, entitled


def _open_words(facts: ElectionFacts, held: BallotHeld) -> tuple[str, ...]:
    election = facts.election
    assert election is not None
    closes = election.ballot_closes_at
    until = f"until {local(closes, facts)}" if closes else "until whoever conducts it closes the ballot"
    how = "in secret" if election.is_secret else "by name"
    number = held.number
    again = (
        f" This is ballot {number}: votes cast in the ballot before do not count in it." if number > 1 else ""
    )
    return (
        held.why,
        f"Standing: {listed([facts.name(each) for each in held.candidates])}.",
        f"One vote for each organisation, {how}, {until}.{again}",
        turnout(facts),
        *_withdrawn(facts),
        *_lost(facts),
    )


def _lost(facts: ElectionFacts) -> tuple[str, ...]:
    """What follows where a candidate of this ballot stands no more."""
    lost, rule = lost_of(facts), facts.setting.terms.candidate_lost
    if not lost:
        return ()
    names = listed([facts.name(each) for each in lost])
    stand = "stands" if len(lost) == 1 else "stand"
    if others_stand(facts.setting.terms):
        return (f"{names} {stand} no more: votes for them count for nobody{cited(rule)}.",)
    return (
        f"{names} {stand} no more: when this ballot closes it is void, and another begins between the others.",
    )


def _withdrawn(facts: ElectionFacts) -> tuple[str, ...]:
    """Those whose vote an interest in this election takes off (K31)."""
    withdrawn = entitlement(facts.electorate).withdrawn
    return (f"Withdrawn for an interest: {listed(_names(facts, withdrawn))}.",) if withdrawn else ()


def _over_words(facts: ElectionFacts, held: BallotHeld) -> tuple[str, ...]:
    election = facts.election
    assert election is not None
    between = listed([facts.name(each) for each in held.candidates])
    return (f"It was between {between}." if len(held.candidates) > 1 else f"It was on {between}.", held.ended)


def _choice(facts: ElectionFacts, choice: str) -> str:
    people = {each.slug: each.name for each in facts.whole.people}
    return people.get(choice, choice.capitalize())


def _names(facts: ElectionFacts, organisations: frozenset[str]) -> list[str]:
    return sorted(facts.electorate.register.organisation(each).name for each in organisations)
