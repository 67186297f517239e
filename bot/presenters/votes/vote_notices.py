"""Votes of the absent and the reluctant: reminders, votes recorded for somebody who rang up, and who does not join in."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    Block,
    actions,
    button,
    field,
    menu,
    option,
    packed,
    radio,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import sentences, typed_text
from bot.presenters.votes.motion import votes
from bot.workflows.entries.opting_out import LONGEST_REASON, OptOutFormFacts
from bot.workflows.questions import MotionPicture
from bot.workflows.votes.recorded_votes import RecordVoteFormFacts
from bot.workflows.votes.votes import CHOICE_WORDS

OUT, IN = "out", "in"


def record_vote_form(facts: RecordVoteFormFacts) -> View:
    """Who rang up, and what the vote is."""
    if not facts.people:
        return modal(
            ids.FORM_WHY, "Record a vote", sentences("No organisation has a vote on this motion now.")
        )
    options = [option(each.words, each.id) for each in facts.people]
    blocks = [
        *sentences(
            f"A vote on {facts.reference}, given by telephone. Whoever gave it is asked to confirm it."
        ),
        *typed_text(facts.text),
        field("whose", "Who rang up?", menu("Who may vote", options)),
        field("choice", "Their vote", radio(_choices())),
    ]
    return modal(
        ids.FORM_RECORD_VOTE, "Record a vote", blocks, submit="Record", metadata=packed(m=facts.motion)
    )


def change_vote_form(picture: MotionPicture, organisation: str, name: str) -> View:
    """The vote of one organisation, cast anew by the person for whom another was recorded."""
    blocks = [
        *sentences(f"The vote of {name} on {picture.motion.reference}."),
        *typed_text(picture.motion.text),
        field("choice", "Your vote", radio(_choices())),
    ]
    return modal(
        ids.FORM_CHANGE_VOTE,
        "Your vote",
        blocks,
        submit="Vote",
        metadata=packed(m=picture.motion.id, organisation=organisation),
    )


def opt_out_form(facts: OptOutFormFacts) -> View:
    """Whether an organisation joins in what was decided."""
    out = any(each.chosen for each in facts.seats)
    blocks: list[Block] = [
        *sentences(f"Motion {facts.reference}, which was carried:"),
        *typed_text(facts.text),
        *small(clause_words(facts.clause)),
    ]
    if len(facts.seats) > 1:
        menu = [option(each.words, each.id) for each in facts.seats]
        blocks.append(field("on_behalf_of", "For which organisation?", select(menu)))
    if out:
        names = ", ".join(each.words for each in facts.seats if each.chosen)
        blocks += sentences(f"So far recorded as not joining in: {names}.")
        ways = [option("We do not join in this", OUT), option("We join in after all", IN)]
        blocks.append(field("joins", "As it stands now", radio(ways, OUT)))
    blocks.append(
        field(
            "reason",
            "The reason",
            typed(facts.reason, multiline=True),
            optional=True,
            hint=f"At most {LONGEST_REASON:,} characters. It stands beside the result.",
        )
    )
    return modal(
        ids.FORM_OPT_OUT, "We do not join in", blocks, submit="Record", metadata=packed(m=facts.motion)
    )


def _choices() -> list[dict[str, object]]:
    return [option(words, choice) for choice, words in CHOICE_WORDS.items()]


def _reminder_buttons(sent: Sent) -> list[Block]:
    motion = sent.data["motion"]
    return actions(*votes(motion, secret=sent.data["secret"]), button("Why?", ids.WHY_MOTION, motion))


def _recorded_buttons(sent: Sent) -> list[Block]:
    """For somebody whose vote was recorded for them: right, or not."""
    this = {"motion": sent.data["motion"], "organisation": sent.data["organisation"]}
    return actions(
        button(
            "That is right",
            ids.CONFIRM_VOTE,
            packed(**this, at=str(sent.data["cast_at"])),
            style="primary",
        ),
        button("Change it", ids.OPEN_CHANGE_VOTE, packed(**this)),
        button("Why?", ids.WHY_MOTION, sent.data["motion"]),
    )


KINDS = {
    "BoxLockedNotice": Kind(
        "box_locked", lambda data: f"Secret votes cannot be counted yet · {data['partnership_name']}"
    ),
    "VoteReminderNotice": Kind(
        "vote_reminder",
        lambda data: f"Your vote is awaited · motion {data['reference']}",
        _reminder_buttons,
    ),
    "VoteRecordedNotice": Kind(
        "vote_recorded",
        lambda data: f"A vote recorded for you · motion {data['reference']}",
        _recorded_buttons,
    ),
}
