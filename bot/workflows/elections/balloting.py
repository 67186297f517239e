"""The ballot of an election: opened and closed by whoever conducts it, one vote for each organisation, most votes win."""

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.rules.citing import cited, clause_of
from bot.rules.eligibility import Facts, Presence, may_vote
from bot.rules.register import CHAIR, Capacity, Register
from bot.rules.wording import counted, listed
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Event,
    Outcome,
    Refused,
    Sealed,
)
from bot.workflows.elections.election_events import CandidateLost
from bot.workflows.elections.election_steps import (
    Counted,
    box_opened,
    count_of,
    declared,
    extended,
    follows,
    tied,
    undecided,
    votes_words,
)
from bot.workflows.elections.elections import (
    ABSTAIN,
    AT_LAST_MEETING,
    BALLOT,
    CANCELLED,
    DECIDED,
    NO,
    READY,
    TIED,
    YES,
    ElectionFacts,
    lost_of,
    not_conducting,
    others_stand,
    over,
    standing_now,
)
from bot.workflows.meetings.meetings import IN_SESSION, locked
from bot.workflows.meetings.year_ahead import goes_on_after
from bot.workflows.standing import Seat, Standing, speaking_for
from bot.workflows.votes.ballots import RECEIPT
from bot.workflows.votes.counting import Entitlement, bar_of, entitlement, quorum_of
from bot.workflows.votes.motions import CLOSING_GRACE, value_of


@dataclass(frozen=True, kw_only=True)
class OpenBallot(Command):
    """Open the ballot in the room."""

    election: str


@dataclass(frozen=True, kw_only=True)
class CloseBallot(Command):
    """Close the ballot in the room, and count it."""

    election: str


@dataclass(frozen=True, kw_only=True)
class BallotEnds(ClockCommand):
    """The closing time of a ballot has come; the key ends with the ballot's number."""


@dataclass(frozen=True, kw_only=True)
class CastElectionVote(Command):
    """Vote for a candidate; in secret with the receipt of the form."""

    election: str
    round: int
    choice: str = field(repr=False)
    receipt: str = field(default="", repr=False)
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class ElectionBallotCast(Event):
    """An organisation's vote in an election, by name."""

    round: int
    organisation: str
    choice: str
    instead_of: str | None


@dataclass(frozen=True, kw_only=True)
class ElectionVoteCast(Event):
    """An organisation voted in secret in an election. What it voted is in no event before the box is opened."""

    round: int
    organisation: str


def open_ballot(command: OpenBallot, facts: ElectionFacts) -> Outcome:
    """Open the ballot at the meeting in session, between those who stand now (V24, V30)."""
    election, terms = facts.election, facts.setting.terms
    assert election is not None
    refusal = not_conducting(facts)
    if refusal is not None:
        return refusal
    if election.state != READY:
        return Refused(f"{election.reference} does not wait for its ballot: {stands_now(facts)}.")
    if facts.meeting is None:
        return Refused(
            "The election is held at a meeting, and none is in session.",
            clause_of(terms.chair_elected_at),
            next="Open the meeting and call the roll first.",
        )
    shut = locked(facts.meeting, terms)
    if shut is not None:
        return shut
    quorum, _ = quorum_of(facts)
    if quorum.quorate is False:
        return Refused(f"Not quorate, so nobody is elected: {quorum.why}", quorum.clause)
    stand, again = standing_now(facts), facts.tied_before and bool(election.candidates)
    if again:  # between those who tied, in the ballot that decided nothing
        stand = tuple(each for each in election.candidates if each in stand)
    why = "The ballot before decided nothing." if again else "Nominations are closed."
    opened = follows(facts, stand, command.received_at, why, after_tie=again and stand == election.candidates)
    warning = not_the_last_meeting(facts)
    if not warning:
        return opened
    return replace(opened, answer=replace(opened.answer, next=f"{opened.answer.next} {warning}".strip()))


def elects_at_once(facts: ElectionFacts) -> str:
    """That no ballot is held on the one who stands alone, so that opening it declares them elected (K25)."""
    stand = standing_now(facts)
    if len(stand) != 1 or value_of(facts.setting.terms.unopposed) == "voted on":
        return ""
    return f"{facts.name(stand[0])} stands alone, so there is no ballot: the election is declared at once."


def not_the_last_meeting(facts: ElectionFacts) -> str:
    """The warning where the terms have the chair elected at the last meeting of the financial year, and this is not it (V30)."""
    election, meeting, rule = facts.election, facts.meeting, facts.setting.terms.chair_elected_at
    assert election is not None
    if (
        election.office != CHAIR
        or value_of(rule) != AT_LAST_MEETING
        or meeting is None
        or meeting.held_on is None
    ):
        return ""
    goes_on = goes_on_after(facts.setting.terms, facts.other_days, meeting.held_on)
    if not goes_on:
        return ""
    return f"The chair is elected at the last meeting of the financial year{cited(rule)}, and this is not it: {goes_on}."


def cast(command: CastElectionVote, facts: ElectionFacts) -> Outcome:
    """Take one organisation's vote: by name the last before the close stands, in secret the first, for good (K28, G10)."""
    election, setting = facts.election, facts.setting
    assert election is not None
    seat = admitted(command, facts)
    if isinstance(seat, Refused):
        return seat
    if command.choice not in election.choices:
        return Refused("Choose one of those who stand, or abstain.", field="choice")
    if command.choice in lost_of(facts):
        return Refused(
            f"{facts.name(command.choice)} stands no more, so a vote for them would count for nobody.",
            clause_of(setting.terms.candidate_lost),
            next="Choose another.",
            field="choice",
        )
    assert isinstance(facts.standing, Standing)
    if election.is_secret:
        return _in_secret(command, facts, seat)
    before = facts.ballots.get(seat.organisation)
    event = ElectionBallotCast(
        subject=election.id,
        person=facts.standing.person,
        round=election.round,
        organisation=seat.organisation,
        choice=command.choice,
        instead_of=before,
    )
    said = votes_words(facts, ((command.choice, 1),))
    changed = "Changed" if before not in (None, command.choice) else "Counted"
    return Decision(
        Answer(f"{changed} for {seat.name}: {said}. You can change it until the ballot is closed."), (event,)
    )


def admitted(command: CastElectionVote, facts: ElectionFacts) -> Seat | Refused:
    """The organisation for which somebody may vote in this ballot, or why they may not (G10, K34)."""
    election, setting = facts.election, facts.setting
    assert election is not None
    refusal = may_act(setting, facts.standing) if facts.standing is not None else None
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    ended = over(election)
    if ended is not None:
        return ended
    if election.state != BALLOT:
        return Refused(f"There is no ballot open in {election.reference}: {stands_now(facts)}.")
    if command.round != election.round:
        return Refused(
            "That ballot is over, and another has begun between those who stand now.",
            next="Open the form again to vote in it.",
        )
    if election.ballot_closes_at is not None and command.received_at >= election.ballot_closes_at:
        return Refused("The ballot closed before your vote arrived, so it was not counted.")
    if election.at_meeting and (facts.meeting is None or facts.meeting.state != IN_SESSION):
        return Refused("The meeting at which this ballot was opened is closed.")
    if value_of(setting.terms.chair_votes) is False and facts.standing.person == facts.in_chair:
        return Refused(
            "Whoever is chairing has no ordinary vote under these terms.",
            clause_of(setting.terms.chair_votes),
            next="If the votes are equal, the terms say what follows.",
        )
    seat = speaking_for(facts.standing, setting, command.on_behalf_of, voting_only=True)
    if isinstance(seat, Refused):
        return replace(seat, field="on_behalf_of")
    if facts.voters is not None and seat.organisation not in _with_a_vote(facts.voters):
        return Refused(
            f"{seat.name} had no vote when this ballot opened, and who has one was settled then.",
            clause_of(setting.terms.entitled),
        )
    substitute = facts.roll.get(seat.organisation) if facts.roll is not None else None
    stands_in = substitute is not None and substitute == facts.standing.person
    may = may_vote(
        setting.terms,
        Facts(
            organisation=seat.name,
            standing=seat.standing,
            votes=seat.voting,
            presence=Presence.DEPUTY if stands_in else Presence.REPRESENTATIVE,
            interest=bar_of(facts.interests.get(seat.organisation, ()), setting.terms),
            deputy_is_here=substitute is not None and not stands_in,
            roles=seat.roles,
        ),
    )
    if not may.allowed:
        return Refused(may.reason, may.clause)
    if facts.roll is not None and seat.organisation not in facts.roll:
        return Refused(
            f"{seat.name} is not marked present at this meeting, so its vote cannot be counted.",
            next="If you are here, ask whoever is chairing or the secretariat to mark your organisation on the roll.",
        )
    if seat.capacity is Capacity.SUBSTITUTE and not stands_in:
        return Refused(
            f"You are the named deputy of {seat.name}, and do not stand in for it in this ballot.",
            clause_of(setting.terms.substitutes),
        )
    return seat


def _with_a_vote(register: Register) -> frozenset[str]:
    return frozenset(each.slug for each in register.organisations if each.voting)


def close_ballot(command: CloseBallot | BallotEnds, facts: ElectionFacts) -> Outcome:
    """Count the ballot: most votes elect; a tie as the terms say (K25, V30)."""
    election = facts.election
    if election is None or election.state != BALLOT:
        return Refused(
            "There is no ballot open." if election is None else f"{election.reference}: {stands_now(facts)}."
        )
    refusal = _may_not_close(command, facts)
    if refusal is not None:
        return refusal
    gone = lost_of(facts)
    left = tuple(each for each in election.candidates if each not in gone)
    if gone and (len(left) < 2 or not others_stand(facts.setting.terms)):
        names = listed([facts.name(each) for each in gone])
        return follows(
            facts, left, command.received_at, f"{names} can no longer stand, so this ballot is void."
        )
    facts = replace(facts, election=replace(election, candidates=left))
    result = _of_those_left(facts, left, gone, command)
    return replace(result, events=(*_lost_events(facts, gone), *result.events))


def _of_those_left(
    facts: ElectionFacts, left: tuple[str, ...], gone: tuple[str, ...], command: CloseBallot | BallotEnds
) -> Decision:
    """The count of a ballot between those who still stand."""
    count, quorate = _counted(facts, gone)
    if not quorate:
        return _void(command, facts, count)
    by_choice = dict(count.votes)
    if len(left) == 1:
        return _alone(command, facts, count)
    most = max(by_choice[each] for each in left)
    first = tuple(each for each in left if by_choice[each] == most)
    if len(first) > 1:
        return tied(facts, first, count, command.received_at)
    why = f"{votes_words(facts, count.votes)}: most votes elect.{count.notes}"
    return declared(facts, first[0], command.received_at, how="ballot", why=why, count=count)


def secretly_counted(receipt: str) -> Answer:
    """What whoever voted in secret is told, with the receipt by which they find their vote in the published list."""
    return Answer(
        f"Your secret vote is counted. Receipt {receipt}.",
        next="Note the receipt: at the close every receipt is published with its choice. The vote is final.",
    )


def _in_secret(command: CastElectionVote, facts: ElectionFacts, seat: Seat) -> Outcome:
    election = facts.election
    assert election is not None and isinstance(facts.standing, Standing)
    answer = secretly_counted(command.receipt)
    if seat.organisation in facts.voted and command.receipt in facts.receipts:
        return Decision(answer)
    if seat.organisation in facts.voted:
        return Refused(
            f"{seat.name} has voted already, and a secret vote is final once cast: nobody can tell which one it is, to change it."
        )
    if not RECEIPT.fullmatch(command.receipt) or command.receipt in facts.receipts:
        return Refused(
            "This form carries no receipt that can be used. Nothing was counted.", next="Open the form again."
        )
    event = ElectionVoteCast(
        subject=election.id,
        person=facts.standing.person,
        round=election.round,
        organisation=seat.organisation,
    )
    return Decision(answer, (event,), sealed=(Sealed(election.contest, command.receipt, command.choice),))


def _may_not_close(command: CloseBallot | BallotEnds, facts: ElectionFacts) -> Refused | None:
    election = facts.election
    assert election is not None
    closes = election.ballot_closes_at
    if isinstance(command, BallotEnds):
        due = closes is not None and command.received_at >= closes + CLOSING_GRACE
        this = command.key == f"ballot:{election.id}:{election.round}"
        return None if due and this else Refused("It is not time yet, or another ballot has begun since.")
    refusal = not_conducting(facts)
    if refusal is not None:
        return refusal
    if closes is not None:
        return Refused(
            "Members were given until the closing time, so nobody closes this ballot by hand.",
            next="The result is declared by itself when the time comes.",
        )
    return None


def _counted(facts: ElectionFacts, gone: tuple[str, ...]) -> tuple[Counted, bool]:
    election = facts.election
    assert election is not None
    standing = entitlement(facts.electorate)
    cast = _count(facts, standing.entitled)
    voted = facts.voted if election.is_secret else frozenset(facts.ballots) & standing.entitled
    quorum = quorum_of(facts.electorate)[0] if facts.roll is not None else None
    votes = tuple((each, cast[each]) for each in election.choices)
    count = Counted(
        votes=tuple(sorted(votes, key=lambda pair: (pair[0] == ABSTAIN, -pair[1]))),
        entitled=tuple(sorted(standing.entitled | voted)),
        voted=tuple(sorted(voted)),
        withdrawn=tuple(sorted(standing.withdrawn - voted)),
        quorum=quorum.why if quorum is not None else "",
        opened=box_opened(facts),
        cast=facts.box if facts.box is not None else _by_name(facts, standing.entitled),
        notes="".join(
            f" {each}" for each in (*_for_nobody(facts, gone, cast), *_left_since(facts, standing))
        ),
    )
    return count, quorum is None or quorum.quorate is not False


def _by_name(facts: ElectionFacts, entitled: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple((org, each) for org, each in facts.ballots.items() if org in entitled)


def _count(facts: ElectionFacts, entitled: frozenset[str]) -> Counter[str]:
    return count_of(replace(facts, ballots=dict(_by_name(facts, entitled))))


def _lost_events(facts: ElectionFacts, gone: tuple[str, ...]) -> tuple[CandidateLost, ...]:
    assert facts.election is not None
    cast = _count(facts, entitlement(facts.electorate).entitled)
    return tuple(
        CandidateLost(subject=facts.election.id, person=None, candidate=each, votes=cast[each])
        for each in gone
    )


def _for_nobody(facts: ElectionFacts, gone: tuple[str, ...], cast: Counter[str]) -> tuple[str, ...]:
    where = cited(facts.setting.terms.candidate_lost)
    return tuple(
        f"{facts.name(each)} stands no more, and {counted(cast[each], 'vote')} for them "
        f"{'counts' if cast[each] == 1 else 'count'} for nobody{where}."
        for each in gone
    )


def _left_since(facts: ElectionFacts, standing: Entitlement) -> tuple[str, ...]:
    """What became of the votes of organisations that voted, and have since left or withdrawn."""
    assert facts.election is not None
    secret = facts.election.is_secret
    names = {each.slug: each.name for each in facts.whole.organisations}
    cast = facts.voted if secret else frozenset(facts.ballots)
    lost = sorted(names.get(each, each) for each in cast - standing.entitled)
    if not lost:
        return ()
    if secret:
        return (
            f"{listed(lost)} voted in secret and then left or withdrew: a vote that cannot be told from the others stands.",
        )
    votes = "that vote is" if len(lost) == 1 else "those votes are"
    return (f"{listed(lost)} voted and then left or withdrew, so {votes} not counted.",)


def _alone(command: CloseBallot | BallotEnds, facts: ElectionFacts, count: Counted) -> Decision:
    election = facts.election
    assert election is not None
    votes, person = dict(count.votes), election.candidates[0]
    said = f"{votes[YES]} for {facts.name(person)}, {votes[NO]} against, {votes[ABSTAIN]} abstaining"
    if votes[YES] > votes[NO]:
        why = f"{said}: more for than against.{count.notes}"
        return declared(facts, person, command.received_at, how="ballot", why=why, count=count)
    anew = extended(facts, command.received_at, f"{said}: not elected.{count.notes}")
    return replace(anew, events=(*count.opened, *anew.events))


def _void(command: CloseBallot | BallotEnds, facts: ElectionFacts, count: Counted) -> Decision:
    why = f"Not quorate, so this ballot decides nothing: {count.quorum}"
    return undecided(facts, command.received_at, why, facts.setting.terms.quorum)


def stands_now(facts: ElectionFacts) -> str:
    """How an election stands, in words."""
    election = facts.election
    assert election is not None
    return {
        READY: "its ballot waits for a meeting",
        BALLOT: "its ballot is open",
        TIED: "it is tied",
        DECIDED: election.outcome,
        CANCELLED: "it was cancelled",
    }.get(election.state, "nominations are open")
