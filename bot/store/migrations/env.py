"""What Alembic runs for every command: the connection is always handed over by `bot.store.migrating`."""

from alembic import context

from bot.store.shape import metadata

# Alembic imports this file as a script, each time anew: there is nothing here to import from elsewhere.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    render_as_batch=True,  # SQLite changes a table by making it again
    render_item=context.config.attributes.get("render_item", lambda *_: False),
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
