"""One line an event, `key=value`, with what must not be read taken out. Bodies are never logged."""

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime

# Letters and digits that cannot be mistaken for one another when read out over the telephone.
_SPOKEN = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

_HIDDEN = "[hidden]"
_SECRETS = (
    re.compile(r"\bx(?:ox[a-z]|app|wfp)(?:e\.xox[a-z])?-[A-Za-z0-9.-]+"),  # every kind of Slack token
    re.compile(r"https://hooks\.slack\.com/[^\s\"']+"),  # response_url: whoever has it may post
    re.compile(r"\b\d{8,}\.\d{8,}\.[0-9a-f]{16,}\b"),  # trigger_id
    re.compile(r"\bv0=[0-9a-fA-F]{32,}\b"),  # a signature
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),  # user and password in a URL
    re.compile(
        r"""(?ix)(?<=\b)(["']?(?:response_url|trigger_id|signing_secret|token|password|authorization)["']?
        \s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)"""
    ),
)
_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def new_reference() -> str:
    """A short number to read out when something went wrong, such as "Q-7F3K2"; one of 24 million."""
    return "Q-" + "".join(secrets.choice(_SPOKEN) for _ in range(5))


def redacted(line: str, also: tuple[str, ...] = ()) -> str:
    """The line without tokens, response URLs, trigger ids, signatures and passwords, nor any of `also`."""
    for secret in also:
        line = line.replace(secret, _HIDDEN)
    for pattern in _SECRETS:
        line = pattern.sub(lambda found: (found.group(1) if found.re.groups else "") + _HIDDEN, line)
    return line


class OneLine(logging.Formatter):
    """`at=… level=… from=… said="…" key=value …`, always one line, redacted last so that nothing slips by."""

    def __init__(self, also: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._also = tuple(secret for secret in also if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The record in one line; what was passed as `extra` becomes keys, a traceback becomes `trace`."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        pairs = {
            "at": at,
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
        }
        pairs |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            pairs["trace"] = self.formatException(record.exc_info)
        return redacted(" ".join(f"{key}={_value(value)}" for key, value in pairs.items()), self._also)


def set_up_logging(level: str = "INFO", *, secrets_to_hide: tuple[str, ...] = ()) -> None:
    """Log to standard error, one line each. The libraries that log request bodies are kept to warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(secrets_to_hide))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("slack_bolt", "slack_sdk", "apscheduler", "alembic", "sqlalchemy", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))


def _value(value: object) -> str:
    said = value if isinstance(value, str) else str(value)
    return said if re.fullmatch(r"[^\s\"'=\\\x00-\x1f\x7f]+", said) else json.dumps(said, ensure_ascii=False)
