"""An RO-Crate 1.2: the built edition, its files, who made it, and how it was built (https://w3id.org/ro/crate/1.2)."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from ibidem.deposit import metadata
from ibidem.deposit.crate_context import Entity, agent, agents, funders, identifiers, iri, licence, link, related
from ibidem.deposit.crate_made import action
from ibidem.deposit.media import media
from ibidem.deposit.package import Built, Text
from ibidem.record.model import Record

_SPECIFICATION = "https://w3id.org/ro/crate/1.2"
_DESCRIPTOR = "ro-crate-metadata.json"


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The crate, in a folder of the name of the edition."""
    crate = f"{built.record.id}/"
    entities: dict[str, Entity] = {}
    content = {**dict.fromkeys(built.files), **{f"metadata/{name}": data for name, data in metadata.files(built)}}
    for path, made in content.items():
        data = built.files[path] if made is None else made
        _put(entities, _file(path, data, built))
        yield crate + path, data
    for folder in _folders(content):
        _put(entities, _dataset(folder, content, built))
    for one in (_root(built, content), *_contextual(built), *action(built)):
        _put(entities, one)
    descriptor = {
        "@id": _DESCRIPTOR,
        "@type": "CreativeWork",
        "about": link("./"),
        "conformsTo": link(_SPECIFICATION),
        "name": f"RO-Crate metadata of {built.record.title}",
        "description": "What the files of this folder are, who made them, and under which licence they may be used.",
    }
    graph = [descriptor, *(_compact(entity) for entity in entities.values())]
    document = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    yield crate + _DESCRIPTOR, json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def _put(entities: dict[str, Entity], entity: Entity) -> None:
    """Add an entity; what is there of it already is kept and completed."""
    entities[entity["@id"]] = {**entity, **entities.get(entity["@id"], {})}


def _compact(entity: Entity) -> Entity:
    """Without what is empty; one value stands for itself, several in a list (appendix on JSON-LD)."""
    values = {name: _unique(value) if isinstance(value, list) else value for name, value in entity.items()}
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def _unique(values: list[Any]) -> Any:
    unique = list({json.dumps(one, sort_keys=True): one for one in values}.values())
    return unique[0] if len(unique) == 1 else unique


def _root(built: Built, content: dict[str, Any]) -> Entity:
    record = built.record
    return {
        "@id": "./",
        "@type": "Dataset",
        **_described(record),
        "datePublished": record.date,
        "license": link(record.licence.url) if record.licence else "",
        "publisher": link(agent(record.publisher)["@id"]) if record.publisher else "",
        "identifier": [link(one["@id"]) for one in identifiers(record)],
        "url": record.url,
        "funder": [link(one["@id"]) for one in funders(record)],
        "hasPart": _parts("", content),
        "mentions": link("#build"),
    }


def _described(record: Record) -> Entity:
    """What a record says of an edition or of a text in it."""
    roles: dict[str, list[Entity]] = {"author": [], "editor": [], "translator": [], "contributor": []}
    for contribution in record.creators:
        roles["author"].append(link(agent(contribution.agent)["@id"]))
    for contribution in record.contributors:
        role = {"edt": "editor", "trl": "translator"}.get(contribution.role, "contributor")
        roles[role].append(link(agent(contribution.agent)["@id"]))
    return {
        "name": record.full_title,
        "alternateName": [title.text for title in record.titles if title.text not in record.full_title],
        "description": [one.text for one in record.abstracts[:1]],
        **roles,
        "version": record.version,
        "inLanguage": list(record.languages),
        "keywords": [subject.text for subject in record.subjects],
        "isBasedOn": [link(one["@id"]) for one in related(record, "IsDerivedFrom")],
        "citation": [link(one["@id"]) for one in related(record, "References")],
    }


def _contextual(built: Built) -> Iterator[Entity]:
    """People, organizations, licence, identifiers and works that the crate speaks of."""
    for record in (built.record, *(text.record for text in built.texts)):
        yield from agents(record)
        yield from related(record, "IsDerivedFrom")
        yield from related(record, "References")
    yield from identifiers(built.record)
    yield from licence(built.record)


def _folders(content: dict[str, Any]) -> list[str]:
    """The folders of files, each with a slash at its end."""
    return sorted(
        {f"{parent}/" for path in content for parent in map(str, PurePosixPath(path).parents) if parent != "."}
    )


def _parts(folder: str, content: dict[str, Any]) -> list[Entity]:
    """The files and folders that are in a folder itself."""
    names = {path[len(folder) :].partition("/") for path in content if path.startswith(folder)}
    return [link(iri(f"{folder}{name}{slash}")) for name, slash in sorted({(name, slash) for name, slash, _ in names})]


def _dataset(folder: str, content: dict[str, Any], built: Built) -> Entity:
    found = _text_of(folder, built)
    entity: Entity = {"@id": iri(folder), "@type": "Dataset", "hasPart": _parts(folder, content)}
    if found is not None and folder == f"{found.id}/":
        described = _described(found.record)
        return {**entity, **described, "description": described["description"] or f"The files of {found.record.title}"}
    what = {"assets/": "How the pages look", "metadata/": "The record in several formats"}.get(
        folder, "Files of the edition"
    )
    return {**entity, "name": folder.rstrip("/").rpartition("/")[2], "description": what}


def _file(path: str, data: bytes, built: Built) -> Entity:
    found, kind = _text_of(path, built), media(path)
    title = found.record.title if found else built.record.title
    is_metadata = path.startswith("metadata/")
    encoding = "application/xml" if is_metadata and kind.type == "application/tei+xml" else kind.type
    return {
        "@id": iri(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "description": f"{'The record' if is_metadata else kind.what}: {title}",
        "encodingFormat": encoding,
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _text_of(path: str, built: Built) -> Text | None:
    """The text whose folder a path is in."""
    return next((text for text in built.texts if path.startswith(f"{text.id}/")), None)
