"""Every command, action, view and block id that passes between Slack and the bot, in one place."""

# Slash commands
DECLARE_INTEREST = "/declare-interest"
VOTE = "/vote"
PARTNERSHIP = "/partnership"
MEETING = "/meeting"

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
OPEN_ROOM = "open_room"
OPEN_ORAL = "open_oral"
OPEN_MEETING_CHAIR = "open_meeting_chair"
OPEN_AWAITING = "open_awaiting"
OPEN_RATIFY = "open_ratify"
OPEN_PARTICIPATION = "open_participation"
ROOM_PAGE = "room_page"
OPEN_MATCH = "open_match"
OPEN_ADOPT = "open_adopt"
PARTNERSHIP_TAB = "partnership_tab"

# Buttons that decide
VOTE_FOR = "vote_for"
VOTE_AGAINST = "vote_against"
VOTE_ABSTAIN = "vote_abstain"
VOTE_ON_BEHALF = "vote_on_behalf"
CLOSE_VOTE = "close_vote"
CLOSE_MEETING = "close_meeting"
MARK_ARRIVAL = "mark_arrival"
MARK_DEPARTURE = "mark_departure"
RULE_ON_INTEREST = "rule_on_interest"

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
FORM_ROOM = "form_room"
FORM_ORAL = "form_oral"
FORM_MEETING_CHAIR = "form_meeting_chair"
FORM_RATIFY = "form_ratify"
FORM_CASTING_VOTE = "form_casting_vote"
FORM_ACTING_CHAIR = "form_acting_chair"
FORM_PARTNERSHIP = "form_partnership"
FORM_WHY = "form_why"
FORM_MATCH = "form_match"
FORM_ADOPT = "form_adopt"

# App Home
HOME = "home"

_VARIANT = ":"


def variant(action: str, which: str) -> str:
    """The id of one of several buttons that stand side by side and mean the same kind of thing; Slack wants each id different."""
    return f"{action}{_VARIANT}{which}"


def base(action_id: str) -> str:
    """The id a variant was made from: what decides who handles the button."""
    return action_id.partition(_VARIANT)[0]
