"""Text and blocks as the page draws them: Slack's mrkdwn to the letter, and every block and element of Block Kit."""

import pytest
from porter import CHAIR, CLERK, HALL, Porter, Visit, option, plain

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed, so no browser can be driven"
)
expect = sync_api.expect
pytestmark = pytest.mark.browser

DRAWN = """async ([text, verbatim]) => {
  const { mrkdwn } = await import("/static/mrkdwn.js");
  return mrkdwn(text, { verbatim }).innerHTML;
}"""

AS_SLACK = [
    ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <del>gone</del> <code>code</code>"),
    ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
    ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
    ("* not bold * and *neither", "* not bold * and *neither"),
    ("`*not bold*`", "<code>*not bold*</code>"),
    ("(*bold*), yes", "(<strong>bold</strong>), yes"),
    ("*never\nacross lines*", "*never<br>across lines*"),
    ("a &amp; b &lt;c&gt; &quot;d&quot;", "a &amp; b &lt;c&gt; &amp;quot;d&amp;quot;"),
    ("&lt;!channel&gt; &lt;@U0CHAIR&gt;", "&lt;!channel&gt; &lt;@U0CHAIR&gt;"),
    ("&gt; one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote>three"),
    ("&gt;&gt;&gt;all\nof it", "<blockquote>all<br>of it</blockquote>"),
    ("before\n```x = *1*\ny```\nafter", "before<pre><code>x = *1*\ny</code></pre>after"),
    (
        "<https://example.org/a?b=1&amp;c=2|the _terms_>",
        '<a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">the _terms_</a>',
    ),
    ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
    ("<!date^1745499600^{date_long} at {time}|then>",
     '<time datetime="2025-04-24T13:00:00.000Z">Thursday 24 April 2025 at 14:00</time>'),
    ("<!channel>", '<span class="mention mention-me" data-broadcast="channel">@channel</span>'),
    ("<#C0HALL> <#C0HALL|>", None),
]  # fmt: skip


def test_mrkdwn_is_read_as_slack_reads_it(visit: Visit):
    page = visit(CLERK)
    for written, expected in AS_SLACK:
        drawn = page.evaluate(DRAWN, [written, True])
        if expected is None:
            assert drawn.count("<bdi>hall</bdi>") == 2
        else:
            assert drawn == expected, written


def test_a_bare_address_becomes_a_link_unless_the_text_is_verbatim(visit: Visit):
    page = visit(CLERK)
    written = "See https://example.org/a_b_c."
    assert page.evaluate(DRAWN, [written, True]) == written
    assert '<a href="https://example.org/a_b_c"' in page.evaluate(DRAWN, [written, False])


def test_markup_in_data_stays_text_wherever_it_stands(visit: Visit):
    page = visit(CLERK)
    hostile = "<img src=x onerror=alert(1)>"
    assert "<img" not in page.evaluate(DRAWN, [hostile, False])
    drawn = page.evaluate(
        """async (text) => {
          const { markdown } = await import("/static/markdown.js");
          const { richText } = await import("/static/richtext.js");
          const rich = { elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
          return markdown(text).innerHTML + richText(rich).innerHTML;
        }""",
        hostile,
    )
    assert "<img" not in drawn
    assert drawn.count("&lt;img") == 2


OPTIONS = [option("One", "1"), option("Two", "2"), option("Three", "3")]


def _input(action_id: str, kind: str, **rest: object) -> dict[str, object]:
    element = {"type": kind, "action_id": action_id, **rest}
    return {
        "type": "input",
        "block_id": f"b-{action_id}",
        "label": plain(f"The {action_id}"),
        "element": element,
    }


EVERY_INPUT = [
    _input("text", "plain_text_input", initial_value="some words"),
    _input("long", "plain_text_input", multiline=True, initial_value="two\nlines"),
    _input("mail", "email_text_input", initial_value="maeve@example.org"),
    _input("site", "url_text_input", initial_value="https://example.org"),
    _input("count", "number_input", is_decimal_allowed=False, initial_value="7"),
    _input("one", "static_select", options=OPTIONS, initial_option=OPTIONS[1]),
    _input("many", "multi_static_select", options=OPTIONS, initial_options=OPTIONS[:2]),
    _input("person", "users_select", initial_user=CLERK),
    _input("people", "multi_users_select", initial_users=[CHAIR, CLERK]),
    _input("place", "conversations_select", initial_conversation=HALL),
    _input("places", "multi_conversations_select", initial_conversations=[HALL]),
    _input("channel", "channels_select", initial_channel=HALL),
    _input("channels", "multi_channels_select", initial_channels=[HALL]),
    _input("day", "datepicker", initial_date="2025-04-24"),
    _input("time", "timepicker", initial_time="14:00"),
    _input("instant", "datetimepicker", initial_date_time=1745499600),
    _input("ticks", "checkboxes", options=OPTIONS, initial_options=OPTIONS[1:]),
    _input("radio", "radio_buttons", options=OPTIONS, initial_option=OPTIONS[2]),
]


def test_every_input_starts_with_its_initial_value_and_gives_it_back_untouched(visit: Visit, porter: Porter):
    page = visit(CHAIR)
    porter.form = {"type": "modal", "callback_id": "every", "title": plain("Everything"), "submit": plain("Send"),
                   "blocks": EVERY_INPUT}  # fmt: skip
    page.locator("#composer-text").fill("/ask")
    page.locator("#composer-text").press("Enter")
    form = page.locator("#modal")
    expect(form.locator("[data-block=input]")).to_have_count(len(EVERY_INPUT))
    expect(form.locator(".unknown")).to_have_count(0)
    expect(form.locator("[data-action-id=person] [role=combobox]")).to_have_value("Idris Pellworth")
    expect(form.locator("[data-action-id=instant]")).to_contain_text("Thursday 24 April 2025 at 14:00")
    for label in form.locator("label.input-label").all():  # a label that labels something
        assert form.locator(f"[id='{label.get_attribute('for')}']").count() == 1
    form.locator("[data-role=submit]").click()
    expect(form).to_be_hidden()
    (values,) = porter.asked
    for block in EVERY_INPUT:
        element = block["element"]
        initial = next(value for key, value in element.items() if key.startswith("initial_"))
        (given,) = values[block["block_id"]].values()
        assert given["type"] == element["type"]
        assert next(value for key, value in given.items() if key != "type") == initial


def test_every_layout_block_and_rich_text_element_is_drawn(visit: Visit, porter: Porter):
    def text(words: str, **style: bool) -> dict[str, object]:
        return {"type": "text", "text": words} | ({"style": style} if style else {})

    def section(*parts: dict[str, object]) -> dict[str, object]:
        return {"type": "rich_text_section", "elements": list(parts)}

    rich = [
        section(text("Bold", bold=True), text(" and "), {"type": "link", "url": "https://example.org", "text": "a link"},
                {"type": "user", "user_id": CLERK}, {"type": "channel", "channel_id": HALL}),
        {"type": "rich_text_list", "style": "ordered", "elements": [section(text("first")), section(text("second"))]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("deeper"))]},
        {"type": "rich_text_quote", "elements": [text("quoted")]},
        {"type": "rich_text_preformatted", "elements": [text("as *is*")]},
    ]  # fmt: skip
    menu = {
        "type": "overflow",
        "action_id": "more",
        "options": [option("Later", "later"), option("Never", "never")],
    }
    fields = [{"type": "mrkdwn", "text": "*Opened*\ntoday"}, plain("*as typed*")]
    porter.client.chat_postMessage(
        channel=HALL,
        text="Everything",
        blocks=[
            {"type": "header", "text": plain("A heading")},
            {"type": "section", "text": plain("Words"), "fields": fields, "accessory": menu},
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "small _print_"}]},
            {"type": "rich_text", "elements": rich},
            {"type": "markdown", "text": "# Title\n\n1. **one**\n2. two\n\n| a | b |\n|---|---|\n| c | d |"},
            {
                "type": "image",
                "image_url": "https://example.org/x.png",
                "alt_text": "A chart",
                "title": plain("Votes"),
            },
        ],
    )
    page = visit(CHAIR)
    message = page.locator(".message").last
    expect(message.locator("[data-block]")).to_have_count(7)
    expect(message.locator(".unknown")).to_have_count(0)
    expect(message.get_by_role("heading", name="A heading")).to_be_visible()
    expect(message.locator(".field").nth(1)).to_have_text("*as typed*")
    expect(message.locator(".rich-text ol > li")).to_have_text(["first", "second"])
    expect(message.locator(".rich-text pre")).to_have_text("as *is*")
    expect(message.locator(f".rich-text [data-user-id={CLERK}]")).to_have_text("@Idris Pellworth")
    expect(message.locator(".markdown td")).to_have_text(["c", "d"])
    expect(message.get_by_role("img", name="A chart")).to_be_visible()
    message.get_by_role("button", name="More actions").press("Enter")
    expect(page.get_by_role("menuitem", name="Later")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Never")).to_be_focused()
