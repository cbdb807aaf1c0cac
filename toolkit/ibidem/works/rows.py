"""The list in rows: a table for a person, CSV for a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from ibidem.report import plain, table
from ibidem.works.record import Cited, Person, described_places

_COLUMNS = (
    "key", "type", "author", "editor", "title", "container", "volume", "issued", "publisher", "publisher_place",
    "archive", "archive_location", "file", "note", "reference", "place", "confidence",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula
_WIDE = 70


def as_table(works: Sequence[Cited], *, files: bool = False) -> str:
    """One row for each work: its key, what it is, how often and where it is cited; at the end how many there are."""
    if not works:
        return "No works are cited.\n"
    rows = [("key", "work", "cited", "in notes")]
    for cited in works:
        rows.append(
            (
                cited.key,
                _shortened(plain(cited.record.label)),
                str(len(cited.places)),
                plain(described_places(cited, files=files)),
            )
        )
    places = sum(len(cited.places) for cited in works)
    return f"{table(rows)}\n{len(works)} work{'' if len(works) == 1 else 's'}, cited {places} time{'' if places == 1 else 's'}.\n"


def as_csv(works: Sequence[Cited]) -> str:
    """One row for each citation; a work of the edition's list that nothing cites has one without a note. Lines end as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for cited in works:
        record = cited.record
        of_work = (
            cited.key, record.kind, _people(record.authors), _people(record.editors), record.title, record.container, record.volume, record.date,
            record.publisher, record.place, record.archive, record.location,
        )  # fmt: skip
        places = [(place.file, place.note, place.text, place.locator, place.confidence) for place in cited.places]
        writer.writerows([safe(cell) for cell in (*of_work, *place)] for place in places or [("",) * 5])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    return plain(f"'{cell}" if cell.startswith(_FORMULA) else cell)


def _people(people: tuple[Person, ...]) -> str:
    return "; ".join(f"{person.family}, {person.given}" if person.given else person.family for person in people)


def _shortened(text: str) -> str:
    return text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
