"""Single lines of a file, for showing them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ibidem.finding import Finding
from ibidem.reading.events import encoding_of

_LONGEST = 2000  # characters of a line that are kept
_BEFORE = 1000  # of them before the place, where it lies further on
_END = re.compile(rb"\r\n?|\n")


def with_excerpts(findings: Iterable[Finding], data: bytes) -> list[Finding]:
    """Findings on a file, each with its line, or with the piece of it around the place where the line is very long."""
    given = list(findings)
    lines = dict(_lines(data, {finding.line for finding in given}))
    shown = []
    for finding in given:
        line = lines.get(finding.line, "")
        first = max(0, finding.column - _BEFORE) if max(finding.column, len(line)) > _LONGEST else 0
        shown.append(replace(finding, excerpt=line[first : first + _LONGEST], excerpt_column=first + 1))
    return shown


def _lines(data: bytes, wanted: set[int]) -> Iterator[tuple[int, str]]:
    encoding = encoding_of(data)
    if encoding.startswith(("utf-16", "utf-32")):
        data, encoding = data.decode(encoding, "replace").encode("utf-8"), "utf-8"
    last = max(wanted, default=0)
    for number, (start, end) in enumerate(_bounds(data), 1):
        if number > last:
            return
        if number in wanted:
            yield number, data[start:end].decode(encoding, "replace")


def _bounds(data: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(data):
        yield start, end.start()
        start = end.end()
    yield start, len(data)
