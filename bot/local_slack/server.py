"""The workspace's HTTP server: Web API, Socket Mode, response_url, uploads, and the page's interface."""

import html
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.local_slack import files
from bot.local_slack.acting import Acting
from bot.local_slack.api.call import Tools
from bot.local_slack.api.door import Door
from bot.local_slack.events import Events
from bot.local_slack.interactions import Interactions
from bot.local_slack.modals import Modals
from bot.local_slack.people_moves import PeopleMoves
from bot.local_slack.posting import Posting
from bot.local_slack.rates import Rates
from bot.local_slack.response_urls import ResponseUrls
from bot.local_slack.signed_http import SignedHttp
from bot.local_slack.socket_mode import SocketMode
from bot.local_slack.state import SlackError, Workspace
from bot.local_slack.transport import Remembering
from bot.local_slack.triggers import Triggers
from bot.local_slack.ui import PAGE, Ui

LARGEST_BODY = 12 * 1024 * 1024
SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to {}.</body></html>"
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """The parts of a running workspace, wired together."""

    def __init__(self, ws: Workspace, request_url: str | None, rate_limits: bool) -> None:
        self.ws = ws
        self.sockets = None if request_url else SocketMode(ws)
        self.transport = Remembering(self.sockets or SignedHttp(ws, request_url or ""))
        self.events = Events(ws, self.transport)
        self.posting = Posting(ws, self.events)
        self.modals = Modals(ws)
        self.triggers = Triggers(ws.pace)
        self.urls = ResponseUrls(ws, self.posting)
        self.interactions = Interactions(ws, self.transport, self.triggers, self.urls, self.modals)
        self.acting = Acting(ws, self.posting, self.events, self.interactions)
        self.people = PeopleMoves(ws, self.events)
        rates = Rates(ws.pace) if rate_limits else None
        self.door = Door(Tools(ws, self.posting, self.modals, self.triggers, self.sockets, rates))

    def application(self) -> web.Application:
        """The routes of the workspace."""
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_only_from_this_machine, _in_words])
        ui = Ui(self.ws, self.transport, self.acting, self.interactions)
        app.add_routes(ui.routes())
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.door.handle),
                web.post("/response/{key:.+}", self.respond),
                web.post("/upload/{file}", self.upload),
                web.get("/files-pri/{file}/{name}", self.private_file),
                web.get("/files-pri/{file}/download/{name}", self.private_file),
            ]
        )
        if self.sockets:
            app.router.add_get("/link/", self.sockets.accept)
        if PAGE.is_dir():
            app.router.add_static("/static/", PAGE)
            app.on_response_prepare.append(_asked_for_again)
        return app

    async def respond(self, request: web.Request) -> web.Response:
        """Take what is posted to a response_url."""
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        try:
            if not isinstance(body, dict):
                raise SlackError("invalid_payload")
            self.urls.respond(request.match_info["key"], body)
        except SlackError as refusal:
            status = 404 if refusal.code in ("used_url", "expired_url", "no_such_response_url") else 400
            answer = {"ok": False, "error": refusal.code, "messages": refusal.messages}
            return web.json_response(answer, status=status)
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file expected here."""
        content = await request.read()
        files.receive(self.ws, request.match_info["file"], content)
        return web.Response(text=f"OK - {len(content)}")

    async def private_file(self, request: web.Request) -> web.Response:
        """A file's bytes, for the app with its token and files:read in its manifest; anybody else is shown to the sign-in page."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        stored = self.ws.files.get(request.match_info["file"].rpartition("-")[2])
        if token != self.ws.seed.bot_token or "files:read" not in self.ws.manifest.scopes:
            words = SIGN_IN.format(html.escape(self.ws.seed.team.name))
            return web.Response(text=words, content_type="text/html")
        if stored is None or stored.content is None:
            return web.Response(status=404, text="no such file")
        return web.Response(body=stored.content, content_type=stored.file["mimetype"])


async def _asked_for_again(request: web.Request, response: web.StreamResponse) -> None:
    """The page's files may be kept but not used unasked, or a browser would mix yesterday's with today's."""
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-cache"


@web.middleware
async def _in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals and missing arguments of the page's interface, as {ok: false, error}."""
    try:
        return await handler(request)
    except SlackError as refusal:
        words = "; ".join(refusal.messages) or refusal.code
        return web.json_response({"ok": False, "error": words, "code": refusal.code}, status=400)
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        if not request.path.startswith("/local/"):
            raise
        return web.json_response({"ok": False, "error": f"not understood: {problem}"}, status=400)


@web.middleware
async def _only_from_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a Host that is not this machine, and a page of another origin: anybody here may act as anybody."""
    host = request.headers.get("Host", "127.0.0.1").rsplit(":", 1)[0]
    origin = request.headers.get("Origin")
    if host not in LOCAL_HOSTS or (origin is not None and origin != f"{request.scheme}://{request.host}"):
        return web.Response(status=403, text="This workspace answers only to its own page on this machine.")
    return await handler(request)
