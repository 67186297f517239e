"""Members are told that a tender is considered: all of them, in the same words, at the same time, and of what changes later."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.store.session import Store
from bot.store.tables import appointments, organisations, outbox, people
from bot.ticking import tick
from bot.workflows.decisions import Decision
from bot.workflows.tenders.tender_interest import COMPETING, NOT_FOR_US
from bot.workflows.tenders.tender_notice import no_guarantee
from bot.workflows.tenders.tender_proof import ExportTenderProof
from bot.workflows.tenders.tender_questions import ALIVE, FOUND_ONES
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.spec.tenders.tendering import (
    CHAIR,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    TENDER,
    answered,
    answers,
    listed,
    records,
    release,
    republished,
    seen,
    sets_aside,
    takes_in,
    tells,
)

DEADLINE = datetime(2026, 12, 18, 12, tzinfo=UTC)
DEPUTY = "jerome-baptiste"  # of the Community Council of Devon


@pytest.fixture
def considered(clesp: Rehearsal) -> Rehearsal:
    """CLESP, with a tender recorded that nobody has been told of yet."""
    answer(records(clesp, OFFICER, tender=TENDER, deadline=DEADLINE, buyer="Devon County Council"))
    return clesp


@pytest.fixture
def adopting(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, having adopted the suggested closing day and the suggested reminders."""
    body = rehearse(store, clock, "clesp", adopting=("bids.interest_window", "bids.chased"))
    answer(records(body, OFFICER, tender=TENDER, deadline=DEADLINE))
    return body


def test_every_representative_and_the_channel_get_the_same_words_at_the_same_time(
    considered: Rehearsal,
) -> None:
    """C18, C24."""
    answer(tells(considered, intends="To lead it with those who are interested."))
    told = considered.notices("TenderNotice")
    accounts = {each.slack_user for each in considered.register.people if each.slack_user}
    assert {each.recipient for each in told} <= {*accounts, "C0CLESP"}
    assert considered.user(MEMBER) in {each.recipient for each in told}
    assert "C0CLESP" in {each.recipient for each in told}
    assert len({each.recipient for each in told}) == len(told) > 10
    assert len({(str(each.data), each.due_at) for each in told}) == 1
    said = told[0].data
    assert said["deadline"] == "Friday 18 December 2026 at 12:00"
    assert (said["left"], said["intends"]) == (
        "43 days from this notice",
        "To lead it with those who are interested.",
    )


def test_the_tender_is_then_considered_and_every_member_sees_it_with_the_day_they_were_told(
    considered: Rehearsal,
) -> None:
    """C18."""
    answer(tells(considered))
    (one,) = listed(considered, MEMBER, ALIVE).tenders
    assert (one.stage, one.told_at) == ("considering", considered.clock.now())
    assert "were told of T2026/1 on Thursday 5 November 2026" in reason(tells(considered))
    assert len(considered.notices("TenderNotice")) == len({e.key for e in considered.notices("TenderNotice")})


def test_the_notice_says_that_membership_guarantees_no_role(considered: Rehearsal) -> None:
    """C10."""
    answer(tells(considered))
    assert "not guaranteed a role" in considered.notices("TenderNotice")[0].data["no_guarantee"]


@pytest.mark.parametrize(("slug", "says"), [("clesp", True), ("clpp", False), ("voluntaryworks", False)])
def test_only_the_terms_that_say_it_have_it_said(slug: str, says: bool) -> None:
    """C10."""
    assert bool(no_guarantee(parse_terms(sample_terms(slug)))) is says


def test_a_public_message_for_those_who_are_no_members_only_if_the_secretariat_says_so(
    considered: Rehearsal,
) -> None:
    """C2."""
    answer(tells(considered, wider=True, intends="Our secret plan."))
    (public,) = considered.notices("PublicTenderNotice")
    assert (public.recipient, public.data["clause"]) == ("C0CLESP", "1.1")
    assert "secret plan" not in str(public.data)


def test_no_public_message_unless_it_is_asked_for(considered: Rehearsal) -> None:
    """C2."""
    answer(tells(considered))
    assert considered.notices("PublicTenderNotice") == []


def test_the_closing_day_is_that_of_the_terms_once_adopted_else_the_deadline(
    considered: Rehearsal,
) -> None:
    said = answer(tells(considered))
    assert "answer by Friday 18 December 2026" in said


def test_ten_working_days_once_they_are_adopted(adopting: Rehearsal) -> None:
    assert "answer by Thursday 19 November 2026" in answer(tells(adopting))


def test_a_shorter_time_than_the_terms_give_is_warned_of(adopting: Rehearsal) -> None:
    outcome = tells(adopting, answers_by=date(2026, 11, 10))
    assert isinstance(outcome, Decision)
    (warned,) = outcome.answer.details
    assert "shorter than the 10 working days" in warned.words
    assert warned.clause.number == "1.4"
    assert seen(adopting, MEMBER, TENDER).tender.closing_day("Europe/London") == date(2026, 11, 10)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"intends": " "}, "Say what the partnership intends"),
        ({"intends": "x" * 2001}, "2,000 characters"),
        ({"answers_by": date(2026, 11, 4)}, "has passed"),
        ({"answers_by": date(2026, 12, 19)}, "choose an earlier day"),
        ({"who": MEMBER}, "secretariat and the chair decide"),
    ],
)
def test_what_is_refused(considered: Rehearsal, words: dict[str, object], said: str) -> None:
    assert said in reason(tells(considered, **words))  # type: ignore[arg-type]


def test_a_deadline_that_passed_is_nothing_to_tell_of(considered: Rehearsal) -> None:
    considered.clock.set(DEADLINE)
    assert "had to be in by Friday 18 December 2026 at 12:00" in reason(tells(considered, CHAIR))


def test_who_has_no_account_is_named_and_the_proof_counts_what_was_sent(
    considered: Rehearsal, store: Store
) -> None:
    """C24."""
    considered.deactivates(MEMBER)
    outcome = tells(considered)
    assert isinstance(outcome, Decision)
    assert any("Parveen Aslam" in each.words for each in outcome.answer.details)
    with store.transaction() as connection:
        connection.execute(
            update(outbox).where(outbox.c.recipient == considered.user(CHAIR)).values(state="sent")
        )
    proof = seen(considered, OFFICER, TENDER).proof
    assert proof is not None
    assert proof.sent == 1
    assert "Parveen Aslam (no account)" in proof.missing
    assert seen(considered, CHAIR, TENDER).proof is not None
    assert seen(considered, "isolde-penhallow", TENDER).proof is None


def test_a_member_that_nobody_represents_now_is_named_and_counts_as_silent(
    considered: Rehearsal, store: Store
) -> None:
    """C24, C18: every member has the notice, or somebody knows which has not."""
    with store.transaction() as connection:
        of_it = appointments.c.organisation == "voscur"
        connection.execute(update(appointments).where(of_it).values(to_on=date(2026, 11, 1)))
    outcome = tells(considered)
    assert isinstance(outcome, Decision)
    said = "Represented by nobody now, so to be told another way: Voscur."
    assert said in [each.words for each in outcome.answer.details]
    assert "Voscur" in answered(considered).silent


def test_a_deadline_brought_forward_is_told_to_everyone_who_was_told(clesp: Rehearsal) -> None:
    takes_in(clesp, release())
    (one,) = listed(clesp, OFFICER, "found").tenders
    answer(tells(clesp, tender=one.id))
    republished(clesp, "1-2", tenderPeriod={"endDate": "2026-12-01T12:00:00Z"})
    changed = clesp.notices("TenderChangedNotice")
    assert {each.recipient for each in changed} == {each.recipient for each in clesp.notices("TenderNotice")}
    assert (changed[0].data["before"], changed[0].data["deadline"], changed[0].data["earlier"]) == (
        "Friday 18 December 2026 at 12:00",
        "Tuesday 1 December 2026 at 12:00",
        True,
    )
    assert seen(clesp, MEMBER, one.id).tender.closing_day("Europe/London") == date(2026, 12, 1)  # type: ignore[union-attr]


def test_a_change_of_what_nobody_was_told_of_is_told_to_nobody(clesp: Rehearsal) -> None:
    takes_in(clesp, release())
    republished(clesp, "1-2", tenderPeriod={"endDate": "2026-12-01T12:00:00Z"})
    assert clesp.notices("TenderChangedNotice") == []


def test_those_who_were_told_hear_that_it_is_not_pursued(considered: Rehearsal) -> None:
    """C18, C24."""
    answer(tells(considered))
    answer(sets_aside(considered, OFFICER, TENDER, "Too small."))
    heard = {each.recipient for each in considered.notices("TenderSetAsideNotice")}
    told = {each.recipient for each in considered.notices("TenderNotice")}
    assert heard == told - {considered.user(OFFICER)}


def test_the_silent_are_asked_again_two_and_five_working_days_after_the_notice(
    adopting: Rehearsal, store: Store
) -> None:
    """C33."""
    outcome = tells(adopting)
    assert isinstance(outcome, Decision)
    assert [each.due_at.isoformat() for each in outcome.due] == [
        "2026-11-09T09:00:00+00:00",
        "2026-11-12T09:00:00+00:00",
    ]
    adopting.clock.set(datetime(2026, 11, 9, 9, tzinfo=UTC))
    tick(store, adopting.secretary, adopting.clock)
    asked = adopting.notices("TenderReminderNotice")
    assert adopting.user(MEMBER) in {each.recipient for each in asked}
    assert "C0CLESP" not in {each.recipient for each in asked}
    assert asked[0].data["clause"] == "4.4"


def test_the_silent_are_asked_again_five_and_two_working_days_before_answers_close(
    store: Store, clock: StoppedClock
) -> None:
    """C33, C24: once a day at most, whoever has answered not at all, and by the closing day as it is now."""
    body = rehearse(store, clock, "clesp", adopting=("bids.chased", "bids.chased_before"))
    takes_in(body, release(tenderPeriod={"endDate": "2026-12-18T12:00:00Z"}))
    (tender,) = listed(body, OFFICER, FOUND_ONES).tenders
    outcome = tells(body, tender=tender.id)
    assert isinstance(outcome, Decision)
    assert [f"{each.due_at:%d %B}" for each in outcome.due] == [
        "09 November",
        "12 November",
        "11 December",
        "16 December",
    ]
    answer(answers(body, MEMBER, NOT_FOR_US, tender=tender.id))
    republished(body, "1-2", tenderPeriod={"endDate": "2026-11-27T12:00:00Z"})
    asked = []
    for day in (20, 25):
        body.clock.set(datetime(2026, 11, day, 9, tzinfo=UTC))
        tick(store, body.secretary, body.clock)
        asked.append([each.recipient for each in body.notices("TenderReminderNotice")])
    assert body.user(MEMBER) not in asked[1]
    assert asked[1].count(body.user(OTHER_MEMBER)) == 2
    body.clock.set(datetime(2026, 12, 16, 9, tzinfo=UTC))
    tick(store, body.secretary, body.clock)
    assert len(body.notices("TenderReminderNotice")) == len(asked[1])


def test_the_silent_are_not_asked_again_on_the_day_they_were_told_and_the_days_are_said_in_order(
    store: Store, clock: StoppedClock
) -> None:
    """C33: told early on a Thursday and asked to answer within the week, five working days before is that same day."""
    body = rehearse(store, clock, "clesp", adopting=("bids.chased", "bids.chased_before"))
    body.clock.set(datetime(2026, 11, 26, 7, 36, tzinfo=UTC))
    takes_in(body, release(tenderPeriod={"endDate": "2026-12-10T12:00:00Z"}))
    (tender,) = listed(body, OFFICER, FOUND_ONES).tenders
    outcome = tells(body, tender=tender.id, answers_by=date(2026, 12, 3))
    assert isinstance(outcome, Decision)
    assert [f"{each.due_at:%d %B}" for each in outcome.due] == ["30 November", "01 December", "03 December"]
    assert "on Monday 30 November 2026, Tuesday 1 December 2026 and Thursday 3" in outcome.answer.next


def test_after_an_outage_they_are_asked_once(adopting: Rehearsal, store: Store) -> None:
    answer(tells(adopting))
    adopting.clock.set(datetime(2026, 11, 13, 9, tzinfo=UTC))
    tick(store, adopting.secretary, adopting.clock)
    asked = [each.recipient for each in adopting.notices("TenderReminderNotice")]
    assert len(asked) == len(set(asked)) > 10


def test_the_silent_are_asked_after_an_outage_without_a_day_that_has_passed(
    adopting: Rehearsal, store: Store
) -> None:
    """C33: what comes late is kept, and bids can still be sent in; only the day for answers is over."""
    answer(tells(adopting))
    adopting.clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))
    tick(store, adopting.secretary, adopting.clock)
    asked = adopting.notices("TenderReminderNotice")
    assert {each.data["answers_by"] for each in asked} == {""}
    assert "18 December 2026" in asked[0].data["deadline"]


def test_nobody_is_asked_again_once_the_deadline_has_passed(adopting: Rehearsal, store: Store) -> None:
    answer(tells(adopting))
    adopting.clock.set(DEADLINE + timedelta(minutes=1))
    tick(store, adopting.secretary, adopting.clock)
    assert adopting.notices("TenderReminderNotice") == []


def test_nobody_is_asked_again_where_the_terms_do_not_say_when(considered: Rehearsal) -> None:
    outcome = tells(considered)
    assert isinstance(outcome, Decision)
    assert outcome.due == ()


def test_whoever_suggested_it_is_told_even_where_they_represent_nobody(clesp: Rehearsal) -> None:
    """C5: a named deputy suggests it, and hears what becomes of it."""
    answer(records(clesp, DEPUTY, tender=TENDER))
    answer(tells(clesp))
    recipients = [each.recipient for each in clesp.notices("TenderNotice")]
    assert recipients.count(clesp.user(DEPUTY)) == 1


def test_a_member_outside_the_body_that_decides_is_told_and_answers(
    considered: Rehearsal, store: Store
) -> None:
    """C18, C33: the notice is for every member, not for the Steering Group alone."""
    mine = {"workspace": considered.workspace, "partnership": considered.slug}
    with store.transaction() as connection:
        connection.execute(
            insert(organisations).values(
                **mine,
                id="rural",
                name="Rural Skills",
                type="",
                area="",
                voting=False,
                standing="member",
                aliases=[],
            )
        )
        connection.execute(
            insert(people).values(
                **mine,
                id="nell-varcoe",
                name="Nell Varcoe",
                title="",
                pastoral=False,
                slack_user="U0RURAL",
                slack_team=considered.team,
                deactivated=False,
            )
        )
        connection.execute(
            insert(appointments).values(
                **mine,
                id="a-rural",
                person="nell-varcoe",
                organisation="rural",
                body="members",
                capacity="representative",
            )
        )
    answer(tells(considered))
    assert "U0RURAL" in {each.recipient for each in considered.notices("TenderNotice")}
    assert "is recorded for Rural Skills" in answer(answers(considered, "U0RURAL"))
    answer(answers(considered, "U0RURAL", COMPETING))
    assert seen(considered, "U0RURAL", TENDER).kept_away


def test_the_proof_comes_as_a_file_with_the_channel_and_every_person(considered: Rehearsal) -> None:
    """C24: to whom, when, and in which words."""
    asked = {"partnership": considered.slug, "tender": TENDER}
    assert "Nobody has been told" in reason(considered.say(OFFICER, ExportTenderProof, **asked))
    considered.deactivates(MEMBER)
    answer(tells(considered))
    assert "secretariat and the chair" in reason(
        considered.say("isolde-penhallow", ExportTenderProof, **asked)
    )
    answer(considered.say(OFFICER, ExportTenderProof, **asked))
    (notice,) = considered.notices("TenderProofNotice")
    assert notice.recipient == considered.user(OFFICER)
    rows = {each["name"]: each["outcome"] for each in notice.data["rows"]}
    assert (rows["the channel"], rows["Parveen Aslam"]) == ("on its way", "no account here")
    (file,) = render("TenderProofNotice", notice.data, partnership="clesp").enclosures
    assert file.content is not None
    assert file.content.decode("utf-8-sig").startswith("Name,Organisation,Outcome,Sent")
