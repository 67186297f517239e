"""A later version of the terms, in force from its day; what was put before keeps the terms it was put under (G1)."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import StoppedClock
from bot.founding import CannotFound, adopt, kept, record_terms, terms_in_force
from bot.rules.terms import Adoption
from bot.rules.values import Basis
from bot.store.session import Store
from bot.workflows.partnership.members import AdoptSuggestions
from tests.rehearsal import WORKSPACE, Rehearsal, answer, rehearse
from tests.rooms import TOWN_TERMS, in_session, represented, town

SILENT = """
[voting.show_votes]
not_stated = true
suggested = "how many"
reading   = "So that nobody follows the others."
"""
STATED = """
[voting.show_votes]
value  = "who"
clause = "13"
words  = "It is shown who has voted."
"""
FIRST = TOWN_TERMS + SILENT
NEW_QUORUM = ('rule   = "2"', 'rule   = "4"')
ADOPTION = Adoption("the Forum", date(2026, 4, 1))
BEFORE, AFTER = datetime(2026, 4, 30, 22, 59, tzinfo=UTC), datetime(2026, 4, 30, 23, 0, tzinfo=UTC)


def later(document: str, *changes: tuple[str, str], day: str = "2026-05-01") -> str:
    """The document as it is from a later day, the first of May unless said otherwise."""
    for old, new in (("= 2026-01-01", f"= {day}"), ('= "2026"', f'= "{day}"'), *changes):
        assert document.count(old) == 1
        document = document.replace(old, new)
    return document


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of four, whose terms leave something open that it has adopted."""
    body = town(store, clock, 4, terms=FIRST)
    adopt(store, clock, workspace=WORKSPACE, slug=body.slug, adoptions={"voting.show_votes": ADOPTION})
    return body


def version(forum: Rehearsal) -> str:
    """The version in force now."""
    return terms_in_force(forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug).version


def test_the_version_in_force_on_the_day_is_used_from_midnight_in_london(forum: Rehearsal) -> None:
    """G1, G2: 23:00 in UTC on the last of April is the first of May in London."""
    record_terms(
        forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, document=later(FIRST, NEW_QUORUM)
    )
    forum.clock.set(BEFORE)
    assert version(forum) == "2026"
    forum.clock.set(AFTER)
    assert version(forum) == "2026-05-01"


def test_a_motion_put_before_keeps_the_version_it_was_put_under_and_one_put_after_has_the_new(
    forum: Rehearsal,
) -> None:
    """G1: two of four present are a quorum under the first terms and not under the later."""
    record_terms(
        forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, document=later(FIRST, NEW_QUORUM)
    )
    forum.clock.set(BEFORE)
    chair = represented("org-1")
    in_session(forum, ("org-1", "org-2"))
    forum.clock.set(AFTER)
    answer(forum.votes(chair, "for"))
    answer(forum.closes(chair))
    first = forum.result()
    assert (first.quorum, first.outcome) == ("quorate", "carried")
    answer(forum.puts(chair, motion="motion-2"))
    answer(forum.votes(chair, "for", motion="motion-2"))
    answer(forum.closes(chair, motion="motion-2"))
    second = forum.result("motion-2")
    assert second.quorum == "not quorate"
    assert second.terms_version > first.terms_version


def test_what_was_adopted_is_carried_over_where_the_document_is_still_silent(forum: Rehearsal) -> None:
    """G1: nobody has to adopt it a second time, and it keeps by whom and when."""
    recorded = record_terms(
        forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, document=later(FIRST)
    )
    assert (dict(recorded.carried), recorded.stated) == ({"voting.show_votes": ADOPTION}, ())
    forum.clock.set(AFTER)
    rule = terms_in_force(forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug).show_votes
    assert rule is not None
    assert (rule.basis, rule.adoption) == (Basis.ADOPTED, ADOPTION)
    event = forum.happened()[-1]
    assert (event.type, event.person) == ("TermsRecorded", None)
    assert event.data == {"terms_version": 3, "in_force_from": "2026-05-01", "carried": ["voting.show_votes"]}


def test_what_the_later_document_states_is_no_longer_adopted(forum: Rehearsal) -> None:
    """G1: the document stands."""
    recorded = record_terms(
        forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, document=later(TOWN_TERMS) + STATED
    )
    assert (dict(recorded.carried), recorded.stated) == ({}, ("voting.show_votes",))
    forum.clock.set(AFTER)
    rule = terms_in_force(forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug).show_votes
    assert rule is not None
    assert (rule.basis, rule.value) == (Basis.DOCUMENT, "who")


def test_what_is_adopted_between_the_recording_and_the_day_holds_under_the_later_terms_too(
    store: Store, clock: StoppedClock
) -> None:
    """G1: an adoption is of what the document leaves open, and the later one leaves it open too."""
    forum = town(store, clock, 4, terms=FIRST)
    record_terms(store, clock, workspace=WORKSPACE, slug=forum.slug, document=later(FIRST))
    adopt(store, clock, workspace=WORKSPACE, slug=forum.slug, adoptions={"voting.show_votes": ADOPTION})
    for moment in (BEFORE, AFTER):
        clock.set(moment)
        rule = terms_in_force(store, clock, workspace=WORKSPACE, slug=forum.slug).show_votes
        assert rule is not None
        assert rule.adoption == ADOPTION


def test_an_adoption_before_the_first_terms_begin_holds_at_once(store: Store) -> None:
    """G1: they are the only terms there are."""
    early = StoppedClock(datetime(2019, 1, 1, 12, 0, tzinfo=UTC))
    body = rehearse(store, early, "clpp")
    adopt(store, early, workspace=WORKSPACE, slug="clpp", adoptions={"voting.show_votes": ADOPTION})
    rule = terms_in_force(store, early, workspace=WORKSPACE, slug=body.slug).rule("voting.show_votes")
    assert rule is not None
    assert rule.adoption == ADOPTION


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (FIRST, "A later version begins later"),
        (later(FIRST, day="2025-12-31"), "A later version begins later"),
        (later(FIRST, ("nation ", 'time_zone = "Europe/Dublin"\nnation ')), "Europe/Dublin"),
    ],
)
def test_terms_that_are_not_later_or_count_other_days_are_refused_and_leave_nothing(
    forum: Rehearsal, document: str, why: str
) -> None:
    """G1: on no day are there two versions in force."""
    before = len(forum.happened())
    with pytest.raises(CannotFound, match=why):
        record_terms(forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, document=document)
    assert len(forum.happened()) == before
    forum.clock.set(AFTER)
    assert version(forum) == "2026"


def test_what_is_adopted_is_one_kind_of_event_whoever_records_it(store: Store, clock: StoppedClock) -> None:
    """G1: from Slack by somebody, from the command line by nobody in particular."""
    body = town(store, clock, 4, terms=FIRST)
    adopt(store, clock, workspace=WORKSPACE, slug=body.slug, adoptions={"voting.show_votes": ADOPTION})
    other = town(store, clock, 4, terms=FIRST, workspace="T0OTHER")
    asked = {"partnership": other.slug, "keys": ("voting.show_votes",), "adopted_by": "the Forum"}
    answer(other.say(represented("org-2"), AdoptSuggestions, **asked))
    by_command, by_hand = [each for each in body.happened() if each.type == "SuggestionsAdopted"]
    assert (by_command.person, by_hand.person) == (None, represented("org-2"))
    assert by_command.data.keys() == by_hand.data.keys()
    assert by_command.data["adoptions"] == {"voting.show_votes": {"by": "the Forum", "on": "2026-04-01"}}


def test_what_is_kept_of_a_workspace_is_told_at_a_glance(forum: Rehearsal) -> None:
    """Its terms in force and the next ones, and how many people nobody has matched."""
    record_terms(forum.store, forum.clock, workspace=WORKSPACE, slug=forum.slug, document=later(FIRST))
    (told,) = kept(forum.store, forum.clock, workspace=WORKSPACE)
    assert (told.slug, told.channel, told.people, told.unmatched) == ("town-forum", "C0TOWNFORUM", 4, 0)
    assert told.later is not None
    assert (told.terms.version, told.later.version) == ("2026", "2026-05-01")
    assert kept(forum.store, forum.clock, workspace="T0NOBODY") == ()
