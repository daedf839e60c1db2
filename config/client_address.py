"""The address that a request came from: what is counted, kept in logs and let in by address.

The connection's own address decides. Only where it is a proxy that TRUSTED_PROXIES names, X-Forwarded-For is read, from
the right: each proxy adds there whom it heard, and what stands further left anybody may have written.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# More hops than an office's proxies are, and more than this is not read of a header that anybody can send.
_MOST_HOPS = 32
# One subscriber of IPv6 has a network of this length for himself.
_OWN_NETWORK = 64


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, as text in its usual form; of proxies named in settings.TRUSTED_PROXIES, whom the
    nearest one that is not named heard. Empty where the server knows none (a Unix socket without a proxy's word)."""
    connected = request.META.get("REMOTE_ADDR", "")
    return forwarded_for(connected, request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES)


def forwarded_for(connected: str, header: str, proxies: Sequence[Network]) -> str:
    """The same of the connection's address, the header's text and the networks of the proxies that are believed."""
    found = _read(connected)
    if not is_proxy(found, proxies):
        return str(found or "")
    hops = header.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:] if header else []
    for hop in reversed(hops):
        heard = _read(hop)
        # What a proxy wrote that is no address names nobody: the proxy itself stands for whom it hides.
        if heard is None:
            break
        found = heard
        if not is_proxy(found, proxies):
            break
    return str(found or "")


def is_from(request: HttpRequest, networks: Sequence[Network], socket: bool = False) -> bool:
    """Whether the connection itself comes from one of the networks or, with `socket`, by a Unix socket, which has no
    address. No header has a say in it."""
    connected = request.META.get("REMOTE_ADDR", "")
    return socket if not connected else is_proxy(_read(connected), networks)


def is_proxy(address: Address | None, proxies: Sequence[Network]) -> bool:
    """Whether one of the networks holds the address."""
    return address is not None and any(address.version == each.version and address in each for each in proxies)


def counted_as(address: str) -> str:
    """What requests of an address are counted by: of IPv6 the subscriber's network, which holds more addresses than
    anybody could count."""
    found = _read(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _OWN_NETWORK), strict=False))
    return str(found or "")


def _read(text: str) -> Address | None:
    """An address, also with a port or in brackets; one of IPv4 that is written as IPv6 is the same as without."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
