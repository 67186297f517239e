"""The environment, read once and checked: every fault is told in one sentence, and no sentence repeats a
secret.
"""

import re
from collections.abc import Callable, Iterable
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASES = ("sqlite", "sqlite+pysqlite", "postgres", "postgresql", "postgresql+psycopg")


class SettingsError(Exception):
    """What is missing or malformed in the environment: one sentence for each fault."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class Settings(BaseSettings):
    """What the environment says. Secrets print as stars; get at one by `.get_secret_value()`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    slack_signing_secret_old: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default="sqlite:///var/quorate.db", repr=False)
    quorate_ballot_key: SecretStr | None = None
    port: str = "3000"
    log_level: str = "INFO"
    quorate_clock: str = "system"
    web_concurrency: str = "1"

    @field_validator("slack_signing_secret", mode="before")
    @classmethod
    def _one_or_several(cls, said: object) -> object:
        return (
            tuple(part.strip() for part in said.split(",") if part.strip()) if isinstance(said, str) else said
        )

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """Every secret a request may be signed with: two while one is being changed for another."""
        old = (self.slack_signing_secret_old,) if self.slack_signing_secret_old else ()
        return tuple(secret.get_secret_value() for secret in (*self.slack_signing_secret, *old))

    @property
    def bot_token(self) -> str:
        """The bot's token, checked before anyone asks for it."""
        return _said(self.slack_bot_token)

    @property
    def ballot_key(self) -> str:
        """The key that seals secret votes, in hexadecimal digits; empty where the environment gives none."""
        return _said(self.quorate_ballot_key)

    @property
    def app_token(self) -> str:
        """The app-level token that opens Socket Mode."""
        return _said(self.slack_app_token)


def settings_for_run() -> Settings:
    """What `quorate run` needs: both tokens, and the common settings. Raises SettingsError."""
    return _checked(_bot_token, _app_token)


def settings_for_serve() -> Settings:
    """What `quorate serve` needs: the bot token, a signing secret, a port. Raises SettingsError."""
    return _checked(_bot_token, _signing_secret, _port, _workers)


def settings_for_clock() -> Settings:
    """What `quorate clock` needs: the bot token to deliver with. Raises SettingsError."""
    return _checked(_bot_token)


def settings_for_store() -> Settings:
    """What commands that only touch the database need. Raises SettingsError."""
    return _checked()


Fault = str | None
Check = Callable[[Settings], Fault]


def _checked(*checks: Check) -> Settings:
    settings = Settings()
    faults = [
        check(settings) for check in (*checks, _api_url, _database_url, _ballot_key, _log_level, _clock)
    ]
    sentences = [fault for fault in faults if fault]
    if sentences:
        raise SettingsError(sentences)
    return settings


def _said(secret: SecretStr | None) -> str:
    return secret.get_secret_value().strip() if secret else ""


def _bot_token(settings: Settings) -> Fault:
    where = "the app's page OAuth & Permissions, Bot User OAuth Token"
    return _token("SLACK_BOT_TOKEN", settings.bot_token, "xoxb-", where)


def _app_token(settings: Settings) -> Fault:
    where = "the app's page Basic Information, App-Level Tokens, with the scope connections:write"
    return _token("SLACK_APP_TOKEN", settings.app_token, "xapp-", where)


def _token(name: str, value: str, prefix: str, where: str) -> Fault:
    if not value:
        return f"{name} is not set: it begins with {prefix} and stands on {where}."
    if not value.startswith(prefix):
        return f"{name} does not begin with {prefix}: copy it from {where}."
    if not re.fullmatch(r"[A-Za-z0-9-]+", value) or len(value) < len(prefix) + 4:
        return (
            f"{name} is cut short or holds something other than letters, digits and hyphens: copy it again."
        )
    return None


def _signing_secret(settings: Settings) -> Fault:
    where = "the app's page Basic Information, Signing Secret"
    if not settings.signing_secrets:
        return f"SLACK_SIGNING_SECRET is not set: it stands on {where}."
    if not all(re.fullmatch(r"[A-Za-z0-9]{16,}", secret) for secret in settings.signing_secrets):
        return f"SLACK_SIGNING_SECRET is not 16 or more letters and digits: copy it from {where}."
    return None


def _port(settings: Settings) -> Fault:
    if re.fullmatch(r"[0-9]{1,5}", settings.port) and 0 < int(settings.port) < 65536:
        return None
    return f"PORT must be a number from 1 to 65535, not {settings.port[:20]!r}."


def _workers(settings: Settings) -> Fault:
    if re.fullmatch(r"[0-9]{1,3}", settings.web_concurrency) and int(settings.web_concurrency) > 0:
        return None
    return f"WEB_CONCURRENCY must be a number of processes, 1 or more, not {settings.web_concurrency[:20]!r}."


def _api_url(settings: Settings) -> Fault:
    try:
        parts = urlsplit(settings.slack_api_url)
        ok = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        )
        local = parts.hostname in ("127.0.0.1", "::1", "localhost")
    except ValueError:
        ok, local, parts = False, False, urlsplit("")
    if not ok:
        return "SLACK_API_URL must be a web address such as https://slack.com/api/."
    if parts.scheme == "http" and not local:
        return "SLACK_API_URL must begin with https:// unless it is on this machine: tokens travel with every call."
    return None


def _database_url(settings: Settings) -> Fault:
    scheme, colon, rest = settings.database_url.partition("://")
    if not colon or scheme not in _DATABASES:
        return "DATABASE_URL must begin with sqlite:///, postgres:// or postgresql://."
    if scheme.startswith("sqlite") and (not rest.startswith("/") or rest in ("/", "/:memory:")):
        return "DATABASE_URL names no file: sqlite:///var/quorate.db has three slashes and a path."
    if scheme.startswith("postgres") and not rest.partition("?")[0].partition("/")[2]:
        return "DATABASE_URL names no database: postgresql://user:password@host/name ends with its name."
    return None


def _ballot_key(settings: Settings) -> Fault:
    if not settings.ballot_key or re.fullmatch(r"[0-9A-Fa-f]{64}", settings.ballot_key):
        return None
    return "QUORATE_BALLOT_KEY is not 64 hexadecimal digits: make one with `openssl rand -hex 32`, and keep it apart from backups."


def _log_level(settings: Settings) -> Fault:
    if settings.log_level.upper() in _LEVELS:
        return None
    return f"LOG_LEVEL must be one of {', '.join(_LEVELS)}, not {settings.log_level[:20]!r}."


def _clock(settings: Settings) -> Fault:
    if settings.quorate_clock in ("system", "turned"):
        return None
    return f"QUORATE_CLOCK must be system or turned, not {settings.quorate_clock[:20]!r}."
