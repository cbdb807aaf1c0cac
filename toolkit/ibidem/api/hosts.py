"""The names by which a server may be asked: who gives another is led here by a page of another site (DNS rebinding)."""

import ipaddress
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def hosts(host: str, url: str) -> frozenset[str] | None:
    """The names for a server that listens at `host` and is published at `url`, if it is. None for any: it is open to a network, and has no address."""
    if not is_loopback(host) and not url:
        return None
    named = {f"[{host.strip('[]')}]" if ":" in host else host.lower()}
    if url:
        found = urlsplit(url).hostname or ""
        named.add(f"[{found}]" if ":" in found else found)
    return frozenset(_LOOPBACK | named)


def is_published(host: str, url: str) -> bool:
    """Whether everybody may read what is served: then pages of other sites may, too."""
    return not is_loopback(host) or not is_loopback(urlsplit(url).hostname or "localhost")
