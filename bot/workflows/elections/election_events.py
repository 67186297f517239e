"""What happens in an election from the close of nominations to its result."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.workflows.decisions import Event


@dataclass(frozen=True, kw_only=True)
class NominationsExtended(Event):
    """Nobody stands, so nominations go on."""

    nominations_close_at: datetime
    ballot_closes_at: datetime | None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class BallotBegun(Event):
    """A ballot began between these candidates. What was cast in one before it that was not finished is void."""

    round: int
    candidates: tuple[str, ...]
    closes_at: datetime | None
    meeting: str | None
    after_tie: bool
    why: str
    votes: tuple[
        tuple[str, int], ...
    ] = ()  # of the ballot before, where it tied and this one follows by itself
    seal: str = ""  # of the lot to which a tie in it may go, made before anybody voted
    entitled: tuple[str, ...] = ()  # organisations, where the terms settle at its opening who has a vote


@dataclass(frozen=True, kw_only=True)
class BallotVoid(Event):
    """A ballot, or the tie in which it ended, decided nothing; another is held at a later meeting."""

    why: str


@dataclass(frozen=True, kw_only=True)
class CandidateLost(Event):
    """A ballot was counted without a candidate who stood no more: votes for them count for nobody."""

    candidate: str
    votes: int


@dataclass(frozen=True, kw_only=True)
class ElectionTied(Event):
    """Votes are equal, and what follows is for people to decide."""

    tied: tuple[str, ...]
    votes: tuple[tuple[str, int], ...]
    why: str = ""  # in words
    cast: str = ""  # the digest of the votes, with which a lot is drawn
    entitled: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    quorum: str = ""


@dataclass(frozen=True, kw_only=True)
class ElectionDecided(Event):
    """Somebody was elected: everything the decision rests on."""

    reference: str
    office: str
    elected: str
    name: str
    organisation: str
    from_on: date
    to_on: date | None
    outgoing: tuple[str, ...]  # people whose term ends the day before
    how: str  # "unopposed", "ballot", "lot" or "casting vote"
    ballot: str
    round: int
    candidates: tuple[str, ...]
    votes: tuple[tuple[str, int], ...]
    entitled: tuple[str, ...]
    voted: tuple[str, ...]
    meeting: str | None
    quorum: str
    why: str
    clause: str
    clause_words: str
    terms_version: int
    decided_at: datetime
    lot: str = ""  # what the lot was drawn with: the secret that was sealed, and the digest of the votes
    withdrawn: tuple[str, ...] = ()  # organisations with a vote, which an interest took off
