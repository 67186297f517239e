"""What every handler is given: the secretary, and where in the workspace it is asked."""

from typing import Protocol, TypeVar

from bot.workflows.decisions import AlreadyDone, Command, Decision, Refused
from bot.workflows.partnership.members import MarkAccount
from bot.workflows.questions import Question

A = TypeVar("A")


class Desk(Protocol):
    """As much of the secretary as handlers use."""

    def perform(self, command: Command | MarkAccount, /) -> Decision | Refused | AlreadyDone:
        """Decide a command; committed when this returns."""
        ...

    def ask(self, question: Question[A], /) -> A:
        """Answer a question."""
        ...
