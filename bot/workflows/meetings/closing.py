"""Who was at a meeting, as it is frozen at its close for the minutes."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.register import Register
from bot.rules.wording import listed
from bot.workflows.meetings.attendance import (
    CO_OPTED,
    IN_PERSON,
    OBSERVER,
    REMOTE,
    REPRESENTATIVE,
    SUBSTITUTE,
    Expected,
    Stay,
    is_unnamed,
)

NOT_EXPECTED = ("observer", "in attendance")  # they may come, and nobody waits for word of them


@dataclass(frozen=True)
class Attended:
    """One person who was there, for one organisation in one way, from when to when."""

    name: str
    organisation: str  # its name
    capacity: str
    mode: str
    times: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Apology:
    """Word given that somebody would not be there, and who came instead (N3, V12)."""

    name: str
    organisation: str
    instead: str = ""


@dataclass(frozen=True)
class AttendanceAtClose:
    """Who was there and who was not, each list as minutes have it (N2, N3)."""

    present: tuple[Attended, ...] = ()  # representatives in the room
    remote: tuple[Attended, ...] = ()  # … by video or telephone
    substitutes: tuple[Attended, ...] = ()
    co_opted: tuple[Attended, ...] = ()
    observers: tuple[Attended, ...] = ()
    in_attendance: tuple[Attended, ...] = ()  # stand-ins without a vote, and guests
    apologies: tuple[Apology, ...] = ()
    absent: tuple[str, ...] = ()  # names of organisations of which nobody came and no word was given (V12)


def attendance_at_close(
    stays: tuple[Stay, ...],
    expected: tuple[Expected, ...],
    register: Register,
    at: datetime,
    *,
    whole_body: bool = True,
) -> AttendanceAtClose:
    """The lists for the minutes. In a group that is not the `whole_body` only organisations that name somebody to it are waited
    for."""
    everybody = _lines(stays, at)

    def of(capacity: str, *modes: str) -> tuple[Attended, ...]:
        return tuple(
            each for each in everybody if each.capacity == capacity and (not modes or each.mode in modes)
        )

    listed_apart = (REPRESENTATIVE, SUBSTITUTE, CO_OPTED, OBSERVER)
    return AttendanceAtClose(
        present=of(REPRESENTATIVE, IN_PERSON),
        remote=of(REPRESENTATIVE, REMOTE),
        substitutes=of(SUBSTITUTE),
        co_opted=of(CO_OPTED),
        observers=of(OBSERVER),
        in_attendance=tuple(each for each in everybody if each.capacity not in listed_apart),
        apologies=_apologies(stays, expected, register),
        absent=_absent(stays, expected, register, whole_body),
    )


def closing_words(kept: AttendanceAtClose) -> str:
    """How many came, who sent apologies, and apart from them who was absent without (V12)."""
    there = represented(kept)
    said = f"{there} member {'organisation was' if there == 1 else 'organisations were'} represented."
    if kept.apologies:
        said += f" Apologies: {listed([_apology(each) for each in kept.apologies])}."
    if kept.absent:
        said += f" Absent without apologies: {listed(list(kept.absent))}."
    return said


def represented(kept: AttendanceAtClose) -> int:
    """How many organisations somebody spoke for."""
    return len({each.organisation for each in (*kept.present, *kept.remote, *kept.substitutes)})


def _apology(each: Apology) -> str:
    instead = f"; {each.instead} instead" if each.instead else ""
    return f"{each.name} ({each.organisation}{instead})" if each.organisation else each.name


def _lines(stays: tuple[Stay, ...], at: datetime) -> tuple[Attended, ...]:
    found: dict[tuple[str, str, str, str, str], tuple[tuple[datetime, datetime], ...]] = {}
    for each in stays:
        if is_unnamed(each) and each.left_at == each.arrived_at:
            continue  # it was said later who that was
        key = (each.person or "", each.name, each.organisation_name, each.capacity, each.mode)
        end = each.left_at if each.left_at is not None else max(at, each.arrived_at)
        found[key] = (*found.get(key, ()), (each.arrived_at, end))
    return tuple(
        Attended(name, organisation, capacity, mode, times)
        for (_, name, organisation, capacity, mode), times in found.items()
    )


def _apologies(
    stays: tuple[Stay, ...], expected: tuple[Expected, ...], register: Register
) -> tuple[Apology, ...]:
    came = {(each.person, each.organisation or "") for each in stays}
    people = {each.slug: each.name for each in register.people}
    bodies = {each.slug: each.name for each in register.organisations}
    return tuple(
        Apology(
            people.get(each.person, each.person),
            bodies.get(each.organisation, each.organisation),
            people.get(each.substitute or "", each.stand_in) if each.answer == SUBSTITUTE else "",
        )
        for each in expected
        if each.answer in ("apologies", SUBSTITUTE) and (each.person, each.organisation) not in came
    )


def _absent(
    stays: tuple[Stay, ...], expected: tuple[Expected, ...], register: Register, whole_body: bool
) -> tuple[str, ...]:
    came = {each.organisation for each in stays}
    sent_word = {each.organisation for each in expected if each.answer in ("apologies", SUBSTITUTE)}
    named = {each.organisation for each in register.appointments}
    return tuple(
        sorted(
            each.name
            for each in register.organisations
            if each.slug not in came | sent_word
            and each.standing not in NOT_EXPECTED
            and (whole_body or each.slug in named)
        )
    )
