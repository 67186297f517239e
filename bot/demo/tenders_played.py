"""CLESP's tender from the portal's feed to the late return of a delivery partner, with the clock turned."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import ids
from bot.demo.day import LONDON, Day, DidNotHold, elements, seen, words_of
from bot.local_slack import Actor
from bot.register_files.samples import sample_register
from bot.rules.notice import calendar_of
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.workflows.tenders.tender_questions import FOUND_ONES

TITLE = "North West Skills Mapping Plan"
INTENDS = "To lead a bid in which two members deliver."
PENALTIES = "A return that comes late may delay the next payment by a month."
LEARNING_CURVE, GAVCA, CORNWALL = "learning-curve", "gavca", "cornwall-vsf"


def play_clesp_tender(day: Day) -> None:
    """The whole story of it."""
    day.tell("CLESP: a tender from the portal's feed to a delivery partner, by the membership pack")
    officer, channel = day.person("amara-lightfoot", "clesp"), "#clesp"
    friday = _clear_friday(day)
    day.turn_to(datetime.combine(friday, time(9, 0)))
    _in(day, officer, channel)
    _out(day, officer, channel)
    _answers(day, officer, channel)
    tuesday = friday + timedelta(days=4)
    day.turn_to(datetime.combine(tuesday, time(9, 1)))
    with day.step("Two working days on, only those who are silent are asked again (4.4)"):
        silent, answered = day.speaker("learning-plus", "clesp"), day.speaker("gavca", "clesp")
        day.wait_for_message(silent, silent.dm(), "your answer?")
        if any("your answer?" in words_of(each) for each in answered.messages(answered.dm())):
            raise DidNotHold("somebody who had answered was asked again")
    _worked_up(day, officer, channel)
    _contracted(day, officer, channel, tuesday)
    _returns(day, officer, channel, tuesday)


def _in(day: Day, officer: Actor, channel: str) -> None:
    with day.step("Both portals are polled: what is awarded already is left, the rest waits to be looked at"):
        told: list[str] = []
        day.house.poll_portals(told.append, ["clesp"])
        if not any(" new, " in each and "already awarded" in each for each in told):
            raise DidNotHold(f"the poll told {told}")
    with day.step("Amara Lightfoot, the secretariat, finds one among them, and nobody else has been told"):
        see_tender(day, officer, channel, TITLE, FOUND_ONES)
        day.wait_for_form(officer, "Members have not been told of it")
    with day.step("It cannot be worked up yet: members are told first, and called to deliver (1.4)"):
        refused(day, officer, "working up", "members told (1.4)", "delivery partners called (1.4)")


def _out(day: Day, officer: Actor, channel: str) -> None:
    with day.step("She tells members that it is considered: everybody at once, and the channel (2, 2.6)"):
        does(day, officer, ids.OPEN_TELL_MEMBERS, {"intends": INTENDS}, says="told that")
        officer.close(officer.views()[-1], whole_stack=True)
        public = day.wait_for_message(officer, channel, INTENDS)
    with day.step("Each has the same words, and that membership guarantees no role (1.3)"):
        for person in _representatives():
            speaker = day.person(person, "clesp")
            own = day.wait_for_message(speaker, speaker.dm(), INTENDS)
            if words_of(own) != words_of(public):
                raise DidNotHold(f"{person} was told in other words: {words_of(own)}")
        if "guarantee" not in words_of(public):
            raise DidNotHold("the notice says nothing of guarantees")
    with day.step("A guest presses a button under the notice, and is told whom to ask"):
        guest = day.house.slack.act("U0GUEST")
        day.held(guest.press(public, ids.NOT_FOR_US))
        day.told(guest, channel, "not in the register")


def _answers(day: Day, officer: Actor, channel: str) -> None:
    gavca, exeter, voscur = (day.speaker(each, "clesp") for each in ("gavca", "exeter-cvs", "voscur"))
    with day.step("GAVCA is interested; whether it is in a competing bid has to be said first (4.4)"):
        notice = day.wait_for_message(gavca, gavca.dm(), INTENDS)
        day.held(gavca.press(notice, ids.OPEN_INTEREST))
        form = gavca.views()[-1]
        if gavca.submit(form, {"offered": "Surveys of employers"}).ok:
            raise DidNotHold("the competing bid was not asked about")
        day.held(gavca.submit(form, {"competing": "no", "offered": "Surveys of employers"}), "is recorded")
        gavca.close(gavca.views()[-1], whole_stack=True)
    with day.step("Exeter CVS declares a competing bid, and no longer sees how this one stands (4.4)"):
        notice = day.wait_for_message(exeter, exeter.dm(), INTENDS)
        day.held(exeter.press(notice, ids.OPEN_COMPETING))
        day.held(exeter.submit(exeter.views()[-1], {"words": "With a college"}), "competing bid")
        exeter.close(exeter.views()[-1], whole_stack=True)
        see_tender(day, exeter, channel, TITLE)
        if "Missing before" in words_of(exeter.views()[-1]):
            raise DidNotHold("a competitor sees what is missing")
        exeter.close(exeter.views()[-1], whole_stack=True)
    with day.step("Voscur says with one press that it is not for them"):
        notice = day.wait_for_message(voscur, voscur.dm(), INTENDS)
        day.held(voscur.press(notice, ids.NOT_FOR_US))
        day.told(voscur, voscur.dm(), "not for")
    with day.step("The secretariat sees who has answered what, and who is silent"):
        see_tender(day, officer, channel, TITLE)
        day.held(day.press_first(officer, ids.OPEN_ANSWERS))
        day.wait_for_form(officer, "1 in another bid · 1 not for us")
        officer.close(officer.views()[-1], whole_stack=True)


def _worked_up(day: Day, officer: Actor, channel: str) -> None:
    with day.step("Members are called to be delivery partners: now it can be worked up (1.4)"):
        see_tender(day, officer, channel, TITLE)
        step = ids.variant(ids.OPEN_STEP, "delivery-partners-called")
        does(day, officer, step, {}, says="Recorded for")
        moves(day, officer, "working up")
    with day.step("A project team, from the Steering Group and nobody else (1.2)"):
        does(day, officer, ids.OPEN_TEAM, {"people": ["fergus-heathcote"]}, says="Fergus Heathcote")
    with day.step("The next three months go to the channel as a picture that needs no colour"):
        officer.close(officer.views()[-1], whole_stack=True)
        day.held(officer.command(channel, ids.TENDER))
        day.held(day.press_first(officer, ids.SHARE_TIMELINE))
        posted = day.wait_for_message(officer, channel, "Tenders to come")
        if not any(str(each["name"]).endswith(".png") for each in posted.get("files", [])):
            raise DidNotHold("the picture did not come")
        officer.close(officer.views()[-1], whole_stack=True)
    with day.step("It is prepared, submitted in time, and won: the pack asks for nothing more before"):
        see_tender(day, officer, channel, TITLE)
        for stage in ("preparing", "submitted", "won"):
            moves(day, officer, stage)


def _contracted(day: Day, officer: Actor, channel: str, today: date) -> None:
    contract = {
        "holder": LEARNING_CURVE,
        "dated_on": today,
        "ends_on": today + timedelta(days=60),
        "sla_on": today,
        "penalties": PENALTIES,
        "every": "each month",
        "days": "5",
    }
    with day.step("One organisation holds the contract, and never CLESP itself; returns are monthly"):
        day.wait_for_form(officer, "Enter the contract")
        day.held(day.press_first(officer, ids.OPEN_CONTRACT))
        form = officer.views()[-1]
        if "CLESP" in _offered(form, "holder"):
            raise DidNotHold("the partnership itself is offered as the holder")
        day.held(officer.submit(form, contract), "holds the contract")
        back(officer)
        moves(day, officer, "contracted")
    with day.step("GAVCA and Cornwall VSF are selected, which makes nobody a delivery partner (1.4)"):
        for organisation in (GAVCA, CORNWALL):
            does(day, officer, ids.OPEN_PARTNER, {"organisation": organisation}, says="once this is done")
    with day.step("Their contracts and service level agreements are dated: now both are delivery partners"):
        for organisation in (GAVCA, CORNWALL):
            dated = {"organisation": organisation, "contract_on": today, "sla_on": today}
            does(day, officer, ids.OPEN_PARTNER, dated, says="is a delivery partner")
        officer.close(officer.views()[-1], whole_stack=True)


def _returns(day: Day, officer: Actor, channel: str, today: date) -> None:
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    gavca, cornwall = day.speaker(GAVCA, "clesp"), day.speaker(CORNWALL, "clesp")
    day.turn_to(datetime.combine(first, time(9, 1)))
    with day.step("The month is over: both are asked for their first return"):
        for partner in (gavca, cornwall):
            day.wait_for_message(partner, partner.dm(), "A return on")
    with day.step("GAVCA's comes, and is marked as received: the return itself stays out of Slack"):
        see_tender(day, officer, channel, TITLE)
        day.held(day.press_first(officer, ids.OPEN_RETURN))
        form = officer.views()[-1]
        wanted = next(each for each in options_of(form, "return") if each["value"].startswith(GAVCA))
        day.held(officer.submit(form, {"return": wanted["value"]}), "Received from")
        officer.close(officer.views()[-1], whole_stack=True)
    day.turn_to(datetime.combine(first + timedelta(days=5), time(9, 1)))
    with day.step("Five days on the other is late: its partner is told in the agreement's own words"):
        day.wait_for_message(cornwall, cornwall.dm(), PENALTIES)
        if any(PENALTIES in words_of(each) for each in gavca.messages(gavca.dm())):
            raise DidNotHold("a partner whose return has come was told that it is late")


def see_tender(day: Day, actor: Actor, channel: str, title: str, tab: str = "") -> None:
    """Open the list of tenders, another tab of it where one is given, and in it the tender with these words in its title."""
    day.held(actor.command(channel, ids.TENDER))
    if tab:
        day.held(actor.press(actor.views()[-1], ids.variant(ids.OPEN_TENDERS, tab)))
    listed = day.wait_for_form(actor, title)
    after = iter(listed["blocks"])
    next(block for block in after if title in words_of(block))
    button = next(each for block in after for each in elements({"blocks": [block]}))
    day.held(actor.press(listed, str(button["action_id"]), value=button.get("value")))


def does(day: Day, actor: Actor, action: str, form: dict[str, Any], *, says: str) -> None:
    """Press a button in the window of a tender, send in its form, and come back to the window."""
    day.held(day.press_first(actor, action))
    day.held(actor.submit(actor.views()[-1], form), says)
    back(actor)


def moves(day: Day, actor: Actor, stage: str) -> None:
    """Move the tender in whose window somebody is to another stage."""
    does(day, actor, ids.OPEN_MOVE_TENDER, {"stage": stage}, says=f"has moved to {stage}")


def refused(day: Day, actor: Actor, stage: str, *reasons: str) -> None:
    """Try to move the tender in whose window somebody is; it is refused under the stage, and each reason is there."""
    day.held(day.press_first(actor, ids.OPEN_MOVE_TENDER))
    answer = actor.submit(actor.views()[-1], {"stage": stage})
    said = str(answer.errors)
    if any(each not in said for each in reasons):
        raise DidNotHold(f"{reasons} was expected, and {answer.errors or seen(answer)} came")
    actor.close(actor.views()[-1])


def back(actor: Actor) -> None:
    """Close the answer to a form, where it stands on the window of the tender."""
    if len(actor.views()) > 2:
        actor.close(actor.views()[-1])


def options_of(form: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """What a menu of a form offers."""
    element = next(each["element"] for each in form["blocks"] if each.get("block_id") == field)
    found: list[dict[str, Any]] = element["options"]
    return found


def _offered(form: dict[str, Any], field: str) -> str:
    return " ".join(words_of(each) for each in options_of(form, field))


def _representatives() -> Iterator[str]:
    register = sample_register("clesp")
    yield from sorted({each.person for each in register.appointments if each.capacity == "representative"})


def _clear_friday(day: Day) -> date:
    """The first Friday on which two weeks begin that have no bank holiday in them."""
    calendar = calendar_of(parse_terms(sample_terms("clesp")))
    found = (day.house.clock.now() + timedelta(days=1)).astimezone(LONDON).date()
    while found.weekday() != 4 or not all(
        calendar.is_working_day(each)
        for each in (found + timedelta(days=ahead) for ahead in range(14))
        if each.weekday() < 5
    ):
        found += timedelta(days=1)
    return found
