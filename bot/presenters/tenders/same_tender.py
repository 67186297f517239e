"""Tenders that may be the same as another, on screen: what matches, and the buttons by which people decide."""

from bot import ids
from bot.presenters.blocks import Block, actions, button, divider, escaped, packed, small
from bot.presenters.rich import bold, typed_text
from bot.workflows.tenders.following import PORTALS
from bot.workflows.tenders.same_tender import Likeness, Twin
from bot.workflows.tenders.tenders import FROM_FILE, FROM_MEMBER, TYPED, Tender

_FROM = {**PORTALS, TYPED: "recorded here", FROM_MEMBER: "suggested by a member", FROM_FILE: "from a file"}


def likeness_blocks(
    tender: Tender, likenesses: tuple[Likeness, ...], partnership: str, time_zone: str
) -> list[Block]:
    """What a tender may be the same as, each with the buttons that set this one aside for it or keep the two."""
    blocks: list[Block] = [divider(), bold("It may be the same as")] if likenesses else []
    for each in likenesses:
        about = packed(p=partnership, tender=tender.id, other=each.tender.id)
        of = each.tender.reference
        blocks += [*typed_text(each.tender.title), *small(_facts(each.tender, time_zone), each.words + ".")]
        blocks += actions(
            button("Set this one aside as the same", ids.variant(ids.SAME_TENDER, of), about),
            button("They are two", ids.variant(ids.TWO_TENDERS, of), about),
            _see(each.tender, partnership),
        )
    return blocks


def twin_blocks(tender: Tender, twins: tuple[Twin, ...], partnership: str, time_zone: str) -> list[Block]:
    """What people have said is the same: which goes on, and how the other stands at its publisher."""
    blocks: list[Block] = []
    for each in twins:
        which = "The same as" if each.kept else "Published as well as"
        about = packed(p=partnership, tender=tender.id, other=each.tender.id)
        back = (
            [button("They are two", ids.variant(ids.TWO_TENDERS, each.tender.reference), about)]
            if each.kept and tender.is_over
            else []
        )
        says = each.tender.published_stage
        blocks += small(
            f"{which} {_facts(each.tender, time_zone)}", f"Its publisher says: {says}." if says else ""
        )
        blocks += actions(_see(each.tender, partnership), *back)
    return blocks


def alike_words(likenesses: tuple[Likeness, ...]) -> str:
    """A line of the list: what a tender may be the same as; empty where there is nothing."""
    return f"may be the same as {likenesses[0].tender.reference}" if likenesses else ""


def _see(tender: Tender, partnership: str) -> dict[str, object]:
    value = packed(p=partnership, tender=tender.id)
    return button(f"See {tender.reference}", ids.variant(ids.OPEN_TENDER, tender.reference), value)


def _facts(tender: Tender, time_zone: str) -> str:
    deadline = tender.deadline_words(time_zone)
    said = (
        tender.reference,
        _FROM.get(tender.source, tender.source),
        escaped(tender.buyer),
        tender.value_words,
        f"bids by {deadline}" if deadline else "no deadline known",
    )
    return " · ".join(each for each in said if each)
