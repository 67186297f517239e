"""Whatever has a public name says in a sentence what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.walking import modules, named

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt]) -> Iterator[Documented]:
    """The public classes and functions of a module or class, and their public methods.

    Not what stands inside functions.
    """
    for node in body:
        if not isinstance(node, Documented) or node.name.startswith("_") or is_overload(node):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public(node.body)


def is_overload(node: Documented) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)


def silent(path: Path, tree: ast.Module) -> Iterator[str]:
    if not ast.get_docstring(tree):
        yield f"{named(path)} says nothing of itself"
    for node in public(tree.body):
        if not ast.get_docstring(node):
            yield f"{named(path, node.lineno)} {node.name}"


def is_migration(path: Path) -> bool:
    return path.parent.name == "versions"


def test_every_public_module_class_and_function_says_what_it_is() -> None:
    offenders = [offender for path, tree in modules() for offender in silent(path, tree)]
    assert not offenders, "\n".join(["No docstring:", *offenders])


def test_every_docstring_opens_with_a_sentence() -> None:
    offenders = [
        f"{named(path, node.lineno)} {node.name}: {first!r}"
        for path, tree in modules()
        if not is_migration(path)
        for node in public(tree.body)
        if (first := (ast.get_docstring(node) or ".").split("\n\n")[0].strip())
        and not first.endswith((".", "?", ":", ")", '"', "`", "…"))
    ]
    assert not offenders, "\n".join(["Not a sentence:", *offenders])
