"""What arrives from Slack, read once: who did what, where, and under which key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, TypedDict

from bot import ids


class Surface(Enum):
    """Where somebody acted, which decides how they can be answered."""

    COMMAND = "a slash command"
    MESSAGE = "a button under a message"
    MODAL = "a button in a form"
    HOME = "a button in App Home"
    FORM = "a form sent in"


class Who(TypedDict):
    """What every question carries."""

    workspace: str
    team: str
    user: str


class Sender(Who):
    """What every command carries besides."""

    delivery: str
    received_at: datetime


@dataclass(frozen=True)
class SlackFile:
    """A file chosen in a form, as Slack tells of it. One from another workspace may come with little more than its id."""

    id: str
    name: str
    media_type: str
    size: int | None  # None: Slack did not say
    url: str


@dataclass(frozen=True)
class Incoming:
    """One press, one command or one form, without anything that claims authority: only who, where and what.

    `team` is the person's own workspace, which differs from `workspace` for people from elsewhere (Slack Connect).
    """

    surface: Surface
    workspace: str
    team: str
    user: str
    delivery: str
    received_at: datetime
    action: str  # the base id of a button, the name of a command, the callback id of a form
    value: str = ""
    text: str = ""
    channel: str | None = None
    trigger: str = ""
    response_url: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)

    @property
    def who(self) -> Who:
        """The person, as questions carry them."""
        return {"workspace": self.workspace, "team": self.team, "user": self.user}

    @property
    def sender(self) -> Sender:
        """The person and this delivery, as commands carry them."""
        return {**self.who, "delivery": self.delivery, "received_at": self.received_at}

    @property
    def ids(self) -> Mapping[str, str]:
        """The ids packed into the button's value, or into the form's metadata; empty where there are none."""
        return unpacked(self.view.get("private_metadata", "") if self.surface is Surface.FORM else self.value)

    @property
    def page(self) -> int:
        """Which page of a list is asked for, from nought; the first where none is."""
        page = self.ids.get("page", "0")
        return int(page) if page.isdecimal() and len(page) < 6 else 0

    @property
    def view_id(self) -> str:
        """The form's own id, from which the ids of what it creates are derived."""
        return str(self.view.get("id", ""))

    def words(self, name: str) -> str:
        """What was typed into a field."""
        return keepable(str(self._state(name).get("value") or ""))

    def choice(self, name: str) -> str:
        """What was chosen in a menu or among radio buttons; empty where nothing was."""
        state = self._state(name)
        chosen = state.get("selected_option") or {}
        return str(chosen.get("value") or state.get("selected_user") or "")

    def menu(self, name: str) -> str:
        """What is chosen in a menu beside buttons, whose block changes its name with what it offers."""
        found = (self.choice(block) for block in self._values() if ids.base(block) == name)
        return next(found, "")

    def choices(self, name: str) -> tuple[str, ...]:
        """What was ticked, over every menu that carries on from the first."""
        return tuple(
            each["value"]
            for block in self._values()
            if ids.base(block) == name
            for each in self._state(block).get("selected_options") or ()
        )

    def shown(self, name: str) -> tuple[str, ...]:
        """What was ticked, or chosen, when the form was opened, over every menu that carries on from the first."""
        return tuple(
            str(each.get("value", ""))
            for element in self._elements(name)
            for each in element.get("initial_options") or [element.get("initial_option") or {}]
            if isinstance(each, dict) and each
        )

    def shown_words(self, name: str) -> str:
        """What stood in a field for words when the form was opened."""
        return "".join(str(each.get("initial_value") or "") for each in self._elements(name))

    def day(self, name: str) -> date | None:
        """The day chosen; none where there is none that a calendar has."""
        try:
            return date.fromisoformat(str(self._state(name).get("selected_date") or ""))
        except ValueError:
            return None

    def time(self, name: str) -> time | None:
        """The time of day chosen, without a zone."""
        try:
            return time.fromisoformat(str(self._state(name).get("selected_time") or "")).replace(tzinfo=None)
        except ValueError:
            return None

    def instant(self, name: str) -> datetime | None:
        """The instant chosen, in UTC; none where there is none that a calendar has."""
        chosen = self._state(name).get("selected_date_time")
        try:
            return datetime.fromtimestamp(int(chosen), UTC) if chosen else None
        except (ValueError, TypeError, OverflowError, OSError):
            return None

    def files(self, name: str) -> tuple[SlackFile, ...]:
        """The files chosen, as Slack tells of each."""
        chosen = self._state(name).get("files")
        return tuple(
            SlackFile(
                id=str(each.get("id") or ""),
                name=str(each.get("name") or ""),
                media_type=str(each.get("mimetype") or ""),
                size=each["size"] if isinstance(each.get("size"), int) else None,
                url=str(each.get("url_private_download") or each.get("url_private") or ""),
            )
            for each in (chosen if isinstance(chosen, list) else ())
            if isinstance(each, dict)
        )

    def _elements(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """The elements of a field as the form had them."""
        blocks = self.view.get("blocks")
        fields = [each for each in blocks if isinstance(each, dict)] if isinstance(blocks, list) else []
        mine = (each.get("element") for each in fields if ids.base(str(each.get("block_id", ""))) == name)
        return tuple(each for each in mine if isinstance(each, dict))

    def _values(self) -> Mapping[str, Any]:
        values = (self.view.get("state") or {}).get("values")
        return values if isinstance(values, dict) else {}

    def _state(self, name: str) -> Mapping[str, Any]:
        """The state of a field, which has one action; empty for one that was left out, or sent as null."""
        actions = self._values().get(name)
        state = next(iter(actions.values()), None) if isinstance(actions, dict) else None
        return state if isinstance(state, dict) else {}


def from_command(body: Mapping[str, Any], workspace: str | None, now: datetime) -> Incoming:
    """A slash command. Its key is its trigger, which Slack gives once."""
    trigger = str(body.get("trigger_id", ""))
    team = str(body.get("team_id") or workspace or "")
    return Incoming(
        surface=Surface.COMMAND,
        workspace=workspace or team,
        team=team,
        user=str(body.get("user_id", "")),
        delivery=f"command:{trigger}",
        received_at=now,
        action=str(body.get("command", "")),
        text=decoded(str(body.get("text") or "")).strip(),
        channel=body.get("channel_id"),
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
    )


def from_action(body: Mapping[str, Any], workspace: str | None, now: datetime) -> Incoming:
    """A button or a menu. Its key is its trigger; without one, when it was pressed, by whom, in which message."""
    pressed = body["actions"][0]
    view = body.get("view") or {}
    container = body.get("container") or {}
    # The bot's own message says where the app is installed, which in a shared channel need not be the person's workspace.
    workspace = (body.get("message") or {}).get("team") or workspace
    user, team = _actor(body, workspace)
    trigger = str(body.get("trigger_id") or "")
    place = container.get("message_ts") or view.get("id") or ""
    surface = {"modal": Surface.MODAL, "home": Surface.HOME}.get(view.get("type", ""), Surface.MESSAGE)
    return Incoming(
        surface=surface,
        workspace=workspace or team,
        team=team,
        user=user,
        delivery=f"action:{trigger or ':'.join((str(pressed.get('action_ts', '')), user, str(place)))}",
        received_at=now,
        action=ids.base(str(pressed.get("action_id", ""))),
        value=str(pressed.get("value") or (pressed.get("selected_option") or {}).get("value") or ""),
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
        view=view,
    )


def from_form(body: Mapping[str, Any], workspace: str | None, now: datetime) -> Incoming:
    """A form sent in. Its key is the view, which of its steps it is and the state that was sent, so the same form twice is one.

    The step stands in it because a form that leads to the next keeps its view, and nothing but the hash tells them apart.
    """
    view = body["view"]
    user, team = _actor(body, workspace)
    return Incoming(
        surface=Surface.FORM,
        workspace=workspace or team,
        team=team,
        user=user,
        delivery=f"form:{view.get('id', '')}:{view.get('callback_id', '')}:{view.get('hash', '')}",
        received_at=now,
        action=str(view.get("callback_id", "")),
        trigger=str(body.get("trigger_id") or ""),
        view=view,
    )


def decoded(text: str) -> str:
    """What was typed after a command: Slack sends `&`, `<` and `>` there as entities, and nothing else."""
    return keepable(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def keepable(text: str) -> str:
    """The text without what no database keeps and nobody types: the character nought, and half of a pair of code units."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def from_shortcut(body: Mapping[str, Any], workspace: str | None, now: datetime) -> Incoming:
    """A shortcut, of the workspace's or of a message's, or what came before blocks: attachments and dialogs.

    The app has none of them; an older one under the same name may have had.
    """
    user, team = _actor(body, workspace)
    trigger = str(body.get("trigger_id") or "")
    return Incoming(
        surface=Surface.MESSAGE,
        workspace=workspace or team,
        team=team,
        user=user,
        delivery=f"shortcut:{trigger}",
        received_at=now,
        action=str(body.get("callback_id", "")),
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
    )


def unpacked(text: str) -> Mapping[str, str]:
    """The ids in a value or in metadata; none where it is not what this bot writes."""
    try:
        read = json.loads(text)
    except (ValueError, TypeError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {key: value for key, value in read.items() if isinstance(value, str)}


def _actor(body: Mapping[str, Any], workspace: str | None) -> tuple[str, str]:
    user = body.get("user") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id") or workspace or ""
    return str(user.get("id", "")), str(team)
