"""A motion's message shows the truth in the end, and is updated no more often than Slack allows."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from bot.presenters.messages import render
from bot.secretary import Secretary, SecretaryBusy
from tests.delivery.conftest import CHANNEL, SECRETARIAT, House
from tests.delivery.slack_stub import HANGS_UP_BEFORE, INTERNAL_AFTER, refused, too_fast


def posted(house: House, motion: str = "m1", number: int = 1) -> None:
    """A motion whose message stands in the channel."""
    house.put_motion(motion, number)
    house.deliver_for(1, step=1)


def test_the_notice_of_a_motion_shows_it_as_it_is_when_sent_and_remembers_its_message(house: House) -> None:
    house.put_motion()
    house.vote(times=3)
    house.delivery().deliver_once()
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 4"]
    motion = house.motion()
    assert (motion.channel, motion.message_ts, motion.shown) == (
        CHANNEL,
        house.slack.messages[CHANNEL][0]["ts"],
        4,
    )
    house.deliver_for(10)
    assert house.slack.of("chat.update") == [], "nothing has changed since"


def test_two_hundred_votes_in_a_second_are_at_most_two_updates_and_the_last_state_is_shown(
    house: House,
) -> None:
    """Issue 2, item 6: updated at most once in two seconds however fast votes arrive; the last state always is."""
    posted(house)
    house.real.turn(seconds=5)
    delivery = house.delivery()
    for _ in range(20):
        house.vote(times=10)
        delivery.deliver_once()
        house.real.turn(seconds=0.05)
    house.deliver_for(2, delivery, step=0.05)
    assert len(house.slack.of("chat.update")) == 2
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 201"]
    assert house.motion().shown == 201


def test_a_message_is_updated_at_most_once_in_two_seconds(house: House) -> None:
    posted(house)
    delivery = house.delivery()
    for _ in range(100):
        house.vote()
        delivery.deliver_once()
        house.real.turn(seconds=0.1)
    at = [call.at for call in house.slack.of("chat.update")]
    assert len(at) >= 4
    assert min(later - earlier for earlier, later in pairwise(at)) >= 2


def test_a_workspace_has_at_most_fifty_updates_in_any_minute(house: House) -> None:
    """SLACK.md section 1: chat.update is Tier 3."""
    motions = [f"m{number}" for number in range(1, 5)]
    for number, motion in enumerate(motions, start=1):
        posted(house, motion, number)
    delivery = house.delivery()
    for _ in range(75):
        house.vote(*motions)
        delivery.deliver_once()
        house.real.turn(seconds=1)
    at = [call.at for call in house.slack.of("chat.update")]
    busiest = max(sum(1 for each in at if begin <= each < begin + 60) for begin in at)
    assert 40 <= busiest <= 50
    house.deliver_for(8, delivery, step=1)
    last = [house.motion(motion).revision for motion in motions]
    assert house.slack.texts(CHANNEL) == [
        f"motion 2025/{n}, revision {r}" for n, r in enumerate(last, start=1)
    ]


def test_a_429_on_an_update_is_obeyed_and_the_last_state_arrives(house: House) -> None:
    posted(house)
    house.slack.faults["chat.update"] = [too_fast(30)]
    house.vote()
    house.deliver_for(20)
    house.vote()
    house.deliver_for(30)
    first, second = house.slack.of("chat.update")
    assert second.at - first.at >= 30
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 3"]


def test_an_update_without_an_answer_is_simply_made_again(house: House) -> None:
    """chat.update by ts is the same message however often."""
    posted(house)
    house.slack.faults["chat.update"] = [INTERNAL_AFTER, HANGS_UP_BEFORE]
    house.vote()
    house.deliver_for(40)
    assert len(house.slack.of("chat.update")) == 3
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 2"]
    assert house.motion().shown == 2


def test_a_message_deleted_by_hand_is_posted_anew_once_and_the_new_one_is_remembered(house: House) -> None:
    posted(house)
    house.slack.messages[CHANNEL].clear()
    house.vote()
    delivery = house.delivery()
    house.deliver_for(10, delivery)
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 2"]
    house.vote()
    house.deliver_for(10, delivery)
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 3"]
    assert house.motion().message_ts == house.slack.messages[CHANNEL][0]["ts"]
    assert len(house.rows("MotionNotice")) == 2


def test_a_message_found_in_the_history_is_brought_up_to_date(house: House) -> None:
    """It was sent, but which revision it shows nobody knows."""
    house.slack.faults["chat.postMessage"] = [INTERNAL_AFTER]
    house.put_motion()
    delivery = house.delivery()
    delivery.deliver_once()
    house.vote()
    house.deliver_for(20, delivery)
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 2"]
    assert house.motion().shown == 2


def test_an_update_that_slack_will_never_take_is_told_to_the_secretariat_once(house: House) -> None:
    posted(house)
    house.slack.judge = lambda call: refused("is_archived") if call.method == "chat.update" else None
    for _ in range(3):
        house.vote()
        house.deliver_for(5)
    assert len(house.slack.of("chat.update")) == 3, "each change is tried once"
    assert len(house.slack.texts(f"D{SECRETARIAT}")) == 1


def test_two_deliveries_share_the_two_seconds(house: House) -> None:
    posted(house)
    pair = (house.delivery(), house.delivery())
    house.real.turn(seconds=5)
    for _ in range(6):
        house.vote()
        for each in pair:
            each.deliver_once()
        house.real.turn(seconds=0.5)
    assert len(house.slack.of("chat.update")) == 2


def test_turning_the_partnerships_clock_does_not_hurry_updates(house: House) -> None:
    posted(house)
    house.real.turn(seconds=5)
    delivery = house.delivery()
    house.vote()
    delivery.deliver_once()
    house.vote()
    house.clock.turn(days=365)
    delivery.deliver_once()
    assert len(house.slack.of("chat.update")) == 1
    house.real.turn(seconds=timedelta(seconds=2).total_seconds())
    house.clock.turn(days=-365)
    delivery.deliver_once()
    assert len(house.slack.of("chat.update")) == 2


def test_a_database_that_is_busy_for_a_moment_costs_a_moment(house: House) -> None:
    class Busy:
        left = 1

        def ask(self, question: Any) -> Any:
            if self.left:
                self.left -= 1
                raise SecretaryBusy
            return Secretary(house.store, house.clock).ask(question)

    house.put_motion()
    house.deliver_for(5, house.delivery(secretary=Busy()))
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 1"]
    house.vote()
    house.deliver_for(3, house.delivery(secretary=Busy()))
    assert house.slack.texts(CHANNEL) == ["motion 2025/1, revision 2"]
    assert [row.state for row in house.rows()] == ["sent"]


def test_a_motion_travels_in_the_words_members_see(house: House) -> None:
    house.put_motion()
    house.delivery(render=render).deliver_once()
    (sent,) = house.slack.of("chat.postMessage")
    assert "That the plan be adopted." in str(sent.params["blocks"])
    assert sent.params["text"]


def test_a_failure_is_told_in_words_the_secretariat_understands(house: House) -> None:
    posted(house)
    house.slack.judge = lambda call: refused("is_archived") if call.method == "chat.update" else None
    house.vote()
    house.deliver_for(5, house.delivery(render=render))
    (told,) = house.slack.texts(f"D{SECRETARIAT}")
    assert "a motion put to the vote" in told
