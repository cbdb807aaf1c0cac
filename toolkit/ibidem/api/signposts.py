"""Signposting: links in the headers of an answer, by which programs find what belongs to a text (https://signposting.org/FAIR/, level 1)."""

from collections.abc import Container, Iterator
from urllib.parse import quote

from ibidem.api.description import media_type
from ibidem.deposit.media import media
from ibidem.record.formats import FORMATS
from ibidem.record.model import Record

_PERSISTENT = ("doi", "handle", "urn")
_MOST = 10  # authors: headers have a length that servers bear
_SUFFIXES = (".xml", ".pdf")


def signposts(record: Record, site: str, path: str, files: Container[str]) -> str:
    """The header `Link` for a file of a text by its path among those of the build: of its first page, its TEI and its PDF; "" for others."""
    text = quote(record.id)
    if path == f"{record.id}/index.html":
        return ", ".join(_of_page(record, site, files))
    if path in (f"{record.id}/{record.id}{suffix}" for suffix in _SUFFIXES):
        return _link(f"{site}{text}/", "collection", "text/html")
    return ""


def _of_page(record: Record, site: str, files: Container[str]) -> Iterator[str]:
    identifiers = {each.scheme: each.url for each in reversed(record.identifiers) if _is_address(each.url)}
    if found := next((identifiers[scheme] for scheme in _PERSISTENT if scheme in identifiers), ""):
        yield _link(found, "cite-as")
    yield _link("https://schema.org/AboutPage", "type")
    yield _link("https://schema.org/CreativeWork", "type")
    known = (each.url for one in record.creators for each in one.agent.identifiers[:1] if _is_address(each.url))
    yield from (_link(url, "author") for url in [*dict.fromkeys(known)][:_MOST])
    if record.licence and _is_address(record.licence.url):
        yield _link(record.licence.url, "license")
    text = quote(record.id)
    for suffix in _SUFFIXES:
        if (name := f"{record.id}/{record.id}{suffix}") in files:
            yield _link(f"{site}{text}/{text}{suffix}", "item", media(name).type)
    for name, form in FORMATS.items():
        yield _link(f"{site}api/records/{text}.{name}", "describedby", media_type(form).partition(";")[0])


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _link(url: str, relation: str, kind: str = "") -> str:
    """A link, in which nothing of an address can end it."""
    typed = f'; type="{kind}"' if kind else ""
    return f'<{quote(url, safe="%:/?#[]@!$&()*+,;=~")}>; rel="{relation}"{typed}'
