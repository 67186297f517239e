"""A module has one reason to exist, and is short enough to be read for it."""

from tests.architecture.walking import files, named

MOST_LINES = 500


def test_no_module_is_longer_than_five_hundred_lines() -> None:
    """Migrations are written by Alembic, once, and never edited after."""
    offenders = [
        f"{named(path)}: {lines} lines"
        for path in files(".py")
        if path.parent.name != "versions" and (lines := len(path.read_text().splitlines())) > MOST_LINES
    ]
    assert not offenders, "\n".join(["Too long to be read in one go:", *offenders])
