"""The notation of periods, quorums, majorities and ties in a terms file; its grammar is notation.lark."""

import difflib
import string
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError
from lark.lexer import PatternStr

from bot.rules.describing import describe_majority, describe_period, describe_quorum, describe_tie
from bot.rules.values import (
    AllMajorities,
    AllOf,
    Body,
    GreaterOf,
    LesserOf,
    Majority,
    MoreForThanAgainst,
    NoneAgainst,
    Number,
    OneOfEach,
    Period,
    QuorumFormula,
    RolesPresent,
    Rounding,
    Share,
    Threshold,
    Tie,
    Unit,
)

__all__ = [
    "DAYS_THAT_NEED_NO_DATES",
    "NotationError",
    "describe_majority",
    "describe_period",
    "describe_quorum",
    "describe_tie",
    "parse_majority",
    "parse_period",
    "parse_quorum",
    "parse_rule",
    "parse_tie",
]

DAYS_THAT_NEED_NO_DATES = frozenset(
    {
        "saturdays",
        "sundays",
        "bank holidays",
        "good friday",
        "maundy thursday",
        "easter monday",
        "christmas eve",
        "christmas day",
        "easter break",
        "christmas break",
    }
)
"""Days that can be left out of a count by name alone; any other name has to be dated by the terms file."""

_EXAMPLES = {
    "period": ("5 working days", "14 clear days", "a week", "6 months", "48 hours"),
    "quorum": ("3 members", "one third of members rounded up", "at least one of each: fe, he, la"),
    "majority": ("more for than against", "two thirds of votes cast", "more than half of those eligible"),
    "tie": (
        "not carried",
        "casting vote of whoever is chairing",
        "casting vote of the chair only",
        "second vote",
        "lot",
        "another ballot",
    ),
}
_LONGEST = 500
_ONES = """nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "twelfth": 12}
_HUMAN = {
    "$END": "the end",
    "DIGITS": "a number",
    "NUMBER_WORD": "a number",
    "PERCENT": "a percentage",
    "FRACTION_WORD": "a fraction such as third",
    "NAME": "a name",
    "FESTIVAL": "the name of a day",
    "APOSTROPHE": "an apostrophe",
    "AND_VOTING": '"and voting"',
    "ROUNDED": '"rounded"',
    "WHICHEVER": '"whichever"',
}
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)  # unlike lower(), never moves a column

Leaf = Number | Share | OneOfEach | RolesPresent | GreaterOf | LesserOf


class NotationError(ValueError):
    """A rule that could not be read: its `text`, `column` (from 1), what was `found`, what is `allowed`."""

    def __init__(self, text: str, column: int, found: str, allowed: Sequence[str], problem: str = "") -> None:
        self.text, self.column, self.found, self.allowed = text, column, found, tuple(allowed)
        self.problem = problem or _problem(found, self.allowed)
        super().__init__(self.pointing())

    def pointing(self) -> str:
        """The text, a line of carets under the word, and what is wrong with it."""
        carets = " " * (self.column - 1) + "^" * max(1, len(self.found))
        return f"{self.text}\n{carets}\n{self.problem}"


def parse_period(text: str, breaks: Collection[str] = ()) -> Period:
    """Read a length of time such as "5 clear working days, not counting the Easter break".

    Days that do not count must be known by name or be among `breaks`, the names a terms file dates.
    """
    return replace(cast(Period, _read(text, "period", breaks)), words=text.strip())


def parse_quorum(text: str) -> QuorumFormula:
    """Read who has to be there, such as "greater of 2 or nearest to 1/3 of voting members"."""
    return cast(QuorumFormula, _read(text, "quorum"))


def parse_majority(text: str) -> Majority:
    """Read what carries a motion, such as "two thirds of votes cast, abstentions counted"."""
    return cast(Majority, _read(text, "majority"))


def parse_tie(text: str) -> Tie:
    """Read what follows when votes are equal, such as "casting vote of whoever is chairing"."""
    return cast(Tie, _read(text, "tie"))


def parse_rule(text: str) -> Period | QuorumFormula | Majority:
    """Read a rule whose kind is not known; of several errors the one that read furthest is raised."""
    errors: list[NotationError] = []
    for parse in (parse_period, parse_quorum, parse_majority):
        try:
            return parse(text)
        except NotationError as error:
            errors.append(error)
    raise max(errors, key=lambda error: error.column)


@cache
def _parser() -> Lark:
    grammar = files("bot.rules").joinpath("notation.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", start=list(_EXAMPLES), propagate_positions=True)


def _read(text: str, kind: str, breaks: Collection[str] = ()) -> object:
    shown = text.replace("\n", " ").replace("\t", " ").rstrip()
    if len(shown) > _LONGEST:
        problem = f"A rule is one line; this has {len(shown)} characters, and {_LONGEST} are allowed."
        raise NotationError(f"{shown[:60]}…", 1, "", _EXAMPLES[kind], problem)
    if not shown.strip():
        raise NotationError(shown, 1, "", _EXAMPLES[kind])
    parse = _parser().parse_interactive(shown.translate(_LOWER), start=kind)
    try:
        parse.exhaust_lexer()
        return _Reader(shown, breaks).transform(parse.feed_eof())  # type: ignore[no-untyped-call]
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        column = len(shown) + 1 if ended else (error.pos_in_stream or 0) + 1
        found = "" if ended else _word_at(shown, column)
        at_start = kind == "tie" or not shown[: column - 1].strip()  # a tie is one of a few phrases
        allowed = _EXAMPLES[kind] if at_start else _human(parse.accepts())  # type: ignore[no-untyped-call]
        problem = f"What follows a tie is one of: {', '.join(allowed)}." if kind == "tie" else ""
        raise NotationError(shown, column, found, allowed, problem) from None
    except VisitError as error:
        if isinstance(error.orig_exc, NotationError):
            raise error.orig_exc from None
        raise


def _word_at(text: str, column: int) -> str:
    start = column - 1
    end = start + 1
    if text[start].isalnum():
        while end < len(text) and (text[end].isalnum() or text[end] in "_-"):
            end += 1
    return text[start:end]


def _human(terminals: Collection[str]) -> tuple[str, ...]:
    words = set()
    for name in terminals:
        pattern = None if name == "$END" else _parser().get_terminal(name).pattern
        literal = f'"{pattern.value}"' if isinstance(pattern, PatternStr) else name.lower()
        words.add(_HUMAN.get(name) or literal)
    singular = {word for word in words if f'{word[:-1]}s"' in words}  # "days" stands for "day" too
    return tuple(sorted(words - singular, key=lambda word: (word.startswith('"'), word)))


def _problem(found: str, allowed: tuple[str, ...]) -> str:
    choices = " or ".join([", ".join(allowed[:-1]), *allowed[-1:]]) if len(allowed) > 1 else "".join(allowed)
    near = difflib.get_close_matches(f'"{found.lower()}"', allowed, n=1, cutoff=0.7) if found else []
    hint = f" Did you mean {near[0]}?" if near else ""
    if not found:
        return f"It stops too early: what may come here is {choices}."
    return f'Found "{found}"; what may stand here is {choices}.{hint}'


class _Reader(Transformer[Token, object]):
    """Turns the tree into values and refuses what a grammar cannot see, such as a share above the whole."""

    def __init__(self, text: str, breaks: Collection[str] = ()) -> None:
        super().__init__()
        self._text = text
        self._days = DAYS_THAT_NEED_NO_DATES | {name.lower() for name in breaks}

    def _refuse(self, token: Token, problem: str, allowed: Sequence[str] = ()) -> NotationError:
        start, end = token.start_pos or 0, token.end_pos or 0
        return NotationError(self._text, start + 1, self._text[start:end], allowed, problem)

    # numbers

    def integer(self, items: list[Token]) -> Token:
        token = items[0]
        count = int(token) if token.isdecimal() else _number(token.rstrip("-"))
        if count == 0:
            raise self._refuse(token, "Nought is not a number a rule can ask for; the least is 1.", ("1",))
        return Token.new_borrow_pos("COUNT", str(count), token)

    def ratio(self, items: list[Token]) -> Token:
        top, _slash, bottom = items
        if int(bottom) == 0 or int(top) == 0:
            raise self._refuse(top, "A share has numbers above nought on both sides of the stroke.", ("1/3",))
        return Token.new_borrow_pos("RATIO", f"{int(top)}/{int(bottom)}", top)

    def fraction(self, items: list[Token]) -> Fraction:
        first = items[0]
        match first.type:
            case "RATIO":
                share = Fraction(first)
            case "PERCENT":
                share = Fraction(first.rstrip("%percnt ")) / 100
            case "HALF":
                share = Fraction(1, 2)
            case _:
                parts = _PARTS[items[1].removesuffix("s")]
                share = Fraction(1 if first.type == "A" else int(first), parts)
        if not 0 < share <= 1:
            problem = "A share is more than nothing and no more than the whole."
            raise self._refuse(first, problem, ("2/3", "100%"))
        return share

    # periods

    def amount(self, items: list[Token]) -> int:
        return 1 if items[0].type == "A" else int(items[0])

    def unit(self, items: list[Token]) -> tuple[int, Unit]:
        words = [token for token in items if token != "calendar"]
        name = " ".join(word.removesuffix("s") + "s" for word in words[-1:])
        if name == "fortnights":
            return 2, Unit.WEEKS
        return 1, Unit("working days" if words[0] == "working" else name)

    def length(self, items: list[object]) -> Period:
        clear = next((item for item in items if isinstance(item, Token)), None)
        amount = next(item for item in items if isinstance(item, int))
        times, unit = next(item for item in items if isinstance(item, tuple))
        if clear and unit not in (Unit.DAYS, Unit.WORKING_DAYS):
            allowed = ("clear days", "clear working days")
            raise self._refuse(clear, "Only days and working days can be clear.", allowed)
        return Period(amount * times, unit, clear=clear is not None)

    def day_name(self, items: list[Token]) -> Token:
        words = [token for token in items if token != "the"]
        name = " ".join(words)
        name = "bank holidays" if name == "public holidays" else name
        whole = Token("DAYS_NAMED", name, start_pos=words[0].start_pos, end_pos=words[-1].end_pos)
        if name != "weekends" and name not in self._days:
            near = difflib.get_close_matches(name, self._days, n=1, cutoff=0.75)
            known = tuple(f'"{known}"' for known in sorted(self._days))
            hint = f'Did you mean "{near[0]}"?' if near else "Date it as a break in the terms file."
            problem = f"Nothing says when these days are; known are {', '.join(known)}. {hint}"
            raise self._refuse(whole, problem, known)
        return whole

    def uncounted(self, items: list[Token]) -> Token:
        return items[-1]

    def deemed(self, items: list[object]) -> Period:
        served = items[-1]
        assert isinstance(served, Period)
        return served

    def period_piece(self, items: list[object]) -> object:
        return items[0]

    def period(self, items: list[object]) -> Period:
        pieces = [item for item in items if not (isinstance(item, Token) and item.type != "DAYS_NAMED")]
        length = pieces[0]
        assert isinstance(length, Period)
        names: set[str] = set()
        deemed: Period | None = None
        for piece in pieces[1:]:
            if isinstance(piece, Token):
                names |= {"saturdays", "sundays"} if piece == "weekends" else {str(piece)}
            elif isinstance(piece, Period):
                deemed = piece
        return Period(length.amount, length.unit, length.clear, frozenset(names), deemed)

    # quorums

    def number(self, items: list[Token]) -> Number:
        return Number(int(next(item for item in items if item.type == "COUNT")))

    def members(self, _items: list[Token]) -> Body:
        return Body.MEMBERS

    def voting_members(self, _items: list[Token]) -> Body:
        return Body.VOTING_MEMBERS

    def eligible(self, _items: list[Token]) -> Body:
        return Body.ELIGIBLE

    def present(self, _items: list[Token]) -> Body:
        return Body.PRESENT

    def votes_cast(self, _items: list[Token]) -> Body:
        return Body.VOTES_CAST

    def nearest(self, _items: list[Token]) -> Rounding:
        return Rounding.NEAREST

    def more_than(self, _items: list[Token]) -> Rounding:
        return Rounding.MORE_THAN

    def majority_word(self, _items: list[Token]) -> Rounding:
        return Rounding.MORE_THAN

    def rounding(self, items: list[Token]) -> Rounding:
        return next((Rounding(word) for word in items if word in ("up", "down")), Rounding.NEAREST)

    def share(self, items: list[object]) -> Share:
        fraction = next((item for item in items if isinstance(item, Fraction)), Fraction(1, 2))
        body = next(item for item in items if isinstance(item, Body))
        rounding = next((item for item in items if isinstance(item, Rounding)), Rounding.UP)
        if rounding is Rounding.MORE_THAN and fraction == 1:
            problem = "More than the whole can never be reached."
            raise NotationError(self._text, 1, self._text, ("100%",), problem)
        return Share(fraction, body, rounding)

    def numeric(self, items: list[Number | Share]) -> Number | Share:
        return items[0]

    def greater(self, items: list[object]) -> GreaterOf:
        return GreaterOf(_numerics(items))

    def lesser(self, items: list[object]) -> LesserOf:
        return LesserOf(_numerics(items))

    def whichever(self, items: list[object]) -> GreaterOf | LesserOf:
        return GreaterOf(_numerics(items)) if "greater" in items else LesserOf(_numerics(items))

    def bare_name(self, items: list[Token]) -> Token:
        return Token.new_borrow_pos("CLASS", str(items[0]), items[0])

    def each(self, items: list[Token]) -> OneOfEach:
        count = next(int(item) for item in items if item.type == "COUNT")
        return OneOfEach((str(items[-1]),), count)

    def role(self, items: list[Token]) -> RolesPresent:
        return RolesPresent((" ".join(items[1:]),))

    def quorum_part(self, items: list[Leaf]) -> Leaf:
        return items[0]

    def quorum(self, items: list[object]) -> QuorumFormula:
        parts: list[Leaf] = []
        for item in items:
            last = parts[-1] if parts else None
            if isinstance(item, Token):
                if item.type != "CLASS":
                    continue
                if not isinstance(last, OneOfEach):
                    problem = 'A name alone belongs to a list: "at least one of each: fe, he, la".'
                    raise self._refuse(item, problem)
                if item in last.classes:
                    raise self._refuse(item, f'"{item}" is in this list twice.')
                parts[-1] = OneOfEach((*last.classes, str(item)), last.count)
            elif isinstance(item, RolesPresent) and isinstance(last, RolesPresent):
                parts[-1] = RolesPresent(last.roles + item.roles)
            elif isinstance(item, Number | Share | OneOfEach | RolesPresent | GreaterOf | LesserOf):
                parts.append(item)
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    # majorities

    def simple(self, _items: list[Token]) -> MoreForThanAgainst:
        return MoreForThanAgainst()

    def abstentions(self, items: list[Token]) -> bool:
        return "not" not in items

    def no_abstentions(self, _items: list[Token]) -> bool:
        return True

    def unanimous(self, items: list[object]) -> NoneAgainst:
        return NoneAgainst(abstentions_break=True in items)

    def threshold(self, items: list[object]) -> Threshold:
        share = self.share(items)
        counted = next((item for item in items if isinstance(item, bool)), False)
        if counted and share.of is not Body.VOTES_CAST:
            word = next(token for token in items if isinstance(token, Token))
            problem = "Abstentions are counted in or out of the votes cast only."
            raise self._refuse(word, problem, ("votes cast",))
        return Threshold(share.fraction, share.of, share.rounding is Rounding.MORE_THAN, counted)

    def majority_part(self, items: list[object]) -> object:
        return items[0]

    def majority(self, items: list[object]) -> Majority:
        kinds = MoreForThanAgainst | Threshold | NoneAgainst
        parts = tuple(item for item in items if isinstance(item, kinds))
        return parts[0] if len(parts) == 1 else AllMajorities(parts)

    # ties

    def lost(self, _items: list[Token]) -> Tie:
        return Tie.LOST

    def casting(self, _items: list[Token]) -> Tie:
        return Tie.CASTING

    def casting_of_chair(self, _items: list[Token]) -> Tie:
        return Tie.CASTING_OF_CHAIR

    def second_vote(self, _items: list[Token]) -> Tie:
        return Tie.SECOND_VOTE

    def lot(self, _items: list[Token]) -> Tie:
        return Tie.LOT

    def another_ballot(self, _items: list[Token]) -> Tie:
        return Tie.ANOTHER_BALLOT

    def tie(self, items: list[Tie]) -> Tie:
        return items[0]


def _number(word: str) -> int:
    tens, _hyphen, ones = word.partition("-")
    if tens in _ONES:
        return _ONES.index(tens)
    return 20 + 10 * _TENS.index(tens) + (_ONES.index(ones) if ones else 0)


def _numerics(items: list[object]) -> tuple[Number | Share, ...]:
    return tuple(item for item in items if isinstance(item, Number | Share))
