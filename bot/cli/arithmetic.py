"""The arithmetic of governance on the command line: quorums and votes.

Notice has its own page, deadlines.py.
"""

import difflib
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.asking import (
    Json,
    counts_by_name,
    load_terms,
    number_of,
    one_of,
    refuse,
    refuse_notation,
    refusing_in_json,
    show,
    source,
)
from bot.rules.counting import Count, MissingCount
from bot.rules.notation import NotationError, parse_majority, parse_quorum, parse_tie
from bot.rules.quorum import (
    Attendance,
    ImpossibleCount,
    QuorumAnswer,
    assess_formula,
    assess_quorum,
    classes_of,
    counts_shares,
    roles_of,
)
from bot.rules.tally import ORDINARY, Casting, TallyAnswer, tally_by
from bot.rules.tally import tally as tally_under
from bot.rules.terms import Terms
from bot.rules.values import Body, QuorumFormula, Tie
from bot.rules.wording import counted, listed, sentence

TermsOption = Annotated[
    str | None,
    typer.Option("--terms", metavar="FILE", help="A terms file, or the name of shipped terms such as clpp."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")]
_FLAG = {
    Body.PRESENT: "--present",
    Body.ELIGIBLE: "--eligible",
    Body.MEMBERS: "--members",
    Body.VOTING_MEMBERS: "--voting-members",
}


@refusing_in_json
def quorum(
    present: Annotated[int, typer.Option(help="How many organisations with a vote are present.")],
    terms: TermsOption = None,
    rule: Annotated[
        str | None, typer.Option(help='One quorum, such as "one third of voting members".')
    ] = None,
    members: Annotated[int | None, typer.Option(help="How many members there are.")] = None,
    voting_members: Annotated[
        int | None, typer.Option(help="How many of the members have a vote, if not all.")
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="NAME=N", help="How many are present from a class; repeatable."),
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="[NAME=N]...", help="More classes.")] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="A role somebody present holds, such as chair; repeatable.")
    ] = None,
    vacant: Annotated[
        list[str] | None, typer.Option(help="A class that has no member at all; repeatable.")
    ] = None,
    adjourned: Annotated[
        bool,
        typer.Option("--adjourned", help="This is the meeting to which one without a quorum was adjourned."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Whether so many present are a quorum, what is missing, and what follows."""
    one_of(terms, rule)
    if adjourned and rule:
        refuse("--adjourned belongs to --terms: they say what follows when a meeting is not quorate.")
    under = load_terms(terms) if terms else None
    if present < 0:
        refuse(f"--present cannot be {present}: a count is never negative.")
    formula = _stated(under) if under else _given(rule)
    counts = counts_by_name([*(classes or []), *(more or [])], "--class")
    _refuse_unknown_classes([*counts, *(vacant or [])], under, formula)
    attendance = Attendance(
        members=_members(formula, members, voting_members, present),
        voting_members=_voters(members, voting_members, present),
        present=present,
        classes=counts,
        roles=frozenset(role or ()),
        vacant=frozenset(vacant or ()),
        adjourned=adjourned,
    )
    needed = classes_of(formula) if formula is not None else ()
    if needed and not counts and not vacant and present and not adjourned:
        refuse(
            f"This quorum counts classes: say how many are present from each, {' '.join(f'--class {n}=N' for n in needed)}."
        )
    try:
        answer = assess_quorum(under, attendance) if under else assess_formula(_given(rule), attendance)
    except ImpossibleCount as impossible:
        refuse(str(impossible))
    show(_quorum_json(answer), _quorum_lines(answer), as_json)


@refusing_in_json
def tally(
    votes_for: Annotated[int, typer.Option("--for", help="Votes for.")],
    against: Annotated[int, typer.Option("--against", help="Votes against.")],
    abstain: Annotated[int, typer.Option("--abstain", help="Abstentions.")] = 0,
    terms: TermsOption = None,
    rule: Annotated[
        str | None, typer.Option(help='One majority, such as "two thirds of votes cast".')
    ] = None,
    on_tie: Annotated[
        str | None, typer.Option(help='With --rule: what follows a tie, such as "not carried".')
    ] = None,
    eligible: Annotated[
        int | None, typer.Option(help="How many are entitled to vote on this motion.")
    ] = None,
    present: Annotated[int | None, typer.Option(help="How many of those entitled are present.")] = None,
    members: Annotated[int | None, typer.Option(help="How many members there are.")] = None,
    voting_members: Annotated[
        int | None, typer.Option(help="How many of the members have a vote, if not all.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="The kind of decision, such as amendment; with --terms.")
    ] = None,
    casting: Annotated[Casting | None, typer.Option(help="The casting vote, on a tie.")] = None,
    as_json: JsonOption = False,
) -> None:
    """What a vote comes to, by what majority, and what may be done next."""
    one_of(terms, rule)
    if terms and on_tie is not None:
        refuse("--on-tie belongs to --rule: the terms themselves say what follows a tie.")
    if rule and kind is not None:
        refuse("--kind belongs to --terms: a rule given by hand is for one kind of decision already.")
    count = Count(votes_for, against, abstain, eligible, present, members, voting_members)
    try:
        if rule is not None:
            tie: Tie | None = parse_tie(on_tie) if on_tie is not None else None
            answer = tally_by(parse_majority(rule), tie, count, casting=casting)
            tested: QuorumAnswer | str = ""
        else:
            under = load_terms(str(terms))
            _refuse_misspelt(kind, under)
            tested = _quorum_of_vote(under, count)
            seen = tested if isinstance(tested, QuorumAnswer) else None
            answer = tally_under(under, count, kind=kind or ORDINARY, casting=casting, quorum=seen)
    except NotationError as error:
        refuse_notation(error)
    except ImpossibleCount as impossible:
        refuse(str(impossible))
    except MissingCount as missing:
        refuse(f"{missing} Use {_FLAG[missing.body]}.")
    show(_tally_json(answer, count, tested), _tally_lines(answer, tested), as_json)


def _stated(under: Terms) -> QuorumFormula | None:
    return under.quorum.value if under.quorum is not None else None


def _given(rule: str | None) -> QuorumFormula:
    try:
        return parse_quorum(str(rule))
    except NotationError as error:
        refuse_notation(error)


def _refuse_misspelt(kind: str | None, under: Terms) -> None:
    """A kind of decision that is almost one the terms name is a slip of the pen, not a kind of its own."""
    stated = {*under.majorities, *under.ties}
    near = difflib.get_close_matches(kind, sorted(stated), n=1, cutoff=0.75) if kind else []
    if near and kind not in stated:
        refuse(f"The terms know no “{kind}”; did you mean “{near[0]}”? They name {listed(sorted(stated))}.")


def _refuse_unknown_classes(named: list[str], under: Terms | None, formula: QuorumFormula | None) -> None:
    known = set(classes_of(formula) if formula is not None else ()) | set(under.sectors if under else ())
    unknown = sorted(set(named) - known)
    if unknown and known:
        refuse(f"“{unknown[0]}” is not one of the classes here: {listed(sorted(known))}.")


def _members(formula: QuorumFormula | None, members: int | None, voters: int | None, present: int) -> int:
    if members is None and voters is None and formula is not None and counts_shares(formula):
        refuse(
            "This quorum is a share of the membership, so give --members (and --voting-members, if not all vote)."
        )
    return next(number for number in (members, voters, present) if number is not None)


def _voters(members: int | None, voters: int | None, present: int) -> int:
    return next(number for number in (voters, members, present) if number is not None)


def _quorum_of_vote(under: Terms, count: Count) -> QuorumAnswer | str:
    """The quorum of a meeting that votes, where its numbers alone can tell it; otherwise why they cannot."""
    formula = _stated(under)
    if formula is None or count.present is None:
        return ""
    if classes_of(formula) or roles_of(formula):
        return "The quorum is not tested here: it depends on who is present, which quorate quorum asks."
    voters = next((n for n in (count.voting_members, count.members, count.eligible) if n is not None), None)
    if voters is None:
        if counts_shares(formula):
            return "The quorum is not tested here: it is a share of the membership, so give --members."
        voters = count.present
    members = count.members if count.members is not None else voters
    return assess_quorum(under, Attendance(members, voters, count.present))


def _quorum_json(answer: QuorumAnswer) -> Json:
    return {
        "quorate": answer.quorate,
        "needed": answer.needed,
        "why": answer.why,
        "clause": number_of(answer.clause),
        "words": answer.clause.words,
        "source": source(answer.basis),
        "missing": list(answer.missing),
        "next": answer.follows,
    }


def _quorum_lines(answer: QuorumAnswer) -> list[str]:
    where = f" ({answer.clause.number})" if answer.clause.number else ""
    first = {
        True: f"Quorate{where}.",
        False: f"Not quorate{where}.",
        None: "Whether this is a quorum cannot be told.",
    }
    lines = [first[answer.quorate], answer.why]
    lines += [f"Needed: {answer.needed}."] if answer.quorate is not None else []
    lines += [f"Missing: {listed(answer.missing)}."] if answer.missing else []
    return lines + ([sentence(answer.follows)] if answer.follows else [])


def _tally_json(answer: TallyAnswer, count: Count, tested: QuorumAnswer | str) -> Json:
    found: dict[str, object] = {
        "outcome": answer.outcome.value,
        "needed": answer.needed,
        "needed_count": answer.needed_count,
        "next": answer.next,
        "why": answer.why,
        "clause": number_of(answer.clause),
        "words": answer.clause.words,
        "source": source(answer.basis),
        "tied": answer.tied,
        "tie": answer.tie.value if answer.tie is not None else None,
        "refused": answer.refused or None,
        "votes": {name: number for name, number in asdict(count).items() if number is not None},
    }
    if isinstance(tested, QuorumAnswer):
        found["quorum"] = _quorum_json(tested)
    elif tested:
        found["quorum"] = {"quorate": None, "why": tested}
    return found


def _tally_lines(answer: TallyAnswer, tested: QuorumAnswer | str) -> list[str]:
    where = f" ({answer.clause.number})" if answer.clause.number else ""
    lines = [f"{answer.outcome.value.capitalize()}{where}.", answer.why]
    needed = f", {counted(answer.needed_count, 'vote')} here" if answer.needed_count is not None else ""
    lines.append(f"Needed: {answer.needed}{needed}.")
    lines += [text for text in (answer.next, answer.refused) if text]
    return lines + ([tested] if isinstance(tested, str) and tested else [])
