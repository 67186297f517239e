"""Who is in the room: each stay of each person with its times, and the roll that follows from it for the votes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.rules.register import Capacity, Organisation, Register, same
from bot.workflows.decisions import derived_id

H = TypeVar("H")

REPRESENTATIVE, SUBSTITUTE, STAND_IN = "representative", "substitute", "stand-in"
CO_OPTED, OBSERVER, IN_ATTENDANCE = "co-opted", "observer", "in attendance"
IN_PERSON, REMOTE = "in person", "remote"
NOBODY_NAMED = (
    "A representative"  # of an organisation marked present when nobody has said who is there for it
)
LONGEST_NAME, LONGEST_ORGANISATION = 200, 300  # characters
MOST_OTHERS = 100


@dataclass(frozen=True)
class Stay:
    """One stay of one person in the room, for one organisation; somebody who comes back has two."""

    id: str
    person: str | None  # None: in no register
    name: str
    organisation: str | None
    organisation_name: str
    capacity: str
    mode: str
    arrived_at: datetime
    left_at: datetime | None = None

    @property
    def is_here(self) -> bool:
        """Whether they are still in the room."""
        return self.left_at is None

    @property
    def speaks_for_it(self) -> bool:
        """Whether the organisation is on the roll through them: an unnamed stand-in only attends (K34)."""
        return self.organisation is not None and self.capacity != STAND_IN


@dataclass(frozen=True)
class Departure:
    """The end of a stay."""

    stay: str
    name: str
    organisation_name: str
    left_at: datetime


@dataclass(frozen=True)
class Expected:
    """What somebody has said beforehand: whether they come, and who comes instead."""

    person: str
    organisation: str
    answer: str  # "coming", "remote", "apologies" or "substitute"
    substitute: str | None = None
    stand_in: str = ""


@dataclass(frozen=True)
class Marks:
    """What the roll's form says: organisations, those of them by video or telephone, deputies, and others by name."""

    present: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    substitutes: tuple[tuple[str, str], ...] = ()  # (organisation, the person standing in for it)
    others: tuple[tuple[str, str], ...] = ()  # (name, organisation as it was typed)
    people: tuple[tuple[str, str], ...] = ()  # (organisation, who is there for it), where that was said


@dataclass(frozen=True)
class Seen:
    """What the form showed when it was opened, so that two people marking at once do not undo each other's marks."""

    marks: Marks
    chaired_by: str | None


@dataclass(frozen=True)
class Book:
    """Whose names the room is filled with: the register of its day, and what was said beforehand."""

    meeting: str
    register: Register
    expected: tuple[Expected, ...] = ()
    chaired_by: str | None = None
    anybody: bool = False  # the terms let an organisation send anybody, who then stands in for it


@dataclass(frozen=True)
class Difference:
    """Who came and who went between two markings of the roll."""

    came: tuple[Stay, ...] = ()
    went: tuple[Departure, ...] = ()
    struck: tuple[Departure, ...] = ()  # stays that never were: marked by mistake


def merged(asked: Marks, seen: Seen | None, now: Marks) -> Marks:
    """The marks as they are to be: what was changed in the form, made to what has been marked by now.

    Whoever marks a roll that nobody showed them (`seen` is None) says who is here and who is not.
    """
    if seen is None:
        present = _once((*asked.present, *asked.remote))
        said = {organisation for organisation, _ in asked.people}
        stay = (each for each in now.people if each[0] in present and each[0] not in said)
        return replace(asked, present=present, people=_once((*asked.people, *stay)))
    before = seen.marks
    by_wire = (each for each in asked.remote if each not in before.remote)
    came = [each for each in _once((*asked.present, *by_wire)) if each not in before.present]
    left = [each for each in before.present if each not in asked.present]
    present = tuple(each for each in _once((*now.present, *came)) if each not in left)
    standing_in = _changed(asked.substitutes, before.substitutes, now.substitutes)
    ticked = set(asked.substitutes) - set(before.substitutes)
    return Marks(
        present=present,
        remote=tuple(each for each in _changed(asked.remote, before.remote, now.remote) if each in present),
        substitutes=tuple(each for each in standing_in if each[0] in present or each in ticked),
        others=_changed(asked.others, before.others, now.others),
        people=tuple(
            each for each in _changed(asked.people, before.people, now.people) if each[0] in present
        ),
    )


def marks_of(stays: Iterable[Stay]) -> Marks:
    """The marks that whoever is in the room now would have on the form."""
    here = [each for each in stays if each.is_here]
    roll = roll_of(here)
    return Marks(
        present=tuple(roll),
        remote=tuple(each for each in roll if (held := holder(here, each)) and held.mode == REMOTE),
        substitutes=tuple((each, deputy) for each, deputy in roll.items() if deputy is not None),
        others=tuple(_line(each) for each in here if _is_other(each)),
        people=tuple(
            (each.organisation, each.person)
            for each in here
            if _represents(each) and each.organisation is not None and each.person is not None
        ),
    )


def roll_of(stays: Iterable[Stay]) -> dict[str, str | None]:
    """The roll that follows from the room: each organisation somebody speaks for, and the deputy who holds its vote (G10)."""
    roll: dict[str, str | None] = {}
    for each in stays:
        if each.is_here and each.speaks_for_it and each.organisation is not None:
            roll.setdefault(each.organisation, None)
            if each.capacity == SUBSTITUTE:
                roll[each.organisation] = each.person
    return roll


def holder(stays: Iterable[Stay], organisation: str) -> Stay | None:
    """Who holds the vote of an organisation in the room: its deputy where one stands in, else whoever came first (G10)."""
    theirs = [
        each for each in stays if each.is_here and each.speaks_for_it and each.organisation == organisation
    ]
    deputies = [each for each in theirs if each.capacity == SUBSTITUTE]
    return next(iter((*deputies, *theirs)), None)


def twice(stays: Iterable[Stay]) -> tuple[tuple[Stay, Stay], ...]:
    """Where a deputy is in the room and so is somebody they stand in for: (the deputy, the other)."""
    here = [each for each in stays if each.is_here and each.speaks_for_it]
    return tuple(
        (held, each)
        for each in here
        if each.capacity != SUBSTITUTE
        and (held := holder(here, each.organisation or "")) is not None
        and held.capacity == SUBSTITUTE
    )


def with_difference(stays: Iterable[Stay], found: Difference) -> tuple[Stay, ...]:
    """The stays once that difference has been made."""
    ended = {each.stay: each.left_at for each in found.went}
    never = {each.stay for each in found.struck}
    kept = (each for each in stays if each.id not in never)
    return (*(replace(each, left_at=ended.get(each.id, each.left_at)) for each in kept), *found.came)


def difference(marks: Marks, stays: tuple[Stay, ...], book: Book, at: datetime) -> Difference:
    """Who has to come and who has to go for the room to be as it is marked."""
    deputies = dict(marks.substitutes)
    sent = _sent(marks, stays, book)
    marks = replace(marks, present=_once((*marks.present, *sent)))
    came: list[Stay] = []
    went: list[Stay] = [
        each
        for each in stays
        if each.is_here and each.speaks_for_it and each.organisation not in marks.present
    ]
    for organisation in marks.present:
        mode = REMOTE if organisation in marks.remote else IN_PERSON
        here = [
            each
            for each in stays
            if each.is_here and each.speaks_for_it and each.organisation == organisation
        ]
        deputy = deputies.get(organisation)
        left = [each for each in here if _goes(each, deputy, marks)]
        stayed = [each for each in here if each not in left]
        arrived: list[Stay] = []
        if deputy is not None and all(each.person != deputy for each in stayed):
            arrived.append(arriving(book, organisation, deputy, mode, at, len(stays) + len(came)))
        elif organisation in sent:
            arrived.append(_other(book, sent[organisation], at, len(stays) + len(came), mode))
        for theirs, person in marks.people:
            if theirs == organisation and all(each.person != person for each in (*stayed, *arrived)):
                number = len(stays) + len(came) + len(arrived)
                arrived.append(arriving(book, organisation, person, mode, at, number))
        if not stayed and not arrived:
            arrived.append(arriving(book, organisation, None, mode, at, len(stays) + len(came)))
        elif not arrived and (held := holder(stayed, organisation)) is not None and held.mode != mode:
            left.append(held)  # from the room to the telephone: a stay of each kind
            again = _id(book, organisation, held.person or held.name, len(stays) + len(came), at)
            arrived.append(replace(held, id=again, mode=mode, arrived_at=at))
        came += arrived
        went += left
    went += [
        each for each in stays if _is_other(each) and _line(each) not in marks.others and each not in went
    ]
    shown = {_line(each) for each in stays if _is_other(each)}
    for line in marks.others:
        if line not in shown and line not in sent.values():
            came.append(_other(book, line, at, len(stays) + len(came)))
    return named_later(Difference(tuple(came), tuple(ended(each, at) for each in went)), stays)


def named_later(found: Difference, stays: Iterable[Stay]) -> Difference:
    """The same difference, where whoever is named now for an organisation is who was there unnamed, and since when."""
    came, went = list(found.came), list(found.went)
    for unnamed in stays:
        if not unnamed.is_here or not is_unnamed(unnamed) or any(each.stay == unnamed.id for each in went):
            continue
        for number, each in enumerate(came):
            if each.organisation == unnamed.organisation and each.person is not None and _represents(each):
                came[number] = replace(each, arrived_at=unnamed.arrived_at)
                went.append(ended(unnamed, unnamed.arrived_at))
                break
    return Difference(tuple(came), tuple(went))


def is_unnamed(stay: Stay) -> bool:
    """Whether somebody is there for an organisation, and nobody has said who."""
    return stay.person is None and stay.name == NOBODY_NAMED and _represents(stay)


def arriving(book: Book, organisation: str, person: str | None, mode: str, at: datetime, number: int) -> Stay:
    """Somebody who comes for an organisation: the person named, else the only one it can be."""
    known = book.register.organisation(organisation)
    who = person if person is not None else _voice(book, organisation)
    named = [
        each.capacity
        for each in book.register.appointments
        if each.person == who and each.organisation == organisation
    ]
    stands_in = bool(named) and Capacity.REPRESENTATIVE not in named
    return Stay(
        id=_id(book, organisation, who or "", number, at),
        person=who,
        name=book.register.person(who).name if who is not None else NOBODY_NAMED,
        organisation=organisation,
        organisation_name=known.name,
        capacity=SUBSTITUTE if stands_in else capacity_of(known.standing),
        mode=mode,
        arrived_at=at,
    )


def with_chair(found: Difference, stays: tuple[Stay, ...], book: Book, at: datetime) -> Difference:
    """The same difference, with whoever is in the chair in the room if nobody has marked them there."""
    room = with_difference(stays, found)
    person = book.chaired_by
    if person is None or any(each.is_here and each.person == person for each in room):
        return found
    roll = roll_of(room)
    represented = [
        each.organisation
        for each in book.register.appointments
        if each.person == person and each.capacity is Capacity.REPRESENTATIVE and each.organisation in roll
    ]
    if represented:
        return replace(
            found, came=(*found.came, arriving(book, represented[0], person, IN_PERSON, at, len(room)))
        )
    if any(each.person == person for each in book.register.appointments):
        return found
    return replace(found, came=(*found.came, _presiding(book, person, at, len(room))))


def _presiding(book: Book, person: str, at: datetime, number: int) -> Stay:
    """A chair who speaks for no organisation, and is in the room all the same."""
    return Stay(
        id=_id(book, "", person, number, at),
        person=person,
        name=book.register.person(person).name,
        organisation=None,
        organisation_name="",
        capacity=IN_ATTENDANCE,
        mode=IN_PERSON,
        arrived_at=at,
    )


def ended(stay: Stay, at: datetime) -> Departure:
    """The end of a stay, which is never before it began."""
    return Departure(stay.id, stay.name, stay.organisation_name, max(at, stay.arrived_at))


def capacity_of(standing: str) -> str:
    """In what capacity the representative of an organisation of that standing is in the room."""
    return standing if standing in (CO_OPTED, OBSERVER, IN_ATTENDANCE) else REPRESENTATIVE


def others_typed(text: str) -> tuple[tuple[str, str], ...]:
    """The lines "Name, organisation" as pairs; empty lines and the same person twice are left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    pairs = (line.partition(",") for line in lines if line.strip(" ,"))
    return _once((name.strip(), organisation.strip()) for name, _, organisation in pairs if name.strip())


def foretold(expected: Iterable[Expected], register: Register) -> Marks:
    """The marks a form begins with: those who said that they come, as they said they would.

    An organisation that sends somebody it has not named is not ticked: what they are follows from the terms.
    """
    told = [each for each in expected if _known(register, each.organisation)]
    named = {(each.organisation, each.person) for each in register.appointments}
    deputies = {
        each.organisation: each.substitute
        for each in told
        if each.answer == SUBSTITUTE
        and each.substitute is not None
        and (each.organisation, each.substitute) in named
    }
    theirs = [each for each in told if each.answer in ("coming", REMOTE)]
    in_person = {each.organisation for each in theirs if each.answer == "coming"} | set(deputies)
    remote = _once(each.organisation for each in theirs if each.organisation not in in_person)
    return Marks(
        present=_once((*(each.organisation for each in theirs), *deputies)),
        people=tuple((each.organisation, each.person) for each in theirs),
        remote=remote,
        substitutes=tuple(deputies.items()),
        others=_once(
            (" ".join(each.stand_in.split()), register.organisation(each.organisation).name)
            for each in told
            if each.answer == SUBSTITUTE and each.stand_in.strip()
        ),
    )


def _voice(book: Book, organisation: str) -> str | None:
    """Whoever is in the chair, where it is theirs; else the one who said they come; else its one representative; else nobody."""
    named = representatives(book.register, organisation)
    if book.chaired_by in named:
        return book.chaired_by
    said = {each.person: each.answer for each in book.expected if each.organisation == organisation}
    coming = [each for each in named if said.get(each) in ("coming", REMOTE)]
    unsaid = [each for each in named if each not in said]
    who = coming or unsaid or named
    return who[0] if len(who) == 1 else None


def _sent(marks: Marks, stays: tuple[Stay, ...], book: Book) -> dict[str, tuple[str, str]]:
    """Those who come now and whom the terms let their organisation send, though it has not named them."""
    if not book.anybody:
        return {}
    shown = {_line(each) for each in stays if _is_other(each)}
    found = ((_organisation_called(book, line[1]), line) for line in marks.others if line not in shown)
    return {theirs.slug: line for theirs, line in found if theirs is not None}


def representatives(register: Register, organisation: str) -> tuple[str, ...]:
    """The people who represent an organisation, as the register names them."""
    return _once(
        each.person
        for each in register.appointments
        if each.organisation == organisation and each.capacity is Capacity.REPRESENTATIVE
    )


def _represents(stay: Stay) -> bool:
    return stay.speaks_for_it and stay.capacity != SUBSTITUTE


def _goes(stay: Stay, deputy: str | None, marks: Marks) -> bool:
    """Whether somebody in the room for an organisation that is present is not among those marked."""
    if _represents(stay):
        return stay.person is not None and (stay.organisation, stay.person) not in marks.people
    if stay.person is None:
        return deputy is not None or _line(stay) not in marks.others
    return stay.person != deputy


def _organisation_called(book: Book, typed: str) -> Organisation | None:
    return next(
        (each for each in book.register.organisations if _is_called(each.name, each.aliases, typed)), None
    )


def _other(book: Book, line: tuple[str, str], at: datetime, number: int, mode: str = IN_PERSON) -> Stay:
    name, typed = line
    theirs = _organisation_called(book, typed)
    unnamed = SUBSTITUTE if book.anybody else STAND_IN
    return Stay(
        id=_id(book, theirs.slug if theirs else "", name, number, at),
        person=None,
        name=name,
        organisation=theirs.slug if theirs else None,
        organisation_name=typed,
        capacity=unnamed if theirs else IN_ATTENDANCE,
        mode=mode,
        arrived_at=at,
    )


def _is_called(name: str, aliases: tuple[str, ...], typed: str) -> bool:
    return bool(typed) and any(same(each, typed) for each in (name, *aliases))


def _is_other(stay: Stay) -> bool:
    unnamed = not stay.speaks_for_it or stay.capacity == SUBSTITUTE
    return stay.is_here and stay.person is None and unnamed


def _line(stay: Stay) -> tuple[str, str]:
    return (stay.name, stay.organisation_name)


def _known(register: Register, organisation: str) -> bool:
    return any(each.slug == organisation for each in register.organisations)


def _id(book: Book, organisation: str, who: str, number: int, at: datetime) -> str:
    """The id of a stay; with its time, as the number of one that was struck is given again."""
    return derived_id("stay", book.meeting, organisation, who, str(number), at.isoformat())


def _changed(asked: tuple[H, ...], before: tuple[H, ...], now: tuple[H, ...]) -> tuple[H, ...]:
    added = [each for each in asked if each not in before]
    return tuple(each for each in _once((*now, *added)) if each in asked or each not in before)


def _once(items: Iterable[H]) -> tuple[H, ...]:
    return tuple(dict.fromkeys(items))
