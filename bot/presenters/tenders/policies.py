"""Policies and evidence on screen: what is held and what is out of date, the form that records one, and its reminder."""

from collections.abc import Mapping
from datetime import date

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    confirm,
    divider,
    escaped,
    field,
    menu,
    option,
    packed,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences
from bot.presenters.turning import turning
from bot.rules.wording import counted
from bot.workflows.tenders.policies import LONGEST_NOTE, USUAL, Policy, key_of, stands
from bot.workflows.tenders.policy_questions import (
    EVERY,
    OUT,
    OWN,
    PAGE,
    Lack,
    PoliciesPicture,
    PolicyFormFacts,
)

TABS = {OUT: "Out of date or soon", EVERY: "All", OWN: "Ours"}
ELSE = "else"
NO_LEARNERS = (
    "A name, the days and where it is kept, and no more. The document itself, and anything about a learner, "
    "stays out of Slack."
)
_NONE = {
    OWN: "Nothing is recorded yet for the organisations you speak for.",
    OUT: "Nothing that is recorded is out of date, or runs out soon.",
    EVERY: "No organisation has a policy recorded yet.",
}


def policies_screen(picture: PoliciesPicture) -> View:
    """A page of policies, and of what is expected and not recorded."""
    here = packed(p=picture.partnership)
    tabs = [each for each in TABS if picture.is_secretariat and (each != OWN or picture.has_own)]
    blocks: list[Block] = actions(
        *(
            button(
                TABS[each],
                ids.variant(ids.OPEN_POLICIES, each),
                packed(p=picture.partnership, tab=each),
                style="primary" if each == picture.which else "",
            )
            for each in tabs
        ),
        button("Record a policy or evidence", ids.OPEN_POLICY, here),
    )
    if not picture.policies and not picture.page:
        blocks += sentences(_NONE[picture.which])
    for each in picture.policies:
        blocks += _policy(each, picture)
    if picture.lacks:
        blocks += [divider(), bold("Expected, and not recorded")]
        for lack in picture.lacks:
            blocks += _lack(lack, picture)
    asked = {"p": picture.partnership, "tab": picture.which}
    of, pages = counted(picture.count, "line"), -(-picture.count // PAGE)
    turns = turning(ids.OPEN_POLICIES, asked, picture.page, pages, of)
    shown = {**asked, "page": str(picture.page)}
    title = "Policies and evidence"
    return screen(ids.FORM_TENDERS, title, [*blocks, *turns], ids.OPEN_POLICIES, **shown)


def policy_form(facts: PolicyFormFacts) -> View:
    """The form that records a policy, or that one was reviewed."""
    policy = facts.policy
    blocks: list[Block] = []
    if policy is not None:
        blocks += [bold(policy.name, policy.organisation_name), *small(stands(policy, facts.today))]
    else:
        blocks += _which(facts)
    reviewed = policy.reviewed_on if policy is not None else None
    worked_out = f"Empty: {facts.reviewed_every} after the review." if facts.reviewed_every else ""
    blocks += [
        field("reviewed_on", "Reviewed, or dated, on", _day(reviewed), optional=True),
        field(
            "until",
            "To be reviewed or renewed by",
            _day(policy.until if policy is not None and reviewed is None else None),
            optional=True,
            hint=worked_out,
        ),
        field(
            "note",
            "Where it is kept",
            typed(policy.note if policy is not None else ""),
            optional=True,
            hint=f"At most {LONGEST_NOTE} characters. {NO_LEARNERS}",
        ),
    ]
    about = packed(p=facts.partnership, key=policy.key if policy else "", organisation=facts.organisation)
    title = "Review or renewal" if policy is not None else "Record a policy"
    return modal(ids.FORM_POLICY, title, blocks, submit="Record", metadata=about)


def _which(facts: PolicyFormFacts) -> list[Block]:
    blocks: list[Block] = []
    named = next((each.words for each in facts.seats if each.id == facts.organisation), "")
    if named or len(facts.seats) == 1:
        blocks += sentences(f"For {named or facts.seats[0].words}.")
    else:
        options = [option(each.words, each.id) for each in facts.seats]
        blocks.append(field("on_behalf_of", "For which organisation?", menu("Organisations", options)))
    kinds = [
        *(option(each, str(number)) for number, each in enumerate(USUAL)),
        option("Something else", ELSE),
    ]
    chosen = str(USUAL.index(facts.name)) if facts.name else None
    return [
        *blocks,
        field("which", "Which policy or evidence", select(kinds, chosen)),
        field("other", "If something else: what", typed(), optional=True),
    ]


def _policy(policy: Policy, picture: PoliciesPicture) -> list[Block]:
    about = packed(p=picture.partnership, key=policy.key)
    sure = confirm(
        "Take it off?", f"{clipped(policy.name, 100)} is no longer listed.", "Take it off", "Keep it"
    )
    whose = "" if picture.which == OWN and not picture.is_secretariat else policy.organisation_name
    state = stands(policy, picture.today)
    lines = (f"{state[:1].upper()}{state[1:]}.", policy.note)
    return [
        divider(),
        bold(policy.name, whose or policy.organisation_name),
        *small(*(escaped(each) for each in lines if each)),
        *actions(
            button("Reviewed or renewed", ids.variant(ids.OPEN_POLICY, policy.key), about),
            button("Take it off", ids.variant(ids.DROP_POLICY, policy.key), about, confirm=sure),
        ),
    ]


def _lack(lack: Lack, picture: PoliciesPicture) -> list[Block]:
    key = key_of(lack.organisation, lack.name)
    about = packed(p=picture.partnership, key=key, organisation=lack.organisation)
    return [
        *sentences(f"{lack.organisation_name}: {lack.name}"),
        *small(escaped(clipped(clause_words(lack.clause), 300))),
        *actions(button("Record it", ids.variant(ids.OPEN_POLICY, key), about)),
    ]


def _day(day: date | None) -> Element:
    return {"type": "datepicker", **({"initial_date": str(day)} if day is not None else {})}


def _reminder_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership)
    return actions(
        button(
            "Reviewed or renewed",
            ids.OPEN_POLICY,
            packed(p=sent.partnership, key=sent.data["policy"]),
            style="primary",
        ),
        button("Policies and evidence", ids.OPEN_POLICIES, here),
    )


KINDS: Mapping[str, Kind] = {
    "PolicyRunsOutNotice": Kind(
        "policy_runs_out",
        lambda data: f"To be reviewed or renewed · {data['partnership_name']}",
        _reminder_buttons,
    ),
}
