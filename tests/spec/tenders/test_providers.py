"""Each organisation says what it offers, every member can search it, and tenders are proposed to those they suit."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.presenters.tenders.providers import providers_modal
from bot.presenters.tenders.tenders import tender_modal
from bot.store.session import Store
from bot.workflows.decisions import Refused
from bot.workflows.tenders.provider_file import ExportProviders
from bot.workflows.tenders.providers import OfferForm, ProvidersPicture, SetOffer, ShowProviders
from bot.workflows.tenders.tender_questions import FOUND_ONES, OTHERS
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town, town_register
from tests.spec.tenders.tendering import (
    CHAIR,
    FOR_TWO,
    MEMBER,
    OFFICER,
    OTHER_MEMBER,
    listed,
    records,
    release,
    seen,
    takes_in,
)


def offers(body: Rehearsal, who: str, **words: Any) -> Any:
    """Somebody enters what their organisation offers."""
    return body.say(who, SetOffer, partnership=body.slug, **words)


def providers(body: Rehearsal, who: str, search: str = "", page: int = 0) -> ProvidersPicture:
    """The register of providers as somebody sees it."""
    return body.secretary.ask(
        ShowProviders(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership=body.slug,
            search=search,
            page=page,
        )
    )


def in_area(number: int, region: str, **tender: Any) -> dict[str, Any]:
    """A release of a tender that is delivered in a region."""
    return release(number, items=[{"id": "1", "deliveryAddresses": [{"region": region}]}], **tender)


def test_what_a_member_enters_every_member_finds_by_area_theme_and_accreditation(clesp: Rehearsal) -> None:
    """C20."""
    answer(
        offers(clesp, MEMBER, areas=("Gloucestershire",), themes=("training",), accreditations=("Matrix",))
    )
    answer(offers(clesp, OTHER_MEMBER, areas=("Bristol",), themes=("advice",)))
    assert [each.name for each in providers(clesp, OTHER_MEMBER, "matrix training").providers] == [
        "Gloucestershire Association for Voluntary and Community Action"
    ]
    assert providers(clesp, OTHER_MEMBER, "matrix advice").count == 0
    assert providers(clesp, OTHER_MEMBER).count == 2


def test_a_region_finds_who_works_in_a_part_of_it_in_all_of_it_and_everywhere(clesp: Rehearsal) -> None:
    """C20: however each has entered it, by name or by code; whatever else is searched for is searched by its words."""
    answer(offers(clesp, MEMBER, areas=("UKK1",), about="Works near Scotland Lane."))
    answer(offers(clesp, OTHER_MEMBER, areas=("United Kingdom",)))
    found = {
        search: [each.organisation for each in providers(clesp, OFFICER, search).providers]
        for search in ("South West", "TLK", "Scotland", "England", "London", "lane", "Matrix")
    }
    both, everywhere = ["gavca", "voscur"], ["voscur"]
    assert found == {
        "South West": both,
        "TLK": both,
        "Scotland": both,  # a word of what is said, and everywhere
        "England": both,
        "London": everywhere,
        "lane": ["gavca"],
        "Matrix": [],
    }


def test_whoever_speaks_for_a_member_in_another_group_enters_what_it_offers(
    store: Store, clock: StoppedClock
) -> None:
    """C20: the register is for members, and not for the body that decides alone."""
    register = town_register(4)
    both = tuple(
        replace(each, group="forum" if each.organisation == "org-4" else "board")
        for each in register.appointments
    )
    named = '[groups]\nboard = "Board"\nforum = "Forum"\n'
    body = town(store, clock, register=replace(register, appointments=both), terms=TOWN_TERMS + named)
    answer(offers(body, represented("org-4"), areas=("Devon",)))
    asking = {"workspace": body.workspace, "team": body.team, "user": body.user(represented("org-4"))}
    form = body.secretary.ask(OfferForm(**asking, partnership=body.slug))
    assert form.provider is not None
    assert form.provider.offer.areas == ("Devon",)


def test_what_is_entered_takes_the_place_of_what_was_there(clesp: Rehearsal) -> None:
    answer(offers(clesp, MEMBER, areas=("Gloucestershire",)))
    answer(offers(clesp, MEMBER, areas=("South West",)))
    (one,) = providers(clesp, MEMBER).providers
    assert one.offer.areas == ("South West",)
    form = clesp.secretary.ask(
        OfferForm(workspace=clesp.workspace, team=clesp.team, user=clesp.user(MEMBER), partnership="clesp")
    )
    assert form.provider == one


def test_somebody_who_speaks_for_two_says_for_which(clesp: Rehearsal) -> None:
    assert isinstance(offers(clesp, FOR_TWO, areas=("Cornwall",)), Refused)
    answer(offers(clesp, FOR_TWO, areas=("Cornwall",), on_behalf_of="cornwall-vsf"))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"areas": tuple(f"Area {n}" for n in range(21))}, "areas"),
        ({"themes": ("w" * 81,)}, "themes"),
        ({"least": 200, "most": 100}, "most"),
        ({"about": "w" * 1001}, "about"),
    ],
)
def test_what_is_wrong_is_said_under_its_own_field(
    clesp: Rehearsal, words: dict[str, Any], field: str
) -> None:
    said = offers(clesp, MEMBER, **words)
    assert isinstance(said, Refused)
    assert said.field == field


def test_a_guest_is_not_shown_who_offers_what(clesp: Rehearsal) -> None:
    """C30: what members say of themselves is for members."""
    answer(offers(clesp, MEMBER, areas=("Gloucestershire",)))
    picture = clesp.secretary.ask(
        ShowProviders(workspace=clesp.workspace, team=clesp.team, user="U0NOBODY", partnership="clesp")
    )
    assert picture.refused is not None
    assert picture.providers == ()


def test_what_the_partnership_looks_for_parts_what_is_found(clesp: Rehearsal) -> None:
    """C5: it proposes, and what does not suit can still be seen."""
    takes_in(clesp, in_area(1, "UKK43"), in_area(2, "UKM"))
    assert listed(clesp, OFFICER, FOUND_ONES).count == 2
    assert isinstance(offers(clesp, MEMBER, whole=True, areas=("South West",)), Refused)
    answer(offers(clesp, CHAIR, whole=True, areas=("South West",)))
    takes_in(clesp, in_area(3, "UKI"), in_area(4, "United Kingdom"))
    assert [each.ocid for each in listed(clesp, OFFICER, FOUND_ONES).tenders] == ["ocds-abc-1", "ocds-abc-4"]
    assert [each.ocid for each in listed(clesp, OFFICER, OTHERS).tenders] == ["ocds-abc-2", "ocds-abc-3"]


def test_what_speaks_neither_for_nor_against_stays_to_be_looked_at(clesp: Rehearsal) -> None:
    """C5: a notice that does not say where, and a region in which a place may be, are not hidden from whoever decides."""
    takes_in(clesp, release(1), in_area(2, "South West"), in_area(3, "Bristol"))
    for areas, others in ((("Devon",), ["ocds-abc-3"]), (("UKM",), ["ocds-abc-2"]), ((), [])):
        answer(offers(clesp, CHAIR, whole=True, areas=areas))
        assert [each.ocid for each in listed(clesp, OFFICER, OTHERS).tenders] == others
    assert listed(clesp, OFFICER, FOUND_ONES).count == 3


def test_what_people_recorded_or_suggested_is_never_put_among_what_is_not_looked_for(
    clesp: Rehearsal,
) -> None:
    """C5: a suggestion waits where the secretariat looks until it is answered."""
    answer(records(clesp, MEMBER, "Catering in Kent"))
    answer(records(clesp, OFFICER, "Cleaning in Kent"))
    answer(offers(clesp, CHAIR, whole=True, themes=("training",), areas=("South West",)))
    assert listed(clesp, OFFICER, FOUND_ONES).count == 2


def test_a_tender_says_to_the_secretariat_why_it_is_looked_for_or_not(clesp: Rehearsal) -> None:
    """C5, C20: it proposes with its reasons, and people decide."""
    answer(offers(clesp, CHAIR, whole=True, areas=("South West",), themes=("skills",)))
    takes_in(clesp, in_area(1, "UKK43"), in_area(2, "UKM"))
    said = {}
    for which in (FOUND_ONES, OTHERS):
        (one,) = listed(clesp, OFFICER, which).tenders
        said[which] = words(tender_modal(seen(clesp, OFFICER, one.id))["blocks"])
    looks_for = "what Community Learning, Employment and Skills Partnership looks for"
    assert f"It may be {looks_for}: delivered in South West and about skills." in said[FOUND_ONES]
    assert f"It is not {looks_for}: delivered in UKM." in said[OTHERS]


def test_a_tender_names_those_it_may_suit_to_the_secretariat_with_the_reasons(clesp: Rehearsal) -> None:
    """C15, C20."""
    answer(offers(clesp, MEMBER, areas=("South West",), themes=("skills",)))
    answer(offers(clesp, OTHER_MEMBER, areas=("Scotland",)))
    takes_in(clesp, in_area(1, "UKK43"))
    tender = listed(clesp, OFFICER, FOUND_ONES).tenders[0].id
    ((name, found),) = seen(clesp, OFFICER, tender).suited
    assert name.startswith("Gloucestershire")
    assert found.reasons == ("delivered in South West", "about skills")


def test_what_an_organisation_offers_stands_a_line_for_each_thing(clesp: Rehearsal) -> None:
    """C20."""
    answer(
        offers(clesp, MEMBER, areas=("Gloucestershire",), themes=("training",), accreditations=("Matrix",))
    )
    shown = words(providers_modal(providers(clesp, OTHER_MEMBER))["blocks"])
    assert "Where: Gloucestershire\nThemes: training\nAccreditations: Matrix" in shown


def test_what_is_found_is_shown_a_page_at_a_time(clesp: Rehearsal) -> None:
    """C20: ten organisations on a page, by name."""
    for number, each in enumerate(clesp.register.organisations):
        words = {"areas": ("South West",), "accreditations": (f"Matrix {number}",)}
        who = next(a.person for a in clesp.register.appointments if a.organisation == each.slug)
        answer(offers(clesp, who, on_behalf_of=each.slug, **words))
    first, second = providers(clesp, MEMBER, "matrix"), providers(clesp, MEMBER, "matrix", page=1)
    assert first.count == second.count == len(clesp.register.organisations)
    names = [each.name for each in (*first.providers, *second.providers)]
    assert (len(first.providers), names) == (10, sorted(names))


def test_what_is_found_is_taken_away_as_a_file_in_which_nothing_typed_is_a_formula(clesp: Rehearsal) -> None:
    """C20, C30: by any member, and by nobody else."""
    nasty = "=HYPERLINK(1)"
    answer(offers(clesp, MEMBER, areas=("Gloucestershire",), themes=(nasty,), about="+44 and more"))
    answer(offers(clesp, OTHER_MEMBER, areas=("Bristol",)))
    asked = {"partnership": clesp.slug, "search": "gloucestershire"}
    assert isinstance(clesp.say("U0NOBODY", ExportProviders, **asked), Refused)
    answer(clesp.say(OTHER_MEMBER, ExportProviders, **asked))
    (sent,) = clesp.notices("ProvidersNotice")
    assert sent.recipient == clesp.user(OTHER_MEMBER)
    (file,) = render("ProvidersNotice", sent.data, partnership=clesp.slug).enclosures
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1] and "'+44 and more" in lines[1]
    assert isinstance(
        clesp.say(OTHER_MEMBER, ExportProviders, partnership=clesp.slug, search="Mars"), Refused
    )
