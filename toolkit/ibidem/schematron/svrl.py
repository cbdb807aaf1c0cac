"""Reports in SVRL (annex D of ISO/IEC 19757-3): one document for all files, in which each rule that fired names its file."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ibidem.finding import Finding, Severity
from ibidem.reading.events import NotWellFormed, parse
from ibidem.schemas.model import Schema

CODE = "svrl"  # of a finding whose message is a whole report
_NS = "http://purl.oclc.org/dsdl/svrl"
_SVRL = f"{{{_NS}}}"
_AT = "{urn:ibidem:schematron}at"
_PREFIX = _SVRL + "ns-prefix-in-attribute-values"


def reports(data: bytes, path: Path, schemas: tuple[Schema, ...]) -> list[Finding]:
    """For each Schematron schema a finding that holds its report on a file. Its severity is that of the gravest result."""
    from ibidem.schematron.check import MOST, findings, more, not_run, report
    from ibidem.schematron.sheet import sheets
    from ibidem.validate import LARGEST, not_well_formed, too_large
    from ibidem.xslt import StylesheetError

    try:
        parse((data,), lambda _: None)
    except NotWellFormed as error:
        return [not_well_formed(error, data, str(path))]
    if len(data) > LARGEST:
        return [too_large(str(path), any_grammar=False)]
    found: list[Finding] = []
    for sheet in sheets(schemas):
        try:
            svrl, complaints = report(data, path, sheet)
        except StylesheetError as error:
            found.append(not_run(error, path, sheet))
            continue
        results = list(findings(svrl, complaints, data, path, sheet))
        levels = {finding.severity for finding in results}
        severity = next((level for level in Severity if level in levels), Severity.INFO)
        found.append(Finding(CODE, severity, svrl, file=str(path)))
        if len(results) > MOST:
            found.append(more(path, sheet))
    return found


def as_svrl(findings: Sequence[Finding], _files: Sequence[Path]) -> str:
    """One report of many. What kept a file from being checked is in it as a failed assertion about its root."""
    ElementTree.register_namespace("svrl", _NS)
    parts = [(it.file, ElementTree.fromstring(it.message) if it.code == CODE else _refused(it)) for it in findings]
    root = Element(_SVRL + "schematron-output")
    for name in ("title", "phase", "schemaVersion"):
        values = {part.get(name) for _, part in parts}
        if len(values) == 1 and (value := values.pop()) is not None:
            root.set(name, value)
    prefixes = {(it.get("prefix"), it.get("uri")): it for _, part in parts for it in part.iter(_PREFIX)}
    root.extend(prefixes.values())
    for file, part in parts:
        root.extend(_located(part, quote(Path(file).as_posix())))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _located(part: Element, file: str) -> Iterable[Element]:
    for element in part:
        if element.tag == _SVRL + "active-pattern":
            element.set("documents", file)
        elif element.tag == _SVRL + "fired-rule":
            element.set("document", file)
        elif (text := element.find(_SVRL + "text")) is not None and text.attrib.pop(_AT, ""):
            element.set("id", "schematron-failed")
        if element.tag != _PREFIX:
            yield element


def _refused(finding: Finding) -> Element:
    """A finding of another lane in the form of a report."""
    root = Element(_SVRL + "schematron-output")
    SubElement(root, _SVRL + "active-pattern", name=finding.code)
    SubElement(root, _SVRL + "fired-rule", context="/")
    severity = {"id": finding.code, "location": "/", "test": "true()", "role": str(finding.severity)}
    failed = SubElement(root, _SVRL + "failed-assert", severity)
    message = f"{finding.message} {finding.hint}".strip()
    legal = (it if it.isprintable() or it in "\n\t" else "\N{REPLACEMENT CHARACTER}" for it in message)
    SubElement(failed, _SVRL + "text").text = "".join(legal)
    return root
