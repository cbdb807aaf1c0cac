"""The objects of DTS in JSON: entry point, collection, resource, citation tree, citable unit, pagination; and the metadata of Dublin Core."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from ibidem.dts.catalogue import Catalogue, Resource
from ibidem.dts.links import Links, Query
from ibidem.dts.refused import bad, missing
from ibidem.dts.trees import Structure, Tree, Unit
from ibidem.record.model import Record, Words

Json: TypeAlias = dict[str, Any]
Item = TypeVar("Item")

_VERSION = {"dtsVersion": "1.0"}
HEAD: Json = {"@context": "https://dtsapi.org/context/v1.0.json", **_VERSION}
MEDIA_TYPES = ("application/tei+xml", "text/html", "text/plain")
_TERMS = "http://purl.org/dc/terms/"
_DUBLIN_CORE = (_TERMS, "http://purl.org/dc/elements/1.1/", "dcterms:", "dct:", "dc:")


def entry(links: Links) -> Json:
    """The entry point."""
    templates = {name: links.template(name) for name in ("collection", "navigation", "document")}
    return HEAD | {"@id": links.entry, "@type": "EntryPoint"} | templates


def collection(catalogue: Catalogue, links: Links) -> Json:
    """The collection of the edition, without its members."""
    record = catalogue.record
    return {
        "@id": catalogue.id,
        "@type": "Collection",
        **_VERSION,
        "title": record.full_title or catalogue.id,
        "totalParents": 0,
        "totalChildren": len(catalogue.resources),
        "dublinCore": dublin_core(record),
        "collection": links.template("collection", catalogue.id),
    }


def resource(each: Resource, links: Links, media_types: Iterable[str] = MEDIA_TYPES) -> Json:
    """A text with what is known of it."""
    record = each.text.record
    described = {"description": record.abstracts[0].text} if record.abstracts else {}
    return {
        "@id": each.id,
        "@type": "Resource",
        **_VERSION,
        "title": record.full_title or each.id,
        **described,
        "totalParents": 1,
        "totalChildren": 0,
        "dublinCore": dublin_core(record),
        **{name: links.template(name, each.id) for name in ("collection", "navigation", "document")},
        "download": links.to("document", {"resource": each.id}),
        "mediaTypes": [*media_types],
        "citationTrees": [citation_tree(tree) for tree in each.trees],
    }


def citation_tree(tree: Tree) -> Json:
    """A tree by its structures; the default one has no identifier."""
    named = {"identifier": tree.identifier} if tree.identifier else {}
    described = {"description": tree.description} if tree.description else {}
    return {"@type": "CitationTree", **named, **described, "citeStructure": [*map(_structure, tree.structures)]}


def _structure(structure: Structure) -> Json:
    inner = {"citeStructure": [*map(_structure, structure.inner)]} if structure.inner else {}
    return {"@type": "CiteStructure", "citeType": structure.unit, **inner}


def citable_unit(unit: Unit) -> Json:
    """A unit with what `citeData` says of it."""
    return {
        "identifier": unit.identifier,
        "@type": "CitableUnit",
        "level": unit.level,
        "parent": unit.parent or None,
        "citeType": unit.kind,
        **_metadata(unit.data),
    }


def _metadata(data: Iterable[tuple[str, Words]]) -> Json:
    """Terms of Dublin Core in `dublinCore`; others in `extensions`, each with the address of its property in a context of their own."""
    core: dict[str, list[Json]] = {}
    others: dict[str, list[Json]] = {}
    context: dict[str, str] = {}
    for name, words in data:
        prefix = next((prefix for prefix in _DUBLIN_CORE if name.startswith(prefix)), "")
        if prefix:
            core.setdefault(name.removeprefix(prefix), []).append(_words(words))
            continue
        key = name.rstrip("/#").rpartition("/")[2].rpartition("#")[2] or name
        while context.setdefault(key, name) != name:
            key += "_"
        others.setdefault(key, []).append(_words(words))
    return ({"dublinCore": core} if core else {}) | ({"extensions": {"@context": context, **others}} if others else {})


def _words(words: Words, language: str = "") -> Json:
    return {"lang": words.language or language or "und", "value": words.text}


def dublin_core(record: Record) -> Json:
    """A record in terms of Dublin Core. Names stand as they are, words with their language, identifiers as addresses where they have one."""
    language = record.languages[0] if record.languages else ""
    terms: Json = {
        "title": [_words(Words(title.text, title.language), language) for title in record.titles],
        "creator": [each.agent.name for each in record.creators],
        "contributor": [each.agent.name for each in record.contributors],
        "publisher": [record.publisher.name] if record.publisher else [],
        "issued": [record.date] if record.date else [],
        "language": [*record.languages],
        "license": [record.licence.url] if record.licence and record.licence.url else [],
        "rights": [_words(words, language) for words in record.rights],
        "description": [_words(words, language) for words in record.abstracts],
        "subject": [_words(words, language) for words in record.subjects],
        "identifier": [each.url or each.value for each in record.identifiers],
    }
    return {name: values for name, values in terms.items() if values}


def page(items: Sequence[Item], size: int, endpoint: str, query: Query, links: Links) -> tuple[Sequence[Item], Json]:
    """The items of the page that is asked for, and its `view`, which is there where not all fit on one. Raises `Refused`."""
    number = number_of(query, "page", 1)
    last = max(1, -(-len(items) // size))
    if number < 1:
        raise bad("page counts from 1.")
    if number > last:
        raise missing(f"There is no page {number}: the last one is {last}.")
    if last == 1:
        return items, {}

    def at(other: int) -> str | None:
        return links.to(endpoint, {**query, "page": str(other)}) if 1 <= other <= last else None

    view = {
        "@id": at(number),
        "@type": "Pagination",
        "first": at(1),
        "previous": at(number - 1),
        "next": at(number + 1),
    }
    return items[(number - 1) * size : number * size], {"view": {**view, "last": at(last)}}


def number_of(query: Mapping[str, str], name: str, default: int) -> int:
    """A parameter that is a whole number. Raises `Refused`."""
    text = query.get(name) or str(default)
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 10):
        raise bad(f"{name} must be a whole number.")
    return int(text)
