"""A vote given by telephone: recorded for whoever may give it, marked, confirmed by them, and theirs to change until the close."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.questions import WhyMotion
from bot.workflows.votes.recorded_votes import ConfirmVote, RecordVote, RecordVoteForm
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, vote

FOLASADE = VOICE["ekc-group"]


def rings(
    body: Rehearsal, choice: str = "for", *, by: str = SECRETARY, whose: str = FOLASADE, of: str = "ekc-group"
) -> Any:
    """Somebody rings up, and their vote is recorded."""
    return body.say(by, RecordVote, motion="motion-1", organisation=of, person=whose, choice=choice)


def confirms(body: Rehearsal, who: str = FOLASADE, **changes: Any) -> Any:
    """They say that the vote recorded last is right."""
    last = body.notices("VoteRecordedNotice")[-1].data
    asked = {"motion": "motion-1", "organisation": last["organisation"], "cast_at": last["cast_at"]}
    asked["cast_at"] = datetime.fromisoformat(str(asked["cast_at"]))
    return body.say(who, ConfirmVote, **{**asked, **changes})


def why(body: Rehearsal) -> str:
    """What “Why?” says of votes by telephone; empty where it says nothing."""
    asked = WhyMotion(workspace=body.workspace, team=body.team, user=body.user(CHAIR), motion="motion-1")
    said = {each.heading: each.words for each in body.secretary.ask(asked)}
    return said.get("Votes by telephone", "")


@pytest.mark.parametrize("by", [SECRETARY, CHAIR])
def test_the_secretariat_or_the_chair_records_it_and_it_counts(motion: Rehearsal, by: str) -> None:
    """V12, K28: for the organisation, given by the person, and by whom it was recorded."""
    said = answer(rings(motion, by=by))
    assert "Recorded for EKC Group, given by Folasade Akande by telephone: For." in said
    [event] = [each for each in motion.happened() if each.type == "BallotCast"]
    assert (event.person, event.data["given_by"], event.data["organisation"]) == (by, FOLASADE, "ekc-group")
    answer(motion.closes(CHAIR))
    assert (motion.result().votes_for, motion.result().voted) == (1, ("ekc-group",))


def test_nobody_else_records_a_vote_for_another(motion: Rehearsal) -> None:
    """V11: not a representative, and no stranger."""
    assert "Only the secretariat or the chair" in reason(rings(motion, by=VOICE["kent-council"]))
    assert "not in the register" in reason(rings(motion, by="U0STRANGER"))


def test_it_is_marked_and_the_person_is_asked_whether_it_is_right(store: Store, clock: StoppedClock) -> None:
    """On the motion's message and under “Why?”, until and after it is confirmed."""
    adopting = ["interests.effect", "quorum.withdrawn", "voting.show_votes"]
    motion = rehearse(store, clock, "clpp", adopting=adopting)
    answer(motion.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(motion.puts(CHAIR))
    answer(rings(motion))
    [notice] = motion.notices("VoteRecordedNotice")
    assert notice.recipient == motion.user(FOLASADE)
    assert (notice.data["choice"], notice.data["who"]) == ("For", "Gwendolen Saxby")
    [shown] = motion.sees().recorded
    marked = "Folasade Akande gave a vote by telephone; Gwendolen Saxby recorded it: not yet confirmed."
    assert shown == why(motion) == marked
    assert "Confirmed: For" in answer(confirms(motion))
    assert motion.sees().recorded == (marked.replace("not yet confirmed", "confirmed"),)
    assert "already" in answer(confirms(motion))
    assert [each.type for each in motion.happened()].count("VoteConfirmed") == 1


def test_where_votes_are_shown_by_number_only_so_are_those_by_telephone(clpp: Rehearsal) -> None:
    """Nobody is named whom the message itself does not name."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    assert clpp.sees().motion.show_votes == "how many"
    answer(rings(clpp))
    assert clpp.sees().recorded == ("Given by telephone, and recorded: 1 of these votes.",)


def test_the_organisations_own_vote_takes_its_place_until_the_close(motion: Rehearsal) -> None:
    """G10: the last before the close stands, whoever cast it; and the mark goes with it."""
    answer(rings(motion, "against"))
    answer(motion.votes(FOLASADE, "for"))
    assert motion.sees().recorded == ()
    assert "has been changed since" in reason(confirms(motion))
    answer(motion.closes(CHAIR))
    assert (motion.result().votes_for, motion.result().against) == (1, 0)
    assert "is over" in reason(rings(motion))


def test_pressing_the_same_choice_makes_the_vote_ones_own(motion: Rehearsal) -> None:
    """It is not told that it stands already while it stands as recorded by somebody else."""
    answer(rings(motion, "for"))
    assert answer(motion.votes(FOLASADE, "for")).startswith("Counted")
    assert motion.sees().recorded == ()
    assert "already stands" in answer(motion.votes(FOLASADE, "for"))


def test_ringing_again_is_another_recording_and_the_same_again_is_none(
    motion: Rehearsal, clock: StoppedClock
) -> None:
    """The confirmation of an earlier one is no confirmation of this one."""
    answer(rings(motion, "for"))
    assert "stands already" in answer(rings(motion, "for"))
    first = motion.notices("VoteRecordedNotice")[0].data["cast_at"]
    clock.turn(minutes=1)
    answer(rings(motion, "against"))
    assert "changed since" in reason(confirms(motion, cast_at=datetime.fromisoformat(str(first))))
    assert "Against" in answer(confirms(motion))


def test_only_the_person_it_was_recorded_for_confirms_it(motion: Rehearsal) -> None:
    """V11."""
    answer(rings(motion))
    assert "changed since" in reason(confirms(motion, VOICE["kent-council"]))
    motion.deactivates(FOLASADE)
    assert "deactivated" in reason(confirms(motion))


def test_it_is_refused_for_whoever_could_not_vote_themselves(motion: Rehearsal) -> None:
    """K31, K32, V7: the same reasons with the same clauses as at the button."""
    refused = rings(motion, whose=VOICE["invicta"], of="invicta")
    assert isinstance(refused, Refused)
    assert "not marked present" in refused.reason
    assert "joining remotely" in refused.next
    assert "does not represent that organisation" in reason(rings(motion, whose=VOICE["kent-council"]))
    answer(motion.declares(FOLASADE, "Our own bid"))
    refused = rings(motion)
    assert isinstance(refused, Refused)
    assert "its vote is off until the chair rules otherwise" in refused.reason
    assert refused.clause.number


def test_a_substitute_in_the_room_holds_the_vote_and_the_representative_cannot_ring_it_in(
    clpp: Rehearsal,
) -> None:
    """G10, K34: the representative's vote is off, at the button and by telephone; the deputy's counts."""
    deputy = next(
        each.person
        for each in clpp.register.appointments
        if each.organisation == "ekc-group" and each.capacity == "substitute"
    )
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, substitutes=[("ekc-group", deputy)]))
    answer(clpp.puts(CHAIR))
    for refused in (clpp.votes(FOLASADE, "for"), rings(clpp)):
        assert isinstance(refused, Refused)
        assert "A deputy of EKC Group holds its one vote" in refused.reason
        assert refused.clause.number == "4.8"
    answer(clpp.votes(deputy, "against"))
    answer(rings(clpp, "for", whose=deputy))
    answer(clpp.closes(CHAIR))
    assert (clpp.result().votes_for, clpp.result().against) == (1, 0)


def test_a_deputy_who_does_not_stand_in_gives_no_vote_by_telephone(motion: Rehearsal) -> None:
    """K34."""
    deputy = next(
        each.person
        for each in motion.register.appointments
        if each.organisation == "ekc-group" and each.capacity == "substitute"
    )
    refused = rings(motion, whose=deputy)
    assert isinstance(refused, Refused)
    assert "not standing in" in refused.reason
    assert refused.clause.number == "4.8"


def test_a_secret_vote_is_not_given_by_telephone_for_it_would_not_be_secret(meeting: Rehearsal) -> None:
    """Said so, with the way that is open."""
    answer(meeting.puts(CHAIR, ballot="secret"))
    refused = rings(meeting)
    assert isinstance(refused, Refused)
    assert "would not be" in refused.reason
    assert "vote in secret from their own account" in refused.next
    form = meeting.secretary.ask(
        RecordVoteForm(
            workspace=meeting.workspace, team=meeting.team, user=meeting.user(SECRETARY), motion="motion-1"
        )
    )
    assert form is not None and form.refused is not None and "secret" in form.refused.reason


def test_the_form_offers_exactly_those_who_may_give_a_vote(motion: Rehearsal) -> None:
    """An organisation that has withdrawn, or is not there, is not in the list."""
    answer(motion.declares(VOICE["compass-point"], "Ours"))
    asked = RecordVoteForm(
        workspace=motion.workspace, team=motion.team, user=motion.user(SECRETARY), motion="motion-1"
    )
    form = motion.secretary.ask(asked)
    assert form is not None
    offered = [each.id for each in form.people]
    assert f"ekc-group|{FOLASADE}" in offered
    assert {each.split("|")[0] for each in offered} == set(IN_THE_ROOM) - {"compass-point"}


def test_who_records_their_own_vote_casts_it(motion: Rehearsal) -> None:
    """The chair, for the university: a vote like any other."""
    answer(rings(motion, by=CHAIR, whose=CHAIR, of="north-downs"))
    assert motion.sees().recorded == ()
    assert motion.notices("VoteRecordedNotice") == []


def test_a_vote_recorded_in_time_counts_and_one_after_the_closing_time_does_not(
    clpp: Rehearsal, clock: StoppedClock, store: Store
) -> None:
    """K28: received before the close, like any vote."""
    until = clock.now() + timedelta(hours=1)
    answer(clpp.puts(CHAIR, how="indicative", closes_at=until))
    vote(clpp, {"kent-council": "for"})
    clock.turn(hours=1)
    assert "closed before" in reason(rings(clpp))
