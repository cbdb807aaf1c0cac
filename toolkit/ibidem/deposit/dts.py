"""Distributed Text Services 1.0 at level 0: every answer is a file, for a server that only gives out files.

Level 0 knows no ranges. What stands beside a unit (`down=0`) is given where that is not more than `_BESIDE` units: else the files would grow
with the square of the text.
"""

import json
import re
import sys
from collections.abc import Iterator

from ibidem.deposit.package import Built
from ibidem.dts import answers
from ibidem.dts.catalogue import Catalogue, Resource, catalogue
from ibidem.dts.extract import part, written
from ibidem.dts.links import Files, Query, file_of
from ibidem.dts.objects import Json, entry
from ibidem.dts.trees import Tree, Unit

_MEDIA_TYPES = ("application/tei+xml",)
_BESIDE = 100
_LONGEST = 120  # bytes of a name
_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029/\\]|^[.\s]|\s$")
_KEPT = ("@id", "@type", "dtsVersion", "title", "totalParents", "collection", "navigation", "document", "citationTrees")


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The files of the service; what has no file of its own is named in README.txt."""
    found = catalogue(built)
    base = f"{built.edition.record.url}deposit/dts/" if built.edition.record.url else ""
    nameless = [name for text in found.resources.values() for name in _nameless(text)]
    yield "README.txt", _readme(base, found.complaints, nameless)
    yield "index.json", _json(entry(Files(base or "./")))
    for query in _collections(found):
        path = file_of("collection", query)
        links = _links(base, path)
        yield path, _json(answers.collected(found, links, query, sys.maxsize, _MEDIA_TYPES))
    for text in found.resources.values():
        yield file_of("document", {"resource": text.id}), text.text.source.data
        for query in _navigations(text):
            path = file_of("navigation", query)
            answer = answers.navigated(found, _links(base, path), query, sys.maxsize, _MEDIA_TYPES)
            answer["resource"] = {name: answer["resource"][name] for name in _KEPT}
            yield path, _json(answer)
        for tree in text.trees:
            for unit in tree.units:
                if _is_name(tree.identifier or "_") and _is_name(unit.identifier):
                    query = _query(text, tree, unit)
                    yield file_of("document", query), written(part(unit, unit))


def _links(base: str, path: str) -> Files:
    """Addresses as they are seen from a file: absolute where the edition has one of its own, else relative to the file."""
    return Files(base or "../" * path.count("/") or "./")


def _collections(found: Catalogue) -> Iterator[Query]:
    yield {}
    for identifier in (found.id, *found.resources):
        yield {"id": identifier}
        yield {"id": identifier, "nav": "children"}
        yield {"id": identifier, "nav": "parents"}


def _navigations(text: Resource) -> Iterator[Query]:
    """What can be asked of the trees of a text."""
    if not text.trees:
        for down in ("", "1", "-1"):
            yield {"resource": text.id, "down": down}
    for tree in filter(lambda each: _is_name(each.identifier or "_"), text.trees):
        whole = _query(text, tree)
        levels = max((unit.level for unit in tree.units), default=1)
        yield from ({**whole, "down": str(down)} for down in (-1, *range(1, levels + 1)))
        for place, unit in enumerate(tree.units):
            if not _is_name(unit.identifier):
                continue
            query = _query(text, tree, unit)
            yield query
            if _is_among_few(tree, unit):
                yield {**query, "down": "0"}
            below = max(each.level for each in tree.units[place : tree.below(place)]) - unit.level
            yield from ({**query, "down": str(down)} for down in (-1, *range(1, max(below, 1) + 1)))


def _is_among_few(tree: Tree, unit: Unit) -> bool:
    return tree.beside.get(unit.parent, 0) <= _BESIDE


def _query(text: Resource, tree: Tree, unit: Unit | None = None) -> dict[str, str]:
    return {"resource": text.id, "tree": tree.identifier, "ref": unit.identifier if unit else ""}


def _is_name(text: str) -> bool:
    """Whether a file can be called so on any system, and be asked for by an address."""
    return _NO_NAME.search(text) is None and len(text.encode()) <= _LONGEST


def _nameless(text: Resource) -> Iterator[str]:
    for tree in text.trees:
        if not _is_name(tree.identifier or "_"):
            yield f"{text.id}: the citation tree {tree.identifier!r}"
            continue
        for unit in tree.units:
            if not _is_name(unit.identifier):
                yield f"{text.id}: the unit {unit.identifier!r}" + (tree.identifier and f" of {tree.identifier!r}")


def _readme(base: str, complaints: tuple[str, ...], nameless: list[str]) -> bytes:
    lines = ["Distributed Text Services 1.0, level 0: https://dtsapi.org/versions/v1.0", ""]
    lines += [
        f"Put this folder at {base} and give clients {base}index.json."
        if base
        else "Put this folder on any server of files; clients begin with index.json. Addresses are relative to the file that they stand in.",
        f"There are no ranges (start and end), and down=0 is there for a unit among at most {_BESIDE}.",
    ]
    if nameless:
        lines += ["", "No file can be called so; these are read as parts of what is around them:", *nameless]
    if complaints:
        lines += ["", *complaints]
    return ("\n".join(lines) + "\n").encode()


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
