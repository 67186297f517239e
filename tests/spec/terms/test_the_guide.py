"""docs/terms.md teaches only what is true: its files parse, its notation reads, its mistakes say what it says."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.rules.kinds import KINDS, ROLES
from bot.rules.notation import parse_majority, parse_period, parse_quorum, parse_tie
from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.values import Firmness

GUIDE = (Path(__file__).parents[3] / "docs" / "terms.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(toml|toml wrong|text)\n(.*?)^```$", GUIDE, flags=re.S | re.M)
WHOLE = [
    text for kind, text in BLOCKS if kind == "toml" and text.count("\n[") > 5 and "[partnership]" in text
]
FRAGMENTS = [text for kind, text in BLOCKS if kind == "toml" and text not in WHOLE]
WRONG = [(text, said) for (kind, text), (_text, said) in itertools.pairwise(BLOCKS) if kind == "toml wrong"]
HEAD = FRAGMENTS[0]
SECTORS = '[sectors]\ngrowers = "growers and producers"\ncaterers = "caterers and retailers"\n'


def section(title: str) -> str:
    return GUIDE.split(f"### {title}\n")[1].split("\n#")[0]


def test_the_guide_has_a_whole_file_fragments_and_mistakes() -> None:
    assert (len(WHOLE), len(FRAGMENTS), len(WRONG)) == (1, 8, 7)


def test_the_whole_file_parses_and_uses_most_kinds_of_rule() -> None:
    terms = parse_terms(WHOLE[0])
    assert len(terms.rules()) > 20
    assert [rule.key for rule in terms.suggestions()] == ["interests.declared", "interests.effect"]


def test_the_head_alone_is_a_file() -> None:
    assert parse_terms(HEAD).slug == "wyre-valley-food"


@pytest.mark.parametrize("fragment", FRAGMENTS[1:])
def test_every_fragment_parses_below_the_head_and_stands_in_the_whole_file(fragment: str) -> None:
    terms = parse_terms(HEAD + fragment)
    whole = parse_terms(WHOLE[0])
    assert terms.rules()
    assert all(whole.rule(rule.key) == rule for rule in terms.rules())


@pytest.mark.parametrize(("fragment", "said"), WRONG)
def test_every_mistake_says_what_the_guide_says(fragment: str, said: str) -> None:
    before = HEAD + SECTORS
    with pytest.raises(TermsFileError) as caught:
        parse_terms(before + fragment)
    shift = before.count("\n")
    told = re.sub(r"^line (\d+)", lambda line: f"line {int(line[1]) - shift}", str(caught.value), flags=re.M)
    assert told.splitlines()[1:] == said.splitlines()


NOTATIONS: dict[str, Callable[[str], object]] = {
    "Periods": parse_period,
    "Quorums": parse_quorum,
    "Majorities": parse_majority,
    "Ties": parse_tie,
}


@pytest.mark.parametrize("title", NOTATIONS)
def test_every_line_of_the_notation_reads(title: str) -> None:
    rows = [row.split("|")[1] for row in section(title).splitlines() if row.startswith("| `")]
    written = [text for cell in rows for text in re.findall(r"`([^`]+)`", cell)]
    assert len(written) > 5
    for text in written:
        NOTATIONS[title](text)


def test_every_day_that_need_not_be_dated_reads() -> None:
    row = next(row for row in section("Periods").splitlines() if "not counting Sundays" in row)
    for name in re.findall(r"`([^`]+)`", row.split("|")[2]):
        parse_period(f"5 days, not counting {name}")


def test_every_key_choice_role_and_firmness_is_in_the_guide() -> None:
    rules = section("The rules")
    lacking = [kind.key for kind in KINDS if f"`[{kind.key}{'.NAME' if kind.named else ''}]`" not in rules]
    lacking += [choice for kind in KINDS for choice in kind.choices if f'`"{choice}"`' not in rules]
    lacking += [role for role in ROLES if f"`{role}`" not in rules]
    lacking += [firmness for firmness in Firmness if f'`"{firmness}"`' not in GUIDE]
    assert lacking == []
