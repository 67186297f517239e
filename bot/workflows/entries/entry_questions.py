"""What is asked of the register of decisions: the list, one entry, and the register as a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.wording import counted, day_words, instant_words
from bot.workflows.agenda.agenda import CONFIDENTIAL
from bot.workflows.decisions import Answer, Command, Decision, Notice, Outcome, Refused, Setting
from bot.workflows.entries.entries import Change, Entry
from bot.workflows.questions import Question
from bot.workflows.standing import Standing, Stranger

FORMS = ("csv", "json")


@dataclass(frozen=True)
class Wanted:
    """Which entries are looked for; empty is any."""

    text: str = ""
    year: str = ""
    status: str = ""
    kind: str = ""

    def fits(self, entry: Entry) -> bool:
        """Whether an entry, as whoever looks may see it, is one of them."""
        told = (entry.reference, entry.motion_reference, entry.status, entry.text, entry.why, entry.reason)
        words = " ".join(told)
        return (
            all(each in words.casefold() for each in self.text.casefold().split())
            and self.year in ("", str(entry.year))
            and self.status in ("", entry.status)
            and self.kind in ("", entry.kind)
        )


@dataclass(frozen=True)
class DecisionsPicture:
    """The entries somebody looked for, the newest first, and what else could be looked for."""

    partnership: str
    name: str
    time_zone: str
    wanted: Wanted = Wanted()
    entries: tuple[Entry, ...] = ()
    total: int = 0  # that they may see
    years: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    public_only: bool = False
    refused: Refused | None = None


@dataclass(frozen=True)
class DecisionPicture:
    """One entry, and what whoever looks may do about it."""

    partnership: str
    name: str
    time_zone: str
    entry: Entry | None
    terms: str = ""  # the version, in words
    names: Mapping[str, str] = field(default_factory=dict)  # of organisations
    may_correct: bool = False
    may_override: bool = False
    may_report: bool = False
    public_only: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowDecisions(Question[DecisionsPicture]):
    """The register of decisions, as much of it as the person who asks may see."""

    partnership: str
    wanted: Wanted = Wanted()


@dataclass(frozen=True, kw_only=True)
class ShowDecision(Question[DecisionPicture]):
    """One entry, by its id or its reference."""

    partnership: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class ExportDecisions(Command):
    """Have the register of decisions, or what was looked for in it, sent as a file."""

    partnership: str
    form: str  # "csv" or "json"
    wanted: Wanted = Wanted()


@dataclass(frozen=True)
class ExportFacts:
    """What is known when somebody asks for the file."""

    setting: Setting
    picture: DecisionsPicture
    names: Mapping[str, str]


@dataclass(frozen=True)
class EntryRow:
    """One line of the file: everything in words."""

    decision: str
    motion: str
    what: str
    kind: str
    text: str
    entered_as: str
    status: str
    became: str
    decided_at: str
    meeting: str
    arithmetic: str
    quorum: str
    clause: str
    clause_words: str
    terms_version: str
    entitled: str
    present: str
    withdrawn: str
    voted: str
    voted_for: str
    voted_against: str
    abstained: str
    turnout: str
    refers_to: str
    reason: str
    notes: str
    does_not_join_in: str


@dataclass(frozen=True, kw_only=True)
class DecisionsFileNotice(Notice):
    """Brings the register of decisions as a file to whoever asked for it."""

    partnership_name: str
    as_of: str
    form: str
    rows: tuple[EntryRow, ...]


def export(command: ExportDecisions, facts: ExportFacts) -> Outcome:
    """Send whoever asks what they may see of the register as a file, in a message of their own."""
    if facts.picture.refused is not None:
        return facts.picture.refused
    if command.form not in FORMS:
        return Refused("Choose CSV or JSON.")
    if not facts.picture.entries:
        return Refused("There is nothing to export: no decision fits what was looked for.")
    setting = facts.setting
    local = command.received_at.astimezone(ZoneInfo(setting.time_zone))
    notice = DecisionsFileNotice(
        key=f"decisions:{command.form}:{command.delivery}"[:200],
        recipient=command.user,
        subject=setting.partnership,
        due_at=command.received_at,
        partnership_name=setting.name,
        as_of=instant_words(local),
        form=command.form,
        rows=tuple(row_of(each, facts.names, setting.time_zone) for each in facts.picture.entries),
    )
    count, come = counted(len(notice.rows), "decision"), "comes" if len(notice.rows) == 1 else "come"
    return Decision(Answer(f"{count} {come} to you by message, as a file."), (), (notice,))


def row_of(entry: Entry, names: Mapping[str, str], zone: str) -> EntryRow:
    """One line of the file."""

    def listed(organisations: tuple[str, ...]) -> str:
        return "; ".join(sorted(names.get(each, each) for each in organisations))

    return EntryRow(
        decision=entry.reference,
        motion=entry.motion_reference,
        what=entry.what,
        kind=entry.kind,
        text=entry.text,
        entered_as=entry.entered_as,
        status=entry.status,
        became="; ".join(f"{each.becomes} by {each.reference}" for each in entry.changes),
        decided_at=entry.decided_at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"),
        meeting=entry.meeting_title,
        arithmetic=entry.why,
        quorum=entry.quorum,
        clause=entry.clause,
        clause_words=entry.clause_words,
        terms_version=str(entry.terms_version),
        entitled=listed(entry.entitled),
        present=listed(entry.present),
        withdrawn=listed(entry.withdrawn),
        voted=listed(entry.voted),
        voted_for=listed(entry.gave("for")),
        voted_against=listed(entry.gave("against")),
        abstained=listed(entry.gave("abstain")),
        turnout="" if entry.turnout is None else str(entry.turnout),
        refers_to=entry.refers_to_reference,
        reason=entry.reason,
        notes=" ".join(entry.notes),
        does_not_join_in="; ".join(out_lines(entry, names, zone)),
    )


def out_lines(entry: Entry, names: Mapping[str, str], zone: str) -> tuple[str, ...]:
    """Each organisation that does not join in, with the day on which it said so and its reason, where it gave one."""
    return tuple(
        f"{names.get(each.organisation, each.organisation)}, {_day(each.since, zone)}"
        + (f": {each.reason}" if each.reason else "")
        for each in entry.out
    )


def hidden(entry: Entry) -> Entry:
    """An entry of which somebody may know that it is there and how it ended, and not what it is about (V16)."""
    return replace(
        entry,
        text=CONFIDENTIAL,
        why="",
        quorum="",
        notes=(),
        reason="",
        withdrawn=(),
        votes={},
        out=(),
        changes=tuple(replace(each, text="", reason="") for each in entry.changes),
        hidden=True,
    )


def public_part(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What the partnership makes public: what was decided at its public meetings, and what became of it, without who was there
    and how anybody stood; nothing that is confidential (K39, V16)."""
    public = {each.id for each in entries if each.meeting_public}

    def without_names(entry: Entry) -> Entry:
        def bare(change: Change) -> Change:
            return replace(change, reason="")

        return replace(
            entry,
            entitled=(),
            present=(),
            withdrawn=(),
            voted=(),
            out=(),
            quorum="",
            notes=(),
            reason="",
            recorded_by="",
            changes=tuple(bare(each) for each in entry.changes),
        )

    return tuple(
        without_names(each)
        for each in entries
        if not each.confidential and (each.id in public or (each.becomes and each.refers_to in public))
    )


def picture_of(
    setting: Setting,
    entries: tuple[Entry, ...],
    wanted: Wanted,
    *,
    public_only: bool,
    refused: Refused | None,
) -> DecisionsPicture:
    """The entries that fit, the newest first, of those somebody may see."""
    return DecisionsPicture(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        wanted=wanted,
        entries=tuple(each for each in reversed(entries) if wanted.fits(each)),
        total=len(entries),
        years=tuple(sorted({str(each.year) for each in entries}, reverse=True)),
        statuses=tuple(sorted({each.status for each in entries})),
        kinds=tuple(sorted({each.kind for each in entries})),
        public_only=public_only,
        refused=refused,
    )


def decided_on(entry: Entry, zone: str) -> str:
    """The day of an entry in words, where the partnership is."""
    return _day(entry.decided_at, zone)


def _day(at: datetime, zone: str) -> str:
    return day_words(at.astimezone(ZoneInfo(zone)).date())


def is_known(who: Standing | Stranger) -> bool:
    """Whether somebody stands in the register of organisations and people, with an account that is on."""
    return isinstance(who, Standing) and not who.deactivated
