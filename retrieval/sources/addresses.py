"""Which hosts lie outside, on the public internet; pure."""

from __future__ import annotations

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
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
