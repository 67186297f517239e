"""Whether a meeting was called as its terms say it must be, before business is done at it."""

from collections.abc import Iterable

from bot.rules.citing import cited
from bot.rules.terms import Terms
from bot.rules.values import Firmness
from bot.rules.wording import day_words
from bot.workflows.decisions import Refused
from bot.workflows.meetings.deadlines import Owed, shortfall_words
from bot.workflows.meetings.meetings import MeetingState


def not_noticed(meeting: MeetingState, terms: Terms, owing: Iterable[Owed]) -> Refused | None:
    """Why no binding motion is put at a meeting: a notice that must be given was not given in time; `should` and `strive` carry on.

    Only of a meeting that was booked here is it known; of another the chair answers for its notice.
    """
    if meeting.held_on is None or meeting.starts_at is None:
        return None
    for each in owing:
        if not each.of_every_meeting or each.firmness is not Firmness.MUST or each.in_time:
            continue
        if each.last_day is None:
            continue
        on = each.given.on if each.given is not None else meeting.held_on
        given = f"was given on {day_words(on)}" if each.given is not None else "was not given"
        return Refused(
            f"Notice of this meeting {given}, and the terms say that it must be in time. "
            f"{shortfall_words(each, on, terms.notices[each.rule])}",
            each.clause,
            next="Discuss it, or hold an indicative vote; decide it at a meeting for which notice is given.",
            field="how",
        )
    return None


def not_known(meeting: MeetingState, terms: Terms, owing: Iterable[Owed]) -> str:
    """What is said of a meeting opened without having been booked, where the terms make its notice a condition."""
    must = [each for each in owing if each.of_every_meeting and each.firmness is Firmness.MUST]
    if meeting.starts_at is not None or not must:
        return ""
    where = cited(terms.notices[must[0].rule])
    return (
        f"It was not booked here, so that notice was given in time{where} is for whoever is chairing to say."
    )
