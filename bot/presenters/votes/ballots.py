"""The form of a secret vote: the choices, the receipt, and in plain words who could still see what."""

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import Block, divider, field, option, packed, radio, small
from bot.presenters.modals import View, modal
from bot.presenters.rich import sentences, typed_text
from bot.presenters.votes.motion import title_word
from bot.workflows.votes.secret_votes import BallotFormFacts
from bot.workflows.votes.votes import CHOICE_WORDS

WHO_COULD_SEE = (
    "Who could still see your vote. Slack: this form travels through its servers. The owner of this workspace: not in a channel or "
    "an export of messages, only by way of Slack or of whoever runs this program. Whoever runs this program: if they change it "
    "to look, or have its key together with copies of its database made while voting is open. Otherwise nobody: that your "
    "organisation voted is recorded, what it voted lies sealed until the close, and nothing joins the two."
)


def ballot_form(facts: BallotFormFacts, receipt: str) -> View:
    """Vote in secret. The receipt travels in the form's metadata, so the form sent in twice is one vote under one receipt."""
    motion = facts.motion
    choices = [option(words, choice) for choice, words in CHOICE_WORDS.items()]
    blocks = [
        *sentences(f"{title_word(motion.indicative)} {motion.reference} of {facts.partnership_name}:"),
        *typed_text(motion.text),
        *_whose(facts),
        field("choice", "Your vote", radio(choices)),
        *promise(receipt),
        *small(clause_words(facts.clause)),
    ]
    return modal(
        ids.FORM_SECRET_VOTE,
        "Vote in secret",
        blocks,
        submit="Vote, for good",
        metadata=packed(m=motion.id, receipt=receipt, round=str(facts.ballot)),
    )


def promise(receipt: str) -> list[Block]:
    """What a secret vote is: final, found again by its receipt, and hidden from whom."""
    return [
        *sentences(
            f"Your receipt: {receipt}. At the close every receipt is published with its choice, so you can find yours.",
            "A secret vote is final once cast. It cannot be changed or taken back, even by your organisation.",
        ),
        divider(),
        *sentences(WHO_COULD_SEE),
    ]


def _whose(facts: BallotFormFacts) -> list[Block]:
    if len(facts.seats) == 1:
        return sentences(f"You vote for {facts.seats[0].words}.")
    options = [option(each.words, each.id) for each in facts.seats]
    return [field("on_behalf_of", "For which organisation?", radio(options[:10]))]
