"""What happens when the bytes of a paper cannot be kept: whoever submitted it and the secretariat are told, once."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.wording import day_words
from bot.workflows.decisions import Notice, derived_id


@dataclass(frozen=True, kw_only=True)
class PaperLostNotice(Notice):
    """Tells that a paper which was submitted could not be kept, and so cannot be sent round."""

    partnership_name: str
    paper: str
    title: str
    file_name: str
    meeting: str
    error: str
    own: bool  # to whoever submitted it
    submitter: str
    told: bool  # whether whoever submitted it is told here too


@dataclass(frozen=True)
class LostPaper:
    """A version of a paper that will never be here, and who has to know."""

    paper: str
    version: int
    title: str
    file_name: str
    meeting: str
    held_on: date | None
    error: str
    submitter: str
    submitter_user: str | None  # none: they have no account here
    partnership_name: str
    secretariat: tuple[str, ...]


def tell_of_lost(lost: LostPaper, at: datetime) -> tuple[PaperLostNotice, ...]:
    """One notice for whoever submitted it and one for each of the secretariat, the same however often asked for."""
    submitter = () if lost.submitter_user is None else (lost.submitter_user,)
    on = "" if lost.held_on is None else f", {day_words(lost.held_on)}"
    return tuple(
        PaperLostNotice(
            key=derived_id("paper-lost", lost.paper, str(lost.version), user),
            recipient=user,
            subject=lost.paper,
            due_at=at,
            partnership_name=lost.partnership_name,
            paper=lost.paper,
            title=lost.title,
            file_name=lost.file_name,
            meeting=f"{lost.meeting}{on}",
            error=lost.error,
            own=user == lost.submitter_user,
            submitter=lost.submitter,
            told=lost.submitter_user is not None,
        )
        for user in dict.fromkeys((*submitter, *lost.secretariat))
    )
