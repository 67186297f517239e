"""What a calendar file has to say of a time zone, so that 14:00 is 14:00 in every calendar.

Outlook takes one rule for standard time and one for summer time ([MS-OXCICAL] 2.1.3.1.1.19), and is an hour out where the days
on which clocks change are listed instead. icalendar's own `Timezone.from_tzid` only lists, and puts clocks forward an hour late;
so the changes are found here, in the zone's own data, and written as rules wherever they follow any.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_MINUTES = range(24 * 60)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _Change:
    """The clocks of a zone put forward or back."""

    at: datetime  # as they show it just before
    before: timedelta  # from UTC
    after: timedelta
    name: str  # of the time they then keep: "BST"


def time_zone(name: str, years: range) -> Timezone:
    """The rules of a zone that hold in these years, which begin with the one before the first meeting."""
    zone = ZoneInfo(name)
    written = Timezone()
    written.add("tzid", name)
    changes = list(_changes(zone, years))
    forward = [each for each in changes if each.after > each.before]
    back = [each for each in changes if each.after < each.before]
    rules = _yearly(forward, years), _yearly(back, years)
    if all(rules):
        written.add_component(_observance(forward[0], rules[0]))
        written.add_component(_observance(back[0], rules[1]))
        return written
    # The zone keeps one time, changes its rules in these very years, or goes by the moon: what happens is listed.
    start = datetime(years.start, 1, 1, tzinfo=zone)
    kept = _offset(start, zone)
    for each in (_Change(start.replace(tzinfo=None), kept, kept, start.tzname() or name), *changes):
        written.add_component(_observance(each))
    return written


def _changes(zone: ZoneInfo, years: range) -> Iterator[_Change]:
    midnight, end = datetime(years.start, 1, 1, tzinfo=UTC), datetime(years.stop, 1, 1, tzinfo=UTC)
    while midnight < end:
        if _offset(midnight, zone) != _offset(midnight + timedelta(days=1), zone):
            yield _change(zone, midnight)
        midnight += timedelta(days=1)


def _change(zone: ZoneInfo, midnight: datetime) -> _Change:
    """The change on the day that begins at this midnight, to the minute."""
    before = _offset(midnight, zone)
    minute = bisect_left(
        _MINUTES, True, key=lambda each: _offset(midnight + timedelta(minutes=each), zone) != before
    )
    moment = midnight + timedelta(minutes=minute)
    name = moment.astimezone(zone).tzname() or zone.key
    return _Change((moment + before).replace(tzinfo=None), before, _offset(moment, zone), name)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _yearly(changes: list[_Change], years: range) -> dict[str, str | int]:
    """The rule by which the clocks change so once in each of these years; empty if there is none."""
    moments = [each.at for each in changes]
    alike = {(each.at.month, each.at.weekday(), each.at.time(), each.before, each.after) for each in changes}
    if len(alike) != 1 or [each.year for each in moments] != list(years):
        return {}
    weeks = {(each.day - 1) // 7 + 1 for each in moments}
    if all(each.day + 7 > monthrange(each.year, each.month)[1] for each in moments):
        weeks = {-1}  # the last of its month, be it the fourth or the fifth
    if len(weeks) != 1:
        return {}
    day = f"{weeks.pop()}{_WEEKDAYS[moments[0].weekday()]}"
    return {"FREQ": "YEARLY", "BYMONTH": moments[0].month, "BYDAY": day}


def _observance(
    change: _Change, rule: dict[str, str | int] | None = None
) -> TimezoneStandard | TimezoneDaylight:
    # By where the hands go and not by what the law calls it: Dublin's standard time, in law, is the summer's.
    observance = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    observance.DTSTART = change.at
    observance.TZOFFSETFROM, observance.TZOFFSETTO = change.before, change.after
    observance.add("tzname", change.name)
    if rule:
        observance.add("rrule", rule)
    return observance
