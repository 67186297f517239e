"""What members are asked, who has answered, and who is kept away from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import name_of, standing
from bot.store.partnership.places import setting_for, who_asks
from bot.store.rows import AnyRow
from bot.store.tables import organisations, people
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.ask_tables import ask_replies, member_asks
from bot.store.tenders.tender_notice import members_of
from bot.store.tenders.tender_voices import in_every_group, kept_away_from, not_shown_to, theirs_to_see
from bot.store.writing import Writer, insert_once, key_of, where
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.ask_questions import PAGE, AskForm, AskFormFacts, AsksPicture, ShowAsks
from bot.workflows.tenders.asking_members import (
    KEPT_AWAY,
    UNKNOWN_ASK,
    AnswerAsk,
    Ask,
    AskAgain,
    AskAnswered,
    AskClosed,
    AskFacts,
    AskMembers,
    CloseAsk,
    MembersAsked,
    Reply,
    about_words,
    may_answer,
    may_ask,
    may_call,
)
from bot.workflows.tenders.tender_notice import window_ends


def for_asking(
    connection: Connection, command: AskMembers | AnswerAsk | CloseAsk, now: datetime
) -> AskFacts | Refused:
    """What is known when somebody asks members, answers or closes it; the request is locked while it is answered."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return tender_rows.NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    tender = command.tender if isinstance(command, AskMembers) else ""
    return _facts(connection, setting, who, on, command.ask, tender, lock=True)


def for_asking_again(connection: Connection, command: AskAgain, now: datetime) -> AskFacts:
    """What is known when those who are silent are asked again."""
    setting = setting_for(connection, command.workspace, command.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    return _facts(connection, setting, Stranger(""), on, command.subject, "", lock=True)


def _facts(
    connection: Connection,
    setting: Setting,
    who: Standing | Stranger,
    on: date,
    ask: str,
    tender: str,
    *,
    lock: bool = False,
) -> AskFacts:
    made = _one(connection, setting, [member_asks.c.id == ask], lock=lock) if ask else None
    about = (made.tender if made is not None else None) or tender
    away = kept_away_from(connection, setting, [about])[about] if about else frozenset[str]()
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    people_away = register.people_of(away, on)
    members = members_of(connection, setting, on)
    everywhere = in_every_group(connection, setting, who, on)
    if isinstance(everywhere, Standing):
        held = {each.organisation for each in members if each.person == everywhere.person}
        if made is not None:
            held &= {each.organisation for each in made.replies}
        everywhere = replace(
            everywhere, seats=tuple(each for each in everywhere.seats if each.organisation in held)
        )
    person = everywhere.person if isinstance(everywhere, Standing) else ""
    told = tender_rows.account_of(connection, setting, made.person) if made is not None else None
    return AskFacts(
        setting,
        everywhere,
        on,
        tuple(each for each in members if each.person not in people_away),
        tender_rows.by_id(connection, setting, about) if about else None,
        person in people_away,
        made,
        told.user if told is not None and made is not None and made.person not in people_away else None,
    )


def _asks(
    connection: Connection,
    setting: Setting,
    which: Sequence[Any],
    *,
    page: int = 0,
    lock: bool = False,
) -> tuple[Ask, ...]:
    """A page of what was asked, the latest first, without the replies."""
    wanted = (
        select(member_asks)
        .where(*mine(setting, member_asks), *which)
        .order_by(member_asks.c.asked_at.desc(), member_asks.c.id)
        .limit(PAGE)
        .offset(page * PAGE)
    )
    rows = connection.execute(wanted.with_for_update() if lock else wanted).all()
    return tuple(_ask(connection, setting, row) for row in rows)


def _one(connection: Connection, setting: Setting, which: Sequence[Any], *, lock: bool = False) -> Ask | None:
    """One request with every reply."""
    found = _asks(connection, setting, which, lock=lock)
    return replace(found[0], replies=_replies(connection, setting, found[0].id)) if found else None


def _counts(connection: Connection, setting: Setting, asks: Sequence[Ask]) -> Mapping[str, tuple[int, int]]:
    """How many have answered each request, and of how many, counted where they are kept."""
    counted = connection.execute(
        select(ask_replies.c.ask, func.count(ask_replies.c.answered_at), func.count())
        .where(*mine(setting, ask_replies), ask_replies.c.ask.in_([each.id for each in asks]))
        .group_by(ask_replies.c.ask)
    )
    return {ask: (answered, of) for ask, answered, of in counted}


def _replies(connection: Connection, setting: Setting, ask: str) -> tuple[Reply, ...]:
    same = (ask_replies.c.workspace, ask_replies.c.partnership)
    said = connection.execute(
        select(ask_replies, organisations.c.name.label("of"), people.c.name.label("by"))
        .join(
            organisations,
            (organisations.c.workspace == same[0])
            & (organisations.c.partnership == same[1])
            & (organisations.c.id == ask_replies.c.organisation),
        )
        .outerjoin(
            people,
            (people.c.workspace == same[0])
            & (people.c.partnership == same[1])
            & (people.c.id == ask_replies.c.person),
        )
        .where(*mine(setting, ask_replies), ask_replies.c.ask == ask)
        .order_by(organisations.c.name, ask_replies.c.organisation)
    )
    return tuple(
        Reply(each.organisation, each.of, each.helps, each.words, each.by or "", each.late, each.answered_at)
        for each in said
    )


def _ask(connection: Connection, setting: Setting, row: AnyRow) -> Ask:
    return Ask(
        row.id,
        row.words,
        row.wanted_by,
        row.person,
        " ".join(name_of(connection, setting, row.person)) if row.person else "",
        row.asked_at,
        row.tender,
        about_words(tender_rows.by_id(connection, setting, row.tender)) if row.tender else "",
        closed_at=row.closed_at,
    )


def ask_form(connection: Connection, question: AskForm, now: datetime) -> AskFormFacts:
    """What the forms begin with that ask members, and that answer."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    facts = _facts(connection, setting, who, on, question.ask, question.tender)
    refused = may_answer(facts) if question.ask else may_ask(facts, question.tender)
    if refused is None and question.call:
        refused = may_call(facts)
    if refused is not None:
        return AskFormFacts(setting.partnership, refused=refused)
    assert isinstance(facts.standing, Standing)
    seats = tuple(Choice(each.organisation, each.name) for each in facts.standing.seats)
    closes = facts.tender.closing_day(setting.time_zone) if facts.tender is not None else None
    days = [each for each in (window_ends(setting.terms, on), closes) if each is not None]
    window = min(days, default=None) if question.call else None
    return AskFormFacts(
        setting.partnership,
        question.tender,
        about_words(facts.tender),
        facts.ask,
        seats,
        call=question.call,
        window=window,
    )


def show_asks(connection: Connection, question: ShowAsks, now: datetime) -> AsksPicture:
    """What members were asked: by oneself, or for the secretariat by anybody; nothing about a bid one is kept away from (C33)."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    refused = not_shown_to(connection, setting, who, on)
    if refused is not None:
        return AsksPicture(setting.partnership, refused=refused)
    assert isinstance(who, Standing)
    own = [] if who.is_secretariat else [member_asks.c.person == who.person]
    hidden = _hidden(connection, setting, who, on)
    seen = [*own, func.coalesce(member_asks.c.tender, "").not_in(hidden)]
    if question.ask:
        one = _one(connection, setting, [*own, member_asks.c.id == question.ask])
        if one is None or one.tender in hidden:
            return AsksPicture(setting.partnership, refused=UNKNOWN_ASK if one is None else KEPT_AWAY)
        return AsksPicture(setting.partnership, setting.time_zone, (one,), question.page, count=1)
    count = connection.execute(
        select(func.count()).select_from(member_asks).where(*mine(setting, member_asks), *seen)
    ).scalar_one()
    found = _asks(connection, setting, seen, page=question.page)
    return AsksPicture(
        setting.partnership,
        setting.time_zone,
        found,
        question.page,
        count,
        who.is_secretariat,
        counts=_counts(connection, setting, found),
    )


def _hidden(connection: Connection, setting: Setting, who: Standing, on: date) -> frozenset[str]:
    """The tenders members were asked about whose bids somebody is kept away from."""
    about = connection.execute(
        select(member_asks.c.tender)
        .where(*mine(setting, member_asks), member_asks.c.tender.is_not(None))
        .distinct()
    ).scalars()
    asked = frozenset(str(each) for each in about)
    return asked - theirs_to_see(connection, setting, who, on, asked)


def _asked(connection: Connection, setting: Setting, event: MembersAsked, now: datetime) -> None:
    row = {
        "id": event.subject,
        "tender": event.tender,
        "words": event.words,
        "wanted_by": event.wanted_by,
        "person": event.person,
        "asked_at": now,
    }
    insert_once(connection, member_asks, {**key_of(setting), **row})
    silent = {"helps": False, "words": "", "late": False}
    rows = [{**key_of(setting), "ask": event.subject, "organisation": each, **silent} for each in event.asked]
    connection.execute(insert(ask_replies), rows)


def _answered(connection: Connection, setting: Setting, event: AskAnswered, now: datetime) -> None:
    key = {**key_of(setting), "ask": event.subject, "organisation": event.organisation}
    said = {"helps": event.helps, "words": event.words, "late": event.late}
    changed = where(ask_replies.update(), ask_replies, key)
    connection.execute(changed.values(**said, person=event.person, answered_at=now))


def _closed(connection: Connection, setting: Setting, event: AskClosed, now: datetime) -> None:
    this = {**key_of(setting), "id": event.subject}
    connection.execute(where(member_asks.update(), member_asks, this).values(closed_at=now))


WRITERS: Mapping[type[Event], Writer] = {MembersAsked: _asked, AskAnswered: _answered, AskClosed: _closed}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    AskForm: ask_form,
    ShowAsks: show_asks,
}
