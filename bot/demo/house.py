"""Everything the demo runs, in one process: the local workspace, the bot, the clock and delivery."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from bot import app as office_of
from bot.app import Office
from bot.clock import SystemClock
from bot.demo.partnerships import add_sample_partnerships
from bot.demo.portal import Portal
from bot.demo.workspace import CHANNELS, TEAM, demo_seed
from bot.feeds.taking_in import Tell, poll
from bot.local_slack import LocalSlack
from bot.manifest import manifest
from bot.settings import Settings
from bot.store.migrating import migrate
from bot.store.session import Store
from bot.store.turned_clock import keep_offset, read_offset

CHAIR = "U0CLPP0105"


class PortTaken(Exception):
    """Something else listens on the demo's port."""


class StateTooOld(Exception):
    """What was kept of an earlier demo cannot be read by this version."""


class TurnableClock:
    """What the page turns: the offset kept in the demo's database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._real = SystemClock()

    def now(self) -> datetime:
        """Governance time."""
        return self._real.now() + read_offset(self._store)

    def turn_to(self, instant: datetime) -> None:
        """Make it this instant now."""
        keep_offset(self._store, instant - self._real.now())

    def reset(self) -> None:
        """Back to real time."""
        keep_offset(self._store, timedelta(0))


class House:
    """The demo while it runs. State is kept in `var`: a database, and the workspace's messages.

    `restart_bot` stops and starts the bot, as a machine restarted in the middle of a day does.
    """

    def __init__(self, var: Path, *, port: int = 0, database_url: str | None = None) -> None:
        var.mkdir(parents=True, exist_ok=True)
        url = database_url or f"sqlite:///{(var / 'demo.db').absolute()}"
        migrate(url)
        self.store = Store(url)
        self.clock = TurnableClock(self.store)
        add_sample_partnerships(self.store, self.clock)
        seed = demo_seed()
        try:
            self.slack = LocalSlack(
                seed, manifest(), clock=self.clock, port=port, state_file=var / "workspace.json"
            )
        except ValueError as unreadable:
            raise StateTooOld from unreadable
        self._tokens = {
            "slack_bot_token": seed.bot_token,
            "slack_app_token": seed.app_token,
            "slack_signing_secret": seed.signing_secret,
        }
        self._url = url
        self._bot = ExitStack()
        self.office: Office

    @property
    def address(self) -> str:
        """Where the page is, acting as the chair of CLPP."""
        return f"{self.slack.base_url}/?as={CHAIR}&c=C0CLPP"

    def __enter__(self) -> "House":
        try:
            self.slack.start()
        except OSError as taken:
            raise PortTaken from taken
        self.start_bot()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_bot()
        self.slack.stop()
        self.store.close()

    def poll_portals(self, tell: Tell, partnerships: Iterable[str] = tuple(CHANNELS)) -> None:
        """Take in the notices that a portal on this machine serves, as `quorate tenders poll` does from the real ones."""
        with Portal(self.clock) as portal:
            for each in partnerships:
                for feed in portal.feeds:
                    poll(self.store, self.clock, TEAM, each, feed, tell, portal.door)

    def start_bot(self) -> None:
        """Start the bot, the clock and delivery, and wait until they are connected."""
        settings = Settings.model_validate(
            {
                **self._tokens,
                "slack_api_url": self.slack.api_url,
                "database_url": self._url,
                "quorate_clock": "turned",
            }
        )
        self.office = office_of.open_office(settings)
        self._bot.enter_context(office_of.clock_and_delivery(self.office))
        self._bot.enter_context(office_of.socket_mode(settings, self.office))
        self.slack.wait_until_connected()

    def stop_bot(self) -> None:
        """Stop them, as at the end of a day."""
        self._bot.close()
        self.office.store.close()
