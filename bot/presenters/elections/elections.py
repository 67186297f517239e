"""Elections as people see them: how each stands, the forms that open, nominate, vote and settle, and their notices."""

from collections.abc import Mapping

from bot import ids
from bot.presenters import bars
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    MESSAGE_BLOCKS,
    Block,
    Element,
    Message,
    actions,
    button,
    confirm,
    divider,
    field,
    fitted,
    grouped,
    header,
    option,
    packed,
    radio,
    select,
    small,
    typed,
)
from bot.presenters.environment import instant, line, words
from bot.presenters.modals import View, modal, screen
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import bold, from_template, moment, sentences
from bot.presenters.votes.ballots import promise
from bot.rules.wording import listed
from bot.workflows.elections.calling_off import LONGEST_REASON
from bot.workflows.elections.election_questions import (
    BallotPicture,
    ElectionFormFacts,
    ElectionPicture,
    ElectionsPicture,
    NominationsFormFacts,
)
from bot.workflows.elections.election_steps import LOT_STAGE
from bot.workflows.elections.elections import ASKED, BALLOT, NOMINATIONS, OVER, READY
from bot.workflows.elections.live_ballots import LiveBallot
from bot.workflows.elections.nominating import AT_MEETING, BY_TIME

TOO_LONG = "The rest is under “The election”."
FEW = 8  # as many as radio buttons are read at a glance; more are a menu


def elections_modal(picture: ElectionsPicture) -> View:
    """Every election under way with what the reader may do about it, and the last results."""
    blocks: list[Block] = sentences(f"Elections of {picture.name} are conducted by the {picture.conducts}.")
    blocks += small(clause_words(picture.clause))
    if picture.may_open:
        blocks += actions(
            button("Open nominations", ids.OPEN_NOMINATIONS, packed(p=picture.partnership), style="primary")
        )
    if not picture.elections:
        blocks += sentences("No election is under way, and none has been held here.")
    for each in picture.elections:
        blocks += [divider(), *_election(each)]
    return screen(ids.FORM_ELECTIONS, "Elections", blocks, ids.OPEN_ELECTIONS, p=picture.partnership)


def nominations_form(facts: NominationsFormFacts) -> View:
    """Open nominations: the office, the times, and how the ballot is held."""
    ways = [option("At the meeting, opened and closed by whoever conducts it", AT_MEETING)]
    if not facts.meeting_only or len(facts.offices) > 1:
        ways.append(option("From the close of nominations to a closing time", BY_TIME))
    ballots = [
        option("By name: each organisation’s vote is known", "named"),
        option("In secret: only who voted is known", "secret"),
    ]
    zone = f"You choose it in your own time zone; members read it in {facts.time_zone} time."
    by_time = [
        field(
            "ballot_closes_at",
            "The ballot closes",
            {"type": "datetimepicker"},
            optional=True,
            hint="Only for a ballot with a closing time.",
        )
    ]
    only = facts.offices[0].id if len(facts.offices) == 1 else ""
    blocks = [
        field("office", "Office", _menu([(each.words, each.id) for each in facts.offices], only)),
        field("nominations_close_at", "Nominations close", {"type": "datetimepicker"}, hint=zone),
        field("how", "How is the ballot held?", radio(ways, AT_MEETING)),
        *(by_time if len(ways) > 1 else ()),
        field("ballot", "By name or in secret?", radio(ballots, "named")),
        *small(clause_words(facts.clause)),
    ]
    return modal(
        ids.FORM_NOMINATIONS,
        "Open nominations",
        blocks,
        submit="Open",
        metadata=packed(p=facts.partnership),
    )


def nominate_form(facts: ElectionFormFacts) -> View:
    """Whom to nominate."""
    blocks = [
        *sentences(
            f"{facts.election.reference}: {facts.election.office} of {facts.partnership_name}. Whoever you nominate is asked "
            "whether they stand; if you nominate yourself, you stand."
        ),
        field("person", "Whom do you nominate?", grouped({"Who may stand": _options(facts)})),
        *_whose(facts, "For which organisation do you nominate?"),
        *small(clause_words(facts.clause)),
    ]
    return modal(
        ids.FORM_NOMINATE,
        "Nominate",
        blocks,
        submit="Nominate",
        metadata=packed(p=facts.partnership, election=facts.election.id),
    )


def vote_form(facts: ElectionFormFacts, receipt: str) -> View:
    """Vote in an election, by name or in secret."""
    election = facts.election
    blocks = [
        *sentences(f"{election.reference}: {election.office} of {facts.partnership_name}.", facts.said),
        *_whose(facts, "For which organisation do you vote?"),
        field("choice", "Your vote", _menu([(each.words, each.id) for each in facts.choices], facts.stands)),
    ]
    if election.is_secret:
        blocks += promise(receipt)
    else:
        blocks += sentences("You can change your vote until the ballot is closed.")
    ids_ = {"p": facts.partnership, "election": election.id, "round": str(election.round)}
    secret = {"receipt": receipt} if election.is_secret else {}
    return modal(
        ids.FORM_ELECTION_VOTE,
        "Vote",
        blocks,
        submit="Vote, for good" if election.is_secret else "Vote",
        metadata=packed(**ids_, **secret),
    )


def settle_form(facts: ElectionFormFacts) -> View:
    """End a tie."""
    election = facts.election
    blocks = [
        *sentences(
            f"{election.reference}: {election.office} of {facts.partnership_name} is tied.", facts.said
        ),
        field("way", "How is the tie settled?", _menu([(each.words, each.id) for each in facts.choices])),
        *(_casting_reason() if any(each.id in election.candidates for each in facts.choices) else ()),
        *small(clause_words(facts.clause)),
    ]
    return modal(
        ids.FORM_SETTLE,
        "Settle the tie",
        blocks,
        submit="Settle",
        metadata=packed(p=facts.partnership, election=election.id),
    )


def _casting_reason() -> list[Block]:
    hint = f"Only for a casting vote. At most {LONGEST_REASON:,} characters; everybody reads it."
    return [
        field("reason", "Your reason, which is recorded", typed(multiline=True), optional=True, hint=hint)
    ]


def cancel_form(facts: ElectionFormFacts) -> View:
    """Cancelling an election, with its reason."""
    election = facts.election
    blocks = [
        *sentences(
            f"{election.reference}: the election of the {election.office} of {facts.partnership_name} ends without a result. "
            "Nominations and votes are kept, votes are not counted, and everybody who was asked is told.",
            "Another election may be called.",
        ),
        field(
            "reason",
            "The reason, which is recorded",
            typed(multiline=True),
            hint=f"At most {LONGEST_REASON:,} characters. The partnership’s channel reads it.",
        ),
        *small(clause_words(facts.clause)),
    ]
    return modal(
        ids.FORM_CANCEL_ELECTION,
        "Cancel the election",
        blocks,
        submit="Cancel the election",
        close="Keep it",
        metadata=packed(p=facts.partnership, election=election.id),
    )


def _election(picture: ElectionPicture) -> list[Block]:
    election = picture.election
    blocks = [header(f"{election.reference} · {election.office.capitalize()}"), *sentences(*picture.said)]
    if picture.stand and election.state not in OVER:
        blocks += sentences(f"Standing: {'; '.join(picture.stand)}.")
    if picture.asked and election.state == NOMINATIONS:
        blocks += sentences(f"Asked, and not answered yet: {listed(picture.asked)}.")
    blocks += sentences(picture.turnout) if picture.turnout else []
    blocks += sentences(*picture.own)
    blocks += sentences(*picture.out) if picture.out else []
    for each in picture.ballots:
        blocks += _ballot(each, picture.said)
    return [*blocks, *actions(*_buttons(picture))]


def _ballot(ballot: BallotPicture, said: tuple[str, ...]) -> list[Block]:
    """A ballot that is over, with its receipts where it was secret; what has been said of it above is not said again."""
    if not ballot.ended:
        return []
    ended = "" if ballot.ended in said else ballot.ended
    between = "on" if len(ballot.candidates) == 1 else "between"
    blocks = sentences(f"Ballot {ballot.number}, {between} {listed(ballot.candidates)}. {ended}")
    if ballot.receipts is None:
        return blocks
    rows = "\n".join(f"{receipt}: {choice}" for receipt, choice in ballot.receipts)
    return [*blocks, *sentences(f"Receipts and choices of ballot {ballot.number}:", rows or "nobody voted")]


def _buttons(picture: ElectionPicture) -> list[Element]:
    election, found = picture.election, []
    if picture.may_nominate:
        found.append(button("Nominate", ids.OPEN_NOMINATE, election.id))
    if picture.mine == ASKED and election.state == NOMINATIONS:
        found.append(button("I stand", ids.ACCEPT_NOMINATION, election.id, style="primary"))
        found.append(button("I do not stand", ids.DECLINE_NOMINATION, election.id))
    if picture.may_vote:
        found.append(button("Vote", ids.OPEN_ELECTION_VOTE, election.id, style="primary"))
    if picture.may_conduct and election.state == READY:
        found.append(button("Open the ballot", ids.OPEN_BALLOT, election.id, confirm=_opening(picture)))
    if picture.may_conduct and election.state == BALLOT and election.at_meeting:
        found.append(button("Close the ballot", ids.CLOSE_BALLOT, election.id, confirm=_closing(picture)))
    if picture.may_consent:
        found.append(button("I consent to a lot", ids.CONSENT_TO_LOT, election.id))
    if picture.may_settle:
        found.append(button("Settle the tie", ids.OPEN_SETTLE, election.id))
    if picture.may_withdraw:
        stop = _withdrawing(picture)
        found.append(button("Withdraw as a candidate", ids.DECLINE_NOMINATION, election.id, confirm=stop))
    if picture.may_cancel:
        found.append(button("Cancel the election", ids.OPEN_CANCEL_ELECTION, election.id, style="danger"))
    return found


def _opening(picture: ElectionPicture) -> Element | None:
    late = f"{picture.not_the_last} The ballot can be opened all the same." if picture.not_the_last else ""
    if picture.alone:
        return confirm("Declare it now?", f"{picture.alone} {picture.not_the_last}", "Declare it", "Not yet")
    return confirm("Open the ballot now?", late, "Open the ballot", "Not yet") if late else None


def _closing(picture: ElectionPicture) -> Element:
    return confirm(
        "Close the ballot?",
        f"The votes as they stand are counted, and the result is declared. {picture.turnout}",
        "Close the ballot",
        "Not yet",
    )


def _withdrawing(picture: ElectionPicture) -> Element:
    follows = {
        True: " The ballot goes on without you, and votes for you count for nobody.",
        False: " The ballot begins anew without you, and votes cast so far do not count.",
    }
    then = follows[picture.others_stand] if picture.election.state == BALLOT else ""
    return confirm("Withdraw?", f"You no longer stand.{then}", "Withdraw", "Not now")


def _options(facts: ElectionFormFacts) -> list[Element]:
    return [option(each.words, each.id) for each in facts.choices]


def _menu(choices: list[tuple[str, str]], chosen: str = "") -> Element:
    options = [option(said, value) for said, value in choices]
    return radio(options, chosen or None) if len(options) <= FEW else select(options, chosen or None)


def _whose(facts: ElectionFormFacts, question: str) -> list[Block]:
    if len(facts.seats) == 1:
        return []
    return [field("on_behalf_of", question, _menu([(each.words, each.id) for each in facts.seats]))]


def ballot_message(picture: LiveBallot) -> Message:
    """The message of a ballot as it stands now: open with its turnout and the time left, then how it ended; or of nominations."""
    voting = picture.is_open and not picture.is_nominating
    data = {
        "headline": picture.headline,
        "words": picture.words,
        "reference": picture.reference,
        "partnership_name": picture.partnership_name,
    }
    blocks = [
        header(f"Election {picture.reference} · {picture.partnership_name}"),
        *(bold(each) for each in picture.first),
        *from_template(words("election/body.mrkdwn.j2", data)),
        *(bars.part("Voted", picture.voted, picture.entitled) if voting else ()),
        *bars.compared(picture.votes),
    ]
    if picture.closes_at is not None:
        otherwise = instant(picture.closes_at, picture.time_zone)
        blocks.append(moment("The ballot closes ", picture.closes_at, otherwise))
    vote = [button("Vote", ids.OPEN_ELECTION_VOTE, picture.election, style="primary")]
    nominate = [button("Nominate", ids.OPEN_NOMINATE, picture.election)] if picture.is_open else []
    here = button("The election", ids.OPEN_ELECTIONS, packed(p=picture.partnership))
    own = packed(p=picture.partnership, subject=picture.election)
    declare = [button("Declare an interest", ids.OPEN_DECLARE, own)]
    buttons = actions(*(vote if voting else nominate), here, *(declare if voting else ()))
    shown = fitted([*blocks, *small(clause_words(picture.clause))], MESSAGE_BLOCKS - len(buttons), TOO_LONG)
    return Message(line("election/summary.txt.j2", data), [*shown, *buttons])


def _election_buttons(sent: Sent) -> list[Block]:
    election, stage = sent.data["election"], sent.data["stage"]
    first = {
        LOT_STAGE: [button("I consent to a lot", ids.CONSENT_TO_LOT, election)],
    }.get(stage, [])
    return actions(*first, button("The election", ids.OPEN_ELECTIONS, packed(p=sent.partnership)))


def _nomination_buttons(sent: Sent) -> list[Block]:
    election = sent.data["election"]
    return actions(
        button("I stand", ids.ACCEPT_NOMINATION, election, style="primary"),
        button("I do not stand", ids.DECLINE_NOMINATION, election),
        button("The election", ids.OPEN_ELECTIONS, packed(p=sent.partnership)),
    )


def _term_buttons(sent: Sent) -> list[Block]:
    return actions(button("The election", ids.OPEN_ELECTIONS, packed(p=sent.partnership)))


KINDS: Mapping[str, Kind] = {
    "ElectionNotice": Kind(
        "election",
        lambda data: f"Election {data['reference']} · {data['partnership_name']}",
        _election_buttons,
    ),
    "NominationNotice": Kind(
        "nomination", lambda data: f"Nomination · {data['partnership_name']}", _nomination_buttons
    ),
    "TermEndsNotice": Kind(
        "term_ends", lambda data: f"A term of office ends · {data['partnership_name']}", _term_buttons
    ),
}
