"""From the folder `build/` to the value that formats are made from."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ibidem.deposit.package import Built, Text
from ibidem.edition import Edition
from ibidem.errors import IbidemError
from ibidem.finding import NotReadable
from ibidem.reading.read import Source, read
from ibidem.trace import trace
from ibidem.write import DEPOSIT, MANIFEST


class Files(Mapping[str, bytes]):
    """Files below a folder by path, each read when it is asked for: regular files only, no links, nothing that begins with a dot."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._paths = dict.fromkeys(sorted(_regular(folder, "")))
        except OSError as error:
            raise IbidemError(f"{error.filename}: cannot be read ({error.strerror}).") from None

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        try:
            return (self._folder / path).read_bytes()
        except OSError as error:
            raise IbidemError(f"{self._folder / path}: cannot be read ({error.strerror}).") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _regular(folder: Path, below: str) -> Iterator[str]:
    for path in folder.iterdir():
        name = below + path.name
        if path.name.startswith(".") or path.is_symlink() or name in (DEPOSIT, MANIFEST):
            continue
        if path.is_dir():
            yield from _regular(path, f"{name}/")
        elif path.is_file():
            yield name


def sources_of(edition: Edition) -> tuple[Source, ...]:
    """The texts as they are now. Raises `IbidemError` where one cannot be read."""
    try:
        return tuple(read(path) for path in edition.texts)
    except NotReadable as error:
        raise IbidemError(f"{error.finding.file}: {error.finding.message} Run: ibidem validate") from None


def is_current(edition: Edition, sources: Sequence[Source]) -> bool:
    """Whether `build/` is whole, and was made of the edition as it is now by this version of Ibidem."""
    try:
        manifest = json.loads((edition.output / MANIFEST).read_bytes())
        digests = manifest["sha256"]
        return bool(
            manifest.get("made-from") == trace(edition, sources)
            and all(_digest(edition.output / path) == digest for path, digest in digests.items())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def gather(edition: Edition, sources: Sequence[Source]) -> Built:
    """A built edition with its records."""
    from ibidem.record.read import record_of, record_of_edition

    texts = tuple(Text(source, record_of(source, edition)) for source in sources)
    record = record_of_edition(edition, [text.record for text in texts])
    return Built(edition, record, texts, Files(edition.output))
