"""What a format of deposit is given, and what it makes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from ibidem.edition import Edition
from ibidem.reading.read import Source
from ibidem.record.model import Record
from ibidem.record.needs import Needs


@dataclass(frozen=True, eq=False)
class Text:
    """One text of the edition: its file as it was read, and its record."""

    source: Source
    record: Record

    @property
    def id(self) -> str:
        """The name of the folder of its pages: that of its file."""
        return self.source.path.stem


@dataclass(frozen=True, eq=False)
class Built:
    """A built edition: its own record, its texts, and the files of `build/` by path (deposit/ and the manifest apart).

    The files are read when they are asked for, one at a time.
    """

    edition: Edition
    record: Record
    texts: tuple[Text, ...]
    files: Mapping[str, bytes]


# A format gives the files of its package, by path below a folder of its own, and nothing that depends on the time or the machine.
Format = Callable[[Built], Iterator[tuple[str, bytes]]]


class Zip(Enum):
    """Whether each folder at the top of a package is put in a zip."""

    NONE = auto()
    BESIDE = auto()
    INSTEAD = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    """A format of deposit: its name in `--to`, what it is for, the module that has its `files` (a `Format`), and what it needs of
    a record.

    `per_text` says that each text needs them, not the edition alone.
    """

    name: str
    what: str
    module: str
    needs: Needs
    per_text: bool = False
    zipped: Zip = Zip.NONE
