"""Findings and answers as a person or a program reads them. Nothing is printed here."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from ibidem.citations.collect import Citations
from ibidem.citations.locator import is_part_of_work
from ibidem.citations.model import Answer
from ibidem.finding import Finding, Severity
from ibidem.formats import as_json

_WIDTH = 100  # characters of a line that are shown
_BEFORE = 40  # of them before the place
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def findings_as_text(findings: Iterable[Finding]) -> str:
    """One finding in one line that editors can jump from; below it the place in the text, and the hint."""
    lines = []
    for finding in findings:
        place = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
        severity = click.style(str(finding.severity), fg=_COLOUR[finding.severity], bold=True)
        lines.append(f"{click.style(_plain(place), bold=True)}: {severity}: {_plain(finding.message)} [{finding.code}]")
        if finding.excerpt.strip():
            lines += [f"    | {line}" for line in _pointed_at(finding.excerpt, finding.column)]
        if finding.hint:
            lines.append(f"    {_plain(finding.hint)}")
    return "\n".join(lines)


def _pointed_at(excerpt: str, column: int) -> tuple[str, str]:
    """A piece of a line, and below it a caret at a column; marks that combine take no place, wide characters two."""
    at = min(max(column, 1) - 1, len(excerpt))
    indented = len(excerpt) - len(excerpt.lstrip())
    first = max(at - _BEFORE, min(indented, at))
    shown = _plain(excerpt[first : first + _WIDTH]).rstrip()
    head = "… " if first > indented else ""
    tail = " …" if first + _WIDTH < len(excerpt) else ""
    width = len(head) + sum(_columns(char) for char in _plain(excerpt[first:at]))
    return head + shown + tail, " " * width + click.style("^", fg="green", bold=True)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def findings_as_json(findings: Iterable[Finding], files: int) -> str:
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
    return _table([("code", "severity", "findings", "files"), *rows])


def place_of(answer: Answer) -> str:
    """The whole place that a reference names after inheritance: *p. 47*, without the levels that make up the work."""
    return ", ".join(level.text for level in answer.levels if not is_part_of_work(level.unit))


def answers_as_text(citations: Citations) -> str:
    """A table: note, reference, work and place, antecedent, rule, confidence."""
    labels = {note.order: note.label for note in citations.notes}
    rows = [("note", "reference", "stands for", "place", "from", "rule", "confidence")]
    for answer in citations.answers:
        antecedent = answer.antecedent
        if antecedent is None:
            rows.append(
                (answer.note.label, answer.reference.text, f"unresolved: {answer.explanation}", "", "", answer.rule, "")
            )
            continue
        by = f" ({answer.reference.decided})" if answer.reference.decided else ""
        rows.append((
            answer.note.label, answer.reference.text, answer.label or answer.work or antecedent.text, place_of(answer) + _inherited(answer),
            f"note {labels[antecedent.note]}", answer.rule, f"{answer.confidence}{by}",
        ))  # fmt: skip
    return _table([tuple(_plain(cell) for cell in row) for row in rows])


def answers_as_json(citations: Citations) -> list[dict[str, Any]]:
    labels = {note.order: note.label for note in citations.notes}
    return [
        {
            "file": str(citations.source.path),
            "note": answer.note.label,
            "reference": answer.reference.text,
            "start": answer.reference.start,
            "end": answer.reference.end,
            "work": answer.work or None,
            "label": answer.label or None,
            "antecedent": answer.antecedent.id if answer.antecedent else None,
            "antecedent_note": labels[answer.antecedent.note] if answer.antecedent else None,
            "locator": [
                {
                    "unit": level.unit,
                    "from": level.first,
                    "to": level.last,
                    "text": level.text,
                    "inherited_from": level.source or None,
                }
                for level in answer.levels
            ],
            "rule": answer.rule,
            "confidence": answer.confidence,
            "explanation": answer.explanation,
            "alternatives": [citation.id for citation in answer.alternatives],
        }
        for answer in citations.answers
    ]


def _inherited(answer: Answer) -> str:
    taken = any(level.source for level in answer.levels if not is_part_of_work(level.unit))
    return " (inherited)" if taken else ""


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    """Text without control characters: a file must not write to the user's terminal."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )
