"""A register file: what a secretary's spreadsheet may look like, and how each mistake in it is told."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from bot.register_files import (
    RegisterFileError,
    parse_register,
    read_register,
    register_as_csv,
    write_register_csv,
)
from bot.rules.register import Appointment, Capacity, Organisation, Person, Register, Role


def csv(*lines: str, encoding: str = "utf-8") -> Register:
    """The register of these lines of CSV."""
    return parse_register("\n".join(lines).encode(encoding), kind=".csv")


def refused(*lines: str, kind: str = ".csv") -> list[str]:
    """The mistakes in these lines, as they are told."""
    return refused_bytes("\n".join(lines).encode(), kind=kind)


def refused_bytes(content: bytes, kind: str = ".csv") -> list[str]:
    """The mistakes in these bytes, as they are told."""
    with pytest.raises(RegisterFileError) as caught:
        parse_register(content, kind=kind)
    return [str(each) for each in caught.value.mistakes]


def test_the_template_of_the_documentation_reads() -> None:
    register = read_register(Path(__file__).parents[3] / "docs" / "register-template.csv")
    assert [each.name for each in register.organisations] == [
        "Example College",
        "Example University",
        "Example Council",
        "Example Charity",
    ]
    day = date(2026, 6, 16)
    assert [each.name for each in register.substitutes_of("example-college", day)] == ["Sam Example"]
    assert [each.person for each in register.holders_of("chair", day)] == ["jo-example"]


def test_an_alias_that_is_another_organisation_too_is_asked_about() -> None:
    told = refused("organisation,aliases,sector,person", "High Farm,Low Shop,grow,Ada", "Low Shop,,sell,Bran")
    assert told == ['Row 3, organisation: "Low Shop" is a name of two of them: make the two names differ.']


def test_one_row_is_one_appointment() -> None:
    register = csv(
        "organisation,type,sector,area,person,email,group,capacity,from",
        "High Farm,charity,grow,North,Ada Byron-Lee,Ada@Farm.example,Council,representative,2026-04-01",
        "High Farm,,,,Cleo Marsh,cleo@farm.example,Council,named deputy,01/04/2026",
    )
    assert register.organisations == (
        Organisation("high-farm", "High Farm", type="charity", sector="grow", area="North"),
    )
    assert register.people[0] == Person("ada-byron-lee", "Ada Byron-Lee", "ada@farm.example")
    assert register.appointments == (
        Appointment("ada-byron-lee", "high-farm", "Council", Capacity.REPRESENTATIVE, date(2026, 4, 1)),
        Appointment("cleo-marsh", "high-farm", "Council", Capacity.SUBSTITUTE, date(2026, 4, 1)),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_way_a_spreadsheet_saves_csv_is_read(separator: str, encoding: str, newline: str) -> None:
    rows = (("organisation", "person", "capacity"), ("Café Zoë & Co", "Renée O’Hara", "rep"))
    text = newline.join(separator.join(row) for row in rows) + newline
    register = parse_register(text.encode(encoding), kind=".CSV")
    assert register.organisations[0].name == "Café Zoë & Co"
    assert register.organisations[0].slug == "cafe-zoe-co"
    assert register.people[0].name == "Renée O’Hara"


def test_a_separator_line_and_blank_rows_are_passed_over() -> None:
    assert len(csv("sep=;", "organisation;person", ";", "High Farm;Ada", "").people) == 1


def test_everyday_headings_are_understood_in_any_order() -> None:
    register = csv(
        "E-mail Address,Name,Organization,Start Date,Rep or Deputy,Membership,Notes",
        "ada@farm.example,Ada,High Farm,01/04/2026,Deputy,full member,likes tea",
    )
    assert register.appointments[0].capacity is Capacity.SUBSTITUTE
    assert register.organisations[0].voting


@pytest.mark.parametrize(
    ("standing", "voting", "has_vote"),
    [
        ("", "", True),
        ("member", "", True),
        ("co-opted", "", False),
        ("observer", "", False),
        ("temporary", "", False),
        ("temporary", "yes", True),
        ("member", "No", False),
    ],
)
def test_members_vote_unless_told_otherwise_and_nobody_else_does(
    standing: str, voting: str, has_vote: bool
) -> None:
    """C4, V6, V7."""
    register = csv("organisation,standing,voting", f"High Farm,{standing},{voting}")
    assert register.organisations[0].voting is has_vote


def test_a_row_with_a_role_and_no_capacity_gives_the_office_and_no_voice() -> None:
    """A secretariat officer gets no vote by accident."""
    register = csv(
        "organisation,person,capacity,role", "High Farm,Eli,,Secretary", "High Farm,Ada,rep,Chairperson"
    )
    assert register.roles == (Role("secretariat", "eli", "high-farm"), Role("chair", "ada", "high-farm"))
    assert [each.person for each in register.appointments] == ["ada"]


def test_an_organisation_may_hold_an_office_and_may_have_named_nobody_yet() -> None:
    register = csv("organisation,person,role,review", "High Farm,,Accountable body,31/03/2027", "Low Shop,,,")
    assert register.roles == (Role("accountable body", None, "high-farm", review_on=date(2027, 3, 31)),)
    assert [each.name for each in register.organisations] == ["High Farm", "Low Shop"]
    assert register.appointments == ()


def test_an_alias_names_the_same_organisation() -> None:
    """N22."""
    register = csv("organisation,aliases,person", "Learning Plus,LP | Leaning Plus,Ada", "leaning plus,,Bran")
    assert [each.name for each in register.organisations] == ["Learning Plus"]
    assert {each.organisation for each in register.appointments} == {"learning-plus"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_cell_that_looks_like_a_formula_is_text_and_is_written_so_that_it_stays_text(start: str) -> None:
    name = f"{start}cmd|' /C calc'!A0"
    register = csv("organisation,person", f'High Farm,"{name}"')
    assert register.people[0].name == name
    written = register_as_csv(register)
    assert f"'{name}" in written
    assert not any(cell.startswith(start) for line in written.splitlines() for cell in line.split(","))
    assert parse_register(written.encode(), kind=".csv").people[0].name == name


def test_marks_that_would_ping_or_turn_the_line_round_are_kept_as_typed() -> None:
    name = "*Ada* <!channel> <@U1> \u202eeb"
    assert csv("organisation,person", f"High Farm,{name}").people[0].name == name


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\xef\xbb\xbf", b"sep=,\n"])
def test_an_empty_file_is_answered_with_where_to_start(content: bytes) -> None:
    (told,) = refused_bytes(content)
    assert told.startswith("The file: The file is empty. Start from the template")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    huge.write_bytes(b"organisation\n" + b"x" * 2_000_000)
    with pytest.raises(RegisterFileError, match=r"2,000,013 bytes; a register is far smaller"):
        read_register(huge)
    assert refused_bytes(huge.read_bytes()) == [
        "The file: The file has 2,000,013 bytes; a register is far smaller. Allowed: up to 2 MB."
    ]


def test_too_many_rows_or_columns_are_refused() -> None:
    assert "more than 5,000 rows" in refused("organisation", *(f"O{n}" for n in range(5_001)))[0]
    assert "more than 100 columns" in refused("organisation" + "," * 200)[0]


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match=r'"none.csv" cannot be opened: No such file'):
        read_register(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("organisation\nCafé".encode("latin-1"), "Row 2 holds a letter that is not UTF-8"),
        ("organisation\nCafé".encode("utf-16"), '"Unicode text" (UTF-16)'),
        (b"organisation\nA\0B", "This is not a text file"),
    ],
)
def test_the_wrong_encoding_says_how_to_save_the_file(content: bytes, said: str) -> None:
    (told,) = refused_bytes(content)
    assert said in told
    assert "UTF-8" in told or ".csv" in told


def test_a_workbook_is_told_from_a_csv_file() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    for kind in (".csv", ".xlsx"):
        (told,) = refused_bytes(book.getvalue(), kind=kind)
        assert "This is a workbook, not a CSV file" in told
    assert 'this one ends in ".docx"' in refused_bytes(b"hello", kind=".docx")[0]


def test_an_unknown_column_is_answered_with_the_one_that_was_meant() -> None:
    assert refused("organisation,persom,shoe size", "High Farm,Ada,7") == [
        'Row 1, persom: there is no column "persom"; did you mean "person". Rename it, or delete it.',
        'Row 1, shoe size: there is no column "shoe size". Rename it, or delete it. Allowed: organisation, type, '
        "sector, area, voting, standing, aliases, joined, left, person, email, slack user, slack team, "
        "title, pastoral, group, capacity, role, from, to, review, notes.",
    ]


def test_a_column_given_twice_and_a_table_without_organisations_are_refused() -> None:
    assert refused("organisation,e-mail,email", "High Farm,,") == [
        'Row 1, email: "email" is a second column for email: keep one of them.'
    ]
    assert refused("person,email", "Ada,ada@x.example")[0] == (
        "Row 1, organisation: there is no column for the organisation. The first row must hold the headings. "
        "Allowed: organisation."
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("31/02/2027", '"31/02/2027" is a day that does not exist.'),
        ("2027-02-30", '"2027-02-30" is a day that does not exist.'),
        ("04/25/2027", '"04/25/2027" has no such month: dates here are day, month, year.'),
        ("1/4/27", '"1/4/27" is not a date that can be read with certainty.'),
        ("April 2027", '"April 2027" is not a date that can be read with certainty.'),
        ("46113", '"46113" is not a date that can be read with certainty.'),
        ("01/04/0027", '"01/04/0027" has an unlikely year.'),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_words(written: str, said: str) -> None:
    assert refused("organisation,person,From", f"High Farm,Ada,{written}") == [
        f"Row 2, From: {said} Allowed: 2027-04-01 or 01/04/2027 (the day first)."
    ]


def test_the_day_is_always_first() -> None:
    """A date both readings could mean is read the British way, never the other."""
    assert csv("organisation,joined", "High Farm,03/04/2027").organisations[0].joined_on == date(2027, 4, 3)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert refused("organisation,person,from,to", "High Farm,Ada,01/04/2027,31/03/2027") == [
        "Row 2, to: this ends on 2027-03-31, before it begins on 2027-04-01."
    ]


def test_a_person_with_two_e_mails_is_asked_about() -> None:
    (told,) = refused(
        "organisation,person,email", "High Farm,Ada,ada@a.example", "Low Shop,Ada,ada@b.example"
    )
    assert told == (
        'Row 3, email: Ada has "ada@b.example" here and "ada@a.example" in row 2. '
        "Make them agree, or leave this one empty; two of one name need names that tell them apart."
    )


def test_one_e_mail_or_one_slack_user_for_two_people_is_refused() -> None:
    lines = ("High Farm,Ada,Office@x.example,U0ABC", "Low Shop,Bran,office@x.example,U0ABC")
    assert refused("organisation,person,email,slack user", *lines) == [
        'Row 3, email: "office@x.example" already belongs to Ada; Bran needs their own, or leave it empty.',
        'Row 3, slack user: "U0ABC" already belongs to Ada; Bran needs their own, or leave it empty.',
    ]


def test_somebody_from_another_workspace_has_its_id_beside_their_account() -> None:
    """In a spreadsheet and in TOML; one id in two workspaces is two accounts."""
    heading = "organisation,person,slack user,Slack workspace"
    register = csv(heading, "High Farm,Ada,U0ABC,T0COLLEGE", "Low Farm,Bran,U0ABC,")
    assert [each.slack_team for each in register.people] == ["T0COLLEGE", None]
    assert csv(*register_as_csv(register).splitlines()).people == register.people
    tree = '[[people]]\nname = "Ada"\nslack_user = "U0ABC"\nslack_team = "T0COLLEGE"\n'
    assert parse_register(tree.encode(), kind=".toml").people == register.people[:1]


def test_a_workspaces_name_or_a_workspace_without_an_account_is_refused() -> None:
    heading = "organisation,person,slack user,slack team"
    assert refused(heading, "High Farm,Ada,U0ABC,college", "Low Farm,Bran,,T0COLLEGE") == [
        'Row 2, slack team: "college" is not a Slack workspace ID: it stands in the workspace\'s address in a browser. '
        "Allowed: T or E and capital letters and digits, such as T024BE7LD; empty for the partnership's own.",
        "Row 3, slack team: whose account there is Bran's? Give their Slack member ID as well.",
    ]


def test_a_slack_name_is_not_a_slack_user() -> None:
    (told,) = refused("organisation,person,slack user", "High Farm,Ada,@ada")
    assert told == (
        'Row 2, slack user: "@ada" is not a Slack member ID: open the profile in Slack, More, Copy member ID. '
        "Allowed: U or W and capital letters and digits, such as U024BE7LH."
    )


def test_the_same_row_twice_is_refused_and_another_capacity_is_not() -> None:
    row = "High Farm,Ada,Council,rep"
    assert refused("organisation,person,group,capacity", row, row) == [
        "Row 3, person: Ada is named here as in row 2 already."
    ]
    register = csv("organisation,person,group,capacity", row, "High Farm,Ada,Kitchen,deputy")
    assert len(register.appointments) == 2


def test_rows_that_disagree_about_an_organisation_are_both_pointed_at() -> None:
    (told,) = refused("organisation,sector", "High Farm,grow", "high farm,sell")
    assert told.startswith('Row 3, sector: High Farm has "sell" here and "grow" in row 2.')


def test_two_spellings_of_one_name_are_asked_about() -> None:
    (told,) = refused("organisation,person", "St. John's Trust,Ada", "St John’s Trust,Bran")
    assert "look like one and the same" in told


def test_a_slip_in_a_standing_a_capacity_or_a_role_is_suggested() -> None:
    told = refused(
        "organisation,standing,voting,person,capacity,role", "High Farm,co-optd,no,Ada,deputee,secretariatt"
    )
    assert [each.split(". Allowed")[0] for each in told] == [
        'Row 2, standing: "co-optd" is not known here; did you mean "co-opted"',
        'Row 2, capacity: "deputee" is not a capacity; did you mean "deputy"',
        'Row 2, role: "secretariatt" is not known here; did you mean "secretariat"',
    ]


def test_a_standing_of_the_partnerships_own_must_say_whether_it_votes() -> None:
    (told,) = refused("organisation,standing", "High Farm,patron")
    assert 'does an organisation that is "patron" vote?' in told
    assert not csv("organisation,standing,voting", "High Farm,patron,no").organisations[0].voting


def test_a_person_whom_nobody_sends_needs_an_organisation_or_a_role() -> None:
    assert refused("organisation,person,role", ",Ada,") == [
        "Row 2, organisation: whom does Ada speak for? Name the organisation, or give a role."
    ]
    assert csv("organisation,person,role", ",Ada,secretariat").roles == (Role("secretariat", "ada"),)


def test_cells_without_a_name_beside_them_are_not_guessed_at() -> None:
    told = refused("organisation,sector,person,email", ",grow,,ada@x.example", "High Farm,,,bran@x.example")
    assert told == [
        "Row 2, organisation: this row describes an organisation without naming it.",
        "Row 2, person: this row describes a person without naming them.",
        "Row 3, person: this row describes a person without naming them.",
    ]


@pytest.mark.parametrize("email", ["ada", "ada@", "ada@farm", "a b@farm.example", "a@x.example, b@x.example"])
def test_an_address_that_is_none_is_refused(email: str) -> None:
    (told,) = refused("organisation,person,email", f'High Farm,Ada,"{email}"')
    assert told == (
        f'Row 2, email: "{email}" is not an e-mail address. Allowed: one address, such as jo@college.example.'
    )


def test_an_overlong_or_invisible_cell_is_refused() -> None:
    assert "holds 10,000 characters" in refused("organisation", "x" * 10_000)[0]
    assert "invisible control character" in refused("organisation", "High\x07Farm")[0]


def test_a_stray_quotation_mark_does_not_swallow_the_file_unnoticed() -> None:
    told = refused("organisation,person", '"High Farm,Ada', *(f"Org {n},Person {n}" for n in range(2_000)))
    assert "stray quotation mark" in told[0] or "characters; shorten it" in told[0]


def test_a_row_with_more_cells_than_headings_is_refused() -> None:
    assert refused("organisation,person", "High Farm,Ada,extra") == [
        "Row 2: this row has more cells than there are headings: look for a stray separator. Allowed: 2 cells."
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_rows() -> None:
    told = refused(
        "organisation,person,email,capacity,from",
        "High Farm,Ada,nonsense,rep,31/02/2027",
        "",
        "Low Shop,Bran,bran@x.example,captain,soon",
    )
    assert [each.split(":")[0] for each in told] == [
        "Row 2, email",
        "Row 2, from",
        "Row 4, capacity",
        "Row 4, from",
    ]


def test_a_mistake_has_its_row_column_found_and_allowed_for_programs() -> None:
    with pytest.raises(RegisterFileError) as caught:
        csv("organisation,Voting Member", "High Farm,perhaps")
    (mistake,) = caught.value.mistakes
    assert (mistake.row, mistake.place, mistake.column) == (2, "row 2", "Voting Member")
    assert (mistake.found, mistake.allowed) == ("perhaps", "yes or no")


TOML = """
[[organisations]]
name = "High Farm"
aliases = ["HF"]
joined_on = 2026-04-01

[[people]]
name = "Ada"
email = "ada@farm.example"

[[appointments]]
person = "Ada"
organisation = "HF"
from_on = "01/04/2026"

[[roles]]
role = "Chair"
person = "ada"
organisation = "High Farm"
"""


def test_toml_has_the_fields_of_the_records() -> None:
    register = parse_register(TOML.encode(), kind=".toml")
    assert register == Register(
        (Organisation("high-farm", "High Farm", aliases=("HF",), joined_on=date(2026, 4, 1)),),
        (Person("ada", "Ada", "ada@farm.example"),),
        (Appointment("ada", "high-farm", from_on=date(2026, 4, 1)),),
        (Role("chair", "ada", "high-farm"),),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[[people]]", "[[peeple]]", 'The file, peeple: there is no list "peeple"; did you mean "people".'),
        (
            'email = "',
            'emial = "',
            'People 1 ("Ada"), emial: there is no key "emial" here; did you mean "email".',
        ),
        (
            'organisation = "HF"',
            'organisation = "Hg"',
            'Appointments 1 ("Ada"), organisation: "Hg" is not a known',
        ),
        (
            'person = "ada"',
            'person = "adda"',
            'Roles 1 ("adda"), person: "adda" is not a known person; did you mean',
        ),
        (
            'aliases = ["HF"]',
            "aliases = [1]",
            'Organisations 1 ("High Farm"), aliases: every one of these should be',
        ),
        ('name = "Ada"', "name = true", "People 1, name: "),
        ("[[roles]]", "[roles]", "The file, roles: this should be a list"),
        ("2026-04-01", "2026-02-30", "The file: This is not TOML: "),
        (
            'name = "High Farm"',
            'slug = "High Farm"\nname = "High Farm"',
            '"High Farm" will not do as a slug.',
        ),
    ],
)
def test_a_mistake_in_toml_is_pointed_at(before: str, after: str, said: str) -> None:
    told = refused(TOML.replace(before, after), kind=".toml")
    assert any(said in each for each in told), told


def test_toml_that_is_empty_or_nested_without_end_is_refused() -> None:
    assert refused("", kind=".toml") == [
        "The file: The file is empty. Allowed: lists such as [[organisations]] and [[people]]."
    ]
    assert refused("a = " + "[" * 5_000, kind=".toml")


def test_a_register_written_to_a_file_opens_in_a_spreadsheet_and_reads_back(tmp_path: Path) -> None:
    register = parse_register(TOML.encode(), kind=".toml")
    file = tmp_path / "register.csv"
    write_register_csv(register, file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_register(file) == register


def test_a_list_of_strangers_is_refused_without_comparing_every_name_with_every_other() -> None:
    """Nine thousand unknown names are told in a moment; only the first few come with a suggestion."""
    people = "\n".join(f'[[people]]\nname = "Person {n}"' for n in range(1_000))
    strangers = "\n".join(
        f'[[appointments]]\nperson = "Persom {n}"\norganisation = "O"' for n in range(1_000)
    )
    told = refused(people + '\n[[organisations]]\nname = "O"\n' + strangers, kind=".toml")
    assert len(told) == 1_000
    assert 0 < sum("did you mean" in each for each in told) <= 11


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rows_below() -> None:
    with pytest.raises(RegisterFileError, match="stray quotation mark"):
        parse_register(b'organisation,person\nAlder,"Jo Rowan\nBirch,Sam Hazel\n', kind=".csv")
