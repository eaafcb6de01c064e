"""How a destination outside is reached: through which proxy, trusting which certificates."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from retrieval.errors import SettingsError
from retrieval.sources.addresses import Hosts

DIRECT = Hosts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One destination's way out. ``proxy``: http://, https:// or socks5://; ``ca_file``: PEM certificates that are trusted
    beside the usual ones; ``no_proxy``: hosts that are reached directly.
    """

    proxy: str | None = None
    ca_file: Path | None = None
    no_proxy: Hosts = DIRECT

    def proxy_for(self, url: str) -> str | None:
        """The proxy for an address; None where it is reached directly."""
        host = urlsplit(url).hostname or ""
        return None if self.no_proxy.named(host) else self.proxy

    def tls(self) -> ssl.SSLContext | None:
        """What is trusted; None for the usual certificates. Raises SettingsError where the file cannot be read."""
        if self.ca_file is None:
            return None
        context = ssl.create_default_context()
        try:
            context.load_verify_locations(self.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"证书文件 {self.ca_file} 读不了，请给出 PEM 格式的 CA 证书（HUIWEN_CA_FILE）。"
            ) from error
        return context
