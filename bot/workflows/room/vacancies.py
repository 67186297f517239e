"""A sector of the quorum without any member: what whoever is chairing rules of the vacancy, with the reason recorded (K21)."""

from dataclasses import dataclass, replace

from bot.rules.citing import cited, clause_of
from bot.rules.quorum import classes_of
from bot.rules.register import Register
from bot.rules.terms import Terms
from bot.rules.wording import listed
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.room.quorum_watch import Room, retested
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class RuleOnVacancy(Command):
    """Whoever is chairing rules that the vacancies in the sectors of the quorum undo nothing at this meeting."""

    partnership: str
    meeting: str
    reason: str


@dataclass(frozen=True)
class VacancyFacts:
    """What is known when a ruling on vacancies is made."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    room: Room | None
    told: tuple[str, ...] = ()  # Slack users: whoever is chairing, and the secretariat


@dataclass(frozen=True, kw_only=True)
class VacancyRuled(Event):
    """Whoever was chairing ruled that vacancies undo nothing at a meeting."""

    sectors: tuple[str, ...]
    reason: str
    words: str
    clause: str


def vacant_sectors(terms: Terms, register: Register) -> tuple[str, ...]:
    """The sectors the quorum asks for of which nobody with a vote is a member, in its order (K21)."""
    if terms.quorum is None or terms.quorum.value is None:
        return ()
    held = {each.sector for each in register.organisations if each.voting}
    return tuple(each for each in classes_of(terms.quorum.value) if each not in held)


def rule_on_vacancy(command: RuleOnVacancy, facts: VacancyFacts) -> Outcome:
    """Record the ruling; the vacant sectors are then left out of this meeting's quorum, as the terms let the chair rule."""
    refusal = _may_not_rule(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing) and facts.room is not None and facts.meeting is not None
    terms = facts.room.setting.terms
    rule = terms.others.get("vacancies")
    if rule is None or not rule.clause.words:
        return Refused(
            "The terms say nothing of vacancies, so there is nothing to rule under.",
            clause_of(terms.quorum),
            next="The vacancy has to be filled.",
        )
    vacant = [each for each in vacant_sectors(terms, facts.room.register) if each not in facts.room.excused]
    if not vacant:
        return Refused("No sector of the quorum is without a member, or it has been ruled on.", rule.clause)
    reason = command.reason.strip()
    if not reason:
        return Refused("Give the reason, which is recorded with the ruling.", rule.clause, field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    names = listed([terms.sectors.get(each, each) for each in vacant])
    event = VacancyRuled(
        subject=facts.meeting.id,
        person=facts.standing.person,
        sectors=tuple(vacant),
        reason=reason,
        words=f"Whoever was chairing ruled that the vacancy in {names} undoes nothing at this meeting{cited(rule)}: {reason}",
        clause=rule.clause.number,
    )
    tested = retested(
        facts.room,
        replace(facts.room, excused=facts.room.excused | set(vacant)),
        meeting=facts.meeting,
        person=facts.standing.person,
        at=command.received_at,
        delivery=command.delivery,
        told=(each for each in facts.told if each != command.user),
    )
    return Decision(
        Answer(
            f"Recorded: the vacancy in {names} undoes nothing at this meeting.", rule.clause, why=tested.words
        ),
        (event, *tested.events),
        tested.notices,
    )


def _may_not_rule(facts: VacancyFacts) -> Refused | None:
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if facts.meeting is None or facts.meeting.state != IN_SESSION or facts.room is None:
        return Refused("That meeting is not in session.", next="A vacancy is ruled on at a meeting.")
    if facts.meeting.chaired_by != facts.standing.person:
        return Refused(
            "Only whoever is chairing rules on a vacancy.",
            clause_of(facts.setting.terms.others.get("vacancies")),
        )
    return None
