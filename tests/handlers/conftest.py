"""A workspace in which Quorate's handlers are tried: with a desk that says what it is told, or with the real secretary."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.clock import StoppedClock
from tests.handlers.slack import Slack, connected


class Stub:
    """A secretary that answers with what it was given, and remembers what it was asked."""

    def __init__(self) -> None:
        self.performed: list[Any] = []
        self.asked: list[Any] = []
        self.outcome: Any = None
        self.answers: dict[type, Any] = {}

    def perform(self, command: Any, /) -> Any:
        """Whatever stands in `outcome`; an exception is raised."""
        self.performed.append(command)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def ask(self, question: Any, /) -> Any:
        """Whatever stands under the question's type; an exception is raised."""
        self.asked.append(question)
        answer = self.answers[type(question)]
        if isinstance(answer, Exception):
            raise answer
        return answer(question) if callable(answer) else answer


@pytest.fixture
def desk() -> Stub:
    """The stub of a secretary."""
    return Stub()


@pytest.fixture
def slack(desk: Stub, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> Slack:
    """The workspace over the stub."""
    return connected(Slack(desk, clock), monkeypatch)


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, StoppedClock], Slack]:
    """A workspace over any secretary."""
    return lambda secretary, clock: connected(Slack(secretary, clock), monkeypatch)
