"""The text of an amendment of the terms: it goes to the members so long before the meeting, and a changed text begins again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.citing import NO_CLAUSE, cited, clause_of, silence
from bot.rules.notice import calendar_of, deadline, period_words
from bot.rules.terms import Clause, Terms
from bot.rules.values import Firmness
from bot.rules.wording import day_words, listed
from bot.workflows.agenda.item_words import meeting_words
from bot.workflows.decisions import Refused
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.deadlines import first_meeting_for
from bot.workflows.meetings.meetings import CANCELLED, MeetingState
from bot.workflows.meetings.reminding import ShortfallRecorded
from bot.workflows.papers.lateness import judged

AMENDMENT = "amendment"  # the name of the rule, and the kind of decision
BY_HAND_NEXT = "Where they were given it another way, the secretariat records that under “Proof of circulation”, with the day."


@dataclass(frozen=True)
class Prospect:
    """Whether a text sent at a moment is in time for a meeting, in words; `in_time` is None where nothing is asked for."""

    in_time: bool | None
    words: str
    clause: Clause = NO_CLAUSE


@dataclass(frozen=True)
class Reached:
    """A member organisation to which the text was sent: when, or why that is not proved."""

    organisation: str
    name: str
    at: datetime | None
    why: str = ""  # "not delivered: channel_not_found"


@dataclass(frozen=True)
class AmendmentText:
    """An amendment as its text now stands, and the proof that it went to the members."""

    paper: str
    title: str
    version: int
    item: str | None
    meeting: MeetingState  # for which it was sent
    sent_at: datetime | None  # when the text as it now stands first went round; None: it has not
    reached: tuple[Reached, ...] = ()  # the organisations with a vote to which it was to go
    unheard: tuple[str, ...] = ()  # what is missing of the consultation on it, in sentences (L20)

    @property
    def motion(self) -> str:
        """The words in which it is put."""
        return f"That the terms of reference be amended as in “{self.title}”"


def prospect(
    terms: Terms, meeting: MeetingState, at: datetime, booked: Iterable[MeetingState] = ()
) -> Prospect:
    """What becomes of a text sent at a moment: by when it had to go, and else the first meeting that can take it (K45, G6)."""
    rule = terms.notices.get(AMENDMENT)
    if rule is None or rule.value is None:
        said = silence(rule, "how long before a meeting the text of an amendment goes to the members")
        return Prospect(None, said, clause_of(rule))
    period = period_words(rule.value.period)
    if meeting.held_on is None:
        return Prospect(
            None,
            f"Its text has to be with the members {period} before the meeting{cited(rule)}.",
            rule.clause,
        )
    due = deadline(
        rule,
        meeting.held_on,
        calendar_of(terms),
        starts_at=meeting.starts_at,
        zone=ZoneInfo(terms.time_zone),
    )
    if due.last_day is None:
        return Prospect(None, due.why, rule.clause)
    by = f"the members by {day_words(due.last_day)}, {period} before the meeting on {day_words(meeting.held_on)}{cited(rule)}"
    found = judged(terms, AMENDMENT, meeting.held_on, meeting.starts_at, at)
    if found is None or found.in_time is not False:
        working = due.last_working_day
        practice = (
            f" In practice {day_words(working)}, the last working day before."
            if working is not None and working != due.last_day
            else ""
        )
        return Prospect(
            True, f"Its text has to be with {by}. Sent by then it can be put there.{practice}", rule.clause
        )
    today = local_day(at, terms.time_zone)
    follows = (
        "it cannot be put at that meeting" if rule.firmness is Firmness.MUST else "the shortfall is recorded"
    )
    first = first_words(first_meeting_for(terms, AMENDMENT, today), booked)
    return Prospect(False, f"Its text had to be with {by}; {follows}. Sent today, {first}", rule.clause)


def first_words(first: date | None, booked: Iterable[MeetingState]) -> str:
    """The first meeting at which a text can be put: its day, and which booked meeting that is, for the end of a sentence."""
    if first is None:
        return "the first meeting at which it can be put cannot be told."
    return f"it can be put at {first_of(first, booked)}"


def first_of(first: date, booked: Iterable[MeetingState]) -> str:
    """The first meeting from a day on, by its day and by which booked meeting that is, for the end of a sentence."""
    fits = sorted(
        (each for each in booked if each.held_on is not None and each.held_on >= first),
        key=lambda each: each.held_on or date.max,
    )
    said = f"a meeting on {day_words(first)} or later"
    if not fits or fits[0].held_on is None:
        return f"{said}; none so late is booked yet."
    return f"{said}: the first booked is “{fits[0].title}” on {day_words(fits[0].held_on)}."


@dataclass(frozen=True)
class Verdict:
    """Whether an amendment may be put: a refusal; or, where the rule does not say must, what falls short."""

    refused: Refused | None = None
    short: str = ""


def may_be_put(
    text: AmendmentText | None,
    terms: Terms,
    meeting: MeetingState | None,
    today: date,
    booked: Iterable[MeetingState] = (),
    *,
    to_choose: bool = True,
) -> Verdict:
    """Whether an amendment may be put at the meeting in session: its text as it now stands went to the members in time (K45).

    `to_choose`: whether there are texts that have gone to them, of which the form has a list.
    """
    rule = terms.notices.get(AMENDMENT)
    if rule is None or rule.value is None:
        return Verdict()
    later = tuple(booked)
    if text is None:
        in_the_list = "; those that have are in the list" if to_choose else ""
        return Verdict(
            Refused(
                f"An amendment is put in the words that were sent to members beforehand: {rule.written}. "
                f"{'Choose the text.' if to_choose else 'No text has gone to them yet.'}",
                rule.clause,
                next=f"Its text is submitted with `/papers` and goes round with the agenda{in_the_list}.",
                field="kind",  # which the form has, whether or not there is a text to choose
            )
        )
    if text.sent_at is None:
        first = first_words(first_meeting_for(terms, AMENDMENT, today), _not_before(text, later))
        changed = f" The text has changed: this is version {text.version}." if text.version > 1 else ""
        return Verdict(
            Refused(
                f"“{text.title}” has not gone to the members as it now stands.{changed}",
                rule.clause,
                next=f"Sent today, {first}",
                field="paper",
            )
        )
    found = _falls_short(text, terms, meeting, today)
    if found is None:
        return Verdict()
    if rule.firmness is not Firmness.MUST:
        return Verdict(short=found.words)
    follows = BY_HAND_NEXT
    if found.sent_at is not None:
        first = first_words(_first(terms, text, found.sent_at), _not_before(text, later))
        follows = f"As it was sent, {first}"
    return Verdict(Refused(found.words, rule.clause, next=follows, field="paper"))


def recorded(verdict: Verdict, terms: Terms, meeting: MeetingState | None) -> tuple[ShortfallRecorded, ...]:
    """What the minutes say of an amendment that is put although its notice fell short, where the terms do not say must."""
    if not verdict.short or meeting is None:
        return ()
    clause = clause_of(terms.notices.get(AMENDMENT))
    return (
        ShortfallRecorded(
            subject=meeting.id,
            person=None,
            rule=AMENDMENT,
            sequence=meeting.sequence,
            words=verdict.short,
            clause=clause.number,
        ),
    )


def first_that_can(several: Sequence[tuple[MeetingState, Terms]], at: datetime) -> MeetingState | None:
    """The first of several meetings at which an amendment sent at a moment could be put, each under the terms of its day (K45)."""
    return next((each for each, terms in several if not _misses(terms, each, at)), None)


def missed_words(several: Sequence[tuple[MeetingState, Terms]], at: datetime) -> str:
    """For which of several meetings an amendment comes too late, and the first that can take one; empty where all can (K45, G6)."""
    missed = [(each, terms) for each, terms in several if _misses(terms, each, at)]
    if not missed:
        return ""
    names = listed([meeting_words(each) for each, _ in missed])
    first = first_that_can(several, at)
    if first is not None:
        follows = f"The first booked that can take one is {meeting_words(first)}."
    else:
        terms = missed[-1][1]
        day = first_meeting_for(terms, AMENDMENT, local_day(at, terms.time_zone))
        follows = f"Sent today, {first_words(day, ())}"
    return f"A change of the terms comes too late for {names}. {follows}"


def _misses(terms: Terms, meeting: MeetingState, at: datetime) -> bool:
    rule = terms.notices.get(AMENDMENT)
    must = rule is not None and rule.firmness is Firmness.MUST
    return must and prospect(terms, meeting, at).in_time is False


def too_late(
    text: AmendmentText | None,
    terms: Terms,
    meeting: MeetingState,
    at: datetime,
    booked: Iterable[MeetingState] = (),
) -> str:
    """Why an amendment on the agenda cannot be put at its meeting whatever is done now, and the first that can take it (K45).

    Empty while it can, and where the terms do not say must.
    """
    rule = terms.notices.get(AMENDMENT)
    if rule is None or rule.value is None or rule.firmness is not Firmness.MUST:
        return ""
    if text is None or text.sent_at is None:
        found = prospect(terms, meeting, at, booked)
        return found.words if found.in_time is False else ""
    short = _falls_short(text, terms, meeting, local_day(at, terms.time_zone))
    if short is None or short.sent_at is None:  # what is not proved can still be given proof of
        return ""
    first = first_words(_first(terms, text, short.sent_at), _not_before(text, tuple(booked)))
    return f"{short.words} As it was sent, {first}"


@dataclass(frozen=True)
class _Short:
    words: str
    sent_at: datetime | None = None  # None: nobody can say


def _falls_short(
    text: AmendmentText, terms: Terms, meeting: MeetingState | None, today: date
) -> _Short | None:
    """What stands against putting it at this meeting: it was sent for a later one, or too late, or not provably to all."""
    assert text.sent_at is not None
    held_on = (meeting.held_on if meeting is not None else None) or today
    starts_at = meeting.starts_at if meeting is not None else None
    zone = terms.time_zone
    sent_for = text.meeting
    if sent_for.held_on is not None and _is_too_early(text, meeting, held_on):
        said = f"“{text.title}” was sent for “{sent_for.title}” on {day_words(sent_for.held_on)}, not for this meeting."
        return _Short(said, text.sent_at)
    found = judged(terms, AMENDMENT, held_on, starts_at, text.sent_at)
    if found is not None and found.in_time is False:
        on = day_words(local_day(text.sent_at, zone))
        return _Short(f"“{text.title}” went to the members on {on}. {found.words}", text.sent_at)
    unproved = listed([f"{each.name} ({each.why})" for each in text.reached if each.at is None])
    if unproved:
        return _Short(f"It is not proved that “{text.title}” was sent to {unproved}.")
    late = {}
    for each in text.reached:
        assert each.at is not None
        one = judged(terms, AMENDMENT, held_on, starts_at, each.at)
        if one is not None and one.in_time is False:
            late[each.name] = each.at
    if not late:
        return None
    given = listed([f"{name} on {day_words(local_day(at, zone))}" for name, at in late.items()])
    return _Short(
        f"“{text.title}” was given to {given}, which is too late for this meeting.", max(late.values())
    )


def _is_too_early(text: AmendmentText, meeting: MeetingState | None, day: date) -> bool:
    """Whether the meeting is one before that for which the text was sent."""
    sent_for = text.meeting
    if meeting is not None and meeting.id == sent_for.id:
        return False
    return sent_for.state != CANCELLED and sent_for.held_on is not None and day < sent_for.held_on


def _first(terms: Terms, text: AmendmentText, sent_at: datetime) -> date | None:
    first = first_meeting_for(terms, AMENDMENT, local_day(sent_at, terms.time_zone))
    on = text.meeting.held_on if text.meeting.state != CANCELLED else None
    return max(first, on) if first is not None and on is not None else first


def _not_before(text: AmendmentText, booked: tuple[MeetingState, ...]) -> tuple[MeetingState, ...]:
    """The meetings from that for which the text was sent on."""
    on = text.meeting.held_on
    if on is None or text.meeting.state == CANCELLED:
        return booked
    return tuple(each for each in booked if each.held_on is not None and each.held_on >= on)
