"""Every command, action, view and block id that passes between Slack and the bot, in one place."""

# Slash commands
DECLARE_INTEREST = "/declare-interest"
VOTE = "/vote"
PARTNERSHIP = "/partnership"
MEETING = "/meeting"
AGENDA = "/agenda"

# Buttons that open a form or answer a question
OPEN_DECLARE = "open_declare"
OPEN_PUT_MOTION = "open_put_motion"
OPEN_ROLL = "open_roll"
OPEN_MEETINGS = "open_meetings"
OPEN_MEETING = "open_meeting"
OPEN_BOOK = "open_book"
OPEN_CHANGE_MEETING = "open_change_meeting"
OPEN_CANCEL_MEETING = "open_cancel_meeting"
OPEN_NOTE_OUTSIDE = "open_note_outside"
OPEN_PARTNERSHIP = "open_partnership"
CHOOSE_PARTNERSHIP = "choose_partnership"
WHY_MOTION = "why_motion"
WHY_RULE = "why_rule"
OPEN_CASTING_VOTE = "open_casting_vote"
OPEN_ACTING_CHAIR = "open_acting_chair"
OPEN_MATCH = "open_match"
OPEN_ADOPT = "open_adopt"
PARTNERSHIP_TAB = "partnership_tab"
OPEN_AGENDA = "open_agenda"
OPEN_PROPOSE_ITEM = "open_propose_item"
OPEN_RETURN_ITEM = "open_return_item"
OPEN_CHANGE_ITEM = "open_change_item"
OPEN_ARRANGE_AGENDA = "open_arrange_agenda"
OPEN_URGENT_ITEM = "open_urgent_item"
OPEN_REVIEW = "open_review"

# Buttons that decide
VOTE_FOR = "vote_for"
VOTE_AGAINST = "vote_against"
VOTE_ABSTAIN = "vote_abstain"
VOTE_ON_BEHALF = "vote_on_behalf"
CLOSE_VOTE = "close_vote"
CLOSE_MEETING = "close_meeting"
RULE_ON_INTEREST = "rule_on_interest"
ACCEPT_ITEM = "accept_item"
WITHDRAW_ITEM = "withdraw_item"
ADMIT_URGENT_ITEM = "admit_urgent_item"
REFUSE_URGENT_ITEM = "refuse_urgent_item"

# Forms
FORM_DECLARE = "form_declare"
FORM_PUT_MOTION = "form_put_motion"
FORM_HOW = "form_how"
FORM_ROLL = "form_roll"
FORM_MEETINGS = "form_meetings"
FORM_BOOK = "form_book"
FORM_CHANGE_MEETING = "form_change_meeting"
FORM_CANCEL_MEETING = "form_cancel_meeting"
FORM_NOTE_OUTSIDE = "form_note_outside"
FORM_CASTING_VOTE = "form_casting_vote"
FORM_ACTING_CHAIR = "form_acting_chair"
FORM_PARTNERSHIP = "form_partnership"
FORM_WHY = "form_why"
FORM_MATCH = "form_match"
FORM_ADOPT = "form_adopt"
FORM_AGENDA = "form_agenda"
FORM_PROPOSE_ITEM = "form_propose_item"
FORM_RETURN_ITEM = "form_return_item"
FORM_CHANGE_ITEM = "form_change_item"
FORM_ARRANGE_AGENDA = "form_arrange_agenda"
FORM_URGENT_ITEM = "form_urgent_item"
FORM_REVIEW = "form_review"

# App Home
HOME = "home"

_VARIANT = ":"


def variant(action: str, which: str) -> str:
    """The id of one of several buttons that stand side by side and mean the same kind of thing; Slack wants each id different."""
    return f"{action}{_VARIANT}{which}"


def base(action_id: str) -> str:
    """The id a variant was made from: what decides who handles the button."""
    return action_id.partition(_VARIANT)[0]
