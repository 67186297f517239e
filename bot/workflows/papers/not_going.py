"""What does not go round with agenda and papers, why, and what the secretariat can decide so that it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.terms import Terms
from bot.workflows.agenda.agenda import AWAITING, PROPOSED, URGENT, AgendaItem
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.how_late import as_it_stands
from bot.workflows.papers.papers import ACCEPTED, KEPT, LOST, REFUSED, SUBMITTED, WAITING, Paper, named


@dataclass(frozen=True)
class Left:
    """Something that does not go: why, and what can be decided about it on the spot."""

    words: str
    paper: str = ""  # the id of a paper that can be looked into
    accepts: bool = False  # … and accepted, because it waits to be looked over
    item: str = ""  # the id of an item that is proposed and can be decided on
    closed: bool = False  # … but not accepted any more, because the agenda has been sent


def goes(paper: Paper, terms: Terms, meeting: MeetingState) -> bool:
    """Whether a paper is ready to be sent: looked over, its bytes here, and not refused for being late."""
    if paper.state != ACCEPTED or paper.stands.state != KEPT:
        return False
    sent = paper.stands.circulated_at is not None
    return sent or paper.amendment or as_it_stands(terms, meeting, paper).admission != REFUSED


def has_its_item(paper: Paper, items: Mapping[str, AgendaItem]) -> bool:
    """Whether the item a paper is for still stands: with its item goes what made it confidential, so it waits to be placed."""
    item = items.get(paper.item or "")
    return not paper.item or (item is not None and item.stands)


def left_out(
    papers: Iterable[Paper],
    agenda: Iterable[AgendaItem],
    terms: Terms,
    meeting: MeetingState,
    *,
    closed: bool,
) -> tuple[Left, ...]:
    """Every item that nobody has decided on and every paper that does not go; `closed`: nothing is added to the agenda now."""
    items = {each.id: each for each in agenda}
    undecided = [each for each in items.values() if each.state == PROPOSED and each.kind != URGENT]
    found = [_undecided(each, closed=closed) for each in undecided]
    for paper in papers:
        why = _why(paper, items, terms, meeting)
        if why:
            accepts = paper.state == SUBMITTED and paper.stands.state != LOST
            found.append(Left(f"{named(paper)} {why}", paper.id, accepts=accepts))
    return tuple(found)


def _undecided(item: AgendaItem, *, closed: bool) -> Left:
    if not closed:
        return Left(f"The item “{item.title}” is proposed and not decided on yet", item=item.id)
    words = f"The item “{item.title}” was proposed and not decided on before the agenda was sent: carry it over, or return it"
    return Left(words, item=item.id, closed=True)


def _why(paper: Paper, items: Mapping[str, AgendaItem], terms: Terms, meeting: MeetingState) -> str:
    """Why a paper does not go, for the end of a sentence; empty where it does, or where nobody waits for it."""
    if paper.stands.state == LOST and paper.state in (SUBMITTED, ACCEPTED):
        return f"could not be kept ({paper.stands.error}): ask for it again"
    if paper.state == SUBMITTED:
        return "waits to be looked over"
    if paper.state != ACCEPTED:
        return ""
    if not has_its_item(paper, items):
        return _without_its_item(items.get(paper.item or ""))
    if paper.stands.state == WAITING:
        return "is still being fetched from Slack, and can go round later"
    return "" if goes(paper, terms, meeting) else "came late and is not taken at this meeting"


def _without_its_item(item: AgendaItem | None) -> str:
    if item is not None and item.state == PROPOSED:
        return f"is for the item “{item.title}”, which is proposed and not decided on yet: it goes once that is accepted"
    if item is not None and item.state == AWAITING:
        return f"is for “{item.title}”, which those present have yet to agree to"
    return "is for an item that is not on the agenda any more: move it to another, or withdraw it"
