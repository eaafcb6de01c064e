"""The language model through LangChain: made once, at its first use; its errors told in one Chinese sentence."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from langchain.chat_models import init_chat_model

from retrieval.errors import GenerationError, SettingsError
from retrieval.generation.config import LanguageModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

#: The most tokens of an answer; tries after a refused or broken connection (the client waits longer each time).
ANSWER_TOKENS, RETRIES = 700, 2
OPENAI = "openai"
#: What a status means, and whether asking again soon is no use.
STATUSES: dict[int, tuple[str, bool]] = {
    400: ("接口不接受这次请求（400），可能提问超过模型的上下文长度", False),
    401: ("密钥不对（401），请检查 HUIWEN_LLM_API_KEY", True),
    402: ("账户余额不足（402）", True),
    403: ("密钥没有权限（403），请检查 HUIWEN_LLM_API_KEY", True),
    404: ("没有这个模型或地址（404），请检查 HUIWEN_LLM_MODEL 和 HUIWEN_LLM_BASE_URL", True),
    413: ("提问超过模型的上下文长度（413），请调小 HUIWEN_LLM_PROMPT_TOKENS", False),
    429: ("接口说请求太多或额度已用完（429）", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, for the log and the doctor. ``hopeless``: trying again soon is no use."""

    text: str
    hopeless: bool = False


def chat_model(config: LanguageModel) -> BaseChatModel:
    """The model that the settings name. Raises SettingsError for a name that LangChain can't take or a package not there."""
    provider, _, model = config.name.rpartition(":")
    try:
        made: BaseChatModel = init_chat_model(
            model,
            model_provider=provider or OPENAI,
            temperature=0,
            timeout=config.timeout,
            max_retries=RETRIES,
            **(_of_openai(config) if (provider or OPENAI) == OPENAI else _of_others(config)),
        )
        return made
    except ImportError as error:
        raise SettingsError(f"HUIWEN_LLM_MODEL={config.name} 需要另装一个包：{error}") from error
    except (ValueError, TypeError, OSError) as error:
        raise SettingsError(f"设置 HUIWEN_LLM_MODEL 等有误：{_first_line(error)}") from error


def _of_openai(config: LanguageModel) -> dict[str, Any]:
    """No variable but our own settings counts: neither OPENAI_* nor HTTP_PROXY."""
    url, tls = config.base_url or "https://api.openai.com/v1", config.route.tls()
    verify: ssl.SSLContext | bool = True if tls is None else tls
    proxy = config.route.proxy_for(url)
    return {
        "base_url": url,
        "api_key": config.api_key or "none",
        "http_client": httpx.Client(trust_env=False, proxy=proxy, verify=verify, timeout=config.timeout),
        "openai_proxy": None,
        "organization": None,
        "stream_usage": False,
        # Endpoints that only speak OpenAI's dialect know max_tokens; OpenAI itself wants the newer name.
        **({"extra_body": {"max_tokens": ANSWER_TOKENS}} if config.base_url else {"max_tokens": ANSWER_TOKENS}),
    }


def _of_others(config: LanguageModel) -> dict[str, Any]:
    given = {"base_url": config.base_url, "api_key": config.api_key, "max_tokens": ANSWER_TOKENS}
    return {name: value for name, value in given.items() if value is not None}


def problem(error: BaseException) -> Problem:
    """What an error of whichever provider's client means."""
    if isinstance(error, GenerationError | SettingsError):
        return Problem(text=str(error), hopeless=isinstance(error, SettingsError))
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        text, hopeless = STATUSES.get(status, (f"接口出错（{status}）", False))
        return Problem(text=text, hopeless=hopeless)
    chain = _causes(error)
    if any("timeout" in type(each).__name__.lower() for each in chain):
        return Problem(text="接口超时")
    if any(isinstance(each, ssl.SSLError) or "CERTIFICATE" in str(each) for each in chain):
        return Problem(text="接口的证书不可信，自建证书请设 HUIWEN_MODEL_CA_FILE", hopeless=True)
    if any("connect" in type(each).__name__.lower() for each in chain):
        return Problem(text="连不上接口，请检查 HUIWEN_LLM_BASE_URL、网络和代理")
    return Problem(text=f"接口的回答读不懂（{type(error).__name__}）")


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in found:
        found.append(each)
        each = each.__cause__ or each.__context__
    return found


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
