"""What a harvester may take: one item for each text, with its identifier, the date of its last change, and the sets it belongs to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from ibidem.deposit.package import Built, Text
from ibidem.record.model import Record
from ibidem.tree import TEI

UNDATED = "1970-01-01"  # where a header has no date at all, the earliest that harvesters take
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+")  # of oai-identifier.xsd
_NOT_IN_SETS = re.compile(r"[^A-Za-z0-9_.!~*'()-]+")


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """A text: its identifier, a day (YYYY-MM-DD), and its sets, the wider ones among them."""

    identifier: str
    datestamp: str
    sets: tuple[str, ...]
    text: Text

    @property
    def key(self) -> tuple[str, str]:
        """Its place among the items: what changes moves to the end, so that a harvest that goes on later misses nothing."""
        return self.datestamp, self.identifier


@dataclass(frozen=True, eq=False, slots=True)
class Repository:
    """The items in the order of their keys, and the names of the sets; `email` is "" where the edition does not say it."""

    name: str
    domain: str
    email: str
    items: tuple[Item, ...]
    sets: Mapping[str, str]
    named: Mapping[str, Item]  # the items by identifier

    @property
    def is_named(self) -> bool:
        """Whether its domain is one that identifiers of OAI may have."""
        return _DOMAIN.fullmatch(self.domain) is not None

    @property
    def earliest(self) -> str:
        """The day before which nothing changed."""
        return self.items[0].datestamp if self.items else UNDATED


def repository(built: Built, domain: str = "", email: str = "") -> Repository:
    """The repository of a built edition. `domain` is what its identifiers begin with; without it, the host of the edition's address."""
    domain = domain or urlsplit(built.record.url).hostname or "localhost"
    sets: dict[str, str] = {}
    items = []
    for text in built.texts:
        belongs = _sets(text)
        sets |= belongs
        identifier = f"oai:{domain}:{quote(text.record.id, safe='')}"
        items.append(Item(identifier, datestamp(text.record), tuple(belongs), text))
    items.sort(key=lambda item: item.key)
    name = built.record.full_title or built.edition.title
    named = {item.identifier: item for item in items}
    return Repository(name, domain, email or built.record.contact, tuple(items), dict(sorted(sets.items())), named)


def datestamp(record: Record) -> str:
    """The day of the last change that the header tells of, else that of publication."""
    days = [day for change in record.changes if (day := _day(change.when))]
    return max(days, default="") or _day(record.date) or UNDATED


def _day(when: str) -> str:
    """A date of ISO 8601 as a day; a year or a month counts from its first one. "" where it is none."""
    found = _DAY.match(when)
    if found is None:
        return ""
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat()
    except ValueError:
        return ""


def _sets(text: Text) -> dict[str, str]:
    """The sets of a text by their names: what kind of text it is, and its language."""
    sets: dict[str, str] = {}
    for kind in _kinds(text):
        if spec := _NOT_IN_SETS.sub("-", kind).strip("-"):
            sets |= {"kind": "Kinds of texts", f"kind:{spec}": kind}
    for language in text.record.languages[:1]:
        if spec := _NOT_IN_SETS.sub("-", language).strip("-"):
            sets |= {"language": "Languages", f"language:{spec}": f"Texts in {language}"}
    return sets


def _kinds(text: Text) -> Iterable[str]:
    """What `TEI/@type` and `text/@type` say; and a text with a `correspDesc` is a letter."""
    root = text.source.root
    said = [root.get("type", ""), *(each.get("type", "") for each in root.iterchildren(TEI + "text"))]
    if root.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}correspDesc") is not None:
        said.append("letter")
    return dict.fromkeys(kind for kind in map(str.strip, said) if kind)
