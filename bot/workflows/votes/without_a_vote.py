"""What is recorded without a vote: agreement reached aloud in the room, and what a body without votes notes or recommends."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.rules.citing import cited, clause_of
from bot.rules.register import Organisation
from bot.rules.terms import Rule
from bot.rules.wording import listed, sentence
from bot.workflows.decisions import Decision, Outcome, Refused, Setting
from bot.workflows.entries.carried_over import CarriedOver
from bot.workflows.entries.entries import of_motion
from bot.workflows.kinds.particulars import Named, Particulars
from bot.workflows.meetings.deadlines import Owed
from bot.workflows.room.quorum_watch import Room
from bot.workflows.standing import Standing
from bot.workflows.votes.consensus import Positions
from bot.workflows.votes.counting import ClosingFacts, entitlement, has_withdrawn, without_votes
from bot.workflows.votes.ending_rounds import by_consensus
from bot.workflows.votes.motions import NOTED, RECOMMENDED, Motion, Provisional, binds
from bot.workflows.votes.moving import MotionPut, PutMotion, PuttingFacts
from bot.workflows.votes.results import ResultDeclared, ResultNotice, declare


@dataclass(frozen=True)
class BusinessFacts:
    """What is known when a motion is put, of the room it is put in and of what it is to ratify."""

    putting: PuttingFacts
    room: Room | None = None  # of the meeting in session, with the interests that bear on the motion
    outstanding: tuple[Organisation, ...] = ()  # present, asked to declare first, and neither heard nor noted
    decides: bool = True  # whether it is the body that decides which meets
    group: str = ""  # what the body that meets is called
    original: Provisional | None = None  # what the motion is to ratify
    open_already: str = ""  # the reference of an open motion that would ratify the same
    deadlock: str = ""  # why no meeting can be quorate for it
    originally: Particulars = field(default_factory=dict)  # what that names besides its words
    stands: bool = False  # what follows from that has followed already
    secretariat: tuple[str, ...] = ()  # Slack users
    carried: tuple[CarriedOver, ...] = ()  # interests in that decision which take votes off this motion too
    owing: tuple[Owed, ...] = ()  # the notices of the meeting, where it was booked

    @property
    def setting(self) -> Setting:
        """The partnership it happens in."""
        return self.putting.setting


def agreed_aloud(command: PutMotion, facts: BusinessFacts, outcome: Decision) -> Outcome:
    """The motion just put, agreed in the room when whoever is chairing asked whether anybody objects (K27)."""
    closing = _closing(facts, outcome, command.received_at)
    standing = entitlement(closing)
    if has_withdrawn(closing, _person(facts)):
        return Refused(
            "You have withdrawn from this for an interest, so recording that it was agreed is not yours.",
            clause_of(facts.setting.terms.acting_chair),
            next="Those present choose an acting chair, who records it.",
        )
    aside = tuple(sorted(set(command.standing_aside)))
    strangers = [each for each in aside if each not in standing.entitled]
    if strangers:
        names = {each.slug: each.name for each in closing.register.organisations}
        return Refused(
            f"{listed([names.get(each, each) for each in strangers])} cannot stand aside: only who is here, has a vote and has "
            "not withdrawn can.",
            clause_of(facts.setting.terms.consensus_first),
            field="standing_aside",
        )
    if not standing.entitled - set(aside):
        return Refused(
            "Nobody is left who agrees, so it was not agreed.",
            clause_of(facts.setting.terms.consensus_first),
            field="standing_aside",
        )
    declared = declare(
        closing, by_consensus(closing, Positions(aside=aside), aloud=True), command.received_at
    )
    said = " ".join(part for part in (declared.answer.next, outcome.answer.next) if part)
    return replace(
        outcome,
        answer=replace(declared.answer, next=said),
        events=(*outcome.events, *declared.events),
        # Its own message shows how it ended: no second is sent.
        notices=(
            *outcome.notices,
            *(each for each in declared.notices if not isinstance(each, ResultNotice)),
        ),
        due=(*outcome.due, *declared.due),
    )


def record_only(command: PutMotion, facts: BusinessFacts, outcome: Decision) -> Outcome:
    """What a body that takes no binding votes does: it notes, or it recommends to those who decide, and nothing more (N6, N21)."""
    terms, setting = facts.setting.terms, facts.setting
    rule = terms.decisions_binding
    if binds(terms) and facts.decides:
        return Refused(
            f"{setting.name} decides under these terms, so it need not leave it at noting or recommending.",
            clause_of(rule),
            next="Seek consensus or put it to the vote.",
            field="how",
        )
    if command.record not in (NOTED, RECOMMENDED):
        return Refused("Choose whether it is noted or recommended.", field="record")
    who = facts.group if not facts.decides else setting.name
    under: Rule[Any] | None = rule if facts.decides else terms.others.get("groups")
    word = "Noted" if command.record == NOTED else "Recommended to those who decide"
    clause = clause_of(under)
    why = sentence(
        f"{word}. {who} takes no binding vote{cited(under)}: nothing is decided, and nobody is bound"
    )
    result = replace(
        without_votes(command.record, why, clause, setting.terms_version),
        present=tuple(sorted((facts.room.roll if facts.room is not None else None) or ())),
    )
    put = _put(outcome)
    motion = _motion(put, command.received_at)
    entered = of_motion(motion, result, person=put.person, at=command.received_at, ratified=None)
    declared = ResultDeclared(
        subject=put.subject, person=put.person, result=result, closed_at=command.received_at
    )
    reference = f"{put.year}/{put.number}"
    answer = replace(outcome.answer, words=f"{reference} is recorded as {command.record}.", clause=clause)
    return replace(outcome, answer=answer, events=(*outcome.events, declared, *entered))


def _closing(facts: BusinessFacts, outcome: Decision, at: datetime) -> ClosingFacts:
    room, put = facts.room, _put(outcome)
    assert room is not None  # it is put at the meeting in session
    return ClosingFacts(
        setting=facts.setting,
        standing=facts.putting.standing,
        motion=_motion(put, at),
        meeting=room.meeting,
        elected_chair=facts.putting.elected_chair,
        register=room.register,
        roll=room.roll,
        interests=room.interests,
        ballots={},
        users={},
        secretariat=facts.secretariat,
        original=facts.original,
        named=Named(put.particulars, facts.originally, facts.putting.register, facts.stands),
        excused=room.excused,
    )


def _motion(put: MotionPut, at: datetime) -> Motion:
    return Motion(
        id=put.subject,
        number=put.number,
        year=put.year,
        text=put.text,
        kind=put.kind,
        meeting=put.meeting,
        about=put.about,
        indicative=False,
        show_votes=put.show_votes,
        put_by=put.person or "",
        put_at=at,
        closes_at=None,
        chaired_by=None,
        state=put.state,
        ratifies=put.ratifies,
        amended=put.amended,
    )


def _put(outcome: Decision) -> MotionPut:
    return next(each for each in outcome.events if isinstance(each, MotionPut))


def _person(facts: BusinessFacts) -> str:
    standing = facts.putting.standing
    return standing.person if isinstance(standing, Standing) else ""
