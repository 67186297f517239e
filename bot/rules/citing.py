"""Where a value comes from, said beside every answer that uses it."""

from bot.rules.terms import Clause, Rule, T
from bot.rules.values import Basis
from bot.rules.wording import day_words, sentence

NO_CLAUSE = Clause("")


def cited(rule: Rule[T] | None) -> str:
    """The clause in brackets for the middle of a sentence, with its space: " (4.7)".

    Nothing where there is none.
    """
    return f" ({rule.clause.number})" if rule is not None and rule.clause.number else ""


def clause_of(rule: Rule[T] | None) -> Clause:
    """The clause of a rule, stated or not; the empty clause where the file does not write the rule."""
    return rule.clause if rule is not None else NO_CLAUSE


def provenance(rule: Rule[T]) -> str:
    """One sentence saying whether the document, a reading or an adoption gave the value.

    A suggestion where there is no value.
    """
    clause = _place(rule.clause.number)
    if rule.basis is Basis.ADOPTED and rule.adoption is not None:
        adoption = rule.adoption
        return f"Adopted by {adoption.by} on {day_words(adoption.on)}; the document does not say."
    if rule.basis is Basis.ADOPTED:
        return "Adopted by the partnership; the document does not say."
    if rule.basis is Basis.INTERPRETATION:
        return sentence(f"{clause} is read so: {rule.reading}")
    if rule.basis is Basis.DOCUMENT:
        return sentence(clause if rule.clause.number else f"{clause} says so")
    return suggestion(rule)


def adopted(rule: Rule[T] | None) -> str:
    """The sentence that stands on every answer which leans on an adopted value; nothing beside any other (see provenance)."""
    return provenance(rule) if rule is not None and rule.basis is Basis.ADOPTED else ""


def _place(number: str) -> str:
    """Where a clause stands, in words: its number, or a part of the document that goes by a word, such as a note."""
    if number.isalpha() and number.istitle() and len(number) > 2:
        return f"the {number.lower()}"
    return f"clause {number}" if number else "the document"


def suggestion(rule: Rule[T]) -> str:
    """What is suggested beside a rule that is not stated, and that it means nothing yet.

    Empty where nothing is.
    """
    if rule.is_stated or not rule.suggested_written:
        return ""
    return f"Suggested: “{rule.suggested_written}”, which means nothing until the partnership adopts it."


def silence(rule: Rule[T] | None, subject: str) -> str:
    """That the terms do not state a subject, with the suggestion named where there is one."""
    said = f"The terms do not state {subject}."
    return f"{said} {suggestion(rule)}".strip() if rule is not None else said
