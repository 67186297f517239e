"""What a played story works with: the house, the people of the sample registers, and each step that either held or did not."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import ids, ticking
from bot.clock import SystemClock
from bot.demo.house import House
from bot.local_slack import Actor, Answer
from bot.register_files.samples import sample_register
from bot.rules.wording import instant_words
from bot.store.papers.keeping import is_anything_waiting

Tell = Callable[[str], None]
PATIENCE_SECONDS = 15.0
TRIES = 3
LONDON = ZoneInfo("Europe/London")


class DidNotHold(Exception):
    """A step did not come out as the terms say; the text says what was seen."""


class Day:
    """The house, and what has been told of the story so far."""

    def __init__(self, house: House, tell: Tell) -> None:
        self.house = house
        self.tell = tell
        self.steps = 0
        self.slowest = 0.0

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step of the story, told once it has held."""
        began = time.monotonic()
        try:
            yield
        except (LookupError, StopIteration, TimeoutError) as missing:
            raise DidNotHold(f"{words}: {missing}") from missing
        self.steps += 1
        self.tell(f"  {words}  [{(time.monotonic() - began) * 1000:.0f} ms]")

    def person(self, slug: str, partnership: str) -> Actor:
        """Somebody of a sample register."""
        user = sample_register(partnership).person(slug).slack_user
        if user is None:
            raise DidNotHold(f"{slug} has no account")
        return self.house.slack.act(user)

    def speaker(self, organisation: str, partnership: str) -> Actor:
        """Whoever represents an organisation."""
        named = next(
            each.person
            for each in sample_register(partnership).appointments
            if each.organisation == organisation and each.capacity == "representative"
        )
        return self.person(named, partnership)

    def held(self, answer: Answer, expected: str = "") -> Answer:
        """The answer, once it says what was expected."""
        self.slowest = max(self.slowest, answer.ack_ms)
        if not answer.ok or expected not in seen(answer):
            raise DidNotHold(
                f"“{expected}” was expected, and “{answer.error or answer.errors or seen(answer)}” came"
            )
        return answer

    def press_first(self, actor: Actor, action: str) -> Answer:
        """Press the first button of its kind in the form on top; again where the form changed in that very moment."""
        for _ in range(TRIES):
            view = actor.views()[-1]
            found = next((each for each in elements(view) if _is(each, action)), None)
            if found is None:
                raise LookupError(f"there is no {action} here")
            answer = actor.press(view, str(found["action_id"]), value=found.get("value"))
            if answer.ok:
                break
        return answer

    def wait_for_form(self, actor: Actor, words: str) -> dict[str, Any]:
        """The form on top, once it says these words."""

        def top() -> dict[str, Any] | None:
            view = next(reversed(actor.views()), None)
            return view if view is not None and words in words_of(view) else None

        try:
            return self.house.slack.wait_for(top, PATIENCE_SECONDS)
        except TimeoutError as missing:
            raise DidNotHold(f"no form says “{words}”") from missing

    def wait_until_heard(self, actor: Actor) -> None:
        """Wait until the form of a motion, shown again, says no more that somebody has not declared."""
        self.house.slack.wait_for(
            lambda: "Not yet heard" not in words_of(actor.views()[-1]), PATIENCE_SECONDS
        )

    def wait_for_message(self, actor: Actor, channel: str, words: str) -> dict[str, Any]:
        """The newest message in a channel that says these words, once it is there."""

        def newest() -> dict[str, Any] | None:
            return next((each for each in reversed(actor.messages(channel)) if words in words_of(each)), None)

        try:
            return self.house.slack.wait_for(newest, PATIENCE_SECONDS)
        except TimeoutError as missing:
            raise DidNotHold(f"no message says “{words}”") from missing

    def told(self, actor: Actor, channel: str, words: str) -> None:
        """Wait until only this person sees these words."""
        self.house.slack.wait_for(
            lambda: any(words in words_of(each) for each in actor.ephemerals(channel)), PATIENCE_SECONDS
        )

    def wait_until_kept(self) -> None:
        """Wait until the bytes of every paper submitted are in the register."""
        until = time.monotonic() + PATIENCE_SECONDS
        later = SystemClock().now() + timedelta(days=1)
        while time.monotonic() < until:
            with self.house.store.reading() as connection:
                if not is_anything_waiting(connection, later):
                    return
            time.sleep(0.05)
        raise DidNotHold("a paper was not kept")

    def turn_to(self, local: datetime) -> None:
        """Turn the clock to a time on London's clocks, tell it, and let it do what has fallen due."""
        self.house.clock.turn_to(local.replace(tzinfo=LONDON))
        self.tell(f"  —— {instant_words(local)}")
        office = self.house.office
        ticking.tick(office.store, office.secretary, office.clock)


def _is(element: dict[str, Any], action: str) -> bool:
    given = str(element["action_id"])
    return action in (given, ids.base(given))


def elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons and menus of a form or a message, in order."""
    return [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]


def seen(answer: Answer) -> str:
    """Every word an answer shows."""
    return " ".join((answer.text, words_of(answer.message), words_of(answer.view)))


def words_of(shown: Any) -> str:
    """Every word that a message or a form shows."""
    if isinstance(shown, dict):
        own = [str(shown["text"])] if isinstance(shown.get("text"), str) else []
        return " ".join([*own, *(words_of(each) for key, each in shown.items() if key != "state")])
    if isinstance(shown, list):
        return " ".join(words_of(each) for each in shown)
    return ""
