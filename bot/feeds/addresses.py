"""Which addresses may be asked: https at an allowed host, and a machine that is on the public internet."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_TRANSLATED = ipaddress.ip_network(
    "64:ff9b::/96"
)  # addresses of version 4 as a network of version 6 alone has them
PORTALS = ("www.find-tender.service.gov.uk", "www.contractsfinder.service.gov.uk")


class NotAllowed(ValueError):
    """An address that is not asked; the message says why, and what to do."""


@dataclass(frozen=True)
class Door:
    """What may be asked: `hosts`, by https on its own port; with `rehearsing`, also http on a machine of one's own.

    `rehearsing` is for tests and the local workspace alone.
    """

    hosts: tuple[str, ...] = PORTALS
    rehearsing: bool = False


@dataclass(frozen=True)
class Address:
    """A page of a feed and the one machine, already looked at, that it is asked of."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str


def allowed(url: str, door: Door) -> Address:
    """The address behind a URL, looked up once and kept to, so that a name cannot mean another machine a moment later.

    Refuses with NotAllowed a host that is not on the list, and one that leads to a private, local or reserved address.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed("That is no web address.") from None
    if host not in door.hosts:
        known = " and ".join(door.hosts)
        raise NotAllowed(f"{host or 'That'} is not a portal that may be asked. Allowed: {known}.")
    if not ((parts.scheme == "https" and port in (None, 443)) or door.rehearsing):
        raise NotAllowed("A portal is asked by https, on its usual port, and not otherwise.")
    if parts.username or parts.password:
        raise NotAllowed("An address with a name and password in it is not asked.")
    port = port or (443 if parts.scheme == "https" else 80)
    ip = _machine(host, port)
    if not door.rehearsing and not _public(ip):
        raise NotAllowed(f"{host} leads to an address inside a private network, so it is not asked.")
    path = parts.path or "/"
    return Address(parts.scheme, host, port, ip, f"{path}?{parts.query}" if parts.query else path)


def _machine(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotAllowed(f"No address can be found for {host}. Is this machine connected?") from None
    addresses = [str(each[4][0]) for each in found]
    inside = [each for each in addresses if not _public(each)]
    return inside[0] if inside else addresses[0]  # one that leads inside is enough to refuse them all


def _public(ip: str) -> bool:
    address = ipaddress.ip_address(ip.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
        address = inner or address.ipv4_mapped or (address.sixtofour or address)
    return address.is_global and not address.is_multicast
