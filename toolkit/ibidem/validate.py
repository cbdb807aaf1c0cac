"""All lanes of validation, one list of findings: schema, Schematron, structure rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.errors import IbidemError, InternalError
from ibidem.events import NotWellFormed, encoding_of, of_bytes
from ibidem.files import read_bytes
from ibidem.finding import Finding, Severity, in_order
from ibidem.lanes import merged
from ibidem.schema import GRAMMARS, Kind, Schema, by_suffix, named

if TYPE_CHECKING:
    from ibidem.read import Source

LARGEST = 64 * 2**20  # bytes of a file of which a tree is built
LARGEST_XSD = 8 * 2**20  # bytes of a file that is checked against XML Schema, at some 0.2 MB a second
_LONGEST_LINE = 2000
_LINE_END = re.compile("\r\n?|\n")


def validate_file(path: Path, schemas: Iterable[Path], severity: Mapping[str, Severity] | None = None) -> list[Finding]:
    """The findings on one file, in the order of their places."""
    return validate_data(read_bytes(path), path, tuple(map(named, schemas)), severity or {})


def validate_data(
    data: bytes,
    path: Path,
    schemas: tuple[Schema, ...],
    severity: Mapping[str, Severity],
    *,
    rules: bool = True,
    said: Iterable[Finding] = (),
) -> list[Finding]:
    """The findings on the bytes of a file, and those `said` of it already. Without `rules`, and with RELAX NG alone, no tree is built."""
    grammars = tuple(schema for schema in schemas if schema.kind in GRAMMARS)
    if not rules and schemas and grammars == schemas:
        file = str(path)
        found = [list(_usable(_relaxng(data, schema, file), schema, file)) for schema in schemas]
        return _finished([*said, *merged(found, [], [])], data, severity)
    if len(data) > LARGEST:
        left = _too_large(str(path), any_grammar=bool(grammars))
        if not grammars:
            return _finished([*said, left], data, severity)
        return validate_data(data, path, grammars, severity, rules=False, said=[*said, left])
    from ibidem.read import NotReadable, is_tei, not_tei, read_any

    try:
        source = read_any(data, path)
    except NotReadable as error:
        return _finished([*said, error.finding], data, severity)
    if not is_tei(source.root):
        if not schemas:
            return _finished([*said, not_tei(source)], data, severity)
        rules = False  # those of an edition are about TEI
    return in_order([*_finished(list(said), data, severity), *validate(source, schemas, severity, rules=rules)])


def validate(
    source: "Source", schemas: Iterable[Schema], severity: Mapping[str, Severity] | None = None, *, rules: bool = True
) -> list[Finding]:
    """The findings on a text that has been read; `severity` overrides that of single codes."""
    from ibidem.rules import check as check_rules

    grammars: list[list[Finding]] = []
    assertions: list[Finding] = []
    for schema in schemas:
        found = list(_usable(_by_schema(source, schema), schema, str(source.path)))
        if schema.kind is Kind.SCHEMATRON:
            assertions += found
        else:
            grammars.append(found)
    by_rule = list(check_rules(source)) if rules else []
    return _finished(merged(grammars, assertions, by_rule), source.data, severity)


def _finished(findings: list[Finding], data: bytes, severity: Mapping[str, Severity] | None) -> list[Finding]:
    """Findings in order, each with the line of the file it is about."""
    if not findings:
        return []
    from ibidem.catalogue import see

    lines = _LINE_END.split(_text(data))
    levels = severity or {}
    return in_order(
        replace(
            finding,
            severity=levels.get(finding.code, finding.severity),
            see=finding.see or see(finding.code),
            excerpt=lines[finding.line - 1][:_LONGEST_LINE] if 0 < finding.line <= len(lines) else "",
        )
        for finding in findings
    )


def _too_large(file: str, *, any_grammar: bool) -> Finding:
    """A file that is checked in part is a warning; one that is not checked at all must not pass."""
    message = f"The file is larger than {LARGEST // 2**20} MiB: "
    message += (
        "it is checked against RELAX NG only." if any_grammar else "it was not checked, for want of a RELAX NG schema."
    )
    severity = Severity.WARNING if any_grammar else Severity.ERROR
    return Finding("file-large", severity, message, "Split the text into several files.", file, 1, 1)


def _too_large_for_xsd(source: "Source", schema: Schema) -> Finding:
    message = f"The file is larger than {LARGEST_XSD // 2**20} MiB, and was not checked against {schema.path.name}: XML Schema would take minutes."
    hint = "Name the same schema in RELAX NG, which is fast; or split the text into several files."
    return Finding("file-large", Severity.ERROR, message, hint, str(source.path), 1, 1)


def _text(data: bytes) -> str:
    """The characters of a file, for showing a line of it."""
    return data.decode(encoding_of(data), "replace")


def _usable(found: Iterator[Finding], schema: Schema, file: str) -> Iterator[Finding]:
    """What is found by a schema. One that cannot be used is a finding where the document names it; where the user does, it is raised."""
    try:
        yield from found
    except InternalError:
        raise
    except IbidemError as error:
        if not schema.line:
            raise
        message = f"This file names the schema {schema.path.name}, and could not be checked against it: {error}"
        hint = "Mend the schema, or name another: --schema FILE."
        yield Finding("schema-not-used", Severity.ERROR, message, hint, file, schema.line, 1)


def _relaxng(data: bytes, schema: Schema, file: str) -> Iterator[Finding]:
    from ibidem.relaxng.validate import check, load

    try:
        yield from check(of_bytes(data), load(schema.path, schema.access), file)
    except NotWellFormed as error:
        yield _not_well_formed(error, data, file)


def _not_well_formed(error: NotWellFormed, data: bytes, file: str) -> Finding:
    """What libxml2 says of a document that expat refuses, since it says more; expat's word where libxml2 has no objection."""
    from ibidem.read import NotReadable, parse

    try:
        parse(data, file)
    except NotReadable as refused:
        return refused.finding
    return Finding(
        "not-well-formed", Severity.ERROR, f"The file cannot be read: {error.reason}.",
        "Nothing else can be checked until this is mended.", file, error.line, error.column,
    )  # fmt: skip


def _by_schema(source: "Source", schema: Schema) -> Iterator[Finding]:
    match schema.kind:
        case Kind.RELAXNG | Kind.COMPACT:
            yield from _relaxng(source.data, schema, str(source.path))
        case Kind.XSD if len(source.data) > LARGEST_XSD:
            yield _too_large_for_xsd(source, schema)
        case Kind.XSD:
            from ibidem.xsd import check as check_xsd

            yield from check_xsd(source, schema)
        case Kind.SCHEMATRON if by_suffix(schema.path.name) in GRAMMARS:
            message = f"The Schematron within {schema.path.name} is not run."
            hint = "Extract it into a .sch file, and name that."
            yield Finding("schema-not-used", Severity.WARNING, message, hint, str(source.path), max(schema.line, 1), 1)
        case Kind.SCHEMATRON:
            from ibidem.schematron import check as check_schematron

            yield from check_schematron(source, schema.path)
