"""The tree as the guards walk it: what is committed or about to be, never what is ignored."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PASSED_OVER = {".venv", ".git", "var", "dist", "build", "__pycache__", "node_modules"}


def files(suffix: str = "", under: str = "") -> list[Path]:
    """Files git would commit, with this suffix, under this folder; every file of the tree where there is no
    git.
    """
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\0")
        paths = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not _PASSED_OVER & set(path.relative_to(ROOT).parts)]
    home = ROOT / under
    return sorted(p for p in paths if p.is_file() and p.name.endswith(suffix) and p.is_relative_to(home))


def modules(under: str = "bot") -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file under a folder, with what it says."""
    for path in files(".py", under):
        yield path, ast.parse(path.read_text())


def named(path: Path, line: int | None = None) -> str:
    """Where it is, as a person would look it up."""
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")
