"""Files: expected, received, shared."""

import mimetypes
import time

from bot.local_slack.posting import Posting
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, SlackError, StoredFile, Workspace

LARGEST = 10 * 1024 * 1024


def _file_object(ws: Workspace, file_id: str, name: str, size: int, owner: str) -> Json:
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else "text"
    private = f"{ws.base_url}/files-pri/{ws.seed.team.id}-{file_id}/{name}"
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
        "url_private": private,
        "url_private_download": private,
        "permalink": f"{ws.base_url}/files/{owner}/{file_id}/{name}",
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
    if stored is None or stored.content is not None:
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
    place = {"public": "channels", "private": "groups", "im": "ims", "mpim": "groups"}[conversation.kind]
    for each in files:
        if conversation.id not in each.file[place]:
            each.file[place].append(conversation.id)
        each.file["is_public"] = conversation.kind == "public" or each.file["is_public"]
    body = content | {"files": [described(each) for each in files], "upload": True}
    message = posting.post(
        conversation, author, body if author == ws.bot else body | {"subtype": "file_share"}
    )
    for each in files:
        posting.file_shared(conversation, each.file["id"], author)
    return message


def may_read(ws: Workspace, stored: StoredFile, user_id: str) -> bool:
    """Whether a person may open a file: their own, or one shared where they can see it."""
    shared_in = {*stored.file["channels"], *stored.file["groups"], *stored.file["ims"]}
    return stored.owner == user_id or any(each.id in shared_in for each in ws.seen_by(user_id))
