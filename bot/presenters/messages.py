"""Every notice as a message: one row a kind, the words from its folder in templates/."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.presenters.agenda import agenda_forms
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    MESSAGE_BLOCKS,
    Block,
    Message,
    actions,
    button,
    fitted,
    header,
    isolated,
    packed,
    small,
)
from bot.presenters.elections import elections
from bot.presenters.entries import decision_notices
from bot.presenters.environment import line, words
from bot.presenters.meetings import meeting_notices
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.papers import paper_notices
from bot.presenters.replies import apologies
from bot.presenters.rich import from_template
from bot.presenters.room import room_notices
from bot.presenters.room.declaring import ruling_words
from bot.presenters.room.room_notices import session_message
from bot.presenters.tenders import (
    asking_members,
    bid_people,
    brokers,
    contracts,
    digests,
    pipeline_notices,
    policies,
    provider_file,
    tender_answers,
    tender_notice,
    tenders,
)
from bot.presenters.votes import kind_notices, results, vote_notices
from bot.presenters.votes.motion import motion_message
from bot.rules.terms import Clause
from bot.workflows.elections.live_ballots import LiveBallot
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import MotionPicture
from bot.workflows.room.in_the_channel import SessionPicture

TOO_LONG = "The rest does not fit into one message."


def render(
    kind: str,
    data: Mapping[str, Any],
    picture: MotionPicture | SessionPicture | LiveBallot | None = None,
    *,
    partnership: str,
) -> Message:
    """The message of a notice: its kind (the class of the notice), its data, and the id of the partnership it belongs to.

    A MotionNotice shows the motion as it is now, a MeetingInSessionNotice the meeting, an ElectionBallotNotice the ballot, and so
    each needs its picture: ValueError without one. KeyError for a kind without words.
    """
    if isinstance(picture, MotionPicture):
        return motion_message(picture)
    if isinstance(picture, SessionPicture):
        return session_message(picture)
    if isinstance(picture, LiveBallot):
        return elections.ballot_message(picture)
    if kind in ("MotionNotice", "MeetingInSessionNotice", "ElectionBallotNotice"):
        raise ValueError(
            "The message of a motion, a meeting or a ballot is drawn from its picture, and none was given."
        )
    row = KINDS[kind]
    sent = Sent(data, partnership)
    body = row.blocks(sent) if row.blocks is not None else _said(row, data)
    buttons = row.buttons(sent)
    alone = {name: isolated(each) if isinstance(each, str) else each for name, each in data.items()}
    shown = fitted([header(row.heading(alone)), *body], MESSAGE_BLOCKS - len(buttons), TOO_LONG)
    text = line(f"{row.folder}/summary.txt.j2", data)
    return Message(text, [*shown, *buttons], row.enclosures(sent))


def _said(row: Kind, data: Mapping[str, Any]) -> list[Block]:
    clause = Clause(data.get("clause", ""), data.get("clause_words", ""))
    return [*from_template(words(f"{row.folder}/body.mrkdwn.j2", data)), *small(clause_words(clause))]


def _casting_buttons(sent: Sent) -> list[Block]:
    return actions(
        button("Give the casting vote", ids.OPEN_CASTING_VOTE, sent.data["motion"], style="primary"),
        button("Why?", ids.WHY_MOTION, sent.data["motion"]),
    )


def _chair_buttons(sent: Sent) -> list[Block]:
    return actions(
        button("Record who is chairing it", ids.OPEN_ACTING_CHAIR, sent.data["motion"], style="primary"),
        button("Why?", ids.WHY_MOTION, sent.data["motion"]),
    )


def _ruling_buttons(sent: Sent) -> list[Block]:
    if not sent.data["for_ruling"]:
        return []
    return actions(
        *(
            button(
                ruling_words(ruling, sent.data["subject_kind"]),
                ids.variant(ids.RULE_ON_INTEREST, ruling.name.lower()),
                packed(
                    p=sent.partnership,
                    interest=sent.data["interest"],
                    declaration=str(sent.data["declaration"]),
                    ruling=ruling.value,
                    was=sent.data.get("ruled", ""),
                ),
            )
            for ruling in Ruling
        )
    )


def _welcome_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership)
    return actions(
        button("Meetings", ids.OPEN_MEETINGS, here),
        button("The agenda", ids.OPEN_AGENDA, here),
        button("Papers", ids.OPEN_PAPERS, here),
        button("Will you be there?", ids.OPEN_APOLOGIES, here),
        button("Declare an interest", ids.OPEN_DECLARE, here),
        button("Put a motion", ids.OPEN_PUT_MOTION, here),
        button("Decisions", ids.OPEN_DECISIONS, here),
        button("Tenders", ids.OPEN_TENDERS, here),
        button("Call the roll", ids.OPEN_ROLL, here),
        button("The partnership and its rules", ids.OPEN_PARTNERSHIP, here),
    )


def _given_up_heading(data: Mapping[str, Any]) -> str:
    how = "Perhaps not delivered" if data["in_doubt"] else "Not delivered"
    return f"{how} · {data['partnership_name']}"


def _given_up_buttons(sent: Sent) -> list[Block]:
    return actions(button("The partnership", ids.OPEN_PARTNERSHIP, packed(p=sent.partnership)))


KINDS: Mapping[str, Kind] = {
    **results.KINDS,
    "CastingVoteNotice": Kind(
        "casting_vote", lambda data: f"Casting vote · motion {data['reference']}", _casting_buttons
    ),
    "ChairWantedNotice": Kind(
        "chair_wanted", lambda data: f"A chair is wanted · motion {data['reference']}", _chair_buttons
    ),
    "DeclarationNotice": Kind(
        "declaration", lambda data: f"Declaration of interest · {data['partnership_name']}", _ruling_buttons
    ),
    "CarriedOverNotice": Kind(
        "carried_over", lambda data: f"Withdrawn for an interest · {data['partnership_name']}"
    ),
    "RulingNotice": Kind("ruling", lambda data: f"Ruling on an interest · {data['partnership_name']}"),
    "WelcomeNotice": Kind("welcome", lambda data: str(data["partnership_name"]), _welcome_buttons),
    "GivenUpNotice": Kind("given_up", _given_up_heading, _given_up_buttons),
    "NotEnclosedNotice": Kind(
        "not_enclosed", lambda data: f"Not enclosed · {data['partnership_name']}", _given_up_buttons
    ),
    **meeting_notices.KINDS,
    **paper_notices.KINDS,
    **agenda_forms.KINDS,
    **apologies.KINDS,
    **room_notices.KINDS,
    **decision_notices.KINDS,
    **digests.KINDS,
    **tenders.KINDS,
    **asking_members.KINDS,
    **bid_people.KINDS,
    **brokers.KINDS,
    **contracts.KINDS,
    **pipeline_notices.KINDS,
    **policies.KINDS,
    **provider_file.KINDS,
    **tender_notice.KINDS,
    **tender_answers.KINDS,
    **kind_notices.KINDS,
    **vote_notices.KINDS,
    **elections.KINDS,
}
