"""Agenda and papers go round in one act: the same words at the same time to all, with proof for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.citing import cited, clause_of
from bot.rules.terms import Terms
from bot.rules.wording import counted, sentence
from bot.workflows.agenda.item_words import may_act, meeting_words
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Event,
    Notice,
    Outcome,
    Refused,
    derived_id,
)
from bot.workflows.meetings.booked_times import Told
from bot.workflows.meetings.reminding import ShortfallRecorded
from bot.workflows.papers.lateness import PAPERS
from bot.workflows.papers.papers import size_words
from bot.workflows.papers.rounds import (
    Going,
    Reader,
    Round,
    RoundFacts,
    frozen,
    item_words,
    kept_from,
    late_mark,
    lines_for,
    names,
    stands_in_the_way,
    worked_out,
)
from bot.workflows.papers.submitting import is_the_secretariats
from bot.workflows.standing import Standing

NOT_THEIRS = Refused(
    "Agenda and papers are sent round by the secretariat or the chair.",
    next="`/papers` shows what there is; you can submit a paper there.",
)
NOTHING_NEW = "There is nothing new to send, and nobody who has not been sent what there is."
CHANGED = "What would be sent, or to whom, has changed since you looked it over."


@dataclass(frozen=True, kw_only=True)
class CirculatePapers(Command):
    """Send agenda and papers of a meeting round: all of it the first time, afterwards what is new, and all to whoever is new."""

    partnership: str
    meeting: str
    seen: str = ""  # what was looked over before, as a Round says it; empty: nothing was
    to_observers: bool = False  # confidential papers as well


@dataclass(frozen=True)
class ServedOn:
    """To whom a round went, and what of it."""

    person: str
    organisation: str
    notice: str | None  # the key of the notice; None: no account to send it to
    papers: tuple[tuple[str, int], ...]
    withheld: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class AgendaCirculated(Event):
    """Agenda and papers of a meeting went round."""

    circulation: str
    number: int
    sequence: int
    agenda: tuple[Mapping[str, Any], ...]
    papers: tuple[tuple[str, int], ...]
    late: Mapping[str, str]  # paper -> admission, of those sent late for the first time
    in_time: tuple[str, ...]  # papers that are not late after all
    served: tuple[ServedOn, ...]


@dataclass(frozen=True)
class SentPaper:
    """A paper as a notice tells of it."""

    paper: str
    version: int
    title: str
    file_name: str
    link: str
    late: str  # what is said beside it
    words: str  # all of it in a line: for which item, which version, how large, late or confidential


@dataclass(frozen=True, kw_only=True)
class PapersNotice(Notice):
    """Brings agenda and papers to one member, with the calendar file; or tells the channel that they have gone round."""

    partnership_name: str
    circulation: str
    told: Told
    further: bool  # not the first round
    agenda: tuple[str, ...]  # empty: as it was sent before
    papers: tuple[SentPaper, ...]
    withheld: tuple[str, ...]  # what is not sent to this reader, and why
    late: tuple[str, ...]
    declare: str  # the request for declarations of interest; empty where the terms ask for none
    in_channel: bool
    stamp: datetime
    clause: str
    clause_words: str


def circulate(command: CirculatePapers, facts: RoundFacts) -> Outcome:
    """Send agenda and papers round, to everybody called by direct message and to the channel in summary (K35, V37, C24, V16)."""
    refusal = may_look_over(facts) or stands_in_the_way(facts, command.received_at)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None and isinstance(facts.standing, Standing)
    at = command.received_at
    made = worked_out(facts, at)
    if command.seen and command.seen != made.seen:
        return Refused(CHANGED, next="Look it over again; it is shown as it is now.", field="seen")
    if command.to_observers:
        made = worked_out(facts, at, to_observers=True)
    if not made.readers:
        return Refused(NOTHING_NEW, next="“Proof of circulation” shows what was sent to whom.")
    meeting = facts.meeting
    circulation = derived_id("circulation", facts.setting.partnership, meeting.id, str(made.number))
    notices = _notices(command, facts, made, circulation)
    event = AgendaCirculated(
        subject=meeting.id,
        person=facts.standing.person,
        circulation=circulation,
        number=made.number,
        sequence=meeting.sequence,
        agenda=frozen(facts.agenda),
        papers=tuple((each.paper.id, each.paper.version) for each in made.going),
        late={each.paper.id: each.late.admission for each in made.going if each.fresh and each.late.late},
        in_time=tuple(
            each.paper.id for each in made.going if each.fresh and not each.late.late and each.paper.late
        ),
        served=tuple(_served(each, made, circulation) for each in made.readers),
    )
    shortfalls = tuple(
        ShortfallRecorded(
            subject=meeting.id,
            person=facts.standing.person,
            rule=each.rule,
            sequence=meeting.sequence,
            words=each.open_words,
            clause=each.clause.number,
        )
        for each in made.overdue
    )
    return Decision(_answer(facts, made), (event, *shortfalls), notices)


def may_look_over(facts: RoundFacts) -> Refused | None:
    """Why somebody does not send agenda and papers round; None where they do."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    return None if is_the_secretariats(facts.standing) else NOT_THEIRS


def _served(reader: Reader, made: Round, circulation: str) -> ServedOn:
    versions = {each.paper.id: each.paper.version for each in made.going}
    return ServedOn(
        person=reader.person,
        organisation=reader.organisation,
        notice=_key(circulation, reader.user) if reader.user is not None else None,
        papers=tuple((paper, versions[paper]) for paper in reader.papers),
        withheld=reader.withheld,
    )


def _key(circulation: str, recipient: str) -> str:
    return f"papers:{circulation}:{recipient}"


def _notices(
    command: CirculatePapers, facts: RoundFacts, made: Round, circulation: str
) -> tuple[PapersNotice, ...]:
    """One to each reader and one to the channel, all due at the same moment (C24)."""
    setting, meeting = facts.setting, facts.meeting
    assert meeting is not None
    clause = clause_of(setting.terms.notices.get(PAPERS))
    common: dict[str, Any] = {
        "subject": meeting.id,
        "due_at": command.received_at,
        "partnership_name": setting.name,
        "circulation": circulation,
        "told": Told.of(meeting, setting.time_zone),
        "further": made.number > 1,
        "declare": declaration_words(setting.terms),
        "stamp": command.received_at,
        "clause": clause.number,
        "clause_words": clause.words,
    }
    notices = []
    if made.to_channel:
        shown = [each for each in made.going if each.fresh and not each.confidential]
        notices.append(
            PapersNotice(
                key=_key(circulation, setting.channel),
                recipient=setting.channel,
                agenda=lines_for(facts, member=False) if made.with_agenda else (),
                papers=tuple(_sent(each, setting.terms, member=False) for each in shown),
                withheld=(),
                in_channel=True,
                late=_late(made, member=False),
                **common,
            )
        )
    by_id = {each.paper.id: each for each in made.going}
    secret = {each.id for each in facts.agenda if each.confidential}
    titles = {
        each.id: "A confidential paper" if each.confidential or each.item in secret else f"“{each.title}”"
        for each in facts.papers
    }
    for reader in made.reached:
        assert reader.user is not None
        notices.append(
            PapersNotice(
                key=_key(circulation, reader.user),
                recipient=reader.user,
                agenda=lines_for(facts, member=reader.is_member, left=reader.left)
                if reader.with_agenda
                else (),
                papers=tuple(
                    _sent(by_id[each], setting.terms, member=reader.is_member) for each in reader.papers
                ),
                withheld=tuple(
                    f"{titles[paper]}: {kept_from(setting.terms, why)}"
                    for paper, why in reader.withheld
                    if reader.is_member  # nobody else is told of what is confidential
                ),
                in_channel=False,
                late=_late(made, member=reader.is_member),
                **common,
            )
        )
    return tuple(notices)


def _late(made: Round, *, member: bool) -> tuple[str, ...]:
    """What went later than it should; nobody but members is told of what is confidential (V16)."""
    return tuple(dict.fromkeys(each.words if member else each.open_words for each in made.overdue))


def _sent(each: Going, terms: Terms, *, member: bool) -> SentPaper:
    paper, version = each.paper, each.version
    late = late_mark(terms, each.late, amendment=paper.amendment)
    parts = (
        paper.title,
        item_words(each.item, member=member),
        f"version {version.number}" if version.number > 1 else "",
        f"{version.file_name}, {size_words(version.size)}" if version.file_name else version.link,
        "the text of an amendment of the terms" if paper.amendment else "",
        "confidential: for members only" if each.confidential else "",
        late,
    )
    return SentPaper(
        paper=paper.id,
        version=version.number,
        title=paper.title,
        file_name=version.file_name,
        link=version.link,
        late=late,
        words=" · ".join(part for part in parts if part),
    )


def declaration_words(terms: Terms) -> str:
    """The request for declarations that goes with the papers, where the terms ask for them at a meeting (K31)."""
    rule = terms.declarations
    if rule is None or rule.value not in ("before each meeting", "at the start of each meeting"):
        return ""
    return (
        "Has your organisation an interest in anything on this agenda? Declare it before the meeting; "
        f"“nothing to declare” is an answer too{cited(rule)}."
    )


def _answer(facts: RoundFacts, made: Round) -> Answer:
    meeting = facts.meeting
    assert meeting is not None
    what = _what(made)
    channel = " and, without what is confidential, to the channel" if made.to_channel else ""
    words = (
        f"{what} of {meeting_words(meeting)} go to {counted(len(made.reached), 'person', 'people')}{channel}."
    )
    details = [Detail(f"{each.words} {each.follows}", each.clause) for each in made.overdue]
    details += made.notes
    if made.unreachable:
        details.append(
            Detail(f"No account here, so to be given them another way: {names(made.unreachable)}.")
        )
    details += [Detail(f"Not sent: {each.words}.") for each in made.left_out]
    details += [Detail(each) for each in withheld_words(facts, made)]
    return Answer(
        words,
        clause_of(facts.setting.terms.notices.get(PAPERS)),
        details=tuple(details),
        next="“Proof of circulation” shows to whom each was delivered.",
    )


def _what(made: Round) -> str:
    papers = counted(len(made.going), "paper") if made.going else ""
    if made.number == 1:
        return f"The agenda and {papers}" if papers else "The agenda and no papers"
    if made.with_agenda:
        return f"The changed agenda and {papers}" if papers else "The changed agenda and no papers"
    return (
        "What there is"
        if not any(each.fresh for each in made.going)
        else sentence(f"further papers ({papers})")[:-1]
    )


def withheld_words(facts: RoundFacts, made: Round) -> tuple[str, ...]:
    """Which paper is kept from whom and why, as the secretariat reads it."""
    titles = {each.id: each.title for each in facts.papers}
    kept: dict[tuple[str, str], list[Reader]] = {}
    for reader in made.readers:
        for paper, why in reader.withheld:
            kept.setdefault((paper, why), []).append(reader)
    return tuple(
        f"“{titles[paper]}” is not sent to {names(readers)}: {_because(facts.setting.terms, why)}."
        for (paper, why), readers in kept.items()
    )


def _because(terms: Terms, why: str) -> str:
    if why == "interest":
        return f"withdrawn from what it is about for an interest{cited(terms.declarations)}"
    return "it is confidential, and they are not members"
