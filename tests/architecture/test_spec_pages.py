"""docs/spec says what the tests say."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_specification_is_the_one_the_tests_write() -> None:
    """Lists every page that differs; `make fix` writes them anew."""
    wanted = runpy.run_path(str(ROOT / "scripts" / "write_spec.py"))["pages"]()
    kept = {each.name: each.read_text("utf-8") for each in (ROOT / "docs" / "spec").glob("*.md")}
    offenders = sorted(name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name))
    assert not offenders, f"Out of date: {', '.join(offenders)}. Run `make fix`."
