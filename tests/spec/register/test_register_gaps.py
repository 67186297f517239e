"""What a register lacks: every gap has its clause and says what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.register_files import sample_register
from bot.rules.gaps import GapKind, gaps, no_room_for_another
from bot.rules.reading import parse_terms
from bot.rules.register import Appointment, Capacity, Organisation, Person, Register, Role
from bot.rules.samples import sample_terms
from bot.rules.terms import Terms

Words = Callable[..., list[str]]


def pressing(lines: list[str]) -> list[str]:
    """The lines that are more than notes."""
    return [each for each in lines if not each.startswith("note")]


def joined_by(
    register: Register, organisation: Organisation, *people: str, group: str = "council"
) -> Register:
    """The register with one more organisation, which names these people."""
    return replace(
        register,
        organisations=(*register.organisations, organisation),
        people=(
            *register.people,
            *(Person(name.lower(), name, f"{name.lower()}@x.example") for name in people),
        ),
        appointments=(
            *register.appointments,
            *(Appointment(name.lower(), organisation.slug, group) for name in people),
        ),
    )


def test_a_complete_register_lacks_nothing_and_only_tells_the_balance(
    complete: Register, words_of: Words
) -> None:
    """K14: the balance of sectors is told, never judged."""
    assert words_of(complete) == ["note 3: Members by sector: growers 1, sellers 1, food banks 0."]


def test_every_member_must_name_somebody_to_each_group(complete: Register, words_of: Words) -> None:
    """K11, V11."""
    left = tuple(
        each for each in complete.appointments if (each.organisation, each.group) != ("farm", "kitchen")
    )
    assert pressing(words_of(replace(complete, appointments=left))) == [
        "must 5: Each member names one to the Kitchen Group. Not yet: High Farm. "
        "Ask them whom they send, and add a row for each."
    ]


def test_a_co_opted_organisation_need_not_name_anyone(complete: Register, words_of: Words) -> None:
    """K11 is about members; V6: those co-opted attend."""
    guest = Organisation("guest", "Guest Trust", voting=False, standing="co-opted")
    assert pressing(words_of(joined_by(complete, guest))) == []


def test_a_sector_without_a_member_is_named_and_what_it_does_to_the_quorum(
    complete: Register, words_of: Words
) -> None:
    """K13, K21: the quorum cannot be met while a sector of it has no member at all."""
    shop = replace(complete.organisation("shop"), sector="feed")
    found = pressing(words_of(replace(complete, organisations=(complete.organisation("farm"), shop))))
    assert found == [
        "must 3: There is no member from sellers; the terms require one. "
        "Find one and add it to the register. Until then no meeting can be quorate."
    ]


def test_a_sector_whose_only_member_sends_nobody_is_missing_too(complete: Register, words_of: Words) -> None:
    """K13."""
    left = tuple(each for each in complete.appointments if each.person != "bran")
    found = pressing(words_of(replace(complete, appointments=left)))
    assert any("No member from sellers has a representative in the Council" in each for each in found)
    assert any("Ask Low Shop to name one." in each for each in found)


@pytest.mark.parametrize("sector", ["growers", "Growers", "grow", "GROW"])
def test_a_sector_may_be_written_in_words_or_as_its_slug(
    complete: Register, words_of: Words, sector: str
) -> None:
    farm = replace(complete.organisation("farm"), sector=sector)
    assert pressing(words_of(replace(complete, organisations=(farm, complete.organisation("shop"))))) == []


def test_an_unknown_sector_is_answered_with_those_there_are(complete: Register, words_of: Words) -> None:
    lab = Organisation("lab", "The Lab", sector="science", voting=False, standing="observer")
    assert pressing(words_of(joined_by(complete, lab))) == [
        'must 3: The terms do not know the sector "science" of The Lab, so it counts towards none. '
        "Write grow (growers), sell (sellers) or feed (food banks)."
    ]


def test_members_without_a_sector_are_listed_together(complete: Register, words_of: Words) -> None:
    """K32: an organisation counts for one sector, if one is given."""
    bare = tuple(replace(each, sector=None) for each in complete.organisations)
    assert (
        "should 3: No sector is given for High Farm and Low Shop, so it counts towards none. "
        "Write grow (growers), sell (sellers) or feed (food banks)."
    ) in words_of(replace(complete, organisations=bare))


def test_the_last_place_is_taken_and_no_more_can_be_named(
    complete: Register, terms: Terms, day: date
) -> None:
    """K12: the 21st is blocked, here the fourth."""
    assert no_room_for_another(complete, terms, day) is None
    full = joined_by(complete, Organisation("bank", "Town Bank", sector="feed"), "Fay")
    refusal = no_room_for_another(full, terms, day)
    assert refusal is not None
    assert refusal.clause.number == "3"
    assert refusal.words == (
        "The Council has 3 representatives and may have no more than 3. "
        "End an appointment before making another; a substitute takes no place."
    )


def test_one_representative_too_many_is_a_breach(complete: Register, words_of: Words) -> None:
    """K12."""
    over = joined_by(complete, Organisation("bank", "Town Bank", sector="feed"), "Fay", "Gus")
    assert (
        "must 3: The Council has 4 representatives, 1 more than the 3 the terms allow. "
        "End appointments until it fits." in words_of(over)
    )


def test_too_few_representatives_is_a_warning_since_vacancies_stop_nothing(
    complete: Register, words_of: Words
) -> None:
    """K12, K21."""
    left = tuple(each for each in complete.appointments if each.person != "bran")
    found = words_of(replace(complete, appointments=left))
    assert (
        "should 3: The Council has 1 representative; the terms look for at least 2. Ask members to name 1 more."
        in found
    )


def test_an_observer_takes_no_place(complete: Register, terms: Terms, day: date) -> None:
    """K12 counts representatives of those who take part."""
    watcher = Organisation("watch", "Watchers", voting=False, standing="observer")
    assert no_room_for_another(joined_by(complete, watcher, "Fay", "Gus"), terms, day) is None


def test_another_group_has_its_own_size(complete: Register, words_of: Words) -> None:
    """K15: the Operational Group of CLPP is 7 to 30; here the Kitchen Group is one or two."""
    over = replace(complete, appointments=(*complete.appointments, Appointment("ada", "farm", "kitchen")))
    assert any(each.startswith("must 4: The Kitchen Group has 3 representatives") for each in words_of(over))


def test_a_group_that_needs_a_pastoral_role_is_looked_through_for_one(
    complete: Register, words_of: Words
) -> None:
    """K15."""
    nobody = tuple(replace(each, pastoral=False) for each in complete.people)
    assert pressing(words_of(replace(complete, people=nobody))) == [
        "must 4: Nobody in the Kitchen Group has a pastoral role. "
        "Ask members for such a person, and write yes under pastoral."
    ]


def test_a_pastoral_role_outside_the_group_does_not_count(complete: Register, words_of: Words) -> None:
    """K15: membership of this group shall include them."""
    people = tuple(replace(each, pastoral=each.slug == "ada") for each in complete.people)
    assert any("pastoral" in each for each in pressing(words_of(replace(complete, people=people))))


def test_members_without_a_named_deputy_are_listed_together(complete: Register, words_of: Words) -> None:
    """K34, V12."""
    left = tuple(each for each in complete.appointments if each.capacity is not Capacity.SUBSTITUTE)
    assert pressing(words_of(replace(complete, appointments=left))) == [
        "should 10: No substitute is named by High Farm and Low Shop. Anyone they send instead may listen and has "
        "no vote; ask each to name one before the next meeting."
    ]


def test_two_representatives_of_one_organisation_share_a_vote(complete: Register, words_of: Words) -> None:
    """G10, K11: one vote, the last cast before the close stands."""
    two = replace(complete, appointments=(*complete.appointments, Appointment("eli", "farm", "council")))
    assert (
        "note 7: High Farm has 2 representatives, Ada and Eli: one vote between them, the last one cast before the close."
        in words_of(two)
    )


def test_a_person_of_two_organisations_is_noted(complete: Register, words_of: Words) -> None:
    """G10."""
    both = replace(
        complete,
        appointments=(*complete.appointments, Appointment("cleo", "shop", "council", Capacity.SUBSTITUTE)),
    )
    assert (
        "note 7: Cleo speaks for High Farm and Low Shop, and is asked for which of them each time."
        in words_of(both)
    )


def test_a_co_opted_organisation_cannot_stand_with_a_vote(complete: Register, words_of: Words) -> None:
    """V7."""
    guest = Organisation("guest", "Guest Trust", sector="feed", voting=True, standing="co-opted")
    found = pressing(words_of(joined_by(complete, guest, "Fay")))
    assert found == [
        "must 11: Guest Trust is co-opted and stands here with a vote, which the terms do not give. "
        'Write "no" under voting.'
    ]


def test_the_accountable_bodys_representative_may_not_be_chair(complete: Register, words_of: Words) -> None:
    """V29, by the terms: here clause 9 bars the accountable body, which is Low Shop."""
    roles = (Role("chair", "bran", "shop", "council", date(2025, 1, 1)), *complete.roles[1:])
    assert pressing(words_of(replace(complete, roles=roles))) == [
        "must 9: Bran is chair and comes from Low Shop, the accountable body, whose representative may not be "
        "elected chair. Elect another member's representative."
    ]


def test_the_accountable_bodys_representative_may_be_acting_chair(
    complete: Register, words_of: Words
) -> None:
    """V31."""
    roles = (*complete.roles, Role("acting chair", "bran", "shop", "council"))
    assert pressing(words_of(replace(complete, roles=roles))) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2027, 6, 30), []),
        (
            date(2027, 7, 1),
            ["note 8: Ada's term as chair ends on Friday 31 December 2027: an election is due before then."],
        ),
        (
            date(2027, 12, 31),
            ["note 8: Ada's term as chair ends on Friday 31 December 2027: an election is due before then."],
        ),
        (
            date(2028, 1, 1),
            [
                "must 8: Ada's term as chair ended on Friday 31 December 2027. "
                "Hold the election, or record the one that was held."
            ],
        ),
    ],
)
def test_a_term_of_three_years_is_counted_from_its_first_day(
    complete: Register, words_of: Words, on: date, expected: list[str]
) -> None:
    """K25, V30: told six months before, and once it is over."""
    assert [each for each in words_of(complete, on) if "term as chair" in each] == expected


def test_an_empty_chair_says_since_when(complete: Register, words_of: Words) -> None:
    """K25."""
    roles = (replace(complete.roles[0], to_on=date(2026, 5, 31)), *complete.roles[1:])
    assert pressing(words_of(replace(complete, roles=roles))) == [
        "must 8: Nobody is chair since Sunday 31 May 2026. "
        "Elect one and add a row with the role chair and the day it begins."
    ]


def test_two_chairs_at_once_are_one_too_many(complete: Register, words_of: Words) -> None:
    roles = (*complete.roles, Role("chair", "bran", "farm", "council", date(2026, 1, 1)))
    assert "must 8: Ada and Bran are both chair. End one of the two roles." in words_of(
        replace(complete, roles=roles)
    )


def test_a_chair_whom_no_voting_organisation_names_is_asked_about(
    complete: Register, words_of: Words
) -> None:
    """K25: from and by the members."""
    roles = (replace(complete.roles[0], person="eli", organisation=None), *complete.roles[1:])
    assert "should 8: Eli is chair and is named by no organisation with a vote. Is that meant?" in words_of(
        replace(complete, roles=roles)
    )


def test_no_secretariat_and_no_accountable_body_are_gaps_where_the_terms_have_them(
    complete: Register, words_of: Words
) -> None:
    """V17, V23, K40."""
    assert pressing(words_of(replace(complete, roles=complete.roles[:1]))) == [
        "must 12: There is no secretariat. Add a row with the role secretariat, and the organisation or person that is.",
        "must 9: There is no accountable body. "
        "Add a row with the role accountable body, and the organisation or person that is.",
    ]


def test_the_chair_should_not_be_the_secretariat(complete: Register, words_of: Words) -> None:
    roles = (complete.roles[0], Role("secretariat", "ada"), complete.roles[2])
    assert pressing(words_of(replace(complete, roles=roles))) == [
        "should : Ada is both chair and secretariat. Give one of the two to somebody else."
    ]


@pytest.mark.parametrize(("on", "told"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_a_role_is_due_for_review_the_day_after_its_date(
    complete: Register, words_of: Words, on: date, told: bool
) -> None:
    """C17."""
    roles = (complete.roles[0], replace(complete.roles[1], review_on=date(2026, 6, 30)), complete.roles[2])
    line = (
        "should 12: Eli as secretariat was to be reviewed by Tuesday 30 June 2026. "
        "Review it, then give the next date or the day it ends."
    )
    assert (line in words_of(replace(complete, roles=roles), on)) is told


@pytest.mark.parametrize(("alike", "told"), [(69, False), (70, True)])
def test_two_names_that_begin_alike_for_as_long_as_slack_shows_are_told_apart_by_nobody(
    complete: Register, words_of: Words, alike: int, told: bool
) -> None:
    start = "The Community Council of Devon and of all the parishes beside the River Exe"[:alike]
    one, other = (
        Organisation("one", f"{start}north", voting=False),
        Organisation("other", f"{start.upper()}south", voting=False),
    )
    found = words_of(replace(complete, organisations=(*complete.organisations, one, other)))
    line = (
        f"should : In Slack's menus these look the same: {one.name} and {other.name}. Names must differ within their "
        "first 70 characters: put what tells them apart first, and keep the whole name as an alias."
    )
    assert (line in found) is told


def test_a_person_without_e_mail_or_slack_user_cannot_be_matched(complete: Register, words_of: Words) -> None:
    people = tuple(replace(each, email=None) if each.slug == "bran" else each for each in complete.people)
    assert pressing(words_of(replace(complete, people=people))) == [
        "should : Without an e-mail or a Slack user Bran cannot be matched to anyone in Slack: no notices reach them "
        "and they cannot vote. Ask for the e-mail they use in Slack."
    ]
    by_hand = tuple(replace(each, slack_user="U1") if each.slug == "bran" else each for each in people)
    assert pressing(words_of(replace(complete, people=by_hand))) == []


def test_somebody_still_named_by_an_organisation_that_left_is_told(
    complete: Register, words_of: Words
) -> None:
    gone = Organisation("gone", "Gone Ltd", sector="feed", left_on=date(2026, 5, 31))
    assert pressing(words_of(joined_by(complete, gone, "Fay"))) == [
        "should : Fay is still named by Gone Ltd, which left on Sunday 31 May 2026. End it then."
    ]


def test_a_group_with_a_slip_in_its_name_is_suggested(complete: Register, words_of: Words) -> None:
    slip = replace(complete, appointments=(*complete.appointments, Appointment("ada", "farm", "kitchn")))
    found = pressing(words_of(slip))
    assert found == ['should 5: The terms know no group called "kitchn". If "kitchen" is meant, write that.']


def test_an_empty_register_is_answered_with_everything_it_lacks(terms: Terms, day: date) -> None:
    found = gaps(Register(), terms, day)
    kinds = [gap.kind for gap in found]
    assert kinds == sorted(kinds, key=list(GapKind).index)
    words = " ".join(gap.words for gap in found)
    for part in (
        "no organisation has a vote",
        "no member from growers",
        "Nobody is chair",
        "There is no secretariat",
    ):
        assert part in words


def test_terms_that_ask_nothing_of_a_register_still_miss_a_chair_a_secretariat_and_voters(day: date) -> None:
    """C25, N21: where a document is silent nothing is invented, and what is needed to work is still told."""
    silent = parse_terms(
        '[partnership]\nslug = "quiet"\nname = "Quiet"\nshort_name = "Quiet"\nversion = "1"\n'
        'in_force_from = 2026-01-01\nsource = "a letter"\n'
    )
    one = Register((Organisation("a", "A Trust"),))
    found = gaps(one, silent, day)
    assert {gap.kind for gap in found} == {GapKind.SHOULD}
    assert all(gap.clause.number == "" for gap in found)
    assert sorted(gap.words.split(".")[0] for gap in found) == [
        "Nobody is chair",
        "Nobody is named to vote for A Trust",
        "There is no secretariat",
    ]


def test_voluntaryworks_may_not_elect_the_accountable_bodys_representative() -> None:
    """V29: "other than the Accountable Body"."""
    terms = parse_terms(sample_terms("voluntaryworks"))
    register = sample_register("voluntaryworks")
    chair = Role("chair", "winifred-osgood", "vca-south-beds", from_on=date(2026, 4, 1))
    others = tuple(each for each in register.roles if each.role != "chair")
    found = gaps(replace(register, roles=(*others, chair)), terms, date(2026, 11, 23))
    assert [gap.clause.number for gap in found if "may not be elected chair" in gap.words] == ["9.1"]


def test_clesp_had_its_secretariat_funded_to_june_2011() -> None:
    """C17."""
    terms = parse_terms(sample_terms("clesp"))
    register = sample_register("clesp")

    def told(on: date) -> bool:
        return any("reviewed by Thursday 30 June 2011" in gap.words for gap in gaps(register, terms, on))

    assert not told(date(2011, 6, 30))
    assert told(date(2011, 7, 1))
