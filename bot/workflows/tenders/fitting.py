"""Whom a tender suits: by area, theme, value and kind of organisation. It proposes, with its reasons; people decide."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.areas import apart, overlap
from bot.workflows.tenders.tenders import Tender, money_words

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Offer:
    """What an organisation, or the partnership as a whole, looks for. Empty: it minds nothing."""

    areas: tuple[str, ...] = ()  # names or codes of regions, or places
    themes: tuple[str, ...] = ()  # CPV codes or their beginnings ("805"), or words ("training")
    least: int | None = None  # hundredths
    most: int | None = None
    voluntary_only: bool = False  # only what is said to suit voluntary and community organisations


@dataclass(frozen=True)
class Fit:
    """Why a tender suits, and why not; it suits where there is a reason and nothing against."""

    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def suits(self) -> bool:
        """Whether to propose it."""
        return bool(self.reasons) and not self.against

    @property
    def parts(self) -> bool | None:
        """Whether it is what somebody looks for; None where nothing that is said speaks for or against it."""
        return False if self.against else self.suits or None


def fit(offer: Offer, tender: Tender) -> Fit:
    """How far a tender suits somebody who looks for this. What its notice does not say counts neither for nor against."""
    found = (
        _area(offer, tender),
        _theme(offer, tender),
        _value(offer, tender),
        _kind(offer, tender),
    )
    return Fit(
        tuple(words for good, words in found if good and words),
        tuple(words for good, words in found if not good and words),
    )


def _area(offer: Offer, tender: Tender) -> tuple[bool, str]:
    if not offer.areas or not tender.areas:
        return True, ""
    for mine in offer.areas:
        if any(overlap(mine, each) for each in tender.areas):
            return True, f"delivered in {mine}"
    if not all(apart(mine, each) for mine in offer.areas for each in tender.areas):
        return True, ""
    return False, f"delivered in {', '.join(tender.areas[:3])}"


def _theme(offer: Offer, tender: Tender) -> tuple[bool, str]:
    if not offer.themes or not (tender.cpv or tender.title):
        return True, ""
    words = _words(f"{tender.title} {tender.description}")
    for theme in offer.themes:
        code = theme.split("-")[0].strip()  # without its check digit
        if code.isdecimal():
            if any(each.startswith(code) for each in tender.cpv):
                return True, f"about {theme} (CPV)"
        elif (plain := _words(theme)).strip() and plain in words:
            return True, f"about {theme}"
    return False, "about something else"


@lru_cache(
    maxsize=1_000
)  # a tender is held against one offer after another, and a theme against many tenders
def _words(text: str) -> str:
    """Each word after a blank, so that what is looked for begins one: "art" is not in "department", and is in "arts"."""
    return " " + " ".join(_WORD.findall(text.lower()))


def _value(offer: Offer, tender: Tender) -> tuple[bool, str]:
    if tender.hundredths is None or tender.currency != "GBP" or (offer.least is None and offer.most is None):
        return True, ""
    if offer.least is not None and tender.hundredths < offer.least:
        return False, f"worth {tender.value_words}, less than {money_words(offer.least, 'GBP')}"
    if offer.most is not None and tender.hundredths > offer.most:
        return False, f"worth {tender.value_words}, more than {money_words(offer.most, 'GBP')}"
    return True, f"worth {tender.value_words}"


def _kind(offer: Offer, tender: Tender) -> tuple[bool, str]:
    if not offer.voluntary_only or tender.voluntary is None:
        return True, ""
    if tender.voluntary:
        return True, "suited to voluntary and community organisations"
    return False, "not said to suit voluntary and community organisations"
