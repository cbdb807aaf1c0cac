"""Findings and answers as a person or a program reads them. Nothing is printed here."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import groupby

import click

from ibidem.finding import Finding, Severity

_WIDTH = 100  # characters of a line that are shown
_BEFORE = 40  # of them before the place
_FEW = 3  # findings that say the same are shown each
_LINES = 12  # of those that are folded are named
_JOINING = "\u200c\u200d"  # controls that Persian and the scripts of India write with
COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def findings_as_text(findings: Iterable[Finding]) -> str:
    """One finding in one line that editors can jump from; below it the place in the text, the hint, and where to read on.

    Of one file, findings that say the same word for word are folded into the first, with the lines of the others.
    """
    alike: dict[Finding, list[Finding]] = {}
    order: dict[int, int] = {}
    for finding in findings:
        same = replace(finding, line=0, column=0, xpath="", near="", excerpt="")
        alike.setdefault(same, []).append(finding)
        order[id(finding)] = len(order)
    shown = [(found[0], found[1:]) for found in alike.values() if len(found) > _FEW]
    shown += [(finding, []) for found in alike.values() if len(found) <= _FEW for finding in found]
    shown.sort(key=lambda pair: order[id(pair[0])])
    blocks = {file: [_block(*pair) for pair in group] for file, group in groupby(shown, lambda pair: pair[0].file)}
    return "\n\n".join("\n".join(block) for block in blocks.values())


def _block(finding: Finding, more: Sequence[Finding]) -> str:
    """The lines of one finding and of those that say the same."""
    place = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
    severity = click.style(str(finding.severity), fg=COLOUR[finding.severity], bold=True)
    lines = [f"{click.style(plain(place), bold=True)}: {severity}: {plain(finding.message)} [{finding.code}]"]
    if finding.excerpt.strip():
        lines += [f"    | {line}" for line in _pointed_at(finding)]
    if finding.hint:
        lines += _wrapped(plain(finding.hint))
    if more:
        lines += _wrapped(f"There are {len(more)} more of the same in this file, in {_lines(more)}.")
    further = [f"near #{plain(finding.near)}"] if finding.near else []
    further += [plain(finding.see)] if finding.see else []
    if further:
        lines.append(f"    {click.style('  '.join(further), dim=True)}")
    return "\n".join(lines)


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(
        text, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _lines(findings: Sequence[Finding]) -> str:
    """*line 9*, *lines 12, 15 and 40 others*."""
    numbers = [str(number) for number in dict.fromkeys(finding.line for finding in findings)]
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    if len(numbers) <= _LINES:
        return f"lines {', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"lines {', '.join(numbers[:_LINES])} and {len(numbers) - _LINES} others"


def _pointed_at(finding: Finding) -> tuple[str, str]:
    """A piece of a line, and below it a caret at a column; marks that combine take no place, wide characters two.

    A terminal turns round what is written from right to left, so where such words stand before the place the piece begins with the place.
    """
    excerpt, is_cut = finding.excerpt, finding.excerpt_column > 1
    at = min(max(finding.column - finding.excerpt_column, 0), len(excerpt))
    indented = len(excerpt) - len(excerpt.lstrip())
    first = max(at - _BEFORE, min(indented, at))
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in excerpt[first:at]):
        first = at
    while first < at and _columns(excerpt[first]) == 0:  # no piece begins with a mark of a letter that is left out
        first += 1
    shown = plain(excerpt[first : first + _WIDTH]).rstrip()
    head = "… " if first > indented or is_cut else ""
    tail = " …" if first + _WIDTH < len(excerpt) else ""
    width = len(head) + sum(_columns(char) for char in plain(excerpt[first:at]))
    return head + shown + tail, " " * width + click.style("^", fg="green", bold=True)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
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
        char if char.isprintable() or char in _JOINING else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )
