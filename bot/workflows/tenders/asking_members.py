"""Members are asked for help or information, about a tender or about none; each reply is logged and told to whoever asked
(C19, C31)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.calendar import DaysRefused
from bot.rules.citing import clause_of
from bot.rules.notice import calendar_of
from bot.rules.wording import counted, day_words, listed
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Due,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.meetings.deadlines import nine, working_days_before
from bot.workflows.standing import Standing, Stranger, speaking_for
from bot.workflows.tenders.moving_tenders import StepRecorded
from bot.workflows.tenders.tender_gates import CALLED, steps_asked
from bot.workflows.tenders.tender_notice import Member, window_ends
from bot.workflows.tenders.tenders import UNKNOWN, Tender

LONGEST_ASKED = 2000  # characters, of what is asked and of an answer
SILENT_ASKED = "ask silent members"  # the kind of the clock's work
CANNOT = "We cannot help."
KEPT_AWAY = Refused(
    "Your organisation is in another bid for this tender, or has withdrawn from it for an interest, so what is asked about this "
    "bid is kept from it."
)
UNKNOWN_ASK = Refused("I do not know that request.", next="“Asked of members” in `/tender` shows yours.")
NOT_ASKED = Refused("That was not asked of an organisation you represent today.")
NOT_THEIRS = Refused("Whoever asked, and the secretariat, close a request.")


@dataclass(frozen=True)
class Reply:
    """One organisation that was asked, and what it answered last; none yet where there is no moment."""

    organisation: str
    name: str
    helps: bool = False
    words: str = ""
    by: str = ""
    late: bool = False
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Ask:
    """Something members were asked."""

    id: str
    words: str
    wanted_by: date | None
    person: str | None  # who asked
    by: str
    asked_at: datetime
    tender: str | None = None
    about: str = ""  # the tender's reference and title
    replies: tuple[Reply, ...] = ()
    closed_at: datetime | None = None  # since when no answer is waited for

    @property
    def answered(self) -> int:
        """How many have answered."""
        return sum(each.answered_at is not None for each in self.replies)


@dataclass(frozen=True)
class AskFacts:
    """What is known when members are asked, asked again, or answer."""

    setting: Setting
    standing: Standing | Stranger
    today: date
    members: tuple[Member, ...]  # without those kept away
    tender: Tender | None = None
    competes: bool = False
    ask: Ask | None = None
    asker: str | None = None  # the account of who asked, unless they are kept away


@dataclass(frozen=True, kw_only=True)
class AskMembers(Command):
    """Ask every member for help or information."""

    partnership: str
    ask: str
    words: str
    tender: str = ""  # empty: about none
    wanted_by: date | None = None
    call: bool = False  # it is the call to all members to deliver the bid (C12)


@dataclass(frozen=True, kw_only=True)
class AnswerAsk(Command):
    """Answer for an organisation, or say that it cannot help."""

    partnership: str
    ask: str
    helps: bool
    words: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class CloseAsk(Command):
    """Wait for no more answers: nobody is asked again."""

    partnership: str
    ask: str


@dataclass(frozen=True, kw_only=True)
class AskAgain(ClockCommand):
    """The working day before an answer is wanted: ask those who are silent once more."""


@dataclass(frozen=True, kw_only=True)
class MembersAsked(Event):
    """Members were asked."""

    tender: str | None
    words: str
    wanted_by: date | None
    asked: tuple[str, ...]  # organisations


@dataclass(frozen=True, kw_only=True)
class AskAnswered(Event):
    """An organisation answered what members were asked."""

    organisation: str
    helps: bool
    words: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class AskClosed(Event):
    """What members were asked was closed: no answer is waited for any more."""


@dataclass(frozen=True, kw_only=True)
class MembersAskedNotice(Notice):
    """Asks whoever represents a member, with the buttons that answer; the second time, those who are silent."""

    partnership_name: str
    ask: str
    about: str
    by: str
    words: str
    wanted_by: str
    again: bool
    call: bool = False


@dataclass(frozen=True, kw_only=True)
class AskReplyNotice(Notice):
    """Tells whoever asked what a member answered."""

    partnership_name: str
    ask: str
    about: str
    asked: str
    organisation: str
    by: str
    helps: bool
    words: str
    late: bool


def may_ask(facts: AskFacts, about: str) -> Refused | None:
    """Why somebody does not ask members now: about a tender once they were told of it (C18), and not from another bid (C33)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    who, tender = facts.standing, facts.tender
    assert isinstance(who, Standing)
    if not (who.seats or who.is_secretariat or who.is_chair):
        return Refused("Whoever represents a member, the secretariat and the chair ask members.")
    if not about:
        return None
    if tender is None:
        return UNKNOWN
    if facts.competes:
        return KEPT_AWAY
    if tender.told_at is None:
        return Refused(
            f"Members have not been told that {tender.reference} is considered, so they are not asked about it yet."
        )
    return (
        Refused(f"{tender.reference} is {tender.stage}, so nobody is asked about it.")
        if tender.is_over
        else None
    )


def may_call(facts: AskFacts) -> Refused | None:
    """Why somebody does not call all members to deliver a bid: the terms ask for no call, or others send it (C12)."""
    assert isinstance(facts.standing, Standing)
    if facts.tender is None or CALLED not in steps_asked(facts.setting.terms):
        return Refused(
            "The terms of this partnership do not ask for a call before a bid is worked up.",
            clause_of(next(iter(facts.setting.terms.gates.values()), None)),
        )
    if facts.standing.is_secretariat or facts.standing.is_chair:
        return None
    return Refused("The secretariat and the chair call members to deliver a bid.")


def may_answer(facts: AskFacts) -> Refused | None:
    """Why somebody does not answer what members were asked."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    if facts.ask is None:
        return UNKNOWN_ASK
    if facts.competes:
        return KEPT_AWAY
    assert isinstance(facts.standing, Standing)
    return _closed(facts.ask, facts.setting) if facts.standing.seats else NOT_ASKED


def ask(command: AskMembers, facts: AskFacts) -> Outcome:
    """Ask whoever represents a member, but for the one who asks, by direct message."""
    refusal = may_ask(facts, command.tender) or (may_call(facts) if command.call else None)
    if refusal is not None:
        return refusal
    if facts.ask is not None:
        return Decision(Answer("That has been asked already, and nobody is asked twice."))
    words = command.words.strip()
    if not 0 < len(words) <= LONGEST_ASKED:
        return Refused(f"Say what you ask for, in at most {LONGEST_ASKED:,} characters.", field="words")
    if command.wanted_by is not None and command.wanted_by < facts.today:
        return Refused(f"{day_words(command.wanted_by)} has passed.", field="wanted_by")
    assert isinstance(facts.standing, Standing)
    who, tender = facts.standing, facts.tender
    others = tuple(each for each in facts.members if each.person != who.person)
    reached = dict.fromkeys(each.organisation for each in others if each.user is not None)
    if not reached:
        return Refused("No other member can be reached here, so there is nobody to ask.", field="words")
    missed = sorted({each.organisation_name for each in others if each.organisation not in reached})
    made = Ask(
        command.ask,
        words,
        command.wanted_by,
        who.person,
        who.name,
        command.received_at,
        tender.id if tender is not None else None,
        about_words(tender),
    )
    event = MembersAsked(
        subject=command.ask,
        person=who.person,
        tender=made.tender,
        words=words,
        wanted_by=command.wanted_by,
        asked=tuple(reached),
    )
    called = _called(facts, who) if command.call and not missed else ()
    due = _again(facts.setting, made)
    said = f"Asked: {counted(len(reached), 'member')}, by direct message. You are told each reply."
    not_reached = (
        f"Not reached, for nobody of theirs has an account here: {listed(missed)}." if missed else ""
    )
    chased = "Whoever is silent is asked once more, the working day before." if due else ""
    later = "“Asked of members” in `/tender` shows who has answered."
    return Decision(
        Answer(
            f"{said} {_of_the_call(command, facts, bool(called))}".strip(),
            why=not_reached,
            next=f"{chased} {later}".strip(),
        ),
        (event, *called),
        _notices(facts.setting, made, others, f"ask:{made.id}", command.received_at, call=command.call),
        due,
    )


def _called(facts: AskFacts, who: Standing) -> tuple[Event, ...]:
    """That all members were called is a step of the bid (C12)."""
    assert facts.tender is not None
    words = "Every member was asked by direct message."
    step = StepRecorded(subject=facts.tender.id, person=who.person, step=CALLED, on=facts.today, words=words)
    return (step,)


def _of_the_call(command: AskMembers, facts: AskFacts, called: bool) -> str:
    if not command.call:
        return ""
    full = window_ends(facts.setting.terms, facts.today)
    short = command.wanted_by is not None and full is not None and command.wanted_by < full
    shorter = f"That is shorter than the terms give: until {day_words(full)}." if short and full else ""
    recorded = (
        "The call is recorded."
        if called
        else "The call is not recorded, for it has to reach all members: record it once the others have it too."
    )
    return f"{recorded} {shorter}".strip()


def ask_again(command: AskAgain, facts: AskFacts) -> Outcome:
    """Ask once more whoever represents an organisation that has not answered."""
    made = facts.ask
    if made is None or made.closed_at is not None or (facts.tender is not None and facts.tender.is_over):
        return Refused("Nobody is asked about that any more.")
    silent = {each.organisation for each in made.replies if each.answered_at is None}
    waiting = tuple(
        each for each in facts.members if each.organisation in silent and each.person != made.person
    )
    notices = _notices(facts.setting, made, waiting, command.key, command.received_at, again=True)
    if not notices:
        return Refused("Everybody who can be asked has answered.")
    return Decision(Answer(f"{counted(len(notices), 'person', 'people')} asked again."), notices=notices)


def answer(command: AnswerAsk, facts: AskFacts) -> Outcome:
    """Answer for one's organisation; a later answer takes the place of an earlier one, and a late one is kept and marked."""
    refusal = may_answer(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing) and facts.ask is not None
    made, words = facts.ask, command.words.strip()
    seat = speaking_for(facts.standing, facts.setting, command.on_behalf_of)
    if isinstance(seat, Refused):
        return seat
    if command.helps and not words:
        return Refused("Say what you answer.", field="words")
    if len(words) > LONGEST_ASKED:
        return Refused(f"Please keep this to {LONGEST_ASKED:,} characters.", field="words")
    words = words or CANNOT
    before = next(each for each in made.replies if each.organisation == seat.organisation)
    if before.answered_at is not None and (before.helps, before.words) == (command.helps, words):
        return Decision(Answer(f"{seat.name} has answered that already."))
    late = made.wanted_by is not None and facts.today > made.wanted_by
    event = AskAnswered(
        subject=made.id,
        person=facts.standing.person,
        organisation=seat.organisation,
        helps=command.helps,
        words=words,
        late=late,
    )
    notice = AskReplyNotice(
        key=f"ask-reply:{made.id}:{seat.organisation}:{command.delivery}"[:200],
        recipient=facts.asker or "",
        subject=made.id,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        ask=made.id,
        about=made.about,
        asked=made.words,
        organisation=seat.name,
        by=facts.standing.name,
        helps=command.helps,
        words=words,
        late=late,
    )
    said = f"Recorded for {seat.name}{', late' if late else ''}."
    told = f"{made.by} is told." if facts.asker else "The secretariat sees it."
    return Decision(Answer(said, next=told), (event,), (notice,) if facts.asker else ())


def close(command: CloseAsk, facts: AskFacts) -> Outcome:
    """Close a request, by whoever asked or the secretariat: what was answered stays, and nobody is asked again."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    made, who = facts.ask, facts.standing
    if made is None:
        return UNKNOWN_ASK
    if who.person != made.person and not who.is_secretariat:
        return NOT_THEIRS
    if facts.competes:
        return KEPT_AWAY
    closed = _closed(made, facts.setting)
    if closed is not None:
        return closed
    event = AskClosed(subject=made.id, person=who.person)
    return Decision(
        Answer(f"Closed: {made.answered} of {len(made.replies)} have answered, and nobody is asked again."),
        (event,),
    )


def _closed(made: Ask, setting: Setting) -> Refused | None:
    if made.closed_at is None:
        return None
    on = day_words(made.closed_at.astimezone(ZoneInfo(setting.time_zone)).date())
    return Refused(f"That request was closed on {on}, so no answer is waited for any more.")


def about_words(tender: Tender | None) -> str:
    """A tender in a few words; empty for none."""
    return f"{tender.reference}: {tender.title}" if tender is not None else ""


def _again(setting: Setting, made: Ask) -> tuple[Due, ...]:
    if made.wanted_by is None:
        return ()
    try:
        when = nine(working_days_before(made.wanted_by, 1, calendar_of(setting.terms)), setting.time_zone)
    except DaysRefused:
        return ()
    return (Due(f"{SILENT_ASKED}|{made.id}", SILENT_ASKED, made.id, when),) if when > made.asked_at else ()


def _notices(
    setting: Setting,
    made: Ask,
    members: Iterable[Member],
    key: str,
    at: datetime,
    *,
    again: bool = False,
    call: bool = False,
) -> tuple[Notice, ...]:
    return tuple(
        MembersAskedNotice(
            key=f"{key}:{user}"[:200],
            recipient=user,
            subject=made.id,
            due_at=at,
            partnership_name=setting.name,
            ask=made.id,
            about=made.about,
            by=made.by,
            words=made.words,
            wanted_by=day_words(made.wanted_by) if made.wanted_by is not None else "",
            again=again,
            call=call,
        )
        for user in dict.fromkeys(each.user for each in members if each.user is not None)
    )
