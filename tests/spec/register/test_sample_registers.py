"""The registers that travel with the bot: the organisations of the documents, people who are invented."""

from datetime import date

import pytest

from bot.register_files import parse_register, register_as_csv, sample_register, sample_register_slugs
from bot.rules.gaps import GapKind, gaps
from bot.rules.reading import parse_terms
from bot.rules.register import Capacity
from bot.rules.samples import sample_terms

DAY = date(2026, 11, 23)


def test_three_partnerships_ship_with_a_register() -> None:
    assert sample_register_slugs() == ("clesp", "clpp", "voluntaryworks")


def test_clpp_has_ten_voting_organisations_across_every_sector() -> None:
    """K13, K14, K19."""
    voting = sample_register("clpp").voting_organisations(DAY)
    assert len(voting) == 10
    assert {each.sector for each in voting} == set(parse_terms(sample_terms("clpp")).sectors)


def test_voluntaryworks_has_its_six_signatories_and_a_co_opted_organisation_without_a_vote() -> None:
    """V6, V7, V44: six votes, so a quorum of two and room for a tie of three and three."""
    register = sample_register("voluntaryworks")
    assert sorted(each.slug for each in register.voting_organisations(DAY)) == [
        "brcc",
        "brec",
        "cvs-mid-north-beds",
        "val",
        "vca-south-beds",
        "vcb",
    ]
    assert [each.standing for each in register.organisations if not each.voting] == ["co-opted"]
    assert [each.organisation for each in register.holders_of("accountable body", DAY)] == ["vca-south-beds"]
    assert [each.organisation for each in register.holders_of("chair", DAY)] == ["brcc"]


def test_clesp_has_the_seven_geographical_and_four_technical_bodies_of_its_pack() -> None:
    """C3, C16, C17."""
    register = sample_register("clesp")
    seats = [each.sector for each in register.voting_organisations(DAY)]
    assert (seats.count("geographical"), seats.count("technical")) == (7, 4)
    assert [each.organisation for each in register.holders_of("secretariat", DAY)] == ["south-west-forum"]
    (lead,) = register.holders_of("lead contractor", DAY)
    assert (lead.organisation, lead.to_on) == ("learning-curve", None)
    (pack_spelling,) = (each for each in register.organisations if "Leaning Plus" in each.aliases)
    assert pack_spelling.name == "Learning Plus"


def test_one_person_sits_in_two_partnerships_and_every_other_slack_user_in_one() -> None:
    everyone = [
        each for slug in sample_register_slugs() for each in sample_register(slug).people if each.slack_user
    ]
    by_user = {
        each.slack_user: {who for who in everyone if who.slack_user == each.slack_user} for each in everyone
    }
    assert all(len({who.slug for who in people}) == 1 for people in by_user.values())
    assert [each.slug for each in everyone if sum(who.slug == each.slug for who in everyone) > 1] == [
        "nisha-varghese",
        "nisha-varghese",
    ]


@pytest.mark.parametrize("slug", sample_register_slugs())
def test_each_sample_has_named_deputies_and_an_organisation_with_two_representatives(slug: str) -> None:
    """G10, K34."""
    register = sample_register(slug)
    assert sum(each.capacity is Capacity.SUBSTITUTE for each in register.appointments) >= 2
    assert any(
        len(register.representatives_of(each.slug, DAY)) > 1 for each in register.voting_organisations(DAY)
    )


@pytest.mark.parametrize("slug", sample_register_slugs())
def test_every_e_mail_of_a_sample_is_at_a_name_reserved_for_examples(slug: str) -> None:
    """RFC 2606: nothing under .example is anybody's."""
    emails = [each.email for each in sample_register(slug).people if each.email]
    assert emails
    assert all(each.endswith(".example") for each in emails)


@pytest.mark.parametrize(("slug", "clauses"), [("clpp", ["3.2"]), ("voluntaryworks", [])])
def test_the_samples_lack_only_what_they_are_meant_to_show(slug: str, clauses: list[str]) -> None:
    """K11: one member of CLPP has named nobody to the Operational Group."""
    found = gaps(sample_register(slug), parse_terms(sample_terms(slug)), DAY)
    assert [gap.clause.number for gap in found if gap.kind is GapKind.MUST] == clauses


@pytest.mark.parametrize("slug", sample_register_slugs())
def test_a_register_written_as_a_spreadsheet_reads_back_the_same(slug: str) -> None:
    register = sample_register(slug)
    again = parse_register(register_as_csv(register).encode(), kind=".csv")
    told = {organisation.slug: organisation.name for organisation in register.organisations}
    retold = {organisation.slug: organisation.name for organisation in again.organisations}
    assert set(again.people) == set(register.people)
    assert list(retold.values()) == list(told.values())
    assert [
        (each.person, retold[each.organisation], each.group, each.capacity) for each in again.appointments
    ] == [(each.person, told[each.organisation], each.group, each.capacity) for each in register.appointments]
    assert [(each.role, each.person, each.from_on, each.to_on, each.review_on) for each in again.roles] == [
        (each.role, each.person, each.from_on, each.to_on, each.review_on) for each in register.roles
    ]
