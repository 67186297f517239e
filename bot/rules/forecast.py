"""The quorum that looks forward: from what members have answered, whether a meeting will have one, and whom to ask."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.rules.asking import ANYBODY, Asking, Need, needs_of, whom_to_ask
from bot.rules.citing import cited
from bot.rules.eligibility import Facts, Interest, counts_for_quorum
from bot.rules.quorum import (
    WHOEVER_COMES,
    Attendance,
    QuorumAnswer,
    assess_quorum,
    classes_of,
    on_vacancies,
)
from bot.rules.register import CHAIR
from bot.rules.terms import Clause, Terms
from bot.rules.values import Basis
from bot.rules.wording import listed, number_words, sentence


class Reply(StrEnum):
    """What an organisation has answered to the call to a meeting."""

    COMING = "coming"
    REMOTE = "remote"  # by telephone or video, which counts (K32)
    APOLOGIES = "apologies"
    SUBSTITUTE = "substitute"
    NONE = "no answer"


@dataclass(frozen=True)
class Expected:
    """One organisation with a vote and what is known of its coming.

    `will_be_represented` says that somebody who may act for it comes: its representative, or a substitute it
    has named (K34). `may_be_asked` names those of its people who have not refused, representatives first; none
    when all have sent apologies and no deputy is left to ask. `roles` are held by whoever comes for it.
    """

    organisation: str  # slug
    name: str
    sector: str | None
    reply: Reply
    will_be_represented: bool
    may_be_asked: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    awaits_deputy: bool = False  # it comes only through a deputy who has not answered


@dataclass(frozen=True)
class Forecast:
    """Whether there will be a quorum, and what would make one.

    `quorate` and `missing` suppose that just those come who said so; `quorate` is None where the terms state no
    quorum. `can_still` says whether there is a quorum if everybody comes who has not refused: never where none
    is stated. `ask` names whom to ask in the order in which asking helps, and nobody when there are enough.
    """

    coming: int  # organisations with a vote that will be represented, withdrawn ones included
    of: int  # organisations with a vote
    unanswered: int
    quorate: bool | None
    words: str
    missing: tuple[str, ...]
    ask: tuple[str, ...]
    can_still: bool
    clause: Clause
    follows: str  # what the terms say of a meeting without a quorum; empty when quorate


def forecast(
    terms: Terms,
    expected: Sequence[Expected],
    *,
    members: int,
    vacant: frozenset[str] = frozenset(),
    withdrawn: frozenset[str] = frozenset(),
    adjourned: bool = False,
    most: int = 2,
) -> Forecast:
    """Whether those who are coming will be a quorum under these terms; otherwise what is lacking and whom to ask.

    `expected` are all organisations with a vote, and `members` counts the whole membership. `vacant` names the
    sectors without any member (K21); one from which nobody is expected is taken for vacant. `withdrawn`
    organisations have withdrawn from the one item that is asked about (G9). At most `most` people are named.
    Refuses impossible numbers with ImpossibleCount.
    """
    outlook = _Outlook(terms, tuple(expected), members, vacant, withdrawn, adjourned)
    now = outlook.if_there(outlook.coming)
    asking = whom_to_ask(outlook.may_be_asked, now.lacks, most) if now.quorate is False else Asking()
    return Forecast(
        coming=outlook.represented,
        of=len(outlook.expected),
        unanswered=outlook.unanswered,
        quorate=now.quorate,
        words=_words(outlook, now, asking),
        missing=now.missing,
        ask=asking.names,
        can_still=outlook.if_there(outlook.not_refused).quorate is True,
        clause=now.clause,
        follows=_follows(outlook, now),
    )


@dataclass(frozen=True)
class _Outlook:
    """Who is expected, and what the quorum would be if one or another of them came."""

    terms: Terms
    expected: tuple[Expected, ...]
    members: int
    vacant: frozenset[str]
    withdrawn: frozenset[str]
    adjourned: bool

    @cached_property
    def counted(self) -> tuple[Expected, ...]:
        """Those whose coming counts for the quorum."""
        return tuple(each for each in self.expected if self._counts(each))

    @cached_property
    def coming(self) -> tuple[Expected, ...]:
        """Those who count and will be represented."""
        return tuple(each for each in self.counted if each.will_be_represented)

    @cached_property
    def may_be_asked(self) -> tuple[Expected, ...]:
        """Those who would count, and have neither said that they come nor refused."""
        return tuple(each for each in self.counted if not each.will_be_represented and each.may_be_asked)

    @cached_property
    def not_refused(self) -> tuple[Expected, ...]:
        """Those who count if everybody comes who has not refused."""
        return (*self.coming, *self.may_be_asked)

    @property
    def represented(self) -> int:
        return sum(each.will_be_represented for each in self.expected)

    @property
    def unanswered(self) -> int:
        return sum(each.reply is Reply.NONE and not each.will_be_represented for each in self.expected)

    @property
    def whoever_comes(self) -> bool:
        """Whether this is the adjourned meeting at which whoever comes is a quorum."""
        rule = self.terms.inquorate
        return self.adjourned and rule is not None and rule.value == WHOEVER_COMES

    @property
    def for_it(self) -> str:
        """That one item is asked about, where organisations have withdrawn from it."""
        return " for this item" if self.withdrawn else ""

    def if_there(self, there: Iterable[Expected]) -> QuorumAnswer:
        """Whether these would be a quorum."""
        present = tuple(there)
        rule = self.terms.quorum
        asked_for = classes_of(rule.value) if rule is not None and rule.value is not None else ()
        held = {each.sector for each in self.expected}
        attendance = Attendance(
            members=self.members,
            voting_members=len(self.expected),
            present=len(present),
            classes=Counter(each.sector for each in present if each.sector),
            roles=frozenset().union(*(each.roles for each in present)),
            vacant=self.vacant | (set(asked_for) - held),
            adjourned=self.adjourned,
        )
        return assess_quorum(self.terms, attendance)

    def sector(self, slug: str) -> str:
        """A sector in words."""
        return self.terms.sectors.get(slug, slug)

    def role(self, slug: str) -> str:
        """A role in words."""
        return self.terms.roles.get(slug, slug)

    def _counts(self, each: Expected) -> bool:
        interest = Interest.LEAVE if each.organisation in self.withdrawn else Interest.NONE
        return counts_for_quorum(self.terms, Facts(each.name, interest=interest)).allowed


def _words(outlook: _Outlook, now: QuorumAnswer, asking: Asking) -> str:
    of = len(outlook.expected)
    unheard = of > 0 and outlook.unanswered == of
    lead = f"Nobody has answered yet (0 of {of})" if unheard else f"{outlook.represented} of {of} coming"
    lead += _awaited(outlook)
    if now.quorate is None:
        return f"{lead}. The terms state no quorum."
    lead += _withdrawn(outlook)
    if now.quorate:
        if outlook.whoever_comes:
            return f"{lead}: enough, as whoever comes to the adjourned meeting is a quorum{_where(now)}."
        return f"{lead}: enough for a quorum{_where(now)}."
    if not unheard:
        lead += f"; {_lacking(outlook, now)}{_where(now)}"
        lead += f": {asking.words}" if asking.names else ""
    return " ".join((f"{lead}.", *_obstacles(outlook)))


def _where(answer: QuorumAnswer) -> str:
    """The clause in brackets, or that the value was adopted, since no answer may hide that."""
    if answer.basis is Basis.ADOPTED:
        return " (adopted; the document does not say)"
    return f" ({answer.clause.number})" if answer.clause.number else ""


def _awaited(outlook: _Outlook) -> str:
    """How many of those counted as coming come only if a deputy does who has not answered yet (K34)."""
    number = sum(each.will_be_represented and each.awaits_deputy for each in outlook.expected)
    if not number:
        return ""
    whom = "a deputy who has" if number == 1 else "deputies who have"
    return f", {number_words(number)} of them through {whom} not answered"


def _withdrawn(outlook: _Outlook) -> str:
    """How many of those coming are not counted for the item, where any are (G9)."""
    out = outlook.represented - len(outlook.coming)
    if not out:
        return ""
    who = "but" if out == outlook.represented else f"{number_words(out)} of them"
    return f", {who} withdrawn from this item and not counted{cited(outlook.terms.withdrawn_count)}"


def _lacking(outlook: _Outlook, now: QuorumAnswer) -> str:
    """What is lacking: "one more with a vote is needed", "without somebody from higher education you will be …"."""
    if outlook.whoever_comes:
        return "one is enough at the adjourned meeting"
    needs = needs_of(now.lacks)
    number = needs.pop(ANYBODY, 0)
    parts = []
    if number:
        are = "is" if number == 1 else "are"
        parts.append(f"{number_words(number)} more with a vote {are} needed{outlook.for_it}")
    if needs:
        whom = listed([_whom(outlook, need, count) for need, count in needs.items()])
        parts.append(f"without {whom} you will be inquorate{outlook.for_it}")
    return ", and ".join(parts)


def _whom(outlook: _Outlook, need: Need, count: int) -> str:
    if need.role:
        return f"the {outlook.role(need.role)}"
    if any(need.is_filled_by(each) for each in outlook.coming):
        return f"{number_words(count)} more from {outlook.sector(need.of_class)}"
    return f"{'somebody' if count == 1 else number_words(count)} from {outlook.sector(need.of_class)}"


def _obstacles(outlook: _Outlook) -> tuple[str, ...]:
    """A sentence for everything that nobody left to ask can bring, saying what would have to change."""
    short = outlook.if_there(outlook.not_refused)
    unwilling = needs_of(outlook.if_there(outlook.counted).lacks)
    impossible = needs_of(outlook.if_there(outlook.expected).lacks)
    found = []
    for need, count in needs_of(short.lacks).items():
        if need.role:
            found.append(_no_holder(outlook, need, need in unwilling and need not in impossible))
        elif need in impossible:
            found.append(_no_member(outlook, need))
        elif need in unwilling:
            found.append(_all_withdrawn(outlook, need))
        else:
            found.append(_all_refused(outlook, need, count))
    no_sector = {each.of_class for each in impossible} - {each.sector for each in outlook.expected} - {""}
    vacancies = on_vacancies(outlook.terms) if no_sector else ""
    return (*found, vacancies) if vacancies else tuple(found)


def _no_member(outlook: _Outlook, need: Need) -> str:
    """Not even the whole membership would do (K21)."""
    if not need.of_class:
        return f"Too few organisations have a vote for the meeting to become quorate{outlook.for_it}."
    sector = sentence(outlook.sector(need.of_class)).removesuffix(".")
    cannot = f"so the meeting cannot become quorate{outlook.for_it} until"
    if any(need.is_filled_by(each) for each in outlook.expected):
        return f"{sector} has too few members, {cannot} another joins."
    return f"{sector} has no member at all, {cannot} the vacancy is filled."


def _all_withdrawn(outlook: _Outlook, need: Need) -> str:
    """Only those could help who have withdrawn from the item (K33)."""
    left = any(need.is_filled_by(each) for each in outlook.counted)
    sector = outlook.sector(need.of_class)
    return (
        f"{'Too few are' if left else 'Nobody is'} left{f' from {sector}' if sector else ''} who "
        f"{'have' if left else 'has'} not withdrawn from this item: the meeting cannot become quorate for it unless "
        f"a withdrawal is lifted{f' or another member joins from {sector}' if sector else ''}."
    )


def _all_refused(outlook: _Outlook, need: Need, count: int) -> str:
    """Those could help who have sent apologies, and only they."""
    origin = f" from {outlook.sector(need.of_class)}" if need.of_class else ""
    left = any(need.is_filled_by(each) for each in outlook.may_be_asked)
    who = f"Even if everybody left to ask{origin} comes," if left else f"Nobody is left to ask{origin}:"
    of_it = " from it" if need.of_class else ""
    if count == 1:
        change = f"somebody{of_it} changes their mind{_or_sends(outlook.terms, 'names', 'sends')}"
    else:
        several = f"{number_words(count)} organisations{of_it}"
        change = f"{several} change their minds{_or_sends(outlook.terms, 'name', 'send')}"
    return f"{who} the meeting cannot become quorate{outlook.for_it} unless {change}."


def _or_sends(terms: Terms, names: str, sends: str) -> str:
    """What an organisation may do instead of coming in person, in the words of its terms (K34, V12)."""
    match terms.substitutes.value if terms.substitutes is not None else None:
        case "none":
            return ""
        case "named substitutes":
            return f" or {names} a substitute"
        case "anyone sent":
            return f" or {sends} somebody else"
        case _:
            return f" or {names} a deputy"


def _no_holder(outlook: _Outlook, need: Need, withdrawn: bool) -> str:
    """Nobody left to ask holds the role; whoever acts as chair is counted as the chair when the roll is called."""
    acting = f" or somebody acts as chair{cited(outlook.terms.acting_chair)}" if need.role == CHAIR else ""
    how = "has withdrawn from this item" if withdrawn else "is not expected"
    cannot = f"the meeting cannot become quorate{' for it' if withdrawn else outlook.for_it}"
    return f"The {outlook.role(need.role)} {how}: {cannot} unless that changes{acting}."


def _follows(outlook: _Outlook, now: QuorumAnswer) -> str:
    if now.quorate is False and outlook.whoever_comes:
        return "if nobody comes, nothing can be decided"
    return now.follows
