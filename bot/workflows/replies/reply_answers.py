"""What somebody is told once they have answered whether they come: what was recorded, what follows, and what may be done next."""

from bot.rules.citing import NO_CLAUSE, cited, clause_of
from bot.rules.register import Capacity
from bot.rules.terms import Clause, Terms
from bot.rules.wording import listed
from bot.workflows.decisions import Answer
from bot.workflows.meetings.invited import Invited, deputies_of
from bot.workflows.replies.reply_notices import ReplyNotice, ReplyRecordedNotice
from bot.workflows.replies.reply_state import APOLOGIES, AWAY, REMOTE, ReplyFacts, cannot_come, standing_for
from bot.workflows.replies.reply_telling import Told, namers_of
from bot.workflows.replies.stand_ins import NAMED, NOBODY, StandIn, names_in

SOMEBODY_ELSE = "Apologies, and somebody comes instead"  # as the form has it
CHANGE = "You can change this until the meeting opens: `/apologies`."
_ACTING = {
    "chosen by those present before business": "those present choose an acting chair before business begins",
    "appointed by the meeting": "the meeting appoints an acting chair",
    "vice-chair": "the vice-chair takes the chair",
    "nobody": "nobody takes the chair instead",
}
_BY_CHOICE = ("chosen by those present before business", "appointed by the meeting")


def answer_to(
    answer: str,
    facts: ReplyFacts,
    seats: tuple[Invited, ...],
    instead: StandIn | None,
    told: Told,
    recorded_by: str | None,
) -> Answer:
    """What was recorded, for whom, and what follows from it."""
    terms = facts.setting.terms
    chair = _chair(terms, seats, instead) if answer in AWAY else ""
    parts = (
        f"Recorded{_for_whom(seats, recorded_by)}: {_what(answer, facts, instead)}.",
        instead.words if instead is not None else "",
        chair,
        _told(told, seats, recorded_by),
        _unwanted(answer, facts, seats),
    )
    then = _next(answer, facts, seats, instead)
    return Answer(
        " ".join(part for part in parts if part),
        _clause(terms, instead, chair, offered=answer == APOLOGIES and bool(then)),
        next=" ".join(part for part in (then, _change(recorded_by)) if part),
    )


def _for_whom(seats: tuple[Invited, ...], recorded_by: str | None) -> str:
    organisations = listed([each.organisation_name for each in seats if each.organisation])
    whom = ", ".join(part for part in (seats[0].name if recorded_by else "", organisations) if part)
    return f" for {whom}" if whom else ""


def _what(answer: str, facts: ReplyFacts, instead: StandIn | None) -> str:
    meeting = f"“{facts.meeting.title}”, {facts.when}"
    if instead is not None:
        return f"apologies for {meeting}; {instead.name} comes instead"
    match answer:
        case "coming":
            return f"coming to {meeting}"
        case "remote":
            return f"joining “{facts.meeting.title}” remotely, {facts.when}"
        case _:
            return f"apologies for {meeting}"


def _told(told: Told, seats: tuple[Invited, ...], recorded_by: str | None) -> str:
    asked = (*told.asked, *told.namers)
    known = "The secretariat has been told." if told.reaches(ReplyNotice) else ""
    confirming = ""
    if recorded_by is not None:
        name = seats[0].name
        confirming = (
            f"{name} is asked to confirm it."
            if told.reaches(ReplyRecordedNotice)
            else f"{name} has no Slack account here, so cannot be asked to confirm it."
        )
    parts = (
        f"{listed(asked)} {_have(asked)} been told." if asked else "",
        f"{listed(told.unreached)} {_have(told.unreached)} no Slack account here, so please tell them yourself."
        if told.unreached
        else "",
        f"{listed(told.released)} {_have(told.released)} been told that they are not needed."
        if told.released
        else "",
        known,
        confirming,
    )
    return " ".join(part for part in parts if part)


def _unwanted(answer: str, facts: ReplyFacts, seats: tuple[Invited, ...]) -> str:
    """A deputy whom nobody has named at the moment is told so."""
    seat = seats[0]
    if seat.capacity is not Capacity.SUBSTITUTE or answer in AWAY or namers_of(facts, seat):
        return ""
    return f"{seat.organisation_name} has nobody down to be stood in for at the moment."


def _chair(terms: Terms, seats: tuple[Invited, ...], instead: StandIn | None) -> str:
    """What follows where it is the chair who is away (K26, V31)."""
    if not any(each.is_chair for each in seats):
        return ""
    rule = terms.acting_chair
    if rule is None or rule.value is None:
        return "The chair is away, and the terms do not say how an acting chair is found."
    follows = f"While the chair is away, {_ACTING.get(rule.value, rule.value)}{cited(rule)}."
    if instead is None or instead.substitute is None:
        return follows
    may = ", but may be chosen" if rule.value in _BY_CHOICE else ""
    return f"{follows} {instead.name} stands in for the organisation and not in the chair{may}."


def _clause(terms: Terms, instead: StandIn | None, chair: str, *, offered: bool) -> Clause:
    if instead is not None:
        return instead.clause
    if chair:
        return clause_of(terms.acting_chair)
    return clause_of(terms.substitutes) if offered else NO_CLAUSE


def _next(answer: str, facts: ReplyFacts, seats: tuple[Invited, ...], instead: StandIn | None) -> str:
    if instead is not None:
        return instead.next
    if answer == REMOTE:
        link = facts.meeting.link
        return f"Join at {link}" if link else "It has no link to join by yet; ask the secretariat for one."
    seat = seats[0]
    if answer != APOLOGIES or len(seats) > 1 or not seat.voting or seat.capacity is Capacity.SUBSTITUTE:
        return ""
    return _who_could_come(facts, seat)


def _who_could_come(facts: ReplyFacts, seat: Invited) -> str:
    """Apologies leave an organisation without its vote: who might still come with it (K34, V12)."""
    rule = facts.setting.terms.substitutes
    value = rule.value if rule is not None else None
    others = standing_for(facts.invited, facts.replies, seat.organisation)
    if value == NOBODY or any(each.is_coming and each.person != seat.person for each in others):
        return ""
    free = tuple(
        each
        for each in deputies_of(facts.invited, seat.organisation)
        if not cannot_come(facts.replies, each.person)
    )
    if free:
        return f"{names_in(free)} may come with its vote{cited(rule)}: “{SOMEBODY_ELSE}”."
    if value in NAMED:
        return f"{seat.organisation_name} may name a deputy through the secretariat until business starts{cited(rule)}."
    return ""


def _change(recorded_by: str | None) -> str:
    return CHANGE if recorded_by is None else ""


def _have(names: tuple[str, ...]) -> str:
    return "has" if len(names) == 1 else "have"
