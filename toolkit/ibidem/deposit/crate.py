"""An RO-Crate 1.2: the built edition, its files, who made it, and how it was built (https://w3id.org/ro/crate/1.2)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ibidem.deposit.crate_context import Entity, agent, agents, funders, identifiers, iri, licence, link, related
from ibidem.deposit.crate_made import action
from ibidem.deposit.media import media
from ibidem.deposit.package import Built, Text
from ibidem.record.model import Record

_SPECIFICATION = "https://w3id.org/ro/crate/1.2"
_DESCRIPTOR = "ro-crate-metadata.json"
_FOLDERS = {"assets/": "How the pages look", "metadata/": "The record in several formats"}


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The crate, in a folder of the name of the edition."""
    crate = f"{built.record.id}/"
    entities: dict[str, Entity] = {}
    texts = {text.id: text for text in built.texts}
    for path, data in built.files.items():
        _put(entities, _file(path, data, texts.get(path.partition("/")[0]), built))
        yield crate + path, data
    parts = _parts(built.files)
    for folder in sorted(parts.keys() - {""}):
        _put(entities, _dataset(folder, parts[folder], texts.get(folder.removesuffix("/"))))
    for one in (_root(built, parts[""]), *_contextual(built), *action(built)):
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


def _root(built: Built, parts: list[Entity]) -> Entity:
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
        "hasPart": parts,
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


def _parts(paths: Iterable[str]) -> Mapping[str, list[Entity]]:
    """What is in each folder itself, files and folders; a folder ends with a slash, that of all is ""."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    found[""] = {}
    for path in sorted(paths):
        steps = path.split("/")
        for depth in range(len(steps)):
            folder = "".join(f"{step}/" for step in steps[:depth])
            found[folder].setdefault(folder + steps[depth] + ("/" if depth + 1 < len(steps) else ""))
    return {folder: [link(iri(part)) for part in parts] for folder, parts in found.items()}


def _dataset(folder: str, parts: list[Entity], text: Text | None) -> Entity:
    entity: Entity = {"@id": iri(folder), "@type": "Dataset", "hasPart": parts}
    if text is not None:
        described = _described(text.record)
        return {**entity, **described, "description": described["description"] or f"The files of {text.record.title}"}
    what = _FOLDERS.get(folder, "Files of the edition")
    return {**entity, "name": folder.rstrip("/").rpartition("/")[2], "description": what}


def _file(path: str, data: bytes, text: Text | None, built: Built) -> Entity:
    kind = media(path)
    title = text.record.title if text else built.record.title
    return {
        "@id": iri(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "description": f"{kind.what}: {title}",
        "encodingFormat": kind.type,
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
