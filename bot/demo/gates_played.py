"""What each partnership's own document asks for before a bid goes on: CLPP's four agreements, Voluntaryworks' first decision."""

from bot import ids
from bot.demo.day import Day, DidNotHold, words_of
from bot.demo.tenders_played import back, does, moves, options_of, refused, see_tender
from bot.local_slack import Actor
from bot.workflows.tenders.tender_questions import FOUND_ONES

AGREEMENTS = (
    "lead and process agreed",
    "route of approval agreed",
    "resources agreed",
    "accountable body agreed",
)
AGREED = "That we bid jointly, with EKC Group leading and as accountable body"  # what CLPP's meeting has carried by then
LEAD = "ekc-group"
BEGINS = 20  # characters by which a decision is known in a menu


def play_gates(day: Day) -> None:
    """CLPP's and Voluntaryworks' gates, each refusing."""
    _clpp(day)
    _voluntaryworks(day)


def _clpp(day: Day) -> None:
    day.tell("CLPP asks for four agreements before a bid is prepared (5.4)")
    secretary, channel, title = day.person("gwendolen-saxby", "clpp"), "#clpp", "Tenancy Sustainment"
    _told(day, secretary, channel, title)
    with day.step("Preparing it is refused: all four are missing, each with its button"):
        refused(day, secretary, "preparing", *(f"{each} (5.4)" for each in AGREEMENTS))
        secretary.close(secretary.views()[-1], whole_stack=True)
    with day.step(
        "Each is recorded with the decision it rests on, which the meeting has carried: it is prepared"
    ):
        see_tender(day, secretary, channel, title)
        for step in AGREEMENTS:
            _recorded(day, secretary, step)
        moves(day, secretary, "preparing")
    with day.step("Submitting it is refused: members approve the final bid first (5.4.2)"):
        refused(day, secretary, "submitted", "final bid approved (5.4.2)")


def _voluntaryworks(day: Day) -> None:
    day.tell("Voluntaryworks decides first whether members bid together or each alone (10.8)")
    officer, channel = day.person("edwina-sharrock", "voluntaryworks"), "#voluntaryworks"
    title = "Provision for Children looked after"
    _told(day, officer, channel, title)
    with day.step("Working it up is refused: that decision comes first"):
        refused(day, officer, "working up", "bid together or alone decided (10.8)")
        officer.close(officer.views()[-1], whole_stack=True)
    with day.step("So is a member that would bid alone, under the field, with the clause"):
        member = day.speaker("brcc", "voluntaryworks")
        notice = day.wait_for_message(member, member.dm(), title)
        day.held(member.press(notice, ids.OPEN_INTEREST))
        answer = member.submit(member.views()[-1], {"competing": "no", "how": "alone"})
        if "10.8" not in str(answer.errors):
            raise DidNotHold(f"the form answered {answer.errors or words_of(answer.view)}")
        member.close(member.views()[-1], whole_stack=True)


def _told(day: Day, officer: Actor, channel: str, title: str) -> None:
    with day.step("A tender is taken in from the portals, and members are told that it is considered"):
        partnership = channel.removeprefix("#")
        day.house.poll_portals(lambda _: None, [partnership])
        see_tender(day, officer, channel, title, FOUND_ONES)
        does(day, officer, ids.OPEN_TELL_MEMBERS, {"intends": "To bid."}, says="told that")


def _recorded(day: Day, secretary: Actor, step: str) -> None:
    """A step recorded with the decision it rests on, and the organisation where it names one."""
    day.held(day.press_first(secretary, ids.variant(ids.OPEN_STEP, step.replace(" ", "-"))))
    form = secretary.views()[-1]
    offered = options_of(form, "decision")
    decision = next((each["value"] for each in offered if AGREED[:BEGINS] in words_of(each)), None)
    if decision is None:
        raise DidNotHold(f"the decision is not offered: {offered}")
    chosen = {"decision": decision}
    if any(each.get("block_id") == "organisation" for each in form["blocks"]):
        chosen["organisation"] = LEAD
    day.held(secretary.submit(form, chosen), "Recorded for")
    back(secretary)
