"""The sample registers that travel with the bot. Every person in them is invented."""

from importlib.resources import files

from bot.register_files.reading import parse_register
from bot.rules.register import Register


def sample_register_slugs() -> tuple[str, ...]:
    """The partnerships that have a sample register, by the slugs of their terms."""
    folder = files("bot") / "registers"
    return tuple(
        sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))
    )


def sample_register_text(slug: str) -> str:
    """The shipped file as text. ValueError names the slugs there are."""
    if slug not in sample_register_slugs():
        raise ValueError(
            f'There is no sample register "{slug}"; there are: {", ".join(sample_register_slugs())}.'
        )
    return (files("bot") / "registers" / f"{slug}.toml").read_text(encoding="utf-8")


def sample_register(slug: str) -> Register:
    """The shipped register of a sample partnership."""
    return parse_register(sample_register_text(slug).encode(), kind=".toml")
