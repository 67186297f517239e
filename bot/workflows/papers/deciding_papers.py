"""What becomes of a paper: accepted, returned with a reason, withdrawn, confidential or not, and for which item."""

from dataclasses import dataclass, replace

from bot.rules.citing import NO_CLAUSE
from bot.workflows.agenda.agenda import ACCEPTED as ON_AGENDA
from bot.workflows.agenda.agenda import AWAITING, PROPOSED, AgendaItem
from bot.workflows.agenda.item_words import Told, may_act, meeting_words
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.papers.how_late import how_late
from bot.workflows.papers.late_papers import decided_notice
from bot.workflows.papers.lateness import Lateness, needs
from bot.workflows.papers.papers import (
    ACCEPTED,
    LONGEST_REASON,
    LOST,
    NEEDED,
    RETURNED,
    UNKNOWN_PAPER,
    WITHDRAWN,
    Paper,
    named,
)
from bot.workflows.papers.submitting import after_the_agenda, for_no_amendment, is_the_secretariats
from bot.workflows.standing import Standing, Stranger

ACCEPT, RETURN, WITHDRAW = "accept", "return", "withdraw"
MARK, UNMARK, MOVE = "confidential", "not confidential", "move"
DECISIONS = (ACCEPT, RETURN, WITHDRAW, MARK, UNMARK, MOVE)


@dataclass(frozen=True, kw_only=True)
class DecidePaper(Command):
    """Decide what becomes of a paper: one of DECISIONS."""

    partnership: str
    paper: str
    decision: str
    reason: str = ""
    item: str | None = None  # where it is moved; none: to no one item


@dataclass(frozen=True)
class DecisionFacts:
    """What is known when something is decided about a paper."""

    setting: Setting  # under the terms of the meeting's own day
    standing: Standing | Stranger
    paper: Paper | None
    meeting: MeetingState | None
    item: AgendaItem | None = None
    submitter: Told | None = None  # of the version that stands
    circulated: bool = False  # the agenda of its meeting has been sent to the members


@dataclass(frozen=True, kw_only=True)
class PaperAccepted(Event):
    """A paper was looked over, and goes round as it stands."""

    meeting: str
    title: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PaperReturned(Event):
    """A paper, or its latest version, was returned with a reason."""

    meeting: str
    title: str
    version: int
    reason: str
    stands: int  # the earlier version that stands again; nought: none
    late: bool
    admission: str


@dataclass(frozen=True, kw_only=True)
class PaperWithdrawn(Event):
    """Whoever had submitted a paper took it back."""

    meeting: str
    title: str


@dataclass(frozen=True, kw_only=True)
class PaperMarked(Event):
    """A paper was marked confidential, or not."""

    meeting: str
    title: str
    confidential: bool


@dataclass(frozen=True, kw_only=True)
class PaperMoved(Event):
    """A paper is for another item."""

    meeting: str
    title: str
    item: str | None


def decide(command: DecidePaper, facts: DecisionFacts) -> Outcome:
    """Record what becomes of a paper; whoever submitted it is told where it is returned (V16)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, paper, meeting = facts.standing, facts.paper, facts.meeting
    assert isinstance(standing, Standing)
    if paper is None or meeting is None:
        return UNKNOWN_PAPER
    if command.decision == WITHDRAW:
        return _withdraw(standing, paper, meeting)
    if not is_the_secretariats(standing):
        return Refused(
            "The secretariat and the chair look papers over.",
            next="You can withdraw your own paper, or submit a new version of it.",
            field="decision",
        )
    if not meeting.is_to_come and meeting.state != IN_SESSION:
        return Refused(
            f"{meeting_words(meeting)} is over.", next="Nothing about its papers is changed any more."
        )
    if paper.state == WITHDRAWN:
        return Refused(f"“{paper.title}” was withdrawn by whoever submitted it.", field="decision")
    if command.decision == ACCEPT:
        return _accept(standing, paper, facts)
    if command.decision == RETURN:
        return _return(command, facts, standing, paper, meeting)
    if command.decision in (MARK, UNMARK):
        return _mark(standing, paper, confidential=command.decision == MARK)
    if command.decision == MOVE:
        return _move(command, facts, standing, paper, meeting)
    return Refused("Choose what is to become of it.", field="decision")


def _accept(standing: Standing, paper: Paper, facts: DecisionFacts) -> Outcome:
    if paper.state == ACCEPTED:
        return Decision(Answer(f"{named(paper)} is accepted already."))
    if paper.state == RETURNED:
        return Refused(
            f"“{paper.title}” was returned: {paper.reason}",
            next="A new version can be accepted.",
            field="decision",
        )
    if paper.stands.state == LOST:
        return Refused(
            f"{named(paper)} could not be kept: {paper.stands.error}. So nothing of it could go round.",
            next="It has to be submitted again: a file that members can open, or a link.",
            field="decision",
            choices={paper.id: "Submit it again"},
        )
    event = PaperAccepted(
        subject=paper.id,
        person=standing.person,
        meeting=paper.meeting,
        title=paper.title,
        version=paper.version,
    )
    if facts.circulated:
        waits = needs(facts.setting.terms) if paper.admission == NEEDED else ""
        goes = after_the_agenda(looked_over=True)
        return Decision(Answer(f"{named(paper)} is accepted.", why=waits, next=goes), (event,))
    return Decision(Answer(f"{named(paper)} is accepted and goes round with the agenda."), (event,))


def _return(
    command: DecidePaper, facts: DecisionFacts, standing: Standing, paper: Paper, meeting: MeetingState
) -> Outcome:
    reason = command.reason.strip()
    if paper.state == RETURNED:
        return Decision(Answer(f"“{paper.title}” was returned already."))
    if paper.stands.circulated_at is not None:
        return Refused(
            f"{named(paper)} has gone to the members, so it cannot be returned.",
            next="A new version can be submitted; the minutes can say what became of it.",
            field="decision",
        )
    if not reason:
        return Refused("Say why, in a few words: whoever submitted it is told.", field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please say why in {LONGEST_REASON:,} characters or fewer.", field="reason")
    before = paper.stood_before
    late = Lateness(paper.late, paper.admission)
    if before is not None:  # as late as it was when it was sent, or submitted
        at = before.circulated_at or before.submitted_at
        late = how_late(facts.setting.terms, meeting, at, amendment=paper.amendment)
    event = PaperReturned(
        subject=paper.id,
        person=standing.person,
        meeting=paper.meeting,
        title=paper.title,
        version=paper.version,
        reason=reason,
        stands=before.number if before is not None else 0,
        late=late.late,
        admission=late.admission,
    )
    to = facts.submitter
    notices = (
        (
            decided_notice(
                facts.setting, paper, meeting, RETURNED, standing.name, to, command, reason, event.stands
            ),
        )
        if to is not None and to.user != command.user
        else ()
    )
    again = f" Version {before.number} stands again." if before is not None else ""
    told = f" {to.name} is told." if notices and to is not None else ""
    return Decision(Answer(f"{named(paper)} is returned.{again}{told}"), (event,), notices)


def _withdraw(standing: Standing, paper: Paper, meeting: MeetingState) -> Outcome:
    if not paper.is_of(standing):
        return Refused(
            "Only whoever submitted a paper, or somebody who speaks for the same organisation, withdraws it.",
            next="The secretariat can return it with a reason.",
            field="decision",
        )
    if paper.state == WITHDRAWN:
        return Decision(Answer(f"“{paper.title}” was withdrawn already."))
    if paper.has_gone_round:
        return Refused(
            f"“{paper.title}” has gone to the members, so it cannot be withdrawn.",
            next="Say so at the meeting, or submit a new version.",
            field="decision",
        )
    event = PaperWithdrawn(subject=paper.id, person=standing.person, meeting=paper.meeting, title=paper.title)
    return Decision(Answer(f"“{paper.title}” is withdrawn from {meeting_words(meeting)}."), (event,))


def _mark(standing: Standing, paper: Paper, *, confidential: bool) -> Outcome:
    now = "confidential" if confidential else "not confidential"
    if paper.confidential == confidential:
        return Decision(Answer(f"“{paper.title}” is {now} already."))
    event = PaperMarked(
        subject=paper.id,
        person=standing.person,
        meeting=paper.meeting,
        title=paper.title,
        confidential=confidential,
    )
    gone = (
        " It has gone round already, and what was sent then cannot be called back; from now on it is kept out of every public copy."
        if confidential and paper.has_gone_round
        else " It goes to members by direct message only, never to the channel or into a public copy."
        if confidential
        else ""
    )
    return Decision(Answer(f"“{paper.title}” is {now} now.{gone}", NO_CLAUSE), (event,))


def _move(
    command: DecidePaper, facts: DecisionFacts, standing: Standing, paper: Paper, meeting: MeetingState
) -> Outcome:
    item = facts.item
    if command.item and (
        item is None or item.meeting != meeting.id or item.state not in (ON_AGENDA, PROPOSED, AWAITING)
    ):
        return Refused("That item is not on the agenda of its meeting.", next="Choose another.", field="item")
    if paper.amendment and (refusal := for_no_amendment(facts.setting, item)) is not None:
        return replace(refusal, next="Choose the item that proposes it.")
    to = item.id if item is not None else None
    if paper.item == to:
        return Decision(Answer(f"“{paper.title}” is for that already."))
    event = PaperMoved(
        subject=paper.id, person=standing.person, meeting=paper.meeting, title=paper.title, item=to
    )
    where = f"for “{item.title}”" if item is not None else "for the meeting as a whole"
    return Decision(Answer(f"“{paper.title}” is {where} now."), (event,))
