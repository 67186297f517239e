"""The page of the local workspace, driven as people use it, over the real server and a real Bolt app."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from porter import CHAIR, CLERK, GONE, HALL, ODD, QUIET, VISITOR, Porter, Visit, restarted

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed, so no browser can be driven"
)
expect = sync_api.expect
pytestmark = pytest.mark.browser


def composer(page):
    return page.locator("#composer-text")


def send(page, words):
    composer(page).fill(words)
    composer(page).press("Enter")


def open_form(page):
    send(page, "/ask")
    form = page.locator("#modal")
    expect(form).to_be_visible()
    return form


def choose(page, action_id, words):
    """Choose from a searchable list by typing, as people do."""
    box = page.locator(f"[data-action-id={action_id}] [role=combobox]")
    box.click()
    box.fill(words)
    page.locator("[role=option]", has_text=words).click()


def test_what_one_person_says_another_reads_at_once(visit: Visit):
    chair, clerk = visit(CHAIR), visit(CLERK)
    send(chair, "Good *morning* <all> & welcome")
    said = clerk.locator(".message", has_text="Good morning <all> & welcome")
    expect(said).to_have_count(1)
    expect(said.locator(".author")).to_have_text("Maeve Okonkwo")
    expect(said.locator("strong")).to_have_text("morning")
    expect(clerk.locator("#announcer")).to_contain_text("Maeve Okonkwo: Good morning")


def test_typing_a_slash_offers_the_commands_and_tab_completes_one(visit: Visit):
    page = visit(CHAIR)
    composer(page).press_sequentially("/a")
    offered = page.locator(".suggestions [role=option]")
    expect(offered).to_have_count(1)
    expect(offered).to_contain_text("Ask for a room")
    expect(offered).to_contain_text("[room]")
    composer(page).press("Tab")
    expect(composer(page)).to_have_value("/ask ")


def test_an_unknown_command_is_refused_and_the_words_stay(visit: Visit):
    page = visit(CHAIR)
    send(page, "/no-such-thing at all")
    expect(page.locator(".composer-note")).to_contain_text("/no-such-thing is not a valid command")
    expect(composer(page)).to_have_value("/no-such-thing at all")


def test_a_command_nobody_answers_says_so_and_gives_the_words_back(visit: Visit):
    page = visit(CHAIR)
    send(page, "/broken twice")
    expect(page.locator(".composer-note")).to_contain_text("/broken failed with the error")
    expect(composer(page)).to_have_value("/broken twice")


def test_a_form_shows_the_error_under_its_field_keeps_what_was_typed_and_then_succeeds(
    visit: Visit, porter: Porter
):
    page = visit(CHAIR)
    form = open_form(page)
    room = form.locator("[data-block-id=room][data-action-id=name]")
    expect(room).to_be_focused()
    form.locator("[data-role=submit]").click()
    expect(form.locator("[data-error-for=room]")).to_have_text("Please complete this required field.")

    room.fill("cellar")
    choose(page, "shape", "Long")
    choose(page, "person", "Idris")
    form.locator("[data-action-id=on] input").fill("2025-04-24")
    expect(form).to_contain_text("Thursday 24 April 2025")
    form.locator("[data-role=submit]").click()
    expect(form.locator("[data-error-for=room]")).to_contain_text("The cellar is flooded")
    expect(room).to_have_attribute("aria-invalid", "true")
    expect(room).to_be_focused()
    expect(room).to_have_value("cellar")
    expect(form.locator("[data-action-id=shape] [role=combobox]")).to_have_value("Long")

    room.fill("attic")
    expect(form.locator("[data-error-for=room]")).to_have_count(0)
    form.locator("[data-role=submit]").click()
    expect(form).to_be_hidden()
    expect(page.locator(".message", has_text="A room is asked for: attic")).to_have_count(1)
    (values,) = porter.asked
    assert values["table"]["shape"]["selected_option"]["value"] == "long"
    assert values["host"]["person"]["selected_user"] == CLERK
    assert values["day"]["on"]["selected_date"] == "2025-04-24"


def test_a_view_update_and_a_reload_lose_nothing_that_matters(visit: Visit):
    page = visit(CHAIR)
    form = open_form(page)
    form.locator("[data-action-id=name]").fill("the long room")
    form.locator("[data-action-id=retitle]").click()
    expect(form.locator("h2")).to_have_text("Ask, with a note")
    expect(form.locator("[data-block-id=note]")).to_have_text("Mind the step.")
    expect(form.locator("[data-action-id=name]")).to_have_value("the long room")
    page.reload()
    expect(page.locator("#modal h2")).to_have_text("Ask, with a note")


def test_a_second_form_lies_on_the_first_and_cancel_goes_back_to_it(visit: Visit):
    page = visit(CHAIR)
    form = open_form(page)
    form.locator("[data-action-id=name]").fill("attic")
    form.locator("[data-action-id=deeper]").click()
    expect(form.locator("h2")).to_have_text("Keys")
    expect(form.locator("[data-action-id=keys]")).to_be_focused()
    form.locator("[data-role=close]").click()
    expect(form.locator("h2")).to_have_text("Ask for a room")
    expect(form.locator("[data-action-id=name]")).to_have_value("attic")
    form.locator("[data-action-id=deeper]").click()
    expect(form.locator("h2")).to_have_text("Keys")
    form.locator("[data-role=cross]").click()
    expect(form).to_be_hidden()
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    expect(form).to_have_count(0)


def test_a_button_updates_the_message_for_all_and_whispers_to_one(visit: Visit, porter: Porter):
    ts = porter.post_doors()
    chair, clerk = visit(CHAIR), visit(CLERK)
    chair.locator(f"[data-ts='{ts}'] [data-action-id=open]").click()
    for page in (chair, clerk):
        expect(page.locator(f"[data-ts='{ts}'] [data-block-id=tally]")).to_have_text("Doors opened: 1")
    whisper = chair.locator(".message[data-ephemeral]")
    expect(whisper).to_contain_text("You have opened a door.")
    expect(whisper).to_contain_text("Only visible to you")
    expect(clerk.locator(".message[data-ephemeral]")).to_have_count(0)
    whisper.get_by_role("button", name="Dismiss message").click()
    expect(whisper).to_have_count(0)
    chair.reload()
    expect(chair.locator(f"[data-ts='{ts}']")).to_have_count(1)
    expect(whisper).to_have_count(0)


def test_a_button_that_asks_first_does_nothing_until_confirmed(visit: Visit, porter: Porter):
    porter.opened = 3
    ts = porter.post_doors()
    page = visit(CHAIR)
    tally = page.locator(f"[data-ts='{ts}'] [data-block-id=tally]")
    shut = page.locator("[data-action-id=shut]")
    shut.click()
    page.locator("[data-confirm=deny]").click()
    expect(tally).to_have_text("Doors opened: 3")
    shut.click()
    page.locator("[data-confirm=confirm]").click()
    expect(tally).to_have_text("Doors opened: 0")


def test_a_menu_with_groups_sends_what_was_chosen(visit: Visit, porter: Porter):
    porter.post_doors()
    page = visit(CHAIR)
    page.locator("[data-action-id=pick] [role=combobox]").click()
    expect(page.locator("[data-action-id=pick] .group")).to_have_text(["North", "South"])
    page.locator("[role=option][data-value=elm]").click()
    expect(page.locator("[data-action-id=pick]")).not_to_have_attribute("aria-busy", "true")
    assert porter.picked == ["elm"]


def test_acting_as_another_person_changes_the_address_and_what_is_seen(visit: Visit):
    page = visit(CHAIR, QUIET)
    page.locator("[data-role=act-as]").click()
    panel = page.get_by_role("dialog", name="Act as another person")
    expect(panel.locator("[data-user-id=U0GUEST]")).to_contain_text("Guest")
    expect(panel.locator(f"[data-user-id={VISITOR}]")).to_contain_text("Another workspace")
    expect(panel.locator(f"[data-user-id={GONE}]")).to_have_attribute("aria-disabled", "true")
    panel.get_by_role("searchbox").fill("idris")
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=act-as]")).to_contain_text("Idris Pellworth")
    expect(page).to_have_url(re.compile(f"as={CLERK}"))
    expect(page.locator("[data-role=outside]")).to_contain_text("You are not in this channel")


def test_names_and_words_that_look_like_code_are_shown_as_typed(visit: Visit):
    odd, chair = visit(ODD), visit(CHAIR)
    words = "<!channel> <@U0CHAIR> `<b>` <img src=x onerror=alert(1)> \u202ethgir"
    send(odd, words)
    said = chair.locator(f".message[data-author={ODD}]")
    expect(said.locator(".author")).to_have_text("*Odd* <!channel> \u202eeman")
    expect(said.locator(".message-blocks")).to_have_text(words.replace("`", ""))
    expect(said.locator(".mention, [data-broadcast], img")).to_have_count(0)


def test_a_person_chosen_from_the_list_is_mentioned_for_real(visit: Visit):
    page = visit(CHAIR)
    composer(page).press_sequentially("Thanks @Idr")
    composer(page).press("Tab")
    composer(page).press("Enter")
    expect(page.locator(f".message .mention[data-user-id={CLERK}]")).to_have_text("@Idris Pellworth")


def test_turning_the_clock_is_seen_by_everyone_and_marked_as_turned(visit: Visit):
    chair, clerk = visit(CHAIR), visit(CLERK)
    expect(chair.locator("[data-role=clock-mark]")).to_have_text("Real time")
    chair.locator(".clock-panel summary").click()
    chair.get_by_label("Turn the clock to this date and time").fill("2025-04-24T14:00")
    chair.locator("[data-turn=to]").click()
    for page in (chair, clerk):
        expect(page.locator("[data-role=clock]")).to_have_text("Thursday 24 April 2025 at 14:00")
        expect(page.locator("[data-role=clock-mark]")).to_contain_text("Turned")
    chair.locator("[data-turn='+1 week']").click()
    expect(clerk.locator("[data-role=clock]")).to_have_text("Thursday 1 May 2025 at 14:00")
    # Monday 5 May 2025 was the early May bank holiday
    chair.locator("[data-turn='+1 day']").click()
    chair.locator("[data-turn='Next working day 09:00']").click()
    expect(clerk.locator("[data-role=clock]")).to_have_text("Tuesday 6 May 2025 at 09:00")
    send(chair, "Said in May")
    expect(clerk.locator(".day").last).to_have_text("Tuesday 6 May 2025")
    chair.locator("[data-turn=reset]").click()
    expect(clerk.locator("[data-role=clock-mark]")).to_have_text("Real time")
    expect(clerk.locator("[data-role=clock]")).to_contain_text(str(datetime.now(UTC).year))


def test_the_home_tab_shows_what_the_app_published(visit: Visit):
    page = visit(CHAIR)
    page.locator("#sidebar [data-place=home]").click()
    expect(page.locator("[data-role=home] [data-block=header]")).to_have_text("Your rooms")
    expect(page.locator(".tabs").get_by_role("link", name="Home")).to_have_attribute("aria-current", "page")


def test_a_reply_goes_into_the_thread_and_is_counted(visit: Visit):
    chair, clerk = visit(CHAIR), visit(CLERK)
    send(chair, "Who brings the keys?")
    asked = clerk.locator(".message", has_text="Who brings the keys?")
    asked.hover()
    asked.locator("[data-thread]").click()
    clerk.locator("#thread-text").fill("I do")
    clerk.locator("#thread-text").press("Enter")
    expect(clerk.locator("#thread .message", has_text="I do")).to_have_count(1)
    expect(chair.locator("[data-thread]")).to_have_text("1 reply")
    expect(chair.locator("#pane-body .message", has_text="I do")).to_have_count(0)


def test_a_file_is_shared_by_its_button(visit: Visit):
    page = visit(CHAIR)
    page.locator("[data-role=upload]").set_input_files(
        {"name": "terms.txt", "mimeType": "text/plain", "buffer": b"clause 1"}
    )
    card = page.locator(".message .file-card")
    expect(card).to_contain_text("terms.txt")
    with page.expect_download() as download:
        card.click()
    assert download.value.path().read_bytes() == b"clause 1"


def test_the_whole_way_by_keyboard_alone(visit: Visit, porter: Porter):
    page = visit(CHAIR)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("/as")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    form = page.locator("#modal")
    expect(form.locator("[data-action-id=name]")).to_be_focused()
    page.keyboard.type("attic")
    page.keyboard.press("Tab")
    expect(form.locator("[data-action-id=shape] [role=combobox]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(form.locator("[role=option].active")).to_have_text("Round")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(form).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(form.locator("[data-action-id=shape] [role=combobox]")).to_have_value("Long")
    page.keyboard.press("Control+Enter")
    expect(form).to_be_hidden()
    expect(composer(page)).to_be_focused()
    expect(page.locator(".message", has_text="A room is asked for: attic")).to_have_count(1)
    assert porter.asked[0]["table"]["shape"]["selected_option"]["value"] == "long"


def test_on_a_telephone_the_sidebar_is_a_drawer_and_nothing_is_wider_than_the_screen(
    visit: Visit, porter: Porter
):
    porter.post_doors()
    page = visit(CHAIR, viewport={"width": 375, "height": 700}, has_touch=True)
    sidebar = page.locator("#sidebar")
    expect(sidebar).to_be_hidden()
    page.locator("#drawer-button").tap()
    expect(sidebar).to_be_visible()
    sidebar.locator(f"[data-place={QUIET}]").tap()
    expect(sidebar).to_be_hidden()
    expect(page.locator("#pane-head h1")).to_have_text("quiet")
    page.go_back()
    expect(page.locator("#pane-head h1")).to_have_text("hall")
    expect(page.locator("[data-action-id=open]")).to_be_visible()
    open_form(page)
    wide = "document.documentElement.scrollWidth > innerWidth || document.querySelector('.scroller').scrollWidth > innerWidth"
    assert not page.evaluate(wide)


def test_the_page_asks_nothing_of_any_other_machine(visit: Visit, porter: Porter):
    page = visit(CHAIR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    assert len(asked) > 20
    assert all(address.startswith((porter.slack.base_url, "data:")) for address in asked)


def test_unread_messages_are_counted_until_the_channel_is_opened(visit: Visit):
    chair, clerk = visit(CHAIR, QUIET), visit(CLERK)
    send(clerk, "Anybody here?")
    row = chair.locator(f"#sidebar [data-place={HALL}]")
    expect(row.locator("[data-unread]")).to_have_text("1")
    row.click()
    expect(row.locator("[data-unread]")).to_have_count(0)


def test_the_answer_to_a_command_is_seen_by_the_one_who_gave_it(visit: Visit, porter: Porter):
    chair, clerk = visit(CHAIR), visit(CLERK)
    send(chair, "/whisper salt & <pepper>")
    answer = chair.locator(".message[data-ephemeral]")
    expect(answer.locator(".message-blocks")).to_have_text("You said: salt & <pepper>")
    expect(clerk.locator(".message")).to_have_count(0)
    assert porter.said == ["salt &amp; &lt;pepper&gt;"]


def test_the_page_says_when_the_app_is_gone(visit: Visit, porter: Porter):
    page = visit(CHAIR)
    state = page.locator("#bot-state")
    expect(state).to_have_text("Porter is connected")
    porter.hang_up()
    expect(state).to_have_text("Porter is not connected")
    expect(state).to_have_attribute("data-connected", "false")


def test_a_form_left_open_across_a_restart_keeps_its_words_and_still_works(
    visit: Visit, porter: Porter, state_file: Path
):
    page = visit(CHAIR)
    send(page, "Said before")
    form = open_form(page)
    form.locator("[data-action-id=name]").fill("attic")
    with restarted(porter, state_file) as again:
        expect(page.locator("#bot-state")).to_have_text("Porter is connected")
        expect(form.locator("[data-action-id=name]")).to_have_value("attic")
        form.locator("[data-role=submit]").click()
        expect(form).to_be_hidden()
        expect(page.locator(".message", has_text="Said before")).to_have_count(1)
        expect(page.locator(".message", has_text="A room is asked for: attic")).to_have_count(1)
        assert len(again.asked) == 1
