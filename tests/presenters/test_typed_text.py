"""What people type is shown exactly as typed, wherever it stands, and pings nobody."""

from itertools import accumulate

import pytest

from bot.presenters.blocks import escaped, isolated, split
from bot.presenters.messages import render
from bot.presenters.rich import Typed, bold, from_template, sentences, typed_text
from tests.presenters.reading import decoded, has_stray_entities, live, pinging, words
from tests.presenters.samples import messages, motion, notices, picture, views

CORPUS = (
    "<!channel>",
    "<!here|here>",
    "<!everyone> come",
    "<!subteam^S123|@chairs>",
    "<@U1>",
    "<@U1|ada>",
    "<#C1|general>",
    "<http://evil.example|the minutes>",
    "http://evil.example/a?b=c&d=e",
    "<mailto:a@b.example|write>",
    "@channel and @here",
    "*bold* _italic_ ~struck~ `code` ```block```",
    "> quoted\n> again",
    "*",
    "`",
    "a * b * c",
    "&lt;!channel&gt;",
    "&amp;lt;",
    "&#42; &#34; &quot; &#39;",
    "{{ text }} {% raw %}",
    'O\'Brien & Sons "Ltd"',
    ":warning: :smile:",
    "<!date^1392734382^{date}|now>",
    "\u202eevil\u202c",
    "\u200fمرحبا\u200e",
    "a\u2066b\u2069c",
    "zero\u200bwidth\u2060joined",
    "line one\nline two\n\nline four",
    "- item\n1. item\n# heading",
    "</script><b>x</b>",
    "--- *** ___",
    "\\*escaped\\* \\<!channel\\>",
    "＜!channel＞",
    "\ue000private\ue001",
)


@pytest.mark.parametrize("typed", CORPUS)
def test_nothing_typed_pings_links_or_is_read_as_markup_in_any_message(typed: str) -> None:
    for message in messages(text=typed, name=typed, count=3):
        assert list(live(message.blocks)) == []
        assert list(pinging(message.text)) == []


@pytest.mark.parametrize("typed", CORPUS)
def test_nothing_typed_pings_links_or_is_read_as_markup_in_any_form(typed: str) -> None:
    for view in views(text=typed, name=typed, count=3):
        assert list(live(view)) == []


@pytest.mark.parametrize("typed", CORPUS)
def test_a_motion_is_shown_letter_for_letter(typed: str) -> None:
    shown = render("MotionNotice", {}, picture(motion=motion(typed)), partnership="clpp")
    quoted = next(each["elements"][0] for each in shown.blocks if each["type"] == "rich_text")
    assert quoted["type"] == "rich_text_quote"
    assert "".join(run["text"] for run in quoted["elements"]) == typed


@pytest.mark.parametrize("typed", CORPUS)
def test_what_an_interest_is_and_whose_are_shown_letter_for_letter(typed: str) -> None:
    shown = render("DeclarationNotice", notices(typed, typed)["DeclarationNotice"], partnership="clpp")
    quotes = [each["elements"][0] for each in shown.blocks if each["type"] == "rich_text"]
    [quoted] = [each for each in quotes if each["type"] == "rich_text_quote"]
    assert "".join(run["text"] for run in quoted["elements"]) == typed
    assert typed in words(shown.blocks[1:2])


@pytest.mark.parametrize("typed", CORPUS)
def test_a_notification_shows_no_entity_slack_does_not_decode(typed: str) -> None:
    data = notices(typed, typed)["RulingNotice"]
    shown = render("RulingNotice", data, partnership="clpp").text
    one_line = " ".join(typed.split())
    assert one_line in " ".join(decoded(shown).split())
    assert not has_stray_entities(shown) or has_stray_entities(escaped(typed))


def test_a_direction_mark_in_a_name_turns_nothing_else_round() -> None:
    shown = render("DeclarationNotice", notices("x", "\u202eevil")["DeclarationNotice"], partnership="clpp")
    assert "\u2068\u202eevil\u2069, for " in words(shown.blocks[1:2])


def test_nor_in_a_heading_nor_in_bold_with_something_beside_it() -> None:
    data = notices("x", "\u202eevil")["AskReplyNotice"]
    [heading, *_] = render("AskReplyNotice", data, partnership="clpp").blocks
    assert heading["text"]["text"].startswith("\u2068\u202eevil\u2069 answers")
    [section] = bold("\u202eevil", "a delivery partner")["elements"]
    assert section["elements"][0]["text"] == "\u2068\u202eevil\u2069"


@pytest.mark.parametrize("name", ["\u2069\u202eevil", "\u2066evil", "a\u2069b\u2067c\u2069\u2069\u202ed"])
def test_nor_does_one_that_would_end_what_keeps_it_to_itself(name: str) -> None:
    """Within the name, no isolation of writing direction ends that has not begun there, nor is one left open."""
    shown = isolated(name)
    depths = list(accumulate((each in "\u2066\u2067\u2068") - (each == "\u2069") for each in shown))
    assert min(depths[:-1]) == 1
    assert depths[-1] == 0
    assert decoded(shown).replace("\u2068", "").replace("\u2069", "") == name.replace("\u2069", "")


@pytest.mark.parametrize("text", ["&" * 3000, "word " * 700, "x" * 10_000, "a\n\nb\n" * 900, "", "é" * 3001])
def test_a_long_text_is_split_and_nothing_of_it_is_lost(text: str) -> None:
    pieces = split(text)
    assert "".join(pieces) == text
    assert all(0 < len(escaped(piece)) <= 3000 for piece in pieces)
    assert "".join(block["elements"][0]["elements"][0]["text"] for block in typed_text(text)) == (text or "—")


def test_the_bots_own_commands_are_set_as_code_and_other_backticks_stay() -> None:
    [block] = sentences("See `/partnership`, not `rm`.")
    runs = block["elements"][0]["elements"]
    assert [run["text"] for run in runs] == ["See ", "/partnership", ", not `rm`."]
    assert runs[1]["style"] == {"code": True}


def test_only_the_templates_own_asterisks_make_bold() -> None:
    [block] = from_template("*Carried:* 3 for &#42;us&#42;.")
    runs = block["elements"][0]["elements"]
    assert [(run["text"], "style" in run) for run in runs] == [("Carried:", True), (" 3 for *us*.", False)]


def test_code_in_the_words_of_a_template_is_set_as_code_and_what_people_typed_is_not() -> None:
    """No backtick is shown as one but those that somebody typed."""
    [block] = from_template(f"Run `quorate recount`, or *ask* {Typed('a `friend`').__html__()}.")
    runs = block["elements"][0]["elements"]
    assert [(each["text"], each.get("style")) for each in runs[:4]] == [
        ("Run ", None),
        ("quorate recount", {"code": True}),
        (", or ", None),
        ("ask", {"bold": True}),
    ]
    assert "a `friend`" in runs[4]["text"]
