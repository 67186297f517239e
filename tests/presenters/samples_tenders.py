"""Every form and message about tenders, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.presenters import answers, modals
from bot.presenters.tenders import (
    bid_people,
    bids,
    brokers,
    contracts,
    providers,
    tender_notice,
    tender_options,
    tenders,
)
from bot.presenters.tenders.pipeline_file import COLUMNS as PIPELINE
from bot.rules.kinds import STEPS
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer
from bot.workflows.questions import Choice
from bot.workflows.tenders.bid_people import PARTNER, SELECTED, Partner
from bot.workflows.tenders.bid_questions import (
    BrokerFormFacts,
    MoveFormFacts,
    PeopleFormFacts,
    StepFormFacts,
    Way,
)
from bot.workflows.tenders.contract_questions import ContractFormFacts
from bot.workflows.tenders.contracts import Contract
from bot.workflows.tenders.fitting import Fit, Offer
from bot.workflows.tenders.providers import PAGE as PROVIDERS
from bot.workflows.tenders.providers import OfferFormFacts, Provider, ProvidersPicture
from bot.workflows.tenders.returns import Return
from bot.workflows.tenders.same_tender import Likeness, Twin
from bot.workflows.tenders.tender_gates import Broker, Done, Missing, Said
from bot.workflows.tenders.tender_options import MOST_OPTIONS, Option, OptionFormFacts
from bot.workflows.tenders.tender_questions import (
    ALIVE,
    ENDED,
    FOUND_ONES,
    OTHERS,
    OWN,
    PAGE,
    Proof,
    Republished,
    TellFormFacts,
    TenderFormFacts,
    TenderPicture,
    TendersPicture,
)
from bot.workflows.tenders.tenders import CLOSED, CONTRACTED, NOT_PURSUED, SUGGESTED, Tender
from tests.presenters import samples_asking_members, samples_policies, samples_tender_answers

DEADLINE = datetime(2026, 12, 18, 12, tzinfo=UTC)


def tender(text: str, name: str, number: int = 1, **changes: Any) -> Tender:
    """A tender of which everything is known."""
    known: dict[str, Any] = {
        "stage": SUGGESTED,
        "source": "member",
        "title": name[:300] or "—",
        "description": text,
        "buyer": name[:300],
        "hundredths": 3_372_150,
        "deadline": DEADLINE,
        "deadline_reading": "The notice gives a time and no zone: read as London time.",
        "url": "https://www.find-tender.service.gov.uk/Notice/032703-2026",
        "published_stage": "awarded",
        "suggested_by": "person-1",
        "reason": text[:1000],
    }
    return Tender(id=f"tender-{number}", number=number, year=2026, **{**known, **changes})


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of each kind of notice."""
    of = {"partnership_name": name, "tender": "tender-1", "reference": "T2026/1", "title": name}
    clause = {"clause": "2", "clause_words": text[:600]}
    published = {
        "description": text,
        "buyer": name,
        "value": "£33,721",
        "deadline": "Friday 18 December 2026 at 12:00",
        "url": "https://tenders.example/1",
    }
    return {
        "TenderSuggestedNotice": {
            **of,
            **published,
            "suggester": name,
            "organisation": name,
        },
        **returns_asked(of, text, name),
        **samples_policies.notices(text, name),
        **samples_asking_members.notices(text, name),
        "BrokerNamedNotice": {**of, "broker": name},
        "TeamNotice": {**of, "by": name, "off": False},
        "PartnerNotice": {
            **of,
            **clause,
            "by": name,
            "organisation": name,
            "part": text[:100],
            "on_condition": text[:300],
            "missing": "contract dated and service level agreement dated",
            "since": "",
            "off": False,
        },
        "TenderSetAsideNotice": {**of, "reason": text, "by": name, "suggested": True},
        "TenderCorrectedNotice": {
            **of,
            "by": name,
            "changes": (
                ("the title", text[:300], name),
                ("the buyer", "", name),
                ("the value", "£33,721", ""),
            ),
        },
        "TenderMovedNotice": {**of, "stage": "working up", "by": name, "suggested": False},
        "TenderNotice": {
            **of,
            **published,
            "left": "43 days from this notice",
            "reading": "The notice gives a time and no zone: read as London time.",
            "answers_by": "Thursday 19 November 2026",
            "intends": text[:2000],
            "no_guarantee": f"{text[:600]} (1.3).",
            **clause,
        },
        "TenderProofNotice": {
            **{key: of[key] for key in of if key != "tender"},
            "as_of": "Thursday 5 November 2026 at 10:00",
            "rows": (dict.fromkeys(tender_notice.PROOF_COLUMNS, name),),
        },
        "TenderAnswerNotice": {**of, "organisation": name, "answer": "interest", "late": "deadline"},
        "CompetingPartnerNotice": {
            **of,
            "organisation": name,
            "decides": name,
            "barred": False,
            "puts": True,
            "chair": name,
            **clause,
        },
        "PublicTenderNotice": {**{key: of[key] for key in of if key != "tender"}, **published, **clause},
        "TwinChangedNotice": {
            **of,
            "deadline": published["deadline"],
            "twin": "T2026/2",
            "says": "Friday 11 December 2026 at 12:00",
            "closed": "cancelled",
        },
        "TenderChangedNotice": {
            **of,
            "before": published["deadline"],
            "deadline": "Friday 11 December 2026 at 12:00",
            "earlier": True,
            "closed": "",
            "opened": False,
        },
        "PipelineNotice": {
            "partnership_name": name,
            "as_of": "Thursday 5 November 2026",
            "count": "1 tender",
            "rows": [dict.fromkeys(PIPELINE, text[:300])],
        },
        "TendersFoundNotice": {"partnership_name": name, "portal": "Find a Tender", "count": 3},
        "FeedNotReadNotice": {
            "partnership_name": name,
            "portal": "Find a Tender",
            "error": text[:300],
            "minutes": 60,
        },
        "TimelineNotice": {
            "partnership_name": name,
            "first": "2026-11-05",
            "months": 3,
            "bars": [
                {
                    "reference": f"T2026/{n}",
                    "title": name[:300],
                    "stage": "considering",
                    "until": until,
                    "words": "Friday 18 December 2026 at 12:00",
                    "answers_by": "Thursday 19 November 2026",
                }
                for n, until in enumerate(("2026-12-18", "2027-08-01", "2026-10-01", ""))
            ],
            "left_out": 2,
        },
        "TenderReminderNotice": {
            **of,
            "organisations": (name, name),
            "told": "Thursday 5 November 2026",
            "deadline": published["deadline"],
            "answers_by": "Thursday 19 November 2026",
            "intends": text[:2000],
            **clause,
        },
    }


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """The list in each of its tabs, one tender open and over, and the forms."""
    page = tuple(tender(text, name, n, title=f"{name[:280]} {n}") for n in range(1, min(count, PAGE) + 1))
    for which in (ALIVE, FOUND_ONES, OTHERS, OWN, ENDED):
        manages = which in (FOUND_ONES, OTHERS)
        yield tenders.tenders_modal(
            TendersPicture("clesp", name, "Europe/London", which, page, 1, count, manages=manages)
        )
    yield tenders.tenders_modal(TendersPicture("clesp", name, "Europe/London", ALIVE))
    yield tenders.tenders_modal(TendersPicture("clesp", name, "Europe/London", ALIVE, page, manages=True))
    for each in (
        tender(text, name),
        tender(
            text,
            name,
            stage="considering",
            intends=text[:2000],
            told_at=DEADLINE,
            answers_by=date(2026, 11, 19),
        ),
        tender(text, name, stage=CONTRACTED),
        tender(text, name, stage=CLOSED, suggested_by=None, url=""),
        tender("", name, stage=NOT_PURSUED, deadline=None, deadline_reading="", hundredths=None, buyer=""),
    ):
        proof = Proof(count + 1, 1, 3, tuple(f"{name} {n} (no account)" for n in range(count)))
        known = {"manages": True, "proof": proof, "way": way(text, name)}
        others = [tender(text, name, source="find-a-tender", stage=each.stage) for _ in range(min(count, 3))]
        known["likenesses"] = tuple(Likeness(one, ("the title", "the buyer")) for one in others)
        known["twins"] = tuple(Twin(one, n % 2 == 0) for n, one in enumerate(others))
        was = (
            ("title", text[:300], name[:300]),
            ("hundredths", "", "3372150"),
            ("published_stage", "open", "awarded"),
        )
        moved = tuple((each, "", DEADLINE.isoformat()) for each in ("deadline", "questions_by"))
        known["history"] = tuple(Republished(DEADLINE, (*was, *moved)) for _ in range(min(count, 5)))
        fits = tuple((f"{name} {n}", Fit((text[:80], "worth £33,721"))) for n in range(min(count, 10)))
        picture = TenderPicture("clesp", name, "Europe/London", each, name, fits, **known)  # type: ignore[arg-type]
        yield tenders.tender_modal(picture)
        yield tenders.set_aside_form(picture)
        yield tenders.deadline_form(picture)
        yield tenders.correction_form(picture)
    last = date(2026, 12, 18)
    for window, known in ((date(2026, 11, 19), last), (date(2027, 1, 5), last), (None, last), (None, None)):
        closes = min((each for each in (window, known) if each is not None), default=None)
        told = tender(text, name, deadline=DEADLINE if known else None)
        yield tender_notice.tell_form(
            TellFormFacts("clesp", "Europe/London", told, count, closes, window, known)
        )
    told = tender(text, name, stage="considering", told_at=DEADLINE, answers_by=date(2026, 12, 3))
    yield from samples_tender_answers.views(told, text, name, count)
    seats = tuple(Choice(f"organisation-{n}", f"{name} {n}") for n in range(min(count, 100)))
    yield tenders.tender_form(TenderFormFacts("clesp", name, seats), text)
    told = answers.answer_message(Answer(text, next=text), tenders.see_instead("clesp", "tender-1"))
    yield modals.notice("Recorded", told)
    yield tenders.tender_form(TenderFormFacts("clesp", name, manages=True))
    yield from bid_views(text, name, count)
    yield from _providers(text, name, count)
    yield from samples_policies.views(text, name, count)
    yield from samples_asking_members.views(text, name, count)


def way(text: str, name: str) -> Way:
    """The way of a tender on which everything is done, and everything is missing again."""
    clause = Clause("1.4", text)
    missing = tuple(Missing(each, clause, "D2026/4 is now rescinded") for each in STEPS)
    return Way(
        done(text, name),
        "working up",
        missing,
        missing[:3],
        missing[3:],
        partners(name),
        broker(text, name),
        contract(text, name),
        returns(name, 40),
        STEPS,
        tuple(Option(f"option-{n}", name[:200], text[:1000], text[:1000]) for n in range(MOST_OPTIONS)),
    )


def done(text: str, name: str) -> tuple[Done, ...]:
    """Every step, taken and undone."""
    return tuple(
        Done(each, date(2026, 11, 4), name, "D2026/4", "rescinded", name, text[:1000]) for each in STEPS
    )


def bid_views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """The forms that record each step, and that move a tender."""
    choices = tuple(Choice(f"D2026/{n}", f"D2026/{n}: {text}") for n in range(1, min(count, 100) + 1))
    today = date(2026, 11, 5)
    for each in STEPS:
        of = ("clesp", "tender-1", "T2026/1", name, each, today)
        yield bids.step_form(StepFormFacts(*of, choices, choices, done(text, name)[0]))
    of = ("clesp", "tender-1", "T2026/1", name, "considering", today)
    stages = ("working up", "preparing", "submitted")
    yield bids.move_form(MoveFormFacts(*of, stages, "working up", way(text, name).missing))
    yield bids.move_form(MoveFormFacts(*of, stages))
    who = ("clesp", "tender-1", "T2026/1", name)
    waiting = returns(name, count + 1)
    for known, stated in ((contract(text, name), ""), (None, "each month")):
        entering = ContractFormFacts(*who, choices, known, stated, waiting)
        if known is not None:
            entering = replace(entering, holder=known.holder, dated_on=known.dated_on, sla_on=known.sla_on)
        yield contracts.contract_form(entering)
        yield contracts.return_form(entering)
    for option in (None, Option("option-1", name[:200], text[:1000], text[:1000])):
        yield tender_options.option_form(OptionFormFacts(*who, option))
    for seats in (choices, choices[:1]):
        facts_of_broker = BrokerFormFacts(*who, name if len(seats) > 1 else "", seats)
        yield brokers.broker_form(facts_of_broker)
        yield brokers.broker_answer_form(facts_of_broker)
    full = PeopleFormFacts(*who, name, choices, choices, choices, partners(name))
    full = replace(full, team=tuple(each.id for each in choices[:2]))
    for facts in (full, PeopleFormFacts(*who, "", (), choices[:1])):
        yield bid_people.team_form(facts)
        yield bid_people.award_form(facts)
        yield bid_people.lead_form(facts)
        yield bid_people.partner_form(facts)


def returns_asked(of: dict[str, str], text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of the notices about returns."""
    said = {**of, "organisation": name, "period": "Thursday 1 October 2026 to Thursday 31 December 2026"}
    said |= {"due": "Thursday 14 January 2027"}
    return {
        "ReturnAskedNotice": {**said, "again": False},
        "ReturnLateNotice": {**said, "penalties": text[:2000]},
    }


def contract(text: str, name: str) -> Contract:
    """A contract of which everything is known."""
    day = date(2026, 11, 4)
    return Contract("organisation-1", name, day, date(2028, 3, 31), day, text[:2000], "each month", 14)


def returns(name: str, count: int) -> tuple[Return, ...]:
    """Returns of which some are received, and some are late."""
    period, day = (date(2026, 10, 1), date(2026, 12, 31)), date(2027, 1, 14)
    return tuple(
        Return(f"organisation-{n}", name, period, day, day if n % 2 else None, late=n % 3 == 0)
        for n in range(min(count, 100))
    )


def broker(text: str, name: str) -> Broker:
    """A broker whom many accept, and many object to."""
    return Broker(name, date(2026, 11, 4), tuple(Said(name, n % 2 == 0, text, n % 3 == 0) for n in range(60)))


def partners(name: str) -> tuple[Partner, ...]:
    """One that is only selected, and one that is contracted."""
    day = date(2026, 11, 4)
    return (
        Partner("organisation-1", name, SELECTED, day),
        Partner("organisation-2", name, PARTNER, day, "D2026/4", day, day, name[:100], name[:300]),
    )


def _providers(text: str, name: str, count: int) -> Iterator[modals.View]:
    long = tuple(f"{name[:70]} {n}" for n in range(min(count, 20)))
    full = Provider(
        "organisation-1", name, Offer(long, long, 100, 10**14, voluntary_only=True), long, text[:1000]
    )
    page = (full,) * min(count, PROVIDERS)
    yield providers.providers_modal(ProvidersPicture("clesp", name, page, full, name, 1, count, manages=True))
    yield providers.providers_modal(ProvidersPicture("clesp", name))
    yield providers.search_form("clesp")
    seats = tuple(Choice(f"organisation-{n}", f"{name} {n}") for n in range(min(count, 100)))
    yield providers.offer_form(OfferFormFacts("clesp", name, full))
    yield providers.whose_offer(OfferFormFacts("clesp", name, None, seats))
    yield providers.offer_form(OfferFormFacts("clesp", name, Provider("", name, full.offer)))
