"""Files from outside: regular ones of bounded size, and those meant by what a user typed."""

import glob
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from ibidem.errors import IbidemError

MAX_BYTES = 256 * 2**20
STDIN = Path("-")  # what is piped in


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, refused when it is longer than `limit`."""
    try:
        # O_NONBLOCK: opening a named pipe would otherwise wait for ever for its other end.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise IbidemError(
            f"{path}: there is no such file. Check the spelling, or run `ibidem` in the folder of the edition."
        ) from None
    except OSError as error:
        raise IbidemError(f"{path}: cannot be opened ({error.strerror}).") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise IbidemError(f"{path}: not a regular file. Name a TEI file.")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise IbidemError(f"{path}: larger than {limit // 2**20} MiB. Split the text into several files.")
    return data


def tei_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files meant by what a user typed, each once: files as they are, folders by their `*.xml`, at any depth, sorted; patterns too."""
    seen: set[Path] = set()
    for path in (each for typed in paths for each in _meant(typed)):
        for file in _below(path) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def leading_out(paths: tuple[Path, ...], files: list[Path], editions: Callable[[Path], Path | None]) -> frozenset[Path]:
    """Of the files found in folders that a user typed, the links that lead out of these folders and of the edition."""
    links = [file for file in set(files).difference(paths) if file.is_symlink()]
    tops = [path.resolve() for path in paths if path.is_dir()] if links else []

    def is_inside(link: Path) -> bool:
        edition = editions(link.parent)
        target = Path(os.path.realpath(link))  # of a circle of links too
        return any(target.is_relative_to(top) for top in (*tops, *filter(None, (edition,))))

    return frozenset(link for link in links if not is_inside(link))


def _meant(typed: Path) -> list[Path]:
    """What a pattern such as `letters/*.xml` or `**/*.xml` matches, if it is one."""
    pattern = str(typed)
    if not glob.has_magic(pattern) or os.path.lexists(typed):
        return [typed]
    found = sorted(map(Path, glob.glob(pattern, recursive=True)))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        raise IbidemError(f"{typed}: no file matches this pattern.")
    return [path for path in found if not path.is_dir()] or found


def _below(folder: Path) -> list[Path]:
    """The .xml files in a folder and below, hidden ones left out. A folder that cannot be read stands for itself, so that it is reported."""
    found: list[Path] = []
    faulty: list[str] = []
    for top, folders, names in os.walk(folder, onerror=lambda error: faulty.append(error.filename)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(top, name) for name in names if name.lower().endswith(".xml") and not name.startswith(".")]
    found += map(Path, faulty)
    if not found:
        raise IbidemError(f"{folder}: no .xml file in this folder.")
    return sorted(found)
