"""Which schemas a document names itself, read with expat and no further than needed.

The first of these ways that a document uses holds:

1. `<?xml-model?>` (Associating Schemas with XML documents, W3C Note of 2012);
2. `<?oxygen RNGSchema="…"?>`, an older instruction of an editor;
3. `xsi:schemaLocation` or `xsi:noNamespaceSchemaLocation` of the root element;
4. `schemaRef` in the header of the TEI.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ibidem.reading.events import NotWellFormed, parse
from ibidem.schemas.model import NAMESPACES, Kind, by_suffix

TEI = "http://www.tei-c.org/ns/1.0"
_XSI = "http://www.w3.org/2001/XMLSchema-instance}"
_BASE = "http://www.w3.org/XML/1998/namespace}base"
_PSEUDO = re.compile(r"""([A-Za-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_TYPES = {"application/relax-ng-compact-syntax": Kind.COMPACT, "application/x-rnc": Kind.COMPACT}
_OXYGEN = {"RNGSchema": Kind.RELAXNG, "SCHSchema": Kind.SCHEMATRON}
_CHUNK = 1 << 16
_HEAD = 1 << 22  # what follows later in a document names no schema


@dataclass(frozen=True, slots=True)
class Association:
    """One schema that a document names: the address as it is written, relative to `bases`, each `xml:base` within the one before.

    `kind` is None where neither the document nor the suffix says it.
    """

    address: str
    kind: Kind | None
    line: int
    phase: str = ""
    bases: tuple[str, ...] = ()


@dataclass(slots=True)
class Associations:
    """The schemas that a document names, and the name of its root as `namespace}local` ("" where it has none)."""

    root: str = ""
    named: list[Association] = field(default_factory=list)


class _Enough(Exception):
    """Nothing further can name a schema."""


def associations(data: bytes) -> Associations:
    """The schemas that a document names by the first way that it uses, in order."""
    reader = _Reader()
    with suppress(_Enough, NotWellFormed):
        parse((data[at : at + _CHUNK] for at in range(0, min(len(data), _HEAD), _CHUNK)), reader.attach)
    return Associations(reader.root, reader.models or reader.oxygen or reader.located or reader.referenced)


class _Reader:
    def __init__(self) -> None:
        self.root = ""
        self.models: list[Association] = []
        self.oxygen: list[Association] = []
        self.located: list[Association] = []
        self.referenced: list[Association] = []
        self._path: list[str] = []
        self._bases: list[str] = []
        self._parser: Any = None

    def attach(self, parser: Any) -> None:
        self._parser = parser
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _instruction(self, target: str, content: str) -> None:
        line = self._parser.CurrentLineNumber
        if self.root or target not in ("xml-model", "oxygen"):
            return  # the Note knows the instruction before the root only
        pseudo = {name: _plain(double or single) for name, double, single in _PSEUDO.findall(content)}
        if target == "xml-model":
            address = pseudo.get("href", "")
            self.models.append(Association(address, _kind(pseudo, address), line, pseudo.get("phase", "")))
            return
        for key, kind in _OXYGEN.items():
            if address := pseudo.get(key, ""):
                compact = kind is Kind.RELAXNG and pseudo.get("type") == "compact"
                spoken = Kind.COMPACT if compact else kind
                self.oxygen.append(Association(address, spoken, line, pseudo.get("phase", "")))

    def _start(self, name: str, attributes: list[str]) -> None:
        values = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if not self.root:
            self.root = name
            self.located = list(_located(name, values, self._parser.CurrentLineNumber))
            if self.models or self.oxygen or self.located or name.rpartition("}")[0] != TEI:
                raise _Enough
        self._bases.append(values.get(_BASE, ""))
        self._path.append(name.removeprefix(f"{TEI}}}"))
        if self._path[1:] == ["teiHeader", "encodingDesc", "schemaRef"]:
            self._reference(values)

    def _end(self, _name: str) -> None:
        self._bases.pop()
        if self._path.pop() in ("encodingDesc", "teiHeader") and len(self._path) <= 2:
            raise _Enough

    def _reference(self, values: dict[str, str]) -> None:
        """A `schemaRef` that means a schema, and not the ODD that it was made from."""
        address = values.get("url", "")
        kind = by_suffix(address)
        if not address or (kind is None and "ODD" in values.get("type", "")) or _suffix(address) in ("odd", "dtd"):
            return
        line = self._parser.CurrentLineNumber
        self.referenced.append(Association(address, kind, line, bases=tuple(filter(None, self._bases))))


def _kind(pseudo: dict[str, str], address: str) -> Kind | None:
    """The kind that `schematypens` says, else `type`, else the suffix."""
    return (
        NAMESPACES.get(pseudo.get("schematypens", "").strip())
        or _TYPES.get(pseudo.get("type", "").partition(";")[0].strip().lower())
        or by_suffix(address)
    )


def _located(root: str, values: dict[str, str], line: int) -> Iterator[Association]:
    """The XML schema for the namespace of the root; those for other namespaces are for it to import."""
    namespace = root.rpartition("}")[0]
    if namespace:
        words = values.get(f"{_XSI}schemaLocation", "").split()
        pairs = dict(zip(reversed(words[:-1:2]), reversed(words[1::2]), strict=False)) if len(words) % 2 == 0 else {}
        address = pairs.get(namespace, "")
    else:
        address = values.get(f"{_XSI}noNamespaceSchemaLocation", "").strip()
    if address:
        yield Association(address, Kind.XSD, line, bases=tuple(filter(None, (values.get(_BASE),))))


def _plain(value: str) -> str:
    """A value of a pseudo-attribute with its references replaced."""

    def character(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return _ENTITIES[name]
        number = int(decimal) if decimal else int(hexadecimal, 16)
        return chr(number) if number < 0x110000 else match[0]

    return _REFERENCE.sub(character, value) if "&" in value else value


def _suffix(address: str) -> str:
    return address.partition("#")[0].partition("?")[0].rpartition(".")[2].lower()
