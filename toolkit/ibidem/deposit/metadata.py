"""The record of the edition, and of each text where there are several, in every format of metadata that it is complete for."""

from collections.abc import Iterator

from ibidem.deposit.package import Built
from ibidem.finding import has_errors
from ibidem.record.formats import FORMATS
from ibidem.record.model import Record
from ibidem.record.xml import as_xml


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """A file for each format; those of a text are in a folder of its name."""
    yield from _of(built.record, "")
    if len(built.texts) > 1:
        for text in built.texts:
            yield from _of(text.record, f"{text.id}/")


def _of(record: Record, folder: str) -> Iterator[tuple[str, bytes]]:
    yield f"{folder}record.xml", as_xml(record).encode()
    for form in FORMATS.values():
        if not has_errors(form.lacks(record)):
            yield f"{folder}{form.file}", form.write(record).encode()
