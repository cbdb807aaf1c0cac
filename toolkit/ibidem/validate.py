"""All lanes of validation, one list of findings: schema, Schematron, structure rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.errors import IbidemError
from ibidem.events import NotWellFormed, encoding_of, of_bytes
from ibidem.files import read_bytes
from ibidem.finding import Finding, Severity, in_order
from ibidem.lanes import merged

if TYPE_CHECKING:
    from ibidem.read import Source

GRAMMARS = frozenset({".rng", ".rnc"})  # RELAX NG, in XML and in its compact syntax
LARGEST = 64 * 2**20  # bytes of a file of which a tree is built
_LONGEST_LINE = 2000
_LINE_END = re.compile("\r\n?|\n")


def validate_file(path: Path, schemas: Iterable[Path], severity: Mapping[str, Severity] | None = None) -> list[Finding]:
    """The findings on one file, in the order of their places."""
    return validate_data(read_bytes(path), path, tuple(schemas), severity or {})


def validate_data(
    data: bytes,
    path: Path,
    schemas: tuple[Path, ...],
    severity: Mapping[str, Severity],
    *,
    rules: bool = True,
    said: Iterable[Finding] = (),
) -> list[Finding]:
    """The findings on the bytes of a file, and those `said` of it already. Without `rules`, and with RELAX NG alone, no tree is built."""
    if not rules and schemas and all(schema.suffix.lower() in GRAMMARS for schema in schemas):
        try:
            findings = merged([list(_relaxng(data, schema, str(path))) for schema in schemas], [], [])
        except NotWellFormed as error:
            findings = [_not_well_formed(error, data, str(path))]
        return _finished([*said, *findings], data, severity)
    if len(data) > LARGEST:
        relaxng = tuple(schema for schema in schemas if schema.suffix.lower() in GRAMMARS)
        left = _too_large(str(path), any_grammar=bool(relaxng))
        if not relaxng:
            return _finished([*said, left], data, severity)
        return validate_data(data, path, relaxng, severity, rules=False, said=[*said, left])
    from ibidem.read import NotReadable, read_data

    try:
        source = read_data(data, path)
    except NotReadable as error:
        return _finished([error.finding], data, severity)
    return in_order([*_finished(list(said), data, severity), *validate(source, schemas, severity, rules=rules)])


def validate(
    source: "Source", schemas: Iterable[Path], severity: Mapping[str, Severity] | None = None, *, rules: bool = True
) -> list[Finding]:
    """The findings on a text that has been read; `severity` overrides that of single codes."""
    from ibidem.rules import check as check_rules

    grammars: list[list[Finding]] = []
    assertions: list[Finding] = []
    for schema in schemas:
        found = list(_by_schema(source, schema))
        if schema.suffix.lower() == ".sch":
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


def _text(data: bytes) -> str:
    """The characters of a file, for showing a line of it."""
    return data.decode(encoding_of(data), "replace")


def _relaxng(data: bytes, schema: Path, file: str) -> Iterator[Finding]:
    from ibidem.relaxng.validate import check, load

    yield from check(of_bytes(data), load(schema), file)


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


def _by_schema(source: "Source", schema: Path) -> Iterator[Finding]:
    match schema.suffix.lower():
        case ".rng" | ".rnc":
            try:
                yield from _relaxng(source.data, schema, str(source.path))
            except NotWellFormed as error:
                yield _not_well_formed(error, source.data, str(source.path))
        case ".xsd":
            from ibidem.xsd import check as check_xsd

            yield from check_xsd(source, schema)
        case ".sch":
            from ibidem.schematron import check as check_schematron

            yield from check_schematron(source, schema)
        case _:
            raise IbidemError(f"{schema}: a schema must be .rng, .rnc, .xsd or .sch.")
