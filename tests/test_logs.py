"""One line an event, and nothing in it that must not be read."""

import logging
import re

import pytest

from bot.logs import OneLine, new_reference, redacted


def line(message: str, *args: object, also: tuple[str, ...] = (), **extra: object) -> str:
    record = logging.getLogger("bot.test").makeRecord(
        "bot.test", logging.INFO, __file__, 1, message, args, None, extra=extra
    )
    return OneLine(also).format(record)


def test_a_line_is_keys_and_values_that_can_be_searched() -> None:
    told = line("A vote was counted", reference="Q-7F3K2", took_ms=3)
    assert re.fullmatch(
        r'at=\S+ level=info from=bot\.test said="A vote was counted" reference=Q-7F3K2 took_ms=3', told
    )


def test_what_people_type_cannot_break_the_line_nor_forge_a_key() -> None:
    told = line("A motion was put", title='Budget" level=error\nat=now')
    assert "\n" not in told
    assert r'title="Budget\" level=error\nat=now"' in told


def test_a_traceback_stays_on_its_line() -> None:
    try:
        raise KeyError("xoxb-1234-abcdefgh")
    except KeyError as error:
        record = logging.makeLogRecord(
            {"msg": "It failed", "exc_info": (KeyError, error, error.__traceback__)}
        )
    told = OneLine().format(record)
    assert "\n" not in told
    assert "KeyError" in told
    assert "abcdefgh" not in told


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234567890-abcdefGHIJ",
        "xoxp-1-2-3-abcdef",
        "xoxe.xoxb-1-abcdef",
        "xapp-1-A1-2-abcdef",
        "https://hooks.slack.com/actions/T1/2/abcdef",
        "13345224609.738474920.8088930838d88f008e0",
        "v0=" + "ab12" * 16,
    ],
)
def test_what_gives_power_over_a_workspace_is_never_logged(secret: str) -> None:
    assert secret not in line("Slack answered %s to us", secret)
    assert secret not in line("Slack answered", url=secret)


@pytest.mark.parametrize("key", ["response_url", "trigger_id", "signing_secret", "token", "password"])
@pytest.mark.parametrize(
    "form", ["{key}=hunter2", '"{key}": "hunter2"', "'{key}': 'hunter2', 'b': 1", "{key}: hunter2"]
)
def test_what_is_called_a_secret_is_treated_as_one(key: str, form: str) -> None:
    told = redacted(form.format(key=key))
    assert "hunter2" not in told
    assert key in told


def test_the_database_password_and_the_signing_secret_are_hidden_wherever_they_turn_up() -> None:
    told = line("Using postgresql://user:hunter2@host/name with s3cr3t", also=("s3cr3t", ""))
    assert "hunter2" not in told
    assert "s3cr3t" not in told
    assert "host/name" in told


def test_ordinary_words_are_left_alone() -> None:
    said = "Exeter CVS voted for motion 2026/3 at 17:00: counted, 4 for and 3 against"
    assert redacted(said) == said


def test_a_reference_can_be_read_out_over_the_telephone() -> None:
    references = {new_reference() for _ in range(200)}
    assert len(references) > 190
    assert all(re.fullmatch(r"Q-[2-9A-HJKMNP-Z]{5}", reference) for reference in references)
