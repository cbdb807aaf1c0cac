"""The record of the edition, and of each text where there are several, in every format of metadata."""

from collections.abc import Iterator

from ibidem.deposit.package import Built


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """A file for each format."""
    yield from ()
