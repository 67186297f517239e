"""Slack in: every command, button and form to the one function that answers it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.context import BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.clock import Clock
from bot.handlers import (
    absent,
    again,
    agenda,
    apologies,
    asking_members,
    bid_people,
    bids,
    booking,
    brokers,
    circulation,
    consensus,
    consulting,
    contracts,
    decisions,
    elections,
    errors,
    handing_in,
    home,
    interests,
    kinds,
    meetings,
    members,
    papers,
    places,
    policies,
    providers,
    room,
    secret_votes,
    tender_answers,
    tender_notice,
    tender_options,
    tenders,
    votes,
)
from bot.handlers.desk import Desk
from bot.handlers.identity import Incoming, Surface, from_action, from_command, from_form, from_shortcut
from bot.handlers.places import Start
from bot.handlers.replies import After, Reply, Way, send
from bot.handlers.shape import Shaped

Handler = Callable[[Incoming, Desk], Reply]
ANYTHING = re.compile("")

STARTS: Mapping[str, Start] = {
    ids.DECLARE_INTEREST: interests.start_declaring,
    ids.VOTE: votes.start_putting,
    ids.PARTNERSHIP: members.start_showing,
    ids.MEETING: booking.start_meetings,
    ids.AGENDA: agenda.start_agenda,
    ids.PAPERS: papers.start_papers,
    ids.APOLOGIES: apologies.start_replying,
    ids.DECISIONS: decisions.start_decisions,
    ids.TENDER: tenders.start_tenders,
    ids.ELECTION: elections.start_elections,
}

COMMANDS: Mapping[str, Handler] = {name: places.starting(then) for name, then in STARTS.items()}

ACTIONS: Mapping[str, Handler] = {
    ids.OPEN_DECLARE: interests.open_declare,
    ids.OPEN_PUT_MOTION: votes.open_put_motion,
    ids.OPEN_ROLL: meetings.open_roll,
    ids.OPEN_MEETINGS: booking.open_meetings,
    ids.OPEN_MEETING: booking.open_meeting,
    ids.OPEN_BOOK: booking.open_book,
    ids.OPEN_CHANGE_MEETING: booking.open_change,
    ids.OPEN_CANCEL_MEETING: booking.open_cancel,
    ids.OPEN_NOTE_OUTSIDE: booking.open_note,
    ids.OPEN_AGENDA: agenda.open_agenda,
    ids.OPEN_PROPOSE_ITEM: agenda.open_propose,
    ids.OPEN_RETURN_ITEM: agenda.open_return,
    ids.OPEN_CHANGE_ITEM: agenda.open_change,
    ids.OPEN_ARRANGE_AGENDA: agenda.open_arrange,
    ids.OPEN_URGENT_ITEM: agenda.open_urgent,
    ids.OPEN_REVIEW: agenda.open_review,
    ids.ACCEPT_ITEM: agenda.accept,
    ids.WITHDRAW_ITEM: agenda.withdraw,
    ids.ADMIT_URGENT_ITEM: agenda.admit,
    ids.REFUSE_URGENT_ITEM: agenda.refuse,
    ids.OPEN_PAPERS: papers.open_papers,
    ids.OPEN_SUBMIT_PAPER: papers.open_submit,
    ids.OPEN_PAPER: papers.open_paper,
    ids.ACCEPT_PAPER: papers.accept,
    ids.ADMIT_PAPER: papers.admit,
    ids.REFUSE_PAPER: papers.refuse,
    ids.OPEN_LINK: papers.open_link,
    ids.OPEN_DECISIONS: decisions.open_decisions,
    ids.OPEN_DECISION: decisions.open_decision,
    ids.OPEN_CORRECT: decisions.open_correct,
    ids.OPEN_OVERRIDE: decisions.open_override,
    ids.REPORT_OVERRIDE: decisions.report,
    ids.EXPORT_DECISIONS: decisions.export,
    ids.OPEN_CIRCULATE: circulation.open_round,
    ids.HAVE_PAPERS: circulation.have,
    ids.OPEN_PROOF: circulation.open_proof,
    ids.EXPORT_PROOF: circulation.export_proof,
    ids.OPEN_BY_HAND: circulation.open_by_hand,
    ids.OPEN_PUBLIC_COPY: circulation.open_public_copy,
    ids.OPEN_PARTNERSHIP: members.open_partnership,
    ids.CHOOSE_PARTNERSHIP: lambda incoming, desk: places.choose(incoming, desk, STARTS),
    ids.WHY_MOTION: votes.why_motion,
    ids.WHY_RULE: members.why_rule,
    ids.OPEN_SECRET_VOTE: secret_votes.open_ballot,
    ids.OPEN_CASTING_VOTE: votes.open_casting_vote,
    ids.OPEN_ACTING_CHAIR: votes.open_acting_chair,
    ids.OPEN_ROOM: room.open_room,
    ids.ROOM_PAGE: room.turn_page,
    ids.OPEN_ORAL: room.open_oral,
    ids.OPEN_MEETING_CHAIR: room.open_meeting_chair,
    ids.OPEN_AWAITING: room.open_awaiting,
    ids.OPEN_RATIFY: room.open_ratify,
    ids.OPEN_VACANCY: room.open_vacancy,
    ids.OPEN_PARTICIPATION: room.open_participation,
    ids.MARK_ARRIVAL: room.mark_arrival,
    ids.MARK_DEPARTURE: room.mark_departure,
    ids.STRIKE_STAY: room.strike_stay,
    ids.CHOOSE_STAY: room.chosen,
    ids.OPEN_MATCH: members.open_match,
    ids.OPEN_ADOPT: members.open_adopt,
    ids.PARTNERSHIP_TAB: members.turn_tab,
    ids.OPEN_TENDERS: tenders.open_tenders,
    ids.OPEN_TENDER: tenders.open_tender,
    ids.OPEN_RECORD_TENDER: tenders.open_record,
    ids.OPEN_SET_ASIDE: tenders.open_set_aside,
    ids.OPEN_DEADLINE: tenders.open_deadline,
    ids.OPEN_TELL_MEMBERS: tender_notice.open_tell,
    ids.OPEN_ASK_MEMBERS: asking_members.open_ask_members,
    ids.OPEN_ANSWER_ASK: asking_members.open_answer,
    ids.CANNOT_HELP: asking_members.cannot_help,
    ids.OPEN_ASKS: asking_members.open_asks,
    ids.OPEN_ASK: asking_members.open_ask,
    ids.CLOSE_ASK: asking_members.close,
    ids.OPEN_OPTION: tender_options.open_option,
    ids.OPEN_BROKER: brokers.open_broker,
    ids.OPEN_BROKER_ANSWER: brokers.open_answer,
    ids.OPEN_CONTRACT: contracts.open_contract,
    ids.OPEN_RETURN: contracts.open_return,
    ids.OPEN_TEAM: bid_people.open_team,
    ids.OPEN_AWARD: bid_people.open_award,
    ids.OPEN_LEAD_DELIVERS: bid_people.open_lead,
    ids.OPEN_PARTNER: bid_people.open_partner,
    ids.OPEN_STEP: bids.open_step,
    ids.OPEN_MOVE_TENDER: bids.open_move,
    ids.OPEN_PROVIDERS: providers.open_providers,
    ids.OPEN_SEARCH_PROVIDERS: providers.open_search,
    ids.OPEN_POLICIES: policies.open_policies,
    ids.OPEN_POLICY: policies.open_policy,
    ids.DROP_POLICY: policies.drop,
    ids.OPEN_OFFER: providers.open_offer,
    ids.EXPORT_PROVIDERS: providers.export,
    ids.OPEN_LOOKED_FOR: providers.open_looked_for,
    ids.OPEN_INTEREST: tender_answers.open_interest,
    ids.OPEN_COMPETING: tender_answers.open_competing,
    ids.OPEN_ANSWERS: tender_answers.open_answers,
    ids.OPEN_ANSWER: tender_answers.open_answer,
    ids.NOT_FOR_US: tender_answers.not_for_us,
    ids.EXPORT_TENDER_PROOF: tender_notice.export_proof,
    ids.WITHDRAW_INTEREST: tender_answers.withdraw,
    ids.EXPORT_PIPELINE: tenders.export_pipeline,
    ids.SAME_TENDER: tenders.same,
    ids.TWO_TENDERS: tenders.two,
    ids.SHARE_TIMELINE: tenders.share_timeline,
    ids.VOTE_FOR: votes.vote,
    ids.VOTE_AGAINST: votes.vote,
    ids.VOTE_ABSTAIN: votes.vote,
    ids.VOTE_ON_BEHALF: votes.vote_on_behalf,
    ids.CLOSE_VOTE: votes.close_vote,
    ids.OPEN_CLOSE_MEETING: meetings.open_close,
    ids.AGREE: consensus.take,
    ids.STAND_ASIDE: consensus.take,
    ids.POSITION_ON_BEHALF: consensus.take_on_behalf,
    ids.OPEN_OBJECT: consensus.open_object,
    ids.END_ROUND: consensus.end_round,
    ids.TAKE_TO_VOTE: consensus.take_to_vote,
    ids.BALLOT_AGAIN: consensus.ballot_again,
    ids.OPEN_WITHDRAW_MOTION: consensus.open_withdraw,
    ids.RULE_ON_INTEREST: interests.rule,
    ids.CHOOSE_KIND: kinds.choose_kind,
    ids.OPEN_HAND_IN: handing_in.open_form,
    ids.OPEN_CONSULTATION: consulting.open_consultation,
    ids.OPEN_DISSOLUTION: kinds.open_dissolution,
    ids.TICK_ARRANGEMENT: kinds.tick,
    ids.REOPEN_ARRANGEMENT: kinds.reopen,
    ids.OPEN_APOLOGIES: apologies.open_apologies,
    ids.OPEN_REPLIES: apologies.open_replies,
    ids.REPLIES_PAGE: apologies.turn_page,
    ids.OPEN_RECORD_REPLY: apologies.open_record,
    ids.REPLY_COMING: apologies.coming,
    ids.REPLY_REMOTE: apologies.remote,
    ids.REPLY_CANNOT: apologies.cannot,
    ids.CONFIRM_REPLY: apologies.confirm,
    ids.OPEN_ELECTIONS: elections.open_elections,
    ids.OPEN_NOMINATIONS: elections.open_nominations,
    ids.OPEN_NOMINATE: elections.open_nominate,
    ids.OPEN_ELECTION_VOTE: elections.open_vote,
    ids.OPEN_SETTLE: elections.open_settle,
    ids.OPEN_CANCEL_ELECTION: elections.open_cancel,
    ids.ACCEPT_NOMINATION: elections.accept,
    ids.DECLINE_NOMINATION: elections.decline,
    ids.OPEN_BALLOT: elections.open_ballot,
    ids.CLOSE_BALLOT: elections.close_ballot,
    ids.CONSENT_TO_LOT: elections.consent,
    **absent.ACTIONS,
}

FORMS: Mapping[str, Handler] = {
    ids.FORM_DECLARE: interests.declare,
    ids.FORM_PUT_MOTION: votes.put_motion,
    ids.FORM_HOW: votes.how_to_decide,
    ids.FORM_ROLL: meetings.call_roll,
    ids.FORM_CLOSE_MEETING: meetings.close_meeting,
    ids.FORM_BOOK: booking.book,
    ids.FORM_CHANGE_MEETING: booking.change,
    ids.FORM_CANCEL_MEETING: booking.cancel,
    ids.FORM_NOTE_OUTSIDE: booking.note,
    ids.FORM_PROPOSE_ITEM: agenda.propose,
    ids.FORM_RETURN_ITEM: agenda.return_item,
    ids.FORM_CHANGE_ITEM: agenda.change,
    ids.FORM_ARRANGE_AGENDA: agenda.arrange,
    ids.FORM_URGENT_ITEM: agenda.raise_urgent,
    ids.FORM_REVIEW: agenda.record_review,
    ids.FORM_ORAL: room.record_oral,
    ids.FORM_MEETING_CHAIR: room.choose_meeting_chair,
    ids.FORM_VACANCY: room.rule_on_vacancy,
    ids.FORM_RATIFY: room.ratify,
    ids.FORM_SUBMIT_PAPER: papers.submit,
    ids.FORM_DECIDE_PAPER: papers.decide,
    ids.FORM_CIRCULATE: circulation.circulate,
    ids.FORM_BY_HAND: circulation.by_hand,
    ids.FORM_DECISIONS: decisions.search,
    ids.FORM_CORRECT: decisions.correct,
    ids.FORM_OVERRIDE: decisions.override,
    ids.FORM_SECRET_VOTE: secret_votes.cast,
    ids.FORM_CASTING_VOTE: votes.give_casting_vote,
    ids.FORM_ACTING_CHAIR: votes.choose_acting_chair,
    ids.FORM_HAND_IN: handing_in.hand_in,
    ids.FORM_CONSULTATION: consulting.record,
    ids.FORM_ARRANGEMENT: kinds.add,
    ids.FORM_OBJECT: consensus.object_to,
    ids.FORM_WITHDRAW_MOTION: consensus.withdraw,
    ids.FORM_MATCH: members.match_person,
    ids.FORM_ADOPT: members.adopt_suggestions,
    ids.FORM_RECORD_TENDER: tenders.record,
    ids.FORM_SET_ASIDE: tenders.set_aside,
    ids.FORM_DEADLINE: tenders.change_deadline,
    ids.FORM_CORRECT_TENDER: tenders.correct,
    ids.FORM_TELL_MEMBERS: tender_notice.tell,
    ids.FORM_ASK_MEMBERS: asking_members.ask_members,
    ids.FORM_ANSWER_ASK: asking_members.answer,
    ids.FORM_OPTION: tender_options.record_option,
    ids.FORM_BROKER: brokers.name_broker,
    ids.FORM_BROKER_ANSWER: brokers.answer_broker,
    ids.FORM_CONTRACT: contracts.enter,
    ids.FORM_RETURN: contracts.receive,
    ids.FORM_TEAM: bid_people.appoint,
    ids.FORM_AWARD: bid_people.award,
    ids.FORM_LEAD_DELIVERS: bid_people.lead_delivers,
    ids.FORM_PARTNER: bid_people.select,
    ids.FORM_STEP: bids.record_step,
    ids.FORM_MOVE_TENDER: bids.move,
    ids.FORM_SEARCH_PROVIDERS: providers.search,
    ids.FORM_POLICY: policies.record,
    ids.FORM_OFFER: providers.set_offer,
    ids.FORM_INTEREST: tender_answers.express,
    ids.FORM_COMPETING: tender_answers.declare_competing,
    ids.FORM_WHOSE_ANSWER: tender_answers.whose,
    ids.FORM_APOLOGIES: apologies.answer,
    ids.FORM_WHOSE_REPLY: apologies.whose,
    ids.FORM_NOMINATIONS: elections.nominations,
    ids.FORM_NOMINATE: elections.nominate,
    ids.FORM_ELECTION_VOTE: elections.vote,
    ids.FORM_SETTLE: elections.settle,
    ids.FORM_CANCEL_ELECTION: elections.cancel,
    **absent.FORMS,
}


def register(app: App, secretary: Desk, clock: Clock, after: After) -> None:
    """Register every listener on a Bolt app made with process_before_response=True.

    `after` runs what follows an acknowledgement: replies to a response_url, App Home, a form that shows something else.
    """

    def on_command(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        incoming = from_command(body, context.team_id, clock.now())
        answer(COMMANDS, incoming, Way(ack, client, after))

    def on_action(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        incoming = from_action(body, context.team_id, clock.now())
        answer(ACTIONS, incoming, Way(ack, client, after))

    def on_form(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        incoming = from_form(body, context.team_id, clock.now())
        answer(FORMS, incoming, Way(ack, client, after))

    def on_shortcut(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        incoming = from_shortcut(body, context.team_id, clock.now())
        answer({}, incoming, Way(ack, client, after))

    def answer(table: Mapping[str, Handler], incoming: Incoming, way: Way) -> None:
        noticing = again.Noticing(secretary)
        reply = send(reply_to(table, incoming, noticing), incoming, way)
        if noticing.recorded and incoming.surface in (Surface.FORM, Surface.MODAL):
            way.after(lambda: again.show_again(incoming, reply, shown, way.client))
        if incoming.surface is Surface.HOME or (noticing.recorded and incoming.view):
            way.after(lambda: home.publish(incoming.who, secretary, way.client))

    def shown(incoming: Incoming) -> Reply:
        return reply_to(ACTIONS, incoming, secretary)

    def on_home(ack: Ack, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        who = _who(str(event.get("user", "")), context)
        if event.get("tab", "home") == "home":
            after(lambda: home.publish(who, secretary, client))

    def on_user(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        members.mark_account(secretary, str(context.team_id or ""), event)
        ack()

    def on_menu(ack: Ack) -> None:
        ack(options=[])

    def on_anything(ack: Ack) -> None:
        ack()

    def on_error(error: Exception) -> BoltResponse:
        return BoltResponse(status=errors.status_of(error))

    app.error(on_error)
    app.middleware(Shaped())
    app.command(ANYTHING)(on_command)
    app.block_action(ANYTHING)(on_action)
    app.view_submission(ANYTHING)(on_form)
    app.event("app_home_opened")(on_home)
    app.event("user_change")(on_user)
    app.options(ANYTHING)(on_menu)
    for bygone in (app.shortcut, app.attachment_action, app.dialog_submission):
        bygone(ANYTHING)(on_shortcut)
    for quiet in (app.event, app.view_closed, app.dialog_cancellation):
        quiet(ANYTHING)(on_anything)


def reply_to(table: Mapping[str, Handler], incoming: Incoming, desk: Desk) -> Reply:
    """The one function that answers this; and an answer for what no function knows, and for what breaks."""
    handler = table.get(incoming.action)
    if handler is None:
        return errors.unknown(incoming)
    try:
        return handler(incoming, desk)
    except Exception as exc:  # noqa: BLE001 - the last wall: whatever breaks behind it is answered with a reference
        return errors.broken(incoming, exc)


def _who(user: str, context: BoltContext) -> Any:
    workspace = str(context.team_id or "")
    return {"workspace": workspace, "team": str(context.actor_team_id or workspace), "user": user}
