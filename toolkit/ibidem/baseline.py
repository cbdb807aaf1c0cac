"""A baseline: the findings of an old edition that are known, so that only new ones count.

A finding is known again by its file, code, nearest `xml:id` and message, not by its line, and as often as it was counted; so the text
around it may change. The file is JSON that a person can read, sorted, with paths relative to its folder.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ibidem.edit import write_whole
from ibidem.errors import IbidemError
from ibidem.finding import ALWAYS, Finding
from ibidem.reading.files import read_bytes

_VERSION = 1
_KEYS = ("file", "code", "near", "message")

Known = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings that are not in a baseline, how many are, and how many of the baseline are there no more."""

    new: list[Finding]
    known: int
    mended: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that a file knows."""

    path: Path
    holds: Known

    def compare(self, findings: Iterable[Finding], examined: Iterable[Path]) -> Compared:
        """Hold findings against it; only what it says of the files that were `examined` counts."""
        left = self.holds.copy()
        new: list[Finding] = []
        known = 0
        for finding in findings:
            key = _key(finding, self.path)
            if finding.code not in ALWAYS and left[key]:
                left[key] -= 1
                known += 1
            else:
                new.append(finding)
        files = {_relative(str(file), self.path) for file in examined}
        return Compared(new, known, sum(count for key, count in left.items() if key[0] in files))


def load(path: Path) -> Baseline:
    """Read a baseline. Raises `IbidemError` where there is none."""
    if not path.exists():
        raise IbidemError(f"{path}: there is no such file. Make it with --write-baseline {path}")
    data = read_bytes(path)
    try:
        content = json.loads(data)
        if content["baseline"] != _VERSION:
            raise IbidemError(f"{path}: a baseline of another version of Ibidem. Make it anew with --write-baseline.")
        rows = {tuple(str(row[key]) for key in _KEYS): int(row["count"]) for row in content["findings"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise IbidemError(f"{path}: not a baseline. Make one with --write-baseline FILE.") from None
    return Baseline(path, Counter(rows))


def write(findings: Iterable[Finding], path: Path) -> int:
    """Write the baseline of some findings, and say how many it holds. A file that cannot be read is never in it."""
    known: Known = Counter(_key(finding, path) for finding in findings if finding.code not in ALWAYS)
    rows = [dict(zip(_KEYS, key, strict=True)) | {"count": count} for key, count in sorted(known.items())]
    text = json.dumps({"baseline": _VERSION, "findings": rows}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode("utf-8", "backslashreplace") + b"\n")
    return known.total()


def _key(finding: Finding, path: Path) -> tuple[str, ...]:
    return _relative(finding.file, path), finding.code, finding.near, finding.message


def _relative(file: str, path: Path) -> str:
    return Path(os.path.relpath(file, path.parent)).as_posix()
