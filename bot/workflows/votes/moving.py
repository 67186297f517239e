"""Moving a motion: who may, when, and under which of the partnership's rules."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of
from bot.rules.days import by, start_of
from bot.rules.notice import calendar_of
from bot.rules.register import Register, main_group
from bot.rules.terms import Rule, Terms
from bot.rules.values import Basis
from bot.rules.wording import day_words
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Due,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.interests.interests import Subject
from bot.workflows.kinds.adopting import with_text
from bot.workflows.kinds.dissolving import Dissolution, is_dissolved
from bot.workflows.kinds.kinds import default_words, looked_over, notice_beforehand, unknown_kind
from bot.workflows.kinds.particulars import NOBODY, KindFacts, Particulars
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.amendments import AMENDMENT, AmendmentText, Verdict, may_be_put, recorded
from bot.workflows.papers.consulting import noted
from bot.workflows.standing import Standing, Stranger, deactivated, unknown
from bot.workflows.votes.chasing import reminders_of
from bot.workflows.votes.entitled import is_settled_at_opening
from bot.workflows.votes.motions import (
    AGREED,
    AT_A_MEETING,
    CLOSING_GRACE,
    CONSENSUS,
    NOTE,
    ORDINARY,
    JudgedBy,
    between_meetings,
    binds,
    chairing,
    judged_by,
    value_of,
    whom_to_ask,
)
from bot.workflows.votes.of_the_terms import only_as_an_amendment
from bot.workflows.votes.ways import contradicted

LONGEST_TEXT = 3000  # characters: the most a Slack text input takes
SHORTEST_WINDOW = timedelta(minutes=5)
LONGEST_WINDOW = timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class PutMotion(Command):
    """Put a motion: for consensus or to the vote at the meeting in session, between meetings, or to see how opinion lies."""

    partnership: str
    motion: str  # the id it will have, derived from the form it came from
    text: str
    how: str  # "consensus", "agreed" (aloud), "meeting", "between meetings", "indicative" or "note"
    kind: str = ORDINARY
    about: str | None = None
    consensus_sought: bool = False
    closes_at: datetime | None = None
    ratifies: str | None = None  # the provisional decision it is to ratify (K33)
    amended: bool = False  # … in the words of `text` instead of its own
    carry_on: bool = False  # with declarations outstanding, which are noted (K31)
    paper: str | None = None  # the text of the amendment it is to adopt (K45)
    ballot: str = ""  # "named" or "secret", where the terms leave it to whoever is chairing
    particulars: Particulars = field(default_factory=dict)  # what its kind names besides its words
    standing_aside: tuple[str, ...] = ()  # organisations, where it was agreed aloud
    changes_no_terms: bool = False  # ticked: an ordinary motion although its words speak of the terms (K45)
    record: str = ""  # "noted" or "recommended", where that is all there is to it (N6, N21)


@dataclass(frozen=True)
class PuttingFacts:
    """What is known when a motion is put."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None  # the one in session
    elected_chair: str | None  # a person
    chair_name: str
    about: Subject | None
    next_number: int
    today: date
    undeclared: tuple[str, ...] = ()  # names of the organisations present that have not yet declared
    already: str | None = None  # the reference of the motion that the same form has put before
    no_chair: str = "the register names no chair"  # why nobody is chairing, where nobody is
    amends: str = ""  # the title of the item it would be about, where that proposes an amendment (K45)
    not_admitted: str = ""  # the title of the urgent item it would be about, where that is not admitted (K37)
    amendment: AmendmentText | None = None  # of the kind that needs its text sent beforehand (K45)
    texts_to_choose: bool = (
        False  # whether texts of amendments have gone to the members, which the form then lists
    )
    booked: tuple[MeetingState, ...] = ()  # meetings of the body that decides
    can_seal: bool = False  # whether there is a key to seal secret votes with
    register: Register = NOBODY  # whole, where the kind names somebody
    lot: str = ""  # the seal of the lot to which a tie would go
    dissolutions: tuple[Dissolution, ...] = ()
    with_a_vote: tuple[str, ...] = ()  # organisations, today
    not_about: tuple[str, ...] = ()  # references of tenders that it names without being about them (C33)


@dataclass(frozen=True, kw_only=True)
class MotionPut(Event):
    """A motion was put to the vote."""

    number: int
    year: int
    text: str
    kind: str
    meeting: str | None
    about: str | None
    indicative: bool
    show_votes: str
    closes_at: datetime | None
    consensus_sought: bool
    terms_version: int
    terms_digest: str
    ratifies: str | None = None
    amended: bool = False
    paper: str | None = None  # the text of an amendment, as it went to the members (K45)
    paper_version: int | None = None
    ballot: str = "named"
    particulars: Particulars = field(default_factory=dict)
    entitled: tuple[
        str, ...
    ] = ()  # the organisations with a vote, where the terms settle it when the vote opens
    judged_by: JudgedBy | None = None  # so that anybody can count again from the events alone
    state: str = "open"  # or "consensus": how it begins
    lot: str = ""  # the seal of the lot to which a tie would go


@dataclass(frozen=True, kw_only=True)
class MotionNotice(Notice):
    """Puts the motion in the partnership's channel, with its buttons."""

    partnership_name: str
    motion: str


def put(command: PutMotion, facts: PuttingFacts) -> Outcome:
    """Put a motion, if whoever asks is chairing and the terms allow it to be decided this way (K27, K28, V40, C25)."""
    setting = facts.setting
    terms = setting.terms
    refusal = _not_chairing(command, facts)
    if refusal is not None:
        return refusal
    if facts.already is not None:
        return Decision(Answer(f"Motion {facts.already} has been put already, by this same form."))
    refusal = _dissolved(command, facts) or unknown_kind(command.kind, terms)
    if refusal is not None:
        return refusal
    named = _particulars(command, facts)
    if isinstance(named, Refused):
        return named
    text = _text(command, facts, named)
    refusal = (
        _wording(text)
        or _subject(facts)
        or _of_the_terms(command, text, facts)
        or _way(command, facts)
        or _secrecy(command, facts)
        or _closing(command, facts)
    )
    if refusal is not None:
        return refusal
    indicative = command.how == "indicative"
    amendment = facts.amendment if command.kind == AMENDMENT else None
    short = (
        recorded(_may_be_put(facts), terms, facts.meeting)
        if command.how in AT_A_MEETING and amendment
        else ()
    )
    if amendment is not None and not indicative:
        rule = terms.consultations.get(AMENDMENT)
        short = (*short, *noted(amendment.unheard, rule, facts.meeting))
    event = MotionPut(
        subject=command.motion,
        person=facts.standing.person if isinstance(facts.standing, Standing) else None,
        number=facts.next_number,
        year=facts.today.year,
        text=text,
        kind=command.kind,
        meeting=facts.meeting.id if command.how in (*AT_A_MEETING, NOTE) and facts.meeting else None,
        about=facts.about.id if facts.about else None,
        indicative=indicative,
        show_votes=value_of(terms.show_votes) or "how many",
        closes_at=command.closes_at,
        consensus_sought=command.consensus_sought,
        judged_by=judged_by(
            between_meetings(terms) if command.how == "between meetings" else terms, command.kind
        ),
        terms_version=setting.terms_version,
        terms_digest=setting.terms_digest,
        ratifies=command.ratifies,
        amended=command.amended,
        paper=amendment.paper if amendment else None,
        paper_version=amendment.version if amendment else None,
        ballot=ballot_of(terms, command.ballot),
        particulars=with_text(named, amendment),
        entitled=facts.with_a_vote if is_settled_at_opening(terms) else (),
        state="consensus" if command.how == CONSENSUS else "open",
        lot=facts.lot,
    )
    notice = MotionNotice(
        key=f"motion:{command.motion}",
        recipient=setting.channel,
        subject=command.motion,
        due_at=command.received_at,
        partnership_name=setting.name,
        motion=command.motion,
    )
    due: tuple[Due, ...] = ()
    if command.closes_at is not None:
        closing = command.closes_at + CLOSING_GRACE
        due = (Due(f"close:{command.motion}", "close motion", command.motion, closing),)
    if command.how == "between meetings" and command.closes_at is not None:
        due += reminders_of(command.motion, command.received_at, command.closes_at)
    number = f"{facts.today.year}/{facts.next_number}"
    label = "Indicative vote" if indicative else "Motion"
    to = f"{setting.name}, for consensus" if command.how == CONSENSUS else setting.name
    return Decision(
        Answer(
            f"{label} {number} is put to {to}.",
            clause_of(terms.consensus_first) if command.how == CONSENSUS else clause_of(terms.majority),
            next=" ".join(each for each in (*(each.words for each in short), _outstanding(facts)) if each),
        ),
        (event, *short),
        (notice,),
        due,
    )


def _not_chairing(command: PutMotion, facts: PuttingFacts) -> Refused | None:
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    in_chair = {chairing(facts.meeting if command.how in AT_A_MEETING else None, facts.elected_chair)}
    if command.how in ("indicative", NOTE):  # in the room as well, by whoever has the chair there
        in_chair.add(chairing(facts.meeting, facts.elected_chair))
    if facts.standing.person in in_chair:
        return None
    return Refused(
        "Only whoever is chairing puts a motion.",
        clause_of(facts.setting.terms.consensus_first),
        next=whom_to_ask(facts.chair_name, facts.no_chair),
    )


def _text(command: PutMotion, facts: PuttingFacts, named: Particulars) -> str:
    """The words to vote on; where none were typed they follow from the amendment's text, or from what is named."""
    text = command.text.strip()
    if text or command.how in ("indicative", NOTE):
        return text
    if facts.amendment is not None:
        return facts.amendment.motion
    return default_words(command.kind, named, _kind_facts(facts)) if _names(command) else ""


def _names(command: PutMotion) -> bool:
    """Whether it names something itself: not what only shows how opinion lies, or is ratified as it was."""
    return command.how not in ("indicative", NOTE) and (command.ratifies is None or command.amended)


def _particulars(command: PutMotion, facts: PuttingFacts) -> Particulars | Refused:
    return looked_over(command.kind, command.particulars, _kind_facts(facts)) if _names(command) else {}


def _kind_facts(facts: PuttingFacts) -> KindFacts:
    return KindFacts(facts.setting, facts.register, facts.today)


def _dissolved(command: PutMotion, facts: PuttingFacts) -> Refused | None:
    group = facts.meeting.group if facts.meeting is not None and command.how in (*AT_A_MEETING, NOTE) else ""
    return is_dissolved(
        facts.dissolutions,
        group or main_group(facts.setting.terms),
        facts.today,
        doing="no motion is put in it",
    )


def _wording(text: str) -> Refused | None:
    if not text:
        return Refused("Write the motion: the words people are to vote on.", field="text")
    if len(text) > LONGEST_TEXT:
        return Refused(
            f"The motion is {len(text):,} characters long; Slack shows at most {LONGEST_TEXT:,}. Put the detail in a paper.",
            field="text",
        )
    return None


def _subject(facts: PuttingFacts) -> Refused | None:
    if not facts.not_admitted:
        return None
    return Refused(
        f"“{facts.not_admitted}” has not been admitted to this meeting, so there is nothing to decide on it yet.",
        clause_of(facts.setting.terms.urgent_items),
        next="Whoever is chairing first records that those present agree to take it.",
        field="about",
    )


def _of_the_terms(command: PutMotion, text: str, facts: PuttingFacts) -> Refused | None:
    if command.how in ("indicative", NOTE) or command.ratifies is not None:
        return None
    ticked = command.changes_no_terms
    return only_as_an_amendment(command.kind, text, facts.amends, ticked, facts.setting.terms)


def _way(command: PutMotion, facts: PuttingFacts) -> Refused | None:
    terms = facts.setting.terms
    if command.how in ("indicative", NOTE):
        return None
    if not binds(terms):
        rule = terms.decisions_binding
        return Refused(
            f"{facts.setting.name} cannot take a binding vote here: {_unbinding(rule)}",
            clause_of(rule),
            next="An indicative vote is open to you: it is labelled as one and binds nobody. Or have it noted, or recommended.",
            field="how",
        )
    if command.how not in (CONSENSUS, AGREED):
        refusal = not_by_vote(terms)
        if refusal is not None:
            return refusal
    mixed = contradicted(
        command.how, sought=command.consensus_sought, aside=bool(command.standing_aside), terms=terms
    )
    if mixed is not None:
        return mixed
    if command.how == "between meetings":
        return _between(command, terms)
    if facts.meeting is None:
        return Refused(
            "No meeting is in session.", next="Open the meeting and call the roll first.", field="how"
        )
    if command.how in (CONSENSUS, AGREED):
        return _without_a_vote(facts) or _notice_of_kind(command, facts)
    if value_of(terms.consensus_first) and not command.consensus_sought:
        return Refused(
            "Consensus comes first: a vote is for when it was sought and not reached.",
            clause_of(terms.consensus_first),
            next="Choose to seek consensus; or, where it was sought aloud and not reached, tick that.",
            field="consensus_sought",
        )
    return _notice_of_kind(command, facts)


def not_by_vote(terms: Terms) -> Refused | None:
    """Why no binding vote can be held here under these terms; None where one can."""
    if value_of(terms.voting_unit) == "representative":
        return Refused(
            "These terms give each representative a vote, and this version can hold only one vote for each organisation.",
            clause_of(terms.voting_unit),
            next="Count the vote in the room and minute it, or hold an indicative vote here.",
            field="how",
        )
    return None


def _without_a_vote(facts: PuttingFacts) -> Refused | None:
    rule = facts.setting.terms.consensus_first
    if value_of(rule):
        return None
    return Refused(
        "These terms do not say that anything is decided by consensus, so it would bind nobody.",
        clause_of(rule),
        next="Put it to the vote.",
        field="how",
    )


def ballot_of(terms: Terms, asked: str) -> str:
    """Whether votes are named or secret: as the terms say, else as whoever is chairing chose."""
    return value_of(terms.ballot) or ("secret" if asked == "secret" else "named")


def _secrecy(command: PutMotion, facts: PuttingFacts) -> Refused | None:
    said = value_of(facts.setting.terms.ballot)
    if said is not None and command.ballot not in ("", said):
        return Refused(
            f"Under these terms votes are {said}.", clause_of(facts.setting.terms.ballot), field="ballot"
        )
    if ballot_of(facts.setting.terms, command.ballot) == "secret" and not facts.can_seal:
        return Refused(
            "A secret vote needs a key that seals it, and this installation has none.",
            clause_of(facts.setting.terms.ballot),
            next="Whoever runs the program sets QUORATE_BALLOT_KEY, once.",
            field="ballot",
        )
    return None


def _between(command: PutMotion, terms: Terms) -> Refused | None:
    rule = terms.between_meetings
    if not value_of(rule):
        silent = rule is None or not rule.is_stated
        reason = (
            "The terms do not say whether a decision may be taken between meetings, so a vote now would bind nobody."
            if silent
            else "The terms do not allow a decision between meetings."
        )
        return Refused(
            reason,
            clause_of(rule),
            next="Put it at a meeting, or hold an indicative vote: labelled as one, binding nobody.",
            field="how",
        )
    notice = notice_beforehand(command.kind, terms)
    if notice is not None:
        return Refused(
            f"A decision on this kind of motion ({command.kind}) is taken at a meeting, after notice of its text.",
            notice.clause,
            next="Put it at a meeting for which notice was given.",
            field="how",
        )
    if command.closes_at is None:
        return Refused("Say when a vote between meetings closes.", field="closes_at")
    return None


def _notice_of_kind(command: PutMotion, facts: PuttingFacts) -> Refused | None:
    notice = notice_beforehand(command.kind, facts.setting.terms)
    if notice is None or (command.ratifies is not None and not command.amended):
        return None  # what is ratified in its own words had its notice when it was first decided
    if command.kind == AMENDMENT:
        return _may_be_put(facts).refused
    # Of this kind nothing here can yet prove that notice was given, and an invalid decision is what everybody fears.
    return Refused(
        f"A motion of this kind ({command.kind}) needs its text sent to members beforehand: {notice.written}. I cannot yet prove "
        "that it was, so I will not take a binding vote on it.",
        notice.clause,
        next="Take it as the chair at the meeting and minute it, or hold an indicative vote.",
        field="kind",
    )


def _may_be_put(facts: PuttingFacts) -> Verdict:
    asked = (facts.amendment, facts.setting.terms, facts.meeting, facts.today, facts.booked)
    return may_be_put(*asked, to_choose=facts.texts_to_choose)


def _closing(command: PutMotion, facts: PuttingFacts) -> Refused | None:
    if command.closes_at is None:
        return None
    window = command.closes_at - command.received_at
    period = facts.setting.terms.between_meetings_window
    if command.how == "between meetings" and period is not None and period.value is not None:
        last = by(period.value, facts.today, calendar_of(facts.setting.terms))
        if command.closes_at < start_of(last + timedelta(days=1), ZoneInfo(facts.setting.time_zone)):
            return Refused(
                f"Members have {period.written} to answer, which runs to the end of {day_words(last)}.",
                period.clause,
                next=f"Choose a closing time after {day_words(last)}.",
                field="closes_at",
            )
    if window < SHORTEST_WINDOW:
        return Refused(
            "The closing time has passed, or is less than five minutes away. Choose a later one.",
            field="closes_at",
        )
    if window > LONGEST_WINDOW:
        return Refused(
            "The closing time is more than 120 days away. Choose an earlier one.", field="closes_at"
        )
    return None


def _unbinding(rule: Rule[bool] | None) -> str:
    if rule is None or rule.basis is Basis.NOT_STATED:
        return "its own terms are not loaded, or do not say how it decides."
    return rule.reading or "its terms give it no power to decide."


def _outstanding(facts: PuttingFacts) -> str:
    if not facts.undeclared:
        return ""
    names = ", ".join(facts.undeclared)
    return f"Not yet heard on declarations of interest: {names}."
