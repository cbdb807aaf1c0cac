"""A document that is put together from pieces of files, and the way back from a place in it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ibidem.finding import Finding
from ibidem.reading.lines import with_excerpts


@dataclass(slots=True)
class Cursor:
    """Line and column (from 1, in characters) while the bytes of a text in UTF-8 go by."""

    line: int = 1
    column: int = 1

    def pass_over(self, piece: bytes) -> None:
        lines = piece.count(b"\n") + piece.count(b"\r") - piece.count(b"\r\n")
        if lines:
            self.line += lines
            piece = piece[max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1 :]
            self.column = 1
        self.column += len(piece.decode("utf-8"))


@dataclass(frozen=True, slots=True)
class Expanded:
    """The bytes of the whole, in UTF-8; where its pieces begin, in it and in their files; the bytes of these files."""

    data: bytes
    starts: list[tuple[int, int]]
    origins: list[tuple[Path, int, int]]
    are_fixed: list[bool]  # whether all of a piece stands for one place of its file
    files: dict[Path, bytes]

    def origin(self, line: int, column: int) -> tuple[Path, int, int]:
        """File, line and column of what stands at a line and column of the whole."""
        at = max(bisect_right(self.starts, (line, column)) - 1, 0)
        (first, indent), (path, origin, start) = self.starts[at], self.origins[at]
        if self.are_fixed[at]:
            return path, origin, start
        if line == first:
            return path, origin, start + column - indent
        return path, origin + line - first, column

    def placed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings on the whole as findings on the files that it is made of, each with its line."""
        by_file: dict[Path, list[Finding]] = {}
        for finding in findings:
            path, line, column = self.origin(finding.line, finding.column)
            by_file.setdefault(path, []).append(replace(finding, file=str(path), line=line, column=column))
        placed: list[Finding] = []
        for path, found in by_file.items():
            placed += with_excerpts(found, self.files[path])
        return placed


@dataclass(slots=True)
class Pieces:
    """What has been put together so far."""

    files: dict[Path, bytes]
    limit: int
    size: int = 0
    _pieces: list[bytes] = field(default_factory=list)
    _starts: list[tuple[int, int]] = field(default_factory=list)
    _origins: list[tuple[Path, int, int]] = field(default_factory=list)
    _are_fixed: list[bool] = field(default_factory=list)
    _end: Cursor = field(default_factory=Cursor)

    def add(self, piece: bytes, path: Path, place: Cursor, *, is_fixed: bool = False) -> None:
        """Append bytes that begin at a place of a file, or all stand for it. Raises `OverflowError` where it gets too long."""
        if not piece:
            return
        self.size += len(piece)
        if self.size > self.limit:
            raise OverflowError
        self._pieces.append(piece)
        self._starts.append((self._end.line, self._end.column))
        self._origins.append((path, place.line, place.column))
        self._are_fixed.append(is_fixed)
        self._end.pass_over(piece)

    def joined(self) -> Expanded:
        return Expanded(b"".join(self._pieces), self._starts, self._origins, self._are_fixed, self.files)
