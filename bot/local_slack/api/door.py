"""What every Web API call passes before its method runs: token, rate, scope and arguments."""

import json
from typing import Any

from aiohttp import web

from bot.local_slack.api import METHODS
from bot.local_slack.api.arguments import read
from bot.local_slack.api.call import Call, Method, Tools
from bot.local_slack.rates import TooFast
from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError


class Door:
    """Answers /api/METHOD. Every refusal is HTTP 200 with ok false, as Slack's, but 429."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call."""
        name = request.match_info["method"]
        try:
            given = await _given(request)
            return web.json_response(
                {"ok": True} | self._run(name, request.headers.get("Authorization", ""), given)
            )
        except TooFast as too_fast:
            headers = {"Retry-After": str(too_fast.seconds)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        except SlackError as refusal:
            return web.json_response(refused(refusal))

    def _run(self, name: str, authorization: str, given: dict[str, Any]) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        in_body = given.pop("token", "")
        # slack_sdk sends the workspace with every call made from a Bolt listener
        if given.pop("team_id", self._tools.ws.seed.team.id) != self._tools.ws.seed.team.id:
            raise SlackError("team_access_not_granted")
        self._check_token(method, authorization.removeprefix("Bearer ").strip() or in_body)
        if self._tools.rates:
            self._tools.rates.take(name, method.per_minute)
        scopes = self._tools.ws.manifest.scopes
        if method.scopes and not scopes.intersection(method.scopes):
            provided = ",".join(sorted(scopes))
            raise SlackError("missing_scope", needed=",".join(method.scopes), provided=provided)
        args = read(given, method.arguments, method.required)
        return method.run(Call(self._tools, args))

    def _check_token(self, method: Method, token: str) -> None:
        seed = self._tools.ws.seed
        if not token:
            raise SlackError("not_authed")
        if token not in (seed.bot_token, seed.app_token):
            raise SlackError("invalid_auth")
        if (token == seed.app_token) is not method.app_token:
            raise SlackError("not_allowed_token_type")


def refused(refusal: SlackError) -> Json:
    """A refusal as the Web API writes it."""
    body: Json = {"ok": False, "error": refusal.code, **refusal.extra}
    return body | ({"response_metadata": {"messages": refusal.messages}} if refusal.messages else {})


async def _given(request: web.Request) -> dict[str, Any]:
    """The arguments of a call: its query, and its body as JSON or form."""
    given: dict[str, Any] = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return given
    kind = request.content_type
    if kind == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return given | body
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return given | {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    raise SlackError("invalid_post_type")
