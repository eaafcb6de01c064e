from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from retrieval.stores import migrate
from retrieval.stores.database import open_database
from retrieval.stores.tables import Base

REVISION = """
from alembic import op
import sqlalchemy as sa
revision = "0001_other"
down_revision = None
branch_labels = ("other",)
depends_on = None
def upgrade():
    op.create_table("others", sa.Column("id", sa.Integer, primary_key=True))
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(tmp_path)


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    assert migrate.behind(engine)
    migrate.upgrade(engine)
    assert not migrate.behind(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": migrate.VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_another_package_has_its_own_branch_in_the_same_database(engine: Engine, tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "0001_other.py").write_text(REVISION, encoding="utf-8")
    for _ in range(2):
        migrate.upgrade(engine)
        migrate.upgrade(engine, str(versions), "other_version")
    assert {"documents", "others", "retrieval_version", "other_version"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_connection_is_set_up(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 1, 1, 30000]
    engine.dispose()
