"""The built edition in memory, read once, and anew when it is built again."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from ibidem.deposit.package import Built, Text
from ibidem.dts.catalogue import Catalogue, catalogue
from ibidem.edition import Edition, load
from ibidem.errors import IbidemError
from ibidem.finding import NotReadable
from ibidem.oai.repository import Repository, repository
from ibidem.reading.files import read_bytes
from ibidem.reading.read import read_data
from ibidem.record.read import record_of, record_of_edition
from ibidem.signposting import Page, landings, of_item
from ibidem.write import MANIFEST

_SECONDS = 0.5  # between two looks at the build


class BuiltFiles(Mapping[str, bytes]):
    """The files that the manifest of a build lists, by path, and no other. Each is read when it is asked for."""

    def __init__(self, folder: Path, digests: Mapping[str, str]) -> None:
        self.folder = folder
        self.digests = digests

    def __getitem__(self, path: str) -> bytes:
        return read_bytes(self.where(path))

    def __contains__(self, path: object) -> bool:
        return path in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

    def where(self, path: str) -> Path:
        """Where a file is. Raises `KeyError` for one that is not listed, or that is a link to somewhere else."""
        if path not in self.digests:
            raise KeyError(path)
        found = (self.folder / path).resolve()
        if not found.is_relative_to(self.folder) or not found.is_file():
            raise KeyError(path)
        return found


@dataclass(frozen=True, eq=False, slots=True)
class Library:
    """A built edition as it is served."""

    edition: Edition
    built: Built
    files: BuiltFiles
    texts: Mapping[str, Text]
    catalogue: Catalogue
    repository: Repository
    landings: Mapping[str, Page]  # the links of pages and files, by path

    @property
    def complaints(self) -> Iterator[str]:
        """What the edition lacks for this service."""
        yield from self.catalogue.complaints
        if not self.repository.email:
            yield "OAI-PMH requires an e-mail address: write contact = … under [record] in edition.toml."
        if not self.repository.is_named:
            yield f"The identifiers of OAI-PMH begin with oai:{self.repository.domain}:, which is not the name of a domain: write domain = … under [api]."
        if "api" in self.texts:
            yield "The pages of the text api.xml are hidden by the addresses of the service: give it another name."


def read_library(folder: Path) -> Library:
    """Read what is built of an edition. Raises `IbidemError` where that is nothing."""
    edition = load(folder)
    files = BuiltFiles(edition.output.resolve(), _digests(edition))
    texts = {path.stem: _text(path, files, edition) for path in edition.texts if f"{path.stem}/{path.name}" in files}
    if not texts:
        raise IbidemError(f"{edition.output}: no text of the edition is in it. Build it first: ibidem build")
    record = record_of_edition(edition, [text.record for text in texts.values()])
    built = Built(edition, record, tuple(texts.values()), files)
    return Library(
        edition, built, files, texts, catalogue(built), repository(built, edition.api.domain), _landings(built)
    )


def _landings(built: Built) -> Mapping[str, Page]:
    first, *others = landings(built.record, [text.record for text in built.texts])
    found = {"index.html": first}
    for text, page in zip(built.texts, others, strict=True):
        name = text.record.id
        found[f"{name}/index.html"] = page
        for suffix in ("xml", "pdf"):
            found[f"{name}/{name}.{suffix}"] = of_item(text.record)
    return found


def _digests(edition: Edition) -> Mapping[str, str]:
    file = edition.output / MANIFEST
    try:
        digests = json.loads(file.read_bytes())["sha256"]
    except FileNotFoundError:
        raise IbidemError(f"{edition.output}: nothing is built. Build the edition first: ibidem build") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise IbidemError(f"{file}: this is no list of files. Build the edition again: ibidem build") from None
    if not isinstance(digests, dict) or not all(isinstance(digest, str) for digest in digests.values()):
        raise IbidemError(f"{file}: this is no list of files. Build the edition again: ibidem build")
    return digests


def _text(path: Path, files: BuiltFiles, edition: Edition) -> Text:
    """A text as it was built; its path is that of the source, to which its pointers are relative."""
    try:
        source = read_data(files[f"{path.stem}/{path.name}"], path)
    except NotReadable as error:
        raise IbidemError(f"{error.finding.file}: {error.finding.message} Run: ibidem validate") from None
    return Text(source, record_of(source, edition))


class Shelf:
    """The library as it is now: the one before stays while a build is under way or read, and where a new one cannot be read."""

    def __init__(self, folder: Path, tell: Callable[[str], object]) -> None:
        self._folder = folder
        self._tell = tell
        self._library = read_library(folder)
        self._state = self._look()
        self._looked = time.monotonic()
        self._reader: Thread | None = None

    def current(self) -> Library:
        """The library. Where the build has changed, another one is read meanwhile."""
        now = time.monotonic()
        if now - self._looked > _SECONDS and (self._reader is None or not self._reader.is_alive()):
            self._looked = now
            state = self._look()
            if state not in (None, self._state):
                self._state = state
                self._reader = Thread(target=self._read, daemon=True)
                self._reader.start()
        return self._library

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = (self._library.edition.output / MANIFEST).stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _read(self) -> None:
        try:
            self._library = read_library(self._folder)
        except (IbidemError, OSError, KeyError) as error:
            self._tell(f"The new build cannot be served, and the one before it is kept: {error}")
            return
        self._tell("The edition was built anew.")
