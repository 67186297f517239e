"""Submitting a paper: any member does, for an item or for the meeting; a new version leaves the earlier ones as they were."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from bot.rules.citing import NO_CLAUSE, clause_of
from bot.rules.terms import Clause
from bot.workflows.agenda.agenda import ACCEPTED as ON_AGENDA
from bot.workflows.agenda.agenda import AWAITING, PROPOSED, AgendaItem
from bot.workflows.agenda.item_words import Told, day_of, may_act, meeting_words, tidy
from bot.workflows.agenda.proposing import NOT_MEMBERS
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.meetings.meetings import CANCELLED, IN_SESSION, MeetingState
from bot.workflows.papers.amendments import AMENDMENT, prospect
from bot.workflows.papers.how_late import how_late
from bot.workflows.papers.late_papers import LatePaperNotice, late_notice
from bot.workflows.papers.lateness import lateness
from bot.workflows.papers.paper_checks import SubmittedFile, content_mistake, safe_name, title_mistake
from bot.workflows.papers.papers import (
    ACCEPTED,
    FILE,
    KEPT,
    LINK,
    NEEDED,
    REFUSED,
    SUBMITTED,
    UNKNOWN_PAPER,
    WAITING,
    WITHDRAWN,
    Paper,
)
from bot.workflows.standing import Seat, Standing, Stranger

MOST_PAPERS, MOST_VERSIONS = 60, 50  # of one meeting; of one paper
LONGEST_URL, LONGEST_TYPE = 1000, 200


@dataclass(frozen=True, kw_only=True)
class SubmitPaper(Command):
    """Submit a paper for a meeting, or a new version of one."""

    partnership: str
    meeting: str
    paper: str  # the id it will have, derived from the form it came from
    title: str = ""
    item: str | None = None
    files: tuple[SubmittedFile, ...] = ()
    link: str = ""
    confidential: bool = False
    amendment: bool = False  # it is the text of an amendment of the terms
    new_version_of: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class SubmissionFacts:
    """What is known when a paper is submitted."""

    setting: Setting  # under the terms of the meeting's own day
    standing: Standing | Stranger
    today: date
    meeting: MeetingState | None
    seats: tuple[Seat, ...] = ()  # of that person in the body that meets
    earlier: Paper | None = None  # of which it is a new version
    already: Paper | None = None  # what the same form has submitted before
    item: AgendaItem | None = None
    count: int = 0  # papers of that meeting
    told: tuple[Told, ...] = ()  # the secretariat; the chair, where none of it has an account
    chair: Told | None = None  # whoever is chairing the meeting, else the elected chair
    later: tuple[MeetingState, ...] = ()  # booked meetings of the same body
    decides: bool = True  # the meeting is of the body that decides
    circulated: bool = False  # its agenda has been sent to the members


@dataclass(frozen=True, kw_only=True)
class PaperSubmitted(Event):
    """A paper, or a new version of one, was submitted."""

    meeting: str
    item: str | None
    title: str
    kind: str
    version: int
    state: str
    organisation: str | None
    confidential: bool
    amendment: bool
    late: bool
    admission: str
    file_name: str
    media_type: str
    size: int
    link: str
    digest: str
    slack_file: str
    slack_url: str
    kept: str  # of this version: "waiting" or "kept"


@dataclass(frozen=True, kw_only=True)
class PaperSubmittedNotice(Notice):
    """Tells the secretariat of a paper that waits to be looked over."""

    partnership_name: str
    paper: str
    title: str
    version: int
    submitter: str
    organisation: str
    meeting: str
    meeting_title: str
    meeting_day: str
    item: str  # its title; empty: for no one item
    file_name: str  # or the link
    confidential: bool
    amendment: str  # what becomes of its text, in a sentence; empty where it is none
    late: str
    clause: str
    clause_words: str


def submit(command: SubmitPaper, facts: SubmissionFacts) -> Outcome:
    """Keep a paper from the moment it is submitted; the secretariat looks it over before it goes round (K36, K35, K45)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    if facts.already is not None:
        return Decision(Answer(f"“{facts.already.title}” has been submitted already, by this same form."))
    refusal = _not_this_paper(command, facts) or _not_this_meeting(facts)
    if refusal is not None:
        return refusal
    seat = _seat(command, facts)
    if isinstance(seat, Refused):
        return seat
    refusal = _mistake(command, facts)
    if refusal is not None:
        return refusal
    event = _event(command, facts, seat)
    if event.admission == REFUSED and not event.amendment:
        return _not_taken(facts, event, command.received_at)
    return Decision(_answer(command, facts, event), (event,), _tell(command, facts, event, seat))


def is_the_secretariats(standing: Standing) -> bool:
    """Whether somebody looks papers over, so that nobody else has to look over theirs."""
    return standing.is_secretariat or standing.is_chair


def _not_this_paper(command: SubmitPaper, facts: SubmissionFacts) -> Refused | None:
    if command.new_version_of is None:
        return None
    earlier = facts.earlier
    if earlier is None:
        return Refused(UNKNOWN_PAPER.reason, next=UNKNOWN_PAPER.next, field="new_version_of")
    if not earlier.is_of(_who(facts)) and not is_the_secretariats(_who(facts)):
        whose = earlier.organisation_name or earlier.submitter_name
        return Refused(
            f"“{earlier.title}” is {whose}'s paper, so a new version of it is theirs to submit.",
            next="Submit yours as a paper of its own, or ask the secretariat.",
            field="new_version_of",
        )
    if earlier.state == WITHDRAWN:
        return Refused(
            f"“{earlier.title}” was withdrawn.",
            next="Submit it as a paper of its own.",
            field="new_version_of",
        )
    if earlier.last_number >= MOST_VERSIONS:
        return Refused(
            f"“{earlier.title}” has {earlier.last_number} versions, and no more are kept.",
            next="Submit it as a paper of its own.",
            field="new_version_of",
        )
    return None


def _not_this_meeting(facts: SubmissionFacts) -> Refused | None:
    meeting = facts.meeting
    if meeting is None:
        return Refused("I do not know that meeting.", next="Choose one from the list.", field="meeting")
    if not meeting.is_to_come and meeting.state != IN_SESSION:
        became = "was cancelled" if meeting.state == CANCELLED else "has been held"
        return Refused(f"“{meeting.title}” {became}.", next=_instead(facts), field="meeting")
    if facts.earlier is None and facts.count >= MOST_PAPERS:
        return Refused(
            f"“{meeting.title}” has {facts.count} papers, and one meeting takes no more.",
            next="Put several into one file, or ask the secretariat.",
            field="meeting",
        )
    return None


def _seat(command: SubmitPaper, facts: SubmissionFacts) -> Seat | Refused | None:
    """The organisation it is submitted for: of those with a seat in the body that meets (K36)."""
    members = {each.organisation: each for each in facts.seats if each.standing not in NOT_MEMBERS}
    if command.on_behalf_of:
        return members.get(command.on_behalf_of) or Refused(
            "You do not speak for that organisation in the body that meets.", field="on_behalf_of"
        )
    own = facts.earlier.organisation if facts.earlier is not None else None
    if own in members:
        return members[own]
    if len(members) == 1:
        return next(iter(members.values()))
    if is_the_secretariats(_who(facts)):
        return None
    if not members:
        return Refused(
            "Papers are submitted by members, and you speak for no member of the body that meets.",
            clause_of(facts.setting.terms.agenda_closes),
            next="Ask somebody who does, or the secretariat, to submit it.",
            field="meeting",
        )
    return Refused(
        "You speak for more than one organisation. For which of them is this?",
        choices={each.organisation: each.name for each in members.values()},
        field="on_behalf_of",
    )


def _mistake(command: SubmitPaper, facts: SubmissionFacts) -> Refused | None:
    earlier, meeting = facts.earlier, facts.meeting
    assert meeting is not None
    if earlier is None or command.title.strip():
        refusal = title_mistake(command.title)
        if refusal is not None:
            return refusal
    refusal = content_mistake(command.files, command.link)
    if refusal is not None:
        return refusal
    if earlier is not None:
        before = earlier.stands
        same = command.link.strip() == before.link if command.link.strip() else _same_file(command, earlier)
        return Refused(f"That is version {before.number} itself.", field="new_version_of") if same else None
    item = facts.item
    if command.item and (
        item is None or item.meeting != meeting.id or item.state not in (ON_AGENDA, PROPOSED, AWAITING)
    ):
        return Refused(
            "That item is not on the agenda of this meeting.",
            next="Choose another, or none: a paper can be for the meeting as a whole.",
            field="item",
        )
    if command.amendment and not facts.decides:
        return Refused(
            "An amendment of the terms is put at a meeting of the body that decides, so its text is for one of those.",
            clause_of(facts.setting.terms.notices.get(AMENDMENT)),
            next="Choose another meeting.",
            field="meeting",
        )
    return for_no_amendment(facts.setting, item) if command.amendment else None


def for_no_amendment(setting: Setting, item: AgendaItem | None) -> Refused | None:
    """Why the text of an amendment cannot be for an item: it goes round, and is put, under the item that proposes it (K45)."""
    if item is not None and item.kind == AMENDMENT:
        return None
    why = (
        "Say which item proposes this amendment: its text goes round, and is put, under that item."
        if item is None
        else f"“{item.title}” does not propose an amendment of the terms, and the text of one is for the item that does."
    )
    return Refused(
        why,
        clause_of(setting.terms.notices.get(AMENDMENT)),
        next="Choose that item. If there is none yet, propose it first, with `/agenda`, and tick “It would change the terms of "
        "reference”. Or take the tick here away, where this is no such text.",
        field="item",
    )


def _same_file(command: SubmitPaper, earlier: Paper) -> bool:
    return any(file.id and file.id == earlier.stands.slack_file for file in command.files)


def _event(command: SubmitPaper, facts: SubmissionFacts, seat: Seat | None) -> PaperSubmitted:
    earlier, meeting = facts.earlier, facts.meeting
    assert meeting is not None
    amendment = earlier.amendment if earlier is not None else command.amendment
    late = how_late(facts.setting.terms, meeting, command.received_at, amendment=amendment)
    file = command.files[0] if command.files else None
    link = command.link.strip()
    return PaperSubmitted(
        subject=earlier.id if earlier is not None else command.paper,
        person=_who(facts).person,
        meeting=meeting.id,
        item=earlier.item if earlier is not None else (facts.item.id if facts.item is not None else None),
        title=tidy(command.title) or (earlier.title if earlier is not None else ""),
        kind=FILE if file is not None else LINK,
        version=earlier.last_number + 1 if earlier is not None else 1,
        state=ACCEPTED if is_the_secretariats(_who(facts)) else SUBMITTED,
        organisation=earlier.organisation if earlier is not None else (seat.organisation if seat else None),
        confidential=earlier.confidential if earlier is not None else command.confidential,
        amendment=amendment,
        late=late.late,
        admission=late.admission,
        file_name=safe_name(file.name) if file is not None else "",
        media_type=file.media_type[:LONGEST_TYPE] if file is not None else "",
        size=(file.size or 0) if file is not None else 0,
        link=link,
        digest=sha256(link.encode()).hexdigest() if link else "",
        slack_file=file.id if file is not None else "",
        slack_url=file.url[:LONGEST_URL] if file is not None else "",
        kept=WAITING if file is not None else KEPT,
    )


def _not_taken(facts: SubmissionFacts, event: PaperSubmitted, at: datetime) -> Refused:
    assert facts.meeting is not None
    late = lateness(facts.setting.terms, facts.meeting, at)
    return Refused(
        f"It is late for {meeting_words(facts.meeting)}. {late.words}",
        late.clause,
        next=_instead(facts),
        field="meeting",
    )


def _instead(facts: SubmissionFacts) -> str:
    here = facts.meeting.id if facts.meeting is not None else ""
    other = next((each for each in facts.later if each.id != here), None)
    if other is None:
        return "No later meeting is booked yet; submit it once one is."
    return f"Choose {meeting_words(other)} instead."


def _answer(command: SubmitPaper, facts: SubmissionFacts, event: PaperSubmitted) -> Answer:
    assert facts.meeting is not None
    own = event.state == ACCEPTED
    where = meeting_words(facts.meeting)
    if facts.earlier is None:
        done = f"“{event.title}” is {'among the papers of' if own else 'with the secretariat for'} {where}."
    else:
        stays = f"; version {facts.earlier.version} is kept as it was"
        done = f"Version {event.version} of “{event.title}” is {'kept' if own else 'with the secretariat'} for {where}{stays}."
    kept = (
        " The file is fetched now, and kept even if it is deleted from Slack." if event.kind == FILE else ""
    )
    words, clause = _about_its_days(command, facts, event)
    details = (Detail(words, clause),) if words else ()
    return Answer(f"{done}{kept}", details=details, next=_next(facts, event))


def _about_its_days(
    command: SubmitPaper, facts: SubmissionFacts, event: PaperSubmitted
) -> tuple[str, Clause]:
    """What is said of its days: that it is late and what it needs, or by when the text of an amendment has to go (K45)."""
    terms, meeting = facts.setting.terms, facts.meeting
    assert meeting is not None
    if not event.amendment:
        late = lateness(terms, meeting, command.received_at)
        return late.words, late.clause
    found = prospect(terms, meeting, command.received_at, facts.later)
    if facts.earlier is not None and facts.earlier.has_gone_round and found.in_time is not None:
        return (
            f"The text has changed since it went to the members, so its time begins again. {found.words}",
            found.clause,
        )
    return found.words, found.clause


def _next(facts: SubmissionFacts, event: PaperSubmitted) -> str:
    if facts.circulated:
        return after_the_agenda(looked_over=event.state == ACCEPTED)
    if event.state == ACCEPTED:
        return "It goes round with the agenda."
    return "It is looked over and goes round with the agenda; you are told if it is returned."


def after_the_agenda(*, looked_over: bool) -> str:
    """When a paper goes to the members that comes once they have the agenda (K35, K36)."""
    first = "" if looked_over else "has looked it over and "
    back = "" if looked_over else " You are told if it is returned."
    return (
        f"The agenda has gone to the members already, so it does not go with it: it goes as a further paper, once "
        f"the secretariat {first}sends it round.{back}"
    )


def _tell(
    command: SubmitPaper, facts: SubmissionFacts, event: PaperSubmitted, seat: Seat | None
) -> tuple[Notice, ...]:
    meeting = facts.meeting
    assert meeting is not None
    words, clause = _about_its_days(command, facts, event)
    notices: list[PaperSubmittedNotice | LatePaperNotice] = []
    for each in facts.told if event.state == SUBMITTED else ():
        if each.user == command.user:
            continue
        notices.append(
            PaperSubmittedNotice(
                key=f"paper-submitted:{event.subject}:{event.version}:{each.user}",
                recipient=each.user,
                subject=event.subject,
                due_at=command.received_at,
                partnership_name=facts.setting.name,
                paper=event.subject,
                title=event.title,
                version=event.version,
                submitter=_who(facts).name,
                organisation=seat.name if seat is not None else "",
                meeting=meeting.id,
                meeting_title=meeting.title,
                meeting_day=day_of(meeting),
                item=facts.item.title if facts.item is not None else "",
                file_name=event.file_name or event.link,
                confidential=event.confidential,
                amendment=words if event.amendment else "",
                late=words if event.late and not event.amendment else "",
                clause=clause.number if words else NO_CLAUSE.number,
                clause_words=clause.words if words else NO_CLAUSE.words,
            )
        )
    if event.admission == NEEDED and facts.chair is not None:
        asked = late_notice(
            facts.setting,
            event.subject,
            event.title,
            event.version,
            meeting,
            facts.chair,
            command.received_at,
        )
        notices += [asked] if asked is not None else []
    return tuple(notices)


def _who(facts: SubmissionFacts) -> Standing:
    assert isinstance(facts.standing, Standing)  # strangers were told first
    return facts.standing
