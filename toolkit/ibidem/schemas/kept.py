"""Schemas that were fetched, kept in the cache as they lie on the network: `https/www.example.org/a/b.rng`.

So what a schema takes in by a relative address is found beside it. What is kept stays until it is deleted, and is used without the network;
the time of a file is when it was fetched.
"""

import os
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ibidem import cache

_FOLDER = "fetched"
_LONGEST = 200  # characters of one part of a path, as file systems have it
_EMPTY = "%"  # stands for the last part of a path that ends with a slash
_QUERY = "@"  # stands for the question mark; no part of a path has it, which is encoded
_TEI = frozenset({"tei-c.org", "www.tei-c.org"})
_CURRENT = "/Vault/P5/current/"
_RELEASE = "/release/"
_PORTS = {"http": 80, "https": 443}


def canonical(address: str) -> str:
    """One address for those that mean the same; "" for what cannot be fetched.

    The TEI publishes its current release under several; an address with a number (`/Vault/P5/4.9.0/`) keeps it. Raises `ValueError`
    where it is no address.
    """
    parts = urlsplit(address.strip())
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        return ""
    port = "" if parts.port in (None, _PORTS[scheme]) else f":{parts.port}"
    path = parts.path or "/"
    if host in _TEI and not port:
        scheme, host = "https", "www.tei-c.org"
        path = path.replace(_CURRENT, _RELEASE, 1) if path.startswith(_CURRENT) else path
    steps = [quote(unquote(step), safe="") for step in path.split("/")]
    if {".", ".."} & {unquote(step) for step in steps}:
        return ""
    if ":" in host:
        host = f"[{host}]"
    return urlunsplit((scheme, host + port, "/".join(steps), quote(unquote(parts.query), safe="=&"), ""))


def folder() -> Path:
    """Where what was fetched is kept."""
    return cache.folder() / _FOLDER


def place(address: str) -> Path | None:
    """The file in which a canonical address is kept, whether it is there or not."""
    parts = urlsplit(address)
    steps = parts.path.split("/")[1:]
    steps[-1] = (steps[-1] or _EMPTY) + (_QUERY + quote(parts.query, safe="") if parts.query else "")
    if any(len(step) > _LONGEST or not step for step in steps):
        return None
    return folder().joinpath(parts.scheme, quote(parts.netloc, safe=":[]").replace(":", "%3A"), *steps)


def kept(address: str) -> Path | None:
    """The file of a canonical address that was fetched."""
    path = place(address)
    return path if path and path.is_file() else None


def address_of(path: Path) -> str:
    """The address that a file in the folder was fetched from, or would be; "" for other files."""
    file = Path(os.path.normpath(path.absolute()))
    top = next((top for top in (folder().absolute(), folder().resolve()) if file.is_relative_to(top)), None)
    scheme, host, *steps = (*file.relative_to(top).parts, "", "") if top else ("", "")
    steps = steps[:-2]
    if scheme not in _PORTS or not host or not steps:
        return ""
    last, _, query = steps[-1].partition(_QUERY)
    steps[-1] = "" if last == _EMPTY else last
    return canonical(urlunsplit((scheme, unquote(host), "/".join(("", *steps)), unquote(query), "")))
