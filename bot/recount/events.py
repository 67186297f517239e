"""The register of events, read as the story of each motion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.recount.bids import Bids

Data = Mapping[str, Any]
RULED_TO_VOTE = "stay and vote"


@dataclass(frozen=True)
class Happened:
    """One row of the register of events."""

    seq: int
    type: str
    subject: str
    data: Data


@dataclass
class Story:
    """What happened to one motion, as far as it bears on its result."""

    motion: str
    put: Data = field(default_factory=dict)
    ballots: dict[str, Data] = field(default_factory=dict)  # organisation -> the last vote before the count
    late: list[str] = field(default_factory=list)  # organisations of which a vote stands after the count
    box: list[tuple[str, str]] | None = None  # receipt, choice
    secret: set[str] = field(default_factory=set)  # organisations that voted in secret
    withdrawn: set[str] = field(default_factory=set)  # organisations, when the votes were counted
    casting: str = ""
    frozen: Data | None = None  # the count as it stood when the vote tied
    result: Data | None = None
    entries: list[Data] = field(default_factory=list)
    lot: Data | None = None  # how a tie was drawn

    def begin_again(self, said: Data) -> None:
        """Another ballot: votes are cast anew, until the time it names."""
        self.put = {**self.put, "closes_at": said["closes_at"]}
        self.ballots, self.secret, self.box, self.frozen = {}, set(), None, None

    @property
    def counted(self) -> bool:
        """Whether the votes have been counted."""
        return self.frozen is not None or self.result is not None


def stories(events: Iterable[Happened]) -> dict[str, Story]:
    """The story of each motion, in the order in which they were put."""
    told: dict[str, Story] = {}
    interests: dict[str, Data] = {}
    bids = Bids()
    for each in sorted(events, key=lambda one: one.seq):
        _interest(interests, each)
        bids.hear(each.type, each.subject, each.data)
        entered = str(each.data.get("motion") or "") if each.type == "DecisionEntered" else each.subject
        if each.type == "MotionPut":
            told[each.subject] = Story(each.subject, put=each.data)
        elif entered in told:
            _tell(told[entered], each, interests, bids)
        elif each.type == "DecisionEntered":  # of a motion that was never put, or of something else
            told[each.subject] = Story(entered, entries=[each.data])
    return told


def _tell(story: Story, each: Happened, interests: Mapping[str, Data], bids: Bids) -> None:
    match each.type:
        case "BallotCast":
            if story.counted:
                story.late.append(str(each.data["organisation"]))
            else:
                story.ballots[str(each.data["organisation"])] = each.data
        case "SecretVoteCast":
            story.secret.add(str(each.data["organisation"]))
        case "BallotBoxOpened":
            story.box = [(str(receipt), str(choice)) for receipt, choice in each.data["ballots"]]
        case "AnotherBallotOpened":
            story.begin_again(each.data)
        case "LotDrawn":
            story.lot = each.data
        case "VoteTied":
            story.frozen = each.data["result"]
            story.withdrawn = _withdrawn(story, interests, bids)
        case "CastingVoteGiven":
            story.casting = str(each.data["choice"])
        case "ResultDeclared":
            if story.frozen is None:
                story.withdrawn = _withdrawn(story, interests, bids)
            story.result = each.data["result"]
        case "DecisionEntered":
            story.entries.append(each.data)


def _interest(held: dict[str, Data], each: Happened) -> None:
    """What is declared anew takes the place of what was declared and ruled before."""
    if each.type == "InterestDeclared":
        held[str(each.data["interest"])] = {**each.data, "subject": each.subject, "ruling": None}
    elif each.type == "InterestRuled":
        key = str(each.data["interest"])
        held[key] = {**held.get(key, {}), "ruling": each.data["ruling"]}


def _withdrawn(story: Story, interests: Mapping[str, Data], bids: Bids) -> set[str]:
    subjects = {story.motion, *(story.put.get(each) for each in ("meeting", "about", "ratifies"))} - {None}
    subjects |= {tender for each in subjects for tender in bids.items.get(str(each), ())}
    by_terms = (story.put.get("judged_by") or {}).get("interests", "")
    return {
        str(each["organisation"])
        for each in interests.values()
        if each.get("subject") in subjects and not each["nil"] and _takes_the_vote_off(each, by_terms)
    }


def _takes_the_vote_off(interest: Data, by_terms: str) -> bool:
    if interest["ruling"] is None and interest["reopened"]:
        return True
    return (interest["ruling"] or by_terms) != RULED_TO_VOTE
