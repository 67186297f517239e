"""Declarations first: business opens once those present have declared, or what they say aloud is recorded."""

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.store.meetings.meeting_tables import agenda_items, shortfalls
from bot.store.session import Store
from bot.store.tables import interests
from bot.workflows.decisions import Decision, Refused
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import PutForm
from bot.workflows.room.room_questions import OralForm, WhoIsHere
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer, at, reason, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, WORKS_CHAIR
from tests.spec.meetings.agendas import admits, item_called, raises
from tests.spec.meetings.holding import ask

FOLASADE, NISHA, LEONTYNE = VOICE["ekc-group"], VOICE["compass-point"], VOICE["medway-council"]
OTHERS = tuple(each for each in IN_THE_ROOM if each not in ("ekc-group", "compass-point"))


@pytest.fixture
def room(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session, nobody heard yet."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False))
    return clpp


def agreed(body: Rehearsal, title: str) -> str:
    """An urgent matter that those present agree to take."""
    answer(raises(body, FOLASADE, title, meeting=MEETING))
    answer(admits(body, CHAIR, item=item_called(title)))
    return item_called(title)


def test_the_opening_counts_who_has_declared_and_names_who_has_not(clpp: Rehearsal) -> None:
    """K31: nil returns and interests made before the meeting stand, and the outstanding are named."""
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    answer(clpp.declares(FOLASADE, kind="meeting", subject=MEETING))
    answer(clpp.declares(NISHA, "We would be paid", kind="meeting", subject=MEETING))
    opened = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, heard=False)
    assert isinstance(opened, Decision)
    assert (
        "Declarations of interest (4.5): 1 organisation present with nothing to declare, 1 interest. Not yet heard: "
        "Kent County Council, Medway Council, University of the North Downs and Wealden Downs College."
        in opened.answer.next
    )


def test_no_motion_is_put_until_everybody_present_has_declared(room: Rehearsal) -> None:
    """K31: refused with the clause, the names and the ways on; a nil return counts, and so does an interest."""
    answer(room.records_aloud(CHAIR, *OTHERS))
    refused = room.puts(CHAIR)
    assert isinstance(refused, Refused)
    assert "Compass Point Guidance and EKC Group have not declared for this meeting" in refused.reason
    assert (refused.clause.number, refused.field) == ("4.5", "carry_on")
    assert "record what they say aloud" in refused.next
    answer(room.declares(FOLASADE, kind="meeting", subject=MEETING))
    assert "Compass Point Guidance has not declared" in reason(room.puts(CHAIR))
    answer(room.declares(NISHA, "We would be paid", kind="meeting", subject=MEETING))
    answer(room.puts(CHAIR))


def test_a_declaration_on_an_item_of_the_agenda_is_one_for_the_meeting(room: Rehearsal) -> None:
    """K31: whoever has disclosed an interest in what the meeting is about has been heard."""
    with room.store.transaction() as connection:
        connection.execute(
            agenda_items.insert().values(
                workspace=room.workspace,
                partnership=room.slug,
                id="item-1",
                meeting=MEETING,
                kind="item",
                title="Transport",
                detail="",
                state="accepted",
                position=1,
                confidential=False,
                proposed_at=room.clock.now(),
                late=False,
                reason="",
            )
        )
    answer(room.declares(NISHA, "We own the vans", kind="item", subject="item-1", new_title="Transport"))
    answer(room.records_aloud(CHAIR, *(each for each in IN_THE_ROOM if each != "compass-point")))
    answer(room.puts(CHAIR))


def test_those_without_a_vote_and_those_who_are_not_there_are_not_waited_for(clpp: Rehearsal) -> None:
    """K31: all present who decide."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "lantern", "harbour"], heard=False))
    answer(clpp.records_aloud(CHAIR, "north-downs"))
    answer(clpp.puts(CHAIR))


def test_whoever_comes_later_declares_before_the_next_motion(clpp: Rehearsal) -> None:
    """K31: the motion that is open goes on."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    come = clpp.arrives(CHAIR, "invicta")
    assert isinstance(come, Decision)
    assert "Not yet heard: Invicta Institute of Arts" in come.answer.next
    assert "Invicta Institute of Arts has not declared" in reason(clpp.puts(CHAIR, motion="motion-2"))
    answer(clpp.closes(CHAIR))


def test_what_is_said_aloud_is_recorded_as_such(room: Rehearsal) -> None:
    """K31: a nil return of the organisation, with the name of whoever recorded it, told apart on the register of interests."""
    told = room.records_aloud(SECRETARY, *OTHERS)
    assert isinstance(told, Decision)
    assert "Recorded, as said aloud: nothing to declare for" in told.answer.words
    assert told.answer.next == "Not yet heard: Compass Point Guidance and EKC Group."
    with room.store.reading() as connection:
        rows = connection.execute(select(interests).where(interests.c.subject == MEETING)).all()
    assert {(each.organisation, each.person, each.nil, each.oral) for each in rows} == {
        (each, SECRETARY, True, True) for each in OTHERS
    }
    shown = ask(room, CHAIR, WhoIsHere)
    heard = dict(shown.heard)
    assert heard["Kent County Council"].oral
    assert heard["Kent County Council"].recorded_by == "Gwendolen Saxby"


def test_the_form_asks_for_those_not_heard_first(room: Rehearsal) -> None:
    """K31: and for the interest of anybody present."""
    answer(room.records_aloud(CHAIR, *OTHERS))
    form = ask(room, CHAIR, OralForm)
    assert {each.id for each in form.missing} == {"ekc-group", "compass-point"}
    assert {each.id for each in form.present} == set(IN_THE_ROOM)
    assert ask(room, NISHA, OralForm).refused is not None
    assert set(ask(room, CHAIR, PutForm).outstanding) == {"Compass Point Guidance", "EKC Group"}


def test_an_interest_said_aloud_takes_the_vote_off_and_waits_for_the_chairs_ruling(room: Rehearsal) -> None:
    """K31, G9: whoever is chairing has the buttons, though they recorded it themselves; the organisation is told of the ruling."""
    answer(
        room.records_aloud(
            CHAIR,
            *(each for each in IN_THE_ROOM if each != "compass-point"),
            interest_of="compass-point",
            nature="We would deliver it",
        )
    )
    asked = [each for each in room.notices("DeclarationNotice") if each.data["for_ruling"]]
    assert [each.recipient for each in asked] == [room.user(CHAIR)]
    assert asked[0].data["oral"] is True
    answer(room.puts(CHAIR))
    assert "has declared an interest" in reason(room.votes(NISHA, "for"))
    answer(room.rules(CHAIR, room.interest(), Ruling.STAY_AND_VOTE))
    assert [each.recipient for each in room.notices("RulingNotice")] == [room.user(NISHA)]
    assert "Counted" in answer(room.votes(NISHA, "for"))


def test_an_interest_in_one_item_said_aloud_takes_the_vote_off_on_it_and_on_nothing_else(
    room: Rehearsal,
) -> None:
    """K31, G9, K32: the organisation is counted for the rest of the meeting, and for the item once it may vote on it."""
    item = agreed(room, "Bursaries")
    nil = [each for each in IN_THE_ROOM if each != "medway-council"]
    said = answer(
        room.records_aloud(CHAIR, *nil, interest_of="medway-council", nature="Our own trust", about=item)
    )
    assert "an interest of Medway Council in “Bursaries”" in said
    assert "no longer quorate" not in said
    asked = [each for each in room.notices("DeclarationNotice") if each.data["for_ruling"]]
    assert (asked[0].data["subject_kind"], asked[0].data["subject_title"]) == ("item", "Bursaries")
    answer(room.puts(CHAIR, motion="motion-1"))
    assert "Counted" in answer(room.votes(LEONTYNE, "for", motion="motion-1"))
    answer(room.puts(CHAIR, motion="motion-2", about=item))
    assert "has declared an interest" in reason(room.votes(LEONTYNE, "for", motion="motion-2"))


def test_an_interest_in_the_item_of_an_open_motion_said_aloud_tests_its_quorum(room: Rehearsal) -> None:
    """G9, K32: Kent withdrew before, and Medway is the last from the sector of local authorities."""
    item = agreed(room, "Bursaries")
    answer(room.records_aloud(CHAIR, *IN_THE_ROOM))
    answer(room.records_aloud(CHAIR, interest_of="kent-council", nature="Our trust", about=item))
    answer(room.puts(CHAIR, about=item))
    said = answer(room.records_aloud(CHAIR, interest_of="medway-council", nature="Our own", about=item))
    assert "no longer quorate" in said
    assert "Say whose interest it is" in reason(room.records_aloud(CHAIR, "ekc-group", about=item))
    unknown = room.records_aloud(CHAIR, interest_of="ekc-group", nature="Ours", about="item-9")
    assert isinstance(unknown, Refused)
    assert unknown.field == "about"


def test_a_nil_return_said_aloud_takes_no_interest_back(room: Rehearsal) -> None:
    """K31: as with one that is pressed."""
    answer(room.declares(NISHA, "We would be paid", kind="meeting", subject=MEETING))
    told = answer(room.records_aloud(CHAIR, "compass-point", "ekc-group"))
    assert "nothing to declare for EKC Group" in told
    assert "Compass Point Guidance had declared an interest before, which stands." in told
    assert "recorded already" in answer(room.records_aloud(CHAIR, "ekc-group"))


@pytest.mark.parametrize(
    ("nil", "interest_of", "nature", "field"),
    [
        ((), None, "", "nil"),
        (("invicta",), None, "", "nil"),
        (("nowhere",), None, "", "nil"),
        ((), "invicta", "Ours", "nil"),
        (("ekc-group",), "ekc-group", "Ours", "interest_of"),
        ((), "ekc-group", " ", "nature"),
        (("ekc-group",), None, "Ours", "interest_of"),
        ((), "ekc-group", "x" * 10_000, "nature"),
    ],
)
def test_what_is_missing_is_told_under_its_field(
    room: Rehearsal, nil: tuple[str, ...], interest_of: str | None, nature: str, field: str
) -> None:
    """K31: and nothing is recorded."""
    refused = room.records_aloud(CHAIR, *nil, interest_of=interest_of, nature=nature)
    assert isinstance(refused, Refused)
    assert refused.field == field
    assert not [each for each in room.happened() if each.type == "InterestDeclared"]


@pytest.mark.parametrize("who", [NISHA, "U0STRANGER"])
def test_the_chair_or_the_secretariat_records_what_others_say(room: Rehearsal, who: str) -> None:
    """V11, V23."""
    assert isinstance(room.records_aloud(who, "ekc-group"), Refused)


def test_nothing_is_said_aloud_at_a_meeting_that_is_not_in_session(room: Rehearsal) -> None:
    """Nor at one that does not exist."""
    assert "not in session" in reason(room.records_aloud(CHAIR, "ekc-group", meeting="meeting-9"))
    answer(room.closes_meeting(CHAIR))
    assert "not in session" in reason(room.records_aloud(CHAIR, "ekc-group"))


def test_the_chair_may_carry_on_and_what_is_outstanding_is_noted_for_the_minutes(room: Rehearsal) -> None:
    """K31: once for each organisation; whoever was noted is not asked for again, whoever comes later is."""
    answer(room.records_aloud(CHAIR, *OTHERS))
    put = room.puts(CHAIR, carry_on=True)
    assert isinstance(put, Decision)
    assert (
        "Noted for the minutes: Business went on although Compass Point Guidance and EKC Group"
        in put.answer.next
    )
    [noted] = [each for each in room.happened() if each.type == "OutstandingDeclarationsNoted"]
    assert set(noted.data["lines"]) == {"compass-point", "ekc-group"}
    with room.store.reading() as connection:
        minuted = connection.execute(select(shortfalls.c.words, shortfalls.c.clause)).all()
    assert {each.clause for each in minuted} == {"4.5"}
    assert (
        "Business went on although EKC Group had not declared for this meeting; whoever was chairing said so."
        in {each.words for each in minuted}
    )
    answer(room.puts(CHAIR, motion="motion-2"))
    answer(room.arrives(CHAIR, "invicta"))
    assert "Invicta Institute of Arts has not declared" in reason(room.puts(CHAIR, motion="motion-3"))


def test_an_indicative_vote_waits_for_nobody(room: Rehearsal) -> None:
    """K31, C25: it is no business: it binds nobody."""
    answer(room.puts(CHAIR, how="indicative"))


def test_where_the_terms_do_not_ask_nobody_is_waited_for(works: Rehearsal) -> None:
    """The Agreement is silent, and Voluntaryworks here has adopted nothing on it."""
    opened = works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"], heard=False)
    assert isinstance(opened, Decision)
    assert "Declarations of interest" not in opened.answer.next
    answer(works.puts(WORKS_CHAIR))


def test_where_it_was_adopted_the_same_is_asked_and_said_to_be_adopted(
    store: Store, clock: StoppedClock
) -> None:
    """K31, G1: the answer that leans on an adoption says so."""
    works = rehearse(store, clock, "voluntaryworks", adopting=["interests.declared", "voting.majority"])
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"], heard=False))
    refused = works.puts(WORKS_CHAIR)
    assert "have not declared for this meeting. Adopted by the Strategy Group" in reason(refused)


def test_of_three_hundred_not_heard_the_first_are_named() -> None:
    """A refusal stands under a field, and fits there."""
    from bot.rules.register import Organisation
    from bot.workflows.room.declarations_first import not_declared
    from tests.presenters.samples import terms_of

    many = tuple(Organisation(f"org-{number}", f"Organisation {number}") for number in range(300))
    assert "and 288 more have not declared" in not_declared(terms_of("clpp"), many).reason
