"""Which hosts lie outside, on the public internet; pure."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# A word alone is refused, so that a slip of the pen allows nothing; localhost is meant.
_NAME = re.compile(r"localhost|(?:\*?\.)?[\w-]+(?:\.[\w-]+)+\.?|\.[\w-]+", re.I)
_INSIDE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")


def is_public(address: Address) -> bool:
    """False for loopback, private, link-local, shared (CGNAT), multicast, reserved and unspecified addresses.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is as public as that one.
    """
    if isinstance(address, ipaddress.IPv6Address) and (inner := _embedded(address)):
        return is_public(inner)
    inside = (
        not address.is_global,
        address.is_multicast,
        address.is_reserved,
        address.is_unspecified,
        address.is_link_local,
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local,
    )
    return not any(inside)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def literal(host: str) -> Address | None:
    """The address that ``host`` spells out, also as 127.1, 0x7f000001 or 2130706433, which the C library accepts."""
    bare = host.strip("[]").rstrip(".")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def is_inside_name(host: str) -> bool:
    """True for names that mean this machine or its own network (localhost, nas.local)."""
    name = host.rstrip(".").lower()
    return any(name == inside or name.endswith("." + inside) for inside in _INSIDE_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """A list of hosts and networks: which inside addresses may be fetched from, or which hosts need no proxy.

    A name stands for itself and for all names below it; ``*`` for everything.
    """

    everything: bool = False
    names: frozenset[str] = frozenset()
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()

    @classmethod
    def of(cls, words: Iterable[str]) -> Hosts:
        """From ``nas.example.cn``, ``.example.cn``, ``10.1.0.0/16``, ``192.168.1.5``, ``::1`` or ``*``. Raises ValueError.

        >>> Hosts.of(["10.1.0.0/16"]).holds(ipaddress.ip_address("10.1.2.3"))
        True
        """
        names, networks, everything = set(), [], False
        for word in words:
            if word == "*":
                everything = True
            elif (network := _network(word)) is not None:
                networks.append(network)
            elif _NAME.fullmatch(word):
                names.add(word.strip(".").removeprefix("*.").lower())
            else:
                raise ValueError(f"“{word}”不是主机名、网络地址或网段（如 nas.example.cn、10.1.0.0/16）")
        return cls(everything=everything, names=frozenset(names), networks=tuple(networks))

    def named(self, host: str) -> bool:
        """Whether ``host`` is listed, by its name or by the address that it spells out."""
        if (address := literal(host)) is not None:
            return self.holds(address)
        labels = host.rstrip(".").lower().split(".")
        return self.everything or any(".".join(labels[i:]) in self.names for i in range(len(labels)))

    def holds(self, address: Address) -> bool:
        """Whether ``address``, or the IPv4 address that it carries, is in a listed network."""
        inner = _embedded(address) if isinstance(address, ipaddress.IPv6Address) else None
        return self.everything or any(one in network for network in self.networks for one in (address, inner) if one)


def _network(word: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(word.strip("[]"), strict=False)
    except ValueError:
        return None
