"""The words of elections: nominations, answers, ballots, ties, and the clock that closes them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.presenters.elections.elections import elections_modal
from bot.store.due import due
from bot.store.tables import roles
from bot.ticking import COMMANDS
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.elections.balloting import CastElectionVote, CloseBallot, OpenBallot
from bot.workflows.elections.calling_off import CancelElection
from bot.workflows.elections.election_questions import ShowElections
from bot.workflows.elections.live_ballots import LiveBallot, ShowBallot
from bot.workflows.elections.nominating import AnswerNomination, Nominate, OpenElection
from bot.workflows.elections.settling import ConsentToLot, SettleTie
from bot.workflows.votes.ballots import new_receipt
from tests.presenters.reading import words as read
from tests.rehearsal import Rehearsal, answer

ELECTION = "election-1"
Said = Decision | Refused | AlreadyDone


def opens(body: Rehearsal, who: str, **words: Any) -> Said:
    """Nominations for the chair are opened, for a week, with a ballot of a week after them."""
    now = body.clock.now()
    asked = {
        "partnership": body.slug,
        "election": ELECTION,
        "office": "chair",
        "how": "time",
        "nominations_close_at": now + timedelta(days=7),
        "ballot_closes_at": now + timedelta(days=14),
    }
    return body.say(who, OpenElection, **{**asked, **words})


def nominates(body: Rehearsal, who: str, person: str, **words: Any) -> Said:
    """Somebody nominates somebody."""
    return body.say(who, Nominate, **{"election": ELECTION, "person": person, **words})


def answers(body: Rehearsal, who: str, accept: bool = True) -> Said:
    """Whoever was nominated accepts, declines or withdraws."""
    return body.say(who, AnswerNomination, election=ELECTION, accept=accept)


def stand(body: Rehearsal, *people: str) -> None:
    """These people nominate themselves."""
    for each in people:
        answer(nominates(body, each, each))


def votes(body: Rehearsal, who: str, choice: str, number: int = 1, **words: Any) -> Said:
    """A vote in an election; in secret with a receipt."""
    return body.say(who, CastElectionVote, election=ELECTION, round=number, choice=choice, **words)


def votes_in_secret(body: Rehearsal, who: str, choice: str, number: int = 1) -> Said:
    """A secret vote in an election."""
    return votes(body, who, choice, number, receipt=new_receipt())


def settles(body: Rehearsal, who: str, way: str, reason: str = "They know the work") -> Said:
    """A tie is settled; a casting vote with its reason."""
    return body.say(who, SettleTie, election=ELECTION, way=way, reason=reason)


def consents(body: Rehearsal, who: str) -> Said:
    """A candidate who tied consents to a lot."""
    return body.say(who, ConsentToLot, election=ELECTION)


def opens_ballot(body: Rehearsal, who: str) -> Said:
    """The ballot is opened in the room."""
    return body.say(who, OpenBallot, election=ELECTION)


def closes_ballot(body: Rehearsal, who: str) -> Said:
    """The ballot in the room is closed."""
    return body.say(who, CloseBallot, election=ELECTION)


def cancels(body: Rehearsal, who: str, reason: str = "A member was not told", **words: Any) -> Said:
    """The election is cancelled."""
    return body.say(who, CancelElection, **{"election": ELECTION, "reason": reason, **words})


def clock_turns(body: Rehearsal, to: datetime | timedelta) -> None:
    """Time goes on, and what has fallen due is done as the clock does it."""
    body.clock.set(to if isinstance(to, datetime) else body.clock.now() + to)
    with body.store.reading() as connection:
        work = due(connection, body.clock.now(), None, 50)
    for each in work:
        body.secretary.perform(COMMANDS[each.kind](each, body.clock.now()))  # type: ignore[arg-type]


def decided(body: Rehearsal) -> dict[str, Any]:
    """The result, as the register of events has it."""
    [event] = [each for each in body.happened() if each.type == "ElectionDecided"]
    data: dict[str, Any] = event.data
    return data


def terms_of(body: Rehearsal, office: str = "chair") -> list[tuple[str, str, str]]:
    """Who holds an office from when to when, in the order of their terms."""
    with body.store.reading() as connection:
        rows = connection.execute(select(roles).where(roles.c.role == office, roles.c.person.is_not(None)))
        return sorted((str(row.from_on), str(row.to_on or ""), str(row.person)) for row in rows)


def window(body: Rehearsal, who: str) -> str:
    """What the window of elections shows somebody."""
    asked = ShowElections(
        workspace=body.workspace, team=body.team, user=body.user(who), partnership=body.slug
    )
    return read(elections_modal(body.secretary.ask(asked))["blocks"])


def ballot_shown(body: Rehearsal, number: int = 1, election: str = ELECTION) -> LiveBallot:
    """What the message of a ballot shows in the channel, or that of the nominations, which are number 0."""
    asked = ShowBallot(workspace=body.workspace, team=body.team, user="", ballot=f"{election}:{number}")
    shown = body.secretary.ask(asked)
    assert shown is not None
    return shown


def last_notice(body: Rehearsal) -> dict[str, Any]:
    """The last word on the election in the channel: a notice, or the message of a ballot as it stands."""
    rows = [each for each in body.notices("ElectionNotice") if each.recipient.startswith("C")]
    rows += body.notices("ElectionBallotNotice")
    last = max(rows, key=lambda each: (each.due_at, each.data.get("stage") == "decided", each.key))
    if last.kind == "ElectionNotice":
        data: dict[str, Any] = last.data
        return data
    election, _, number = last.subject.rpartition(":")
    shown = ballot_shown(body, int(number), election)
    return {"headline": shown.headline, "words": list(shown.words)}
