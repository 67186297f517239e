"""Deadlines on the command line.

The last day for a meeting, the first day after a notice, the end of a period.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.arithmetic import JsonOption, TermsOption
from bot.cli.asking import (
    day_or_instant,
    load_terms,
    number_of,
    one_of,
    refuse,
    refuse_notation,
    refusing_in_json,
    show,
)
from bot.rules.calendar import Calendar, DaysRefused, within_reach
from bot.rules.citing import suggestion
from bot.rules.days import LONDON
from bot.rules.notation import NotationError, parse_period
from bot.rules.notice import (
    GIVEN,
    DayAnswer,
    Deadline,
    Judgement,
    calendar_of,
    deadline,
    first_meeting,
    given_rule,
    judge,
    period_ends,
    unstated,
)
from bot.rules.terms import NamedBreak, NoticeRule, Rule, Terms
from bot.rules.wording import day_words, instant_words, sentence

Found = dict[str, object]
Moment = tuple[date, datetime | None]


@dataclass(frozen=True)
class _Told:
    """What was asked of one rule, answered."""

    rule: Rule[NoticeRule]
    last: Deadline | None
    judged: Judgement | None
    first: DayAnswer | None
    end: DayAnswer | None

    @property
    def answers(self) -> tuple[Deadline | DayAnswer, ...]:
        """The answers there are, each with its reason."""
        return tuple(each for each in (self.last, self.first, self.end) if each is not None)

    @property
    def cannot_be_told(self) -> str:
        """Why a day cannot be told, of the first that cannot; empty when all can."""
        days = [
            (each.last_day if isinstance(each, Deadline) else each.day, each.why) for each in self.answers
        ]
        return next((why for day, why in days if day is None), "")


@refusing_in_json
def notice(
    terms: TermsOption = None,
    rule: Annotated[str | None, typer.Option(help='One period, such as "5 clear working days".')] = None,
    meeting: Annotated[
        str | None, typer.Option(help="The day of the meeting, 2027-03-30 or 2027-03-30T14:00.")
    ] = None,
    sent: Annotated[
        str | None, typer.Option(help="The day notice was sent (or reached the members).")
    ] = None,
    after: Annotated[
        str | None, typer.Option(help="A day: the last day of the period that begins the day after.")
    ] = None,
    nation: Annotated[
        str | None, typer.Option(help="Whose bank holidays: england-and-wales, scotland or northern-ireland.")
    ] = None,
    breaks: Annotated[
        list[str] | None,
        typer.Option(
            "--break", metavar="NAME=FIRST..LAST", help="Days that a rule's break covers; repeatable."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Every deadline of a meeting; whether notice was in time; the first day it would be.

    When a period ends.
    """
    one_of(terms, rule)
    if meeting is None and sent is None and after is None:
        refuse(
            "Give --meeting for the last days, --sent for the first day of a meeting, or --after for the end of a period."
        )
    under = load_terms(terms) if terms else None
    zone = ZoneInfo(under.time_zone) if under else LONDON
    held = day_or_instant(meeting, "--meeting", zone)
    given = day_or_instant(sent, "--sent", zone)
    begun = day_or_instant(after, "--after", zone)
    dated = tuple(_break(text) for text in breaks or ())
    try:
        calendar = _calendar(under, nation, dated)
        for moment in (held, given, begun):
            if moment is not None:
                within_reach(moment[0])
        rules = _rules(under, rule, dated)
        answers = [_answer(one, calendar, zone, held, given, begun) for one in rules]
    except NotationError as error:
        refuse_notation(error)
    except DaysRefused as refused:
        refuse(str(refused))
    if under is None and answers[0].cannot_be_told:
        refuse(answers[0].cannot_be_told)
    found: Found = {
        "meeting": held[0].isoformat() if held else None,
        "nation": calendar.nation,
        "deadlines": [_row(told) for told in answers],
        "not_stated": [_unstated(one) for one in unstated(under)] if under else [],
    }
    if under is None:
        found |= _row(answers[0])
    show(found, _lines(under, held, answers), as_json)


def _rules(under: Terms | None, rule: str | None, dated: tuple[NamedBreak, ...]) -> list[Rule[NoticeRule]]:
    if under is not None:
        return [one for one in under.notices.values() if one.is_stated]
    return [given_rule(parse_period(str(rule), breaks=[one.name for one in dated]))]


def _calendar(under: Terms | None, nation: str | None, dated: tuple[NamedBreak, ...]) -> Calendar:
    own = calendar_of(under) if under is not None else Calendar()
    own = replace(own, breaks=(*own.breaks, *dated))
    return replace(own, nation=nation.strip().lower()) if nation is not None else own


def _break(text: str) -> NamedBreak:
    name, _, days = text.partition("=")
    first, _, last = days.partition("..")
    try:
        named = NamedBreak(
            name.strip().lower().removeprefix("the "),
            date.fromisoformat(first),
            date.fromisoformat(last or first),
        )
    except ValueError:
        refuse(
            f"--break takes a name and its days, such as “easter break=2027-03-25..2027-04-05”; “{text}” is not that."
        )
    if not named.name or named.last < named.first:
        refuse(f"--break “{text}” ends before it begins or has no name.")
    return named


def _answer(
    rule: Rule[NoticeRule],
    calendar: Calendar,
    zone: ZoneInfo,
    held: Moment | None,
    given: Moment | None,
    begun: Moment | None,
) -> _Told:
    last = deadline(rule, held[0], calendar, starts_at=held[1], zone=zone) if held else None
    return _Told(
        rule=rule,
        last=last,
        judged=judge(last, given[1] or given[0]) if last and given else None,
        first=first_meeting(rule, given[0], calendar, zone, given[1]) if given and not last else None,
        end=period_ends(rule, begun[0], calendar, zone) if begun else None,
    )


def _row(told: _Told) -> Found:
    row = _about(told.rule)
    if told.last is not None:
        row |= _deadline_json(told.last)
    if told.judged is not None:
        row |= _judged_json(told.judged)
    if told.first is not None:
        row["first_day"] = _iso(told.first.day)
    if told.end is not None:
        row["by"] = _iso(told.end.day)
    return row | {
        "why": " ".join(each.why for each in told.answers),
        "beyond_published_years": any(each.beyond_published for each in told.answers),
    }


def _about(rule: Rule[NoticeRule]) -> Found:
    given = rule.key == GIVEN
    about: Found = {
        "rule": rule.written if given else rule.key,
        "clause": number_of(rule.clause),
        "what": rule.value.what if rule.value else "",
        "at_least": rule.written or (rule.value.period.words if rule.value else ""),
        "firmness": rule.firmness.value,
        "words": rule.clause.words,
        "source": "given" if given else rule.basis.value,
    }
    if rule.reading and not given:
        about["reading"] = rule.reading
    if rule.adoption is not None:
        about["adopted"] = {"by": rule.adoption.by, "on": rule.adoption.on.isoformat()}
    return about


def _deadline_json(last: Deadline) -> Found:
    found: Found = {
        "last_day": _iso(last.last_day),
        "last_working_day": _iso(last.last_working_day),
        "counts_from": last.counts_from,
    }
    if last.last_instant is not None:
        found["last_instant"] = last.last_instant.astimezone(last.zone).isoformat()
    return found


def _judged_json(judged: Judgement) -> Found:
    late = None if judged.in_time is None else not judged.in_time
    how_much = {"amount": judged.amount, "unit": judged.unit.value, "late": late, "words": judged.words}
    return {"in_time": judged.in_time, "by_how_much": how_much}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _unstated(rule: Rule[NoticeRule]) -> Found:
    return {
        "rule": rule.key,
        "clause": number_of(rule.clause),
        "what": rule.suggested.what if rule.suggested else rule.key.rpartition(".")[2],
        "suggested": rule.suggested_written or None,
        "words": suggestion(rule) or "The terms do not state it, and nothing is suggested.",
    }


def _lines(under: Terms | None, held: Moment | None, answers: list[_Told]) -> list[str]:
    if under is None:
        return [line for told in answers for line in _sentences(told)]
    lines = [
        f"{under.name}, terms of {under.version}" + (f": meeting on {day_words(held[0])}." if held else ".")
    ]
    if not answers:
        lines.append("These terms state no notice period.")
    for told in answers:
        lines += ["", *_sentences(told)]
    for rule in unstated(under):
        lines += ["", f"Not stated: {rule.key}. {suggestion(rule)}".rstrip()]
    return lines


def _sentences(told: _Told) -> list[str]:
    rule = told.rule
    clause = f", {rule.clause.number}" if rule.clause.number else ""
    what = rule.value.what if rule.value else ""
    title = "" if rule.key == GIVEN else f"{what} ({rule.firmness.value}{clause}): "
    lines = []
    if told.last is not None and told.last.last_day is not None:
        last = told.last
        instant = last.last_instant
        lines.append(
            f"{title}by {instant_words(instant.astimezone(last.zone)) if instant else day_words(told.last.last_day)}."
        )
        if last.last_working_day is not None and last.last_working_day != last.last_day:
            lines.append(f"The last working day on or before it is {day_words(last.last_working_day)}.")
    if told.judged is not None:
        lines.append(told.judged.words)
    if told.first is not None and told.first.day is not None:
        lines.append(f"{title}the first day for it is {day_words(told.first.day)}.")
    if told.end is not None and told.end.day is not None:
        lines.append(f"{title}its last day is {day_words(told.end.day)}.")
    shown = [sentence(line) for line in lines] or [sentence(f"{title}the day cannot be told")]
    return [*shown, f"Why: {' '.join(each.why for each in told.answers)}"]
