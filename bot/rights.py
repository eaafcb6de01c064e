"""Roles and rights: which role may do what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """What a door asks for. ``anyone``: strangers too; ``operator``: who can read the data directory on its machine."""

    ANYONE = "anyone"
    ASK = "ask"
    ADD = "add"
    ADMINISTER = "administer"
    OPERATE = "operate"


class Role(StrEnum):
    """What a person is. ``none``: was somebody and is no longer; it outweighs the list of the settings."""

    NONE = "none"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    ADMIN = "admin"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.NONE: frozenset(),
    Role.READER: frozenset({Right.ASK}),
    Role.CONTRIBUTOR: frozenset({Right.ASK, Right.ADD}),
    Role.ADMIN: frozenset({Right.ASK, Right.ADD, Right.ADMINISTER}),
}
