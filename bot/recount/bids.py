"""Which items the register of events has as about a tender: those that name it, as T2026/4, or have a paper that does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NAMED = re.compile(r"\bT(\d{4})/(\d{1,6})\b", re.IGNORECASE)


@dataclass
class Bids:
    """The tenders by reference, and those that each item is about."""

    tenders: dict[str, str] = field(default_factory=dict)
    items: dict[str, set[str]] = field(default_factory=dict)

    def hear(self, type_: str, subject: str, data: Mapping[str, Any]) -> None:
        """Take in one event."""
        if type_ == "TenderRecorded":
            self.tenders[f"T{data['year']}/{data['number']}"] = subject
        elif type_ in ("ItemProposed", "UrgentItemRaised"):
            self._name(subject, f"{data['title']} {data['detail']}")
        elif type_ == "PaperSubmitted" and data["item"]:
            self._name(str(data["item"]), str(data["title"]))

    def _name(self, item: str, text: str) -> None:
        named = (f"T{int(year)}/{int(number)}" for year, number in _NAMED.findall(text))
        known = {self.tenders[each] for each in named if each in self.tenders}
        self.items.setdefault(item, set()).update(known)
