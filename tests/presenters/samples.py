"""Everything the bot can show, from plain data: pictures, notices and forms, with names and texts to order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import ids
from bot.presenters import answers, home, modals
from bot.presenters.blocks import Message
from bot.presenters.messages import KINDS, render
from bot.presenters.partnership import partnership
from bot.presenters.room import declaring, roll
from bot.presenters.votes import voting
from bot.rules.gaps import gaps
from bot.rules.reading import parse_terms
from bot.rules.register import Appointment, Capacity, Organisation, Person, Register, Role
from bot.rules.samples import sample_terms
from bot.rules.terms import Clause, Terms
from bot.workflows.decisions import Answer, Refused
from bot.workflows.interests.interests import Subject
from bot.workflows.kinds.kinds import kinds_of_decision
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import (
    ActingChairFormFacts,
    Ask,
    Choice,
    Coming,
    DeclareFormFacts,
    HomePart,
    HomePicture,
    MotionPicture,
    OpenMotion,
    PartnershipPicture,
    Place,
    PutFormFacts,
    Reason,
    RollFormFacts,
    VoteKept,
)
from bot.workflows.votes.motions import Motion, ways_to_decide
from bot.workflows.votes.results import Result
from tests.presenters import (
    samples_agenda,
    samples_ballots,
    samples_consensus,
    samples_decisions,
    samples_elections,
    samples_kinds,
    samples_meetings,
    samples_papers,
    samples_replies,
    samples_room,
    samples_tenders,
    samples_votes,
)
from tests.presenters.samples_home import ASKS

NOON = datetime(2025, 4, 24, 11, 0, tzinfo=UTC)  # 12:00 in London
CLAUSE = Clause("4.5", "In the event of a tied vote the Chair has a casting vote")


def terms_of(slug: str) -> Terms:
    """One of the sample terms."""
    return parse_terms(sample_terms(slug))


TERMS = terms_of("clpp")
MEETING = MeetingState("meeting-1", "Strategy Group", "in session", "person-1", acting=False)


def motion(text: str = "That the bid be submitted", **changes: Any) -> Motion:
    """An open motion put at a meeting."""
    made = Motion(
        id="motion-1",
        number=3,
        year=2025,
        text=text,
        kind="ordinary",
        meeting="meeting-1",
        about=None,
        indicative=False,
        show_votes="who",
        put_by="person-1",
        put_at=NOON,
        closes_at=None,
        chaired_by=None,
        state="open",
    )
    return replace(made, **changes)


def result(**changes: Any) -> Result:
    """A motion carried by five to three."""
    made = Result(
        outcome="carried",
        votes_for=5,
        against=3,
        abstain=1,
        entitled=tuple(f"org-{number}" for number in range(9)),
        present=tuple(f"org-{number}" for number in range(9)),
        withdrawn=(),
        voted=tuple(f"org-{number}" for number in range(9)),
        members=10,
        voting_members=10,
        why="5 for and 3 against: more for than against.",
        needed="more for than against",
        clause=CLAUSE.number,
        clause_words=CLAUSE.words,
        quorum="quorate",
        quorum_why="9 of 10 are present.",
        quorum_clause="4.6",
        provisional=False,
        terms_version=1,
    )
    return replace(made, **changes)


def picture(name: str = "Exeter CVS", count: int = 9, **changes: Any) -> MotionPicture:
    """The picture of an open motion with so many organisations, half of which have voted."""
    names = tuple(f"{name} {number}" for number in range(count))
    made = MotionPicture(
        workspace="T1",
        partnership="clpp",
        partnership_name="Care Leavers Progression Partnership",
        channel="C1",
        time_zone="Europe/London",
        motion=motion(),
        put_by=name,
        chair=name,
        meeting_title="Strategy Group",
        about="",
        entitled=names,
        voted=names[: count // 2],
        voted_count=count // 2,
        withdrawn=names[-1:],
        majority="more votes for than against",
        majority_clause=CLAUSE,
        result=None,
        names={},
        revision=1,
    )
    return replace(made, **changes)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every kind of notice but the motion's own, as the outbox keeps it."""
    common = {"partnership_name": name, "motion": "motion-1", "reference": "2025/3"}
    clause = {"clause": CLAUSE.number, "clause_words": text}
    return {
        "ResultNotice": {
            **common,
            "text": text,
            "outcome": "carried",
            "votes": "5 for, 3 against, 1 abstaining",
            "why": "5 for and 3 against: more for than against.",
            "quorum": "",
            "next": "",
            "clause": "4.5",
            "clause_words": text,
            "notes": [text],
            "indicative": False,
            "provisional": False,
            "casting": text,
            "may_opt_out": True,
            "counts": [["For", 5], ["Against", 3], ["Abstaining", 1]],
        },
        "WelcomeNotice": {"partnership_name": name, "source": text},
        "CastingVoteNotice": {**common, **clause, "text": text, "votes": "3 for, 3 against, 1 abstaining"},
        "ChairWantedNotice": {**common, "tied": True, "clause": "4.2"},
        "DeclarationNotice": {
            "partnership_name": name,
            "declarer": name,
            "organisation": name,
            "subject_kind": "motion",
            "subject_title": name,
            "nil": False,
            "nature": text,
            "interest": "interest-1",
            "declaration": 1,
            "for_ruling": True,
            "ruled": "",
            "vote_off": True,
            "oral": False,
            **clause,
        },
        "RulingNotice": {
            "partnership_name": name,
            "organisation": name,
            "subject_title": name,
            "ruling": "speak only",
            "follows": "You may speak to the item and then take no further part.",
        },
        "GivenUpNotice": {
            "partnership_name": name,
            "what": "the result of a motion",
            "whom": name,
            "error": "channel_not_found",
            "attempts": 8,
            "in_doubt": False,
        },
        "NotEnclosedNotice": {
            "partnership_name": name,
            "what": "the result of a motion",
            "title": text,
            "why": "Slack refused it (file_type_not_allowed)",
        },
        "PaperLostNotice": {
            "partnership_name": name,
            "paper": "paper-1",
            "title": text,
            "file_name": name,
            "meeting": name,
            "error": "there is nothing in it",
            "own": True,
            "submitter": name,
            "told": True,
        },
        **samples_meetings.notices(text, name),
        **samples_agenda.notices(text, name),
        **samples_papers.notices(text, name),
        **samples_decisions.notices(text, name),
        **samples_replies.notices(text, name),
        **samples_room.notices(text, name),
        **samples_kinds.notices(text, name),
        **samples_votes.notices(text, name),
        **samples_tenders.notices(text, name),
        **samples_elections.notices(text, name),
    }


def register(name: str, count: int) -> Register:
    """So many organisations, each with a representative and a named deputy."""
    numbers = range(count)
    return Register(
        organisations=tuple(Organisation(f"org-{n}", f"{name} {n}", type=name, area=name) for n in numbers),
        people=tuple(Person(f"person-{n}", f"{name} {n}") for n in range(count * 2)),
        appointments=tuple(
            Appointment(f"person-{n * 2 + deputy}", f"org-{n}", capacity=capacity)
            for n in numbers
            for deputy, capacity in enumerate((Capacity.REPRESENTATIVE, Capacity.SUBSTITUTE))
        ),
        roles=(Role("chair", person="person-0"), Role("secretariat", organisation="org-0")) if count else (),
    )


def partnership_picture(name: str = "Exeter CVS", count: int = 9, slug: str = "clpp") -> PartnershipPicture:
    """A partnership of so many organisations under one of the sample terms."""
    terms, held = terms_of(slug), register(name, count)
    return PartnershipPicture(
        partnership=slug,
        name=name,
        short_name=name,
        terms=terms,
        time_zone="Europe/London",
        register=held,
        gaps=gaps(held, terms, date(2025, 4, 24)),
        rules=terms.rules(),
        unmatched=tuple(each.name for each in held.people),
        may_match=True,
        leads=True,
        speaks=True,
        users={},
        stands=(name,),
        dissolutions=(Choice("motion-1", name),),
    )


def put_facts(name: str = "Exeter CVS", **changes: Any) -> PutFormFacts:
    """The form of whoever is chairing, no meeting being in session."""
    made = PutFormFacts(
        partnership="clpp",
        name=name,
        meeting=None,
        ways=ways_to_decide(TERMS),
        kinds=kinds_of_decision(TERMS),
        about=(Subject("tender", "tender-1", name),),
        terms=TERMS,
        time_zone="Europe/London",
        undeclared=(name,),
    )
    return replace(made, **changes)


def roll_facts(
    name: str = "Exeter CVS", count: int = 9, meeting: MeetingState | None = None
) -> RollFormFacts:
    """A roll of so many organisations."""
    return RollFormFacts(
        partnership="clpp",
        name=name,
        meeting=meeting,
        here=tuple(Choice(f"org-{n}:person-{n}", f"{name} {n}", n % 2 == 0) for n in range(count)),
        substitutes=tuple(Choice(f"org-{n}:person-{n}", f"{name} {n}") for n in range(count)),
        chairs=tuple(Choice(f"person-{n}", f"{name} {n}", n == 0) for n in range(count)),
        title=name,
        remote=tuple(Choice(f"org-{n}", f"{name} {n}", n % 4 == 0) for n in range(count)),
    )


def declare_facts(name: str = "Exeter CVS", count: int = 3) -> DeclareFormFacts:
    """A form of somebody who speaks for so many organisations."""
    kinds = ("meeting", "item", "motion", "tender")
    return DeclareFormFacts(
        partnership="clpp",
        name=name,
        seats=tuple(Choice(f"org-{n}", f"{name} {n}") for n in range(count)),
        subjects=tuple(Subject(kinds[n % 4], f"subject-{n}", f"{name} {n}") for n in range(count)),
        clause=CLAUSE,
        why=name,
    )


def home_picture(
    name: str = "Exeter CVS", count: int = 2, text: str = "That the bid be submitted"
) -> HomePicture:
    """App Home of somebody in so many partnerships, each with a motion open."""
    place = Place("clpp", name, name, "C1", is_mine=True)
    part = HomePart(
        place=place,
        time_zone="Europe/London",
        seats=(f"{name} (representative)",),
        roles=("chair",),
        is_chairing=True,
        is_secretariat=True,
        meeting=MEETING,
        motions=(OpenMotion("motion-1", "2025/3", text, NOON, ((name, "not yet"),), may_vote=True),),
        gaps=2,
        waiting=(f"{name} has not voted on 2025/3.",),
        asks=tuple(Ask(kind, text, "meeting-1") for kind in ASKS),
        coming=(Coming("meeting-1", name, "Tuesday 30 March 2027 at 14:00", "", 3, (name,)),) * count,
        decided=(
            VoteKept("motion-1", "2025/2", text, "carried", ((name, "for"),), "ratified by motion 2025/3"),
        ),
        lacking=(text,),
        stands=(text,),
    )
    return HomePicture(name, (part,) * count, (place,) * count, NOON)


def messages(
    text: str = "That the bid be submitted", name: str = "Exeter CVS", count: int = 9
) -> Iterator[Message]:
    """Every message, in every state that changes what it shows."""
    pictured = picture(name, count, motion=motion(text))
    yield render(
        "MotionNotice", {}, picture(name, count, motion=motion(text, ballot="secret")), partnership="clpp"
    )
    tied = result(outcome="tied", votes_for=3)
    closed = result(
        casting="for",
        casting_by=name,
        casting_reason=text,
        provisional=True,
        quorum="not quorate",
        notes=(text,),
        clause_words=text,
    )
    for shown in (
        pictured,
        replace(pictured, not_quorate=text),
        replace(pictured, motion=motion(text, closes_at=NOON, meeting=None), about=name),
        replace(pictured, motion=motion(text, indicative=True, show_votes="how many"), voted=()),
        replace(pictured, motion=motion(text, state="tied"), result=tied),
        replace(pictured, motion=motion(text, state="closed", outcome="carried"), result=closed),
        replace(pictured, motion=motion(text, state="closed"), result=result(outcome="indicative")),
        replace(
            pictured,
            motion=motion(text, state="closed"),
            result=closed,
            ratification=name,
            recorded=(text, name),
            became=(f"Void by D2026/3: {text}",),
            opt_outs=tuple(f"{name} {n}: {text}" for n in range(count)),
            may_opt_out=True,
        ),
        replace(pictured, particulars=(text, name)),
        *samples_consensus.pictures(pictured, text, name, count, result),
    ):
        yield render("MotionNotice", {"motion": "motion-1"}, shown, partnership="clpp")
    data = notices(text, name)
    for kind in KINDS:
        yield render(kind, data[kind], partnership="clpp")
    yield render(
        "DeclarationNotice",
        {**data["DeclarationNotice"], "nil": True, "for_ruling": False},
        partnership="clpp",
    )
    yield render(
        "ResultNotice", {**data["ResultNotice"], "indicative": True, "quorum": text}, partnership="clpp"
    )
    for told in (True, False):
        lost = {**data["PaperLostNotice"], "own": False, "told": told}
        yield render("PaperLostNotice", lost, partnership="clpp")
    yield answers.answer_message(Answer(text, Clause("4.5", text), text, text))
    refused = Refused(
        text, Clause("4.5", text), text, choices={f"org-{n}": f"{name} {n}" for n in range(count)}
    )
    for again in (ids.VOTE_ON_BEHALF, ids.POSITION_ON_BEHALF):
        yield answers.refusal_message(refused, answers.for_whom(refused.choices, again, motion="motion-1"))
    yield from samples_meetings.messages(text, name, count)
    yield from samples_agenda.messages(text, name, count)
    yield from samples_papers.messages(text, name, count)
    yield from samples_replies.messages(text, name)
    yield from samples_room.messages(text, name, count)
    yield from samples_kinds.messages(text, name)
    yield from samples_elections.messages(text, name)
    yield from samples_elections.live(text, name, count)
    yield render("DeclarationNotice", {**data["DeclarationNotice"], "oral": True}, partnership="clpp")


def views(
    text: str = "That the bid be submitted", name: str = "Exeter CVS", count: int = 9
) -> Iterator[modals.View]:
    """Every form, every modal and App Home."""
    in_session = put_facts(name, meeting=replace(MEETING, title=name))
    tied = picture(
        name, count, motion=motion(text, state="tied"), result=result(outcome="tied", clause_words=text)
    )
    candidates = tuple(Choice(f"person-{n}", f"{name} {n}") for n in range(count))
    answered = answers.answer_message(Answer(text, Clause("4.5", text), text, text))
    yield declaring.declare_form(declare_facts(name, count), text, "subject-1")
    yield declaring.declare_form(declare_facts(name, 0), text)
    yield voting.how_form(put_facts(name), text)
    yield voting.how_form(put_facts(name, ways=("indicative",), terms=terms_of("clesp")))
    yield voting.put_form(in_session, "meeting", Answer(text), text)
    yield voting.put_form(put_facts(name), "between meetings", text=text)
    yield voting.put_form(put_facts(name), "indicative")
    warned = Refused(text, Clause("5.7", text), text, field="changes_no_terms")
    yield voting.put_form(in_session, "meeting", text=text, warning=warned)
    yield voting.casting_form(tied)
    yield voting.acting_chair_form(
        ActingChairFormFacts("motion-1", "2025/3", candidates, Clause("4.2", text))
    )
    yield voting.acting_chair_form(ActingChairFormFacts("motion-1", "2025/3", (), Clause("4.2", text)))
    yield from samples_consensus.views(tied, in_session, text, name, count)
    yield roll.roll_form(roll_facts(name, count), "meeting", text)
    yield roll.roll_form(roll_facts(name, count, replace(MEETING, title=name)))
    yield roll.roll_form(roll_facts(name, 0))
    yield modals.notice("Recorded", answered)
    yield modals.why((Reason("quorum", text, Clause("4.6", text), text),) * count)
    for slug in ("clpp", "clesp"):
        pictured = partnership_picture(name, count, slug)
        for tab in partnership.TABS:
            for page in range(6):
                yield partnership.partnership_modal(pictured, tab, page)
        yield partnership.match_form(pictured)
        yield partnership.adopt_form(pictured)
    yield partnership.match_form(replace(partnership_picture(name, 0)))
    yield home.home(home_picture(name, 2, text))
    yield home.home(home_picture(name, 40, text))
    yield home.home(HomePicture("", (), (), NOON))
    yield from samples_meetings.views(text, name, count)
    yield from samples_agenda.views(text, name, count)
    yield from samples_elections.views(text, name, count)
    yield from samples_ballots.views(text, name, count, motion(text, ballot="secret"))
    yield from samples_papers.views(text, name, count)
    yield from samples_decisions.views(text, name, count)
    yield from samples_replies.views(text, name, count)
    to_put = replace(in_session, outstanding=(name,) * count, not_quorate=text, awaiting=2)
    yield voting.put_form(to_put, "meeting")
    yield from samples_room.views(text, name, count, to_put)
    yield from samples_votes.views(text, name, count, picture(name, count, motion=motion(text)))
    yield from samples_kinds.views(text, name, count, to_put)
    yield from samples_tenders.views(text, name, count)
    booked = replace(MEETING, state="booked", chaired_by=None)
    more = {
        "others": ((name, name),),
        "other_day": "Friday 24 April 2026",
        "replied": name,
        "instead": (Choice("meeting-2", name), Choice("not-booked", "A meeting that was not booked")),
    }
    yield roll.roll_form(replace(roll_facts(name, count, booked), **more), "put")
