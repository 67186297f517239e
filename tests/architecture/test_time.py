"""Time is an argument: whoever decides does not look at a clock."""

import ast
from pathlib import Path

import pytest

from tests.architecture.walking import modules, named

_CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "localtime", "gmtime"}
_KEEPERS = {"datetime", "date", "time", "clock", "SystemClock"}


def looks_at_a_clock(node: ast.AST) -> bool:
    """`datetime.now()`, `date.today()`, `time.time()`, `clock.now()` and bare calls of the same names."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Name):
        return called.id in {"now", "utcnow", "today"}
    if not isinstance(called, ast.Attribute) or called.attr not in _CLOCKS:
        return False
    keeper = called.value
    name = keeper.attr if isinstance(keeper, ast.Attribute) else getattr(keeper, "id", "")
    return name in _KEEPERS or name.endswith("clock")


def offenders(under: str, passed_over: tuple[str, ...] = ()) -> list[str]:
    return [
        named(path, getattr(node, "lineno", None))
        for path, tree in modules(under)
        if not is_one_of(path, passed_over)
        for node in ast.walk(tree)
        if looks_at_a_clock(node)
    ]


def is_one_of(path: Path, names: tuple[str, ...]) -> bool:
    return any(name in named(path) for name in names)


@pytest.mark.parametrize("under", ["bot/rules", "bot/workflows", "bot/presenters"])
def test_neither_a_rule_nor_a_decision_looks_at_a_clock(under: str) -> None:
    assert not (found := offenders(under)), "\n".join(["Looks at a clock:", *found])


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("datetime.now(UTC)", True),
        ("datetime.datetime.utcnow()", True),
        ("date.today()", True),
        ("self.clock.now()", True),
        ("time.time()", True),
        ("today(clock, zone)", True),
        ("meeting.time()", False),
        ("facts.now", False),
        ("datetime.combine(day, at)", False),
    ],
)
def test_the_guard_knows_a_clock_when_it_sees_one(source: str, answer: bool) -> None:
    assert looks_at_a_clock(ast.parse(source, mode="eval").body) is answer


def test_no_rule_and_no_decision_computes_with_floats() -> None:
    """Thresholds are `fractions.Fraction`: two thirds is not 0.667.

    How near a misspelt word must be to be guessed at (`cutoff`) is nobody's threshold.
    """
    found = [
        named(path, node.lineno)
        for under in ("bot/rules", "bot/workflows")
        for path, tree in modules(under)
        for guesses in [
            {id(k.value) for k in ast.walk(tree) if isinstance(k, ast.keyword) and k.arg == "cutoff"}
        ]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in guesses
    ]
    assert not found, "\n".join(["A float where a Fraction belongs:", *found])


def test_sql_is_never_asked_for_the_time() -> None:
    """Governance time comes from `bot.clock`, on both databases; only the check of the two clocks may ask."""
    found = [
        named(path, node.lineno)
        for path, tree in modules("bot/store")
        if path.name != "session.py"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"now", "current_timestamp"})
        or (isinstance(node, ast.Constant) and "CURRENT_TIMESTAMP" in str(node.value).upper())
    ]
    assert not found, "\n".join(["Asks the database for the time:", *found])
