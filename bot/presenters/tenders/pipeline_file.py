"""The pipeline as a file that every spreadsheet opens, and in which nothing that people typed is a formula."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.presenters.papers.proof_file import proof_file

COLUMNS: Mapping[str, str] = {
    "reference": "Tender",
    "title": "Title",
    "stage": "Stage",
    "buyer": "Buyer",
    "value": "Value",
    "deadline": "Bids by",
    "told": "Members told",
    "answers_by": "Answers by",
    "waits_for": "Waits for",
    "interested": "Interested",
    "declared": "In another bid",
    "silent": "Have not answered",
}


def pipeline_file(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The pipeline as a file."""
    return proof_file(rows, COLUMNS)
