"""Run by Alembic: uses the connection and the version table that ``retrieval.stores.migrate`` hands over."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], version_table=attributes["version_table"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
