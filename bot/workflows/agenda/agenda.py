"""The agenda of a meeting: its items in their order, their words, and until when one may be proposed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.rules.calendar import DaysRefused
from bot.rules.citing import NO_CLAUSE, cited, provenance, silence
from bot.rules.days import last_day
from bot.rules.notice import calendar_of, deadline, period_words
from bot.rules.terms import Clause, Terms
from bot.rules.wording import counted, day_words, sentence
from bot.workflows.meetings.meetings import MeetingState

LONGEST_TITLE = 200  # characters
LONGEST_DETAIL = 3000  # characters: the most a Slack text input takes
LONGEST_REASON = 1000  # characters
MOST_MINUTES = 600
MOST_ITEMS = 60  # proposals on one agenda: what one form of Slack can still put in order

ITEM, URGENT, AMENDMENT = "item", "urgent", "amendment"
DECLARATIONS, MINUTES, MATTERS_ARISING = "declarations", "minutes", "matters arising"
RATIFICATION, OVERRIDE, REVIEW = "ratification", "override", "review"
ACCOUNTABLE_BODY, ELECTION, ANY_OTHER_BUSINESS = "accountable body", "election", "any other business"
FROM_PEOPLE = (ITEM, AMENDMENT, URGENT)  # what somebody has proposed; every other kind stands there by rule
# What interests are declared on and motions are about, under the item's own id and title.
BUSINESS_KINDS = (*FROM_PEOPLE, RATIFICATION, ACCOUNTABLE_BODY, ELECTION)
IN_THEIR_PLACE = (DECLARATIONS, ANY_OTHER_BUSINESS)  # first and last, however the rest is arranged

PROPOSED, ACCEPTED, RETURNED, WITHDRAWN = "proposed", "accepted", "returned", "withdrawn"
LEFT_OUT, AWAITING, NOT_ADMITTED = "left out", "awaiting agreement", "not admitted"

CONFIDENTIAL = "A confidential item"
CHANGES_THE_TERMS = "proposes an amendment of the terms"
TOO_LATE = "too late to be put at this meeting"

# The order in which kinds come where nobody has arranged them otherwise.
_RANKS = {
    DECLARATIONS: 0,
    MINUTES: 1,
    MATTERS_ARISING: 2,
    RATIFICATION: 3,
    OVERRIDE: 4,
    AMENDMENT: 5,
    ITEM: 5,
    REVIEW: 6,
    ACCOUNTABLE_BODY: 7,
    ELECTION: 8,
    URGENT: 9,
    ANY_OTHER_BUSINESS: 10,
}
_STATES = (ACCEPTED, AWAITING, PROPOSED, RETURNED, LEFT_OUT, NOT_ADMITTED, WITHDRAWN)


@dataclass(frozen=True)
class AgendaItem:
    """One item of an agenda, or one that was to be on it.

    `position` is its number on the agenda where it stands on it, and nought where it does not (yet). `clause` and `why` say by
    which rule it stands there.
    """

    id: str
    meeting: str
    kind: str
    title: str
    detail: str = ""
    state: str = ACCEPTED
    position: int = 0
    minutes: int | None = None
    confidential: bool = False
    proposed_by: str | None = None  # a person; none: it stands there by rule
    proposer_name: str = ""
    organisation: str | None = None  # for which it was proposed
    organisation_name: str = ""
    proposed_at: datetime | None = None
    late: bool = False  # proposed after items closed
    reason: str = ""  # why it was returned, left out or not admitted
    decided_by: str | None = None  # whoever of the secretariat accepted it, or changed what stands by rule
    motion: str | None = None  # the provisional decision it ratifies, or the override it reports
    clause: Clause = NO_CLAUSE
    why: str = ""
    too_late: str = (
        ""  # of an amendment: why it cannot be put at this meeting, and the first that can take it (K45)
    )

    @property
    def stands(self) -> bool:
        """Whether it is on the agenda."""
        return self.state == ACCEPTED

    @property
    def by_rule(self) -> bool:
        """Whether it stands there by rule and not because somebody proposed it."""
        return self.kind not in FROM_PEOPLE


@dataclass(frozen=True)
class ClosingDay:
    """The last day, to its end, on which an item may be proposed, or None where there is none, and why."""

    day: date | None
    why: str
    clause: Clause
    papers: date | None = None  # the last day for agenda and papers, where the terms state one
    source: str = ""  # in a sentence, on what the day rests; one for every meeting under the same terms

    @property
    def said(self) -> str:
        """Why, and on what it rests."""
        return f"{self.why} {self.source}".strip()

    def is_past(self, today: date) -> bool:
        """Whether an item proposed today is late: after the closing day, or without one after the day for agenda and papers."""
        last = self.day or self.papers
        return last is not None and today > last


def agenda_closes_on(terms: Terms, meeting_day: date) -> ClosingDay:
    """The last day to propose an item for a meeting on a day: so long before agenda and papers are due (V35, K36).

    Computed each time and never kept, so a meeting that moves takes its closing day with it. Where no deadline for papers is
    stated it is counted from the meeting itself.
    """
    calendar, zone = calendar_of(terms), ZoneInfo(terms.time_zone)
    rule, papers = terms.agenda_closes, terms.notices.get("papers")
    due = (
        deadline(papers, meeting_day, calendar, zone=zone)
        if papers is not None and papers.is_stated
        else None
    )
    papers_day = due.last_day if due is not None else None
    if rule is None or rule.value is None:
        said = silence(rule, "a closing day for items")
        until = (
            f"Until one is adopted, an item is in time until agenda and papers are due{cited(papers)}: {day_words(papers_day)}."
            if papers_day is not None
            else "Until one is adopted, an item is in time until the agenda is sent round."
        )
        clause = papers.clause if papers is not None and papers_day is not None else NO_CLAUSE
        return ClosingDay(None, f"{said} {until}", clause, papers_day)
    if due is not None and papers_day is None:
        return ClosingDay(None, due.why, due.clause)
    try:
        day = last_day(rule.value, papers_day or meeting_day, calendar, zone)
    except DaysRefused as refused:
        return ClosingDay(None, str(refused), rule.clause, papers_day)
    counted_from = (
        f"{day_words(papers_day)}, the last day for agenda and papers{cited(papers)}"
        if papers_day is not None
        else f"the meeting on {day_words(meeting_day)}"
    )
    why = sentence(f"items close {period_words(rule.value)} before {counted_from}: {day_words(day)}")
    return ClosingDay(day, why, rule.clause, papers_day, provenance(rule))


def is_out(terms: Terms, meeting: MeetingState, sent_at: int | None, today: date | None) -> bool:
    """Whether the agenda has been sent to the members, so that nothing is added to it any more.

    `sent_at` is the sequence of the meeting when it was sent last; None: never. One that was sent before the meeting was changed
    is open again while items for its day have not closed.
    """
    if sent_at is None:
        return False
    if sent_at >= meeting.sequence or meeting.held_on is None or today is None:
        return True
    closing = agenda_closes_on(terms, meeting.held_on)
    return (closing.day or closing.papers) is None or closing.is_past(today)


def ordered(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The items in order, numbered from one where they stand on the agenda; those that do not come after.

    Declarations are first and any other business last. What nobody has given a place comes after the last item of its own kind, or
    of a kind that goes before it.
    """
    held = tuple(items)
    standing = [each for each in held if each.stands]
    placed = sorted(
        (each for each in standing if each.position and each.kind not in IN_THEIR_PLACE),
        key=lambda each: (each.position, _rank(each)),
    )
    unplaced = [each for each in standing if not each.position or each.kind in IN_THEIR_PLACE]
    for each in sorted(unplaced, key=lambda one: (_rank(one), _when(one), one.id)):
        before = [at for at, other in enumerate(placed, start=1) if _rank(other) <= _rank(each)]
        placed.insert(before[-1] if before else 0, each)
    others = sorted(
        (each for each in held if not each.stands),
        key=lambda each: (_STATES.index(each.state), _rank(each), _when(each), each.id),
    )
    return (
        *(replace(each, position=number) for number, each in enumerate(placed, start=1)),
        *(replace(each, position=0) for each in others),
    )


def agenda_lines(items: Iterable[AgendaItem]) -> tuple[str, ...]:
    """The agenda in numbered lines: "3. The data report · 15 minutes · Marguerite Tolley, Wealden Downs College"."""
    return tuple(f"{each.position}. {line_of(each)}" for each in items if each.stands)


def line_of(item: AgendaItem) -> str:
    """One item in a line, without its number."""
    clause = f" ({item.clause.number})" if item.clause.number else ""
    minutes = counted(item.minutes, "minute") if item.minutes else ""
    who = ", ".join(name for name in (item.proposer_name, item.organisation_name) if name)
    named = item.title != CONFIDENTIAL
    marks = (
        CHANGES_THE_TERMS if item.kind == AMENDMENT and named else "",
        TOO_LATE if item.too_late and named else "",
        "confidential" if item.confidential and named else "",
    )
    return " · ".join(part for part in (f"{item.title}{clause}", minutes, who, *marks) if part)


def public_agenda(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The agenda as anybody may see it: what stands on it, and of a confidential item only that there is one (V16)."""
    return tuple(_redacted(each) if each.confidential else each for each in items if each.stands)


def with_detail_for(items: Iterable[AgendaItem], hidden: Iterable[str]) -> tuple[AgendaItem, ...]:
    """The same items, without the detail of those whose ids are hidden from whoever looks."""
    closed = frozenset(hidden)
    return tuple(replace(each, detail="", reason="") if each.id in closed else each for each in items)


def without_names(
    items: Iterable[AgendaItem], withdrawn: Iterable[str], why: str = ""
) -> tuple[AgendaItem, ...]:
    """The same items; of those from which whoever looks has withdrawn only that there is a confidential one, and why (V16, K31).

    An amendment of the terms keeps its name: its text is sent to every member (K45).
    """
    left = frozenset(withdrawn)
    return tuple(
        replace(_redacted(each), why=why)
        if each.id in left and each.confidential and each.kind != AMENDMENT
        else each
        for each in items
    )


def minutes_together(items: Iterable[AgendaItem]) -> int:
    """How many minutes the items that stand on the agenda are given together."""
    return sum(each.minutes or 0 for each in items if each.stands)


def _redacted(item: AgendaItem) -> AgendaItem:
    return AgendaItem(
        id=item.id,
        meeting=item.meeting,
        kind=item.kind,
        title=CONFIDENTIAL,
        state=item.state,
        position=item.position,
        minutes=item.minutes,
        confidential=True,
    )


def _rank(item: AgendaItem) -> int:
    return _RANKS[item.kind]


def _when(item: AgendaItem) -> datetime:
    return item.proposed_at or datetime.min.replace(tzinfo=UTC)
