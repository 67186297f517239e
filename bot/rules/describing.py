"""Periods, quorums, majorities and ties put back into words, in the notation of the terms file itself."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bot.rules.values import (
    AllMajorities,
    AllOf,
    Body,
    GreaterOf,
    LesserOf,
    Majority,
    MoreForThanAgainst,
    NoneAgainst,
    Number,
    OneOfEach,
    Period,
    QuorumFormula,
    RolesPresent,
    Rounding,
    Share,
    Threshold,
    Tie,
)

_PROPER = (
    "easter",
    "christmas",
    "good friday",
    "maundy thursday",
    "eve",
    "monday",
    "sundays",
    "saturdays",
    "whitsun",
)


def describe_period(period: Period, reference: str = "") -> str:
    """The period in words that `parse_period` reads back, such as "5 clear working days".

    With a `reference` such as " before the meeting", put after the length, the text is for people only.
    """
    words = _length(period) + reference
    if period.excluding:
        words += ", not counting " + _listed([day_words(name) for name in sorted(period.excluding)])
    if period.deemed_served:
        words += f", deemed served after {_length(period.deemed_served)}"
    return words


def day_words(name: str) -> str:
    """The name of days that do not count as one writes it: "the Easter break", "Sundays", "bank holidays"."""
    article = "the " if name.endswith(("break", "holiday", "vacation", "closure")) else ""
    for proper in _PROPER:
        name = name.replace(proper, proper.title())
    return article + name


def describe_quorum(formula: QuorumFormula, classes: Mapping[str, str] | None = None) -> str:
    """The quorum in words that `parse_quorum` reads back; given `classes`, these are spelt out for people."""
    match formula:
        case Number(count):
            return "1 member" if count == 1 else f"{count} members"
        case Share():
            return _share(formula)
        case OneOfEach(names, count):
            least = "at least one" if count == 1 else f"at least {count}"
            if classes:
                return f"{least} from each of: {_listed([classes.get(name, name) for name in names])}"
            return f"{least} of each: {', '.join(names)}"
        case RolesPresent(roles):
            return " and ".join(f"the {role}" for role in roles)
        case GreaterOf(parts):
            return f"the greater of {_alternatives(parts)}"
        case LesserOf(parts):
            return f"the lesser of {_alternatives(parts)}"
        case AllOf(parts):
            return ", and ".join(describe_quorum(part, classes) for part in parts)


def describe_majority(majority: Majority) -> str:
    """The majority in words that `parse_majority` reads back, such as "at least 2/3 of the votes cast"."""
    match majority:
        case MoreForThanAgainst():
            return "more votes for than against"
        case Threshold():
            least = "more than" if majority.more_than else "at least"
            words = f"{least} {fraction_words(majority.fraction)} of {_whose(majority.of)}"
            return words + (", abstentions counted" if majority.abstentions_count else "")
        case NoneAgainst(abstentions_break):
            return "none against or abstaining" if abstentions_break else "none against"
        case AllMajorities(parts):
            return " and ".join(describe_majority(part) for part in parts)


def describe_tie(tie: Tie) -> str:
    """What a tie leads to, in words that `parse_tie` reads back."""
    return tie.value


def describe_days_before(days: Sequence[int]) -> str:
    """Days before a meeting in words, such as "7 days before, 2 days before and on the morning itself"."""
    words = [_day_before(day) for day in days]
    return _listed(words) if words else "none"


def describe_days_after(days: Sequence[int]) -> str:
    """Working days after a notice in words, such as "2 and 5 working days after it"."""
    unit = "working day" if list(days) == [1] else "working days"
    return f"{_listed([str(day) for day in days])} {unit} after it"


def describe_working_days_before(days: Sequence[int]) -> str:
    """Working days before something closes in words, such as "5 and 2 working days before"."""
    unit = "working day" if list(days) == [1] else "working days"
    return f"{_listed([str(day) for day in days])} {unit} before"


def fraction_words(fraction: Fraction) -> str:
    """An exact fraction as people write it: "half", "2/3", "35%"."""
    if fraction == Fraction(1, 2):
        return "half"
    if fraction == 1:
        return "100%"
    if fraction.denominator > 12 and (fraction * 100).denominator == 1:
        return f"{fraction * 100}%"
    return f"{fraction.numerator}/{fraction.denominator}"


def _day_before(day: int) -> str:
    if day == 0:
        return "on the morning itself"
    return "1 day before" if day == 1 else f"{day} days before"


def _length(period: Period) -> str:
    unit = period.unit.value if period.amount != 1 else period.unit.value.removesuffix("s")
    return f"{period.amount} {'clear ' if period.clear else ''}{unit}"


def _share(share: Share) -> str:
    part = f"{fraction_words(share.fraction)} of {_whose(share.of)}"
    match share.rounding:
        case Rounding.UP:
            return f"at least {part}"
        case Rounding.DOWN:
            return f"{part}, rounded down"
        case Rounding.NEAREST:
            return f"the nearest whole number to {part}"
        case Rounding.MORE_THAN:
            return f"more than {part}"


def _whose(body: Body) -> str:
    return body.value if body.value.startswith("those") else f"the {body.value}"


def _alternatives(parts: tuple[Number | Share, ...]) -> str:
    words = [str(part.count) if isinstance(part, Number) else _alternative(part) for part in parts]
    return ", ".join(words[:-1]) + f" and {words[-1]}"


def _alternative(share: Share) -> str:
    if share.rounding is Rounding.UP:  # "at least" would say too much inside "the greater of"
        return f"{fraction_words(share.fraction)} of {_whose(share.of)}, rounded up"
    return _share(share)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"
