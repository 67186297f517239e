"""Whether somebody comes to a meeting: coming, remotely, apologies or a substitute; by themselves or recorded for them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.rules.citing import clause_of
from bot.rules.register import Capacity
from bot.rules.wording import listed
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.invited import Invited, representatives
from bot.workflows.meetings.meetings import CANCELLED, CLOSED, IN_SESSION, TO_BE_ANNOUNCED
from bot.workflows.replies.reply_answers import CHANGE, SOMEBODY_ELSE, answer_to
from bot.workflows.replies.reply_forecast import outlook_after
from bot.workflows.replies.reply_state import ANSWERS, SUBSTITUTE, names_of, naming, said, with_answers
from bot.workflows.replies.reply_state import ReplyFacts as ReplyFacts
from bot.workflows.replies.reply_state import ReplyState as ReplyState
from bot.workflows.replies.reply_state import absences as absences
from bot.workflows.replies.reply_state import unanswered as unanswered
from bot.workflows.replies.reply_telling import tell
from bot.workflows.replies.stand_ins import StandIn, who_stands_in
from bot.workflows.standing import Standing, Stranger, deactivated, unknown, whom_of

LONGEST_NOTE = 1000  # characters


@dataclass(frozen=True, kw_only=True)
class ReplyToMeeting(Command):
    """Say whether one comes to a meeting; the last answer before it opens stands."""

    partnership: str
    meeting: str
    answer: str  # one of ANSWERS
    note: str = ""
    substitute: str | None = None  # a person whom the organisation has named
    stand_in: str = ""  # or a name
    on_behalf_of: str | None = None  # an organisation; none: every one they speak for
    for_day: date | None = None  # the day they were shown; none: whichever it is on


@dataclass(frozen=True, kw_only=True)
class RecordReply(ReplyToMeeting):
    """Record the answer of somebody who rang up; they are asked to confirm it."""

    person: str


@dataclass(frozen=True, kw_only=True)
class ConfirmReply(Command):
    """Say that what was recorded for one is right."""

    partnership: str
    meeting: str
    answered_at: datetime  # which recording is meant


@dataclass(frozen=True, kw_only=True)
class ReplyGiven(Event):
    """Somebody answered for organisations whether they come, or it was recorded for them."""

    replier: str  # whose answer it is
    organisations: tuple[str, ...]
    answer: str
    note: str
    substitute: str | None
    stand_in: str
    recorded_by: str | None
    confirmed: bool
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReplyConfirmed(Event):
    """Somebody confirmed what was recorded for them."""

    organisations: tuple[str, ...]


def reply(command: ReplyToMeeting, facts: ReplyFacts) -> Outcome:
    """Record somebody's own answer, and tell whom it concerns (V12, K34, L18)."""
    if isinstance(facts.standing, Stranger):
        return not_called(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    closed = not_open(facts, "Tell whoever is chairing or the secretariat, who marks the roll.")
    closed = closed or _of_another_day(command, facts)
    return closed or _decide(command, facts, None)


def not_called(stranger: Stranger, setting: Setting) -> Refused:
    """What somebody is told who is in no register and answers an invitation that the whole channel sees, as a guest does (L18)."""
    return Refused(
        f"Only those who are called to the meeting answer here, and you are not in the register of {setting.name}.",
        next=f"To come as a guest, or to be put in the register, ask {whom_of(stranger)}.",
    )


def record(command: RecordReply, facts: ReplyFacts) -> Outcome:
    """Record the answer of somebody who rang up, marked as such and for them to confirm."""
    standing = facts.standing
    if isinstance(standing, Stranger):
        return unknown(standing, facts.setting)
    if standing.deactivated:
        return deactivated(standing, facts.setting)
    refusal = may_not_record(facts) or not_open(facts, "Mark them on the roll instead.")
    refusal = refusal or _of_another_day(command, facts)
    if refusal is not None:
        return refusal
    return _decide(command, facts, standing.person if standing.person != command.person else None)


def confirm(command: ConfirmReply, facts: ReplyFacts) -> Outcome:
    """Confirm what was recorded for one, unless it has been changed since."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    mine = [each for each in facts.replies.values() if each.person == facts.person]
    meant = [each for each in mine if each.answered_at == command.answered_at and each.recorded_by]
    title = facts.meeting.title
    if not meant:
        return Refused(
            f"What was recorded for you about “{title}” has been changed since.",
            next="`/apologies` shows what stands and changes it.",
        )
    waiting = [each for each in meant if not each.confirmed]
    what = f"{said(meant[0].answer, facts.instead(meant[0]))}, for “{title}”"
    if not waiting:
        return Decision(Answer(f"You have confirmed that already: {what}."))
    event = ReplyConfirmed(
        subject=facts.meeting.id,
        person=facts.person,
        organisations=tuple(each.organisation for each in waiting),
    )
    return Decision(Answer(f"Thank you. Confirmed: {what}.", next=CHANGE), (event,))


def not_open(facts: ReplyFacts, once_in_session: str) -> Refused | None:
    """Why no answer is taken about a meeting now, where none is."""
    title, state = facts.meeting.title, facts.meeting.state
    if state == TO_BE_ANNOUNCED:
        return Refused(
            f"The day of “{title}” is still to be announced, so there is nothing to answer yet.",
            next="You will be asked once its day is known.",
        )
    if state == IN_SESSION:
        return Refused(f"“{title}” is in session.", next=once_in_session)
    if state == CANCELLED:
        return Refused(f"“{title}” was cancelled, so nobody is expected at it.")
    if state == CLOSED or _is_past(facts):
        gone = "is over" if state == CLOSED else f"was to be on {facts.when}, which has passed"
        return Refused(f"“{title}” {gone}.", next="Tell the secretariat, so that the minutes are right.")
    return None


def _of_another_day(command: ReplyToMeeting, facts: ReplyFacts) -> Refused | None:
    """Why an answer is not taken from a message or form that showed the meeting on another day."""
    if command.for_day in (None, facts.meeting.held_on):
        return None
    again = _to_be_named_again(command, facts)
    return Refused(
        f"“{facts.meeting.title}” has been moved since this was shown to you: it is on {facts.when} now.",
        next=again
        or "`/apologies` answers for the new day; so do the buttons under the message that told you of it.",
        field="answer",
    )


def _to_be_named_again(command: ReplyToMeeting, facts: ReplyFacts) -> str:
    """What a deputy who was named for the earlier day is told: who may name them for the new one (K34)."""
    mine = [
        each
        for each in facts.invited
        if each.person == facts.person and command.on_behalf_of in (None, each.organisation)
    ]
    named = naming(facts.invited, facts.replies, facts.person)
    if named or not mine or any(each.capacity is Capacity.REPRESENTATIVE for each in mine):
        return ""
    return f"What was answered for the earlier day has lapsed, that you stand in as well. {_not_named(facts, mine[0]).next}"


def may_not_record(facts: ReplyFacts) -> Refused | None:
    """Why somebody may not record another's answer, where they may not."""
    standing = facts.standing
    assert isinstance(standing, Standing)
    theirs = [each for each in facts.invited if each.person == standing.person]
    serves = any(each.is_secretariat or each.is_chair for each in theirs)
    if standing.is_secretariat or standing.is_chair or serves:
        return None
    return Refused(
        "Only the secretariat or the chair records an answer for somebody else.",
        next="Ask them to press a button under their invitation, or to ring the secretariat.",
    )


def seats_of(facts: ReplyFacts, organisation: str | None = None) -> tuple[Invited, ...] | Refused:
    """The organisations somebody answers for at a meeting, or the one asked for; or why they answer for none.

    A deputy answers once named, and may take back apologies sent before.
    """
    mine = [each for each in facts.invited if each.person == facts.person]
    represented = [each for each in mine if each.capacity is Capacity.REPRESENTATIVE]
    taken = {each.organisation for each in represented}
    deputising = [each for each in mine if each.organisation not in taken]
    named = {each.organisation for each in naming(facts.invited, facts.replies, facts.person)}
    heard = [
        each
        for each in deputising
        if each.organisation in named or (each.person, each.organisation) in facts.replies
    ]
    found = tuple(each for each in (*represented, *heard) if organisation in (None, each.organisation))
    if found:
        return found
    deputy = next((each for each in deputising if organisation in (None, each.organisation)), None)
    if deputy is not None:
        return _not_named(facts, deputy)
    before = [name for slug, name in facts.spoke_for if organisation in (None, slug)]
    return _replaced(facts, before[0]) if before else _not_called(facts)


def _decide(command: ReplyToMeeting, facts: ReplyFacts, recorded_by: str | None) -> Outcome:
    mistake = _mistake(command)
    if mistake is not None:
        return mistake
    seats = seats_of(facts, command.on_behalf_of)
    if isinstance(seats, Refused):
        return seats
    instead: StandIn | None = None
    if command.answer == SUBSTITUTE:
        seat = _the_one(seats)
        if isinstance(seat, Refused):
            return seat
        found = who_stands_in(seat, command.substitute, command.stand_in, facts)
        if isinstance(found, Refused):
            return found
        seats, instead = (seat,), found
    given = _states(command, facts, seats, instead, recorded_by)
    settled = _settled(given, facts, instead)
    if settled is not None:
        return settled
    event = ReplyGiven(
        subject=facts.meeting.id,
        person=recorded_by or facts.person,
        replier=facts.person,
        organisations=tuple(each.organisation for each in given),
        answer=command.answer,
        note=given[0].note,
        substitute=given[0].substitute,
        stand_in=given[0].stand_in,
        recorded_by=recorded_by,
        confirmed=recorded_by is None,
        answered_at=command.received_at,
    )
    told = tell(command, facts, seats, given, instead.name if instead is not None else "")
    answer = answer_to(command.answer, facts, seats, instead, told, recorded_by)
    if recorded_by is not None:
        then = outlook_after(facts, with_answers(facts.replies, given))
        answer = replace(answer, why=then.words if then is not None else "")
    return Decision(answer, (event,), told.all)


def _mistake(command: ReplyToMeeting) -> Refused | None:
    if command.answer not in ANSWERS:
        return Refused("Choose one of the answers.", field="answer")
    if len(command.note.strip()) > LONGEST_NOTE:
        return Refused(
            f"The note is {len(command.note.strip()):,} characters long. Please say it in {LONGEST_NOTE:,} or fewer.",
            field="note",
        )
    if command.answer != SUBSTITUTE and (command.substitute or command.stand_in.strip()):
        return Refused(
            "Somebody is named to come instead, and the answer chosen needs nobody.",
            next=f"Choose “{SOMEBODY_ELSE}”, or leave the name out.",
            field="answer",
        )
    return None


def _the_one(seats: tuple[Invited, ...]) -> Invited | Refused:
    """The one organisation for which somebody comes instead."""
    represented = representatives(seats)
    if not represented:
        return Refused(
            f"{seats[0].name} comes as a deputy, so nobody comes instead of them.",
            next="Say that you cannot come; whoever named you is told, and may name somebody else.",
            field="answer",
        )
    if len(represented) > 1:
        return Refused(
            "For which organisation does somebody come instead?",
            field="on_behalf_of",
            choices={each.organisation: each.organisation_name for each in represented},
        )
    return represented[0]


def _states(
    command: ReplyToMeeting,
    facts: ReplyFacts,
    seats: tuple[Invited, ...],
    instead: StandIn | None,
    recorded_by: str | None,
) -> tuple[ReplyState, ...]:
    return tuple(
        ReplyState(
            person=facts.person,
            organisation=each.organisation,
            answer=command.answer,
            note=command.note.strip(),
            substitute=instead.substitute if instead is not None else None,
            stand_in=instead.stand_in if instead is not None else "",
            recorded_by=recorded_by,
            confirmed=recorded_by is None,
            answered_at=command.received_at,
        )
        for each in seats
    )


def _settled(given: tuple[ReplyState, ...], facts: ReplyFacts, instead: StandIn | None) -> Decision | None:
    """Nothing changes: the same was said before, or something newer was."""
    before = [facts.replies.get((each.person, each.organisation)) for each in given]
    known = [each for each in before if each is not None]
    newer = [each for each in known if each.answered_at > given[0].answered_at]
    if newer:
        stands = said(newer[0].answer, facts.instead(newer[0]))
        return Decision(Answer(f"A newer answer stands about “{facts.meeting.title}”: {stands}."))
    same = len(known) == len(given) and all(
        _content(was) == _content(now) for was, now in zip(known, given, strict=True)
    )
    if same and (given[0].recorded_by or all(each.confirmed for each in known)):
        name = instead.name if instead is not None else ""
        stands = said(given[0].answer, name)
        return Decision(Answer(f"That stands already about “{facts.meeting.title}”: {stands}.", next=CHANGE))
    return None


def _content(each: ReplyState) -> tuple[object, ...]:
    return each.answer, each.note, each.substitute, each.stand_in


def _is_past(facts: ReplyFacts) -> bool:
    return facts.meeting.held_on is not None and facts.meeting.held_on < facts.today


def _not_named(facts: ReplyFacts, deputy: Invited) -> Refused:
    """A named deputy who has not been named for this meeting (K34)."""
    theirs = tuple(
        each for each in representatives(facts.invited) if each.organisation == deputy.organisation
    )
    coming = [
        each
        for each in theirs
        if (reply := facts.replies.get((each.person, each.organisation))) is not None and reply.is_coming
    ]
    why = f" {names_of(coming)} {'is' if len(coming) == 1 else 'are'} coming." if coming else ""
    return Refused(
        f"{deputy.name} is a named deputy of {deputy.organisation_name} and has not been named for this meeting.{why}",
        clause_of(facts.setting.terms.substitutes),
        next=f"{names_of(theirs)} can name them: “{SOMEBODY_ELSE}”."
        if theirs
        else "The secretariat can record who represents it.",
    )


def _replaced(facts: ReplyFacts, organisation: str) -> Refused:
    """Somebody who represents the organisation on other days than the meeting's (K22)."""
    theirs = tuple(each for each in representatives(facts.invited) if each.organisation_name == organisation)
    now = f"It is represented by {names_of(theirs)}." if theirs else "Nobody represents it then."
    return Refused(
        f"{facts.name} does not represent {organisation} on the day of “{facts.meeting.title}”. {now}",
        next=f"{listed([each.name for each in theirs], 'or')} can answer for it."
        if theirs
        else "The organisation can name somebody through the secretariat.",
    )


def _not_called(facts: ReplyFacts) -> Refused:
    return Refused(
        f"{facts.name or 'That person'} is not called to “{facts.meeting.title}”.",
        next="It is for those who speak for an organisation in the body that meets; `/partnership` shows who they are.",
    )
