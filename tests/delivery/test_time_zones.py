"""Where somebody lives is learnt when the bot first speaks to them, and kept: reminders come in their own morning."""

from sqlalchemy import select, update

from bot.store.partnership import register as register_rows
from bot.store.tables import people
from tests.delivery.conftest import SECRETARIAT, WORKSPACE, House
from tests.delivery.slack_stub import refused


def zone(house: House) -> str | None:
    with house.store.reading() as connection:
        found = connection.execute(
            select(people.c.time_zone).where(people.c.slack_user == SECRETARIAT)
        ).scalar()
    return str(found) if found is not None else None


def of_this_workspace(house: House) -> None:
    with house.store.transaction() as connection:
        connection.execute(update(people).values(slack_team=WORKSPACE))


def test_the_time_zone_of_somebody_in_the_register_is_asked_once(house: House) -> None:
    of_this_workspace(house)
    house.put("One", to=SECRETARIAT)
    house.put("Two", to=SECRETARIAT)
    house.deliver_for(5)
    assert zone(house) == "America/New_York"
    assert len(house.slack.of("users.info")) == 1
    house.put("Three", to=SECRETARIAT)
    house.deliver_for(5)
    assert len(house.slack.of("users.info")) == 1


def test_nobody_who_is_in_no_register_and_no_channel_is_asked_about(house: House) -> None:
    house.put("One", to="U0NOBODY")
    house.put("Two")
    house.deliver_for(5)
    assert house.slack.of("users.info") == []


def test_what_slack_does_not_tell_keeps_nothing_from_being_sent(house: House) -> None:
    of_this_workspace(house)
    house.slack.faults["users.info"].append(refused("user_not_found"))
    house.put("One", to=SECRETARIAT)
    house.deliver_for(5)
    assert house.slack.texts(f"D{SECRETARIAT}") == ["One"]
    assert zone(house) is None


def test_a_name_that_is_no_time_zone_is_left_alone(house: House) -> None:
    of_this_workspace(house)
    with house.store.transaction() as connection:
        register_rows.set_time_zone(connection, WORKSPACE, WORKSPACE, SECRETARIAT, "Middle/Earth")
    assert zone(house) is None
