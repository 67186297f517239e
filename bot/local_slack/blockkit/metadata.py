"""Message metadata: an event_type and a flat payload (docs.slack.dev/messaging/message-metadata)."""

import json
import re
from typing import Any

from bot.local_slack.state import SlackError

LARGEST = 1024


def check_metadata(metadata: Any) -> None:
    """Refuse metadata Slack would: a wrong shape, nested values in the payload, or more than 1 KB.

    Slack names no figure for `metadata_too_large`; a kilobyte is what it suggests to stay under.
    """
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format", ["[ERROR] metadata is event_type and event_payload"])
    kind, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(kind, str) or not re.fullmatch(r"[A-Za-z0-9_]{1,255}", kind):
        raise SlackError(
            "invalid_metadata_format", ["[ERROR] event_type must be letters, digits and underscores"]
        )
    if not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format", ["[ERROR] event_payload must be an object"])
    for key, value in payload.items():
        flat = isinstance(value, str | int | float | bool)
        if not flat and not (
            isinstance(value, list) and all(isinstance(v, str | int | float) for v in value)
        ):
            raise SlackError("invalid_metadata_format", [f"[ERROR] event_payload.{key} must be flat"])
    if len(json.dumps(metadata)) > LARGEST:
        raise SlackError("metadata_too_large")
