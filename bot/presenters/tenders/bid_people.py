"""Who does what in a bid on screen: the project team, the lead that also delivers, and the delivery partners."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import (
    Block,
    Element,
    button,
    divider,
    field,
    menu,
    option,
    packed,
    radio,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.notice_kinds import Kind
from bot.presenters.rich import bold, sentences
from bot.presenters.tenders.see_tender import see_button
from bot.rules.wording import day_words
from bot.workflows.questions import Choice
from bot.workflows.tenders.bid_people import NO, SELECTED, YES, Partner
from bot.workflows.tenders.bid_questions import PeopleFormFacts

_DELIVERS = ((YES, "Yes, it means to deliver as well"), (NO, "No, others deliver"))


def people_buttons(partnership: str, tender: str) -> list[Element]:
    """The buttons that settle who does what in a bid."""
    about = packed(p=partnership, tender=tender)
    return [
        button("Project team", ids.OPEN_TEAM, about),
        button("Does the lead also deliver?", ids.OPEN_LEAD_DELIVERS, about),
        button("Delivery partners", ids.OPEN_PARTNER, about),
        button("Award it ourselves", ids.OPEN_AWARD, about),
    ]


def partner_blocks(partners: tuple[Partner, ...]) -> list[Block]:
    """Who is to deliver a bid, and how far each has come."""
    if not partners:
        return []
    return [divider(), bold("Who delivers"), *sentences(*(_partner(each) for each in partners))]


def team_form(facts: PeopleFormFacts) -> View:
    """The form that appoints a project team."""
    blocks = [bold(f"{facts.reference}: project team", facts.title)]
    of = f"From the {facts.group}" if facts.group else "Who is in it"
    if facts.people:
        blocks.append(field("people", of, _several(facts.people, facts.team), optional=True))
    hint = "Only where nobody is chosen above."
    blocks.append(field("reason", "If none is needed, why?", typed(multiline=True), optional=True, hint=hint))
    return modal(ids.FORM_TEAM, "Project team", blocks, submit="Appoint", metadata=_about(facts))


def lead_form(facts: PeopleFormFacts) -> View:
    """The form that asks whether the lead also means to deliver."""
    blocks = [
        bold(facts.reference, facts.title),
        field("organisation", "Who leads the bid", _one(facts.organisations, facts.lead)),
        field(
            "delivers", "Does it also mean to deliver?", radio([option(words, id) for id, words in _DELIVERS])
        ),
    ]
    return modal(ids.FORM_LEAD_DELIVERS, "The lead", blocks, submit="Record", metadata=_about(facts))


def partner_form(facts: PeopleFormFacts) -> View:
    """The form that selects who delivers, and dates their contract and agreement."""
    blocks = [bold(facts.reference, facts.title), *partner_blocks(facts.partners)]
    blocks.append(field("organisation", "Who is to deliver", _one(facts.organisations)))
    if facts.decisions:
        blocks.append(field("decision", "The decision that chose it", _one(facts.decisions), optional=True))
    blocks += [
        field("part", "Its part", typed(), optional=True, hint="Such as quality core, or hub for a county."),
        field(
            "on_condition",
            "On condition that",
            typed(),
            optional=True,
            hint="Such as taking part in training.",
        ),
        field("contract_on", "Its contract is dated", {"type": "datepicker"}, optional=True),
        field("sla_on", "Its service level agreement is dated", {"type": "datepicker"}, optional=True),
    ]
    if any(each.status == SELECTED for each in facts.partners):
        off = ticks([option("It was selected by mistake: take it off", "off")])
        blocks.append(field("off", "Not selected after all?", off, optional=True))
    return modal(ids.FORM_PARTNER, "Delivery partners", blocks, submit="Record", metadata=_about(facts))


def award_form(facts: PeopleFormFacts) -> View:
    """The form that records to whom the partnership itself awarded a piece of work."""
    hint = "What it is for, and when they report back."
    blocks = [
        bold(facts.reference, facts.title),
        *sentences(
            "For work that the partnership itself gives to one of its own, not for a bid that was won."
        ),
        field("organisation", "To whom it is awarded", _one(facts.organisations)),
        field("holder", "Who of theirs holds it", typed(), optional=True),
        field(
            "on",
            "On which day",
            {"type": "datepicker"},
            optional=True,
            hint="Today, unless you say otherwise.",
        ),
    ]
    if facts.decisions:
        blocks.append(field("decision", "The decision it rests on", _one(facts.decisions), optional=True))
    blocks.append(field("words", "Anything to add", typed(multiline=True), optional=True, hint=hint))
    return modal(ids.FORM_AWARD, "An award", blocks, submit="Record", metadata=_about(facts))


def _partner(partner: Partner) -> str:
    dates = (
        f"contract dated {day_words(partner.contract_on)}" if partner.contract_on else "no dated contract",
        f"agreement dated {day_words(partner.sla_on)}" if partner.sla_on else "no dated agreement",
    )
    by = ", now ".join(each for each in (partner.decision, partner.undone) if each)
    chosen = f"{partner.status} by {by}" if by else partner.status
    part = f", {partner.part}" if partner.part else ""
    condition = f" On condition: {partner.on_condition}." if partner.on_condition else ""
    return f"{partner.name}{part}: {', '.join((chosen, *dates))}.{condition}"


def _one(choices: tuple[Choice, ...], chosen: str = "") -> Element:
    return menu("To choose from", [option(each.words, each.id) for each in choices], chosen or None)


def _several(choices: tuple[Choice, ...], chosen: tuple[str, ...]) -> Element:
    return ticks([option(each.words, each.id) for each in choices], *chosen)


def _about(facts: PeopleFormFacts) -> str:
    return packed(p=facts.partnership, tender=facts.tender)


KINDS: Mapping[str, Kind] = {
    "TeamNotice": Kind(
        "team_told",
        lambda data: f"Project team of {data['reference']} · {data['partnership_name']}",
        see_button,
    ),
    "PartnerNotice": Kind(
        "partner_told",
        lambda data: f"Who delivers {data['reference']} · {data['partnership_name']}",
        see_button,
    ),
}
