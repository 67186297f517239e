"""A file has one key wherever it goes, and another file another."""

import pytest

from bot.presenters.blocks import Enclosure
from bot.presenters.enclosing import kept_paper, made
from bot.presenters.messages import KINDS, Kind, render
from tests.presenters.samples import notices


def test_the_same_file_has_the_same_key_and_any_other_another() -> None:
    files = [
        made("a.ics", "A", b"x"),
        made("a.ics", "A", b"y"),
        made("b.ics", "A", b"x"),
        made("a.ics", "B", b"x"),
        made("a.ic", "sA", b"x"),
        kept_paper("clpp", "p1", 1, "a.pdf", "A"),
        kept_paper("clpp", "p1", 2, "a.pdf", "A"),
        kept_paper("clpp", "p11", 1, "a.pdf", "A"),
        kept_paper("works", "p1", 1, "a.pdf", "A"),
    ]
    assert len({each.key for each in files}) == len(files)
    assert made("a.ics", "A", b"x").key == files[0].key
    assert max(len(each.key) for each in files) <= 200


def test_a_kept_paper_is_named_and_its_bytes_are_not_carried_about() -> None:
    paper = kept_paper("clpp", "p1", 2, "budget.pdf", "Budget")
    assert (paper.content, paper.paper, paper.version) == (None, "p1", 2)


def test_a_kind_of_notice_says_from_its_data_which_files_go_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def files(sent: object) -> tuple[Enclosure, ...]:
        return (made("a.ics", sent.data["partnership_name"], b"x"),)  # type: ignore[attr-defined]

    row = KINDS["WelcomeNotice"]
    monkeypatch.setitem(KINDS, "WelcomeNotice", Kind(row.folder, row.heading, row.buttons, files))  # type: ignore[arg-type]
    data = notices("x", "Exeter CVS")
    shown = render("WelcomeNotice", data["WelcomeNotice"], partnership="clpp")
    assert [each.title for each in shown.enclosures] == ["Exeter CVS"]
    assert render("RulingNotice", data["RulingNotice"], partnership="clpp").enclosures == ()
