"""The parts of notes, as programs read them and as a person does. Nothing is printed here."""

from collections.abc import Mapping
from typing import Any

from ibidem.answers import shortened
from ibidem.citations.answered import Answered
from ibidem.citations.identify import archive_of
from ibidem.citations.locator import is_archival, is_part_of_work
from ibidem.citations.model import Citation, Kind, Level, NotePart
from ibidem.citations.parts import parts_of
from ibidem.report import plain, table
from ibidem.tree import TEI, Element
from ibidem.works.gather import record_for
from ibidem.works.record import Person, Record

_TEXT = 80  # characters of the words of a part in a line of the table
_COLUMNS = ("note", "from", "to", "part", "words")
# The columns of a CSV file of parts.
FIELDS = (
    "doc", "note_ord", "note", "start", "end", "part", "text", "kind", "id", "creators", "title", "container", "volume", "year", "archive", "path",
    "locator", "note_id", "file",
)  # fmt: skip
_EMPTY = Record("", "")
_LINKS = (Kind.NOTEREF, Kind.INFRA)


def rows(text: Answered) -> list[dict[str, Any]]:
    """One row for each part of each note, in order."""
    elements = text.tei.elements if text.tei is not None else {}
    marked = {key: element for key, element in elements.items() if element.tag == TEI + "bibl"}
    return [
        {
            "doc": text.name, "note_ord": order, "note": note.label, "start": part.start, "end": part.end, "part": part.kind, "text": part.text,
            **_said(part, marked), "note_id": note.id, "file": str(text.path),
        }
        for note, order in zip(text.notes, text.orders, strict=True)
        for part in parts_of(note, text.words)
    ]  # fmt: skip


def as_table(text: Answered) -> str:
    """A table of the parts: note, offsets, what it is, its words."""
    found = [
        (note.label, str(part.start), str(part.end), str(part.kind), shortened(part.text, _TEXT))
        for note in text.notes
        for part in parts_of(note, text.words)
    ]
    return table([_COLUMNS, *(tuple(plain(cell) for cell in row) for row in found)])


def _said(part: NotePart, marked: Mapping[str, Element]) -> dict[str, Any]:
    """What a citation, or the work that a short reference stands for, is made of; "" and empty lists where the words do not say it."""
    citation = part.citation
    record = _record(citation, marked) if citation is not None else _EMPTY
    levels = _levels(part, citation) if citation is not None else []
    return {
        "kind": citation.kind if citation is not None else None,
        "id": citation.id if citation is not None else None,
        "creators": [_name(person) for person in (*record.authors, *record.editors)],
        "title": record.title,
        "container": record.container,
        "volume": record.volume,
        "year": record.year,
        "archive": record.archive,
        "path": [step.text for step in record.path],
        "locator": ", ".join(level["text"] for level in levels if not is_part_of_work(level["unit"])),
        "levels": levels,
    }


def _record(citation: Citation, marked: Mapping[str, Element]) -> Record:
    if citation.kind in _LINKS or (citation.is_short and citation.entry is None):
        return _EMPTY
    record = record_for(citation, marked)
    return record if record.path or not _is_archival(citation) else Record("", "", archive=archive_of(citation))


def _is_archival(citation: Citation) -> bool:
    return any(is_archival(level.unit) for level in citation.place)


def _name(person: Person) -> str:
    return f"{person.family}, {person.given}" if person.given else person.family


def _levels(part: NotePart, citation: Citation) -> list[dict[str, Any]]:
    """The levels that the words name, each with its offsets into the note; what is inherited is not among them."""
    found = []
    at = part.start
    for level in citation.levels:
        start = (
            part.start + _offset(part.text, level, at - part.start) if not level.end else citation.offset + level.start
        )
        at = start + len(level.text)
        found.append(
            {"unit": level.unit, "from": level.first, "to": level.last, "text": level.text, "start": start, "end": at}
        )
    return found


def _offset(words: str, level: Level, at: int) -> int:
    return max(words.find(level.text, at), 0)
