"""The proof of circulation as a file that every spreadsheet opens, and in which nothing that people typed is a formula."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from bot.register_files.writing import inert

COLUMNS: Mapping[str, str] = {
    "round": "Round",
    "sent_round": "Sent round",
    "name": "Name",
    "organisation": "Organisation",
    "outcome": "Outcome",
    "sent_at": "Sent",
    "channel": "Slack conversation",
    "message": "Slack message",
    "has_these_at": "Says to have them",
    "by_hand": "Given by hand",
    "papers": "Papers",
    "withheld": "Kept from them",
}


def proof_file(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str] = COLUMNS) -> bytes:
    """The rows as comma-separated values, with a mark at the front by which spreadsheets know that it is UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns.values())
    for row in rows:
        writer.writerow([inert(str(row.get(column, ""))) for column in columns])
    return text.getvalue().encode("utf-8-sig")
