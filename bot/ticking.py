"""The clock: what has fallen due becomes commands, every few seconds, each thing once however late."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Clock, SystemClock
from bot.secretary import Secretary, SecretaryBusy
from bot.store.due import DueWork, beat, due, forget_receipts, mark_done
from bot.store.health import CLOCK
from bot.store.outbox import lapse
from bot.store.session import Store
from bot.workflows.decisions import ClockCommand, Refused
from bot.workflows.elections.balloting import BallotEnds
from bot.workflows.elections.election_steps import BALLOT_ENDS, NOMINATIONS_CLOSE, TERM_ENDS
from bot.workflows.elections.nominating import CloseNominations
from bot.workflows.elections.terms_of_office import TermEnds
from bot.workflows.kinds.arrangements import DissolutionNears
from bot.workflows.kinds.covering import COVER_ENDS, RemindOfCover
from bot.workflows.kinds.dissolving import DISSOLUTION_NEARS
from bot.workflows.meetings import reminding
from bot.workflows.meetings.watching import LEFT_OPEN
from bot.workflows.partnership.handing_in import READ_TERMS, ReadTerms
from bot.workflows.room.left_open import AskToClose
from bot.workflows.tenders.asking_members import SILENT_ASKED, AskAgain
from bot.workflows.tenders.contracts import ASK
from bot.workflows.tenders.digests import DIGEST, SILENCE, SendDigest, WatchSilence
from bot.workflows.tenders.policies import RUNS_OUT
from bot.workflows.tenders.policy_reminders import RemindOfPolicy
from bot.workflows.tenders.returns import LOOK, AskForReturns, LookAtReturns
from bot.workflows.tenders.tender_chases import CHASE
from bot.workflows.tenders.tender_chasing import ChaseAnswers
from bot.workflows.votes import between_meetings, chasing
from bot.workflows.votes.results import CloseVoteOnTime

TICK_SECONDS = 5
A_BATCH = 50
# Slack sends an event again for 26 hours at most (SLACK.md section 1); thirty days are cheap.
RECEIPTS_ARE_KEPT = timedelta(days=30)
RECEIPTS_A_TICK = 500
STOP_WITHIN_SECONDS = 15.0

log = logging.getLogger(__name__)


def _close_motion(work: DueWork, now: datetime) -> CloseVoteOnTime:
    return CloseVoteOnTime(
        workspace=work.workspace, partnership=work.partnership, motion=work.subject, received_at=now
    )


def asking(command: type[ClockCommand]) -> Callable[[DueWork, datetime], ClockCommand]:
    """Due work as the command of that kind."""

    def ask(work: DueWork, now: datetime) -> ClockCommand:
        return command(
            workspace=work.workspace,
            partnership=work.partnership,
            key=work.key,
            subject=work.subject,
            due_at=work.due_at,
            received_at=now,
        )

    return ask


# What each kind of due work asks of the secretary.
COMMANDS: Mapping[str, Callable[[DueWork, datetime], CloseVoteOnTime | ClockCommand]] = {
    "close motion": _close_motion,
    between_meetings.CLOSE_EARLY: asking(between_meetings.CloseVoteEarly),
    chasing.REMIND_TO_VOTE: asking(chasing.RemindToVote),
    **{kind: asking(command) for kind, command in reminding.KINDS.items()},
    LEFT_OPEN: asking(AskToClose),
    COVER_ENDS: asking(RemindOfCover),
    READ_TERMS: asking(ReadTerms),
    DISSOLUTION_NEARS: asking(DissolutionNears),
    NOMINATIONS_CLOSE: asking(CloseNominations),
    BALLOT_ENDS: asking(BallotEnds),
    TERM_ENDS: asking(TermEnds),
    CHASE: asking(ChaseAnswers),
    ASK: asking(AskForReturns),
    LOOK: asking(LookAtReturns),
    SILENT_ASKED: asking(AskAgain),
    RUNS_OUT: asking(RemindOfPolicy),
    DIGEST: asking(SendDigest),
    SILENCE: asking(WatchSilence),
}


def tick(store: Store, secretary: Secretary, clock: Clock, real: Clock | None = None) -> int:
    """Do what has fallen due, then say that the clock is alive; how many things were done.

    No row is locked meanwhile, because the secretary decides in a transaction of its own: two clocks may both ask for the same
    thing, and the second is told that it is done. What fails stays due and is tried at the next tick; the rest is done. The
    heartbeat is real time, which nobody turns.
    """
    done, last = 0, None
    while batch := _batch(store, clock, last):
        done += sum(_do(store, secretary, clock, work) for work in batch)
        last = batch[-1]
    now = clock.now()
    with store.transaction() as connection:
        beat(connection, CLOCK, (real or SystemClock()).now())
        forget_receipts(connection, now - RECEIPTS_ARE_KEPT, RECEIPTS_A_TICK)
        lapsed = lapse(connection, now)
    if lapsed:
        log.info("withdrawn unsent, because their time had passed: %s", lapsed)
    return done


@contextmanager
def ticking(
    every_tick: Callable[[], object], loops: Sequence[Callable[[threading.Event], None]] = ()
) -> Iterator[None]:
    """The clock ticking, and each of `loops` (delivery, the feeds) running in a thread of its own, until the block ends.

    On the way out whatever is under way is finished, for as long as fifteen seconds.
    """
    stop = threading.Event()
    threads = [
        threading.Thread(target=loop, args=(stop,), name=f"loop-{number}", daemon=True)
        for number, loop in enumerate(loops, start=1)
    ]
    # In memory only: a shared job store loses and doubles jobs (SLACK.md section 3). What is due stands in our own tables.
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        every_tick,
        "interval",
        seconds=TICK_SECONDS,
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    for thread in threads:
        thread.start()
    scheduler.start()
    try:
        yield
    finally:
        stop.set()
        scheduler.shutdown(wait=True)
        for thread in threads:
            thread.join(STOP_WITHIN_SECONDS)


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, while the block lasts. For the main thread."""
    asked = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in signals}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _batch(store: Store, clock: Clock, after: DueWork | None) -> tuple[DueWork, ...]:
    with store.reading() as connection:
        return due(connection, clock.now(), after, A_BATCH)


def _do(store: Store, secretary: Secretary, clock: Clock, work: DueWork) -> bool:
    now = clock.now()
    if now < work.due_at:
        return False  # the clock was turned back meanwhile: it is not due after all
    try:
        outcome = secretary.perform(COMMANDS[work.kind](work, now))
        with store.transaction() as connection:
            mark_done(connection, work, now)
    except SecretaryBusy:
        log.warning("the database was busy; %s waits for the next tick", work.key)
        return False
    except Exception:
        # One thing that cannot be done must not keep the others waiting; it stays due, and says so every tick.
        log.exception("due, and could not be done: %s", work.key, extra={"workspace": work.workspace})
        return False
    if isinstance(outcome, Refused):
        log.info("%s was not needed: %s", work.key, outcome.reason)
    return True
