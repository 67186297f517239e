"""Answers to the notice of a tender: an interest, a competing bid, not for us; withdrawn; and who has answered what."""

from bot import ids
from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.tenders.tender_answers import (
    PART,
    TEXTS,
    TOLD,
    YES,
    answer_screen,
    answers_screen,
    competing_form,
    interest_form,
    whose_form,
)
from bot.workflows.decisions import Refused
from bot.workflows.tenders.tender_interest import (
    ALONE,
    COMPETING,
    INTEREST,
    NOT_FOR_US,
    AnswerTender,
    WithdrawAnswer,
)
from bot.workflows.tenders.tender_replies import AnswerForm, AnswersPicture, ShowAnswers

NO_ANSWER = Refused("That organisation has not answered.")


def open_interest(incoming: Incoming, desk: Desk) -> Reply:
    """The form that expresses an interest."""
    return _form(incoming, desk, INTEREST)


def open_competing(incoming: Incoming, desk: Desk) -> Reply:
    """The form that declares a competing bid."""
    return _form(incoming, desk, COMPETING)


def whose(incoming: Incoming, desk: Desk) -> Reply:
    """For which organisation, sent in; its form follows."""
    return _form(incoming, desk, incoming.ids.get("then", ""))


def express(incoming: Incoming, desk: Desk) -> Reply:
    """An expression of interest, sent in."""
    competing, ticked = incoming.choice("competing"), incoming.choices("national")
    details = {name: incoming.words(name) for name in (*TEXTS, "hq_by")}
    details |= {each: YES for each in (PART, TOLD) if each in ticked}
    if TOLD in ticked:
        details[PART] = YES
    on = incoming.day("hq_on")
    details |= {"reach": incoming.choice("reach"), "hq_on": on.isoformat() if on is not None else ""}
    command = AnswerTender(
        **incoming.sender,
        **tender_of(incoming),
        kind=ALONE if incoming.choice("how") == ALONE else INTEREST,
        competing=competing == YES if competing else None,
        words=incoming.words("words"),
        details=details,
        on_behalf_of=incoming.ids.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def declare_competing(incoming: Incoming, desk: Desk) -> Reply:
    """A competing bid, declared."""
    command = AnswerTender(
        **incoming.sender,
        **tender_of(incoming),
        kind=COMPETING,
        competing=True,
        words=incoming.words("words"),
        on_behalf_of=incoming.ids.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def not_for_us(incoming: Incoming, desk: Desk) -> Reply:
    """“Not for us”, at one click."""
    asked = incoming.ids
    p, tender = asked.get("p", ""), asked.get("tender", "")
    command = AnswerTender(
        **incoming.sender,
        partnership=p,
        tender=tender,
        kind=NOT_FOR_US,
        on_behalf_of=asked.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command), ids.NOT_FOR_US, p=p, tender=tender)


def withdraw(incoming: Incoming, desk: Desk) -> Reply:
    """An expression of interest, withdrawn."""
    asked = incoming.ids
    command = WithdrawAnswer(
        **incoming.sender,
        **tender_of(incoming),
        on_behalf_of=asked.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def open_answers(incoming: Incoming, desk: Desk) -> Reply:
    """Who has answered, in the place of the tender's window, or another page of it."""
    picture = _answers(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    shown = answers_screen(picture)
    return Change(shown) if incoming.surface is Surface.MODAL else Open(shown)


def open_answer(incoming: Incoming, desk: Desk) -> Reply:
    """All that one organisation has answered."""
    picture = _answers(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    if picture.one is None or picture.one.answer is None:
        return refused(incoming, NO_ANSWER)
    return Open(answer_screen(picture))


def _form(incoming: Incoming, desk: Desk, kind: str) -> Reply:
    asked = incoming.ids
    facts = desk.ask(
        AnswerForm(
            **incoming.who,
            **tender_of(incoming),
            organisation=asked.get("organisation", "") or incoming.choice("on_behalf_of"),
        )
    )
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    if facts.whose is None:
        return Open(whose_form(facts, kind))
    return Open(interest_form(facts) if kind == INTEREST else competing_form(facts))


def _answers(incoming: Incoming, desk: Desk) -> AnswersPicture:
    asked = incoming.ids
    question = ShowAnswers(
        **incoming.who,
        **tender_of(incoming),
        page=incoming.page,
        organisation=asked.get("organisation", ""),
    )
    return desk.ask(question)
