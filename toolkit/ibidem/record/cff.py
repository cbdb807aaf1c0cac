"""The Citation File Format 1.2.0 of a record: CITATION.cff, which GitHub, Zenodo and Zotero read.

Every value is a string in double quotes, in the notation of JSON, which is YAML too.
"""

import re
from collections.abc import Iterator
from typing import Any

from ibidem.formats import as_json
from ibidem.record.identifiers import is_address
from ibidem.record.licences import is_known_to_cff
from ibidem.record.model import Agent, Identifier, Record

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_MAIL = re.compile(r"\S+@\S+\.\S{2,}")


def as_cff(record: Record) -> str:
    """What is known of the record, in the order of the schema's guide."""
    return "".join(f"{name}: {as_json(value)}\n" if not isinstance(value, list) else _list(name, value)
                   for name, value in fields(record).items())  # fmt: skip


def fields(record: Record) -> dict[str, Any]:
    """The keys of the file. A name that is not parted stands under `name`, as that of an entity."""
    doi = next((one.value for one in record.identifiers if _is_doi(one)), "")
    licence = record.licence
    known = licence is not None and is_known_to_cff(licence.spdx)
    found: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this edition, please cite it as below.",
        "type": "dataset",
        "title": record.full_title,
        "authors": _once(_agent(one.agent) for one in record.creators),
        "contact": [{"email": record.contact}] if _MAIL.fullmatch(record.contact) else [],
        "version": record.version,
        "date-released": record.date if len(record.date) == 10 else "",
        "doi": doi,
        "identifiers": _once(_identifier(one) for one in record.identifiers if one.value != doi),
        "license": licence.spdx if licence and known else "",
        "license-url": licence.url if licence and not known else "",
        "url": record.address if is_address(record.address) else "",
        "abstract": next((words.text for words in record.abstracts), ""),
        "keywords": list(dict.fromkeys(subject.text for subject in record.subjects)),
    }
    return {name: value for name, value in found.items() if value}


def _agent(agent: Agent) -> dict[str, str]:
    orcid = next((one.url for one in agent.identifiers if one.scheme == "orcid"), "")
    found = {"family-names": agent.family, "given-names": agent.given, "affiliation": agent.affiliation, "orcid": orcid}
    if not agent.family:
        found = {"name": agent.name, "orcid": orcid}
    return {name: value for name, value in found.items() if value}


def _is_doi(one: Identifier) -> bool:
    return one.scheme == "doi" and _DOI.fullmatch(one.value) is not None


def _identifier(one: Identifier) -> dict[str, str]:
    if _is_doi(one):
        return {"type": "doi", "value": one.value}
    return {"type": "url", "value": one.url} if one.url else {"type": "other", "value": one.value}


def _once(items: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    return list({tuple(item.items()): item for item in items}.values())


def _list(name: str, items: list[Any]) -> str:
    lines = [f"{name}:"]
    for item in items:
        if isinstance(item, str):
            lines.append(f"  - {as_json(item)}")
            continue
        rows = [f"{key}: {as_json(value)}" for key, value in item.items()]
        lines += [f"  - {rows[0]}", *(f"    {row}" for row in rows[1:])]
    return "\n".join(lines) + "\n"
