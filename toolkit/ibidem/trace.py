"""What an edition is built from, so that it is known later whether the built folder is still of it."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ibidem import __version__
from ibidem.customize import modules
from ibidem.edition import NAME, Edition
from ibidem.reading.read import Source
from ibidem.render import pictures
from ibidem.targets import place_of, pointers


def trace(edition: Edition, sources: Iterable[Source]) -> dict[str, str]:
    """The SHA-256 of each file that goes into the edition, by its path below the edition, and the version of Ibidem."""
    read = {source.path: source.data for source in sources}
    paths = {edition.root / NAME, *edition.terms, *_fonts(edition), *edition.web.paths}
    if edition.web.stylesheet:
        paths |= modules(edition.web.stylesheet, edition.root)
    for source in sources:
        paths.update(pictures(source, edition).values())
        paths.update(_pointed_at(source, edition))
    digests = {_name(edition, path): _digest(path.read_bytes()) for path in paths}
    digests |= {_name(edition, path): _digest(data) for path, data in read.items()}
    return {"ibidem": __version__, **dict(sorted(digests.items()))}


def _pointed_at(source: Source, edition: Edition) -> Iterator[Path]:
    """The other files of the edition that a text points into, as to a list of persons."""
    places = (place_of(address, one.element, source) for one in pointers(source) for address in one.addresses)
    for path in dict.fromkeys(place.file for place in places if place is not None and place.file is not None):
        with suppress(OSError, ValueError, RuntimeError):
            real = path.resolve()
            if real.is_relative_to(edition.root) and real.suffix.lower() in (".xml", ".tei") and real.is_file():
                yield real


def _fonts(edition: Edition) -> Iterator[Path]:
    for place in edition.font_paths:
        yield from (path for path in place.rglob("*") if path.is_file()) if place.is_dir() else (place,)


def _name(edition: Edition, path: Path) -> str:
    return path.resolve().relative_to(edition.root).as_posix()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
