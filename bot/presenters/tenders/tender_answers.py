"""The forms that answer the notice of a tender, the buttons that lead to them, and who has answered what."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot import ids
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    confirm,
    divider,
    escaped,
    field,
    option,
    packed,
    radio,
    select,
    small,
    ticks,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences, typed_text
from bot.presenters.tenders.asking_members import silent_blocks
from bot.presenters.tenders.see_tender import tender_of
from bot.presenters.turning import turning
from bot.rules.wording import counted, day_words
from bot.workflows.questions import Choice
from bot.workflows.tenders.tender_interest import (
    ALONE,
    COMPETING,
    INTEREST,
    LONGEST,
    NOT_FOR_US,
    WITHDRAWN,
    TenderAnswer,
    answerable,
)
from bot.workflows.tenders.tender_questions import TendersPicture
from bot.workflows.tenders.tender_replies import PAGE, AnswerFormFacts, AnswersPicture, Row
from bot.workflows.tenders.tenders import Tender

YES, NO, PART, TOLD = "yes", "no", "national", "hq_told"
BACK = "To take a competing bid back, express an interest and answer “No”; what was declared stands until the chair rules on it."
KIND_WORDS = {
    INTEREST: "an interest",
    ALONE: "bids alone, in its own right",
    COMPETING: "a competing bid",
    NOT_FOR_US: "not for us",
    WITHDRAWN: "an interest, withdrawn",
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "offered": ("What is offered", "Which part of the work, for whom, and with whom."),
    "area": ("Area served", ""),
    "capacity": ("Capacity", "People, places and money you can put to it."),
    "capability": ("Capability", "Skills, systems and accreditation."),
    "delivery": (
        "Track record of delivery",
        "What you have delivered that is like it. Nothing about a learner.",
    ),
    "management": ("Track record of management", "Contracts, budgets and partners you have managed."),
    "policies": (
        "Policies held, and when each is next reviewed",
        "From your policies and evidence in /tender.",
    ),
}


def interest_form(facts: AnswerFormFacts) -> View:
    """An expression of interest: another bid first (C33), then what those who choose partners look for (N7, C15)."""
    tender, held = facts.tender, facts.held
    assert tender is not None
    said: Mapping[str, str] = held.details if held is not None else {}
    competing = None if held is None or held.competing is None else YES if held.competing else NO
    blocks: list[Block] = [
        *_begun(facts),
        field(
            "competing",
            "Are you, or may you be, in a competing bid for this?",
            radio([option("No", NO), option("Yes", YES)], competing),
            hint="If yes, your organisation no longer sees this bid's confidential details and has no vote about it.",
        ),
        field(
            "words",
            "If yes: which bid?",
            typed(held.words if held is not None else "", multiline=True),
            optional=True,
        ),
        field(
            "how",
            "How would you take part?",
            radio(
                [option("With the partnership", INTEREST), option("We bid alone, in our own right", ALONE)],
                ALONE if held is not None and held.kind == ALONE else INTEREST,
            ),
        ),
        field(
            "reach",
            "Are you a local or a national organisation?",
            radio([option("Local", "local"), option("National", "national")], said.get("reach")),
            optional=True,
        ),
    ]
    for name, (label, hint) in TEXTS.items():
        begins = said.get(name, "") or (facts.policies if name == "policies" else "")
        blocks.append(field(name, label, typed(begins, multiline=name != "area"), optional=True, hint=hint))
    if facts.asks_of_headquarters:
        blocks += _headquarters(said)
    return modal(ids.FORM_INTEREST, "Express an interest", blocks, submit="Send", metadata=_about(facts))


def whose_form(facts: AnswerFormFacts, then: str) -> View:
    """For which organisation, first, so that its form begins with what it answered before."""
    assert facts.tender is not None
    options = [option(each.words, each.id) for each in facts.seats]
    blocks = [*_begun(facts), field("on_behalf_of", "For which organisation?", select(options))]
    metadata = packed(p=facts.partnership, tender=facts.tender.id, then=then)
    return modal(ids.FORM_WHOSE_ANSWER, "Your answer", blocks, submit="Go on", metadata=metadata)


def competing_form(facts: AnswerFormFacts) -> View:
    """The declaration of a competing bid, with words or without."""
    held = facts.held
    blocks: list[Block] = [
        *_begun(facts),
        *sentences(
            "Your organisation no longer sees this bid's confidential details, and has no vote on anything decided about it until "
            "the chair rules."
        ),
        field(
            "words",
            "Which bid?",
            typed(held.words if held is not None else "", multiline=True),
            optional=True,
            hint=f"At most {LONGEST:,} characters. The secretariat and the chair read it.",
        ),
    ]
    return modal(ids.FORM_COMPETING, "Competing bid", blocks, submit="Declare", metadata=_about(facts))


def answer_buttons(partnership: str, tender: str, *, again: bool = False) -> list[Element]:
    """The three buttons under a notice; none of them leads where there is an answer `again` to be changed."""
    about = packed(p=partnership, tender=tender)
    return [
        button("Express an interest", ids.OPEN_INTEREST, about, style="" if again else "primary"),
        button("Declare a competing bid", ids.OPEN_COMPETING, about),
        button("Not for us", ids.NOT_FOR_US, about),
    ]


def own_blocks(
    own: Sequence[tuple[Choice, TenderAnswer | None]],
    partnership: str,
    tender: str,
    time_zone: str,
    *,
    can_answer: bool,
) -> list[Block]:
    """What somebody's own organisations have answered, with what they may still do."""
    blocks: list[Block] = []
    silent = "has not answered yet" if can_answer else "did not answer"
    for seat, answer in own:
        said = silent if answer is None else f"answered: {_in_short(answer, time_zone)}"
        blocks += sentences(f"{seat.words} {said}.")
        if can_answer and answer is not None and answer.kind in (INTEREST, ALONE):
            about = packed(p=partnership, tender=tender, organisation=seat.id)
            sure = confirm(
                "Withdraw it?", f"The interest of {seat.words} is withdrawn.", "Withdraw", "Keep it"
            )
            withdraw = button("Withdraw", ids.variant(ids.WITHDRAW_INTEREST, seat.id), about, confirm=sure)
            blocks += actions(withdraw)
    if can_answer and any(answer is not None for _, answer in own):
        blocks += sentences("To change it, answer again.")
    if can_answer and any(answer is not None and answer.competes for _, answer in own):
        blocks += sentences(BACK)
    return blocks


def stands_lines(picture: TendersPicture, tender: Tender) -> tuple[str, ...]:
    """How a tender of the list stands: for those who manage it what it waits for, and for everybody their own answer."""
    stands, waits = picture.pipeline.get(tender.id), answerable(tender) is None
    parts: tuple[str, ...] = ()
    if stands is not None:
        parts = (
            f"Waits for: {', '.join(stands.missing)}" if stands.missing else "",
            f"{len(stands.interested)} interested" if waits or stands.interested else "",
            f"{len(stands.declared)} in another bid" if stands.declared else "",
            f"{stands.silent} silent" if waits and stands.silent else "",
        )
    own = (
        f"{name} {f'answered: {KIND_WORDS[kind]}' if kind else 'has not answered yet'}"
        for name, kind in picture.own.get(tender.id, ())
        if kind or waits
    )
    return (escaped(" · ".join(each for each in parts if each)), escaped(" · ".join(own)))


def answers_screen(picture: AnswersPicture) -> View:
    """Who has answered, and what, a page at a time; and who is silent."""
    tender = picture.tender
    assert tender is not None
    about = {"p": picture.partnership, "tender": tender.id}
    blocks: list[Block] = [bold(tender.title), *small(_counts(picture))]
    blocks += actions(
        button("Back to the tender", ids.variant(ids.OPEN_TENDER, "back"), packed(**about, back=YES))
    )
    for row in picture.rows:
        blocks += [divider(), bold(row.name, "a delivery partner" if row.partner else "")]
        blocks += small(_in_full(row, picture))
        if row.answer is not None and (row.answer.details or row.answer.words):
            value = packed(**about, organisation=row.organisation)
            blocks += actions(button("Read it", ids.variant(ids.OPEN_ANSWER, row.organisation), value))
    of, pages = counted(picture.count, "answer"), -(-picture.count // PAGE)
    blocks += turning(ids.OPEN_ANSWERS, about, picture.page, pages, of)
    blocks += silent_blocks(picture.silent)
    return screen(ids.FORM_TENDERS, "Answers", blocks, ids.OPEN_ANSWERS, **about, page=str(picture.page))


def answer_screen(picture: AnswersPicture) -> View:
    """All that one organisation has answered."""
    row, tender = picture.one, picture.tender
    assert row is not None and row.answer is not None and tender is not None
    said = row.answer.details
    blocks: list[Block] = [bold(row.name), *small(_in_full(row, picture))]
    if row.answer.words:
        blocks += [bold("About the competing bid"), *typed_text(row.answer.words)]
    for name, (label, _hint) in TEXTS.items():
        if said.get(name):
            blocks += [bold(label), *typed_text(said[name])]
    if said.get(PART):
        told = f"told on {_day(said)}" if said.get(TOLD) else "not told yet"
        blocks += [bold("Its national headquarters", told)]
        blocks += typed_text(said["hq_by"]) if said.get("hq_by") else []
    return modal(ids.FORM_WHY, tender.reference, blocks)


def _day(said: Mapping[str, str]) -> str:
    return day_words(date.fromisoformat(said["hq_on"]))


def _begun(facts: AnswerFormFacts) -> list[Block]:
    tender = facts.tender
    assert tender is not None
    deadline = tender.deadline_words(facts.time_zone)
    closes = tender.closing_day(facts.time_zone)
    known = (
        f"{tender.reference}",
        f"answers by {day_words(closes)}" if closes else "",
        f"bids by {deadline}" if deadline else "",
    )
    blocks = [bold(tender.title), *small(" · ".join(each for each in known if each))]
    return [*blocks, *sentences(f"For {facts.whose.words}." if facts.whose is not None else "")]


def _headquarters(said: Mapping[str, str]) -> list[Block]:
    day: Element = {"type": "datepicker"}
    if said.get("hq_on"):
        day["initial_date"] = said["hq_on"]
    options = [
        option("We are part of a national body", PART),
        option("Our national headquarters has been told of this bid", TOLD),
    ]
    return [
        field(
            "national",
            "If you are part of a national body",
            ticks(options, *(each for each in (PART, TOLD) if said.get(each))),
            optional=True,
        ),
        field(
            "hq_by", "Who told the headquarters, and whom there", typed(said.get("hq_by", "")), optional=True
        ),
        field("hq_on", "When it was told", day, optional=True),
    ]


def _about(facts: AnswerFormFacts) -> str:
    assert facts.tender is not None
    return packed(
        p=facts.partnership, tender=facts.tender.id, organisation=facts.whose.id if facts.whose else ""
    )


def _in_short(answer: TenderAnswer, time_zone: str) -> str:
    parts = (
        KIND_WORDS[answer.kind],
        "in a competing bid" if answer.competing and answer.kind not in (COMPETING, ALONE) else "",
        day_words(answer.answered_at.astimezone(ZoneInfo(time_zone)).date()),
        f"late, after the {answer.late}" if answer.late else "",
    )
    return ", ".join(each for each in parts if each)


def _in_full(row: Row, picture: AnswersPicture) -> str:
    answer, tender = row.answer, picture.tender
    assert answer is not None and tender is not None
    zone = ZoneInfo(picture.time_zone)
    days = 0
    if tender.told_at is not None:
        days = (answer.answered_at.astimezone(zone).date() - tender.told_at.astimezone(zone).date()).days
    said = answer.details
    parts = (
        _in_short(answer, picture.time_zone),
        f"{counted(days, 'day')} after the notice" if days else "on the day of the notice",
        f"by {answer.person}",
        f"answered {answer.revision} times" if answer.revision > 1 else "",
        said.get("reach", ""),
        "its headquarters is not told yet" if said.get(PART) and not said.get(TOLD) else "",
        "for the decision of those who govern: a delivery partner in a competing bid"
        if row.partner and answer.competes
        else "",
    )
    return " · ".join(each for each in parts if each)


def _counts(picture: AnswersPicture) -> str:
    counts = picture.counts
    parts = (
        counted(counts.get(INTEREST, 0), "interest"),
        f"{counts.get(ALONE, 0)} alone" if counts.get(ALONE) else "",
        f"{picture.competing} in another bid" if picture.competing else "",
        f"{counts.get(NOT_FOR_US, 0)} not for us",
        f"{counts.get(WITHDRAWN, 0)} withdrawn" if counts.get(WITHDRAWN) else "",
        f"{counts.get('', 0)} silent",
    )
    return " · ".join(each for each in parts if each)


def _answers_button(sent: Sent) -> list[Block]:
    about = tender_of(sent)
    return actions(button("Who has answered", ids.OPEN_ANSWERS, about))


def _partner_buttons(sent: Sent) -> list[Block]:
    put = button("Put a motion", ids.OPEN_PUT_MOTION, packed(p=sent.partnership), style="primary")
    about = tender_of(sent)
    return actions(
        *([put] if sent.data.get("puts") else []), button("Who has answered", ids.OPEN_ANSWERS, about)
    )


KINDS: Mapping[str, Kind] = {
    "TenderAnswerNotice": Kind(
        "tender_answer",
        lambda data: f"Tender {data['reference']}: an answer · {data['partnership_name']}",
        _answers_button,
    ),
    "CompetingPartnerNotice": Kind(
        "competing_partner",
        lambda data: f"A partner in a competing bid · {data['partnership_name']}",
        _partner_buttons,
    ),
}
