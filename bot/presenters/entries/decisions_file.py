"""The register of decisions as a file: CSV for a spreadsheet, in which nothing that people typed is a formula, or JSON."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.presenters.papers.proof_file import proof_file

COLUMNS: Mapping[str, str] = {
    "decision": "Decision",
    "motion": "Motion",
    "what": "How",
    "kind": "Kind",
    "text": "Text",
    "entered_as": "Entered as",
    "status": "Status",
    "became": "What became of it",
    "decided_at": "Decided",
    "meeting": "Meeting",
    "arithmetic": "Arithmetic",
    "quorum": "Quorum",
    "clause": "Clause",
    "clause_words": "Words of the clause",
    "terms_version": "Version of the terms",
    "entitled": "Entitled",
    "present": "Present",
    "withdrawn": "Withdrawn",
    "voted": "Voted",
    "voted_for": "For",
    "voted_against": "Against",
    "abstained": "Abstaining",
    "turnout": "How many voted",
    "refers_to": "Refers to",
    "reason": "Reason",
    "notes": "Notes",
    "does_not_join_in": "Does not join in",
}


def decisions_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows as comma-separated values."""
    return proof_file(rows, COLUMNS)


def decisions_json(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows as a list of objects."""
    return (json.dumps([dict(each) for each in rows], ensure_ascii=False, indent=2) + "\n").encode()


def decisions_file(form: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows in one form or the other."""
    return decisions_json(rows) if form == "json" else decisions_csv(rows)
