"""Who comes instead of a representative: those the organisation has named, or whom the partnership's terms allow."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.rules.forecast import Reply
from bot.store.meetings import meetings as meeting_rows
from bot.store.replies.replies import expected_at
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.replies.replies import ReplyToMeeting
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.meetings.answering import (
    EKC,
    EKC_DEPUTY,
    SECRETARY,
    WHEN,
    becomes,
    listed,
    meets,
    refusal,
    represents_too,
    says,
    setting_of,
    stands,
    substitutes,
    told,
    whole,
    with_deputies,
)

ONE, TWO, THREE = represented("org-1"), represented("org-2"), represented("org-3")
DEPUTY = "saoirse-quill"


@pytest.fixture
def body(clpp: Rehearsal) -> Rehearsal:
    """CLPP, its Strategy Group to meet on Thursday 21 May 2026 at two."""
    return meets(clpp)


def forum(store: Store, clock: StoppedClock, terms: str) -> Rehearsal:
    """The Town Forum under terms of its own, the second and the third organisation having one deputy between them."""
    who = with_deputies(4, (DEPUTY, "org-2"), (DEPUTY, "org-3"))
    return meets(town(store, clock, terms=terms, register=who))


def expects(body: Rehearsal, organisation: str) -> tuple[Reply, bool, tuple[str, ...]]:
    """What the forecast is told of an organisation."""
    with body.store.reading() as connection:
        meeting = meeting_rows.by_id(connection, body.workspace, body.slug, MEETING)
        assert meeting is not None
        found = expected_at(connection, setting_of(body, meeting.held_on), meeting)
    [one] = [each for each in found if each.organisation == organisation]
    return one.reply, one.will_be_represented, one.may_be_asked


def test_a_named_deputy_comes_with_the_organisations_one_vote_and_is_asked(body: Rehearsal) -> None:
    """K34, G10."""
    said = whole(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    assert f"apologies for “Strategy Group”, {WHEN}; Gethin Prosser comes instead." in said
    assert "is a named deputy of EKC Group and holds its one vote while they are there (4.8)." in said
    assert "Gethin Prosser has been told." in said
    [notice] = body.notices("StandInNotice")
    assert told(body, "StandInNotice") == [EKC_DEPUTY]
    assert (notice.data["who"], notice.data["organisation_name"]) == ("Folasade Akande", "EKC Group")
    assert (notice.data["when"], notice.data["clause"]) == (WHEN, "4.8")
    assert expects(body, "ekc-group") == (Reply.SUBSTITUTE, True, ("Gethin Prosser",))


def test_voluntaryworks_has_named_substitutes_under_its_own_clause(works: Rehearsal) -> None:
    """V12."""
    meets(works)
    said = whole(says(works, "oluwaseun-adeyemi", "substitute", substitute="bethan-pryce"))
    assert "Bethan Pryce is a named deputy of Bedford Race Equality Council" in said
    assert "(7.2)" in said


def test_the_name_of_a_named_deputy_typed_is_that_deputy(body: Rehearsal) -> None:
    """K34: however it is spaced and capitalised."""
    answer(says(body, EKC, "substitute", stand_in="  gethin   PROSSER "))
    kept = stands(body, EKC, "ekc-group")
    assert kept is not None
    assert (kept.substitute, kept.stand_in) == (EKC_DEPUTY, "")


def test_somebody_the_organisation_has_not_named_attends_without_a_vote_and_is_told_how_to_have_one(
    body: Rehearsal,
) -> None:
    """K34: and does not count for the quorum."""
    said = whole(says(body, EKC, "substitute", stand_in="Tom Ashby"))
    assert "Tom Ashby is not a named deputy of EKC Group, so may attend without a vote" in said
    assert "does not count for the quorum (4.8)." in said
    assert (
        "EKC Group may still name them as its deputy through the secretariat, before business starts. "
        "Gethin Prosser could come with its vote." in said
    )
    assert body.notices("StandInNotice") == []
    assert expects(body, "ekc-group") == (Reply.APOLOGIES, False, ("Gethin Prosser",))
    [line] = [each for each in listed(body, SECRETARY).lines if each.person == EKC]
    assert (line.instead, line.without_vote) == ("Tom Ashby", True)


def test_where_anyone_may_be_sent_the_name_given_comes_with_the_vote(
    store: Store, clock: StoppedClock
) -> None:
    """Under terms that let an organisation send anybody; no account is needed."""
    body = forum(store, clock, substitutes("anyone sent"))
    said = whole(says(body, TWO, "substitute", stand_in="Tom Ashby"))
    assert (
        "The terms let Organisation 2 send anybody (6). The secretariat marks Tom Ashby on the roll." in said
    )
    assert expects(body, "org-2")[:2] == (Reply.SUBSTITUTE, True)
    assert [each.without_vote for each in listed(body, TWO).lines if each.person == TWO] == [False]


def test_where_nobody_may_stand_in_it_is_refused_with_the_clause(store: Store, clock: StoppedClock) -> None:
    body = forum(store, clock, substitutes("none"))
    for whom in ({"substitute": DEPUTY}, {"stand_in": "Tom Ashby"}, {}):
        refused = refusal(says(body, TWO, "substitute", **whom))
        assert refused.reason == "Nobody may stand in for a representative (6)."
        assert (refused.clause.number, refused.field) == ("6", "answer")
    assert "may come with its vote" not in whole(says(body, TWO, "apologies"))
    assert expects(body, "org-2") == (Reply.APOLOGIES, False, ())


def test_where_the_terms_are_silent_the_answer_says_so_and_invents_nothing(
    store: Store, clock: StoppedClock
) -> None:
    """G1: a name attends without a vote; a deputy counts as the register has them."""
    body = forum(store, clock, TOWN_TERMS)
    typed = whole(says(body, TWO, "substitute", stand_in="Tom Ashby"))
    assert "The terms do not say who may stand in, so Tom Ashby may attend without a vote" in typed
    named = whole(says(body, TWO, "substitute", substitute=DEPUTY))
    assert "The terms do not say who may stand in; the register has Saoirse Quill as deputy" in named
    assert expects(body, "org-2")[:2] == (Reply.SUBSTITUTE, True)


def test_one_deputy_comes_for_one_organisation_at_a_meeting(store: Store, clock: StoppedClock) -> None:
    """K34: one person holds one organisation's vote."""
    body = forum(store, clock, substitutes("named deputies only"))
    answer(says(body, TWO, "substitute", substitute=DEPUTY))
    refused = refusal(says(body, THREE, "substitute", substitute=DEPUTY))
    assert refused.reason.startswith("Saoirse Quill already stands in for Organisation 2 at this meeting.")
    assert refused.field == "substitute"
    assert expects(body, "org-3")[2] == ("Voice 3",)
    answer(says(body, TWO, "coming"))
    answer(says(body, THREE, "substitute", substitute=DEPUTY))


def test_two_organisations_that_name_one_deputy_at_the_same_moment_get_one(
    store: Store, clock: StoppedClock
) -> None:
    """K34: whoever comes second is told who was first."""
    body = forum(store, clock, substitutes("named deputies only"))
    gate = threading.Barrier(2)
    words = {
        "partnership": body.slug,
        "meeting": MEETING,
        "answer": "substitute",
        "substitute": DEPUTY,
    }
    asked = [body.command(who, ReplyToMeeting, **words) for who in (TWO, THREE)]

    def press(command: ReplyToMeeting) -> object:
        gate.wait()
        return body.presses(command)

    with ThreadPoolExecutor(2) as hands:
        outcomes = list(hands.map(press, asked))
    assert sum(isinstance(each, Decision) for each in outcomes) == 1
    assert len(body.notices("StandInNotice")) == 1


@pytest.mark.parametrize(
    ("whom", "says_so", "field"),
    [
        ({"substitute": EKC}, "Nobody stands in for themselves.", "substitute"),
        ({"stand_in": "Folasade Akande"}, "Nobody stands in for themselves.", "stand_in"),
        ({"substitute": "harriet-lowndes"}, "That person is not a named deputy of EKC Group.", "substitute"),
        ({"substitute": "nobody-at-all"}, "That person is not a named deputy of EKC Group.", "substitute"),
        ({"substitute": "x" * 10_000}, "That person is not a named deputy of EKC Group.", "substitute"),
        ({}, "Say who comes instead for EKC Group. Gethin Prosser may.", "substitute"),
        ({"stand_in": "   "}, "Say who comes instead for EKC Group.", "substitute"),
        ({"stand_in": "x" * 10_000}, "Please give the name in 200 characters or fewer.", "stand_in"),
        ({"substitute": EKC_DEPUTY, "stand_in": "Tom Ashby"}, "Choose a named deputy or type", "stand_in"),
    ],
)
def test_whoever_cannot_stand_in_is_refused_in_words_under_its_field(
    body: Rehearsal, whom: dict[str, str], says_so: str, field: str
) -> None:
    """K34, V12."""
    refused = refusal(says(body, EKC, "substitute", **whom))
    assert refused.reason.startswith(says_so)
    assert refused.field == field


@pytest.mark.parametrize("said", ["coming", "remote", "apologies"])
def test_a_name_with_an_answer_that_needs_none_is_asked_about_rather_than_guessed(
    body: Rehearsal, said: str
) -> None:
    refused = refusal(says(body, EKC, said, substitute=EKC_DEPUTY))
    assert refused.field == "answer"
    assert "Apologies, and somebody comes instead" in refused.next


def test_coming_after_all_tells_the_deputy_that_they_are_not_needed(body: Rehearsal) -> None:
    """G10: once for each time they were named."""
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    said = answer(says(body, EKC, "coming"))
    assert "Gethin Prosser has been told that they are not needed." in said
    [notice] = body.notices("NotNeededNotice")
    assert told(body, "NotNeededNotice") == [EKC_DEPUTY]
    assert (notice.data["who"], notice.data["when"]) == ("Folasade Akande", WHEN)
    answer(says(body, EKC, "apologies"))
    assert len(body.notices("NotNeededNotice")) == 1


def test_named_again_after_coming_after_all_the_deputy_is_asked_again(
    body: Rehearsal, clock: StoppedClock
) -> None:
    for minute in range(2):
        clock.set(clock.now() + timedelta(minutes=minute + 1))
        answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
        clock.set(clock.now() + timedelta(minutes=1))
        answer(says(body, EKC, "coming"))
    assert len(body.notices("StandInNotice")) == 2
    assert len(body.notices("NotNeededNotice")) == 2


def test_a_note_added_later_does_not_ask_the_deputy_twice(body: Rehearsal) -> None:
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY, note="Gethin has the papers"))
    assert len(body.notices("StandInNotice")) == 1
    assert body.notices("NotNeededNotice") == []


def test_a_named_deputy_says_that_they_come_and_whoever_named_them_is_told(body: Rehearsal) -> None:
    """K34."""
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    said = answer(says(body, EKC_DEPUTY, "coming", on_behalf_of="ekc-group"))
    assert "Recorded for EKC Group: coming to “Strategy Group”" in said
    assert "Folasade Akande has been told." in said
    [notice] = body.notices("DeputyAnsweredNotice")
    assert (told(body, "DeputyAnsweredNotice"), notice.data["coming"]) == ([EKC], True)
    assert body.notices("ReplyNotice") == []
    [line] = [each for each in listed(body, SECRETARY).lines if each.person == EKC]
    assert (line.instead, line.instead_said) == ("Gethin Prosser", "coming")


def test_a_named_deputy_who_cannot_come_leaves_the_organisation_without_anybody_and_both_are_told(
    body: Rehearsal,
) -> None:
    """K34, V12: the organisation and the secretariat."""
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    said = answer(says(body, EKC_DEPUTY, "apologies", on_behalf_of="ekc-group"))
    assert "Folasade Akande has been told. The secretariat has been told." in said
    assert [each.data["coming"] for each in body.notices("DeputyAnsweredNotice")] == [False]
    [notice] = body.notices("ReplyNotice")
    assert notice.data["why"] == (
        "Gethin Prosser had been named to come for EKC Group, for which nobody comes now."
    )
    assert expects(body, "ekc-group") == (Reply.APOLOGIES, False, ())
    refused = refusal(says(body, EKC, "substitute", substitute=EKC_DEPUTY, note="Please"))
    assert refused.reason == "Gethin Prosser has sent apologies for this meeting."


def test_a_deputy_takes_apologies_back_and_may_be_named_again(body: Rehearsal) -> None:
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    answer(says(body, EKC_DEPUTY, "apologies"))
    answer(says(body, EKC, "apologies"))
    said = answer(says(body, EKC_DEPUTY, "coming"))
    assert "EKC Group has nobody down to be stood in for at the moment." in said
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))


def test_a_deputy_whom_nobody_has_named_is_told_who_can(body: Rehearsal) -> None:
    """K34: and that the representative is coming, where that is why."""
    refused = refusal(says(body, EKC_DEPUTY, "coming"))
    assert refused.reason == (
        "Gethin Prosser is a named deputy of EKC Group and has not been named for this meeting."
    )
    assert refused.next == "Folasade Akande can name them: “Apologies, and somebody comes instead”."
    assert refused.clause.number == "4.8"
    answer(says(body, EKC, "coming"))
    assert "Folasade Akande is coming." in reason(says(body, EKC_DEPUTY, "coming"))


def test_a_deputy_sends_nobody_in_their_own_place(body: Rehearsal) -> None:
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    refused = refusal(says(body, EKC_DEPUTY, "substitute", stand_in="Tom Ashby"))
    assert refused.reason == "Gethin Prosser comes as a deputy, so nobody comes instead of them."


def test_of_two_who_represent_one_organisation_neither_needs_naming(body: Rehearsal) -> None:
    """K11, G10: Wealden Downs has two, and one vote between them."""
    refused = refusal(says(body, "marguerite-tolley", "substitute", stand_in="Imran Siddique"))
    assert (
        refused.reason
        == "Imran Siddique represents Wealden Downs College already, and answers for themselves."
    )
    answer(says(body, "imran-siddique", "coming"))
    assert "with its vote" not in whole(says(body, "marguerite-tolley", "apologies"))
    assert expects(body, "wealden-downs")[:2] == (Reply.COMING, True)


def test_whoever_speaks_for_several_says_for_which_somebody_comes_instead(
    store: Store, clock: StoppedClock
) -> None:
    """V11: the choices are offered."""
    body = forum(store, clock, substitutes("anyone sent"))
    represents_too(body, THREE, "org-4")
    refused = refusal(says(body, THREE, "substitute", stand_in="Tom Ashby"))
    assert refused.choices == {"org-3": "Organisation 3", "org-4": "Organisation 4"}
    assert refused.field == "on_behalf_of"
    answer(says(body, THREE, "substitute", stand_in="Tom Ashby", on_behalf_of="org-4"))
    assert stands(body, THREE, "org-3") is None


def test_a_deputy_without_an_account_is_left_for_the_representative_to_tell(
    body: Rehearsal,
) -> None:
    """V12."""
    body.deactivates(EKC_DEPUTY)
    said = answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    assert "Gethin Prosser has no Slack account here, so please tell them yourself." in said
    assert body.notices("StandInNotice") == []


def test_the_substitute_of_an_organisation_without_a_vote_has_none_either(body: Rehearsal) -> None:
    """L18."""
    said = whole(says(body, "mirela-costin", "substitute", stand_in="Tom Ashby"))
    assert "so may attend without a vote" in said


def test_once_the_meeting_is_in_session_the_roll_says_who_stands_in(body: Rehearsal) -> None:
    """K34: before business starts."""
    answer(says(body, EKC, "substitute", substitute=EKC_DEPUTY))
    becomes(body, state="in session")
    assert "in session" in reason(says(body, EKC_DEPUTY, "apologies"))
    assert "in session" in reason(says(body, EKC, "coming"))
