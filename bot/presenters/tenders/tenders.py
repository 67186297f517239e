"""Tenders on screen: the list, one tender, the form that records or suggests one, and their messages."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from bot import ids
from bot.ocds.releases import PLANNED
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    divider,
    escaped,
    field,
    isolated,
    link_button,
    option,
    packed,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences, typed_text
from bot.presenters.tenders.asking_members import ask_button, ask_buttons
from bot.presenters.tenders.bid_people import people_buttons
from bot.presenters.tenders.bids import move_button, way_blocks
from bot.presenters.tenders.brokers import broker_buttons
from bot.presenters.tenders.contracts import contract_buttons
from bot.presenters.tenders.same_tender import alike_words, likeness_blocks, twin_blocks
from bot.presenters.tenders.see_tender import see_button, tender_of
from bot.presenters.tenders.tender_answers import answer_buttons, own_blocks, stands_lines
from bot.presenters.tenders.tender_history import history_blocks
from bot.presenters.tenders.tender_notice import proof_lines
from bot.presenters.turning import turning
from bot.rules.wording import counted, day_words, listed
from bot.workflows.tenders.correcting_tenders import as_known
from bot.workflows.tenders.moving_tenders import stages_from
from bot.workflows.tenders.tender_gates import BROKER
from bot.workflows.tenders.tender_questions import (
    ALIVE,
    ENDED,
    FOUND_ONES,
    OTHERS,
    OWN,
    PAGE,
    TenderFormFacts,
    TenderPicture,
    TendersPicture,
)
from bot.workflows.tenders.tender_replies import KEPT_AWAY
from bot.workflows.tenders.tenders import UNDECIDED, Tender

TABS = {
    ALIVE: "In hand",
    FOUND_ONES: "To look at",
    OTHERS: "Not what we look for",
    OWN: "Suggested by you",
    ENDED: "Over",
}
_AMOUNT = "A number, such as 33721 or £33,721."
_NONE = {
    ALIVE: "No tender is being considered or bid for.",
    FOUND_ONES: "Nothing waits to be looked at.",
    OTHERS: "Nothing that was found is anything else than what the partnership looks for.",
    OWN: "You have not suggested a tender.",
    ENDED: "No tender is over yet.",
}


def tenders_modal(picture: TendersPicture) -> View:
    """A page of tenders, with what somebody may do."""
    here = packed(p=picture.partnership)
    tabs = [each for each in TABS if each not in ((OWN,) if picture.manages else (FOUND_ONES, OTHERS))]
    blocks: list[Block] = [
        *actions(
            *(
                button(
                    TABS[each],
                    ids.variant(ids.OPEN_TENDERS, each),
                    packed(p=picture.partnership, tab=each),
                    style="primary" if each == picture.which else "",
                )
                for each in tabs
            )
        ),
        *_waiting(picture),
        *actions(
            button(
                "Record a tender" if picture.manages else "Suggest a tender", ids.OPEN_RECORD_TENDER, here
            ),
            button("Providers", ids.OPEN_PROVIDERS, here),
            button("Policies and evidence", ids.OPEN_POLICIES, here),
            *ask_buttons(picture.partnership),
            *_of_the_pipeline(picture, here),
        ),
    ]
    if not picture.tenders:
        blocks += sentences(_NONE[picture.which])
    if sum(count for _, count in picture.stages) > 1:
        blocks += small(" · ".join(f"{count} {stage}" for stage, count in picture.stages))
    for each in picture.tenders:
        may_be = alike_words(picture.alike.get(each.id, ()))
        lines = (
            *_in_short(each, picture.time_zone, passed=each.id in picture.passed),
            *stands_lines(picture, each),
            may_be,
        )
        blocks += [divider(), bold(each.title), *small(*lines)]
        value = packed(p=picture.partnership, tender=each.id)
        blocks += actions(button("See it", ids.variant(ids.OPEN_TENDER, each.reference), value))
    of, pages = counted(picture.count, "tender"), -(-picture.count // PAGE)
    asked = {"p": picture.partnership, "tab": picture.which}
    words = ("Previous page", "Next page")
    turns = turning(ids.OPEN_TENDERS, asked, picture.page, pages, of, words)
    shown = {**asked, "page": str(picture.page)}
    return screen(ids.FORM_TENDERS, "Tenders", [*blocks, *turns], ids.OPEN_TENDERS, **shown)


def tender_modal(picture: TenderPicture) -> View:
    """Everything known of one tender."""
    tender = picture.tender
    assert tender is not None
    about = packed(p=picture.partnership, tender=tender.id)
    blocks: list[Block] = [bold(tender.title), *small(*_in_short(tender, picture.time_zone))]
    blocks += sentences(
        tender.deadline_reading, f"Suggested by {picture.suggester}." if picture.suggester else ""
    )
    blocks += _suited(picture)
    blocks += sentences(_published(tender), f"Not pursued: {tender.reason}" if tender.reason else "")
    if tender.intends:
        blocks += [bold("What the partnership intends"), *typed_text(tender.intends)]
    blocks += sentences(_told(picture, tender), *proof_lines(picture.proof))
    seen_by = (picture.own, picture.partnership, tender.id, picture.time_zone)
    blocks += own_blocks(*seen_by, can_answer=picture.can_answer)
    if picture.kept_away:
        blocks += sentences(KEPT_AWAY.reason)
    same = (picture.partnership, picture.time_zone)
    blocks += [
        *twin_blocks(tender, picture.twins, *same),
        *likeness_blocks(tender, picture.likenesses, *same),
    ]
    shown = {"p": picture.partnership, "tender": tender.id}
    title = f"Tender {tender.reference}"
    blocks += actions(*_doing(picture, tender, about))
    more = _more(picture, tender, about)
    if picture.kept_away:
        blocks += actions(*more)
    else:
        of = (picture.way, picture.partnership, tender.id)
        blocks += way_blocks(*of, manages=picture.manages, more=more)
    if tender.description:
        blocks += [divider(), bold("What is tendered"), *typed_text(tender.description)]
    blocks += history_blocks(picture.history, tender, picture.time_zone)
    return screen(ids.FORM_TENDERS, title, blocks, ids.OPEN_TENDER, **shown)


def _doing(picture: TenderPicture, tender: Tender, about: str) -> list[Element]:
    """The buttons above what is missing: an answer, what comes next, and an end."""
    doing: list[Element] = []
    if picture.can_answer:
        answered = all(answer is not None for _, answer in picture.own)
        doing += answer_buttons(picture.partnership, tender.id, again=answered)
    if picture.can_tell:
        doing.append(
            button("Tell members that it is considered", ids.OPEN_TELL_MEMBERS, about, style="primary")
        )
    if picture.manages and tender.told_at:
        doing.append(button("Who has answered", ids.OPEN_ANSWERS, about))
    if tender.url:
        doing.append(link_button("Read the notice", ids.OPEN_LINK, tender.url))
    if picture.manages and stages_from(tender):
        doing.append(move_button(picture.partnership, tender.id))
    if picture.manages and not tender.is_over and tender.stage not in UNDECIDED:
        doing += contract_buttons(picture.partnership, tender, picture.way.contract, picture.way.returns)
    if picture.manages and not tender.is_settled:
        doing.append(button("Do not pursue it", ids.OPEN_SET_ASIDE, about))
    return doing


def _more(picture: TenderPicture, tender: Tender, about: str) -> list[Element]:
    """The buttons below what is missing: who takes part, options, what members are asked, and the proof."""
    more: list[Element] = []
    if picture.manages and not tender.is_over and tender.stage not in UNDECIDED:
        more += people_buttons(picture.partnership, tender.id)
    if picture.way.broker is not None or (picture.manages and BROKER in picture.way.asked):
        of = (picture.partnership, tender.id, picture.way.broker)
        more += broker_buttons(*of, manages=picture.manages)
    if picture.manages and not tender.is_over:
        more.append(button("Record an option", ids.OPEN_OPTION, about))
        if not tender.is_settled:
            change = "Change the deadline" if tender.deadline else "Enter the deadline"
            change = "Correct what is recorded" if tender.is_typed else change
            more.append(button(change, ids.OPEN_DEADLINE, about))
    if picture.can_ask:
        more.append(ask_button(picture.partnership, tender.id))
    if picture.manages and tender.told_at:
        more.append(button("Proof that members were told", ids.EXPORT_TENDER_PROOF, about))
    return more


def tender_form(facts: TenderFormFacts, title: str = "") -> View:
    """What is tendered. `title` is what was typed after the command."""
    blocks: list[Block] = []
    if len(facts.seats) > 1:
        options = [option(each.words, each.id) for each in facts.seats]
        blocks.append(field("on_behalf_of", "For which organisation?", select(options)))
    blocks += [
        field("title", "What is tendered", typed(title)),
        field("buyer", "Who is buying", typed(), optional=True),
        field("description", "What it asks for", typed(multiline=True), optional=True),
        field("value", "Its value in pounds", typed(), optional=True, hint=_AMOUNT),
        field(
            "deadline",
            "Bids have to be in by",
            {"type": "datetimepicker", "action_id": "deadline"},
            optional=True,
        ),
        field("url", "Where the notice is", {"type": "url_text_input", "action_id": "url"}, optional=True),
    ]
    title_of_form = "Record a tender" if facts.manages else "Suggest a tender"
    submit = "Record" if facts.manages else "Suggest"
    return modal(
        ids.FORM_RECORD_TENDER, title_of_form, blocks, submit=submit, metadata=packed(p=facts.partnership)
    )


def see_instead(partnership: str, tender: str) -> list[Block]:
    """The button under an answer that shows the tender in its place."""
    about = packed(p=partnership, tender=tender, back="yes")
    return actions(button("See it", ids.variant(ids.OPEN_TENDER, "recorded"), about, style="primary"))


def set_aside_form(picture: TenderPicture) -> View:
    """Why a tender is not pursued."""
    tender = picture.tender
    assert tender is not None
    blocks: list[Block] = [
        bold(tender.title),
        field(
            "reason",
            "Why not?",
            typed(multiline=True),
            optional=not (tender.suggested_by or tender.told_at),
            hint="Whoever suggested it, or was told of it, reads this.",
        ),
    ]
    about = packed(p=picture.partnership, tender=tender.id, was=tender.stage)
    return modal(ids.FORM_SET_ASIDE, "Do not pursue it", blocks, submit="Set aside", metadata=about)


def change_form(picture: TenderPicture) -> View:
    """What is put right of a tender: all that people recorded of it, or the deadline alone of one from a portal."""
    assert picture.tender is not None
    return correction_form(picture) if picture.tender.is_typed else deadline_form(picture)


def deadline_form(picture: TenderPicture) -> View:
    """By when bids have to be in."""
    tender = picture.tender
    assert tender is not None
    told = "Everybody who was told of it hears of the change." if tender.told_at else ""
    blocks = [bold(tender.title), field("deadline", "Bids have to be in by", _deadline(tender), hint=told)]
    about = packed(p=picture.partnership, tender=tender.id)
    return modal(ids.FORM_DEADLINE, "The deadline", blocks, submit="Enter", metadata=about)


def correction_form(picture: TenderPicture) -> View:
    """What people recorded of a tender, to be put right."""
    tender = picture.tender
    assert tender is not None
    url: Element = {"type": "url_text_input", "action_id": "url"}
    if tender.url:
        url["initial_value"] = tender.url
    worth = "" if tender.hundredths is None else f"{Decimal(tender.hundredths) / 100:.2f}".removesuffix(".00")
    blocks = [
        *sentences("Everybody who was told of it hears what has changed." if tender.told_at else ""),
        field("title", "What is tendered", typed(tender.title)),
        field("buyer", "Who is buying", typed(tender.buyer), optional=True),
        field("value", "Its value in pounds", typed(worth), optional=True, hint=_AMOUNT),
        field("deadline", "Bids have to be in by", _deadline(tender), optional=tender.deadline is None),
        field("url", "Where the notice is", url, optional=True),
    ]
    about = packed(p=picture.partnership, tender=tender.id, was=as_known(tender))
    return modal(
        ids.FORM_CORRECT_TENDER, f"Correct {tender.reference}", blocks, submit="Correct", metadata=about
    )


def _deadline(tender: Tender) -> Element:
    asked: Element = {"type": "datetimepicker", "action_id": "deadline"}
    if tender.deadline is not None:
        asked["initial_date_time"] = int(tender.deadline.timestamp())
    return asked


def pounds(typed_in: str) -> Decimal | None:
    """An amount as people type it, "£33,721.50"; ValueError for what is none, None for nothing."""
    text = typed_in.strip().removeprefix("£").replace(",", "").replace(" ", "")
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(typed_in) from None
    if not amount.is_finite() or amount.as_tuple().exponent < -2:  # type: ignore[operator]
        raise ValueError(typed_in)
    return amount


def _in_short(tender: Tender, time_zone: str, *, passed: bool = False) -> tuple[str, ...]:
    deadline = tender.deadline_words(time_zone)
    facts = (
        f"{tender.reference}, {tender.stage}",
        "not yet open for bids" if tender.published_stage == PLANNED and not tender.is_over else "",
        escaped(isolated(tender.buyer)),
        tender.value_words,
        f"{'bids were due' if passed else 'bids'} by {deadline}" if deadline else "no deadline known",
    )
    return (" · ".join(each for each in facts if each),)


def _waiting(picture: TendersPicture) -> list[Block]:
    """What waits to be looked at, above the buttons that are needed more rarely."""
    if not picture.waiting:
        return []
    asked = packed(p=picture.partnership, tab=FOUND_ONES)
    words = f"Look at {counted(picture.waiting, 'tender')}"
    return actions(button(words, ids.variant(ids.OPEN_TENDERS, "waiting"), asked, style="primary"))


def _of_the_pipeline(picture: TendersPicture, here: str) -> list[Element]:
    if not picture.manages or picture.which != ALIVE or not picture.tenders:
        return []
    return [
        button("The pipeline as a file", ids.EXPORT_PIPELINE, here),
        button("Post the next three months", ids.SHARE_TIMELINE, here),
    ]


def _suited(picture: TenderPicture) -> list[Block]:
    """Whether it is looked for, and the organisations it may suit; the program proposes, and people decide."""
    found = picture.looked_for
    why = found.against or found.reasons
    is_it = "It is not" if found.against else "It may be"
    whole = sentences(f"{is_it} what {picture.name} looks for: {listed(list(why))}." if why else "")
    if not picture.suited:
        return whole
    lines = (escaped(f"{name}: {', '.join(found.reasons)}") for name, found in picture.suited)
    return [*whole, bold("It may suit"), *small("\n".join(lines))]


def _published(tender: Tender) -> str:
    if not tender.published_stage or tender.published_stage == "open":
        return ""
    return f"Its publisher says: {tender.published_stage}."


def _told(picture: TenderPicture, tender: Tender) -> str:
    zone = ZoneInfo(picture.time_zone)
    if tender.told_at is None:
        return "Members have not been told of it." if picture.manages else ""
    said = f"Members were told on {day_words(tender.told_at.astimezone(zone).date())}"
    closes = tender.closing_day(picture.time_zone)
    return f"{said}, and asked to answer by {day_words(closes)}." if closes else f"{said}."


def _suggested_buttons(sent: Sent) -> list[Block]:
    return actions(
        button("See it", ids.OPEN_TENDER, tender_of(sent), style="primary"),
        button("Do not pursue it", ids.OPEN_SET_ASIDE, tender_of(sent)),
    )


KINDS: Mapping[str, Kind] = {
    "TenderSuggestedNotice": Kind(
        "tender_suggested",
        lambda data: f"A tender is suggested · {data['partnership_name']}",
        _suggested_buttons,
    ),
    "TenderMovedNotice": Kind(
        "tender_moved", lambda data: f"Tender {data['reference']} · {data['partnership_name']}", see_button
    ),
    "TenderSetAsideNotice": Kind(
        "tender_set_aside",
        lambda data: f"Tender {data['reference']} · {data['partnership_name']}",
        see_button,
    ),
}
