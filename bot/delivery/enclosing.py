"""Files that go with a message: each is uploaded once and remembered, and shared by the message that links to it.

An upload carries no metadata and a message does. So a file is uploaded first, privately, and then the message posted which shares
it and carries the outbox id: what is in doubt is looked up in the history, and at worst a file lies there twice, unseen.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import quote

from slack_sdk import WebClient

from bot.delivery import carrying
from bot.delivery.answers import FAILURES, Never, Unsent, Unsure, Wait, judged
from bot.delivery.road import REQUEST_SECONDS, Message, Refusal, Road, log
from bot.presenters.blocks import (
    MESSAGE_BLOCKS,
    SECTION_TEXT,
    Block,
    Enclosure,
    clipped,
    escaped,
    fitted,
    isolated,
    plain,
)
from bot.presenters.messages import TOO_LONG
from bot.store import outbox, pauses
from bot.store.papers import keeping, uploads

PLACE, SEND, FINISH = "files.getUploadURLExternal", "upload", "files.completeUploadExternal"
TRIES = 8  # after about eight minutes the words go without the file
REFUSED_FOR = timedelta(minutes=10)
A_REQUEST = timedelta(seconds=REQUEST_SECONDS)
LONGEST_NAME = 100
_NO_MARKS = str.maketrans("<>|`*~", "()/'--")


class NotNow(Exception):
    """Nothing has gone wrong: the same again in so many seconds, and it counts as no attempt."""

    def __init__(self, why: str, seconds: float = 1.0) -> None:
        super().__init__(why)
        self.seconds = seconds


class NotUploaded(Exception):
    """An upload failed in a way that may be over the next time."""


class NotEnclosed(Exception):
    """The words have to go without this file; the text says why."""


@dataclass(frozen=True)
class Sealed:
    """A message with its files: as links in its words, which is what shares them where it is posted."""

    text: str
    blocks: list[Block]
    enclosures: tuple[Enclosure, ...]  # those that are in it


def enclosed(road: Road, held: outbox.Claimed, message: Message) -> Message:
    """The message with its files uploaded and linked; of one that cannot be enclosed it says so, and so does a notice.

    Raises NotNow and NotUploaded where the message has to wait.
    """
    wanted = {each.key: each for each in message.enclosures}
    if not wanted:
        return message
    with road.store.reading() as connection:
        links = uploads.known(connection, held.workspace, wanted)
    missing: list[tuple[Enclosure, str]] = []
    for key, each in wanted.items():
        try:
            links[key] = links.get(key) or _uploaded(road, held, each)
        except NotEnclosed as exc:
            missing.append((each, str(exc)))
    for each, why in missing:
        road.tell_of_missing(held, each, why)
        log.warning("goes without a file", extra={"outbox": held.id, "file": each.key})
    return _sealed(message, [(each, links[key]) for key, each in wanted.items() if key in links], missing)


def _uploaded(road: Road, held: outbox.Claimed, enclosure: Enclosure) -> str:
    """The permalink of a file that is with Slack from now on."""
    refusal = road.refused.get((held.workspace, enclosure.key))
    if refusal is not None and refusal.until > road.real.now():
        raise NotEnclosed(refusal.error)
    content = _content(road, held, enclosure)
    _take_turn(road, held)
    client = road.clients(held.workspace)
    ends_at = held.lease_until - 2 * A_REQUEST  # to finish, and to post
    method = PLACE
    try:
        place = client.files_getUploadURLExternal(filename=enclosure.name, length=len(content))
        method = SEND
        carrying.send(client, str(place["upload_url"]), content, lambda: road.real.now() > ends_at)
        method = FINISH
        files = [{"id": str(place["file_id"]), "title": enclosure.title}]
        done = client.files_completeUploadExternal(files=files)["files"][0]  # type: ignore[arg-type]
        method = keeping.FILES
        permalink = _permalink(client, done)
    except (*FAILURES, LookupError, TypeError) as exc:
        _failed(road, held, enclosure, method, exc)
    with road.store.transaction() as connection:
        return uploads.remember(
            connection,
            held.workspace,
            enclosure.key,
            file=str(done["id"]),
            permalink=permalink,
            at=road.real.now(),
        )


def _content(road: Road, held: outbox.Claimed, enclosure: Enclosure) -> bytes:
    content, error = enclosure.content, ""
    if content is None:
        with road.store.reading() as connection:
            kept = keeping.version_kept(
                connection, held.workspace, held.partnership, enclosure.paper, enclosure.version
            )
        if kept is None:
            raise NotEnclosed("there is no such version of the paper")
        if kept.state == "waiting":
            _once_more(held, "it has not come from Slack yet")
        content, error = kept.content, kept.error
    if not content:
        raise NotEnclosed(error or "there is nothing in it")
    return content


def _take_turn(road: Road, held: outbox.Claimed) -> None:
    """One upload: within the lease with time enough to send it, where Slack has not asked us to wait, and at Slack's pace."""
    real = road.real.now()
    if real + 4 * A_REQUEST > held.lease_until:
        raise NotNow("the lease was nearly over")
    for method in (PLACE, SEND, FINISH, keeping.FILES):
        until = road.is_paused(held.workspace, method)
        if until is not None:
            raise NotNow(f"{method} is paused", (until - real).total_seconds())
    with road.store.transaction() as connection:
        if not pauses.take_pace(connection, held.workspace, pauses.UPLOADS, real):
            raise NotNow("many files are on their way")


def _permalink(client: WebClient, done: Any) -> str:
    """Slack tells it with the finished upload; it is documented only for files.info."""
    return str(done.get("permalink") or client.files_info(file=done["id"])["file"]["permalink"])


def _failed(
    road: Road, held: outbox.Claimed, enclosure: Enclosure, method: str, exc: BaseException
) -> NoReturn:
    verdict = judged(exc)
    match verdict:
        case Wait():
            with road.store.transaction() as connection:
                pauses.pause(connection, held.workspace, method, road.after(verdict))
            raise NotNow("ratelimited", verdict.seconds + road.random()) from exc
        case Never(error):
            why = f"Slack refused it ({error})"
            road.refused[held.workspace, enclosure.key] = Refusal(why, road.real.now() + REFUSED_FOR)
            raise NotEnclosed(why) from exc
        case Unsent(error):  # the message could not be sent now either
            raise NotUploaded(error) from exc
        case Unsure(error):  # twice does no harm, so there is nothing to be in doubt about
            _once_more(held, "it could not be uploaded to Slack", error)


def _once_more(held: outbox.Claimed, why: str, error: str = "") -> NoReturn:
    if held.attempts < TRIES:
        raise NotUploaded(error or why)
    raise NotEnclosed(why)


def _sealed(
    message: Message, shared: list[tuple[Enclosure, str]], missing: list[tuple[Enclosure, str]]
) -> Sealed:
    links = [_link(permalink, each.name) for each, permalink in shared]
    notes = [f"“{isolated(each.title)}” could not be enclosed: {why}." for each, why in missing]
    # In the words beside the blocks as well: there Slack has looked for links to share for longest.
    lines = [message.text, *([f"Enclosed: {', '.join(links)}"] if links else []), *map(escaped, notes)]
    below = [*_sections(links), *({"type": "section", "text": plain(each)} for each in notes)]
    blocks = _fitted([dict(each) for each in message.blocks], MESSAGE_BLOCKS - len(below))
    return Sealed("\n".join(lines), [*blocks, *below], tuple(each for each, _ in shared))


def _link(permalink: str, name: str) -> str:
    """A link in mrkdwn that is called by a file's name, in which nothing can be a mark, a mention or another link."""
    harmless = isolated(clipped(name.translate(_NO_MARKS), LONGEST_NAME))
    return f"<{escaped(quote(permalink, safe='%/:?#=&'))}|{escaped(harmless)}>"


def _sections(links: list[str]) -> list[Block]:
    """The links one below the other, as many to a block as it takes."""
    filled: list[str] = []
    for link in links:
        if filled and len(filled[-1]) + len(link) < SECTION_TEXT:
            filled[-1] += f"\n{link}"
        else:
            filled.append(link)
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": each, "verbatim": True}} for each in filled
    ]


def _fitted(blocks: list[Block], most: int) -> list[Block]:
    """As many of the blocks as leave room for the files, its buttons among them."""
    body = len(blocks)
    while body and blocks[body - 1]["type"] == "actions":
        body -= 1
    buttons = blocks[body:]
    return [*fitted(blocks[:body], most - len(buttons), TOO_LONG), *buttons]
