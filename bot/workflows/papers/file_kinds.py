"""What a file is by its own bytes, whatever its name says: each kind a paper can be has a signature, or is text."""

from collections.abc import Callable
from pathlib import PurePosixPath

_ZIP, _OLE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # text in two bytes a letter, as some spreadsheets save it


def _is_pdf(content: bytes) -> bool:
    return b"%PDF" in content[:1024]


def _is_office(content: bytes) -> bool:
    """A document of Office since 2007; one with a password is wrapped in the older kind."""
    return (content.startswith(_ZIP) and b"[Content_Types].xml" in content) or content.startswith(_OLE)


def _is_old_office(content: bytes) -> bool:
    return content.startswith((_OLE, _RTF))


def _is_open_document(content: bytes) -> bool:
    return content.startswith(_ZIP) and b"application/vnd.oasis.opendocument" in content[:200]


def _is_text(content: bytes) -> bool:
    return content.startswith(_WIDE) or not any(each in content for each in range(ord("\t")))


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


_KINDS: dict[tuple[str, ...], tuple[str, Callable[[bytes], bool]]] = {
    ("pdf",): ("a PDF", _is_pdf),
    ("docx", "xlsx", "pptx"): ("an Office document", _is_office),
    ("doc", "xls", "ppt"): ("an Office document", _is_old_office),
    ("odt", "ods", "odp"): ("an OpenDocument file", _is_open_document),
    ("rtf",): ("rich text", _begins(_RTF)),
    ("txt", "md", "csv"): ("plain text", _is_text),
    ("png",): ("a PNG picture", _begins(b"\x89PNG\r\n\x1a\n")),
    ("jpg", "jpeg"): ("a JPEG picture", _begins(b"\xff\xd8\xff")),
}


def is_not_what_it_is_called(name: str, content: bytes) -> str:
    """Why the bytes of a file are not what its name says, for the end of a sentence; empty where they are, or nothing is known of
    such a name."""
    ending = PurePosixPath(name.casefold()).suffix.removeprefix(".")
    for endings, (called, fits) in _KINDS.items():
        if ending in endings and not fits(content):
            return f"its name ends in .{ending}, but what is in it is not {called}"
    return ""
