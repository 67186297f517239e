"""The roll called again: what waited for the casting vote of one chair goes to the next."""

from dataclasses import dataclass, replace

from bot.workflows import meetings
from bot.workflows.chair_wanted import chair_wanted
from bot.workflows.counting import ClosingFacts, has_withdrawn
from bot.workflows.decisions import Notice, Outcome, Refused, Setting
from bot.workflows.meetings import CallRoll, RollFacts
from bot.workflows.results import casting_notice


@dataclass(frozen=True)
class NewRollFacts:
    """What is known when the roll of a meeting in session is called again."""

    roll: RollFacts
    tied: tuple[ClosingFacts, ...] = ()  # the motions of this meeting that wait for a casting vote

    @property
    def setting(self) -> Setting:
        """The partnership it happens in."""
        return self.roll.setting


def call_roll(command: CallRoll, facts: NewRollFacts) -> Outcome:
    """Mark the roll again; where it names another chair, the casting vote on each tied motion of the meeting is theirs (K29).

    A motion with an acting chair of its own keeps that chair. A new chair who has withdrawn from a motion, or is matched to
    no account, cannot give its casting vote, so an acting chair is wanted.
    """
    outcome = meetings.call_roll(command, facts.roll)
    meeting = facts.roll.meeting
    if isinstance(outcome, Refused) or meeting is None or meeting.chaired_by == command.chaired_by:
        return outcome
    waiting = [each for each in facts.tied if each.motion.chaired_by is None]
    notices = tuple(notice for each in waiting for notice in _passed_on(command, each))
    if not notices:
        return outcome
    references = " and ".join(each.motion.reference for each in waiting)
    follows = f"{references} waits for the casting vote, and whoever has it now is told by message."
    return replace(outcome, notices=notices, answer=replace(outcome.answer, next=follows))


def _passed_on(command: CallRoll, closing: ClosingFacts) -> tuple[Notice, ...]:
    user = closing.users.get(command.chaired_by)
    if user is None or closing.frozen is None or has_withdrawn(closing, command.chaired_by):
        return chair_wanted(
            closing.setting,
            motion=closing.motion.id,
            reference=closing.motion.reference,
            tied=True,
            in_chair=command.chaired_by,
            secretariat=closing.secretariat,
            at=command.received_at,
        )
    return (casting_notice(closing, closing.frozen, user, command.received_at),)
