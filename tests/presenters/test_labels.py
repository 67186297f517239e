"""The labels and hints of the forms: Slack writes “(optional)” by itself, and shows no marks in them."""

import re

from tests.presenters.samples import views

SAYS_IT_AGAIN = re.compile(
    r"optional|if you (like|wish|want|can)|unless|only if|only where|if any\b|may be (left )?empty|leave (it )?empty|not needed",
    re.IGNORECASE,
)


def labels() -> set[tuple[str, str]]:
    """Every label of the samples, with its form and its field."""
    return {
        (f"{view.get('callback_id')}, {block['block_id']}", block["label"]["text"])
        for size in (1, 9)
        for view in views(text="The data report", name="Exeter CVS", count=size)
        for block in view["blocks"]
        if block["type"] == "input"
    }


def test_no_label_says_that_it_may_be_left_empty_for_slack_says_so_beside_it() -> None:
    offenders = sorted(each for each in labels() if SAYS_IT_AGAIN.search(each[1]))
    assert offenders == []


def test_a_hint_is_plain_text_in_which_a_command_has_no_marks_round_it() -> None:
    hints = {
        block["hint"]["text"]
        for view in views(text="The data report", name="Exeter CVS", count=1)
        for block in view["blocks"]
        if "hint" in block
    }
    assert hints
    assert sorted(each for each in hints if "`" in each) == []


def test_the_forms_are_looked_at() -> None:
    """A guard that walks finds what it walks over."""
    assert {"form_book, day", "opt_out, reason", "form_competing, words"} <= {where for where, _ in labels()}
