"""Everything shown about votes given in absence, from plain data, with names and texts to order."""

from typing import Any


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every notice about a vote still awaited, or recorded for somebody."""
    common = {"partnership_name": name, "motion": "motion-1", "reference": "2025/3", "text": text}
    return {
        "VoteReminderNotice": {
            **common,
            "secret": False,
            "organisations": (name, f"{name} 2"),
            "closes": "Thursday 24 April 2025 at 12:00",
            "clause": "11",
            "clause_words": text,
        },
    }
