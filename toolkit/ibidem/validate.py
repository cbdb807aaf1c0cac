"""All lanes of validation, one list of findings: schema, Schematron, structure rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.errors import IbidemError, InternalError
from ibidem.finding import Finding, Severity, in_order
from ibidem.lanes import merged
from ibidem.reading.events import NotWellFormed, of_bytes, root_of
from ibidem.reading.events import parse as parse_events
from ibidem.reading.files import read_bytes
from ibidem.reading.lines import with_excerpts
from ibidem.schemas.model import GRAMMARS, Kind, Schema, named

if TYPE_CHECKING:
    from ibidem.reading.read import Source
    from ibidem.reading.xinclude import Expanded
    from ibidem.schematron.sheet import Sheet

TEI = "http://www.tei-c.org/ns/1.0}"
NOT_USED = "schema-not-used"
LARGEST = 32 * 2**20  # bytes of a file of which a tree is built: it takes up to thirty times as much memory
LARGEST_XSD = 8 * 2**20  # bytes of a file that is checked against XML Schema, at some 0.2 MB a second


def validate_file(
    path: Path, schemas: Iterable[Path], severity: Mapping[str, Severity | None] | None = None
) -> list[Finding]:
    """The findings on one file, in the order of their places."""
    return validate_data(read_bytes(path), path, tuple(map(named, schemas)), severity or {})


def validate_data(
    data: bytes,
    path: Path,
    schemas: tuple[Schema, ...],
    severity: Mapping[str, Severity | None],
    *,
    rules: bool = True,
    schematron: bool = True,
    said: Iterable[Finding] = (),
    whole: "Expanded | None" = None,
) -> list[Finding]:
    """The findings on the bytes of a file (or of a `whole` that was put together), and those `said` of it already.

    Without `rules` and XML Schema no tree is built. `schematron` says whether rules of Schematron are checked, those in RELAX NG too.
    """
    findings = list(said)
    if len(data) > LARGEST:
        grammars = tuple(schema for schema in schemas if schema.kind in GRAMMARS)
        if rules or grammars != schemas or (schematron and _sheets(grammars)):
            findings.append(too_large(str(path), any_grammar=bool(grammars)))
        if not grammars:
            return _finished(findings, data, severity)
        schemas, rules, schematron = grammars, False, False
    if schemas and not rules and not any(schema.kind is Kind.XSD for schema in schemas):
        found = _by_schemas(data, path, schemas, schematron=schematron)
        return _finished([*findings, *merged(*found, [])], data, severity)
    from ibidem.finding import NotReadable
    from ibidem.reading.read import is_tei, not_tei, read_any

    try:
        source = read_any(data, path, whole)
    except NotReadable as error:
        return _finished([*findings, error.finding], data, severity)
    if not is_tei(source.root):
        if not schemas:
            return _finished([*findings, not_tei(source)], data, severity)
        rules = False  # those of an edition are about TEI
    more = validate(source, schemas, severity, rules=rules, schematron=schematron)
    return in_order([*_finished(findings, data, severity), *more])


def validate(
    source: "Source",
    schemas: Iterable[Schema],
    severity: Mapping[str, Severity | None] | None = None,
    *,
    rules: bool = True,
    schematron: bool = True,
) -> list[Finding]:
    """The findings on a text that has been read; `severity` overrides that of single codes."""
    from ibidem.rules import check as check_rules

    found = _by_schemas(source.data, source.path, tuple(schemas), schematron=schematron, source=source)
    by_rule = list(check_rules(source)) if rules else []
    return _finished(merged(*found, by_rule), source.data, severity)


def _by_schemas(
    data: bytes, path: Path, schemas: tuple[Schema, ...], *, schematron: bool, source: "Source | None" = None
) -> tuple[list[list[Finding]], list[Finding]]:
    """What each grammar refuses, and what assertions say."""
    grammars: list[list[Finding]] = []
    assertions: list[Finding] = []
    usable: list[Schema] = []
    try:
        for schema in schemas:
            if schema.kind is not Kind.SCHEMATRON:
                grammars.append(list(_usable(_by_grammar(data, path, schema, source), schema, path)))
                if any(finding.code == NOT_USED for finding in grammars[-1]):
                    continue
            usable.append(schema)
        if not grammars:
            parse_events((data,), lambda _: None)  # a grammar has found it well-formed otherwise
    except NotWellFormed as error:
        return [[not_well_formed(error, data, str(path))]], []
    if schematron:
        assertions = list(_by_assertions(data, path, usable))
    return grammars, assertions


def _by_assertions(data: bytes, path: Path, schemas: Iterable[Schema]) -> Iterator[Finding]:
    """What Schematron says, that within RELAX NG too."""
    good: list[Schema] = []
    for schema in schemas:
        faulty = list(_usable(_unmade(schema), schema, path))
        yield from faulty
        if not faulty:
            good.append(schema)
    if sheets := _sheets(tuple(good)):
        from ibidem.schematron.check import check

        for sheet in sheets:
            yield from check(data, path, sheet)


def _unmade(schema: Schema) -> Iterator[Finding]:
    """Nothing; what is wrong with the Schematron of a schema is raised."""
    _sheets((schema,))
    yield from ()


def _sheets(schemas: tuple[Schema, ...]) -> "list[Sheet]":
    """The stylesheets of Schematron schemas and of the rules in grammars. Nothing is imported where there are none."""
    from ibidem.schematron.held import may_hold_rules

    if not any(it.kind is Kind.SCHEMATRON or (it.kind is Kind.RELAXNG and may_hold_rules(it.path)) for it in schemas):
        return []
    from ibidem.schematron.sheet import sheets

    return sheets(schemas)


def _by_grammar(data: bytes, path: Path, schema: Schema, source: "Source | None") -> Iterator[Finding]:
    if schema.kind is not Kind.XSD or source is None:
        from ibidem.relaxng.validate import check, load

        yield from check(of_bytes(data), load(schema.path, schema.access), str(path))
    elif len(data) > LARGEST_XSD:
        yield _too_large_for_xsd(path, schema)
    else:
        from ibidem.xsd.check import check as check_xsd

        yield from check_xsd(source, schema)


def _usable(found: Iterable[Finding], schema: Schema, path: Path) -> Iterator[Finding]:
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
        yield Finding(NOT_USED, Severity.ERROR, message, hint, str(path), schema.line, 1)


def _finished(findings: list[Finding], data: bytes, severity: Mapping[str, Severity | None] | None) -> list[Finding]:
    """Findings in order, each with the line of the file it is about."""
    if not findings:
        return []
    from ibidem.catalogue import see

    levels = severity or {}
    root = root_of(data)
    is_tei = not root or root.startswith(TEI)  # the Guidelines say nothing of other vocabularies
    return in_order(
        replace(finding, severity=level, see=finding.see or (see(finding.code) if is_tei else ""))
        for finding in with_excerpts(findings, data)
        if (level := levels.get(finding.code, finding.severity)) is not None
    )


def too_large(file: str, *, any_grammar: bool) -> Finding:
    """A file that is checked in part is a warning; one that is not checked at all must not pass."""
    message = f"The file is larger than {LARGEST // 2**20} MiB: "
    message += (
        "it is checked against RELAX NG only." if any_grammar else "it was not checked, for want of a RELAX NG schema."
    )
    severity = Severity.WARNING if any_grammar else Severity.ERROR
    return Finding("file-large", severity, message, "Split the text into several files.", file, 1, 1)


def _too_large_for_xsd(path: Path, schema: Schema) -> Finding:
    message = f"The file is larger than {LARGEST_XSD // 2**20} MiB, and was not checked against {schema.path.name}: XML Schema would take minutes."
    hint = "Name the same schema in RELAX NG, which is fast; or split the text into several files."
    return Finding("file-large", Severity.ERROR, message, hint, str(path), 1, 1)


def not_well_formed(error: NotWellFormed, data: bytes, file: str) -> Finding:
    """Why expat refuses a document, in plain words."""
    from ibidem.reading.wellformed import explain

    return explain(data, file) or Finding(
        "not-well-formed", Severity.ERROR, f"The file cannot be read: {error.reason}.",
        "Nothing else can be checked until this is mended.", file, error.line, error.column,
    )  # fmt: skip
