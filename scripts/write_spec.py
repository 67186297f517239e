"""Writes docs/spec from the tests: a chapter for each folder of tests/spec, a section for each file, a sentence for each test.

    python scripts/write_spec.py

The sentence is the test's name; what its docstring says first, and the clauses it cites, stand behind it.
A test holds docs/spec to it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "spec"
DOCS = ROOT / "docs" / "spec"
CITED = re.compile(r"\b[CVNKLG]\d{1,2}\b")

TITLES = {
    "days": "Days, notice and deadlines",
    "deciding": "Deciding: meetings, interests, motions, votes and results",
    "eligibility": "Who has a vote, counts and may act as chair",
    "quorum": "Quorum",
    "register": "The register",
    "tally": "Majorities, ties and casting votes",
    "terms": "Terms of reference as data",
}


def pages() -> dict[str, str]:
    """Every page by its file name: one a chapter, and the contents."""
    chapters = sorted(each for each in TESTS.iterdir() if any(each.glob("test_*.py")))
    written = {f"{each.name}.md": _chapter(each) for each in chapters}
    contents = "\n".join(f"- [{_title(each)}]({each.name}.md)" for each in chapters)
    written["README.md"] = (
        "# What Quorate promises, test by test\n\n"
        "Each sentence is the name of a test that holds it, and the letters and numbers are the clauses it rests on "
        "(see the terms files under `bot/terms`). These pages are written by `scripts/write_spec.py`.\n\n"
        f"{contents}\n"
    )
    return written


def _chapter(folder: Path) -> str:
    sections = [f"# {_title(folder)}"]
    for file in sorted(folder.glob("test_*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        sentences = list(_sentences(tree))
        if sentences:
            heading = file.stem.removeprefix("test_").replace("_", " ").capitalize()
            about = _first_line(ast.get_docstring(tree))
            sections.append("\n".join((f"## {heading}", "", *([about, ""] if about else []), *sentences)))
    return "\n\n".join(sections) + "\n"


def _sentences(tree: ast.Module) -> Iterator[str]:
    for each in ast.walk(tree):
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"):
            words = each.name.removeprefix("test_").replace("_", " ")
            cited = ", ".join(dict.fromkeys(CITED.findall(ast.get_docstring(each) or "")))
            yield f"- {words[:1].upper()}{words[1:]}.{f' ({cited})' if cited else ''}"


def _first_line(text: str | None) -> str:
    return text.strip().splitlines()[0] if text else ""


def _title(folder: Path) -> str:
    return TITLES.get(folder.name, folder.name.capitalize())


def main() -> None:
    """Write the pages, and remove those of chapters that are gone."""
    DOCS.mkdir(parents=True, exist_ok=True)
    written = pages()
    for old in DOCS.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (DOCS / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
