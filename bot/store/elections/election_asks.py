"""What elections ask of one person now: whether they stand, whom they nominate, their organisation's vote, and to conduct them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.rules.citing import cited
from bot.store.elections.election_answers import voting_in
from bot.store.elections.election_wanted import conducts, election_wanted
from bot.store.elections.elections import by_id, facts_of, under_way_in
from bot.store.meetings.meetings import in_session, to_come
from bot.store.partnership.partnerships import today_in
from bot.workflows.decisions import Setting
from bot.workflows.elections.election_steps import local
from bot.workflows.elections.elections import (
    ASKED,
    BALLOT,
    NOMINATIONS,
    READY,
    TIED,
    Election,
    ElectionFacts,
    not_conducting,
)
from bot.workflows.questions import Ask
from bot.workflows.standing import Standing


def asked_in_elections(
    connection: Connection, setting: Setting, who: Standing, now: datetime
) -> tuple[Ask, ...]:
    """One thing for each election under way, at most: what the reader can do about it now."""
    found = []
    for each in under_way_in(connection, setting):
        known = by_id(connection, setting.workspace, each.id)
        assert known is not None  # it was listed a moment ago
        under, election = known
        facts = replace(facts_of(connection, under, election, now), standing=who)
        found += _asked(facts, election, who, now)
    return (*found, *_to_open(connection, setting, who, now))


def _to_open(connection: Connection, setting: Setting, who: Standing, now: datetime) -> list[Ask]:
    """An election that belongs to the meeting in session, or to the next, and has not been opened (V30)."""
    mine = (connection, setting.workspace, setting.partnership)
    today = today_in(setting.time_zone, now)
    meeting = in_session(*mine) or next(iter(to_come(*mine, since=today, most=1)), None)
    if meeting is None or not election_wanted(connection, setting, meeting, now):
        return []
    if not conducts(connection, setting, who, now):
        return []
    rule = cited(setting.terms.chair_elected_at)
    words = f"The chair is elected at “{meeting.title}”, and nominations are not open yet{rule}."
    return [Ask("open election", words, meeting.id)]


def _asked(facts: ElectionFacts, election: Election, who: Standing, now: datetime) -> list[Ask]:
    called = f"{election.reference}, {election.office}"
    mine = election.nomination(who.person)
    if election.state == NOMINATIONS:
        until = local(election.nominations_close_at, facts)
        if mine is not None and mine.state == ASKED:
            return [Ask("stand", f"{called}: you are nominated. Do you stand? Until {until}.", election.id)]
        if any(each.voting for each in who.seats):
            return [Ask("nominate", f"{called}: nominations are open until {until}.", election.id)]
    if election.state == BALLOT:
        seats, _ = voting_in(facts, election, now)
        silent = [each.words for each in seats if each.id not in facts.ballots]
        return [Ask("elect", f"{called}: {each} has not voted.", election.id) for each in silent[:1]]
    if election.state == TIED and who.person in set(election.candidates) - facts.consented:
        return [Ask("lot", f"{called}: it is tied. Do you consent to a lot?", election.id)]
    if election.state in (READY, TIED) and not_conducting(facts) is None:
        waits = "its ballot waits for the meeting" if election.state == READY else "it is tied"
        return [Ask("conduct", f"{called}: {waits}.", election.id)]
    return []
