"""CSL-JSON (schema of CSL 1.0.2) of a record."""

from typing import Any

from ibidem.formats import as_json
from ibidem.record.cited import authors, in_role, is_literal, key_of, person_of
from ibidem.record.model import Agent, Record
from ibidem.report import plain
from ibidem.works import csl

# names that CSL has a variable for, by the codes of MARC relators
_ROLES = {"editor": "edt", "translator": "trl", "compiler": "com", "illustrator": "ill"}


def as_csl(record: Record) -> str:
    return as_json([item(record)], indent=1) + "\n"


def item(record: Record) -> dict[str, Any]:
    """The record as one item. CSL has no type for an edition: it is a document. Its schema keeps `custom` for what it does not name."""
    roles = {name: [_name(agent) for agent in in_role(record, role)] for name, role in _ROLES.items()}
    fields: dict[str, Any] = {
        "id": key_of(record),
        "type": "document",
        "author": [_name(agent) for agent in authors(record)],
        **roles,
        "original-author": [_name(one.agent) for one in record.contributors if one.role == "aut"],
        "title": record.full_title,
        "publisher": record.publisher.name if record.publisher else "",
        "issued": csl.issued(record.date),
        "version": record.version,
        "language": next(iter(record.languages), ""),
        "abstract": next((words.text for words in record.abstracts), ""),
        "keyword": ", ".join(subject.text for subject in record.subjects),
        "DOI": record.identified("doi"),
        "ISBN": record.identified("isbn"),
        "ISSN": record.identified("issn"),
        "URL": record.address,
        "custom": {"license": record.licence.spdx, "license-url": record.licence.url} if record.licence else {},
    }
    return {name: plain(value) if isinstance(value, str) else value for name, value in fields.items() if value}


def _name(agent: Agent) -> dict[str, str]:
    return {"literal": agent.name} if is_literal(agent) else csl.name(person_of(agent))
