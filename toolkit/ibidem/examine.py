"""One file as a user wants it examined: read, its schemas found, validated. What cannot be read among others is a finding."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.errors import IbidemError
from ibidem.finding import Finding, Severity, in_order
from ibidem.reading.files import MAX_BYTES, STDIN, read_bytes
from ibidem.schemas.model import Schema

if TYPE_CHECKING:
    from ibidem.sandbox import Access


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks of `ibidem validate`. It is sent to worker processes, so it holds plain values only.

    `schemas` are those named on the command line, which then hold for every file; `phase` is the phase of Schematron that is wanted, "" for
    the one that the schema or the file names. `catalogs` say what stands for an address; `failed` are the addresses that could not be
    fetched, each with the reason. With `svrl` the findings hold the reports of Schematron, and nothing else is checked. With `xinclude`,
    what an `xi:include` names is taken in. `among_others` says that there are several files; `outside` are the links among them that lead
    out of the folders that the user named.
    """

    schemas: tuple[Schema, ...] = ()
    phase: str = ""
    catalogs: tuple[Path, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    by_schema: bool = True
    by_schematron: bool = True
    by_rules: bool = True
    svrl: bool = False
    xinclude: bool = False
    among_others: bool = False
    outside: frozenset[Path] = frozenset()


def access(request: Request, files: Iterable[Path]) -> "Access":
    """What may be opened while these files are examined: themselves, their editions (or, without one, their folders), and the schemas.

    Only the cache may be written.
    """
    from ibidem import cache
    from ibidem.edition import NAME, nearest, settings
    from ibidem.resources import resource
    from ibidem.sandbox import Access
    from ibidem.schemas.kept import folder as fetched

    folders = {path.parent for path in files}  # of what is piped in, the one where the user stands
    tops = {nearest(folder) or folder for folder in folders}
    editions = [settings(top) for top in tops if (top / NAME).is_file()]
    schemas = [*request.schemas, *(schema for edition in editions for schema in edition.schemas)]
    catalogs = {*request.catalogs, *(catalog for edition in editions for catalog in edition.catalogs)}
    catalogs |= {catalog for schema in schemas for catalog in schema.access.catalogs}
    named = (path for path in files if path not in request.outside)
    read = {*tops, *named, *(schema.path.resolve().parent for schema in schemas)}
    if catalogs:
        from ibidem.schemas.catalog import Catalog

        read |= set(Catalog(tuple(sorted(catalogs))).folders())
    return Access((*read, fetched(), resource("schema"), resource("xslt")), cache.writable())


def examine(request: Request, path: Path) -> list[Finding]:
    """The findings on one file. A file that cannot be read is a finding where it is one of several, so that the others are checked."""
    try:
        if path in request.outside:
            raise IbidemError(f"{path}: it is a link that leads out of the folder. Name it itself if it may be read.")
        data = piped() if path == STDIN else read_bytes(path)
    except IbidemError as error:
        if not request.among_others:
            raise
        reason = str(error).removeprefix(f"{path}: ")
        return [Finding("not-readable", Severity.ERROR, f"The file was not checked: {reason}", file=str(path))]
    try:
        return _examined(request, data, path)
    except (IbidemError, MemoryError):
        raise  # of the schemas or the installation, and the same for every file; or a limit, which the pool reports
    except Exception as error:
        if not request.among_others:
            raise
        message = f"Checking this file failed, by a fault of Ibidem: {type(error).__name__}: {error}."
        hint = "The other files were checked. Please report it, with the file."
        return [Finding("not-checked", Severity.ERROR, message, hint, str(path), 1, 1)]


def _examined(request: Request, data: bytes, path: Path) -> list[Finding]:
    from ibidem.edition import nearest, settings
    from ibidem.reading.doctype import external

    folder = None if path == STDIN else nearest(path)
    edition = settings(folder) if folder else None
    schemas: tuple[Schema, ...] = request.schemas if request.by_schema else ()
    said: list[Finding] = []
    if request.by_schema and not schemas:
        from ibidem.schemas.choose import choose

        schemas, said = choose(request, data, path, edition)
    if request.phase:
        schemas = tuple(replace(schema, phase=request.phase) for schema in schemas)
    if request.svrl:
        from ibidem.schematron.svrl import reports

        return [*said, *reports(data, path, schemas)]
    said += external(data, str(path))
    top = edition.root if edition else path.parent
    return _said_once(_validated(request, data, path, top, schemas, edition.severity if edition else {}, said))


def _said_once(findings: list[Finding]) -> list[Finding]:
    """Without the warning about what a DOCTYPE names, where reading has ended at a reference to it."""
    outside = [finding for finding in findings if finding.code == "external-not-read"]
    if not any(finding.severity is Severity.ERROR for finding in outside):
        return findings
    return [it for it in findings if it not in outside or it.severity is Severity.ERROR]


def _validated(
    request: Request,
    data: bytes,
    path: Path,
    top: Path,
    schemas: tuple[Schema, ...],
    levels: Mapping[str, Severity | None],
    said: list[Finding],
) -> list[Finding]:
    """The findings of all lanes; a file that takes in others, or declares entities, is put together first."""
    from ibidem.reading.doctype import declares_entities
    from ibidem.validate import validate_data

    check = partial(validate_data, rules=request.by_rules, schematron=request.by_schematron, said=said)
    if not (request.xinclude or declares_entities(data)):
        return check(data, path, schemas, levels)
    from ibidem.reading.xinclude import Refused, expand

    try:
        whole = expand(data, path, top, includes=request.xinclude)
    except Refused as refused:
        return [*said, refused.finding]
    found = check(whole.data, path, schemas, levels, whole=whole)
    return in_order(whole.placed(found))


@lru_cache(maxsize=1)
def piped() -> bytes:
    """What is piped in, read once."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise IbidemError(f"-: more than {MAX_BYTES // 2**20} MiB were piped in. Split the text into several files.")
    return data
