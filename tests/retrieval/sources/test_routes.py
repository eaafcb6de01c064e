"""Ways out: proxies, exceptions, certificates."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from retrieval.errors import SettingsError
from retrieval.sources.addresses import Hosts
from retrieval.sources.routes import Route


def test_a_listed_host_needs_no_proxy() -> None:
    route = Route(proxy="http://127.0.0.1:7890", no_proxy=Hosts.of(["example.cn", "10.0.0.0/8"]))
    assert route.proxy_for("https://www.example.org/a") == "http://127.0.0.1:7890"
    assert route.proxy_for("https://www.example.cn:8443/a") is None
    assert route.proxy_for("http://10.2.3.4/") is None


def test_certificates_come_from_a_file(tmp_path: Path) -> None:
    assert Route().tls() is None
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = Route(ca_file=tmp_path / "ca.pem").tls()
    assert context is not None
    assert "trustme" in str(context.get_ca_certs())


@pytest.mark.parametrize("content", [None, b"nonsense"])
def test_a_file_without_certificates_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match="HUIWEN_CA_FILE"):
        Route(ca_file=path).tls()
