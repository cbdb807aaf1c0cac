"""A document under a Schematron schema: the report in SVRL, and the findings in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ibidem.finding import Finding, Severity
from ibidem.reading.events import encoding_of, of_bytes
from ibidem.schematron.fit import fitted
from ibidem.schematron.sheet import ANY, Sheet, made
from ibidem.xslt import StylesheetError, run

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_AT = "{urn:ibidem:schematron}at"
_RESULTS = frozenset({_SVRL + "failed-assert", _SVRL + "successful-report"})
_PHASE = re.compile('phase="([^"]*)"')
# "Warning … in xsl:template/@match on line 7 column 9 …:\n  XPTY0004  An error occurred matching pattern {…}: the reason"
_CONTEXT = re.compile(r"xsl:template/@match\s+on\s+line\s+(\d+)\s.*?\n\s+[A-Z]{4}\d{4}\s+(.*?)(?=\n\S|\Z)", re.DOTALL)
MOST = 1000  # findings of one schema on one file; the stylesheet writes a few more
_OTHERS = "The other rules were checked. Mend the expression: it must hold for whatever a text has."


def report(data: bytes, path: Path, sheet: Sheet) -> tuple[str, str]:
    """The report on a document in SVRL, and what the processor complained of. Raises `StylesheetError` where it cannot be run."""
    text, base = _text(data, path), path.resolve().as_uri()
    if sheet.phase == ANY:
        phase = _PHASE.findall(run(sheet.text, text, base)[0])[0]
        sheet = made(sheet.schema, phase, sheet.access, within=sheet.within)
    return run(fitted(sheet.text).text(text), text, base)


def check(data: bytes, path: Path, sheet: Sheet) -> Iterator[Finding]:
    """The failed assertions and successful reports on a document that is well-formed."""
    try:
        svrl, complaints = report(data, path, sheet)
    except StylesheetError as error:
        yield not_run(error, path, sheet)
        return
    yield from findings(svrl, complaints, data, path, sheet)


def findings(svrl: str, complaints: str, data: bytes, path: Path, sheet: Sheet) -> Iterator[Finding]:
    """What a report and the complaints beside it say of a document."""
    yield from _of_contexts(complaints, path, sheet)
    results = list(_results(svrl))
    if not results:
        return
    from ibidem.schematron.place import places

    found = places(of_bytes(data), {result.location for result in results[:MOST]})
    for result in results[:MOST]:
        at = found[result.location]
        code, message, hint = result.code, result.message, result.hint
        if result.mark:
            code, hint = "schematron-failed", _OTHERS
            message = f"The assertion in {sheet.place(result.mark)} could not be evaluated here: {_sentence(message)}"
        yield Finding(
            code, result.severity, message, hint, str(path), at.line, at.column, at.xpath, at.near, see=result.see
        )
    if len(results) > MOST:
        yield more(path, sheet)


def more(path: Path, sheet: Sheet) -> Finding:
    """Of rules that found as much as is reported."""
    message = f"There may be more than these {MOST} faults under {sheet.schema.name}: no more are reported of one file."
    return Finding("schematron", Severity.ERROR, message, "Mend these first, and validate again.", str(path), 1, 1)


def not_run(error: StylesheetError, path: Path, sheet: Sheet) -> Finding:
    """Of rules of which none could be checked."""
    message = f"The rules of {sheet.schema.name} could not be run: {_sentence(str(error))}"
    return Finding("schematron-failed", Severity.ERROR, message, "Mend the schema.", str(path), 1, 1)


@dataclass(frozen=True, slots=True)
class _Result:
    """What one assertion said of one node; `mark` is where it was written, if it could not be evaluated."""

    code: str
    severity: Severity
    message: str
    hint: str
    see: str
    location: str
    mark: str


def _results(svrl: str) -> Iterator[_Result]:
    if "<svrl:failed-assert" not in svrl and "<svrl:successful-report" not in svrl:
        return
    from xml.etree import ElementTree

    rule = ""
    for element in ElementTree.fromstring(svrl):
        if element.tag == _SVRL + "fired-rule":
            rule = element.get("id", "")
        elif element.tag in _RESULTS:
            yield _result(element, rule)


def _result(element: "Element", rule: str) -> _Result:
    text = element.find(_SVRL + "text")
    said = "" if text is None else " ".join("".join(text.itertext()).split())
    message, _, cure = said.partition(" Cure: ")
    diagnostics = [" ".join("".join(it.itertext()).split()) for it in element.iter(_SVRL + "diagnostic-reference")]
    hint = " ".join(([cure] if cure else []) + diagnostics)
    return _Result(
        element.get("id") or rule or "schematron",
        _severity(element),
        message or f"This does not hold: {element.get('test', '')}.",
        hint[:1].upper() + hint[1:],
        "" if text is None else text.get("see", ""),
        element.get("location", ""),
        "" if text is None else text.get(_AT, ""),
    )


def _severity(result: "Element") -> Severity:
    """By `severity` (2025), else by the words that schemas use in `role` and `flag`; an error where they say nothing of it."""
    for name in ("severity", "role", "flag"):
        for word in (result.get(name) or "").lower().split():
            if word.startswith(("warn", "nonfatal", "caution")):
                return Severity.WARNING
            if word.startswith(("info", "hint", "tip", "note", "debug", "trace")):
                return Severity.INFO
            if word.startswith(("error", "fatal", "critical")):
                return Severity.ERROR
    return Severity.ERROR


def _of_contexts(complaints: str, path: Path, sheet: Sheet) -> Iterator[Finding]:
    """Rules that were passed over because their context could not be evaluated, which the processor says beside its result."""
    for line, reason in dict.fromkeys(_CONTEXT.findall(complaints)):
        where = sheet.place(sheet.mark_above(int(line)))
        message = f"The context of the rule in {where} could not be evaluated: {_sentence(reason)}"
        yield Finding("schematron-failed", Severity.ERROR, message, _OTHERS, str(path), 1, 1)


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".") + "."


def _text(data: bytes, path: Path) -> str:
    """The characters of a document for Saxon, which reads no DTD: where there is one, its entities are put in by our own parser."""
    encoding = encoding_of(data)
    if b"<!DOCTYPE" not in data and not encoding.startswith(("utf-16", "utf-32")):
        return data.decode(encoding)
    from lxml import etree

    from ibidem.reading.read import parse

    root = parse(data, str(path))
    around = (*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings())
    return "".join(etree.tostring(node, encoding="unicode", with_tail=False) for node in around)
