"""Events into rows: each kind of event has one writer, and every event is appended to the register of events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.agenda import agenda_writing
from bot.store.elections import election_writing
from bot.store.entries import entries, entry_changes, opt_outs, ratifying
from bot.store.kinds import dissolving, kinds, particulars
from bot.store.meetings import booking
from bot.store.meetings.relaying import lay_anew
from bot.store.papers import consulting, papers, rounds
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership import terms_files
from bot.store.plain import plain
from bot.store.replies import replies
from bot.store.room import attendance, declarations
from bot.store.room.attendance import UNBOOKED as UNBOOKED
from bot.store.tables import (
    ballots,
    business,
    casting_votes,
    due_work,
    events,
    interests,
    motions,
)
from bot.store.tenders import (
    asking_members,
    bid_people,
    bids,
    brokers,
    contracts,
    policies,
    providers,
    same_tender,
    tender_interest,
    tender_notice,
    tender_options,
    tenders,
)
from bot.store.votes import ballot_box, consensus, locked_boxes, recorded_votes
from bot.store.votes.absence_tables import entitlements
from bot.store.votes.motions import kept
from bot.store.writing import Writer, change_motion, insert_once, key_of, raise_bearing, where
from bot.workflows.decisions import Due, Event, Setting
from bot.workflows.interests.interests import InterestDeclared
from bot.workflows.interests.ruling import InterestRuled
from bot.workflows.partnership.members import PersonMatched, SuggestionsAdopted
from bot.workflows.votes.chairing import ActingChairChosen
from bot.workflows.votes.moving import MotionPut
from bot.workflows.votes.results import CastingVoteGiven, ResultDeclared, VoteTied
from bot.workflows.votes.votes import BallotCast

_APPEND = insert(events)
_RAISE = (
    update(motions)
    .where(
        motions.c.workspace == bindparam("w"),
        motions.c.partnership == bindparam("p"),
        motions.c.id == bindparam("m"),
    )
    .values(revision=motions.c.revision + 1)
)


def _last_stands(put: Any) -> Any:
    """One vote an organisation: the last before the close stands (G10)."""
    said = {
        name: put.excluded[name] for name in ("person", "choice", "cast_at", "recorded_by", "confirmed_at")
    }
    return put.on_conflict_do_update(
        index_elements=["workspace", "partnership", "motion", "organisation"], set_=said
    )


# Written out once: a vote is the busiest thing there is.
_CAST = {
    "sqlite": _last_stands(sqlite.insert(ballots)),
    "postgresql": _last_stands(postgresql.insert(ballots)),
}


def append(connection: Connection, setting: Setting, happened: Event, now: datetime) -> None:
    """Append an event to the register of events. The database itself refuses to change or remove one."""
    connection.execute(_APPEND, _appended(setting, happened, now))


def _appended(setting: Setting, happened: Event, now: datetime) -> dict[str, Any]:
    own = {
        each.name: plain(getattr(happened, each.name))
        for each in fields(happened)
        if each.name not in ("subject", "person")
    }
    return {
        "workspace": setting.workspace,
        "partnership": setting.partnership,
        "type": type(happened).__name__,
        "at": now,
        "person": happened.person,
        "subject": happened.subject,
        "data": own,
    }


def record(
    connection: Connection, setting: Setting, happened: Iterable[Event], due: Iterable[Due], now: datetime
) -> None:
    """Write the rows that follow from events, append the events, and leave work for the clock."""
    for kind, several in groupby(happened, type):
        if kind in OF_MANY:
            together = tuple(several)
            OF_MANY[kind](connection, setting, together, now)
            connection.execute(_APPEND, [_appended(setting, each, now) for each in together])
            continue
        for each in several:
            written = WRITERS[kind](connection, setting, each, now)
            append(connection, setting, written or each, now)
    for work in due:
        row = {
            **key_of(setting),
            "key": work.key,
            "kind": work.kind,
            "subject": work.subject,
            "due_at": work.due_at,
        }
        insert_once(connection, due_work, row)


def _motion_put(connection: Connection, setting: Setting, event: MotionPut, now: datetime) -> None:
    connection.execute(
        insert(motions).values(
            **key_of(setting),
            id=event.subject,
            number=event.number,
            year=event.year,
            text=event.text,
            kind=event.kind,
            meeting=event.meeting,
            about=event.about,
            ratifies=event.ratifies,
            amended=event.amended,
            indicative=event.indicative,
            show_votes=event.show_votes,
            put_by=event.person,
            put_at=now,
            closes_at=event.closes_at,
            terms_version=event.terms_version,
            terms_digest=event.terms_digest,
            ballot=event.ballot,
            state=event.state,
            revision=1,
            shown=0,
        )
    )
    particulars.keep(connection, setting, event.subject, event.particulars)
    if event.entitled:
        rows = [{**key_of(setting), "motion": event.subject, "organisation": each} for each in event.entitled]
        connection.execute(insert(entitlements), rows)


def _ballot_cast(connection: Connection, setting: Setting, event: BallotCast, now: datetime) -> None:
    connection.execute(
        _CAST[connection.dialect.name],
        {
            **key_of(setting),
            "motion": event.subject,
            "organisation": event.organisation,
            "person": event.given_by or event.person,
            "choice": event.choice,
            "cast_at": event.cast_at,
            "recorded_by": event.person if event.given_by else None,
            "confirmed_at": None,
        },
    )
    _raise(connection, setting, event.subject)


def _vote_tied(connection: Connection, setting: Setting, event: VoteTied, now: datetime) -> None:
    change_motion(connection, setting, event.subject, state="tied", outcome="tied", result=kept(event.result))


def _result_declared(connection: Connection, setting: Setting, event: ResultDeclared, now: datetime) -> None:
    outcome = f"{event.result.outcome}, provisionally" if event.result.provisional else event.result.outcome
    change_motion(
        connection,
        setting,
        event.subject,
        state="closed",
        outcome=outcome,
        result=kept(event.result),
        closed_at=event.closed_at,
    )
    if event.awaits_ratification:
        ratifying.begin(connection, setting, event.subject, event.closed_at)


def _casting_vote_given(
    connection: Connection, setting: Setting, event: CastingVoteGiven, now: datetime
) -> None:
    connection.execute(
        insert(casting_votes).values(
            **key_of(setting),
            motion=event.subject,
            person=event.person,
            choice=event.choice,
            reason=event.reason,
            given_at=event.given_at,
        )
    )


def _acting_chair_chosen(
    connection: Connection, setting: Setting, event: ActingChairChosen, now: datetime
) -> None:
    change_motion(connection, setting, event.subject, chaired_by=event.chosen)


def _interest_declared(
    connection: Connection, setting: Setting, event: InterestDeclared, now: datetime
) -> None:
    if event.new_business:
        insert_once(
            connection,
            business,
            {
                **key_of(setting),
                "id": event.subject,
                "kind": event.subject_kind,
                "title": event.subject_title,
                "raised_at": now,
            },
        )
    said = {
        "subject_title": event.subject_title,
        "person": event.person,
        "nil": event.nil,
        "nature": event.nature,
        "declared_at": now,
        "declaration": event.declaration,
        "reopened": event.reopened,
        "oral": event.oral,
        # What the chair ruled was ruled on what had been declared then.
        "ruling": None,
        "ruled_by": None,
        "ruled_at": None,
    }
    key = {**key_of(setting), "id": event.interest}
    subject = {
        "subject_kind": event.subject_kind,
        "subject": event.subject,
        "organisation": event.organisation,
    }
    if connection.execute(where(update(interests), interests, key).values(**said)).rowcount == 0:
        connection.execute(insert(interests).values(**key, **subject, **said))
    raise_bearing(connection, setting, event.subject)


def _interest_ruled(connection: Connection, setting: Setting, event: InterestRuled, now: datetime) -> None:
    key = {**key_of(setting), "id": event.interest}
    ruled = {"ruling": event.ruling, "ruled_by": event.person, "ruled_at": now}
    connection.execute(where(update(interests), interests, key).values(**ruled))
    raise_bearing(connection, setting, event.subject)


def _person_matched(connection: Connection, setting: Setting, event: PersonMatched, now: datetime) -> None:
    register_rows.match_account(
        connection,
        setting.workspace,
        setting.partnership,
        event.subject,
        event.account_team,
        event.account_user,
    )


def _suggestions_adopted(
    connection: Connection, setting: Setting, event: SuggestionsAdopted, now: datetime
) -> None:
    partnership_rows.adopt(connection, setting, event.adoptions, now)
    lay_anew(connection, setting.workspace, setting.partnership, now)


WRITERS: Mapping[type[Event], Writer] = {
    MotionPut: _motion_put,
    BallotCast: _ballot_cast,
    VoteTied: _vote_tied,
    ResultDeclared: _result_declared,
    CastingVoteGiven: _casting_vote_given,
    ActingChairChosen: _acting_chair_chosen,
    InterestDeclared: _interest_declared,
    InterestRuled: _interest_ruled,
    PersonMatched: _person_matched,
    SuggestionsAdopted: _suggestions_adopted,
    **booking.WRITERS,
    **papers.WRITERS,
    **rounds.WRITERS,
    **agenda_writing.WRITERS,
    **replies.WRITERS,
    **attendance.WRITERS,
    **declarations.WRITERS,
    **ratifying.WRITERS,
    **tenders.WRITERS,
    **same_tender.WRITERS,
    **providers.WRITERS,
    **policies.WRITERS,
    **opt_outs.WRITERS,
    **recorded_votes.WRITERS,
    **tender_notice.WRITERS,
    **bids.WRITERS,
    **bid_people.WRITERS,
    **tender_interest.WRITERS,
    **asking_members.WRITERS,
    **tender_options.WRITERS,
    **brokers.WRITERS,
    **contracts.WRITERS,
    **ballot_box.WRITERS,
    **locked_boxes.WRITERS,
    **kinds.WRITERS,
    **dissolving.WRITERS,
    **entries.WRITERS,
    **entry_changes.WRITERS,
    **consulting.WRITERS,
    **consensus.WRITERS,
    **election_writing.WRITERS,
    **terms_files.WRITERS,
}


# Of these there may be hundreds in one decision, and they are written together.
OF_MANY: Mapping[type[Event], Callable[[Connection, Setting, Sequence[Any], datetime], None]] = {
    **tenders.OF_MANY,
}


def _raise(connection: Connection, setting: Setting, motion: str) -> None:
    connection.execute(_RAISE, {"w": setting.workspace, "p": setting.partnership, "m": motion})
