"""How a vote ended, as one reads it first: the verdict in one line, the bars, and the arithmetic in words; "Why?" has the rest."""

from collections.abc import Sequence

from bot import ids
from bot.presenters.bars import compared
from bot.presenters.blocks import Block, Element, actions, button, isolated, packed
from bot.presenters.environment import words
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, from_template, sentences
from bot.rules.wording import sentence
from bot.workflows.votes.result_words import verdict

SHORT = 60  # characters of a verdict


def ending(
    outcome: str, votes: str, counts: Sequence[tuple[str, int]], why: str, casting: str
) -> list[Block]:
    """The verdict, the bars and the arithmetic. The votes stand once: in the verdict where the arithmetic lacks them and both are
    short, and else in words after the bars."""
    said = outcome[:1].upper() + outcome[1:]
    lacking = votes if votes not in why else ""
    short = not counts or len(said) + len(lacking) <= SHORT
    return [
        bold(f"{said}: {lacking}." if lacking and short else f"{said}."),
        *compared(counts),
        *sentences("" if short else sentence(lacking), isolated(why), isolated(casting)),
    ]


def opt_out_button(motion: str) -> Element:
    """The button by which an organisation records that a decision is not for it (K30, V41)."""
    return button("We do not join in this", ids.OPEN_OPT_OUT, motion)


def _result(sent: Sent) -> list[Block]:
    data = sent.data
    outcome = "Opinion was" if data["indicative"] else verdict(data["outcome"])
    provisionally = ", provisionally" if data["provisional"] else ""
    counts = [(name, number) for name, number in data.get("counts", ())]
    return [
        *ending(f"{outcome}{provisionally}", data["votes"], counts, data["why"], data["casting"]),
        *from_template(words("result/body.mrkdwn.j2", data)),
    ]


def _buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership)
    return actions(
        button("Why?", ids.WHY_MOTION, sent.data["motion"]),
        *([opt_out_button(sent.data["motion"])] if sent.data.get("may_opt_out") else []),
        button("The register of decisions", ids.OPEN_DECISIONS, here),
        button("Put another motion", ids.OPEN_PUT_MOTION, here),
        button("Declare an interest", ids.OPEN_DECLARE, here),
        button("The partnership and its rules", ids.OPEN_PARTNERSHIP, here),
    )


KINDS = {
    "ResultNotice": Kind(
        "result",
        lambda data: (
            f"{'Indicative vote' if data['indicative'] else 'Result of motion'} {data['reference']} · {data['partnership_name']}"
        ),
        _buttons,
        blocks=_result,
    )
}
