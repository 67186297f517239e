"""A paper is what its own bytes say, not what its name does."""

import pytest

from bot.workflows.papers.file_kinds import is_not_what_it_is_called
from bot.workflows.papers.paper_checks import KINDS

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = ZIP + b"\x14\x00\x06\x00[Content_Types].xml"
OPEN = ZIP + b"\x14\x00mimetypeapplication/vnd.oasis.opendocument.text"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"
INSIDE = {
    "pdf": (b"%PDF-1.7\n", b"\n\n%PDF-1.4"),
    "doc": (OLE, b"{\\rtf1"),
    "docx": (OFFICE, OLE),  # the second has a password
    "odt": (OPEN,),
    "rtf": (b"{\\rtf1",),
    "xls": (OLE,),
    "xlsx": (OFFICE,),
    "ods": (OPEN,),
    "csv": (
        b"a,b\n1,2\n",
        "\ufeffcaf\u00e9,1".encode(),
        "caf\u00e9;\u00a32".encode("cp1252"),
        "a\t1".encode("utf-16"),
    ),
    "ppt": (OLE,),
    "pptx": (OFFICE,),
    "odp": (OPEN,),
    "txt": (b"Minutes", "Caf\u00e9".encode()),
    "md": (b"# Minutes",),
    "png": (b"\x89PNG\r\n\x1a\n\x00",),
    "jpg": (b"\xff\xd8\xff\xe0",),
    "jpeg": (b"\xff\xd8\xff\xdb",),
}


def test_every_kind_a_paper_can_be_is_known_by_its_bytes() -> None:
    """K36."""
    assert set(INSIDE) == {ending for endings in KINDS.values() for ending in endings}


@pytest.mark.parametrize("ending", INSIDE)
def test_a_file_that_is_what_it_is_called_is_taken(ending: str) -> None:
    """K36: as the usual programs save it, in capitals too."""
    for content in INSIDE[ending]:
        assert is_not_what_it_is_called(f"Report.{ending.upper()}", content) == ""


@pytest.mark.parametrize("ending", INSIDE)
@pytest.mark.parametrize("content", [PROGRAM, b"\x7fELF\x02\x00", ZIP + b"\x00evil.exe"])
def test_a_program_or_an_archive_is_taken_under_no_name(ending: str, content: bytes) -> None:
    """K36: refused in a sentence that says what is wrong."""
    assert f"ends in .{ending}, but what is in it is not" in is_not_what_it_is_called(f"x.{ending}", content)
