"""users.*, team.* and auth.*: who is who."""

from bot.local_slack.api.arguments import flag, number, words
from bot.local_slack.api.call import SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4, Call, Method
from bot.local_slack.api.conversations import page
from bot.local_slack.describe import user_object
from bot.local_slack.seed import Json
from bot.local_slack.socket_mode import NoSocketMode
from bot.local_slack.state import SlackError


def auth_test(call: Call) -> Json:
    """Who the token speaks for."""
    seed = call.ws.seed
    return {
        "url": f"https://{seed.team.domain}.slack.com/",
        "team": seed.team.name,
        "user": call.ws.users[call.ws.bot].name,
        "team_id": seed.team.id,
        "user_id": call.ws.bot,
        "bot_id": seed.app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """An address for one Socket Mode connection; refused when payloads go by HTTP."""
    if call.tools.sockets is None:
        raise NoSocketMode
    return {"url": call.tools.sockets.issue_url()}


def _with_email(call: Call) -> bool:
    return "users:read.email" in call.ws.manifest.scopes


def info(call: Call) -> Json:
    """One person, with an e-mail address only where the manifest asks to read it."""
    user = call.ws.user(call.args["user"])
    locale = {"locale": "en-GB"} if call.args.get("include_locale") and not call.ws.is_external(user) else {}
    return {"user": user_object(call.ws, user, _with_email(call)) | locale}


def list_(call: Call) -> Json:
    """Everybody, in pages, the deactivated too."""
    some, following = page(call, list(call.ws.users.values()), 1000, 1000)
    people = [user_object(call.ws, each, _with_email(call)) for each in some]
    return {"members": people, "cache_ts": 0, "response_metadata": {"next_cursor": following}}


def by_email(call: Call) -> Json:
    """Find an active person of this workspace by e-mail, whatever its letters' case."""
    wanted = call.args["email"].casefold()
    for user in call.ws.users.values():
        if user.email.casefold() == wanted and not user.deleted and not call.ws.is_external(user):
            return {"user": user_object(call.ws, user, True)}
    raise SlackError("users_not_found")


def team_info(call: Call) -> Json:
    """The workspace."""
    team = call.ws.seed.team
    if call.args.get("team", team.id) != team.id:
        raise SlackError("team_not_found")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


METHODS = {
    "auth.test": Method(auth_test, SPECIAL),
    "apps.connections.open": Method(connections_open, TIER_1, app_token=True),
    "users.info": Method(info, TIER_4, ("users:read",), {"user": words, "include_locale": flag}, ("user",)),
    "users.list": Method(
        list_,
        TIER_2,
        ("users:read",),
        {"cursor": words, "limit": number, "include_locale": flag},
    ),
    "users.lookupByEmail": Method(by_email, TIER_3, ("users:read.email",), {"email": words}, ("email",)),
    "team.info": Method(team_info, TIER_3, ("team:read",), {"team": words}),
}
