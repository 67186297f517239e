"""The secretary: one command in, one transaction, one decision out; or a question and its answer."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.clock import Clock
from bot.store import answers, due, outbox, receipts, record
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.session import Connection, Store, is_lost_race, is_unreachable
from bot.store.votes import ballot_box
from bot.store.votes.ballot_box import BoxLocked as BoxLocked
from bot.use_cases import USE_CASES
from bot.workflows.decisions import AlreadyDone, ClockCommand, Command, Decision, Outcome, Refused
from bot.workflows.partnership import members
from bot.workflows.partnership.members import MarkAccount
from bot.workflows.questions import Question
from bot.workflows.tenders.importing import ImportNotices
from bot.workflows.votes.locked_boxes import ReportLockedBox
from bot.workflows.votes.results import CloseVoteOnTime

A = TypeVar("A")
Asked = (
    Command | ClockCommand | CloseVoteOnTime | ReportLockedBox | MarkAccount | ImportNotices
)  # everything that can be asked to be done
log = logging.getLogger(__name__)
ATTEMPTS = 4  # a race lost to somebody else is run again with what they have changed


class SecretaryBusy(Exception):
    """The database is away or busy: nothing was recorded, and the same request may be made again."""


class Secretary:
    """Decides what is asked of it and remembers what it decided.

    `committed` is called after each commit that left a notice or changed a message, so that delivery need not wait for
    its next look.
    """

    def __init__(self, store: Store, clock: Clock, committed: Callable[[], None] = lambda: None) -> None:
        self.store = store
        self.clock = clock
        self.committed = committed

    def perform(self, command: Asked) -> Decision | Refused | AlreadyDone:
        """Decide a command in one transaction, committed when this returns.

        A refusal changes nothing. A delivery that was dealt with before is AlreadyDone. Raises SecretaryBusy when the
        database is away, and BoxLocked when a box of secret votes cannot be opened.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                outcome = self._perform_once(command)
            except Exception as exc:
                if is_lost_race(exc) and attempt < ATTEMPTS:
                    continue
                if isinstance(exc, BoxLocked):
                    self._report(exc)
                if is_lost_race(exc) or is_unreachable(exc):
                    log.warning("busy command=%s reason=%s", type(command).__name__, type(exc).__name__)
                    raise SecretaryBusy from exc
                raise
            if isinstance(outcome, Decision) and (outcome.events or outcome.notices):
                self.committed()
            return outcome
        raise AssertionError("unreachable")

    def _report(self, locked: BoxLocked) -> None:
        """Tell the secretariat of a box that cannot be opened; whoever asked for it is told by the handler."""
        if locked.setting is not None:
            self.perform(
                ReportLockedBox(
                    workspace=locked.setting.workspace,
                    partnership=locked.setting.partnership,
                    contest=locked.contest,
                    why=locked.why,
                    received_at=self.clock.now(),
                )
            )

    def ask(self, question: Question[A]) -> A:
        """Answer a question from one moment of the database. Raises SecretaryBusy when it is away, LookupError when what is asked
        about is not there."""
        answer = answers.ANSWERS[type(question)]
        try:
            with self.store.reading() as connection:
                found: A = answer(connection, question, self.clock.now())
                return found
        except Exception as exc:
            if is_unreachable(exc):
                raise SecretaryBusy from exc
            raise

    def _perform_once(self, command: Asked) -> Decision | Refused | AlreadyDone:
        now = self.clock.now()
        try:
            with self.store.transaction() as connection:
                if isinstance(command, MarkAccount):
                    return _mark_account(connection, command, now)
                if isinstance(command, Command) and not receipts.is_first(
                    connection, command.workspace, command.delivery, now
                ):
                    return AlreadyDone()
                if isinstance(command, ClockCommand) and not due.take(connection, command, now):
                    return AlreadyDone()
                outcome = _decide(connection, command, now)
                if isinstance(outcome, Refused):
                    # Rolled back whole, receipt and all: a form refused, mended and sent again keeps its key.
                    raise _NotDone(outcome)
                return outcome
        except _NotDone as refused:
            return refused.why


class _NotDone(Exception):
    def __init__(self, why: Refused) -> None:
        self.why = why


def _decide(
    connection: Connection,
    command: Command | ClockCommand | CloseVoteOnTime | ReportLockedBox | ImportNotices,
    now: datetime,
) -> Outcome:
    use = USE_CASES[type(command)]
    known = use.facts(connection, command, now)
    if isinstance(known, Refused):
        return known
    outcome = use.decide(command, known)
    if isinstance(outcome, Decision):
        setting = known.setting
        record.record(connection, setting, outcome.events, outcome.due, now)
        for vote in outcome.sealed:
            ballot_box.drop(connection, setting, vote)
        outbox.put_all(connection, setting.workspace, setting.partnership, outcome.notices, now)
    return outcome


def _mark_account(connection: Connection, command: MarkAccount, now: datetime) -> Decision:
    """An account is of the workspace, and so in each of its partnerships where somebody has it."""
    at = command.happened_at or now
    if command.time_zone:
        register_rows.set_time_zone(
            connection, command.workspace, command.team, command.user, command.time_zone
        )
    changed = register_rows.mark_account(
        connection,
        command.workspace,
        command.team,
        command.user,
        deactivated=command.deactivated,
        at=at,
    )
    for partnership, person in changed:
        setting = partnership_rows.setting(connection, command.workspace, partnership, now)
        assert setting is not None  # its people are rows of it
        event = members.AccountMarked(
            subject=person,
            person=None,
            account_team=command.team,
            account_user=command.user,
            deactivated=command.deactivated,
            as_of=at,
        )
        record.append(connection, setting, event, now)
    return Decision(members.marked(command))
