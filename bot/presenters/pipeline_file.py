"""The pipeline as a file that every spreadsheet opens, and in which nothing that people typed is a formula."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from bot.presenters.proof_file import cell

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
}


def pipeline_file(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows as comma-separated values, with a mark at the front by which spreadsheets know that it is UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values())
    for row in rows:
        writer.writerow([cell(str(row[column])) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")
