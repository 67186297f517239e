"""What members are asked on screen: the form that asks, the one that answers, who has answered, and the messages."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot import ids
from bot.presenters.blocks import (
    Block,
    Element,
    actions,
    button,
    clipped,
    confirm,
    divider,
    field,
    isolated,
    option,
    packed,
    select,
    small,
    typed,
)
from bot.presenters.modals import View, modal, screen
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, sentences, typed_text
from bot.presenters.turning import turning
from bot.rules.wording import counted, day_words
from bot.workflows.tenders.ask_questions import PAGE, AskFormFacts, AsksPicture
from bot.workflows.tenders.asking_members import LONGEST_ASKED, Ask, Reply

THE_CALL = "call"  # the key of the form that calls, where any other asks
CALL = (
    "We are working up this bid. Would your organisation be one of its delivery partners, and what would it deliver? "
    "Membership guarantees no role on a contract."
)
MOST_WORDS = 300  # characters of a request in the list


def ask_buttons(partnership: str) -> list[Element]:
    """The buttons of the list of tenders that ask members, and that show what they were asked."""
    here = packed(p=partnership)
    return [
        button("Ask members", ids.OPEN_ASK_MEMBERS, here),
        button("Asked of members", ids.OPEN_ASKS, here),
    ]


def ask_button(partnership: str, tender: str) -> Element:
    """The button of a tender's window that asks members about it."""
    return button("Ask members", ids.OPEN_ASK_MEMBERS, packed(p=partnership, tender=tender))


def call_button(partnership: str, tender: str) -> Element:
    """The button that calls all members to deliver a bid (C12)."""
    about = packed(p=partnership, tender=tender, key=THE_CALL)
    return button("Call all members to deliver it", ids.variant(ids.OPEN_ASK_MEMBERS, "call"), about)


def ask_form(facts: AskFormFacts) -> View:
    """The form that asks members; or that calls all of them to deliver a bid, its words written already."""
    until = {"initial_date": facts.window.isoformat()} if facts.window is not None else {}
    blocks = [bold(facts.about)] if facts.about else []
    blocks += [
        *sentences("It goes by direct message to whoever represents a member. You are told each reply."),
        field(
            "words",
            "What do you ask for?",
            typed(CALL if facts.call else "", multiline=True),
            hint=f"Help, information or support, in at most {LONGEST_ASKED:,} characters.",
        ),
        field(
            "wanted_by",
            "By when is an answer wanted?",
            {"type": "datepicker", **until},
            optional=True,
            hint="Whoever is silent is asked once more, the working day before.",
        ),
    ]
    metadata = packed(p=facts.partnership, tender=facts.tender, **({"key": THE_CALL} if facts.call else {}))
    title = "Call all members" if facts.call else "Ask members"
    return modal(ids.FORM_ASK_MEMBERS, title, blocks, submit="Ask", metadata=metadata)


def answer_form(facts: AskFormFacts) -> View:
    """The form that answers for an organisation."""
    asked = facts.ask
    assert asked is not None
    blocks = [bold(f"{asked.by} asks", asked.about), *typed_text(asked.words)]
    if len(facts.seats) > 1:
        options = [option(each.words, each.id) for each in facts.seats]
        blocks.append(field("on_behalf_of", "For which organisation?", select(options)))
    blocks.append(field("words", "Your answer", typed(multiline=True)))
    metadata = packed(p=facts.partnership, key=asked.id)
    return modal(ids.FORM_ANSWER_ASK, "Your answer", blocks, submit="Answer", metadata=metadata)


def asks_screen(picture: AsksPicture) -> View:
    """A page of what members were asked, the latest first, with how many have answered."""
    blocks: list[Block] = []
    if not picture.asks:
        whose = (
            "Members have not been asked anything yet."
            if picture.everybody
            else "You have asked nothing yet."
        )
        blocks += sentences(whose)
    for each in picture.asks:
        blocks += [
            divider(),
            bold(clipped(each.words, MOST_WORDS)),
            *small(each.about, _asked(each, picture.time_zone), _count(*picture.counts.get(each.id, (0, 0)))),
            *actions(
                button(
                    "See the replies",
                    ids.variant(ids.OPEN_ASK, each.id),
                    packed(p=picture.partnership, key=each.id),
                )
            ),
        ]
    shown = {"p": picture.partnership, "page": str(picture.page)}
    about = {"p": picture.partnership}
    of, pages = counted(picture.count, "request"), -(-picture.count // PAGE)
    blocks += turning(ids.OPEN_ASKS, about, picture.page, pages, of, ("Later ones", "Earlier ones"))
    return screen(ids.FORM_TENDERS, "Asked of members", blocks, ids.OPEN_ASKS, **shown)


def ask_screen(picture: AsksPicture) -> View:
    """One request with a page of its replies, and who is silent."""
    asked = picture.asks[0]
    about = {"p": picture.partnership, "key": asked.id}
    blocks = [
        *([bold(asked.about)] if asked.about else []),
        *typed_text(asked.words),
        *small(_asked(asked, picture.time_zone)),
        bold(_count(asked.answered, len(asked.replies))),
    ]
    if asked.closed_at is None:
        sure = confirm("Close it?", "Nobody is asked again or answers any more.", "Close it", "Leave it open")
        blocks += actions(button("Close this request", ids.CLOSE_ASK, packed(**about), confirm=sure))
    said = [each for each in asked.replies if each.answered_at is not None]
    page = min(picture.page, max(len(said) - 1, 0) // PAGE)
    for each in said[page * PAGE : (page + 1) * PAGE]:
        blocks += [*sentences(_said(each)), *typed_text(each.words)]
    of, pages = counted(len(said), "reply", "replies"), -(-len(said) // PAGE)
    blocks += turning(ids.OPEN_ASK, about, page, pages, of, ("The replies before", "More replies"))
    blocks += silent_blocks([each.name for each in asked.replies if each.answered_at is None])
    return screen(ids.FORM_TENDERS, "The replies", blocks, ids.OPEN_ASK, **about, page=str(page))


def silent_blocks(names: Sequence[str]) -> list[Block]:
    """Who is silent, in one sentence, however many they are."""
    return [divider(), *sentences(f"Silent: {', '.join(map(isolated, names))}.")] if names else []


def _asked(ask: Ask, time_zone: str) -> str:
    by = f"Asked by {ask.by} on {day_words(ask.asked_at.astimezone(ZoneInfo(time_zone)).date())}"
    wanted = f"; an answer is wanted by {day_words(ask.wanted_by)}" if ask.wanted_by is not None else ""
    if ask.closed_at is None:
        return f"{by}{wanted}."
    return f"{by}{wanted}. Closed on {day_words(ask.closed_at.astimezone(ZoneInfo(time_zone)).date())}."


def _count(answered: int, of: int) -> str:
    return f"{answered} of {of} have answered"


def _said(reply: Reply) -> str:
    return (
        f"{reply.name} ({reply.by}){'' if reply.helps else ' cannot help'}{', late' if reply.late else ''}:"
    )


def _answering(sent: Sent) -> list[Block]:
    about = packed(p=sent.partnership, key=sent.data["ask"])
    return actions(
        button("Answer", ids.OPEN_ANSWER_ASK, about, style="primary"),
        button("We cannot help", ids.CANNOT_HELP, about),
    )


def _seeing(sent: Sent) -> list[Block]:
    return actions(button("See the replies", ids.OPEN_ASK, packed(p=sent.partnership, key=sent.data["ask"])))


KINDS: Mapping[str, Kind] = {
    "MembersAskedNotice": Kind(
        "members_asked",
        lambda data: f"{data['by']} asks members · {data['partnership_name']}",
        _answering,
    ),
    "AskReplyNotice": Kind(
        "ask_reply",
        lambda data: f"{data['organisation']} answers · {data['partnership_name']}",
        _seeing,
    ),
}
