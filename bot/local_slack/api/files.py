"""files.*: an upload in two steps, and what a file is."""

from bot.local_slack.api.arguments import number, structure, words
from bot.local_slack.api.call import TIER_4, Call, Method
from bot.local_slack.files import described, expect_upload, is_deleted, share
from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError


def get_upload_url(call: Call) -> Json:
    """Where to send the bytes of a file of this name and length."""
    if call.args["length"] <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] length must be greater than 0"])
    file_id = expect_upload(call.ws, call.args["filename"], call.args["length"], call.ws.bot)
    return {"upload_url": f"{call.ws.base_url}/upload/{file_id}", "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """Finish uploads whose bytes have come, and share them in a conversation the bot is in."""
    files = call.args["files"]
    if not isinstance(files, list) or not files or not all(isinstance(f, dict) and "id" in f for f in files):
        raise SlackError("invalid_arguments", ["[ERROR] files is a list of {id, title}"])
    stored = []
    for each in files:
        held = call.ws.files.get(each["id"])
        if held is None or held.owner != call.ws.bot or held.content is None:
            raise SlackError("file_not_found")
        stored.append(held)
    conversation = None
    if "channel_id" in call.args:
        conversation = call.channel("channel_id")
        if call.ws.bot not in conversation.members:
            raise SlackError("not_in_channel")
    for each, held in zip(files, stored, strict=True):
        held.file["title"] = each.get("title") or held.file["name"]
    if conversation:
        thread = {"thread_ts": call.args["thread_ts"]} if "thread_ts" in call.args else {}
        content = {"text": call.args.get("initial_comment", ""), **thread}
        share(call.ws, call.tools.posting, conversation, call.ws.bot, stored, content)
    return {"files": [described(each) for each in stored]}


def info(call: Call) -> Json:
    """A file the bot made, or one shared where it is."""
    held = call.ws.files.get(call.args["file"])
    if held is not None and is_deleted(held):
        raise SlackError("file_deleted")
    if held is None or held.content is None:
        raise SlackError("file_not_found")
    return {"file": described(held), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": Method(
        get_upload_url,
        TIER_4,
        ("files:write",),
        {"filename": words, "length": number, "alt_txt": words, "snippet_type": words},
        ("filename", "length"),
    ),
    "files.completeUploadExternal": Method(
        complete_upload,
        TIER_4,
        ("files:write",),
        {"files": structure, "channel_id": words, "initial_comment": words, "thread_ts": words},
        ("files",),
    ),
    "files.info": Method(
        info,
        TIER_4,
        ("files:read",),
        {"file": words, "count": number, "cursor": words, "limit": number, "page": number},
        ("file",),
    ),
}
