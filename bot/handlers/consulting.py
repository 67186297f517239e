"""Who is to be consulted on an amendment, and what the secretariat records of it."""

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.papers.consulting import consultation_form
from bot.workflows.papers.consulting import ConsultationPicture, RecordConsultations, Said, ShowConsultation


def open_consultation(incoming: Incoming, desk: Desk) -> Reply:
    """The form for one text."""
    picture = _picture(incoming, desk)
    return (
        refused(incoming, picture.refused)
        if picture.refused is not None
        else Open(consultation_form(picture))
    )


def record(incoming: Incoming, desk: Desk) -> Reply:
    """What was entered, sent in."""
    picture = _picture(incoming, desk)
    said = tuple(
        Said(
            each.body,
            incoming.day(f"sent-{number}"),
            incoming.day(f"answered-{number}"),
            incoming.words(f"answer-{number}"),
        )
        for number, each in enumerate(picture.consultations)
    )
    command = RecordConsultations(
        **incoming.sender, partnership=picture.partnership, paper=picture.paper, said=said
    )
    return answered(incoming, desk.perform(command))


def _picture(incoming: Incoming, desk: Desk) -> ConsultationPicture:
    asked = incoming.ids
    question = ShowConsultation(**incoming.who, partnership=asked.get("p", ""), paper=asked.get("key", ""))
    return desk.ask(question)
