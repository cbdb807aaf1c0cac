"""A schema that a file is checked against: where it is, of which kind it is, and what it may take in."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ibidem.errors import IbidemError


class Kind(StrEnum):
    """The languages of schemas, by the suffix that their files have as a rule."""

    RELAXNG = ".rng"
    COMPACT = ".rnc"
    XSD = ".xsd"
    SCHEMATRON = ".sch"


GRAMMARS = frozenset({Kind.RELAXNG, Kind.COMPACT})
NAMESPACES = {
    "http://relaxng.org/ns/structure/1.0": Kind.RELAXNG,
    "http://purl.oclc.org/dsdl/schematron": Kind.SCHEMATRON,
    "http://www.ascc.net/xml/schematron": Kind.SCHEMATRON,
    "http://www.w3.org/2001/XMLSchema": Kind.XSD,
}
KNOWN = "It must be RELAX NG (.rng or .rnc), XML Schema (.xsd) or Schematron (.sch); of an ODD, Roma makes RELAX NG (https://roma.tei-c.org)."
_LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Access:
    """What a schema may take in: the files beside it and below, those below these folders, and those that these catalogs map to.

    `failed` are addresses that could not be fetched in this run, each with the reason.
    """

    below: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


BESIDE = Access()


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema; `phase` is for Schematron, "" for the schema's own default.

    `line` is where the document names it, and 0 where the user does.
    """

    path: Path
    kind: Kind
    phase: str = ""
    access: Access = BESIDE
    line: int = 0


def named(path: Path, phase: str = "", access: Access = BESIDE) -> Schema:
    """The schema that a user names; its kind is that of its suffix, else that of its root element."""
    kind = by_suffix(path.name) or by_content(path)
    if kind is None:
        raise IbidemError(f"{path}: not a schema that Ibidem knows. {KNOWN}")
    return Schema(path, kind, phase, access)


def by_user(name: str, access: Access) -> Schema:
    """The schema that a user names on the command line: a file, or the address of one that was fetched."""
    if not name.startswith(("http://", "https://")):
        return named(Path(name), access=access)
    from ibidem.schemas.locate import NotUsed, locate

    try:
        return named(locate(name, Path("-"), access), access=access)
    except NotUsed as error:
        raise NotUsed(f"{name} is not used: {error.why}", error.cure, error.address, error.failed) from None


def user_access(catalogs: tuple[Path, ...], failed: tuple[tuple[str, str], ...] = ()) -> Access:
    """What the schemas that a user names may take in: the catalogs of the environment hold for them too."""
    if not os.environ.get("XML_CATALOG_FILES"):
        return Access((), catalogs, failed)
    from ibidem.schemas.locate import environment

    return Access((), (*catalogs, *environment()), failed)


def by_suffix(name: str) -> Kind | None:
    """The kind that the suffix of a file name or an address says."""
    suffix = name.partition("#")[0].partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()
    return next((kind for kind in Kind if kind == f".{suffix}"), None)


def by_content(path: Path) -> Kind | None:
    """The kind that the root element of a file says. Raises `IbidemError` where the file cannot be read."""
    from ibidem.reading.files import read_bytes

    return of_bytes(read_bytes(path, _LARGEST))


def of_bytes(data: bytes) -> Kind | None:
    """The kind of a schema by the namespace of its root element; None for what is no XML, or no schema."""
    from ibidem.reading.events import root_of

    return NAMESPACES.get(root_of(data).rpartition("}")[0])
