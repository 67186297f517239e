"""Who is who: the partnership's modal, people matched by hand, suggestions adopted, accounts switched off."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, done, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.modals import why
from bot.presenters.partnership.partnership import adopt_form, match_form, partnership_modal
from bot.workflows.decisions import Decision, Refused
from bot.workflows.partnership.members import AdoptSuggestions, MarkAccount, MatchPerson
from bot.workflows.questions import PartnershipPicture, ShowPartnership, WhyRule

NOT_YOURS = Refused(
    "Only the secretariat or the chair matches people and records what was adopted.",
    next="`/partnership` shows who they are.",
)


def start_showing(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The partnership's modal, at its first tab."""
    return Open(partnership_modal(_picture(incoming, desk, partnership)))


def open_partnership(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows a partnership."""
    return start_showing(incoming, desk, incoming.ids.get("p", ""), "")


def turn_tab(incoming: Incoming, desk: Desk) -> Reply:
    """Another tab, or another page of it."""
    to = incoming.ids
    picture = _picture(incoming, desk, to.get("p", ""))
    return Change(partnership_modal(picture, to.get("tab", ""), incoming.page))


def open_match(incoming: Incoming, desk: Desk) -> Reply:
    """The form to match people by hand."""
    picture = _picture(incoming, desk, incoming.ids.get("p", ""))
    return Open(match_form(picture)) if picture.may_match else refused(incoming, NOT_YOURS)


def match_person(incoming: Incoming, desk: Desk) -> Reply:
    """A person and a Slack account, sent in. Slack's menu gives an account without its workspace: that of the app, unless said."""
    account = incoming.choice("account")
    outcome = desk.perform(
        MatchPerson(
            **incoming.sender,
            partnership=incoming.ids.get("p", ""),
            person=incoming.choice("person"),
            account_team=incoming.words("account_team").strip() or incoming.workspace,
            account_user=account,
        )
    )
    if isinstance(outcome, Decision):
        words = outcome.answer.words.replace(f"<@{account}>", "the account you chose")
        return done(replace(outcome.answer, words=words))
    return answered(incoming, outcome)


def open_adopt(incoming: Incoming, desk: Desk) -> Reply:
    """The form to record what the partnership has adopted."""
    picture = _picture(incoming, desk, incoming.ids.get("p", ""))
    return Open(adopt_form(picture)) if picture.may_match else refused(incoming, NOT_YOURS)


def adopt_suggestions(incoming: Incoming, desk: Desk) -> Reply:
    """What was adopted, and by whom, sent in."""
    outcome = desk.perform(
        AdoptSuggestions(
            **incoming.sender,
            partnership=incoming.ids.get("p", ""),
            keys=incoming.choices("keys"),
            adopted_by=incoming.words("adopted_by"),
        )
    )
    return answered(incoming, outcome)


def why_rule(incoming: Incoming, desk: Desk) -> Reply:
    """Which clause stands behind a rule?"""
    asked = incoming.ids
    question = WhyRule(**incoming.who, partnership=asked.get("p", ""), key=asked.get("key", ""))
    return Open(why(desk.ask(question)))


def mark_account(desk: Desk, workspace: str, event: Mapping[str, Any]) -> None:
    """Slack says that an account was switched off, or on again; of nobody in particular it is no news."""
    user = event.get("user")
    if not isinstance(user, dict) or not user.get("id"):
        return
    desk.perform(
        MarkAccount(
            workspace=workspace,
            team=str(user.get("team_id") or workspace),
            user=str(user["id"]),
            deactivated=bool(user.get("deleted")),
            happened_at=_instant(event.get("event_ts")) or _instant(user.get("updated")),
            time_zone=str(user.get("tz") or ""),
        )
    )


def _instant(seconds: object) -> datetime | None:
    """The instant of "1745492400.000100", or of seconds as a number; None where there is none that a calendar has."""
    try:
        return datetime.fromtimestamp(float(str(seconds)), UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _picture(incoming: Incoming, desk: Desk, partnership: str) -> PartnershipPicture:
    return desk.ask(ShowPartnership(**incoming.who, partnership=partnership))
