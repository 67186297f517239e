"""Consensus first: agree, stand aside or object; decided without an objection, taken to the vote with one (K27, V40)."""

import logging
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.rules.samples import sample_terms
from bot.store.session import Store
from bot.store.tables import outbox
from bot.store.votes.consensus_tables import positions
from bot.workflows.decisions import Decision, Refused
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import ObjectForm, PutForm, Reason, WhyMotion
from bot.workflows.votes.result_words import votes_in_words
from tests.bookings import booked
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import (
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    VOICE,
    WORKS_CHAIR,
    WORKS_VOICE,
    represented,
    town,
    town_register,
    vote,
)

EKC, KENT, NISHA = VOICE["ekc-group"], VOICE["kent-council"], VOICE["compass-point"]
MEDWAY, WEALDEN = VOICE["medway-council"], VOICE["wealden-downs"]
BECAUSE = "The grant would bind us for three years"


@pytest.fixture
def round_(meeting: Rehearsal) -> Rehearsal:
    """CLPP's meeting with a motion on which consensus is sought."""
    assert "is put to Care Leaver" in answer(meeting.seeks(CHAIR))
    return meeting


def everybody(body: Rehearsal, position: str, *but: str) -> None:
    """Everybody in the room takes a position, but for some."""
    for organisation in IN_THE_ROOM:
        if organisation not in but:
            answer(body.stands(VOICE[organisation], position))


@pytest.fixture
def norfolk(store: Store, clock: StoppedClock) -> Rehearsal:
    """An advisory body: Norfolk Unites' own terms, which record no votes."""
    body = town(store, clock, terms=sample_terms("norfolk-unites"), register=town_register(3))
    return replace(body, slug="norfolk-unites")


def why(body: Rehearsal, who: str) -> dict[str, Reason]:
    """What "Why?" shows somebody, by its headings."""
    asked = WhyMotion(workspace=body.workspace, team=body.team, user=body.user(who), motion="motion-1")
    return {each.heading: each for each in body.secretary.ask(asked)}


# ---- the round


def test_to_seek_consensus_is_offered_first_where_the_terms_put_it_first(meeting: Rehearsal) -> None:
    """K27, V40: and nowhere else is it offered at all."""
    form = meeting.secretary.ask(
        PutForm(workspace=meeting.workspace, team=meeting.team, user=meeting.user(CHAIR), partnership="clpp")
    )
    assert form.ways[:3] == ("consensus", "agreed", "meeting")
    assert {each.id for each in form.present} == set(IN_THE_ROOM)


def test_a_round_takes_one_position_from_each_organisation_and_the_last_one_stands(round_: Rehearsal) -> None:
    """K27, K28, G10: changed until the round ends; the same once more changes nothing."""
    assert "Recorded: " in answer(round_.stands(EKC, "agree"))
    assert "already stands" in answer(round_.stands(EKC, "agree"))
    assert "Changed: " in answer(round_.stands(EKC, "object", BECAUSE))
    assert "stands aside" in answer(round_.stands(EKC, "stand aside"))
    with round_.store.reading() as connection:
        [row] = connection.execute(select(positions))
    assert (row.organisation, row.position, row.reason) == ("ekc-group", "stand aside", "")
    taken = [each.data for each in round_.happened() if each.type == "PositionTaken"]
    assert [each["instead_of"] for each in taken] == [None, "agree", "object"]


def test_everybody_who_agrees_decides_it_by_consensus(round_: Rehearsal) -> None:
    """K27: carried by consensus, with its clause, no vote, and what stands on every outcome (K30)."""
    everybody(round_, "agree")
    said = round_.ends_round(CHAIR)
    assert isinstance(said, Decision)
    assert said.answer.words.endswith("carried by consensus: 6 agreeing, 0 standing aside, 0 saying nothing.")
    assert said.answer.clause.number == "4.3"
    result = round_.result()
    assert (result.by, result.outcome, result.provisional) == ("consensus", "carried", False)
    assert result.entitled == result.agreed == tuple(sorted(IN_THE_ROOM))
    assert (result.votes_for, result.voted) == (0, ())
    assert any("does not bind" in each for each in result.notes)
    [notice] = round_.notices("ResultNotice")
    assert notice.data["outcome"] == "carried by consensus"


def test_those_who_stand_aside_or_say_nothing_are_recorded_by_name_with_the_result(
    round_: Rehearsal,
) -> None:
    """K27: standing aside blocks nothing; silence once asked is recorded as silence."""
    answer(round_.stands(EKC, "agree"))
    answer(round_.stands(KENT, "stand aside"))
    picture = round_.sees()
    assert (len(picture.silent), picture.objecting) == (4, ())
    assert "Compass Point" in " ".join(picture.silent)
    answer(round_.ends_round(CHAIR))
    result = round_.result()
    assert result.stood_aside == ("kent-council",)
    assert result.silent == ("compass-point", "medway-council", "north-downs", "wealden-downs")
    assert "Standing aside: Kent County Council." in result.why
    assert "Said nothing: " in result.why
    assert "(4.3)" in result.why


def test_silence_alone_is_no_agreement_and_the_round_stays_open(round_: Rehearsal) -> None:
    """K27: somebody has to have agreed; standing aside is not agreeing."""
    refused = round_.ends_round(CHAIR)
    assert isinstance(refused, Refused)
    assert refused.reason == "There is no consensus yet: nobody who was asked has answered."
    assert refused.clause.number == "4.3"
    answer(round_.stands(KENT, "stand aside"))
    assert "nobody has agreed" in reason(round_.ends_round(CHAIR))
    assert round_.sees().motion.state == "consensus"
    answer(round_.stands(EKC, "agree"))
    answer(round_.ends_round(CHAIR))


def test_only_whoever_is_chairing_ends_a_round(round_: Rehearsal) -> None:
    """K27: nor does a stranger, a member, or a chair whose organisation has withdrawn."""
    everybody(round_, "agree")
    assert "Only whoever is chairing ends the round" in reason(round_.ends_round(EKC))
    assert "not in the register" in reason(round_.ends_round("U0NOBODY"))
    answer(round_.declares(CHAIR, "We are to be paid"))
    assert "ending it is not yours" in reason(round_.ends_round(CHAIR))
    answer(round_.chooses_chair(SECRETARY, EKC))
    answer(round_.ends_round(EKC))
    assert "north-downs" not in round_.result().entitled


def test_whoever_has_no_vote_blocks_nothing(round_: Rehearsal) -> None:
    """K27: observers, the absent, and a representative whose deputy is in the room (G10)."""
    for who in (VOICE["harbour"], VOICE["invicta"], "gethin-prosser", "U0NOBODY"):
        assert isinstance(round_.stands(who, "object", BECAUSE), Refused)
    assert round_.sees().objecting == ()


def test_an_organisation_that_has_withdrawn_is_out_and_its_objection_with_it(round_: Rehearsal) -> None:
    """G9, K31: what it said before counts no more, unless the chair lets it stay and vote."""
    everybody(round_, "agree", "compass-point")
    answer(round_.stands(NISHA, "object", BECAUSE))
    assert "There is no consensus" in reason(round_.ends_round(CHAIR))
    answer(round_.declares(NISHA, "We would be paid"))
    assert isinstance(round_.stands(NISHA, "object", BECAUSE), Refused)
    picture = round_.sees()
    assert picture.objecting == ()
    assert len(picture.withdrawn) == 1
    answer(round_.rules(CHAIR, round_.interest(), Ruling.STAY_AND_VOTE))
    assert len(round_.sees().objecting) == 1


def test_a_round_without_a_quorum_decides_provisionally(clpp: Rehearsal) -> None:
    """K33: as a vote would, and it waits for ratification."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.seeks(EKC))
    answer(clpp.stands(EKC, "agree"))
    assert "carried by consensus, provisionally" in answer(clpp.ends_round(EKC))
    assert clpp.result().provisional
    assert "awaits ratification" in clpp.sees().ratification


def test_where_nothing_is_decided_without_a_quorum_a_consensus_is_not_either(works: Rehearsal) -> None:
    """V39: those who have left in the middle of it are missing at its end."""
    there = list(WORKS_VOICE)[:4]
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=there))
    answer(works.seeks(WORKS_CHAIR))
    answer(works.stands(WORKS_CHAIR, "agree"))
    for gone in there:
        if gone != "brcc":
            answer(works.departs(WORKS_CHAIR, gone))
    answer(works.ends_round(WORKS_CHAIR))
    assert works.result().outcome == "no quorum"
    assert works.result().provisional is False


# ---- objections


def test_an_objection_needs_a_reason_and_stops_the_round(round_: Rehearsal) -> None:
    """K27: the chair is told who objects, and what may be done."""
    refused = round_.stands(NISHA, "object", "  ")
    assert isinstance(refused, Refused)
    assert refused.field == "reason"
    assert "2,000 characters" in reason(round_.stands(NISHA, "object", "x" * 2001))
    everybody(round_, "agree", "compass-point")
    answer(round_.stands(NISHA, "object", BECAUSE))
    stopped = round_.ends_round(CHAIR)
    assert isinstance(stopped, Refused)
    assert stopped.reason.endswith("objects.")
    assert "take it to the vote" in stopped.next


def test_a_motion_objected_to_goes_to_the_vote_in_one_step(round_: Rehearsal) -> None:
    """K27, K28: the same motion, number and message; what was said stays with it, and positions are over."""
    everybody(round_, "agree", "compass-point", "kent-council")
    answer(round_.stands(KENT, "stand aside"))
    answer(round_.stands(NISHA, "object", BECAUSE))
    assert "There is no vote on 2026/1 yet" in reason(round_.votes(EKC, "for"))
    assert "There is no vote on 2026/1 yet" in reason(round_.closes(CHAIR))
    before = round_.sees()
    assert "Only whoever is chairing takes it to the vote" in reason(round_.takes_to_vote(EKC))
    assert "is taken to the vote. Objecting: " in answer(round_.takes_to_vote(CHAIR))
    picture = round_.sees()
    assert (picture.motion.state, picture.motion.number) == ("open", before.motion.number)
    assert len(round_.notices("MotionNotice")) == 1
    assert len(picture.objecting) == 1
    assert "has been taken to the vote" in reason(round_.stands(EKC, "object", BECAUSE))
    assert "taken to the vote" in reason(round_.takes_to_vote(CHAIR))
    vote(round_, {each: "for" for each in IN_THE_ROOM if each != "compass-point"})
    answer(round_.closes(CHAIR))
    assert votes_in_words(round_.result()) == "5 for, 0 against, 0 abstaining"
    [taken] = [each.data for each in round_.happened() if each.type == "TakenToVote"]
    assert taken["reasons"] == [["compass-point", BECAUSE]]
    assert taken["aside"] == ["kent-council"]


def test_without_an_objection_there_is_nothing_to_vote_on(round_: Rehearsal) -> None:
    """K27: consensus as far as possible."""
    everybody(round_, "agree")
    refused = round_.takes_to_vote(CHAIR)
    assert isinstance(refused, Refused)
    assert "Nobody objects" in refused.reason
    assert refused.clause.number == "4.3"


def test_members_read_the_reason_of_an_objection_and_nobody_else_does(
    round_: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    """K27: the channel is told how many object and who; an observer and a stranger see no more; no log has it."""
    with caplog.at_level(logging.DEBUG):
        answer(round_.stands(NISHA, "object", BECAUSE))
        shown = why(round_, EKC)
        answer(round_.takes_to_vote(CHAIR))
    [objection] = [each for heading, each in shown.items() if heading.endswith(" objects")]
    assert objection.words == BECAUSE
    for who in (VOICE["harbour"], "U0NOBODY"):
        others = why(round_, who)
        assert "Objecting: " in others["Consensus"].words
        assert BECAUSE not in str(others)
    assert BECAUSE in str(why(round_, KENT))
    assert BECAUSE not in caplog.text
    assert BECAUSE not in repr(round_.sees())
    with round_.store.reading() as connection:
        assert BECAUSE not in str(connection.execute(select(outbox)).all())


def test_the_form_for_an_objection_opens_only_while_consensus_is_sought(round_: Rehearsal) -> None:
    """K27: with the organisations somebody has a vote for."""

    def form(who: str) -> object:
        asked = ObjectForm(
            workspace=round_.workspace, team=round_.team, user=round_.user(who), motion="motion-1"
        )
        return round_.secretary.ask(asked)

    assert [each.id for each in form(NISHA).seats] == ["compass-point"]  # type: ignore[attr-defined]
    assert form("U0NOBODY").refused is not None  # type: ignore[attr-defined]
    answer(round_.stands(NISHA, "object", BECAUSE))
    answer(round_.takes_to_vote(CHAIR))
    assert "no consensus round" in form(NISHA).refused.reason  # type: ignore[attr-defined]


# ---- withdrawing


def test_a_motion_is_withdrawn_by_whoever_put_it_or_is_chairing_with_a_reason(round_: Rehearsal) -> None:
    """K27: nothing is decided, and its message says who withdrew it and why."""
    answer(round_.stands(NISHA, "object", BECAUSE))
    assert "Only whoever put a motion" in reason(round_.withdraws(EKC))
    refused = round_.withdraws(CHAIR, " ")
    assert isinstance(refused, Refused)
    assert refused.field == "reason"
    assert "is withdrawn" in answer(round_.withdraws(CHAIR))
    picture = round_.sees()
    assert picture.motion.state == picture.motion.outcome == "withdrawn"
    assert "Withdrawn by Kwabena Ofori: To be put better" in round_.result().why
    for late in (
        round_.stands(EKC, "agree"),
        round_.ends_round(CHAIR),
        round_.takes_to_vote(CHAIR),
        round_.votes(EKC, "for"),
        round_.closes(CHAIR),
        round_.withdraws(CHAIR),
    ):
        assert "withdrawn" in reason(late)
    answer(round_.closes_meeting(CHAIR))


def test_a_motion_on_which_somebody_has_voted_is_not_withdrawn(motion: Rehearsal) -> None:
    """K28: a vote that was counted is not undone; before the first one it may be."""
    answer(motion.votes(EKC, "for"))
    assert "1 organisation already voted" in reason(motion.withdraws(CHAIR))
    answer(motion.puts(CHAIR, motion="motion-2"))
    answer(motion.withdraws(CHAIR, motion="motion-2"))
    answer(motion.closes(CHAIR))
    assert "can no longer be withdrawn" in reason(motion.withdraws(CHAIR))


def test_a_meeting_does_not_close_over_a_round_that_runs(round_: Rehearsal) -> None:
    """K27: the round is ended first, as a vote would be."""
    assert "2026/1" in reason(round_.closes_meeting(CHAIR))


# ---- agreed aloud


def test_agreement_reached_aloud_is_recorded_without_a_round(meeting: Rehearsal) -> None:
    """K27: by whoever is chairing, with those who stood aside by name; one message, and it is decided."""
    said = meeting.puts(CHAIR, how="agreed", consensus_sought=False, standing_aside=("kent-council",))
    assert "carried by consensus: no one objecting, 1 standing aside" in answer(said)
    result = meeting.result()
    assert (result.by, result.outcome, result.stood_aside) == (
        "consensus aloud",
        "carried",
        ("kent-council",),
    )
    assert "Standing aside: Kent County Council." in result.why
    assert meeting.notices("ResultNotice") == []
    assert meeting.sees().motion.state == "closed"
    assert [each.type for each in meeting.happened()][-3:] == [
        "MotionPut",
        "ResultDeclared",
        "DecisionEntered",
    ]


def test_nobody_stands_aside_aloud_who_has_no_vote_there(meeting: Rehearsal) -> None:
    """K27, G9: the absent, and everybody at once."""
    for aside in (("invicta",), ("nobody-at-all",), IN_THE_ROOM):
        refused = meeting.puts(CHAIR, how="agreed", standing_aside=aside)
        assert isinstance(refused, Refused)
        assert refused.field == "standing_aside"
    assert "Only whoever is chairing" in reason(meeting.puts(EKC, how="agreed"))


def test_agreement_aloud_and_a_round_wait_for_the_same_things_as_a_vote(clpp: Rehearsal) -> None:
    """K26, K31, K45: a meeting in session, declarations first, an amendment's notice."""
    for how in ("consensus", "agreed"):
        assert "No meeting is in session" in reason(clpp.puts(CHAIR, how=how))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    for how in ("consensus", "agreed"):
        assert "have not declared" in reason(clpp.puts(CHAIR, how=how))
        assert isinstance(clpp.puts(CHAIR, how=how, kind="amendment", carry_on=True), Refused)


def test_a_provisional_decision_is_ratified_by_consensus_too(clpp: Rehearsal) -> None:
    """K33: ratification is by a majority or a consensus of the later, quorate meeting."""
    answer(clpp.opens_meeting(SECRETARY, chair=EKC, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(EKC, how="agreed"))
    assert clpp.result().provisional
    answer(clpp.closes_meeting(SECRETARY))
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-2"))
    answer(clpp.seeks(CHAIR, motion="motion-2", ratifies="motion-1"))
    for organisation in IN_THE_ROOM:
        answer(clpp.stands(VOICE[organisation], "agree", motion="motion-2"))
    answer(clpp.ends_round(CHAIR, motion="motion-2"))
    assert "is ratified" in " ".join(clpp.result("motion-2").notes)
    assert clpp.sees().ratification.startswith("Ratified by motion 2026/2")


def test_where_the_terms_do_not_speak_of_consensus_nothing_is_decided_by_it(
    store: Store, clock: StoppedClock
) -> None:
    """K27: their silence gives nobody the power to decide that way."""
    forum, chair = town(store, clock), represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=["org-1", "org-2"]))
    for how in ("consensus", "agreed"):
        refused = forum.puts(chair, how=how)
        assert "do not say that anything is decided by consensus" in reason(refused)


# ---- noted, recommended


@pytest.mark.parametrize("word", ["noted", "recommended"])
def test_a_body_without_votes_notes_or_recommends_and_does_no_more(norfolk: Rehearsal, word: str) -> None:
    """N6, N21: exactly that word, no vote, no arithmetic, nobody bound."""
    chair = represented("org-1")
    for how in ("meeting", "consensus", "agreed"):
        refused = norfolk.puts(chair, how=how)
        assert isinstance(refused, Refused)
        assert refused.field == "how"
    assert f"is recorded as {word}" in answer(norfolk.puts(chair, how="note", record=word))
    picture, result = norfolk.sees(), norfolk.result()
    assert (picture.motion.state, picture.motion.outcome, result.outcome) == ("closed", word, word)
    assert (result.by, result.voted, votes_in_words(result)) == ("record", (), "no vote taken")
    assert "takes no binding vote" in result.why
    assert isinstance(norfolk.votes(chair, "for"), Refused)


def test_what_is_recorded_is_one_of_the_two_words(norfolk: Rehearsal) -> None:
    """N6: "agreed" is not among them."""
    for word in ("", "agreed"):
        refused = norfolk.puts(represented("org-1"), how="note", record=word)
        assert isinstance(refused, Refused)
        assert refused.field == "record"


def test_a_body_that_decides_does_not_leave_it_at_noting(meeting: Rehearsal) -> None:
    """N6: the Strategy Group decides; a working group of it that meets may note."""
    assert "decides under these terms" in reason(meeting.puts(CHAIR, how="note", record="noted"))


def test_a_working_group_of_a_body_that_decides_may_note(clpp: Rehearsal) -> None:
    """N21: the Operational Group advises; its recommendations go to those who decide."""
    booked(clpp.store, "clpp", clpp.clock.now(), body="operational", title="Operational Group")
    chair = "gethin-prosser"
    answer(clpp.opens_meeting(SECRETARY, chair=chair, present=["ekc-group", "kent-council"], heard=False))
    asked = PutForm(workspace=clpp.workspace, team=clpp.team, user=clpp.user(chair), partnership="clpp")
    assert clpp.secretary.ask(asked).ways == ("indicative", "note")
    refused = clpp.seeks(chair, carry_on=True)
    assert "not the body that decides" in reason(refused)
    assert "is recorded as recommended" in answer(clpp.puts(chair, how="note", record="recommended"))
    assert clpp.result().present == ("ekc-group", "kent-council")
    assert "Group takes no binding vote (2.2)" in clpp.result().why


# ---- races


def test_an_objection_and_the_end_of_the_round_at_once_are_one_after_the_other(round_: Rehearsal) -> None:
    """K27: whichever comes first stands, and the other is told."""
    everybody(round_, "agree")
    answer(round_.ends_round(CHAIR))
    assert "The consensus round on 2026/1 is over: carried" in reason(round_.stands(NISHA, "object", BECAUSE))
    assert "is over" in reason(round_.stands(MEDWAY, "agree"))
    assert "no consensus round" in reason(round_.ends_round(CHAIR))


def test_somebody_who_comes_late_is_asked_too_and_whoever_has_gone_is_not(round_: Rehearsal) -> None:
    """K28: entitlement is as it is when the round ends, as with a vote."""
    everybody(round_, "agree", "wealden-downs")
    answer(round_.stands(WEALDEN, "object", BECAUSE))
    answer(round_.departs(CHAIR, "wealden-downs"))
    answer(round_.arrives(CHAIR, "invicta"))
    assert len(round_.sees().silent) == 1
    answer(round_.ends_round(CHAIR))
    assert round_.result().silent == ("invicta",)
    assert "wealden-downs" not in round_.result().entitled


def test_the_record_of_a_vote_says_that_consensus_was_sought_aloud_and_not_reached(motion: Rehearsal) -> None:
    """K27: what was ticked when the motion was put stands with the result, and so in the register of decisions."""
    answer(motion.votes(EKC, "for"))
    answer(motion.closes(CHAIR))
    note = "Consensus was sought first and not reached (4.3)."
    assert note in motion.result().notes
    assert note in next(each for each in motion.happened() if each.type == "DecisionEntered").data["notes"]


def test_the_record_of_a_vote_says_that_consensus_was_sought_and_who_stood_in_its_way(
    round_: Rehearsal,
) -> None:
    """K27: with the result, and so in the register of decisions; the reason is for members, under “Why?”."""
    answer(round_.stands(EKC, "object", BECAUSE))
    answer(round_.stands(KENT, "stand aside"))
    answer(round_.takes_to_vote(CHAIR))
    answer(round_.votes(KENT, "for"))
    answer(round_.closes(CHAIR))
    note = "Consensus was sought first: EKC Group objected; Kent County Council stood aside."
    assert note in round_.result().notes
    entered = next(each for each in round_.happened() if each.type == "DecisionEntered")
    assert note in entered.data["notes"]
    assert BECAUSE not in str(entered.data)
