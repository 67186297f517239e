"""Those who have not voted between meetings are reminded: halfway, and a day before the close; nobody who has voted is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of
from bot.rules.register import Capacity
from bot.rules.wording import day_words
from bot.workflows.decisions import Answer, ClockCommand, Decision, Due, Notice, Outcome, Refused, Setting
from bot.workflows.meetings.invited import Invited
from bot.workflows.votes.counting import ClosingFacts, entitlement

REMIND_TO_VOTE = "remind to vote"
A_DAY = timedelta(days=1)
ABOUT = timedelta(
    minutes=1
)  # a motion is recorded a moment after the form was sent, by which its reminders go


@dataclass(frozen=True, kw_only=True)
class RemindToVote(ClockCommand):
    """Remind those who have not voted on a motion put between meetings."""

    @property
    def motion(self) -> str:
        """The motion it is about."""
        return self.subject


@dataclass(frozen=True)
class ChasingFacts:
    """What is known when it is time to remind those who are silent."""

    closing: ClosingFacts
    called: tuple[Invited, ...]  # everybody who speaks for an organisation in the body that decides

    @property
    def setting(self) -> Setting:
        """The partnership it happens in."""
        return self.closing.setting


@dataclass(frozen=True, kw_only=True)
class VoteReminderNotice(Notice):
    """Reminds somebody who has not voted between meetings, with the buttons that vote."""

    partnership_name: str
    motion: str
    reference: str
    text: str
    secret: bool
    organisations: tuple[str, ...]  # their names, of which none has voted
    closes: str
    clause: str
    clause_words: str


def moments(put_at: datetime, closes_at: datetime) -> tuple[datetime, ...]:
    """When the silent are reminded: halfway, and a day before the close where that is still to come when the motion is put."""
    halfway, a_day_before = put_at + (closes_at - put_at) / 2, closes_at - A_DAY
    return tuple(sorted({halfway, *([a_day_before] if a_day_before > put_at else [])}))


def reminders_of(motion: str, put_at: datetime, closes_at: datetime, ballot: int = 1) -> tuple[Due, ...]:
    """The reminders of a ballot as work for the clock."""
    return tuple(
        Due(f"remind-vote:{motion}:{ballot}:{number}", REMIND_TO_VOTE, motion, at)
        for number, at in enumerate(moments(put_at, closes_at), start=1)
    )


def remind(command: RemindToVote, facts: ChasingFacts) -> Outcome:
    """Remind whoever represents an organisation that has a vote and has not cast it; nobody else."""
    closing = facts.closing
    motion, setting = closing.motion, facts.setting
    if motion.state != "open" or motion.closes_at is None or command.received_at >= motion.closes_at:
        return Refused("The voting is over.")
    opened_at = closing.earlier[-1].ended_at if closing.earlier else motion.put_at
    times = moments(opened_at, motion.closes_at)
    if not any(abs(each - command.due_at) < ABOUT for each in times):
        return Refused("It was meant for an earlier ballot.")
    if any(command.due_at + ABOUT <= each <= command.received_at for each in times):
        return Refused("A later reminder of the same is due as well.")
    window, allowed = setting.terms.between_meetings_window, setting.terms.between_meetings
    clause = clause_of(window) if window is not None else clause_of(allowed)
    closes = motion.closes_at.astimezone(ZoneInfo(setting.time_zone))
    notices = tuple(
        VoteReminderNotice(
            key=f"vote-reminder:{command.key}:{user}",
            recipient=user,
            subject=motion.id,
            due_at=command.received_at,
            not_after=motion.closes_at,
            partnership_name=setting.name,
            motion=motion.id,
            reference=motion.reference,
            text=motion.text,
            secret=motion.is_secret,
            organisations=tuple(names),
            closes=f"{day_words(closes.date())} at {closes:%H:%M}",
            clause=clause.number,
            clause_words=clause.words,
        )
        for user, names in _silent(facts).items()
    )
    if not notices:
        return Refused("Everybody who can be reminded has voted.")
    return Decision(Answer(f"{len(notices)} reminded."), notices=notices)


def _silent(facts: ChasingFacts) -> dict[str, list[str]]:
    """Slack user -> the names of the organisations they have not voted for."""
    closing = facts.closing
    waiting = entitlement(closing).entitled - closing.ballots.keys() - closing.voted_secretly
    without = closing.in_chair if _chair_has_none(facts.setting) else None
    found: dict[str, list[str]] = {}
    for each in _who_may(facts.called):
        if each.organisation in waiting and each.user is not None and each.person != without:
            found.setdefault(each.user, []).append(each.organisation_name)
    return found


def _who_may(called: Iterable[Invited]) -> Iterable[Invited]:
    """Between meetings only representatives vote: a deputy stands in at meetings."""
    return (each for each in called if each.organisation and each.capacity is Capacity.REPRESENTATIVE)


def _chair_has_none(setting: Setting) -> bool:
    rule = setting.terms.chair_votes
    return rule is not None and rule.value is False
