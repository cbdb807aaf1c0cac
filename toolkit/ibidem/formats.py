"""Findings for other programs: JSON lines, SARIF 2.1.0, JUnit, GitHub's workflow commands, Checkstyle, SVRL."""

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

from ibidem import __version__
from ibidem.finding import Finding, Severity

_CONTROL = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_jsonl(findings: Sequence[Finding], _files: Sequence[Path]) -> str:
    """One finding a line."""
    return "\n".join(as_json(asdict(finding)) for finding in findings)


def as_sarif(findings: Sequence[Finding], _files: Sequence[Path]) -> str:
    """A log of the Static Analysis Results Interchange Format (OASIS, 2.1.0), columns counted in characters."""
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "ibidem",
        "version": __version__,
        "rules": [_sarif_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes.index(finding.code)) for finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return as_json(log, indent=1)


def _sarif_rule(code: str) -> dict[str, object]:
    """What the catalogue says of a code; one that only a schema of the project knows has its id alone."""
    from ibidem.catalogue import entries, severities

    entry = entries().get(code)
    if entry is None:
        return {"id": code}
    rule: dict[str, object] = {
        "id": code,
        "shortDescription": {"text": f"{entry.title}."},
        "fullDescription": {"text": entry.why},
        "help": {"text": entry.mend},
        "defaultConfiguration": {"level": _SARIF_LEVEL[severities()[code]]},
    }
    return rule | ({"helpUri": entry.see} if entry.see else {})


def as_json(value: object, indent: int | None = None) -> str:
    """JSON in which controls are escaped, those too that JSON lets stand: a terminal would obey them; and what is no Unicode in a file name."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _sarif_result(finding: Finding, rule: int) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(os.fsencode(Path(finding.file).as_posix()))}}
    if finding.line:
        region: dict[str, object] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
        place["region"] = region | ({"snippet": {"text": finding.excerpt}} if finding.excerpt else {})
    # what stays when lines are put in above: so a service knows an old finding again
    same = "\n".join((finding.code, finding.file, finding.xpath, finding.message))
    more = {"properties": {"see": finding.see}} if finding.see else {}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVEL[finding.severity],
        "message": {"text": _sentences(finding)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {
            "ibidem/v1": blake2b(same.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        },
    } | more


def as_junit(findings: Sequence[Finding], files: Sequence[Path]) -> str:
    """A test case for each file; it fails where there is an error, and lists all that was found."""
    by_file: dict[str, list[Finding]] = {str(file): [] for file in files}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    cases: list[str] = []
    failed = 0
    for file, found in by_file.items():
        text = "\n".join(f"{it.line}:{it.column}: {it.severity}: {_sentences(it)} [{it.code}]" for it in found)
        inner = ""
        if errors := sum(it.severity is Severity.ERROR for it in found):
            failed += 1
            many = "s" if errors > 1 else ""
            inner = f"<failure message={_attribute(f'{errors} error{many}')}>{_escaped(text)}</failure>"
        elif found:
            inner = f"<system-out>{_escaped(text)}</system-out>"
        cases.append(f'<testcase classname="ibidem.validate" name={_attribute(file)}>{inner}</testcase>')
    return "\n".join((
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites><testsuite name="ibidem" tests="{len(by_file)}" failures="{failed}">', *cases,
        "</testsuite></testsuites>",
    ))  # fmt: skip


def as_checkstyle(findings: Sequence[Finding], files: Sequence[Path]) -> str:
    """What Checkstyle writes, which many editors and services read."""
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">']
    for file in dict.fromkeys([*map(str, files), *(finding.file for finding in findings)]):
        rows.append(f"<file name={_attribute(file)}>")
        rows += [
            f'<error line="{it.line}" column="{it.column}" severity="{it.severity}" '
            f'message={_attribute(_sentences(it))} source="ibidem.{it.code}"/>'
            for it in findings
            if it.file == file
        ]
        rows.append("</file>")
    return "\n".join((*rows, "</checkstyle>"))


def as_github(findings: Sequence[Finding], _files: Sequence[Path]) -> str:
    """Commands that a GitHub workflow shows beside the lines of a pull request."""
    return "\n".join(
        f"::{_GITHUB_LEVEL[it.severity]} file={_property(it.file)},line={max(it.line, 1)},col={max(it.column, 1)},"
        f"title={_property(it.code)}::{_command(_sentences(it))}"
        for it in findings
    )


def as_svrl(findings: Sequence[Finding], files: Sequence[Path]) -> str:
    """What processors of Schematron write, of the findings that hold such reports."""
    from ibidem.schematron import svrl

    return svrl.as_svrl(findings, files)


FORMATS: dict[str, Callable[[Sequence[Finding], Sequence[Path]], str]] = {
    "jsonl": as_jsonl,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
    "checkstyle": as_checkstyle,
    "svrl": as_svrl,
}


def _sentences(finding: Finding) -> str:
    return f"{finding.message} {finding.hint}".strip()


def _command(text: str) -> str:
    return _legal(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command(text).replace(":", "%3A").replace(",", "%2C")


def _legal(text: str) -> str:
    """Text without the characters that XML 1.0 does not have, and without controls."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}" for char in text)


def _escaped(text: str) -> str:
    return _legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return '"' + _escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") + '"'
