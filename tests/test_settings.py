"""A missing or malformed variable is named in one sentence, and no sentence repeats a secret."""

import pytest

from bot.settings import (
    SettingsError,
    settings_for_clock,
    settings_for_run,
    settings_for_serve,
    settings_for_store,
)

WELL = {
    "SLACK_BOT_TOKEN": "xoxb-1234-abcdEFGH",
    "SLACK_APP_TOKEN": "xapp-1-A1-2-abcdef",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
}
KNOWN = (
    *WELL,
    "SLACK_SIGNING_SECRET_OLD",
    "SLACK_API_URL",
    "DATABASE_URL",
    "PORT",
    "LOG_LEVEL",
    "QUORATE_CLOCK",
)


@pytest.fixture(autouse=True)
def only(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (*KNOWN, "WEB_CONCURRENCY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in WELL.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_three_variables_are_enough_and_the_rest_have_defaults() -> None:
    for settings in (settings_for_run(), settings_for_serve(), settings_for_clock()):
        assert settings.bot_token == WELL["SLACK_BOT_TOKEN"]
        assert settings.slack_api_url == "https://slack.com/api/"
        assert settings.database_url == "sqlite:///var/quorate.db"
    assert settings_for_serve().port == "3000"


def test_everything_missing_is_told_at_once(only: pytest.MonkeyPatch) -> None:
    for name in WELL:
        only.delenv(name)
    with pytest.raises(SettingsError) as run:
        settings_for_run()
    assert [sentence.split()[0] for sentence in run.value.sentences] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    with pytest.raises(SettingsError) as serve:
        settings_for_serve()
    assert [s.split()[0] for s in serve.value.sentences] == ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]


def test_commands_that_only_touch_the_database_need_no_slack(only: pytest.MonkeyPatch) -> None:
    for name in WELL:
        only.delenv(name)
    assert settings_for_store().database_url == "sqlite:///var/quorate.db"


def test_an_empty_variable_is_a_missing_one(only: pytest.MonkeyPatch) -> None:
    only.setenv("SLACK_BOT_TOKEN", "")
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is not set"):
        settings_for_clock()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-hunter2"),
        ("SLACK_BOT_TOKEN", "xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-12 hunter2"),
        ("SLACK_SIGNING_SECRET", "hunter2"),
        ("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5,hunter2"),
        ("SLACK_SIGNING_SECRET_OLD", "hunter2"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "http://slack.com/api/"),
        ("SLACK_API_URL", "https://[hunter2"),
        ("DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("DATABASE_URL", "postgresql://user:hunter2@host"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite://quorate.db"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "LOUD"),
        ("QUORATE_CLOCK", "cuckoo"),
        ("WEB_CONCURRENCY", "0"),
    ],
)
def test_a_malformed_variable_is_named_in_one_sentence(
    only: pytest.MonkeyPatch, name: str, value: str
) -> None:
    only.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        settings_for_serve()
    (sentence,) = refused.value.sentences
    assert sentence.startswith(name.removesuffix("_OLD"))
    assert sentence.endswith(".")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("value", ["http://127.0.0.1:8910/api/", "http://localhost:1/api/"])
def test_the_local_workspace_may_be_spoken_to_without_encryption(
    only: pytest.MonkeyPatch, value: str
) -> None:
    only.setenv("SLACK_API_URL", value)
    assert settings_for_run().slack_api_url == value


@pytest.mark.parametrize(
    "url", ["postgres://u:p@h/d", "postgresql:///d", "postgresql+psycopg://h/d?x=1", "sqlite:////srv/q.db"]
)
def test_the_usual_database_addresses_pass(only: pytest.MonkeyPatch, url: str) -> None:
    only.setenv("DATABASE_URL", url)
    assert settings_for_store().database_url == url


def test_two_secrets_while_one_is_being_changed(only: pytest.MonkeyPatch) -> None:
    only.setenv("SLACK_SIGNING_SECRET", "a" * 32 + ", " + "b" * 32)
    only.setenv("SLACK_SIGNING_SECRET_OLD", "c" * 32)
    assert settings_for_serve().signing_secrets == ("a" * 32, "b" * 32, "c" * 32)


def test_settings_print_no_secret(only: pytest.MonkeyPatch) -> None:
    only.setenv("DATABASE_URL", "postgresql://user:hunter2@host/name")
    printed = repr(settings_for_serve()) + str(settings_for_serve())
    assert not [secret for secret in (*WELL.values(), "hunter2") if secret in printed]
