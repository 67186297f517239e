"""A digest to members as often as the partnership goes by, and a warning to the secretariat after a silence (C21)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.rules.calendar import DaysRefused
from bot.rules.citing import clause_of
from bot.rules.days import by
from bot.rules.notice import calendar_of
from bot.rules.wording import counted, day_words
from bot.workflows.decisions import Answer, ClockCommand, Decision, Due, Notice, Outcome, Refused, Setting
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.deadlines import nine

DIGEST, SILENCE = "send the digest", "watch for silence"  # kinds of the clock's work
MOST = 10  # lines under each heading
QUARTERLY = "every quarter"


@dataclass(frozen=True, kw_only=True)
class SendDigest(ClockCommand):
    """The first of a month has come: tell members what there is."""


@dataclass(frozen=True, kw_only=True)
class WatchSilence(ClockCommand):
    """Perhaps members have been told nothing for too long."""


@dataclass(frozen=True)
class DigestFacts:
    """What there is to tell members, a line each; nothing confidential is among it."""

    setting: Setting
    today: date
    meetings: tuple[str, ...] = ()
    tenders: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()  # who entered what they offer since the digest before
    last_told: date | None = None  # the day of the last message to the channel
    secretariat: tuple[str, ...] = field(default_factory=tuple)  # Slack users


@dataclass(frozen=True, kw_only=True)
class DigestNotice(Notice):
    """Tells the channel what there is, once a month or a quarter."""

    partnership_name: str
    day: str
    meetings: tuple[str, ...]
    tenders: tuple[str, ...]
    decided: tuple[str, ...]
    providers: tuple[str, ...]
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class SilenceNotice(Notice):
    """Warns the secretariat that members have been told nothing for some time."""

    partnership_name: str
    since: str  # the day of the last message; empty where there was none
    days: str
    clause: str
    clause_words: str


def send(command: SendDigest, facts: DigestFacts) -> Outcome:
    """Post the digest into the channel, and come again; where there is nothing to tell, nothing is posted."""
    setting, rule = facts.setting, facts.setting.terms.digest_every
    due = next_digest(setting, command.received_at)
    if not due:
        return Refused("The partnership has no digest any more.")
    told = {name: getattr(facts, name)[:MOST] for name in ("meetings", "tenders", "decided", "providers")}
    if not any(told.values()):
        return Decision(Answer("There is nothing to tell."), due=due)
    clause = clause_of(rule)
    notice = DigestNotice(
        key=command.key,
        recipient=setting.channel,
        subject=setting.partnership,
        due_at=command.received_at,
        partnership_name=setting.name,
        day=day_words(facts.today),
        clause=clause.number,
        clause_words=clause.words,
        **told,
    )
    return Decision(Answer("The digest is posted."), notices=(notice,), due=due)


def watch(command: WatchSilence, facts: DigestFacts) -> Outcome:
    """Warn the secretariat where nothing was told for as long as the terms give; look again when that may be so."""
    setting, rule = facts.setting, facts.setting.terms.digest_silence
    if rule is None or rule.value is None:
        return Refused("The partnership watches for no silence any more.")
    last = facts.last_told
    again = _watch(setting, last, command.received_at) if last is not None else ()
    if again and again[0].due_at > command.received_at:
        return Decision(Answer("Members have been told something since."), due=again)
    clause = clause_of(rule)
    notices = tuple(
        SilenceNotice(
            key=f"{command.key}|{user}",
            recipient=user,
            subject=setting.partnership,
            due_at=command.received_at,
            partnership_name=setting.name,
            since=day_words(last) if last is not None else "",
            days=counted((facts.today - last).days, "day") if last is not None else "",
            clause=clause.number,
            clause_words=clause.words,
        )
        for user in facts.secretariat
    )
    return Decision(
        Answer("The secretariat is warned."),
        notices=notices,
        due=_watch(setting, facts.today, command.received_at),
    )


def next_digest(setting: Setting, now: datetime) -> tuple[Due, ...]:
    """The next digest, at nine on the first of a month; none where the terms give none."""
    rule = setting.terms.digest_every
    if rule is None or rule.value is None:
        return ()
    day = _next_month(local_day(now, setting.time_zone))
    while rule.value == QUARTERLY and day.month not in (1, 4, 7, 10):
        day = _next_month(day)
    return (Due(f"{DIGEST}|{day:%Y-%m}", DIGEST, setting.partnership, nine(day, setting.time_zone)),)


def first_watch(setting: Setting, now: datetime) -> tuple[Due, ...]:
    """When to look for a silence that begins today."""
    return _watch(setting, local_day(now, setting.time_zone), now)


def lately(today: date, every: str | None) -> date:
    """The day from which a digest tells."""
    return today - timedelta(days=92 if every == QUARTERLY else 31)


def _watch(setting: Setting, last: date, now: datetime) -> tuple[Due, ...]:
    rule = setting.terms.digest_silence
    if rule is None or rule.value is None:
        return ()
    try:
        day = by(rule.value, last, calendar_of(setting.terms))
    except DaysRefused:
        return ()
    return (Due(f"{SILENCE}|{day}", SILENCE, setting.partnership, nine(day, setting.time_zone)),)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def lines(found: Sequence[str]) -> tuple[str, ...]:
    """At most ten lines, with how many more there are."""
    more = len(found) - MOST
    return (*found[: MOST - 1], f"… and {more + 1} more.") if more > 0 else tuple(found)
