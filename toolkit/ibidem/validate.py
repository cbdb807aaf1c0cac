"""All lanes of validation, one list of findings: schema, Schematron, structure rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.errors import IbidemError
from ibidem.events import NotWellFormed, encoding_of, of_bytes
from ibidem.events import parse as parse_events
from ibidem.files import read_bytes
from ibidem.finding import Finding, Severity, in_order

if TYPE_CHECKING:
    from ibidem.read import Source
    from ibidem.schematron.sheet import Sheet

# What a rule of ours explains better than the schema that also reports it.
_EXPLAINED = frozenset({"date-value", "id-repeated", "id-name"})
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
    schematron: bool = True,
    phases: Mapping[Path, str] | None = None,
    said: Iterable[Finding] = (),
) -> list[Finding]:
    """The findings on the bytes of a file, and those `said` of it already. Without `rules` and XSD no tree is built.

    `schematron` says whether rules of Schematron are checked, those in RELAX NG too, and `phases` which of them.
    """
    suffixes = {schema.suffix.lower() for schema in schemas}
    if len(data) > LARGEST:
        # no tree is built of it, here or in Saxon
        relaxng = tuple(schema for schema in schemas if schema.suffix.lower() == ".rng")
        left = [] if suffixes == {".rng"} and not rules else [too_large(str(path), any_grammar=bool(relaxng))]
        if not left and schematron and _sheets(relaxng, {}):
            left = [too_large(str(path), any_grammar=True)]
        schemas, said, rules, schematron, suffixes = relaxng, [*said, *left], False, False, {".rng"}
        if not relaxng:
            return _finished([*said], data, severity)
    if not rules and schemas and suffixes <= {".rng", ".sch"}:
        try:
            findings = _by_schemas(data, path, schemas, phases or {}, schematron=schematron)
        except NotWellFormed as error:
            findings = [not_well_formed(error, data, str(path))]
        return _finished([*said, *findings], data, severity)
    from ibidem.read import NotReadable, read_data

    try:
        source = read_data(data, path)
    except NotReadable as error:
        return _finished([error.finding], data, severity)
    found = validate(source, schemas, severity, rules=rules, schematron=schematron, phases=phases)
    return in_order([*_finished(list(said), data, severity), *found])


def validate(
    source: "Source",
    schemas: Iterable[Path],
    severity: Mapping[str, Severity] | None = None,
    *,
    rules: bool = True,
    schematron: bool = True,
    phases: Mapping[Path, str] | None = None,
) -> list[Finding]:
    """The findings on a text that has been read; `severity` overrides that of single codes."""
    from ibidem.rules import check as check_rules

    by_rule = list(check_rules(source)) if rules else []
    refused = {_place(finding) for finding in by_rule if finding.code in _EXPLAINED}
    try:
        findings = _by_schemas(
            source.data,
            source.path,
            tuple(schemas),
            phases or {},
            schematron=schematron,
            refused=refused,
            source=source,
        )
    except NotWellFormed as error:
        findings = [not_well_formed(error, source.data, str(source.path))]
    # two assertions of ibidem.sch are also rules here, so that they hold under any schema
    said = {(finding.code, _place(finding)) for finding in by_rule}
    findings = [finding for finding in findings if (finding.code, _place(finding)) not in said] + by_rule
    return _finished(findings, source.data, severity)


def _by_schemas(
    data: bytes,
    path: Path,
    schemas: tuple[Path, ...],
    phases: Mapping[Path, str],
    *,
    schematron: bool,
    refused: Iterable[tuple[int, int]] = (),
    source: "Source | None" = None,
) -> list[Finding]:
    """The grammars first: what they refuse, a Schematron assertion about the same element need not refuse again."""
    places = set(refused)
    findings: list[Finding] = []
    for schema in schemas:
        if schema.suffix.lower() != ".sch":
            found = [it for it in _by_grammar(data, path, schema, source) if _place(it) not in places]
            places |= {_place(finding) for finding in found}
            findings += found
    if schematron and (sheets := _sheets(schemas, phases)):
        from ibidem.schematron.check import check as check_schematron

        if not any(schema.suffix.lower() == ".rng" for schema in schemas):
            parse_events((data,), lambda _: None)  # the grammar has found it well-formed otherwise
        for sheet in sheets:
            findings += (it for it in check_schematron(data, path, sheet) if _place(it) not in places)
    return findings


def _sheets(schemas: tuple[Path, ...], phases: Mapping[Path, str]) -> "list[Sheet]":
    """The stylesheets of Schematron schemas and of the rules in grammars."""
    from ibidem.schematron.held import may_hold_rules

    suffixes = {schema: schema.suffix.lower() for schema in schemas}
    if not any(kind == ".sch" or (kind == ".rng" and may_hold_rules(schema)) for schema, kind in suffixes.items()):
        return []
    from ibidem.schematron.sheet import sheets

    return sheets(schemas, phases)


def _finished(findings: list[Finding], data: bytes, severity: Mapping[str, Severity] | None) -> list[Finding]:
    """Findings in order, each with the line of the file it is about."""
    if not findings:
        return []
    lines = _LINE_END.split(_text(data))
    levels = severity or {}
    return in_order(
        replace(
            finding,
            severity=levels.get(finding.code, finding.severity),
            excerpt=lines[finding.line - 1][:_LONGEST_LINE] if 0 < finding.line <= len(lines) else "",
        )
        for finding in findings
    )


def too_large(file: str, *, any_grammar: bool) -> Finding:
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


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _relaxng(data: bytes, schema: Path, file: str) -> Iterator[Finding]:
    from ibidem.relaxng.validate import check, load

    yield from check(of_bytes(data), load(schema), file)


def not_well_formed(error: NotWellFormed, data: bytes, file: str) -> Finding:
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


def _by_grammar(data: bytes, path: Path, schema: Path, source: "Source | None") -> Iterator[Finding]:
    match schema.suffix.lower():
        case ".rng":
            yield from _relaxng(data, schema, str(path))
        case ".xsd" if source is not None:
            from ibidem.xsd import check as check_xsd

            yield from check_xsd(source, schema)
        case _:
            raise IbidemError(f"{schema}: a schema must be .rng, .xsd or .sch. trang makes .rng of the compact syntax.")
