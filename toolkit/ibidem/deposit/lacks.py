"""What formats of deposit need and the records lack: one finding for each field, which names the formats."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ibidem.deposit.package import Built, Kind, Text
from ibidem.edition import NAME
from ibidem.finding import Finding, Severity
from ibidem.record.model import Record
from ibidem.record.needs import FIELDS, Needs, lacking, placed


def findings(built: Built, kinds: Iterable[Kind], *, named: bool) -> Iterator[Finding]:
    """What is lacking: an error where a format that the user `named` requires it, a warning where one that was not does and is left out, else an info."""
    formats: defaultdict[tuple[str, Severity, Text | None], list[str]] = defaultdict(list)
    required = Severity.ERROR if named else Severity.WARNING
    for kind in kinds:
        for text, record in _asked(built, kind):
            for names, severity in ((kind.needs.required, required), (kind.needs.recommended, Severity.INFO)):
                for name in names:
                    if not FIELDS[name].has(record):
                        formats[name, severity, text].append(kind.name)
    for (name, severity, text), those in formats.items():
        for finding in lacking(Record(""), _listed(those), Needs((name,))):
            verb = "recommend" if severity is Severity.INFO else "require"
            message = finding.message.replace(" requires ", f" {verb}{'s' if len(those) == 1 else ''} ", 1)
            said = replace(finding, severity=severity, message=message, file=str(built.edition.root / NAME))
            yield from placed([said], text.source) if text is not None else [said]


def is_complete(built: Built, kind: Kind) -> bool:
    """Whether the records have all that a format requires."""
    return all(FIELDS[name].has(record) for _, record in _asked(built, kind) for name in kind.needs.required)


def _asked(built: Built, kind: Kind) -> Iterator[tuple[Text | None, Record]]:
    """The records that a format looks at, with the text that says them; None where several texts do."""
    if kind.per_text:
        yield from ((text, text.record) for text in built.texts)
    else:
        yield built.texts[0] if len(built.texts) == 1 else None, built.record


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
