"""The honest broker of a bid on screen: naming one, answering for a partner, and who has said what."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    field,
    option,
    packed,
    radio,
    select,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences
from bot.presenters.tenders.see_tender import tender_of
from bot.rules.wording import day_words
from bot.workflows.tenders.bid_questions import BrokerFormFacts
from bot.workflows.tenders.tender_gates import Broker, Said

MOST_WORDS, MOST_ANSWERS = 300, 30
ACCEPT, OBJECT = "accept", "object"
_ANSWERS = ((ACCEPT, "Acceptable to us"), (OBJECT, "We object"))


def broker_blocks(broker: Broker | None) -> list[Block]:
    """Who is named, and what each partner has said."""
    if broker is None:
        return []
    said = [_said(each) for each in sorted(broker.answers, key=lambda each: each.accepts)][:MOST_ANSWERS]
    named = f"{broker.name}, named on {day_words(broker.named_on)}. Whoever does not object accepts."
    return [divider(), bold("Honest broker"), *sentences(named, "\n".join(said))]


def broker_buttons(partnership: str, tender: str, broker: Broker | None, *, manages: bool) -> list[Element]:
    """The buttons that name a broker, and that answer for an organisation."""
    about = packed(p=partnership, tender=tender)
    name = [button("Name an honest broker", ids.OPEN_BROKER, about)] if manages else []
    answer = (
        [button("Is the broker acceptable?", ids.OPEN_BROKER_ANSWER, about)] if broker is not None else []
    )
    return [*name, *answer]


def broker_form(facts: BrokerFormFacts) -> View:
    """The form that names a broker."""
    blocks = [bold(facts.reference, facts.title)]
    if facts.broker:
        blocks += sentences(f"Another takes the place of {facts.broker}, and every partner is asked anew.")
    blocks.append(field("name", "Who is the honest broker", typed(), hint="A person or an organisation."))
    metadata = packed(p=facts.partnership, tender=facts.tender)
    return modal(ids.FORM_BROKER, "Honest broker", blocks, submit="Name and ask", metadata=metadata)


def broker_answer_form(facts: BrokerFormFacts) -> View:
    """The form that accepts a broker for an organisation, or objects."""
    blocks = [bold(f"{facts.reference}: {facts.broker}", facts.title)]
    if len(facts.seats) > 1:
        options = [option(each.words, each.id) for each in facts.seats]
        blocks.append(field("on_behalf_of", "For which organisation?", select(options)))
    blocks += [
        field("choice", "As honest broker", radio([option(words, id) for id, words in _ANSWERS])),
        field("words", "If you object, to what?", typed(multiline=True), optional=True),
    ]
    metadata = packed(p=facts.partnership, tender=facts.tender, key=facts.broker)
    return modal(ids.FORM_BROKER_ANSWER, "Honest broker", blocks, submit="Answer", metadata=metadata)


def _said(each: Said) -> str:
    words = "accepts" if each.accepts else f"objects: {clipped(each.words, MOST_WORDS)}"
    since = " (kept away from this bid since, so this does not count)" if each.away else ""
    return f"{each.organisation}: {words}{since}"


def _answer(sent: Sent) -> list[Block]:
    about = tender_of(sent)
    return actions(button("Answer", ids.OPEN_BROKER_ANSWER, about, style="primary"))


KINDS: Mapping[str, Kind] = {
    "BrokerNamedNotice": Kind(
        "broker_named",
        lambda data: f"An honest broker for {data['reference']} · {data['partnership_name']}",
        _answer,
    ),
}
