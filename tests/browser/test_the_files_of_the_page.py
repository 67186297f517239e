"""The page's own files: nothing to build, nothing to fetch, nothing that could turn data into markup."""

import re
from pathlib import Path

import pytest

import bot.local_slack

PAGE = Path(bot.local_slack.__file__).parent / "page"
MODULES = sorted(PAGE.glob("*.js"))


def test_every_module_is_fetched_at_once_and_none_is_forgotten():
    index = (PAGE / "index.html").read_text("utf-8")
    asked = set(re.findall(r"/static/([\w-]+\.js)", index))
    assert asked == {module.name for module in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_never_turns_text_into_markup(module: Path):
    code = re.sub(r"//.*", "", module.read_text("utf-8"))
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser"
    assert re.findall(forbidden, code) == []


def test_the_page_names_no_other_machine():
    for file in PAGE.iterdir():
        text = file.read_text("utf-8")
        found = set(re.findall(r"https?://\w[\w.-]*", text))
        assert found <= {"http://www.w3.org"}, file.name
