"""Which schemas a file is checked against where the command line names none: those of its edition, those it names itself, Ibidem's own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.edition import Edition, default_schemas
from ibidem.errors import IbidemError
from ibidem.finding import Finding, Severity
from ibidem.schemas.association import TEI, Association, associations
from ibidem.schemas.model import GRAMMARS, KNOWN, Access, Kind, Schema, by_content, by_suffix, user_access

if TYPE_CHECKING:
    from ibidem.examine import Request
    from ibidem.schemas.locate import NotUsed

_CORPUS = "The corpus names no schema, and Ibidem's own is for single texts: only the rules of an edition were checked."


def choose(
    request: "Request", data: bytes, path: Path, edition: Edition | None
) -> tuple[tuple[Schema, ...], list[Finding]]:
    """The schemas of a file, and what is to be said of those that it names and that cannot be used.

    One that names schemas of which none can be used is checked against none: Ibidem's own are for files that name nothing.
    """
    if edition and edition.names_schemas:
        return of_edition(request, edition), []
    found = associations(data)
    if not found.named:
        return _unnamed(found.root, path)
    schemas: dict[tuple[Path, Kind, str], Schema] = {}
    findings: dict[tuple[str, str], Finding] = {}
    for each, schema in located(found.named, path, of_document(request, path, edition)):
        if isinstance(schema, Schema):
            schemas.setdefault((schema.path, schema.kind, schema.phase), schema)
        else:
            # the TEI's own files name one schema twice, for its grammar and for its Schematron
            findings.setdefault((each.address, schema.why), _not_used(each, schema, path))
    return tuple(schemas.values()), list(findings.values())


def _unnamed(root: str, path: Path) -> tuple[tuple[Schema, ...], list[Finding]]:
    """What holds for a file that names no schema."""
    if root == f"{TEI}}}teiCorpus":
        hint = "Name its schema: --schema FILE."
        return (), [Finding("schema-not-used", Severity.WARNING, _CORPUS, hint, str(path), 1, 1)]
    # of a file that is no XML the root is not known, and one that is no TEI has no schema
    return (default_schemas() if not root or root.startswith(f"{TEI}}}") else ()), []


def of_edition(request: "Request", edition: Edition) -> tuple[Schema, ...]:
    """The schemas that edition.toml names; the catalogs of the user hold for them too, and come first."""
    access = user_access(request.catalogs, request.failed)
    if not access.catalogs and not access.failed:
        return edition.schemas
    return tuple(
        replace(
            schema,
            access=replace(schema.access, catalogs=(*access.catalogs, *schema.access.catalogs), failed=access.failed),
        )
        for schema in edition.schemas
    )


def of_document(request: "Request", path: Path, edition: Edition | None) -> Access:
    """What may be read of what a document names: what is in its edition, or beside it."""
    top = edition.root if edition else path.absolute().parent
    return Access((top,), (*request.catalogs, *(edition.catalogs if edition else ())), request.failed)


def located(named: list[Association], path: Path, access: Access) -> "Iterator[tuple[Association, Schema | NotUsed]]":
    """Each schema that a document names, or why it is not used."""
    from ibidem.schemas.locate import NotUsed, locate

    for each in named:
        try:
            file = locate(each.address, path, access, each.bases)
            yield each, Schema(file, _kind(each, file), each.phase, access, each.line)
        except NotUsed as error:
            yield each, error


def _not_used(each: Association, error: "NotUsed", path: Path) -> Finding:
    """A warning; an error where the user wanted it fetched."""
    cure = error.cure
    if error.address and not error.failed:
        cure = f"Fetch it once: ibidem validate --fetch {_typed(path)}. Or save a copy, and name it: --schema FILE."
    severity = Severity.ERROR if error.failed else Severity.WARNING
    message = f"The schema {each.address or '(no address)'} that this file names is not used: {error.why}."
    return Finding("schema-not-used", severity, message, cure, str(path), each.line, 1)


def _kind(each: Association, file: Path) -> Kind:
    """The kind that the document says, else the suffix, else the content. Raises `NotUsed`."""
    from ibidem.schemas.locate import NotUsed

    try:
        kind = each.kind or by_suffix(file.name) or by_content(file)
    except IbidemError as error:
        raise NotUsed(str(error).rstrip("."), KNOWN) from None
    if kind is None:
        raise NotUsed("it is not RELAX NG, XML Schema or Schematron", KNOWN)
    if kind not in GRAMMARS:
        return kind
    # a file says itself which of the two syntaxes it has; a catalog may give one for the other
    syntax = by_suffix(file.name)
    if syntax not in GRAMMARS:
        syntax = kind if kind is Kind.RELAXNG else by_content(file)
    if syntax not in GRAMMARS:
        raise NotUsed("RELAX NG in the compact syntax must be in a file that ends in .rnc", "Rename it.")
    return syntax


def _typed(path: Path) -> str:
    from shlex import quote

    return quote(str(path))
