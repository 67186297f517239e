"""New terms that were handed in are fetched from Slack, and the clock is left to read them; or to tell that they never came."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.store.kinds.kind_tables import terms_files
from bot.store.tables import due_work
from tests.delivery.conftest import PARTNERSHIP, SECRETARIAT, WORKSPACE, House
from tests.delivery.slack_stub import INTERNAL_BEFORE, Page, too_fast

TERMS = b"[partnership]\n"
PATH = "/files-pri/T1-F8/download/terms.toml"


def handed_in(house: House, page: Page | None = None) -> None:
    """A file of terms with Slack."""
    house.slack.pages[PATH] = page or Page(TERMS)
    with house.store.transaction() as connection:
        connection.execute(
            insert(terms_files).values(
                workspace=WORKSPACE,
                partnership=PARTNERSHIP,
                id="terms-1",
                name="terms.toml",
                media_type="text/plain",
                size=len(TERMS),
                slack_file="F8",
                slack_url=f"{house.slack.address}{PATH}",
                person="gwendolen-saxby",
                slack_user=SECRETARIAT,
                motions=["2026/1"],
                state="waiting",
                error="",
                attempts=0,
                not_before=datetime(1970, 1, 1, tzinfo=UTC),
                handed_in_at=house.clock.now(),
            )
        )


def row(house: House) -> Any:
    """The file as it is kept."""
    with house.store.reading() as connection:
        return connection.execute(select(terms_files)).one()


def work(house: House) -> list[str]:
    """What the clock has been left to do."""
    with house.store.reading() as connection:
        return [each.subject for each in connection.execute(select(due_work)) if each.kind == "read terms"]


def test_the_file_is_fetched_with_the_bots_token_and_left_to_be_read(house: House) -> None:
    """K45."""
    handed_in(house)
    assert house.delivery().deliver_once() == 1
    assert (row(house).state, row(house).content) == ("kept", TERMS)
    assert work(house) == ["terms-1"]
    assert house.delivery().deliver_once() == 0


@pytest.mark.parametrize("fault", [INTERNAL_BEFORE, too_fast(1)])
def test_what_slack_cannot_give_just_now_is_fetched_a_little_later(house: House, fault: Any) -> None:
    house.slack.faults["download"] = [fault]
    handed_in(house)
    house.delivery().deliver_once()
    assert (row(house).state, work(house)) == ("waiting", [])
    house.deliver_for(60, step=1)
    assert (row(house).state, work(house)) == ("kept", ["terms-1"])


def test_a_file_deleted_meanwhile_is_left_to_be_told_of(house: House) -> None:
    """Whoever handed it in hears so, by the clock."""
    handed_in(house, Page(b"", status=404))
    house.deliver_for(5, step=1)
    assert (row(house).state, row(house).error) == (
        "lost",
        "it was deleted from Slack before it could be kept",
    )
    assert work(house) == ["terms-1"]


def test_another_workspaces_file_is_left_for_whoever_has_its_token(house: House) -> None:
    handed_in(house)
    assert house.delivery(only=lambda: "T2").deliver_once() == 0
    assert house.delivery(only=lambda: WORKSPACE).deliver_once() == 1
