"""One round of agenda and papers, worked out before it is sent: just what will go to whom, what will not, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from bot.rules.citing import cited
from bot.rules.notice import judge
from bot.rules.register import Capacity
from bot.rules.terms import Clause, Terms
from bot.rules.wording import listed
from bot.workflows.agenda.agenda import AMENDMENT as AMENDMENT_ITEM
from bot.workflows.agenda.agenda import (
    CONFIDENTIAL,
    TOO_LATE,
    AgendaItem,
    agenda_lines,
    public_agenda,
    without_names,
)
from bot.workflows.agenda.proposing import NOT_MEMBERS
from bot.workflows.decisions import Detail, Refused, Setting
from bot.workflows.meetings.deadlines import Owed, owed, shortfall_words, what_follows
from bot.workflows.meetings.invited import Invited
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.papers.amendments import prospect
from bot.workflows.papers.how_late import as_it_stands, how_late
from bot.workflows.papers.lateness import BY_THE_CHAIR, PAPERS, Lateness, judged
from bot.workflows.papers.not_going import Left, goes, has_its_item, left_out
from bot.workflows.papers.papers import (
    ACCEPTED,
    AGREED,
    KEPT,
    NEEDED,
    REFUSED,
    SUBMITTED,
    WAITING,
    Paper,
    Version,
)
from bot.workflows.standing import Standing, Stranger

AGENDA = "agenda"  # the name of the rule, where the terms have one for it alone
FOR_AN_INTEREST, FOR_CONFIDENCE = "interest", "confidential"
Text = tuple[str, int]  # a paper and a version of it


@dataclass(frozen=True)
class RoundFacts:
    """What is known when agenda and papers go round, or are looked over before that."""

    setting: Setting  # under the terms of the meeting's own day
    standing: Standing | Stranger
    today: date
    meeting: MeetingState | None
    agenda: tuple[AgendaItem, ...] = ()
    papers: tuple[Paper, ...] = ()
    invited: tuple[Invited, ...] = ()
    deputies: frozenset[str] = frozenset()  # people who have been named to stand in at this meeting
    withdrawn: Mapping[str, frozenset[str]] = field(default_factory=dict)  # item or paper -> organisations
    number: int = 1  # which round it will be
    has: Mapping[str, frozenset[Text]] = field(default_factory=dict)  # person -> what they were sent before
    listed: Mapping[str, frozenset[Text]] = field(default_factory=dict)  # … or were to be, had it arrived
    agenda_before: tuple[Mapping[str, Any], ...] | None = None  # as it was sent last
    closed: bool = False  # it has been sent, so that nothing is added to it
    booked: tuple[MeetingState, ...] = ()  # meetings of the same body to come


@dataclass(frozen=True)
class Going:
    """A paper that goes round in this round."""

    paper: Paper
    item: AgendaItem | None
    fresh: bool  # this text of it goes for the first time
    late: Lateness

    @property
    def version(self) -> Version:
        """The version that goes."""
        return self.paper.stands

    @property
    def confidential(self) -> bool:
        """Whether it, or the item it is for, is confidential (V16)."""
        return self.paper.confidential or (self.item is not None and self.item.confidential)


@dataclass(frozen=True)
class Reader:
    """Somebody called to the meeting, and what goes to them in this round."""

    person: str
    name: str
    user: str | None  # None: no account, so they have to be given them another way
    organisation: str
    organisation_name: str
    is_member: bool  # neither co-opted nor an observer
    papers: tuple[str, ...] = ()  # ids
    withheld: tuple[tuple[str, str], ...] = ()  # (paper, why)
    with_agenda: bool = True
    is_new: bool = True  # has been sent nothing for this meeting before
    left: frozenset[str] = frozenset()  # confidential items from which they have withdrawn for an interest


@dataclass(frozen=True)
class Overdue:
    """Something that goes later than its rule asks: by how much, and what follows."""

    rule: str  # under which it is recorded
    words: str
    follows: str
    clause: Clause
    confidential: bool = False  # it names a paper that only members may know of (V16)

    @property
    def open_words(self) -> str:
        """What is said of it where everybody reads."""
        return (
            "A confidential paper was sent as a further paper, later than the terms ask."
            if self.confidential
            else self.words
        )


@dataclass(frozen=True)
class Round:
    """All of one round: `seen` changes with everything that somebody looks over before it is sent."""

    number: int
    going: tuple[Going, ...]
    readers: tuple[Reader, ...]
    left_out: tuple[Left, ...]
    overdue: tuple[Overdue, ...]
    notes: tuple[Detail, ...]  # what becomes of the amendments in it
    with_agenda: bool  # the agenda itself is new
    to_channel: bool
    seen: str
    too_late: tuple[
        Detail, ...
    ] = ()  # of the notes, on those that cannot be put at this meeting once they go now (K45)

    @property
    def reached(self) -> tuple[Reader, ...]:
        """Those to whom something goes by direct message."""
        return tuple(each for each in self.readers if each.user is not None)

    @property
    def unreachable(self) -> tuple[Reader, ...]:
        """Those who have no account here."""
        return tuple(each for each in self.readers if each.user is None)


def worked_out(facts: RoundFacts, at: datetime, *, to_observers: bool = False) -> Round:
    """The round as it would go at a moment. Confidential papers go to observers and the co-opted only where that is asked for."""
    meeting, terms = facts.meeting, facts.setting.terms
    assert meeting is not None
    items = {each.id: each for each in facts.agenda}
    sendable = tuple(
        _going(each, items.get(each.item or ""), terms, meeting, at)
        for each in facts.papers
        if has_its_item(each, items) and goes(each, terms, meeting)
    )
    changed = facts.agenda_before is None or frozen(facts.agenda) != tuple(
        dict(each) for each in facts.agenda_before
    )
    readers = tuple(
        each
        for each in (_reader(facts, called, sendable, changed, to_observers) for called in _called(facts))
        if each is not None
    )
    gone = {paper for each in readers for paper in each.papers}
    going = tuple(each for each in sendable if each.paper.id in gone)
    public = any(each.fresh and not each.confidential for each in going)
    overdue = _overdue(facts, going, at)
    notes = {
        each: Detail(f"“{each.paper.title}”: {found.words}", found.clause)
        for each in going
        if each.fresh and each.paper.amendment
        for found in [prospect(terms, meeting, at, facts.booked)]
    }
    made = Round(
        number=facts.number,
        going=going,
        readers=readers,
        left_out=left_out(facts.papers, facts.agenda, terms, meeting, closed=facts.closed),
        overdue=overdue,
        notes=tuple(notes.values()),
        too_late=tuple(words for each, words in notes.items() if each.late.admission == REFUSED),
        with_agenda=changed,
        to_channel=bool(readers) and (changed or public),
        seen="",
    )
    return replace(made, seen=_seen(facts, made))


def stands_in_the_way(facts: RoundFacts, at: datetime) -> Refused | None:
    """Why nothing can go round just now: there is no such meeting to come, or an amendment lacks its text (K45)."""
    meeting = facts.meeting
    if meeting is None:
        return Refused("I do not know that meeting.", next="`/meeting` shows those to come.")
    if not meeting.is_to_come and meeting.state != IN_SESSION:
        return Refused(f"“{meeting.title}” is not to come any more, so nothing goes round for it.")
    if meeting.held_on is None:
        return Refused(
            f"The day of “{meeting.title}” is still to be announced.",
            next="Agenda and papers go round once it is known.",
        )
    rule = facts.setting.terms.notices.get(AMENDMENT_ITEM)
    clause = rule.clause if rule is not None else Clause("")
    for paper in facts.papers:
        if paper.amendment and paper.state == ACCEPTED and paper.stands.state != KEPT:
            why = (
                "is still being fetched from Slack"
                if paper.stands.state == WAITING
                else f"could not be kept: {paper.stands.error}"
            )
            return Refused(
                f"The text of the amendment “{paper.title}” {why}. It does not go round without its text.",
                clause,
                next="That takes a minute at most; look over again then."
                if paper.stands.state == WAITING
                else "Ask for it again, or return it with a reason, and the rest can go round.",
            )
    with_text = {each.item for each in facts.papers if each.amendment and each.state == ACCEPTED}
    for item in facts.agenda:
        if item.stands and item.kind == AMENDMENT_ITEM and item.id not in with_text:
            without = f"“{item.title}” would change the terms, and {_no_text(facts.papers, item)}."
            found = prospect(facts.setting.terms, meeting, at, facts.booked)
            if found.in_time is False:
                return Refused(
                    f"{without} {found.words}",
                    clause,
                    next="Carry the item over to a meeting at which it can be put, and the rest can go round; or accept its text "
                    "in `/papers`, and it goes too late.",
                )
            return Refused(
                without,
                clause,
                next="Accept its text in `/papers`, submitted for that item and ticked as the text of an amendment; or carry "
                "the item over, and the rest can go round.",
            )
    return None


def _no_text(papers: tuple[Paper, ...], item: AgendaItem) -> str:
    waits = any(each.amendment and each.item == item.id and each.state == SUBMITTED for each in papers)
    return "its text waits to be looked over" if waits else "it has no text yet"


def frozen(agenda: Iterable[AgendaItem]) -> tuple[Mapping[str, Any], ...]:
    """The agenda as it is kept with the round that sent it."""
    return tuple(
        {
            "id": each.id,
            "number": each.position,
            "kind": each.kind,
            "title": each.title,
            "minutes": each.minutes,
            "confidential": each.confidential,
        }
        for each in agenda
        if each.stands
    )


def lines_for(facts: RoundFacts, *, member: bool, left: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The agenda as it reads: to members whole but for the confidential items they have `left` for an interest; to anybody else
    without what is confidential (V16)."""
    return agenda_lines(without_names(facts.agenda, left) if member else public_agenda(facts.agenda))


def item_words(item: AgendaItem | None, *, member: bool) -> str:
    """Which item a paper is for: "item 3, The data report"."""
    if item is None:
        return ""
    title = item.title if member or not item.confidential else CONFIDENTIAL.lower()
    return f"item {item.position}, {title}" if item.position else title


def late_mark(terms: Terms, late: Lateness, *, amendment: bool) -> str:
    """What is said beside a paper that is late; empty where it is not."""
    if not late.late:
        return ""
    if amendment:
        return TOO_LATE if late.admission == REFUSED else "late"
    chair = terms.late_papers is not None and terms.late_papers.value == BY_THE_CHAIR
    return {
        NEEDED: "late: the chair decides whether it is taken"
        if chair
        else "late: those present have to agree to it",
        AGREED: "late, and taken",
        REFUSED: "late: not taken at this meeting",
    }.get(late.admission, "late")


def kept_from(terms: Terms, why: str) -> str:
    """Why a paper is not sent to somebody, for the end of a sentence."""
    if why == FOR_CONFIDENCE:
        return "it is confidential, and goes to members only"
    return f"your organisation has withdrawn from what it is about for an interest{cited(terms.declarations)}"


def _going(paper: Paper, item: AgendaItem | None, terms: Terms, meeting: MeetingState, at: datetime) -> Going:
    fresh = paper.stands.circulated_at is None
    late = as_it_stands(terms, meeting, paper)
    if fresh:  # the day on which it goes is what counts, whatever was so when it came
        late = how_late(terms, meeting, at, amendment=paper.amendment)
        if late.late and paper.admission == AGREED:
            late = replace(late, admission=AGREED)
    return Going(paper, item, fresh, late)


@dataclass(frozen=True)
class _Called:
    first: Invited
    organisations: frozenset[str]
    is_member: bool


def _called(facts: RoundFacts) -> tuple[_Called, ...]:
    """Everybody called, each once: representatives, the named deputies who stand in, the chair and the secretariat (L18)."""
    found: dict[str, list[Invited]] = {}
    for each in facts.invited:
        if each.capacity is Capacity.REPRESENTATIVE or each.person in facts.deputies:
            found.setdefault(each.person, []).append(each)
    called = []
    for several in found.values():
        seats = sorted(several, key=lambda each: (not each.voting, each.organisation_name))
        called.append(
            _Called(
                seats[0],
                frozenset(each.organisation for each in several if each.organisation),
                any(
                    each.is_secretariat
                    or each.is_chair
                    or (each.organisation != "" and each.standing not in NOT_MEMBERS)
                    for each in several
                ),
            )
        )
    return tuple(sorted(called, key=lambda each: (each.first.organisation_name, each.first.name)))


def _reader(
    facts: RoundFacts, called: _Called, sendable: tuple[Going, ...], changed: bool, to_observers: bool
) -> Reader | None:
    withheld: list[tuple[str, str]] = []
    papers: list[str] = []
    # What did not arrive is sent again; whoever has no account is listed again only with what is new.
    known = facts.has if called.first.user is not None else facts.listed
    has = known.get(called.first.person)
    for each in sendable:
        paper = each.paper
        if has is not None and (paper.id, paper.version) in has:
            continue
        if each.confidential and not called.is_member and not to_observers:
            withheld.append((paper.id, FOR_CONFIDENCE))
        # The text of an amendment goes to every member, whatever their interest: the terms say that it is sent to them (K45).
        elif not paper.amendment and called.organisations & facts.withdrawn.get(
            paper.item or paper.id, frozenset()
        ):
            withheld.append((paper.id, FOR_AN_INTEREST))
        else:
            papers.append(paper.id)
    if has is not None and not papers and not changed:
        return None
    return Reader(
        person=called.first.person,
        name=called.first.name,
        user=called.first.user,
        organisation=called.first.organisation,
        organisation_name=called.first.organisation_name,
        is_member=called.is_member,
        papers=tuple(papers),
        withheld=tuple(withheld),
        with_agenda=has is None or changed,
        is_new=has is None,
        left=frozenset(
            each.id
            for each in facts.agenda
            if each.confidential
            and each.proposed_by != called.first.person
            and called.organisations & facts.withdrawn.get(each.id, frozenset())
        ),
    )


def _overdue(facts: RoundFacts, going: tuple[Going, ...], at: datetime) -> tuple[Overdue, ...]:
    """What is late: at the first round the agenda and all papers, afterwards each paper that is new (V37, K35)."""
    meeting, terms = facts.meeting, facts.setting.terms
    assert meeting is not None and meeting.held_on is not None
    found = [
        each
        for each in owed(terms, meeting.held_on, facts.today, starts_at=meeting.starts_at)
        if each.rule in (PAPERS, AGENDA) and judge(each.deadline, at).in_time is False
    ]
    if facts.number == 1:
        return tuple(_overdue_one(each, terms, at) for each in found)
    late = [each for each in going if each.fresh and each.late.late and not each.paper.amendment]
    said = judged(terms, PAPERS, meeting.held_on, meeting.starts_at, at)
    if said is None or not late:
        return ()
    rule = terms.notices[PAPERS]
    asked = f"The terms ask for {rule.written}{cited(rule)}."
    return tuple(
        Overdue(
            f"paper {each.paper.id}"[:100],
            f"“{each.paper.title}”, sent as a further paper: {said.words} {asked}",
            each.late.words,
            rule.clause,
            each.confidential,
        )
        for each in late
    )


def _overdue_one(each: Owed, terms: Terms, at: datetime) -> Overdue:
    words = shortfall_words(each, at, terms.notices[each.rule])
    return Overdue(each.rule, words, what_follows(each, terms), each.clause)


def _seen(facts: RoundFacts, made: Round) -> str:
    """Everything that is looked over, in a few letters: it differs where anything of it does."""
    assert facts.meeting is not None
    parts = (
        facts.meeting.sequence,
        made.number,
        frozen(facts.agenda),
        [(each.paper.id, each.paper.version, each.confidential, each.late) for each in made.going],
        [(each.person, each.user, each.papers, each.withheld, sorted(each.left)) for each in made.readers],
        [each.rule for each in made.overdue],
    )
    return sha256(repr(parts).encode()).hexdigest()[:16]


def names(readers: Iterable[Reader]) -> str:
    """People in a sentence, each with whom they speak for."""
    return listed(
        [
            f"{each.name} ({each.organisation_name})" if each.organisation_name else each.name
            for each in readers
        ]
    )
