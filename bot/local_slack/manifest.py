"""What the app's manifest allows: its scopes, commands, events and surfaces."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Command:
    """One slash command as the manifest declares it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """One shortcut: `type` is global or message."""

    callback_id: str
    name: str
    type: str


@dataclass(frozen=True)
class Manifest:
    """The parts of manifest.json that decide what this workspace lets the app do."""

    scopes: frozenset[str]
    commands: tuple[Command, ...]
    bot_events: frozenset[str]
    is_interactive: bool
    has_options_url: bool
    has_home_tab: bool
    shortcuts: tuple[Shortcut, ...]

    def command(self, name: str) -> Command | None:
        """A command of the manifest, None if it is not there."""
        return next((each for each in self.commands if each.command == name), None)


def read_manifest(raw: dict[str, Any]) -> Manifest:
    """Read the manifest Slack is given. A manifest without a bot scope is refused: nothing could be sent."""
    features = raw.get("features", {})
    settings = raw.get("settings", {})
    interactivity = settings.get("interactivity", {})
    scopes = frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    if not scopes:
        raise ValueError("the manifest has no oauth_config.scopes.bot, so the app may do nothing")
    return Manifest(
        scopes=scopes,
        commands=tuple(
            Command(
                each["command"],
                each.get("description", ""),
                each.get("usage_hint", ""),
                bool(each.get("should_escape", False)),
            )
            for each in features.get("slash_commands", ())
        ),
        bot_events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        is_interactive=bool(interactivity.get("is_enabled", False)),
        has_options_url=bool(settings.get("socket_mode_enabled", False))
        or bool(interactivity.get("message_menu_options_url")),
        has_home_tab=bool(features.get("app_home", {}).get("home_tab_enabled", False)),
        shortcuts=tuple(
            Shortcut(each["callback_id"], each["name"], each["type"])
            for each in features.get("shortcuts", ())
        ),
    )
