"""The terms files that travel with the bot: bot/terms/<slug>/<in-force-from>.toml."""

import re
from importlib.resources import files

_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_TERMS = files("bot").joinpath("terms")


def sample_slugs() -> tuple[str, ...]:
    """The partnerships whose terms are shipped, in the order of the alphabet."""
    return tuple(
        sorted(folder.name for folder in _TERMS.iterdir() if folder.is_dir() and _dated(folder.name))
    )


def sample_terms(slug: str) -> str:
    """The text of the latest terms file shipped for a partnership; KeyError for one that is not shipped."""
    dated = _dated(slug)
    if not dated:
        raise KeyError(slug)
    return _TERMS.joinpath(slug, dated[-1]).read_text(encoding="utf-8")


def _dated(slug: str) -> list[str]:
    folder = _TERMS.joinpath(slug)
    if not _SLUG.fullmatch(slug) or not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
