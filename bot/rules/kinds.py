"""The kinds of rule a terms file can state: their keys, how a value is written, what each is called."""

from dataclasses import dataclass

ROLES = (
    "chair",
    "vice-chair",
    "acting chair",
    "secretariat",
    "treasurer",
    "accountable body",
    "lead body",
    "lead contractor",
    "delivery partner",
    "host",
    "co-opted",
    "temporary",
    "observer",
    "in attendance",
)
"""Roles every terms file may name; its own table `roles` adds others."""


@dataclass(frozen=True)
class Kind:
    """One kind of rule.

    `form` names how the value is written; `choices` are the only values where the form is "choice". `named`
    kinds stand under a name of the author's own: `notice.papers`, `majority.amendment`. `firmness` is "asked"
    where a clause has to say how firm it is, "allowed" where it may, and empty where it is not a question.
    """

    key: str
    field: str  # the attribute of Terms
    heading: str
    title: str
    form: str
    choices: tuple[str, ...] = ()
    named: bool = False
    value_key: str = "value"
    firmness: str = ""
    names: tuple[str, ...] = ()  # the only names a `named` kind stands under; empty: any

    @property
    def value_keys(self) -> tuple[str, ...]:
        """The keys its value is written in."""
        return ("fewest", "most") if self.form == "size" else (self.value_key,)


GATES = ("working-up", "bidding-alone", "preparing", "submitting", "contracting", "delivering")
"""What a bid may not do before its terms say that something has been done, in the order of its life."""

STEPS = (
    "members told",
    "delivery partners called",
    "bid together or alone decided",
    "lead and process agreed",
    "route of approval agreed",
    "resources agreed",
    "accountable body agreed",
    "honest broker accepted",
    "budgets, outputs and outcomes agreed",
    "final bid approved",
    "contract holder named",
    "contract dated",
    "service level agreement dated",
)
"""What terms can ask for before a bid goes on, each recorded once with its day and, where it is one, its decision."""

_INQUORATE = ("discuss only", "adjourn", "whoever comes to the adjourned meeting", "ratify later")
_LAST_OF_THE_YEAR = "at the last meeting of the financial year"
_MEETINGS, _NOTICE, _QUORUM, _VOTING = "Meetings", "Notice", "Quorum", "Voting and decisions"
_BETWEEN, _INTERESTS, _CHAIR = "Decisions between meetings", "Interests", "The chair and other offices"
_TENDERS = "Tenders and bids"
_PEOPLE, _MEMBERS, _OTHER = "Who may come and vote", "Membership", "What else the document asks"

KINDS = (
    Kind(
        "meetings.at_least",
        "meeting_frequency",
        _MEETINGS,
        "Meetings at least",
        "choice",
        ("in each calendar quarter", "in each quarter of the financial year", "every month", "every year"),
        firmness="allowed",
    ),
    Kind(
        "meetings.schedule_by",
        "schedule_by",
        _MEETINGS,
        "The schedule of the year's meetings is out by",
        "day and month",
        firmness="allowed",
    ),
    Kind(
        "meetings.financial_year",
        "financial_year",
        _MEETINGS,
        "The financial year begins on",
        "day and month",
    ),
    Kind("meetings.before", "meets_before", _MEETINGS, "Meets before", "text", firmness="allowed"),
    Kind(
        "meetings.public",
        "public_meetings",
        _MEETINGS,
        "Meetings in public",
        "choice",
        ("if members agree", "always", "never"),
    ),
    Kind("meetings.reminders", "reminders", _MEETINGS, "Reminders of a meeting", "days before"),
    Kind(
        "agenda.closes",
        "agenda_closes",
        _MEETINGS,
        "Items for the agenda close",
        "period",
        firmness="allowed",
    ),
    Kind(
        "agenda.urgent",
        "urgent_items",
        _MEETINGS,
        "An urgent matter raised at a meeting",
        "choice",
        ("if nobody present objects", "if most of those present agree", "chair decides", "not taken"),
    ),
    Kind(
        "review.terms",
        "terms_review",
        _MEETINGS,
        "The terms are reviewed every",
        "period",
        firmness="allowed",
    ),
    Kind(
        "review.accountable_body",
        "accountable_body_review",
        _MEETINGS,
        "The accountable body's appointment is reviewed",
        "choice",
        (_LAST_OF_THE_YEAR, "every year"),
    ),
    Kind(
        "notice",
        "notices",
        _NOTICE,
        "Notice",
        "notice",
        named=True,
        value_key="at_least",
        firmness="asked",
    ),
    Kind(
        "late_papers",
        "late_papers",
        _NOTICE,
        "A paper that comes late",
        "choice",
        ("agreement of those present", "chair decides", "taken with a note", "not taken"),
    ),
    Kind("consult", "consultations", _NOTICE, "To be consulted on", "names", named=True),
    Kind("quorum", "quorum", _QUORUM, "Quorum", "quorum", value_key="rule"),
    Kind("quorum.inquorate", "inquorate", _QUORUM, "A meeting without a quorum", "choice", _INQUORATE),
    Kind("quorum.lost", "quorum_lost", _QUORUM, "A quorum lost during a meeting", "choice", _INQUORATE),
    Kind(
        "quorum.withdrawn",
        "withdrawn_count",
        _QUORUM,
        "Those who have withdrawn from an item, in its quorum",
        "choice",
        ("not counted", "counted"),
    ),
    Kind("voting.binding", "decisions_binding", _VOTING, "Votes decide", "yes or no"),
    Kind(
        "voting.unit",
        "voting_unit",
        _VOTING,
        "One vote each for",
        "choice",
        ("organisation", "representative"),
    ),
    Kind("voting.consensus_first", "consensus_first", _VOTING, "Consensus is sought first", "yes or no"),
    Kind("voting.majority", "majority", _VOTING, "What carries a motion", "majority"),
    Kind("majority", "majorities", _VOTING, "What carries a decision on", "majority", named=True),
    Kind("voting.on_tie", "on_tie", _VOTING, "When votes are equal", "tie"),
    Kind("tie", "ties", _VOTING, "When votes are equal on", "tie", named=True),
    Kind(
        "voting.chair_votes", "chair_votes", _VOTING, "Whoever is chairing has an ordinary vote", "yes or no"
    ),
    Kind("voting.ballot", "ballot", _VOTING, "Named or secret votes", "choice", ("named", "secret")),
    Kind(
        "voting.show_votes",
        "show_votes",
        _VOTING,
        "Shown while a vote is open",
        "choice",
        ("who", "how many"),
    ),
    Kind(
        "voting.entitled",
        "entitled",
        _VOTING,
        "Who has a vote is settled",
        "choice",
        ("when the vote opens", "when the vote closes"),
    ),
    Kind(
        "voting.binds_members",
        "binds_members",
        _VOTING,
        "A decision binds the organisations that are members",
        "yes or no",
    ),
    Kind("between_meetings.allowed", "between_meetings", _BETWEEN, "Votes between meetings", "yes or no"),
    Kind(
        "between_meetings.window",
        "between_meetings_window",
        _BETWEEN,
        "Time to vote between meetings",
        "period",
    ),
    Kind(
        "between_meetings.majority",
        "between_meetings_majority",
        _BETWEEN,
        "What carries a vote between meetings",
        "majority",
    ),
    Kind(
        "between_meetings.quorum",
        "between_meetings_quorum",
        _BETWEEN,
        "Who has to answer between meetings",
        "quorum",
        value_key="rule",
    ),
    Kind(
        "between_meetings.early_close",
        "between_meetings_early_close",
        _BETWEEN,
        "A vote between meetings closes early",
        "choice",
        ("when all have voted", "when the result is certain", "never"),
    ),
    Kind(
        "interests.declared",
        "declarations",
        _INTERESTS,
        "When interests are declared",
        "choice",
        (
            "before each meeting",
            "at the start of each meeting",
            "when the item is reached",
            "at the earliest opportunity",
        ),
    ),
    Kind(
        "interests.effect",
        "interest_effect",
        _INTERESTS,
        "What an interest leads to",
        "choice",
        ("chair rules", "leave", "speak only", "stay", "stay and vote"),
    ),
    Kind("chair.term", "chair_term", _CHAIR, "Term of the chair", "period"),
    Kind(
        "chair.elected_at",
        "chair_elected_at",
        _CHAIR,
        "The chair is elected",
        "choice",
        (_LAST_OF_THE_YEAR, "when the term ends"),
    ),
    Kind("chair.takes_office", "chair_takes_office", _CHAIR, "The chair takes office on", "day and month"),
    Kind("chair.not_eligible", "not_chair", _CHAIR, "Who may not be elected chair", "roles"),
    Kind(
        "chair.conducted_by", "conducts_elections", _CHAIR, "Who conducts the election of the chair", "roles"
    ),
    Kind(
        "chair.unopposed",
        "unopposed",
        _CHAIR,
        "Somebody who stands alone is",
        "choice",
        ("declared elected", "voted on"),
    ),
    Kind(
        "chair.candidate_lost",
        "candidate_lost",
        _CHAIR,
        "When a candidate is lost while the ballot is open",
        "choice",
        ("balloted anew", "the others stand"),
    ),
    Kind(
        "chair.acting",
        "acting_chair",
        _CHAIR,
        "When the chair is away",
        "choice",
        ("chosen by those present before business", "appointed by the meeting", "vice-chair", "nobody"),
    ),
    Kind("office", "terms_of_office", _CHAIR, "Term of office of the", "period", named=True),
    Kind(
        "people.substitutes",
        "substitutes",
        _PEOPLE,
        "Substitutes",
        "choice",
        ("named deputies only", "named substitutes", "anyone sent", "none"),
    ),
    Kind("people.no_vote", "no_vote", _PEOPLE, "Who attends without a vote", "roles"),
    Kind("membership.size", "membership", _MEMBERS, "Number of representatives", "size"),
    Kind("size", "sizes", _MEMBERS, "Number of representatives in the group", "size", named=True),
    Kind(
        "membership.required_sectors", "required_sectors", _MEMBERS, "Sectors that must be there", "sectors"
    ),
    Kind("membership.named_in_groups", "named_in_groups", _MEMBERS, "Each organisation names", "groups"),
    Kind(
        "digest.every",
        "digest_every",
        _MEMBERS,
        "A digest goes to members",
        "choice",
        ("every month", "every quarter"),
    ),
    Kind("digest.silence", "digest_silence", _MEMBERS, "The secretariat is warned of a silence of", "period"),
    Kind(
        "policies.review",
        "policies_reviewed",
        _MEMBERS,
        "Policies of members are reviewed every",
        "period",
        firmness="allowed",
    ),
    Kind(
        "policies.reminders",
        "policy_reminders",
        _MEMBERS,
        "Reminders before a policy or evidence runs out",
        "days before",
    ),
    Kind("before", "gates", _TENDERS, "Before", "steps", STEPS, named=True, names=GATES),
    Kind("bids.interest_window", "interest_window", _TENDERS, "Time to express an interest", "period"),
    Kind(
        "bids.chased",
        "interests_chased",
        _TENDERS,
        "Who has not answered the notice of a tender is asked again",
        "days after",
    ),
    Kind(
        "bids.chased_before",
        "interests_chased_before",
        _TENDERS,
        "Who has not answered is asked again before answers close",
        "working days before",
    ),
    Kind(
        "bids.competing",
        "competing_bids",
        _TENDERS,
        "A delivery partner in a competing bid",
        "choice",
        ("flagged for a decision", "barred", "free"),
    ),
    Kind(
        "bids.lead_may_deliver",
        "lead_may_deliver",
        _TENDERS,
        "Whoever leads a bid may also deliver it",
        "choice",
        ("yes", "no", "asked and declared"),
    ),
    Kind("bids.team_from", "team_from", _TENDERS, "A project team comes from", "group"),
    Kind(
        "bids.reports",
        "contract_reports",
        _TENDERS,
        "Reports on a contract are due",
        "choice",
        ("each quarter of the financial year", "each calendar quarter", "each month"),
    ),
    Kind("other", "others", _OTHER, "", "text", named=True),
)

HEADINGS = tuple(dict.fromkeys(kind.heading for kind in KINDS))
BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> Kind | None:
    """The kind of a rule by its dotted key: "notice.papers" is a notice, "quorum" a quorum."""
    if key in BY_KEY and not BY_KEY[key].named:
        return BY_KEY[key]
    first, _dot, name = key.partition(".")
    kind = BY_KEY.get(first)
    return kind if kind and kind.named and name else None


def title_of(key: str) -> str:
    """What a rule is called on screen: "Notice of papers", "What carries an amendment"."""
    kind = kind_of(key)
    if kind is None:
        return key
    if not kind.named:
        return kind.title
    name = key.partition(".")[2].replace("-", " ").replace("_", " ").replace("co option", "co-option")
    titled = f"{kind.title} {name}".strip()
    return _NAMED.get(key) or titled[:1].upper() + titled[1:]


_NAMED = {
    "before.working-up": "Before a bid is worked up",
    "before.bidding-alone": "Before a member bids alone",
    "before.preparing": "Before a bid is prepared",
    "before.submitting": "Before a bid is submitted",
    "before.contracting": "Before a contract is entered",
    "before.delivering": "Before a member is a delivery partner",
    "majority.amendment": "What carries an amendment",
    "majority.co-option": "What carries a co-option",
    "majority.dissolution": "What carries dissolution",
    "tie.election": "When votes are equal in an election",
    "notice.papers": "Agenda and papers",
    "notice.agenda": "Agenda",
    "notice.meeting": "Notice of a meeting",
    "notice.amendment": "Text of an amendment",
    "consult.amendment": "To be consulted on an amendment",
    "notice.dissolution": "Notice of dissolution",
}
