"""Who is who is a question about a day."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.register import Appointment, Capacity, Organisation, Person, Register, Role, main_group
from bot.rules.terms import Terms


def names(people: tuple[Person, ...] | tuple[Organisation, ...]) -> list[str]:
    """The names, in the order of the register."""
    return [each.name for each in people]


def test_an_organisation_belongs_from_its_first_day_to_its_last_both_included() -> None:
    """V8: a resignation ends votes from the day after it takes effect."""
    farm = Organisation("farm", "High Farm", joined_on=date(2026, 4, 1), left_on=date(2027, 3, 31))
    register = Register((farm,))
    for day, votes in (
        (date(2026, 3, 31), []),
        (date(2026, 4, 1), ["High Farm"]),
        (date(2027, 3, 31), ["High Farm"]),
        (date(2027, 4, 1), []),
    ):
        assert names(register.voting_organisations(day)) == votes


def test_one_organisation_has_one_vote_however_many_people_it_names(complete: Register, day: date) -> None:
    """K11, K28, V7: extra representatives add no votes."""
    more = replace(complete, appointments=(*complete.appointments, Appointment("eli", "farm", "council")))
    assert names(more.voting_organisations(day)) == ["High Farm", "Low Shop"]
    assert names(more.representatives_of("farm", day, "council")) == ["Ada", "Eli"]


def test_a_co_opted_organisation_belongs_and_has_no_vote(complete: Register, day: date) -> None:
    """V6, V7."""
    guest = Organisation("guest", "Guest Trust", voting=False, standing="co-opted")
    register = replace(complete, organisations=(*complete.organisations, guest))
    assert names(register.organisations_on(day)) == ["High Farm", "Low Shop", "Guest Trust"]
    assert names(register.voting_organisations(day)) == ["High Farm", "Low Shop"]


def test_a_host_replaces_its_representative_at_once_and_old_days_keep_the_old_one(complete: Register) -> None:
    """K22, and facts are judged by their own day."""
    changed = replace(
        complete,
        appointments=(
            Appointment("ada", "farm", "council", to_on=date(2026, 6, 15)),
            Appointment("eli", "farm", "council", from_on=date(2026, 6, 16)),
        ),
    )
    assert names(changed.representatives_of("farm", date(2026, 6, 15))) == ["Ada"]
    assert names(changed.representatives_of("farm", date(2026, 6, 16))) == ["Eli"]


def test_a_substitute_is_not_a_representative(complete: Register, day: date) -> None:
    """K34, V12."""
    assert names(complete.substitutes_of("farm", day, "council")) == ["Cleo"]
    assert names(complete.representatives_of("farm", day, "council")) == ["Ada"]
    assert names(complete.representatives_of("farm", day, "kitchen")) == ["Cleo"]


def test_a_person_may_speak_for_no_organisation_for_one_or_for_several(complete: Register, day: date) -> None:
    both = replace(
        complete,
        appointments=(*complete.appointments, Appointment("cleo", "shop", "council", Capacity.SUBSTITUTE)),
    )
    assert names(both.organisation_of("eli", day)) == []
    assert names(both.organisation_of("ada", day)) == ["High Farm"]
    assert names(both.organisation_of("cleo", day)) == ["High Farm", "Low Shop"]
    assert names(both.organisation_of("cleo", day, "kitchen")) == ["High Farm"]


def test_an_appointment_ends_with_its_organisations_membership(complete: Register) -> None:
    """V8: resignation ends votes."""
    farm = replace(complete.organisation("farm"), left_on=date(2026, 5, 31))
    register = replace(complete, organisations=(farm, complete.organisation("shop")))
    assert names(register.representatives_of("farm", date(2026, 5, 31), "council")) == ["Ada"]
    assert names(register.representatives_of("farm", date(2026, 6, 1), "council")) == []


def test_a_change_of_chair_takes_effect_on_its_day() -> None:
    """V30: in office from 1 April to 31 March."""
    register = Register(
        people=(Person("ada", "Ada"), Person("bran", "Bran")),
        roles=(
            Role("chair", "ada", from_on=date(2025, 4, 1), to_on=date(2026, 3, 31)),
            Role("chair", "bran", from_on=date(2026, 4, 1)),
        ),
    )
    assert [each.person for each in register.holders_of("chair", date(2026, 3, 31))] == ["ada"]
    assert [each.person for each in register.holders_of("Chair", date(2026, 4, 1))] == ["bran"]


@pytest.mark.parametrize("text", ["", "council", "Council", "the Council", "council group"])
def test_no_group_means_the_body_that_decides(terms: Terms, text: str, day: date) -> None:
    """K3: where several groups exist, the first named is the one whose votes the terms are about."""
    register = Register(
        (Organisation("farm", "High Farm"),), (Person("ada", "Ada"),), (Appointment("ada", "farm", text),)
    ).settled(terms)
    assert main_group(terms) == "council"
    assert names(register.representatives_of("farm", day, "council")) == ["Ada"]
    assert names(register.representatives_of("farm", day, "kitchen")) == []
