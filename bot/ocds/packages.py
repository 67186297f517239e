"""A release package as it comes: bytes that may be anything, read within limits."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from bot.ocds.fields import Finding, web_address
from bot.ocds.releases import Notice, Release, read_release, together

MOST_BYTES = 50 * 1024 * 1024
MOST_RELEASES = 10_000
MOST_PARTS = (
    3_000_000  # lists, objects and what stands in them: what portals publish has not half as many in 50 MB
)
MOST_FINDINGS = 1_000  # told one by one; the rest are counted


class NotAPackage(ValueError):
    """What came is no release package; the message says what it is instead, and what to do."""


@dataclass(frozen=True)
class Package:
    """What a package holds: tenders, what was not understood, and where the next page is, if there is one."""

    notices: tuple[Notice, ...]
    findings: tuple[Finding, ...]
    read: int  # releases kept
    left_out: int
    next_page: str | None = ""  # None: there is one, and its address is none
    more_findings: int = 0


def read_package(raw: bytes) -> Package:
    """Every tender in a release package (OCDS 1.1), or in a single release or a list of them.

    What cannot be understood is a finding, by release and field, and the rest is read. Refuses with NotAPackage what is no
    JSON, or JSON of something else, and more than 50 MB or 10,000 releases.
    """
    content = _json(raw)
    given, following = _releases(content)
    if len(given) > MOST_RELEASES:
        raise NotAPackage(
            f"It has {len(given):,} releases, and at most {MOST_RELEASES:,} are read at once. Send it in parts."
        )
    kept: list[Release] = []
    findings: list[Finding] = []
    for number, each in enumerate(given, 1):
        release, found = read_release(each, f"release {number}")
        findings += found
        if release is not None:
            kept.append(release)
    return Package(
        notices=together(kept),
        findings=tuple(findings[:MOST_FINDINGS]),
        read=len(kept),
        left_out=len(given) - len(kept),
        next_page=following,
        more_findings=max(0, len(findings) - MOST_FINDINGS),
    )


def _json(raw: bytes) -> Any:
    if len(raw) > MOST_BYTES:
        raise NotAPackage(f"It is larger than {MOST_BYTES // 1024 // 1024} MB. Send it in parts.")
    if sum(raw.count(mark) for mark in (b"[", b"{", b",")) > MOST_PARTS:
        raise NotAPackage("It has more parts than any release package of its size. Send it in parts.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAPackage(
            "It is not text in UTF-8, so it is no JSON file. Save it from the portal again."
        ) from None
    if not text.strip():
        raise NotAPackage("It is empty.")
    if text.lstrip()[:1] == "<":
        raise NotAPackage(
            "It is a web page and no JSON: the portal may be down, or the address may be that of a page for people."
        )
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except RecursionError:
        raise NotAPackage("It is nested deeper than any release package is.") from None
    except ValueError as wrong:
        where = f" at line {wrong.lineno}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise NotAPackage(
            f"It is no JSON that can be read{where}: it may have been cut off. Fetch it again."
        ) from None


def _no_number(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _releases(content: Any) -> tuple[list[Any], str | None]:
    if isinstance(content, list):
        return content, ""
    if isinstance(content, dict) and isinstance(content.get("releases"), list):
        links = content.get("links")
        named = links.get("next") if isinstance(links, dict) else None
        return content["releases"], (web_address(named) or None) if named else ""
    if isinstance(content, dict) and "ocid" in content:
        return [content], ""
    raise NotAPackage("It is JSON, but no release package: there is no list called “releases” in it.")
