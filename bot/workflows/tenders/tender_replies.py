"""What screens ask about the answers to a tender: the form, and who has answered what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.workflows.decisions import Refused, Setting
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.tender_interest import TenderAnswer
from bot.workflows.tenders.tenders import Tender, TenderFacts, not_for_them

PAGE = 10  # answers on a page
KEPT_AWAY = Refused(
    "Your organisation is in another bid for this tender, or has withdrawn from it for an interest, so what others answered is not "
    "shown to you.",
    next="Your own answer is in the tender's window.",
)


@dataclass(frozen=True)
class AnswerFormFacts:
    """What the form begins with that answers the notice of a tender."""

    partnership: str
    time_zone: str
    tender: Tender | None
    seats: tuple[Choice, ...] = ()  # where somebody speaks for several and has not said for which
    whose: Choice | None = None  # the organisation that answers
    held: TenderAnswer | None = None  # what it answered before
    policies: str = ""  # what is recorded of its policies, a line each
    asks_of_headquarters: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerForm(Question[AnswerFormFacts]):
    """How may somebody answer the notice of a tender?"""

    partnership: str
    tender: str
    organisation: str = ""  # for which, where somebody speaks for several


@dataclass(frozen=True)
class Row:
    """One organisation, with what it answered last; None: it is silent."""

    organisation: str
    name: str
    answer: TenderAnswer | None
    partner: bool = False  # a delivery partner


@dataclass(frozen=True)
class AnswersPicture:
    """A page of the organisations that have answered, by name, and who is silent."""

    partnership: str
    time_zone: str
    tender: Tender | None
    rows: tuple[Row, ...] = ()
    page: int = 0
    count: int = 0  # how many have answered
    silent: tuple[str, ...] = ()  # names
    counts: Mapping[str, int] = field(default_factory=dict)  # by kind of answer; "" is silence
    competing: int = 0
    one: Row | None = None  # asked for by its organisation
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowAnswers(Question[AnswersPicture]):
    """Who has answered the notice of a tender, and what?"""

    partnership: str
    tender: str
    page: int = 0
    organisation: str = ""


def not_shown(
    setting: Setting, who: Standing | Stranger, tender: Tender | None, *, competes: bool
) -> Refused | None:
    """Why somebody does not see what others answered; None where they do."""
    return not_for_them(TenderFacts(setting, who, tender)) or (KEPT_AWAY if competes else None)


def page_of(
    setting: Setting, tender: Tender, rows: Iterable[Row], page: int, organisation: str
) -> AnswersPicture:
    """A page of the organisations that have answered, and all that are silent, each by name."""
    ordered = sorted(rows, key=lambda each: (each.name.casefold(), each.organisation))
    answered = [each for each in ordered if each.answer is not None]
    page = min(page, max(len(answered) - 1, 0) // PAGE)
    return AnswersPicture(
        setting.partnership,
        setting.time_zone,
        tender,
        rows=tuple(answered[page * PAGE : (page + 1) * PAGE]),
        page=page,
        count=len(answered),
        silent=tuple(each.name for each in ordered if each.answer is None),
        counts=Counter(each.answer.kind if each.answer is not None else "" for each in ordered),
        competing=sum(each.answer is not None and each.answer.competes for each in ordered),
        one=next((each for each in ordered if each.organisation == organisation), None),
    )
