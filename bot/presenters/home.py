"""App Home: what each partnership asks of one person today, and what they may do."""

from collections.abc import Callable, Mapping

from bot import ids
from bot.presenters.blocks import (
    VIEW_BLOCKS,
    Block,
    Element,
    actions,
    button,
    clipped,
    divider,
    fitted,
    header,
    packed,
    small,
)
from bot.presenters.environment import instant
from bot.presenters.modals import View
from bot.presenters.rich import bold, sentences, typed_text
from bot.presenters.room.declaring import ruling_words
from bot.presenters.votes.consensus import positions
from bot.presenters.votes.motion import votes
from bot.rules.wording import counted, listed
from bot.workflows.interests.interests import Ruling
from bot.workflows.questions import Ask, HomePart, HomePicture, OpenMotion, Place

SAID = {
    "coming": "you are coming",
    "remote": "you are joining remotely",
    "apologies": "you have sent apologies",
    "substitute": "somebody is standing in for you",
}


def home(picture: HomePicture) -> View:
    """The whole of App Home for one person."""
    greeting = f"Hello, {picture.name}." if picture.name else "Hello."
    blocks: list[Block] = sentences(greeting)
    if not picture.parts:
        blocks += sentences(
            "You are not in the register of any partnership of this workspace. The secretariat of one can add you or match "
            "your Slack account."
        )
    for part in picture.parts:
        blocks += _part(part)
    blocks += _others(picture.others)
    return {
        "type": "home",
        "callback_id": ids.HOME,
        "blocks": fitted(
            blocks, VIEW_BLOCKS, "There is more: `/partnership` shows each partnership by itself."
        ),
    }


def _part(part: HomePart) -> list[Block]:
    here = packed(p=part.place.partnership)
    who = listed(part.seats) or "no organisation"
    roles = f" You serve as {listed(part.roles)}." if part.roles else ""
    blocks = [
        divider(),
        header(part.place.name),
        *sentences(f"You speak for {who}.{roles}"),
        *sentences(*part.stands),
        *_asked(part),
        *sentences(*part.waiting),
        *_meeting(part),
        *(block for motion in part.motions for block in _motion(part, motion)),
        *_coming(part),
        *_decided(part),
        *actions(
            *([button("Declare an interest", ids.OPEN_DECLARE, here)] if part.seats else []),
            *([button("Put a motion", ids.OPEN_PUT_MOTION, here)] if part.is_chairing else []),
            *_roll(part),
            button("Meetings", ids.OPEN_MEETINGS, here),
            button("The agenda", ids.OPEN_AGENDA, here),
            *([button("Apologies", ids.OPEN_APOLOGIES, here)] if part.coming else []),
            *_who_comes(part),
            button("Elections", ids.OPEN_ELECTIONS, here),
            button("Tenders", ids.OPEN_TENDERS, here),
            button("Decisions", ids.OPEN_DECISIONS, here),
            button("Who is who, and the rules", ids.OPEN_PARTNERSHIP, here),
        ),
    ]
    if part.gaps:
        blocks += small(f"The register has {counted(part.gaps, 'gap')}.")
    return blocks


def _asked(part: HomePart) -> list[Block]:
    """Each thing asked of the reader, with the buttons that answer it."""
    if not part.asks:
        return small("Nothing is asked of you just now.") if part.seats and not part.waiting else []
    blocks: list[Block] = [bold("Asked of you")]
    for number, each in enumerate(part.asks):
        blocks += [*sentences(each.words), *actions(*_answers(part, each, number))]
    return blocks


def _answers(part: HomePart, ask: Ask, number: int) -> tuple[Element, ...]:
    partnership = part.place.partnership
    about = packed(p=partnership, meeting=ask.subject)
    subject = packed(p=partnership, subject=ask.subject)
    that_day = packed(p=partnership, meeting=ask.subject, day=ask.detail)

    def one(words: str, action: str, value: str = about) -> Element:
        return button(words, ids.variant(action, str(number)), value)

    buttons: Mapping[str, tuple[Element, ...]] = {
        "reply": (
            one("I am coming", ids.REPLY_COMING, that_day),
            one("I am joining remotely", ids.REPLY_REMOTE, that_day),
            one("Apologies, or a substitute", ids.OPEN_APOLOGIES),
            one("See the meeting", ids.OPEN_MEETING),
        ),
        "later": (one("Answer for the later meetings", ids.OPEN_MEETINGS, packed(p=partnership)),),
        "declare": (one("Declare an interest, or none", ids.OPEN_DECLARE, subject),),
        "announce": (one("Announce its day", ids.OPEN_CHANGE_MEETING),),
        "never opened": (
            one("Open it", ids.OPEN_ROLL),
            one("Move it", ids.OPEN_CHANGE_MEETING),
            one("Cancel it", ids.OPEN_CANCEL_MEETING),
        ),
        "circulate": (
            one("Look over and circulate", ids.OPEN_CIRCULATE),
            one("The agenda", ids.OPEN_AGENDA),
            one("The papers", ids.OPEN_PAPERS),
        ),
        "have papers": (
            one("I have these", ids.HAVE_PAPERS, packed(p=partnership, key=ask.subject)),
            one("See the papers", ids.OPEN_PAPERS, packed(p=partnership, meeting=ask.detail)),
        ),
        "stand in": tuple(
            one(words, action, packed(p=partnership, meeting=ask.subject, organisation=ask.detail))
            for words, action in (
                ("I will be there", ids.REPLY_COMING),
                ("I am joining remotely", ids.REPLY_REMOTE),
                ("I cannot", ids.REPLY_CANNOT),
            )
        ),
        "confirm": (
            one(
                "That is right",
                ids.CONFIRM_REPLY,
                packed(p=partnership, meeting=ask.subject, at=ask.detail),
            ),
            one("Change it", ids.OPEN_APOLOGIES),
        ),
        "dissolution": (
            one("What has to be arranged", ids.OPEN_DISSOLUTION, packed(p=partnership, motion=ask.subject)),
        ),
        "consult": (one("Who is consulted", ids.OPEN_CONSULTATION, packed(p=partnership, key=ask.subject)),),
        "terms": (
            one("Hand in the new terms", ids.OPEN_HAND_IN, packed(p=partnership)),
            one("The partnership and its rules", ids.OPEN_PARTNERSHIP, packed(p=partnership)),
        ),
        "stand": (
            one("I stand", ids.ACCEPT_NOMINATION, ask.subject),
            one("I do not stand", ids.DECLINE_NOMINATION, ask.subject),
        ),
        "nominate": (one("Nominate", ids.OPEN_NOMINATE, ask.subject),),
        "elect": (one("Vote", ids.OPEN_ELECTION_VOTE, ask.subject),),
        "lot": (one("I consent to a lot", ids.CONSENT_TO_LOT, ask.subject),),
        "open election": (one("Open nominations", ids.OPEN_NOMINATIONS, packed(p=partnership)),),
        "conduct": (one("The election", ids.OPEN_ELECTIONS, packed(p=partnership)),),
        "rule": _rulings(partnership, ask, one, "item"),
        "rule on a bid": _rulings(partnership, ask, one, "tender"),
        "ratify": (one("To be ratified", ids.OPEN_AWAITING, packed(p=partnership)),),
        **_of_tenders(partnership, ask, one),
    }
    return buttons[ask.kind]


def _rulings(
    partnership: str, ask: Ask, one: Callable[[str, str, str], Element], subject_kind: str
) -> tuple[Element, ...]:
    about = {"p": partnership, "interest": ask.subject, "declaration": ask.detail}
    return tuple(
        one(
            ruling_words(each, subject_kind),
            ids.variant(ids.RULE_ON_INTEREST, each.name.lower()),
            packed(**about, ruling=each.value),
        )
        for each in Ruling
    )


def _of_tenders(
    partnership: str, ask: Ask, one: Callable[[str, str, str], Element]
) -> Mapping[str, tuple[Element, ...]]:
    """The buttons of what tenders, contracts and policies ask."""
    answer = packed(p=partnership, tender=ask.subject, organisation=ask.detail)
    see = one("See it", ids.OPEN_TENDER, packed(p=partnership, tender=ask.subject))
    policies = one("Policies and evidence", ids.OPEN_POLICIES, packed(p=partnership))
    return {
        "answer tender": (
            one("Express an interest", ids.OPEN_INTEREST, answer),
            one("Declare a competing bid", ids.OPEN_COMPETING, answer),
            one("Not for us", ids.NOT_FOR_US, answer),
            see,
        ),
        "tender": (see,),
        "tenders": (one("The tenders", ids.OPEN_TENDERS, packed(p=partnership, tab=ask.subject)),),
        "policy": (
            one("Reviewed or renewed", ids.OPEN_POLICY, packed(p=partnership, key=ask.subject)),
            policies,
        ),
        "policies": (policies,),
    }


def _coming(part: HomePart) -> list[Block]:
    """The next meetings; to the chair and the secretariat the year ahead, with what is late and who is silent."""
    manages = part.is_chairing or part.is_secretariat or "chair" in part.roles
    if not part.coming:
        return small("No meeting is booked.") if manages else []
    blocks: list[Block] = [bold("The year ahead" if manages else "Next meetings")]
    for each in part.coming:
        said = SAID.get(each.said, "")
        silent = f"{counted(each.silent, 'person has', 'people have')} not answered" if each.silent else ""
        blocks += sentences(" · ".join(word for word in (each.when, each.title, said, silent) if word))
        blocks += small(*each.late)
    first = packed(p=part.place.partnership, meeting=part.coming[0].meeting)
    blocks += actions(
        button("See the next meeting", ids.OPEN_MEETING, first),
        button("Its papers", ids.variant(ids.OPEN_PAPERS, "next"), first),
    )
    return [*blocks, *small(*part.lacking)]


def _decided(part: HomePart) -> list[Block]:
    """The motions decided last, with the votes of the reader's organisations."""
    if not part.decided:
        return []
    blocks: list[Block] = [bold("Decided recently")]
    for each in part.decided:
        votes = "; ".join(f"{name}: {choice}" for name, choice in each.votes)
        became = f", {each.became}" if each.became else ""
        blocks += sentences(f"{each.reference}, {each.outcome}{became}: {clipped(each.text, 120)}")
        blocks += small(votes)
    return blocks


def _meeting(part: HomePart) -> list[Block]:
    return sentences(f"“{part.meeting.title}” is in session.") if part.meeting is not None else []


def _roll(part: HomePart) -> list[Block]:
    here = packed(p=part.place.partnership)
    calls_it = part.is_chairing or part.is_secretariat
    if part.meeting is None:
        return [button("Call the roll", ids.OPEN_ROLL, here)] if calls_it else []
    meeting = packed(p=part.place.partnership, meeting=part.meeting.id)
    who = button("Who is here", ids.OPEN_ROOM, here)
    if not calls_it:
        return [who]
    return [
        who,
        button("Mark the roll again", ids.OPEN_ROLL, here),
        button("Close the meeting", ids.OPEN_CLOSE_MEETING, meeting),
    ]


def _who_comes(part: HomePart) -> list[Element]:
    if not part.coming or not (part.is_chairing or part.is_secretariat):
        return []
    return [button("Who is coming", ids.OPEN_REPLIES, packed(p=part.place.partnership))]


def _motion(part: HomePart, motion: OpenMotion) -> list[Block]:
    until = f"open until {instant(motion.closes_at, part.time_zone)}" if motion.closes_at else "open"
    until = "consensus is sought" if motion.may_agree else until
    cast = "\n".join(f"{name}: {choice}" for name, choice in motion.votes)
    buttons = votes(motion.motion, secret=motion.secret) if motion.may_vote else ()
    buttons = positions(motion.motion) if motion.may_agree else buttons
    return [
        bold(f"Motion {motion.reference}", until),
        *typed_text(motion.text),
        *sentences(cast),
        *actions(*buttons, button("Why?", ids.WHY_MOTION, motion.motion)),
    ]


def _others(places: tuple[Place, ...]) -> list[Block]:
    if not places:
        return []
    buttons = (
        button(each.name, ids.variant(ids.OPEN_PARTNERSHIP, str(number)), packed(p=each.partnership))
        for number, each in enumerate(places)
    )
    return [divider(), *sentences("Other partnerships of this workspace:"), *actions(*buttons)]
