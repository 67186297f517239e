"""The Slack app as it is installed: its commands, what they are for, and what it may do."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any


@cache
def manifest() -> dict[str, Any]:
    """The Slack app's manifest: at the root of a checkout, inside the package where it is installed."""
    installed = files("bot") / "_manifest.json"
    root = Path(__file__).parents[1] / "manifest.json"
    found: dict[str, Any] = json.loads((installed if installed.is_file() else root).read_text("utf-8"))
    return found
