"""The proof that agenda and papers were sent: to each person where and when, "I have these", or how else they were given them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.wording import counted, day_words, instant_words
from bot.workflows.agenda.item_words import may_act, meeting_words
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused, Setting
from bot.workflows.meetings.booked_times import local, local_day
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.rounds import FOR_CONFIDENCE
from bot.workflows.papers.submitting import is_the_secretariats
from bot.workflows.questions import Question
from bot.workflows.standing import Standing, Stranger

# A round to three hundred takes some minutes. What was sent later than this after it was decided had been held up, and counts
# from when it was sent.
HELD_UP = timedelta(hours=1)
SENT, ON_ITS_WAY, IN_DOUBT, FAILED, NO_ACCOUNT = "sent", "on its way", "in doubt", "failed", "no account"
NOT_THEIRS = Refused(
    "To whom agenda and papers were sent is for the secretariat and the chair to see.",
    next="What was sent to you is in your messages from me.",
)
NOT_SENT_TO_YOU = Refused(
    "These were not sent to you, so there is nothing to confirm.",
    next="`/papers` shows what there is for you.",
)


@dataclass(frozen=True, kw_only=True)
class AcknowledgePapers(Command):
    """Say that one has what was sent round."""

    partnership: str
    circulation: str


@dataclass(frozen=True, kw_only=True)
class MarkServedByHand(Command):
    """Record that somebody was given agenda and papers another way, and on which day."""

    partnership: str
    circulation: str
    people: tuple[str, ...]
    on: date | None


@dataclass(frozen=True, kw_only=True)
class ExportProof(Command):
    """Have the proof sent as a file."""

    partnership: str
    meeting: str


@dataclass(frozen=True)
class Service:
    """What became of one round for one person."""

    circulation: str
    number: int
    circulated_at: datetime
    person: str
    name: str
    organisation: str
    organisation_name: str
    state: str
    texts: tuple[tuple[str, int], ...] = ()  # which paper, and which version of it
    papers: tuple[str, ...] = ()  # … in words
    withheld: tuple[tuple[str, str], ...] = ()  # (title, why)
    sent_at: datetime | None = None
    channel: str = ""
    ts: str = ""
    error: str = ""
    acknowledged_at: datetime | None = None
    by_hand_at: datetime | None = None
    by_hand_by: str = ""  # a name

    @property
    def served_at(self) -> datetime | None:
        """When it provably went to them; None where that is not proved."""
        if self.state == SENT and self.sent_at is not None:
            held_up = self.sent_at - self.circulated_at > HELD_UP
            return self.sent_at if held_up else self.circulated_at
        return self.by_hand_at or self.acknowledged_at

    @property
    def why_not(self) -> str:
        """Why it is not proved."""
        return {
            NO_ACCOUNT: "no account here",
            ON_ITS_WAY: "not sent yet",
            IN_DOUBT: f"perhaps not delivered: {self.error}" if self.error else "perhaps not delivered",
            FAILED: f"not delivered: {self.error}" if self.error else "not delivered",
        }.get(self.state, "")


@dataclass(frozen=True)
class ServiceFacts:
    """What is known when somebody has something to say of what was sent round."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    today: date
    services: tuple[Service, ...] = ()  # of one round; for the proof as a file, of all


@dataclass(frozen=True, kw_only=True)
class PapersAcknowledged(Event):
    """Somebody said that they have what was sent round."""

    circulation: str


@dataclass(frozen=True, kw_only=True)
class ServedByHand(Event):
    """The secretariat recorded that somebody was given agenda and papers another way."""

    circulation: str
    served: str  # the person
    at: datetime


@dataclass(frozen=True)
class ProofRow:
    """One line of the proof as a file: everything in words."""

    round: str
    sent_round: str
    name: str
    organisation: str
    outcome: str
    sent_at: str
    channel: str
    message: str
    has_these_at: str
    by_hand: str
    papers: str
    withheld: str


@dataclass(frozen=True, kw_only=True)
class ProofNotice(Notice):
    """Brings the proof of circulation as a file."""

    partnership_name: str
    title: str
    when: str
    as_of: str
    rows: tuple[ProofRow, ...]


@dataclass(frozen=True)
class ProofPicture:
    """To whom agenda and papers of a meeting were sent, and with what outcome."""

    partnership: str
    name: str
    time_zone: str
    meeting: MeetingState
    when: str
    services: tuple[Service, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowProof(Question[ProofPicture]):
    """To whom were agenda and papers of a meeting sent?"""

    partnership: str
    meeting: str


def acknowledge(command: AcknowledgePapers, facts: ServiceFacts) -> Outcome:
    """Record once that somebody has what was sent to them."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    mine = next((each for each in facts.services if each.person == facts.standing.person), None)
    if mine is None:
        return NOT_SENT_TO_YOU
    zone = facts.setting.time_zone
    if mine.acknowledged_at is not None:
        return Decision(Answer(f"Recorded already, on {instant_words(local(mine.acknowledged_at, zone))}."))
    event = PapersAcknowledged(
        subject=facts.meeting.id if facts.meeting is not None else command.circulation,
        person=facts.standing.person,
        circulation=command.circulation,
    )
    return Decision(Answer("Thank you. It is recorded that you have these."), (event,))


def serve_by_hand(command: MarkServedByHand, facts: ServiceFacts) -> Outcome:
    """Record that people were given them another way; the day counts for them as the day of sending (K45)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if not is_the_secretariats(facts.standing):
        return Refused(
            "Only the secretariat or the chair records that somebody was given them another way.",
            next="Tell one of them, or press “I have these” under the message.",
        )
    known = {each.person: each for each in facts.services}
    chosen = [known[each] for each in dict.fromkeys(command.people) if each in known]
    if facts.meeting is None or len(chosen) < len(set(command.people)) or not chosen:
        return Refused("Choose who was given them, from the list.", field="people")
    if command.on is None:
        return Refused("Say on which day they were given them.", field="on")
    if command.on > facts.today:
        return Refused(f"{day_words(command.on)} has yet to come.", field="on")
    first = local_day(chosen[0].circulated_at, facts.setting.time_zone)
    if command.on < first:
        return Refused(
            f"They went round on {day_words(first)}; nobody was given them before that.", field="on"
        )
    at = _noon(command, facts)
    events = tuple(
        ServedByHand(
            subject=facts.meeting.id,
            person=facts.standing.person,
            circulation=command.circulation,
            served=each.person,
            at=at,
        )
        for each in chosen
    )
    who = (
        " and ".join(each.name for each in chosen)
        if len(chosen) < 3
        else counted(len(chosen), "person", "people")
    )
    return Decision(
        Answer(
            f"Recorded: {who} {'was' if len(chosen) == 1 else 'were'} given them on {day_words(command.on)}."
        ),
        events,
    )


def export(command: ExportProof, facts: ServiceFacts) -> Outcome:
    """Send whoever asks the proof as a file (C24)."""
    refusal = may_see_proof(facts)
    if refusal is not None:
        return refusal
    meeting, zone = facts.meeting, facts.setting.time_zone
    if meeting is None:
        return Refused("I do not know that meeting.")
    if not facts.services:
        return Refused("Nothing has gone round for this meeting yet.")
    as_of = instant_words(local(command.received_at, zone))
    notice = ProofNotice(
        key=f"proof:{meeting.id}:{command.delivery}"[:200],
        recipient=command.user,
        subject=meeting.id,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        title=meeting.title,
        when=day_words(meeting.held_on) if meeting.held_on is not None else "",
        as_of=as_of,
        rows=tuple(as_row(each, zone) for each in facts.services),
    )
    return Decision(
        Answer(f"The proof for {meeting_words(meeting)} comes to you by message, as a file."), (), (notice,)
    )


def may_see_proof(facts: ServiceFacts) -> Refused | None:
    """Why the proof is not for somebody to see; None where it is."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    return None if is_the_secretariats(facts.standing) else NOT_THEIRS


def outcome_words(each: Service, zone: str) -> str:
    """What became of it for one person, in a sentence without its end."""
    words = (
        f"sent on {instant_words(local(each.sent_at, zone))}"
        if each.state == SENT and each.sent_at
        else each.why_not
    )
    if each.by_hand_at is not None:
        words += (
            f"; given by hand on {day_words(local_day(each.by_hand_at, zone))}, as {each.by_hand_by} says"
        )
    if each.acknowledged_at is not None:
        words += f"; has them, as they said on {instant_words(local(each.acknowledged_at, zone))}"
    return words


def withheld_words(each: Service) -> str:
    """What was kept from one person and why."""
    return "; ".join(
        f"“{title}” ({'confidential' if why == FOR_CONFIDENCE else 'withdrawn for an interest'})"
        for title, why in each.withheld
    )


def as_row(each: Service, zone: str) -> ProofRow:
    """One line of the proof as a file."""

    def said(at: datetime | None) -> str:
        return local(at, zone).isoformat(sep=" ", timespec="seconds") if at is not None else ""

    by_hand = (
        f"{local_day(each.by_hand_at, zone).isoformat()}, as {each.by_hand_by} says"
        if each.by_hand_at is not None
        else ""
    )
    return ProofRow(
        round=str(each.number),
        sent_round=said(each.circulated_at),
        name=each.name,
        organisation=each.organisation_name,
        outcome="sent" if each.state == SENT else each.why_not,
        sent_at=said(each.sent_at),
        channel=each.channel,
        message=each.ts,
        has_these_at=said(each.acknowledged_at),
        by_hand=by_hand,
        papers="; ".join(each.papers),
        withheld=withheld_words(each),
    )


def _noon(command: MarkServedByHand, facts: ServiceFacts) -> datetime:
    """The moment that stands for a day: the day itself is what is known, and it counts as a whole."""
    assert command.on is not None
    if command.on == facts.today:
        return command.received_at
    zone = local(command.received_at, facts.setting.time_zone).tzinfo
    return datetime(command.on.year, command.on.month, command.on.day, 12, tzinfo=zone)
