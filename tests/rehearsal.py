"""A partnership in a test: people who say things to the secretary, and a clock that is turned."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bot.clock import StoppedClock
from bot.founding import add_partnership
from bot.register_files.samples import sample_register
from bot.rules.register import Register
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption
from bot.secretary import Secretary, SecretaryBusy
from bot.store.partnership import partnerships as partnership_rows
from bot.store.room.attendance import stays_at
from bot.store.session import Store
from bot.store.tables import events, outbox
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.interests.interests import DeclareInterest, Ruling
from bot.workflows.interests.ruling import RuleOnInterest
from bot.workflows.meetings.attendance import Stay
from bot.workflows.meetings.meetings import (
    CallRoll,
    CloseMeeting,
    MarkArrival,
    MarkDeparture,
    OpenMeeting,
    StrikeStay,
)
from bot.workflows.partnership.members import MarkAccount
from bot.workflows.questions import MotionPicture, ShowMotion
from bot.workflows.room.acting import ChooseActingChairOfMeeting
from bot.workflows.room.declarations_first import RecordOralDeclarations, asks_first
from bot.workflows.votes.ballots import new_receipt
from bot.workflows.votes.chairing import ChooseActingChair
from bot.workflows.votes.ending_rounds import EndRound, TakeToVote, WithdrawMotion
from bot.workflows.votes.moving import PutMotion
from bot.workflows.votes.results import CloseVote, CloseVoteOnTime, GiveCastingVote, Result
from bot.workflows.votes.secret_votes import CastSecretVote
from bot.workflows.votes.standpoints import TakePosition
from bot.workflows.votes.ties import BallotAgain
from bot.workflows.votes.votes import CastVote

WORKSPACE = "T0QUORATE"
MEETING = "meeting-1"


@dataclass
class Rehearsal:
    """One partnership in one workspace, its people called by their ids in the register."""

    store: Store
    clock: StoppedClock
    slug: str
    register: Register
    workspace: str = WORKSPACE
    team: str = WORKSPACE
    _presses: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.secretary = Secretary(self.store, self.clock)

    def say(self, person: str, what: type, /, **words: Any) -> Decision | Refused | AlreadyDone:
        """Have a person ask something, as a fresh press of a button."""
        return self.secretary.perform(self.command(person, what, **words))

    def command(self, person: str, what: type, /, **words: Any) -> Any:
        """The command a person's press makes; `delivery` and `received_at` may be given to make it an old one."""
        return what(
            **{
                "workspace": self.workspace,
                "team": self.team,
                "user": self.user(person),
                "delivery": f"press-{next(self._presses)}",
                "received_at": self.clock.now(),
                **words,
            }
        )

    def presses(self, command: Any) -> Any:
        """Perform a command as somebody would who presses again when told that the register is busy."""
        return patiently(lambda: self.secretary.perform(command))

    def user(self, person: str) -> str:
        """Somebody's Slack account; an unknown name is taken for an account of its own."""
        return next((each.slack_user or "" for each in self.register.people if each.slug == person), person)

    def opens_meeting(
        self,
        who: str,
        *,
        chair: str | None,
        present: Iterable[str],
        substitutes: Iterable[tuple[str, str]] = (),
        meeting: str = MEETING,
        heard: bool = True,
        **words: Any,
    ) -> Decision | Refused | AlreadyDone:
        """The chair or the secretariat opens a meeting and calls its roll.

        Where the terms ask for declarations first, everybody present then says aloud that they have nothing to declare, and it is
        recorded, unless `heard` is False.
        """
        there = tuple(present)
        opened = self.say(
            who,
            OpenMeeting,
            **{
                "partnership": self.slug,
                "meeting": meeting,
                "title": "Strategy Group",
                "chaired_by": chair,
                "present": there,
                "substitutes": tuple(substitutes),
                **words,
            },
        )
        if heard and isinstance(opened, Decision):
            self._say_nothing_to_declare(who, (*there, *words.get("remote", ())), meeting)
        return opened

    def calls_roll(
        self,
        who: str,
        *,
        chair: str | None,
        present: Iterable[str],
        substitutes: Iterable[tuple[str, str]] = (),
        meeting: str = MEETING,
        heard: bool = True,
        **words: Any,
    ) -> Decision | Refused | AlreadyDone:
        """The roll is marked again; whoever has come says that they have nothing to declare, unless `heard` is False."""
        there = tuple(present)
        called = self.say(
            who,
            CallRoll,
            partnership=self.slug,
            meeting=meeting,
            chaired_by=chair,
            present=there,
            substitutes=tuple(substitutes),
            **words,
        )
        if heard and isinstance(called, Decision):
            self._say_nothing_to_declare(who, there, meeting)
        return called

    def _say_nothing_to_declare(self, who: str, present: tuple[str, ...], meeting: str) -> None:
        with self.store.reading() as connection:
            setting = partnership_rows.setting(connection, self.workspace, self.slug, self.clock.now())
        if setting is None or not asks_first(setting.terms):
            return
        said = {
            each.data["organisation"]
            for each in self.happened()
            if each.type == "InterestDeclared" and each.subject == meeting
        }
        missing = tuple(each for each in present if each not in said)
        if missing:
            self.records_aloud(who, *missing, meeting=meeting)

    def records_aloud(
        self,
        who: str,
        *nil: str,
        interest_of: str | None = None,
        nature: str = "",
        about: str = "",
        meeting: str = MEETING,
    ) -> Decision | Refused | AlreadyDone:
        """What was said aloud at the meeting is recorded."""
        return self.say(
            who,
            RecordOralDeclarations,
            partnership=self.slug,
            meeting=meeting,
            nil=nil,
            interest_of=interest_of,
            nature=nature,
            about=about,
        )

    def arrives(
        self, who: str, organisation: str, person: str | None = None, **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """Somebody is marked as come."""
        asked = {"partnership": self.slug, "meeting": MEETING, "organisation": organisation, "person": person}
        return self.say(who, MarkArrival, **{**asked, **words})

    def departs(
        self, who: str, organisation: str | None = None, person: str | None = None, **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """Somebody is marked as gone: a person, or everybody of an organisation."""
        asked: dict[str, Any] = {"partnership": self.slug, "meeting": MEETING, "organisation": organisation}
        if person is not None:
            asked["stay"] = next(
                each.id for each in reversed(self.room()) if each.person == person and each.is_here
            )
        return self.say(who, MarkDeparture, **{**asked, **words})

    def strikes(self, who: str, organisation: str) -> Decision | Refused | AlreadyDone:
        """The last stay of somebody of an organisation is struck: they were not here."""
        stay = next((each.id for each in reversed(self.room()) if each.organisation == organisation), "gone")
        return self.say(who, StrikeStay, partnership=self.slug, meeting=MEETING, stay=stay)

    def chooses_meeting_chair(
        self, who: str, chosen: str, meeting: str = MEETING
    ) -> Decision | Refused | AlreadyDone:
        """Those present choose an acting chair of the meeting."""
        return self.say(
            who, ChooseActingChairOfMeeting, partnership=self.slug, meeting=meeting, chosen=chosen
        )

    def room(self, meeting: str = MEETING) -> tuple[Stay, ...]:
        """Everybody who has been in the room."""
        with self.store.reading() as connection:
            return stays_at(connection, self.workspace, self.slug, meeting)

    def closes_meeting(self, who: str, meeting: str = MEETING) -> Decision | Refused | AlreadyDone:
        """The meeting is closed."""
        return self.say(who, CloseMeeting, partnership=self.slug, meeting=meeting)

    def puts(
        self, who: str, text: str = "That the bid be submitted", **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """A motion is put, at the meeting in session unless said otherwise, consensus having been sought."""
        sought = words.get("how") not in ("consensus", "agreed")
        asked = {"partnership": self.slug, "motion": "motion-1", "how": "meeting", "consensus_sought": sought}
        return self.say(who, PutMotion, text=text, **{**asked, **words})

    def votes(
        self, who: str, choice: str, motion: str = "motion-1", **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """A vote."""
        return self.say(who, CastVote, motion=motion, choice=choice, **words)

    def votes_in_secret(
        self, who: str, choice: str, receipt: str = "", motion: str = "motion-1", **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """A secret vote, by a form with a receipt of its own."""
        return self.say(
            who, CastSecretVote, motion=motion, choice=choice, receipt=receipt or new_receipt(), **words
        )

    def closes(self, who: str, motion: str = "motion-1") -> Decision | Refused | AlreadyDone:
        """The voting is closed."""
        return self.say(who, CloseVote, motion=motion)

    def seeks(
        self, who: str, text: str = "That the bid be submitted", **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """A motion is put, and consensus is sought on it first."""
        return self.puts(who, text, **{"how": "consensus", "consensus_sought": False, **words})

    def stands(
        self, who: str, position: str, reason: str = "", motion: str = "motion-1", **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """Where somebody's organisation stands in a consensus round."""
        return self.say(who, TakePosition, motion=motion, position=position, reason=reason, **words)

    def ends_round(self, who: str, motion: str = "motion-1") -> Decision | Refused | AlreadyDone:
        """The consensus round is ended."""
        return self.say(who, EndRound, motion=motion)

    def takes_to_vote(self, who: str, motion: str = "motion-1") -> Decision | Refused | AlreadyDone:
        """The motion is taken to the vote."""
        return self.say(who, TakeToVote, motion=motion)

    def ballots_again(self, who: str, motion: str = "motion-1") -> Decision | Refused | AlreadyDone:
        """Another ballot is opened."""
        return self.say(who, BallotAgain, motion=motion)

    def withdraws(
        self, who: str, reason: str = "To be put better", motion: str = "motion-1"
    ) -> Decision | Refused | AlreadyDone:
        """The motion is withdrawn."""
        return self.say(who, WithdrawMotion, motion=motion, reason=reason)

    def time_comes(self, motion: str = "motion-1") -> Decision | Refused | AlreadyDone:
        """The clock finds that the voting is due to close."""
        return self.secretary.perform(
            CloseVoteOnTime(
                workspace=self.workspace, partnership=self.slug, motion=motion, received_at=self.clock.now()
            )
        )

    def casts(
        self, who: str, choice: str, reason: str = "The grant would lapse", motion: str = "motion-1"
    ) -> Decision | Refused | AlreadyDone:
        """The casting vote."""
        return self.say(who, GiveCastingVote, motion=motion, choice=choice, reason=reason)

    def declares(
        self, who: str, nature: str = "", *, kind: str = "motion", subject: str = "motion-1", **words: Any
    ) -> Decision | Refused | AlreadyDone:
        """An interest is declared, or with no words that there is nothing to declare."""
        return self.say(
            who,
            DeclareInterest,
            partnership=self.slug,
            subject_kind=kind,
            subject=subject,
            nature=nature,
            nil=not nature,
            **words,
        )

    def rules(
        self, who: str, interest: str, ruling: Ruling, declaration: int | None = None, was: str = ""
    ) -> Decision | Refused | AlreadyDone:
        """The chair rules on an interest as it was declared last, or at the number given."""
        said = [each.data for each in self.happened() if each.type == "InterestDeclared"]
        last = max((each["declaration"] for each in said if each["interest"] == interest), default=1)
        return self.say(
            who,
            RuleOnInterest,
            partnership=self.slug,
            interest=interest,
            declaration=declaration or last,
            ruling=ruling,
            was=was,
        )

    def chooses_chair(
        self, who: str, chosen: str, motion: str = "motion-1"
    ) -> Decision | Refused | AlreadyDone:
        """Those present choose an acting chair for the motion."""
        return self.say(who, ChooseActingChair, motion=motion, chosen=chosen)

    def deactivates(self, person: str) -> None:
        """Slack tells that somebody's account was switched off."""
        self.secretary.perform(
            MarkAccount(workspace=self.workspace, team=self.team, user=self.user(person), deactivated=True)
        )

    def sees(self, motion: str = "motion-1") -> MotionPicture:
        """What the motion's message shows."""
        picture = self.secretary.ask(
            ShowMotion(workspace=self.workspace, team=self.team, user="", motion=motion)
        )
        assert picture is not None
        return picture

    def result(self, motion: str = "motion-1") -> Result:
        """The result as it is kept."""
        result = self.sees(motion).result
        assert result is not None
        return result

    def notices(self, kind: str) -> list[Any]:
        """The notices of a kind that wait in the outbox."""
        with self.store.reading() as connection:
            rows = connection.execute(select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.key))
            return list(rows)

    def happened(self) -> list[Any]:
        """The register of events, in order."""
        with self.store.reading() as connection:
            return list(connection.execute(select(events).order_by(events.c.seq)))

    def declared(self) -> list[Any]:
        """The declarations people have made for themselves; not what was said aloud, and recorded, as the meeting opened."""
        said = [each for each in self.happened() if each.type == "InterestDeclared"]
        return [each for each in said if not each.data["oral"]]

    def interest(self) -> str:
        """The id of the interest declared last."""
        return str([each.data["interest"] for each in self.happened() if each.type == "InterestDeclared"][-1])


def patiently(deed: Callable[[], Any], presses: int = 6) -> Any:
    """Press again when told that the register is busy, as people do: on a busy machine a turn may take longer than Slack waits."""
    for _ in range(presses - 1):
        try:
            return deed()
        except SecretaryBusy:
            continue
    return deed()


def rehearse(store: Store, clock: StoppedClock, slug: str, *, adopting: Iterable[str] = ()) -> Rehearsal:
    """One of the sample partnerships, having adopted the suggestions named by their keys."""
    register = sample_register(slug)
    add_partnership(
        store,
        clock,
        workspace=WORKSPACE,
        channel=f"C0{slug.upper().replace('-', '')[:12]}",
        document=sample_terms(slug),
        register=register,
        adoptions={key: Adoption("the Strategy Group", date(2025, 5, 3)) for key in adopting},
    )
    return Rehearsal(store, clock, slug, register)


def answer(outcome: Decision | Refused | AlreadyDone) -> str:
    """The words of a decision; a refusal fails the test with its reason."""
    assert isinstance(outcome, Decision), outcome
    return outcome.answer.words


def reason(outcome: Decision | Refused | AlreadyDone) -> str:
    """The reason of a refusal; a decision fails the test."""
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def at(text: str) -> datetime:
    """An instant from ISO text with its offset."""
    return datetime.fromisoformat(text)
