"""What people submit is fetched from Slack and kept, or given up with a word to whoever submitted it."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import select, text, update

from bot.delivery import carrying, fetching
from bot.delivery.carrying import is_slacks
from bot.store.meetings.meeting_tables import paper_versions
from bot.store.papers import keeping
from bot.store.tables import people
from tests.delivery.conftest import SECRETARIAT, WORKSPACE, House, impatient
from tests.delivery.slack_stub import (
    HANGS_UP_BEFORE,
    INTERNAL_BEFORE,
    SIGN_IN,
    SILENT_AFTER,
    Fault,
    Page,
    SlackStub,
    refused,
    too_fast,
)
from tests.delivery.test_crashes import Killed, Perishable

BUDGET = b"%PDF the budget"
PATH = "/files-pri/T1-F7/download/budget.pdf"


@pytest.fixture
def elsewhere(house: House) -> Iterator[SlackStub]:
    """A server that is not Slack's."""
    stub = SlackStub(house.real)
    stub.start()
    yield stub
    stub.stop()


def submitted(house: House, page: Page | None = None, size: int = len(BUDGET), **version: Any) -> None:
    """A paper with Slack, at its usual address."""
    house.slack.pages[PATH] = page or Page(BUDGET)
    house.submit(**{"slack_url": f"{house.slack.address}{PATH}", "size": size, **version})


def is_kept(house: House, content: bytes = BUDGET) -> bool:
    """Whether the bytes are here, and told truly."""
    row = house.version()
    told = (row.state, row.content, row.digest, row.size, row.error)
    return told == ("kept", content, sha256(content).hexdigest(), len(content), "")


def lost(house: House) -> str:
    """Why the bytes will never be here, as the row says and the notice to its submitter says once."""
    row = house.version()
    assert (row.state, row.content) == ("lost", None)
    (told,) = house.rows("PaperLostNotice")
    assert (told.recipient, told.data["error"], told.data["own"]) == (SECRETARIAT, row.error, True)
    return str(row.error)


def test_what_is_submitted_is_fetched_with_the_bots_token_and_kept(house: House) -> None:
    """Issue 3: bytes kept from the moment of submission."""
    submitted(house)
    assert house.delivery().deliver_once() == 1
    assert is_kept(house)
    assert house.slack.of("download")[0].params == {"path": PATH, "authorization": "Bearer xoxb-test"}
    assert house.delivery().deliver_once() == 0
    assert len(house.slack.calls) == 1


def test_nothing_is_fetched_for_a_link_or_what_is_kept(house: House) -> None:
    house.submit("p1", state="kept", link="https://riverside.example/plan", slack_file="")
    house.submit("p2", state="lost", error="it was deleted")
    assert house.delivery().deliver_once() == 0


def test_another_workspaces_files_are_left_for_whoever_has_its_token(house: House) -> None:
    submitted(house)
    assert house.delivery(only=lambda: "T2").deliver_once() == 0
    assert house.delivery(only=lambda: WORKSPACE).deliver_once() == 1
    assert is_kept(house)


def test_turning_the_partnerships_clock_moves_no_back_off(house: House) -> None:
    house.slack.faults["download"] = [INTERNAL_BEFORE]
    submitted(house)
    house.delivery().deliver_once()
    house.clock.turn(days=365)
    house.delivery().deliver_once()
    assert len(house.slack.calls) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_deleted_from_slack_is_lost_and_its_submitter_and_the_secretariat_hear_so(
    house: House, status: int
) -> None:
    """Issue 3: a file deleted from Slack before circulation."""
    submitted(house, Page(b"", status=status))
    house.deliver_for(30, step=1)
    assert lost(house) == "it was deleted from Slack before it could be kept"
    assert house.slack.texts(f"D{SECRETARIAT}") == [f"PaperLostNotice: Budget: {fetching.GONE}"]
    assert len(house.slack.of("download")) == 1
    (told,) = house.rows("PaperLostNotice")
    assert (told.data["file_name"], told.data["submitter"]) == ("budget.pdf", "Gwendolen Saxby")
    assert told.data["meeting"].startswith("Strategy Group, ")


def test_a_submitter_who_is_not_the_secretariat_is_told_in_words_of_their_own(house: House) -> None:
    with house.store.transaction() as connection:
        mine = {"workspace": WORKSPACE, "partnership": "clpp", "slack_team": WORKSPACE, "title": ""}
        flags = {"pastoral": False, "deactivated": False}
        connection.execute(
            people.insert().values(id="amos-reed", name="Amos Reed", slack_user="U0AMOS", **mine, **flags)
        )
    submitted(house, Page(b"", status=404), submitted_by="amos-reed")
    house.deliver_for(5, step=1)
    told = {row.recipient: row.data["own"] for row in house.rows("PaperLostNotice")}
    assert told == {"U0AMOS": True, SECRETARIAT: False}


def test_a_submitter_without_an_account_is_left_to_the_secretariat(house: House) -> None:
    submitted(house, Page(b"", status=404))
    with house.store.transaction() as connection:
        connection.execute(update(people).values(deactivated=True))
    house.delivery().deliver_once()
    assert [(row.data["own"], row.data["told"]) for row in house.rows("PaperLostNotice")] == [(False, False)]


def test_the_sign_in_page_is_not_taken_for_the_file(house: House) -> None:
    """Slack shows it with 200 where the app may not read files; once it may, the file comes."""
    submitted(house, SIGN_IN)
    house.delivery().deliver_once()
    row = house.version()
    assert (row.state, row.error) == ("waiting", "Slack showed its sign-in page instead of the file")
    house.slack.pages[PATH] = Page(BUDGET)
    house.deliver_for(5)
    assert is_kept(house)


def test_a_page_that_was_submitted_is_a_file_like_any_other(house: House) -> None:
    page = b"<!DOCTYPE html><title>Agenda</title>"
    submitted(
        house,
        Page(page, "text/html"),
        size=len(page),
        media_type="text/html",
        file_name="agenda.html",
    )
    house.delivery().deliver_once()
    assert is_kept(house, page)


def test_a_sign_in_page_in_place_of_a_page_is_known_by_its_size(house: House) -> None:
    submitted(house, SIGN_IN, size=11, file_name="agenda.html")
    house.delivery().deliver_once()
    assert house.version().error == f"{len(SIGN_IN.content)} bytes came instead of 11"


def test_half_a_file_is_not_the_file(house: House) -> None:
    cut = Page(BUDGET[:5], headers={"Content-Length": str(len(BUDGET))})
    submitted(house, cut)
    house.delivery(clients=lambda workspace: impatient(house.slack)).deliver_once()
    assert (house.version().state, house.version().attempts) == ("waiting", 1)
    house.slack.pages[PATH] = Page(BUDGET)
    house.deliver_for(5)
    assert is_kept(house)


@pytest.mark.parametrize(
    "fault",
    [HANGS_UP_BEFORE, SILENT_AFTER, INTERNAL_BEFORE, Fault(status=403, error="x"), refused("oops")],
    ids=["hangs up", "silent", "500", "403", "other bytes"],
)
def test_what_fails_is_tried_again(house: House, fault: Fault) -> None:
    house.slack.faults["download"] = [fault]
    submitted(house)
    house.delivery(clients=lambda workspace: impatient(house.slack)).deliver_once()
    assert house.version().state == "waiting"
    house.deliver_for(5)
    assert is_kept(house)
    assert house.rows("PaperLostNotice") == []


def test_what_fails_twenty_times_ever_more_slowly_is_given_up(house: House) -> None:
    house.slack.judge = lambda call: INTERNAL_BEFORE if call.method == "download" else None
    submitted(house)
    house.deliver_for(4 * 3600, step=60)
    at = [call.at for call in house.slack.of("download")]
    assert len(at) == 20
    assert max(later - earlier for earlier, later in pairwise(at)) <= 960
    assert lost(house) == "it could not be fetched from Slack in 20 attempts: HTTP 500"


def test_a_429_stops_all_fetching_and_counts_as_no_attempt(house: House) -> None:
    house.slack.faults["download"] = [too_fast(30)]
    submitted(house)
    house.submit("p2", slack_url=f"{house.slack.address}{PATH}", size=len(BUDGET))
    start = house.real.now().timestamp()
    house.deliver_for(29)
    assert (len(house.slack.calls), house.version().attempts) == (1, 0)
    house.deliver_for(5)
    assert is_kept(house)
    assert [call.at - start >= 30 for call in house.slack.calls] == [False, True, True]


@pytest.mark.parametrize(
    ("page", "size"),
    [
        (None, fetching.LARGEST + 1),
        (Page(b"", headers={"Content-Length": str(fetching.LARGEST + 1)}), 5),
        (Page(b"x" * (fetching.LARGEST + 1)), 5),
    ],
    ids=["as the form said", "as the answer says", "as it turns out"],
)
def test_a_file_that_is_too_large_is_lost(house: House, page: Page | None, size: int) -> None:
    submitted(house, page, size=size)
    house.delivery().deliver_once()
    assert lost(house) == "it is larger than the 10 MB that can be kept"


def test_a_file_of_just_ten_megabytes_is_kept(house: House) -> None:
    whole = b"%PDF" + b"x" * (fetching.LARGEST - 4)
    submitted(house, Page(whole), size=len(whole))
    house.delivery().deliver_once()
    assert is_kept(house, whole)


def test_a_program_called_a_pdf_is_not_kept_and_whoever_submitted_it_is_told(house: House) -> None:
    """K36: nobody is sent what they cannot open, or should not."""
    program = b"MZ\x90\x00\x03"
    submitted(house, Page(program), size=len(program))
    house.delivery().deliver_once()
    assert lost(house) == "its name ends in .pdf, but what is in it is not a PDF"


def test_an_empty_file_is_lost(house: House) -> None:
    house.slack.files["F7"] = {
        "id": "F7",
        "url_private_download": f"{house.slack.address}{PATH}",
        "size": 0,
        "name": "x",
    }
    submitted(house, Page(b""), size=0)
    house.delivery().deliver_once()
    assert lost(house) == "there is nothing in it"


def test_where_the_form_did_not_say_where_the_file_is_slack_is_asked(house: House) -> None:
    house.slack.files["F7"] = {
        "id": "F7",
        "url_private": f"{house.slack.address}{PATH}",
        "size": len(BUDGET),
        "mimetype": "application/pdf",
        "name": "budget.pdf",
    }
    submitted(house, slack_url="", size=0, media_type="")
    house.delivery().deliver_once()
    assert is_kept(house)
    assert house.version().media_type == "application/pdf"
    assert [call.method for call in house.slack.calls] == ["files.info", "download"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (None, "it was deleted from Slack before it could be kept"),
        ({"mode": "tombstone"}, "it was deleted from Slack before it could be kept"),
        ({"mode": "hidden_by_limit"}, "Slack no longer shows it, because the workspace is over its limit"),
        ({"is_external": True, "url_private": "https://drive.example/d/1"}, fetching.NOT_IN_SLACK),
        ({"url_private": "https://drive.example/d/1", "size": 3}, fetching.NOT_IN_SLACK),
    ],
    ids=["unknown", "deleted", "hidden", "external", "elsewhere"],
)
def test_what_slack_says_of_a_file_may_be_the_end_of_it(
    house: House, file: dict[str, Any] | None, why: str
) -> None:
    if file is not None:
        house.slack.files["F7"] = file
    submitted(house, slack_url="", size=0)
    house.delivery().deliver_once()
    assert lost(house) == why
    assert house.slack.of("download") == []


def test_a_scope_that_is_missing_is_waited_for(house: House) -> None:
    """Somebody installs the app again."""
    house.slack.faults["files.info"] = [refused("missing_scope")]
    submitted(house, slack_url="", size=0)
    house.delivery().deliver_once()
    assert (house.version().state, house.version().error) == ("waiting", "missing_scope")


def test_the_token_is_shown_to_slack_and_to_nobody_else(house: House, elsewhere: SlackStub) -> None:
    """SLACK.md section 4: an address in a payload is no reason to call it."""
    submitted(house, slack_url=f"{elsewhere.address}{PATH}")
    house.delivery().deliver_once()
    assert lost(house) == fetching.NOT_IN_SLACK
    assert elsewhere.calls == []


def test_a_file_that_has_moved_within_slack_is_followed_and_out_of_it_is_not(
    house: House, elsewhere: SlackStub
) -> None:
    moved = "/files-pri/T1-F7/moved/budget.pdf"
    submitted(house, Page(b"", status=302, headers={"Location": moved}))
    house.slack.pages[moved] = Page(BUDGET)
    house.delivery().deliver_once()
    assert is_kept(house)
    out = Page(b"", status=302, headers={"Location": f"{elsewhere.address}{PATH}"})
    house.slack.pages["/files-pri/out"] = out
    house.submit("p2", slack_url=f"{house.slack.address}/files-pri/out", size=3)
    house.delivery().deliver_once()
    assert (house.version("p2").state, house.version("p2").error) == ("lost", fetching.NOT_IN_SLACK)
    assert elsewhere.calls == []


def test_a_file_that_moves_round_in_circles_is_left_for_later(house: House) -> None:
    submitted(house, Page(b"", status=302, headers={"Location": PATH}))
    house.delivery().deliver_once()
    assert len(house.slack.of("download")) <= 5
    assert house.version().state == "waiting"


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://files.slack.com/files-pri/T1-F7/budget.pdf", True),
        ("https://slack.com/x", True),
        ("https://clpp.enterprise.slack.com/files-pri/x", True),
        ("https://files-edge.slack-edge.com/x", True),
        ("https://FILES.SLACK.COM:443/x", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("https://evil.example#@files.slack.com/x", False),
        ("https://evil.example/files.slack.com", False),
        ("https://evilslack.com/x", False),
        ("https://slack.com.evil.example/x", False),
        ("https://files.slack.com./x", False),
        ("http://127.0.0.1:8081/x", False),
        ("http://127.0.0.1/x", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("https://[::1]/x", False),
        ("https://files.slack.com:port/x", False),
        ("file:///etc/passwd", False),
        ("ftp://files.slack.com/x", False),
        ("//files.slack.com/x", False),
        ("", False),
    ],
)
def test_which_addresses_are_slacks(address: str, is_one: bool) -> None:
    assert is_slacks(WebClient("xoxb-test", base_url="http://127.0.0.1:8080/api/"), address) is is_one


def test_another_cloud_of_slacks_has_files_of_its_own() -> None:
    """A workspace reached at another address of Slack's, by SLACK_API_URL."""
    client = WebClient("xoxb-test", base_url="https://slack-gov.example/api/")
    assert is_slacks(client, "https://files.slack-gov.example/x")
    assert not is_slacks(client, "https://files.slack-gov.example.evil.example/x")


@pytest.mark.parametrize("boundary", range(1, 6))
@pytest.mark.parametrize("status", [200, 404])
def test_killed_at_any_boundary_of_a_transaction(house: House, boundary: int, status: int) -> None:
    """It is fetched once more, and whoever has to hear of its loss hears of it once."""
    submitted(house, Page(BUDGET, status=status))
    dying = house.delivery(store=Perishable(house.store, boundary))
    with suppress(Killed):
        dying.deliver_once()
    house.deliver_for(120, house.delivery(), step=1)
    assert house.version().state == ("kept" if status == 200 else "lost")
    assert len(house.rows("PaperLostNotice")) == (0 if status == 200 else 1)


def test_a_fetch_that_outlives_its_lease_changes_nothing_that_another_has_done(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suspended between the bytes and their keeping, it wakes when another has long kept them."""
    submitted(house)
    receive = carrying.receive

    def slow(*arguments: Any) -> carrying.Received:
        received = receive(*arguments)
        monkeypatch.setattr(carrying, "receive", receive)
        house.real.turn(seconds=61)
        house.delivery().deliver_once()
        return received

    monkeypatch.setattr(carrying, "receive", slow)
    house.delivery().deliver_once()
    assert is_kept(house)
    assert (len(house.slack.calls), house.version().attempts) == (2, 2)


def test_a_slow_line_is_not_waited_for_for_ever(house: House) -> None:
    submitted(house)
    judged: list[object] = []

    def judge(call: object) -> None:
        judged.append(call)
        house.real.turn(seconds=41)

    house.slack.judge = judge
    house.delivery().deliver_once()
    assert (house.version().state, house.version().attempts) == ("waiting", 1)


def test_two_deliveries_at_once_fetch_each_file_once(house: House) -> None:
    submitted(house)
    for number in range(2, 9):
        house.submit(f"p{number}", slack_url=f"{house.slack.address}{PATH}", size=len(BUDGET))
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        house.delivery().deliver_once()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    house.delivery().deliver_once()
    assert {house.version(f"p{number}").state for number in range(1, 9)} == {"kept"}
    assert len(house.slack.of("download")) == 8


def test_looking_for_what_waits_uses_its_own_small_index(house: House) -> None:
    """The table holds every paper there ever was; the look is made every second."""
    if house.store.dialect != "sqlite":
        pytest.skip("a table this small is read whole by PostgreSQL")
    with house.store.reading() as connection:
        look = select(paper_versions.c.paper).where(keeping.may_be_fetched(None, house.real.now()))
        words = look.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {words}")).all()
    assert any("ix_paper_versions_waiting" in str(row) for row in plan)
