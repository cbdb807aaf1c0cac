"""What a format of deposit is given, and what it makes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ibidem.edition import Edition
from ibidem.finding import Finding
from ibidem.reading.read import Source
from ibidem.record.model import Record


@dataclass(frozen=True, eq=False)
class Text:
    """One text of the edition: its file as it was read, and its record."""

    source: Source
    record: Record


@dataclass(frozen=True, eq=False)
class Built:
    """A built edition: its own record, its texts, and the files of `build/` by path (deposit/ apart)."""

    edition: Edition
    record: Record
    texts: tuple[Text, ...]
    files: Mapping[str, bytes]


# A format gives the files of its package, by path below a folder of its own, and nothing that depends on the time or the machine.
Format = Callable[[Built], Iterator[tuple[str, bytes]]]
# What a format requires and the header lacks: one finding each, which names the element to add.
Requirement = Callable[[Built], Iterator[Finding]]
