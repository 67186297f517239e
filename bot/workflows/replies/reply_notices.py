"""The notices of who comes to a meeting: to substitutes, to whoever was rung up for, to the secretariat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.citing import clause_of
from bot.workflows.decisions import Command, Notice, derived_id
from bot.workflows.meetings.invited import Invited
from bot.workflows.replies.reply_state import ReplyFacts, ReplyState


@dataclass(frozen=True, kw_only=True)
class ReplyNotice(Notice):
    """Tells the secretariat of an answer that changes what it has to do."""

    partnership_name: str
    meeting: str
    title: str
    when: str
    who: str
    organisations: str
    said: str
    note: str
    why: str


@dataclass(frozen=True, kw_only=True)
class StandInNotice(Notice):
    """Tells a named deputy that they have been named to come instead, and asks whether they will."""

    partnership_name: str
    meeting: str
    day: str  # on which they are asked to come, in the ISO form; empty where it is not known
    title: str
    when: str
    who: str
    organisation: str  # its id, for the buttons
    organisation_name: str
    voting: bool
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class NotNeededNotice(Notice):
    """Tells a deputy who had been named that they need not come."""

    partnership_name: str
    title: str
    when: str
    who: str
    organisation_name: str


@dataclass(frozen=True, kw_only=True)
class DeputyAnsweredNotice(Notice):
    """Tells whoever named a deputy whether the deputy comes."""

    partnership_name: str
    meeting: str
    title: str
    when: str
    who: str
    organisation_name: str
    coming: bool


@dataclass(frozen=True, kw_only=True)
class ReplyRecordedNotice(Notice):
    """Tells somebody what was recorded for them, and asks whether it is right."""

    partnership_name: str
    meeting: str
    title: str
    when: str
    who: str  # recorded it
    organisations: str
    said: str
    note: str
    answered_at: datetime  # which recording it is: a later one makes this one's buttons old


def tell_secretariat(
    command: Command, facts: ReplyFacts, *, who: str, organisations: str, said: str, note: str, why: str
) -> tuple[ReplyNotice, ...]:
    """One notice for each of the secretariat but whoever answered or recorded it."""
    return tuple(
        ReplyNotice(
            **_about(command, facts, user, "reply", command.delivery),
            meeting=facts.meeting.id,
            who=who,
            organisations=organisations,
            said=said,
            note=note,
            why=why,
        )
        for user in facts.secretariat
        if user != command.user
    )


def tell_substitute(
    command: Command, facts: ReplyFacts, seat: Invited, deputy: Invited
) -> tuple[StandInNotice, ...]:
    """A named deputy is asked whether they come; nobody where they have no account."""
    if deputy.user is None:
        return ()
    clause = clause_of(facts.setting.terms.substitutes)
    about = _about(command, facts, deputy.user, "stands-in", seat.organisation, command.delivery)
    return (
        StandInNotice(
            **about,
            meeting=facts.meeting.id,
            day=str(facts.meeting.held_on or ""),
            who=seat.name,
            organisation=seat.organisation,
            organisation_name=seat.organisation_name,
            voting=seat.voting,
            clause=clause.number,
            clause_words=clause.words,
        ),
    )


def release_substitute(
    command: Command, facts: ReplyFacts, was: ReplyState, seat: Invited, deputy: Invited
) -> tuple[NotNeededNotice, ...]:
    """A deputy who had been named is told that they are not needed: once for each time they were named."""
    if deputy.user is None:
        return ()
    naming = (was.person, was.organisation, was.answered_at.isoformat())
    about = _about(command, facts, deputy.user, "not-needed", *naming)
    return (NotNeededNotice(**about, who=seat.name, organisation_name=seat.organisation_name),)


def tell_namers(
    command: Command, facts: ReplyFacts, namers: Iterable[Invited], deputy: Invited, *, coming: bool
) -> tuple[DeputyAnsweredNotice, ...]:
    """Whoever named a deputy learns whether the deputy comes."""
    return tuple(
        DeputyAnsweredNotice(
            **_about(command, facts, each.user, "deputy", deputy.organisation, command.delivery),
            meeting=facts.meeting.id,
            who=deputy.name,
            organisation_name=deputy.organisation_name,
            coming=coming,
        )
        for each in namers
        if each.user is not None
    )


def ask_to_confirm(
    command: Command, facts: ReplyFacts, person: Invited, *, organisations: str, said: str, note: str, by: str
) -> tuple[ReplyRecordedNotice, ...]:
    """The person for whom an answer was recorded is asked whether it is right; nobody where they have no account."""
    if person.user is None:
        return ()
    return (
        ReplyRecordedNotice(
            **_about(command, facts, person.user, "recorded", command.delivery),
            meeting=facts.meeting.id,
            who=by,
            organisations=organisations,
            said=said,
            note=note,
            answered_at=command.received_at,
        ),
    )


def _about(command: Command, facts: ReplyFacts, user: str, *key: str) -> dict[str, Any]:
    """What every one of these notices carries. Its key is as short as the outbox needs it, however long a delivery's is."""
    return {
        "key": derived_id(key[0], facts.meeting.id, *key[1:], user),
        "recipient": user,
        "subject": facts.meeting.id,
        "due_at": command.received_at,
        "partnership_name": facts.setting.name,
        "title": facts.meeting.title,
        "when": facts.when,
    }
