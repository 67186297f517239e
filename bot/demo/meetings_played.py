"""Two meetings from their booking to what becomes of their decisions, with the clock turned: CLPP's and Voluntaryworks'."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import ids
from bot.demo.day import LONDON, Day, DidNotHold, elements, seen, words_of
from bot.local_slack import Actor
from bot.rules.notice import calendar_of, deadlines
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Terms
from bot.rules.wording import day_words
from bot.workflows.meetings.deadlines import warned_before

AHEAD = timedelta(days=75)  # from today to the meeting: time for every warning
TWO = time(14, 0)


def play_meetings(day: Day) -> None:
    """The whole story of both."""
    _clpp(day)
    _voluntaryworks(day)


def _clpp(day: Day) -> None:
    day.tell("CLPP's Strategy Group: a meeting booked once, and kept")
    terms = parse_terms(sample_terms("clpp"))
    held = _thursday(day, AHEAD)
    papers = _last_day(terms, "papers", held)
    secretary, channel = day.person("gwendolen-saxby", "clpp"), "#clpp"
    chair, ekc = day.person("kwabena-ofori", "clpp"), day.speaker("ekc-group", "clpp")
    with day.step(f"Gwendolen Saxby books it for {day_words(held)}: the papers by {day_words(papers)} (4.9)"):
        _book(day, secretary, channel, held, day_words(papers))
    with day.step("Everybody called has it by message, in the same words, with the calendar file (C24)"):
        invitation = day.wait_for_message(ekc, ekc.dm(), "Strategy Group")
        if not any(str(each["name"]).endswith(".ics") for each in invitation.get("files", [])):
            raise DidNotHold("the invitation has no calendar file")
    with day.step("Folasade Akande says with one press that she comes"):
        day.held(ekc.press(invitation, ids.REPLY_COMING))
        day.told(ekc, ekc.dm(), "coming")
    with day.step("She proposes an item (4.9), and the secretariat accepts it"):
        day.held(ekc.command(channel, ids.AGENDA, "The annual data report"))
        day.held(ekc.submit(ekc.views()[-1]))
        proposed = day.wait_for_message(secretary, secretary.dm(), "The annual data report")
        day.held(secretary.press(proposed, ids.ACCEPT_ITEM))
    warnings = warned_before(
        calendar_of(terms).last_working_day_on_or_before(papers), "Europe/London", calendar_of(terms)
    )
    for left, at in warnings[:2]:
        day.turn_to(at.astimezone(LONDON).replace(tzinfo=None))
        with day.step(f"The secretariat is warned: {left} working days left, and what is missing (G5)"):
            day.wait_for_message(secretary, secretary.dm(), f"{left} working days left")
    _circulate(day, secretary, ekc)
    day.turn_to(datetime.combine(held - timedelta(days=7), time(9, 1)))
    university = day.speaker("north-downs", "clpp")
    with day.step("Seven days before, only those who have not answered are reminded, as adopted"):
        day.wait_for_message(university, university.dm(), "You have not said yet whether you will be there")
        if any("You have not said yet" in words_of(each) for each in ekc.messages(ekc.dm())):
            raise DidNotHold("somebody who had answered was reminded")
    coming = ("wealden-downs", "kent-council", "medway-council")
    with day.step("Three more are coming; the two from higher education send apologies"):
        for organisation in coming:
            speaker = day.speaker(organisation, "clpp")
            message = day.wait_for_message(speaker, speaker.dm(), "Strategy Group")
            day.held(speaker.press(message, ids.REPLY_COMING))
        for organisation in ("north-downs", "invicta"):
            _apologises(day, day.speaker(organisation, "clpp"), channel)
    with day.step("Who is coming? Without somebody from higher education there will be no quorum (4.6)"):
        day.held(secretary.command(channel, ids.MEETING))
        day.held(
            secretary.press(secretary.views()[-1], ids.variant(ids.OPEN_MEETING, _meeting_in(secretary)))
        )
        shown = words_of(secretary.views()[-1])
        if "higher education" not in shown:
            raise DidNotHold(f"the meeting does not say what is lacking: {shown[-400:]}")
        secretary.close(secretary.views()[-1], whole_stack=True)
    day.turn_to(datetime.combine(held, time(13, 45)))
    with day.step("A quarter of an hour before, the secretariat has the button that opens it"):
        begins = day.wait_for_message(secretary, secretary.dm(), "about to begin")
    day.turn_to(datetime.combine(held, time(14, 5)))
    with day.step("The chair is away. It is opened from the replies, and the agenda is locked (4.2)"):
        day.held(secretary.press(begins, ids.OPEN_ROLL))
        roll = secretary.views()[-1]
        nobody = _option(roll, "chaired_by", "Nobody yet")
        opened = secretary.submit(roll, {"chaired_by": nobody})
        day.held(opened, "in session")
        if "higher education" not in seen(opened):
            raise DidNotHold("the answer does not name the sector that is missing")
    with day.step("Those present choose Priya Ramanathan to chair, and it is recorded (4.2)"):
        day.held(secretary.command(channel, ids.MEETING))
        day.held(day.press_first(secretary, ids.OPEN_ROOM))
        day.held(day.press_first(secretary, ids.OPEN_MEETING_CHAIR))
        form = secretary.views()[-1]
        day.held(secretary.submit(form, {"chosen": "priya-ramanathan"}), "Priya Ramanathan")
        secretary.close(secretary.views()[-1], whole_stack=True)
    acting = day.person("priya-ramanathan", "clpp")
    present = ("ekc-group", *coming)
    with day.step("Declarations are heard; a motion is put, voted on, and carried provisionally (4.7)"):
        _decides(day, acting, channel, present, "That the mentoring pilot be extended")
        day.wait_for_message(chair, channel, "provisionally")
    with day.step("The meeting closes; absence without apologies stands apart"):
        _close(day, secretary, channel)
    _ratified(day, secretary, chair, channel, held)


def _circulate(day: Day, secretary: Actor, ekc: Actor) -> None:
    """A paper comes, is looked over, and agenda and papers go round in one act."""
    with day.step("EKC Group submits its report (4.9); it is kept at once, and then deleted from Slack"):
        stored = ekc.upload(None, "data-report.pdf", b"%PDF-1.4 The annual data report")
        day.held(ekc.command("#clpp", ids.PAPERS, "The annual data report"))
        if "title" not in {each.get("block_id") for each in ekc.views()[-1]["blocks"]}:
            day.held(day.press_first(ekc, ids.OPEN_SUBMIT_PAPER))
        form = {"title": "The annual data report", "file": stored["id"]}
        day.held(ekc.submit(ekc.views()[-1], form))
        ekc.close(ekc.views()[-1], whole_stack=True)
        day.wait_until_kept()
        ekc.delete_file(stored["id"])
    with day.step(
        "The secretariat accepts it, looks everything over, and sends agenda and papers round in one act"
    ):
        paper = day.wait_for_message(secretary, secretary.dm(), "submitted")
        day.held(secretary.press(paper, ids.ACCEPT_PAPER))
        warning = day.wait_for_message(secretary, secretary.dm(), "5 working days left")
        day.held(secretary.press(warning, ids.OPEN_CIRCULATE))
        day.held(secretary.submit(secretary.views()[-1]))
        secretary.close(secretary.views()[-1], whole_stack=True)
    with day.step("Everybody has them with the file, and says so with one press"):
        sent = day.wait_for_message(ekc, ekc.dm(), "I have these")
        names = [str(each["name"]) for each in sent.get("files", [])]
        if not any(name.startswith("data-report") for name in names):
            raise DidNotHold(f"the message encloses only {names}")
        day.held(ekc.press(sent, ids.HAVE_PAPERS))


def _ratified(day: Day, secretary: Actor, chair: Actor, channel: str, held: date) -> None:
    """The next meeting, which is quorate, finds the decision on its agenda and ratifies it."""
    following = held + timedelta(days=56)
    with day.step(
        f"The next meeting is booked for {day_words(following)}; the decision is on its agenda (4.7)"
    ):
        _book(day, secretary, channel, following)
        day.held(secretary.command(channel, ids.AGENDA))
        if "mentoring pilot" not in words_of(secretary.views()[-1]):
            raise DidNotHold("the agenda does not have the decision that waits")
        secretary.close(secretary.views()[-1], whole_stack=True)
    day.turn_to(datetime.combine(following, time(14, 0)))
    present = ("ekc-group", "wealden-downs", "north-downs", "kent-council")
    with day.step("It is quorate, and ratifies what the last one decided"):
        day.held(chair.command(channel, ids.VOTE))
        day.held(chair.submit(chair.views()[-1], {"how": "meeting"}))
        day.held(
            chair.submit(chair.views()[-1], marking(chair.views()[-1], present)),
            "in session",
        )
        put = chair.views()[-1]
        day.held(chair.press(put, ids.OPEN_ORAL))
        day.held(chair.submit(chair.views()[-1], {"nil": list(present)}), "all have been heard")
        chair.close(chair.views()[-1])
        day.wait_until_heard(chair)
        day.held(chair.press(chair.views()[-1], ids.OPEN_AWAITING))
        day.held(day.press_first(chair, ids.OPEN_RATIFY))
        day.held(chair.submit(chair.views()[-1], {"how": "meeting", "consensus_sought": ["sought"]}))
        chair.close(chair.views()[-1], whole_stack=True)
        motion = day.wait_for_message(chair, channel, "be ratified:")
        for organisation in present:
            day.held(day.speaker(organisation, "clpp").press(motion, ids.VOTE_FOR))
        day.wait_for_message(chair, channel, f"{len(present)} of {len(present)}")
        day.held(chair.press(motion, ids.CLOSE_VOTE))
        day.wait_for_message(chair, channel, "atified by motion")
    with day.step("That meeting closes too"):
        _close(day, secretary, channel)


def _voluntaryworks(day: Day) -> None:
    day.tell(
        "The Voluntaryworks Consortium: it strives, and where its Agreement is silent nothing is invented"
    )
    terms = parse_terms(sample_terms("voluntaryworks"))
    held = _thursday(day, AHEAD)
    papers = _last_day(terms, "papers", held)
    secretary, channel = day.person("edwina-sharrock", "voluntaryworks"), "#voluntaryworks"
    chair = day.person("rosalind-ketteridge", "voluntaryworks")
    with day.step(f"Edwina Sharrock books it for {day_words(held)}: papers by {day_words(papers)} (10.5)"):
        _book(day, secretary, channel, held, day_words(papers))
    day.turn_to(datetime.combine(papers + timedelta(days=1), time(0, 1)))
    with day.step(
        "Nothing went round in five working days: the chair is told, and it is recorded for the minutes (10.5)"
    ):
        day.wait_for_message(chair, chair.dm(), "recorded for the minutes, and the meeting carries on")
    day.turn_to(datetime.combine(held, time(14, 0)))
    with day.step(
        "One of six comes: no quorum (10.6). The Agreement is silent on what follows: they discuss, and decide nothing"
    ):
        day.held(chair.command(channel, ids.VOTE))
        day.held(chair.submit(chair.views()[-1], {"how": "meeting"}))
        answered = chair.submit(chair.views()[-1], marking(chair.views()[-1], ("brcc",)))
        day.held(answered)
        if "10.6" not in seen(answered):
            raise DidNotHold(f"the answer does not cite the quorum: {seen(answered)[-300:]}")
        chair.close(chair.views()[-1], whole_stack=True)
    with day.step("That meeting closes"):
        _close(day, secretary, channel)


def _book(day: Day, secretary: Actor, channel: str, held: date, says: str = "") -> None:
    day.held(secretary.command(channel, ids.MEETING))
    day.held(secretary.press(secretary.views()[-1], ids.OPEN_BOOK))
    form = {"day": held, "time": TWO, "place": "Sessions House"}
    day.held(secretary.submit(secretary.views()[-1], form), says or "is booked for")
    secretary.close(secretary.views()[-1], whole_stack=True)


def _apologises(day: Day, speaker: Actor, channel: str) -> None:
    day.held(speaker.command(channel, ids.APOLOGIES, "Teaching that day"))
    day.held(speaker.submit(speaker.views()[-1], {"answer": "apologies"}))
    speaker.close(speaker.views()[-1], whole_stack=True)


def _decides(day: Day, chair: Actor, channel: str, present: tuple[str, ...], text: str) -> None:
    """Whoever is chairing hears declarations, puts a motion, and closes its vote once all have voted for it."""
    day.held(chair.command(channel, ids.VOTE, text))
    put = chair.views()[-1]
    day.held(chair.press(put, ids.OPEN_ORAL))
    day.held(chair.submit(chair.views()[-1], {"nil": list(present)}), "all have been heard")
    chair.close(chair.views()[-1])
    day.wait_until_heard(chair)
    day.held(
        chair.submit(chair.views()[-1], {"how": "meeting", "text": text, "consensus_sought": ["sought"]})
    )
    chair.close(chair.views()[-1], whole_stack=True)
    motion = day.wait_for_message(chair, channel, text)
    for organisation in present:
        day.held(day.speaker(organisation, "clpp").press(motion, ids.VOTE_FOR))
    day.wait_for_message(chair, channel, f"{len(present)} of {len(present)}")
    day.held(chair.press(motion, ids.CLOSE_VOTE))


def _close(day: Day, secretary: Actor, channel: str) -> None:
    day.held(secretary.command(channel, ids.MEETING))
    day.held(day.press_first(secretary, ids.OPEN_ROLL))
    day.held(day.press_first(secretary, ids.OPEN_CLOSE_MEETING))
    day.held(secretary.submit(secretary.views()[-1], {}))
    closed = words_of(secretary.views()[-1])
    if "is closed" not in closed:
        raise DidNotHold(f"the meeting did not close: {closed}")
    secretary.close(secretary.views()[-1], whole_stack=True)


def marking(view: dict[str, Any], organisations: Iterable[str]) -> dict[str, Any]:
    """The roll's form filled in: somebody is here for each of these organisations, in the room, and nobody else is."""
    element = next(each["element"] for each in view["blocks"] if each.get("block_id") == "present")
    offered = [str(each["value"]) for each in element["options"]]
    here = [next(each for each in offered if each.partition(":")[0] == wanted) for wanted in organisations]
    return {"present": here, "remote": [], "substitutes": []}


def _option(view: dict[str, Any], field: str, words: str) -> str:
    """The value of the option of a menu that begins with these words."""
    element = next(each["element"] for each in view["blocks"] if each.get("block_id") == field)
    options = element.get("options") or [o for group in element["option_groups"] for o in group["options"]]
    return str(next(each["value"] for each in options if each["text"]["text"].startswith(words)))


def _meeting_in(actor: Actor) -> str:
    """The id of the first meeting in the list of those to come."""
    found = next(e for e in elements(actor.views()[-1]) if ids.base(str(e["action_id"])) == ids.OPEN_MEETING)
    return str(found["action_id"]).partition(":")[2]


def _thursday(day: Day, ahead: timedelta) -> date:
    """The first Thursday so far ahead that is a working day."""
    calendar = calendar_of(parse_terms(sample_terms("clpp")))
    found = (day.house.clock.now() + ahead).astimezone(LONDON).date()
    while found.weekday() != 3 or not calendar.is_working_day(found):
        found += timedelta(days=1)
    return found


def _last_day(terms: Terms, rule: str, held: date) -> date:
    last = next(each.last_day for each in deadlines(terms, held) if each.rule == f"notice.{rule}")
    if last is None:
        raise DidNotHold(f"the last day for {rule} cannot be told")
    return last
