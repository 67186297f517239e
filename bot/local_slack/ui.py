"""The HTTP interface of the page: /local/*, the page itself, its event stream."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.local_slack import clicks, forms, screen
from bot.local_slack.acting import Acting
from bot.local_slack.clock_turning import turn
from bot.local_slack.commands import run_command
from bot.local_slack.files import may_read
from bot.local_slack.interactions import Interactions
from bot.local_slack.seed import Json
from bot.local_slack.shortcuts import use_shortcut
from bot.local_slack.state import SlackError, Workspace
from bot.local_slack.transport import Transport

PAGE = Path(__file__).parent / "page"
HEARTBEAT_SECONDS = 15.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Ui:
    """Answers the page. A refusal is HTTP 400 with {ok: false, error} in words."""

    ws: Workspace
    transport: Transport
    acting: Acting
    interactions: Interactions

    def routes(self) -> list[web.RouteDef]:
        """The addresses the page speaks to."""
        posts: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "say": self.say,
            "command": self.command,
            "action": self.action,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "options": self.options,
            "shortcut": self.shortcut,
            "clock": self.clock,
        }
        return [
            web.get("/", self.index),
            web.get("/local/state", self.state),
            web.get("/local/messages", self.messages),
            web.get("/local/views", self.views),
            web.get("/local/events", self.events),
            web.post("/local/files", self.upload),
            web.get("/local/files/{file}", self.file),
            web.delete("/local/files/{file}", self.delete_file),
            *(web.post(f"/local/{name}", _posted(run)) for name, run in posts.items()),
        ]

    async def index(self, _: web.Request) -> web.StreamResponse:
        """The page itself."""
        page = PAGE / "index.html"
        if not page.exists():
            return web.Response(text="The workspace is running. Its page is not part of this installation.")
        return web.FileResponse(page, headers={"Cache-Control": "no-store"})

    async def state(self, request: web.Request) -> web.Response:
        """The workspace as one person sees it."""
        person = request.query.get("as") or screen.first_person(self.ws)
        return web.json_response(screen.state(self.ws, self.transport, person))

    async def messages(self, request: web.Request) -> web.Response:
        """One page of a conversation, newest first where `before` is given."""
        query = request.query
        limit = int(query.get("limit", "50"))
        return web.json_response(
            screen.messages(
                self.ws, query["as"], query["channel"], query.get("before"), max(1, min(limit, 200))
            )
        )

    async def views(self, request: web.Request) -> web.Response:
        """The modal stack somebody has open, bottom first, so that a reload shows it again."""
        self.ws.user(request.query["as"])
        stack = self.ws.stacks.get(request.query["as"], [])
        return web.json_response({"views": [each.view for each in stack]})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What changes for one person, as it happens (server-sent events)."""
        self.ws.user(request.query["as"])
        stream = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        listener = self.ws.hub.listen(request.query["as"])
        try:
            await stream.prepare(request)
            await stream.write(b"retry: 1000\n\n")
            while (event := await listener.next(HEARTBEAT_SECONDS)) is not None:
                data = f"data: {json.dumps(event)}\n\n" if event else ": still here\n\n"
                await stream.write(data.encode())
        except ConnectionError:
            pass
        finally:
            self.ws.hub.leave(listener)
        return stream

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file into a channel, or into a form."""
        query = request.query
        content = await request.read()
        shown = self.acting.upload(query["as"], query.get("channel"), query.get("name", ""), content)
        return web.json_response({"ok": True, "file": shown})

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a file, for somebody who may read it."""
        stored = self.ws.files.get(request.match_info["file"])
        if (
            stored is None
            or stored.content is None
            or not may_read(self.ws, stored, request.query.get("as", ""))
        ):
            raise SlackError("file_not_found")
        return web.Response(
            body=stored.content,
            headers={
                "Content-Type": stored.file["mimetype"],
                "Content-Disposition": "attachment",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def delete_file(self, request: web.Request) -> web.Response:
        """Somebody deletes a file of their own."""
        self.acting.delete_file(request.query["as"], request.match_info["file"])
        return web.json_response({"ok": True})

    async def say(self, body: Json) -> Json:
        """Somebody writes in a channel."""
        is_encoded = body.get("encoded") is True
        message = self.acting.say(
            body["as"], body["channel"], body["text"], body.get("thread_ts"), is_encoded=is_encoded
        )
        return {"ok": True, "message": message}

    async def command(self, body: Json) -> Json:
        """Somebody gives a slash command."""
        text = body.get("text", "")
        return (
            await run_command(self.interactions, body["as"], body["channel"], body["command"], text)
        ).json()

    async def action(self, body: Json) -> Json:
        """Somebody presses a button or chooses in a menu."""
        state = body.get("state", {}).get("values", {})
        return (await clicks.click(self.interactions, body["as"], body["container"], body, state)).json()

    async def submit(self, body: Json) -> Json:
        """Somebody sends a form in."""
        state = body.get("state", {}).get("values", {})
        return (await forms.submit(self.interactions, body["as"], body["view_id"], state)).json()

    async def close(self, body: Json) -> Json:
        """Somebody closes a form."""
        cleared = bool(body.get("clear", False))
        return (await forms.close(self.interactions, body["as"], body["view_id"], cleared)).json()

    async def home(self, body: Json) -> Json:
        """Somebody opens App Home."""
        return {"ok": True, "view": await self.acting.open_home(body["as"])}

    async def options(self, body: Json) -> Json:
        """What an external menu offers for what was typed."""
        place = (body["container"], body["block_id"], body["action_id"])
        return (await clicks.suggest(self.interactions, body["as"], *place, body.get("value", ""))).json()

    async def shortcut(self, body: Json) -> Json:
        """Somebody uses a shortcut."""
        where = (body.get("channel", ""), body.get("message_ts", ""))
        return (await use_shortcut(self.interactions, body["as"], body["callback_id"], *where)).json()

    async def clock(self, body: Json) -> Json:
        """Turn the clock, and tell every page."""
        turn(self.ws.clock, body)
        clock = screen.clock_state(self.ws)
        self.ws.hub.tell({"type": "clock", "clock": clock})
        return {"ok": True, "clock": clock}


def _posted(run: Callable[[Json], Awaitable[Json]]) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        try:
            body: Any = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise SlackError("invalid_json", ["the body must be a JSON object"])
        return web.json_response(await run(body))

    return handler
