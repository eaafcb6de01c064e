"""Alembic, driven from code: each package has its own branch, that is a folder of revisions and a version table."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from retrieval.errors import NewerDataError
from retrieval.stores.database import mapped

VERSIONS = "retrieval.stores:migrations/versions"
VERSION_TABLE = "retrieval_version"


def behind(engine: Engine, versions: str = VERSIONS, version_table: str = VERSION_TABLE) -> bool:
    """Whether ``upgrade`` has anything to do. Raises NewerDataError, StoreError."""
    script = ScriptDirectory.from_config(_config(versions))
    with mapped(), engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": version_table})
        current = context.get_current_heads()
    try:
        script.get_revisions(current)
    except CommandError as error:
        raise NewerDataError("该数据目录由更新版本的 huiwen 写成，请升级 huiwen 后再用。") from error
    return set(current) != set(script.get_heads())


def upgrade(engine: Engine, versions: str = VERSIONS, version_table: str = VERSION_TABLE) -> None:
    """Bring one branch to its newest revision, in one transaction.

    ``versions``: "package:folder" of the revisions; ``version_table``: where this branch keeps its place, so that
    branches of several packages share a database and know nothing of each other. Raises NewerDataError, StoreError.
    """
    if not behind(engine, versions, version_table):
        return
    config = _config(versions)
    with mapped(), engine.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["version_table"] = version_table
        command.upgrade(config, "heads")


def _config(versions: str) -> Config:
    config = Config()
    config.set_main_option("script_location", "retrieval.stores:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", versions)
    return config
