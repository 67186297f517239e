"""The kinds of decision the documents name: which the terms speak of, and what each names (K18, K39, K40, K45, K46).

What follows from each stands in `effects`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.rules.citing import clause_of
from bot.rules.terms import NoticeRule, Rule, Terms
from bot.workflows.decisions import Refused
from bot.workflows.kinds import adopting, co_opting, covering, dissolving
from bot.workflows.kinds.co_opting import CO_OPTION
from bot.workflows.kinds.covering import COVER
from bot.workflows.kinds.dissolving import DISSOLUTION
from bot.workflows.kinds.particulars import KindFacts, Particulars
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.votes.motions import ORDINARY

IN_PUBLIC = "meeting in public"
MEET_IN_PUBLIC = "That members agree to meet in public"


@dataclass(frozen=True)
class Kind:
    """How one kind of decision is put.

    `fields` are what its form asks; `words` are the resolution where none is typed; `lines` tell those who vote what is named.
    """

    is_spoken_of: Callable[[Terms], bool]
    looked_over: Callable[[Particulars, KindFacts], Particulars | Refused]
    words: Callable[[Particulars, KindFacts], str] | None
    lines: Callable[[Particulars, Terms], tuple[str, ...]]
    fields: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def _may_be_public(terms: Terms) -> bool:
    rule = terms.public_meetings
    return rule is not None and rule.value == "if members agree"


KINDS: Mapping[str, Kind] = {
    AMENDMENT: Kind(adopting.is_spoken_of, adopting.looked_over, None, adopting.lines, days=("in_force_on",)),
    CO_OPTION: Kind(
        co_opting.is_spoken_of,
        co_opting.looked_over,
        co_opting.words,
        co_opting.lines,
        ("co_opted", "co_opted_is", "speaker", "gives_vote"),
    ),
    DISSOLUTION: Kind(
        dissolving.is_spoken_of,
        dissolving.looked_over,
        dissolving.words,
        dissolving.lines,
        ("dissolved",),
        ("notice_on",),
    ),
    IN_PUBLIC: Kind(
        _may_be_public,
        lambda said, facts: {},
        lambda said, facts: MEET_IN_PUBLIC,
        lambda said, terms: (),
    ),
    COVER: Kind(
        covering.is_spoken_of,
        covering.looked_over,
        covering.words,
        covering.lines,
        ("covering", "covering_name", "cost"),
        ("until",),
    ),
}


def kinds_of_decision(terms: Terms) -> tuple[str, ...]:
    """The kinds a motion can be put as: ordinary, those with a majority of their own, and those of which the terms speak."""
    own = (kind for kind in terms.majorities if kind != ORDINARY)
    spoken_of = (name for name, kind in KINDS.items() if kind.is_spoken_of(terms))
    return tuple(dict.fromkeys((ORDINARY, *own, *spoken_of)))


def unknown_kind(kind: str, terms: Terms) -> Refused | None:
    """Why a motion of a kind is not put: the terms know none; nothing where they do."""
    if kind in kinds_of_decision(terms):
        return None
    return Refused(
        "The terms know no decision of that kind.",
        clause_of(terms.majority),
        next="Choose one from the list.",
        field="kind",
    )


def notice_beforehand(kind: str, terms: Terms) -> Rule[NoticeRule] | None:
    """The notice the terms ask for before a decision of a kind; one that runs from the decision on is no such (K46)."""
    rule = terms.notices.get(kind)
    return None if rule is None or (rule.value is not None and rule.value.of == "notice") else rule


def looked_over(kind: str, said: Particulars, facts: KindFacts) -> Particulars | Refused:
    """What a motion of a kind names, tidied; or what is wrong with it, under its field. Most kinds name nothing."""
    known = KINDS.get(kind)
    return known.looked_over(said, facts) if known is not None else {}


def default_words(kind: str, said: Particulars, facts: KindFacts) -> str:
    """The resolution in the words that follow from what it names, where none were typed; empty where nothing does."""
    known = KINDS.get(kind)
    return known.words(said, facts) if known is not None and known.words is not None else ""


def lines(kind: str, said: Particulars, terms: Terms) -> tuple[str, ...]:
    """What a motion of a kind names, for those who vote on it."""
    known = KINDS.get(kind)
    return known.lines(said, terms) if known is not None and said else ()
