"""A late paper that is not taken before those present, or the chair, have said so: who is asked, and what they said."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import clause_of, provenance
from bot.rules.terms import Terms
from bot.workflows.agenda.item_words import Told, day_of, may_act, meeting_words
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import CANCELLED, CLOSED, IN_SESSION, MeetingState
from bot.workflows.papers.how_late import as_it_stands
from bot.workflows.papers.lateness import BY_THE_CHAIR, BY_THOSE_PRESENT, PAPERS
from bot.workflows.papers.papers import AGREED, NEEDED, REFUSED, UNKNOWN_PAPER, Paper
from bot.workflows.standing import Standing, Stranger

QUESTIONS = {
    BY_THOSE_PRESENT: "Ask those present: do they agree that it is taken although it is late?",
    BY_THE_CHAIR: "It is for you to decide whether it is taken although it is late.",
}
TAKEN, NOT_TAKEN = "taken", "not taken"


@dataclass(frozen=True, kw_only=True)
class AdmitLatePaper(Command):
    """Record whether a late paper is taken."""

    partnership: str
    paper: str
    agreed: bool


@dataclass(frozen=True)
class AdmissionFacts:
    """What is known when it is recorded whether a late paper is taken."""

    setting: Setting  # under the terms of the meeting's own day
    standing: Standing | Stranger
    paper: Paper | None
    meeting: MeetingState | None
    elected_chair: str | None = None  # a person
    chair_name: str = ""  # of whoever decides
    chair_has_account: bool = True
    submitter: Told | None = None


@dataclass(frozen=True, kw_only=True)
class LatePaperDecided(Event):
    """It was recorded whether a late paper is taken."""

    meeting: str
    title: str
    agreed: bool
    admission: str
    rule: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class LatePaperNotice(Notice):
    """Asks whoever is chairing whether a late paper is taken."""

    partnership_name: str
    paper: str
    title: str
    version: int
    meeting: str
    meeting_title: str
    meeting_day: str
    question: str
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class PaperDecidedNotice(Notice):
    """Tells whoever submitted a paper what has become of it."""

    partnership_name: str
    paper: str
    title: str
    meeting: str
    meeting_title: str
    meeting_day: str
    outcome: str  # "returned", "taken" or "not taken"
    stands: int  # the version that stands instead of a returned one; nought: none
    by: str  # a name
    reason: str
    clause: str
    clause_words: str


def rule_for_late(terms: Terms) -> str:
    """What the terms ask of a late paper; empty where they are silent."""
    rule = terms.late_papers
    return rule.value if rule is not None and rule.value is not None else ""


def late_notice(
    setting: Setting, paper: str, title: str, version: int, meeting: MeetingState, chair: Told, at: datetime
) -> LatePaperNotice | None:
    """The question to whoever decides: the chair at any time, or whoever is chairing once those present can be asked."""
    rule = rule_for_late(setting.terms)
    if rule not in QUESTIONS or (rule == BY_THOSE_PRESENT and meeting.state != IN_SESSION):
        return None
    clause = clause_of(setting.terms.notices.get(PAPERS))
    return LatePaperNotice(
        key=f"late-paper:{paper}:{version}:{chair.user}",
        recipient=chair.user,
        subject=paper,
        due_at=at,
        partnership_name=setting.name,
        paper=paper,
        title=title,
        version=version,
        meeting=meeting.id,
        meeting_title=meeting.title,
        meeting_day=day_of(meeting),
        question=QUESTIONS[rule],
        clause=clause.number,
        clause_words=clause.words,
    )


def admit(command: AdmitLatePaper, facts: AdmissionFacts) -> Outcome:
    """Record whether a late paper is taken: what those present said at the meeting, or what the chair decides (K35)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, paper, meeting = facts.standing, facts.paper, facts.meeting
    assert isinstance(standing, Standing)
    if paper is None or meeting is None:
        return UNKNOWN_PAPER
    terms = facts.setting.terms
    clause = clause_of(terms.notices.get(PAPERS))
    now = as_it_stands(terms, meeting, paper).admission
    if now in (AGREED, REFUSED):
        became = TAKEN if now == AGREED else NOT_TAKEN
        return Decision(Answer(f"Already recorded: “{paper.title}” is {became}.", clause))
    if now != NEEDED:
        return Refused(f"“{paper.title}” needs nobody's agreement.", clause)
    refusal = _not_theirs(facts, meeting, standing)
    if refusal is not None:
        return refusal
    rule = terms.late_papers
    event = LatePaperDecided(
        subject=paper.id,
        person=standing.person,
        meeting=meeting.id,
        title=paper.title,
        agreed=command.agreed,
        admission=AGREED if command.agreed else REFUSED,
        rule=rule_for_late(terms),
        clause=clause.number,
    )
    outcome = TAKEN if command.agreed else NOT_TAKEN
    notices: tuple[Notice, ...] = ()
    if facts.submitter is not None and facts.submitter.user != command.user:
        to = facts.submitter
        notices = (decided_notice(facts.setting, paper, meeting, outcome, standing.name, to, command),)
    return Decision(
        Answer(
            f"Recorded: “{paper.title}” is {outcome} at {meeting_words(meeting)}, although it came late."
            if command.agreed
            else f"Recorded: “{paper.title}” came late and is not taken at {meeting_words(meeting)}.",
            clause,
            why=provenance(rule) if rule is not None and rule.is_stated else "",
        ),
        (event,),
        notices,
    )


def decided_notice(
    setting: Setting,
    paper: Paper,
    meeting: MeetingState,
    outcome: str,
    by: str,
    to: Told,
    command: Command,
    reason: str = "",
    stands: int = 0,
) -> PaperDecidedNotice:
    """What whoever submitted a paper is told of what has become of it."""
    clause = clause_of(setting.terms.notices.get(PAPERS)) if outcome in (TAKEN, NOT_TAKEN) else None
    return PaperDecidedNotice(
        key=f"paper-decided:{paper.id}:{paper.version}:{outcome}:{to.user}:{command.delivery}"[:200],
        recipient=to.user,
        subject=paper.id,
        due_at=command.received_at,
        partnership_name=setting.name,
        paper=paper.id,
        title=paper.title,
        meeting=meeting.id,
        meeting_title=meeting.title,
        meeting_day=day_of(meeting),
        outcome=outcome,
        stands=stands,
        by=by,
        reason=reason,
        clause=clause.number if clause is not None else "",
        clause_words=clause.words if clause is not None else "",
    )


def _not_theirs(facts: AdmissionFacts, meeting: MeetingState, standing: Standing) -> Refused | None:
    rule = rule_for_late(facts.setting.terms)
    clause = clause_of(facts.setting.terms.notices.get(PAPERS))
    for_the_chair = standing.is_secretariat and not facts.chair_has_account
    if meeting.state in (CLOSED, CANCELLED):
        return Refused(f"“{meeting.title}” is over, so nothing more is taken at it.", clause)
    in_chair = meeting.chaired_by if meeting.state == IN_SESSION else None
    if rule == BY_THE_CHAIR:
        if standing.person in (in_chair, facts.elected_chair) or for_the_chair:
            return None
        return Refused(
            "Whether a late paper is taken is for the chair to decide.", clause, next=_whom(facts.chair_name)
        )
    if meeting.state != IN_SESSION:
        return Refused(
            "Those present are asked at the meeting, and it has not begun.",
            clause,
            next="Once the meeting is open, whoever is chairing records what they said.",
        )
    if standing.person == in_chair or for_the_chair:
        return None
    return Refused(
        "Only whoever is chairing records what those present say of a late paper.",
        clause,
        next=_whom(facts.chair_name),
    )


def _whom(name: str) -> str:
    return f"Chairing now: {name}." if name else "Nobody is chairing yet."
