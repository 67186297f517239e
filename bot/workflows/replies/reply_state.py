"""Who has said that they come: what stands of it, who has not answered, and who was away without a word."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.register import Capacity, Register
from bot.rules.wording import listed
from bot.workflows.decisions import Setting
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.invited import Invited, representatives
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.standing import Standing, Stranger

COMING, REMOTE, APOLOGIES, SUBSTITUTE = "coming", "remote", "apologies", "substitute"
ANSWERS = (COMING, REMOTE, APOLOGIES, SUBSTITUTE)
AWAY = (APOLOGIES, SUBSTITUTE)  # the person who answers does not come
NOT_DUE = ("observer", "in attendance")  # organisations that may come and need not (L18)


@dataclass(frozen=True)
class ReplyState:
    """What stands of one person's answer for one organisation."""

    person: str
    organisation: str  # empty: somebody invited who speaks for none
    answer: str  # one of ANSWERS
    note: str  # for the secretariat
    substitute: str | None  # the named deputy who comes instead (K34)
    stand_in: str  # or the name of somebody the organisation has not named
    recorded_by: str | None  # a person; none: they answered themselves
    confirmed: bool
    answered_at: datetime

    @property
    def is_coming(self) -> bool:
        """Whether the person comes, to the place or remotely; both count (C39)."""
        return self.answer in (COMING, REMOTE)


Replies = Mapping[tuple[str, str], ReplyState]  # by person and organisation


@dataclass(frozen=True)
class ReplyFacts:
    """What is known when somebody answers whether they come."""

    setting: Setting  # under the terms of the meeting's own day
    standing: Standing | Stranger  # of whoever asks
    meeting: MeetingState
    today: date
    person: str  # whom the answer is for; empty where the register does not know them
    name: str
    register: Register  # of the body that meets, on the meeting's own day
    invited: tuple[Invited, ...]  # the same day
    replies: Replies
    spoke_for: tuple[
        tuple[str, str], ...
    ] = ()  # organisations the person speaks for on other days: slug, name
    secretariat: tuple[str, ...] = ()  # Slack users

    def called(self, person: str | None) -> Invited | None:
        """Somebody as they were called to the meeting, as a representative before as a deputy."""
        mine = sorted(
            (each for each in self.invited if each.person == person), key=lambda each: each.capacity
        )
        return mine[0] if mine else None

    def instead(self, reply: ReplyState) -> str:
        """The name of whoever comes instead; empty where nobody does, or a deputy is not one any more."""
        deputy = self.called(reply.substitute)
        return reply.stand_in or (deputy.name if deputy is not None else "")

    @property
    def when(self) -> str:
        """The day and place of the meeting, in words."""
        return when_and_where(self.meeting, self.setting.time_zone)


@dataclass(frozen=True)
class Answered:
    """Who is called and what they have answered, grouped once: a partnership may have hundreds of organisations."""

    own: Mapping[str, tuple[Invited, ...]]  # by organisation, those who represent it now
    deputies: Mapping[str, tuple[Invited, ...]]  # by organisation
    stands: Mapping[str, tuple[ReplyState, ...]]  # by organisation; of whoever was replaced since, nothing
    naming: Mapping[str, tuple[ReplyState, ...]]  # by the person named to come instead
    promised: frozenset[str]  # the people who have said that they come, for whichever organisation
    away: frozenset[str]  # the people who have sent apologies, for whichever organisation


def grouped(invited: tuple[Invited, ...], replies: Replies) -> Answered:
    """Everybody called, and the answers that stand, by organisation and by the deputy they name."""
    own: dict[str, list[Invited]] = {}
    deputies: dict[str, list[Invited]] = {}
    for each in invited:
        if each.capacity is Capacity.REPRESENTATIVE:
            own.setdefault(each.organisation, []).append(each)
        elif each.capacity is Capacity.SUBSTITUTE:
            deputies.setdefault(each.organisation, []).append(each)
    stands = {organisation: _standing(theirs, replies) for organisation, theirs in own.items()}
    naming: dict[str, list[ReplyState]] = {}
    for several in stands.values():
        for reply in several:
            if reply.substitute is not None:
                naming.setdefault(reply.substitute, []).append(reply)
    return Answered(
        own={each: tuple(theirs) for each, theirs in own.items()},
        deputies={each: tuple(theirs) for each, theirs in deputies.items()},
        stands=stands,
        naming={each: tuple(several) for each, several in naming.items()},
        promised=frozenset(each.person for each in replies.values() if each.is_coming),
        away=frozenset(each.person for each in replies.values() if each.answer in AWAY),
    )


def standing_for(invited: tuple[Invited, ...], replies: Replies, organisation: str) -> tuple[ReplyState, ...]:
    """What those have answered who represent an organisation now; the answer of whoever was replaced since has lapsed."""
    return _standing(
        (each for each in representatives(invited) if each.organisation == organisation), replies
    )


def naming(invited: tuple[Invited, ...], replies: Replies, person: str) -> tuple[ReplyState, ...]:
    """The standing answers that name somebody to come instead, of every organisation."""
    return grouped(invited, replies).naming.get(person, ())


def cannot_come(replies: Replies, person: str) -> bool:
    """Whether somebody has sent apologies for the meeting, for whichever organisation."""
    return any(each.person == person and each.answer in AWAY for each in replies.values())


def unanswered(invited: tuple[Invited, ...], replies: Replies) -> tuple[Invited, ...]:
    """The representatives who have not answered, and for whose organisation nobody has; those are reminded and nobody else.

    Whoever speaks for no organisation answers for themselves alone.
    """
    stands = grouped(invited, replies).stands
    return tuple(
        each
        for each in representatives(invited)
        if (each.person, each.organisation) not in replies
        and not (each.organisation and stands[each.organisation])
    )


def absences(
    invited: tuple[Invited, ...],
    replies: Replies,
    present_organisations: Collection[str],
    present_people: Collection[str] | None = None,
) -> tuple[tuple[Invited, ...], tuple[Invited, ...]]:
    """Who was away with apologies, and whose organisation was away without any (V12): both as they were called.

    Whoever sent a substitute has sent apologies, though the organisation is there. Where the people in the room are not known, only
    their organisations, an organisation's presence takes back its plain apologies. Observers need not come, so they are never away
    without apologies (L18).
    """
    apologies, without = [], []
    stands = grouped(invited, replies).stands
    for each in representatives(invited):
        reply = replies.get((each.person, each.organisation))
        here = each.organisation in present_organisations
        if reply is not None and reply.answer in AWAY:
            known = present_people is not None and each.person not in present_people
            if known or (present_people is None and (not here or reply.answer == SUBSTITUTE)):
                apologies.append(each)
        elif (
            each.organisation
            and not here
            and each.standing not in NOT_DUE
            and not any(other.answer in AWAY for other in stands[each.organisation])
        ):
            without.append(each)
    return tuple(apologies), tuple(without)


def said(answer: str, instead: str = "") -> str:
    """An answer in a word or two: "joining remotely", "apologies; Ada Fenwick comes instead"."""
    match answer:
        case "coming":
            return "coming"
        case "remote":
            return "joining remotely"
        case "substitute" if instead:
            return f"apologies; {instead} comes instead"
        case _:
            return "apologies"


def with_answers(replies: Replies, given: Iterable[ReplyState]) -> Replies:
    """The replies as they stand once these are among them."""
    return {**replies, **{(each.person, each.organisation): each for each in given}}


def when_and_where(meeting: MeetingState, time_zone: str) -> str:
    """The day and place of a meeting as the partnership reads them: "Thursday 24 April 2025 at 14:00, at County Hall"."""
    place = f", at {meeting.place}" if meeting.place else ""
    return f"{when(meeting, time_zone)}{place}"


def names_of(people: Iterable[Invited]) -> str:
    """The people in a sentence, each once."""
    return listed(list(dict.fromkeys(each.name for each in people)))


def _standing(theirs: Iterable[Invited], replies: Replies) -> tuple[ReplyState, ...]:
    keys = ((each.person, each.organisation) for each in theirs)
    return tuple(replies[key] for key in keys if key in replies)
