"""Notes that come as a JSON list, and answers that go out as lines of JSON."""

import json
from pathlib import Path
from typing import Any

from ibidem.citations.notes import Raw, resolve_notes
from ibidem.errors import IbidemError
from ibidem.files import read_bytes

_SHAPE = 'It needs {"doc": …, "lang": …, "notes": [{"ord": 1, "id": "1", "text": "…"}, …]}; a note may have "context", the text before its call.'


def answers_of(path: Path) -> list[dict[str, Any]]:
    """One row for each short reference of a JSON list of notes. Raises `IbidemError` that names what is wrong with the file."""
    try:
        data = json.loads(read_bytes(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise IbidemError(f"{path}: not valid JSON in UTF-8: {error}.") from None
    if not isinstance(data, dict) or not isinstance(data.get("notes"), list):
        raise IbidemError(f"{path}: no list of notes. {_SHAPE}")
    notes = [_note(path, number, note) for number, note in enumerate(data["notes"], start=1)]
    return resolve_notes(notes, _text(data, "lang"), _text(data, "doc") or path.stem)


def as_lines(rows: list[dict[str, Any]]) -> str:
    """Rows as JSON Lines."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _note(path: Path, number: int, note: Any) -> Raw:
    if not isinstance(note, dict) or not isinstance(note.get("text"), str):
        raise IbidemError(f"{path}: note {number} has no text. {_SHAPE}")
    order, identifier = note.get("ord", number), note.get("id")
    if not isinstance(order, int):
        raise IbidemError(f"{path}: ord of note {number} is {order!r}; it must be a number.")
    return (order, None if identifier is None else str(identifier), note["text"], _text(note, "context"))


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
