"""The numbered steps and the tables of the code describe one and the same database."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect, select

from bot.store import migrating, tables
from bot.store.entries import entry_tables
from bot.store.migrating import is_current, migrate
from bot.store.shape import metadata
from bot.store.url import normalised_url
from bot.workflows.entries.entries import entry_id


def described(engine: Engine) -> dict[str, Any]:
    """Everything a database says of its tables: columns, keys, checks, indexes, each with its name."""
    inspector = inspect(engine)

    def sorted_by_name(things: Any) -> list[Any]:
        for thing in things:
            thing["dialect_options"] = {k: str(v) for k, v in thing.get("dialect_options", {}).items()}
        return sorted(things, key=lambda thing: str(thing["name"]))

    return {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted_by_name(inspector.get_foreign_keys(table)),
            "unique": sorted_by_name(inspector.get_unique_constraints(table)),
            "checks": sorted_by_name(inspector.get_check_constraints(table)),
            "indexes": sorted_by_name(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_the_migrations_lead_exactly_to_the_tables_of_the_code(
    unmigrated_url: str,
) -> None:
    migrated = create_engine(normalised_url(unmigrated_url))
    migrate(unmigrated_url)
    by_steps = described(migrated)
    with migrated.begin() as connection:
        for table in by_steps:
            connection.exec_driver_sql(f'DROP TABLE "{table}"' + cascade(migrated))
        metadata.create_all(connection)
    from_code = described(migrated)
    migrated.dispose()
    differences = [
        f"{table}, {part}: migrated {then}, in tables.py {now}"
        for table in sorted(by_steps.keys() | from_code.keys())
        for part in ("columns", "primary key", "foreign keys", "unique", "checks", "indexes")
        if (then := by_steps.get(table, {}).get(part)) != (now := from_code.get(table, {}).get(part))
    ]
    assert not differences, "\n".join(["A migration is missing:", *differences])


def cascade(engine: Engine) -> str:
    return " CASCADE" if engine.dialect.name == "postgresql" else ""


def test_every_constraint_and_index_is_named(database_url: str) -> None:
    engine = create_engine(normalised_url(database_url))
    nameless = [
        f"{table}: a nameless one among its {part}"
        for table, parts in described(engine).items()
        for part in ("primary key", "foreign keys", "unique", "checks", "indexes")
        for thing in ([parts[part]] if part == "primary key" else parts[part])
        if not thing["name"]
    ]
    engine.dispose()
    assert not nameless, "\n".join(nameless)


def test_every_row_belongs_to_a_workspace_and_a_partnership() -> None:
    machinery = {"heartbeats", "clock_offset"}
    of_a_workspace = {"conversations", "pauses", "receipts", "uploads"}
    without = [
        f"{table.name} has no {column}"
        for table in metadata.sorted_tables
        for column in ("workspace", "partnership")
        if table.name not in machinery
        and not (column == "partnership" and table.name in of_a_workspace)
        and column not in table.columns
    ]
    assert not without, "\n".join(without)


def test_migrating_twice_applies_each_step_once(unmigrated_url: str) -> None:
    assert not is_current(unmigrated_url)
    assert migrate(unmigrated_url)[:2] == ["0001", "0002"]
    assert is_current(unmigrated_url)
    assert migrate(unmigrated_url) == []


def test_four_processes_that_migrate_at_once_apply_each_step_once(unmigrated_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        applied = [step for steps in pool.map(migrate, [unmigrated_url] * 4) for step in steps]
    assert applied == sorted(set(applied))
    assert is_current(unmigrated_url)


def test_migrating_a_file_waits_for_whoever_writes_to_it(tmp_path: Path) -> None:
    """SQLite refuses at once to begin a write-ahead log while another writes, however patient it was told to be."""
    path = tmp_path / "quorate.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer, ThreadPoolExecutor(1) as pool:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE of_somebody_else (column_of_it INTEGER)")
        migrating = pool.submit(migrate, f"sqlite:///{path}")
        wait([migrating], timeout=0.3)  # long enough for the one that would be refused to be so
        writer.execute("COMMIT")
        assert migrating.result()[0] == "0001"


def test_what_was_decided_before_there_was_a_register_of_decisions_is_entered(unmigrated_url: str) -> None:
    """In the order in which it was decided, with an event each; an indicative vote is none."""
    migrate_before(unmigrated_url, "the_register_of_decisions")
    engine = create_engine(normalised_url(unmigrated_url))
    with engine.begin() as connection:
        known = MetaData()
        known.reflect(connection)
        for table, row in decided_before():
            connection.execute(insert(known.tables[table]), row)
    migrate(unmigrated_url)
    with engine.connect() as connection:
        entered = connection.execute(
            select(entry_tables.decisions).order_by(entry_tables.decisions.c.number)
        ).all()
        told = connection.execute(select(tables.events).order_by(tables.events.c.seq)).all()
    engine.dispose()
    assert [(each.motion, each.number, each.status) for each in entered] == [
        ("motion-2", 1, "provisional"),
        ("motion-1", 2, "carried"),
    ]
    assert (entered[1].refers_to, entered[1].becomes) == (entry_id("motion-2"), "ratified")
    assert [(each.type, each.subject, each.data["number"]) for each in told] == [
        ("DecisionEntered", entry_id("motion-2"), 1),
        ("DecisionEntered", entry_id("motion-1"), 2),
    ]


def migrate_before(url: str, step: str) -> None:
    with migrating._alone(url) as connection:
        config = migrating._config(connection)
        steps = ScriptDirectory.from_config(config).walk_revisions()
        command.upgrade(config, next(str(each.down_revision) for each in steps if step in each.path))


def decided_before() -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of three motions: one to ratify another, decided after it though put before it, and an indicative one."""
    own = {"workspace": "T0", "partnership": "forum"}
    at = datetime(2026, 4, 23, 9, tzinfo=UTC)
    known = {"name": "Forum", "short_name": "Forum", "channel": "C0", "time_zone": "Europe/London"}
    yield "partnerships", own | known | {"added_at": at}
    person = {"id": "ada", "name": "Ada", "title": "", "pastoral": False, "deactivated": False}
    yield "people", own | person
    lists = {key: ["org-1"] for key in ("entitled", "present", "withdrawn", "voted", "notes")}
    result = (
        dict.fromkeys(("why", "clause", "clause_words", "quorum_why"), "4.7") | lists | {"terms_version": 1}
    )
    put = {"put_by": "ada", "put_at": at, "terms_version": 1, "terms_digest": "", "kind": "ordinary"}
    put |= {"state": "closed", "year": 2026, "revision": 1, "shown": 0, "amended": False, "show_votes": "who"}
    motions = (("motion-2", 2, False, None, True), ("motion-1", 1, False, "motion-2", False))
    for hours, (id, number, indicative, ratifies, provisional) in enumerate(
        (*motions, ("motion-3", 3, True, None, False))
    ):
        yield (
            "motions",
            own
            | put
            | {"id": id, "number": number, "text": id, "indicative": indicative, "ratifies": ratifies}
            | {"closed_at": at + timedelta(hours=hours), "outcome": "carried"}
            | {"result": result | {"outcome": "carried", "provisional": provisional}},
        )
    settled = {"motion": "motion-2", "state": "ratified", "provisional_since": at, "decided_by": "motion-1"}
    yield "ratifications", own | settled | {"decided_at": at}
