"""The form that tells members that a tender is considered, and the messages that tell them, and of what changes later."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import (
    Block,
    Element,
    Enclosure,
    actions,
    button,
    field,
    link_button,
    option,
    packed,
    small,
    ticks,
    typed,
)
from bot.presenters.enclosing import made
from bot.presenters.modals import View, modal
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.papers.proof_file import proof_file
from bot.presenters.rich import bold, sentences
from bot.presenters.tenders.see_tender import see_button, tender_of
from bot.presenters.tenders.tender_answers import answer_buttons
from bot.rules.wording import counted, day_words
from bot.workflows.tenders.tender_notice import LONGEST_INTENTION
from bot.workflows.tenders.tender_questions import Proof, TellFormFacts

WIDER = "wider"
PROOF_COLUMNS: Mapping[str, str] = {
    "name": "Name",
    "organisation": "Organisation",
    "outcome": "Outcome",
    "sent_at": "Sent",
    "channel": "Slack conversation",
    "message": "Slack message",
    "text": "Words",
}
MOST_NAMES = 20  # of those the notice has not reached


def tell_form(facts: TellFormFacts) -> View:
    """What the partnership intends, until when members are asked to answer, and whether others may know."""
    tender = facts.tender
    assert tender is not None
    deadline = tender.deadline_words(facts.time_zone)
    told = counted(facts.people, "person", "people")
    goes_to = f"{told} by direct message, and the channel, get the same words at the same time."
    day: Element = {"type": "datepicker"}
    if facts.closes is not None:
        day["initial_date"] = facts.closes.isoformat()
    blocks: list[Block] = [
        bold(tender.title),
        *small(f"Bids by {deadline}." if deadline else "No deadline is known."),
        *sentences(goes_to),
        field(
            "intends",
            "What the partnership intends",
            typed(multiline=True),
            hint=f"Every member reads this. At most {LONGEST_INTENTION:,} characters.",
        ),
        field("answers_by", "Members answer by", day, optional=True, hint=_until(facts)),
        field(
            "wider",
            "Who else",
            ticks([option("Also a public message, for those who are no members", WIDER)]),
            optional=True,
            hint="It stands in the channel, says what is tendered and that it may be passed on, and not what is intended.",
        ),
    ]
    about = packed(p=facts.partnership, tender=tender.id)
    return modal(ids.FORM_TELL_MEMBERS, "Tell members", blocks, submit="Tell them", metadata=about)


def proof_lines(proof: Proof | None) -> tuple[str, ...]:
    """To whom the notice went, in sentences."""
    if proof is None:
        return ()
    way = f" It is on its way to {proof.on_its_way}." if proof.on_its_way else ""
    said = f"The notice is with {proof.sent} of the {counted(proof.told, 'person', 'people')} it is for.{way}"
    missing = proof.missing[:MOST_NAMES]
    more = f" and {len(proof.missing) - MOST_NAMES} more" if len(proof.missing) > MOST_NAMES else ""
    return (said, f"Not with: {', '.join(missing)}{more}." if missing else "")


def _until(facts: TellFormFacts) -> str:
    if facts.window is not None:
        shorter = facts.last is not None and facts.last < facts.window
        so = " The deadline comes before that." if shorter else ""
        return f"The terms give members until {day_words(facts.window)}.{so}"
    return "The terms state no time for answers." + (" The deadline is taken." if facts.last else "")


def _answering(sent: Sent) -> list[Block]:
    see = button("See it", ids.OPEN_TENDER, tender_of(sent))
    return actions(*answer_buttons(sent.partnership, sent.data["tender"]), see, *_reading(sent))


def _reading(sent: Sent) -> list[Element]:
    url = sent.data.get("url")
    return [link_button("Read the notice", ids.OPEN_LINK, url)] if url else []


def _proof(sent: Sent) -> tuple[Enclosure, ...]:
    reference = str(sent.data["reference"])
    title = f"Proof that members were told of {reference}"
    content = proof_file(sent.data["rows"], PROOF_COLUMNS)
    return (made(f"proof-{reference.replace('/', '-')}.csv", title, content),)


KINDS: Mapping[str, Kind] = {
    "TenderNotice": Kind(
        "tender_considered",
        lambda data: f"Tender {data['reference']} is considered · {data['partnership_name']}",
        _answering,
    ),
    "TenderReminderNotice": Kind(
        "tender_reminder",
        lambda data: f"Tender {data['reference']}: your answer? · {data['partnership_name']}",
        _answering,
    ),
    "PublicTenderNotice": Kind(
        "tender_public",
        lambda data: f"Public · {data['partnership_name']}",
        lambda sent: actions(*_reading(sent)),
    ),
    "TenderProofNotice": Kind(
        "tender_proof",
        lambda data: f"Proof: {data['reference']} · {data['partnership_name']}",
        enclosures=_proof,
    ),
    "TwinChangedNotice": Kind(
        "twin_changed", lambda data: f"Tender {data['reference']} · {data['partnership_name']}", see_button
    ),
    "TenderCorrectedNotice": Kind(
        "tender_corrected",
        lambda data: f"Tender {data['reference']} · {data['partnership_name']}",
        see_button,
    ),
    "TenderChangedNotice": Kind(
        "tender_changed", lambda data: f"Tender {data['reference']} · {data['partnership_name']}", see_button
    ),
}
