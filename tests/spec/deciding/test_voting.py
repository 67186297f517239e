"""Casting a vote: one for each organisation, by whoever holds it, and the last before the close stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.rules.register import Appointment, Capacity, Organisation, Person, Register
from bot.store.session import Store
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.votes.votes import CastVote
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import (
    BETWEEN_MEETINGS,
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    in_session,
    represented,
    town,
    town_register,
    vote,
)

GETHIN, OWAIN = (
    "gethin-prosser",
    "owain-treharne",
)  # deputies: of EKC Group; of Compass Point and Channel Skills


def ballots(body: Rehearsal) -> list[tuple[str, str, str]]:
    """Every vote in the register of events: organisation, person, choice."""
    return [
        (each.data["organisation"], each.person, each.data["choice"])
        for each in body.happened()
        if each.type == "BallotCast"
    ]


def test_an_organisation_has_one_vote_whichever_of_its_people_press(motion: Rehearsal) -> None:
    """K28, G10: two representatives of one college; the last vote stands, and both are in the record."""
    answer(motion.votes("marguerite-tolley", "for"))
    assert answer(motion.votes("imran-siddique", "against")).startswith("Changed for Wealden Downs College")
    assert ballots(motion) == [
        ("wealden-downs", "marguerite-tolley", "for"),
        ("wealden-downs", "imran-siddique", "against"),
    ]
    answer(motion.closes(CHAIR))
    assert (motion.result().votes_for, motion.result().against) == (0, 1)


def test_a_colleague_who_presses_the_same_is_in_the_record_too(motion: Rehearsal) -> None:
    """G10: both are shown in the audit; there is still one vote."""
    answer(motion.votes("marguerite-tolley", "for"))
    assert answer(motion.votes("imran-siddique", "for")).startswith("Counted")
    assert [person for _, person, _ in ballots(motion)] == ["marguerite-tolley", "imran-siddique"]
    answer(motion.closes(CHAIR))
    assert motion.result().votes_for == 1


def test_a_vote_is_changed_freely_and_the_last_before_the_close_stands(motion: Rehearsal) -> None:
    """V7, K28: for, against, abstain, for again."""
    for choice in ("for", "against", "abstain", "for"):
        assert answer(motion.votes(VOICE["kent-council"], choice))
    assert "already stands" in answer(motion.votes(VOICE["kent-council"], "for"))
    answer(motion.closes(CHAIR))
    result = motion.result()
    assert (result.votes_for, result.against, result.abstain) == (1, 0, 0)
    assert len(ballots(motion)) == 4


def test_the_named_deputy_on_the_roll_holds_the_vote_and_the_representative_does_not(clpp: Rehearsal) -> None:
    """G10, K34: the representative is told who holds it."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, substitutes=[("ekc-group", GETHIN)]))
    answer(clpp.puts(CHAIR))
    refused = clpp.votes(VOICE["ekc-group"], "for")
    assert isinstance(refused, Refused)
    assert "deputy of EKC Group holds its one vote" in refused.reason
    assert "Gethin Prosser" in refused.reason
    assert refused.clause.number == "4.8"
    assert answer(clpp.votes(GETHIN, "for")).startswith("Counted for EKC Group")


def test_a_deputy_who_is_not_on_the_roll_has_no_vote(motion: Rehearsal) -> None:
    """K34: and is told how to get on it."""
    refused = motion.votes(GETHIN, "for")
    assert isinstance(refused, Refused)
    assert "the roll has its representative here" in refused.reason
    assert refused.clause.number == "4.8"
    assert "mark you on the roll" in refused.next


def test_marking_the_roll_again_hands_the_vote_to_the_deputy_and_back(motion: Rehearsal) -> None:
    """G10: the vote is the organisation's, so what was cast stands until whoever holds it now changes it."""
    answer(motion.votes(VOICE["ekc-group"], "for"))
    answer(motion.calls_roll(CHAIR, chair=CHAIR, present=IN_THE_ROOM, substitutes=[("ekc-group", GETHIN)]))
    assert "deputy" in reason(motion.votes(VOICE["ekc-group"], "against"))
    assert answer(motion.votes(GETHIN, "abstain")).startswith("Changed")
    answer(motion.calls_roll(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    assert answer(motion.votes(VOICE["ekc-group"], "against")).startswith("Changed")


def test_between_meetings_a_deputy_does_not_vote(clpp: Rehearsal) -> None:
    """G10, K34: a deputy stands in at meetings, and there is none."""
    answer(clpp.puts(CHAIR, how="indicative"))
    refused = clpp.votes(GETHIN, "for")
    assert isinstance(refused, Refused)
    assert "between them" in refused.reason
    assert answer(clpp.votes(VOICE["ekc-group"], "for"))


@pytest.mark.parametrize("organisation", ["lantern", "harbour"])
def test_co_opted_organisations_and_observers_have_no_vote(clpp: Rehearsal, organisation: str) -> None:
    """V6, V7, K18: they may be in the room, and the message of the motion does not count them."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=[*IN_THE_ROOM, organisation]))
    answer(clpp.puts(CHAIR))
    refused = clpp.votes(VOICE[organisation], "for")
    assert isinstance(refused, Refused)
    assert "no vote" in refused.reason
    assert refused.clause.number == "3.8"
    assert len(clpp.sees().entitled) == 6


def test_in_voluntaryworks_the_clause_itself_gives_the_co_opted_no_vote(works: Rehearsal) -> None:
    """V6, V7: clause 5.5."""
    chair = "rosalind-ketteridge"
    answer(works.opens_meeting(chair, chair=chair, present=["brcc", "brec", "ouse-valley"]))
    answer(works.puts(chair))
    refused = works.votes("lorcan-whitby", "for")
    assert isinstance(refused, Refused)
    assert refused.clause.number == "5.5"


def test_an_organisation_not_marked_present_has_no_vote_at_the_meeting(motion: Rehearsal) -> None:
    """K32: presence is never inferred from a vote."""
    refused = motion.votes(VOICE["invicta"], "for")
    assert isinstance(refused, Refused)
    assert "not marked present" in refused.reason
    assert "roll" in refused.next


def test_somebody_in_no_register_is_told_who_can_put_that_right(motion: Rehearsal) -> None:
    """V11: only a named representative votes."""
    refused = motion.votes("U0STRANGER", "for")
    assert isinstance(refused, Refused)
    assert "not in the register" in refused.reason
    assert "Gwendolen Saxby" in refused.next


def test_the_secretariat_has_no_vote_of_its_own(motion: Rehearsal) -> None:
    """V11: in the register, and for no organisation."""
    assert "represent no organisation" in reason(motion.votes(SECRETARY, "for"))


def test_a_deactivated_account_has_no_vote_until_it_is_back(motion: Rehearsal) -> None:
    """V11."""
    motion.deactivates(VOICE["ekc-group"])
    assert "deactivated" in reason(motion.votes(VOICE["ekc-group"], "for"))


def test_the_same_user_id_from_another_workspace_is_somebody_else(motion: Rehearsal) -> None:
    """V11: an account is known by its workspace and its id together."""
    assert "not in the register" in reason(motion.votes(VOICE["ekc-group"], "for", team="T0ELSEWHERE"))


def test_a_motion_of_another_workspace_is_unknown_here(motion: Rehearsal) -> None:
    """Every key leads with the workspace."""
    assert "do not know that motion" in reason(
        motion.votes(VOICE["ekc-group"], "for", workspace="T0ELSEWHERE")
    )


def two_seats() -> Register:
    """The Town Forum, in which one person represents two organisations."""
    register = town_register(4)
    both = Appointment(represented("org-3"), "org-4")
    return replace(register, appointments=(*register.appointments, both))


def test_somebody_who_represents_two_organisations_is_asked_for_which(
    store: Store, clock: StoppedClock
) -> None:
    """K28: each has its own vote, and the choices are offered by name."""
    forum = in_session(town(store, clock, register=two_seats()), ["org-1", "org-3", "org-4"])
    both = represented("org-3")
    refused = forum.votes(both, "for")
    assert isinstance(refused, Refused)
    assert refused.choices == {"org-3": "Organisation 3", "org-4": "Organisation 4"}
    assert answer(forum.votes(both, "for", on_behalf_of="org-3")).startswith("Counted for Organisation 3")
    assert answer(forum.votes(both, "against", on_behalf_of="org-4")).startswith("Counted for Organisation 4")
    assert "do not represent" in reason(forum.votes(both, "for", on_behalf_of="org-1"))


def test_a_deputy_of_two_organisations_votes_for_the_one_the_roll_names(clpp: Rehearsal) -> None:
    """G10: one person, one vote held."""
    room = [*IN_THE_ROOM, "channel-skills"]
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=room, substitutes=[("channel-skills", OWAIN)]))
    answer(clpp.puts(CHAIR))
    assert isinstance(clpp.votes(OWAIN, "for"), Refused)  # asked for which
    assert "the roll has its representative here" in reason(
        clpp.votes(OWAIN, "for", on_behalf_of="compass-point")
    )
    assert answer(clpp.votes(OWAIN, "for", on_behalf_of="channel-skills"))


@pytest.mark.parametrize(
    ("from_on", "to_on", "may"),
    [
        (None, date(2026, 4, 22), False),
        (None, date(2026, 4, 23), True),
        (date(2026, 4, 23), None, True),
        (date(2026, 4, 24), None, False),
    ],
)
def test_an_appointment_counts_on_its_days_both_included(
    store: Store, clock: StoppedClock, from_on: date | None, to_on: date | None, may: bool
) -> None:
    """V11: ended yesterday is over, ending today is not, starting tomorrow is not yet."""
    register = town_register(3)
    dated = tuple(
        replace(each, from_on=from_on, to_on=to_on) if each.organisation == "org-3" else each
        for each in register.appointments
    )
    forum = town(store, clock, register=replace(register, appointments=dated))
    answer(
        forum.opens_meeting(
            represented("org-1"), chair=represented("org-1"), present=["org-1", "org-2", "org-3"]
        )
    )
    answer(forum.puts(represented("org-1")))
    assert isinstance(forum.votes(represented("org-3"), "for"), Decision) is may


def test_the_day_of_an_appointment_ends_at_midnight_in_london(store: Store, clock: StoppedClock) -> None:
    """G2: in summer that is eleven at night in UTC."""
    register = town_register(3)
    dated = tuple(
        replace(each, to_on=date(2026, 4, 23)) if each.organisation == "org-3" else each
        for each in register.appointments
    )
    forum = town(store, clock, register=replace(register, appointments=dated))
    answer(forum.puts(represented("org-1"), how="indicative"))
    clock.set(datetime(2026, 4, 23, 22, 59, 59, tzinfo=UTC))
    assert answer(forum.votes(represented("org-3"), "for"))
    clock.set(datetime(2026, 4, 23, 23, 0, tzinfo=UTC))
    assert "represent no organisation" in reason(forum.votes(represented("org-3"), "against"))


def test_an_organisation_that_has_left_has_no_vote(store: Store, clock: StoppedClock) -> None:
    """V8: from the day after its last."""
    forum = town(store, clock, 4, terms=TOWN_TERMS + BETWEEN_MEETINGS)
    closes = clock.now() + timedelta(days=9)
    answer(forum.puts(represented("org-1"), how="between meetings", closes_at=closes))
    left = tuple(
        replace(each, left_on=date(2026, 4, 24)) if each.slug == "org-4" else each
        for each in forum.register.organisations
    )
    import_register(
        store,
        clock,
        workspace=forum.workspace,
        slug=forum.slug,
        register=replace(forum.register, organisations=left),
    )
    clock.turn(days=1)
    assert answer(forum.votes(represented("org-4"), "for"))
    clock.turn(days=1)
    assert "represent no organisation" in reason(forum.votes(represented("org-4"), "against"))
    assert "Organisation 4" not in forum.sees().entitled


def test_a_redelivered_old_click_does_not_overwrite_a_newer_vote(motion: Rehearsal) -> None:
    """K28: the key of every delivery is kept, so the second time does nothing."""
    who = VOICE["ekc-group"]
    old = motion.command(who, CastVote, motion="motion-1", choice="for")
    assert isinstance(motion.secretary.perform(old), Decision)
    answer(motion.votes(who, "against"))
    assert isinstance(motion.secretary.perform(old), AlreadyDone)
    answer(motion.closes(CHAIR))
    assert (motion.result().votes_for, motion.result().against) == (0, 1)


def test_the_message_shows_who_has_voted_only_where_the_terms_say_so(
    store: Store, clock: StoppedClock
) -> None:
    """K28: "how many" unless the terms show who; never how."""
    shown = '\n[voting.show_votes]\nvalue = "who"\nclause = "9b"\nwords = "Who has voted is shown."\n'
    forum = in_session(town(store, clock, terms=TOWN_TERMS + shown), ["org-1", "org-2", "org-3"])
    answer(forum.votes(represented("org-2"), "for"))
    picture = forum.sees()
    assert (picture.voted, picture.voted_count) == (("Organisation 2",), 1)


def test_where_the_terms_do_not_say_the_message_shows_only_how_many(motion: Rehearsal) -> None:
    """K28: showing who is a suggestion that this partnership has not adopted."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    picture = motion.sees()
    assert (picture.voted, picture.voted_count) == ((), 2)


def test_after_the_close_a_vote_is_refused_with_the_outcome(motion: Rehearsal) -> None:
    """K28: the last before the close stands."""
    vote(motion, {"ekc-group": "for"})
    answer(motion.closes(CHAIR))
    assert "Voting on 2026/1 is over: carried" in reason(motion.votes(VOICE["kent-council"], "against"))


def test_while_a_tie_waits_no_vote_is_counted(motion: Rehearsal) -> None:
    """K29: the count is frozen."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    answer(motion.closes(CHAIR))
    refused = motion.votes(VOICE["medway-council"], "for")
    assert isinstance(refused, Refused)
    assert "waits for the casting vote" in refused.reason
    assert refused.clause.number == "4.3"


def test_somebody_new_in_the_register_votes_at_once(store: Store, clock: StoppedClock) -> None:
    """K22: a replacement by the host organisation takes effect immediately."""
    forum = in_session(town(store, clock), ["org-1", "org-2"])
    register = forum.register
    newcomer = Person("new-voice", "New Voice", slack_user="U0NEWVOICE")
    more = replace(
        register,
        organisations=(*register.organisations, Organisation("org-9", "Organisation 9")),
        people=(*register.people, newcomer),
        appointments=(
            *(each for each in register.appointments if each.organisation != "org-2"),
            Appointment("new-voice", "org-2", capacity=Capacity.REPRESENTATIVE),
        ),
    )
    import_register(store, clock, workspace=forum.workspace, slug=forum.slug, register=more)
    assert answer(forum.votes("U0NEWVOICE", "for")).startswith("Counted for Organisation 2")
    assert "represent no organisation" in reason(forum.votes(represented("org-2"), "against"))


def test_where_the_chair_has_only_a_casting_vote_the_chair_casts_no_other(
    store: Store, clock: StoppedClock
) -> None:
    """K29: another body's terms may say so; whoever is chairing is meant, and the rest vote as ever."""
    only = '\n[voting.chair_votes]\nvalue = false\nclause = "10a"\nwords = "The chair has no vote but the casting vote."\n'
    forum = in_session(town(store, clock, 3, terms=TOWN_TERMS + only), ["org-1", "org-2", "org-3"])
    refused = forum.votes(represented("org-1"), "for")
    assert isinstance(refused, Refused)
    assert "no ordinary vote" in refused.reason
    assert refused.clause.number == "10a"
    answer(forum.votes(represented("org-2"), "for"))
    answer(forum.votes(represented("org-3"), "against"))
    answer(forum.closes(represented("org-1")))
    assert "carried" in answer(forum.casts(represented("org-1"), "for"))
