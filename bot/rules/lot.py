"""A lot that was sealed before anybody voted, and that anybody can draw again: two digests and a remainder."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Literal

Fall = Literal["for", "against"]


def seal(secret: str) -> str:
    """What is published of a lot before the vote: the SHA-256 of its secret, which itself is published with the draw."""
    return sha256(secret.encode()).hexdigest()


def digest(votes: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of the votes as they were counted, sorted: in whichever order they came, it is the same."""
    return sha256("\n".join(f"{whose}:{choice}" for whose, choice in sorted(votes)).encode()).hexdigest()


def draw(secret: str, votes: str) -> Fall:
    """How the lot falls: the SHA-256 of the secret and of the votes' digest, for where it is even and against where it is odd.

    Whoever made the secret did not know the votes, and whoever voted did not know the secret.
    """
    return "against" if int(sha256(f"{secret}|{votes}".encode()).hexdigest(), 16) % 2 else "for"
