"""All lanes of validation, one list of findings: schema, Schematron, structure rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.errors import IbidemError
from ibidem.events import NotWellFormed, of_bytes
from ibidem.files import read_bytes
from ibidem.finding import Finding, Severity, in_order
from ibidem.lines import lines_of

if TYPE_CHECKING:
    from ibidem.read import Source
    from ibidem.xinclude import Expanded

# What a rule of ours explains better than the schema that also reports it.
_EXPLAINED = frozenset({"date-value", "id-repeated", "id-name"})
LARGEST = 32 * 2**20  # bytes of a file of which a tree is built: it takes up to thirty times as much memory


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
    whole: "Expanded | None" = None,
) -> list[Finding]:
    """The findings on the bytes of a file (or of a `whole` that was put together), and those `said` of it already.

    Without `rules`, and with RELAX NG alone, no tree is built.
    """
    if not rules and schemas and all(schema.suffix.lower() == ".rng" for schema in schemas):
        try:
            findings = [finding for schema in schemas for finding in _relaxng(data, schema, str(path))]
        except NotWellFormed as error:
            findings = [_not_well_formed(error, data, str(path))]
        return _finished([*said, *findings], data, severity)
    if len(data) > LARGEST:
        relaxng = tuple(schema for schema in schemas if schema.suffix.lower() == ".rng")
        left = _too_large(str(path), any_grammar=bool(relaxng))
        if not relaxng:
            return _finished([*said, left], data, severity)
        return validate_data(data, path, relaxng, severity, rules=False, said=[*said, left])
    from ibidem.read import NotReadable, read_data

    try:
        source = read_data(data, path, whole)
    except NotReadable as error:
        return _finished([error.finding], data, severity)
    return in_order([*_finished(list(said), data, severity), *validate(source, schemas, severity, rules=rules)])


def validate(
    source: "Source", schemas: Iterable[Path], severity: Mapping[str, Severity] | None = None, *, rules: bool = True
) -> list[Finding]:
    """The findings on a text that has been read; `severity` overrides that of single codes."""
    from ibidem.rules import check as check_rules

    by_rule = list(check_rules(source)) if rules else []
    findings: list[Finding] = []
    refused = {_place(finding) for finding in by_rule if finding.code in _EXPLAINED}
    # the grammars first: what they refuse, a Schematron assertion about the same element need not refuse again
    for schema in sorted(schemas, key=lambda path: path.suffix.lower() == ".sch"):
        found = [finding for finding in _by_schema(source, schema) if _place(finding) not in refused]
        if schema.suffix.lower() != ".sch":
            refused |= {_place(finding) for finding in found}
        findings += found
    # two assertions of ibidem.sch are also rules here, so that they hold under any schema
    said = {(finding.code, _place(finding)) for finding in by_rule}
    findings = [finding for finding in findings if (finding.code, _place(finding)) not in said] + by_rule
    return _finished(findings, source.data, severity)


def _finished(findings: list[Finding], data: bytes, severity: Mapping[str, Severity] | None) -> list[Finding]:
    """Findings in order, each with the line of the file it is about."""
    if not findings:
        return []
    lines = lines_of(data, {finding.line for finding in findings})
    levels = severity or {}
    return in_order(
        replace(
            finding,
            severity=levels.get(finding.code, finding.severity),
            excerpt=lines.get(finding.line, ""),
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


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _relaxng(data: bytes, schema: Path, file: str) -> Iterator[Finding]:
    from ibidem.relaxng.validate import check, load

    yield from check(of_bytes(data), load(schema), file)


def _not_well_formed(error: NotWellFormed, data: bytes, file: str) -> Finding:
    """Why expat refuses a document, in plain words."""
    from ibidem.wellformed import explain

    return explain(data, file) or Finding(
        "not-well-formed", Severity.ERROR, f"The file cannot be read: {error.reason}.",
        "Nothing else can be checked until this is mended.", file, error.line, error.column,
    )  # fmt: skip


def _by_schema(source: "Source", schema: Path) -> Iterator[Finding]:
    match schema.suffix.lower():
        case ".rng":
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
            raise IbidemError(f"{schema}: a schema must be .rng, .xsd or .sch. trang makes .rng of the compact syntax.")
