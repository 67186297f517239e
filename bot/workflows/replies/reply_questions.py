"""What is asked about who comes: the form in which somebody answers, and the list the secretariat and the chair see."""

from dataclasses import dataclass

from bot.rules.citing import NO_CLAUSE
from bot.rules.terms import Clause
from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question

# What a named deputy has said who is to come instead.
COMES, CANNOT, SILENT = "coming", "cannot come", "has not answered"


@dataclass(frozen=True)
class ReplyFormFacts:
    """What the form for answering shows."""

    partnership: str
    name: str
    meetings: tuple[Choice, ...]  # those to come to which the person is called; one where it is settled
    day: str = ""  # of the one meeting, as the form shows it
    person: str = ""  # whom it is recorded for; empty: one's own
    person_name: str = ""
    organisation: str = ""  # the one it is recorded for; empty: all of theirs
    seats: tuple[Choice, ...] = ()  # organisations the person represents
    deputies: tuple[Choice, ...] = ()  # people who may come instead
    may_send: bool = False  # whether somebody may come instead
    rule: str | None = None  # what the terms say of substitutes
    clause: Clause = NO_CLAUSE
    stands: str = ""  # what was answered before, in words
    answer: str = ""
    note: str = ""
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyForm(Question[ReplyFormFacts]):
    """How may somebody answer about a meeting, or about whichever is next; or the secretariat for somebody else?"""

    partnership: str
    meeting: str = ""
    person: str = ""  # recorded for somebody else
    organisation: str = ""


@dataclass(frozen=True)
class ReplyLine:
    """One person called to a meeting, and what is known of their coming."""

    person: str
    name: str
    organisation: str
    organisation_name: str
    voting: bool
    answer: str  # one of the four answers; empty: none yet
    instead: str = ""  # the name of whoever comes instead
    instead_said: str = ""  # whether that named deputy comes: one of the three above
    without_vote: bool = False  # whoever comes instead has not been named by the organisation
    note: str = ""  # for the secretariat alone
    recorded_by: str = ""  # a name
    confirmed: bool = True


@dataclass(frozen=True)
class RepliesPicture:
    """Who is coming to a meeting, for the secretariat and the chair."""

    partnership: str
    name: str
    meeting: str
    title: str
    when: str
    lines: tuple[ReplyLine, ...] = ()
    outlook: str = ""  # whether there will be a quorum, in words
    outlook_clause: Clause = NO_CLAUSE
    absent: tuple[str, ...] = ()  # organisations away without apologies, once it has been opened (V12)
    may_record: bool = False  # it is still to come
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowReplies(Question[RepliesPicture]):
    """Who is coming to a meeting, or to the next?"""

    partnership: str
    meeting: str = ""
