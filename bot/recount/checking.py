"""What each motion comes to by its events, held against what was declared and entered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.recount.arithmetic import Votes, verdict
from bot.recount.elections import Contest, contests, counted_again
from bot.recount.events import Happened, Story, stories

CHOICES = ("for", "against", "abstain")
RATIFY_LATER = "ratify later"
CASTING = "casting vote of whoever is chairing"
CASTING_OF_CHAIR = "casting vote of the chair only"
CASTING_TIES = (CASTING, CASTING_OF_CHAIR, "second vote")


@dataclass(frozen=True)
class Recounted:
    """One decision counted again: what it comes to, each difference from the register, and what could not be counted."""

    reference: str
    text: str
    found: str
    differences: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether nothing in the register says otherwise."""
        return not self.differences


def recount(events: Iterable[Happened], which: str = "") -> tuple[Recounted, ...]:
    """Every decision of a partnership counted again, or the one of that reference: "D2026/1", or "2026/3" of a motion.

    Without a reference the numbers themselves are looked over too. An indicative vote is counted like any other.
    """
    happened = tuple(events)
    told, elections = stories(happened), contests(happened)
    found = [_checked(each, elections) for each in told.values() if each.result is not None or each.entries]
    if which:
        names = {id(each): _names(story) for each, story in zip(found, _decided(told), strict=True)}
        return tuple(each for each in found if which in names[id(each)])
    gaps = tuple(_gaps(told.values()))
    return (*found, *([Recounted("Numbers", "", "", gaps)] if gaps else []))


def _decided(told: Mapping[str, Story]) -> Iterator[Story]:
    return (each for each in told.values() if each.result is not None or each.entries)


def _names(story: Story) -> set[str]:
    own = f"{story.put.get('year')}/{story.put.get('number')}"
    return {own, *(_reference(each) for each in story.entries)}


def _reference(entry: Mapping[str, Any]) -> str:
    return f"D{entry['year']}/{entry['number']}"


def _checked(story: Story, elections: Mapping[str, Contest]) -> Recounted:
    reference = (
        _reference(story.entries[0]) if story.entries else f"{story.put['year']}/{story.put['number']}"
    )
    text = str((story.put or story.entries[0]).get("text", ""))
    if story.result is None:
        if story.motion:
            return Recounted(reference, text, "", ("No result of this motion was declared.",))
        election = str(story.entries[0].get("election") or "")
        if election:
            found, others = counted_again(election, elections.get(election, Contest()))
            return Recounted(reference, text, found, others)
        what = str(story.entries[0]["what"])
        return Recounted(
            reference, text, "", uncounted=(f"It is no vote on a motion ({what}): nothing to count.",)
        )
    if not story.put:
        return Recounted(reference, text, "", ("The motion was never put.",))
    result = story.result
    if result.get("by", "vote") not in ("", "vote"):
        return Recounted(
            reference,
            text,
            str(result["outcome"]),
            tuple(_entry(story, result)),
            ("No vote was taken on it.",),
        )
    votes, differences = _counted(story, result)
    words = f"{votes.votes_for} for, {votes.against} against, {votes.abstain} abstaining"
    judged = story.put.get("judged_by")
    if story.put["indicative"]:
        return Recounted(reference, text, f"{words}: indicative", tuple(differences))
    if judged is None:
        differences += _entry(story, result)
        silent = "Which majority it needed was not yet written into the events when it was put: only its votes were counted."
        return Recounted(reference, text, words, tuple(differences), (silent,))
    outcome = _outcome(story, judged, votes, result)
    if outcome != result["outcome"]:
        differences.append(f"By its votes it is {outcome}; it was declared {result['outcome']}.")
    waits = outcome == "carried" and result["quorum"] == "not quorate"
    if bool(result["provisional"]) != waits:
        differences.append(f"It was declared {'' if result['provisional'] else 'not '}provisional.")
    differences += _entry(story, result)
    return Recounted(reference, text, f"{words}: {outcome}", tuple(differences))


def _counted(story: Story, result: Mapping[str, Any]) -> tuple[Votes, list[str]]:
    entitled = set(result["entitled"])
    counted = {each: str(said["choice"]) for each, said in story.ballots.items() if each in entitled}
    box = story.box or []
    choices = [*counted.values(), *(choice for _, choice in box)]
    voted = set(counted) | story.secret
    differences = [
        f"{name}: {own} by the votes, {result[key]} declared."
        for name, key, own in zip(
            ("For", "Against", "Abstaining"),
            ("votes_for", "against", "abstain"),
            (choices.count(each) for each in CHOICES),
            strict=True,
        )
        if own != result[key]
    ]
    if voted != set(result["voted"]):
        differences.append(f"Who voted: {_listed(voted)} by the events, {_listed(result['voted'])} declared.")
    cast = box if story.box is not None else [(each, counted[each]) for each in counted]
    differences += [
        *_drawn(story, cast),
        *_in_time(story, counted),
        *_entitlement(story, result),
        *_boxed(story),
    ]
    bodies = {
        "those present": len(entitled) if story.put.get("meeting") else len(voted),
        "those eligible": len(entitled),
        "members": int(result["members"]),
        "voting members": int(result["voting_members"]),
    }
    votes = Votes(choices.count("for"), choices.count("against"), choices.count("abstain"), bodies)
    return votes, differences


def _drawn(story: Story, cast: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Whether the lot was the one that was sealed, and fell as the votes have it."""
    if story.lot is None:
        return
    secret = str(story.lot["secret"])
    if _sha256(secret) != story.put.get("lot"):
        yield "The lot that was drawn is not the one that was sealed when the motion was put."
    votes = _sha256("\n".join(f"{whose}:{choice}" for whose, choice in sorted(cast)))
    fell = "against" if int(_sha256(f"{secret}|{votes}"), 16) % 2 else "for"
    if fell != story.lot["fell"]:
        yield f"The lot fell {fell} by the votes, {story.lot['fell']} declared."


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _in_time(story: Story, counted: Mapping[str, str]) -> Iterator[str]:
    for each in story.late:
        yield f"A vote of {each} stands in the register after the votes were counted."
    closes = story.put.get("closes_at")
    if closes is None:
        return
    for each in counted:
        if _instant(story.ballots[each]["cast_at"]) >= _instant(closes):
            yield f"The vote of {each} came when voting had closed, and was counted."


def _entitlement(story: Story, result: Mapping[str, Any]) -> Iterator[str]:
    present, declared = set(result["present"]), set(result["withdrawn"])
    entitled = set(result["entitled"])
    if entitled != (present - declared) | story.secret:
        yield "Those entitled are not those present less those withdrawn."
    if story.put.get("judged_by") is not None:
        expected = (story.withdrawn & present) - story.secret
        if expected != declared & present:
            yield f"Withdrawn: {_listed(expected)} by the declarations, {_listed(declared & present)} declared."
    settled = set(story.put.get("entitled") or ())
    if settled and not entitled <= settled:
        yield f"{_listed(entitled - settled)} had no vote when voting opened."


def _boxed(story: Story) -> Iterator[str]:
    if story.put.get("ballot") != "secret":
        return
    if story.box is None:
        yield "The votes were secret, and the box was never opened."
        return
    receipts = [receipt for receipt, _ in story.box]
    if len(receipts) != len(set(receipts)):
        yield "A receipt stands twice in the box."
    if len(receipts) != len(story.secret):
        yield f"{len(story.secret)} voted in secret, and {len(receipts)} votes were in the box."


def _outcome(story: Story, judged: Mapping[str, Any], votes: Votes, result: Mapping[str, Any]) -> str:
    if not judged["binding"] or judged["majority"] is None:
        return "no decision"
    found = verdict(judged["majority"], votes)
    if found == "hung":
        found = _tied(story, str(judged["tie"]), result)
    if result["quorum"] == "not quorate" and judged["inquorate"] != RATIFY_LATER:
        return "no quorum"
    return found


def _tied(story: Story, tie: str, result: Mapping[str, Any]) -> str:
    if tie == "not carried":
        return tie
    if tie in CASTING_TIES and story.casting:
        return "carried" if story.casting == "for" else "not carried"
    if tie == "lot" and story.lot is not None:
        return "carried" if story.lot["fell"] == "for" else "not carried"
    # Where the casting vote is the elected chair's alone and somebody else was chairing, nobody had one.
    if tie == CASTING_OF_CHAIR and story.frozen is None and result["outcome"] == "not carried":
        return "not carried"
    return "tied"


def _entry(story: Story, result: Mapping[str, Any]) -> list[str]:
    if len(story.entries) != 1:
        return [f"It is entered {len(story.entries)} times in the register of decisions."]
    outcome = str(result["outcome"])
    waits = "no quorum" if story.put.get("ratifies") else "provisional"
    status, expected = str(story.entries[0]["status"]), waits if result["provisional"] else outcome
    return [] if status == expected else [f"It is entered as {status}; by its result it is {expected}."]


def _gaps(told: Iterable[Story]) -> Iterator[str]:
    years: dict[int, list[int]] = {}
    for story in told:
        for each in story.entries:
            years.setdefault(int(each["year"]), []).append(int(each["number"]))
    for year, numbers in sorted(years.items()):
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"The numbers of {year} do not run from 1 without a gap: {', '.join(map(str, sorted(numbers)))}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nobody"


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said)
