"""What may be wrong with a paper that is sent in: said under the field it is wrong in, so that nothing typed is lost."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.rules.wording import listed
from bot.workflows.agenda.item_words import tidy
from bot.workflows.decisions import Refused
from bot.workflows.meetings.meetings import LONGEST_TITLE
from bot.workflows.papers.papers import size_words

LARGEST = 10 * 1024 * 1024  # bytes: the most that Slack takes in a form
LONGEST_LINK = 3000  # characters
LONGEST_NAME = 200  # of a file
KINDS = {  # what members can be expected to open, by the ending of the name
    "PDF": ("pdf",),
    "Word": ("doc", "docx", "odt", "rtf"),
    "Excel": ("xls", "xlsx", "ods", "csv"),
    "PowerPoint": ("ppt", "pptx", "odp"),
    "plain text": ("txt", "md"),
    "a picture": ("png", "jpg", "jpeg"),
}
_ENDINGS = frozenset(ending for endings in KINDS.values() for ending in endings)


@dataclass(frozen=True)
class SubmittedFile:
    """A file as Slack told of it when the form was sent in."""

    id: str
    name: str
    media_type: str
    size: int | None  # None: Slack did not say
    url: str


def safe_name(name: str) -> str:
    """The name of a file without folders and characters that no name needs, its ending kept however long it is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = " ".join("".join(each if each.isprintable() else " " for each in last).split())
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]


def title_mistake(title: str) -> Refused | None:
    """What is wrong with the title of a paper."""
    if not tidy(title):
        return Refused("Give the paper a title: a few words by which members will know it.", field="title")
    if len(tidy(title)) > LONGEST_TITLE:
        return Refused(
            f"That title is {len(tidy(title)):,} characters long; please use {LONGEST_TITLE} or fewer.",
            field="title",
        )
    return None


def content_mistake(files: tuple[SubmittedFile, ...], link: str) -> Refused | None:
    """What is wrong with the file or the link: one of the two is wanted."""
    if files and link.strip():
        return Refused(
            "That is a file and a link. Submit one of them; a second paper can be the other.", field="link"
        )
    if len(files) > 1:
        return Refused("One file is one paper. Submit the others as papers of their own.", field="file")
    if link.strip():
        return _link_mistake(link.strip())
    if not files:
        return Refused("Choose a file, or give a link.", field="file")
    return _file_mistake(files[0])


def _file_mistake(file: SubmittedFile) -> Refused | None:
    name = safe_name(file.name)
    ending = PurePosixPath(name.casefold()).suffix.removeprefix(".")
    if ending not in _ENDINGS:
        said = (
            f"“{name[:80]}” is of a kind that not every member can open."
            if name
            else "Slack does not say what that file is."
        )
        kinds = listed([f"{kind} ({', '.join(endings)})" for kind, endings in KINDS.items()], last="or")
        return Refused(said, next=f"A paper can be {kinds}.", field="file")
    if file.size == 0:
        return Refused("That file is empty: there is nothing in it.", field="file")
    if file.size is not None and file.size > LARGEST:
        return Refused(
            f"That file is {size_words(file.size)}; Slack hands on at most {LARGEST // 1024 // 1024} MB.",
            next="Make it smaller, for example by saving it as a PDF, or give a link to it.",
            field="file",
        )
    return None


def _link_mistake(link: str) -> Refused | None:
    if len(link) > LONGEST_LINK:
        return Refused(
            f"That link is {len(link):,} characters long; at most {LONGEST_LINK:,} are kept.", field="link"
        )
    try:
        read = urlsplit(link)
        host, named = read.hostname, "@" in read.netloc
    except ValueError:
        host, named = None, False
    if read_badly(link) or not host or named or not link.startswith("https://"):
        return Refused(
            "A link to a paper begins with https:// and is one address, without a name or a password in it.",
            next="Paste the whole address.",
            field="link",
        )
    return None


def read_badly(link: str) -> bool:
    """Whether there is something in an address that no address has."""
    return any(each.isspace() or not each.isprintable() or each in '<>|"' for each in link)
