"""What is known of those who have not voted, and of votes recorded for somebody who rang up."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.rules.register import Capacity
from bot.store.meetings.invited import invited_to
from bot.store.partnership.partnerships import today_in
from bot.store.partnership.people import standing
from bot.store.tables import ballots, people
from bot.store.votes import motions as motion_rows
from bot.store.votes import one_vote
from bot.store.writing import Writer, change_motion, key_of, where
from bot.workflows.decisions import Refused, Setting
from bot.workflows.questions import Choice
from bot.workflows.votes.chasing import ChasingFacts, RemindToVote
from bot.workflows.votes.counting import ClosingFacts, entitlement
from bot.workflows.votes.recorded_votes import (
    RecordingFacts,
    RecordVote,
    RecordVoteForm,
    RecordVoteFormFacts,
    VoteConfirmed,
    may_not_record,
)


def for_chasing(connection: Connection, command: RemindToVote, now: datetime) -> ChasingFacts | Refused:
    """Who has not voted, and who speaks for whom today."""
    closing = motion_rows.facts_for_closing(connection, command, now)
    if isinstance(closing, Refused):
        return closing
    today = today_in(closing.setting.time_zone, now)
    return ChasingFacts(closing, invited_to(connection, closing.setting, "", today))


def for_recording(connection: Connection, command: RecordVote, now: datetime) -> RecordingFacts | Refused:
    """The vote as whoever rang up would cast it, under the motion's lock, and who records it."""
    vote = one_vote.facts_for_vote_of(connection, command, now)
    if isinstance(vote, Refused):
        return vote
    setting = vote.setting
    row = motion_rows.row_of(connection, command.workspace, command.motion, lock=False)
    assert row is not None  # it is locked
    today = today_in(setting.time_zone, now)
    closing = motion_rows.closing_facts(connection, row, setting, None, today)
    return RecordingFacts(
        vote=vote,
        recorder=standing(connection, setting, command.team, command.user, today),
        in_chair=closing.in_chair,
        giver_user=connection.execute(
            select(people.c.slack_user).where(
                people.c.workspace == setting.workspace,
                people.c.partnership == setting.partnership,
                people.c.id == command.person,
                people.c.deactivated.is_(False),
            )
        ).scalar(),
    )


def record_form(
    connection: Connection, question: RecordVoteForm, now: datetime
) -> RecordVoteFormFacts | None:
    """For whom a vote can be recorded now; None where there is no such motion."""
    row = motion_rows.row_of(connection, question.workspace, question.motion, lock=False)
    if row is None:
        return None
    setting = motion_rows.setting_of(connection, row)
    today = today_in(setting.time_zone, now)
    recorder = standing(connection, setting, question.team, question.user, today)
    closing = motion_rows.closing_facts(connection, row, setting, None, today)
    refused = may_not_record(closing.motion, setting, recorder, closing.in_chair)
    if refused is None and closing.motion.state != "open":
        refused = Refused(f"Voting on {closing.motion.reference} is over.")
    return RecordVoteFormFacts(
        motion=closing.motion.id,
        reference=closing.motion.reference,
        text=closing.motion.text,
        people=_who_may(closing) if refused is None else (),
        refused=refused,
    )


def recorded_words(connection: Connection, setting: Setting, motion: str, *, named: bool) -> tuple[str, ...]:
    """Which votes on a motion were recorded for somebody who rang up, by whom, and whether they were confirmed."""
    giver, recorder = people.alias("giver"), people.alias("recorder")
    rows = connection.execute(
        select(
            ballots.c.organisation,
            ballots.c.confirmed_at,
            giver.c.name.label("giver"),
            recorder.c.name.label("recorder"),
        )
        .join(giver, _is(giver, ballots.c.person))
        .join(recorder, _is(recorder, ballots.c.recorded_by))
        .where(
            ballots.c.workspace == setting.workspace,
            ballots.c.partnership == setting.partnership,
            ballots.c.motion == motion,
        )
        .order_by(ballots.c.organisation)
    ).all()
    if rows and not named:
        return (f"Given by telephone, and recorded: {len(rows)} of these votes.",)
    return tuple(
        f"{each.giver} gave a vote by telephone; {each.recorder} recorded it: "
        f"{'confirmed' if each.confirmed_at else 'not yet confirmed'}."
        for each in rows
    )


def _is(person: Any, column: Any) -> Any:
    return (
        (person.c.workspace == ballots.c.workspace)
        & (person.c.partnership == ballots.c.partnership)
        & (person.c.id == column)
    )


def _who_may(closing: ClosingFacts) -> tuple[Choice, ...]:
    """Each organisation with a vote, by each of its people who may give it: a deputy only where the deputy stands in."""
    register = closing.register
    entitled = entitlement(closing).entitled
    found = []
    for each in register.appointments:
        deputy = closing.roll.get(each.organisation) if closing.roll is not None else None
        may = (
            each.person == deputy
            if deputy is not None
            else Capacity(each.capacity) is Capacity.REPRESENTATIVE
        )
        if each.organisation in entitled and may:
            words = f"{register.organisation(each.organisation).name}: {register.person(each.person).name}"
            found.append(Choice(f"{each.organisation}|{each.person}", words))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.words))


def _confirmed(connection: Connection, setting: Setting, event: VoteConfirmed, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject, "organisation": event.organisation}
    connection.execute(where(update(ballots), ballots, key).values(confirmed_at=now))
    change_motion(connection, setting, event.subject)


WRITERS: Mapping[type, Writer] = {VoteConfirmed: _confirmed}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {RecordVoteForm: record_form}
