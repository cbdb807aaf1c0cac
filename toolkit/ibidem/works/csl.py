"""CSL-JSON (schema of CSL 1.0.2): what Zotero, pandoc and every citation processor read."""

import json
from collections.abc import Iterable
from typing import Any

from ibidem.report import plain
from ibidem.works.record import Cited, Person


def as_csl(works: Iterable[Cited]) -> str:
    return json.dumps([item(cited) for cited in works], ensure_ascii=False, indent=1) + "\n"


def item(cited: Cited) -> dict[str, Any]:
    """One work; where it is cited stands in `custom`, which the schema keeps for what it does not name."""
    record = cited.record
    fields: dict[str, Any] = {
        "id": cited.key,
        "type": record.kind,
        "author": [name(person) for person in record.authors],
        "editor": [name(person) for person in record.editors],
        "title": record.title,
        "container-title": record.container,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "publisher": record.publisher,
        "publisher-place": record.place,
        "issued": issued(record.date),
        "DOI": record.doi,
        "archive": record.archive,
        "archive-place": record.archive_place,
        "archive_location": record.location,
    }
    if cited.places:
        fields["custom"] = {"cited-in": [_place(place.file, place.note, place.locator) for place in cited.places]}
    return {name: plain(value) if isinstance(value, str) else value for name, value in fields.items() if value}


def issued(date: str) -> dict[str, Any]:
    """A date of ISO 8601 in parts."""
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else {}


def name(person: Person) -> dict[str, str]:
    """A name in its parts, or literally."""
    if person.is_whole:
        return {"literal": person.family}
    return {"family": person.family} | ({"given": person.given} if person.given else {})


def _place(file: str, note: str, locator: str) -> dict[str, str]:
    return {"file": file, "note": note} | ({"locator": locator} if locator else {})
