"""What an edition is built from, so that it is known later whether the built folder is still of it."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ibidem import __version__
from ibidem.edition import NAME, Edition
from ibidem.reading.read import Source
from ibidem.render import pictures


def trace(edition: Edition, sources: Iterable[Source]) -> dict[str, str]:
    """The SHA-256 of each file that goes into the edition, by its path below the edition, and the version of Ibidem."""
    read = {source.path: source.data for source in sources}
    paths = {edition.root / NAME, *edition.terms, *_fonts(edition)}
    for source in sources:
        paths.update(pictures(source, edition).values())
    digests = {_name(edition, path): _digest(path.read_bytes()) for path in paths}
    digests |= {_name(edition, path): _digest(data) for path, data in read.items()}
    return {"ibidem": __version__, **dict(sorted(digests.items()))}


def _fonts(edition: Edition) -> Iterator[Path]:
    for place in edition.font_paths:
        yield from (path for path in place.rglob("*") if path.is_file()) if place.is_dir() else (place,)


def _name(edition: Edition, path: Path) -> str:
    return path.resolve().relative_to(edition.root).as_posix()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
