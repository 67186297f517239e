"""The replies of many members to one request, a page at a time."""

from datetime import UTC, datetime

from bot.presenters.tenders.asking_members import ask_screen
from bot.workflows.tenders.ask_questions import PAGE, AsksPicture
from bot.workflows.tenders.asking_members import Ask, Reply
from tests.presenters.reading import words

WHEN = datetime(2026, 11, 5, 10, tzinfo=UTC)


def test_every_long_reply_of_many_members_is_on_some_page_and_each_page_says_who_is_silent() -> None:
    """C19, C31: a window takes a hundred blocks, and what does not fit would be cut."""
    said = [
        Reply(f"o-{n}", f"Member {n}.", True, f"Reply {n}. " * 180, "Ann", False, WHEN) for n in range(60)
    ]
    ask = Ask("ask-1", "Who can?", None, "p", "Ann", WHEN, replies=(*said, Reply("o-99", "The silent one")))
    pages = [
        words(ask_screen(AsksPicture("clesp", "Europe/London", (ask,), page))["blocks"])
        for page in range(len(said) // PAGE)
    ]
    for number in range(60):
        assert sum(f"Reply {number}. " in page for page in pages) == 1
    assert all("Silent: The silent one." in page for page in pages)
    assert "Page 2 of 6: 60 replies." in pages[1]
