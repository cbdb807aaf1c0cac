"""Findings and answers as a person or a program reads them. Nothing is printed here."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

import click

from ibidem.finding import Finding, Severity

_WIDTH = 100  # characters of a line that are shown
_BEFORE = 40  # of them before the place
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def findings_as_text(findings: Iterable[Finding]) -> str:
    """One finding in one line that editors can jump from; below it the place in the text, and the hint."""
    lines = []
    for finding in findings:
        place = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
        severity = click.style(str(finding.severity), fg=_COLOUR[finding.severity], bold=True)
        lines.append(f"{click.style(plain(place), bold=True)}: {severity}: {plain(finding.message)} [{finding.code}]")
        if finding.excerpt.strip():
            lines += [f"    | {line}" for line in _pointed_at(finding.excerpt, finding.column)]
        if finding.hint:
            lines.append(f"    {plain(finding.hint)}")
    return "\n".join(lines)


def _pointed_at(excerpt: str, column: int) -> tuple[str, str]:
    """A piece of a line, and below it a caret at a column; marks that combine take no place, wide characters two."""
    at = min(max(column, 1) - 1, len(excerpt))
    indented = len(excerpt) - len(excerpt.lstrip())
    first = max(at - _BEFORE, min(indented, at))
    shown = plain(excerpt[first : first + _WIDTH]).rstrip()
    head = "… " if first > indented else ""
    tail = " …" if first + _WIDTH < len(excerpt) else ""
    width = len(head) + sum(_columns(char) for char in plain(excerpt[first:at]))
    return head + shown + tail, " " * width + click.style("^", fg="green", bold=True)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def findings_as_json(findings: Iterable[Finding], files: int) -> str:
    from ibidem.formats import as_json

    return as_json({"files": files, "findings": [asdict(finding) for finding in findings]}, indent=1)


def summary(findings: Iterable[Finding], files: int) -> str:
    """*2 files: 1 error, 3 warnings*."""
    counts = Counter(finding.severity for finding in findings)
    found = ", ".join(_count(counts[severity], str(severity)) for severity in Severity if counts[severity])
    return f"{_count(files, 'file')}: {found or 'nothing to report'}"


def counts(findings: Iterable[Finding]) -> str:
    """A table: how often each code was found, the most frequent first, and in how many files."""
    files: dict[tuple[str, Severity], Counter[str]] = {}
    for finding in findings:
        files.setdefault((finding.code, finding.severity), Counter())[finding.file] += 1
    ranked = sorted(files.items(), key=lambda item: (-item[1].total(), item[0][0]))
    rows = [(code, str(level), str(seen.total()), str(len(seen))) for (code, level), seen in ranked]
    return table([("code", "severity", "findings", "files"), *rows])


def table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def plain(text: str) -> str:
    """Text without control characters: a file must not write to the user's terminal."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )
