"""Before a meeting: whether those who have answered will be a quorum, what is lacking, and whom to ask."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.rules.forecast import Expected, Forecast, Reply, forecast
from bot.rules.quorum import ImpossibleCount, what_follows
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, Terms

BODIES = Path(__file__).parents[1] / "terms" / "bodies"


def body(name: str) -> Terms:
    return parse_terms((BODIES / f"{name}.toml").read_text(encoding="utf-8"))


CLPP = parse_terms(sample_terms("clpp"))
VOLUNTARYWORKS = parse_terms(sample_terms("voluntaryworks"))
SEVERNSIDE, BRACKENHALL, STRATHFINLAY = body("severnside"), body("brackenhall"), body("strathfinlay")

NO_HE = "without somebody from higher education you will be inquorate"
VACANCIES = (
    "“The proceedings of the CLPP will not be invalidated by any vacancies amongst the membership.” (3.11)."
)


def org(
    name: str, sector: str | None, reply: Reply, *people: str, roles: frozenset[str] = frozenset()
) -> Expected:
    """One organisation; `people` are those who may still be asked, none of them where it comes or has refused."""
    coming = reply in (Reply.COMING, Reply.REMOTE, Reply.SUBSTITUTE)
    return Expected(f"slug-{name.lower().replace(' ', '-')}", name, sector, reply, coming, people, roles)


def comes(name: str, sector: str | None = None, *, chair: bool = False) -> Expected:
    return org(name, sector, Reply.COMING, roles=frozenset({"chair"} if chair else ()))


def silent(name: str, sector: str | None, *people: str, chair: bool = False) -> Expected:
    return org(name, sector, Reply.NONE, *people, roles=frozenset({"chair"} if chair else ()))


def sorry(name: str, sector: str | None, *deputies: str, chair: bool = False) -> Expected:
    return org(name, sector, Reply.APOLOGIES, *deputies, roles=frozenset({"chair"} if chair else ()))


KENT = comes("Kent Council", "la")
MEDWAY = comes("Medway College", "fe")
EAST = comes("East College", "fe")
DOWNS = silent("North Downs", "he", "Priya Ramanathan")
WEALD = silent("Weald University", "he", "Owen Pryce", "Ada Lund")
SORRY = sorry("North Downs", "he")


def clpp(
    *those: Expected,
    of: int = 10,
    vacant: frozenset[str] = frozenset(),
    withdrawn: frozenset[str] = frozenset(),
    most: int = 2,
) -> Forecast:
    """A forecast for CLPP, filled up to `of` organisations by providers who have sent apologies."""
    others = [sorry(f"Provider {number}", "iag") for number in range(of - len(those))]
    return forecast(CLPP, (*those, *others), members=of, vacant=vacant, withdrawn=withdrawn, most=most)


def voluntaryworks(*those: Expected, most: int = 2) -> Forecast:
    return forecast(VOLUNTARYWORKS, those, members=len(those), most=most)


def test_enough_are_coming() -> None:
    """K32: one from each sector of 4.6 is enough, however many others have not answered."""
    found = clpp(KENT, MEDWAY, comes("North Downs", "he"), WEALD)
    assert found.words == "3 of 10 coming: enough for a quorum (4.6)."
    assert found.quorate is True and found.can_still and found.clause.number == "4.6"
    assert found.missing == () and found.ask == () and found.follows == ""
    assert (found.coming, found.of, found.unanswered) == (3, 10, 1)


def test_coming_by_video_and_sending_a_named_deputy_are_coming() -> None:
    """K32, K34: both count; so does a named deputy beside apologies of the representative."""
    found = clpp(
        KENT, org("Medway College", "fe", Reply.REMOTE), org("North Downs", "he", Reply.SUBSTITUTE), of=3
    )
    assert found.words == "3 of 3 coming: enough for a quorum (4.6)."


def test_coming_through_deputies_who_have_not_answered_is_said_in_words() -> None:
    """K34: they count, as the organisation has named them, and nobody has heard from them."""
    waiting = replace(org("North Downs", "he", Reply.SUBSTITUTE), awaits_deputy=True)
    found = clpp(KENT, org("Medway College", "fe", Reply.REMOTE), waiting, of=3)
    assert (
        found.words
        == "3 of 3 coming, one of them through a deputy who has not answered: enough for a quorum (4.6)."
    )
    both = clpp(KENT, replace(MEDWAY, awaits_deputy=True), waiting, of=3)
    assert "3 of 3 coming, two of them through deputies who have not answered" in both.words


def test_a_sector_is_lacking_and_somebody_of_it_has_not_answered() -> None:
    """K32: asking anybody else would not help, so nobody else is named."""
    found = clpp(KENT, MEDWAY, EAST, DOWNS, silent("Coast Council", "la", "Lou Ferris"))
    assert found.words == f"3 of 10 coming; {NO_HE} (4.6): ask Priya Ramanathan (North Downs)."
    assert found.ask == ("Priya Ramanathan (North Downs)",) and found.missing == (
        "anybody from higher education",
    )
    assert found.quorate is False and found.can_still


def test_what_follows_without_a_quorum_is_what_the_terms_say() -> None:
    """K33."""
    assert clpp(KENT, MEDWAY, DOWNS).follows == what_follows(CLPP)
    assert "(4.7)" in clpp(KENT, MEDWAY, DOWNS).follows


def test_of_several_who_could_come_from_a_sector_the_first_two_are_named() -> None:
    """K32: a second organisation before a second person of the first; `most` names more."""
    found = clpp(KENT, MEDWAY, WEALD, DOWNS)
    assert found.words.endswith(": ask Owen Pryce (Weald University) or Priya Ramanathan (North Downs).")
    more = clpp(KENT, MEDWAY, WEALD, DOWNS, most=9)
    assert more.ask[2:] == ("Ada Lund (Weald University)",)
    assert clpp(KENT, MEDWAY, WEALD, most=0).words == f"2 of 10 coming; {NO_HE} (4.6)."


def test_a_deputy_may_be_asked_when_the_representative_has_sent_apologies() -> None:
    """K34."""
    found = clpp(KENT, MEDWAY, sorry("North Downs", "he", "Iris Holt"))
    assert found.words.endswith(": ask Iris Holt (North Downs).") and found.can_still


def test_several_sectors_are_lacking() -> None:
    """K32: one from each is asked for before a second from any."""
    found = clpp(MEDWAY, DOWNS, WEALD, silent("Coast Council", "la", "Lou Ferris"))
    assert found.words == (
        "1 of 10 coming; without somebody from higher education and somebody from local authority you will be "
        "inquorate (4.6): ask Priya Ramanathan (North Downs) and Lou Ferris (Coast Council)."
    )
    wider = clpp(MEDWAY, DOWNS, WEALD, silent("Coast Council", "la", "Lou Ferris"), most=3)
    assert wider.words.endswith(
        ": ask Priya Ramanathan (North Downs) or Owen Pryce (Weald University), and Lou Ferris (Coast Council)."
    )


def test_where_more_are_needed_than_are_named_the_asking_is_a_beginning() -> None:
    """K32."""
    found = clpp(
        sorry("Provider", "iag"), DOWNS, silent("Coast Council", "la", "Lou Ferris"), silent("W", "fe", "Jo")
    )
    assert found.words.endswith("ask Jo (W) and Priya Ramanathan (North Downs) first.")


def test_when_all_of_a_sector_have_sent_apologies_only_a_change_of_mind_or_a_deputy_helps() -> None:
    """K32, K34."""
    found = clpp(KENT, MEDWAY, EAST, SORRY, silent("Coast Council", "la", "Lou Ferris"))
    assert found.words == (
        f"3 of 10 coming; {NO_HE} (4.6). Nobody is left to ask from higher education: the meeting cannot "
        "become quorate unless somebody from it changes their mind or names a deputy."
    )
    assert not found.can_still and found.ask == ()


def test_whoever_can_be_asked_is_asked_even_where_another_sector_stands_in_the_way() -> None:
    """K32, K33: should the other change its mind, the meeting is quorate."""
    found = clpp(MEDWAY, SORRY, silent("Coast Council", "la", "Lou Ferris"))
    assert (
        "(4.6): ask Lou Ferris (Coast Council). Nobody is left to ask from higher education:" in found.words
    )
    assert not found.can_still


@pytest.mark.parametrize("vacant", [frozenset({"he"}), frozenset()])
def test_a_sector_with_no_member_at_all_is_named_as_a_vacancy(vacant: frozenset[str]) -> None:
    """K21: with what the terms say of vacancies, whether or not whoever asks has noticed it."""
    found = clpp(KENT, MEDWAY, vacant=vacant)
    assert found.words == (
        f"2 of 10 coming; {NO_HE} (4.6). Higher education has no member at all, so the meeting cannot "
        f"become quorate until the vacancy is filled. On vacancies the terms say: {VACANCIES}"
    )
    assert not found.can_still


def test_a_vacancy_elsewhere_is_not_spoken_of() -> None:
    """K21: only the sectors of 4.6 are part of the quorum."""
    found = clpp(KENT, MEDWAY, DOWNS, vacant=frozenset({"schools"}))
    assert "vacan" not in found.words and found.can_still


def test_nobody_has_answered_yet() -> None:
    """K32: nothing is said to be lacking before anybody has had time to answer."""
    found = voluntaryworks(*(silent(f"Member {number}", None, f"P{number}") for number in range(10)))
    assert found.words == "Nobody has answered yet (0 of 10)."
    assert found.quorate is False and found.can_still and found.unanswered == 10


def test_a_vacancy_is_told_even_before_anybody_has_answered() -> None:
    """K21: no answer can mend it."""
    found = forecast(CLPP, [silent("Kent Council", "la", "Sam Ode"), silent("W", "fe", "Jo")], members=2)
    assert found.words.startswith("Nobody has answered yet (0 of 2). Higher education has no member at all")


def test_one_more_is_needed_by_number() -> None:
    """V38: six members need two."""
    found = voluntaryworks(
        comes("Mind"), silent("Exeter CVS", None, "Noor Aziz"), *(silent(n, None, f"{n} Lee") for n in "ABCD")
    )
    assert found.words == (
        "1 of 6 coming; one more with a vote is needed (10.6): ask Noor Aziz (Exeter CVS) or A Lee (A)."
    )
    assert found.missing == ("one more with a vote",)


def test_two_more_are_needed_by_number_and_two_are_to_be_asked() -> None:
    """V38: ten members need three, so asking one or the other would not do."""
    those = [comes("Mind"), *(silent(name, None, f"{name} Lee", f"{name} Roe") for name in "ABC")]
    found = voluntaryworks(*those, *(sorry(f"Member {number}", None) for number in range(6)))
    assert (
        found.words == "1 of 10 coming; two more with a vote are needed (10.6): ask A Lee (A) and B Lee (B)."
    )
    more = voluntaryworks(*those, *(sorry(f"Member {number}", None) for number in range(6)), most=3)
    assert more.words.endswith(": ask two of A Lee (A), B Lee (B) and C Lee (C).")
    assert more.ask == ("A Lee (A)", "B Lee (B)", "C Lee (C)")


def test_voluntaryworks_does_not_say_what_follows() -> None:
    """V39."""
    assert (
        "do not say what follows" in voluntaryworks(comes("Mind"), *(sorry(n, None) for n in "ABCDE")).follows
    )


def test_too_few_are_left_to_ask_for_the_number() -> None:
    """V38, V12: Voluntaryworks knows named substitutes."""
    found = voluntaryworks(comes("Mind"), *(sorry(name, None) for name in "ABCDE"))
    assert found.words == (
        "1 of 6 coming; one more with a vote is needed (10.6). Nobody is left to ask: the meeting cannot become "
        "quorate unless somebody changes their mind or names a substitute."
    )
    ten = voluntaryworks(
        comes("Mind"), silent("A", None, "A Lee"), *(sorry(f"Member {n}", None) for n in range(8))
    )
    assert "ask A Lee (A). Even if everybody left to ask comes, the meeting cannot" in ten.words
    twelve = voluntaryworks(*(sorry(f"Member {n}", None) for n in range(12)))
    assert "unless four organisations change their minds or name a substitute." in twelve.words


def test_where_nobody_may_stand_in_no_deputy_is_spoken_of() -> None:
    """K34, V12: the words are those of the terms."""
    rule = VOLUNTARYWORKS.substitutes
    assert rule is not None
    nobody = replace(VOLUNTARYWORKS, substitutes=replace(rule, value="none"))
    anyone = replace(VOLUNTARYWORKS, substitutes=replace(rule, value="anyone sent"))
    those = (comes("Mind"), *(sorry(name, None) for name in "ABCDE"))
    assert forecast(nobody, those, members=6).words.endswith("unless somebody changes their mind.")
    assert forecast(anyone, those, members=6).words.endswith("changes their mind or sends somebody else.")


def test_a_membership_too_small_for_its_own_quorum_is_told() -> None:
    """V38: two are needed however few there are."""
    found = voluntaryworks(comes("Mind"))
    assert found.words.endswith(
        "(10.6). Too few organisations have a vote for the meeting to become quorate."
    )
    assert not found.can_still


def test_terms_without_a_quorum_give_no_forecast() -> None:
    """C25, N21: a suggestion counts for nothing until it is adopted, and then the answer says so."""
    quiet = body("quiet-forum")
    those = (*(comes(name) for name in "ABC"), *(silent(f"Member {n}", None, "Jo") for n in range(7)))
    found = forecast(quiet, those, members=10)
    assert found.words == "3 of 10 coming. The terms state no quorum."
    assert found.quorate is None and found.ask == () and not found.can_still
    adopted = quiet.with_adoptions({"quorum": Adoption("the Forum", date(2026, 5, 3))})
    assert forecast(adopted, those, members=10).words == (
        "3 of 10 coming; one more with a vote is needed (adopted; the document does not say): "
        "ask Jo (Member 0) or Jo (Member 1)."
    )


def test_who_has_withdrawn_from_an_item_does_not_count_for_it() -> None:
    """G9: coming, and still not counted for the one item; those left to ask may be enough."""
    downs = comes("North Downs", "he")
    found = clpp(KENT, MEDWAY, downs, WEALD, withdrawn=frozenset({downs.organisation}))
    assert found.words == (
        "3 of 10 coming, one of them withdrawn from this item and not counted; without somebody from higher "
        "education you will be inquorate for this item (4.6): ask Owen Pryce (Weald University) or Ada Lund "
        "(Weald University)."
    )
    assert found.coming == 3 and found.can_still


def test_nobody_who_has_withdrawn_from_an_item_is_asked_to_come_for_it() -> None:
    """G9, K33: the only body of a sector has withdrawn, and the way out is named."""
    found = clpp(KENT, MEDWAY, DOWNS, withdrawn=frozenset({DOWNS.organisation}))
    assert found.ask == () and not found.can_still
    assert found.words.endswith(
        "Nobody is left from higher education who has not withdrawn from this item: the meeting cannot become "
        "quorate for it unless a withdrawal is lifted or another member joins from higher education."
    )


def test_where_the_terms_count_the_withdrawn_they_count() -> None:
    """G9: settable."""
    rule = CLPP.withdrawn_count
    assert rule is not None
    counting = replace(CLPP, withdrawn_count=replace(rule, value="counted"))
    downs = comes("North Downs", "he")
    found = forecast(counting, (KENT, MEDWAY, downs), members=3, withdrawn=frozenset({downs.organisation}))
    assert found.words == "3 of 3 coming: enough for a quorum (4.6)."


def test_all_who_are_coming_have_withdrawn() -> None:
    """G9, V38."""
    those = (comes("Mind"), *(silent(name, None, f"{name} Lee") for name in "ABCDE"))
    found = forecast(VOLUNTARYWORKS, those, members=6, withdrawn=frozenset({those[0].organisation}))
    assert found.words.startswith(
        "1 of 6 coming, but withdrawn from this item and not counted; two more with a vote are needed for this item "
        "(10.6): ask "
    )
    out = frozenset(each.organisation for each in those[:5])
    assert forecast(VOLUNTARYWORKS, those, members=6, withdrawn=out).words.endswith(
        "Too few are left who have not withdrawn from this item: the meeting cannot become quorate for it unless a "
        "withdrawal is lifted."
    )


def severnside(*those: Expected) -> Forecast:
    return forecast(SEVERNSIDE, those, members=8, most=3)


def test_an_alliance_needs_half_its_chair_and_one_of_each_class() -> None:
    """K32: sectors and the chair are asked for before those who only make up the number."""
    found = severnside(
        comes("Hill Surgery", "primary"),
        silent("Dale Surgery", "primary", "Kit Moss"),
        silent("Avon Voices", "vcse", "Bea Lunt"),
        silent("Royal Trust", "acute", "Max Orr", chair=True),
        *(sorry(f"Surgery {n}", "primary") for n in range(4)),
    )
    assert found.words == (
        "1 of 8 coming; three more with a vote are needed, and without the chair, somebody from acute trusts and "
        "somebody from the voluntary sector you will be inquorate (8): ask Max Orr (Royal Trust), Bea Lunt (Avon "
        "Voices) and Kit Moss (Dale Surgery)."
    )
    assert found.can_still and "discuss" in found.follows


def test_the_chair_alone_is_lacking() -> None:
    there = [comes(name) for name in "ABCDE"]
    found = forecast(STRATHFINLAY, (*there, silent("Firth", None, "Una Reid", chair=True)), members=6)
    assert found.words == "5 of 6 coming; without the chair you will be inquorate (5): ask Una Reid (Firth)."


def test_a_chair_who_is_not_coming_may_be_acted_for() -> None:
    """K26: whoever acts as chair is counted as the chair once the roll is called."""
    there = [comes(name) for name in "ABCDE"]
    found = forecast(STRATHFINLAY, (*there, sorry("Firth", None, chair=True)), members=6)
    assert not found.can_still
    assert found.words == (
        "5 of 6 coming; without the chair you will be inquorate (5). The chair is not expected: the meeting cannot "
        "become quorate unless that changes or somebody acts as chair."
    )
    firth = comes("Firth", chair=True)
    out = forecast(STRATHFINLAY, (*there, firth), members=6, withdrawn=frozenset({firth.organisation}))
    assert "The chair has withdrawn from this item: the meeting cannot become quorate for it" in out.words


def brackenhall(*those: Expected, adjourned: bool = True) -> Forecast:
    return forecast(BRACKENHALL, those, members=6, adjourned=adjourned)


def test_at_an_adjourned_meeting_whoever_comes_is_a_quorum() -> None:
    five = [silent(name, None, f"{name} Lee") for name in "ABCDE"]
    one = brackenhall(comes("Elm Court"), *five)
    assert one.words == "1 of 6 coming: enough, as whoever comes to the adjourned meeting is a quorum (6)."
    assert one.quorate is True
    none = brackenhall(sorry("Elm Court", None), *five)
    assert none.words == (
        "0 of 6 coming; one is enough at the adjourned meeting (6): ask A Lee (A) or B Lee (B)."
    )
    assert none.follows == "if nobody comes, nothing can be decided" and none.missing == ("anybody at all",)
    first = brackenhall(comes("Elm Court"), *five, adjourned=False)
    assert first.words.startswith("1 of 6 coming; two more with a vote are needed (6):")
    assert "whoever comes to it then is a quorum (6)" in first.follows


def test_where_no_organisation_has_a_vote_nobody_can_be_asked() -> None:
    found = voluntaryworks()
    assert found.words.startswith("0 of 0 coming;") and found.ask == () and not found.can_still


def test_numbers_that_cannot_be_true_together_are_refused() -> None:
    """K32."""
    with pytest.raises(ImpossibleCount, match="more than the 1 members"):
        forecast(CLPP, (KENT, MEDWAY), members=1)
