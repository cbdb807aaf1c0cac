"""The record of an edition, and of each text where there are several, as files: one for each format that it is complete for."""

from collections.abc import Iterator, Sequence

from ibidem.finding import has_errors
from ibidem.record.formats import FORMATS, Format
from ibidem.record.model import Record
from ibidem.record.xml import as_xml

FOLDER = "metadata"  # below the built edition
RECORD = "record.xml"


def complete(record: Record) -> list[Format]:
    """The formats that lack nothing that they require."""
    return [form for form in FORMATS.values() if not has_errors(form.lacks(record))]


def record_files(record: Record, texts: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """The files by path: those of the edition, and in a folder of its name those of each of several texts."""
    yield from _of(record, "")
    if len(texts) > 1:
        for text in texts:
            yield from _of(text, f"{text.id}/")


def _of(record: Record, folder: str) -> Iterator[tuple[str, str]]:
    yield folder + RECORD, as_xml(record)
    for form in complete(record):
        yield f"{folder}{form.file}", form.write(record)
