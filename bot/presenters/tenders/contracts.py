"""The contract of a bid on screen: its holder and dates, the returns on it, the forms, and their messages."""

from collections.abc import Mapping
from datetime import date

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
    select,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.notice_kinds import Kind
from bot.presenters.rich import bold, sentences, typed_text
from bot.presenters.tenders.see_tender import see_button
from bot.rules.kinds import BY_KEY
from bot.rules.wording import day_words
from bot.workflows.tenders.contract_questions import ContractFormFacts
from bot.workflows.tenders.contracts import LONGEST_PENALTIES, Contract
from bot.workflows.tenders.returns import Return, period_words
from bot.workflows.tenders.tenders import Tender

MOST_RETURNS = 12
EVERY = BY_KEY["bids.reports"].choices


def contract_blocks(contract: Contract | None, returns: tuple[Return, ...]) -> list[Block]:
    """The contract, what its agreement says on penalties, and the latest returns."""
    if contract is None:
        return []
    ends = f", to {day_words(contract.ends_on)}" if contract.ends_on else ""
    agreed = (
        f"Its service level agreement is dated {day_words(contract.sla_on)}."
        if contract.sla_on
        else "Incomplete: its service level agreement is not dated."
    )
    held = f"{contract.holder_name} holds it, dated {day_words(contract.dated_on)}{ends}."
    every = f"Returns are due {contract.every}, {contract.days} days after." if contract.every else ""
    blocks = [divider(), bold("The contract"), *sentences(held, agreed, every)]
    if contract.penalties:
        blocks += [*sentences("The agreement says of penalties:"), *typed_text(contract.penalties)]
    waiting_first = sorted(returns, key=lambda each: each.received_on is not None)
    shown = waiting_first[:MOST_RETURNS]
    more = f"And {len(returns) - len(shown)} more." if len(returns) > len(shown) else ""
    return [*blocks, *sentences("\n".join(_return(each) for each in shown), more)]


def contract_buttons(
    partnership: str, tender: Tender, contract: Contract | None, returns: tuple[Return, ...]
) -> list[Element]:
    """The buttons that enter or change a contract, and that mark a return as received."""
    about = packed(p=partnership, tender=tender.id)
    found = []
    if tender.is_won:
        words = "Enter the contract" if contract is None else "Change the contract"
        found.append(button(words, ids.OPEN_CONTRACT, about))
    if any(each.received_on is None for each in returns):
        found.append(button("Mark a return as received", ids.OPEN_RETURN, about))
    return found


def contract_form(facts: ContractFormFacts) -> View:
    """The form that enters a contract."""
    known = facts.contract
    options = [option(each.words, each.id) for each in facts.organisations]
    holders = menu("Organisations", options, facts.holder or None)
    blocks: list[Block] = [
        bold(facts.reference, facts.title),
        field(
            "holder",
            "Who holds the contract",
            holders,
            hint="One organisation. The partnership itself holds none.",
        ),
        field("dated_on", "It is dated", _day(facts.dated_on)),
        field(
            "ends_on",
            "It ends",
            _day(known.ends_on if known else None),
            optional=not facts.stated,
            hint="Returns are asked for until then.",
        ),
        field(
            "sla_on",
            "Its service level agreement is dated",
            _day(facts.sla_on),
            optional=True,
            hint="An accountable body is incomplete without one.",
        ),
        field(
            "penalties",
            "What the agreement says of penalties",
            typed(known.penalties if known else "", multiline=True),
            optional=True,
            hint=f"In its own words, at most {LONGEST_PENALTIES:,} characters: they are quoted, and nothing is computed from them. "
            "Nothing about a learner.",
        ),
    ]
    if facts.stated:
        blocks += sentences(f"The terms say that returns are due {facts.stated}.")
    else:
        every = select([option(each.capitalize(), each) for each in EVERY], known.every if known else None)
        blocks.append(field("every", "Returns are due", every, optional=True))
    days = typed(str(known.days) if known and (known.every or known.days) else "")
    blocks.append(
        field("days", "Days after each period until its return is due", days, optional=not facts.stated)
    )
    return modal(ids.FORM_CONTRACT, "The contract", blocks, submit="Enter it", metadata=_about(facts))


def return_form(facts: ContractFormFacts) -> View:
    """The form that marks a return as received."""
    options = [
        option(f"{each.name}: {period_words(each.period)}", f"{each.organisation}|{each.period[1]}")
        for each in facts.waiting
    ]
    hint = (
        "Only that it came is kept here. The return itself, and anything about a learner, stays out of Slack."
    )
    blocks: list[Block] = [
        bold(facts.reference, facts.title),
        field("return", "Which return", menu("Returns", options), hint=hint),
        field("on", "Received on", _day(None), optional=True, hint="Today, unless you say otherwise."),
    ]
    return modal(ids.FORM_RETURN, "A return", blocks, submit="Mark received", metadata=_about(facts))


def _day(day: date | None) -> Element:
    return {"type": "datepicker", **({"initial_date": str(day)} if day is not None else {})}


def _return(given: Return) -> str:
    mark, stands = "☐", f"due by {day_words(given.due_on)}"
    if given.received_on is not None:
        mark, stands = "✓", f"received on {day_words(given.received_on)}{', late' if given.late else ''}"
    elif given.late:
        mark, stands = "✗", f"late: it was due by {day_words(given.due_on)}"
    return f"{mark} {given.name}, {period_words(given.period)}: {stands}."


def _about(facts: ContractFormFacts) -> str:
    return packed(p=facts.partnership, tender=facts.tender)


KINDS: Mapping[str, Kind] = {
    "ReturnAskedNotice": Kind(
        "return_asked",
        lambda data: f"A return on {data['reference']} · {data['partnership_name']}",
        see_button,
    ),
    "ReturnLateNotice": Kind(
        "return_late",
        lambda data: f"A late return on {data['reference']} · {data['partnership_name']}",
        see_button,
    ),
}
