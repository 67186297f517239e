"""The day a partnership begins: channel, terms and register bound together, what was adopted, and who is who in Slack."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.clock import StoppedClock
from bot.founding import (
    CannotFound,
    add_partnership,
    adopt,
    import_register,
    match_by_email,
    terms_in_force,
)
from bot.register_files.samples import sample_register
from bot.rules.register import Person
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption
from bot.rules.values import Basis
from bot.store.partnership import register as register_rows
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.partnership.members import AdoptSuggestions, MatchPerson
from bot.workflows.questions import ShowPartnership, WhichPartnerships
from tests.rehearsal import WORKSPACE, Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, SECRETARY, VOICE, represented, town, town_register

ADOPTION = Adoption("the Strategy Group", date(2026, 4, 1))


def who(body: Rehearsal) -> dict[str, str]:
    """Somebody asking, as questions carry them."""
    return {"workspace": body.workspace, "team": body.team, "user": body.user(SECRETARY)}


def test_what_the_terms_suggest_is_listed_and_means_nothing_until_adopted(
    store: Store, clock: StoppedClock
) -> None:
    """G1: CLPP's terms leave open what an interest takes away; the suggestion stands beside it, and does nothing."""
    founded = add_partnership(
        store,
        clock,
        workspace=WORKSPACE,
        channel="C0CLPP",
        document=sample_terms("clpp"),
        register=sample_register("clpp"),
    )
    listed = {rule.key: rule for rule in founded.open_suggestions}
    assert {"interests.effect", "quorum.withdrawn", "late_papers"} <= set(listed)
    assert all(rule.value is None and rule.basis is Basis.NOT_STATED for rule in listed.values())


def test_what_is_adopted_is_recorded_with_who_and_when(store: Store, clock: StoppedClock) -> None:
    """G1: and taken off the list; the document stays as it is."""
    founded = add_partnership(
        store,
        clock,
        workspace=WORKSPACE,
        channel="C0CLPP",
        document=sample_terms("clpp"),
        adoptions={"interests.effect": ADOPTION},
    )
    rule = founded.terms.rule("interests.effect")
    assert rule is not None
    assert (rule.basis, rule.value, rule.adoption) == (Basis.ADOPTED, "chair rules", ADOPTION)
    assert "interests.effect" not in {each.key for each in founded.open_suggestions}


def test_the_register_begins_with_the_founding(clpp: Rehearsal) -> None:
    """The first events, in order, with what was adopted."""
    added, imported = clpp.happened()
    assert (added.type, imported.type) == ("PartnershipAdded", "RegisterImported")
    assert added.data["adopted"] == ["interests.effect", "quorum.withdrawn"]
    assert (imported.data["organisations"], imported.data["people"]) == (12, 22)


def test_the_gaps_of_the_register_are_told_on_the_first_day(store: Store, clock: StoppedClock) -> None:
    """K13, K19: without a register, there is nobody from any sector the terms ask for."""
    founded = add_partnership(
        store, clock, workspace=WORKSPACE, channel="C0CLPP", document=sample_terms("clpp"), slug="empty"
    )
    assert founded.gaps


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"slug": "another"}, "That channel already belongs to clpp"),
        ({"channel": "C0OTHER"}, "already kept for this workspace"),
        (
            {"slug": "another", "channel": "C0OTHER", "adoptions": {"quorum": ADOPTION}},
            "suggest no value for quorum",
        ),
        (
            {"slug": "another", "channel": "C0OTHER", "adoptions": {"no.such": ADOPTION}},
            "suggest no value for no.such",
        ),
    ],
)
def test_what_cannot_be_bound_is_refused_in_words_and_leaves_nothing(
    clpp: Rehearsal, changes: dict[str, object], why: str
) -> None:
    """One channel is one partnership's; a name is taken once; nothing is adopted that was not suggested."""
    before = len(clpp.happened())
    asked: dict[str, object] = {"workspace": WORKSPACE, "channel": "C0CLPP", "document": sample_terms("clpp")}
    with pytest.raises(CannotFound, match=why):
        add_partnership(clpp.store, clpp.clock, **{**asked, **changes})  # type: ignore[arg-type]
    assert len(clpp.happened()) == before
    places = clpp.secretary.ask(WhichPartnerships(**who(clpp), channel="C0CLPP"))
    assert [each.partnership for each in places.all] == ["clpp"]


def test_the_same_channel_in_another_workspace_is_another_channel(clpp: Rehearsal) -> None:
    """Ids belong to a workspace."""
    add_partnership(
        clpp.store, clpp.clock, workspace="T0OTHER", channel="C0CLPP", document=sample_terms("clpp")
    )


def test_an_unknown_partnership_is_named_in_the_refusal(store: Store, clock: StoppedClock) -> None:
    """Nothing is made up for a name mistyped."""
    with pytest.raises(CannotFound, match="clpq"):
        terms_in_force(store, clock, workspace=WORKSPACE, slug="clpq")


def test_later_adoptions_stand_beside_the_earlier_ones(clpp: Rehearsal) -> None:
    """G1: a new version of the terms, of the same document."""
    founded = adopt(
        clpp.store, clpp.clock, workspace=WORKSPACE, slug="clpp", adoptions={"voting.show_votes": ADOPTION}
    )
    for key in ("interests.effect", "quorum.withdrawn", "voting.show_votes"):
        rule = founded.terms.rule(key)
        assert rule is not None
        assert rule.basis is Basis.ADOPTED
    with pytest.raises(CannotFound, match="adopted already"):
        adopt(
            clpp.store,
            clpp.clock,
            workspace=WORKSPACE,
            slug="clpp",
            adoptions={"voting.show_votes": ADOPTION},
        )


def test_the_secretariat_records_in_slack_what_was_adopted_and_nobody_else_does(clpp: Rehearsal) -> None:
    """G1: who decided it, in words; the day is the day it was recorded."""
    asked = {
        "partnership": "clpp",
        "keys": ("voting.show_votes",),
        "adopted_by": "the Strategy Group, 23 April",
    }
    assert "Only the secretariat or the chair" in reason(
        clpp.say(VOICE["ekc-group"], AdoptSuggestions, **asked)
    )
    nobody = clpp.say(SECRETARY, AdoptSuggestions, **{**asked, "adopted_by": " "})
    assert isinstance(nobody, Refused)
    assert nobody.field == "adopted_by"
    assert "1 value adopted by the Strategy Group, 23 April" in answer(
        clpp.say(SECRETARY, AdoptSuggestions, **asked)
    )
    rule = terms_in_force(clpp.store, clpp.clock, workspace=WORKSPACE, slug="clpp").rule("voting.show_votes")
    assert rule is not None
    assert rule.adoption == Adoption("the Strategy Group, 23 April", date(2026, 4, 23))
    again = clpp.say(SECRETARY, AdoptSuggestions, **asked)
    assert isinstance(again, Refused)
    assert again.field == "keys"


def test_an_import_replaces_the_register_and_who_is_not_in_it_left_the_day_before(
    store: Store, clock: StoppedClock
) -> None:
    """V8: nobody is deleted, because votes and declarations point at them; the quorum is counted without them today."""
    forum = town(store, clock, 4)
    smaller = town_register(3)
    import_register(store, clock, workspace=WORKSPACE, slug=forum.slug, register=smaller)
    answer(forum.puts(represented("org-1"), how="indicative"))
    assert "represent no organisation" in reason(forum.votes(represented("org-4"), "for"))
    assert len(forum.sees().entitled) == 3
    with store.reading() as connection:
        kept = register_rows.load(connection, WORKSPACE, forum.slug)
    assert kept.organisation("org-4").left_on == date(2026, 4, 22)
    assert kept.person(represented("org-4")).slack_user == forum.user(represented("org-4"))


def test_the_day_of_an_import_is_londons(store: Store, clock: StoppedClock) -> None:
    """G2: half past midnight in London on the 24th is still the 23rd in UTC."""
    forum = town(store, clock, 4)
    clock.set(datetime(2026, 4, 23, 23, 30, tzinfo=UTC))
    import_register(store, clock, workspace=WORKSPACE, slug=forum.slug, register=town_register(3))
    with store.reading() as connection:
        kept = register_rows.load(connection, WORKSPACE, forum.slug)
    assert kept.organisation("org-4").left_on == date(2026, 4, 23)


def test_an_organisation_that_was_to_leave_later_and_is_not_in_the_import_has_left_now(
    store: Store, clock: StoppedClock
) -> None:
    """V8: the import says who belongs."""
    leaving = tuple(
        replace(each, left_on=date(2026, 12, 31)) if each.slug == "org-4" else each
        for each in town_register(4).organisations
    )
    forum = town(store, clock, register=replace(town_register(4), organisations=leaving))
    import_register(store, clock, workspace=WORKSPACE, slug=forum.slug, register=town_register(3))
    answer(forum.puts(represented("org-1"), how="indicative"))
    assert len(forum.sees().entitled) == 3


def test_an_account_goes_to_whom_the_import_gives_it(store: Store, clock: StoppedClock) -> None:
    """K22: a successor takes over the account, or somebody is entered under another name: one account is one person."""
    forum = town(store, clock, 3)
    register = forum.register
    taken = register.person(represented("org-3")).slack_user
    successor = Person("successor", "Successor", slack_user=taken)
    changed = replace(
        register,
        people=(*(each for each in register.people if each.slack_user != taken), successor),
        appointments=(*register.appointments[:2], replace(register.appointments[2], person="successor")),
    )
    import_register(store, clock, workspace=WORKSPACE, slug=forum.slug, register=changed)
    with store.reading() as connection:
        kept = register_rows.load(connection, WORKSPACE, forum.slug)
    assert kept.person("successor").slack_user == taken
    assert kept.person(represented("org-3")).slack_user is None


def test_two_people_may_swap_accounts_in_one_import(store: Store, clock: StoppedClock) -> None:
    """The accounts were entered the wrong way round."""
    forum = town(store, clock, 3)
    first, second, third = forum.register.people
    swapped = (
        replace(first, slack_user=second.slack_user),
        replace(second, slack_user=first.slack_user),
        third,
    )
    import_register(
        store, clock, workspace=WORKSPACE, slug=forum.slug, register=replace(forum.register, people=swapped)
    )
    with store.reading() as connection:
        kept = register_rows.load(connection, WORKSPACE, forum.slug)
    assert kept.person(first.slug).slack_user == second.slack_user


def without_accounts(body: Rehearsal) -> Rehearsal:
    """The Town Forum as a secretary first enters it: e-mail addresses, and the secretariat's account."""
    people = tuple(
        each
        if each.slug == represented("org-2")
        else replace(each, slack_user=None, email=f"{each.slug}@town.example")
        for each in body.register.people
    )
    return replace(body, register=replace(body.register, people=people))


def test_people_are_matched_by_e_mail_whatever_its_capitals(store: Store, clock: StoppedClock) -> None:
    """Only those who are not matched yet."""
    plain = without_accounts(Rehearsal(store, clock, "town-forum", town_register(3))).register
    forum = town(store, clock, register=plain)
    accounts = {"voice-of-org-1@town.example": "U0NEW1", "somebody@town.example": "U0NEW9"}
    assert match_by_email(store, clock, workspace=WORKSPACE, slug=forum.slug, accounts=accounts) == 1
    assert match_by_email(store, clock, workspace=WORKSPACE, slug=forum.slug, accounts=accounts) == 0
    assert answer(forum.puts("U0NEW1", how="indicative"))


def test_two_people_with_one_address_do_not_share_an_account(store: Store, clock: StoppedClock) -> None:
    """One account is one person's: nobody is matched on a guess."""
    plain = without_accounts(Rehearsal(store, clock, "town-forum", town_register(3))).register
    shared = tuple(
        replace(each, email="office@town.example") if each.email else each for each in plain.people
    )
    forum = town(store, clock, register=replace(plain, people=shared))
    accounts = {"office@town.example": "U0NEW1"}
    assert match_by_email(store, clock, workspace=WORKSPACE, slug=forum.slug, accounts=accounts) == 0


def test_an_address_whose_account_is_somebody_elses_is_left_alone(store: Store, clock: StoppedClock) -> None:
    """Matched by hand before: what a person said goes before what an address says."""
    plain = without_accounts(Rehearsal(store, clock, "town-forum", town_register(3))).register
    forum = town(store, clock, register=plain)
    taken = forum.user(represented("org-2"))
    accounts = {"voice-of-org-1@town.example": taken}
    assert match_by_email(store, clock, workspace=WORKSPACE, slug=forum.slug, accounts=accounts) == 0


def test_the_secretariat_matches_somebody_by_hand(store: Store, clock: StoppedClock) -> None:
    """From another workspace too; an account is one person's, and only the secretariat or the chair may."""
    plain = without_accounts(Rehearsal(store, clock, "town-forum", town_register(3))).register
    forum = town(store, clock, register=plain)
    asked = {"partnership": forum.slug, "account_team": "T0ELSEWHERE", "account_user": "U0GUEST"}
    secretary = represented("org-2")
    assert "matched to <@U0GUEST>" in answer(
        forum.say(secretary, MatchPerson, person=represented("org-3"), **asked)
    )
    answer(
        forum.say(secretary, MatchPerson, person=represented("org-3"), **asked)
    )  # again: nothing to refuse
    refused = forum.say(secretary, MatchPerson, person=represented("org-1"), **asked)
    assert "already matched to Voice 3" in reason(refused)
    assert "no longer in the register" in reason(forum.say(secretary, MatchPerson, person="nobody", **asked))
    guest = forum.say("U0GUEST", MatchPerson, person=represented("org-1"), team="T0ELSEWHERE", **asked)
    assert "Only the secretariat or the chair" in reason(guest)


def test_namesakes_do_not_share_an_account(store: Store, clock: StoppedClock) -> None:
    """Two people of one name are two people."""
    plain = without_accounts(Rehearsal(store, clock, "town-forum", town_register(3))).register
    namesakes = tuple(replace(each, name="Sam Smith") for each in plain.people)
    forum = town(store, clock, register=replace(plain, people=namesakes))
    asked = {"partnership": forum.slug, "account_team": WORKSPACE, "account_user": "U0SAM"}
    answer(forum.say(represented("org-2"), MatchPerson, person=represented("org-3"), **asked))
    assert "already matched" in reason(
        forum.say(represented("org-2"), MatchPerson, person=represented("org-1"), **asked)
    )


def test_who_is_who_is_shown_as_it_is_today(clpp: Rehearsal) -> None:
    """K25: the chair whose term ended is not shown as chair; whoever is not matched is named."""
    picture = clpp.secretary.ask(ShowPartnership(**who(clpp), partnership="clpp"))
    assert [each.person for each in picture.register.roles if each.role == "chair"] == [CHAIR]
    assert picture.unmatched == ("Yusuf Demirel",)
    assert picture.may_match is True


def test_a_partnership_that_begins_later_goes_by_the_only_terms_there_are(store: Store) -> None:
    """G1: there is nothing else to go by."""
    early = StoppedClock(datetime(2019, 1, 1, 12, 0, tzinfo=UTC))
    body = rehearse(store, early, "clpp")
    assert terms_in_force(store, early, workspace=WORKSPACE, slug=body.slug).version == "2020-21"
