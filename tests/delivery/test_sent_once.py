"""Each notice reaches Slack once, with proof, whatever Slack answers."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.store import conversations
from bot.store.tables import pauses
from tests.delivery.conftest import CHANNEL, SECRETARIAT, WORKSPACE, House, impatient
from tests.delivery.slack_stub import (
    HANGS_UP_AFTER,
    HANGS_UP_BEFORE,
    INTERNAL_AFTER,
    INTERNAL_BEFORE,
    SILENT_AFTER,
    Fault,
    refused,
    too_fast,
)


def test_a_notice_is_sent_once_and_the_row_keeps_the_proof(house: House) -> None:
    """DESIGN: delivery records channel, ts, text and time: proof of service."""
    house.put("The meeting is on Thursday.")
    assert house.delivery().deliver_once() == 1
    assert house.delivery().deliver_once() == 0
    (message,) = house.slack.messages[CHANNEL]
    row = house.row("The meeting is on Thursday.")
    assert (row.state, row.channel, row.ts, row.text) == ("sent", CHANNEL, message["ts"], message["text"])
    assert row.sent_at == house.clock.now()
    assert message["metadata"] == {"event_type": "quorate_outbox", "event_payload": {"outbox_id": row.id}}
    sent = house.slack.of("chat.postMessage")[0].params
    assert (sent["parse"], sent["link_names"], sent["unfurl_links"], sent["unfurl_media"]) == (
        "none",
        False,
        False,
        False,
    )


def test_the_same_key_twice_is_one_message(house: House) -> None:
    assert house.put("Once", key="k") is True
    assert house.put("Twice", key="k") is False
    house.deliver_for(5)
    assert house.slack.texts(CHANNEL) == ["Once"]


def test_a_conversation_that_was_opened_is_kept_for_the_process_that_comes_next(house: House) -> None:
    """Slack lets fifty be opened in a minute: five hundred people are written to in minutes, and not in ten more each time."""
    house.put("One", to="U7")
    house.deliver_for(5)
    house.put("Two", to="U7")
    house.deliver_for(5, house.delivery())
    assert house.slack.texts("DU7") == ["One", "Two"]
    assert len(house.slack.of("conversations.open")) == 1


def test_a_conversation_that_is_no_more_is_opened_again(house: House) -> None:
    with house.store.transaction() as connection:
        conversations.keep(connection, WORKSPACE, "U7", "D0OLD")
    house.slack.judge = lambda call: (
        refused("channel_not_found") if call.params.get("channel") == "D0OLD" else None
    )
    house.put("One", to="U7")
    house.deliver_for(30)
    assert house.slack.texts("DU7") == ["One"]
    assert house.row("One").state == "sent"


def test_nothing_is_sent_before_it_is_due(house: House) -> None:
    house.put("Tomorrow", due_at=house.clock.now() + timedelta(days=1))
    house.deliver_for(5)
    assert house.slack.calls == []
    house.clock.turn(days=1)
    house.deliver_for(1)
    assert house.slack.texts(CHANNEL) == ["Tomorrow"]


def test_a_person_is_written_to_in_direct_messages_opened_once(house: House) -> None:
    house.put("One", to="U7")
    house.put("Two", to="U7")
    delivery = house.delivery()
    house.deliver_for(3, delivery)
    assert house.slack.texts("DU7") == ["One", "Two"]
    assert len(house.slack.of("conversations.open")) == 1
    assert house.row("One").channel == "DU7"


def test_a_channel_gets_one_message_a_second_and_the_others_do_not_wait_for_it(house: House) -> None:
    """SLACK.md section 1: chat.postMessage, about one a second in a channel."""
    for number in range(5):
        house.put(f"busy {number}", to="C1")
    house.put("quiet", to="C2")
    start = house.real.now().timestamp()
    house.deliver_for(8, step=0.25)
    at = {
        channel: [c.at - start for c in house.slack.calls if c.params["channel"] == channel]
        for channel in ("C1", "C2")
    }
    assert at == {"C1": [0, 1, 2, 3, 4], "C2": [0]}


def test_a_429_is_obeyed_in_that_channel_and_no_other(house: House) -> None:
    """SLACK.md section 3, test 12: nothing before Retry-After; other channels unaffected; nothing lost."""
    house.slack.faults["chat.postMessage"] = [too_fast(30)]
    house.put("one", to="C1")
    house.put("two", to="C1")
    house.put("other", to="C2")
    start = house.real.now().timestamp()
    house.deliver_for(40)
    calls = [(call.params["channel"], call.at - start) for call in house.slack.calls]
    assert [at for channel, at in calls if channel == "C2"] == [0]
    first, *later = [at for channel, at in calls if channel == "C1"]
    assert first == 0
    assert len(later) == 2
    assert min(later) >= 30
    assert house.slack.texts("C1") == ["one", "two"]


def test_a_second_channel_told_to_wait_means_that_the_whole_workspace_waits(house: House) -> None:
    house.slack.faults["chat.postMessage"] = [too_fast(10), too_fast(20)]
    for channel in ("C1", "C2", "C3"):
        house.put("hello", to=channel)
    start = house.real.now().timestamp()
    house.deliver_for(30)
    assert [call.at - start for call in house.slack.calls[:2]] == [0, 0]
    assert min(call.at - start for call in house.slack.calls[2:]) >= 20
    assert all(house.slack.texts(channel) == ["hello"] for channel in ("C1", "C2", "C3"))


def test_a_storm_of_429s_loses_nothing_and_is_never_jumped(house: House) -> None:
    """SLACK.md section 3, test 12: every second call refused, Retry-After 1 to 60."""
    heard: dict[str, float] = {}
    number = 0

    def judge(call: object) -> Fault | None:
        nonlocal number
        number += 1
        assert call.at >= heard.get(call.params["channel"], 0), "asked again before Retry-After"  # type: ignore[attr-defined]
        if number % 2:
            return None
        wait = 1 + number * 7 % 60
        heard[call.params["channel"]] = call.at + wait  # type: ignore[attr-defined]
        return too_fast(wait)

    house.slack.judge = judge
    for each in range(6):
        for channel in ("C1", "C2", "C3"):
            house.put(f"{channel} {each}", to=channel)
    delivery = house.delivery()
    house.deliver_for(500, delivery, step=2)
    for channel in ("C1", "C2", "C3"):
        assert sorted(house.slack.texts(channel)) == [f"{channel} {each}" for each in range(6)]
    assert {row.state for row in house.rows()} == {"sent"}


@pytest.mark.parametrize(
    "error", ["channel_not_found", "not_in_channel", "is_archived", "invalid_blocks", "account_inactive"]
)
def test_what_slack_will_never_take_is_given_up_and_the_secretariat_told_once(
    house: House, error: str
) -> None:
    house.slack.faults["chat.postMessage"] = [refused(error)]
    house.put("lost")
    house.put("next", to="C2")
    house.deliver_for(30)
    row = house.row("lost")
    assert (row.state, row.error) == ("failed", error)
    assert house.slack.texts("C2") == ["next"]
    assert house.slack.texts(f"D{SECRETARIAT}") == [
        f"GivenUpNotice: a notice to the channel {CHANNEL}: {error}"
    ]
    assert len([call for call in house.slack.calls if call.params.get("channel") == CHANNEL]) == 1


def test_nobody_is_told_that_the_telling_failed(house: House) -> None:
    house.slack.judge = lambda call: (
        refused("user_not_found") if call.method == "conversations.open" else None
    )
    house.put("lost", to="U404")
    house.deliver_for(30)
    assert {row.kind: row.state for row in house.rows()} == {"Letter": "failed", "GivenUpNotice": "failed"}
    assert len(house.rows()) == 2


def test_words_that_cannot_be_put_together_do_not_hold_up_the_others(house: House) -> None:
    def broken(kind: str, data: dict[str, str], picture: None, *, partnership: str) -> object:
        raise KeyError("no such template")

    house.put("unsayable")
    house.delivery(render=broken).deliver_once()
    assert (house.row("unsayable").state, house.slack.calls) == ("failed", [])
    house.put("sayable")
    house.deliver_for(3)
    assert house.slack.texts(CHANNEL) == ["sayable"]


@pytest.mark.parametrize(
    "fault", [HANGS_UP_AFTER, SILENT_AFTER, INTERNAL_AFTER], ids=["hangs up", "silent", "internal_error"]
)
def test_what_was_sent_without_an_answer_is_found_in_the_history_and_not_sent_again(
    house: House, fault: Fault
) -> None:
    """SLACK.md section 3: timeout, disconnect and internal_error are in doubt, and the history settles it."""
    house.slack.faults["chat.postMessage"] = [fault]
    house.put("Was it sent?")
    delivery = house.delivery(clients=lambda workspace: impatient(house.slack))
    delivery.deliver_once()
    assert house.row("Was it sent?").state == "in_doubt"
    house.deliver_for(30, house.delivery())
    row = house.row("Was it sent?")
    assert (row.state, row.ts, row.text) == ("sent", house.slack.messages[CHANNEL][0]["ts"], "Was it sent?")
    assert house.slack.texts(CHANNEL) == ["Was it sent?"]


@pytest.mark.parametrize("fault", [HANGS_UP_BEFORE, INTERNAL_BEFORE], ids=["hangs up", "internal_error"])
def test_what_was_not_sent_is_sent_once_the_history_says_so(house: House, fault: Fault) -> None:
    house.slack.faults["chat.postMessage"] = [fault]
    house.put("Was it sent?")
    start = house.real.now().timestamp()
    house.deliver_for(30)
    assert house.slack.texts(CHANNEL) == ["Was it sent?"]
    second = house.slack.of("chat.postMessage")[1]
    assert second.at - start >= 10, "not before what was sent would have shown"
    assert house.row("Was it sent?").state == "sent"


def test_the_history_is_read_to_its_end(house: House) -> None:
    house.slack.page = 3
    house.slack.faults["chat.postMessage"] = [HANGS_UP_AFTER]
    house.put("first")
    house.delivery().deliver_once()
    for number in range(8):
        house.put(f"later {number}")
    house.deliver_for(30)
    assert house.slack.texts(CHANNEL).count("first") == 1
    assert len(house.slack.of("conversations.history")) >= 2
    assert house.row("first").state == "sent"


def test_a_history_that_cannot_be_read_leaves_it_in_doubt_and_says_so_once(house: House) -> None:
    house.slack.faults["chat.postMessage"] = [HANGS_UP_AFTER]
    house.slack.judge = lambda call: (
        refused("missing_scope") if call.method == "conversations.history" else None
    )
    house.put("Was it sent?")
    delivery = house.delivery()
    house.deliver_for(1500, delivery, step=10)
    assert house.row("Was it sent?").state == "in_doubt"
    assert house.slack.texts(CHANNEL) == ["Was it sent?"]
    assert len(house.slack.of("conversations.history")) >= 3
    (told,) = house.rows("GivenUpNotice")
    assert (told.recipient, told.data["in_doubt"], told.state) == (SECRETARIAT, True, "sent")


def test_a_history_that_may_not_be_read_so_often_is_read_later(house: House) -> None:
    house.slack.faults["chat.postMessage"] = [HANGS_UP_AFTER]
    house.slack.faults["conversations.history"] = [too_fast(60)]
    house.put("Was it sent?")
    house.deliver_for(100, step=2)
    first, second = house.slack.of("conversations.history")
    assert second.at - first.at >= 60
    assert (house.row("Was it sent?").state, house.rows("GivenUpNotice")) == ("sent", [])


def test_a_slack_that_cannot_be_reached_is_tried_again_ever_more_slowly_and_given_up_in_the_end(
    house: House,
) -> None:
    attempts: list[float] = []

    def nobody_there(workspace: str) -> object:
        attempts.append(house.real.now().timestamp())
        client = house.slack.client()
        client.base_url = "http://127.0.0.1:1/api/"
        return client

    house.put("hello")
    delivery = house.delivery(clients=nobody_there, most_attempts=5)
    house.deliver_for(120, delivery, step=1)
    row = house.row("hello")
    assert row.state == "failed"
    assert row.attempts == 5
    gaps = [later - earlier for earlier, later in pairwise(attempts[:5])]
    assert gaps == [2, 4, 8, 16]


def test_a_token_that_is_not_let_in_loses_nothing(house: House) -> None:
    house.slack.faults["chat.postMessage"] = [refused("invalid_auth")]
    house.put("hello")
    house.deliver_for(10)
    assert house.slack.texts(CHANNEL) == ["hello"]


def test_turning_the_partnerships_clock_by_a_year_breaks_no_lease_and_no_pause(house: House) -> None:
    """DESIGN: turning the clock moves governance time only; rate limits stay real."""
    house.slack.faults["chat.postMessage"] = [HANGS_UP_AFTER, too_fast(20)]
    house.put("in doubt", to="C1")
    house.put("slowed", to="C2")
    house.delivery().deliver_once()
    house.clock.turn(days=365)
    house.delivery().deliver_once()
    assert len(house.slack.calls) == 2, "no lease, settling or pause has run out"
    house.put("in the new year", to="C3")
    house.clock.turn(days=-365)
    house.delivery().deliver_once()
    assert house.slack.texts("C3") == [], "not due any more"
    house.clock.turn(days=365)
    house.deliver_for(30)
    assert [house.slack.texts(c) for c in ("C1", "C2", "C3")] == [
        ["in doubt"],
        ["slowed"],
        ["in the new year"],
    ]
    with house.store.reading() as connection:
        assert max(connection.execute(select(pauses.c.until)).scalars()) < house.real.now() + timedelta(
            minutes=1
        )
