"""Whether a grammar can hold rules, seen at a glance: most hold none, and are not to wait for those that do."""

from functools import lru_cache
from pathlib import Path

from ibidem.errors import IbidemError
from ibidem.reading.files import read_bytes


def may_hold_rules(grammar: Path) -> bool:
    """Whether a grammar, or one that it takes in, can have rules: by words in its bytes, without reading it as XML."""
    return _may_hold_rules(*state(grammar))


def state(path: Path) -> tuple[Path, int, int]:
    """A file with its size and time: what was worked out of it holds for as long as these do."""
    try:
        status = path.stat()
    except OSError:
        raise IbidemError(f"{path}: there is no such file. Check the spelling.") from None
    return path, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=32)
def _may_hold_rules(path: Path, _size: int, _time: int) -> bool:
    data = read_bytes(path)
    words = (b"schematron", b"include", b"externalRef")
    return data[:2] in (b"\xfe\xff", b"\xff\xfe") or any(word in data for word in words)
