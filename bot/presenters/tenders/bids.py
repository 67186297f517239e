"""A bid on its way on screen: what is done and what is missing, and the forms that record a step and move it on."""

from itertools import groupby

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    escaped,
    field,
    menu,
    option,
    packed,
    radio,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.rich import bold, sentences
from bot.presenters.tenders.asking_members import call_button
from bot.presenters.tenders.bid_people import partner_blocks
from bot.presenters.tenders.brokers import broker_blocks
from bot.presenters.tenders.contracts import contract_blocks
from bot.presenters.tenders.tender_options import option_blocks
from bot.rules.kinds import STEPS
from bot.rules.wording import day_words
from bot.workflows.tenders.bid_people import LEAD_DELIVERS
from bot.workflows.tenders.bid_questions import MoveFormFacts, StepFormFacts, Way
from bot.workflows.tenders.tender_gates import (
    ACCOUNTABLE_BODY,
    AGREED,
    ALONE,
    CALLED,
    DATED,
    DECIDED,
    HOLDER,
    LEAD,
    NAMES_SOMEBODY,
    ONCE,
    TOGETHER,
    TOGETHER_OR_ALONE,
    TOLD,
    Done,
    Missing,
)

MOST_WORDS = 600  # characters of a clause, or of what was added to a step
_BIDS = ((TOGETHER, "One bid together"), (ALONE, "Each member alone"))


def way_blocks(way: Way, partnership: str, tender: str, *, manages: bool, more: list[Element]) -> list[Block]:
    """What is done for a tender, and what is missing for the next stage, in order, each with the button that records it; then
    `more` to do, and who takes part."""
    about = {"p": partnership, "tender": tender}
    blocks: list[Block] = []
    if way.done:
        blocks += [divider(), bold("What is done")]
        waits = any(each.step == AGREED for each in (*way.missing, *way.later))
        blocks += sentences("\n".join(_done(each, waits) for each in way.done))
    ahead = ONCE.get(way.next, way.next)
    if way.next and not way.missing:
        blocks += [divider(), *sentences(f"Nothing is missing before it is {ahead}.")]
    for heading, missing in (
        (f"Missing before it is {ahead}", way.missing),
        ("Missing before a member bids alone", way.alone),
        ("Asked for later", way.later),
    ):
        if missing:
            blocks += [divider(), bold(heading), *_missing(missing)]
    if manages:
        told = any(each.step == TOLD for each in way.done)
        steps = dict.fromkeys(
            each.step for each in (*way.missing, *way.alone, *way.later) if each.step != TOLD
        )
        blocks += actions(
            *([call_button(partnership, tender)] if CALLED in steps and told else []),
            *(_record(each, about) for each in steps),
        )
        fixed = (TOLD, HOLDER, DATED) if way.contract is not None else (TOLD,)
        again = [
            each.step
            for each in way.done
            if each.step in STEPS and each.step not in fixed and each.step not in steps
        ]
        blocks += actions(*(_record(each, about, "Record again") for each in again))
    blocks += [divider(), bold("More"), *actions(*more)] if more else []
    blocks += option_blocks(way.options, partnership, tender, manages=manages)
    blocks += [*partner_blocks(way.partners), *broker_blocks(way.broker)]
    return [*blocks, *contract_blocks(way.contract, way.returns)]


def move_button(partnership: str, tender: str) -> Element:
    """The button that opens the form that moves a tender."""
    return button("Move it on", ids.OPEN_MOVE_TENDER, packed(p=partnership, tender=tender))


def step_form(facts: StepFormFacts) -> View:
    """The form that records a step."""
    step = facts.step
    blocks: list[Block] = [bold(f"{facts.reference}: {step}", facts.title)]
    if facts.before is not None:
        blocks += sentences(f"What you record takes the place of: {_plain(facts.before)}")
    if step == CALLED:
        blocks += sentences(
            "That all members were called to deliver it. “Call all members to deliver it” sends the call, and records it; "
            "record here what went to them otherwise."
        )
    if step in DECIDED:
        options = [option(each.words, each.id) for each in facts.decisions]
        blocks.append(field("decision", "The decision it rests on", select(options)))
    if step in NAMES_SOMEBODY:
        label = "Which organisation leads" if step == LEAD else "Which organisation it is"
        options = [option(each.words, each.id) for each in facts.organisations]
        blocks.append(field("organisation", label, menu("Organisations", options)))
    blocks.append(_day(facts))
    if step == TOGETHER_OR_ALONE:
        blocks.append(field("words", "What was decided", radio([option(words, id) for id, words in _BIDS])))
    else:
        blocks.append(field("words", "Anything to add", typed(multiline=True), optional=True))
    metadata = packed(p=facts.partnership, tender=facts.tender, key=step)
    return modal(ids.FORM_STEP, "Record a step", blocks, submit="Record", metadata=metadata)


def move_form(facts: MoveFormFacts) -> View:
    """The form that moves a tender to another stage."""
    blocks: list[Block] = [bold(f"{facts.reference}: {facts.stage}", facts.title)]
    if facts.missing:
        blocks += [
            *sentences(f"Missing before it is {ONCE.get(facts.next, facts.next)}:"),
            *_missing(facts.missing),
        ]
    options = [option(each.capitalize(), each) for each in facts.stages]
    blocks += [
        field("stage", "Move it to", select(options, facts.next)),
        _day(facts),
        field("words", "Anything to add", typed(multiline=True), optional=True),
    ]
    metadata = packed(p=facts.partnership, tender=facts.tender, was=facts.stage)
    return modal(ids.FORM_MOVE_TENDER, "Move a tender", blocks, submit="Move it", metadata=metadata)


def _day(facts: StepFormFacts | MoveFormFacts) -> Block:
    return field("on", "On which day", {"type": "datepicker", "initial_date": str(facts.today)})


def _record(step: str, about: dict[str, str], words: str = "Record") -> Element:
    action = ids.variant(ids.OPEN_STEP, step.replace(" ", "-"))
    return button(f"{words}: {step}", action, packed(**about, key=step))


def _missing(missing: tuple[Missing, ...]) -> list[Block]:
    blocks: list[Block] = []
    for clause, steps in groupby(missing, key=lambda each: each.clause):
        lines = (f"☐ {each.step}{f' ({each.undone})' if each.undone else ''}" for each in steps)
        blocks += sentences("\n".join(lines))
        blocks += small(escaped(clipped(clause_words(clause), MOST_WORDS)))
    return blocks


def _done(done: Done, agreement_waits: bool) -> str:
    incomplete = agreement_waits and done.step == ACCOUNTABLE_BODY and not done.undone
    more = " Incomplete until its service level agreement is dated." if incomplete else ""
    return ("✗ " if done.undone else "✓ ") + _plain(done) + more


def _plain(done: Done) -> str:
    decision = ", now ".join(each for each in (done.decision, done.undone) if each)
    by = f"recorded by {done.by}" if done.by else ""
    words = clipped(done.words.rstrip("."), MOST_WORDS) if done.words else ""
    facts = (
        "whether the lead also delivers" if done.step == LEAD_DELIVERS else done.step,
        day_words(done.on),
        done.organisation,
        decision,
        words,
        by,
    )
    return ", ".join(each for each in facts if each) + "."
