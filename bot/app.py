"""The composition root: settings, store, secretary, Bolt and delivery wired together. Nothing is decided here."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import handlers, ticking
from bot.clock import Clock, SystemClock, TurnedClock
from bot.delivery import Delivery
from bot.feeds.following import Following
from bot.gate import Gate
from bot.health import health
from bot.presenters.messages import render
from bot.secretary import Secretary
from bot.settings import Settings
from bot.store.migrating import is_current
from bot.store.session import Store
from bot.store.turned_clock import read_offset

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

REQUEST_SECONDS = 5
OPENING_SECONDS = 2  # for a form that is opened before the acknowledgement, which Slack wants within three
AFTER_THE_ANSWER = 4  # threads for what follows an answer: private confirmations, App Home


class NotReady(Exception):
    """The database is not migrated; the text says what to run."""


class CannotConnect(Exception):
    """Slack does not let the bot in, or cannot be reached; the text says what to do."""


@dataclass(frozen=True)
class Office:
    """One process's share of Quorate: the store, the clock, the secretary, and Slack."""

    store: Store
    clock: Clock
    secretary: Secretary
    client: WebClient


def open_office(settings: Settings) -> Office:
    """Open the store and put the secretary behind it. Raises NotReady when the database needs migrating."""
    store, clock = open_store(settings)
    return Office(store, clock, Secretary(store, clock), slack_client(settings))


def open_store(settings: Settings) -> tuple[Store, Clock]:
    """The store and the clock that goes with it. Raises NotReady when the database needs migrating."""
    if not is_current(settings.database_url):
        raise NotReady("The database is not up to date. Run `quorate migrate` once, then try again.")
    store = Store(settings.database_url, settings.ballot_key)
    return store, clock_of(settings, store)


def clock_of(settings: Settings, store: Store) -> Clock:
    """Real time, or in the demo real time moved by what its database says."""
    if settings.quorate_clock == "turned":
        return TurnedClock(SystemClock(), lambda: read_offset(store))
    return SystemClock()


def slack_client(settings: Settings) -> WebClient:
    """Slack's Web API, without the client's own habit of sending again what may have arrived."""
    return WebClient(
        token=settings.bot_token,
        base_url=_with_slash(settings.slack_api_url),
        timeout=REQUEST_SECONDS,
        retry_handlers=[],
    )


def bolt(office: Office, after: Callable[[Callable[[], None]], None]) -> App:
    """Bolt with every handler. It answers when the work is done, and makes no call to Slack to find out who it is.

    Requests are checked by the gate, over the raw bytes, so Bolt does not check them again; Socket Mode's are Slack's own.
    """
    # Bolt sets its loggers to the root's level unless it is given one to go by. At DEBUG it would log what people say,
    # and at WARNING that it leaves SLACK_BOT_TOKEN alone, which is just what is asked of it here.
    only_errors = logging.getLogger("bot.bolt")
    only_errors.setLevel(logging.ERROR)
    # Bolt gives each request a client of its own, with the token that `authorize` names.
    bare = WebClient(base_url=office.client.base_url, timeout=OPENING_SECONDS, retry_handlers=[])
    app = App(
        logger=only_errors,
        client=bare,
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=office.client.token
        ),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=True,
        ignoring_self_events_enabled=False,
        raise_error_for_unhandled_request=False,
    )
    handlers.register(app, office.secretary, office.clock, after)
    return app


@contextmanager
def after_the_answer() -> Iterator[Callable[[Callable[[], None]], None]]:
    """A small pool for what follows an answer. What it loses, a message in Slack still shows."""
    with ThreadPoolExecutor(AFTER_THE_ANSWER, thread_name_prefix="after") as pool:

        def run(work: Callable[[], None]) -> None:
            with suppress(RuntimeError):  # the pool is closing: the process is going down
                pool.submit(_logged, work)

        yield run


def web_application(settings: Settings) -> "WSGIApplication":
    """What `quorate serve` answers with: the gate, then Bolt; and /healthz."""
    office = open_office(settings)
    pool = ThreadPoolExecutor(AFTER_THE_ANSWER, thread_name_prefix="after")

    def after(work: Callable[[], None]) -> None:
        pool.submit(_logged, work)

    return Gate(
        SlackRequestHandler(bolt(office, after), path="/slack/events"),
        secrets=settings.signing_secrets,
        health=lambda: health(office.store, SystemClock()),
    )


@contextmanager
def socket_mode(settings: Settings, office: Office) -> Iterator[SocketModeHandler]:
    """Bolt over Socket Mode, connected while the block lasts."""
    with after_the_answer() as after:
        handler = SocketModeHandler(bolt(office, after), settings.app_token, web_client=office.client)
        with _in_words():
            handler.connect()  # type: ignore[no-untyped-call]
        try:
            yield handler
        finally:
            handler.close()  # type: ignore[no-untyped-call]


@contextmanager
def clock_and_delivery(office: Office) -> Iterator[None]:
    """The ticking clock, the delivery of notices and the feeds that are polled, in threads, while the block lasts."""
    delivery = Delivery(
        office.store,
        office.secretary,
        lambda _workspace: office.client,
        render,
        office.clock,
        only=lambda: workspace_of(office.client),
    )
    office.secretary.committed = delivery.wake

    def tick() -> None:
        ticking.tick(office.store, office.secretary, office.clock)

    with ticking.ticking(tick, [delivery.run, Following(office.store, office.clock).run]):
        yield


def accounts_by_email(client: WebClient, emails: Iterable[str]) -> dict[str, str]:
    """The Slack account of each e-mail address that has one, by the address in lower case."""
    found: dict[str, str] = {}
    for email in emails:
        try:
            found[email.casefold()] = client.users_lookupByEmail(email=email)["user"]["id"]
        except SlackApiError as refused:
            if refused.response["error"] not in ("users_not_found", "user_not_found"):
                raise CannotConnect(_slack_says(refused)) from refused
    return found


def workspace_of(client: WebClient) -> str:
    """The id of the workspace the bot token belongs to."""
    with _in_words():
        return str(client.auth_test()["team_id"])


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except SlackApiError as refused:
        raise CannotConnect(_slack_says(refused)) from refused
    except (SlackClientError, OSError) as away:
        raise CannotConnect(
            f"Slack cannot be reached at SLACK_API_URL ({type(away).__name__}). Check the network and the address."
        ) from away


def _slack_says(refused: SlackApiError) -> str:
    error = str(refused.response["error"])
    advice = {
        "invalid_auth": "The token is not one Slack knows: copy SLACK_BOT_TOKEN and SLACK_APP_TOKEN again.",
        "not_allowed_token_type": "SLACK_APP_TOKEN must be the app-level token, SLACK_BOT_TOKEN the bot's.",
        "missing_scope": "The app lacks a scope: paste manifest.json into the app's settings and install it again.",
    }
    return advice.get(error, f"Slack refused with “{error}”.")


def _logged(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as exc:  # noqa: BLE001  nobody waits for this any more; the message in Slack still shows the truth
        log.warning("after the answer", extra={"error": type(exc).__name__})


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
