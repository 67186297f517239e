"""Areas as tender notices name them: codes of statistical regions, names of regions and countries, or a place."""

from functools import lru_cache

REGIONS = {  # International Territorial Levels, level 1; before 2021 the same codes began with UK (NUTS)
    "C": "north east",
    "D": "north west",
    "E": "yorkshire and the humber",
    "F": "east midlands",
    "G": "west midlands",
    "H": "east of england",
    "I": "london",
    "J": "south east",
    "K": "south west",
    "L": "wales",
    "M": "scotland",
    "N": "northern ireland",
}
_LETTERS = {name: letter for letter, name in REGIONS.items()}
_SPELT = {
    "yorkshire": "yorkshire and the humber",
    "yorkshire & humber": "yorkshire and the humber",
    "eastern": "east of england",
    "greater london": "london",
}
_EVERYWHERE = ("united kingdom", "uk", "gb", "great britain", "nationwide", "national")
_ENGLAND = "england"
_IN_ENGLAND = frozenset("CDEFGHIJK")


@lru_cache(maxsize=10_000)  # the same few are asked about for every tender
def overlap(one: str, other: str) -> bool:
    """Whether two areas have anything in common: the same, one within the other, or one of them everywhere.

    "UKK43" is in "South West" and in "England"; "Devon" and "Bristol" are only themselves, since no list of places is kept here.
    """
    first, second = _known(one), _known(other)
    if not first or not second:
        return False
    if first in _EVERYWHERE or second in _EVERYWHERE or first == second:
        return True
    if _ENGLAND in (first, second):
        rest = second if first == _ENGLAND else first
        return _letter(rest) in _IN_ENGLAND
    a, b = _code(first), _code(second)
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


@lru_cache(maxsize=10_000)
def apart(one: str, other: str) -> bool:
    """Whether two areas are known to have nothing in common.

    "Devon" may be in "South West" or not: of a place and a region nothing is known.
    """
    return not overlap(one, other) and is_region(one) == is_region(other)


def is_region(area: str) -> bool:
    """Whether this names a region or a country, by name or by code, of which other areas can be parts."""
    known = _known(area)
    return known == _ENGLAND or bool(_code(known))


def _known(area: str) -> str:
    plain = " ".join(area.lower().replace("(england)", "").split())
    return _SPELT.get(plain, plain)


def _code(area: str) -> str:
    """The code without its first two letters: "k43" of "UKK43", "k" of "south west"; empty for any other name."""
    if area in _LETTERS:
        return _LETTERS[area].lower()
    coded = (
        area[:2] in ("uk", "tl") and 3 <= len(area) <= 5 and area[2:3].upper() in REGIONS and area.isalnum()
    )
    return (
        area[2:]
        if coded and (len(area) == 3 or (area[3:].isalnum() and any(c.isdigit() for c in area[3:])))
        else ""
    )


def _letter(area: str) -> str:
    return _code(area)[:1].upper()
