"""The steps of an election that follow by themselves: another ballot, nominations that go on, a tie that waits, and the result."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.rules.citing import cited, clause_of, silence
from bot.rules.lot import digest
from bot.rules.tally import CASTING_TIES, tie_rule
from bot.rules.terms import Clause
from bot.rules.values import Tie
from bot.rules.wording import counted, day_words, instant_words, listed
from bot.workflows.decisions import Answer, Decision, Due, Event, Notice, Refused
from bot.workflows.elections.election_events import (
    BallotBegun,
    BallotVoid,
    ElectionDecided,
    ElectionTied,
    NominationsExtended,
)
from bot.workflows.elections.elections import (
    BALLOT,
    DECIDED,
    NOMINATIONS,
    READY,
    TIED,
    ElectionFacts,
    ElectionNotice,
    ballot_notice,
    held_by,
    home_of,
    office_clause,
    term_of,
)
from bot.workflows.entries.entries import ELECTED, ELECTION, DecisionEntered, entry_id
from bot.workflows.meetings.meetings import IN_SESSION
from bot.workflows.standing import Standing
from bot.workflows.votes.ballots import BallotBoxOpened
from bot.workflows.votes.counting import quorum_of
from bot.workflows.votes.entitled import is_settled_at_opening
from bot.workflows.votes.motions import CLOSING_GRACE, value_of

NOMINATIONS_CLOSE, BALLOT_ENDS, TERM_ENDS = "nominations close", "ballot ends", "term ends"
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=120)
REMINDED_BEFORE = (6, 3)  # months (K25)
LOT_STAGE = "lot"


@dataclass(frozen=True)
class Counted:
    """A ballot as it was counted."""

    votes: tuple[tuple[str, int], ...] = ()  # of each that could be voted
    entitled: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    quorum: str = ""
    opened: tuple[Event, ...] = ()  # the box, where votes were secret
    cast: tuple[tuple[str, str], ...] = ()  # organisation, or receipt, and choice
    notes: str = ""  # votes that count for nobody, or stand although their organisation has left


def follows(
    facts: ElectionFacts, stand: tuple[str, ...], at: datetime, why: str, *, after_tie: bool = False
) -> Decision:
    """What follows from how many stand: nominations go on, somebody is elected, or a ballot begins (K25)."""
    if not stand:
        return extended(facts, at, f"{why} Nobody stands.")
    room = no_room(facts)
    if room is not None:
        return undecided(facts, at, f"{why} {room.reason}", facts.setting.terms.quorum)
    if len(stand) == 1 and value_of(facts.setting.terms.unopposed) != "voted on":
        return declared(facts, stand[0], at, how="unopposed", why=_unopposed(facts, stand[0], why))
    return begun(facts, stand, at, why, after_tie=after_tie)


def no_room(facts: ElectionFacts) -> Refused | None:
    """Why nobody is elected now in the room where the ballot was held: that meeting is over, or there is no quorum (K29, K33)."""
    election, quorum = facts.election, facts.setting.terms.quorum
    assert election is not None
    if not election.at_meeting or election.state not in (BALLOT, TIED):
        return None
    if facts.meeting is None or facts.meeting.state != IN_SESSION:
        return Refused(
            "The election is held at a meeting, and none is in session.", next="Open the meeting first."
        )
    answer = quorum_of(facts.electorate)[0]
    if answer.quorate is False:
        return Refused(f"Not quorate, so nobody is elected: {answer.why}", clause_of(quorum))
    return None


def undecided(facts: ElectionFacts, at: datetime, why: str, rule: object | None = None) -> Decision:
    """A ballot that decides nothing: the election waits for a later meeting."""
    election = facts.election
    assert election is not None
    notice = stage_notice(
        facts,
        at,
        f"void:{election.round}",
        READY,
        f"Nobody is elected {election.office} yet",
        (why, "The election is held at a later meeting."),
        rule,
    )
    event = BallotVoid(subject=election.id, person=_person(facts), why=why)
    return Decision(Answer(why, clause_of(facts.setting.terms.quorum)), (event,), (notice,))


def begun(
    facts: ElectionFacts,
    stand: tuple[str, ...],
    at: datetime,
    why: str,
    *,
    after_tie: bool = False,
    votes: tuple[tuple[str, int], ...] = (),
) -> Decision:
    """A ballot between those who stand; one after the first is as long as the first."""
    election = facts.election
    assert election is not None
    closes = None if election.at_meeting else _closes(facts, at)
    number = election.round + 1
    meeting = facts.meeting.id if election.at_meeting and facts.meeting is not None else None
    event = BallotBegun(
        subject=election.id,
        person=_person(facts),
        round=number,
        candidates=stand,
        closes_at=closes,
        meeting=meeting,
        after_tie=after_tie,
        why=why,
        votes=votes,
        seal=facts.next_seal,
        entitled=_settled(facts),
    )
    names = listed([facts.name(each) for each in stand])
    until = f"until {local(closes, facts)}" if closes else "until whoever conducts it closes the ballot"
    notice = ballot_notice(facts.setting, f"{election.id}:{number}", at)
    due: tuple[Due, ...] = ()
    if closes is not None:
        due = (Due(f"ballot:{election.id}:{number}", BALLOT_ENDS, election.id, closes + CLOSING_GRACE),)
    return Decision(
        Answer(f"The ballot for {election.office} is open, {until}: {names}."), (event,), (notice,), due
    )


def _settled(facts: ElectionFacts) -> tuple[str, ...]:
    if not is_settled_at_opening(facts.setting.terms):
        return ()
    return tuple(sorted(each.slug for each in facts.register.organisations if each.voting))


def extended(facts: ElectionFacts, at: datetime, why: str) -> Decision:
    """Nominations go on for as long as they were open, and the ballot is that much later."""
    election = facts.election
    assert election is not None
    length = min(max(election.nominations_close_at - election.opened_at, timedelta(days=1)), LONGEST)
    closes = at + length
    ballot = None
    if election.ballot_closes_at is not None:
        ballot = closes + _length(facts)
    event = NominationsExtended(
        subject=election.id,
        person=_person(facts),
        nominations_close_at=closes,
        ballot_closes_at=ballot,
        why=why,
    )
    until = local(closes, facts)
    notice = stage_notice(
        facts,
        at,
        f"extended:{closes.isoformat()}",
        NOMINATIONS,
        f"Nominations for {election.office} go on",
        (why, f"Any member may nominate until {until}, under “The election”."),
    )
    return Decision(
        Answer(f"{why} Nominations go on until {until}."),
        (event,),
        (notice,),
        (nominations_due(election.id, closes),),
    )


def tied(facts: ElectionFacts, tied_ones: tuple[str, ...], count: Counted, at: datetime) -> Decision:
    """A tie: balloted again once where the terms say so; else it waits for people, never for a chair who stands (V30, K25)."""
    election, terms = facts.election, facts.setting.terms
    assert election is not None
    rule = tie_rule(terms, "election")
    names = listed([facts.name(each) for each in tied_ones])
    votes = votes_words(facts, count.votes)
    nobody = not any(number for _, number in count.votes)
    said = "Nobody voted, so nobody is elected." if nobody else f"{votes}: {names} have equally many."
    said = f"{said}{count.notes}"
    again = facts.tied_before and set(tied_ones) == set(election.candidates)
    if value_of(rule) is Tie.ANOTHER_BALLOT and not again and any(number for _, number in count.votes):
        why = f"{said} Balloted again between them{cited(rule)}."
        anew = begun(facts, tied_ones, at, why, after_tie=True, votes=count.votes)
        return Decision(
            replace(anew.answer, words=why, next=anew.answer.words),
            (*count.opened, *anew.events),
            anew.notices,
            anew.due,
        )
    event = ElectionTied(
        subject=election.id,
        person=_person(facts),
        tied=tied_ones,
        votes=count.votes,
        why=said,
        cast=digest(count.cast),
        entitled=count.entitled,
        voted=count.voted,
        withdrawn=count.withdrawn,
        quorum=count.quorum,
    )
    waits = _what_may_follow(facts, again)
    notices: list[Notice] = [
        stage_notice(
            facts, at, f"tied:{election.round}", TIED, f"A tie for {election.office}", (said, waits), rule
        )
    ]
    by_whom = value_of(rule)
    if by_whom is None or by_whom not in (Tie.LOT, *CASTING_TIES):
        notices += [
            stage_notice(
                facts,
                at,
                f"lot:{election.round}:{person}",
                LOT_STAGE,
                f"Do you consent to a lot for {election.office}?",
                (
                    said,
                    "A lot is drawn only where everybody who tied consents; otherwise they are balloted again.",
                ),
                rule,
                to=facts.users[person],
            )
            for person in tied_ones
            if person in facts.users
        ]
    return Decision(Answer(said, clause_of(rule), next=waits), (*count.opened, event), tuple(notices))


def declared(
    facts: ElectionFacts,
    person: str,
    at: datetime,
    *,
    how: str,
    why: str,
    count: Counted | None = None,
    lot: str = "",
) -> Decision:
    """Somebody is elected; their term begins on its day, and that of whoever is in office ends the day before (V30, K25)."""
    election, setting = facts.election, facts.setting
    assert election is not None
    result = count or Counted()
    begins, until = term_of(facts, election.office)
    outgoing = tuple(
        sorted(
            {
                str(each.person)
                for each in held_by(facts, election.office)
                if each.is_on(begins - timedelta(days=1)) and each.person != person
            }
        )
    )
    clause = office_clause(setting.terms, election.office)
    name, organisation = facts.name(person), home_of(facts, person)
    event = ElectionDecided(
        subject=election.id,
        person=_person(facts),
        reference=election.reference,
        office=election.office,
        elected=person,
        name=name,
        organisation=organisation,
        from_on=begins,
        to_on=until,
        outgoing=outgoing,
        how=how,
        ballot=election.ballot,
        round=election.round,
        candidates=election.candidates or (person,),
        votes=result.votes,
        entitled=result.entitled,
        voted=result.voted,
        withdrawn=result.withdrawn,
        meeting=election.meeting or (facts.meeting.id if election.at_meeting and facts.meeting else None),
        quorum=result.quorum,
        why=why,
        clause=clause.number,
        clause_words=clause.words,
        terms_version=setting.terms_version,
        decided_at=at,
        lot=lot,
    )
    term = f"In office from {day_words(begins)}"
    term += f" to {day_words(until)}." if until is not None else "; the terms do not say until when."
    leaves = [facts.name(each) for each in outgoing]
    last = f" {listed(leaves)} until {day_words(begins - timedelta(days=1))}." if leaves else ""
    secret = (
        " Every receipt is published with its choice under “The election”."
        if result.opened and election.is_secret
        else ""
    )
    home = facts.register.organisation(organisation).name if organisation else ""
    headline = f"{name} is elected {election.office}"
    notice = stage_notice(
        facts,
        at,
        "decided",
        DECIDED,
        headline,
        (f"{name}, {home}." if home else name, f"{why}{secret}", f"{term}{last}"),
    )
    due = term_reminders(election.office, until, setting.time_zone, at)
    entered = _entered(facts, event, home)
    return Decision(
        Answer(f"{headline}. {term}", clause, why=why), (*result.opened, event, entered), (notice,), due
    )


def _entered(facts: ElectionFacts, event: ElectionDecided, home: str) -> DecisionEntered:
    """The election in the register of decisions; who voted only where votes are by name and shown so."""
    shown = event.ballot == "named" and value_of(facts.setting.terms.show_votes) == "who"
    term = f"from {day_words(event.from_on)}"
    term += f" to {day_words(event.to_on)}" if event.to_on is not None else ""
    return DecisionEntered(
        subject=entry_id(event.subject),
        person=event.person,
        what=ELECTION,
        kind=ELECTION,
        text=f"{event.name}{f', {home},' if home else ''} is elected {event.office} {term}.",
        status=ELECTED,
        why=event.why,
        clause=event.clause,
        clause_words=event.clause_words,
        terms_version=event.terms_version,
        decided_at=event.decided_at,
        entitled=event.entitled,
        withdrawn=event.withdrawn,
        voted=event.voted if shown else (),
        turnout=len(event.voted) if event.entitled else None,
        quorum=event.quorum,
        meeting=event.meeting,
        election=event.subject,
    )


def term_reminders(office: str, until: date | None, zone: str, now: datetime) -> tuple[Due, ...]:
    """Six and three months before a term of office ends, at nine in the morning (K25)."""
    if until is None:
        return ()
    days = {months: until - relativedelta(months=months) for months in REMINDED_BEFORE}
    moments = {months: datetime.combine(day, time(9), tzinfo=ZoneInfo(zone)) for months, day in days.items()}
    return tuple(
        Due(f"term:{office}:{until.isoformat()}:{months}", TERM_ENDS, office, at)
        for months, at in moments.items()
        if at > now
    )


def nominations_due(election: str, at: datetime) -> Due:
    """The clock closes nominations."""
    return Due(f"nominations:{election}:{at.isoformat()}", NOMINATIONS_CLOSE, election, at)


def count_of(facts: ElectionFacts) -> Counter[str]:
    """The votes of this round, by what was voted."""
    cast = [choice for _, choice in facts.box] if facts.box is not None else list(facts.ballots.values())
    return Counter(cast)


def box_opened(facts: ElectionFacts) -> tuple[Event, ...]:
    """The box of this round's secret votes as it goes into the register of events."""
    if facts.box is None or facts.election is None:
        return ()
    return (BallotBoxOpened(subject=facts.election.contest, person=_person(facts), ballots=facts.box),)


def votes_words(facts: ElectionFacts, votes: Sequence[tuple[str, int]]) -> str:
    """ "5 votes for Ann Ash, 4 votes for Bo Birch, 1 abstaining"."""
    people = {each.slug: each.name for each in facts.whole.people}
    said = [
        f"{counted(number, 'vote')} for {people[each]}" if each in people else f"{number} {each}"
        for each, number in votes
    ]
    return ", ".join(said).replace(" abstain", " abstaining") or "Nobody voted"


def stage_notice(
    facts: ElectionFacts,
    at: datetime,
    key: str,
    stage: str,
    headline: str,
    said: tuple[str, ...],
    rule: object | None = None,
    *,
    to: str = "",
) -> ElectionNotice:
    """How the election stands, for the channel or for one person."""
    election, setting = facts.election, facts.setting
    assert election is not None
    clause: Clause = getattr(rule, "clause", None) or office_clause(setting.terms, election.office)
    return ElectionNotice(
        key=f"election:{election.id}:{key}",
        recipient=to or setting.channel,
        subject=election.id,
        due_at=at,
        partnership_name=setting.name,
        election=election.id,
        reference=election.reference,
        office=election.office,
        stage=stage,
        headline=headline,
        words=said,
        clause=clause.number,
        clause_words=clause.words,
    )


def local(at: datetime, facts: ElectionFacts) -> str:
    """An instant as people read it where the partnership is."""
    return instant_words(at.astimezone(ZoneInfo(facts.setting.time_zone)))


def _closes(facts: ElectionFacts, at: datetime) -> datetime:
    election = facts.election
    assert election is not None and election.ballot_closes_at is not None
    if facts.ballot_opened_at is None:
        return max(election.ballot_closes_at, at + SHORTEST)
    return at + _length(facts)


def _length(facts: ElectionFacts) -> timedelta:
    """How long members have to vote."""
    election = facts.election
    assert election is not None and election.ballot_closes_at is not None
    begins = facts.ballot_opened_at or election.nominations_close_at
    return max(election.ballot_closes_at - begins, SHORTEST)


def _unopposed(facts: ElectionFacts, person: str, why: str) -> str:
    rule = facts.setting.terms.unopposed
    says = (
        f"so they are declared elected{cited(rule)}"
        if rule is not None and rule.value is not None
        else "and nothing in the terms asks for a vote on somebody who stands alone"
    )
    return f"{why} {facts.name(person)} stands alone, {says}."


def _what_may_follow(facts: ElectionFacts, again: bool) -> str:
    rule = tie_rule(facts.setting.terms, "election")
    value = value_of(rule)
    if value is Tie.LOT:
        return f"It is decided by lot{cited(rule)}, which whoever conducts the election draws."
    if value in CASTING_TIES:
        return f"Whoever is chairing has the casting vote{cited(rule)}, unless they are a candidate; then it is balloted again."
    if again:
        return "They tied again. With the consent of all who tied a lot is drawn; else whoever conducts the election ballots again."
    unsaid = silence(rule, "what follows a tie in an election") if value is None else ""
    return f"{unsaid} Whoever conducts the election ballots again, or with the consent of all who tied draws a lot.".strip()


def _person(facts: ElectionFacts) -> str | None:
    return facts.standing.person if isinstance(facts.standing, Standing) else None
