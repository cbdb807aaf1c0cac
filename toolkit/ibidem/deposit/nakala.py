"""Nakala: the JSON of a datum, as its API takes it after the files were uploaded, and the files."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from ibidem.deposit.package import Built
from ibidem.record.model import Agent, AgentKind, Record, TitleKind

_NAKALA = "http://nakala.fr/terms#"
_DC = "http://purl.org/dc/terms/"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_ADDRESS = "http://www.w3.org/2001/XMLSchema#anyURI"
_TEXT = "http://purl.org/coar/resource_type/c_18cf"


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The JSON, and the TEI and PDF of each text; Nakala knows a file that was uploaded by its SHA-1."""
    listed = []
    for text in built.texts:
        for suffix in ("xml", "pdf"):
            name = f"{text.id}.{suffix}"
            if data := built.files.get(f"{text.id}/{name}"):
                listed.append({"name": name, "sha1": hashlib.sha1(data, usedforsecurity=False).hexdigest()})
                yield f"files/{name}", data
    datum = {"status": "pending", "files": listed, "metas": list(metas(built.record))}
    yield "data.json", json.dumps(datum, indent=1, ensure_ascii=False).encode() + b"\n"


def metas(record: Record) -> Iterator[dict[str, Any]]:
    """The metadata: the five that Nakala requires first, then those of Dublin Core."""
    for title in record.titles:
        if title.kind is TitleKind.MAIN:
            yield _meta(f"{_NAKALA}title", title.text, title.language)
    yield _meta(f"{_NAKALA}type", _TEXT, kind=_ADDRESS)
    yield from _creators(record)
    yield _meta(f"{_NAKALA}created", record.date)
    yield _meta(f"{_NAKALA}license", record.licence.spdx if record.licence else "")
    for title in record.titles:
        if title.kind is not TitleKind.MAIN:
            yield _meta(f"{_DC}alternative", title.text, title.language)
    yield from (_meta(f"{_DC}description", words.text, words.language) for words in record.abstracts)
    yield from (_meta(f"{_DC}subject", words.text, words.language) for words in record.subjects)
    yield from (_meta(f"{_DC}language", code) for code in record.languages)
    yield from (_meta(f"{_DC}contributor", one.agent.inverted) for one in record.contributors)
    yield from (_meta(f"{_DC}publisher", one.name) for one in [record.publisher] if one)
    yield from (_meta(f"{_DC}identifier", one.url or one.value) for one in record.identifiers)
    yield from (_meta(f"{_DC}rights", words.text, words.language) for words in record.rights)
    yield from (_meta(f"{_DC}source", one.text) for one in record.related if one.relation == "IsDerivedFrom")


def _creators(record: Record) -> Iterator[dict[str, Any]]:
    """Nakala's own field takes persons whose names are parted; others go to Dublin Core, and its own then says that it is empty."""
    agents = [one.agent for one in record.creators]
    parted = [agent for agent in agents if _is_parted(agent)]
    for agent in parted:
        orcid = next((one.value for one in agent.identifiers if one.scheme == "orcid"), None)
        name = {"surname": agent.family, "givenname": agent.given, **({"orcid": orcid} if orcid else {})}
        yield {"propertyUri": f"{_NAKALA}creator", "value": name}
    if not parted:
        yield {"propertyUri": f"{_NAKALA}creator", "value": None}
    yield from (_meta(f"{_DC}creator", agent.inverted) for agent in agents if not _is_parted(agent))


def _is_parted(agent: Agent) -> bool:
    return agent.kind is AgentKind.PERSON and bool(agent.family and agent.given)


def _meta(uri: str, value: str, language: str = "", kind: str = _STRING) -> dict[str, Any]:
    return {"propertyUri": uri, "value": value, "typeUri": kind, **({"lang": language} if language else {})}
