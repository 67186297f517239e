"""The live message of a motion: what is put, who has voted, and how it ended."""

from collections.abc import Mapping

from bot import ids
from bot.presenters import bars
from bot.presenters.blocks import (
    MESSAGE_BLOCKS,
    Block,
    Element,
    Message,
    actions,
    button,
    confirm,
    divider,
    fitted,
    header,
    isolated,
    packed,
)
from bot.presenters.environment import instant, line, words
from bot.presenters.rich import bold, from_template, moment, typed_text
from bot.presenters.votes.consensus import ending as round_ending
from bot.presenters.votes.consensus import positions, withdraw_button
from bot.presenters.votes.results import ending, opt_out_button
from bot.rules.wording import counted, listed_within, plural
from bot.workflows.questions import MotionPicture
from bot.workflows.votes.result_words import (
    briefly,
    casting_words,
    counts_of,
    outcome_words,
    quorum_briefly,
    verdict,
    votes_in_words,
)
from bot.workflows.votes.results import Result, waits_for_casting

MOST_NAMES = 120  # characters of names in the question before a vote is closed


def motion_message(picture: MotionPicture) -> Message:
    """The message of a motion as it stands now: open with its buttons, tied without them, closed with its arithmetic."""
    motion = picture.motion
    data = {"picture": picture_data(picture)}
    buttons = _buttons(picture)
    blocks = [
        header(f"{title_word(motion.indicative)} {motion.reference} · {picture.partnership_name}"),
        *_ending(picture),
        *typed_text(motion.text),
        *_words("particulars", data),
        *_turnout(picture),
        *_words("turnout", data),
        *_time_left(picture),
        *_words("body", data),
    ]
    shown = fitted(blocks, MESSAGE_BLOCKS - len(buttons), "The rest is under “Why?”.")
    return Message(line("motion/summary.txt.j2", data), [*shown, *buttons])


def _words(part: str, data: Mapping[str, object]) -> list[Block]:
    return from_template(words(f"motion/{part}.mrkdwn.j2", data))


def _turnout(picture: MotionPicture) -> list[Block]:
    """How many have answered or voted of those who may, as a bar; the words below say the same."""
    whole = len(picture.entitled)
    if picture.motion.state == "consensus":
        return bars.part("Answered", answered(picture), whole)
    return bars.part("Voted", picture.voted_count, whole) if picture.motion.state == "open" else []


def answered(picture: MotionPicture) -> int:
    """How many have taken a position in a consensus round."""
    return len(picture.agreeing) + len(picture.aside) + len(picture.objecting)


def _time_left(picture: MotionPicture) -> list[Block]:
    """How long there is to vote, counted by Slack itself for each reader, so that it is true whenever it is read."""
    motion = picture.motion
    if motion.state != "open" or motion.closes_at is None:
        return []
    return [moment("Voting closes ", motion.closes_at, instant(motion.closes_at, picture.time_zone))]


def title_word(indicative: bool) -> str:
    """What such a vote is called."""
    return "Indicative vote" if indicative else "Motion"


def picture_data(picture: MotionPicture) -> dict[str, object]:
    """What the words about a motion need."""
    motion, result = picture.motion, picture.result
    return {
        "label": title_word(motion.indicative),
        "reference": motion.reference,
        "partnership": picture.partnership_name,
        "text": motion.text,
        "state": motion.state,
        "indicative": motion.indicative,
        "secret": motion.is_secret,
        "kind": "" if motion.kind == "ordinary" else motion.kind,
        "put_by": picture.put_by,
        "put_at": motion.put_at,
        "closes_at": motion.closes_at,
        "closed_at": motion.closed_at,
        "zone": picture.time_zone,
        "meeting": picture.meeting_title,
        "about": picture.about,
        "chair": picture.chair,
        "entitled": len(picture.entitled),
        "voted": picture.voted,
        "voted_count": picture.voted_count,
        "withdrawn": picture.withdrawn,
        "majority": picture.majority,
        "majority_clause": picture.majority_clause.number,
        "outcome": _outcome(result) if result else "",
        "votes": votes_in_words(result) if result else "",
        "next": result.next if result else "",
        "inquorate": quorum_briefly(result) if result else "",
        "notes": result.notes if result else (),
        "particulars": picture.particulars,
        "ratification": picture.ratification,
        "not_quorate": picture.not_quorate,
        "by": result.by if result else "vote",
        "waiting": picture.waiting,
        "yet_to_vote": max(len(picture.entitled) - picture.voted_count, 0),
        "earlier": tuple(votes_in_words(each) for each in picture.earlier),
        "agreeing": picture.agreeing,
        "aside": picture.aside,
        "objecting": picture.objecting,
        "silent": picture.silent,
        "answered": answered(picture),
        "consensus_clause": picture.consensus_clause.number,
        "recorded": picture.recorded,
        "locked": picture.locked,
        "became": picture.became,
        "opt_outs": picture.opt_outs,
    }


def _ending(picture: MotionPicture) -> list[Block]:
    """How it ended, before everything else; the casting vote still to come is told with it."""
    motion, result = picture.motion, picture.result
    if result is None:
        return []
    if motion.state == "withdrawn":
        return ending("Withdrawn before it was decided", "", (), result.why, "")
    votes, counts = votes_in_words(result), counts_of(result)
    if motion.state == "tied":
        return ending("Tied", votes, counts, _follows(picture, result), "")
    became = [bold(each) for each in picture.became]
    return [*became, *ending(_outcome(result), votes, counts, briefly(result), casting_words(result))]


def _outcome(result: Result) -> str:
    words_ = "opinion was" if result.outcome == "indicative" else verdict(outcome_words(result))
    return words_[:1].upper() + words_[1:]


def _follows(picture: MotionPicture, tied: Result) -> str:
    if not waits_for_casting(tied):
        return "It is balloted again: whoever is chairing opens the next ballot."
    if picture.chair:
        return f"The casting vote lies with {isolated(picture.chair)}, who is chairing."
    return "The casting vote waits for those present to choose who chairs it."


def _buttons(picture: MotionPicture) -> list[Block]:
    motion = picture.motion
    why = button("Why?", ids.WHY_MOTION, motion.id)
    chair = (
        []
        if picture.chair or motion.indicative
        else [button("Record who is chairing it", ids.OPEN_ACTING_CHAIR, motion.id)]
    )
    if motion.state == "tied":
        again = picture.result is not None and not waits_for_casting(picture.result)
        return actions(*chair, *([_again(motion.id), withdraw_button(motion.id)] if again else []), why)
    if motion.state in ("closed", "withdrawn"):
        return actions(why, *([opt_out_button(motion.id)] if picture.may_opt_out else []))
    declare = button(
        "Declare an interest", ids.OPEN_DECLARE, packed(p=picture.partnership, subject=motion.id)
    )
    if motion.state == "consensus":
        return [
            divider(),
            *actions(*positions(motion.id)),
            *actions(declare, why, *chair, *round_ending(picture)),
        ]
    withdraw = [] if picture.voted_count else [withdraw_button(motion.id)]
    return [
        divider(),
        *actions(*votes(motion.id, secret=motion.is_secret)),
        *actions(
            declare,
            why,
            *chair,
            *withdraw,
            *([] if motion.is_secret else [button("Record a vote", ids.OPEN_RECORD_VOTE, motion.id)]),
            *([] if motion.closes_at is not None else [_close(picture)]),
        ),
    ]


def votes(motion: str, *, secret: bool) -> tuple[Element, ...]:
    """The buttons by which a vote is cast; of a secret vote the one that opens its form, which alone the voter sees."""
    if secret:
        return (button("Vote in secret", ids.OPEN_SECRET_VOTE, motion),)
    return (
        button("For", ids.VOTE_FOR, motion),
        button("Against", ids.VOTE_AGAINST, motion),
        button("Abstain", ids.VOTE_ABSTAIN, motion),
    )


def _again(motion: str) -> Element:
    return button(
        "Ballot again",
        ids.BALLOT_AGAIN,
        motion,
        confirm=confirm(
            "Another ballot?",
            "Everybody who has a vote votes anew on the same motion; the count so far is kept. Only whoever is chairing can do "
            "this.",
            "Ballot again",
            "Not yet",
        ),
    )


def _close(picture: MotionPicture) -> Element:
    return button(
        "Close the vote",
        ids.CLOSE_VOTE,
        picture.motion.id,
        confirm=confirm(
            "Close the vote?",
            f"{_who_has(picture)} The votes as they stand are counted and the result is declared. Only whoever is chairing can do "
            "this.",
            "Close the vote",
            "Not yet",
        ),
    )


def _who_has(picture: MotionPicture) -> str:
    """How many have voted, and who has not, where the terms show who: for the question asked before the vote is closed."""
    whole, voted = len(picture.entitled), picture.voted_count
    if whole and voted >= whole:
        return "Everybody who has a vote has voted."
    said = f"{voted} of {counted(whole, 'organisation')} {plural(whole, 'has', 'have')} voted"
    if picture.waiting:
        return f"{said}. Not yet: {listed_within(picture.waiting, MOST_NAMES)}."
    return f"{said}; {whole - voted} {plural(whole - voted, 'has', 'have')} not."
