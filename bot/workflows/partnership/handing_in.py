"""New terms handed in as a file in Slack: fetched, looked over whole, and recorded with the motion that adopted them (K45, G1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.terms import Adoption, Clause, Terms
from bot.rules.wording import day_words, listed, sentence
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.kinds.adopting import Adopted
from bot.workflows.papers.paper_checks import SubmittedFile, safe_name
from bot.workflows.partnership.recording import Recording, doubtful, may_not_be_recorded, recorded
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

READ_TERMS = "read terms"  # the kind of the clock's work
LARGEST = 256 * 1024  # bytes: the longest terms we know are a tenth of it
LONGEST_MISTAKES = 2500  # characters
ENDING = ".toml"


@dataclass(frozen=True, kw_only=True)
class HandInTerms(Command):
    """Hand in the file of a later version of the terms."""

    partnership: str
    file: str  # the id it will have, derived from the form it came from
    files: tuple[SubmittedFile, ...]
    motions: tuple[str, ...]  # references of those whose text it is


@dataclass(frozen=True, kw_only=True)
class ReadTerms(ClockCommand):
    """A file of terms that was handed in is here, or never will be."""


@dataclass(frozen=True)
class HandingFacts:
    """What is known when terms are handed in."""

    setting: Setting
    standing: Standing | Stranger
    waiting: tuple[Adopted, ...]
    already: bool = False  # the same form was sent before


@dataclass(frozen=True)
class HandedIn:
    """A file of terms that was handed in."""

    id: str
    name: str
    motions: tuple[str, ...]
    person: str
    user: str  # whom to tell
    document: bytes | None
    error: str = ""  # why it is not here


@dataclass(frozen=True)
class ReadingFacts:
    """What is known when a file of terms is read."""

    setting: Setting
    file: HandedIn
    before: Terms
    held: Mapping[str, Adoption]  # what has been adopted beside the last terms
    waiting: tuple[Adopted, ...]
    next_version: int
    kept: tuple[Terms, ...] = ()  # every version that is recorded
    told: tuple[str, ...] = ()  # why this very file was not recorded before, each time it was handed in


@dataclass(frozen=True, kw_only=True)
class TermsHandedIn(Event):
    """Somebody handed in a file of new terms; Slack has it still."""

    name: str
    media_type: str
    size: int
    slack_file: str
    slack_url: str
    user: str
    motions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TermsFileRecorded(Event):
    """A file that was handed in, which is the subject, became a version of the terms, in force from its day."""

    terms_version: int
    in_force_from: date
    version: str
    motions: tuple[str, ...]
    carried: Mapping[str, Adoption] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TermsFileRefused(Event):
    """A file that was handed in, which is the subject, could not be recorded."""

    why: str


@dataclass(frozen=True, kw_only=True)
class TermsReadNotice(Notice):
    """Tells whoever handed in new terms that they are recorded, or what is wrong with the file."""

    partnership_name: str
    file_name: str
    is_recorded: bool
    words: str
    more: str


@dataclass(frozen=True)
class HandInFormFacts:
    """Which adopted amendments wait for their text, and whether it is this person's to hand in."""

    partnership: str
    name: str
    waiting: tuple[Choice, ...]  # by reference
    clause: Clause
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class HandInForm(Question[HandInFormFacts]):
    """May new terms be handed in, and which motions have they to cite?"""

    partnership: str


def not_theirs(who: Standing | Stranger, setting: Setting) -> Refused | None:
    """Why somebody hands in no terms; None where they may."""
    if isinstance(who, Stranger):
        return unknown(who, setting)
    if who.deactivated:
        return deactivated(who, setting)
    if who.is_secretariat or who.is_chair:
        return None
    return Refused("Only the secretariat or the chair hands in new terms.", next="Give them the file.")


def hand_in(command: HandInTerms, facts: HandingFacts) -> Outcome:
    """Take the file: it is fetched and looked over at once, and whoever handed it in is told what came of it."""
    refusal = not_theirs(facts.standing, facts.setting)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if facts.already:
        return Decision(Answer("That file was handed in already, by this same form."))
    if len(command.files) != 1:
        return Refused("Hand in one file: the new terms.", field="file")
    [file] = command.files
    name = safe_name(file.name)
    if not name.casefold().endswith(ENDING):
        return Refused(
            f"“{name}” is no terms file: its name ends in {ENDING}.",
            next="The guide docs/terms.md says how one is written.",
            field="file",
        )
    if file.size is not None and file.size > LARGEST:
        return Refused(f"A terms file is at most {LARGEST // 1024} kB.", field="file")
    known = [each.reference for each in facts.waiting]
    motions = tuple(each for each in command.motions if each in known)
    if known and not motions:
        return Refused("Tick the motion whose text this is.", field="motions")
    event = TermsHandedIn(
        subject=command.file,
        person=facts.standing.person,
        name=name,
        media_type=file.media_type,
        size=file.size or 0,
        slack_file=file.id,
        slack_url=file.url,
        user=command.user,
        motions=motions,
    )
    return Decision(
        Answer(
            f"“{name}” is handed in.", next="It is looked over now; you are told by message what came of it."
        ),
        (event,),
    )


def read(command: ReadTerms, facts: ReadingFacts) -> Outcome:
    """Record the terms, or tell whoever handed them in everything that is wrong with the file, in one message."""
    terms, wrong = _terms_of(facts.file)
    if terms is not None:
        asked = Recording(
            terms,
            facts.before,
            facts.setting.name,
            facts.setting.time_zone,
            facts.waiting,
            facts.file.motions,
            facts.held,
            facts.kept,
        )
        wrong = may_not_be_recorded(asked) or _asked_about(asked, facts)
        if not wrong:
            return _recorded(command, facts, asked)
    event = TermsFileRefused(subject=facts.file.id, person=facts.file.person, why=wrong)
    notice = _notice(command, facts, "The file is not recorded, and the rules stay as they are.", wrong)
    return Decision(Answer("The file is not recorded.", why=wrong), (event,), (notice,))


def _asked_about(asked: Recording, facts: ReadingFacts) -> str:
    """What looks like a mistake, told once: the very same file handed in again is recorded as it is."""
    doubt = doubtful(asked)
    if not doubt:
        return ""
    said = f"{doubt} If it is meant so, hand the same file in again, and it is recorded as it is."
    return "" if said in facts.told else said


def _recorded(command: ReadTerms, facts: ReadingFacts, asked: Recording) -> Decision:
    terms, person = asked.terms, facts.file.person
    silent = {rule.key for rule in terms.suggestions()}
    carried = {key: each for key, each in facts.held.items() if key in silent}
    stated = sorted(facts.held.keys() - carried.keys())
    event = TermsFileRecorded(
        subject=facts.file.id,
        person=person,
        terms_version=facts.next_version,
        in_force_from=terms.in_force_from,
        version=terms.version,
        motions=facts.file.motions,
        carried=carried,
    )
    words = f"Version {terms.version} is in force from {day_words(terms.in_force_from)}."
    more = f"What was put under version {facts.before.version} keeps it."
    if stated:
        more += f" No longer adopted, since the document no longer leaves it open: {listed(stated)}."
    amended = recorded(asked.adopted, facts.next_version, terms.in_force_from, person)
    notice = _notice(command, facts, words, more, is_recorded=True)
    return Decision(Answer(words, next=more), (event, *amended), (notice,))


def _terms_of(file: HandedIn) -> tuple[Terms | None, str]:
    if file.document is None:
        return None, f"It could not be fetched from Slack: {file.error}."
    try:
        return parse_terms(file.document.decode("utf-8")), ""
    except UnicodeDecodeError:
        return None, "It is no plain text: save it as plain text (UTF-8) in a text editor."
    except TermsFileError as mistakes:
        said = sentence(str(mistakes))
        return None, said if len(said) <= LONGEST_MISTAKES else f"{said[:LONGEST_MISTAKES]}…"


def _notice(
    command: ReadTerms, facts: ReadingFacts, words: str, more: str, *, is_recorded: bool = False
) -> TermsReadNotice:
    return TermsReadNotice(
        key=f"terms-read:{facts.file.id}",
        recipient=facts.file.user,
        subject=facts.file.id,
        due_at=command.due_at,
        partnership_name=facts.setting.name,
        file_name=facts.file.name,
        is_recorded=is_recorded,
        words=words,
        more=more,
    )
