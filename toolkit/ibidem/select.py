"""Which findings a user wants to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ibidem.finding import ALWAYS, Finding, Severity

# A mere warning where it does not end the checking of a file.
_IF_ERROR = frozenset({"external-not-read"})
_LEVELS = list(Severity)


@dataclass(frozen=True, slots=True)
class Selection:
    """The least grave severity that is shown, and codes by pattern: `date-order`, `date-*`, several with commas."""

    severity: Severity = Severity.INFO
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def keep(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are wanted. A file that cannot be read is always one of them."""
        return [finding for finding in findings if _ends(finding) or self._wanted(finding)]

    def _wanted(self, finding: Finding) -> bool:
        if _LEVELS.index(finding.severity) > _LEVELS.index(self.severity):
            return False
        if self.select and not _any(finding.code, self.select):
            return False
        return not _any(finding.code, self.ignore)


def _ends(finding: Finding) -> bool:
    return finding.code in ALWAYS or (finding.code in _IF_ERROR and finding.severity is Severity.ERROR)


def patterns(given: Sequence[str]) -> tuple[str, ...]:
    """The patterns of an option that may be repeated and may hold several with commas."""
    return tuple(part.strip() for each in given for part in each.split(",") if part.strip())


def _any(code: str, wanted: tuple[str, ...]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in wanted)
