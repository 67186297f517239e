"""Secret ballots: receipts, that somebody voted, and the box as it is opened when voting ends."""

import re
import secrets
from dataclasses import dataclass

from bot.workflows.decisions import Event

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
RECEIPT = re.compile(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")
Ballots = tuple[tuple[str, str], ...]  # receipt, choice


@dataclass(frozen=True, kw_only=True)
class SecretVoteCast(Event):
    """An organisation voted in secret. What it voted is in no event before the box is opened."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class BallotBoxOpened(Event):
    """Voting in secret ended: every receipt with its choice, sorted by receipt. From these alone anybody counts again."""

    ballots: Ballots


def new_receipt() -> str:
    """A fresh receipt, "XXXX-XXXX", that says nothing of who voted, what, or when."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
