"""The table of what can be asked of the secretary: for each command the facts it is decided on, and the function that decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store import facts
from bot.store.agenda import agenda_facts
from bot.store.elections import elections, terms_of_office
from bot.store.entries import entry_answers, entry_changes, opt_outs
from bot.store.kinds import dissolving as dissolving_rows
from bot.store.kinds import kinds as kind_rows
from bot.store.meetings import booking as booking_rows
from bot.store.meetings import watching
from bot.store.papers import amendments, paper_facts, rounds
from bot.store.papers import consulting as consulting_rows
from bot.store.partnership import terms_files
from bot.store.replies import replies as reply_rows
from bot.store.room import room as room_rows
from bot.store.session import Connection
from bot.store.tenders import asking_members as ask_rows
from bot.store.tenders import bid_people as bid_people_rows
from bot.store.tenders import bids as bid_rows
from bot.store.tenders import brokers as broker_rows
from bot.store.tenders import contracts as contract_rows
from bot.store.tenders import digests as digest_rows
from bot.store.tenders import pipeline as pipeline_rows
from bot.store.tenders import policies as policy_rows
from bot.store.tenders import providers as provider_rows
from bot.store.tenders import same_tender as same_tender_rows
from bot.store.tenders import tender_interest as tender_interest_rows
from bot.store.tenders import tender_notice as tender_notice_rows
from bot.store.tenders import tender_options as option_rows
from bot.store.tenders import tenders as tender_rows
from bot.store.votes import locked_boxes, motions, one_vote, recorded_votes
from bot.workflows.agenda import arranging, deciding_items, proposing, reviewing, urgent
from bot.workflows.decisions import Outcome
from bot.workflows.elections import balloting, calling_off, nominating, settling
from bot.workflows.elections import terms_of_office as office_terms
from bot.workflows.entries import correcting, entry_questions, opting_out, overriding
from bot.workflows.interests import interests, ruling
from bot.workflows.kinds import arrangements, covering
from bot.workflows.meetings import booking, booking_facts, meetings, outside, reminding
from bot.workflows.papers import circulation, consulting, deciding_papers, late_papers, service, submitting
from bot.workflows.partnership import handing_in, members
from bot.workflows.replies import replies
from bot.workflows.room import acting, declarations_first, left_open, putting, room, vacancies, withdrawing
from bot.workflows.tenders import (
    asking_members,
    awards,
    bid_people,
    brokers,
    contracts,
    correcting_tenders,
    digests,
    importing,
    moving_tenders,
    pipeline,
    policies,
    policy_reminders,
    provider_file,
    providers,
    returns,
    same_tender,
    tender_chasing,
    tender_deadline,
    tender_interest,
    tender_notice,
    tender_options,
    tender_proof,
    tenders,
)
from bot.workflows.votes import (
    between_meetings,
    chairing,
    chasing,
    ending_rounds,
    moving,
    results,
    secret_votes,
    standpoints,
    ties,
    votes,
)
from bot.workflows.votes import recorded_votes as recorded_votes_workflow
from bot.workflows.votes.locked_boxes import ReportLockedBox
from bot.workflows.votes.locked_boxes import report as report_locked


@dataclass(frozen=True)
class UseCase:
    """What a command needs: the facts it is decided on, and the function that decides."""

    facts: Callable[[Connection, Any, datetime], Any]
    decide: Callable[[Any, Any], Outcome]


USE_CASES: Mapping[type, UseCase] = {
    interests.DeclareInterest: UseCase(room_rows.for_declaring, withdrawing.declare),
    ruling.RuleOnInterest: UseCase(room_rows.for_ruling, withdrawing.rule),
    declarations_first.RecordOralDeclarations: UseCase(
        room_rows.for_oral_declarations, withdrawing.record_oral
    ),
    meetings.OpenMeeting: UseCase(room_rows.for_room, room.open_meeting),
    meetings.CallRoll: UseCase(room_rows.for_room, room.call_roll),
    meetings.MarkArrival: UseCase(room_rows.for_room, room.arrive),
    meetings.MarkDeparture: UseCase(room_rows.for_room, room.depart),
    meetings.StrikeStay: UseCase(room_rows.for_room, room.strike),
    meetings.CloseMeeting: UseCase(room_rows.for_room, room.close_meeting),
    vacancies.RuleOnVacancy: UseCase(room_rows.for_vacancy, vacancies.rule_on_vacancy),
    acting.ChooseActingChairOfMeeting: UseCase(room_rows.for_room, acting.choose_acting_chair),
    moving.PutMotion: UseCase(amendments.for_putting, putting.put),
    votes.CastVote: UseCase(one_vote.facts_for_vote, votes.cast),
    secret_votes.CastSecretVote: UseCase(one_vote.facts_for_secret_vote, secret_votes.cast),
    standpoints.TakePosition: UseCase(one_vote.facts_for_position, standpoints.take),
    ending_rounds.EndRound: UseCase(motions.facts_for_closing, ending_rounds.end),
    ending_rounds.TakeToVote: UseCase(motions.facts_for_closing, ending_rounds.take_to_vote),
    ties.BallotAgain: UseCase(motions.facts_for_closing, ties.ballot_again),
    ending_rounds.WithdrawMotion: UseCase(motions.facts_for_closing, ending_rounds.withdraw),
    results.CloseVote: UseCase(motions.facts_for_closing, results.close),
    ReportLockedBox: UseCase(locked_boxes.for_reporting, report_locked),
    results.CloseVoteOnTime: UseCase(motions.facts_for_closing, results.close),
    recorded_votes_workflow.RecordVote: UseCase(recorded_votes.for_recording, recorded_votes_workflow.record),
    recorded_votes_workflow.ConfirmVote: UseCase(one_vote.facts_for_vote, recorded_votes_workflow.confirm),
    opting_out.OptOut: UseCase(opt_outs.facts_for_opting, opting_out.decide),
    between_meetings.CloseVoteEarly: UseCase(motions.facts_for_closing, between_meetings.close_early),
    chasing.RemindToVote: UseCase(recorded_votes.for_chasing, chasing.remind),
    results.GiveCastingVote: UseCase(motions.facts_for_closing, results.give_casting_vote),
    chairing.ChooseActingChair: UseCase(motions.facts_for_acting_chair, chairing.choose_acting_chair),
    correcting.CorrectDecision: UseCase(entry_changes.for_changing, correcting.correct),
    overriding.OverrideDecision: UseCase(entry_changes.for_changing, overriding.override),
    overriding.ReportOverride: UseCase(entry_changes.for_changing, overriding.report),
    entry_questions.ExportDecisions: UseCase(entry_answers.for_exporting, entry_questions.export),
    proposing.ProposeItem: UseCase(agenda_facts.for_proposing, proposing.propose),
    proposing.WithdrawItem: UseCase(agenda_facts.for_withdrawing, proposing.withdraw),
    deciding_items.DecideItem: UseCase(agenda_facts.for_deciding, deciding_items.decide),
    arranging.ArrangeAgenda: UseCase(agenda_facts.for_arranging, arranging.arrange),
    arranging.ChangeItem: UseCase(agenda_facts.for_arranging, arranging.change),
    urgent.RaiseUrgentItem: UseCase(agenda_facts.for_raising, urgent.raise_urgent),
    urgent.AdmitUrgentItem: UseCase(agenda_facts.for_admitting, urgent.admit),
    reviewing.RecordReview: UseCase(agenda_facts.for_reviewing, reviewing.record_review),
    submitting.SubmitPaper: UseCase(paper_facts.for_submitting, submitting.submit),
    deciding_papers.DecidePaper: UseCase(paper_facts.for_deciding_paper, deciding_papers.decide),
    late_papers.AdmitLatePaper: UseCase(paper_facts.for_admitting_paper, late_papers.admit),
    circulation.CirculatePapers: UseCase(rounds.for_circulating, circulation.circulate),
    service.AcknowledgePapers: UseCase(rounds.for_acknowledging, service.acknowledge),
    service.MarkServedByHand: UseCase(rounds.for_serving_by_hand, service.serve_by_hand),
    service.ExportProof: UseCase(rounds.for_exporting, service.export),
    nominating.OpenElection: UseCase(elections.for_opening, nominating.open_election),
    nominating.Nominate: UseCase(elections.for_election, nominating.nominate),
    nominating.AnswerNomination: UseCase(elections.for_election, nominating.answer_nomination),
    nominating.CloseNominations: UseCase(elections.for_election, nominating.close_nominations),
    balloting.OpenBallot: UseCase(elections.for_election, balloting.open_ballot),
    balloting.CastElectionVote: UseCase(elections.for_election, balloting.cast),
    balloting.CloseBallot: UseCase(elections.for_election, balloting.close_ballot),
    balloting.BallotEnds: UseCase(elections.for_election, balloting.close_ballot),
    settling.ConsentToLot: UseCase(elections.for_election, settling.consent),
    settling.SettleTie: UseCase(elections.for_election, settling.settle),
    calling_off.CancelElection: UseCase(elections.for_election, calling_off.cancel),
    office_terms.TermEnds: UseCase(terms_of_office.for_term, office_terms.remind),
    members.MatchPerson: UseCase(facts.for_matching, members.match),
    members.AdoptSuggestions: UseCase(facts.for_adopting, members.adopt),
    booking_facts.BookMeeting: UseCase(booking_rows.facts_for_booking, booking.book),
    booking_facts.ChangeMeeting: UseCase(booking_rows.facts_for_booking, booking.change),
    booking_facts.CancelMeeting: UseCase(booking_rows.facts_for_booking, booking.cancel),
    outside.NoteOutsideMeeting: UseCase(booking_rows.facts_for_noting, outside.note),
    reminding.WarnOfDeadline: UseCase(watching.facts_for_watch, reminding.warn),
    reminding.DeadlinePassed: UseCase(watching.facts_for_watch, reminding.passed),
    reminding.RemindOfMeeting: UseCase(watching.facts_for_watch, reminding.remind),
    reminding.AgendaCloses: UseCase(watching.facts_for_watch, reminding.close_agenda),
    left_open.AskToClose: UseCase(watching.facts_for_watch, left_open.left_open),
    reminding.MeetingBegins: UseCase(watching.facts_for_watch, reminding.begins),
    reminding.LookAtTheYear: UseCase(watching.facts_for_watch, reminding.look_at_the_year),
    consulting.RecordConsultations: UseCase(consulting_rows.for_recording, consulting.record),
    handing_in.HandInTerms: UseCase(terms_files.for_handing_in, handing_in.hand_in),
    handing_in.ReadTerms: UseCase(terms_files.for_reading, handing_in.read),
    covering.RemindOfCover: UseCase(kind_rows.for_cover, covering.remind),
    arrangements.TickArrangement: UseCase(dissolving_rows.for_arranging, arrangements.tick),
    arrangements.AddArrangement: UseCase(dissolving_rows.for_arranging, arrangements.add),
    arrangements.DissolutionNears: UseCase(dissolving_rows.for_arranging, arrangements.nears),
    replies.ReplyToMeeting: UseCase(reply_rows.for_replying, replies.reply),
    replies.RecordReply: UseCase(reply_rows.for_replying, replies.record),
    replies.ConfirmReply: UseCase(reply_rows.for_replying, replies.confirm),
    tenders.RecordTender: UseCase(tender_rows.for_recording, tenders.record),
    tenders.SetAside: UseCase(tender_rows.for_deciding, tenders.set_aside),
    correcting_tenders.CorrectTender: UseCase(tender_rows.for_deciding, correcting_tenders.correct),
    tender_deadline.ChangeDeadline: UseCase(tender_rows.for_deciding, tender_deadline.change_deadline),
    same_tender.JudgeLikeness: UseCase(same_tender_rows.for_judging, same_tender.judge),
    tender_notice.TellMembers: UseCase(tender_notice_rows.for_telling, tender_notice.tell),
    tender_chasing.ChaseAnswers: UseCase(tender_notice_rows.for_chasing, tender_chasing.chase),
    moving_tenders.RecordStep: UseCase(bid_rows.facts_of, moving_tenders.record_step),
    moving_tenders.MoveTender: UseCase(bid_rows.facts_of, moving_tenders.move),
    awards.RecordAward: UseCase(bid_rows.facts_of, awards.award),
    bid_people.AppointTeam: UseCase(bid_people_rows.for_people, bid_people.appoint),
    bid_people.SayWhetherLeadDelivers: UseCase(bid_people_rows.for_people, bid_people.lead_delivers),
    bid_people.SelectPartner: UseCase(contract_rows.for_partner, bid_people.select),
    pipeline.ExportPipeline: UseCase(pipeline_rows.for_pipeline, pipeline.export),
    pipeline.ShareTimeline: UseCase(pipeline_rows.for_pipeline, pipeline.share),
    digests.SendDigest: UseCase(digest_rows.for_digest, digests.send),
    digests.WatchSilence: UseCase(digest_rows.for_digest, digests.watch),
    policies.RecordPolicy: UseCase(policy_rows.for_policy, policies.record),
    policies.DropPolicy: UseCase(policy_rows.for_policy, policies.drop),
    policy_reminders.RemindOfPolicy: UseCase(policy_rows.for_reminding, policy_reminders.remind),
    provider_file.ExportProviders: UseCase(provider_rows.for_file, provider_file.export),
    providers.SetOffer: UseCase(provider_rows.for_offering, providers.set_offer),
    tender_proof.ExportTenderProof: UseCase(tender_notice_rows.for_proof, tender_proof.export),
    tender_interest.AnswerTender: UseCase(tender_interest_rows.for_answering, tender_interest.answer),
    tender_interest.WithdrawAnswer: UseCase(tender_interest_rows.for_withdrawing, tender_interest.withdraw),
    asking_members.AskMembers: UseCase(ask_rows.for_asking, asking_members.ask),
    asking_members.AnswerAsk: UseCase(ask_rows.for_asking, asking_members.answer),
    asking_members.CloseAsk: UseCase(ask_rows.for_asking, asking_members.close),
    asking_members.AskAgain: UseCase(ask_rows.for_asking_again, asking_members.ask_again),
    tender_options.RecordOption: UseCase(option_rows.for_option, tender_options.record),
    brokers.NameBroker: UseCase(broker_rows.for_broker, brokers.name_broker),
    brokers.AnswerBroker: UseCase(broker_rows.for_broker, brokers.answer_broker),
    contracts.EnterContract: UseCase(contract_rows.for_contract, contracts.enter),
    returns.AskForReturns: UseCase(contract_rows.for_returns, returns.ask),
    returns.LookAtReturns: UseCase(contract_rows.for_returns, returns.look),
    returns.ReceiveReturn: UseCase(contract_rows.for_receiving, returns.receive),
    importing.ImportNotices: UseCase(tender_rows.for_importing, importing.take_in),
}
