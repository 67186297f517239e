"""`quorate tenders import` takes in a file or what is piped in, `poll` what the portals publish, and both say what they did."""

import gzip
import json
from pathlib import Path

import pytest

from bot.feeds import taking_in
from bot.ocds.packages import MOST_BYTES
from bot.secretary import SecretaryBusy
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.rehearsal import Rehearsal
from tests.spec.tenders.polling import Portals, endless, fails, package, quorate
from tests.spec.tenders.tendering import OFFICER, listed, release

OURS = ("--partnership", "clesp")
A_HUNDRED = Path(__file__).parent / "notices" / "contracts_finder_100_releases.json"


def found(body: Rehearsal) -> int:
    """How many tenders wait to be looked at."""
    return listed(body, OFFICER, FOUND_ONES).count


def test_a_file_is_taken_in_and_the_second_time_nothing_is_new(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C5, C18."""
    for said in ("37 new, 0 changed, 0 known already, 57", "0 new, 0 changed, 37 known already, 57"):
        told = quorate(clesp, monkeypatch, "import", str(A_HUNDRED), *OURS)
        assert told.exit_code == 0
        assert said in told.stdout
    assert found(clesp) == 37


def test_what_is_piped_in_is_taken_in_and_what_it_cannot_say_is_listed(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C18: by release and field; the rest is taken in."""
    piped = package(release(1, tenderPeriod={"endDate": "soon"}), {"id": "9"}, release(2))
    told = quorate(clesp, monkeypatch, "import", "-", *OURS, piped=piped)
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "  2 new, 0 changed, 0 known already, 0 already awarded or cancelled.",
        "  1 release left out.",
        "  1-1: tender.tenderPeriod.endDate is not a date: left out",
        "  9: ocid is missing or none, so nothing tells which tender it is about: left out",
    ]
    assert found(clesp) == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "It is empty."),
        (b"<html>Sorry</html>", "It is a web page"),
        (b'{"releases": [', "may have been cut off"),
        (b"[" * 100_000, "nested deeper"),
        (gzip.compress(b"{}"), "no JSON file"),
        (b" " * (MOST_BYTES + 1), "larger than 50 MB"),
        (b"{}", "no release package"),
    ],
    ids=[
        "nothing",
        "a web page",
        "cut off",
        "100,000 levels deep",
        "packed",
        "more than 50 MB",
        "something else",
    ],
)
def test_what_is_no_package_is_refused_in_words(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "releases.json"
    file.write_bytes(content)
    for words, piped in ((str(file), None), ("-", content)):
        said = quorate(clesp, monkeypatch, "import", words, *OURS, piped=piped)
        assert (said.exit_code, said.stdout) == (2, "")
        assert told in said.stderr
    assert found(clesp) == 0


def test_a_file_that_is_not_there_a_folder_and_a_partnership_that_is_not_kept_are_refused(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (
        "cannot be read: No such file" in quorate(clesp, monkeypatch, "import", "nowhere.json", *OURS).stderr
    )
    assert (
        "cannot be read: Is a directory" in quorate(clesp, monkeypatch, "import", str(tmp_path), *OURS).stderr
    )
    for command in (("import", str(A_HUNDRED)), ("poll",)):
        told = quorate(clesp, monkeypatch, *command, "--partnership", "nobody")
        assert told.exit_code == 2
        assert "No partnership called nobody" in told.stderr


def test_both_portals_are_polled_and_each_says_since_when_and_what_came(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, portals: Portals
) -> None:
    """C18: the first time of the last seven days."""
    portals.answer = lambda address: package(release(1 if "find-tender" in address else 2))
    told = quorate(clesp, monkeypatch, "poll", *OURS)
    assert told.exit_code == 0
    assert [each.split(",")[0].strip() for each in told.stdout.splitlines()] == [
        "find-a-tender",
        "1 new",
        "contracts-finder",
        "1 new",
    ]
    assert found(clesp) == 2


def test_of_two_portals_the_one_that_can_be_read_is_and_the_command_says_that_the_other_was_not(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, portals: Portals
) -> None:
    portals.answer = lambda address: (
        fails("The portal answered 500.")(address) if "find-tender" in address else package(release(2))
    )
    told = quorate(clesp, monkeypatch, "poll", *OURS)
    assert told.exit_code == 1
    assert "Stopped: The portal answered 500." in told.stderr
    assert found(clesp) == 1


def test_a_poll_that_leaves_pages_to_the_next_says_so(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, portals: Portals
) -> None:
    portals.answer = lambda address: package() if "contractsfinder" in address else endless(address)
    first, second = (quorate(clesp, monkeypatch, "poll", *OURS).stdout for _ in range(2))
    assert "There is more: the next poll goes on from here." in first
    assert "There is more" not in second


def test_a_database_that_is_busy_is_told_in_words(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, portals: Portals
) -> None:
    def busy(*_: object) -> None:
        raise SecretaryBusy

    monkeypatch.setattr(taking_in, "take_in", busy)
    for command in (("poll",), ("import", str(A_HUNDRED))):
        told = quorate(clesp, monkeypatch, *command, *OURS)
        assert told.exit_code == 1
        assert "The database is busy or away." in told.stderr


def test_that_there_is_nothing_is_said_too(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, portals: Portals
) -> None:
    told = quorate(clesp, monkeypatch, "import", "-", *OURS, piped=package())
    assert (told.exit_code, told.stdout) == (0, "  There is no release in it.\n")
    polled = quorate(clesp, monkeypatch, "poll", *OURS).stdout
    assert polled.count("Nothing has been published since.") == 2


def test_nobody_is_told_of_what_a_poll_by_hand_finds(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch, portals: Portals
) -> None:
    """C18, C24: members hear of a tender once it is considered, and whoever polls sees what came."""
    portals.answer = lambda _address: package(release(1))
    quorate(clesp, monkeypatch, "poll", *OURS)
    quorate(clesp, monkeypatch, "import", "-", *OURS, piped=json.dumps(release(2)).encode())
    assert found(clesp) == 2
    assert clesp.notices("TendersFoundNotice") == clesp.notices("TenderNotice") == []
