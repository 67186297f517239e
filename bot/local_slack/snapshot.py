"""The workspace in one JSON file, so that a restart finds channels, messages, forms and files as they were."""

import base64
import json
import os
from dataclasses import asdict
from pathlib import Path

from bot.local_slack.seed import Json, SeedUser
from bot.local_slack.state import Conversation, OpenView, StoredFile, Workspace

VERSION = 2
ADDRESSES = frozenset({"url_private", "url_private_download", "permalink"})


def take(ws: Workspace) -> Json:
    """The workspace as JSON."""
    return {
        "version": VERSION,
        "team": ws.seed.team.id,
        "base_url": ws.base_url,
        "users": [asdict(each) for each in ws.users.values()],
        "conversations": [asdict(each) for each in ws.conversations.values()],
        "stacks": {user: [each.view for each in stack] for user, stack in ws.stacks.items()},
        "homes": ws.homes,
        "files": [
            {
                "file": each.file,
                "owner": each.owner,
                "content": None if each.content is None else base64.b64encode(each.content).decode(),
            }
            for each in ws.files.values()
        ],
    }


def restore(ws: Workspace, kept: Json) -> None:
    """Put a workspace back as it was. A snapshot of another workspace or version is refused.

    People and channels that have come into the seed since are added; those the snapshot knows stay as it says.
    """
    if kept.get("version") != VERSION or kept.get("team") != ws.seed.team.id:
        raise ValueError(
            "the state file belongs to another workspace or an earlier version; remove it to start afresh"
        )
    ws.users |= {each["id"]: SeedUser(**each) for each in kept["users"]}
    ws.conversations |= {each["id"]: Conversation(**each) for each in kept["conversations"]}
    ws.stacks = {user: [OpenView(view, user) for view in stack] for user, stack in kept["stacks"].items()}
    ws.homes = kept["homes"]
    for each in kept["files"]:
        content = None if each["content"] is None else base64.b64decode(each["content"])
        ws.files[each["file"]["id"]] = StoredFile(each["file"], content, each["owner"])


def readdress(ws: Workspace, kept: Json) -> None:
    """Give every file kept its address on the port the workspace now listens on."""
    in_messages = (file for c in ws.conversations.values() for m in c.messages for file in m.get("files", []))
    for file in [*(each.file for each in ws.files.values()), *in_messages]:
        for key in ADDRESSES & file.keys():  # of a deleted file there is nothing but its id
            file[key] = file[key].replace(kept["base_url"], ws.base_url, 1)


def read(path: Path) -> Json:
    """A state file’s JSON; refused in a sentence if it is none."""
    try:
        kept = json.loads(path.read_text("utf-8"))
    except ValueError as problem:
        raise ValueError(
            f"the state file {path.name} is not JSON ({problem}); remove it to start afresh"
        ) from None
    if not isinstance(kept, dict):
        raise ValueError(f"the state file {path.name} is not a workspace; remove it to start afresh")
    return kept


def write(path: Path, text: str) -> None:
    """Replace the file whole: a crash leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f"{path.suffix}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
