"""The entries that names in a header point at: a `person` or an `org`, in the file itself or in another one of the edition."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ibidem.errors import IbidemError
from ibidem.finding import NotReadable
from ibidem.reading.files import read_bytes
from ibidem.reading.read import Source, read_any
from ibidem.targets import place_of, spelt_out, values
from ibidem.tree import Element

_LARGEST = 64 * 2**20  # bytes of another file that is read for its entries


def addresses(element: Element, name: str, source: Source) -> Iterator[str]:
    """The addresses in a pointing attribute, declared prefixes spelt out."""
    for pointer in values(element.get(name, "")):
        yield from spelt_out(pointer, source)


def entry_at(address: str, element: Element, source: Source, top: Path) -> tuple[Element, Source] | None:
    """The element that an address leads to and the file that it is in; None where that lies outside `top`, or is not there."""
    place = place_of(address, element, source)
    if place is None or not place.fragment:
        return None
    other = source if place.file is None else _other(place.file, top)
    found = other.ids.get(place.fragment) if other is not None else None
    return (found, other) if found is not None and other is not None else None


def _other(file: Path, top: Path) -> Source | None:
    try:
        real = file.resolve()
        if not real.is_relative_to(top) or real.suffix.lower() not in (".xml", ".tei"):
            return None
        state = real.stat()
    except (OSError, ValueError, RuntimeError):
        return None
    return _read(real, state.st_mtime_ns) if state.st_size <= _LARGEST else None


@lru_cache(maxsize=8)  # lists of persons are shared by the texts of an edition
def _read(file: Path, _changed: int) -> Source | None:
    try:
        return read_any(read_bytes(file, _LARGEST), file)
    except (IbidemError, NotReadable):
        return None
