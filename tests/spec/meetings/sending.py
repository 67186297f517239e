"""Papers in the words of a test: who submits what, what becomes of it, and what goes round to whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.store.meetings.meeting_tables import circulations, paper_versions, shortfalls
from bot.store.papers import papers as paper_rows
from bot.store.papers import rounds as round_rows
from bot.store.papers.service import services_of
from bot.store.partnership import partnerships
from bot.store.tables import meetings, outbox
from bot.workflows.agenda.proposing import ProposeItem
from bot.workflows.decisions import AlreadyDone, Decision, Refused, Setting
from bot.workflows.papers.circulation import CirculatePapers
from bot.workflows.papers.deciding_papers import ACCEPT, DecidePaper
from bot.workflows.papers.late_papers import AdmitLatePaper
from bot.workflows.papers.paper_checks import SubmittedFile
from bot.workflows.papers.paper_questions import PapersPicture, RoundPicture, ShowPapers, ShowRound
from bot.workflows.papers.papers import Paper
from bot.workflows.papers.service import AcknowledgePapers, MarkServedByHand, Service
from bot.workflows.papers.submitting import SubmitPaper
from tests.rehearsal import MEETING, Rehearsal
from tests.rooms import CHAIR
from tests.spec.meetings.calling import SECRETARY, press, told

MEMBER, OTHER_MEMBER = "marguerite-tolley", "nisha-varghese"  # of CLPP: Wealden Downs, Compass Point
CO_OPTED, OBSERVER = "jocelyn-hurst", "mirela-costin"  # Lantern, Harbour
Outcome = Decision | Refused | AlreadyDone


def london(day: str, at: str = "10:00") -> datetime:
    """A time on London's clocks."""
    return datetime.fromisoformat(f"{day} {at}").replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def file(name: str = "report.pdf", size: int | None = 2048, id: str = "F0REPORT") -> SubmittedFile:
    """A file as Slack tells of it."""
    return SubmittedFile(id, name, "application/pdf", size, f"https://files.slack.com/{id}/{name}")


def item(body: Rehearsal, title: str, id: str, meeting: str = MEETING, **words: Any) -> str:
    """An item the secretariat puts on the agenda; returns its id."""
    outcome = body.say(
        SECRETARY[body.slug],
        ProposeItem,
        partnership=body.slug,
        delivery=press(body),
        meeting=meeting,
        item=id,
        title=title,
        **words,
    )
    assert isinstance(outcome, Decision), outcome
    return id


def submits(
    body: Rehearsal, who: str, title: str = "The data report", *, paper: str = "paper-1", **words: Any
) -> Outcome:
    """Somebody submits a paper: a file, unless a link is given."""
    asked = {"meeting": MEETING, "files": () if words.get("link") else (file(),)}
    return body.say(
        who,
        SubmitPaper,
        partnership=body.slug,
        delivery=press(body),
        paper=paper,
        title=title,
        **{**asked, **words},
    )


def decides(
    body: Rehearsal, decision: str = ACCEPT, paper: str = "paper-1", who: str = "", **words: Any
) -> Outcome:
    """The secretariat decides what becomes of a paper."""
    return body.say(
        who or SECRETARY[body.slug],
        DecidePaper,
        partnership=body.slug,
        delivery=press(body),
        paper=paper,
        decision=decision,
        **words,
    )


def admits(body: Rehearsal, who: str, *, agreed: bool = True, paper: str = "paper-1") -> Outcome:
    """Whoever decides records whether a late paper is taken."""
    return body.say(
        who, AdmitLatePaper, partnership=body.slug, delivery=press(body), paper=paper, agreed=agreed
    )


def circulates(body: Rehearsal, who: str = "", meeting: str = MEETING, **words: Any) -> Outcome:
    """The secretariat sends agenda and papers round."""
    return body.say(
        who or SECRETARY[body.slug],
        CirculatePapers,
        partnership=body.slug,
        delivery=press(body),
        meeting=meeting,
        **words,
    )


def has_these(body: Rehearsal, who: str, circulation: str) -> Outcome:
    """Somebody presses “I have these”."""
    return body.say(
        who, AcknowledgePapers, partnership=body.slug, delivery=press(body), circulation=circulation
    )


def by_hand(body: Rehearsal, person: str, on: date | None, who: str = "", circulation: str = "") -> Outcome:
    """The secretariat records that somebody was given them another way."""
    return body.say(
        who or SECRETARY[body.slug],
        MarkServedByHand,
        partnership=body.slug,
        delivery=press(body),
        circulation=circulation or rounds(body)[-1].id,
        people=(person,),
        on=on,
    )


def fetched(body: Rehearsal, content: bytes = b"%PDF-1.7", state: str = "kept", error: str = "") -> None:
    """Delivery has brought everything that waited; or has given it up."""
    values = {"state": state, "content": content if state == "kept" else None, "error": error}
    with body.store.transaction() as connection:
        connection.execute(
            update(paper_versions)
            .where(paper_versions.c.state == "waiting")
            .values(digest="d" * 64, **values)
        )


def ready(body: Rehearsal, who: str = "", title: str = "The data report", **words: Any) -> None:
    """A paper is submitted by the secretariat, so looked over, and its bytes are here."""
    outcome = submits(body, who or SECRETARY[body.slug], title, **words)
    assert isinstance(outcome, Decision), outcome
    fetched(body)


def delivered(
    body: Rehearsal,
    *,
    failed: tuple[str, ...] = (),
    doubtful: tuple[str, ...] = (),
    later: timedelta = timedelta(),
) -> None:
    """Delivery has dealt with what waits in the outbox: sent, but for these people's."""
    accounts = {body.user(each): "failed" for each in failed} | {
        body.user(each): "in_doubt" for each in doubtful
    }
    with body.store.transaction() as connection:
        waiting = connection.execute(select(outbox).where(outbox.c.state == "pending")).all()
        for row in waiting:
            state = accounts.get(row.recipient, "sent")
            sent: dict[str, Any] = {
                "channel": f"D{row.recipient}",
                "ts": "1.0",
                "sent_at": row.due_at + later,
            }
            values = sent if state == "sent" else {"error": "channel_not_found"}
            connection.execute(
                update(outbox)
                .where(outbox.c.partnership == row.partnership, outbox.c.key == row.key)
                .values(state=state, **values)
            )


def begins(body: Rehearsal, day: str, meeting: str = MEETING, chair: str = CHAIR) -> None:
    """A booked meeting is in session: its chair in the chair, at two in the afternoon of its day."""
    body.clock.set(london(day, "14:05"))
    with body.store.transaction() as connection:
        connection.execute(
            update(meetings)
            .where(meetings.c.id == meeting)
            .values(state="in session", chaired_by=chair, opened_at=body.clock.now())
        )


def paper(body: Rehearsal, which: str = "paper-1") -> Paper:
    """A paper as it is kept."""
    with body.store.reading() as connection:
        found = paper_rows.paper_of(connection, _setting(body), which)
    assert found is not None
    return found


def papers_of(body: Rehearsal, meeting: str = MEETING) -> tuple[Paper, ...]:
    """The papers of a meeting."""
    with body.store.reading() as connection:
        return paper_rows.papers_of(connection, _setting(body), meeting)


def proof(body: Rehearsal, meeting: str = MEETING) -> dict[tuple[int, str], Service]:
    """What became of each round for each person."""
    with body.store.reading() as connection:
        found = services_of(connection, _setting(body), meeting=meeting)
    return {(each.number, each.person): each for each in found}


def rounds(body: Rehearsal) -> list[Any]:
    """The rounds there were, the first first."""
    with body.store.reading() as connection:
        return list(
            connection.execute(
                select(circulations)
                .where(circulations.c.partnership == body.slug)
                .order_by(circulations.c.circulated_at, circulations.c.number)
            )
        )


def short(body: Rehearsal) -> dict[str, str]:
    """What falls short, for the minutes: the words by the rule."""
    with body.store.reading() as connection:
        rows = connection.execute(select(shortfalls).where(shortfalls.c.partnership == body.slug))
        return {row.rule: row.words for row in rows}


def sent_to(body: Rehearsal, who: str) -> list[Any]:
    """The papers that came to somebody, or to the channel, by message: the data of each notice."""
    return [each.data for each in told(body, "PapersNotice", body.user(who)) if each.partnership == body.slug]


def channel(body: Rehearsal) -> str:
    """The partnership's channel."""
    return _setting(body).channel


def titles(data: Any) -> list[str]:
    """The titles of the papers in a notice."""
    return [each["title"] for each in data["papers"]]


def looks(body: Rehearsal, who: str = "", meeting: str = MEETING) -> RoundPicture:
    """What is shown to whoever looks over what would go round."""
    asked = body.user(who or SECRETARY[body.slug])
    question = ShowRound(
        workspace=body.workspace, team=body.team, user=asked, partnership=body.slug, meeting=meeting
    )
    return body.secretary.ask(question)


def sees_papers(body: Rehearsal, who: str, meeting: str = MEETING) -> PapersPicture:
    """The papers of a meeting as somebody sees them."""
    question = ShowPapers(
        workspace=body.workspace,
        team=body.team,
        user=body.user(who),
        partnership=body.slug,
        meeting=meeting,
    )
    return body.secretary.ask(question)


def listed_titles(picture: PapersPicture) -> list[str]:
    """The titles somebody sees."""
    return [line.paper.title for _, lines in picture.papers for line in lines]


def withdrawn(body: Rehearsal, item: str) -> dict[str, frozenset[str]]:
    """Which organisations have withdrawn from an item."""
    with body.store.reading() as connection:
        return dict(round_rows.withdrawn_from(connection, _setting(body), MEETING, {item}))


def _setting(body: Rehearsal) -> Setting:
    with body.store.reading() as connection:
        found = partnerships.setting(connection, body.workspace, body.slug, body.clock.now())
    assert found is not None
    return found
