"""The columns of a register: what each is called, and the other names people give it."""

from collections.abc import Mapping

ORGANISATION = (
    "organisation",
    "type",
    "sector",
    "area",
    "voting",
    "standing",
    "aliases",
    "joined_on",
    "left_on",
)
PERSON = ("person", "email", "slack_user", "slack_team", "title", "pastoral")
APPOINTMENT = ("group", "capacity", "role", "from_on", "to_on", "review_on")
COLUMNS = (*ORGANISATION, *PERSON, *APPOINTMENT)

HEADINGS: Mapping[str, str] = {
    "joined_on": "joined",
    "left_on": "left",
    "slack_user": "slack user",
    "slack_team": "slack team",
    "from_on": "from",
    "to_on": "to",
    "review_on": "review",
}

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "organisation": (
        "organization",
        "organisation name",
        "org",
        "member organisation",
        "partner",
        "body",
        "agency",
    ),
    "type": ("organisation type", "kind", "type of organisation"),
    "sector": ("class", "organisation sector", "seat", "seat type"),
    "area": ("county", "region", "location", "geography"),
    "voting": ("vote", "votes", "has a vote", "voting member", "voting?"),
    "standing": ("membership", "membership type", "status", "member status"),
    "aliases": ("alias", "also known as", "aka", "other names", "short name", "abbreviation", "acronym"),
    "joined_on": ("joined", "date joined", "member since", "member from", "joined on"),
    "left_on": ("left", "date left", "member until", "left on", "resigned"),
    "person": (
        "name",
        "person name",
        "full name",
        "representative name",
        "contact",
        "contact name",
        "named person",
    ),
    "email": ("e-mail", "email address", "e-mail address", "mail"),
    "slack_user": ("slack user", "slack", "slack id", "slack member id", "member id", "slack user id"),
    "slack_team": ("slack workspace", "slack workspace id", "workspace id", "slack team id", "team id"),
    "title": ("job title", "position", "post"),
    "pastoral": ("pastoral role", "pastoral?", "pastoral support", "dms", "designated member of staff"),
    "group": ("group name", "committee", "board", "meeting", "sub-group", "subgroup"),
    "capacity": ("acts as", "representative or substitute", "rep or deputy", "rep/deputy"),
    "role": ("office", "officer role", "responsibility"),
    "from_on": ("from", "start", "start date", "from date", "appointed", "from on", "since"),
    "to_on": ("to", "end", "end date", "to date", "until", "to on", "ends"),
    "review_on": ("review", "review date", "review on", "review by"),
}
IGNORED = ("notes", "note", "comments", "comment", "remarks")

_BY_NAME: Mapping[str, str] = {
    name: column
    for column in COLUMNS
    for name in (column, column.replace("_", " "), *OTHER_NAMES.get(column, ()))
}


def column_called(heading: str) -> str | None:
    """The column that a heading means, or None when it is none of ours."""
    return _BY_NAME.get(" ".join(heading.casefold().replace("_", " ").split()))


def heading_of(column: str) -> str:
    """What a column is called on a spreadsheet of ours."""
    return HEADINGS.get(column, column)


def known_headings() -> tuple[str, ...]:
    """Every heading that is understood."""
    return tuple(_BY_NAME)
