"""Files that travel with messages, each with the key by which it is uploaded once and shared as often as need be."""

from hashlib import sha256

from bot.presenters.blocks import Enclosure


def made(name: str, title: str, content: bytes) -> Enclosure:
    """A file made on the spot, such as a calendar file: the same name and bytes are the same file."""
    return Enclosure(f"made:{_digest(name.encode(), title.encode(), content)}", name, title, content)


def kept_paper(partnership: str, paper: str, version: int, name: str, title: str) -> Enclosure:
    """A version of a paper as it was submitted. Its bytes are read from the store only when they have to be uploaded."""
    key = f"paper:{_digest(*(part.encode() for part in (partnership, paper, str(version), name, title)))}"
    return Enclosure(key, name, title, paper=paper, version=version)


def _digest(*parts: bytes) -> str:
    # Each part by its own digest, so that no two lists of parts can run together into the same one.
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
