"""Files: expected, received, shared, deleted."""

import mimetypes
import re
import time
from collections.abc import Iterator
from typing import Any

from bot.local_slack.posting import Posting
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, SlackError, StoredFile, Workspace

LARGEST = 10 * 1024 * 1024
PLACES = {"public": "channels", "private": "groups", "im": "ims", "mpim": "groups"}


def _file_object(ws: Workspace, file_id: str, name: str, size: int, owner: str) -> Json:
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else "text"
    in_address = re.sub(r"[^a-z0-9.-]+", "_", name.lower())
    private = f"{ws.base_url}/files-pri/{ws.seed.team.id}-{file_id}"
    return {
        "id": file_id,
        "created": int(time.time()),
        "timestamp": int(time.time()),
        "name": name,
        "title": name,
        "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "filetype": suffix,
        "pretty_type": suffix.upper(),
        "user": owner,
        "user_team": ws.seed.team.id,
        "editable": False,
        "size": size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "public_url_shared": False,
        "url_private": f"{private}/{in_address}",
        "url_private_download": f"{private}/download/{in_address}",
        "permalink": f"{ws.base_url}/files/{owner}/{file_id}/{in_address}",
        "channels": [],
        "groups": [],
        "ims": [],
    }


def described(stored: StoredFile) -> Json:
    """A file as Slack describes it."""
    return dict(stored.file)


def expect_upload(ws: Workspace, name: str, size: int, owner: str) -> str:
    """Make room for a file whose bytes are to come, of just this many bytes."""
    file_id = ws.new_id("F")
    ws.files[file_id] = StoredFile(_file_object(ws, file_id, name, size, owner), None, owner)
    return file_id


def receive(ws: Workspace, file_id: str, content: bytes) -> StoredFile:
    """Take the bytes of an expected file. Refuses another length, and bytes twice."""
    stored = ws.files.get(file_id)
    if stored is None or stored.content is not None or is_deleted(stored):
        raise SlackError("file_not_found")
    if len(content) != stored.file["size"]:
        raise SlackError("file_upload_size_mismatch")
    stored.content = content
    return stored


def share(
    ws: Workspace,
    posting: Posting,
    conversation: Conversation,
    author: str,
    files: list[StoredFile],
    content: Json,
) -> Json:
    """Post files in a conversation, and tell the app each has been shared."""
    body = content | {"files": _placed(files, conversation), "upload": True}
    message = posting.post(
        conversation, author, body if author == ws.bot else body | {"subtype": "file_share"}
    )
    for each in files:
        posting.file_shared(conversation, each.file["id"], author)
    return message


def post_with_links(
    ws: Workspace, posting: Posting, conversation: Conversation, author: str, content: Json
) -> Json:
    """Post a message; the author's own files that it links to are shared where it stands, and shown with it."""
    files = _linked(ws, author, content)
    if not files:
        return posting.post(conversation, author, content)
    message = posting.post(conversation, author, content | {"files": _placed(files, conversation)})
    for each in files:
        posting.file_shared(conversation, each.file["id"], author)
    return message


def delete(ws: Workspace, posting: Posting, user: str, file_id: str) -> None:
    """Delete somebody's own file: its bytes are gone, and every message that shows it shows that it was deleted."""
    stored = ws.files.get(file_id)
    if stored is None or stored.content is None:
        raise SlackError("file_not_found", ["There is no such file."])
    if stored.owner != user:
        raise SlackError("cant_delete_file", ["Only whoever uploaded a file can delete it."])
    stored.content = None
    stored.file = {"id": file_id, "mode": "tombstone"}
    for conversation in ws.conversations.values():
        for message in conversation.messages:
            shown = message.get("files", [])
            if any(each["id"] == file_id for each in shown):
                left = [stored.file if each["id"] == file_id else each for each in shown]
                posting.show_files(conversation, message, left)
    posting.file_deleted(file_id)


def is_deleted(stored: StoredFile) -> bool:
    """Whether a file was here once and is not any more."""
    return bool(stored.file.get("mode") == "tombstone")


def _placed(files: list[StoredFile], conversation: Conversation) -> list[Json]:
    """The files as a message shows them, each knowing that it is shared in this conversation."""
    place = PLACES[conversation.kind]
    for each in files:
        if conversation.id not in each.file[place]:
            each.file[place].append(conversation.id)
        each.file["is_public"] = conversation.kind == "public" or each.file["is_public"]
    return [described(each) for each in files]


def _linked(ws: Workspace, author: str, content: Json) -> list[StoredFile]:
    address = re.compile(re.escape(ws.base_url) + r"/files/[^/\s<>|]+/(F[A-Z0-9]+)")
    texts = (content.get("text", ""), *_where_links_work(content.get("blocks", [])))
    named = dict.fromkeys(each for text in texts for each in address.findall(text))
    held = [ws.files[each] for each in named if each in ws.files]
    return [each for each in held if each.owner == author and each.content is not None]


def _where_links_work(value: Any) -> Iterator[str]:
    """The mrkdwn and the links in blocks; plain text and the addresses of buttons link to nothing."""
    if isinstance(value, list):
        for each in value:
            yield from _where_links_work(each)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
            yield value["text"]
        elif kind == "link":
            yield str(value.get("url", ""))
        else:
            yield from _where_links_work([each for each in value.values() if isinstance(each, dict | list)])


def may_read(ws: Workspace, stored: StoredFile, user_id: str) -> bool:
    """Whether a person may open a file: their own, or one shared where they can see it."""
    shared_in = {*stored.file["channels"], *stored.file["groups"], *stored.file["ims"]}
    return stored.owner == user_id or any(each.id in shared_in for each in ws.seen_by(user_id))
