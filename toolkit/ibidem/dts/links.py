"""Where the answers of the service are: addresses, and the templates (RFC 6570) by which a client makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

Query = Mapping[str, str]  # the parameters of a request that are there, in the order of the specification


class Links(Protocol):
    """Addresses of the three endpoints, and their templates for all that is asked or for one resource."""

    @property
    def entry(self) -> str: ...

    def to(self, endpoint: str, query: Query) -> str: ...

    def template(self, endpoint: str, identifier: str = "") -> str: ...


PARAMETERS = {
    "collection": ("id", "page", "nav"),
    "navigation": ("resource", "ref", "start", "end", "down", "tree", "page"),
    "document": ("resource", "ref", "start", "end", "tree", "mediaType"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """Addresses of a service with parameters; `entry` is the address of the service and ends with a slash."""

    entry: str

    def to(self, endpoint: str, query: Query) -> str:
        parts = {name: query[name] for name in PARAMETERS[endpoint] if query.get(name)}
        return f"{self.entry}{endpoint}/" + (f"?{urlencode(parts, quote_via=quote)}" if parts else "")

    def template(self, endpoint: str, identifier: str = "") -> str:
        first, *others = PARAMETERS[endpoint]
        if not identifier:
            return f"{self.entry}{endpoint}/{{?{','.join((first, *others))}}}"
        return f"{self.entry}{endpoint}/?{first}={quote(identifier, safe='')}{{&{','.join(others)}}}"


@dataclass(frozen=True, slots=True)
class Files:
    """Addresses of files, for a service that is none; `entry` leads to the folder of them and ends with a slash."""

    entry: str

    def to(self, endpoint: str, query: Query) -> str:
        return f"{self.entry}{'/'.join(quote(step, safe=';=') for step in file_of(endpoint, query).split('/'))}"

    def template(self, endpoint: str, identifier: str = "") -> str:
        first, rest, suffix = _TEMPLATES[endpoint]
        known = f"/{quote(identifier, safe='')}" if identifier else f"{{/{first}}}"
        return f"{self.entry}{endpoint}{known}{rest}{suffix}"


_TEMPLATES = {
    "collection": ("id", "{/nav}", ".json"),
    "navigation": ("resource", "{;tree}{;down}{/ref}", ".json"),
    "document": ("resource", "{;tree}{/ref}", ".xml"),
}


def file_of(endpoint: str, query: Query) -> str:
    """The path of the file that answers a request, as its template makes it, decoded."""
    path = endpoint
    for name in ("id", "resource"):
        path += f"/{query[name]}" if query.get(name) else ""
    for name in ("tree", "down"):
        path += f";{name}={query[name]}" if query.get(name) else ""
    for name in ("nav", "ref"):
        path += f"/{query[name]}" if query.get(name) else ""
    return path + _TEMPLATES[endpoint][2]
