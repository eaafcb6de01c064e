"""Alembic environment: one env.py for every branch; the branch is told by its versions folder and its version table."""
