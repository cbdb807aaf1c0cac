"""The one currency of reports: what is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


# What ends the checking of a file: it is always reported.
ALWAYS = frozenset({"not-well-formed", "not-readable", "not-checked", "xinclude"})
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `line` and `column` count from 1, and are 0 where there is no place to name.

    `near` is the `xml:id` of the nearest element that has one, `excerpt` the line of the file (of a very long one the piece from
    `excerpt_column` on), `see` an address where the Guidelines of
    the TEI speak of it, `about` the attribute (`@when`) or the other elements that it is about.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    xpath: str = ""
    near: str = ""
    excerpt: str = ""
    excerpt_column: int = 1
    see: str = ""
    about: str = ""


class NotReadable(Exception):
    """The file is there but is no XML, or no TEI; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by file, then by place; where two lanes say the same of one place, keep the first."""
    unique = {(f.file, f.line, f.column, f.code, f.message): f for f in findings}
    return sorted(unique.values(), key=lambda f: (f.file, f.line, f.column, _RANK[f.severity], f.code))


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
