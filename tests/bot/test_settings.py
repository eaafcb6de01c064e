from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.opening import language_model
from bot.secretfiles import secrets_of
from bot.settings import PREFIX, Settings, load
from retrieval import SettingsError

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_answer_nobody() -> None:
    settings = load()
    assert settings.data == Path("data")
    assert (settings.admins, settings.allowed, settings.telegram_token) == ((), (), None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1001", (1001,)),
        ("1001,1002", (1001, 1002)),
        (" 1001  1002 ", (1001, 1002)),
        ("1001，1002、-100200", (1001, 1002, -100200)),
        ("", ()),
    ],
)
def test_ids(written: str, read: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_ADMINS", written)
    assert load().admins == read


def test_dotenv_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HUIWEN_HOME_REGION=青岚市\nHUIWEN_TODAY=2025-03-01\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("HUIWEN_HOME_REGION", "云泽市")
    settings = load()
    assert settings.home_region == "云泽市"
    assert settings.today == date(2025, 3, 1)


def test_overrides_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_DATA", "elsewhere")
    assert load(data=Path("here")).data == Path("here")


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("HUIWEN_EMBEDDING_API_KEY", "secret")
    assert "secret" not in repr(load())
    monkeypatch.setenv("HUIWEN_LLM_API_KEY", "sk-model")
    assert "sk-model" not in repr(load())
    assert set(secrets_of(load())) == {"123:secret", "secret", "sk-model"}


def test_a_language_model_is_used_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert language_model(load()) is None
    monkeypatch.setenv("HUIWEN_LLM_BASE_URL", "http://127.0.0.1:8081/v1/")
    monkeypatch.setenv("HUIWEN_LLM_API_KEY", "sk-model")
    with pytest.raises(SettingsError, match="HUIWEN_LLM_MODEL"):
        language_model(load())
    monkeypatch.setenv("HUIWEN_LLM_MODEL", "openai:local")
    monkeypatch.setenv("HUIWEN_LLM_TIMEOUT", "90")
    model = language_model(load())
    assert model is not None and model.here and not (model.tracing or model.internal)
    assert (model.name, model.base_url, model.timeout) == ("openai:local", "http://127.0.0.1:8081/v1", 90)
    assert "sk-model" not in repr(model) and model.api_key == "sk-model"
    monkeypatch.setenv("HUIWEN_MODEL_PROXY", "http://10.0.0.1:3128")
    proxied = language_model(load())
    assert proxied is not None and not proxied.here
    monkeypatch.setenv("HUIWEN_LLM_TIMEOUT", "1")
    with pytest.raises(SettingsError, match="HUIWEN_LLM_TIMEOUT"):
        load()


def test_secrets_stand_in_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text("123:from-a-file\n", encoding="utf-8")
    monkeypatch.setenv("HUIWEN_TELEGRAM_TOKEN_FILE", "token")
    Path(".env").write_text("HUIWEN_EMBEDDING_API_KEY_FILE=token\n", encoding="utf-8")
    settings = load()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "123:from-a-file"
    assert secrets_of(settings) == ("123:from-a-file",)
    assert "from-a-file" not in repr(settings)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00"])
def test_a_secrets_file_that_cannot_be_read_is_named(content: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if content is not None:
        Path("token").write_bytes(content)
    monkeypatch.setenv("HUIWEN_TELEGRAM_TOKEN_FILE", "token")
    with pytest.raises(SettingsError, match="HUIWEN_TELEGRAM_TOKEN_FILE") as caught:
        load()
    assert "\n" not in str(caught.value)


def test_a_secret_is_set_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text("123:a", encoding="utf-8")
    monkeypatch.setenv("HUIWEN_TELEGRAM_TOKEN_FILE", "token")
    monkeypatch.setenv("HUIWEN_TELEGRAM_TOKEN", "123:b")
    with pytest.raises(SettingsError, match="只能设置一个"):
        load()


def test_a_password_in_a_proxys_address_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_PROXY", "http://user:geheim@127.0.0.1:7890")
    settings = load()
    assert "geheim" not in repr(settings)
    assert "geheim" not in str(settings)
    assert "geheim" in secrets_of(settings)
    monkeypatch.setenv("HUIWEN_PROXY", "ftp://user:geheim@127.0.0.1:7890")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "geheim" not in str(caught.value)


def test_frozen() -> None:
    with pytest.raises(ValidationError):
        load().home_region = "云泽市"  # type: ignore[misc]  # what the test is about


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIWEN_ADMINS", "@zhang"),
        ("HUIWEN_ALLOWED", "1001, 张三"),
        ("HUIWEN_TELEGRAM_API", "api.example.org"),
        ("HUIWEN_TELEGRAM_API", "ftp://example.org"),
        ("HUIWEN_EMBEDDING_BASE_URL", "localhost:8080"),
        ("HUIWEN_PROXY", "127.0.0.1:7890"),
        ("HUIWEN_TODAY", "2025年3月"),
        ("HUIWEN_TODAY", "2025-02-30"),
        ("HUIWEN_ALLOW_PRIVATE", "maybe"),
        ("HUIWEN_NO_PROXY", "10.0.0.0/99"),
        ("HUIWEN_SOURCES_PROXY", "none"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        load()
    assert "\n" not in str(caught.value)
    assert str(caught.value).count("。") == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1", ("*",)),
        ("0", ()),
        ("true", ("*",)),
        ("", ()),
        ("10.1.0.0/16，nas.example.cn", ("10.1.0.0/16", "nas.example.cn")),
    ],
)
def test_a_list_of_hosts(written: str, read: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_ALLOW_PRIVATE", written)
    assert load().allow_private == read


def test_each_destination_has_a_route_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_PROXY", "http://127.0.0.1:7890")
    monkeypatch.setenv("HUIWEN_NO_PROXY", "example.cn")
    monkeypatch.setenv("HUIWEN_SOURCES_PROXY", "direct")
    monkeypatch.setenv("HUIWEN_MODEL_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.setenv("HUIWEN_MODEL_NO_PROXY", "10.0.0.0/8")
    monkeypatch.setenv("HUIWEN_MODEL_CA_FILE", "ca.pem")
    settings = load()
    assert settings.route("telegram").proxy_for("https://api.telegram.org") == "http://127.0.0.1:7890"
    assert settings.route("sources").proxy is None
    model = settings.route("model")
    assert model.ca_file == Path("ca.pem")
    addresses = ("https://a.example.org/v1", "https://a.example.cn/v1", "http://10.1.1.1/v1")
    assert [model.proxy_for(address) for address in addresses] == ["socks5://127.0.0.1:1080", None, None]


def test_a_dotenv_in_another_encoding_is_said() -> None:
    Path(".env").write_bytes("HUIWEN_HOME_REGION=青岚市".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load()


def test_the_example_holds_every_setting_each_with_a_reason() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    names = [line.removesuffix("=") for line in lines if not line.startswith("#") and line]
    assert sorted(names) == sorted(PREFIX + field.upper() for field in Settings.model_fields)
    blocks = re.split(r"\n\n", "\n".join(lines))
    assert all(block.startswith("#") for block in blocks)


def test_the_example_as_it_stands_is_valid() -> None:
    Path(".env").write_bytes(EXAMPLE.read_bytes())
    assert load() == Settings()
