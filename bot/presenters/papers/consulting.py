"""The form in which the secretariat records who was consulted on an amendment, and who has answered."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import Block, field, packed, small, typed
from bot.presenters.modals import View, modal
from bot.presenters.rich import bold, sentences
from bot.workflows.papers.consulting import LONGEST, Consultation, ConsultationPicture

MOST = 12  # bodies in one form


def consultation_form(picture: ConsultationPicture) -> View:
    """For each body the terms name: the day it was sent the text, the day it answered, and what."""
    if not picture.consultations:
        return modal(
            ids.FORM_WHY, "Consultation", sentences("The terms name nobody to be consulted on this.")
        )
    blocks: list[Block] = [
        *sentences(f"“{picture.title}”, version {picture.version}."),
        *small(clause_words(picture.clause)),
        *sentences(*picture.missing),
    ]
    for number, each in enumerate(picture.consultations[:MOST]):
        blocks += _body(each, number)
    metadata = packed(p=picture.partnership, key=picture.paper)
    return modal(ids.FORM_CONSULTATION, "Consultation", blocks, submit="Record", metadata=metadata)


def _body(each: Consultation, number: int) -> list[Block]:
    return [
        bold(f"{each.body[:1].upper()}{each.body[1:]}"),
        field(f"sent-{number}", "Sent the text on", _day(each.sent_on), optional=True),
        field(f"answered-{number}", "Answered on", _day(each.answered_on), optional=True),
        field(
            f"answer-{number}",
            "The answer, in a few words",
            typed(each.answer, multiline=True),
            optional=True,
            hint=f"At most {LONGEST:,} characters.",
        ),
    ]


def _day(day: object) -> dict[str, object]:
    return {"type": "datepicker", **({"initial_date": str(day)} if day is not None else {})}
