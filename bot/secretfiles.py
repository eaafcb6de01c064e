"""Secrets: read from files where a setting ``HUIWEN_…_FILE`` names one, and known in one place, so that logs can hide them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from retrieval import SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings

SUFFIX = "_FILE"
LARGEST = 64 * 1024


def secret_fields(settings: type[BaseSettings]) -> tuple[str, ...]:
    """The settings that are secrets."""
    return tuple(name for name, field in settings.model_fields.items() if "SecretStr" in str(field.annotation))


class SecretFiles(PydanticBaseSettingsSource):
    """Settings from files, such as a container's or systemd's credentials. Raises SettingsError."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Not used: all are read at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Field → content of its file."""
        prefix = str(self.config.get("env_prefix", ""))
        written = _written(str(self.config.get("env_file") or ""))
        found: dict[str, Any] = {}
        for field in secret_fields(self.settings_cls):
            name = f"{prefix}{field}".upper()
            path = written.get(name + SUFFIX)
            if path and written.get(name):
                raise SettingsError(f"{name} 和 {name}{SUFFIX} 只能设置一个。")
            if path:
                found[field] = _content(name + SUFFIX, Path(path))
        return found


def _written(env_file: str) -> Mapping[str, str]:
    """What .env and the environment say, in upper case; the environment wins."""
    lines = dotenv_values(env_file, encoding="utf-8") if env_file else {}
    both = {**lines, **os.environ}
    return {name.upper(): value.strip() for name, value in both.items() if value and value.strip()}


def _content(name: str, path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"设置 {name} 指的文件太大，里面应只有密钥。")
        content = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置 {name} 指的文件“{path}”读不了，请检查路径、权限和编码（UTF-8）。") from error
    if not content:
        raise SettingsError(f"设置 {name} 指的文件“{path}”是空的。")
    return content


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret among the settings, passwords inside of addresses too."""
    found = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, str) and "://" in value and (password := urlsplit(value).password):
            found.append(password)
    return tuple(dict.fromkeys(found))
