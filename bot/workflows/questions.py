"""What handlers and screens may ask the secretary, and the shape of each answer. Nothing here changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.rules.gaps import Gap
from bot.rules.register import Register
from bot.rules.terms import Clause, Rule, Terms
from bot.workflows.decisions import NO_CLAUSE, Refused
from bot.workflows.interests.interests import Subject
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.votes.counting import Result
from bot.workflows.votes.motions import Motion

A = TypeVar("A")


@dataclass(frozen=True, kw_only=True)
class Question(Generic[A]):
    """Something asked by a person in a workspace."""

    workspace: str
    team: str
    user: str


@dataclass(frozen=True)
class Place:
    """A partnership of this workspace, and whether the person who asks is in its register."""

    partnership: str
    name: str
    short_name: str
    channel: str
    is_mine: bool


@dataclass(frozen=True)
class Places:
    """Where somebody is: the partnership whose channel this is, if any, and those they belong to."""

    here: Place | None
    mine: tuple[Place, ...]
    all: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class WhichPartnerships(Question[Places]):
    """Which partnerships somebody may mean, asked in a channel or elsewhere."""

    channel: str | None = None


@dataclass(frozen=True)
class Choice:
    """One thing to choose in a form: its id, its words, and whether it is chosen already."""

    id: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class DeclareFormFacts:
    """What the form for declaring an interest shows."""

    partnership: str
    name: str
    seats: tuple[Choice, ...]  # organisations the person speaks for
    subjects: tuple[Subject, ...]  # the meeting in session, its motions, items and tenders
    clause: Clause
    why: str
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class DeclareForm(Question[DeclareFormFacts]):
    """What may an interest be declared on?"""

    partnership: str


@dataclass(frozen=True)
class PutFormFacts:
    """What the form for putting a motion shows."""

    partnership: str
    name: str
    meeting: MeetingState | None
    ways: tuple[str, ...]  # of "meeting", "between meetings", "indicative"
    kinds: tuple[str, ...]
    about: tuple[Subject, ...]
    terms: Terms
    time_zone: str
    undeclared: tuple[str, ...]
    amendments: tuple[Choice, ...] = ()  # that have gone to the members as they now stand
    refused: Refused | None = None  # why this person may not put one
    in_the_room: Refused | None = None  # why this person puts none at the meeting in session
    outstanding: tuple[str, ...] = ()  # of the undeclared, those without whom no business opens (K31)
    not_quorate: str = ""  # what there is to say of a quorum that is not there
    awaiting: int = 0  # decisions that await ratification
    people: tuple[Choice, ...] = ()  # in the register
    stands: tuple[str, ...] = ()  # what is so of the terms and the partnership meanwhile (K45, K46)
    present: tuple[Choice, ...] = ()  # organisations on the roll of the meeting in session


@dataclass(frozen=True, kw_only=True)
class PutForm(Question[PutFormFacts]):
    """How may a motion be put, and by this person?"""

    partnership: str


@dataclass(frozen=True)
class RollFormFacts:
    """What the roll shows: everybody who may be marked, and who is marked already."""

    partnership: str
    name: str
    meeting: MeetingState | None
    here: tuple[
        Choice, ...
    ]  # whoever may be here for an organisation, by "organisation:person"; or "organisation" alone
    substitutes: tuple[Choice, ...]  # one for each deputy and organisation, by "organisation:person"
    chairs: tuple[
        Choice, ...
    ]  # people who may take the chair; the elected chair, or whoever chairs now, is chosen
    title: str
    refused: Refused | None = None
    remote: tuple[Choice, ...] = ()  # organisations: those by video or telephone are chosen
    others: tuple[tuple[str, str], ...] = ()  # (name, organisation)
    other_day: str = ""  # the day a meeting is booked for, where that is not today
    instead: tuple[Choice, ...] = ()  # other meetings that could be opened
    replied: str = ""  # how many have said whether they come
    in_the_way: bool = False  # another meeting was to be opened, and this one is still in session


@dataclass(frozen=True, kw_only=True)
class RollForm(Question[RollFormFacts]):
    """Who may be marked present?

    `meeting` is one that is booked, NOT_BOOKED for one that is not, or empty: the one in session, else the one booked for today.
    """

    partnership: str
    meeting: str = ""


NOT_BOOKED = "not-booked"
NOBODY_YET = "nobody"  # the choice that leaves the chair to those present (K26)


@dataclass(frozen=True)
class MotionPicture:
    """Everything the message of a motion shows."""

    workspace: str
    partnership: str
    partnership_name: str
    channel: str
    time_zone: str
    motion: Motion
    put_by: str  # a name
    chair: str  # the name of whoever is chairing it
    meeting_title: str
    about: str
    entitled: tuple[str, ...]  # names of organisations with a vote on it now
    voted: tuple[str, ...]  # names; empty where the terms show only how many
    voted_count: int
    withdrawn: tuple[str, ...]  # names
    majority: str  # the rule in words
    majority_clause: Clause
    result: Result | None
    names: Mapping[str, str]  # organisation -> name
    revision: int
    ratification: str = ""  # of a provisional decision: that it waits, or what became of it (K33)
    recorded: tuple[str, ...] = ()  # which votes were recorded for somebody who rang up
    opt_outs: tuple[str, ...] = ()  # who does not join in what was decided, and why (K30, V41)
    may_opt_out: bool = False
    locked: bool = False  # its box of secret votes was found locked, and has not been opened since
    became: tuple[
        str, ...
    ] = ()  # what later entries in the register of decisions say of it: void, rescinded …
    particulars: tuple[str, ...] = ()  # what its kind names besides its words
    not_quorate: str = (
        ""  # of a motion that has no result yet: that there is no quorum for it now, and what follows
    )
    agreeing: tuple[str, ...] = ()  # names, in a consensus round and after it (K27)
    aside: tuple[str, ...] = ()
    objecting: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()  # … who were asked, and have said nothing
    consensus_clause: Clause = NO_CLAUSE
    waiting: tuple[str, ...] = ()  # names of those who have not voted yet, where the terms show who has
    earlier: tuple[Result, ...] = ()  # of ballots that tied and were taken again


@dataclass(frozen=True, kw_only=True)
class ShowMotion(Question["MotionPicture | None"]):
    """What does the motion look like now?"""

    motion: str


@dataclass(frozen=True)
class ObjectFormFacts:
    """What the form for an objection shows."""

    motion: str
    reference: str
    text: str
    seats: tuple[Choice, ...]  # organisations with a vote that the person speaks for
    clause: Clause
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ObjectForm(Question["ObjectFormFacts"]):
    """For whom may this person object to a motion?"""

    motion: str


@dataclass(frozen=True)
class WithdrawFormFacts:
    """The motion somebody would withdraw, and why they do not where they do not."""

    picture: MotionPicture | None
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawForm(Question[WithdrawFormFacts]):
    """May this person withdraw a motion?"""

    motion: str


@dataclass(frozen=True)
class Reason:
    """One line of a "why?": what is asked, the answer with its numbers, the clause with its words, and where it comes from."""

    heading: str
    words: str
    clause: Clause
    source: str  # one sentence: the document says so; it is read so; adopted by … on …; not stated


@dataclass(frozen=True, kw_only=True)
class WhyMotion(Question[tuple[Reason, ...]]):
    """Why is the motion, or its result, as it is?"""

    motion: str


@dataclass(frozen=True, kw_only=True)
class WhyRule(Question[tuple[Reason, ...]]):
    """Which clause stands behind a rule of the partnership's terms?"""

    partnership: str
    key: str


@dataclass(frozen=True)
class ActingChairFormFacts:
    """Who may be chosen to chair one motion."""

    motion: str
    reference: str
    candidates: tuple[Choice, ...]
    clause: Clause
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ActingChairForm(Question[ActingChairFormFacts]):
    """Who may chair this motion instead of the chair?"""

    motion: str


@dataclass(frozen=True)
class PartnershipPicture:
    """Who is who, what the rules are, and what the register lacks."""

    partnership: str
    name: str
    short_name: str
    terms: Terms
    time_zone: str
    register: Register  # as it is today, for every group
    gaps: tuple[Gap, ...]
    rules: tuple[Rule[object], ...]
    unmatched: tuple[str, ...]  # names of people without a Slack account matched
    may_match: bool  # whether the person who asks may match people and adopt suggestions
    users: Mapping[str, str]  # person -> Slack user
    stands: tuple[str, ...] = ()  # an adopted amendment that waits for its text, a dissolution to come
    dissolutions: tuple[Choice, ...] = ()  # by the motion that decided each
    leads: bool = False  # whether they may put motions and call the roll: the chair, whoever is chairing, the secretariat
    speaks: bool = False  # whether they speak for an organisation, and so may declare its interests


@dataclass(frozen=True, kw_only=True)
class ShowPartnership(Question["PartnershipPicture"]):
    """Who is in the partnership, and by which rules does it go?"""

    partnership: str


@dataclass(frozen=True)
class OpenMotion:
    """A motion open now, with the vote of one of the person's organisations."""

    motion: str
    reference: str
    text: str
    closes_at: datetime | None
    votes: tuple[tuple[str, str], ...]  # (organisation's name, "for" … or "not yet")
    may_vote: bool
    secret: bool = False
    may_agree: bool = False  # consensus is sought on it (K27)


@dataclass(frozen=True)
class Ask:
    """One thing asked of somebody: what, and the kind by which its buttons are known."""

    kind: str  # "reply", "declare" …
    words: str
    subject: str  # the id of what it is about
    detail: str = (
        ""  # what the answer has to name besides: for which organisation or day, or since when it stands
    )


@dataclass(frozen=True)
class Coming:
    """A meeting to come, in a few words."""

    meeting: str
    title: str
    when: str
    said: str  # what the reader has said of it: "coming"; empty where they have not, or are not called
    silent: int = 0  # how many have not answered, for the chair and the secretariat
    late: tuple[str, ...] = ()  # what is late about it, for them


@dataclass(frozen=True)
class VoteKept:
    """A motion decided lately, and how the reader's organisation voted."""

    motion: str
    reference: str
    text: str
    outcome: str
    votes: tuple[tuple[str, str], ...]  # (organisation's name, "for" … or "did not vote")
    became: str = ""  # what later decisions made of it: "ratified by motion 2027/1" (K33)


@dataclass(frozen=True)
class HomePart:
    """What one partnership means to one person today."""

    place: Place
    time_zone: str
    seats: tuple[str, ...]  # "Exeter CVS (representative)"
    roles: tuple[str, ...]
    is_chairing: bool
    is_secretariat: bool
    meeting: MeetingState | None
    motions: tuple[OpenMotion, ...]
    gaps: int
    waiting: tuple[str, ...]  # what is asked of this person now, in sentences
    asks: tuple[Ask, ...] = ()  # … and what the buttons beside it answer
    coming: tuple[Coming, ...] = ()  # the next meetings; for the chair and the secretariat the year ahead
    decided: tuple[VoteKept, ...] = ()
    lacking: tuple[str, ...] = ()  # what the year ahead lacks, for the chair and the secretariat
    stands: tuple[str, ...] = ()  # an adopted amendment that waits for its text, a dissolution to come


@dataclass(frozen=True)
class HomePicture:
    """What App Home shows one person."""

    name: str
    parts: tuple[HomePart, ...]
    others: tuple[Place, ...]  # partnerships of the workspace they are not in
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ShowHome(Question[HomePicture]):
    """What does this person owe, and what may they do?"""
