"""Who acts through which Slack account: matched, matched again, switched off and on, and each of it in the register of events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.founding import CannotFound, import_register, match_by_email
from bot.store.partnership import register as register_rows
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.partnership.members import MarkAccount, MatchPerson
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason
from tests.rooms import represented, town, town_register

VOICE_3, SECRETARY = represented("org-3"), represented("org-2")
AT = datetime(2026, 4, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of three, with a question put in writing."""
    body = town(store, clock, 3)
    answer(body.puts(represented("org-1"), how="indicative"))
    return body


def match(body: Rehearsal, account: str, **words: str) -> Decision | Refused | AlreadyDone:
    """The secretary gives the third voice an account."""
    asked = {"partnership": body.slug, "person": VOICE_3, "account_team": WORKSPACE, "account_user": account}
    return body.say(SECRETARY, MatchPerson, **{**asked, **words})


def slack_says(body: Rehearsal, *, off: bool, at: datetime | None = None, team: str = WORKSPACE) -> None:
    """Slack tells that the third voice's account was switched off or on."""
    body.secretary.perform(
        MarkAccount(workspace=WORKSPACE, team=team, user=body.user(VOICE_3), deactivated=off, happened_at=at)
    )


def marks(body: Rehearsal) -> list[tuple[str, bool]]:
    """Whose account was switched off (True) or on, as the register of events has it."""
    return [
        (each.subject, each.data["deactivated"]) for each in body.happened() if each.type == "AccountMarked"
    ]


def test_somebody_matched_to_another_account_votes_through_it_though_the_first_was_switched_off(
    forum: Rehearsal,
) -> None:
    """A new account after the old one was deactivated in Slack."""
    slack_says(forum, off=True)
    assert "deactivated" in reason(forum.votes(VOICE_3, "for"))
    answer(match(forum, "U0NEW"))
    answer(forum.votes("U0NEW", "for"))


def test_matching_somebody_again_to_the_account_that_was_switched_off_does_not_switch_it_on(
    forum: Rehearsal,
) -> None:
    """Only Slack says that it is on again."""
    slack_says(forum, off=True)
    answer(match(forum, forum.user(VOICE_3)))
    assert "deactivated" in reason(forum.votes(VOICE_3, "for"))


def test_an_import_that_gives_another_account_gives_one_that_is_switched_on(
    forum: Rehearsal, clock: StoppedClock
) -> None:
    """And one that gives the same account leaves it as Slack last told."""
    slack_says(forum, off=True)
    import_register(forum.store, clock, workspace=WORKSPACE, slug=forum.slug, register=town_register(3))
    assert "deactivated" in reason(forum.votes(VOICE_3, "for"))
    people = tuple(
        replace(each, slack_user="U0NEW") if each.slug == VOICE_3 else each
        for each in town_register(3).people
    )
    changed = replace(town_register(3), people=people)
    import_register(forum.store, clock, workspace=WORKSPACE, slug=forum.slug, register=changed)
    answer(forum.votes("U0NEW", "for"))


def test_whoever_loses_an_account_to_somebody_else_is_not_left_switched_off(
    forum: Rehearsal, clock: StoppedClock
) -> None:
    """What was known of an account goes with it."""
    slack_says(forum, off=True)
    first, second, third = town_register(3).people
    taken = replace(first, slack_user=third.slack_user)
    register = replace(town_register(3), people=(taken, second, replace(third, slack_user=None)))
    import_register(forum.store, clock, workspace=WORKSPACE, slug=forum.slug, register=register)
    answer(match(forum, "U0NEW"))
    answer(forum.votes("U0NEW", "for"))


def test_an_account_switched_off_and_on_is_in_the_register_of_events_of_each_partnership(
    forum: Rehearsal, clock: StoppedClock
) -> None:
    """Who may act changed: once for each change, however often Slack tells of it."""
    second = replace(town_register(3), organisations=town_register(3).organisations)
    town(forum.store, clock, register=second, workspace="T0OTHER")
    for _ in range(2):
        slack_says(forum, off=True, at=AT)
    slack_says(forum, off=False, at=AT + timedelta(minutes=1))
    assert marks(forum) == [(VOICE_3, True), (VOICE_3, False)]
    marked = next(each for each in forum.happened() if each.type == "AccountMarked")
    assert (marked.person, marked.partnership, marked.workspace) == (None, forum.slug, WORKSPACE)
    assert datetime.fromisoformat(marked.data["as_of"]) == AT


def test_news_of_an_account_that_is_older_than_the_last_heard_changes_nothing(forum: Rehearsal) -> None:
    """Slack delivers again what it thinks was not received, and not always in order."""
    slack_says(forum, off=False, at=AT)
    slack_says(forum, off=True, at=AT - timedelta(seconds=1))
    answer(forum.votes(VOICE_3, "for"))
    assert marks(forum) == []
    slack_says(forum, off=True, at=AT + timedelta(seconds=1))
    assert "deactivated" in reason(forum.votes(VOICE_3, "against"))


def test_an_account_of_the_same_id_in_another_workspace_is_another_account(forum: Rehearsal) -> None:
    """Ids belong to a workspace."""
    slack_says(forum, off=True, team="T0ELSEWHERE")
    answer(forum.votes(VOICE_3, "for"))
    assert marks(forum) == []


def test_people_matched_by_e_mail_are_in_the_register_of_events(store: Store, clock: StoppedClock) -> None:
    """By nobody in particular: the command line."""
    people = tuple(
        replace(each, slack_user=None, email=f"{each.slug}@town.example") for each in town_register(3).people
    )
    forum = town(store, clock, register=replace(town_register(3), people=people))
    accounts = {f"{VOICE_3}@town.example": "U0NEW"}
    assert match_by_email(store, clock, workspace=WORKSPACE, slug=forum.slug, accounts=accounts) == 1
    matched = forum.happened()[-1]
    assert (matched.type, matched.person, matched.subject) == ("PersonMatched", None, VOICE_3)
    assert matched.data == {"account_team": WORKSPACE, "account_user": "U0NEW"}


def test_two_addresses_of_one_account_match_one_person(store: Store, clock: StoppedClock) -> None:
    """One account is one person's."""
    people = tuple(
        replace(each, slack_user=None, email=f"{each.slug}@town.example") for each in town_register(3).people
    )
    forum = town(store, clock, register=replace(town_register(3), people=people))
    accounts = {f"{each.slug}@town.example": "U0SAME" for each in people}
    assert match_by_email(store, clock, workspace=WORKSPACE, slug=forum.slug, accounts=accounts) == 1


def test_an_import_matches_somebody_from_another_workspace(store: Store, clock: StoppedClock) -> None:
    """Their workspace's id beside their account's; it is kept, and given back as it was written."""
    people = tuple(
        replace(each, slack_user="U0GUEST", slack_team="T0ELSEWHERE") if each.slug == VOICE_3 else each
        for each in town_register(3).people
    )
    forum = town(store, clock, register=replace(town_register(3), people=people))
    answer(forum.puts(represented("org-1"), how="indicative"))
    assert "not in the register" in reason(forum.votes("U0GUEST", "for"))
    answer(forum.votes("U0GUEST", "for", team="T0ELSEWHERE"))
    with store.reading() as connection:
        kept = register_rows.load(connection, WORKSPACE, forum.slug)
    assert (kept.person(VOICE_3).slack_user, kept.person(VOICE_3).slack_team) == ("U0GUEST", "T0ELSEWHERE")
    assert kept.person(SECRETARY).slack_team is None


def test_one_account_given_to_two_people_with_its_workspace_and_without_is_refused(
    forum: Rehearsal, clock: StoppedClock
) -> None:
    """The file cannot know whose workspace it is imported into; nothing is taken from it."""
    first, second, third = town_register(3).people
    people = (replace(first, slack_user=second.slack_user, slack_team=WORKSPACE), second, third)
    before = len(forum.happened())
    with pytest.raises(CannotFound, match="Voice 1 and Voice 2 are given one Slack account"):
        import_register(
            forum.store,
            clock,
            workspace=WORKSPACE,
            slug=forum.slug,
            register=replace(town_register(3), people=people),
        )
    assert len(forum.happened()) == before
    answer(forum.votes(first.slug, "for"))


def test_a_workspace_that_slack_could_not_have_named_is_refused_under_its_field(forum: Rehearsal) -> None:
    """And so is no account at all."""
    refused = match(forum, "U0GUEST", account_team="the college's Slack")
    assert isinstance(refused, Refused)
    assert refused.field == "account_team"
    nobody = match(forum, "")
    assert isinstance(nobody, Refused)
    assert nobody.field == "account"
    answer(match(forum, "U0GUEST", account_team="T0ELSEWHERE"))
    answer(forum.votes("U0GUEST", "for", team="T0ELSEWHERE"))
