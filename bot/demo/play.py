"""A whole day played through the demo by Slack payloads alone, told as a story; every step either held or did not."""

import tempfile
import time
from pathlib import Path

from bot import ids
from bot.demo.day import Day, DidNotHold, Tell, words_of
from bot.demo.gates_played import AGREED, play_gates
from bot.demo.house import House
from bot.demo.meetings_played import marking, play_meetings
from bot.demo.tenders_played import play_clesp_tender

# Those present in each partnership, and how they vote: as many for as against.
CLPP = {
    "ekc-group": "for",
    "wealden-downs": "for",
    "north-downs": "abstain",
    "kent-council": "against",
    "medway-council": "against",
    "compass-point": "",  # withdraws for an interest
}
VOLUNTARYWORKS = {"brec": "for", "brcc": "against", "cvs-mid-north-beds": "for", "val": "against"}
BUTTONS = {"for": ids.VOTE_FOR, "against": ids.VOTE_AGAINST, "abstain": ids.VOTE_ABSTAIN}


def play(tell: Tell, database_url: str | None = None) -> bool:
    """Play the day in a workspace of its own, which is thrown away afterwards. Returns whether every step held."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="quorate-") as var:
        day = Day(House(Path(var), database_url=database_url), tell)
        try:
            with day.house:
                for chapter in CHAPTERS:
                    chapter(day)
        except DidNotHold as wrong:
            tell(f"  did not hold: {wrong}")
            tell("The day did not come out as the terms of reference say.")
            return False
    tell(
        f"Every step held. {day.steps} steps in {time.monotonic() - began:.1f} s; the slowest answer took {day.slowest:.0f} ms."
    )
    return True


def _clpp(day: Day) -> None:
    day.tell("The Care Leaver Progression Partnership, under its terms of reference 2020-21")
    chair, channel = day.person("kwabena-ofori", "clpp"), "#clpp"
    with day.step(
        "Kwabena Ofori, the chair, opens /partnership: who is who, the rules, what the register lacks"
    ):
        day.held(chair.command(channel, ids.PARTNERSHIP))
        chair.close(chair.views()[-1], whole_stack=True)
    with day.step("He calls the roll: six of ten organisations are present"):
        day.held(chair.command(channel, ids.VOTE))
        day.held(chair.submit(chair.views()[-1], {"how": "meeting"}))
        day.held(
            chair.submit(chair.views()[-1], marking(chair.views()[-1], CLPP)), "6 of 10 voting organisations"
        )
    put = chair.views()[-1]
    with day.step("Declarations come first (4.5): all six say aloud that they have none, and he records it"):
        day.held(chair.press(put, ids.OPEN_ORAL))
        day.held(chair.submit(chair.views()[-1], {"nil": list(CLPP)}), "all have been heard")
        chair.close(chair.views()[-1])
        day.wait_until_heard(chair)
    with day.step("A motion without consensus sought first is refused, under the field, with 4.3"):
        refused = chair.submit(chair.views()[-1], {"text": AGREED})
        if "Consensus comes first" not in str(refused.errors):
            raise DidNotHold(f"the form answered {refused.errors or refused}")
    with day.step("Consensus was sought and not reached: the motion is put"):
        form = {"text": AGREED, "consensus_sought": ["sought"]}
        day.held(chair.submit(chair.views()[-1], form))
        motion = day.wait_for_message(chair, channel, AGREED)
    guidance = day.speaker("compass-point", "clpp")
    with day.step("Compass Point Guidance declares an interest; its vote is off until the chair rules (4.5)"):
        day.held(guidance.press(motion, ids.OPEN_DECLARE))
        day.held(guidance.submit(guidance.views()[-1], {"nature": "We would be paid to deliver it"}))
        day.held(guidance.press(motion, ids.VOTE_FOR))
        day.told(guidance, channel, "declared an interest")
        day.wait_for_message(chair, chair.dm(), "We would be paid to deliver it")
    with day.step("Somebody who is in no register presses For, and is told why not and whom to ask"):
        newcomer = day.house.slack.act("U0NEWCOMER")
        day.held(newcomer.press(motion, ids.VOTE_FOR))
        day.told(newcomer, channel, "not in the register")
    with day.step("Three organisations vote"):
        for organisation in list(CLPP)[:3]:
            day.held(day.speaker(organisation, "clpp").press(motion, BUTTONS[CLPP[organisation]]))
    with day.step("The bot is stopped and started again; the votes are still there"):
        day.house.stop_bot()
        day.house.start_bot()
        day.wait_for_message(chair, channel, "3 of 5 have voted")
    with day.step("The others vote: two for, two against, one abstaining"):
        for organisation in ("kent-council", "medway-council"):
            day.held(day.speaker(organisation, "clpp").press(motion, BUTTONS[CLPP[organisation]]))
        day.wait_for_message(chair, channel, "5 of 5 have voted")
    with day.step("The chair closes the vote: it is tied, and the casting vote is the chair's alone (4.3)"):
        day.held(chair.press(motion, ids.CLOSE_VOTE))
        asked = day.wait_for_message(chair, chair.dm(), "casting vote")
        other = day.speaker("ekc-group", "clpp")
        if any("casting vote" in words_of(each) for each in other.messages(other.dm())):
            raise DidNotHold("somebody else was given the casting vote")
    with day.step("He gives it for, with his reason: the motion is carried"):
        day.held(chair.press(asked, ids.OPEN_CASTING_VOTE))
        form = {"choice": "for", "reason": "The fund closes on Friday"}
        day.held(chair.submit(chair.views()[-1], form))
        day.wait_for_message(chair, channel, "The fund closes on Friday")
    with day.step("“Why?” shows the arithmetic, the clause and its own words"):
        day.held(chair.press(day.wait_for_message(chair, channel, AGREED), ids.WHY_MOTION))
        if "4.3" not in words_of(chair.views()[-1]):
            raise DidNotHold("the clause was not shown")
        chair.close(chair.views()[-1], whole_stack=True)


def _voluntaryworks(day: Day) -> None:
    day.tell("The Voluntaryworks Consortium, under its Partnership Agreement")
    chair, channel = day.person("rosalind-ketteridge", "voluntaryworks"), "#voluntaryworks"
    with day.step("Rosalind Ketteridge, the chair, calls the roll, hears declarations and puts a motion"):
        day.held(chair.command(channel, ids.VOTE))
        day.held(chair.submit(chair.views()[-1], {"how": "meeting"}))
        day.held(
            chair.submit(chair.views()[-1], marking(chair.views()[-1], VOLUNTARYWORKS)),
            "4 of 6 voting organisations",
        )
        put = chair.views()[-1]
        day.held(chair.press(put, ids.OPEN_ORAL))
        day.held(chair.submit(chair.views()[-1], {"nil": list(VOLUNTARYWORKS)}), "all have been heard")
        chair.close(chair.views()[-1])
        day.wait_until_heard(chair)
        form = {"text": "That the volunteer survey be repeated", "consensus_sought": ["sought"]}
        day.held(chair.submit(chair.views()[-1], form))
        motion = day.wait_for_message(chair, channel, "That the volunteer survey be repeated")
    with day.step("A co-opted organisation has no vote, and is told so (5.4)"):
        co_opted = day.speaker("ouse-valley", "voluntaryworks")
        day.held(co_opted.press(motion, ids.VOTE_FOR))
        day.told(co_opted, channel, "co-opted")
    with day.step("Four vote: two for, two against"):
        for organisation, choice in VOLUNTARYWORKS.items():
            day.held(day.speaker(organisation, "voluntaryworks").press(motion, BUTTONS[choice]))
    with day.step(
        "A tie: the Agreement is silent, the Consortium adopted “not carried”, and nobody has a casting vote"
    ):
        day.held(chair.press(motion, ids.CLOSE_VOTE))
        day.wait_for_message(chair, channel, "not carried")
        if any("casting vote" in words_of(each) for each in chair.messages(chair.dm())):
            raise DidNotHold("a casting vote was offered")


def _clesp(day: Day) -> None:
    day.tell("CLESP, whose own terms are not in its membership pack")
    chair, channel = day.person("morwenna-tangye", "clesp"), "#clesp"
    with day.step("A binding vote is not offered; an indicative one is, and says that it binds nobody (2.6)"):
        day.held(chair.command(channel, ids.VOTE))
        form = chair.views()[-1]
        if "indicative" not in words_of(form).lower():
            raise DidNotHold("the form does not say that only an indicative vote is open")
        day.held(chair.submit(form, {"how": "indicative"}))
        day.held(chair.submit(chair.views()[-1], {"text": "Shall we look at the Devon tender?"}))
        day.wait_for_message(chair, channel, "Shall we look at the Devon tender?")
    with day.step("Exeter CVS declares that it means to join a competing bid (4.4)"):
        exeter = day.speaker("exeter-cvs", "clesp")
        day.held(exeter.command(channel, ids.DECLARE_INTEREST, "We mean to join another consortium's bid"))
        day.held(
            exeter.submit(exeter.views()[-1], {"new_kind": "tender", "new_title": "Devon skills for work"})
        )
        day.wait_for_message(chair, chair.dm(), "We mean to join another consortium's bid")


CHAPTERS = (play_clesp_tender, play_meetings, _clpp, _voluntaryworks, _clesp, play_gates)
