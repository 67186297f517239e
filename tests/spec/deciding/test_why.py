""" "Why?": every refusal that rests on a clause carries it, and every result says its numbers and its clause."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import Reason, WhyMotion, WhyRule
from tests.rehearsal import Rehearsal, answer
from tests.rooms import (
    CHAIR,
    IN_THE_ROOM,
    SECRETARY,
    TOWN_TERMS,
    VOICE,
    WORKS_CHAIR,
    WORKS_VOICE,
    in_session,
    represented,
    town,
    vote,
)

WORKFLOWS = Path(__file__).parents[3] / "bot" / "workflows"
NISHA = VOICE["compass-point"]
ELECTIONS = """
[majority.election]
value  = "more for than against"
clause = "14"
words  = "The chair is elected by more votes for than against."

[tie.election]
value  = "casting vote of whoever is chairing"
clause = "15"
words  = "In an election whoever is in the chair has a casting vote."
"""


def why(body: Rehearsal, who: str = CHAIR, motion: str = "motion-1") -> dict[str, Reason]:
    """What "Why?" shows of a motion, by its headings."""
    asked = WhyMotion(workspace=body.workspace, team=body.team, user=body.user(who), motion=motion)
    return {each.heading: each for each in body.secretary.ask(asked)}


REFUSALS: dict[str, tuple[str, Callable[[Rehearsal], object]]] = {
    "a vote without consensus having been sought": (
        "4.3",
        lambda b: b.puts(CHAIR, motion="x", consensus_sought=False),
    ),
    "an amendment without notice": ("5.7", lambda b: b.puts(CHAIR, motion="x", kind="amendment")),
    "a decision between meetings": ("5.7", lambda b: b.puts(CHAIR, motion="x", how="between meetings")),
    "a motion from a member": ("4.3", lambda b: b.puts(NISHA, motion="x")),
    "a vote of an observer": ("3.8", lambda b: b.votes(VOICE["harbour"], "for")),
    "a vote of a deputy not on the roll": ("4.8", lambda b: b.votes("gethin-prosser", "for")),
    "a casting vote before a tie": ("4.3", lambda b: b.casts(CHAIR, "for")),
    "a ruling by somebody else": ("4.5", lambda b: b.rules(SECRETARY, b.interest(), Ruling.LEAVE)),
    "a ruling on one's own interest": ("4.5", lambda b: b.rules(CHAIR, _own(b), Ruling.LEAVE)),
    "a vote with an interest": ("4.5", lambda b: b.votes(NISHA, "for")),
    "an acting chair who is not a member": ("4.2", lambda b: b.chooses_chair(SECRETARY, SECRETARY)),
    "a chair who is not there": ("4.2", lambda b: b.calls_roll(CHAIR, chair=CHAIR, present=["ekc-group"])),
    "a deputy nobody named": (
        "4.8",
        lambda b: b.calls_roll(CHAIR, chair=CHAIR, present=IN_THE_ROOM, substitutes=[("ekc-group", NISHA)]),
    ),
}


def _own(body: Rehearsal) -> str:
    answer(body.declares(CHAIR, "The university would host it"))
    return body.interest()


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_that_rests_on_a_clause_carries_it_with_its_words(clpp: Rehearsal, what: str) -> None:
    """K26, K27, K28, K29, K31, K34, K45: number and words, as the document has them."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=[*IN_THE_ROOM, "harbour"]))
    answer(clpp.puts(CHAIR))
    answer(clpp.declares(NISHA, "We would be paid to deliver it"))
    clause, ask = REFUSALS[what]
    refused = ask(clpp)
    assert isinstance(refused, Refused), refused
    assert refused.clause.number == clause
    assert len(refused.clause.words.split()) > 3
    assert refused.reason.endswith((".", "”"))


def test_why_of_an_open_motion_names_the_rules_it_will_be_judged_by(motion: Rehearsal) -> None:
    """G1: majority, unit, tie, quorum and interests, each with its clause and where the value comes from."""
    reasons = why(motion)
    assert {"Majority", "One vote each", "A tie", "Quorum", "Interests"} <= set(reasons)
    assert reasons["Quorum"].clause.number == "4.6"
    assert "Adopted by the Strategy Group on Saturday 3 May 2025" in reasons["Interests"].source
    assert "is read so" in reasons["Majority"].source


@pytest.mark.parametrize(
    "choices",
    [
        {"ekc-group": "for", "kent-council": "for", "oast": "against"},
        {"ekc-group": "against", "kent-council": "abstain"},
        {},
    ],
)
def test_the_why_of_a_result_names_its_numbers_and_its_clause(
    clpp: Rehearsal, choices: dict[str, str]
) -> None:
    """K28, K32: whoever reads it can do the sum again."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=[*IN_THE_ROOM, "oast"]))
    answer(clpp.puts(CHAIR))
    vote(clpp, choices)
    answer(clpp.closes(CHAIR))
    result = clpp.result()
    numbers = set(re.findall(r"\d+", result.why))
    assert {str(result.votes_for), str(result.against), str(result.abstain)} <= numbers
    assert result.clause
    assert result.clause_words
    reasons = why(clpp)
    assert reasons["Result"].words == result.why
    assert reasons["Result"].clause.number == result.clause
    assert reasons["Quorum"].words == result.quorum_why


def test_the_result_is_told_briefly_and_why_has_where_the_rules_come_from(clpp: Rehearsal) -> None:
    """K28, K32: the arithmetic in the channel; the readings, who put it, who voted and who withdrew under “Why?”."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=[*IN_THE_ROOM, "oast"]))
    answer(clpp.puts(CHAIR))
    vote(clpp, {"ekc-group": "for", "kent-council": "for", "oast": "against"})
    said = answer(clpp.closes(CHAIR))
    [notice] = clpp.notices("ResultNotice")
    assert notice.data["why"] == (
        "2 for, 1 against, 0 abstaining: more votes for than against are needed, and 2 voted for: carried (4.3)."
    )
    assert notice.data["counts"] == [["For", 2], ["Against", 1], ["Abstaining", 0]]
    assert "is read so" not in said
    assert "is read so" in clpp.result().why
    reasons = why(clpp)
    assert "is read so" in reasons["Result"].words
    assert reasons["The motion"].words.startswith("Put by Kwabena Ofori at “")
    assert "3 of 7 organisations voted." in reasons["The motion"].words


def test_without_a_quorum_the_result_says_briefly_who_is_lacking(clpp: Rehearsal) -> None:
    """K32, K33."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "ekc-group"]))
    answer(clpp.puts(CHAIR))
    vote(clpp, {"ekc-group": "for"})
    answer(clpp.closes(CHAIR))
    [notice] = clpp.notices("ResultNotice")
    assert notice.data["quorum"] == "Nobody from local authority is present."
    assert "is read so" not in notice.data["quorum"]
    assert "is read so" in clpp.result().quorum_why


def test_the_why_of_a_casting_vote_names_who_gave_it_and_how(motion: Rehearsal) -> None:
    """K29."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    answer(motion.closes(CHAIR))
    answer(motion.casts(CHAIR, "for", "The bid closes on Friday"))
    [notice] = motion.notices("ResultNotice")
    assert notice.data["casting"] == "Casting vote for, by Kwabena Ofori, chairing: The bid closes on Friday"
    assert "casting vote was given for (4.3)" in motion.result().why


def test_what_leans_on_an_adopted_value_says_by_whom_it_was_adopted(works: Rehearsal) -> None:
    """G1, V40: the Agreement does not say; the Consortium adopted it, on a day."""
    answer(works.opens_meeting(WORKS_CHAIR, chair=WORKS_CHAIR, present=["brcc", "brec"]))
    answer(works.puts(WORKS_CHAIR))
    vote(works, {"brcc": "for", "brec": "against"}, WORKS_VOICE)
    answer(works.closes(WORKS_CHAIR))
    assert "adopted" in works.result().why.lower()
    assert "does not say" in works.result().why


def test_why_a_kind_of_motion_with_a_tie_rule_of_its_own_cites_that_rule(
    store: Store, clock: StoppedClock
) -> None:
    """K29: whoever asks why, and whoever votes while it waits, is told the rule that the tie will be resolved by."""
    forum = in_session(town(store, clock, terms=TOWN_TERMS + ELECTIONS), ["org-1", "org-2", "org-3"])
    chair = represented("org-1")
    answer(forum.puts(chair, motion="motion-2", kind="election"))
    assert why(forum, chair)["A tie"].clause.number == "10"
    own = why(forum, chair, "motion-2")["A tie"]
    assert (own.words, own.clause.number) == ("casting vote of whoever is chairing", "15")
    answer(forum.votes(represented("org-2"), "for", "motion-2"))
    answer(forum.votes(represented("org-3"), "against", "motion-2"))
    answer(forum.closes(chair, "motion-2"))
    late = forum.votes(represented("org-2"), "against", "motion-2")
    assert isinstance(late, Refused)
    assert (late.clause.number, "waits for the casting vote" in late.reason) == ("15", True)


def test_why_an_indicative_vote_binds_nobody(clpp: Rehearsal) -> None:
    """C25, V40: with the clause that is silent."""
    answer(clpp.puts(CHAIR, how="indicative"))
    answer(clpp.closes(CHAIR))
    assert "binds nobody" in why(clpp)["Indicative"].words
    assert "Result" not in why(clpp)


def test_any_rule_can_be_asked_why(clpp: Rehearsal) -> None:
    """Every rule the file writes has a clause, a reading, an adoption, or says that nothing is stated."""
    who = {"workspace": clpp.workspace, "team": clpp.team, "user": clpp.user(CHAIR)}
    [reason] = clpp.secretary.ask(WhyRule(**who, partnership="clpp", key="quorum"))
    assert (reason.clause.number, bool(reason.source)) == ("4.6", True)
    assert clpp.secretary.ask(WhyRule(**who, partnership="clpp", key="no.such")) == ()


def test_every_refusal_in_the_workflows_that_speaks_of_these_terms_hands_over_a_clause() -> None:
    """A guard that walks: whoever refuses under the terms says under which clause. Lists every offender."""
    offenders, found = [], 0
    for path in sorted(WORKFLOWS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args):
                continue
            if not re.search(r"(The|[Tt]hese) terms (?!do not suggest)", ast.unparse(node.args[0])):
                continue
            found += 1
            if len(node.args) < 2 and "clause" not in {each.arg for each in node.keywords}:
                offenders.append(f"{path.name}:{node.lineno}")
    assert found
    assert not offenders


def test_every_refusal_in_the_workflows_is_a_sentence_that_begins_and_ends_as_one() -> None:
    """A refusal teaches in plain English. Lists every offender."""
    offenders = []
    for path in sorted(WORKFLOWS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                words = node.args[0]
                last = words.values[-1] if isinstance(words, ast.JoinedStr) else words
                if isinstance(last, ast.Constant) and not str(last.value).endswith((".", "?", "”")):
                    offenders.append(f"{path.name}:{node.lineno}: {last.value}")
    assert not offenders
