"""Single lines of a file, for showing them."""

import re
from collections.abc import Collection, Iterator

from ibidem.reading.events import encoding_of

_LONGEST = 2000  # characters of a line that are kept
_END = re.compile(rb"\r\n?|\n")


def lines_of(data: bytes, wanted: Collection[int]) -> dict[int, str]:
    """Those of the lines with these numbers that a file has, cut where they are very long."""
    encoding = encoding_of(data)
    if encoding.startswith(("utf-16", "utf-32")):
        data, encoding = data.decode(encoding, "replace").encode("utf-8"), "utf-8"
    last = max(wanted, default=0)
    found: dict[int, str] = {}
    for number, (start, end) in enumerate(_bounds(data), 1):
        if number in wanted:
            found[number] = data[start : min(end, start + 4 * _LONGEST)].decode(encoding, "replace")[:_LONGEST]
        if number >= last:
            break
    return found


def _bounds(data: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(data):
        yield start, end.start()
        start = end.end()
    yield start, len(data)
