"""The tree works anywhere: it names no machine, no registry and no secret, and what it logs can be read by
anyone.
"""

import ast
import re

from tests.architecture.walking import files, modules, named

_BINARY = (".png", ".jpg", ".ico", ".woff2", ".pdf", ".docx", ".xlsx")
# Put together here, so that the guard does not find itself.
_MACHINE = re.compile(
    "|".join(
        (
            "/" + "work/",
            "/" + r"home/[a-z]+/",
            "/" + "Users/[A-Za-z]+/",
            "/" + "tmp/(?!$)[a-z]",
            "/" + "root/",
            r"file:" + "///opt",
        )
    )
)
_REGISTRY = re.compile("pypi" + r"\.org|files\.python" + r"hosted\.org|registry\." + "npmjs")
_TOKEN = re.compile(
    r"\b(?:xox[abp]-\d{9,}-\d{9,}-[A-Za-z0-9]{20,}|xapp-\d-[A-Z0-9]{9,}-\d{9,}-[a-f0-9]{40,})"
)
_UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME|XX" + r"X)\b")


def lines() -> list[tuple[str, str]]:
    """Every line of every text in the tree but the lock file, with where it is."""
    return [
        (named(path, number), line)
        for path in files()
        if path.name != "uv.lock" and not path.name.endswith(_BINARY)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
    ]


def test_the_tree_names_no_machine_no_registry_and_no_token() -> None:
    found = [
        f"{where}: {match.group()}"
        for where, line in lines()
        for pattern in (_MACHINE, _REGISTRY, _TOKEN)
        if (match := pattern.search(line))
    ]
    assert not found, "\n".join(["Belongs to one machine, or to nobody:", *found])


def test_nothing_is_left_for_later_in_a_comment() -> None:
    found = [f"{where}: {line.strip()}" for where, line in lines() if _UNFINISHED.search(line)]
    assert not found, "\n".join(["Unfinished:", *found])


def test_no_log_line_carries_a_body() -> None:
    """What people wrote is in the register, under lock; a log goes anywhere."""
    personal = {
        "body",
        "payload",
        "text",
        "blocks",
        "view",
        "message_text",
        "response_url",
        "trigger_id",
        "email",
    }
    found = [
        f"{named(path, node.lineno)}: {told}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if is_a_log_call(node)
        for told in sorted(personal & set(words_of(node)))
    ]
    assert not found, "\n".join(["Logs what people wrote:", *found])


def is_a_log_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "_log", "logger", "_logger", "logging"}
    )


def words_of(call: ast.AST) -> list[str]:
    """The names, attributes and `extra` keys a log call passes on."""
    return [
        word
        for node in ast.walk(call)
        for word in (
            [node.id] if isinstance(node, ast.Name) else [],
            [node.attr] if isinstance(node, ast.Attribute) else [],
            [str(k.value) for k in node.keys if isinstance(k, ast.Constant)]
            if isinstance(node, ast.Dict)
            else [],
        )
        for word in word
    ]


def test_nothing_is_swallowed_without_a_word() -> None:
    """`except Exception: pass` hides a bug for a year."""
    found = [
        named(path, node.lineno)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert not found, "\n".join(["Swallows everything:", *found])
