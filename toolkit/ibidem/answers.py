"""Answers as a person reads them, and as programs do. Nothing is printed here."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ibidem.citations.answered import Answered
from ibidem.citations.locator import is_part_of_work
from ibidem.citations.model import Answer, Scope
from ibidem.citations.notes import source_of
from ibidem.report import plain, table

_WIDTH = 100  # characters of a line of the table
# What is shortened where a line is too long, and how far.
_SHORTENED = ((2, 28), (1, 16), (3, 14))
_COLUMNS = ("note", "reference", "stands for", "place", "from", "rule", "confidence")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The columns of a CSV file of answers.
FIELDS = (
    "doc", "note_ord", "note", "start", "end", "surface", "kind", "scope", "antecedent_ord", "antecedent_note", "same_note", "resolved_source",
    "resolved_locator", "rule", "confidence", "explanation", "alternatives", "note_id", "antecedent_id", "work_id", "decided_by", "file",
)  # fmt: skip


def place_of(answer: Answer) -> str:
    """The whole place that a reference names after inheritance: *p. 47*, without the levels that make up the work."""
    return ", ".join(level.text for level in answer.levels if not is_part_of_work(level.unit))


def as_table(text: Answered) -> str:
    """A table in lines of a hundred characters: note, reference, work and place, antecedent, rule, confidence; below it what is unresolved, and why."""
    rows = [
        tuple(plain(cell) for cell in (answer.note.label, answer.reference.text, *_cells(text, answer)))
        for answer in text.answers
    ]
    lines = [table(_narrow([_COLUMNS, *rows]))]
    lines += [
        plain(f"note {answer.note.label}: “{answer.reference.text}” is unresolved: {answer.explanation}")
        for answer in text.unresolved
    ]
    return "\n".join(lines)


def _cells(text: Answered, answer: Answer) -> tuple[str, str, str, str, str]:
    note = text.note_of(answer)
    by = f" ({answer.reference.decided})" if answer.reference.decided else ""
    whence = f"note {note.label}" if note is not None else ""
    if answer.antecedent is None or answer.reference.scope is Scope.NOTE:
        linked = whence or (
            "another text" if answer.reference.scope is Scope.ELSEWHERE else f"see {by}" if by else "unresolved"
        )
        return linked, "", whence, answer.rule, f"{answer.confidence or ''}{by}"
    return (
        source_of(answer),
        place_of(answer) + (" (inherited)" if is_inherited(answer) else ""),
        whence,
        answer.rule,
        f"{answer.confidence or ''}{by}",
    )


def is_inherited(answer: Answer) -> bool:
    """Whether the place, or a part of it, comes from another citation."""
    return any(level.source for level in answer.levels if not is_part_of_work(level.unit))


def _narrow(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows whose long cells are shortened until a line is short enough."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    for column, least in _SHORTENED:
        over = sum(widths) + 2 * (len(widths) - 1) - _WIDTH
        if over > 0:
            widths[column] = max(min(widths[column], least), widths[column] - over)
    return [tuple(shortened(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def shortened(text: str, width: int) -> str:
    """A text without words of its middle, if it is too long: the volume or the file stands at its end."""
    if len(text) <= width:
        return text
    tail = text[-(width // 3) :]
    tail = tail.partition(" ")[2] or tail
    head = text[: width - len(tail) - 2]
    head = head.rpartition(" ")[0] or head
    return f"{head.rstrip(' ,;:')} … {tail}"[:width]


def as_rows(rows: Sequence[dict[str, Any]], form: str, columns: Sequence[str]) -> str:
    """Rows as `json` (one list), `jsonl` (one object in a line) or `csv` (with these columns)."""
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if form == "jsonl":
        # one encoder for all rows, and no look for circles in them
        return "\n".join(map(json.JSONEncoder(ensure_ascii=False, check_circular=False).encode, rows))
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return written.getvalue().removesuffix("\n")


def _cell(value: Any) -> str:
    """A value in one cell, which no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
