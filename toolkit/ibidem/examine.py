"""One file as a user wants it examined: read, its schemas found, validated. What cannot be read among others is a finding."""

import sys
from dataclasses import dataclass
from pathlib import Path

from ibidem.errors import IbidemError
from ibidem.files import MAX_BYTES, STDIN, read_bytes
from ibidem.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks of `ibidem validate`. It is sent to worker processes, so it holds plain values only.

    `schemas` are those named on the command line, which then hold for every file; `phase` is the phase of Schematron that is wanted, "" for
    the schema's own default. With `svrl` the findings hold the reports of Schematron, and nothing else is checked. `among_others` says
    that there are several files.
    """

    schemas: tuple[Path, ...] = ()
    by_schema: bool = True
    by_rules: bool = True
    by_schematron: bool = True
    phase: str = ""
    svrl: bool = False
    among_others: bool = False


def examine(request: Request, path: Path) -> list[Finding]:
    """The findings on one file. A file that cannot be read is a finding where it is one of several, so that the others are checked."""
    try:
        data = _piped() if path == STDIN else read_bytes(path)
    except IbidemError as error:
        if not request.among_others:
            raise
        reason = str(error).removeprefix(f"{path}: ")
        return [Finding("not-readable", Severity.ERROR, f"The file was not checked: {reason}", file=str(path))]
    try:
        return _examined(request, data, path)
    except IbidemError:
        raise  # of the schemas or the installation: it would be the same for every file
    except Exception as error:
        if not request.among_others:
            raise
        message = f"Checking this file failed, by a fault of Ibidem: {type(error).__name__}: {error}."
        hint = "The other files were checked. Please report it, with the file."
        return [Finding("not-checked", Severity.ERROR, message, hint, str(path), 1, 1)]


def _examined(request: Request, data: bytes, path: Path) -> list[Finding]:
    from ibidem.edition import load, nearest
    from ibidem.validate import validate_data

    folder = None if path == STDIN else nearest(path)
    edition = load(folder) if folder else None
    schemas: tuple[Path, ...] = ()
    said: list[Finding] = []
    if request.by_schema and request.schemas:
        schemas = request.schemas
    elif request.by_schema and edition and edition.names_schemas:
        schemas = edition.schemas
    elif request.by_schema:
        from ibidem.association import schemas_of
        from ibidem.edition import default_schemas

        named, said = schemas_of(data, path, edition.root if edition else path.parent)
        schemas = tuple(named) or default_schemas()
    phases = dict.fromkeys(schemas, request.phase) if request.phase else {}
    if request.svrl:
        from ibidem.schematron.svrl import reports

        return [*said, *reports(data, path, schemas, phases)]
    return validate_data(
        data,
        path,
        schemas,
        edition.severity if edition else {},
        rules=request.by_rules,
        schematron=request.by_schematron,
        phases=phases,
        said=said,
    )


def _piped() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise IbidemError(f"-: more than {MAX_BYTES // 2**20} MiB were piped in. Split the text into several files.")
    return data
