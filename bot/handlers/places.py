"""In which partnership somebody means to act: the channel's, else their only one, else whichever they choose."""

from collections.abc import Callable, Mapping

from bot import ids
from bot.handlers.desk import Desk
from bot.handlers.errors import refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Reply, Say
from bot.presenters.answers import answer_message
from bot.presenters.blocks import BUTTON_VALUE, Message, actions, button, packed
from bot.presenters.help import WORDS, help_message
from bot.workflows.decisions import Answer, Refused
from bot.workflows.questions import Place, Places, WhichPartnerships

Start = Callable[[Incoming, Desk, str, str], Reply]  # … partnership, text

NOT_SET_UP = Refused(
    "No partnership is set up in this workspace yet.",
    next="Whoever looks after the bot sets one up with `quorate partnership add`.",
)


def starting(then: Start) -> Callable[[Incoming, Desk], Reply]:
    """The handler of a command: begin in the partnership it is meant for, or ask which that is; “help” tells all commands."""

    def start(incoming: Incoming, desk: Desk) -> Reply:
        if incoming.text.strip().casefold() in WORDS:
            return Say(help_message(), "What you can ask")
        places = desk.ask(WhichPartnerships(**incoming.who, channel=incoming.channel))
        meant = the_one(places)
        if meant is not None:
            return then(incoming, desk, meant.partnership, incoming.text)
        offered = places.mine or places.all
        return _choose(incoming, offered) if offered else refused(incoming, NOT_SET_UP)

    return start


def the_one(places: Places) -> Place | None:
    """The partnership there can be no doubt about."""
    if places.here is not None:
        return places.here
    offered = places.mine or places.all
    return offered[0] if len(offered) == 1 else None


def choose(incoming: Incoming, desk: Desk, starts: Mapping[str, Start]) -> Reply:
    """Carry on with the command, in the partnership that was chosen."""
    chosen = incoming.ids
    then = starts.get(chosen.get("command", ""))
    if then is None or "p" not in chosen:
        return refused(incoming, NOT_SET_UP)
    return then(incoming, desk, chosen["p"], chosen.get("text", ""))


def _choose(incoming: Incoming, offered: tuple[Place, ...]) -> Reply:
    question = answer_message(Answer("In which partnership is this?"))
    buttons = actions(
        *(
            button(place.name, ids.variant(ids.CHOOSE_PARTNERSHIP, str(number)), _value(incoming, place))
            for number, place in enumerate(offered)
        )
    )
    return Say(Message(question.text, [*question.blocks, *buttons]), "Which partnership?")


def _value(incoming: Incoming, place: Place) -> str:
    """The choice, carrying along as much of what was typed as a button can."""
    text = incoming.text
    while len(value := packed(command=incoming.action, p=place.partnership, text=text)) > BUTTON_VALUE:
        text = text[: len(text) - max(1, len(value) - BUTTON_VALUE)]
    return value
