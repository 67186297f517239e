"""Elections: opened, nominations made and answered, votes cast, ballots closed and ties settled."""

from collections.abc import Callable

from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, done, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.elections.elections import (
    cancel_form,
    elections_modal,
    nominate_form,
    nominations_form,
    settle_form,
    vote_form,
)
from bot.presenters.modals import View
from bot.workflows.decisions import AlreadyDone, Command, derived_id
from bot.workflows.elections.balloting import CastElectionVote, CloseBallot, OpenBallot, secretly_counted
from bot.workflows.elections.calling_off import CancelElection
from bot.workflows.elections.election_questions import (
    CancelForm,
    ElectionFormFacts,
    ElectionVoteForm,
    NominateForm,
    NominationsForm,
    SettleForm,
    ShowElections,
)
from bot.workflows.elections.nominating import AnswerNomination, Nominate, OpenElection
from bot.workflows.elections.settling import ConsentToLot, SettleTie
from bot.workflows.votes.ballots import new_receipt


def start_elections(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The elections of a partnership."""
    picture = desk.ask(ShowElections(**incoming.who, partnership=partnership))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return Open(elections_modal(picture))


def open_elections(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows them."""
    return start_elections(incoming, desk, incoming.ids.get("p", ""), "")


def open_nominations(incoming: Incoming, desk: Desk) -> Reply:
    """The form that opens nominations."""
    facts = desk.ask(NominationsForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, facts.refused) if facts.refused else Open(nominations_form(facts))


def nominations(incoming: Incoming, desk: Desk) -> Reply:
    """Nominations opened; the election's id comes from the form, so the form sent twice is one election."""
    command = OpenElection(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        election=derived_id("election", incoming.workspace, incoming.view_id),
        office=incoming.choice("office"),
        nominations_close_at=incoming.instant("nominations_close_at"),
        how=incoming.choice("how"),
        ballot_closes_at=incoming.instant("ballot_closes_at"),
        ballot=incoming.choice("ballot"),
    )
    return answered(incoming, desk.perform(command))


def open_nominate(incoming: Incoming, desk: Desk) -> Reply:
    """Whom to nominate?"""
    return _form(incoming, desk.ask(NominateForm(**incoming.who, election=incoming.value)), nominate_form)


def nominate(incoming: Incoming, desk: Desk) -> Reply:
    """The nomination sent in."""
    command = Nominate(
        **incoming.sender,
        election=incoming.ids.get("election", ""),
        person=incoming.choice("person"),
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    return answered(incoming, desk.perform(command))


def accept(incoming: Incoming, desk: Desk) -> Reply:
    """Whoever was nominated stands."""
    return _decide(incoming, desk, AnswerNomination(**incoming.sender, election=incoming.value, accept=True))


def decline(incoming: Incoming, desk: Desk) -> Reply:
    """Whoever was nominated does not stand, or no longer."""
    return _decide(incoming, desk, AnswerNomination(**incoming.sender, election=incoming.value, accept=False))


def open_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The form of a vote; of a secret one with a fresh receipt."""
    facts = desk.ask(ElectionVoteForm(**incoming.who, election=incoming.value))
    return _form(incoming, facts, lambda known: vote_form(known, new_receipt()))


def vote(incoming: Incoming, desk: Desk) -> Reply:
    """The vote sent in; a secret one sent twice is one vote with one receipt."""
    packed = incoming.ids
    receipt, number = packed.get("receipt", ""), packed.get("round", "")
    command = CastElectionVote(
        **incoming.sender,
        election=packed.get("election", ""),
        round=int(number) if number.isdecimal() else 0,
        choice=incoming.choice("choice"),
        receipt=receipt,
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    outcome = desk.perform(command)
    if isinstance(outcome, AlreadyDone) and receipt:
        return done(secretly_counted(receipt))
    return answered(incoming, outcome)


def open_ballot(incoming: Incoming, desk: Desk) -> Reply:
    """The ballot is opened in the room."""
    return _decide(incoming, desk, OpenBallot(**incoming.sender, election=incoming.value))


def close_ballot(incoming: Incoming, desk: Desk) -> Reply:
    """The ballot in the room is closed and counted."""
    return _decide(incoming, desk, CloseBallot(**incoming.sender, election=incoming.value))


def consent(incoming: Incoming, desk: Desk) -> Reply:
    """A candidate who tied consents to a lot."""
    return _decide(incoming, desk, ConsentToLot(**incoming.sender, election=incoming.value))


def open_settle(incoming: Incoming, desk: Desk) -> Reply:
    """How is the tie settled?"""
    return _form(incoming, desk.ask(SettleForm(**incoming.who, election=incoming.value)), settle_form)


def settle(incoming: Incoming, desk: Desk) -> Reply:
    """The tie settled."""
    command = SettleTie(
        **incoming.sender,
        election=incoming.ids.get("election", ""),
        way=incoming.choice("way"),
        reason=incoming.words("reason"),
    )
    return answered(incoming, desk.perform(command))


def open_cancel(incoming: Incoming, desk: Desk) -> Reply:
    """Why is the election cancelled?"""
    return _form(incoming, desk.ask(CancelForm(**incoming.who, election=incoming.value)), cancel_form)


def cancel(incoming: Incoming, desk: Desk) -> Reply:
    """The election cancelled."""
    command = CancelElection(
        **incoming.sender, election=incoming.ids.get("election", ""), reason=incoming.words("reason")
    )
    return answered(incoming, desk.perform(command))


def _form(
    incoming: Incoming, facts: ElectionFormFacts | None, shown: Callable[[ElectionFormFacts], View]
) -> Reply:
    if facts is None:
        return refused(incoming, GONE)
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(shown(facts))


def _decide(incoming: Incoming, desk: Desk, command: Command) -> Reply:
    return answered(incoming, desk.perform(command))
