"""App Home says what is asked of each person, with the button that answers it, and nothing that they have answered."""

from datetime import UTC, datetime

from sqlalchemy import insert

from bot.store.meetings.meeting_tables import circulations, served
from bot.workflows.agenda.agenda_questions import ShowAgenda
from bot.workflows.meetings.meeting_questions import ShowMeetings
from bot.workflows.questions import Ask, HomePart, ShowHome
from bot.workflows.replies.replies import RecordReply, ReplyToMeeting
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR, VOICE
from tests.spec.meetings.calling import books, cancels, press

SECRETARY, EKC = "gwendolen-saxby", "folasade-akande"


def home(body: Rehearsal, person: str) -> HomePart:
    """Somebody's App Home, as far as this partnership is concerned."""
    question = ShowHome(workspace=body.workspace, team=body.team, user=body.user(person))
    [part] = body.secretary.ask(question).parts
    return part


def kinds(body: Rehearsal, person: str) -> list[str]:
    """What is asked of somebody, by kind."""
    return [each.kind for each in home(body, person).asks]


def asked(body: Rehearsal, person: str, kind: str) -> Ask:
    """The one thing of its kind that is asked of somebody."""
    [found] = [each for each in home(body, person).asks if each.kind == kind]
    return found


def says(body: Rehearsal, person: str, said: str, **words: object) -> None:
    """Somebody answers."""
    answer(
        body.say(
            person,
            ReplyToMeeting,
            partnership=body.slug,
            delivery=press(body),
            meeting=MEETING,
            answer=said,
            **words,
        )
    )


def test_a_representative_is_asked_whether_they_come_and_whether_they_have_an_interest(
    clpp: Rehearsal,
) -> None:
    """V12, K31: and no more once they have said both."""
    answer(books(clpp, "2026-06-11 14:00"))
    assert kinds(clpp, EKC) == ["reply", "declare"]
    assert "Thursday 11 June 2026 at 14:00 for EKC Group" in asked(clpp, EKC, "reply").words
    says(clpp, EKC, "coming")
    assert kinds(clpp, EKC) == ["declare"]
    answer(clpp.declares(EKC, kind="meeting", subject=MEETING))
    assert kinds(clpp, EKC) == []
    assert home(clpp, EKC).coming[0].said == "coming"


def test_whoever_has_sent_apologies_is_not_asked_for_a_declaration(clpp: Rehearsal) -> None:
    """K31: declarations are of those who are there."""
    answer(books(clpp, "2026-06-11 14:00"))
    says(clpp, EKC, "apologies")
    assert kinds(clpp, EKC) == []


def test_a_deputy_who_was_named_is_asked_whether_they_come(clpp: Rehearsal) -> None:
    """K34."""
    answer(books(clpp, "2026-06-11 14:00"))
    assert kinds(clpp, "gethin-prosser") == []
    says(clpp, EKC, "substitute", substitute="gethin-prosser")
    assert "stand in for EKC Group" in asked(clpp, "gethin-prosser", "stand in").words
    says(clpp, "gethin-prosser", "coming", on_behalf_of="ekc-group")
    assert "stand in" not in kinds(clpp, "gethin-prosser")


def test_what_was_recorded_for_somebody_who_rang_up_waits_to_be_confirmed(clpp: Rehearsal) -> None:
    answer(books(clpp, "2026-06-11 14:00"))
    answer(
        clpp.say(
            SECRETARY,
            RecordReply,
            partnership="clpp",
            delivery=press(clpp),
            meeting=MEETING,
            answer="apologies",
            person=EKC,
            on_behalf_of="ekc-group",
        )
    )
    assert asked(clpp, EKC, "confirm").detail


def test_papers_sent_round_are_asked_about_until_somebody_says_they_have_them(clpp: Rehearsal) -> None:
    """K35."""
    answer(books(clpp, "2026-06-11 14:00"))
    mine = {"workspace": clpp.workspace, "partnership": "clpp"}
    with clpp.store.transaction() as connection:
        connection.execute(
            insert(circulations).values(
                **mine,
                id="round-1",
                meeting=MEETING,
                sequence=0,
                number=1,
                circulated_at=clpp.clock.now(),
                agenda=[],
            )
        )
        connection.execute(
            insert(served).values(
                **mine, circulation="round-1", person=EKC, organisation="ekc-group", papers=[], withheld=[]
            )
        )
    assert asked(clpp, EKC, "have papers").subject == "round-1"
    assert "have papers" not in kinds(clpp, CHAIR)


def test_the_secretariat_and_the_chair_see_the_year_ahead_what_is_late_and_who_is_silent(
    clpp: Rehearsal,
) -> None:
    """G5, K23: others see the next meetings and none of that."""
    answer(books(clpp, "2026-06-11 14:00", more=("2026-12-10 14:00",)))
    says(clpp, EKC, "coming")
    part = home(clpp, SECRETARY)
    assert [each.when for each in part.coming] == [
        "Thursday 11 June 2026 at 14:00",
        "Thursday 10 December 2026 at 14:00",
    ]
    assert part.coming[1].silent > part.coming[0].silent > 0
    assert any("July to September 2026" in each for each in part.lacking)
    missing = [each.words for each in part.asks if each.kind == "circulate"]
    assert "agenda and papers have not gone round" in missing[0]
    assert home(clpp, CHAIR).coming[0].silent == part.coming[0].silent
    assert (home(clpp, EKC).coming[0].silent, home(clpp, EKC).lacking) == (0, ())
    clpp.clock.set(datetime(2026, 6, 5, 9, 0, tzinfo=UTC))
    assert home(clpp, SECRETARY).coming[0].late == ("Agenda and papers: not given, and its day has passed",)


def test_the_next_meetings_papers_are_asked_for_and_those_of_later_ones_once_there_is_a_month_left(
    clpp: Rehearsal,
) -> None:
    """G5, K35: a week before the meeting, so the last day for December's papers is 3 December."""
    answer(books(clpp, "2026-06-11 14:00", more=("2026-12-10 14:00",)))

    def days() -> list[str]:
        return [each.subject for each in home(clpp, SECRETARY).asks if each.kind == "circulate"]

    assert days() == [MEETING]
    clpp.clock.set(datetime(2026, 6, 10, 9, 0, tzinfo=UTC))
    answer(books(clpp, "2026-07-19 14:00", meeting="july"))
    assert days() == [MEETING]
    clpp.clock.set(datetime(2026, 6, 11, 9, 0, tzinfo=UTC))
    assert days() == [MEETING, "july"]


def test_a_body_that_decided_lately_shows_how_ones_organisation_voted(clpp: Rehearsal) -> None:
    """The result stands with one's own organisation's vote, and nobody else's."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=("ekc-group", "north-downs", "kent-council")))
    answer(clpp.puts(CHAIR))
    answer(clpp.votes(EKC, "against"))
    answer(clpp.closes(CHAIR))
    [kept] = home(clpp, EKC).decided
    assert kept.votes == (("EKC Group", "against"),)
    assert home(clpp, CHAIR).decided[0].votes == (("University of the North Downs", "did not vote"),)


def test_what_was_decided_by_consensus_shows_where_ones_organisation_stood(clpp: Rehearsal) -> None:
    """K27: in a round what it said, and of what was agreed aloud who stood aside."""
    present = ("ekc-group", "north-downs", "kent-council")
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=present))
    answer(clpp.seeks(CHAIR))
    answer(clpp.stands(EKC, "stand aside"))
    answer(clpp.stands(CHAIR, "agree"))
    answer(clpp.ends_round(CHAIR))
    assert home(clpp, EKC).decided[0].votes == (("EKC Group", "stands aside"),)
    assert home(clpp, VOICE["kent-council"]).decided[0].votes == (("Kent County Council", "said nothing"),)
    clpp.clock.turn(minutes=1)
    answer(
        clpp.puts(
            CHAIR, motion="motion-2", how="agreed", consensus_sought=False, standing_aside=("ekc-group",)
        )
    )
    assert home(clpp, EKC).decided[0].votes == (("EKC Group", "stands aside"),)
    assert home(clpp, CHAIR).decided[0].votes == (("University of the North Downs", "nobody objected"),)


def test_a_meeting_whose_day_has_passed_unopened_is_asked_of_nobody_but_the_secretariat_and_the_chair(
    clpp: Rehearsal,
) -> None:
    """G7: to the end of its day it is to come; then it is opened late, moved or cancelled, and the next is the one asked about."""
    answer(books(clpp, "2026-06-11 14:00", more=("2026-09-10 14:00",)))
    clpp.clock.set(datetime(2026, 6, 11, 22, 59, tzinfo=UTC))  # a minute before midnight in London
    assert asked(clpp, EKC, "reply").subject == MEETING
    clpp.clock.turn(minutes=1)
    assert asked(clpp, EKC, "reply").subject == f"{MEETING}-1"
    assert [each.when for each in home(clpp, EKC).coming] == ["Thursday 10 September 2026 at 14:00"]
    for who in (SECRETARY, CHAIR):
        assert asked(clpp, who, "never opened").subject == MEETING
        assert asked(clpp, who, "circulate").subject == f"{MEETING}-1"
    assert "never opened" not in kinds(clpp, EKC)
    asking = {"workspace": clpp.workspace, "team": clpp.team, "partnership": "clpp"}
    listed = {
        who: [
            (each.meeting.id, any("was not opened" in late for late in each.late))
            for each in clpp.secretary.ask(ShowMeetings(**asking, user=clpp.user(who))).lines
        ]
        for who in (SECRETARY, EKC)
    }
    assert listed[SECRETARY] == [(MEETING, True), (f"{MEETING}-1", False)]
    assert listed[EKC] == [(f"{MEETING}-1", False)]
    shown = clpp.secretary.ask(ShowAgenda(**asking, user=clpp.user(EKC)))
    assert shown.meeting is not None
    assert shown.meeting.id == f"{MEETING}-1"
    answer(cancels(clpp))
    assert "never opened" not in kinds(clpp, SECRETARY)
