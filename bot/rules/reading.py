"""The terms file read and checked: every mistake at once, each with its line, what was found and what is allowed."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.checking import Checker, Mistake, TermsFileError, either
from bot.rules.kinds import BY_KEY, KINDS, Kind
from bot.rules.notation import NotationError, parse_period, parse_quorum
from bot.rules.terms import Clause, NamedBreak, NoticeRule, Rule, Terms
from bot.rules.toml_lines import Path, load
from bot.rules.value_forms import Known, Wrong, read_value, shown
from bot.rules.values import Basis, Firmness

__all__ = ["Mistake", "TermsFileError", "parse_terms"]

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
STANDINGS = ("deciding", "advisory", "voluntary")
_SOURCES = ("document", "interpretation")
_COMMON = ("clause", "words", "source", "reading", "not_stated", "suggested")
_HEAD = (
    "slug",
    "name",
    "short_name",
    "version",
    "in_force_from",
    "dated_by",
    "source",
    "nation",
    "time_zone",
    "standing",
)
_TABLES = ("partnership", "sectors", "groups", "roles", "breaks")
_LONGEST_NAME = 60
_SLUG = re.compile(rf"[a-z][a-z0-9-]{{0,{_LONGEST_NAME - 1}}}")
_SLUG_WORDS = f"small letters, digits and hyphens, beginning with a letter, {_LONGEST_NAME} at most"
_NOT_STATED = "not_stated"
_LONGEST = 500_000


@lru_cache(maxsize=32)  # reading one takes tens of milliseconds, and what is read is never changed
def parse_terms(text: str, *, name: str = "terms file") -> Terms:
    """Read a terms file; `name` is what to call it in the error.

    Refuses a file with any mistake by TermsFileError, which holds all of them: slips of the pen, unknown keys,
    values outside the notation, a rule without its clause and words, an interpretation without its reading.
    """
    if len(text) > _LONGEST:
        size = f"A terms file is a few pages long; this has {len(text):,} characters, and {_LONGEST:,} are allowed."
        raise TermsFileError(
            [Mistake(1, "", f"{len(text)} characters", f"{_LONGEST} characters", size)], name
        )
    reader = _Reader(load(text))
    terms = reader.terms()
    if terms is None or reader.mistakes:
        raise TermsFileError(reader.mistakes, name)
    return terms


class _Reader(Checker):
    """Reads the tables of one file, collecting its mistakes on the way."""

    def terms(self) -> Terms | None:
        data = self.loaded.data
        tops = {*_TABLES, *(kind.key.split(".")[0] for kind in KINDS)}
        self.unknown((), data, tops)
        words: dict[str, Any] = {table: self._words(table) for table in ("sectors", "groups", "roles")}
        breaks = self._breaks()
        self.known = Known(
            frozenset(words["sectors"]),
            frozenset(words["groups"]),
            frozenset(words["roles"].values()) | frozenset(words["roles"]),
            frozenset(each.name for each in breaks),
        )
        head = self._head()
        fields: dict[str, Any] = {}
        for kind in KINDS:
            fields[kind.field] = self._named(kind) if kind.named else self._single(kind)
        if self.mistakes:
            return None
        if fields["decisions_binding"] is None and head["standing"] == "deciding":
            fields["decisions_binding"] = _binding_by(fields["majority"])
        return Terms(**head, **fields, breaks=breaks, **words)

    # the partnership itself

    def _head(self) -> dict[str, Any]:
        table = self.table(("partnership",), required=True)
        if table is None:
            return {}
        self.unknown(("partnership",), table, _HEAD)
        head: dict[str, Any] = {"nation": NATIONS[0], "time_zone": "Europe/London", "standing": "deciding"}
        for key in _HEAD:
            path = ("partnership", key)
            if key not in table:
                if key not in (*head, "dated_by"):
                    self.missing(path, _HEAD_WORDS.get(key, "text in quotation marks"))
            elif key == "in_force_from":
                head[key] = self.date(path, table[key])
            else:
                head[key] = self.text(path, table[key])
        self.one_of(("partnership", "nation"), head.get("nation"), NATIONS)
        self.one_of(("partnership", "standing"), head.get("standing"), STANDINGS)
        zone = head.get("time_zone")
        if zone and not _reads(ZoneInfo, zone):
            self.wrong(("partnership", "time_zone"), zone, 'the name of a time zone, such as "Europe/London"')
        slug = head.get("slug")
        if slug and not _SLUG.fullmatch(slug):
            self.wrong(("partnership", "slug"), shown(slug), _SLUG_WORDS)
        return head

    def _words(self, name: str) -> dict[str, str]:
        table = self.table((name,)) or {}
        words: dict[str, str] = {}
        for key, value in table.items():
            if not _SLUG.fullmatch(key):
                self.wrong((name, key), shown(key), _SLUG_WORDS)
            elif name == "sectors" and not _reads(parse_quorum, f"at least one of each: {key}"):
                self.wrong((name, key), key, "a word the notation of quorums does not use itself")
            words[key] = self.text((name, key), value) or key
        return words

    def _breaks(self) -> tuple[NamedBreak, ...]:
        rows = self.loaded.data.get("breaks", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.wrong(
                ("breaks",), shown(rows), "a table for each break: [[breaks]] with name, first and last"
            )
            return ()
        breaks: list[NamedBreak] = []
        for index, row in enumerate(rows):
            path: Path = ("breaks", str(index))
            self.unknown(path, row, ("name", "first", "last"))
            for key in ("name", "first", "last"):
                if key not in row:
                    self.missing((*path, key), "text" if key == "name" else "a date such as 2027-03-30")
            name = self.text((*path, "name"), row["name"]) if "name" in row else None
            first, last = (
                self.date((*path, key), row[key]) if key in row else None for key in ("first", "last")
            )
            if not (name and first and last):
                continue
            plain = name.lower().removeprefix("the ")
            if not _reads(parse_period, f"1 day, not counting {plain}", [plain]):
                self.wrong((*path, "name"), name, 'a name the notation can use, without "and" or a comma')
            if last < first:
                self.wrong((*path, "last"), f"{last}", f"a day not before {first}, when the break begins")
            for other in breaks:
                if other.name == plain and first <= other.last and other.first <= last:
                    self.wrong(
                        (*path, "first"),
                        f"{first}",
                        f"days outside {other.first} to {other.last}, already given",
                    )
            breaks.append(NamedBreak(plain, first, last))
        return tuple(breaks)

    # rules

    def _single(self, kind: Kind) -> Rule[Any] | None:
        path = tuple(kind.key.split("."))
        parent = self.table(path[:-1]) if len(path) > 1 else None
        if parent is not None:
            self.unknown(path[:-1], parent, _children(path[:-1]), once=kind is _first_child(path[:-1]))
            if path[-1] in parent and not isinstance(parent[path[-1]], Mapping):
                self.not_a_table(path, parent[path[-1]], kind)
                return None
        table = self.table(path)
        if table is None or (table and set(table) <= set(_children(path))):
            return None  # [quorum.lost] alone makes no rule of [quorum]
        return self._rule(kind, path, table)

    def _named(self, kind: Kind) -> dict[str, Rule[Any]]:
        rules: dict[str, Rule[Any]] = {}
        for name, table in (self.table((kind.key,)) or {}).items():
            path = (kind.key, name)
            if not isinstance(table, Mapping):
                allowed = f"a name for each: [{kind.key}.{_EXAMPLE_NAMES[kind.key]}]"
                self.wrong(path, shown(table), allowed)
                continue
            if len(name) > _LONGEST_NAME:
                self.wrong(path, shown(name), f"a name of {_LONGEST_NAME} letters at most")
            if kind.names and name not in kind.names:
                self.one_of(path, name, kind.names)
            if kind.form == "size" and name not in self.known.groups:
                self.wrong(path, name, "a group declared under [groups]")
            rule = self._rule(kind, path, table)
            if rule is not None:
                rules[name] = rule
        return rules

    def _rule(self, kind: Kind, path: Path, table: Mapping[str, Any]) -> Rule[Any] | None:
        before = len(self.mistakes)
        firm = ("firmness",) if kind.firmness else ()
        extra = ("what", "counts_from", "of") if kind.form == "notice" else ()
        self.unknown(path, table, (*_COMMON, *kind.value_keys, *firm, *extra, *_children(path)))
        silent = self._is_silent(kind, path, table)
        source = self._source(path, table, silent)
        clause = self._clause(path, table, silent)
        reading = self._reading(path, table, source)
        firmness = self._firmness(kind, path, table, silent)
        value, written = self._value(kind, path, table, silent)
        suggested, suggested_written = self._suggested(kind, path, table, silent)
        if len(self.mistakes) > before:
            return None
        basis = Basis.NOT_STATED if silent else Basis(source)
        return Rule(
            ".".join(path),
            value,
            basis,
            clause,
            reading,
            firmness,
            suggested,
            None,
            written,
            suggested_written,
        )

    def _is_silent(self, kind: Kind, path: Path, table: Mapping[str, Any]) -> bool:
        flag = table.get("not_stated", False)
        if not isinstance(flag, bool):
            self.wrong((*path, "not_stated"), shown(flag), "true, or leave the line out")
        given = [key for key in kind.value_keys if key in table and table[key] != _NOT_STATED]
        if flag is True and given:
            self.say(
                (*path, given[0]),
                shown(table[given[0]]),
                "one of the two",
                "A value and not_stated stand together: keep the value if the document states it, else move it "
                "to suggested.",
            )
        return flag is True or any(table.get(key) == _NOT_STATED for key in kind.value_keys)

    def _source(self, path: Path, table: Mapping[str, Any], silent: bool) -> str:
        if "source" not in table:
            return "document"
        source = self.text((*path, "source"), table["source"]) or "document"
        if source == "adopted":
            self.say(
                (*path, "source"),
                source,
                "document or interpretation",
                "Adoptions are recorded by the bot, with who and when: write not_stated = true and the value "
                "under suggested.",
            )
        elif source == _NOT_STATED or silent:
            if source != _NOT_STATED or not silent:
                self.say(
                    (*path, "source"),
                    source,
                    "document or interpretation beside a value; none beside not_stated",
                    "A rule that is not stated has no source: leave the line out.",
                )
        else:
            self.one_of((*path, "source"), source, _SOURCES)
        return source if source in _SOURCES else "document"

    def _clause(self, path: Path, table: Mapping[str, Any], silent: bool) -> Clause:
        parts = {}
        for key, allowed in (
            ("clause", 'its number as text: "10.5"'),
            ("words", "the clause's own words, as text"),
        ):
            if key in table:
                parts[key] = self.text((*path, key), table[key]) or ""
            elif not silent:
                self.missing((*path, key), allowed)
        return Clause(parts.get("clause", ""), parts.get("words", ""))

    def _reading(self, path: Path, table: Mapping[str, Any], source: str) -> str:
        reading = self.text((*path, "reading"), table["reading"]) or "" if "reading" in table else ""
        if source == "interpretation" and "reading" not in table:
            self.missing((*path, "reading"), "one sentence saying how the clause is read")
        if reading and source == "document" and not self._says_silent(table):
            self.say(
                (*path, "reading"),
                reading,
                'source = "interpretation" beside a reading',
                'A reading makes this an interpretation: add source = "interpretation", or leave the reading out.',
            )
        return reading

    @staticmethod
    def _says_silent(table: Mapping[str, Any]) -> bool:
        return table.get("not_stated") is True or _NOT_STATED in table.values()

    def _firmness(self, kind: Kind, path: Path, table: Mapping[str, Any], silent: bool) -> Firmness:
        if not kind.firmness:
            return Firmness.MUST
        choices = tuple(firmness.value for firmness in Firmness)
        if "firmness" not in table:
            if kind.firmness == "asked" and not silent:
                self.missing((*path, "firmness"), either(choices))
            return Firmness.STRIVE if silent else Firmness.MUST
        firmness = self.text((*path, "firmness"), table["firmness"])
        allowed = self.one_of((*path, "firmness"), firmness, choices)
        return Firmness(firmness) if firmness and allowed else Firmness.MUST

    def _value(self, kind: Kind, path: Path, table: Mapping[str, Any], silent: bool) -> tuple[Any, str]:
        if silent:
            return None, ""
        if kind.form == "size":
            raw: Any = {key: table[key] for key in kind.value_keys if key in table} or None
        else:
            raw = table.get(kind.value_key, table.get("words") if kind.key == "other" else None)
        key = kind.value_keys[0]
        if raw is None:
            takes = _KEY_WORDS.get(kind.key) or _FORM_WORDS.get(kind.form) or either(kind.choices)
            self.missing((*path, key), f"{takes}, or not_stated = true")
            return None, ""
        return self._formed(kind, (*path, key), raw, path, table)

    def _suggested(self, kind: Kind, path: Path, table: Mapping[str, Any], silent: bool) -> tuple[Any, str]:
        if "suggested" not in table:
            return None, ""
        if not silent:
            self.say(
                (*path, "suggested"),
                shown(table["suggested"]),
                "not_stated = true beside it",
                "A suggestion stands only where the document is silent; this rule is stated.",
            )
            return None, ""
        return self._formed(kind, (*path, "suggested"), table["suggested"], path, table)

    def _formed(
        self, kind: Kind, at: Path, raw: Any, path: Path, table: Mapping[str, Any]
    ) -> tuple[Any, str]:
        try:
            value, written = read_value(kind, raw, self.known)
        except Wrong as wrong:
            for each in (wrong, *wrong.others):
                self.wrong(at, each.found, each.allowed, each.hint)
            return None, ""
        except NotationError as error:
            message = f"The rule cannot be read.\n{_indented(error.pointing())}"
            self.say(at, error.found or "the end", either(error.allowed), message)
            return None, ""
        return (self._notice(path, table, value), written) if kind.form == "notice" else (value, written)

    def _notice(self, path: Path, table: Mapping[str, Any], period: Any) -> NoticeRule:
        said = {}
        for key, choices in (("counts_from", ("sent", "reached")), ("of", ("meeting", "notice"))):
            said[key] = self.text((*path, key), table[key]) or choices[0] if key in table else choices[0]
            self.one_of((*path, key), said[key], choices)
        what = self.text((*path, "what"), table["what"]) or "" if "what" in table else ""
        return NoticeRule(period, what or _WHAT.get(path[-1], path[-1].replace("-", " ")), **said)

    def not_a_table(self, path: Path, value: object, kind: Kind) -> None:
        dotted = ".".join(path)
        self.say(
            path,
            shown(value),
            f"a table [{dotted}]",
            f"This rule has a table of its own: [{dotted}], with {kind.value_keys[0]}, clause and words.",
        )


def _binding_by(majority: Rule[Any] | None) -> Rule[bool] | None:
    """That votes decide, read from a document which says what carries a motion, where the file is silent on it."""
    if majority is None or not majority.is_stated:
        return None
    reading = "The document says what carries a motion, so votes decide."
    return Rule("voting.binding", True, Basis.INTERPRETATION, majority.clause, reading, written="yes")


def _reads(parse: Callable[..., object], *notated: object) -> bool:
    try:
        parse(*notated)
    except (ValueError, KeyError, OSError):  # NotationError is a ValueError, an unknown zone a KeyError
        return False
    return True


def _children(path: Path) -> tuple[str, ...]:
    """The keys of the rules that stand inside a table: inquorate, lost and withdrawn in quorum."""
    inside = (kind.key.split(".") for kind in KINDS)
    return tuple(parts[len(path)] for parts in inside if tuple(parts[:-1]) == path and len(parts) > len(path))


def _first_child(path: Path) -> Kind | None:
    if ".".join(path) in BY_KEY:
        return None  # the table is a rule itself, and its keys are looked at there
    return next(kind for kind in KINDS if tuple(kind.key.split(".")[:-1]) == path)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


_WHAT: Mapping[str, str] = {
    "papers": "agenda and papers",
    "meeting": "notice of the meeting",
    "amendment": "text of an amendment",
    "dissolution": "notice of dissolution",
}
_HEAD_WORDS: Mapping[str, str] = {
    "slug": 'a short name in small letters: "clpp"',
    "in_force_from": "the day they came into force: 2027-03-30",
    "source": "the title of the document",
}
_EXAMPLE_NAMES: Mapping[str, str] = {
    "notice": "papers",
    "majority": "amendment",
    "tie": "election",
    "office": "treasurer",
    "size": "board",
    "before": "submitting",
    "consult": "amendment",
    "other": "minutes",
}
_FORM_WORDS: Mapping[str, str] = {
    "notice": 'a period such as "5 working days"',
    "period": 'a period such as "3 years"',
    "quorum": 'a quorum such as "3 members"',
    "majority": 'a majority such as "more for than against"',
    "tie": 'what follows, such as "not carried"',
    "yes or no": "true or false",
    "roles": "a list of roles",
    "sectors": "a list of sectors",
    "names": 'a list of names: ["the County Council"]',
    "groups": "a number for each group: { board = 1 }",
    "size": "a number of representatives",
    "text": "text",
    "day and month": 'a day such as "1 April"',
    "days before": "a list of days before the meeting: [7, 2, 0]",
    "days after": "a list of working days after the notice: [2, 5]",
    "working days before": "a list of working days before answers close: [5, 2]",
    "group": "a group declared under [groups]",
    "steps": 'a list of what has to be done: ["final bid approved"]',
}
_KEY_WORDS: Mapping[str, str] = {
    "meetings.before": 'the name of those meetings, such as "meetings of the County Forum"',
}
