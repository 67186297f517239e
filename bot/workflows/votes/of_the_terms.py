"""A motion that would change the terms is put as an amendment: its item says so, or its words speak of it (K45)."""

import re

from bot.rules.citing import clause_of
from bot.rules.terms import Terms
from bot.workflows.decisions import Refused
from bot.workflows.kinds.kinds import unknown_kind
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.votes.motions import ORDINARY

CHANGES_NO_TERMS = "changes_no_terms"  # the field of the tick with which such words are put all the same
_PAST = r"(?:amended|changed|altered|revised|replaced|deleted|removed|inserted|varied|updated|struck)"
_VERB = r"(?:amend|chang|alter|revis|replac|delet|remov|insert|vary|updat|strik)\w*"
_TERMS = r"(?:terms of reference|partnership agreement)"
_CLAUSE = r"(?:clause|section|paragraph|article)s?\s+\d[\d.]*"
_SPEAKS = re.compile(
    rf"\b(?:{_TERMS}|{_CLAUSE})[^.;]{{0,60}}?\b{_PAST}\b|\b{_VERB}\s+(?:[\w’']+\s+){{0,3}}?(?:{_TERMS}|{_CLAUSE})",
    re.IGNORECASE,
)


def speaks_of_the_terms(text: str) -> bool:
    """Whether the words of a motion plainly speak of changing the terms."""
    return _SPEAKS.search(text) is not None


def only_as_an_amendment(kind: str, text: str, amends: str, ticked: bool, terms: Terms) -> Refused | None:
    """Why a binding motion of another kind is not put: its item, `amends`, proposes an amendment; or its words speak of one."""
    if kind == AMENDMENT or unknown_kind(AMENDMENT, terms) is not None:
        return None
    notice = terms.notices.get(AMENDMENT)
    clause = clause_of(notice) if notice is not None else clause_of(terms.majorities.get(AMENDMENT))
    if amends:
        return Refused(
            f"“{amends}” proposes an amendment of the terms, so a motion about it is put as an amendment.",
            clause,
            next="Choose “Amendment” here, and its text below; or take the item away from “What it is about”.",
            field="kind",
        )
    if kind == ORDINARY and not ticked and speaks_of_the_terms(text):
        return Refused(
            "These words speak of changing the terms. Put as an ordinary motion they change none.",
            clause,
            next="Choose “Amendment” as the kind of decision; or tick this and put it all the same.",
            field=CHANGES_NO_TERMS,
        )
    return None
