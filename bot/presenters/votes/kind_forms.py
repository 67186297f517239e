"""What the form of a motion asks besides its words, by its kind; and the list of what a dissolution leaves to arrange."""

from collections.abc import Callable, Mapping
from typing import Any

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    actions,
    button,
    field,
    option,
    packed,
    radio,
    select,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.rich import bold, sentences
from bot.rules.terms import Clause, Rule, T, Terms
from bot.rules.values import Firmness
from bot.workflows.kinds.arrangements import LONGEST, Arrangement, DissolutionPicture, done_words
from bot.workflows.kinds.co_opting import CO_OPTION, INDIVIDUAL, ORGANISATION
from bot.workflows.kinds.covering import COVER
from bot.workflows.kinds.dissolving import DISSOLUTION, WHOLE
from bot.workflows.kinds.kinds import IN_PUBLIC, KINDS
from bot.workflows.kinds.particulars import YES, Particulars
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.questions import PutFormFacts


def kind_fields(facts: PutFormFacts, kind: str, said: Particulars) -> list[Block]:
    """The fields of a kind, with its clause; none for most kinds. `said` is what stands in them at first."""
    made = _FIELDS.get(kind)
    return made(facts, said) if made is not None else []


def has_own_words(kind: str) -> bool:
    """Whether the motion may be left without words, because they follow from what its kind names."""
    known = KINDS.get(kind)
    return known is not None and known.words is not None


def dissolution_modal(picture: DissolutionPicture) -> View:
    """How far away it is, and what has to be arranged, with a button beside each thing for whoever keeps the list."""
    found = picture.dissolution
    if found is None:
        return modal(ids.FORM_WHY, "Dissolution", sentences("Nothing is to be dissolved by that motion."))
    blocks = [
        *sentences(picture.countdown),
        *small(clause_words(found.clause)),
        *(
            block
            for number, each in enumerate(picture.arrangements)
            for block in _line(picture, each, number)
        ),
    ]
    if not picture.may_tick:
        return modal(ids.FORM_WHY, "Dissolution", blocks)
    blocks.append(
        field("arrangement", "Something else to arrange", typed(), hint=f"At most {LONGEST} characters.")
    )
    metadata = packed(p=picture.partnership, motion=found.motion)
    return modal(ids.FORM_ARRANGEMENT, "Dissolution", blocks, submit="Add", metadata=metadata)


def _line(picture: DissolutionPicture, each: Arrangement, number: int) -> list[Block]:
    said = [bold(each.words, done_words(each) or "open")]
    if not picture.may_tick or picture.dissolution is None:
        return said
    value = packed(p=picture.partnership, motion=picture.dissolution.motion, key=each.id)
    done = each.done_on is not None
    action = ids.REOPEN_ARRANGEMENT if done else ids.TICK_ARRANGEMENT
    words = "Not done after all" if done else "Done"
    return [*said, *actions(button(words, ids.variant(action, str(number)), value))]


def _amendment(facts: PutFormFacts, said: Particulars) -> list[Block]:
    rule = facts.terms.notices.get(AMENDMENT)
    must = rule is not None and rule.value is not None and rule.firmness is Firmness.MUST
    return [
        *(_its_text(facts, must) if facts.amendments else _no_text(must)),
        *small(_clause(rule)),
        _day(
            "in_force_on",
            "In force from",
            said,
            "Leave it empty for the day of the decision. The file of the new terms, handed in afterwards, begins on the same day.",
        ),
    ]


def _its_text(facts: PutFormFacts, must: bool) -> list[Block]:
    options = [option(each.words, each.id) for each in facts.amendments]
    only = facts.amendments[0].id if len(options) == 1 else None
    return [
        field(
            "paper",
            "The text, as it went to the members",
            select(options, only, "An amendment that went to the members"),
            optional=not must,
        )
    ]


def _no_text(must: bool) -> list[Block]:
    so = "so none can be put. " if must else "which the terms do not make a condition. "
    return sentences(
        f"No text of an amendment has gone to the members yet, {so}An item that would change the terms is proposed with `/agenda`, "
        "its text submitted with `/papers`, and both are sent round."
    )


def _co_option(facts: PutFormFacts, said: Particulars) -> list[Block]:
    ways = [option("An organisation", ORGANISATION), option("An individual", INDIVIDUAL)]
    vote = ticks([option("The resolution gives a vote", YES)], said.get("gives_vote", ""))
    return [
        field("co_opted", "To be co-opted", typed(said.get("co_opted", ""), placeholder="The name")),
        field(
            "co_opted_is",
            "An organisation or an individual?",
            radio(ways, said.get("co_opted_is", ORGANISATION)),
        ),
        field(
            "speaker",
            "Of an organisation: who would speak for it",
            typed(said.get("speaker", "") if said.get("co_opted_is") == ORGANISATION else ""),
            optional=True,
        ),
        field("gives_vote", "A vote", vote, optional=True, hint="Unless you tick this, there is none."),
        *small(_clause(_co_opting(facts.terms))),
    ]


def _dissolution(facts: PutFormFacts, said: Particulars) -> list[Block]:
    groups = [option(words, slug) for slug, words in facts.terms.groups.items()]
    options = [option(f"The whole of {facts.name}", WHOLE), *groups]
    return [
        field("dissolved", "To be dissolved", select(options, said.get("dissolved"))),
        _day("notice_on", "Notice is given on", said, "Leave it empty for the day of the decision."),
        *small(_clause(facts.terms.notices.get(DISSOLUTION))),
    ]


def _public(facts: PutFormFacts, said: Particulars) -> list[Block]:
    return small(_clause(facts.terms.public_meetings))


def _cover(facts: PutFormFacts, said: Particulars) -> list[Block]:
    options = [option(each.words, each.id) for each in facts.people]
    chosen = said.get("covering")
    known = [
        field("covering", "Who covers", select(options, chosen, "Somebody in the register"), optional=True)
    ]
    return [
        *(known if options else []),
        field(
            "covering_name",
            "Or somebody new",
            typed("" if chosen else said.get("covering_name", ""), placeholder="The name"),
            optional=True,
        ),
        _day("until", "Until and including", said, ""),
        field("cost", "The cost, in a few words", typed(said.get("cost", "")), optional=True),
        *small(_clause(facts.terms.others.get(COVER))),
    ]


def _co_opting(terms: Terms) -> Rule[Any] | None:
    return terms.majorities.get(CO_OPTION) or terms.others.get(CO_OPTION)


def _day(name: str, label: str, said: Particulars, hint: str) -> Block:
    element: dict[str, object] = {"type": "datepicker"}
    if said.get(name):
        element["initial_date"] = said[name]
    return field(name, label, element, optional=bool(hint), hint=hint)


def _clause(rule: Rule[T] | None) -> str:
    return clause_words(rule.clause if rule is not None else Clause(""))


_FIELDS: Mapping[str, Callable[[PutFormFacts, Particulars], list[Block]]] = {
    AMENDMENT: _amendment,
    CO_OPTION: _co_option,
    DISSOLUTION: _dissolution,
    IN_PUBLIC: _public,
    COVER: _cover,
}
