"""Signposting: typed links by which a program finds what a page is about (https://signposting.org/FAIR/).

The same links are in the head of a page, in `linkset.json` (RFC 9264), and in what a server sends as `Link` (RFC 8288).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote, urljoin

from ibidem.formats import as_json
from ibidem.record.files import FOLDER, complete
from ibidem.record.model import Record

LINKSET = "linkset.json"
_SCHEMA_ORG = "https://schema.org"
_PERSISTENT = ("doi", "handle", "urn")
_MOST = 10  # authors in a header: it has a length that servers bear


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its relation, an address or a path below the built edition, and the media type of what is there."""

    rel: str
    target: str
    type: str = ""

    @property
    def is_path(self) -> bool:
        """Whether the target is a file of the edition."""
        return ":" not in self.target.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Page:
    """A landing page by its path below the built edition, its own address ("" where none is known), and its links."""

    path: str
    address: str
    links: tuple[Link, ...]


def of_edition(record: Record, texts: Sequence[Record]) -> Page:
    """The first page of an edition: all its texts are its items."""
    kind = "Collection" if len(texts) > 1 else "CreativeWork"
    items = [link for text in texts for link in _items(text)]
    return Page("index.html", record.url, (*_described(record, kind, FOLDER), *items))


def of_text(record: Record, *, alone: bool) -> Page:
    """The page of a text; `alone` where the edition has no other."""
    folder = FOLDER if alone else f"{FOLDER}/{_path(record.id)}"
    links = (
        *_described(record, "CreativeWork", folder),
        *_items(record),
        Link("collection", "index.html", "text/html"),
    )
    address = "" if alone else record.url
    return Page(f"{_path(record.id)}/index.html", address, links)


def landings(record: Record, texts: Sequence[Record]) -> tuple[Page, ...]:
    """The first page of an edition, and the page of each text."""
    alone = len(texts) == 1
    return of_edition(record, texts), *(of_text(record if alone else text, alone=alone) for text in texts)


def of_item(record: Record) -> Page:
    """A file of a text, which belongs to the page of the text."""
    return Page("", "", (Link("collection", f"{_path(record.id)}/index.html", "text/html"),))


def _described(record: Record, kind: str, folder: str) -> Iterator[Link]:
    persistent = (one.url for scheme in _PERSISTENT for one in record.identifiers if one.scheme == scheme and one.url)
    yield from (Link("cite-as", address) for address in [next(persistent, "")] if address)
    yield from (Link("type", f"{_SCHEMA_ORG}/{name}") for name in ("AboutPage", kind))
    for one in record.creators:
        addresses = [identifier.url for identifier in one.agent.identifiers if identifier.url]
        yield from (Link("author", address) for address in addresses[:1])
    if record.licence:
        yield Link("license", record.licence.url)
    for form in complete(record):
        yield Link("describedby", f"{folder}/{form.file}", form.type)
    yield Link("linkset", LINKSET, "application/linkset+json")


def _items(record: Record) -> Iterator[Link]:
    for suffix, media in (("xml", "application/tei+xml"), ("pdf", "application/pdf")):
        yield Link("item", f"{_path(record.id)}/{_path(record.id)}.{suffix}", media)


def _path(name: str) -> str:
    return quote(name, safe="")


def as_html(page: Page) -> tuple[str, ...]:
    """The links as the stylesheets take them: relation, address from the page, media type, parted by tabulators."""
    return tuple("\t".join((link.rel, _from(page, link), link.type)) for link in page.links)


def _from(page: Page, link: Link) -> str:
    return relpath(link.target, page.path.rpartition("/")[0] or ".") if link.is_path else link.target


def as_header(page: Page, base: str) -> str:
    """The links as the value of one `Link` header; `base` is the address of the edition, with a slash at its end."""
    authors = [link for link in page.links if link.rel == "author"][:_MOST]
    return ", ".join(
        f'<{_bare(urljoin(base, link.target))}>; rel="{link.rel}"' + (f'; type="{link.type}"' if link.type else "")
        for link in page.links
        if link.rel != "author" or link in authors
    )


def _bare(address: str) -> str:
    """An address in which nothing can end it."""
    return quote(address, safe="%:/?#[]@!$&()*+,;=~")


def as_linkset(pages: Iterable[Page], base: str) -> str:
    """The links of all pages; where no `base` is known, addresses are relative to the file itself."""
    contexts = []
    for page in pages:
        anchor = page.address or urljoin(base, "" if base and page.path == "index.html" else page.path)
        context: dict[str, object] = {"anchor": anchor}
        for rel in dict.fromkeys(link.rel for link in page.links if link.rel != "linkset"):
            those = [link for link in page.links if link.rel == rel]
            context[rel] = [
                {"href": urljoin(base, link.target)} | ({"type": link.type} if link.type else {}) for link in those
            ]
        contexts.append(context)
    return as_json({"linkset": contexts}, indent=1) + "\n"
