"""From the answers so far to the quorum there will be: who is expected, and whether an answer costs the meeting its quorum."""

from bot.rules.forecast import Expected, Forecast, Reply, forecast
from bot.rules.register import MEMBER, Organisation, Register, main_group, own_roles
from bot.rules.terms import Terms
from bot.workflows.meetings.invited import Invited
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.replies.reply_state import AWAY, REMOTE, Answered, Replies, ReplyFacts, ReplyState, grouped
from bot.workflows.replies.stand_ins import ANYBODY, NOBODY


def expected(
    terms: Terms, register: Register, invited: tuple[Invited, ...], replies: Replies
) -> tuple[Expected, ...]:
    """Every organisation with a vote and what is known of its coming.

    A stand-in whom it has not named counts only where the terms let it send anybody (K34).
    """
    answered = grouped(invited, replies)
    return tuple(_expected(terms, register, each, answered) for each in register.organisations if each.voting)


def outlook(
    terms: Terms, meeting: MeetingState, register: Register, invited: tuple[Invited, ...], replies: Replies
) -> Forecast | None:
    """The quorum there will be by these answers; none for a group that is not the body that decides."""
    if meeting.group not in ("", main_group(terms)):
        return None
    members = [each for each in register.organisations if each.voting or each.standing == MEMBER]
    return forecast(
        terms,
        expected(terms, register, invited, replies),
        members=len(members),
        adjourned=meeting.adjourned_from is not None,
    )


def outlook_after(facts: ReplyFacts, after: Replies) -> Forecast | None:
    """The quorum there will be once these answers are among those that stand."""
    return outlook(facts.setting.terms, facts.meeting, facts.register, facts.invited, after)


def turned(facts: ReplyFacts, after: Replies) -> str:
    """The forecast in words where these answers turn it from quorate to inquorate; else nothing."""
    before = outlook_after(facts, facts.replies)
    if before is None or not before.quorate:
        return ""
    then = outlook_after(facts, after)
    if then is None or then.quorate is not False:
        return ""
    return f"It leaves the meeting without a quorum: {then.words}"


def _expected(terms: Terms, register: Register, body: Organisation, answered: Answered) -> Expected:
    stands = answered.stands.get(body.slug, ())
    coming = {each.person for each in stands if each.is_coming}
    deputies = {each.substitute for each in stands if each.substitute} & {
        each.person
        for each in answered.deputies.get(body.slug, ())
        if each.person not in answered.away and _value(terms) != NOBODY
    }
    sent = _value(terms) == ANYBODY and any(each.stand_in for each in stands)
    represented = bool(coming or deputies or sent)
    asked = _may_be_asked(terms, body, answered, stands)
    there = coming | deputies if represented else {each.person for each in asked}
    held = {each.role for each in register.roles if each.person in there}
    return Expected(
        organisation=body.slug,
        name=body.name,
        sector=body.sector,
        reply=_reply(stands, coming, represented),
        will_be_represented=represented,
        may_be_asked=tuple(each.name for each in asked),
        awaits_deputy=bool(deputies) and not (coming or sent or deputies & answered.promised),
        roles=frozenset(held) | own_roles(register.roles, body.slug),
    )


def _may_be_asked(
    terms: Terms, body: Organisation, answered: Answered, stands: tuple[ReplyState, ...]
) -> tuple[Invited, ...]:
    """Its people who have not refused: those who represent it, then the deputies whom no other organisation has named."""
    away = {each.person for each in stands if each.answer in AWAY}
    own = [each for each in answered.own.get(body.slug, ()) if each.person not in away]
    deputies = () if _value(terms) == NOBODY else answered.deputies.get(body.slug, ())
    free = [
        each
        for each in deputies
        if each.person not in answered.away
        and all(other.organisation == body.slug for other in answered.naming.get(each.person, ()))
    ]
    return (*own, *free)


def _reply(stands: tuple[ReplyState, ...], coming: set[str], represented: bool) -> Reply:
    if coming:
        theirs = [each for each in stands if each.is_coming]
        return Reply.REMOTE if all(each.answer == REMOTE for each in theirs) else Reply.COMING
    if represented:
        return Reply.SUBSTITUTE
    return Reply.APOLOGIES if stands else Reply.NONE


def _value(terms: Terms) -> str | None:
    return terms.substitutes.value if terms.substitutes is not None else None
