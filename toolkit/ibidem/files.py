"""Files from outside: regular ones of bounded size, and those meant by what a user typed."""

import os
import stat
from collections.abc import Iterator
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
    """The files meant by what a user typed: files as they are, folders by their `*.xml`, at any depth, sorted."""
    for path in paths:
        if path.is_dir():
            found = sorted(
                file
                for file in path.rglob("*.xml")
                if not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
            if not found:
                raise IbidemError(f"{path}: no .xml file in this folder.")
            yield from found
        else:
            yield path
