"""Which language model is used, and within which limits."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from retrieval.sources.routes import Route

#: Where the host of an address says that it is this machine.
HERE = ("localhost", "ip6-localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """A model and the limits of its use.

    ``name``: as LangChain's ``init_chat_model`` takes it (openai:deepseek-chat). ``base_url``: of an OpenAI-compatible
    endpoint, up to /v1; None is the provider's own. ``timeout``: seconds for the whole of an answer. ``at_once``: calls side by
    side. ``prompt_tokens``: the most of a prompt. ``daily_tokens``: the most of a day, 0 for no limit. ``internal``: whether
    internal documents may be sent to a model that is not on this machine. ``tracing``: whether LangSmith's own settings count.
    ``prompts``: a folder whose prompt files go before the package's. ``route``: the way to the endpoint.
    """

    name: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 45.0
    at_once: int = 4
    prompt_tokens: int = 1000
    daily_tokens: int = 0
    internal: bool = False
    tracing: bool = False
    prompts: Path | None = None
    route: Route = field(default_factory=Route)

    @property
    def here(self) -> bool:
        """Whether the model runs on this machine, so that nothing leaves it: a loopback address, and no proxy on the way.

        >>> LanguageModel(name="openai:m", base_url="http://127.0.0.1:8081/v1").here
        True
        """
        host = urlsplit(self.base_url or "").hostname or ""
        if self.route.proxy_for(self.base_url or ""):
            return False
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host in HERE
