"""Everything shown about votes of the absent and the reluctant, from plain data, with names and texts to order."""

from collections.abc import Iterator
from typing import Any

from bot.presenters.modals import View
from bot.presenters.votes.vote_notices import change_vote_form, opt_out_form, record_vote_form
from bot.rules.terms import Clause
from bot.workflows.entries.opting_out import OptOutFormFacts
from bot.workflows.questions import Choice, MotionPicture
from bot.workflows.votes.recorded_votes import RecordVoteFormFacts


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every notice about a vote still awaited, or recorded for somebody."""
    common = {"partnership_name": name, "motion": "motion-1", "reference": "2025/3", "text": text}
    return {
        "VoteReminderNotice": {
            **common,
            "secret": False,
            "organisations": (name, f"{name} 2"),
            "closes": "Thursday 24 April 2025 at 12:00",
            "clause": "11",
            "clause_words": text,
        },
        "BoxLockedNotice": {"partnership_name": name, "called": name, "is_key": True},
        "CarriedOverNotice": {
            "partnership_name": name,
            "organisation": name,
            "reference": "2026/2",
            "ratifies": "2026/1",
            "clause": "4.5",
            "clause_words": text,
        },
        "VoteRecordedNotice": {
            **common,
            "who": name,
            "organisation": "org-1",
            "organisation_name": name,
            "choice": "Abstain",
            "cast_at": "2025-04-22T09:00:00.000001+00:00",
        },
    }


def views(text: str, name: str, count: int, picture: MotionPicture) -> Iterator[View]:
    """The forms of a vote by telephone, of the vote anew, and of not joining in."""
    people = tuple(Choice(f"org-{n}|person-{n}", f"{name} {n}: {name}") for n in range(count))
    yield record_vote_form(RecordVoteFormFacts("motion-1", "2025/3", text, people))
    yield record_vote_form(RecordVoteFormFacts("motion-1", "2025/3", text, ()))
    yield change_vote_form(picture, "org-1", name)
    for seats in (count, 1):
        held = tuple(Choice(f"org-{n}", f"{name} {n}", n == 0) for n in range(seats))
        clause = Clause("4.4", text)
        yield opt_out_form(OptOutFormFacts("motion-1", "2025/3", text, held, text, clause))
