"""A paper for a meeting: its versions, each kept as it was submitted, and what has become of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Refused
from bot.workflows.standing import Standing

SUBMITTED, ACCEPTED, RETURNED, WITHDRAWN = "submitted", "accepted", "returned", "withdrawn"
NEEDED, AGREED, REFUSED, NOTED = "needed", "agreed", "refused", "noted"  # of a late paper: its admission
WAITING, KEPT, LOST = "waiting", "kept", "lost"  # of the bytes of a version
FILE, LINK = "file", "link"
LONGEST_REASON = 1000  # characters

UNKNOWN_PAPER = Refused(
    "I do not know that paper.", next="It may belong to another partnership; `/papers` shows yours."
)


@dataclass(frozen=True)
class Version:
    """One version of a paper, as it was submitted."""

    number: int
    state: str  # "waiting", "kept" or "lost"
    file_name: str
    size: int
    link: str
    submitted_by: str  # a person
    submitted_at: datetime
    slack_file: str = ""
    digest: str = ""
    error: str = ""
    accepted_at: datetime | None = None
    circulated_at: datetime | None = None  # the first time it went round


@dataclass(frozen=True)
class Paper:
    """A paper as the store has it. `version` is the one that stands."""

    id: str
    meeting: str
    item: str | None
    title: str
    kind: str
    amendment: bool
    confidential: bool
    state: str
    reason: str
    submitted_by: str
    submitter_name: str
    organisation: str | None
    organisation_name: str
    version: int
    late: bool
    admission: str
    versions: tuple[Version, ...]

    @property
    def stands(self) -> Version:
        """The version that stands."""
        return next(each for each in self.versions if each.number == self.version)

    @property
    def last_number(self) -> int:
        """The number of the version submitted last, which a returned one keeps too."""
        return max(each.number for each in self.versions)

    @property
    def has_gone_round(self) -> bool:
        """Whether any version of it was sent to the members."""
        return any(each.circulated_at is not None for each in self.versions)

    @property
    def stood_before(self) -> Version | None:
        """The last version before the one that stands which had been looked over; it stands again if the later one is returned."""
        earlier = [
            each for each in self.versions if each.number < self.version and each.accepted_at is not None
        ]
        return max(earlier, key=lambda each: each.number, default=None)

    def is_of(self, who: Standing) -> bool:
        """Whether somebody submitted it, or speaks for the organisation that did."""
        return self.submitted_by == who.person or any(
            each.organisation == self.organisation for each in who.seats
        )


def named(paper: Paper) -> str:
    """A paper in a sentence: its title, and which version where it is not the first."""
    return f"“{paper.title}”{f', version {paper.version}' if paper.version > 1 else ''}"


def size_words(size: int) -> str:
    """A size as people read it: "340 KB", "2.1 MB"."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{round(size / 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"
