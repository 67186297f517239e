"""The quorum as it is now: tested when a meeting opens, when somebody comes or goes, and when an organisation withdraws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import cited
from bot.rules.quorum import QuorumAnswer, what_follows
from bot.rules.register import Register
from bot.rules.tally import PROVISIONAL
from bot.rules.terms import Terms
from bot.rules.values import Basis
from bot.rules.wording import sentence
from bot.workflows.decisions import Event, Notice, Setting
from bot.workflows.interests.interests import Interest
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.room.in_the_channel import NoQuorumNotice, once_in_a_while
from bot.workflows.votes.counting import Scene, quorum_of

DISCUSS_ONLY = "The meeting may discuss, but not decide"


@dataclass(frozen=True)
class Room:
    """A meeting in session as far as its quorum rests on it."""

    setting: Setting
    meeting: MeetingState | None
    register: Register
    roll: Mapping[str, str | None] | None
    interests: Mapping[str, tuple[Interest, ...]]  # that bear on what the quorum is asked for
    in_chair: str | None
    excused: frozenset[str] = frozenset()  # vacant sectors that the chair has ruled to undo nothing (K21)


@dataclass(frozen=True)
class QuorumNow:
    """Whether there is a quorum now, with its numbers, and what the terms say follows."""

    answer: QuorumAnswer
    present: int  # organisations that count towards it
    of: int  # organisations with a vote
    may_decide: bool  # whether a decision taken now would be one, if only a provisional one


@dataclass(frozen=True, kw_only=True)
class QuorumTested(Event):
    """The quorum of a meeting was tested and found, lost or regained; where `motion` is given, that of one motion at it."""

    quorate: bool | None  # None: the terms state none
    present: int
    of: int
    why: str
    follows: str
    clause: str
    at: datetime
    motion: str | None = None


@dataclass(frozen=True, kw_only=True)
class QuorumLostNotice(Notice):
    """Tells the chair and the secretariat that a meeting, or a motion at it, has lost its quorum, and what follows."""

    partnership_name: str
    meeting_title: str
    about: str  # "motion 2026/3"; empty: the meeting as a whole
    why: str
    follows: str
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class QuorumRegainedNotice(Notice):
    """Tells the chair and the secretariat that a meeting, or a motion at it, is quorate again."""

    partnership_name: str
    meeting_title: str
    about: str
    why: str
    clause: str
    clause_words: str


@dataclass(frozen=True)
class Tested:
    """What a test of the quorum leads to: what is recorded, who is told, and the words for whoever caused it."""

    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    words: str = ""


def quorum_now(scene: Scene) -> QuorumNow:
    """Whether those in the room are a quorum (K32, V38), vacancies and withdrawals counted as the terms say (K21, G9)."""
    answer, there = quorum_of(scene)
    terms = scene.setting.terms
    return QuorumNow(
        answer, there.present, there.voting_members, answer.quorate is not False or _ratifies_later(terms)
    )


def quorum_words(now: QuorumNow) -> str:
    """The quorum in a sentence or two with its numbers: "Quorate: …"."""
    if now.answer.quorate is None:
        return now.answer.why
    return f"{'Quorate' if now.answer.quorate else 'Not quorate'}: {now.answer.why}"


def quorum_line(now: QuorumNow) -> str:
    """The same without how the clause is read, for the channel."""
    if now.answer.quorate is None:
        return now.answer.why
    return f"{'Quorate' if now.answer.quorate else 'Not quorate'}: {now.answer.briefly}"


def follows_words(now: QuorumNow, terms: Terms) -> str:
    """What follows from there being no quorum: ratified later, or discussed and not decided (K33, V39); empty when quorate."""
    if now.answer.quorate is not False:
        return ""
    if now.may_decide:
        return sentence(f"The meeting may carry on: {now.answer.follows}")
    return f"{undecided_words(terms)} An indicative vote is open to it."


def undecided_words(terms: Terms) -> str:
    """That a meeting without a quorum decides nothing under these terms, or under their silence (V39)."""
    rule = terms.inquorate
    if rule is None or rule.value is None:
        return f"{DISCUSS_ONLY}: {what_follows(terms)}."
    if rule.value == "discuss only":
        adopted = "; adopted, the document does not say" if rule.basis is Basis.ADOPTED else ""
        return f"{DISCUSS_ONLY}{cited(rule)}{adopted}."
    return f"{sentence(what_follows(terms))} Nothing can be decided."


def opening_test(
    room: Scene, meeting: str, person: str | None, at: datetime
) -> tuple[QuorumNow, QuorumTested]:
    """The quorum of a meeting as it opens."""
    now = quorum_now(room)
    return now, _event(now, meeting, person, at, None)


def retested(
    before: Scene,
    after: Scene,
    *,
    meeting: MeetingState,
    person: str | None,
    at: datetime,
    delivery: str,
    told: Iterable[str],
    motion: str | None = None,
    reference: str = "",
) -> Tested:
    """The quorum after something has changed in the room: recorded, and told, where its answer is another."""
    was, now = quorum_now(before), quorum_now(after)
    if was.answer.quorate == now.answer.quorate:
        return Tested()
    terms = after.setting.terms
    about = f"motion {reference}" if reference else ""
    follows = follows_words(now, terms)
    lost = now.answer.quorate is False
    said = f"{'Motion ' + reference if reference else 'The meeting'} {'is no longer' if lost else 'is now'} quorate: "
    notices: list[Notice] = [
        _notice(now, after.setting, meeting, about, follows, user, at, f"{delivery}:{motion or ''}")
        for user in dict.fromkeys(told)
    ]
    if lost and motion is None:  # the message of a motion shows its own
        notices.append(_to_all(now, after.setting, meeting, follows, at))
    return Tested(
        (_event(now, meeting.id, person, at, motion),),
        tuple(notices),
        " ".join(part for part in (f"{said}{now.answer.why}", follows) if part),
    )


def _notice(
    now: QuorumNow,
    setting: Setting,
    meeting: MeetingState,
    about: str,
    follows: str,
    user: str,
    at: datetime,
    of: str,
) -> Notice:
    lost = now.answer.quorate is False
    clause = now.answer.clause
    if not lost:
        return QuorumRegainedNotice(
            key=f"quorum-regained:{meeting.id}:{of}:{user}",
            recipient=user,
            subject=meeting.id,
            due_at=at,
            partnership_name=setting.name,
            meeting_title=meeting.title,
            about=about,
            why=now.answer.why,
            clause=clause.number,
            clause_words=clause.words,
        )
    return QuorumLostNotice(
        key=f"quorum-lost:{meeting.id}:{of}:{user}",
        recipient=user,
        subject=meeting.id,
        due_at=at,
        partnership_name=setting.name,
        meeting_title=meeting.title,
        about=about,
        why=now.answer.why,
        follows=follows,
        clause=clause.number,
        clause_words=clause.words,
    )


def _to_all(
    now: QuorumNow, setting: Setting, meeting: MeetingState, follows: str, at: datetime
) -> NoQuorumNotice:
    return NoQuorumNotice(
        key=f"no-quorum:{meeting.id}:{once_in_a_while(meeting, at)}",
        recipient=setting.channel,
        subject=meeting.id,
        due_at=at,
        partnership_name=setting.name,
        meeting_title=meeting.title,
        why=now.answer.why,
        follows=follows,
        clause=now.answer.clause.number,
        clause_words=now.answer.clause.words,
    )


def _event(
    now: QuorumNow, meeting: str, person: str | None, at: datetime, motion: str | None
) -> QuorumTested:
    return QuorumTested(
        subject=meeting,
        person=person,
        quorate=now.answer.quorate,
        present=now.present,
        of=now.of,
        why=now.answer.why,
        follows=now.answer.follows,
        clause=now.answer.clause.number,
        at=at,
        motion=motion,
    )


def _ratifies_later(terms: Terms) -> bool:
    return terms.inquorate is not None and terms.inquorate.value == PROVISIONAL
