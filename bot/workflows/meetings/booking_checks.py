"""What may stand in the way of a booking: whose it is, what was left out, a day past, an hour that does not exist."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.rules.citing import clause_of
from bot.rules.register import main_group
from bot.rules.wording import day_words, instant_words
from bot.workflows.decisions import Refused
from bot.workflows.kinds.dissolving import is_dissolved
from bot.workflows.kinds.kinds import IN_PUBLIC
from bot.workflows.meetings.booked_times import as_instant, ends, local
from bot.workflows.meetings.booking_facts import BookingFacts, MeetingBooked, Wanted
from bot.workflows.meetings.meetings import BOOKED, CANCELLED, LONGEST_TITLE, TO_BE_ANNOUNCED
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

LONGEST_PLACE, LONGEST_LINK, LONGEST_NOTE, LONGEST_REASON = 500, 1000, 2000, 1000  # characters
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
MOST_AT_ONCE = 24  # meetings in one schedule


def not_theirs(facts: BookingFacts, verb: str) -> Refused | None:
    """Why a booking is not this person's to make; None where it is (V23)."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if facts.standing.is_secretariat or facts.standing.is_chair:
        return None
    return Refused(
        f"Only the secretariat or the chair {verb} a meeting.",
        clause_of(facts.setting.terms.others.get("secretariat")),
        next="Ask one of them; “The partnership and its rules” shows who they are.",
    )


def not_to_come(facts: BookingFacts) -> Refused | None:
    """Why a meeting is not changed any more; None while it is to come."""
    if facts.meeting is None:
        return Refused("I do not know that meeting.", next="`/meeting` shows those to come.")
    if facts.meeting.is_to_come:
        return None
    state = {CANCELLED: "was cancelled", "closed": "has been held", "in session": "is in session"}[
        facts.meeting.state
    ]
    return Refused(f"“{facts.meeting.title}” {state}, so it is not changed any more.", next="Book another.")


def mistake_in(wanted: Wanted, facts: BookingFacts) -> Refused | None:
    """What is wrong with what was asked, under its own field; None where nothing is."""
    if not wanted.title.strip():
        return Refused("Give the meeting a name, such as “Strategy Group”.", field="title")
    for name, text, most in (
        ("title", wanted.title, LONGEST_TITLE),
        ("place", wanted.place, LONGEST_PLACE),
        ("link", wanted.link, LONGEST_LINK),
        ("catering", wanted.catering, LONGEST_NOTE),
        ("access", wanted.access, LONGEST_NOTE),
        ("joint_with", wanted.joint_with, LONGEST_TITLE),
        ("expected", wanted.expected, LONGEST_TITLE),
    ):
        if len(text.strip()) > most:
            return Refused(
                f"That is {len(text.strip()):,} characters; please say it in {most:,} or fewer.", field=name
            )
    if wanted.link.strip() and not wanted.link.strip().startswith(("https://", "http://")):
        return Refused("A link to join begins with https://.", next="Paste the whole link.", field="link")
    if wanted.group and wanted.group not in facts.setting.terms.groups:
        return Refused(
            "The terms know no such group.",
            clause_of(facts.setting.terms.others.get("groups")),
            next="Choose one from the list.",
            field="group",
        )
    if not SHORTEST <= wanted.lasts <= LONGEST:
        return Refused("A meeting lasts between five minutes and a day.", field="lasts")
    return _not_public(wanted, facts)


def _not_public(wanted: Wanted, facts: BookingFacts) -> Refused | None:
    """Meetings are private unless the terms say otherwise, or members have agreed and the decision is recorded (K39)."""
    rule = facts.setting.terms.public_meetings
    if not wanted.public or rule is None or rule.value is None or rule.value == "always":
        return None
    if rule.value == "never":
        return Refused("Under the terms meetings are not held in public.", rule.clause, field="public")
    reference = wanted.public_decision.strip()
    if not reference:
        may_choose = "carried" in facts.carried.values()  # else the form has no motions to choose from
        return Refused(
            "A meeting is held in public only where members have agreed to it, and that decision is recorded.",
            rule.clause,
            next="Choose the motion by which they agreed."
            if may_choose
            else f"Put a motion of the kind “{IN_PUBLIC}” and choose it here once it is carried. Until then take the tick away.",
            field="public_decision" if may_choose else "public",
        )
    if facts.carried.get(reference) != "carried":
        return Refused(
            f"Motion {reference} is not a decision that was carried, of the kind “{IN_PUBLIC}”.",
            rule.clause,
            next="Put a motion of that kind; once it is carried, and ratified if there was no quorum, choose it here.",
            field="public_decision",
        )
    return None


def too_many(starts: tuple[datetime, ...]) -> Refused | None:
    """More meetings than one schedule books."""
    if len(starts) <= MOST_AT_ONCE:
        return None
    return Refused(
        f"That is {len(starts)} meetings; at most {MOST_AT_ONCE} are booked at once.",
        next="Book the rest in a second schedule.",
        field="more",
    )


def twice(starts: Iterable[datetime], facts: BookingFacts, besides: str = "") -> Refused | None:
    """The same hour twice: in one schedule, or with a meeting booked before."""
    seen: set[datetime] = set()
    zone = facts.setting.time_zone
    taken = {
        local(each.starts_at, zone).replace(tzinfo=None): each
        for each in facts.others
        if each.starts_at is not None and each.is_to_come and each.id != besides
    }
    for start in starts:
        if start in seen:
            return Refused(f"{instant_words(start)} stands there twice.", field="more")
        if start in taken:
            return Refused(
                f"“{taken[start].title}” is booked for {instant_words(start)} already.",
                next="Change or cancel that one, or choose another time.",
                field="time",
            )
        seen.add(start)
    return None


def made(
    meeting: str, wanted: Wanted, start: datetime | None, sequence: int, facts: BookingFacts
) -> MeetingBooked | Refused:
    """The meeting as it will be, or why it cannot be: a day past, a time no clock shows (N18)."""
    zone = facts.setting.time_zone
    starts_at: datetime | None = None
    if start is None:
        if wanted.announce_by is None:
            return Refused(
                "Give the meeting a day and a time, or say by when they will be announced.", field="day"
            )
        if wanted.announce_by < facts.today:
            return Refused(
                f"{day_words(wanted.announce_by)} has passed. Choose a later day.", field="announce_by"
            )
    else:
        instant = as_instant(start, zone)
        if isinstance(instant, str):
            return Refused(instant, next="Choose another time.", field="time")
        starts_at = instant
        if start.date() < facts.today:
            return Refused(f"{day_words(start.date())} has passed. Choose a later day.", field="day")
    dissolved = _dissolved(wanted, start.date() if start is not None else wanted.announce_by, facts)
    if dissolved is not None:
        return dissolved
    return MeetingBooked(
        subject=meeting,
        person=person_of(facts),
        title=wanted.title.strip(),
        group="" if wanted.group == main_group(facts.setting.terms) else wanted.group,
        state=BOOKED if starts_at else TO_BE_ANNOUNCED,
        starts_at=starts_at,
        ends_at=ends(starts_at, wanted.lasts),
        held_on=start.date() if start else None,
        place=wanted.place.strip(),
        link=wanted.link.strip(),
        catering=wanted.catering.strip(),
        access=wanted.access.strip(),
        public=wanted.public,
        public_decision=wanted.public_decision.strip(),
        joint_with=wanted.joint_with.strip(),
        expected="" if starts_at else wanted.expected.strip(),
        announce_by=None if starts_at else wanted.announce_by,
        adjourned_from=wanted.adjourned_from,
        sequence=sequence,
    )


def _dissolved(wanted: Wanted, day: date | None, facts: BookingFacts) -> Refused | None:
    """Nothing is booked in a group for a day on which it is dissolved (K46)."""
    group = facts.meeting.group if facts.meeting is not None else wanted.group
    return is_dissolved(
        facts.dissolutions,
        group or main_group(facts.setting.terms),
        day or facts.today,
        doing="no meeting of it is booked for then",
        field="day",
    )


def person_of(facts: BookingFacts) -> str | None:
    """Whoever asks, by the register."""
    return facts.standing.person if isinstance(facts.standing, Standing) else None
