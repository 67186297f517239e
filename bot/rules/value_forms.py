"""How the value of each kind of rule is written in TOML, and read."""

import calendar
import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeGuard, TypeVar

from bot.rules.describing import describe_days_after, describe_days_before, describe_working_days_before
from bot.rules.kinds import ROLES, Kind
from bot.rules.notation import parse_majority, parse_period, parse_quorum, parse_tie
from bot.rules.values import AllOf, OneOfEach, QuorumFormula, RolesPresent
from bot.rules.wording import number_words

T = TypeVar("T")

_MONTHS = tuple(calendar.month_name)[1:]


class Wrong(ValueError):
    """A value that cannot stand: what was `found`, what is `allowed`, and perhaps a `hint`."""

    def __init__(self, found: object, allowed: str, hint: str = "") -> None:
        super().__init__(f"{found}; allowed: {allowed}")
        self.found, self.allowed, self.hint = shown(found), allowed, hint
        self.others: tuple[Wrong, ...] = ()  # what else is wrong with the same value


NOTHING, A_LIST, A_TABLE = "nothing", "a list in square brackets", "a table"
UNQUOTED = (NOTHING, A_LIST, A_TABLE, "a control character")
_LONGEST = 120
_MOST_NAMES = 12
_MOST_REMINDERS, _MOST_DAYS_BEFORE = 6, 60


def shown(value: object) -> str:
    """What was found, as a secretary would call it and no longer than a line."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return A_LIST
        case Mapping():
            return A_TABLE
        case "":
            return NOTHING
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@dataclass(frozen=True)
class Known:
    """The names a terms file declares, which its rules may use."""

    sectors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()


def read_value(kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    """The value of a rule and the words it was written in; refused with Wrong or NotationError."""
    return _FORMS[kind.form](kind, raw, known)


def _notated(raw: Any) -> str:
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    raise Wrong(
        raw, "text in quotation marks", f'Write "{raw}" with its unit.' if isinstance(raw, int) else ""
    )


def _period(_kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    return parse_period(_notated(raw), known.breaks), _notated(raw)


def _quorum(_kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    formula = parse_quorum(_notated(raw))
    _all(
        *(partial(_declared, name, known.sectors, "sectors") for name in _classes(formula)),
        *(partial(_role, role, known) for role in _roles_of(formula)),
    )
    return formula, _notated(raw)


def _classes(formula: QuorumFormula) -> tuple[str, ...]:
    match formula:
        case OneOfEach(classes):
            return classes
        case AllOf(parts):
            return tuple(name for part in parts for name in _classes(part))
        case _:
            return ()


def _roles_of(formula: QuorumFormula) -> tuple[str, ...]:
    match formula:
        case RolesPresent(roles):
            return roles
        case AllOf(parts):
            return tuple(role for part in parts for role in _roles_of(part))
        case _:
            return ()


def _majority(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    return parse_majority(_notated(raw)), _notated(raw)


def _tie(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    return parse_tie(_notated(raw)), _notated(raw)


def _choice(kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    if raw in kind.choices:
        return raw, raw
    near = difflib.get_close_matches(str(raw), kind.choices, n=1, cutoff=0.6)
    raise Wrong(raw, _or(kind.choices), f"Did you mean {near[0]}?" if near else "")


def _yes_or_no(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    if isinstance(raw, bool):
        return raw, "yes" if raw else "no"
    raise Wrong(raw, "true or false", "Without quotation marks." if raw in ("true", "false") else "")


def _roles(_kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    roles = _all(*(partial(_role, each, known) for each in _list(raw, '["observer"]')))
    return roles, ", ".join(roles) or "nobody"


def _sectors(_kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    names = _list(raw, '["fe", "he"]')
    sectors = _all(*(partial(_declared, name, known.sectors, "sectors") for name in names))
    return sectors, ", ".join(sectors) or "none"


def _names(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    names = tuple(each.strip() for each in _list(raw, '["the County Council"]'))
    if not all(names):
        raise Wrong("", "a name in quotation marks")
    if len(names) > _MOST_NAMES:
        raise Wrong(f"{len(names)} names", f"a list of {number_words(_MOST_NAMES)} at most")
    return names, ", ".join(names) or "nobody"


def _groups(_kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    if not isinstance(raw, Mapping) or not raw:
        raise Wrong(raw, "a number for each group: { board = 1 }")
    _all(*(partial(_declared, name, known.groups, "groups") for name in raw))
    _all(*(partial(_count, count, name) for name, count in raw.items()))
    return dict(raw), ", ".join(f"{count} in {name}" for name, count in raw.items())


def _size(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    if not isinstance(raw, Mapping) or not raw or set(raw) - {"fewest", "most"}:
        raise Wrong(raw, "{ fewest = 7, most = 20 }, or one of the two")
    fewest, most = (_count(raw[key], key) if key in raw else None for key in ("fewest", "most"))
    if fewest is not None and most is not None and most < fewest:
        raise Wrong(f"fewest {fewest}, most {most}", "a largest number not below the smallest")
    words = (
        f"at least {fewest}" if fewest is not None else "",
        f"at most {most}" if most is not None else "",
    )
    return (fewest, most), ", ".join(filter(None, words))


def _day_and_month(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    day, _space, month = _notated(raw).partition(" ")
    longest = (
        29
        if month == "February"
        else calendar.monthrange(2027, _MONTHS.index(month) + 1)[1]
        if month in _MONTHS
        else 0
    )
    if not day.isdecimal() or not 1 <= int(day) <= longest:
        raise Wrong(raw, 'a day of the year such as "1 April"')
    return f"{int(day)} {month}", f"{int(day)} {month}"


def _days_before(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    if not isinstance(raw, list):
        hint = f"Write [{raw}]." if _is_day_before(raw) else ""
        raise Wrong(raw, "a list of days before the meeting: [7, 2, 0]", hint)
    if len(raw) > _MOST_REMINDERS:
        raise Wrong(f"{len(raw)} numbers", f"a list of {number_words(_MOST_REMINDERS)} at most")
    days = _all(*(partial(_day_before, each) for each in raw))
    twice = next((each for each in days if days.count(each) > 1), None)
    if twice is not None:
        raise Wrong(twice, "each number once")
    furthest_first = tuple(sorted(days, reverse=True))
    return furthest_first, describe_days_before(furthest_first)


def _is_day_before(raw: Any) -> TypeGuard[int]:
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= _MOST_DAYS_BEFORE


def _day_before(raw: Any) -> int:
    if _is_day_before(raw):
        return raw
    hint = "Without quotation marks and without a unit." if isinstance(raw, str) else ""
    raise Wrong(raw, f"a whole number of days, from 0 (the morning itself) to {_MOST_DAYS_BEFORE}", hint)


def _days_after(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    days = tuple(sorted(_working_days(raw, "a list of working days after the notice, six at most: [2, 5]")))
    return days, describe_days_after(days)


def _working_days_before(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    wanted = "a list of working days before answers close, six at most: [5, 2]"
    days = tuple(sorted(_working_days(raw, wanted), reverse=True))
    return days, describe_working_days_before(days)


def _working_days(raw: Any, wanted: str) -> tuple[int, ...]:
    if not isinstance(raw, list) or not raw or len(raw) > _MOST_REMINDERS:
        raise Wrong(raw, wanted)
    days = _all(*(partial(_day_after, each) for each in raw))
    if len(set(days)) < len(days):
        raise Wrong(", ".join(map(str, days)), "each number once")
    return days


def _day_after(raw: Any) -> int:
    if _is_day_before(raw) and raw:
        return raw
    raise Wrong(
        raw, f"a whole number of working days, from 1 to {_MOST_DAYS_BEFORE}, without quotation marks"
    )


def _steps(kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    if raw == []:
        raise Wrong(NOTHING, "a list of what has to be done before; leave the rule out where nothing has")
    steps = _all(*(partial(_step, each, kind) for each in _list(raw, f'["{kind.choices[0]}"]')))
    return steps, ", ".join(steps)


def _step(raw: str, kind: Kind) -> str:
    return str(_choice(kind, raw, Known())[0])


def _group(_kind: Kind, raw: Any, known: Known) -> tuple[Any, str]:
    name = _notated(raw)
    return _declared(name, known.groups, "groups"), name


def _text(_kind: Kind, raw: Any, _known: Known) -> tuple[Any, str]:
    return _notated(raw), _notated(raw)


def _all(*checks: Callable[[], T]) -> tuple[T, ...]:
    """Every check made, and everything that is wrong said together."""
    passed: list[T] = []
    wrongs: list[Wrong] = []
    for check in checks:
        try:
            passed.append(check())
        except Wrong as wrong:
            wrongs.append(wrong)
    if wrongs:
        wrongs[0].others = tuple(wrongs[1:])
        raise wrongs[0]
    return tuple(passed)


def _count(raw: Any, name: str) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and raw > 0:
        return raw
    raise Wrong(f"{name} = {raw}", "a whole number, 1 or more, without quotation marks")


def _list(raw: Any, example: str) -> Sequence[str]:
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise Wrong(raw, f"a list in square brackets: {example}")
    twice = next((each for each in raw if raw.count(each) > 1), None)
    if twice is not None:
        raise Wrong(twice, "each name once")
    return raw


def _role(role: str, known: Known) -> str:
    allowed = (*ROLES, *sorted(known.roles))
    if role in allowed:
        return role
    near = difflib.get_close_matches(role, allowed, n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else "Declare other roles under [roles]."
    raise Wrong(role, _or(allowed), hint)


def _declared(name: str, names: frozenset[str], table: str) -> str:
    if name in names:
        return name
    if not names:
        raise Wrong(
            name, f"names declared under [{table}]", f'Nothing is declared: [{table}], then {name} = "…".'
        )
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else f"Or declare it under [{table}]."
    raise Wrong(name, _or(sorted(names)), hint)


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" or {words[-1]}"


_FORMS: Mapping[str, Callable[[Kind, Any, Known], tuple[Any, str]]] = {
    "notice": _period,
    "period": _period,
    "quorum": _quorum,
    "majority": _majority,
    "tie": _tie,
    "choice": _choice,
    "yes or no": _yes_or_no,
    "roles": _roles,
    "sectors": _sectors,
    "names": _names,
    "groups": _groups,
    "size": _size,
    "day and month": _day_and_month,
    "days before": _days_before,
    "days after": _days_after,
    "working days before": _working_days_before,
    "group": _group,
    "steps": _steps,
    "text": _text,
}
