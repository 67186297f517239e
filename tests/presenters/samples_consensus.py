"""Consensus rounds, withdrawn motions and what is only recorded, as the samples show them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.presenters import modals
from bot.presenters.modals import View
from bot.presenters.votes import consensus, voting
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Clause
from bot.workflows.questions import Choice, MotionPicture, ObjectFormFacts, PutFormFacts
from bot.workflows.votes.motions import ways_to_decide
from bot.workflows.votes.results import Result

CLAUSE = Clause("4.3", "Decisions will be made by consensus as far possible")


def pictures(
    pictured: MotionPicture, text: str, name: str, count: int, result: Callable[..., Result]
) -> Iterator[MotionPicture]:
    """A motion in a round, with an objection and without; taken to the vote; agreed; noted; withdrawn."""
    names = tuple(f"{name} {number}" for number in range(count))
    asked = replace(pictured, motion=replace(pictured.motion, state="consensus"), consensus_clause=CLAUSE)
    split = {"agreeing": names[::3], "aside": names[1::3]}
    yield replace(asked, silent=names)
    yield replace(asked, **split, silent=names[2::3])
    objected = replace(asked, **split, objecting=names[2::3])
    yield objected
    yield replace(objected, motion=replace(pictured.motion, state="open"), voted=(), voted_count=0)
    ends = {
        "agreed": result(by="consensus", agreed=names[::2], stood_aside=names[1::2], silent=names[:1]),
        "aloud": result(by="consensus aloud", stood_aside=names[1::2], why=text, provisional=True),
        "noted": result(outcome="noted", by="record", why=text),
    }
    for end in ends.values():
        yield replace(asked, motion=replace(pictured.motion, state="closed"), result=end, **split)
    tied = result(outcome="tied", votes_for=3, tie_rule="another ballot")
    yield replace(asked, motion=replace(pictured.motion, state="tied"), result=tied)
    yield replace(asked, motion=replace(pictured.motion, state="open"), earlier=(tied, tied), **split)
    withdrawn = result(outcome="withdrawn", by="record", why=text, clause="", clause_words="")
    yield replace(asked, motion=replace(pictured.motion, state="withdrawn"), result=withdrawn)


def views(
    pictured: MotionPicture, in_session: PutFormFacts, text: str, name: str, count: int
) -> Iterator[View]:
    """The forms of a round, and those that put a motion in each of its ways."""
    seats = tuple(Choice(f"org-{number}", f"{name} {number}") for number in range(count))
    for theirs in (seats, seats[:1], ()):
        yield consensus.object_form(ObjectFormFacts("motion-1", "2025/3", text, theirs, CLAUSE))
    yield consensus.withdraw_form(pictured)
    there = replace(in_session, present=seats)
    yield voting.put_form(there, "consensus", text=text)
    yield voting.put_form(there, "agreed")
    terms = parse_terms(sample_terms("clesp"))
    advising = replace(there, ways=ways_to_decide(terms), terms=terms)
    yield voting.put_form(advising, "indicative")
    yield voting.put_form(replace(advising, meeting=None), "note", text=text)
    yield voting.how_form(replace(advising, meeting=None))
    yield modals.why(())
