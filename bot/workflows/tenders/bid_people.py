"""Who does what in a bid: its project team, whether its lead also delivers, and its delivery partners."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.rules.citing import cited, clause_of, silence
from bot.rules.wording import day_words, listed
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Due,
    Event,
    Outcome,
    Refused,
    derived_id,
)
from bot.workflows.interests.interests import LONGEST_TITLE, InterestDeclared
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing
from bot.workflows.tenders.bid_telling import PartnerNotice, TeamNotice, told_of_partner, told_of_team
from bot.workflows.tenders.contracts import ASK, Contract, periods_of
from bot.workflows.tenders.moving_tenders import BidFacts, StepRecorded, no_decision, not_alive
from bot.workflows.tenders.tender_gates import AGREED, DATED, DELIVERING, LEAD
from bot.workflows.tenders.tender_notice import Member
from bot.workflows.tenders.tenders import LONGEST_REASON, Tender, not_for_them

TEAM, LEAD_DELIVERS = "project team", "lead that also delivers"  # steps with a form of their own
YES, NO, ASKED = "yes", "no", "asked and declared"
SELECTED, PARTNER = "selected", "delivery partner"
LONGEST_PART, LONGEST_CONDITION = 100, 300


@dataclass(frozen=True)
class Partner:
    """An organisation that is to deliver what a bid has won: selected, and a delivery partner once it is contracted."""

    organisation: str
    name: str
    status: str
    selected_on: date
    decision: str = ""  # a reference
    contract_on: date | None = None
    sla_on: date | None = None
    part: str = ""  # its specialism: "quality core", "hub for Devon" … (N8)
    on_condition: str = ""  # what that rests on, such as training (N9)
    undone: str = ""  # how the decision stands now, where it no longer stands

    @property
    def since(self) -> date | None:
        """The day from which it delivers."""
        return self.contract_on or self.sla_on


@dataclass(frozen=True)
class PeopleFacts(BidFacts):
    """What is known when it is settled who does what in a bid."""

    group: tuple[Choice, ...] = ()  # the people of the group that a team comes from
    partners: tuple[Partner, ...] = ()
    lead: str = ""  # the organisation that leads, as far as that is recorded
    lead_delivers: str | None = None  # the same, where it means to deliver
    lead_asked: bool = False  # whether it was asked
    declared: int = 0  # how often the lead has declared on the choice of partners
    holds_role: frozenset[str] = frozenset()  # delivery partners in the register
    elsewhere: frozenset[str] = frozenset()  # organisations in another bid (C33)
    kept_away: frozenset[str] = frozenset()  # organisations and people kept away from this one
    contract: Contract | None = None
    asked: frozenset[date] = frozenset()  # the ends of the periods for which whoever is selected was asked
    team: tuple[str, ...] = ()  # the people of the project team until now
    accounts: Mapping[str, str] = field(default_factory=dict)  # of people who can be reached, by person
    members: tuple[Member, ...] = ()  # whoever represents a member


@dataclass(frozen=True, kw_only=True)
class AppointTeam(Command):
    """Appoint the project team of a bid, or say that none is needed and why."""

    partnership: str
    tender: str
    people: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SayWhetherLeadDelivers(Command):
    """Record whether the organisation that leads a bid also means to deliver it."""

    partnership: str
    tender: str
    organisation: str
    delivers: bool


@dataclass(frozen=True, kw_only=True)
class SelectPartner(Command):
    """Select an organisation to deliver, or date its contract and its service level agreement."""

    partnership: str
    tender: str
    organisation: str
    decision: str = ""
    contract_on: date | None = None
    sla_on: date | None = None
    part: str = ""
    on_condition: str = ""
    off: bool = False  # it was selected by mistake


@dataclass(frozen=True, kw_only=True)
class TeamAppointed(Event):
    """A project team was appointed from the group, or none was needed."""

    people: tuple[str, ...]
    group: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PartnerSelected(Event):
    """An organisation was selected to deliver a bid; it is a delivery partner once what the terms ask for is dated."""

    organisation: str
    status: str
    selected_on: date
    decision: str | None
    contract_on: date | None
    sla_on: date | None
    new_role: bool  # it becomes a delivery partner in the register
    part: str = ""
    on_condition: str = ""
    since: date | None = None  # on which day it became one: once all that the terms ask for was dated


@dataclass(frozen=True, kw_only=True)
class PartnerTakenOff(Event):
    """An organisation that was selected to deliver a bid is not selected any more."""

    organisation: str


def appoint(command: AppointTeam, facts: PeopleFacts) -> Outcome:
    """Appoint a team from the group that the terms name and no other (C6), or record why none is needed."""
    refusal = not_for_them(facts) or not_alive(facts)
    if refusal is not None:
        return refusal
    tender, rule = facts.tender, facts.setting.terms.team_from
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    group = rule.value if rule is not None and rule.value is not None else ""
    words = facts.setting.terms.groups.get(group, group)
    reason, names = command.reason.strip(), {each.id: each.words for each in facts.group}
    if not command.people and not reason:
        return Refused("Choose the team, or say why none is needed.", clause_of(rule), field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please keep this to {LONGEST_REASON:,} characters.", field="reason")
    if any(each not in names for each in command.people):
        of = f"the {words}" if words else "this partnership"
        return Refused(
            f"A project team comes from {of}; somebody chosen is not of it.", clause_of(rule), field="people"
        )
    away = listed([names[each] for each in command.people if each in facts.kept_away])
    if away:
        return _kept_away(facts, f"{away} cannot be in it", "people")
    said = listed([names[each] for each in command.people]) if command.people else f"none needed: {reason}"
    event = TeamAppointed(
        subject=tender.id, person=facts.standing.person, people=command.people, group=group, reason=reason
    )
    return Decision(
        Answer(f"Project team of {tender.reference}: {said.rstrip('.')}.", clause_of(rule)),
        (event, _step(facts, TEAM, said)),
        _telling_team(command, facts, tender),
    )


def lead_delivers(command: SayWhetherLeadDelivers, facts: PeopleFacts) -> Outcome:
    """Record what the lead says; where the terms ask, one that also delivers has declared and has no vote on who delivers (N13)."""
    refusal = not_for_them(facts) or not_alive(facts)
    if refusal is not None:
        return refusal
    tender, rule = facts.tender, facts.setting.terms.lead_may_deliver
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    name = next((each.words for each in facts.organisations if each.id == command.organisation), "")
    if not name:
        return Refused("Choose the organisation that leads, from the register.", field="organisation")
    if command.organisation in facts.kept_away:
        return _kept_away(facts, f"{name} cannot lead it", "organisation")
    agreed = next((each for each in facts.done if each.step == LEAD and not each.undone), None)
    if agreed is not None and agreed.organisation != name:
        return Refused(
            f"{agreed.organisation} is agreed on as lead.",
            next=f"If another leads since, record “{LEAD}” again first.",
            field="organisation",
        )
    value = rule.value if rule is not None else None
    if command.delivers and value == NO:
        return Refused(
            "Whoever leads a bid may not also deliver it here.",
            clause_of(rule),
            next="Another organisation leads, or others deliver.",
            field="delivers",
        )
    step = _step(facts, LEAD_DELIVERS, YES if command.delivers else NO, organisation=command.organisation)
    if not command.delivers:
        return Decision(Answer(f"{name} leads {tender.reference} and does not mean to deliver it."), (step,))
    if value != ASKED:
        said = silence(rule, "whether a lead may deliver") if value is None else ""
        return Decision(
            Answer(f"{name} leads {tender.reference} and means to deliver it.", why=said), (step,)
        )
    return Decision(
        Answer(
            f"{name} leads {tender.reference} and means to deliver it: declared, and it has no vote on who delivers.",
            clause_of(rule),
            next=f"Put the motion about “{choosing(tender)}”: the declaration stands on it.",
        ),
        (step, _declaration(command, facts, tender)),
    )


def select(command: SelectPartner, facts: PeopleFacts) -> Outcome:
    """Select who delivers; a delivery partner is who is formally contracted, as the terms say (C13, C40), and nobody before."""
    refusal = not_for_them(facts) or not_alive(facts)
    if refusal is not None:
        return refusal
    tender = facts.tender
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    refusal = _not_a_partner(command, facts)
    if refusal is not None:
        return refusal
    before = next((each for each in facts.partners if each.organisation == command.organisation), None)
    if command.off:
        return _taken_off(command, facts, tender, before)
    contract_on = command.contract_on or (before.contract_on if before is not None else None)
    sla_on = command.sla_on or (before.sla_on if before is not None else None)
    if (contract_on or sla_on) and not tender.is_won:
        return Refused(
            f"Nobody is contracted to deliver {tender.reference} before it is won.",
            next="Until then it can be selected: leave the days empty.",
            field="contract_on",
        )
    missing = missing_to_deliver(facts, contract_on, sla_on)
    is_partner = bool(contract_on or sla_on) and not missing
    since = _partner_since(facts, contract_on, sla_on) if is_partner else None
    event = PartnerSelected(
        subject=tender.id,
        person=facts.standing.person,
        organisation=command.organisation,
        status=PARTNER if is_partner else SELECTED,
        selected_on=before.selected_on if before is not None else facts.today,
        decision=facts.entry.id if facts.entry is not None else None,
        contract_on=contract_on,
        sla_on=sla_on,
        new_role=is_partner and command.organisation not in facts.holds_role,
        part=command.part.strip() or (before.part if before is not None else ""),
        on_condition=command.on_condition.strip() or (before.on_condition if before is not None else ""),
        since=since,
    )
    name = next(each.words for each in facts.organisations if each.id == command.organisation)
    rule = facts.setting.terms.gates.get(DELIVERING)
    elsewhere = _elsewhere(command, facts, name)
    is_news = before is None or (is_partner and before.status != PARTNER)
    notices = _telling_partner(command, facts, tender, name, event, missing) if is_news else ()
    if since is not None:
        said = f"{name} is a delivery partner of {tender.reference} from {day_words(since)}{cited(rule)}."
        begins = contract_on or sla_on or facts.today
        due = _asks(command, facts, tender, begins)
        return Decision(Answer(said, clause_of(rule), details=elsewhere), (event,), notices, due)
    asks = f" It is a delivery partner once this is done: {listed(missing)}." if missing else ""
    said = f"{name} is selected for {tender.reference}.{asks}"
    return Decision(Answer(said, clause_of(rule), details=elsewhere), (event,), notices)


def _taken_off(command: SelectPartner, facts: PeopleFacts, tender: Tender, before: Partner | None) -> Outcome:
    """Undo a selection; who is a delivery partner already was contracted, and that is no slip."""
    assert isinstance(facts.standing, Standing)
    if before is None or before.status != SELECTED:
        which = "is not selected" if before is None else "is a delivery partner already, and stays one"
        return Refused(f"It {which}, so there is nothing to take off.", field="off")
    event = PartnerTakenOff(subject=tender.id, person=facts.standing.person, organisation=before.organisation)
    return Decision(
        Answer(f"{before.name} is not selected for {tender.reference} any more."),
        (event,),
        _telling_partner(command, facts, tender, before.name, None),
    )


def _telling_team(command: AppointTeam, facts: PeopleFacts, tender: Tender) -> tuple[TeamNotice, ...]:
    """Whoever is new in the team hears of it, and whoever is not in it any more; nobody kept away from the bid (C33)."""
    assert isinstance(facts.standing, Standing)
    joined = [each for each in command.people if each not in facts.team]
    left = [each for each in facts.team if each not in command.people]
    return tuple(
        notice
        for people, off in ((joined, False), (left, True))
        for notice in told_of_team(
            command,
            facts.setting,
            tender,
            facts.standing.name,
            (facts.accounts.get(each) for each in people if each not in facts.kept_away),
            off=off,
        )
    )


def _telling_partner(
    command: SelectPartner,
    facts: PeopleFacts,
    tender: Tender,
    name: str,
    selected: PartnerSelected | None,
    missing: tuple[str, ...] = (),
) -> tuple[PartnerNotice, ...]:
    """Whoever represents it hears of it; nobody who speaks for an organisation that is kept away from the bid (C33)."""
    assert isinstance(facts.standing, Standing)
    theirs = [each for each in facts.members if each.organisation == command.organisation]
    return told_of_partner(
        command,
        facts.setting,
        tender,
        facts.standing.name,
        (each.user for each in theirs if each.person not in facts.kept_away),
        name,
        part=selected.part if selected is not None else "",
        on_condition=selected.on_condition if selected is not None else "",
        missing=missing,
        since=selected.since if selected is not None else None,
        off=selected is None,
    )


def missing_to_deliver(facts: BidFacts, contract_on: date | None, sla_on: date | None) -> tuple[str, ...]:
    """What the terms ask for before an organisation is a delivery partner, and is not dated or done."""
    rule = facts.setting.terms.gates.get(DELIVERING)
    asked = rule.value or () if rule is not None else ()
    done = {each.step for each in facts.done if not each.undone}
    dated = {DATED: contract_on is not None, AGREED: sla_on is not None}
    return tuple(each for each in asked if not dated.get(each, each in done))


def _partner_since(facts: PeopleFacts, contract_on: date | None, sla_on: date | None) -> date | None:
    """From which day an organisation delivers: the later one of the contract and the agreement, where the terms ask for both."""
    rule = facts.setting.terms.gates.get(DELIVERING)
    asked = rule.value or () if rule is not None else ()
    days = {DATED: contract_on, AGREED: sla_on}
    return max((on for step in asked if (on := days.get(step))), default=contract_on or sla_on)


def choosing(tender: Tender) -> str:
    """What the choice of delivery partners is called, on which the lead declares and motions are put."""
    return f"Delivery partners for {tender.reference}: {tender.title}"[:LONGEST_TITLE]


def choosing_id(tender: str) -> str:
    """The id of the choice of delivery partners of a tender."""
    return derived_id("choosing", tender)


def _asks(command: SelectPartner, facts: PeopleFacts, tender: Tender, since: date) -> tuple[Due, ...]:
    """A partner is asked at once for the periods it delivered in that were over before its contract was entered (C43)."""
    periods = periods_of(facts.contract, facts.setting.terms) if facts.contract is not None else ()
    return tuple(
        Due(f"{ASK}|{tender.id}|{end}|{command.organisation}", ASK, tender.id, command.received_at)
        for _, end in periods
        if since <= end < facts.today and end not in facts.asked
    )


def _elsewhere(command: SelectPartner, facts: PeopleFacts, name: str) -> tuple[Detail, ...]:
    """A partner in another bid is flagged and not barred (C32)."""
    if command.organisation not in facts.elsewhere:
        return ()
    said = f"{name} has declared another bid for this tender. Whether it delivers all the same is for those who govern to decide."
    return (Detail(said, clause_of(facts.setting.terms.competing_bids)),)


def _kept_away(facts: PeopleFacts, what: str, field: str) -> Refused:
    """Whoever is in another bid, or has withdrawn for an interest, is not told how it goes on, so they do not run it (C33)."""
    return Refused(
        f"{what}: who is in another bid for this tender, or has withdrawn from it for an interest, is not told how it goes on.",
        clause_of(facts.setting.terms.competing_bids),
        next="Choose others. Whoever has left the other bid answers the notice again, and the chair rules on the interest.",
        field=field,
    )


def _not_a_partner(command: SelectPartner, facts: PeopleFacts) -> Refused | None:
    if command.organisation not in {each.id for each in facts.organisations}:
        return Refused("Choose the organisation, from the register.", field="organisation")
    for name, longest in (("part", LONGEST_PART), ("on_condition", LONGEST_CONDITION)):
        if len(getattr(command, name)) > longest:
            return Refused(f"Please keep this to {longest} characters.", field=name)
    late = [name for name in ("contract_on", "sla_on") if (getattr(command, name) or date.min) > facts.today]
    if late:
        return Refused("That day is still to come. Record it once it is dated.", field=late[0])
    refusal = _lead_stands_in_the_way(command, facts)
    if refusal is not None or (not command.decision and facts.entry is None):
        return refusal
    refusal = no_decision(facts)
    if refusal is not None:
        return refusal
    entry, lead, rule = facts.entry, facts.lead_delivers, facts.setting.terms.lead_may_deliver
    asked = rule is not None and rule.value == ASKED
    if asked and entry is not None and lead in entry.entitled and lead not in entry.withdrawn:
        name = next((each.words for each in facts.organisations if each.id == lead), lead)
        return Refused(
            f"{name} leads the bid and means to deliver it, and it had a vote on {entry.reference}.",
            clause_of(rule),
            next="Choose the partners again, by a vote that it has no part in.",
            field="decision",
        )
    return None


def _lead_stands_in_the_way(command: SelectPartner, facts: PeopleFacts) -> Refused | None:
    """Why nobody, or not the lead, is selected: it may not deliver, or was not asked yet, or said that others do (N13)."""
    rule = facts.setting.terms.lead_may_deliver
    value = rule.value if rule is not None else None
    leads = bool(facts.lead) and command.organisation == facts.lead
    if value == NO and leads:
        return Refused(
            "Whoever leads a bid may not also deliver it here.", clause_of(rule), field="organisation"
        )
    if value != ASKED or (facts.lead_asked and not (leads and facts.lead_delivers is None)):
        return None
    why = "the lead said that others deliver" if facts.lead_asked else "nobody has asked the lead yet"
    return Refused(
        f"Whether the lead also delivers is declared before anybody is chosen, and {why}.",
        clause_of(rule),
        next="Press “Does the lead also deliver?” first.",
        field="organisation",
    )


def _step(facts: BidFacts, step: str, words: str, organisation: str | None = None) -> StepRecorded:
    assert facts.tender is not None
    assert isinstance(facts.standing, Standing)
    return StepRecorded(
        subject=facts.tender.id,
        person=facts.standing.person,
        step=step,
        on=facts.today,
        organisation=organisation,
        words=words,
    )


def _declaration(command: SayWhetherLeadDelivers, facts: PeopleFacts, tender: Tender) -> InterestDeclared:
    assert isinstance(facts.standing, Standing)
    subject = choosing_id(tender.id)
    return InterestDeclared(
        subject=subject,
        person=facts.standing.person,
        interest=derived_id("interest", "tender", subject, command.organisation),
        subject_kind="tender",
        subject_title=choosing(tender),
        new_business=True,
        organisation=command.organisation,
        nil=False,
        nature="Leads the bid and means to deliver it.",
        declaration=facts.declared + 1,
        reopened=False,
        oral=True,
    )
