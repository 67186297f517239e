"""Recording a later version of the terms: it begins later than the last, and cites the motion that adopted it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.rules.terms import Adoption, Terms
from bot.rules.wording import day_words, listed
from bot.workflows.kinds.adopting import Adopted, AmendmentRecorded, TermsReplaced


@dataclass(frozen=True)
class Recording:
    """What is known when a version of the terms is recorded."""

    terms: Terms  # as the new document has them
    before: Terms  # the last that are recorded
    name: str  # of the partnership
    time_zone: str
    waiting: tuple[Adopted, ...] = ()  # adopted amendments without their text
    cited: tuple[str, ...] = ()  # references of motions
    held: Mapping[str, Adoption] = field(default_factory=dict)  # what has been adopted beside the last
    kept: tuple[Terms, ...] = ()  # every version that is recorded

    @property
    def adopted(self) -> tuple[Adopted, ...]:
        """The adopted amendments whose text this is."""
        return tuple(each for each in self.waiting if each.reference in self.cited)


def may_not_be_recorded(asked: Recording) -> str:
    """Why a version is not recorded, and what to do; empty where it is (G1, K45)."""
    return _not_cited(asked) or _not_its_day(asked) or _not_later(asked) or _other_days(asked)


def doubtful(asked: Recording) -> str:
    """What about a version that may be recorded looks like a mistake; empty where nothing does (K45)."""
    terms, before = asked.terms, asked.before
    same_day = terms.in_force_from == before.in_force_from
    same_rules = _rules(terms.with_adoptions(asked.held)) == _rules(before)
    if same_rules and not same_day:  # the text of two amendments of one day is recorded once for each
        return (
            f"Apart from its name and its day, nothing in it differs from version {before.version}, so no rule would change: is it "
            "the file with the amendment?"
        )
    twin = next((each for each in asked.kept if each.version == terms.version), None)
    if twin is not None and not same_rules:
        return (
            f"Version “{terms.version}” is the name of the terms in force from {day_words(twin.in_force_from)} already. Give this "
            "one a name of its own, so that people can tell them apart."
        )
    if same_day and not same_rules:
        return f"It begins on the same day as version {before.version}, which would then never have been in force."
    return ""


def _rules(terms: Terms) -> Terms:
    return replace(terms, version="", in_force_from=date.min, dated_by="")


def recorded(
    adopted: Iterable[Adopted], version: int, day: date, person: str | None
) -> tuple[AmendmentRecorded | TermsReplaced, ...]:
    """What happens to the amendments whose text was recorded, and to those in whose place it stands."""
    return tuple(
        (AmendmentRecorded if each.version is None else TermsReplaced)(
            subject=each.motion,
            person=person,
            reference=each.reference,
            terms_version=version,
            in_force_from=day,
        )
        for each in adopted
    )


def _not_cited(asked: Recording) -> str:
    known = [each.reference for each in asked.waiting]
    stray = [each for each in asked.cited if each not in known]
    if stray:
        waits = (
            f"Waiting for their text: {listed(known)}."
            if known
            else "No adopted amendment waits for its text."
        )
        return f"Motion {stray[0]} is no amendment that was adopted and still waits for its text. {waits}"
    if known and not asked.cited and all(each.version is not None for each in asked.waiting):
        return f"The terms recorded from motion {listed(known)} wait to be replaced, because it stands no longer: cite that motion."
    if known and not asked.cited:
        several = len(known) > 1
        return (
            f"{'Amendments' if several else 'An amendment'} adopted by motion{'s' if several else ''} {listed(known)} "
            f"wait{'' if several else 's'} for the text: cite the motion whose text this is."
        )
    return ""


def _not_its_day(asked: Recording) -> str:
    wrong = [
        each
        for each in asked.adopted
        if each.version is None and each.in_force_on != asked.terms.in_force_from
    ]
    if not wrong or _is_overtaken(wrong, asked):
        return ""
    each = wrong[0]
    return (
        f"The amendment by motion {each.reference} is in force from {day_words(each.in_force_on)}; this text says "
        f"{day_words(asked.terms.in_force_from)}. Give it in_force_from = {each.in_force_on.isoformat()}."
    )


def _is_overtaken(late: Sequence[Adopted], asked: Recording) -> bool:
    """Whether a version beginning after the amendment's day is recorded already, so that its text can only follow that."""
    return all(each.in_force_on < asked.before.in_force_from for each in late)


def _not_later(asked: Recording) -> str:
    terms, before = asked.terms, asked.before
    same_day = bool(asked.adopted) and terms.in_force_from == before.in_force_from
    if terms.in_force_from > before.in_force_from or same_day:
        return ""
    return (
        f"These terms are in force from {day_words(terms.in_force_from)}; the last recorded, version {before.version}, "
        f"from {day_words(before.in_force_from)}. A later version begins later: give it its own in_force_from."
    )


def _other_days(asked: Recording) -> str:
    if asked.terms.time_zone == asked.time_zone:
        return ""
    return f"These terms are for {asked.terms.time_zone}; the days of {asked.name} are counted in {asked.time_zone}."
