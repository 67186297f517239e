"""Answers to what the screens of elections ask, each from one moment of the database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.rules.citing import clause_of
from bot.rules.tally import CASTING_TIES, tie_rule
from bot.rules.values import Tie
from bot.rules.wording import day_words, listed
from bot.store.elections.election_history import ballots_of
from bot.store.elections.election_tables import election_rounds
from bot.store.elections.elections import by_id, facts_of, over_in, under_way_in
from bot.store.entries.entries import became_of
from bot.store.partnership.people import standing
from bot.store.partnership.places import stranger_refused, who_asks
from bot.store.tables import events
from bot.store.votes import ballot_box
from bot.store.votes.locked_boxes import found_locked
from bot.store.writing import key_of, where
from bot.workflows.decisions import Refused, Setting
from bot.workflows.elections.balloting import CastElectionVote, admitted, elects_at_once, not_the_last_meeting
from bot.workflows.elections.calling_off import may_not_cancel
from bot.workflows.elections.election_events import ElectionDecided
from bot.workflows.elections.election_history import BallotHeld, gone_words
from bot.workflows.elections.election_questions import (
    BallotPicture,
    CancelForm,
    ElectionFormFacts,
    ElectionPicture,
    ElectionsPicture,
    ElectionVoteForm,
    NominateForm,
    NominationsForm,
    NominationsFormFacts,
    SettleForm,
    ShowElections,
)
from bot.workflows.elections.election_steps import local
from bot.workflows.elections.elections import (
    ABSTAIN,
    ACCEPTED,
    ASKED,
    AT_LAST_MEETING,
    BALLOT,
    BEFORE_THE_FIRST,
    DECIDED,
    NO,
    NOMINATIONS,
    READY,
    TIED,
    YES,
    Election,
    ElectionFacts,
    conductors,
    lost_of,
    may_not_stand,
    not_conducting,
    office_clause,
    others_stand,
    over,
)
from bot.workflows.elections.live_ballots import (
    LOCKED,
    LiveBallot,
    ShowBallot,
    last_shown,
    live_ballot,
    live_nominations,
    turnout,
)
from bot.workflows.elections.nominating import offices
from bot.workflows.elections.settling import AGAIN, BY_LOT
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.motions import value_of

CHOICE_WORDS = {YES: "For", NO: "Against", ABSTAIN: "Abstain"}


def show_elections(connection: Connection, question: ShowElections, now: datetime) -> ElectionsPicture:
    """The elections under way, and the last results."""
    setting, who = who_asks(connection, question, question.partnership, now)
    facts = replace(facts_of(connection, setting, None, now), standing=who)
    under_way = under_way_in(connection, setting)
    free = set(offices(facts)) - {each.office for each in under_way}
    shown = (*under_way, *over_in(connection, setting))
    return ElectionsPicture(
        partnership=setting.partnership,
        name=setting.name,
        conducts=listed(list(conductors(setting.terms)), "or"),
        clause=clause_of(setting.terms.conducts_elections),
        may_open=bool(free) and not_conducting(facts) is None,
        elections=tuple(_picture(connection, each.id, setting, who, now) for each in shown),
        refused=stranger_refused(who, setting),
    )


def nominations_form(
    connection: Connection, question: NominationsForm, now: datetime
) -> NominationsFormFacts:
    """The offices nominations may be opened for."""
    setting, who = who_asks(connection, question, question.partnership, now)
    facts = replace(facts_of(connection, setting, None, now), standing=who)
    return NominationsFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        offices=tuple(Choice(each, each.capitalize()) for each in offices(facts)),
        meeting_only=value_of(setting.terms.chair_elected_at) == AT_LAST_MEETING,
        clause=office_clause(setting.terms, "chair"),
        refused=not_conducting(facts),
    )


def nominate_form(connection: Connection, question: NominateForm, now: datetime) -> ElectionFormFacts | None:
    """Those who may stand and have not been nominated, and the members the person may nominate for."""
    found = _known(connection, question, now)
    if found is None:
        return None
    facts, election = found
    nominated = {each.person for each in election.nominations}
    people = {each.person for each in facts.register.appointments} - nominated
    may = [each for each in people if may_not_stand(facts, election.office, each) is None]
    names = {each.slug: each.name for each in facts.register.organisations}
    choices = [Choice(each, f"{facts.name(each)}, {_home(facts, each, names)}") for each in may]
    held = facts.standing.seats if isinstance(facts.standing, Standing) else ()
    refused = (
        Refused(f"Nominations for {election.office} ({election.reference}) are closed.")
        if election.state != NOMINATIONS or now >= election.nominations_close_at
        else stranger_refused(facts.standing, facts.setting)
        if facts.standing is not None
        else None
    )
    seats = tuple(Choice(each.organisation, each.name) for each in held if each.voting)
    if refused is None and not seats:
        refused = Refused(
            "Members nominate: you speak for no organisation with a vote today.",
            next="Ask somebody who speaks for one to nominate whom you have in mind.",
        )
    if refused is None and not choices:
        refused = Refused("Everybody who may stand has been nominated.")
    return _form(facts, election, tuple(sorted(choices, key=lambda each: each.words)), seats, refused)


def vote_form(connection: Connection, question: ElectionVoteForm, now: datetime) -> ElectionFormFacts | None:
    """Those who stand, and the organisations the person may vote for."""
    found = _known(connection, question, now)
    if found is None:
        return None
    facts, election = found
    seats, refused = voting_in(facts, election, now)
    names = {each.slug: each.name for each in facts.whole.organisations}
    choices = tuple(
        Choice(each, CHOICE_WORDS.get(each, "") or f"{facts.name(each)}, {_home(facts, each, names)}")
        for each in election.choices
        if each not in lost_of(facts)
    )
    alone = facts.name(election.candidates[0]) if len(election.candidates) == 1 else ""
    said = f"{alone} stands alone." if alone else ""
    own = {facts.ballots[each.id] for each in seats if each.id in facts.ballots}
    stands = next(iter(own)) if len(own) == 1 and len(seats) == 1 else ""
    form = _form(facts, election, choices, seats, None if seats else refused)
    return replace(form, said=said, stands=stands)


def settle_form(connection: Connection, question: SettleForm, now: datetime) -> ElectionFormFacts | None:
    """The ways to end a tie."""
    found = _known(connection, question, now)
    if found is None:
        return None
    facts, election = found
    rule, choices = tie_rule(facts.setting.terms, "election"), []
    value = value_of(rule)
    if not_conducting(facts) is None:
        again = [Choice(AGAIN, "Ballot again between those who tied")] if value is not Tie.LOT else []
        choices = [*again, Choice(BY_LOT, "Draw a lot between those who tied")]
    if value is not None and value in CASTING_TIES and _is_chairing(facts):
        choices += [
            Choice(each, f"My casting vote is for {facts.name(each)}") for each in election.candidates
        ]
    refused = not_conducting(facts) if not choices else None
    if election.state != TIED:
        refused = Refused(f"{election.reference} is not tied.")
    missing = [facts.name(each) for each in election.candidates if each not in facts.consented]
    consent = f"Not yet consenting to a lot: {listed(missing)}."
    said = consent if missing else "Everybody who tied consents to a lot."
    said = "" if value is Tie.LOT else said
    return replace(_form(facts, election, tuple(choices), (), refused), said=said)


def show_ballot(connection: Connection, question: ShowBallot, now: datetime) -> LiveBallot | None:
    """A ballot as its message shows it, or the nominations before the first."""
    election_id, _, number = question.ballot.rpartition(":")
    found = by_id(connection, question.workspace, election_id)
    if found is None:
        return None
    setting, election = found
    facts = facts_of(connection, setting, election, now)
    key = {**key_of(setting), "id": question.ballot}
    revision = connection.execute(where(select(election_rounds.c.revision), election_rounds, key)).scalar()
    first = _said_first(connection, setting, election) if number == str(last_shown(election)) else ()
    if number == str(BEFORE_THE_FIRST):
        return replace(live_nominations(facts, revision or 0), first=first)
    held = [each for each in ballots_of(connection, setting, election.id) if str(each.number) == number]
    return replace(live_ballot(facts, held[0], revision or 0), first=first) if held else None


def _said_first(connection: Connection, setting: Setting, election: Election) -> tuple[str, ...]:
    """That the box of the ballot that is open was found locked (K27); or what became of the result in the register of decisions."""
    if election.state == DECIDED:
        return became_of(connection, setting, election.id)
    shut = election.is_secret and election.state == BALLOT
    return (LOCKED,) if shut and found_locked(connection, setting, election.contest) else ()


def cancel_form(connection: Connection, question: CancelForm, now: datetime) -> ElectionFormFacts | None:
    """Whether the person may cancel an election."""
    found = _known(connection, question, now)
    if found is None:
        return None
    facts, election = found
    return _form(facts, election, (), (), over(election) or may_not_cancel(facts))


def _form(
    facts: ElectionFacts,
    election: Election,
    choices: tuple[Choice, ...],
    seats: tuple[Choice, ...],
    refused: Refused | None,
) -> ElectionFormFacts:
    return ElectionFormFacts(
        partnership=facts.setting.partnership,
        partnership_name=facts.setting.name,
        election=election,
        choices=choices,
        seats=seats,
        clause=office_clause(facts.setting.terms, election.office),
        refused=refused,
    )


def _known(connection: Connection, question: Any, now: datetime) -> tuple[ElectionFacts, Election] | None:
    found = by_id(connection, question.workspace, question.election)
    if found is None:
        return None
    setting, election = found
    facts = facts_of(connection, setting, election, now)
    who = standing(connection, setting, question.team, question.user, facts.today)
    return replace(facts, standing=who), election


def voting_in(
    facts: ElectionFacts, election: Election, now: datetime
) -> tuple[tuple[Choice, ...], Refused | None]:
    """The organisations somebody may vote for in the ballot that is open; or why for none."""
    seats, refused = [], None
    held = facts.standing.seats if isinstance(facts.standing, Standing) else ()
    for organisation in tuple(each.organisation for each in held) or (None,):
        asking = CastElectionVote(
            workspace="",
            team="",
            user="",
            delivery="",
            received_at=now,
            election=election.id,
            round=election.round,
            choice="",
            on_behalf_of=organisation,
        )
        seat = admitted(asking, facts)
        if isinstance(seat, Refused):
            refused = refused or seat
        elif seat.organisation in facts.voted:
            refused = Refused(f"{seat.name} has voted already, and a secret vote is final once cast.")
        else:
            seats.append(Choice(seat.organisation, seat.name))
    return tuple(seats), refused


def _picture(
    connection: Connection, election_id: str, setting: Setting, who: Standing | Stranger, now: datetime
) -> ElectionPicture:
    found = by_id(connection, setting.workspace, election_id)
    assert found is not None  # it was listed a moment ago
    under, election = found
    facts = replace(facts_of(connection, under, election, now), standing=who)
    mine = election.nomination(who.person) if isinstance(who, Standing) else None
    held = ballots_of(connection, under, election.id)
    conducts = not_conducting(facts) is None
    value = value_of(tie_rule(under.terms, "election"))
    casting = value is not None and value in CASTING_TIES and _is_chairing(facts)
    seats, _ = voting_in(facts, election, now) if election.state == BALLOT else ((), None)
    return ElectionPicture(
        election=election,
        said=(*_said_first(connection, under, election), *_said(connection, facts, election)),
        stand=_standing(facts, election),
        asked=tuple(facts.name(each.person) for each in election.nominations if each.state == ASKED),
        turnout=turnout(facts) if election.state == BALLOT else "",
        mine=mine.state if mine is not None else "",
        own=_own_votes(facts, who),
        may_nominate=election.state == NOMINATIONS
        and isinstance(who, Standing)
        and any(each.voting for each in who.seats),
        may_vote=bool(seats),
        may_conduct=conducts,
        may_settle=election.state == TIED and (conducts or casting),
        may_consent=election.state == TIED
        and isinstance(who, Standing)
        and who.person in election.candidates
        and who.person not in facts.consented,
        out=gone_words(facts, election, held),
        ballots=tuple(_ballot(connection, facts, election, each) for each in held),
        others_stand=others_stand(under.terms),
        not_the_last=not_the_last_meeting(facts) if election.state == READY else "",
        alone=elects_at_once(facts) if election.state == READY else "",
        may_cancel=over(election) is None and may_not_cancel(facts) is None,
        may_withdraw=mine is not None and mine.state == ACCEPTED and _may_withdraw(election, mine.person),
    )


def _own_votes(facts: ElectionFacts, who: Standing | Stranger) -> tuple[str, ...]:
    """That the organisations the viewer speaks for have voted; by name also for whom."""
    election = facts.election
    if election is None or election.state != BALLOT or not isinstance(who, Standing):
        return ()
    said = []
    for each in who.seats:
        if each.organisation in facts.voted:
            said.append(f"{each.name} has voted, in secret and for good.")
        elif each.organisation in facts.ballots:
            choice = facts.ballots[each.organisation]
            for_whom = CHOICE_WORDS[choice].lower() if choice in CHOICE_WORDS else f"for {facts.name(choice)}"
            said.append(
                f"The vote of {each.name} stands: {for_whom}. It can be changed until the ballot closes."
            )
    return tuple(said)


def _standing(facts: ElectionFacts, election: Election) -> tuple[str, ...]:
    """Those who stand now: of the ballot that is open or tied, and before one all who have accepted."""
    names = {each.slug: each.name for each in facts.whole.organisations}
    of_ballot = election.candidates if election.state in (BALLOT, TIED) else None
    return tuple(
        f"{facts.name(each.person)}, {names.get(each.organisation, each.organisation)}"
        for each in election.nominations
        if each.state == ACCEPTED and (of_ballot is None or each.person in of_ballot)
    )


def _ballot(
    connection: Connection, facts: ElectionFacts, election: Election, held: BallotHeld
) -> BallotPicture:
    opened = ballot_box.published(connection, facts.setting, f"{election.id}:{held.number}")
    return BallotPicture(
        number=held.number,
        candidates=tuple(facts.name(each) for each in held.candidates),
        ended=held.ended,
        receipts=tuple(
            (receipt, CHOICE_WORDS.get(choice, "") or facts.name(choice))
            for ballots in opened
            for receipt, choice in ballots
        )
        if opened
        else None,
    )


def _may_withdraw(election: Election, person: str) -> bool:
    """Whether somebody who accepted still stands, and may say that they do so no longer."""
    return election.state in (NOMINATIONS, READY) or (
        election.state in (BALLOT, TIED) and person in election.candidates
    )


def _said(connection: Connection, facts: ElectionFacts, election: Election) -> tuple[str, ...]:
    match election.state:
        case "nominations":
            return (f"Nominations are open until {local(election.nominations_close_at, facts)}.",)
        case "ready":
            return ("Nominations are closed; the election is held at the meeting.",)
        case "ballot":
            until = election.ballot_closes_at
            return (
                f"The ballot is open until {local(until, facts)}."
                if until
                else "The ballot is open in the room.",
            )
        case "cancelled":
            return (election.outcome,)
        case "tied":
            return (f"Tied: {listed([facts.name(each) for each in election.candidates])}.",)
    data = connection.execute(
        where(
            select(events.c.data),
            events,
            {**key_of(facts.setting), "subject": election.id, "type": ElectionDecided.__name__},
        )
    ).scalar_one()
    term = f"In office from {_day(data['from_on'])}"
    term += f" to {_day(data['to_on'])}." if data["to_on"] else "."
    return (f"{data['name']} was elected.", data["why"], term)


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


def _home(facts: ElectionFacts, person: str, names: Mapping[str, str]) -> str:
    theirs = [each.organisation for each in facts.register.appointments if each.person == person]
    return names.get(theirs[0], "") if theirs else ""


def _is_chairing(facts: ElectionFacts) -> bool:
    return isinstance(facts.standing, Standing) and facts.standing.person == facts.in_chair


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowElections: show_elections,
    NominationsForm: nominations_form,
    NominateForm: nominate_form,
    ElectionVoteForm: vote_form,
    SettleForm: settle_form,
    CancelForm: cancel_form,
    ShowBallot: show_ballot,
}
