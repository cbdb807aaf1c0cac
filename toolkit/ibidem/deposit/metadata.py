"""The record of the edition, and of each text where there are several, in every format of metadata that it is complete for."""

from collections.abc import Iterator

from ibidem.deposit.package import Built
from ibidem.record.files import record_files


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """A file for each format; those of a text are in a folder of its name."""
    for path, text in record_files(built.record, [text.record for text in built.texts]):
        yield path, text.encode()
