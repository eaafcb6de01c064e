"""What counts as outside."""

from __future__ import annotations

import ipaddress

import pytest

from retrieval.sources.addresses import Hosts, is_inside_name, is_public, literal


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


INSIDE = """127.0.0.1 127.255.0.9 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.254
192.0.2.1 198.18.0.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fc00::1 fd12::1 fec0::1 ff02::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 2001:db8::1 100::1"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_inside(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
    ],
)
def test_every_notation_of_an_address_is_read(host: str, address: str) -> None:
    assert literal(host) == ipaddress.ip_address(address)


@pytest.mark.parametrize("host", ["www.qinglan.example", "1.2.3.4.example", ""])
def test_names_are_no_addresses(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("nas.local", True),
        ("notlocal", False),
        ("a.gov.cn", False),
    ],
)
def test_names_that_mean_inside(host: str, inside: bool) -> None:
    assert is_inside_name(host) is inside


LISTED = ("intranet.example.cn", "10.1.0.0/16", "192.168.1.5", "fd00::/8")


@pytest.mark.parametrize(
    ("host", "listed"),
    [
        ("intranet.example.cn", True),
        ("www.intranet.example.cn.", True),
        ("Intranet.Example.CN", True),
        ("example.cn", False),
        ("notintranet.example.cn", False),
        ("10.1.200.3", True),
        ("[::ffff:10.1.0.1]", True),
        ("167837697", True),  # 10.1.0.1
        ("10.2.0.1", False),
        ("192.168.1.5", True),
        ("192.168.1.6", False),
        ("fd12::1", True),
    ],
)
def test_a_list_of_hosts_and_networks(host: str, listed: bool) -> None:
    assert Hosts.of(LISTED).named(host) is listed
    assert Hosts.of(["*"]).named(host)
    assert not Hosts().named(host)


@pytest.mark.parametrize("word", ["maybe", "10.1.0.0/99", "http://example.cn", "a b", "例"])
def test_what_is_no_host_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="不是主机名"):
        Hosts.of([word])
