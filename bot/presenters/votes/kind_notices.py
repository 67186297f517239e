"""What is told of decisions of a kind of their own: notice of dissolution, its countdown, cover that ends, terms to be recorded."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import Block, actions, button, packed
from bot.presenters.notice_kinds import Kind, Sent


def _dissolution_buttons(sent: Sent) -> list[Block]:
    value = packed(p=sent.partnership, motion=sent.data["motion"])
    return actions(
        button("What has to be arranged", ids.OPEN_DISSOLUTION, value),
        button("Why?", ids.WHY_MOTION, sent.data["motion"]),
    )


def _terms_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership)
    return actions(
        button("Hand in the new terms", ids.OPEN_HAND_IN, here, style="primary"),
        button("Why?", ids.WHY_MOTION, sent.data["motion"]),
        button("The partnership and its rules", ids.OPEN_PARTNERSHIP, packed(p=sent.partnership)),
    )


def _read_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership)
    again = [] if sent.data["is_recorded"] else [button("Hand it in again", ids.OPEN_HAND_IN, here)]
    return actions(*again, button("The partnership and its rules", ids.OPEN_PARTNERSHIP, here))


def _register_buttons(sent: Sent) -> list[Block]:
    return actions(button("The partnership", ids.OPEN_PARTNERSHIP, packed(p=sent.partnership)))


KINDS: Mapping[str, Kind] = {
    "DissolutionNotice": Kind(
        "dissolution",
        lambda data: f"Notice of dissolution · {data['partnership_name']}",
        _dissolution_buttons,
    ),
    "DissolutionNearsNotice": Kind(
        "dissolution_nears",
        lambda data: (
            f"{'Dissolved' if data['in_effect'] else 'To be dissolved'} · {data['partnership_name']}"
        ),
        _dissolution_buttons,
    ),
    "CoverEndsNotice": Kind(
        "cover_ends", lambda data: f"Cover ends · {data['partnership_name']}", _register_buttons
    ),
    "TermsReadNotice": Kind(
        "terms_read",
        lambda data: (
            f"{'New terms' if data['is_recorded'] else 'Terms not recorded'} · {data['partnership_name']}"
        ),
        _read_buttons,
    ),
    "TermsToReplaceNotice": Kind(
        "terms_to_replace", lambda data: f"Terms to replace · {data['partnership_name']}", _terms_buttons
    ),
    "TermsWantedNotice": Kind(
        "terms_wanted", lambda data: f"New terms to record · {data['partnership_name']}", _terms_buttons
    ),
}
