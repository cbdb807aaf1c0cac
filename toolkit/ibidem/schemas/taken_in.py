"""What a schema takes in from other files: found before it is read, so that all that is missing is said at once, or fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ibidem.errors import IbidemError
from ibidem.reading.events import NotWellFormed, parse
from ibidem.reading.files import read_bytes
from ibidem.relaxng.error import SchemaError
from ibidem.schemas.locate import NotUsed, locate
from ibidem.schemas.model import NAMESPACES, Access, Kind, by_suffix

_BASE = "http://www.w3.org/XML/1998/namespace}base"
# The elements of each language that take in another file, and the attribute that names it.
_TAKE = {
    Kind.RELAXNG: {"include": "href", "externalRef": "href"},
    Kind.XSD: dict.fromkeys(("include", "import", "redefine", "override"), "schemaLocation"),
    Kind.SCHEMATRON: {"include": "href", "extends": "href"},
}
_COMPACT = re.compile(r'^[^#"]*?\b(?:include|external)\s+"([^"\n]*)"', re.MULTILINE)
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Reference:
    """One address in a schema file that names a further one."""

    file: Path
    line: int
    address: str
    bases: tuple[str, ...] = ()


def taken_in(path: Path, access: Access) -> Iterator[tuple[Reference, Path | NotUsed]]:
    """Each reference of a schema and of what it takes in, with the file it means or the reason why there is none."""
    waiting, seen = [path], {path.resolve()}
    while waiting:
        for reference in references(waiting.pop(0)):
            try:
                found = locate(reference.address, reference.file, access, reference.bases)
            except NotUsed as error:
                yield reference, error
                continue
            if found.resolve() not in seen:
                seen.add(found.resolve())
                waiting.append(found)
                yield reference, found


def all_there(path: Path, access: Access) -> None:
    """Raises one `SchemaError` that names all that a schema takes in and that cannot be had."""
    missing = [(reference, error) for reference, error in taken_in(path, access) if isinstance(error, NotUsed)]
    if not missing:
        return
    first = missing[0][0]
    listed = [f"{reference.address} ({error.why})" for reference, error in missing[:_LISTED]]
    more = f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
    message = f"The schema takes in what cannot be read: {'; '.join(listed)}{more}."
    cures = dict.fromkeys(map(_cure, (error for _, error in missing)))
    raise SchemaError(" ".join((message, *cures)), str(first.file), first.line)


def _cure(error: NotUsed) -> str:
    if error.failed:
        return "Try again with --fetch; or save a copy, and map the address to it: --catalog FILE."
    if error.address:
        return "Run once with --fetch; or save a copy, and map the address to it: --catalog FILE."
    return "Put the file beside the schema, or map the address to it: --catalog FILE."


def references(path: Path) -> list[Reference]:
    """The addresses in a schema file that name further ones; none where it cannot be read, which its reader says better."""
    try:
        data = read_bytes(path)
    except IbidemError:
        return []
    if by_suffix(path.name) is Kind.COMPACT:
        text = data.decode("utf-8", "replace")
        return [Reference(path, text.count("\n", 0, found.start(1)) + 1, found[1]) for found in _COMPACT.finditer(text)]
    found: list[Reference] = []
    bases: list[str] = []

    def attach(parser: Any) -> None:
        def start(name: str, attributes: list[str]) -> None:
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            bases.append(values.get(_BASE, ""))
            namespace, _, local = name.rpartition("}")
            attribute = _TAKE.get(NAMESPACES.get(namespace, Kind.COMPACT), {}).get(local, "")
            if attribute in values:
                found.append(Reference(path, parser.CurrentLineNumber, values[attribute], tuple(filter(None, bases))))

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _name: bases.pop()

    try:
        parse((data,), attach)
    except NotWellFormed:
        return []
    return found
