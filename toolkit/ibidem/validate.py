"""All lanes of validation, one list of findings: schema, Schematron, structure rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ibidem.errors import IbidemError
from ibidem.finding import Finding, Severity, in_order
from ibidem.read import NotReadable, Source, read
from ibidem.rules import check as check_rules

# What a rule of ours explains better than the schema that also reports it.
_EXPLAINED = frozenset({"date-value", "id-repeated", "id-name"})


def validate_file(path: Path, schemas: Iterable[Path], severity: Mapping[str, Severity] | None = None) -> list[Finding]:
    """The findings on one file, in the order of their places."""
    try:
        source = read(path)
    except NotReadable as error:
        return [error.finding]
    return validate(source, schemas, severity)


def validate(source: Source, schemas: Iterable[Path], severity: Mapping[str, Severity] | None = None) -> list[Finding]:
    """The findings on a text that has been read; `severity` overrides that of single codes."""
    rules = list(check_rules(source))
    explained = {_place(finding) for finding in rules if finding.code in _EXPLAINED}
    findings: list[Finding] = []
    # the grammar first: what it refuses, a Schematron assertion about the same element need not refuse again
    for schema in sorted(schemas, key=lambda path: path.suffix.lower() == ".sch"):
        refused = {_place(finding) for finding in findings if finding.code == "schema"} | explained
        findings += [finding for finding in _by_schema(source, schema) if _place(finding) not in refused]
    # two assertions of ibidem.sch are also rules here, so that they hold under any schema
    said = {(finding.code, _place(finding)) for finding in rules}
    findings = [finding for finding in findings if (finding.code, _place(finding)) not in said] + rules
    if severity:
        findings = [replace(finding, severity=severity.get(finding.code, finding.severity)) for finding in findings]
    return in_order(findings)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _by_schema(source: Source, schema: Path) -> Iterator[Finding]:
    match schema.suffix.lower():
        case ".rng":
            from ibidem.events import of_bytes
            from ibidem.relaxng.validate import check as check_rng
            from ibidem.relaxng.validate import load

            yield from check_rng(of_bytes(source.data), load(schema), str(source.path))
        case ".xsd":
            from ibidem.xsd import check as check_xsd

            yield from check_xsd(source, schema)
        case ".sch":
            from ibidem.schematron import check as check_schematron

            yield from check_schematron(source, schema)
        case _:
            raise IbidemError(f"{schema}: a schema must be .rng, .xsd or .sch. trang makes .rng of the compact syntax.")
