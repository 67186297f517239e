"""Files travel with notices: each is uploaded once, and each message posted once, whatever Slack answers and whoever dies."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.presenters.blocks import Enclosure, actions, button, header
from bot.presenters.enclosing import kept_paper, made
from bot.store import pauses
from bot.store.meetings.meeting_tables import paper_versions, uploads
from bot.store.session import Store
from tests.delivery.conftest import CHANNEL, PARTNERSHIP, SECRETARIAT, House, Words, impatient, say
from tests.delivery.slack_stub import (
    HANGS_UP_AFTER,
    HANGS_UP_BEFORE,
    INTERNAL_AFTER,
    INTERNAL_BEFORE,
    SILENT_AFTER,
    Fault,
    permalink,
    refused,
    too_fast,
)
from tests.delivery.test_crashes import Killed, Perishable

CALENDAR = made("strategy-group.ics", "Strategy Group", b"BEGIN:VCALENDAR")
BUDGET = kept_paper(PARTNERSHIP, "p1", 1, "budget.pdf", "Budget")
PLACE, FINISH = "files.getUploadURLExternal", "files.completeUploadExternal"
STEPS = (PLACE, "upload", FINISH)


def with_files(*files: Enclosure, blocks: int = 1) -> Callable[..., Words]:
    """Words for a letter, with these files."""

    def render(kind: str, data: Mapping[str, Any], *rest: Any, partnership: str) -> Words:
        plainly = say(kind, data, None, partnership=partnership)
        if kind != "Letter":
            return plainly
        shown = [*(header("x") for _ in range(blocks)), *actions(button("I have these", "have"))]
        return Words(plainly.text, shown, files)

    return render


def posted(house: House, channel: str = CHANNEL) -> dict[str, Any]:
    """The one message of a channel."""
    (message,) = house.slack.messages[channel]
    return message


def names(house: House) -> list[str]:
    """What was uploaded, in order."""
    return [call.params["filename"] for call in house.slack.of(PLACE)]


def arrives_once_with_its_file(house: House, **delivery: Any) -> None:
    """However it began: after two minutes there is one message, proved, that links to a file which has its bytes."""
    sender = house.delivery(render=with_files(CALENDAR), **delivery)
    house.deliver_for(120, sender, step=1)
    message = posted(house)
    with house.store.reading() as connection:
        row = connection.execute(select(uploads)).one()
    assert message["text"] == f"papers\nEnclosed: <{row.permalink}|strategy-group.ics>"
    assert house.slack.uploads[row.file] == b"BEGIN:VCALENDAR"
    assert len(house.slack.of("upload")) <= 2
    proof = house.row("papers")
    assert (proof.state, proof.ts, proof.text) == ("sent", message["ts"], message["text"])


def test_a_file_is_uploaded_privately_and_shared_by_the_message_that_links_to_it(house: House) -> None:
    """An upload carries no metadata and a message does: the message is what is looked up when in doubt."""
    house.put("papers")
    house.delivery(render=with_files(CALENDAR)).deliver_once()
    assert [call.method for call in house.slack.calls] == [*STEPS, "chat.postMessage"]
    finished = house.slack.of(FINISH)[0].params
    assert (finished["files"], "channel_id" in finished) == (
        '[{"id": "F1", "title": "Strategy Group"}]',
        False,
    )
    sent = house.slack.of("chat.postMessage")[0].params
    link = f"<{permalink('F1')}|strategy-group.ics>"
    assert sent["text"] == f"papers\nEnclosed: {link}"
    assert sent["blocks"][-1] == {
        "type": "section",
        "text": {"type": "mrkdwn", "text": link, "verbatim": True},
    }
    assert sent["metadata"]["event_payload"] == {"outbox_id": house.row("papers").id}
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, True)
    assert house.row("papers").text == sent["text"], "the proof says what went with it"


def test_one_file_for_many_is_uploaded_once(house: House) -> None:
    people = [f"U{number}" for number in range(9)]
    for each in (*people, CHANNEL):
        house.put("papers", to=each)
    sender = house.delivery(render=with_files(CALENDAR, CALENDAR))
    house.deliver_for(3, sender)
    assert names(house) == ["strategy-group.ics"]
    texts = [house.slack.texts(each) for each in (*(f"D{each}" for each in people), CHANNEL)]
    assert texts == [[f"papers\nEnclosed: <{permalink('F1')}|strategy-group.ics>"]] * 10


def test_a_file_of_another_workspace_is_another_file(house: House) -> None:
    """A link into somebody else's workspace would open nothing."""
    with house.store.transaction() as connection:
        connection.execute(
            insert(uploads).values(
                workspace="T2",
                key=CALENDAR.key,
                file="F9",
                permalink=permalink("F9"),
                uploaded_at=house.real.now(),
            )
        )
    house.put("papers")
    house.delivery(render=with_files(CALENDAR)).deliver_once()
    assert permalink("F1") in posted(house)["text"]


def test_the_same_name_with_other_bytes_is_another_file(house: House) -> None:
    moved = made("strategy-group.ics", "Strategy Group", b"BEGIN:VCALENDAR moved")
    house.put("papers")
    house.delivery(render=with_files(CALENDAR, moved)).deliver_once()
    assert list(house.slack.uploads.values()) == [b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR moved"]
    assert posted(house)["text"].count("strategy-group.ics") == 2


@pytest.mark.parametrize("boundary", range(1, 13))
def test_killed_at_any_boundary_of_a_transaction(house: House, boundary: int) -> None:
    """SLACK.md section 3, test 1, with a file: at worst it is uploaded twice, and the message is posted once."""
    house.put("papers")
    dying = house.delivery(store=Perishable(house.store, boundary), render=with_files(CALENDAR))
    try:
        for _ in range(3):
            dying.deliver_once()
            house.real.turn(seconds=1)
    except Killed:
        pass
    else:
        assert boundary > 10, "the last boundaries may never be reached"
    arrives_once_with_its_file(house)


@pytest.mark.parametrize("method", ["chat_postMessage", "files_completeUploadExternal"])
@pytest.mark.parametrize("sent_first", [False, True], ids=["before it left", "after Slack had it"])
def test_killed_in_the_middle_of_a_request(house: House, method: str, sent_first: bool) -> None:
    def clients(workspace: str) -> Any:
        client = house.slack.client()
        call = getattr(client, method)

        def dying(**arguments: Any) -> None:
            if sent_first:
                call(**arguments)
            raise Killed

        setattr(client, method, dying)
        return client

    house.put("papers")
    with pytest.raises(Killed):
        house.delivery(clients=clients, render=with_files(CALENDAR)).deliver_once()
    arrives_once_with_its_file(house)


@pytest.mark.parametrize("method", STEPS)
@pytest.mark.parametrize(
    "fault",
    [HANGS_UP_AFTER, HANGS_UP_BEFORE, SILENT_AFTER, INTERNAL_AFTER, INTERNAL_BEFORE],
    ids=["hangs up after", "hangs up before", "silent", "internal_error after", "internal_error before"],
)
def test_an_upload_without_an_answer_is_made_again_and_the_message_waits(
    house: House, method: str, fault: Fault
) -> None:
    house.slack.faults[method] = [fault]
    house.put("papers")
    hasty = house.delivery(clients=lambda workspace: impatient(house.slack), render=with_files(CALENDAR))
    hasty.deliver_once()
    row = house.row("papers")
    assert (row.state, row.attempts, house.slack.messages[CHANNEL]) == ("pending", 1, [])
    arrives_once_with_its_file(house)


def test_a_message_without_an_answer_is_found_and_its_file_not_uploaded_again(house: House) -> None:
    house.slack.faults["chat.postMessage"] = [HANGS_UP_AFTER]
    house.put("papers")
    arrives_once_with_its_file(house)
    assert len(house.slack.of("upload")) == len(house.slack.of("chat.postMessage")) == 1


def test_a_message_that_was_not_sent_goes_with_the_file_already_uploaded(house: House) -> None:
    house.slack.faults["chat.postMessage"] = [INTERNAL_BEFORE, too_fast(3)]
    house.put("papers")
    arrives_once_with_its_file(house)
    assert (len(house.slack.of("upload")), len(house.slack.of("chat.postMessage"))) == (1, 3)


@pytest.mark.parametrize("method", STEPS)
def test_a_429_is_obeyed_and_counts_as_no_attempt(house: House, method: str) -> None:
    house.slack.faults[method] = [too_fast(30)]
    house.put("papers")
    house.put("papers too", to="C2")
    sender = house.delivery(render=with_files(CALENDAR))
    start = house.real.now().timestamp()
    house.deliver_for(29, sender)
    assert len(house.slack.of(method)) == 1, "nobody asks before Retry-After"
    assert house.row("papers").attempts == 0
    house.deliver_for(5, sender)
    assert house.slack.of(method)[1].at - start >= 30
    assert len(house.slack.of("chat.postMessage")) == 2
    assert house.row("papers").state == house.row("papers too").state == "sent"


def test_what_needs_no_file_does_not_wait_for_uploads(house: House) -> None:
    house.slack.faults[PLACE] = [too_fast(60)]
    house.put("papers")
    house.delivery(render=with_files(CALENDAR)).deliver_once()
    house.put("no papers", to="C2")
    house.deliver_for(3, house.delivery())
    assert house.slack.texts("C2") == ["no papers"]


def test_a_file_slack_refuses_keeps_the_words_from_nobody_and_the_secretariat_is_told_once(
    house: House,
) -> None:
    """A paper of a kind the workspace forbids: everybody has the words, which say so, and one notice tells the office."""
    house.slack.judge = lambda call: refused("file_type_not_allowed") if call.method == FINISH else None
    for number in range(5):
        house.put("papers", to=f"C{number}", key=f"papers:{number}")
    house.deliver_for(5, house.delivery(render=with_files(CALENDAR)))
    said = "papers\n“Strategy Group” could not be enclosed: Slack refused it (file_type_not_allowed)."
    assert [house.slack.texts(f"C{number}") for number in range(5)] == [[said]] * 5
    note = house.slack.messages["C0"][0]["blocks"][-1]
    assert note["text"]["type"] == "plain_text"
    assert "could not be enclosed" in note["text"]["text"]
    assert len(house.slack.of(FINISH)) == 1, "what was refused is not sent again for each of them"
    (told,) = house.rows("NotEnclosedNotice")
    assert (told.recipient, told.state, told.data["title"]) == (SECRETARIAT, "sent", "Strategy Group")
    assert house.rows("GivenUpNotice") == []


def test_what_was_refused_is_tried_again_later(house: House) -> None:
    """Somebody has made room meanwhile."""
    house.slack.faults[FINISH] = [refused("storage_limit_reached")]
    house.put("first", to="C1")
    sender = house.delivery(render=with_files(CALENDAR))
    sender.deliver_once()
    house.real.turn(minutes=11)
    house.put("second", to="C2")
    sender.deliver_once()
    assert "could not be enclosed" in house.slack.texts("C1")[0]
    assert house.slack.texts("C2") == [f"second\nEnclosed: <{permalink('F2')}|strategy-group.ics>"]


def test_of_several_files_those_that_can_go_do(house: House) -> None:
    house.slack.faults[FINISH] = [refused("file_type_not_allowed")]
    other = made("agenda.txt", "Agenda", b"1. Apologies")
    house.put("papers")
    house.delivery(render=with_files(CALENDAR, other)).deliver_once()
    text = posted(house)["text"]
    assert f"Enclosed: <{permalink('F2')}|agenda.txt>\n“Strategy Group” could not be enclosed" in text


def test_after_some_minutes_of_failing_uploads_the_words_go_without_the_file(house: House) -> None:
    house.slack.judge = lambda call: INTERNAL_BEFORE if call.method == "upload" else None
    house.put("papers")
    start = house.real.now().timestamp()
    house.deliver_for(1200, house.delivery(render=with_files(CALENDAR)), step=5)
    assert posted(house)["text"] == (
        "papers\n“Strategy Group” could not be enclosed: it could not be uploaded to Slack."
    )
    post = house.slack.of("chat.postMessage")[0].at - start
    assert 120 <= post <= 900
    assert len(house.rows("NotEnclosedNotice")) == 1


def test_a_slack_that_cannot_be_reached_keeps_file_and_words_together(house: House) -> None:
    """The words could not go either, so nothing is gained by leaving the file behind."""

    def nobody_there(workspace: str) -> object:
        client = house.slack.client()
        client.base_url = "http://127.0.0.1:1/api/"
        return client

    house.put("papers")
    away = house.delivery(clients=nobody_there, render=with_files(CALENDAR), most_attempts=100)
    house.deliver_for(3600, away, step=30)
    assert house.row("papers").attempts > 8
    house.real.turn(minutes=20)
    arrives_once_with_its_file(house)
    assert house.rows("NotEnclosedNotice") == []


def test_an_upload_that_takes_the_whole_lease_is_remembered_and_the_next_try_is_quick(house: House) -> None:
    def slow(workspace: str) -> Any:
        client = house.slack.client()
        finish = client.files_completeUploadExternal

        def slowly(**arguments: Any) -> Any:
            house.real.turn(seconds=27)
            return finish(**arguments)

        client.files_completeUploadExternal = slowly  # type: ignore[method-assign]
        return client

    house.put("papers")
    house.delivery(clients=slow, render=with_files(CALENDAR)).deliver_once()
    assert house.slack.of("chat.postMessage") == []
    assert house.row("papers").attempts == 0
    arrives_once_with_its_file(house)
    assert len(house.slack.of("upload")) == 1


def test_bytes_that_go_too_slowly_are_not_waited_for_longer_than_the_lease(house: House) -> None:
    large = made("large.pdf", "Large", b"x" * 1_000_000)

    def slow(workspace: str) -> Any:
        client = house.slack.client()
        place = client.files_getUploadURLExternal

        def slowly(**arguments: Any) -> Any:
            answer = place(**arguments)
            house.real.turn(seconds=21)
            return answer

        client.files_getUploadURLExternal = slowly  # type: ignore[method-assign]
        return client

    house.put("papers")
    house.delivery(clients=slow, render=with_files(large)).deliver_once()
    assert house.slack.uploads == {}
    assert (house.row("papers").state, house.row("papers").attempts) == ("pending", 1)


def test_many_files_are_uploaded_at_the_pace_slack_allows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SLACK.md section 1: each method of an upload has its calls a minute, and the message waits for its last file."""
    assert pauses.UPLOADS.a_minute == 100, "Tier 4"
    monkeypatch.setattr(pauses, "UPLOADS", pauses.Pace(PLACE, a_minute=30, at_once=10))
    many = [made(f"{number} {'x' * 60}.txt", str(number), str(number).encode()) for number in range(40)]
    house.put("papers")
    house.deliver_for(110, house.delivery(render=with_files(*many)), step=3)
    at = [call.at for call in house.slack.of(PLACE)]
    assert len(at) == 40
    assert max(sum(1 for each in at if begin <= each < begin + 60) for begin in at) <= 30
    message = posted(house)
    links = [each["text"]["text"] for each in message["blocks"][2:]]
    assert [text.count("slack.example") for text in (message["text"], "".join(links))] == [40, 40]
    assert max(map(len, links)) <= 3000, "all that a section takes"
    assert house.row("papers").attempts == 1


def test_a_message_that_is_full_makes_room_for_its_files_and_keeps_its_buttons(house: House) -> None:
    house.put("papers")
    house.delivery(render=with_files(CALENDAR, blocks=49)).deliver_once()
    shown = [each["type"] for each in posted(house)["blocks"]]
    assert (len(shown), shown[-3:]) == (50, ["context", "actions", "section"])


def test_a_name_cannot_be_a_mention_a_link_or_a_mark(house: House) -> None:
    name = "<!channel>|*`~& <https://evil.example|x>\n\u202egpj.exe"
    house.put("papers")
    house.delivery(render=with_files(made(name, name, b"x"))).deliver_once()
    text = posted(house)["blocks"][-1]["text"]["text"]
    assert text.startswith(f"<{permalink('F1')}|")
    label = text.removeprefix(f"<{permalink('F1')}|").removesuffix(">")
    assert not set("<>|*`~\n") & set(label)
    assert "&amp;" in label
    assert (label[0], label[-1]) == ("\u2068", "\u2069"), "its direction stays its own"
    assert house.slack.of(PLACE)[0].params["filename"] == name, "the file itself is called what it is called"


def test_the_bytes_of_a_paper_come_out_of_the_store(house: House) -> None:
    house.submit(state="kept", content=b"%PDF the budget", size=15, digest="d" * 64)
    house.put("papers")
    house.delivery(render=with_files(BUDGET)).deliver_once()
    assert house.slack.uploads == {"F1": b"%PDF the budget"}
    assert posted(house)["text"] == f"papers\nEnclosed: <{permalink('F1')}|budget.pdf>"


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ({"state": "lost", "error": "it was deleted from Slack"}, "it was deleted from Slack"),
        ({"state": "kept", "content": b"", "link": ""}, "there is nothing in it"),
        ({"version": 2, "state": "lost"}, "there is no such version of the paper"),
    ],
    ids=["lost", "empty", "never was"],
)
def test_a_paper_that_is_not_there_is_named_in_the_message(
    house: House, version: dict[str, Any], why: str
) -> None:
    house.submit(**version)
    house.put("papers")
    house.delivery(render=with_files(BUDGET)).deliver_once()
    assert posted(house)["text"] == f"papers\n“Budget” could not be enclosed: {why}."
    assert [row.data["why"] for row in house.rows("NotEnclosedNotice")] == [why]
    assert house.slack.of(PLACE) == []


def test_a_paper_that_is_still_on_its_way_is_waited_for(house: House) -> None:
    house.submit(not_before=house.real.now().replace(year=2030))
    house.put("papers")
    sender = house.delivery(render=with_files(BUDGET))
    sender.deliver_once()
    assert house.slack.calls == []
    with house.store.transaction() as connection:
        connection.execute(paper_versions.update().values(state="kept", content=b"%PDF"))
    house.deliver_for(10, sender)
    assert posted(house)["text"] == f"papers\nEnclosed: <{permalink('F1')}|budget.pdf>"


def test_a_permalink_slack_does_not_tell_at_once_is_asked_for(house: House) -> None:
    """Documented is only files.info."""
    house.slack.tells_permalink = False
    house.put("papers")
    house.delivery(render=with_files(CALENDAR)).deliver_once()
    assert len(house.slack.of("files.info")) == 1
    assert permalink("F1") in posted(house)["text"]


def test_two_deliveries_at_once_post_each_notice_once(house: House) -> None:
    channels = [f"C{number}" for number in range(8)]
    for each in channels:
        house.put("papers", to=each, key=f"papers:{each}")
    start = threading.Barrier(3)
    failed: list[BaseException] = []

    def work() -> None:
        sender = house.delivery(render=with_files(CALENDAR))
        start.wait()
        try:
            for _ in range(4):
                sender.deliver_once()
        except BaseException as exc:
            failed.append(exc)
            raise

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with house.store.reading() as connection:
        (stands,) = connection.execute(select(uploads)).all()
    assert [house.slack.texts(each) for each in channels] == [
        [f"papers\nEnclosed: <{stands.permalink}|strategy-group.ics>"]
    ] * 8
    assert len(house.slack.of("upload")) <= 3


class Watched:
    """A store that knows whether a transaction is open."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.open = 0

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The store's own, counted."""
        with self._counted(), self._store.transaction() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The store's own, counted."""
        with self._counted(), self._store.reading() as connection:
            yield connection

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1


def test_no_transaction_is_open_while_slack_is_spoken_to(house: House) -> None:
    """SLACK.md section 3: commit before the call; none held during it."""
    house.submit(state="kept", content=b"%PDF", size=4)
    house.submit("p2", slack_url=f"{house.slack.address}/files-pri/T1-F7/budget.pdf", size=4)
    watched = Watched(house.store)
    seen: list[int] = []

    def judge(call: object) -> None:
        seen.append(watched.open)

    house.slack.judge = judge
    house.put("papers", to=SECRETARIAT)
    house.delivery(store=watched, render=with_files(CALENDAR, BUDGET)).deliver_once()
    assert len(seen) >= 9
    assert set(seen) == {0}
